//! The task in numbers: minutes, places of rooms and people in lists, and what each spot costs.

use super::{Grid, UNPLACED, excess, weight, wish_room, wish_time};
use crate::domain::schedule::check::{Facts, is_rest};
use crate::domain::schedule::rules::{Kind, Rules};
use crate::domain::schedule::sitting::{PersonKey, Role, Room, RoomKey, Sitting, SittingKey};
use crate::domain::schedule::span::Span;
use chrono::{Duration, NaiveDate, NaiveDateTime, NaiveTime};
use std::collections::{BTreeMap, BTreeSet};

/// A start, in minutes from the first day of the board, and the place of a room in its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    pub start: i64,
    pub room: usize,
}

/// Where everything is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct State {
    pub spots: Vec<Option<Spot>>,
    /// Minutes of each judge on each day.
    loads: BTreeMap<(PersonKey, i64), u32>,
}

pub(super) struct Item<'f> {
    pub sitting: &'f Sitting,
    pub length: i64,
    judges: Vec<PersonKey>,
    /// What must have ended before this.
    after: Vec<usize>,
    /// What may not begin before this has ended.
    before: Vec<usize>,
    pub starts: Vec<i64>,
    /// What each start of `starts` costs in any room.
    times: Vec<u64>,
    /// What each room costs at any time.
    rooms: Vec<u64>,
    /// Whether each room is closed, start by start.
    closed: Vec<bool>,
    /// What it costs at least, wherever it is and whatever the others do.
    pub floor: u64,
}

pub(super) struct Board<'f> {
    facts: &'f Facts<'f>,
    rules: &'f Rules,
    epoch: NaiveDateTime,
    pub items: Vec<Item<'f>>,
    room_keys: Vec<RoomKey>,
    rooms: Vec<Option<&'f Room>>,
    /// How many people two sittings have in common.
    shared: Vec<u16>,
    people_away: BTreeMap<PersonKey, &'f [Span]>,
}

const DAY: i64 = 24 * 60;

