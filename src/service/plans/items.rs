//! Items typed into a form: added, edited, deleted while the plan is a draft; added with a reason
//! once it is published.

use super::open::{lock, lock_item};
use super::publish::{Named, tell_host};
use super::view::lines_of;
use crate::domain::access::Action;
use crate::domain::fault::{FieldFault, Problem};
use crate::domain::ids::{OrganisationId, PlanId, PlanItemId};
use crate::domain::message::MessageKind;
use crate::domain::plan::{PlanItem, PlanState};
use crate::domain::policy::date_from_text;
use crate::domain::text::tidy;
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By};
use crate::storage::budgets::LineRow;
use crate::storage::plans::{self, ItemData, ItemRow, PlanRow};
use crate::storage::{Constraint, StorageError, Tx};
use chrono::NaiveDate;
use serde_json::json;
use std::collections::BTreeMap;

/// What was typed, by field name.
pub type Typed = BTreeMap<String, String>;

/// Adds an item: to a draft as it is, to a published plan with a reason (`reason`).
///
/// # Errors
/// Rights; `Invalid` with every fault; `Conflict(item-repeated)`.
pub fn add(app: &App, who: &Who, plan: PlanId, typed: &Typed) -> Result<PlanItemId, ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let state = plans::get(tx, plan)?.state;
        let published = state == PlanState::Published;
        let plan = lock(tx, who, if published { Action::PlanAmend } else { Action::PlanEdit }, plan)?;
        let reason = typed.get("reason").map_or("", |reason| reason.trim());
        let lines = lines_of(tx, &plan)?;
        let read = read(typed, plan.year, &lines);
        let item = match (read, published && reason.is_empty()) {
            (Ok(item), false) => item,
            (read, no_reason) => {
                let mut faults = read.err().unwrap_or_default();
                if no_reason {
                    faults.push(Fault::new("reason", "required"));
                }
                return Err(ServiceError::Invalid(faults));
            }
        };
        let data = ItemData {
            amendment: if published { reason.to_owned() } else { String::new() },
            ..data_of(tx, &item, &lines)?
        };
        let seq = plans::next_seq(tx, plan.id)?;
        let id = plans::insert_item(tx, plan.id, seq, &data, at.naive_utc()).map_err(repeated)?;
        plans::touch(tx, plan.id)?;
        let action = if published { "plan.amend" } else { "plan.add" };
        let mut after = json!(item);
        after["reason"] = json!(data.amendment);
        trail::record(tx, at, By::who(who), action, "plan-item", id.get(), None, Some(after))?;
        if published {
            let host = data.organisation_id.map(OrganisationId::new);
            let named = Named { item: id, host, name: &item.name };
            tell_host(tx, at, MessageKind::PlanItemAdded, plan.year, &named, reason)?;
        }
        Ok(id)
    })
}

/// Replaces an item of a draft plan.
///
/// # Errors
/// Rights, a stale version; `Invalid` with every fault; `Conflict(item-repeated)`.
pub fn edit(app: &App, who: &Who, id: PlanItemId, version: i64, typed: &Typed) -> Result<(), ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let (plan, row) = lock_item(tx, who, Action::PlanEdit, id, version)?;
        let lines = lines_of(tx, &plan)?;
        let item = read(typed, plan.year, &lines).map_err(ServiceError::Invalid)?;
        let before = item_of(&row, &plan, &lines);
        if before == item {
            return Ok(());
        }
        let mut data = ItemData { source: row.source.clone(), ..data_of(tx, &item, &lines)? };
        if item.host == before.host {
            data.organisation_id = data.organisation_id.or(row.organisation_id);
        }
        plans::update_item(tx, id, version, &data).map_err(repeated)?;
        plans::touch(tx, plan.id)?;
        trail::record(tx, at, By::who(who), "plan.edit", "plan-item", id.get(), Some(json!(before)), Some(json!(item)))
    })
}

/// Deletes an item of a draft plan.
///
/// # Errors
/// Rights, a stale version.
pub fn delete(app: &App, who: &Who, id: PlanItemId, version: i64) -> Result<PlanRow, ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let (plan, row) = lock_item(tx, who, Action::PlanEdit, id, version)?;
        plans::delete_item(tx, id, version)?;
        plans::touch(tx, plan.id)?;
        let before = json!({ "name": row.name, "host": row.host_name });
        trail::record(tx, at, By::who(who), "plan.delete", "plan-item", id.get(), Some(before), None)?;
        Ok(plan)
    })
}

pub(super) fn repeated(error: StorageError) -> ServiceError {
    match error {
        StorageError::Violated(Constraint::PlanItemRepeated) => ServiceError::conflict("item-repeated"),
        other => other.into(),
    }
}

