//! Schedules of events: people, sittings, acknowledged warnings, releases. The event's row is the
//! lock, `schedules.version` says whether somebody was faster.

use super::conn::{Conn, Tx};
use super::error::StorageError;
use super::schema::{
    event_people, events, participants, schedule_acks, schedule_releases, schedules, sitting_people, sittings,
};
use crate::domain::event::State;
use crate::domain::ids::{EventId, EventPersonId, SittingId, UserId};
use crate::domain::schedule::Role;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use std::collections::BTreeMap;

/// Somebody who takes part in an event in some way.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = event_people)]
pub struct PersonRow {
    #[diesel(deserialize_as = i64)]
    pub id: EventPersonId,
    #[diesel(deserialize_as = i64)]
    pub event_id: EventId,
    pub name: String,
    pub unit: String,
    #[diesel(deserialize_as = String)]
    pub role: Role,
    pub email: Option<String>,
    pub user_id: Option<i64>,
    /// Spans, a line each: `2019-11-28 09:00 / 2019-11-28 12:00`.
    pub away: String,
    /// Of the secret of the person's calendar feed; `None`: no feed.
    pub feed_hash: Option<String>,
    /// Of a lecturer: where the employer is, as a code; empty: not said.
    pub origin: String,
}

/// What is written of a person.
#[derive(Clone, Debug, PartialEq, Eq, Insertable, AsChangeset)]
#[diesel(table_name = event_people)]
#[diesel(treat_none_as_null = true)]
pub struct PersonData {
    pub name: String,
    pub unit: String,
    pub role: &'static str,
    pub email: Option<String>,
    pub user_id: Option<i64>,
    pub away: String,
    pub origin: String,
}

/// A sitting as stored; times are wall-clock times of Asia/Shanghai.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = sittings)]
pub struct SittingRow {
    #[diesel(deserialize_as = i64)]
    pub id: SittingId,
    #[diesel(deserialize_as = i64)]
    pub event_id: EventId,
    pub title: String,
    pub item: String,
    pub grp: String,
    pub room_id: Option<i64>,
    pub starts_at: Option<NaiveDateTime>,
    pub minutes: i32,
    pub heads: i32,
    /// Separated by `;`, as are the ids of `after_ids`.
    pub needs: String,
    pub after_ids: String,
    pub wish_day: Option<NaiveDate>,
    pub wish_half: Option<String>,
    pub wish_room: Option<i64>,
    pub fixed: bool,
    /// Ids of the only rooms that will do, separated by `;`; blank: any.
    pub allowed_rooms: String,
    /// Under which name a file brought it in; blank: made here.
    pub guid: String,
}

/// What is written of a sitting.
#[derive(Clone, Debug, Default, PartialEq, Eq, Insertable, AsChangeset, serde::Serialize)]
#[diesel(table_name = sittings)]
#[diesel(treat_none_as_null = true)]
pub struct SittingData {
    pub title: String,
    pub item: String,
    pub grp: String,
    pub room_id: Option<i64>,
    pub starts_at: Option<NaiveDateTime>,
    pub minutes: i32,
    pub heads: i32,
    pub needs: String,
    pub after_ids: String,
    pub wish_day: Option<NaiveDate>,
    pub wish_half: Option<String>,
    pub wish_room: Option<i64>,
    pub fixed: bool,
    pub allowed_rooms: String,
}

/// Somebody's part in a sitting of another event.
#[derive(Clone, Debug)]
pub struct ElsewhereRow {
    pub sitting: SittingRow,
    pub role: Role,
    pub user_id: Option<i64>,
    pub email: Option<String>,
    pub name: String,
    /// The identity number, where it is known.
    pub number: Option<String>,
}

/// Who does what in a sitting.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = sitting_people)]
pub struct PartRow {
    #[diesel(deserialize_as = i64)]
    pub sitting_id: SittingId,
    #[diesel(deserialize_as = i64)]
    pub person_id: EventPersonId,
    #[diesel(deserialize_as = String)]
    pub role: Role,
}

