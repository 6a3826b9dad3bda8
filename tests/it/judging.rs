//! What must not tell whose workstation is whose, and what is mended after signing.

use crate::contests::{attend, by_station, judged, mark_all, step, was};
use crate::corrections::{answer_warnings, form};
use crate::support::entries::{fields, person};
use crate::support::{Client, Reply, Server, on_both};
use jiangxin::storage::audit::{self, AuditRow};
use jiangxin::storage::contests::EntrantRow;

fn record(server: &Server, action: &str) -> Vec<AuditRow> {
    let all = server.app.store.read(|conn| audit::after(conn, 0, 10_000)).expect("the record");
    all.into_iter().filter(|row| row.action == action).collect()
}

fn recuse(server: &Server, host: &Client, contest: &str, judge: &str, of: &EntrantRow) -> Reply {
    let (user, entrant) = (server.who(judge).id().to_string(), of.id.to_string());
    let fields = [("judge", user.as_str()), ("entrant", entrant.as_str()), ("reason", "relative")];
    host.post(&format!("{contest}/recusals"), &fields)
}

/// What somebody sees on a page, without what is new on every load.
fn seen(client: &Client, page: &str) -> String {
    let text = client.get(page).text();
    let main = text.split("<main").nth(1).and_then(|rest| rest.split("</main>").next()).unwrap_or_default();
    main.split("name=\"csrf\"").map(|rest| rest.split_once('>').map_or(rest, |(_, rest)| rest)).collect()
}

#[test]
fn a_recusal_among_marks_changes_nothing_before_the_decoding() {
    on_both(|server| {
        let (host, clerk) = (server.sign_in("host"), server.sign_in("clerk"));
        let (contest, entrants) = judged(server, &host);
        let wrong = host.post(&format!("{contest}/recusals"), &[("judge", ""), ("entrant", "")]);
        assert_eq!(wrong.status, 422);
        assert!(wrong.says("f-recuse-judge-error") && wrong.says("f-recuse-entrant-error"), "{}", wrong.text());
        mark_all(server, &contest, &entrants);
        let sheet = contest.replace("/contests/", "/judging/");
        let station = format!("{sheet}/stations/{}", entrants[1].station);
        let (head, second) = (server.sign_in("judge.one"), server.sign_in("judge.two"));
        let all = || {
            let judges = [&head, &second].into_iter().flat_map(|judge| [seen(judge, &sheet), seen(judge, &station)]);
            judges.chain([by_station(&host, &contest), by_station(&clerk, &contest)]).collect::<Vec<_>>()
        };
        let before = all();
        let listed = [&head, &second].map(|judge| judge.get(&sheet).text().matches("/stations/").count());
        assert!(listed.iter().all(|count| *count > 0));
        assert_eq!(recuse(server, &host, &contest, "judge.one", &entrants[1]).status, 303);
        assert_eq!(recuse(server, &host, &contest, "judge.one", &entrants[1]).status, 409, "once");
        assert_eq!(all(), before, "nobody sees a difference by workstation");
        let page = host.get(&contest);
        assert!(page.says("测试judge.one 回避 测试乙") && page.says("解密后生效"), "{}", page.text());
        assert!(record(server, "contest.withdraw-marks").is_empty(), "one alone takes no sealed mark away");

        assert_eq!(step(&host, &contest, "sign").status, 303);
        let lists = || [&head, &second].map(|judge| judge.get(&sheet).text().matches("/stations/").count());
        assert_eq!(lists(), listed, "nor after one signature");
        assert_eq!(step(&clerk, &contest, "sign").status, 303);
        // A list that gets shorter by it would tell whose workstation it was: there is none any more.
        for judge in [&head, &second] {
            assert!(!judge.get(&sheet).says("/stations/"));
            assert_eq!(judge.get(&station).status, 404);
        }
        let page = host.get(&contest);
        assert!(page.says("回避裁判的分数已在解密时撤销，尚未补登") && !page.says("解密后生效"), "{}", page.text());
        assert!(!page.says("应回避的裁判打了分"));
        let gone = record(server, "contest.withdraw-marks");
        assert_eq!(gone.len(), 1);
        let marks = gone[0].before_state.clone().unwrap_or_default();
        assert!(marks.contains("\"85\"") && marks.contains("\"80\""), "kept in the record: {marks}");
        answer_warnings(&host, &contest);
        let stopped = step(&host, &contest, "submit");
        assert!(stopped.status == 409 && stopped.says("1 个问题没有解决"), "{}", stopped.text());

        // What was agreed on is added from the paper, by one and another.
        let (idle, one) = (server.who("judge.idle").id().to_string(), server.who("judge.one").id().to_string());
        let which = format!("{} theory", entrants[1].id);
        let add = |client: &Client, judge: &str, mark: &str, reason: &str| {
            let fields = [("which", which.as_str()), ("judge", judge), ("added", mark), ("reason", reason)];
            client.post(&format!("{contest}/additions"), &fields)
        };
        let wrong = add(&host, &one, "很多", "");
        assert_eq!(wrong.status, 422);
        assert!(wrong.says("须回避这名选手") && wrong.says("“很多”不是分数") && wrong.says("这一项必须填写"));
        assert_eq!(add(&server.sign_in("host.school"), &idle, "75", "纸质评分表").status, 404);
        assert_eq!(add(&host, &idle, "75", "按陈裁判签名的纸质评分表补登").status, 303);
        assert_eq!(add(&clerk, &idle, "70", "另一份").status, 409, "one request at a time");
        assert!(host.get(&contest).says("更正申请尚未批准"));
        let addition = form(&clerk, &contest, &format!("{contest}/additions/"));
        assert_eq!(host.post(&addition, &[]).status, 409, "not by who asked");
        assert_eq!(clerk.post(&addition, &[]).status, 303);
        assert_eq!(clerk.post(&addition, &[]).status, 409, "once");
        let page = host.get(&contest);
        assert!(!page.says("尚未补登") && page.says("84.60"), "75·20 % + 87·80 %: {}", page.text());
        assert!(page.says("测试judge.idle"), "who stood in is a judge of the item now");
        answer_warnings(&host, &contest);
        assert_eq!(step(&host, &contest, "submit").status, 303);
        assert_eq!(step(&clerk, &contest, "publish").status, 303);
    });
}

