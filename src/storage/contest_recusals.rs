//! Judges kept from contestants, and who has seen whose workstation is whose.

use super::conn::{Conn, Tx};
use super::error::StorageError;
use super::schema::{contest_entrants, contest_items, contest_recusals, contest_seatings};
use crate::domain::contest::recusal::Effect;
use crate::domain::ids::{ContestId, EntrantId, EventId, UserId};
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// A judge kept from a contestant.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = contest_recusals)]
pub struct Recusal {
    #[diesel(deserialize_as = i64, column_name = entrant_id)]
    pub entrant: EntrantId,
    #[diesel(deserialize_as = i64, column_name = user_id)]
    pub judge: UserId,
    pub reason: String,
    #[diesel(deserialize_as = String)]
    pub effect: Effect,
}

/// Keeps a judge from a contestant.
///
/// # Errors
/// `Violated(Recused)`: it stands already.
pub fn insert(tx: &mut Tx, entrant: EntrantId, user: UserId, reason: &str, effect: Effect) -> Result<(), StorageError> {
    diesel::insert_into(contest_recusals::table)
        .values((
            contest_recusals::entrant_id.eq(entrant.get()),
            contest_recusals::user_id.eq(user.get()),
            contest_recusals::reason.eq(reason),
            contest_recusals::effect.eq(effect.as_str()),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Puts a recusal that waited for the decoding into effect.
///
/// # Errors
/// The database failed.
pub fn take_effect(tx: &mut Tx, entrant: EntrantId, user: UserId) -> Result<(), StorageError> {
    let waiting = contest_recusals::table
        .filter(contest_recusals::entrant_id.eq(entrant.get()))
        .filter(contest_recusals::user_id.eq(user.get()))
        .filter(contest_recusals::effect.eq(Effect::AwaitsDecoding.as_str()));
    diesel::update(waiting).set(contest_recusals::effect.eq(Effect::SinceDecoding.as_str())).execute(&mut **tx)?;
    Ok(())
}

/// Lets a judge mark a contestant again.
///
/// # Errors
/// `NotFound`: it does not stand.
pub fn remove(tx: &mut Tx, entrant: EntrantId, user: UserId) -> Result<(), StorageError> {
    let standing = contest_recusals::table
        .filter(contest_recusals::entrant_id.eq(entrant.get()))
        .filter(contest_recusals::user_id.eq(user.get()));
    if diesel::delete(standing).execute(&mut **tx)? == 1 { Ok(()) } else { Err(StorageError::NotFound) }
}

/// Who is kept from whom in an item, why, and from when.
///
/// # Errors
/// The database failed.
pub fn of_item(conn: &mut Conn, item: ContestId) -> Result<Vec<Recusal>, StorageError> {
    Ok(contest_recusals::table
        .inner_join(contest_entrants::table)
        .filter(contest_entrants::item_id.eq(item.get()))
        .order(contest_recusals::id)
        .select(Recusal::as_select())
        .load(conn)?)
}

/// Judges of an event's items with the names, units and addresses of whom they are kept from.
///
/// # Errors
/// The database failed.
pub fn of_event(conn: &mut Conn, event: EventId) -> Result<Vec<(UserId, String, String, String)>, StorageError> {
    let rows: Vec<(i64, String, String, String)> = contest_recusals::table
        .inner_join(contest_entrants::table.inner_join(contest_items::table))
        .filter(contest_items::event_id.eq(event.get()))
        .order(contest_recusals::id)
        .select((contest_recusals::user_id, contest_entrants::name, contest_entrants::unit, contest_entrants::email))
        .load(conn)?;
    Ok(rows.into_iter().map(|(user, name, unit, email)| (UserId::new(user), name, unit, email)).collect())
}

/// Keeps that somebody has opened the lot by name; again is no other time.
///
/// # Errors
/// The database failed.
pub fn insert_seating(tx: &mut Tx, item: ContestId, user: UserId, at: NaiveDateTime) -> Result<(), StorageError> {
    diesel::insert_into(contest_seatings::table)
        .values((
            contest_seatings::item_id.eq(item.get()),
            contest_seatings::user_id.eq(user.get()),
            contest_seatings::at.eq(at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Whether somebody has opened the lot by name.
///
/// # Errors
/// The database failed.
pub fn has_seen_seating(conn: &mut Conn, item: ContestId, user: UserId) -> Result<bool, StorageError> {
    let own = contest_seatings::table
        .filter(contest_seatings::item_id.eq(item.get()))
        .filter(contest_seatings::user_id.eq(user.get()));
    Ok(own.count().get_result::<i64>(conn)? > 0)
}

/// Who has opened the lot by name.
///
/// # Errors
/// The database failed.
pub fn seen_by(conn: &mut Conn, item: ContestId) -> Result<Vec<UserId>, StorageError> {
    let all = contest_seatings::table.filter(contest_seatings::item_id.eq(item.get()));
    let ids: Vec<i64> = all.order(contest_seatings::id).select(contest_seatings::user_id).load(conn)?;
    Ok(ids.into_iter().map(UserId::new).collect())
}

/// A new lot: what was seen before tells nothing of it.
///
/// # Errors
/// The database failed.
pub fn forget_seatings(tx: &mut Tx, item: ContestId) -> Result<(), StorageError> {
    let seen = contest_seatings::table.filter(contest_seatings::item_id.eq(item.get()));
    diesel::delete(seen).execute(&mut **tx)?;
    Ok(())
}
