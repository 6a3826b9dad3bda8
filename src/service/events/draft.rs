//! Proposing an event: from an item of the plan or freely. Lenient: a draft may be incomplete, but
//! what is in it is well-formed.

use super::steps::open;
use crate::domain::access::{self, Action, Facts};
use crate::domain::event::{Details, Field, Kind, State, open_stage};
use crate::domain::ids::{EventId, PlanItemId};
use crate::domain::reference::Series;
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::service::origin::{details_of, planned};
use crate::service::plans::items::fault_of;
use crate::service::trail::{self, By};
use crate::storage::events::{self, Content, NewEvent};
use crate::storage::plans;
use crate::storage::{Constraint, StorageError, Tx, people};
use serde_json::json;
use std::collections::BTreeMap;

/// Begins an event outside the plan.
///
/// # Errors
/// Rights.
pub fn create(app: &App, who: &Who, kind: Kind) -> Result<EventId, ServiceError> {
    app.store.write(|tx| insert(app, tx, who, kind, None, &Details::default()))
}

/// Begins the event of an item of a published plan, filled in from it.
///
/// # Errors
/// Rights; `NotFound` for another organisation's item; `Conflict(event-exists)` when it has one.
pub fn propose(app: &App, who: &Who, item: PlanItemId) -> Result<EventId, ServiceError> {
    app.store.write(|tx| {
        let row = plans::item(tx, item)?;
        let Some(planned) = planned(tx, &row)? else { return Err(ServiceError::NotFound) };
        if row.host() != Some(who.organisation()) {
            return Err(ServiceError::NotFound);
        }
        insert(app, tx, who, row.kind, Some(item), &Details::from_plan(&planned))
    })
}

fn insert(
    app: &App,
    tx: &mut Tx,
    who: &Who,
    kind: Kind,
    item: Option<PlanItemId>,
    details: &Details,
) -> Result<EventId, ServiceError> {
    let at = app.now();
    let host = people::organisation(tx, who.organisation())?;
    access::can(&who.actor, Action::EventCreate, &Facts::new_for(host.id, Some(host.division)))?;
    // An event of the plan belongs to the office whose plan it is, another to the host's own.
    let division = match item {
        Some(item) => {
            let plan = plans::item(tx, item)?.plan_id;
            plans::get(tx, plan)?.division
        }
        None => host.division,
    };
    let reference = crate::service::claims::next_reference(tx, Series::Event, at)?;
    let event = NewEvent {
        reference: &reference,
        kind: kind.as_str(),
        organisation_id: host.id.get(),
        division: &division.to_string(),
        plan_item_id: item.map(PlanItemId::get),
        state: State::Draft.as_str(),
        waiting_since: at.naive_utc(),
        created_at: at.naive_utc(),
        updated_at: at.naive_utc(),
    };
    let id = events::insert(tx, &event, &content(details)?).map_err(|error| match error {
        StorageError::Violated(Constraint::EventForItem) => ServiceError::conflict("event-exists"),
        other => other.into(),
    })?;
    let after = json!({ "kind": kind, "item": item, "details": details });
    trail::record(tx, at, By::who(who), "event.create", "event", id.get(), None, Some(after))?;
    Ok(id)
}

/// Saves what the host typed, as far as the event's stage lets it be written.
///
/// # Errors
/// Rights, a stale version; `Invalid` with every malformed field: nothing is saved then.
pub fn edit(
    app: &App,
    who: &Who,
    id: EventId,
    version: i64,
    typed: &BTreeMap<String, String>,
) -> Result<(), ServiceError> {
    app.store.write(|tx| {
        let opened = open(app, tx, who, Action::EventEdit, id, version)?;
        let row = &opened.row;
        let stage = open_stage(row.state).ok_or_else(|| ServiceError::conflict("wrong-state"))?;
        let before = details_of(row)?;
        let mut details = before.clone();
        let form = typed.iter().map(|(name, text)| (name.as_str(), text.as_str()));
        if let Err(faults) = details.write(row.kind, stage, form) {
            return Err(ServiceError::Invalid(faults.iter().map(fault_of).collect()));
        }
        if details == before {
            return Ok(());
        }
        events::put_content(opened.tx, id, version, &content(&details)?, opened.at.naive_utc())?;
        let (before, after) = (json!(before), json!(details));
        trail::record(opened.tx, opened.at, By::who(who), "event.edit", "event", id.get(), Some(before), Some(after))
    })
}

fn content(details: &Details) -> Result<Content, ServiceError> {
    let text = |field| details.text(field).unwrap_or_default().to_owned();
    Ok(Content {
        name: text(Field::Name),
        trade: text(Field::Trade),
        venue: text(Field::Venue),
        starts_on: details.date(Field::StartsOn),
        ends_on: details.date(Field::EndsOn),
        details: crate::service::claims::canonical::canonical(details)?,
    })
}
