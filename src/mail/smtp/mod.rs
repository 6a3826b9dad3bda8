//! SMTP: a few connections, each reused letter after letter.

mod config;
mod connection;

pub use config::{Credentials, Security, SmtpConfig, SmtpConfigError};

use super::Wire;
use crate::domain::retry::Outcome;
use connection::{Connection, Failure};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::{Instant, timeout};

/// Servers drop a silent client after minutes; before that we leave on our own.
const IDLE: Duration = Duration::from_secs(30);

/// A mail server. Connections are made when needed, kept for the next letter, and given up when
/// anything is wrong with them.
pub struct Smtp {
    config: config::Checked,
    idle: Mutex<Vec<(Connection, Instant)>>,
}

impl Smtp {
    /// Checks the settings; connects to nothing yet.
    ///
    /// # Errors
    /// Settings that are unsafe or cannot work.
    pub fn new(config: SmtpConfig) -> Result<Smtp, SmtpConfigError> {
        Ok(Smtp { config: config.check()?, idle: Mutex::new(Vec::new()) })
    }

    pub(super) fn connections(&self) -> usize {
        self.config.connections
    }

    pub(super) fn timeout(&self) -> Duration {
        self.config.timeout
    }

    /// One letter, from connecting to the server's last word, within the configured time.
    pub(super) async fn deliver(&self, wire: &Wire) -> Outcome {
        match timeout(self.config.timeout, self.attempt(wire)).await {
            Ok(outcome) => outcome,
            // The connection was owned by what has just been dropped, and is closed with it.
            Err(_) => Outcome::Temporary(format!("no answer within {} s", self.config.timeout.as_secs_f32())),
        }
    }

    async fn attempt(&self, wire: &Wire) -> Outcome {
        if let Some(mut reused) = self.take_idle() {
            match reused.send(wire).await {
                // The server left between two letters, before it heard of this one: not its failure.
                Err(Failure::Gone { .. }) => {}
                result => return self.conclude(reused, result).await,
            }
        }
        match Connection::open(&self.config).await {
            Ok(mut fresh) => {
                let result = fresh.send(wire).await;
                self.conclude(fresh, result).await
            }
            Err(error) => Outcome::Temporary(error),
        }
    }

    async fn conclude(&self, mut connection: Connection, result: Result<(), Failure>) -> Outcome {
        let (outcome, usable) = match result {
            Ok(()) => (Outcome::Sent, true),
            Err(Failure::Refused { permanent: true, reply }) => (Outcome::Permanent(reply), connection.reset().await),
            Err(Failure::Refused { permanent: false, reply }) => (Outcome::Temporary(reply), connection.reset().await),
            Err(Failure::Gone { error } | Failure::Broken { error }) => (Outcome::Temporary(error), false),
        };
        if usable {
            self.lock().push((connection, Instant::now()));
        }
        outcome
    }

    fn take_idle(&self) -> Option<Connection> {
        let mut idle = self.lock();
        idle.retain(|(_, since)| since.elapsed() < IDLE);
        idle.pop().map(|(connection, _)| connection)
    }

    pub(super) async fn close(&self) {
        let idle = std::mem::take(&mut *self.lock());
        for (mut connection, _) in idle {
            // Who does not answer a farewell is left without one.
            let _ = timeout(Duration::from_secs(2), connection.quit()).await;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<(Connection, Instant)>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Smtp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Smtp({}:{})", self.config.host, self.config.port)
    }
}
