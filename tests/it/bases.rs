//! The register of bases, from a unit's application to the public page and the claim of the grant.

use crate::support::chain::{self, done, id, papers as hand_in, press};
use crate::support::{Client, Reply, Server, on_both};
use jiangxin::domain::claim::State as ClaimState;
use jiangxin::domain::ids::BudgetLineId;
use jiangxin::domain::money::Fen;

const PARTICULARS: [(&str, &str); 8] = [
    ("name", "样例建筑技能公共实训基地"),
    ("industry", "建筑业"),
    ("address", "样例路 1 号"),
    ("trades", "砌筑工、抹灰工"),
    ("area", "８２００"),
    ("workstations", "60"),
    ("teachers", "12"),
    ("equipment", "砌筑工位"),
];

pub fn enter(host: &Client, level: &str) -> String {
    let form: Vec<_> = PARTICULARS.into_iter().chain([("level", level), ("statement", "样例理由")]).collect();
    let reply = host.post("/bases/new", &form);
    assert_eq!(reply.status, 303, "{}", reply.text());
    reply.location.expect("the new base")
}

/// Takes a step with the version that the page's own form holds.
pub fn step(client: &Client, path: &str, step: &str, with: &[(&str, &str)]) -> Reply {
    let version = client.get(path).value("version").unwrap_or_default();
    let fields: Vec<_> = with.iter().copied().chain([("version", version.as_str())]).collect();
    client.post(&format!("{path}/{step}"), &fields)
}

pub fn paper(host: &Client, path: &str) {
    let reply = host.upload(&format!("{path}/papers"), &[], "file", "申报表.pdf", b"%PDF-1.4 sample");
    assert_eq!(reply.status, 303, "{}", reply.text());
}

pub fn designate(server: &Server, path: &str, day: &str) {
    let (host, clerk, decider) = (server.sign_in("host"), server.sign_in("clerk"), server.sign_in("decider"));
    assert_eq!(step(&host, path, "submit", &[]).status, 303);
    assert_eq!(step(&clerk, path, "examine", &[]).status, 303);
    let said = [("document", "样例发〔2019〕1号"), ("day", day)];
    let reply = step(&decider, path, "designate", &said);
    assert_eq!(reply.status, 303, "{}", reply.text());
}

