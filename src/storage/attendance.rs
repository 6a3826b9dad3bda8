//! Attendance: scans at the door, answers to flags, passes, certificates of completion.

use super::conn::{Conn, Tx};
use super::dialect;
use super::error::StorageError;
use super::schema::{
    attendance, attendance_answers, completion_certificates, contest_entrants, entries, event_terms, events,
    participants, users,
};
use crate::domain::ids::{CertificateId, ContestId, EntrantId, EventId, ParticipantId, UserId};
use crate::domain::participant::attendance::Direction;
use crate::domain::participant::{State, Terms};
use crate::domain::ratio::Ratio;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

/// A scan as stored; both times are UTC.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = attendance)]
pub struct ScanRow {
    pub id: i64,
    #[diesel(deserialize_as = i64)]
    pub event_id: EventId,
    #[diesel(deserialize_as = i64)]
    pub participant_id: ParticipantId,
    #[diesel(deserialize_as = String)]
    pub direction: Direction,
    /// By the device's clock.
    pub scanned_at: NaiveDateTime,
    pub received_at: NaiveDateTime,
    pub device: String,
    pub mark: String,
    /// Empty: it counts.
    pub struck_reason: String,
    /// How far the device's clock was behind ours.
    pub skew_seconds: Option<i32>,
    /// Why it was entered by hand; empty for a scan.
    pub note: String,
}

/// A scan to be entered.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = attendance)]
pub struct NewScan<'a> {
    pub event_id: i64,
    pub participant_id: i64,
    pub direction: &'static str,
    pub scanned_at: NaiveDateTime,
    pub received_at: NaiveDateTime,
    pub device: &'a str,
    pub mark: &'a str,
    pub user_id: i64,
    pub skew_seconds: Option<i32>,
    pub note: &'a str,
}

/// Enters a scan; false when this scan of this device is there already.
///
/// # Errors
/// The database failed.
pub fn enter(tx: &mut Tx, scan: &NewScan) -> Result<bool, StorageError> {
    dialect::enter_scan(tx, scan)
}

/// Of whom and which way the scan with this mark is.
///
/// # Errors
/// `NotFound`.
pub fn marked(
    conn: &mut Conn,
    event: EventId,
    device: &str,
    mark: &str,
) -> Result<(ParticipantId, Direction), StorageError> {
    let of_event = attendance::table.filter(attendance::event_id.eq(event.get()));
    let found = of_event.filter(attendance::device.eq(device)).filter(attendance::mark.eq(mark));
    let row: ScanRow = found.select(ScanRow::as_select()).first(conn)?;
    Ok((row.participant_id, row.direction))
}

/// Every scan of an event with who made it, the struck ones too, in order of time.
///
/// # Errors
/// The database failed.
pub fn of_event(conn: &mut Conn, event: EventId) -> Result<Vec<(ScanRow, String)>, StorageError> {
    let of_event = attendance::table.inner_join(users::table).filter(attendance::event_id.eq(event.get()));
    let order = (attendance::scanned_at, attendance::id);
    Ok(of_event.order(order).select((ScanRow::as_select(), users::name)).load(conn)?)
}

/// Every scan of these participants of an event, the struck ones too, in order of time.
///
/// # Errors
/// The database failed.
pub fn of_people(conn: &mut Conn, event: EventId, people: &[i64]) -> Result<Vec<ScanRow>, StorageError> {
    let of_event = attendance::table.filter(attendance::event_id.eq(event.get()));
    let own = of_event.filter(attendance::participant_id.eq_any(people));
    Ok(own.order((attendance::scanned_at, attendance::id)).select(ScanRow::as_select()).load(conn)?)
}

/// The last scans that a person entered here, the latest first.
///
/// # Errors
/// The database failed.
pub fn last_of_user(
    conn: &mut Conn,
    event: EventId,
    user: UserId,
    limit: i64,
) -> Result<Vec<(ScanRow, String, String)>, StorageError> {
    let of_user = attendance::table
        .inner_join(participants::table)
        .filter(attendance::event_id.eq(event.get()))
        .filter(attendance::user_id.eq(user.get()));
    let columns = (ScanRow::as_select(), participants::name, participants::unit);
    Ok(of_user.order(attendance::id.desc()).limit(limit).select(columns).load(conn)?)
}

