//! Making a batch and ordering it.

use crate::domain::access::{self, Action, Facts};
use crate::domain::claim::Step;
use crate::domain::identity::{BankAccount, BankCode};
use crate::domain::ids::{BatchId, BudgetLineId, ClaimId};
use crate::domain::payment::{BatchState, PaymentState};
use crate::domain::reference::Series;
use crate::service::app::{App, Who};
use crate::service::claims::{deciding, ended, next_reference, standing};
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By};
use crate::storage::budgets::{self, LineRow};
use crate::storage::claims::{self, ClaimRow};
use crate::storage::payments::{self, NewBatch, NewPayment};
use crate::storage::{Constraint, StorageError, Tx};
use serde::Deserialize;
use serde_json::json;

/// The account a claim is paid to, as stored with it.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Account {
    name: String,
    number: String,
    bank: String,
    bank_code: String,
}

/// An account complete enough to pay to.
struct Payee {
    name: String,
    number: BankAccount,
    bank: String,
    code: String,
}

fn payee(row: &ClaimRow) -> Option<Payee> {
    let account: Account = serde_json::from_str(&row.account).unwrap_or_default();
    let (name, bank, code) = (account.name.trim(), account.bank.trim(), account.bank_code.trim());
    let sound = !name.is_empty() && !bank.is_empty() && (code.is_empty() || code.parse::<BankCode>().is_ok());
    let number = account.number.parse().ok().filter(|_| sound)?;
    Some(Payee { name: name.to_owned(), number, bank: bank.to_owned(), code: code.to_owned() })
}

/// Whether a claim's account, as stored, can be paid to.
pub(super) fn can_be_paid_to(account: &str) -> bool {
    let account: Account = serde_json::from_str(account).unwrap_or_default();
    !account.name.trim().is_empty() && !account.bank.trim().is_empty() && account.number.parse::<BankAccount>().is_ok()
}

/// Makes a batch of approved claims that draw on lines of one year and division. Whoever makes it
/// is the payer of each: none of the claim's reviewers, deciders or submitters.
///
/// # Errors
/// Rights on every claim; `Invalid`, all at once: nothing chosen, an account that cannot be paid
/// to, a claim without a line, lines of several years or divisions. `Conflict` when a claim is not
/// approved any more or is being paid already. Nothing is made then.
pub fn create(app: &App, who: &Who, chosen: &[ClaimId]) -> Result<BatchId, ServiceError> {
    let mut chosen = chosen.to_vec();
    chosen.sort_unstable();
    chosen.dedup();
    app.store.write(|tx| {
        // The right before anything is said of any claim.
        access::can(&who.actor, Action::PaymentCreateBatch, &Facts::NONE)?;
        if chosen.is_empty() {
            return Err(ServiceError::invalid("claim", "choose-claims"));
        }
        let mut rows = Vec::new();
        for id in &chosen {
            let row = claims::lock(tx, *id)?;
            let facts = Facts::claim(row.organisation_id, row.division.parse().ok(), &row.chain());
            access::can(&who.actor, Action::ClaimPay, &facts)?;
            rows.push(row);
        }
        let (line, payees) = check(tx, &rows)?;
        let division = Some(line.division.parse()).transpose().ok().flatten();
        access::can(&who.actor, Action::PaymentCreateBatch, &Facts { division, ..Facts::NONE })?;
        make(app, tx, who, &line, &rows, &payees)
    })
}

fn check(tx: &mut Tx, rows: &[ClaimRow]) -> Result<(LineRow, Vec<Payee>), ServiceError> {
    let mut faults = Vec::new();
    let mut lines: Vec<LineRow> = Vec::new();
    let mut payees = Vec::new();
    for row in rows {
        match row.budget_line_id {
            None => faults.push(Fault::new("claim", "no-budget-line").with("reference", &row.reference)),
            Some(id) if lines.iter().any(|line| line.id.get() == id) => {}
            Some(id) => lines.push(budgets::line(tx, BudgetLineId::new(id))?),
        }
        match payee(row) {
            Some(payee) => payees.push(payee),
            None => faults.push(Fault::new("claim", "account-incomplete").with("reference", &row.reference)),
        }
    }
    let first = lines.first().cloned();
    let alike = |line: &LineRow, first: &LineRow| (line.year, &line.division) == (first.year, &first.division);
    if first.as_ref().is_some_and(|first| !lines.iter().all(|line| alike(line, first))) {
        faults.push(Fault::new("claim", "one-budget-year"));
    }
    match first {
        Some(line) if faults.is_empty() => Ok((line, payees)),
        _ => Err(ServiceError::Invalid(faults)),
    }
}

