//! The whole chain by page, on both databases: who may what when, what is said to whom, what the
//! ledger holds.

use crate::support::chain::{CONTEST, Letters, SMALL, done, draft, id, papers, press, submitted, version};
use crate::support::{Client, Server, on_both};
use jiangxin::domain::claim::State;
use jiangxin::domain::ids::BudgetLineId;
use jiangxin::domain::money::Fen;
use jiangxin::domain::people::Role;

/// Accepts a claim on a line.
fn accept(clerk: &Client, path: &str, line: BudgetLineId) {
    done(clerk, path, "accept", &[("budget_line", &line.to_string()), ("opinion", "材料齐全。")]);
}

fn state(server: &Server, path: &str) -> State {
    server.claim(id(path)).state
}

#[test]
fn from_submission_to_the_file_and_everyone_is_mailed() {
    on_both(|server| {
        let line = server.line(&server.sign_in("treasurer"), "2019", "2019-JS-01", "120000");
        let [host, clerk, reviewer, decider] =
            ["host", "clerk", "reviewer", "decider"].map(|name| server.sign_in(name));
        let mut letters = Letters::new(server);
        let path = submitted(&host, "抹灰工竞赛", CONTEST);
        assert_eq!(
            letters.since(),
            ["clerk2: 待办：受理 · 抹灰工竞赛", "clerk: 待办：受理 · 抹灰工竞赛", "host: 申领已收到：抹灰工竞赛"]
        );

        assert_eq!(press(&clerk, &path, "return", &[]).status, 422, "returned with its faults, or not at all");
        done(&clerk, &path, "return", &[("opinion", "一、决算表缺第二页；二、成绩册未盖章。")]);
        assert_eq!(letters.since(), ["host: 申领需补正：抹灰工竞赛"]);
        assert!(host.get(&path).says("一、决算表缺第二页；二、成绩册未盖章。"));
        done(&host, &path, "submit", &[("promise", "true")]);
        let twice = press(&clerk, &path, "return", &[("opinion", "还缺照片。")]);
        assert_eq!(twice.status, 409);
        assert!(twice.says("已退回过一次") && twice.says("还缺照片。"), "why not, and what was typed is kept");
        letters.since();

        accept(&clerk, &path, line);
        assert_eq!(server.figures(line).reserved, Fen::yuan(50_000));
        assert_eq!(letters.since().len(), 3, "the host, and both clerks for the first review");
        done(&clerk, &path, "first-review", &[("opinion", "属实。")]);
        assert_eq!(letters.since(), ["host: 初审已通过：抹灰工竞赛", "reviewer: 待办：复核 · 抹灰工竞赛"]);
        done(&reviewer, &path, "second-review", &[("opinion", "同意。")]);
        assert_eq!(letters.since(), ["decider: 待办：审定 · 抹灰工竞赛", "host: 复核已通过：抹灰工竞赛"]);
        done(&decider, &path, "decide", &[("opinion", "同意。")]);
        assert_eq!(
            letters.since(),
            ["clerk2: 待办：公示 · 抹灰工竞赛", "clerk: 待办：公示 · 抹灰工竞赛", "host: 补助已审定：抹灰工竞赛"]
        );
        assert_eq!(server.figures(line).committed, Fen::yuan(50_000));

        let notice = server.publish(&clerk, &[id(&path)]);
        assert_eq!(letters.since(), ["decider: 待办：核准 · 抹灰工竞赛", "host: 开始公示：抹灰工竞赛"]);
        assert_eq!(press_unseen(server, &decider, &path, "approve").status, 409, "not before its last day");
        server.advance_days(8);
        let [decider, treasurer, clerk, host] =
            ["decider", "treasurer", "clerk", "host"].map(|name| server.sign_in(name));
        decider.get(&notice);
        assert_eq!(decider.post(&format!("{notice}/approval"), &[("all", "1")]).status, 303);
        assert_eq!(letters.since(), ["host: 补助已核准：抹灰工竞赛", "treasurer: 待办：拨付 · 抹灰工竞赛"]);
        let batch = pay(&treasurer, &path);
        assert_eq!(letters.since(), ["host: 正在拨付：抹灰工竞赛", "treasurer: 待办：到账确认 · 抹灰工竞赛"]);
        answer(server, &treasurer, &batch, "成功", "");
        assert_eq!(
            letters.since(),
            ["clerk2: 待办：归档 · 抹灰工竞赛", "clerk: 待办：归档 · 抹灰工竞赛", "host: 补助已拨付：抹灰工竞赛"]
        );
        done(&clerk, &path, "archive", &[]);
        assert_eq!(letters.since(), ["host: 已归档：抹灰工竞赛"]);

        assert_eq!((state(server, &path), server.figures(line).paid), (State::Archived, Fen::yuan(50_000)));
        assert_eq!(server.entered(line), server.figures(line));
        let page = host.get(&path);
        for name in ["张初审", "李复核", "王审定", "赵拨付"] {
            assert!(page.says(name), "{name} stands in the course");
        }
    });
}

