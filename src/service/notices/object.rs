//! A real-name objection, made by anyone while the notice runs.

use crate::domain::access::{self, Action, Facts};
use crate::domain::fault::FieldFault;
use crate::domain::ids::{NoticeId, NoticeLineId, ObjectionId};
use crate::domain::message::MessageKind;
use crate::domain::notice::Objection;
use crate::domain::people::Role;
use crate::service::app::App;
use crate::service::claims::notice as chain;
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By, Mail};
use crate::storage::{claims, notices};
use serde_json::json;

/// What the form sent, as typed.
#[derive(Clone, Debug, Default)]
pub struct Filed {
    pub name: String,
    pub contact: String,
    pub reasons: String,
}

/// Files an objection: it holds that line and no other, and is mailed to the unit and to those who
/// answer it. Name, contact and reasons are for the office only; the record names none of them.
///
/// # Errors
/// `Invalid`: no real name, no contact, no reasons. `Conflict`: the notice is over, the line is no
/// longer open, or the same person has an objection to it that is not answered yet.
pub fn object(app: &App, notice: NoticeId, line: NoticeLineId, filed: &Filed) -> Result<ObjectionId, ServiceError> {
    let objection = check_objection(filed)?;
    app.store.write(|tx| {
        let claim = notices::line(tx, line)?;
        if claim.notice_id != notice {
            return Err(ServiceError::NotFound);
        }
        let row = claims::lock(tx, claim.claim_id)?;
        let line = notices::line(tx, line)?;
        let chain_now = row.chain();
        let facts = Facts::notice_line(row.organisation_id, row.division.parse().ok(), line.state, chain_now.seats);
        access::can_public(Action::NoticeObject, &facts)?;
        let open = notices::open_objections(tx, line.id)?;
        let same = |other: &notices::ObjectionRow| {
            other.objector_name == objection.name.as_str() && other.contact == objection.contact.as_str()
        };
        if open.iter().any(same) {
            return Err(ServiceError::conflict("objection-repeated"));
        }
        let at = app.now();
        let id = notices::insert_objection(tx, line.id, &objection, at.naive_utc())?;
        let published = notices::get(tx, notice)?;
        let number = format!("{}/{}-{}", published.reference, line.seq, open.len() + 1);
        chain::object(app, tx, &row, &number)?;
        let after = json!({ "number": number, "claim": row.id });
        trail::record(tx, at, By::Public("public"), "objection.file", "objection", id.get(), None, Some(after))?;
        let due = app.calendar().add(app.today(), app.clocks.answer).unwrap_or_else(|_| app.today());
        let mail = Mail::new(MessageKind::NoticeObjection, format!("objection:{id}"))
            .reference(&row.reference)
            .with("title", &row.title)
            .with("due", due);
        let to_office = mail.clone().link(format!("/notices/{notice}"));
        trail::mail_roles(tx, at, &[Role::Clerk, Role::Reviewer], &row.division, &to_office)?;
        trail::mail_organisation(tx, at, row.organisation_id, &mail.link(format!("/claims/{}", row.id)))?;
        Ok(id)
    })
}

/// The objection that the form means.
///
/// # Errors
/// `Invalid` with every fault.
pub fn check_objection(filed: &Filed) -> Result<Objection, ServiceError> {
    let read = Objection::parse(&filed.name, &filed.contact, &filed.reasons);
    read.map_err(|faults| ServiceError::Invalid(faults.iter().map(fault_of).collect()))
}

fn fault_of(fault: &FieldFault) -> Fault {
    match fault.key {
        "fault-name-empty" => Fault::new(&fault.field, "required"),
        "fault-name-length" | "fault-name-character" => Fault::new(&fault.field, "anonymous"),
        key => Fault {
            field: fault.field.clone(),
            code: key.strip_prefix("fault-").unwrap_or(key),
            args: [("hint", fault.hint.clone()), ("max", fault.hint.clone())].into(),
        },
    }
}
