//! Opening plans and their items for a use case: the row is locked, rights and version are checked.

use crate::domain::access::{self, Action, Facts, Visibility};
use crate::domain::ids::{PlanId, PlanItemId};
use crate::domain::people::{DivisionCode, Scope};
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::service::trail::{self, By};
use crate::storage::plans::{self, ItemRow, PlanRow};
use crate::storage::{Conn, Constraint, StorageError, Tx};
use chrono::{DateTime, Datelike, Utc};
use serde_json::json;

/// Years a plan can be made for: past ones for the record, and the next.
pub const FIRST_YEAR: i32 = 2000;

/// A plan among all that its reader may know of.
pub(super) struct Known {
    pub plan: PlanRow,
    /// The newest year first; `plan` is among them.
    pub all: Vec<PlanRow>,
    pub visibility: Visibility,
}

/// The plan of a year and division that the reader may know of.
///
/// # Errors
/// `NotFound` where there is none, or none the reader may know of.
pub(super) fn visible(
    conn: &mut Conn,
    who: &Who,
    year: i32,
    division: Option<DivisionCode>,
) -> Result<Known, ServiceError> {
    let visibility = access::visibility(&who.actor, access::Area::Plan);
    let all = plans::list(conn, visibility)?;
    let of_year = || all.iter().filter(|plan| plan.year == year);
    let wanted = division.unwrap_or_else(|| own_division(who));
    let found = of_year().find(|plan| plan.division == wanted);
    // Who asks for no division and has no plan of their own sees the first there is.
    let found = found.or_else(|| of_year().next().filter(|_| division.is_none()));
    let plan = found.ok_or(ServiceError::NotFound)?.clone();
    Ok(Known { plan, all, visibility })
}

/// The division whose plan the person's office keeps: the city's for the city.
pub(in crate::service) fn own_division(who: &Who) -> DivisionCode {
    match who.actor.scope {
        Scope::County(division) => division,
        Scope::City => who.division.city(),
    }
}

/// Opens a year's plan of the person's own office, empty.
///
/// # Errors
/// Rights; `Invalid(year)`; `Conflict(plan-exists)`.
pub fn open_year(app: &App, who: &Who, year: i32) -> Result<PlanId, ServiceError> {
    let latest = app.today().year() + 1;
    if !(FIRST_YEAR..=latest).contains(&year) {
        let fault = crate::service::Fault::new("year", "out-of-range").with("hint", format!("{FIRST_YEAR}–{latest}"));
        return Err(ServiceError::Invalid(vec![fault]));
    }
    app.store.write(|tx| open_year_in(tx, who, year, app.now()))
}

pub(super) fn open_year_in(tx: &mut Tx, who: &Who, year: i32, at: DateTime<Utc>) -> Result<PlanId, ServiceError> {
    let division = own_division(who);
    access::can(&who.actor, Action::PlanEdit, &Facts { division: Some(division), ..Facts::NONE })?;
    let id = plans::insert(tx, year, &division.to_string(), at.naive_utc()).map_err(|error| match error {
        StorageError::Violated(Constraint::PlanYearTaken) => ServiceError::conflict("plan-exists"),
        other => other.into(),
    })?;
    let after = json!({ "year": year, "division": division.to_string() });
    trail::record(tx, at, By::who(who), "plan.open", "plan", id.get(), None, Some(after))?;
    Ok(id)
}

/// A plan locked for `action`.
pub(super) fn lock(tx: &mut Tx, who: &Who, action: Action, id: PlanId) -> Result<PlanRow, ServiceError> {
    let plan = plans::lock(tx, id)?;
    access::can(&who.actor, action, &Facts::plan(Some(plan.division), plan.state))?;
    Ok(plan)
}

/// An item with its locked plan, at the version the person saw.
pub(super) fn lock_item(
    tx: &mut Tx,
    who: &Who,
    action: Action,
    id: PlanItemId,
    version: i64,
) -> Result<(PlanRow, ItemRow), ServiceError> {
    let plan_id = plans::item(tx, id)?.plan_id;
    let plan = lock(tx, who, action, plan_id)?;
    let item = plans::item(tx, id)?;
    if item.version != version || item.struck_at.is_some() {
        return Err(ServiceError::conflict("stale"));
    }
    Ok((plan, item))
}
