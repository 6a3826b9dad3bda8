//! Who puts forward as what, how long a call runs, and who pays what comes of it.

use crate::recognition::{
    CLEAN, PRIVATE, SKILLED, WANG, convene, done, form, link, mark_all, nominate, nominators, open,
};
use crate::support::chain::{self, id as claim_id, papers as hand_in};
use crate::support::on_both;
use jiangxin::domain::people::Role;

#[test]
fn everybody_puts_forward_as_what_they_are() {
    on_both(|server| {
        let round = open(server, &[("programme", "topnotch")]);
        let offered = |name: &str, round: &str| nominators(&server.sign_in(name), round);
        assert_eq!(offered("host", &round), ["industry", "self"], "an association");
        assert_eq!(offered("host.chint", &round), ["unit", "self"], "an enterprise");
        assert_eq!(offered("clerk.ruian", &round), ["county"]);
        server.change("host.school", Some(Role::Evaluator), "zh");
        assert_eq!(offered("host.school", &round), ["unit", "expert", "self"], "also of the pool");
        assert_eq!(server.sign_in("clerk").get(&format!("{round}/nominate")).status, 409, "the city's own bureau");
        assert!(!server.sign_in("clerk").get(&round).says(&format!("{round}/nominate")));

        let forged = |name: &str, round: &str, kind| {
            let mut fields = form(WANG, SKILLED);
            fields[0] = ("nominator", kind);
            server.sign_in(name).post(&format!("{round}/nominate"), &fields)
        };
        for (name, kind, said) in [
            ("host.chint", "industry", "您不能以“行业推荐”的方式推荐"),
            ("host.chint", "expert", "您不能以“专家推荐”的方式推荐"),
            ("host", "unit", "您不能以“单位推荐”的方式推荐"),
            ("host", "county", "您不能以“县（市、区）推荐”的方式推荐"),
        ] {
            let refused = forged(name, &round, kind);
            assert!(refused.status == 422 && refused.says(said), "{name} {kind}: {}", refused.text());
        }
        let other = open(server, &[("programme", "private-enterprise")]);
        let mut fields = form(WANG, PRIVATE);
        fields[0] = ("nominator", "self");
        let refused = server.sign_in("host.chint").post(&format!("{other}/nominate"), &fields);
        assert!(refused.status == 422 && refused.says("本项目没有“个人自荐”这一方式"), "{}", refused.text());
        // A draft is not turned into another kind either.
        let chint = server.sign_in("host.chint");
        let made = forged("host.chint", &round, "unit").location.expect("a draft");
        let version = chint.get(&made).value("version").expect("a form");
        let mut fields = form(WANG, SKILLED);
        fields.push(("version", version.as_str()));
        assert_eq!(chint.post(&format!("{made}/edit"), &fields).status, 422);
    });
}

#[test]
fn a_call_runs_until_after_the_day_it_is_published() {
    on_both(|server| {
        let clerk = server.sign_in("clerk");
        let call = |day: &str| {
            clerk.post("/recognition/new", &[("programme", "excellent"), ("year", "2019"), ("closes_on", day)])
        };
        let today = server.app.today();
        for day in [today, today - chrono::Days::new(1)] {
            let refused = call(&day.to_string());
            assert!(refused.status == 422 && refused.says("须在今天之后"), "{day}: {}", refused.text());
        }
        assert_eq!(call(&(today + chrono::Days::new(1)).to_string()).status, 303);
    });
}

