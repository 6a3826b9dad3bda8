//! The public notice of a year's grades, objections to it, and the approval after it.

use super::award;
use super::enter::open;
use crate::domain::access::Action;
use crate::domain::evaluation::line::LineState;
use crate::domain::evaluation::phase::{Phase, Step, take};
use crate::domain::evaluation::rank::Grade;
use crate::domain::ids::{EvaluationEntryId, EvaluationId, EvaluationObjectionId};
use crate::domain::message::MessageKind;
use crate::domain::money::Fen;
use crate::domain::people::Role;
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::service::evaluations::load::{campaign, tell_hosts};
use crate::service::evaluations::{Entry, of_city};
use crate::service::notices::{Filed, Ruling, check_objection};
use crate::service::sealed::is_sealed;
use crate::service::trail::{self, By, Mail};
use crate::storage::Tx;
use crate::storage::scoring::lines::{self, LineRow};
use crate::storage::scoring::objections::{self, ObjectionRow};
use crate::storage::scoring::{entries, outcomes, runs};
use chrono::NaiveDate;
use serde_json::json;

/// A year's grades and awards as anyone may read them: no marks.
#[derive(Clone, Debug)]
pub struct Noticed {
    pub year: i32,
    pub population: i32,
    pub places: i32,
    pub lines: Vec<NoticedLine>,
}

/// One base of a notice.
#[derive(Clone, Debug)]
pub struct NoticedLine {
    pub entry: EvaluationEntryId,
    pub name: String,
    pub host: String,
    pub grade: Grade,
    /// The award of an excellent base.
    pub amount: Option<Fen>,
    pub state: LineState,
    /// Both inclusive.
    pub first: Option<NaiveDate>,
    pub last: Option<NaiveDate>,
    /// Objections can still be made today.
    pub open: bool,
}

/// The public notice of a year. A base that is decided anew is left out until it is published again.
///
/// # Errors
/// `NotFound` until there is one; `Conflict(evaluation-sealed)` for whoever is on a panel at work.
pub fn notice(app: &App, who: Option<&Who>, id: EvaluationId) -> Result<Noticed, ServiceError> {
    let today = app.today();
    app.store.read(|conn| {
        let of = campaign(conn, id)?;
        if !of.run.phase.is_public() {
            return Err(ServiceError::NotFound);
        }
        if is_sealed(conn, who)? {
            return Err(ServiceError::conflict("evaluation-sealed"));
        }
        let all = lines::of(conn, id)?;
        let line = |entry: &Entry| {
            let line = all.iter().rfind(|line| line.entry_id == entry.row.id).filter(|line| line.state.is_public())?;
            Some(NoticedLine {
                entry: entry.row.id,
                name: entry.name.clone(),
                host: entry.host.clone(),
                grade: line.grade,
                amount: line.amount.map(Fen),
                state: line.state,
                first: line.notice_on,
                last: line.notice_ends_on,
                open: line.notice_ends_on.is_some_and(|last| line.state.open_to_objection(last, today)),
            })
        };
        let mut lines: Vec<NoticedLine> = of.entries.iter().filter_map(line).collect();
        lines.sort_by_key(|line| line.grade);
        let row = &of.opened.row;
        Ok(Noticed { year: row.year, population: row.population, places: row.places, lines })
    })
}

/// Files a real-name objection, which holds this base and no other. The office is written to.
///
/// # Errors
/// `Invalid` with every fault; `NotFound`; `Conflict(result-notice-over)`,
/// `Conflict(objection-repeated)`.
pub fn object(
    app: &App,
    id: EvaluationId,
    entry: EvaluationEntryId,
    filed: &Filed,
) -> Result<EvaluationObjectionId, ServiceError> {
    let objection = check_objection(filed)?;
    let (at, today) = (app.now(), app.today());
    app.store.write(|tx| {
        let row = entries::lock(tx, entry)?;
        if row.evaluation_id != id {
            return Err(ServiceError::NotFound);
        }
        let line = lines::lock_latest(tx, entry)?;
        let last = line.notice_ends_on.filter(|_| line.state.is_public()).ok_or(ServiceError::NotFound)?;
        if !line.state.open_to_objection(last, today) {
            return Err(ServiceError::conflict("result-notice-over"));
        }
        let same = |other: &ObjectionRow| {
            other.objector_name == objection.name.as_str() && other.contact == objection.contact.as_str()
        };
        if objections::open(tx, entry)?.iter().any(same) {
            return Err(ServiceError::conflict("objection-repeated"));
        }
        let number = objections::insert(tx, entry, &objection, at.naive_utc())?;
        lines::put_state(tx, line.id, line.version, LineState::Held, None)?;
        let name = crate::storage::bases::get(tx, row.base_id)?.name;
        let mail = Mail::new(MessageKind::ResultObjection, format!("objection:evaluation:{number}"));
        let mail = mail.link(format!("/evaluations/{id}/objections/{number}")).with("title", name);
        trail::mail_roles(tx, at, &[Role::Clerk, Role::Reviewer], CITY, &mail)?;
        let after = json!({ "objection": number, "base": row.base_id });
        trail::record(tx, at, By::Public("public"), "evaluation.object", "evaluation", id.get(), None, Some(after))?;
        Ok(number)
    })
}

const CITY: &str = "330300";

