//! Every route has its row of rights, and every row holds: signed out, as the least role, and as
//! another organisation.

use crate::support::entries::new_entry;
use crate::support::{Client, Reply, Server};
use jiangxin::domain::access::{Action, table};
use jiangxin::domain::base::Level;
use jiangxin::domain::ids::{EventId, UserId};
use jiangxin::domain::policy::FactSheet;
use jiangxin::service::budgets::{self, NewLine};
use jiangxin::service::claims::{self, NewDraft};
use jiangxin::service::evidence::{self, Owner, Sent};
use jiangxin::service::{Who, accounts, plans, recognition};
use jiangxin::storage::bases::{self, Particulars};
use jiangxin::storage::contests::{self, ItemData, NewEntrant};
use jiangxin::storage::entries;
use jiangxin::storage::events::{self, Content};
use jiangxin::storage::participants::{self, NewParticipant};
use jiangxin::storage::schedules::{self, PersonData};
use jiangxin::storage::titles::{self, NewTitle};
use jiangxin::storage::{StorageError, people, rosters};
use jiangxin::web;
use jiangxin::web::rights::{Needs, ROUTES};
use std::collections::BTreeSet;

/// What anybody may ask for whoever owns the object.
const PUBLIC: &[Action] = &[Action::NoticeView, Action::NoticeObject, Action::CalendarView];

#[test]
fn every_route_has_its_row_and_every_row_its_route() {
    let path = |uri: &str| uri.split('?').next().unwrap_or_default().to_owned();
    let mounted: BTreeSet<_> =
        web::routes().into_iter().map(|(method, uri)| format!("{method} {}", path(&uri))).collect();
    let listed: BTreeSet<_> = ROUTES.iter().map(|(method, uri, _)| format!("{method} {}", path(uri))).collect();
    assert_eq!(listed.len(), ROUTES.len(), "a route has two rows in src/web/rights.rs");
    let without_row: Vec<_> = mounted.difference(&listed).collect();
    let without_route: Vec<_> = listed.difference(&mounted).collect();
    assert!(without_row.is_empty(), "routes without a row in src/web/rights.rs: {without_row:?}");
    assert!(without_route.is_empty(), "rows of src/web/rights.rs without a route: {without_route:?}");
}

#[test]
fn signed_out_nothing_answers_but_what_is_public() {
    let office = Office::new();
    let visitor = office.server.visitor();
    let mut wrong = Vec::new();
    for (method, uri, needs) in ROUTES {
        let open = match needs {
            Needs::Anyone => true,
            Needs::SignedIn => false,
            Needs::Right(action) => PUBLIC.contains(action),
            Needs::Paper { .. } => false,
        };
        let reply = office.call(&visitor, method, uri);
        let to_sign_in = reply.location.as_deref().is_some_and(|to| to.starts_with("/sign-in"));
        let kept_out = to_sign_in || reply.status == 401 || (*method != "GET" && reply.status == 403);
        if reply.status >= 500 || (!open && !kept_out) {
            wrong.push(said(method, uri, &reply));
        }
    }
    assert!(wrong.is_empty(), "signed out:\n{}", wrong.join("\n"));
}

#[test]
fn the_least_role_is_refused_what_its_column_says() {
    let office = Office::new();
    let evaluator = office.server.sign_in("evaluator");
    office.refuses(&evaluator, "evaluator", |_, action| never(action, "evaluator"));
}

/// Where the object belongs to somebody else, and where hosts have no business at all.
#[test]
fn another_organisation_reaches_nothing_of_ours() {
    let office = Office::new();
    let of_nobody = ["<year>", "<rule>", "<name>", "<token>"];
    let foreign = |uri: &str| {
        let path = uri.split('?').next().unwrap_or_default();
        path.split('/').any(|part| part.starts_with('<') && !of_nobody.contains(&part))
    };
    for name in ["host.school", "host.ruian"] {
        let stranger = office.server.sign_in(name);
        office.refuses(&stranger, name, |uri, action| {
            never(action, "host") || (foreign(uri) && !PUBLIC.contains(&action))
        });
    }
    let county = office.server.sign_in("clerk.ruian");
    office.refuses(&county, "clerk.ruian", |uri, action| {
        never(action, "clerk") || (uri.starts_with("/claims/<id>") || uri.starts_with("/events/<id>"))
    });
}

