//! The panel of a year: members and substitutes as drawn.

use crate::domain::evaluation::phase::Seat;
use crate::domain::ids::{EvaluationId, UserId};
use crate::storage::conn::{Conn, Tx};
use crate::storage::error::{StorageError, changed};
use crate::storage::schema::{evaluation_panel, evaluations, organisations, users};
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// A drawn evaluator.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = evaluation_panel)]
pub struct SeatRow {
    #[diesel(deserialize_as = i64)]
    pub evaluation_id: EvaluationId,
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
    /// Why the evaluator left the panel; empty for who is still on it.
    pub left_reason: String,
    pub left_at: Option<NaiveDateTime>,
}

/// Enters a drawn evaluator.
///
/// # Errors
/// The database failed.
pub fn insert(
    tx: &mut Tx,
    evaluation: EvaluationId,
    user: UserId,
    seq: i32,
    seat: Seat,
    trade: &str,
) -> Result<(), StorageError> {
    let row = (
        evaluation_panel::evaluation_id.eq(evaluation.get()),
        evaluation_panel::user_id.eq(user.get()),
        evaluation_panel::seq.eq(seq),
        evaluation_panel::seat.eq(seat.as_str()),
        evaluation_panel::trade.eq(trade),
    );
    diesel::insert_into(evaluation_panel::table).values(row).execute(&mut **tx)?;
    Ok(())
}

/// The panel with names of people and their units, in the order drawn.
///
/// # Errors
/// The database failed.
pub fn of(conn: &mut Conn, evaluation: EvaluationId) -> Result<Vec<(SeatRow, String, String)>, StorageError> {
    Ok(evaluation_panel::table
        .inner_join(users::table.inner_join(organisations::table))
        .filter(evaluation_panel::evaluation_id.eq(evaluation.get()))
        .order(evaluation_panel::seq)
        .select((SeatRow::as_select(), users::name, organisations::name))
        .load(conn)?)
}

/// The seats of one evaluator with their years, the latest year first.
///
/// # Errors
/// The database failed.
pub fn of_user(conn: &mut Conn, user: UserId) -> Result<Vec<(SeatRow, i32)>, StorageError> {
    Ok(evaluation_panel::table
        .inner_join(evaluations::table)
        .filter(evaluation_panel::user_id.eq(user.get()))
        .order(evaluations::year.desc())
        .select((SeatRow::as_select(), evaluations::year))
        .load(conn)?)
}

/// Gives an evaluator another seat.
///
/// # Errors
/// The database failed.
pub fn put_seat(
    tx: &mut Tx,
    evaluation: EvaluationId,
    user: UserId,
    seat: Seat,
    trade: &str,
) -> Result<(), StorageError> {
    let row = evaluation_panel::table
        .filter(evaluation_panel::evaluation_id.eq(evaluation.get()))
        .filter(evaluation_panel::user_id.eq(user.get()));
    let set = (evaluation_panel::seat.eq(seat.as_str()), evaluation_panel::trade.eq(trade));
    diesel::update(row).set(set).execute(&mut **tx)?;
    Ok(())
}

/// Takes an evaluator off the panel.
///
/// # Errors
/// The database failed.
pub fn leave(
    tx: &mut Tx,
    evaluation: EvaluationId,
    user: UserId,
    (seat, reason): (Seat, &str),
    at: NaiveDateTime,
) -> Result<(), StorageError> {
    let row = evaluation_panel::table
        .filter(evaluation_panel::evaluation_id.eq(evaluation.get()))
        .filter(evaluation_panel::user_id.eq(user.get()));
    let set = (
        evaluation_panel::seat.eq(seat.as_str()),
        evaluation_panel::trade.eq(""),
        evaluation_panel::left_reason.eq(reason),
        evaluation_panel::left_at.eq(at),
    );
    diesel::update(row).set(set).execute(&mut **tx)?;
    Ok(())
}

/// Notes that an evaluator has declared.
///
/// # Errors
/// [`StorageError::Stale`]: declared already.
pub fn declare(tx: &mut Tx, evaluation: EvaluationId, user: UserId, at: NaiveDateTime) -> Result<(), StorageError> {
    let row = evaluation_panel::table
        .filter(evaluation_panel::evaluation_id.eq(evaluation.get()))
        .filter(evaluation_panel::user_id.eq(user.get()))
        .filter(evaluation_panel::declared_at.is_null());
    changed(diesel::update(row).set(evaluation_panel::declared_at.eq(at)).execute(&mut **tx)?)
}

/// Asks an evaluator to declare once more: somebody came onto their list.
///
/// # Errors
/// The database failed.
pub fn undeclare(tx: &mut Tx, evaluation: EvaluationId, user: UserId) -> Result<(), StorageError> {
    let row = evaluation_panel::table
        .filter(evaluation_panel::evaluation_id.eq(evaluation.get()))
        .filter(evaluation_panel::user_id.eq(user.get()));
    diesel::update(row).set(evaluation_panel::declared_at.eq(None::<NaiveDateTime>)).execute(&mut **tx)?;
    Ok(())
}
