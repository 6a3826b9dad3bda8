//! Exact numbers: fractions of whole numbers in lowest terms.

use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Mul, Neg, Sub};

/// A fraction in lowest terms, its denominator above zero: `1/3`, `87.5` (`175/2`), `-2`.
///
/// Marks have at most [`MAX_DECIMALS`] decimals and [`MAX_DIGITS`] digits before the point, so that
/// sums and means of any real competition stay far inside the `i128` underneath.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Exact {
    num: i128,
    den: i128,
}

/// Most digits before the decimal point of a number that is read.
pub const MAX_DIGITS: usize = 7;
/// Most decimals of a number that is read: as many as a spreadsheet holds.
pub const MAX_DECIMALS: usize = 15;
/// Most decimals of a number that is only compared: as many as a program writes of a binary fraction.
pub const MAX_COMPARED: usize = 18;

/// Why a text is not an exact number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExactError {
    #[error("not a number")]
    NotANumber,
    #[error("too many decimals")]
    TooManyDecimals,
    #[error("too large")]
    TooLarge,
}

impl Exact {
    pub const ZERO: Exact = Exact { num: 0, den: 1 };

    #[must_use]
    pub const fn whole(number: i64) -> Exact {
        Exact { num: number as i128, den: 1 }
    }

    /// `num / den`; `None` when `den` is zero.
    #[must_use]
    pub fn ratio(num: i64, den: i64) -> Option<Exact> {
        (den != 0).then(|| Exact::lowest(i128::from(num), i128::from(den)))
    }

    /// Hundredths: `8750` is 87.5.
    #[must_use]
    pub fn hundredths(hundredths: i64) -> Exact {
        Exact::lowest(i128::from(hundredths), 100)
    }

    /// `num / den` in lowest terms; `den` is not zero.
    fn lowest(num: i128, den: i128) -> Exact {
        let divisor = gcd(num.unsigned_abs(), den.unsigned_abs());
        let divisor = if den < 0 { -divisor } else { divisor };
        Exact { num: num / divisor, den: den / divisor }
    }

    /// Reads a plain decimal such as `87.5`, `-3`, `０．５`; blanks around it and full-width digits
    /// do not matter. No thousands, no exponent, no bare point.
    ///
    /// # Errors
    /// Anything else, and more than `decimals` decimals that are not zero: a mark is never rounded
    /// on the way in.
    pub fn decimal(text: &str, decimals: usize) -> Result<Exact, ExactError> {
        // An input method left in Chinese writes `。` for the point.
        let text = crate::domain::text::half_width(text).replace('。', ".");
        let text = text.trim();
        let (negative, digits) = match text.strip_prefix(['-', '−']) {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || digits.ends_with('.') || !all_digits(whole) || !all_digits(part) {
            return Err(ExactError::NotANumber);
        }
        let (whole, part) = (whole.trim_start_matches('0'), part.trim_end_matches('0'));
        if part.len() > decimals.min(MAX_COMPARED) {
            return Err(ExactError::TooManyDecimals);
        }
        if whole.len() > MAX_DIGITS {
            return Err(ExactError::TooLarge);
        }
        let num = format!("0{whole}{part}").parse::<i128>().map_err(|_| ExactError::TooLarge)?;
        let den = ten_to(part.len());
        Ok(Exact::lowest(if negative { -num } else { num }, den))
    }

    /// Reads a decimal, or a fraction such as `260/3`: what [`Exact`] prints can be read again.
    ///
    /// # Errors
    /// Anything else; a denominator of zero or of more than [`MAX_DIGITS`] digits.
    pub fn decimal_or_fraction(text: &str) -> Result<Exact, ExactError> {
        Exact::read(text, MAX_DECIMALS)
    }

    /// As [`Exact::decimal_or_fraction`], of a number that is compared and never added up or divided: with up to
    /// [`MAX_COMPARED`] decimals.
    ///
    /// # Errors
    /// As there.
    pub fn to_compare(text: &str) -> Result<Exact, ExactError> {
        Exact::read(text, MAX_COMPARED)
    }

    fn read(text: &str, decimals: usize) -> Result<Exact, ExactError> {
        let text = crate::domain::text::half_width(text);
        let Some((num, den)) = text.split_once('/') else { return Exact::decimal(&text, decimals) };
        let whole = |part: &str, digits: usize| {
            let part = part.trim();
            let negative = part.starts_with('-');
            let part = part.strip_prefix('-').unwrap_or(part);
            if part.is_empty() || !part.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(ExactError::NotANumber);
            }
            let number = part.trim_start_matches('0');
            if number.len() > digits {
                return Err(ExactError::TooLarge);
            }
            let number = format!("0{number}").parse::<i128>().map_err(|_| ExactError::TooLarge)?;
            Ok(if negative { -number } else { number })
        };
        let (num, den) = (whole(num, MAX_DIGITS + MAX_DIGITS)?, whole(den, MAX_DIGITS)?);
        if den <= 0 { Err(ExactError::NotANumber) } else { Ok(Exact::lowest(num, den)) }
    }