/// The item that was typed, or everything that is wrong with it.
pub(super) fn read(typed: &Typed, year: i32, lines: &[LineRow]) -> Result<PlanItem, Vec<Fault>> {
    let text = |name: &str| tidy(typed.get(name).map_or("", String::as_str));
    let mut faults = Vec::new();
    let kind = text("kind").parse().map_err(|_| faults.push(Fault::new("kind", "required"))).ok();
    let from = date(&text("from"), "from", &mut faults);
    let to = date(&text("to"), "to", &mut faults);
    let people = text("expected_people");
    let expected_people = match people.as_str() {
        "" => None,
        typed => match typed.parse() {
            Ok(count) => Some(count),
            Err(_) => {
                faults.push(fault_of(&FieldFault::new("expected_people", Problem::NotANumber)));
                None
            }
        },
    };
    let line = text("budget_line");
    if !line.is_empty() && !lines.iter().any(|known| known.code == line) {
        let codes: Vec<&str> = lines.iter().map(|line| line.code.as_str()).collect();
        faults.push(fault_of(&FieldFault::with("budget_line", Problem::Unknown, codes.join(" / "))));
    }
    let competition = kind == Some(crate::domain::plan::Kind::Competition);
    let level = text("level").parse().ok().filter(|_| competition);
    let item = PlanItem {
        year,
        kind: kind.unwrap_or(crate::domain::plan::Kind::Seminar),
        name: text("name"),
        level,
        class: text("class").parse().ok().filter(|_| competition),
        trade: text("trade"),
        organiser: text("organiser"),
        host: text("host"),
        from,
        to,
        venue: text("venue"),
        expected_people,
        budget_line: line,
        note: text("note"),
    };
    faults.extend(item.faults().iter().map(fault_of));
    if faults.is_empty() { Ok(item) } else { Err(faults) }
}

fn date(text: &str, field: &'static str, faults: &mut Vec<Fault>) -> Option<NaiveDate> {
    let date = date_from_text(text);
    if date.is_none() && !text.is_empty() {
        faults.push(fault_of(&FieldFault::with(field, Problem::NotADate, "2019-06-18")));
    }
    date
}

/// A fault of the domain as use cases say it; its sentence is `fault-<code>` with the hint.
pub(in crate::service) fn fault_of(fault: &FieldFault) -> Fault {
    Fault {
        field: fault.field.clone(),
        code: fault.key.strip_prefix("fault-").unwrap_or(fault.key),
        args: [("hint", fault.hint.clone()), ("max", fault.hint.clone())].into(),
    }
}

/// What is written of an item: its host linked by exact name, its line by code.
pub(super) fn data_of(tx: &mut Tx, item: &PlanItem, lines: &[LineRow]) -> Result<ItemData, ServiceError> {
    let hosts = plans::hosts_by_name(tx, std::slice::from_ref(&item.host))?;
    Ok(data_with(item, lines, hosts.get(&item.host).copied()))
}

pub(super) fn data_with(item: &PlanItem, lines: &[LineRow], organisation: Option<i64>) -> ItemData {
    ItemData {
        natural_key: item.natural_key(),
        kind: item.kind.as_str(),
        name: item.name.clone(),
        level: item.level.map(|level| level.as_str().to_owned()),
        class: item.class.map(|class| class.as_str().to_owned()),
        trade: item.trade.clone(),
        organiser: item.organiser.clone(),
        host_name: item.host.clone(),
        organisation_id: organisation,
        budget_line_id: lines.iter().find(|line| line.code == item.budget_line).map(|line| line.id.get()),
        planned_from: item.from,
        planned_to: item.to,
        venue: item.venue.clone(),
        expected_people: item.expected_people.and_then(|count| i32::try_from(count).ok()),
        note: item.note.clone(),
        source: String::new(),
        amendment: String::new(),
    }
}

/// A stored item as the domain compares it.
pub(in crate::service) fn item_of(row: &ItemRow, plan: &PlanRow, lines: &[LineRow]) -> PlanItem {
    let line = lines.iter().find(|line| Some(line.id.get()) == row.budget_line_id);
    PlanItem {
        year: plan.year,
        kind: row.kind,
        name: row.name.clone(),
        level: row.level.as_deref().and_then(|level| level.parse().ok()),
        class: row.class.as_deref().and_then(|class| class.parse().ok()),
        trade: row.trade.clone(),
        organiser: row.organiser.clone(),
        host: row.host_name.clone(),
        from: row.planned_from,
        to: row.planned_to,
        venue: row.venue.clone(),
        expected_people: row.expected_people.and_then(|count| u32::try_from(count).ok()),
        budget_line: line.map(|line| line.code.clone()).unwrap_or_default(),
        note: row.note.clone(),
    }
}

/// An item as its form would have been typed.
pub fn typed_of(page: &super::ItemPage) -> Typed {
    let item = item_of(&page.shown.item, &page.plan, &page.lines);
    let date = |date: Option<NaiveDate>| date.map(|date| date.to_string()).unwrap_or_default();
    let values = [
        ("kind", item.kind.as_str().to_owned()),
        ("name", item.name),
        ("level", item.level.map(|level| level.as_str().to_owned()).unwrap_or_default()),
        ("class", item.class.map(|class| class.as_str().to_owned()).unwrap_or_default()),
        ("trade", item.trade),
        ("organiser", item.organiser),
        ("host", item.host),
        ("from", date(item.from)),
        ("to", date(item.to)),
        ("venue", item.venue),
        ("expected_people", item.expected_people.map(|count| count.to_string()).unwrap_or_default()),
        ("budget_line", item.budget_line),
        ("note", item.note),
    ];
    values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
