//! Yearly evaluations: what was fixed before any score.

use super::conn::{Conn, Tx};
use super::error::StorageError;
use super::schema::evaluations;
use crate::domain::ids::EvaluationId;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

/// One year as it was fixed.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = evaluations)]
pub struct EvaluationRow {
    #[diesel(deserialize_as = i64)]
    pub id: EvaluationId,
    pub year: i32,
    pub cut_off: NaiveDate,
    /// N.
    pub population: i32,
    pub places: i32,
    /// The bases counted, JSON.
    pub register: String,
    pub register_hash: String,
    /// JSON.
    pub rubric: String,
    pub rubric_hash: String,
    /// JSON.
    pub rules: String,
    pub opened_at: NaiveDateTime,
}

/// A year to be fixed.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = evaluations)]
pub struct NewEvaluation<'a> {
    pub year: i32,
    pub cut_off: NaiveDate,
    pub population: i32,
    pub places: i32,
    pub register: &'a str,
    pub register_hash: &'a str,
    pub rubric: &'a str,
    pub rubric_hash: &'a str,
    pub rules: &'a str,
    pub opened_by: i64,
    pub opened_at: NaiveDateTime,
}

/// Fixes a year; nothing of it is changed afterwards.
///
/// # Errors
/// `Violated(EvaluationOfYear)`.
pub fn insert(tx: &mut Tx, new: &NewEvaluation<'_>) -> Result<EvaluationId, StorageError> {
    let insert = diesel::insert_into(evaluations::table).values(new).returning(evaluations::id);
    let id: i64 = insert.get_result(&mut **tx)?;
    Ok(EvaluationId::new(id))
}

/// Every year, the latest first.
///
/// # Errors
/// The database failed.
pub fn all(conn: &mut Conn) -> Result<Vec<EvaluationRow>, StorageError> {
    Ok(evaluations::table.order(evaluations::year.desc()).select(EvaluationRow::as_select()).load(conn)?)
}

/// # Errors
/// [`StorageError::NotFound`].
pub fn get(conn: &mut Conn, id: EvaluationId) -> Result<EvaluationRow, StorageError> {
    Ok(evaluations::table.find(id.get()).select(EvaluationRow::as_select()).first(conn)?)
}
