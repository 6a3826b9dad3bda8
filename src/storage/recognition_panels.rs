//! Panels of recognition rounds: seats as drawn, conflicts, marks, and the totals of ballots.

use super::conn::{Conn, Tx};
use super::error::{StorageError, changed};
use super::schema::{
    nomination_conflicts, nomination_marks, nomination_tallies, nominations, organisations, recognition_panel,
    recognition_rounds, users,
};
use crate::domain::evaluation::conflict::Conflict;
use crate::domain::evaluation::phase::Seat;
use crate::domain::ids::{NominationId, OrganisationId, RoundId, UserId};
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// A drawn evaluator.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = recognition_panel)]
pub struct SeatRow {
    #[diesel(deserialize_as = i64)]
    pub round_id: RoundId,
    #[diesel(deserialize_as = i64)]
    pub user_id: UserId,
    /// From 1, seats first, then substitutes.
    pub seq: i32,
    #[diesel(deserialize_as = String)]
    pub seat: Seat,
    /// The trade that the seat needs; empty for anyone.
    pub trade: String,
    /// None until the evaluator has said whether there are conflicts.
    pub declared_at: Option<NaiveDateTime>,
    /// Whether the ballot was cast, or the marks were handed in.
    pub voted: bool,
}

/// A seat with the evaluator's unit, name and name of the unit.
pub type SeatedRow = (SeatRow, OrganisationId, String, String);

/// Enters a drawn evaluator.
///
/// # Errors
/// The database failed.
pub fn insert(
    tx: &mut Tx,
    round: RoundId,
    user: UserId,
    seq: i32,
    seat: Seat,
    trade: &str,
) -> Result<(), StorageError> {
    let row = (
        recognition_panel::round_id.eq(round.get()),
        recognition_panel::user_id.eq(user.get()),
        recognition_panel::seq.eq(seq),
        recognition_panel::seat.eq(seat.as_str()),
        recognition_panel::trade.eq(trade),
    );
    diesel::insert_into(recognition_panel::table).values(row).execute(&mut **tx)?;
    Ok(())
}

/// The panel of a round, in the order drawn.
///
/// # Errors
/// The database failed.
pub fn of(conn: &mut Conn, round: RoundId) -> Result<Vec<SeatedRow>, StorageError> {
    let rows: Vec<(SeatRow, i64, String, String)> = recognition_panel::table
        .inner_join(users::table.inner_join(organisations::table))
        .filter(recognition_panel::round_id.eq(round.get()))
        .order((recognition_panel::seq, recognition_panel::user_id))
        .select((SeatRow::as_select(), organisations::id, users::name, organisations::name))
        .load(conn)?;
    Ok(rows.into_iter().map(|(row, unit, name, of)| (row, OrganisationId::new(unit), name, of)).collect())
}

/// Gives an evaluator another seat.
///
/// # Errors
/// The database failed.
pub fn put_seat(tx: &mut Tx, round: RoundId, user: UserId, seat: Seat, trade: &str) -> Result<(), StorageError> {
    let row = recognition_panel::table
        .filter(recognition_panel::round_id.eq(round.get()))
        .filter(recognition_panel::user_id.eq(user.get()));
    let set = (recognition_panel::seat.eq(seat.as_str()), recognition_panel::trade.eq(trade));
    diesel::update(row).set(set).execute(&mut **tx)?;
    Ok(())
}

/// Notes that an evaluator has declared.
///
/// # Errors
/// [`StorageError::Stale`]: declared already.
pub fn declare(tx: &mut Tx, round: RoundId, user: UserId, at: NaiveDateTime) -> Result<(), StorageError> {
    let row = recognition_panel::table
        .filter(recognition_panel::round_id.eq(round.get()))
        .filter(recognition_panel::user_id.eq(user.get()))
        .filter(recognition_panel::declared_at.is_null());
    changed(diesel::update(row).set(recognition_panel::declared_at.eq(at)).execute(&mut **tx)?)
}

/// Notes that an evaluator's ballot was cast, or that the marks were handed in.
///
/// # Errors
/// [`StorageError::Stale`]: done already.
pub fn vote(tx: &mut Tx, round: RoundId, user: UserId) -> Result<(), StorageError> {
    let row = recognition_panel::table
        .filter(recognition_panel::round_id.eq(round.get()))
        .filter(recognition_panel::user_id.eq(user.get()))
        .filter(recognition_panel::voted.eq(false));
    changed(diesel::update(row).set(recognition_panel::voted.eq(true)).execute(&mut **tx)?)
}

