//! Judges of an item, and whom each of them must not mark.

use super::{locked, visible};
use crate::domain::access::Action;
use crate::domain::contest::RECUSALS;
use crate::domain::ids::{ContestId, EntrantId, UserId};
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::service::trail::{self, By};
use crate::storage::contests::{self, Judge};
use crate::storage::{Constraint, StorageError, Tx, contest_marks};
use serde_json::json;

/// Who can be assigned: active evaluators.
///
/// # Errors
/// `NotFound`, also for what the reader may not know of.
pub fn candidates(app: &App, who: &Who, id: ContestId) -> Result<Vec<Judge>, ServiceError> {
    app.store.read(|conn| {
        visible(conn, who, id)?;
        let assigned = contests::judges(conn, id)?;
        let mut free = contests::evaluators(conn)?;
        free.retain(|judge| assigned.iter().all(|other| other.user != judge.user));
        Ok(free)
    })
}

/// Assigns a judge and keeps them from the contestants of their own unit. While marks are given, somebody may
/// still be assigned to stand in.
///
/// # Errors
/// Rights; `NotFound` for who is no evaluator; `Conflict(judge-assigned)`.
pub fn assign(app: &App, who: &Who, id: ContestId, user: UserId, head: bool) -> Result<(), ServiceError> {
    app.store.write(|tx| {
        let (item, _) = locked(tx, who, Action::ContestRun, id)?;
        if contests::evaluators(tx)?.iter().all(|judge| judge.user != user) {
            return Err(ServiceError::NotFound);
        }
        if head && contests::judges(tx, item.id)?.iter().any(|judge| judge.head) {
            return Err(ServiceError::conflict("head-judge"));
        }
        contests::insert_judge(tx, item.id, user, head).map_err(|error| match error {
            StorageError::Violated(Constraint::JudgeAssigned) => ServiceError::conflict("judge-assigned"),
            other => other.into(),
        })?;
        recuse_same_unit(tx, item.id)?;
        let after = json!({ "judge": user, "head": head });
        trail::record(tx, app.now(), By::who(who), "contest.assign", "contest", id.get(), None, Some(after))
    })
}

/// Takes a judge off the item while nothing is marked.
///
/// # Errors
/// Rights.
pub fn remove(app: &App, who: &Who, id: ContestId, user: UserId) -> Result<(), ServiceError> {
    app.store.write(|tx| {
        let (item, _) = locked(tx, who, Action::ContestSetUp, id)?;
        contests::remove_judge(tx, item.id, user)?;
        let before = json!({ "judge": user });
        trail::record(tx, app.now(), By::who(who), "contest.unassign", "contest", id.get(), Some(before), None)
    })
}

/// Keeps a judge from a contestant. What the judge has marked already counts no more; whoever stands in marks
/// it anew.
///
/// # Errors
/// Rights; `NotFound`; `Conflict(recused)` when it stands already.
pub fn recuse(
    app: &App,
    who: &Who,
    id: ContestId,
    entrant: EntrantId,
    user: UserId,
    reason: &str,
) -> Result<(), ServiceError> {
    app.store.write(|tx| {
        let (item, _) = locked(tx, who, Action::ContestRun, id)?;
        let of_item = contests::entrants(tx, item.id)?.iter().any(|row| row.id == entrant)
            && contests::judges(tx, item.id)?.iter().any(|judge| judge.user == user);
        if !of_item {
            return Err(ServiceError::NotFound);
        }
        let Some(reason) = RECUSALS.into_iter().find(|known| *known == reason.trim()) else {
            return Err(ServiceError::invalid("reason", "choose"));
        };
        contests::insert_recusal(tx, entrant, user, reason).map_err(|error| match error {
            StorageError::Violated(Constraint::Recused) => ServiceError::conflict("recused"),
            other => other.into(),
        })?;
        // The marks themselves are in the record where they were sealed, by workstation: here, beside the
        // contestant, they would tell whose it is.
        let withdrawn = contest_marks::withdraw(tx, entrant, user)?;
        let after = json!({ "judge": user, "entrant": entrant, "reason": reason, "withdrawn": withdrawn });
        trail::record(tx, app.now(), By::who(who), "contest.recuse", "contest", id.get(), None, Some(after))
    })
}

/// Keeps every judge from the contestants of the organisation they work for.
pub(in crate::service) fn recuse_same_unit(tx: &mut Tx, item: ContestId) -> Result<(), ServiceError> {
    let known = contests::recusals(tx, item)?;
    let judges = contests::judges(tx, item)?;
    for entrant in contests::entrants(tx, item)? {
        for judge in judges.iter().filter(|judge| !judge.unit.is_empty() && judge.unit == entrant.unit) {
            if !known.iter().any(|(id, user, _)| *id == entrant.id && *user == judge.user) {
                contests::insert_recusal(tx, entrant.id, judge.user, RECUSALS[0])?;
            }
        }
    }
    Ok(())
}
