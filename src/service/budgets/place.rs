//! Which line a claim draws on: given to a claim that has none, or moved to the next year's line
//! when a claim approved late is paid from the next budget.

use super::edit;
use crate::domain::claim::State;
use crate::domain::ids::{BudgetLineId, ClaimId};
use crate::service::app::{App, Who};
use crate::service::claims::budget::{Hold, hold, move_to};
use crate::service::claims::{payer, tell_moved};
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By};
use crate::storage::budgets::LineRow;
use crate::storage::claims;
use serde_json::json;

/// Places a claim on a line: what it holds is taken back on its old line, if it has one, and
/// entered on the new one, in one transaction. Policy year, approval date and budget year are
/// three things; only the last changes.
///
/// # Errors
/// Rights on both lines, a stale version; `Invalid(reason)`; `Conflict` when the claim's state or
/// division does not admit it, the line is of an earlier year, or does not suffice.
pub fn place(
    app: &App,
    who: &Who,
    claim: ClaimId,
    version: i64,
    line: BudgetLineId,
    reason: &str,
) -> Result<(), ServiceError> {
    let reason = reason.trim();
    app.store.write(|tx| {
        let row = claims::lock(tx, claim)?;
        let from = row.budget_line_id.map(BudgetLineId::new);
        // Both lines in the order of their ids, so that two movements never wait for each other.
        let mut lines = vec![line];
        lines.extend(from.filter(|from| *from != line));
        lines.sort_unstable();
        let lines = lines.into_iter().map(|id| edit::lock(tx, who, id)).collect::<Result<Vec<_>, _>>()?;
        let of = |id: BudgetLineId| lines.iter().find(|row| row.id == id);
        let (old, Some(new)) = (from.and_then(of), of(line)) else { return Err(ServiceError::NotFound) };
        if row.version != version {
            return Err(ServiceError::conflict("stale"));
        }
        let level = hold(row.state);
        let movable = matches!(level, Hold::Reserved | Hold::Committed) && row.state != State::InPayment;
        if !movable {
            return Err(ServiceError::conflict("wrong-state"));
        }
        // What a line of the city has taken on stays with the city's.
        let of_city = |line: &LineRow| line.division.ends_with("00");
        let citys = of_city(new) && (old.is_some_and(of_city) || !payer::by_county(tx, &row)?);
        if from == Some(line) || new.division != row.division && !citys {
            return Err(ServiceError::conflict("line-not-for-claim"));
        }
        if let Some(old) = old.filter(|old| new.year < old.year) {
            let fault = Fault::conflict("line-of-earlier-year");
            return Err(ServiceError::Conflict(fault.with("year", old.year.to_string())));
        }
        if old.is_some() && reason.is_empty() {
            return Err(ServiceError::invalid("reason", "required"));
        }
        let at = app.now();
        let wanted = move_to(tx, who.id(), at.naive_utc(), &row, line, reason)?;
        let before = json!({ "line": from });
        let after = json!({ "line": line, "amount": wanted, "reason": reason });
        trail::record(tx, at, By::who(who), "budget.place", "claim", claim.get(), Some(before), Some(after))?;
        let place = format!("{} {} {}", new.year, new.code, new.name);
        tell_moved(tx, at, who, &row, &place, wanted, reason)
    })
}
