//! People and invoices of claims: entered, imported, counted, assessed, compared, published.

use crate::support::chain::{CONTEST, done, draft, id, papers, press, version};
use crate::support::entries::with_check_digit;
use crate::support::{Client, Reply, Server, on_both};
use jiangxin::domain::claim::State;
use jiangxin::domain::money::Fen;
use jiangxin::service::claims::receipt;
use jiangxin::sheets;

/// Invented numbers of people born in 1990; the last character is worked out.
const IDS: [&str; 4] = ["330302199001010019", "330302199001010027", "330302199001010035", "330302199001010043"];

fn number(index: usize) -> String {
    with_check_digit(&IDS[index][..17])
}

fn add(host: &Client, path: &str, list: &str, fields: &[(&str, &str)]) -> Reply {
    let seen = version(&host.get(&format!("{path}/{list}")));
    let mut all = vec![("version", seen.as_str())];
    all.extend(fields);
    host.post(&format!("{path}/{list}"), &all)
}

fn import(host: &Client, path: &str, csv: &str) -> Reply {
    let seen = version(&host.get(&format!("{path}/people")));
    host.upload(&format!("{path}/people/import"), &[("version", &seen)], "file", "名单.csv", csv.as_bytes())
}

#[test]
fn a_class_of_apprentices_is_one_claim_with_a_line_each() {
    on_both(|server: &Server| {
        let [host, clerk] = ["host", "clerk"].map(|name| server.sign_in(name));
        let path = draft(&host, "apprenticeship", "2019年秋季学徒班", &[("fact.started_on", "2019-03-01")]);
        let form = host.get(&format!("{path}/edit"));
        assert!(!form.says("fact.training_year"), "what each person has stands on the list");
        for page in [&form, &host.get(&path)] {
            assert!(page.says("请先登记人员名单") && page.says(&format!("href=\"{path}/people\"")), "{}", page.text());
            assert!(!page.says("缺少：人员类别"), "the form has no such field");
        }
        let early = press(&host, &path, "submit", &[("promise", "true")]);
        assert!(early.status == 422 && early.says("请填写人员名单"), "{}", early.text());

        let faulty = import(
            &host,
            &path,
            "姓名,身份证号,人员类别,培训年度,企业已付培训费\n,123,临时工,1,约四千\n测试甲,3.30302E+17,新招用,1,1000\n",
        );
        assert_eq!(faulty.status, 422);
        assert!(faulty.says("有 5 处错误"), "{}", faulty.text());
        let text = faulty.text();
        let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words}: {text}"));
        assert!(at("涉及 2 行（第 2 / 3 行）") < at("name=\"resident_id\""), "before the form");
        assert!(faulty.says("“姓名”：") && !faulty.says("（）"), "nothing stands for a blank");
        assert!(faulty.says("临时工") && faulty.says("约四千") && faulty.says("科学记数"));
        assert!(!host.get(&path).says("测试甲"), "nothing is half-imported");

        let seen = version(&host.get(&format!("{path}/people")));
        let damaged = host.upload(
            &format!("{path}/people/import"),
            &[("version", &seen)],
            "file",
            "名单.xlsx",
            b"PK\x03\x04rubbish",
        );
        assert!(damaged.status == 422 && damaged.says("表格文件已损坏") && !damaged.says("Zip"), "{}", damaged.text());

        let csv = format!(
            "姓名,身份证号,证书编号,人员类别,培训年度,本年度培训月数,企业已付培训费,是否结业\n\
             测试甲,{},SAMPLE-1,新招用,1,12,10000,是\n测试乙,{},SAMPLE-2,新转岗,1,6,4000,是\n测试丙,{},,新招用,3,12,10000,是\n",
            number(0),
            number(1),
            number(2)
        );
        let taken = import(&host, &path, &csv);
        assert_eq!(taken.status, 303, "{}", taken.text());
        let twice = add(
            &host,
            &path,
            "people",
            &[("name", "测试甲"), ("resident_id", &number(0)), ("person.worker", "new-hire"), ("finished", "是")],
        );
        assert!(twice.status == 422 && twice.says("这个人已在名单中") && twice.says("value=\"测试甲\""));
        let unfinished = [
            ("name", "测试丁"),
            ("resident_id", &number(3)),
            ("person.worker", "new-hire"),
            ("person.training_year", "1"),
            ("person.fee_paid", "9000"),
            ("finished", "否"),
        ];
        assert_eq!(add(&host, &path, "people", &unfinished).status, 303);
        assert_eq!(
            server.claim(id(&path)).amount,
            Fen::yuan(8_400).0,
            "6,000 and 2,400; a third year and one unfinished: 0"
        );

        let seen = version(&host.get(&format!("{path}/people")));
        let bad = host.post(&format!("{path}/people/advance"), &[("version", &seen), ("advance", "约三千")]);
        assert_eq!(bad.status, 422);
        let settled = host.post(&format!("{path}/people/advance"), &[("version", &seen), ("advance", "3000")]);
        assert_eq!(settled.status, 303, "{}", settled.text());
        assert_eq!(server.claim(id(&path)).amount, Fen::yuan(5_400).0, "settled against those who finished");
        let page = host.get(&path);
        assert!(page.says("结业 3 人合计") && page.says("减：已预拨") && page.says("5,400"), "{}", page.text());
        for page in [&page, &host.get(&format!("{path}/sheet"))] {
            assert!(page.says("第 1 人 · 60% × 10,000 元") && page.says("第 1 人 · 最终由上限限定"), "{}", page.text());
            assert!(page.says("第 3 人 · 补贴期限不超过 2 年"), "why the third gets nothing");
            assert!(page.says("<td data-label=\"人员类别\">新转岗</td>") && page.says("data-label=\"企业已付培训费\""));
        }
        assert!(!page.says(&number(0)) && page.says(&format!("**{}", &number(0)[14..])), "numbers are masked");
        let late = host.post(&format!("{path}/people/advance"), &[("version", &seen), ("advance", "1")]);
        assert_eq!(late.status, 409, "of an older version");

        papers(&host, &path, &["training_agreement", "employment", "roster", "fee_invoice"]);
        done(&host, &path, "submit", &[("promise", "true")]);
        let proven = receipt::verify(&server.app.store, "JX-2019-0001").expect("every assessment");
        assert!(proven.assessments >= 4);
        assert_eq!(host.get(&format!("{path}/people")).status, 409, "not while the office has it");
        assert_eq!(server.sign_in("host.school").get(&format!("{path}/people")).status, 404);

        // The same person under the same rule elsewhere is shown to the officers, and to nobody else.
        let school = server.sign_in("host.school");
        let other = draft(&school, "apprenticeship", "校内学徒班", &[("fact.started_on", "2019-03-01")]);
        let csv = format!("姓名,身份证号,人员类别,培训年度,企业已付培训费\n测试甲,{},新招用,1,10000\n", number(0));
        assert_eq!(import(&school, &other, &csv).status, 303);
        let seen = clerk.get(&other);
        assert!(seen.says("名单第 1 人已在另一件申领中：JX-2019-0001"), "{}", seen.text());
        assert!(!school.get(&other).says("JX-2019-0001"));
        let record = server.sign_in("auditor").get("/audit");
        assert!(record.says("claim.people") && !record.says(&number(0)) && !record.says("测试甲"));
    });
}

