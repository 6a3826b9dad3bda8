//! The bases of a year: one entry each, whether or not it takes part.

use crate::domain::ids::{BaseId, EvaluationEntryId, EvaluationId, OrganisationId, UserId};
use crate::storage::conn::{Conn, Tx};
use crate::storage::dialect;
use crate::storage::error::{StorageError, changed};
use crate::storage::schema::evaluation_entries;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

/// A base in a year.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = evaluation_entries)]
pub struct EntryRow {
    #[diesel(deserialize_as = i64)]
    pub id: EvaluationEntryId,
    #[diesel(deserialize_as = i64)]
    pub evaluation_id: EvaluationId,
    #[diesel(deserialize_as = i64)]
    pub base_id: BaseId,
    #[diesel(deserialize_as = i64)]
    pub organisation_id: OrganisationId,
    /// None until the base has sent its self-score in.
    pub self_scored_at: Option<NaiveDateTime>,
    pub self_scored_by: Option<i64>,
    pub veto: Option<String>,
    pub veto_reason: String,
    pub veto_by: Option<i64>,
    /// By key, JSON.
    pub tie_values: String,
    pub meeting: String,
    /// Opens the second round.
    pub met_at: Option<NaiveDateTime>,
    pub rectify_until: Option<NaiveDate>,
    pub rectified_on: Option<NaiveDate>,
    /// What was mended.
    pub rectified_note: String,
    pub claim_id: Option<i64>,
    pub version: i64,
}

impl EntryRow {
    /// The round whose sheets are written: 2 after the panel has met about this base.
    #[must_use]
    pub fn round(&self) -> i32 {
        if self.met_at.is_some() { 2 } else { 1 }
    }
}

/// Adds a base that is counted.
///
/// # Errors
/// The database failed.
pub fn insert(
    tx: &mut Tx,
    evaluation: EvaluationId,
    base: BaseId,
    organisation: OrganisationId,
) -> Result<EvaluationEntryId, StorageError> {
    let row = (
        evaluation_entries::evaluation_id.eq(evaluation.get()),
        evaluation_entries::base_id.eq(base.get()),
        evaluation_entries::organisation_id.eq(organisation.get()),
    );
    let insert = diesel::insert_into(evaluation_entries::table).values(row).returning(evaluation_entries::id);
    let id: i64 = insert.get_result(&mut **tx)?;
    Ok(EvaluationEntryId::new(id))
}

/// # Errors
/// [`StorageError::NotFound`].
pub fn get(conn: &mut Conn, id: EvaluationEntryId) -> Result<EntryRow, StorageError> {
    Ok(evaluation_entries::table.find(id.get()).select(EntryRow::as_select()).first(conn)?)
}

/// One entry, locked until the transaction ends.
///
/// # Errors
/// [`StorageError::NotFound`].
pub fn lock(tx: &mut Tx, id: EvaluationEntryId) -> Result<EntryRow, StorageError> {
    dialect::lock_row(tx, "evaluation_entries", id.get())?;
    get(tx, id)
}

/// The entries of a year, by base.
///
/// # Errors
/// The database failed.
pub fn of(conn: &mut Conn, evaluation: EvaluationId) -> Result<Vec<EntryRow>, StorageError> {
    Ok(evaluation_entries::table
        .filter(evaluation_entries::evaluation_id.eq(evaluation.get()))
        .order(evaluation_entries::base_id)
        .select(EntryRow::as_select())
        .load(conn)?)
}

/// The entries of a unit's bases, the latest year first.
///
/// # Errors
/// The database failed.
pub fn of_organisation(conn: &mut Conn, organisation: OrganisationId) -> Result<Vec<EntryRow>, StorageError> {
    Ok(evaluation_entries::table
        .filter(evaluation_entries::organisation_id.eq(organisation.get()))
        .order((evaluation_entries::evaluation_id.desc(), evaluation_entries::base_id))
        .select(EntryRow::as_select())
        .load(conn)?)
}

/// Notes that the draft of the self-score was changed.
///
/// # Errors
/// [`StorageError::Stale`].
pub fn touch(tx: &mut Tx, id: EvaluationEntryId, version: i64) -> Result<(), StorageError> {
    let row = evaluation_entries::table
        .filter(evaluation_entries::id.eq(id.get()))
        .filter(evaluation_entries::version.eq(version));
    changed(diesel::update(row).set(evaluation_entries::version.eq(version + 1)).execute(&mut **tx)?)
}

/// Notes that the self-score was sent in.
///
/// # Errors
/// [`StorageError::Stale`]: another version, or it was sent in already.
pub fn send_self_score(
    tx: &mut Tx,
    id: EvaluationEntryId,
    version: i64,
    by: UserId,
    at: NaiveDateTime,
) -> Result<(), StorageError> {
    let row = evaluation_entries::table
        .filter(evaluation_entries::id.eq(id.get()))
        .filter(evaluation_entries::version.eq(version))
        .filter(evaluation_entries::self_scored_at.is_null());
    let set = (
        evaluation_entries::self_scored_at.eq(at),
        evaluation_entries::self_scored_by.eq(by.get()),
        evaluation_entries::version.eq(version + 1),
    );
    changed(diesel::update(row).set(set).execute(&mut **tx)?)
}

/// Keeps the minutes of the panel's meeting about a base, which opens its second round.
///
/// # Errors
/// [`StorageError::Stale`]: another version, or the panel has met already.
pub fn open_second_round(
    tx: &mut Tx,
    id: EvaluationEntryId,
    version: i64,
    minutes: &str,
    at: NaiveDateTime,
) -> Result<(), StorageError> {
    let row = evaluation_entries::table
        .filter(evaluation_entries::id.eq(id.get()))
        .filter(evaluation_entries::version.eq(version))
        .filter(evaluation_entries::met_at.is_null());
    let set = (
        evaluation_entries::meeting.eq(minutes),
        evaluation_entries::met_at.eq(at),
        evaluation_entries::version.eq(version + 1),
    );
    changed(diesel::update(row).set(set).execute(&mut **tx)?)
}
