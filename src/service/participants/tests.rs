//! Registrations in an office with a real database.

use super::changes::{self, Changed, Verdict};
use super::entries::{self, EntryForm};
use super::register::{Sent, Typed, join, join_at_once, register};
use super::{teams, view, waiting};
use crate::domain::event;
use crate::domain::ids::{EntryId, EventId, ParticipantId};
use crate::domain::lang::Lang;
use crate::domain::participant::State;
use crate::service::ServiceError;
use crate::service::app::App;
use crate::service::testing::{Office, office};
use crate::service::worklist::TaskOf;
use crate::storage::{StorageError, events, outbox, participants};
use chrono::Duration;
use proptest::prelude::*;

/// An approved event of the host, two weeks ahead.
fn event(office: &Office) -> EventId {
    static NUMBER: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let at = office.app.now().naive_utc();
    let reference = format!("SJ-2019-{number:04}");
    let new = events::NewEvent {
        reference: &reference,
        kind: event::Kind::Competition.as_str(),
        organisation_id: office.host.organisation().get(),
        division: "330300",
        plan_item_id: None,
        state: event::State::Approved.as_str(),
        waiting_since: at,
        created_at: at,
        updated_at: at,
    };
    let content = events::Content {
        name: "样例焊工竞赛".to_owned(),
        trade: "焊工".to_owned(),
        venue: "样例馆".to_owned(),
        starts_on: "2019-12-02".parse().ok(),
        ends_on: "2019-12-03".parse().ok(),
        details: "{}".to_owned(),
    };
    office.app.store.write(|tx| events::insert(tx, &new, &content)).unwrap()
}

fn form(office: &Office, event: EventId) -> EntryForm {
    let row = office.app.store.read(|conn| events::get(conn, event)).unwrap();
    EntryForm { capacity: "1".to_owned(), offer_hours: "0".to_owned(), ..EntryForm::usual(&row, office.app.now()) }
}

fn entry(office: &Office, change: impl FnOnce(EntryForm) -> EntryForm) -> EntryId {
    let event = event(office);
    entries::add(&office.app, &office.host, event, &change(form(office, event))).unwrap()
}

/// A sound identity number, obviously invented: area 990000, born in 1985, the serial as given.
fn number(serial: u32) -> String {
    let digits = format!("99000019850601{:03}", serial % 1_000);
    let digits = format!("{}{digits}", ""); // seventeen digits
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = digits.chars().zip(weights).map(|(digit, weight)| digit.to_digit(10).unwrap() * weight).sum();
    format!("{digits}{}", ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'][sum as usize % 11])
}

fn person(serial: u32) -> Typed {
    Typed {
        name: "样例".to_owned(),
        resident_id: number(serial),
        unit: "样例机械厂".to_owned(),
        division: "330304".to_owned(),
        phone: "13800000000".to_owned(),
        email: format!("person{serial}@example.com"),
        skill_level: "senior".to_owned(),
        employer: "private".to_owned(),
        titles: String::new(),
    }
}

fn sent(serial: u32) -> Sent {
    Sent { person: person(serial), agreed: true, ..Sent::default() }
}

fn enter(app: &App, entry: EntryId, serial: u32) -> super::register::Registered {
    register(app, Lang::Zh, entry, &sent(serial)).unwrap()
}

fn faults(error: ServiceError) -> Vec<String> {
    let mut said: Vec<String> =
        error.into_faults().into_iter().map(|fault| format!("{}: {}", fault.field, fault.code)).collect();
    said.sort();
    said
}

fn conflict<T: std::fmt::Debug>(result: Result<T, ServiceError>) -> &'static str {
    match result {
        Err(ServiceError::Conflict(fault)) => fault.code,
        other => panic!("{other:?}"),
    }
}

fn state(app: &App, id: ParticipantId) -> State {
    app.store.read(|conn| participants::get(conn, id)).unwrap().state
}

