//! Rosters from files, through the server: mapped, checked, mended, entered once.

use crate::support::{Client, Reply, Server, on_both};
use jiangxin::domain::event::State as EventState;
use jiangxin::domain::identity::ResidentId;
use jiangxin::domain::ids::EventId;
use jiangxin::domain::participant::State;
use jiangxin::service::participants::entries::EntryForm;
use jiangxin::service::participants::personal;
use jiangxin::sheets;
use jiangxin::storage::contests::{self, ItemData};
use jiangxin::storage::events::{self, Content};
use jiangxin::storage::{StorageError, audit, participants, rosters};

/// An approved competition of the host's with two items.
fn competition(server: &Server) -> EventId {
    let at = server.app.now().naive_utc();
    let new = server.new_event("HD-2019-9002", "competition", "approved");
    let day = |day: &str| day.parse().ok();
    let (starts_on, ends_on) = (day("2019-11-28"), day("2019-11-29"));
    let (name, trade, venue) = ("样例建筑技能大赛".into(), "建筑".into(), String::new());
    let content = Content { name, trade, venue, starts_on, ends_on, details: "{}".into() };
    let made = server.app.store.write(|tx| {
        let event = events::insert(tx, &new, &content)?;
        for name in ["砌筑工", "焊工"] {
            contests::insert(tx, event, &item(name), at)?;
        }
        Ok::<_, StorageError>(event)
    });
    made.expect("a competition")
}

fn item(name: &str) -> ItemData {
    ItemData {
        name: name.into(),
        tier: None,
        issuers: "*".into(),
        scheme: "[]".into(),
        trim_from: 5,
        chain: String::new(),
        minimum_field: 0,
        prizes: 3,
        tolerance: None,
        appeal_minutes: 120,
    }
}

/// An invented identity number of an area that does not exist, with its right check digit.
fn id(serial: u32) -> String {
    let body = format!("9999991990{:02}01{:03}", serial % 12 + 1, serial + 100);
    let numbers = "0123456789X".chars().map(|check| format!("{body}{check}"));
    numbers.into_iter().find(|number| number.parse::<ResidentId>().is_ok()).expect("a check digit")
}

struct Desk<'s> {
    client: &'s Client,
    list: String,
}

impl Desk<'_> {
    fn new(client: &Client, event: EventId) -> Desk<'_> {
        Desk { client, list: format!("/events/{event}/participants") }
    }

    /// Uploads a file; the roster's path.
    fn upload(&self, name: &str, content: &[u8]) -> String {
        let kept = self.client.upload(&format!("{}/import", self.list), &[], "file", name, content);
        assert_eq!(kept.status, 303, "{}", kept.text());
        kept.location.expect("its columns").trim_end_matches("/columns").to_owned()
    }

    /// Uploads a file with these columns, and looks at it.
    fn check(&self, name: &str, content: &[u8], columns: &[(&str, &str)]) -> (String, Reply) {
        let roster = self.upload(name, content);
        let mapped = self.client.post(&format!("{roster}/columns"), columns);
        assert_eq!((mapped.status, mapped.location.as_deref()), (303, Some(roster.as_str())), "{}", mapped.text());
        let page = self.client.get(&roster);
        assert_eq!(page.status, 200);
        (roster, page)
    }
}

const COLUMNS: [(&str, &str); 6] = [
    ("column-0", "name"),
    ("column-1", "id"),
    ("column-2", "unit"),
    ("column-3", "phone"),
    ("column-4", "entry"),
    ("column-5", ""),
];

fn csv(rows: &[String]) -> Vec<u8> {
    let mut lines = vec!["选手,证件,学校,电话,项目,民族".to_owned()];
    lines.extend_from_slice(rows);
    lines.join("\n").into_bytes()
}

fn stats(page: &Reply) -> Vec<String> {
    let text = page.text();
    text.split("<dd>").skip(1).take(4).filter_map(|rest| rest.split('<').next().map(str::to_owned)).collect()
}

