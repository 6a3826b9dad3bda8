//! What a published result brings: a place in the final, a certificate, a letter; and what it does not.

use crate::contests::{attend, judged, step};
use crate::corrections::{ITEM, choice, form, publish, published};
use crate::support::{Client, Server, on_both};
use jiangxin::domain::ids::ContestId;
use jiangxin::storage::contests::{self, EntrantRow};
use jiangxin::storage::participants::{self, NewParticipant};

/// Sealed marks of both judges for contestants in their order; who has none is said to be absent.
fn marked(server: &Server, contest: &str, entrants: &[EntrantRow], practical: &[Option<&str>]) {
    let sheet = contest.replace("/contests/", "/judging/");
    for judge in ["judge.one", "judge.two"] {
        let client = server.sign_in(judge);
        for (mark, entrant) in practical.iter().zip(entrants) {
            let Some(mark) = mark else { continue };
            let fields = [("m-theory", "80"), ("m-practical", *mark), ("do", "seal")];
            client.post(&format!("{sheet}/stations/{}", entrant.station), &fields);
        }
    }
    let host = server.sign_in("host");
    for (_, entrant) in practical.iter().zip(entrants).filter(|(mark, _)| mark.is_none()) {
        assert_eq!(attend(&host, contest, &[(&format!("p-{}", entrant.id), "no")]).status, 303);
    }
}

fn signed(server: &Server, contest: &str) {
    for name in ["host", "clerk"] {
        let done = step(&server.sign_in(name), contest, "sign");
        assert_eq!(done.status, 303, "{}", done.text());
    }
}

#[test]
fn below_the_minimum_field_nobody_gets_a_certificate() {
    on_both(|server| {
        let (host, clerk) = (server.sign_in("host"), server.sign_in("clerk"));
        let (contest, entrants) = judged(server, &host);
        marked(server, &contest, &entrants, &[Some("90"), Some("80"), None, Some("95")]);
        signed(server, &contest);
        publish(&host, &clerk, &contest);
        let letters = server.mail();
        let own = letters.iter().find(|mail| mail.to == "first@example.com").expect("a letter");
        assert!(own.rendered.text.contains("奖项：参赛人数不足，只作选拔，不设奖"), "{}", own.rendered.text);
        let told = letters.iter().find(|mail| mail.to == "host@demo.example" && mail.rendered.text.contains("不设奖"));
        assert!(told.is_some(), "the host reads it, too");
        server.advance_days(1);
        let host = server.sign_in("host");
        let list = format!("{contest}/certificates");
        let page = host.get(&list);
        assert!(page.says("只作选拔，不设奖") && !page.says(&format!("action=\"{list}\"")), "{}", page.text());
        assert_eq!(host.post(&list, &[]).status, 303);
        assert!(host.get(&list).says("没有可新颁发的证书") && !host.get(&list).says("ZS-2019"));
    });
}

#[test]
fn a_letter_names_the_prize_and_a_page_what_decided() {
    on_both(|server| {
        let (host, clerk) = (server.sign_in("host"), server.sign_in("clerk"));
        let (contest, entrants) = judged(server, &host);
        let (first, second) = (entrants[0].id, entrants[1].id);
        // Equal in total and in practical: the time decides.
        marked(server, &contest, &entrants, &[Some("90"), Some("90"), Some("70"), Some("60")]);
        assert_eq!(attend(&host, &contest, &[(&format!("t-{first}"), "1:02:03")]).status, 303);
        signed(server, &contest);
        let page = host.get(&contest);
        assert!(page.says("同分选手中有人没有用时"), "{}", page.text());
        crate::corrections::answer_warnings(&host, &contest);
        let stopped = step(&host, &contest, "submit");
        assert!(stopped.status == 409 && stopped.says("还有 2 个问题没有解决"), "{}", stopped.text());
        // The way out: the time of the other, by one and another.
        let target = format!("time-{second}");
        let ask = [("mark", target.as_str()), ("after", "1:10:00"), ("reason", "计时表补登")];
        let asked = host.post(&format!("{contest}/changes"), &ask);
        assert_eq!(asked.status, 303, "{}", asked.text());
        let request = form(&clerk, &contest, &format!("{contest}/run-changes/"));
        assert_eq!(clerk.post(&request, &[]).status, 303);
        assert!(!host.get(&contest).says("同分选手中有人没有用时"));
        publish(&host, &clerk, &contest);
        let letters = server.mail();
        let own = letters.iter().find(|mail| mail.to == "first@example.com").expect("a letter");
        assert!(own.rendered.text.contains("奖项：获奖名次，颁发获奖证书"), "{}", own.rendered.text);
        let result = server.visitor().get(&contest.replace("/contests/", "/results/"));
        assert!(result.says("同分比用时 1:02:03") && result.says("同分比用时 1:10:00"), "{}", result.text());
        assert!(!result.says("同分比实操"), "what did not decide is not named: {}", result.text());
    });
}

