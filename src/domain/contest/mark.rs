//! A mark as a judge writes it. What cannot be read is refused; it is never counted as nothing.

use super::exact::{Exact, ExactError};

/// Most decimals of a judge's mark.
pub const MARK_DECIMALS: usize = 6;

/// Why what a judge wrote is no mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MarkError {
    /// Nothing was written: not the same as 0.
    #[error("no mark")]
    Missing,
    #[error("not a number")]
    NotANumber,
    #[error("more than {MARK_DECIMALS} decimals")]
    TooManyDecimals,
    /// Below zero or above the maximum.
    #[error("outside 0 to {0}")]
    OutOfRange(Exact),
    /// A number, but a judgement is 0, 1, 2 or 3.
    #[error("not a grade of judgement")]
    NotAGrade,
}

/// Reads a mark from 0 to `max`, both allowed.
///
/// # Errors
/// See [`MarkError`].
pub fn read(text: &str, max: Exact) -> Result<Exact, MarkError> {
    if crate::domain::text::compact(text).is_empty() {
        return Err(MarkError::Missing);
    }
    let mark = Exact::decimal(text, MARK_DECIMALS).map_err(|error| match error {
        ExactError::NotANumber => MarkError::NotANumber,
        ExactError::TooManyDecimals => MarkError::TooManyDecimals,
        ExactError::TooLarge => MarkError::OutOfRange(max),
    })?;
    if mark.is_negative() || mark > max { Err(MarkError::OutOfRange(max)) } else { Ok(mark) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_it_cannot_read() {
        let hundred = Exact::whole(100);
        assert_eq!(read("８７．５", hundred).map(|mark| mark.to_string()), Ok("87.5".to_owned()));
        assert_eq!(read("0", hundred), Ok(Exact::ZERO));
        assert_eq!(read("100.00", hundred), Ok(hundred));
        for (text, error) in [
            ("", MarkError::Missing),
            ("\u{3000}", MarkError::Missing),
            ("缺考", MarkError::NotANumber),
            ("1e1", MarkError::NotANumber),
            ("-0.01", MarkError::OutOfRange(hundred)),
            ("100.01", MarkError::OutOfRange(hundred)),
            ("99999999999", MarkError::OutOfRange(hundred)),
            ("33.3333333333", MarkError::TooManyDecimals),
        ] {
            assert_eq!(read(text, hundred), Err(error), "{text}");
        }
    }
}
