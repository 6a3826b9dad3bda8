//! Marks that were missing after the decoding and are added from the paper, and requests of all kinds that are
//! closed without a change.

use super::conn::{Conn, Tx};
use super::error::StorageError;
use super::schema::{contest_additions, contest_changes, contest_entrants, contest_marks, contest_run_changes};
use crate::domain::ids::{AdditionId, ChangeId, ContestId, EntrantId, UserId};
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// A mark to be added.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = contest_additions)]
pub struct AdditionRow {
    #[diesel(deserialize_as = i64)]
    pub id: AdditionId,
    #[diesel(deserialize_as = i64)]
    pub entrant_id: EntrantId,
    pub line: String,
    #[diesel(deserialize_as = i64)]
    pub judge_id: UserId,
    pub round: i32,
    /// A decimal.
    pub mark: String,
    pub reason: String,
    #[diesel(deserialize_as = i64)]
    pub asked_by: UserId,
    pub asked_at: NaiveDateTime,
    pub approved_by: Option<i64>,
    pub approved_at: Option<NaiveDateTime>,
    pub closed_by: Option<i64>,
    pub closed_at: Option<NaiveDateTime>,
    pub closed_reason: String,
}

impl AdditionRow {
    /// Neither approved nor closed.
    pub fn waits(&self) -> bool {
        self.approved_by.is_none() && self.closed_by.is_none()
    }
}

/// A mark that somebody asks to add.
#[derive(Clone, Debug)]
pub struct NewAddition<'a> {
    pub entrant: EntrantId,
    pub line: &'a str,
    pub judge: UserId,
    pub round: i32,
    pub mark: &'a str,
    pub reason: &'a str,
}

/// Asks for a mark to be added.
///
/// # Errors
/// The database failed.
pub fn ask(tx: &mut Tx, new: &NewAddition<'_>, by: UserId, at: NaiveDateTime) -> Result<(), StorageError> {
    diesel::insert_into(contest_additions::table)
        .values((
            contest_additions::entrant_id.eq(new.entrant.get()),
            contest_additions::line.eq(new.line),
            contest_additions::judge_id.eq(new.judge.get()),
            contest_additions::round.eq(new.round),
            contest_additions::mark.eq(new.mark),
            contest_additions::reason.eq(new.reason),
            contest_additions::asked_by.eq(by.get()),
            contest_additions::asked_at.eq(at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Approves it and adds the sealed mark.
///
/// # Errors
/// `Stale`: no longer open. `Violated(TwoPeople)`: by who asked. `Violated(MarkTaken)`: the judge has marked it.
pub fn approve(tx: &mut Tx, row: &AdditionRow, by: UserId, at: NaiveDateTime) -> Result<(), StorageError> {
    let open = contest_additions::table
        .filter(contest_additions::id.eq(row.id.get()))
        .filter(contest_additions::approved_by.is_null())
        .filter(contest_additions::closed_by.is_null());
    let set = (contest_additions::approved_by.eq(by.get()), contest_additions::approved_at.eq(at));
    if diesel::update(open).set(set).execute(&mut **tx)? != 1 {
        return Err(StorageError::Stale);
    }
    diesel::insert_into(contest_marks::table)
        .values((
            contest_marks::entrant_id.eq(row.entrant_id.get()),
            contest_marks::line.eq(&row.line),
            contest_marks::judge_id.eq(row.judge_id.get()),
            contest_marks::round.eq(row.round),
            contest_marks::mark.eq(&row.mark),
            contest_marks::note.eq(&row.reason),
            contest_marks::sealed_at.eq(at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Marks asked to be added to an item, in order.
///
/// # Errors
/// The database failed.
pub fn of_item(conn: &mut Conn, item: ContestId) -> Result<Vec<AdditionRow>, StorageError> {
    Ok(contest_additions::table
        .inner_join(contest_entrants::table)
        .filter(contest_entrants::item_id.eq(item.get()))
        .order(contest_additions::id)
        .select(AdditionRow::as_select())
        .load(conn)?)
}

/// A request that waits for its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Request {
    Mark(ChangeId),
    Run(ChangeId),
    Addition(AdditionId),
}

/// Closes a request without a change: by whoever asked it is taken back, by another refused.
///
/// # Errors
/// `Stale`: no longer open.
pub fn close(tx: &mut Tx, request: Request, by: UserId, reason: &str, at: NaiveDateTime) -> Result<(), StorageError> {
    macro_rules! close {
        ($table:ident, $id:expr) => {{
            let open = $table::table
                .filter($table::id.eq($id.get()))
                .filter($table::approved_by.is_null())
                .filter($table::closed_by.is_null());
            let set = ($table::closed_by.eq(by.get()), $table::closed_at.eq(at), $table::closed_reason.eq(reason));
            diesel::update(open).set(set).execute(&mut **tx)?
        }};
    }
    let closed = match request {
        Request::Mark(id) => close!(contest_changes, id),
        Request::Run(id) => close!(contest_run_changes, id),
        Request::Addition(id) => close!(contest_additions, id),
    };
    if closed == 1 { Ok(()) } else { Err(StorageError::Stale) }
}
