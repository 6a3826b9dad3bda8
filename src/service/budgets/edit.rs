//! Making lines, changing their appropriation, and entering money that came back.

use crate::domain::access::{self, Action, Facts};
use crate::domain::budget::{BudgetError, EntryKind};
use crate::domain::claim::State;
use crate::domain::ids::BudgetLineId;
use crate::domain::message::MessageKind;
use crate::domain::money::Fen;
use crate::domain::reference::{Reference, Series};
use crate::domain::text::tidy;
use crate::service::app::{App, Who};
use crate::service::claims::budget::post;
use crate::service::claims::settle_later;
use crate::service::error::{Fault, ServiceError};
use crate::service::plans::{FIRST_YEAR, own_division};
use crate::service::trail::{self, By, Mail};
use crate::storage::budgets::{self, LineRow, NewEntry};
use crate::storage::{Constraint, StorageError, Tx, claims, titles};
use chrono::Datelike;
use serde_json::json;

const CODE_MAX: usize = 30;
const NAME_MAX: usize = 80;
const NOTE_MAX: usize = 200;

/// A new line, as typed.
#[derive(Clone, Debug, Default)]
pub struct NewLine {
    pub year: String,
    pub code: String,
    pub name: String,
    /// The first appropriation, in yuan.
    pub amount: String,
}

/// A change of an appropriation, as typed.
#[derive(Clone, Debug, Default)]
pub struct Appropriation {
    /// The whole figure it is to have afterwards, in yuan.
    pub amount: String,
    /// The decision it follows.
    pub note: String,
}

/// Makes a line of the treasurer's own division with its first appropriation.
///
/// # Errors
/// Rights; `Invalid` with every fault; `Invalid(code)` when the year has such a line already.
pub fn create(app: &App, who: &Who, new: &NewLine) -> Result<BudgetLineId, ServiceError> {
    let latest = app.today().year() + 2;
    app.store.write(|tx| {
        let division = own_division(who);
        access::can(&who.actor, Action::BudgetEdit, &Facts { division: Some(division), ..Facts::NONE })?;
        let mut faults = Vec::new();
        let year = new.year.trim().parse().ok().filter(|year| (FIRST_YEAR..=latest).contains(year));
        if year.is_none() {
            faults.push(Fault::new("year", "out-of-range").with("hint", format!("{FIRST_YEAR}–{latest}")));
        }
        let code = text("code", &new.code, CODE_MAX, &mut faults);
        let name = text("name", &new.name, NAME_MAX, &mut faults);
        let amount = money("amount", &new.amount, &mut faults);
        let (Some(year), Some(amount), true) = (year, amount, faults.is_empty()) else {
            return Err(ServiceError::Invalid(faults));
        };
        let at = app.now();
        let id = budgets::insert(tx, year, &division.to_string(), &code, &name, at.naive_utc()).map_err(taken)?;
        let entry = NewEntry {
            claim: None,
            kind: EntryKind::Appropriate,
            amount,
            note: "",
            user: who.id(),
            at: at.naive_utc(),
        };
        post(tx, id, &entry)?;
        let after = json!({ "year": year, "code": code, "name": name, "appropriation": amount });
        trail::record(tx, at, By::who(who), "budget.create", "budget_line", id.get(), None, Some(after))?;
        Ok(id)
    })
}

fn taken(error: StorageError) -> ServiceError {
    match error {
        StorageError::Violated(Constraint::BudgetLineTaken) => ServiceError::invalid("code", "budget-line-taken"),
        other => other.into(),
    }
}

fn text(field: &str, typed: &str, max: usize, faults: &mut Vec<Fault>) -> String {
    let text = tidy(typed);
    match text.chars().count() {
        0 => faults.push(Fault::new(field, "required")),
        count if count > max => faults.push(Fault::new(field, "too-long").with("max", max)),
        _ => {}
    }
    text
}

fn money(field: &str, typed: &str, faults: &mut Vec<Fault>) -> Option<Fen> {
    if typed.trim().is_empty() {
        faults.push(Fault::new(field, "required"));
        return None;
    }
    match typed.parse::<Fen>() {
        Err(_) => faults.push(Fault::new(field, "not-money").with("hint", "")),
        Ok(amount) if amount <= Fen::ZERO => faults.push(Fault::new(field, "amount-zero")),
        Ok(amount) => return Some(amount),
    }
    None
}

/// A line locked for the treasurer.
pub(super) fn lock(tx: &mut Tx, who: &Who, id: BudgetLineId) -> Result<LineRow, ServiceError> {
    let line = budgets::lock(tx, id)?;
    access::can(&who.actor, Action::BudgetEdit, &Facts { division: line.division.parse().ok(), ..Facts::NONE })?;
    Ok(line)
}

