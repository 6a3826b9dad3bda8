//! Letting the program find times and rooms.

use super::book::{load, open};
use crate::domain::access::Action;
use crate::domain::ids::{EventId, SittingId};
use crate::domain::schedule::place::{self, EFFORT, Grid, Unfit};
use crate::domain::schedule::span::{read_day, read_time};
use crate::domain::schedule::{Conflict, Room, Severity, SittingKey};
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By};
use crate::storage::{schedules, venues};
use chrono::{Days, NaiveDate};
use serde_json::json;
use std::collections::BTreeSet;

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    pub placed: usize,
    pub moved: usize,
    pub violated: usize,
    pub missed: usize,
    /// Sittings of this event that are too long for every day and room.
    pub unfit: Vec<Unfit>,
}

/// Places what has no place and moves what is in conflict, on the days from `first` to `last`
/// between two times of day. What is fixed stays. The days are days of the event, and none is over.
///
/// # Errors
/// Rights, a stale version; `Invalid` for days and times.
pub fn run(app: &App, who: &Who, event: EventId, version: i64, typed: [&str; 4]) -> Result<Placed, ServiceError> {
    let at = app.now();
    let calendar = app.calendar();
    // The search takes its time outside the one write transaction; what it began with must still be
    // there afterwards.
    let book = super::book::show(app, who, event)?;
    let grid = grid(typed, book.frame.days, app.today())?;
    if book.version != version {
        return Err(ServiceError::conflict("stale"));
    }
    let mut owned = book.owned();
    let offered = book.offered();
    owned.rooms.retain(|room: &Room| offered.iter().any(|(row, _)| row.id.get() == room.key.0));
    let own: BTreeSet<SittingKey> = book.sittings.iter().map(|row| SittingKey(row.id.get())).collect();
    let result = place::place(&owned.facts(&calendar), &book.rules, &grid, EFFORT);
    let ours = result.violated.iter().filter(|conflict| own.contains(&conflict.first)).count();
    let refused = blocks(&result.violated, &own);
    let done = Placed {
        placed: result.placed.len(),
        moved: result.moved.len(),
        violated: ours,
        missed: result.missed.len(),
        unfit: result.unfit.iter().filter(|unfit| own.contains(&unfit.key)).copied().collect(),
    };
    app.store.write(|tx| {
        let row = open(tx, who, Action::EventSchedule, event, version)?;
        venues::lock_rooms(tx, &result.sittings.iter().filter_map(|sitting| Some(sitting.room?.0)).collect())?;
        let now = load(tx, row.clone(), at)?;
        let mut moves = Vec::new();
        for sitting in &result.sittings {
            let Some(before) = now.sitting_row(SittingId::new(sitting.key.0)) else { continue };
            let (Some(start), Some(room)) = (sitting.start, sitting.room) else { continue };
            if (before.starts_at, before.room_id) != (Some(start), Some(room.0)) {
                schedules::move_sitting(tx, before.id, start, room.0)?;
                moves.push(json!({ "session": before.id, "from": [json!(before.starts_at), json!(before.room_id)],
                    "to": [json!(start), json!(room.0)] }));
            }
        }
        // Another event may have taken a room meanwhile.
        let there: Vec<Conflict> =
            load(tx, row, at)?.conflicts(&calendar).into_iter().map(|found| found.conflict).collect();
        if blocks(&there, &own) > refused {
            return Err(ServiceError::conflict("stale"));
        }
        trail::record(tx, at, By::who(who), "schedule.place", "event", event.get(), None, Some(json!(moves)))?;
        Ok(done.clone())
    })
}

/// How many conflicts of these sittings a bureau does not allow at all.
fn blocks(conflicts: &[Conflict], own: &BTreeSet<SittingKey>) -> usize {
    let ours = |conflict: &&Conflict| {
        own.contains(&conflict.first) || conflict.second.is_some_and(|second| own.contains(&second))
    };
    conflicts.iter().filter(ours).filter(|conflict| conflict.severity == Severity::Block).count()
}

/// Most days that are offered to the search.
const MAX_DAYS: usize = 60;
/// Days before and after today within which an event without days of its own is placed.
const REACH: (Days, Days) = (Days::new(366), Days::new(3 * 366));

fn grid(
    [first, last, from, to]: [&str; 4],
    event: Option<(NaiveDate, NaiveDate)>,
    today: NaiveDate,
) -> Result<Grid, ServiceError> {
    let (first, last, from, to) = (read_day(first), read_day(last), read_time(from), read_time(to));
    let bad = [
        (first.is_err(), Fault::new("first", "not-a-day")),
        (last.is_err(), Fault::new("last", "not-a-day")),
        (from.is_err(), Fault::new("from", "not-a-time")),
        (to.is_err(), Fault::new("to", "not-a-time")),
    ];
    let faults: Vec<Fault> = bad.into_iter().filter(|(bad, _)| *bad).map(|(_, fault)| fault).collect();
    let (Ok(first), Ok(last), Ok(from), Ok(to)) = (first, last, from, to) else {
        return Err(ServiceError::Invalid(faults));
    };
    let mut faults = Vec::new();
    if last < first {
        faults.push(Fault::new("last", "not-a-span"));
    }
    if to <= from {
        faults.push(Fault::new("to", "not-a-span"));
    }
    if let Some((begins, ends)) = event {
        let outside = |field, day: NaiveDate| {
            let fault = || Fault::new(field, "not-of-event").with("first", begins).with("last", ends);
            (day < begins || day > ends).then(fault)
        };
        faults.extend(outside("first", first));
        faults.extend(outside("last", last).filter(|_| last >= first));
    } else {
        let (least, most) = (today - REACH.0, today + REACH.1);
        let far = |field, day: NaiveDate| {
            let fault = || Fault::new(field, "out-of-range").with("hint", format!("{least}–{most}"));
            (day < least || day > most).then(fault)
        };
        faults.extend([far("first", first), far("last", last)].into_iter().flatten());
    }
    if last < today {
        faults.push(Fault::new("last", "day-over").with("today", today));
    }
    let days: Vec<NaiveDate> = first.iter_days().take_while(|day| *day <= last).take(MAX_DAYS + 1).collect();
    if days.len() > MAX_DAYS && faults.is_empty() {
        faults.push(Fault::new("last", "too-many-days").with("max", MAX_DAYS));
    }
    if !faults.is_empty() {
        return Err(ServiceError::Invalid(faults));
    }
    // A day that is over is no use to anybody.
    Ok(Grid { days: days.into_iter().filter(|day| *day >= today).collect(), from, to, step: 30 })
}
