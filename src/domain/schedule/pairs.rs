//! Conflicts between two sittings: a room or a person needed twice, a way that takes too long.
//!
//! Sittings are gathered by room and by person and gone through in order of time, so that only
//! those are compared that are near each other.

use super::conflict::Conflict;
use super::rules::{Kind, Rules};
use super::sitting::{PersonKey, RoomKey, Sitting};
use super::span::Span;
use chrono::{Duration, NaiveDateTime};
use std::collections::BTreeMap;

type Timed<'s> = (Span, &'s Sitting);

/// What two sittings of one person have against each other.
pub(super) enum Meeting {
    /// Both at once, for so many minutes.
    Overlap(u32),
    /// Another room after so many minutes.
    Hurry(u32),
    Fine,
}

/// Whether one person can attend both.
pub(super) fn meeting(one: (Span, Option<RoomKey>), other: (Span, Option<RoomKey>), buffer: u32) -> Meeting {
    let Some(gap) = one.0.gap(&other.0) else { return Meeting::Overlap(one.0.overlap(&other.0)) };
    let other_room = matches!((one.1, other.1), (Some(one), Some(other)) if one != other);
    if other_room && gap < buffer { Meeting::Hurry(gap) } else { Meeting::Fine }
}

pub(super) fn find(sittings: &[Sitting], rules: &Rules, found: &mut Vec<Conflict>) {
    let mut by_room: BTreeMap<RoomKey, Vec<Timed<'_>>> = BTreeMap::new();
    let mut by_person: BTreeMap<PersonKey, Vec<Timed<'_>>> = BTreeMap::new();
    for sitting in sittings {
        let Some(span) = sitting.span() else { continue };
        if let Some(room) = sitting.room {
            by_room.entry(room).or_default().push((span, sitting));
        }
        for person in sitting.persons() {
            by_person.entry(person).or_default().push((span, sitting));
        }
    }
    for taken in by_room.values_mut() {
        each_pair(taken, 0, |first, second| {
            let minutes = first.0.overlap(&second.0);
            if minutes > 0 {
                found.push(between(Kind::Room, first, second, minutes));
            }
        });
    }
    for (person, attended) in &mut by_person {
        each_pair(attended, rules.buffer, |first, second| {
            let (kind, minutes) = match meeting((first.0, first.1.room), (second.0, second.1.room), rules.buffer) {
                Meeting::Overlap(minutes) => (Kind::Person, minutes),
                Meeting::Hurry(minutes) => (Kind::Gap, minutes),
                Meeting::Fine => return,
            };
            found.push(Conflict { person: Some(*person), ..between(kind, first, second, minutes) });
        });
    }
}

/// Every pair of which the second begins before the first has ended for `reach` minutes.
fn each_pair<'s>(timed: &mut [Timed<'s>], reach: u32, mut take: impl FnMut(&Timed<'s>, &Timed<'s>)) {
    timed.sort_unstable_by_key(|(span, sitting)| (span.start(), sitting.key));
    for (at, first) in timed.iter().enumerate() {
        let until = first.0.end().checked_add_signed(Duration::minutes(reach.into())).unwrap_or(NaiveDateTime::MAX);
        for second in timed.iter().skip(at + 1).take_while(|(span, _)| span.start() < until) {
            take(first, second);
        }
    }
}

fn between(kind: Kind, first: &Timed<'_>, second: &Timed<'_>, minutes: u32) -> Conflict {
    let from = if kind == Kind::Gap { first.0.end() } else { second.0.start() };
    Conflict {
        second: Some(second.1.key),
        when: Some((from, from + Duration::minutes(minutes.into()))),
        amount: minutes,
        ..Conflict::of(kind, first.1)
    }
}
