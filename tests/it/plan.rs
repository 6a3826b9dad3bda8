//! The annual plan: by form, from files, published, amended.

use crate::support::{Client, Reply, Server, on_both};

const REAL: &[u8] = include_bytes!("../../data/competitions_real.csv");

/// Checks a file and gives back the page that says what would be done.
fn check(clerk: &Client, fields: &[(&str, &str)], name: &str, content: &[u8]) -> (String, Reply) {
    clerk.get("/plan/2019/import");
    let kept = clerk.upload("/plan/2019/import", fields, "file", name, content);
    assert_eq!(kept.status, 303, "{}", kept.text());
    let path = kept.location.expect("a preview");
    let page = clerk.get(&path);
    assert_eq!(page.status, 200);
    (path, page)
}

fn rows(page: &Reply, what: &str) -> usize {
    page.text().matches(what).count()
}

#[test]
fn real_competitions_are_imported_each_into_the_plan_of_its_year() {
    on_both(|server| {
        let clerk = server.sign_in("clerk");
        let several = [("several", "true")];
        let (path, page) = check(&clerk, &several, "competitions_real.csv", REAL);
        // 14 of the 28 rows are items of a plan; each of the others has its faults listed.
        assert_eq!(rows(&page, ">新增</span>"), 14);
        let faults = server
            .app
            .store
            .read(|conn| jiangxin::storage::plans::import(conn, jiangxin::domain::ids::PlanImportId::new(1)))
            .map(|row| row.file_name);
        assert_eq!(faults.expect("kept"), "competitions_real.csv");
        for (row, remedy) in [
            ("第 5 行", "“同上”看不出是哪个单位"),
            ("第 6 行", "不列入市、县年度计划"),
            ("第 12 行", "这一项必须填写"),
            ("第 27 行", "这是一份计划或许多项目"),
        ] {
            assert!(page.says(row) && page.says(remedy), "{row} {remedy}");
        }

        // Nothing is imported by accident.
        let refused = clerk.post(&path, &[]);
        assert_eq!(refused.status, 409);
        assert_eq!(clerk.get("/plan/2009").status, 404, "nothing half-imported");

        let done = clerk.post(&path, &[("without_faulty", "true")]);
        assert_eq!(done.status, 303, "{}", done.text());
        let counts =
            [(2009, 1), (2015, 1), (2016, 1), (2018, 1), (2019, 2), (2020, 1), (2021, 3), (2023, 2), (2024, 1)];
        for (year, count) in counts.into_iter().chain([(2025, 1)]) {
            let page = clerk.get(&format!("/plan/{year}"));
            assert_eq!(rows(&page, "<a href=\"/plan/items/"), count, "{year}");
        }
        assert!(clerk.get("/plan/2009").says("建筑抹灰工技能竞赛"));

        // The same file again changes nothing.
        let writes = server.app.store.writes();
        let (path, again) = check(&clerk, &several, "competitions_real.csv", REAL);
        assert_eq!((rows(&again, ">新增</span>"), rows(&again, ">无变化</span>")), (0, 14));
        assert!(!again.says(&format!("action=\"{path}\"")), "there is nothing to take");
        assert_eq!(server.app.store.writes(), writes + 1, "only the file was kept");
    });
}

#[test]
fn what_is_exported_is_the_same_when_it_comes_back() {
    let server = Server::sqlite();
    let clerk = server.sign_in("clerk");
    let (path, _) = check(&clerk, &[("several", "true")], "real.csv", REAL);
    assert_eq!(clerk.post(&path, &[("without_faulty", "true")]).status, 303);
    for format in ["xlsx", "csv"] {
        let file = clerk.get(&format!("/plan/2019/export?format={format}"));
        assert_eq!(file.status, 200);
        assert!(file.disposition.as_deref().is_some_and(|text| text.starts_with("attachment")));
        let (_, page) = check(&clerk, &[], &format!("plan.{format}"), &file.bytes);
        assert_eq!((rows(&page, ">无变化</span>"), rows(&page, ">新增</span>")), (2, 0), "{}", page.text());
        let template = clerk.get(&format!("/plan/template?format={format}"));
        clerk.get("/plan/2019/import");
        let empty = clerk.upload("/plan/2019/import", &[], "file", &format!("template.{format}"), &template.bytes);
        assert!(empty.status == 422 && empty.says("没有数据"), "a template is not filled in: {}", empty.text());
    }
}

#[test]
fn a_file_that_is_no_table_is_said_on_its_field() {
    let server = Server::sqlite();
    let clerk = server.sign_in("clerk");
    clerk.get("/plan/2019/import");
    for (name, content, words) in
        [("a.csv", &b""[..], "文件是空的"), ("a.png", &b"\x89PNG\x00\xFF\xFE"[..], "不是表格文件")]
    {
        let refused = clerk.upload("/plan/2019/import", &[], "file", name, content);
        assert_eq!(refused.status, 422, "{name}");
        assert!(refused.says(words), "{name}: {}", refused.text());
    }
}

