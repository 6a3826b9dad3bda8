use super::*;
use crate::domain::schedule::{Minutes, Person, PersonKey, Role, Room, RoomKey, Span};
use chrono::{Duration, NaiveDateTime};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn date(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2019, 11, day).unwrap()
}

fn time(hour: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, 0, 0).unwrap()
}

fn at(day: u32, hour: u32) -> NaiveDateTime {
    date(day).and_time(time(hour))
}

fn grid(days: u32) -> Grid {
    Grid { days: (18..18 + days).map(date).collect(), from: time(8), to: time(18), step: 30 }
}

fn sitting(key: i64, minutes: u32, people: &[i64]) -> Sitting {
    let people = people.iter().map(|person| (PersonKey(*person), Role::Judge)).collect();
    Sitting { people, ..Sitting::new(SittingKey(key), Minutes::new(minutes).unwrap()) }
}

fn rooms(count: i64) -> Vec<Room> {
    (1..=count).map(|key| Room::new(RoomKey(key))).collect()
}

/// Small tasks need little effort; tests are many.
const LITTLE: u64 = 200_000;

fn run(sittings: &[Sitting], rooms: &[Room], people: &[Person], days: u32) -> Placement {
    let none = BTreeSet::new();
    let facts = Facts { sittings, rooms, people, interests: &none, calendar: None, frame: None };
    place(&facts, &Rules::default(), &grid(days), LITTLE)
}

#[test]
fn finds_a_schedule_without_conflicts() {
    // Two rooms, one day of ten hours: twenty sittings of an hour fill it to the last minute.
    let sittings: Vec<Sitting> = (1..=20).map(|key| sitting(key, 60, &[])).collect();
    let result = run(&sittings, &rooms(2), &[], 1);
    assert_eq!((result.placed.len(), result.violated), (20, vec![]));
}

#[test]
fn keeps_to_what_is_asked_for() {
    let mut lathe = sitting(1, 120, &[1]);
    lathe.needs = BTreeSet::from(["车床".to_owned()]);
    lathe.heads = 30;
    let theory =
        Sitting { wish: Wish { half: Some(Half::Afternoon), day: Some(date(19)), room: None }, ..sitting(2, 60, &[2]) };
    let after = Sitting { after: vec![SittingKey(2)], ..sitting(3, 60, &[1]) };
    let fixed = Sitting { start: Some(at(18, 8)), room: Some(RoomKey(2)), fixed: true, ..sitting(4, 600, &[]) };
    let mut two = rooms(2);
    two[0] = Room { capacity: Some(20), ..two[0].clone() };
    two[1] = Room { capacity: Some(40), equipment: BTreeSet::from(["车床".to_owned()]), ..two[1].clone() };
    let away = vec![Span::new(at(19, 0), Minutes::new(1440).unwrap()).unwrap()];
    let people = [Person { key: PersonKey(2), away: vec![] }, Person { key: PersonKey(1), away: away.clone() }];
    let result = run(&[lathe, theory, after, fixed.clone()], &two, &people, 3);
    assert_eq!((result.violated, result.missed), (vec![], vec![]));
    assert_eq!(result.sittings[3], fixed);
    assert_eq!(result.sittings[1].start.map(|start| start.date()), Some(date(19)));
    assert_eq!(
        (result.sittings[0].room, result.sittings[0].start.map(|start| start.date())),
        (Some(RoomKey(2)), Some(date(20)))
    );
}

#[test]
fn says_what_is_violated_where_nothing_fits() {
    let big = Sitting { heads: 50, ..sitting(1, 60, &[]) };
    let small = [Room { capacity: Some(10), ..Room::new(RoomKey(1)) }];
    let result = run(&[big], &small, &[], 1);
    assert_eq!(
        result.violated.iter().map(|conflict| (conflict.kind, conflict.amount)).collect::<Vec<_>>(),
        [(Kind::Capacity, 40)]
    );
    let twice: Vec<Sitting> = (1..=2).map(|key| sitting(key, 600, &[])).collect();
    let result = run(&twice, &rooms(1), &[], 1);
    assert_eq!(
        result.violated.iter().map(|conflict| conflict.kind).collect::<Vec<_>>(),
        [Kind::Unplaced],
        "better than a room taken twice"
    );
    let nowhere = run(&twice, &[], &[], 1);
    assert_eq!(nowhere.violated.len(), 2);
}

/// Nothing holds them all: the room that lacks the fewest seats, at the time nearest to what was asked.
#[test]
fn the_least_bad_room_is_the_largest_and_the_time_the_nearest() {
    let exam = Sitting { start: Some(at(18, 9)), room: Some(RoomKey(2)), heads: 130, ..sitting(1, 90, &[]) };
    let mut three = rooms(3);
    (three[0].capacity, three[1].capacity, three[2].capacity) = (Some(20), Some(120), Some(60));
    three[1].blocked = vec![Span::new(at(18, 9), Minutes::new(180).unwrap()).unwrap()];
    let result = run(&[exam, sitting(2, 60, &[])], &three, &[], 2);
    let kinds: Vec<_> = result.violated.iter().map(|conflict| (conflict.kind, conflict.amount)).collect();
    assert_eq!(kinds, [(Kind::Capacity, 10)]);
    assert_eq!((result.sittings[0].room, result.sittings[0].start), (Some(RoomKey(2)), Some(at(18, 12))));
    assert_eq!(result.sittings[1].start, Some(at(18, 8)), "what was nowhere comes early");
}

