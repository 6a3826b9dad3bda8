//! A mark changed after signing: a reason, another person's approval, and a trace.

use super::load::load;
use super::locked;
use crate::domain::access::Action;
use crate::domain::contest::checks::highest;
use crate::domain::contest::judgement::Score;
use crate::domain::contest::mark;
use crate::domain::contest::scheme::Method;
use crate::domain::ids::{ChangeId, ContestId, MarkId};
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By};
use crate::storage::contest_marks;
use crate::storage::{Constraint, StorageError};
use serde_json::json;

/// Asks for a change of a mark.
///
/// # Errors
/// Rights; `NotFound`; `Invalid` with every fault.
pub fn ask(app: &App, who: &Who, id: ContestId, mark: MarkId, after: &str, reason: &str) -> Result<(), ServiceError> {
    app.store.write(|tx| {
        let (item, event) = locked(tx, who, Action::ContestChange, id)?;
        let (row, of) = contest_marks::get(tx, mark)?;
        if of != id {
            return Err(ServiceError::NotFound);
        }
        let contest = load(tx, item, event)?;
        let line = contest.scheme.line(&row.line).ok_or(ServiceError::NotFound)?;
        let (max, reason) = (highest(line), reason.trim());
        let mut faults = Vec::new();
        if reason.is_empty() {
            faults.push(Fault::new("reason", "required"));
        }
        let whole = line.method != Method::Judgement || Score::read(after).is_ok();
        let new = mark::read(after, max).ok().filter(|_| whole);
        if new.is_none() {
            faults.push(Fault::new("after", "out-of-range").with("hint", format!("0–{max}")));
        }
        let Some(new) = new.filter(|_| faults.is_empty()) else { return Err(ServiceError::Invalid(faults)) };
        let at = app.now();
        contest_marks::ask_change(tx, &row, &new.to_string(), reason, who.id(), at.naive_utc())?;
        let (before, after) = (json!({ "mark": row.mark }), json!({ "mark": new, "line": row.line, "reason": reason }));
        trail::record(tx, at, By::who(who), "contest.ask-change", "contest", id.get(), Some(before), Some(after))
    })
}

/// Approves a change that somebody else asked for, and makes it.
///
/// # Errors
/// Rights; `NotFound`; `Conflict(same-person)`, `Conflict(stale)`.
pub fn approve(app: &App, who: &Who, id: ContestId, change: ChangeId) -> Result<(), ServiceError> {
    app.store.write(|tx| {
        let (item, event) = locked(tx, who, Action::ContestChange, id)?;
        let contest = load(tx, item, event)?;
        let (change, mark) = contest.change(change).ok_or(ServiceError::NotFound)?;
        if change.asked_by == who.id() {
            return Err(ServiceError::conflict("same-person"));
        }
        let at = app.now();
        contest_marks::approve_change(tx, change, who.id(), at.naive_utc()).map_err(|error| match error {
            StorageError::Violated(Constraint::TwoPeople) => ServiceError::conflict("same-person"),
            other => other.into(),
        })?;
        let (before, after) = (json!({ "mark": change.before }), json!({ "mark": change.after, "line": mark.line }));
        trail::record(tx, at, By::who(who), "contest.approve-change", "contest", id.get(), Some(before), Some(after))
    })
}
