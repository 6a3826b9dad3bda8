//! How the line of a public notice follows its claim, and the one step that the public takes.

use super::budget;
use crate::domain::claim::{Applied, Claim, Sign, State, Step, StepKind, apply};
use crate::domain::ids::UserId;
use crate::domain::message::MessageKind;
use crate::domain::notice::LineState;
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::service::trail::{self, By, Mail};
use crate::storage::claims::{self, ClaimRow};
use crate::storage::{Tx, notices};
use chrono::{DateTime, Utc};
use serde_json::json;

/// Brings the claim's line to where the claim went: held and free again by objections, cleared by
/// the approval, superseded when the published decision counts no more, taken off when the claim ends. Objections
/// to a line that stands no more are answered by what set it aside.
#[expect(clippy::too_many_arguments, reason = "the step, before and after, and who signs it")]
pub(super) fn follow(
    tx: &mut Tx,
    at: DateTime<Utc>,
    by: UserId,
    row: &ClaimRow,
    step: StepKind,
    before: &Claim,
    after: &Claim,
    opinion: &str,
) -> Result<(), ServiceError> {
    if before.notice_ends.is_none() {
        return Ok(());
    }
    let wanted = match (step, after.state) {
        (StepKind::End, _) => LineState::TakenOff,
        _ if after.notice_ends.is_none() => LineState::Superseded,
        (_, State::Held) => LineState::Held,
        (StepKind::Dismiss, _) => LineState::Published,
        (StepKind::Approve, _) => LineState::Cleared,
        _ => return Ok(()),
    };
    let Some(line) = notices::latest_line(tx, row.id)? else { return Ok(()) };
    if line.state != wanted {
        notices::put_line_state(tx, line.id, wanted)?;
    }
    if !wanted.stands() {
        for objection in notices::open_objections(tx, line.id)? {
            notices::answer_objection(tx, objection.id, opinion, true, by, at.naive_utc())?;
            tell_objector(tx, at, row, line.notice_id.get(), &objection, opinion)?;
        }
    }
    Ok(())
}

/// Mails the answer to whoever objected, where the contact they gave is an e-mail address. An
/// objector by telephone is called.
pub(in crate::service) fn tell_objector(
    tx: &mut Tx,
    at: DateTime<Utc>,
    row: &ClaimRow,
    notice: i64,
    objection: &notices::ObjectionRow,
    answer: &str,
) -> Result<(), ServiceError> {
    let Ok(address) = objection.contact.parse() else { return Ok(()) };
    let mail = Mail::new(MessageKind::ObjectionAnswered, format!("answer:objection:{}", objection.id))
        .reference(&row.reference)
        .link(format!("/notices/{notice}"))
        .with("title", &row.title)
        .with("opinion", answer);
    trail::mail_outside(tx, at, address, &objection.objector_name, mail)
}

/// Takes the public's step: the objection holds this claim and no other. The timeline names no
/// objector, for the unit reads it, too. `number` is what the file calls the objection.
pub(in crate::service) fn object(app: &App, tx: &mut Tx, row: &ClaimRow, number: &str) -> Result<Claim, ServiceError> {
    let before = row.chain();
    let sign = Sign { by: None, on: app.today(), opinion: number };
    let Applied { claim, .. } = apply(&before, &Step::Object, &sign)?;
    let at = app.now();
    let since = if claim.state == before.state { row.waiting_since } else { at.naive_utc() };
    claims::put_chain(tx, row.id, row.version, &claim, since)?;
    claims::append_step(tx, row.id, StepKind::Object, None, "", number, at.naive_utc())?;
    debug_assert!(budget::hold(before.state) == budget::hold(claim.state), "an objection moves no money");
    if let Some(line) = notices::latest_line(tx, row.id)? {
        notices::put_line_state(tx, line.id, LineState::Held)?;
    }
    let before = json!({ "state": before.state, "version": row.version });
    let after = json!({ "state": claim.state, "objection": number });
    trail::record(tx, at, By::Public("public"), "claim.object", "claim", row.id.get(), Some(before), Some(after))?;
    Ok(claim)
}
