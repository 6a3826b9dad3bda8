//! Calendars to subscribe to: all released schedules, one event's, one person's own.

use super::book::open;
use super::people::one;
use super::release::{place_of, standing};
use crate::domain::access::Action;
use crate::domain::ids::{EventId, EventPersonId, ParticipantId};
use crate::domain::schedule::ical::{Appointment, Method, calendar};
use crate::domain::schedule::release::Entry;
use crate::platform::chance;
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::service::trail::{self, By};
use crate::storage::events::{self, EventRow};
use crate::storage::participants::{self, ParticipantRow};
use crate::storage::schedules::{self, ReleaseRow};
use crate::storage::{Conn, StorageError, entries, roster_people};
use chrono::{DateTime, Days, Utc};
use serde_json::json;
use sha2::{Digest, Sha256};

/// An iCalendar text.
pub type Feed = String;

/// A session's name in every calendar, the same for ever.
pub(super) fn uid(event: &EventRow, sitting: i64) -> String {
    format!("{}.{sitting}@{}.jiangxin", event.reference, event.division)
}

pub(super) fn appointment<'a>(
    uid: &'a str,
    stamp: DateTime<Utc>,
    entry: &'a Entry,
    place: &'a str,
    description: &'a str,
) -> Appointment<'a> {
    Appointment {
        uid,
        sequence: entry.sequence,
        stamp,
        start: entry.start,
        end: entry.end(),
        summary: &entry.title,
        location: place,
        description,
        cancelled: entry.cancelled,
    }
}

fn write(name: &str, released: &[(EventRow, ReleaseRow, Vec<Entry>)]) -> Feed {
    let of_event = |(event, row, entries): &(EventRow, ReleaseRow, Vec<Entry>)| {
        let named = |entry: &Entry| {
            (uid(event, entry.id), row.created_at.and_utc(), entry.clone(), place_of(entry), event.name.clone())
        };
        entries.iter().map(named).collect::<Vec<_>>()
    };
    let all: Vec<_> = released.iter().flat_map(of_event).collect();
    let entries: Vec<Appointment<'_>> =
        all.iter().map(|(uid, stamp, entry, place, event)| appointment(uid, *stamp, entry, place, event)).collect();
    calendar(Method::Publish, name, &entries, None)
}

fn with_event(conn: &mut Conn, row: ReleaseRow) -> Result<(EventRow, ReleaseRow, Vec<Entry>), ServiceError> {
    let event = events::get(conn, row.event_id)?;
    let entries = standing(&event, &row)?;
    Ok((event, row, entries))
}

/// How long a release stays in the public feed.
const RECENT: Days = Days::new(400);

/// Everything that was released during the last year or so. No names of people.
///
/// # Errors
/// The database failed.
pub fn public_feed(app: &App) -> Result<Feed, ServiceError> {
    app.store.read(|conn| {
        let since = app.now().naive_utc().checked_sub_days(RECENT).unwrap_or_default();
        let rows = schedules::last_releases(conn, since)?;
        let released = rows.into_iter().map(|row| with_event(conn, row)).collect::<Result<Vec<_>, _>>()?;
        Ok(write("匠心日程", &released))
    })
}

/// One event's sessions.
///
/// # Errors
/// `NotFound` for an event without a release.
pub fn event_feed(app: &App, event: EventId) -> Result<Feed, ServiceError> {
    app.store.read(|conn| {
        let row = schedules::last_release(conn, event)?.ok_or(ServiceError::NotFound)?;
        let released = with_event(conn, row)?;
        let name = released.0.name.clone();
        Ok(write(&name, &[released]))
    })
}

