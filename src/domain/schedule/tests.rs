use super::*;
use crate::domain::calendar::Calendar;
use chrono::{Duration, NaiveDate, NaiveDateTime, NaiveTime};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn day(text: &str) -> NaiveDateTime {
    text.parse::<NaiveDate>().unwrap().and_time(NaiveTime::MIN)
}

/// A sitting on Monday 2019-11-18, `from` minutes after midnight.
fn sitting(key: i64, from: i64, minutes: u32, room: i64, people: &[i64]) -> Sitting {
    Sitting {
        start: Some(day("2019-11-18") + Duration::minutes(from)),
        room: Some(RoomKey(room)),
        people: people.iter().map(|person| (PersonKey(*person), Role::Staff)).collect(),
        ..Sitting::new(SittingKey(key), Minutes::new(minutes).unwrap())
    }
}

fn found(sittings: &[Sitting], rooms: &[Room], rules: &Rules) -> Vec<String> {
    let none = BTreeSet::new();
    let facts = Facts { sittings, rooms, people: &[], interests: &none, calendar: None, frame: None };
    let show = |conflict: &Conflict| {
        let second = conflict.second.map_or(String::new(), |key| format!("-{}", key.0));
        let person = conflict.person.map_or(String::new(), |key| format!(" p{}", key.0));
        format!("{} {}{second}{person} {}", conflict.kind, conflict.first.0, conflict.amount)
    };
    conflicts(&facts, rules).iter().map(show).collect()
}

fn check(sittings: &[Sitting]) -> Vec<String> {
    found(sittings, &[], &Rules::default())
}

#[test]
fn back_to_back_is_no_overlap() {
    let nine = sitting(1, 540, 60, 1, &[7]);
    assert!(check(&[nine.clone(), sitting(2, 600, 60, 1, &[7])]).is_empty());
    assert_eq!(check(&[nine.clone(), sitting(2, 599, 60, 1, &[])]), ["room 1-2 1"]);
    assert_eq!(check(&[nine.clone(), sitting(2, 600, 60, 2, &[7])]), ["gap 1-2 p7 0"]);
    assert_eq!(check(&[nine.clone(), sitting(2, 614, 60, 2, &[7])]), ["gap 1-2 p7 14"]);
    assert!(check(&[nine, sitting(2, 615, 60, 2, &[7])]).is_empty());
}

#[test]
fn both_at_once_is_a_person_and_no_gap() {
    let nine = sitting(2, 540, 60, 1, &[7, 8, 7]);
    assert_eq!(check(&[nine.clone(), sitting(1, 570, 60, 2, &[7, 7])]), ["person 2-1 p7 30"]);
    assert_eq!(check(&[nine.clone(), sitting(1, 540, 20, 2, &[7, 8])]), ["person 1-2 p7 20", "person 1-2 p8 20"]);
    assert_eq!(check(&[nine.clone(), sitting(1, 550, 5, 1, &[8])]), ["room 2-1 5", "person 2-1 p8 5"]);
    assert!(check(&[nine]).is_empty(), "twice in one sitting is once");
}

#[test]
fn midnight_is_a_minute_like_any_other() {
    let late = sitting(1, 23 * 60 + 30, 90, 1, &[7]);
    let after = sitting(2, 24 * 60 + 59, 60, 1, &[]);
    let elsewhere = sitting(3, 25 * 60 + 5, 60, 2, &[7]);
    assert_eq!(check(&[elsewhere, after, late]), ["room 1-2 1", "gap 1-3 p7 5"]);
}

#[test]
fn nothing_has_no_length() {
    assert_eq!(Minutes::new(0), Err(SpanFault::ZeroLength));
    assert_eq!(Minutes::read("00:00"), Err(SpanFault::ZeroLength));
    assert_eq!(Minutes::read("１：３０").map(Minutes::get), Ok(90));
    assert_eq!(Minutes::read("1:02:15:00").map(Minutes::get), Ok(26 * 60 + 15));
    for text in ["90", "1:5", "1:60", "-1:00", "1:30:30", "", "a:10"] {
        assert_eq!(Minutes::read(text), Err(SpanFault::NotATime), "{text}");
    }
    let at = day("2019-11-18");
    assert_eq!(Span::between(at, at), Err(SpanFault::ZeroLength));
    assert!(span::read_time("24:00").is_err() && span::read_time("9:30").is_ok());
    for text in ["2019-11-18", "2019/11/18", "２０１９年１１月１８日", "2019.11.18", "2019-11-18 00:00:00"] {
        assert_eq!(span::read_day(text).map(|day| day.to_string()).as_deref(), Ok("2019-11-18"), "{text}");
    }
    assert!(span::read_day("2019-02-30").is_err() && span::read_day("18-11-19").is_err());
}

