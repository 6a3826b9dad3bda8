//! Whose an item is: items name their host before it is registered here. Registering it links
//! them; what its name does not decide, the administrator does.

use crate::domain::access::{self, Action, Facts};
use crate::domain::ids::{OrganisationId, PlanItemId};
use crate::domain::message::MessageKind;
use crate::domain::plan::{HostFit, PlanState, host_fit};
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::service::trail::{self, By, Mail};
use crate::storage::people::{self, Organisation, User};
use crate::storage::plans::{self, ItemRow, PlanRow};
use crate::storage::{Conn, Tx};
use chrono::{DateTime, Utc};
use serde_json::json;
use std::collections::BTreeMap;

/// An item of a published plan that is nobody's yet.
#[derive(Clone, Debug)]
pub struct Unlinked {
    pub item: ItemRow,
    pub plan: PlanRow,
    /// Organisations that its host may be, the likeliest first.
    pub candidates: Vec<(OrganisationId, String)>,
}

/// The active organisations that may be the host so named, the likeliest first.
fn candidates<'o>(host: &str, all: &'o [Organisation]) -> Vec<(HostFit, &'o Organisation)> {
    let fits = |one: &'o Organisation| Some((host_fit(host, &one.name, one.credit_code.as_deref())?, one));
    let mut found: Vec<_> = all.iter().filter(|one| one.active).filter_map(fits).collect();
    found.sort_by_key(|(fit, one)| (std::cmp::Reverse(*fit), one.id));
    found
}

/// The one organisation the host's text stands for; none where two could be meant.
fn only(host: &str, all: &[Organisation]) -> Option<OrganisationId> {
    let mut same = candidates(host, all).into_iter().filter(|(fit, _)| *fit == HostFit::Same);
    let first = same.next()?;
    same.next().is_none().then_some(first.1.id)
}

/// Links the published items that name this organisation, and it alone, by its name or credit
/// code; writes each down and mails its members. How many.
///
/// # Errors
/// The database failed.
pub(in crate::service) fn link_organisation(
    tx: &mut Tx,
    at: DateTime<Utc>,
    by: By,
    organisation: OrganisationId,
) -> Result<usize, ServiceError> {
    let open = published(tx)?;
    if open.is_empty() {
        return Ok(0);
    }
    let all = people::organisations(tx)?;
    let meant: Vec<_> =
        open.into_iter().filter(|(item, _)| only(&item.host_name, &all) == Some(organisation)).collect();
    for (item, _) in &meant {
        link_one(tx, at, by, item, organisation)?;
    }
    tell(tx, at, organisation, &meant)?;
    Ok(meant.len())
}

/// Links a plan's own items before it is published.
pub(super) fn link_plan(tx: &mut Tx, at: DateTime<Utc>, by: By, plan: &PlanRow) -> Result<(), ServiceError> {
    let mut open = plans::unlinked(tx)?;
    open.retain(|(_, of)| of.id == plan.id);
    if open.is_empty() {
        return Ok(());
    }
    let all = people::organisations(tx)?;
    for (item, _) in open {
        if let Some(organisation) = only(&item.host_name, &all) {
            link_one(tx, at, by, &item, organisation)?;
        }
    }
    Ok(())
}

fn published(conn: &mut Conn) -> Result<Vec<(ItemRow, PlanRow)>, ServiceError> {
    let mut open = plans::unlinked(conn)?;
    open.retain(|(_, plan)| plan.state == PlanState::Published);
    Ok(open)
}

fn link_one(
    tx: &mut Tx,
    at: DateTime<Utc>,
    by: By,
    item: &ItemRow,
    organisation: OrganisationId,
) -> Result<(), ServiceError> {
    if !plans::link_host(tx, item.id, organisation)? {
        return Err(ServiceError::conflict("stale"));
    }
    let (before, after) = (json!({ "host": item.host_name }), json!({ "organisation": organisation }));
    trail::record(tx, at, by, "plan.link", "plan-item", item.id.get(), Some(before), Some(after))
}