#[test]
fn a_tie_that_an_earlier_key_settles_wants_no_time() {
    on_both(|server| {
        let host = server.sign_in("host");
        let (contest, entrants) = judged(server, &host);
        // 80·20 % + 90·80 % = 88 and 100·20 % + 85·80 % = 88.
        let sheet = contest.replace("/contests/", "/judging/");
        for judge in ["judge.one", "judge.two"] {
            let client = server.sign_in(judge);
            let marks = [("80", "90"), ("100", "85"), ("80", "70"), ("80", "60")];
            for ((theory, practical), entrant) in marks.into_iter().zip(&entrants) {
                let fields = [("m-theory", theory), ("m-practical", practical), ("do", "seal")];
                client.post(&format!("{sheet}/stations/{}", entrant.station), &fields);
            }
        }
        signed(server, &contest);
        let page = host.get(&contest);
        assert!(
            page.says("88.00") && !page.says("用时，无法排名") && !page.says("并列时要比较用时"),
            "{}",
            page.text()
        );
        publish(&host, &server.sign_in("clerk"), &contest);
        let result = server.visitor().get(&contest.replace("/contests/", "/results/"));
        assert!(result.says("同分比实操 72.00") && result.says("同分比实操 68.00"), "{}", result.text());
    });
}

#[test]
fn a_joint_rank_is_said_to_be_one() {
    on_both(|server| {
        let (host, clerk) = (server.sign_in("host"), server.sign_in("clerk"));
        let (contest, entrants) = judged(server, &host);
        marked(server, &contest, &entrants, &[Some("90"), Some("70"), Some("70"), Some("60")]);
        signed(server, &contest);
        assert!(host.get(&contest).says("并列时要比较用时，但没有用时"));
        publish(&host, &clerk, &contest);
        let result = server.visitor().get(&contest.replace("/contests/", "/results/")).text();
        assert_eq!(result.matches("<small>并列</small>").count(), 2, "{result}");
    });
}

/// A final of the contest's event, its number, and who is on its list.
pub fn final_of(host: &Client, contest: &str) -> (String, String) {
    let text = host.get(contest).text();
    let event = text.split("/events/").nth(1).and_then(|rest| rest.split('/').next()).expect("its event");
    let page = host.post(&format!("/events/{event}/contests"), &ITEM).location.expect("a final");
    let id = page.rsplit('/').next().expect("an id").to_owned();
    (page, id)
}

pub fn on_list(server: &Server, id: &str) -> Vec<String> {
    let id: ContestId = id.parse().expect("an id");
    let rows = server.app.store.read(|conn| contests::entrants(conn, id)).expect("the contestants");
    rows.into_iter().map(|row| row.name).collect()
}

/// Opens the published item again and gives the contestant another mark; published anew if wanted.
fn corrected(server: &Server, contest: &str, who: &str, mark: &str) {
    let (host, second, decider) = (server.sign_in("host"), server.sign_in("clerk2"), server.sign_in("decider"));
    let version = decider.get(contest).value("version").expect("a version");
    let fields = [("version", version.as_str()), ("reopen", "汇总差错")];
    assert_eq!(decider.post(&format!("{contest}/reopen"), &fields).status, 303);
    let mark_of = choice(&host, contest, &format!("{who} · 实操"));
    let ask = [("mark", mark_of.as_str()), ("after", mark), ("reason", "看错一位")];
    assert_eq!(host.post(&format!("{contest}/changes"), &ask).status, 303);
    let request = form(&second, contest, &format!("{contest}/changes/"));
    assert_eq!(second.post(&request, &[]).status, 303);
}

