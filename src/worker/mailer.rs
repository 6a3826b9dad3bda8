//! One round of sending: take a few due messages, write their texts down, send them, record how
//! that went. Nothing is sent within a transaction, and no transaction waits for a server.

use crate::domain::message::{Content, Message};
use crate::domain::retry::{self, Next, Outcome};
use crate::mail::{Letter, Rendered, Sender, Transport, Wire};
use crate::storage::outbox::{self, Attempt, OutboxRow};
use crate::storage::{StorageError, Store, Tx};
use chrono::{DateTime, Duration, Utc};
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::mpsc::{self, UnboundedSender};
use tokio::task::{JoinSet, spawn_blocking};
use tokio::time::Instant;

/// Makes subject and texts of a message; the error is for administrators.
pub type Renderer = Arc<dyn Fn(&Message) -> Result<Rendered, String> + Send + Sync>;

/// Letters per connection and round.
const LETTERS_PER_LANE: usize = 32;
/// A round begins no letter after that: a server that answers slowly does not hold many leases long.
const LONGEST_ROUND: std::time::Duration = std::time::Duration::from_secs(120);

/// Sends what the outbox holds. Cloned handles are one mailer.
#[derive(Clone)]
pub struct Mailer {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    transport: Transport,
    sender: Sender,
    render: Renderer,
    stopping: AtomicBool,
}

/// What a round came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Round {
    /// Messages taken from the outbox; the rest are how they ended.
    pub taken: usize,
    pub sent: usize,
    pub retried: usize,
    pub dead: usize,
}

/// A leased message, ready to be sent or not worth trying.
struct Job {
    row: OutboxRow,
    /// Whether text and parameters are forgotten once it is sent.
    secret: bool,
    letter: Result<Wire, String>,
}

/// A letter that has been tried.
struct Ended {
    id: i64,
    secret: bool,
    attempt: Attempt,
}

impl Mailer {
    #[must_use]
    pub fn new(store: Store, transport: Transport, sender: Sender, render: Renderer) -> Mailer {
        Mailer { inner: Arc::new(Inner { store, transport, sender, render, stopping: AtomicBool::new(false) }) }
    }

    /// How many messages one round takes at most; a round that took fewer has emptied the outbox.
    #[must_use]
    pub fn batch(&self) -> usize {
        self.inner.transport.parallel() * LETTERS_PER_LANE
    }

    /// Sends what is due at `now`, at most [`Mailer::batch`] messages.
    ///
    /// # Errors
    /// The outbox cannot be read or written; messages already leased are taken again later.
    pub async fn run_once(&self, now: DateTime<Utc>) -> Result<Round, StorageError> {
        let rows = self.lease(now).await?;
        let taken = rows.len();
        if rows.is_empty() {
            return Ok(Round::default());
        }
        let jobs = self.prepare(rows).await?;
        let queue = Arc::new(Mutex::new(VecDeque::from(jobs)));
        let (done, mut results) = mpsc::unbounded_channel();
        let mut lanes = JoinSet::new();
        for _ in 0..self.inner.transport.parallel() {
            lanes.spawn(self.clone().work_off(Arc::clone(&queue), now, done.clone()));
        }
        drop(done);
        // What has ended while the last records were written is recorded together. A lane that
        // panics leaves its letter leased: it is taken again later.
        let mut round = Round { taken, ..Round::default() };
        let mut ended = Vec::new();
        while results.recv_many(&mut ended, taken).await > 0 {
            ended.iter().for_each(|result: &Ended| round.count(&result.attempt));
            self.record(std::mem::take(&mut ended)).await?;
        }
        self.release(&queue).await?;
        Ok(round)
    }

    /// Where letters are files: deletes those whose text was deleted with personal data. Says how many.
    ///
    /// # Errors
    /// The outbox cannot be read, or the files not deleted.
    pub async fn sweep(&self) -> Result<usize, StorageError> {
        let inner = Arc::clone(&self.inner);
        let sweep = move || {
            let Transport::Files(files) = &inner.transport else { return Ok(0) };
            if !files.holds_any() {
                return Ok(0);
            }
            let keys = inner.store.read(outbox::forgotten)?;
            files.forget(&keys).map_err(|error| StorageError::Database(format!("letters in files: {error}")))
        };
        let done = spawn_blocking(sweep).await;
        done.unwrap_or_else(|error| Err(StorageError::Database(error.to_string())))
    }

    /// Lets the letters under way come to their end and begins no other.
    pub fn stop(&self) {
        self.inner.stopping.store(true, Ordering::Relaxed);
    }

    /// Takes leave of the mail server.
    pub async fn close(&self) {
        self.inner.transport.close().await;
    }

    async fn lease(&self, now: DateTime<Utc>) -> Result<Vec<OutboxRow>, StorageError> {
        let limit = i64::try_from(self.batch()).unwrap_or(i64::MAX);
        // Until the last letter begun may have ended, so that nobody takes it meanwhile.
        let longest = LONGEST_ROUND + self.inner.transport.slowest();
        let lease = Duration::from_std(longest).unwrap_or_default() + Duration::minutes(1);
        self.write(move |tx| outbox::lease_due(tx, now.naive_utc(), (now + lease).naive_utc(), limit)).await
    }

