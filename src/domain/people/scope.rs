//! The reach of an office.

use crate::domain::divisions::{DivisionCode, DivisionKind, DivisionsError};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// How far an office reaches. Written `city` or the county's code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Scope {
    /// The whole city with all its counties.
    City,
    /// One county only.
    County(DivisionCode),
}

impl Scope {
    /// The reach of a bureau of that division: the city's own bureau reaches all counties.
    pub fn of(division: DivisionCode) -> Scope {
        if division.kind() == DivisionKind::City { Scope::City } else { Scope::County(division) }
    }

    /// Whether an object of this division is within reach; one without a division is only the city's.
    pub fn covers(self, division: Option<DivisionCode>) -> bool {
        match self {
            Scope::City => true,
            Scope::County(own) => division == Some(own),
        }
    }
}
impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Scope::City => f.write_str("city"),
            Scope::County(division) => division.fmt(f),
        }
    }
}
impl FromStr for Scope {
    type Err = DivisionsError;
    fn from_str(text: &str) -> Result<Scope, DivisionsError> {
        if text == "city" { Ok(Scope::City) } else { text.parse().map(Scope::County) }
    }
}
impl TryFrom<String> for Scope {
    type Error = DivisionsError;
    fn try_from(text: String) -> Result<Scope, DivisionsError> {
        text.parse()
    }
}
impl From<Scope> for String {
    fn from(scope: Scope) -> String {
        scope.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_citys_bureau_reaches_all_and_a_countys_its_own() {
        let code = |text: &str| text.parse::<DivisionCode>().expect("a code");
        assert_eq!(Scope::of(code("330300")), Scope::City);
        let yueqing = Scope::of(code("330382"));
        assert!(yueqing.covers(Some(code("330382"))));
        assert!(!yueqing.covers(Some(code("330300"))) && !yueqing.covers(None));
        assert_eq!("city".parse(), Ok(Scope::City));
        assert_eq!(yueqing.to_string().parse(), Ok(yueqing));
    }
}
