//! What fits nowhere, seen before anything is searched for.

use super::Grid;
use crate::domain::schedule::check::Facts;
use crate::domain::schedule::sitting::{Hours, Room, Sitting, SittingKey};
use crate::domain::schedule::span::Span;
use chrono::{Duration, NaiveDate, NaiveDateTime};

/// A sitting that is longer than any time in which a room that will do can be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unfit {
    pub key: SittingKey,
    /// Minutes it lasts.
    pub length: u32,
    /// Minutes of the longest time that could be had; 0: none at all.
    pub longest: u32,
}

/// Sittings that are to be placed and are too long for every day and room. One that is fixed, or has a time
/// in which its room is open, is where it is by somebody's will. Without rooms nothing is named.
#[must_use]
pub fn unfit(facts: &Facts<'_>, grid: &Grid) -> Vec<Unfit> {
    let windows: Vec<(&Room, i64)> = facts.rooms.iter().map(|room| (room, longest(room, grid))).collect();
    if windows.is_empty() {
        return Vec::new();
    }
    let one = |sitting: &Sitting| {
        let will_do = |room: &Room| sitting.allowed.is_empty() || sitting.allowed.contains(&room.key);
        let own = windows.iter().filter(|(room, _)| will_do(room)).map(|(_, minutes)| *minutes);
        let longest = own.max().unwrap_or_default();
        let unfit = i64::from(sitting.length.get()) > longest && !sitting.fixed && !stands(facts, sitting);
        let longest = u32::try_from(longest).unwrap_or_default();
        unfit.then_some(Unfit { key: sitting.key, length: sitting.length.get(), longest })
    };
    facts.sittings.iter().filter_map(one).collect()
}

/// Whether it has a time and a room that is open then.
fn stands(facts: &Facts<'_>, sitting: &Sitting) -> bool {
    let room = sitting.room.and_then(|key| facts.rooms.iter().find(|room| room.key == key));
    sitting.span().zip(room).is_some_and(|(span, room)| room.is_open(&span))
}

/// Minutes of the longest time in which a room can be had on any of the days.
fn longest(room: &Room, grid: &Grid) -> i64 {
    grid.days.iter().map(|day| longest_on(room, *day, grid)).max().unwrap_or_default()
}

fn longest_on(room: &Room, day: NaiveDate, grid: &Grid) -> i64 {
    let (from, to) = (day.and_time(grid.from), day.and_time(grid.to));
    open_on(room.hours, day)
        .into_iter()
        .map(|(opens, closes)| free(&room.blocked, opens.max(from), closes.min(to)))
        .max()
        .unwrap_or_default()
}

/// When it is open on a day: what the night before leaves of it, too.
fn open_on(hours: Option<Hours>, day: NaiveDate) -> Vec<(NaiveDateTime, NaiveDateTime)> {
    let midnight = day.and_hms_opt(0, 0, 0).unwrap_or_default();
    let Some(hours) = hours else { return vec![(midnight, midnight + Duration::days(1))] };
    let night = if hours.closes <= hours.opens { Duration::days(1) } else { Duration::zero() };
    let today = (day.and_time(hours.opens), day.and_time(hours.closes) + night);
    vec![(today.0 - Duration::days(1), today.1 - Duration::days(1)), today]
}

