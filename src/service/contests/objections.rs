//! Objections to a published result while its clock runs, their answers, and the result opened again.

use super::load::load;
use super::steps::refused;
use super::{locked, tell};
use crate::domain::access::Action;
use crate::domain::contest::phase::{self, Phase, Step, appeals_open};
use crate::domain::ids::{AppealId, ContestId};
use crate::domain::message::MessageKind;
use crate::domain::people::Role;
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::service::notices::{Filed, Ruling, check_objection};
use crate::service::trail::{self, By, Mail};
use crate::storage::contest_objections as rows;
use crate::storage::contests::{self, ItemRow};
use crate::storage::events::EventRow;
use crate::storage::{Tx, contest_corrections, events};
use serde_json::json;

/// Files an objection to a published item while its clock runs. It holds this item and no other.
///
/// # Errors
/// `NotFound`; `Conflict(appeals-over)`; `Invalid`: no real name, no contact, no reasons.
pub fn object(app: &App, id: ContestId, filed: &Filed) -> Result<(), ServiceError> {
    let objection = check_objection(filed);
    app.store.write(|tx| {
        let item = contests::lock(tx, id)?;
        let (Phase::Published, Some(published)) = (item.phase, item.published_at) else {
            return Err(ServiceError::NotFound);
        };
        let at = app.now();
        let minutes = u32::try_from(item.appeal_minutes).unwrap_or_default();
        if !appeals_open(published.and_utc(), minutes, at) {
            return Err(ServiceError::conflict("appeals-over"));
        }
        let objection = objection?;
        // A double click is one objection.
        let same = |row: &rows::ObjectionRow| {
            (row.objector_name.as_str(), row.contact.as_str(), &row.reasons)
                == (objection.name.as_str(), objection.contact.as_str(), &objection.reasons)
                && row.answer.is_none()
        };
        if rows::of(tx, id)?.iter().any(same) {
            return Ok(());
        }
        let event = events::get(tx, item.event_id)?;
        let filed = rows::insert(tx, id, &objection, at.naive_utc())?;
        let after = json!({ "objection": filed });
        trail::record(tx, at, By::Public("public"), "contest.object", "contest", id.get(), None, Some(after))?;
        let mail = Mail::new(MessageKind::ContestObjection, format!("contest-objection:{filed}"))
            .reference(&event.reference)
            .link(format!("/contests/{id}"))
            .with("title", format!("{} {}", event.name, item.name).as_str());
        trail::mail_roles(tx, at, &[Role::Clerk], &event.division.to_string(), &mail)?;
        trail::mail_organisation(tx, at, event.organisation_id, &mail)
    })
}

/// Answers an objection. One that is upheld opens the item again: the published result no longer counts,
/// marks are corrected with reason and approval, and the result is submitted and published anew. Others
/// that stand can be answered meanwhile.
///
/// # Errors
/// Rights; `NotFound`; `Invalid` without a ruling or words; `Conflict(stale)` when it has an answer.
pub fn answer(
    app: &App,
    who: &Who,
    id: ContestId,
    objection: AppealId,
    ruling: Option<Ruling>,
    words: &str,
) -> Result<(), ServiceError> {
    let words = words.trim();
    app.store.write(|tx| {
        let (item, event) = locked(tx, who, Action::ContestAnswer, id)?;
        let known = rows::of(tx, item.id)?;
        let row = known.iter().find(|row| row.id == objection).ok_or(ServiceError::NotFound)?;
        let mut faults = Vec::new();
        if ruling.is_none() {
            faults.push(crate::service::error::Fault::new("ruling", "choose"));
        }
        if words.is_empty() {
            faults.push(crate::service::error::Fault::new("answer", "required"));
        }
        let Some(ruling) = ruling.filter(|_| faults.is_empty()) else { return Err(ServiceError::Invalid(faults)) };
        let (at, upheld) = (app.now(), ruling == Ruling::Upheld);
        rows::answer(tx, objection, words, upheld, who.id(), at.naive_utc())?;
        let after = json!({ "objection": objection, "upheld": upheld, "answer": words });
        trail::record(tx, at, By::who(who), "contest.answer", "contest", id.get(), None, Some(after))?;
        if let Ok(address) = row.contact.parse() {
            let mail = Mail::new(MessageKind::ObjectionAnswered, format!("contest-answer:{objection}"))
                .reference(&event.reference)
                .link(format!("/results/{id}"))
                .with("title", format!("{} {}", event.name, item.name).as_str())
                .with("opinion", words);
            trail::mail_outside(tx, at, address, &row.objector_name, mail)?;
        }
        if upheld && item.phase == Phase::Published {
            open_again(app, tx, who, item, event, Some(objection), words)?;
        }
        Ok(())
    })
}

/// Opens a published item again where the bureau itself has found a mistake.
///
/// # Errors
/// Rights, a stale version; `Invalid(reason)` without one.
pub fn reopen(app: &App, who: &Who, id: ContestId, version: i64, reason: &str) -> Result<(), ServiceError> {
    let reason = reason.trim();
    app.store.write(|tx| {
        let (item, event) = locked(tx, who, Action::ContestReopen, id)?;
        if item.version != version {
            return Err(ServiceError::conflict("stale"));
        }
        if reason.is_empty() {
            return Err(ServiceError::invalid("reopen", "required"));
        }
        open_again(app, tx, who, item, event, None, reason)
    })
}

fn open_again(
    app: &App,
    tx: &mut Tx,
    who: &Who,
    item: ItemRow,
    event: EventRow,
    objection: Option<AppealId>,
    reason: &str,
) -> Result<(), ServiceError> {
    let at = app.now();
    let (next, seats) = phase::take(item.phase, item.seats(), Step::Reopen, who.id()).map_err(refused)?;
    contests::put_phase(tx, &item, next, seats, item.published_at, at.naive_utc())?;
    let published_at = item.published_at.unwrap_or_default();
    let by = who.id();
    contest_corrections::insert_reopening(tx, item.id, objection, reason, published_at, by, at.naive_utc())?;
    let (before, after) = (json!({ "phase": item.phase }), json!({ "phase": next, "reason": reason }));
    trail::record(tx, at, By::who(who), "contest.reopen", "contest", item.id.get(), Some(before), Some(after))?;
    let contest = load(tx, item, event)?;
    tell::reopened(app, tx, &contest, reason)
}
