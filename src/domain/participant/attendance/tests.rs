//! Worked cases of a class of two days, and the laws.

use super::hours::{LESSON_MINUTES, Origin, Taught, delivered, written};
use super::*;
use crate::domain::schedule::sitting::Half;
use chrono::NaiveDate;
use proptest::prelude::*;

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2019, 11, day).unwrap()
}

fn at(date: u32, hour: u32, minute: u32) -> NaiveDateTime {
    day(date).and_hms_opt(hour, minute, 0).unwrap()
}

fn scan(person: i64, direction: Direction, at: NaiveDateTime, device: &str) -> Scan {
    let mark = format!("{person}-{direction}-{at}");
    Scan { at, direction, person: ParticipantId::new(person), device: device.into(), mark, skew: None, struck: false }
}

fn came(person: i64, at: NaiveDateTime) -> Scan {
    scan(person, Direction::In, at, "A")
}

fn left(person: i64, at: NaiveDateTime) -> Scan {
    scan(person, Direction::Out, at, "A")
}

fn two_days() -> Vec<HalfDay> {
    halves::of_days(day(18), day(19))
}

fn of(scans: &[Scan]) -> Attended {
    let halves = two_days();
    let expected = [Expected { person: ParticipantId::new(1), halves: &halves }];
    attendance(&expected, scans, &Rule::USUAL).remove(0)
}

fn marks(attended: &Attended) -> String {
    let mark = |presence: &Presence| match presence {
        Presence::Present => '+',
        Presence::Part => '~',
        Presence::Absent => '-',
    };
    attended.halves.values().map(mark).collect()
}

#[test]
fn what_is_odd_is_said_of_the_scan_itself() {
    let halves = two_days();
    let days = Some((day(18), day(19)));
    let of = |scans: &[Scan]| {
        let said = |scan: &Scan| odd(&scan.device, &scan.mark, scans, &halves, days);
        scans.iter().map(said).map(|odd| odd.iter().map(|odd| odd.as_str()).collect::<Vec<_>>().join("+")).collect()
    };
    let cases: [(&[Scan], &[&str]); 9] = [
        (&[came(1, at(18, 8, 20)), left(1, at(18, 12, 5))], &["", ""]),
        (&[came(1, at(18, 8, 20)), came(1, at(18, 9, 0))], &["", "odd-twice-in"]),
        // Nobody signed out at noon: the afternoon begins anew.
        (&[came(1, at(18, 8, 20)), came(1, at(18, 13, 50))], &["", ""]),
        (&[left(1, at(18, 12, 0))], &["odd-out-alone"]),
        (&[came(1, at(18, 8, 20)), left(1, at(19, 12, 0))], &["", "odd-out-alone"]),
        (&[came(1, at(17, 8, 20)), left(1, at(17, 9, 0))], &["odd-outside-days", "odd-outside-days"]),
        (&[left(1, at(20, 9, 0))], &["odd-out-alone+odd-outside-days"]),
        (&[came(1, at(18, 22, 0))], &["odd-outside-halves"]),
        // What an offline phone hands in later counts in its own time, not in that of its arrival.
        (&[left(1, at(18, 12, 0)), came(1, at(18, 8, 20))], &["", ""]),
    ];
    for (scans, expected) in cases {
        let said: Vec<String> = of(scans);
        assert_eq!(said, expected, "{scans:?}");
    }
    let at_once = [came(1, at(18, 8, 20)), scan(1, Direction::In, at(18, 8, 20), "B")];
    let both: Vec<String> = of(&at_once);
    assert_eq!(both, ["odd-twice-in", "odd-twice-in"], "neither came first");
    let struck = Scan { struck: true, ..came(1, at(18, 8, 20)) };
    assert_eq!(odd("A", &struck.mark.clone(), &[struck], &halves, days), []);
}

