//! How the ledger follows the chain: reserved when accepted, committed when decided, paid when the
//! bank confirms, released when a claim leaves the chain.

use crate::domain::claim::{Claim, State};
use crate::domain::ids::{BudgetLineId, UserId};
use crate::domain::money::Fen;
use crate::service::error::ServiceError;
use crate::storage::budgets::{self, Movement, NewEntry};
use crate::storage::claims::{self, ClaimRow};
use crate::storage::{Constraint, StorageError, Tx};
use chrono::NaiveDateTime;

/// What a claim in this state holds of its line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hold {
    Nothing,
    Reserved,
    Committed,
    Paid,
}

fn hold(state: State) -> Hold {
    match state {
        State::Accepted | State::FirstReviewed | State::SecondReviewed | State::ToConfirm => Hold::Reserved,
        state if state.is_committed() => Hold::Committed,
        State::Paid | State::Archived => Hold::Paid,
        _ => Hold::Nothing,
    }
}

/// Moves the line from what the claim held to what it holds now. A claim without a line (a
/// calculator, or money of another payer) moves nothing.
///
/// # Errors
/// `Conflict(budget-short)` when the line does not suffice.
pub(super) fn follow(
    tx: &mut Tx,
    user: UserId,
    at: NaiveDateTime,
    row: &ClaimRow,
    before: &Claim,
    after: &Claim,
) -> Result<(), ServiceError> {
    let Some(line) = row.budget_line_id.map(BudgetLineId::new) else { return Ok(()) };
    let (from, to) = (hold(before.state), hold(after.state));
    let held = Fen(row.held_amount);
    let wanted = match to {
        Hold::Nothing => Fen::ZERO,
        _ => after.amount.unwrap_or(Fen(row.amount)),
    };
    if from == to && held == wanted {
        return Ok(());
    }
    let mut movement = Movement::default();
    if from != Hold::Nothing {
        *column(&mut movement, from) -= held.0;
    }
    if to != Hold::Nothing {
        *column(&mut movement, to) += wanted.0;
    }
    let (kind, amount) = match to {
        Hold::Nothing => ("release", held),
        Hold::Reserved => ("reserve", wanted),
        Hold::Committed => ("commit", wanted),
        Hold::Paid => ("pay", wanted),
    };
    let entry = NewEntry { claim: Some(row.id), kind, amount, note: "", user, at };
    budgets::post(tx, line, movement, &entry).map_err(|error| match error {
        StorageError::Violated(Constraint::BudgetExceeded) => ServiceError::conflict("budget-short"),
        other => other.into(),
    })?;
    claims::put_budget(tx, row.id, Some(line), wanted)?;
    Ok(())
}

fn column(movement: &mut Movement, hold: Hold) -> &mut i64 {
    match hold {
        Hold::Nothing | Hold::Reserved => &mut movement.reserved,
        Hold::Committed => &mut movement.committed,
        Hold::Paid => &mut movement.paid,
    }
}
