//! Contestants of items and people of schedules that come from a roster.

use super::conn::{Conn, Tx};
use super::error::StorageError;
use super::participants::ParticipantRow;
use super::schema::{contest_entrants, contest_items, entries, event_people, participants, teams};
use crate::domain::ids::{ContestId, EventId, EventPersonId, ParticipantId};
use crate::domain::participant::State;
use crate::domain::participant::roster::{There, Wanted};
use crate::domain::schedule::Role;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::exists;
use diesel::prelude::*;

/// A participant that takes part, and what in.
#[derive(Clone, Debug)]
pub struct Admitted {
    /// The item of the competition that the entry stands for.
    pub item: Option<i64>,
    /// The entry's name.
    pub entry: Option<String>,
    /// The team, where one registers as a team: its number and name.
    pub team: Option<(i64, String)>,
    /// None once erased.
    pub resident_id: Option<String>,
    pub wanted: Wanted,
}

type Columns = (i64, Option<String>, String, String, String, String, Option<NaiveDate>, Option<String>);

/// The participants of an event that take part, in the order they came.
///
/// # Errors
/// The database failed.
pub fn admitted(conn: &mut Conn, event: EventId) -> Result<Vec<Admitted>, StorageError> {
    type Row = (Columns, Option<i64>, Option<String>, Option<i32>, Option<(i64, String)>);
    let rows: Vec<Row> = participants::table
        .left_join(entries::table)
        .left_join(teams::table)
        .filter(participants::event_id.eq(event.get()))
        .filter(participants::state.eq(State::Admitted.as_str()))
        .order(participants::id)
        .select((
            (
                participants::id,
                participants::resident_id,
                participants::name,
                participants::unit,
                participants::id_tail,
                participants::email,
                participants::born_on,
                participants::sex,
            ),
            entries::contest_item_id.nullable(),
            entries::name.nullable(),
            entries::team_most.nullable(),
            (teams::id, teams::name).nullable(),
        ))
        .load(conn)?;
    let admitted = |(columns, item, entry, most, team): Row| {
        let (participant, resident_id, name, unit, id_tail, email, born_on, sex) = columns;
        let wanted = Wanted { participant, name, unit, id_tail, email, born_on, sex };
        Admitted { item, entry, team: team.filter(|_| most > Some(1)), resident_id, wanted }
    };
    Ok(rows.into_iter().map(admitted).collect())
}

/// The contestants of an item.
///
/// # Errors
/// The database failed.
pub fn entrants(conn: &mut Conn, item: ContestId) -> Result<Vec<There>, StorageError> {
    let rows: Vec<(i64, Option<i64>, String, String, String, String)> = contest_entrants::table
        .filter(contest_entrants::item_id.eq(item.get()))
        .order(contest_entrants::id)
        .select((
            contest_entrants::id,
            contest_entrants::participant_id,
            contest_entrants::name,
            contest_entrants::unit,
            contest_entrants::id_tail,
            contest_entrants::email,
        ))
        .load(conn)?;
    let there =
        |(id, participant, name, unit, tail, email)| There { id, participant, name, unit, id_tail: Some(tail), email };
    Ok(rows.into_iter().map(there).collect())
}