#[test]
fn half_of_the_time_makes_a_half_day() {
    let cases: [(&str, &[Scan]); 10] = [
        ("----", &[]),
        // In without out: until the end of that half-day, no longer.
        ("+---", &[came(1, at(18, 8, 20))]),
        ("-+--", &[came(1, at(18, 13, 0))]),
        ("~---", &[came(1, at(18, 11, 0))]),
        ("----", &[came(1, at(18, 18, 0))]),
        // In and out: all between.
        ("++--", &[came(1, at(18, 8, 30)), left(1, at(18, 17, 30))]),
        ("~---", &[came(1, at(18, 8, 30)), left(1, at(18, 10, 0))]),
        // Nobody scanned out at noon, and in again after it.
        ("++--", &[came(1, at(18, 8, 30)), came(1, at(18, 14, 0)), left(1, at(18, 17, 0))]),
        // Out the next morning ends nothing of the day before.
        ("-+--", &[came(1, at(18, 14, 0)), left(1, at(19, 8, 0))]),
        ("++++", &[came(1, at(18, 8, 0)), left(1, at(18, 18, 0)), came(1, at(19, 8, 0)), left(1, at(19, 18, 0))]),
    ];
    for (expected, scans) in cases {
        assert_eq!(marks(&of(scans)), expected, "{scans:?}");
    }
}

#[test]
fn the_share_is_exact() {
    let share = |attended, of| Share { attended, of };
    let asked = Ratio { num: 2, den: 3 };
    assert!(share(2, 3).meets(asked) && share(4, 6).meets(asked) && !share(3, 5).meets(asked));
    assert!(!share(0, 0).meets(Ratio { num: 0, den: 1 }), "nothing was expected");
    assert!(share(0, 4).meets(Ratio { num: 0, den: 1 }), "nothing was asked for");
}

#[test]
fn half_days_come_from_the_sessions() {
    let halves = halves::of_sessions([
        (at(18, 13, 30), at(18, 17, 0)),
        (at(18, 9, 0), at(18, 12, 30)),
        (at(18, 19, 0), at(18, 20, 0)),
        (at(19, 9, 0), at(19, 15, 0)),
        (at(18, 10, 0), at(18, 11, 0)),
    ]);
    let said: Vec<String> = halves
        .iter()
        .map(|half| format!("{} {}-{}", half.key.code(), half.start().format("%H:%M"), half.end().format("%H:%M")))
        .collect();
    let expected = [
        "2019-11-18.morning 09:00-12:30",
        "2019-11-18.afternoon 13:30-17:00",
        "2019-11-18.evening 19:00-20:00",
        "2019-11-19.morning 09:00-12:00",
        "2019-11-19.afternoon 12:00-15:00",
    ];
    assert_eq!(said, expected);
    assert_eq!(HalfKey::read("2019-11-18.evening"), Some(HalfKey { day: day(18), half: Half::Evening }));
    assert_eq!(HalfKey::read("2019-11-18"), None);
}

fn flagged(scans: &[Scan], elsewhere: &[Elsewhere]) -> Vec<String> {
    let halves = two_days();
    let expected: Vec<Expected> =
        (1..10).map(|person| Expected { person: ParticipantId::new(person), halves: &halves }).collect();
    let found = flags(&expected, scans, Some((day(18), day(19))), elsewhere, &Rule::USUAL);
    found.iter().map(Flag::key).collect()
}

#[test]
fn what_cannot_be_is_flagged() {
    let other = |direction, at| scan(1, direction, at, "B");
    let twice = [came(1, at(18, 8, 30)), other(Direction::In, at(18, 8, 40))];
    assert_eq!(flagged(&twice, &[]), ["twice:1:20191118T084000:1:A / B"]);
    let again = [came(1, at(18, 8, 30)), came(1, at(18, 8, 31))];
    assert!(flagged(&again, &[]).is_empty(), "the same device twice is no second person");
    let after_noon = [came(1, at(18, 8, 30)), other(Direction::In, at(18, 14, 0))];
    assert!(flagged(&after_noon, &[]).is_empty());
    assert_eq!(flagged(&[left(1, at(18, 12, 0))], &[]), ["out-alone:1:20191118T120000:1:A"]);
    assert_eq!(flagged(&[came(1, at(20, 9, 0))], &[]), ["outside-days:1:20191120T090000:1:A"]);
    let off = Scan { skew: Some(-7200), ..came(1, at(18, 9, 0)) };
    assert_eq!(flagged(&[off], &[]), ["clock:0:20191118T090000:-7200:A"]);
    let rush: Vec<Scan> = (1..6).map(|person| came(person, at(18, 8, 30))).collect();
    assert_eq!(flagged(&rush, &[]), ["rush:0:20191118T083000:5:A"]);
    assert!(flagged(&rush[..4], &[]).is_empty());
    let interval = Interval { from: at(18, 9, 0), to: at(18, 10, 0), closed: true };
    let elsewhere = [Elsewhere { person: ParticipantId::new(1), event: "HD-1".into(), intervals: vec![interval] }];
    assert_eq!(flagged(&[came(1, at(18, 8, 30))], &elsewhere), ["elsewhere:1:20191118T090000:60:HD-1"]);
    assert!(flagged(&[came(2, at(18, 8, 30))], &elsewhere).is_empty());
}

