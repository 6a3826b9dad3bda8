//! A claim through the real server, on both databases.

use crate::events::{act, hand_in};
use crate::support::{Client, Reply, Server, on_both, on_both_after_a_year};
use std::collections::BTreeSet;

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

/// The claim of a competition that was closed with costs of 41,234.56.
fn of_event(server: &Server) -> String {
    let (host, clerk) = (server.sign_in("host"), server.sign_in("clerk"));
    let event = crate::events::submitted(server, &host);
    assert_eq!(act(&clerk, &event, "decide", &[("verdict", "approve")]).status, 303);
    hand_in(&host, &event, &["technical_document", "safety_plan"]);
    assert_eq!(act(&host, &event, "file", &[]).status, 303);
    server.advance_days(12);
    let host = server.sign_in("host");
    assert_eq!(act(&host, &event, "mark-held", &[]).status, 303);
    let closing = [("actual_people", "58"), ("final_cost", "41,234.56"), ("private_enterprise_people", "10")];
    assert_eq!(act(&host, &event, "edit", &closing).status, 303);
    hand_in(&host, &event, &["programme", "roster", "results", "summary", "photos", "cost_statement"]);
    let closed = act(&host, &event, "close", &[]);
    assert_eq!(closed.status, 303, "{}", closed.text());
    host.post(&format!("{event}/claim"), &[]).location.expect("the claim")
}

#[test]
fn what_the_event_fixes_its_host_cannot_change_and_an_officers_change_is_shown() {
    on_both(|server| {
        let path = of_event(server);
        let [host, clerk, reviewer] = ["host", "clerk", "reviewer"].map(|name| server.sign_in(name));
        let facts = || server.claim(crate::support::chain::id(&path)).facts;
        let made = facts();
        let form = host.get(&format!("{path}/edit"));
        for fact in ["level", "class", "in_plan", "role", "held_on", "cost_statement", "approved_cost", "sponsorship"] {
            assert!(!form.says(&format!("name=\"fact.{fact}\"")), "{fact} is not to be written");
        }
        assert!(form.says("已经确定的内容") && form.says("41,234.56"), "but to be read: {}", form.text());
        assert!(form.says("name=\"account.number\""));

        let forged = [
            ("title", "样例焊工技能竞赛"),
            ("fact.level", "provincial"),
            ("fact.class", "1"),
            ("fact.in_plan", "true"),
            ("fact.approved_cost", "99999"),
            ("account.name", "温州市建筑业协会"),
            ("account.number", "6222000011112222333"),
            ("account.again", "6222000011112222333"),
            ("account.bank", "示例银行瓯海支行"),
        ];
        assert_eq!(press(&host, &path, "edit", &forged).status, 303, "the account is the host's to write");
        assert_eq!(facts(), made, "the facts stay those of the event");
        assert!(host.get(&path).says("示例银行瓯海支行"));
        let sent = press(&host, &path, "submit", &[("promise", "true")]);
        assert_eq!(sent.status, 303, "{}", sent.text());
        assert!(!clerk.get(&path).says("与赛事、计划不一致"), "nothing differs");

        let right = [
            ("fact.level", "provincial"),
            ("fact.class", "1"),
            ("fact.role", "host"),
            ("fact.in_plan", "false"),
            ("fact.held_on", "2019-11-29"),
            ("fact.cost_statement", "true"),
            ("fact.approved_cost", "99999"),
            ("fact.sponsorship", "0.00"),
            ("fact.other_public_money", "0"),
            ("fact.entry_fee_charged", "false"),
            ("opinion", "省厅文件列为一类赛事。"),
        ];
        let line = server.line(&server.sign_in("treasurer"), "2019", "2019-JS-01", "120000").to_string();
        assert_eq!(press(&clerk, &path, "accept", &[("budget_line", &line)]).status, 303);
        let corrected = press(&clerk, &path, "facts", &right);
        assert_eq!(corrected.status, 303, "{}", corrected.text());
        for who in [&clerk, &reviewer] {
            let page = who.get(&path);
            let differs = page.text();
            let differs = differs.split("与赛事、计划不一致：").nth(1).and_then(|rest| rest.split("</p>").next());
            assert_eq!(
                differs,
                Some("竞赛级别 市级 → 省级；省级比赛类别 — → 一类；核定成本 41,234.56 元 → 99,999 元"),
                "each fact that differs, and no other"
            );
        }
        let put_right = facts();
        for step in ["withdraw", "reopen"] {
            assert_eq!(press(&host, &path, step, &[]).status, 303, "{step}");
        }
        assert_eq!(press(&host, &path, "edit", &forged[..1]).status, 303);
        assert_eq!(facts(), put_right, "what the office put right the host's form leaves as it is");
    });
}

