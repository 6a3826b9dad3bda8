//! What evaluators write of a base: a sheet each round, its marks.

use crate::domain::ids::{EvaluationEntryId, EvaluationId, EvaluationSheetId, UserId};
use crate::storage::conn::{Conn, Tx};
use crate::storage::error::{StorageError, changed};
use crate::storage::schema::{evaluation_entries, evaluation_marks, evaluation_sheets};
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// An evaluator's sheet of a base.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = evaluation_sheets)]
pub struct SheetRow {
    #[diesel(deserialize_as = i64)]
    pub id: EvaluationSheetId,
    #[diesel(deserialize_as = i64)]
    pub entry_id: EvaluationEntryId,
    #[diesel(deserialize_as = i64)]
    pub user_id: UserId,
    /// 1, or 2 after a moderation meeting.
    pub round: i32,
    pub remarks: String,
    /// A decimal, with the signature.
    pub total: Option<String>,
    pub signed_at: Option<NaiveDateTime>,
    pub version: i64,
}

/// One mark.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = evaluation_marks)]
pub struct MarkRow {
    #[diesel(deserialize_as = i64)]
    pub sheet_id: EvaluationSheetId,
    /// Code of the indicator.
    pub line: String,
    /// As typed while the sheet is a draft; the decimal once it is signed.
    pub mark: String,
    pub note: String,
}

/// Every sheet of a year, by base, round and evaluator.
///
/// # Errors
/// The database failed.
pub fn of(conn: &mut Conn, evaluation: EvaluationId) -> Result<Vec<SheetRow>, StorageError> {
    Ok(evaluation_sheets::table
        .inner_join(evaluation_entries::table)
        .filter(evaluation_entries::evaluation_id.eq(evaluation.get()))
        .order((evaluation_sheets::entry_id, evaluation_sheets::round, evaluation_sheets::user_id))
        .select(SheetRow::as_select())
        .load(conn)?)
}

/// The sheets of one base, by round and evaluator.
///
/// # Errors
/// The database failed.
pub fn of_entry(conn: &mut Conn, entry: EvaluationEntryId) -> Result<Vec<SheetRow>, StorageError> {
    Ok(evaluation_sheets::table
        .filter(evaluation_sheets::entry_id.eq(entry.get()))
        .order((evaluation_sheets::round, evaluation_sheets::user_id))
        .select(SheetRow::as_select())
        .load(conn)?)
}

/// One evaluator's sheet, once something is written on it.
///
/// # Errors
/// The database failed.
pub fn find(
    conn: &mut Conn,
    entry: EvaluationEntryId,
    user: UserId,
    round: i32,
) -> Result<Option<SheetRow>, StorageError> {
    Ok(evaluation_sheets::table
        .filter(evaluation_sheets::entry_id.eq(entry.get()))
        .filter(evaluation_sheets::user_id.eq(user.get()))
        .filter(evaluation_sheets::round.eq(round))
        .select(SheetRow::as_select())
        .first(conn)
        .optional()?)
}

/// Begins a sheet.
///
/// # Errors
/// `Violated`: there is one.
pub fn insert(
    tx: &mut Tx,
    entry: EvaluationEntryId,
    user: UserId,
    round: i32,
) -> Result<EvaluationSheetId, StorageError> {
    let row = (
        evaluation_sheets::entry_id.eq(entry.get()),
        evaluation_sheets::user_id.eq(user.get()),
        evaluation_sheets::round.eq(round),
    );
    let insert = diesel::insert_into(evaluation_sheets::table).values(row).returning(evaluation_sheets::id);
    let id: i64 = insert.get_result(&mut **tx)?;
    Ok(EvaluationSheetId::new(id))
}

/// Writes the remarks of a sheet that is not signed.
///
/// # Errors
/// [`StorageError::Stale`]: another version, or it is signed.
pub fn put(tx: &mut Tx, id: EvaluationSheetId, version: i64, remarks: &str) -> Result<(), StorageError> {
    let row = evaluation_sheets::table
        .filter(evaluation_sheets::id.eq(id.get()))
        .filter(evaluation_sheets::version.eq(version))
        .filter(evaluation_sheets::signed_at.is_null());
    let set = (evaluation_sheets::remarks.eq(remarks), evaluation_sheets::version.eq(version + 1));
    changed(diesel::update(row).set(set).execute(&mut **tx)?)
}

