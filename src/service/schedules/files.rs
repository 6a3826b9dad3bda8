//! `schedule.json` out and in.

use super::book::{load, open};
use super::{Book, Released};
use crate::domain::access::Action;
use crate::domain::fault::RowFault;
use crate::domain::ids::EventId;
use crate::domain::schedule::Role;
use crate::domain::schedule::exchange::{Entry, read_json, write_json};
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::service::trail::{self, By};
use crate::sheets;
use crate::storage::events::EventRow;
use crate::storage::schedules::{self, PersonData, SittingData};
use serde_json::json;
use std::collections::BTreeMap;

/// A release as frab and pretalx write it.
pub fn export(event: &EventRow, released: &Released) -> String {
    let live: Vec<_> = released.entries.iter().filter(|entry| !entry.cancelled).cloned().collect();
    write_json(&event.reference, &event.name, &released.name, &live)
}

/// Adds the sessions of a `schedule.json` to the draft: people by name, rooms by name where the event
/// may use one of that name. Nothing is imported if anything in the file is faulty.
///
/// # Errors
/// Rights, a stale version; `Invalid` if it is no such file; the faults otherwise.
pub fn import(
    app: &App,
    who: &Who,
    event: EventId,
    version: i64,
    bytes: &[u8],
) -> Result<Result<usize, Vec<RowFault>>, ServiceError> {
    let text = sheets::decode(bytes).map_err(|_| ServiceError::invalid("file", "sheet-encoding"))?;
    let reading = read_json(&text).map_err(|_| ServiceError::invalid("file", "not-a-schedule"))?;
    if !reading.faults.is_empty() {
        return Ok(Err(reading.faults));
    }
    let at = app.now();
    app.store.write(|tx| {
        let row = open(tx, who, Action::EventSchedule, event, version)?;
        let book = load(tx, row)?;
        let mut people: BTreeMap<String, crate::domain::ids::EventPersonId> =
            book.people.iter().map(|person| (person.name.clone(), person.id)).collect();
        for entry in &reading.entries {
            let id = schedules::insert_sitting(tx, event, &data(&book, entry), at.naive_utc())?;
            let mut parts = Vec::new();
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
        let after = json!({ "sessions": reading.entries.len() });
        trail::record(tx, at, By::who(who), "schedule.import", "event", event.get(), None, Some(after))?;
        Ok(Ok(reading.entries.len()))
    })
}

fn data(book: &Book, entry: &Entry) -> SittingData {
    let room = book.offered().into_iter().find(|(room, _)| room.name == entry.room);
    SittingData {
        title: if entry.title.is_empty() { entry.id.clone() } else { entry.title.clone() },
        room_id: room.map(|(room, _)| room.id.get()),
        starts_at: Some(entry.span.start()),
        minutes: i32::try_from(entry.span.minutes()).unwrap_or(1),
        ..SittingData::default()
    }
}