/// How many scans of an event count.
///
/// # Errors
/// The database failed.
pub fn count(conn: &mut Conn, event: EventId) -> Result<i64, StorageError> {
    let standing =
        attendance::table.filter(attendance::event_id.eq(event.get())).filter(attendance::struck_reason.eq(""));
    Ok(standing.count().get_result(conn)?)
}

/// The scans that count of whoever of this event takes part in others under the same identity
/// number: whom of ours, the other event, its name, the scan.
///
/// # Errors
/// The database failed.
pub fn elsewhere(
    conn: &mut Conn,
    event: EventId,
    from: NaiveDateTime,
    to: NaiveDateTime,
) -> Result<Vec<(ParticipantId, EventId, String, ScanRow)>, StorageError> {
    let ours: Vec<(i64, Option<String>)> = participants::table
        .filter(participants::event_id.eq(event.get()))
        .filter(participants::resident_id.is_not_null())
        .select((participants::id, participants::resident_id))
        .load(conn)?;
    let ours: std::collections::BTreeMap<String, i64> =
        ours.into_iter().filter_map(|(id, resident)| Some((resident?, id))).collect();
    // What others did in these days is far less than all who ever took part.
    let theirs: Vec<(ScanRow, Option<String>, String)> = attendance::table
        .inner_join(participants::table.inner_join(events::table))
        .filter(attendance::event_id.ne(event.get()))
        .filter(attendance::struck_reason.eq(""))
        .filter(attendance::scanned_at.between(from, to))
        .order((attendance::scanned_at, attendance::id))
        .select((ScanRow::as_select(), participants::resident_id, events::name))
        .load(conn)?;
    let same = |(scan, resident, name): (ScanRow, Option<String>, String)| {
        let person = ours.get(&resident?)?;
        Some((ParticipantId::new(*person), scan.event_id, name, scan))
    };
    Ok(theirs.into_iter().filter_map(same).collect())
}

/// One scan, locked until the transaction ends.
///
/// # Errors
/// `NotFound`.
pub fn lock(tx: &mut Tx, id: i64) -> Result<ScanRow, StorageError> {
    dialect::lock_row(tx, "attendance", id)?;
    Ok(attendance::table.find(id).select(ScanRow::as_select()).first(&mut **tx)?)
}

/// Strikes a scan; it stays visible.
///
/// # Errors
/// `Stale`: it is struck already.
pub fn strike(tx: &mut Tx, id: i64, reason: &str, by: UserId) -> Result<(), StorageError> {
    let standing = attendance::table.find(id).filter(attendance::struck_reason.eq(""));
    let set = (attendance::struck_reason.eq(reason), attendance::struck_by.eq(by.get()));
    if diesel::update(standing).set(set).execute(&mut **tx)? == 1 { Ok(()) } else { Err(StorageError::Stale) }
}

/// What was answered to a flag.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct AnswerRow {
    pub flag: String,
    pub answer: String,
    pub by: String,
}

/// The answers to an event's flags.
///
/// # Errors
/// The database failed.
pub fn answers(conn: &mut Conn, event: EventId) -> Result<Vec<AnswerRow>, StorageError> {
    let of_event = attendance_answers::table
        .inner_join(users::table.on(users::id.eq(attendance_answers::user_id)))
        .filter(attendance_answers::event_id.eq(event.get()));
    let columns = (attendance_answers::flag, attendance_answers::answer, users::name);
    Ok(of_event.order(attendance_answers::id).select(columns).load(conn)?)
}

