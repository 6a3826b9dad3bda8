//! Finding times and rooms: a schedule without conflicts, or the least bad one.
//!
//! What has no place yet is put in, the most constrained first; then whatever is still in conflict
//! is moved to where it hurts least, with a short memory against going in circles (tabu search).
//! The answer depends on the task alone: chance comes from a seed, effort is counted in steps.
//!
//! The search starts again from its own result until that does not change any more. That is why
//! placing a placed schedule moves nothing.

mod board;
mod chance;
mod search;
#[cfg(test)]
mod tests;
mod unfit;

pub use unfit::{Unfit, unfit};

use super::check::{Facts, conflicts};
use super::conflict::Conflict;
use super::rules::{Kind, Rules, Severity};
use super::sitting::{Half, Sitting, SittingKey, Wish};
use board::{Board, State};
use chrono::{NaiveDate, NaiveTime};

/// What placement may use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    pub days: Vec<NaiveDate>,
    /// Nothing begins before this.
    pub from: NaiveTime,
    /// Nothing ends after this.
    pub to: NaiveTime,
    /// Minutes between two possible starts, at least 5.
    pub step: u32,
}

/// How long is searched, in comparisons of two sittings: an ordinary machine makes a hundred
/// million a second.
pub const EFFORT: u64 = 60_000_000;

/// What placement found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement {
    /// All sittings, in the order given, with their times and rooms.
    pub sittings: Vec<Sitting>,
    /// Those that had a time and a room and have others now.
    pub moved: Vec<SittingKey>,
    /// Those that had none and have one now.
    pub placed: Vec<SittingKey>,
    /// What is still violated.
    pub violated: Vec<Conflict>,
    /// Whose wish is not met.
    pub missed: Vec<SittingKey>,
    /// What is too long for every day and room, and was left as it was.
    pub unfit: Vec<Unfit>,
}

/// How bad one conflict is.
#[must_use]
const fn weight(severity: Severity) -> u64 {
    match severity {
        Severity::Ignore => 0,
        Severity::Warn => 300,
        Severity::BlockRelease => 10_000,
        Severity::Block => 40_000,
    }
}

/// To have no place is worse than one grave conflict, better than two or than one that is refused.
const UNPLACED: u64 = 15_000;
const WISH_DAY: u64 = 20;
const WISH_OTHER: u64 = 10;
/// Worth a wish or two, never a warning.
const MOVE: u64 = 45;
/// Of two rooms that are both too small the larger is better, by one for each person who finds no seat; never
/// as much as a warning.
const fn excess(people: u32) -> u64 {
    if people < 250 { people as u64 } else { 250 }
}
/// Each pass begins with the result of the one before, and is better.
const PASSES: usize = 40;

/// Places what has no place, and moves what is in conflict; fixed sittings stay, and what fits nowhere. Never
/// worse than what was given. Without days or rooms nothing is changed.
#[must_use]
pub fn place(facts: &Facts<'_>, rules: &Rules, grid: &Grid, effort: u64) -> Placement {
    let unfit = unfit(facts, grid);
    let mut held = facts.sittings.to_vec();
    for sitting in held.iter_mut().filter(|sitting| unfit.iter().any(|unfit| unfit.key == sitting.key)) {
        sitting.fixed = true;
    }
    let mut sittings = searched(&Facts { sittings: &held, ..*facts }, rules, grid, effort);
    for (sitting, given) in sittings.iter_mut().zip(facts.sittings) {
        sitting.fixed = given.fixed;
    }
    Placement { unfit, ..report(facts, rules, sittings) }
}

fn searched(facts: &Facts<'_>, rules: &Rules, grid: &Grid, effort: u64) -> Vec<Sitting> {
    let mut sittings = facts.sittings.to_vec();
    for _ in 0..PASSES {
        let now = Facts { sittings: &sittings, ..*facts };
        let board = Board::new(&now, rules, grid);
        let better = search::improve(&board, &board.given(), effort).map(|state| moved(&board, &state));
        let next = go_back(facts, rules, better.unwrap_or_else(|| sittings.clone()));
        if next == sittings {
            break;
        }
        sittings = next;
    }
    sittings
}