/// One objection with the base it is about, for the office.
///
/// # Errors
/// Rights; `NotFound`.
pub fn objection(
    app: &App,
    who: &Who,
    id: EvaluationId,
    number: EvaluationObjectionId,
) -> Result<(ObjectionRow, Entry), ServiceError> {
    of_city(who, Action::EvaluationAnswer)?;
    app.store.read(|conn| {
        let filed = objections::get(conn, number)?;
        let of = campaign(conn, id)?;
        let entry = of.entries.iter().find(|one| one.row.id == filed.entry_id).cloned();
        Ok((filed, entry.ok_or(ServiceError::NotFound)?))
    })
}

/// Answers an objection. The last one dismissed sets the base free; one upheld sets its line aside, so
/// that it is decided anew, and answers every other open objection to it.
///
/// # Errors
/// Rights; `Invalid` without an answer; `Conflict(objection-answered)`.
pub fn answer(
    app: &App,
    who: &Who,
    id: EvaluationId,
    number: EvaluationObjectionId,
    ruling: Ruling,
    answer: &str,
) -> Result<(), ServiceError> {
    let at = app.now();
    let answer = answer.trim();
    app.store.write(|tx| {
        of_city(who, Action::EvaluationAnswer)?;
        let filed = objections::lock(tx, number)?;
        let (_, found) = open(tx, who, Action::EvaluationAnswer, id, filed.entry_id)?;
        if filed.answer.is_some() {
            return Err(ServiceError::conflict("objection-answered"));
        }
        if answer.is_empty() {
            return Err(ServiceError::invalid("answer", "required"));
        }
        let line = lines::lock_latest(tx, filed.entry_id)?;
        let upheld = ruling == Ruling::Upheld;
        let answered = match ruling {
            Ruling::Dismissed => vec![filed],
            Ruling::Upheld => objections::open(tx, found.row.id)?,
        };
        for one in &answered {
            objections::answer(tx, one.id, answer, upheld, who.id(), at.naive_utc())?;
            tell_objector(tx, at, id, &found, one, answer)?;
        }
        let left = !objections::open(tx, found.row.id)?.is_empty();
        let state = match ruling {
            Ruling::Upheld => LineState::Superseded,
            Ruling::Dismissed if left => LineState::Held,
            Ruling::Dismissed => LineState::Published,
        };
        lines::put_state(tx, line.id, line.version, state, None)?;
        if upheld {
            let mail = Mail::new(MessageKind::ResultSetAside, format!("upheld:evaluation:{number}"));
            let mail = mail.link(format!("/evaluations/{id}/own")).with("title", &found.name);
            tell_hosts(tx, at, found.row.organisation_id, &mail.with("opinion", answer))?;
        }
        let after = json!({ "objection": number, "base": found.row.base_id, "upheld": upheld, "answer": answer });
        trail::record(tx, at, By::who(who), "evaluation.answer", "evaluation", id.get(), None, Some(after))
    })
}

fn tell_objector(
    tx: &mut Tx,
    at: chrono::DateTime<chrono::Utc>,
    id: EvaluationId,
    found: &Entry,
    filed: &ObjectionRow,
    answer: &str,
) -> Result<(), ServiceError> {
    let Ok(address) = filed.contact.parse() else { return Ok(()) };
    let mail = Mail::new(MessageKind::ObjectionAnswered, format!("answer:evaluation-objection:{}", filed.id))
        .link(format!("/evaluations/{id}/notice"))
        .with("title", &found.name)
        .with("opinion", answer);
    trail::mail_outside(tx, at, address, &filed.objector_name, mail)
}

/// Approves every base whose days are over and that no objection holds; gives back how many. An excellent
/// base gets its claim, and every base is written its own result. Once no base waits any more the year
/// is approved.
///
/// # Errors
/// Rights; a stale version; `Conflict(result-phase)`, `Conflict(nothing-to-approve)`.
pub fn approve(app: &App, who: &Who, id: EvaluationId, version: i64) -> Result<usize, ServiceError> {
    let (at, today) = (app.now(), app.today());
    app.store.write(|tx| {
        of_city(who, Action::EvaluationApprove)?;
        runs::lock(tx, id)?;
        let of = campaign(tx, id)?;
        let to = take(of.run.phase, Step::Approve).map_err(|_| ServiceError::conflict("result-phase"))?;
        let (mut cleared, mut waiting) = (0, 0);
        for entry in &of.entries {
            // Objections lock the entry first, too.
            entries::lock(tx, entry.row.id)?;
            let line: LineRow = lines::lock_latest(tx, entry.row.id)?;
            if line.state == LineState::Cleared {
                continue;
            }
            let over = line.notice_ends_on.is_some_and(|last| line.state.approvable(last, today).is_ok());
            if !over {
                waiting += 1;
                continue;
            }
            lines::put_state(tx, line.id, line.version, LineState::Cleared, Some(who.id()))?;
            award::follow(app, tx, who, &of, entry, line)?;
            cleared += 1;
        }
        if cleared == 0 {
            return Err(ServiceError::conflict("nothing-to-approve"));
        }
        let phase = if waiting == 0 { to } else { Phase::Published };
        outcomes::put_approval(tx, id, version, (phase, who.id()), at.naive_utc())?;
        let after = json!({ "state": phase, "approved": cleared, "waiting": waiting });
        trail::record(tx, at, By::who(who), "evaluation.approve", "evaluation", id.get(), None, Some(after))?;
        Ok(cleared)
    })
}