/// Signs a sheet: nothing of it changes any more.
///
/// # Errors
/// [`StorageError::Stale`]: another version, or it is signed.
pub fn sign(
    tx: &mut Tx,
    id: EvaluationSheetId,
    version: i64,
    total: &str,
    at: NaiveDateTime,
) -> Result<(), StorageError> {
    let row = evaluation_sheets::table
        .filter(evaluation_sheets::id.eq(id.get()))
        .filter(evaluation_sheets::version.eq(version))
        .filter(evaluation_sheets::signed_at.is_null());
    let set = (
        evaluation_sheets::total.eq(total),
        evaluation_sheets::signed_at.eq(at),
        evaluation_sheets::version.eq(version + 1),
    );
    changed(diesel::update(row).set(set).execute(&mut **tx)?)
}

/// Writes one mark, in place of what was there. The caller has seen that the sheet is not signed.
///
/// # Errors
/// The database failed.
pub fn put_mark(tx: &mut Tx, sheet: EvaluationSheetId, line: &str, mark: &str, note: &str) -> Result<(), StorageError> {
    let known = evaluation_marks::table
        .filter(evaluation_marks::sheet_id.eq(sheet.get()))
        .filter(evaluation_marks::line.eq(line));
    let values = (evaluation_marks::mark.eq(mark), evaluation_marks::note.eq(note));
    if diesel::update(known).set(values).execute(&mut **tx)? == 0 {
        let row = (evaluation_marks::sheet_id.eq(sheet.get()), evaluation_marks::line.eq(line), values);
        diesel::insert_into(evaluation_marks::table).values(row).execute(&mut **tx)?;
    }
    Ok(())
}

/// The marks of a sheet.
///
/// # Errors
/// The database failed.
pub fn marks(conn: &mut Conn, sheet: EvaluationSheetId) -> Result<Vec<MarkRow>, StorageError> {
    let own = evaluation_marks::table.filter(evaluation_marks::sheet_id.eq(sheet.get()));
    Ok(own.order(evaluation_marks::id).select(MarkRow::as_select()).load(conn)?)
}

/// The marks of every signed sheet of a base.
///
/// # Errors
/// The database failed.
pub fn signed_marks(conn: &mut Conn, entry: EvaluationEntryId) -> Result<Vec<(SheetRow, MarkRow)>, StorageError> {
    Ok(evaluation_marks::table
        .inner_join(evaluation_sheets::table)
        .filter(evaluation_sheets::entry_id.eq(entry.get()))
        .filter(evaluation_sheets::signed_at.is_not_null())
        .order((evaluation_sheets::round, evaluation_sheets::user_id, evaluation_marks::id))
        .select((SheetRow::as_select(), MarkRow::as_select()))
        .load(conn)?)
}

/// A signed mark with whose and of what base and round it is.
pub type SignedMark = (EvaluationEntryId, i32, UserId, MarkRow);

/// The marks of every signed sheet of a year.
///
/// # Errors
/// The database failed.
pub fn all_signed_marks(conn: &mut Conn, evaluation: EvaluationId) -> Result<Vec<SignedMark>, StorageError> {
    let rows: Vec<(i64, i32, i64, MarkRow)> = evaluation_marks::table
        .inner_join(evaluation_sheets::table.inner_join(evaluation_entries::table))
        .filter(evaluation_entries::evaluation_id.eq(evaluation.get()))
        .filter(evaluation_sheets::signed_at.is_not_null())
        .order((evaluation_sheets::id, evaluation_marks::id))
        .select((
            evaluation_sheets::entry_id,
            evaluation_sheets::round,
            evaluation_sheets::user_id,
            MarkRow::as_select(),
        ))
        .load(conn)?;
    let typed = |(entry, round, user, mark)| (EvaluationEntryId::new(entry), round, UserId::new(user), mark);
    Ok(rows.into_iter().map(typed).collect())
}