/// An acknowledged warning.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = schedule_acks)]
pub struct AckRow {
    pub mark: String,
    pub reason: String,
    pub user_name: String,
    pub created_at: NaiveDateTime,
}

/// A release; `content` and `changes` are JSON of the domain's types.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = schedule_releases)]
pub struct ReleaseRow {
    pub id: i64,
    #[diesel(deserialize_as = i64)]
    pub event_id: EventId,
    pub number: i32,
    pub name: String,
    pub content: String,
    pub changes: String,
    pub user_name: String,
    pub created_at: NaiveDateTime,
}

/// The version of an event's schedule; 0 before anything was written.
///
/// # Errors
/// The database failed.
pub fn version(conn: &mut Conn, event: EventId) -> Result<i64, StorageError> {
    Ok(schedules::table.find(event.get()).select(schedules::version).first(conn).optional()?.unwrap_or(0))
}

/// Raises the version.
///
/// # Errors
/// [`StorageError::Stale`]: it is another one by now.
pub fn raise(tx: &mut Tx, event: EventId, from: i64) -> Result<(), StorageError> {
    if version(tx, event)? != from {
        return Err(StorageError::Stale);
    }
    let row = (schedules::event_id.eq(event.get()), schedules::version.eq(from + 1));
    if from == 0 {
        diesel::insert_into(schedules::table).values(row).execute(&mut **tx)?;
    } else {
        diesel::update(schedules::table.find(event.get())).set(schedules::version.eq(from + 1)).execute(&mut **tx)?;
    }
    Ok(())
}

/// # Errors
/// The database failed.
pub fn people(conn: &mut Conn, event: EventId) -> Result<Vec<PersonRow>, StorageError> {
    let of_event = event_people::table.filter(event_people::event_id.eq(event.get()));
    Ok(of_event.order((event_people::name, event_people::id)).select(PersonRow::as_select()).load(conn)?)
}

/// # Errors
/// [`StorageError::NotFound`].
pub fn person(conn: &mut Conn, id: EventPersonId) -> Result<PersonRow, StorageError> {
    Ok(event_people::table.find(id.get()).select(PersonRow::as_select()).first(conn)?)
}

/// # Errors
/// The database failed.
pub fn insert_person(
    tx: &mut Tx,
    event: EventId,
    data: &PersonData,
    at: NaiveDateTime,
) -> Result<EventPersonId, StorageError> {
    let id: i64 = diesel::insert_into(event_people::table)
        .values((event_people::event_id.eq(event.get()), event_people::created_at.eq(at), data))
        .returning(event_people::id)
        .get_result(&mut **tx)?;
    Ok(EventPersonId::new(id))
}

/// # Errors
/// The database failed.
pub fn put_person(tx: &mut Tx, id: EventPersonId, data: &PersonData) -> Result<(), StorageError> {
    diesel::update(event_people::table.find(id.get())).set(data).execute(&mut **tx)?;
    Ok(())
}

/// Gives the person a feed, or takes it away.
///
/// # Errors
/// The database failed.
pub fn put_feed(tx: &mut Tx, id: EventPersonId, hash: Option<&str>) -> Result<(), StorageError> {
    diesel::update(event_people::table.find(id.get())).set(event_people::feed_hash.eq(hash)).execute(&mut **tx)?;
    Ok(())
}

/// Whose feed it is.
///
/// # Errors
/// [`StorageError::NotFound`]: nobody's, or nobody's any more.
pub fn person_by_feed(conn: &mut Conn, hash: &str) -> Result<PersonRow, StorageError> {
    let found = event_people::table.filter(event_people::feed_hash.eq(hash));
    Ok(found.select(PersonRow::as_select()).first(conn)?)
}

/// Takes a person out of the event and of every sitting. An address is kept until the next release has told them.
///
/// # Errors
/// The database failed.
pub fn delete_person(tx: &mut Tx, id: EventPersonId) -> Result<(), StorageError> {
    super::schedule_gone::keep(tx, id)?;
    diesel::delete(sitting_people::table.filter(sitting_people::person_id.eq(id.get()))).execute(&mut **tx)?;
    diesel::delete(event_people::table.find(id.get())).execute(&mut **tx)?;
    Ok(())
}

