//! Grants of bases that are paid in parts: the text gives a floor, and no file is closed under it.

use crate::domain::claim::State;
use crate::domain::money::Fen;
use crate::domain::policy::{FactSheet, floor};
use crate::service::app::App;
use crate::service::error::{Fault, ServiceError};
use crate::service::holdings;
use crate::storage::Conn;
use crate::storage::bases;
use crate::storage::claims::ClaimRow;

/// What was paid of a grant with a floor, earlier levels and instalments included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub floor: Fen,
    pub paid: Fen,
}

impl Progress {
    /// What is still to be paid so that the floor is reached; 0 once it is.
    #[must_use]
    pub fn lacking(self) -> Fen {
        (self.floor - self.paid).or_zero()
    }
}

/// How far these payments to a base have come towards the floor of its rule; none where the rule has no floor.
///
/// # Errors
/// The rule is unknown.
pub(in crate::service) fn progress(
    app: &App,
    rule: &str,
    facts: &FactSheet,
    claims: &[ClaimRow],
) -> Result<Option<Progress>, ServiceError> {
    let unknown = |_| ServiceError::Invalid(vec![Fault::new("rule", "unknown-rule").with("rule", rule)]);
    let policies = app.policies();
    let (_, rule, facts) = policies.read(rule, facts).map_err(unknown)?;
    let Some(floor) = floor(rule, &facts) else { return Ok(None) };
    Ok(Some(Progress { floor, paid: holdings::of_grant(claims)? }))
}

/// What keeps the file of a paid claim open: its base has not had the floor yet. Nothing keeps that of a base whose
/// designation was revoked, which gets nothing more.
///
/// # Errors
/// What is stored cannot be read.
pub(in crate::service) fn keeps_open(
    app: &App,
    conn: &mut Conn,
    row: &ClaimRow,
) -> Result<Option<Progress>, ServiceError> {
    if row.state != State::Paid {
        return Ok(None);
    }
    let Some(base) = bases::of_claim(conn, row.id)?.filter(|base| base.level().is_some()) else { return Ok(None) };
    let facts = row.sheet()?;
    let found = progress(app, &row.rule, &facts, &bases::claims_of(conn, base.id)?)?;
    Ok(found.filter(|progress| progress.lacking() > Fen::ZERO))
}

// keys: conflict-claim-under-floor
/// Refuses to close the file of an instalment before the floor is reached.
///
/// # Errors
/// `Conflict(claim-under-floor)` with floor, paid and lacking, in yuan.
pub(super) fn reached(app: &App, conn: &mut Conn, row: &ClaimRow) -> Result<(), ServiceError> {
    let Some(progress) = keeps_open(app, conn, row)? else { return Ok(()) };
    let fault = Fault::conflict("claim-under-floor").with("floor", progress.floor.grouped());
    let fault = fault.with("paid", progress.paid.grouped()).with("lacking", progress.lacking().grouped());
    Err(ServiceError::Conflict(fault))
}
