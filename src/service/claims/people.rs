//! The people of a claim: entered one by one or from a table, counted or assessed each for
//! themselves. Names and numbers stay in the list: the record and the assessment hold neither.

use super::assess;
use super::canonical::canonical;
use super::deciding::{Deciding, open};
use super::list::rule_of;
use crate::domain::access::Action;
use crate::domain::claim::{MOST_PEOPLE, Person, headings, own_facts, read_people};
use crate::domain::fault::RowFault;
use crate::domain::heading::TextTable;
use crate::domain::ids::ClaimId;
use crate::domain::money::Fen;
use crate::domain::policy::people::People;
use crate::domain::policy::{FactSheet, Rule};
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By};
use crate::sheets;
use crate::storage::claims;
use crate::storage::registers::{self, NewPerson};
use crate::storage::{Constraint, StorageError, Tx, titles};
use serde_json::json;

/// One person as typed.
#[derive(Clone, Debug, Default)]
pub struct TypedPerson {
    pub name: String,
    pub resident_id: String,
    pub certificate: String,
    pub finished: String,
    pub facts: FactSheet,
}

/// Adds one person.
///
/// # Errors
/// Rights, a stale version; `Invalid` with every fault, also for somebody already on the list.
pub fn add_person(app: &App, who: &Who, id: ClaimId, version: i64, typed: &TypedPerson) -> Result<(), ServiceError> {
    change(app, who, id, version, |claim, rule| {
        let person = read_one(rule, typed)?;
        let people = registers::people(claim.tx, id)?;
        let most = if rule.people == People::One { 1 } else { MOST_PEOPLE };
        if people.len() >= most {
            return Err(ServiceError::Invalid(vec![Fault::new("", "people-full").with("max", most)]));
        }
        let seq = people.last().map_or(0, |person| person.seq) + 1;
        insert(claim.tx, id, seq, &person)
    })
}

/// Takes one person off the list.
///
/// # Errors
/// Rights, a stale version; `NotFound`.
pub fn remove_person(app: &App, who: &Who, id: ClaimId, version: i64, person: i64) -> Result<(), ServiceError> {
    change(app, who, id, version, |claim, _| match registers::remove_people(claim.tx, id, Some(person))? {
        0 => Err(ServiceError::NotFound),
        _ => Ok(()),
    })
}

/// Replaces the list by a table's, whole or not at all. Gives back the faults of its rows.
///
/// # Errors
/// Rights, a stale version; `Invalid(file)` when it is no table.
pub fn import_people(
    app: &App,
    who: &Who,
    id: ClaimId,
    version: i64,
    name: &str,
    bytes: &[u8],
) -> Result<Vec<RowFault>, ServiceError> {
    let table = sheets::read(bytes, name).map_err(|error| {
        ServiceError::Invalid(vec![Fault::new("file", "not-a-table").with("why", error.to_string())])
    })?;
    if table.is_empty() {
        return Err(ServiceError::invalid("file", "file-empty"));
    }
    let rows = table.rows().map(|row| (row.number(), row.cells().map(str::to_owned).collect()));
    let rows = TextTable { heading_row: table.heading_row(), heading: table.headings().to_vec(), rows: rows.collect() };
    let mut faults = Vec::new();
    let done = change(app, who, id, version, |claim, rule| {
        let people = match read_people(&rows, rule) {
            Ok(people) => people,
            Err(found) => {
                faults = found;
                return Err(ServiceError::invalid("file", "file-empty"));
            }
        };
        if rule.people == People::One && people.len() > 1 {
            return Err(ServiceError::Invalid(vec![Fault::new("file", "people-full").with("max", 1)]));
        }
        registers::remove_people(claim.tx, id, None)?;
        for (seq, person) in (1..).zip(&people) {
            insert(claim.tx, id, seq, person)?;
        }
        Ok(())
    });
    if faults.is_empty() { done.map(|()| faults) } else { Ok(faults) }
}

