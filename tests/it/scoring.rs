//! The scoring of a year's bases, from self-scores to the last signature; and that a recused evaluator
//! learns nothing of the base they are kept from.

use crate::support::years::earlier;
use crate::support::{Client, Reply, Server, on_both};
use chrono::Days;
use jiangxin::domain::base::{Level, State};
use jiangxin::domain::evaluation::phase::{Phase, Seat};
use jiangxin::domain::evaluation::rank::{Grade, Reason};
use jiangxin::domain::ids::EvaluationId;
use jiangxin::storage::bases::{self, Particulars, Place};
use jiangxin::storage::scoring::lines::{self, NewLine, Publication};
use jiangxin::storage::scoring::{entries, panel, runs, sheets};
use jiangxin::storage::{StorageError, people};
use jiangxin::web::rights::ROUTES;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Deref;
use std::rc::Rc;

const RUBRIC: &str = "项目,指标,分值,扣分规则,佐证材料
基础保障,专用场地,40,无场地0;标牌不明显-2,场地照片
培训,培训规模,60,每少1人-1,
";
const PDF: &[u8] = b"%PDF-1.4 sample";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n sample";
const EVALUATORS: [&str; 5] = ["evaluator", "judge.jiang", "judge.shen", "judge.han", "judge.yang"];
/// The first is the base that one evaluator is kept from.
const BASES: [(&str, &str); 3] =
    [("host", "样例隐山实训基地"), ("host.school", "样例明河实训基地"), ("host.chint", "样例长桥实训基地")];
const HIDDEN: &str = "样例隐山实训基地";

/// An office whose people stay signed in.
pub(crate) struct Office<'s> {
    server: &'s Server,
    clients: RefCell<BTreeMap<String, Rc<Client>>>,
}

impl Deref for Office<'_> {
    type Target = Server;
    fn deref(&self) -> &Server {
        self.server
    }
}

impl Office<'_> {
    pub(crate) fn sign_in(&self, name: &str) -> Rc<Client> {
        let new = || Rc::new(self.server.sign_in(name));
        Rc::clone(self.clients.borrow_mut().entry(name.to_owned()).or_insert_with(new))
    }

    /// Sessions do not last that long.
    pub(crate) fn advance_days(&self, days: i64) {
        self.server.advance_days(days);
        self.clients.borrow_mut().clear();
    }
}

pub(crate) fn in_an_office(test: impl Fn(&Office)) {
    on_both(|server| test(&Office { server, clients: RefCell::default() }));
}

/// Says what the reply was where it was not this.
#[track_caller]
pub(crate) fn is(reply: Reply, status: u16) -> Reply {
    assert_eq!(reply.status, status, "{}", reply.text());
    reply
}

pub(crate) fn version(page: &Reply) -> String {
    page.value("version").expect("a version")
}

/// Three bases of three units, a year opened for them.
pub(crate) fn opened(server: &Office) {
    let at = server.app.now().naive_utc();
    let done = server.app.store.write(|tx| {
        for (host, name) in BASES {
            let user = people::user_by_email(tx, &format!("{host}@demo.example"))?.ok_or(StorageError::NotFound)?;
            let division = people::organisation(tx, user.organisation)?.division;
            let of = Particulars { name: name.to_owned(), ..Particulars::default() };
            let base = bases::insert(tx, user.organisation, division, &of, at)?;
            let day = "2018-05-01".parse().ok();
            let application = bases::apply(tx, base, Level::City, "", at)?;
            let place = Place { designated_on: day, ..Place::default() };
            bases::put_place(tx, application, 0, State::Designated, &place, at)?;
            bases::designate(tx, base, Some((Level::City, day.unwrap_or_default())))?;
        }
        Ok::<_, StorageError>(())
    });
    done.expect("bases");
    server.advance_days(50);
    let days = [("year", "2019"), ("self_until", "2020-01-20"), ("score_until", "2020-02-20"), ("spread", "15")];
    let clerk = server.sign_in("clerk");
    is(clerk.upload("/evaluations/new", &days, "rubric", "评分标准.csv", RUBRIC.as_bytes()), 303);
}

