//! One more member for exactly the base or nominee whom recusals leave with too few marks.

use crate::deadlines::put;
use crate::panels::{checked, id, seats};
use crate::recognition::{JUDGES, declare as declare_in, done, draw, link, mark, press};
use crate::scoring::{Office, begun, complete, declare, in_an_office, is, members, phase, run, sign_all, step};
use crate::support::{Client, Reply, Server, on_both};
use jiangxin::domain::evaluation::phase::{Phase, Seat};

const HIDDEN: &str = "样例隐山实训基地";
const RIVER: &str = "样例明河实训基地";

fn panel(server: &Office, path: &str, fields: &[(&str, &str)]) -> Reply {
    let version = run(server).version.to_string();
    let fields = [fields, &[("version", &version)]].concat();
    server.sign_in("clerk").post(&format!("/evaluations/1/{path}"), &fields)
}

/// The name of whoever the last change of the panel brought in.
fn came_in(before: &[&'static str], after: &[&'static str]) -> &'static str {
    after.iter().find(|name| !before.contains(name)).copied().expect("somebody new")
}

#[test]
fn a_substitute_is_called_in_for_exactly_the_base_that_is_short() {
    in_an_office(|server| {
        begun(server, 3);
        let clerk = server.sign_in("clerk");
        let short = is(clerk.get("/evaluations/1/panel"), 200);
        assert!(short.says("评分人数不足的基地") && short.says("panel/bases/1/call"), "{}", short.text());
        assert!(clerk.get("/").says("评分人数不足"), "{}", clerk.get("/").text());
        is(panel(server, "panel/bases/2/call", &[]), 409);
        is(panel(server, "panel/bases/99/call", &[]), 404);
        let version = run(server).version.to_string();
        is(server.sign_in("decider").post("/evaluations/1/panel/bases/1/call", &[("version", &version)]), 403);

        let before = members(server);
        is(panel(server, "panel/bases/1/call", &[]), 303);
        let first = came_in(&before, &members(server));
        let list = is(server.sign_in(first).get("/scoring/1"), 200);
        assert!(list.says(HIDDEN) && !list.says(RIVER), "this base alone: {}", list.text());
        // Declares a conflict with just that base: another substitute is free, and has to come in.
        is(server.sign_in(first).post("/scoring/1", &[("c-1", "relative"), ("true", "true")]), 303);
        assert!(is(step(server, "clerk", "begin-scoring"), 409).says("还有候补可用"));
        let before = members(server);
        is(panel(server, "panel/bases/1/call", &[]), 303);
        let second = came_in(&before, &members(server));
        declare(&server.sign_in(second));
        assert!(is(clerk.get("/evaluations/1/panel"), 200).says("只评： 样例隐山实训基地"));
        is(step(server, "clerk", "begin-scoring"), 303);
        for name in members(server) {
            sign_all(server, name, "38", "50");
        }
        is(server.sign_in(second).get("/scoring/1/bases/2"), 404);
        is(complete(server), 303);
        assert_eq!(phase(server), Phase::Scored);
        let result = is(server.sign_in("decider").get("/evaluations/1/result"), 200);
        assert!(!result.says("有效评分不足"), "three marks for each base: {}", result.text());
    });
}

/// A substitute who comes in late, declares a conflict and signs the rest leaves a base short, while another who
/// was called in for one base is free for this one, too.
#[test]
fn nothing_is_opened_while_somebody_free_can_be_called() {
    in_an_office(|server| {
        begun(server, 3);
        let before = members(server);
        is(panel(server, "panel/bases/1/call", &[]), 303);
        let called = came_in(&before, &members(server));
        declare(&server.sign_in(called));
        is(step(server, "clerk", "begin-scoring"), 303);
        let silent = before.iter().find(|name| **name != "evaluator").copied().expect("a member");
        for name in members(server).into_iter().filter(|name| *name != silent) {
            sign_all(server, name, "38", "50");
        }
        server.advance_days(45);
        let before = members(server);
        let user = server.who(silent).id();
        let replaced = [("reason", "生病"), ("until", "2020-03-10")];
        is(panel(server, &format!("panel/{user}/replace"), &replaced), 303);
        let late = came_in(&before, &members(server));
        let river = [("c-1", "none"), ("c-2", "relative"), ("c-3", "none"), ("true", "true")];
        is(server.sign_in(late).post("/scoring/1", &river), 303);
        sign_all(server, late, "38", "50");

        let few = is(complete(server), 409);
        assert!(few.says("还有候补可用"), "{}", few.text());
        let sealed = is(server.sign_in("decider").get("/evaluations/1/result"), 200);
        assert!(!sealed.says("88"), "marks stay sealed: {}", sealed.text());
        is(panel(server, "panel/bases/2/call", &[]), 303);
        let who = server.sign_in(called);
        let again = is(who.get("/scoring/1"), 200);
        assert!(again.says("回避申报") && again.says(RIVER), "a declaration about this one: {}", again.text());
        declare(&who);
        is(put(&who, 2, ("38", "50"), "sign"), 303);
        is(complete(server), 303);
        assert_eq!(phase(server), Phase::Scored);
    });
}