#[test]
fn a_base_is_entered_examined_and_designated() {
    on_both(|server| {
        let (host, clerk, decider) = (server.sign_in("host"), server.sign_in("clerk"), server.sign_in("decider"));
        let wrong = host.post("/bases/new", &[("name", ""), ("area", "很大"), ("level", "moon")]);
        assert_eq!(wrong.status, 422);
        assert!(wrong.says("有 7 处需要改正") && wrong.says("很大"), "all at once, kept: {}", wrong.text());
        let path = enter(&host, "city");
        assert_eq!(server.visitor().get(&path).status, 404, "no secret, and not public yet");
        assert_eq!(server.sign_in("host.school").get(&path).status, 404, "another unit");
        assert!(!server.visitor().get("/bases").says("样例建筑技能"), "not on the public list");
        assert!(host.get("/").says("提交基地申报：样例建筑技能公共实训基地"));

        assert_eq!(step(&host, &path, "submit", &[]).status, 409, "no paper yet");
        paper(&host, &path);
        let form: Vec<_> =
            PARTICULARS.into_iter().map(|(name, text)| (name, if name == "teachers" { "15" } else { text })).collect();
        let version = host.get(&format!("{path}/edit")).value("version").expect("a form");
        let form: Vec<_> = form.into_iter().chain([("statement", "更好的理由"), ("version", &version)]).collect();
        assert_eq!(host.post(&format!("{path}/edit"), &form).status, 303);
        assert_eq!(host.post(&format!("{path}/edit"), &form).status, 409, "a second window");
        assert_eq!(step(&host, &path, "submit", &[]).status, 303);
        assert!(matches!(host.post(&format!("{path}/edit"), &form).status, 403 | 409), "the office looks at it");

        assert!(clerk.get("/").says("审核基地申报：样例建筑技能公共实训基地"));
        assert_eq!(step(&clerk, &path, "return", &[("opinion", "")]).status, 422);
        assert_eq!(step(&clerk, &path, "return", &[("opinion", "缺少场地证明")]).status, 303);
        assert!(host.get(&path).says("缺少场地证明") && host.get(&path).says("更好的理由"));
        assert_eq!(step(&host, &path, "submit", &[]).status, 303);
        assert_eq!(step(&clerk, &path, "designate", &[]).status, 403);
        assert_eq!(step(&clerk, &path, "examine", &[]).status, 303);
        assert!(decider.get("/").says("审定基地：样例建筑技能公共实训基地"));
        let early = step(&decider, &path, "designate", &[("day", "2029-01-01")]);
        assert!(early.status == 422 && early.says("不能晚于今天") && early.says("有 2 处需要改正"), "{}", early.text());
        let said = [("document", "样例发〔2019〕1号"), ("day", "2019-11-18")];
        assert_eq!(step(&decider, &path, "designate", &said).status, 303);

        let public = server.visitor().get(&path);
        assert!(
            public.says("市级") && (public.says("8,200") || public.says("8200")) && public.says("样例发〔2019〕1号")
        );
        for inside in ["申报表.pdf", "缺少场地证明", "更好的理由"] {
            assert!(!public.says(inside), "{inside} is not public");
        }
        assert!(server.visitor().get("/bases?level=city").says("样例建筑技能"));
        assert!(!server.visitor().get("/bases?level=provincial").says("样例建筑技能"));
        assert!(server.visitor().get("/bases?q=抹灰").says("样例建筑技能"));
        let file = server.visitor().get("/bases/file?format=csv");
        assert!(file.status == 200 && file.says("砌筑工、抹灰工"), "{}", file.text());

        let mails = server.mail();
        let told = |subject: &str| mails.iter().filter(|mail| mail.rendered.subject.contains(subject)).count();
        assert!(told("收到基地申报") > 1 && told("基地申报需补正") > 0 && told("基地待审定") > 0);
        assert!(mails.iter().any(|mail| mail.rendered.text.contains("认定为市级公共实训基地")));
        assert!(server.sign_in("auditor").get("/audit?object=base").says("认定"));
    });
}

#[test]
fn papers_are_for_unit_and_office() {
    on_both(|server| {
        let host = server.sign_in("host");
        let path = enter(&host, "city");
        paper(&host, &path);
        let link = host.get(&path).text();
        let link = link.split("href=\"").find(|rest| rest.starts_with(&format!("{path}/papers/"))).expect("a paper");
        let link = link.split('"').next().expect("its address").to_owned();
        designate(server, &path, "2019-11-18");
        assert_eq!(host.get(&link).bytes, b"%PDF-1.4 sample");
        assert_eq!(server.sign_in("clerk").get(&link).status, 200);
        assert!(matches!(server.visitor().get(&link).status, 303 | 401));
        for other in ["host.school", "clerk.ruian", "evaluator"] {
            assert_eq!(server.sign_in(other).get(&link).status, 404, "{other}");
        }
        assert!(!host.get(&path).text().contains("/remove"), "nothing offers to take it out");
        let kept = host.post(&format!("{link}/remove"), &[]);
        assert!(kept.status == 409 && kept.says("审定的依据"), "{}", kept.text());
        assert_eq!(server.sign_in("auditor").get(&link).status, 200, "decided on, and kept");
        server.advance_days(1);
        let host = server.sign_in("host");
        let later = host.upload(&format!("{path}/papers"), &[], "file", "补充.pdf", b"%PDF-1.4 later");
        assert_eq!(later.status, 303, "{}", later.text());
        let page = host.get(&path).text();
        let remove: Vec<&str> = page.split("action=\"").filter_map(|rest| rest.split('"').next()).collect();
        let remove: Vec<&&str> = remove.iter().filter(|to| to.ends_with("/remove")).collect();
        assert_eq!(remove.len(), 1, "only the one that nothing was decided on: {remove:?}");
        assert_eq!(host.post(remove[0], &[]).status, 303);
    });
}