/// The addresses of a page that begin so.
fn links(page: &Reply, to: &str) -> BTreeSet<String> {
    let text = page.text();
    let all = text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    all.filter(|link| link.starts_with(to)).map(str::to_owned).collect()
}

#[test]
fn who_may_see_a_claim_may_read_its_papers_and_its_event() {
    on_both_after_a_year(|server| {
        let (clerk, stranger) = (server.sign_in("clerk.ruian"), server.sign_in("host.pingyang"));
        let claims: Vec<String> = links(&clerk.get("/claims"), "/claims/")
            .into_iter()
            .filter(|link| link["/claims/".len()..].bytes().all(|byte| byte.is_ascii_digit()))
            .collect();
        let mut events = BTreeSet::new();
        for claim in &claims {
            let page = clerk.get(claim);
            events.extend(links(&page, "/events/"));
            for paper in links(&page, "/papers/") {
                assert_eq!(clerk.get(&paper).status, 200, "{claim}: {paper}");
                assert_eq!(stranger.get(&paper).status, 404, "{paper} is not everyone's");
            }
        }
        assert!(!events.is_empty(), "claims of events: {claims:?}");
        for event in &events {
            let page = clerk.get(event);
            assert_eq!(page.status, 200, "{event}");
            assert!(!links(&page, "/papers/").is_empty(), "{event}");
            for link in links(&page, "/") {
                assert_eq!(clerk.get(&link).status, 200, "{event} leads to {link}");
            }
            assert_eq!(stranger.get(event).status, 404, "{event} is not everyone's");
        }
        // The city's other events stay the city's.
        let unknown = links(&server.sign_in("clerk").get("/events?view=all"), "/events/").into_iter();
        let unknown: Vec<String> = unknown
            .filter(|link| link["/events/".len()..].bytes().all(|byte| byte.is_ascii_digit()))
            .filter(|link| !events.contains(link))
            .collect();
        assert!(unknown.iter().any(|event| clerk.get(event).status == 404), "{unknown:?}");
    });
}

/// A line that pays for something else is chosen knowingly: the first press says what it pays for.
#[test]
fn a_line_of_another_purpose_takes_a_reason() {
    let server = Server::sqlite_after_a_year();
    let clerk = server.sign_in("clerk");
    let listed = clerk.get("/claims?q=%E6%9E%B6%E5%AD%90%E5%B7%A5").text();
    let id = listed.split("href=\"/claims/").filter_map(|rest| rest.split('"').next()?.parse::<i64>().ok()).next();
    let path = format!("/claims/{}", id.expect("the claim"));
    let page = clerk.get(&path).text();
    let offered = page.split("<option value=\"").skip(1).filter_map(|rest| rest.split_once('"'));
    let line =
        offered.filter(|(_, words)| words.split("</option>").next().is_some_and(|words| words.contains("研修班")));
    let (line, _) = line.into_iter().next().expect("the line of seminars");
    let warned = press(&clerk, &path, "accept", &[("budget_line", line)]);
    assert!(warned.status == 422 && warned.says("目前只用于：") && warned.says("f-opinion-error"), "{}", warned.text());
    let meant = [("budget_line", line), ("opinion", "竞赛科目已用完，经商定在本科目列支。")];
    assert_eq!(press(&clerk, &path, "accept", &meant).status, 303);
}
