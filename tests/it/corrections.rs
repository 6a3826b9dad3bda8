//! Published results that are corrected, and settings that change until judging begins.

use crate::contests::{judged, mark_all, step};
use crate::support::{Client, Server, on_both};
use jiangxin::domain::ids::ContestId;
use jiangxin::storage::contests::{self, EntrantRow};
use jiangxin::storage::participants::{self, NewParticipant};

/// What leads to `action` on the page, as a form's address.
pub fn form(client: &Client, page: &str, begins: &str) -> String {
    let text = client.get(page).text();
    let found = text.split(&format!("action=\"{begins}")).nth(1).and_then(|rest| rest.split('"').next());
    format!("{begins}{}", found.unwrap_or_else(|| panic!("no {begins} in {text}")))
}

pub fn answer_warnings(client: &Client, contest: &str) {
    let page = client.get(contest).text();
    for key in page.split("name=\"finding\" value=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        let done = client.post(&format!("{contest}/answers"), &[("finding", key), ("answer", "已核实")]);
        assert_eq!(done.status, 303, "{}", done.text());
    }
}

/// Signed by two, submitted by the host, published by the clerk.
pub fn published(server: &Server) -> (String, Vec<EntrantRow>) {
    let (host, clerk) = (server.sign_in("host"), server.sign_in("clerk"));
    let (contest, entrants) = judged(server, &host);
    mark_all(server, &contest, &entrants);
    for client in [&host, &clerk] {
        assert_eq!(step(client, &contest, "sign").status, 303);
    }
    publish(&host, &clerk, &contest);
    (contest, entrants)
}

pub fn publish(host: &Client, clerk: &Client, contest: &str) {
    answer_warnings(host, contest);
    let done = step(host, contest, "submit");
    assert_eq!(done.status, 303, "{}", done.text());
    assert_eq!(step(host, contest, "publish").status, 403, "a host does not publish");
    let done = step(clerk, contest, "publish");
    assert_eq!(done.status, 303, "{}", done.text());
}

/// The number of the choice whose label begins so.
pub fn choice(client: &Client, contest: &str, label: &str) -> String {
    let text = client.get(contest).text();
    let before = text.split(&format!("\">{label}")).next().filter(|before| before.len() < text.len());
    let before = before.unwrap_or_else(|| panic!("no {label} in {text}"));
    before.rsplit("value=\"").next().expect("a value").to_owned()
}

