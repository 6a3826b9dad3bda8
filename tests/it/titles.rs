//! Titles: who won one in a competition, the difference to a higher one, the yearly look, withdrawal with
//! recovery, and what the register takes over.

use crate::contests::{judged_in, mark_all as judge_all, step};
use crate::corrections::answer_warnings;
use crate::recognition::{
    CLEAN, LI, SKILLED, SUN, WANG, ZHAO, convene, done, form, link, mark_all, nominate, number, open, press,
};
use crate::support::chain::{self, id as claim_id, papers as hand_in};
use crate::support::{Client, Server, on_both};
use jiangxin::demo;
use jiangxin::domain::claim::State;
use jiangxin::domain::money::Fen;
use jiangxin::domain::people::Role;
use jiangxin::service::people::{NewOrganisation, NewUser, add_organisation, add_user};
use jiangxin::service::trail::By;
use jiangxin::service::{ServiceError, accounts};
use jiangxin::storage::people;
use jiangxin::storage::titles::{self, NewTitle};

pub const PAPERS: &[&str] = &["form", "certificate"];

/// A unit with somebody who acts for it.
pub fn unit(server: &Server, name: &str, mail_name: &str) {
    let (at, hash) = (server.app.now(), accounts::hash(demo::PASSWORD).expect("a hash"));
    let made = server.app.store.write(|tx| -> Result<(), ServiceError> {
        let unit = NewOrganisation {
            kind: "enterprise".into(),
            name: name.into(),
            division: "330302".into(),
            ..NewOrganisation::default()
        };
        let unit = add_organisation(tx, By::System, at, &unit)?;
        let user = NewUser {
            email: format!("{mail_name}@demo.example"),
            name: "测试承办".into(),
            lang: "zh".into(),
            roles: vec!["host".into()],
            ..NewUser::default()
        };
        let user = add_user(tx, By::System, at, unit, &user)?;
        people::set_password(tx, user, &hash)?;
        Ok(())
    });
    made.expect("a unit");
}

/// The claim of a title's page.
pub fn claim_of(client: &Client, title: &str) -> String {
    link(&client.get(title), "/claims/")
}