#[test]
fn a_place_then_the_list_then_the_next_moves_up() {
    let office = office();
    let app = &office.app;
    let entry = entry(&office, |form| form);
    let writes = app.store.writes();
    let first = enter(app, entry, 1);
    assert_eq!(app.store.writes(), writes + 1, "one transaction");
    assert_eq!((first.state, first.place), (State::Admitted, None));
    let (second, third) = (enter(app, entry, 2), enter(app, entry, 3));
    assert_eq!((second.state, second.place, third.place), (State::Waiting, Some(1), Some(2)));

    changes::withdraw(app, &first.token).unwrap();
    assert_eq!((state(app, first.participant), state(app, second.participant)), (State::Withdrawn, State::Admitted));
    let own = view::own(app, &third.token).unwrap();
    assert_eq!((own.place, own.waiting), (Some(1), 1));
    // Who withdrew may come again, at the end.
    assert_eq!(enter(app, entry, 1).place, Some(2));
    // More places: both move up, in their order.
    let row = app.store.read(|conn| crate::storage::entries::get(conn, entry)).unwrap();
    let more = EntryForm { capacity: "3".to_owned(), ..EntryForm::of(&row) };
    entries::edit(app, &office.host, entry, row.version, &more).unwrap();
    assert_eq!(state(app, third.participant), State::Admitted);
    let fewer = EntryForm { capacity: "2".to_owned(), ..more };
    let refused = entries::edit(app, &office.host, entry, row.version + 1, &fewer).unwrap_err();
    assert_eq!(faults(refused), ["capacity: fewer-than-taken"]);
}

#[test]
fn an_offer_is_held_then_lapses_and_the_next_is_asked() {
    let office = office();
    let app = &office.app;
    let entry = entry(&office, |form| EntryForm { offer_hours: "48".to_owned(), ..form });
    let people: Vec<_> = (1..=3).map(|serial| enter(app, entry, serial)).collect();
    changes::withdraw(app, &people[0].token).unwrap();
    let own = view::own(app, &people[1].token).unwrap();
    assert_eq!((own.row.state, own.may.accept), (State::Offered, true));
    assert_eq!(conflict(changes::accept(app, &people[2].token)), "wrong-state");
    // The place is held: nobody gets it meanwhile.
    assert_eq!(enter(app, entry, 4).place, Some(2));
    app.clock.advance(Duration::hours(47)).unwrap();
    assert_eq!(waiting::lapse_due(app).unwrap(), 0);
    app.clock.advance(Duration::hours(1)).unwrap();
    assert_eq!(conflict(changes::accept(app, &people[1].token)), "offer-over");
    assert_eq!(waiting::lapse_due(app).unwrap(), 1);
    assert_eq!(state(app, people[1].participant), State::Lapsed);
    assert_eq!(state(app, people[2].participant), State::Offered);
    changes::accept(app, &people[2].token).unwrap();
    assert_eq!(state(app, people[2].participant), State::Admitted);
    assert_eq!(waiting::lapse_due(app).unwrap(), 0);
}

#[test]
fn everything_wrong_is_said_at_once() {
    let office = office();
    let entry = entry(&office, |form| EntryForm {
        age_most: "30".to_owned(),
        divisions: vec!["330381".to_owned()],
        skill: "technician".to_owned(),
        titles: "浙江省技术能手".to_owned(),
        ..form
    });
    let typed = Typed { phone: "12".to_owned(), titles: "2018年浙江省技术能手".to_owned(), ..person(1) };
    let refused = register(&office.app, Lang::Zh, entry, &Sent { person: typed, ..Sent::default() }).unwrap_err();
    let expected = [
        "agreed: agree",
        "division: unmet-region",
        "phone: phone",
        "resident_id: unmet-age-most",
        "skill_level: unmet-skill",
        "titles: unmet-title",
    ];
    assert_eq!(faults(refused), expected);
    let nothing = register(&office.app, Lang::Zh, entry, &Sent::default()).unwrap_err();
    assert!(faults(nothing).contains(&"name: name-empty".to_owned()));
}

