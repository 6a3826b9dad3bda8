//! Who acts: roles, the organisations they act for, and how far their office reaches.

mod role;
mod scope;

pub use super::divisions::DivisionCode;
pub use role::{OrganisationKind, Role, Roles};
pub use scope::Scope;

use super::ids::{OrganisationId, UserId};

/// A signed-in person, as every decision about rights sees them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor {
    pub user: UserId,
    pub organisation: OrganisationId,
    pub organisation_kind: OrganisationKind,
    pub roles: Roles,
    pub scope: Scope,
}

impl Actor {
    /// Whether the role counts for this person. A role that does not fit the organisation's kind
    /// counts for nothing: a host's user can never review, whatever a row says.
    pub fn holds(&self, role: Role) -> bool {
        self.roles.contains(role) && role.fits(self.organisation_kind)
    }

    pub fn holds_any(&self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.holds(*role))
    }
}
