//! The real competitions of 2019 to 2024, each led from the file to its published results: plan item,
//! event, schedule, judging by its own weights, publication. Contestants and marks are invented.

use crate::support::database::Database;
use jiangxin::demo;
use jiangxin::domain::contest::checks::Severity;
use jiangxin::domain::contest::phase::Step;
use jiangxin::domain::event::{self, Kind, Stage, StepKind};
use jiangxin::domain::ids::{ContestId, EventId, PlanItemId};
use jiangxin::platform::clock::Clock;
use jiangxin::platform::{assets, policies};
use jiangxin::service::contests::{self, NewItem, finding_key};
use jiangxin::service::evidence::{self, Owner, Sent};
use jiangxin::service::people::{NewOrganisation, NewUser, add_organisation, add_user};
use jiangxin::service::schedules::{self, Asked, RoomForm, SittingForm};
use jiangxin::service::trail::By;
use jiangxin::service::{App, ServiceError, Who, accounts, events, plans, setup};
use jiangxin::storage::{self, Store, people};
use std::collections::BTreeMap;

const REAL: &[u8] = include_bytes!("../../data/competitions_real.csv");
const JUDGES: [&str; 5] = ["evaluator", "judge.jiang", "judge.shen", "judge.han", "judge.yang"];
/// Name, official, theory, practical, birth and sex in the identity number.
const FIELD: [(&str, &str, i32, i32, &str); 5] = [
    ("虚构甲", "", 70, 95, "19950101002"),
    ("虚构乙", "", 95, 80, "19700101001"),
    ("虚构丙", "", 60, 85, "19880101001"),
    ("虚构丁", "", 50, 60, "19900101001"),
    ("虚构戊", "否", 99, 99, "19910101001"),
];

/// One competition of the file.
struct Row {
    id: String,
    name: String,
    year: i32,
    level: &'static str,
    items: Vec<String>,
    /// In percent; where the source says nothing, practical marks alone.
    theory: u8,
    practical: u8,
}

fn rows() -> Vec<Row> {
    let table = jiangxin::sheets::read(REAL, "competitions_real.csv").expect("a table");
    let of = |row: Vec<String>| {
        let year = row[2].get(..4).and_then(|year| year.parse().ok()).unwrap_or(0);
        let percent = |at: usize| row[at].parse::<u8>().unwrap_or(0);
        let (theory, practical) = match (percent(11), percent(12)) {
            (0, 0) => (0, 100),
            weights => weights,
        };
        let trades = row[7].split([';', '；']).map(|item| item.split('(').next().unwrap_or_default().trim().to_owned());
        let mut items: Vec<String> = trades.filter(|item| !item.is_empty()).take(3).collect();
        items.dedup();
        let level = match row[3].as_str() {
            level if level.contains('省') => "provincial",
            level if level.starts_with("市级") => "city",
            _ => "county",
        };
        Row { id: row[0].clone(), name: row[1].clone(), year, level, items, theory, practical }
    };
    let all = table.rows().map(|row| of(row.cells().map(str::to_owned).collect()));
    // Two rows are plans of a whole year, not competitions.
    all.filter(|row| (2019..=2024).contains(&row.year) && !row.name.contains("计划")).collect()
}

fn who(app: &App, address: &str) -> Who {
    let found = app.store.read(|conn| -> Result<_, ServiceError> {
        let user = people::user_by_email(conn, address)?.ok_or(ServiceError::NotFound)?;
        accounts::who(conn, user.id)
    });
    found.expect("the database").expect("somebody active")
}

fn demo(app: &App, mail_name: &str) -> Who {
    who(app, &format!("{mail_name}@demo.example"))
}

