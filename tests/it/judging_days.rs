//! What stands between judging and publication: the event's days, a result sent back, rows that two people write.

use crate::contests::{attend, judged, mark_all, step, was};
use crate::corrections::{answer_warnings, form};
use crate::support::entries::{fields as support_fields, person};
use crate::support::{Client, Server, on_both};
use jiangxin::service::participants::entries::EntryForm;
use jiangxin::storage::contests::EntrantRow;
use jiangxin::storage::{StorageError, audit, contests, events, participants, people};

/// The event of this item begins so many days later than it did.
fn begins_later(server: &Server, entrants: &[EntrantRow], days: i64) {
    let moved = server.app.store.write(|tx| {
        let event = contests::get(tx, entrants[0].item_id)?.event_id;
        let row = events::get(tx, event)?;
        let content = events::Content {
            name: row.name.clone(),
            trade: row.trade.clone(),
            venue: row.venue.clone(),
            starts_on: row.starts_on.map(|day| day + chrono::Duration::days(days)),
            ends_on: row.ends_on.map(|day| day + chrono::Duration::days(days)),
            details: row.details.clone(),
        };
        events::put_content(tx, event, row.version, &content, row.updated_at)
    });
    moved.expect("the event");
}

fn signed(server: &Server, host: &Client, clerk: &Client) -> (String, Vec<EntrantRow>) {
    let (contest, entrants) = judged(server, host);
    mark_all(server, &contest, &entrants);
    for client in [host, clerk] {
        assert_eq!(step(client, &contest, "sign").status, 303);
    }
    (contest, entrants)
}

#[test]
fn marks_from_before_the_event_are_answered_for() {
    on_both(|server| {
        let (host, clerk) = (server.sign_in("host"), server.sign_in("clerk"));
        let (contest, entrants) = signed(server, &host, &clerk);
        answer_warnings(&host, &contest);
        assert!(!host.get(&contest).says("赛事开始前就有分数密封"), "judged on its day");
        begins_later(server, &entrants, 3);
        let page = host.get(&contest);
        assert!(page.says("赛事开始前就有分数密封"), "{}", page.text());
        assert!(page.says("2019年11月18日 密封，赛事 2019年11月21日 才开始"), "{}", page.text());
        let stopped = step(&host, &contest, "submit");
        assert!(stopped.status == 409 && stopped.says("还有 1 条提示没有答复"), "{}", stopped.text());
        answer_warnings(&host, &contest);
        assert_eq!(step(&host, &contest, "submit").status, 303);
        assert_eq!(step(&clerk, &contest, "publish").status, 303);
    });
}

#[test]
fn a_result_is_sent_back_with_a_reason() {
    on_both(|server| {
        let (host, clerk) = (server.sign_in("host"), server.sign_in("clerk"));
        let (contest, _) = signed(server, &host, &clerk);
        answer_warnings(&host, &contest);
        assert_eq!(step(&host, &contest, "submit").status, 303);
        let page = clerk.get(&contest);
        assert!(page.says("退回理由") && !host.get(&contest).says("退回理由"), "{}", page.text());
        let version = page.value("version").expect("a version");
        let send = |client: &Client, reason: &str| {
            client.post(&format!("{contest}/send-back"), &[("version", version.as_str()), ("return", reason)])
        };
        let blank = send(&clerk, " ");
        assert!(blank.status == 422 && blank.says("f-return-error"), "{}", blank.text());
        assert_eq!(send(&host, "自己退回").status, 403);
        assert_eq!(send(&clerk, "第 2 名的总分与评分表不符").status, 303);
        assert_eq!(send(&clerk, "再点一次").status, 409);
        let page = host.get(&contest);
        assert!(page.says("成绩退回记录") && page.says("第 2 名的总分与评分表不符"), "{}", page.text());
        let mails = server.mail();
        let told: Vec<_> = mails.iter().filter(|mail| mail.rendered.subject.contains("成绩退回")).collect();
        assert!(told.len() == 1 && told[0].to == "host@demo.example", "{told:?}");
        assert!(told[0].rendered.text.contains("第 2 名的总分与评分表不符"), "{}", told[0].rendered.text);
        let all = server.app.store.read(|conn| audit::after(conn, 0, 10_000)).expect("the record");
        let entry = all.iter().find(|row| row.action == "contest.send-back").expect("on the record");
        assert!(entry.after_state.as_deref().is_some_and(|state| state.contains("第 2 名的总分与评分表不符")));
        assert_eq!(step(&host, &contest, "submit").status, 303, "and submitted anew");
        assert_eq!(step(&clerk, &contest, "publish").status, 303);
    });
}

