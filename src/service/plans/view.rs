//! Looking at plans: the years, one year's items, one item.

use super::open::{Known, own_division, visible};
use crate::domain::access::{self, Action, Facts};
use crate::domain::event::State;
use crate::domain::ids::{BudgetLineId, EventId, PlanId, PlanItemId};
use crate::domain::people::DivisionCode;
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::storage::budgets::{self, LineRow};
use crate::storage::plans::{self, ItemFilter, ItemRow, PlanRow};
use crate::storage::{Conn, events};

/// Rows of one page of a list.
pub const PAGE: i64 = 50;

/// The plans the reader may know of, the newest year first.
///
/// # Errors
/// Rights.
pub fn years(app: &App, who: &Who) -> Result<Vec<PlanRow>, ServiceError> {
    access::can(&who.actor, Action::PlanView, &Facts::NONE)?;
    let visibility = access::visibility(&who.actor, access::Area::Plan);
    app.store.read(|conn| Ok(plans::list(conn, visibility)?))
}

/// What the reader may do with a plan now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rights {
    pub edit: bool,
    pub import: bool,
    pub publish: bool,
    pub amend: bool,
    pub export: bool,
}

impl Rights {
    fn of(who: &Who, plan: &PlanRow) -> Rights {
        let facts = Facts::plan(Some(plan.division), plan.state);
        let may = |action| access::can(&who.actor, action, &facts).is_ok();
        Rights {
            edit: may(Action::PlanEdit),
            import: may(Action::PlanImport),
            publish: may(Action::PlanPublish),
            amend: may(Action::PlanAmend),
            export: access::can(&who.actor, Action::PlanExport, &Facts::NONE).is_ok(),
        }
    }
}

/// An item with the event that stands for it.
#[derive(Clone, Debug)]
pub struct ItemShown {
    pub item: ItemRow,
    pub event: Option<(EventId, State)>,
}

/// One page of one year's plan.
#[derive(Clone, Debug)]
pub struct PlanShown {
    pub plan: PlanRow,
    /// Every plan the reader may know of, for choosing another.
    pub others: Vec<PlanRow>,
    pub items: Vec<ItemShown>,
    /// Items in all, by the filter.
    pub total: i64,
    /// Items without a registered host, of the whole plan; 0 for hosts.
    pub unlinked: i64,
    pub lines: Vec<LineRow>,
    pub rights: Rights,
}

/// One year's plan; without a division the reader's own.
///
/// # Errors
/// `NotFound`.
pub fn show(
    app: &App,
    who: &Who,
    year: i32,
    division: Option<DivisionCode>,
    filter: &ItemFilter,
    page: i64,
) -> Result<PlanShown, ServiceError> {
    access::can(&who.actor, Action::PlanView, &Facts::NONE)?;
    app.store.read(|conn| {
        let Known { plan, all: others, visibility } = visible(conn, who, year, division)?;
        let total = plans::count_items(conn, plan.id, visibility, filter)?;
        let offset = (page.max(1) - 1).saturating_mul(PAGE);
        let rows = plans::items(conn, plan.id, visibility, filter, offset, PAGE)?;
        let rights = Rights::of(who, &plan);
        let unlinked = match rights.edit || rights.publish || rights.amend {
            true => plans::count_unlinked(conn, plan.id)?,
            false => 0,
        };
        let lines = lines_of(conn, &plan)?;
        Ok(PlanShown { items: with_events(conn, plan.id, rows)?, others, total, unlinked, lines, rights, plan })
    })
}

/// The budget lines an item of the plan may draw on: those of its year and division.
pub(super) fn lines_of(conn: &mut Conn, plan: &PlanRow) -> Result<Vec<LineRow>, ServiceError> {
    let division = plan.division.to_string();
    Ok(budgets::lines(conn, plan.year)?.into_iter().filter(|line| line.division == division).collect())
}

