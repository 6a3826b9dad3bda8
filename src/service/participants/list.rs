//! The participants of an event, and one of them with what happened.

use super::{facts_of, sees_particulars, visible};
use crate::domain::access::{self, Action};
use crate::domain::ids::{EventId, ParticipantId};
use crate::domain::participant::State;
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::storage::event_terms;
use crate::storage::events::EventRow;
use crate::storage::participants::{self, LogRow};
use crate::storage::rosters::{self, Filter, Listed};
use chrono::NaiveDateTime;

/// Rows of one page.
pub const PAGE: i64 = 50;

/// A page of an event's participants.
#[derive(Clone, Debug)]
pub struct Roster {
    pub event: EventRow,
    pub rows: Vec<Listed>,
    /// How many the filter lets through, on all pages.
    pub total: i64,
    /// How many there are in each state, whatever the filter.
    pub states: Vec<(State, i64)>,
    /// What can be registered for.
    pub entries: Vec<(i64, String)>,
    /// What the reader may do with them now.
    pub may: Vec<Action>,
    /// When the personal data was deleted.
    pub erased_at: Option<NaiveDateTime>,
}

/// The rights over participants that somebody has in an event's present state.
fn rights(who: &Who, event: &EventRow) -> Vec<Action> {
    let facts = facts_of(event);
    let own = |action: &Action| action.area() == access::Area::Participant;
    let may = |action: &Action| access::can(&who.actor, *action, &facts).is_ok();
    Action::ALL.iter().copied().filter(own).filter(may).collect()
}

fn without_particulars(listed: Listed) -> Listed {
    Listed { row: listed.row.without_particulars(), ..listed }
}

/// An event's participants, in the order they came.
///
/// # Errors
/// `NotFound`, also for what the reader may not know of.
pub fn list(app: &App, who: &Who, event: EventId, filter: &Filter, page: i64) -> Result<Roster, ServiceError> {
    app.store.read(|conn| {
        let event = visible(conn, who, Action::ParticipantView, event)?;
        let all = sees_particulars(who, &event);
        let filter = Filter { by_number: all, ..filter.clone() };
        let total = rosters::count(conn, event.id, &filter)?;
        let page = page.clamp(1, (total + PAGE - 1).max(1) / PAGE + 1);
        let rows = rosters::list(conn, event.id, &filter, (page - 1) * PAGE, PAGE)?;
        Ok(Roster {
            rows: if all { rows } else { rows.into_iter().map(without_particulars).collect() },
            total,
            states: rosters::by_state(conn, event.id)?,
            entries: rosters::entry_names(conn, event.id)?,
            may: rights(who, &event),
            erased_at: event_terms::get(conn, event.id)?.erased_at,
            event,
        })
    })
}

/// One participant.
#[derive(Clone, Debug)]
pub struct Shown {
    pub event: EventRow,
    pub one: Listed,
    pub log: Vec<LogRow>,
    /// A change waits to be decided about.
    pub asked: bool,
    /// What the reader may do now.
    pub may: Vec<Action>,
}

/// One participant with the log of what happened.
///
/// # Errors
/// `NotFound`, also for what the reader may not know of.
pub fn show(app: &App, who: &Who, id: ParticipantId) -> Result<Shown, ServiceError> {
    app.store.read(|conn| {
        let one = rosters::one(conn, id)?;
        let event = visible(conn, who, Action::ParticipantView, one.row.event_id)?;
        let asked = crate::storage::entries::asked_change(conn, id)?.is_some();
        let log = participants::log_of(conn, id)?;
        let (one, log) = match sees_particulars(who, &event) {
            true => (one, log),
            false => (without_particulars(one), log.into_iter().map(LogRow::without_particulars).collect()),
        };
        Ok(Shown { one, log, asked, may: rights(who, &event), event })
    })
}
