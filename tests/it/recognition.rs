//! Recognition from the call to the title and its claim: by vote, by score, and for enterprises.

use crate::support::{Client, Reply, Server, on_both};
use jiangxin::domain::people::Role;
use jiangxin::storage::StorageError;
use jiangxin::storage::scoring::pool;

/// Invented people; the numbers are well-formed.
pub const WANG: (&str, &str) = ("王样例", "330302198001010019");
pub const LI: (&str, &str) = ("李样例", "330302198203030026");
pub const ZHAO: (&str, &str) = ("赵样例", "330381198505050036");
pub const SUN: (&str, &str) = ("孙样例", "330302199007070041");

pub fn open(server: &Server, fields: &[(&str, &str)]) -> String {
    let mut fields = fields.to_vec();
    for (name, usual) in [("year", "2019"), ("closes_on", "2019-11-22")] {
        if !fields.iter().any(|(known, _)| *known == name) {
            fields.push((name, usual));
        }
    }
    let reply = server.sign_in("clerk").post("/recognition/new", &fields);
    assert_eq!(reply.status, 303, "{}", reply.text());
    reply.location.expect("the round")
}

/// Presses a button of a page, as it looks now.
pub fn press(client: &Client, path: &str, step: &str, with: &[(&str, &str)]) -> Reply {
    let version = client.get(path).value("version").unwrap_or_default();
    let fields: Vec<_> = with.iter().copied().chain([("version", version.as_str())]).collect();
    client.post(&format!("{path}/{step}"), &fields)
}

pub fn done(client: &Client, path: &str, step: &str, with: &[(&str, &str)]) {
    let reply = press(client, path, step, with);
    assert_eq!(reply.status, 303, "{step}: {}", reply.text());
}

/// Of an association.
pub fn form<'f>((name, identity): (&'f str, &'f str), facts: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    let fields = [
        ("nominator", "industry"),
        ("name", name),
        ("identity", identity),
        ("email", "nominee@example.com"),
        ("statement", "样例业绩"),
    ];
    fields.into_iter().chain(facts.iter().copied()).collect()
}

/// As what the form of a round lets somebody put forward, in its order.
pub fn nominators(client: &Client, round: &str) -> Vec<String> {
    let page = client.get(&format!("{round}/nominate")).text();
    let select = page.split("name=\"nominator\"").nth(1).and_then(|rest| rest.split("</select>").next());
    let options = select.unwrap_or_default().split("<option value=\"").skip(1);
    let values = options.filter_map(|rest| rest.split('"').next());
    values.filter(|value| !value.is_empty()).map(str::to_owned).collect()
}

/// Puts somebody forward with all materials, and submits.
pub fn nominate(client: &Client, round: &str, who: (&str, &str), facts: &[(&str, &str)], papers: &[&str]) -> String {
    let (offered, mut fields) = (nominators(client, round), form(who, facts));
    fields[0].1 = offered.first().expect("a kind of nominator");
    let made = client.post(&format!("{round}/nominate"), &fields);
    assert_eq!(made.status, 303, "{}", made.text());
    let path = made.location.expect("the nomination");
    for paper in papers {
        let kept = client.upload(&format!("{path}/papers"), &[("material", paper)], "file", "样例.pdf", b"%PDF-1.4\n");
        assert_eq!(kept.status, 303, "{paper}: {}", kept.text());
    }
    done(client, &path, "submit", &[]);
    path
}

pub const CLEAN: [(&str, &str); 9] = [
    ("answer.criminal", "clean"),
    ("answer.tax", "clean"),
    ("answer.safety", "clean"),
    ("answer.credit", "clean"),
    ("source.criminal", "样例复函"),
    ("source.tax", "样例复函"),
    ("source.safety", "样例复函"),
    ("source.credit", "样例复函"),
    ("eligible", "true"),
];

pub const JUDGES: [&str; 5] = ["evaluator", "judge.jiang", "judge.shen", "judge.han", "judge.yang"];

/// Names of [`JUDGES`].
const EXPERTS: [&str; 5] = ["卫专家", "蒋裁判", "沈裁判", "韩裁判", "杨裁判"];

