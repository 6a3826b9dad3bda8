//! The withdrawal of a title: proposed by one with the reason, decided by another.

use super::check::too_long;
use super::titles::facts;
use crate::domain::access::{self, Action, Denied};
use crate::domain::ids::TitleId;
use crate::domain::message::MessageKind;
use crate::domain::money::Fen;
use crate::domain::people::Role;
use crate::service::app::{App, Who};
use crate::service::claims::{ended, settle_later};
use crate::service::error::ServiceError;
use crate::service::holdings::still_held;
use crate::service::trail::{self, By, Mail};
use crate::storage::title_withdrawals::{self, ProposalRow};
use crate::storage::titles::{self, TitleRow};
use crate::storage::{Constraint, StorageError, Tx};
use chrono::{DateTime, Utc};
use serde_json::json;

/// The title, locked, once the person may do this of a title that stands.
fn standing(tx: &mut Tx, who: &Who, action: Action, id: TitleId) -> Result<TitleRow, ServiceError> {
    let row = titles::lock(tx, id)?;
    access::can(&who.actor, action, &facts(&row))?;
    if row.withdrawn_on.is_some() { Err(ServiceError::conflict("title-withdrawn")) } else { Ok(row) }
}

/// As [`standing`], with the proposal that waits for somebody else than who made it.
fn proposed(tx: &mut Tx, who: &Who, action: Action, id: TitleId) -> Result<(TitleRow, ProposalRow), ServiceError> {
    let row = standing(tx, who, action, id)?;
    let open = title_withdrawals::open(tx, id)?.ok_or_else(|| ServiceError::conflict("title-not-proposed"))?;
    if open.proposed_by == who.id() { Err(ServiceError::Denied(Denied::NotYourself)) } else { Ok((row, open)) }
}

fn same_person(error: StorageError) -> ServiceError {
    match error {
        StorageError::Violated(Constraint::TwoPeople) => ServiceError::Denied(Denied::NotYourself),
        other => other.into(),
    }
}

fn mail_of(kind: MessageKind, key: &str, row: &TitleRow) -> Mail {
    let mail = Mail::new(kind, key.to_owned()).reference(&row.number).link(format!("/titles/{}", row.id));
    mail.with("title", row.number.clone()).with("nominee", row.name.clone())
}

/// Proposes that a title be withdrawn; somebody else decides. The unit learns of it when it is.
///
/// # Errors
/// Rights; `Invalid(reason)`; `Conflict(title-withdrawn)`, `Conflict(title-proposed)`.
pub fn propose(app: &App, who: &Who, id: TitleId, reason: &str) -> Result<(), ServiceError> {
    let at = app.now();
    let reason = reason.trim().to_owned();
    app.store.write(|tx| {
        let row = standing(tx, who, Action::RecognitionProposeWithdrawal, id)?;
        if title_withdrawals::open(tx, id)?.is_some() {
            return Err(ServiceError::conflict("title-proposed"));
        }
        if reason.is_empty() {
            return Err(ServiceError::invalid("reason", "required"));
        }
        if let Some(fault) = too_long("reason", &reason) {
            return Err(ServiceError::Invalid(vec![fault]));
        }
        enter(tx, at, who, &row, &reason)
    })
}

/// Enters a proposal for the head, who is told.
pub(super) fn enter(
    tx: &mut Tx,
    at: DateTime<Utc>,
    who: &Who,
    row: &TitleRow,
    reason: &str,
) -> Result<(), ServiceError> {
    let proposal = title_withdrawals::propose(tx, row, reason, who.id(), at.naive_utc())?;
    let after = json!({ "reason": reason });
    trail::record(tx, at, By::who(who), "title.propose-withdrawal", "title", row.id.get(), None, Some(after))?;
    let mail = mail_of(MessageKind::RecognitionWithdrawing, &format!("withdrawing:title:{proposal}"), row);
    trail::mail_roles(tx, at, &[Role::Decider], &row.division, &mail)
}

/// Keeps a title whose withdrawal was proposed, with the reason.
///
/// # Errors
/// Rights, a stale version; `Denied`: who proposed does not decide; `Invalid(opinion)`;
/// `Conflict(title-not-proposed)`.
pub fn keep(app: &App, who: &Who, id: TitleId, version: i64, opinion: &str) -> Result<(), ServiceError> {
    let at = app.now();
    let opinion = opinion.trim().to_owned();
    app.store.write(|tx| {
        let (row, open) = proposed(tx, who, Action::RecognitionKeep, id)?;
        if opinion.is_empty() {
            return Err(ServiceError::invalid("opinion", "required"));
        }
        if let Some(fault) = too_long("opinion", &opinion) {
            return Err(ServiceError::Invalid(vec![fault]));
        }
        title_withdrawals::touch(tx, id, version)?;
        title_withdrawals::decide(tx, open.id, false, &opinion, who.id(), at.naive_utc()).map_err(same_person)?;
        let (before, after) = (json!({ "reason": open.reason }), json!({ "opinion": opinion }));
        trail::record(tx, at, By::who(who), "title.retain", "title", id.get(), Some(before), Some(after))?;
        let mail = mail_of(MessageKind::RecognitionKept, &format!("kept:title:{}", open.id), &row);
        trail::mail_roles(tx, at, &[Role::Clerk], &row.division, &mail.with("opinion", opinion))
    })
}

/// Withdraws a title for the reason that somebody else proposed. What was paid for it is to be paid back; the
/// treasurer enters it on the budget line of the claim, as with every recovery, or with the title where no claim paid it. What is not paid will not be: the
/// claim ends, and awards of later titles that were less by it, and are still with their units, are worked out anew.
///
/// # Errors
/// Rights, a stale version; `Denied`: who proposed does not decide; `Conflict(title-withdrawn)`,
/// `Conflict(title-not-proposed)`.
pub fn withdraw(app: &App, who: &Who, id: TitleId, version: i64) -> Result<(), ServiceError> {
    let (at, today) = (app.now(), app.today());
    app.store.write(|tx| {
        let (row, open) = proposed(tx, who, Action::RecognitionWithdraw, id)?;
        let reason = open.reason;
        let claim = titles::claim_of(tx, &row)?;
        let back = still_held(&row, claim.as_ref()).0;
        titles::withdraw(tx, id, version, today, &reason, back)?;
        title_withdrawals::decide(tx, open.id, true, "", who.id(), at.naive_utc()).map_err(same_person)?;
        if let Some(claim) = &claim {
            ended::withdrawn(app, tx, who, claim.id)?;
        }
        settle_later(app, tx, who, &row)?;
        let after = json!({ "withdrawn_on": today, "reason": reason, "amount": back });
        trail::record(tx, at, By::who(who), "title.withdraw", "title", id.get(), None, Some(after))?;
        let mail = mail_of(MessageKind::RecognitionWithdrawn, &format!("withdraw:title:{id}"), &row);
        let amount = if back > 0 { Fen(back).to_string() } else { "none".to_owned() };
        let mail = mail.with("opinion", reason).with("amount", amount);
        trail::mail_organisation(tx, at, row.organisation_id, &mail)?;
        if back > 0 {
            trail::mail_roles(tx, at, &[Role::Treasurer], &row.division, &mail)?;
        }
        Ok(())
    })
}
