//! Intervals of presence.

use super::{Direction, HalfDay, Scan};
use chrono::NaiveDateTime;

/// From one moment to another, the end not included; never empty. One person's lie apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Interval {
    pub from: NaiveDateTime,
    pub to: NaiveDateTime,
    /// A scan out ended it; else its end is taken to be that of the half-day.
    pub closed: bool,
}

/// Where presence ends that nobody scanned out of: with the half-day in which it began, or with the
/// next one of that day. After the day's last half-day it is worth nothing.
pub(super) fn assumed_end(from: NaiveDateTime, halves: &[HalfDay]) -> NaiveDateTime {
    let same_day = halves.iter().filter(|half| half.key.day == from.date() && half.end() > from);
    same_day.map(HalfDay::end).min().unwrap_or(from)
}

/// The intervals of one person's scans, given in order of time. A second scan in while the person is
/// still inside changes nothing; a scan out ends what began on the same day, and nothing else.
#[must_use]
pub fn intervals(scans: &[&Scan], halves: &[HalfDay]) -> Vec<Interval> {
    let mut all = Vec::new();
    let mut open: Option<(NaiveDateTime, NaiveDateTime)> = None;
    let mut push = |from: NaiveDateTime, to: NaiveDateTime, closed: bool| {
        if from < to {
            all.push(Interval { from, to, closed });
        }
    };
    for scan in scans {
        match (scan.direction, open) {
            (Direction::In, Some((_, end))) if scan.at < end => {}
            (Direction::In, before) => {
                if let Some((from, end)) = before {
                    push(from, end, false);
                }
                open = Some((scan.at, assumed_end(scan.at, halves)));
            }
            (Direction::Out, Some((from, _))) if from.date() == scan.at.date() => {
                push(from, scan.at, true);
                open = None;
            }
            (Direction::Out, Some((from, end))) => {
                push(from, end, false);
                open = None;
            }
            (Direction::Out, None) => {}
        }
    }
    if let Some((from, end)) = open {
        push(from, end, false);
    }
    all
}
