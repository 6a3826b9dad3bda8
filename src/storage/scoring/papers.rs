//! Evidence of a base and photos of an evaluator, by indicator.

use crate::domain::ids::{EvaluationEntryId, EvaluationPaperId, UserId};
use crate::storage::conn::{Conn, Tx};
use crate::storage::dialect;
use crate::storage::error::StorageError;
use crate::storage::schema::evaluation_papers;
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// A paper without its content.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = evaluation_papers)]
pub struct PaperRow {
    #[diesel(deserialize_as = i64)]
    pub id: EvaluationPaperId,
    #[diesel(deserialize_as = i64)]
    pub entry_id: EvaluationEntryId,
    /// Code of the indicator.
    pub line: String,
    /// Whose photo it is; none: evidence of the base.
    pub evaluator_id: Option<i64>,
    pub file_name: String,
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    pub sha256: String,
    pub uploaded_at: NaiveDateTime,
    pub removed_at: Option<NaiveDateTime>,
}

/// A paper handed in.
pub struct NewPaper<'a> {
    pub entry: EvaluationEntryId,
    pub line: &'a str,
    pub evaluator: Option<UserId>,
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
pub fn insert(tx: &mut Tx, paper: &NewPaper<'_>) -> Result<EvaluationPaperId, StorageError> {
    dialect::keep_blob(tx, paper.sha256, paper.content)?;
    let row = (
        evaluation_papers::entry_id.eq(paper.entry.get()),
        evaluation_papers::line.eq(paper.line),
        evaluation_papers::evaluator_id.eq(paper.evaluator.map(UserId::get)),
        evaluation_papers::file_name.eq(paper.file_name),
        evaluation_papers::media_type.eq(paper.media_type),
        evaluation_papers::size.eq(i64::try_from(paper.content.len()).unwrap_or(i64::MAX)),
        evaluation_papers::sha256.eq(paper.sha256),
        evaluation_papers::uploaded_by.eq(paper.by.get()),
        evaluation_papers::uploaded_at.eq(paper.at),
    );
    let insert = diesel::insert_into(evaluation_papers::table).values(row).returning(evaluation_papers::id);
    let id: i64 = insert.get_result(&mut **tx)?;
    Ok(EvaluationPaperId::new(id))
}

/// The papers of an entry that were not taken out, in the order they came: the base's evidence and
/// every evaluator's photos. The caller keeps photos from whom they are not for.
///
/// # Errors
/// The database failed.
pub fn of(conn: &mut Conn, entry: EvaluationEntryId) -> Result<Vec<PaperRow>, StorageError> {
    Ok(evaluation_papers::table
        .filter(evaluation_papers::entry_id.eq(entry.get()))
        .filter(evaluation_papers::removed_at.is_null())
        .order(evaluation_papers::id)
        .select(PaperRow::as_select())
        .load(conn)?)
}

/// One paper that was not taken out.
///
/// # Errors
/// [`StorageError::NotFound`].
pub fn get(conn: &mut Conn, id: EvaluationPaperId) -> Result<PaperRow, StorageError> {
    Ok(evaluation_papers::table
        .find(id.get())
        .filter(evaluation_papers::removed_at.is_null())
        .select(PaperRow::as_select())
        .first(conn)?)
}

/// Takes a paper out; it stays on the record.
///
/// # Errors
/// The database failed.
pub fn remove(tx: &mut Tx, id: EvaluationPaperId, at: NaiveDateTime) -> Result<(), StorageError> {
    let row = evaluation_papers::table.find(id.get());
    diesel::update(row).set(evaluation_papers::removed_at.eq(at)).execute(&mut **tx)?;
    Ok(())
}