#[test]
fn a_row_written_meanwhile_is_shown_beside_what_was_typed() {
    on_both(|server| {
        let (host, clerk) = (server.sign_in("host"), server.sign_in("clerk"));
        let (contest, entrants) = judged(server, &host);
        let run = format!("{contest}/run");
        let [one, two] = [0, 1].map(|at| entrants[at].id);
        let old = was(&clerk, &contest);
        let taken = format!("t-{one}");
        assert_eq!(attend(&host, &contest, &[(&format!("d-{one}"), "5"), (&format!("p-{one}"), "no")]).status, 303);
        let (d1, p1, d2) = (format!("d-{one}"), format!("p-{one}"), format!("d-{two}"));
        let typed = [(d1.as_str(), "3"), (p1.as_str(), "yes"), (taken.as_str(), "1:00:00"), (d2.as_str(), "2")];
        let old = old.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let shown = clerk.post(&run, &typed.iter().copied().chain(old).collect::<Vec<_>>());
        assert_eq!(shown.status, 409);
        assert!(shown.says("您打开本页后，他人已把扣分登记为“5”。您填的还在框里"), "{}", shown.text());
        assert!(shown.says("您打开本页后，他人已把到场情况登记为“缺席”。框里已换成新的内容。"), "{}", shown.text());
        let value = |name: &str| shown.value(name).unwrap_or_default();
        assert_eq!((value(&d1), value(&taken), value(&d2)), ("3".into(), "1:00:00".into(), "2".into()), "kept");
        assert_eq!(host.get(&contest).value(&d2).as_deref(), Some("0"), "nothing is written yet");
        // One save of what is shown is enough.
        let fresh: Vec<(String, String)> = was_of(&shown.text());
        let typed = [(d1.as_str(), "3"), (p1.as_str(), "no"), (taken.as_str(), "1:00:00"), (d2.as_str(), "2")];
        let fresh = fresh.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let saved = clerk.post(&run, &typed.into_iter().chain(fresh).collect::<Vec<_>>());
        assert_eq!(saved.status, 303, "{}", saved.text());
        let page = host.get(&contest);
        assert_eq!((page.value(&d1).as_deref(), page.value(&d2).as_deref()), (Some("3"), Some("2")));
    });
}

/// What the rows of a form were filled from.
fn was_of(page: &str) -> Vec<(String, String)> {
    let row = |rest: &str| {
        let (id, rest) = rest.split_once("\" value=\"")?;
        Some((format!("was-{id}"), rest.split_once('"')?.0.to_owned()))
    };
    page.split("name=\"was-").skip(1).filter_map(row).collect()
}

#[test]
fn a_conflict_says_in_its_title_what_happened() {
    let server = Server::sqlite();
    let (host, clerk) = (server.sign_in("host"), server.sign_in("clerk"));
    let (contest, _) = signed(&server, &host, &clerk);
    let stopped = step(&host, &contest, "submit");
    assert_eq!(stopped.status, 409);
    assert!(stopped.says("<h1>还有 3 条提示没有答复</h1>"), "{}", stopped.text());
    let stale = host.post(&format!("{contest}/submit"), &[("version", "0")]);
    assert!(stale.says("<h1>您打开本页之后，内容已被他人改动</h1>") && stale.says("请返回并刷新"), "{}", stale.text());
    assert!(!stale.says("情况已经变化"), "{}", stale.text());
}