/// Every base sends its self-score in.
pub(crate) fn self_scored(server: &Office) {
    for (at, (host, name)) in BASES.iter().enumerate() {
        let unit = server.sign_in(host);
        let path = format!("/self-scores/{}", at + 1);
        let page = is(unit.get(&path), 200);
        assert!(page.says(name) && page.says("标牌不明显：扣 2 分"), "{}", page.text());
        let fields = [("version", version(&page)), ("m-1.1", "38".into()), ("m-2.1", "50".into())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let all = [&fields[..], &[("do", "send")]].concat();
        is(unit.upload(&path, &all, "p-1.1", "场地.pdf", PDF), 303);
    }
}

/// Everybody in the pool; the first has the bank account of the first base's unit.
fn pooled(server: &Office, clerk: &Client) {
    let unit = server.app.store.read(|conn| people::organisation(conn, server.who("host").organisation()));
    let account = unit.expect("the unit").account_number;
    for (at, name) in EVALUATORS.iter().enumerate() {
        let path = format!("/evaluators/{}", server.who(name).id());
        let account = if at == 0 { account.as_str() } else { "" };
        let trades = if at < 2 { "砌筑工、电工" } else { "电工" };
        let employments = "91330300MA2000001A 2018-06-30";
        let fields =
            [("trades", trades), ("employments", employments), ("in_pool", "true"), ("account_number", account)];
        if at == 0 {
            let wrong = [("trades", ""), ("employments", "某单位"), ("account_number", "12")];
            let wrong = is(clerk.post(&path, &wrong), 422);
            assert!(wrong.says("第 1 行应为") && wrong.says("银行账号应为"), "all at once: {}", wrong.text());
        }
        is(clerk.post(&path, &fields), 303);
    }
}

/// Draws so many seats, until the one who is kept from the first base is among them.
fn drawn(server: &Office, seats: usize) {
    let clerk = server.sign_in("clerk");
    pooled(server, &clerk);
    let pool: Vec<i64> = EVALUATORS.iter().map(|name| server.who(name).id().get()).collect();
    let first = pool[0];
    let seed = (0..).map(|number| format!("样例种子{number}")).find(|seed| {
        let mut order = pool.clone();
        order.sort_by_key(|id| jiangxin::domain::evaluation::draw::ticket(seed, *id));
        order.iter().position(|id| *id == first).is_some_and(|at| at < seats)
    });
    let (others, substitutes) = (seats.to_string(), (EVALUATORS.len() - seats).to_string());
    let wanted = |others: &str, days: u64| {
        let fields = [
            ("version", run(server).version.to_string()),
            ("others", others.to_owned()),
            ("substitutes", substitutes.clone()),
            ("source", "样例开奖号".to_owned()),
            ("from", (server.app.today() + Days::new(days)).to_string()),
        ];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        clerk.post("/evaluations/1/seed", &fields)
    };
    let even = is(wanted("4", 0), 422);
    assert!(even.says("应为单数") && even.says("号码公布日须晚于今天"), "seats and source at once: {}", even.text());
    is(wanted("1", 1), 422);
    is(wanted(&others, 1), 303);
    is(wanted(&others, 1), 409);
    let public = server.visitor().get("/evaluations/1/draw");
    assert!(public.says("样例开奖号") && public.says("号码尚未公布"), "the pool is public before the seed");
    let enter = |seed: &str| {
        let version = run(server).version.to_string();
        clerk.post("/evaluations/1/seed/number", &[("version", &version), ("seed", seed)])
    };
    is(enter("样例种子"), 409);
    is(step(server, "clerk", "draw"), 409);
    server.advance_days(1);
    let clerk = server.sign_in("clerk");
    let enter = |seed: &str| {
        let version = run(server).version.to_string();
        clerk.post("/evaluations/1/seed/number", &[("version", &version), ("seed", seed)])
    };
    is(enter(" "), 422);
    is(enter(seed.as_deref().unwrap_or_default()), 303);
    is(enter("另一个"), 409);
    assert!(server.visitor().get("/evaluations/1/draw").says("样例种子"), "the seed is public before the draw");
    is(step(server, "clerk", "draw"), 303);
    is(step(server, "clerk", "draw"), 409);
    let page = is(clerk.get("/evaluations/1/panel"), 200);
    assert!(page.says("银行账号相同") && page.says(HIDDEN), "{}", page.text());
}

/// The members that were drawn, by their sign-ins.
pub(crate) fn members(server: &Office) -> Vec<&'static str> {
    let panel = server.app.store.read(|conn| jiangxin::storage::scoring::panel::of(conn, EvaluationId::new(1)));
    let panel = panel.expect("a panel");
    let is_member = |name: &&&str| {
        let id = server.who(name).id();
        let seat = jiangxin::domain::evaluation::phase::Seat::Member;
        panel.iter().any(|(row, ..)| row.user_id == id && row.seat == seat)
    };
    EVALUATORS.iter().filter(is_member).copied().collect()
}