/// Gives an evaluator the marks back, for a second round.
///
/// # Errors
/// The database failed.
pub fn give_back(tx: &mut Tx, round: RoundId, user: UserId) -> Result<(), StorageError> {
    let row = recognition_panel::table
        .filter(recognition_panel::round_id.eq(round.get()))
        .filter(recognition_panel::user_id.eq(user.get()));
    diesel::update(row).set(recognition_panel::voted.eq(false)).execute(&mut **tx)?;
    Ok(())
}

/// Adds one ballot to a nominee's totals: nothing of whose it is.
///
/// # Errors
/// The database failed.
pub fn count(tx: &mut Tx, nomination: NominationId, in_favour: bool) -> Result<(), StorageError> {
    let row = nomination_tallies::table.find(nomination.get());
    let more = i32::from(in_favour);
    let set = (
        nomination_tallies::ballots.eq(nomination_tallies::ballots + 1),
        nomination_tallies::votes.eq(nomination_tallies::votes + more),
    );
    if diesel::update(row).set(set).execute(&mut **tx)? == 0 {
        let new = (
            nomination_tallies::nomination_id.eq(nomination.get()),
            nomination_tallies::ballots.eq(1),
            nomination_tallies::votes.eq(more),
        );
        diesel::insert_into(nomination_tallies::table).values(new).execute(&mut **tx)?;
    }
    Ok(())
}

/// Totals of a round's ballots: nominee, ballots, votes in favour.
///
/// # Errors
/// The database failed.
pub fn tallies(conn: &mut Conn, round: RoundId) -> Result<Vec<(NominationId, u32, u32)>, StorageError> {
    let rows: Vec<(i64, i32, i32)> = nomination_tallies::table
        .inner_join(nominations::table)
        .filter(nominations::round_id.eq(round.get()))
        .select((nomination_tallies::nomination_id, nomination_tallies::ballots, nomination_tallies::votes))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(id, all, votes)| (NominationId::new(id), all.unsigned_abs(), votes.unsigned_abs()))
        .collect())
}

/// Why an evaluator is kept from a nominee.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = nomination_conflicts)]
pub struct ConflictRow {
    #[diesel(deserialize_as = i64)]
    pub nomination_id: NominationId,
    #[diesel(deserialize_as = i64)]
    pub user_id: UserId,
    #[diesel(deserialize_as = String)]
    pub reason: Conflict,
    pub note: String,
    /// By the program; otherwise declared.
    pub found: bool,
}

/// Enters a reason; one that stands already is left as it is.
///
/// # Errors
/// The database failed.
pub fn put_conflict(tx: &mut Tx, row: &ConflictRow, at: NaiveDateTime) -> Result<(), StorageError> {
    let known: i64 = nomination_conflicts::table
        .filter(nomination_conflicts::nomination_id.eq(row.nomination_id.get()))
        .filter(nomination_conflicts::user_id.eq(row.user_id.get()))
        .filter(nomination_conflicts::reason.eq(row.reason.as_str()))
        .count()
        .get_result(&mut **tx)?;
    if known > 0 {
        return Ok(());
    }
    let values = (
        nomination_conflicts::nomination_id.eq(row.nomination_id.get()),
        nomination_conflicts::user_id.eq(row.user_id.get()),
        nomination_conflicts::reason.eq(row.reason.as_str()),
        nomination_conflicts::note.eq(&row.note),
        nomination_conflicts::found.eq(row.found),
        nomination_conflicts::at.eq(at),
    );
    diesel::insert_into(nomination_conflicts::table).values(values).execute(&mut **tx)?;
    Ok(())
}

/// Takes a reason back.
///
/// # Errors
/// The database failed.
pub fn lift_conflict(tx: &mut Tx, row: &ConflictRow) -> Result<(), StorageError> {
    let row = nomination_conflicts::table
        .filter(nomination_conflicts::nomination_id.eq(row.nomination_id.get()))
        .filter(nomination_conflicts::user_id.eq(row.user_id.get()))
        .filter(nomination_conflicts::reason.eq(row.reason.as_str()));
    diesel::delete(row).execute(&mut **tx)?;
    Ok(())
}

/// Asks an evaluator to declare once more: somebody came onto their list.
///
/// # Errors
/// The database failed.
pub fn undeclare(tx: &mut Tx, round: RoundId, user: UserId) -> Result<(), StorageError> {
    let row = recognition_panel::table
        .filter(recognition_panel::round_id.eq(round.get()))
        .filter(recognition_panel::user_id.eq(user.get()));
    diesel::update(row).set(recognition_panel::declared_at.eq(None::<NaiveDateTime>)).execute(&mut **tx)?;
    Ok(())
}

