//! A database that lives as long as its test.

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use std::sync::atomic::{AtomicU32, Ordering};

static NUMBER: AtomicU32 = AtomicU32::new(0);

pub enum Database {
    Sqlite { file: String },
    Postgres { admin: String, name: String, url: String },
}

impl Database {
    pub fn sqlite() -> Database {
        let folder = concat!(env!("CARGO_TARGET_TMPDIR"), "/it");
        std::fs::create_dir_all(folder).expect("a folder for tests");
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        Database::Sqlite { file: format!("{folder}/{}-{number}.sqlite", std::process::id()) }
    }

    /// A new database on the server given, if one was.
    pub fn postgres() -> Option<Database> {
        let admin = std::env::var("JIANGXIN_TEST_POSTGRES").ok()?;
        let name = format!("jx_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let mut conn = PgConnection::establish(&admin).expect("the PostgreSQL given");
        conn.batch_execute(&format!("CREATE DATABASE {name}")).expect("a new database");
        let (server, _) = admin.rsplit_once('/').expect("postgres://…/name");
        let url = format!("{server}/{name}");
        Some(Database::Postgres { admin, name, url })
    }

    pub fn url(&self) -> &str {
        match self {
            Database::Sqlite { file } => file,
            Database::Postgres { url, .. } => url,
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
