//! Closed events that a claim can still be made from.

use crate::domain::access::{self, Action, Facts};
use crate::domain::event::State;
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::storage::events::{self, EventRow};
use crate::storage::{claims, events::Filter};

/// Closed events of the person's organisation without a claim: their facts and papers are taken
/// over by [`crate::service::events`].
///
/// # Errors
/// Rights.
pub fn closed_events(app: &App, who: &Who) -> Result<Vec<EventRow>, ServiceError> {
    const MOST: i64 = 100;
    access::can(&who.actor, Action::ClaimCreate, &Facts::NONE)?;
    let own = access::Visibility::Organisation(who.organisation());
    let closed = Filter { states: vec![State::Closed], ..Filter::default() };
    app.store.read(|conn| {
        let rows = events::list(conn, own, &closed, 0, MOST)?;
        let claimed = claims::claimed_events(conn, own)?;
        Ok(rows.into_iter().map(|(row, _)| row).filter(|row| !claimed.contains(&row.id)).collect())
    })
}