#[test]
fn an_upheld_objection_opens_that_item_and_the_corrected_result_is_published_by_another() {
    on_both(|server| {
        let (contest, _) = published(server);
        let (host, clerk, second) = (server.sign_in("host"), server.sign_in("clerk"), server.sign_in("clerk2"));
        let result = contest.replace("/contests/", "/results/");
        let visitor = server.visitor();
        visitor.get(&result);
        for name in ["测试乙", "测试丙"] {
            let contact = if name == "测试乙" { "objector@example.com" } else { "13800000000" };
            let fields = [("name", name), ("contact", contact), ("reasons", "实操计时与现场记录不一致。")];
            assert_eq!(visitor.post(&format!("{result}/objections"), &fields).status, 303);
        }
        let seen_by = |client: &Client| {
            let page = client.get(&contest);
            (page.says("objector@example.com"), page.says("实操计时与现场记录不一致"))
        };
        assert_eq!(
            (seen_by(&clerk), seen_by(&host)),
            ((true, true), (false, true)),
            "who objects the bureau alone reads"
        );
        let answer = form(&clerk, &contest, &format!("{contest}/objections/"));
        assert_eq!(clerk.post(&answer, &[("answer", "计时有误")]).status, 422, "upheld or not");
        assert_eq!(host.post(&answer, &[("answer", "计时有误"), ("ruling", "upheld")]).status, 403);
        let before = server.mail().len();
        assert_eq!(clerk.post(&answer, &[("answer", "计时有误"), ("ruling", "upheld")]).status, 303);
        assert_eq!(clerk.post(&answer, &[("answer", "计时有误"), ("ruling", "upheld")]).status, 409, "once");
        let public = visitor.get(&result);
        assert!(public.says("成绩更正中") && !public.says("测试甲"), "{}", public.text());
        assert_eq!(visitor.get(&format!("{result}/file")).status, 409);
        assert!(visitor.get("/results").says("成绩更正中"));
        let told: Vec<String> = server.mail().into_iter().skip(before).map(|mail| mail.to).collect();
        for who in ["first@example.com", "host@demo.example", "objector@example.com"] {
            assert!(told.iter().any(|to| to == who), "{who} among {told:?}");
        }

        // Nothing corrected yet, and another objection still open.
        answer_warnings(&host, &contest);
        assert_eq!(step(&host, &contest, "submit").status, 409, "an objection is open");
        let other = form(&clerk, &contest, &format!("{contest}/objections/"));
        assert_eq!(clerk.post(&other, &[("answer", "与前一异议一并更正"), ("ruling", "dismissed")]).status, 303);
        assert!(host.get(&contest).says("成绩撤回后没有更正任何分数"));

        // The first falls behind the second: a mark by one, a deduction by another way, each approved by another.
        let mark = choice(&host, &contest, "测试甲 · 实操");
        let ask = [("mark", mark.as_str()), ("after", "60"), ("reason", "看错一位")];
        assert_eq!(host.post(&format!("{contest}/changes"), &ask).status, 303);
        assert_eq!(host.post(&format!("{contest}/changes"), &ask).status, 409, "one request for a mark at a time");
        let deduction = choice(&host, &contest, "测试甲 · 扣分");
        let ask = |after| [("mark", deduction.as_str()), ("after", after), ("reason", "违反安全规程")];
        assert_eq!(host.post(&format!("{contest}/changes"), &ask("很多")).status, 422);
        assert_eq!(host.post(&format!("{contest}/changes"), &ask("5")).status, 303);
        let time = choice(&host, &contest, "测试甲 · 用时");
        let late = [("mark", time.as_str()), ("after", "1:30:00"), ("reason", "以现场计时为准")];
        assert_eq!(host.post(&format!("{contest}/changes"), &late).status, 303);
        assert_eq!(step(&host, &contest, "submit").status, 409, "changes wait");
        for kind in ["changes", "run-changes", "run-changes"] {
            let change = form(&second, &contest, &format!("{contest}/{kind}/"));
            assert_eq!(host.post(&change, &[]).status, 409, "not by who asked");
            assert_eq!(second.post(&change, &[]).status, 303);
        }
        assert!(host.get(&contest).says("1:30:00"));
        assert_eq!(step(&clerk, &contest, "submit").status, 409, "what was changed is answered for again");
        answer_warnings(&clerk, &contest);
        assert_eq!(step(&clerk, &contest, "submit").status, 303);
        assert_eq!(step(&clerk, &contest, "publish").status, 409, "not by who submitted it");
        assert_eq!(step(&second, &contest, "publish").status, 303);
        let public = visitor.get(&result);
        let text = public.text();
        assert!(public.says("更正后的成绩") && text.find("测试乙") < text.find("测试甲"), "{text}");
        let mails = server.mail();
        let own: Vec<_> = mails.iter().filter(|mail| mail.to == "first@example.com").collect();
        assert_eq!(own.len(), 3, "published, withdrawn, corrected");
        let last = &own[2].rendered;
        assert!(last.subject.contains("更正后的成绩") && last.subject.contains("第 3 名"), "{}", last.subject);
        assert!(last.text.contains("以前公布的不再有效"), "{}", last.text);
    });
}

