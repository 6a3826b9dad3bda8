//! The administrative divisions of the city and when they existed: scopes of offices and reports.
//!
//! Longgang was made a city out of Cangnan in September 2019; a report before that shows Cangnan
//! including Longgang. Codes outlive divisions in resident IDs, so an ID's area is never checked
//! against this table.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A six-digit code of GB/T 2260, such as `330304`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DivisionCode(u32);

/// What kind of unit a code names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DivisionKind {
    /// The city's own level (市本级): a budget unit.
    City,
    /// A district, county or county-level city.
    County,
    /// A functional zone: a statistical code and a budget unit, not a division.
    Zone,
}

/// One division.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Division {
    pub code: DivisionCode,
    pub name: String,
    /// First day it existed, as exactly as is known; `None`: longer than the records go back.
    pub valid_from: Option<NaiveDate>,
    /// First day it existed no more (exclusive); `None`: it still does.
    pub valid_until: Option<NaiveDate>,
    pub note: String,
}

/// All divisions of one city, in the order of their table.
#[derive(Clone, Debug, Default)]
pub struct Divisions(Vec<Division>);

/// Why a text is not a table of divisions.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DivisionsError {
    #[error("`{0}` is not a six-digit division code")]
    Code(String),
    #[error("line {line}: expected code,name,valid_from,valid_to,note")]
    Columns { line: usize },
    #[error("line {line}: `{value}` is neither a year nor a month nor a day")]
    Date { line: usize, value: String },
    #[error("line {line}: code {code} is there already")]
    Repeated { line: usize, code: DivisionCode },
}

impl DivisionCode {
    /// The city's own level (330300).
    pub const CITY: DivisionCode = DivisionCode(330_300);

    #[must_use]
    pub fn kind(self) -> DivisionKind {
        match self.0 % 100 {
            0 => DivisionKind::City,
            71..=79 => DivisionKind::Zone,
            _ => DivisionKind::County,
        }
    }

    /// The code of the city it belongs to: `330304` → `330300`.
    #[must_use]
    pub fn city(self) -> DivisionCode {
        DivisionCode(self.0 / 100 * 100)
    }
}

impl Division {
    /// Whether it existed on that day.
    #[must_use]
    pub fn exists_on(&self, date: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= date) && self.valid_until.is_none_or(|until| date < until)
    }
}

impl Divisions {
    /// Reads the table `code,name,valid_from,valid_to,note` (first line: headings; dates `2019`,
    /// `2019-09` or `2019-09-25`; `valid_to` names the first period it no longer existed).
    ///
    /// # Errors
    /// The first line that is not such a row.
    pub fn from_csv(text: &str) -> Result<Divisions, DivisionsError> {
        let mut divisions: Vec<Division> = Vec::new();
        for (index, row) in text.lines().enumerate().skip(1).filter(|(_, row)| !row.trim().is_empty()) {
            let line = index + 1;
            let [code, name, from, to, note] = row.trim_end().split(',').collect::<Vec<_>>()[..] else {
                return Err(DivisionsError::Columns { line });
            };
            let code: DivisionCode = code.parse()?;
            if divisions.iter().any(|known| known.code == code) {
                return Err(DivisionsError::Repeated { line, code });
            }
            divisions.push(Division {
                code,
                name: name.to_owned(),
                valid_from: first_day(from, line)?,
                valid_until: first_day(to, line)?,
                note: note.to_owned(),
            });
        }
        Ok(Divisions(divisions))
    }

    /// The division of that code, whether it still exists or not.
    #[must_use]
    pub fn get(&self, code: DivisionCode) -> Option<&Division> {
        self.0.iter().find(|division| division.code == code)
    }

    /// All of them, past ones too.
    pub fn iter(&self) -> impl Iterator<Item = &Division> {
        self.0.iter()
    }

