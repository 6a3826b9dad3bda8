//! A year's evaluation from its signed sheets to the paid award and the mails.

mod year;

use self::year::{EVALUATORS, RUBRIC, Year, user};
use crate::support::chain::{self, done, id as claim_id};
use crate::support::years::earlier;
use crate::support::{Client, Reply, Server, on_both};
use jiangxin::domain::claim::State as ClaimState;
use jiangxin::domain::evaluation::phase::{Phase, Seat};
use jiangxin::domain::ids::UserId;
use jiangxin::domain::money::Fen;
use jiangxin::service::claims::{self, Content};
use jiangxin::sheets;
use jiangxin::storage::scoring::lines::{self, Publication};
use jiangxin::storage::scoring::outcomes::{self, Proposal};
use jiangxin::storage::scoring::{panel, runs};
use std::cell::RefCell;

/// Sends a form as its page looks now.
fn send(who: &Client, path: &str, fields: &[(&str, &str)]) -> Reply {
    let version = who.get(path).value("version").unwrap_or_default();
    let all: Vec<_> = fields.iter().copied().chain([("version", version.as_str())]).collect();
    who.post(path, &all)
}

/// Seven bases, one place: the best, one scored a second time, one vetoed, one too weak, one with too few
/// marks, one that took no part, and one in the middle.
fn seven(server: &Server) -> Year<'_> {
    let year = Year::new(server, 7);
    year.all(1, [96, 97, 95, 99, 85]);
    year.all(2, [95, 94, 60, 93, 92]);
    year.all(3, [98, 98, 98, 98, 98]);
    year.all(4, [50, 55, 52, 51, 49]);
    year.recuse(5, &["judge.shen", "judge.han", "judge.yang"]);
    year.sign(5, 1, &[("evaluator", 99), ("judge.jiang", 99)]);
    year
}

