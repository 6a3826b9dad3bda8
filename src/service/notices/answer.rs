//! The office's answer to an objection.

use crate::domain::access::{self, Action, Facts};
use crate::domain::claim::Step;
use crate::domain::ids::ObjectionId;
use crate::domain::message::MessageKind;
use crate::service::app::{App, Who};
use crate::service::claims::{deciding, notice as chain};
use crate::service::error::ServiceError;
use crate::service::trail::{self, By, Mail};
use crate::storage::{claims, notices};
use serde_json::json;

/// How an objection is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ruling {
    /// The line stands.
    Dismissed,
    /// The claim is reviewed anew, and what is decided then is published again.
    Upheld,
}

/// Answers an objection. The last one dismissed sets the line free; one upheld sends the claim
/// back to its reviews, and every other open objection to the line is answered with it.
///
/// # Errors
/// Rights; `Invalid(answer)`; `Conflict` when it was answered already.
pub fn answer(app: &App, who: &Who, objection: ObjectionId, ruling: Ruling, answer: &str) -> Result<(), ServiceError> {
    let answer = answer.trim();
    app.store.write(|tx| {
        let line = notices::objection(tx, objection)?.notice_line_id;
        let claim = notices::line(tx, line)?.claim_id;
        let row = claims::lock(tx, claim)?;
        let line = notices::line(tx, line)?;
        let (unit, title, reference) = (row.organisation_id, row.title.clone(), row.reference.clone());
        let facts = Facts::notice_line(unit, row.division.parse().ok(), line.state, row.chain().seats);
        access::can(&who.actor, Action::NoticeAnswer, &facts)?;
        let filed = notices::lock_objection(tx, objection)?;
        if filed.answer.is_some() {
            return Err(ServiceError::conflict("objection-answered"));
        }
        if answer.is_empty() {
            return Err(ServiceError::invalid("answer", "required"));
        }
        let at = app.now();
        let id = row.id;
        match ruling {
            Ruling::Dismissed => {
                notices::answer_objection(tx, objection, answer, false, who.id(), at.naive_utc())?;
                chain::tell_objector(tx, at, &row, line.notice_id.get(), &filed, answer)?;
                deciding::resume(app, tx, who, row).take(&Step::Dismiss, answer)?;
            }
            Ruling::Upheld => {
                // The step closes every open objection to the line, this one among them.
                deciding::resume(app, tx, who, row).take(&Step::SendBack, answer)?;
                let mail = Mail::new(MessageKind::ObjectionAnswered, format!("upheld:objection:{objection}"))
                    .reference(&reference)
                    .link(format!("/claims/{id}"))
                    .with("title", &title)
                    .with("opinion", answer);
                trail::mail_organisation(tx, at, unit, &mail)?;
            }
        }
        let after = json!({ "claim": id, "upheld": ruling == Ruling::Upheld, "answer": answer });
        trail::record(tx, at, By::who(who), "objection.answer", "objection", objection.get(), None, Some(after))
    })
}
