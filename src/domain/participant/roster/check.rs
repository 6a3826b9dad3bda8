//! A table's rows as people, or what is wrong with them.

use super::field::{Field, Mapping};
use super::ground::Ground;
use super::mask::{said, shown};
use super::person::Person;
use super::words::{NO_LEVEL, Words, choices, plain};
use crate::domain::fault::{Problem, RowFault};
use crate::domain::heading::{Columns, Desk, TextTable};
use crate::domain::identity::{EmailAddress, IdentityFault, PersonName, Phone, ResidentId};
use crate::domain::participant::{Employer, SkillLevel};
use crate::domain::text::tidy;
use std::collections::BTreeMap;

/// A row that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its number in the sheet.
    pub number: usize,
    pub person: Person,
}

/// A table that was looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Rows without a fault, in the order of the table.
    pub rows: Vec<Row>,
    /// In the order of the table.
    pub faults: Vec<RowFault>,
    /// What deserves a look and forbids nothing.
    pub warnings: Vec<RowFault>,
    /// Headings of columns that are no field's.
    pub ignored: Vec<String>,
}

/// Reads a roster: all faults of all rows, and the people of the rows without.
pub fn check(table: &TextTable, mapping: &Mapping, ground: &Ground) -> Checked {
    let columns = mapping.columns(&table.heading);
    let mut checked =
        Checked { ignored: columns.unknown.iter().map(|title| (*title).to_owned()).collect(), ..Checked::default() };
    checked.faults = columns.lacking(&[Field::Name], table.heading_row);
    if !checked.faults.is_empty() {
        return checked;
    }
    let words = Words::new(ground);
    let mut among = Among::default();
    for (number, row) in &table.rows {
        let mut desk = Desk::new(&columns, *number, row);
        let person = desk.read(ground, &words);
        desk.formulas();
        among.place(&mut desk, person.as_ref(), ground.one_item);
        match person {
            Some(person) if desk.faults.is_empty() => checked.rows.push(Row { number: *number, person }),
            _ => checked.faults.append(&mut desk.faults),
        }
    }
    for fault in &mut checked.faults {
        fault.value = if fault.column == columns.said(Field::Id) { shown(&fault.value) } else { said(&fault.value) };
    }
    checked.warnings = warnings(&columns, &checked.rows);
    checked
}

/// Longest unit or team, in characters.
const LONGEST: usize = 100;
/// Longest remark, in characters.
const LONGEST_REMARK: usize = 500;

impl Desk<'_, '_, Field> {
    /// The person of the row; `None` where there is no name to speak of.
    fn read(&mut self, ground: &Ground, words: &Words) -> Option<Person> {
        let mut person = Person::default();
        let name = self.parsed::<PersonName>(Field::Name).map(|name| name.as_str().to_owned());
        if name.is_none() && self.raw(Field::Name).is_empty() {
            self.fault(Field::Name, Problem::Missing, "");
        }
        if let Some(id) = self.parsed::<ResidentId>(Field::Id) {
            if id.is_plausible_on(ground.today) {
                person.set(Field::Id, id.as_str().to_owned());
            } else {
                self.identity(Field::Id, IdentityFault::ResidentIdDate);
            }
        }
        if let Some(phone) = self.parsed::<Phone>(Field::Phone) {
            person.set(Field::Phone, phone.as_str().to_owned());
        }
        if let Some(email) = self.parsed::<EmailAddress>(Field::Email) {
            person.set(Field::Email, email.as_str().to_owned());
        }
        for (field, most) in [(Field::Unit, LONGEST), (Field::Team, LONGEST), (Field::Remarks, LONGEST_REMARK)] {
            let text = self.cell(field);
            self.length(field, &text, most);
            person.set(field, text);
        }
        person.set(Field::Division, self.division(ground, words));
        person.set(Field::Level, self.level(ground));
        person.set(Field::Employer, self.employer(ground));
        person.set(Field::Entry, self.entry(ground, words));
        let (team, entry) = (person.get(Field::Team), person.get(Field::Entry));
        if ground.entries.is_some() && !team.is_empty() && !ground.teams.iter().any(|name| name == entry) {
            let entry = entry.to_owned();
            self.fault(Field::Team, Problem::NoTeams, entry);
        }
        person.set(Field::Name, name?);
        Some(person)
    }

    /// What the cell holds; a fault where it holds something else, nothing where it is blank.
    fn parsed<T: std::str::FromStr<Err = IdentityFault>>(&mut self, field: Field) -> Option<T> {
        let text = self.raw(field);
        if tidy(text).is_empty() {
            return None;
        }
        match text.parse() {
            Ok(value) => Some(value),
            Err(fault) => {
                self.identity(field, fault);
                None
            }
        }
    }

    /// A formula that was saved without its value is that fault alone, whatever else it was taken for.
    fn formulas(&mut self) {
        let formulas = Field::ALL.iter().copied().filter(|field| self.raw(*field).starts_with('='));
        for field in formulas.collect::<Vec<_>>() {
            let column = self.columns.said(field);
            self.faults.retain(|fault| fault.column != column);
            self.fault(field, Problem::Formula, "");
        }
    }

    fn identity(&mut self, field: Field, fault: IdentityFault) {
        let (column, value) = (self.columns.said(field), self.raw(field));
        self.faults.push(RowFault::of(self.number, column, value, fault.key()));
    }

