//! Acceptance: the clerk says which budget line the claim draws on, and its sum is reserved there.

use super::deciding::{Signed, open};
use super::payer;
use crate::domain::access::{self, Action};
use crate::domain::claim::{Claim, Step};
use crate::domain::ids::BudgetLineId;
use crate::domain::money::Fen;
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::storage::Conn;
use crate::storage::budgets::{self, LineRow};
use crate::storage::claims::{self, ClaimRow};
use chrono::Datelike;

/// The lines a claim may draw on: those of this year, of its own division and, unless a county pays it, of the
/// city above it.
///
/// # Errors
/// The database failed.
pub(super) fn lines(app: &App, conn: &mut Conn, row: &ClaimRow) -> Result<Vec<LineRow>, ServiceError> {
    let city = format!("{}00", row.division.get(..4).unwrap_or_default());
    let by_county = payer::by_county(conn, row)?;
    let mut lines = budgets::lines(conn, app.today().year())?;
    lines.retain(|line| line.division == row.division || (line.division == city && !by_county));
    Ok(lines)
}

/// The lines the clerk chooses from when accepting this claim.
///
/// # Errors
/// Rights of accepting it.
pub fn acceptable_lines(app: &App, who: &Who, signed: &Signed) -> Result<Vec<LineRow>, ServiceError> {
    app.store.read(|conn| {
        let row = claims::get(conn, signed.claim)?;
        let facts = access::Facts::claim(row.organisation_id, row.division.parse().ok(), &row.chain());
        access::can(&who.actor, Action::ClaimAccept, &facts)?;
        lines(app, conn, &row)
    })
}

/// Accepts a claim on this budget line and reserves what it comes to, the proposal where an
/// officer must still decide.
///
/// # Errors
/// Rights, a stale version; `Invalid(budget_line)` when a sum has no line, or one of another year
/// or division, or of the city where a county pays; `Invalid(opinion)` where a line that pays for something else is chosen without a
/// reason; `Conflict(budget-short)` with what is available and needed.
pub fn accept(app: &App, who: &Who, signed: &Signed, line: Option<BudgetLineId>) -> Result<Claim, ServiceError> {
    app.store.write(|tx| {
        let mut claim = open(app, tx, who, Action::ClaimAccept, signed.claim, Some(signed.version))?;
        let planned = claim.row.budget_line_id.map(BudgetLineId::new);
        let line = line.or(planned);
        if let Some(line) = line.filter(|line| Some(*line) != planned && signed.opinion.trim().is_empty()) {
            of_another_purpose(app, claim.tx, &claim.row, line)?;
        }
        match line {
            Some(line) => {
                if !lines(app, claim.tx, &claim.row)?.iter().any(|offered| offered.id == line) {
                    return Err(wrong_line(claim.tx, &claim.row, "unknown-budget-line")?);
                }
                claims::put_budget(claim.tx, claim.row.id, Some(line), Fen(claim.row.held_amount))?;
                claim.row.budget_line_id = Some(line.get());
            }
            None if needs_line(&claim.row) => return Err(wrong_line(claim.tx, &claim.row, "required")?),
            None => {}
        }
        claim.take(&Step::Accept, signed.opinion.trim())
    })
}

// keys: fault-county-budget-line fault-county-without-treasurer fault-unknown-budget-line
/// What is wrong with the line: where a county pays, that it has to be the county's, and whether anybody enters one.
pub(super) fn wrong_line(conn: &mut Conn, row: &ClaimRow, code: &'static str) -> Result<ServiceError, ServiceError> {
    let code = match payer::by_county(conn, row)? {
        true if payer::lacks_treasurer(conn, row)? => "county-without-treasurer",
        true => "county-budget-line",
        false => code,
    };
    Ok(ServiceError::invalid("budget_line", code))
}

/// Money that so far went to claims under other rules alone is taken for this one with a reason.
fn of_another_purpose(app: &App, conn: &mut Conn, row: &ClaimRow, line: BudgetLineId) -> Result<(), ServiceError> {
    let rules = claims::rules_on(conn, line, row.id)?;
    if rules.is_empty() || rules.contains(&row.rule) {
        return Ok(());
    }
    let policies = app.policies();
    let title =
        |rule: &String| policies.select(rule, None).map_or_else(|_| rule.clone(), |(_, of)| of.title.zh.clone());
    let rules: Vec<String> = rules.iter().map(title).collect();
    let fault = Fault::new("opinion", "line-of-another-purpose").with("rules", rules.join("、"));
    Err(ServiceError::Invalid(vec![fault]))
}

/// Whether money may come of it. A claim that is not payable holds nothing and needs no line yet.
pub(super) fn needs_line(row: &ClaimRow) -> bool {
    matches!(row.outcome.as_deref(), Some("payable" | "refer"))
}
