//! The search itself.

use super::board::{Board, Spot, State};
use super::chance::Chance;
use super::{MOVE, UNPLACED};
use std::collections::{BTreeMap, BTreeSet};

/// The same task is searched in the same way.
const SEED: u64 = 20_191_118;

struct Search<'b, 'f> {
    board: &'b Board<'f>,
    /// Where everything was: leaving it costs something.
    base: &'b State,
    chance: Chance,
    /// Comparisons left.
    effort: u64,
    /// Spots that a sitting has just left, and until which round it may not return.
    tabu: BTreeMap<(usize, Spot), u64>,
}

/// Something better than `base`, moves counted; `None` if nothing was found.
pub(super) fn improve(board: &Board<'_>, base: &State, effort: u64) -> Option<State> {
    let before = board.total(base);
    if before <= board.floor() {
        return None;
    }
    let mut search = Search { board, base, chance: Chance(SEED), effort, tabu: BTreeMap::new() };
    let mut state = base.clone();
    search.fill(&mut state);
    let state = settle(board, polish(board, search.walk(state), base), base);
    let after = search.total(&state);
    (after < before).then_some(state)
}

/// Takes back every move that makes nothing worse.
pub(super) fn polish(board: &Board<'_>, mut state: State, base: &State) -> State {
    loop {
        let mut changed = false;
        for at in 0..board.items.len() {
            let (Some(now), Some(was)) = (state.spots[at], base.spots[at]) else { continue };
            if now == was {
                continue;
            }
            board.put(&mut state, at, None);
            let back = board.cost_at(&state, at, was) <= board.cost_at(&state, at, now);
            board.put(&mut state, at, Some(if back { was } else { now }));
            changed |= back;
        }
        if !changed {
            return state;
        }
    }
}

/// Among spots that are as good, takes the one nearest in time to where a sitting was; what was nowhere comes as
/// early as it can.
fn settle(board: &Board<'_>, mut state: State, base: &State) -> State {
    let rooms: Vec<usize> = board.offered().collect();
    for (at, item) in board.items.iter().enumerate() {
        let Some(now) = state.spots[at].filter(|now| base.spots[at] != Some(*now)) else { continue };
        let far = |spot: Spot| match base.spots[at] {
            Some(was) => ((spot.start - was.start).abs(), spot.room != was.room, spot),
            None => (spot.start, false, spot),
        };
        board.put(&mut state, at, None);
        let cost = board.cost_at(&state, at, now);
        let mut best = now;
        for (time, start) in item.starts.iter().enumerate() {
            for room in &rooms {
                let spot = Spot { start: *start, room: *room };
                if far(spot) < far(best) && board.marginal(&state, at, time, *room, cost) <= cost {
                    best = spot;
                }
            }
        }
        board.put(&mut state, at, Some(best));
    }
    state
}

impl Search<'_, '_> {
    fn movable(&self, at: usize) -> bool {
        !self.board.items[at].sitting.fixed
    }

    fn move_cost(&self, at: usize, spot: Spot) -> u64 {
        if self.base.spots[at].is_some_and(|was| was != spot) { MOVE } else { 0 }
    }

    fn total(&self, state: &State) -> u64 {
        let moves = (0..self.board.items.len()).filter_map(|at| Some(self.move_cost(at, state.spots[at]?)));
        self.board.total(state) + moves.sum::<u64>()
    }

    /// Puts in what has no place, the most constrained first, and before it what must have ended by then.
    fn fill(&mut self, state: &mut State) {
        let open = (0..self.board.items.len()).filter(|at| state.spots[*at].is_none() && self.movable(*at));
        let mut open: Vec<(usize, i64, usize)> =
            open.map(|at| (self.choices(state, at), -self.board.items[at].length, at)).collect();
        open.sort_unstable();
        let (mut order, mut seen) = (Vec::new(), BTreeSet::new());
        for (_, _, at) in &open {
            self.board.in_turn(*at, &mut seen, &mut order);
        }
        for at in order.into_iter().filter(|at| open.iter().any(|(_, _, open)| open == at)) {
            let best = self.best(state, at, 0, None);
            self.board.put(state, at, best.filter(|(cost, _)| *cost < UNPLACED).map(|(_, spot)| spot));
        }
    }

