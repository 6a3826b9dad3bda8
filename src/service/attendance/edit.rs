//! What people do to attendance: strike a scan, enter a sheet of paper, answer a flag.

use super::load::{half, register};
use super::locked;
use crate::domain::access::Action;
use crate::domain::ids::{EventId, ParticipantId};
use crate::domain::participant::attendance::{Direction, MANUAL, Presence, Rule};
use crate::domain::ratio::Ratio;
use crate::domain::time;
use crate::platform::chance;
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By};
use crate::storage::attendance::{self, NewScan};
use serde_json::json;

/// Longest reason or answer, in characters.
const LONGEST: usize = 500;

fn said(text: &str, field: &'static str, faults: &mut Vec<Fault>) {
    if text.is_empty() {
        faults.push(Fault::new(field, "required"));
    } else if text.chars().count() > LONGEST {
        faults.push(Fault::new(field, "too-long").with("max", LONGEST));
    }
}

/// Takes a scan of this person back. It stays visible with its reason, and counts no more.
///
/// # Errors
/// Rights; `NotFound`; `Invalid(reason)`; `Conflict(stale)` when it is struck already.
pub fn strike(
    app: &App,
    who: &Who,
    (id, of): (EventId, ParticipantId),
    scan: i64,
    reason: &str,
) -> Result<(), ServiceError> {
    let at = app.now();
    let reason = reason.trim();
    app.store.write(|tx| {
        locked(tx, who, Action::ParticipantCheckIn, id)?;
        let row = attendance::lock(tx, scan)?;
        if row.event_id != id || row.participant_id != of {
            return Err(ServiceError::NotFound);
        }
        let mut faults = Vec::new();
        said(reason, "reason", &mut faults);
        if !faults.is_empty() {
            return Err(ServiceError::Invalid(faults));
        }
        attendance::strike(tx, scan, reason, who.id())?;
        let before = json!({ "participant": row.participant_id, "direction": row.direction, "at": row.scanned_at });
        let after = json!({ "reason": reason });
        trail::record(tx, at, By::who(who), "event.strike-scan", "event", id.get(), Some(before), Some(after))
    })
}

/// Enters people from a signed sheet of paper for a half-day: in at its beginning, out at its end.
/// Whoever is present on it already is left as they are. Gives how many were entered.
///
/// # Errors
/// Rights; `Invalid`: no such half-day, one to come, nobody ticked, no reason.
pub fn enter_manually(
    app: &App,
    who: &Who,
    id: EventId,
    half_day: &str,
    people: &[i64],
    reason: &str,
) -> Result<usize, ServiceError> {
    let at = app.now();
    let reason = reason.trim();
    app.store.write(|tx| {
        let event = locked(tx, who, Action::ParticipantCheckIn, id)?;
        let register = register(tx, event)?;
        let mut faults = Vec::new();
        let half = half(&register, half_day);
        match &half {
            None => faults.push(Fault::new("half", "choose")),
            Some(half) if time::from_shanghai(half.start()) > at => faults.push(Fault::new("half", "half-to-come")),
            Some(_) => {}
        }
        said(reason, "reason", &mut faults);
        let chosen = register.lines.iter().filter(|line| people.contains(&line.row.id.get()));
        let chosen: Vec<_> = chosen.collect();
        if chosen.is_empty() {
            faults.push(Fault::new("people", "nobody-ticked"));
        }
        let (Some(half), true) = (half, faults.is_empty()) else { return Err(ServiceError::Invalid(faults)) };
        let absent: Vec<_> = chosen
            .into_iter()
            .filter(|line| line.attended.halves.get(&half.key).is_some_and(|there| *there != Presence::Present))
            .collect();
        for line in &absent {
            for (direction, moment) in [(Direction::In, half.start()), (Direction::Out, half.end())] {
                let scan = NewScan {
                    event_id: id.get(),
                    participant_id: line.row.id.get(),
                    direction: direction.as_str(),
                    scanned_at: time::from_shanghai(moment).naive_utc(),
                    received_at: at.naive_utc(),
                    device: MANUAL,
                    mark: &chance::token(),
                    user_id: who.id().get(),
                    skew_seconds: None,
                    note: reason,
                };
                attendance::enter(tx, &scan)?;
            }
        }
        if !absent.is_empty() {
            let people: Vec<i64> = absent.iter().map(|line| line.row.id.get()).collect();
            let after = json!({ "half": half_day, "participants": people, "reason": reason });
            trail::record(tx, at, By::who(who), "event.sign-sheet", "event", id.get(), None, Some(after))?;
        }
        Ok(absent.len())
    })
}

/// Says what was found about a flag.
///
/// # Errors
/// Rights; `Conflict(stale)`: the flag is no longer there; `Invalid(answer)`.
pub fn answer(app: &App, who: &Who, id: EventId, flag: &str, answer: &str) -> Result<(), ServiceError> {
    let at = app.now();
    let answer = answer.trim();
    app.store.write(|tx| {
        let event = locked(tx, who, Action::ParticipantCheckIn, id)?;
        let register = register(tx, event)?;
        if !register.flags.iter().any(|(known, _)| known.key() == flag) {
            return Err(ServiceError::conflict("stale"));
        }
        let mut faults = Vec::new();
        said(answer, "answer", &mut faults);
        if !faults.is_empty() {
            return Err(ServiceError::Invalid(faults));
        }
        attendance::put_answer(tx, id, flag, answer, who.id(), at.naive_utc())?;
        let after = json!({ "flag": flag, "answer": answer });
        trail::record(tx, at, By::who(who), "event.answer-flag", "event", id.get(), None, Some(after))
    })
}

/// What may be asked of a half-day: the part of its time that makes somebody present.
pub const PARTS: [Ratio; 5] = [
    Ratio { num: 1, den: 3 },
    Ratio { num: 1, den: 2 },
    Ratio { num: 2, den: 3 },
    Ratio { num: 3, den: 4 },
    Ratio { num: 9, den: 10 },
];

/// Says what part of a half-day's time makes somebody present on it. Attendance is worked out anew.
///
/// # Errors
/// Rights; `Invalid(present)`: none of [`PARTS`].
pub fn set_present(app: &App, who: &Who, id: EventId, present: &str) -> Result<(), ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        locked(tx, who, Action::ParticipantSetUp, id)?;
        let part = PARTS.into_iter().find(|part| part.to_string() == present);
        let part = part.ok_or_else(|| ServiceError::invalid("present", "choose"))?;
        let before = attendance::present(tx, id)?.unwrap_or(Rule::USUAL.present);
        attendance::put_present(tx, id, part)?;
        let (before, after) = (json!({ "present": before.to_string() }), json!({ "present": present }));
        trail::record(tx, at, By::who(who), "event.edit", "event", id.get(), Some(before), Some(after))
    })
}
