//! Payment batches: made, ordered, answered by the bank, paid back.

use crate::support::money::{ACCOUNT, last_number};
use crate::support::{Client, Server, on_both};
use jiangxin::domain::claim::State;
use jiangxin::domain::ids::{BudgetLineId, ClaimId};
use jiangxin::domain::money::Fen;
use jiangxin::sheets;

struct Case {
    treasurer: Client,
    line: BudgetLineId,
    claims: Vec<ClaimId>,
    batch: String,
}

/// Two approved claims in one batch.
fn batch(server: &Server) -> Case {
    let treasurer = server.sign_in("treasurer");
    let line = server.line(&treasurer, "2019", "2019-JS-01", "200000");
    let claims = vec![
        server.approved("host", "抹灰工竞赛", 50_000, Some(line)),
        server.approved("host.school", "叉车司机竞赛", 23_456, Some(line)),
    ];
    // Days have passed: everybody signs in again.
    let treasurer = server.sign_in("treasurer");
    let ids: Vec<String> = claims.iter().map(ToString::to_string).collect();
    let fields: Vec<_> = ids.iter().map(|id| ("claim", id.as_str())).collect();
    let made = treasurer.post("/payments", &fields);
    assert_eq!(made.status, 303, "{}", made.text());
    let batch = made.location.clone().expect("the batch");
    assert_eq!(treasurer.post("/payments", &fields).status, 409, "a second click pays nothing twice");
    assert_eq!(last_number(Some(&batch)), "1");
    for (searched, found) in [
        ("FK-2019-0001", true),
        ("JX-2019-0002", true),
        ("叉车", true),
        ("温州技师学院", true),
        ("焊工", false),
        ("%", true),
    ] {
        let query = format!("/payments?q={}", rocket::http::RawStr::new(searched).percent_encode());
        assert_eq!(treasurer.get(&query).says("FK-2019-0001</a>"), found, "{searched}");
    }
    Case { treasurer, line, claims, batch }
}

fn send(case: &Case) {
    let page = case.treasurer.get(&case.batch);
    let version = page.value("version").expect("a version");
    assert_eq!(case.treasurer.post(&format!("{}/send", case.batch), &[("version", &version)]).status, 303);
    assert_eq!(case.treasurer.post(&format!("{}/send", case.batch), &[("version", &version)]).status, 409);
}

fn upload(case: &Case, csv: &str) -> crate::support::Reply {
    case.treasurer.upload(&format!("{}/confirmation", case.batch), &[], "file", "回单.csv", csv.as_bytes())
}

