//! The addresses of contestants on a schedule follow the roster.

use super::release::readdress;
use crate::domain::ids::{EventPersonId, ParticipantId};
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::storage::events::EventRow;
use crate::storage::{Tx, people, roster_people, schedules};

/// Another address of somebody on the schedule: what was released leaves the calendar of the old one and comes into
/// that of the new one. `version` is the draft's, which is raised afterwards. Says whether anything was written.
///
/// # Errors
/// The database failed.
pub(in crate::service) fn put_address(
    app: &App,
    tx: &mut Tx,
    event: &EventRow,
    version: i64,
    id: EventPersonId,
    email: &str,
) -> Result<bool, ServiceError> {
    let before = schedules::person(tx, id)?;
    if before.email.as_deref().unwrap_or_default() == email {
        return Ok(false);
    }
    let user = match email {
        "" => None,
        email => people::user_by_email(tx, email)?.map(|user| user.id.get()),
    };
    roster_people::put_address(tx, id, email, user)?;
    let after = schedules::person(tx, id)?;
    readdress(app, tx, event, version, (&before, &after))?;
    Ok(true)
}

/// As [`put_address`], wherever a participant is on the schedule of their event.
///
/// # Errors
/// The database failed.
pub(in crate::service) fn put_addresses(
    app: &App,
    tx: &mut Tx,
    event: &EventRow,
    participants: &[(ParticipantId, String)],
) -> Result<(), ServiceError> {
    let version = schedules::version(tx, event.id)?;
    let mut written = false;
    for (participant, email) in participants {
        for id in roster_people::of_participant(tx, event.id, *participant)? {
            written |= put_address(app, tx, event, version, EventPersonId::new(id), email)?;
        }
    }
    match written {
        true => Ok(schedules::raise(tx, event.id, version)?),
        false => Ok(()),
    }
}
