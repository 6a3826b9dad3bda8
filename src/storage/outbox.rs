//! Mail to be sent: rows written in the deciding transaction, sent later by the worker.

use super::conn::{Conn, Tx};
use super::dialect;
use super::error::StorageError;
use super::schema::{organisations, outbox, users};
use crate::domain::access::Visibility;
use crate::domain::message::MessageKind;
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// A message as a use case leaves it. `key` is unique for ever: the same happening is mailed once.
#[derive(Insertable)]
#[diesel(table_name = outbox)]
pub struct NewMessage<'a> {
    pub key: &'a str,
    pub kind: &'a str,
    pub lang: &'a str,
    pub to_address: &'a str,
    pub to_name: &'a str,
    pub reference: &'a str,
    /// What the templates need, as JSON: a snapshot of the moment.
    pub payload: &'a str,
    pub state: &'a str,
    pub next_attempt_at: NaiveDateTime,
    pub deadline_at: NaiveDateTime,
    pub created_at: NaiveDateTime,
}

/// A row of the outbox. The rendered texts are there from the first attempt on and never change
/// afterwards, whatever becomes of the templates.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = outbox)]
pub struct OutboxRow {
    pub id: i64,
    pub key: String,
    pub kind: String,
    pub lang: String,
    pub to_address: String,
    pub to_name: String,
    pub reference: String,
    pub payload: String,
    pub subject: Option<String>,
    pub body_text: Option<String>,
    pub body_html: Option<String>,
    pub state: String,
    pub attempts: i32,
    pub next_attempt_at: NaiveDateTime,
    pub deadline_at: NaiveDateTime,
    pub last_error: Option<String>,
    pub created_at: NaiveDateTime,
    pub sent_at: Option<NaiveDateTime>,
    /// When recipient, or text, were deleted with the personal data they are.
    pub forgotten_at: Option<NaiveDateTime>,
}

/// Of a letter, whatever it said.
const NOTHING: &str = r#"{"path":"/","params":{}}"#;

/// Queues a message within the deciding transaction.
///
/// # Errors
/// `Violated(MessageRepeated)` when the key was used before.
pub fn enqueue(tx: &mut Tx, message: &NewMessage) -> Result<(), StorageError> {
    diesel::insert_into(outbox::table).values(message).execute(&mut **tx)?;
    Ok(())
}

/// Queues many messages within the deciding transaction.
///
/// # Errors
/// `Violated(MessageRepeated)` when a key was used before.
pub fn enqueue_all(tx: &mut Tx, messages: &[NewMessage]) -> Result<(), StorageError> {
    dialect::enqueue_messages(tx, messages)
}

/// Whether a message with this key was ever queued.
///
/// # Errors
/// The database failed.
pub fn has(conn: &mut Conn, key: &str) -> Result<bool, StorageError> {
    Ok(diesel::select(diesel::dsl::exists(outbox::table.filter(outbox::key.eq(key)))).get_result(conn)?)
}

/// Takes up to `limit` due rows and leases them until `lease_until`. A lease that ran out (its
/// worker died) is taken again.
///
/// # Errors
/// The database failed.
pub fn lease_due(
    tx: &mut Tx,
    now: NaiveDateTime,
    lease_until: NaiveDateTime,
    limit: i64,
) -> Result<Vec<OutboxRow>, StorageError> {
    let ids = dialect::due_messages(tx, now, limit)?;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    diesel::update(outbox::table.filter(outbox::id.eq_any(&ids)))
        .set(outbox::lease_until.eq(lease_until))
        .execute(&mut **tx)?;
    Ok(outbox::table
        .filter(outbox::id.eq_any(&ids))
        .order(outbox::id)
        .select(OutboxRow::as_select())
        .load(&mut **tx)?)
}

/// Keeps what is about to be sent, before the first attempt.
///
/// # Errors
/// The database failed.
pub fn keep_rendered(tx: &mut Tx, id: i64, subject: &str, text: &str, html: &str) -> Result<(), StorageError> {
    // One forgotten while it was leased is not written anew.
    diesel::update(outbox::table.find(id).filter(outbox::forgotten_at.is_null()))
        .set((outbox::subject.eq(subject), outbox::body_text.eq(text), outbox::body_html.eq(html)))
        .execute(&mut **tx)?;
    Ok(())
}

/// The outcome of one attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attempt {
    Sent { at: NaiveDateTime },
    Retry { at: NaiveDateTime, error: String },
    Dead { error: String },
}