    /// Numerator in lowest terms.
    #[must_use]
    pub const fn num(self) -> i128 {
        self.num
    }

    /// Denominator in lowest terms, above zero.
    #[must_use]
    pub const fn den(self) -> i128 {
        self.den
    }

    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.num < 0
    }

    /// The number divided by a count; `None` for a count of zero.
    #[must_use]
    pub fn over(self, count: usize) -> Option<Exact> {
        let count = i128::try_from(count).ok().filter(|count| *count > 0)?;
        Some(Exact::lowest(self.num, self.den * count))
    }

    /// `a/b` in lowest terms; whole numbers too (`87/1`).
    #[must_use]
    pub fn fraction(self) -> String {
        format!("{}/{}", self.num, self.den)
    }

    /// Rounded half up (towards plus infinity) to a whole number of `1 / 10^places`: 12.345 to two
    /// places is 1235, -0.5 to none is 0.
    #[must_use]
    pub fn round_half_up(self, places: usize) -> i128 {
        round_half_up(self.num * ten_to(places), self.den)
    }

    /// Rounded half up to so many decimals.
    #[must_use]
    pub fn rounded(self, places: usize) -> Exact {
        Exact::lowest(self.round_half_up(places), ten_to(places))
    }

    /// With exactly so many decimals, rounded half up: `87.50`.
    #[must_use]
    pub fn fixed(self, places: usize) -> String {
        digits(self.round_half_up(places), places)
    }

    /// The exact decimal if it ends (`87.5`), else rounded half up to so many places (`66.666667`).
    #[must_use]
    pub fn decimal_or_rounded(self, places: usize) -> String {
        match self.decimals() {
            Some(exact) => digits(self.num * (ten_to(exact) / self.den), exact),
            None => self.fixed(places),
        }
    }

    /// How many decimals the number has; `None` if it has no end.
    fn decimals(self) -> Option<usize> {
        let (mut den, mut twos, mut fives) = (self.den, 0, 0);
        while den % 2 == 0 {
            (den, twos) = (den / 2, twos + 1);
        }
        while den % 5 == 0 {
            (den, fives) = (den / 5, fives + 1);
        }
        // 10^38 is the last power of ten that fits.
        Some(twos.max(fives)).filter(|places| den == 1 && *places <= 30)
    }
}

/// `num / den` to the nearest whole number, halves upwards; `den` is above zero.
#[must_use]
pub fn round_half_up(num: i128, den: i128) -> i128 {
    (2 * num + den).div_euclid(2 * den)
}

fn gcd(one: u128, other: u128) -> i128 {
    // Marks fit 64 bits, where a division takes a fraction of the time.
    if let (Ok(one), Ok(other)) = (u64::try_from(one), u64::try_from(other)) {
        let (mut one, mut other) = (one, other);
        while other != 0 {
            (one, other) = (other, one % other);
        }
        return i128::from(one).max(1);
    }
    let (mut one, mut other) = (one, other);
    while other != 0 {
        (one, other) = (other, one % other);
    }
    i128::try_from(one).unwrap_or(i128::MAX).max(1)
}

fn ten_to(places: usize) -> i128 {
    u32::try_from(places).ok().and_then(|places| 10_i128.checked_pow(places)).unwrap_or(i128::MAX)
}

/// A whole number of `1 / 10^places` as a decimal.
fn digits(number: i128, places: usize) -> String {
    let sign = if number < 0 { "-" } else { "" };
    let text = format!("{:0width$}", number.unsigned_abs(), width = places + 1);
    let (whole, part) = text.split_at(text.len() - places);
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

/// The exact decimal if it ends, else the fraction: `87.5`, `260/3`.
impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.decimals() {
            Some(_) => f.pad(&self.decimal_or_rounded(0)),
            None => f.pad(&self.fraction()),
        }
    }
}

