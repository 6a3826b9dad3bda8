//! Public notices, their lines and the objections to them.

use super::conn::{Conn, Tx};
use super::dialect;
use super::error::StorageError;
use super::schema::{claims, notice_lines, notices, objections, users};
use crate::domain::ids::{ClaimId, NoticeId, NoticeLineId, ObjectionId, UserId};
use crate::domain::notice::{LineState, Objection};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

/// A published notice.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = notices)]
pub struct NoticeRow {
    #[diesel(deserialize_as = i64)]
    pub id: NoticeId,
    pub reference: String,
    pub division: String,
    pub title: String,
    pub published_on: NaiveDate,
    /// Inclusive.
    pub ends_on: NaiveDate,
    pub published_at: NaiveDateTime,
}

/// A notice to be published.
#[derive(Insertable)]
#[diesel(table_name = notices)]
pub struct NewNotice<'a> {
    pub reference: &'a str,
    pub division: &'a str,
    pub title: &'a str,
    pub published_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub published_at: NaiveDateTime,
    pub published_by: i64,
}

/// One line as it was published.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = notice_lines)]
pub struct LineRow {
    #[diesel(deserialize_as = i64)]
    pub id: NoticeLineId,
    #[diesel(deserialize_as = i64)]
    pub notice_id: NoticeId,
    #[diesel(deserialize_as = i64)]
    pub claim_id: ClaimId,
    pub seq: i32,
    pub unit_name: String,
    pub title: String,
    pub rule: String,
    /// Fen.
    pub amount: i64,
    #[diesel(deserialize_as = String)]
    pub state: LineState,
    /// The person of an award, as published.
    pub person: Option<String>,
    /// The last four of the person's ID.
    pub person_tail: Option<String>,
}

/// A line to be published.
#[derive(Insertable)]
#[diesel(table_name = notice_lines)]
pub struct NewLine<'a> {
    pub notice_id: i64,
    pub claim_id: i64,
    pub seq: i32,
    pub unit_name: &'a str,
    pub title: &'a str,
    pub rule: &'a str,
    pub amount: i64,
    pub state: &'static str,
    pub person: Option<&'a str>,
    pub person_tail: Option<&'a str>,
}

/// An objection with the name and contact of who made it: for the office only.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = objections)]
pub struct ObjectionRow {
    #[diesel(deserialize_as = i64)]
    pub id: ObjectionId,
    #[diesel(deserialize_as = i64)]
    pub notice_line_id: NoticeLineId,
    pub objector_name: String,
    pub contact: String,
    pub reasons: String,
    pub filed_at: NaiveDateTime,
    pub answer: Option<String>,
    pub upheld: Option<bool>,
    pub answered_by: Option<i64>,
    pub answered_at: Option<NaiveDateTime>,
}

/// Publishes a notice.
///
/// # Errors
/// The database failed.
pub fn insert(tx: &mut Tx, notice: &NewNotice) -> Result<NoticeId, StorageError> {
    let id: i64 = diesel::insert_into(notices::table).values(notice).returning(notices::id).get_result(&mut **tx)?;
    Ok(NoticeId::new(id))
}

/// Adds a line to it.
///
/// # Errors
/// `Violated(NoticeLive)`: the claim stands in a notice already.
pub fn insert_line(tx: &mut Tx, line: &NewLine) -> Result<(), StorageError> {
    diesel::insert_into(notice_lines::table).values(line).execute(&mut **tx)?;
    Ok(())
}

/// One notice.
///
/// # Errors
/// [`StorageError::NotFound`].
pub fn get(conn: &mut Conn, id: NoticeId) -> Result<NoticeRow, StorageError> {
    Ok(notices::table.find(id.get()).select(NoticeRow::as_select()).first(conn)?)
}

/// Notices with this in their title or reference; all when it is empty.
macro_rules! named {
    ($text:expr, $hidden:expr) => {{
        let pattern = super::convert::containing($text);
        let hidden = notice_lines::table.filter(notice_lines::rule.eq($hidden)).select(notice_lines::notice_id);
        notices::table
            .filter(notices::title.like(pattern.clone()).or(notices::reference.like(pattern)))
            .filter(notices::id.ne_all(hidden))
    }};
}

/// The notices, the latest first, each with the number of its lines; without those that have a line under the rule
/// `hidden`.
///
/// # Errors
/// The database failed.
pub fn list(
    conn: &mut Conn,
    (text, hidden): (&str, &str),
    offset: i64,
    limit: i64,
) -> Result<Vec<(NoticeRow, i64)>, StorageError> {
    let rows: Vec<NoticeRow> = named!(text, hidden)
        .order(notices::id.desc())
        .offset(offset)
        .limit(limit)
        .select(NoticeRow::as_select())
        .load(conn)?;
    let ids: Vec<i64> = rows.iter().map(|row| row.id.get()).collect();
    let counts: Vec<(i64, i64)> = notice_lines::table
        .filter(notice_lines::notice_id.eq_any(ids))
        .group_by(notice_lines::notice_id)
        .select((notice_lines::notice_id, diesel::dsl::count_star()))
        .load(conn)?;
    let of = |id: i64| counts.iter().find(|(notice, _)| *notice == id).map_or(0, |(_, count)| *count);
    Ok(rows.into_iter().map(|row| (row.clone(), of(row.id.get()))).collect())
}

