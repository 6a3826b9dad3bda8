//! A roster's people against the conditions of what they would take part in. The office may let
//! somebody in against them, knowing it and with a reason; a public registration may not.

use super::register::{refusals, titles_won};
use crate::domain::contest::honours::Sex as HonourSex;
use crate::domain::fault::{Problem, RowFault};
use crate::domain::identity::{ResidentId, Sex, last_four};
use crate::domain::participant::eligibility::{self, Person as Judged, Rule, Rules};
use crate::domain::participant::roster::{Change, Field, Known, Person, Row};
use crate::service::error::{Fault, ServiceError};
use crate::storage::rosters::EntryFacts;
use crate::storage::{Conn, StorageError, contest_people};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// What the conditions say of a roster.
#[derive(Clone, Debug, Default)]
pub(super) struct Conditions {
    /// Each condition that somebody does not meet, in the order of the table.
    pub unmet: Vec<RowFault>,
    /// What could not be judged, because the table does not say it.
    pub unknown: Vec<RowFault>,
}

/// Names looked up at once.
const CHUNK: usize = 500;

/// Judges everybody whom the roster would add, or change in what a condition asks for.
///
/// # Errors
/// What is stored cannot be read.
pub(super) fn judge<'t>(
    conn: &mut Conn,
    entries: &[EntryFacts],
    known: &[Known],
    changes: &[(Row, Change)],
    first_day: NaiveDate,
    title: impl Fn(Field) -> &'t str,
) -> Result<Conditions, ServiceError> {
    let mut rules: BTreeMap<&str, Rules> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| !entry.rules.is_empty()) {
        let corrupt = |_| StorageError::Corrupt { what: "rules of an entry", value: entry.name.clone() };
        let read: Rules = serde_json::from_str(&entry.rules).map_err(corrupt)?;
        if !read.rules.is_empty() {
            rules.insert(&entry.name, read);
        }
    }
    if rules.is_empty() {
        return Ok(Conditions::default());
    }
    let known: BTreeMap<i64, &Person> = known.iter().map(|one| (one.id, &one.person)).collect();
    let mut titled = titled(conn, &rules, changes)?;
    let mut found = Conditions::default();
    let mut blank: BTreeMap<Field, Vec<usize>> = BTreeMap::new();
    for (row, change) in changes {
        let Some(rules) = rules.get(row.person.get(Field::Entry)) else { continue };
        let person = match change {
            Change::Add => row.person.clone(),
            Change::Update(id, differs) if differs.iter().any(|differs| ASKED.contains(&differs.field)) => {
                merged(known.get(id).copied(), &row.person)
            }
            _ => continue,
        };
        let (said, unsaid): (Vec<&Rule>, Vec<&Rule>) =
            rules.rules.iter().partition(|rule| !person.get(field_of(rule)).is_empty());
        for field in unsaid.into_iter().map(field_of).collect::<BTreeSet<_>>() {
            blank.entry(field).or_default().push(row.number);
        }
        let rules = Rules { rules: said.into_iter().cloned().collect() };
        let titles = titled.remove(&row.number).unwrap_or_default();
        let unmet = eligibility::unmet(&rules, &judged(&person, titles), first_day);
        let fault = |fault: Fault| {
            let (column, name) = (title(column_of(&fault.field)), row.person.get(Field::Name));
            RowFault { args: fault.args, ..RowFault::of(row.number, column, name, fault.code) }
        };
        found.unmet.extend(refusals("", &unmet).into_iter().map(fault));
    }
    found.unknown = blank.into_iter().filter_map(|(field, rows)| unknown(title(field), &rows)).collect();
    found.unknown.sort_by_key(|fault| fault.row);
    Ok(found)
}

/// What conditions ask for.
const ASKED: [Field; 5] = [Field::Entry, Field::Id, Field::Unit, Field::Division, Field::Level];

/// The field that a condition cannot be judged without.
fn field_of(rule: &Rule) -> Field {
    match rule {
        Rule::Age { .. } | Rule::Sex { .. } | Rule::Without { .. } => Field::Id,
        Rule::Region { .. } => Field::Division,
        Rule::Employer { .. } => Field::Unit,
        Rule::Skill { .. } => Field::Level,
    }
}

/// The column of a field of the form.
fn column_of(field: &str) -> Field {
    match field {
        "division" => Field::Division,
        "unit" => Field::Unit,
        "skill_level" => Field::Level,
        "titles" => Field::Name,
        _ => Field::Id,
    }
}

/// Who is known, with what the roster says otherwise.
fn merged(known: Option<&Person>, new: &Person) -> Person {
    let mut person = known.cloned().unwrap_or_default();
    for field in Field::ALL.iter().filter(|field| !new.get(**field).is_empty()) {
        person.set(*field, new.get(*field).to_owned());
    }
    person
}

fn judged(person: &Person, titles: Vec<String>) -> Judged {
    let id: Option<ResidentId> = person.get(Field::Id).parse().ok();
    let sex = |id: &ResidentId| if id.sex() == Sex::Male { HonourSex::Male } else { HonourSex::Female };
    Judged {
        born_on: id.as_ref().map(ResidentId::birth_date),
        sex: id.as_ref().map(sex),
        unit: person.get(Field::Unit).to_owned(),
        division: person.get(Field::Division).parse().ok(),
        skill: person.get(Field::Level).parse().ok(),
        titles,
        other_item: None,
    }
}

/// Titles that published results of this office brought people of the roster, by row.
fn titled(
    conn: &mut Conn,
    rules: &BTreeMap<&str, Rules>,
    changes: &[(Row, Change)],
) -> Result<BTreeMap<usize, Vec<String>>, ServiceError> {
    let asks = |row: &Row| rules.get(row.person.get(Field::Entry)).is_some_and(Rules::asks_titles);
    let asked: Vec<&Row> = changes.iter().map(|(row, _)| row).filter(|row| asks(row)).collect();
    let names: BTreeSet<&str> = asked.iter().map(|row| row.person.get(Field::Name)).collect();
    let names: Vec<&str> = names.into_iter().collect();
    let mut laureates: BTreeSet<String> = BTreeSet::new();
    for names in names.chunks(CHUNK) {
        laureates.extend(contest_people::laureates(conn, names)?.into_iter().map(|(name, ..)| name));
    }
    let mut found = BTreeMap::new();
    for row in asked.into_iter().filter(|row| laureates.contains(row.person.get(Field::Name))) {
        let Ok(id) = row.person.get(Field::Id).parse::<ResidentId>() else { continue };
        let (name, born_on) = (row.person.get(Field::Name), Some(id.birth_date()));
        found.insert(row.number, titles_won(conn, name, &last_four(id.as_str()), born_on)?);
    }
    Ok(found)
}

/// One warning for all rows that leave a column blank.
fn unknown(title: &str, rows: &[usize]) -> Option<RowFault> {
    const NAMED: usize = 6;
    let mut named: Vec<String> = rows.iter().take(NAMED).map(ToString::to_string).collect();
    if rows.len() > NAMED {
        named.push("…".to_owned());
    }
    let fault = RowFault::new(*rows.first()?, title, "", Problem::Unjudged);
    Some(fault.hint(named.join("、")).with("count", rows.len()))
}