#[test]
fn certificates_of_the_old_result_end_with_it() {
    on_both(|server| {
        let (contest, _) = published(server);
        server.advance_days(1);
        let (host, clerk) = (server.sign_in("host"), server.sign_in("clerk"));
        let (second, decider) = (server.sign_in("clerk2"), server.sign_in("decider"));
        assert_eq!(host.post(&format!("{contest}/certificates"), &[]).status, 303);
        let codes = |client: &Client| -> Vec<String> {
            let text = client.get(&format!("{contest}/certificates")).text();
            let found = text.split("/certificates/").skip(1).filter_map(|rest| rest.get(..43));
            let mut codes: Vec<String> =
                found.filter(|code| !code.contains(['"', '<', ' ', '/'])).map(str::to_owned).collect();
            codes.dedup();
            codes
        };
        let old = codes(&host);
        assert_eq!(old.len(), 2);
        let visitor = server.visitor();
        let version = decider.get(&contest).value("version").expect("a version");
        let reopen = |client: &Client, reason| {
            client.post(&format!("{contest}/reopen"), &[("version", version.as_str()), ("reopen", reason)])
        };
        assert_eq!(reopen(&clerk, "汇总差错").status, 403, "without an objection it is the decider's");
        assert_eq!(reopen(&decider, " ").status, 422);
        assert_eq!(reopen(&decider, "汇总差错").status, 303);
        assert_eq!(reopen(&decider, "汇总差错").status, 409);
        for code in &old {
            assert!(visitor.get(&format!("/certificates/{code}")).says("成绩核查中"));
        }
        let mark = choice(&host, &contest, "测试甲 · 实操");
        let ask = [("mark", mark.as_str()), ("after", "86"), ("reason", "看错一位")];
        assert_eq!(host.post(&format!("{contest}/changes"), &ask).status, 303);
        assert_eq!(second.post(&form(&second, &contest, &format!("{contest}/changes/")), &[]).status, 303);
        publish(&host, &clerk, &contest);
        let verify = |code: &String| visitor.get(&format!("/certificates/{code}"));
        let (good, bad): (Vec<&String>, Vec<&String>) = old.iter().partition(|code| verify(code).says("有效"));
        assert_eq!((good.len(), bad.len()), (2, 0), "the same ranks: both stay good");

        let version = decider.get(&contest).value("version").expect("a version");
        let fields = [("version", version.as_str()), ("reopen", "汇总差错")];
        assert_eq!(decider.post(&format!("{contest}/reopen"), &fields).status, 303);
        let mark = choice(&host, &contest, "测试甲 · 实操");
        let ask = [("mark", mark.as_str()), ("after", "10"), ("reason", "再次核对")];
        assert_eq!(host.post(&format!("{contest}/changes"), &ask).status, 303);
        assert_eq!(second.post(&form(&second, &contest, &format!("{contest}/changes/")), &[]).status, 303);
        publish(&host, &clerk, &contest);
        assert!(old.iter().all(|code| verify(code).says("已撤销")), "both ranks are others now");
        assert!(host.post(&format!("{contest}/certificates"), &[]).says("申诉时限未满"), "the clock runs anew");
        server.advance_days(1);
        let host = server.sign_in("host");
        assert_eq!(host.post(&format!("{contest}/certificates"), &[]).status, 303);
        let new = codes(&host);
        assert_eq!(new.len(), 4, "the old ones stay in the list, and say so");
        assert!(new.iter().filter(|code| !old.contains(code)).all(|code| verify(code).says("有效")));
    });
}