#[test]
fn settings_are_read_before_judging_rests_on_them() {
    let server = Server::sqlite();
    let host = server.sign_in("host");
    let (contest, entrants) = judged(&server, &host);
    let page = host.get(&contest).text();
    let event = page.split("/events/").nth(1).and_then(|rest| rest.split('/').next()).expect("its event");
    let list = format!("/events/{event}/contests");
    let item = |name, chain| {
        [
            ("name", name),
            ("theory", "20"),
            ("practical", "80"),
            ("trim_from", "5"),
            ("chain", chain),
            ("minimum_field", "3"),
            ("prizes", "2"),
            ("appeal_minutes", "120"),
        ]
    };
    let unknown = host.post(&list, &item("管道工", "module:Z,time"));
    assert_eq!(unknown.status, 422);
    assert!(unknown.says("评分标准里没有模块“Z”。可填：practical / theory。"), "{}", unknown.text());
    assert_eq!(host.post(&list, &item("管道工", "module:theory,time")).status, 303);
    for (file, bytes, words) in [
        ("标准.png", b"\x89PNG\r\n\x1a\n\0\0".as_slice(), "不是表格文件。请上传 XLSX、XLS 或 CSV。"),
        ("标准.pdf", b"%PDF-1.7 1 0 obj".as_slice(), "不是表格文件。请上传 XLSX、XLS 或 CSV。"),
        ("标准.csv", b"%PDF-1.7 1 0 obj".as_slice(), "不是表格文件。请上传 XLSX、XLS 或 CSV。"),
        ("标准.xlsx", b"".as_slice(), "文件是空的，或没有列名一行。"),
        ("标准.csv", "甲,乙\n1,2\n".as_bytes(), "评分标准缺少“子项”一列"),
    ] {
        let wrong = host.upload(&list, &item("电工", "time"), "scheme", file, bytes);
        assert!(wrong.status == 422 && wrong.says(words), "{file}: {}", wrong.text());
    }

    // A birth date to come is not said to be none.
    let of = entrants[1].id.to_string();
    let ask = [("of", of.as_str()), ("fact", "born"), ("right", "2091-01-31"), ("why", "按身份证更正")];
    let wrong = host.post(&format!("{contest}/corrections"), &ask);
    assert!(wrong.status == 422 && wrong.says("2091-01-31 晚于赛事开始"), "{}", wrong.text());
    assert!(!wrong.says("不是日期"), "{}", wrong.text());
}

#[test]
fn it_is_said_why_nobody_can_add_a_mark() {
    let server = Server::sqlite();
    let (host, clerk) = (server.sign_in("host"), server.sign_in("clerk"));
    let (contest, entrants) = judged(&server, &host);
    mark_all(&server, &contest, &entrants);
    let recuse = |judge: &str| {
        let (user, entrant) = (server.who(judge).id().to_string(), entrants[1].id.to_string());
        let fields = [("judge", user.as_str()), ("entrant", entrant.as_str()), ("reason", "relative")];
        host.post(&format!("{contest}/recusals"), &fields).status
    };
    assert_eq!([recuse("judge.one"), recuse("judge.two")], [303; 2]);
    for client in [&host, &clerk] {
        assert_eq!(step(client, &contest, "sign").status, 303);
    }
    assert!(host.get(&contest).says("实际评分的裁判") && !host.get(&contest).says("没有可选的裁判"));
    let judges = [server.who("judge.one").id(), server.who("judge.two").id()];
    let retired = server.app.store.write(|tx| -> Result<(), StorageError> {
        let others = contests::evaluators(tx)?.into_iter().filter(|one| !judges.contains(&one.user));
        for other in others.collect::<Vec<_>>() {
            let user = people::user(tx, other.user)?;
            let data = people::UserData {
                organisation_id: user.organisation.get(),
                email: user.email.clone(),
                name: user.name.clone(),
                phone: user.phone.clone(),
                lang: user.lang.clone(),
                active: false,
            };
            people::update_user(tx, user.id, user.version, &data, user.roles)?;
        }
        Ok(())
    });
    retired.expect("the evaluators");
    assert!(host.get(&contest).says("没有可选的裁判"), "{}", host.get(&contest).text());
}

