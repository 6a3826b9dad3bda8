//! What an event tells those whose data it keeps, and what it asks of them.

use crate::domain::ratio::Ratio;
use chrono::{Datelike, Days, NaiveDate};

/// What personal data is kept for and how long, and what attendance counts for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Shown where the data is given; empty: the usual words.
    pub purpose: String,
    /// Days after the event's last day.
    pub keep_days: u32,
    /// Share of the half-days that must be attended.
    pub share: Ratio,
    /// A person takes part in one item only.
    pub one_item: bool,
}

impl Terms {
    /// Most days that data may be kept: thirty years, as for files of the state.
    pub const MOST_DAYS: u32 = 10_957;

    /// Where an event has said nothing: three years, four fifths, one item.
    pub fn usual() -> Terms {
        Terms { purpose: String::new(), keep_days: 3 * 365, share: Ratio { num: 80, den: 100 }, one_item: true }
    }

    /// First day on which the data of an event is no longer kept; `last_day` is that of the event or of its
    /// closing, whichever is later.
    pub fn erase_on(&self, last_day: NaiveDate) -> Option<NaiveDate> {
        last_day.checked_add_days(Days::new(u64::from(self.keep_days) + 1))
    }
}

/// A birth date of which only the year is kept: another day of that year, on which the person is as old on the
/// event's first and last day as they were.
#[must_use]
pub fn with_the_year_only(born_on: NaiveDate, days: Option<(NaiveDate, NaiveDate)>) -> NaiveDate {
    let on = |month, day| NaiveDate::from_ymd_opt(born_on.year(), month, day).unwrap_or(born_on);
    let of_year = |day: NaiveDate| (day.month(), day.day());
    match days {
        Some((first, last)) if of_year(first) < of_year(born_on) && of_year(born_on) <= of_year(last) => {
            on(last.month(), last.day())
        }
        Some((first, _)) if of_year(first) < of_year(born_on) => on(12, 31),
        _ => on(1, 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_is_kept_through_its_last_day() {
        let terms = Terms { keep_days: 30, ..Terms::usual() };
        assert_eq!(terms.erase_on(day("2019-11-30")), Some(day("2019-12-31")));
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn the_year_alone_leaves_everybody_as_old_as_they_were() {
        use crate::domain::contest::honours::age;
        let (first, last) = (day("2019-06-15"), day("2019-06-18"));
        for born in ["1984-01-01", "1984-06-15", "1984-06-16", "1984-06-18", "1984-06-19", "1984-12-31", "1984-02-29"] {
            let kept = with_the_year_only(day(born), Some((first, last)));
            assert_eq!((age(kept, first), age(kept, last)), (age(day(born), first), age(day(born), last)), "{born}");
            assert!(["1984-01-01", "1984-06-18", "1984-12-31"].map(day).contains(&kept), "{kept} tells no more");
            assert_eq!(with_the_year_only(kept, Some((first, last))), kept, "once");
        }
        assert_eq!(with_the_year_only(day("1984-05-05"), None), day("1984-01-01"));
    }
}
