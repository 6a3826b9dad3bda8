//! What an evaluator writes and what an indicator is worth: hundredths of a point.

use crate::domain::contest::exact::Exact;
use crate::domain::contest::mark::{self, MarkError};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Sub};

/// Decimals of a mark.
pub const DECIMALS: usize = 2;

/// Hundredths of a point: `850` is 8.5. Written and stored as the decimal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Exact", into = "Exact")]
pub struct Points(pub i64);

/// A number with more than two decimals, or far too large.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a number of points with two decimals at most")]
pub struct NotPoints;

impl Points {
    pub const ZERO: Points = Points(0);

    #[must_use]
    pub const fn whole(points: i64) -> Points {
        Points(points * 100)
    }

    /// Reads a mark from 0 to `max`; full-width digits do not matter, nothing is not 0.
    ///
    /// # Errors
    /// See [`MarkError`].
    pub fn read(text: &str, max: Points) -> Result<Points, MarkError> {
        let read = mark::read(text, max.exact())?;
        Points::try_from(read).map_err(|_| MarkError::TooManyDecimals)
    }

    #[must_use]
    pub fn exact(self) -> Exact {
        Exact::hundredths(self.0)
    }
}

impl TryFrom<Exact> for Points {
    type Error = NotPoints;
    fn try_from(number: Exact) -> Result<Points, NotPoints> {
        let hundredths = i64::try_from(number.round_half_up(DECIMALS)).map_err(|_| NotPoints)?;
        if Exact::hundredths(hundredths) == number { Ok(Points(hundredths)) } else { Err(NotPoints) }
    }
}
impl From<Points> for Exact {
    fn from(points: Points) -> Exact {
        points.exact()
    }
}
impl Add for Points {
    type Output = Points;
    fn add(self, other: Points) -> Points {
        Points(self.0 + other.0)
    }
}
impl Sub for Points {
    type Output = Points;
    fn sub(self, other: Points) -> Points {
        Points(self.0 - other.0)
    }
}
impl Sum for Points {
    fn sum<I: Iterator<Item = Points>>(points: I) -> Points {
        points.fold(Points::ZERO, Add::add)
    }
}
/// As short as it is exact: `8.5`, `10`.
impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.exact().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn has_two_decimals_and_no_more() {
        let ten = Points::whole(10);
        assert_eq!(Points::read("８．５", ten), Ok(Points(850)));
        assert_eq!(Points::read("8.505", ten), Err(MarkError::TooManyDecimals));
        assert_eq!(Points::read("10.01", ten), Err(MarkError::OutOfRange(Exact::whole(10))));
        assert_eq!(Points::read(" ", ten), Err(MarkError::Missing));
        assert_eq!((Points(850).to_string(), Points::whole(10).to_string()), ("8.5".into(), "10".into()));
        assert_eq!(serde_json::to_string(&Points(850)).unwrap(), r#""8.5""#);
        assert_eq!(serde_json::from_str::<Points>(r#""8.5""#).unwrap(), Points(850));
        assert!(serde_json::from_str::<Points>(r#""1/3""#).is_err());
    }
}