    /// Writes down the texts of messages that are tried for the first time: later templates never
    /// change them.
    async fn prepare(&self, rows: Vec<OutboxRow>) -> Result<Vec<Job>, StorageError> {
        let mut jobs = Vec::with_capacity(rows.len());
        let mut fresh = Vec::new();
        for row in rows {
            let message = message_of(&row);
            let secret = message.as_ref().is_ok_and(|message| message.kind().carries_secret_link());
            let letter = message.and_then(|message| {
                let rendered = match kept_text(&row) {
                    Some(kept) => kept,
                    None => {
                        let rendered = (self.inner.render)(&message).map_err(|error| format!("rendering: {error}"))?;
                        fresh.push((row.id, rendered.clone()));
                        rendered
                    }
                };
                self.write_letter(&row, &message, &rendered)
            });
            jobs.push(Job { row, secret, letter });
        }
        if !fresh.is_empty() {
            self.write(move |tx| {
                fresh.iter().try_for_each(|(id, Rendered { subject, text, html })| {
                    outbox::keep_rendered(tx, *id, subject, text, html)
                })
            })
            .await?;
        }
        Ok(jobs)
    }

    fn write_letter(&self, row: &OutboxRow, message: &Message, rendered: &Rendered) -> Result<Wire, String> {
        let letter = Letter {
            key: message.key(),
            to: message.to(),
            to_name: message.to_name(),
            reference: message.reference(),
            lang: message.lang(),
            date: row.created_at.and_utc(),
            rendered,
            invites: &message.content().invites,
        };
        letter.build(&self.inner.sender).map_err(|error| error.to_string())
    }

    /// One lane: letter after letter.
    async fn work_off(self, queue: Arc<Mutex<VecDeque<Job>>>, now: DateTime<Utc>, done: UnboundedSender<Ended>) {
        let begun = Instant::now();
        while !self.inner.stopping.load(Ordering::Relaxed) && begun.elapsed() < LONGEST_ROUND {
            let Some(Job { row, secret, letter }) = lock(&queue).pop_front() else { break };
            let outcome = match &letter {
                Ok(wire) => self.inner.transport.deliver(wire).await,
                Err(error) => Outcome::Permanent(error.clone()),
            };
            let attempts = u32::try_from(row.attempts).unwrap_or(0) + 1;
            let attempt = match retry::next(outcome, attempts, now, row.deadline_at.and_utc()) {
                Next::Sent => Attempt::Sent { at: now.naive_utc() },
                Next::Retry { at, error } => Attempt::Retry { at: at.naive_utc(), error },
                Next::Dead { error } => {
                    tracing::warn!(message = row.id, attempts, "a message could not be delivered");
                    Attempt::Dead { error }
                }
            };
            if done.send(Ended { id: row.id, secret, attempt }).is_err() {
                break;
            }
        }
    }

    async fn record(&self, ended: Vec<Ended>) -> Result<(), StorageError> {
        self.write(move |tx| {
            ended.iter().try_for_each(|Ended { id, secret, attempt }| {
                outbox::record(tx, *id, attempt)?;
                let forget = *secret && matches!(attempt, Attempt::Sent { .. });
                if forget { outbox::forget_text(tx, *id) } else { Ok(()) }
            })
        })
        .await
    }

    async fn release(&self, queue: &Mutex<VecDeque<Job>>) -> Result<(), StorageError> {
        let untried: Vec<i64> = lock(queue).drain(..).map(|job| job.row.id).collect();
        if untried.is_empty() {
            return Ok(());
        }
        self.write(move |tx| outbox::release(tx, &untried)).await
    }

    /// A short write transaction, off the threads that wait for the network.
    async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Tx) -> Result<T, StorageError> + Send + 'static,
    ) -> Result<T, StorageError> {
        let store = self.inner.store.clone();
        let done = spawn_blocking(move || store.write(work)).await;
        done.unwrap_or_else(|error| Err(StorageError::Database(error.to_string())))
    }
}

impl Round {
    fn count(&mut self, attempt: &Attempt) {
        match attempt {
            Attempt::Sent { .. } => self.sent += 1,
            Attempt::Retry { .. } => self.retried += 1,
            Attempt::Dead { .. } => self.dead += 1,
        }
    }
}

/// The message as the use case left it; its guard against long numbers is asked again.
pub(crate) fn message_of(row: &OutboxRow) -> Result<Message, String> {
    let kind = row.kind.parse().map_err(|error| format!("{error}"))?;
    let lang = row.lang.parse().map_err(|error| format!("{error}"))?;
    let to = row.to_address.parse().map_err(|error| format!("{error}"))?;
    let content: Content = serde_json::from_str(&row.payload).map_err(|error| format!("payload: {error}"))?;
    Message::new(kind, lang, to, &row.to_name, &row.key, &row.reference, content).map_err(|error| error.to_string())
}

fn kept_text(row: &OutboxRow) -> Option<Rendered> {
    let (subject, text, html) = (row.subject.clone()?, row.body_text.clone()?, row.body_html.clone()?);
    Some(Rendered { subject, text, html })
}

fn lock(queue: &Mutex<VecDeque<Job>>) -> MutexGuard<'_, VecDeque<Job>> {
    queue.lock().unwrap_or_else(PoisonError::into_inner)
}
