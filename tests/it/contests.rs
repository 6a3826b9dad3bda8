//! An item of a competition from its set-up to its certificates.

use crate::support::{Client, Reply, Server, on_both};
use jiangxin::demo;
use jiangxin::domain::ids::ContestId;
use jiangxin::service::people::{NewUser, add_user};
use jiangxin::service::trail::By;
use jiangxin::service::{ServiceError, accounts};
use jiangxin::storage::contests::{self, EntrantRow};
use jiangxin::storage::events::{self, Content};
use jiangxin::storage::{StorageError, people};

const UNIT: &str = "温州技师学院";
const ENTRANTS: &str = "姓名,单位,邮箱,正式
测试甲,样例建工集团,first@example.com,
测试乙,样例建工集团,,
测试丙,温州技师学院,,
测试丁,样例装饰公司,,否
";

/// An approved competition of the host, and evaluators of two organisations.
fn competition(server: &Server) -> i64 {
    let at = server.app.now();
    let hash = accounts::hash(demo::PASSWORD).expect("a hash");
    let new = server.new_event("SJ-2019-9100", "competition", "filed");
    let made = server.app.store.write(|tx| -> Result<i64, ServiceError> {
        let units = [("judge.one", "温州市职业技能评价专家库"), ("judge.two", UNIT), ("judge.idle", UNIT)];
        for (name, unit) in units {
            let unit = people::organisation_named(tx, unit)?.ok_or(StorageError::NotFound)?;
            let user = NewUser {
                email: format!("{name}@demo.example"),
                name: format!("测试{name}"),
                lang: "zh".into(),
                roles: vec!["evaluator".into()],
                ..NewUser::default()
            };
            let id = add_user(tx, By::System, at, unit.id, &user)?;
            people::set_password(tx, id, &hash)?;
        }
        let day = server.app.today();
        let content = Content {
            name: "样例市职业技能大赛".into(),
            trade: "砌筑工".into(),
            venue: String::new(),
            starts_on: Some(day),
            ends_on: Some(day),
            details: r#"{"level":"city"}"#.into(),
        };
        Ok(events::insert(tx, &new, &content)?.get())
    });
    made.expect("a competition")
}

pub fn step(client: &Client, contest: &str, step: &str) -> Reply {
    let version = client.get(contest).value("version").unwrap_or_default();
    client.post(&format!("{contest}/{step}"), &[("version", &version)])
}

/// Writes presence (`p-ID`), deductions and times into the form as the page has it now.
pub fn attend(client: &Client, contest: &str, typed: &[(&str, &str)]) -> Reply {
    let was = was(client, contest);
    let was = was.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    client.post(&format!("{contest}/run"), &typed.iter().copied().chain(was).collect::<Vec<_>>())
}

/// What the rows of the form were filled from.
pub fn was(client: &Client, contest: &str) -> Vec<(String, String)> {
    let text = client.get(contest).text();
    let row = |rest: &str| {
        let (id, rest) = rest.split_once("\" value=\"")?;
        Some((format!("was-{id}"), rest.split_once('"')?.0.to_owned()))
    };
    text.split("name=\"was-").skip(1).filter_map(row).collect()
}

const ITEM: [(&str, &str); 8] = [
    ("name", "砌筑工"),
    ("theory", "20"),
    ("practical", "80"),
    ("trim_from", "5"),
    ("chain", "practical,time"),
    ("minimum_field", "3"),
    ("prizes", "2"),
    ("appeal_minutes", "120"),
];

/// An item that is being judged; its page and its contestants.
pub fn judged(server: &Server, host: &Client) -> (String, Vec<EntrantRow>) {
    judged_in(server, host, "")
}