#[test]
fn a_promotion_is_claimed_less_what_the_city_paid() {
    on_both(|server| {
        let host = server.sign_in("host");
        let path = enter(&host, "city");
        paper(&host, &path);
        assert!(matches!(host.post(&format!("{path}/claim"), &[]).status, 409));
        designate(server, &path, "2019-03-01");
        let figures = [("year", "2018"), ("trainees", "2150"), ("certificates", "1830"), ("competitions", "4")];
        assert_eq!(host.post(&format!("{path}/figures"), &figures).status, 303);
        assert_eq!(host.post(&format!("{path}/figures"), &[("year", "2030")]).status, 422);
        assert!(server.visitor().get(&path).says("2,150") || server.visitor().get(&path).says("2150"));

        let claim = host.post(&format!("{path}/claim"), &[]);
        assert_eq!(claim.status, 303, "{}", claim.text());
        let page = host.get(&claim.location.expect("a claim"));
        assert!(page.says("市级创建资助") && page.says("2019-03-01"), "{}", page.text());
        assert_eq!(host.post(&format!("{path}/claim"), &[]).status, 409, "one at a time");

        let again = [("level", "city"), ("statement", "再来一次")];
        assert_eq!(host.post(&format!("{path}/apply"), &again).status, 422, "it is a city base already");
        let higher = [("level", "provincial"), ("statement", "已达省级要求")];
        assert_eq!(host.post(&format!("{path}/apply"), &higher).status, 303);
        assert_eq!(host.post(&format!("{path}/apply"), &higher).status, 409, "under way");
        assert!(!server.visitor().get(&path).says("已达省级要求"), "an application is not public");
        designate(server, &path, "2019-11-18");
        let public = server.visitor().get(&path);
        assert!(public.says("省级") && public.says("市级"), "level and history: {}", public.text());
    });
}

#[test]
fn who_examined_does_not_decide() {
    use jiangxin::domain::base::State;
    use jiangxin::storage::bases::{self, Place};
    on_both(|server| {
        let host = server.sign_in("host");
        let path = enter(&host, "city");
        let id = path.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an id");
        let refused = server.app.store.write(|tx| {
            let application = bases::applications(tx, id)?.remove(0);
            let one = jiangxin::domain::ids::UserId::new(1);
            let place = Place { examiner: Some(one), decider: Some(one), ..Place::default() };
            let at = server.app.now().naive_utc();
            bases::put_place(tx, application.id, application.version, State::Designated, &place, at)
        });
        assert!(format!("{refused:?}").contains("TwoPeople"), "{refused:?}");
    });
}

/// Claims an instalment for a base and takes the claim to its decision.
pub fn to_decision(server: &Server, base: &str, line: BudgetLineId) -> String {
    let [host, clerk, reviewer] = ["host", "clerk", "reviewer"].map(|name| server.sign_in(name));
    let claim = host.post(&format!("{base}/claim"), &[]);
    assert_eq!(claim.status, 303, "{}", claim.text());
    let claim = claim.location.expect("a claim");
    hand_in(&host, &claim, &["designation"]);
    done(&host, &claim, "submit", &[("promise", "true")]);
    done(&clerk, &claim, "accept", &[("budget_line", &line.to_string()), ("opinion", "材料齐全。")]);
    done(&clerk, &claim, "first-review", &[("opinion", "属实。")]);
    done(&reviewer, &claim, "second-review", &[("opinion", "同意。")]);
    claim
}

