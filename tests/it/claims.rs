//! A claim through the real server, on both databases.

use crate::support::{Client, Reply, Server, on_both};

const PDF: &[u8] = b"%PDF-1.4\n";

fn version(page: &Reply) -> String {
    page.value("version").expect("a page with a form")
}

/// Presses a button of the claim's page, as it looks now.
fn press(who: &Client, path: &str, step: &str, fields: &[(&str, &str)]) -> Reply {
    let seen = version(&who.get(path));
    let mut all = vec![("version", seen.as_str())];
    all.extend(fields);
    who.post(&format!("{path}/{step}"), &all)
}

fn draft(host: &Client) -> String {
    host.get("/claims/new?rule=competition.host");
    let made = host.post(
        "/claims/new",
        &[
            ("version", "competition.host"),
            ("title", "抹灰工技能竞赛"),
            ("fact.level", "city"),
            ("fact.in_plan", "true"),
            ("fact.held_on", "2019-10-20"),
            ("fact.cost_statement", "true"),
            ("fact.approved_cost", "86400"),
            ("fact.standard", "50000"),
        ],
    );
    assert_eq!(made.status, 303, "{}", made.text());
    made.location.expect("the claim's page")
}

#[test]
fn a_host_drafts_hands_in_and_submits() {
    on_both(|server: &Server| {
        let host = server.sign_in("host");
        assert!(host.get("/claims/new").says("技能竞赛承办补助"));
        let path = draft(&host);
        let page = host.get(&path);
        assert!(page.says("50,000") && page.says("伍万元整"), "{}", page.text());

        let refused = press(&host, &path, "submit", &[]);
        assert_eq!(refused.status, 422);
        assert!(refused.says("真实性承诺") && refused.says("还缺材料“成绩册和获奖名单”"), "every fault at once");

        for paper in ["cost_statement", "results"] {
            let kept = host.upload(&format!("{path}/papers"), &[("requirement", paper)], "file", "a.pdf", PDF);
            assert_eq!(kept.status, 303);
        }
        let wrong = host.upload(&format!("{path}/papers"), &[("requirement", "other")], "file", "a.pdf", b"<html>");
        assert_eq!(wrong.status, 422);
        let page = host.get(&path);
        let paper =
            page.text().split("href=\"/papers/").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
        let paper = format!("/papers/{paper}");
        let file = host.get(&paper);
        assert_eq!((file.status, file.bytes.as_slice()), (200, PDF));
        assert!(file.disposition.is_some_and(|disposition| disposition.starts_with("attachment")));
        let stranger = server.sign_in("host.school");
        assert_eq!((stranger.get(&paper).status, stranger.get(&path).status), (404, 404));
        assert_eq!(server.sign_in("clerk").get(&paper).status, 200);

        let seen = version(&host.get(&path));
        let form = [("version", seen.as_str()), ("promise", "true")];
        let done = host.post(&format!("{path}/submit"), &form);
        assert_eq!(done.status, 303, "{}", done.text());
        assert_eq!(host.post(&format!("{path}/submit"), &form).status, 409, "a second click changes nothing");

        let clerk = server.sign_in("clerk");
        assert!(clerk.get("/claims?state=submitted").says("抹灰工技能竞赛"));
        assert!(!stranger.get("/claims").says("抹灰工技能竞赛"));
        assert_eq!(press(&clerk, &path, "accept", &[]).status, 422, "a line must be chosen");
        let stale = version(&clerk.get(&path));
        assert_eq!(press(&clerk, &path, "return", &[("opinion", "决算表缺第二页")]).status, 303);
        let late = server.sign_in("clerk2").post(&format!("{path}/return"), &[("version", &stale), ("opinion", "x")]);
        assert_eq!(late.status, 409);
        let again = press(&host, &path, "submit", &[("promise", "true")]);
        assert_eq!(again.status, 303);
        let twice =
            clerk.post(&format!("{path}/return"), &[("version", &version(&clerk.get(&path))), ("opinion", "再退")]);
        assert_eq!(twice.status, 409, "returned once only");

        let json = host.get(&format!("/api/v1{path}/assessment"));
        assert!(json.status == 200 && json.says("\"outcome\":\"payable\""));
        assert_eq!(host.get(&format!("{path}/sheet")).status, 200);
        let subjects: Vec<String> = server.mail().into_iter().map(|mail| format!("{mail:?}")).collect();
        assert!(subjects.iter().any(|mail| mail.contains("JX-2019-0001")));
    });
}