#[test]
fn nobody_twice_and_one_item_a_person() {
    let office = office();
    let app = &office.app;
    let event = event(&office);
    let other = |name: &str| EntryForm { name: name.to_owned(), ..form(&office, event) };
    let first = entries::add(app, &office.host, event, &other("焊工")).unwrap();
    let second = entries::add(app, &office.clerk, event, &other("钳工")).unwrap();
    assert_eq!(faults(entries::add(app, &office.host, event, &other("钳工")).unwrap_err()), ["name: entry-name-taken"]);
    let done = enter(app, first, 1);
    let again = register(app, Lang::Zh, first, &sent(1)).unwrap_err();
    assert_eq!(faults(again), ["resident_id: unmet-other-item"]);
    let elsewhere = register(app, Lang::Zh, second, &sent(1)).unwrap_err();
    let fault = elsewhere.into_faults().remove(0);
    assert_eq!((fault.code, fault.args.get("seen").map(String::as_str)), ("unmet-other-item", None), "not which");
    changes::withdraw(app, &done.token).unwrap();
    assert_eq!(enter(app, second, 1).state, State::Admitted);
}

#[test]
fn the_host_looks_at_each_where_the_entry_asks_for_it() {
    let office = office();
    let app = &office.app;
    let entry = entry(&office, |form| EntryForm { approval: true, ..form });
    let (first, second) = (enter(app, entry, 1), enter(app, entry, 2));
    assert_eq!((first.state, second.state), (State::Pending, State::Waiting));
    let refuse = Verdict::Refuse(" ".to_owned());
    let none = changes::decide(app, &office.host, first.participant, 0, &refuse).unwrap_err();
    assert_eq!(faults(none), ["reason: required"]);
    let stranger = changes::decide(app, &office.stranger, first.participant, 0, &Verdict::Approve(String::new()));
    assert!(matches!(stranger, Err(ServiceError::NotFound)));
    changes::decide(app, &office.host, first.participant, 0, &Verdict::Refuse("材料不全".to_owned())).unwrap();
    assert_eq!((state(app, first.participant), state(app, second.participant)), (State::Refused, State::Pending));
    assert_eq!(approve_all(&office, entry, &[second.participant]), (1, 0));

    // What is changed afterwards is looked at, too.
    let moved = Typed { unit: "样例阀门厂".to_owned(), ..person(2) };
    assert_eq!(correct(app, &second.token, &moved).unwrap(), Changed::Asked);
    let own = view::own(app, &second.token).unwrap();
    assert_eq!(own.row.unit, "样例机械厂");
    let change = own.asked.unwrap().id;
    assert!(changes::answer_change(app, &office.host, second.participant, change, Some("")).is_err());
    changes::answer_change(app, &office.host, second.participant, change, None).unwrap();
    assert_eq!(view::own(app, &second.token).unwrap().row.unit, "样例阀门厂");
    assert_eq!(conflict(changes::answer_change(app, &office.host, second.participant, change, None)), "stale");
    assert_eq!(conflict(correct(app, &second.token, &moved)), "nothing-changed");

    let reviews = || {
        let tasks = crate::service::worklist::tasks(app, &office.host).unwrap();
        tasks.iter().filter(|task| matches!(task.of, TaskOf::Review { count: 1, .. })).count()
    };
    assert_eq!(reviews(), 0, "nothing waits");
    changes::withdraw(app, &second.token).unwrap();
    enter(app, entry, 3);
    assert_eq!(reviews(), 1);
}

fn approve_all(office: &Office, entry: EntryId, shown: &[ParticipantId]) -> (usize, usize) {
    let done = changes::approve_all(&office.app, &office.clerk, entry, shown).unwrap();
    (done.approved, done.unseen)
}

#[test]
fn nobody_is_approved_whom_the_page_did_not_show() {
    let office = office();
    let app = &office.app;
    let entry = entry(&office, |form| EntryForm { approval: true, capacity: "9".to_owned(), ..form });
    let (first, second) = (enter(app, entry, 1), enter(app, entry, 2));
    let shown = [first.participant, second.participant];
    changes::decide(app, &office.host, first.participant, 0, &Verdict::Refuse("材料不全".to_owned())).unwrap();
    let late = enter(app, entry, 3);
    assert_eq!(approve_all(&office, entry, &shown), (1, 1));
    let states = [&first, &second, &late].map(|one| state(app, one.participant));
    assert_eq!(states, [State::Refused, State::Admitted, State::Pending]);
    assert_eq!(conflict(changes::approve_all(app, &office.clerk, entry, &shown)), "wrong-state");
}

