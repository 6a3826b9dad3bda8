//! Putting a result forward, and deciding on it.

use super::{Decided, compute, decided, keys_missing, last_proposed};
use crate::domain::access::{Action, Denied};
use crate::domain::evaluation::campaign::{Outcome, Vote};
use crate::domain::evaluation::phase::{Phase, Step, take};
use crate::domain::evaluation::rank::{Grade, Reason};
use crate::domain::ids::{EvaluationId, UserId};
use crate::domain::message::MessageKind;
use crate::domain::money::Fen;
use crate::domain::people::Role;
use crate::domain::policy::{Formula, Rule};
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::evaluations::load::{Campaign, campaign, tell_hosts};
use crate::service::evaluations::of_city;
use crate::service::notices::Period;
use crate::service::trail::{self, By, Mail};
use crate::storage::scoring::lines::{self, NewLine, Publication};
use crate::storage::scoring::outcomes::{self, Proposal};
use crate::storage::scoring::runs;
use crate::storage::{Conn, Constraint, StorageError};
use chrono::NaiveDate;
use serde_json::json;
use std::collections::BTreeMap;

/// The rule of the award.
pub(super) const RULE: &str = "base.excellent";
const CITY: &str = "330300";

/// What is typed to put a result forward.
#[derive(Clone, Debug, Default)]
pub struct TypedProposal {
    /// By base: the award in yuan; the day by which an unqualified base mends what was found.
    pub amounts: BTreeMap<i64, String>,
    pub deadlines: BTreeMap<i64, String>,
    /// Bases that the panel's vote chose, where it was due.
    pub vote: Vec<i64>,
    pub vote_minutes: String,
}

/// What a proposal needs, for its form.
#[derive(Clone, Debug)]
pub struct Awaited {
    pub campaign: Campaign,
    pub outcome: Outcome,
    /// What was put forward before and sent back.
    pub before: Option<Decided>,
    /// Most that one base can be awarded.
    pub ceiling: Fen,
}

/// The most one base can be awarded, by the policy in force.
///
/// # Errors
/// `Conflict(evaluation-no-policy)`.
pub(super) fn ceiling(app: &App) -> Result<Fen, ServiceError> {
    let none = |_| ServiceError::conflict("evaluation-no-policy");
    let policies = app.policies();
    let (_, rule): (_, &Rule) = policies.select(RULE, None).map_err(none)?;
    match &rule.formula {
        Formula::CeilingDecision(formula) => Ok(formula.ceiling),
        _ => Err(ServiceError::conflict("evaluation-no-policy")),
    }
}

/// Whether the person may decide.
///
/// # Errors
/// Rights.
pub fn may_decide(who: &Who) -> Result<(), ServiceError> {
    of_city(who, Action::EvaluationDecide)
}

/// The result that can be put forward now.
///
/// # Errors
/// Rights; `Conflict(result-phase)`, `Conflict(result-still-apart)`.
pub fn awaited(app: &App, who: &Who, id: EvaluationId) -> Result<Awaited, ServiceError> {
    of_city(who, Action::EvaluationPropose)?;
    let ceiling = ceiling(app)?;
    app.store.read(|conn| {
        let campaign = campaign(conn, id)?;
        let outcome = ripe(conn, &campaign)?;
        Ok(Awaited { before: last_proposed(&campaign)?, campaign, outcome, ceiling })
    })
}

fn ripe(conn: &mut Conn, of: &Campaign) -> Result<Outcome, ServiceError> {
    take(of.run.phase, Step::Propose).map_err(|_| ServiceError::conflict("result-phase"))?;
    let outcome = compute(conn, of, None)?;
    if !of.is_opened() || outcome.apart().next().is_some() {
        return Err(ServiceError::conflict("result-still-apart"));
    }
    Ok(outcome)
}

/// Reads the award of one base: above nothing, in whole yuan, not above the ceiling.
pub(super) fn amount(field: String, text: &str, ceiling: Fen, faults: &mut Vec<Fault>) -> Option<Fen> {
    match text.parse::<Fen>() {
        Ok(amount) if amount > Fen::ZERO && amount <= ceiling && amount.0 % 100 == 0 => return Some(amount),
        _ => faults.push(Fault::new(field, "result-amount").with("max", ceiling.grouped())),
    }
    None
}

