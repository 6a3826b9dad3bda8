//! Public registration through the real server: the rush for few places, and the way of one person.

use crate::support::entries::{fields, person, resident_id};
use crate::support::{Server, on_both};
use jiangxin::domain::ids::EntryId;
use jiangxin::service::accounts::digest;
use jiangxin::service::participants::entries::{EntryForm, places_of};
use jiangxin::storage::{audit, entries, outbox};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};

const PEOPLE: u32 = 2_000;
const PLACES: usize = 100;
/// People who send their form at the same time.
const AT_ONCE: usize = 48;

/// 2,000 people register for 100 places: 100 are in, 1,900 in their order on the list, none is lost;
/// ten withdraw, and the first ten of the list are in.
#[test]
fn a_rush_for_few_places() {
    on_both(|server| {
        let event = server.approved_event("样例抢报赛");
        let entry = server.entry(event, |form| EntryForm { capacity: PLACES.to_string(), ..form });
        let tokens = rush(server, entry);
        assert_eq!(tokens.len(), PEOPLE as usize, "every one of them has a page");

        let (places, list) = standing(server, entry);
        assert_eq!((places.taken as usize, places.waiting), (PLACES, PEOPLE - PLACES as u32));
        // Each was told their place; in the order of registration these are 1, 2, 3, … without gaps.
        let told = places_told(server);
        assert_eq!(told.keys().copied().collect::<Vec<i64>>(), list);
        assert!(told.values().copied().eq(1..=i64::from(PEOPLE) - PLACES as i64));
        let admitted = |server: &Server| {
            let people = server.app.store.read(|conn| entries::people(conn, entry, &["admitted"], 9_999));
            people.expect("people").into_iter().map(|row| row.id.get()).collect::<Vec<i64>>()
        };
        let before = admitted(server);
        assert_eq!(before.len(), PLACES);
        // Nobody who waits came before anybody who is in.
        assert!(before.iter().max() < list.iter().min());

        let visitor = server.visitor();
        let own = |id: &i64| tokens.get(id).expect("a page");
        for id in &before[..10] {
            visitor.get(&format!("/participation/{}", own(id)));
            let gone = visitor.post(&format!("/participation/{}/withdraw", own(id)), &[]);
            assert_eq!(gone.status, 303, "{}", gone.text());
        }
        let after = admitted(server);
        assert_eq!(after[..90], before[10..], "who was in stays in");
        assert_eq!(after[90..], list[..10], "the first ten of the list, in their order");
        let next = visitor.get(&format!("/participation/{}", own(&list[10])));
        assert!(next.says("候补第 1 位"), "{}", next.text());
        let verified = server.app.store.read(audit::head).expect("the record");
        assert!(verified.0 < i64::from(PEOPLE), "{} entries: registrations share theirs", verified.0);
    });
}

/// Everybody sends their form, many at once; gives back the secret of each one's page by participant.
fn rush(server: &Server, entry: EntryId) -> BTreeMap<i64, String> {
    let next = AtomicU32::new(0);
    let (next, path) = (&next, format!("/register/{entry}"));
    let tokens: Vec<String> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..AT_ONCE)
            .map(|_| {
                let (visitor, path) = (server.visitor(), path.clone());
                scope.spawn(move || {
                    visitor.get(&path);
                    let mut tokens = Vec::new();
                    loop {
                        let serial = next.fetch_add(1, Ordering::Relaxed);
                        if serial >= PEOPLE {
                            return tokens;
                        }
                        let form = person(serial);
                        let done = visitor.post(&path, &fields(&form));
                        assert_eq!(done.status, 303, "{}", done.text());
                        let page = done.location.expect("a page");
                        tokens.push(page.trim_start_matches("/participation/").to_owned());
                    }
                })
            })
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("a visitor")).collect()
    });
    let of = |token: String| {
        let row = server.app.store.read(|conn| entries::by_link(conn, &digest(&token))).expect("a participant");
        (row.id.get(), token)
    };
    tokens.into_iter().map(of).collect()
}

