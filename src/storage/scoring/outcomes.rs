//! The result of a year as it is put together and decided: vetoes, tie keys, meetings, the decision,
//! what follows for a base.

use super::entries::EntryRow;
use super::runs::in_version;
use crate::domain::evaluation::phase::Phase;
use crate::domain::ids::{ClaimId, EvaluationEntryId, EvaluationId, UserId};
use crate::storage::conn::{Conn, Tx};
use crate::storage::error::{StorageError, changed};
use crate::storage::schema::{evaluation_entries, evaluation_runs};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

/// What the office enters of a base beside the marks.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'f> {
    /// Code and reason.
    pub veto: Option<(&'f str, &'f str)>,
    /// By key, JSON.
    pub ties: &'f str,
}

/// Enters veto and tie keys, in place of what was there.
///
/// # Errors
/// [`StorageError::Stale`].
pub fn put_facts(
    tx: &mut Tx,
    id: EvaluationEntryId,
    version: i64,
    facts: Facts<'_>,
    by: UserId,
) -> Result<(), StorageError> {
    let row = evaluation_entries::table
        .filter(evaluation_entries::id.eq(id.get()))
        .filter(evaluation_entries::version.eq(version));
    let set = (
        evaluation_entries::veto.eq(facts.veto.map(|(code, _)| code)),
        evaluation_entries::veto_reason.eq(facts.veto.map_or("", |(_, reason)| reason)),
        evaluation_entries::veto_by.eq(facts.veto.map(|_| by.get())),
        evaluation_entries::tie_values.eq(facts.ties),
        evaluation_entries::version.eq(version + 1),
    );
    changed(diesel::update(row).set(set).execute(&mut **tx)?)
}

/// Sets the day by which an unqualified base mends what was found.
///
/// # Errors
/// The database failed.
pub fn put_deadline(tx: &mut Tx, id: EvaluationEntryId, until: Option<NaiveDate>) -> Result<(), StorageError> {
    let row = evaluation_entries::table.find(id.get());
    diesel::update(row).set(evaluation_entries::rectify_until.eq(until)).execute(&mut **tx)?;
    Ok(())
}

/// Notes what was mended and on what day, in place of an earlier note.
///
/// # Errors
/// [`StorageError::Stale`].
pub fn put_mended(
    tx: &mut Tx,
    id: EvaluationEntryId,
    version: i64,
    (on, note): (NaiveDate, &str),
) -> Result<(), StorageError> {
    let row = evaluation_entries::table
        .filter(evaluation_entries::id.eq(id.get()))
        .filter(evaluation_entries::version.eq(version));
    let set = (
        evaluation_entries::rectified_on.eq(on),
        evaluation_entries::rectified_note.eq(note),
        evaluation_entries::version.eq(version + 1),
    );
    changed(diesel::update(row).set(set).execute(&mut **tx)?)
}

/// Notes the claim of an excellent base.
///
/// # Errors
/// [`StorageError::Stale`]: it has one.
pub fn put_claim(tx: &mut Tx, id: EvaluationEntryId, claim: ClaimId) -> Result<(), StorageError> {
    let row = evaluation_entries::table
        .filter(evaluation_entries::id.eq(id.get()))
        .filter(evaluation_entries::claim_id.is_null());
    changed(diesel::update(row).set(evaluation_entries::claim_id.eq(claim.get())).execute(&mut **tx)?)
}

/// The entry whose award a claim is.
///
/// # Errors
/// The database failed.
pub fn of_claim(conn: &mut Conn, claim: ClaimId) -> Result<Option<EntryRow>, StorageError> {
    Ok(evaluation_entries::table
        .filter(evaluation_entries::claim_id.eq(claim.get()))
        .select(EntryRow::as_select())
        .first(conn)
        .optional()?)
}

/// A result that is put forward: its JSON with the hash.
#[derive(Clone, Copy, Debug)]
pub struct Proposal<'p> {
    pub result: &'p str,
    pub hash: &'p str,
    pub by: UserId,
}

/// Puts a result forward.
///
/// # Errors
/// [`StorageError::Stale`].
pub fn put_proposal(
    tx: &mut Tx,
    id: EvaluationId,
    version: i64,
    (phase, proposal): (Phase, Proposal<'_>),
    at: NaiveDateTime,
) -> Result<(), StorageError> {
    let row = in_version(id.get(), version);
    let set = (
        evaluation_runs::phase.eq(phase.as_str()),
        evaluation_runs::result.eq(proposal.result),
        evaluation_runs::result_hash.eq(proposal.hash),
        evaluation_runs::submitter_id.eq(proposal.by.get()),
        evaluation_runs::waiting_since.eq(at),
        evaluation_runs::version.eq(version + 1),
    );
    changed(diesel::update(row).set(set).execute(&mut **tx)?)
}

/// Takes a result back. Its text stays, for the next proposal to begin from.
///
/// # Errors
/// [`StorageError::Stale`].
pub fn put_back(
    tx: &mut Tx,
    id: EvaluationId,
    version: i64,
    phase: Phase,
    at: NaiveDateTime,
) -> Result<(), StorageError> {
    let row = in_version(id.get(), version);
    let set = (
        evaluation_runs::phase.eq(phase.as_str()),
        evaluation_runs::result_hash.eq(None::<String>),
        evaluation_runs::submitter_id.eq(None::<i64>),
        evaluation_runs::waiting_since.eq(at),
        evaluation_runs::version.eq(version + 1),
    );
    changed(diesel::update(row).set(set).execute(&mut **tx)?)
}

/// The decision with its minutes and the days of the notice.
///
/// # Errors
/// [`StorageError::Stale`]; `Violated(TwoPeople)`: by who put it forward.
pub fn put_decision(
    tx: &mut Tx,
    id: EvaluationId,
    version: i64,
    of: &super::lines::Publication<'_>,
    at: NaiveDateTime,
) -> Result<(), StorageError> {
    let row = in_version(id.get(), version);
    let set = (
        evaluation_runs::phase.eq(Phase::Published.as_str()),
        evaluation_runs::decider_id.eq(of.by.get()),
        evaluation_runs::minutes.eq(of.minutes),
        evaluation_runs::notice_on.eq(of.first),
        evaluation_runs::notice_ends_on.eq(of.last),
        evaluation_runs::waiting_since.eq(at),
        evaluation_runs::version.eq(version + 1),
    );
    changed(diesel::update(row).set(set).execute(&mut **tx)?)
}

/// Notes who approved last, and where the year is.
///
/// # Errors
/// [`StorageError::Stale`].
pub fn put_approval(
    tx: &mut Tx,
    id: EvaluationId,
    version: i64,
    (phase, by): (Phase, UserId),
    at: NaiveDateTime,
) -> Result<(), StorageError> {
    let row = in_version(id.get(), version);
    let set = (
        evaluation_runs::phase.eq(phase.as_str()),
        evaluation_runs::approver_id.eq(by.get()),
        evaluation_runs::waiting_since.eq(at),
        evaluation_runs::version.eq(version + 1),
    );
    changed(diesel::update(row).set(set).execute(&mut **tx)?)
}