/// The plan of every year, from the file, published; the items by name with the unit that hosts each.
fn plan(app: &App) -> BTreeMap<String, (PlanItemId, String)> {
    let (clerk, decider) = (demo(app, "clerk"), demo(app, "decider"));
    let file = plans::import::upload(app, &clerk, None, "competitions_real.csv", REAL).expect("kept");
    plans::import::take(app, &clerk, file, true).expect("imported without the faulty rows");
    let mut items = BTreeMap::new();
    for year in 2019..=2024 {
        let Some(plan) = app.store.read(|conn| storage::plans::find(conn, year, "330300")).expect("the database")
        else {
            continue;
        };
        plans::publish(app, &decider, plan.id, plan.version).expect("published");
        for item in app.store.read(|conn| storage::plans::all_items(conn, plan.id)).expect("the database") {
            items.insert(item.name.clone(), (item.id, item.host_name));
        }
    }
    items
}

/// A person of the unit, which is registered first if nobody has.
fn host(app: &App, number: usize, unit: &str) -> Who {
    let address = format!("real.{number}@demo.example");
    let made = app.store.write(|tx| -> Result<(), ServiceError> {
        let organisation = match people::organisation_named(tx, unit)? {
            Some(known) => known.id,
            None => {
                let new = NewOrganisation {
                    kind: "association".into(),
                    name: unit.to_owned(),
                    division: "330300".into(),
                    ..NewOrganisation::default()
                };
                add_organisation(tx, By::System, app.now(), &new)?
            }
        };
        let user = NewUser {
            email: address.clone(),
            name: "虚构承办".into(),
            lang: "zh".into(),
            roles: vec!["host".into()],
            ..NewUser::default()
        };
        add_user(tx, By::System, app.now(), organisation, &user).map(drop)
    });
    made.unwrap_or_else(|error| panic!("{unit}: {error:?}"));
    who(app, &address)
}

fn step(app: &App, by: &Who, event: EventId, step: StepKind) {
    let version = app.store.read(|conn| storage::events::get(conn, event)).expect("the event").version;
    let signed = events::Signed { event, version, opinion: String::new() };
    events::take(app, by, step, &signed).unwrap_or_else(|error| panic!("{step}: {error:?}"));
}

fn papers(app: &App, host: &Who, event: EventId, stage: Stage) {
    for asked in event::papers(Kind::Competition, stage).iter().filter(|asked| asked.mandatory) {
        let sent = Sent { file_name: "样例.pdf".into(), bytes: b"%PDF-1.4\n".to_vec(), cut: false };
        evidence::upload(app, host, Owner::Event(event), asked.paper.as_str(), &sent).expect("a paper");
    }
}

