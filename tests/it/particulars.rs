//! What is known of contestants, corrected after judging began, and the checks that look at people.

use crate::contests::{judged, mark_all, step};
use crate::corrections::{answer_warnings, form};
use crate::support::{Client, Reply, Server, on_both};
use jiangxin::domain::ids::{ContestId, EntrantId};
use jiangxin::service::participants::personal;
use jiangxin::storage::contests::{self, EntrantRow};
use jiangxin::storage::{StorageError, audit};

fn correct(client: &Client, contest: &str, of: EntrantId, fact: &str, right: &str, why: &str) -> Reply {
    let of = of.to_string();
    let fields = [("of", of.as_str()), ("fact", fact), ("right", right), ("why", why)];
    client.post(&format!("{contest}/corrections"), &fields)
}

fn id(contest: &str) -> ContestId {
    contest.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an item")
}

fn entrant(server: &Server, contest: &str, of: EntrantId) -> EntrantRow {
    let all = server.app.store.read(|conn| contests::entrants(conn, id(contest))).expect("contestants");
    all.into_iter().find(|one| one.id == of).expect("a contestant")
}

#[test]
fn missing_particulars_are_corrected_after_judging_began() {
    on_both(|server| {
        let host = server.sign_in("host");
        let (contest, entrants) = judged(server, &host);
        let (clerk, second) = (server.sign_in("clerk"), server.sign_in("clerk2"));
        let one = entrants[0].id;
        assert!(host.get(&contest).says("更正选手信息"));
        for (client, status) in [
            (server.sign_in("reviewer"), 403),
            (server.sign_in("evaluator"), 404),
            (server.sign_in("host.school"), 404),
        ] {
            client.get(&contest);
            assert_eq!(correct(&client, &contest, one, "born", "1995-05-05", "证件").status, status);
        }
        let wrong = correct(&host, &contest, one, "born", "2119-05-05", " ");
        assert!(wrong.status == 422 && wrong.says("f-right-error") && wrong.says("f-why-error"), "{}", wrong.text());
        assert_eq!(correct(&host, &contest, one, "mark", "100", "改分").status, 422, "never a mark");
        assert_eq!(correct(&host, &contest, one, "deduction", "1", "改扣分").status, 409, "nor what is taken from it");
        let before = entrant(server, &contest, one);
        for (fact, right) in [("born", "1995年5月5日"), ("sex", "女")] {
            let asked = correct(&host, &contest, one, fact, right, "身份证原件");
            assert_eq!(asked.status, 303, "{}", asked.text());
        }
        assert_eq!(correct(&host, &contest, one, "sex", "男", "双击").status, 409, "one at a time");
        let shown = clerk.get(&contest);
        assert!(shown.says("1995-05-05") && shown.says("测试甲"), "{}", shown.text());
        assert_eq!(entrant(server, &contest, one).born_on, before.born_on, "not before it is approved");

        // Judging cannot be signed while one waits; another person approves, once.
        mark_all(server, &contest, &entrants);
        assert_eq!(step(&host, &contest, "sign").status, 409);
        for _ in 0..2 {
            let approve = form(&clerk, &contest, &format!("{contest}/run-changes/"));
            assert_eq!(host.post(&approve, &[]).status, 409, "not by who asked");
            assert_eq!(clerk.post(&approve, &[]).status, 303);
            assert_eq!(clerk.post(&approve, &[]).status, 409, "once");
        }
        let after = entrant(server, &contest, one);
        assert_eq!(
            (after.born_on.map(|day| day.to_string()).as_deref(), after.sex.as_deref()),
            (Some("1995-05-05"), Some("female"))
        );
        assert_eq!(correct(&host, &contest, one, "sex", "女", "再来一次").status, 422, "it is that already");
        for client in [&host, &clerk] {
            assert_eq!(step(client, &contest, "sign").status, 303);
        }

        // Who came is corrected after signing, too; the publisher sees all of it.
        let two = entrants[1].id;
        assert_eq!(correct(&host, &contest, two, "presence", "缺席", "到场登记有误").status, 303);
        let approve = form(&second, &contest, &format!("{contest}/run-changes/"));
        assert_eq!(second.post(&approve, &[]).status, 303);
        assert!(host.get(&contest).says("缺席选手有分数"), "which the checks hold against the marks");
        assert_eq!(correct(&host, &contest, two, "presence", "到场", "核对录像").status, 303);
        let approve = form(&second, &contest, &format!("{contest}/run-changes/"));
        assert_eq!(second.post(&approve, &[]).status, 303);
        let page = clerk.get(&contest);
        assert_eq!(page.text().matches("开始评分后更正过选手信息").count(), 4, "{}", page.text());
        assert_eq!(step(&host, &contest, "submit").status, 409, "warnings are answered first");
        answer_warnings(&host, &contest);
        assert_eq!(step(&host, &contest, "submit").status, 303);
        assert_eq!(correct(&host, &contest, one, "sex", "男", "太迟").status, 409, "not while it is submitted");
        let page = second.get(&contest);
        assert!(page.says("更正选手信息") || page.says("更正记录"), "{}", page.text());
        assert_eq!(step(&second, &contest, "publish").status, 303);
        let record = server.app.store.read(|conn| audit::after(conn, 0, 2_000)).expect("the record");
        let corrected = record.iter().filter(|entry| entry.action == "contest.approve-correction");
        assert_eq!(corrected.count(), 4);
        let said = |entry: &audit::AuditRow| format!("{:?} {:?}", entry.before_state, entry.after_state);
        assert!(!record.iter().any(|entry| said(entry).contains("1995-05-05")), "no birthday in what stays for ever");

        // Once the data is deleted the list keeps the year, and what was corrected not even that.
        let event = server.app.store.read(|conn| contests::get(conn, id(&contest))).expect("the item").event_id;
        crate::attendance::put(server, event, "closed");
        server.advance_days(4 * 366);
        assert!(personal::erase_due(&server.app).expect("a day") > 0);
        let year = entrant(server, &contest, one).born_on.expect("the year");
        assert!(year.to_string().starts_with("1995-") && year.to_string() != "1995-05-05", "{year}");
        let page = server.sign_in("clerk").get(&contest);
        assert!(page.says("更正记录") && !page.says("1995-05-05"), "{}", page.text());
    });
}

#[test]
fn nobody_is_in_an_item_twice() {
    on_both(|server| {
        let host = server.sign_in("host");
        let (contest, entrants) = judged(server, &host);
        let first = entrant(server, &contest, entrants[0].id);
        let twin = server.app.store.write(|tx| -> Result<(), StorageError> {
            contests::insert_entrant(
                tx,
                &contests::NewEntrant {
                    item_id: first.item_id.get(),
                    participant_id: None,
                    name: first.name.clone(),
                    id_tail: String::new(),
                    born_on: None,
                    sex: None,
                    unit: first.unit.clone(),
                    email: String::new(),
                    station: "88".to_owned(),
                    official: true,
                    created_at: server.app.now().naive_utc(),
                },
            )?;
            Ok(())
        });
        twin.expect("a twin");
        let page = host.get(&contest);
        assert!(page.says("同单位有同名选手") || page.says("同一人重复参赛"), "{}", page.text());
        assert!(page.says("已签 0 人，须 2 人") && page.says("本项目"), "{}", page.text());
    });
}