/// Says what was paid in advance of a class.
///
/// # Errors
/// Rights, a stale version; `Invalid(advance)`.
pub fn set_advance(app: &App, who: &Who, id: ClaimId, version: i64, typed: &str) -> Result<(), ServiceError> {
    let amount = match typed.trim() {
        "" => Ok(Fen::ZERO),
        typed => typed.replace(',', "").parse::<Fen>(),
    };
    change(app, who, id, version, |claim, rule| match amount {
        Ok(amount) if amount >= Fen::ZERO && matches!(rule.people, People::Each(_)) => {
            Ok(registers::put_advance(claim.tx, id, amount)?)
        }
        _ => Err(ServiceError::Invalid(vec![Fault::new("advance", "not-money").with("hint", "")])),
    })
}

/// The headings of the table, as an import of this claim's rule knows them.
///
/// # Errors
/// The rule is unknown.
pub fn people_headings(app: &App, rule: &str) -> Result<Vec<String>, ServiceError> {
    rule_of(app, rule).map(|rule| headings(&rule))
}

/// A change of the list by the claim's own unit: assessed anew, and on the record by number alone. The award of
/// a title is for who holds it.
fn change(
    app: &App,
    who: &Who,
    id: ClaimId,
    version: i64,
    make: impl FnOnce(&mut Deciding, &Rule) -> Result<(), ServiceError>,
) -> Result<(), ServiceError> {
    app.store.write(|tx| {
        let mut claim = open(app, tx, who, Action::ClaimEditFacts, id, Some(version))?;
        let rule = rule_of(app, &claim.row.rule)?;
        if !rule.people.has_lines() {
            return Err(ServiceError::conflict("no-people"));
        }
        // Who was given the title has its award: nobody else is put in their place.
        if titles::of_claim(claim.tx, id)?.is_some() {
            return Err(ServiceError::conflict("people-fixed"));
        }
        let before = registers::people(claim.tx, id)?.len();
        make(&mut claim, &rule)?;
        claims::touch(claim.tx, id, version)?;
        let facts = claim.row.sheet()?;
        assess::keep(app, claim.tx, id, &claim.row.rule, &facts, who.id(), claim.at.naive_utc())?;
        let after = registers::people(claim.tx, id)?.len();
        let (before, after) = (json!({ "people": before }), json!({ "people": after }));
        trail::record(claim.tx, claim.at, By::who(who), "claim.people", "claim", id.get(), Some(before), Some(after))
    })
}

fn insert(tx: &mut Tx, id: ClaimId, seq: i32, person: &Person) -> Result<(), ServiceError> {
    let row = NewPerson {
        claim_id: id.get(),
        seq,
        name: person.name.as_str(),
        resident_id: person.resident_id.as_str(),
        certificate: &person.certificate,
        facts: &canonical(&person.facts)?,
        finished: person.finished,
    };
    registers::insert_person(tx, &row).map_err(|error| match error {
        StorageError::Violated(Constraint::PersonTwice) => ServiceError::invalid("resident_id", "person-twice"),
        other => other.into(),
    })
}

/// One typed person, read as a row of a table is.
fn read_one(rule: &Rule, typed: &TypedPerson) -> Result<Person, ServiceError> {
    let titles = headings(rule);
    let facts: Vec<&str> =
        own_facts(rule).iter().filter_map(|fact| rule.facts.get(*fact)).map(|fact| fact.name.as_str()).collect();
    let mut fields = vec!["name".to_owned(), "resident_id".to_owned(), "certificate".to_owned()];
    fields.extend(facts.iter().map(|fact| format!("person.{fact}")));
    fields.push("finished".to_owned());
    let mut row = vec![typed.name.clone(), typed.resident_id.clone(), typed.certificate.clone()];
    row.extend(facts.iter().map(|fact| typed.facts.get(fact).unwrap_or_default().to_owned()));
    row.push(typed.finished.clone());
    let table = TextTable { heading_row: 1, heading: titles.clone(), rows: vec![(2, row)] };
    let fault_of = |fault: &RowFault| Fault {
        field: titles.iter().position(|title| *title == fault.column).map_or_else(String::new, |at| fields[at].clone()),
        code: fault.key.strip_prefix("fault-").unwrap_or(fault.key),
        args: [("hint", fault.hint.clone()), ("max", fault.hint.clone())].into(),
    };
    let read = read_people(&table, rule);
    let mut people = read.map_err(|faults| ServiceError::Invalid(faults.iter().map(fault_of).collect()))?;
    people.pop().ok_or_else(|| ServiceError::invalid("name", "required"))
}