/// Puts one approved claim into a batch and orders it.
fn pay(treasurer: &Client, path: &str) -> String {
    let claim = id(path).to_string();
    treasurer.get("/payments");
    let made = treasurer.post("/payments", &[("claim", &claim)]);
    assert_eq!(made.status, 303, "{}", made.text());
    let batch = made.location.expect("the batch");
    done(treasurer, &batch, "send", &[]);
    batch
}

/// The bank's answer to the only payment of a batch.
fn answer(server: &Server, treasurer: &Client, batch: &str, result: &str, reason: &str) {
    let (number, date) = (crate::support::money::last_number(Some(batch)), server.app.today().to_string());
    let payment = format!("FK-2019-{:0>4}-01", number);
    let fields = [("payment", payment.as_str()), ("result", result), ("date", &date), ("reason", reason)];
    let taken = treasurer.post(&format!("{batch}/answers"), &fields);
    assert_eq!(taken.status, 303, "{}", taken.text());
}

#[test]
fn a_rejected_transfer_comes_back_is_mended_and_paid_in_a_new_batch() {
    on_both(|server| {
        let line = server.line(&server.sign_in("treasurer"), "2019", "2019-JS-01", "60000");
        let path = format!("/claims/{}", server.approved("host", "抹灰工竞赛", 50_000, Some(line)));
        let [treasurer, host] = ["treasurer", "host"].map(|name| server.sign_in(name));
        let mut letters = Letters::new(server);
        let first = pay(&treasurer, &path);
        letters.since();
        answer(server, &treasurer, &first, "失败", "户名与账号不符");
        assert_eq!(letters.since(), ["host: 款项被退回：抹灰工竞赛"]);
        assert_eq!(state(server, &path), State::PaymentFailed);
        assert_eq!((server.figures(line).committed, server.figures(line).paid), (Fen::yuan(50_000), Fen::ZERO));
        assert!(host.get(&path).says("户名与账号不符"), "the bank's reason is on the claim");
        assert!(!treasurer.get("/payments").says("抹灰工竞赛"), "nothing to pay before the account is mended");
        let refused = treasurer.post("/payments", &[("claim", &id(&path).to_string())]);
        assert_eq!(refused.status, 409, "nor by a form kept open");

        let form = host.get(&format!("{path}/account"));
        let seen = version(&form);
        let account = |number: &'static str, again: &'static str| {
            [
                ("version", seen.clone()),
                ("account.name", "温州市建筑业协会".to_owned()),
                ("account.number", number.to_owned()),
                ("account.again", again.to_owned()),
                ("account.bank", "示例银行瓯海支行".to_owned()),
            ]
        };
        let send = |fields: &[(&str, String)]| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            host.post(&format!("{path}/account"), &fields)
        };
        let wrong = send(&account("6222000011112222333", "6222000011112222334"));
        assert_eq!(wrong.status, 422);
        assert!(wrong.says("示例银行瓯海支行"), "what was typed is kept");
        assert_eq!(send(&account("6222000011112222333", "6222000011112222333")).status, 303);
        assert_eq!(letters.since(), ["host: 收款账户已改正：抹灰工竞赛", "treasurer: 待办：拨付 · 抹灰工竞赛"]);
        let again = send(&account("6222000011112222333", "6222000011112222333"));
        assert_eq!(again.status, 409, "a second click");
        assert!(again.says("示例银行瓯海支行"));

        let second = pay(&treasurer, &path);
        assert_ne!(first, second);
        let order = treasurer.get(&format!("{second}/order"));
        let table = jiangxin::sheets::read(&order.bytes, "order.xlsx").expect("a table");
        let cells: Vec<String> =
            table.rows().flat_map(|row| row.cells().map(str::to_owned).collect::<Vec<_>>()).collect();
        assert!(cells.iter().any(|cell| cell == "6222000011112222333"), "paid to the new account");
        letters.since();
        answer(server, &treasurer, &second, "成功", "");
        assert_eq!(letters.since()[2], "host: 补助已拨付：抹灰工竞赛");
        assert_eq!(state(server, &path), State::Paid);
        let figures = server.figures(line);
        assert_eq!(
            (figures.committed, figures.paid, figures.available()),
            (Fen::ZERO, Fen::yuan(50_000), Fen::yuan(10_000))
        );
        assert_eq!(server.entered(line), figures, "the entries add up");
        let kinds = server.app.store.read(|conn| jiangxin::storage::budgets::entries(conn, line, 0, 100)).unwrap();
        let kinds: Vec<&str> = kinds.iter().rev().map(|entry| entry.kind.as_str()).collect();
        assert_eq!(kinds, ["appropriate", "reserve", "commit", "pay"], "a rejected transfer moves no money");
    });
}