#[test]
fn an_open_flag_withholds_the_certificate_of_a_competition() {
    on_both(|server| {
        let (contest, entrants) = published(server);
        let list = format!("{contest}/certificates");
        server.advance_days(1);
        let host = server.sign_in("host");
        assert!(host.get(&list).says("可新颁发 2 人"));
        let id: ContestId = contest.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an item");
        let event = server.app.store.read(|conn| contests::get(conn, id)).expect("an item").event_id;
        let day = server.app.today().pred_opt().expect("the day before");
        let new = NewParticipant {
            event_id: event.get(),
            state: "admitted",
            source: "office",
            name: entrants[0].name.clone(),
            lang: "zh".into(),
            created_at: server.app.now().naive_utc(),
            ..NewParticipant::default()
        };
        let person = server.app.store.write(|tx| participants::insert(tx, &new)).expect("a participant");
        let scan = |mark: &str, way: &str, at: &str| {
            format!(r#"{{"mark":"{mark}","person":{person},"direction":"{way}","at":"{day}T{at}:00Z"}}"#)
        };
        let send = |device: &str, scans: String| {
            let fields = [("device", device), ("sent_at", ""), ("scans", scans.as_str())];
            let reply = host.post(&format!("/events/{event}/check-in/scans"), &fields);
            assert!(reply.says("entered"), "{}", reply.text());
        };
        send("phone-a", format!("[{},{}]", scan("a", "in", "00:20"), scan("b", "out", "09:30")));
        assert!(host.get(&list).says("可新颁发 2 人"), "{}", host.get(&list).text());
        send("phone-b", format!("[{}]", scan("c", "in", "01:00")));
        let page = host.get(&list);
        assert!(page.says("可新颁发 1 人") && page.says("出勤疑点未答复 1 人"), "{}", page.text());
        assert!(page.says("测试甲 重复签到") && page.says(&format!("/events/{event}/attendance#flags")));
        assert_eq!(host.post(&list, &[]).status, 303);
        assert_eq!(host.get(&list).text().matches("<article").count(), 1);
        let table = format!("/events/{event}/attendance");
        let flag = host.get(&table).value("flag").expect("a flag");
        assert_eq!(host.post(&format!("{table}/answers"), &[("flag", &flag), ("answer", "本人在场")]).status, 303);
        assert_eq!(host.post(&list, &[]).status, 303);
        assert_eq!(host.get(&list).text().matches("<article").count(), 2);
    });
}

#[test]
fn a_certificate_revoked_for_a_cause_comes_back_only_when_ticked() {
    on_both(|server| {
        let (contest, entrants) = published(server);
        let list = format!("{contest}/certificates");
        let host = server.sign_in("host");
        let early = host.get(&list);
        assert!(early.says("申诉时限未满") && !early.says(&format!("action=\"{list}\"")), "{}", early.text());
        server.advance_days(1);
        let (host, clerk) = (server.sign_in("host"), server.sign_in("clerk"));
        assert!(host.get(&list).says("可新颁发 2 人，已有证书 0 人"));
        assert_eq!(host.post(&list, &[]).status, 303);
        let page = host.get(&list);
        assert!(page.says("已颁发 2 张证书") && page.says("flash done"), "{}", page.text());
        let revoke = form(&host, &list, &format!("{list}/"));
        assert_eq!(host.post(&revoke, &[("reason", "冒名参赛")]).status, 303);

        // Pressed without a word it stays revoked, and the page says that nothing was issued.
        assert_eq!(host.post(&list, &[]).status, 303);
        let page = host.get(&list);
        assert!(page.says("没有可新颁发的证书") && page.says("flash wait"), "{}", page.text());
        assert!(page.says("可新颁发 0 人，已有证书 1 人，出勤不足 0 人，证书已撤销 1 人"), "{}", page.text());
        assert!(page.says("ZS-2019-0001 已撤销：冒名参赛") && !page.says("ZS-2019-0003"), "{}", page.text());
        assert!(!clerk.get(&list).says("ZS-2019-0003"));

        // Ticking everybody gives one to nobody but the one revoked.
        let ticks: Vec<String> = entrants.iter().map(|entrant| format!("again.{}", entrant.id)).collect();
        let ticks: Vec<(&str, &str)> = ticks.iter().map(|tick| (tick.as_str(), "true")).collect();
        for _ in 0..2 {
            assert_eq!(host.post(&list, &ticks).status, 303);
        }
        let page = host.get(&list);
        let text = page.text();
        assert!(text.contains("ZS-2019-0003") && !text.contains("ZS-2019-0004"), "{text}");
        assert!(page.says("已另发 ZS-2019-0003 号证书"), "{text}");
        let codes: Vec<&str> =
            text.split("/certificates/").skip(1).filter_map(|rest| rest.split('<').next()).map(str::trim).collect();
        let codes: Vec<&str> = codes.into_iter().filter(|code| !code.contains('"')).collect();
        let verify = |code: &str| server.visitor().get(&format!("/certificates/{code}"));
        let old = verify(codes[0]);
        assert!(old.says("冒名参赛") && old.says("已另发 ZS-2019-0003 号证书"), "{}", old.text());
        let new = verify(codes[2]);
        assert!(new.says(">有效<") && new.says("ZS-2019-0003") && !new.says("已另发"), "{}", new.text());
        let told = server.sign_in("auditor").get("/audit");
        assert!(told.says("所替代的证书") && told.says("ZS-2019-0001"), "{}", told.text());
    });
}

pub const ITEM: [(&str, &str); 8] = [
    ("name", "镶贴工"),
    ("theory", "20"),
    ("practical", "80"),
    ("trim_from", "5"),
    ("chain", "practical,time"),
    ("minimum_field", "3"),
    ("prizes", "2"),
    ("appeal_minutes", "120"),
];

#[test]
fn settings_change_until_judging_begins() {
    on_both(|server| {
        let host = server.sign_in("host");
        let (opened, _) = judged(server, &host);
        let page = host.get(&opened).text();
        let event = page.split("/events/").nth(1).and_then(|rest| rest.split('/').next()).expect("its event");
        let made = host.post(&format!("/events/{event}/contests"), &ITEM);
        let contest = made.location.expect("an item");
        let settings = format!("{contest}/settings");
        let save = |changes: &[(&str, &str)]| {
            let version = host.get(&settings).value("version").unwrap_or_default();
            let mut fields: Vec<(&str, &str)> = vec![("version", &version)];
            fields.extend(ITEM.iter().filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name)));
            fields.extend_from_slice(changes);
            host.post(&settings, &fields)
        };
        assert!(host.get(&settings).says("value=\"80\""));
        let wrong = save(&[("practical", "70"), ("trim_from", "2")]);
        assert!(
            wrong.status == 422 && wrong.says("应为 0，或不少于 3") && wrong.says("value=\"70\""),
            "{}",
            wrong.text()
        );
        let done =
            save(&[("theory", "30"), ("practical", "70"), ("appeal_minutes", "60"), ("issuers.温州市总工会", "true")]);
        assert_eq!(done.status, 303, "{}", done.text());
        let page = host.get(&settings);
        assert!(page.says("value=\"30\"") && page.says("value=\"60\""), "{}", page.text());
        let boxes = page.text();
        let ticked = boxes.split("issuers.温州市总工会").nth(1).and_then(|rest| rest.split('>').next());
        assert!(ticked.is_some_and(|input| input.contains("checked")), "{boxes}");
        let stale = [&[("version", "0")][..], &ITEM[..]].concat();
        assert_eq!(host.post(&settings, &stale).status, 409, "somebody was faster");
        assert_eq!(server.sign_in("host.school").get(&settings).status, 404);

        let late = host.post(&format!("{opened}/settings"), &[&[("version", "1")][..], &ITEM[..]].concat());
        assert!(late.status == 409 && late.says("评分已经开始，项目设置不能再改"), "{}", late.text());
        assert_eq!(host.get(&format!("{opened}/settings")).status, 409);
    });
}