#[test]
fn a_roster_is_mended_confirmed_and_entered_once() {
    on_both(|server| {
        let event = competition(server);
        let host = server.sign_in("host");
        let desk = Desk::new(&host, event);
        assert!(host.get(&format!("/events/{event}")).says(&desk.list), "led to from the event");
        let sound = [
            format!("赵 样例,{},样例学校,13800000001,砌筑工,汉", id(1)),
            format!("阿不都•样例,{},样例学校,,焊 工,维吾尔", id(2)),
        ];
        let faulty =
            ["钱样例,3.30302E+17,样例学校,138,木工,汉".to_owned(), format!("孙样例,{},样例学校,,砌筑工,汉", id(1))];
        let rows: Vec<String> = sound.iter().chain(&faulty).cloned().collect();

        // What headings say is known at once, what they do not is chosen by hand.
        let roster = desk.upload("名册.csv", &csv(&rows));
        let mapping = host.get(&format!("{roster}/columns"));
        assert!(mapping.says("…E+17") && mapping.says(&format!("…{}", &id(1)[14..])), "{}", mapping.text());
        assert!(!mapping.says(&id(1)), "masked");
        let twice = host.post(&format!("{roster}/columns"), &[("column-0", "name"), ("column-1", "name")]);
        assert_eq!(twice.status, 422);
        let nameless = host.post(&format!("{roster}/columns"), &[("column-1", "id")]);
        assert!(nameless.status == 422 && nameless.says("请指定哪一列是“姓名”"), "{}", nameless.text());
        let (roster, page) = desk.check("名册.csv", &csv(&rows), &COLUMNS);
        assert_eq!(stats(&page), ["2", "0", "0", "2"]);
        for words in ["末几位已丢失", "砌筑工 / 焊工", "与第 2 行身份证号相同", "第 4 行", "民族"]
        {
            assert!(page.says(words), "{words}: {}", page.text());
        }
        assert!(!page.says(&id(1)), "no number in full");
        assert_eq!(host.post(&roster, &[]).status, 409, "nothing is half entered");
        assert!(host.get(&desk.list).says("还没有参加人员"));

        // The faulty rows come as they stand, with what to mend; mended they go in with the others.
        let file = host.get(&format!("{roster}/faulty?format=xlsx"));
        let table = sheets::read(&file.bytes, "faulty.xlsx").expect("a table");
        assert_eq!(table.len(), 2);
        let first = table.rows().next().expect("a row");
        assert!(
            first.cells().any(|cell| cell == "3.30302E+17")
                && first.cells().any(|cell| cell.contains("木工") || cell.contains("砌筑工 / 焊工"))
        );
        // A row that ends early is as long as the others.
        let (short, _) = desk.check("名册.csv", &csv(&["李样例,3.30302E+17".to_owned(), rows[3].clone()]), &COLUMNS);
        for format in ["csv", "xlsx"] {
            let file = host.get(&format!("{short}/faulty?format={format}"));
            assert_eq!(file.status, 200, "{format}: {}", file.text());
            let table = sheets::read(&file.bytes, &format!("faulty.{format}")).expect("a table");
            let first = table.rows().next().expect("a row");
            assert!(first.cells().any(|cell| cell == "李样例"), "{format}");
        }
        let mended: Vec<String> = sound
            .iter()
            .cloned()
            .chain([
                format!("钱样例,{},样例学校,13800000003,焊工,汉", id(3)),
                format!("孙样例,{},样例学校,,砌筑工,汉", id(4)),
            ])
            .collect();
        let (roster, page) = desk.check("名册.csv", &csv(&mended), &COLUMNS);
        assert_eq!(stats(&page), ["4", "0", "0", "0"]);
        let (other_tab, _) = desk.check("名册.csv", &csv(&mended), &COLUMNS);
        let writes = server.app.store.writes();
        assert_eq!(host.post(&roster, &[]).status, 303);
        assert_eq!(server.app.store.writes(), writes + 1, "in one transaction");
        let listed = host.get(&desk.list);
        for words in ["赵样例", "阿不都·样例", "钱样例", "孙样例", "已录取", "焊工"] {
            assert!(listed.says(words), "{words}");
        }
        assert!(!listed.says(&id(1)) && listed.says(&id(1)[14..]), "the last four only");
        assert_eq!(host.post(&roster, &[]).status, 409, "once");
        let other = host.get(&other_tab);
        assert_eq!(stats(&other), ["0", "0", "4", "0"], "another tab sees who is there now");
        assert!(other.says("0 人新增，4 人已在名册"));
        assert_eq!(host.post(&other_tab, &[]).status, 303);

        // What changed is seen before it is confirmed, and kept in the person's log.
        let moved = mended[0].replace("样例学校,13800000001", "新样例学校,13800000009");
        let (roster, page) = desk.check("名册.csv", &csv(&[moved, mended[1].clone()]), &COLUMNS);
        assert_eq!(stats(&page), ["0", "1", "1", "0"]);
        assert!(page.says("样例学校 → 新样例学校"), "{}", page.text());
        assert_eq!(host.post(&roster, &[]).status, 303);
        let found = host.get(&format!("{}?q=%E8%B5%B5", desk.list));
        let one = link(&found, "/participants/");
        let shown = host.get(&one);
        assert!(shown.says("新样例学校") && shown.says("由花名册更新") && !shown.says(&id(1)), "{}", shown.text());

        // The file of the whole has the numbers, and the record says who took it, without them.
        let file = host.get(&format!("{}/export?format=csv", desk.list));
        assert_eq!(file.status, 200);
        assert!(file.says(&id(1)) && file.says("新样例学校"));
        let entries = server.app.store.read(|conn| audit::after(conn, 0, 1_000)).expect("the record");
        let taken = entries.iter().find(|entry| entry.action == "participant.export").expect("it is on the record");
        assert!(!format!("{entries:?}").contains(&id(1)[..17]) && format!("{taken:?}").contains("rows"));
    });
}

