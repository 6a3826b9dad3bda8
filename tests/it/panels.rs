//! Panels of recognition rounds: drawn with a published seed, kept from whom they are in conflict with, marking
//! a second time where they are apart, voting in secret.

use crate::recognition::{
    CLEAN, JUDGES, LI, SKILLED, WANG, ZHAO, declare, done, draw, link, mark, mark_all, nominate, number, open, pooled,
    press,
};
use crate::support::{Client, Server, on_both};
use jiangxin::domain::ids::RoundId;
use jiangxin::service::ServiceError;
use jiangxin::service::people::{NewUser, add_user};
use jiangxin::service::trail::By;
use jiangxin::storage::recognition as rounds;
use jiangxin::storage::recognition_panels::{self as rows, SeatRow};
use jiangxin::storage::scoring::pool::{self, Profile};
use jiangxin::storage::{StorageError, people};

const PAPERS: &[&str] = &["form", "certificate"];

pub(crate) fn id(round: &str) -> RoundId {
    RoundId::new(number(round).parse().expect("a number"))
}

pub(crate) fn seats(server: &Server, round: &str) -> Vec<SeatRow> {
    let rows = server.app.store.read(|conn| rows::of(conn, id(round))).expect("the panel");
    rows.into_iter().map(|(row, ..)| row).collect()
}

/// Three nominees of three units, checked; with a pool of everybody.
pub(crate) fn checked(server: &Server, programme: &str) -> (String, [String; 3]) {
    let round = open(server, &[("programme", programme)]);
    let (facts, papers): (&[_], &[&str]) = match programme {
        "private-enterprise" => {
            (&[("employer", "private"), ("trade", "电工")], &["form", "employment", "achievements"])
        }
        _ => (SKILLED, PAPERS),
    };
    let nominate = |host, person| nominate(&server.sign_in(host), &round, person, facts, papers);
    let all = [nominate("host", WANG), nominate("host.chint", LI), nominate("host.school", ZHAO)];
    server.advance_days(7);
    let clerk = server.sign_in("clerk");
    done(&clerk, &round, "close", &[]);
    all.iter().for_each(|path| done(&clerk, path, "check", &CLEAN));
    pooled(server);
    (round, all)
}

/// Xi'an 2020: 375 experts were recommended, 30 drawn. A panel is odd: 29 seats and a substitute.
#[test]
fn thirty_of_three_hundred_and_seventy_five_experts_by_a_seed_that_anybody_can_draw_again() {
    on_both(|server| {
        let (at, round) = (server.app.now(), checked(server, "city-chief-technician").0);
        let added = server.app.store.write(|tx| -> Result<(), ServiceError> {
            let unit = people::organisation_named(tx, "温州市职业技能评价专家库")?.ok_or(StorageError::NotFound)?;
            for number in 0..370 {
                let user = NewUser {
                    email: format!("expert.{number}@demo.example"),
                    name: format!("样例专家{number}"),
                    lang: "zh".into(),
                    roles: vec!["evaluator".into()],
                    ..NewUser::default()
                };
                let user = add_user(tx, By::System, at, unit.id, &user)?;
                let trades = ["焊工", "电工", "车工"][number % 3];
                let profile = Profile { trades, account_number: "", in_pool: true, employments: &[] };
                pool::put(tx, user, None, &profile)?;
            }
            Ok(())
        });
        added.expect("a pool of 375");
        let clerk = server.sign_in("clerk");
        for other in ["host", "evaluator"] {
            let client = server.sign_in(other);
            assert_ne!(client.get(&format!("{round}/panel")).status, 200, "{other}");
            assert!(matches!(client.post(&format!("{round}/seed"), &[("others", "29")]).status, 403 | 404));
        }
        assert_eq!(server.visitor().get(&format!("{round}/draw")).status, 404, "no seed yet");
        assert!(clerk.get("/").says("抽取评审组：2019 市首席技师"), "{}", clerk.get("/").text());
        draw(&clerk, &round, "29", "1");
        let drawn = seats(server, &round);
        assert_eq!(drawn.len(), 30);
        let again = [("version", "9"), ("others", "3")];
        assert_eq!(clerk.post(&format!("{round}/seed"), &again).status, 409, "fixed");
        assert_eq!(clerk.post(&format!("{round}/draw"), &again).status, 409, "once");
        let public = server.visitor().get(&format!("{round}/draw"));
        let round_now = server.app.store.read(|conn| rounds::round(conn, id(&round))).expect("the round");
        assert!(public.says(&round_now.seed) && !public.says("样例专家"), "numbers, no names: {}", public.text());
        let first = drawn.first().expect("a member").user_id;
        assert!(public.says(&format!("{first}")));
        done(&clerk, &round, "convene", &[]);
        let mails = server.mail();
        let invited = mails.iter().filter(|mail| mail.rendered.subject.contains("您已抽中"));
        assert_eq!(invited.clone().count(), 29, "the members, not the substitute");
        assert!(invited.clone().all(|mail| !mail.rendered.text.contains("王样例")));
    });
}