/// What is known of the people of an event is for its host, clerks and auditors. Whoever else may look at them
/// reads names, units and states, on every page and in every file, and finds nobody by a number.
#[test]
fn particulars_of_people_are_for_those_who_need_them() {
    let mut office = Office::new();
    let private = ["330302198703040736", "13712340736", "private@example.com", "1987-03-04", "1987年3月4日", "0736"];
    office.participant = office.people(private[0], private[1], private[2]);
    let pages = ["/events/<id>/participants", "/participants/<id>", "/entries/<id>", "/contests/<id>"];
    for name in ["host", "clerk", "auditor"] {
        let reader = office.server.sign_in(name);
        for page in pages {
            assert!(office.call(&reader, "GET", page).says("0736"), "{name} reads them at {page}");
        }
        assert!(office.call(&reader, "GET", "/events/<id>/schedule/people").says(private[2]), "{name}");
        let found = reader.get(&format!("/events/{}/participants?q=0736", office.event));
        assert!(found.says("私隐样例"), "{name} finds people by the last four");
    }
    for name in ["reviewer", "decider", "treasurer"] {
        let reader = office.server.sign_in(name);
        for page in pages {
            let reply = office.call(&reader, "GET", page);
            assert!(reply.status == 200 && reply.says("私隐样例"), "{name} reads names at {page}");
        }
        let mut leaks = Vec::new();
        for (_, uri, _) in ROUTES.iter().filter(|(method, uri, _)| *method == "GET" && !uri.starts_with("/sign-out")) {
            let kind = if uri.contains("<format>") { "?format=csv" } else { "" };
            let text = reader.get(&format!("{}{kind}", office.path(uri))).text();
            let found = private.iter().filter(|fact| text.contains(**fact));
            leaks.extend(found.map(|fact| format!("{uri}: {fact}")));
        }
        assert!(leaks.is_empty(), "{name}:\n{}", leaks.join("\n"));
        let found = reader.get(&format!("/events/{}/participants?q=0736", office.event));
        assert!(!found.says("私隐样例"), "{name} finds nobody by a number");
    }
}

/// The office with one object of each kind, all of them the host's or its city's.
struct Office {
    server: Server,
    organisation: i64,
    user: i64,
    item: i64,
    event: i64,
    base: i64,
    claim: i64,
    evidence: i64,
    line: i64,
    contest: i64,
    participant: i64,
    roster: i64,
    entry: i64,
    /// A round that is open, a nomination of the host in it with a paper and an objection, a title of theirs.
    round: i64,
    nomination: i64,
    nomination_paper: i64,
    title: i64,
}

impl Office {
    fn new() -> Office {
        let server = Server::sqlite();
        let app = &server.app;
        let who = |name: &str| -> Who {
            let email = format!("{name}@demo.example");
            let found = app.store.read(|conn| {
                let user = people::user_by_email(conn, &email)?.ok_or(StorageError::NotFound)?;
                accounts::who(conn, user.id)
            });
            found.expect("the database").expect("somebody active")
        };
        let host = who("host");
        let new = NewLine { year: "2019".into(), code: "B1".into(), name: "竞赛".into(), amount: "100000".into() };
        let line = budgets::create(app, &who("treasurer"), &new).expect("a budget line");
        let plan = plans::open_year(app, &who("clerk"), 2019).expect("a plan");
        let typed = [("kind", "seminar"), ("name", "钢筋高研班"), ("trade", "建筑"), ("host", "温州市建筑业协会")];
        let typed = typed.iter().chain(&[("from", "2019-12-02"), ("to", "2019-12-06")]);
        let typed = typed.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let item = plans::items::add(app, &who("clerk"), plan, &typed).expect("an item of the plan");
        let draft = NewDraft {
            rule: "competition.host".into(),
            title: "砌筑工竞赛".into(),
            facts: FactSheet::default(),
            event: None,
            budget_line: None,
        };
        let claim = claims::create(app, &host, &draft).expect("a claim");
        let sent = Sent { file_name: "决算.pdf".into(), bytes: b"%PDF-1.4".to_vec(), cut: false };
        let evidence =
            evidence::upload(app, &host, Owner::Claim(claim), "cost_statement", &sent).expect("a paper of the claim");
        let event = event(&server);
        let contest = contest(&server, event);
        let participant = participant(&server, event);
        let at = server.app.now().naive_utc();
        let roster = server
            .app
            .store
            .write(|tx| rosters::insert_import(tx, EventId::new(event), host.id(), "名册.csv", "{}", "{}", at))
            .expect("a roster")
            .get();
        let entry =
            server.app.store.write(|tx| entries::insert(tx, EventId::new(event), None, &new_entry("砌筑工", at), at));
        let entry = entry.expect("an entry").get();
        let (organisation, user) = (host.organisation().get(), UserId::get(host.id()));
        let (item, claim, evidence, line) = (item.get(), claim.get(), evidence.get(), line.get());
        let base = base(&server, &host);
        let (round, nomination, nomination_paper) = recognition_of(&server, &who("clerk"), &host);
        let title = title(&server, &host);
        Office {
            organisation,
            user,
            item,
            event,
            claim,
            evidence,
            line,
            contest,
            participant,
            roster,
            base,
            entry,
            round,
            nomination,
            nomination_paper,
            title,
            server,
        }
    }

