//! The schedule of an event: from venues to the calendars of those who take part.

use crate::support::{Client, Reply, Server, on_both};
use jiangxin::domain::schedule::exchange::is_uuid;
use jiangxin::storage::events::{self, Content};

/// An approved event of the host's.
pub fn event(server: &Server) -> String {
    event_named(server, "HD-2019-9001")
}

fn event_named(server: &Server, reference: &str) -> String {
    let _at = server.app.now().naive_utc();
    let new = server.new_event(reference, "competition", "approved");
    let day = |day: &str| day.parse().ok();
    let (name, trade, venue) = ("样例焊工技能竞赛".into(), "焊工".into(), String::new());
    let (starts_on, ends_on) = (day("2019-11-28"), day("2019-11-29"));
    let content = Content { name, trade, venue, starts_on, ends_on, details: "{}".into() };
    let made = server.app.store.write(|tx| events::insert(tx, &new, &content));
    format!("/events/{}", made.expect("an event"))
}

/// What somebody does with the schedule of an event.
pub struct Desk<'s> {
    pub client: &'s Client,
    pub schedule: String,
}

impl Desk<'_> {
    pub fn act(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let version = self.client.get(&self.schedule).value("version").unwrap_or_default();
        let mut all = vec![("version", version.as_str())];
        all.extend_from_slice(fields);
        self.client.post(&format!("{}{path}", self.schedule), &all)
    }

    pub fn done(&self, path: &str, fields: &[(&str, &str)]) {
        let reply = self.act(path, fields);
        assert_eq!(reply.status, 303, "{path}: {}", reply.text());
    }

    /// The id in the first link to something of this kind whose words are these.
    pub fn id(&self, page: &str, kind: &str, words: &str) -> String {
        let text = self.client.get(&format!("{}{page}", self.schedule)).text();
        let start = format!("{}/{kind}/", self.schedule);
        let found = text
            .split(&format!("href=\"{start}"))
            .skip(1)
            .find(|rest| rest.split_once('>').is_some_and(|(_, rest)| rest.starts_with(words)));
        found.and_then(|rest| rest.split('"').next()).unwrap_or_else(|| panic!("no {words} in {text}")).to_owned()
    }
}

pub fn rooms(clerk: &Client) -> (String, String) {
    let venue = clerk.post("/venues", &[("name", "样例技师学院"), ("address", "样例路 1 号")]);
    assert_eq!(venue.status, 303, "{}", venue.text());
    assert_eq!(clerk.post("/venues", &[("name", "样例技师学院")]).status, 422, "one of each name");
    let venue = venue.location.expect("a venue");
    let wrong = clerk.post(&format!("{venue}/rooms"), &[("name", ""), ("capacity", "很多"), ("opens", "8点")]);
    assert_eq!(wrong.status, 422);
    for (name, capacity) in [("阶梯教室", "60"), ("焊接实训室", "20")] {
        let fields = [("name", name), ("capacity", capacity), ("opens", "08:00"), ("closes", "18:00")];
        assert_eq!(clerk.post(&format!("{venue}/rooms"), &fields).status, 303);
    }
    let page = clerk.get(&venue).text();
    let id = |name: &str| {
        let before = page.split(&format!("\">{name}</a>")).next().expect("the room");
        before.rsplit("/rooms/").next().expect("its link").to_owned()
    };
    (id("阶梯教室"), id("焊接实训室"))
}

