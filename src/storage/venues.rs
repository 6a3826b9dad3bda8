//! Venues, their rooms, and when a room cannot be used.

use super::conn::{Conn, Tx};
use super::dialect;
use super::error::{StorageError, changed};
use super::schema::{room_blocks, rooms, venues};
use crate::domain::ids::{OrganisationId, RoomId, VenueId};
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// A building or site, by the unit that looks after it.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = venues)]
pub struct VenueRow {
    #[diesel(deserialize_as = i64)]
    pub id: VenueId,
    #[diesel(deserialize_as = i64)]
    pub organisation_id: OrganisationId,
    pub division: String,
    pub name: String,
    pub address: String,
    pub version: i64,
}

/// A room. `opens` and `closes` are `HH:MM`; both or none.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = rooms)]
pub struct RoomRow {
    #[diesel(deserialize_as = i64)]
    pub id: RoomId,
    #[diesel(deserialize_as = i64)]
    pub venue_id: VenueId,
    pub name: String,
    pub capacity: Option<i32>,
    /// Separated by `;`.
    pub equipment: String,
    pub opens: Option<String>,
    pub closes: Option<String>,
    /// No longer offered.
    pub active: bool,
    pub version: i64,
}

/// When a room cannot be used; the end is not included.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = room_blocks)]
pub struct BlockRow {
    pub id: i64,
    #[diesel(deserialize_as = i64)]
    pub room_id: RoomId,
    pub starts_at: NaiveDateTime,
    pub ends_at: NaiveDateTime,
    pub reason: String,
}

/// What is written of a room.
#[derive(Clone, Debug, PartialEq, Eq, Insertable, AsChangeset, serde::Serialize)]
#[diesel(table_name = rooms)]
#[diesel(treat_none_as_null = true)]
pub struct RoomData {
    pub name: String,
    pub capacity: Option<i32>,
    pub equipment: String,
    pub opens: Option<String>,
    pub closes: Option<String>,
    pub active: bool,
}

/// Adds a venue.
///
/// # Errors
/// `Violated(VenueTaken)`: the unit has one of this name.
pub fn insert(
    tx: &mut Tx,
    owner: OrganisationId,
    division: &str,
    name: &str,
    address: &str,
    at: NaiveDateTime,
) -> Result<VenueId, StorageError> {
    let row = (
        venues::organisation_id.eq(owner.get()),
        venues::division.eq(division),
        venues::name.eq(name),
        venues::address.eq(address),
        venues::created_at.eq(at),
    );
    let id: i64 = diesel::insert_into(venues::table).values(row).returning(venues::id).get_result(&mut **tx)?;
    Ok(VenueId::new(id))
}

/// # Errors
/// [`StorageError::Stale`]; `Violated(VenueTaken)`.
pub fn put(tx: &mut Tx, id: VenueId, version: i64, name: &str, address: &str) -> Result<(), StorageError> {
    changed(
        diesel::update(venues::table.filter(venues::id.eq(id.get())).filter(venues::version.eq(version)))
            .set((venues::name.eq(name), venues::address.eq(address), venues::version.eq(version + 1)))
            .execute(&mut **tx)?,
    )
}

/// # Errors
/// [`StorageError::NotFound`].
pub fn get(conn: &mut Conn, id: VenueId) -> Result<VenueRow, StorageError> {
    Ok(venues::table.find(id.get()).select(VenueRow::as_select()).first(conn)?)
}

/// Every venue, by name.
///
/// # Errors
/// The database failed.
pub fn all(conn: &mut Conn) -> Result<Vec<VenueRow>, StorageError> {
    Ok(venues::table.order((venues::name, venues::id)).select(VenueRow::as_select()).load(conn)?)
}

/// Every room, by name; those no longer offered included.
///
/// # Errors
/// The database failed.
pub fn rooms(conn: &mut Conn) -> Result<Vec<RoomRow>, StorageError> {
    Ok(rooms::table.order((rooms::name, rooms::id)).select(RoomRow::as_select()).load(conn)?)
}

/// # Errors
/// [`StorageError::NotFound`].
pub fn room(conn: &mut Conn, id: RoomId) -> Result<RoomRow, StorageError> {
    Ok(rooms::table.find(id.get()).select(RoomRow::as_select()).first(conn)?)
}

/// Locks rooms until the transaction ends, so that no two events take one at the same time. Always in
/// the same order, so that nobody waits for each other.
///
/// # Errors
/// [`StorageError::NotFound`].
pub fn lock_rooms(tx: &mut Tx, ids: &std::collections::BTreeSet<i64>) -> Result<(), StorageError> {
    ids.iter().try_for_each(|id| dialect::lock_row(tx, "rooms", *id))
}

/// # Errors
/// `Violated(RoomTaken)`: the venue has one of this name.
pub fn insert_room(tx: &mut Tx, venue: VenueId, data: &RoomData) -> Result<RoomId, StorageError> {
    let id: i64 = diesel::insert_into(rooms::table)
        .values((rooms::venue_id.eq(venue.get()), data))
        .returning(rooms::id)
        .get_result(&mut **tx)?;
    Ok(RoomId::new(id))
}

/// # Errors
/// [`StorageError::Stale`]; `Violated(RoomTaken)`.
pub fn put_room(tx: &mut Tx, id: RoomId, version: i64, data: &RoomData) -> Result<(), StorageError> {
    changed(
        diesel::update(rooms::table.filter(rooms::id.eq(id.get())).filter(rooms::version.eq(version)))
            .set((data, rooms::version.eq(version + 1)))
            .execute(&mut **tx)?,
    )
}

/// Every blocked time, in order.
///
/// # Errors
/// The database failed.
pub fn blocks(conn: &mut Conn) -> Result<Vec<BlockRow>, StorageError> {
    Ok(room_blocks::table.order((room_blocks::starts_at, room_blocks::id)).select(BlockRow::as_select()).load(conn)?)
}

/// # Errors
/// The database failed.
pub fn insert_block(
    tx: &mut Tx,
    room: RoomId,
    from: NaiveDateTime,
    to: NaiveDateTime,
    reason: &str,
) -> Result<(), StorageError> {
    let row = (
        room_blocks::room_id.eq(room.get()),
        room_blocks::starts_at.eq(from),
        room_blocks::ends_at.eq(to),
        room_blocks::reason.eq(reason),
    );
    diesel::insert_into(room_blocks::table).values(row).execute(&mut **tx)?;
    Ok(())
}

/// # Errors
/// [`StorageError::NotFound`]: not a time of this room.
pub fn delete_block(tx: &mut Tx, room: RoomId, id: i64) -> Result<(), StorageError> {
    let found = room_blocks::table.filter(room_blocks::id.eq(id)).filter(room_blocks::room_id.eq(room.get()));
    if diesel::delete(found).execute(&mut **tx)? == 0 { Err(StorageError::NotFound) } else { Ok(()) }
}