/// Mails the organisation's members, once for each plan.
fn tell(
    tx: &mut Tx,
    at: DateTime<Utc>,
    organisation: OrganisationId,
    items: &[(ItemRow, PlanRow)],
) -> Result<(), ServiceError> {
    for ((plan, first), mail) in by_plan(items) {
        let key = format!("plan-linked:plan:{plan}:item:{first}:o{organisation}");
        trail::mail_organisation(tx, at, organisation, &mail(key))?;
    }
    Ok(())
}

/// Tells a new member of a host what the published plans hold for it and no event stands for yet.
///
/// # Errors
/// The database failed.
pub(in crate::service) fn tell_member(tx: &mut Tx, at: DateTime<Utc>, user: &User) -> Result<(), ServiceError> {
    let mut items = Vec::new();
    for item in plans::open_items(tx, user.organisation)? {
        let plan = plans::get(tx, item.plan_id)?;
        items.push((item, plan));
    }
    for ((plan, _), mail) in by_plan(&items) {
        trail::mail_to(tx, at, user, mail(format!("plan-open:plan:{plan}")))?;
    }
    Ok(())
}

/// For each plan with its first item: the message that says how many of these items it holds.
fn by_plan(items: &[(ItemRow, PlanRow)]) -> Vec<((i64, i64), impl Fn(String) -> Mail)> {
    let mut counted: BTreeMap<i64, (i64, &PlanRow, i64)> = BTreeMap::new();
    for (item, plan) in items {
        counted.entry(plan.id.get()).or_insert((item.id.get(), plan, 0)).2 += 1;
    }
    let message = |(id, (first, plan, count)): (i64, (i64, &PlanRow, i64))| {
        let (year, link) = (plan.year, format!("/plan/{}?division={}", plan.year, plan.division));
        let mail = move |key: String| {
            Mail::new(MessageKind::PlanPublished, key).link(link.clone()).with("year", year).with("count", count)
        };
        ((id, first), mail)
    };
    counted.into_iter().map(message).collect()
}

/// Published items of the person's reach that are nobody's, with whom they may belong to.
///
/// # Errors
/// Rights.
pub fn unlinked(app: &App, who: &Who) -> Result<Vec<Unlinked>, ServiceError> {
    access::can(&who.actor, Action::ManageOrganisations, &Facts::NONE)?;
    let seen = access::visibility(&who.actor, access::Area::People);
    app.store.read(|conn| {
        let all = people::organisations(conn)?;
        let open = published(conn)?.into_iter().filter(|(_, plan)| seen.covers(None, Some(plan.division)));
        Ok(open
            .map(|(item, plan)| {
                let found = candidates(&item.host_name, &all).into_iter();
                Unlinked { candidates: found.map(|(_, one)| (one.id, one.name.clone())).collect(), item, plan }
            })
            .collect())
    })
}

/// Gives a published item that is nobody's to an organisation of the administrator's choice.
///
/// # Errors
/// Rights; `NotFound`; `Invalid(organisation)`; `Conflict(stale)` when it is somebody's by now.
pub fn link(app: &App, who: &Who, item: PlanItemId, organisation: Option<OrganisationId>) -> Result<(), ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let row = plans::item(tx, item)?;
        let plan = plans::lock(tx, row.plan_id)?;
        let facts = Facts { division: Some(plan.division), ..Facts::NONE };
        access::can(&who.actor, Action::ManageOrganisations, &facts)?;
        let Some(organisation) = organisation else { return Err(ServiceError::invalid("organisation", "choose")) };
        let host = people::organisation(tx, organisation)?;
        if !host.active {
            return Err(ServiceError::invalid("organisation", "choose"));
        }
        if plan.state != PlanState::Published || row.struck_at.is_some() {
            return Err(ServiceError::conflict("wrong-state"));
        }
        link_one(tx, at, By::who(who), &row, organisation)?;
        tell(tx, at, organisation, &[(row, plan)])
    })
}
