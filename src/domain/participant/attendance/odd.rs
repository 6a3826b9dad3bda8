//! What is odd about one scan, said while the person still stands at the door.

use super::intervals::assumed_end;
use super::{Direction, HalfDay, Scan, standing};
use crate::domain::code::codes;
use chrono::{Duration, NaiveDate, NaiveDateTime};

codes! {
    /// What is odd about a scan that was entered all the same.
    pub enum Odd: "oddity of a scan" {
        /// In, while in already.
        TwiceIn = "odd-twice-in",
        /// Out, without having been in that day.
        OutAlone = "odd-out-alone",
        /// On a day that is not the event's.
        OutsideDays = "odd-outside-days",
        /// On a day of the event, but far from every half-day of this person.
        OutsideHalves = "odd-outside-halves",
    }
}

/// So long before a half-day and after it people come and go.
const AROUND: Duration = Duration::hours(2);

/// What is odd about the scan with this mark among all scans of the same person, in any order; nothing
/// about one that is struck or is not there. `days` are the event's first and last.
#[must_use]
pub fn odd(
    device: &str,
    mark: &str,
    own: &[Scan],
    halves: &[HalfDay],
    days: Option<(NaiveDate, NaiveDate)>,
) -> Vec<Odd> {
    let all = standing(own);
    let itself = |scan: &&&Scan| scan.device == device && scan.mark == mark;
    let Some(scan) = all.iter().find(itself) else { return Vec::new() };
    // Of two at the same instant neither came first.
    let before: Vec<&Scan> = all.iter().filter(|other| other.at <= scan.at && !itself(other)).copied().collect();
    let inside = inside(&before, halves);
    let mut found = Vec::new();
    match (scan.direction, inside) {
        (Direction::In, Some((_, end))) if scan.at < end => found.push(Odd::TwiceIn),
        (Direction::Out, since) if since.is_none_or(|(from, _)| from.date() != scan.at.date()) => {
            found.push(Odd::OutAlone);
        }
        _ => {}
    }
    let day = scan.at.date();
    if days.is_some_and(|(first, last)| day < first || day > last) {
        found.push(Odd::OutsideDays);
    } else if !halves.is_empty() && !halves.iter().any(|half| near(half, scan.at)) {
        found.push(Odd::OutsideHalves);
    }
    found
}

fn near(half: &HalfDay, at: NaiveDateTime) -> bool {
    at >= half.start() - AROUND && at <= half.end() + AROUND
}

/// Since when the person is in, and until when without a scan out, after these scans.
fn inside(scans: &[&Scan], halves: &[HalfDay]) -> Option<(NaiveDateTime, NaiveDateTime)> {
    scans.iter().fold(None, |inside: Option<(NaiveDateTime, NaiveDateTime)>, scan| match (scan.direction, inside) {
        (Direction::In, Some((_, end))) if scan.at < end => inside,
        (Direction::In, _) => Some((scan.at, assumed_end(scan.at, halves))),
        (Direction::Out, _) => None,
    })
}
