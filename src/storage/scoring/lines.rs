//! What was decided of each base and published.

use crate::domain::evaluation::line::LineState;
use crate::domain::evaluation::rank::{Grade, Reason};
use crate::domain::ids::{BaseId, EvaluationEntryId, EvaluationId, EvaluationLineId, UserId};
use crate::domain::money::Fen;
use crate::storage::conn::{Conn, Tx};
use crate::storage::dialect;
use crate::storage::error::StorageError;
use crate::storage::schema::{evaluation_entries, evaluation_lines, evaluations};
use chrono::NaiveDate;
use diesel::prelude::*;

/// The decision about one base.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = evaluation_lines)]
pub struct LineRow {
    #[diesel(deserialize_as = i64)]
    pub id: EvaluationLineId,
    #[diesel(deserialize_as = i64)]
    pub entry_id: EvaluationEntryId,
    #[diesel(deserialize_as = String)]
    pub state: LineState,
    #[diesel(deserialize_as = String)]
    pub grade: Grade,
    #[diesel(deserialize_as = String)]
    pub reason: Reason,
    /// Fen.
    pub amount: Option<i64>,
    pub rectify_until: Option<NaiveDate>,
    pub minutes: String,
    pub submitter_id: i64,
    pub decider_id: Option<i64>,
    /// Inclusive.
    pub notice_on: Option<NaiveDate>,
    pub notice_ends_on: Option<NaiveDate>,
    pub version: i64,
}

/// What is put forward of a base.
#[derive(Clone, Copy, Debug)]
pub struct NewLine {
    pub entry: EvaluationEntryId,
    pub grade: Grade,
    pub reason: Reason,
    pub amount: Option<Fen>,
    pub rectify_until: Option<NaiveDate>,
    pub by: UserId,
}

/// The decision with its notice.
#[derive(Clone, Copy, Debug)]
pub struct Publication<'p> {
    pub by: UserId,
    pub minutes: &'p str,
    pub first: NaiveDate,
    pub last: NaiveDate,
}

/// Puts a line forward.
///
/// # Errors
/// `Violated(EvaluationLineLive)`: the base has one.
pub fn insert(tx: &mut Tx, line: &NewLine) -> Result<EvaluationLineId, StorageError> {
    let row = (
        evaluation_lines::entry_id.eq(line.entry.get()),
        evaluation_lines::state.eq(LineState::Proposed.as_str()),
        evaluation_lines::grade.eq(line.grade.as_str()),
        evaluation_lines::reason.eq(line.reason.as_str()),
        evaluation_lines::amount.eq(line.amount.map(|amount| amount.0)),
        evaluation_lines::rectify_until.eq(line.rectify_until),
        evaluation_lines::submitter_id.eq(line.by.get()),
    );
    let insert = diesel::insert_into(evaluation_lines::table).values(row).returning(evaluation_lines::id);
    let id: i64 = insert.get_result(&mut **tx)?;
    Ok(EvaluationLineId::new(id))
}

/// Publishes a line that was put forward.
///
/// # Errors
/// [`StorageError::Stale`]; `Violated(TwoPeople)`: by who put it forward.
pub fn publish(tx: &mut Tx, id: EvaluationLineId, version: i64, of: &Publication<'_>) -> Result<(), StorageError> {
    let row = evaluation_lines::table
        .filter(evaluation_lines::id.eq(id.get()))
        .filter(evaluation_lines::version.eq(version))
        .filter(evaluation_lines::state.eq(LineState::Proposed.as_str()));
    let set = (
        evaluation_lines::state.eq(LineState::Published.as_str()),
        evaluation_lines::decider_id.eq(of.by.get()),
        evaluation_lines::minutes.eq(of.minutes),
        evaluation_lines::notice_on.eq(of.first),
        evaluation_lines::notice_ends_on.eq(of.last),
        evaluation_lines::version.eq(version + 1),
    );
    if diesel::update(row).set(set).execute(&mut **tx)? == 0 { Err(StorageError::Stale) } else { Ok(()) }
}