#[test]
fn a_schedule_is_made_released_changed_and_called_off() {
    on_both(|server| {
        let (host, clerk) = (server.sign_in("host"), server.sign_in("clerk"));
        let (hall, shop) = rooms(&clerk);
        let event = event(server);
        let desk = Desk { client: &host, schedule: format!("{event}/schedule") };
        let public = format!("/schedule/{}", event.trim_start_matches("/events/"));
        assert_eq!(server.visitor().get(&public).status, 404, "nothing is said yet");

        for (name, role, email) in [("示例裁判", "judge", "judge@example.com"), ("示例讲师", "lecturer", "")] {
            desk.done("/people", &[("name", name), ("role", role), ("email", email)]);
        }
        assert_eq!(desk.act("/people", &[("name", ""), ("email", "x")]).status, 422);
        let judge = desk.id("/people", "people", "示例裁判");
        let lecturer = desk.id("/people", "people", "示例讲师");
        let (judge_box, lecturer_box) = (format!("people.{judge}"), format!("people.{lecturer}"));

        let theory = [("title", "理论考试"), ("day", "2019-11-28"), ("start", "09:00"), ("length", "01:30")];
        let theory = [&theory[..], &[("room", &hall), (&judge_box, "true"), (&lecturer_box, "true")]].concat();
        desk.done("/sessions", &theory);
        let clash =
            [("title", "开幕"), ("day", "2019-11-28"), ("start", "10:00"), ("length", "00:45"), ("room", &hall)];
        let refused = desk.act("/sessions", &clash);
        assert_eq!(refused.status, 422, "a room is not taken twice");
        assert!(refused.says("房间重复占用") && refused.says("理论考试"), "{}", refused.text());
        let wrong = desk.act("/sessions", &[("title", ""), ("start", "25:00"), ("length", "0:00")]);
        assert!(wrong.says("这一项必须填写") && wrong.says("不能为零"), "{}", wrong.text());

        let practice = [("title", "实际操作"), ("day", "2019-11-28"), ("start", "10:40"), ("length", "02:00")];
        let practice = [&practice[..], &[("room", &shop), ("heads", "30"), (&judge_box, "true")]].concat();
        desk.done("/sessions", &practice);
        desk.done("/sessions", &[("title", "技术点评"), ("length", "01:00"), (&lecturer_box, "true")]);
        let page = host.get(&desk.schedule);
        for words in ["换房间时间不足", "间隔 10 分钟", "超出容纳人数", "超出 10 人", "时间或房间未定", "待安排（1）"]
        {
            assert!(page.says(words), "{words}: {}", page.text());
        }
        assert_eq!(desk.act("/release", &[("name", "第一版")]).status, 409, "conflicts hold it");

        let practice_id = desk.id("", "sessions", "实际操作");
        let smaller: Vec<_> = practice.iter().copied().filter(|(name, _)| *name != "heads").collect();
        desk.done(&format!("/sessions/{practice_id}"), &smaller);
        let place = [("first", "2019-11-28"), ("last", "2019-11-29"), ("from", "08:30"), ("to", "17:30")];
        desk.done("/place", &place);
        let page = host.get(&desk.schedule);
        assert!(!page.says("时间或房间未定") && !page.says("换房间时间不足"), "{}", page.text());
        let before = page.text();
        desk.done("/place", &place);
        let tables =
            |text: &str| text.split("<table").skip(1).map(str::to_owned).collect::<String>().replace(['0', '1'], "");
        assert_eq!(
            tables(&before).split("csrf").next(),
            tables(&host.get(&desk.schedule).text()).split("csrf").next(),
            "placing again moves nothing"
        );

        // A warning is answered before the release: the room is blocked from the rules of the bureau.
        assert_eq!(desk.act("/release", &[("name", "")]).status, 422);
        desk.done("/release", &[("name", "第一版")]);
        assert_eq!(desk.act("/release", &[("name", "又一版")]).status, 409, "nothing has changed");
        let mails: Vec<_> = server.mail().into_iter().filter(|mail| mail.to == "judge@example.com").collect();
        assert_eq!(mails.len(), 1, "whoever has an address is told once");
        assert!(mails[0].rendered.text.contains("理论考试") && mails[0].rendered.text.contains("实际操作"));
        assert_eq!(mails[0].eml.matches("method=REQUEST").count(), 2, "{}", mails[0].eml);
        let shown = server.visitor().get(&public);
        assert!(shown.says("理论考试") && shown.says("示例讲师") && !shown.says("示例裁判"), "{}", shown.text());

        let feed = server.visitor().get(&format!("/feeds{public}"));
        assert!(feed.media_type.starts_with("text/calendar"), "{}", feed.media_type);
        assert!(feed.says("BEGIN:VTIMEZONE") && feed.says("SEQUENCE:0") && !feed.says("示例"), "{}", feed.text());
        assert!(server.visitor().get("/feeds/schedule.ics").says("SUMMARY:理论考试"));
        let linked = desk.act(&format!("/people/{judge}/link"), &[]).text();
        let secret = linked.split("/feeds/person/").nth(1).and_then(|rest| rest.split('<').next()).expect("a link");
        let own = server.visitor().get(&format!("/feeds/person/{secret}"));
        assert!(own.says("理论考试") && !own.says("技术点评"), "{}", own.text());
        desk.done(&format!("/people/{judge}/revoke"), &[]);
        assert_eq!(server.visitor().get(&format!("/feeds/person/{secret}")).status, 404);

        // Another day for the practice: one mail, one attachment, the same entry with a higher number.
        let moved = [("title", "实际操作"), ("day", "2019-11-29"), ("start", "14:00"), ("length", "02:00")];
        let moved = [&moved[..], &[("room", &shop), (&judge_box, "true")]].concat();
        desk.done(&format!("/sessions/{practice_id}"), &moved);
        let taken = desk.act("/release", &[("name", "第 一版")]);
        assert_eq!(taken.status, 422, "a name says one release");
        assert!(taken.says("第 1 版（2019年11月18日发布）已用这个名称"), "{}", taken.text());
        desk.done("/release", &[("name", "第二版")]);
        let mails: Vec<_> = server.mail().into_iter().filter(|mail| mail.to == "judge@example.com").collect();
        assert_eq!(mails.len(), 2);
        assert!(!mails[1].rendered.text.contains("理论考试") && mails[1].rendered.text.contains("11月29日 14:00"));
        let text = &mails[1].rendered.text;
        assert!(text.contains("（原为 11月28日 ") && text.contains("您的其他 1 个场次不变"), "{text}");
        assert!(!mails[0].rendered.text.contains("原为") && !mails[0].rendered.text.contains("不变"));
        let changes = server.visitor().get(&format!("{public}/changes"));
        assert!(changes.says("时间调整") && changes.says("第二版"), "{}", changes.text());

        let theory_id = desk.id("", "sessions", "理论考试");
        desk.done(&format!("/sessions/{theory_id}/remove"), &[]);
        desk.done("/release", &[("name", "第三版")]);
        let last = server.mail().into_iter().rfind(|mail| mail.to == "judge@example.com").expect("a mail");
        assert!(last.eml.contains("method=CANCEL") && last.rendered.text.contains("不再需要参加"), "{}", last.eml);
        assert!(server.visitor().get(&format!("/feeds{public}")).says("STATUS:CANCELLED"));

        // The public file names lecturers only; it comes back as a draft.
        let file = server.visitor().get(&format!("{public}/schedule.json"));
        assert!(file.says("示例讲师") && !file.says("示例裁判"), "{}", file.text());
        let names: Vec<String> = file.text().split("\"guid\": \"").skip(1).map(|rest| rest[..36].to_owned()).collect();
        assert!(names.len() > 1 && names.iter().all(|name| is_uuid(name)) && names[0] != names[1], "{names:?}");
        let version = host.get(&desk.schedule).value("version").expect("a version");
        let path = format!("{}/import", desk.schedule);
        let reply = host.upload(&path, &[("version", &version)], "file", "schedule.json", file.text().as_bytes());
        assert_eq!(reply.status, 303, "{}", reply.text());
        let page = host.get(&desk.schedule);
        assert!(!page.says("房间重复占用"), "the same sessions, brought up to date: {}", page.text());
        for _ in 0..2 {
            let version = page.value("version").and_then(|_| host.get(&desk.schedule).value("version")).expect("one");
            let other = r#"{"schedule":{"conference":{"days":[{"date":"2019-11-29","rooms":{"阶梯教室":[
                {"id":7,"guid":"abc-1","title":"闭幕","start":"16:00","duration":"00:30","persons":[{"name":"示例讲师"}]}]}}]}}}"#;
            let reply = host.upload(&path, &[("version", &version)], "file", "schedule.json", other.as_bytes());
            assert_eq!(reply.status, 303, "{}", reply.text());
        }
        let text = host.get(&desk.schedule).text();
        assert_eq!(text.matches(">闭幕</a>").count(), 1, "known by its guid: {text}");
        let version = host.get(&desk.schedule).value("version").expect("a version");
        let faulty = r#"{"schedule":{"conference":{"days":[{"date":"2019-11-28","rooms":{"A":[{"id":1}]}}]}}}"#;
        let reply = host.upload(&path, &[("version", &version)], "file", "schedule.json", faulty.as_bytes());
        assert!(reply.status == 422 && reply.says("days[0].rooms"), "{}", reply.text());
        // A day that is only numbered is on no calendar.
        let numbered = r#"{"schedule":{"conference":{"days":[{"index":1,"rooms":{"A":[
            {"id":"n1","start":"09:00","duration":"01:00"}]}}]}}}"#;
        let reply = host.upload(&path, &[("version", &version)], "file", "schedule.json", numbered.as_bytes());
        assert!(reply.status == 422 && reply.says("days[].date (n1)") && reply.says("不是日期"), "{}", reply.text());
    });
}

