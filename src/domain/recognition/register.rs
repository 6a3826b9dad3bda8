//! The register of titles: what a title is worth today, and what follows from those held.

use crate::domain::code::codes;
use crate::domain::money::Fen;
use chrono::{Datelike, NaiveDate};

codes! {
    /// Where a title is on a day.
    pub enum Standing: "state of a title" {
        Valid = "valid",
        Expired = "expired",
        Withdrawn = "withdrawn",
    }
}

/// A title that somebody holds or held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub programme: String,
    /// The rule that pays for it.
    pub rule: String,
    pub granted_on: NaiveDate,
    /// Last day, inclusive; none for good.
    pub valid_until: Option<NaiveDate>,
    pub withdrawn_on: Option<NaiveDate>,
    /// Paid for it and still with the holder.
    pub paid: Fen,
}

impl Held {
    #[must_use]
    pub fn standing(&self, day: NaiveDate) -> Standing {
        if self.withdrawn_on.is_some_and(|on| on <= day) {
            Standing::Withdrawn
        } else if self.valid_until.is_some_and(|last| last < day) {
            Standing::Expired
        } else {
            Standing::Valid
        }
    }
}

/// The last day of a title granted on `day` for `years`; none for good. A title of 18 November ends
/// with 17 November; one of 29 February with 28 February.
#[must_use]
pub fn valid_until(day: NaiveDate, years: Option<u32>) -> Option<NaiveDate> {
    let year = day.year().checked_add(i32::try_from(years?).ok()?)?;
    let anniversary = NaiveDate::from_ymd_opt(year, day.month(), day.day())
        .or_else(|| NaiveDate::from_ymd_opt(year, day.month() + 1, 1));
    anniversary?.pred_opt()
}

/// Whether a title of this programme was granted before: never a second time, not even after it
/// expired or was withdrawn.
#[must_use]
pub fn granted_before(held: &[Held], programme: &str) -> bool {
    held.iter().any(|title| title.programme == programme)
}

/// What was paid for other titles under the same rule: a higher title pays the difference to it.
#[must_use]
pub fn paid_before(held: &[Held], rule: &str) -> Fen {
    held.iter().filter(|title| title.rule == rule).map(|title| title.paid).sum()
}

/// Whether the yearly look at a title is due: once in each calendar year after the one it was
/// granted in, while it is valid.
#[must_use]
pub fn review_due(title: &Held, reviewed: &[i32], day: NaiveDate) -> bool {
    title.standing(day) == Standing::Valid && day.year() > title.granted_on.year() && !reviewed.contains(&day.year())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn held(programme: &str, paid: i64) -> Held {
        Held {
            programme: programme.into(),
            rule: "person.award".into(),
            granted_on: day("2019-11-18"),
            valid_until: valid_until(day("2019-11-18"), Some(3)),
            withdrawn_on: None,
            paid: Fen::yuan(paid),
        }
    }

    #[test]
    fn terms_are_inclusive() {
        let title = held("city-chief-technician", 20_000);
        assert_eq!(title.valid_until, Some(day("2022-11-17")));
        assert_eq!(title.standing(day("2022-11-17")), Standing::Valid);
        assert_eq!(title.standing(day("2022-11-18")), Standing::Expired);
        let gone = Held { withdrawn_on: Some(day("2020-05-01")), ..title };
        assert_eq!(
            (gone.standing(day("2020-04-30")), gone.standing(day("2020-05-01"))),
            (Standing::Valid, Standing::Withdrawn)
        );
        assert_eq!(valid_until(day("2020-02-29"), Some(1)), Some(day("2021-02-28")));
        assert_eq!(valid_until(day("2020-02-29"), None), None);
    }

    #[test]
    fn the_same_title_never_twice_and_the_higher_one_less_what_was_paid() {
        let titles = [held("city-chief-technician", 20_000)];
        assert!(granted_before(&titles, "city-chief-technician") && !granted_before(&titles, "outstanding"));
        assert_eq!(paid_before(&titles, "person.award"), Fen::yuan(20_000));
        assert_eq!(paid_before(&titles, "private-enterprise.award"), Fen::ZERO, "another award");
    }

    #[test]
    fn a_title_is_looked_at_once_in_each_later_year() {
        let title = held("outstanding", 0);
        assert!(!review_due(&title, &[], day("2019-12-31")));
        assert!(review_due(&title, &[], day("2020-01-01")) && !review_due(&title, &[2020], day("2020-06-01")));
        assert!(!review_due(&title, &[], day("2022-12-01")), "it has expired");
    }

    proptest! {
        #[test]
        fn a_term_ends_before_its_anniversary(days in 0_i64..20_000, years in 1_u32..30) {
            let from = day("1980-01-01") + chrono::Duration::days(days);
            let last = valid_until(from, Some(years)).unwrap();
            prop_assert!(last > from);
            let full = last.succ_opt().unwrap().years_since(from);
            prop_assert_eq!(full, Some(years));
        }
    }
}