/// The first link that starts so.
fn link(page: &Reply, start: &str) -> String {
    let text = page.text();
    let found = text.split("href=\"").filter_map(|rest| rest.split('"').next()).find(|path| path.starts_with(start));
    found.unwrap_or_else(|| panic!("no link to {start}: {text}")).to_owned()
}

#[test]
fn each_row_without_a_place_is_named_with_the_count() {
    on_both(|server| {
        let event = competition(server);
        server.entry(event, |form| EntryForm { name: "焊工".into(), capacity: "3".into(), ..form });
        let host = server.sign_in("host");
        let desk = Desk::new(&host, event);
        let row = |name: &str, serial| format!("{name},{},样例,,焊工,", id(serial));
        enter(&desk, &[row("赵样例", 1)]);
        let rows = [row("钱样例", 2), row("赵样例", 1), row("孙样例", 3), row("李样例", 4), row("周样例", 5)];
        let (roster, page) = desk.check("名册.csv", &csv(&rows), &COLUMNS);
        assert_eq!(stats(&page), ["2", "0", "1", "2"], "who has a place counts once, and two rows have none");
        assert!(page.says("第 5 行") && page.says("第 6 行") && !page.says(r"第 4 行</td><td data-label"));
        assert!(page.says("共 3 个，已占 1 个，还剩 2 个；本表要占 4 个，多出 2 个"), "{}", page.text());
        assert_eq!(host.post(&roster, &[]).status, 409);
        enter(&desk, &rows[..3]);
    });
}

/// Contestants are read as participants are: what is wrong with a number or a name, and how to mend it.
#[test]
fn a_damaged_number_among_contestants_is_explained() {
    on_both(|server| {
        let event = competition(server);
        let host = server.sign_in("host");
        let contest = link(&host.get(&format!("/events/{event}/contests")), "/contests/");
        let whole = id(1);
        let rows = format!("姓名,身份证号,邮箱\n赵样例,3.30302E+17,\n钱样例,{}9,\n阿不都·,,x\n", &whole[..17]);
        let refused = host.upload(&format!("{contest}/entrants"), &[], "file", "名单.csv", rows.as_bytes());
        let text = refused.text();
        assert_eq!(refused.status, 422, "{text}");
        for words in [
            "第 2 行“身份证号”：“3.3…E+17”。这个号码被表格软件改成了科学记数",
            "第 4 行“姓名”：“阿不都·”。姓名开头、结尾",
        ] {
            assert!(refused.says(words), "{words}: {text}");
        }
        assert!(refused.says("第 4 行“邮箱”") && !refused.says("有误。"), "{text}");
        assert!(!refused.says(&whole[..17]), "the number itself is not shown: {text}");
    });
}