#[test]
fn what_an_officer_decides_has_a_reason_and_a_second_person() {
    on_both(|server| {
        let line = server.line(&server.sign_in("treasurer"), "2019", "2019-JS-01", "120000");
        let [host, clerk, reviewer, decider] =
            ["host", "clerk", "reviewer", "decider"].map(|name| server.sign_in(name));
        let path = submitted(&host, "木工竞赛", SMALL);
        accept(&clerk, &path, line);
        done(&clerk, &path, "first-review", &[]);
        done(&reviewer, &path, "second-review", &[]);
        let mut letters = Letters::new(server);
        let no_reason = press(&decider, &path, "decide", &[("amount", "12000")]);
        assert_eq!(no_reason.status, 422);
        assert!(no_reason.says("value=\"12000\""), "what was typed is kept");
        assert_eq!(
            press(&decider, &path, "decide", &[("amount", "60000"), ("opinion", "从宽")]).status,
            422,
            "the ceiling"
        );
        let own = [("amount", "12,000"), ("opinion", "赛事规模小，按净成本补助。")];
        done(&decider, &path, "decide", &own);
        assert_eq!(state(server, &path), State::ToConfirm);
        assert_eq!(letters.since(), ["reviewer: 请确认裁定：木工竞赛"], "neither the host yet nor the decider");
        assert!([403, 409].contains(&press_unseen(server, &decider, &path, "confirm").status), "not the decider");
        assert_eq!(server.figures(line).committed, Fen::ZERO, "nothing is promised yet");
        done(&reviewer, &path, "confirm", &[("opinion", "同意。")]);
        assert_eq!(state(server, &path), State::Decided);
        assert_eq!(server.figures(line).committed, Fen::yuan(12_000));
        assert!(letters.since().contains(&"host: 补助已审定：木工竞赛".to_owned()));
    });
}

/// Presses a button that the person's page does not show.
fn press_unseen(server: &Server, who: &Client, path: &str, step: &str) -> crate::support::Reply {
    who.get(path);
    let version = server.claim(id(path)).version.to_string();
    who.post(&format!("{path}/{step}"), &[("version", &version), ("opinion", "同意。")])
}