/// Every base on the list in no conflict.
pub(crate) fn declare(who: &Client) {
    let page = is(who.get("/scoring/1"), 200);
    assert!(page.says("回避申报"), "{}", page.text());
    is(who.post("/scoring/1", &[("c-1", "none")]), 422);
    let none: Vec<(String, &str)> = (1..=3).map(|number| (format!("c-{number}"), "none")).collect();
    let mut fields: Vec<(&str, &str)> = none.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    fields.push(("true", "true"));
    is(who.post("/scoring/1", &fields), 303);
    is(who.post("/scoring/1", &fields), 409);
}

/// Everybody has declared, and the sheets are open.
pub(crate) fn begun(server: &Office, seats: usize) {
    opened(server);
    self_scored(server);
    is(step(server, "clerk", "close-self-scores"), 303);
    drawn(server, seats);
    let early = is(step(server, "clerk", "begin-scoring"), 409);
    assert!(early.says("未申报"), "{}", early.text());
    for name in members(server) {
        declare(&server.sign_in(name));
    }
    let begin = || step(server, "clerk", "begin-scoring");
    if seats == 3 {
        // With the recusal two are left for the first base: somebody has to come in.
        let few = is(begin(), 409);
        assert!(few.says("评分人数不足"), "{}", few.text());
    } else {
        is(begin(), 303);
    }
}

/// Signs every sheet on the list with these marks, checking what a sheet refuses on the way.
pub(crate) fn sign_all(server: &Office, name: &str, site: &str, size: &str) {
    let who = server.sign_in(name);
    for number in 1..=3 {
        let path = format!("/scoring/1/bases/{number}");
        let page = who.get(&path);
        if page.status == 404 {
            continue;
        }
        assert!(page.says("基地自评") && page.says("场地.pdf"), "{}", page.text());
        let put = |version: &str, site: &str, size: &str, what: &str| {
            who.post(
                &path,
                &[("version", version), ("m-1.1", site), ("m-2.1", size), ("n-remarks", "尚可"), ("do", what)],
            )
        };
        let start = version(&page);
        is(put(&start, "41", "", "save"), 303);
        is(put(&start, "38", "", "save"), 409);
        let page = is(who.get(&path), 200);
        assert!(page.says("0–40"), "a draft says already what is wrong: {}", page.text());
        let wrong = is(put(&version(&page), "41", "", "sign"), 422);
        assert!(wrong.says("0–40") && wrong.says("2.1"), "all faults at once: {}", wrong.text());
        let photo = who.upload(&path, &[("version", &version(&page)), ("do", "save")], "p-1.1", "现场.png", PNG);
        is(photo, 303);
        let page = is(who.get(&path), 200);
        assert!(page.says("现场.png"), "{}", page.text());
        is(put(&version(&page), site, size, "sign"), 303);
        let page = is(who.get(&path), 200);
        assert!(page.says("已签字"), "{}", page.text());
        is(put(&version(&page), site, size, "save"), 409);
    }
}

