//! What a claim has from the closed event it was made of and from the published plan: the facts
//! they fix, and who may read the event because of its claim.

use super::app::{App, Who};
use super::attendance::{self, Differing};
use super::error::ServiceError;
use super::holdings;
use super::plans::items::item_of;
use crate::domain::access::{self, Action, Area, Denied, Facts, Refusal};
use crate::domain::claim::StepKind;
use crate::domain::event::{Details, Paper, Record, claim_facts, fixed_facts};
use crate::domain::ids::EventId;
use crate::domain::plan::{PlanItem, PlanState};
use crate::domain::policy::{FactSheet, Facts as RuleFacts, Rule};
use crate::storage::claims::{self, ClaimRow, Filter, StepRow};
use crate::storage::events::{self, EventRow};
use crate::storage::evidence::{self, Owner, PaperRow};
use crate::storage::plans::{self, ItemRow};
use crate::storage::scoring::outcomes;
use crate::storage::{Conn, StorageError, bases, budgets};
use std::collections::BTreeMap;

/// Facts by name that a claim does not state itself; a blank text: it cannot have that fact.
pub type Fixed = BTreeMap<String, String>;

/// What the host wrote of an event.
///
/// # Errors
/// The stored text is damaged.
pub(in crate::service) fn details_of(row: &EventRow) -> Result<Details, ServiceError> {
    let corrupt = |_| StorageError::Corrupt { what: "event details", value: row.id.to_string() };
    Ok(serde_json::from_str(&row.details).map_err(corrupt)?)
}

/// The item as the plan has it, while it stands in a published plan.
pub(in crate::service) fn planned(conn: &mut Conn, row: &ItemRow) -> Result<Option<PlanItem>, ServiceError> {
    let plan = plans::get(conn, row.plan_id)?;
    if plan.state != PlanState::Published || row.struck_at.is_some() {
        return Ok(None);
    }
    let lines = budgets::lines(conn, plan.year)?;
    Ok(Some(item_of(row, &plan, &lines)))
}

/// The facts of the claim as the event stands now.
pub(in crate::service) fn sheet(
    row: &EventRow,
    details: &Details,
    planned: Option<&PlanItem>,
    papers: &[PaperRow],
) -> FactSheet {
    claim_facts(row.kind, details, &record(row, planned, papers))
}

fn record<'r>(row: &EventRow, planned: Option<&'r PlanItem>, papers: &[PaperRow]) -> Record<'r> {
    let is_statement = |paper: &PaperRow| paper.stands() && paper.requirement == Paper::CostStatement.as_str();
    Record { state: row.state, planned, has_cost_statement: papers.iter().any(is_statement) }
}

/// The facts that event and plan fix for this claim; none for a claim of no event.
///
/// # Errors
/// The stored event is damaged, or the database failed.
pub(in crate::service) fn fixed(conn: &mut Conn, claim: &ClaimRow) -> Result<Fixed, ServiceError> {
    let Some(id) = claim.event_id.map(EventId::new) else { return Ok(Fixed::new()) };
    let row = events::get(conn, id)?;
    let details = details_of(&row)?;
    let item = row.plan_item().map(|item| plans::item(conn, item)).transpose()?;
    let planned = match &item {
        Some(item) => planned(conn, item)?,
        None => None,
    };
    let papers = evidence::of(conn, Owner::Event(id))?;
    Ok(fixed_facts(row.kind, &details, &record(&row, planned.as_ref(), &papers)))
}

/// What the host of the claim's event wrote otherwise than attendance and schedule have it.
///
/// # Errors
/// The stored event is damaged, or the database failed.
pub(in crate::service) fn measured(
    app: &App,
    conn: &mut Conn,
    claim: &ClaimRow,
) -> Result<Vec<Differing>, ServiceError> {
    let Some(id) = claim.event_id.map(EventId::new) else { return Ok(Vec::new()) };
    let row = events::get(conn, id)?;
    let details = details_of(&row)?;
    Ok(attendance::measured(conn, &row, app.now())?.differing(row.kind, &details))
}

/// What the register of titles says in the claim of an award.
const TITLE_FACTS: &[&str] = &[
    "title",
    "basis",
    "selected_on",
    "already_awarded",
    "employer",
    "level",
    "newly_built",
    "built_on",
    "paid_before",
];

/// The facts of a claim made for a title, a designated base or an excellent one: as the register or the decision
/// has them, which is how the claim was made.
pub(in crate::service) fn settled(conn: &mut Conn, claim: &ClaimRow, facts: &FactSheet) -> Result<Fixed, ServiceError> {
    let paid_before = holdings::paid_before(conn, claim.id)?;
    let names: &[&str] = if outcomes::of_claim(conn, claim.id)?.is_some() {
        &["grade", "evaluated_on", "decided_amount"]
    } else if bases::is_claim(conn, claim.id)? {
        &["level", "designated_on", "paid_before"]
    } else if paid_before.is_some() {
        TITLE_FACTS
    } else {
        &[]
    };
    let kept = facts.0.iter().filter(|(name, _)| names.contains(&name.as_str()));
    let mut settled: Fixed = kept.map(|(name, text)| (name.clone(), text.clone())).collect();
    // What an award is less by is the register's as it is today: a lower title can have been withdrawn unpaid.
    if let (Some(paid), Some(text)) = (paid_before, settled.get_mut("paid_before")) {
        *text = paid.to_string();
    }
    Ok(settled)
}

/// What the fixed facts are for the host: those of the event, or as the office put them right.
pub(in crate::service) fn held(fixed: &Fixed, facts: &FactSheet, steps: &[StepRow]) -> Fixed {
    if !steps.iter().any(|step| step.step == StepKind::CorrectFacts) {
        return fixed.clone();
    }
    let as_stored = |name: &String| (name.clone(), facts.get(name).unwrap_or_default().to_owned());
    fixed.keys().map(as_stored).collect()
}

/// The fixed facts that the claim has otherwise, by their positions in the rule.
pub(in crate::service) fn differing(rule: &Rule, fixed: &Fixed, facts: &FactSheet) -> Vec<usize> {
    let canonical = |sheet: &FactSheet| RuleFacts::from_sheet(rule, sheet).to_sheet(rule);
    let (event, claim) = (canonical(&FactSheet(fixed.clone())), canonical(facts));
    let differs = |(index, name): (usize, &String)| {
        (fixed.contains_key(name) && event.get(name) != claim.get(name)).then_some(index)
    };
    rule.facts.iter().map(|fact| &fact.name).enumerate().filter_map(differs).collect()
}

/// Checks that somebody may read an event: their own office's or organisation's, or one that a
/// claim they may see was made of. A county's office answers claims for events of the city's plan.
/// Gives whether it is only by the claim.
///
/// # Errors
/// Rights.
pub(in crate::service) fn may_read(conn: &mut Conn, who: &Who, event: &EventRow) -> Result<bool, ServiceError> {
    let facts = Facts::event(event.organisation_id, Some(event.division), event.state);
    let denied: Denied = match access::can(&who.actor, Action::EventView, &facts) {
        Ok(()) => return Ok(false),
        Err(denied) => denied,
    };
    if denied.refusal() != Refusal::Unknown || access::can(&who.actor, Action::ClaimView, &Facts::NONE).is_err() {
        return Err(denied.into());
    }
    let of_event = Filter { event: Some(event.id), ..Filter::default() };
    let visible = access::visibility(&who.actor, Area::Claim);
    match claims::list(conn, visible, &of_event, 0, 1)?.is_empty() {
        true => Err(denied.into()),
        false => Ok(true),
    }
}
