//! Every change that the record knows has its mail, or says here why it has none. Steps of claims
//! and events have their own table, `domain::message::told`.

use crate::support::chain::Letters;
use crate::support::sources::sources;
use crate::support::{Server, on_both};
use std::collections::BTreeSet;

enum Told {
    /// Whom.
    Mailed(&'static str),
    /// Why nobody.
    Nobody(&'static str),
}
use Told::{Mailed, Nobody};

const CHANGES: &[(&str, Told)] = &[
    ("base.apply", Nobody("a draft is its unit's own until it is submitted")),
    ("base.create", Nobody("a draft is its unit's own until it is submitted")),
    ("base.edit", Nobody("what its unit writes is told with the step that follows")),
    ("base.figures", Nobody("the unit's own figures; public on the page of the base")),
    ("base.propose-revocation", Mailed("the deciders of the base's division")),
    ("base.remove", Nobody("papers are told with the step that follows")),
    ("base.upload", Nobody("papers are told with the step that follows")),
    ("budget.appropriate", Nobody("the treasurer's own line; no claim and no unit changes by it")),
    ("budget.create", Nobody("the treasurer's own line, before anything draws on it")),
    ("budget.place", Mailed("clerks and treasurers")),
    ("budget.recover", Mailed("the unit that paid it back")),
    ("title.recover", Mailed("the unit of the title's holder")),
    ("calendar.load", Nobody("public on the calendar's page; nobody waits for it")),
    ("claim.account", Mailed("the unit and the treasurers, with the step that follows in the same transaction")),
    ("claim.create", Nobody("a draft is its unit's own until it is submitted")),
    ("claim.edit", Nobody("a draft is its unit's own until it is submitted")),
    ("claim.facts", Mailed("the unit, the signers and the next office, with the step in the same transaction")),
    ("claim.invoice", Nobody("a draft is its unit's own until it is submitted")),
    ("claim.people", Nobody("a draft is its unit's own until it is submitted")),
    ("claim.settle", Nobody("a draft is its unit's own until it is submitted")),
    ("claim.line", Mailed("clerks and treasurers")),
    ("claim.object", Mailed("the unit and those who answer, by the use case that files it")),
    ("evaluation.answer", Mailed("the objector, and the unit where the objection is upheld")),
    ("evaluation.approve", Mailed("each unit, with its base's own result")),
    ("evaluation.call", Mailed("the member called in")),
    ("evaluation.declare", Nobody("the office sees who has declared; steps follow once all have")),
    ("evaluation.draft", Nobody("a sheet is its evaluator's own until it is signed")),
    ("evaluation.draw", Mailed("the members of the panel")),
    ("evaluation.enter", Nobody("what the office enters is told with the result")),
    ("evaluation.extend", Mailed("members with unsigned sheets")),
    ("evaluation.meet", Mailed("the evaluators of the base")),
    ("evaluation.mended", Nobody("the unit itself has shown it to the office")),
    ("evaluation.object", Mailed("those who answer")),
    ("evaluation.open", Mailed("the units of the bases counted")),
    ("evaluation.propose", Mailed("the deciders of the city")),
    ("evaluation.publish", Mailed("each unit of a base counted")),
    ("evaluation.remind", Mailed("members with unsigned sheets")),
    ("evaluation.remove", Nobody("papers are a draft until the self-score is sent in or the sheet signed")),
    ("evaluation.replace", Mailed("who leaves the panel and who comes in")),
    ("evaluation.revise", Mailed("the deciders of the city")),
    ("evaluation.revised", Mailed("the unit, or the clerks where it is sent back")),
    ("evaluation.number", Nobody("public on the page of the draw; nobody waits for it")),
    ("evaluation.seed", Nobody("public on the page of the draw; nobody waits for it")),
    ("evaluation.self-draft", Nobody("a self-score is its unit's own until it is sent in")),
    ("evaluation.self-score", Nobody("the office counts what has come in, and closes when all have")),
    ("evaluation.send-back", Mailed("the clerks of the city")),
    ("evaluation.set-aside", Mailed("the evaluator")),
    ("evaluation.sign", Nobody("marks are sealed until every sheet is signed")),
    ("evaluation.upload", Nobody("papers are a draft until the self-score is sent in or the sheet signed")),
    ("event.answer-flag", Nobody("the answer stands beside the flag for whoever checks attendance")),
    ("event.certify", Nobody("whoever met the share is handed the certificate by the host")),
    ("event.create", Nobody("a draft is its unit's own until it is submitted")),
    ("event.edit", Nobody("what its host writes is told with the step that follows")),
    ("event.make-passes", Nobody("passes are printed and handed out; whoever registered has one already")),
    ("event.revoke", Nobody("the certificate's public page says so, with the reason")),
    ("event.scan", Nobody("the person stands at the door")),
    ("event.sign-sheet", Nobody("entered from a paper list that everybody signed")),
    ("event.strike-scan", Nobody("the scan stays visible with the reason it was struck")),
    ("evidence.generate", Nobody("papers are told with the step that follows")),
    ("evidence.remove", Nobody("papers are told with the step that follows")),
    ("evidence.upload", Nobody("papers are told with the step that follows")),
    ("mail.redrive", Nobody("the mail itself goes out again")),
    ("notice.publish", Mailed("each unit, with the step of its claim")),
    ("nomination.answer", Mailed("the objector; the unit and the nominee where the line is struck out")),
    ("nomination.check", Nobody("told with the decision, by category; until then it is the office's own")),
    ("nomination.edit", Nobody("a draft is its unit's own until it is submitted")),
    ("nomination.nominate", Nobody("a draft is its unit's own until it is submitted")),
    ("nomination.object", Mailed("those who answer")),
    ("nomination.remove", Nobody("a draft is its unit's own until it is submitted")),
    ("nomination.submit", Mailed("the unit and the clerks")),
    ("nomination.upload", Nobody("a draft is its unit's own until it is submitted")),
    ("nomination.withdraw", Nobody("by the unit itself, before anybody looked at it")),
    ("objection.answer", Mailed("the objector and the unit")),
    ("objection.file", Mailed("the unit and those who answer")),
    ("organisation.add", Nobody("its people are told when they are invited")),
    ("organisation.edit", Nobody("a claim keeps the account it was submitted with")),
    ("payment.confirm", Mailed("each unit, with the step of its claim")),
    ("payment.create", Mailed("each unit, with the step of its claim")),
    ("payment.send", Nobody("units were told when the batch was made, and are told what the bank answers")),
    ("plan.add", Nobody("a draft of the plan is the office's own until it is published")),
    ("plan.amend", Mailed("the host of the item")),
    ("plan.delete", Nobody("a draft of the plan is the office's own until it is published")),
    ("plan.edit", Nobody("a draft of the plan is the office's own until it is published")),
    ("plan.import", Nobody("a draft of the plan is the office's own until it is published")),
    ("plan.link", Mailed("the members of the host that the item belongs to")),
    ("plan.open", Nobody("a draft of the plan is the office's own until it is published")),
    ("plan.publish", Mailed("the host of each item")),
    ("plan.strike", Mailed("the host of the item")),
    ("policy.publish", Nobody("public on the policy's page from its first day on")),
    ("profile.edit", Nobody("by the person, of the person")),
    ("profile.password", Nobody("by the person, who has just typed it")),
    ("round.call", Mailed("the member called in")),
    ("round.cancel", Mailed("the units and nominees, with the category")),
    ("round.close", Nobody("the last day stood in the call")),
    ("round.convene", Mailed("the members of the panel, of whom none is told a nominee")),
    ("round.declare", Nobody("by the evaluator; the office sees it on the panel's page")),
    ("round.decide", Mailed("units, nominators and nominees, chosen or not")),
    ("round.draw", Nobody("the members are written to when they have the nominees")),
    ("round.hand-in", Nobody("marks are sealed until the result")),
    ("round.mark", Nobody("marks are sealed until the result")),
    ("round.meet", Mailed("the members who mark these nominees a second time")),
    ("round.open", Mailed("the units and offices that may put somebody forward")),
    ("round.propose", Nobody("the list is told when it is published")),
    ("round.publish", Mailed("the units of those listed, and the deciders")),
    ("round.replace", Mailed("who leaves the panel and who comes in")),
    ("round.number", Nobody("public, for everybody to draw again")),
    ("round.seed", Nobody("public, for everybody to draw again")),
    ("round.vote", Nobody("a secret ballot tells nobody")),
    ("title.import", Nobody("granted and told by others, before it came into this register")),
    ("title.grant", Mailed("unit, nominator and nominee, with the decision")),
    ("title.review", Nobody("an entry of the office; the proposal of one that does not keep the title is told")),
    ("title.propose-withdrawal", Mailed("the deciders of the title's division")),
    ("title.retain", Mailed("the clerks of the title's division; the unit was told nothing before")),
    ("title.withdraw", Mailed("the unit and the treasurers")),
    ("user.active", Nobody("a person who may not sign in any more is told by their administrator")),
    ("user.add", Mailed("the person, with the invitation")),
    ("user.edit", Nobody("roles are shown at the next sign-in; nothing is asked of the person")),
    ("user.invite", Mailed("the person, with the invitation")),
    ("user.pool", Nobody("known before a draw only; who is drawn is invited")),
];

/// Rules of the policy, whose names look the same.
const RULES: [&str; 2] = ["base.excellent", "base.grant"];

#[test]
fn every_change_on_the_record_is_mailed_or_says_why_not() {
    let areas: BTreeSet<&str> = CHANGES.iter().filter_map(|(change, _)| change.split('.').next()).collect();
    let mut found = BTreeSet::new();
    for source in sources().iter().filter(|source| source.is_in("service")) {
        for literal in source.code.split('"').skip(1).step_by(2) {
            let plain = literal.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'.' | b'-'));
            let known = literal.split_once('.').is_some_and(|(area, _)| areas.contains(area));
            if plain && known && !literal.ends_with('.') && !RULES.contains(&literal) {
                found.insert(literal.to_owned());
            }
        }
    }
    let listed: BTreeSet<String> = CHANGES.iter().map(|(change, _)| (*change).to_owned()).collect();
    let unthought: Vec<_> = found.difference(&listed).collect();
    assert!(unthought.is_empty(), "say in this table who is mailed, or why nobody: {unthought:?}");
    let gone: Vec<_> = listed.difference(&found).collect();
    assert!(gone.is_empty(), "no use case records this any more: {gone:?}");
    for (change, told) in CHANGES {
        let (Mailed(words) | Nobody(words)) = told;
        assert!(words.len() > 5, "{change}: {words}");
    }
}