/// What is known of an evaluator that keeps them from a nominee's unit.
fn worked_at(server: &Server, name: &str, code: &str, until: &str) {
    let email = format!("{name}@demo.example");
    let put = server.app.store.write(|tx| {
        let user = people::user_by_email(tx, &email)?.ok_or(StorageError::NotFound)?.id;
        let employments = [(code.to_owned(), until.parse().expect("a day"))];
        let profile = Profile { trades: "砌筑工", account_number: "", in_pool: true, employments: &employments };
        pool::put(tx, user, Some(0), &profile)
    });
    put.expect("a profile");
}

fn give_code(server: &Server, unit: &str, code: &str) {
    let given = server.app.store.write(|tx| {
        let unit = people::organisation_named(tx, unit)?.ok_or(StorageError::NotFound)?;
        let data = people::OrganisationData {
            kind: unit.kind.as_str(),
            name: unit.name,
            credit_code: Some(code.to_owned()),
            division: unit.division.to_string(),
            address: unit.address,
            contact_name: unit.contact_name,
            contact_phone: unit.contact_phone,
            account_name: unit.account_name,
            account_number: unit.account_number,
            bank_name: unit.bank_name,
            bank_code: unit.bank_code,
            active: unit.active,
        };
        people::update_organisation(tx, unit.id, unit.version, &data)
    });
    given.expect("a credit code");
}

/// Signs in as everybody who is recused and walks what they can reach.
fn learns_nothing(server: &Server, judge: &Client, name: &str, round: &str, nomination: &str, nominee: &str) {
    let paper = format!("{nomination}/papers/1");
    let paths = [
        "/",
        "/recognition",
        round,
        "/honours",
        "/titles",
        "/scoring",
        "/notices",
        "/results",
        "/claims",
        "/audit",
        nomination,
        &paper,
        &format!("{round}/panel"),
        &format!("{round}/draw"),
        &format!("{round}/review"),
        &format!("{round}/review/3/papers/x"),
        &format!("{round}/nominate"),
        "/titles/file",
    ];
    for path in paths {
        let page = judge.get(path);
        assert!(!page.says(nominee) && !page.says(nomination), "{name} {path}: {}", page.text());
    }
    assert_eq!(judge.get(nomination).status, 404);
    let review = judge.get(&format!("{round}/review")).text();
    assert_eq!(review.matches("<legend>").count(), 2, "two on the list, and nothing of a third: {review}");
    for field in ["m-3", "m-0"] {
        judge.post(&format!("{round}/marks"), &[(field, "1")]);
    }
    let marks = server.app.store.read(|conn| rows::marks(conn, id(round))).expect("marks");
    let of: i64 = number(nomination).parse().expect("a number");
    let user = server.who(name).id();
    assert!(!marks.iter().any(|mark| mark.user_id == user && mark.nomination_id.get() == of), "no mark of theirs");
    let own = server.mail();
    let own = own.iter().filter(|mail| mail.to.as_str().starts_with(&format!("{name}@")));
    assert!(own.clone().all(|mail| !mail.rendered.text.contains(nominee)), "nor a letter");
}

