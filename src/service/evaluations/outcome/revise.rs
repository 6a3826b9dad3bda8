//! A base decided anew after an objection to it was upheld: put forward by one, decided and published
//! again by another. No other base's line changes.

use super::decide::{amount, ceiling, deadline, same_person};
use super::enter::open;
use super::view::entry_of;
use super::{compute, decided, keys_missing};
use crate::domain::access::Action;
use crate::domain::evaluation::line::LineState;
use crate::domain::evaluation::phase::Phase;
use crate::domain::evaluation::rank::Grade;
use crate::domain::ids::{EvaluationEntryId, EvaluationId};
use crate::domain::message::MessageKind;
use crate::domain::people::Role;
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::service::evaluations::Entry;
use crate::service::evaluations::load::{Campaign, tell_hosts};
use crate::service::notices::Period;
use crate::service::trail::{self, By, Mail};
use crate::storage::scoring::lines::{self, LineRow, NewLine, Publication};
use crate::storage::scoring::outcomes;
use serde_json::json;

/// One base with its latest line, for the form that puts it forward anew.
///
/// # Errors
/// Rights; `NotFound`.
pub fn to_revise(
    app: &App,
    who: &Who,
    id: EvaluationId,
    entry: EvaluationEntryId,
) -> Result<(Campaign, Entry, LineRow), ServiceError> {
    let (of, found) = entry_of(app, who, Action::EvaluationPropose, id, entry)?;
    let line = app.store.read(|conn| lines::of(conn, id))?.into_iter().rfind(|line| line.entry_id == entry);
    Ok((of, found, line.ok_or(ServiceError::NotFound)?))
}

/// Puts the line of a base forward anew, as marks, veto and tie keys now give it. A base that is now
/// excellent takes a place only if one is left.
///
/// # Errors
/// Rights; `Invalid` for the award or the deadline; `Conflict(result-not-set-aside)`,
/// `Conflict(result-place-taken)`.
pub fn revise(
    app: &App,
    who: &Who,
    id: EvaluationId,
    entry: EvaluationEntryId,
    (award, mend_until): (&str, &str),
) -> Result<(), ServiceError> {
    let (at, today, ceiling) = (app.now(), app.today(), ceiling(app)?);
    app.store.write(|tx| {
        let (of, found) = open(tx, who, Action::EvaluationPropose, id, entry)?;
        let all = lines::of(tx, id)?;
        let latest = |entry: EvaluationEntryId| all.iter().rfind(|line: &&LineRow| line.entry_id == entry);
        let set_aside = latest(entry).is_some_and(|line| line.state == LineState::Superseded);
        if of.run.phase != Phase::Published || !set_aside {
            return Err(ServiceError::conflict("result-not-set-aside"));
        }
        let vote = decided(&of)?.and_then(|decided| decided.outcome.vote);
        // A vote between bases that are no longer level says nothing any more.
        let outcome = match compute(tx, &of, vote.as_ref()) {
            Ok(outcome) => outcome,
            Err(_) => compute(tx, &of, None)?,
        };
        let line = outcome.line(found.row.base_id.get()).ok_or(ServiceError::NotFound)?;
        let taken = of.entries.iter().filter_map(|other| latest(other.row.id));
        let taken = taken.filter(|line| line.grade == Grade::Excellent && line.state != LineState::Superseded).count();
        if line.grade == Grade::Excellent && taken >= usize::try_from(outcome.places).unwrap_or(usize::MAX) {
            return Err(ServiceError::conflict("result-place-taken"));
        }
        let mut faults = keys_missing(&of, &outcome, Some(line.base));
        let (mut sum, mut until) = (None, None);
        match line.grade {
            Grade::Excellent => sum = amount("amount".to_owned(), award, ceiling, &mut faults),
            Grade::Unqualified => until = deadline("deadline".to_owned(), mend_until, today, &mut faults),
            Grade::Qualified | Grade::NotGraded => {}
        }
        if !faults.is_empty() {
            return Err(ServiceError::Invalid(faults));
        }
        let (grade, reason) = (line.grade, line.reason);
        let new = NewLine { entry, grade, reason, amount: sum, rectify_until: until, by: who.id() };
        let line = lines::insert(tx, &new)?;
        let mail = Mail::new(MessageKind::ResultProposed, format!("revise:evaluation-line:{line}"));
        let mail = mail.link(format!("/evaluations/{id}/result")).with("year", of.opened.row.year.to_string());
        trail::mail_roles(tx, at, &[Role::Decider], "330300", &mail)?;
        let after = json!({ "base": found.row.base_id, "grade": grade, "reason": reason, "amount": sum,
            "deadline": until });
        trail::record(tx, at, By::who(who), "evaluation.revise", "evaluation", id.get(), None, Some(after))
    })
}

/// Decides on what was put forward anew: publishes it for its own days, or sets it aside again.
///
/// # Errors
/// Rights; a stale version; `Denied`: by who put it forward; `Invalid` without minutes;
/// `Conflict(result-not-proposed)`, `Conflict(calendar-not-loaded)`.
pub fn revised(
    app: &App,
    who: &Who,
    id: EvaluationId,
    entry: EvaluationEntryId,
    version: i64,
    (agreed, minutes): (bool, &str),
) -> Result<(), ServiceError> {
    let at = app.now();
    let minutes = minutes.trim();
    let period = Period::from_today(app)?;
    app.store.write(|tx| {
        let (of, found) = open(tx, who, Action::EvaluationDecide, id, entry)?;
        let line = lines::lock_latest(tx, entry)?;
        if line.state != LineState::Proposed {
            return Err(ServiceError::conflict("result-not-proposed"));
        }
        if minutes.is_empty() {
            return Err(ServiceError::invalid("minutes", "required"));
        }
        if agreed {
            let publication = Publication { by: who.id(), minutes, first: period.first, last: period.last };
            lines::publish(tx, line.id, version, &publication).map_err(same_person)?;
            outcomes::put_deadline(tx, entry, line.rectify_until)?;
            let mail = Mail::new(MessageKind::ResultPublished, format!("publish:evaluation-line:{}", line.id));
            let mail = mail.link(format!("/evaluations/{id}/notice")).with("title", &found.name);
            let mail = mail.with("year", of.opened.row.year.to_string()).with("first", period.first);
            tell_hosts(tx, at, found.row.organisation_id, &mail.with("last", period.last))?;
        } else {
            lines::put_state(tx, line.id, version, LineState::Superseded, None)?;
            let mail = Mail::new(MessageKind::ResultSentBack, format!("send-back:evaluation-line:{}", line.id));
            let mail = mail.link(format!("/evaluations/{id}/result")).with("year", of.opened.row.year.to_string());
            trail::mail_roles(tx, at, &[Role::Clerk], "330300", &mail.with("opinion", minutes))?;
        }
        let after = json!({ "base": found.row.base_id, "grade": line.grade, "agreed": agreed, "minutes": minutes });
        trail::record(tx, at, By::who(who), "evaluation.revised", "evaluation", id.get(), None, Some(after))
    })
}