fn with_events(conn: &mut Conn, plan: PlanId, rows: Vec<ItemRow>) -> Result<Vec<ItemShown>, ServiceError> {
    let mut of = events::of_plan(conn, plan)?;
    Ok(rows.into_iter().map(|item| ItemShown { event: of.remove(&item.id), item }).collect())
}

/// One item with its plan.
#[derive(Clone, Debug)]
pub struct ItemPage {
    pub plan: PlanRow,
    pub shown: ItemShown,
    pub line: Option<LineRow>,
    /// Lines to choose from.
    pub lines: Vec<LineRow>,
    pub rights: Rights,
    /// The reader may propose an event for it now.
    pub may_propose: bool,
}

/// One item.
///
/// # Errors
/// `NotFound`, also for what the reader may not know of.
pub fn item(app: &App, who: &Who, id: PlanItemId) -> Result<ItemPage, ServiceError> {
    app.store.read(|conn| {
        let item = plans::item(conn, id)?;
        let plan = plans::get(conn, item.plan_id)?;
        access::can(&who.actor, Action::PlanView, &Facts::plan_item(item.host(), Some(plan.division), plan.state))?;
        let lines = lines_of(conn, &plan)?;
        let line = lines.iter().find(|line| Some(line.id) == item.budget_line_id.map(BudgetLineId::new)).cloned();
        let struck = item.struck_at.is_some();
        let rights = match struck {
            true => Rights::default(),
            false => Rights::of(who, &plan),
        };
        let shown = ItemShown { event: events::of_item(conn, id)?, item };
        let may_propose = !struck
            && shown.event.is_none()
            && plan.state == crate::domain::plan::PlanState::Published
            && shown.item.host() == Some(who.organisation())
            && access::can(&who.actor, Action::EventCreate, &Facts::new_for(who.organisation(), None)).is_ok();
        Ok(ItemPage { plan, shown, line, lines, rights, may_propose })
    })
}

/// A plan that is to be edited, with the lines its items may draw on.
///
/// # Errors
/// Rights: editing a draft, or amending a published plan.
pub fn editable(
    app: &App,
    who: &Who,
    year: i32,
    division: Option<DivisionCode>,
) -> Result<(PlanRow, Vec<LineRow>), ServiceError> {
    app.store.read(|conn| {
        let plan = visible(conn, who, year, division)?.plan;
        let facts = Facts::plan(Some(plan.division), plan.state);
        let action = match plan.state {
            crate::domain::plan::PlanState::Draft => Action::PlanEdit,
            crate::domain::plan::PlanState::Published => Action::PlanAmend,
        };
        access::can(&who.actor, action, &facts)?;
        let lines = lines_of(conn, &plan)?;
        Ok((plan, lines))
    })
}

/// The plan of the person's own office in a year, if it was opened: what a file is imported into.
///
/// # Errors
/// Rights.
pub fn own(app: &App, who: &Who, year: i32) -> Result<Option<PlanRow>, ServiceError> {
    access::can(&who.actor, Action::PlanImport, &Facts::NONE)?;
    app.store.read(|conn| {
        let division = own_division(who);
        Ok(plans::find(conn, year, &division.to_string())?)
    })
}

/// The whole plan by the filter, for a file.
///
/// # Errors
/// Rights, `NotFound`.
pub fn export(
    app: &App,
    who: &Who,
    year: i32,
    division: Option<DivisionCode>,
) -> Result<(PlanRow, Vec<ItemRow>, Vec<LineRow>), ServiceError> {
    access::can(&who.actor, Action::PlanExport, &Facts::NONE)?;
    app.store.read(|conn| {
        let Known { plan, visibility, .. } = visible(conn, who, year, division)?;
        let items = plans::items(conn, plan.id, visibility, &ItemFilter::default(), 0, i64::MAX)?;
        let lines = lines_of(conn, &plan)?;
        Ok((plan, items, lines))
    })
}

/// The plan an item belongs to, for going back to it.
///
/// # Errors
/// The database failed.
pub fn plan_of(app: &App, id: PlanId) -> Result<PlanRow, ServiceError> {
    app.store.read(|conn| Ok(plans::get(conn, id)?))
}