#[test]
fn the_county_pays_its_own_awards_and_the_city_nothing_of_them() {
    on_both(|server| {
        let round = open(server, &[("programme", "excellent")]);
        let path = nominate(&server.sign_in("host.ruian"), &round, WANG, SKILLED, &["form", "certificate"]);
        // The call goes to the county's clerks, who nominate too; what a unit of the county puts forward, to both offices.
        let letters = server.mail();
        let told = |to: &str, words: &str| {
            letters.iter().filter(|mail| mail.to.starts_with(to) && mail.rendered.subject.contains(words)).count()
        };
        assert_eq!(told("clerk.ruian@", "选拔通知：2019 年度"), 1);
        assert_eq!((told("clerk.ruian@", "收到推荐：王样例"), told("clerk@", "收到推荐：王样例")), (1, 1));
        server.advance_days(7);
        let clerk = server.sign_in("clerk");
        done(&clerk, &round, "close", &[]);
        done(&clerk, &path, "check", &CLEAN);
        convene(server, &clerk, &round, 5);
        mark_all(server, &round, &[("王样例", "90")]);
        done(&clerk, &round, "propose", &[("minutes", "样例纪要")]);
        done(&clerk, &round, "publish", &[]);
        // The county's bureau has nobody yet who enters budget lines: said from the list to the claim.
        let treasurer = format!("/people/users/{}", server.who("treasurer.ruian").id());
        let set = |to: &str| {
            let admin = server.sign_in("admin");
            let version = admin.get(&treasurer).value("version").expect("a form");
            assert_eq!(admin.post(&format!("{treasurer}/{to}"), &[("version", &version)]).status, 303, "{to}");
        };
        set("deactivate");
        assert!(clerk.get(&round).says("1 个人选的奖励由所在县（市、区）支付"), "{}", clerk.get(&round).text());
        server.advance_days(10);
        done(&server.sign_in("decider"), &round, "decide", &[("document", "样例发〔2019〕12号")]);
        let told = server
            .mail()
            .into_iter()
            .filter(|mail| mail.rendered.text.contains("奖励由瑞安市人力资源和社会保障局支付"));
        assert!(told.count() >= 2, "unit and nominee");

        let host = server.sign_in("host.ruian");
        let claim = link(&host.get(&link(&host.get("/titles"), "/titles/")), "/claims/");
        let page = host.get(&claim);
        assert!(page.says("支付单位") && page.says("县（市、区）财政：瑞安市人力资源和社会保障局"), "{}", page.text());
        hand_in(&host, &claim, &["selection"]);
        chain::done(&host, &claim, "submit", &[("promise", "true")]);
        let clerk = server.sign_in("clerk");
        let refused = chain::press(&clerk, &claim, "accept", &[]);
        assert!(refused.status == 422 && refused.says("人社局还没有财务人员"), "{}", refused.text());
        assert!(clerk.get(&claim).says("请管理员邀请财务人员") && host.get(&claim).says("您照常提交即可"));
        let todo = server.sign_in("admin").get("/");
        assert!(todo.says("邀请财务人员：1 件申领") && todo.says("/users/new"), "{}", todo.text());
        set("activate");
        assert!(!server.sign_in("admin").get("/").says("邀请财务人员") && !clerk.get(&claim).says("请管理员"));
        let (city, ruian) = (server.sign_in("treasurer"), server.sign_in("treasurer.ruian"));
        let citys = server.line(&city, "2019", "2019-RC-01", "100000");
        let clerk = server.sign_in("clerk.ruian");
        let accept = |line: &str| chain::press(&clerk, &claim, "accept", &[("budget_line", line)]);
        assert!(!clerk.get(&claim).says("2019-RC-01"), "no line of the city is offered");
        for line in [citys.to_string().as_str(), ""] {
            let refused = accept(line);
            assert!(refused.status == 422 && refused.says("由县（市、区）财政支付"), "{}", refused.text());
        }
        let countys = server.line(&ruian, "2019", "2019-RA-01", "100000");
        let accepted = accept(&countys.to_string());
        assert_eq!(accepted.status, 303, "{}", accepted.text());
        let moved = [("new_line", citys.to_string()), ("reason", "样例理由".to_owned())];
        let moved: Vec<_> = moved.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let refused = chain::press(&clerk, &claim, "line", &moved);
        assert!(refused.status == 422 && refused.says("由县（市、区）财政支付"), "{}", refused.text());
        assert_eq!(server.figures(citys).reserved.0, 0, "nothing of the city");
        assert_eq!(server.figures(countys).reserved.0, server.claim(claim_id(&claim)).amount);
        assert!(!server.sign_in("auditor").get(&format!("/budget/{citys}")).says("王样例"));
    });
}
