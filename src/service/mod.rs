//! Use cases: one function per verb. Authorise → load → the domain decides → persist, record and
//! mail, in one transaction.

pub mod accounts;
mod app;
pub mod claims;
mod error;
pub mod events;
pub mod plans;
pub mod trail;
pub mod worklist;

pub use app::{App, Who};
pub use error::{Fault, ServiceError};