#[test]
fn a_fact_put_right_voids_the_reviews_and_all_concerned_hear_of_it() {
    on_both(|server| {
        let line = server.line(&server.sign_in("treasurer"), "2019", "2019-JS-01", "120000");
        let [host, clerk, clerk2, reviewer] = ["host", "clerk", "clerk2", "reviewer"].map(|name| server.sign_in(name));
        let path = submitted(&host, "砌筑工竞赛", CONTEST);
        accept(&clerk, &path, line);
        done(&clerk, &path, "first-review", &[("opinion", "属实。")]);
        done(&reviewer, &path, "second-review", &[("opinion", "同意。")]);
        let form = version(&clerk2.get(&format!("{path}/facts")));
        let correct = |opinion: &str| {
            let mut fields = vec![("version", form.as_str()), ("opinion", opinion)];
            fields.extend(
                CONTEST
                    .iter()
                    .map(|(name, value)| (*name, if *name == "fact.approved_cost" { "50000" } else { value })),
            );
            clerk2.post(&format!("{path}/facts"), &fields)
        };
        let mut letters = Letters::new(server);
        let silent = correct("");
        assert_eq!(silent.status, 422, "a reason is needed");
        assert!(silent.says("value=\"50000\""), "what was typed is kept");
        assert_eq!(correct("两张发票与本赛事无关。").status, 303);
        let late = correct("再改一次");
        assert_eq!(late.status, 409, "the form is of an older version");
        assert!(late.says("再改一次") && late.says("内容已被他人改动"), "{}", late.text());
        assert_eq!(
            letters.since(),
            [
                "clerk2: 待办：初审 · 砌筑工竞赛",
                "clerk: 待办：初审 · 砌筑工竞赛",
                "clerk: 您的审核意见已作废：砌筑工竞赛",
                "host: 申报内容有更正：砌筑工竞赛",
                "reviewer: 您的审核意见已作废：砌筑工竞赛",
            ]
        );
        let row = server.claim(id(&path));
        assert_eq!((row.state, row.first_reviewer_id, row.second_reviewer_id), (State::Accepted, None, None));
        assert_eq!(server.figures(line).reserved, Fen::yuan(30_000), "reserved anew");
        let page = host.get(&path);
        assert!(page.says("已作废") && page.says("30,000") && page.says("两张发票与本赛事无关。"));
        assert_eq!(press_unseen(server, &reviewer, &path, "second-review").status, 409, "the first review comes first");
    });
}

#[test]
fn of_two_reviewers_one_wins_and_the_other_reads_why_not() {
    on_both(|server| {
        let line = server.line(&server.sign_in("treasurer"), "2019", "2019-JS-01", "120000");
        let [host, clerk, clerk2] = ["host", "clerk", "clerk2"].map(|name| server.sign_in(name));
        let path = submitted(&host, "镶贴工竞赛", CONTEST);
        accept(&clerk, &path, line);
        let seen = version(&clerk.get(&path));
        clerk2.get(&path);
        let url = format!("{path}/first-review");
        let (one, two) = std::thread::scope(|scope| {
            let (url, seen) = (url.as_str(), seen.as_str());
            let one = scope.spawn(move || {
                let reply = clerk.post(url, &[("version", seen), ("opinion", "张初审的意见")]);
                (clerk, reply)
            });
            let two = scope.spawn(move || {
                let reply = clerk2.post(url, &[("version", seen), ("opinion", "孙经办的意见")]);
                (clerk2, reply)
            });
            (one.join().expect("an answer"), two.join().expect("an answer"))
        });
        let mut statuses = [one.1.status, two.1.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 409]);
        let (loser, opinion) =
            if one.1.status == 409 { (&one, "张初审的意见") } else { (&two, "孙经办的意见") };
        assert!(loser.1.says("这次没有办成") && loser.1.says(opinion), "{}", loser.1.text());
        assert!(!loser.1.says("class=\"danger\">退回"), "the page is as it is now");
        let again = one.0.post(&url, &[("version", &seen), ("opinion", "x")]);
        assert_eq!(again.status, 409, "a second click changes nothing");
        let steps = server.app.store.read(|conn| jiangxin::storage::claims::steps(conn, id(&path))).unwrap();
        assert_eq!(steps.iter().filter(|step| step.step.as_str() == "first-review").count(), 1);
        assert_eq!(server.figures(line).reserved, Fen::yuan(50_000), "reserved once");
    });
}

