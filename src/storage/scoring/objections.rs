//! Real-name objections to what was published of a base.

use crate::domain::ids::{EvaluationEntryId, EvaluationId, EvaluationObjectionId, UserId};
use crate::domain::notice::Objection;
use crate::storage::conn::{Conn, Tx};
use crate::storage::dialect;
use crate::storage::error::StorageError;
use crate::storage::schema::{evaluation_entries, evaluation_objections};
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// An objection. Name, contact and reasons are for the office only.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = evaluation_objections)]
pub struct ObjectionRow {
    #[diesel(deserialize_as = i64)]
    pub id: EvaluationObjectionId,
    #[diesel(deserialize_as = i64)]
    pub entry_id: EvaluationEntryId,
    pub objector_name: String,
    pub contact: String,
    pub reasons: String,
    pub filed_at: NaiveDateTime,
    pub answer: Option<String>,
    pub upheld: Option<bool>,
}

/// Files an objection.
///
/// # Errors
/// The database failed.
pub fn insert(
    tx: &mut Tx,
    entry: EvaluationEntryId,
    objection: &Objection,
    at: NaiveDateTime,
) -> Result<EvaluationObjectionId, StorageError> {
    let row = (
        evaluation_objections::entry_id.eq(entry.get()),
        evaluation_objections::objector_name.eq(objection.name.as_str()),
        evaluation_objections::contact.eq(objection.contact.as_str()),
        evaluation_objections::reasons.eq(&objection.reasons),
        evaluation_objections::filed_at.eq(at),
    );
    let insert = diesel::insert_into(evaluation_objections::table).values(row).returning(evaluation_objections::id);
    let id: i64 = insert.get_result(&mut **tx)?;
    Ok(EvaluationObjectionId::new(id))
}

/// The objections of a year in the order they came.
///
/// # Errors
/// The database failed.
pub fn of(conn: &mut Conn, evaluation: EvaluationId) -> Result<Vec<ObjectionRow>, StorageError> {
    Ok(evaluation_objections::table
        .inner_join(evaluation_entries::table)
        .filter(evaluation_entries::evaluation_id.eq(evaluation.get()))
        .order(evaluation_objections::id)
        .select(ObjectionRow::as_select())
        .load(conn)?)
}

/// # Errors
/// [`StorageError::NotFound`].
pub fn get(conn: &mut Conn, id: EvaluationObjectionId) -> Result<ObjectionRow, StorageError> {
    Ok(evaluation_objections::table.find(id.get()).select(ObjectionRow::as_select()).first(conn)?)
}

/// One objection, locked until the transaction ends.
///
/// # Errors
/// [`StorageError::NotFound`].
pub fn lock(tx: &mut Tx, id: EvaluationObjectionId) -> Result<ObjectionRow, StorageError> {
    dialect::lock_row(tx, "evaluation_objections", id.get())?;
    get(tx, id)
}

/// Those to one base that nobody has answered.
///
/// # Errors
/// The database failed.
pub fn open(conn: &mut Conn, entry: EvaluationEntryId) -> Result<Vec<ObjectionRow>, StorageError> {
    Ok(evaluation_objections::table
        .filter(evaluation_objections::entry_id.eq(entry.get()))
        .filter(evaluation_objections::answer.is_null())
        .order(evaluation_objections::id)
        .select(ObjectionRow::as_select())
        .load(conn)?)
}

/// Answers one.
///
/// # Errors
/// The database failed.
pub fn answer(
    tx: &mut Tx,
    id: EvaluationObjectionId,
    answer: &str,
    upheld: bool,
    by: UserId,
    at: NaiveDateTime,
) -> Result<(), StorageError> {
    let set = (
        evaluation_objections::answer.eq(answer),
        evaluation_objections::upheld.eq(upheld),
        evaluation_objections::answered_by.eq(by.get()),
        evaluation_objections::answered_at.eq(at),
    );
    diesel::update(evaluation_objections::table.find(id.get())).set(set).execute(&mut **tx)?;
    Ok(())
}