#[test]
fn a_rush_to_one_team_leaves_it_as_large_as_it_may_be() {
    let office = office();
    let app = &office.app;
    let teams_of = |form| EntryForm { team_least: "3".to_owned(), team_most: "3".to_owned(), ..form };
    let entry = entry(&office, teams_of);
    let first = register(app, Lang::Zh, entry, &Sent { team: "样例一队".to_owned(), ..sent(1) }).unwrap();
    let link = first.join_token.clone().unwrap();
    let all: Vec<Sent> = (2..=6).map(sent).collect();
    let answers = join_at_once(app, entry, &link, &all);
    let (done, full): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
    assert_eq!((done.len(), full.len()), (2, 3));
    for refused in full {
        assert_eq!(conflict(refused), "team-full");
    }
    let people: Vec<ParticipantId> = done.into_iter().map(|one| one.unwrap().participant).collect();
    let all = [first.participant, people[0], people[1]];
    assert_eq!(all.map(|id| state(app, id)), [State::Admitted; 3], "complete");
    let taken = app.store.read(|conn| crate::storage::entries::get(conn, entry)).unwrap().taken;
    assert_eq!(taken, 1, "a team has one place");
}

#[test]
fn nobody_moves_up_once_the_event_has_begun() {
    let office = office();
    let app = &office.app;
    let until_the_end = |form| EntryForm { offer_hours: "48".to_owned(), ..form };
    let entry = entry(&office, until_the_end);
    let people: Vec<_> = (1..=3).map(|serial| enter(app, entry, serial)).collect();
    let take_out = |id: ParticipantId| {
        let version = app.store.read(|conn| participants::get(conn, id)).unwrap().version;
        changes::decide(app, &office.clerk, id, version, &Verdict::Withdraw("本人来电退出".to_owned())).unwrap();
    };
    let eve = "2019-12-01T04:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    app.clock.advance(eve - app.now()).unwrap();
    take_out(people[0].participant);
    let own = view::own(app, &people[1].token).unwrap();
    assert_eq!(own.row.state, State::Offered);
    assert_eq!(own.row.offered_until, "2019-12-01T15:59:00".parse().ok(), "not into the event");
    app.clock.advance(Duration::hours(12)).unwrap();
    let own = view::own(app, &people[1].token).unwrap();
    assert!(!own.may.accept && !own.moves_up);
    assert_eq!(conflict(changes::accept(app, &people[1].token)), "offer-over");
    assert_eq!(waiting::lapse_due(app).unwrap(), 1);
    assert_eq!(state(app, people[2].participant), State::Waiting, "nobody moves up");
}

#[test]
fn whom_the_office_took_out_does_not_come_back_by_the_form() {
    let office = office();
    let app = &office.app;
    let entry = entry(&office, |form| EntryForm { capacity: "9".to_owned(), ..form });
    let (out, other) = (enter(app, entry, 1), enter(app, entry, 2));
    changes::decide(app, &office.clerk, out.participant, 0, &Verdict::Withdraw("材料不实".to_owned())).unwrap();
    let again = register(app, Lang::Zh, entry, &sent(1)).unwrap_err();
    assert_eq!(faults(again), ["resident_id: taken-out"]);
    let instead = changes::substitute(app, &other.token, Lang::Zh, &sent(1)).unwrap_err();
    assert_eq!(faults(instead), ["resident_id: taken-out"]);
    assert!(!view::own(app, &out.token).unwrap().again);
    // Who left by themselves may come again.
    changes::withdraw(app, &other.token).unwrap();
    assert!(view::own(app, &other.token).unwrap().again);
    assert_eq!(enter(app, entry, 2).state, State::Admitted);
}

/// As somebody corrects themselves who has just opened the form.
fn correct(app: &App, token: &str, typed: &Typed) -> Result<Changed, ServiceError> {
    changes::change(app, token, view::own(app, token).unwrap().row.version, typed)
}

