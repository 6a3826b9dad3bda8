//! The last day of scoring: who is reminded, and what becomes of a year whose evaluators do not sign.

use crate::scoring::{
    Office, begun, complete, declare, in_an_office, is, members, phase, run, sign_all, step, version,
};
use crate::support::{Client, Reply};
use jiangxin::domain::evaluation::phase::Phase;
use jiangxin::service::evaluations;

/// One sheet of the list, signed or kept.
pub(crate) fn put(who: &Client, number: usize, marks: (&str, &str), what: &str) -> Reply {
    let path = format!("/scoring/1/bases/{number}");
    let start = version(&is(who.get(&path), 200));
    who.post(&path, &[("version", &start), ("m-1.1", marks.0), ("m-2.1", marks.1), ("do", what)])
}

fn of_panel(server: &Office, who: &str, path: &str, fields: &[(&str, &str)]) -> Reply {
    let version = run(server).version.to_string();
    let all: Vec<_> = fields.iter().copied().chain([("version", version.as_str())]).collect();
    server.sign_in(who).post(&format!("/evaluations/1/{path}"), &all)
}

/// Subjects of the mails that somebody got.
fn subjects(server: &Office, name: &str) -> Vec<String> {
    let own = format!("{name}@");
    server.mail().into_iter().filter(|mail| mail.to.starts_with(&own)).map(|mail| mail.rendered.subject).collect()
}

#[test]
fn who_does_not_sign_is_reminded_and_not_waited_for() {
    in_an_office(|server| {
        begun(server, 5);
        for name in members(server).into_iter().filter(|name| *name != "evaluator") {
            sign_all(server, name, "38", "50");
        }
        is(put(&server.sign_in("evaluator"), 1, ("30", "55"), "sign"), 303);
        let late = format!("panel/{}/set-aside", server.who("evaluator").id());
        let early = is(of_panel(server, "clerk", &late, &[("reason", "联系不上")]), 409);
        assert!(early.says("截止日未过"), "{}", early.text());
        assert_eq!(evaluations::remind_due(&server.app).expect("no reminders"), 0, "the last day is far");

        server.advance_days(40);
        assert_eq!(server.app.today().to_string(), "2020-02-17");
        let remind = || evaluations::remind_due(&server.app).expect("reminders");
        assert_eq!((remind(), remind()), (1, 0), "once, and only who has unsigned sheets");
        let told = subjects(server, "evaluator");
        assert!(told.iter().any(|subject| subject.contains("还有 1 份评分表未签字")), "{told:?}");

        server.advance_days(4);
        let who = server.sign_in("evaluator");
        assert!(!who.get("/").says("基地评分："), "nothing can be done any more");
        let closed = is(who.get("/scoring/1/bases/2"), 200);
        assert!(!closed.says("暂存"), "{}", closed.text());
        assert!(is(put(&who, 2, ("30", "55"), "sign"), 409).says("评分已截止"));
        assert!(server.sign_in("clerk").get("/").says("评分逾期：2019 年度基地考评，1 份未签"));
        assert!(is(complete(server), 409).says("还有评分表未签字"));

        let wrong = is(of_panel(server, "clerk", "extend", &[("until", "2020-02-21"), ("reason", "")]), 422);
        assert!(wrong.says("应晚于") && wrong.says("有 2 处"), "{}", wrong.text());
        let longer = [("until", "2020-02-24"), ("reason", "专家出差")];
        is(of_panel(server, "reviewer", "extend", &longer), 403);
        is(of_panel(server, "clerk", "extend", &longer), 303);
        assert_eq!(remind(), 0, "who was told of the new day is not told again");
        let told = subjects(server, "evaluator");
        assert_eq!(told.iter().filter(|subject| subject.contains("还有 1 份")).count(), 2, "{told:?}");
        is(put(&who, 2, ("30", "55"), "save"), 303);

        server.advance_days(4);
        let page = is(server.sign_in("clerk").get("/evaluations/1/panel"), 200);
        assert!(page.says("已签 1 / 2") && page.says("不再等待的原因"), "{}", page.text());
        is(of_panel(server, "clerk", &late, &[("reason", " ")]), 422);
        is(of_panel(server, "reviewer", &late, &[("reason", "联系不上")]), 403);
        is(of_panel(server, "clerk", &late, &[("reason", "联系不上")]), 303);
        is(of_panel(server, "clerk", &late, &[("reason", "联系不上")]), 404);
        is(server.sign_in("evaluator").get("/scoring/1"), 404);
        assert!(subjects(server, "evaluator").iter().any(|subject| subject.contains("您不再参加评审")));
        let page = is(server.sign_in("clerk").get("/evaluations/1/panel"), 200);
        assert!(page.says("联系不上"), "{}", page.text());
        assert!(server.sign_in("auditor").get("/audit?object=evaluation").says("联系不上"));

        is(complete(server), 303);
        assert_eq!(phase(server), Phase::Scored);
        let result = is(server.sign_in("decider").get("/evaluations/1/result"), 200);
        let text = result.text();
        assert_eq!(text.matches("卫专家 85").count(), 1, "what was signed counts, what was not does not: {text}");
        is(server.sign_in("evaluator").get("/evaluations/1/marks"), 404);
    });
}

#[test]
fn a_substitute_comes_in_for_who_is_late() {
    in_an_office(|server| {
        begun(server, 3);
        let out = server.who("evaluator").id();
        is(of_panel(server, "clerk", &format!("panel/{out}/replace"), &[("reason", "应回避")]), 303);
        let before = members(server);
        for name in &before {
            let who = server.sign_in(name);
            if who.get("/scoring/1").says("回避申报") {
                declare(&who);
            }
        }
        is(step(server, "clerk", "begin-scoring"), 303);
        for name in &before[..2] {
            sign_all(server, name, "38", "50");
        }
        is(put(&server.sign_in(before[2]), 1, ("10", "10"), "sign"), 303);
        let late = server.who(before[2]).id();
        let replace = |fields: &[(&str, &str)]| of_panel(server, "clerk", &format!("panel/{late}/replace"), fields);
        assert!(is(replace(&[("reason", "生病")]), 409).says("未逾期"));

        server.advance_days(45);
        let aside = is(of_panel(server, "clerk", &format!("panel/{late}/set-aside"), &[("reason", "生病")]), 409);
        assert!(aside.says("请先由候补入席"), "two marks are too few: {}", aside.text());
        is(replace(&[("reason", "生病")]), 422);
        is(replace(&[("reason", "生病"), ("until", "2020-03-10")]), 303);
        is(server.sign_in(before[2]).get("/scoring/1"), 404);
        let new = members(server).into_iter().find(|name| !before.contains(name)).expect("a substitute");
        assert!(subjects(server, new).iter().any(|subject| subject.contains("您已抽中")));
        assert!(server.sign_in(new).get("/").says("申报回避"));
        declare(&server.sign_in(new));
        sign_all(server, new, "39", "52");
        is(complete(server), 303);
        let result = is(server.sign_in("decider").get("/evaluations/1/result"), 200);
        let name = &server.who(before[2]).name;
        assert!(!result.says(&format!("{name} 20")) && result.text().contains(" 91"), "{}", result.text());
    });
}
