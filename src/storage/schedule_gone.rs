//! Whoever was taken out of a schedule, until the next release has told them.

use super::conn::{Conn, Tx};
use super::error::StorageError;
use super::schema::{event_people, event_people_gone};
use crate::domain::ids::{EventId, EventPersonId};
use diesel::prelude::*;

/// Somebody who was taken out.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = event_people_gone)]
pub struct GoneRow {
    /// Their id when they were there.
    pub person_id: i64,
    pub name: String,
    pub email: String,
    pub user_id: Option<i64>,
}

/// Keeps the address of somebody who is about to be taken out; who has none is told nothing anyway.
pub(super) fn keep(tx: &mut Tx, id: EventPersonId) -> Result<(), StorageError> {
    type Known = (i64, String, Option<String>, Option<i64>);
    let known = event_people::table.find(id.get());
    let known = known.select((event_people::event_id, event_people::name, event_people::email, event_people::user_id));
    let Some((event, name, Some(email), user)) = known.first::<Known>(&mut **tx).optional()? else { return Ok(()) };
    diesel::insert_into(event_people_gone::table)
        .values((
            event_people_gone::event_id.eq(event),
            event_people_gone::person_id.eq(id.get()),
            event_people_gone::name.eq(name),
            event_people_gone::email.eq(email),
            event_people_gone::user_id.eq(user),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Who was taken out of an event's schedule since its last release.
///
/// # Errors
/// The database failed.
pub fn of_event(conn: &mut Conn, event: EventId) -> Result<Vec<GoneRow>, StorageError> {
    let of_event = event_people_gone::table.filter(event_people_gone::event_id.eq(event.get()));
    Ok(of_event.order(event_people_gone::id).select(GoneRow::as_select()).load(conn)?)
}

/// Forgets them: they have been told.
///
/// # Errors
/// The database failed.
pub fn forget(tx: &mut Tx, event: EventId) -> Result<(), StorageError> {
    let of_event = event_people_gone::table.filter(event_people_gone::event_id.eq(event.get()));
    diesel::delete(of_event).execute(&mut **tx)?;
    Ok(())
}
