//! What entering a roster would do to the one that is there.

use super::check::Row;
use super::field::Field;
use super::person::Person;
use crate::domain::fault::{Problem, RowFault};
use std::collections::BTreeMap;

/// Somebody who is or was on the event's roster.
#[derive(Clone, Debug)]
pub struct Known {
    /// The participant's id.
    pub id: i64,
    pub person: Person,
    /// Withdrew, was refused or replaced: nothing can happen to them any more.
    pub ended: bool,
}

/// A value that becomes another one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Differs {
    pub field: Field,
    pub before: String,
    pub after: String,
}

/// What becomes of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    Add,
    /// Known by this id, with other values.
    Update(i64, Vec<Differs>),
    Same,
    /// Known, and out; stays out.
    Ended,
}

/// A checked roster held against the one that is there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// Each row with what becomes of it, in the order of the table; those with faults are left out.
    pub changes: Vec<(Row, Change)>,
    pub faults: Vec<RowFault>,
    pub warnings: Vec<RowFault>,
}

/// Fields that a later roster may change. What it does not say stays as it is.
const OPEN: [Field; 8] = [
    Field::Unit,
    Field::Employer,
    Field::Division,
    Field::Phone,
    Field::Email,
    Field::Level,
    Field::Team,
    Field::Remarks,
];

/// Holds the rows against those who are known. `title` says what the column of a field is called.
pub fn compare<'t>(known: &[Known], rows: Vec<Row>, one_item: bool, title: impl Fn(Field) -> &'t str) -> Compared {
    let mut by_id: BTreeMap<&str, Vec<&Known>> = BTreeMap::new();
    let mut by_name: BTreeMap<(&str, &str), Vec<&Known>> = BTreeMap::new();
    for one in known {
        let person = &one.person;
        if !person.get(Field::Id).is_empty() {
            by_id.entry(person.get(Field::Id)).or_default().push(one);
        }
        by_name.entry((person.get(Field::Name), person.get(Field::Unit))).or_default().push(one);
    }
    let mut compared = Compared::default();
    for row in rows {
        let person = &row.person;
        let id = person.get(Field::Id);
        let named = || by_name.get(&(person.get(Field::Name), person.get(Field::Unit))).into_iter().flatten();
        // Who was entered without a number gets it; two with different numbers are two people.
        let numberless = |one: &&&Known| id.is_empty() || one.person.get(Field::Id).is_empty();
        let same: Vec<&Known> = match by_id.get(id).filter(|_| !id.is_empty()) {
            Some(same) => same.clone(),
            None => named().filter(numberless).copied().collect(),
        };
        let entry = person.get(Field::Entry);
        let here = |one: &&Known| one.person.get(Field::Entry) == entry || one.person.get(Field::Entry).is_empty();
        let live: Vec<&Known> = same.iter().filter(|one| !one.ended).copied().collect();
        let other = same.iter().find(|one| one.person.get(Field::Name) != person.get(Field::Name));
        let elsewhere = live.iter().find(|one| one_item && !here(one));
        let fault = |field, value: &str, problem, hint: &str| {
            RowFault::new(row.number, title(field), value, problem).hint(hint)
        };
        if let Some(other) = other {
            let name = person.get(Field::Name);
            let hint = other.person.get(Field::Name);
            compared.faults.push(fault(Field::Name, name, Problem::KnownByOtherName, hint));
            continue;
        }
        if let Some(elsewhere) = elsewhere {
            let hint = elsewhere.person.get(Field::Entry);
            compared.faults.push(fault(Field::Entry, entry, Problem::KnownElsewhere, hint));
            continue;
        }
        let change = match live.iter().find(|one| here(one)) {
            Some(one) => match differing(&one.person, person) {
                differs if differs.is_empty() => Change::Same,
                differs => Change::Update(one.id, differs),
            },
            None if same.iter().any(|one| one.ended && here(one)) => {
                compared.warnings.push(fault(Field::Name, person.get(Field::Name), Problem::Ended, ""));
                Change::Ended
            }
            None => Change::Add,
        };
        compared.changes.push((row, change));
    }
    compared
}

/// What a roster says otherwise; an entry and an identity number only where none was known.
fn differing(known: &Person, new: &Person) -> Vec<Differs> {
    let later = |field: Field| OPEN.contains(&field) || known.get(field).is_empty();
    let fields = Field::ALL.iter().copied().filter(|field| later(*field) && !new.get(*field).is_empty());
    let changed = fields.filter(|field| known.get(*field) != new.get(*field));
    let differs =
        |field: Field| Differs { field, before: known.get(field).to_owned(), after: new.get(field).to_owned() };
    changed.map(differs).collect()
}