#[test]
fn a_recusal_before_the_first_mark_counts_at_once() {
    on_both(|server| {
        let host = server.sign_in("host");
        let (contest, entrants) = judged(server, &host);
        assert_eq!(recuse(server, &host, &contest, "judge.one", &entrants[1]).status, 303);
        let sheet = contest.replace("/contests/", "/judging/");
        let station = format!("{sheet}/stations/{}", entrants[1].station);
        let (head, second) = (server.sign_in("judge.one"), server.sign_in("judge.two"));
        assert_eq!(head.get(&station).status, 404, "neither seen nor found");
        assert!(!head.get(&sheet).says(&format!("/stations/{}\"", entrants[1].station)));
        assert!(second.get(&station).says("m-theory"), "the next judge writes what is agreed on");
        assert!(!host.get(&contest).says("解密后生效"));

        // A third may be assigned while marks are given; never as head.
        let idle = server.who("judge.idle").id().to_string();
        assert!(!host.get(&contest).says("name=\"head\""));
        assert_eq!(host.post(&format!("{contest}/judges"), &[("judge", &idle), ("head", "1")]).status, 409);
        assert_eq!(host.post(&format!("{contest}/judges"), &[("judge", "")]).status, 422);
        assert_eq!(host.post(&format!("{contest}/judges"), &[("judge", &idle)]).status, 303);
    });
}