#[test]
fn who_left_is_corrected_to_absent_before_the_result_is_submitted() {
    on_both(|server| {
        let (host, clerk, judge) = (server.sign_in("host"), server.sign_in("clerk"), server.sign_in("evaluator"));
        let event = server.approved_event("样例退赛");
        let fields = [
            ("name", "砌筑工"),
            ("practical", "100"),
            ("trim_from", "0"),
            ("chain", "time"),
            ("minimum_field", "1"),
            ("prizes", "1"),
            ("appeal_minutes", "120"),
        ];
        let made = host.post(&format!("/events/{event}/contests"), &fields);
        let contest = made.location.expect("an item");
        let entry = server.entry(event, |form| EntryForm { name: "砌筑工".into(), ..form });
        let visitor = server.visitor();
        visitor.get(&format!("/register/{entry}"));
        for serial in [1, 2] {
            let form = person(serial);
            assert_eq!(visitor.post(&format!("/register/{entry}"), &support_fields(&form)).status, 303);
        }
        assert_eq!(host.post(&format!("/events/{event}/participants/entrants"), &[]).status, 303);
        assert_eq!(host.post(&format!("{contest}/draw"), &[]).status, 303);
        let user = server.who("evaluator").id().to_string();
        assert_eq!(host.post(&format!("{contest}/judges"), &[("judge", &user), ("head", "1")]).status, 303);
        let opened = step(&host, &contest, "open");
        assert_eq!(opened.status, 303, "{}", opened.text());
        let id = contest.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an id");
        let entrants = server.app.store.read(|conn| contests::entrants(conn, id)).expect("the contestants");
        assert_eq!(entrants.len(), 2);
        for (entrant, mark) in entrants.iter().zip(["80", "90"]) {
            assert_eq!(attend(&host, &contest, &[(&format!("p-{}", entrant.id), "yes")]).status, 303);
            let station = contest.replace("/contests/", "/judging/") + "/stations/" + &entrant.station;
            assert_eq!(judge.post(&station, &[("m-practical", mark), ("do", "seal")]).status, 303);
        }
        for client in [&host, &clerk] {
            let done = step(client, &contest, "sign");
            assert_eq!(done.status, 303, "{}", done.text());
        }

        let people = server.app.store.read(|conn| participants::of_event(conn, event)).expect("people");
        let gone = people.iter().find(|one| one.id_tail == entrants[1].id_tail).expect("one of them");
        let (version, of) = (gone.version.to_string(), entry.to_string());
        let out = [("version", &*version), ("entry", &*of), ("verdict", "withdraw"), ("reason", "冒名参赛")];
        clerk.get(&format!("/entries/{entry}"));
        assert_eq!(clerk.post(&format!("/participants/{}/decide", gone.id), &out).status, 303);
        let left = "已退出、未录取或被取消资格，却登记为到场";
        assert!(host.get(&contest).says(left), "{}", host.get(&contest).text());
        answer_warnings(&host, &contest);
        let stopped = step(&host, &contest, "submit");
        assert!(stopped.status == 409 && stopped.says("还有 1 个问题没有解决"), "{}", stopped.text());

        // The way out: presence is corrected, by one and another.
        let of = entrants[1].id.to_string();
        let ask = [("of", of.as_str()), ("fact", "presence"), ("right", "缺席"), ("why", "已取消资格")];
        assert_eq!(host.post(&format!("{contest}/corrections"), &ask).status, 303);
        let request = form(&clerk, &contest, &format!("{contest}/run-changes/"));
        assert_eq!(host.post(&request, &[]).status, 409, "not by who asked");
        assert_eq!(clerk.post(&request, &[]).status, 303);
        assert!(!host.get(&contest).says(left), "{}", host.get(&contest).text());
        answer_warnings(&host, &contest);
        let done = step(&host, &contest, "submit");
        assert_eq!(done.status, 303, "{}", done.text());
        assert_eq!(step(&clerk, &contest, "publish").status, 303);
        let result = server.visitor().get(&contest.replace("/contests/", "/results/"));
        assert!(result.says("80.00") && !result.says("90.00"), "{}", result.text());
    });
}