#[test]
fn a_recused_member_learns_nothing_of_the_nominee_and_a_substitute_comes_in() {
    const CHINT: &str = "91330300MA2000001A";
    on_both(|server| {
        let (round, [wang, li, _]) = checked(server, "city-chief-technician");
        give_code(server, "浙江正泰仪器仪表有限责任公司", CHINT);
        worked_at(server, "judge.jiang", CHINT, "2018-06-30");
        worked_at(server, "judge.han", CHINT, "2016-11-01");
        let clerk = server.sign_in("clerk");
        draw(&clerk, &round, "3", "2");
        done(&clerk, &round, "convene", &[]);
        // Whom the seed left out comes in for somebody: the former employee is met, and nobody is left to be called in.
        let is_member = |name: &str| {
            let user = server.who(name).id();
            seats(server, &round).iter().any(|seat| seat.user_id == user && seat.seat.as_str() == "member")
        };
        let replace = |who: &Client, user: i64, reason: &str| {
            let version = clerk.get(&format!("{round}/panel")).value("version").expect("a form");
            who.post(&format!("{round}/panel/{user}/replace"), &[("version", &version), ("reason", reason)])
        };
        let out = JUDGES.iter().find(|name| is_member(name) && **name != "judge.jiang").expect("somebody");
        let user = server.who(out).id().get();
        assert!(matches!(replace(&server.sign_in("host"), user, "样例").status, 403 | 404));
        assert_eq!(replace(&clerk, user, "").status, 422, "a reason");
        assert_eq!(replace(&clerk, user, "出差").status, 303);
        let left = server.mail().into_iter().find(|mail| mail.rendered.subject.contains("您不再参加"));
        let left = left.expect("a letter to who leaves").rendered.text;
        assert!(left.contains("由候补专家接替") && left.contains("出差") && !left.contains("王样例"), "{left}");
        assert_eq!(replace(&clerk, user, "出差").status, 404, "not a member any more");
        let second = JUDGES.iter().find(|name| is_member(name) && **name != "judge.jiang").expect("somebody");
        assert_eq!(replace(&clerk, server.who(second).id().get(), "出差").status, 303);
        assert!(is_member("judge.jiang"));
        assert_eq!(
            server.sign_in(out).get(&format!("{round}/review")).status,
            404,
            "who gave the seat up sees nothing"
        );

        let jiang = server.sign_in("judge.jiang");
        assert!(jiang.get("/").says("申报回避：2019 市首席技师"), "{}", jiang.get("/").text());
        learns_nothing(server, &jiang, "judge.jiang", &round, &li, "李样例");
        assert_eq!(jiang.post(&format!("{round}/marks"), &[("m-1", "90")]).status, 409, "declares first");
        let short = jiang.post(&format!("{round}/declaration"), &[("c-1", "none")]);
        assert!(short.status == 422 && short.says("请确认申报属实"), "{}", short.text());
        declare(&jiang, &round, &[]);
        assert_eq!(jiang.post(&format!("{round}/declaration"), &[("true", "true")]).status, 409, "once");
        learns_nothing(server, &jiang, "judge.jiang", &round, &li, "李样例");
        assert!(jiang.get("/").says("待提交 2 个人选"), "a count of one's own list: {}", jiang.get("/").text());
        let paper = link(&jiang.get(&format!("{round}/review")), &format!("{round}/review/1/papers/"));
        assert_eq!(jiang.get(&paper).status, 200);
        assert_eq!(jiang.get(&paper.replace("/1/", "/3/")).status, 404);

        // Left more than three years ago: not kept from it. Another declares a relative.
        let others: Vec<&str> = JUDGES.into_iter().filter(|name| is_member(name) && *name != "judge.jiang").collect();
        let relative = server.sign_in(others[0]);
        declare(&relative, &round, &[(1, "relative")]);
        let review = relative.get(&format!("{round}/review"));
        assert!(!review.says("王样例") && review.says("李样例"), "{}", review.text());
        assert_eq!(relative.get(&wang).status, 404);
        declare(&server.sign_in(others[1]), &round, &[]);
        let panel = clerk.get(&format!("{round}/panel"));
        assert!(panel.says("王样例") && panel.says("李样例") && panel.says("本人申报"), "{}", panel.text());
        assert!(clerk.get(&round).says("2 个人选因回避而评委不足"), "{}", clerk.get(&round).text());
        for name in &others {
            mark(&server.sign_in(name), &round, &[("王样例", "90"), ("李样例", "90"), ("赵样例", "90")]);
        }
        mark(&jiang, &round, &[("王样例", "90"), ("赵样例", "90")]);
        done(&clerk, &round, "propose", &[("minutes", "样例纪要")]);
        assert!(clerk.get(&li).says("有效评分不足"), "two marks are too few: {}", clerk.get(&li).text());
        learns_nothing_more(&jiang, &li);
    });
}

