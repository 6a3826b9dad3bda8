//! Rights: who may do what to which object, decided by one pure function.
//!
//! [`can`] answers for a signed-in person, [`can_public`] for anyone. [`visibility`] is the one
//! function behind lists, counts and exports, and `can` asks it first: what a person may not see
//! does not exist for them.

mod action;
mod can;
mod facts;
mod table;

pub use action::{Action, Area};
pub use can::{Denied, Refusal, Visibility, can, can_public, visibility};
pub use facts::{Facts, ObjectState};
pub use table::table;

pub use super::people::{Actor, DivisionCode, OrganisationKind, Role, Roles, Scope};

#[cfg(test)]
mod tests;
