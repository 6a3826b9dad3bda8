//! Lists as files: the same rows as the reader's list, and nothing a spreadsheet would run.

use crate::support::{Client, Server, on_both, on_both_after_a_year};
use jiangxin::sheets;

/// The cells of a file, row by row, its heading first.
fn rows(client: &Client, path: &str) -> Vec<Vec<String>> {
    let file = client.get(path);
    assert_eq!(file.status, 200, "{path}");
    assert!(file.disposition.as_deref().is_some_and(|text| text.starts_with("attachment")), "{path}");
    let table = sheets::read(&file.bytes, "a").expect("a table");
    let heading = table.headings().to_vec();
    std::iter::once(heading).chain(table.rows().map(|row| row.cells().map(str::to_owned).collect())).collect()
}

fn draft(host: &Client, name: &str) {
    let made = host.post("/events/new", &[("kind", "competition")]).location.expect("a draft");
    let version = host.get(&made).value("version").expect("a form");
    let saved = host.post(&made, &[("version", &version), ("name", name)]);
    assert_eq!(saved.status, 303, "{}", saved.text());
}

#[test]
fn events_are_exported_as_far_as_the_reader_sees_them() {
    on_both(|server| {
        let (host, school) = (server.sign_in("host"), server.sign_in("host.school"));
        draft(&host, "=HYPERLINK(\"http://evil.example\")");
        draft(&host, "样例焊工技能竞赛");
        draft(&school, "样例钳工技能竞赛");
        for format in ["xlsx", "csv"] {
            let names = |client: &Client, query: &str| -> Vec<String> {
                let rows = rows(client, &format!("/events/export?format={format}{query}"));
                assert_eq!(rows[0][2], "名称");
                rows[1..].iter().map(|row| row[2].clone()).collect()
            };
            let formula = "=HYPERLINK(\"http://evil.example\")";
            assert_eq!(names(&host, "&view=all"), [formula, "样例焊工技能竞赛"], "{format}");
            assert_eq!(names(&school, "&view=all"), ["样例钳工技能竞赛"]);
            assert_eq!(names(&server.sign_in("auditor"), "&view=all").len(), 3);
            assert_eq!(names(&host, "&view=all&q=%E7%84%8A%E5%B7%A5"), ["样例焊工技能竞赛"], "narrowed as the list");
            assert!(names(&server.sign_in("clerk.ruian"), "&view=all").is_empty(), "another county's clerk");
        }
        let text = host.get("/events/export?view=all&format=csv").text();
        assert!(text.contains("\"'=HYPERLINK"), "a spreadsheet does not run it: {text}");
        assert_eq!(server.sign_in("evaluator").get("/events/export").status, 403);
    });
}

#[test]
fn people_are_exported_without_telephones_and_accounts() {
    let server = Server::sqlite();
    let all = rows(&server.sign_in("admin"), "/people/export?format=csv");
    assert_eq!(all[0].join(","), "单位,单位类别,统一社会信用代码,地区代码,姓名,电子邮箱,角色,状态");
    assert!(all.iter().any(|row| row[5] == "host@demo.example" && row[6] == "承办单位" && row[7] == "在用"));
    assert_eq!(rows(&server.sign_in("auditor"), "/people/export?format=xlsx"), all, "both kinds, whoever may read");
    let narrowed = rows(&server.sign_in("admin"), "/people/export?kind=bureau");
    assert!(narrowed.len() > 2 && narrowed[1..].iter().all(|row| row[1] == "人力社保局"));
    for name in ["host", "clerk", "evaluator"] {
        assert_eq!(server.sign_in(name).get("/people/export").status, 403, "{name}");
    }
}

#[test]
fn claims_are_exported_as_the_list_shows_them() {
    on_both_after_a_year(|server| {
        let names = |name: &str, query: &str| -> Vec<Vec<String>> {
            rows(&server.sign_in(name), &format!("/claims/export?{query}"))
        };
        let all = names("auditor", "format=csv");
        assert_eq!(all[0][..4].join(","), "编号,补助项目,事项,单位");
        assert_eq!(names("auditor", "format=xlsx").len(), all.len());
        let own = names("host", "format=csv");
        assert!(own.len() > 1 && own.len() < all.len() && own[1..].iter().all(|row| row[3] == "温州市建筑业协会"));
        let archived = names("auditor", "state=archived");
        assert!(archived.len() > 1 && archived[1..].iter().all(|row| row[5] == "已归档" && !row[9].is_empty()));
        assert_eq!(server.sign_in("evaluator").get("/claims/export").status, 403);
    });
}
