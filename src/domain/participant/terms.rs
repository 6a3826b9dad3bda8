//! What an event tells those whose data it keeps, and what it asks of them.

use crate::domain::ratio::Ratio;
use chrono::{Days, NaiveDate};

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

    /// First day on which the data of an event is no longer kept; none without a last day.
    pub fn erase_on(&self, last_day: Option<NaiveDate>) -> Option<NaiveDate> {
        last_day?.checked_add_days(Days::new(u64::from(self.keep_days) + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_is_kept_through_its_last_day() {
        let day = |text: &str| text.parse::<NaiveDate>().ok();
        let terms = Terms { keep_days: 30, ..Terms::usual() };
        assert_eq!(terms.erase_on(day("2019-11-30")), day("2019-12-31"));
        assert_eq!(terms.erase_on(None), None);
    }
}