/// The sittings of a board, where the state has them.
fn moved(board: &Board<'_>, state: &State) -> Vec<Sitting> {
    let spots = board.items.iter().zip(&state.spots);
    let place = |(item, spot): (&board::Item<'_>, &Option<board::Spot>)| match spot {
        Some(spot) => {
            Sitting { start: Some(board.moment(*spot)), room: Some(board.room(*spot)), ..item.sitting.clone() }
        }
        None => item.sitting.clone(),
    };
    spots.map(place).collect()
}

/// Back to the first time and room, wherever that makes nothing worse.
fn go_back(facts: &Facts<'_>, rules: &Rules, mut sittings: Vec<Sitting>) -> Vec<Sitting> {
    let worth = |sittings: &[Sitting]| cost(&Facts { sittings, ..*facts }, rules);
    let mut best = worth(&sittings);
    for (at, first) in facts.sittings.iter().enumerate() {
        let was_placed = first.start.is_some() && first.room.is_some();
        if !was_placed || sittings[at] == *first {
            continue;
        }
        let other = std::mem::replace(&mut sittings[at], first.clone());
        let back = worth(&sittings);
        if back <= best {
            best = back;
        } else {
            sittings[at] = other;
        }
    }
    sittings
}

fn report(facts: &Facts<'_>, rules: &Rules, sittings: Vec<Sitting>) -> Placement {
    let (mut moved, mut placed) = (Vec::new(), Vec::new());
    for (before, after) in facts.sittings.iter().zip(&sittings).filter(|(before, after)| before != after) {
        let had_place = before.start.is_some() && before.room.is_some();
        if had_place { moved.push(after.key) } else { placed.push(after.key) }
    }
    let missed = sittings.iter().filter(|sitting| wishes(sitting) > 0).map(|sitting| sitting.key).collect();
    let violated = conflicts(&Facts { sittings: &sittings, ..*facts }, rules);
    Placement { sittings, moved, placed, violated, missed, unfit: Vec::new() }
}

/// What the unmet wishes of a sitting with a time and a room weigh.
fn wishes(sitting: &Sitting) -> u64 {
    let (Some(start), Some(room)) = (sitting.start, sitting.room) else { return 0 };
    wish_time(&sitting.wish, start) + wish_room(&sitting.wish, room)
}

fn wish_time(wish: &Wish, start: chrono::NaiveDateTime) -> u64 {
    let day = wish.day.is_some_and(|day| day != start.date());
    let half = wish.half.is_some_and(|half| half != Half::of(start.time()));
    u64::from(day) * WISH_DAY + u64::from(half) * WISH_OTHER
}

fn wish_room(wish: &Wish, room: super::sitting::RoomKey) -> u64 {
    u64::from(wish.room.is_some_and(|wished| wished != room)) * WISH_OTHER
}

/// How bad a schedule is as a whole: what placement makes smaller.
#[must_use]
pub fn cost(facts: &Facts<'_>, rules: &Rules) -> u64 {
    let all = conflicts(facts, rules);
    let unplaced = facts.sittings.iter().filter(|sitting| sitting.start.is_none() || sitting.room.is_none()).count();
    let grave = all.iter().filter(|conflict| conflict.kind != Kind::Unplaced && conflict.kind != Kind::Interest);
    let crowded = |conflict: &Conflict| if conflict.kind == Kind::Capacity { excess(conflict.amount) } else { 0 };
    let conflicts: u64 = grave.map(|conflict| weight(conflict.severity) + crowded(conflict)).sum();
    let wishes: u64 = facts.sittings.iter().map(wishes).sum();
    conflicts + wishes + UNPLACED * u64::try_from(unplaced).unwrap_or(u64::MAX)
}
