//! What a claim's list of people says: to its assessment, to whoever reads it, and to the public.

use super::canonical::canonical;
use crate::domain::claim::own_facts;
use crate::domain::identity::{PersonName, ResidentId, digits_masked};
use crate::domain::ids::ClaimId;
use crate::domain::money::Fen;
use crate::domain::notice::Line;
use crate::domain::policy::people::{ADVANCE, FORM, FORM_NOW, PEOPLE, People};
use crate::domain::policy::{Assessment, FactSheet, Rule};
use crate::service::app::App;
use crate::service::error::{Fault, ServiceError};
use crate::storage::claims::ClaimRow;
use crate::storage::registers::{self, PersonRow};
use crate::storage::{Conn, StorageError, Tx};
use chrono::NaiveDate;

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
            facts.set(PEOPLE, canonical(&sheets)?);
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
    let facts = with_list(conn, row.id, &rule, &row.sheet()?)?;
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
        let facts = row.sheet()?;
        Ok(own_facts(rule).iter().filter_map(|fact| rule.facts.get(*fact)).any(|fact| facts.get(&fact.name).is_some()))
    };
    Ok(match &rule.people {
        People::One if count != 1 => vec![Fault::new("people", "people-one")],
        People::Each(_) if count == 0 && !typed()? => vec![Fault::new("people", "people-required")],
        _ => Vec::new(),
    })
}