/// # Errors
/// The database failed.
pub fn sittings(conn: &mut Conn, event: EventId) -> Result<Vec<SittingRow>, StorageError> {
    let of_event = sittings::table.filter(sittings::event_id.eq(event.get()));
    Ok(of_event.order((sittings::starts_at, sittings::id)).select(SittingRow::as_select()).load(conn)?)
}

/// What other events that were not called off do in rooms between two moments.
///
/// # Errors
/// The database failed.
pub fn others(
    conn: &mut Conn,
    event: EventId,
    from: NaiveDateTime,
    to: NaiveDateTime,
) -> Result<Vec<SittingRow>, StorageError> {
    let others = sittings::table
        .filter(sittings::event_id.ne(event.get()))
        .filter(sittings::room_id.is_not_null())
        .filter(sittings::starts_at.between(from, to));
    let mut rows: Vec<SittingRow> = others.order(sittings::id).select(SittingRow::as_select()).load(conn)?;
    let theirs: std::collections::BTreeSet<i64> = rows.iter().map(|row| row.event_id.get()).collect();
    let called_off: Vec<i64> = events::table
        .filter(events::id.eq_any(theirs))
        .filter(events::state.eq(State::Cancelled.as_str()))
        .select(events::id)
        .load(conn)?;
    rows.retain(|row| !called_off.contains(&row.event_id.get()));
    Ok(rows)
}

/// What people with these accounts, addresses or identity numbers do in other events that were not called off,
/// between two moments.
///
/// # Errors
/// The database failed.
pub fn elsewhere(
    conn: &mut Conn,
    event: EventId,
    (users, emails, numbers): (&[i64], &[String], &[String]),
    (from, to): (NaiveDateTime, NaiveDateTime),
) -> Result<Vec<ElsewhereRow>, StorageError> {
    type Row = (SittingRow, String, Option<i64>, Option<String>, String, Option<i64>);
    let numbered: Vec<i64> = participants::table
        .filter(participants::resident_id.eq_any(numbers))
        .filter(participants::event_id.ne(event.get()))
        .select(participants::id)
        .load(conn)?;
    let known = event_people::user_id
        .eq_any(users)
        .or(event_people::email.eq_any(emails))
        .or(event_people::participant_id.eq_any(numbered));
    let rows: Vec<Row> = sitting_people::table
        .inner_join(sittings::table.inner_join(events::table))
        .inner_join(event_people::table)
        .filter(sittings::event_id.ne(event.get()))
        .filter(sittings::starts_at.between(from, to))
        .filter(events::state.ne(State::Cancelled.as_str()))
        .filter(known.assume_not_null())
        .order((sittings::id, sitting_people::person_id))
        .select((
            SittingRow::as_select(),
            sitting_people::role,
            event_people::user_id,
            event_people::email,
            event_people::name,
            event_people::participant_id,
        ))
        .load(conn)?;
    let known = numbers_of(conn, rows.iter().filter_map(|row| row.5))?;
    rows.into_iter()
        .map(|(sitting, role, user_id, email, name, participant)| {
            let number = participant.and_then(|id| known.get(&id).cloned());
            let corrupt = |_| StorageError::Corrupt { what: "role", value: role.clone() };
            Ok(ElsewhereRow { sitting, role: role.parse().map_err(corrupt)?, user_id, email, name, number })
        })
        .collect()
}

/// Identity numbers of the people of an event that are known, by person.
///
/// # Errors
/// The database failed.
pub fn numbers(conn: &mut Conn, event: EventId) -> Result<BTreeMap<i64, String>, StorageError> {
    let links: Vec<(i64, Option<i64>)> = event_people::table
        .filter(event_people::event_id.eq(event.get()))
        .filter(event_people::participant_id.is_not_null())
        .select((event_people::id, event_people::participant_id))
        .load(conn)?;
    let known = numbers_of(conn, links.iter().filter_map(|(_, participant)| *participant))?;
    let number = |(id, participant): (i64, Option<i64>)| Some((id, known.get(&participant?)?.clone()));
    Ok(links.into_iter().filter_map(number).collect())
}

