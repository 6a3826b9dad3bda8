//! One's own registration by its link, read as the person reads it, and what the host does with it.

use crate::attendance::put;
use crate::schedule::{Desk, rooms};
use crate::support::entries::{fields, person};
use crate::support::{Client, Server, on_both};
use jiangxin::domain::ids::{EntryId, ParticipantId};
use jiangxin::service::accounts::digest;
use jiangxin::service::participants::entries::EntryForm;
use jiangxin::storage::{entries, participants};

/// Registers an invented person; the page behind their link.
fn register(visitor: &Client, entry: EntryId, serial: u32) -> String {
    let form = person(serial);
    let path = format!("/register/{entry}");
    visitor.get(&path);
    let sent = visitor.post(&path, &fields(&form));
    assert_eq!(sent.status, 303, "{}", sent.text());
    sent.location.expect("their page")
}

fn id_of(server: &Server, own: &str) -> ParticipantId {
    let token = own.trim_start_matches("/participation/").split('?').next().unwrap_or_default();
    server.app.store.read(|conn| entries::by_link(conn, &digest(token))).expect("a registration").id
}

/// Places taken, and the states of these people.
fn standing(server: &Server, entry: EntryId, people: &[ParticipantId]) -> (i32, Vec<String>) {
    let read = server.app.store.read(|conn| {
        let mut states = Vec::new();
        for id in people {
            states.push(participants::get(conn, *id)?.state.as_str().to_owned());
        }
        Ok::<_, jiangxin::storage::StorageError>((entries::get(conn, entry)?.taken, states))
    });
    read.expect("the database")
}

/// Takes somebody out as the page of the entry does, as it was seen at this version.
fn take_out(server: &Server, client: &Client, entry: EntryId, id: ParticipantId, reason: &str) -> u16 {
    let version = server.app.store.read(|conn| participants::get(conn, id)).expect("the person").version;
    let (version, of) = (version.to_string(), entry.to_string());
    client.get(&format!("/entries/{entry}"));
    let form = [("version", version.as_str()), ("entry", of.as_str()), ("verdict", "withdraw"), ("reason", reason)];
    client.post(&format!("/participants/{id}/decide"), &form).status
}

#[test]
fn whom_a_clerk_takes_out_leaves_their_place_to_the_next() {
    on_both(|server| {
        let event = server.approved_event("样例清退赛");
        let entry = server.entry(event, |form| EntryForm { capacity: "1".into(), ..form });
        let visitor = server.visitor();
        let people: Vec<ParticipantId> =
            (1..=4).map(|serial| id_of(server, &register(&visitor, entry, serial))).collect();
        let now = || standing(server, entry, &people);
        let say = |states: [&str; 4]| states.map(str::to_owned).to_vec();
        assert_eq!(now(), (1, say(["admitted", "waiting", "waiting", "waiting"])));
        let clerk = server.sign_in("clerk");
        assert_eq!(take_out(server, &clerk, entry, people[0], " "), 422);
        assert_eq!(take_out(server, &clerk, entry, people[2], "材料不实"), 303, "who waits has no place to leave");
        assert_eq!(now(), (1, say(["admitted", "waiting", "withdrawn", "waiting"])));
        // A double click, and two tabs with the same version.
        let version =
            server.app.store.read(|conn| participants::get(conn, people[0])).expect("one").version.to_string();
        let of = entry.to_string();
        let form = [("version", &*version), ("entry", &*of), ("verdict", "withdraw"), ("reason", "本人来电退出")];
        let statuses = [0, 1].map(|_| clerk.post(&format!("/participants/{}/decide", people[0]), &form).status);
        assert_eq!(statuses, [303, 303], "done once");
        assert_eq!(now(), (1, say(["withdrawn", "admitted", "withdrawn", "waiting"])), "one moves up, not two");
        assert_eq!(take_out(server, &clerk, entry, people[1], "本人来电退出"), 303);
        assert_eq!(now(), (1, say(["withdrawn", "withdrawn", "withdrawn", "admitted"])));
        assert_eq!(take_out(server, &clerk, entry, people[3], "本人来电退出"), 303);
        assert_eq!(now().0, 0);
        let (reviewer, stranger) = (server.sign_in("reviewer"), server.sign_in("host.school"));
        assert_eq!(take_out(server, &reviewer, entry, people[3], "无"), 403);
        assert_eq!(take_out(server, &stranger, entry, people[3], "无"), 404);
        // Called off, nobody moves up any more, and no place is taken that is offered.
        let entry = server.entry(event, |form| EntryForm {
            name: "第二项".into(),
            capacity: "1".into(),
            offer_hours: "48".into(),
            ..form
        });
        let own: Vec<String> = (11..=13).map(|serial| register(&visitor, entry, serial)).collect();
        let people: Vec<ParticipantId> = own.iter().map(|own| id_of(server, own)).collect();
        assert_eq!(take_out(server, &clerk, entry, people[0], "本人来电退出"), 303);
        let page = visitor.get(&own[0]);
        assert!(page.says("已取消您的资格") && page.says("本人来电退出"), "{}", page.text());
        let of_three = |states: [&str; 3]| states.map(str::to_owned).to_vec();
        assert_eq!(standing(server, entry, &people), (1, of_three(["withdrawn", "offered", "waiting"])));
        put(server, event, "cancelled");
        let page = visitor.get(&own[1]);
        assert!(page.says("活动已取消") && !page.says("/confirm\""), "{}", page.text());
        assert_eq!(visitor.post(&format!("{}/confirm", own[1]), &[]).status, 409);
        assert_eq!(standing(server, entry, &people), (1, of_three(["withdrawn", "offered", "waiting"])));
    });
}

