//! Values of facts: kinds, reading from text, showing.

use crate::domain::lang::Words;
use crate::domain::money::{Fen, MoneyError};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// What kind of value a fact takes. Every kind but text is held as one integer ([`Slot::Number`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One of the listed codes; held as its position in the list.
    Choice(Vec<Choice>),
    /// true/false, 是/否; held as 1/0.
    Bool,
    /// Yuan with at most two decimals; held in fen.
    Money,
    /// A whole number.
    Count,
    /// Hours with at most two decimals; held in hundredths of an hour.
    Hours,
    /// `YYYY-MM-DD`; held in days of the common era.
    Date,
    /// Anything.
    Text,
}

/// One code that a choice may take, with its wording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub code: String,
    pub label: Words,
}

/// The name of a [`Kind`] without its choices, for messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KindName {
    Choice,
    Bool,
    Money,
    Count,
    Hours,
    Date,
    Text,
}

impl KindName {
    /// The stable code, as in a policy file.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            KindName::Choice => "choice",
            KindName::Bool => "bool",
            KindName::Money => "money",
            KindName::Count => "count",
            KindName::Hours => "hours",
            KindName::Date => "date",
            KindName::Text => "text",
        }
    }
}

impl Kind {
    #[must_use]
    pub const fn name(&self) -> KindName {
        match self {
            Kind::Choice(_) => KindName::Choice,
            Kind::Bool => KindName::Bool,
            Kind::Money => KindName::Money,
            Kind::Count => KindName::Count,
            Kind::Hours => KindName::Hours,
            Kind::Date => KindName::Date,
            Kind::Text => KindName::Text,
        }
    }

    /// Reads one non-blank text. `Err` says why not.
    pub(super) fn read(&self, text: &str) -> Result<Slot, Unreadable> {
        if let Kind::Text = self {
            return Ok(Slot::Text(text.trim().into()));
        }
        let text = compact(text);
        let text = text.as_ref();
        match self {
            Kind::Choice(choices) => choices
                .iter()
                .position(|choice| choice.code.eq_ignore_ascii_case(text))
                .and_then(|index| i64::try_from(index).ok())
                .ok_or(Unreadable::NotOffered),
            Kind::Bool => read_bool(text).map(i64::from).ok_or(Unreadable::NotRead),
            Kind::Money => match text.parse::<Fen>() {
                Ok(fen) => Ok(fen.0),
                Err(MoneyError::TooManyDecimals) => Err(Unreadable::TooManyDecimals),
                Err(MoneyError::TooLarge) => Err(Unreadable::TooLarge),
                Err(MoneyError::NotANumber) => Err(Unreadable::NotRead),
            },
            Kind::Count => read_decimal(text, 0),
            Kind::Hours => read_decimal(text, 2),
            Kind::Date => read_date(text).map(|date| i64::from(date.num_days_from_ce())).ok_or(Unreadable::NotRead),
            Kind::Text => return Ok(Slot::Text(text.into())),
        }
        .map(Slot::Number)
    }

    /// The number as a value for people and files.
    #[must_use]
    pub fn show(&self, number: i64) -> Shown {
        match self {
            Kind::Choice(choices) => {
                let choice = usize::try_from(number).ok().and_then(|index| choices.get(index));
                Shown::Choice(choice.map_or_else(String::new, |choice| choice.code.clone()))
            }
            Kind::Bool => Shown::Yes(number != 0),
            Kind::Money => Shown::Yuan(Fen(number)),
            Kind::Count => Shown::Count(number),
            Kind::Hours => Shown::Hours(number),
            Kind::Date => Shown::Date(date_of(number)),
            Kind::Text => Shown::Text(number.to_string()),
        }
    }
}

/// The day with this number in the common era; far outside the calendar, its first day.
pub(super) fn date_of(days: i64) -> NaiveDate {
    i32::try_from(days).ok().and_then(NaiveDate::from_num_days_from_ce_opt).unwrap_or(NaiveDate::MIN)
}

/// What a fact holds after reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slot {
    /// Left blank.
    Absent,
    Number(i64),
    Text(Box<str>),
    /// Something was written that cannot be used; it is kept as it was written.
    Bad(Box<Bad>),
}

/// A text that could not be used as the fact's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bad {
    pub seen: String,
    pub why: Unreadable,
}

/// Why a text is no value of its fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unreadable {
    /// Not of this kind at all.
    NotRead,
    TooManyDecimals,
    TooLarge,
    /// Not one of the codes offered.
    NotOffered,
    /// Readable, but outside the fact's smallest and largest value.
    OutOfRange,
}

/// A value as shown and stored in a result; what it means is clear without the policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    Yes(bool),
    Yuan(Fen),
    Count(i64),
    /// Hundredths of an hour.
    Hours(i64),
    Months(i64),
    Date(NaiveDate),
    /// The code of a choice.
    Choice(String),
    /// As written.
    Text(String),
    /// As `60/100`.
    Ratio(String),
}

