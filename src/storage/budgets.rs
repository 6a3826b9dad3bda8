//! Budget lines and their ledger. That a line is never exceeded is a constraint of the table: the
//! movement is one relative update, never read and then written.

use super::conn::{Conn, Tx};
use super::error::StorageError;
use super::schema::{budget_entries, budget_lines};
use crate::domain::ids::{BudgetLineId, ClaimId, UserId};
use crate::domain::money::Fen;
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// A budget line of one year, amounts in fen.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = budget_lines)]
pub struct LineRow {
    #[diesel(deserialize_as = i64)]
    pub id: BudgetLineId,
    pub year: i32,
    pub division: String,
    pub code: String,
    pub name: String,
    pub appropriation: i64,
    pub reserved: i64,
    pub committed: i64,
    pub paid: i64,
    pub version: i64,
}

impl LineRow {
    /// What can still be reserved.
    pub fn available(&self) -> Fen {
        Fen(self.appropriation - self.reserved - self.committed - self.paid)
    }
}

/// By how much each column of a line moves, in fen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Movement {
    pub appropriation: i64,
    pub reserved: i64,
    pub committed: i64,
    pub paid: i64,
}

/// One entry of the ledger.
#[derive(Clone, Debug)]
pub struct NewEntry<'a> {
    pub claim: Option<ClaimId>,
    pub kind: &'static str,
    pub amount: Fen,
    pub note: &'a str,
    pub user: UserId,
    pub at: NaiveDateTime,
}

/// Moves a line and writes the entry that says why.
///
/// # Errors
/// `Violated(BudgetExceeded)` when the line would be exceeded or a column would fall below zero.
pub fn post(tx: &mut Tx, line: BudgetLineId, movement: Movement, entry: &NewEntry) -> Result<(), StorageError> {
    let changed = diesel::update(budget_lines::table.find(line.get()))
        .set((
            budget_lines::appropriation.eq(budget_lines::appropriation + movement.appropriation),
            budget_lines::reserved.eq(budget_lines::reserved + movement.reserved),
            budget_lines::committed.eq(budget_lines::committed + movement.committed),
            budget_lines::paid.eq(budget_lines::paid + movement.paid),
            budget_lines::version.eq(budget_lines::version + 1),
        ))
        .execute(&mut **tx)?;
    if changed == 0 {
        return Err(StorageError::NotFound);
    }
    diesel::insert_into(budget_entries::table)
        .values((
            budget_entries::budget_line_id.eq(line.get()),
            budget_entries::claim_id.eq(entry.claim.map(ClaimId::get)),
            budget_entries::kind.eq(entry.kind),
            budget_entries::amount.eq(entry.amount.0),
            budget_entries::note.eq(entry.note),
            budget_entries::user_id.eq(entry.user.get()),
            budget_entries::at.eq(entry.at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// One line.
///
/// # Errors
/// [`StorageError::NotFound`].
pub fn line(conn: &mut Conn, id: BudgetLineId) -> Result<LineRow, StorageError> {
    Ok(budget_lines::table.find(id.get()).select(LineRow::as_select()).first(conn)?)
}

/// The lines of a year by division and code.
///
/// # Errors
/// The database failed.
pub fn lines(conn: &mut Conn, year: i32) -> Result<Vec<LineRow>, StorageError> {
    let rows =
        budget_lines::table.filter(budget_lines::year.eq(year)).order((budget_lines::division, budget_lines::code));
    Ok(rows.select(LineRow::as_select()).load(conn)?)
}

/// Adds a line for tests of other areas.
#[cfg(test)]
pub fn insert_for_tests(
    tx: &mut Tx,
    code: &str,
    appropriation: Fen,
    at: NaiveDateTime,
) -> Result<BudgetLineId, StorageError> {
    let id: i64 = diesel::insert_into(budget_lines::table)
        .values((
            budget_lines::year.eq(2019),
            budget_lines::division.eq("330300"),
            budget_lines::code.eq(code),
            budget_lines::name.eq(code),
            budget_lines::appropriation.eq(appropriation.0),
            budget_lines::created_at.eq(at),
        ))
        .returning(budget_lines::id)
        .get_result(&mut **tx)?;
    Ok(BudgetLineId::new(id))
}
