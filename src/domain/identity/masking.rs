//! Hiding what readers need not know.

/// The last four characters, but never more than a quarter of a short text.
#[must_use]
pub fn last_four(text: &str) -> String {
    let count = text.chars().count();
    text.chars().skip(count - (count / 4).min(4)).collect()
}

/// As many stars as characters are hidden, then the last four: `**************1234`.
#[must_use]
pub fn digits_masked(text: &str) -> String {
    let shown = last_four(text);
    let hidden = text.chars().count() - shown.chars().count();
    format!("{}{shown}", "*".repeat(hidden))
}

/// Whether a text holds `run` or more digits in a row, blanks between them ignored, in half or
/// full width: what looks like an ID or account number and must not leave the house.
#[must_use]
pub fn has_long_digit_run(text: &str, run: usize) -> bool {
    let mut length = 0;
    for c in crate::domain::text::half_width(text).chars() {
        match c {
            c if c.is_ascii_digit() => length += 1,
            ' ' => {}
            _ => length = 0,
        }
        if length >= run {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_the_last_four_of_a_long_text_and_less_of_a_short_one() {
        for (text, masked) in [
            ("330302199001011234", "**************1234"),
            ("12345678", "******78"),
            ("1234567890123456", "************3456"),
            ("123", "***"),
            ("", ""),
        ] {
            assert_eq!(digits_masked(text), masked);
        }
    }

    #[test]
    fn finds_numbers_however_they_are_spaced() {
        assert!(has_long_digit_run("账号 6222 0212 0402 000", 15));
        assert!(has_long_digit_run("33030219900101123X", 15));
        assert!(!has_long_digit_run("2019-11-18 2019-11-25 共 50,000 元", 15));
        assert!(!has_long_digit_run("12345678901234", 15));
    }
}