    /// Somebody of whom everything is known: on the roster, waiting to be admitted, among the contestants and on
    /// the schedule.
    fn people(&self, number: &str, phone: &str, email: &str) -> i64 {
        let (event, at) = (EventId::new(self.event), self.server.app.now().naive_utc());
        let (tail, name, unit) = (number[14..].to_owned(), "私隐样例".to_owned(), "样例单位".to_owned());
        let born_on = "1987-03-04".parse().ok();
        let made = self.server.app.store.write(|tx| {
            let new = NewParticipant {
                event_id: self.event,
                entry_id: Some(self.entry),
                state: "pending",
                source: "public",
                name: name.clone(),
                resident_id: Some(number.into()),
                id_tail: tail.clone(),
                born_on,
                sex: Some("male".into()),
                unit: unit.clone(),
                phone: phone.into(),
                email: email.into(),
                lang: "zh".into(),
                created_at: at,
                ..NewParticipant::default()
            };
            let pending = participants::insert(tx, &new)?;
            let admitted = NewParticipant { state: "admitted", entry_id: None, resident_id: None, ..new };
            participants::insert(tx, &admitted)?;
            let entrant = NewEntrant {
                item_id: self.contest,
                participant_id: None,
                name: name.clone(),
                id_tail: tail.clone(),
                born_on,
                sex: None,
                unit: unit.clone(),
                email: email.into(),
                station: String::new(),
                official: true,
                created_at: at,
            };
            contests::insert_entrant(tx, &entrant)?;
            let person = PersonData {
                name: name.clone(),
                unit: unit.clone(),
                role: "lecturer",
                email: Some(email.into()),
                user_id: None,
                away: String::new(),
                origin: String::new(),
            };
            schedules::insert_person(tx, event, &person, at)?;
            Ok::<_, StorageError>(pending)
        });
        made.expect("somebody of whom everything is known").get()
    }

    /// The path with an object that exists in place of each parameter; `1` where this office has
    /// none of the kind.
    fn path(&self, uri: &str) -> String {
        let uri = uri.split('?').next().unwrap_or_default();
        let kinds = [
            ("/people/organisations/", self.organisation),
            ("/people/users/", self.user),
            ("/plan/items/", self.item),
            ("/events/", self.event),
            ("/contests/", self.contest),
            ("/judging/", self.contest),
            ("/participants/", self.participant),
            ("/rosters/", self.roster),
            ("/entries/", self.entry),
            ("/results/", self.contest),
            ("/claims/", self.claim),
            ("/bases/", self.base),
            ("/recognition/", self.round),
            ("/nominations/", self.nomination),
            ("/titles/", self.title),
            ("/evidence/", self.evidence),
            ("/papers/", self.evidence),
            ("/budget", self.line),
        ];
        let id = kinds.iter().find(|(start, _)| uri.starts_with(start)).map_or(1, |(_, id)| *id);
        let parts = uri.split('/').map(|part| match part {
            "<year>" => "2019".to_owned(),
            "<name>" => "style.css".to_owned(),
            "<rule>" => "competition.host".to_owned(),
            "<token>" => "no-such-token".to_owned(),
            "<step>" => "submit".to_owned(),
            "<paper>" if uri.starts_with("/nominations/") => self.nomination_paper.to_string(),
            "<paper>" | "<file>" | "<evidence>" => self.evidence.to_string(),
            part if part.starts_with('<') => id.to_string(),
            part => part.to_owned(),
        });
        parts.collect::<Vec<_>>().join("/")
    }

    fn call(&self, client: &Client, method: &str, uri: &str) -> Reply {
        let path = self.path(uri);
        match method {
            "GET" => client.get(&path),
            _ => client.post(&path, &[]),
        }
    }

    /// Calls every route that needs a right and is to be refused; all others must at least not fail.
    fn refuses(&self, client: &Client, name: &str, refused: impl Fn(&str, Action) -> bool) {
        let mut wrong = Vec::new();
        for (method, uri, needs) in ROUTES {
            // Signing out would end the walk.
            if uri.starts_with("/sign-out") {
                continue;
            }
            let reply = self.call(client, method, uri);
            let held = match needs {
                // The paper that stands for all is one of a claim.
                Needs::Right(action) | Needs::Paper { claim: action, .. } if refused(uri, *action) => match *method {
                    "GET" => matches!(reply.status, 403 | 404),
                    // What was sent may be looked at first, and be found wanting.
                    _ => matches!(reply.status, 403 | 404 | 409 | 422),
                },
                _ => reply.status != 401 && reply.status < 500,
            };
            if !held {
                wrong.push(said(method, uri, &reply));
            }
        }
        assert!(wrong.is_empty(), "{name}:\n{}", wrong.join("\n"));
    }
}