const ITEM: [(&str, &str); 6] = [
    ("kind", "competition"),
    ("name", "样例电工技能竞赛"),
    ("level", "city"),
    ("trade", "电工"),
    ("from", "2019-12-20"),
    ("to", "2019-12-21"),
];

fn with<'a>(fields: &[(&'a str, &'a str)], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    fields.iter().chain(more).copied().collect()
}

#[test]
fn a_plan_is_written_published_and_amended_with_a_reason() {
    on_both(|server| {
        let (clerk, decider, host) = (server.sign_in("clerk"), server.sign_in("decider"), server.sign_in("host"));
        assert_eq!(clerk.post("/plan", &[("year", "2019")]).status, 303);
        assert_eq!(clerk.post("/plan", &[("year", "2019")]).status, 409, "once a year");

        // All faults at once, and what was typed is kept.
        let refused =
            clerk.post("/plan/2019/items/new", &[("kind", "competition"), ("from", "九月"), ("note", "抄送")]);
        assert_eq!(refused.status, 422);
        for words in ["f-name-error", "f-level-error", "f-trade-error", "f-host-error", "f-from-error", "抄送"] {
            assert!(refused.says(words), "{words}");
        }
        let host_name = host_name(server);
        let item = with(&ITEM, &[("host", host_name.as_str())]);
        assert_eq!(clerk.post("/plan/2019/items/new", &item).status, 303);
        assert_eq!(clerk.post("/plan/2019/items/new", &item).status, 409, "the same item twice");
        assert_eq!(host.get("/plan/2019").status, 404, "a draft is the office's own");

        let page = decider.get("/plan/2019");
        let version = page.value("version").expect("a form that publishes");
        assert_eq!(clerk.post("/plan/2019/publish", &[("version", &version)]).status, 403);
        assert_eq!(decider.post("/plan/2019/publish", &[("version", "0")]).status, 409, "not what was seen");
        assert_eq!(decider.post("/plan/2019/publish", &[("version", &version)]).status, 303);
        assert_eq!(decider.post("/plan/2019/publish", &[("version", &version)]).status, 409, "once");
        let mails = server.mail();
        assert!(mails.iter().any(|mail| mail.rendered.subject.contains("年度计划已发布")), "hosts are told");
        assert!(host.get("/plan/2019").says("样例电工技能竞赛"));

        // The host proposes its event from the item, once.
        let shown = host.get("/plan/items/1");
        assert!(shown.says("可以申报方案了") && shown.says("补助估算"), "with what it may expect");
        let proposed = host.post("/plan/items/1/propose", &[]);
        let event = proposed.location.expect("a draft");
        assert!(host.get(&event).says("样例电工技能竞赛"), "filled in from the plan");
        assert_eq!(host.post("/plan/items/1/propose", &[]).status, 409);
        assert_eq!(server.sign_in("host.school").post("/plan/items/1/propose", &[]).status, 404);
        let held = decider.post("/plan/items/1/strike", &[("version", "0"), ("reason", "调整")]);
        assert_eq!(held.status, 409, "not while an event stands for it");

        // From then on with a reason only.
        assert_eq!(clerk.post("/plan/2019/items/new", &item).status, 403);
        let other = with(&ITEM, &[("host", "样例行业协会")]);
        assert_eq!(decider.post("/plan/2019/items/new", &other).status, 422, "a reason is needed");
        let other = with(&other, &[("reason", "年中增补")]);
        assert_eq!(decider.post("/plan/2019/items/new", &other).status, 303);
        // PostgreSQL leaves gaps where an item was refused.
        let listed = decider.get("/plan/2019").text();
        let numbers =
            listed.split("/plan/items/").skip(1).filter_map(|rest| rest.split('"').next()?.parse::<i64>().ok());
        let added = numbers.max().expect("the item just added");
        let strike = |reason: &str| {
            decider.post(&format!("/plan/items/{added}/strike"), &[("version", "0"), ("reason", reason)])
        };
        assert_eq!(strike(" ").status, 422);
        assert_eq!(strike("承办单位放弃").status, 303);
        assert_eq!(strike("承办单位放弃").status, 409);
        assert!(decider.get(&format!("/plan/items/{added}")).says("承办单位放弃"));
        assert_eq!(host.get(&format!("/plan/items/{added}")).status, 404, "another host's item");
    });
}

fn host_name(server: &Server) -> String {
    let user = server.app.store.read(|conn| jiangxin::storage::people::user_by_email(conn, "host@demo.example"));
    let user = user.expect("a database").expect("a host");
    let organisation = server.app.store.read(|conn| jiangxin::storage::people::organisation(conn, user.organisation));
    organisation.expect("an organisation").name
}
