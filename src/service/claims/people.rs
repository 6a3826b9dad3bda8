//! The people of a claim: entered one by one or from a table, counted or assessed each for
//! themselves. Names and numbers stay in the list: the record and the assessment hold neither.

use super::assess;
use super::steps::{Deciding, open};
use crate::domain::access::Action;
use crate::domain::claim::{MOST_PEOPLE, Person, headings, own_facts, read_people};
use crate::domain::fault::RowFault;
use crate::domain::heading::TextTable;
use crate::domain::identity::{PersonName, ResidentId, digits_masked};
use crate::domain::ids::ClaimId;
use crate::domain::money::Fen;
use crate::domain::notice::Line;
use crate::domain::policy::people::{ADVANCE, FORM, FORM_NOW, PEOPLE, People};
use crate::domain::policy::{Assessment, FactSheet, Rule};
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By};
use crate::sheets;
use crate::storage::claims::{self, ClaimRow};
use crate::storage::registers::{self, NewPerson, PersonRow};
use crate::storage::{Conn, Constraint, StorageError, Tx, titles};
use chrono::NaiveDate;
use serde_json::json;

/// Somebody on the list, as shown: the number is never shown in full.
#[derive(Clone, Debug)]
pub struct PersonShown {
    pub id: i64,
    pub seq: i32,
    pub name: String,
    pub id_masked: String,
    pub certificate: String,
    pub finished: bool,
    /// What the rule asks of each person.
    pub facts: FactSheet,
    /// The person's own result, where everybody is assessed for themselves.
    pub own: Option<Assessment>,
}

/// One person as typed.
#[derive(Clone, Debug, Default)]
pub struct TypedPerson {
    pub name: String,
    pub resident_id: String,
    pub certificate: String,
    pub finished: String,
    pub facts: FactSheet,
}

/// The latest form of a rule.
pub(super) fn rule_of(app: &App, rule: &str) -> Result<Rule, ServiceError> {
    let unknown = |_| ServiceError::Invalid(vec![Fault::new("rule", "unknown-rule").with("rule", rule)]);
    app.policies().select(rule, None).map(|(_, rule)| rule.clone()).map_err(unknown)
}

/// The facts of a claim with what its list says: the count, or each person's own facts and what was
/// paid in advance.
///
/// # Errors
/// The database failed.
pub(super) fn with_list(
    conn: &mut Conn,
    claim: ClaimId,
    rule: &Rule,
    facts: &FactSheet,
) -> Result<FactSheet, ServiceError> {
    let mut facts = facts.clone();
    if matches!(rule.people, People::None | People::One) {
        return Ok(facts);
    }
    let people = registers::people(conn, claim)?;
    match &rule.people {
        People::Counted(count) if !people.is_empty() => {
            let finished = people.iter().filter(|person| person.finished).count();
            if let Some(fact) = rule.facts.get(*count) {
                facts.set(&fact.name, finished.to_string());
            }
        }
        People::Each(_) if !people.is_empty() => {
            let sheets: Vec<FactSheet> = people.iter().map(sheet_of).collect::<Result<_, _>>()?;
            facts.set(PEOPLE, assess::canonical(&sheets)?);
            facts.set(FORM, FORM_NOW);
            let advance = registers::advance(conn, claim)?;
            if advance > Fen::ZERO {
                facts.set(ADVANCE, advance.to_string());
            }
        }
        _ => {}
    }
    Ok(facts)
}

fn sheet_of(row: &PersonRow) -> Result<FactSheet, ServiceError> {
    let corrupt = |_| StorageError::Corrupt { what: "facts of a person", value: row.id.to_string() };
    let mut sheet: FactSheet = serde_json::from_str(&row.facts).map_err(corrupt)?;
    if !row.finished {
        sheet.set(crate::domain::policy::people::FINISHED, "false");
    }
    Ok(sheet)
}

/// The list of a claim, and what was paid in advance.
///
/// # Errors
/// The database failed.
pub(super) fn shown(app: &App, conn: &mut Conn, row: &ClaimRow) -> Result<(Vec<PersonShown>, Fen), ServiceError> {
    let people = registers::people(conn, row.id)?;
    let advance = registers::advance(conn, row.id)?;
    if people.is_empty() {
        return Ok((Vec::new(), advance));
    }
    let rule = rule_of(app, &row.rule)?;
    let facts = with_list(conn, row.id, &rule, &assess::facts_of(row)?)?;
    let policies = app.policies();
    let own = policies.read(&row.rule, &facts).map(|(policy, rule, _)| policy.assess_each(rule, &facts));
    let mut own = own.unwrap_or_default().into_iter();
    let sheets: Vec<FactSheet> = people.iter().map(sheet_of).collect::<Result<_, _>>()?;
    let person = |(person, facts): (PersonRow, FactSheet)| PersonShown {
        facts,
        id: person.id,
        seq: person.seq,
        name: person.name,
        id_masked: digits_masked(&person.resident_id),
        certificate: person.certificate,
        finished: person.finished,
        own: own.next(),
    };
    Ok((people.into_iter().zip(sheets).map(person).collect(), advance))
}

/// The person that a notice names, masked as it is published: only for awards to a person.
///
/// # Errors
/// The database failed, or a stored name or number is damaged.
pub(in crate::service) fn published_person(
    app: &App,
    tx: &mut Tx,
    row: &ClaimRow,
    published_on: NaiveDate,
) -> Result<Option<(String, Option<String>)>, ServiceError> {
    if rule_of(app, &row.rule)?.people != People::One {
        return Ok(None);
    }
    let Some(person) = registers::people(tx, row.id)?.into_iter().next() else { return Ok(None) };
    let corrupt = |_| StorageError::Corrupt { what: "person of a claim", value: person.id.to_string() };
    let name: PersonName = person.name.parse().map_err(corrupt)?;
    let id: ResidentId = person.resident_id.parse().map_err(corrupt)?;
    let line = Line {
        number: 0,
        reference: "",
        unit: "",
        person: Some((&name, Some(&id))),
        title: "",
        rule: "",
        amount: Fen::ZERO,
    };
    let public = line.public(published_on);
    Ok(public.person.map(|name| (name, public.id_tail)))
}

/// What a claim lacks of its list when it is submitted.
///
/// # Errors
/// The database failed.
pub(super) fn missing(conn: &mut Conn, row: &ClaimRow, rule: &Rule) -> Result<Vec<Fault>, ServiceError> {
    let count = registers::people(conn, row.id)?.len();
    let typed = || -> Result<bool, ServiceError> {
        let facts = assess::facts_of(row)?;
        Ok(own_facts(rule).iter().filter_map(|fact| rule.facts.get(*fact)).any(|fact| facts.get(&fact.name).is_some()))
    };
    Ok(match &rule.people {
        People::One if count != 1 => vec![Fault::new("people", "people-one")],
        People::Each(_) if count == 0 && !typed()? => vec![Fault::new("people", "people-required")],
        _ => Vec::new(),
    })
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
        let facts = assess::facts_of(&claim.row)?;
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
        facts: &assess::canonical(&person.facts)?,
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
