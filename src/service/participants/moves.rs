//! Moving registrations from state to state: rows, log and places together.

use super::entries::team_size;
use super::{contestants, facts_of, waiting};
use crate::domain::access::{self, Action};
use crate::domain::ids::UserId;
use crate::domain::ids::{EntryId, ParticipantId, TeamId};
use crate::domain::participant::step::{self, Step};
use crate::domain::participant::{Happening, State};
use crate::service::app::Who;
use crate::service::error::ServiceError;
use crate::storage::entries::{self, EntryRow};
use crate::storage::events::{self, EventRow};
use crate::storage::participants::{self, Happened, ParticipantRow};
use crate::storage::{Conn, Tx};
use chrono::{DateTime, Utc};

/// The entry, locked, with its event, for somebody who may do this now.
pub(super) fn locked_entry(
    tx: &mut Tx,
    who: &Who,
    action: Action,
    id: EntryId,
) -> Result<(EntryRow, EventRow), ServiceError> {
    let entry = entries::lock(tx, id)?;
    let event = events::get(tx, entry.event_id)?;
    access::can(&who.actor, Action::ParticipantView, &facts_of(&event))?;
    access::can(&who.actor, action, &facts_of(&event))?;
    Ok((entry, event))
}

/// A registration with what surrounds it; the entry is locked, then the row, always in this order.
pub(super) struct Case {
    pub entry: EntryRow,
    pub event: EventRow,
    pub row: ParticipantRow,
}

/// Locks a registration and what it belongs to.
pub(super) fn locked_case(tx: &mut Tx, id: ParticipantId) -> Result<Case, ServiceError> {
    let entry = participants::get(tx, id)?.entry_id.ok_or(ServiceError::NotFound)?;
    let entry = entries::lock(tx, EntryId::new(entry))?;
    let row = participants::lock(tx, id)?;
    let event = events::get(tx, entry.event_id)?;
    Ok(Case { entry, event, row })
}

/// As [`locked_case`], for somebody who may decide about it now, as they saw it.
pub(super) fn case_for(tx: &mut Tx, who: &Who, id: ParticipantId, version: i64) -> Result<Case, ServiceError> {
    let case = locked_case(tx, id)?;
    access::can(&who.actor, Action::ParticipantView, &facts_of(&case.event))?;
    access::can(&who.actor, Action::ParticipantEdit, &facts_of(&case.event))?;
    if case.row.version != version {
        return Err(ServiceError::conflict("stale"));
    }
    Ok(case)
}

/// Who moves together: of a team all in the same state, else the one.
pub(super) fn together(conn: &mut Conn, row: &ParticipantRow) -> Result<Vec<ParticipantRow>, ServiceError> {
    let Some(team) = row.team_id else { return Ok(vec![row.clone()]) };
    let members = entries::members(conn, TeamId::new(team))?;
    Ok(members.into_iter().filter(|member| member.state == row.state).collect())
}

/// Why, and by whom; the participant or the program itself where nobody is named.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Why<'a> {
    pub reason: &'a str,
    pub user: Option<UserId>,
}

/// Takes a step with all of these rows and counts the places. They are of one entry, and where they
/// are of a team, of one team. Gives back the new state; who moves up is another's work
/// ([`waiting::promote`]).
///
/// # Errors
/// `Conflict(wrong-state)`.
pub(super) fn go(
    tx: &mut Tx,
    at: DateTime<Utc>,
    entry: &EntryRow,
    rows: &[ParticipantRow],
    kind: Step,
    why: Why,
) -> Result<State, ServiceError> {
    let held_before = held(tx, rows)?;
    // A team with too few members is looked at, whatever its entry asks for.
    let approval = entry.approval || missing(tx, entry, rows.first())? > 0;
    let until = match kind {
        Step::Offer => waiting::deadline(entry, &events::get(tx, entry.event_id)?, at),
        _ => None,
    };
    let mut last = State::Withdrawn;
    for row in rows {
        let to = step::step(row.state, kind, approval).map_err(|_| ServiceError::conflict("wrong-state"))?;
        let until = until.filter(|_| to == State::Offered);
        participants::put_state(tx, row, to, until.map(|until| until.naive_utc()))?;
        let states = Happened {
            what: happening(kind).as_str(),
            before: row.state.as_str(),
            after: to.as_str(),
            reason: why.reason,
            user: why.user,
        };
        // Of a substitution it matters who is replaced by whom.
        let happened = match kind {
            Step::Replace => Happened { before: &row.name, after: why.reason, reason: "", ..states },
            _ => states,
        };
        participants::log(tx, row.id, at.naive_utc(), &happened)?;
        if to.is_final() {
            entries::close_changes(tx, row.id, at.naive_utc())?;
            contestants::leave(tx, entry.event_id, row.id)?;
        }
        last = to;
    }
    let held_after = held(tx, rows)?;
    entries::take(tx, entry.id, i32::from(held_after) - i32::from(held_before))?;
    Ok(last)
}

/// How many members the team of this person lacks; none without a team.
pub(super) fn missing(conn: &mut Conn, entry: &EntryRow, row: Option<&ParticipantRow>) -> Result<u32, ServiceError> {
    let Some(team) = row.and_then(|row| row.team_id) else { return Ok(0) };
    let members = entries::members(conn, TeamId::new(team))?.len();
    Ok(team_size(entry).missing(u32::try_from(members).unwrap_or(u32::MAX)))
}

/// Whether the person, or anybody of the team, has a place.
fn held(tx: &mut Tx, rows: &[ParticipantRow]) -> Result<bool, ServiceError> {
    let Some(row) = rows.first() else { return Ok(false) };
    match row.team_id {
        Some(team) => {
            let members = entries::members(tx, TeamId::new(team))?;
            Ok(members.iter().any(|member| member.state.holds_place()))
        }
        None => Ok(participants::get(tx, row.id)?.state.holds_place()),
    }
}

pub(super) fn happening(kind: Step) -> Happening {
    match kind {
        Step::Approve | Step::Admit => Happening::Admitted,
        Step::Refuse => Happening::Refused,
        Step::Offer | Step::Promote => Happening::Offered,
        Step::Accept => Happening::Confirmed,
        Step::Lapse => Happening::Lapsed,
        Step::Withdraw => Happening::Withdrawn,
        Step::Leave => Happening::Left,
        Step::Replace => Happening::Replaced,
    }
}