#[test]
fn of_two_tabs_the_second_is_told_and_takes_nothing_away() {
    let office = office();
    let app = &office.app;
    for approval in [false, true] {
        let entry = entry(&office, |form| EntryForm { approval, capacity: "9".to_owned(), ..form });
        let serial = if approval { 21 } else { 20 };
        let done = enter(app, entry, serial);
        if approval {
            changes::decide(app, &office.host, done.participant, 0, &Verdict::Approve(String::new())).unwrap();
        }
        let seen = view::own(app, &done.token).unwrap().row.version;
        let unit = Typed { unit: "样例阀门厂".to_owned(), ..person(serial) };
        let level = Typed { skill_level: "technician".to_owned(), ..person(serial) };
        let first = changes::change(app, &done.token, seen, &unit).unwrap();
        assert_eq!(first, if approval { Changed::Asked } else { Changed::Done });
        assert_eq!(conflict(changes::change(app, &done.token, seen, &level)), "stale");
        assert_eq!(conflict(changes::change(app, &done.token, seen, &unit)), "nothing-changed", "a double click");
        let own = view::own(app, &done.token).unwrap();
        let counts = own.asked.map_or(own.row.unit, |asked| changes::fields_of(&asked.fields).unwrap().unit);
        assert_eq!(counts, "样例阀门厂");
        if approval {
            // What was asked for can be taken back by asking for what counts.
            assert_eq!(correct(app, &done.token, &person(serial)).unwrap(), Changed::TakenBack);
            assert!(view::own(app, &done.token).unwrap().asked.is_none());
        }
    }
}

#[test]
fn a_division_that_does_not_exist_is_refused() {
    let office = office();
    let app = &office.app;
    let entry = entry(&office, |form| form);
    for forged in ["999999", "330102", "33030"] {
        let person = Typed { division: forged.to_owned(), ..person(1) };
        let refused = register(app, Lang::Zh, entry, &Sent { person, agreed: true, ..Sent::default() }).unwrap_err();
        assert_eq!(faults(refused), ["division: choose"], "{forged}");
        let form = EntryForm { name: "焊工".to_owned(), divisions: vec![forged.to_owned()], ..EntryForm::default() };
        let event = view::public(app, entry).unwrap().event.id;
        let refused = faults(entries::add(app, &office.host, event, &form).unwrap_err());
        assert!(refused.contains(&"divisions: choose".to_owned()), "{refused:?}");
    }
}

#[test]
fn a_substitute_takes_the_place_until_the_cut_off() {
    let office = office();
    let app = &office.app;
    let entry = entry(&office, |form| EntryForm { age_most: "40".to_owned(), ..form });
    let (first, second) = (enter(app, entry, 1), enter(app, entry, 2));
    assert_eq!(conflict(changes::substitute(app, &second.token, Lang::Zh, &sent(3))), "wrong-state");
    let twice = changes::substitute(app, &first.token, Lang::Zh, &sent(2)).unwrap_err();
    assert_eq!(faults(twice), ["resident_id: registered-already"]);
    let old = Typed { resident_id: "999999194906010018".to_owned(), ..person(3) };
    let old = Sent { person: old, agreed: true, ..Sent::default() };
    let unfit = changes::substitute(app, &first.token, Lang::Zh, &old).unwrap_err();
    assert_eq!(faults(unfit), ["resident_id: unmet-age-most"], "the same conditions");
    let new = changes::substitute(app, &first.token, Lang::Zh, &sent(3)).unwrap();
    assert_eq!((state(app, first.participant), new.state), (State::Replaced, State::Admitted));
    assert_eq!(state(app, second.participant), State::Waiting, "nobody moved up");
    app.clock.advance(Duration::days(30)).unwrap();
    assert_eq!(conflict(changes::substitute(app, &new.token, Lang::Zh, &sent(4))), "after-cut-off");
    assert_eq!(conflict(changes::withdraw(app, &new.token)), "after-cut-off");
    assert_eq!(conflict(correct(app, &new.token, &person(3))), "after-cut-off");
    changes::withdraw(app, &second.token).unwrap();
    assert!(matches!(view::own(app, "wrong"), Err(ServiceError::NotFound)));
    assert_eq!(conflict(register(app, Lang::Zh, entry, &sent(9))), "registration-over");
}

