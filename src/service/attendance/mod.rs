//! Attendance: scans at the door, what they come to, and what is made of it.

mod edit;
mod load;
mod measure;
mod passes;
mod scan;
mod sheet;

pub use edit::{PARTS, answer, enter_manually, set_present, strike};
pub use load::{Line, Register, show};
pub(in crate::service) use load::{recorded, register, released};
pub(in crate::service) use measure::measured;
pub use measure::{Differing, Measured};
pub use passes::{Pass, make_passes, passes};
pub use scan::{Answered, Batch, Desk, DeskLine, Kept, Outcome, PassShown, Recent, Sent, by_pass, desk, enter, kept};
pub use sheet::export;
pub(in crate::service) use sheet::half_name;
pub(in crate::service) use sheet::sheet;

use super::app::Who;
use super::error::ServiceError;
use crate::domain::access::{self, Action, Facts, Refusal};
use crate::domain::event::State;
use crate::domain::ids::EventId;
use crate::storage::events::{self, EventRow};
use crate::storage::{Conn, Tx};

fn facts_of(event: &EventRow) -> Facts {
    Facts::event(event.organisation_id, Some(event.division), event.state)
}

/// The event, for somebody who may do this with its participants.
fn open(conn: &mut Conn, who: &Who, action: Action, id: EventId) -> Result<EventRow, ServiceError> {
    let event = events::get(conn, id)?;
    may(who, action, &event)?;
    Ok(event)
}

/// As [`open`], locked until the transaction ends.
fn locked(tx: &mut Tx, who: &Who, action: Action, id: EventId) -> Result<EventRow, ServiceError> {
    let event = events::lock(tx, id)?;
    may(who, action, &event)?;
    Ok(event)
}

/// Whether somebody may do this now; at the door it is said why an event is too early or too late.
fn may(who: &Who, action: Action, event: &EventRow) -> Result<(), ServiceError> {
    access::can(&who.actor, action, &facts_of(event)).map_err(|denied| match (denied.refusal(), action) {
        (Refusal::Conflict, Action::ParticipantCheckIn) => match event.state {
            State::Closed | State::Cancelled => ServiceError::conflict("check-in-over"),
            _ => ServiceError::conflict("check-in-not-yet"),
        },
        _ => denied.into(),
    })
}