/// A room that is not open says when it is, or since when and why it cannot be used.
#[test]
fn a_closed_room_says_why() {
    let server = Server::sqlite();
    let (host, clerk) = (server.sign_in("host"), server.sign_in("clerk"));
    let (hall, shop) = rooms(&clerk);
    let event = event(&server);
    let desk = Desk { client: &host, schedule: format!("{event}/schedule") };
    let block = [("from", "2019-11-28 08:00"), ("to", "2019-11-28 12:00"), ("reason", "检修")];
    assert_eq!(clerk.post(&format!("/rooms/{hall}/blocks"), &block).status, 303);
    for (title, start, room) in [("理论考试", "09:00", &hall), ("实际操作", "17:30", &shop)] {
        let fields = [("title", title), ("day", "2019-11-28"), ("start", start), ("length", "01:00"), ("room", room)];
        desk.done("/sessions", &fields);
    }
    let page = host.get(&desk.schedule);
    assert!(page.says("停用 11-28 08:00–12:00（检修）") && page.says("开放时间 08:00–18:00"), "{}", page.text());
}

#[test]
fn a_warning_is_answered_before_the_release() {
    let server = Server::sqlite();
    let (host, clerk) = (server.sign_in("host"), server.sign_in("clerk"));
    let (hall, _) = rooms(&clerk);
    let event = event(&server);
    let desk = Desk { client: &host, schedule: format!("{event}/schedule") };
    let sunday = [("title", "开放日"), ("day", "2019-12-01"), ("start", "09:00"), ("length", "01:00"), ("room", &hall)];
    desk.done("/sessions", &sunday);
    let page = host.get(&desk.schedule);
    assert!(page.says("休息日或节假日"), "{}", page.text());
    assert_eq!(desk.act("/release", &[("name", "第一版")]).status, 409);
    let mark = page.value("mark").expect("a warning");
    assert_eq!(desk.act("/answer", &[("mark", &mark), ("reason", " ")]).status, 422);
    // It is a Sunday, and none of the event's days.
    for _ in 0..2 {
        let mark = host.get(&desk.schedule).value("mark").expect("a warning");
        desk.done("/answer", &[("mark", &mark), ("reason", "市民周末才有空")]);
    }
    assert!(host.get(&desk.schedule).says("市民周末才有空"));
    desk.done("/release", &[("name", "第一版")]);

    // The bureau may be stricter.
    let rules = clerk.get("/schedule-rules").text();
    assert!(rules.contains("换房间所需时间"));
    let mut fields = vec![("buffer", "20"), ("limit", "480")];
    let kinds = [
        "room",
        "person",
        "gap",
        "capacity",
        "closed",
        "equipment",
        "interest",
        "workload",
        "away",
        "order",
        "unplaced",
        "other-days",
        "past",
    ];
    fields.extend(kinds.map(|kind| (kind, "warn")));
    assert_eq!(clerk.post("/schedule-rules", &fields).status, 422, "every kind has its answer");
    fields.push(("rest-day", "block"));
    assert_eq!(clerk.post("/schedule-rules", &fields).status, 303);
    let second =
        [("title", "开放日二"), ("day", "2019-12-01"), ("start", "13:00"), ("length", "01:00"), ("room", &hall)];
    assert_eq!(desk.act("/sessions", &second).status, 422, "not on a Sunday any more");
}

