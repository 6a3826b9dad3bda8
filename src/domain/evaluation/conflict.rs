//! Why an evaluator is kept from a base. Whoever is kept from it cannot list, open, count, search or
//! export it, is not mailed about it, and their mark is as if it had never been.

use crate::domain::code::codes;
use crate::domain::identity::{BankAccount, CreditCode, Phone};
use chrono::{Months, NaiveDate};

codes! {
    /// One reason: found by the program, or declared.
    pub enum Conflict: "conflict of interest" {
        /// The unit of both has the same credit code.
        SameUnit = "same-unit",
        /// Worked there, and not left for longer than the policy says.
        WorkedThere = "worked-there",
        SamePhone = "same-phone",
        SameAccount = "same-account",
        /// Last year somebody of this unit evaluated the evaluator's own.
        Reciprocal = "reciprocal",
        Relative = "relative",
        OwnNomination = "own-nomination",
        /// The nominee has the evaluator's name: perhaps the same person.
        SameName = "same-name",
        Other = "other",
        /// Called in for others alone, who had too few members: nothing else is theirs.
        Elsewhere = "elsewhere",
    }
}

/// What is known of an evaluator.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evaluator {
    pub unit: Option<CreditCode>,
    /// Former units with the last day there.
    pub worked_at: Vec<(CreditCode, NaiveDate)>,
    pub phones: Vec<Phone>,
    pub accounts: Vec<BankAccount>,
}

/// What is known of a base's unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evaluated {
    pub unit: Option<CreditCode>,
    pub phones: Vec<Phone>,
    pub accounts: Vec<BankAccount>,
}

/// Last year's work: the unit an evaluator came from, the unit whose base they evaluated.
pub type LastYear = (CreditCode, CreditCode);

/// Every conflict that can be found, in the order of their declaration. `on` is the day on which the
/// panel begins; who left within `years` before it, the day itself included, worked there.
#[must_use]
pub fn conflicts(
    evaluator: &Evaluator,
    base: &Evaluated,
    on: NaiveDate,
    years: u32,
    last_year: &[LastYear],
) -> Vec<Conflict> {
    let unit = base.unit.as_ref();
    let since = on.checked_sub_months(Months::new(years.saturating_mul(12))).unwrap_or(NaiveDate::MIN);
    let worked = |(at, until): &(CreditCode, NaiveDate)| Some(at) == unit && *until >= since;
    let mutual = |(from, of): &LastYear| Some(from) == unit && Some(of) == evaluator.unit.as_ref();
    let found = [
        (Conflict::SameUnit, unit.is_some() && unit == evaluator.unit.as_ref()),
        (Conflict::WorkedThere, evaluator.worked_at.iter().any(worked)),
        (Conflict::SamePhone, evaluator.phones.iter().any(|phone| base.phones.contains(phone))),
        (Conflict::SameAccount, evaluator.accounts.iter().any(|account| base.accounts.contains(account))),
        (Conflict::Reciprocal, last_year.iter().any(mutual)),
    ];
    found.into_iter().filter(|(_, is)| *is).map(|(conflict, _)| conflict).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> CreditCode {
        text.parse().unwrap()
    }

    const ONE: &str = "91330300MA2000001A";
    const TWO: &str = "91330300MA2000002B";

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn every_conflict_is_found() {
        let phone: Phone = "13800000001".parse().unwrap();
        let account: BankAccount = "6222000000000001".parse().unwrap();
        let base = Evaluated { unit: Some(code(ONE)), phones: vec![phone.clone()], accounts: vec![account.clone()] };
        let same = Evaluator {
            unit: Some(code(ONE)),
            worked_at: vec![(code(ONE), day("2019-01-01"))],
            phones: vec![phone],
            accounts: vec![account],
        };
        let last_year = [(code(ONE), code(ONE))];
        let all = conflicts(&same, &base, day("2020-01-10"), 3, &last_year);
        assert_eq!(all, Conflict::ALL[..5]);
        assert_eq!(conflicts(&Evaluator::default(), &Evaluated::default(), day("2020-01-10"), 3, &[]), []);
    }

    #[test]
    fn three_years_after_the_last_day_and_no_longer() {
        let base = Evaluated { unit: Some(code(ONE)), ..Evaluated::default() };
        let left = Evaluator {
            unit: Some(code(TWO)),
            worked_at: vec![(code(ONE), day("2017-01-10"))],
            ..Evaluator::default()
        };
        assert_eq!(conflicts(&left, &base, day("2020-01-10"), 3, &[]), [Conflict::WorkedThere]);
        assert_eq!(conflicts(&left, &base, day("2020-01-11"), 3, &[]), []);
        let mutual = [(code(ONE), code(TWO))];
        assert_eq!(conflicts(&left, &base, day("2020-01-11"), 3, &mutual), [Conflict::Reciprocal]);
        assert_eq!(conflicts(&left, &base, day("2020-01-11"), 3, &[(code(TWO), code(ONE))]), [], "the other way round");
    }
}