/// Enters the evaluators of the demonstration into the pool that panels are drawn from.
pub fn pooled(server: &Server) {
    let entered = server.app.store.write(|tx| {
        for one in pool::all(tx)?.into_iter().filter(|one| one.profile.is_none()) {
            if !EXPERTS.contains(&one.name.as_str()) {
                continue;
            }
            let profile = pool::Profile { trades: "砌筑工", account_number: "", in_pool: true, employments: &[] };
            pool::put(tx, one.user, None, &profile)?;
        }
        Ok::<_, StorageError>(())
    });
    entered.expect("a pool");
}

/// Publishes seats and seed, and draws.
pub fn draw(clerk: &Client, round: &str, seats: &str, substitutes: &str) {
    let panel = format!("{round}/panel");
    for (step, fields) in [("seed", &[("others", seats), ("substitutes", substitutes)][..]), ("draw", &[])] {
        let version = clerk.get(&panel).value("version").expect("a form");
        let fields: Vec<_> = fields.iter().copied().chain([("version", version.as_str())]).collect();
        let reply = clerk.post(&format!("{round}/{step}"), &fields);
        assert_eq!(reply.status, 303, "{step}: {}", reply.text());
    }
}

/// Draws a panel of so many, gives it those who passed, and has every member declare that there is no conflict.
pub fn convene(server: &Server, clerk: &Client, round: &str, seats: usize) {
    pooled(server);
    draw(clerk, round, &seats.to_string(), "0");
    done(clerk, round, "convene", &[]);
    JUDGES.iter().for_each(|name| declare(&server.sign_in(name), round, &[]));
}

/// Declares: no conflict, but for the lines given by number with their reason. Nothing for who is no member.
pub fn declare(judge: &Client, round: &str, conflicts: &[(usize, &str)]) {
    let page = judge.get(&format!("{round}/review"));
    if !page.says("/declaration") {
        return;
    }
    let lines = page.text().matches("name=\"c-").count();
    let reason = |number: usize| conflicts.iter().find(|(of, _)| *of == number).map_or("none", |(_, reason)| *reason);
    let fields: Vec<_> = (1..=lines).map(|number| (format!("c-{number}"), reason(number))).collect();
    let mut fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    fields.push(("true", "true"));
    let said = judge.post(&format!("{round}/declaration"), &fields);
    assert_eq!(said.status, 303, "{}", said.text());
}

/// A member's marks, by the nominee's name, handed in; who is not on their list gets none. How many were given.
pub fn mark(judge: &Client, round: &str, marks: &[(&str, &str)]) -> usize {
    let page = judge.get(&format!("{round}/review")).text();
    let field = |name: &str| {
        let rest = page.split("<fieldset").find(|rest| rest.contains(&format!("<legend>{name} ")))?;
        let number = rest.split("name=\"m-").nth(1)?.split('"').next()?;
        Some(format!("m-{number}"))
    };
    let fields: Vec<_> = marks.iter().filter_map(|(name, mark)| Some((field(name)?, *mark))).collect();
    let mut fields: Vec<_> = fields.iter().map(|(name, mark)| (name.as_str(), *mark)).collect();
    let count = fields.len();
    if count > 0 {
        fields.push(("do", "hand-in"));
        let kept = judge.post(&format!("{round}/marks"), &fields);
        assert_eq!(kept.status, 303, "{}", kept.text());
    }
    count
}

/// Every member gives everybody on their list these marks.
pub fn mark_all(server: &Server, round: &str, marks: &[(&str, &str)]) -> usize {
    JUDGES.iter().map(|name| mark(&server.sign_in(name), round, marks)).sum()
}

/// Whether an address leads to one title.
fn is_title(address: &str) -> bool {
    address.strip_prefix("/titles/").is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit()))
}

/// The first address on a page that begins so.
pub fn link(page: &Reply, begins: &str) -> String {
    let text = page.text();
    let leads = |rest: &&str| rest.starts_with(begins) && !rest.starts_with("/titles/file");
    let found = text.split("href=\"").find(leads).and_then(|rest| rest.split('"').next());
    found.unwrap_or_else(|| panic!("no {begins} in {text}")).to_owned()
}

