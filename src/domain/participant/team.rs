//! Teams: how many belong to one.

use chrono::{DateTime, Duration, Utc};

/// Members a team may have, both inclusive; 1 and 1: individuals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TeamSize {
    pub least: u32,
    pub most: u32,
}

impl TeamSize {
    /// Whether one registers as a team at all.
    #[must_use]
    pub fn is_team(self) -> bool {
        self.most > 1
    }

    /// Whether one more fits into a team of so many.
    #[must_use]
    pub fn has_room(self, members: u32) -> bool {
        members < self.most
    }

    /// How many are still missing.
    #[must_use]
    pub fn missing(self, members: u32) -> u32 {
        self.least.saturating_sub(members)
    }
}

/// When a team with too few members is spoken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reminder {
    /// Registration closes within two days: it can still be mended.
    Soon,
    /// The cut-off has passed: the host decides.
    Over,
}

impl Reminder {
    /// Days before the cut-off from which on teams are reminded.
    pub const DAYS: i64 = 2;

    /// Which one is due at an instant; none long before the cut-off (exclusive) that is given.
    #[must_use]
    pub fn due(closes_at: DateTime<Utc>, now: DateTime<Utc>) -> Option<Reminder> {
        match closes_at - now {
            left if left <= Duration::zero() => Some(Reminder::Over),
            left if left <= Duration::days(Reminder::DAYS) => Some(Reminder::Soon),
            _ => None,
        }
    }

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Reminder::Soon => "soon",
            Reminder::Over => "over",
        }
    }
}

/// Places of values that are there before already, from 0: one person entered twice in a team.
#[must_use]
pub fn repeated(keys: &[&str]) -> Vec<usize> {
    let again = |index: &usize| !keys[*index].is_empty() && keys[..*index].contains(&keys[*index]);
    (0..keys.len()).filter(again).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_team_has_room_until_it_is_full() {
        let size = TeamSize { least: 2, most: 3 };
        assert!(size.is_team() && size.has_room(2) && !size.has_room(3));
        assert_eq!((size.missing(0), size.missing(1), size.missing(3)), (2, 1, 0));
        assert!(!TeamSize { least: 1, most: 1 }.is_team());
        let closes: DateTime<Utc> = "2019-11-20T09:00:00Z".parse().expect("a moment");
        let due = |hours| Reminder::due(closes, closes - Duration::hours(hours));
        assert_eq!(
            [due(49), due(48), due(1), due(0), due(-9)],
            [None, Some(Reminder::Soon), Some(Reminder::Soon), Some(Reminder::Over), Some(Reminder::Over)]
        );
        assert_eq!(repeated(&["a", "b", "a", "", ""]), [2]);
    }
}