#[test]
fn teaching_hours_go_by_origin() {
    let taught = |minutes, lecturers: &[Option<Origin>]| Taught { minutes, lecturers: lecturers.to_vec() };
    let sessions = [
        taught(180, &[Some(Origin::Provincial)]),
        taught(90, &[Some(Origin::Provincial), Some(Origin::Foreign)]),
        taught(45, &[None]),
        taught(600, &[]),
    ];
    let hours = delivered(&sessions, LESSON_MINUTES);
    let expected = [(None, 100), (Some(Origin::Provincial), 500), (Some(Origin::Foreign), 100)];
    assert_eq!(hours, expected.into());
    assert_eq!([500, 450, 133, 5].map(written), ["5", "4.5", "1.33", "0.05"]);
}

fn any_scan() -> impl Strategy<Value = Scan> {
    (1..4i64, any::<bool>(), 0..2i64, 7 * 60..19 * 60i64, 0..3u8, any::<bool>(), -400..400i64).prop_map(
        |(person, comes, date, minute, device, struck, skew)| {
            let at = at(18, 0, 0) + chrono::Duration::minutes(date * 1440 + minute);
            let direction = if comes { Direction::In } else { Direction::Out };
            let device = ["A", "B", MANUAL][usize::from(device)];
            Scan { skew: Some(skew), struck, ..scan(person, direction, at, device) }
        },
    )
}

fn whole(scans: &[Scan]) -> (Vec<Attended>, Vec<Flag>) {
    let halves = two_days();
    let expected: Vec<Expected> =
        (1..4).map(|person| Expected { person: ParticipantId::new(person), halves: &halves }).collect();
    let found = flags(&expected, scans, Some((day(18), day(18))), &[], &Rule::USUAL);
    (attendance(&expected, scans, &Rule::USUAL), found)
}

#[test]
fn a_few_scans_are_no_register() {
    let counts = |seen, of| Recorded { seen, of }.counts();
    assert_eq!(
        [counts(0, 0), counts(0, 3), counts(1, 3), counts(2, 4), counts(2, 3)],
        [false, false, false, true, true]
    );
}

proptest! {
    #[test]
    fn the_order_of_arrival_changes_nothing(scans in proptest::collection::vec(any_scan(), 0..14), seed in 0..1000usize) {
        let mut other = scans.clone();
        if !other.is_empty() {
            let middle = seed % other.len();
            other.rotate_left(middle);
            other.swap(0, middle);
        }
        prop_assert_eq!(whole(&scans), whole(&other));
    }

    #[test]
    fn the_same_scan_sent_twice_counts_once(scans in proptest::collection::vec(any_scan(), 1..10), again in 0..10usize) {
        let mut twice = scans.clone();
        twice.push(scans[again % scans.len()].clone());
        prop_assert_eq!(whole(&scans), whole(&twice));
    }

    #[test]
    fn a_struck_scan_is_as_good_as_none(scans in proptest::collection::vec(any_scan(), 1..10), which in 0..10usize) {
        let which = which % scans.len();
        let (mut struck, mut without) = (scans.clone(), scans.clone());
        struck[which].struck = true;
        without.remove(which);
        prop_assert_eq!(whole(&struck), whole(&without));
    }

    #[test]
    fn intervals_lie_apart_and_nobody_attends_more_than_there_is(scans in proptest::collection::vec(any_scan(), 0..14)) {
        for attended in whole(&scans).0 {
            prop_assert!(attended.intervals.windows(2).all(|pair| pair[0].to <= pair[1].from));
            prop_assert!(attended.share.attended <= attended.share.of);
        }
    }
}