#[test]
fn whatever_roles_one_holds_one_signs_once() {
    on_both(|server| {
        let line = server.line(&server.sign_in("treasurer"), "2019", "2019-JS-01", "120000");
        server.change("clerk", Some(Role::Reviewer), "zh");
        let [host, clerk, reviewer] = ["host", "clerk", "reviewer"].map(|name| server.sign_in(name));
        let path = submitted(&host, "钢筋工竞赛", CONTEST);
        accept(&clerk, &path, line);
        done(&clerk, &path, "first-review", &[]);
        assert!(!clerk.get(&path).says(&format!("{path}/second-review")), "not even offered");
        assert_eq!(press_unseen(server, &clerk, &path, "second-review").status, 403);
        assert_eq!(state(server, &path), State::FirstReviewed);
        done(&reviewer, &path, "second-review", &[]);
    });
}

#[test]
fn withdrawing_and_opening_again_resets_no_limit() {
    on_both(|server| {
        let line = server.line(&server.sign_in("treasurer"), "2019", "2019-JS-01", "120000");
        let [host, clerk] = ["host", "clerk"].map(|name| server.sign_in(name));
        let path = submitted(&host, "油漆工竞赛", CONTEST);
        done(&clerk, &path, "return", &[("opinion", "缺签到表。")]);
        done(&host, &path, "submit", &[("promise", "true")]);
        accept(&clerk, &path, line);
        let mut letters = Letters::new(server);
        done(&host, &path, "withdraw", &[]);
        assert_eq!(server.figures(line).reserved, Fen::ZERO, "the money is free again");
        assert_eq!(
            letters.since(),
            ["clerk2: 申领已撤回：油漆工竞赛", "clerk: 申领已撤回：油漆工竞赛", "host: 申领已撤回：油漆工竞赛"]
        );
        host.get("/claims/new?rule=competition.host");
        let second = host.post("/claims/new", &[("version", "competition.host"), ("title", " 油漆工 竞赛")]);
        assert_eq!(second.status, 409, "one claim an item, withdrawn or not");
        done(&host, &path, "reopen", &[]);
        assert!(letters.since().is_empty(), "its own draft again is nobody's business");
        done(&host, &path, "submit", &[("promise", "true")]);
        let twice = press(&clerk, &path, "return", &[("opinion", "再补。")]);
        assert_eq!(twice.status, 409, "returned once for all");
        accept(&clerk, &path, line);
        assert_eq!(server.entered(line), server.figures(line));
    });
}

