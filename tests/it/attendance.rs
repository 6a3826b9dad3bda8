//! At the door: passes, scans with and without a connection, who came, what is flagged.

use crate::support::{Client, Reply, Server, on_both};
use jiangxin::domain::ids::{EventId, ParticipantId};
use jiangxin::service::accounts;
use jiangxin::storage::events::{self, Content, NewEvent};
use jiangxin::storage::participants::{self, NewParticipant};
use jiangxin::storage::{StorageError, people};

const NAMES: [&str; 3] = ["测试学员甲", "测试学员乙", "测试学员丙"];

/// A filed class of the host's on Monday and Tuesday, with three people.
fn class(server: &Server, reference: &str, kind: &'static str) -> (EventId, Vec<ParticipantId>) {
    let at = server.app.now().naive_utc();
    let host = server.app.store.read(|conn| {
        let user = people::user_by_email(conn, "host@demo.example")?.ok_or(StorageError::NotFound)?;
        accounts::who(conn, user.id)
    });
    let host = host.expect("the database").expect("somebody active");
    let new = NewEvent {
        reference,
        kind,
        organisation_id: host.organisation().get(),
        division: "330300",
        plan_item_id: None,
        state: "filed",
        waiting_since: at,
        created_at: at,
        updated_at: at,
    };
    let day = |day: &str| day.parse().ok();
    let content = Content {
        name: format!("样例研修班 {reference}"),
        trade: "焊工".into(),
        venue: String::new(),
        starts_on: day("2019-11-18"),
        ends_on: day("2019-11-19"),
        details: "{}".into(),
    };
    let made = server.app.store.write(|tx| {
        let event = events::insert(tx, &new, &content)?;
        let mut ids = Vec::new();
        for (number, name) in NAMES.iter().enumerate() {
            let person = NewParticipant {
                event_id: event.get(),
                state: "admitted",
                source: "office",
                name: (*name).to_owned(),
                resident_id: Some(format!("33030019900101000{number}")),
                id_tail: format!("000{number}"),
                unit: "样例建筑公司".to_owned(),
                lang: "zh".to_owned(),
                created_at: at,
                ..NewParticipant::default()
            };
            ids.push(participants::insert(tx, &person)?);
        }
        Ok::<_, StorageError>((event, ids))
    });
    made.expect("a class")
}

fn code(server: &Server, id: ParticipantId) -> String {
    let row = server.app.store.read(|conn| participants::get(conn, id)).expect("a participant");
    row.pass_code.expect("a pass")
}

fn send(client: &Client, event: EventId, device: &str, scans: &str) -> Reply {
    let fields = [("device", device), ("sent_at", "2019-11-18T01:00:00Z"), ("scans", scans)];
    client.post(&format!("/events/{event}/check-in/scans"), &fields)
}