impl<'f> Board<'f> {
    pub fn new(facts: &'f Facts<'f>, rules: &'f Rules, grid: &Grid) -> Board<'f> {
        let starts = facts.sittings.iter().filter_map(|sitting| sitting.start).map(|start| start.date());
        let first: Option<NaiveDate> = starts.chain(grid.days.iter().copied()).min();
        let epoch = first.unwrap_or_default().and_time(NaiveTime::MIN);
        let known: BTreeMap<RoomKey, &Room> = facts.rooms.iter().map(|room| (room.key, room)).collect();
        let used = facts.sittings.iter().filter_map(|sitting| sitting.room);
        let room_keys: Vec<RoomKey> = known.keys().copied().chain(used).collect::<BTreeSet<_>>().into_iter().collect();
        let rooms = room_keys.iter().map(|key| known.get(key).copied()).collect();
        let people_away = facts.people.iter().map(|person| (person.key, person.away.as_slice())).collect();
        let items = Vec::new();
        let mut board = Board { facts, rules, epoch, items, room_keys, rooms, shared: Vec::new(), people_away };
        let places: BTreeMap<SittingKey, usize> =
            facts.sittings.iter().enumerate().map(|(at, sitting)| (sitting.key, at)).collect();
        let items = facts.sittings.iter().map(|sitting| board.item(sitting, grid, &places));
        board.items = items.collect();
        board.share();
        board.turn_order();
        board
    }

    fn item(&self, sitting: &'f Sitting, grid: &Grid, places: &BTreeMap<SittingKey, usize>) -> Item<'f> {
        let length = i64::from(sitting.length.get());
        let mut starts: BTreeSet<i64> = grid.days.iter().flat_map(|day| self.starts(*day, length, grid)).collect();
        starts.extend(sitting.start.map(|start| self.minute(start)));
        let starts: Vec<i64> = starts.into_iter().collect();
        let times: Vec<u64> = starts.iter().map(|start| self.time_cost(sitting, *start)).collect();
        let judges: Vec<PersonKey> =
            sitting.persons().into_iter().filter(|person| sitting.is(*person, Role::Judge)).collect();
        let rooms = self.room_keys.iter().zip(&self.rooms).map(|(key, room)| self.room_cost(sitting, *key, *room));
        let own = places.get(&sitting.key).copied();
        let rooms: Vec<u64> = rooms.collect();
        let closed = self.closed(sitting, &starts);
        let floor = self.least(&times, &rooms, &closed);
        let after: BTreeSet<usize> =
            sitting.after.iter().filter_map(|key| places.get(key).copied()).filter(|at| Some(*at) != own).collect();
        Item {
            sitting,
            length,
            judges,
            after: after.into_iter().collect(),
            before: Vec::new(),
            times,
            rooms,
            closed,
            floor,
            starts,
        }
    }

    fn least(&self, times: &[u64], rooms: &[u64], closed: &[bool]) -> u64 {
        let shut = self.weight(Kind::Closed);
        let at = |time: usize, room: usize| {
            times[time] + rooms[room] + if closed[time * rooms.len() + room] { shut } else { 0 }
        };
        let spots = (0..times.len()).flat_map(|time| (0..rooms.len()).map(move |room| (time, room)));
        spots.map(|(time, room)| at(time, room)).min().map_or(UNPLACED, |least| least.min(UNPLACED))
    }

    /// Possible starts on a day; none for what is longer than the day.
    fn starts(&self, day: NaiveDate, length: i64, grid: &Grid) -> Vec<i64> {
        let (from, to) = (self.minute(day.and_time(grid.from)), self.minute(day.and_time(grid.to)));
        let last = to - length;
        let step = usize::try_from(grid.step.max(5)).unwrap_or(5);
        (from..=last).step_by(step).collect()
    }

    fn time_cost(&self, sitting: &Sitting, start: i64) -> u64 {
        let moment = self.epoch + Duration::minutes(start);
        let wish = wish_time(&sitting.wish, moment);
        let Ok(span) = Span::new(moment, sitting.length) else { return UNPLACED };
        let rest = if is_rest(&span, self.facts.calendar) { self.weight(Kind::RestDay) } else { 0 };
        let frame = self.facts.frame;
        let outside = u64::from(frame.is_some_and(|frame| frame.is_outside(&span))) * self.weight(Kind::OtherDays);
        let past = u64::from(frame.is_some_and(|frame| frame.is_past(sitting.key, moment))) * self.weight(Kind::Past);
        let is_away = |person: &PersonKey| {
            self.people_away.get(person).is_some_and(|away| away.iter().any(|away| away.overlap(&span) > 0))
        };
        let away = sitting.persons().iter().filter(|person| is_away(person)).count();
        wish + rest + outside + past + count(away) * self.weight(Kind::Away)
    }

    fn room_cost(&self, sitting: &Sitting, key: RoomKey, room: Option<&Room>) -> u64 {
        let wish = wish_room(&sitting.wish, key);
        let Some(room) = room else { return wish };
        let over = room.capacity.map_or(0, |capacity| sitting.crowd().saturating_sub(capacity));
        let full = match self.weight(Kind::Capacity) {
            weight if over > 0 && weight > 0 => weight + excess(over),
            _ => 0,
        };
        let unsuitable = !sitting.allowed.is_empty() && !sitting.allowed.contains(&key);
        let lacks = unsuitable || !sitting.needs.is_subset(&room.equipment);
        wish + full + u64::from(lacks) * self.weight(Kind::Equipment)
    }

    fn share(&mut self) {
        let persons: Vec<Vec<PersonKey>> = self.items.iter().map(|item| item.sitting.persons()).collect();
        let common = |one: &Vec<PersonKey>, other: &Vec<PersonKey>| {
            let count = one.iter().filter(|person| other.binary_search(person).is_ok()).count();
            u16::try_from(count).unwrap_or(u16::MAX)
        };
        self.shared = persons.iter().flat_map(|one| persons.iter().map(|other| common(one, other))).collect();
    }

    fn turn_order(&mut self) {
        for at in 0..self.items.len() {
            for earlier in self.items[at].after.clone() {
                self.items[earlier].before.push(at);
            }
        }
    }

    /// Appends what has not been `seen`: what comes before the sitting, then the sitting.
    pub fn in_turn(&self, at: usize, seen: &mut BTreeSet<usize>, order: &mut Vec<usize>) {
        if !seen.insert(at) {
            return;
        }
        for earlier in &self.items[at].after {
            self.in_turn(*earlier, seen, order);
        }
        order.push(at);
    }

    fn closed(&self, sitting: &Sitting, starts: &[i64]) -> Vec<bool> {
        let spans = starts.iter().map(|start| Span::new(self.epoch + Duration::minutes(*start), sitting.length));
        let shut = |span: Result<Span, _>, room: &Option<&Room>| {
            span.is_ok_and(|span| room.is_some_and(|room| !room.is_open(&span)))
        };
        spans.flat_map(|span| self.rooms.iter().map(move |room| shut(span, room))).collect()
    }

    fn weight(&self, kind: Kind) -> u64 {
        weight(self.rules.severity(kind))
    }

    fn minute(&self, moment: NaiveDateTime) -> i64 {
        (moment - self.epoch).num_minutes()
    }

    pub fn moment(&self, spot: Spot) -> NaiveDateTime {
        self.epoch + Duration::minutes(spot.start)
    }

    pub fn room(&self, spot: Spot) -> RoomKey {
        self.room_keys.get(spot.room).copied().unwrap_or(RoomKey(0))
    }

    /// Where everything is before anything is done.
    pub fn given(&self) -> State {
        let mut state = State { spots: vec![None; self.items.len()], loads: BTreeMap::new() };
        for (at, item) in self.items.iter().enumerate() {
            let room = item.sitting.room.and_then(|room| self.room_keys.binary_search(&room).ok());
            let spot = item.sitting.start.zip(room).map(|(start, room)| Spot { start: self.minute(start), room });
            self.put(&mut state, at, spot);
        }
        state
    }

    /// Puts a sitting somewhere, or nowhere.
    pub fn put(&self, state: &mut State, at: usize, spot: Option<Spot>) {
        let item = &self.items[at];
        for judge in &item.judges {
            let old = state.spots[at].map(|old| (*judge, old.start.div_euclid(DAY)));
            if let Some(load) = old.and_then(|key| state.loads.get_mut(&key)) {
                *load = load.saturating_sub(item.sitting.length.get());
            }
            if let Some(new) = spot {
                *state.loads.entry((*judge, new.start.div_euclid(DAY))).or_default() += item.sitting.length.get();
            }
        }
        state.spots[at] = spot;
    }

    /// What a sitting that is nowhere yet would cost at the `time`-th of its starts in a room. Looks
    /// no further once it is more than `limit`.
    pub fn marginal(&self, state: &State, at: usize, time: usize, room: usize, limit: u64) -> u64 {
        let item = &self.items[at];
        let spot = Spot { start: item.starts[time], room };
        let mut cost = item.times[time] + item.rooms[room];
        if item.closed[time * self.rooms.len() + room] {
            cost += self.weight(Kind::Closed);
        }
        cost += self.overload(state, item, spot.start);
        let shared = &self.shared[at * self.items.len()..];
        for (other, there) in state.spots.iter().enumerate() {
            if cost > limit {
                break;
            }
            if let Some(there) = there.filter(|_| other != at) {
                cost += self.pair(item, spot, &self.items[other], there, shared[other]);
            }
        }
        let there = |other: &usize| Some((&self.items[*other], state.spots[*other]?));
        let after = item.after.iter().filter_map(there);
        let early = after.filter(|(other, there)| there.start + other.length > spot.start).count();
        let before = item.before.iter().filter_map(there);
        let late = before.filter(|(_, there)| spot.start + item.length > there.start).count();
        cost += count(early + late) * self.weight(Kind::Order);
        cost
    }

    fn pair(&self, item: &Item<'_>, spot: Spot, other: &Item<'_>, there: Spot, shared: u16) -> u64 {
        let between = (there.start - spot.start - item.length).max(spot.start - there.start - other.length);
        let room = if between < 0 && spot.room == there.room { self.weight(Kind::Room) } else { 0 };
        if shared == 0 {
            return room;
        }
        let person = if between < 0 {
            self.weight(Kind::Person)
        } else if spot.room != there.room && between < i64::from(self.rules.buffer) {
            self.weight(Kind::Gap)
        } else {
            0
        };
        room + person * u64::from(shared)
    }

    /// Judges whose day would only now become too long.
    fn overload(&self, state: &State, item: &Item<'_>, start: i64) -> u64 {
        let load = |judge: &PersonKey| state.loads.get(&(*judge, start.div_euclid(DAY))).copied().unwrap_or(0);
        let limit = self.rules.workload;
        let tips = |judge: &&PersonKey| load(judge) <= limit && load(judge) + item.sitting.length.get() > limit;
        count(item.judges.iter().filter(tips).count()) * self.weight(Kind::Workload)
    }

    /// What everything costs together.
    pub fn total(&self, state: &State) -> u64 {
        let mut built = State { spots: vec![None; self.items.len()], loads: BTreeMap::new() };
        let mut total = 0;
        for (at, spot) in state.spots.iter().enumerate() {
            total += spot.map_or(UNPLACED, |spot| self.cost_at(&built, at, spot));
            self.put(&mut built, at, *spot);
        }
        total
    }

    /// What everything costs together at least, whatever is done.
    pub fn floor(&self) -> u64 {
        self.items.iter().map(|item| item.floor).sum()
    }

    /// [`Board::marginal`] of a spot that is one of its possible ones.
    pub fn cost_at(&self, state: &State, at: usize, spot: Spot) -> u64 {
        match self.items[at].starts.binary_search(&spot.start) {
            Ok(time) => self.marginal(state, at, time, spot.room, u64::MAX),
            Err(_) => UNPLACED,
        }
    }

    /// Rooms that may be chosen; one that is only used, but not offered, may not.
    pub fn offered(&self) -> impl Iterator<Item = usize> + '_ {
        self.rooms.iter().enumerate().filter(|(_, room)| room.is_some()).map(|(at, _)| at)
    }
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