    fn division(&mut self, ground: &Ground, words: &Words) -> String {
        let text = self.cell(Field::Division);
        if text.is_empty() {
            return text;
        }
        let code = words.division(&text);
        if code.is_none() {
            self.fault(Field::Division, Problem::Unknown, choices(Field::Division, ground).join(" / "));
        }
        code.map(|code| code.to_string()).unwrap_or_default()
    }

    fn level(&mut self, ground: &Ground) -> String {
        let text = self.cell(Field::Level);
        if text.is_empty() || NO_LEVEL.contains(&text.to_lowercase().as_str()) {
            return String::new();
        }
        let level = SkillLevel::read(&text);
        if level.is_none() {
            self.fault(Field::Level, Problem::NotAChoice, choices(Field::Level, ground).join(" / "));
        }
        level.map(|level| level.as_str().to_owned()).unwrap_or_default()
    }

    fn employer(&mut self, ground: &Ground) -> String {
        let text = self.cell(Field::Employer);
        if text.is_empty() || ["—", "-", "/"].contains(&text.as_str()) {
            return String::new();
        }
        let kind = Employer::read(&text);
        if kind.is_none() {
            self.fault(Field::Employer, Problem::NotAChoice, choices(Field::Employer, ground).join(" / "));
        }
        kind.map(|kind| kind.as_str().to_owned()).unwrap_or_default()
    }

    fn entry(&mut self, ground: &Ground, words: &Words) -> String {
        const NAMED: usize = 12;
        let text = self.cell(Field::Entry);
        let Some(entries) = ground.entries else { return text };
        match (text.is_empty(), words.entries.get(&plain(&text))) {
            (false, Some(name)) => (*name).to_owned(),
            (false, None) if entries.is_empty() => {
                self.fault(Field::Entry, Problem::NotWanted, "");
                String::new()
            }
            (false, None) => {
                let mut names: Vec<&str> = entries.iter().take(NAMED).map(String::as_str).collect();
                if entries.len() > NAMED {
                    names.push("…");
                }
                self.fault(Field::Entry, Problem::Unknown, names.join(" / "));
                String::new()
            }
            (true, _) if ground.entry.is_empty() && !entries.is_empty() => {
                self.fault(Field::Entry, Problem::Missing, "");
                String::new()
            }
            (true, _) => ground.entry.to_owned(),
        }
    }
}

/// Who stood in the rows before.
#[derive(Default)]
struct Among {
    /// By identity number: the row, the name, and what they take part in there.
    by_id: BTreeMap<String, Vec<(usize, String, String)>>,
    /// Without a number, by name, unit and entry.
    by_name: BTreeMap<(String, String, String), usize>,
}

impl Among {
    /// Holds a row against those before it.
    fn place(&mut self, desk: &mut Desk<'_, '_, Field>, person: Option<&Person>, one_item: bool) {
        let Some(person) = person else { return };
        let text = |field| person.get(field).to_owned();
        let (name, entry) = (text(Field::Name), text(Field::Entry));
        if person.get(Field::Id).is_empty() {
            // A number that could not be read may well be another one.
            if desk.raw(Field::Id).is_empty() {
                let number = desk.number;
                let first = *self.by_name.entry((name, text(Field::Unit), entry)).or_insert(number);
                if first != number {
                    desk.fault(Field::Name, Problem::Repeated, first);
                }
            }
            return;
        }
        let before = self.by_id.entry(text(Field::Id)).or_default();
        let same = |(_, known, of): &&(usize, String, String)| *known == name && *of == entry;
        match (before.first(), before.iter().find(same)) {
            (Some((row, first, _)), _) if *first != name => desk.fault(Field::Name, Problem::TwoNames, row),
            (_, Some((row, ..))) => desk.fault(Field::Id, Problem::Repeated, row),
            (Some((row, ..)), None) if one_item => desk.fault(Field::Entry, Problem::OneItem, row),
            _ => {}
        }
        before.push((desk.number, name, entry));
    }
}

fn warnings(columns: &Columns<Field>, rows: &[Row]) -> Vec<RowFault> {
    let mut found = Vec::new();
    let mut phones: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    let mut without = rows.iter().filter(|row| row.person.get(Field::Id).is_empty());
    if let Some(first) = without.next() {
        let name = first.person.get(Field::Name);
        let fault = RowFault::new(first.number, columns.said(Field::Id), name, Problem::NoId);
        found.push(fault.hint(without.count() + 1));
    }
    for row in rows.iter().filter(|row| !row.person.get(Field::Phone).is_empty()) {
        phones.entry(row.person.get(Field::Phone)).or_default().push(row);
    }
    for (phone, sharing) in phones {
        let same = |row: &&Row| {
            let first = &sharing[0].person;
            (row.person.get(Field::Name), row.person.get(Field::Id)) == (first.get(Field::Name), first.get(Field::Id))
        };
        if sharing.iter().all(same) {
            continue;
        }
        let mut numbers: Vec<String> = sharing.iter().take(6).map(|row| row.number.to_string()).collect();
        if sharing.len() > numbers.len() {
            numbers.push("…".to_owned());
        }
        let fault = RowFault::new(sharing[0].number, columns.said(Field::Phone), phone, Problem::SharedPhone);
        found.push(fault.hint(numbers.join("、")));
    }
    found.sort_by_key(|fault| fault.row);
    found
}
