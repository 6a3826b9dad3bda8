//! Venues and rooms: a unit looks after its own, an office also after those of its division.

use super::book::listed;
use crate::domain::access::{self, Action, Facts};
use crate::domain::ids::{RoomId, VenueId};
use crate::domain::schedule::Span;
use crate::domain::schedule::span::{read_moment, read_time};
use crate::domain::text::{compact, tidy};
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By};
use crate::storage::venues::{self, BlockRow, RoomData, RoomRow, VenueRow};
use crate::storage::{Conn, Constraint, StorageError, Tx, people};
use serde_json::json;
use std::collections::BTreeMap;

/// A venue with its rooms and when they are blocked.
#[derive(Clone, Debug)]
pub struct Site {
    pub venue: VenueRow,
    pub owner: String,
    pub rooms: Vec<RoomRow>,
    pub blocks: Vec<BlockRow>,
    pub may_edit: bool,
}

/// A room as typed.
#[derive(Clone, Debug, Default)]
pub struct RoomForm {
    pub name: String,
    pub capacity: String,
    pub equipment: String,
    pub opens: String,
    pub closes: String,
    pub active: bool,
}

fn facts(venue: &VenueRow) -> Facts {
    Facts::new_for(venue.organisation_id, venue.division.parse().ok())
}

/// Every venue: where something can be held is no secret.
///
/// # Errors
/// Rights.
pub fn list(app: &App, who: &Who) -> Result<Vec<Site>, ServiceError> {
    access::can(&who.actor, Action::VenueView, &Facts::NONE)?;
    app.store.read(|conn| {
        let (venues, rooms, blocks) = (venues::all(conn)?, venues::rooms(conn)?, venues::blocks(conn)?);
        let names: BTreeMap<i64, String> = people::organisation_names(conn)?.into_iter().collect();
        let site = |venue: VenueRow| {
            let own: Vec<RoomRow> = rooms.iter().filter(|room| room.venue_id == venue.id).cloned().collect();
            let of_room = |block: &&BlockRow| own.iter().any(|room| room.id == block.room_id);
            Site {
                owner: names.get(&venue.organisation_id.get()).cloned().unwrap_or_default(),
                blocks: blocks.iter().filter(of_room).cloned().collect(),
                may_edit: access::can(&who.actor, Action::VenueEdit, &facts(&venue)).is_ok(),
                rooms: own,
                venue,
            }
        };
        Ok(venues.into_iter().map(site).collect())
    })
}

/// One venue that the reader may change.
///
/// # Errors
/// Rights; `NotFound`.
pub fn show(app: &App, who: &Who, id: VenueId) -> Result<Site, ServiceError> {
    app.store.read(|conn| {
        access::can(&who.actor, Action::VenueEdit, &facts(&venues::get(conn, id)?)).map_err(ServiceError::from)
    })?;
    let site = list(app, who)?.into_iter().find(|site| site.venue.id == id);
    site.ok_or(ServiceError::NotFound)
}

/// One room of a venue that the reader may change, with its venue.
///
/// # Errors
/// Rights; `NotFound`.
pub fn room(app: &App, who: &Who, id: RoomId) -> Result<(RoomRow, Site), ServiceError> {
    let venue = app.store.read(|conn| Ok::<_, ServiceError>(venues::room(conn, id)?.venue_id))?;
    let site = show(app, who, venue)?;
    let room = site.rooms.iter().find(|room| room.id == id).cloned();
    Ok((room.ok_or(ServiceError::NotFound)?, site))
}

fn name_of(field: &str, typed: &str) -> Result<String, ServiceError> {
    let name = tidy(typed);
    if name.is_empty() {
        return Err(ServiceError::invalid(field, "required"));
    }
    if name.chars().count() > 100 {
        return Err(ServiceError::Invalid(vec![Fault::new(field, "too-long").with("max", 100)]));
    }
    Ok(name)
}

fn taken(error: StorageError) -> ServiceError {
    match error {
        StorageError::Violated(Constraint::VenueTaken | Constraint::RoomTaken) => {
            ServiceError::invalid("name", "place-taken")
        }
        other => other.into(),
    }
}

/// Adds a venue of one's own unit.
///
/// # Errors
/// Rights; `Invalid`.
pub fn add(app: &App, who: &Who, name: &str, address: &str) -> Result<VenueId, ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let owner = people::organisation(tx, who.organisation())?;
        access::can(&who.actor, Action::VenueEdit, &Facts::new_for(owner.id, Some(owner.division)))?;
        let (name, address) = (name_of("name", name)?, tidy(address));
        let division = owner.division.to_string();
        let id = venues::insert(tx, owner.id, &division, &name, &address, at.naive_utc()).map_err(taken)?;
        let after = json!({ "name": name, "address": address });
        trail::record(tx, at, By::who(who), "venue.add", "venue", id.get(), None, Some(after))?;
        Ok(id)
    })
}

fn lock(tx: &mut Tx, who: &Who, id: VenueId) -> Result<VenueRow, ServiceError> {
    let venue = venues::get(tx, id)?;
    access::can(&who.actor, Action::VenueEdit, &facts(&venue))?;
    Ok(venue)
}