/// The conflicts of a round.
///
/// # Errors
/// The database failed.
pub fn conflicts(conn: &mut Conn, round: RoundId) -> Result<Vec<ConflictRow>, StorageError> {
    Ok(nomination_conflicts::table
        .inner_join(nominations::table)
        .filter(nominations::round_id.eq(round.get()))
        .order(nomination_conflicts::id)
        .select(ConflictRow::as_select())
        .load(conn)?)
}

/// A mark.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = nomination_marks)]
pub struct MarkRow {
    #[diesel(deserialize_as = i64)]
    pub nomination_id: NominationId,
    #[diesel(deserialize_as = i64)]
    pub user_id: UserId,
    /// Hundredths of a point.
    pub mark: i64,
    pub remark: String,
    /// 1, or 2 after a moderation meeting.
    pub round: i32,
}

/// Writes a mark, in place of the same evaluator's earlier one of the same round.
///
/// # Errors
/// The database failed.
pub fn put_mark(tx: &mut Tx, new: &MarkRow, at: NaiveDateTime) -> Result<(), StorageError> {
    let own = nomination_marks::table
        .filter(nomination_marks::nomination_id.eq(new.nomination_id.get()))
        .filter(nomination_marks::user_id.eq(new.user_id.get()))
        .filter(nomination_marks::round.eq(new.round));
    diesel::delete(own).execute(&mut **tx)?;
    let row = (
        nomination_marks::nomination_id.eq(new.nomination_id.get()),
        nomination_marks::user_id.eq(new.user_id.get()),
        nomination_marks::mark.eq(new.mark),
        nomination_marks::remark.eq(&new.remark),
        nomination_marks::marked_at.eq(at),
        nomination_marks::round.eq(new.round),
    );
    diesel::insert_into(nomination_marks::table).values(row).execute(&mut **tx)?;
    Ok(())
}

/// The marks of a round of recognition, of both rounds of marks.
///
/// # Errors
/// The database failed.
pub fn marks(conn: &mut Conn, round: RoundId) -> Result<Vec<MarkRow>, StorageError> {
    Ok(nomination_marks::table
        .inner_join(nominations::table)
        .filter(nominations::round_id.eq(round.get()))
        .order((nomination_marks::nomination_id, nomination_marks::round, nomination_marks::user_id))
        .select(MarkRow::as_select())
        .load(conn)?)
}

/// Keeps the minutes of the moderation meeting about a nominee: the second round of marks is open.
///
/// # Errors
/// [`StorageError::Stale`]: there was one already.
pub fn meet(tx: &mut Tx, nomination: NominationId, version: i64, minutes: &str) -> Result<(), StorageError> {
    let row = nominations::table
        .filter(nominations::id.eq(nomination.get()))
        .filter(nominations::version.eq(version))
        .filter(nominations::meeting.eq(""));
    let set = (nominations::meeting.eq(minutes), nominations::version.eq(version + 1));
    changed(diesel::update(row).set(set).execute(&mut **tx)?)
}

/// Publishes what is drawn from, with the seed.
///
/// # Errors
/// [`StorageError::Stale`].
pub fn put_seed(tx: &mut Tx, round: RoundId, version: i64, seed: &str, draw: &str) -> Result<(), StorageError> {
    let row = recognition_rounds::table
        .filter(recognition_rounds::id.eq(round.get()))
        .filter(recognition_rounds::version.eq(version));
    let set = (
        recognition_rounds::seed.eq(seed),
        recognition_rounds::draw.eq(draw),
        recognition_rounds::version.eq(version + 1),
    );
    changed(diesel::update(row).set(set).execute(&mut **tx)?)
}

/// Notes that the panel was drawn, or that it changed.
///
/// # Errors
/// [`StorageError::Stale`].
pub fn put_drawn(tx: &mut Tx, round: RoundId, version: i64, at: NaiveDateTime) -> Result<(), StorageError> {
    let row = recognition_rounds::table
        .filter(recognition_rounds::id.eq(round.get()))
        .filter(recognition_rounds::version.eq(version));
    let set = (recognition_rounds::drawn_at.eq(at), recognition_rounds::version.eq(version + 1));
    changed(diesel::update(row).set(set).execute(&mut **tx)?)
}
