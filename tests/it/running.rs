//! What an event keeps of its people, and what it tells of them: letters deleted with the personal data, one
//! person's whole data, teams with too few members, who comes from private enterprises.

use crate::attendance::{NAMES, attended, class, put};
use crate::support::entries::{fields, person, resident_id};
use crate::support::{Client, Reply, Server, on_both};
use jiangxin::service::participants::entries::EntryForm;
use jiangxin::service::participants::{personal, teams};
use jiangxin::storage::outbox::{self, OutboxRow};
use jiangxin::storage::{StorageError, audit, events};

fn letters(server: &Server) -> Vec<OutboxRow> {
    let mut rows = server.app.store.read(|conn| outbox::list(conn, None, 0, 1_000)).expect("the outbox");
    rows.reverse();
    rows
}

/// Registers an invented person; the address of their own page.
fn register(server: &Server, entry: &str, serial: u32) -> String {
    let visitor = server.visitor();
    visitor.get(entry);
    let done = visitor.post(entry, &fields(&person(serial)));
    assert_eq!(done.status, 303, "{}", done.text());
    done.location.expect("a page")
}

#[test]
fn letters_to_participants_go_with_their_data() {
    on_both(|server| {
        let event = server.approved_event("样例通知赛");
        let entry = server.entry(event, |form| form);
        let path = format!("/register/{entry}");
        let host = server.sign_in("host");
        let terms = [("version", "new"), ("purpose", "核对参赛资格"), ("keep_days", "20"), ("share", "80")];
        assert_eq!(host.post(&format!("/events/{event}/participants/terms"), &terms).status, 303);
        assert!(host.get(&format!("/events/{event}/participants")).says("保存期不足 30 天"));
        let own = register(server, &path, 1);
        let sent = server.mail().len();
        register(server, &path, 2);
        let before = letters(server);
        assert!(before.iter().any(|row| row.to_address == "person1@example.com" && row.state == "sent"));
        assert!(before.iter().any(|row| row.to_address == "person2@example.com" && row.state == "queued"));
        let others = before.iter().filter(|row| !row.to_address.ends_with("@example.com")).count();

        // The last day is 2019-12-10, but what is not closed keeps its data; then the days count from the closing.
        server.advance_days(53);
        assert_eq!(personal::erase_due(&server.app).expect("a day"), 0);
        put(server, event, "closed");
        server.advance_days(20);
        assert_eq!(personal::erase_due(&server.app).expect("a day"), 0);
        server.advance_days(1);
        assert_eq!(personal::erase_due(&server.app).expect("a day"), 1);
        assert_eq!(personal::erase_due(&server.app).expect("a day"), 0, "once");
        let after = letters(server);
        assert_eq!(after.len(), before.len(), "kind, time and state stay");
        for row in after.iter().filter(|row| row.kind.starts_with("registration-admitted")) {
            assert_eq!((row.to_address.as_str(), row.to_name.as_str(), row.subject.as_deref()), ("", "", None));
            assert!(row.body_text.is_none() && row.body_html.is_none() && row.forgotten_at.is_some());
            assert!(!row.payload.contains("participation"), "{}", row.payload);
        }
        let states: Vec<&str> = after.iter().map(|row| row.state.as_str()).collect();
        assert!(states.contains(&"sent") && states.contains(&"dead") && !states.contains(&"queued"), "{states:?}");
        assert_eq!(after.iter().filter(|row| !row.to_address.is_empty()).count(), others, "the office keeps its own");
        assert_eq!(server.mail().len(), sent, "what waited is not sent any more");

        // The auditor reads that there was a letter; nobody can send it anew.
        let dead = after.iter().find(|row| row.state == "dead").expect("the one that waited");
        let (auditor, admin) = (server.sign_in("auditor"), server.sign_in("admin"));
        let page = auditor.get(&format!("/outbox/{}", dead.id));
        assert!(page.says("报名成功") && page.says("一并删除"), "{}", page.text());
        assert!(auditor.get("/outbox").says("已随个人信息删除"));
        assert!(!page.says("person2@example.com") && !auditor.get("/outbox?q=person2").says("报名成功"));
        assert_eq!(admin.post(&format!("/outbox/{}/redrive", dead.id), &[]).status, 409);
        assert_eq!(server.sign_in("clerk").post(&format!("/outbox/{}/redrive", dead.id), &[]).status, 403);
        assert_eq!(server.visitor().get(&own).status, 404, "the link is gone, too");
        let record = server.app.store.read(|conn| audit::after(conn, 0, 1_000)).expect("the record");
        let erased = record.iter().find(|entry| entry.action == "participant.erase").expect("an entry");
        assert!(erased.after_state.as_deref().is_some_and(|said| said.contains("\"letters\":2")), "{erased:?}");
    });
}

fn data(client: &Client, number: &str, form: &str) -> Reply {
    client.post("/participants/person", &[("number", number), ("form", form)])
}