#[test]
fn who_won_the_title_in_a_competition_stands_without_review_and_gets_it() {
    on_both(|server| {
        let round = open(server, &[("programme", "city-chief-technician"), ("places", "1")]);
        let (host, clerk, second) = (server.sign_in("host"), server.sign_in("clerk"), server.sign_in("clerk2"));
        let (contest, entrants) = judged_in(server, &host, "1");
        judge_all(server, &contest, &entrants);
        for client in [&host, &server.sign_in("judge.one")] {
            let page = if client.get(&contest).status == 200 {
                contest.clone()
            } else {
                contest.replace("contests", "judging")
            };
            assert_eq!(step(client, &page, "sign").status, 303);
        }
        answer_warnings(&host, &contest);
        assert_eq!(step(&host, &contest, "submit").status, 303);
        assert!(!clerk.get(&round).says("测试甲"), "not before the result is published");
        assert_eq!(step(&second, &contest, "publish").status, 303);
        assert!(server.visitor().get(&contest.replace("contests", "results")).says("温州市首席技师"));

        let page = clerk.get(&round);
        assert!(page.says("测试甲") && page.says("砌筑工 第 1 名"), "{}", page.text());
        for other in ["测试乙", "测试丙", "测试丁"] {
            assert!(!page.says(other), "{other} won no title");
        }
        assert!(!host.get(&round).says("测试甲"), "for the office to take up");
        assert!(page.says("单位尚未登记") && page.value("entrant").is_none(), "{}", page.text());
        unit(server, "样例建工集团", "host.sample");
        let won = clerk.get(&round).value("entrant").expect("the winner");
        let take = |client: &Client| client.post(&format!("{round}/laureates"), &[("entrant", won.as_str())]);
        assert_eq!(take(&host).status, 403);
        let taken = take(&clerk);
        assert_eq!(taken.status, 303, "{}", taken.text());
        assert_eq!(take(&clerk).status, 404, "once");
        let direct = taken.location.expect("the nomination");
        assert!(!clerk.get(&round).says("name=\"entrant\""));

        // The unit completes it; the place is the winner's own.
        let own = server.sign_in("host.sample");
        assert!(own.get(&direct).says("砌筑工 第 1 名"));
        let version = own.get(&direct).value("version").expect("a form");
        let fields = |who: (&'static str, &'static str)| {
            let mut fields = form(who, SKILLED);
            fields[0] = ("nominator", "unit");
            fields.push(("version", ""));
            fields
        };
        let edit = |who| {
            let mut fields = fields(who);
            fields.retain(|(name, _)| *name != "version");
            fields.push(("version", version.as_str()));
            own.post(&format!("{direct}/edit"), &fields)
        };
        let other = edit(WANG);
        assert!(other.status == 422 && other.says("不能换人"), "{}", other.text());
        assert_eq!(edit(("测试甲", SUN.1)).status, 303);
        for paper in PAPERS {
            own.upload(&format!("{direct}/papers"), &[("material", paper)], "file", "样例.pdf", b"%PDF-1.4\n");
        }
        done(&own, &direct, "submit", &[]);
        let wang = nominate(&host, &round, WANG, SKILLED, PAPERS);

        server.advance_days(7);
        let clerk = server.sign_in("clerk");
        done(&clerk, &round, "close", &[]);
        for path in [&direct, &wang] {
            done(&clerk, path, "check", &CLEAN);
        }
        convene(server, &clerk, &round, 3);
        for name in ["evaluator", "judge.jiang", "judge.shen", "judge.han", "judge.yang"] {
            assert!(!server.sign_in(name).get(&format!("{round}/review")).says("测试甲"), "nothing to review");
        }
        mark_all(server, &round, &[("王样例", "95")]);
        done(&clerk, &round, "propose", &[("minutes", "样例纪要")]);
        assert!(clerk.get(&wang).says("名额已满"), "the winner takes the place");
        done(&clerk, &round, "publish", &[]);
        let public = server.visitor().get(&round);
        assert!(public.says("测试甲") && public.says("砌筑工 第 1 名") && !public.says("王样例"), "{}", public.text());
        server.advance_days(10);
        done(&server.sign_in("decider"), &round, "decide", &[("document", "样例发〔2019〕1号")]);
        let own = server.sign_in("host.sample");
        let title = link(&own.get("/titles"), "/titles/");
        let claim = own.get(&claim_of(&own, &title));
        assert!(claim.says("市首席技师奖励：测试甲（CH-2019-0001）") && claim.says("20,000"), "{}", claim.text());
        assert!(server.visitor().get("/honours?year=2019").says("测试甲"));
    });
}

/// A round of a programme with one nominee of the host, up to the title; the title's page.
pub fn titled(server: &Server, programme: &str, closes_on: &str, person: (&str, &str), papers: &[&str]) -> String {
    let round = open(server, &[("programme", programme), ("closes_on", closes_on)]);
    let path = nominate(&server.sign_in("host"), &round, person, SKILLED, papers);
    let last: chrono::NaiveDate = closes_on.parse().expect("a day");
    server.advance_days((last - server.app.today()).num_days() + 1);
    let clerk = server.sign_in("clerk");
    done(&clerk, &round, "close", &[]);
    done(&clerk, &path, "check", &CLEAN);
    convene(server, &clerk, &round, 3);
    mark_all(server, &round, &[(person.0, "95")]);
    done(&clerk, &round, "propose", &[("minutes", "样例纪要")]);
    done(&clerk, &round, "publish", &[]);
    server.advance_days(12);
    done(&server.sign_in("decider"), &round, "decide", &[("document", "样例发〔2019〕2号")]);
    let honours = server.sign_in("host").get("/titles").text();
    let row = honours.split("<tr>").find(|row| row.contains(person.0) && row.contains(title_of(programme)));
    let row = row.unwrap_or_else(|| panic!("{honours}"));
    let path = row.split("href=\"").nth(1).and_then(|rest| rest.split('"').next());
    path.expect("the title").to_owned()
}

fn title_of(programme: &str) -> &'static str {
    if programme == "excellent" { "优秀技能人才" } else { "市首席技师" }
}

