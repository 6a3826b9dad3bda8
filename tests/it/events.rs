//! An event from its proposal to the claim.

use crate::support::chain::Letters;
use crate::support::{Client, Reply, Server, on_both};
use std::collections::BTreeSet;

const PDF: &[u8] = b"%PDF-1.4\n%sample\n";

pub(crate) fn act(client: &Client, event: &str, step: &str, more: &[(&str, &str)]) -> Reply {
    let version = client.get(event).value("version").unwrap_or_default();
    let mut fields = vec![("version", version.as_str())];
    fields.extend_from_slice(more);
    client.post(&format!("{event}/{step}"), &fields)
}

pub(crate) fn hand_in(host: &Client, event: &str, papers: &[&str]) {
    for paper in papers {
        let name = format!("{paper}.pdf");
        let content = [PDF, paper.as_bytes()].concat();
        let reply = host.upload(&format!("{event}/papers"), &[("requirement", paper)], "file", &name, &content);
        assert_eq!(reply.status, 303, "{paper}: {}", reply.text());
    }
}

/// A competition outside the plan, written and submitted.
pub(crate) fn submitted(server: &Server, host: &Client) -> String {
    let made = host.post("/events/new", &[("kind", "competition")]);
    assert_eq!(made.status, 303, "{}", made.text());
    let event = made.location.expect("a draft").trim_end_matches("/edit").to_owned();
    let early = act(host, &event, "submit", &[]);
    assert_eq!(early.status, 422, "strict when it is submitted");
    assert!(early.says("实施方案") && early.says("职业（工种）或主题"), "everything that is missing, at once");

    let wrong = act(host, &event, "edit", &[("name", "样例焊工技能竞赛"), ("estimated_cost", "约7万")]);
    assert_eq!(wrong.status, 422);
    assert!(wrong.says("约7万") && wrong.says("样例焊工技能竞赛"), "what was typed is kept");
    let fields = [
        ("name", "样例焊工技能竞赛"),
        ("level", "city"),
        ("trade", "焊工"),
        ("organiser", "样例市总工会"),
        ("starts_on", "2019-11-28"),
        ("ends_on", "2019-11-29"),
        ("venue", "样例实训楼"),
        ("expected_people", "60"),
        ("estimated_cost", "70000"),
        ("sponsorship", "0"),
        ("other_public_money", "0"),
        ("entry_fee_charged", "false"),
        ("contact_name", "周承办"),
        ("contact_phone", "13800000000"),
        ("safety_plan", "设急救点"),
        ("theory_pct", "20"),
        ("practice_pct", "80"),
    ];
    let saved = act(host, &event, "edit", &fields);
    assert_eq!(saved.status, 303, "{}", saved.text());
    hand_in(host, &event, &["implementation_plan", "budget", "host_certificate"]);
    let done = act(host, &event, "submit", &[]);
    assert_eq!(done.status, 303, "{}", done.text());
    let _ = server;
    event
}

