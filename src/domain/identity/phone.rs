//! Mainland telephone numbers.

use super::IdentityFault;
use super::serial::transparent_text;
use crate::domain::text;
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

/// A mobile number (`13800000000`) or a fixed line with area code and perhaps an extension
/// (`0577-88000000`, `0577-88000000-801`), kept in this form.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone(String);

impl Phone {
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    #[must_use]
    pub fn is_mobile(&self) -> bool {
        !self.0.starts_with('0')
    }

    /// `138****0000`, `0577-****0000`.
    #[must_use]
    pub fn masked(&self) -> String {
        let (shown, rest) =
            if self.is_mobile() { self.0.split_at(3) } else { self.0.split_at(self.0.find('-').unwrap_or(0) + 1) };
        let number = rest.split('-').next().unwrap_or_default();
        format!("{shown}****{}", &number[number.len() - 4..])
    }
}

impl FromStr for Phone {
    type Err = IdentityFault;

    fn from_str(text: &str) -> Result<Phone, IdentityFault> {
        let written = text::compact(text);
        if text::is_scientific(&written) {
            return Err(IdentityFault::DamagedBySpreadsheet);
        }
        let (number, extension) = split_extension(&written);
        let digits: String = number.chars().filter(|c| !matches!(c, '-' | '–' | '—' | '(' | ')')).collect();
        if digits.is_empty() || !digits.strip_prefix('+').unwrap_or(&digits).bytes().all(|b| b.is_ascii_digit()) {
            return Err(IdentityFault::Phone);
        }
        let national = without_country_code(&digits);
        let canonical = if is_mobile_number(&national) && extension.is_none() {
            Some(national.into_owned())
        } else {
            fixed_line(&national, extension)
        };
        canonical.map(Phone).ok_or(IdentityFault::Phone)
    }
}

/// `0577-88000000-801`, `88000000转801`: the number and its extension.
fn split_extension(written: &str) -> (&str, Option<&str>) {
    if let Some((number, extension)) = written.split_once('转') {
        return (number, Some(extension));
    }
    match written.rsplit_once('-') {
        Some((number, extension)) if number.contains('-') && number.starts_with('0') && extension.len() <= 5 => {
            (number, Some(extension))
        }
        _ => (written, None),
    }
}

/// After `+86` the 0 of an area code is left out; it comes back here.
fn without_country_code(digits: &str) -> Cow<'_, str> {
    if let Some(rest) = digits.strip_prefix("86").filter(|rest| is_mobile_number(rest)) {
        return Cow::Borrowed(rest);
    }
    match digits.strip_prefix("+86").or_else(|| digits.strip_prefix("0086")) {
        Some(rest) if !is_mobile_number(rest) && !rest.starts_with('0') => Cow::Owned(format!("0{rest}")),
        Some(rest) => Cow::Borrowed(rest),
        None => Cow::Borrowed(digits),
    }
}

fn is_mobile_number(digits: &str) -> bool {
    digits.len() == 11 && digits.starts_with('1') && digits.as_bytes()[1] >= b'3'
}

fn fixed_line(digits: &str, extension: Option<&str>) -> Option<String> {
    let area = match digits.strip_prefix('0')?.bytes().next()? {
        b'1' | b'2' => 3,
        b'3'..=b'9' => 4,
        _ => return None,
    };
    let (area, number) = digits.split_at_checked(area)?;
    let whole = (7..=8).contains(&number.len()) && matches!(number.as_bytes()[0], b'2'..=b'9');
    match extension {
        _ if !whole => None,
        None => Some(format!("{area}-{number}")),
        Some(ext) if (1..=5).contains(&ext.len()) && ext.bytes().all(|b| b.is_ascii_digit()) => {
            Some(format!("{area}-{number}-{ext}"))
        }
        Some(_) => None,
    }
}

transparent_text!(Phone);

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
/// Masked: logs hold no personal data.
impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phone({})", self.masked())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_the_usual_ways_of_writing() {
        for (text, kept) in [
            ("138 0000 0000", "13800000000"),
            ("１３８００００００００", "13800000000"),
            ("+86 138-0000-0000", "13800000000"),
            ("8613800000000", "13800000000"),
            ("0577-88000000", "0577-88000000"),
            ("（0577）88000000", "0577-88000000"),
            ("057788000000", "0577-88000000"),
            ("0577-88000000-801", "0577-88000000-801"),
            ("0577-88000000转801", "0577-88000000-801"),
            ("+86 577 88000000", "0577-88000000"),
            ("010-65000000", "010-65000000"),
        ] {
            assert_eq!(text.parse::<Phone>().map(|phone| phone.to_string()), Ok(kept.to_owned()), "{text}");
        }
    }

    #[test]
    fn refuses_the_rest() {
        for text in [
            "",
            "-",
            "+",
            "88000000",
            "1380000000",
            "138000000000",
            "12800000000",
            "0577-1800000",
            "0577-880000",
            "电话",
            "+852 12345678",
        ] {
            assert!(text.parse::<Phone>().is_err(), "{text}");
        }
        assert_eq!("1.38E+10".parse::<Phone>(), Err(IdentityFault::DamagedBySpreadsheet));
    }

    #[test]
    fn masks_the_middle() {
        let masked = |text: &str| text.parse::<Phone>().unwrap().masked();
        assert_eq!(masked("13812345678"), "138****5678");
        assert_eq!(masked("0577-88001234"), "0577-****1234");
        assert_eq!(format!("{:?}", "0577-88001234-801".parse::<Phone>().unwrap()), "Phone(0577-****1234)");
    }

    proptest! {
        #[test]
        fn display_and_parse_round_trip(text in "1[3-9][0-9]{9}|0[3-9][0-9]{2}-[2-9][0-9]{6,7}(-[0-9]{1,5})?|0[12][0-9]-[2-9][0-9]{7}") {
            let phone: Phone = text.parse().unwrap();
            prop_assert_eq!(phone.to_string(), text);
        }

        #[test]
        fn no_text_panics(text in "[0-9+()转 a-]{0,20}") {
            if let Ok(phone) = text.parse::<Phone>() {
                prop_assert_eq!(phone.to_string().parse(), Ok(phone.clone()));
                prop_assert!(phone.masked().contains("****"));
            }
        }
    }
}