#[test]
fn all_tied_at_the_line_go_into_the_final() {
    on_both(|server| {
        let (host, clerk) = (server.sign_in("host"), server.sign_in("clerk"));
        let (contest, entrants) = judged(server, &host);
        let sheet = contest.replace("/contests/", "/judging/");
        // One is best, two are equal, the unofficial one is between.
        for judge in ["judge.one", "judge.two"] {
            let client = server.sign_in(judge);
            for (mark, entrant) in ["90", "80", "80", "85"].into_iter().zip(&entrants) {
                let fields = [("m-theory", "80"), ("m-practical", mark), ("do", "seal")];
                client.post(&format!("{sheet}/stations/{}", entrant.station), &fields);
            }
        }
        assert_eq!(host.get(&format!("{contest}/advance")).status, 409, "not before it is published");
        for client in [&host, &clerk] {
            assert_eq!(step(client, &contest, "sign").status, 303);
        }
        publish(&host, &clerk, &contest);
        let page = host.get(&format!("{contest}/advance?places=2"));
        assert!(page.says("晋级 3 人") && page.says("末位 2 人并列") && !page.says("测试丁"), "{}", page.text());
        assert!(host.get(&format!("{contest}/advance?places=1")).says("晋级 1 人"));
        assert!(page.says("请先增加决赛项目"));
        let text = host.get(&contest).text();
        let event = text.split("/events/").nth(1).and_then(|rest| rest.split('/').next()).expect("its event");
        let last = host.post(&format!("/events/{event}/contests"), &ITEM).location.expect("a final");
        let into = last.rsplit('/').next().expect("an id");
        let path = format!("{contest}/advance");
        assert_eq!(host.post(&path, &[("places", "many"), ("into", into)]).status, 422);
        assert_eq!(host.post(&path, &[("places", "2"), ("into", "")]).status, 422);
        assert_eq!(
            host.post(&path, &[("places", "2"), ("into", contest.rsplit('/').next().expect("an id"))]).status,
            409
        );
        for _ in 0..2 {
            assert_eq!(host.post(&path, &[("places", "2"), ("into", into)]).status, 303);
        }
        let id = into.parse().expect("an id");
        let names = || -> Vec<String> {
            let rows = server.app.store.read(|conn| jiangxin::storage::contests::entrants(conn, id));
            rows.expect("the database").into_iter().map(|row| row.name).collect()
        };
        assert_eq!(names(), ["测试甲", "测试乙", "测试丙"]);
        assert_eq!(host.post(&path, &[("places", "1"), ("into", into)]).status, 303);
        assert_eq!(names(), ["测试甲"], "who no longer goes through is taken out");
        assert_eq!(server.sign_in("host.school").post(&path, &[("places", "2"), ("into", into)]).status, 404);
    });
}

