//! Schedules as files: a table with a row a session, and the `schedule.json` that frab and pretalx
//! write and read.

mod frab;
mod frab_out;
mod table;

pub use frab::{NotASchedule, read_json};
pub use frab_out::{is_uuid, uuid, write_json};
pub use table::{TableFault, read_table};

use super::sitting::{PersonKey, Role, RoomKey, Sitting, SittingKey};
use super::span::{Span, read_moment};
use crate::domain::fault::{Problem, RowFault};
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime};
use std::collections::{BTreeMap, BTreeSet};

/// One session of a file, as far as every file has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Where it stands: the row of a table, the place in the order of a file, from 1.
    pub row: usize,
    pub id: String,
    /// The name that stays the same from file to file; the id where there is none.
    pub guid: String,
    pub title: String,
    /// Empty: no room given.
    pub room: String,
    pub span: Span,
    pub persons: Vec<Named>,
}

/// A person as a file names one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    pub id: String,
    /// Empty where the file has ids only.
    pub name: String,
}

/// What a file holds: the sound sessions, and everything that is wrong with the others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    pub entries: Vec<Entry>,
    pub faults: Vec<RowFault>,
    /// Headings that mean nothing here.
    pub unknown: Vec<String>,
    seen: BTreeMap<String, usize>,
}

impl Reading {
    /// Keeps a session unless its id has been there before.
    fn take(&mut self, entry: Entry, column: &str) {
        if self.note(entry.row, &entry.id, column) {
            self.entries.push(entry);
        }
    }

    /// Remembers where an id stands; whether it is there for the first time. A blank one is none.
    fn note(&mut self, row: usize, id: &str, column: &str) -> bool {
        if id.is_empty() {
            return true;
        }
        if let Some(first) = self.seen.get(id) {
            self.faults.push(RowFault::new(row, column, id, Problem::Repeated).hint(first));
            return false;
        }
        self.seen.insert(id.to_owned(), row);
        true
    }
}

/// Rows whose day is a number, and rows whose day is a date: which numbered day is which date nobody can
/// tell, so none of one kind could be compared with any of the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MixedDays {
    pub numbered: Vec<usize>,
    pub dated: Vec<usize>,
}

impl Reading {
    /// A fault for each session whose day is only numbered: an event's sessions have dates.
    #[must_use]
    pub fn undated(&self) -> Vec<RowFault> {
        let numbered = self.entries.iter().filter(|entry| is_numbered(entry.span.start().date()));
        let fault = |entry: &Entry| {
            let day = entry.span.start().date().ordinal();
            RowFault::new(entry.row, format!("days[].date ({})", entry.id), day.to_string(), Problem::NotADate)
        };
        numbered.map(|entry| fault(entry).hint("2019-11-28")).collect()
    }

    /// Days of both kinds, if there are.
    #[must_use]
    pub fn mixed_days(&self) -> Option<MixedDays> {
        let (numbered, dated): (Vec<&Entry>, Vec<&Entry>) =
            self.entries.iter().partition(|entry| is_numbered(entry.span.start().date()));
        let rows = |entries: Vec<&Entry>| entries.into_iter().map(|entry| entry.row).collect::<Vec<_>>();
        (!numbered.is_empty() && !dated.is_empty()).then(|| MixedDays { numbered: rows(numbered), dated: rows(dated) })
    }
}

/// Entries as sittings, whose keys are places in the alphabetical lists beside them.
#[derive(Clone, Debug, Default)]
pub struct Index {
    pub sittings: Vec<Sitting>,
    pub ids: Vec<String>,
    pub rooms: Vec<String>,
    pub persons: Vec<Named>,
}

impl Index {
    #[must_use]
    pub fn of(entries: &[Entry]) -> Index {
        let ids = sorted(entries.iter().map(|entry| entry.id.as_str()));
        let rooms = sorted(entries.iter().map(|entry| entry.room.as_str()).filter(|room| !room.is_empty()));
        let mut named: BTreeMap<&str, &str> = BTreeMap::new();
        for person in entries.iter().flat_map(|entry| &entry.persons) {
            let name = named.entry(&person.id).or_default();
            // Whichever order the file has, the same name.
            if name.is_empty() || (!person.name.is_empty() && person.name.as_str() < *name) {
                *name = &person.name;
            }
        }
        let person_ids: Vec<&str> = named.keys().copied().collect();
        let sittings = entries
            .iter()
            .map(|entry| {
                let persons = entry.persons.iter().filter_map(|person| place(&person_ids, &person.id));
                Sitting {
                    start: Some(entry.span.start()),
                    room: place(&rooms, &entry.room).map(RoomKey),
                    people: persons.map(|key| (PersonKey(key), Role::Staff)).collect(),
                    ..Sitting::new(SittingKey(place(&ids, &entry.id).unwrap_or_default()), entry.span.length())
                }
            })
            .collect();
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        let persons = named.iter().map(|(id, name)| Named { id: (*id).to_owned(), name: (*name).to_owned() });
        Index { sittings, ids: owned(&ids), rooms: owned(&rooms), persons: persons.collect() }
    }

    #[must_use]
    pub fn id(&self, key: SittingKey) -> &str {
        nth(&self.ids, key.0).map_or("", String::as_str)
    }

    #[must_use]
    pub fn room(&self, key: RoomKey) -> &str {
        nth(&self.rooms, key.0).map_or("", String::as_str)
    }

    #[must_use]
    pub fn person(&self, key: PersonKey) -> Option<&Named> {
        nth(&self.persons, key.0)
    }
}

fn sorted<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<&'t str> {
    texts.collect::<BTreeSet<_>>().into_iter().collect()
}

fn place(texts: &[&str], text: &str) -> Option<i64> {
    texts.binary_search(&text).ok().and_then(|index| i64::try_from(index).ok())
}

fn nth<T>(list: &[T], index: i64) -> Option<&T> {
    usize::try_from(index).ok().and_then(|index| list.get(index))
}

/// Days may be numbered instead of dated: day 1 then is the first day of the first year, where no
/// dated session can be near it.
fn numbered_day(number: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(1, 1, 1)?.checked_add_days(Days::new(u64::from(number.checked_sub(1)?)))
}

fn is_numbered(day: NaiveDate) -> bool {
    day.year() < 1000
}

/// `2019-11-18 09:30`, or `1 09:30` on a numbered day.
#[must_use]
pub fn moment_text(moment: NaiveDateTime) -> String {
    let (day, time) = (moment.date(), moment.format("%H:%M"));
    if is_numbered(day) { format!("{} {time}", day.ordinal()) } else { format!("{day} {time}") }
}

/// Spans as people write them, a line each: `2019-11-28 09:00 / 2019-11-28 12:00`. Blank: none.
///
/// # Errors
/// The numbers of the lines that are no spans, from 1.
pub fn read_spans(text: &str) -> Result<Vec<Span>, Vec<usize>> {
    let read = |line: &str| {
        let (from, to) = line.split_once(" / ")?;
        Span::between(read_moment(from).ok()?, read_moment(to).ok()?).ok()
    };
    let (mut spans, mut wrong) = (Vec::new(), Vec::new());
    for (number, line) in (1..).zip(text.lines().map(str::trim)).filter(|(_, line)| !line.is_empty()) {
        match read(line) {
            Some(span) => spans.push(span),
            None => wrong.push(number),
        }
    }
    if wrong.is_empty() { Ok(spans) } else { Err(wrong) }
}
