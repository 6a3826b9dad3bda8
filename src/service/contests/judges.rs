//! Judges of an item, and whom each of them must not mark.

use super::case::Contest;
use super::{locked, visible};
use crate::domain::access::Action;
use crate::domain::contest::recusal::{Effect, RECUSALS};
use crate::domain::ids::{ContestId, EntrantId, UserId};
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::service::trail::{self, By};
use crate::storage::contest_marks::MarkRow;
use crate::storage::contests::{self, EntrantRow, Judge};
use crate::storage::{Constraint, StorageError, Tx, contest_marks, contest_members, contest_recusals, people};
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
/// Rights; `NotFound` for who is no evaluator; `Conflict(judge-assigned)`; `Conflict(judge-saw-seating)` for who
/// knows whose workstation is whose.
pub fn assign(app: &App, who: &Who, id: ContestId, user: UserId, head: bool) -> Result<(), ServiceError> {
    app.store.write(|tx| {
        let (item, _) = locked(tx, who, Action::ContestRun, id)?;
        if contests::evaluators(tx)?.iter().all(|judge| judge.user != user) {
            return Err(ServiceError::NotFound);
        }
        if head && contests::judges(tx, item.id)?.iter().any(|judge| judge.head) {
            return Err(ServiceError::conflict("head-judge"));
        }
        if contest_recusals::has_seen_seating(tx, item.id, user)? {
            return Err(ServiceError::conflict("judge-saw-seating"));
        }
        contests::insert_judge(tx, item.id, user, head).map_err(|error| match error {
            StorageError::Violated(Constraint::JudgeAssigned) => ServiceError::conflict("judge-assigned"),
            other => other.into(),
        })?;
        recuse_same_unit(tx, item.id, Some(user))?;
        let after = json!({ "judge": people::user(tx, user)?.name, "head": head });
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
        let before = json!({ "judge": people::user(tx, user)?.name });
        trail::record(tx, app.now(), By::who(who), "contest.unassign", "contest", id.get(), Some(before), None)
    })
}

/// Keeps a judge from a contestant. Once anything of the item is marked it counts from the decoding on: until
/// then nothing changes for anybody, and the decoding withdraws what the judge has marked.
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
        let effect = Effect::entered(is_begun(tx, item.id)?);
        contest_recusals::insert(tx, entrant, user, reason, effect).map_err(|error| match error {
            StorageError::Violated(Constraint::Recused) => ServiceError::conflict("recused"),
            other => other.into(),
        })?;
        let judge = people::user(tx, user)?.name;
        let after = json!({ "judge": judge, "entrant": entrant, "reason": reason, "effect": effect });
        trail::record(tx, app.now(), By::who(who), "contest.recuse", "contest", id.get(), None, Some(after))
    })
}

/// Takes a recusal back that was entered by mistake, until the item is opened.
///
/// # Errors
/// Rights; `NotFound`; `Conflict(recusal-same-unit)` while judge and contestant are of one unit.
pub fn take_back_recusal(
    app: &App,
    who: &Who,
    id: ContestId,
    entrant: EntrantId,
    user: UserId,
) -> Result<(), ServiceError> {
    app.store.write(|tx| {
        let (item, _) = locked(tx, who, Action::ContestSetUp, id)?;
        let row = contests::entrants(tx, item.id)?.into_iter().find(|row| row.id == entrant);
        let row = row.ok_or(ServiceError::NotFound)?;
        let judges = contests::judges(tx, item.id)?;
        if judges.iter().any(|judge| judge.user == user && is_same_unit(judge, &row)) {
            return Err(ServiceError::conflict("recusal-same-unit"));
        }
        contest_recusals::remove(tx, row.id, user)?;
        let before = json!({ "judge": people::user(tx, user)?.name, "entrant": row.id });
        let at = app.now();
        trail::record(tx, at, By::who(who), "contest.take-back-recusal", "contest", id.get(), Some(before), None)
    })
}