/// All that is against a row is said at once: who finds no place learns which condition is not met, too.
#[test]
fn a_row_without_a_place_names_its_unmet_condition() {
    on_both(|server| {
        let event = competition(server);
        let few = |form| EntryForm { name: "焊工".into(), capacity: "1".into(), age_least: "30".into(), ..form };
        server.entry(event, few);
        let host = server.sign_in("host");
        let desk = Desk::new(&host, event);
        // All of them were born in 1999; the third has lost a part of the name, too.
        let row = |name: &str, serial| format!("{name},{},样例,,焊工,", id(serial));
        let rows = [row("钱样例", 2), row("孙样例", 3), row("阿不都·", 4)];
        let (_, page) = desk.check("名册.csv", &csv(&rows), &COLUMNS);
        let text = page.text();
        let of = |number: usize| text.matches(&format!("第 {number} 行")).count();
        assert!(page.says("共 1 个，已占 0 个，还剩 1 个；本表要占 2 个，多出 1 个"), "{text}");
        assert_eq!(of(3), 2, "the condition and the place: {text}");
        assert!(page.says("连续出现“·”"), "{text}");
    });
}

#[test]
fn who_does_not_meet_a_condition_is_let_in_with_a_reason() {
    on_both(|server| {
        let event = competition(server);
        let conditions = |form| EntryForm {
            name: "焊工".into(),
            age_least: "30".into(),
            units: "样例学校".into(),
            divisions: vec!["330304".into()],
            skill: "senior".into(),
            sex: "female".into(),
            ..form
        };
        server.entry(event, conditions);
        let host = server.sign_in("host");
        let desk = Desk::new(&host, event);
        // Both were born in 1999; the second says nothing else.
        let rows = [
            format!("赵样例,{},样例公司,13800000001,焊工,", id(1)),
            "钱样例,,样例学校,,焊工,".to_owned(),
            format!("孙样例,{},样例公司,,砌筑工,", id(3)),
        ];
        let (roster, page) = desk.check("名册.csv", &csv(&rows), &COLUMNS);
        assert_eq!(stats(&page), ["3", "0", "0", "0"]);
        let words = ["有 1 人不符合报名条件", "年龄应满 30 周岁", "限下列单位人员报名：样例学校", "有 2 行没有填写"];
        for words in words {
            assert!(page.says(words), "{words}: {}", page.text());
        }
        assert!(!page.says(&id(1)) && !page.says(">孙样例</td><td data-label=\"列"), "{}", page.text());
        let text = page.text();
        let sound = text.split("<h2>没有问题的行</h2>").nth(1).expect("the sound rows");
        let row = |number: usize| sound.contains(&format!("第 {number} 行"));
        assert_eq!([row(2), row(3), row(4)], [false, true, true], "{text}");
        let refused = host.post(&roster, &[("reason", " ")]);
        assert!(refused.status == 422 && refused.says("f-reason-error"), "{}", refused.text());
        assert_eq!(host.post(&roster, &[("reason", &"长".repeat(201))]).status, 422);
        assert!(host.get(&desk.list).says("还没有参加人员"), "nothing is half entered");
        assert_eq!(host.post(&roster, &[("reason", "经组委会同意")]).status, 303);
        let log = |name: &str| {
            let listed = host.get(&format!("{}?q={name}", desk.list));
            host.get(&link(&listed, "/participants/"))
        };
        let shown = log("%E8%B5%B5");
        assert!(shown.says("例外准入") && shown.says("经组委会同意"), "{}", shown.text());
        assert!(!log("%E5%AD%99").says("例外准入"), "another item asks for nothing");
        let entries = server.app.store.read(|conn| audit::after(conn, 0, 1_000)).expect("the record");
        assert!(format!("{entries:?}").contains("经组委会同意"));
        let (_, again) = desk.check("名册.csv", &csv(&rows), &COLUMNS);
        assert!(stats(&again) == ["0", "0", "3", "0"] && !again.says("不符合报名条件"), "{}", again.text());
    });
}