#[test]
fn rooms_have_a_size_hours_and_equipment() {
    let room = Room {
        capacity: Some(20),
        equipment: BTreeSet::from(["投影".to_owned()]),
        hours: Some(Hours { opens: time("08:00"), closes: time("18:00") }),
        blocked: vec![Span::new(day("2019-11-18") + Duration::hours(12), Minutes::new(60).unwrap()).unwrap()],
        ..Room::new(RoomKey(1))
    };
    let rooms = [room];
    let one = |change: fn(&mut Sitting)| {
        let mut sitting = sitting(1, 9 * 60, 60, 1, &[]);
        change(&mut sitting);
        found(&[sitting], &rooms, &Rules::default())
    };
    assert!(one(|sitting| sitting.heads = 20).is_empty());
    assert_eq!(one(|sitting| sitting.heads = 23), ["capacity 1 3"]);
    assert_eq!(one(|sitting| sitting.needs = BTreeSet::from(["焊机".to_owned()])), ["equipment 1 0"]);
    assert_eq!(one(|sitting| sitting.allowed = BTreeSet::from([RoomKey(2)])), ["equipment 1 0"]);
    assert_eq!(one(|sitting| sitting.length = Minutes::new(181).unwrap()), ["closed 1 0"]);
    assert!(one(|sitting| sitting.length = Minutes::new(180).unwrap()).is_empty());
    assert_eq!(one(|sitting| sitting.start = Some(day("2019-11-18") + Duration::minutes(7 * 60 + 59))), ["closed 1 0"]);
    assert_eq!(one(|sitting| sitting.start = None), ["unplaced 1 0"]);
}

fn time(text: &str) -> NaiveTime {
    span::read_time(text).unwrap()
}

#[test]
fn a_room_may_close_after_midnight() {
    let hours = Some(Hours { opens: time("18:00"), closes: time("02:00") });
    let rooms = [Room { hours, ..Room::new(RoomKey(1)) }];
    let at = |from, minutes| found(&[sitting(1, from, minutes, 1, &[])], &rooms, &Rules::default());
    assert!(at(18 * 60, 8 * 60).is_empty() && at(60, 60).is_empty());
    assert_eq!((at(60, 61), at(17 * 60, 90)), (vec!["closed 1 0".to_owned()], vec!["closed 1 0".to_owned()]));
}

#[test]
fn judges_have_limits_and_interests() {
    let judge = |key, from| Sitting {
        people: vec![(PersonKey(1), Role::Judge), (PersonKey(2), Role::Contestant)],
        ..sitting(key, from, 180, 1, &[])
    };
    let sittings = [judge(1, 480), judge(2, 660), judge(3, 840)];
    let interests = BTreeSet::from([(PersonKey(1), PersonKey(2))]);
    let facts =
        Facts { sittings: &sittings, rooms: &[], people: &[], interests: &interests, calendar: None, frame: None };
    let all = conflicts(&facts, &Rules::default());
    let count = |kind| all.iter().filter(|conflict| conflict.kind == kind).count();
    assert_eq!((count(Kind::Interest), count(Kind::Workload), all.len()), (3, 1, 4));
    let workload = all.iter().find(|conflict| conflict.kind == Kind::Workload).unwrap();
    assert_eq!((workload.first, workload.amount), (SittingKey(3), 60));
    let none = conflicts(&facts, &Rules { workload: 540, ..Rules::default() }.only(&[Kind::Workload]));
    assert!(none.is_empty());
}

#[test]
fn rest_days_follow_the_published_calendar() {
    let calendar = Calendar::from_json_texts([include_str!("../../../data/holiday-cn/2019.json")]).unwrap();
    let on = |date: &str, minutes| {
        let sittings = [Sitting { start: Some(day(date) + Duration::hours(20)), ..sitting(1, 0, minutes, 1, &[]) }];
        let none = BTreeSet::new();
        let facts = Facts {
            sittings: &sittings,
            rooms: &[],
            people: &[],
            interests: &none,
            calendar: Some(&calendar),
            frame: None,
        };
        conflicts(&facts, &Rules::default()).iter().map(|conflict| conflict.kind).collect::<Vec<_>>()
    };
    assert_eq!(on("2019-10-01", 60), [Kind::RestDay]);
    assert_eq!(on("2019-09-29", 60), [], "a Sunday on which people work");
    assert_eq!(on("2019-09-30", 240), [], "ends as the holiday begins");
    assert_eq!(on("2019-09-30", 241), [Kind::RestDay]);
    assert_eq!(on("2031-01-01", 60), [], "nobody knows yet");
}

#[test]
fn order_and_absence() {
    let first = sitting(1, 540, 60, 1, &[5]);
    let second = Sitting { after: vec![SittingKey(1)], ..sitting(2, 590, 60, 2, &[]) };
    assert_eq!(check(&[first.clone(), second]), ["order 2-1 10"]);
    let people = [Person { key: PersonKey(5), away: vec![first.span().unwrap()] }];
    let none = BTreeSet::new();
    let facts =
        Facts { sittings: &[first], rooms: &[], people: &people, interests: &none, calendar: None, frame: None };
    let all = conflicts(&facts, &Rules::default());
    assert_eq!(
        all.iter().map(|conflict| (conflict.kind, conflict.person)).collect::<Vec<_>>(),
        [(Kind::Away, Some(PersonKey(5)))]
    );
}

