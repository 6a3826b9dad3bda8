//! A team is one contestant: who competes as one, from registration to the certificate and into the final.

use crate::contests::{attend, step};
use crate::corrections::publish;
use crate::finals::{final_of, on_list};
use crate::support::entries::{fields, person};
use crate::support::{Server, on_both};
use jiangxin::domain::ids::EventId;
use jiangxin::service::participants::entries::EntryForm;
use jiangxin::storage::attendance::{self, NewScan};
use jiangxin::storage::{contest_people, contests, participants};

/// Members of two teams, invented.
const NAMES: [&str; 4] = ["样例甲", "样例乙", "样例丙", "样例丁"];

/// Was there from morning to evening on both days of the event.
fn attended(server: &Server, event: EventId, name: &str) {
    let (at, user_id) = (server.app.now().naive_utc(), server.who("host").id().get());
    let scanned = server.app.store.write(|tx| {
        let person = participants::of_event(tx, event)?.into_iter().find(|row| row.name == name).expect("the member");
        for (direction, moment) in [
            ("in", "2019-12-09T00:25:00"),
            ("out", "2019-12-09T09:35:00"),
            ("in", "2019-12-10T00:25:00"),
            ("out", "2019-12-10T09:35:00"),
        ] {
            let scan = NewScan {
                event_id: event.get(),
                participant_id: person.id.get(),
                direction,
                scanned_at: moment.parse().expect("a moment"),
                received_at: at,
                device: "phone-a",
                mark: &format!("{name}{moment}"),
                user_id,
                skew_seconds: None,
                note: "",
            };
            attendance::enter(tx, &scan)?;
        }
        Ok::<_, jiangxin::storage::StorageError>(())
    });
    scanned.expect("scans");
}