/// The places, and who waits in their order.
fn standing(server: &Server, entry: EntryId) -> (jiangxin::domain::participant::entry::Places, Vec<i64>) {
    let found = server.app.store.read(|conn| {
        let waiting = entries::waiting(conn, entry)?;
        Ok::<_, jiangxin::storage::StorageError>((places_of(&entries::get(conn, entry)?, &waiting), waiting))
    });
    let (places, waiting) = found.expect("the entry");
    (places, waiting.into_iter().map(|(id, _)| id).collect())
}

/// The place on the list that each was told by mail.
fn places_told(server: &Server) -> BTreeMap<i64, i64> {
    let mails = server.app.store.read(|conn| outbox::list(conn, None, 0, 10_000)).expect("the outbox");
    let waiting = mails.iter().filter(|mail| mail.kind == "registration-waiting");
    let told = waiting.map(|mail| {
        let id = mail.key.split(':').nth(1).and_then(|id| id.parse().ok()).expect("a participant");
        let payload: serde_json::Value = serde_json::from_str(&mail.payload).expect("JSON");
        let place = payload["params"]["place"]["text"].as_str().or(payload["params"]["place"].as_str());
        (id, place.and_then(|place| place.parse().ok()).unwrap_or_else(|| panic!("a place: {}", mail.payload)))
    });
    told.collect()
}