#[test]
fn only_the_host_and_the_clerk_enter_rosters() {
    let server = Server::sqlite();
    let event = competition(&server);
    let host = server.sign_in("host");
    let desk = Desk::new(&host, event);
    let (roster, _) = desk.check("名册.csv", &csv(&[format!("赵样例,{},样例,,焊工,", id(1))]), &COLUMNS);
    for (name, status) in [("host.school", 404), ("clerk.ruian", 404), ("reviewer", 403), ("evaluator", 404)] {
        let other = server.sign_in(name);
        let import = format!("{}/import", desk.list);
        assert_eq!(other.get(&import).status, status, "{name}");
        assert_eq!(other.upload(&import, &[], "file", "a.csv", &csv(&[])).status, status, "{name}");
        for path in [roster.clone(), format!("{roster}/columns"), format!("{roster}/faulty")] {
            assert_eq!(other.get(&path).status, status, "{name} {path}");
        }
        assert_eq!(other.post(&roster, &[]).status, status, "{name}");
    }
    let reviewer = server.sign_in("reviewer");
    assert_eq!(reviewer.get(&format!("{}/export", desk.list)).status, 403, "numbers in full are not for everyone");
    assert_eq!(reviewer.get(&desk.list).status, 200);
    assert_eq!(server.sign_in("clerk").post(&roster, &[]).status, 303);
}

#[test]
fn what_is_no_roster_is_refused_on_its_field() {
    let server = Server::sqlite();
    let event = competition(&server);
    let host = server.sign_in("host");
    let import = format!("/events/{event}/participants/import");
    host.get(&import);
    let wide = vec![b'a'; 21 << 20];
    let bomb = bomb();
    assert!(bomb.len() < 2 << 20);
    for (name, content, words) in [
        ("a.csv", &b""[..], "文件是空的"),
        ("a.png", &b"\x89PNG\x00\xFF\xFE"[..], "不是表格文件"),
        // Its first bytes are valid GB18030, and a name says nothing.
        ("a.png", &b"\x89PNG\r\n\x1A\n"[..], "不是表格文件"),
        ("a.csv", &b"\x89PNG\r\n\x1A\n"[..], "不是表格文件"),
        ("a.csv", "姓名,单位\n\n,\n".as_bytes(), "文件只有列名，没有数据"),
        ("a.csv", &wide[..], "最多 15 MB"),
        ("a.csv", &wide[..16 << 20], "最多 15 MB"),
        ("a.xlsx", &bomb[..], "表格太大"),
    ] {
        let refused = host.upload(&import, &[], "file", name, content);
        assert_eq!(refused.status, 422, "{name} {words}");
        assert!(refused.says(words), "{name} {words}: {}", refused.text());
    }
    let none = host.post(&import, &[]);
    assert!(none.status == 422 && none.says("请选择文件"));
    for format in ["xlsx", "csv"] {
        let template = host.get(&format!("/events/{event}/participants/template?format={format}"));
        let desk = Desk::new(&host, event);
        let name = format!("模板.{format}");
        let blank = host.upload(&import, &[], "file", &name, &template.bytes);
        assert!(blank.status == 422 && blank.says("没有数据"), "{}", blank.text());
        let table = sheets::read(&template.bytes, &name).expect("a table");
        assert!(table.is_empty(), "what cells offer are no rows");
        let filled = format!("{}\n赵样例\n", table.headings().join(","));
        let roster = desk.upload("模板.csv", filled.as_bytes());
        let mapping = host.get(&format!("{roster}/columns"));
        assert_eq!(mapping.text().matches(" selected>").count(), 11, "every heading of the template is known");
    }
}

