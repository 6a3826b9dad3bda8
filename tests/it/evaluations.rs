//! The yearly evaluation: what is fixed and public before anybody scores.

use crate::scoring::is;
use crate::support::{Client, Reply, Server, on_both};
use jiangxin::domain::base::{Level, State};
use jiangxin::storage::bases::{self, Particulars, Place};
use jiangxin::storage::{StorageError, people};

const RUBRIC: &str = "项目,指标,分值,扣分规则,佐证材料
基础保障,专用场地,40,无场地0;标牌不明显-2,场地照片
培训,培训规模,60,每少1人-1,花名册
一票否决,弄虚作假,,,
";

/// Bases of the demonstration's host, each with the designations it ever had.
fn designated(server: &Server, all: &[(&str, &[(Level, &str)])]) {
    let at = server.app.now().naive_utc();
    let done = server.app.store.write(|tx| {
        let user = people::user_by_email(tx, "host@demo.example")?.ok_or(StorageError::NotFound)?;
        let division = people::organisation(tx, user.organisation)?.division;
        for (name, levels) in all {
            let of = Particulars { name: (*name).to_owned(), ..Particulars::default() };
            let base = bases::insert(tx, user.organisation, division, &of, at)?;
            for (level, day) in *levels {
                let day = day.parse().ok();
                let application = bases::apply(tx, base, *level, "", at)?;
                let place = Place { designated_on: day, ..Place::default() };
                bases::put_place(tx, application, 0, State::Designated, &place, at)?;
                bases::designate(tx, base, Some((*level, day.unwrap_or_default())))?;
            }
        }
        Ok::<_, StorageError>(())
    });
    done.expect("bases");
}

#[test]
fn a_year_is_fixed_once_after_its_cut_off_day_and_public() {
    on_both(|server| {
        const CITY: &[(Level, &str)] = &[(Level::City, "2018-05-01")];
        let names: Vec<String> = (1..=7).map(|number| format!("样例基地{number}")).collect();
        let mut all: Vec<(&str, &[(Level, &str)])> = names.iter().map(|name| (name.as_str(), CITY)).collect();
        all.push(("样例省级基地", &[(Level::City, "2017-01-01"), (Level::Provincial, "2019-06-01")]));
        all.push(("样例次年基地", &[(Level::City, "2020-01-01")]));
        designated(server, &all);
        let open = |clerk: &Client, year: &str, rubric: &str| {
            clerk.upload(
                "/evaluations/new",
                &[("year", year), ("self_until", "2020-02-20"), ("score_until", "2020-03-20")],
                "rubric",
                "评分标准.csv",
                rubric.as_bytes(),
            )
        };
        let early = open(&server.sign_in("clerk"), "2019", &RUBRIC.replace("60", "50"));
        assert_eq!(early.status, 422);
        assert!(early.says("截止日") && early.says("分值合计为 90"), "both at once: {}", early.text());

        server.advance_days(50);
        let clerk = server.sign_in("clerk");
        assert_eq!(server.sign_in("reviewer").get("/evaluations/new").status, 403);
        assert!(matches!(server.sign_in("clerk.ruian").get("/evaluations/new").status, 403 | 404), "the city's bases");
        let sample = server.visitor().get("/evaluations/rubric");
        let unbound = clerk.upload(
            "/evaluations/new",
            &[("year", "2019"), ("self_until", "2020-02-20")],
            "rubric",
            "样表.csv",
            &sample.bytes,
        );
        assert!(unbound.status == 422 && unbound.says("没有写上限分值"), "{}", unbound.text());
        let opened = open(&clerk, "2019", RUBRIC);
        assert_eq!(opened.status, 303, "{}", opened.text());
        let path = opened.location.expect("the year");
        assert_eq!(open(&clerk, "2019", RUBRIC).status, 409, "once");

        let page = server.visitor().get(&path);
        assert!(page.says("市级基地共 7 个") && page.says("优秀最多 1 个"), "{}", page.text());
        assert!(page.says("样例基地7") && !page.says("样例省级基地") && !page.says("样例次年基地"));
        for words in ["标牌不明显：扣 2 分", "弄虚作假", "均不占名额", "场地照片"] {
            assert!(page.says(words), "{words}: {}", page.text());
        }
        assert!(server.visitor().get("/evaluations").says("2019"));
        let mails = server.mail();
        let told = mails.iter().filter(|mail| mail.rendered.subject.contains("2019 年度公共实训基地考评启动"));
        assert!(told.clone().count() > 0 && told.clone().all(|mail| mail.to.as_str().starts_with("host@")));
        assert!(server.sign_in("auditor").get("/audit?object=evaluation").says("年度考评"));

        // Whoever has not sent the self-score in is reminded from three days before the last one on, once.
        let remind = || jiangxin::service::evaluations::remind_due(&server.app).expect("a round");
        let near = "2020-02-17".parse::<chrono::NaiveDate>().expect("a day") - server.app.today();
        server.advance_days(near.num_days() - 1);
        assert_eq!(remind(), 0, "four days before");
        server.advance_days(1);
        let told = remind();
        let mails = server.mail();
        let own: Vec<_> = mails.iter().filter(|mail| mail.rendered.subject.contains("尚未提交自评")).collect();
        assert!(told >= 7 && own.len() == told, "{told}");
        assert!(own.iter().all(|mail| mail.to.starts_with("host@") && mail.rendered.text.contains("2020年2月20日")));
        assert_eq!(remind(), 0, "once");
    });
}