fn event(server: &Server) -> i64 {
    let new = server.new_event("HD-2019-9001", "competition", "draft");
    let (name, trade, venue) = ("砌筑工竞赛".into(), "砌筑工".into(), String::new());
    let content = Content { name, trade, venue, starts_on: None, ends_on: None, details: "{}".into() };
    let made = server.app.store.write(|tx| events::insert(tx, &new, &content));
    made.expect("an event").get()
}

fn base(server: &Server, host: &Who) -> i64 {
    let of = Particulars { name: "样例实训基地".into(), trades: "砌筑工".into(), ..Particulars::default() };
    let at = server.app.now().naive_utc();
    let made = server.app.store.write(|tx| {
        let division = people::organisation(tx, host.organisation())?.division;
        let id = bases::insert(tx, host.organisation(), division, &of, at)?;
        bases::apply(tx, id, Level::City, "", at)?;
        Ok::<_, StorageError>(id)
    });
    made.expect("a base").get()
}

/// An open round, a draft of the host in it, and a paper of that.
fn recognition_of(server: &Server, clerk: &Who, host: &Who) -> (i64, i64, i64) {
    let text = |pairs: &[(&str, &str)]| pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    let call = text(&[("programme", "topnotch"), ("year", "2019"), ("closes_on", "2019-12-18")]);
    let round = recognition::open(&server.app, clerk, &call).expect("a round");
    let typed = recognition::Typed(text(&[("nominator", "industry"), ("name", "赵样例")]));
    let nomination = recognition::nominate(&server.app, host, round, &typed).expect("a nomination");
    let sent = Sent { file_name: "推荐表.pdf".into(), bytes: b"%PDF-1.4".to_vec(), cut: false };
    recognition::upload(&server.app, host, nomination, "form", &sent).expect("a paper");
    let papers = server.app.store.read(|conn| jiangxin::storage::recognition::papers(conn, nomination));
    let paper = papers.expect("papers").first().expect("a paper").id.get();
    (round.get(), nomination.get(), paper)
}

fn title(server: &Server, host: &Who) -> i64 {
    let day = server.app.today();
    let new = NewTitle {
        number: "CH-2019-9001",
        programme: "city-chief-technician",
        year: 2019,
        subject: "person",
        identity: "330302198001010019",
        name: "王样例",
        unit_name: "样例单位",
        organisation_id: host.organisation().get(),
        division: "330300",
        nomination_id: None,
        rule: "person.award",
        yearly_review: true,
        granted_on: day,
        document: "",
        valid_until: None,
        claim_id: None,
        created_at: server.app.now().naive_utc(),
        paid_elsewhere: 0,
    };
    server.app.store.write(|tx| titles::insert(tx, &new)).expect("a title").get()
}

fn contest(server: &Server, event: i64) -> i64 {
    let data = ItemData {
        name: "砌筑工".into(),
        tier: None,
        scheme: "[]".into(),
        trim_from: 5,
        chain: String::new(),
        minimum_field: 0,
        prizes: 3,
        tolerance: None,
        appeal_minutes: 120,
        issuers: "*".into(),
    };
    let at = server.app.now().naive_utc();
    let made = server.app.store.write(|tx| contests::insert(tx, EventId::new(event), &data, at));
    made.expect("an item").get()
}

fn participant(server: &Server, event: i64) -> i64 {
    let new = NewParticipant {
        event_id: event,
        state: "admitted",
        source: "office",
        name: "赵样例".into(),
        lang: "zh".into(),
        ..NewParticipant::default()
    };
    let made = server.app.store.write(|tx| participants::insert(tx, &new));
    made.expect("a participant").get()
}

/// Whether the table of rights gives this role the action in no state at all.
fn never(action: Action, role: &str) -> bool {
    let text = table();
    let rows = || text.lines().map(|line| line.split('|').map(str::trim).collect::<Vec<_>>());
    let column = rows().find_map(|cells| cells.iter().position(|cell| *cell == role)).expect("a column of the role");
    let row = rows().find(|cells| cells.get(1) == Some(&action.as_str())).expect("a row of the action");
    row[column] == "–"
}

fn said(method: &str, uri: &str, reply: &Reply) -> String {
    format!("  {method} {uri}: {} {}", reply.status, reply.location.as_deref().unwrap_or_default())
}
