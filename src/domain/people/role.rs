//! Roles and kinds of organisation.

use crate::domain::code::{Code, UnknownCode, codes};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

codes! {
    /// What a person may be in the system; one person may hold several.
    pub enum Role: "role" {
        /// 系统管理员: people, mail, calendar; reviews and pays nothing.
        Administrator = "administrator",
        /// 经办: accepts, first review, publishes notices, archives.
        Clerk = "clerk",
        /// 复核: second review.
        Reviewer = "reviewer",
        /// 审定: decides and approves.
        Decider = "decider",
        /// 财务: budget and payment.
        Treasurer = "treasurer",
        /// 申报单位成员: proposes events and claims for its organisation.
        Host = "host",
        /// 评审专家: marks bases and candidates.
        Evaluator = "evaluator",
        /// 监督审计: reads all, changes nothing.
        Auditor = "auditor",
    }
}

codes! {
    /// What an organisation is.
    pub enum OrganisationKind: "kind of organisation" {
        /// 人力社保局 of the city or a county.
        Bureau = "bureau",
        /// 承办单位.
        HostUnit = "host-unit",
        Enterprise = "enterprise",
        School = "school",
        Association = "association",
    }
}

impl Role {
    /// Whether people of such an organisation can hold the role: the bureau's offices belong to
    /// the bureau, claiming belongs to everyone else, an evaluator may come from anywhere.
    pub fn fits(self, kind: OrganisationKind) -> bool {
        match self {
            Role::Evaluator => true,
            Role::Host => kind != OrganisationKind::Bureau,
            _ => kind == OrganisationKind::Bureau,
        }
    }
}

/// A set of roles. Written as codes joined by commas, in the order of declaration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Roles(u16);

impl Roles {
    pub const NONE: Roles = Roles(0);

    pub const fn with(self, role: Role) -> Roles {
        Roles(self.0 | 1 << role as u16)
    }

    pub const fn contains(self, role: Role) -> bool {
        self.0 & (1 << role as u16) != 0
    }

    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.iter().copied().filter(move |role| self.contains(*role))
    }
}
impl From<Role> for Roles {
    fn from(role: Role) -> Roles {
        Roles::NONE.with(role)
    }
}
impl FromIterator<Role> for Roles {
    fn from_iter<I: IntoIterator<Item = Role>>(roles: I) -> Roles {
        roles.into_iter().fold(Roles::NONE, Roles::with)
    }
}
impl fmt::Display for Roles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let codes: Vec<_> = self.iter().map(Role::as_str).collect();
        f.write_str(&codes.join(","))
    }
}
impl FromStr for Roles {
    type Err = UnknownCode;

    /// # Errors
    /// The first code that is no role. An empty text is the empty set.
    fn from_str(text: &str) -> Result<Roles, UnknownCode> {
        text.split(',').map(str::trim).filter(|code| !code.is_empty()).map(Role::from_code).collect()
    }
}
impl TryFrom<String> for Roles {
    type Error = UnknownCode;
    fn try_from(text: String) -> Result<Roles, UnknownCode> {
        text.parse()
    }
}
impl From<Roles> for String {
    fn from(roles: Roles) -> String {
        roles.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_of_roles_reads_as_it_writes() {
        let roles: Roles = [Role::Reviewer, Role::Clerk].into_iter().collect();
        assert_eq!(roles.to_string(), "clerk,reviewer");
        assert_eq!("reviewer, clerk".parse(), Ok(roles));
        assert_eq!("".parse(), Ok(Roles::NONE));
        assert!("clerk,boss".parse::<Roles>().is_err());
        assert_eq!(Role::ALL.iter().copied().collect::<Roles>().iter().count(), Role::ALL.len());
    }
}
