//! One thing that does not fit in a schedule.

use super::rules::{Kind, Severity};
use super::sitting::{PersonKey, RoomKey, Sitting, SittingKey};
use super::span::Span;
use chrono::NaiveDateTime;

/// One thing that does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    pub kind: Kind,
    pub severity: Severity,
    /// The one that begins first; of two that begin together, the one with the lower key.
    pub first: SittingKey,
    /// The other one, where there is one.
    pub second: Option<SittingKey>,
    pub person: Option<PersonKey>,
    /// The room concerned; for a person in two rooms that of the first.
    pub room: Option<RoomKey>,
    /// From when to when: what both have in common, what lies between them, or the sitting itself.
    /// `None` without a time.
    pub when: Option<(NaiveDateTime, NaiveDateTime)>,
    /// By how much: minutes in common (`room`, `person`), minutes between (`gap`), people too many
    /// (`capacity`), minutes above the limit (`workload`), minutes too early (`order`); else 0.
    pub amount: u32,
}

impl Conflict {
    /// The same as long as nothing about the conflict changes: what an acknowledgement refers to.
    #[must_use]
    pub fn mark(&self) -> String {
        let second = self.second.map_or(0, |key| key.0);
        let person = self.person.map_or(0, |key| key.0);
        let room = self.room.map_or(0, |key| key.0);
        let when = self.when.map_or_else(String::new, |(from, _)| from.format("%Y%m%d%H%M").to_string());
        format!("{}:{}:{second}:{person}:{room}:{when}:{}", self.kind, self.first.0, self.amount)
    }
}

impl Conflict {
    pub(super) fn of(kind: Kind, sitting: &Sitting) -> Conflict {
        Conflict {
            kind,
            severity: kind.default_severity(),
            first: sitting.key,
            second: None,
            person: None,
            room: sitting.room,
            when: sitting.span().map(|span| (span.start(), span.end())),
            amount: 0,
        }
    }

    pub(super) fn at(self, span: &Span) -> Conflict {
        Conflict { when: Some((span.start(), span.end())), ..self }
    }
}