/// Records an attempt and gives the lease back.
///
/// # Errors
/// The database failed.
pub fn record(tx: &mut Tx, id: i64, attempt: &Attempt) -> Result<(), StorageError> {
    // A message sent meanwhile (its lease had run out here) stays sent.
    let row = outbox::table.find(id).filter(outbox::state.eq("queued"));
    let counted = (outbox::attempts.eq(outbox::attempts + 1), outbox::lease_until.eq(None::<NaiveDateTime>));
    match attempt {
        Attempt::Sent { at } => diesel::update(row)
            .set((counted, outbox::state.eq("sent"), outbox::sent_at.eq(*at), outbox::last_error.eq(None::<String>)))
            .execute(&mut **tx)?,
        Attempt::Retry { at, error } => diesel::update(row)
            .set((counted, outbox::next_attempt_at.eq(*at), outbox::last_error.eq(error)))
            .execute(&mut **tx)?,
        Attempt::Dead { error } => diesel::update(row)
            .set((counted, outbox::state.eq("dead"), outbox::last_error.eq(error)))
            .execute(&mut **tx)?,
    };
    Ok(())
}

/// Gives leases back untried: the worker is stopping.
///
/// # Errors
/// The database failed.
pub fn release(tx: &mut Tx, ids: &[i64]) -> Result<(), StorageError> {
    diesel::update(outbox::table.filter(outbox::id.eq_any(ids)))
        .set(outbox::lease_until.eq(None::<NaiveDateTime>))
        .execute(&mut **tx)?;
    Ok(())
}

/// Forgets the text and parameters of a message that has been sent: its link lets its bearer in.
///
/// # Errors
/// The database failed.
pub fn forget_text(tx: &mut Tx, id: i64) -> Result<(), StorageError> {
    diesel::update(outbox::table.find(id).filter(outbox::state.eq("sent")))
        .set((outbox::payload.eq(NOTHING), outbox::body_text.eq(None::<String>), outbox::body_html.eq(None::<String>)))
        .execute(&mut **tx)?;
    Ok(())
}

/// The letters about an event, by its reference, whose recipient is a participant or nobody of the office.
macro_rules! to_people {
    ($reference:expr) => {
        outbox::table
            .filter(outbox::reference.eq($reference))
            .filter(outbox::reference.ne(""))
            .filter(outbox::forgotten_at.is_null())
            .filter(
                outbox::kind
                    .eq_any(codes(MessageKind::TO_PARTICIPANTS))
                    .or(outbox::to_address.ne_all(users::table.select(users::email))),
            )
    };
}

fn codes(kinds: &[MessageKind]) -> Vec<&'static str> {
    kinds.iter().map(|kind| kind.as_str()).collect()
}

/// Deletes who was written to about an event and what, of letters to participants and to whoever has no
/// account; and the text of those that tell units about them. Kind, time and state stay; what was not sent
/// yet never is. Says of how many letters.
///
/// # Errors
/// The database failed.
pub fn forget_people(tx: &mut Tx, reference: &str, at: NaiveDateTime) -> Result<usize, StorageError> {
    let queued = to_people!(reference).filter(outbox::state.eq("queued"));
    diesel::update(outbox::table.filter(outbox::id.eq_any(queued.select(outbox::id).load::<i64>(&mut **tx)?)))
        .set(outbox::state.eq("dead"))
        .execute(&mut **tx)?;
    let nothing = || {
        (
            outbox::payload.eq(NOTHING),
            outbox::subject.eq(None::<String>),
            outbox::body_text.eq(None::<String>),
            outbox::body_html.eq(None::<String>),
            outbox::last_error.eq(None::<String>),
            outbox::lease_until.eq(None::<NaiveDateTime>),
            outbox::forgotten_at.eq(at),
        )
    };
    let ids: Vec<i64> = to_people!(reference).select(outbox::id).load(&mut **tx)?;
    let mut forgotten = 0;
    for some in ids.chunks(500) {
        forgotten += diesel::update(outbox::table.filter(outbox::id.eq_any(some)))
            .set((nothing(), outbox::to_address.eq(""), outbox::to_name.eq("")))
            .execute(&mut **tx)?;
    }
    let about = outbox::table
        .filter(outbox::reference.eq(reference))
        .filter(outbox::reference.ne(""))
        .filter(outbox::forgotten_at.is_null())
        .filter(outbox::state.ne("queued"))
        .filter(outbox::kind.eq_any(codes(MessageKind::ABOUT_PARTICIPANTS)));
    Ok(forgotten + diesel::update(about).set(nothing()).execute(&mut **tx)?)
}

/// Keys of the letters whose text was deleted with the personal data of an event.
///
/// # Errors
/// The database failed.
pub fn forgotten(conn: &mut Conn) -> Result<Vec<String>, StorageError> {
    Ok(outbox::table.filter(outbox::forgotten_at.is_not_null()).select(outbox::key).load(conn)?)
}

/// References of the events about which letters still name participants.
///
/// # Errors
/// The database failed.
pub fn naming_people(conn: &mut Conn) -> Result<Vec<String>, StorageError> {
    let told = MessageKind::TO_PARTICIPANTS.iter().chain(MessageKind::ABOUT_PARTICIPANTS);
    let told: Vec<&str> = told.map(|kind| kind.as_str()).collect();
    let of_people = outbox::table.filter(outbox::forgotten_at.is_null()).filter(outbox::reference.ne(""));
    let of_people = of_people.filter(outbox::kind.eq_any(told)).select(outbox::reference).distinct();
    Ok(of_people.load(conn)?)
}

