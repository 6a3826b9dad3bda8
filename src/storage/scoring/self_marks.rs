//! What a base gives itself, by indicator.

use crate::domain::ids::EvaluationEntryId;
use crate::storage::conn::{Conn, Tx};
use crate::storage::error::StorageError;
use crate::storage::schema::evaluation_self_marks as marks;
use diesel::prelude::*;

/// One indicator.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = marks)]
pub struct SelfMarkRow {
    #[diesel(deserialize_as = i64)]
    pub entry_id: EvaluationEntryId,
    /// Code of the indicator.
    pub line: String,
    /// As typed while it is a draft; the decimal once it is sent in.
    pub mark: String,
    pub note: String,
}

/// Writes one indicator, in place of what was there.
///
/// # Errors
/// The database failed.
pub fn put(tx: &mut Tx, entry: EvaluationEntryId, line: &str, mark: &str, note: &str) -> Result<(), StorageError> {
    let known = marks::table.filter(marks::entry_id.eq(entry.get())).filter(marks::line.eq(line));
    let values = (marks::mark.eq(mark), marks::note.eq(note));
    if diesel::update(known).set(values).execute(&mut **tx)? == 0 {
        let row = (marks::entry_id.eq(entry.get()), marks::line.eq(line), values);
        diesel::insert_into(marks::table).values(row).execute(&mut **tx)?;
    }
    Ok(())
}

/// What a base has written.
///
/// # Errors
/// The database failed.
pub fn of(conn: &mut Conn, entry: EvaluationEntryId) -> Result<Vec<SelfMarkRow>, StorageError> {
    let own = marks::table.filter(marks::entry_id.eq(entry.get()));
    Ok(own.order(marks::id).select(SelfMarkRow::as_select()).load(conn)?)
}