#[test]
fn a_final_begins_with_the_list_of_the_published_result_only() {
    on_both(|server| {
        let (contest, _) = published(server);
        let (host, clerk) = (server.sign_in("host"), server.sign_in("clerk"));
        let (last, into) = final_of(&host, &contest);
        let path = format!("{contest}/advance");
        assert!(host.get(&path).says("申诉时限未满"), "said, not forbidden");
        let go = || host.post(&path, &[("places", "2"), ("into", &into)]);
        assert_eq!(go().status, 303);
        assert_eq!(on_list(server, &into), ["测试甲", "测试乙"]);
        assert!(host.get(&last).says("名单与公布的成绩一致") && host.get(&contest).says("名单与公布的成绩一致"));
        assert_eq!(host.post(&format!("{last}/draw"), &[]).status, 303);
        for (judge, head) in [("judge.one", "1"), ("judge.two", "")] {
            let user = server.who(judge).id().to_string();
            assert_eq!(host.post(&format!("{last}/judges"), &[("judge", &user), ("head", head)]).status, 303);
        }

        // Withdrawn: nothing begins on it.
        corrected(server, &contest, "测试甲", "10");
        assert!(host.get(&last).says("成绩已撤回更正"), "{}", host.get(&last).text());
        let stopped = step(&host, &last, "open");
        assert!(stopped.status == 409 && stopped.says("成绩正在更正"), "{}", stopped.text());

        // Corrected: the difference stands by name on both pages, and nothing begins before it is mended.
        publish(&host, &clerk, &contest);
        for page in [host.get(&last), host.get(&contest), host.get(&path)] {
            assert!(page.says("应晋级而未列入：测试丙") && page.says("已列入而不应晋级：测试甲"), "{}", page.text());
        }
        let stopped = step(&host, &last, "open");
        assert!(stopped.status == 409 && stopped.says("与砌筑工公布的成绩不一致"), "{}", stopped.text());
        let (stale, link) = ("核对晋级名单（与公布的成绩不一致）", format!("href=\"{path}\""));
        assert!(host.get("/").says(stale) && host.get("/").text().contains(&link), "{}", host.get("/").text());
        assert!(!server.sign_in("host.school").get("/").says(stale));
        assert_eq!(go().status, 303);
        assert!(!host.get("/").says(stale));
        assert_eq!(on_list(server, &into), ["测试乙", "测试丙"]);
        assert!(!host.get(&last).says("应晋级而未列入"));
        assert_eq!(host.post(&format!("{last}/draw"), &[]).status, 303);

        // An objection: the same as a withdrawal, until it is answered.
        let object =
            [("name", "测试丁"), ("contact", "four@example.com"), ("reasons", "第二模块的用时记录与现场计时不一致")];
        let result = contest.replace("/contests/", "/results/");
        let visitor = server.visitor();
        visitor.get(&result);
        assert_eq!(visitor.post(&format!("{result}/objections"), &object).status, 303);
        assert!(step(&host, &last, "open").says("有异议尚未答复"));
        let answer = form(&clerk, &contest, &format!("{contest}/objections/"));
        let ruling = [("answer", "经核对无误。"), ("ruling", "dismissed")];
        assert_eq!(clerk.post(&answer, &ruling).status, 303);
        let opened = step(&host, &last, "open");
        assert_eq!(opened.status, 303, "{}", opened.text());

        // Corrected when judging has begun: the list is fixed, and somebody answers for it.
        corrected(server, &contest, "测试乙", "5");
        assert!(host.get(&last).says("晋级所依据的成绩正在更正"), "{}", host.get(&last).text());
        publish(&host, &clerk, &contest);
        let page = host.get(&last);
        assert!(page.says("晋级名单与公布的成绩不一致") && page.says("+测试甲"), "{}", page.text());
        assert!(page.says("评分已经开始，名单不能再改"), "{}", page.text());

        // What is answered of one withdrawal is not answered of the next.
        let doubts = || {
            let (id, who) = (into.parse().expect("an id"), server.who("host"));
            let (contest, _) = jiangxin::service::contests::show(&server.app, &who, id).expect("the final");
            let keys = contest.findings.iter().map(|(finding, _)| jiangxin::service::contests::finding_key(finding));
            keys.filter(|key| key.starts_with("source-unsettled")).collect::<Vec<_>>()
        };
        corrected(server, &contest, "测试乙", "6");
        let first = doubts();
        publish(&host, &clerk, &contest);
        corrected(server, &contest, "测试乙", "7");
        assert!(first.len() == 1 && doubts().len() == 1 && doubts() != first, "{first:?}");
    });
}