/// The letters about an event or another numbered thing, oldest first.
///
/// # Errors
/// The database failed.
pub fn about(conn: &mut Conn, reference: &str) -> Result<Vec<OutboxRow>, StorageError> {
    let about = outbox::table.filter(outbox::reference.eq(reference)).filter(outbox::reference.ne(""));
    Ok(about.order(outbox::id).select(OutboxRow::as_select()).load(conn)?)
}

/// Queues a dead message again, with all its patience. Says whether there was one.
///
/// # Errors
/// The database failed.
pub fn redrive(tx: &mut Tx, id: i64, now: NaiveDateTime, deadline: NaiveDateTime) -> Result<bool, StorageError> {
    let dead =
        outbox::table.filter(outbox::id.eq(id)).filter(outbox::state.eq("dead")).filter(outbox::forgotten_at.is_null());
    let changed = diesel::update(dead)
        .set((
            outbox::state.eq("queued"),
            outbox::next_attempt_at.eq(now),
            outbox::deadline_at.eq(deadline),
            outbox::attempts.eq(0),
        ))
        .execute(&mut **tx)?;
    Ok(changed == 1)
}

/// How many messages are in each state.
///
/// # Errors
/// The database failed.
pub fn counts(conn: &mut Conn) -> Result<Vec<(String, i64)>, StorageError> {
    Ok(outbox::table.group_by(outbox::state).select((outbox::state, diesel::dsl::count_star())).load(conn)?)
}

/// Messages in `state` (all when `None`), newest first.
///
/// # Errors
/// The database failed.
pub fn list(conn: &mut Conn, state: Option<&str>, offset: i64, limit: i64) -> Result<Vec<OutboxRow>, StorageError> {
    let filter = Filter { state: state.map(str::to_owned), ..Filter::default() };
    search(conn, Visibility::All, &filter, offset, limit)
}

/// What a list of messages is narrowed to. Empty narrows nothing.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub state: Option<String>,
    /// Part of the recipient's name or address, or of the reference.
    pub text: Option<String>,
}

macro_rules! seen {
    ($visibility:expr) => {{
        let mut query = outbox::table.into_boxed();
        match $visibility {
            Visibility::All => {}
            // A county sees what is written to its own people.
            Visibility::Division(division) => {
                let own = users::table
                    .inner_join(organisations::table)
                    .filter(organisations::division.eq(division.to_string()))
                    .select(users::email);
                query = query.filter(outbox::to_address.eq_any(own));
            }
            Visibility::Organisation(_) | Visibility::PublicOnly => query = query.filter(outbox::id.eq(0)),
        }
        query
    }};
}

/// Messages the reader may see, newest first.
///
/// # Errors
/// The database failed.
pub fn search(
    conn: &mut Conn,
    visibility: Visibility,
    filter: &Filter,
    offset: i64,
    limit: i64,
) -> Result<Vec<OutboxRow>, StorageError> {
    let mut query = seen!(visibility);
    if let Some(state) = &filter.state {
        query = query.filter(outbox::state.eq(state.clone()));
    }
    if let Some(text) = &filter.text {
        let pattern = super::convert::containing(text);
        query = query.filter(
            outbox::to_address
                .like(pattern.clone())
                .or(outbox::to_name.like(pattern.clone()))
                .or(outbox::reference.like(pattern)),
        );
    }
    Ok(query.order(outbox::id.desc()).offset(offset).limit(limit).select(OutboxRow::as_select()).load(conn)?)
}

/// How many messages the reader may see in each state.
///
/// # Errors
/// The database failed.
pub fn counts_seen(conn: &mut Conn, visibility: Visibility) -> Result<Vec<(String, i64)>, StorageError> {
    let mut counts = Vec::new();
    for state in ["queued", "sent", "dead"] {
        let count: i64 = seen!(visibility).filter(outbox::state.eq(state)).count().get_result(conn)?;
        counts.push((state.to_owned(), count));
    }
    Ok(counts)
}

/// One message, if the reader may see it.
///
/// # Errors
/// [`StorageError::NotFound`].
pub fn get_seen(conn: &mut Conn, visibility: Visibility, id: i64) -> Result<OutboxRow, StorageError> {
    Ok(seen!(visibility).filter(outbox::id.eq(id)).select(OutboxRow::as_select()).first(conn)?)
}

/// One message.
///
/// # Errors
/// [`StorageError::NotFound`].
pub fn get(conn: &mut Conn, id: i64) -> Result<OutboxRow, StorageError> {
    Ok(outbox::table.find(id).select(OutboxRow::as_select()).first(conn)?)
}