/// By two people, as it has to be.
pub fn withdraw(clerk: &Client, decider: &Client, title: &str, reason: &str) {
    done(clerk, title, "propose-withdrawal", &[("reason", reason)]);
    done(decider, title, "withdraw", &[]);
}

#[test]
fn a_title_is_withdrawn_by_two_people_or_kept_with_the_reason() {
    on_both(|server| {
        let title = titled(server, "city-chief-technician", "2019-11-20", WANG, PAPERS);
        let [clerk, decider, host] = ["clerk", "decider", "host"].map(|name| server.sign_in(name));
        let told = |to: &str, words: &str| {
            let mails = server.mail();
            let to = mails.iter().filter(|mail| mail.to.as_str().starts_with(to));
            to.filter(|mail| mail.rendered.subject.contains(words)).count()
        };
        assert!(!decider.get(&title).says("/withdraw\""), "nothing is proposed");
        assert_eq!(press(&decider, &title, "withdraw", &[]).status, 409);
        for wrong in ["host", "reviewer", "treasurer", "decider"] {
            let pressed = press(&server.sign_in(wrong), &title, "propose-withdrawal", &[("reason", "样例")]);
            assert_eq!(pressed.status, 403, "{wrong}");
        }
        assert_eq!(press(&clerk, &title, "propose-withdrawal", &[("reason", " ")]).status, 422);
        done(&clerk, &title, "propose-withdrawal", &[("reason", "样例核查记录1号")]);
        assert_eq!(press(&clerk, &title, "propose-withdrawal", &[("reason", "再提")]).status, 409, "one at a time");
        assert_eq!(told("decider@", "拟撤销称号"), 1);
        assert!(decider.get("/").says("审定撤销称号") && decider.get(&title).says("样例核查记录1号"));
        assert!(clerk.get(&title).says("等审定人决定") && !clerk.get(&title).says("/withdraw\""));
        assert!(!host.get(&title).says("样例核查记录1号"), "the unit learns of it when it is decided");
        assert!(!server.visitor().get("/honours").says("已撤销"), "it stands until then");
        for wrong in ["clerk", "reviewer", "treasurer", "host"] {
            let who = server.sign_in(wrong);
            for step in ["withdraw", "keep"] {
                assert_eq!(press(&who, &title, step, &[("opinion", "样例")]).status, 403, "{wrong} {step}");
            }
        }
        // Kept with the reason, which the office reads; who has the old page open decides nothing of a new proposal.
        let stale = decider.get(&title).value("version").expect("a form");
        assert_eq!(press(&decider, &title, "keep", &[]).status, 422);
        done(&decider, &title, "keep", &[("opinion", "经核实不影响称号")]);
        assert_eq!((told("clerk@", "称号予以保留"), told("host@", "称号予以保留")), (1, 0));
        done(&clerk, &title, "propose-withdrawal", &[("reason", "样例核查记录2号")]);
        assert_eq!(decider.post(&format!("{title}/withdraw"), &[("version", stale.as_str())]).status, 409);

        let seen = decider.get(&title).value("version").expect("a form");
        done(&decider, &title, "withdraw", &[]);
        let twice = decider.post(&format!("{title}/withdraw"), &[("version", seen.as_str())]);
        assert_eq!(twice.status, 409, "a double click");
        assert!(server.visitor().get("/honours").says("已撤销"));
        assert!(host.get(&title).says("样例核查记录2号") && !host.get(&title).says("样例核查记录1号"));
        assert_eq!((told("host@", "称号撤销"), told("treasurer@", "称号撤销")), (1, 0), "nothing was paid");
        let record = server.sign_in("auditor").get("/audit?object=title");
        assert!(record.says("提出撤销称号") && record.says("保留称号"), "{}", record.text());
    });
}