impl Shown {
    /// The canonical text: what the same kind reads back.
    #[must_use]
    pub fn plain(&self) -> Cow<'_, str> {
        match self {
            Shown::Yes(true) => "true".into(),
            Shown::Yes(false) => "false".into(),
            Shown::Yuan(fen) => fen.to_string().into(),
            Shown::Count(number) | Shown::Months(number) => number.to_string().into(),
            Shown::Hours(hundredths) => Fen(*hundredths).to_string().into(),
            Shown::Date(date) => date.to_string().into(),
            Shown::Choice(text) | Shown::Text(text) | Shown::Ratio(text) => text.into(),
        }
    }
}

/// Full-width forms made ASCII and every blank removed; borrows where nothing changes.
pub(super) fn compact(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(crate::domain::text::compact(text))
}

fn read_bool(text: &str) -> Option<bool> {
    match text {
        "是" => Some(true),
        "否" => Some(false),
        _ if text.eq_ignore_ascii_case("true") => Some(true),
        _ if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

/// Reads a decimal as an integer of its last allowed place. Zeros beyond the places change nothing.
fn read_decimal(text: &str, places: u32) -> Result<i64, Unreadable> {
    let (negative, digits) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(decimals) || digits.ends_with('.') {
        return Err(Unreadable::NotRead);
    }
    let decimals = decimals.trim_end_matches('0');
    let given = u32::try_from(decimals.len()).unwrap_or(u32::MAX);
    if given > places {
        return Err(Unreadable::TooManyDecimals);
    }
    if whole.len() > 9 {
        return Err(Unreadable::TooLarge);
    }
    let joined = whole.bytes().chain(decimals.bytes()).fold(0i64, |sum, digit| sum * 10 + i64::from(digit - b'0'));
    let number = joined * 10i64.pow(places - given);
    Ok(if negative { -number } else { number })
}

/// `2019-09-03`, `2019/9/3`, `2019.9.3` and `2019年9月3日`, years 1900 to 2199.
pub(super) fn read_date(text: &str) -> Option<NaiveDate> {
    let text = text.strip_suffix('日').unwrap_or(text);
    let mut parts = text.split(['-', '/', '.', '年', '月']);
    let mut next = |longest: usize| -> Option<u32> {
        let part = parts.next()?;
        let usable = (1..=longest).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        if usable { part.parse().ok() } else { None }
    };
    let (year, month, day) = (next(4)?, next(2)?, next(2)?);
    if parts.next().is_some() || !(1900..2200).contains(&year) {
        return None;
    }
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(kind: &Kind, text: &str) -> Result<i64, Unreadable> {
        match kind.read(text)? {
            Slot::Number(number) => Ok(number),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn reads_what_people_type() {
        for (kind, text, expected) in [
            (Kind::Money, " 34567.89 元", 3_456_789),
            (Kind::Money, "1,234.5", 123_450),
            (Kind::Bool, "是", 1),
            (Kind::Bool, " FALSE ", 0),
            (Kind::Count, "50", 50),
            (Kind::Count, "50.00", 50),
            (Kind::Hours, "3.5", 350),
            (Kind::Hours, "0.25", 25),
            (Kind::Hours, "-1", -100),
        ] {
            assert_eq!(number(&kind, text), Ok(expected), "{text}");
        }
        let expected = i64::from(NaiveDate::from_ymd_opt(2019, 9, 3).unwrap().num_days_from_ce());
        for text in ["2019-09-03", "2019/9/3", "2019年9月3日", "2019.9.3", "2019-09-03 "] {
            assert_eq!(number(&Kind::Date, text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn refuses_what_it_cannot_read() {
        for (kind, text, why) in [
            (Kind::Money, "约7万", Unreadable::NotRead),
            (Kind::Money, "1.234", Unreadable::TooManyDecimals),
            (Kind::Count, "1.5", Unreadable::TooManyDecimals),
            (Kind::Count, "1e3", Unreadable::NotRead),
            (Kind::Count, "12345678901", Unreadable::TooLarge),
            (Kind::Hours, "3.555", Unreadable::TooManyDecimals),
            (Kind::Hours, ".", Unreadable::NotRead),
            (Kind::Bool, "也许", Unreadable::NotRead),
            (Kind::Bool, "1", Unreadable::NotRead),
            (Kind::Date, "2019-02-29", Unreadable::NotRead),
            (Kind::Date, "43711", Unreadable::NotRead),
            (Kind::Date, "19-9-3", Unreadable::NotRead),
            (Kind::Date, "2019-9-3-1", Unreadable::NotRead),
        ] {
            assert_eq!(number(&kind, text), Err(why), "{text}");
        }
    }
}
