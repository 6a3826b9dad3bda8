//! Letting the program find times and rooms.

use super::book::{Book, load, open};
use crate::domain::access::Action;
use crate::domain::ids::{EventId, SittingId};

use crate::domain::schedule::place::{self, EFFORT, Grid, Unfit};
use crate::domain::schedule::span::{Span, read_day, read_time};
use crate::domain::schedule::{Conflict, Facts, Room, Severity, SittingKey, conflicts};
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By};
use crate::storage::schedules::{self, SittingRow};
use crate::storage::venues;
use chrono::{Days, NaiveDate, NaiveDateTime};
use serde_json::{Map, Value};
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

/// When and where placement may put sessions, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    pub first: String,
    pub last: String,
    pub from: String,
    pub to: String,
    /// The break of every day, both or neither.
    pub break_from: String,
    pub break_to: String,
}

/// Places what has no place and moves what is in conflict, on the days from `first` to `last`
/// between two times of day, and around the break. What is fixed stays. The days are days of the event, and none
/// is over.
///
/// # Errors
/// Rights, a stale version; `Invalid` for days and times.
pub fn run(app: &App, who: &Who, event: EventId, version: i64, typed: &Asked) -> Result<Placed, ServiceError> {
    let at = app.now();
    let calendar = app.calendar();
    // The search takes its time outside the one write transaction; what it began with must still be
    // there afterwards.
    let book = super::book::show(app, who, event)?;
    let (grid, pause) = grid(typed, book.frame.days, app.today())?;
    if book.version != version {
        return Err(ServiceError::conflict("stale"));
    }
    let mut owned = book.owned();
    let offered = book.offered();
    owned.rooms.retain(|room: &Room| offered.iter().any(|(row, _)| row.id.get() == room.key.0));
    let own: BTreeSet<SittingKey> = book.sittings.iter().map(|row| SittingKey(row.id.get())).collect();
    // For the search no room can be had in the break; of what is fixed there nothing is said.
    let mut around = owned.rooms.clone();
    for room in &mut around {
        room.blocked.extend(pause.iter().copied());
    }
    let facts = owned.facts(&calendar);
    let mut result = place::place(&Facts { rooms: &around, ..facts }, &book.rules, &grid, EFFORT);
    result.violated = conflicts(&Facts { sittings: &result.sittings, ..facts }, &book.rules);
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
        let (mut from, mut to) = (Map::new(), Map::new());
        for sitting in &result.sittings {
            let Some(before) = now.sitting_row(SittingId::new(sitting.key.0)) else { continue };
            let (Some(start), Some(room)) = (sitting.start, sitting.room) else { continue };
            if (before.starts_at, before.room_id) != (Some(start), Some(room.0)) {
                schedules::move_sitting(tx, before.id, start, room.0)?;
                let name = named(&now, before);
                from.insert(name.clone(), spot(&now, before.starts_at, before.room_id).into());
                to.insert(name, spot(&now, Some(start), Some(room.0)).into());
            }
        }
        // Another event may have taken a room meanwhile.
        let there: Vec<Conflict> =
            load(tx, row, at)?.conflicts(&calendar).into_iter().map(|found| found.conflict).collect();
        if blocks(&there, &own) > refused {
            return Err(ServiceError::conflict("stale"));
        }
        let (from, to) = (Some(Value::Object(from)), Some(Value::Object(to)));
        trail::record(tx, at, By::who(who), "schedule.place", "event", event.get(), from, to)?;
        Ok(done.clone())
    })
}

/// What the record calls a session: its title, with its number where another has the same.
fn named(book: &Book, row: &SittingRow) -> String {
    match book.sittings.iter().filter(|other| other.title == row.title).count() {
        1 => row.title.clone(),
        _ => format!("{}（{}）", row.title, row.id),
    }
}

/// Time and room as people read them; empty for what has neither.
fn spot(book: &Book, start: Option<NaiveDateTime>, room: Option<i64>) -> String {
    let start = start.map(|start| start.format("%Y-%m-%d %H:%M").to_string());
    let room = room.and_then(|room| book.room_of(room)).map(|(room, _)| room.name.clone());
    start.into_iter().chain(room).collect::<Vec<_>>().join(" ")
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
    typed: &Asked,
    event: Option<(NaiveDate, NaiveDate)>,
    today: NaiveDate,
) -> Result<(Grid, Vec<Span>), ServiceError> {
    let (first, last) = (read_day(&typed.first), read_day(&typed.last));
    let (from, to) = (read_time(&typed.from), read_time(&typed.to));
    let (break_from, break_to) = (typed.break_from.trim(), typed.break_to.trim());
    let none = break_from.is_empty() && break_to.is_empty();
    let (begins, ends) = (read_time(break_from), read_time(break_to));
    let bad = [
        (begins.is_err() && !none, Fault::new("break_from", "not-a-time")),
        (ends.is_err() && !none, Fault::new("break_to", "not-a-time")),
        (first.is_err(), Fault::new("first", "not-a-day")),
        (last.is_err(), Fault::new("last", "not-a-day")),
        (from.is_err(), Fault::new("from", "not-a-time")),
        (to.is_err(), Fault::new("to", "not-a-time")),
    ];
    let mut faults: Vec<Fault> = bad.into_iter().filter(|(bad, _)| *bad).map(|(_, fault)| fault).collect();
    let pause = begins.ok().zip(ends.ok());
    if pause.is_some_and(|(begins, ends)| ends <= begins) {
        faults.push(Fault::new("break_to", "not-a-span"));
    }
    let (Ok(first), Ok(last), Ok(from), Ok(to)) = (first, last, from, to) else {
        return Err(ServiceError::Invalid(faults));
    };
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
    let days: Vec<NaiveDate> = days.into_iter().filter(|day| *day >= today).collect();
    let on = |day: &NaiveDate| {
        let (begins, ends) = pause?;
        Span::between(day.and_time(begins), day.and_time(ends)).ok()
    };
    let breaks = days.iter().filter_map(on).collect();
    Ok((Grid { days, from, to, step: 30 }, breaks))
}