/// Identity numbers by participant.
fn numbers_of(
    conn: &mut Conn,
    participants_of: impl Iterator<Item = i64>,
) -> Result<BTreeMap<i64, String>, StorageError> {
    let ids: Vec<i64> = participants_of.collect();
    let mut found = BTreeMap::new();
    for ids in ids.chunks(500) {
        let rows: Vec<(i64, Option<String>)> = participants::table
            .filter(participants::id.eq_any(ids))
            .select((participants::id, participants::resident_id))
            .load(conn)?;
        found.extend(rows.into_iter().filter_map(|(id, number)| Some((id, number?))));
    }
    Ok(found)
}

/// Events under way with a sitting that is not before this moment.
///
/// # Errors
/// The database failed.
pub fn upcoming(conn: &mut Conn, from: NaiveDateTime) -> Result<Vec<EventId>, StorageError> {
    let ids: Vec<i64> = sittings::table
        .inner_join(events::table)
        .filter(sittings::starts_at.ge(from))
        .filter(events::state.eq_any([State::Approved.as_str(), State::Filed.as_str()]))
        .order(events::id)
        .select(events::id)
        .distinct()
        .load(conn)?;
    Ok(ids.into_iter().map(EventId::new).collect())
}

/// Keeps under which name a file brought a sitting in.
///
/// # Errors
/// The database failed.
pub fn put_guid(tx: &mut Tx, id: SittingId, guid: &str) -> Result<(), StorageError> {
    diesel::update(sittings::table.find(id.get())).set(sittings::guid.eq(guid)).execute(&mut **tx)?;
    Ok(())
}

/// # Errors
/// The database failed.
pub fn insert_sitting(
    tx: &mut Tx,
    event: EventId,
    data: &SittingData,
    at: NaiveDateTime,
) -> Result<SittingId, StorageError> {
    let id: i64 = diesel::insert_into(sittings::table)
        .values((sittings::event_id.eq(event.get()), sittings::created_at.eq(at), data))
        .returning(sittings::id)
        .get_result(&mut **tx)?;
    Ok(SittingId::new(id))
}

/// # Errors
/// The database failed.
pub fn put_sitting(tx: &mut Tx, id: SittingId, data: &SittingData) -> Result<(), StorageError> {
    diesel::update(sittings::table.find(id.get())).set(data).execute(&mut **tx)?;
    Ok(())
}

/// # Errors
/// The database failed.
pub fn move_sitting(tx: &mut Tx, id: SittingId, start: NaiveDateTime, room: i64) -> Result<(), StorageError> {
    diesel::update(sittings::table.find(id.get()))
        .set((sittings::starts_at.eq(start), sittings::room_id.eq(room)))
        .execute(&mut **tx)?;
    Ok(())
}

/// # Errors
/// The database failed.
pub fn delete_sitting(tx: &mut Tx, id: SittingId) -> Result<(), StorageError> {
    diesel::delete(sitting_people::table.filter(sitting_people::sitting_id.eq(id.get()))).execute(&mut **tx)?;
    diesel::delete(sittings::table.find(id.get())).execute(&mut **tx)?;
    Ok(())
}

/// # Errors
/// The database failed.
pub fn parts(conn: &mut Conn, event: EventId) -> Result<Vec<PartRow>, StorageError> {
    let of_event = sitting_people::table.inner_join(sittings::table).filter(sittings::event_id.eq(event.get()));
    let order = (sitting_people::sitting_id, sitting_people::person_id, sitting_people::role);
    Ok(of_event.order(order).select(PartRow::as_select()).load(conn)?)
}

/// Replaces who takes part in a sitting.
///
/// # Errors
/// The database failed.
pub fn put_parts(tx: &mut Tx, sitting: SittingId, parts: &[(EventPersonId, Role)]) -> Result<(), StorageError> {
    diesel::delete(sitting_people::table.filter(sitting_people::sitting_id.eq(sitting.get()))).execute(&mut **tx)?;
    for (person, role) in parts {
        let row = (
            sitting_people::sitting_id.eq(sitting.get()),
            sitting_people::person_id.eq(person.get()),
            sitting_people::role.eq(role.as_str()),
        );
        diesel::insert_into(sitting_people::table).values(row).execute(&mut **tx)?;
    }
    Ok(())
}

