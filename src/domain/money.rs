//! Money in integer fen. There is no floating point anywhere in the domain.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Neg, Sub};
use std::str::FromStr;

/// An amount of money in fen (1/100 yuan). May be negative (a recovery).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fen(pub i64);

/// Why a text is not an amount of money.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    #[error("not a number of yuan")]
    NotANumber,
    #[error("more than two decimals")]
    TooManyDecimals,
    #[error("too large")]
    TooLarge,
}

impl Fen {
    pub const ZERO: Fen = Fen(0);
    /// No amount typed, imported or computed may be larger (ten thousand million yuan); the sum of
    /// many still fits in an `i64`.
    pub const MAX: Fen = Fen(1_000_000_000_000);

    /// Whole yuan.
    pub const fn yuan(yuan: i64) -> Fen {
        Fen(yuan * 100)
    }

    /// Rounds down to a whole yuan, towards minus infinity.
    pub const fn floor_yuan(self) -> Fen {
        Fen(self.0.div_euclid(100) * 100)
    }

    /// `self`, but not below zero.
    pub fn or_zero(self) -> Fen {
        self.max(Fen::ZERO)
    }

    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// For people: thousands separated, decimals only where there are any (`50,000`, `1,234.50`).
    pub fn grouped(self) -> String {
        let abs = self.0.unsigned_abs();
        let digits = (abs / 100).to_string();
        let mut text = String::with_capacity(digits.len() + 8);
        if self.0 < 0 {
            text.push('−');
        }
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                text.push(',');
            }
            text.push(digit);
        }
        if !abs.is_multiple_of(100) {
            text.push_str(&format!(".{:02}", abs % 100));
        }
        text
    }
}

/// The shortest exact decimal in yuan: `50000`, `34567.89`, `-12.50`.
impl fmt::Display for Fen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let abs = self.0.unsigned_abs();
        let sign = if self.0 < 0 { "-" } else { "" };
        if abs.is_multiple_of(100) {
            write!(f, "{sign}{}", abs / 100)
        } else {
            write!(f, "{sign}{}.{:02}", abs / 100, abs % 100)
        }
    }
}

/// Reads yuan with at most two decimals: `34567.89`, `1,234`, `-5`, `50000元`, `¥12.5`.
///
/// # Errors
/// Anything else, including `约7万` and an empty text.
impl FromStr for Fen {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Fen, MoneyError> {
        let text = text.trim().trim_start_matches(['¥', '\u{ffe5}']).trim_end_matches('元').trim();
        let (negative, text) = match text.strip_prefix(['-', '−']) {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
        let whole = ungroup(whole).ok_or(MoneyError::NotANumber)?;
        if !decimals.bytes().all(|byte| byte.is_ascii_digit()) || text.ends_with('.') {
            return Err(MoneyError::NotANumber);
        }
        let significant = decimals.trim_end_matches('0');
        if significant.len() > 2 {
            return Err(MoneyError::TooManyDecimals);
        }
        if whole.len() > 12 {
            return Err(MoneyError::TooLarge);
        }
        let fen = format!("{whole}{significant:0<2}").parse::<i64>().map_err(|_| MoneyError::TooLarge)?;
        if fen > Fen::MAX.0 {
            return Err(MoneyError::TooLarge);
        }
        Ok(Fen(if negative { -fen } else { fen }))
    }
}

/// Digits, or digits in proper groups of three; `None` otherwise.
fn ungroup(whole: &str) -> Option<String> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits(whole) {
        return Some(whole.to_owned());
    }
    let groups: Vec<&str> = whole.split([',', '\u{ff0c}']).collect();
    let well_formed = groups.len() > 1
        && groups.iter().all(|group| digits(group))
        && (1..=3).contains(&groups[0].len())
        && groups[1..].iter().all(|group| group.len() == 3);
    well_formed.then(|| groups.concat())
}

impl Add for Fen {
    type Output = Fen;
    fn add(self, other: Fen) -> Fen {
        Fen(self.0 + other.0)
    }
}
impl Sub for Fen {
    type Output = Fen;
    fn sub(self, other: Fen) -> Fen {
        Fen(self.0 - other.0)
    }
}
impl Neg for Fen {
    type Output = Fen;
    fn neg(self) -> Fen {
        Fen(-self.0)
    }
}
impl Sum for Fen {
    fn sum<I: Iterator<Item = Fen>>(amounts: I) -> Fen {
        amounts.fold(Fen::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_people_type() {
        for (text, fen) in [
            ("34567.89", 3_456_789),
            ("1,234", 123_400),
            ("¥12.5元", 1_250),
            ("-5", -500),
            ("0.10", 10),
            ("7.500", 750),
        ] {
            assert_eq!(text.parse(), Ok(Fen(fen)), "{text}");
        }
        for text in ["约7万", "", "1.", ".5", "1,23", "12.345", "1e5", "--1", "99999999999999"] {
            assert!(text.parse::<Fen>().is_err(), "{text}");
        }
    }

    #[test]
    fn groups_for_people() {
        assert_eq!(Fen(123_456_789).grouped(), "1,234,567.89");
        assert_eq!(Fen::yuan(-50_000).grouped(), "−50,000");
        assert_eq!(Fen(-1).floor_yuan(), Fen(-100));
    }

    proptest! {
        #[test]
        fn display_and_parse_round_trip(fen in -Fen::MAX.0..=Fen::MAX.0) {
            prop_assert_eq!(Fen(fen).to_string().parse(), Ok(Fen(fen)));
            prop_assert!(Fen(fen).floor_yuan() <= Fen(fen));
        }
    }
}
