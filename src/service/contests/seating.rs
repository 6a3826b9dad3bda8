//! The lot by name: whose workstation is whose, for the person who seats the contestants. Whoever opens it is kept
//! in the record, and signs nothing of the item.

use super::{locked, visible};
use crate::domain::access::{self, Action};
use crate::domain::ids::{ContestId, UserId};
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::service::trail::{self, By};
use crate::storage::contests::{self, EntrantRow, ItemRow};
use crate::storage::{Conn, contest_recusals};
use serde_json::json;

/// The lot of an item.
#[derive(Clone, Debug)]
pub struct Seating {
    pub item: ItemRow,
    pub event: String,
    /// The reader has opened it; otherwise there are no seats.
    pub opened: bool,
    /// Every contestant has a workstation.
    pub drawn: bool,
    /// By workstation.
    pub seats: Vec<EntrantRow>,
}

/// The lot, for who has opened it; others learn what opening it means.
///
/// # Errors
/// Rights; `Conflict(seating-judge)` for a judge of the item.
pub fn seating(app: &App, who: &Who, id: ContestId) -> Result<Seating, ServiceError> {
    app.store.read(|conn| {
        let (item, event) = visible(conn, who, id)?;
        access::can(&who.actor, Action::ContestRun, &super::facts_of(&item, &event))?;
        refuse_judges(conn, &item, who.id())?;
        let opened = contest_recusals::has_seen_seating(conn, id, who.id())?;
        let mut seats = contests::entrants(conn, id)?;
        let drawn = !seats.is_empty() && seats.iter().all(|seat| !seat.station.is_empty());
        seats.retain(|_| opened && drawn);
        seats.sort_by(|one, other| one.station.cmp(&other.station));
        Ok(Seating { item, event: event.name, opened, drawn, seats })
    })
}

/// Opens the lot; again changes nothing.
///
/// # Errors
/// Rights; `Conflict(seating-judge)` for a judge of the item; `Conflict(no-stations)` before the lot is drawn.
pub fn open_seating(app: &App, who: &Who, id: ContestId) -> Result<(), ServiceError> {
    app.store.write(|tx| {
        let (item, _) = locked(tx, who, Action::ContestRun, id)?;
        refuse_judges(tx, &item, who.id())?;
        let entrants = contests::entrants(tx, id)?;
        if entrants.is_empty() || entrants.iter().any(|entrant| entrant.station.is_empty()) {
            return Err(ServiceError::conflict("no-stations"));
        }
        if contest_recusals::has_seen_seating(tx, id, who.id())? {
            return Ok(());
        }
        let at = app.now();
        contest_recusals::insert_seating(tx, id, who.id(), at.naive_utc())?;
        let after = json!({ "stations": entrants.len() });
        trail::record(tx, at, By::who(who), "contest.open-seating", "contest", id.get(), None, Some(after))
    })
}

fn refuse_judges(conn: &mut Conn, item: &ItemRow, user: UserId) -> Result<(), ServiceError> {
    let is_judge = contests::judges(conn, item.id)?.iter().any(|judge| judge.user == user);
    if is_judge { Err(ServiceError::conflict("seating-judge")) } else { Ok(()) }
}

/// Whoever knows whose workstation is whose decides nothing that is decided blind.
pub(super) fn refuse_who_saw(conn: &mut Conn, item: &ItemRow, user: UserId) -> Result<(), ServiceError> {
    let saw = !item.phase.is_decoded() && contest_recusals::has_seen_seating(conn, item.id, user)?;
    if saw { Err(ServiceError::conflict("saw-seating")) } else { Ok(()) }
}