/// Reads a deadline: a day after today.
pub(super) fn deadline(field: String, text: &str, today: NaiveDate, faults: &mut Vec<Fault>) -> Option<NaiveDate> {
    let day = text.trim().parse::<NaiveDate>().ok().filter(|day| *day > today);
    if day.is_none() {
        faults.push(Fault::new(field, "evaluation-day-after").with("day", today));
    }
    day
}

/// Puts the result forward: with it the awards of the excellent bases, the deadlines of the unqualified
/// ones and, where bases are level across the line and the rules say so, the panel's vote.
///
/// # Errors
/// Rights; a stale version; `Invalid` with every fault; `Conflict(result-phase)`,
/// `Conflict(result-still-apart)`.
pub fn propose(
    app: &App,
    who: &Who,
    id: EvaluationId,
    version: i64,
    typed: &TypedProposal,
) -> Result<(), ServiceError> {
    of_city(who, Action::EvaluationPropose)?;
    let (at, today, ceiling) = (app.now(), app.today(), ceiling(app)?);
    app.store.write(|tx| {
        runs::lock(tx, id)?;
        let of = campaign(tx, id)?;
        let plain = ripe(tx, &of)?;
        let vote = plain.vote_due().next().is_some().then(|| {
            let mut chosen = typed.vote.clone();
            chosen.sort_unstable();
            chosen.dedup();
            Vote { chosen, minutes: typed.vote_minutes.trim().to_owned() }
        });
        let mut faults = keys_missing(&of, &plain, None);
        let outcome = match compute(tx, &of, vote.as_ref()) {
            Ok(outcome) => outcome,
            Err(ServiceError::Invalid(found)) => {
                faults.extend(found);
                plain
            }
            Err(error) => return Err(error),
        };
        let (mut amounts, mut deadlines) = (BTreeMap::new(), BTreeMap::new());
        for line in &outcome.lines {
            let of = |typed: &BTreeMap<i64, String>| typed.get(&line.base).cloned().unwrap_or_default();
            // Of a vote that cannot stand yet the awards of those it chose are read with it.
            let voted = line.reason == Reason::VoteDue && typed.vote.contains(&line.base);
            match line.grade {
                Grade::Qualified if voted => {
                    amount(format!("amount.{}", line.base), &of(&typed.amounts), ceiling, &mut faults);
                }
                Grade::Excellent => {
                    let field = format!("amount.{}", line.base);
                    let read = amount(field, &of(&typed.amounts), ceiling, &mut faults);
                    amounts.extend(read.map(|read| (line.base, read)));
                }
                Grade::Unqualified => {
                    let field = format!("deadline.{}", line.base);
                    let read = deadline(field, &of(&typed.deadlines), today, &mut faults);
                    deadlines.extend(read.map(|read| (line.base, read)));
                }
                Grade::Qualified | Grade::NotGraded => {}
            }
        }
        if !faults.is_empty() {
            return Err(ServiceError::Invalid(faults));
        }
        let (text, hash) = Decided { outcome, amounts, deadlines }.text()?;
        let proposal = Proposal { result: &text, hash: &hash, by: who.id() };
        outcomes::put_proposal(tx, id, version, (Phase::Proposed, proposal), at.naive_utc())?;
        let mail = Mail::new(MessageKind::ResultProposed, format!("propose:evaluation:{id}:{version}"));
        let mail = mail.link(format!("/evaluations/{id}/result")).with("year", of.opened.row.year.to_string());
        trail::mail_roles(tx, at, &[Role::Decider], CITY, &mail)?;
        let after = json!({ "state": Phase::Proposed, "result": hash });
        trail::record(tx, at, By::who(who), "evaluation.propose", "evaluation", id.get(), None, Some(after))
    })
}

