//! Publishing a plan, and striking from a published one.

use super::hosts;
use super::open::{lock, lock_item};
use crate::domain::access::Action;
use crate::domain::ids::{OrganisationId, PlanId, PlanItemId};
use crate::domain::message::MessageKind;
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::service::trail::{self, By, Mail};
use crate::storage::{Tx, plans};
use chrono::{DateTime, Utc};
use serde_json::json;
use std::collections::BTreeMap;

/// Publishes a plan: items change only by amendment from then on, and every host of an item that
/// is registered here is told.
///
/// # Errors
/// Rights, a stale version; `Conflict(plan-empty)`.
pub fn publish(app: &App, who: &Who, id: PlanId, version: i64) -> Result<(), ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let plan = lock(tx, who, Action::PlanPublish, id)?;
        if plan.version != version {
            return Err(ServiceError::conflict("stale"));
        }
        hosts::link_plan(tx, at, By::who(who), &plan)?;
        let items = plans::all_items(tx, id)?;
        if items.is_empty() {
            return Err(ServiceError::conflict("plan-empty"));
        }
        plans::put_published(tx, id, version, who.id(), at.naive_utc())?;
        let after = json!({ "state": "published", "items": items.len() });
        let before = json!({ "state": plan.state });
        trail::record(tx, at, By::who(who), "plan.publish", "plan", id.get(), Some(before), Some(after))?;
        let mut counts: BTreeMap<OrganisationId, i64> = BTreeMap::new();
        for host in items.iter().filter_map(plans::ItemRow::host) {
            *counts.entry(host).or_default() += 1;
        }
        for (host, count) in counts {
            let mail = Mail::new(MessageKind::PlanPublished, format!("plan-published:plan:{id}:o{host}"))
                .link(format!("/plan/{}?division={}", plan.year, plan.division))
                .with("year", plan.year)
                .with("count", count);
            trail::mail_organisation(tx, at, host, &mail)?;
        }
        Ok(())
    })
}

/// Strikes an item from a published plan, with a reason. It stays on the record, and its host is
/// free of it.
///
/// # Errors
/// Rights, a stale version; `Invalid(reason)`; `Conflict(item-has-event)` while an event stands for it.
pub fn strike(app: &App, who: &Who, id: PlanItemId, version: i64, reason: &str) -> Result<(), ServiceError> {
    let at = app.now();
    let reason = reason.trim();
    app.store.write(|tx| {
        let (plan, item) = lock_item(tx, who, Action::PlanAmend, id, version)?;
        if reason.is_empty() {
            return Err(ServiceError::invalid("reason", "required"));
        }
        if crate::storage::events::of_item(tx, id)?.is_some() {
            return Err(ServiceError::conflict("item-has-event"));
        }
        plans::strike_item(tx, id, version, reason, at.naive_utc())?;
        plans::touch(tx, plan.id)?;
        let before = json!({ "name": item.name, "host": item.host_name });
        let after = json!({ "struck": reason });
        trail::record(tx, at, By::who(who), "plan.strike", "plan-item", id.get(), Some(before), Some(after))?;
        let named = Named { item: id, host: item.host(), name: &item.name };
        tell_host(tx, at, MessageKind::PlanItemStruck, plan.year, &named, reason)
    })
}

/// An item of a published plan, as its host is told of it.
pub(super) struct Named<'a> {
    pub item: PlanItemId,
    pub host: Option<OrganisationId>,
    pub name: &'a str,
}

/// Tells the host, where it is registered here, what became of its item after the publication.
pub(super) fn tell_host(
    tx: &mut Tx,
    at: DateTime<Utc>,
    kind: MessageKind,
    year: i32,
    item: &Named,
    reason: &str,
) -> Result<(), ServiceError> {
    let Some(host) = item.host else { return Ok(()) };
    let mail = Mail::new(kind, format!("{kind}:plan-item:{}", item.item))
        .link(format!("/plan/items/{}", item.item))
        .with("year", year)
        .with("title", item.name)
        .with("opinion", reason);
    trail::mail_organisation(tx, at, host, &mail)
}