/// A higher title of the same person; which claim its award is does not matter here.
fn higher(server: &Server, (name, identity): (&str, &str), claim: i64) {
    let new = NewTitle {
        number: "CH-2019-0099",
        programme: "topnotch",
        year: 2019,
        subject: "person",
        identity,
        name,
        unit_name: "样例协会",
        organisation_id: server.who("host").organisation().get(),
        division: "330300",
        nomination_id: None,
        rule: "person.award",
        yearly_review: false,
        granted_on: server.app.today(),
        document: "样例发〔2019〕9号",
        valid_until: None,
        claim_id: Some(claim),
        created_at: server.app.now().naive_utc(),
        paid_elsewhere: 0,
    };
    server.app.store.write(|tx| titles::insert(tx, &new).map(|_| ())).expect("a title");
}

#[test]
fn who_proposed_a_withdrawal_does_not_decide_it_even_with_both_roles() {
    on_both(|server| {
        let title = titled(server, "excellent", "2019-11-20", WANG, PAPERS);
        let clerk = server.sign_in("clerk");
        // An award that was given up can be opened again, until a later one was worked out without it.
        let host = server.sign_in("host");
        let award = claim_of(&host, &title);
        chain::done(&host, &award, "withdraw", &[]);
        assert!(host.get(&award).says("/reopen\""));
        higher(server, WANG, claim_id(&award).get());
        let page = host.get(&award);
        assert!(!page.says("/reopen\"") && page.says("本申领不能重新提交"), "{}", page.text());
        done(&clerk, &title, "propose-withdrawal", &[("reason", "样例核查记录1号")]);
        server.change("clerk", Some(Role::Decider), "zh");
        let both = server.sign_in("clerk");
        let version = both.get(&title).value("version").unwrap_or_else(|| "1".to_owned());
        assert_eq!(both.post(&format!("{title}/withdraw"), &[("version", version.as_str())]).status, 403);
        assert!(!both.get("/").says("审定撤销称号"));
        done(&server.sign_in("decider"), &title, "withdraw", &[]);
    });
}

#[test]
fn what_a_lower_title_was_not_paid_is_not_taken_off_once_it_is_withdrawn() {
    on_both(|server| {
        let lower = titled(server, "excellent", "2019-11-20", WANG, PAPERS);
        let last = (server.app.today() + chrono::Duration::days(2)).to_string();
        let higher = titled(server, "city-chief-technician", &last, WANG, PAPERS);
        let (host, clerk) = (server.sign_in("host"), server.sign_in("clerk"));
        let award = claim_of(&host, &higher);
        let amount = || server.claim(claim_id(&award)).amount;
        assert_eq!(amount(), Fen::yuan(10_000).0, "20,000 less the 10,000 that are going to be claimed");
        let form = host.get(&format!("{award}/edit"));
        assert!(!form.says("name=\"fact.paid_before\"") && form.says("较低称号已得奖励"), "{}", form.text());
        hand_in(&host, &award, &["selection"]);
        chain::done(&host, &award, "submit", &[("promise", "true")]);
        withdraw(&server.sign_in("clerk"), &server.sign_in("decider"), &lower, "业绩不实");
        assert_eq!(amount(), Fen::yuan(10_000).0, "with the office: nothing changes under its eyes");
        let line = server.line(&server.sign_in("treasurer"), "2019", "2019-RC-01", "100000");
        let refused = chain::press(&clerk, &award, "accept", &[("budget_line", &line.to_string())]);
        assert!(refused.status == 409 && refused.says("10,000") && refused.says("退回"), "{}", refused.text());
        chain::done(&clerk, &award, "return", &[("opinion", "较低称号已撤销，请重新核算")]);
        let typed = [
            ("title", "市首席技师"),
            ("account.name", "温州市建筑业协会"),
            ("account.number", "6222000011112222333"),
            ("account.again", "6222000011112222333"),
            ("account.bank", "示例银行瓯海支行"),
        ];
        chain::done(&host, &award, "edit", &typed);
        assert_eq!(amount(), Fen::yuan(20_000).0, "in full");
        chain::done(&host, &award, "submit", &[("promise", "true")]);
        chain::done(&clerk, &award, "accept", &[("budget_line", &line.to_string())]);

        // Of the withdrawn title's own award nothing is offered that leads to its payment.
        let own = host.get(&claim_of(&host, &lower));
        assert!(!own.says("/submit\""), "{}", own.text());
    });
}