#[test]
fn from_signed_sheets_to_the_paid_award_and_the_mails() {
    let hashes = RefCell::new(Vec::new());
    on_both(|server| {
        let year = seven(server);
        let [clerk, decider] = ["clerk", "decider"].map(|name| server.sign_in(name));
        year.sign(7, 1, &[("evaluator", 91)]);
        let sealed = decider.get(&year.at("result"));
        let said = sealed.text().split("<main").nth(1).map(str::to_owned).expect("the page's own part");
        assert!(said.contains("已签字 23 份，共 27 份评分表") && !said.contains("96"), "{said}");
        assert_eq!(decider.get(&year.at("result/file")).status, 409, "sealed");
        assert_eq!(clerk.post(&year.of_base(2, "meeting"), &[("minutes", "样例")]).status, 409);
        for name in ["host", "evaluator"] {
            assert_eq!(year.seen(name, "result").status, 403, "{name}");
        }
        assert_eq!(year.seen("evaluator", "marks").status, 409, "not before all have signed");
        year.sign(7, 1, &[("judge.jiang", 91), ("judge.shen", 91), ("judge.han", 91), ("judge.yang", 91)]);

        assert!(decider.get(&year.path).says("考评结果"), "the way to it");
        let open = decider.get(&year.at("result"));
        assert!(open.says("卫专家 96") && open.says("去掉 85、99") && open.says("分差过大"), "{}", open.text());
        assert!(open.says("待会商") && open.says("分差过大，会商复评后定等级"), "no grade yet: {}", open.text());
        assert_eq!(clerk.get(&year.at("proposal")).status, 409, "scoring is not over");
        assert!(clerk.get("/").says("会商 1 个分差过大的基地"), "{}", clerk.get("/").text());
        let meeting = year.of_base(2, "meeting");
        assert_eq!(decider.post(&meeting, &[("minutes", "样例")]).status, 403);
        assert_eq!(send(&clerk, &meeting, &[("minutes", " ")]).status, 422);
        assert_eq!(send(&clerk, &year.of_base(1, "meeting"), &[("minutes", "样例")]).status, 409, "not apart");
        assert_eq!(send(&clerk, &meeting, &[("minutes", "样例会商：尺度不一。")]).status, 303);
        assert_eq!(send(&clerk, &meeting, &[("minutes", "样例会商：尺度不一。")]).status, 409, "once");
        assert_eq!((year.run().phase, year.base(2).round()), (Phase::Moderation, 2));
        let second = [("evaluator", 95), ("judge.jiang", 94), ("judge.shen", 90)];
        year.sign(2, 2, &second);
        assert!(decider.get(&year.at("result")).says("复评中"), "an open round is sealed");
        year.sign(2, 2, &[("judge.han", 93), ("judge.yang", 92)]);

        let facts = year.of_base(3, "facts");
        let wrong = send(&clerk, &facts, &[("veto", "moon"), ("tie.quality", "很好")]);
        assert!(wrong.status == 422 && wrong.says("有 2 处需要改正"), "all at once: {}", wrong.text());
        let ties = clerk.get(&facts);
        assert!(ties.says("58，由评分计算"), "{}", ties.text());
        assert!(!ties.says("tie.scale") && ties.says("tie.quality"), "a part of the rubric is not typed");
        assert_eq!(send(&decider, &facts, &[("veto", "safety_accident")]).status, 403);
        let stale = clerk.get(&facts).value("version").expect("a version");
        assert_eq!(send(&clerk, &facts, &[("veto", "safety_accident"), ("reason", "样例核查记录 3 号。")]).status, 303);
        assert_eq!(clerk.post(&facts, &[("version", &stale), ("veto", "")]).status, 409, "stale");
        assert_eq!(send(&clerk, &year.of_base(1, "facts"), &[("tie.quality", "98.5")]).status, 303);

        year.scored();
        assert!(clerk.get("/").says("报请审定：2019 年度基地考评"));
        let compared = year.seen("judge.shen", "marks");
        assert!(compared.says("样例基地1") && compared.says("韩裁判 99"), "{}", compared.text());
        assert!(!compared.says("样例基地5"), "kept from it: {}", compared.text());
        let page = decider.get(&year.at("result"));
        assert!(page.says("56，由评分计算：45 / 55 / 56 / 57 / 59，去掉 45 / 59"), "{}", page.text());
        for words in ["96", "一票否决", "未达到合格分", "没有有效得分", "评委宽严", "优秀名单", "93"]
        {
            assert!(page.says(words), "{words}: {}", page.text());
        }
        assert_eq!(decider.get(&year.at("proposal")).status, 403);
        let bases: Vec<i64> = year.entries().iter().map(|entry| entry.base_id.get()).collect();
        let (amount, veto, weak) =
            (format!("amount.{}", bases[0]), format!("deadline.{}", bases[2]), format!("deadline.{}", bases[3]));
        let proposal = year.at("proposal");
        let typed = |sum: &'static str, day: &'static str| {
            [(amount.as_str(), sum), (veto.as_str(), day), (weak.as_str(), "2020-06-30")]
        };
        let wrong = send(&clerk, &proposal, &typed("200001", "2019-01-01"));
        assert!(wrong.status == 422 && wrong.says("有 2 处需要改正") && wrong.says("200001"), "{}", wrong.text());
        assert_eq!(send(&clerk, &proposal, &typed("150000", "2020-06-30")).status, 303);
        assert_eq!(clerk.post(&proposal, &typed("150000", "2020-06-30")).status, 409, "once");
        hashes.borrow_mut().push(year.run().result_hash.expect("a hash"));
        assert_eq!(send(&clerk, &facts, &[("veto", "")]).status, 409, "fixed");

        assert!(server.sign_in("decider").get("/").says("审定：2019 年度基地考评"));
        let decision = year.at("decision");
        assert_eq!(send(&clerk, &decision, &[("agreed", "agree"), ("minutes", "样例")]).status, 403);
        let form = decider.get(&decision);
        for words in ["奖励 150,000 元", "整改期限：", "样例会商：尺度不一。"] {
            assert!(form.says(words), "{words} where it is decided: {}", form.text());
        }
        let wrong = send(&decider, &decision, &[]);
        assert!(wrong.status == 422 && wrong.says("有 2 处需要改正"), "{}", wrong.text());
        assert_eq!(send(&decider, &decision, &[("agreed", "back"), ("minutes", "样例：请核对。")]).status, 303);
        let again = clerk.get(&proposal);
        assert_eq!(again.value(&veto).as_deref(), Some("2020-06-30"), "as it was put forward: {}", again.text());
        assert!(again.value(&amount).is_some_and(|sum| sum.starts_with("150000")), "{}", again.text());
        assert_eq!(send(&clerk, &proposal, &typed("150000", "2020-06-30")).status, 303);
        assert_eq!(server.visitor().get(&year.at("notice")).status, 404, "not public yet");
        assert!(year.seen("host", "own").says("结果还没有公示"));
        let agreed = [("agreed", "agree"), ("minutes", "局办公会样例纪要。")];
        assert_eq!(send(&decider, &decision, &agreed).status, 303);
        assert_eq!(send(&decider, &decision, &agreed).status, 409, "a second click");

        let notice = server.visitor().get(&year.at("notice"));
        assert!(notice.says("样例基地1") && notice.says("优秀") && notice.says("不定等级"), "{}", notice.text());
        assert!(notice.says("奖励 150,000 元"), "the award is published: {}", notice.text());
        for sealed in ["97", "98.5", "卫专家", "样例核查"] {
            assert!(!notice.says(sealed), "{sealed} is not public: {}", notice.text());
        }
        let own = year.seen("host.school", "own");
        assert!(own.says("样例基地2") && own.says("样例评语：基地2") && own.says("53.00"), "round 2: {}", own.text());
        assert!(!own.says("样例基地1") && !own.says("裁判"), "no other's, no names: {}", own.text());
        assert_eq!(server.sign_in("decider").post(&year.at("approval"), &[("version", "99")]).status, 409, "it runs");

        let objections = year.of_base(4, "objections");
        let visitor = server.visitor();
        assert_eq!(visitor.post(&objections, &[("name", "匿名")]).status, 422);
        let filed =
            [("name", "测试甲"), ("contact", "objector@example.com"), ("reasons", "台账核对有误，请重新核查样例。")];
        assert_eq!(visitor.post(&objections, &filed).status, 303);
        assert_eq!(visitor.post(&objections, &filed).status, 409, "the same again");
        server.advance_days(12);
        approve_and_revise(server, &year);
    });
    let hashes = hashes.into_inner();
    assert!(hashes.windows(2).all(|pair| pair[0] == pair[1]), "the same bytes on both databases: {hashes:?}");
}

