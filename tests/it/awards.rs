//! What becomes of the award once its title or its designation is there: for whom it is, and where it ends.

use crate::bases::{designate, enter, paper, step, to_decision};
use crate::recognition::{CLEAN, LI, SKILLED, SUN, WANG, ZHAO, convene, done, mark_all, nominate, open};
use crate::support::chain::{self, id as claim_id, papers as hand_in};
use crate::support::{Client, Reply, Server, on_both};
use crate::titles::{HEADING, PAPERS, claim_of, titled, withdraw};
use jiangxin::domain::claim::State;
use jiangxin::domain::ids::BudgetLineId;
use jiangxin::domain::money::Fen;

/// Titles of excellent skilled people for these, in one round; the pages of the titles.
fn granted(server: &Server, people: &[(&str, &str)]) -> Vec<String> {
    let round = open(server, &[("programme", "excellent"), ("closes_on", "2019-11-20")]);
    let host = server.sign_in("host");
    let paths: Vec<String> = people.iter().map(|person| nominate(&host, &round, *person, SKILLED, PAPERS)).collect();
    server.advance_days(7);
    let clerk = server.sign_in("clerk");
    done(&clerk, &round, "close", &[]);
    paths.iter().for_each(|path| done(&clerk, path, "check", &CLEAN));
    convene(server, &clerk, &round, 3);
    let marks: Vec<(&str, &str)> = people.iter().map(|(name, _)| (*name, "90")).collect();
    mark_all(server, &round, &marks);
    done(&clerk, &round, "propose", &[("minutes", "样例纪要")]);
    done(&clerk, &round, "publish", &[]);
    server.advance_days(12);
    done(&server.sign_in("decider"), &round, "decide", &[("document", "样例发〔2019〕2号")]);
    let register = server.sign_in("host").get("/titles").text();
    let of = |(name, _): &(&str, &str)| {
        let row = register.split("<tr>").find(|row| row.contains(name)).unwrap_or_else(|| panic!("{register}"));
        row.split("href=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("the title").to_owned()
    };
    people.iter().map(of).collect()
}

/// The claim of a title, through the reviews to its decision.
fn decided(server: &Server, title: &str, line: BudgetLineId) -> String {
    let [host, clerk, reviewer, decider] = ["host", "clerk", "reviewer", "decider"].map(|name| server.sign_in(name));
    let claim = claim_of(&host, title);
    hand_in(&host, &claim, &["selection"]);
    chain::done(&host, &claim, "submit", &[("promise", "true")]);
    chain::done(&clerk, &claim, "accept", &[("budget_line", &line.to_string())]);
    chain::done(&clerk, &claim, "first-review", &[]);
    chain::done(&reviewer, &claim, "second-review", &[]);
    chain::done(&decider, &claim, "decide", &[]);
    claim
}

fn state(server: &Server, claim: &str) -> State {
    server.claim(claim_id(claim)).state
}

#[test]
fn the_award_of_a_title_goes_to_who_holds_it() {
    on_both(|server| {
        let title = titled(server, "excellent", "2019-11-20", WANG, PAPERS);
        let host = server.sign_in("host");
        let claim = claim_of(&host, &title);
        let page = host.get(&claim);
        assert!(page.says("王样例") && page.says("以称号登记为准"), "{}", page.text());
        assert!(!page.says(&format!("href=\"{claim}/people\"")), "nothing to change");
        let list = host.get(&format!("{claim}/people"));
        assert!(list.says("王样例") && list.says("以称号登记为准") && !list.says("/remove"), "{}", list.text());
        let version = || list.value("version").unwrap_or_else(|| server.claim(claim_id(&claim)).version.to_string());
        let forged = |path: &str, fields: &[(&str, &str)]| {
            let version = version();
            let fields: Vec<_> = fields.iter().copied().chain([("version", version.as_str())]).collect();
            host.post(&format!("{claim}/people{path}"), &fields)
        };
        let row = server.app.store.read(|conn| jiangxin::storage::registers::people(conn, claim_id(&claim)));
        let row = row.expect("the list")[0].id;
        assert_eq!(forged(&format!("/{row}/remove"), &[]).status, 409);
        let other = [("name", LI.0), ("resident_id", LI.1), ("certificate", ""), ("finished", "是")];
        let refused = forged("", &other);
        assert!(refused.status == 409 && refused.says("以称号登记为准"), "{}", refused.text());
        let table = format!("姓名,身份证号\n{},{}\n", LI.0, LI.1);
        let version = version();
        let fields = [("version", version.as_str())];
        let sent = host.upload(&format!("{claim}/people/import"), &fields, "file", "名单.csv", table.as_bytes());
        assert_eq!(sent.status, 409, "{}", sent.text());
        let after = host.get(&claim);
        assert!(after.says("王样例") && !after.says("李样例"), "{}", after.text());
    });
}

#[test]
fn with_its_title_an_award_ends_wherever_it_is_before_the_bank_has_it() {
    on_both(|server| {
        let line = server.line(&server.sign_in("treasurer"), "2019", "2019-RC-01", "100000");
        let titles = granted(server, &[WANG, LI, ZHAO, SUN]);
        let claims: Vec<String> = titles.iter().map(|title| decided(server, title, line)).collect();
        let [decided, on_notice, approved, ordered] = &claims[..] else { panic!("four") };
        let order = |who: &Client, claims: &[&String]| {
            let ids: Vec<String> = claims.iter().map(|claim| claim_id(claim).to_string()).collect();
            let fields: Vec<_> = ids.iter().map(|id| ("claim", id.as_str())).collect();
            who.post("/payments", &fields)
        };
        let first = server.publish(&server.sign_in("clerk"), &[claim_id(approved), claim_id(ordered)]);
        server.advance_days(10);
        let ratified = server.sign_in("decider").post(&format!("{first}/approval"), &[("all", "1")]);
        assert_eq!(ratified.status, 303, "{}", ratified.text());
        let batch = order(&server.sign_in("treasurer"), &[ordered]).location.expect("the batch");
        done(&server.sign_in("treasurer"), &batch, "send", &[]);
        let notice = server.publish(&server.sign_in("clerk"), &[claim_id(on_notice)]);
        let states = [State::Decided, State::OnNotice, State::Approved, State::InPayment];
        assert_eq!([decided, on_notice, approved, ordered].map(|claim| state(server, claim)), states);
        assert_eq!(server.figures(line).committed, Fen::yuan(40_000));

        let (clerk, decider) = (server.sign_in("clerk"), server.sign_in("decider"));
        titles.iter().for_each(|title| withdraw(&clerk, &decider, title, "业绩不实"));
        let ended = [State::Rejected, State::Rejected, State::Rejected, State::InPayment];
        assert_eq!([decided, on_notice, approved, ordered].map(|claim| state(server, claim)), ended);
        assert_eq!(server.figures(line).committed, Fen::yuan(10_000), "what the bank has the order for");
        assert_eq!(server.figures(line), server.entered(line));
        assert!(server.visitor().get(&notice).says("已撤下"), "{}", server.visitor().get(&notice).text());
        let [host, treasurer] = ["host", "treasurer"].map(|name| server.sign_in(name));
        let page = host.get(approved);
        assert!(page.says("未通过") && page.says("终止办理") && page.says("业绩不实"), "{}", page.text());
        assert!(!clerk.get("/notices/new").says("王样例"), "not offered for a notice");
        assert!(!treasurer.get("/payments").says("赵样例"), "nor for payment");
        let told = server.mail();
        let told = told.iter().filter(|mail| mail.to.as_str().starts_with("host@"));
        assert_eq!(told.filter(|mail| mail.rendered.subject.starts_with("申领已终止")).count(), 3);

        // What the bank pays nevertheless is to be paid back.
        let today = server.app.today().to_string();
        let number = format!("FK-{}-{:0>4}-01", &today[..4], batch.rsplit('/').next().expect("a number"));
        let answer = [("payment", number.as_str()), ("result", "成功"), ("date", &today), ("reason", "")];
        assert_eq!(treasurer.post(&format!("{batch}/answers"), &answer).status, 303);
        let owed = decider.get(&titles[3]);
        assert!(owed.says("10,000") && owed.says("应退回"), "{}", owed.text());
    });
}

#[test]
fn an_award_withdrawn_before_the_order_does_not_go_to_the_bank() {
    on_both(|server| {
        let line = server.line(&server.sign_in("treasurer"), "2019", "2019-RC-01", "100000");
        let titles = granted(server, &[WANG, LI]);
        let claims = [decided(server, &titles[0], line), decided(server, &titles[1], line)];
        let ids = [claim_id(&claims[0]), claim_id(&claims[1])];
        let notice = server.publish(&server.sign_in("clerk"), &ids);
        server.advance_days(10);
        server.sign_in("decider").post(&format!("{notice}/approval"), &[("all", "1")]);
        let treasurer = server.sign_in("treasurer");
        let ids = ids.map(|id| id.to_string());
        let made = treasurer.post("/payments", &[("claim", &ids[0]), ("claim", &ids[1])]);
        let batch = made.location.expect("the batch");
        let committed = server.figures(line).committed;
        withdraw(&server.sign_in("clerk"), &server.sign_in("decider"), &titles[0], "业绩不实");
        done(&treasurer, &batch, "send", &[]);
        assert_eq!([&claims[0], &claims[1]].map(|claim| state(server, claim)), [State::Rejected, State::InPayment]);
        assert_eq!(server.figures(line).committed.0 * 2, committed.0, "the other's alone");
        assert!(treasurer.get(&batch).says("业绩不实"), "{}", treasurer.get(&batch).text());
    });
}

#[test]
fn an_award_that_the_bank_sends_back_ends_when_its_title_is_gone() {
    on_both(|server| {
        let line = server.line(&server.sign_in("treasurer"), "2019", "2019-RC-01", "100000");
        let titles = granted(server, &[WANG]);
        let claim = decided(server, &titles[0], line);
        let notice = server.publish(&server.sign_in("clerk"), &[claim_id(&claim)]);
        server.advance_days(10);
        server.sign_in("decider").post(&format!("{notice}/approval"), &[("all", "1")]);
        let treasurer = server.sign_in("treasurer");
        let made = treasurer.post("/payments", &[("claim", &claim_id(&claim).to_string())]);
        let batch = made.location.expect("the batch");
        done(&treasurer, &batch, "send", &[]);
        withdraw(&server.sign_in("clerk"), &server.sign_in("decider"), &titles[0], "业绩不实");
        assert_eq!(state(server, &claim), State::InPayment);
        let today = server.app.today().to_string();
        let number = format!("FK-{}-{:0>4}-01", &today[..4], batch.rsplit('/').next().expect("a number"));
        let answer = [("payment", number.as_str()), ("result", "失败"), ("date", &today), ("reason", "户名不符")];
        let taken = treasurer.post(&format!("{batch}/answers"), &answer);
        assert_eq!(taken.status, 303, "{}", taken.text());
        assert_eq!(state(server, &claim), State::Rejected);
        assert_eq!(server.figures(line).committed, Fen::ZERO);
    });
}

#[test]
fn with_its_designation_the_grant_of_a_base_ends() {
    on_both(|server| {
        let line = server.line(&server.sign_in("treasurer"), "2019", "2019-JD-01", "2000000");
        let [host, clerk, decider] = ["host", "clerk", "decider"].map(|name| server.sign_in(name));
        let base = enter(&host, "city");
        paper(&host, &base);
        designate(server, &base, "2019-03-01");
        let claim = to_decision(server, &base, line);
        chain::done(&decider, &claim, "decide", &[("amount", "200000"), ("opinion", "按下限资助。")]);
        chain::done(&server.sign_in("reviewer"), &claim, "confirm", &[("opinion", "同意。")]);
        assert_eq!((state(server, &claim), server.figures(line).committed), (State::Decided, Fen::yuan(200_000)));
        let reason = [("reason", "场地已挪作他用。")];
        assert_eq!(clerk.post(&format!("{base}/propose-revocation"), &reason).status, 303);
        let said = [("document", "样例发〔2019〕9号"), ("day", "2019-11-18")];
        let revoked = step(&decider, &base, "revoke", &said);
        assert_eq!(revoked.status, 303, "{}", revoked.text());
        assert_eq!((state(server, &claim), server.figures(line).committed), (State::Rejected, Fen::ZERO));
        assert!(host.get(&claim).says("认定已撤销"), "{}", host.get(&claim).text());
    });
}

/// A free claim of the host, with its person and its papers; tried to be submitted.
fn tried(
    host: &Client,
    rule: &str,
    title: &str,
    facts: &[(&str, &str)],
    person: Option<(&str, &str)>,
    paper: &str,
) -> (String, Reply) {
    let facts: Vec<(String, &str)> = facts.iter().map(|(name, text)| (format!("fact.{name}"), *text)).collect();
    let facts: Vec<(&str, &str)> = facts.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    let path = chain::draft(host, rule, title, &facts);
    if let Some((name, number)) = person {
        let version = chain::version(&host.get(&path));
        let fields = [("version", version.as_str()), ("name", name), ("resident_id", number), ("finished", "是")];
        assert_eq!(host.post(&format!("{path}/people"), &fields).status, 303);
    }
    hand_in(host, &path, &[paper]);
    let reply = chain::press(host, &path, "submit", &[("promise", "true")]);
    (path, reply)
}

#[test]
fn what_the_register_awards_is_not_claimed_beside_it() {
    on_both(|server| {
        let titles = granted(server, &[WANG]);
        let host = server.sign_in("host");
        let own = server.claim(claim_id(&claim_of(&host, &titles[0]))).reference;
        let facts = |title| [("title", title), ("selected_on", "2019-12-02")];
        let (_, again) = tried(&host, "person.award", "王样例优秀", &facts("excellent"), Some(WANG), "selection");
        assert!(again.status == 422 && again.says(&own) && again.says("CH-2019-0001"), "{}", again.text());
        // Another title is the unit's to claim, less what the register has for the lower one.
        let leader = facts("special-support-leader");
        let (_, full) = tried(&host, "person.award", "王样例领军", &leader, Some(WANG), "selection");
        assert!(full.status == 422 && full.says("10,000") && full.says("不能少于"), "{}", full.text());
        let less = [leader[0], leader[1], ("paid_before", "10000")];
        let (path, less) = tried(&host, "person.award", "王样例领军二", &less, Some(WANG), "selection");
        assert_eq!(less.status, 303, "{}", less.text());
        assert_eq!(server.claim(claim_id(&path)).amount, Fen::yuan(140_000).0);
        // Whom the register does not have is claimed for freely.
        let (_, other) = tried(&host, "person.award", "李样例优秀", &facts("excellent"), Some(LI), "selection");
        assert_eq!(other.status, 303, "{}", other.text());
        // What came into the register since stops a claim that is with the office.
        withdraw(&server.sign_in("clerk"), &server.sign_in("decider"), &titles[0], "业绩不实");
        let (_, gone) = tried(&host, "person.award", "王样例优秀二", &facts("excellent"), Some(WANG), "selection");
        assert!(gone.status == 422 && gone.says("已经撤销"), "{}", gone.text());
    });
}

#[test]
fn a_claim_at_the_office_is_stopped_by_a_title_that_is_granted_since() {
    on_both(|server| {
        let host = server.sign_in("host");
        let facts = [("title", "excellent"), ("selected_on", "2019-11-18")];
        let (path, free) = tried(&host, "person.award", "王样例优秀", &facts, Some(WANG), "selection");
        assert_eq!(free.status, 303, "{}", free.text());
        granted(server, &[WANG]);
        let line = server.line(&server.sign_in("treasurer"), "2019", "2019-RC-01", "100000");
        let clerk = server.sign_in("clerk");
        let refused = chain::press(&clerk, &path, "accept", &[("budget_line", &line.to_string())]);
        assert!(refused.status == 422 && refused.says("CH-2019-0001"), "{}", refused.text());
        chain::done(&clerk, &path, "decline", &[("opinion", "奖励按名册办理")]);
    });
}

#[test]
fn a_grant_claimed_freely_leaves_out_nothing_that_was_paid() {
    on_both(|server| {
        let line = server.line(&server.sign_in("treasurer"), "2019", "2019-JD-01", "2000000");
        let [host, decider] = ["host", "decider"].map(|name| server.sign_in(name));
        let base = enter(&host, "city");
        paper(&host, &base);
        designate(server, &base, "2019-03-01");
        let first = to_decision(server, &base, line);
        let reference = server.claim(claim_id(&first)).reference;
        let facts = [("level", "city"), ("designated_on", "2019-03-01")];
        let (_, open) = tried(&host, "base.grant", "创建资助", &facts, None, "designation");
        assert!(open.status == 422 && open.says(&reference), "{}", open.text());
        chain::done(&decider, &first, "decide", &[("amount", "200000"), ("opinion", "按下限资助。")]);
        chain::confirmed_and_paid(server, &first);
        let host = server.sign_in("host");
        let (path, blank) = tried(&host, "base.grant", "创建资助二", &facts, None, "designation");
        assert!(blank.status == 422 && blank.says("200,000"), "{}", blank.text());
        let typed = [
            ("title", "创建资助二"),
            ("fact.level", "city"),
            ("fact.designated_on", "2019-03-01"),
            ("fact.paid_before", "200000"),
            ("account.name", "温州市建筑业协会"),
            ("account.number", "6222000011112222333"),
            ("account.again", "6222000011112222333"),
            ("account.bank", "示例银行瓯海支行"),
        ];
        chain::done(&host, &path, "edit", &typed);
        chain::done(&host, &path, "submit", &[("promise", "true")]);
    });
}

#[test]
fn what_was_paid_before_a_title_came_in_is_recovered_with_the_title() {
    on_both(|server| {
        let [clerk, decider, treasurer] = ["clerk", "decider", "treasurer"].map(|name| server.sign_in(name));
        clerk.get("/titles");
        let row =
            format!("XJ-50,优秀技能人才,王样例,{},温州市建筑业协会,2017-11-20,,样例发〔2017〕1号,10000\n", WANG.1);
        let sent = clerk.upload("/titles/import", &[], "file", "称号.csv", format!("{HEADING}{row}").as_bytes());
        assert_eq!(sent.status, 303, "{}", sent.text());
        let register = clerk.get("/titles").text();
        let old = register.split("href=\"").find(|rest| rest.starts_with("/titles/") && rest.contains("XJ-50"));
        let old = old.and_then(|rest| rest.split('"').next()).expect("the title").to_owned();
        assert!(!treasurer.get("/").says("请收回奖励"));
        withdraw(&clerk, &decider, &old, "业绩不实");
        let higher = titled(server, "city-chief-technician", "2019-11-20", WANG, PAPERS);
        let [host, treasurer] = ["host", "treasurer"].map(|name| server.sign_in(name));
        let award = claim_id(&claim_of(&host, &higher));
        assert_eq!(server.claim(award).amount, Fen::yuan(10_000).0, "what was paid for it is still with the holder");

        assert!(treasurer.get("/").says("请收回奖励"), "{}", treasurer.get("/").text());
        assert!(!host.get(&old).says("/recovery") && !server.sign_in("clerk").get(&old).says("/recovery"));
        let back = |yuan: &str, note: &str| {
            let version = treasurer.get(&old).value("version").unwrap_or_default();
            let fields = [("version", version.as_str()), ("recovered", yuan), ("note", note)];
            treasurer.post(&format!("{old}/recovery"), &fields)
        };
        let faulty = back("10000.01", "");
        assert!(faulty.status == 422 && faulty.says("10,000") && faulty.says("10000.01"), "{}", faulty.text());
        assert_eq!(back("4000", "样例凭证1号").status, 303);
        assert!(treasurer.get(&old).says("4,000"), "{}", treasurer.get(&old).text());
        assert_eq!(server.claim(award).amount, Fen::yuan(14_000).0, "worked out anew with its unit");
        assert_eq!(back("6000", "样例凭证2号").status, 303);
        assert_eq!(server.claim(award).amount, Fen::yuan(20_000).0);
        assert!(!treasurer.get("/").says("请收回奖励"), "all came back");
        assert_eq!(back("1", "样例凭证3号").status, 409);
        let told = server.mail();
        let told = told.iter().filter(|mail| mail.to.as_str().starts_with("host@"));
        assert_eq!(told.filter(|mail| mail.rendered.subject.contains("款项已收回")).count(), 2);
    });
}

#[test]
fn whoever_checks_a_nominee_reads_what_the_register_has_of_them() {
    on_both(|server| {
        let title = titled(server, "city-chief-technician", "2019-11-20", WANG, PAPERS);
        server.advance_days(60);
        let clerk = server.sign_in("clerk");
        let look = [("kept", "false"), ("opinion", "已离开本市")];
        assert_eq!(clerk.post(&format!("{title}/review"), &look).status, 303);
        let closes = (server.app.today() + chrono::Duration::days(9)).to_string();
        let fields = [("programme", "excellent"), ("year", "2020"), ("closes_on", closes.as_str())];
        let round = open(server, &fields);
        let host = server.sign_in("host");
        let path = nominate(&host, &round, WANG, SKILLED, PAPERS);
        let page = clerk.get(&path);
        assert!(page.says("名册中的称号") && page.says("CH-2019-0001") && page.says("已离开本市"), "{}", page.text());
        assert!(!host.get(&path).says("名册中的称号"), "for the office");
        server.advance_days(366);
        let clerk = server.sign_in("clerk");
        let decider = server.sign_in("decider");
        assert!(decider.get("/").says("审定撤销称号"), "also in the year after");
        done(&decider, &title, "keep", &[("opinion", "仍在本市单位兼职")]);
        assert!(!decider.get("/").says("审定撤销称号"), "answered with the reason");
        let (office, unit) = (clerk.get(&title), server.sign_in("host").get(&title));
        assert!(office.says("仍在本市单位兼职") && office.says("不宜保留"), "{}", office.text());
        assert!(!unit.says("仍在本市单位兼职") && !unit.says("不宜保留"), "{}", unit.text());
        done(&clerk, &title, "propose-withdrawal", &[("reason", "样例核查记录1号")]);
        assert!(clerk.get(&path).says("样例核查记录1号"));
    });
}

#[test]
fn two_people_are_not_one_award_and_one_person_twice_is() {
    on_both(|server| {
        let titles = granted(server, &[WANG, LI]);
        let line = server.line(&server.sign_in("treasurer"), "2019", "2019-RC-01", "100000");
        let claims: Vec<String> = titles.iter().map(|title| decided(server, title, line)).collect();
        let clerk = server.sign_in("clerk");
        for claim in &claims {
            assert!(!clerk.get(claim).says("可能重复"), "{}", clerk.get(claim).text());
        }
        let host = server.sign_in("host");
        let facts = [("title", "excellent"), ("selected_on", "2019-11-18")];
        let twice = ["孙样例优秀", "优秀技能人才孙样例"].map(|title| {
            let (path, sent) = tried(&host, "person.award", title, &facts, Some(SUN), "selection");
            assert_eq!(sent.status, 303, "{}", sent.text());
            path
        });
        for claim in &twice {
            assert!(clerk.get(claim).says("可能重复"), "{}", clerk.get(claim).text());
        }
    });
}
