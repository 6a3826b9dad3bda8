//! A day as a table: rooms across, time down; on a phone a list in order of time.

use crate::domain::schedule::release::Entry;
use crate::service::schedules::Book;
use crate::storage::schedules::SittingRow;
use chrono::{Duration, NaiveDate, NaiveDateTime};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Clone, Debug, Serialize)]
pub struct Day {
    pub date: NaiveDate,
    pub rooms: Vec<String>,
    pub rows: Vec<Row>,
}

/// Everything that begins at one time.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    pub start: String,
    /// One a room, in their order.
    pub cells: Vec<Cell>,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Cell {
    pub room: String,
    pub sessions: Vec<Session>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Session {
    pub title: String,
    /// Where it is changed; empty where it cannot be.
    pub path: String,
    /// `09:00–10:30`.
    pub span: String,
    /// Item and group.
    pub item: String,
    pub people: String,
    pub fixed: bool,
    /// Something is wrong with it.
    pub wrong: bool,
}

/// A session with when and where, before it is put into a table.
pub struct Slot {
    pub start: NaiveDateTime,
    pub room: String,
    pub session: Session,
}

/// The days in order, each with the rooms that are used on it.
pub fn days(slots: Vec<Slot>) -> Vec<Day> {
    let mut by_day: BTreeMap<NaiveDate, Vec<Slot>> = BTreeMap::new();
    for slot in slots {
        by_day.entry(slot.start.date()).or_default().push(slot);
    }
    by_day.into_iter().map(|(date, slots)| day(date, slots)).collect()
}

fn day(date: NaiveDate, slots: Vec<Slot>) -> Day {
    let rooms: std::collections::BTreeSet<String> = slots.iter().map(|slot| slot.room.clone()).collect();
    let rooms: Vec<String> = rooms.into_iter().collect();
    let mut rows: BTreeMap<NaiveDateTime, Vec<Cell>> = BTreeMap::new();
    let empty = || rooms.iter().map(|room| Cell { room: room.clone(), sessions: Vec::new() }).collect::<Vec<_>>();
    for slot in slots {
        let cells = rows.entry(slot.start).or_insert_with(empty);
        if let Some(cell) = cells.iter_mut().find(|cell| cell.room == slot.room) {
            cell.sessions.push(slot.session);
        }
    }
    let row = |(start, cells): (NaiveDateTime, Vec<Cell>)| Row { start: start.format("%H:%M").to_string(), cells };
    Day { date, rows: rows.into_iter().map(row).collect(), rooms }
}

/// `09:00–10:30`; with the day where it ends on another one.
pub fn span(start: NaiveDateTime, minutes: i64) -> String {
    let end = start + Duration::minutes(minutes);
    let form = if end.date() == start.date() { "%H:%M" } else { "%m-%d %H:%M" };
    format!("{}–{}", start.format("%H:%M"), end.format(form))
}

/// A session of the draft.
pub fn of_draft(book: &Book, row: &SittingRow, wrong: bool) -> Session {
    let parts = book.parts.iter().filter(|part| part.sitting_id == row.id);
    let names: Vec<&str> = parts
        .filter_map(|part| book.people.iter().find(|person| person.id == part.person_id))
        .map(|person| person.name.as_str())
        .collect();
    Session {
        title: row.title.clone(),
        path: super::show::session_path(book, row.id.get()),
        span: row.starts_at.map(|start| span(start, row.minutes.into())).unwrap_or_default(),
        item: joined(&row.item, &row.grp),
        people: names.join("、"),
        fixed: row.fixed,
        wrong,
    }
}

/// A released session, for everybody: of the people only lecturers are named.
pub fn of_release(entry: &Entry) -> Slot {
    let lecturers = entry.parts.iter().filter(|part| part.role == crate::domain::schedule::Role::Lecturer);
    Slot {
        start: entry.start,
        room: crate::web::pages::schedule::table::joined(&entry.room, &entry.place),
        session: Session {
            title: entry.title.clone(),
            path: String::new(),
            span: span(entry.start, entry.minutes.into()),
            item: joined(&entry.item, &entry.group),
            people: lecturers.map(|part| part.name.as_str()).collect::<Vec<_>>().join("、"),
            fixed: false,
            wrong: false,
        },
    }
}

/// Both, or the one that is there.
pub fn joined(one: &str, other: &str) -> String {
    [one, other].iter().filter(|text| !text.is_empty()).copied().collect::<Vec<_>>().join(" · ")
}