#[test]
fn who_waits_leaves_or_is_replaced_reads_what_is_true_for_them() {
    on_both(|server| {
        let event = server.approved_event("样例候补赛");
        let form = |form| EntryForm { capacity: "1".into(), offer_hours: "24".into(), approval: true, ..form };
        let entry = server.entry(event, form);
        let visitor = server.visitor();
        let (first, second) = (register(&visitor, entry, 1), register(&visitor, entry, 2));
        let third = register(&visitor, entry, 3);

        let page = visitor.get(&second);
        assert!(page.says("候补第 1 位（共 2 位）") && page.says("名额为您保留 24 小时"), "{}", page.text());
        assert!(page.says("不再保留候补位次") && page.says("可以随时退出"), "{}", page.text());
        assert!(!page.says("更换或者退出") && !page.says("名额立即递补"), "{}", page.text());
        assert_eq!(visitor.post(&format!("{second}/withdraw"), &[]).status, 303);
        let page = visitor.get(&second);
        assert!(page.says("已按您的要求退出候补") && !page.says("名额不再保留"), "{}", page.text());
        assert!(!page.says("前可自行修改") && !page.says("/withdraw\""), "nothing is left to do: {}", page.text());
        assert!(page.says(&format!("href=\"/register/{entry}\"")), "but to come again: {}", page.text());

        // Who may decide about somebody finds the way there.
        let waits = format!("/participants/{}", id_of(server, &first));
        let link = format!("href=\"/entries/{entry}\"");
        for (name, finds) in [("host", true), ("clerk", true), ("reviewer", false), ("auditor", false)] {
            let page = server.sign_in(name).get(&waits);
            assert!(page.status == 200 && page.says(&link) == finds, "{name}: {}", page.text());
        }
        assert!(!server.sign_in("host").get(&format!("/participants/{}", id_of(server, &third))).says(&link));

        // A substitution says who was replaced by whom, to both.
        let form = [&[("name", "接替样例".to_owned())], &person(9)[1..]].concat();
        visitor.get(&format!("{first}/substitute"));
        let sent = visitor.post(&format!("{first}/substitute"), &fields(&form));
        assert_eq!(sent.status, 303, "{}", sent.text());
        assert!(visitor.get(&first).says("样例 → 接替样例"), "{}", visitor.get(&first).text());
        let newcomer = server.app.store.read(|conn| entries::people(conn, entry, &["pending"], 9)).expect("people");
        assert_eq!(newcomer.len(), 1);
        // Pressed once more it is done already; another substitute there is none.
        assert_eq!(visitor.post(&format!("{first}/substitute"), &fields(&form)).status, 303);
        let now = server.app.store.read(|conn| entries::people(conn, entry, &["pending"], 9)).expect("people");
        assert_eq!(now.len(), 1, "once");
        let letters = server.mail().iter().filter(|mail| mail.to == "person9@example.com").count();
        assert_eq!(letters, 1);
        assert_eq!(visitor.post(&format!("{first}/substitute"), &fields(&person(10))).status, 409);
        let page = server.sign_in("host").get(&format!("/participants/{}", newcomer[0].id));
        assert!(page.says("接替他人") && page.says("样例 → 接替样例"), "{}", page.text());
    });
}

