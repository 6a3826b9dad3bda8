//! Adding, moving and removing sessions.

use super::book::{listed, load, open};
use crate::domain::access::Action;
use crate::domain::ids::{EventId, EventPersonId, SittingId};
use crate::domain::schedule::span::{read_day, read_time};
use crate::domain::schedule::{Minutes, Role, Severity};
use crate::domain::text::{compact, tidy};
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By};
use crate::storage::events::EventRow;
use crate::storage::schedules::{self, SittingData, SittingRow};
use crate::storage::{Tx, venues};
use serde_json::{Value, json};

/// A session as typed.
#[derive(Clone, Debug, Default)]
pub struct SittingForm {
    pub title: String,
    pub item: String,
    pub group: String,
    pub room: String,
    /// With `start`: both or none.
    pub day: String,
    pub start: String,
    pub length: String,
    pub heads: String,
    pub needs: String,
    /// Ids of sessions that must have ended before.
    pub after: Vec<String>,
    /// Ids of people of the event.
    pub people: Vec<String>,
    pub wish_day: String,
    pub wish_half: String,
    pub wish_room: String,
    /// Ids of the only rooms that will do; none: any.
    pub rooms: Vec<String>,
    pub fixed: bool,
}

impl SittingForm {
    fn read(&self, book: &super::Book) -> Result<(SittingData, Vec<(EventPersonId, Role)>), ServiceError> {
        let mut faults = Vec::new();
        let title = tidy(&self.title);
        if title.is_empty() {
            faults.push(Fault::new("title", "required"));
        } else if title.chars().count() > 200 {
            faults.push(Fault::new("title", "too-long").with("max", 200));
        }
        let minutes = match Minutes::read(&self.length) {
            Ok(length) => i32::try_from(length.get()).unwrap_or(1),
            Err(_) => {
                faults.push(Fault::new("length", "not-a-length"));
                1
            }
        };
        let starts_at = self.start(&mut faults);
        let mut day = |field: &str, typed: &str| {
            let read = (!typed.trim().is_empty()).then(|| read_day(typed));
            read.and_then(|read| read.map_err(|_| faults.push(Fault::new(field, "not-a-day"))).ok())
        };
        let wish_day = day("wish_day", &self.wish_day);
        let heads = compact(&self.heads);
        let heads = match heads.parse::<i32>() {
            _ if heads.is_empty() => 0,
            Ok(heads @ 0..=100_000) => heads,
            _ => {
                faults.push(Fault::new("heads", "whole-number").with("max", 100_000));
                0
            }
        };
        let offered = book.offered();
        let mut room = |field: &str, typed: &str| {
            let id = (!typed.is_empty()).then(|| typed.parse::<i64>().unwrap_or(0))?;
            let known = offered.iter().any(|(room, _)| room.id.get() == id);
            if !known {
                faults.push(Fault::new(field, "required"));
            }
            Some(id).filter(|_| known)
        };
        let (room_id, wish_room) = (room("room", &self.room), room("wish_room", &self.wish_room));
        if !faults.is_empty() {
            return Err(ServiceError::Invalid(faults));
        }
        let allowed = self.rooms.iter().filter(|id| offered.iter().any(|(room, _)| room.id.to_string() == **id));
        let after = self.after.iter().filter(|id| book.sittings.iter().any(|row| row.id.to_string() == **id));
        let chosen = |id: &String| book.people.iter().find(|person| person.id.to_string() == *id);
        let mut people: Vec<(EventPersonId, Role)> =
            self.people.iter().filter_map(chosen).map(|person| (person.id, person.role)).collect();
        people.sort_unstable();
        people.dedup();
        let data = SittingData {
            title,
            item: tidy(&self.item),
            grp: tidy(&self.group),
            room_id,
            starts_at,
            minutes,
            heads,
            needs: listed(&self.needs),
            after_ids: after.cloned().collect::<Vec<_>>().join(";"),
            wish_day,
            wish_half: Some(self.wish_half.clone())
                .filter(|half| half.parse::<crate::domain::schedule::sitting::Half>().is_ok()),
            wish_room,
            fixed: self.fixed,
            allowed_rooms: allowed.cloned().collect::<Vec<_>>().join(";"),
        };
        Ok((data, people))
    }

    fn start(&self, faults: &mut Vec<Fault>) -> Option<chrono::NaiveDateTime> {
        let (day, start) = (self.day.trim(), self.start.trim());
        if day.is_empty() && start.is_empty() {
            return None;
        }
        let (read_day, read_start) = (read_day(day), read_time(start));
        let missing = |field, blank: bool| blank.then(|| Fault::new(field, "required"));
        if read_day.is_err() {
            faults.push(missing("day", day.is_empty()).unwrap_or_else(|| Fault::new("day", "not-a-day")));
        }
        if read_start.is_err() {
            faults.push(missing("start", start.is_empty()).unwrap_or_else(|| Fault::new("start", "not-a-time")));
        }
        Some(read_day.ok()?.and_time(read_start.ok()?))
    }
}

