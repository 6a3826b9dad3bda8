//! `jiangxin workdays DATE N [--from-day]`: when a period of working days ends.

use crate::domain::calendar::{CalendarYearError, Counting, MAX_WORKING_DAYS, WorkingDaysError, YearNotLoaded};
use crate::domain::text;
use crate::platform::assets;
use chrono::NaiveDate;
use std::process::ExitCode;

/// Prints the last day of N working days that start on DATE, the day itself not counted.
#[derive(clap::Args)]
pub struct Workdays {
    /// The day the period starts on, YYYY-MM-DD
    date: String,
    /// How many working days
    #[arg(allow_negative_numbers = true, value_name = "N")]
    working_days: String,
    /// Count the starting day itself, if it is a working day
    #[arg(long)]
    from_day: bool,
}

/// Why no date was printed; each one sentence.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("“{0}”不是日期，请写成 2019-11-18 的样子 (not a date: write YYYY-MM-DD)")]
    Date(String),
    #[error("“{0}”不是 1 至 {MAX_WORKING_DAYS} 的整数 (not a whole number of working days)")]
    Number(String),
    #[error("{0} 年的放假安排尚未载入，不能推算日期 (the calendar of {0} is not loaded)")]
    NotLoaded(i32),
    #[error("随程序附带的日历有误 (a calendar shipped with the program is damaged): {0}")]
    Shipped(#[from] CalendarYearError),
}

impl Workdays {
    /// Exit 0 with the date on standard output; 1 with one sentence on standard error.
    pub fn run(&self) -> ExitCode {
        match self.end() {
            Ok(date) => {
                println!("{date}");
                ExitCode::SUCCESS
            }
            Err(failure) => {
                eprintln!("{failure}");
                ExitCode::FAILURE
            }
        }
    }

    fn end(&self) -> Result<NaiveDate, Failure> {
        let start = parse_date(&self.date).ok_or_else(|| Failure::Date(self.date.clone()))?;
        let not_a_number = || Failure::Number(self.working_days.clone());
        let working_days = text::compact(&self.working_days).parse().map_err(|_| not_a_number())?;
        let counting = if self.from_day { Counting::IncludeFirst } else { Counting::ExcludeFirst };
        let calendar = assets::calendar()?;
        calendar.end_of_working_days(start, working_days, counting).map_err(|error| match error {
            WorkingDaysError::NotLoaded(YearNotLoaded(year)) => Failure::NotLoaded(year),
            WorkingDaysError::OutOfRange(_) => not_a_number(),
        })
    }
}

fn parse_date(text: &str) -> Option<NaiveDate> {
    let text = text::compact(text);
    let shape = text.len() == 10
        && text.bytes().enumerate().all(|(at, b)| if matches!(at, 4 | 7) { b == b'-' } else { b.is_ascii_digit() });
    text.parse().ok().filter(|_| shape)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(date: &str, working_days: &str, from_day: bool) -> String {
        let command = Workdays { date: date.into(), working_days: working_days.into(), from_day };
        command.end().map_or_else(|failure| failure.to_string(), |date| date.to_string())
    }

    #[test]
    fn answers_with_a_date_or_one_sentence() {
        assert_eq!(run("2019-01-30", "5", false), "2019-02-11");
        assert_eq!(run("2019-01-30", "5", true), "2019-02-03");
        insta::assert_snapshot!(run("2026-12-25", "5", false), @"2027 年的放假安排尚未载入，不能推算日期 (the calendar of 2027 is not loaded)");
        insta::assert_snapshot!(run("2019-02-30", "5", false), @"“2019-02-30”不是日期，请写成 2019-11-18 的样子 (not a date: write YYYY-MM-DD)");
        insta::assert_snapshot!(run("2019-02-20", "-1", false), @"“-1”不是 1 至 1000 的整数 (not a whole number of working days)");
        insta::assert_snapshot!(run("2019-02-20", "0", false), @"“0”不是 1 至 1000 的整数 (not a whole number of working days)");
    }
}
