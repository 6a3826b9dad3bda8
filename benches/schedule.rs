//! Speed of schedules. `cargo bench --bench schedule`.
//!
//! Aims on one core: 1,000 sessions checked in under 50 ms; 66 items placed in 12 rooms over 10 days
//! in under 10 s.

use chrono::{Duration, NaiveDate, NaiveTime};
use jiangxin::domain::schedule::place::{EFFORT, Grid, Placement, place};
use jiangxin::domain::schedule::{
    Facts, Hours, Minutes, PersonKey, Role, Room, RoomKey, Rules, Sitting, SittingKey, conflicts,
};
use std::collections::BTreeSet;

fn main() {
    divan::main();
}

/// A large conference: forty rooms, five days, three people each of eight hundred.
fn conference(count: i64) -> (Vec<Sitting>, Vec<Room>) {
    let first = NaiveDate::from_ymd_opt(2019, 11, 18).expect("a day").and_time(NaiveTime::MIN);
    let sittings = (0..count).map(|at| {
        let (day, start) = (at % 5, 480 + (at * 37 % 40) * 15);
        let people = (0..3).map(|nth| (PersonKey((at * 7 + nth * 101) % 800), Role::Lecturer));
        Sitting {
            start: Some(first + Duration::minutes(day * 1440 + start)),
            room: Some(RoomKey(at * 13 % 40)),
            people: people.collect(),
            heads: 40,
            ..Sitting::new(SittingKey(at), Minutes::new(45).expect("a length"))
        }
    });
    let hours = NaiveTime::from_hms_opt(8, 0, 0).zip(NaiveTime::from_hms_opt(18, 0, 0));
    let hours = hours.map(|(opens, closes)| Hours { opens, closes });
    let rooms = (0..40).map(|key| Room { capacity: Some(30 + key as u32), hours, ..Room::new(RoomKey(key)) });
    (sittings.collect(), rooms.collect())
}

#[divan::bench(args = [1_000, 10_000])]
fn check(bencher: divan::Bencher, count: i64) {
    let (sittings, rooms) = conference(count);
    let interests = BTreeSet::new();
    bencher.bench_local(|| {
        let facts = Facts {
            sittings: &sittings,
            rooms: &rooms,
            people: &[],
            interests: &interests,
            calendar: None,
            frame: None,
        };
        conflicts(divan::black_box(&facts), &Rules::default()).len()
    });
}

/// A city's contest: 66 items of theory and practice with five judges each, twelve rooms, ten days,
/// judges shared between items, benches in some rooms only, theory before practice.
fn contest() -> (Vec<Sitting>, Vec<Room>) {
    let bench = |of: i64| BTreeSet::from([format!("bench {}", of % 4)]);
    let rooms = (0..12).map(|key| Room { capacity: Some(40), equipment: bench(key), ..Room::new(RoomKey(key)) });
    let sittings = (0..66).map(|item| {
        let judges = (0..5).map(|nth| (PersonKey((item / 3 * 4 + nth) % 70), Role::Judge));
        Sitting {
            people: judges.collect(),
            heads: 30,
            needs: if item % 2 == 0 { BTreeSet::new() } else { bench(item) },
            after: if item % 2 == 0 { Vec::new() } else { vec![SittingKey(item - 1)] },
            ..Sitting::new(SittingKey(item), Minutes::new(if item % 2 == 0 { 120 } else { 240 }).expect("a length"))
        }
    });
    (sittings.collect(), rooms.collect())
}

fn placed(sittings: &[Sitting], rooms: &[Room]) -> Placement {
    let first = NaiveDate::from_ymd_opt(2019, 11, 18).expect("a day");
    let (from, to) = (NaiveTime::from_hms_opt(8, 0, 0), NaiveTime::from_hms_opt(18, 0, 0));
    let (from, to) = from.zip(to).expect("times");
    let grid = Grid { days: first.iter_days().take(10).collect(), from, to, step: 30 };
    let interests = BTreeSet::new();
    let facts = Facts { sittings, rooms, people: &[], interests: &interests, calendar: None, frame: None };
    place(&facts, &Rules::default(), &grid, EFFORT)
}

#[divan::bench(sample_count = 3)]
fn place_a_contest(bencher: divan::Bencher) {
    let (sittings, rooms) = contest();
    bencher.bench_local(|| {
        let result = placed(&sittings, &rooms);
        assert!(result.violated.is_empty(), "{} violated", result.violated.len());
    });
}

/// Half as many rooms and days as are needed: all the effort is spent, twice.
#[divan::bench(sample_count = 2)]
fn place_what_cannot_fit(bencher: divan::Bencher) {
    let (sittings, rooms) = contest();
    let sittings: Vec<Sitting> = sittings.into_iter().map(|sitting| Sitting { heads: 60, ..sitting }).collect();
    bencher.bench_local(|| placed(&sittings, &rooms).violated.len());
}