#[test]
fn one_persons_data_is_whole() {
    on_both(|server| {
        let event = server.approved_event("样例结业班");
        let entry = server.entry(event, |form| form);
        let own = register(server, &format!("/register/{entry}"), 1);
        server.mail();
        let code = own.trim_start_matches("/participation/");
        let row = server
            .app
            .store
            .read(|conn| jiangxin::storage::entries::by_link(conn, &jiangxin::service::accounts::digest(code)));
        let pass = row.expect("a participant").pass_code.expect("a pass");
        server.advance_days(21);
        put(server, event, "filed");
        let host = server.sign_in("host");
        let tap = host.get(&format!("/pass/{pass}")).value("mark").expect("a mark");
        let scanned = host.post(&format!("/pass/{pass}"), &[("mark", &tap), ("direction", "in")]);
        assert_eq!(scanned.status, 303, "{}", scanned.text());
        let clerk = server.sign_in("clerk");
        let json = data(&clerk, &resident_id(1), "json");
        let said: serde_json::Value = serde_json::from_slice(&json.bytes).expect("JSON");
        let of = &said["participations"][0]["of_the_event"];
        assert_eq!(of["scans"][0]["direction"], "in", "{}", json.text());
        assert_eq!(of["half_days"].as_array().map(Vec::len), Some(4), "{}", json.text());
        assert_eq!(of["mails"][0]["kind"], "registration-admitted");
        assert_eq!(
            (of["mails"][0]["state"].as_str(), of["mails"][0]["to"].as_str()),
            (Some("sent"), Some("person1@example.com"))
        );
        let sheet = data(&clerk, &resident_id(1), "xlsx");
        let table = jiangxin::sheets::read(&sheet.bytes, "个人信息.xlsx").expect("a table");
        for heading in ["考勤", "成绩", "证书", "邮件"] {
            assert!(table.headings().iter().any(|known| known == heading), "{heading}");
        }
        assert_eq!(data(&server.sign_in("host.school"), &resident_id(1), "json").status, 422, "not of theirs");
    });
}

#[test]
fn a_team_with_too_few_is_never_admitted_silently() {
    on_both(|server| {
        let event = server.approved_event("样例团队赛");
        // The cut-off is for withdrawing; nobody joins a team once the event has begun, on 9 December.
        let size = |form: EntryForm| EntryForm {
            team_least: "2".to_owned(),
            team_most: "3".to_owned(),
            closes_at: "2019-12-10 12:00".to_owned(),
            ..form
        };
        let entry = server.entry(event, size);
        let path = format!("/register/{entry}");
        let visitor = server.visitor();
        let team = |serial: u32, name: &'static str| {
            visitor.get(&path);
            let mut form = person(serial);
            form.push(("team", name.to_owned()));
            let done = visitor.post(&path, &fields(&form));
            assert_eq!(done.status, 303, "{}", done.text());
            done.location.expect("a page").split('?').next().expect("a path").to_owned()
        };
        let (one, two) = (team(1, "样例一队"), team(2, "样例二队"));
        let page = visitor.get(&one);
        assert!(page.says("还缺 1 人") && !page.says("签到码"), "{}", page.text());
        assert!(page.says("2019-12-09 00:00</span> 前补齐"), "{}", page.text());
        assert!(visitor.get(&path).says("2019-12-09 00:00") && visitor.get("/register").says("2019-12-09 00:00"));
        assert!(page.says("待队员到齐") && page.says("等待队员到齐（已 1 人，共 2 人）"), "{}", page.text());
        assert!(!page.says("承办单位审核") && !page.says("待审核"), "nobody reviews it: {}", page.text());
        let letter =
            server.mail().into_iter().find(|mail| mail.to == "person1@example.com").expect("a letter").rendered;
        assert!(letter.subject.contains("等待队员到齐"), "{}", letter.subject);
        assert!(
            letter.text.contains("（已 1 人，共 2 人）后自动录取") && !letter.text.contains("另行通知"),
            "{}",
            letter.text
        );
        let host = server.sign_in("host");
        let shown = host.get(&format!("/entries/{entry}"));
        assert!(shown.says("人数不足的团队") && shown.says("样例二队"), "{}", shown.text());

        // Approved by a click they are not: the reason is asked for.
        let id = shown
            .text()
            .split("/participants/")
            .nth(1)
            .and_then(|rest| rest.split('"').next())
            .expect("one")
            .to_owned();
        let say = |client: &Client, reason: &str| {
            let fields = [("verdict", "approve"), ("version", "0"), ("reason", reason)];
            client.post(&format!("/participants/{id}/decide"), &fields)
        };
        let refused = say(&host, "");
        assert!(refused.status == 409 && refused.says("还缺 1 人"), "{}", refused.text());
        assert_eq!(host.post(&format!("/entries/{entry}/approve-all"), &[]).status, 409);
        assert_eq!(say(&server.sign_in("reviewer"), "只此一队").status, 403);
        assert_eq!(say(&server.sign_in("host.school"), "只此一队").status, 404);

        // Nobody is written to long before; two days before, once; after the cut-off, once more.
        assert_eq!(teams::remind(&server.app).expect("a round"), 0);
        let closes = shown.text();
        assert!(closes.contains("2019-12-10"), "{closes}");
        server.advance_days(19);
        let before = server.mail().len();
        assert_eq!(teams::remind(&server.app).expect("a round"), 2);
        assert_eq!(teams::remind(&server.app).expect("a round"), 0, "once");
        let mails = server.mail();
        let to = |name: &str| mails[before..].iter().filter(|mail| mail.to == name).count();
        assert_eq!((to("person1@example.com"), to("person2@example.com"), to("host@demo.example")), (1, 1, 1));
        let told = mails.iter().rfind(|mail| mail.to == "person1@example.com").expect("told");
        assert!(told.rendered.text.contains("/participation/") && told.rendered.text.contains("样例一队"));

        // The first team is completed by its link: both are admitted, the second stays flagged.
        let invited = visitor.post(&format!("{one}/invite"), &[]);
        assert_eq!(invited.status, 303, "{}", invited.text());
        let to = invited.location.expect("a page");
        let join = to.split("?join=").nth(1).expect("a link").to_owned();
        assert!(visitor.get(&to).says(&join));
        let mate = person(3);
        let joined = visitor.post(&format!("{path}/join/{join}"), &fields(&mate));
        assert_eq!(joined.status, 303, "{}", joined.text());
        assert!(visitor.get(&one).says("签到码") && visitor.get(&two).says("还缺 1 人"));

        server.advance_days(2);
        assert_eq!(teams::remind(&server.app).expect("a round"), 1, "the cut-off has passed");
        assert_eq!(teams::remind(&server.app).expect("a round"), 0);
        let page = visitor.get(&two);
        assert!(page.says("等待承办单位审核") && !page.says("到齐"), "now the host decides: {}", page.text());
        let host = server.sign_in("host");
        let shown = host.get(&format!("/entries/{entry}"));
        assert!(shown.says("样例二队"));
        let id = shown
            .text()
            .split("/participants/")
            .nth(1)
            .and_then(|rest| rest.split('"').next())
            .expect("one")
            .to_owned();
        let version = shown.value("version").expect("a version");
        let fields = [("verdict", "approve"), ("version", version.as_str()), ("reason", "仅此一队，同意参赛")];
        assert_eq!(host.post(&format!("/participants/{id}/decide"), &fields).status, 303);
        assert_eq!(host.post(&format!("/participants/{id}/decide"), &fields).status, 303, "done once");
        assert!(visitor.get(&two).says("签到码"));
    });
}