pub fn number(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

pub const PRIVATE: &[(&str, &str)] = &[("employer", "private"), ("trade", "电工")];
const PRIVATE_PAPERS: &[&str] = &["form", "employment", "achievements"];

#[test]
fn a_vote_from_the_call_to_the_claim() {
    on_both(|server| {
        assert_eq!(server.sign_in("host").get("/recognition/new").status, 403);
        assert!(matches!(server.sign_in("clerk.ruian").get("/recognition/new").status, 403 | 404), "the city's calls");
        let far = [("programme", "excellent"), ("year", "2030"), ("closes_on", "2019-12-20")];
        let far = server.sign_in("clerk").post("/recognition/new", &far);
        assert!(far.status == 422 && far.says("2018 至 2020"), "{}", far.text());
        let clerk = server.sign_in("clerk");
        let wrong = clerk.post("/recognition/new", &[("programme", "moon"), ("closes_on", "2019-01-01")]);
        assert!(wrong.status == 422 && wrong.says("有 3 处需要改正"), "{}", wrong.text());
        let round = open(server, &[("programme", "private-enterprise"), ("places", "2"), ("term", "3")]);
        let again = [("programme", "private-enterprise"), ("year", "2019"), ("closes_on", "2019-11-22")];
        assert_eq!(clerk.post("/recognition/new", &again).status, 409, "one round a year");
        let call = server.visitor().get(&round);
        assert!(call.says("每人给予一次性税后政府奖励2万元") && call.says("民营企业"), "{}", call.text());

        // Lenient: a draft with nothing but a name; strict: all faults at once.
        let host = server.sign_in("host");
        let empty = [("nominator", "industry"), ("name", "王样例"), ("identity", "123")];
        let bad = host.post(&format!("{round}/nominate"), &empty);
        assert!(bad.status == 422 && bad.says("身份证号有误") && bad.says("王样例"), "{}", bad.text());
        let draft = host.post(&format!("{round}/nominate"), &[("nominator", "industry"), ("name", "钱样例")]);
        let draft = draft.location.expect("a draft");
        let strict = press(&host, &draft, "submit", &[]);
        assert!(strict.status == 422 && strict.says("有 3 处需要改正"), "{}", strict.text());
        assert!(strict.says("缺少材料：劳动合同"));
        done(&host, &draft, "withdraw", &[]);
        let state = [("nominator", "industry"), ("name", "钱样例"), ("identity", SUN.1), ("employer", "state")];
        let unfit = host.post(&format!("{round}/nominate"), &state).location.expect("a draft");
        let refused = press(&host, &unfit, "submit", &[]);
        assert!(refused.status == 422 && refused.says("国有企业") && refused.says("不符合"), "{}", refused.text());

        let wang = nominate(&host, &round, WANG, PRIVATE, PRIVATE_PAPERS);
        let twice = host.post(&format!("{round}/nominate"), &form(WANG, PRIVATE));
        assert!(twice.status == 422 && twice.says("已有这一人选"), "{}", twice.text());
        let li = nominate(&server.sign_in("host.chint"), &round, LI, PRIVATE, PRIVATE_PAPERS);
        let zhao = nominate(&server.sign_in("host.ruian"), &round, ZHAO, PRIVATE, PRIVATE_PAPERS);

        // Nobody else's: not another unit, another county, the public or an evaluator.
        for other in ["host.school", "host.chint", "clerk.ruian", "evaluator"] {
            assert_eq!(server.sign_in(other).get(&wang).status, 404, "{other}");
        }
        assert!(server.sign_in("clerk.ruian").get(&zhao).says("赵样例"), "of its own county");
        let other = server.sign_in("host.school").get(&round);
        assert!(!other.says("王样例") && !server.visitor().get(&round).says("王样例"));
        assert!(!host.get(&wang).says(WANG.1) && host.get(&wang).says("0019"), "masked");

        for step in ["withdraw", "edit"] {
            assert_eq!(press(&clerk, &wang, step, &[("name", "别人")]).status, 403, "the unit's own: {step}");
        }
        assert_eq!(press(&clerk, &round, "close", &[]).status, 409, "the call runs");
        server.advance_days(7);
        let (clerk, host) = (server.sign_in("clerk"), server.sign_in("host"));
        done(&clerk, &round, "close", &[]);
        assert!(matches!(press(&host, &wang, "withdraw", &[]).status, 403 | 409), "too late");
        assert_eq!(press(&clerk, &round, "convene", &[]).status, 409, "not checked");
        let lacking = press(&clerk, &wang, "check", &[("answer.tax", "clean")]);
        assert!(lacking.status == 422 && lacking.says("有 8 处需要改正"), "{}", lacking.text());
        assert_eq!(press(&host, &wang, "check", &CLEAN).status, 403);
        done(&clerk, &wang, "check", &CLEAN);
        done(&clerk, &li, "check", &CLEAN);
        let found: Vec<_> = CLEAN
            .iter()
            .map(|(name, value)| if *name == "answer.safety" { (*name, "found") } else { (*name, *value) })
            .chain([("opinion", "样例事故")])
            .collect();
        done(&clerk, &zhao, "check", &found);
        assert!(!server.sign_in("host.ruian").get(&zhao).says("样例事故"), "told with the decision, by category");
        done(&clerk, &round, "convene", &[]);

        let votes = [format!("votes.{}", number(&wang)), format!("votes.{}", number(&li))];
        let too_many = [("present", "9"), (votes[0].as_str(), "10"), (votes[1].as_str(), "6"), ("minutes", "纪要")];
        assert_eq!(press(&clerk, &round, "propose", &too_many).status, 422);
        let few = [("present", "2"), (votes[0].as_str(), "3"), (votes[1].as_str(), ""), ("minutes", " ")];
        let refused = press(&clerk, &round, "propose", &few);
        assert!(refused.status == 422 && refused.says("到会评委不足 3 人"), "{}", refused.text());
        assert!(refused.says("有 4 处需要改正"), "present, votes, a blank and the minutes: {}", refused.text());
        let ballot = [("present", "9"), (votes[0].as_str(), "8"), (votes[1].as_str(), "5"), ("minutes", "样例纪要")];
        let seen = clerk.get(&round).value("version").expect("a form");
        done(&clerk, &round, "propose", &ballot);
        let stale: Vec<_> = ballot.into_iter().chain([("version", seen.as_str())]).collect();
        assert_eq!(clerk.post(&format!("{round}/propose"), &stale).status, 409, "a double click");
        assert!(!server.visitor().get(&round).says("王样例"), "not public before its notice");
        done(&clerk, &round, "publish", &[]);
        let public = server.visitor().get(&round);
        assert!(public.says("王样例") && !public.says("李样例") && !public.says("0019"), "{}", public.text());
        assert!(public.says("11月25日") && public.says("12月2日"), "five working days: {}", public.text());
        assert!(public.says("不在 8 至 12 人之间"), "a soft number warns");

        let objection = [("line", number(&wang)), ("name", "钱样例"), ("contact", "qian@example.com")];
        let short: Vec<_> = objection.iter().copied().chain([("reasons", "不服")]).collect();
        assert_eq!(server.visitor().post(&format!("{round}/objections"), &short).status, 422);
        let real: Vec<_> = objection.into_iter().chain([("reasons", "样例理由：所列业绩为他人完成")]).collect();
        let filed = server.visitor().post(&format!("{round}/objections"), &real);
        assert_eq!(filed.status, 303, "{}", filed.text());
        assert!(!host.get(&wang).says("钱样例"), "the objector is the office's alone");
        server.advance_days(10);
        let (clerk, decider) = (server.sign_in("clerk"), server.sign_in("decider"));
        let document = [("document", "样例发〔2019〕9号")];
        assert_eq!(press(&decider, &round, "decide", &document).status, 409, "an objection is open");
        let page = clerk.get(&wang).text();
        let answer = page.split("action=\"").find(|rest| rest.starts_with(&format!("{wang}/objections/")));
        let answer = answer.and_then(|rest| rest.split('"').next()).expect("the form").to_owned();
        let said = [("ruling", "dismissed"), ("answer", "经核实属实")];
        assert_eq!(clerk.post(&answer, &said).status, 303);
        assert_eq!(clerk.post(&answer, &said).status, 409, "once");
        // Who entered the panel's result does not decide, whatever roles they hold.
        server.change("clerk", Some(Role::Decider), "zh");
        assert_eq!(press(&server.sign_in("clerk"), &round, "decide", &document).status, 403);
        done(&decider, &round, "decide", &document);

        let honours = server.visitor().get("/honours?year=2019&programme=private-enterprise");
        assert!(honours.says("王样例") && honours.says("CH-2019-0001") && !honours.says("李样例"));
        assert!(!honours.says("0019") && !honours.says(WANG.1), "no number in public");
        assert!(!server.visitor().get("/honours?year=2018").says("王样例"));
        let host = server.sign_in("host");
        let register = host.get("/titles");
        assert!(register.says("CH-2019-0001") && !register.says(WANG.1));
        assert!(!server.sign_in("host.chint").get("/titles").says("CH-2019-0001"), "another unit's");
        let title = register.text();
        let title = title.split("href=\"").find(|rest| is_title(rest)).expect("a title");
        let title = title.split('"').next().expect("its address").to_owned();
        let claim = host.get(&title).text();
        let claim = claim.split("href=\"").find(|rest| rest.starts_with("/claims/")).expect("the claim");
        let claim = host.get(claim.split('"').next().expect("its address"));
        assert!(claim.says("有突出贡献民营企业人才奖励：王样例") && claim.says("25,000"), "{}", claim.text());

        let mails = server.mail();
        let to = |address: &str, words: &str| {
            mails.iter().any(|mail| mail.to.as_str().starts_with(address) && mail.rendered.text.contains(words))
        };
        assert!(to("host@", "CH-2019-0001") && to("nominee@", "CH-2019-0001"), "unit and nominee");
        assert!(to("host.chint@", "未达到评审标准") && to("host.ruian@", "核查有不良记录"), "with the category");
        assert!(to("qian@", "经核实属实"));
        for mail in &mails {
            assert!(!mail.rendered.text.contains(WANG.1) && !mail.rendered.text.contains("样例事故"));
        }
        assert!(server.sign_in("auditor").get("/audit?object=round").says("选拔"));

        // The same title never twice: next year's round refuses the number at once.
        server.advance_days(60);
        let clerk = server.sign_in("clerk2");
        let next = [("programme", "private-enterprise"), ("year", "2020"), ("closes_on", "2020-03-31")];
        let next = clerk.post("/recognition/new", &next).location.expect("the next round");
        let host = server.sign_in("host");
        let again = host.post(&format!("{next}/nominate"), &form(WANG, PRIVATE)).location.expect("a draft");
        let refused = press(&host, &again, "submit", &[]);
        assert!(refused.status == 422 && refused.says("不重复授予"), "{}", refused.text());

        crate::titles::withdraw(&clerk, &server.sign_in("decider"), &title, "业绩不实");
        assert!(server.visitor().get("/honours").says("已撤销"));
    });
}

pub const SKILLED: &[(&str, &str)] = &[("skill_level", "technician"), ("trade", "砌筑工")];

#[test]
fn a_score_with_a_recused_evaluator_and_places_by_county() {
    on_both(|server| {
        let round = open(server, &[("programme", "city-chief-technician"), ("places", "3"), ("counties", "330381=1")]);
        let papers = &["form", "certificate"];
        let wang = nominate(&server.sign_in("host"), &round, WANG, SKILLED, papers);
        let li = nominate(&server.sign_in("host.ruian"), &round, LI, SKILLED, papers);
        let ruian = server.sign_in("clerk.ruian");
        let unit = ruian.get(&format!("{round}/nominate"));
        let unit = unit.text();
        let unit = unit.split("name=\"unit\"").nth(1).and_then(|rest| {
            let option = rest.split("<option value=\"").find(|option| option.contains("瑞安市东山街道总工会"))?;
            Some(option.split('"').next()?.to_owned())
        });
        let unit = unit.expect("a unit of the county");
        let mut fields = form(ZHAO, SKILLED);
        fields[0] = ("nominator", "county");
        fields.push(("unit", &unit));
        let zhao = ruian.post(&format!("{round}/nominate"), &fields).location.expect("the county's nomination");
        for paper in papers {
            ruian.upload(&format!("{zhao}/papers"), &[("material", paper)], "file", "样例.pdf", b"%PDF-1.4\n");
        }
        done(&ruian, &zhao, "submit", &[]);
        assert!(server.sign_in("host.ruian").get(&zhao).says("赵样例"), "the unit sees it, too");

        server.advance_days(7);
        let clerk = server.sign_in("clerk");
        done(&clerk, &round, "close", &[]);
        let own = press(&server.sign_in("clerk.ruian"), &zhao, "check", &CLEAN);
        assert_eq!(own.status, 403, "whoever put somebody forward does not check them: {}", own.text());
        for path in [&wang, &li, &zhao] {
            done(&clerk, path, "check", &CLEAN);
        }
        assert_eq!(press(&clerk, &round, "convene", &[]).status, 409, "no panel");
        pooled(server);
        let panel = format!("{round}/panel");
        let version = clerk.get(&panel).value("version").expect("a form");
        let two = clerk.post(&format!("{round}/seed"), &[("others", "2"), ("version", &version)]);
        assert!(two.status == 422 && two.says("单数"), "three at least, and odd: {}", two.text());
        convene(server, &clerk, &round, 5);
        let first = server.sign_in(JUDGES[0]);
        let page = first.get(&format!("{round}/review"));
        assert!(page.says("王样例") && !page.says(WANG.1), "evidence without the number");
        assert_eq!(first.post(&format!("{round}/marks"), &[("m-1", "101")]).status, 422);
        assert_eq!(press(&clerk, &round, "propose", &[("minutes", "样例纪要")]).status, 409, "marks are missing");
        assert_eq!(mark_all(server, &round, &[("王样例", "90.5"), ("李样例", "85"), ("赵样例", "81")]), 15);
        assert_eq!(first.post(&format!("{round}/marks"), &[("m-1", "100")]).status, 409, "sealed");
        done(&clerk, &round, "propose", &[("minutes", "样例纪要")]);
        done(&clerk, &round, "publish", &[]);
        let public = server.visitor().get(&round);
        assert!(public.says("王样例") && public.says("李样例") && !public.says("赵样例"), "one place of the county");
        assert!(!public.says("90.5") && !public.says("181/2"), "no mark in public");
        server.advance_days(10);
        done(&server.sign_in("decider"), &round, "decide", &[("document", "样例发〔2019〕10号")]);
        assert!(clerk.get(&zhao).status == 200 || server.sign_in("clerk").get(&zhao).says("名额已满"));
        let honours = server.visitor().get("/honours?programme=city-chief-technician");
        assert!(honours.says("CH-2019-0001") && honours.says("CH-2019-0002"));

        // In the next year the title is looked at, once.
        server.advance_days(60);
        let clerk = server.sign_in("clerk");
        let register = clerk.get("/titles").text();
        assert!(register.contains("待年度复核"));
        let title = register.split("href=\"").find(|rest| is_title(rest)).expect("a title");
        let title = title.split('"').next().expect("its address");
        assert_eq!(clerk.post(&format!("{title}/review"), &[("kept", "true"), ("opinion", "")]).status, 422);
        let said = [("kept", "true"), ("opinion", "仍在岗")];
        assert_eq!(clerk.post(&format!("{title}/review"), &said).status, 303);
        assert_eq!(clerk.post(&format!("{title}/review"), &said).status, 409);
    });
}

#[test]
fn a_demonstration_enterprise_and_an_empty_list() {
    on_both(|server| {
        let round = open(server, &[("programme", "demonstration-city")]);
        let chint = server.sign_in("host.chint");
        let enterprise = ("样例仪表有限公司", "91330382145573321X");
        // When it was built is the enterprise's to say: not after today, and within the policy's term.
        for (day, status) in [("2019-12-30", 422), ("样例", 422), ("", 303)] {
            let mut fields = form(enterprise, &[("newly_built", "true"), ("built_on", day)]);
            fields[0].1 = "self";
            let offered = chint.get(&format!("{round}/nominate"));
            assert!(offered.says("自主申报") && !offered.says("个人自荐"), "{}", offered.text());
            let sent = chint.post(&format!("{round}/nominate"), &fields);
            assert_eq!(sent.status, status, "{day}: {}", sent.text());
            let Some(draft) = sent.location else { continue };
            let refused = press(&chint, &draft, "submit", &[]);
            assert!(refused.status == 422 && refused.says("建成日期"), "{}", refused.text());
            let version = chint.get(&draft).value("version").expect("a form");
            fields.last_mut().expect("the day").1 = "2018-12-31";
            fields.push(("version", &version));
            assert_eq!(chint.post(&format!("{draft}/edit"), &fields).status, 303);
            let refused = press(&chint, &draft, "submit", &[]);
            assert!(refused.says("建成日期不在政策有效期内（2019年1月1日起）"), "{}", refused.text());
            done(&chint, &draft, "withdraw", &[]);
        }
        let built = [("newly_built", "true"), ("built_on", "2019-09-30")];
        let path = nominate(&chint, &round, enterprise, &built, &["form", "rules"]);
        let other = ("样例电器有限公司", "91350100M0001TGQX1");
        let poor = nominate(&server.sign_in("host"), &round, other, &built, &["form", "rules"]);
        server.advance_days(7);
        let clerk = server.sign_in("clerk");
        done(&clerk, &round, "close", &[]);
        done(&clerk, &path, "check", &CLEAN);
        let refused: Vec<_> = CLEAN
            .iter()
            .map(|(name, value)| if *name == "eligible" { ("eligible", "false") } else { (*name, *value) })
            .chain([("opinion", "未建成")])
            .collect();
        done(&clerk, &poor, "check", &refused);
        convene(server, &clerk, &round, 3);
        mark_all(server, &round, &[("样例仪表有限公司", "75")]);
        done(&clerk, &round, "propose", &[("minutes", "样例纪要")]);
        done(&clerk, &round, "publish", &[]);
        server.advance_days(10);
        done(&server.sign_in("decider"), &round, "decide", &[("document", "样例发〔2019〕11号")]);
        let title = server.sign_in("host.chint").get("/titles").text();
        assert!(title.contains("样例仪表有限公司"));
        let title = title.split("href=\"").find(|rest| is_title(rest)).expect("a title");
        let chint = server.sign_in("host.chint");
        let claim = chint.get(title.split('"').next().expect("its address")).text();
        let claim = claim.split("href=\"").find(|rest| rest.starts_with("/claims/")).expect("the claim");
        let claim = chint.get(claim.split('"').next().expect("its address"));
        assert!(claim.says("市级自主评价和认定示范企业奖励") && claim.says("50,000"), "a floor: {}", claim.text());
        assert!(claim.says("2019-09-30"), "built when it says, not when it was decided: {}", claim.text());

        // Nobody put forward: the list is empty, and that is a result.
        let empty = open(server, &[("programme", "outstanding"), ("closes_on", "2019-12-20")]);
        let cancelled = press(&server.sign_in("decider"), &empty, "cancel", &[("opinion", "")]);
        assert_eq!(cancelled.status, 422);
        server.advance_days(30);
        let clerk = server.sign_in("clerk");
        done(&clerk, &empty, "close", &[]);
        done(&clerk, &empty, "convene", &[]);
        done(&clerk, &empty, "propose", &[("present", "9"), ("minutes", "无人申报")]);
        done(&clerk, &empty, "publish", &[]);
        assert!(server.visitor().get(&empty).says("名额空缺"));
        server.advance_days(10);
        let decider = server.sign_in("decider");
        done(&decider, &empty, "decide", &[("document", "样例发〔2019〕12号")]);
        assert!(decider.get(&empty).says("本次没有授予称号"), "no title, no claim");
    });
}

#[test]
fn a_doubtful_credit_code_is_confirmed_and_nobody_is_born_in_the_future() {
    on_both(|server| {
        let call = [("programme", "demonstration-city")];
        let round = open(server, &call);
        let host = server.sign_in("host");
        let send = |code: &str, more: &[(&str, &str)]| {
            let mut fields = form(("样例制造有限公司", code), &[("newly_built", "true")]);
            fields[0] = ("nominator", "self");
            fields.extend(more);
            host.post(&format!("{round}/nominate"), &fields)
        };
        let doubtful = "91330302MA2XXXXXX0";
        let asked = send(doubtful, &[]);
        assert!(asked.status == 422 && asked.says("校验位") && asked.says("identity_confirmed"), "{}", asked.text());
        assert_eq!(send(doubtful, &[("identity_confirmed", "true")]).status, 303);

        let round = open(server, &[("programme", "city-chief-technician")]);
        let unborn = host.post(&format!("{round}/nominate"), &form(("王样例", "330302203001010012"), SKILLED));
        assert!(unborn.status == 422 && unborn.says("身份证号有误"), "{}", unborn.text());
    });
}
