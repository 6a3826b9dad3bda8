//! What is a conflict, and how grave each bureau holds it to be.

use crate::domain::code::codes;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

codes! {
    /// What does not fit.
    pub enum Kind: "conflict kind" {
        /// A room is taken twice at the same time.
        Room = "room",
        /// A person is in two sittings at the same time.
        Person = "person",
        /// A person changes rooms with less than the buffer between.
        Gap = "gap",
        /// More people than the room holds.
        Capacity = "capacity",
        /// Outside the room's opening hours, or while it is blocked.
        Closed = "closed",
        /// The room lacks something that is needed.
        Equipment = "equipment",
        /// On a rest day or holiday by the State Council's calendar.
        RestDay = "rest-day",
        /// A judge and a contestant who may not meet: same unit, teacher, relative.
        Interest = "interest",
        /// A judge has more minutes on one day than the limit.
        Workload = "workload",
        /// A person has said not to be there then.
        Away = "away",
        /// Begins before one that must have ended.
        Order = "order",
        /// Has no time or no room yet.
        Unplaced = "unplaced",
        /// On a day before the event begins or after it has ended.
        OtherDays = "other-days",
        /// Begins in the past, and nobody was told of it in time.
        Past = "past",
    }
}

codes! {
    /// What a conflict means; each is graver than the one before.
    pub enum Severity: "severity" {
        /// Not looked for.
        Ignore = "ignore",
        /// Acknowledged with a reason before release.
        Warn = "warn",
        /// The draft may be kept, not released.
        BlockRelease = "block-release",
        /// What would cause it is refused.
        Block = "block",
    }
}

impl Kind {
    /// How grave it is where the bureau has said nothing.
    #[must_use]
    pub const fn default_severity(self) -> Severity {
        match self {
            Kind::Room => Severity::Block,
            Kind::Gap
            | Kind::RestDay
            | Kind::Workload
            | Kind::Equipment
            | Kind::Away
            | Kind::OtherDays
            | Kind::Past => Severity::Warn,
            _ => Severity::BlockRelease,
        }
    }
}

/// Minutes a person needs from one room to another, unless the bureau says otherwise.
pub const DEFAULT_BUFFER: u32 = 15;
/// Minutes a judge may judge on one day, unless the bureau says otherwise.
pub const DEFAULT_WORKLOAD: u32 = 8 * 60;

/// A bureau's settings for schedules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    /// Minutes that must lie between two sittings of a person in different rooms.
    pub buffer: u32,
    /// Minutes of judging per judge and day that are still allowed.
    pub workload: u32,
    /// Where the bureau differs from [`Kind::default_severity`].
    pub severities: BTreeMap<Kind, Severity>,
}

impl Default for Rules {
    fn default() -> Rules {
        Rules { buffer: DEFAULT_BUFFER, workload: DEFAULT_WORKLOAD, severities: BTreeMap::new() }
    }
}

impl Rules {
    #[must_use]
    pub fn severity(&self, kind: Kind) -> Severity {
        self.severities.get(&kind).copied().unwrap_or(kind.default_severity())
    }

    /// Looks for these kinds and no others.
    #[must_use]
    pub fn only(mut self, kinds: &[Kind]) -> Rules {
        for kind in Kind::ALL.iter().filter(|kind| !kinds.contains(kind)) {
            self.severities.insert(*kind, Severity::Ignore);
        }
        self
    }

    pub(super) fn looks_for(&self, kind: Kind) -> bool {
        self.severity(kind) != Severity::Ignore
    }
}