#[test]
fn everyone_is_mailed_their_own_result_in_their_language() {
    on_both(|server| {
        // The first contestant has an account, and reads English; so does somebody of the school.
        let at = server.app.now();
        let school = server.who("host.school").organisation();
        let made = server.app.store.write(|tx| {
            let user = jiangxin::service::people::NewUser {
                email: "first@example.com".into(),
                name: "测试甲".into(),
                lang: "en".into(),
                roles: vec!["host".into()],
                ..Default::default()
            };
            jiangxin::service::people::add_user(tx, jiangxin::service::trail::By::System, at, school, &user)
        });
        made.expect("a contestant with an account");
        server.change("host.school", None, "en");
        let _ = published(server);
        let mails = server.mail();
        let to = |address: &str, words: &str| -> Vec<_> {
            let own = mails.iter().filter(|mail| mail.to == address && mail.rendered.subject.contains(words));
            own.map(|mail| mail.rendered.clone()).collect()
        };
        let own = to("first@example.com", "Result:");
        assert_eq!(own.len(), 1, "once, in English");
        assert!(
            own[0].subject.contains("rank 1") && own[0].text.contains("Practical 72.80/80; Theory 16.00/20"),
            "{}",
            own[0].text
        );
        assert!(own[0].text.contains("Honours: ") && own[0].text.contains("温州市技术能手"), "{}", own[0].text);
        assert!(
            own[0].text.contains("cannot be decided: no date of birth"),
            "what is not known is said: {}",
            own[0].text
        );
        assert!(own[0].text.contains("http://127.0.0.1:8000/results/"), "{}", own[0].text);
        assert!(!own[0].text.contains("测试乙") && !own[0].text.contains("测试丙"), "nobody else's");
        let unit = to("host.school@demo.example", "Published");
        assert_eq!(unit.len(), 1);
        assert!(
            unit[0].text.contains("测试丙: rank 3, total") && unit[0].text.contains("Practical"),
            "{}",
            unit[0].text
        );
        assert!(!unit[0].text.contains("测试甲") && !unit[0].text.contains("测试乙"), "{}", unit[0].text);
        let host = to("host@demo.example", "成绩已公布");
        assert!(host[0].text.contains("测试甲 1；") && host[0].text.contains("测试丁 (1)"), "{}", host[0].text);
    });
}

#[test]
fn a_result_goes_out_by_smtp() {
    let server = Server::sqlite();
    let _ = published(&server);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let received = runtime.block_on(async {
        let smtp = crate::smtp_server::SmtpServer::start().await;
        let base = "http://127.0.0.1:8000".to_owned();
        let transport = crate::smtp::transport(smtp.address);
        let words = jiangxin::worker::words(base);
        let mailer = jiangxin::worker::Mailer::new(server.app.store.clone(), transport, crate::smtp::sender(), words);
        while mailer.run_once(server.app.now()).await.expect("the outbox").taken > 0 {}
        smtp.script().received()
    });
    let own: Vec<_> = received.iter().filter(|mail| mail.to == ["RCPT TO:<first@example.com>"]).collect();
    assert_eq!(own.len(), 1);
    assert!(own[0].header("Subject").contains("=?utf-8?"), "{}", own[0].header("Subject"));
}