/// A workbook of a few kilobytes that unpacks to more than anybody has.
fn bomb() -> Vec<u8> {
    use std::io::Write;
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    archive.start_file("xl/worksheets/sheet1.xml", options).expect("a part");
    let blank = vec![b' '; 1 << 20];
    for _ in 0..257 {
        archive.write_all(&blank).expect("a part");
    }
    archive.finish().expect("an archive").into_inner()
}

#[test]
fn terms_are_said_and_kept_with_their_version() {
    on_both(|server| {
        let event = competition(server);
        let host = server.sign_in("host");
        let path = format!("/events/{event}/participants/terms");
        let page = host.get(&path);
        assert!(page.says("1095") && page.value("version").as_deref() == Some("new"), "{}", page.text());
        let wrong = host.post(&path, &[("version", "new"), ("keep_days", "0"), ("share", "101")]);
        assert_eq!(wrong.status, 422);
        for field in ["f-purpose-error", "f-keep_days-error", "f-share-error"] {
            assert!(wrong.says(field), "{field}");
        }
        let fields =
            |version| [("version", version), ("purpose", "核对参赛资格"), ("keep_days", "365"), ("share", "75")];
        assert_eq!(host.post(&path, &fields("new")).status, 303);
        assert_eq!(host.post(&path, &fields("new")).status, 409, "somebody was faster");
        let page = host.get(&path);
        assert!(page.says("核对参赛资格") && page.says("365") && page.value("version").as_deref() == Some("0"));
        assert_eq!(host.post(&path, &fields("0")).status, 303);
        assert_eq!(server.sign_in("host.school").get(&path).status, 404);
        assert_eq!(server.sign_in("reviewer").post(&path, &fields("1")).status, 403);
    });
}

/// Enters a roster of these rows.
fn enter(desk: &Desk, rows: &[String]) {
    let (roster, page) = desk.check("名册.csv", &csv(rows), &COLUMNS);
    let done = desk.client.post(&roster, &[]);
    assert_eq!(done.status, 303, "{}", page.text());
}

#[test]
fn contestants_and_schedule_follow_the_roster() {
    on_both(|server| {
        let event = competition(server);
        let host = server.sign_in("host");
        let desk = Desk::new(&host, event);
        let rows = [
            format!("赵样例,{},样例学校,,砌筑工,", id(1)),
            format!("钱样例,{},样例公司,,焊工,", id(2)),
            format!("孙样例,{},样例公司,,焊工,", id(3)),
        ];
        enter(&desk, &rows);
        let items = server.app.store.read(|conn| contests::of_event(conn, event)).expect("items");
        let welding = items.iter().find(|item| item.name == "焊工").expect("an item").id;
        let bricks = items.iter().find(|item| item.name == "砌筑工").expect("an item").id;
        let names = |item| -> Vec<String> {
            let rows = server.app.store.read(|conn| contests::entrants(conn, item)).expect("entrants");
            rows.into_iter().map(|row| format!("{} {}", row.name, row.id_tail)).collect()
        };
        // One was entered in the item directly; it is the same person.
        let direct = format!("姓名,单位,身份证号\n钱样例,样例公司,{}\n", id(2));
        let entrants = format!("/contests/{welding}/entrants");
        assert_eq!(host.upload(&entrants, &[], "file", "a.csv", direct.as_bytes()).status, 303);

        let generate = format!("{}/entrants", desk.list);
        assert!(host.get(&desk.list).says(&generate));
        assert_eq!(server.sign_in("host.school").post(&generate, &[]).status, 404);
        assert_eq!(server.sign_in("reviewer").post(&generate, &[]).status, 403);
        assert_eq!(host.post(&generate, &[]).status, 303);
        assert_eq!(names(welding), [format!("钱样例 {}", &id(2)[14..]), format!("孙样例 {}", &id(3)[14..])]);
        assert_eq!(names(bricks), [format!("赵样例 {}", &id(1)[14..])]);
        let people = host.get(&format!("/events/{event}/schedule/people"));
        for name in ["赵样例", "钱样例", "孙样例"] {
            assert_eq!(people.text().matches(name).count(), 1, "{name}");
        }
        // Again it changes nothing.
        let before = server.app.store.read(audit::head).expect("the record").0;
        assert_eq!(host.post(&generate, &[]).status, 303);
        assert!(host.get(&desk.list).says("没有变化"));
        assert_eq!(names(welding).len(), 2);
        assert_eq!(server.app.store.read(audit::head).expect("the record").0, before + 1);

        // Who left the roster leaves the items that are in set-up.
        let gone = server.app.store.write(|tx| {
            let all = participants::of_event(tx, event)?;
            let one = all.iter().find(|one| one.name == "孙样例").ok_or(StorageError::NotFound)?;
            participants::put_state(tx, one, State::Withdrawn, None)
        });
        gone.expect("withdrawn");
        assert_eq!(host.post(&generate, &[]).status, 303);
        assert_eq!(names(welding), [format!("钱样例 {}", &id(2)[14..])]);
        assert!(!host.get(&format!("/events/{event}/schedule/people")).says("孙样例"));
        // Back by the same file nobody comes.
        let (_, page) = desk.check("名册.csv", &csv(&rows), &COLUMNS);
        assert_eq!(stats(&page), ["0", "0", "2", "0"]);
        assert!(page.says("不再列入"));
    });
}