#[test]
fn two_people_at_one_schedule_do_not_overwrite_each_other() {
    let server = Server::sqlite();
    let (host, clerk) = (server.sign_in("host"), server.sign_in("clerk"));
    let event = event(&server);
    let schedule = format!("{event}/schedule");
    let version = host.get(&schedule).value("version").expect("a version");
    let add = |client: &Client| {
        let fields = [("version", version.as_str()), ("title", "开幕"), ("length", "01:00")];
        client.post(&format!("{schedule}/sessions"), &fields).status
    };
    assert_eq!((add(&host), add(&clerk)), (303, 409));
    for stranger in ["host.school", "clerk.ruian"] {
        let client = server.sign_in(stranger);
        assert_eq!((client.get(&schedule).status, add(&client)), (404, 404), "{stranger}");
    }
}

#[test]
fn two_events_do_not_take_one_room() {
    on_both(|server| {
        let (host, clerk) = (server.sign_in("host"), server.sign_in("clerk"));
        let (hall, _) = rooms(&clerk);
        let session = |start| {
            [("title", "开幕"), ("day", "2019-11-28"), ("start", start), ("length", "01:00"), ("room", hall.as_str())]
        };
        let one = Desk { client: &host, schedule: format!("{}/schedule", event(server)) };
        one.done("/sessions", &session("09:00"));
        let other = Desk { client: &clerk, schedule: format!("{}/schedule", event_named(server, "HD-2019-9002")) };
        let refused = other.act("/sessions", &session("09:30"));
        assert!(refused.status == 422 && refused.says("房间重复占用"), "{}", refused.text());
        other.done("/sessions", &session("10:00"));
        // Of a draft outside the other event's own days is only warned.
        let stray = |start| {
            [("title", "预备会"), ("day", "2019-12-05"), ("start", start), ("length", "01:00"), ("room", hall.as_str())]
        };
        one.done("/sessions", &stray("09:00"));
        other.done("/sessions", &stray("09:30"));
        assert!(clerk.get(&other.schedule).says("房间重复占用"));
    });
}

