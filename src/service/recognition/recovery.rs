//! Money that comes back of an award which was paid before its title came into the register: no claim and no line of
//! the budget has it, so it is entered with the title.

use super::titles::facts;
use crate::domain::access::{self, Action};
use crate::domain::ids::TitleId;
use crate::domain::message::MessageKind;
use crate::domain::money::Fen;
use crate::domain::text::tidy;
use crate::service::app::{App, Who};
use crate::service::claims::settle_later;
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By, Mail};
use crate::storage::titles::{self, TitleRow};
use serde_json::json;

/// Longest note, in characters.
const NOTE_MAX: usize = 200;

/// Whether the recovery is entered with the title itself.
pub(super) fn is_here(row: &TitleRow) -> bool {
    row.withdrawn_on.is_some() && row.claim_id.is_none() && row.paid_elsewhere > 0
}

/// Enters what was paid back of a withdrawn title's award, whole or in part.
///
/// # Errors
/// Rights, a stale version; `Conflict(nothing-to-recover)`; `Invalid`: no amount, more than is left, no note.
pub fn recover(app: &App, who: &Who, id: TitleId, version: i64, amount: &str, note: &str) -> Result<(), ServiceError> {
    let (at, note) = (app.now(), tidy(note));
    app.store.write(|tx| {
        let row = titles::lock(tx, id)?;
        access::can(&who.actor, Action::RecognitionRecover, &facts(&row))?;
        if !is_here(&row) {
            return Err(ServiceError::conflict("nothing-to-recover"));
        }
        let held = Fen(row.paid_elsewhere);
        let mut faults = Vec::new();
        let amount = amount.trim().parse::<Fen>().ok();
        match amount {
            None => faults.push(Fault::new("recovered", "not-money").with("hint", "")),
            Some(amount) if amount <= Fen::ZERO => faults.push(Fault::new("recovered", "amount-zero")),
            Some(amount) if amount > held => {
                faults.push(Fault::new("recovered", "more-than-paid").with("max", held.grouped()));
            }
            Some(_) => {}
        }
        match note.chars().count() {
            0 => faults.push(Fault::new("note", "required")),
            long if long > NOTE_MAX => faults.push(Fault::new("note", "too-long").with("max", NOTE_MAX)),
            _ => {}
        }
        let (Some(amount), true) = (amount, faults.is_empty()) else { return Err(ServiceError::Invalid(faults)) };
        let left = held - amount;
        titles::put_paid_elsewhere(tx, id, version, left)?;
        settle_later(app, tx, who, &row)?;
        let (before, after) = (json!({ "held": held }), json!({ "held": left, "amount": amount, "reason": note }));
        trail::record(tx, at, By::who(who), "title.recover", "title", id.get(), Some(before), Some(after))?;
        // Money may come back in parts: what is left tells them apart.
        let mail = Mail::new(MessageKind::PaymentRecovered, format!("recovered:title:{id}:{}", left.0))
            .reference(&row.number)
            .link(format!("/titles/{id}"))
            .with("title", format!("{} {}", row.name, row.number))
            .with("amount", amount);
        trail::mail_organisation(tx, at, row.organisation_id, &mail)
    })
}