#[test]
fn personal_data_goes_when_its_time_is_over() {
    on_both(|server| {
        let event = competition(server);
        let (host, clerk) = (server.sign_in("host"), server.sign_in("clerk"));
        let desk = Desk::new(&host, event);
        enter(&desk, &[format!("赵样例,{},样例学校,13800000001,砌筑工,", id(1))]);
        enter(&desk, &[format!("赵样例,{},样例学校,13800000009,砌筑工,", id(1))]);
        assert_eq!(host.post(&format!("{}/entrants", desk.list), &[]).status, 303);
        let kept = desk.upload("第二份.csv", &csv(&[format!("钱样例,{},样例学校,,焊工,", id(2))]));

        // One person's data, for that person.
        let person = |client: &Client, number: &str, form: &str| {
            client.post("/participants/person", &[("number", number), ("form", form)])
        };
        let json = person(&clerk, &id(1), "json");
        assert_eq!((json.status, json.media_type.as_str()), (200, "application/json"));
        assert!(json.says("样例建筑技能大赛") && json.says("13800000009") && json.says(&id(1)), "{}", json.text());
        assert_eq!(person(&clerk, &id(1), "xlsx").status, 200);
        assert_eq!(person(&clerk, &id(7), "json").status, 422, "nobody");
        assert_eq!(person(&clerk, "123", "json").status, 422);
        assert_eq!(person(&server.sign_in("host.school"), &id(1), "json").status, 422, "not of theirs");
        assert_eq!(person(&server.sign_in("clerk.ruian"), &id(1), "json").status, 422, "not of their county");
        assert_eq!(person(&server.sign_in("reviewer"), &id(1), "json").status, 403);
        let record = server.app.store.read(|conn| audit::after(conn, 0, 1_000)).expect("the record");
        assert!(record.iter().any(|entry| entry.action == "participant.export-person"));
        assert!(!format!("{record:?}").contains(&id(1)[..17]));

        // Before its time only with a reason, and only of what is over.
        let erase = format!("{}/erase", desk.list);
        assert_eq!(host.post(&erase, &[("reason", "本人要求")]).status, 409);
        let fields = [("version", "new"), ("purpose", "核对参赛资格"), ("keep_days", "30"), ("share", "80")];
        assert_eq!(host.post(&format!("{}/terms", desk.list), &fields).status, 303);
        crate::attendance::put(server, event, "closed");
        assert_eq!(personal::erase_due(&server.app).expect("a day"), 0, "not yet");
        // The last day is 2019-11-29; kept through 2019-12-29.
        server.advance_days(41);
        assert_eq!(personal::erase_due(&server.app).expect("a day"), 0, "the last day still counts");
        server.advance_days(1);
        assert_eq!(personal::erase_due(&server.app).expect("a day"), 1);
        assert_eq!(personal::erase_due(&server.app).expect("a day"), 0, "once");
        let rows = server.app.store.read(|conn| participants::of_event(conn, event)).expect("participants");
        let one = &rows[0];
        assert_eq!((one.resident_id.as_deref(), one.phone.as_str(), one.email.as_str()), (None, "", ""));
        assert_eq!((one.name.as_str(), one.unit.as_str(), one.id_tail.as_str()), ("赵样例", "样例学校", &id(1)[14..]));
        let known = (one.born_on, one.sex.as_deref(), one.division.as_str(), one.skill_level.as_str());
        assert_eq!(known, (None, None, "", ""), "nothing that would give the number back");
        let gone: Vec<_> = rows.iter().filter(|row| row.state.as_str() != "admitted").collect();
        assert!(gone.iter().all(|row| (row.name.as_str(), row.unit.as_str(), row.id_tail.as_str()) == ("***", "", "")));
        let host = server.sign_in("host");
        let listed = host.get(&desk.list);
        assert!(listed.says("个人信息已于") && !listed.says("/erase\""), "{}", listed.text());
        assert_eq!(host.get(&format!("{}/erase", desk.list)).status, 409);
        assert!(listed.says("赵样例") && listed.says("已录取"));
        let shown = host.get(&link(&listed, "/participants/"));
        assert!(shown.says("删除个人信息") && !shown.says("13800000001"), "{}", shown.text());
        let upload = kept.trim_start_matches("/rosters/").split('/').next().and_then(|id| id.parse().ok());
        let upload = server.app.store.read(|conn| rosters::import(conn, upload.expect("a roster"))).expect("a roster");
        assert_eq!((upload.content.as_str(), host.get(&kept).status), ("", 409), "what was uploaded is gone, too");
        let record = server.app.store.read(|conn| audit::after(conn, 0, 1_000)).expect("the record");
        assert!(record.iter().any(|entry| entry.action == "participant.erase" && entry.actor_name == "system"));
        let again =
            host.upload(&format!("{}/import", desk.list), &[], "file", "a.csv", &csv(&["钱样例,,,,焊工,".to_owned()]));
        assert_eq!(again.status, 409, "no roster after that");
        assert_eq!(person(&server.sign_in("clerk"), &id(1), "json").status, 422);
    });
}