#[test]
fn a_promotion_pays_the_difference_and_no_file_closes_under_the_floor() {
    on_both(|server| {
        let line = server.line(&server.sign_in("treasurer"), "2019", "2019-JD-01", "2000000");
        let host = server.sign_in("host");
        let path = enter(&host, "city");
        paper(&host, &path);
        designate(server, &path, "2019-03-01");
        let city = to_decision(server, &path, line);
        let decider = server.sign_in("decider");
        let low = press(&decider, &city, "decide", &[("amount", "199999"), ("opinion", "样例意见")]);
        assert_eq!(low.status, 422, "under the floor of 200,000: {}", low.text());
        assert_eq!(server.claim(id(&city)).state, ClaimState::SecondReviewed);
        assert!(low.says("本期至少 200,000 元") && low.says("分期拨付"), "{}", low.text());
        let part = [("amount", "80000"), ("opinion", "样例会议纪要 2 号，分期。"), ("instalment", "true")];
        let unsaid = [("amount", "80000"), ("opinion", " "), ("instalment", "true")];
        let kept = press(&decider, &city, "decide", &unsaid);
        assert!(
            kept.status == 422 && kept.text().contains("name=\"instalment\" value=\"true\" checked"),
            "{}",
            kept.text()
        );
        done(&decider, &city, "decide", &part);
        chain::confirmed_and_paid(server, &city);
        assert_eq!(server.claim(id(&city)).state, ClaimState::Paid);
        let [host, clerk, decider] = ["host", "clerk", "decider"].map(|name| server.sign_in(name));
        let page = clerk.get(&city);
        assert!(page.says("累计已拨付 80,000 元") && page.says("尚差 120,000 元"), "{}", page.text());
        assert!(!page.text().contains(&format!("{city}/archive")) && !clerk.get("/").says("归档"), "nobody's to close");
        let closed = server.claim(id(&city)).version.to_string();
        let closed = clerk.post(&format!("{city}/archive"), &[("version", &closed)]);
        assert!(closed.status == 409 && closed.says("分期拨付未达下限"), "{}", closed.text());
        assert!(host.get(&path).says("已拨付 80,000 元") && host.get(&path).says("尚差 120,000 元"));
        assert!(host.get("/").says("申领基地创建资助余额：样例建筑技能公共实训基地"), "{}", host.get("/").text());

        let second = to_decision(server, &path, line);
        assert!(server.sign_in("host").get(&second).says("市级创建资助第2期"));
        assert_eq!(press(&decider, &second, "decide", &[("amount", "119999"), ("opinion", "样例意见")]).status, 422);
        done(&decider, &second, "decide", &[("amount", "120000"), ("opinion", "补足下限。")]);
        chain::confirmed_and_paid(server, &second);
        let [host, clerk] = ["host", "clerk"].map(|name| server.sign_in(name));
        assert!(host.get(&path).says("已拨付 200,000 元") && !host.get("/").says("申领基地创建资助余额"));
        for file in [&city, &second] {
            done(&clerk, file, "archive", &[]);
        }

        let higher = [("level", "provincial"), ("statement", "已达省级要求")];
        assert_eq!(host.post(&format!("{path}/apply"), &higher).status, 303);
        designate(server, &path, "2019-11-18");
        let provincial = to_decision(server, &path, line);
        assert!(!server.claim(id(&provincial)).title.contains('期'), "the first of its level");
        let page = server.sign_in("decider").get(&provincial);
        assert!(page.says("200,000") && page.says("800,000"), "paid before, and the floor less it: {}", page.text());
        let decider = server.sign_in("decider");
        let low = press(&decider, &provincial, "decide", &[("amount", "799999"), ("opinion", "样例意见")]);
        assert_eq!(low.status, 422, "a million in all at least: {}", low.text());
        done(&decider, &provincial, "decide", &[("amount", "800000"), ("opinion", "补差额。")]);
        chain::confirmed_and_paid(server, &provincial);
        assert_eq!(server.figures(line).paid, Fen::yuan(1_000_000));
    });
}