#[test]
fn a_member_with_the_name_of_a_nominee_is_kept_from_them() {
    on_both(|server| {
        let round = open(server, &[("programme", "city-chief-technician")]);
        let path = nominate(&server.sign_in("host"), &round, ("蒋裁判", WANG.1), SKILLED, PAPERS);
        server.advance_days(7);
        let clerk = server.sign_in("clerk");
        done(&clerk, &round, "close", &[]);
        done(&clerk, &path, "check", &CLEAN);
        pooled(server);
        draw(&clerk, &round, "5", "0");
        done(&clerk, &round, "convene", &[]);
        let zh = clerk.get(&format!("{round}/panel"));
        assert!(zh.says("与被推荐人同名") && !zh.says("其他可能影响公正的情形"), "{}", zh.text());
        assert_eq!(server.sign_in("judge.jiang").get(&path).status, 404);
    });
}

fn learns_nothing_more(judge: &Client, nomination: &str) {
    assert_eq!(judge.get(nomination).status, 404, "nor when the list is made");
}

#[test]
fn marks_far_apart_call_a_meeting_and_a_second_round() {
    on_both(|server| {
        let (round, [wang, ..]) = checked(server, "city-chief-technician");
        let clerk = server.sign_in("clerk");
        draw(&clerk, &round, "3", "0");
        done(&clerk, &round, "convene", &[]);
        JUDGES.iter().for_each(|name| declare(&server.sign_in(name), &round, &[]));
        let members: Vec<&str> = {
            let all = seats(server, &round);
            JUDGES.into_iter().filter(|name| all.iter().any(|seat| seat.user_id == server.who(name).id())).collect()
        };
        let meet = |who: &Client, minutes: &str| {
            let page = server.sign_in("clerk").get(&format!("{round}/panel"));
            let version = page.value("version").unwrap_or_else(|| "0".to_owned());
            who.post(&format!("{round}/meeting"), &[("version", &version), ("meeting", minutes)])
        };
        let first = ["95", "85", "74.5"];
        for (name, own) in members.iter().zip(first) {
            assert_eq!(meet(&clerk, "样例").status, 409, "marks are sealed until all are in");
            let judge = server.sign_in(name);
            assert_eq!(mark(&judge, &round, &[("王样例", own), ("李样例", "88"), ("赵样例", "82")]), 3);
        }
        let panel = clerk.get(&format!("{round}/panel"));
        assert!(panel.says("分差 20.5 分") && !panel.says("74.5"), "how far, not which: {}", panel.text());
        assert!(clerk.get("/").says("会商 1 个分差过大的人选"), "{}", clerk.get("/").text());
        assert_eq!(press(&clerk, &round, "propose", &[("minutes", "样例纪要")]).status, 409);
        let page = clerk.get(&round);
        assert!(page.says("须会商") && !page.says(&format!("{round}/propose")), "no form that must fail");
        assert_eq!(meet(&server.sign_in("decider"), "样例").status, 403);
        assert_eq!(meet(&clerk, " ").status, 422);
        assert_eq!(meet(&clerk, "样例会商：尺度不一。").status, 303);
        assert_eq!(meet(&clerk, "样例会商：尺度不一。").status, 409, "once");
        let panel = clerk.get(&format!("{round}/panel"));
        assert_eq!(panel.text().matches("3 / 3").count(), 2, "whose marks stand: {}", panel.text());
        for (name, own) in members.iter().zip(["90", "88", "86"]) {
            let judge = server.sign_in(name);
            let page = judge.get(&format!("{round}/review"));
            assert!(page.says("您第一次评分"), "{}", page.text());
            assert_eq!(mark(&judge, &round, &[("王样例", own), ("李样例", "1")]), 1, "what was not apart stays");
        }
        let marks = server.app.store.read(|conn| rows::marks(conn, id(&round))).expect("marks");
        assert_eq!(marks.iter().filter(|mark| mark.round == 1).count(), 9, "the first ones are kept");
        assert_eq!(marks.iter().filter(|mark| mark.round == 2).count(), 3);
        done(&clerk, &round, "propose", &[("minutes", "样例纪要")]);
        let sheet = clerk.get(&wang);
        assert!(sheet.says("88"), "{}", sheet.text());
        let decider = server.sign_in("decider");
        for reader in [&clerk, &decider] {
            let record = reader.get(&format!("{round}/panel"));
            let whole = ["90、88、86", "首轮 95、85、74.5", "样例会商：尺度不一。", "样例纪要"];
            assert!(whole.iter().all(|part| record.says(part)), "{}", record.text());
        }
        let mails = server.mail();
        let again = mails.iter().filter(|mail| mail.rendered.subject.contains("复评"));
        assert_eq!(again.clone().count(), 3);
        assert!(again.clone().all(|mail| !mail.rendered.text.contains("王样例")), "it names nobody");
    });
}