    /// How many spots do no harm.
    fn choices(&self, state: &State, at: usize) -> usize {
        let rooms: Vec<usize> = self.board.offered().collect();
        let harmless =
            |time: usize| rooms.iter().filter(|room| self.board.marginal(state, at, time, **room, 0) == 0).count();
        (0..self.board.items[at].starts.len()).map(harmless).sum()
    }

    /// Moves whatever hurts to where it hurts least, and remembers the best that was seen.
    fn walk(&mut self, mut state: State) -> State {
        let mut best = (self.total(&state), state.clone());
        let mut round = 0;
        let floor = self.board.floor();
        while self.effort > 0 && best.0 > floor {
            round += 1;
            let Some(at) = self.culprit(&mut state) else { break };
            let old = state.spots[at];
            self.board.put(&mut state, at, None);
            let Some((cost, spot)) = self.best(&state, at, round, old) else {
                self.board.put(&mut state, at, old);
                continue;
            };
            // Nowhere is a place too, for what had none and would do much harm.
            let new = (cost < UNPLACED || self.base.spots[at].is_some()).then_some(spot);
            self.board.put(&mut state, at, new);
            if let Some(old) = old {
                let rest = u64::try_from(self.chance.below(8)).unwrap_or(0);
                self.tabu.insert((at, old), round + 4 + rest);
            }
            let total = self.total(&state);
            if total < best.0 {
                best = (total, state.clone());
            }
        }
        best.1
    }

    /// One of those that hurt, the worst class first; `None` if nothing hurts that could be moved.
    fn culprit(&mut self, state: &mut State) -> Option<usize> {
        let (mut grave, mut light) = (Vec::new(), Vec::new());
        for at in (0..self.board.items.len()).filter(|at| self.movable(*at)) {
            // What cannot be had any better is left alone.
            let floor = self.board.items[at].floor;
            let Some(spot) = state.spots[at] else {
                if floor < UNPLACED {
                    grave.push(at);
                }
                continue;
            };
            self.board.put(state, at, None);
            let cost = self.board.cost_at(state, at, spot).saturating_sub(floor);
            self.board.put(state, at, Some(spot));
            if cost > MOVE {
                grave.push(at);
            } else if cost > 0 {
                light.push(at);
            }
        }
        let count = u64::try_from(self.board.items.len()).unwrap_or(u64::MAX);
        self.effort = self.effort.saturating_sub(count * count + 1);
        let among = if grave.is_empty() { light } else { grave };
        (!among.is_empty()).then(|| among[self.chance.below(among.len())])
    }

    /// The cheapest spot for a sitting that is nowhere, other than the one it has just left; among
    /// equals by chance.
    fn best(&mut self, state: &State, at: usize, round: u64, old: Option<Spot>) -> Option<(u64, Spot)> {
        let item = &self.board.items[at];
        let (mut best, mut ties): (Option<(u64, Spot)>, usize) = (None, 0);
        for time in 0..item.starts.len() {
            for room in self.board.offered() {
                let spot = Spot { start: item.starts[time], room };
                let barred = Some(spot) == old || self.tabu.get(&(at, spot)).is_some_and(|until| *until > round);
                if barred {
                    continue;
                }
                let limit = best.map_or(u64::MAX, |(cost, _)| cost);
                let cost = self.board.marginal(state, at, time, room, limit).saturating_add(self.move_cost(at, spot));
                if cost < limit {
                    (best, ties) = (Some((cost, spot)), 1);
                } else if cost == limit && round > 0 {
                    // While filling, the earliest of equals is taken; on the walk any of them.
                    ties += 1;
                    best = best.filter(|_| self.chance.below(ties) > 0).or(Some((cost, spot)));
                }
            }
        }
        let spots = item.starts.len() * self.board.offered().count();
        let looked = spots.saturating_mul(state.spots.len()) / 4 + 1;
        self.effort = self.effort.saturating_sub(u64::try_from(looked).unwrap_or(u64::MAX));
        best
    }
}
