//! Placing around a break, files without sessions, and calendars of who was taken out or moved elsewhere.

use crate::schedule::{Desk, event, rooms};
use crate::support::entries::{fields, person, resident_id};
use crate::support::{Client, on_both};
use jiangxin::domain::ids::EventId;
use jiangxin::storage::schedules;

/// Nothing is placed in the break of the day, and the record says in words what was placed where.
#[test]
fn the_break_of_the_day_is_kept_free() {
    on_both(|server| {
        let (host, clerk) = (server.sign_in("host"), server.sign_in("clerk"));
        rooms(&clerk);
        let event = event(server);
        let desk = Desk { client: &host, schedule: format!("{event}/schedule") };
        for title in ["甲组", "乙组", "丙组", "丁组"] {
            desk.done("/sessions", &[("title", title), ("length", "01:30")]);
        }
        let day = [("first", "2019-11-28"), ("last", "2019-11-28"), ("from", "10:30"), ("to", "15:00")];
        let with = |from, to| [&day[..], &[("break_from", from), ("break_to", to)]].concat();
        let half = desk.act("/place", &with("中午", ""));
        assert!(half.status == 422, "{}", half.text());
        assert!(half.says("href=\"#f-break_from\"") && half.says("href=\"#f-break_to\""), "{}", half.text());
        assert_eq!(desk.act("/place", &with("13:30", "12:00")).status, 422);
        let id: EventId = event.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an event");
        let starts = || {
            let rows = server.app.store.read(|conn| schedules::sittings(conn, id)).expect("the database");
            let mut times: Vec<String> = rows
                .iter()
                .map(|row| row.starts_at.map(|at| at.format("%H:%M").to_string()).unwrap_or_default())
                .collect();
            times.sort();
            times
        };
        desk.done("/place", &with("12:00", "13:30"));
        assert_eq!(starts(), ["10:30", "10:30", "13:30", "13:30"]);
        // What was put into the break before it was said is moved out of it, what is fixed is not.
        let third = desk.id("", "sessions", "丙组");
        let at = [("title", "丙组"), ("length", "01:30"), ("day", "2019-11-28"), ("start", "12:00")];
        let room = host.get(&format!("{}/sessions/{third}", desk.schedule));
        let room = room.text().split("name=\"room\"").nth(1).and_then(|rest| {
            rest.split("<option value=\"")
                .find_map(|rest| rest.split('"').next().filter(|id| id.parse::<u32>().is_ok()))
                .map(str::to_owned)
        });
        let room = room.expect("a room");
        desk.done(&format!("/sessions/{third}"), &[&at[..], &[("room", &room)]].concat());
        assert!(starts().contains(&"12:00".to_owned()));
        desk.done("/place", &with("12:00", "13:30"));
        assert!(!starts().contains(&"12:00".to_owned()), "{:?}", starts());

        let record = server.sign_in("auditor").get(&format!("/audit?object=event&id={id}"));
        assert!(record.says("丙组") && record.says("2019-11-28 12:00 "), "{}", record.text());
        assert!(record.says("2019-11-28 10:30 ") && !record.says("&quot;from&quot;:["), "{}", record.text());
    });
}

#[test]
fn a_file_without_sessions_and_lines_that_are_no_spans_are_named() {
    on_both(|server| {
        let host = server.sign_in("host");
        let event = event(server);
        let desk = Desk { client: &host, schedule: format!("{event}/schedule") };
        let version = host.get(&desk.schedule).value("version").expect("a version");
        let empty = br#"{"schedule":{"conference":{"days":[{"date":"2019-11-29","rooms":{"A":[]}}]}}}"#;
        let sent = |client: &Client, version: &str| {
            let path = format!("{event}/schedule/import");
            client.upload(&path, &[("version", version)], "file", "schedule.json", empty)
        };
        let reply = sent(&host, &version);
        assert!(reply.status == 422 && reply.says("文件中没有场次"), "{}", reply.text());
        assert_eq!(host.get(&desk.schedule).value("version"), Some(version.clone()), "nothing was done");
        let reviewer = server.sign_in("reviewer");
        reviewer.get(&desk.schedule);
        assert_eq!(sent(&reviewer, &version).status, 403);

        let away = "2019-11-28 09:00 / 2019-11-28 12:00\n下午\n\n2019-11-29 12:00 / 2019-11-29 09:00";
        let wrong = desk.act("/people", &[("name", "示例裁判"), ("role", "judge"), ("away", away)]);
        assert!(wrong.status == 422 && wrong.says("第 2、4 行不是时段"), "{}", wrong.text());
    });
}