fn scan(mark: &str, person: ParticipantId, direction: &str, at: &str) -> String {
    format!(r#"{{"mark":"{mark}","person":{person},"direction":"{direction}","at":"{at}"}}"#)
}

#[test]
fn from_the_pass_to_the_table() {
    on_both(|server| {
        let host = server.sign_in("host");
        let (event, ids) = class(server, "HD-2019-9101", "seminar");
        let (door, table) = (format!("/events/{event}/check-in"), format!("/events/{event}/attendance"));
        assert!(host.get(&table).says("测试学员甲"));

        assert!(host.get(&format!("/events/{event}/passes")).says("还有 3 人没有签到证"));
        assert_eq!(host.post(&format!("/events/{event}/passes"), &[]).status, 303);
        let sheet = host.get(&format!("/events/{event}/passes"));
        assert_eq!(sheet.text().matches("class=\"qr\"").count(), 3, "{}", sheet.text());
        let codes: Vec<String> = ids.iter().map(|id| code(server, *id)).collect();

        let seen = server.visitor().get(&format!("/pass/{}", codes[0]));
        assert!(seen.says("测***甲") && !seen.says("测试学员甲") && !seen.says("样例建筑公司"), "{}", seen.text());
        assert!(!seen.says("name=\"direction\""), "a visitor has no button");
        assert_eq!(server.visitor().get("/pass/NOSUCHPASS").status, 404);

        // One tap at the page behind the code; the same press again is the same scan.
        let page = host.get(&format!("/pass/{}", codes[0]));
        assert!(page.says("测试学员甲"), "{}", page.text());
        let mark = page.value("mark").expect("a mark");
        let tap = [("mark", mark.as_str()), ("direction", "in")];
        for flash in ["jx_done=scanned-in", "jx_done=scan-known"] {
            let reply = host.post(&format!("/pass/{}", codes[0]), &tap);
            assert_eq!(reply.status, 303, "{flash}: {}", reply.text());
        }

        // Typed at the desk, in small letters and with a dash.
        let typed = codes[1].to_lowercase();
        let typed = format!("{}-{}", &typed[..5], &typed[5..]);
        let mark = host.get(&door).value("mark").expect("a mark");
        let fields = [("mark", mark.as_str()), ("direction", "in"), ("code", typed.as_str())];
        assert_eq!(host.post(&door, &fields).status, 303);
        let wrong = host.post(&door, &[("mark", "x1"), ("direction", "in"), ("code", "AAAAA-AAAAA")]);
        assert!(wrong.status == 422 && wrong.says("不是本活动的签到码"), "{}", wrong.text());
        let found = host.get(&format!("{door}?q=%E4%B8%99"));
        assert!(found.says("测试学员丙") && !found.says("<td>测试学员甲<small"), "{}", found.text());

        let roster = host.get(&format!("{door}/roster"));
        assert!(roster.says("测***丙") && !roster.says("测试学员丙") && !roster.says(&codes[2]), "{}", roster.text());

        let page = host.get(&table);
        assert_eq!(page.text().matches(">到</span>").count(), 2, "{}", page.text());
        let file = host.get(&format!("{table}/file?format=csv"));
        assert!(file.says("测试学员甲,0000,样例建筑公司,,到,缺,缺,缺,1,4,否"), "{}", file.text());
    });
}

#[test]
fn an_hour_without_a_connection_is_reconciled() {
    on_both(|server| {
        let host = server.sign_in("host");
        let (event, ids) = class(server, "HD-2019-9102", "seminar");
        let table = format!("/events/{event}/attendance");
        let first = format!(
            "[{},{},{},{}]",
            scan("a1", ids[0], "in", "2019-11-18T00:20:00Z"),
            scan("a2", ids[1], "in", "2019-11-18T08:21:00+08:00"),
            scan("a3", ParticipantId::new(99_999), "in", "2019-11-18T00:22:00Z"),
            r#"{"mark":"a4","code":"nobody","direction":"in","at":"yesterday"}"#,
        );
        let reply = send(&host, event, "phone-a", &first);
        assert_eq!(reply.status, 200, "{}", reply.text());
        assert_eq!(reply.text().matches("entered").count(), 2, "{}", reply.text());
        assert!(reply.says("不是本活动的签到码") && reply.says("时间不对"), "{}", reply.text());
        let again = send(&host, event, "phone-a", &first);
        assert!(again.text().matches("known").count() == 2 && !again.says("entered"), "{}", again.text());

        // A second phone, offline at the same time, took the first person in, too.
        let second = format!("[{}]", scan("b1", ids[0], "in", "2019-11-18T00:30:00Z"));
        assert!(send(&host, event, "phone-b", &second).says("entered"));
        let page = host.get(&table);
        assert!(page.says("重复签到") && page.says("phone-a / phone-b"), "{}", page.text());
        let flag = page.value("flag").expect("a flag");
        let answers = format!("{table}/answers");
        assert_eq!(host.post(&answers, &[("flag", &flag), ("answer", " ")]).status, 422);
        assert_eq!(host.post(&answers, &[("flag", "none"), ("answer", "无")]).status, 409);
        assert_eq!(host.post(&answers, &[("flag", &flag), ("answer", "两扇门各扫了一次")]).status, 303);
        assert!(host.get(&table).says("两扇门各扫了一次"));

        // A wrong clock and a rush are hints.
        let fields = [("device", "phone-c"), ("sent_at", "2019-11-18T03:00:00Z"), ("scans", "[]")];
        assert_eq!(host.post(&format!("/events/{event}/check-in/scans"), &fields).status, 200);
        let off = format!("[{}]", scan("c1", ids[2], "in", "2019-11-18T03:00:00Z"));
        let fields = [("device", "phone-c"), ("sent_at", "2019-11-18T03:00:00Z"), ("scans", off.as_str())];
        host.post(&format!("/events/{event}/check-in/scans"), &fields);
        assert!(host.get(&table).says("时钟相差 120 分钟"));

        // Struck, a scan is as if it had never been; a sheet of paper is entered in its place.
        let person = format!("{table}/{}", ids[1]);
        let id = host.get(&person).value("scan").expect("a scan");
        assert_eq!(host.post(&format!("{person}/strike"), &[("scan", &id), ("reason", "")]).status, 422);
        let reason = [("scan", id.as_str()), ("reason", "扫错了人")];
        assert_eq!(host.post(&format!("{person}/strike"), &reason).status, 303);
        assert_eq!(host.post(&format!("{person}/strike"), &reason).status, 409);
        let shown = host.get(&person);
        assert!(shown.says("已作废：扫错了人") && !shown.says(">到</span>"), "{}", shown.text());
        let ticked = format!("people.{}", ids[1]);
        let manual = |half: &str| {
            let fields = [("half", half), ("reason", "纸质签到表"), (ticked.as_str(), "true")];
            host.post(&format!("{table}/manual"), &fields).status
        };
        assert_eq!((manual("2019-11-19.morning"), manual("2019-11-20.morning")), (422, 422), "to come, and never");
        assert_eq!(manual("2019-11-18.morning"), 303);
        let shown = host.get(&person);
        assert!(shown.says(">到</span>") && shown.says("纸质签到表"), "{}", shown.text());
    });
}

#[test]
fn the_door_is_for_those_who_hold_the_event() {
    let server = Server::sqlite();
    let (event, ids) = class(&server, "HD-2019-9103", "seminar");
    let host = server.sign_in("host");
    host.post(&format!("/events/{event}/passes"), &[]);
    let code = code(&server, ids[0]);
    for (name, status) in [("host.school", 404), ("clerk.ruian", 404), ("evaluator", 404), ("reviewer", 403)] {
        let stranger = server.sign_in(name);
        let door = format!("/events/{event}/check-in");
        assert_eq!(stranger.get(&door).status, status, "{name}");
        assert_eq!(stranger.get(&format!("{door}/roster")).status, status, "{name}");
        assert_eq!(stranger.get(&format!("/events/{event}/passes")).status, status, "{name}");
        let mine = format!("[{}]", scan("x", ids[0], "in", "2019-11-18T00:20:00Z"));
        assert_eq!(send(&stranger, event, "phone-x", &mine).status, status, "{name}");
        let page = stranger.get(&format!("/pass/{code}"));
        assert!(page.says("测***甲") && !page.says("name=\"direction\""), "{name}");
        let tap = [("mark", "m1"), ("direction", "in")];
        assert_eq!(stranger.post(&format!("/pass/{code}"), &tap).status, status, "{name}");
    }
    assert!(server.sign_in("reviewer").get(&format!("/events/{event}/attendance")).says("测试学员甲"));
    assert!(send(&host, event, "manual", "[]").status == 422 && send(&host, event, "p", "{}").status == 422);
}