/// Sends a decision about somebody as the page of the entry does.
fn decide(server: &Server, client: &Client, entry: EntryId, id: ParticipantId, verdict: &str, reason: &str) -> u16 {
    let version = server.app.store.read(|conn| participants::get(conn, id)).expect("the person").version;
    let (version, of) = (version.to_string(), entry.to_string());
    client.get(&format!("/entries/{entry}"));
    let form = [("version", version.as_str()), ("entry", of.as_str()), ("verdict", verdict), ("reason", reason)];
    client.post(&format!("/participants/{id}/decide"), &form).status
}

#[test]
fn who_asks_the_office_to_leave_may_come_again_and_who_is_taken_out_may_not() {
    on_both(|server| {
        let event = server.approved_event("样例来电退赛");
        let entry = server.entry(event, |form| EntryForm { capacity: "1".into(), ..form });
        let visitor = server.visitor();
        let own: Vec<String> = (1..=3).map(|serial| register(&visitor, entry, serial)).collect();
        let people: Vec<ParticipantId> = own.iter().map(|own| id_of(server, own)).collect();
        let clerk = server.sign_in("clerk");
        let page = clerk.get(&format!("/entries/{entry}"));
        assert!(page.text().matches("value=\"leave\"").count() == 3, "who is in and who waits: {}", page.text());
        assert_eq!(decide(server, &clerk, entry, people[0], "leave", " "), 422, "how they asked is said");
        assert_eq!(decide(server, &clerk, entry, people[0], "leave", "11月18日来电，因工作不能参加"), 303);
        let states = |states: [&str; 3]| states.map(str::to_owned).to_vec();
        assert_eq!(standing(server, entry, &people), (1, states(["withdrawn", "admitted", "waiting"])));
        let page = visitor.get(&own[0]);
        assert!(page.says("11月18日来电") && !page.says("已取消您的资格"), "{}", page.text());
        assert!(page.says("本人要求退出") && page.says(&format!("href=\"/register/{entry}\"")), "{}", page.text());
        let mails = server.mail();
        let last = mails.iter().rfind(|mail| mail.to == "person1@example.com").expect("a letter");
        assert!(last.rendered.subject.contains("已退出报名"), "{}", last.rendered.subject);
        assert!(last.rendered.text.contains("11月18日来电"), "{}", last.rendered.text);

        // Again, at the end of the list; who was taken out does not come again.
        let again = register(&visitor, entry, 1);
        assert!(visitor.get(&again).says("候补第 2 位"), "{}", visitor.get(&again).text());
        assert_eq!(decide(server, &clerk, entry, people[2], "withdraw", "材料不实"), 303);
        let form = person(3);
        let refused = visitor.post(&format!("/register/{entry}"), &fields(&form));
        assert!(refused.status == 422 && refused.says("资格"), "{}", refused.text());
        assert_eq!(decide(server, &server.sign_in("reviewer"), entry, people[1], "leave", "无"), 403);
        assert_eq!(decide(server, &server.sign_in("host.school"), entry, people[1], "leave", "无"), 404);
    });
}

#[test]
fn approving_all_says_how_many_came_since() {
    on_both(|server| {
        let event = server.approved_event("样例审核赛");
        let entry = server.entry(event, |form| EntryForm { approval: true, ..form });
        let visitor = server.visitor();
        register(&visitor, entry, 1);
        let host = server.sign_in("host");
        let path = format!("/entries/{entry}");
        let shown = host.get(&path).value("shown").expect("whom the page shows");
        for serial in [2, 3] {
            register(&visitor, entry, serial);
        }
        assert_eq!(host.post(&format!("{path}/approve-all"), &[("shown", &shown)]).status, 303);
        let page = host.get(&path);
        assert!(page.says("打开页面之后又有 2 份新的报名没有一并通过"), "{}", page.text());
        assert!(!host.get(&path).says("打开页面之后"), "said once");
    });
}

