//! How the ledger follows the chain: reserved when accepted, committed when decided, paid when the
//! bank confirms, free again when a claim leaves the chain.

use crate::domain::budget::EntryKind;
use crate::domain::claim::{Claim, State};
use crate::domain::ids::{BudgetLineId, UserId};
use crate::domain::money::Fen;
use crate::service::error::{Fault, ServiceError};
use crate::storage::budgets::{self, NewEntry};
use crate::storage::claims::{self, ClaimRow};
use crate::storage::{Constraint, StorageError, Tx};
use chrono::NaiveDateTime;

/// What a claim in this state holds of its line; each level stands on the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::service) enum Hold {
    Nothing,
    Reserved,
    Committed,
    Paid,
}

/// What a claim in this state holds.
pub(in crate::service) fn hold(state: State) -> Hold {
    match state {
        state if state.is_under_review() => Hold::Reserved,
        state if state.is_committed() => Hold::Committed,
        State::Paid | State::Archived => Hold::Paid,
        _ => Hold::Nothing,
    }
}

/// The entries that lead from one hold to another, in an order in which none breaks the law of the
/// line while the whole does not.
pub(in crate::service) fn entries(from: Hold, held: Fen, to: Hold, wanted: Fen) -> Vec<(EntryKind, Fen)> {
    let mut found = Vec::new();
    let (mut level, mut amount) = (from, held);
    if level == Hold::Paid {
        // What was paid stays paid; money that came back is an entry of its own.
        return found;
    }
    if level == Hold::Committed && (to < level || amount != wanted) {
        found.push((EntryKind::Revoke, amount));
        (level, amount) = (Hold::Nothing, Fen::ZERO);
    }
    if level == Hold::Reserved && to == Hold::Nothing {
        found.push((EntryKind::Release, amount));
        (level, amount) = (Hold::Nothing, Fen::ZERO);
    }
    if level <= Hold::Reserved && to >= Hold::Reserved {
        let more = wanted - amount;
        let kind = if more > Fen::ZERO { EntryKind::Reserve } else { EntryKind::Release };
        found.push((kind, more.max(-more)));
        if to >= Hold::Committed {
            found.push((EntryKind::Commit, wanted));
        }
    }
    if to == Hold::Paid && level <= Hold::Committed {
        found.push((EntryKind::Pay, wanted));
    }
    found.retain(|(_, amount)| !amount.is_zero());
    found
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
    if from == to && (held == wanted || to == Hold::Paid) {
        return Ok(());
    }
    for (kind, amount) in entries(from, held, to, wanted) {
        post(tx, line, &NewEntry { claim: Some(row.id), kind, amount, note: "", user, at })?;
    }
    claims::put_budget(tx, row.id, Some(line), wanted)?;
    Ok(())
}

/// Moves what a claim holds from its line, where it has one, to another: taken back there and
/// entered here, the same level. Gives back the sum. Lock both lines first, in one order for all.
///
/// # Errors
/// `Conflict(budget-short)` when the new line does not suffice.
pub(in crate::service) fn move_to(
    tx: &mut Tx,
    user: UserId,
    at: NaiveDateTime,
    row: &ClaimRow,
    to: BudgetLineId,
    note: &str,
) -> Result<Fen, ServiceError> {
    let level = hold(row.state);
    let entry = |kind, amount| NewEntry { claim: Some(row.id), kind, amount, note, user, at };
    if let Some(from) = row.budget_line_id.map(BudgetLineId::new) {
        for (kind, amount) in entries(level, Fen(row.held_amount), Hold::Nothing, Fen::ZERO) {
            post(tx, from, &entry(kind, amount))?;
        }
    }
    let wanted = Fen(row.decided_amount.unwrap_or(row.amount));
    for (kind, amount) in entries(Hold::Nothing, Fen::ZERO, level, wanted) {
        post(tx, to, &entry(kind, amount))?;
    }
    claims::put_budget(tx, row.id, Some(to), wanted)?;
    Ok(wanted)
}

/// Posts one entry; what the line does not admit is a conflict that says what it has and what was
/// needed.
pub(in crate::service) fn post(tx: &mut Tx, line: BudgetLineId, entry: &NewEntry) -> Result<(), ServiceError> {
    let available = budgets::line(tx, line)?.available();
    budgets::post(tx, line, entry).map_err(|error| match error {
        StorageError::Violated(Constraint::BudgetExceeded) => ServiceError::Conflict(
            Fault::conflict("budget-short").with("available", available).with("needed", entry.amount),
        ),
        other => other.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::budget::Line;
    use proptest::prelude::*;

    const HOLDS: [Hold; 4] = [Hold::Nothing, Hold::Reserved, Hold::Committed, Hold::Paid];

    fn line(hold: Hold, amount: Fen) -> Line {
        let mut line = Line { appropriation: Fen(1_000), ..Line::default() };
        match hold {
            Hold::Nothing => {}
            Hold::Reserved => line.reserved = amount,
            Hold::Committed => line.committed = amount,
            Hold::Paid => line.paid = amount,
        }
        line
    }

    proptest! {
        #[test]
        fn the_entries_lead_where_the_claim_is(from in 0usize..3, to in 0usize..4, held in 0i64..=500, wanted in 0i64..=500) {
            let (from, to) = (HOLDS[from], HOLDS[to]);
            let held = if from == Hold::Nothing { Fen::ZERO } else { Fen(held) };
            let mut at = line(from, held);
            for (kind, amount) in entries(from, held, to, Fen(wanted)) {
                at = at.enter(kind, amount).expect("every entry keeps the law");
            }
            let wanted = if to == Hold::Nothing { Fen::ZERO } else { Fen(wanted) };
            prop_assert_eq!(at, line(to, wanted));
        }
    }

    #[test]
    fn a_decision_below_the_estimate_frees_the_rest_and_then_commits() {
        let entries = entries(Hold::Reserved, Fen::yuan(80_000), Hold::Committed, Fen::yuan(50_000));
        assert_eq!(entries, [(EntryKind::Release, Fen::yuan(30_000)), (EntryKind::Commit, Fen::yuan(50_000))]);
    }
}
