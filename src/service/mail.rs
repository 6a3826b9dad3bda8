//! The outbox as its administrators see it.

use super::app::{App, Who};
use super::error::ServiceError;
use super::trail::{self, By};
use crate::domain::access::{self, Action, Area, Facts};
use crate::domain::retry;
use crate::storage::outbox::{self, Filter, OutboxRow};
use serde_json::json;

/// A page of the outbox and how many messages are in each state.
pub struct Box {
    pub rows: Vec<OutboxRow>,
    pub counts: Vec<(String, i64)>,
}

/// Messages the reader may see, newest first.
///
/// # Errors
/// Rights.
pub fn list(app: &App, who: &Who, filter: &Filter, offset: i64, limit: i64) -> Result<Box, ServiceError> {
    access::can(&who.actor, Action::MailView, &Facts::NONE)?;
    let seen = access::visibility(&who.actor, Area::Mail);
    app.store.read(|conn| {
        let rows = outbox::search(conn, seen, filter, offset, limit)?;
        Ok(Box { rows, counts: outbox::counts_seen(conn, seen)? })
    })
}

/// One message.
///
/// # Errors
/// Rights; not found.
pub fn show(app: &App, who: &Who, id: i64) -> Result<OutboxRow, ServiceError> {
    access::can(&who.actor, Action::MailView, &Facts::NONE)?;
    let seen = access::visibility(&who.actor, Area::Mail);
    app.store.read(|conn| Ok(outbox::get_seen(conn, seen, id)?))
}

/// Queues a dead message again, with a new deadline.
///
/// # Errors
/// Rights; `Conflict(not-dead)`.
pub fn redrive(app: &App, who: &Who, id: i64) -> Result<(), ServiceError> {
    access::can(&who.actor, Action::MailRedrive, &Facts::NONE)?;
    let at = app.now();
    app.store.write(|tx| {
        let row = outbox::get_seen(tx, access::visibility(&who.actor, Area::Mail), id)?;
        if !outbox::redrive(tx, id, at.naive_utc(), (at + retry::PATIENCE).naive_utc())? {
            return Err(ServiceError::conflict("not-dead"));
        }
        let before = json!({ "state": row.state, "attempts": row.attempts });
        trail::record(tx, at, By::who(who), "mail.redrive", "message", id, Some(before), None)
    })
}
