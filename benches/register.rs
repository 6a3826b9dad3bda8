//! How many registrations a second are entered: `cargo bench --bench register`.
//!
//! The use case as the page calls it, from 64 threads, on disk when it answers: the form is read and
//! judged, the place given, log, record and mail written. Goals on two cores: 3,000 a second on SQLite,
//! 1,200 on PostgreSQL, which is measured where `JIANGXIN_TEST_POSTGRES` names an empty database.

use jiangxin::demo;
use jiangxin::domain::ids::EntryId;
use jiangxin::domain::lang::Lang;
use jiangxin::platform::clock::Clock;
use jiangxin::platform::{assets, policies};
use jiangxin::service::participants::entries::{self, EntryForm};
use jiangxin::service::participants::register::{Sent, Typed, register};
use jiangxin::service::{App, accounts, setup};
use jiangxin::storage::events::{self, Content, NewEvent};
use jiangxin::storage::{StorageError, Store, people};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;

const PEOPLE: u32 = 20_000;
const THREADS: usize = 64;

fn main() {
    let folder = std::env::temp_dir().join(format!("jiangxin-register-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    measure("SQLite", &folder.join("bench.sqlite").display().to_string());
    std::fs::remove_dir_all(folder).expect("removed");
    match std::env::var("JIANGXIN_TEST_POSTGRES") {
        Ok(url) => measure("PostgreSQL", &url),
        Err(_) => println!("PostgreSQL: JIANGXIN_TEST_POSTGRES is not set"),
    }
}

fn measure(name: &str, url: &str) {
    let store = Store::open(url).expect("a database");
    demo::found(&store).expect("an empty database");
    let app = office(store);
    let entry = entry(&app);
    let next = AtomicU32::new(0);
    let before = app.store.writes();
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                loop {
                    let serial = next.fetch_add(1, Ordering::Relaxed);
                    if serial >= PEOPLE {
                        return;
                    }
                    register(&app, Lang::Zh, entry, &person(serial)).expect("registered");
                }
            });
        }
    });
    let took = begun.elapsed();
    println!(
        "{name:10} {PEOPLE} registrations in {:5} ms, {:6.0} a second, {} transactions",
        took.as_millis(),
        f64::from(PEOPLE) / took.as_secs_f64(),
        app.store.writes() - before,
    );
}

fn office(store: Store) -> App {
    let files = policies::texts().filter(|(name, _)| policies::is_policy(name));
    let clock = Clock::fixed("2019-11-18T01:00:00Z".parse().expect("an instant"));
    let calendar = assets::calendar().expect("sound calendars");
    setup::office(&store, clock, files, calendar, "http://127.0.0.1:8000".to_owned()).expect("an office")
}

/// An entry with places for half of the people: the others wait.
fn entry(app: &App) -> EntryId {
    let host = app.store.read(|conn| {
        let user = people::user_by_email(conn, "host@demo.example")?.ok_or(StorageError::NotFound)?;
        accounts::who(conn, user.id)
    });
    let host = host.expect("a database").expect("the host");
    let at = app.now().naive_utc();
    let new = NewEvent {
        reference: "SJ-2019-8000",
        kind: "competition",
        organisation_id: host.organisation().get(),
        division: "330300",
        plan_item_id: None,
        state: "approved",
        waiting_since: at,
        created_at: at,
        updated_at: at,
    };
    let content = Content {
        name: "样例抢报赛".to_owned(),
        trade: "砌筑工".to_owned(),
        venue: String::new(),
        starts_on: "2019-12-09".parse().ok(),
        ends_on: None,
        details: "{}".to_owned(),
    };
    let event = app.store.write(|tx| events::insert(tx, &new, &content)).expect("an event");
    let row = app.store.read(|conn| events::get(conn, event)).expect("the event");
    let form = EntryForm {
        capacity: (PEOPLE / 2).to_string(),
        age_least: "18".to_owned(),
        skill: "junior".to_owned(),
        ..EntryForm::usual(&row, app.now())
    };
    entries::add(app, &host, event, &form).expect("an entry")
}

fn person(serial: u32) -> Sent {
    let digits = format!("9999991985{:02}{:02}{:03}", serial / 1_000 % 12 + 1, serial / 12_000 + 1, serial % 1_000);
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = digits.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    let person = Typed {
        name: "样例".to_owned(),
        resident_id: format!("{digits}{}", char::from(b"10X98765432"[sum as usize % 11])),
        unit: "样例机械厂".to_owned(),
        division: "330304".to_owned(),
        phone: "13800000000".to_owned(),
        email: format!("person{serial}@example.com"),
        skill_level: "senior".to_owned(),
        employer: "private".to_owned(),
        titles: String::new(),
    };
    Sent { person, agreed: true, ..Sent::default() }
}