#[test]
fn an_award_still_with_its_unit_is_worked_out_anew_when_a_lower_title_goes() {
    on_both(|server| {
        let lower = titled(server, "excellent", "2019-11-20", WANG, PAPERS);
        let last = (server.app.today() + chrono::Duration::days(2)).to_string();
        let higher = titled(server, "city-chief-technician", &last, WANG, PAPERS);
        let award = claim_id(&claim_of(&server.sign_in("host"), &higher));
        assert_eq!(server.claim(award).amount, Fen::yuan(10_000).0);
        withdraw(&server.sign_in("clerk"), &server.sign_in("decider"), &lower, "业绩不实");
        assert_eq!(server.claim(award).amount, Fen::yuan(20_000).0);
    });
}

#[test]
fn the_higher_title_pays_the_difference_and_a_withdrawn_one_is_paid_back() {
    on_both(|server| {
        let line = server.line(&server.sign_in("treasurer"), "2019", "2019-RC-01", "100000");
        let lower = titled(server, "excellent", "2019-11-20", WANG, PAPERS);
        let host = server.sign_in("host");
        let claim = claim_of(&host, &lower);
        assert_eq!(server.claim(claim_id(&claim)).amount, Fen::yuan(10_000).0);
        hand_in(&host, &claim, &["selection"]);
        chain::done(&host, &claim, "submit", &[("promise", "true")]);
        chain::done(&server.sign_in("clerk"), &claim, "accept", &[("budget_line", &line.to_string())]);
        chain::done(&server.sign_in("clerk"), &claim, "first-review", &[]);
        chain::done(&server.sign_in("reviewer"), &claim, "second-review", &[]);
        chain::done(&server.sign_in("decider"), &claim, "decide", &[]);
        chain::confirmed_and_paid(server, &claim);
        assert_eq!(server.claim(claim_id(&claim)).state, State::Paid);

        let last = (server.app.today() + chrono::Duration::days(2)).to_string();
        let higher = titled(server, "city-chief-technician", &last, WANG, PAPERS);
        let host = server.sign_in("host");
        let second = claim_of(&host, &higher);
        assert_eq!(server.claim(claim_id(&second)).amount, Fen::yuan(10_000).0, "20,000 less the 10,000 paid");
        // What the register says is not the unit's to write.
        let version = host.get(&second).value("version").expect("a form");
        let typed = [("version", version.as_str()), ("title", "市首席技师"), ("fact.paid_before", "0")];
        host.post(&format!("{second}/edit"), &typed);
        assert_eq!(server.claim(claim_id(&second)).amount, Fen::yuan(10_000).0, "fixed by the register");
        let again = open(server, &[("programme", "excellent"), ("year", "2020"), ("closes_on", "2020-06-30")]);
        let again = host.post(&format!("{again}/nominate"), &form(WANG, SKILLED)).location.expect("a draft");
        let refused = press(&host, &again, "submit", &[]);
        assert!(refused.status == 422 && refused.says("不重复授予"), "{}", refused.text());

        // The year after, the office looks at the title; not kept, the head withdraws it.
        server.advance_days(60);
        let clerk = server.sign_in("clerk");
        let due = clerk.get(&higher);
        assert!(due.says("待年度复核") || due.says("年度复核"), "{}", due.text());
        assert_eq!(server.sign_in("host").post(&format!("{higher}/review"), &[("kept", "true")]).status, 403);
        let said = [("kept", "false"), ("opinion", "已离开本市")];
        assert_eq!(clerk.post(&format!("{higher}/review"), &said).status, 303);
        assert_eq!(clerk.post(&format!("{higher}/review"), &said).status, 409, "once a year");

        // Not kept: that is the proposal, and one step of the head's work list from the withdrawal.
        let (decider, host) = (server.sign_in("decider"), server.sign_in("host"));
        assert!(!host.get(&higher).says("不宜保留"), "the unit reads nothing of it before it is decided");
        assert!(decider.get("/").says("审定撤销称号") && decider.get(&higher).says("拟撤销，待审定"));
        done(&decider, &higher, "withdraw", &[]);
        assert!(!decider.get("/").says("审定撤销称号"));
        let ended = host.get(&second);
        assert!(ended.says("终止办理") && ended.says("已离开本市") && !ended.says("/submit"), "{}", ended.text());
        assert_eq!(server.claim(claim_id(&second)).state, State::Rejected);

        withdraw(&clerk, &decider, &lower, "业绩不实");
        assert!(decider.get(&lower).says("10,000"), "{}", decider.get(&lower).text());
        let treasurer = server.sign_in("treasurer");
        let reference = server.claim(claim_id(&claim)).reference;
        let back = |yuan: &str| {
            let fields = [("claim", reference.as_str()), ("recovered", yuan), ("reason", "称号撤销，奖励退回")];
            treasurer.post(&format!("/budget/{line}/recovery"), &fields).status
        };
        assert_eq!(back("10000.01"), 422, "more than was paid");
        assert_eq!(back("4000"), 303);
        let half = decider.get(&lower);
        assert!(half.says("10,000") && half.says("4,000"), "{}", half.text());
        assert_eq!(back("6000"), 303);
        assert_eq!(server.claim(claim_id(&claim)).held_amount, 0);
        let mails = server.mail();
        let told = |to: &str| {
            mails.iter().any(|mail| mail.to.as_str().starts_with(to) && mail.rendered.subject.contains("称号撤销"))
        };
        assert!(told("host@") && told("treasurer@"));
        assert!(server.visitor().get("/honours").says("已撤销"));
    });
}