#[test]
fn a_team_takes_one_place_and_grows_by_its_link() {
    let office = office();
    let app = &office.app;
    let teams_of = |form| EntryForm { team_least: "2".to_owned(), team_most: "3".to_owned(), ..form };
    let entry = entry(&office, teams_of);
    let of =
        |team: &str, serial: u32, members: Vec<(usize, Typed)>| Sent { team: team.to_owned(), members, ..sent(serial) };
    let nameless = register(app, Lang::Zh, entry, &of("", 1, vec![(1, person(1))])).unwrap_err();
    assert_eq!(faults(nameless), ["m1.resident_id: person-twice-in-team", "team: required"]);
    let member = Typed { phone: String::new(), email: String::new(), ..person(2) };
    let first = register(app, Lang::Zh, entry, &of("样例一队", 1, vec![(1, member)])).unwrap();
    let taken = register(app, Lang::Zh, entry, &of("样例一队", 5, vec![])).unwrap_err();
    assert_eq!(faults(taken), ["team: team-name-taken"]);
    let second = register(app, Lang::Zh, entry, &of("样例二队", 5, vec![])).unwrap();
    assert_eq!((first.state, second.state, second.place), (State::Admitted, State::Waiting, Some(1)));

    let link = first.join_token.clone().unwrap();
    let third = join(app, Lang::Zh, entry, &link, &sent(3)).unwrap();
    assert_eq!(third.state, State::Admitted);
    assert_eq!(conflict(join(app, Lang::Zh, entry, &link, &sent(4))), "team-full");
    let path = teams::invite(app, &second.token).unwrap();
    let secret = path.rsplit('/').next().unwrap();
    assert!(matches!(
        join(app, Lang::Zh, entry, second.join_token.as_deref().unwrap(), &sent(6)),
        Err(ServiceError::NotFound)
    ));
    assert_eq!(join(app, Lang::Zh, entry, secret, &sent(6)).unwrap().state, State::Waiting);
    assert_eq!(view::own(app, &first.token).unwrap().members.len(), 3);
    assert!(matches!(teams::invite(app, &third.token), Err(ServiceError::NotFound)), "only who speaks for it");

    // One leaves, the team stays; who speaks for it leaves, all leave, and the next team moves up.
    changes::withdraw(app, &third.token).unwrap();
    assert_eq!(state(app, second.participant), State::Waiting);
    changes::withdraw(app, &first.token).unwrap();
    assert_eq!(state(app, second.participant), State::Admitted);
    let row = app.store.read(|conn| crate::storage::entries::get(conn, entry)).unwrap();
    assert_eq!(row.taken, 1);
}