pub(crate) fn run(server: &Office) -> runs::RunRow {
    server.app.store.read(|conn| runs::get(conn, EvaluationId::new(1))).expect("a run")
}

pub(crate) fn phase(server: &Office) -> Phase {
    run(server).phase
}

/// The bureau takes a step of the year.
pub(crate) fn step(server: &Office, name: &str, step: &str) -> Reply {
    let version = run(server).version.to_string();
    server.sign_in(name).post(&format!("/evaluations/1/{step}"), &[("version", &version)])
}

pub(crate) fn complete(server: &Office) -> Reply {
    step(server, "clerk", "complete")
}

#[test]
fn a_base_scores_itself_once_and_nobody_elses() {
    in_an_office(|server| {
        opened(server);
        let host = server.sign_in("host");
        assert!(host.get("/").says("基地自评"), "in the work list");
        assert!(host.get("/evaluations/1").says("/self-scores/1"));
        let page = is(host.get("/self-scores/1"), 200);
        for other in ["host.school", "evaluator", "clerk.ruian"] {
            is(server.sign_in(other).get("/self-scores/1"), 404);
        }
        is(server.sign_in("host.school").post("/self-scores/1", &[("m-1.1", "1")]), 404);
        is(server.sign_in("clerk").get("/self-scores/1"), 200);
        let start = version(&page);
        let put = |version: &str, what: &str| {
            host.post("/self-scores/1", &[("version", version), ("m-1.1", "41"), ("n-1.1", "两个车间"), ("do", what)])
        };
        is(put(&start, "save"), 303);
        is(put(&start, "save"), 409);
        let page = is(host.get("/self-scores/1"), 200);
        assert!(page.says("两个车间") && page.says("0–40"), "{}", page.text());
        let wrong = is(put(&version(&page), "send"), 422);
        for words in ["0–40", "2.1", "请上传该项的佐证材料", "两个车间"] {
            assert!(wrong.says(words), "{words}: {}", wrong.text());
        }
        let start = version(&page);
        let virus = host.upload("/self-scores/1", &[("version", &start)], "p-1.1", "场地.pdf", b"<html>");
        assert_eq!(virus.status, 422);
        is(host.upload("/self-scores/1", &[("version", &start)], "p-1.1", "场地.pdf", PDF), 303);
        let page = is(host.get("/self-scores/1"), 200);
        assert!(page.says("场地.pdf") && page.says("/self-scores/1/papers/1"));
        is(server.sign_in("host.school").get("/self-scores/1/papers/1"), 404);
        assert_eq!(is(server.sign_in("clerk").get("/self-scores/1/papers/1"), 200).bytes, PDF);
        let fields = [("version", version(&page)), ("m-1.1", "38".into()), ("m-2.1", "60".into())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        is(host.post("/self-scores/1", &[&fields[..], &[("do", "send")]].concat()), 303);
        let page = is(host.get("/self-scores/1"), 200);
        assert!(page.says("已提交") && !page.says("提交自评"), "{}", page.text());
        is(host.post("/self-scores/1", &fields), 409);

        let clerk = server.sign_in("clerk");
        let run = is(clerk.get("/evaluations/1/run"), 200);
        assert!(run.says("3 个基地中 1 个已提交自评"), "{}", run.text());
        assert!(run.says("还有基地未提交自评"), "{}", run.text());
        is(step(server, "clerk", "close-self-scores"), 409);
        is(step(server, "reviewer", "close-self-scores"), 403);
        server.advance_days(20);
        is(server.sign_in("host.school").post("/self-scores/2", &[("version", "0"), ("m-1.1", "1")]), 409);
        is(step(server, "clerk", "close-self-scores"), 303);
        is(step(server, "clerk", "close-self-scores"), 409);
        assert_eq!(phase(server), Phase::Panel);
    });
}

#[test]
fn where_no_base_scored_itself_nobody_is_asked_to_declare() {
    in_an_office(|server| {
        opened(server);
        server.advance_days(20);
        is(step(server, "clerk", "close-self-scores"), 303);
        drawn(server, 5);
        let member = server.sign_in(members(server)[0]);
        let page = is(member.get("/scoring/1"), 200);
        assert!(page.says("没有需要您申报回避的基地") && !page.says("以上申报属实"), "{}", page.text());
        assert!(!member.get("/").says("回避申报"), "nor in the work list");
        assert!(server.sign_in("clerk").get("/evaluations/1/panel").says("无须申报"));
        is(step(server, "clerk", "begin-scoring"), 303);
    });
}

#[test]
fn three_evaluators_and_a_substitute_for_one_who_is_kept_from_a_base() {
    in_an_office(|server| {
        begun(server, 3);
        let clerk = server.sign_in("clerk");
        let version = || run(server).version.to_string();
        let out = server.who("evaluator").id();
        let replace = |reason: &str, version: &str| {
            clerk.post(&format!("/evaluations/1/panel/{out}/replace"), &[("version", version), ("reason", reason)])
        };
        is(replace("", &version()), 422);
        is(replace("与基地有利害关系", "0"), 409);
        is(replace("与基地有利害关系", &version()), 303);
        is(server.sign_in("evaluator").get("/scoring/1"), 404);
        let new: Vec<&str> = members(server);
        assert_eq!(new.len(), 3);
        for name in &new {
            let who = server.sign_in(name);
            if who.get("/scoring/1").says("回避申报") {
                declare(&who);
            }
        }
        is(step(server, "clerk", "begin-scoring"), 303);
        for name in &new[..2] {
            sign_all(server, name, "38", "50.5");
        }
        let open = is(complete(server), 409);
        assert!(open.says("还有评分表未签字"), "{}", open.text());
        let page = is(clerk.get("/evaluations/1/panel"), 200);
        assert_eq!(page.text().matches("更换原因").count(), 1, "of who has given marks nobody takes the seat");
        sign_all(server, new[2], "40", "60");
        is(complete(server), 303);
        assert_eq!(phase(server), Phase::Scored);
    });
}

#[test]
fn a_recused_evaluator_learns_nothing_of_the_base() {
    in_an_office(|server| {
        begun(server, 5);
        earlier_year(server);
        let public = is(server.visitor().get("/evaluations/2/notice"), 200);
        assert!(public.says(HIDDEN), "everybody else reads it: {}", public.text());
        let names = members(server);
        for name in names.iter().skip(1) {
            sign_all(server, name, "38", "50");
        }
        let recused = server.sign_in("evaluator");
        let own = is(recused.get("/scoring/1"), 200);
        assert!(own.says("样例明河实训基地") && own.says("样例长桥实训基地"), "{}", own.text());
        assert!(recused.get("/").says("还有 2 份未签"), "the count is of the own list");
        is(recused.get("/scoring/1/bases/3"), 404);
        is(recused.post("/scoring/1/bases/3", &[("version", "0"), ("m-1.1", "1")]), 404);
        leaks_nothing(server, &recused);
        for mail in server.mail().iter().filter(|mail| mail.to.starts_with("evaluator@")) {
            assert!(!format!("{}{}", mail.rendered.subject, mail.rendered.text).contains(HIDDEN));
        }
        sign_all(server, "evaluator", "30", "30");
        let apart = is(complete(server), 409);
        assert!(apart.says("分差超过上限"), "{}", apart.text());
        moderated(server, |entry| entry > 0);
        let again = is(recused.get("/scoring/1/bases/1"), 200);
        assert!(again.says("第二轮评分") && again.says("您第一轮评分：30"), "{}", again.text());
        assert!(!again.says("您第一轮评分：38"), "nobody else's marks");
        leaks_nothing(server, &recused);
        for name in &names {
            sign_second(server, name);
        }
        is(complete(server), 303);
        assert_eq!(phase(server), Phase::Scored);
        leaks_nothing(server, &recused);
        let sealed = is(recused.get("/evaluations/2/notice"), 409);
        assert!(sealed.says("不向评审专家显示"), "{}", sealed.text());
        assert!(is(recused.get("/evaluations/2/marks"), 200).says("样例明河实训基地"), "the others they scored");
    });
}

#[test]
fn a_meeting_about_a_base_is_nothing_to_whoever_is_kept_from_it() {
    in_an_office(|server| {
        begun(server, 5);
        members(server).iter().for_each(|name| sign_all(server, name, "38", "50"));
        let recused = server.sign_in("evaluator");
        let others = members(server).into_iter().find(|name| *name != "evaluator").expect("another member");
        let walk = || {
            let paths = ["/", "/scoring", "/scoring/1", "/scoring/1/bases/1", "/evaluations", "/evaluations/1"];
            let pages = paths.map(|path| is(recused.get(path), 200).text());
            let again = is(recused.post("/scoring/1/bases/1", &[("version", "2"), ("m-1.1", "1")]), 409);
            (pages, again.text())
        };
        let (before, public) = (walk(), server.visitor().get("/evaluations/1").text());
        moderated(server, |entry| entry == 0);
        assert_eq!(walk(), before, "nothing tells of a meeting");
        let met = server.sign_in(others);
        assert!(is(met.get("/scoring/1"), 200).says("第二轮"), "those who score it are told");
        assert!(met.get("/").says("还有 1 份未签"));
        for name in members(server) {
            sign_second(server, name);
        }
        is(complete(server), 303);
        assert_eq!(server.visitor().get("/evaluations/1").text(), public, "nor in public, until the result is");
    });
}

/// The year before, evaluation 2, over and public: the same bases, scored by the whole panel of today, in a
/// time when nobody was kept from any.
fn earlier_year(server: &Office) {
    let (at, first) = (server.app.now().naive_utc(), EvaluationId::new(1));
    let done = server.app.store.write(|tx| {
        let day = server.app.today();
        let id = earlier(tx, first, None, (day, at))?;
        let clerk = server.who("clerk").id();
        for entry in entries::of(tx, id)? {
            let entry = entry.id;
            entries::send_self_score(tx, entry, 0, clerk, at)?;
            for (seq, name) in (1..).zip(EVALUATORS) {
                let member = server.who(name).id();
                if panel::of(tx, id)?.iter().all(|(seat, ..)| seat.user_id != member) {
                    panel::insert(tx, id, member, seq, Seat::Member, "")?;
                    panel::declare(tx, id, member, at)?;
                }
                let sheet = sheets::insert(tx, entry, member, 1)?;
                sheets::put_mark(tx, sheet, "1.1", "38", "")?;
                sheets::put_mark(tx, sheet, "2.1", "50", "")?;
                sheets::sign(tx, sheet, 0, "88", at)?;
            }
            let new = NewLine {
                entry,
                grade: Grade::Qualified,
                reason: Reason::BelowMinimum,
                amount: None,
                rectify_until: None,
                by: clerk,
            };
            let line = lines::insert(tx, &new)?;
            let by = server.who("decider").id();
            lines::publish(tx, line, 0, &Publication { by, minutes: "样例纪要", first: day, last: day })?;
        }
        runs::put_phase(tx, id, 0, Phase::Approved, at)
    });
    done.expect("a year");
}

/// What a moderation meeting leaves: the bases too far apart are open for a second round, with another last day.
fn moderated(server: &Office, met_about: impl Fn(usize) -> bool) {
    let at = server.app.now().naive_utc();
    let done = server.app.store.write(|tx| {
        let id = EvaluationId::new(1);
        let run = runs::lock(tx, id)?;
        runs::put_phase(tx, id, run.version, Phase::Moderation, at)?;
        runs::put_until(tx, id, run.score_until + chrono::Duration::days(9))?;
        for (_, entry) in entries::of(tx, id)?.iter().enumerate().filter(|(at, _)| met_about(*at)) {
            entries::open_second_round(tx, entry.id, entry.version, "会商纪要", at)?;
        }
        Ok::<_, StorageError>(())
    });
    done.expect("a meeting");
}

fn sign_second(server: &Office, name: &str) {
    let who = server.sign_in(name);
    for number in 1..=3 {
        let path = format!("/scoring/1/bases/{number}");
        let page = who.get(&path);
        if page.status == 404 || !page.says("第二轮评分") {
            continue;
        }
        let fields =
            [("version", version(&page)), ("m-1.1", "37".into()), ("m-2.1", "48".into()), ("do", "sign".into())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        is(who.post(&path, &fields), 303);
    }
    let own = server.who(name).id();
    let all = server.app.store.read(|conn| sheets::of(conn, EvaluationId::new(1))).expect("sheets");
    assert!(all.iter().filter(|sheet| sheet.user_id == own && sheet.round == 2).all(|sheet| sheet.signed_at.is_some()));
}

/// Every address there is, with every small number in it: the base is named nowhere, and no number of
/// all bases is told.
fn leaks_nothing(server: &Office, recused: &Client) {
    let hidden = server.app.store.read(|conn| {
        let listed = bases::list(conn, jiangxin::domain::access::Visibility::All, &bases::Filter::default(), 0, 9)?;
        let found = listed.iter().find(|one| one.base.name == HIDDEN).map(|one| one.base.id);
        found.ok_or(StorageError::NotFound)
    });
    let link = format!("\"/bases/{}\"", hidden.expect("the base"));
    let sha = jiangxin::domain::policy::sha256_hex(PDF);
    let mut seen = 0;
    let routes = ROUTES.iter().filter(|(method, ..)| *method == "GET");
    let routes = routes.flat_map(|route| [(1, route), (2, route)]);
    for (year, (_, uri, _)) in routes.filter(|(year, (_, uri, _))| *year == 1 || uri.contains("<evaluation>")) {
        let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
        let numbers = if path.contains('<') { 1..=6 } else { 1..=1 };
        for number in numbers {
            let part = |part: &str| match part {
                "<evaluation>" => year.to_string(),
                "<sha256>" => sha.clone(),
                "<year>" => "2019".to_owned(),
                part if part.starts_with('<') => number.to_string(),
                part => part.to_owned(),
            };
            let address = path.split('/').map(part).collect::<Vec<_>>().join("/");
            let searched = format!("{address}?q=%E9%9A%90%E5%B1%B1");
            for address in [Some(address), Some(searched).filter(|_| query.contains("<q>"))].into_iter().flatten() {
                let page = recused.get(&address);
                let text = page.text();
                // What was searched for stands in the search field again.
                assert!(!text.contains(HIDDEN), "{address}: {text}");
                assert!(!text.contains(&link), "{address} leads there: {text}");
                for count in ["共 3 个", "3 个基地", "3 个已"] {
                    assert!(!text.contains(count), "{address} counts it: {text}");
                }
                assert!(address != "/evaluations" || text.contains("data-label=\"基地总数\">—<"), "{text}");
                seen += 1;
            }
        }
    }
    assert!(seen > 100, "{seen} pages");
    is(recused.get(link.trim_matches('"')), 404);
}