/// Writes a contestant as the participant is.
///
/// # Errors
/// The database failed.
pub fn put_entrant(tx: &mut Tx, id: i64, one: &Wanted) -> Result<(), StorageError> {
    diesel::update(contest_entrants::table.find(id))
        .set((
            contest_entrants::participant_id.eq(one.participant),
            contest_entrants::name.eq(&one.name),
            contest_entrants::id_tail.eq(&one.id_tail),
            contest_entrants::born_on.eq(one.born_on),
            contest_entrants::sex.eq(&one.sex),
            contest_entrants::unit.eq(&one.unit),
            contest_entrants::email.eq(&one.email),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Where a participant is a contestant: the contestant and the item's phase.
///
/// # Errors
/// The database failed.
pub fn entrants_of(conn: &mut Conn, id: ParticipantId) -> Result<Vec<(i64, String)>, StorageError> {
    let of_one = contest_entrants::table.filter(contest_entrants::participant_id.eq(id.get()));
    Ok(of_one.inner_join(contest_items::table).select((contest_entrants::id, contest_items::phase)).load(conn)?)
}

/// Who stands for a team after somebody who left it: the first of its members who are admitted. None where the
/// contestant is no team, or nobody is left.
///
/// # Errors
/// The database failed.
pub fn next_of_team(conn: &mut Conn, entrant: i64, left: ParticipantId) -> Result<Option<Wanted>, StorageError> {
    let team: Option<(i64, String)> = participants::table
        .inner_join(teams::table)
        .inner_join(entries::table.on(teams::entry_id.eq(entries::id)))
        .filter(participants::id.eq(left.get()))
        .filter(entries::team_most.gt(1))
        .select((teams::id, teams::name))
        .first(conn)
        .optional()?;
    let Some((team, name)) = team else { return Ok(None) };
    let is_team =
        contest_entrants::table.filter(contest_entrants::id.eq(entrant)).filter(contest_entrants::name.eq(&name));
    if !diesel::select(diesel::dsl::exists(is_team)).get_result(conn)? {
        return Ok(None);
    }
    let next: Option<(i64, String, String)> = participants::table
        .filter(participants::team_id.eq(team))
        .filter(participants::state.eq(State::Admitted.as_str()))
        .filter(participants::id.ne(left.get()))
        .order(participants::id)
        .select((participants::id, participants::unit, participants::email))
        .first(conn)
        .optional()?;
    let wanted = |(participant, unit, email)| Wanted { participant, name, unit, email, ..Wanted::default() };
    Ok(next.map(wanted))
}

/// Id, participant, name, unit and address of somebody in a schedule.
type Scheduled = (i64, Option<i64>, String, String, Option<String>);

/// The contestants of an event's schedule.
///
/// # Errors
/// The database failed.
pub fn scheduled(conn: &mut Conn, event: EventId) -> Result<Vec<There>, StorageError> {
    let rows: Vec<Scheduled> = event_people::table
        .filter(event_people::event_id.eq(event.get()))
        .filter(event_people::role.eq(Role::Contestant.as_str()))
        .order(event_people::id)
        .select((
            event_people::id,
            event_people::participant_id,
            event_people::name,
            event_people::unit,
            event_people::email,
        ))
        .load(conn)?;
    let there = |(id, participant, name, unit, email): Scheduled| There {
        id,
        participant,
        name,
        unit,
        id_tail: None,
        email: email.unwrap_or_default(),
    };
    Ok(rows.into_iter().map(there).collect())
}

/// Enters a participant among the people of the schedule.
///
/// # Errors
/// The database failed.
pub fn insert_scheduled(tx: &mut Tx, event: EventId, one: &Wanted, at: NaiveDateTime) -> Result<(), StorageError> {
    diesel::insert_into(event_people::table)
        .values((
            event_people::event_id.eq(event.get()),
            event_people::participant_id.eq(one.participant),
            event_people::name.eq(&one.name),
            event_people::unit.eq(&one.unit),
            event_people::role.eq(Role::Contestant.as_str()),
            event_people::email.eq(some(&one.email)),
            event_people::away.eq(""),
            event_people::created_at.eq(at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Writes one of the schedule's people as the participant is; the address is put by [`put_address`].
///
/// # Errors
/// The database failed.
pub fn put_scheduled(tx: &mut Tx, id: i64, one: &Wanted) -> Result<(), StorageError> {
    diesel::update(event_people::table.find(id))
        .set((
            event_people::participant_id.eq(one.participant),
            event_people::name.eq(&one.name),
            event_people::unit.eq(&one.unit),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Gives one of the schedule's people another address, and the account that has it.
///
/// # Errors
/// The database failed.
pub fn put_address(tx: &mut Tx, id: EventPersonId, email: &str, user: Option<i64>) -> Result<(), StorageError> {
    diesel::update(event_people::table.find(id.get()))
        .set((event_people::email.eq(some(email)), event_people::user_id.eq(user)))
        .execute(&mut **tx)?;
    Ok(())
}

/// Whether anybody is on the schedule of an event or on the list of one of its items.
///
/// # Errors
/// The database failed.
pub fn are_any(conn: &mut Conn, event: EventId) -> Result<bool, StorageError> {
    let scheduled = event_people::table.filter(event_people::event_id.eq(event.get()));
    let items = contest_items::table.filter(contest_items::event_id.eq(event.get())).select(contest_items::id);
    let listed = contest_entrants::table.filter(contest_entrants::item_id.eq_any(items));
    Ok(diesel::select(exists(scheduled)).get_result::<bool>(conn)?
        || diesel::select(exists(listed)).get_result::<bool>(conn)?)
}

/// Where a participant is a contestant, letters go to the address they have now: in the items of the roster, and in
/// those into which a result brought them.
///
/// # Errors
/// The database failed.
pub fn readdress(tx: &mut Tx, event: EventId, one: &ParticipantRow) -> Result<(), StorageError> {
    let items = contest_items::table.filter(contest_items::event_id.eq(event.get())).select(contest_items::id);
    let of_event = || contest_entrants::table.filter(contest_entrants::item_id.eq_any(items));
    let linked = of_event().filter(contest_entrants::participant_id.eq(one.id.get()));
    diesel::update(linked).set(contest_entrants::email.eq(&one.email)).execute(&mut **tx)?;
    let brought = of_event()
        .filter(contest_entrants::participant_id.is_null())
        .filter(contest_entrants::name.eq(&one.name))
        .filter(contest_entrants::id_tail.eq(&one.id_tail).and(contest_entrants::id_tail.ne("")));
    diesel::update(brought).set(contest_entrants::email.eq(&one.email)).execute(&mut **tx)?;
    super::contest_members::readdress(tx, one)
}

fn some(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

/// The people of an event's schedule that somebody is by any of their registrations, by their ids.
///
/// # Errors
/// The database failed.
pub fn of_person(conn: &mut Conn, row: &ParticipantRow) -> Result<Vec<i64>, StorageError> {
    let same = participants::resident_id.eq(&row.resident_id).or(participants::id.eq(row.id.get()));
    let own = participants::table.filter(participants::event_id.eq(row.event_id.get()));
    let own = own.filter(same.assume_not_null());
    let own: Vec<i64> = own.select(participants::id).load(conn)?;
    let people = event_people::table.filter(event_people::event_id.eq(row.event_id.get()));
    let people = people.filter(event_people::participant_id.eq_any(own));
    Ok(people.order(event_people::id).select(event_people::id).load(conn)?)
}

/// The people of an event's schedule that a participant is, by their ids.
///
/// # Errors
/// The database failed.
pub fn of_participant(conn: &mut Conn, event: EventId, participant: ParticipantId) -> Result<Vec<i64>, StorageError> {
    let own = event_people::table.filter(event_people::event_id.eq(event.get()));
    let own = own.filter(event_people::participant_id.eq(participant.get()));
    Ok(own.order(event_people::id).select(event_people::id).load(conn)?)
}