#[test]
fn the_order_has_figures_capitals_and_a_total_and_is_the_treasurers_alone() {
    on_both(|server| {
        let case = batch(server);
        let order = case.treasurer.get(&format!("{}/order", case.batch));
        assert_eq!(order.status, 200);
        let table = sheets::read(&order.bytes, "order.xlsx").expect("a table");
        let rows: Vec<String> = table.rows().map(|row| row.cells().collect::<Vec<_>>().join(" | ")).collect();
        insta::allow_duplicates! {
            insta::assert_snapshot!(rows.join("\n"), @r"
        序号 | 付款编号 | 申领编号 | 单位 | 户名 | 账号 | 开户行 | 联行号 | 金额(元) | 金额大写 | 用途
        1 | FK-2019-0001-01 | JX-2019-0001 | 温州市建筑业协会 | 温州市建筑业协会 | 6222021204020001000 | 示例银行温州分行 | 103333000001 | 50000 | 人民币伍万元整 | 抹灰工竞赛
        2 | FK-2019-0001-02 | JX-2019-0002 | 温州技师学院 | 温州技师学院 | 6222021204020001000 | 示例银行温州分行 | 103333000001 | 23456 | 人民币贰万叁仟肆佰伍拾陆元整 | 叉车司机竞赛
         |  |  | 合计 2 笔 |  |  |  |  | 73456 | 人民币柒万叁仟肆佰伍拾陆元整
        制单:赵拨付
        ");
        }
        for name in ["decider", "auditor"] {
            let onlooker = server.sign_in(name);
            let page = onlooker.get(&case.batch);
            assert!(page.status == 200 && !page.says(ACCOUNT) && page.says("1000"), "{name} sees the last four");
            assert_eq!(onlooker.get(&format!("{}/order", case.batch)).status, 403, "{name}");
        }
        for (name, status) in [("clerk", 403), ("host", 403), ("treasurer.ruian", 404)] {
            assert_eq!(server.sign_in(name).get(&case.batch).status, status, "{name}");
        }
        assert_eq!(server.visitor().get(&case.batch).status, 303);
        assert_eq!(server.claim(case.claims[0]).payer_id, Some(server.who("treasurer").id().get()));
    });
}

#[test]
fn the_bank_answers_once_and_the_same_file_again_changes_nothing() {
    on_both(|server| {
        let mut case = batch(server);
        let answers =
            "付款编号,结果,日期,原因\nFK-2019-0001-01,成功,2019-12-04,\nJX-2019-0002,失败,2019-12-04,户名不符\n";
        assert_eq!(upload(&case, answers).status, 409, "before it was ordered");
        send(&case);
        let bad = upload(
            &case,
            "付款编号,结果,日期,原因\nFK-2019-0001-01,也许,2029-01-01,\nFK-2019-0009-01,失败,2019-12-04,\n",
        );
        assert_eq!(bad.status, 422);
        assert!(bad.says("4 处错误") && bad.says("也许") && bad.says("FK-2019-0009-01"), "{}", bad.text());
        assert_eq!(server.claim(case.claims[0]).state, State::InPayment, "nothing of a faulty file counts");

        server.advance_days(30);
        case.treasurer = server.sign_in("treasurer");
        assert_eq!(upload(&case, answers).status, 303);
        let states: Vec<State> = case.claims.iter().map(|claim| server.claim(*claim).state).collect();
        assert_eq!(states, [State::Paid, State::PaymentFailed]);
        let figures =
            server.app.store.read(|conn| jiangxin::storage::budgets::line(conn, case.line)).unwrap().figures();
        assert_eq!((figures.paid, figures.committed), (Fen::yuan(50_000), Fen::yuan(23_456)));
        let writes = server.app.store.writes();
        let mails = server.mail().len();
        assert_eq!(upload(&case, answers).status, 303);
        let page = case.treasurer.get(&case.batch);
        assert!(page.says("回执此前已登记"), "{}", page.text());
        assert_eq!((server.mail().len(), server.claim(case.claims[0]).state), (mails, State::Paid));
        assert!(server.app.store.writes() > writes, "a transaction that changed nothing");
        let other = "付款编号,结果,日期,原因\nFK-2019-0001-01,失败,2019-12-05,退票\n";
        assert_eq!(upload(&case, other).status, 409, "another answer is not taken");
        let mail = server.mail();
        let texts: Vec<&str> = mail.iter().map(|mail| mail.rendered.text.as_str()).collect();
        assert!(texts.iter().any(|text| text.contains("户名不符")) && texts.iter().all(|text| !text.contains(ACCOUNT)));
    });
}

#[test]
fn one_payment_is_answered_by_form_and_money_comes_back() {
    on_both(|server| {
        let case = batch(server);
        send(&case);
        let path = format!("{}/answers", case.batch);
        let empty = case.treasurer.post(&path, &[]);
        assert_eq!(empty.status, 422);
        let answer = |payment: &str, result: &str, reason: &str| {
            let date = server.app.today().to_string();
            let fields = [("payment", payment), ("result", result), ("date", date.as_str()), ("reason", reason)];
            case.treasurer.post(&path, &fields)
        };
        assert_eq!(answer("FK-2019-0001-01", "失败", "").status, 422, "why?");
        assert_eq!(answer("FK-2019-0001-01", "成功", "").status, 303);
        assert_eq!(server.claim(case.claims[0]).state, State::Paid);

        let line = format!("/budget/{}/recovery", case.line);
        let recover = |claim: &str, yuan: &str| {
            case.treasurer.post(&line, &[("claim", claim), ("recovered", yuan), ("reason", "决算多报,退回")])
        };
        assert_eq!(recover("JX-2019-0002", "1").status, 422, "not paid");
        assert_eq!(recover("JX-2019-0001", "50000.01").status, 422, "more than was paid");
        assert_eq!(recover("JX-2019-0001", "20000").status, 303);
        assert_eq!(recover("JX-2019-0001", "30000.01").status, 422, "more than is left");
        let figures =
            server.app.store.read(|conn| jiangxin::storage::budgets::line(conn, case.line)).unwrap().figures();
        assert_eq!(figures.paid, Fen::yuan(30_000));
        for name in ["clerk", "auditor"] {
            let fields = [("claim", "JX-2019-0001"), ("recovered", "1"), ("reason", "x")];
            assert_eq!(server.sign_in(name).post(&line, &fields).status, 403);
        }
    });
}

#[test]
fn nobody_pays_what_they_signed_and_a_batch_holds_one_year() {
    on_both(|server| {
        let treasurer = server.sign_in("treasurer");
        let this = server.line(&treasurer, "2019", "2019-JS-01", "50000");
        let next = server.line(&treasurer, "2020", "2020-JS-01", "50000");
        let one = server.approved("host", "抹灰工竞赛", 50_000, Some(this));
        let two = server.approved("host.school", "叉车司机竞赛", 30_000, Some(next));
        let three = server.approved("host.chint", "电工竞赛", 30_000, None);
        let treasurer = server.sign_in("treasurer");
        let (one, two, three) = (one.to_string(), two.to_string(), three.to_string());
        let mixed = treasurer.post("/payments", &[("claim", &one), ("claim", &two), ("claim", &three)]);
        assert_eq!(mixed.status, 422);
        assert!(mixed.says("同一预算年度") && mixed.says("JX-2019-0003 还没有安排预算科目"), "all faults at once");
        assert_eq!(treasurer.post("/payments", &[]).status, 422);
        for name in ["decider", "clerk", "host", "auditor"] {
            assert_eq!(server.sign_in(name).post("/payments", &[("claim", &one)]).status, 403, "{name}");
        }
        // The chain's own rule, whatever roles a person holds.
        let mut decider = server.who("decider");
        decider.actor.roles = decider.actor.roles.with(jiangxin::domain::people::Role::Treasurer);
        let id: ClaimId = one.parse().expect("an id");
        let refused = jiangxin::service::payments::create(&server.app, &decider, &[id]);
        assert!(matches!(refused, Err(jiangxin::service::ServiceError::Denied(_))), "{refused:?}");
        assert_eq!(treasurer.post("/payments", &[("claim", &one)]).status, 303);
    });
}
