//! How far a year's evaluation has come.

use crate::domain::evaluation::phase::Phase;
use crate::domain::ids::EvaluationId;
use crate::storage::conn::{Conn, Tx};
use crate::storage::dialect;
use crate::storage::error::{StorageError, changed};
use crate::storage::schema::{evaluation_runs, evaluations};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

/// A year under way.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = evaluation_runs)]
pub struct RunRow {
    #[diesel(deserialize_as = i64)]
    pub evaluation_id: EvaluationId,
    #[diesel(deserialize_as = String)]
    pub phase: Phase,
    /// Last days, inclusive.
    pub self_until: NaiveDate,
    pub score_until: NaiveDate,
    /// Points between highest and lowest mark above which the panel meets; none: never.
    pub spread: Option<String>,
    /// Empty until it was published.
    pub seed: String,
    pub drawn_at: Option<NaiveDateTime>,
    /// What is drawn from and what is wanted, JSON; fixed and public with the seed.
    pub draw: String,
    /// As decided, JSON.
    pub result: Option<String>,
    pub result_hash: Option<String>,
    pub minutes: String,
    pub submitter_id: Option<i64>,
    pub decider_id: Option<i64>,
    pub approver_id: Option<i64>,
    pub notice_on: Option<NaiveDate>,
    pub notice_ends_on: Option<NaiveDate>,
    pub waiting_since: NaiveDateTime,
    pub version: i64,
}

/// Begins a year with its timetable.
///
/// # Errors
/// The database failed.
pub fn insert(
    tx: &mut Tx,
    id: EvaluationId,
    (self_until, score_until): (NaiveDate, NaiveDate),
    spread: Option<&str>,
    at: NaiveDateTime,
) -> Result<(), StorageError> {
    let row = (
        evaluation_runs::evaluation_id.eq(id.get()),
        evaluation_runs::phase.eq(Phase::SelfScoring.as_str()),
        evaluation_runs::self_until.eq(self_until),
        evaluation_runs::score_until.eq(score_until),
        evaluation_runs::spread.eq(spread),
        evaluation_runs::waiting_since.eq(at),
    );
    diesel::insert_into(evaluation_runs::table).values(row).execute(&mut **tx)?;
    Ok(())
}

/// # Errors
/// [`StorageError::NotFound`].
pub fn get(conn: &mut Conn, id: EvaluationId) -> Result<RunRow, StorageError> {
    Ok(evaluation_runs::table.find(id.get()).select(RunRow::as_select()).first(conn)?)
}

/// The run if there is one: years opened by an earlier version of the program have none.
///
/// # Errors
/// The database failed.
pub fn find(conn: &mut Conn, id: EvaluationId) -> Result<Option<RunRow>, StorageError> {
    Ok(evaluation_runs::table.find(id.get()).select(RunRow::as_select()).first(conn).optional()?)
}

/// The run, locked until the transaction ends, by its evaluation.
///
/// # Errors
/// [`StorageError::NotFound`].
pub fn lock(tx: &mut Tx, id: EvaluationId) -> Result<RunRow, StorageError> {
    dialect::lock_row(tx, "evaluations", id.get())?;
    get(tx, id)
}

/// The runs in any of these phases with their years, the latest year first.
///
/// # Errors
/// The database failed.
pub fn in_phases(conn: &mut Conn, phases: &[Phase]) -> Result<Vec<(RunRow, i32)>, StorageError> {
    let phases: Vec<&str> = phases.iter().map(|phase| phase.as_str()).collect();
    Ok(evaluation_runs::table
        .inner_join(evaluations::table)
        .filter(evaluation_runs::phase.eq_any(phases))
        .order(evaluations::year.desc())
        .select((RunRow::as_select(), evaluations::year))
        .load(conn)?)
}

/// The year, if it still has this version.
#[diesel::dsl::auto_type(no_type_alias)]
pub(super) fn in_version(id: i64, version: i64) -> _ {
    evaluation_runs::table.filter(evaluation_runs::evaluation_id.eq(id)).filter(evaluation_runs::version.eq(version))
}

/// Moves a year on; it waits anew from then on.
///
/// # Errors
/// [`StorageError::Stale`].
pub fn put_phase(
    tx: &mut Tx,
    id: EvaluationId,
    version: i64,
    phase: Phase,
    at: NaiveDateTime,
) -> Result<(), StorageError> {
    let row = in_version(id.get(), version);
    let set = (
        evaluation_runs::phase.eq(phase.as_str()),
        evaluation_runs::waiting_since.eq(at),
        evaluation_runs::version.eq(version + 1),
    );
    changed(diesel::update(row).set(set).execute(&mut **tx)?)
}

/// Publishes the seed of the draw, with what is drawn from and what is wanted.
///
/// # Errors
/// [`StorageError::Stale`]: another version, or a seed is there already.
pub fn put_seed(tx: &mut Tx, id: EvaluationId, version: i64, seed: &str, draw: &str) -> Result<(), StorageError> {
    let row = in_version(id.get(), version).filter(evaluation_runs::seed.eq(""));
    let set =
        (evaluation_runs::seed.eq(seed), evaluation_runs::draw.eq(draw), evaluation_runs::version.eq(version + 1));
    changed(diesel::update(row).set(set).execute(&mut **tx)?)
}

/// Notes that the panel was drawn.
///
/// # Errors
/// [`StorageError::Stale`]: another version, or it was drawn already.
pub fn put_drawn(tx: &mut Tx, id: EvaluationId, version: i64, at: NaiveDateTime) -> Result<(), StorageError> {
    let row = in_version(id.get(), version).filter(evaluation_runs::drawn_at.is_null());
    let set = (evaluation_runs::drawn_at.eq(at), evaluation_runs::version.eq(version + 1));
    changed(diesel::update(row).set(set).execute(&mut **tx)?)
}

/// Sets another last day of scoring (inclusive). The run is locked.
///
/// # Errors
/// The database failed.
pub fn put_until(tx: &mut Tx, id: EvaluationId, until: NaiveDate) -> Result<(), StorageError> {
    let row = evaluation_runs::table.filter(evaluation_runs::evaluation_id.eq(id.get()));
    let set = (evaluation_runs::score_until.eq(until), evaluation_runs::version.eq(evaluation_runs::version + 1));
    diesel::update(row).set(set).execute(&mut **tx)?;
    Ok(())
}

/// Counts a change of the panel, so that forms filled before it are refused.
///
/// # Errors
/// [`StorageError::Stale`].
pub fn touch(tx: &mut Tx, id: EvaluationId, version: i64) -> Result<(), StorageError> {
    let row = in_version(id.get(), version);
    changed(diesel::update(row).set(evaluation_runs::version.eq(version + 1)).execute(&mut **tx)?)
}
