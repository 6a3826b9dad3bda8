//! The public notice: published, read by anyone, objected to, answered, approved.

use crate::support::money::ACCOUNT;
use crate::support::{Client, Server, on_both};
use jiangxin::domain::calendar::Calendar;
use jiangxin::domain::claim::State;
use jiangxin::sheets;

const REASONS: &str = "参赛名单中有三人当日在外地,附车票复印件。";

fn object(visitor: &Client, path: &str, line: &str, name: &str) -> crate::support::Reply {
    let fields = [("line", line), ("name", name), ("contact", "objector@example.com"), ("reasons", REASONS)];
    visitor.post(&format!("{path}/objections"), &fields)
}

/// What the public page shows of its lines, one line each, without tags.
fn rows(page: &str) -> Vec<String> {
    let body = page.split("<tbody>").nth(1).and_then(|rest| rest.split("</tbody>").next()).unwrap_or_default();
    let row = |row: &str| {
        let mut text = String::new();
        let mut tag = false;
        for c in row.replace("</td>", " | ").replace("<small>", " ").chars() {
            match c {
                '<' => tag = true,
                '>' => tag = false,
                c if !tag => text.push(c),
                _ => {}
            }
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    body.split("</tr>").map(row).filter(|row| !row.is_empty()).collect()
}

#[test]
fn a_notice_is_public_masked_and_the_same_on_page_and_in_file() {
    on_both(|server| {
        let treasurer = server.sign_in("treasurer");
        let line = server.line(&treasurer, "2019", "2019-JS-01", "1000000");
        let one = server.decided("host", "建筑抹灰工竞赛(联系人13800000000)", 50_000, Some(line));
        let two = server.decided("host.school", "叉车司机竞赛", 23_456, Some(line));
        let clerk = server.sign_in("clerk");
        assert!(clerk.get("/notices").says("2 件已审定"));
        let form = clerk.get("/notices/new");
        assert!(form.says(
            "自<span class=\"whole\">2019年11月18日</span>起公示，至<span class=\"whole\">2019年11月25日</span>止"
        ));
        let path = server.publish(&clerk, &[one, two]);

        let visitor = server.visitor();
        let page = visitor.get(&path);
        assert_eq!(page.status, 200);
        for date in ["2019年11月18日", "2019年11月25日"] {
            assert!(page.says(&format!(">{date}</time>")), "both dates are printed");
        }
        insta::allow_duplicates! {
            insta::assert_snapshot!(rows(&page.text()).join("\n"), @r"
        1 | 温州市建筑业协会 | 建筑抹灰工竞赛(联系人****) JX-2019-0001 | 双高-七 技能竞赛承办补助 | 50,000 | 公示中 |
        2 | 温州技师学院 | 叉车司机竞赛 JX-2019-0002 | 双高-七 技能竞赛承办补助 | 23,456 | 公示中 |
        ");
        }
        let file = visitor.get(&format!("{path}/file"));
        assert!(file.disposition.as_deref().is_some_and(|name| name.starts_with("attachment")));
        let table = sheets::read(&file.bytes, "notice.xlsx").expect("a table");
        let cells: Vec<String> = table.rows().map(|row| row.cells().collect::<Vec<_>>().join(" | ")).collect();
        insta::allow_duplicates! {
            insta::assert_snapshot!(cells.join("\n"), @r"
        序号 | 编号 | 单位 | 事项 | 政策依据 | 金额(元) | 状态
        1 | JX-2019-0001 | 温州市建筑业协会 | 建筑抹灰工竞赛(联系人****) | 双高-七 技能竞赛承办补助 | 50000 | 公示中
        2 | JX-2019-0002 | 温州技师学院 | 叉车司机竞赛 | 双高-七 技能竞赛承办补助 | 23456 | 公示中
         |  |  | 合计 |  | 73456
        公示编号:GS-2019-0001
        公示时间:自11月18日至11月25日
        公示期间如有异议,请以真实姓名、联系方式和具体理由提出;匿名异议不予受理。
        ");
        }
        let everything = format!("{}{}", page.text(), cells.join("\n"));
        for private in [ACCOUNT, "13800000000", "示例银行", "周承办"] {
            assert!(!everything.contains(private), "{private} is on the notice");
        }
        assert!(visitor.get("/notices").says("GS-2019-0001"));
        assert_eq!(server.claim(one).state, State::OnNotice);
        let mail = server.mail();
        let told = mail.iter().filter(|mail| mail.rendered.subject.contains("公示")).count();
        assert!(told >= 2, "both units are told");
        // A second click publishes nothing twice.
        let again = clerk.post("/notices", &[("title", "再次"), ("claim", &one.to_string())]);
        assert_eq!(again.status, 409);
    });
}

#[test]
fn an_objection_holds_its_line_alone_and_is_for_the_office_to_read() {
    on_both(|server| {
        let one = server.decided("host", "抹灰工竞赛", 50_000, None);
        let two = server.decided("host.school", "叉车司机竞赛", 30_000, None);
        let (clerk, visitor) = (server.sign_in("clerk"), server.visitor());
        let path = server.publish(&clerk, &[one, two]);
        visitor.get(&path);
        let anonymous = object(&visitor, &path, "1", "匿名");
        assert_eq!(anonymous.status, 422);
        assert!(anonymous.says("请写真实姓名") && anonymous.says(REASONS), "what was typed is kept");
        let empty = visitor.post(&format!("{path}/objections"), &[]);
        assert_eq!(empty.status, 422);
        assert_eq!(visitor.post_raw(&format!("{path}/objections"), &[("line", "1")]).status, 403, "no token");
        assert_eq!(object(&visitor, &path, "1", "测试甲").status, 303);
        assert_eq!(object(&visitor, &path, "1", "测试甲").status, 409, "a second click");
        assert_eq!((server.claim(one).state, server.claim(two).state), (State::Held, State::OnNotice));

        for reader in [&visitor, &server.sign_in("host")] {
            let page = reader.get(&path);
            assert!(!page.says("测试甲") && !page.says("objector@example.com") && !page.says("车票复印件"));
        }
        assert!(clerk.get(&path).says("测试甲") && clerk.get(&path).says("objector@example.com"));
        let claims_timeline = server.app.store.read(|conn| jiangxin::storage::claims::steps(conn, one)).unwrap();
        assert!(claims_timeline.iter().all(|step| !step.user_name.contains("测试甲")));

        // Six by one address in a minute, then no more.
        let tried: Vec<u16> = (0..4).map(|_| object(&visitor, &path, "9", "测试乙").status).collect();
        assert!(tried.contains(&429), "{tried:?}");

        server.mail();
        server.advance_days(8);
        let (clerk, decider) = (server.sign_in("clerk"), server.sign_in("decider"));
        assert_eq!(decider.post(&format!("{path}/approval"), &[("all", "1")]).status, 303);
        assert_eq!((server.claim(one).state, server.claim(two).state), (State::Held, State::Approved));
        assert_eq!(decider.post(&format!("{path}/approval"), &[("line", "1")]).status, 409, "held");
        let refused = object(&visitor, &path, "2", "测试丙").status;
        assert!([409, 429].contains(&refused), "after the last day");

        let host = server.sign_in("host");
        let answer = [("ruling", "dismissed"), ("answer", "经核查签到表,三人当日到场。")];
        host.get("/");
        assert!([403, 404].contains(&host.post(&format!("{path}/objections/1"), &answer).status));
        assert_eq!(clerk.post(&format!("{path}/objections/1"), &[("ruling", "dismissed")]).status, 422);
        assert_eq!(clerk.post(&format!("{path}/objections/1"), &answer).status, 303);
        assert_eq!(clerk.post(&format!("{path}/objections/1"), &answer).status, 409, "answered");
        assert_eq!(server.claim(one).state, State::OnNotice);
        assert_eq!(decider.post(&format!("{path}/approval"), &[("line", "1")]).status, 303);
        assert_eq!(server.claim(one).state, State::Approved);
        let mail = server.mail();
        assert!(mail.iter().any(|mail| mail.to.contains("objector@example.com")), "the objector is answered");
    });
}

#[test]
fn what_was_upheld_is_published_again() {
    on_both(|server| {
        let line = server.line(&server.sign_in("treasurer"), "2019", "2019-JS-01", "50000");
        let claim = server.decided("host", "抹灰工竞赛", 50_000, Some(line));
        let (clerk, visitor) = (server.sign_in("clerk"), server.visitor());
        let path = server.publish(&clerk, &[claim]);
        visitor.get(&path);
        assert_eq!(object(&visitor, &path, "1", "测试甲").status, 303);
        assert_eq!(object(&visitor, &path, "1", "测试乙").status, 303);
        let upheld = [("ruling", "upheld"), ("answer", "两人未参赛,成本须重新核定。")];
        assert_eq!(clerk.post(&format!("{path}/objections/2"), &upheld).status, 303);
        let row = server.claim(claim);
        assert_eq!((row.state, row.open_objections, row.notice_ends_on), (State::Accepted, 0, None));
        assert!(server.visitor().get(&path).says("已重新公示"));
        let page = clerk.get(&path);
        assert_eq!(page.text().matches("两人未参赛").count(), 2, "both objections are answered");
        let ledger = jiangxin::storage::budgets::line;
        let figures = server.app.store.read(|conn| ledger(conn, line)).unwrap().figures();
        assert_eq!((figures.reserved.0, figures.committed.0), (5_000_000, 0));
    });
}

#[test]
fn no_date_is_promised_from_a_calendar_that_is_not_loaded() {
    let server = Server::sqlite();
    let claim = server.decided("host", "抹灰工竞赛", 50_000, None);
    let clerk = server.sign_in("clerk");
    server.app.replace_calendar(Calendar::default());
    assert!(clerk.get("/notices/new").says("2019年的节假日安排尚未载入"));
    let refused = clerk.post("/notices", &[("title", "公示"), ("claim", &claim.to_string())]);
    assert_eq!(refused.status, 409);
    assert!(refused.says("2019年的节假日安排尚未载入"));
    assert_eq!(server.claim(claim).state, State::Decided);
    assert_eq!(server.sign_in("decider").get("/notices/new").status, 403);
    assert_eq!(server.sign_in("host").post("/notices", &[("title", "x"), ("claim", "1")]).status, 403);
}