const EVALUATORS: [&str; 5] = ["evaluator", "judge.jiang", "judge.shen", "judge.han", "judge.yang"];

/// Sends a form to `path/last` with the version that the page at `path` shows.
fn send(who: &Client, (page, to): (&str, &str), fields: &[(&str, &str)]) -> Reply {
    let version = who.get(page).value("version").unwrap_or_default();
    let all: Vec<_> = fields.iter().copied().chain([("version", version.as_str())]).collect();
    is(who.post(to, &all), 303)
}

/// Seven bases of two units, from the application to the designation.
fn registered(server: &Server) {
    let hosts = ["host", "host.school"].map(|name| server.sign_in(name));
    let [clerk, decider] = ["clerk", "decider"].map(|name| server.sign_in(name));
    for number in 1..=7 {
        let (host, name) = (&hosts[number % 2], format!("样例基地{number}"));
        let particulars = [("industry", "建筑业"), ("address", "样例路 1 号"), ("trades", "砌筑工")];
        let form = [("name", name.as_str()), ("level", "city"), ("statement", "样例理由")];
        let path = is(host.post("/bases/new", &[&form[..], &particulars].concat()), 303).location.expect("the base");
        is(host.upload(&format!("{path}/papers"), &[], "file", "申报表.pdf", b"%PDF-1.4 sample"), 303);
        let step =
            |who: &Client, step: &str, with: &[(&str, &str)]| send(who, (&path, &format!("{path}/{step}")), with);
        step(host, "submit", &[]);
        step(&clerk, "examine", &[]);
        step(&decider, "designate", &[("document", "样例发〔2018〕1号"), ("day", "2018-05-01")]);
    }
}

/// Every base scores itself; a panel of five is drawn, declares, and signs every sheet. The first base is
/// the best, the third is too weak.
fn scored(server: &Server, path: &str) {
    let hosts = ["host", "host.school"].map(|name| server.sign_in(name));
    for entry in 1..=7 {
        let (host, page) = (&hosts[entry % 2], format!("/self-scores/{entry}"));
        let version = is(host.get(&page), 200).value("version").expect("a version");
        let fields = [("version", version.as_str()), ("m-1.1", "38"), ("m-2.1", "60"), ("do", "save")];
        is(host.upload(&page, &fields, "p-1.1", "场地.pdf", b"%PDF-1.4 sample"), 303);
        let version = host.get(&page).value("version").expect("a version");
        let fields = [("version", version.as_str()), ("m-1.1", "38"), ("m-2.1", "60"), ("do", "send")];
        is(host.upload(&page, &fields, "p-2.1", "花名册.pdf", b"%PDF-1.4 roster"), 303);
    }
    let clerk = server.sign_in("clerk");
    let of_year = |last: &str, fields: &[(&str, &str)]| {
        let shown = if ["close-self-scores", "begin-scoring", "complete"].contains(&last) { "run" } else { "panel" };
        send(&clerk, (&format!("{path}/{shown}"), &format!("{path}/{last}")), fields)
    };
    of_year("close-self-scores", &[]);
    for name in EVALUATORS {
        let id = server.who(name).id();
        is(clerk.post(&format!("/evaluators/{id}"), &[("trades", "砌筑工"), ("in_pool", "true")]), 303);
    }
    of_year("seed", &[("others", "5")]);
    of_year("draw", &[]);
    let experts = EVALUATORS.map(|name| server.sign_in(name));
    for expert in &experts {
        let none: Vec<(String, &str)> = (1..=7).map(|number| (format!("c-{number}"), "none")).collect();
        let mut fields: Vec<(&str, &str)> = none.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        fields.push(("true", "true"));
        is(expert.post("/scoring/1", &fields), 303);
    }
    of_year("begin-scoring", &[]);
    for (severity, expert) in experts.iter().enumerate() {
        for number in 1..=7 {
            let size = match number {
                1 => 58,
                3 => 15,
                _ => 45,
            };
            let (page, size) = (format!("/scoring/1/bases/{number}"), (size - severity).to_string());
            send(
                expert,
                (&page, &page),
                &[("m-1.1", "39"), ("m-2.1", &size), ("n-remarks", "样例评语"), ("do", "sign")],
            );
        }
    }
    of_year("complete", &[]);
}

