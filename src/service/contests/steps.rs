//! The steps of an item, and the answers to what the checks found.

use super::case::{Contest, Standing};
use super::load::{finding_key, load};
use super::origins::Passage;
use super::{certificates, judges, locked, seating, tell};
use crate::domain::access::Action;
use crate::domain::contest::checks::{Check, Severity};
use crate::domain::contest::phase::{self, Phase, PhaseError, Step};
use crate::domain::contest::writers::needed;
use crate::domain::ids::{ContestId, UserId};
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By};
use crate::storage::contests::{self, ItemRow};
use crate::storage::events::EventRow;
use crate::storage::{Conn, Tx, contest_corrections, contest_members, events};
use serde_json::json;

/// Takes a step.
///
/// # Errors
/// Rights, a stale version; `Conflict` when the same person would be both, or the checks stand against it.
pub fn take(app: &App, who: &Who, id: ContestId, version: i64, step: Step) -> Result<(), ServiceError> {
    // What takes a reason is a use case of its own.
    if matches!(step, Step::Reopen | Step::SendBack) {
        return Err(ServiceError::NotFound);
    }
    app.store.write(|tx| {
        let (item, _) = locked(tx, who, Action::of_contest_step(step), id)?;
        advance(app, tx, who, item, version, step)
    })
}

/// Sends a submitted result back, with the reason; whoever submitted it is written to.
///
/// # Errors
/// Rights, a stale version; `Invalid(return)` without a reason.
pub fn send_back(app: &App, who: &Who, id: ContestId, version: i64, reason: &str) -> Result<(), ServiceError> {
    let (at, reason) = (app.now(), reason.trim());
    app.store.write(|tx| {
        let (item, event) = locked(tx, who, Action::ContestSendBack, id)?;
        if item.version != version {
            return Err(ServiceError::conflict("stale"));
        }
        let (next, seats) = phase::take(item.phase, item.seats(), Step::SendBack, who.id()).map_err(refused)?;
        if reason.is_empty() {
            return Err(ServiceError::invalid("return", "required"));
        }
        contests::put_phase(tx, &item, next, seats, item.published_at, at.naive_utc())?;
        contest_corrections::insert_return(tx, item.id, reason, who.id(), at.naive_utc())?;
        let (before, after) = (json!({ "phase": item.phase }), json!({ "phase": next, "reason": reason }));
        trail::record(tx, at, By::who(who), "contest.send-back", "contest", id.get(), Some(before), Some(after))?;
        match item.seats().submitter {
            Some(submitter) => tell::sent_back(app, tx, &item, &event, submitter, reason),
            None => Ok(()),
        }
    })
}

/// Takes the step of somebody who may; the item is locked.
pub(super) fn advance(
    app: &App,
    tx: &mut Tx,
    who: &Who,
    item: ItemRow,
    version: i64,
    step: Step,
) -> Result<(), ServiceError> {
    // Said first: whoever knows whose workstation is whose has no form to sign with.
    if step == Step::Sign {
        seating::refuse_who_saw(tx, &item, who.id())?;
    }
    if item.version != version {
        return Err(ServiceError::conflict("stale"));
    }
    let (next, seats) = phase::take(item.phase, item.seats(), step, who.id()).map_err(refused)?;
    let event = events::get(tx, item.event_id)?;
    let contest = load(tx, item, event)?;
    ready(&contest, step)?;
    let at = app.now();
    let published = if step == Step::Publish { Some(at.naive_utc()) } else { contest.item.published_at };
    contests::put_phase(tx, &contest.item, next, seats, published, at.naive_utc())?;
    match step {
        // Until their registration is over, members have themselves replaced.
        Step::Open => contest_members::fix(tx, contest.item.id, Some(at.naive_utc()))?,
        Step::Sign => contest_members::fix(tx, contest.item.id, None)?,
        Step::Submit | Step::SendBack | Step::Publish | Step::Reopen => {}
    }
    let (before, after) = (json!({ "phase": contest.item.phase }), json!({ "phase": next }));
    let action = format!("contest.{step}");
    trail::record(tx, at, By::who(who), &action, "contest", contest.item.id.get(), Some(before), Some(after))?;
    if step == Step::Sign && next.is_decoded() {
        judges::withdraw_recused(app, tx, who, &contest)?;
    }
    if next == Phase::Published {
        let corrected = !contest.reopenings.is_empty();
        if corrected {
            certificates::revoke_outdated(app, tx, who, &contest)?;
        }
        tell::published(app, tx, &contest, if corrected { "corrected" } else { "first" })?;
    }
    Ok(())
}

