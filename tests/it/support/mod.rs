//! A whole office behind a real server, on either database, and people who use it by HTTP.

pub mod chain;
mod client;
pub mod database;
pub mod entries;
pub mod money;
pub mod sources;
pub mod years;

pub use client::{Client, Reply};

use database::{Database, Office};
use jiangxin::mail::{Memory, Sender, SentMail, Transport};
use jiangxin::platform::clock::Clock;
use jiangxin::platform::{assets, policies};
use jiangxin::service::{App, setup};
use jiangxin::storage::Store;
use jiangxin::web::{self, Config, Edge};
use jiangxin::worker::{Mailer, words};
use jiangxin::{demo, text};
use std::collections::BTreeSet;
use std::io::Write;
use std::sync::{Arc, Mutex, mpsc};
use std::thread::JoinHandle;

/// A running office on Monday 2019-11-18 at 09:00 in Wenzhou, with the people of the
/// demonstration and nothing else. Its clock stands still until a test moves it.
pub struct Server {
    pub app: Arc<App>,
    pub port: u16,
    memory: Memory,
    mailer: Mailer,
    runtime: tokio::runtime::Runtime,
    shutdown: Option<rocket::Shutdown>,
    serving: Option<JoinHandle<()>>,
    // Dropped last: the database goes when nobody uses it any more.
    _database: Database,
}

/// Runs a test on SQLite, and on PostgreSQL where one was given (`JIANGXIN_TEST_POSTGRES`). Where
/// none was, one line says so; with `JIANGXIN_TEST_REQUIRE_ALL` that is a failure.
pub fn on_both(test: impl Fn(&Server)) {
    on_databases(Office::Founded, |database| test(&Server::on(database)));
}

/// As [`on_both`], in an office that looks back on the demonstration year.
pub fn on_both_after_a_year(test: impl Fn(&Server)) {
    on_databases(Office::AfterAYear, |database| test(&Server::on(database)));
}

fn on_databases(office: Office, test: impl Fn(Database)) {
    test(office.sqlite());
    match office.postgres() {
        Some(database) => test(database),
        None => skip("PostgreSQL: JIANGXIN_TEST_POSTGRES is not set"),
    }
}

/// Says that something was left out, or fails where nothing may be.
pub fn skip(what: &str) {
    static SAID: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    assert!(std::env::var_os("JIANGXIN_TEST_REQUIRE_ALL").is_none(), "not allowed to skip {what}");
    if SAID.lock().is_ok_and(|mut said| said.insert(what.to_owned())) {
        // Written past the test runner, which keeps what a passing test prints to itself.
        let _ = writeln!(std::io::stderr(), "skipped {what}");
    }
}

impl Server {
    /// Starts an office on SQLite alone, for what does not depend on the database.
    pub fn sqlite() -> Server {
        Server::on(Office::Founded.sqlite())
    }

    /// As [`Server::sqlite`], with the demonstration year behind it.
    pub fn sqlite_after_a_year() -> Server {
        Server::on(Office::AfterAYear.sqlite())
    }

    /// As [`Server::sqlite`], by the clock of `serve --demo`: of another day than phones show.
    pub fn sqlite_by_the_demo_clock() -> Server {
        Server::by(Clock::demo(None), Office::Founded.sqlite())
    }

    fn on(database: Database) -> Server {
        Server::by(monday_at_nine(), database)
    }

    fn by(clock: Clock, database: Database) -> Server {
        let store = Store::open(database.url()).expect("a database");
        let app = Arc::new(office(&store, clock));
        text::render::warm();
        let memory = Memory::default();
        let sender =
            Sender { name: "匠心".into(), address: "jiangxin@demo.example".parse().unwrap(), reply_to: None };
        let mailer = Mailer::new(store, Transport::Memory(memory.clone()), sender, words(BASE_URL.to_owned()));
        let (port, shutdown, serving) = serve(Arc::clone(&app));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        Server {
            app,
            port,
            memory,
            mailer,
            runtime,
            shutdown: Some(shutdown),
            serving: Some(serving),
            _database: database,
        }
    }

    /// Somebody who has not signed in.
    pub fn visitor(&self) -> Client {
        Client::new(self.port)
    }

    /// Signs a person of the demonstration in by mail name: `host`, `clerk`, `clerk2`, `reviewer`,
    /// `decider`, `treasurer`, `admin`, `auditor`, `evaluator`, `host.school`, `host.chint`,
    /// `host.ruian`, `clerk.ruian`, ….
    pub fn sign_in(&self, mail_name: &str) -> Client {
        let client = self.visitor();
        let email = format!("{mail_name}@demo.example");
        let reply = client.post("/sign-in", &[("email", &email), ("password", demo::PASSWORD), ("next", "/")]);
        assert_eq!((reply.status, reply.location.as_deref()), (303, Some("/")), "{email} signs in");
        client
    }

    /// Moves the clock.
    pub fn advance_days(&self, days: i64) {
        self.app.clock.advance(chrono::Duration::days(days)).expect("a clock for tests");
    }

    /// Sends what waits in the outbox and gives back every mail sent so far.
    pub fn mail(&self) -> Vec<SentMail> {
        loop {
            let round = self.runtime.block_on(self.mailer.run_once(self.app.now())).expect("the outbox");
            assert_eq!(round.dead, 0, "a message could not be written");
            if round.taken == 0 {
                return self.memory.sent();
            }
        }
    }
}

/// Links in mails lead there.
const BASE_URL: &str = "http://127.0.0.1:8000";

fn monday_at_nine() -> Clock {
    Clock::fixed("2019-11-18T01:00:00Z".parse().expect("an instant"))
}

fn office(store: &Store, clock: Clock) -> App {
    let files = policies::texts().filter(|(name, _)| policies::is_policy(name));
    let calendar = assets::calendar().expect("sound calendars");
    setup::office(store, clock, files, calendar, BASE_URL.to_owned()).expect("an office")
}

fn serve(app: Arc<App>) -> (u16, rocket::Shutdown, JoinHandle<()>) {
    let (ready, started) = mpsc::channel();
    let serving = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        let registrations = std::num::NonZeroU32::MAX;
        let edge = Edge { secure_cookies: false, demo_users: Vec::new(), registrations };
        let served =
            runtime.expect("a runtime").block_on(web::serve(Config::loopback(), app, edge, move |port, end| {
                ready.send((port, end)).expect("a test that waits");
            }));
        served.expect("a server");
    });
    let (port, shutdown) = started.recv().expect("a server that starts");
    (port, shutdown, serving)
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(shutdown) = self.shutdown.take() {
            shutdown.notify();
        }
        if let Some(serving) = self.serving.take() {
            let _ = serving.join();
        }
    }
}