/// After the days of the notice: one base is held, the others are approved; it is decided anew.
fn approve_and_revise(server: &Server, year: &Year<'_>) {
    let [clerk, decider] = ["clerk", "decider"].map(|name| server.sign_in(name));
    let approve = |who: &Client| {
        let version = year.run().version.to_string();
        who.post(&year.at("approval"), &[("version", &version)])
    };
    assert_eq!(approve(&clerk).status, 403);
    assert_eq!(approve(&decider).status, 303);
    assert_eq!(approve(&decider).status, 409, "nothing left but the held one");
    assert_eq!(year.run().phase, Phase::Published, "one is held");
    let mails = server.mail();
    let result_of = |base: &str| {
        let subject = format!("2019 年度考评结果：{base}");
        mails.iter().filter(|mail| mail.rendered.subject == subject).cloned().collect::<Vec<_>>()
    };
    let own = result_of("样例基地1");
    assert!(!own.is_empty() && own.iter().all(|mail| mail.to.as_str() == "host@demo.example"));
    let text = &own[0].rendered.text;
    for words in ["优秀", "96", "1.1 专用场地  40.00 / 40", "2.1 培训规模  56.00 / 60", "样例评语：基地1"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    for other in ["样例基地2", "样例评语：基地2", "裁判", "卫专家"] {
        assert!(!text.contains(other), "{other}: {text}");
    }
    assert!(text.contains("奖励 150,000 元") && !text.contains("整改"), "with its award: {text}");
    let unqualified = &result_of("样例基地3")[0].rendered.text;
    for words in ["一票否决", "一票否决的事实：", "前完成整改"] {
        assert!(unqualified.contains(words), "{words}: {unqualified}");
    }
    let absent = &result_of("样例基地6")[0].rendered.text;
    assert!(absent.contains("不定等级（截止日前没有提交自评，未参加）"), "those who took no part, too: {absent}");
    assert!(result_of("样例基地5")[0].rendered.text.contains("（评分人数不足，没有有效得分）"));
    assert!(result_of("样例基地4").is_empty(), "it is held");
    assert!(mails.iter().any(|mail| mail.rendered.subject == "限期整改：样例基地3"));

    let objection = year.at("objections/1");
    assert_eq!(server.sign_in("treasurer").get(&objection).status, 403);
    assert!(clerk.get(&objection).says("测试甲"));
    assert!(clerk.get("/").says("答复 1 件异议") && !decider.get("/").says("异议"), "{}", clerk.get("/").text());
    assert_eq!(send(&clerk, &objection, &[("ruling", "upheld"), ("answer", "")]).status, 422);
    let nothing = send(&clerk, &objection, &[]);
    assert!(nothing.status == 422 && nothing.says("有 2 处需要改正"), "all at once: {}", nothing.text());
    assert_eq!(send(&clerk, &objection, &[("ruling", "upheld"), ("answer", "经核查属实，重新审定。")]).status, 303);
    assert_eq!(send(&clerk, &objection, &[("ruling", "upheld"), ("answer", "再答")]).status, 409);
    let answered = clerk.get(&objection);
    assert!(answered.says("经核查属实，重新审定。") && !answered.says("<textarea"), "{}", answered.text());
    assert!(!server.visitor().get(&year.at("notice")).says("样例基地4"), "until it is published again");
    assert!(clerk.get("/").says("异议成立，重新报请 1 个基地"), "{}", clerk.get("/").text());
    let revision = year.of_base(4, "revision");
    let of_file = |base: &str| {
        let file = server.sign_in("auditor").get(&year.at("result/file"));
        let table = sheets::read(&file.bytes, "result.xlsx").expect("a table");
        let rows: Vec<String> = table.rows().map(|row| row.cells().collect::<Vec<_>>().join(" | ")).collect();
        rows.into_iter().find(|row| row.contains(base)).unwrap_or_default()
    };
    assert!(of_file("样例基地4").contains("异议成立，待重新审定"), "{}", of_file("样例基地4"));
    assert_eq!(send(&clerk, &year.of_base(1, "revision"), &[]).status, 409, "only what was set aside");
    assert_eq!(send(&clerk, &revision, &[]).status, 422, "a deadline");
    assert_eq!(send(&clerk, &revision, &[("deadline", "2020-07-31")]).status, 303);
    assert!(decider.get("/").says("重新审定 1 个基地") && !clerk.get("/").says("重新"), "{}", decider.get("/").text());
    let decided = year.of_base(4, "decision");
    assert_eq!(send(&clerk, &decided, &[("agreed", "agree"), ("minutes", "样例")]).status, 403);
    assert_eq!(send(&decider, &decided, &[("agreed", "agree"), ("minutes", "样例纪要")]).status, 303);
    assert!(server.visitor().get(&year.at("notice")).says("样例基地4"));
    // The Spring Festival lies between.
    server.advance_days(20);
    assert_eq!(approve(&server.sign_in("decider")).status, 303);
    assert_eq!(year.run().phase, Phase::Approved);
    let mended = year.of_base(3, "mended");
    let clerk = server.sign_in("clerk");
    let decided = server.app.store.read(|conn| lines::of(conn, year.id)).expect("lines");
    let since = decided.iter().find_map(|line| line.notice_on).expect("the day of the decision");
    let (day, next) = (since.to_string(), since.succ_opt().expect("a day").to_string());
    let fixed = |day: &'static str| [("day", day), ("note", "样例：台账已据实重建。")];
    let early = send(&clerk, &mended, &fixed("2018-01-01"));
    assert!(early.status == 422 && early.says(&format!("不能早于审定公示日期 {day}")), "{}", early.text());
    assert_eq!(send(&clerk, &mended, &fixed("2029-01-01")).status, 422);
    assert_eq!(send(&clerk, &mended, &[("day", &day)]).status, 422, "what was mended is said");
    let stale = clerk.get(&mended).value("version").expect("a version");
    assert_eq!(send(&clerk, &mended, &[("day", &day), ("note", "样例：台账已据实重建。")]).status, 303);
    let again = [("day", next.as_str()), ("note", "样例：台账、标牌均已整改。")];
    assert_eq!(send(&clerk, &mended, &again).status, 422, "a correction needs its reason");
    let corrected = [again[0], again[1], ("reason", "样例：日期登记有误。")];
    let late = [&corrected[..], &[("version", stale.as_str())]].concat();
    assert_eq!(clerk.post(&mended, &late).status, 409, "stale");
    assert_eq!(send(&clerk, &mended, &corrected).status, 303);
    assert_eq!(year.base(3).rectified_on.map(|day| day.to_string()), Some(next));
    assert!(year.seen("clerk", "result").says("台账、标牌均已整改"));
    assert!(server.sign_in("auditor").get("/audit?object=evaluation").says("日期登记有误"));
    paid(server, year);
    assert!(
        of_file("样例基地1").contains("150000") && of_file("样例基地4").contains("不合格"),
        "{}",
        of_file("样例基地4")
    );
    assert!(!server.sign_in("clerk").get("/").says("整改逾期"));
    server.advance_days(200);
    let late = server.sign_in("clerk").get("/");
    assert!(late.says("整改逾期 1 个基地"), "base 3 has mended, base 4 has not: {}", late.text());
}

/// The award goes the way of every claim; its facts are not the unit's to change.
fn paid(server: &Server, year: &Year<'_>) {
    let claim = year.base(1).claim_id.expect("a claim");
    assert!(year.entries().iter().filter(|entry| entry.claim_id.is_some()).count() == 1, "one place, one award");
    let path = format!("/claims/{claim}");
    let line = server.line(&server.sign_in("treasurer"), "2020", "2020-JD-01", "200000");
    let [host, clerk, reviewer] = ["host", "clerk", "reviewer"].map(|name| server.sign_in(name));
    let page = host.get(&path);
    assert!(page.says("样例基地12019年度考评优秀奖励") && page.says("150,000"), "{}", page.text());
    assert!(matches!(server.sign_in("host.school").get(&path).status, 403 | 404));
    let facts = [("grade", "excellent"), ("decided_amount", "200000"), ("evaluated_on", "2019-01-01")];
    let content = Content {
        title: "样例基地12019年度考评优秀奖励".to_owned(),
        facts: facts.into_iter().collect(),
        account: None,
    };
    let version = server.claim(claim_id(&path)).version;
    let saved = claims::edit(&server.app, &server.who("host"), claim_id(&path), version, &content);
    saved.expect("a draft can be saved");
    assert!(server.claim(claim_id(&path)).facts.contains("150000"), "{}", server.claim(claim_id(&path)).facts);
    done(&host, &path, "submit", &[("promise", "true")]);
    done(&clerk, &path, "accept", &[("budget_line", &line.to_string()), ("opinion", "材料齐全。")]);
    done(&clerk, &path, "first-review", &[("opinion", "属实。")]);
    done(&reviewer, &path, "second-review", &[("opinion", "同意。")]);
    done(&server.sign_in("decider"), &path, "decide", &[("opinion", "同意。")]);
    chain::confirmed_and_paid(server, &path);
    assert_eq!(server.claim(claim_id(&path)).state, ClaimState::Paid);
    assert_eq!(server.figures(line).paid, Fen::yuan(150_000));

    // Nor is the year claimed once more beside it.
    let host = server.sign_in("host");
    let again = [("fact.grade", "excellent"), ("fact.evaluated_on", "2020-03-01")];
    let again = chain::draft(&host, "base.excellent", "样例基地1考评优秀奖励（2019年）", &again);
    let refused = chain::press(&host, &again, "submit", &[("promise", "true")]);
    let reference = server.claim(claim_id(&path)).reference;
    assert!(refused.status == 422 && refused.says(&reference), "{}", refused.text());
    closed_to_a_panel(server, year);
}

/// Whoever sits on a panel at work finds no notice that tells of an excellent base, neither in the list nor by its
/// address; everybody else does.
fn closed_to_a_panel(server: &Server, year: &Year<'_>) {
    let judge = server.sign_in(EVALUATORS[0]);
    let public = server.visitor().get("/notices").text();
    let notice =
        public.split("href=\"").find(|rest| rest.starts_with("/notices/") && !rest.starts_with("/notices/new"));
    let notice = notice.and_then(|rest| rest.split('"').next()).expect("a notice").to_owned();
    assert!(judge.get(&notice).says("样例基地1"), "no panel of theirs is at work");
    let (day, at) = (server.app.today(), server.app.now().naive_utc());
    let seated = server.app.store.write(|tx| {
        let id = earlier(tx, year.id, None, (day, at))?;
        let member = user(tx, EVALUATORS[0])?.id;
        panel::insert(tx, id, member, 1, Seat::Member, "")
    });
    seated.expect("a seat");
    let file = format!("{notice}/file");
    for path in [&notice, &file] {
        assert_eq!(judge.get(path).status, 409, "{path}");
    }
    assert!(!judge.get("/notices").says(&notice), "{}", judge.get("/notices").text());
    assert!(server.visitor().get(&notice).says("样例基地1") && server.sign_in("clerk").get("/notices").says(&notice));
}

#[test]
fn a_tie_across_the_line_stays_empty_and_six_bases_have_no_place() {
    on_both(|server| {
        let year = Year::new(server, 14);
        for number in 1..=14 {
            let mark = match number {
                1 => 99,
                2..=4 => 97,
                _ => 91,
            };
            year.all(number, [mark; 5]);
        }
        // A key that one of them has and the others have not settles nothing: it is asked for of all.
        let clerk = server.sign_in("clerk");
        let enter = |number: usize| send(&clerk, &year.of_base(number, "facts"), &[("tie.quality", "9")]);
        assert_eq!(enter(2).status, 303);
        year.scored();
        let sum = format!("amount.{}", year.base(1).base_id);
        let lacks = send(&clerk, &year.at("proposal"), &[(&sum, "100000")]);
        for base in ["“样例基地3”与他人同分", "“样例基地4”与他人同分"] {
            assert!(lacks.status == 422 && lacks.says(base), "{}", lacks.text());
        }
        assert!((3..=4).all(|number| enter(number).status == 303));
        let page = year.seen("decider", "result");
        assert!(page.says("优秀名额 2 个；评出优秀 1 个，空缺 1 个") && page.says("均不占名额"), "{}", page.text());
    });
    on_both(|server| {
        let year = Year::new(server, 6);
        for number in 1..=6 {
            year.all(number, [99, 98, 97, 96, 95]);
        }
        year.scored();
        assert!(year.seen("clerk", "result").says("没有优秀名额"));
        assert_eq!(send(&server.sign_in("clerk"), &year.at("proposal"), &[]).status, 303);
        let agreed = [("agreed", "agree"), ("minutes", "样例纪要")];
        assert_eq!(send(&server.sign_in("decider"), &year.at("decision"), &agreed).status, 303);
        let notice = server.visitor().get(&year.at("notice"));
        assert!(notice.says("没有优秀名额") && !notice.says("空缺"), "{}", notice.text());
    });
}

#[test]
fn a_tie_key_of_the_rubric_is_computed_and_not_typed() {
    on_both(|server| {
        let year = Year::of(server, 7, &RUBRIC.replace("培训规模", "培训质量"));
        for number in 1..=7 {
            year.all(number, if number <= 2 { [95; 5] } else { [91; 5] });
        }
        let clerk = server.sign_in("clerk");
        let facts = year.of_base(1, "facts");
        year.shift(2, 3);
        let form = clerk.get(&facts);
        assert!(form.says("由评分计算：55") && form.value("tie.quality").is_none(), "{}", form.text());
        assert_eq!(send(&clerk, &facts, &[("tie.quality", "99")]).status, 303, "what is typed changes nothing");
        year.scored();
        let page = year.seen("decider", "result");
        assert!(page.says("58，由评分计算：58"), "{}", page.text());
        let base = |number: usize| format!("amount.{}", year.base(number).base_id);
        let proposal = clerk.get(&year.at("proposal"));
        assert!(proposal.text().contains(&base(2)) && !proposal.text().contains(&base(1)), "{}", proposal.text());
    });
}

#[test]
fn who_put_it_forward_does_not_decide() {
    on_both(|server| {
        let year = Year::new(server, 7);
        let one = UserId::new(1);
        let refused = server.app.store.write(|tx| {
            let at = server.app.now().naive_utc();
            let version = runs::get(tx, year.id)?.version;
            let proposal = Proposal { result: "{}", hash: "", by: one };
            outcomes::put_proposal(tx, year.id, version, (Phase::Proposed, proposal), at)?;
            let today = server.app.today();
            let publication = Publication { by: one, minutes: "样例", first: today, last: today };
            outcomes::put_decision(tx, year.id, version + 1, &publication, at)
        });
        assert!(format!("{refused:?}").contains("TwoPeople"), "{refused:?}");
    });
}

#[test]
fn the_panel_votes_with_minutes_where_the_rules_say_so() {
    on_both(|server| {
        let year = Year::voting(server, 14);
        for number in 1..=14 {
            let mark = match number {
                1 => 99,
                2..=4 => 97,
                _ => 91,
            };
            year.all(number, [mark; 5]);
        }
        year.scored();
        let [clerk, decider] = ["clerk", "decider"].map(|name| server.sign_in(name));
        assert!(clerk.get(&year.at("result")).says("有 3 个基地同分跨线"));
        let bases: Vec<i64> = year.entries().iter().map(|entry| entry.base_id.get()).collect();
        let proposal = year.at("proposal");
        let (first, voted) = (format!("amount.{}", bases[0]), format!("amount.{}", bases[2]));
        let [second, third] = [1, 2].map(|index: usize| format!("vote.{}", bases[index]));
        let plain = send(&clerk, &proposal, &[(&first, "200000")]);
        assert!(plain.status == 422 && plain.says("表决纪要"), "no minutes: {}", plain.text());
        assert!(clerk.get(&proposal).says(">2018 年度考评结果</a>"), "the crumb");
        let minutes = ("vote_minutes", "评审组 5 人到会，样例表决纪要。");
        let two = send(&clerk, &proposal, &[(&first, "200000"), (&second, "true"), (&third, "true"), minutes]);
        assert!(two.status == 422 && two.says("只剩 1 个名额"), "{}", two.text());
        let over = [(first.as_str(), "300000"), (&second, "true"), (&third, "true"), (&voted, "0")];
        let all = send(&clerk, &proposal, &over);
        assert!(
            all.status == 422 && all.says("有 5 处需要改正") && all.says("不超过 200,000 元"),
            "three awards, vote and minutes: {}",
            all.text()
        );
        let other = format!("vote.{}", bases[13]);
        assert_eq!(send(&clerk, &proposal, &[(&first, "200000"), (&other, "true"), minutes]).status, 422, "not tied");
        let chosen = [(first.as_str(), "200000"), (voted.as_str(), "100000"), (third.as_str(), "true"), minutes];
        let done = send(&clerk, &proposal, &chosen);
        assert_eq!(done.status, 303, "{}", done.text());
        let page = decider.get(&year.at("result"));
        assert!(page.says("经评审组表决") && page.says("表决未选定") && page.says("样例表决纪要"), "{}", page.text());
        assert!(page.says("评出优秀 2 个，空缺 0 个"));
    });
}
