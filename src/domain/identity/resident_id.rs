//! Resident identity number (GB 11643-1999).

use super::serial::transparent_text;
use super::{IdentityFault, digits_masked};
use crate::domain::text;
use chrono::{Datelike, NaiveDate};
use std::fmt;
use std::str::FromStr;

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_CHARACTERS: [u8; 11] = *b"10X98765432";
/// Nobody alive is older; a number that says so is a slip or a forgery.
const OLDEST_AGE: u32 = 130;

/// An 18-character resident ID, also of the HK, Macao and Taiwan residence permit: birth date and
/// check digit hold. The area code is not checked, for codes change and people keep theirs.
///
/// Not `Display`, and `Debug` shows the last four only; [`ResidentId::as_str`] is the full number.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResidentId(String);

/// Sex as the 17th digit says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    Male,
    Female,
}

impl ResidentId {
    /// The full number, X in upper case. Personal data: neither logs nor mails nor notices.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// For people who need not know it: `**************1234`.
    #[must_use]
    pub fn masked(&self) -> String {
        digits_masked(&self.0)
    }

    #[must_use]
    pub fn birth_date(&self) -> NaiveDate {
        // Parsing has seen the date; there is no other way to a value.
        birth_date_in(&self.0).unwrap_or_default()
    }

    #[must_use]
    pub fn sex(&self) -> Sex {
        if self.0.as_bytes()[16] % 2 == 1 { Sex::Male } else { Sex::Female }
    }

    /// Full years of age on that day; `None` before birth. Who is born on 29 February turns a year
    /// older on 1 March.
    #[must_use]
    pub fn age_on(&self, day: NaiveDate) -> Option<u32> {
        day.years_since(self.birth_date())
    }

    /// Whether a living person can have it on that day. A number with a right check digit may
    /// still say 1880 or next year.
    #[must_use]
    pub fn is_plausible_on(&self, day: NaiveDate) -> bool {
        self.age_on(day).is_some_and(|age| age <= OLDEST_AGE)
    }
}

impl FromStr for ResidentId {
    type Err = IdentityFault;

    fn from_str(text: &str) -> Result<ResidentId, IdentityFault> {
        let number = text::compact(text).to_ascii_uppercase();
        if text::is_scientific(&number) {
            return Err(IdentityFault::DamagedBySpreadsheet);
        }
        if number.chars().count() != 18 {
            return Err(IdentityFault::ResidentIdLength);
        }
        let (digits, check) = number.as_bytes().split_at(17);
        if !digits.iter().all(u8::is_ascii_digit) || !(check == b"X" || check[0].is_ascii_digit()) {
            return Err(IdentityFault::ResidentIdCharacter);
        }
        birth_date_in(&number).ok_or(IdentityFault::ResidentIdDate)?;
        if check[0] != check_character(digits) {
            return Err(IdentityFault::ResidentIdCheckDigit);
        }
        Ok(ResidentId(number))
    }
}

fn birth_date_in(number: &str) -> Option<NaiveDate> {
    let part = |range: std::ops::Range<usize>| number.get(range)?.parse().ok();
    let (year, month, day) = (part(6..10)?, part(10..12)?, part(12..14)?);
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    (1800..2100).contains(&date.year()).then_some(date)
}

fn check_character(digits: &[u8]) -> u8 {
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    CHECK_CHARACTERS[sum as usize % 11]
}

transparent_text!(ResidentId);

impl fmt::Debug for ResidentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ResidentId({})", self.masked())
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Any well-formed number; the area is nobody's.
    pub fn any_resident_id() -> impl Strategy<Value = ResidentId> {
        (0u32..1_000_000, 0u32..109_000, 0u32..1000).prop_map(|(area, day, order)| {
            let birth = NaiveDate::from_ymd_opt(1800, 1, 1).unwrap() + chrono::Days::new(u64::from(day));
            let digits = format!("{area:06}{}{order:03}", birth.format("%Y%m%d"));
            let check = char::from(check_character(digits.as_bytes()));
            format!("{digits}{check}").parse().expect("well-formed")
        })
    }

    #[test]
    fn reads_what_is_pasted_and_keeps_one_form() {
        for text in [" 11010519491231002x", "110105 19491231 002X", "１１０１０５１９４９１２３１００２ｘ"]
        {
            assert_eq!(text.parse::<ResidentId>().expect(text).as_str(), "11010519491231002X");
        }
    }

    #[test]
    fn says_what_is_wrong() {
        use IdentityFault::{
            DamagedBySpreadsheet, ResidentIdCharacter, ResidentIdCheckDigit, ResidentIdDate, ResidentIdLength,
        };
        for (text, fault) in [
            ("1.10105E+17", DamagedBySpreadsheet),
            ("", ResidentIdLength),
            ("110105491231002", ResidentIdLength),
            ("11010519491231002XX", ResidentIdLength),
            ("1101051949123100XX", ResidentIdCharacter),
            ("11010519491231002Y", ResidentIdCharacter),
            ("一1010519491231002X", ResidentIdCharacter),
            ("110105194902300020", ResidentIdDate),
            ("110105209912310020", ResidentIdCheckDigit),
            ("110105000012310020", ResidentIdDate),
            ("110105194912310021", ResidentIdCheckDigit),
        ] {
            assert_eq!(text.parse::<ResidentId>(), Err(fault), "{text}");
        }
    }

    #[test]
    fn tells_birth_date_sex_and_age() {
        let id: ResidentId = "11010519491231002X".parse().unwrap();
        assert_eq!(id.birth_date().to_string(), "1949-12-31");
        assert_eq!(id.sex(), Sex::Female);
        let age = |day: &str| id.age_on(day.parse().unwrap());
        assert_eq!([age("2019-12-30"), age("2019-12-31"), age("1949-12-30")], [Some(69), Some(70), None]);
        let emperor: ResidentId = "440524188001010014".parse().expect("the check digit holds");
        assert!(!emperor.is_plausible_on("2019-11-18".parse().unwrap()));
        assert!(id.is_plausible_on("2019-11-18".parse().unwrap()));
    }

    #[test]
    fn debug_and_mask_show_the_last_four_only() {
        let id: ResidentId = "11010519491231002X".parse().unwrap();
        assert_eq!(id.masked(), "**************002X");
        assert_eq!(format!("{id:?}"), "ResidentId(**************002X)");
    }

    proptest! {
        #[test]
        fn text_and_serde_round_trip(id in any_resident_id()) {
            prop_assert_eq!(id.as_str().parse(), Ok(id.clone()));
            let json = serde_json::to_string(&id).unwrap();
            prop_assert_eq!(&json, &format!("\"{}\"", id.as_str()));
            prop_assert_eq!(serde_json::from_str::<ResidentId>(&json).unwrap(), id);
        }

        #[test]
        fn one_changed_digit_is_detected(id in any_resident_id(), at in 0usize..17, add in 1u8..10) {
            let mut changed = id.as_str().as_bytes().to_vec();
            changed[at] = b'0' + (changed[at] - b'0' + add) % 10;
            let changed = String::from_utf8(changed).unwrap();
            prop_assert!(changed.parse::<ResidentId>().is_err(), "{}", changed);
        }
    }
}
