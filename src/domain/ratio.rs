//! Exact ratios of integers: `15/100`, `60/100`. Multiply first, divide last, and name the rounding.

use crate::domain::money::Fen;
use std::fmt;
use std::str::FromStr;

/// A ratio of two non-negative integers, kept as written (`60/100` stays `60/100`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ratio {
    pub num: u32,
    pub den: u32,
}

/// The text is not `N/D` with D above zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a ratio is written as two whole numbers, such as 60/100")]
pub struct RatioError;

impl Ratio {
    /// `self` of an amount, rounded down to the fen (towards minus infinity).
    #[must_use]
    pub fn of_floor(self, amount: Fen) -> Fen {
        Fen(floor_div(i128::from(amount.0) * i128::from(self.num), i128::from(self.den)))
    }

    /// `self` of so many things, rounded down to whole ones.
    #[must_use]
    pub fn of_count_floor(self, count: u32) -> u32 {
        let whole = floor_div(i128::from(count) * i128::from(self.num), i128::from(self.den));
        u32::try_from(whole).unwrap_or(u32::MAX)
    }

    /// Whether the ratio is below one.
    #[must_use]
    pub const fn is_below_one(self) -> bool {
        self.num < self.den
    }

    /// In percent, where that is a whole number.
    #[must_use]
    pub const fn percent(self) -> Option<u32> {
        let hundredfold = self.num as u64 * 100;
        if hundredfold.is_multiple_of(self.den as u64) { Some((hundredfold / self.den as u64) as u32) } else { None }
    }

    /// `80%` where that is a whole number, else `2/3`.
    #[must_use]
    pub fn in_words(self) -> String {
        self.percent().map_or_else(|| self.to_string(), |percent| format!("{percent}%"))
    }
}

/// `numerator / denominator` rounded down, saturating at the ends of an `i64`.
#[must_use]
pub fn floor_div(numerator: i128, denominator: i128) -> i64 {
    let quotient = numerator.div_euclid(denominator);
    i64::try_from(quotient).unwrap_or(if quotient < 0 { i64::MIN } else { i64::MAX })
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.num, self.den)
    }
}

impl FromStr for Ratio {
    type Err = RatioError;
    fn from_str(text: &str) -> Result<Ratio, RatioError> {
        let (num, den) = text.split_once('/').ok_or(RatioError)?;
        let read = |part: &str| part.trim().parse::<u32>().map_err(|_| RatioError);
        let ratio = Ratio { num: read(num)?, den: read(den)? };
        if ratio.den == 0 { Err(RatioError) } else { Ok(ratio) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn multiplies_before_dividing_and_rounds_down() {
        let ratio: Ratio = "60/100".parse().unwrap();
        assert_eq!(ratio.of_floor(Fen(333)), Fen(199));
        assert_eq!(ratio.of_floor(Fen(-333)), Fen(-200));
        assert_eq!((ratio.of_count_floor(9), ratio.of_count_floor(10)), (5, 6));
        assert_eq!(ratio.percent(), Some(60));
        assert_eq!("1/3".parse::<Ratio>().unwrap().percent(), None);
        for text in ["60", "1/0", "a/b", "-1/2"] {
            assert!(text.parse::<Ratio>().is_err(), "{text}");
        }
    }
}
