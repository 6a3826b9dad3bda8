//! The State Council's working-day calendar: weekdays, less the published holidays, plus the
//! published make-up workdays.
//!
//! The text of a year comes in as an argument ([`CalendarYear::from_json`]); a file of the same
//! year read later replaces the earlier one, for schedules are amended in mid-year.
//!
//! **When a day can be answered.** A day of year Y needs the file of Y. A day from 29 December on
//! needs the file of Y + 1 too, because that notice regulates New Year's Day and may reach back
//! (29 December 2018, a Saturday, was made a workday by the notice for 2019). Where a needed file
//! is missing there is no answer, never a guess by weekday: an office must not promise a date that
//! a notice can still move.

mod count;
mod year;

pub use count::{Counting, MAX_WORKING_DAYS, WorkingDaysError};
pub use year::{CalendarYear, CalendarYearError, DayKind};

use chrono::{Datelike, NaiveDate, Weekday};
use std::collections::BTreeMap;

/// New Year's notice may regulate the days of December from this one on.
const DECEMBER_DAY_OF_NEXT_NOTICE: u32 = 29;

/// Working days over all the years whose schedule is loaded.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    years: BTreeMap<i32, CalendarYear>,
}

/// The schedule of this year has not been loaded (or not been published yet).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the working-day calendar of {0} is not loaded")]
pub struct YearNotLoaded(pub i32);

impl Calendar {
    /// Reads one JSON text per year, in order; a later text of the same year replaces the earlier.
    ///
    /// # Errors
    /// The first text that is not a year's schedule.
    pub fn from_json_texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Calendar, CalendarYearError> {
        let mut calendar = Calendar::default();
        for text in texts {
            calendar.load(CalendarYear::from_json(text)?);
        }
        Ok(calendar)
    }

    /// Adds a year; gives back the schedule it replaces, if that year was loaded before.
    pub fn load(&mut self, year: CalendarYear) -> Option<CalendarYear> {
        self.years.insert(year.year(), year)
    }

    /// The years loaded, ascending.
    pub fn years(&self) -> impl Iterator<Item = &CalendarYear> {
        self.years.values()
    }

    /// Whether offices work on this day.
    ///
    /// # Errors
    /// [`YearNotLoaded`] when a notice that may regulate the day is missing (see the module).
    pub fn is_working_day(&self, date: NaiveDate) -> Result<bool, YearNotLoaded> {
        Ok(match self.published(date)? {
            Some(kind) => kind == DayKind::Work,
            None => !matches!(date.weekday(), Weekday::Sat | Weekday::Sun),
        })
    }

    /// The holiday whose notice regulates this day (`春节`), for a day off as for a make-up
    /// workday. `None` for an ordinary day and for a year not loaded.
    #[must_use]
    pub fn holiday_name(&self, date: NaiveDate) -> Option<&str> {
        [date.year() + 1, date.year()].iter().find_map(|year| self.years.get(year)?.name_of(date))
    }

    fn published(&self, date: NaiveDate) -> Result<Option<DayKind>, YearNotLoaded> {
        let own = self.need(date.year())?.kind_of(date);
        if date.month() == 12 && date.day() >= DECEMBER_DAY_OF_NEXT_NOTICE {
            return Ok(self.need(date.year() + 1)?.kind_of(date).or(own));
        }
        Ok(own)
    }

    fn need(&self, year: i32) -> Result<&CalendarYear, YearNotLoaded> {
        self.years.get(&year).ok_or(YearNotLoaded(year))
    }
}

#[cfg(test)]
mod tests;