#[test]
fn a_base_that_nobody_can_be_called_in_for_is_named_to_the_office() {
    in_an_office(|server| {
        begun(server, 3);
        for _ in 0..2 {
            let before = members(server);
            is(panel(server, "panel/bases/1/call", &[]), 303);
            let called = came_in(&before, &members(server));
            is(server.sign_in(called).post("/scoring/1", &[("c-1", "relative"), ("true", "true")]), 303);
        }
        let left = is(server.sign_in("clerk").get("/evaluations/1/panel"), 200);
        assert!(left.says("无人可补，将没有得分") && left.says(HIDDEN), "{}", left.text());
        is(panel(server, "panel/bases/1/call", &[]), 409);
        is(step(server, "clerk", "begin-scoring"), 303);
        for name in members(server) {
            sign_all(server, name, "38", "50");
        }
        is(complete(server), 303);
    });
}

fn judges(server: &Server, round: &str, seat: Seat) -> Vec<&'static str> {
    let all = seats(server, round);
    let has = |name: &&str| all.iter().any(|row| row.user_id == server.who(name).id() && row.seat == seat);
    JUDGES.into_iter().filter(has).collect()
}

fn call(clerk: &Client, round: &str, nominee: &str) -> u16 {
    let version = clerk.get(&format!("{round}/panel")).value("version").unwrap_or_else(|| "0".to_owned());
    let number = nominee.rsplit('/').next().unwrap_or_default();
    clerk.post(&format!("{round}/panel/nominees/{number}/call"), &[("version", &version)]).status
}

#[test]
fn a_nominee_short_of_members_gets_another_of_whoever_is_free() {
    on_both(|server| {
        let (round, [wang, li, _]) = checked(server, "city-chief-technician");
        let clerk = server.sign_in("clerk");
        draw(&clerk, &round, "3", "2");
        done(&clerk, &round, "convene", &[]);
        assert_eq!(call(&clerk, &round, &wang), 409, "members enough");
        let first = judges(server, &round, Seat::Member);
        declare_in(&server.sign_in(first[0]), &round, &[(1, "relative")]);
        first[1..].iter().for_each(|name| declare_in(&server.sign_in(name), &round, &[]));
        let marks = [("王样例", "90"), ("李样例", "95"), ("赵样例", "91")];
        first.iter().for_each(|name| assert!(mark(&server.sign_in(name), &round, &marks) > 1));
        let few = press(&clerk, &round, "propose", &[("minutes", "样例纪要")]);
        assert!(few.status == 409 && few.says("1 个人选评委不足"), "{}", few.text());
        assert!(clerk.get("/").says("为 1 个人选补充评委"), "{}", clerk.get("/").text());
        assert_eq!(call(&server.sign_in("decider"), &round, &wang), 403);

        assert_eq!(call(&clerk, &round, &wang), 303);
        let called = came_in(&first, &judges(server, &round, Seat::Member));
        let review = server.sign_in(called).get(&format!("{round}/review"));
        assert!(review.says("王样例") && !review.says("李样例"), "{}", review.text());
        declare_in(&server.sign_in(called), &round, &[(1, "relative")]);
        assert_eq!(call(&clerk, &round, &wang), 303, "the last one");
        let last =
            judges(server, &round, Seat::Member).into_iter().find(|name| !first.contains(name) && *name != called);
        let last = server.sign_in(last.expect("somebody new"));
        declare_in(&last, &round, &[]);
        assert_eq!(mark(&last, &round, &marks), 1);
        done(&clerk, &round, "propose", &[("minutes", "样例纪要")]);
        assert!(!clerk.get(&wang).says("有效评分不足") && !clerk.get(&li).says("有效评分不足"));
    });
}

#[test]
fn a_ballot_is_not_over_while_a_nominee_can_have_another_member() {
    on_both(|server| {
        let (round, [wang, ..]) = checked(server, "private-enterprise");
        let clerk = server.sign_in("clerk");
        draw(&clerk, &round, "3", "2");
        done(&clerk, &round, "convene", &[]);
        let first = judges(server, &round, Seat::Member);
        declare_in(&server.sign_in(first[0]), &round, &[(1, "relative")]);
        first[1..].iter().for_each(|name| declare_in(&server.sign_in(name), &round, &[]));
        let ballot = [("v-1", "yes"), ("v-2", "yes"), ("v-3", "yes")];
        for name in &first {
            assert_eq!(server.sign_in(name).post(&format!("{round}/ballot"), &ballot).status, 303);
        }
        assert_eq!(press(&clerk, &round, "propose", &[("minutes", "样例纪要")]).status, 409);
        assert_eq!(call(&clerk, &round, &wang), 303);
        let called = server.sign_in(came_in(&first, &judges(server, &round, Seat::Member)));
        declare_in(&called, &round, &[]);
        let silent = press(&clerk, &round, "propose", &[("minutes", "样例纪要")]);
        assert!(silent.status == 409 && silent.says("选票不足三张"), "{}", silent.text());
        assert_eq!(called.post(&format!("{round}/ballot"), &ballot).status, 303);
        done(&clerk, &round, "propose", &[("minutes", "样例纪要")]);
        assert!(link(&clerk.get(&round), "/nominations/").starts_with("/nominations/"));
        assert!(!clerk.get(&wang).says("有效评分不足"), "{}", clerk.get(&wang).text());
        assert_eq!(seats(server, &round).len(), 5, "{:?}", id(&round));
    });
}