/// # Errors
/// The database failed.
pub fn acks(conn: &mut Conn, event: EventId) -> Result<Vec<AckRow>, StorageError> {
    let of_event = schedule_acks::table.filter(schedule_acks::event_id.eq(event.get()));
    Ok(of_event.order(schedule_acks::mark).select(AckRow::as_select()).load(conn)?)
}

/// # Errors
/// The database failed.
pub fn put_ack(
    tx: &mut Tx,
    event: EventId,
    mark: &str,
    reason: &str,
    by: &str,
    at: NaiveDateTime,
) -> Result<(), StorageError> {
    diesel::delete(schedule_acks::table.find((event.get(), mark))).execute(&mut **tx)?;
    let row = (
        schedule_acks::event_id.eq(event.get()),
        schedule_acks::mark.eq(mark),
        schedule_acks::reason.eq(reason),
        schedule_acks::user_name.eq(by),
        schedule_acks::created_at.eq(at),
    );
    diesel::insert_into(schedule_acks::table).values(row).execute(&mut **tx)?;
    Ok(())
}

/// Every release of an event, the last one first.
///
/// # Errors
/// The database failed.
pub fn releases(conn: &mut Conn, event: EventId) -> Result<Vec<ReleaseRow>, StorageError> {
    let of_event = schedule_releases::table.filter(schedule_releases::event_id.eq(event.get()));
    Ok(of_event.order(schedule_releases::number.desc()).select(ReleaseRow::as_select()).load(conn)?)
}

/// The last release of an event.
///
/// # Errors
/// The database failed.
pub fn last_release(conn: &mut Conn, event: EventId) -> Result<Option<ReleaseRow>, StorageError> {
    let of_event = schedule_releases::table.filter(schedule_releases::event_id.eq(event.get()));
    let last = of_event.order(schedule_releases::number.desc()).select(ReleaseRow::as_select()).first(conn);
    Ok(last.optional()?)
}

/// The last release of every event that was released since `since`.
///
/// # Errors
/// The database failed.
pub fn last_releases(conn: &mut Conn, since: NaiveDateTime) -> Result<Vec<ReleaseRow>, StorageError> {
    let recent = schedule_releases::table.filter(schedule_releases::created_at.ge(since));
    let rows: Vec<ReleaseRow> = recent
        .order((schedule_releases::event_id, schedule_releases::number.desc()))
        .select(ReleaseRow::as_select())
        .load(conn)?;
    let mut last: Vec<ReleaseRow> = Vec::new();
    for row in rows {
        if last.last().is_none_or(|known| known.event_id != row.event_id) {
            last.push(row);
        }
    }
    Ok(last)
}

/// Events with a released schedule.
///
/// # Errors
/// The database failed.
pub fn released_events(conn: &mut Conn) -> Result<std::collections::BTreeSet<EventId>, StorageError> {
    let ids: Vec<i64> = schedule_releases::table.select(schedule_releases::event_id).distinct().load(conn)?;
    Ok(ids.into_iter().map(EventId::new).collect())
}

/// # Errors
/// `Violated`: two at once; the second is to look again.
pub fn insert_release(
    tx: &mut Tx,
    event: EventId,
    number: i32,
    name: &str,
    (content, changes): (&str, &str),
    by: &str,
    at: NaiveDateTime,
) -> Result<(), StorageError> {
    let row = (
        schedule_releases::event_id.eq(event.get()),
        schedule_releases::number.eq(number),
        schedule_releases::name.eq(name),
        schedule_releases::content.eq(content),
        schedule_releases::changes.eq(changes),
        schedule_releases::user_name.eq(by),
        schedule_releases::created_at.eq(at),
    );
    diesel::insert_into(schedule_releases::table).values(row).execute(&mut **tx)?;
    Ok(())
}

impl PersonRow {
    pub fn user(&self) -> Option<UserId> {
        self.user_id.map(UserId::new)
    }
}