/// Raises or lowers a line to a figure. Under what is bound by claims it cannot be lowered.
///
/// # Errors
/// Rights, a stale version, `Invalid`, also under what is bound by claims, with what is bound and what
/// was wanted.
pub fn appropriate(
    app: &App,
    who: &Who,
    id: BudgetLineId,
    version: i64,
    wanted: &Appropriation,
) -> Result<(), ServiceError> {
    app.store.write(|tx| {
        let line = lock(tx, who, id)?;
        let mut faults = Vec::new();
        let amount = money("amount", &wanted.amount, &mut faults);
        let note = text("note", &wanted.note, NOTE_MAX, &mut faults);
        let (Some(amount), true) = (amount, faults.is_empty()) else { return Err(ServiceError::Invalid(faults)) };
        if line.version != version {
            return Err(ServiceError::conflict("stale"));
        }
        let bound = |bound: Fen| {
            let fault = Fault::new("amount", "budget-bound").with("bound", bound.grouped());
            ServiceError::Invalid(vec![fault.with("wanted", amount.grouped())])
        };
        let change = match line.figures().set_appropriation(amount) {
            Ok((_, change)) => change,
            Err(BudgetError::NotPositive) => return Err(ServiceError::invalid("amount", "same-amount")),
            Err(BudgetError::UnderCommitments { .. }) => return Err(bound(line.figures().bound())),
            Err(_) => return Err(ServiceError::Invalid(vec![Fault::new("amount", "not-money").with("hint", "")])),
        };
        let at = app.now();
        let kind = EntryKind::Appropriate;
        let entry = NewEntry { claim: None, kind, amount: change, note: &note, user: who.id(), at: at.naive_utc() };
        // The table's own constraint has the last word.
        budgets::post(tx, id, &entry).map_err(|error| match error {
            StorageError::Violated(Constraint::BudgetExceeded) => bound(line.figures().bound()),
            other => other.into(),
        })?;
        let (before, after) =
            (json!({ "appropriation": line.appropriation }), json!({ "appropriation": amount, "note": note }));
        trail::record(tx, at, By::who(who), "budget.appropriate", "budget_line", id.get(), Some(before), Some(after))
    })
}

/// Enters money that a unit paid back: free again on the line that paid it.
///
/// # Errors
/// Rights; `Invalid`: no such paid claim on this line, no amount, more than was paid, no reason.
pub fn recover(
    app: &App,
    who: &Who,
    id: BudgetLineId,
    claim: &str,
    amount: &str,
    reason: &str,
) -> Result<(), ServiceError> {
    app.store.write(|tx| {
        // The right first: whether a claim exists is nobody else's to learn.
        let row = budgets::line(tx, id)?;
        access::can(&who.actor, Action::BudgetEdit, &Facts { division: row.division.parse().ok(), ..Facts::NONE })?;
        let mut faults = Vec::new();
        let amount = money("amount", amount, &mut faults);
        let reason = text("reason", reason, NOTE_MAX, &mut faults);
        let paid = paid_claim(tx, id, claim)?;
        if paid.is_none() {
            faults.push(Fault::new("claim", "no-paid-claim"));
        }
        if let (Some(paid), Some(amount)) = (&paid, amount) {
            let held = Fen(paid.held_amount);
            if amount > held {
                faults.push(Fault::new("amount", "more-than-paid").with("max", held.grouped()));
            }
        }
        let (Some(paid), Some(amount), true) = (paid, amount, faults.is_empty()) else {
            return Err(ServiceError::Invalid(faults));
        };
        lock(tx, who, id)?;
        let at = app.now();
        let entry = NewEntry {
            claim: Some(paid.id),
            kind: EntryKind::Recover,
            amount,
            note: &reason,
            user: who.id(),
            at: at.naive_utc(),
        };
        post(tx, id, &entry)?;
        claims::put_budget(tx, paid.id, Some(id), Fen(paid.held_amount) - amount)?;
        if let Some(title) = titles::of_claim(tx, paid.id)? {
            settle_later(app, tx, who, &title)?;
        }
        let after = json!({ "claim": paid.id, "amount": amount, "reason": reason });
        trail::record(tx, at, By::who(who), "budget.recover", "budget_line", id.get(), None, Some(after))?;
        // Money may come back in parts: what is left with the unit tells them apart.
        let left = paid.held_amount - amount.0;
        let mail = Mail::new(MessageKind::PaymentRecovered, format!("recovered:claim:{}:{left}", paid.id))
            .reference(&paid.reference)
            .link(format!("/claims/{}", paid.id))
            .with("title", &paid.title)
            .with("amount", amount);
        trail::mail_organisation(tx, at, paid.organisation_id, &mail)
    })
}

/// The claim of that number, locked, if this line paid it.
fn paid_claim(tx: &mut Tx, line: BudgetLineId, claim: &str) -> Result<Option<claims::ClaimRow>, ServiceError> {
    let Ok(reference) = claim.parse::<Reference>() else { return Ok(None) };
    if reference.series != Series::Claim {
        return Ok(None);
    }
    let Some(id) = claims::by_reference(tx, &reference.to_string())? else { return Ok(None) };
    let row = claims::lock(tx, id)?;
    let paid = matches!(row.state, State::Paid | State::Archived) && row.budget_line_id == Some(line.get());
    Ok(paid.then_some(row))
}
