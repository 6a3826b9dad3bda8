//! No cost is paid twice: what another claim may already have claimed. A finding is a flag for the
//! officer and never a refusal of its own.

use crate::domain::code::codes;
use crate::domain::ids::{ClaimId, OrganisationId};
use crate::domain::text::compact;
use chrono::NaiveDate;

codes! {
    /// Why two claims may be for the same cost.
    pub enum Sameness: "kind of duplicate" {
        /// The same unit with the same item.
        SameItem = "same-item",
        /// The same unit at the same time.
        SameTime = "same-time",
        /// The same invoice, whoever claims it.
        SameInvoice = "same-invoice",
        /// The same person under the same rule, whoever claims it.
        SamePerson = "same-person",
    }
}

/// What a claim is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cost {
    pub claim: ClaimId,
    pub unit: OrganisationId,
    /// What is claimed for: a plan item, an event, a person's title; compared as it is, blanks and
    /// case apart.
    pub item: String,
    /// First and last day, both inclusive.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// Invoice numbers as typed.
    pub invoices: Vec<String>,
}

/// A claim that may be for the same cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplicate {
    pub claim: ClaimId,
    pub sameness: Sameness,
    /// The item or the invoice number; empty for the time.
    pub what: String,
}

/// Compares a claim with all others that stand for money (see [`super::State::is_live`]), in the
/// order given. Itself among them is passed over.
pub fn duplicates(cost: &Cost, others: &[Cost]) -> Vec<Duplicate> {
    let mut found = Vec::new();
    for other in others.iter().filter(|other| other.claim != cost.claim) {
        let mut flag = |sameness, what: &str| {
            found.push(Duplicate { claim: other.claim, sameness, what: what.to_owned() });
        };
        let same_unit = other.unit == cost.unit;
        let item = plain(&cost.item);
        if same_unit && !item.is_empty() && item == plain(&other.item) {
            flag(Sameness::SameItem, &cost.item);
        }
        if let (true, Some((from, to)), Some((other_from, other_to))) = (same_unit, cost.days, other.days)
            && from <= other_to
            && other_from <= to
        {
            flag(Sameness::SameTime, "");
        }
        for invoice in &cost.invoices {
            let number = invoice_key(invoice);
            if !number.is_empty() && other.invoices.iter().any(|theirs| invoice_key(theirs) == number) {
                flag(Sameness::SameInvoice, invoice.trim());
            }
        }
    }
    found
}

fn plain(text: &str) -> String {
    compact(text).to_lowercase()
}

/// The name of a seller without the differences people type.
pub fn seller_key(text: &str) -> String {
    plain(text).replace(['(', ')'], "")
}

/// `No. 00123456`, `№00123456` and `00123456` are one invoice; leading zeros are part of it.
pub fn invoice_key(text: &str) -> String {
    plain(text).trim_start_matches("no").trim_start_matches(['.', ':', '№']).replace('-', "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn cost(claim: i64, unit: i64, item: &str, from: &str, to: &str, invoices: &[&str]) -> Cost {
        Cost {
            claim: ClaimId::new(claim),
            unit: OrganisationId::new(unit),
            item: item.to_owned(),
            days: Some((day(from), day(to))),
            invoices: invoices.iter().map(|invoice| (*invoice).to_owned()).collect(),
        }
    }

    #[test]
    fn the_same_cost_is_flagged_with_its_reason() {
        let claim = cost(1, 7, "电工 竞赛", "2019-09-03", "2019-09-04", &["No.00123456", "77"]);
        let others = [
            claim.clone(),
            cost(2, 7, "电工竞赛", "2018-09-03", "2018-09-04", &[]),
            cost(3, 7, "焊工竞赛", "2019-09-04", "2019-09-05", &[]),
            cost(4, 8, "电工竞赛", "2019-09-03", "2019-09-04", &["０0123456"]),
            cost(5, 7, "车工竞赛", "2019-09-05", "2019-09-06", &["78"]),
        ];
        let found: Vec<_> =
            duplicates(&claim, &others).into_iter().map(|other| (other.claim.get(), other.sameness)).collect();
        assert_eq!(found, [(2, Sameness::SameItem), (3, Sameness::SameTime), (4, Sameness::SameInvoice)]);
    }

    proptest! {
        #[test]
        fn whoever_is_looked_at_finds_the_other(
            first in (1i64..3, "[ab]", 0u64..9, 0u64..4, "[12]"),
            second in (1i64..3, "[ab]", 0u64..9, 0u64..4, "[12]"),
        ) {
            let make = |claim, (unit, item, from, length, invoice): (i64, String, u64, u64, String)| {
                let from = day("2019-09-01") + chrono::Days::new(from);
                Cost {
                    claim: ClaimId::new(claim),
                    unit: OrganisationId::new(unit),
                    item,
                    days: Some((from, from + chrono::Days::new(length))),
                    invoices: vec![invoice],
                }
            };
            let (first, second) = (make(1, first), make(2, second));
            let there = duplicates(&first, std::slice::from_ref(&second)).len();
            prop_assert_eq!(there, duplicates(&second, std::slice::from_ref(&first)).len());
        }
    }
}