/// The host makes it, somebody registers with faults first, mends them, and comes to their own page;
/// the host approves, and what is changed is looked at, too.
#[test]
fn the_way_of_one_registration() {
    on_both(|server| {
        let event = server.approved_event("样例砌筑赛");
        let host = server.sign_in("host");
        let list = format!("/events/{event}/entries");
        assert!(host.get(&list).says("还没有报名项"));
        let form = host.get(&format!("{list}/new"));
        let (opens, closes) = (form.value("opens_at").unwrap(), form.value("closes_at").unwrap());
        let mut sent = vec![
            ("name", "砌筑工"),
            ("capacity", "1"),
            ("opens_at", opens.as_str()),
            ("closes_at", closes.as_str()),
            ("offer_hours", "48"),
            ("team_least", "1"),
            ("team_most", "1"),
            ("age_most", "40"),
            ("approval", "true"),
            ("open", "true"),
        ];
        sent.push(("age_least", "abc"));
        let wrong = host.post(&list, &sent);
        assert_eq!(wrong.status, 422);
        assert!(wrong.says("砌筑工"), "what was typed stays");
        sent.pop();
        let made = host.post(&list, &sent);
        assert_eq!(made.status, 303, "{}", made.text());
        let entry = made.location.unwrap();
        assert_eq!(server.sign_in("host.school").get(&entry).status, 404);

        let visitor = server.visitor();
        assert!(visitor.get("/register").says("样例砌筑赛"));
        let path = entry.replace("/entries/", "/register/");
        let page = visitor.get(&path);
        assert!(page.says("不超过 40 周岁") && page.says("使用目的"), "{}", page.text());
        let mut typed = person(1);
        typed[1].1 = "999999194906010018".to_owned();
        typed[4].1 = "12".to_owned();
        let refused = visitor.post(&path, &fields(&typed));
        assert_eq!(refused.status, 422);
        for words in ["年龄不得超过 40 周岁", "70 周岁", "样例机械厂", "person1@example.com"] {
            assert!(refused.says(words), "{words}: {}", refused.text());
        }
        let good = person(1);
        let done = visitor.post(&path, &fields(&good));
        assert_eq!(done.status, 303, "{}", done.text());
        let own = done.location.unwrap();
        let page = visitor.get(&own);
        assert!(page.says("等待承办单位审核") && !page.says("<svg"), "{}", page.text());
        assert!(!page.says(&resident_id(1)), "the number is masked on one's own page, too");
        let again = visitor.post(&path, &fields(&good));
        assert!(again.status == 422 && again.says("已在本次活动报名"), "a double click");
        for wrong in ["/participation/no-such-token", "/participation/", "/register/999"] {
            assert_eq!(visitor.get(wrong).status, 404, "{wrong}");
        }

        assert!(host.get("/").says("审核 1 份报名"), "it waits for the host");
        let page = host.get(&entry);
        let version = page.value("version").unwrap();
        let id = page.text().split("/participants/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let decide = format!("/participants/{id}/decide");
        let entry_id = entry.rsplit('/').next().unwrap().to_owned();
        let say = |verdict: &str, version: &str| {
            host.post(&decide, &[("verdict", verdict), ("version", version), ("entry", &entry_id)])
        };
        let refused = say("refuse", &version);
        assert_eq!(refused.status, 422, "a refusal has a reason");
        assert!(refused.says(&format!("reason-{id}-error")) && refused.says("样例砌筑赛"), "{}", refused.text());
        assert_eq!(say("approve", &version).status, 303);
        assert_eq!(say("approve", &version).status, 303, "done once");
        let page = visitor.get(&own);
        assert!(page.says("报名成功") && page.says("<svg") && page.says("签到码"), "{}", page.text());

        let form = visitor.get(&format!("{own}/change"));
        assert_eq!(form.value("unit").as_deref(), Some("样例机械厂"));
        let mut change = person(1);
        change[2].1 = "样例阀门厂".to_owned();
        change.push(("version", form.value("version").unwrap()));
        assert_eq!(visitor.post(&format!("{own}/change"), &fields(&change)).status, 303);
        assert!(visitor.get(&own).says("正在等待承办单位审核"));
        assert!(host.get(&entry).says("样例阀门厂"));

        // Another tab that was open all the while: nothing of either is lost.
        let mut other = change.clone();
        other[2].1 = "样例机械厂".to_owned();
        other[6].1 = "technician".to_owned();
        let stale = visitor.post(&format!("{own}/change"), &fields(&other));
        assert!(stale.status == 409 && stale.says("您打开本页之后"), "{}", stale.text());
        assert!(stale.says("现在登记的是：样例阀门厂") && stale.says("现在登记的是：高级工"), "{}", stale.text());
        assert_eq!(stale.value("unit").as_deref(), Some("样例机械厂"), "what was typed stays");
        assert!(host.get(&entry).says("样例阀门厂"), "the first counts");
        assert_eq!(visitor.get(&format!("{own}/change")).value("unit").as_deref(), Some("样例阀门厂"));
        let log = visitor.get(&own);
        assert!(log.says("样例机械厂 → 样例阀门厂") && !log.says("330304") && !log.says("senior"), "{}", log.text());

        // A second person waits; the first names a substitute; after the cut-off nobody can any more.
        let second = person(2);
        let waiting = visitor.post(&path, &fields(&second)).location.unwrap();
        assert!(visitor.get(&waiting).says("候补第 1 位"));
        let third = person(3);
        let named = visitor.post(&format!("{own}/substitute"), &fields(&third));
        assert_eq!(named.status, 303, "{}", named.text());
        assert!(visitor.get(&own).says("已更换"));
        server.advance_days(40);
        assert_eq!(visitor.post(&format!("{waiting}/substitute"), &fields(&person(4))).status, 409);
        assert_eq!(visitor.get(&path).status, 200, "the page stays");
        assert!(visitor.get(&path).says("已截止"));

        let mails = server.mail();
        let mine: Vec<_> = mails.iter().filter(|mail| mail.to == "person1@example.com").collect();
        assert_eq!(mine.len(), 3, "received, admitted, replaced");
        assert!(mails.iter().all(|mail| !mail.rendered.text.contains(&resident_id(1))));
    });
}

/// A program gets the same values as the page says.
#[test]
fn a_program_reads_each_condition() {
    let server = Server::sqlite();
    let event = server.approved_event("样例程序赛");
    let entry = server.entry(event, |form| EntryForm {
        age_least: "18".to_owned(),
        age_most: "30".to_owned(),
        skill: "technician".to_owned(),
        ..form
    });
    let visitor = server.visitor();
    let path = format!("/register/{entry}");
    visitor.get(&path);
    let form = person(7);
    let refused = visitor.post_as_program(&path, &fields(&form));
    assert_eq!((refused.status, refused.media_type.as_str()), (422, "application/json"));
    let said: serde_json::Value = serde_json::from_slice(&refused.bytes).expect("JSON");
    let fault = |index: usize| &said["faults"][index];
    assert_eq!(fault(0)["code"], "unmet-age-between");
    assert_eq!(fault(0)["values"], serde_json::json!({ "seen": "34", "min": "18", "max": "30", "date": "2019-12-09" }));
    assert_eq!(fault(1)["values"], serde_json::json!({ "seen": "senior", "required": "technician" }));
}

/// What is said of a number that is registered already; of where, nothing.
#[test]
fn a_number_that_is_registered_is_not_told_where() {
    let server = Server::sqlite();
    let event = server.approved_event("样例重复赛");
    let entry = server.entry(event, |form| form);
    let path = format!("/register/{entry}");
    let visitor = server.visitor();
    visitor.get(&path);
    assert_eq!(visitor.post(&path, &fields(&person(1))).status, 303);
    let again = |lang: &str, words: &str| {
        let other = server.visitor();
        other.get(&format!("/lang?lang={lang}&to={path}"));
        other.get(&path);
        let again = other.post(&path, &fields(&person(1)));
        assert!(again.status == 422 && again.says(words), "{}", again.text());
        assert!(!again.says("/participation/"), "another person's page is given to nobody");
        assert_eq!(again.value("name").as_deref(), Some("样例"), "what was typed stays");
    };
    let zh = "此身份证号已在本次活动报名。请从确认邮件中的链接查看或修改；如非本人所报，请联系主办单位。";
    let en = "this ID number is registered for this event already. The link in the confirmation mail shows the \
              registration; if it was not you, ask the organiser.";
    again("zh", &format!("每人限报一项，{zh}"));
    again("en", &format!("One item per person; {en}"));
    let terms = [("version", "new"), ("purpose", ""), ("keep_days", "30"), ("share", "80")];
    let put = server.sign_in("host").post(&format!("/events/{event}/participants/terms"), &terms);
    assert_eq!(put.status, 303, "{}", put.text());
    // What somebody has agreed to stands; only the time may get shorter.
    let other = [("version", "0"), ("purpose", "用于广告"), ("keep_days", "31"), ("share", "80")];
    let put = server.sign_in("host").post(&format!("/events/{event}/participants/terms"), &other);
    assert!(put.status == 422 && put.says("f-purpose-error") && put.says("已有人按 30 天报名"), "{}", put.text());
    again("zh", &zh.replace("报名。", "报名，不能重复报名。"));
    again("en", &en.replacen("this", "This", 1));
}

/// A double click, a form sent again: one registration, and each answer leads to its page.
#[test]
fn a_form_that_is_sent_twice_is_one_registration() {
    on_both(|server| {
        let event = server.approved_event("样例双击赛");
        let entry = server.entry(event, |form| form);
        let path = format!("/register/{entry}");
        let visitor = server.visitor();
        let once = visitor.get(&path).value("once").expect("what the form carries");
        assert_ne!(visitor.get(&path).value("once").as_ref(), Some(&once), "each form its own");
        let form = [person(1), vec![("once", once.clone())]].concat();
        let presses = [server.visitor(), server.visitor()];
        let (form, path) = (&form, &path);
        let [first, second] = std::thread::scope(|scope| {
            let both = presses.map(|client| {
                client.get(path);
                scope.spawn(move || client.post(path, &fields(form)))
            });
            both.map(|one| one.join().expect("an answer"))
        });
        assert_eq!((first.status, second.status), (303, 303), "{} {}", first.text(), second.text());
        assert_eq!(first.location, second.location, "the same page");
        let own = first.location.expect("a page");
        assert!(visitor.get(&own).says("报名成功"), "{}", visitor.get(&own).text());
        assert_eq!(visitor.post(path, &fields(form)).location.as_ref(), Some(&own), "and later");
        let letters = server.mail().iter().filter(|mail| mail.to == "person1@example.com").count();
        assert_eq!(letters, 1);
        // The same form with another person is another registration; somebody else's form leads nowhere.
        let other = [person(2), vec![("once", once.clone())]].concat();
        let other = visitor.post(path, &fields(&other));
        assert!(other.status == 303 && other.location.as_ref() != Some(&own), "{}", other.text());
        let stranger = [person(1), vec![("once", "x".repeat(43))]].concat();
        assert_eq!(visitor.post(path, &fields(&stranger)).status, 422);
        // Who has left registers anew, also by the old form.
        assert_eq!(visitor.post(&format!("{own}/withdraw"), &[]).status, 303);
        let anew = visitor.post(path, &fields(form));
        assert!(anew.status == 303 && anew.location.as_ref() != Some(&own), "{}", anew.text());
    });
}