#[test]
fn a_team_is_one_contestant_with_its_members() {
    on_both(|server| {
        let (host, clerk, judge) = (server.sign_in("host"), server.sign_in("clerk"), server.sign_in("evaluator"));
        let event = server.approved_event_with("样例团队赛", r#"{"level":"city"}"#);
        let made = host.post(
            &format!("/events/{event}/contests"),
            &[
                ("name", "砌筑工"),
                ("practical", "100"),
                ("trim_from", "0"),
                ("chain", ""),
                ("minimum_field", "2"),
                ("prizes", "2"),
                ("appeal_minutes", "120"),
                ("tier", "1"),
            ],
        );
        let contest = made.location.expect("an item");
        let entry = server.entry(event, |form| EntryForm {
            name: "砌筑工".into(),
            team_least: "2".into(),
            team_most: "3".into(),
            ..form
        });
        let (path, visitor) = (format!("/register/{entry}"), server.visitor());
        let named = |serial: u32, name: &str| [&[("name", name.to_owned())], &person(serial)[1..]].concat();
        let mut pages = Vec::new();
        for (first, name) in [(1, "样例一队"), (3, "样例二队")] {
            visitor.get(&path);
            let mut form = named(first, NAMES[first as usize - 1]);
            form.push(("team", name.to_owned()));
            let done = visitor.post(&path, &fields(&form));
            let page = done.location.expect("a page").split('?').next().expect("a path").to_owned();
            let invited = visitor.post(&format!("{page}/invite"), &[]);
            let join = invited.location.expect("a page").split("?join=").nth(1).expect("a link").to_owned();
            visitor.get(&format!("{path}/join/{join}"));
            let joined =
                visitor.post(&format!("{path}/join/{join}"), &fields(&named(first + 1, NAMES[first as usize])));
            assert_eq!(joined.status, 303, "{}", joined.text());
            let joined = joined.location.expect("a page").split('?').next().expect("a path").to_owned();
            pages.extend([page, joined]);
        }
        let follow = || host.post(&format!("/events/{event}/participants/entrants"), &[]);
        for _ in 0..2 {
            assert_eq!(follow().status, 303);
        }
        let id = contest.rsplit('/').next().expect("an id");
        assert_eq!(on_list(server, id), ["样例一队", "样例二队"], "one for each team");
        let team = NAMES[..2].join("、");
        let shown = host.get(&contest);
        assert!(shown.says(&format!("队员：{team}")), "{}", shown.text());
        assert_eq!(host.post(&format!("{contest}/draw"), &[]).status, 303);
        let user = server.who("evaluator").id().to_string();
        assert_eq!(host.post(&format!("{contest}/judges"), &[("judge", &user), ("head", "1")]).status, 303);
        // Until registration is over members have themselves replaced, and the list follows. Who stood for the team
        // is followed by the next: it keeps its place in the item, and its workstation.
        let replace = |page: &str, serial: u32, name: &str| {
            visitor.get(&format!("{page}/substitute"));
            let sent = visitor.post(&format!("{page}/substitute"), &fields(&named(serial, name)));
            assert_eq!(sent.status, 303, "{}", sent.text());
        };
        replace(&pages[2], 7, "接替丙");
        assert_eq!(on_list(server, id), ["样例一队", "样例二队"]);
        assert!(host.get(&contest).says("队员：样例丁、接替丙"), "{}", host.get(&contest).text());
        let opened = step(&host, &contest, "open");
        assert_eq!(opened.status, 303, "{}", opened.text());
        replace(&pages[3], 5, "接替丁");
        assert!(host.get(&contest).says("队员：接替丙、接替丁"), "{}", host.get(&contest).text());
        let entrants =
            server.app.store.read(|conn| contests::entrants(conn, id.parse().expect("an id"))).expect("the teams");
        for (entrant, mark) in entrants.iter().zip(["80", "90"]) {
            assert_eq!(attend(&host, &contest, &[(&format!("p-{}", entrant.id), "yes")]).status, 303);
            let station = contest.replace("/contests/", "/judging/") + "/stations/" + &entrant.station;
            assert_eq!(judge.post(&station, &[("m-practical", mark), ("do", "seal")]).status, 303);
        }
        for client in [&host, &clerk] {
            let done = step(client, &contest, "sign");
            assert_eq!(done.status, 303, "{}", done.text());
        }
        let page = host.get(&contest);
        assert!(page.says("整个赛事没有任何签到记录") && page.says("2 名选手；请补录签到"), "{}", page.text());
        publish(&host, &clerk, &contest);
        let result = server.visitor().get(&contest.replace("/contests/", "/results/"));
        assert!(result.says("样例一队") && result.says(&format!("队员：{team}")), "{}", result.text());
        let (reader, path) = (server.visitor(), contest.replace("/contests/", "/results/"));
        reader.get(&format!("/lang?lang=en&to={path}"));
        let said = reader.get(&path);
        assert!(said.says(&format!("Members: {}", NAMES[..2].join(", "))), "{}", said.text());
        // One letter to each member, with the team's rank.
        let letters = server.mail();
        for (number, rank) in [(1, 2), (2, 2), (7, 1), (5, 1)] {
            let to = format!("person{number}@example.com");
            let own: Vec<_> =
                letters.iter().filter(|mail| mail.to == to && mail.rendered.subject.contains("成绩公布")).collect();
            assert_eq!(own.len(), 1, "to {to}");
            assert!(own[0].rendered.subject.contains(&format!("第 {rank} 名")), "{}", own[0].rendered.subject);
        }
        // The result is each member's own.
        let data = clerk
            .post("/participants/person", &[("number", &crate::support::entries::resident_id(2)), ("form", "json")]);
        let said: serde_json::Value = serde_json::from_slice(&data.bytes).expect("JSON");
        let own = &said["participations"][0]["of_the_event"];
        assert_eq!(own["results"][0]["rank"], 2, "{said}");
        let kinds = own["mails"].as_array().expect("letters").iter().filter(|mail| mail["kind"] == "contest-result");
        assert_eq!(kinds.count(), 1, "{said}");
        // Who won as one of a team is known by name where holders of a title sit out.
        for name in ["样例甲", "接替丙"] {
            let won = server.app.store.read(|conn| contest_people::laureates(conn, &[name]));
            assert_eq!(won.expect("who won").len(), 1, "{name}");
        }
        // Who competed stays who competed; and so they go into the final.
        replace(&pages[1], 6, "接替乙");
        let result = server.visitor().get(&contest.replace("/contests/", "/results/"));
        assert!(result.says(&format!("队员：{team}")) && !result.says("接替乙"), "{}", result.text());
        let (last, into) = final_of(&host, &contest);
        assert_eq!(host.post(&format!("{contest}/advance"), &[("places", "2"), ("into", &into)]).status, 303);
        assert_eq!(on_list(server, &into), ["样例一队", "样例二队"]);
        assert!(host.get(&last).says(&format!("队员：{team}")), "{}", host.get(&last).text());
        // The certificate names the team and those of its members who were there.
        server.advance_days(24);
        for name in ["样例甲", "接替丙"] {
            attended(server, event, name);
        }
        let host = server.sign_in("host");
        let list = format!("{contest}/certificates");
        assert_eq!(host.post(&list, &[]).status, 303);
        let printed = host.get(&list);
        let team_of = |page: &str| page.split("certificate-name\">").skip(1).map(str::to_owned).collect::<Vec<_>>();
        let sheets = team_of(&printed.text());
        assert!(sheets.len() == 2 && sheets[0].contains("样例二队") && sheets[1].contains("样例一队"), "by rank");
        assert!(sheets[0].contains("队员：接替丙<"), "{}", sheets[0]);
        assert!(printed.says("接替丁（样例二队，证书上不列名） 0/4"), "{}", printed.text());
        assert!(printed.says("样例一队") && printed.says(&format!("队员：{team}")), "{}", printed.text());
        // The title is each member's: both are offered for the round, and taken one by one.
        let call = [("programme", "city-chief-technician"), ("closes_on", "2019-12-27")];
        let round = crate::recognition::open(server, &call);
        crate::titles::unit(server, "样例机械厂", "host.factory");
        let clerk = server.sign_in("clerk");
        for left in [1, 0] {
            let offered = clerk.get(&round).value("entrant").expect("a winner");
            let taken = clerk.post(&format!("{round}/laureates"), &[("entrant", &offered)]);
            assert_eq!(taken.status, 303, "{}", taken.text());
            assert_eq!(usize::from(clerk.get(&round).value("entrant").is_some()), left);
        }
    });
}
