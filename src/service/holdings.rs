//! What holders of titles were paid for them, and bases of their grants: the award of a higher title or level is
//! less by it.

use super::error::ServiceError;
use crate::domain::claim;
use crate::domain::ids::ClaimId;
use crate::domain::money::Fen;
use crate::domain::policy::FactSheet;
use crate::domain::recognition::register::{self, Held};
use crate::storage::claims::ClaimRow;
use crate::storage::titles::{self, TitleRow};
use crate::storage::{Conn, StorageError};

/// What was paid of an award and not paid back.
pub(super) fn with_holder(claim: &ClaimRow) -> Fen {
    match (claim.state, claim.budget_line_id) {
        (claim::State::Paid | claim::State::Archived, Some(_)) => Fen(claim.held_amount),
        (claim::State::Paid | claim::State::Archived, None) => Fen(claim.decided_amount.unwrap_or(claim.amount)),
        _ => Fen::ZERO,
    }
}

/// What a base has had of its grant and not paid back, earlier levels included; also what was paid outside the
/// program, where the office put a claim's facts right by it.
///
/// # Errors
/// The stored facts are damaged.
pub(super) fn of_grant(claims: &[ClaimRow]) -> Result<Fen, ServiceError> {
    let mut elsewhere = Fen::ZERO;
    for claim in claims.iter().filter(|claim| is_paid(claim)) {
        let earlier = claims.iter().filter(|other| is_paid(other) && other.id < claim.id);
        let known: Fen = earlier.map(|other| Fen(other.decided_amount.unwrap_or_default())).sum();
        elsewhere = elsewhere.max(stated_before(&claim.sheet()?) - known);
    }
    Ok(claims.iter().map(with_holder).sum::<Fen>() + elsewhere)
}

/// What a claim states was paid before it.
pub(super) fn stated_before(facts: &FactSheet) -> Fen {
    facts.get("paid_before").and_then(|text| text.parse().ok()).unwrap_or_default()
}

pub(super) fn is_paid(claim: &ClaimRow) -> bool {
    matches!(claim.state, claim::State::Paid | claim::State::Archived)
}

/// Whether an instalment is still under way, so that no further one begins.
pub(super) fn grant_under_way(claim: &ClaimRow) -> bool {
    use claim::State::{Archived, Declined, Paid, Rejected, Withdrawn};
    !matches!(claim.state, Archived | Declined | Paid | Rejected | Withdrawn)
}

/// What of an award is with the holder, or on its way to them.
fn paid(claim: &ClaimRow) -> Fen {
    match claim.state {
        claim::State::Paid | claim::State::Archived => with_holder(claim),
        // Made with the title, and going to be claimed.
        claim::State::Draft => Fen(claim.amount),
        state if state.is_live() => Fen(claim.decided_amount.unwrap_or(claim.amount)),
        _ => Fen::ZERO,
    }
}

/// What of a withdrawn title's award is still with its holder, also where it was paid before the title came into the
/// register.
pub(super) fn still_held(title: &TitleRow, claim: Option<&ClaimRow>) -> Fen {
    claim.map_or(Fen(title.paid_elsewhere), with_holder)
}

pub(super) fn as_held(title: &TitleRow, claim: Option<&ClaimRow>) -> Held {
    Held {
        programme: title.programme.clone(),
        rule: title.rule.clone(),
        granted_on: title.granted_on,
        valid_until: title.valid_until,
        withdrawn_on: title.withdrawn_on,
        paid: match title.withdrawn_on {
            // Of a title that was withdrawn only what is still with the holder counts.
            Some(_) => still_held(title, claim),
            None => claim.map(paid).unwrap_or(Fen(title.paid_elsewhere)),
        },
    }
}

/// Every title that a person or enterprise holds or held.
///
/// # Errors
/// The database failed.
pub(super) fn held(conn: &mut Conn, identity: &str) -> Result<Vec<Held>, StorageError> {
    let rows = titles::of_identity(conn, identity)?;
    Ok(rows.iter().map(|(title, claim)| as_held(title, claim.as_ref())).collect())
}

/// What the register says today that an award is less by: paid, or going to be, for titles granted before
/// under the same rule. None for a claim that is no title's award.
///
/// # Errors
/// The database failed.
pub(super) fn paid_before(conn: &mut Conn, award: ClaimId) -> Result<Option<Fen>, StorageError> {
    let Some(own) = titles::of_claim(conn, award)? else { return Ok(None) };
    let rows = titles::of_identity(conn, &own.identity)?;
    let earlier = rows.iter().filter(|(title, _)| title.id < own.id);
    let held: Vec<Held> = earlier.map(|(title, claim)| as_held(title, claim.as_ref())).collect();
    Ok(Some(register::paid_before(&held, &own.rule)))
}
