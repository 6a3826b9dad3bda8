//! One year's published schedule.

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use std::collections::BTreeMap;

/// What a notice says about a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayKind {
    /// A day off, on whatever weekday.
    Off,
    /// A make-up workday, usually on a weekend.
    Work,
}

/// The schedule of one year: the days that differ from the plain week, and the notices they rest on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarYear {
    year: i32,
    papers: Vec<String>,
    days: BTreeMap<NaiveDate, (DayKind, String)>,
}

/// Why a text is not a year's schedule.
#[derive(Debug, thiserror::Error)]
pub enum CalendarYearError {
    #[error("not a calendar: {0}")]
    Format(String),
    #[error("{date} does not belong to the calendar of {year}")]
    ForeignDay { year: i32, date: NaiveDate },
    #[error("{date} is listed twice in the calendar of {year}")]
    Repeated { year: i32, date: NaiveDate },
    /// A year without a single day is one whose notice has not been published.
    #[error("the calendar of {0} lists no days")]
    Empty(i32),
}

#[derive(Deserialize)]
struct YearText {
    year: i32,
    #[serde(default)]
    papers: Vec<String>,
    days: Vec<DayText>,
}

#[derive(Deserialize)]
struct DayText {
    name: String,
    date: NaiveDate,
    #[serde(rename = "isOffDay")]
    is_off_day: bool,
}

impl CalendarYear {
    /// Reads the JSON of one year: `{"year", "papers", "days": [{"name", "date", "isOffDay"}]}`,
    /// as NateScarlet/holiday-cn publishes it. Days may lie in the year itself or in the December before.
    ///
    /// # Errors
    /// Another format, a day of another time, a day listed twice, or no day at all.
    pub fn from_json(text: &str) -> Result<CalendarYear, CalendarYearError> {
        let YearText { year, papers, days: listed } = serde_json::from_str(text.trim_start_matches('\u{feff}'))
            .map_err(|e| CalendarYearError::Format(e.to_string()))?;
        let mut days = BTreeMap::new();
        for DayText { name, date, is_off_day } in listed {
            if date.year() != year && (date.year() + 1, date.month()) != (year, 12) {
                return Err(CalendarYearError::ForeignDay { year, date });
            }
            let kind = if is_off_day { DayKind::Off } else { DayKind::Work };
            if days.insert(date, (kind, name)).is_some() {
                return Err(CalendarYearError::Repeated { year, date });
            }
        }
        if days.is_empty() {
            return Err(CalendarYearError::Empty(year));
        }
        Ok(CalendarYear { year, papers, days })
    }

    #[must_use]
    pub fn year(&self) -> i32 {
        self.year
    }

    /// Addresses of the notices that the schedule follows; more than one where it was amended.
    #[must_use]
    pub fn papers(&self) -> &[String] {
        &self.papers
    }

    /// The days the notice names, ascending: what it makes of them and for which holiday.
    pub fn days(&self) -> impl Iterator<Item = (NaiveDate, DayKind, &str)> {
        self.days.iter().map(|(date, (kind, name))| (*date, *kind, name.as_str()))
    }

    /// What the notice says about a day; `None` leaves it to the plain week.
    #[must_use]
    pub fn kind_of(&self, date: NaiveDate) -> Option<DayKind> {
        self.days.get(&date).map(|(kind, _)| *kind)
    }

    pub(super) fn name_of(&self, date: NaiveDate) -> Option<&str> {
        self.days.get(&date).map(|(_, name)| name.as_str())
    }
}