#[test]
fn an_objection_holds_its_line_and_the_others_are_decided() {
    on_both(|server| {
        let round = open(server, &[("programme", "city-chief-technician")]);
        let host = server.sign_in("host");
        let all = [WANG, LI, ZHAO].map(|person| nominate(&host, &round, person, SKILLED, PAPERS));
        let [wang, li, zhao] = &all;
        server.advance_days(7);
        let clerk = server.sign_in("clerk");
        done(&clerk, &round, "close", &[]);
        all.iter().for_each(|path| done(&clerk, path, "check", &CLEAN));
        convene(server, &clerk, &round, 3);
        mark_all(server, &round, &[("王样例", "90"), ("李样例", "90"), ("赵样例", "90")]);
        done(&clerk, &round, "propose", &[("minutes", "样例纪要")]);
        done(&clerk, &round, "publish", &[]);
        for (line, name) in [(wang, "钱样例"), (li, "周样例")] {
            let fields = [
                ("line", number(line)),
                ("name", name),
                ("contact", "13800000000"),
                ("reasons", "样例理由：所列业绩为他人完成"),
            ];
            assert_eq!(server.visitor().post(&format!("{round}/objections"), &fields).status, 303);
        }
        server.advance_days(10);
        let (clerk, decider) = (server.sign_in("clerk"), server.sign_in("decider"));
        let first = [("document", "样例发〔2019〕1号")];
        done(&decider, &round, "decide", &first);
        let honours = server.visitor().get("/honours");
        assert!(honours.says("赵样例") && !honours.says("王样例") && !honours.says("李样例"), "two are held");
        assert!(decider.get(&zhao.clone()).says("已授予"), "{}", decider.get(zhao).text());
        assert_eq!(press(&decider, &round, "decide", &first).status, 409, "nothing but held lines");
        assert_eq!(press(&decider, &round, "cancel", &[("opinion", "样例")]).status, 409, "a title is granted");
        assert!(server.visitor().get(&round).says("王样例"), "still on public notice");

        let answer = |who: &Client, line: &str, ruling: &str| {
            let page = who.get(line).text();
            let form = page.split("action=\"").find(|rest| rest.starts_with(&format!("{line}/objections/")));
            let form = form.and_then(|rest| rest.split('"').next()).expect("the form").to_owned();
            who.post(&form, &[("ruling", ruling), ("answer", "样例答复")]).status
        };
        assert_eq!(answer(&clerk, wang, "upheld"), 403, "whoever entered the result does not change it alone");
        let before = server.mail().len();
        assert_eq!(answer(&server.sign_in("reviewer"), wang, "upheld"), 303);
        let struck = server.mail();
        let told = struck[before..].iter().filter(|mail| mail.rendered.text.contains("公示异议成立")).count();
        assert_eq!(told, 2, "unit and nominee hear of the struck line at once");
        assert_eq!(answer(&clerk, li, "dismissed"), 303);
        assert_eq!(press(&decider, &round, "decide", &[("document", "")]).status, 422);
        done(&decider, &round, "decide", &[("document", "样例发〔2019〕2号")]);
        let honours = server.visitor().get("/honours");
        assert!(honours.says("赵样例") && honours.says("李样例") && !honours.says("王样例"), "{}", honours.text());
        assert!(matches!(press(&decider, &round, "decide", &first).status, 403 | 409), "decided");
        let mails = server.mail();
        let granted = |words: &str| mails.iter().filter(|mail| mail.rendered.subject == words).count();
        assert_eq!(granted("已授予：市首席技师 赵样例"), 2, "once to the unit and once to the nominee");
    });
}

