//! From scans at the door to attendance.
//!
//! A person's scans, put in order of time, make intervals of presence; how much of each half-day
//! they cover says whether the person was there. Neither the order in which scans arrive nor how
//! often one is sent matters, and a struck scan is as good as none.

pub mod clock;
pub mod flags;
pub mod halves;
pub mod hours;
mod intervals;
mod odd;
#[cfg(test)]
mod tests;

pub use flags::{Elsewhere, Flag, FlagKind, flags};
pub use halves::{HalfDay, HalfKey};
pub use intervals::{Interval, intervals};
pub use odd::{Odd, odd};

use crate::domain::code::codes;
use crate::domain::ids::ParticipantId;
use crate::domain::ratio::Ratio;
use chrono::NaiveDateTime;
use std::collections::{BTreeMap, BTreeSet};

codes! {
    /// Which way somebody went through the door.
    pub enum Direction: "direction" {
        In = "in",
        Out = "out",
    }
}

codes! {
    /// How much of a half-day somebody was there.
    pub enum Presence: "presence" {
        /// For the part that is asked for, or longer.
        Present = "present",
        /// Seen, but for less than that.
        Part = "part",
        Absent = "absent",
    }
}

codes! {
    /// Why a scan was not entered.
    pub enum Refused: "refusal of a scan" {
        /// Nobody of this event has that pass.
        Unknown = "unknown",
        /// Not admitted, or no longer.
        NotAdmitted = "not-admitted",
        /// Neither in nor out.
        Direction = "direction",
        /// No time that could be read.
        Time = "time",
        /// Later than it was sent, or than now.
        Ahead = "ahead",
        /// More than forty days past.
        Old = "old",
        /// Without a mark that could tell it from another.
        Mark = "mark",
        /// With the mark of another scan: of somebody else, or the other way.
        Taken = "taken",
    }
}

/// One scan at the door.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Scan {
    /// Wall clock of Asia/Shanghai; what the device had, put right where its clock was off ([`clock`]).
    pub at: NaiveDateTime,
    pub direction: Direction,
    pub person: ParticipantId,
    /// [`MANUAL`] for one entered from a sheet of paper.
    pub device: String,
    /// The device's own mark of the scan: sent twice, it counts once.
    pub mark: String,
    /// Seconds by which the device's clock was behind ours when it sent the scan, negative if ahead;
    /// `None` where that is not known.
    pub skew: Option<i64>,
    /// Taken back with a reason.
    pub struck: bool,
}

/// The device of what was entered from a sheet of paper.
pub const MANUAL: &str = "manual";

/// What counts, and what is looked at twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Part of a half-day's time that makes somebody present on it.
    pub present: Ratio,
    /// Part of the half-days that must be attended for the certificate and the head count.
    pub share: Ratio,
    /// A device's clock is off from so many seconds on.
    pub clock_seconds: i64,
    /// So many different people from one device within so many seconds are looked at.
    pub rush: (usize, i64),
}

impl Rule {
    /// The usual rule where an event has not set its terms: half of the time, four half-days of five.
    pub const USUAL: Rule = Rule {
        present: Ratio { num: 1, den: 2 },
        share: Ratio { num: 4, den: 5 },
        clock_seconds: clock::OFF_SECONDS,
        rush: (5, 10),
    };
}

/// Somebody who is expected, and on which half-days.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'h> {
    pub person: ParticipantId,
    pub halves: &'h [HalfDay],
}

/// What one person attended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attended {
    pub person: ParticipantId,
    pub halves: BTreeMap<HalfKey, Presence>,
    pub share: Share,
    pub intervals: Vec<Interval>,
}

/// Half-days attended, of those expected. Exact, never reduced.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    pub attended: u32,
    pub of: u32,
}

impl Share {
    /// Whether it reaches what is asked for; never where nothing was expected.
    #[must_use]
    pub fn meets(self, asked: Ratio) -> bool {
        let (has, wants) = (u64::from(self.attended) * u64::from(asked.den), u64::from(self.of) * u64::from(asked.num));
        self.of > 0 && has >= wants
    }
}

/// Of how many of a group attendance was ever recorded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Recorded {
    pub seen: usize,
    pub of: usize,
}

impl Recorded {
    /// Whether attendance was taken of this group at all: at least half of it was recorded. A few scans are no
    /// register, and nobody is absent from one that was not kept.
    #[must_use]
    pub fn counts(self) -> bool {
        self.seen > 0 && self.seen * 2 >= self.of
    }
}

/// The scans that count, each once, in order of time.
fn standing(scans: &[Scan]) -> Vec<&Scan> {
    let mut all: Vec<&Scan> = scans.iter().filter(|scan| !scan.struck).collect();
    all.sort();
    let mut seen = BTreeSet::new();
    all.retain(|scan| seen.insert((&scan.device, &scan.mark)));
    all
}

fn by_person(scans: &[Scan]) -> BTreeMap<ParticipantId, Vec<&Scan>> {
    let mut people: BTreeMap<ParticipantId, Vec<&Scan>> = BTreeMap::new();
    for scan in standing(scans) {
        people.entry(scan.person).or_default().push(scan);
    }
    people
}

/// What everybody expected attended, in their order.
#[must_use]
pub fn attendance(expected: &[Expected], scans: &[Scan], rule: &Rule) -> Vec<Attended> {
    let people = by_person(scans);
    let one = |expected: &Expected| {
        let scans = people.get(&expected.person).map(Vec::as_slice).unwrap_or_default();
        let intervals = intervals(scans, expected.halves);
        let halves: BTreeMap<HalfKey, Presence> =
            expected.halves.iter().map(|half| (half.key, half.presence(&intervals, rule.present))).collect();
        let attended = halves.values().filter(|presence| **presence == Presence::Present).count();
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let share = Share { attended: count(attended), of: count(halves.len()) };
        Attended { person: expected.person, halves, share, intervals }
    };
    expected.iter().map(one).collect()
}