#[test]
fn people_of_private_enterprises_are_counted_by_attendance() {
    on_both(|server| {
        let (event, ids) = class(server, "HD-2019-9301", "seminar");
        // The roster says what the employers are; nobody of the third was there.
        let table = format!(
            "姓名,单位,单位性质\n{},样例建筑公司,民企\n{},样例建筑公司,国有企业\n{},样例建筑公司,民企\n",
            NAMES[0], NAMES[1], NAMES[2]
        );
        let kind = |client: &Client, table: &str| {
            let list = format!("/events/{event}/participants");
            let kept = client.upload(&format!("{list}/import"), &[], "file", "名册.csv", table.as_bytes());
            let roster = kept.location.expect("its columns").trim_end_matches("/columns").to_owned();
            let columns = [("column-0", "name"), ("column-1", "unit"), ("column-2", "employer")];
            assert_eq!(client.post(&format!("{roster}/columns"), &columns).status, 303);
            (client.get(&roster), client.post(&roster, &[]))
        };
        let host = server.sign_in("host");
        let (wrong, refused) = kind(&host, &table.replace("国有企业", "大企业"));
        assert_eq!(refused.status, 409);
        assert!(wrong.says("大企业") && wrong.says("民营企业 / 国有企业"), "{}", wrong.text());
        let (page, done) = kind(&host, &table);
        assert_eq!(done.status, 303, "{} {}", page.text(), done.text());
        server.advance_days(2);
        let host = server.sign_in("host");
        attended(&host, event, &ids);
        put(server, event, "held");
        let form = host.get(&format!("/events/{event}/edit"));
        assert_eq!(form.value("private_enterprise_people").as_deref(), Some("1"), "{}", form.text());
        assert_eq!(form.value("actual_people").as_deref(), Some("2"), "{}", form.text());
    });
}

#[test]
fn letters_of_one_event_are_those_of_no_other() {
    let server = Server::sqlite();
    let (first, second) = (server.approved_event("样例一"), server.approved_event("样例二二"));
    for event in [first, second] {
        let entry = server.entry(event, |form| form);
        register(&server, &format!("/register/{entry}"), 1);
    }
    server.mail();
    let reference = |event| server.app.store.read(|conn| events::get(conn, event)).expect("an event").reference;
    let (one, two) = (reference(first), reference(second));
    let at = server.app.now().naive_utc();
    let gone = server.app.store.write(|tx| -> Result<usize, StorageError> {
        assert_eq!(outbox::forget_people(tx, "", at)?, 0, "no event has no number");
        outbox::forget_people(tx, &one, at)
    });
    assert_eq!(gone.expect("forgotten"), 1);
    let left: Vec<String> =
        letters(&server).into_iter().filter(|row| !row.to_address.is_empty()).map(|row| row.reference).collect();
    assert!(left.contains(&two) && !left.contains(&one), "{left:?}");
}