#[test]
fn a_meeting_about_somebody_is_nothing_to_whoever_is_kept_from_them() {
    const CHINT: &str = "91330300MA2000001A";
    on_both(|server| {
        let (round, _) = checked(server, "city-chief-technician");
        give_code(server, "浙江正泰仪器仪表有限责任公司", CHINT);
        worked_at(server, "judge.jiang", CHINT, "2018-06-30");
        let clerk = server.sign_in("clerk");
        draw(&clerk, &round, "5", "0");
        done(&clerk, &round, "convene", &[]);
        JUDGES.iter().for_each(|name| declare(&server.sign_in(name), &round, &[]));
        let jiang = server.sign_in("judge.jiang");
        mark(&jiang, &round, &[("王样例", "90"), ("赵样例", "82")]);
        let walk = || {
            let paths = ["/", "/recognition", &round, &format!("{round}/review")];
            let pages = paths.map(|path| jiang.get(path).text());
            let again = jiang.post(&format!("{round}/marks"), &[("m-1", "1"), ("do", "hand-in")]);
            assert_eq!(again.status, 409, "{}", again.text());
            (pages, again.text())
        };
        walk();
        let before = walk();
        assert!(before.0[3].contains("已提交并封存"), "{}", before.0[3]);
        for (name, own) in JUDGES.into_iter().filter(|name| *name != "judge.jiang").zip(["95", "85", "74.5", "80"]) {
            let marks = [("王样例", "88"), ("李样例", own), ("赵样例", "82")];
            assert_eq!(mark(&server.sign_in(name), &round, &marks), 3);
            assert_eq!(walk(), before, "how far the others are");
        }
        let panel = clerk.get(&format!("{round}/panel"));
        assert!(panel.says("分差 20.5 分"), "{}", panel.text());
        let version = panel.value("version").expect("a form");
        let minutes = [("version", version.as_str()), ("meeting", "样例会商")];
        assert_eq!(clerk.post(&format!("{round}/meeting"), &minutes).status, 303);
        assert_eq!(walk(), before, "nor that the panel met");
        assert_eq!(press(&clerk, &round, "propose", &[("minutes", "样例纪要")]).status, 409, "four are to mark again");
        for name in JUDGES.into_iter().filter(|name| *name != "judge.jiang") {
            assert_eq!(mark(&server.sign_in(name), &round, &[("李样例", "84"), ("王样例", "1")]), 1);
        }
        assert_eq!(walk(), before);
        let to_jiang = server.mail();
        let to_jiang = to_jiang.iter().filter(|mail| mail.to.as_str().starts_with("judge.jiang@"));
        assert!(to_jiang.clone().all(|mail| !mail.rendered.subject.contains("复评")));
        done(&clerk, &round, "propose", &[("minutes", "样例纪要")]);
    });
}

#[test]
fn marks_are_saved_as_they_come_and_handed_in_once_complete() {
    on_both(|server| {
        let (round, _) = checked(server, "city-chief-technician");
        let clerk = server.sign_in("clerk");
        draw(&clerk, &round, "3", "2");
        done(&clerk, &round, "convene", &[]);
        let members: Vec<&str> = {
            let all = seats(server, &round);
            let sits = |name: &&str| {
                let user = server.who(name).id();
                all.iter().any(|seat| seat.user_id == user && seat.seat.as_str() == "member")
            };
            JUDGES.into_iter().filter(sits).collect()
        };
        let judge = server.sign_in(members[0]);
        declare(&judge, &round, &[]);
        let send = |fields: &[(&str, &str)]| judge.post(&format!("{round}/marks"), fields);
        assert_eq!(send(&[("m-1", "90"), ("do", "save")]).status, 303);
        let short = send(&[("m-1", "91"), ("do", "hand-in")]);
        assert!(short.status == 422 && short.says("必须填写"), "{}", short.text());
        assert!(judge.get("/").says("待提交 3 个人选"), "{}", judge.get("/").text());
        // Of who has marked and does not hand in, a substitute takes the seat; the marks do not count.
        let version = clerk.get(&format!("{round}/panel")).value("version").expect("a form");
        let user = server.who(members[0]).id();
        let fields = [("version", version.as_str()), ("reason", "因病")];
        assert_eq!(clerk.post(&format!("{round}/panel/{user}/replace"), &fields).status, 303);
        assert_eq!(judge.get(&format!("{round}/review")).status, 404);
        let other = server.sign_in(members[1]);
        declare(&other, &round, &[]);
        assert_eq!(mark(&other, &round, &[("王样例", "90"), ("李样例", "90"), ("赵样例", "90")]), 3);
        let version = clerk.get(&format!("{round}/panel")).value("version").expect("a form");
        let user = server.who(members[1]).id();
        let fields = [("version", version.as_str()), ("reason", "因病")];
        assert_eq!(clerk.post(&format!("{round}/panel/{user}/replace"), &fields).status, 409, "handed in");
    });
}

