//! What somebody should look at before attendance is believed.

use super::intervals::{Interval, assumed_end};
use super::{Direction, Expected, HalfDay, MANUAL, Rule, Scan, by_person, standing};
use crate::domain::code::codes;
use crate::domain::ids::ParticipantId;
use chrono::{Duration, NaiveDate, NaiveDateTime};
use std::collections::{BTreeMap, BTreeSet};

codes! {
    /// What may be wrong.
    pub enum FlagKind: "attendance flag" {
        /// Scanned in at one device while already in by another.
        Twice = "twice",
        /// Present at another event at the same time.
        Elsewhere = "elsewhere",
        /// Scanned out without having been in.
        OutAlone = "out-alone",
        /// On a day that is not the event's.
        OutsideDays = "outside-days",
        /// The device's clock was wrong.
        Clock = "clock",
        /// Many people within seconds: perhaps one for all.
        Rush = "rush",
    }
}

impl FlagKind {
    /// Whether the person may not have been where the scans say: no certificate rests on it before it is answered.
    #[must_use]
    pub const fn is_doubt_of_presence(self) -> bool {
        matches!(self, FlagKind::Twice | FlagKind::Elsewhere)
    }
}

/// One thing to look at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Flag {
    pub at: NaiveDateTime,
    pub kind: FlagKind,
    /// None: about a device.
    pub person: Option<ParticipantId>,
    /// The devices, or the other event.
    pub detail: String,
    /// People or scans concerned; of a clock the seconds it was off, negative if ahead.
    pub count: i64,
}

impl Flag {
    /// What an answer is kept by: the same as long as nothing about the flag changes.
    #[must_use]
    pub fn key(&self) -> String {
        let person = self.person.map(ParticipantId::get).unwrap_or_default();
        format!("{}:{person}:{}:{}:{}", self.kind, self.at.format("%Y%m%dT%H%M%S"), self.count, self.detail)
    }
}

/// Where else somebody was: another event's name, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    pub person: ParticipantId,
    pub event: String,
    pub intervals: Vec<Interval>,
}

/// Everything to look at, in order of time. `days` are the event's first and last, where it has them.
#[must_use]
pub fn flags(
    expected: &[Expected],
    scans: &[Scan],
    days: Option<(NaiveDate, NaiveDate)>,
    elsewhere: &[Elsewhere],
    rule: &Rule,
) -> Vec<Flag> {
    let people = by_person(scans);
    let halves: BTreeMap<ParticipantId, &[HalfDay]> = expected.iter().map(|one| (one.person, one.halves)).collect();
    let mut found = BTreeSet::new();
    for (person, scans) in &people {
        let halves = halves.get(person).copied().unwrap_or_default();
        of_person(*person, scans, halves, days, &mut found);
        let own = super::intervals(scans, halves);
        for other in elsewhere.iter().filter(|other| other.person == *person) {
            let both = own.iter().flat_map(|one| other.intervals.iter().map(move |two| (one, two)));
            let meeting = both.filter(|(one, two)| one.from < two.to && two.from < one.to);
            found.extend(meeting.map(|(one, two)| Flag {
                at: one.from.max(two.from),
                kind: FlagKind::Elsewhere,
                person: Some(*person),
                detail: other.event.clone(),
                count: (one.to.min(two.to) - one.from.max(two.from)).num_minutes(),
            }));
        }
    }
    of_devices(&standing(scans), rule, &mut found);
    found.into_iter().collect()
}

fn of_person(
    person: ParticipantId,
    scans: &[&Scan],
    halves: &[HalfDay],
    days: Option<(NaiveDate, NaiveDate)>,
    found: &mut BTreeSet<Flag>,
) {
    let mut flag = |kind, scan: &Scan, detail: String| {
        found.insert(Flag { at: scan.at, kind, person: Some(person), detail, count: 1 });
    };
    // Whoever is in, by which scan, and until when if nobody scans them out.
    let mut inside: Option<(&Scan, NaiveDateTime)> = None;
    for scan in scans {
        if days.is_some_and(|(first, last)| scan.at.date() < first || scan.at.date() > last) {
            flag(FlagKind::OutsideDays, scan, scan.device.clone());
        }
        let today = |inside: &(&Scan, NaiveDateTime)| inside.0.at.date() == scan.at.date();
        match scan.direction {
            Direction::In => match inside {
                Some((before, end)) if scan.at < end => {
                    let paper = before.device == MANUAL || scan.device == MANUAL;
                    if before.device != scan.device && !paper {
                        flag(FlagKind::Twice, scan, format!("{} / {}", before.device, scan.device));
                    }
                }
                _ => inside = Some((scan, assumed_end(scan.at, halves))),
            },
            Direction::Out => {
                if !inside.as_ref().is_some_and(today) {
                    flag(FlagKind::OutAlone, scan, scan.device.clone());
                }
                inside = None;
            }
        }
    }
}

fn of_devices(scans: &[&Scan], rule: &Rule, found: &mut BTreeSet<Flag>) {
    let mut devices: BTreeMap<&str, Vec<&Scan>> = BTreeMap::new();
    for scan in scans.iter().filter(|scan| scan.device != MANUAL) {
        devices.entry(&scan.device).or_default().push(scan);
    }
    for (device, scans) in devices {
        let off = scans.iter().find(|scan| scan.skew.is_some_and(|skew| skew.abs() >= rule.clock_seconds));
        if let Some(scan) = off {
            let count = scan.skew.unwrap_or_default();
            found.insert(Flag { at: scan.at, kind: FlagKind::Clock, person: None, detail: device.to_owned(), count });
        }
        rush(device, &scans, rule.rush, found);
    }
}

fn rush(device: &str, scans: &[&Scan], (people, seconds): (usize, i64), found: &mut BTreeSet<Flag>) {
    let coming: Vec<&&Scan> = scans.iter().filter(|scan| scan.direction == Direction::In).collect();
    let mut start = 0;
    while let Some(first) = coming.get(start) {
        let within = |scan: &&&&Scan| scan.at - first.at <= Duration::seconds(seconds);
        let together: Vec<_> = coming[start..].iter().take_while(within).collect();
        let who: BTreeSet<ParticipantId> = together.iter().map(|scan| scan.person).collect();
        if who.len() >= people {
            let count = i64::try_from(who.len()).unwrap_or(i64::MAX);
            found.insert(Flag { at: first.at, kind: FlagKind::Rush, person: None, detail: device.to_owned(), count });
            start += together.len();
        } else {
            start += 1;
        }
    }
}
