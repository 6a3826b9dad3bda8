//! At the door: passes, scans with and without a connection, who came, what is flagged.

use crate::contests::{judged, mark_all, step};
use crate::support::entries::new_entry;
use crate::support::{Client, Reply, Server, on_both};
use jiangxin::domain::ids::{EventId, EventPersonId, ParticipantId};
use jiangxin::domain::schedule::Role;
use jiangxin::domain::schedule::release::{Entry, Part};
use jiangxin::storage::StorageError;
use jiangxin::storage::contests;
use jiangxin::storage::entries;
use jiangxin::storage::events::{self, Content};
use jiangxin::storage::participants::{self, NewParticipant};
use jiangxin::storage::schedules::{self, PersonData};

pub const NAMES: [&str; 3] = ["测试学员甲", "测试学员乙", "测试学员丙"];

/// A filed class of the host's on Monday and Tuesday, with three people.
pub fn class(server: &Server, reference: &str, kind: &'static str) -> (EventId, Vec<ParticipantId>) {
    let at = server.app.now().naive_utc();
    let new = server.new_event(reference, kind, "filed");
    let day = |day: &str| day.parse().ok();
    let content = Content {
        name: format!("样例研修班 {reference}"),
        trade: "焊工".into(),
        venue: String::new(),
        starts_on: day("2019-11-18"),
        ends_on: day("2019-11-19"),
        details: r#"{"name":"样例研修班","starts_on":"2019-11-18","ends_on":"2019-11-19"}"#.into(),
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

pub fn code(server: &Server, id: ParticipantId) -> String {
    let row = server.app.store.read(|conn| participants::get(conn, id)).expect("a participant");
    row.pass_code.expect("a pass")
}

fn send(client: &Client, event: EventId, device: &str, scans: &str) -> Reply {
    let fields = [("device", device), ("sent_at", ""), ("scans", scans)];
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
        assert!(file.says("测试学员甲,0000,样例建筑公司,,到,,,,1,4,未结束"), "{}", file.text());
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
        assert!(reply.says("不是本活动的签到码") && reply.says("时间无法识别"), "{}", reply.text());
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
        assert!(host.get(&table).says("时钟快 2 小时，时间已校正"));
        let put_right = host.get(&format!("{table}/{}", ids[2]));
        assert!(put_right.says("2019-11-18 09:00") && !put_right.says("2019-11-18 11:00"), "{}", put_right.text());

        // Struck, a scan is as if it had never been; a sheet of paper is entered in its place.
        let person = format!("{table}/{}", ids[1]);
        let id = host.get(&person).value("scan").expect("a scan");
        assert_eq!(host.post(&format!("{person}/strike"), &[("scan", &id), ("reason", "")]).status, 422);
        let reason = [("scan", id.as_str()), ("reason", "扫错了人")];
        let anothers = format!("{table}/{}/strike", ids[2]);
        assert_eq!(host.post(&anothers, &reason).status, 404, "it is another person's");
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

/// A mark is of one scan; nobody is scanned in ahead of time.
#[test]
fn a_mark_is_not_another_persons_and_tomorrow_is_not_scanned_today() {
    on_both(|server| {
        let host = server.sign_in("host");
        let (event, ids) = class(server, "HD-2019-9112", "seminar");
        let (door, table) = (format!("/events/{event}/check-in"), format!("/events/{event}/attendance"));
        let one = |scan: String, sent_at: &str| {
            let scans = format!("[{scan}]");
            let fields = [("device", "phone-a"), ("sent_at", sent_at), ("scans", scans.as_str())];
            let reply = host.post(&format!("{door}/scans"), &fields);
            assert_eq!(reply.status, 200, "{}", reply.text());
            reply.text()
        };
        let now = "2019-11-18T01:00:00Z";
        assert!(one(scan("a1", ids[0], "in", "2019-11-18T00:20:00Z"), now).contains("entered"));
        assert!(one(scan("a1", ids[0], "in", "2019-11-18T00:20:00Z"), now).contains("known"));
        // The same mark of another person, and the other way.
        for other in
            [scan("a1", ids[1], "in", "2019-11-18T00:21:00Z"), scan("a1", ids[0], "out", "2019-11-18T00:22:00Z")]
        {
            let said = one(other, now);
            assert!(said.contains("refused") && said.contains("同一条记录已用于另一人或另一方向"), "{said}");
            assert!(!said.contains("测***"), "{said}");
        }
        // Tomorrow's, by a phone whose clock is right, and by one that does not say; and one that is 41 days old.
        for sent_at in [now, ""] {
            let said = one(scan("a2", ids[1], "in", "2019-11-19T00:50:00Z"), sent_at);
            assert!(said.contains("refused") && said.contains("时间晚于发送时间"), "{said}");
            let said = one(scan("a2", ids[1], "in", "2019-10-08T00:50:00Z"), sent_at);
            assert!(said.contains("refused") && said.contains("四十天以前"), "{said}");
        }
        // A phone a day ahead: what it scanned is entered for today.
        let said = one(scan("a3", ids[1], "in", "2019-11-19T00:50:00Z"), "2019-11-19T01:00:00Z");
        assert!(said.contains("entered"), "{said}");
        let person = host.get(&format!("{table}/{}", ids[1]));
        assert!(person.says("2019-11-18 08:50") && !person.says("2019-11-19 08:50"), "{}", person.text());
        // Back in the browser: the page's mark is used up, the next press enters.
        let mark = host.get(&door).value("mark").expect("a mark");
        let press = |mark: &str, id: ParticipantId| {
            let person = id.to_string();
            host.post(&door, &[("mark", mark), ("person", person.as_str()), ("direction", "in")])
        };
        assert_eq!(press(&mark, ids[0]).status, 303);
        assert_eq!(press(&mark, ids[0]).status, 303, "a double click");
        let back = press(&mark, ids[2]);
        assert!(back.status == 422 && back.says("这一次没有登记"), "{}", back.text());
        let fresh = back.value("mark").expect("another mark");
        assert!(fresh != mark && press(&fresh, ids[2]).status == 303);
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

/// Scans of a whole class: the first two people both days, the third one morning only.
pub fn attended(host: &Client, event: EventId, ids: &[ParticipantId]) {
    let mut scans = Vec::new();
    for (index, id) in ids.iter().enumerate() {
        for day in [18, 19] {
            if index < 2 || day == 18 {
                let out = if index < 2 { "09:30" } else { "04:00" };
                scans.push(scan(&format!("i{index}-{day}"), *id, "in", &format!("2019-11-{day}T00:20:00Z")));
                scans.push(scan(&format!("o{index}-{day}"), *id, "out", &format!("2019-11-{day}T{out}:00Z")));
            }
        }
    }
    let fields = [("device", "phone-a"), ("sent_at", ""), ("scans", &format!("[{}]", scans.join(",")))];
    let reply = host.post(&format!("/events/{event}/check-in/scans"), &fields);
    assert_eq!(reply.text().matches("entered").count(), 10, "{}", reply.text());
}

/// Moves an event to a state, as its steps would.
pub fn put(server: &Server, event: EventId, state: &str) {
    let moved = server.app.store.write(|tx| {
        let row = events::lock(tx, event)?;
        let at = server.app.now().naive_utc();
        let place = events::Place { state: state.parse().expect("a state"), returned: false, submitter: None, at };
        events::put_place(tx, event, row.version, &place)
    });
    moved.expect("an event");
}

#[test]
fn what_is_measured_fills_the_closing_file() {
    on_both(|server| {
        let (event, ids) = class(server, "HD-2019-9104", "seminar");
        let path = format!("/events/{event}");
        server.advance_days(2);
        let host = server.sign_in("host");
        attended(&host, event, &ids);
        put(server, event, "held");
        let form = host.get(&format!("{path}/edit"));
        assert!(form.says("由签到和日程得出 2"), "{}", form.text());
        assert_eq!(form.value("actual_people").as_deref(), Some("2"));
        let version = form.value("version").expect("a version");
        let saved = host.post(&format!("{path}/edit"), &[("version", &version), ("actual_people", "3")]);
        assert_eq!(saved.status, 303, "{}", saved.text());
        let page = host.get(&path);
        assert!(page.says("与签到、日程不一致") && page.says("3 → 2"), "{}", page.text());
        assert!(server.sign_in("reviewer").get(&path).says("3 → 2"));

        // The papers that the system has are made by one press; a second one replaces them.
        for _ in 0..2 {
            let host = server.sign_in("host");
            let made = host.post(&format!("{path}/attendance/papers"), &[]);
            assert_eq!(made.status, 303, "{}", made.text());
            let page = host.get(&path);
            assert_eq!(page.text().matches("(系统生成).xlsx</a>").count(), 2, "{}", page.text());
            server.advance_days(1);
        }

        let host = server.sign_in("host");
        // Certificates of completion for those who attended enough.
        let list = format!("{path}/completions");
        assert!(host.get(&list).says("测试学员丙 1/4"));
        assert_eq!(host.get(&format!("{list}/file")).status, 404, "none yet");
        assert_eq!(host.post(&list, &[]).status, 303);
        let sheets = host.get(&list).text();
        assert_eq!(sheets.matches("<article").count(), 2, "{sheets}");
        let file = host.get(&format!("{list}/file"));
        assert!(sheets.contains(&format!("{list}/file")) && file.status == 200);
        assert_eq!(file.media_type, "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
        assert_eq!(document(&file.bytes).matches("测试学员").count(), 2);
        assert_eq!(server.sign_in("host.school").get(&format!("{list}/file")).status, 404);
        let code = sheets.split("/certificates/").nth(1).and_then(|rest| rest.split('<').next()).expect("an address");
        let verified = server.visitor().get(&format!("/certificates/{code}"));
        assert!(verified.says("测试学员甲") && verified.says("4/4"), "{}", verified.text());
        let revoke = sheets.split("action=\"").find(|rest| rest.contains("/revoke\"")).expect("a form");
        let revoke = revoke.split('"').next().expect("its address");
        assert_eq!(host.post(revoke, &[("reason", "")]).status, 422);
        assert_eq!(host.post(revoke, &[("reason", "出勤更正")]).status, 303);
        assert!(server.visitor().get(&format!("/certificates/{code}")).says("出勤更正"));
        assert_eq!(server.visitor().get("/certificates/none").status, 404);
    });
}

/// The text of a Word document.
fn document(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a document");
    let mut text = String::new();
    let mut part = archive.by_name("word/document.xml").expect("its text");
    std::io::Read::read_to_string(&mut part, &mut text).expect("its text");
    text
}

#[test]
fn hours_go_by_where_lecturers_come_from() {
    on_both(|server| {
        let (event, _) = class(server, "HD-2019-9106", "seminar");
        let at = server.app.now().naive_utc();
        let lecturer = |origin: &str| PersonData {
            name: format!("示例讲师{origin}"),
            unit: String::new(),
            role: "lecturer",
            email: None,
            user_id: None,
            away: String::new(),
            origin: origin.to_owned(),
        };
        let made = server.app.store.write(|tx| {
            let near = schedules::insert_person(tx, event, &lecturer("provincial"), at)?;
            let far = schedules::insert_person(tx, event, &lecturer("foreign"), at)?;
            let session = |id: i64, start: &str, who: EventPersonId| Entry {
                id,
                sequence: 0,
                title: "授课".into(),
                item: String::new(),
                group: String::new(),
                start: start.parse().expect("a time"),
                minutes: 210,
                room: "阶梯教室".into(),
                place: String::new(),
                parts: vec![Part { person: who.get(), name: "示例讲师".into(), role: Role::Lecturer }],
                cancelled: false,
            };
            let sessions = [
                session(1, "2019-11-18T08:30:00", near),
                session(2, "2019-11-18T14:00:00", far),
                session(3, "2019-11-19T08:30:00", near),
                Entry { cancelled: true, ..session(4, "2019-11-19T14:00:00", near) },
            ];
            let content = serde_json::json!(sessions).to_string();
            schedules::insert_release(tx, event, 1, "第一版", (&content, "[]"), "周承办", at)
        });
        made.expect("a release");
        put(server, event, "held");
        server.advance_days(3);
        let host = server.sign_in("host");
        let form = host.get(&format!("/events/{event}/edit"));
        // Two sessions of 210 minutes are 9.33 hours of 45 minutes, one is 4.66.
        assert_eq!(form.value("hours_provincial").as_deref(), Some("9.33"), "{}", form.text());
        assert_eq!(form.value("hours_foreign").as_deref(), Some("4.66"));
        assert_eq!(form.value("actual_people").as_deref(), Some(""), "nobody was scanned");
        let table = host.get(&format!("/events/{event}/attendance"));
        assert!(table.says("11月19日 上午") && !table.says("11月19日 下午"), "{}", table.text());
        let rule = [("present", "2/3")];
        assert_eq!(host.post(&format!("/events/{event}/attendance/rule"), &[("present", "5/4")]).status, 422);
        assert_eq!(host.post(&format!("/events/{event}/attendance/rule"), &rule).status, 303);
        assert!(host.get(&format!("/events/{event}/attendance")).says("到场时间达到 2/3"));
    });
}

#[test]
fn a_contestant_who_was_not_there_gets_no_certificate() {
    on_both(|server| {
        let (host, clerk) = (server.sign_in("host"), server.sign_in("clerk"));
        let (contest, entrants) = judged(server, &host);
        mark_all(server, &contest, &entrants);
        for client in [&host, &clerk] {
            assert_eq!(step(client, &contest, "sign").status, 303);
        }
        let page = host.get(&contest).text();
        for key in page.split("name=\"finding\" value=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            host.post(&format!("{contest}/answers"), &[("finding", key), ("answer", "已核实")]);
        }
        assert_eq!(step(&host, &contest, "submit").status, 303);
        assert_eq!(step(&clerk, &contest, "publish").status, 303);
        let at = server.app.now().naive_utc();
        let made = server.app.store.write(|tx| {
            let event = contests::get(tx, entrants[0].item_id)?.event_id;
            let mut ids = Vec::new();
            for name in ["测试甲", "测试乙"] {
                let person = NewParticipant {
                    event_id: event.get(),
                    state: "admitted",
                    source: "office",
                    name: name.to_owned(),
                    created_at: at,
                    ..NewParticipant::default()
                };
                ids.push(participants::insert(tx, &person)?);
            }
            Ok::<_, StorageError>((event, ids))
        });
        let (event, ids) = made.expect("two people");
        server.advance_days(1);
        let host = server.sign_in("host");
        let scans = [("i", "in", "2019-11-18T00:20:00Z"), ("o", "out", "2019-11-18T09:30:00Z")];
        let scans = scans.map(|(mark, direction, at)| scan(mark, ids[0], direction, at));
        assert!(send(&host, event, "phone-a", &format!("[{}]", scans.join(","))).says("entered"));

        let path = format!("{contest}/certificates");
        assert!(host.get(&path).says("测试乙 0/2"));
        assert_eq!(host.post(&path, &[]).status, 303);
        let printed = host.get(&path).text();
        assert_eq!(printed.matches("class=\"certificate\"").count(), 1, "{printed}");
        // Nothing to issue is an answer, not an error.
        assert_eq!(host.post(&path, &[]).status, 303);
        let page = host.get(&path);
        assert!(page.says("没有可新颁发的证书") && page.says("flash wait"), "{}", page.text());
        assert!(page.says("可新颁发 0 人，已有证书 1 人，出勤不足 1 人，证书已撤销 0 人"), "{}", page.text());
        assert!(page.says("测试乙 0/2") && !page.says(&format!("action=\"{path}\"")), "{}", page.text());
    });
}

#[test]
fn what_is_odd_is_said_at_the_door() {
    on_both(|server| {
        let host = server.sign_in("host");
        let (event, ids) = class(server, "HD-2019-9108", "seminar");
        host.post(&format!("/events/{event}/passes"), &[]);
        let door = format!("/events/{event}/check-in");
        let tap = |id: ParticipantId, direction: &str| {
            let mark = host.get(&door).value("mark").expect("a mark");
            let person = id.to_string();
            let fields = [("mark", mark.as_str()), ("person", person.as_str()), ("direction", direction)];
            assert_eq!(host.post(&door, &fields).status, 303);
            host.get(&door)
        };
        // It is nine o'clock on the first day.
        let plain = tap(ids[0], "in");
        assert!(plain.says("flash done") && !plain.says("此前已签到"), "{}", plain.text());
        let twice = tap(ids[0], "in");
        assert!(twice.says("flash wait") && twice.says("此人此前已经签到，尚未签退"), "{}", twice.text());
        assert!(twice.says("此前已签到，尚未签退</span>"), "and in the list below: {}", twice.text());
        let alone = tap(ids[1], "out");
        assert!(alone.says("flash wait") && alone.says("此人当天没有签到记录"), "{}", alone.text());

        // An offline phone hands in its scans later and in any order: each is judged in its own time.
        server.advance_days(1);
        let host = server.sign_in("host");
        let batch = format!(
            "[{},{},{},{}]",
            scan("o2", ids[2], "out", "2019-11-18T12:00:00+08:00"),
            scan("o1", ids[2], "in", "2019-11-18T08:20:00+08:00"),
            scan("o3", ids[2], "in", "2019-11-17T08:20:00+08:00"),
            scan("o4", ids[2], "in", "2019-11-18T22:30:00+08:00"),
        );
        let reply = send(&host, event, "phone-o", &batch);
        let said: serde_json::Value = serde_json::from_slice(&reply.bytes).expect("JSON");
        let odd = |index: usize| said["scans"][index]["odd"].to_string();
        assert_eq!((odd(0).as_str(), odd(1).as_str()), ("[]", "[]"), "{}", reply.text());
        assert!(odd(2).contains("不在活动日期内") && odd(3).contains("不在此人的场次时间内"), "{}", reply.text());

        server.advance_days(4);
        let host = server.sign_in("host");
        let mark = host.get(&door).value("mark").expect("a mark");
        let person = ids[0].to_string();
        let late = [("mark", mark.as_str()), ("person", person.as_str()), ("direction", "in")];
        assert_eq!(host.post(&door, &late).status, 303);
        assert!(host.get(&door).says("今天不在活动日期内"));
    });
}

#[test]
fn before_it_begins_nobody_is_absent_and_before_the_filing_the_cause_is_said() {
    let server = Server::sqlite();
    let host = server.sign_in("host");
    let (event, _) = class(&server, "HD-2019-9109", "seminar");
    let table = format!("/events/{event}/attendance");
    let row = |page: &Reply| page.text().matches(">未开始</span>").count();
    // Nine o'clock on the first day: the first of four half-days has begun.
    let page = host.get(&table);
    assert_eq!((row(&page), page.text().matches(">缺</span>").count()), (9, 3), "{}", page.text());
    assert!(page.says("未结束") && !page.says("未达到"), "{}", page.text());
    server.advance_days(2);
    let host = server.sign_in("host");
    let page = host.get(&table);
    assert!(row(&page) == 0 && page.says("未达到") && !page.says("未结束"), "{}", page.text());

    let approved = server.approved_event("样例未备案赛");
    for path in ["check-in", "check-in/roster", "passes"] {
        let early = host.get(&format!("/events/{approved}/{path}"));
        assert!(early.status == 409 && (path.ends_with("roster") || early.says("活动尚未备案")), "{}", early.text());
    }
    assert!(!host.get(&format!("/events/{approved}/attendance")).says("/check-in\""));
}

/// A head count is an event's own: the same person counts at each event, and once in one of them.
#[test]
fn one_person_at_two_events_counts_at_each_and_once_in_one() {
    on_both(|server| {
        server.advance_days(2);
        let host = server.sign_in("host");
        let met = |event: EventId| {
            let page = host.get(&format!("/events/{event}/attendance"));
            let stats: Vec<String> = page
                .text()
                .split("<dd>")
                .skip(1)
                .take(3)
                .filter_map(|rest| rest.split('<').next().map(str::to_owned))
                .collect();
            stats.join(" ")
        };
        let (first, ids) = class(server, "HD-2019-9110", "seminar");
        let (second, others) = class(server, "HD-2019-9111", "seminar");
        for (event, id, device) in [(first, ids[0], "phone-1"), (second, others[0], "phone-2")] {
            let day = |day: u32| {
                let whole = |way: &str, hour: &str| {
                    scan(&format!("{day}{way}"), id, way, &format!("2019-11-{day}T{hour}:00+08:00"))
                };
                [whole("in", "08:20"), whole("out", "17:35")].join(",")
            };
            let reply = send(&host, event, device, &format!("[{},{}]", day(18), day(19)));
            assert_eq!(reply.text().matches("entered").count(), 4, "{}", reply.text());
        }
        assert_eq!((met(first).as_str(), met(second).as_str()), ("3 1 1", "3 1 1"), "at each");
        assert!(host.get(&format!("/events/{first}/attendance")).says("同时在别处"), "and both are looked at");

        // Entered a second time, under another item, the person is one still.
        let again = server.app.store.write(|tx| {
            let row = participants::get(tx, ids[0])?;
            let twin = NewParticipant {
                event_id: first.get(),
                state: "admitted",
                source: "office",
                name: row.name,
                resident_id: row.resident_id.map(|number| number.to_lowercase()),
                entry_id: Some(
                    entries::insert(tx, first, None, &new_entry("焊工", row.created_at), row.created_at)?.get(),
                ),
                id_tail: row.id_tail,
                unit: row.unit,
                lang: "zh".to_owned(),
                created_at: row.created_at,
                ..NewParticipant::default()
            };
            participants::insert(tx, &twin)
        });
        again.expect("a second item");
        assert_eq!(met(first), "3 1 1", "once in one");
    });
}
