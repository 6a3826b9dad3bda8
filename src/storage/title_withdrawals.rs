//! Proposals to withdraw a title: by one, decided by another.

use super::conn::{Conn, Tx};
use super::error::{StorageError, changed};
use super::schema::{recognition_titles, recognition_withdrawals};
use super::titles::{self, TitleRow};
use crate::domain::access::Visibility;
use crate::domain::ids::{TitleId, UserId};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use std::collections::BTreeMap;

/// A proposal that nobody has decided yet.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = recognition_withdrawals)]
pub struct ProposalRow {
    pub id: i64,
    #[diesel(deserialize_as = i64)]
    pub title_id: TitleId,
    pub reason: String,
    #[diesel(deserialize_as = i64)]
    pub proposed_by: UserId,
    pub proposed_at: NaiveDateTime,
}

/// Proposes to withdraw a title. The title gets a new version: what was read before is stale.
///
/// # Errors
/// The database failed.
pub fn propose(
    tx: &mut Tx,
    title: &TitleRow,
    reason: &str,
    by: UserId,
    at: NaiveDateTime,
) -> Result<i64, StorageError> {
    let row = (
        recognition_withdrawals::title_id.eq(title.id.get()),
        recognition_withdrawals::reason.eq(reason),
        recognition_withdrawals::proposed_by.eq(by.get()),
        recognition_withdrawals::proposed_at.eq(at),
    );
    let insert = diesel::insert_into(recognition_withdrawals::table).values(row);
    let id = insert.returning(recognition_withdrawals::id).get_result(&mut **tx)?;
    touch(tx, title.id, title.version)?;
    Ok(id)
}

/// Keeps the title: the next version, if it is still this one.
///
/// # Errors
/// [`StorageError::Stale`].
pub fn touch(tx: &mut Tx, id: TitleId, version: i64) -> Result<(), StorageError> {
    let row = recognition_titles::table
        .filter(recognition_titles::id.eq(id.get()))
        .filter(recognition_titles::version.eq(version));
    changed(diesel::update(row).set(recognition_titles::version.eq(version + 1)).execute(&mut **tx)?)
}

/// Writes what was decided of a proposal.
///
/// # Errors
/// [`StorageError::Stale`]: decided already; `Violated(TwoPeople)`: by who proposed it.
pub fn decide(
    tx: &mut Tx,
    proposal: i64,
    withdrawn: bool,
    opinion: &str,
    by: UserId,
    at: NaiveDateTime,
) -> Result<(), StorageError> {
    let row = recognition_withdrawals::table.find(proposal).filter(recognition_withdrawals::withdrawn.is_null());
    let said = (
        recognition_withdrawals::withdrawn.eq(withdrawn),
        recognition_withdrawals::opinion.eq(opinion),
        recognition_withdrawals::decided_by.eq(by.get()),
        recognition_withdrawals::decided_at.eq(at),
    );
    changed(diesel::update(row).set(said).execute(&mut **tx)?)
}

/// The proposal about a title that nobody has decided yet.
///
/// # Errors
/// The database failed.
pub fn open(conn: &mut Conn, title: TitleId) -> Result<Option<ProposalRow>, StorageError> {
    let open = recognition_withdrawals::table
        .filter(recognition_withdrawals::title_id.eq(title.get()))
        .filter(recognition_withdrawals::withdrawn.is_null());
    Ok(open.select(ProposalRow::as_select()).first(conn).optional()?)
}

/// All that wait within somebody's sight, each with its title.
///
/// # Errors
/// The database failed.
pub fn waiting(conn: &mut Conn, seen: Visibility) -> Result<Vec<(ProposalRow, TitleRow)>, StorageError> {
    let open: Vec<ProposalRow> = recognition_withdrawals::table
        .filter(recognition_withdrawals::withdrawn.is_null())
        .order(recognition_withdrawals::id)
        .select(ProposalRow::as_select())
        .load(conn)?;
    if open.is_empty() {
        return Ok(Vec::new());
    }
    let mut known: BTreeMap<TitleId, TitleRow> =
        titles::list(conn, seen, None, None)?.into_iter().map(|row| (row.id, row)).collect();
    Ok(open.into_iter().filter_map(|one| known.remove(&one.title_id).map(|title| (one, title))).collect())
}

/// Proposals about a title that were answered by keeping it, the latest first: the reason and the answer.
///
/// # Errors
/// The database failed.
pub fn kept(conn: &mut Conn, title: TitleId) -> Result<Vec<(String, String)>, StorageError> {
    Ok(recognition_withdrawals::table
        .filter(recognition_withdrawals::title_id.eq(title.get()))
        .filter(recognition_withdrawals::withdrawn.eq(false))
        .order(recognition_withdrawals::id.desc())
        .select((recognition_withdrawals::reason, recognition_withdrawals::opinion))
        .load(conn)?)
}