#[test]
fn an_event_goes_from_its_proposal_to_its_claim() {
    on_both(|server| {
        let (host, clerk) = (server.sign_in("host"), server.sign_in("clerk"));
        let event = submitted(server, &host);
        assert!(
            server.mail().iter().any(|mail| mail.rendered.subject.contains("样例焊工技能竞赛")),
            "the office is told"
        );
        assert!(host.get(&event).says("补助估算"));

        // The approver is warned: not in the plan, and ten days ahead only.
        let page = clerk.get(&event);
        assert!(page.says("没有列入年度计划") && page.says("只有 10 天"), "{}", page.text());
        assert_eq!(act(&clerk, &event, "decide", &[("verdict", "return")]).status, 422, "faults must be named");
        let back = [("verdict", "return"), ("opinion", "请补应急联系人")];
        assert_eq!(act(&clerk, &event, "decide", &back).status, 303);
        assert!(host.get(&event).says("请补应急联系人"));
        assert_eq!(act(&host, &event, "submit", &[]).status, 303);
        assert_eq!(act(&clerk, &event, "decide", &back).status, 409, "returned once only");
        let stale = [("version", "1"), ("verdict", "approve")];
        assert_eq!(clerk.post(&format!("{event}/decide"), &stale).status, 409, "not what was seen");
        assert_eq!(act(&clerk, &event, "decide", &[("verdict", "approve")]).status, 303);
        assert!(server.visitor().get("/calendar?month=2019-11").says("样例焊工技能竞赛"), "public once approved");

        hand_in(&host, &event, &["technical_document", "safety_plan"]);
        let mut letters = Letters::new(server);
        let filed = act(&host, &event, "file", &[]);
        assert_eq!(filed.status, 303, "{}", filed.text());
        let told = |what: &str| ["clerk", "clerk2", "host"].map(|who| format!("{who}: {what}：样例焊工技能竞赛"));
        assert_eq!(letters.since().iter().collect::<BTreeSet<_>>(), told("已备案").iter().collect());
        assert_eq!(act(&host, &event, "mark-held", &[]).status, 409, "not before it is over");
        server.advance_days(12);
        let host = server.sign_in("host");
        assert_eq!(act(&host, &event, "mark-held", &[]).status, 303);
        assert_eq!(letters.since().iter().collect::<BTreeSet<_>>(), told("已举办").iter().collect());
        assert_eq!(act(&host, &event, "close", &[]).status, 422);
        assert_eq!(host.post(&format!("{event}/claim"), &[]).status, 409, "not before it is closed");
        let closing = [("actual_people", "58"), ("final_cost", "68000"), ("private_enterprise_people", "10")];
        assert_eq!(act(&host, &event, "edit", &closing).status, 303);
        hand_in(&host, &event, &["programme", "roster", "results", "summary", "photos", "cost_statement"]);
        let closed = act(&host, &event, "close", &[]);
        assert_eq!(closed.status, 303, "{}", closed.text());
        let claim = host.post(&format!("{event}/claim"), &[]);
        assert_eq!(claim.status, 303, "{}", claim.text());
        let again = host.post(&format!("{event}/claim"), &[]);
        assert_eq!(again.location, claim.location, "one claim an event, however often one clicks");
    });
}

#[test]
fn an_event_and_its_papers_are_its_hosts_and_the_offices() {
    on_both(|server| {
        let (host, clerk) = (server.sign_in("host"), server.sign_in("clerk"));
        let event = submitted(server, &host);
        let paper = "/papers/1".to_owned();
        let given = clerk.get(&paper);
        assert_eq!(given.status, 200);
        assert!(given.disposition.as_deref().is_some_and(|text| text.starts_with("attachment")));
        let stranger = server.sign_in("host.school");
        for path in [event.clone(), format!("{event}/edit"), paper] {
            assert_eq!(stranger.get(&path).status, 404, "{path}");
        }
        for step in ["submit", "cancel", "decide", "claim", "edit"] {
            let tried = stranger.post(&format!("{event}/{step}"), &[("version", "2"), ("reason", "x")]);
            assert_eq!(tried.status, 404, "{step}");
        }
        assert!(!stranger.get("/events?view=all").says("样例焊工技能竞赛"));
        let host_decides = act(&host, &event, "decide", &[("verdict", "approve")]);
        assert_eq!(host_decides.status, 403);
        let auditor = server.sign_in("auditor");
        assert_eq!(auditor.get(&event).status, 200);
        assert_eq!(act(&auditor, &event, "decide", &[("verdict", "approve")]).status, 403);
        assert_eq!(act(&clerk, &event, "cancel", &[]).status, 422, "with a reason only");
        assert_eq!(act(&clerk, &event, "cancel", &[("reason", "场地停用")]).status, 303);
        assert!(host.get(&event).says("场地停用"));
    });
}
