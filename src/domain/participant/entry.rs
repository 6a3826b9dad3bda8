//! What one can register for (报名项): its window, its places, and what a new registration becomes.

use super::State;
use chrono::{DateTime, Utc};

/// Whether one can register now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// Not released by its host, or its event takes nobody any more.
    Shut,
    NotYet,
    Open,
    /// After the cut-off.
    Over,
}

/// The window at an instant; `closes_at` is exclusive.
#[must_use]
pub fn window(released: bool, opens_at: DateTime<Utc>, closes_at: DateTime<Utc>, now: DateTime<Utc>) -> Window {
    match released {
        false => Window::Shut,
        true if now < opens_at => Window::NotYet,
        true if now < closes_at => Window::Open,
        true => Window::Over,
    }
}

/// The places of an entry and who has them. A team takes one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// None: no limit.
    pub capacity: Option<u32>,
    pub taken: u32,
    /// How many wait for one.
    pub waiting: u32,
}

impl Places {
    /// Places that nobody has; none where there is no limit.
    #[must_use]
    pub fn free(&self) -> Option<u32> {
        self.capacity.map(|capacity| capacity.saturating_sub(self.taken))
    }

    /// What the next registration becomes. Nobody overtakes those who wait.
    #[must_use]
    pub fn next(&self, approval: bool) -> State {
        let free = self.free().is_none_or(|free| free > 0);
        match (free && self.waiting == 0, approval) {
            (true, true) => State::Pending,
            (true, false) => State::Admitted,
            (false, _) => State::Waiting,
        }
    }

    /// The places after one more registration in that state.
    #[must_use]
    pub fn with(self, state: State) -> Places {
        match state {
            State::Waiting => Places { waiting: self.waiting.saturating_add(1), ..self },
            state if state.holds_place() => Places { taken: self.taken.saturating_add(1), ..self },
            _ => self,
        }
    }

    /// How many of those who wait move up now.
    #[must_use]
    pub fn to_promote(&self) -> u32 {
        self.free().map_or(self.waiting, |free| free.min(self.waiting))
    }

    /// Whether the capacity may become this: nobody who has a place loses it.
    #[must_use]
    pub fn allows(&self, capacity: Option<u32>) -> bool {
        capacity.is_none_or(|capacity| capacity >= self.taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::start_of_day;

    #[test]
    fn the_window_ends_where_it_says() {
        let day = |text: &str| start_of_day(text.parse().expect("a day"));
        let (opens, closes) = (day("2019-11-01"), day("2019-11-20"));
        let at = |now| window(true, opens, closes, now);
        assert_eq!(at(day("2019-10-31")), Window::NotYet);
        assert_eq!((at(opens), at(closes - chrono::Duration::seconds(1))), (Window::Open, Window::Open));
        assert_eq!(at(closes), Window::Over);
        assert_eq!(window(false, opens, closes, opens), Window::Shut);
    }

    #[test]
    fn nobody_overtakes_those_who_wait() {
        let places = Places { capacity: Some(2), taken: 1, waiting: 1 };
        assert_eq!(places.next(false), State::Waiting);
        assert_eq!(places.to_promote(), 1);
        assert_eq!(Places { waiting: 0, ..places }.next(true), State::Pending);
        assert_eq!(Places::default().next(false), State::Admitted, "no limit");
        assert!(!places.allows(Some(0)) && places.allows(Some(1)) && places.allows(None));
    }
}
