//! Counting working days.

use super::{Calendar, YearNotLoaded};
use chrono::{Datelike, NaiveDate};

/// No period an office grants is longer; a larger number is a slip of the hand.
pub const MAX_WORKING_DAYS: u32 = 1_000;

/// Whether the day a period starts on is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Counting {
    /// The starting day is not counted (Civil Code, art. 201): the default.
    #[default]
    ExcludeFirst,
    /// The starting day is the first one, if it is a working day.
    IncludeFirst,
}

/// Why a number of working days cannot be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WorkingDaysError {
    #[error(transparent)]
    NotLoaded(#[from] YearNotLoaded),
    #[error("{0} is not a number of working days from 1 to {MAX_WORKING_DAYS}")]
    OutOfRange(u32),
}

impl Calendar {
    /// The last day of a period of `working_days` that starts on `start`: always a working day.
    /// The period ends when that day ends. Only the days looked at need their year loaded.
    ///
    /// # Errors
    /// A year not loaded; zero days or more than [`MAX_WORKING_DAYS`].
    pub fn end_of_working_days(
        &self,
        start: NaiveDate,
        working_days: u32,
        counting: Counting,
    ) -> Result<NaiveDate, WorkingDaysError> {
        if !(1..=MAX_WORKING_DAYS).contains(&working_days) {
            return Err(WorkingDaysError::OutOfRange(working_days));
        }
        let skipped = match counting {
            Counting::ExcludeFirst => 1,
            Counting::IncludeFirst => 0,
        };
        let mut left = working_days;
        for date in start.iter_days().skip(skipped) {
            if self.is_working_day(date)? {
                left -= 1;
                if left == 0 {
                    return Ok(date);
                }
            }
        }
        Err(YearNotLoaded(start.year() + 1).into()) // the end of chrono's own calendar
    }

    /// The day `working_days` after `start`, which itself is not counted.
    ///
    /// # Errors
    /// As [`Calendar::end_of_working_days`].
    pub fn add(&self, start: NaiveDate, working_days: u32) -> Result<NaiveDate, WorkingDaysError> {
        self.end_of_working_days(start, working_days, Counting::ExcludeFirst)
    }

    /// How many working days lie in `from..=to`, both inclusive; 0 when `to` is before `from`.
    ///
    /// # Errors
    /// A year not loaded.
    pub fn working_days_between(&self, from: NaiveDate, to: NaiveDate) -> Result<u32, YearNotLoaded> {
        let mut count = 0;
        for date in from.iter_days().take_while(|date| *date <= to) {
            count += u32::from(self.is_working_day(date)?);
        }
        Ok(count)
    }
}