/// How many notices [`list`] would show in all.
///
/// # Errors
/// The database failed.
pub fn count(conn: &mut Conn, (text, hidden): (&str, &str)) -> Result<i64, StorageError> {
    Ok(named!(text, hidden).count().get_result(conn)?)
}

/// The lines of a notice with the reference numbers of their claims, in order.
///
/// # Errors
/// The database failed.
pub fn lines(conn: &mut Conn, notice: NoticeId) -> Result<Vec<(LineRow, String)>, StorageError> {
    Ok(notice_lines::table
        .inner_join(claims::table)
        .filter(notice_lines::notice_id.eq(notice.get()))
        .order(notice_lines::seq)
        .select((LineRow::as_select(), claims::reference))
        .load(conn)?)
}

/// One line.
///
/// # Errors
/// [`StorageError::NotFound`].
pub fn line(conn: &mut Conn, id: NoticeLineId) -> Result<LineRow, StorageError> {
    Ok(notice_lines::table.find(id.get()).select(LineRow::as_select()).first(conn)?)
}

/// The line a claim stands in, in its latest notice, if it ever was in one.
///
/// # Errors
/// The database failed.
pub fn latest_line(conn: &mut Conn, claim: ClaimId) -> Result<Option<LineRow>, StorageError> {
    let rows = notice_lines::table.filter(notice_lines::claim_id.eq(claim.get())).order(notice_lines::id.desc());
    Ok(rows.select(LineRow::as_select()).first(conn).optional()?)
}

/// Says where a line is.
///
/// # Errors
/// The database failed.
pub fn put_line_state(tx: &mut Tx, id: NoticeLineId, state: LineState) -> Result<(), StorageError> {
    diesel::update(notice_lines::table.find(id.get()))
        .set(notice_lines::state.eq(state.as_str()))
        .execute(&mut **tx)?;
    Ok(())
}

/// Keeps an objection.
///
/// # Errors
/// The database failed.
pub fn insert_objection(
    tx: &mut Tx,
    line: NoticeLineId,
    objection: &Objection,
    at: NaiveDateTime,
) -> Result<ObjectionId, StorageError> {
    let id: i64 = diesel::insert_into(objections::table)
        .values((
            objections::notice_line_id.eq(line.get()),
            objections::objector_name.eq(objection.name.as_str()),
            objections::contact.eq(objection.contact.as_str()),
            objections::reasons.eq(&objection.reasons),
            objections::filed_at.eq(at),
        ))
        .returning(objections::id)
        .get_result(&mut **tx)?;
    Ok(ObjectionId::new(id))
}

/// One objection, locked until the transaction ends.
///
/// # Errors
/// [`StorageError::NotFound`].
pub fn lock_objection(tx: &mut Tx, id: ObjectionId) -> Result<ObjectionRow, StorageError> {
    dialect::lock_row(tx, "objections", id.get())?;
    Ok(objections::table.find(id.get()).select(ObjectionRow::as_select()).first(&mut **tx)?)
}

/// One objection.
///
/// # Errors
/// [`StorageError::NotFound`].
pub fn objection(conn: &mut Conn, id: ObjectionId) -> Result<ObjectionRow, StorageError> {
    Ok(objections::table.find(id.get()).select(ObjectionRow::as_select()).first(conn)?)
}

/// The objections to a line that nobody has answered yet.
///
/// # Errors
/// The database failed.
pub fn open_objections(conn: &mut Conn, line: NoticeLineId) -> Result<Vec<ObjectionRow>, StorageError> {
    let open = objections::table.filter(objections::notice_line_id.eq(line.get())).filter(objections::answer.is_null());
    Ok(open.order(objections::id).select(ObjectionRow::as_select()).load(conn)?)
}

/// The objections to all lines of a notice with the names of who answered them.
///
/// # Errors
/// The database failed.
pub fn objections(conn: &mut Conn, notice: NoticeId) -> Result<Vec<(ObjectionRow, Option<String>)>, StorageError> {
    Ok(objections::table
        .inner_join(notice_lines::table)
        .left_join(users::table)
        .filter(notice_lines::notice_id.eq(notice.get()))
        .order(objections::id)
        .select((ObjectionRow::as_select(), users::name.nullable()))
        .load(conn)?)
}

/// Keeps the answer to an objection.
///
/// # Errors
/// The database failed.
pub fn answer_objection(
    tx: &mut Tx,
    id: ObjectionId,
    answer: &str,
    upheld: bool,
    by: UserId,
    at: NaiveDateTime,
) -> Result<(), StorageError> {
    diesel::update(objections::table.find(id.get()))
        .set((
            objections::answer.eq(answer),
            objections::upheld.eq(upheld),
            objections::answered_by.eq(by.get()),
            objections::answered_at.eq(at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}
