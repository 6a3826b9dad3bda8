//! Calling one more member in for exactly the nominee whom recusals leave with too few.

use super::bench::{Bench, elsewhere};
use super::draw::{at_work, basis, invite};
use crate::domain::evaluation::phase::Seat;
use crate::domain::ids::{NominationId, RoundId, UserId};
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::service::evaluations::free;
use crate::service::trail::{self, By};
use crate::storage::recognition_panels as rows;
use serde_json::json;

/// Calls in the next who is free for a nominee whom too few members review: for this one alone, with a declaration
/// of their own.
///
/// # Errors
/// Rights, the wrong state, a stale version; `NotFound`; `Conflict(evaluation-enough-scorers)`,
/// `Conflict(evaluation-no-substitute)`.
pub fn call(app: &App, who: &Who, id: RoundId, version: i64, nominee: NominationId) -> Result<(), ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let row = at_work(tx, who, id)?;
        let bench = Bench::load(tx, &row)?;
        let (of, _) = bench.nominees.iter().find(|(one, _)| one.id == nominee).ok_or(ServiceError::NotFound)?;
        let none = || ServiceError::conflict("evaluation-no-substitute");
        let filling = bench.short().into_iter().find(|(one, _)| one.id == nominee).map(|(_, filling)| filling);
        let free = free(filling)?;
        // Of the trade of whoever is kept from the nominee, where there is one.
        let kept = bench.members().find(|by| bench.is_recused(of, by) && !by.row.trade.is_empty());
        let trade = kept.map_or("", |one| one.row.trade.as_str());
        let basis = basis(&row).map_err(|_| none())?;
        let waits =
            |user: &UserId| bench.panel.iter().any(|one| one.row.user_id == *user && one.row.seat == Seat::Substitute);
        let substitutes: Vec<UserId> = free.iter().copied().filter(waits).collect();
        let next = if substitutes.is_empty() {
            let called = *free.first().ok_or_else(none)?;
            rows::lift_conflict(tx, &elsewhere(called, nominee))?;
            rows::undeclare(tx, id, called)?;
            called
        } else {
            let next = basis.successor(trade, substitutes.into_iter())?;
            rows::put_seat(tx, id, next, Seat::Member, basis.kept(trade, next))?;
            for (other, _) in bench.nominees.iter().filter(|(one, _)| one.id != nominee) {
                rows::put_conflict(tx, &elsewhere(next, other.id), at.naive_utc())?;
            }
            next
        };
        rows::put_drawn(tx, id, version, row.drawn_at.unwrap_or(at.naive_utc()))?;
        invite(tx, at, &bench, next, &format!("call:{nominee}"))?;
        let after = json!({ "member": next, "nomination": nominee });
        trail::record(tx, at, By::who(who), "round.call", "round", id.get(), None, Some(after))
    })
}