#[test]
fn one_person_is_not_in_two_events_at_once_and_hears_when_one_is_called_off() {
    on_both(|server| {
        let (host, clerk) = (server.sign_in("host"), server.sign_in("clerk"));
        let (hall, shop) = rooms(&clerk);
        let session = |title: &'static str, room: &str, start: &'static str, people: &[String]| {
            let fixed = [("title", title), ("day", "2019-11-28"), ("start", start), ("length", "01:00")];
            let mut fields: Vec<(String, String)> =
                fixed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            fields.push(("room".to_owned(), room.to_owned()));
            fields.extend(people.iter().map(|person| (format!("people.{person}"), "true".to_owned())));
            fields
        };
        let send = |desk: &Desk<'_>, fields: &[(String, String)]| {
            let fields: Vec<(&str, &str)> =
                fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            desk.done("/sessions", &fields);
        };
        let first = event(server);
        let one = Desk { client: &host, schedule: format!("{first}/schedule") };
        let other = Desk { client: &clerk, schedule: format!("{}/schedule", event_named(server, "HD-2019-9002")) };
        // The same address under two names; in the second event with an account of the same address.
        one.done("/people", &[("name", "示例评委"), ("role", "judge"), ("email", "evaluator@demo.example")]);
        other.done("/people", &[("name", "示例专家"), ("role", "lecturer"), ("email", "evaluator@demo.example")]);
        let (judge, lecturer) = (one.id("/people", "people", "示例评委"), other.id("/people", "people", "示例专家"));
        send(&one, &session("上午评判", &hall, "09:00", &[judge]));
        send(&other, &session("上午讲座", &shop, "09:30", &[lecturer]));
        let page = host.get(&one.schedule);
        assert!(page.says("同一人同时在两处") && page.says("样例焊工技能竞赛"), "{}", page.text());
        assert_eq!(one.act("/release", &[("name", "第一版")]).status, 409);
        let across = clerk.get("/schedule-conflicts");
        assert_eq!(across.text().matches("class=\"conflicts\"").count(), 2, "seen from both: {}", across.text());
        assert_eq!(host.get("/schedule-conflicts").status, 403);
        let session_id = other.id("", "sessions", "上午讲座");
        let moved = session("下午讲座", &shop, "14:00", &[]);
        let moved: Vec<(&str, &str)> = moved.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        other.done(&format!("/sessions/{session_id}"), &moved);
        assert!(!clerk.get("/schedule-conflicts").says("同一人同时在两处"));
        one.done("/release", &[("name", "第一版")]);
        let calendar = server.visitor().get("/calendar?month=2019-11");
        assert!(calendar.says(&format!("/schedule/{}", first.trim_start_matches("/events/"))), "{}", calendar.text());

        let page = host.get(&first);
        let version = page.value("version").expect("a version");
        let fields = [("version", version.as_str()), ("reason", "场地停用")];
        let done = host.post(&format!("{first}/cancel"), &fields);
        assert_eq!(done.status, 303, "{}", done.text());
        let last = server.mail().into_iter().rfind(|mail| mail.to == "evaluator@demo.example").expect("a mail");
        assert!(last.eml.contains("method=CANCEL") && last.rendered.text.contains("上午评判"), "{}", last.eml);
        assert!(last.rendered.subject.contains("活动已取消"), "{}", last.rendered.subject);
        assert!(
            last.rendered.text.contains("原因：场地停用") && !last.rendered.text.contains("已发布"),
            "{}",
            last.rendered.text
        );
        let feed = server.visitor().get(&format!("/feeds/schedule/{}", first.trim_start_matches("/events/")));
        assert!(feed.says("STATUS:CANCELLED") && feed.says("SEQUENCE:1"), "{}", feed.text());
    });
}