/// Adds a session.
///
/// # Errors
/// Rights, a stale version; `Invalid` with every fault, also if it would cause what the bureau does
/// not allow at all.
pub fn add(app: &App, who: &Who, event: EventId, version: i64, form: &SittingForm) -> Result<SittingId, ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let row = open(tx, who, Action::EventSchedule, event, version)?;
        let (data, people) = form.read(&load(tx, row.clone(), at)?)?;
        venues::lock_rooms(tx, &data.room_id.into_iter().collect())?;
        let id = schedules::insert_sitting(tx, event, &data, at.naive_utc())?;
        schedules::put_parts(tx, id, &people)?;
        refuse_blocks(app, tx, row, id)?;
        let after = said(id, &data, people.len());
        trail::record(tx, at, By::who(who), "schedule.add", "event", event.get(), None, Some(after))?;
        Ok(id)
    })
}

/// Writes a session anew: moves it, gives it other people.
///
/// # Errors
/// As [`add`]; `NotFound` for none of this event.
pub fn edit(
    app: &App,
    who: &Who,
    event: EventId,
    version: i64,
    id: SittingId,
    form: &SittingForm,
) -> Result<(), ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let row = open(tx, who, Action::EventSchedule, event, version)?;
        let book = load(tx, row.clone(), at)?;
        let before = book.sitting_row(id).ok_or(ServiceError::NotFound)?;
        let (data, people) = form.read(&book)?;
        venues::lock_rooms(tx, &data.room_id.into_iter().collect())?;
        let count = book.parts.iter().filter(|part| part.sitting_id == id).count();
        let before = said(id, &data_of(before), count);
        schedules::put_sitting(tx, id, &data)?;
        schedules::put_parts(tx, id, &people)?;
        refuse_blocks(app, tx, row, id)?;
        let after = said(id, &data, people.len());
        trail::record(tx, at, By::who(who), "schedule.edit", "event", event.get(), Some(before), Some(after))
    })
}

/// Removes a session. Whoever was told of it is told with the next release.
///
/// # Errors
/// Rights, a stale version, none of this event.
pub fn remove(app: &App, who: &Who, event: EventId, version: i64, id: SittingId) -> Result<(), ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        open(tx, who, Action::EventSchedule, event, version)?;
        let rows = schedules::sittings(tx, event)?;
        let before = rows.iter().find(|row| row.id == id).ok_or(ServiceError::NotFound)?;
        schedules::delete_sitting(tx, id)?;
        let before = said(id, &data_of(before), 0);
        trail::record(tx, at, By::who(who), "schedule.remove", "event", event.get(), Some(before), None)
    })
}

/// What the bureau does not allow at all is not even kept as a draft.
fn refuse_blocks(app: &App, tx: &mut Tx, event: EventRow, changed: SittingId) -> Result<(), ServiceError> {
    let book = load(tx, event, app.now())?;
    let key = crate::domain::schedule::SittingKey(changed.get());
    let blocks = book.conflicts(&app.calendar()).into_iter().filter(|found| {
        let conflict = &found.conflict;
        conflict.severity == Severity::Block && (conflict.first == key || conflict.second == Some(key))
    });
    let faults: Vec<Fault> = blocks
        .map(|found| {
            let other = if found.conflict.first == key { found.conflict.second } else { Some(found.conflict.first) };
            let own = other.and_then(|other| book.called(other.0));
            let fault = Fault::new("room", "schedule-block").with("kind", found.conflict.kind);
            fault.with("other", own.unwrap_or("none"))
        })
        .collect();
    if faults.is_empty() { Ok(()) } else { Err(ServiceError::Invalid(faults)) }
}

pub(super) fn data_of(row: &SittingRow) -> SittingData {
    let row = row.clone();
    SittingData {
        title: row.title,
        item: row.item,
        grp: row.grp,
        room_id: row.room_id,
        starts_at: row.starts_at,
        minutes: row.minutes,
        heads: row.heads,
        needs: row.needs,
        after_ids: row.after_ids,
        wish_day: row.wish_day,
        wish_half: row.wish_half,
        wish_room: row.wish_room,
        fixed: row.fixed,
        allowed_rooms: row.allowed_rooms,
    }
}

fn said(id: SittingId, data: &SittingData, people: usize) -> Value {
    json!({ "session": id, "title": data.title, "room": data.room_id, "start": data.starts_at,
        "minutes": data.minutes, "people": people })
}
