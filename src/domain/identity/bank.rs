//! Where money goes: account numbers and the clearing codes of bank branches.

use super::serial::transparent_text;
use super::{IdentityFault, digits_masked};
use crate::domain::text;
use std::fmt;
use std::str::FromStr;

/// An account or card number: 8 to 30 digits, kept without blanks.
///
/// Not `Display`, and `Debug` shows the last four only; [`BankAccount::as_str`] is the full number.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BankAccount(String);

/// The 12-digit code of a branch in the interbank clearing (联行号).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BankCode(String);

impl BankAccount {
    /// The full number: for the payment file and the account's owner only.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    #[must_use]
    pub fn masked(&self) -> String {
        digits_masked(&self.0)
    }

    /// In groups of four, to be compared by eye: `6222 0212 0402 0001`.
    #[must_use]
    pub fn grouped(&self) -> String {
        let grouped = self.0.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group));
        grouped.collect::<Vec<_>>().join(" ")
    }
}

impl BankCode {
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for BankAccount {
    type Err = IdentityFault;
    fn from_str(text: &str) -> Result<BankAccount, IdentityFault> {
        digits(text, 8..=30).map_err(|damaged| damaged.unwrap_or(IdentityFault::BankAccount)).map(BankAccount)
    }
}

impl FromStr for BankCode {
    type Err = IdentityFault;
    fn from_str(text: &str) -> Result<BankCode, IdentityFault> {
        digits(text, 12..=12).map_err(|damaged| damaged.unwrap_or(IdentityFault::BankCode)).map(BankCode)
    }
}

/// So many digits, blanks and hyphens between them dropped; the error names damage, if it is that.
fn digits(text: &str, lengths: std::ops::RangeInclusive<usize>) -> Result<String, Option<IdentityFault>> {
    let compact = text::compact(text);
    if text::is_scientific(&compact) {
        return Err(Some(IdentityFault::DamagedBySpreadsheet));
    }
    let digits = compact.replace('-', "");
    let well_formed = lengths.contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    if well_formed { Ok(digits) } else { Err(None) }
}

transparent_text!(BankAccount);
transparent_text!(BankCode);

impl fmt::Debug for BankAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BankAccount({})", self.masked())
    }
}
impl fmt::Display for BankCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn accounts_are_digits_however_grouped() {
        let account: BankAccount = " 6222 0212 0402 0001 000".parse().unwrap();
        assert_eq!(account.as_str(), "6222021204020001000");
        assert_eq!(account.grouped(), "6222 0212 0402 0001 000");
        assert_eq!(format!("{account:?}"), "BankAccount(***************1000)");
        for text in ["1234567", "", "12345678a", &"1".repeat(31), "一二三四五六七八"] {
            assert_eq!(text.parse::<BankAccount>(), Err(IdentityFault::BankAccount), "{text}");
        }
        assert_eq!("6.22202E+18".parse::<BankAccount>(), Err(IdentityFault::DamagedBySpreadsheet));
    }

    #[test]
    fn bank_codes_have_twelve_digits() {
        assert_eq!("103333000001".parse::<BankCode>().unwrap().to_string(), "103333000001");
        for text in ["10333300000", "1033330000011", "10333300000X", ""] {
            assert_eq!(text.parse::<BankCode>(), Err(IdentityFault::BankCode), "{text}");
        }
    }

    proptest! {
        #[test]
        fn text_and_serde_round_trip(text in "[0-9]{8,30}", code in "[0-9]{12}") {
            let account: BankAccount = text.parse().unwrap();
            prop_assert_eq!(account.as_str(), &text);
            prop_assert_eq!(account.grouped().parse(), Ok(account.clone()));
            prop_assert_eq!(serde_json::to_string(&account).unwrap(), format!("\"{text}\""));
            prop_assert_eq!(code.parse::<BankCode>().unwrap().to_string(), code);
        }
    }
}