#[test]
fn a_designation_is_revoked_by_two_people_and_stays_in_the_history() {
    on_both(|server| {
        let host = server.sign_in("host");
        let path = enter(&host, "city");
        paper(&host, &path);
        let [clerk, decider] = ["clerk", "decider"].map(|name| server.sign_in(name));
        let propose =
            |who: &Client, reason: &str| who.post(&format!("{path}/propose-revocation"), &[("reason", reason)]);
        assert_eq!(propose(&clerk, "还未认定").status, 409);
        designate(server, &path, "2019-03-01");
        assert_eq!(propose(&host, "样例").status, 403);
        assert_eq!(propose(&clerk, " ").status, 422);
        assert_eq!(propose(&clerk, "场地已挪作他用，样例核查记录 1 号。").status, 303);
        assert_eq!(propose(&clerk, "第二个窗口").status, 409);
        assert!(!server.visitor().get(&path).says("挪作他用"), "a proposal is not public");
        assert!(decider.get("/").says("审定撤销基地认定：样例建筑技能公共实训基地"));

        assert_eq!(step(&clerk, &path, "revoke", &[]).status, 403);
        assert_eq!(step(&decider, &path, "keep", &[]).status, 422, "why it stays");
        assert_eq!(step(&decider, &path, "keep", &[("opinion", "已恢复用途。")]).status, 303);
        assert!(server.visitor().get("/bases?level=city").says("样例建筑技能"), "it stays on the list");
        assert_eq!(propose(&clerk, "再次挪作他用。").status, 303);
        let early = [("document", "样例发〔2019〕9号"), ("day", "2019-02-28")];
        assert_eq!(step(&decider, &path, "revoke", &early).status, 422, "before it was designated");
        let said = [("document", "样例发〔2019〕9号"), ("day", "2019-11-18")];
        let seen = decider.get(&path).value("version").expect("a version");
        assert_eq!(step(&decider, &path, "revoke", &said).status, 303);
        let again: Vec<_> = said.into_iter().chain([("version", seen.as_str())]).collect();
        assert_eq!(decider.post(&format!("{path}/revoke"), &again).status, 409, "a second click");

        assert!(!server.visitor().get("/bases").says("样例建筑技能"), "off the public list");
        let public = server.visitor().get(&path);
        assert!(public.says("已撤销") && public.says("样例发〔2019〕9号") && public.says("样例发〔2019〕1号"));
        assert!(!public.says("挪作他用") && !public.says("已恢复用途"));
        assert!(host.get(&path).says("样例发〔2019〕9号"));
        assert_eq!(host.post(&format!("{path}/claim"), &[]).status, 409, "nothing to claim any more");
        let known = server.app.store.read(jiangxin::storage::bases::designated).expect("bases");
        let day = |text: &str| text.parse().expect("a day");
        let (.., history) = known.first().expect("the base");
        use jiangxin::domain::base::{Level, level_on};
        assert_eq!(level_on(history, day("2019-11-17")), Some(Level::City));
        assert_eq!(level_on(history, day("2019-12-31")), None, "no longer counted");
        let mails = server.mail();
        assert!(mails.iter().any(|mail| mail.rendered.text.contains("再次挪作他用。")), "the unit is told why");
        let again = [("level", "city"), ("statement", "整改后再次申报")];
        assert_eq!(host.post(&format!("{path}/apply"), &again).status, 303, "it may apply again");
        assert_eq!(step(&host, &path, "submit", &[]).status, 303);
        assert_eq!(step(&clerk, &path, "examine", &[]).status, 303);
        let before = step(&decider, &path, "designate", &[("document", "样例发〔2019〕10号"), ("day", "2019-11-17")]);
        assert!(before.status == 422 && before.says("2019年11月18日"), "not before the revocation: {}", before.text());
        for odd in ["%", "_", "\\"] {
            let query = format!("/bases?q=x{}", rocket::http::RawStr::new(odd).percent_encode());
            assert_eq!(server.visitor().get(&query).status, 200, "{odd}");
        }
    });
}
