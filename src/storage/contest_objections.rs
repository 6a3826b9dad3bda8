//! Objections to the published result of an item of a competition.

use super::conn::{Conn, Tx};
use super::contests::ItemRow;
use super::error::StorageError;
use super::events::EventRow;
use super::schema::{contest_items, contest_objections, events};
use super::sight::seen_by;
use crate::domain::access::Visibility;
use crate::domain::ids::{AppealId, ContestId, UserId};
use crate::domain::notice::Objection;
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// What the public objected to.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = contest_objections)]
pub struct ObjectionRow {
    #[diesel(deserialize_as = i64)]
    pub id: AppealId,
    #[diesel(deserialize_as = i64)]
    pub item_id: ContestId,
    pub objector_name: String,
    pub contact: String,
    pub reasons: String,
    pub filed_at: NaiveDateTime,
    pub answer: Option<String>,
    pub answered_at: Option<NaiveDateTime>,
    /// None while it is not answered.
    pub upheld: Option<bool>,
}

/// Keeps an objection.
///
/// # Errors
/// The database failed.
pub fn insert(
    tx: &mut Tx,
    item: ContestId,
    objection: &Objection,
    at: NaiveDateTime,
) -> Result<AppealId, StorageError> {
    let id: i64 = diesel::insert_into(contest_objections::table)
        .values((
            contest_objections::item_id.eq(item.get()),
            contest_objections::objector_name.eq(objection.name.as_str()),
            contest_objections::contact.eq(objection.contact.as_str()),
            contest_objections::reasons.eq(&objection.reasons),
            contest_objections::filed_at.eq(at),
        ))
        .returning(contest_objections::id)
        .get_result(&mut **tx)?;
    Ok(AppealId::new(id))
}

/// The objections to an item.
///
/// # Errors
/// The database failed.
pub fn of(conn: &mut Conn, item: ContestId) -> Result<Vec<ObjectionRow>, StorageError> {
    let rows = contest_objections::table.filter(contest_objections::item_id.eq(item.get()));
    Ok(rows.order(contest_objections::id).select(ObjectionRow::as_select()).load(conn)?)
}

/// The objections that nobody has answered yet, with their items and events, the earliest first; as far as the reader
/// sees them.
///
/// # Errors
/// The database failed.
pub fn open(
    conn: &mut Conn,
    visibility: Visibility,
    limit: i64,
) -> Result<Vec<(ObjectionRow, ItemRow, EventRow)>, StorageError> {
    let open = contest_objections::table
        .inner_join(contest_items::table.inner_join(events::table))
        .filter(contest_objections::answer.is_null())
        .order(contest_objections::filed_at)
        .limit(limit)
        .select((ObjectionRow::as_select(), ItemRow::as_select(), EventRow::as_select()))
        .into_boxed();
    let seen = seen_by!(open, visibility, events);
    Ok(seen.load(conn)?)
}

/// Answers an objection that has no answer yet.
///
/// # Errors
/// `Stale`: it has one.
pub fn answer(
    tx: &mut Tx,
    id: AppealId,
    answer: &str,
    upheld: bool,
    by: UserId,
    at: NaiveDateTime,
) -> Result<(), StorageError> {
    let open = contest_objections::table
        .filter(contest_objections::id.eq(id.get()))
        .filter(contest_objections::answer.is_null());
    let changed = diesel::update(open)
        .set((
            contest_objections::answer.eq(answer),
            contest_objections::answered_by.eq(by.get()),
            contest_objections::answered_at.eq(at),
            contest_objections::upheld.eq(upheld),
        ))
        .execute(&mut **tx)?;
    if changed == 1 { Ok(()) } else { Err(StorageError::Stale) }
}
