//! Everything in a schedule that does not fit, found in one pass.

use super::conflict::Conflict;
use super::pairs;
use super::rules::{Kind, Rules};
use super::sitting::{Person, PersonKey, Role, Room, RoomKey, Sitting, SittingKey};
use super::span::Span;
use crate::domain::calendar::Calendar;
use chrono::{NaiveDate, NaiveDateTime};
use std::collections::{BTreeMap, BTreeSet};

/// All that a schedule is checked against.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'f> {
    pub sittings: &'f [Sitting],
    /// A room that is not listed is open, and holds everybody.
    pub rooms: &'f [Room],
    pub people: &'f [Person],
    /// Pairs of judge and contestant who may not meet.
    pub interests: &'f BTreeSet<(PersonKey, PersonKey)>,
    /// Days of a year that is not loaded are not called rest days.
    pub calendar: Option<&'f Calendar>,
    /// When the event is; `None` where nobody knows, as of a file.
    pub frame: Option<&'f Frame>,
}

/// When an event is, and how late it is now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// The event's first and last day.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// The wall-clock time of whoever looks.
    pub now: Option<NaiveDateTime>,
    /// Beginnings that people were told of: what takes place is no longer a mistake when it is over.
    pub told: BTreeMap<SittingKey, NaiveDateTime>,
}

impl Frame {
    /// Whether a day it touches is none of the event's.
    pub(super) fn is_outside(&self, span: &Span) -> bool {
        self.days.is_some_and(|(first, last)| span.days().any(|day| day < first || day > last))
    }

    /// Whether it begins in the past without anybody having been told of this beginning.
    pub(super) fn is_past(&self, sitting: SittingKey, start: NaiveDateTime) -> bool {
        self.now.is_some_and(|now| start < now) && self.told.get(&sitting) != Some(&start)
    }
}

/// Every conflict that is not ignored, each once, in order of time. The order in which sittings,
/// rooms and people are given does not matter; keys must not repeat.
#[must_use]
pub fn conflicts(facts: &Facts<'_>, rules: &Rules) -> Vec<Conflict> {
    let mut found = Vec::new();
    pairs::find(facts.sittings, rules, &mut found);
    let rooms: BTreeMap<RoomKey, &Room> = facts.rooms.iter().map(|room| (room.key, room)).collect();
    let people: BTreeMap<PersonKey, &Person> = facts.people.iter().map(|person| (person.key, person)).collect();
    for sitting in facts.sittings {
        let room = sitting.room.and_then(|room| rooms.get(&room));
        alone(sitting, room.copied(), facts, &mut found);
        away(sitting, &people, &mut found);
        interest(sitting, facts.interests, &mut found);
    }
    order(facts.sittings, &mut found);
    workload(facts.sittings, rules, &mut found);
    found.retain(|conflict| rules.looks_for(conflict.kind));
    for conflict in &mut found {
        conflict.severity = rules.severity(conflict.kind);
    }
    let starts: BTreeMap<SittingKey, Option<NaiveDateTime>> =
        facts.sittings.iter().map(|sitting| (sitting.key, sitting.start)).collect();
    found.sort_by_cached_key(|conflict| {
        let start = starts.get(&conflict.first).copied().flatten();
        (start.is_none(), start, conflict.first, conflict.second, conflict.kind, conflict.person, conflict.when)
    });
    found
}

/// What a sitting does wrong by itself.
fn alone(sitting: &Sitting, room: Option<&Room>, facts: &Facts<'_>, found: &mut Vec<Conflict>) {
    if sitting.start.is_none() || sitting.room.is_none() {
        found.push(Conflict::of(Kind::Unplaced, sitting));
    }
    if let Some(room) = room {
        let over = room.capacity.map_or(0, |capacity| sitting.crowd().saturating_sub(capacity));
        if over > 0 {
            found.push(Conflict { amount: over, ..Conflict::of(Kind::Capacity, sitting) });
        }
        let unsuitable = !sitting.allowed.is_empty() && !sitting.allowed.contains(&room.key);
        if unsuitable || !sitting.needs.is_subset(&room.equipment) {
            found.push(Conflict::of(Kind::Equipment, sitting));
        }
    }
    let Some(span) = sitting.span() else { return };
    if room.is_some_and(|room| !room.is_open(&span)) {
        found.push(Conflict::of(Kind::Closed, sitting));
    }
    if is_rest(&span, facts.calendar) {
        found.push(Conflict::of(Kind::RestDay, sitting));
    }
    let Some(frame) = facts.frame else { return };
    if frame.is_outside(&span) {
        found.push(Conflict::of(Kind::OtherDays, sitting));
    }
    if frame.is_past(sitting.key, span.start()) {
        found.push(Conflict::of(Kind::Past, sitting));
    }
}

