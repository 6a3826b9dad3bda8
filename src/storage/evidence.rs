//! Papers of claims and events. Content is kept once by its sha-256; a removed paper stays on the
//! record, with its content.

use super::conn::{Conn, Tx};
use super::dialect;
use super::error::StorageError;
use super::schema::{blobs, evidence, users};
use crate::domain::ids::{ClaimId, EventId, EvidenceId, UserId};
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// Whose paper it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    Claim(ClaimId),
    Event(EventId),
}

/// A paper without its content.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = evidence)]
pub struct PaperRow {
    #[diesel(deserialize_as = i64)]
    pub id: EvidenceId,
    claim_id: Option<i64>,
    event_id: Option<i64>,
    /// Code of the requirement it answers.
    pub requirement: String,
    pub file_name: String,
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    pub sha256: String,
    #[diesel(deserialize_as = i64)]
    pub uploaded_by: UserId,
    pub uploaded_at: NaiveDateTime,
    pub removed_at: Option<NaiveDateTime>,
}

impl PaperRow {
    /// Whose it is; a constraint holds that it is exactly one's.
    pub fn owner(&self) -> Option<Owner> {
        let claim = self.claim_id.map(|id| Owner::Claim(ClaimId::new(id)));
        claim.or_else(|| self.event_id.map(|id| Owner::Event(EventId::new(id))))
    }

    /// Not removed.
    pub fn stands(&self) -> bool {
        self.removed_at.is_none()
    }
}

/// A paper handed in.
pub struct NewPaper<'a> {
    pub owner: Owner,
    pub requirement: &'a str,
    pub file_name: &'a str,
    pub media_type: &'a str,
    pub sha256: &'a str,
    pub content: &'a [u8],
    pub by: UserId,
    pub at: NaiveDateTime,
}

/// Adds a paper; its content only where no paper has it yet.
///
/// # Errors
/// The database failed.
pub fn insert(tx: &mut Tx, paper: &NewPaper) -> Result<EvidenceId, StorageError> {
    dialect::keep_blob(tx, paper.sha256, paper.content)?;
    let (claim, event) = match paper.owner {
        Owner::Claim(id) => (Some(id.get()), None),
        Owner::Event(id) => (None, Some(id.get())),
    };
    let id: i64 = diesel::insert_into(evidence::table)
        .values((
            evidence::claim_id.eq(claim),
            evidence::event_id.eq(event),
            evidence::requirement.eq(paper.requirement),
            evidence::file_name.eq(paper.file_name),
            evidence::media_type.eq(paper.media_type),
            evidence::size.eq(i64::try_from(paper.content.len()).unwrap_or(i64::MAX)),
            evidence::sha256.eq(paper.sha256),
            evidence::uploaded_by.eq(paper.by.get()),
            evidence::uploaded_at.eq(paper.at),
        ))
        .returning(evidence::id)
        .get_result(&mut **tx)?;
    Ok(EvidenceId::new(id))
}

/// One paper.
///
/// # Errors
/// [`StorageError::NotFound`].
pub fn get(conn: &mut Conn, id: EvidenceId) -> Result<PaperRow, StorageError> {
    Ok(evidence::table.find(id.get()).select(PaperRow::as_select()).first(conn)?)
}

/// All papers of an owner, removed ones too, in the order they came.
///
/// # Errors
/// The database failed.
pub fn of(conn: &mut Conn, owner: Owner) -> Result<Vec<PaperRow>, StorageError> {
    let rows = evidence::table.order(evidence::id).select(PaperRow::as_select());
    Ok(match owner {
        Owner::Claim(id) => rows.filter(evidence::claim_id.eq(id.get())).load(conn)?,
        Owner::Event(id) => rows.filter(evidence::event_id.eq(id.get())).load(conn)?,
    })
}

/// Names of those who handed the papers of an owner in.
///
/// # Errors
/// The database failed.
pub fn uploaders(conn: &mut Conn, papers: &[PaperRow]) -> Result<Vec<(UserId, String)>, StorageError> {
    let ids: Vec<i64> = papers.iter().map(|paper| paper.uploaded_by.get()).collect();
    let rows: Vec<(i64, String)> =
        users::table.filter(users::id.eq_any(ids)).select((users::id, users::name)).load(conn)?;
    Ok(rows.into_iter().map(|(id, name)| (UserId::new(id), name)).collect())
}

/// The bytes of a paper.
///
/// # Errors
/// [`StorageError::NotFound`].
pub fn content(conn: &mut Conn, sha256: &str) -> Result<Vec<u8>, StorageError> {
    Ok(blobs::table.find(sha256).select(blobs::content).first(conn)?)
}

/// Takes a paper out of the file; it stays on the record. False when it was out already.
///
/// # Errors
/// The database failed.
pub fn remove(tx: &mut Tx, id: EvidenceId, at: NaiveDateTime) -> Result<bool, StorageError> {
    let standing = evidence::table.find(id.get()).filter(evidence::removed_at.is_null());
    Ok(diesel::update(standing).set(evidence::removed_at.eq(at)).execute(&mut **tx)? == 1)
}
