//! Who takes part in an event: the roster and what is kept of its people; what can be registered
//! for, public registration, the waiting list, changes.

pub mod changes;
mod conditions;
pub mod contestants;
mod enter;
pub mod entries;
pub mod export;
mod letters;
pub mod list;
mod moves;
mod own_data;
pub mod personal;
pub mod register;
pub mod roster;
pub mod teams;
mod tell;
pub mod terms;
#[cfg(test)]
mod tests;
pub mod view;
pub mod waiting;

use super::app::Who;
use super::error::ServiceError;
use crate::domain::access::{self, Action, Facts};
use crate::domain::ids::{EventId, ParticipantId};
use crate::storage::events::{self, EventRow};
use crate::storage::participants::{self, ParticipantRow};
use crate::storage::{Conn, Tx, rosters};

pub(in crate::service) use tell::call_off;

/// What rights over an event's participants are decided by.
pub(in crate::service) fn facts_of(event: &EventRow) -> Facts {
    Facts::event(event.organisation_id, Some(event.division), event.state)
}

/// Whether somebody may read what is known of an event's people: birthdays, numbers, telephones, addresses.
/// Other readers see names, units and states.
pub(in crate::service) fn sees_particulars(who: &Who, event: &EventRow) -> bool {
    access::can(&who.actor, Action::ParticipantExport, &facts_of(event)).is_ok()
}

/// An event whose participants somebody may do this with now. Who may not look at them is told of none.
///
/// # Errors
/// Rights; `NotFound`, also for what the reader may not know of.
pub fn visible(conn: &mut Conn, who: &Who, action: Action, id: EventId) -> Result<EventRow, ServiceError> {
    let event = events::get(conn, id)?;
    let facts = facts_of(&event);
    access::can(&who.actor, Action::ParticipantView, &facts)?;
    access::can(&who.actor, action, &facts)?;
    Ok(event)
}

/// As [`visible`], with the event's row locked until the transaction ends.
///
/// # Errors
/// As [`visible`].
pub fn locked(tx: &mut Tx, who: &Who, action: Action, id: EventId) -> Result<EventRow, ServiceError> {
    events::lock(tx, id)?;
    visible(tx, who, action, id)
}

/// As [`locked`], with the event's entries locked before it, as whoever registers does.
///
/// # Errors
/// As [`visible`].
pub fn locked_with_entries(tx: &mut Tx, who: &Who, action: Action, id: EventId) -> Result<EventRow, ServiceError> {
    rosters::lock_entries(tx, id)?;
    locked(tx, who, action, id)
}

/// A participant, locked, with the event, for somebody who may do this now.
///
/// # Errors
/// As [`visible`].
pub fn locked_one(
    tx: &mut Tx,
    who: &Who,
    action: Action,
    id: ParticipantId,
) -> Result<(ParticipantRow, EventRow), ServiceError> {
    let row = participants::lock(tx, id)?;
    let event = visible(tx, who, action, row.event_id)?;
    Ok((row, event))
}

/// An event allows one item per person unless its terms say otherwise.
fn one_item(terms: Option<&crate::storage::entries::Terms>) -> bool {
    terms.is_none_or(|terms| terms.one_item)
}