/// Keeps the answer to a flag in place of an earlier one.
///
/// # Errors
/// The database failed.
pub fn put_answer(
    tx: &mut Tx,
    event: EventId,
    flag: &str,
    answer: &str,
    by: UserId,
    at: NaiveDateTime,
) -> Result<(), StorageError> {
    let known = attendance_answers::table
        .filter(attendance_answers::event_id.eq(event.get()))
        .filter(attendance_answers::flag.eq(flag));
    diesel::delete(known).execute(&mut **tx)?;
    diesel::insert_into(attendance_answers::table)
        .values((
            attendance_answers::event_id.eq(event.get()),
            attendance_answers::flag.eq(flag),
            attendance_answers::answer.eq(answer),
            attendance_answers::user_id.eq(by.get()),
            attendance_answers::at.eq(at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Part of a half-day's time that makes somebody present on it; `None` where the event has set no
/// terms.
///
/// # Errors
/// The database failed.
pub fn present(conn: &mut Conn, event: EventId) -> Result<Option<Ratio>, StorageError> {
    let columns = (event_terms::present_num, event_terms::present_den);
    let found: Option<(i32, i32)> = event_terms::table.find(event.get()).select(columns).first(conn).optional()?;
    let part = |number: i32| u32::try_from(number).ok();
    let ratio = |(num, den): (i32, i32)| Some(Ratio { num: part(num)?, den: part(den).filter(|den| *den > 0)? });
    Ok(found.and_then(ratio))
}

/// Sets that part; the event's terms are the usual ones where it has set none.
///
/// # Errors
/// The database failed.
pub fn put_present(tx: &mut Tx, event: EventId, present: Ratio) -> Result<(), StorageError> {
    let number = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
    let set = (event_terms::present_num.eq(number(present.num)), event_terms::present_den.eq(number(present.den)));
    if diesel::update(event_terms::table.find(event.get())).set(set).execute(&mut **tx)? == 0 {
        super::event_terms::put(tx, event, None, &Terms::usual())?;
        diesel::update(event_terms::table.find(event.get())).set(set).execute(&mut **tx)?;
    }
    Ok(())
}

/// Names of what can be registered for in an event, by id.
///
/// # Errors
/// The database failed.
pub fn entry_names(conn: &mut Conn, event: EventId) -> Result<Vec<(i64, String)>, StorageError> {
    let of_event = entries::table.filter(entries::event_id.eq(event.get()));
    Ok(of_event.order(entries::id).select((entries::id, entries::name)).load(conn)?)
}

/// The participants that the contestants of an item are, where that is known.
///
/// # Errors
/// The database failed.
pub fn of_entrants(conn: &mut Conn, item: ContestId) -> Result<Vec<(EntrantId, ParticipantId)>, StorageError> {
    let known: Vec<(i64, Option<i64>)> = contest_entrants::table
        .filter(contest_entrants::item_id.eq(item.get()))
        .filter(contest_entrants::participant_id.is_not_null())
        .select((contest_entrants::id, contest_entrants::participant_id))
        .load(conn)?;
    let pair =
        |(entrant, participant): (i64, Option<i64>)| Some((EntrantId::new(entrant), ParticipantId::new(participant?)));
    Ok(known.into_iter().filter_map(pair).collect())
}

/// A contestant who is known as a participant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtTheDoor {
    pub entrant: EntrantId,
    /// Of the registration.
    pub state: State,
    /// Scanned at least once; none where nobody of the event was.
    pub scanned: Option<bool>,
}

/// The contestants of an item as registration and door know them. Whoever has several registrations is
/// scanned by any of their passes.
///
/// # Errors
/// The database failed.
pub fn at_the_door(conn: &mut Conn, item: ContestId) -> Result<Vec<AtTheDoor>, StorageError> {
    type Row = (i64, i64, i64, String, Option<String>);
    let rows: Vec<Row> = contest_entrants::table
        .inner_join(participants::table.on(contest_entrants::participant_id.eq(participants::id.nullable())))
        .filter(contest_entrants::item_id.eq(item.get()))
        .order(contest_entrants::id)
        .select((
            contest_entrants::id,
            participants::id,
            participants::event_id,
            participants::state,
            participants::resident_id,
        ))
        .load(conn)?;
    let Some((_, _, event, ..)) = rows.first() else { return Ok(Vec::new()) };
    let scanned: Vec<(i64, Option<String>)> = attendance::table
        .inner_join(participants::table)
        .filter(attendance::event_id.eq(*event))
        .filter(attendance::struck_reason.eq(""))
        .select((participants::id, participants::resident_id))
        .distinct()
        .load(conn)?;
    let one = |(entrant, id, _, state, resident): Row| {
        let own = |(other, number): &(i64, Option<String>)| *other == id || (resident.is_some() && *number == resident);
        let corrupt = |_| StorageError::Corrupt { what: "state of a participant", value: id.to_string() };
        Ok(AtTheDoor {
            entrant: EntrantId::new(entrant),
            state: state.parse().map_err(corrupt)?,
            scanned: (!scanned.is_empty()).then(|| scanned.iter().any(own)),
        })
    };
    rows.into_iter().map(one).collect()
}

/// Whose pass it is.
///
/// # Errors
/// `NotFound`.
pub fn by_pass(conn: &mut Conn, code: &str) -> Result<super::participants::ParticipantRow, StorageError> {
    let found = participants::table.filter(participants::pass_code.eq(code));
    Ok(found.select(super::participants::ParticipantRow::as_select()).first(conn)?)
}

/// Those of an event that take part and have no pass yet.
///
/// # Errors
/// The database failed.
pub fn without_pass(conn: &mut Conn, event: EventId) -> Result<Vec<ParticipantId>, StorageError> {
    let ids: Vec<i64> = participants::table
        .filter(participants::event_id.eq(event.get()))
        .filter(participants::state.eq(State::Admitted.as_str()))
        .filter(participants::pass_code.is_null())
        .order(participants::id)
        .select(participants::id)
        .load(conn)?;
    Ok(ids.into_iter().map(ParticipantId::new).collect())
}

/// Gives a participant a pass, unless there is one.
///
/// # Errors
/// The database failed.
pub fn put_pass(tx: &mut Tx, id: ParticipantId, code: &str) -> Result<(), StorageError> {
    let bare = participants::table.find(id.get()).filter(participants::pass_code.is_null());
    diesel::update(bare).set(participants::pass_code.eq(code)).execute(&mut **tx)?;
    Ok(())
}

/// A certificate of completion.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = completion_certificates)]
pub struct CompletionRow {
    #[diesel(deserialize_as = i64)]
    pub id: CertificateId,
    #[diesel(deserialize_as = i64)]
    pub participant_id: ParticipantId,
    pub number: String,
    pub code: String,
    /// Half-days, as printed.
    pub attended: i32,
    pub expected: i32,
    pub issued_on: NaiveDate,
    pub revoked_at: Option<NaiveDateTime>,
    pub revoke_reason: String,
}

/// A certificate of completion to be issued.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = completion_certificates)]
pub struct NewCompletion<'a> {
    pub participant_id: i64,
    pub number: &'a str,
    pub code: &'a str,
    pub attended: i32,
    pub expected: i32,
    pub issued_on: NaiveDate,
    pub issued_by: i64,
}

/// Issues a certificate of completion.
///
/// # Errors
/// `Violated`: the person has a valid one.
pub fn insert_completion(tx: &mut Tx, new: &NewCompletion) -> Result<(), StorageError> {
    diesel::insert_into(completion_certificates::table).values(new).execute(&mut **tx)?;
    Ok(())
}

/// The certificates of completion of an event, the revoked ones too.
///
/// # Errors
/// The database failed.
pub fn completions(conn: &mut Conn, event: EventId) -> Result<Vec<CompletionRow>, StorageError> {
    let of_event =
        completion_certificates::table.inner_join(participants::table).filter(participants::event_id.eq(event.get()));
    Ok(of_event.order(completion_certificates::id).select(CompletionRow::as_select()).load(conn)?)
}

/// The certificate of completion with this code.
///
/// # Errors
/// `NotFound`.
pub fn completion(conn: &mut Conn, code: &str) -> Result<CompletionRow, StorageError> {
    let found = completion_certificates::table.filter(completion_certificates::code.eq(code));
    Ok(found.select(CompletionRow::as_select()).first(conn)?)
}

/// Revokes a certificate of completion.
///
/// # Errors
/// `Stale`: it is revoked already.
pub fn revoke_completion(
    tx: &mut Tx,
    id: CertificateId,
    reason: &str,
    by: UserId,
    at: NaiveDateTime,
) -> Result<(), StorageError> {
    let valid = completion_certificates::table.find(id.get()).filter(completion_certificates::revoked_at.is_null());
    let set = (
        completion_certificates::revoked_at.eq(at),
        completion_certificates::revoked_by.eq(by.get()),
        completion_certificates::revoke_reason.eq(reason),
    );
    if diesel::update(valid).set(set).execute(&mut **tx)? == 1 { Ok(()) } else { Err(StorageError::Stale) }
}
