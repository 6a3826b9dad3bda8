//! Sittings, rooms and people, as far as a schedule needs to know them.

use super::span::{Minutes, Span};
use crate::domain::code::codes;
use chrono::{Duration, NaiveDateTime, NaiveTime};
use std::collections::BTreeSet;

macro_rules! keys {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub i64);
    )+};
}

keys! {
    /// A sitting within one schedule: a row's id, or its place in the order of a file's ids.
    SittingKey,
    /// A room, likewise.
    RoomKey,
    /// A person, likewise.
    PersonKey,
}

codes! {
    /// What a person does in a sitting.
    pub enum Role: "schedule role" {
        Judge = "judge",
        Lecturer = "lecturer",
        Contestant = "contestant",
        Staff = "staff",
    }
}

/// What is wished for, not required.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    pub day: Option<chrono::NaiveDate>,
    /// Before or after noon.
    pub half: Option<Half>,
    pub room: Option<RoomKey>,
}

codes! {
    /// A part of a day.
    pub enum Half: "part of day" {
        /// Begins before 12:00.
        Morning = "morning",
        Afternoon = "afternoon",
        /// Begins at 18:00 or later.
        Evening = "evening",
    }
}

impl Half {
    #[must_use]
    pub fn of(time: NaiveTime) -> Half {
        match chrono::Timelike::hour(&time) {
            0..12 => Half::Morning,
            12..18 => Half::Afternoon,
            _ => Half::Evening,
        }
    }
}

/// Something that takes place in one room from one minute to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sitting {
    pub key: SittingKey,
    pub length: Minutes,
    /// `None`: no time yet.
    pub start: Option<NaiveDateTime>,
    /// `None`: no room yet.
    pub room: Option<RoomKey>,
    /// With what they do there. The same person twice counts once.
    pub people: Vec<(PersonKey, Role)>,
    /// People expected, those without a name included; 0 if not known.
    pub heads: u32,
    /// What the room must have.
    pub needs: BTreeSet<String>,
    /// What must have ended before.
    pub after: Vec<SittingKey>,
    /// The only rooms that will do; empty if any.
    pub allowed: BTreeSet<RoomKey>,
    pub wish: Wish,
    /// Placement leaves it where it is.
    pub fixed: bool,
}

impl Sitting {
    #[must_use]
    pub fn new(key: SittingKey, length: Minutes) -> Sitting {
        Sitting {
            key,
            length,
            start: None,
            room: None,
            people: Vec::new(),
            heads: 0,
            needs: BTreeSet::new(),
            after: Vec::new(),
            allowed: BTreeSet::new(),
            wish: Wish::default(),
            fixed: false,
        }
    }

    /// When it takes place; `None` without a time.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        Span::new(self.start?, self.length).ok()
    }

    /// Whoever takes part, each once, in order.
    #[must_use]
    pub fn persons(&self) -> Vec<PersonKey> {
        let mut persons: Vec<PersonKey> = self.people.iter().map(|(person, _)| *person).collect();
        persons.sort_unstable();
        persons.dedup();
        persons
    }

    pub(super) fn is(&self, person: PersonKey, role: Role) -> bool {
        self.people.contains(&(person, role))
    }

    /// How many must fit into the room.
    #[must_use]
    pub fn crowd(&self) -> u32 {
        self.heads.max(u32::try_from(self.persons().len()).unwrap_or(u32::MAX))
    }
}

/// A room is open every day from one time to another; past midnight where the second is not later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours {
    pub opens: NaiveTime,
    pub closes: NaiveTime,
}

impl Hours {
    fn admit(self, span: &Span) -> bool {
        let day = span.start().date();
        let nights = if self.closes <= self.opens { Duration::days(1) } else { Duration::zero() };
        [day.pred_opt(), Some(day)].into_iter().flatten().any(|day| {
            let opens = day.and_time(self.opens);
            opens <= span.start() && span.end() <= day.and_time(self.closes) + nights
        })
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Room {
    pub key: RoomKey,
    /// How many it holds; `None` if nobody has counted.
    pub capacity: Option<u32>,
    pub equipment: BTreeSet<String>,
    /// `None`: always.
    pub hours: Option<Hours>,
    /// When it cannot be used.
    pub blocked: Vec<Span>,
}

impl Room {
    #[must_use]
    pub fn new(key: RoomKey) -> Room {
        Room { key, capacity: None, equipment: BTreeSet::new(), hours: None, blocked: Vec::new() }
    }

    /// Open and not blocked, from the first minute to the last.
    #[must_use]
    pub fn is_open(&self, span: &Span) -> bool {
        self.hours.is_none_or(|hours| hours.admit(span))
            && self.blocked.iter().all(|blocked| blocked.overlap(span) == 0)
    }
}

/// What is known of a person besides the sittings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub key: PersonKey,
    /// When not to be counted on.
    pub away: Vec<Span>,
}
