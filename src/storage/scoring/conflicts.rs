//! Why an evaluator is kept from a base.

use crate::domain::evaluation::conflict::Conflict;
use crate::domain::evaluation::phase::Phase;
use crate::domain::ids::{BaseId, EvaluationEntryId, EvaluationId, UserId};
use crate::storage::conn::{Conn, Tx};
use crate::storage::error::StorageError;
use crate::storage::schema::{evaluation_conflicts, evaluation_entries, evaluation_runs};
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// One reason.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = evaluation_conflicts)]
pub struct ConflictRow {
    #[diesel(deserialize_as = i64)]
    pub entry_id: EvaluationEntryId,
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
pub fn put(tx: &mut Tx, row: &ConflictRow, at: NaiveDateTime) -> Result<(), StorageError> {
    let known: i64 = evaluation_conflicts::table
        .filter(evaluation_conflicts::entry_id.eq(row.entry_id.get()))
        .filter(evaluation_conflicts::user_id.eq(row.user_id.get()))
        .filter(evaluation_conflicts::reason.eq(row.reason.as_str()))
        .count()
        .get_result(&mut **tx)?;
    if known > 0 {
        return Ok(());
    }
    let values = (
        evaluation_conflicts::entry_id.eq(row.entry_id.get()),
        evaluation_conflicts::user_id.eq(row.user_id.get()),
        evaluation_conflicts::reason.eq(row.reason.as_str()),
        evaluation_conflicts::note.eq(&row.note),
        evaluation_conflicts::found.eq(row.found),
        evaluation_conflicts::at.eq(at),
    );
    diesel::insert_into(evaluation_conflicts::table).values(values).execute(&mut **tx)?;
    Ok(())
}

/// Takes a reason back.
///
/// # Errors
/// The database failed.
pub fn lift(tx: &mut Tx, row: &ConflictRow) -> Result<(), StorageError> {
    let row = evaluation_conflicts::table
        .filter(evaluation_conflicts::entry_id.eq(row.entry_id.get()))
        .filter(evaluation_conflicts::user_id.eq(row.user_id.get()))
        .filter(evaluation_conflicts::reason.eq(row.reason.as_str()));
    diesel::delete(row).execute(&mut **tx)?;
    Ok(())
}

/// Every reason of a year.
///
/// # Errors
/// The database failed.
pub fn of(conn: &mut Conn, evaluation: EvaluationId) -> Result<Vec<ConflictRow>, StorageError> {
    Ok(evaluation_conflicts::table
        .inner_join(evaluation_entries::table)
        .filter(evaluation_entries::evaluation_id.eq(evaluation.get()))
        .order(evaluation_conflicts::id)
        .select(ConflictRow::as_select())
        .load(conn)?)
}

/// The bases an evaluator is kept from in years whose result is not public yet.
///
/// # Errors
/// The database failed.
pub fn hidden_from(conn: &mut Conn, user: UserId) -> Result<Vec<BaseId>, StorageError> {
    let open = Phase::ALL.iter().filter(|phase| !phase.is_public()).map(|phase| phase.as_str());
    let ids: Vec<i64> = evaluation_conflicts::table
        .inner_join(evaluation_entries::table)
        .inner_join(evaluation_runs::table.on(evaluation_runs::evaluation_id.eq(evaluation_entries::evaluation_id)))
        .filter(evaluation_conflicts::user_id.eq(user.get()))
        .filter(evaluation_runs::phase.eq_any(open.collect::<Vec<_>>()))
        .select(evaluation_entries::base_id)
        .distinct()
        .load(conn)?;
    Ok(ids.into_iter().map(BaseId::new).collect())
}