/// An item of the plan, as the form has it.
fn item(name: &str, reason: &str) -> Vec<(&'static str, String)> {
    let fields = [
        ("kind", "competition"),
        ("level", "city"),
        ("name", name),
        ("trade", "电工"),
        ("host", "温州技师学院"),
        ("from", "2019-12-02"),
        ("to", "2019-12-03"),
        ("reason", reason),
    ];
    fields.into_iter().map(|(name, value)| (name, value.to_owned())).collect()
}

#[test]
fn a_host_hears_of_its_items_when_the_plan_is_published_and_amended() {
    on_both(|server: &Server| {
        let [clerk, decider] = ["clerk", "decider"].map(|name| server.sign_in(name));
        let mut letters = Letters::new(server);
        clerk.get("/plan");
        assert_eq!(clerk.post("/plan", &[("year", "2019")]).status, 303);
        let add = |who: &crate::support::Client, fields: &[(&str, String)]| {
            who.get("/plan/2019/items/new?division=330300");
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let added = who.post("/plan/2019/items/new?division=330300", &fields);
            assert_eq!(added.status, 303, "{}", added.text());
            added.location.expect("where to go")
        };
        add(&clerk, &item("电工竞赛", ""));
        assert!(letters.since().is_empty(), "a draft is the office's own");
        let page = decider.get("/plan/2019?division=330300");
        let seen = page.value("version").expect("a version");
        let published = decider.post("/plan/2019/publish?division=330300", &[("version", &seen)]);
        assert_eq!(published.status, 303, "{}", published.text());
        assert_eq!(letters.since(), ["host.school: 2019 年度计划已发布"]);
        add(&decider, &item("焊工竞赛", "省里新增项目"));
        assert_eq!(letters.since(), ["host.school: 年度计划增列项目：焊工竞赛"]);
        let page = decider.get("/plan/items/2");
        let seen = page.value("version").expect("a version");
        let struck = decider.post("/plan/items/2/strike", &[("version", &seen), ("reason", "省里取消该项目")]);
        assert_eq!(struck.status, 303, "{}", struck.text());
        assert_eq!(letters.since(), ["host.school: 年度计划撤下项目：焊工竞赛"]);
    });
}