#[test]
fn from_the_register_to_the_claim_of_the_award_by_forms_alone() {
    on_both(|server| {
        registered(server);
        server.advance_days(50);
        let days = [("year", "2019"), ("self_until", "2020-01-20"), ("score_until", "2020-02-20"), ("spread", "15")];
        let opened = server.sign_in("clerk").upload("/evaluations/new", &days, "rubric", "标准.csv", RUBRIC.as_bytes());
        let path = is(opened, 303).location.expect("the year");
        scored(server, &path);
        let [clerk, decider] = ["clerk", "decider"].map(|name| server.sign_in(name));
        let [proposal, decision] = ["proposal", "decision"].map(|last| format!("{path}/{last}"));
        let form = clerk.get(&proposal);
        assert!(form.says("样例基地1") && form.says("样例基地3") && !form.says("样例基地2"), "{}", form.text());
        let seen = form.value("version").expect("a version");
        send(&clerk, (&proposal, &proposal), &[("amount.1", "180000"), ("deadline.3", "2020-06-30")]);
        let again = [("amount.1", "190000"), ("deadline.3", "2020-06-30"), ("version", seen.as_str())];
        is(clerk.post(&proposal, &again), 409);
        let seen = decider.get(&decision).value("version").expect("a version");
        let decide =
            |fields: &[(&str, &str)]| decider.post(&decision, &[fields, &[("version", seen.as_str())][..]].concat());
        let nothing = is(decide(&[("agreed", ""), ("minutes", " ")]), 422);
        assert!(nothing.says("有 2 处需要改正"), "{}", nothing.text());
        is(decide(&[("agreed", "agree"), ("minutes", " ")]), 422);
        is(decide(&[("agreed", "back"), ("minutes", " ")]), 422);
        assert!(!server.visitor().get("/bases/1").says("历年考评"), "not before it is decided and approved");
        is(decide(&[("agreed", "agree"), ("minutes", "样例纪要")]), 303);
        is(decide(&[("agreed", "agree"), ("minutes", "样例纪要")]), 409);
        let notice = server.visitor().get(&format!("{path}/notice"));
        assert!(notice.says("优秀") && notice.says("不合格") && !notice.says("39.00"), "{}", notice.text());
        server.advance_days(12);
        let decider = server.sign_in("decider");
        send(&decider, (&format!("{path}/result"), &format!("{path}/approval")), &[]);

        // The grades of past years stand on each base's public page, and no marks.
        for (base, grade) in [(1, "优秀"), (3, "不合格")] {
            let page = is(server.visitor().get(&format!("/bases/{base}")), 200);
            assert!(page.says("历年考评") && page.says(grade) && !page.says("39.00"), "{}", page.text());
        }
        let host = server.sign_in("host.school");
        let own = is(host.get(&format!("{path}/own")), 200);
        assert!(own.says("样例评语") && own.says("39.00"), "{}", own.text());
        let claims = is(host.get("/claims"), 200);
        assert!(claims.says("样例基地1") && claims.says("年度考评优秀奖励"), "{}", claims.text());
        let mails = server.mail();
        let result = |name: &str| {
            mails
                .iter()
                .filter(|mail| mail.rendered.text.contains(name) && mail.rendered.text.contains("39.00"))
                .count()
        };
        assert!(result("样例基地1") > 0 && result("样例基地3") > 0);
        let mixed = mails.iter().any(|mail| mail.to.starts_with("host@") && mail.rendered.text.contains("样例基地1"));
        assert!(!mixed, "nobody reads of another's base");
    });
}

#[test]
fn the_rubric_of_hangzhou_lacks_a_maximum_and_is_told_where_to_write_it() {
    on_both(|server| {
        let text = include_str!("../../data/rubric_hangzhou_master_studio.csv");
        let days = [("year", "2018"), ("self_until", "2019-12-01"), ("score_until", "2019-12-15")];
        let clerk = server.sign_in("clerk");
        let send = |most: &str| {
            let fields: Vec<_> = days.into_iter().chain([("bonus_max", most)]).collect();
            clerk.upload("/evaluations/new", &fields, "rubric", "标准.csv", text.as_bytes())
        };
        let last = text.lines().count().to_string();
        let refused = send("");
        assert!(refused.status == 422, "{}", refused.text());
        assert!(refused.says(&format!("第 {last} 行")) && refused.says("max") && refused.says("如 5"));
        assert!(!refused.says("加分项 B1"), "a code that the file does not have");
        let wrong = send("很多");
        assert!(wrong.status == 422 && wrong.says("很多") && !wrong.says("请在此填写"), "{}", wrong.text());
        let opened = is(send("5"), 303).location.expect("the year");
        assert!(server.visitor().get(&opened).says("+5"), "public with the maximum that was typed");
    });
}
