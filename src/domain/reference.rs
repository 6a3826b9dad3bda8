//! Reference numbers that people read, write on paper and say on the telephone: `JX-2019-0042`.

use super::code::codes;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

codes! {
    /// What a reference number is given to; the code is its prefix.
    pub enum Series: "series of reference numbers" {
        /// 绩效补助 (a claim).
        Claim = "JX",
        /// 赛训 (an event: competition, seminar or class).
        Event = "SJ",
        /// 公示 (a public notice).
        Notice = "GS",
        /// 付款 (a payment batch).
        Batch = "FK",
        /// 证书 (a certificate).
        Certificate = "ZS",
        /// 称号 (a title).
        Title = "CH",
    }
}

/// A reference number. Serials count from 1 within a series and year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reference {
    pub series: Series,
    pub year: i32,
    pub serial: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a reference number such as JX-2019-0042")]
pub struct NotAReference;

impl Reference {
    pub const fn new(series: Series, year: i32, serial: u32) -> Reference {
        Reference { series, year, serial }
    }
}

/// Four digits at least; a busy year's ten-thousandth simply takes five.
impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:04}-{:04}", self.series, self.year, self.serial)
    }
}

/// Reads what people type: lower case and surrounding spaces are understood.
impl FromStr for Reference {
    type Err = NotAReference;

    fn from_str(text: &str) -> Result<Reference, NotAReference> {
        let upper = text.trim().to_ascii_uppercase();
        let mut parts = upper.split('-');
        let (Some(series), Some(year), Some(serial), None) = (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(NotAReference);
        };
        let digits = |text: &str| text.len() >= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        if year.len() != 4 || !digits(year) || !digits(serial) {
            return Err(NotAReference);
        }
        let reference = Reference {
            series: series.parse().map_err(|_| NotAReference)?,
            year: year.parse().map_err(|_| NotAReference)?,
            serial: serial.parse().map_err(|_| NotAReference)?,
        };
        if reference.serial == 0 { Err(NotAReference) } else { Ok(reference) }
    }
}
impl TryFrom<String> for Reference {
    type Error = NotAReference;
    fn try_from(text: String) -> Result<Reference, NotAReference> {
        text.parse()
    }
}
impl From<Reference> for String {
    fn from(reference: Reference) -> String {
        reference.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_and_refuses() {
        let claim = Reference::new(Series::Claim, 2019, 42);
        assert_eq!(claim.to_string(), "JX-2019-0042");
        assert_eq!(" jx-2019-0042 ".parse(), Ok(claim));
        for text in ["JX-2019-42", "JX-2019-0000", "XX-2019-0042", "JX-19-0042", "JX-2019-0042-1", "JX2019-0042", ""] {
            assert_eq!(text.parse::<Reference>(), Err(NotAReference), "{text}");
        }
    }

    proptest! {
        #[test]
        fn display_and_parse_round_trip(series in 0usize..4, year in 2000i32..=9999, serial in 1u32..) {
            let reference = Reference::new(Series::ALL[series], year, serial);
            prop_assert_eq!(reference.to_string().parse(), Ok(reference));
        }
    }
}
