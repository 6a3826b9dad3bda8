//! Participants of events, and what became of them.

use super::conn::{Conn, Tx};
use super::dialect;
use super::error::StorageError;
use super::schema::{participant_log, participants, users};
use crate::domain::ids::{EventId, ParticipantId, UserId};
use crate::domain::participant::{Source, State};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

/// A participant as stored. Identity number, phone and address are for the office and the event's
/// host; never in mail, logs or on the record.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = participants)]
pub struct ParticipantRow {
    #[diesel(deserialize_as = i64)]
    pub id: ParticipantId,
    #[diesel(deserialize_as = i64)]
    pub event_id: EventId,
    pub entry_id: Option<i64>,
    pub team_id: Option<i64>,
    #[diesel(deserialize_as = String)]
    pub state: State,
    #[diesel(deserialize_as = String)]
    pub source: Source,
    pub name: String,
    /// None once erased.
    pub resident_id: Option<String>,
    /// Its last four.
    pub id_tail: String,
    pub born_on: Option<NaiveDate>,
    pub sex: Option<String>,
    pub unit: String,
    /// Of the unit, six digits; empty: not said.
    pub division: String,
    pub phone: String,
    pub email: String,
    pub lang: String,
    pub skill_level: String,
    pub titles: String,
    pub remarks: String,
    pub offered_until: Option<NaiveDateTime>,
    pub pass_code: Option<String>,
    pub version: i64,
    pub created_at: NaiveDateTime,
    /// Code of [`Employer`](crate::domain::participant::Employer); empty: not said.
    pub employer: String,
}

impl ParticipantRow {
    /// With nothing about the person but name, unit and state, and what they are entered for: for readers who
    /// have no need of the rest.
    #[must_use]
    pub fn without_particulars(self) -> ParticipantRow {
        ParticipantRow {
            resident_id: None,
            id_tail: String::new(),
            born_on: None,
            sex: None,
            division: String::new(),
            phone: String::new(),
            email: String::new(),
            skill_level: String::new(),
            titles: String::new(),
            remarks: String::new(),
            employer: String::new(),
            pass_code: None,
            ..self
        }
    }
}

/// A participant to be entered.
#[derive(Clone, Debug, Default, Insertable)]
#[diesel(table_name = participants, treat_none_as_default_value = false)]
pub struct NewParticipant {
    pub event_id: i64,
    pub entry_id: Option<i64>,
    pub team_id: Option<i64>,
    pub state: &'static str,
    pub source: &'static str,
    pub name: String,
    pub resident_id: Option<String>,
    pub id_tail: String,
    pub born_on: Option<NaiveDate>,
    pub sex: Option<String>,
    pub unit: String,
    pub division: String,
    pub phone: String,
    pub email: String,
    pub lang: String,
    pub skill_level: String,
    pub titles: String,
    pub remarks: String,
    pub offered_until: Option<NaiveDateTime>,
    /// The identity number where the event allows one item per person.
    pub sole_key: Option<String>,
    pub page_hash: Option<String>,
    pub pass_code: Option<String>,
    pub created_at: NaiveDateTime,
    pub employer: String,
}

/// The participants of an event in the order they came.
///
/// # Errors
/// The database failed.
pub fn of_event(conn: &mut Conn, event: EventId) -> Result<Vec<ParticipantRow>, StorageError> {
    let of_event = participants::table.filter(participants::event_id.eq(event.get()));
    Ok(of_event.order(participants::id).select(ParticipantRow::as_select()).load(conn)?)
}

/// One participant.
///
/// # Errors
/// `NotFound`.
pub fn get(conn: &mut Conn, id: ParticipantId) -> Result<ParticipantRow, StorageError> {
    Ok(participants::table.find(id.get()).select(ParticipantRow::as_select()).first(conn)?)
}

/// One participant, locked until the transaction ends.
///
/// # Errors
/// `NotFound`.
pub fn lock(tx: &mut Tx, id: ParticipantId) -> Result<ParticipantRow, StorageError> {
    dialect::lock_row(tx, "participants", id.get())?;
    get(tx, id)
}

/// Enters a participant.
///
/// # Errors
/// `Violated(ParticipantTwice)`, `Violated(ParticipantElsewhere)`.
pub fn insert(tx: &mut Tx, new: &NewParticipant) -> Result<ParticipantId, StorageError> {
    let id: i64 =
        diesel::insert_into(participants::table).values(new).returning(participants::id).get_result(&mut **tx)?;
    Ok(ParticipantId::new(id))
}

/// Moves a participant to another state.
///
/// # Errors
/// `Stale` when it was changed meanwhile.
pub fn put_state(
    tx: &mut Tx,
    row: &ParticipantRow,
    state: State,
    offered_until: Option<NaiveDateTime>,
) -> Result<(), StorageError> {
    let same = participants::table.find(row.id.get()).filter(participants::version.eq(row.version));
    let changed = diesel::update(same)
        .set((
            participants::state.eq(state.as_str()),
            participants::offered_until.eq(offered_until),
            participants::version.eq(row.version + 1),
        ))
        .execute(&mut **tx)?;
    if changed == 1 { Ok(()) } else { Err(StorageError::Stale) }
}

/// What happened to a participant, for the log that stays.
#[derive(Clone, Debug, Default)]
pub struct Happened<'a> {
    /// A code: `registered`, `admitted`, `withdrawn`, ….
    pub what: &'a str,
    /// Values before and after, without identity numbers.
    pub before: &'a str,
    pub after: &'a str,
    pub reason: &'a str,
    /// None: the participant, or the program itself.
    pub user: Option<UserId>,
}

/// Writes the participant's log.
///
/// # Errors
/// The database failed.
pub fn log(tx: &mut Tx, id: ParticipantId, at: NaiveDateTime, happened: &Happened) -> Result<(), StorageError> {
    diesel::insert_into(participant_log::table)
        .values((
            participant_log::participant_id.eq(id.get()),
            participant_log::at.eq(at),
            participant_log::what.eq(happened.what),
            participant_log::before.eq(happened.before),
            participant_log::after.eq(happened.after),
            participant_log::reason.eq(happened.reason),
            participant_log::user_id.eq(happened.user.map(UserId::get)),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// A line of a participant's log.
#[derive(Clone, Debug, Queryable)]
pub struct LogRow {
    pub at: NaiveDateTime,
    pub what: String,
    pub before: String,
    pub after: String,
    pub reason: String,
    /// Who did it; none: the participant, or the program itself.
    pub user: Option<String>,
}

impl LogRow {
    /// What happened, when and by whom, without what was written about the person.
    #[must_use]
    pub fn without_particulars(self) -> LogRow {
        LogRow { before: String::new(), after: String::new(), reason: String::new(), ..self }
    }
}

/// A participant's log, oldest first.
///
/// # Errors
/// The database failed.
pub fn log_of(conn: &mut Conn, id: ParticipantId) -> Result<Vec<LogRow>, StorageError> {
    let of_one = participant_log::table.left_join(users::table).filter(participant_log::participant_id.eq(id.get()));
    let columns = (
        participant_log::at,
        participant_log::what,
        participant_log::before,
        participant_log::after,
        participant_log::reason,
        users::name.nullable(),
    );
    Ok(of_one.order(participant_log::id).select(columns).load(conn)?)
}
