//! Organisations and their users: founding an office, and what its administrator keeps.

mod found;

pub use found::{NewOrganisation, NewUser, add_organisation, add_user, create_administrator};