/// Proposed, approved, filed.
fn event(app: &App, host: &Who, row: &Row, item: Option<PlanItemId>) -> EventId {
    let event = match item {
        Some(item) => events::propose(app, host, item).unwrap_or_else(|error| panic!("{}: {error:?}", row.id)),
        None => events::create(app, host, Kind::Competition).expect("begun"),
    };
    let (first, last) = (format!("{}-12-09", row.year), format!("{}-12-20", row.year));
    let (theory, practical) = (row.theory.to_string(), row.practical.to_string());
    let other = (100 - row.theory - row.practical).to_string();
    let mut form: BTreeMap<String, String> = [
        ("starts_on", first.as_str()),
        ("ends_on", &last),
        ("venue", "示范公共实训中心"),
        ("expected_people", "60"),
        ("estimated_cost", "50000"),
        ("entry_fee_charged", "false"),
        ("contact_name", "虚构承办"),
        ("contact_phone", "0577-88000000"),
        ("safety_plan", "现场设安全员两名和急救点一处，赛前检查用电、消防和设备，出入口保持畅通。"),
        ("theory_pct", &theory),
        ("practice_pct", &practical),
        ("other_pct", &other),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into();
    // Only provincial competitions are of a class.
    if row.level == "provincial" {
        form.insert("class".to_owned(), "1".to_owned());
    }
    if item.is_none() {
        let own = [("name", row.name.as_str()), ("level", row.level), ("trade", row.items[0].as_str())];
        form.extend(own.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }
    let write = || {
        let version = app.store.read(|conn| storage::events::get(conn, event)).expect("the event").version;
        events::edit(app, host, event, version, &form).unwrap_or_else(|error| panic!("{}: {error:?}", row.id));
    };
    write();
    papers(app, host, event, Stage::Proposal);
    step(app, host, event, StepKind::Submit);
    step(app, &demo(app, "clerk"), event, StepKind::Approve);
    write();
    papers(app, host, event, Stage::Filing);
    step(app, host, event, StepKind::File);
    event
}

/// A session for each item, placed by the program, and released.
fn schedule(app: &App, host: &Who, row: &Row, event: EventId) {
    let version = || app.store.read(|conn| storage::schedules::version(conn, event)).expect("the database");
    for item in &row.items {
        let form = SittingForm {
            title: format!("{item} 竞赛"),
            item: item.clone(),
            length: "03:00".into(),
            ..SittingForm::default()
        };
        schedules::add_sitting(app, host, event, version(), &form).expect("a session");
    }
    let days = [format!("{}-12-09", row.year), format!("{}-12-20", row.year)];
    let [first, last] = days;
    let (from, to) = ("08:30".to_owned(), "17:30".to_owned());
    let asked = Asked { first, last, from, to, ..Asked::default() };
    let placed = schedules::place(app, host, event, version(), &asked).expect("placed");
    assert_eq!((placed.placed, placed.violated), (row.items.len(), 0), "{}", row.id);
    assert_eq!(schedules::release(app, host, event, version(), "第一版").expect("released"), 1);
    let (_, released) = schedules::public(app, event).expect("public");
    assert_eq!(released.entries.len(), row.items.len());
}

/// An identity number that nobody has: the division does not exist.
fn identity(birth_and_order: &str) -> String {
    let digits = format!("999999{birth_and_order}");
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = digits.chars().zip(weights).map(|(digit, weight)| digit.to_digit(10).unwrap_or(0) * weight).sum();
    let check = ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"][(sum % 11) as usize];
    format!("{digits}{check}")
}

fn version(app: &App, id: ContestId) -> i64 {
    app.store.read(|conn| storage::contests::get(conn, id)).expect("the item").version
}

fn take(app: &App, by: &Who, id: ContestId, step: Step) {
    contests::take(app, by, id, version(app, id), step).unwrap_or_else(|error| panic!("{step}: {error:?}"));
}

/// One item from its set-up to its published result.
fn contest(app: &App, host: &Who, row: &Row, event: EventId, name: &str) -> ContestId {
    let new = NewItem {
        name: name.to_owned(),
        tier: "1".into(),
        theory: row.theory.to_string(),
        practical: row.practical.to_string(),
        // What remains is an oral part.
        oral: (100 - row.theory - row.practical).to_string(),
        trim_from: "5".into(),
        chain: "practical,theory".into(),
        minimum_field: "3".into(),
        prizes: "3".into(),
        appeal_minutes: "120".into(),
        ..NewItem::default()
    };
    let id = contests::add(app, host, event, &new).unwrap_or_else(|error| panic!("{name}: {error:?}"));
    let list = FIELD.map(|(name, official, _, _, birth)| format!("{name},虚构单位,{},{official}\n", identity(birth)));
    let list = format!("姓名,单位,身份证号,正式\n{}", list.concat());
    contests::import(app, host, id, "名单.csv", list.as_bytes()).unwrap_or_else(|error| panic!("{name}: {error:?}"));
    contests::draw(app, host, id).expect("lots");
    let judges = JUDGES.map(|judge| demo(app, judge));
    for (index, judge) in judges.iter().enumerate() {
        contests::assign(app, host, id, judge.id(), index == 0).expect("a judge");
    }
    take(app, host, id, Step::Open);
    let entrants = app.store.read(|conn| storage::contests::entrants(conn, id)).expect("contestants");
    let presence = entrants.iter().flat_map(contests::came).collect();
    contests::attend(app, host, id, &presence).expect("all came");
    for (index, judge) in judges.iter().enumerate() {
        for (entrant, (_, _, theory, practical, _)) in entrants.iter().zip(FIELD) {
            // One judge is severe, one generous: both are dropped.
            let mark = practical + [0, -5, 5, 0, 0][index];
            let mut typed = BTreeMap::from([
                ("m-practical".to_owned(), mark.min(100).to_string()),
                ("m-oral".to_owned(), practical.to_string()),
            ]);
            if index == 0 {
                typed.insert("m-theory".to_owned(), theory.to_string());
            }
            contests::write(app, judge, id, &entrant.station, &typed, true).expect("sealed");
        }
    }
    take(app, host, id, Step::Sign);
    contests::sign(app, &judges[0], id, version(app, id)).expect("signed by two");
    let (found, _) = contests::show(app, host, id).expect("the item");
    for (finding, _) in found.findings.iter().filter(|(finding, _)| finding.check.severity() == Severity::Warning) {
        contests::answer_warning(app, host, id, &finding_key(finding), "已核实").expect("answered");
    }
    take(app, host, id, Step::Submit);
    take(app, &demo(app, "clerk"), id, Step::Publish);
    id
}

#[test]
fn the_real_competitions_run_from_the_plan_to_their_results() {
    let database = Database::sqlite();
    let store = Store::open(database.url()).expect("a database");
    demo::found(&store).expect("an empty database");
    let files = policies::texts().filter(|(name, _)| policies::is_policy(name));
    let clock = Clock::fixed("2019-01-07T01:00:00Z".parse().expect("an instant"));
    let calendar = assets::calendar().expect("sound calendars");
    let app = setup::office(&store, clock, files, calendar, "http://127.0.0.1:8000".to_owned()).expect("an office");
    let clerk = demo(&app, "clerk");
    let venue = schedules::add_venue(&app, &clerk, "示范公共实训中心", "示范路 8 号").expect("a venue");
    for name in ["一号场地", "二号场地"] {
        let form = RoomForm { name: name.into(), capacity: "60".into(), active: true, ..RoomForm::default() };
        schedules::add_room(&app, &clerk, venue, &form).expect("a room");
    }
    let items = plan(&app);
    let rows = rows();
    assert_eq!(rows.len(), 14);
    let (mut planned, mut published) = (0, 0);
    for (number, row) in rows.iter().enumerate() {
        let from_plan = items.get(&row.name).cloned();
        planned += usize::from(from_plan.is_some());
        let unit = from_plan.as_ref().map_or("温州市建筑业协会", |(_, host)| host.as_str());
        let host = host(&app, number, unit);
        let event = event(&app, &host, row, from_plan.map(|(item, _)| item));
        schedule(&app, &host, row, event);
        for name in &row.items {
            let id = contest(&app, &host, row, event, name);
            published += 1;
            let result = contests::published(&app, id).expect("public");
            let (inside, beside): (Vec<_>, Vec<_>) = result.rows.iter().partition(|row| row.official);
            let ranks: Vec<(usize, &str, &str)> =
                inside.iter().map(|row| (row.rank, row.name.as_str(), row.total.as_str())).collect();
            let expected = if row.theory == 0 {
                [(1, "虚构甲", "95.00"), (2, "虚构丙", "85.00"), (3, "虚构乙", "80.00"), (4, "虚构丁", "60.00")]
            } else {
                // 40 for theory, 60 for practice.
                [(1, "虚构乙", "86.00"), (2, "虚构甲", "85.00"), (3, "虚构丙", "75.00"), (4, "虚构丁", "56.00")]
            };
            assert_eq!(ranks, expected, "{} {name}", row.id);
            let beside: Vec<&str> = beside.iter().map(|row| row.name.as_str()).collect();
            assert_eq!(beside, ["虚构戊"], "beside, not inside");
            let honours = |at: usize| inside[at].honours.iter().map(|line| line.honour.as_str()).collect::<Vec<_>>();
            let honoured = match row.level {
                "city" => honours(0).contains(&"温州市首席技师"),
                "provincial" => honours(0).contains(&"浙江省技术能手"),
                // The table says nothing of counties.
                _ => honours(0).is_empty(),
            };
            assert!(honoured, "{}: {:?}", row.id, honours(0));
            assert_eq!(honours(3).iter().filter(|name| name.starts_with("温州市")).count(), 0, "the fourth gets none");
        }
    }
    assert_eq!((planned, published), (9, 16), "nine stand in the city's plans");
    let all = contests::list_published(&app, None).expect("public");
    assert_eq!(all.len(), published);
}