#[test]
fn a_few_scans_withhold_no_certificate() {
    on_both(|server| {
        let (contest, entrants) = published(server);
        let at = server.app.now().naive_utc();
        let people = |names: &[&str]| {
            let made = server.app.store.write(|tx| {
                let event = contests::get(tx, entrants[0].item_id)?.event_id;
                let mut ids = Vec::new();
                for name in names {
                    let person = NewParticipant {
                        event_id: event.get(),
                        state: "admitted",
                        source: "office",
                        name: (*name).to_owned(),
                        created_at: at,
                        ..NewParticipant::default()
                    };
                    ids.push(participants::insert(tx, &person)?);
                }
                Ok::<_, jiangxin::storage::StorageError>((event, ids))
            });
            made.expect("people")
        };
        let (event, ids) = people(&["测试甲", "测试乙", "测试丙"]);
        server.advance_days(1);
        let host = server.sign_in("host");
        let list = format!("{contest}/certificates");
        let scan = |who: usize, mark: &str| {
            let scan = format!(
                r#"[{{"mark":"{mark}i","person":{id},"direction":"in","at":"2019-11-18T00:20:00Z"}},{{"mark":"{mark}o","person":{id},"direction":"out","at":"2019-11-18T09:30:00Z"}}]"#,
                id = ids[who]
            );
            let fields = [("device", "phone-a"), ("sent_at", ""), ("scans", scan.as_str())];
            let reply = host.post(&format!("/events/{event}/check-in/scans"), &fields);
            assert!(reply.says("entered"), "{}", reply.text());
        };
        scan(2, "a");
        let page = host.get(&list);
        assert!(page.says("可新颁发 2 人") && page.says("不足半数，视为没有考勤"), "{}", page.text());
        assert_eq!(host.post(&list, &[]).status, 303);
        assert!(!host.get(&list).says("须核查的证书"));
        // Two of three: now attendance was taken, and who is below has a certificate that is to be looked into.
        scan(0, "b");
        let page = host.get(&list);
        assert!(page.says("须核查的证书") && page.says("出勤未达要求（0/2 个半天）"), "{}", page.text());
        assert!(page.says("测试乙 ZS-2019-0002") && !page.says("测试甲 ZS-2019-0001"), "{}", page.text());
        assert!(page.says("已有证书 2 人，出勤不足 0 人") && !page.says("不发证书（出勤半天"), "{}", page.text());
        // A flag that comes up afterwards is to be looked into, too.
        let twice = format!(r#"[{{"mark":"ci","person":{},"direction":"in","at":"2019-11-18T00:30:00Z"}}]"#, ids[0]);
        let fields = [("device", "phone-b"), ("sent_at", ""), ("scans", twice.as_str())];
        assert!(host.post(&format!("/events/{event}/check-in/scans"), &fields).says("entered"));
        let page = host.get(&list);
        assert!(page.says("测试甲 ZS-2019-0001：出勤疑点未答复"), "{}", page.text());
    });
}

#[test]
fn whom_only_a_list_names_is_handed_their_data_too() {
    use crate::support::entries::resident_id;
    on_both(|server| {
        let (contest, _) = published(server);
        let (host, clerk) = (server.sign_in("host"), server.sign_in("clerk"));
        let (other, id) = final_of(&host, &contest);
        let text = format!("姓名,单位,身份证号,邮箱\n测试外队,样例外市队,{},out@example.com\n", resident_id(7));
        let done = host.upload(&format!("{other}/entrants"), &[], "file", "名单.csv", text.as_bytes());
        assert_eq!(done.status, 303, "{}", done.text());
        let ask = |client: &Client, number: &str, name: &str, form: &str| {
            client.post("/participants/person", &[("number", number), ("name", name), ("form", form)])
        };
        let (number, another) = (resident_id(7), resident_id(8));
        let found = ask(&clerk, &number, "", "json");
        let said: serde_json::Value = serde_json::from_slice(&found.bytes).expect("JSON");
        let own = &said["contest_lists"][0];
        assert_eq!((own["name"].as_str(), own["item"].as_str()), (Some("测试外队"), Some("镶贴工")), "{said}");
        assert_eq!(ask(&clerk, &another, "", "json").status, 422);
        assert_eq!(ask(&server.sign_in("host.school"), &number, "", "json").status, 422, "not of theirs");
        let sheet = ask(&clerk, &number, "", "xlsx");
        assert!(sheet.status == 200 && sheet.bytes.starts_with(b"PK"));

        // Once the birth date is deleted it takes the name; another's name finds nobody.
        let faded = server.app.store.write(|tx| {
            let row = contests::entrants(tx, id.parse().expect("an id"))?.pop().expect("the contestant");
            contests::put_person(tx, row.id, None, None)
        });
        faded.expect("the database");
        let nobody = ask(&clerk, &number, "", "json");
        assert!(nobody.status == 422 && nobody.says("请把姓名也填上再查"), "{}", nobody.text());
        assert_eq!(ask(&clerk, &number, "测试外队", "json").status, 200);
        assert_eq!(ask(&clerk, &number, "测试别人", "json").status, 422);
        assert_eq!(ask(&clerk, &another, "测试外队", "json").status, 422);
    });
}
