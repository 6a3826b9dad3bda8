//! Published items opened again, and what is corrected in them besides marks.

use super::conn::{Conn, Tx};
use super::error::StorageError;
use super::schema::{
    contest_advances, contest_entrants, contest_reopenings, contest_returns, contest_run_changes, users,
};
use crate::domain::contest::run::RunFact;
use crate::domain::ids::{AppealId, ChangeId, ContestId, EntrantId, UserId};
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// A published result that no longer counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reopening {
    pub id: i64,
    /// The objection that was upheld; none: the bureau itself opened it.
    pub objection: Option<AppealId>,
    pub reason: String,
    /// When the result that no longer counts was published.
    pub published_at: NaiveDateTime,
    pub by: String,
    pub at: NaiveDateTime,
}

/// A submitted result that was sent back.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, serde::Serialize)]
pub struct SentBack {
    pub reason: String,
    pub by: String,
    pub at: NaiveDateTime,
}

/// A deduction or a time changed after signing.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = contest_run_changes)]
pub struct RunChangeRow {
    #[diesel(deserialize_as = i64)]
    pub id: ChangeId,
    #[diesel(deserialize_as = i64)]
    pub entrant_id: EntrantId,
    #[diesel(deserialize_as = String)]
    pub field: RunFact,
    pub before: String,
    pub after: String,
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

impl RunChangeRow {
    /// Neither approved nor closed.
    pub fn waits(&self) -> bool {
        self.approved_by.is_none() && self.closed_by.is_none()
    }
}

/// Keeps that a result no longer counts, and why.
///
/// # Errors
/// The database failed.
pub fn insert_reopening(
    tx: &mut Tx,
    item: ContestId,
    objection: Option<AppealId>,
    reason: &str,
    published_at: NaiveDateTime,
    by: UserId,
    at: NaiveDateTime,
) -> Result<(), StorageError> {
    diesel::insert_into(contest_reopenings::table)
        .values((
            contest_reopenings::item_id.eq(item.get()),
            contest_reopenings::objection_id.eq(objection.map(AppealId::get)),
            contest_reopenings::reason.eq(reason),
            contest_reopenings::published_at.eq(published_at),
            contest_reopenings::user_id.eq(by.get()),
            contest_reopenings::at.eq(at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// How often an item was opened again, in order.
///
/// # Errors
/// The database failed.
pub fn reopenings(conn: &mut Conn, item: ContestId) -> Result<Vec<Reopening>, StorageError> {
    type Row = (i64, Option<i64>, String, NaiveDateTime, String, NaiveDateTime);
    let rows: Vec<Row> = contest_reopenings::table
        .inner_join(users::table)
        .filter(contest_reopenings::item_id.eq(item.get()))
        .order(contest_reopenings::id)
        .select((
            contest_reopenings::id,
            contest_reopenings::objection_id,
            contest_reopenings::reason,
            contest_reopenings::published_at,
            users::name,
            contest_reopenings::at,
        ))
        .load(conn)?;
    let reopening = |(id, objection, reason, published_at, by, at): Row| Reopening {
        id,
        objection: objection.map(AppealId::new),
        reason,
        published_at,
        by,
        at,
    };
    Ok(rows.into_iter().map(reopening).collect())
}

/// Keeps that a submitted result was sent back.
///
/// # Errors
/// The database failed.
pub fn insert_return(
    tx: &mut Tx,
    item: ContestId,
    reason: &str,
    by: UserId,
    at: NaiveDateTime,
) -> Result<(), StorageError> {
    diesel::insert_into(contest_returns::table)
        .values((
            contest_returns::item_id.eq(item.get()),
            contest_returns::reason.eq(reason),
            contest_returns::user_id.eq(by.get()),
            contest_returns::at.eq(at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// How often the result of an item was sent back, in order.
///
/// # Errors
/// The database failed.
pub fn returns(conn: &mut Conn, item: ContestId) -> Result<Vec<SentBack>, StorageError> {
    Ok(contest_returns::table
        .inner_join(users::table)
        .filter(contest_returns::item_id.eq(item.get()))
        .order(contest_returns::id)
        .select((contest_returns::reason, users::name, contest_returns::at))
        .load(conn)?)
}

/// Keeps that so many places of one item went into another; a later line takes the place of an earlier one.
///
/// # Errors
/// The database failed.
pub fn put_advance(
    tx: &mut Tx,
    from: ContestId,
    to: ContestId,
    places: i32,
    by: UserId,
    at: NaiveDateTime,
) -> Result<(), StorageError> {
    let known = contest_advances::table
        .filter(contest_advances::from_item_id.eq(from.get()))
        .filter(contest_advances::to_item_id.eq(to.get()));
    diesel::delete(known).execute(&mut **tx)?;
    diesel::insert_into(contest_advances::table)
        .values((
            contest_advances::from_item_id.eq(from.get()),
            contest_advances::to_item_id.eq(to.get()),
            contest_advances::places.eq(places),
            contest_advances::user_id.eq(by.get()),
            contest_advances::at.eq(at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Contestants of one item that went into another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdvanceRow {
    pub from: ContestId,
    pub into: ContestId,
    /// The line; all tied at it go through.
    pub places: i32,
}

/// Where contestants of this item went and where they came from, in order.
///
/// # Errors
/// The database failed.
pub fn advances(conn: &mut Conn, item: ContestId) -> Result<Vec<AdvanceRow>, StorageError> {
    let of_item = contest_advances::from_item_id.eq(item.get()).or(contest_advances::to_item_id.eq(item.get()));
    let rows: Vec<(i64, i64, i32)> = contest_advances::table
        .filter(of_item)
        .order(contest_advances::id)
        .select((contest_advances::from_item_id, contest_advances::to_item_id, contest_advances::places))
        .load(conn)?;
    let row = |(from, into, places)| AdvanceRow { from: ContestId::new(from), into: ContestId::new(into), places };
    Ok(rows.into_iter().map(row).collect())
}

/// Asks for a change of a deduction or a time.
///
/// # Errors
/// The database failed.
#[expect(clippy::too_many_arguments, reason = "what of whom, before, after, why, by whom, when: one row's columns")]
pub fn ask_run_change(
    tx: &mut Tx,
    entrant: EntrantId,
    field: RunFact,
    before: &str,
    after: &str,
    reason: &str,
    by: UserId,
    at: NaiveDateTime,
) -> Result<ChangeId, StorageError> {
    let id: i64 = diesel::insert_into(contest_run_changes::table)
        .values((
            contest_run_changes::entrant_id.eq(entrant.get()),
            contest_run_changes::field.eq(field.as_str()),
            contest_run_changes::before.eq(before),
            contest_run_changes::after.eq(after),
            contest_run_changes::reason.eq(reason),
            contest_run_changes::asked_by.eq(by.get()),
            contest_run_changes::asked_at.eq(at),
        ))
        .returning(contest_run_changes::id)
        .get_result(&mut **tx)?;
    Ok(ChangeId::new(id))
}

/// Approves a change of a deduction or a time.
///
/// # Errors
/// `Stale`: approved already. `Violated(TwoPeople)`: by who asked.
pub fn approve_run_change(tx: &mut Tx, id: ChangeId, by: UserId, at: NaiveDateTime) -> Result<(), StorageError> {
    let open = contest_run_changes::table
        .filter(contest_run_changes::id.eq(id.get()))
        .filter(contest_run_changes::approved_by.is_null())
        .filter(contest_run_changes::closed_by.is_null());
    let set = (contest_run_changes::approved_by.eq(by.get()), contest_run_changes::approved_at.eq(at));
    let approved = diesel::update(open).set(set).execute(&mut **tx)?;
    if approved == 1 { Ok(()) } else { Err(StorageError::Stale) }
}

/// The changes of deductions and times of an item, in order.
///
/// # Errors
/// The database failed.
pub fn run_changes(conn: &mut Conn, item: ContestId) -> Result<Vec<RunChangeRow>, StorageError> {
    Ok(contest_run_changes::table
        .inner_join(contest_entrants::table)
        .filter(contest_entrants::item_id.eq(item.get()))
        .order(contest_run_changes::id)
        .select(RunChangeRow::as_select())
        .load(conn)?)
}
