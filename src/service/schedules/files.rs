//! `schedule.json` out and in.

use super::Book;
use super::book::{load, open};
use super::feeds::uid;
use super::release::draft;
use crate::domain::access::Action;
use crate::domain::fault::RowFault;
use crate::domain::ids::{EventId, EventPersonId};
use crate::domain::schedule::Role;
use crate::domain::schedule::exchange::{Entry, is_uuid, read_json, uuid, write_json};
use crate::domain::schedule::release;
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::service::trail::{self, By};
use crate::sheets;
use crate::storage::events::EventRow;
use crate::storage::schedules::{self, PersonData, SittingData, SittingRow};
use serde_json::json;
use std::collections::BTreeMap;

/// The last release for everybody: of the people only lecturers are named.
///
/// # Errors
/// `NotFound` for an event without a release.
pub fn export_public(app: &App, event: EventId) -> Result<String, ServiceError> {
    let (event, released) = super::public(app, event)?;
    let sittings = app.store.read(|conn| schedules::sittings(conn, event.id))?;
    let mut live: Vec<_> = released.entries.into_iter().filter(|entry| !entry.cancelled).collect();
    for entry in &mut live {
        entry.parts.retain(|part| part.role == Role::Lecturer);
    }
    let guid = |entry: &release::Entry| guid_of(&event, sittings.iter().find(|row| row.id.get() == entry.id), entry.id);
    Ok(write_json(&event.reference, &event.name, &released.name, &live, &guid))
}

/// The draft with everybody in it, for those who may see the event: its reference, and the file.
///
/// # Errors
/// `NotFound`, also for what the reader may not know of.
pub fn export_draft(app: &App, who: &Who, event: EventId) -> Result<(String, String), ServiceError> {
    let book = super::show(app, who, event)?;
    let row = |entry: &release::Entry| book.sittings.iter().find(|row| row.id.get() == entry.id);
    let guid = |entry: &release::Entry| guid_of(&book.event, row(entry), entry.id);
    let text = write_json(&book.event.reference, &book.event.name, "draft", &draft(&book), &guid);
    Ok((book.event.reference, text))
}

/// A session's UUID in every file: the one it came in under, else made from its name in calendars.
fn guid_of(event: &EventRow, row: Option<&SittingRow>, id: i64) -> String {
    let brought = row.map(|row| row.guid.as_str()).filter(|guid| is_uuid(guid));
    brought.map_or_else(|| uuid(&uid(event, id)), str::to_owned)
}

/// Takes the sessions of a `schedule.json` into the draft: people by name, rooms by name where the event
/// may use one of that name. A session that came in under the same name before, or was written by this
/// event, is brought up to date and not added again; of its people only lecturers that the file no longer
/// has are taken out. Nothing is imported if anything in the file is faulty.
///
/// # Errors
/// Rights, a stale version; `Invalid` if it is no such file or holds no sessions; the faults otherwise.
pub fn import(
    app: &App,
    who: &Who,
    event: EventId,
    version: i64,
    bytes: &[u8],
) -> Result<Result<Imported, Vec<RowFault>>, ServiceError> {
    let text = sheets::decode(bytes).map_err(|_| ServiceError::invalid("file", "sheet-encoding"))?;
    let reading = read_json(&text).map_err(|_| ServiceError::invalid("file", "not-a-schedule"))?;
    let faults: Vec<RowFault> = reading.faults.iter().cloned().chain(reading.undated()).collect();
    if !faults.is_empty() {
        return Ok(Err(faults));
    }
    let at = app.now();
    app.store.write(|tx| {
        let row = open(tx, who, Action::EventSchedule, event, version)?;
        if reading.entries.is_empty() {
            return Err(ServiceError::invalid("file", "no-sessions"));
        }
        let book = load(tx, row, at)?;
        let mut people: BTreeMap<String, EventPersonId> =
            book.people.iter().map(|person| (person.name.clone(), person.id)).collect();
        let mut done = Imported { added: 0, updated: 0 };
        for entry in &reading.entries {
            let known = book.sittings.iter().find(|row| is_it(&book, row, entry));
            let id = match known {
                Some(row) => {
                    schedules::put_sitting(tx, row.id, &updated(&book, row, entry))?;
                    done.updated += 1;
                    row.id
                }
                None => {
                    let id = schedules::insert_sitting(tx, event, &data(&book, entry), at.naive_utc())?;
                    schedules::put_guid(tx, id, &entry.guid)?;
                    done.added += 1;
                    id
                }
            };
            let mut parts: Vec<(EventPersonId, Role)> = book
                .parts
                .iter()
                .filter(|part| part.sitting_id == id && part.role != Role::Lecturer)
                .map(|part| (part.person_id, part.role))
                .collect();
            for named in &entry.persons {
                let name = if named.name.is_empty() { &named.id } else { &named.name };
                let person = match people.get(name) {
                    Some(person) => *person,
                    None => {
                        let data = PersonData {
                            name: name.clone(),
                            unit: String::new(),
                            role: Role::Lecturer.as_str(),
                            email: None,
                            user_id: None,
                            away: String::new(),
                            origin: String::new(),
                        };
                        let made = schedules::insert_person(tx, event, &data, at.naive_utc())?;
                        people.insert(name.clone(), made);
                        made
                    }
                };
                let role =
                    book.people.iter().find(|known| known.id == person).map_or(Role::Lecturer, |known| known.role);
                parts.push((person, role));
            }
            parts.sort_unstable();
            parts.dedup();
            schedules::put_parts(tx, id, &parts)?;
        }
        let after = json!({ "added": done.added, "updated": done.updated });
        trail::record(tx, at, By::who(who), "schedule.import", "event", event.get(), None, Some(after))?;
        Ok(Ok(done))
    })
}

/// What an import did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Imported {
    pub added: usize,
    pub updated: usize,
}

/// Whether the file's session is this one: brought in under its name, or written out by this event.
fn is_it(book: &Book, row: &SittingRow, entry: &Entry) -> bool {
    row.guid == entry.guid || entry.guid == guid_of(&book.event, Some(row), row.id.get())
}

fn room(book: &Book, entry: &Entry) -> Option<i64> {
    book.offered().into_iter().find(|(room, _)| room.name == entry.room).map(|(room, _)| room.id.get())
}

/// The session as the file has it; what the file does not say stays.
fn updated(book: &Book, row: &SittingRow, entry: &Entry) -> SittingData {
    let now = super::sittings::data_of(row);
    SittingData {
        title: if entry.title.is_empty() { now.title } else { entry.title.clone() },
        room_id: room(book, entry).or(now.room_id.filter(|_| entry.room.is_empty())),
        starts_at: Some(entry.span.start()),
        minutes: i32::try_from(entry.span.minutes()).unwrap_or(1),
        ..now
    }
}

fn data(book: &Book, entry: &Entry) -> SittingData {
    SittingData {
        title: if entry.title.is_empty() { entry.id.clone() } else { entry.title.clone() },
        room_id: room(book, entry),
        starts_at: Some(entry.span.start()),
        minutes: i32::try_from(entry.span.minutes()).unwrap_or(1),
        ..SittingData::default()
    }
}