#[test]
fn a_mistaken_request_is_refused_or_taken_back() {
    on_both(|server| {
        let (host, clerk) = (server.sign_in("host"), server.sign_in("clerk"));
        let (contest, entrants) = judged(server, &host);
        let of = entrants[1].id.to_string();
        let ask = || {
            let fields = [("of", of.as_str()), ("fact", "presence"), ("right", "缺席"), ("why", "没有来")];
            host.post(&format!("{contest}/corrections"), &fields)
        };
        assert_eq!(ask().status, 303);
        assert_eq!(ask().status, 409, "one at a time");
        let request = form(&clerk, &contest, &format!("{contest}/run-changes/"));
        let refuse = |client: &Client, reason: &str| client.post(&request, &[("do", "close"), ("refusal", reason)]);
        let blank = refuse(&clerk, " ");
        let id = request.rsplit('/').next().expect("an id");
        assert!(blank.status == 422 && blank.says(&format!("refusal-run-changes-{id}-error")), "{}", blank.text());
        assert_eq!(refuse(&server.sign_in("host.school"), "无关").status, 404);
        assert_eq!(refuse(&clerk, "签到表上有本人签名").status, 303);
        assert_eq!(refuse(&clerk, "签到表上有本人签名").status, 409, "once");
        assert_eq!(clerk.post(&request, &[]).status, 409, "what is refused is not approved");
        let page = host.get(&contest);
        assert!(page.says("未批准") && page.says("签到表上有本人签名") && !page.says("更正申请尚未批准"));
        let mails = server.mail();
        let told: Vec<_> = mails.iter().filter(|mail| mail.rendered.subject.contains("更正申请未批准")).collect();
        assert!(told.len() == 1 && told[0].to == "host@demo.example", "{told:?}");
        assert!(told[0].rendered.text.contains("签到表上有本人签名"));

        assert_eq!(ask().status, 303, "it can be asked anew");
        let own = form(&host, &contest, &format!("{contest}/run-changes/"));
        assert_eq!(host.post(&own, &[("do", "close")]).status, 303, "taken back without a word");
        assert!(clerk.get(&contest).says("申请人已撤回"));
        assert_eq!(clerk.post(&own, &[]).status, 409);
        assert_eq!(server.mail().len(), mails.len(), "nobody is written to");
        assert_eq!(record(server, "contest.refuse-change").len(), 1);
        assert_eq!(record(server, "contest.take-back-change").len(), 1);
        let entry = record(server, "contest.ask-correction").remove(0);
        assert!(entry.before_state.is_some_and(|state| state.contains("presence")), "no mark is told of");

        // A mark, after signing.
        mark_all(server, &contest, &entrants);
        for client in [&host, &clerk] {
            assert_eq!(step(client, &contest, "sign").status, 303);
        }
        let text = host.get(&contest).text();
        let mark =
            text.split("\">测试甲 · 实操").next().and_then(|text| text.rsplit("value=\"").next()).expect("a mark");
        let ask = [("mark", mark), ("after", "50"), ("reason", "看错")];
        assert_eq!(host.post(&format!("{contest}/changes"), &ask).status, 303);
        let request = form(&clerk, &contest, &format!("{contest}/changes/"));
        assert_eq!(clerk.post(&request, &[("do", "close"), ("refusal", "与评分表一致")]).status, 303);
        assert!(host.get(&contest).says("与评分表一致") && !host.get(&contest).says("更正申请尚未批准"));
        answer_warnings(&host, &contest);
        assert_eq!(step(&host, &contest, "submit").status, 303, "nothing waits");
    });
}