#[test]
fn a_secret_ballot_keeps_totals_and_nothing_else() {
    on_both(|server| {
        let (round, [wang, li, zhao]) = checked(server, "private-enterprise");
        let clerk = server.sign_in("clerk");
        draw(&clerk, &round, "5", "0");
        done(&clerk, &round, "convene", &[]);
        let review = format!("{round}/review");
        let vote = |judge: &Client, of: [&str; 3]| {
            let fields = [("v-1", of[0]), ("v-2", of[1]), ("v-3", of[2])];
            judge.post(&format!("{round}/ballot"), &fields)
        };
        let judges: Vec<Client> = JUDGES.iter().map(|name| server.sign_in(name)).collect();
        assert_eq!(vote(&judges[0], ["yes", "yes", "no"]).status, 409, "declares first");
        judges.iter().for_each(|judge| declare(judge, &round, &[]));
        assert!(judges[0].get("/").says("投票：2019 有突出贡献民营企业人才"));
        let half = vote(&judges[0], ["yes", "", "no"]);
        assert_eq!(half.status, 422, "each of them");
        assert_eq!(judges[0].post(&format!("{round}/marks"), &[("m-1", "90")]).status, 404, "there are no marks");
        for (at, judge) in judges.iter().enumerate() {
            let own = ["yes", if at < 3 { "yes" } else { "no" }, if at < 4 { "yes" } else { "no" }];
            assert_eq!(vote(judge, own).status, 303);
            assert_eq!(vote(judge, ["no", "no", "no"]).status, 409, "a second tab");
            if at == 1 {
                assert_eq!(press(&clerk, &round, "propose", &[("minutes", "样例纪要")]).status, 409, "two are too few");
            }
            let panel = clerk.get(&format!("{round}/panel"));
            assert!(panel.says(&format!("已投票 {} 人", at + 1)), "{}", panel.text());
            for path in [&wang, &li, &zhao] {
                assert!(!clerk.get(path).says("票数"), "no totals while it runs");
            }
        }
        let seen = judges[0].get(&review);
        assert!(seen.says("您已投票") && !seen.says("checked"), "{}", seen.text());
        // Nobody can tell from the record who voted how: every entry of a vote is the same.
        let entries =
            server.app.store.read(|conn| jiangxin::storage::audit::after(conn, 0, 10_000)).expect("the record");
        let votes: Vec<_> = entries.iter().filter(|entry| entry.action == "round.vote").collect();
        assert_eq!(votes.len(), 5);
        assert!(votes.iter().all(|entry| entry.before_state.is_none() && entry.after_state.is_none()));
        let totals = server.app.store.read(|conn| rows::tallies(conn, id(&round))).expect("totals");
        let totals: Vec<_> = totals.into_iter().map(|(_, ballots, votes)| (ballots, votes)).collect();
        assert_eq!(totals, [(5, 5), (5, 3), (5, 4)]);
        done(&clerk, &round, "propose", &[("minutes", "样例纪要")]);
        done(&clerk, &round, "publish", &[]);
        let public = server.visitor().get(&round);
        assert!(public.says("王样例") && public.says("赵样例") && !public.says("李样例"), "3 of 5 is under two thirds");
        assert!(clerk.get(&li).says("未达到评审标准"));
        assert_eq!(vote(&judges[0], ["no", "no", "no"]).status, 404, "over");
        assert_eq!(mark_all(server, &round, &[("王样例", "1")]), 0);
    });
}