    /// The districts, counties and county-level cities of that day.
    pub fn counties_on(&self, date: NaiveDate) -> impl Iterator<Item = &Division> {
        self.0.iter().filter(move |division| division.code.kind() == DivisionKind::County && division.exists_on(date))
    }
}

fn first_day(text: &str, line: usize) -> Result<Option<NaiveDate>, DivisionsError> {
    if text.is_empty() {
        return Ok(None);
    }
    let full = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    let date = full.parse::<NaiveDate>().ok().filter(|date| date.year() > 1900);
    date.map(Some).ok_or_else(|| DivisionsError::Date { line, value: text.to_owned() })
}

impl FromStr for DivisionCode {
    type Err = DivisionsError;

    fn from_str(text: &str) -> Result<DivisionCode, DivisionsError> {
        let digits = text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
        let code = text.parse().ok().filter(|_| digits);
        code.map(DivisionCode).ok_or_else(|| DivisionsError::Code(text.to_owned()))
    }
}

impl TryFrom<String> for DivisionCode {
    type Error = DivisionsError;
    fn try_from(text: String) -> Result<DivisionCode, DivisionsError> {
        text.parse()
    }
}
impl From<DivisionCode> for String {
    fn from(code: DivisionCode) -> String {
        code.to_string()
    }
}
impl fmt::Display for DivisionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:06}", self.0)
    }
}
impl fmt::Debug for DivisionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shipped() -> Divisions {
        Divisions::from_csv(include_str!("../../data/wenzhou_divisions_history.csv")).expect("the shipped table")
    }
    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn longgang_exists_from_september_2019() {
        let divisions = shipped();
        let names = |date: &str| divisions.counties_on(day(date)).map(|d| d.name.clone()).collect::<Vec<_>>();
        assert_eq!(names("2019-08-31").len(), 11);
        assert!(!names("2019-08-31").contains(&"龙港市".to_owned()));
        assert_eq!(names("2019-11-18").len(), 12);
        assert!(names("2019-11-18").contains(&"龙港市".to_owned()));
    }

    #[test]
    fn a_division_and_its_successor_never_exist_together() {
        let divisions = shipped();
        let at =
            |code: &str, date: &str| divisions.get(code.parse().expect("a code")).expect("known").exists_on(day(date));
        for (old, new, until) in
            [("330322", "330305", "2015"), ("330323", "330382", "1993"), ("330321", "330304", "1992")]
        {
            let (before, after) = (format!("{}-12-31", until.parse::<i32>().unwrap() - 1), format!("{until}-01-01"));
            assert_eq!((at(old, &before), at(new, &before)), (true, false), "{old}");
            assert_eq!((at(old, &after), at(new, &after)), (false, true), "{old}");
        }
    }

    #[test]
    fn the_city_and_its_zones_are_budget_units_not_counties() {
        let code = |text: &str| text.parse::<DivisionCode>().expect("a code");
        assert_eq!(code("330300").kind(), DivisionKind::City);
        assert_eq!(code("330371").kind(), DivisionKind::Zone);
        assert_eq!(code("330381").kind(), DivisionKind::County);
        assert_eq!(code("330381").city(), code("330300"));
        assert_eq!(serde_json::to_string(&code("330381")).unwrap(), r#""330381""#);
        for text in ["33038", "3303811", "33030x", "030300", ""] {
            assert!(text.parse::<DivisionCode>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_bad_table_is_refused_with_its_line() {
        let error = |text: &str| Divisions::from_csv(text).expect_err("refused").to_string();
        insta::assert_snapshot!(error("h\n330302,鹿城区,1984,"), @"line 2: expected code,name,valid_from,valid_to,note");
        insta::assert_snapshot!(error("h\n330302,鹿城区,84,,"), @"line 2: `84` is neither a year nor a month nor a day");
        insta::assert_snapshot!(error("h\n330302,鹿城区,,,\n330302,鹿城区,,,"), @"line 3: code 330302 is there already");
    }
}