/// Sends a result back to the office, with the reason. What was put forward stays in the form.
///
/// # Errors
/// Rights; a stale version; `Invalid` without a reason; `Conflict(result-phase)`.
pub fn send_back(app: &App, who: &Who, id: EvaluationId, version: i64, reason: &str) -> Result<(), ServiceError> {
    let at = app.now();
    let reason = reason.trim();
    app.store.write(|tx| {
        of_city(who, Action::EvaluationDecide)?;
        let run = runs::lock(tx, id)?;
        let to = take(run.phase, Step::SendBack).map_err(|_| ServiceError::conflict("result-phase"))?;
        if reason.is_empty() {
            return Err(ServiceError::invalid("minutes", "required"));
        }
        outcomes::put_back(tx, id, version, to, at.naive_utc())?;
        let year = crate::storage::evaluations::get(tx, id)?.year;
        let mail = Mail::new(MessageKind::ResultSentBack, format!("send-back:evaluation:{id}:{version}"));
        let mail = mail.link(format!("/evaluations/{id}/result")).with("year", year.to_string());
        trail::mail_roles(tx, at, &[Role::Clerk], CITY, &mail.with("opinion", reason))?;
        let (before, after) = (json!({ "state": run.phase }), json!({ "state": to, "reason": reason }));
        trail::record(tx, at, By::who(who), "evaluation.send-back", "evaluation", id.get(), Some(before), Some(after))
    })
}

/// Decides, with the minutes, and publishes the grades: the public notice runs from today on. It is
/// found out once more that the result is what marks, vetoes and tie keys come to.
///
/// # Errors
/// Rights; a stale version; `Denied`: by who put it forward; `Invalid` without minutes;
/// `Conflict(result-phase)`, `Conflict(result-differs)`, `Conflict(calendar-not-loaded)`.
pub fn publish(app: &App, who: &Who, id: EvaluationId, version: i64, minutes: &str) -> Result<(), ServiceError> {
    of_city(who, Action::EvaluationDecide)?;
    let at = app.now();
    let minutes = minutes.trim();
    let period = Period::from_today(app)?;
    app.store.write(|tx| {
        runs::lock(tx, id)?;
        let of = campaign(tx, id)?;
        let to = take(of.run.phase, Step::Publish).map_err(|_| ServiceError::conflict("result-phase"))?;
        let (Some(result), Some(submitter)) = (decided(&of)?, of.run.submitter_id.map(UserId::new)) else {
            return Err(ServiceError::conflict("result-phase"));
        };
        if compute(tx, &of, result.outcome.vote.as_ref())? != result.outcome {
            return Err(ServiceError::conflict("result-differs"));
        }
        if minutes.is_empty() {
            return Err(ServiceError::invalid("minutes", "required"));
        }
        let publication = Publication { by: who.id(), minutes, first: period.first, last: period.last };
        outcomes::put_decision(tx, id, version, &publication, at.naive_utc()).map_err(same_person)?;
        for entry in &of.entries {
            let base = entry.row.base_id.get();
            let Some(line) = result.outcome.line(base) else { continue };
            let new = NewLine {
                entry: entry.row.id,
                grade: line.grade,
                reason: line.reason,
                amount: result.amounts.get(&base).copied(),
                rectify_until: result.deadlines.get(&base).copied(),
                by: submitter,
            };
            let line = lines::insert(tx, &new)?;
            lines::publish(tx, line, 0, &publication).map_err(same_person)?;
            outcomes::put_deadline(tx, entry.row.id, new.rectify_until)?;
            let mail = Mail::new(MessageKind::ResultPublished, format!("publish:evaluation-line:{line}"));
            let mail = mail.link(format!("/evaluations/{id}/notice")).with("title", &entry.name);
            let mail = mail.with("year", of.opened.row.year.to_string()).with("first", period.first);
            tell_hosts(tx, at, entry.row.organisation_id, &mail.with("last", period.last))?;
        }
        let before = json!({ "state": of.run.phase });
        let after = json!({ "state": to, "result": of.run.result_hash, "first": period.first, "last": period.last });
        trail::record(tx, at, By::who(who), "evaluation.publish", "evaluation", id.get(), Some(before), Some(after))
    })
}

pub(super) fn same_person(error: StorageError) -> ServiceError {
    match error {
        StorageError::Violated(Constraint::TwoPeople) => ServiceError::Denied(Denied::NotYourself),
        other => other.into(),
    }
}
