//! The waiting list: who moves up, offers taken and offers that lapse.

use super::entries::places_of;
use super::moves::{self, Why};
use super::tell;
use crate::domain::event;
use crate::domain::ids::{EntryId, ParticipantId, TeamId};
use crate::domain::message::MessageKind;
use crate::domain::participant::step::Step;
use crate::domain::participant::waiting as line;
use crate::domain::participant::{Happening, State};
use crate::domain::time;
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::service::trail::{self, By};
use crate::storage::entries::{self, EntryRow};
use crate::storage::events::EventRow;
use crate::storage::participants::{self, LogRow};
use crate::storage::{Tx, events};
use chrono::{DateTime, Duration, Utc};
use serde_json::json;

/// Whether an event still takes people in: neither held nor called off.
pub(super) fn takes_people(state: event::State) -> bool {
    matches!(state, event::State::Approved | event::State::Filed)
}

/// The last minute before the event's first day, from which on nobody moves up; none while it has no days.
fn last_minute(event: &EventRow) -> Option<DateTime<Utc>> {
    event.starts_on.map(|day| time::start_of_day(day) - Duration::minutes(1))
}

/// Whether a place can still be given to, and taken by, somebody who waits.
pub(super) fn moves_up(event: &EventRow, at: DateTime<Utc>) -> bool {
    takes_people(event.state) && last_minute(event).is_none_or(|last| at < last)
}

/// Until when a place offered now is held, never into the event; none where it is given at once.
pub(super) fn deadline(entry: &EntryRow, event: &EventRow, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let held = line::held_until(at, u32::try_from(entry.offer_hours).unwrap_or_default())?;
    Some(last_minute(event).map_or(held, |last| held.min(last)))
}

/// Gives free places to the next on the list, in its order: offered until a deadline, or at once
/// where the entry says so. The entry must be locked.
///
/// # Errors
/// The database failed.
pub(super) fn promote(tx: &mut Tx, at: DateTime<Utc>, id: EntryId) -> Result<(), ServiceError> {
    let entry = entries::get(tx, id)?;
    let waiting = entries::waiting(tx, id)?;
    let free = usize::try_from(places_of(&entry, &waiting).to_promote()).unwrap_or_default();
    if free == 0 {
        return Ok(());
    }
    let event = events::get(tx, entry.event_id)?;
    if !moves_up(&event, at) {
        return Ok(());
    }
    let kind = if entry.offer_hours > 0 { Step::Offer } else { Step::Promote };
    let mut moved = Vec::new();
    for next in line::line(&waiting).into_iter().take(free) {
        let rows = match next.team {
            Some(team) => {
                let members = entries::members(tx, TeamId::new(team))?;
                members.into_iter().filter(|member| member.state == State::Waiting).collect()
            }
            None => vec![participants::get(tx, ParticipantId::new(next.first))?],
        };
        let state = moves::go(tx, at, &entry, &rows, kind, Why::default())?;
        for row in &rows {
            let kind = match state {
                State::Offered => MessageKind::RegistrationOffered,
                State::Pending => MessageKind::RegistrationPending,
                _ => MessageKind::RegistrationAdmitted,
            };
            tell::participant(tx, at, &event, &entry, row, kind, |mail| match deadline(&entry, &event, at) {
                Some(until) if state == State::Offered => mail.with("deadline", until.naive_utc()),
                _ => mail,
            })?;
            moved.push(row.id.get());
        }
    }
    let after = json!({ "participants": moved });
    trail::record(tx, at, By::System, "entry.promote", "entry", id.get(), None, Some(after))
}

/// The person takes the place that is offered; a team's first member for all of it.
///
/// # Errors
/// `Conflict(wrong-state)` where nothing is offered, `Conflict(offer-over)` after the deadline.
pub(super) fn accept(tx: &mut Tx, at: DateTime<Utc>, id: ParticipantId) -> Result<(), ServiceError> {
    let case = moves::locked_case(tx, id)?;
    // Pressed once more, it is done already.
    let confirmed = |line: &LogRow| line.what == Happening::Confirmed.as_str();
    if case.row.state.holds_place() && participants::log_of(tx, id)?.iter().any(confirmed) {
        return Ok(());
    }
    if case.row.state == State::Offered && case.row.offered_until.is_some_and(|until| until.and_utc() <= at) {
        return Err(ServiceError::conflict("offer-over"));
    }
    if !moves_up(&case.event, at) {
        return Err(ServiceError::conflict("offer-over"));
    }
    let rows = moves::together(tx, &case.row)?;
    let state = moves::go(tx, at, &case.entry, &rows, Step::Accept, Why::default())?;
    let after = json!({ "state": state });
    trail::record(tx, at, By::Public("public"), "participant.accept", "participant", id.get(), None, Some(after))?;
    for row in &rows {
        let kind = match state {
            State::Pending => MessageKind::RegistrationPending,
            _ => MessageKind::RegistrationAdmitted,
        };
        tell::participant(tx, at, &case.event, &case.entry, row, kind, |mail| mail)?;
    }
    if state == State::Pending {
        tell::review_waits(tx, at, &case.event, &case.entry)?;
    }
    Ok(())
}

/// Offers looked at in one go.
const AT_ONCE: i64 = 200;

/// Lets offers lapse whose time is over, and moves the next up; says how many lapsed.
///
/// # Errors
/// The database failed.
pub fn lapse_due(app: &App) -> Result<usize, ServiceError> {
    let at = app.now();
    let due = app.store.read(|conn| entries::lapsed(conn, at.naive_utc(), AT_ONCE))?;
    let mut lapsed = 0;
    for (participant, entry) in due {
        lapsed += app.store.write(|tx| lapse(tx, at, ParticipantId::new(participant), EntryId::new(entry)))?;
    }
    Ok(lapsed)
}

fn lapse(tx: &mut Tx, at: DateTime<Utc>, id: ParticipantId, entry: EntryId) -> Result<usize, ServiceError> {
    let case = moves::locked_case(tx, id)?;
    // Taken meanwhile, or lapsed with the rest of its team.
    let over = case.row.offered_until.is_some_and(|until| until.and_utc() <= at);
    if case.row.state != State::Offered || !over {
        return Ok(0);
    }
    let rows = moves::together(tx, &case.row)?;
    moves::go(tx, at, &case.entry, &rows, Step::Lapse, Why::default())?;
    for row in &rows {
        tell::participant(tx, at, &case.event, &case.entry, row, MessageKind::RegistrationLapsed, |mail| mail)?;
    }
    let ids: Vec<i64> = rows.iter().map(|row| row.id.get()).collect();
    let after = json!({ "participants": ids });
    trail::record(tx, at, By::System, "entry.lapse", "entry", entry.get(), None, Some(after))?;
    promote(tx, at, entry)?;
    Ok(rows.len())
}