/// As [`judged`], in an item of a tier.
pub fn judged_in(server: &Server, host: &Client, tier: &str) -> (String, Vec<EntrantRow>) {
    let list = format!("/events/{}/contests", competition(server));
    let mut short = ITEM;
    short[2] = ("practical", "70");
    let refused = host.post(&list, &short);
    assert_eq!(refused.status, 422);
    assert!(refused.says("满分合计为 90"), "{}", refused.text());
    let item: Vec<_> = ITEM.into_iter().chain([("tier", tier)]).collect();
    let made = host.post(&list, &item);
    assert_eq!(made.status, 303, "{}", made.text());
    let contest = made.location.expect("an item");
    assert_eq!(host.post(&list, &ITEM).status, 422, "the same name again");

    let faulty = format!("{ENTRANTS}匿,样例,not-an-address,也许\n");
    let enter = |text: &str| host.upload(&format!("{contest}/entrants"), &[], "file", "名单.csv", text.as_bytes());
    let refused = enter(&faulty);
    assert_eq!(refused.status, 422);
    assert!(refused.says("第 6 行") && refused.says("not-an-address") && refused.says("也许"), "{}", refused.text());
    for _ in 0..2 {
        assert_eq!(enter(ENTRANTS).status, 303);
    }
    let id: ContestId = contest.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an id");
    let entrants = || server.app.store.read(|conn| contests::entrants(conn, id)).expect("the database");
    assert_eq!(entrants().len(), 4, "nothing half entered, nothing twice");
    assert_eq!(step(host, &contest, "open").status, 409, "no workstations, no judges");
    assert_eq!(host.post(&format!("{contest}/draw"), &[]).status, 303);
    for (judge, head) in [("judge.one", "1"), ("judge.two", "")] {
        let user = server.who(judge).id().to_string();
        assert_eq!(host.post(&format!("{contest}/judges"), &[("judge", &user), ("head", head)]).status, 303);
    }
    assert!(host.get(&contest).says("测试judge.two 回避 测试丙"), "the same unit");
    assert_eq!(step(host, &contest, "open").status, 303);
    let presence: Vec<(String, &str)> = entrants().iter().map(|entrant| (format!("p-{}", entrant.id), "yes")).collect();
    let presence: Vec<(&str, &str)> = presence.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    assert_eq!(attend(host, &contest, &presence).status, 303);
    let wrong = attend(host, &contest, &[(&format!("d-{}", entrants()[0].id), "很多")]);
    assert!(wrong.status == 422 && wrong.says("很多"), "what was typed is kept");
    (contest, entrants())
}

#[test]
fn judges_see_workstations_and_nothing_of_those_they_are_recused_from() {
    on_both(|server| {
        let host = server.sign_in("host");
        let (contest, entrants) = judged(server, &host);
        let sheet = contest.replace("/contests/", "/judging/");
        let (head, second) = (server.sign_in("judge.one"), server.sign_in("judge.two"));
        let (all, some) = (head.get(&sheet), second.get(&sheet));
        for entrant in &entrants {
            assert!(all.says(&format!("/stations/{}", entrant.station)));
            assert!(!all.says(&entrant.name) && !some.says(&entrant.name));
            assert!(entrant.unit == UNIT || !some.says(&entrant.unit));
            assert!(!host.get(&contest).says(&format!("{}</td>", entrant.station)), "names and workstations apart");
        }
        let hidden = &entrants[2];
        assert!(!some.says(&format!("/stations/{}", hidden.station)));
        let station = |number: &str| format!("{sheet}/stations/{number}");
        for number in [hidden.station.as_str(), "77"] {
            assert_eq!(second.get(&station(number)).status, 404, "as if it were not there");
            assert_eq!(second.post(&station(number), &[("m-practical", "1"), ("do", "seal")]).status, 404);
        }
        let open = station(&entrants[0].station);
        assert!(!second.get(&open).says("m-theory"), "what is agreed on is the head judge's");
        let wrong = second.post(&open, &[("m-practical", "八十"), ("do", "save")]);
        assert!(wrong.status == 422 && wrong.says("value=\"八十\""), "refused, and kept");
        assert!(wrong.says("“八十”不是分数，没有按 0 分计"), "{}", wrong.text());
        for (typed, words) in [("88.1234567", "小数多于 6 位"), ("101", "不在允许的范围内（0–100）")] {
            let wrong = second.post(&open, &[("m-practical", typed), ("do", "save")]);
            assert!(wrong.status == 422 && wrong.says(words), "{}", wrong.text());
        }
        assert_eq!(second.post(&open, &[("m-practical", ""), ("do", "seal")]).status, 422, "nothing is not 0");
        assert_eq!(second.post(&open, &[("m-practical", "８８．５"), ("do", "save")]).status, 303);
        assert!(second.get(&open).says("value=\"88.5\""));
        assert_eq!(second.post(&open, &[("m-practical", "88"), ("do", "seal")]).status, 303);
        second.post(&open, &[("m-practical", "99"), ("do", "seal")]);
        assert!(second.get(&open).says("value=\"88\""), "what is sealed stays");
        let idle = server.sign_in("judge.idle");
        for path in [sheet.clone(), open.clone()] {
            assert_eq!(idle.get(&path).status, 404);
        }
        assert_eq!(head.get(&contest).status, 404);
        assert_eq!(host.get(&open).status, 403);
        assert_eq!(server.sign_in("host.school").get(&contest).status, 404);
    });
}

