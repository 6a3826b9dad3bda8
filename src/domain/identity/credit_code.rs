//! Unified social credit code (GB 32100-2015).

use super::IdentityFault;
use super::serial::transparent_text;
use crate::domain::text;
use std::fmt;
use std::str::FromStr;

const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// 18 characters of the code's alphabet, in capitals. Its check digit may fail: real firms have such codes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CreditCode(String);

/// The check digit does not match: ask whether the code was copied rightly, and accept a yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckDigitWarning {
    pub expected: char,
    pub found: char,
}

impl CreditCode {
    /// Reads a code; small letters, blanks and full-width characters are understood.
    ///
    /// # Errors
    /// A wrong length or letter. A failed check digit comes back beside the code, to be confirmed.
    pub fn parse(text: &str) -> Result<(CreditCode, Option<CheckDigitWarning>), IdentityFault> {
        let code = text::compact(text).to_ascii_uppercase();
        if code.chars().count() != 18 {
            let damaged = text::is_scientific(&code);
            return Err(if damaged { IdentityFault::DamagedBySpreadsheet } else { IdentityFault::CreditCodeLength });
        }
        let expected = expected_check_digit(&code).ok_or(IdentityFault::CreditCodeCharacter)?;
        let found = char::from(code.as_bytes()[17]);
        let warning = (expected != found).then_some(CheckDigitWarning { expected, found });
        Ok((CreditCode(code), warning))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// `None` when a character is none of the alphabet.
fn expected_check_digit(code: &str) -> Option<char> {
    let mut sum = 0;
    let mut weight = 1;
    for (index, byte) in code.bytes().enumerate() {
        let value = ALPHABET.iter().position(|&letter| letter == byte)?;
        if index < 17 {
            sum += value * weight;
            weight = weight * 3 % 31;
        }
    }
    Some(char::from(ALPHABET[(31 - sum % 31) % 31]))
}

/// For codes that were confirmed before: stored ones and imports. Forms use [`CreditCode::parse`].
impl FromStr for CreditCode {
    type Err = IdentityFault;
    fn from_str(text: &str) -> Result<CreditCode, IdentityFault> {
        CreditCode::parse(text).map(|(code, _)| code)
    }
}

transparent_text!(CreditCode);

impl fmt::Display for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl fmt::Debug for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CreditCode({})", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_failed_check_digit_is_a_warning_with_the_digit_expected() {
        let (code, warning) = CreditCode::parse("91350211m0000xuf46").unwrap();
        assert_eq!(code.as_str(), "91350211M0000XUF46");
        assert_eq!(warning, Some(CheckDigitWarning { expected: 'R', found: '6' }));
        assert_eq!(CreditCode::parse(" 91350100 M000100Y43").unwrap().1, None);
    }

    #[test]
    fn a_wrong_length_or_letter_is_refused() {
        for (text, fault) in [
            ("", IdentityFault::CreditCodeLength),
            ("91350100M000100Y4", IdentityFault::CreditCodeLength),
            ("9.13501E+17", IdentityFault::DamagedBySpreadsheet),
            ("91350100I000100Y43", IdentityFault::CreditCodeCharacter),
            ("91350100M000100Y4温", IdentityFault::CreditCodeCharacter),
        ] {
            assert_eq!(CreditCode::parse(text), Err(fault), "{text}");
        }
        // Looks like a float and is a code.
        assert!(CreditCode::parse("913501000001234E12").is_ok());
    }

    proptest! {
        #[test]
        fn text_round_trips_and_one_changed_character_is_noticed(body in "[0-9A-HJ-NPQRTUWXY]{17}", at in 0usize..17, add in 1usize..31) {
            let check = expected_check_digit(&format!("{body}0")).unwrap();
            let (code, warning) = CreditCode::parse(&format!("{body}{check}")).unwrap();
            prop_assert_eq!(warning, None);
            prop_assert_eq!(code.to_string().parse(), Ok(code.clone()));
            let mut changed = code.as_str().as_bytes().to_vec();
            let value = ALPHABET.iter().position(|&letter| letter == changed[at]).unwrap();
            changed[at] = ALPHABET[(value + add) % 31];
            let changed = String::from_utf8(changed).unwrap();
            prop_assert!(CreditCode::parse(&changed).unwrap().1.is_some(), "{}", changed);
        }
    }
}