#[test]
fn an_accepted_claim_moves_to_another_line_until_it_is_decided() {
    on_both(|server| {
        let treasurer = server.sign_in("treasurer");
        let old = server.line(&treasurer, "2019", "2019-JS-01", "60000");
        let new = server.line(&treasurer, "2019", "2019-JS-02", "50000");
        let poor = server.line(&treasurer, "2019", "2019-JS-03", "49999.99");
        let [host, clerk, reviewer, decider] =
            ["host", "clerk", "reviewer", "decider"].map(|name| server.sign_in(name));
        let path = submitted(&host, "架子工竞赛", CONTEST);
        assert!(!clerk.get(&path).says("调整预算科目"), "nothing to move before it is accepted");
        accept(&clerk, &path, old);
        assert!(clerk.get(&path).says("调整预算科目") && !reviewer.get(&path).says("调整预算科目"));
        let to = |line: BudgetLineId, reason: &str| {
            press(&clerk, &path, "line", &[("new_line", &line.to_string()), ("line_reason", reason)])
        };
        let faulty = press(&clerk, &path, "line", &[]);
        assert_eq!(faulty.status, 422);
        assert_eq!(faulty.text().matches("class=\"error\"").count(), 2, "both faults at once: {}", faulty.text());
        assert_eq!(to(old, "原科目").status, 422, "it is there already");
        let short = to(poor, "换到三号科目");
        assert_eq!(short.status, 409);
        assert!(short.says("49,999.99") && short.says("50,000") && short.says("换到三号科目"), "{}", short.text());
        assert_eq!(server.figures(old).reserved, Fen::yuan(50_000), "all or nothing");

        let mut letters = Letters::new(server);
        let stale = version(&clerk.get(&path));
        assert_eq!(to(new, "按业务归口列支").status, 303);
        assert_eq!(letters.since(), ["clerk2: 预算科目已调整：架子工竞赛", "treasurer: 预算科目已调整：架子工竞赛"]);
        assert_eq!((server.figures(old).reserved, server.figures(new).reserved), (Fen::ZERO, Fen::yuan(50_000)));
        for line in [old, new] {
            assert_eq!(server.entered(line), server.figures(line));
        }
        let fields = [("version", stale.as_str()), ("new_line", &old.to_string()), ("line_reason", "改回")];
        let late = clerk.post(&format!("{path}/line"), &fields);
        assert_eq!(late.status, 409, "of an older version");
        assert!(late.says("改回"));
        for (name, status) in
            [("reviewer", 403), ("treasurer", 403), ("auditor", 403), ("host", 403), ("host.school", 404)]
        {
            let other = server.sign_in(name);
            assert_eq!(other.post(&format!("{path}/line"), &fields).status, status, "{name}");
        }
        let audit = server.sign_in("auditor").get("/audit");
        assert!(audit.says("claim.line"), "{}", audit.text());

        done(&clerk, &path, "first-review", &[]);
        done(&reviewer, &path, "second-review", &[]);
        done(&decider, &path, "decide", &[]);
        assert_eq!(server.figures(new).committed, Fen::yuan(50_000), "paid from where it was moved to");
        assert!(!clerk.get(&path).says("调整预算科目"));
        let now = server.claim(id(&path)).version.to_string();
        let fields = [("version", now.as_str()), ("new_line", &old.to_string()), ("line_reason", "改回")];
        assert_eq!(clerk.post(&format!("{path}/line"), &fields).status, 409, "decided");
    });
}

#[test]
fn a_stale_draft_keeps_what_was_typed_and_mail_speaks_the_readers_language() {
    on_both(|server| {
        server.change("host", None, "en");
        let host = server.sign_in("host");
        let path = draft(&host, "competition.host", "防水工竞赛", CONTEST);
        papers(&host, &path, &["cost_statement", "results", "other_money"]);
        let seen = version(&host.get(&format!("{path}/edit")));
        let save = |title: &str, cost: &str| {
            let fields =
                [("version", seen.as_str()), ("title", title), ("fact.approved_cost", cost), ("fact.level", "city")];
            host.post(&format!("{path}/edit"), &fields)
        };
        assert_eq!(save("防水工竞赛（一）", "70000").status, 303);
        let late = save("防水工竞赛（二）", "71000");
        assert_eq!(late.status, 409);
        assert!(late.says("防水工竞赛（二）") && late.says("71000"), "what was typed is kept");
        assert_ne!(late.value("version").as_deref(), Some(seen.as_str()), "and can be sent again");

        let other = submitted(&host, "保温工竞赛", CONTEST);
        let mail = server.mail();
        let mine = mail.iter().find(|mail| mail.to.starts_with("host@")).expect("a mail");
        assert!(mine.rendered.subject.starts_with("Claim received"), "{}", mine.rendered.subject);
        assert!(mail.iter().any(|mail| mail.rendered.subject == "待办：受理 · 保温工竞赛"), "the clerk reads Chinese");
        assert_eq!(state(server, &other), State::Submitted);
    });
}