/// The sessions of whoever the secret was given to.
///
/// # Errors
/// `NotFound`: nobody's secret, or one that was revoked.
pub fn person_feed(app: &App, token: &str) -> Result<Feed, ServiceError> {
    app.store.read(|conn| {
        let person = match schedules::person_by_feed(conn, &hash(token)) {
            Err(StorageError::NotFound) => return participant_feed(conn, token),
            found => found?,
        };
        let mut released = Vec::new();
        if let Some(row) = schedules::last_release(conn, person.event_id)? {
            let (event, row, mut entries) = with_event(conn, row)?;
            entries.retain(|entry| entry.parts.iter().any(|part| part.person == person.id.get()));
            released.push((event, row, entries));
        }
        Ok(write(&person.name, &released))
    })
}

/// The secret of a participant's calendar. It is made from the hash of the secret link to their own page, so that
/// whoever is handed the calendar cannot open the page.
pub(in crate::service) fn participant_token(id: ParticipantId, link: &str) -> String {
    format!("p{id}-{}", hash(&format!("calendar:{link}")))
}

/// The sessions of a registered participant.
fn participant_feed(conn: &mut Conn, token: &str) -> Result<Feed, ServiceError> {
    let id = token.strip_prefix('p').and_then(|rest| rest.split('-').next()).and_then(|id| id.parse().ok());
    let id = ParticipantId::new(id.ok_or(ServiceError::NotFound)?);
    if entries::links(conn, id)?.iter().all(|link| participant_token(id, link) != token) {
        return Err(ServiceError::NotFound);
    }
    let person = participants::get(conn, id)?;
    let Some(row) = schedules::last_release(conn, person.event_id)? else { return Ok(write(&person.name, &[])) };
    let (event, row, mut entries) = with_event(conn, row)?;
    let own = roster_people::of_person(conn, &person)?;
    entries.retain(|entry| entry.parts.iter().any(|part| own.contains(&part.person)));
    Ok(write(&person.name, &[(event, row, entries)]))
}

/// The released sessions of a participant that stand, by time; `None` without a release.
///
/// # Errors
/// The stored schedule is damaged, or the database failed.
pub(in crate::service) fn own_sessions(
    conn: &mut Conn,
    event: &EventRow,
    person: &ParticipantRow,
) -> Result<Option<Vec<Entry>>, ServiceError> {
    let Some(row) = schedules::last_release(conn, event.id)? else { return Ok(None) };
    let own = roster_people::of_person(conn, person)?;
    let mut sessions = standing(event, &row)?;
    sessions.retain(|entry| !entry.cancelled && entry.parts.iter().any(|part| own.contains(&part.person)));
    sessions.sort_by_key(|entry| (entry.start, entry.id));
    Ok(Some(sessions))
}

fn hash(token: &str) -> String {
    Sha256::digest(token.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Makes a secret link for a person; an earlier one ends. Only its hash is kept.
///
/// # Errors
/// Rights, a stale version, nobody of this event.
pub fn make_link(
    app: &App,
    who: &Who,
    event: EventId,
    version: i64,
    id: EventPersonId,
) -> Result<String, ServiceError> {
    let token = chance::token();
    put(app, who, event, version, id, Some(&hash(&token)))?;
    Ok(format!("{}/feeds/person/{token}", app.base_url))
}

/// Ends a person's secret link.
///
/// # Errors
/// Rights, a stale version, nobody of this event.
pub fn revoke_link(app: &App, who: &Who, event: EventId, version: i64, id: EventPersonId) -> Result<(), ServiceError> {
    put(app, who, event, version, id, None)
}

fn put(
    app: &App,
    who: &Who,
    event: EventId,
    version: i64,
    id: EventPersonId,
    hash: Option<&str>,
) -> Result<(), ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        open(tx, who, Action::EventSchedule, event, version)?;
        let person = one(tx, event, id)?;
        schedules::put_feed(tx, id, hash)?;
        let action = if hash.is_some() { "schedule.make-link" } else { "schedule.revoke-link" };
        trail::record(tx, at, By::who(who), action, "event", event.get(), None, Some(json!({ "person": person.name })))
    })
}