pub const HEADING: &str =
    "编号,称号,姓名或企业名称,身份证号或统一社会信用代码,单位,授予日期,有效期至,文号,已拨付（元）\n";

#[test]
fn titles_granted_before_come_in_whole_once_and_count_for_the_difference() {
    on_both(|server| {
        let clerk = server.sign_in("clerk");
        let send = |who: &Client, text: &str| {
            who.get("/titles");
            who.upload("/titles/import", &[], "file", "称号.csv", format!("{HEADING}{text}").as_bytes())
        };
        let sound =
            format!("WZ-2017-01,优秀技能人才,王样例,{},温州市建筑业协会,2017-11-20,,样例发〔2017〕1号,10000\n", WANG.1);
        for other in ["host", "decider", "evaluator"] {
            assert_eq!(send(&server.sign_in(other), &sound).status, 403, "{other}");
        }
        assert!(matches!(send(&server.sign_in("clerk.ruian"), &sound).status, 403 | 404), "the city's register");
        let faulty = format!(
            "{sound},月亮奖,李样例,{},没有的单位,2017-13-01,,,\nWZ-2,市首席技师,赵样例,33038119850505003X,温州市建筑业协会,2017-11-20,2016-01-01,,一万\n",
            LI.1
        );
        let refused = send(&clerk, &faulty);
        assert_eq!(refused.status, 422);
        for words in ["第 3 行", "月亮奖", "2017-13-01", "第 4 行", "尾号 003X", "2016-01-01", "一万"] {
            assert!(refused.says(words), "{words}: {}", refused.text());
        }
        assert!(!refused.says("33038119850505003X"), "no number is repeated");
        assert!(!clerk.get("/titles").says("WZ-2017-01"), "nothing half entered");
        let unit = send(&clerk, &sound.replace("温州市建筑业协会", "没有的单位"));
        assert!(unit.status == 422 && unit.says("没有的单位") && unit.says("没有登记"), "{}", unit.text());
        assert_eq!(send(&clerk, &sound).status, 303);
        assert!(clerk.get("/titles").says("WZ-2017-01"));
        assert_eq!(send(&clerk, &sound).status, 303);
        assert_eq!(clerk.get("/titles").text().matches("WZ-2017-01").count(), 1, "the same file changes nothing");
        let other = send(&clerk, &sound.replace("WZ-2017-01", "WZ-2017-02"));
        assert!(other.status == 422 && other.says("同一称号已在登记册"), "{}", other.text());

        let file = clerk.get("/titles/file?format=csv");
        assert!(file.says("WZ-2017-01") && file.says("0019") && !file.says(WANG.1), "masked: {}", file.text());
        assert!(!server.sign_in("host.chint").get("/titles/file?format=csv").says("WZ-2017-01"), "another unit's");
        assert!(clerk.get("/titles/template").bytes.starts_with(b"PK"));
        assert!(server.visitor().get("/honours?year=2017").says("王样例"));

        let higher = titled(server, "city-chief-technician", "2019-11-20", WANG, PAPERS);
        let host = server.sign_in("host");
        let claim = claim_of(&host, &higher);
        assert_eq!(server.claim(claim_id(&claim)).amount, Fen::yuan(10_000).0, "20,000 less what was paid elsewhere");
    });
}
