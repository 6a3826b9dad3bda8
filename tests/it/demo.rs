//! The demonstration year: it loads without a refusal, everybody has something to do, and what it
//! left behind can be proven.

use crate::support::on_both_after_a_year;
use jiangxin::demo;
use jiangxin::service::claims::assess;
use jiangxin::service::{record, setup};
use jiangxin::storage::{Store, claims, outbox};

#[test]
fn everybody_finds_something_to_do() {
    on_both_after_a_year(|server| {
        let expected = [
            ("host", &["建筑电工", "镶贴工", "防水工"][..]),
            ("host.chint", &["高低压电器装配工"]),
            ("host.school", &["工业机器人"]),
            ("clerk", &["架子工", "针织花边", "装配式建筑", "智能楼宇", "仪器仪表维修工"]),
            ("reviewer", &["温州市电工职业技能竞赛", "数控车工", "示范企业"]),
            ("decider", &["网络与信息安全", "香海杯", "茶艺师"]),
            ("treasurer", &["砌筑工", "赴上海"]),
        ];
        for (mail_name, titles) in expected {
            let home = server.sign_in(mail_name).get("/");
            assert_eq!(home.status, 200, "{mail_name}");
            for title in titles {
                assert!(home.says(title), "{mail_name} finds {title}: {}", home.text());
            }
        }
    });
}

#[test]
fn what_the_year_left_behind_is_proven() {
    on_both_after_a_year(|server| {
        let store = &server.app.store;
        let entries = record::verify(store).expect("a whole chain");
        assert!(entries > 400, "{entries} entries");
        let policies = setup::published_policies(store).expect("a policy");
        let mut proven = 0;
        for id in ids(store) {
            let Ok(row) = store.read(|conn| claims::assessment(conn, id)) else { break };
            assess::recompute(policies.versions(), &row).unwrap_or_else(|why| panic!("assessment {id}: {why}"));
            proven += 1;
        }
        assert!(proven > 15, "{proven} assessments");
    });
}

#[test]
fn it_is_loaded_once_and_only_its_last_letters_are_still_to_go() {
    on_both_after_a_year(|server| {
        let store = &server.app.store;
        let states = |store: &Store| store.read(outbox::counts).expect("counts");
        let before = states(store);
        demo::prepare(store, "http://127.0.0.1:8000").expect("nothing to do");
        assert_eq!(states(store), before, "the year is not lived twice");
        let count = |wanted: &str| before.iter().find(|(state, _)| state == wanted).map_or(0, |(_, count)| *count);
        assert!(count("sent") > 100 && (1..60).contains(&count("queued")) && count("dead") == 0, "{before:?}");
        let letters = server.mail();
        assert_eq!(letters.len() as i64, count("queued"));
        let sent = store.read(|conn| outbox::list(conn, Some("sent"), 0, 1_000)).expect("letters");
        for row in sent {
            assert!(row.body_text.is_some_and(|text| text.contains("http://127.0.0.1:8000/")), "{}", row.key);
        }
    });
}

fn ids(_: &Store) -> impl Iterator<Item = jiangxin::domain::ids::AssessmentId> {
    (1..).map(jiangxin::domain::ids::AssessmentId::new)
}