#[test]
fn one_more_moves_as_little_as_possible() {
    let placed: Vec<Sitting> = (0..8)
        .map(|hour| Sitting { start: Some(at(18, 8 + hour)), room: Some(RoomKey(1)), ..sitting(hour.into(), 60, &[]) })
        .collect();
    let mut sittings = placed.clone();
    sittings.push(sitting(100, 120, &[]));
    let result = run(&sittings, &rooms(1), &[], 1);
    assert_eq!((result.moved.len(), result.placed.len(), result.violated.len()), (0, 1, 0));
    // Two on one spot: one of them goes, the others stay.
    sittings[8] = Sitting { start: Some(at(18, 9)), room: Some(RoomKey(1)), ..sittings[8].clone() };
    let result = run(&sittings, &rooms(1), &[], 1);
    assert_eq!((result.moved, result.violated.len()), (vec![SittingKey(100)], 0));
}

/// Length, people, how it is placed, start, room, wish.
type Draw = (u32, Vec<i64>, u32, i64, i64, i64);

fn drawn((key, (minutes, people, kind, start, room, wish)): (i64, Draw)) -> Sitting {
    let placed = kind > 0;
    Sitting {
        start: placed.then(|| at(18, 8) + Duration::minutes(start)),
        room: placed.then_some(RoomKey(room)),
        fixed: kind == 3,
        after: if wish == 1 && key > 0 { vec![SittingKey(key - 1)] } else { vec![] },
        wish: Wish { day: (wish == 2).then(|| date(19)), half: None, room: (wish == 0).then_some(RoomKey(2)) },
        heads: minutes / 4,
        ..sitting(key, minutes, &people)
    }
}

fn any_task() -> impl Strategy<Value = Vec<Sitting>> {
    let one = (30..200u32, proptest::collection::vec(0..5i64, 0..3), 0..4u32, 0..2_000i64, 1..4i64, 0..3i64);
    proptest::collection::vec(one, 0..10).prop_map(|all| (0..).zip(all).map(drawn).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn placing_is_stable_keeps_what_is_fixed_and_is_never_worse(sittings in any_task()) {
        let mut rooms = rooms(3);
        rooms[0].capacity = Some(20);
        rooms[1].hours = Some(crate::domain::schedule::Hours { opens: time(9), closes: time(17) });
        let rules = Rules { workload: 240, ..Rules::default() };
        let none = BTreeSet::new();
        let facts = Facts { sittings: &sittings, rooms: &rooms, people: &[], interests: &none, calendar: None, frame: None };
        let result = place(&facts, &rules, &grid(2), LITTLE);
        for (before, after) in sittings.iter().zip(&result.sittings) {
            prop_assert!(!before.fixed || before == after);
            prop_assert!(before.start.is_none() || after.start.is_some());
        }
        let after = Facts { sittings: &result.sittings, ..facts };
        prop_assert!(cost(&after, &rules) <= cost(&facts, &rules));
        let again = place(&after, &rules, &grid(2), LITTLE);
        prop_assert_eq!(&again.sittings, &result.sittings);
    }

    #[test]
    fn the_board_counts_as_the_conflicts_do(sittings in any_task()) {
        let rules = Rules { workload: 240, ..Rules::default() };
        let none = BTreeSet::new();
        let mut rooms = rooms(3);
        rooms[0].capacity = Some(20);
        let facts = Facts { sittings: &sittings, rooms: &rooms, people: &[], interests: &none, calendar: None, frame: None };
        let board = Board::new(&facts, &rules, &grid(2));
        prop_assert_eq!(board.total(&board.given()), cost(&facts, &rules));
    }
}

#[test]
fn what_lies_outside_the_event_or_in_the_past_is_brought_in() {
    use crate::domain::schedule::{Frame, conflicts};
    let first = grid(2).days[0];
    let at = |key, days| Sitting {
        start: Some((first + Duration::days(days)).and_time(grid(2).from)),
        room: Some(RoomKey(1)),
        ..Sitting::new(SittingKey(key), Minutes::new(60).unwrap())
    };
    let sittings = [at(1, -3), at(2, 5)];
    let rooms = [Room::new(RoomKey(1))];
    let none = BTreeSet::new();
    let frame = Frame {
        days: grid(2).days.last().map(|last| (first, *last)),
        now: Some(first.and_time(grid(2).from)),
        ..Frame::default()
    };
    let facts = Facts {
        sittings: &sittings,
        rooms: &rooms,
        people: &[],
        interests: &none,
        calendar: None,
        frame: Some(&frame),
    };
    assert_eq!(conflicts(&facts, &Rules::default()).len(), 3);
    let result = place(&facts, &Rules::default(), &grid(2), LITTLE);
    assert_eq!(result.violated, []);
}

#[test]
fn a_chain_is_placed_in_its_turn_without_a_search() {
    // The long ones are the most constrained, and must wait for the short ones.
    let chain: Vec<Sitting> = [(1, 60), (2, 90), (3, 180), (4, 180), (5, 180), (6, 45)]
        .into_iter()
        .map(|(key, minutes)| Sitting { after: vec![SittingKey(key - 1)], ..sitting(key, minutes, &[1]) })
        .collect();
    let (one, none) = (rooms(1), BTreeSet::new());
    let facts = Facts { sittings: &chain, rooms: &one, people: &[], interests: &none, calendar: None, frame: None };
    let result = place(&facts, &Rules::default(), &grid(2), 0);
    assert_eq!((result.placed.len(), result.violated), (6, vec![]));
}
