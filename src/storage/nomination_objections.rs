//! Real-name objections to lines of a proposed list.

use super::conn::{Conn, Tx};
use super::error::StorageError;
use super::schema::{nomination_objections, nominations};
use crate::domain::ids::{NominationId, RoundId, UserId};
use crate::domain::notice::Objection;
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// An objection with name and contact: for the office only.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = nomination_objections)]
pub struct NominationObjectionRow {
    pub id: i64,
    #[diesel(deserialize_as = i64)]
    pub nomination_id: NominationId,
    pub name: String,
    pub contact: String,
    pub reasons: String,
    pub filed_at: NaiveDateTime,
    pub answer: Option<String>,
    pub upheld: Option<bool>,
}

/// Files an objection.
///
/// # Errors
/// The database failed.
pub fn insert_objection(
    tx: &mut Tx,
    nomination: NominationId,
    objection: &Objection,
    at: NaiveDateTime,
) -> Result<i64, StorageError> {
    let row = (
        nomination_objections::nomination_id.eq(nomination.get()),
        nomination_objections::name.eq(objection.name.as_str()),
        nomination_objections::contact.eq(objection.contact.as_str()),
        nomination_objections::reasons.eq(objection.reasons.as_str()),
        nomination_objections::filed_at.eq(at),
    );
    let insert = diesel::insert_into(nomination_objections::table).values(row).returning(nomination_objections::id);
    let id: i64 = insert.get_result(&mut **tx)?;
    let of = nominations::table.find(nomination.get());
    diesel::update(of).set(nominations::open_objections.eq(nominations::open_objections + 1)).execute(&mut **tx)?;
    Ok(id)
}

/// The objections to a round's nominations, in the order they came.
///
/// # Errors
/// The database failed.
pub fn objections(conn: &mut Conn, round: RoundId) -> Result<Vec<NominationObjectionRow>, StorageError> {
    Ok(nomination_objections::table
        .inner_join(nominations::table)
        .filter(nominations::round_id.eq(round.get()))
        .order(nomination_objections::id)
        .select(NominationObjectionRow::as_select())
        .load(conn)?)
}

/// Answers an objection that is open.
///
/// # Errors
/// [`StorageError::Stale`]: it was answered already.
pub fn answer_objection(
    tx: &mut Tx,
    id: i64,
    nomination: NominationId,
    answer: &str,
    upheld: bool,
    by: UserId,
    at: NaiveDateTime,
) -> Result<(), StorageError> {
    let open = nomination_objections::table
        .filter(nomination_objections::id.eq(id))
        .filter(nomination_objections::nomination_id.eq(nomination.get()))
        .filter(nomination_objections::answer.is_null());
    let changed = diesel::update(open)
        .set((
            nomination_objections::answer.eq(answer),
            nomination_objections::upheld.eq(upheld),
            nomination_objections::answered_by.eq(by.get()),
            nomination_objections::answered_at.eq(at),
        ))
        .execute(&mut **tx)?;
    if changed == 0 {
        return Err(StorageError::Stale);
    }
    let of = nominations::table.find(nomination.get());
    diesel::update(of).set(nominations::open_objections.eq(nominations::open_objections - 1)).execute(&mut **tx)?;
    Ok(())
}