#[test]
fn whoever_registered_hears_that_the_event_is_called_off() {
    on_both(|server| {
        let event = server.approved_event("样例取消赛");
        let entry = server.entry(event, |form| EntryForm { capacity: "1".into(), ..form });
        let visitor = server.visitor();
        let own = [1, 2, 3].map(|serial| register(&visitor, entry, serial));
        assert_eq!(visitor.post(&format!("{}/withdraw", own[2]), &[]).status, 303);
        assert!(visitor.get(&own[0]).says("签到码"));
        let before = server.mail().len();
        let host = server.sign_in("host");
        let path = format!("/events/{event}");
        assert_eq!(host.post(&format!("{path}/participants/entrants"), &[]).status, 303);
        assert!(host.get(&format!("{path}/participants")).says("还没有比赛项目"));
        // Whoever is of the schedule has the same from there, and once.
        let (hall, _) = rooms(&server.sign_in("clerk"));
        let desk = Desk { client: &host, schedule: format!("{path}/schedule") };
        let own_box = format!("people.{}", desk.id("/people", "people", "样例"));
        let exam = [("title", "理论考试"), ("day", "2019-12-09"), ("start", "09:00"), ("length", "01:30")];
        desk.done("/sessions", &[&exam[..], &[("room", &hall), (&own_box, "true")]].concat());
        desk.done("/release", &[("name", "第一版")]);
        let version = host.get(&path).value("version").expect("a version");
        let fields = [("version", version.as_str()), ("reason", "场地停用")];
        assert_eq!(host.post(&format!("{path}/cancel"), &fields).status, 303);
        let mails = server.mail().split_off(before);
        let called_off = || mails.iter().filter(|mail| mail.rendered.subject.contains("活动已取消"));
        let to = |serial: u32| called_off().find(|mail| mail.to == format!("person{serial}@example.com"));
        for serial in [1, 2] {
            let letter = &to(serial).expect("told").rendered;
            assert!(letter.subject.contains("活动已取消") && letter.text.contains("场地停用"), "{}", letter.text);
            assert!(letter.text.contains("不必到场"), "{}", letter.text);
            let all = called_off().filter(|mail| mail.to == format!("person{serial}@example.com"));
            assert_eq!(all.count(), 1, "to {serial}");
        }
        assert!(to(3).is_none(), "who has left is not written to");
        let page = visitor.get(&own[0]);
        assert!(
            page.says("活动已取消") && !page.says("签到码") && !page.says("<svg") && !page.says("已录取"),
            "{}",
            page.text()
        );
    });
}

/// Once the event has begun nobody registers or moves up by themselves; the host gives a free place with a reason.
#[test]
fn a_free_place_of_what_has_begun_is_given_by_the_host() {
    on_both(|server| {
        let event = server.approved_event("样例开赛后递补");
        let closes_at = "2019-12-10 12:00".to_owned();
        let form = |form| EntryForm { capacity: "1".into(), closes_at, ..form };
        let late = EntryForm { closes_at: "2020-12-10 12:00".into(), ..EntryForm::default() };
        let entry = server.entry(event, form);
        let host = server.sign_in("host");
        let refused = host.post(
            &format!("/entries/{entry}/edit"),
            &[("closes_at", late.closes_at.as_str()), ("opens_at", "2019-11-18 09:00"), ("capacity", "0")],
        );
        assert!(refused.status == 422 && refused.says("f-closes_at-error") && refused.says("f-capacity-error"));
        let visitor = server.visitor();
        let own = [1, 2].map(|serial| register(&visitor, entry, serial));
        let (first, second) = (id_of(server, &own[0]), id_of(server, &own[1]));
        // Pressed twice, done once.
        let third = register(&visitor, entry, 3);
        for _ in 0..2 {
            assert_eq!(visitor.post(&format!("{third}/withdraw"), &[]).status, 303);
        }
        server.advance_days(21);
        let clerk = server.sign_in("clerk");
        assert_eq!(take_out(server, &clerk, entry, first, "伤病"), 303);
        assert_eq!(standing(server, entry, &[second]), (0, vec!["waiting".to_owned()]));
        let form = person(4);
        let sent = visitor.post(&format!("/register/{entry}"), &fields(&form));
        assert_eq!(sent.status, 409, "{}", sent.text());
        let host = server.sign_in("host");
        let page = host.get(&format!("/entries/{entry}"));
        assert!(page.says("录取或退出") && page.says("空 1 个，候补 1 位"), "{}", page.text());
        assert_eq!(decide(server, &host, entry, second, "approve", ""), 422);
        assert_eq!(decide(server, &host, entry, second, "approve", "递补伤病缺额"), 303);
        assert_eq!(standing(server, entry, &[second]), (1, vec!["admitted".to_owned()]));
        assert!(visitor.get(&own[1]).says("签到码"));
        // Entries for its items are made on its last day and afterwards, too: a roster may come in late.
        server.advance_days(1);
        let host = server.sign_in("host");
        assert_eq!(host.post(&format!("/events/{event}/contests"), &crate::corrections::ITEM).status, 303);
        let made = host.post(&format!("/events/{event}/entries/per-item"), &[]);
        assert_eq!(made.status, 303, "{}", made.text());
        let page = host.get(&format!("/events/{event}/entries"));
        assert!(page.says("镶贴工") && page.says("2019-12-10 17:00"), "{}", page.text());
    });
}