#[test]
fn personal_data_is_deleted_early_with_a_reason() {
    let server = Server::sqlite();
    let event = competition(&server);
    let host = server.sign_in("host");
    let desk = Desk::new(&host, event);
    enter(&desk, &[format!("赵样例,{},样例学校,13800000001,砌筑工,", id(1))]);
    let over = server.app.store.write(|tx| {
        let row = events::lock(tx, event)?;
        let place =
            events::Place { state: EventState::Cancelled, returned: false, submitter: None, at: row.created_at };
        events::put_place(tx, event, row.version, &place)
    });
    over.expect("cancelled");
    let erase = format!("{}/erase", desk.list);
    assert!(host.get(&desk.list).says(&erase) && host.get(&erase).status == 200);
    let blank = host.post(&erase, &[("reason", " ")]);
    assert!(blank.status == 422 && blank.says("f-reason-error"));
    assert_eq!(server.sign_in("host.school").post(&erase, &[("reason", "x")]).status, 404);
    assert_eq!(server.sign_in("reviewer").post(&erase, &[("reason", "x")]).status, 403);
    assert_eq!(host.post(&erase, &[("reason", "赛事取消")]).status, 303);
    assert_eq!(host.post(&erase, &[("reason", "赛事取消")]).status, 409, "once");
    let rows = server.app.store.read(|conn| participants::of_event(conn, event)).expect("participants");
    assert_eq!(rows[0].resident_id, None);
}
