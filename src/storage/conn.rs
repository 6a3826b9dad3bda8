//! The connection of either database, the pool, and the two ways to use it: read, or one write
//! transaction.

use super::dialect;
use super::error::StorageError;
use diesel::pg::PgConnection;
use diesel::r2d2::{ManageConnection, Pool, PooledConnection, R2D2Connection};
use diesel::sqlite::SqliteConnection;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// One connection; the scheme of the URL decided which.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

/// Which database a URL names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

impl Backend {
    /// `postgres://…` and `postgresql://…` are PostgreSQL, all else is the path of a SQLite file.
    pub fn of(url: &str) -> Backend {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Backend::Postgres
        } else {
            Backend::Sqlite
        }
    }
}

struct Manager {
    url: String,
}

impl ManageConnection for Manager {
    type Connection = Conn;
    type Error = StorageError;

    fn connect(&self) -> Result<Conn, StorageError> {
        dialect::connect(&self.url)
    }

    fn is_valid(&self, conn: &mut Conn) -> Result<(), StorageError> {
        conn.ping().map_err(StorageError::from)
    }

    /// A connection left inside a transaction (a panic did that) is thrown away.
    fn has_broken(&self, conn: &mut Conn) -> bool {
        conn.is_broken()
    }
}

/// The database: cheap to clone, shared by all floors above.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    backend: Backend,
    readers: Pool<Manager>,
    /// SQLite has one writer at a time: queueing here is fair and cheap, its busy handler is neither.
    writers: Pool<Manager>,
    writes: AtomicU64,
}

/// A write transaction under way. Only a `Tx` can change anything.
pub struct Tx<'a> {
    conn: &'a mut Conn,
}

impl Deref for Tx<'_> {
    type Target = Conn;
    fn deref(&self) -> &Conn {
        self.conn
    }
}
impl DerefMut for Tx<'_> {
    fn deref_mut(&mut self) -> &mut Conn {
        self.conn
    }
}

impl Tx<'_> {
    /// For a transaction that handles many rows at once: its statements are planned for the tables as
    /// they are now. PostgreSQL keeps the plan of a prepared statement, and one made when a table was
    /// empty reads all of it for ever after, until statistics are gathered. SQLite has no such plans.
    ///
    /// # Errors
    /// The database failed.
    pub fn plan_anew(&mut self) -> Result<(), StorageError> {
        dialect::plan_anew(self.conn)
    }
}

impl Store {
    /// Opens the database at `url`, bringing its schema up to date first.
    ///
    /// # Errors
    /// The database cannot be reached or migrated.
    pub fn open(url: &str) -> Result<Store, StorageError> {
        let backend = Backend::of(url);
        let mut first = dialect::connect(url)?;
        dialect::migrate(&mut first)?;
        drop(first);
        let (readers, writers) = match backend {
            Backend::Sqlite => (pool(url, 4, false)?, pool(url, 1, false)?),
            Backend::Postgres => {
                let shared = pool(url, 8, true)?;
                (shared.clone(), shared)
            }
        };
        Ok(Store { inner: Arc::new(Inner { backend, readers, writers, writes: AtomicU64::new(0) }) })
    }

    pub fn backend(&self) -> Backend {
        self.inner.backend
    }

    /// How many write transactions have been committed through this store: lets a test hold that
    /// a use case is exactly one.
    pub fn writes(&self) -> u64 {
        self.inner.writes.load(Ordering::Relaxed)
    }

    /// Reads; nothing can be changed through it.
    ///
    /// # Errors
    /// Whatever `work` says, or the pool being exhausted ([`StorageError::Busy`]).
    pub fn read<T, E: From<StorageError>>(&self, work: impl FnOnce(&mut Conn) -> Result<T, E>) -> Result<T, E> {
        let mut conn = checkout(&self.inner.readers)?;
        work(&mut conn)
    }

    /// As [`Store::read`], where that is sure not to wait: the database is in this process and a
    /// connection is free. For a look at a few rows, which takes less than the way to another thread.
    pub fn read_now<T, E: From<StorageError>>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T, E>,
    ) -> Option<Result<T, E>> {
        match self.inner.backend {
            Backend::Sqlite => self.inner.readers.try_get().map(|mut conn| work(&mut conn)),
            Backend::Postgres => None,
        }
    }

    /// Runs `work` in one write transaction: committed when it succeeds, rolled back when it fails.
    ///
    /// # Errors
    /// Whatever `work` says, or that the transaction could not begin or commit.
    pub fn write<T, E: From<StorageError>>(&self, work: impl FnOnce(&mut Tx) -> Result<T, E>) -> Result<T, E> {
        let mut conn = checkout(&self.inner.writers)?;
        dialect::begin(&mut conn)?;
        match work(&mut Tx { conn: &mut conn }) {
            Ok(value) => {
                dialect::commit(&mut conn)?;
                self.inner.writes.fetch_add(1, Ordering::Relaxed);
                Ok(value)
            }
            Err(error) => {
                dialect::rollback(&mut conn);
                Err(error)
            }
        }
    }
}

fn pool(url: &str, size: u32, test: bool) -> Result<Pool<Manager>, StorageError> {
    Pool::builder()
        .max_size(size)
        .min_idle(Some(1))
        .test_on_check_out(test)
        .connection_timeout(Duration::from_secs(5))
        .build(Manager { url: url.to_owned() })
        .map_err(|error| StorageError::Unreachable(error.to_string()))
}

fn checkout(pool: &Pool<Manager>) -> Result<PooledConnection<Manager>, StorageError> {
    pool.get().map_err(|_| StorageError::Busy)
}