/// Whether a judge works for the contestant's unit.
fn is_same_unit(judge: &Judge, entrant: &EntrantRow) -> bool {
    !judge.unit.is_empty() && judge.unit == entrant.unit
}

/// The unit of a contestant was wrong: the judges of that unit are kept from them no longer.
pub(super) fn no_longer_same_unit(tx: &mut Tx, item: ContestId, old: &EntrantRow) -> Result<(), ServiceError> {
    let judges = contests::judges(tx, item)?;
    let of_unit = |user: UserId| judges.iter().any(|judge| judge.user == user && is_same_unit(judge, old));
    for recusal in contest_recusals::of_item(tx, item)? {
        if recusal.entrant == old.id && recusal.reason == RECUSALS[0] && of_unit(recusal.judge) {
            contest_recusals::remove(tx, old.id, recusal.judge)?;
        }
    }
    Ok(())
}

/// Whether anything of the item is marked, a draft too.
fn is_begun(tx: &mut Tx, item: ContestId) -> Result<bool, ServiceError> {
    Ok(!contest_marks::of_item(tx, item)?.is_empty())
}

/// Puts the recusals that waited for the decoding into effect: what these judges have marked of these
/// contestants counts no more, and stays in the record. Later rounds of these lines go with it: they answered
/// marks that are no longer there.
pub(super) fn withdraw_recused(app: &App, tx: &mut Tx, who: &Who, contest: &Contest) -> Result<(), ServiceError> {
    for recusal in contest.recusals.iter().filter(|one| one.effect == Effect::AwaitsDecoding) {
        let of = || contest.marks.iter().filter(|row| row.entrant_id == recusal.entrant);
        let lines: Vec<&str> = of().filter(|row| row.judge_id == recusal.judge).map(|row| row.line.as_str()).collect();
        let goes =
            |row: &&MarkRow| row.judge_id == recusal.judge || (row.round > 1 && lines.contains(&row.line.as_str()));
        let marks: Vec<_> =
            of().filter(goes).map(|row| (row.judge_id, &row.line, row.round, &row.mark, &row.note)).collect();
        contest_marks::withdraw(tx, recusal.entrant, recusal.judge)?;
        contest_recusals::take_effect(tx, recusal.entrant, recusal.judge)?;
        let before = json!({ "marks": marks });
        let after = json!({ "judge": recusal.judge, "entrant": recusal.entrant, "reason": recusal.reason });
        let (at, id) = (app.now(), contest.item.id.get());
        trail::record(tx, at, By::who(who), "contest.withdraw-marks", "contest", id, Some(before), Some(after))?;
    }
    Ok(())
}

/// Keeps every judge from the contestants of the organisation they work for. `new` has just been assigned and has
/// marked nothing: for them it counts at once, for others only where nothing is marked.
pub(in crate::service) fn recuse_same_unit(
    tx: &mut Tx,
    item: ContestId,
    new: Option<UserId>,
) -> Result<(), ServiceError> {
    let known = contest_recusals::of_item(tx, item)?;
    let judges = contests::judges(tx, item)?;
    let begun = is_begun(tx, item)?;
    let members = contest_members::members(tx, item)?;
    for entrant in contests::entrants(tx, item)? {
        let mate = |judge: &Judge| {
            let own = members.iter().filter(|(team, _)| *team == entrant.id);
            !judge.unit.is_empty() && own.into_iter().any(|(_, member)| member.unit == judge.unit)
        };
        for judge in judges.iter().filter(|judge| is_same_unit(judge, &entrant) || mate(judge)) {
            if !known.iter().any(|one| one.entrant == entrant.id && one.judge == judge.user) {
                let effect = Effect::entered(begun && new != Some(judge.user));
                contest_recusals::insert(tx, entrant.id, judge.user, RECUSALS[0], effect)?;
            }
        }
    }
    Ok(())
}