/// Every mark, sealed; contestants come out in the order 1, 2, 3, 4 by total.
pub fn mark_all(server: &Server, contest: &str, entrants: &[EntrantRow]) {
    let sheet = contest.replace("/contests/", "/judging/");
    for (judge, more) in [("judge.one", 0), ("judge.two", 2)] {
        let client = server.sign_in(judge);
        for (mark, entrant) in [90, 85, 80, 95].into_iter().zip(entrants) {
            let mark = (mark + more).to_string();
            let fields = [("m-theory", "80"), ("m-practical", mark.as_str()), ("do", "seal")];
            let done = client.post(&format!("{sheet}/stations/{}", entrant.station), &fields);
            let recused = judge == "judge.two" && entrant.unit == UNIT;
            assert_eq!(done.status, if recused { 404 } else { 303 }, "{}", done.text());
        }
    }
}

#[test]
fn a_result_is_signed_by_two_checked_and_published_by_another() {
    on_both(|server| {
        let (host, clerk) = (server.sign_in("host"), server.sign_in("clerk"));
        let (contest, entrants) = judged(server, &host);
        assert_eq!(step(&host, &contest, "sign").status, 409, "marks are missing");
        mark_all(server, &contest, &entrants);
        assert_eq!(step(&host, &contest, "sign").status, 303);
        let again = step(&host, &contest, "sign");
        assert!(again.status == 409 && again.says("须由另一人办理"), "{}", again.text());
        let head = server.sign_in("judge.one");
        let sheet = contest.replace("/contests/", "/judging/");
        assert_eq!(step(&server.sign_in("judge.two"), &sheet, "sign").status, 404, "not the head judge");
        assert_eq!(step(&head, &sheet, "sign").status, 303);
        assert!(host.get(&contest).says("88.8"), "80·20 % + 91·80 %");

        let page = host.get(&contest);
        let mark = page
            .text()
            .split("value=\"")
            .filter_map(|rest| rest.split_once("\">测试甲 · 实操"))
            .map(|(id, _)| id.to_owned())
            .next();
        let mark = mark.expect("a mark to change");
        let ask = [("mark", mark.as_str()), ("after", "91"), ("reason", "")];
        assert_eq!(host.post(&format!("{contest}/changes"), &ask).status, 422, "a reason is wanted");
        let ask = [("mark", mark.as_str()), ("after", "91"), ("reason", "录入时看错一位")];
        assert_eq!(host.post(&format!("{contest}/changes"), &ask).status, 303);
        assert_eq!(step(&host, &contest, "submit").status, 409, "a change waits");
        let change = clerk
            .get(&contest)
            .text()
            .split(&format!("{contest}/changes/"))
            .nth(1)
            .and_then(|rest| rest.split('"').next())
            .map(str::to_owned);
        let change = format!("{contest}/changes/{}", change.expect("a change to approve"));
        assert_eq!(host.post(&change, &[]).status, 409, "not by who asked");
        assert_eq!(clerk.post(&change, &[]).status, 303);
        assert_eq!(clerk.post(&change, &[]).status, 409, "once");

        assert_eq!(step(&host, &contest, "submit").status, 409, "warnings are not answered");
        let page = host.get(&contest).text();
        let keys: Vec<&str> =
            page.split("name=\"finding\" value=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(keys.len(), 4, "fewer judges, a changed mark, two honours not decided: {keys:?}");
        for key in keys {
            let answer = [("finding", key), ("answer", "技术文件如此规定")];
            assert_eq!(host.post(&format!("{contest}/answers"), &answer).status, 303);
        }
        let result = contest.replace("/contests/", "/results/");
        assert_eq!(server.visitor().get(&result).status, 404, "not before it is published");
        assert_eq!(step(&clerk, &contest, "submit").status, 303);
        assert_eq!(step(&clerk, &contest, "publish").status, 409, "not by who submitted it");
        assert_eq!(step(&server.sign_in("clerk2"), &contest, "publish").status, 303);

        let public = server.visitor().get(&result);
        let text = public.text();
        assert!(
            text.find("测试丁") < text.find("测试甲") && text.contains("(1)"),
            "beside, where the score puts it: {text}"
        );
        assert!(public.says("测试甲") && public.says("温州市技术能手") && public.says("非正式"), "{}", public.text());
        assert!(server.visitor().get("/results").says("砌筑工"));
        let file = server.visitor().get(&format!("{result}/file"));
        assert!(file.bytes.starts_with(b"PK"));
        let mail = server.mail();
        let own: Vec<_> = mail.iter().filter(|mail| mail.rendered.subject.contains("第 1 名")).collect();
        assert_eq!(own.len(), 1, "to the one who left an address");
        assert!(
            own[0].rendered.text.contains("理论 16.00/20") && own[0].rendered.text.contains("实操"),
            "{}",
            own[0].rendered.text
        );
        let units = mail.iter().filter(|mail| mail.rendered.subject.contains("成绩已公布")).count();
        assert!(units >= 2, "to the host and to the school");
    });
}

#[test]
fn objections_hold_the_item_and_certificates_wait_for_them() {
    on_both(|server| {
        let (host, clerk) = (server.sign_in("host"), server.sign_in("clerk"));
        let (contest, entrants) = judged(server, &host);
        mark_all(server, &contest, &entrants);
        for client in [&host, &clerk] {
            assert_eq!(step(client, &contest, "sign").status, 303);
        }
        let page = host.get(&contest).text();
        for key in page.split("name=\"finding\" value=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            host.post(&format!("{contest}/answers"), &[("finding", key), ("answer", "已核实")]);
        }
        assert_eq!(step(&host, &contest, "submit").status, 303);
        assert_eq!(step(&clerk, &contest, "publish").status, 303);
        let result = contest.replace("/contests/", "/results/");
        let visitor = server.visitor();
        let object = |name: &str| {
            let fields = [("name", name), ("contact", "13800000000"), ("reasons", "实操计时与现场记录不一致。")];
            visitor.post(&format!("{result}/objections"), &fields)
        };
        visitor.get(&result);
        assert_eq!(object("匿名").status, 422);
        assert_eq!(object("测试甲").status, 303);
        assert!(visitor.get(&result).says("有异议，正在核查"));
        assert!(clerk.get("/").says("答复 1 件异议") && !host.get("/").says("异议"), "{}", clerk.get("/").text());
        let certify = || host.post(&format!("{contest}/certificates"), &[]);
        assert!(certify().says("申诉时限未满"));
        server.advance_days(1);
        let (host, clerk) = (server.sign_in("host"), server.sign_in("clerk"));
        let certify = || host.post(&format!("{contest}/certificates"), &[]);
        assert_eq!(object("测试乙").status, 409, "the clock has run out");
        assert!(certify().says("异议尚未答复"));
        let action = clerk
            .get(&contest)
            .text()
            .split(&format!("{contest}/objections/"))
            .nth(1)
            .and_then(|rest| rest.split('"').next())
            .map(str::to_owned);
        let action = format!("{contest}/objections/{}", action.expect("an objection"));
        assert_eq!(clerk.post(&action, &[("answer", "经核对一致")]).status, 422, "upheld or not");
        assert_eq!(clerk.post(&action, &[("answer", ""), ("ruling", "dismissed")]).status, 422);
        assert_eq!(clerk.post(&action, &[("answer", "经核对一致"), ("ruling", "dismissed")]).status, 303);
        assert!(!clerk.get("/").says("件异议"));
        for _ in 0..2 {
            assert_eq!(certify().status, 303);
        }
        let print = host.get(&format!("{contest}/certificates"));
        assert_eq!(print.text().matches("ZS-2019-").count(), 2, "two places bring something; once each");
        assert!(print.says("<svg") && print.says("测试甲"));
        let code = print
            .text()
            .split("/certificates/")
            .filter_map(|rest| rest.get(..43))
            .find(|code| !code.contains(['"', '<', ' ']))
            .map(str::to_owned);
        let verify = format!("/certificates/{}", code.expect("a code"));
        assert!(server.visitor().get(&verify).says("有效"));
        assert_eq!(server.visitor().get("/certificates/guess").status, 404);
        let revoke = print
            .text()
            .split("action=\"")
            .filter_map(|rest| rest.split('"').next())
            .find(|action| action.ends_with("/revoke"))
            .map(str::to_owned)
            .expect("a form");
        let blank = host.post(&revoke, &[("reason", "")]);
        assert!(blank.status == 422 && blank.says("这一项必须填写") && blank.says("测试甲"), "{}", blank.text());
        assert_eq!(host.post(&revoke, &[("reason", "名次更正")]).status, 303);
        assert!(server.visitor().get(&verify).says("已撤销"));
    });
}

const SCHEME: &str = "sub_id,sub_name,day,type,desc,extra,wsos,max
A1,布局,1,M,页眉齐全,,1,60
B1,外观,1,J,首页设计,0: 没有 | 1: 基本 | 2: 较好 | 3: 出色,2,40
";

#[test]
fn judgements_are_sealed_and_judged_again_where_they_are_apart() {
    on_both(|server| {
        let host = server.sign_in("host");
        let list = format!("/events/{}/contests", competition(server));
        let add = |standards: &str| {
            let fields: Vec<(&str, &str)> = ITEM.into_iter().chain([("standards", standards)]).collect();
            host.upload(&list, &fields, "scheme", "评分标准.csv", SCHEME.as_bytes())
        };
        let refused = add("1:50,2:50");
        assert!(refused.status == 422 && refused.says("第 1 章占比应为 50，评分标准为 60"), "{}", refused.text());
        let made = add("1:60,2:40");
        assert_eq!(made.status, 303, "{}", made.text());
        let contest = made.location.expect("an item");
        let names = "姓名,单位\n测试甲,样例建工集团\n测试乙,样例建工集团\n";
        assert_eq!(host.upload(&format!("{contest}/entrants"), &[], "file", "a.csv", names.as_bytes()).status, 303);
        assert_eq!(host.post(&format!("{contest}/draw"), &[]).status, 303);
        let judges = ["judge.one", "judge.two", "judge.idle"];
        for judge in judges {
            let user = server.who(judge).id().to_string();
            let head = if judge == "judge.one" { "1" } else { "" };
            assert_eq!(host.post(&format!("{contest}/judges"), &[("judge", &user), ("head", head)]).status, 303);
        }
        assert_eq!(step(&host, &contest, "open").status, 303);
        let id: ContestId = contest.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an id");
        let entrants = server.app.store.read(|conn| contests::entrants(conn, id)).expect("the database");
        let (one, other) = (format!("p-{}", entrants[0].id), format!("p-{}", entrants[1].id));
        assert_eq!(attend(&host, &contest, &[(&one, "yes"), (&other, "no")]).status, 303);

        let sheet = contest.replace("/contests/", "/judging/");
        let station = format!("{sheet}/stations/{}", entrants[0].station);
        let clients = judges.map(|judge| server.sign_in(judge));
        assert!(clients[0].get("/").says("评分：样例市职业技能大赛 砌筑工"), "it waits for the judge");
        assert!(clients[0].get(&station).says("出色"));
        let seal = |client: &Client, score: &str, reason: &str| {
            let mut fields = vec![("m-A1.1", "50"), ("m-B1.1", score), ("do", "seal")];
            if !reason.is_empty() {
                fields.push(("n-B1.1", reason));
            }
            client.post(&station, &fields)
        };
        assert_eq!(seal(&clients[0], "4", "").status, 422);
        assert_eq!(seal(&clients[0], "3", "").status, 303);
        assert_eq!(seal(&clients[1], "1", "").status, 303);
        assert!(!clients[2].get(&station).says("三名裁判评判为"), "sealed until all three are in");
        assert_eq!(seal(&clients[2], "2", "").status, 303);
        for client in &clients {
            assert!(client.get(&station).says("三名裁判评判为 3 / 1 / 2"), "{}", client.get(&station).text());
            assert!(client.get(&sheet).says("须重评"));
        }
        assert!(host.get(&contest).says("评判相差超过 1 分"));
        assert_eq!(step(&host, &contest, "sign").status, 409);
        assert_eq!(seal(&clients[1], "2", "").status, 422, "a reason is wanted");
        for (client, score) in clients.iter().zip(["3", "2", "2"]) {
            assert_eq!(seal(client, score, "按评分标准重新核对").status, 303);
        }
        let page = host.get(&contest);
        assert!(page.says("81.11"), "50 + 40·7/9: {}", page.text());
        assert!(clients[0].get("/").says("都办完了"));
        let marks = jiangxin::storage::contest_marks::of_item;
        let marks = server.app.store.read(|conn| marks(conn, id)).expect("the database");
        assert_eq!(marks.len(), 7, "both rounds are kept");
        assert_eq!(step(&host, &contest, "sign").status, 303);
    });
}

/// What the page says by workstation: standings and checks.
pub fn by_station(client: &Client, contest: &str) -> String {
    let text = client.get(contest).text();
    let start = text.find("<h2>成绩</h2>").or_else(|| text.find("<caption")).unwrap_or_default();
    let end = text.find("<h2>选手</h2>").unwrap_or(text.len());
    let part = text.get(start..end).unwrap_or_default();
    // Each form has a token of its own.
    part.split("name=\"csrf\"").map(|rest| rest.split_once('>').map_or(rest, |(_, rest)| rest)).collect()
}

#[test]
fn nothing_entered_by_name_shows_by_workstation_before_two_have_signed() {
    on_both(|server| {
        let host = server.sign_in("host");
        let (contest, entrants) = judged(server, &host);
        let sheet = contest.replace("/contests/", "/judging/");
        let head = server.sign_in("judge.one");
        let station = |at: usize| format!("{sheet}/stations/{}", entrants[at].station);
        for at in [0, 2] {
            let fields = [("m-theory", "80"), ("m-practical", "70"), ("do", "seal")];
            assert_eq!(head.post(&station(at), &fields).status, 303);
        }
        head.get(&sheet);
        let seen = |fact: &str, value: &str, back: &str| -> Vec<(String, String)> {
            let of = |entrant: &EntrantRow| {
                let field = format!("{fact}-{}", entrant.id);
                assert_eq!(attend(&host, &contest, &[(field.as_str(), value)]).status, 303);
                let mut shown = by_station(&host, &contest);
                for name in entrants.iter().map(|entrant| &entrant.name) {
                    shown = shown.replace(name, "某人");
                }
                let list = head.get(&sheet).text();
                let list = list.split("<main").nth(1).and_then(|rest| rest.split("</main>").next()).unwrap_or_default();
                let list = list.split("name=\"csrf\"").next().unwrap_or_default().to_owned();
                attend(&host, &contest, &[(field.as_str(), back)]);
                (shown, list)
            };
            // Who is not official makes the field no smaller, which is said of the item.
            entrants.iter().take(3).map(of).collect()
        };
        for (fact, value, back) in [("p", "no", "yes"), ("p", "", "yes"), ("d", "100", "0"), ("t", "1:00:00", "")] {
            let shown = seen(fact, value, back);
            assert!(shown[0].0.contains(&entrants[0].station), "{}", shown[0].0);
            for other in &shown[1..] {
                assert_eq!(shown[0], *other, "{fact} {value} of one or another");
            }
        }
        assert!(host.get(&contest).says("测试judge.two 回避 测试丙"));
        for told in ["裁判人数少于其他选手", "有裁判未评分"] {
            assert!(!by_station(&host, &contest).contains(told), "a smaller panel would tell whose it is");
        }
    });
}

#[test]
fn whom_too_few_judges_can_mark_is_named_and_the_answer_leads_back() {
    on_both(|server| {
        let host = server.sign_in("host");
        let made = host.post(&format!("/events/{}/contests", competition(server)), &ITEM);
        let contest = made.location.expect("an item");
        let list = host.upload(&format!("{contest}/entrants"), &[], "file", "名单.csv", ENTRANTS.as_bytes());
        assert_eq!(list.status, 303);
        assert_eq!(host.post(&format!("{contest}/draw"), &[]).status, 303);
        let user = server.who("judge.two").id().to_string();
        assert_eq!(host.post(&format!("{contest}/judges"), &[("judge", &user), ("head", "1")]).status, 303);
        let refused = step(&host, &contest, "open");
        assert_eq!(refused.status, 409);
        let said = "选手“测试丙”除回避的裁判外有 0 名裁判，须有 1 名";
        assert!(refused.says(said) && !refused.says("另有"), "{}", refused.text());

        let open = format!("{contest}/open");
        let back = |referer: &str| host.post_from(referer, &open, &[("version", "1")]).text();
        let from = format!("{}/events?page=2", host.base());
        assert!(back(&from).contains("href=\"/events?page=2\""), "where the browser says the form stood");
        for foreign in ["https://evil.example/events?page=2", &format!("{}//evil.example/x", host.base())] {
            let page = back(foreign);
            assert!(!page.contains("evil") && !page.contains("page=2"), "{page}");
            assert!(page.contains(&format!("href=\"{contest}\"")) && page.contains("返回刚才的页面"), "{page}");
        }
    });
}

#[test]
fn a_list_is_mended_by_another_and_mistakes_are_taken_off() {
    on_both(|server| {
        let host = server.sign_in("host");
        let made = host.post(&format!("/events/{}/contests", competition(server)), &ITEM);
        let contest = made.location.expect("an item");
        let id: ContestId = contest.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an id");
        let enter = |text: &str| host.upload(&format!("{contest}/entrants"), &[], "file", "名单.csv", text.as_bytes());
        let entrants = || server.app.store.read(|conn| contests::entrants(conn, id)).expect("the database");
        for judge in ["judge.one", "judge.two"] {
            let user = server.who(judge).id().to_string();
            assert_eq!(host.post(&format!("{contest}/judges"), &[("judge", &user), ("head", "")]).status, 303);
        }

        // First without numbers and with the judge's own unit.
        let first =
            format!("姓名,单位,邮箱\n测试甲,{UNIT},old@example.com\n测试乙,样例建工集团,\n测试丙,样例装饰公司,\n");
        assert_eq!(enter(&first).status, 303);
        let before = entrants();
        assert_eq!(before.len(), 3);
        assert!(host.get(&contest).says("测试judge.two 回避 测试甲"));
        let number = crate::support::entries::resident_id(7);
        let mended = format!(
            "姓名,单位,身份证号,邮箱\n测试甲,样例建工集团,{number},new@example.com\n测试乙,样例建工集团,,\n测试丙,样例装饰公司,,\n"
        );
        for said in ["登记 0 名选手，更正 1 名，2 名没有变化", "都已登记，没有变化"] {
            assert_eq!(enter(&mended).status, 303);
            let page = host.get(&contest);
            assert!(page.says(said), "{}", page.text());
            let after = entrants();
            assert_eq!(
                after.iter().map(|one| one.id).collect::<Vec<_>>(),
                before.iter().map(|one| one.id).collect::<Vec<_>>()
            );
            assert_eq!((after[0].unit.as_str(), after[0].email.as_str()), ("样例建工集团", "new@example.com"));
            assert!(number.ends_with(&after[0].id_tail) && after[0].born_on.is_some());
        }
        assert!(!host.get(&contest).says("回避 测试甲"), "the unit was wrong, and the recusal with it");
        // The list without numbers takes nothing away; another number is another person.
        assert_eq!(enter("姓名,单位\n测试甲,样例建工集团\n").status, 303);
        assert_eq!(entrants().len(), 3);
        let other = crate::support::entries::resident_id(8);
        assert_eq!(enter(&format!("姓名,单位,身份证号\n测试甲,样例建工集团,{other}\n")).status, 303);
        assert_eq!(entrants().len(), 4);

        let refused = enter("姓名,单位,正式\n测试戊,样例,\n测试戊,样例,\n测试己,样例,也许\n");
        assert_eq!(refused.status, 422);
        assert!(refused.says("与第 2 行相同") && refused.says("应为 是、否"), "{}", refused.text());

        // A recusal by mistake, and a contestant.
        let judge = server.who("judge.one").id().to_string();
        let of = before[1].id.to_string();
        let fields = [("entrant", of.as_str()), ("judge", judge.as_str()), ("reason", "teacher")];
        assert_eq!(host.post(&format!("{contest}/recusals"), &fields).status, 303);
        let back = format!("{contest}/recusals/{of}/{judge}/remove");
        assert!(host.get(&contest).says(&back));
        assert_eq!(server.sign_in("host.school").post(&back, &[]).status, 404);
        assert_eq!(host.post(&back, &[]).status, 303);
        assert_eq!(host.post(&back, &[]).status, 404, "once");
        let off = format!("{contest}/entrants/{of}/remove");
        assert_eq!(server.sign_in("host.school").post(&off, &[]).status, 404);
        assert_eq!(host.post(&off, &[]).status, 303);
        assert_eq!(host.post(&off, &[]).status, 404, "once");
        assert_eq!(entrants().len(), 3);
    });
}