#[test]
fn whoever_has_seen_the_lot_by_name_signs_nothing() {
    on_both(|server| {
        let (host, clerk) = (server.sign_in("host"), server.sign_in("clerk"));
        let (contest, entrants) = judged(server, &host);
        let seating = format!("{contest}/seating");
        let closed = host.get(&seating);
        assert!(closed.says("不能为本项目签字") && !closed.says("测试甲"), "{}", closed.text());
        assert!(record(server, "contest.open-seating").is_empty(), "looking at the line is not opening");
        assert_eq!(server.sign_in("judge.one").get(&seating).status, 404, "judges never see it");
        assert_eq!(server.sign_in("judge.one").post(&seating, &[]).status, 404);
        for _ in 0..2 {
            assert_eq!(host.post(&seating, &[]).status, 303);
        }
        assert_eq!(record(server, "contest.open-seating").len(), 1);
        let open = host.get(&seating).text();
        for entrant in &entrants {
            let row = open.split("<tr>").find(|row| row.contains(&entrant.name)).unwrap_or_default();
            assert!(row.contains(&format!(">{}<", entrant.station)), "{row}");
        }
        assert!(!clerk.get(&seating).says("测试甲"), "each for themselves");

        mark_all(server, &contest, &entrants);
        assert!(host.get(&contest).says("您已查看签表") && !host.get(&contest).says(&format!("{contest}/sign")));
        let refused = step(&host, &contest, "sign");
        assert!(refused.status == 409 && refused.says("您查看过本项目的工位签表"), "{}", refused.text());
        let of = entrants[1].id.to_string();
        let ask = [("of", of.as_str()), ("fact", "presence"), ("right", "缺席"), ("why", "没有来")];
        assert_eq!(clerk.post(&format!("{contest}/corrections"), &ask).status, 303);
        let request = form(&host, &contest, &format!("{contest}/run-changes/"));
        assert!(host.post(&request, &[]).says("您查看过本项目的工位签表"));
        assert_eq!(clerk.post(&request, &[("do", "close")]).status, 303);
        assert_eq!(step(&clerk, &contest, "sign").status, 303);
        assert_eq!(step(&host, &contest, "sign").status, 409, "nor decode");
        let head = server.sign_in("judge.one");
        assert_eq!(step(&head, &contest.replace("/contests/", "/judging/"), "sign").status, 303);
        assert_eq!(host.get(&seating).status, 409, "decoded: it stands beside the names");
    });
}

#[test]
fn an_old_page_overwrites_nothing() {
    on_both(|server| {
        let (host, clerk) = (server.sign_in("host"), server.sign_in("clerk"));
        let (contest, entrants) = judged(server, &host);
        let run = format!("{contest}/run");
        let old = was(&clerk, &contest);
        let with = |fields: &[(&str, &str)], was: &[(String, String)]| {
            let was = was.iter().map(|(name, value)| (name.as_str(), value.as_str()));
            clerk.post(&run, &fields.iter().copied().chain(was).collect::<Vec<_>>())
        };
        let [first, other] = [0, 1].map(|at| format!("d-{}", entrants[at].id));
        assert_eq!(attend(&host, &contest, &[(&first, "5")]).status, 303);
        let stale = with(&[(&first, "0"), (&other, "2")], &old);
        assert_eq!(stale.status, 303, "the row that was not touched stays, the other is written");
        let page = host.get(&contest);
        assert_eq!((page.value(&first).as_deref(), page.value(&other).as_deref()), (Some("5"), Some("2")));
        let stale = with(&[(&first, "3")], &old);
        assert_eq!(stale.status, 409, "both have written this one");
        assert_eq!(stale.value(&first).as_deref(), Some("3"), "what was typed stays");
        assert_eq!(clerk.post(&run, &[(&first, "3")]).status, 409, "a form of nobody knows when");
        assert_eq!(host.get(&contest).value(&first).as_deref(), Some("5"));

        let presence = format!("p-{}", entrants[0].id);
        let wrong = attend(&host, &contest, &[(&presence, "maybe")]);
        assert!(
            wrong.status == 422 && wrong.says("到场、缺席") && wrong.says(&format!("#{presence}")),
            "{}",
            wrong.text()
        );
        let of = entrants[0].id.to_string();
        let ask = [("of", of.as_str()), ("fact", "presence"), ("right", "缺席"), ("why", "没有来")];
        assert_eq!(host.post(&format!("{contest}/corrections"), &ask).status, 303);
        assert_eq!(clerk.post(&form(&clerk, &contest, &format!("{contest}/run-changes/")), &[]).status, 303);
        let alone = attend(&host, &contest, &[(&presence, "yes")]);
        assert!(alone.status == 422 && alone.says("已由两人核准"), "{}", alone.text());
        assert_eq!(attend(&host, &contest, &[(&presence, "no"), (&first, "4")]).status, 303, "the rest may be written");
    });
}

