//! Budget lines and their ledger. That a line is never exceeded is a constraint of the table: the
//! movement is one relative update, never read and then written.

use super::conn::{Conn, Tx};
use super::dialect;
use super::error::StorageError;
use super::kept::Kept;
use super::schema::{budget_entries, budget_lines, claims, users};
use crate::domain::access::Visibility;
use crate::domain::budget::{EntryKind, Line};
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
        self.figures().available()
    }

    /// The line as the ledger's law sees it.
    pub fn figures(&self) -> Line {
        Line {
            appropriation: Fen(self.appropriation),
            reserved: Fen(self.reserved),
            committed: Fen(self.committed),
            paid: Fen(self.paid),
        }
    }
}

/// One entry of the ledger.
#[derive(Clone, Debug)]
pub struct NewEntry<'a> {
    pub claim: Option<ClaimId>,
    pub kind: EntryKind,
    /// Above zero; only an appropriation may shrink.
    pub amount: Fen,
    pub note: &'a str,
    pub user: UserId,
    pub at: NaiveDateTime,
}

/// An entry as stored, with the names of who made it and of the claim it is for.
#[derive(Clone, Debug, Queryable)]
pub struct EntryRow {
    pub id: i64,
    #[diesel(deserialize_as = String)]
    pub kind: EntryKind,
    pub amount: i64,
    pub note: String,
    pub at: NaiveDateTime,
    pub user_name: String,
    pub claim_id: Option<i64>,
    pub claim_reference: Option<String>,
}

/// Adds a line without any money; its first appropriation is an entry like every other.
///
/// # Errors
/// `Violated(BudgetLineTaken)`.
pub fn insert(
    tx: &mut Tx,
    year: i32,
    division: &str,
    code: &str,
    name: &str,
    at: NaiveDateTime,
) -> Result<BudgetLineId, StorageError> {
    let id: i64 = diesel::insert_into(budget_lines::table)
        .values((
            budget_lines::year.eq(year),
            budget_lines::division.eq(division),
            budget_lines::code.eq(code),
            budget_lines::name.eq(name),
            budget_lines::appropriation.eq(0),
            budget_lines::created_at.eq(at),
        ))
        .returning(budget_lines::id)
        .get_result(&mut **tx)?;
    Ok(BudgetLineId::new(id))
}

/// Moves a line and writes the entry that says why.
///
/// # Errors
/// `Violated(BudgetExceeded)` when the line would be exceeded or a column would fall below zero.
pub fn post(tx: &mut Tx, line: BudgetLineId, entry: &NewEntry) -> Result<(), StorageError> {
    let delta = entry.kind.delta(entry.amount);
    let changed = Kept(diesel::update(budget_lines::table.find(line.get())).set((
        budget_lines::appropriation.eq(budget_lines::appropriation + delta.appropriation.0),
        budget_lines::reserved.eq(budget_lines::reserved + delta.reserved.0),
        budget_lines::committed.eq(budget_lines::committed + delta.committed.0),
        budget_lines::paid.eq(budget_lines::paid + delta.paid.0),
        budget_lines::version.eq(budget_lines::version + 1),
    )))
    .execute(&mut **tx)?;
    if changed == 0 {
        return Err(StorageError::NotFound);
    }
    diesel::insert_into(budget_entries::table)
        .values((
            budget_entries::budget_line_id.eq(line.get()),
            budget_entries::claim_id.eq(entry.claim.map(ClaimId::get)),
            budget_entries::kind.eq(entry.kind.as_str()),
            budget_entries::amount.eq(entry.amount.0),
            budget_entries::note.eq(entry.note),
            budget_entries::user_id.eq(entry.user.get()),
            budget_entries::at.eq(entry.at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// One line, locked until the transaction ends.
///
/// # Errors
/// [`StorageError::NotFound`].
pub fn lock(tx: &mut Tx, id: BudgetLineId) -> Result<LineRow, StorageError> {
    dialect::lock_row(tx, "budget_lines", id.get())?;
    line(tx, id)
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

/// The years that have lines the reader may know of, latest first.
///
/// # Errors
/// The database failed.
pub fn years(conn: &mut Conn, visibility: Visibility) -> Result<Vec<i32>, StorageError> {
    let mut query = budget_lines::table.select(budget_lines::year).distinct().into_boxed();
    query = match visibility {
        Visibility::All => query,
        Visibility::Division(division) => query.filter(budget_lines::division.eq(division.to_string())),
        _ => query.filter(budget_lines::id.eq(0)),
    };
    Ok(query.order(budget_lines::year.desc()).load(conn)?)
}

/// The entries of a line, the latest first.
///
/// # Errors
/// The database failed.
pub fn entries(conn: &mut Conn, line: BudgetLineId, offset: i64, limit: i64) -> Result<Vec<EntryRow>, StorageError> {
    Ok(budget_entries::table
        .inner_join(users::table)
        .left_join(claims::table)
        .filter(budget_entries::budget_line_id.eq(line.get()))
        .order(budget_entries::id.desc())
        .offset(offset)
        .limit(limit)
        .select((
            budget_entries::id,
            budget_entries::kind,
            budget_entries::amount,
            budget_entries::note,
            budget_entries::at,
            users::name,
            budget_entries::claim_id,
            claims::reference.nullable(),
        ))
        .load(conn)?)
}

/// How many entries a line has.
///
/// # Errors
/// The database failed.
pub fn count_entries(conn: &mut Conn, line: BudgetLineId) -> Result<i64, StorageError> {
    Ok(budget_entries::table.filter(budget_entries::budget_line_id.eq(line.get())).count().get_result(conn)?)
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
