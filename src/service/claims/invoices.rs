//! The invoices a claim's cost stands on: the same one in another claim is shown to the officers.

use super::deciding::open;
use crate::domain::access::Action;
use crate::domain::claim::{invoice_key, seller_key};
use crate::domain::ids::ClaimId;
use crate::domain::money::Fen;
use crate::domain::policy::date_from_text;
use crate::domain::text::tidy;
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By};
use crate::storage::claims;
use crate::storage::registers::{self, NewInvoice};
use crate::storage::{Constraint, StorageError};
use serde_json::json;

/// Longest number and seller, in characters.
const NUMBER_MAX: usize = 40;
const SELLER_MAX: usize = 100;

/// An invoice as typed.
#[derive(Clone, Debug, Default)]
pub struct TypedInvoice {
    pub number: String,
    pub seller: String,
    /// Yuan.
    pub amount: String,
    pub issued_on: String,
}

/// Enters an invoice.
///
/// # Errors
/// Rights, a stale version; `Invalid` with every fault, also for one entered already.
pub fn add_invoice(app: &App, who: &Who, id: ClaimId, version: i64, typed: &TypedInvoice) -> Result<(), ServiceError> {
    let (number, seller) = (tidy(&typed.number), tidy(&typed.seller));
    let mut faults = Vec::new();
    let mut text = |field: &str, key: &str, text: &str, max: usize| {
        if key.is_empty() {
            faults.push(Fault::new(field, "required"));
        } else if text.chars().count() > max {
            faults.push(Fault::new(field, "too-long").with("max", max));
        }
    };
    let (number_key, seller_key) = (invoice_key(&number), seller_key(&seller));
    text("number", &number_key, &number, NUMBER_MAX);
    text("seller", &seller_key, &seller, SELLER_MAX);
    let amount = match typed.amount.replace(',', "").parse::<Fen>() {
        _ if typed.amount.trim().is_empty() => {
            faults.push(Fault::new("amount", "required"));
            Fen::ZERO
        }
        Ok(amount) if amount > Fen::ZERO => amount,
        Ok(_) => {
            faults.push(Fault::new("amount", "amount-zero"));
            Fen::ZERO
        }
        Err(_) => {
            faults.push(Fault::new("amount", "not-money").with("hint", ""));
            Fen::ZERO
        }
    };
    let issued_on = date_from_text(&typed.issued_on).unwrap_or_else(|| {
        let blank = typed.issued_on.trim().is_empty();
        let fault = if blank { "required" } else { "not-a-date" };
        faults.push(Fault::new("issued_on", fault).with("hint", "2019-06-18"));
        app.today()
    });
    if issued_on > app.today() {
        faults.push(Fault::new("issued_on", "in-future").with("hint", ""));
    }
    app.store.write(|tx| {
        let claim = open(app, tx, who, Action::ClaimEditFacts, id, Some(version))?;
        if !faults.is_empty() {
            return Err(ServiceError::Invalid(faults));
        }
        let row = NewInvoice {
            claim_id: id.get(),
            number: &number,
            number_key: &number_key,
            seller: &seller,
            seller_key: &seller_key,
            amount: amount.0,
            issued_on,
        };
        registers::insert_invoice(claim.tx, &row).map_err(|error| match error {
            StorageError::Violated(Constraint::InvoiceTwice) => ServiceError::invalid("number", "invoice-twice"),
            other => other.into(),
        })?;
        claims::touch(claim.tx, id, version)?;
        let after = json!({ "invoice": number, "seller": seller, "amount": amount });
        trail::record(claim.tx, claim.at, By::who(who), "claim.invoice", "claim", id.get(), None, Some(after))
    })
}

/// Takes an invoice off the claim.
///
/// # Errors
/// Rights, a stale version; `NotFound`.
pub fn remove_invoice(app: &App, who: &Who, id: ClaimId, version: i64, invoice: i64) -> Result<(), ServiceError> {
    app.store.write(|tx| {
        let claim = open(app, tx, who, Action::ClaimEditFacts, id, Some(version))?;
        if !registers::remove_invoice(claim.tx, id, invoice)? {
            return Err(ServiceError::NotFound);
        }
        claims::touch(claim.tx, id, version)?;
        let before = json!({ "invoice": invoice });
        trail::record(claim.tx, claim.at, By::who(who), "claim.invoice", "claim", id.get(), Some(before), None)
    })
}