/// Every line of a year, by base, the earliest first.
///
/// # Errors
/// The database failed.
pub fn of(conn: &mut Conn, evaluation: EvaluationId) -> Result<Vec<LineRow>, StorageError> {
    Ok(evaluation_lines::table
        .inner_join(evaluation_entries::table)
        .filter(evaluation_entries::evaluation_id.eq(evaluation.get()))
        .order((evaluation_entries::base_id, evaluation_lines::id))
        .select(LineRow::as_select())
        .load(conn)?)
}

/// The grades that a base was given in years that are approved, the latest first: evaluation, year, grade.
///
/// # Errors
/// The database failed.
pub fn grades(conn: &mut Conn, base: BaseId) -> Result<Vec<(EvaluationId, i32, Grade)>, StorageError> {
    let rows: Vec<(i64, i32, String)> = evaluation_lines::table
        .inner_join(evaluation_entries::table.inner_join(evaluations::table))
        .filter(evaluation_entries::base_id.eq(base.get()))
        .filter(evaluation_lines::state.eq(LineState::Cleared.as_str()))
        .order(evaluations::year.desc())
        .select((evaluations::id, evaluations::year, evaluation_lines::grade))
        .load(conn)?;
    let read = |(id, year, text): (i64, i32, String)| {
        let grade = text.parse::<Grade>().map_err(|_| StorageError::Corrupt { what: "grade", value: text })?;
        Ok((EvaluationId::new(id), year, grade))
    };
    rows.into_iter().map(read).collect()
}

/// What was decided of a base in a year.
#[derive(Clone, Debug, Queryable)]
pub struct Decided {
    pub year: i32,
    #[diesel(deserialize_as = String)]
    pub grade: Grade,
    pub notice_on: Option<NaiveDate>,
    pub claim_id: Option<i64>,
}

/// What was decided of a base in years that are approved, the latest first.
///
/// # Errors
/// The database failed.
pub fn decided(conn: &mut Conn, base: BaseId) -> Result<Vec<Decided>, StorageError> {
    Ok(evaluation_lines::table
        .inner_join(evaluation_entries::table.inner_join(evaluations::table))
        .filter(evaluation_entries::base_id.eq(base.get()))
        .filter(evaluation_lines::state.eq(LineState::Cleared.as_str()))
        .order((evaluations::year.desc(), evaluation_lines::id.desc()))
        .select((evaluations::year, evaluation_lines::grade, evaluation_lines::notice_on, evaluation_entries::claim_id))
        .load(conn)?)
}

/// The latest line of a base, locked until the transaction ends.
///
/// # Errors
/// [`StorageError::NotFound`]: nothing was decided yet.
pub fn lock_latest(tx: &mut Tx, entry: EvaluationEntryId) -> Result<LineRow, StorageError> {
    let latest = |tx: &mut Tx| -> Result<LineRow, StorageError> {
        Ok(evaluation_lines::table
            .filter(evaluation_lines::entry_id.eq(entry.get()))
            .order(evaluation_lines::id.desc())
            .select(LineRow::as_select())
            .first(&mut **tx)?)
    };
    let id = latest(tx)?.id;
    dialect::lock_row(tx, "evaluation_lines", id.get())?;
    latest(tx)
}

/// Moves a line, with who approved it.
///
/// # Errors
/// [`StorageError::Stale`].
pub fn put_state(
    tx: &mut Tx,
    id: EvaluationLineId,
    version: i64,
    state: LineState,
    approver: Option<UserId>,
) -> Result<(), StorageError> {
    let row =
        evaluation_lines::table.filter(evaluation_lines::id.eq(id.get())).filter(evaluation_lines::version.eq(version));
    let set = (
        evaluation_lines::state.eq(state.as_str()),
        evaluation_lines::approver_id.eq(approver.map(UserId::get)),
        evaluation_lines::version.eq(version + 1),
    );
    if diesel::update(row).set(set).execute(&mut **tx)? == 0 { Err(StorageError::Stale) } else { Ok(()) }
}
