//! The half-days of an event: from its released sessions, or from its days where it has none.

use super::{Interval, Presence};
use crate::domain::ratio::Ratio;
use crate::domain::schedule::sitting::Half;
use chrono::{Duration, NaiveDate, NaiveDateTime, NaiveTime};
use std::collections::BTreeMap;

/// A half-day's name: the day and the part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HalfKey {
    pub day: NaiveDate,
    pub half: Half,
}

impl HalfKey {
    /// `2019-11-18.morning`.
    #[must_use]
    pub fn code(&self) -> String {
        format!("{}.{}", self.day, self.half)
    }

    /// Reads [`HalfKey::code`]; `None` for any other text.
    #[must_use]
    pub fn read(code: &str) -> Option<HalfKey> {
        let (day, half) = code.split_once('.')?;
        Some(HalfKey { day: day.parse().ok()?, half: half.parse().ok()? })
    }
}

/// A half-day with the time in which somebody is expected. Never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HalfDay {
    pub key: HalfKey,
    /// From, and to (exclusive); in order, and apart.
    spans: Vec<(NaiveDateTime, NaiveDateTime)>,
}

/// A piece of a session beyond noon or six that is shorter belongs to the half-day before.
const OWN_HALF: Duration = Duration::hours(1);

impl HalfDay {
    #[must_use]
    pub fn start(&self) -> NaiveDateTime {
        self.spans.first().map_or(NaiveDateTime::MIN, |span| span.0)
    }

    #[must_use]
    pub fn end(&self) -> NaiveDateTime {
        self.spans.last().map_or(NaiveDateTime::MIN, |span| span.1)
    }

    fn seconds(&self) -> i64 {
        self.spans.iter().map(|(from, to)| (*to - *from).num_seconds()).sum()
    }

    fn covered(&self, intervals: &[Interval]) -> i64 {
        let common = |(from, to): &(NaiveDateTime, NaiveDateTime), interval: &Interval| {
            (interval.to.min(*to) - interval.from.max(*from)).num_seconds().max(0)
        };
        let of = |span| intervals.iter().map(|interval| common(span, interval)).sum::<i64>();
        self.spans.iter().map(of).sum()
    }

    /// Intervals lie apart. Present is who was there for the part of the time asked for.
    pub(super) fn presence(&self, intervals: &[Interval], asked: Ratio) -> Presence {
        let covered = self.covered(intervals);
        if covered <= 0 {
            return Presence::Absent;
        }
        let enough = covered * i64::from(asked.den) >= self.seconds() * i64::from(asked.num);
        if enough { Presence::Present } else { Presence::Part }
    }
}

fn at(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or(NaiveTime::MIN)
}

/// Of sessions given by start and end, in any order. A session across noon or six in the evening
/// counts for both half-days, unless less than an hour of it lies in one of them.
#[must_use]
pub fn of_sessions(sessions: impl IntoIterator<Item = (NaiveDateTime, NaiveDateTime)>) -> Vec<HalfDay> {
    let mut spans: BTreeMap<HalfKey, Vec<(NaiveDateTime, NaiveDateTime)>> = BTreeMap::new();
    for (from, to) in sessions {
        for (key, span) in pieces(from, to) {
            spans.entry(key).or_default().push(span);
        }
    }
    spans.into_iter().map(|(key, spans)| HalfDay { key, spans: merged(spans) }).collect()
}

type Piece = (HalfKey, (NaiveDateTime, NaiveDateTime));

fn pieces(from: NaiveDateTime, to: NaiveDateTime) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut start = from;
    while start < to {
        let half = Half::of(start.time());
        let next = match half {
            Half::Morning => start.date().and_time(at(12, 0)),
            Half::Afternoon => start.date().and_time(at(18, 0)),
            Half::Evening => start.date().and_time(NaiveTime::MIN) + Duration::days(1),
        };
        let end = next.min(to);
        pieces.push((HalfKey { day: start.date(), half }, (start, end)));
        start = end;
    }
    let short = |piece: &Piece| piece.1.1 - piece.1.0 < OWN_HALF;
    if pieces.len() > 1 && pieces.last().is_some_and(short) {
        pieces.pop();
        if let Some(last) = pieces.last_mut() {
            last.1.1 = to;
        }
    }
    if pieces.len() > 1 && pieces.first().is_some_and(short) {
        pieces.remove(0);
        if let Some(first) = pieces.first_mut() {
            first.1.0 = from;
        }
    }
    pieces
}

fn merged(mut spans: Vec<(NaiveDateTime, NaiveDateTime)>) -> Vec<(NaiveDateTime, NaiveDateTime)> {
    spans.sort_unstable();
    let mut apart: Vec<(NaiveDateTime, NaiveDateTime)> = Vec::new();
    for (from, to) in spans {
        match apart.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => apart.push((from, to)),
        }
    }
    apart
}

/// Of days without sessions: 08:30 to 12:00 and 14:00 to 17:30, the last day included. At most 60 days.
#[must_use]
pub fn of_days(first: NaiveDate, last: NaiveDate) -> Vec<HalfDay> {
    let usual = [(Half::Morning, at(8, 30), at(12, 0)), (Half::Afternoon, at(14, 0), at(17, 30))];
    let days = first.iter_days().take_while(|day| *day <= last).take(60);
    let of = |day: NaiveDate| {
        usual.map(|(half, from, to)| HalfDay {
            key: HalfKey { day, half },
            spans: vec![(day.and_time(from), day.and_time(to))],
        })
    };
    days.flat_map(of).collect()
}