#[test]
fn a_session_stays_in_the_rooms_it_may_take_and_a_recused_judge_is_seen() {
    let server = Server::sqlite();
    let (host, clerk) = (server.sign_in("host"), server.sign_in("clerk"));
    let (hall, shop) = rooms(&clerk);
    let event = event(&server);
    let desk = Desk { client: &host, schedule: format!("{event}/schedule") };
    let only = format!("rooms.{shop}");
    desk.done("/sessions", &[("title", "焊接操作"), ("length", "01:00"), (only.as_str(), "true")]);
    let place = [("first", "2019-11-28"), ("last", "2019-11-28"), ("from", "08:30"), ("to", "17:30")];
    desk.done("/place", &place);
    let id = desk.id("", "sessions", "焊接操作");
    let form = host.get(&format!("{}/sessions/{id}", desk.schedule)).text();
    assert!(form.contains(&format!("<option value=\"{shop}\" selected>")), "{form}");
    let wrong = [("title", "焊接操作"), ("length", "01:00"), ("day", "2019-11-28"), ("start", "09:00")];
    desk.done(&format!("/sessions/{id}"), &[&wrong[..], &[("room", hall.as_str()), (only.as_str(), "true")]].concat());
    assert!(host.get(&desk.schedule).says("房间不合要求"), "{}", host.get(&desk.schedule).text());

    // A teacher is kept from a pupil in the competition: the schedule says so, too.
    let item = [("name", "焊工"), ("theory", "0"), ("practical", "100"), ("trim_from", "5"), ("chain", "")];
    let item = [&item[..], &[("minimum_field", "0"), ("prizes", "1"), ("appeal_minutes", "60")]].concat();
    let contest = host.post(&format!("{event}/contests"), &item).location.expect("an item");
    let names = "姓名,单位\n测试学生,样例技校\n";
    assert_eq!(host.upload(&format!("{contest}/entrants"), &[], "file", "a.csv", names.as_bytes()).status, 303);
    let user = server.who("evaluator").id().to_string();
    assert_eq!(host.post(&format!("{contest}/judges"), &[("judge", &user), ("head", "1")]).status, 303);
    let page = host.get(&contest).text();
    let entrant =
        page.split("\">测试学生 · 样例技校").next().and_then(|before| before.rsplit("value=\"").next()).expect("one");
    let recuse = [("entrant", entrant), ("judge", user.as_str()), ("reason", "teacher")];
    assert_eq!(host.post(&format!("{contest}/recusals"), &recuse).status, 303);
    desk.done("/people", &[("name", "示例评委"), ("role", "judge"), ("email", "evaluator@demo.example")]);
    desk.done("/people", &[("name", "测试学生"), ("unit", "样例技校"), ("role", "contestant")]);
    let people = ["示例评委", "测试学生"].map(|name| format!("people.{}", desk.id("/people", "people", name)));
    let both = [("title", "面试"), ("length", "00:30"), (people[0].as_str(), "true"), (people[1].as_str(), "true")];
    desk.done("/sessions", &both);
    assert!(host.get(&desk.schedule).says("裁判须回避"), "{}", host.get(&desk.schedule).text());
}