/// Minutes of the longest time between two moments that is not blocked.
fn free(blocked: &[Span], from: NaiveDateTime, to: NaiveDateTime) -> i64 {
    let mut blocked: Vec<&Span> = blocked.iter().filter(|span| span.start() < to && span.end() > from).collect();
    blocked.sort_by_key(|span| span.start());
    let (mut at, mut best) = (from, 0);
    for span in blocked {
        best = best.max((span.start() - at).num_minutes());
        at = at.max(span.end());
    }
    best.max((to - at).num_minutes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::schedule::place::{EFFORT, place};
    use crate::domain::schedule::{Minutes, RoomKey, Rules};
    use chrono::NaiveTime;
    use std::collections::BTreeSet;

    fn time(hour: u32) -> NaiveTime {
        NaiveTime::from_hms_opt(hour, 0, 0).unwrap()
    }

    fn sitting(key: i64, minutes: u32) -> Sitting {
        Sitting::new(SittingKey(key), Minutes::new(minutes).unwrap())
    }

    fn grid() -> Grid {
        let day = NaiveDate::from_ymd_opt(2019, 11, 18).unwrap();
        Grid { days: vec![day, day.succ_opt().unwrap()], from: time(8), to: time(18), step: 30 }
    }

    fn found(sittings: &[Sitting], rooms: &[Room]) -> Vec<(i64, u32, u32)> {
        let none = BTreeSet::new();
        let facts = Facts { sittings, rooms, people: &[], interests: &none, calendar: None, frame: None };
        unfit(&facts, &grid()).iter().map(|unfit| (unfit.key.0, unfit.length, unfit.longest)).collect()
    }

    #[test]
    fn what_is_longer_than_every_window_is_named() {
        let day = grid().days[0];
        let open = |key, opens, closes| Room {
            hours: Some(Hours { opens: time(opens), closes: time(closes) }),
            ..Room::new(RoomKey(key))
        };
        let all = [sitting(1, 600), sitting(2, 601), sitting(3, 240)];
        assert_eq!(found(&all, &[Room::new(RoomKey(1))]), [(2, 601, 600)]);
        assert_eq!(found(&all, &[open(1, 9, 12), open(2, 14, 18)]), [(1, 600, 240), (2, 601, 240)]);
        assert_eq!(found(&all[2..], &[open(1, 22, 2)]), [(3, 240, 0)], "open by night alone");
        assert_eq!(found(&all[2..], &[open(1, 20, 13)]), [], "until one o'clock of the next day");
        let noon = |date: NaiveDate| Span::new(date.and_time(time(11)), Minutes::new(120).unwrap()).unwrap();
        let shut = Room { blocked: vec![noon(day), noon(grid().days[1])], ..Room::new(RoomKey(1)) };
        assert_eq!(found(&all, std::slice::from_ref(&shut)), [(1, 600, 300), (2, 601, 300)]);
        let only = Sitting { allowed: BTreeSet::from([RoomKey(2)]), ..sitting(4, 300) };
        assert_eq!(found(&[only], &[Room::new(RoomKey(1)), open(2, 9, 12)]), [(4, 300, 180)]);
        let held = Sitting { start: Some(day.and_time(time(7))), room: Some(RoomKey(1)), ..sitting(5, 720) };
        assert_eq!(found(std::slice::from_ref(&held), &[Room::new(RoomKey(1))]), [], "somebody has put it there");
        assert_eq!(found(&[Sitting { fixed: true, start: None, ..held }], &[Room::new(RoomKey(1))]), []);
        assert_eq!(found(&all, &[]), []);
    }

    /// With all the effort there is: it ends because there is nothing to search for.
    #[test]
    fn the_rest_is_placed_and_nothing_is_searched_for_in_vain() {
        let mut all: Vec<Sitting> = (1..=12).map(|key| sitting(key, 60)).collect();
        all.push(sitting(100, 700));
        let crowd = Sitting { heads: 60, ..sitting(101, 60) };
        all.push(crowd);
        let rooms: Vec<Room> = (1..=2).map(|key| Room { capacity: Some(20), ..Room::new(RoomKey(key)) }).collect();
        let none = BTreeSet::new();
        let facts = Facts { sittings: &all, rooms: &rooms, people: &[], interests: &none, calendar: None, frame: None };
        let placed = place(&facts, &Rules::default(), &grid(), EFFORT);
        assert_eq!(placed.unfit, [Unfit { key: SittingKey(100), length: 700, longest: 600 }]);
        assert_eq!(placed.placed.len(), 13);
        assert_eq!(placed.sittings[12], all[12], "left as it was");
        assert!(placed.sittings.iter().all(|sitting| !sitting.fixed));
    }
}