#[test]
fn one_faulty_request_hinders_nobody_in_its_batch() {
    let office = office();
    let entry = entry(&office, |form| EntryForm { capacity: "20".to_owned(), ..form });
    let answers: Vec<bool> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..40u32)
            .map(|index| {
                scope.spawn({
                    let app = &office.app;
                    // Every person comes twice at the same time.
                    move || register(app, Lang::Zh, entry, &sent(index / 2)).is_ok()
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(answers.iter().filter(|ok| **ok).count(), 20, "each once");
    let row = office.app.store.read(|conn| crate::storage::entries::get(conn, entry)).unwrap();
    assert_eq!(row.taken, 20);
}

#[test]
fn mail_carries_a_link_and_no_number() {
    let office = office();
    let app = &office.app;
    let entry = entry(&office, |form| EntryForm { approval: true, ..form });
    let done = enter(app, entry, 1);
    enter(app, entry, 2);
    let mails = app.store.read(|conn| outbox::list(conn, None, 0, 50)).unwrap();
    let kinds: Vec<&str> = mails.iter().rev().map(|mail| mail.kind.as_str()).collect();
    assert_eq!(
        kinds,
        ["registration-pending", "registration-review", "registration-review", "registration-waiting"],
        "the host's two people once"
    );
    let mine = mails.last().unwrap();
    assert!(mine.payload.contains(&format!("/participation/{}", done.token)));
    assert!(mails.iter().all(|mail| !mail.payload.contains(&number(1)) && !mail.payload.contains("13800000000")));
    let record =
        app.store.read(|conn| crate::storage::audit::newest(conn, Some(("entry", entry.get())), 0, 10)).unwrap();
    assert!(record.iter().all(|row| !row.after_state.clone().unwrap_or_default().contains("990000")));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// Whatever is done, in whatever order: never more people than places, and no place free while
    /// somebody waits.
    #[test]
    fn capacity_holds_whatever_is_done(offers: bool, acts in prop::collection::vec((0u8..6, 0usize..12), 1..30)) {
        let office = office();
        let app = &office.app;
        let hours = if offers { "24" } else { "0" };
        let entry = entry(&office, |form| EntryForm { capacity: "2".to_owned(), offer_hours: hours.to_owned(), ..form });
        let mut tokens = Vec::new();
        for (what, whom) in acts {
            match what {
                0..=2 => {
                    let serial = u32::try_from(tokens.len()).unwrap();
                    tokens.push(enter(app, entry, serial).token);
                }
                3 => { tokens.get(whom).map(|token| changes::withdraw(app, token)); }
                4 => { tokens.get(whom).map(|token| changes::accept(app, token)); }
                _ => {
                    let row = app.store.read(|conn| crate::storage::entries::get(conn, entry)).unwrap();
                    let changed = EntryForm { capacity: whom.to_string(), ..EntryForm::of(&row) };
                    let _ = entries::edit(app, &office.host, entry, row.version, &changed);
                }
            }
            let checked = app.store.read(|conn| -> Result<_, StorageError> {
                let row = crate::storage::entries::get(conn, entry)?;
                let held = crate::storage::entries::people(conn, entry, &["pending", "admitted", "offered"], 99)?;
                Ok((entries::places_of(&row, &crate::storage::entries::waiting(conn, entry)?), held))
            });
            let (places, held) = checked.unwrap();
            prop_assert_eq!(held.len(), usize::try_from(places.taken).unwrap());
            prop_assert!(places.taken <= places.capacity.unwrap());
            prop_assert_eq!(places.to_promote(), 0);
        }
    }
}

/// Letters to an earlier address are the person's; another person's at the same address are not.
#[test]
fn one_persons_letters_are_theirs_whatever_the_address() {
    let office = office();
    let app = &office.app;
    let entry = entry(&office, |form| EntryForm { capacity: "9".to_owned(), ..form });
    let done = enter(app, entry, 31);
    let shared = Typed { email: "office@example.com".to_owned(), ..person(31) };
    assert_eq!(correct(app, &done.token, &shared).unwrap(), Changed::Done);
    let other = Sent { person: Typed { email: "office@example.com".to_owned(), ..person(32) }, ..sent(32) };
    register(app, Lang::Zh, entry, &other).unwrap();
    changes::withdraw(app, &done.token).unwrap();
    let file = super::personal::person(app, &office.clerk, &number(31), "", super::personal::Form::Json).unwrap();
    let said: serde_json::Value = serde_json::from_slice(&file.bytes).unwrap();
    let mails = said["participations"][0]["of_the_event"]["mails"].as_array().unwrap();
    let told: Vec<String> =
        mails.iter().map(|mail| format!("{} {}", mail["kind"], mail["to"]).replace('"', "")).collect();
    assert_eq!(told, ["registration-admitted person31@example.com", "registration-withdrawn office@example.com"]);
    // Whose own wish it was need not be told a reason, nor of a place that somebody on the list never had.
    let queued = app.store.read(|conn| outbox::list(conn, None, 0, 50)).unwrap();
    let left: Vec<_> = queued.iter().filter(|mail| mail.kind == "registration-withdrawn").collect();
    assert!(left.len() == 1 && left[0].payload.contains("本人申请退出"), "{left:?}");
}