#[test]
fn days_outside_the_event_are_noticed_and_nobody_is_there_twice() {
    on_both(|server| {
        let (host, clerk) = (server.sign_in("host"), server.sign_in("clerk"));
        let (hall, _) = rooms(&clerk);
        let event = event(server);
        let desk = Desk { client: &host, schedule: format!("{event}/schedule") };
        let early = [("title", "赛前会议"), ("day", "2019-11-27"), ("start", "09:00"), ("length", "01:00")];
        desk.done("/sessions", &[&early[..], &[("room", &hall)]].concat());
        let page = host.get(&desk.schedule);
        assert!(page.says("不在活动日期内") && !page.says("时间已过"), "{}", page.text());
        assert_eq!(desk.act("/release", &[("name", "第一版")]).status, 409);
        let past = [("title", "补记"), ("day", "2018-11-27"), ("start", "09:00"), ("length", "01:00")];
        desk.done("/sessions", &[&past[..], &[("room", &hall)]].concat());
        assert!(host.get(&desk.schedule).says("时间已过"));

        let place = |first: &str, last: &str| {
            desk.act("/place", &[("first", first), ("last", last), ("from", "08:30"), ("to", "17:30")])
        };
        let refused = place("2019-11-01", "2019-12-31");
        assert_eq!(refused.status, 422);
        assert_eq!(
            refused.text().matches("不在活动日期（2019年11月28日 至 2019年11月29日）之内").count(),
            4,
            "{}",
            refused.text()
        );
        assert_eq!(place("2019-11-28", "2019-11-29").status, 303);
        let page = host.get(&desk.schedule);
        assert!(!page.says("不在活动日期内") && !page.says("时间已过"), "both brought in: {}", page.text());

        let judge = [("name", "示例裁判"), ("role", "judge"), ("email", "judge@example.com")];
        desk.done("/people", &judge);
        let twice = desk.act("/people", &[("name", "示例裁"), ("role", "judge"), ("email", "Judge@Example.com")]);
        assert!(twice.status == 422 && twice.says("以这一身份已有“示例裁判”"), "{}", twice.text());
        let twice = desk.act("/people", &[("name", "示例裁判"), ("role", "judge"), ("email", "")]);
        assert!(twice.status == 422 && twice.says("以这一身份已有“示例裁判”"), "{}", twice.text());
        desk.done("/people", &[("name", "示例裁判"), ("role", "judge"), ("email", "other@example.com")]);
        desk.done("/people", &[("name", "示例裁判"), ("role", "lecturer"), ("email", "judge@example.com")]);
        let own = desk.id("/people", "people", "示例裁判");
        desk.done(&format!("/people/{own}"), &judge);
    });
}

/// What is too long for every day and room is named at once, and the rest is placed.
#[test]
fn what_fits_nowhere_is_named_and_the_rest_is_placed() {
    on_both(|server| {
        let (host, clerk) = (server.sign_in("host"), server.sign_in("clerk"));
        rooms(&clerk);
        let event = event(server);
        let desk = Desk { client: &host, schedule: format!("{event}/schedule") };
        desk.done("/sessions", &[("title", "整日实操"), ("length", "11:40")]);
        for title in ["理论考试", "技术点评"] {
            desk.done("/sessions", &[("title", title), ("length", "01:30")]);
        }
        // The rooms are open from eight to six.
        let place = |from, to| [("first", "2019-11-28"), ("last", "2019-11-29"), ("from", from), ("to", to)];
        let placed = desk.act("/place", &place("07:00", "20:00"));
        assert_eq!(placed.status, 303, "{}", placed.text());
        let page = host.get(&placed.location.expect("the page"));
        assert!(page.says("放不下的场次（1）") && page.says("flash wait"), "{}", page.text());
        assert!(page.says("时长 11:40，最长的可用时段只有 10:00"), "{}", page.text());
        assert!(page.says("待安排（1）") && page.says("整日实操</a>"), "{}", page.text());
        // Of a narrower day the day is the limit; what was placed stays.
        let again = desk.act("/place", &place("08:30", "12:00")).location.expect("the page");
        assert!(host.get(&again).says("最长的可用时段只有 3:30"));
        for odd in ["x", "1.2_", "999999.1", "1.99999999999999999999"] {
            assert_eq!(host.get(&format!("{event}/schedule?unfit={odd}")).status, 200, "{odd}");
        }
        let wide =
            desk.act("/place", &[("first", "1019-11-28"), ("last", "9019-11-29"), ("from", "08:00"), ("to", "09:00")]);
        assert!(
            wide.status == 422 && wide.says("href=\"#f-first\"") && wide.says("href=\"#f-last\""),
            "{}",
            wide.text()
        );

        // Who only reads finds no link that would be refused.
        let page = server.sign_in("auditor").get(&format!("{event}/schedule"));
        assert!(page.status == 200 && page.says("整日实操") && !page.says("/schedule/sessions/"), "{}", page.text());
    });
}
