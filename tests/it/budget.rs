//! Budget lines: made, raised, lowered, never exceeded.

use crate::support::{Server, on_both};
use jiangxin::domain::budget::{EntryKind, Line};
use jiangxin::domain::claim::State;
use jiangxin::domain::ids::BudgetLineId;
use jiangxin::domain::money::Fen;
use jiangxin::service::{ServiceError, budgets};
use jiangxin::sheets;
use jiangxin::storage::budgets::{self as rows, NewEntry};
use jiangxin::storage::{Constraint, StorageError};

fn figures(server: &Server, line: BudgetLineId) -> Line {
    server.app.store.read(|conn| rows::line(conn, line)).expect("the line").figures()
}

/// The figures that the entries of a line add up to.
fn entered(server: &Server, line: BudgetLineId) -> Line {
    let entries = server.app.store.read(|conn| rows::entries(conn, line, 0, 1_000)).expect("the ledger");
    entries.iter().rev().fold(Line::default(), |line, entry| {
        line.enter(entry.kind, Fen(entry.amount)).expect("every entry keeps the law")
    })
}

#[test]
fn a_line_is_made_raised_and_not_lowered_under_what_is_bound() {
    on_both(|server| {
        let treasurer = server.sign_in("treasurer");
        let bad = treasurer.post("/budget", &[("year", "1066"), ("code", ""), ("name", "竞赛"), ("amount", "五万")]);
        assert_eq!(bad.status, 422);
        assert_eq!(bad.text().matches("class=\"error\"").count(), 3, "every fault at once");
        assert!(bad.says("value=\"竞赛\""), "what was typed is kept");
        let line = server.line(&treasurer, "2019", "2019-JS-01", "120,000");
        let twice = [("year", "2019"), ("code", "2019-JS-01"), ("name", "x"), ("amount", "1")];
        assert!(treasurer.post("/budget", &twice).says("这一年度已有这个科目代码"));

        server.decided("host", "抹灰工竞赛", 50_000, Some(line));
        let path = format!("/budget/{line}");
        let change = |version: &str, amount: &str| {
            let fields = [("version", version), ("amount", amount), ("note", "年中调整")];
            treasurer.post(&format!("{path}/appropriation"), &fields)
        };
        let version = treasurer.get(&path).value("version").expect("a version");
        let low = change(&version, "49999.99");
        assert_eq!(low.status, 422, "beside the field");
        assert!(low.says("50,000 元") && low.says("49,999.99 元"), "what is bound and what was asked");
        assert_eq!(change("0", "60000").status, 409, "somebody was faster");
        assert_eq!(change(&version, "50000").status, 303);
        assert_eq!(figures(server, line).available(), Fen::ZERO);
        assert_eq!(entered(server, line), figures(server, line));

        let page = treasurer.get(&path);
        assert!(page.says("年中调整") && page.says("承诺") && page.says("JX-2019-0001"));
        let file = treasurer.get("/budget/file?year=2019");
        let table = sheets::read(&file.bytes, "x.xlsx").expect("a table");
        let sheet: Vec<String> = table.rows().map(|row| row.cells().collect::<Vec<_>>().join(" | ")).collect();
        insta::allow_duplicates! {
            insta::assert_snapshot!(sheet.join("\n"), @r"
        地区 | 代码 | 名称 | 预算(元) | 预留(元) | 承诺(元) | 已付(元) | 可用(元)
        330300 | 2019-JS-01 | 职业技能竞赛补助 | 50000 | 0 | 50000 | 0 | 0
         |  | 合计 | 50000 | 0 | 50000 | 0 | 0
        ");
        }

        for (name, status) in [("clerk", 403), ("decider", 403), ("auditor", 403), ("treasurer.ruian", 404)] {
            let other = server.sign_in(name);
            let fields = [("version", version.as_str()), ("amount", "1"), ("note", "x")];
            assert_eq!(other.post(&format!("{path}/appropriation"), &fields).status, status, "{name}");
        }
        assert_eq!(server.sign_in("host").get("/budget").status, 403);
        assert_eq!(server.sign_in("treasurer.ruian").get(&path).status, 404);
    });
}

#[test]
fn the_database_itself_refuses_what_breaks_the_law() {
    on_both(|server| {
        let line = server.line(&server.sign_in("treasurer"), "2019", "2019-JS-01", "100");
        let (user, at) = (server.who("treasurer").id(), server.app.now().naive_utc());
        for (kind, yuan) in [(EntryKind::Reserve, 101), (EntryKind::Release, 1), (EntryKind::Appropriate, -101)] {
            let entry = NewEntry { claim: None, kind, amount: Fen::yuan(yuan), note: "", user, at };
            let refused: Result<(), StorageError> = server.app.store.write(|tx| rows::post(tx, line, &entry));
            assert!(matches!(refused, Err(StorageError::Violated(Constraint::BudgetExceeded))), "{kind}: {refused:?}");
        }
        assert_eq!(entered(server, line), figures(server, line), "and nothing was written");
    });
}

#[test]
fn many_racing_for_the_last_yuan_never_exceed_the_line() {
    on_both(|server| {
        let line = server.line(&server.sign_in("treasurer"), "2019", "2019-JS-01", "70000");
        let claims: Vec<_> = (0..6).map(|n| server.decided("host", &format!("竞赛 {n}"), 20_000, None)).collect();
        let treasurer = server.who("treasurer");
        let won = std::thread::scope(|scope| {
            let racing: Vec<_> = claims
                .iter()
                .map(|claim| {
                    let (app, who) = (&server.app, &treasurer);
                    scope.spawn(move || {
                        let version = server.claim(*claim).version;
                        loop {
                            match budgets::place(app, who, *claim, version, line, "") {
                                Ok(()) => return true,
                                Err(ServiceError::Conflict(fault)) => {
                                    assert_eq!(fault.code, "budget-short");
                                    return false;
                                }
                                Err(ServiceError::Busy) => {}
                                Err(other) => panic!("{other}"),
                            }
                        }
                    })
                })
                .collect();
            racing.into_iter().filter_map(|thread| thread.join().ok()).filter(|won| *won).count()
        });
        assert_eq!(won, 3);
        let line_now = figures(server, line);
        assert_eq!((line_now.committed, line_now.available()), (Fen::yuan(60_000), Fen::yuan(10_000)));
        assert_eq!(entered(server, line), line_now);
        let held: i64 = claims.iter().map(|claim| server.claim(*claim).held_amount).sum();
        assert_eq!(Fen(held), line_now.committed, "what the claims hold is what the line says");
    });
}

#[test]
fn a_late_approval_is_paid_from_the_next_years_line() {
    on_both(|server| {
        let treasurer = server.sign_in("treasurer");
        let old = server.line(&treasurer, "2019", "2019-JS-01", "50000");
        let new = server.line(&treasurer, "2020", "2020-JS-01", "80000");
        let claim = server.approved("host", "抹灰工竞赛", 50_000, Some(old));
        // Days have passed: everybody signs in again.
        let treasurer = server.sign_in("treasurer");
        let desk = treasurer.get("/payments");
        assert!(desk.says("2020 2020-JS-01") && desk.says("2019年预算"));
        let placed = format!("{claim}:{}", server.claim(claim).version);
        let place = |line: BudgetLineId, reason: &str| {
            let fields = [("placed", placed.as_str()), ("line", &line.to_string()), ("reason", reason)];
            treasurer.post("/payments/place", &fields)
        };
        assert_eq!(place(new, "").status, 422, "a reason is needed");
        assert_eq!(place(new, "国库已停止本年度支付").status, 303);
        assert_eq!(figures(server, old).available(), Fen::yuan(50_000));
        assert_eq!(figures(server, new).committed, Fen::yuan(50_000));
        assert_eq!(entered(server, old), figures(server, old));
        assert_eq!(entered(server, new), figures(server, new));
        assert_eq!(place(old, "退回").status, 409, "never back to an earlier year");
        assert_eq!(server.claim(claim).state, State::Approved);
        assert!(treasurer.get("/payments").says("2020年预算"));
    });
}