#[test]
fn a_deduction_stands_in_the_result_and_two_clicks_are_one_objection() {
    on_both(|server| {
        let (host, clerk) = (server.sign_in("host"), server.sign_in("clerk"));
        let (contest, entrants) = judged(server, &host);
        mark_all(server, &contest, &entrants);
        let field = format!("d-{}", entrants[1].id);
        let own = format!("d-{}", entrants[0].id);
        assert_eq!(attend(&host, &contest, &[(&field, "1.5"), (&own, "0.5")]).status, 303);
        assert!(!by_station(&host, &contest).contains("−1.5"), "not by workstation");
        for client in [&host, &clerk] {
            assert_eq!(step(client, &contest, "sign").status, 303);
        }
        assert!(by_station(&host, &contest).contains("−1.5"));
        answer_warnings(&host, &contest);
        assert_eq!(step(&host, &contest, "submit").status, 303);
        assert_eq!(step(&clerk, &contest, "publish").status, 303);
        let mails = server.mail();
        let own = mails.iter().find(|mail| mail.rendered.subject.contains("成绩公布")).map(|mail| &mail.rendered.text);
        assert!(own.is_some_and(|text| text.contains("；扣分 0.5")), "a contestant with an address: {own:?}");
        let result = contest.replace("/contests/", "/results/");
        let visitor = server.visitor();
        assert!(visitor.get(&result).says("−1.5"));
        let file = visitor.get(&format!("{result}/file"));
        let table = jiangxin::sheets::read(&file.bytes, "成绩.xlsx").expect("a table");
        assert!(format!("{table:?}").contains("扣分"), "{table:?}");

        let fields = [("name", "测试乙"), ("contact", "13800000000"), ("reasons", "计时与现场记录不一致。")];
        for _ in 0..2 {
            assert_eq!(visitor.post(&format!("{result}/objections"), &fields).status, 303);
        }
        assert_eq!(record(server, "contest.object").len(), 1);
        assert_eq!(clerk.get(&contest).text().matches("<article class=\"objection\">").count(), 1);

        let wrong = host.get(&format!("{contest}/advance?places=abc"));
        assert!(wrong.status == 422 && wrong.says("value=\"abc\"") && wrong.says("f-line-error"), "{}", wrong.text());
        assert_eq!(host.get(&format!("{contest}/advance?places=")).status, 200);
        assert_eq!(visitor.get("/results?event=abc").status, 404);
        assert_eq!(visitor.get("/results?event=").status, 200);
        let _ = visitor.get(&format!("/lang?lang=en&to={result}"));
        host.get("/lang?lang=en&to=/");
        assert!(host.get(&contest).says(">Practical<") && !host.get(&contest).says(">实操<"));
    });
}

#[test]
fn who_is_disqualified_is_told_so() {
    on_both(|server| {
        let event = server.approved_event("样例资格赛");
        let entry = server.entry(event, |form| form);
        let visitor = server.visitor();
        visitor.get(&format!("/register/{entry}"));
        assert_eq!(visitor.post(&format!("/register/{entry}"), &fields(&person(1))).status, 303);
        let host = server.sign_in("host");
        let text = host.get(&format!("/entries/{entry}")).text();
        let id = text.split("/participants/").nth(1).and_then(|rest| rest.split('"').next()).expect("one").to_owned();
        let version = host.get(&format!("/entries/{entry}")).value("version").expect("a version");
        let taken = [("verdict", "withdraw"), ("version", version.as_str()), ("reason", "报名材料不实")];
        let done = host.post(&format!("/participants/{id}/decide"), &taken);
        assert_eq!(done.status, 303, "{}", done.text());
        let mails = server.mail();
        let last = mails.iter().rfind(|mail| mail.to == "person1@example.com").expect("a letter");
        assert!(last.rendered.subject.contains("参加资格已取消"), "{}", last.rendered.subject);
        assert!(last.rendered.text.contains("报名材料不实") && !last.rendered.text.contains("已退出"));
    });
}