/// Whether a day it touches is known to be one of rest.
pub(super) fn is_rest(span: &Span, calendar: Option<&Calendar>) -> bool {
    calendar.is_some_and(|calendar| span.days().any(|day| calendar.is_working_day(day) == Ok(false)))
}

fn away(sitting: &Sitting, people: &BTreeMap<PersonKey, &Person>, found: &mut Vec<Conflict>) {
    let Some(span) = sitting.span() else { return };
    for person in sitting.persons().iter().filter_map(|person| people.get(person)) {
        if person.away.iter().any(|away| away.overlap(&span) > 0) {
            found.push(Conflict { person: Some(person.key), ..Conflict::of(Kind::Away, sitting) });
        }
    }
}

fn interest(sitting: &Sitting, interests: &BTreeSet<(PersonKey, PersonKey)>, found: &mut Vec<Conflict>) {
    if interests.is_empty() {
        return;
    }
    let persons = sitting.persons();
    for judge in persons.iter().filter(|person| sitting.is(**person, Role::Judge)) {
        let met =
            |person: &&PersonKey| sitting.is(**person, Role::Contestant) && interests.contains(&(*judge, **person));
        let count = persons.iter().filter(met).count();
        if count > 0 {
            let amount = u32::try_from(count).unwrap_or(u32::MAX);
            found.push(Conflict { person: Some(*judge), amount, ..Conflict::of(Kind::Interest, sitting) });
        }
    }
}

fn order(sittings: &[Sitting], found: &mut Vec<Conflict>) {
    let spans: BTreeMap<SittingKey, Span> = sittings.iter().filter_map(|s| Some((s.key, s.span()?))).collect();
    for later in sittings {
        let Some(span) = later.span() else { continue };
        let after: BTreeSet<SittingKey> = later.after.iter().copied().filter(|key| *key != later.key).collect();
        for (earlier, end) in after.iter().filter_map(|key| Some((*key, spans.get(key)?.end()))) {
            let early = (end - span.start()).num_minutes();
            if early > 0 {
                // The one that should come later is named first: it is the one to move.
                found.push(Conflict {
                    second: Some(earlier),
                    amount: u32::try_from(early).unwrap_or(u32::MAX),
                    ..Conflict::of(Kind::Order, later)
                });
            }
        }
    }
}

/// The last sitting of a judge's day is the one that is named.
fn workload(sittings: &[Sitting], rules: &Rules, found: &mut Vec<Conflict>) {
    let mut days: BTreeMap<(PersonKey, NaiveDate), Vec<(Span, &Sitting)>> = BTreeMap::new();
    for sitting in sittings {
        let Some(span) = sitting.span() else { continue };
        for judge in sitting.persons().into_iter().filter(|person| sitting.is(*person, Role::Judge)) {
            days.entry((judge, span.start().date())).or_default().push((span, sitting));
        }
    }
    for ((judge, _), work) in days {
        let minutes: u32 = work.iter().map(|(span, _)| span.minutes()).sum();
        let over = minutes.saturating_sub(rules.workload);
        let last = work.iter().max_by_key(|(span, sitting)| (span.start(), sitting.key));
        if let Some((span, sitting)) = last.filter(|_| over > 0) {
            let conflict = Conflict { person: Some(judge), amount: over, ..Conflict::of(Kind::Workload, sitting) };
            found.push(conflict.at(span));
        }
    }
}