pub(super) fn refused(error: PhaseError) -> ServiceError {
    match error {
        PhaseError::WrongPhase { .. } => ServiceError::conflict("wrong-state"),
        PhaseError::SamePerson => ServiceError::conflict("same-person"),
    }
}

/// Whether the item is fit for the step.
fn ready(contest: &Contest, step: Step) -> Result<(), ServiceError> {
    let blocks = |check: Check| match step {
        Step::Open => matches!(check, Check::Scheme),
        // Of what is missing after marking, only the signatures themselves may be. Whoever left is taken from the
        // field once it is known whose marks are whose.
        Step::Sign => !matches!(check, Check::NotSigned | Check::Withdrawn),
        Step::SendBack => false,
        Step::Submit | Step::Publish | Step::Reopen => true,
    };
    if step == Step::Open {
        let came = contest.passages.iter().filter(|passage| passage.into == contest.item.id);
        if let Some(fault) = came.filter_map(Passage::stands_against).next() {
            return Err(ServiceError::Conflict(fault));
        }
        let stations = contest.standings.iter().all(|standing| !standing.entrant.station.is_empty());
        if contest.standings.is_empty() || !stations {
            return Err(ServiceError::conflict("no-stations"));
        }
        if !contest.judges.iter().any(|judge| judge.head) {
            return Err(ServiceError::conflict("no-head-judge"));
        }
        let needed = contest.scheme.0.iter().map(|line| needed(line.method)).max().unwrap_or(1);
        let free = |standing: &Standing| {
            let recused = |judge: UserId| {
                contest.recusals.iter().any(|one| one.entrant == standing.entrant.id && one.judge == judge)
            };
            contest.judges.iter().filter(|judge| !recused(judge.user)).count()
        };
        let few = contest.standings.iter().filter(|standing| free(standing) < needed);
        if let Some(fewest) = few.clone().min_by_key(|standing| free(standing)) {
            let fault = Fault::conflict("too-few-judges").with("who", &fewest.entrant.name);
            let fault = fault.with("free", free(fewest)).with("count", needed).with("others", few.count() - 1);
            return Err(ServiceError::Conflict(fault));
        }
    }
    let errors = contest.findings.iter().filter(|(finding, _)| finding.check.severity() == Severity::Error);
    let standing = errors.filter(|(finding, _)| blocks(finding.check)).count();
    if standing > 0 {
        return Err(ServiceError::Conflict(Fault::conflict("checks-stand").with("count", standing)));
    }
    let warnings = contest.findings.iter().filter(|(finding, _)| finding.check.severity() == Severity::Warning);
    let open = warnings.filter(|(_, answered)| answered.is_none()).count();
    if matches!(step, Step::Submit | Step::Publish) && open > 0 {
        return Err(ServiceError::Conflict(Fault::conflict("warnings-open").with("count", open)));
    }
    Ok(())
}

/// Whether everything is marked that must be, so that only signatures are missing.
pub(in crate::service) fn is_marked(conn: &mut Conn, item: &ItemRow, event: &EventRow) -> Result<bool, ServiceError> {
    let contest = load(conn, item.clone(), event.clone())?;
    Ok(ready(&contest, Step::Sign).is_ok())
}

/// Answers a warning in writing.
///
/// # Errors
/// Rights; `NotFound` for what no check found; `Invalid(answer)` without words.
pub fn answer_warning(app: &App, who: &Who, id: ContestId, finding: &str, answer: &str) -> Result<(), ServiceError> {
    let answer = answer.trim();
    app.store.write(|tx| {
        let (item, event) = locked(tx, who, Action::ContestSubmit, id)?;
        let contest = load(tx, item, event)?;
        let is_it = |known: &crate::domain::contest::checks::Finding| {
            finding_key(known) == finding && known.check.severity() == Severity::Warning
        };
        if !contest.findings.iter().any(|(known, _)| is_it(known)) {
            return Err(ServiceError::NotFound);
        }
        if answer.is_empty() {
            return Err(ServiceError::invalid("answer", "required"));
        }
        let at = app.now();
        contests::put_answer(tx, id, finding, answer, who.id(), at.naive_utc())?;
        let after = json!({ "finding": finding, "answer": answer });
        trail::record(tx, at, By::who(who), "contest.answer-warning", "contest", id.get(), None, Some(after))
    })
}