#[test]
fn severities_as_they_are() {
    let table: Vec<String> = Kind::ALL.iter().map(|kind| format!("{kind}: {}", kind.default_severity())).collect();
    insta::assert_snapshot!(table.join("\n"), @"
    room: block
    person: block-release
    gap: warn
    capacity: block-release
    closed: block-release
    equipment: warn
    rest-day: warn
    interest: block-release
    workload: warn
    away: warn
    order: block-release
    unplaced: block-release
    other-days: warn
    past: warn
    ");
}

fn any_sitting(key: i64) -> impl Strategy<Value = Sitting> {
    (0..3_000i64, 1..200u32, 0..4i64, proptest::collection::vec(0..6i64, 0..4))
        .prop_map(move |(from, minutes, room, people)| sitting(key, from, minutes, room, &people))
}

fn any_sittings() -> impl Strategy<Value = Vec<Sitting>> {
    (0..24i64).prop_flat_map(|count| (0..count).map(any_sitting).collect::<Vec<_>>())
}

/// Every pair looked at by itself.
fn slowly(sittings: &[Sitting], buffer: i64) -> BTreeSet<(Kind, BTreeSet<SittingKey>, Option<PersonKey>, i64)> {
    let mut found = BTreeSet::new();
    for (at, one) in sittings.iter().enumerate() {
        for other in &sittings[at + 1..] {
            let (a, b) = (one.span().unwrap(), other.span().unwrap());
            let both = BTreeSet::from([one.key, other.key]);
            let common = (a.end().min(b.end()) - a.start().max(b.start())).num_minutes();
            if common > 0 && one.room == other.room {
                found.insert((Kind::Room, both.clone(), None, common));
            }
            for person in one.persons().into_iter().filter(|person| other.persons().contains(person)) {
                if common > 0 {
                    found.insert((Kind::Person, both.clone(), Some(person), common));
                } else if -common < buffer && one.room != other.room {
                    found.insert((Kind::Gap, both.clone(), Some(person), -common));
                }
            }
        }
    }
    found
}

proptest! {
    #[test]
    fn nothing_is_missed_and_nothing_made_up(sittings in any_sittings(), buffer in 0..90u32) {
        let rules = Rules { buffer, ..Rules::default() }.only(&[Kind::Room, Kind::Person, Kind::Gap]);
        let none = BTreeSet::new();
        let facts = Facts { sittings: &sittings, rooms: &[], people: &[], interests: &none, calendar: None, frame: None };
        let all = conflicts(&facts, &rules);
        let quickly: BTreeSet<_> = all.iter().map(|c| {
            (c.kind, BTreeSet::from([c.first, c.second.unwrap()]), c.person, i64::from(c.amount))
        }).collect();
        prop_assert_eq!(all.len(), quickly.len());
        prop_assert_eq!(quickly, slowly(&sittings, buffer.into()));
    }

    #[test]
    fn the_order_of_the_sittings_changes_nothing(
        (sittings, shuffled) in any_sittings().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle()))
    ) {
        let rooms = [Room { capacity: Some(2), ..Room::new(RoomKey(1)) }];
        prop_assert_eq!(found(&sittings, &rooms, &Rules::default()), found(&shuffled, &rooms, &Rules::default()));
    }

    #[test]
    fn two_sittings_are_in_conflict_with_each_other(one in any_sitting(1), other in any_sitting(2)) {
        prop_assert_eq!(check(&[one.clone(), other.clone()]), check(&[other, one]));
    }

    #[test]
    fn a_length_reads_back(minutes in 1..=Minutes::MAX) {
        let length = Minutes::new(minutes).unwrap();
        prop_assert_eq!(Minutes::read(&length.to_string()), Ok(length));
    }
}

#[test]
fn days_outside_the_event_and_in_the_past_are_seen() {
    let at = |key, days: i64, from: i64| sitting(key, days * 24 * 60 + from, 60, key, &[]);
    let late = Sitting { start: Some(day("2019-11-20") - Duration::minutes(30)), ..at(5, 0, 0) };
    let sittings = [at(1, -1, 540), at(2, 0, 540), at(3, 1, 540), at(4, 2, 540), late];
    let first = day("2019-11-18").date();
    let frame = Frame {
        days: first.succ_opt().map(|last| (first, last)),
        now: Some(day("2019-11-18") + Duration::minutes(600)),
        told: [(SittingKey(2), day("2019-11-18") + Duration::minutes(540))].into(),
    };
    let none = BTreeSet::new();
    let say = |frame: Option<&Frame>, rules: &Rules| -> Vec<String> {
        let facts = Facts { sittings: &sittings, rooms: &[], people: &[], interests: &none, calendar: None, frame };
        conflicts(&facts, rules)
            .iter()
            .map(|found| format!("{} {} {}", found.kind, found.first.0, found.severity))
            .collect()
    };
    let rules = Rules::default();
    assert_eq!(
        say(Some(&frame), &rules),
        ["other-days 1 warn", "past 1 warn", "other-days 5 warn", "other-days 4 warn"],
        "what people were told of in time is no mistake; what ends at midnight after is on the next day"
    );
    assert_eq!(say(None, &rules), [""; 0]);
    assert_eq!(say(Some(&frame), &rules.only(&[Kind::Past])), ["past 1 warn"]);
}
