//! Use cases: one function per verb. Authorise → load → the domain decides → persist, record and
//! mail, in one transaction.

pub mod accounts;
mod app;
pub mod attendance;
pub mod bases;
pub mod budgets;
pub mod calendars;
pub mod claims;
pub mod completions;
pub mod contests;
mod error;
pub mod evaluations;
pub mod events;
pub mod evidence;
pub mod files;
mod holdings;
pub mod mail;
pub mod notices;
pub mod origin;
pub mod participants;
pub mod payments;
pub mod people;
pub mod plans;
pub mod recognition;
pub mod record;
pub mod schedules;
mod sealed;
pub mod setup;
#[cfg(test)]
pub(crate) mod testing;
pub mod trail;
pub mod worklist;

pub use app::{App, Who};
pub use error::{Fault, ServiceError};