fn make(
    app: &App,
    tx: &mut Tx,
    who: &Who,
    line: &LineRow,
    rows: &[ClaimRow],
    payees: &[Payee],
) -> Result<BatchId, ServiceError> {
    let at = app.now();
    let reference = next_reference(tx, Series::Batch, at)?;
    let batch = NewBatch {
        reference: &reference,
        division: &line.division,
        budget_year: line.year,
        state: BatchState::Pending.as_str(),
        created_by: who.id().get(),
        created_at: at.naive_utc(),
    };
    let id = payments::insert(tx, &batch)?;
    let mut sum = 0;
    for ((seq, row), payee) in (1..).zip(rows).zip(payees) {
        let amount = row.decided_amount.unwrap_or(row.amount);
        sum += amount;
        let payment = NewPayment {
            batch_id: id.get(),
            claim_id: row.id.get(),
            seq,
            amount,
            payee: &payee.name,
            account_number: payee.number.as_str(),
            bank_name: &payee.bank,
            bank_code: &payee.code,
            state: PaymentState::Pending.as_str(),
        };
        payments::insert_payment(tx, &payment).map_err(|error| match error {
            StorageError::Violated(Constraint::PaymentLive) => ServiceError::conflict("payment-live"),
            other => other.into(),
        })?;
        deciding::open(app, tx, who, Action::ClaimPay, row.id, None)?.take(&Step::Pay, &reference)?;
    }
    let claims: Vec<ClaimId> = rows.iter().map(|row| row.id).collect();
    let after = json!({ "reference": reference, "budget_year": line.year, "claims": claims, "sum": sum });
    trail::record(tx, at, By::who(who), "payment.create", "payment_batch", id.get(), None, Some(after))?;
    Ok(id)
}

/// Takes the awards whose title or designation was withdrawn since out of a batch that is being ordered: the bank
/// does not get them, and their claims end.
fn keep_back(app: &App, tx: &mut Tx, who: &Who, id: BatchId, state: BatchState) -> Result<BatchState, ServiceError> {
    for paid in payments::of_batch(tx, id)? {
        let claim = paid.payment.claim_id;
        let Some((_, why)) = standing::fallen(tx, claim)? else { continue };
        payments::answer(tx, paid.payment.id, PaymentState::Rejected, &why, app.today())?;
        deciding::open(app, tx, who, Action::ClaimFail, claim, None)?.take(&Step::Fail, &why)?;
        ended::answered(app, tx, who, claim)?;
    }
    let states = payments::of_batch(tx, id)?.into_iter().map(|paid| paid.payment.state);
    Ok(state.after_answers(states))
}

/// Marks a batch as ordered: the bank has it, and answers are awaited. An award that was withdrawn since is left out.
///
/// # Errors
/// Rights, a stale version, or it was ordered before.
pub fn send(app: &App, who: &Who, id: BatchId, version: i64) -> Result<(), ServiceError> {
    app.store.write(|tx| {
        let batch = payments::lock(tx, id)?;
        access::can(&who.actor, Action::PaymentSend, &Facts::batch(batch.division.parse().ok(), batch.state))?;
        if batch.version != version {
            return Err(ServiceError::conflict("stale"));
        }
        let at = app.now();
        let count = payments::of_batch(tx, id)?.len();
        let state = batch.state.send(count).map_err(|_| ServiceError::conflict("wrong-state"))?;
        payments::send_all(tx, id)?;
        let state = keep_back(app, tx, who, id, state)?;
        payments::put_state(tx, id, version, state, Some(at.naive_utc()))?;
        let (before, after) = (json!({ "state": batch.state }), json!({ "state": state }));
        trail::record(tx, at, By::who(who), "payment.send", "payment_batch", id.get(), Some(before), Some(after))
    })
}
