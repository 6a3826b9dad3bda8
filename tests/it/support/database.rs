//! A database that lives as long as its test, copied from one that was made once.

use super::{BASE_URL, monday_at_nine, office};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::{PgConnection, SqliteConnection, sql_types};
use jiangxin::demo;
use jiangxin::storage::Store;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

static NUMBER: AtomicU32 = AtomicU32::new(0);

/// Databases that others are copied from begin so; the number of their process follows.
const TEMPLATE: &str = "jx_template_";

pub enum Database {
    Sqlite { file: String },
    Postgres { admin: String, name: String, url: String },
}

/// What a test begins with: migrations, the people of the demonstration, policies, calendars, and the
/// year before.
#[derive(Clone, Copy)]
pub enum Office {
    Founded,
    AfterAYear,
}

impl Office {
    fn make(self, url: &str) {
        let store = Store::open(url).expect("a database");
        match self {
            Office::Founded => demo::found(&store).expect("an empty database"),
            Office::AfterAYear => demo::prepare(&store, BASE_URL).expect("a year without a refusal"),
        }
        drop(office(&store, monday_at_nine()));
    }

    pub fn sqlite(self) -> Database {
        static MADE: [OnceLock<Vec<u8>>; 2] = [OnceLock::new(), OnceLock::new()];
        let made = MADE[self as usize].get_or_init(|| {
            let database = Database::sqlite();
            self.make(database.url());
            // Everything into the one file that is copied.
            let mut conn = SqliteConnection::establish(database.url()).expect("the database made");
            conn.batch_execute("PRAGMA wal_checkpoint(TRUNCATE)").expect("a checkpoint");
            std::fs::read(database.url()).expect("the database made")
        });
        let database = Database::sqlite();
        std::fs::write(database.url(), made).expect("a copy");
        database
    }

    /// On the server given, if one was.
    pub fn postgres(self) -> Option<Database> {
        static MADE: [OnceLock<String>; 2] = [OnceLock::new(), OnceLock::new()];
        let admin = std::env::var("JIANGXIN_TEST_POSTGRES").ok()?;
        let made = MADE[self as usize].get_or_init(|| {
            forget_templates(&admin);
            let name = format!("{TEMPLATE}{}_{}", std::process::id(), self as usize);
            create(&admin, &name, "template1");
            self.make(&url_of(&admin, &name));
            name
        });
        Some(Database::copied(admin, made))
    }
}

impl Database {
    /// Empty.
    pub fn sqlite() -> Database {
        let folder = concat!(env!("CARGO_TARGET_TMPDIR"), "/it");
        std::fs::create_dir_all(folder).expect("a folder for tests");
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        Database::Sqlite { file: format!("{folder}/{}-{number}.sqlite", std::process::id()) }
    }

    /// An empty one on the server given, if one was.
    pub fn postgres() -> Option<Database> {
        Some(Database::copied(std::env::var("JIANGXIN_TEST_POSTGRES").ok()?, "template1"))
    }

    fn copied(admin: String, template: &str) -> Database {
        let name = format!("jx_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        create(&admin, &name, template);
        let url = url_of(&admin, &name);
        Database::Postgres { admin, name, url }
    }

    pub fn url(&self) -> &str {
        match self {
            Database::Sqlite { file } => file,
            Database::Postgres { url, .. } => url,
        }
    }
}

fn url_of(admin: &str, name: &str) -> String {
    let (server, _) = admin.rsplit_once('/').expect("postgres://…/name");
    format!("{server}/{name}")
}

/// One copy after the other: a server copies no database that somebody else is copying from or is in.
fn create(admin: &str, name: &str, template: &str) {
    static ONE: std::sync::Mutex<()> = std::sync::Mutex::new(());
    let _one = ONE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let mut conn = PgConnection::establish(admin).expect("the PostgreSQL given");
    let statement = format!("CREATE DATABASE {name} TEMPLATE {template}");
    for _ in 0..50 {
        match conn.batch_execute(&statement) {
            Err(error) if error.to_string().contains("being accessed") => {
                std::thread::sleep(std::time::Duration::from_millis(100));
            }
            done => return done.expect("a new database"),
        }
    }
    panic!("{template} is in use");
}

/// Removes what processes that have ended left behind.
fn forget_templates(admin: &str) {
    #[derive(QueryableByName)]
    struct Name {
        #[diesel(sql_type = sql_types::Text)]
        datname: String,
    }
    let mut conn = PgConnection::establish(admin).expect("the PostgreSQL given");
    let all =
        diesel::sql_query("SELECT datname::text FROM pg_database").load::<Name>(&mut conn).expect("its databases");
    for Name { datname } in all {
        let process = datname.strip_prefix(TEMPLATE).and_then(|rest| rest.split('_').next());
        if process.is_some_and(|process| !Path::new("/proc").join(process).exists()) {
            let _ = conn.batch_execute(&format!("DROP DATABASE IF EXISTS {datname}"));
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        match self {
            Database::Sqlite { file } => {
                for ending in ["", "-wal", "-shm"] {
                    let _ = std::fs::remove_file(format!("{file}{ending}"));
                }
            }
            Database::Postgres { admin, name, .. } => {
                if let Ok(mut conn) = PgConnection::establish(admin) {
                    let _ = conn.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
                }
            }
        }
    }
}