/// Whoever is taken out hears of it at the next release; a calendar follows an address that changes.
#[test]
fn a_calendar_loses_what_was_taken_out_or_goes_elsewhere() {
    on_both(|server| {
        let (host, clerk) = (server.sign_in("host"), server.sign_in("clerk"));
        let (hall, _) = rooms(&clerk);
        let event = event(server);
        let desk = Desk { client: &host, schedule: format!("{event}/schedule") };
        let mut boxes = Vec::new();
        for (name, email) in [("示例甲", "jia@example.com"), ("示例乙", "yi@example.com")] {
            desk.done("/people", &[("name", name), ("role", "judge"), ("email", email)]);
            boxes.push(format!("people.{}", desk.id("/people", "people", name)));
        }
        // Somebody of the roster, too, whose address is mended by the roster.
        let roster = |email: &str| {
            let (list, number) = (format!("{event}/participants"), resident_id(3));
            let text = format!("姓名,身份证号,单位,电子邮箱\n样例丙,{number},样例机械厂,{email}\n");
            let kept = host.upload(&format!("{list}/import"), &[], "file", "名册.csv", text.as_bytes());
            let columns = kept.location.expect("its columns");
            let named = ["name", "id", "unit", "email"].map(str::to_owned);
            let named: Vec<(String, String)> =
                named.into_iter().enumerate().map(|(at, field)| (format!("column-{at}"), field)).collect();
            let named: Vec<(&str, &str)> = named.iter().map(|(one, other)| (&**one, &**other)).collect();
            assert_eq!(host.post(&columns, &named).status, 303);
            assert_eq!(host.post(columns.trim_end_matches("/columns"), &[]).status, 303);
        };
        roster("bing@example.com");
        // And somebody who registered.
        let number = event.trim_start_matches("/events/").parse().expect("an id");
        let entry = server.entry(number, |form| form);
        let visitor = server.visitor();
        let own = visitor.get(&format!("/register/{entry}"));
        assert_eq!(own.status, 200);
        let own = visitor.post(&format!("/register/{entry}"), &fields(&person(4))).location.expect("a page");
        let own = own.split('?').next().expect("a path");
        assert!(!visitor.get(own).says("我的场次"), "nothing is released yet");
        assert_eq!(host.post(&format!("{event}/participants/entrants"), &[]).status, 303);
        boxes.push(format!("people.{}", desk.id("/people", "people", "样例丙")));
        boxes.push(format!("people.{}", desk.id("/people", "people", "样例<")));
        let exam = [("title", "理论考试"), ("day", "2019-11-28"), ("start", "09:00"), ("length", "01:30")];
        let there =
            [("room", &*hall), (&boxes[0], "true"), (&boxes[1], "true"), (&boxes[2], "true"), (&boxes[3], "true")];
        desk.done("/sessions", &[&exam[..], &there].concat());
        desk.done("/release", &[("name", "第一版")]);
        let to = |address: &str| server.mail().into_iter().filter(|mail| mail.to == address).collect::<Vec<_>>();
        assert_eq!((to("jia@example.com").len(), to("yi@example.com").len()), (1, 1));

        let other = [("name", "示例甲"), ("role", "judge"), ("email", "new@example.com")];
        desk.done(&format!("/people/{}", boxes[0].trim_start_matches("people.")), &other);
        let (old, new) = (to("jia@example.com"), to("new@example.com"));
        assert_eq!((old.len(), new.len()), (2, 1));
        assert!(old[1].eml.contains("method=CANCEL") && !old[1].eml.contains("method=REQUEST"), "{}", old[1].eml);
        assert!(old[1].rendered.text.contains("不再发往本邮箱") && !old[1].rendered.text.contains("不再需要"));
        assert!(!old[1].rendered.text.contains("new@"), "not where to");
        assert!(new[0].eml.contains("method=REQUEST") && new[0].rendered.text.contains("理论考试"), "{}", new[0].eml);

        // Who registered finds the sessions and the calendar of their own on their page.
        let page = visitor.get(own).text();
        assert!(page.contains("我的场次") && page.contains("理论考试"), "{page}");
        let calendar = page.split("/feeds/person/").nth(1).and_then(|rest| rest.split('<').next()).expect("a calendar");
        let feed = server.visitor().get(&format!("/feeds/person/{calendar}"));
        assert!(feed.says("SUMMARY:理论考试") && feed.says("STATUS:CONFIRMED"), "{}", feed.text());
        assert!(!calendar.contains(own.rsplit('/').next().expect("a secret")), "not the secret of the page");
        assert_eq!(server.visitor().get(&format!("/feeds/person/{}0", calendar)).status, 404);

        roster("bing.new@example.com");
        let (old, new) = (to("bing@example.com"), to("bing.new@example.com"));
        assert_eq!((old.len(), new.len()), (2, 1));
        assert!(old[1].eml.contains("method=CANCEL") && !old[1].eml.contains("method=REQUEST"), "{}", old[1].eml);
        assert!(new[0].eml.contains("method=REQUEST") && new[0].rendered.text.contains("理论考试"), "{}", new[0].eml);
        // Brought in line with the roster once more, there is nothing left to say.
        assert_eq!(host.post(&format!("{event}/participants/entrants"), &[]).status, 303);
        assert_eq!((to("bing@example.com").len(), to("bing.new@example.com").len()), (2, 1));

        desk.done(&format!("/people/{}/remove", boxes[1].trim_start_matches("people.")), &[]);
        assert_eq!(to("yi@example.com").len(), 1, "not before it is released");
        desk.done("/release", &[("name", "第二版")]);
        let told = to("yi@example.com");
        assert_eq!(told.len(), 2);
        assert!(
            told[1].eml.contains("method=CANCEL") && told[1].rendered.text.contains("不再需要参加"),
            "{}",
            told[1].eml
        );
        let moved = [("title", "理论考试"), ("day", "2019-11-28"), ("start", "10:00"), ("length", "01:30")];
        let id = desk.id("", "sessions", "理论考试");
        desk.done(&format!("/sessions/{id}"), &[&moved[..], &[("room", &hall), (&boxes[0], "true")]].concat());
        desk.done("/release", &[("name", "第三版")]);
        assert_eq!((to("yi@example.com").len(), to("jia@example.com").len(), to("new@example.com").len()), (2, 2, 2));

        // Two of one address have one entry in its calendar: it stays as long as one of them is wanted.
        let add = |name: &str| {
            desk.done("/people", &[("name", name), ("role", "lecturer"), ("email", "New@example.com")]);
            format!("people.{}", desk.id("/people", "people", name))
        };
        let sits = |people: &[&str]| {
            let boxes: Vec<(&str, &str)> = people.iter().map(|person| (*person, "true")).collect();
            desk.done(&format!("/sessions/{id}"), &[&moved[..], &[("room", &*hall)], &boxes[..]].concat());
        };
        let third = add("示例丙");
        sits(&[&boxes[0], &third]);
        desk.done("/release", &[("name", "第四版")]);
        desk.done(&format!("/people/{}/remove", third.trim_start_matches("people.")), &[]);
        desk.done("/release", &[("name", "第五版")]);
        let told = to("New@example.com");
        assert_eq!(told.len(), 2);
        assert!(told[1].rendered.text.contains("不再需要参加"), "{}", told[1].rendered.text);
        assert!(!told[1].eml.contains("method=CANCEL"), "{}", told[1].eml);
        // Taken out and entered again is told once, and only that they are wanted.
        let before = to("new@example.com").len() + told.len();
        desk.done(&format!("/people/{}/remove", boxes[0].trim_start_matches("people.")), &[]);
        desk.done("/people", &other);
        let again = format!("people.{}", desk.id("/people", "people", "示例甲"));
        sits(&[&again]);
        desk.done("/release", &[("name", "第六版")]);
        let told = to("new@example.com");
        assert_eq!(told.len() + to("New@example.com").len(), before + 1);
        let last = told.last().expect("a letter");
        assert!(last.eml.contains("method=REQUEST") && !last.rendered.text.contains("不再需要"), "{}", last.eml);
    });
}