#[test]
fn an_advance_above_what_was_earned_is_to_be_paid_back() {
    on_both(|server| {
        let host = server.sign_in("host");
        let path = draft(&host, "apprenticeship", "提前中止的学徒班", &[("fact.started_on", "2019-03-01")]);
        let csv = format!("姓名,身份证号,人员类别,培训年度,企业已付培训费\n测试甲,{},新招用,1,5000\n", number(0));
        assert_eq!(import(&host, &path, &csv).status, 303);
        let seen = version(&host.get(&format!("{path}/people")));
        assert_eq!(
            host.post(&format!("{path}/people/advance"), &[("version", &seen), ("advance", "4500")]).status,
            303
        );
        let row = server.claim(id(&path));
        assert_eq!((row.outcome.as_deref(), row.amount), (Some("ineligible"), 0));
        let page = host.get(&path);
        assert!(page.says("须收回预拨款") && page.says("应收回 1,500 元") && page.says("下一步"), "{}", page.text());
        assert!(!page.says("不符合") && !page.says("没有可补助的金额"), "no condition fails");
    });
}

#[test]
fn trainees_are_counted_from_the_list() {
    on_both(|server| {
        let host = server.sign_in("host");
        let facts = [
            ("fact.in_plan", "true"),
            ("fact.institution_listed", "true"),
            ("fact.finished_on", "2019-10-20"),
            ("fact.completed_trainees", "50"),
            ("fact.approved_cost", "260000"),
        ];
        let path = draft(&host, "class.away", "赴外研修班", &facts);
        assert_eq!(server.claim(id(&path)).amount, Fen::yuan(200_000).0);
        let csv = format!(
            "姓名,身份证号,是否结业\n测试甲,{},是\n测试乙,{},是\n测试丙,{},否\n",
            number(0),
            number(1),
            number(2)
        );
        assert_eq!(import(&host, &path, &csv).status, 303);
        assert_eq!(server.claim(id(&path)).amount, Fen::yuan(8_000).0, "two who finished, whatever was typed");
        let template = host.get(&format!("{path}/people/template"));
        let table = sheets::read(&template.bytes, "t.xlsx").expect("a table");
        assert_eq!(table.headings(), ["姓名", "身份证号", "证书编号", "是否结业"]);
    });
}

