//! Another budget line for an accepted claim, by whoever accepts claims, until it is decided.

use super::accept::{lines, wrong_line};
use super::budget::move_to;
use super::deciding::{Signed, open};
use crate::domain::access::Action;
use crate::domain::ids::BudgetLineId;
use crate::domain::message::MessageKind;
use crate::domain::money::Fen;
use crate::domain::people::Role;
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::service::trail::{self, By, Mail};
use crate::storage::claims::{self, ClaimRow};
use crate::storage::{Tx, budgets, people};
use chrono::{DateTime, Utc};
use serde_json::json;

/// Moves a claim to another line of this year: what it holds is freed on the old line and reserved
/// on the new one, both or neither.
///
/// # Errors
/// Rights, also once it is decided; a stale version; `Invalid(budget_line, opinion)`: no line, the
/// same one, one of another year or division, no reason; `Conflict(budget-short)`.
pub fn change_line(app: &App, who: &Who, signed: &Signed, line: Option<BudgetLineId>) -> Result<(), ServiceError> {
    let reason = signed.opinion.trim();
    app.store.write(|tx| {
        let claim = open(app, tx, who, Action::ClaimChangeLine, signed.claim, Some(signed.version))?;
        let (row, at) = (claim.row, claim.at);
        let offered = lines(app, tx, &row)?;
        let from = row.budget_line_id.map(BudgetLineId::new);
        let mut faults = Vec::new();
        let new = line.and_then(|line| offered.into_iter().find(|offered| offered.id == line));
        match &new {
            None => faults.extend(wrong_line(tx, &row, "unknown-budget-line")?.into_faults()),
            Some(new) if Some(new.id) == from => {
                faults.extend(ServiceError::invalid("budget_line", "same-budget-line").into_faults());
            }
            Some(_) => {}
        }
        if reason.is_empty() {
            faults.extend(ServiceError::invalid("opinion", "required").into_faults());
        }
        let (Some(new), true) = (new, faults.is_empty()) else { return Err(ServiceError::Invalid(faults)) };
        let mut both: Vec<BudgetLineId> = from.into_iter().chain([new.id]).collect();
        both.sort_unstable();
        for line in both {
            budgets::lock(tx, line)?;
        }
        let moved = move_to(tx, who.id(), at.naive_utc(), &row, new.id, reason)?;
        claims::touch(tx, row.id, row.version)?;
        let (before, after) = (json!({ "line": from }), json!({ "line": new.id, "amount": moved, "reason": reason }));
        trail::record(tx, at, By::who(who), "claim.line", "claim", row.id.get(), Some(before), Some(after))?;
        tell_moved(tx, at, who, &row, &format!("{} {} {}", new.year, new.code, new.name), moved, reason)
    })
}

/// Tells those who accept claims and those who pay them that a claim draws on another line. Which
/// line of the office pays is nothing to the claimant.
pub(in crate::service) fn tell_moved(
    tx: &mut Tx,
    at: DateTime<Utc>,
    who: &Who,
    row: &ClaimRow,
    line: &str,
    amount: Fen,
    reason: &str,
) -> Result<(), ServiceError> {
    let kind = MessageKind::BudgetLineChanged;
    // A claim may go to and fro without a change of its own: the instant tells the moves apart.
    let mail = Mail::new(kind, format!("{kind}:claim:{}:{}", row.id, at.timestamp_micros()))
        .reference(&row.reference)
        .link(format!("/claims/{}", row.id))
        .with("title", &row.title)
        .with("line", line)
        .with("amount", amount)
        .with("opinion", reason);
    for user in people::holders(tx, &[Role::Clerk, Role::Treasurer], &row.division)? {
        if user.id != who.id() {
            trail::mail_to(tx, at, &user, mail.clone())?;
        }
    }
    Ok(())
}