/// Renames a venue.
///
/// # Errors
/// Rights, a stale version; `Invalid`.
pub fn edit(app: &App, who: &Who, id: VenueId, version: i64, name: &str, address: &str) -> Result<(), ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let before = lock(tx, who, id)?;
        let (name, address) = (name_of("name", name)?, tidy(address));
        venues::put(tx, id, version, &name, &address).map_err(taken)?;
        let before = json!({ "name": before.name, "address": before.address });
        let after = json!({ "name": name, "address": address });
        trail::record(tx, at, By::who(who), "venue.edit", "venue", id.get(), Some(before), Some(after))
    })
}

impl RoomForm {
    fn read(&self) -> Result<RoomData, ServiceError> {
        let mut faults = Vec::new();
        let name = name_of("name", &self.name).unwrap_or_else(|error| {
            faults.extend(error.into_faults());
            String::new()
        });
        let capacity = compact(&self.capacity);
        let capacity = match capacity.parse::<i32>() {
            _ if capacity.is_empty() => None,
            Ok(heads @ 1..=100_000) => Some(heads),
            _ => {
                faults.push(Fault::new("capacity", "whole-number").with("max", 100_000));
                None
            }
        };
        let mut time = |field: &str, typed: &str| {
            let read = (!typed.trim().is_empty()).then(|| read_time(typed));
            read.and_then(|read| read.map_err(|_| faults.push(Fault::new(field, "not-a-time"))).ok())
                .map(|time| time.format("%H:%M").to_string())
        };
        let (opens, closes) = (time("opens", &self.opens), time("closes", &self.closes));
        if opens.is_some() != closes.is_some() && faults.is_empty() {
            faults.push(Fault::new(if opens.is_none() { "opens" } else { "closes" }, "required"));
        }
        if !faults.is_empty() {
            return Err(ServiceError::Invalid(faults));
        }
        Ok(RoomData { name, capacity, equipment: listed(&self.equipment), opens, closes, active: self.active })
    }
}

/// Adds a room.
///
/// # Errors
/// Rights; `Invalid` with every fault.
pub fn add_room(app: &App, who: &Who, venue: VenueId, form: &RoomForm) -> Result<RoomId, ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        lock(tx, who, venue)?;
        let data = RoomForm { active: true, ..form.clone() }.read()?;
        let id = venues::insert_room(tx, venue, &data).map_err(taken)?;
        trail::record(tx, at, By::who(who), "room.add", "room", id.get(), None, Some(json!(data)))?;
        Ok(id)
    })
}

fn lock_room(tx: &mut Tx, who: &Who, id: RoomId) -> Result<RoomRow, ServiceError> {
    let room = venues::room(tx, id)?;
    lock(tx, who, room.venue_id)?;
    Ok(room)
}

/// Writes a room.
///
/// # Errors
/// Rights, a stale version; `Invalid` with every fault.
pub fn edit_room(app: &App, who: &Who, id: RoomId, version: i64, form: &RoomForm) -> Result<(), ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let before = lock_room(tx, who, id)?;
        let data = form.read()?;
        venues::put_room(tx, id, version, &data).map_err(taken)?;
        let before = json!({ "name": before.name, "capacity": before.capacity, "equipment": before.equipment,
            "opens": before.opens, "closes": before.closes, "active": before.active });
        trail::record(tx, at, By::who(who), "room.edit", "room", id.get(), Some(before), Some(json!(data)))
    })
}

/// Blocks a room from one moment to another (`2019-11-28 09:00`).
///
/// # Errors
/// Rights; `Invalid` with every fault.
pub fn add_block(app: &App, who: &Who, id: RoomId, typed: (&str, &str, &str)) -> Result<(), ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        lock_room(tx, who, id)?;
        let (from, to) = (read_moment(&moment(typed.0)), read_moment(&moment(typed.1)));
        let bad = |field: &str, bad: bool| bad.then(|| Fault::new(field, "not-a-moment"));
        let faults: Vec<Fault> = bad("from", from.is_err()).into_iter().chain(bad("to", to.is_err())).collect();
        let (Ok(from), Ok(to)) = (from, to) else { return Err(ServiceError::Invalid(faults)) };
        let span = Span::between(from, to).map_err(|_| ServiceError::invalid("to", "not-a-span"))?;
        let reason = tidy(typed.2);
        venues::insert_block(tx, id, span.start(), span.end(), &reason)?;
        let after = json!({ "from": from, "to": to, "reason": reason });
        trail::record(tx, at, By::who(who), "room.block", "room", id.get(), None, Some(after))
    })
}

/// `2019-11-28T09:00` as browsers send it, `2019-11-28 9:00` as people type it.
fn moment(typed: &str) -> String {
    crate::domain::text::tidy(typed).replace('/', "-")
}

/// Unblocks a room.
///
/// # Errors
/// Rights; `NotFound`.
pub fn remove_block(app: &App, who: &Who, id: RoomId, block: i64) -> Result<(), ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        lock_room(tx, who, id)?;
        let before = find_block(tx, id, block)?;
        venues::delete_block(tx, id, block)?;
        let before = json!({ "from": before.starts_at, "to": before.ends_at, "reason": before.reason });
        trail::record(tx, at, By::who(who), "room.unblock", "room", id.get(), Some(before), None)
    })
}

fn find_block(conn: &mut Conn, room: RoomId, id: i64) -> Result<BlockRow, ServiceError> {
    let blocks = venues::blocks(conn)?;
    blocks.into_iter().find(|block| block.id == id && block.room_id == room).ok_or(ServiceError::NotFound)
}