#[test]
fn an_award_names_its_person_masked_in_the_notice() {
    on_both(|server| {
        let line = server.line(&server.sign_in("treasurer"), "2019", "2019-RC-01", "100000");
        let [host, clerk, reviewer, decider] =
            ["host", "clerk", "reviewer", "decider"].map(|name| server.sign_in(name));
        let facts = [
            ("fact.title", "city-chief-technician"),
            ("fact.selected_on", "2019-11-01"),
            ("fact.already_awarded", "false"),
        ];
        let path = draft(&host, "person.award", "市首席技师", &facts);
        papers(&host, &path, &["selection"]);
        let nobody = press(&host, &path, "submit", &[("promise", "true")]);
        assert!(nobody.status == 422 && nobody.says("请填写获奖人"), "{}", nobody.text());
        assert_eq!(
            add(&host, &path, "people", &[("name", "测试甲"), ("resident_id", &number(0)), ("finished", "是")]).status,
            303
        );
        let second =
            add(&host, &path, "people", &[("name", "测试乙"), ("resident_id", &number(1)), ("finished", "是")]);
        assert!(second.status == 422 && second.says("最多 1 人"), "{}", second.text());
        done(&host, &path, "submit", &[("promise", "true")]);
        done(&clerk, &path, "accept", &[("budget_line", &line.to_string()), ("opinion", "同意在本科目列支。")]);
        done(&clerk, &path, "first-review", &[]);
        done(&reviewer, &path, "second-review", &[]);
        done(&decider, &path, "decide", &[]);
        let notice = server.publish(&clerk, &[id(&path)]);
        let visitor = server.visitor();
        let page = visitor.get(&notice);
        assert!(page.says("测试甲 **") && page.says(&number(0)[14..]) && !page.says(&number(0)), "{}", page.text());
        let file = visitor.get(&format!("{notice}/file"));
        let table = sheets::read(&file.bytes, "notice.xlsx").expect("a table");
        let cells: Vec<String> =
            table.rows().flat_map(|row| row.cells().map(str::to_owned).collect::<Vec<_>>()).collect();
        assert!(
            cells.iter().any(|cell| cell.starts_with("测试甲")) && cells.iter().all(|cell| !cell.contains(&number(0)))
        );
        assert_eq!(server.claim(id(&path)).state, State::OnNotice);
        assert!(server.mail().iter().all(|mail| !mail.rendered.text.contains(&number(0))));
    });
}

#[test]
fn one_invoice_in_two_claims_is_shown_to_the_officers() {
    on_both(|server| {
        let [host, school, clerk] = ["host", "host.school", "clerk"].map(|name| server.sign_in(name));
        let one = draft(&host, "competition.host", "抹灰工竞赛", CONTEST);
        let bad = add(
            &host,
            &one,
            "invoices",
            &[("number", ""), ("seller", ""), ("amount", "约四千"), ("issued_on", "2029-01-01")],
        );
        assert_eq!(bad.status, 422);
        assert_eq!(bad.text().matches("class=\"error\"").count(), 4, "{}", bad.text());
        let invoice = [
            ("number", "No.00123456"),
            ("seller", "样例器材有限公司"),
            ("amount", "12,000"),
            ("issued_on", "2019-10-21"),
        ];
        assert_eq!(add(&host, &one, "invoices", &invoice).status, 303);
        assert!(add(&host, &one, "invoices", &invoice).says("这张发票已登记"));
        papers(&host, &one, &["cost_statement", "results", "other_money"]);
        done(&host, &one, "submit", &[("promise", "true")]);
        assert!(!clerk.get(&one).says("发票号码相同"), "one is not two");

        let two = draft(&school, "competition.host", "叉车司机竞赛", CONTEST);
        let again = [
            ("number", "００123456"),
            ("seller", "样例器材有限公司 "),
            ("amount", "3000"),
            ("issued_on", "2019-10-21"),
        ];
        assert_eq!(add(&school, &two, "invoices", &again).status, 303);
        let other = [("number", "00123456"), ("seller", "另一家公司"), ("amount", "3000"), ("issued_on", "2019-10-21")];
        assert_eq!(add(&school, &two, "invoices", &other).status, 303, "another seller's number is another invoice");
        let page = clerk.get(&two);
        assert!(page.says("发票号码相同：JX-2019-0001"), "{}", page.text());
        assert!(!school.get(&two).says("JX-2019-0001"), "another unit's claim is not its business");
        papers(&school, &two, &["cost_statement", "results", "other_money"]);
        done(&school, &two, "submit", &[("promise", "true")]);
        assert!(clerk.get(&one).says("发票号码相同：JX-2019-0002"), "both are shown");
    });
}
