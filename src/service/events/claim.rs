//! From an event to its grant: the live estimate from the plan on, and the claim of a closed one.

use super::steps::facts_of;
use crate::domain::access::{self, Action};
use crate::domain::event::{Details, Record, State, claim_facts};
use crate::domain::ids::{BudgetLineId, ClaimId, EventId};
use crate::domain::plan::PlanItem;
use crate::domain::policy::Assessment;
use crate::service::app::{App, Who};
use crate::service::claims::{self, NewDraft, assess};
use crate::service::error::ServiceError;
use crate::service::origin::{self, details_of, planned};
use crate::service::plans::ItemPage;
use crate::storage::events::{self, EventRow};
use crate::storage::evidence::{self, Owner};
use crate::storage::{Conn, claims as claim_rows, plans};

/// What an item of the plan lets its host expect, before anything was written.
///
/// # Errors
/// The policy has no rule for such events.
pub fn estimate_item(app: &App, page: &ItemPage) -> Result<Assessment, ServiceError> {
    let item = crate::service::plans::items::item_of(&page.shown.item, &page.plan, &page.lines);
    let record = Record { state: State::Draft, planned: Some(&item), has_cost_statement: false };
    let facts = claim_facts(item.kind, &Details::from_plan(&item), &record);
    assess::evaluate(app, item.kind.rule(), &facts, None)
}

/// Makes the claim of a closed event, its facts taken over; its papers count for the claim where
/// they are. A second click finds the claim that is there.
///
/// # Errors
/// Rights; `Conflict(wrong-state)` before the event is closed.
pub fn make(app: &App, who: &Who, id: EventId) -> Result<ClaimId, ServiceError> {
    app.store.write(|tx| {
        let row = events::lock(tx, id)?;
        access::can(&who.actor, Action::EventView, &facts_of(&row))?;
        let of_event = claim_rows::Filter { event: Some(id), ..claim_rows::Filter::default() };
        let visible = access::visibility(&who.actor, access::Area::Claim);
        if let Some(claim) = claim_rows::list(tx, visible, &of_event, 0, 1)?.pop() {
            return Ok(claim.id);
        }
        if row.organisation_id != who.organisation() {
            return Err(ServiceError::Denied(access::Denied::NotYourRole));
        }
        if row.state != State::Closed {
            return Err(ServiceError::conflict("wrong-state"));
        }
        let details = details_of(&row)?;
        let (item, line) = item_and_line(tx, &row)?;
        let papers = evidence::of(tx, Owner::Event(id))?;
        let draft = NewDraft {
            rule: row.kind.rule().to_owned(),
            title: row.name.clone(),
            facts: origin::sheet(&row, &details, item.as_ref(), &papers),
            event: Some(id),
            budget_line: line,
        };
        claims::create_in(app, tx, who, &draft)
    })
}

fn item_and_line(conn: &mut Conn, row: &EventRow) -> Result<(Option<PlanItem>, Option<BudgetLineId>), ServiceError> {
    let Some(id) = row.plan_item() else { return Ok((None, None)) };
    let item = plans::item(conn, id)?;
    Ok((planned(conn, &item)?, item.budget_line_id.map(BudgetLineId::new)))
}