impl From<Exact> for String {
    fn from(number: Exact) -> String {
        number.to_string()
    }
}
impl TryFrom<String> for Exact {
    type Error = ExactError;
    fn try_from(text: String) -> Result<Exact, ExactError> {
        Exact::decimal_or_fraction(&text)
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Exact) -> Ordering {
        let common = gcd(self.den.unsigned_abs(), other.den.unsigned_abs());
        (self.num * (other.den / common)).cmp(&(other.num * (self.den / common)))
    }
}
impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Exact) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Add for Exact {
    type Output = Exact;
    fn add(self, other: Exact) -> Exact {
        let common = gcd(self.den.unsigned_abs(), other.den.unsigned_abs());
        let (left, right) = (other.den / common, self.den / common);
        Exact::lowest(self.num * left + other.num * right, self.den * left)
    }
}
impl Neg for Exact {
    type Output = Exact;
    fn neg(self) -> Exact {
        Exact { num: -self.num, den: self.den }
    }
}
impl Sub for Exact {
    type Output = Exact;
    fn sub(self, other: Exact) -> Exact {
        self + -other
    }
}
impl Mul for Exact {
    type Output = Exact;
    fn mul(self, other: Exact) -> Exact {
        let (one, two) = (Exact::lowest(self.num, other.den), Exact::lowest(other.num, self.den));
        Exact { num: one.num * two.num, den: one.den * two.den }
    }
}
impl Sum for Exact {
    fn sum<I: Iterator<Item = Exact>>(numbers: I) -> Exact {
        numbers.fold(Exact::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn exact(text: &str) -> Exact {
        Exact::decimal(text, MAX_DECIMALS).unwrap()
    }

    #[test]
    fn reads_plain_decimals_only() {
        for (text, fraction) in [
            ("87.5", "175/2"),
            (" ０．５ ", "1/2"),
            ("007", "7/1"),
            ("-3.20", "-16/5"),
            ("0", "0/1"),
            ("1.0000", "1/1"),
        ] {
            assert_eq!(exact(text).fraction(), fraction, "{text}");
        }
        for text in
            ["", " ", "abc", ".5", "5.", "1e3", "1,5", "八十", "NaN", "inf", "--1", "+5", "1 2", "90分", "85/100"]
        {
            assert_eq!(Exact::decimal(text, 2), Err(ExactError::NotANumber), "{text}");
        }
        for text in ["1/0", "1/-3", "/3", "1/", "1/2/3", "1.5/2"] {
            assert_eq!(Exact::decimal_or_fraction(text), Err(ExactError::NotANumber), "{text}");
        }
        assert_eq!(Exact::decimal_or_fraction("260／3").unwrap().to_string(), "260/3");
        assert_eq!(Exact::decimal("1.005", 2), Err(ExactError::TooManyDecimals));
        assert_eq!(Exact::decimal("1.0050", 3).unwrap().fraction(), "201/200");
        assert_eq!(Exact::decimal("12345678", 2), Err(ExactError::TooLarge));
    }

    #[test]
    fn writes_the_decimal_if_it_ends() {
        let third = Exact::ratio(260, 3).unwrap();
        assert_eq!((third.to_string(), third.decimal_or_rounded(6)), ("260/3".to_owned(), "86.666667".to_owned()));
        assert_eq!(Exact::ratio(-1, 8).unwrap().to_string(), "-0.125");
        assert_eq!(exact("87.50").to_string(), "87.5");
        assert_eq!(exact("87.5").fixed(2), "87.50");
        assert_eq!(exact("100").decimal_or_rounded(6), "100");
        assert_eq!(Exact::ratio(1, 0), None);
    }

    #[test]
    fn rounds_halves_upwards_on_both_sides_of_zero() {
        for (text, rounded) in [("0.5", 1), ("-0.5", 0), ("1.5", 2), ("-1.5", -1), ("-1.51", -2), ("2.4999", 2)] {
            assert_eq!(exact(text).round_half_up(0), rounded, "{text}");
        }
        assert_eq!(exact("12.345").fixed(2), "12.35");
        assert_eq!(exact("-0.004").fixed(2), "0.00");
    }

    proptest! {
        #[test]
        fn arithmetic_is_that_of_fractions(a in -10_000_i64..10_000, b in 1_i64..500, c in -10_000_i64..10_000, d in 1_i64..500) {
            let (one, two) = (Exact::ratio(a, b).unwrap(), Exact::ratio(c, d).unwrap());
            prop_assert_eq!(one + two, Exact::ratio(a * d + c * b, b * d).unwrap());
            prop_assert_eq!(one * two, Exact::ratio(a * c, b * d).unwrap());
            prop_assert_eq!(one + two - two, one);
            prop_assert_eq!(Exact::decimal_or_fraction(&one.to_string()), Ok(one));
            prop_assert_eq!(one.cmp(&two), (a * d).cmp(&(c * b)));
        }

        #[test]
        fn display_and_parse_round_trip(hundredths in -1_000_000_i64..1_000_000) {
            let number = Exact::hundredths(hundredths);
            prop_assert_eq!(exact(&number.to_string()), number);
            prop_assert_eq!(exact(&number.fixed(2)), number);
        }

        #[test]
        fn rounding_is_nearest(num in -100_000_i64..100_000, den in 1_i64..999) {
            let number = Exact::ratio(num, den).unwrap();
            let off = number - number.rounded(2);
            let half = Exact::ratio(1, 200).unwrap();
            prop_assert!(-half <= off && off < half);
        }
    }
}
