//! The waiting list: the order of registration, and until when an offered place is held.

use chrono::{DateTime, Duration, Utc};

/// One that waits: a person, or a team that waits as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The participant who registered first of them; rises with the order of registration.
    pub first: i64,
    pub team: Option<i64>,
}

/// The list in its order: participants as `(id, team)`, of a team the first stands for all.
#[must_use]
pub fn line(rows: &[(i64, Option<i64>)]) -> Vec<Waiting> {
    let mut sorted: Vec<(i64, Option<i64>)> = rows.to_vec();
    sorted.sort_unstable();
    let mut seen = std::collections::BTreeSet::new();
    let stands = |(first, team): (i64, Option<i64>)| {
        team.is_none_or(|team| seen.insert(team)).then_some(Waiting { first, team })
    };
    sorted.into_iter().filter_map(stands).collect()
}

/// The place on the list, from 1; none for who does not wait.
#[must_use]
pub fn place(line: &[Waiting], participant: i64, team: Option<i64>) -> Option<usize> {
    let same = |waiting: &Waiting| match team {
        Some(team) => waiting.team == Some(team),
        None => waiting.first == participant,
    };
    line.iter().position(same).map(|index| index + 1)
}

/// Until when a place is held (exclusive); none where it is given at once. An offer made shortly before
/// the cut-off keeps its hours, or nobody could answer it.
#[must_use]
pub fn held_until(now: DateTime<Utc>, offer_hours: u32) -> Option<DateTime<Utc>> {
    (offer_hours > 0).then(|| now + Duration::hours(i64::from(offer_hours)))
}

#[cfg(test)]
mod tests {
    use super::super::State;
    use super::super::entry::Places;
    use super::super::step::{Step, frees, step};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_team_waits_as_one_where_its_first_member_stands() {
        let line = line(&[(9, None), (4, Some(2)), (5, None), (8, Some(2)), (7, Some(1))]);
        let order: Vec<(i64, Option<i64>)> = line.iter().map(|one| (one.first, one.team)).collect();
        assert_eq!(order, [(4, Some(2)), (5, None), (7, Some(1)), (9, None)]);
        assert_eq!((place(&line, 8, Some(2)), place(&line, 9, None), place(&line, 1, None)), (Some(1), Some(4), None));
    }

    /// An entry as the use cases treat it, without a database.
    #[derive(Default)]
    struct Model {
        capacity: Option<u32>,
        offers: bool,
        people: Vec<State>,
    }

    impl Model {
        fn places(&self) -> Places {
            let count = |wanted: fn(State) -> bool| {
                u32::try_from(self.people.iter().filter(|state| wanted(**state)).count()).unwrap()
            };
            let waiting = count(|state| state == State::Waiting);
            Places { capacity: self.capacity, taken: count(State::holds_place), waiting }
        }

        fn promote(&mut self) {
            for _ in 0..self.places().to_promote() {
                let next = self.people.iter().position(|state| *state == State::Waiting).unwrap();
                let kind = if self.offers { Step::Offer } else { Step::Promote };
                self.people[next] = step(State::Waiting, kind, false).unwrap();
            }
        }

        fn act(&mut self, what: u8, whom: usize) {
            match what {
                0..=3 => {
                    let state = self.places().next(false);
                    self.people.push(state);
                }
                4..=6 => {
                    let Some(kind) = [Step::Withdraw, Step::Lapse, Step::Accept].get(usize::from(what - 4)) else {
                        return;
                    };
                    let Some(state) = self.people.get_mut(whom) else { return };
                    let Ok(to) = step(*state, *kind, false) else { return };
                    let freed = frees(*state, to);
                    *state = to;
                    if freed {
                        self.promote();
                    }
                }
                _ => {
                    let wanted = Some(u32::try_from(whom).unwrap());
                    if self.places().allows(wanted) {
                        self.capacity = wanted;
                        self.promote();
                    }
                }
            }
        }
    }

    proptest! {
        /// Any sequence of registering, withdrawing, lapsing, accepting, raising and lowering.
        #[test]
        fn capacity_is_never_exceeded_and_nobody_is_overtaken(
            offers: bool,
            acts in prop::collection::vec((0u8..9, 0usize..12), 0..80),
        ) {
            let mut model = Model { capacity: Some(3), offers, people: Vec::new() };
            for (what, whom) in acts {
                model.act(what, whom);
                let places = model.places();
                prop_assert!(places.capacity.is_none_or(|capacity| places.taken <= capacity));
                // No place is free while somebody waits.
                prop_assert_eq!(places.to_promote(), 0);
                // Who waits came after everybody who holds a place they did not get by substitution.
                let last_held = model.people.iter().rposition(|state| state.holds_place());
                let first_waiting = model.people.iter().position(|state| *state == State::Waiting);
                if let (Some(held), Some(waiting)) = (last_held, first_waiting) {
                    prop_assert!(held < waiting);
                }
            }
        }
    }
}
