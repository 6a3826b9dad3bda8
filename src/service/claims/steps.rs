//! The steps of the chain, from submission to the file: rights, state machine, ledger, record and
//! mail in one transaction.

use super::deciding::Deciding;
use super::standing::standing;
use super::{assess, budget, floor, list, notice, registered, tell};
use crate::domain::claim::{Applied, Claim, Sign, Step, StepKind, apply};
use crate::domain::money::Fen;
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::holdings;
use crate::service::trail::{self, By};
use crate::storage::claims::{self, ClaimRow};
use crate::storage::{Conn, titles};
use serde_json::json;

impl Deciding<'_, '_> {
    /// Takes the step, moves the ledger with it, and leaves record and mail.
    pub fn take(&mut self, step: &Step, opinion: &str) -> Result<Claim, ServiceError> {
        let before = self.row.chain();
        let kind = step.kind();
        if leads_to_payment(kind) {
            standing(self.tx, self.row.id)?;
            // A claim opened again is a draft: it is held against the registers when it is submitted, where all its
            // faults are said at once.
            if before.amount.is_none() && kind != StepKind::Reopen {
                if kind != StepKind::Submit {
                    beside_registers(self.app, self.tx, &self.row)?;
                }
                as_registered(self.tx, &self.row, self.who)?;
            }
        }
        if kind == StepKind::Archive {
            floor::reached(self.app, self.tx, &self.row)?;
        }
        // The later award was worked out without this one, which was given up then.
        if kind == StepKind::Reopen && titles::is_followed(self.tx, self.row.id)? {
            return Err(ServiceError::conflict("claim-title-followed"));
        }
        let today = self.app.today();
        let sign = Sign { by: Some(self.who.id()), on: today, opinion };
        let Applied { claim, voided } = apply(&before, step, &sign).map_err(ServiceError::from)?;
        let at = self.at.naive_utc();
        let since = if claim.state == before.state { self.row.waiting_since } else { at };
        claims::put_chain(self.tx, self.row.id, self.row.version, &claim, since)?;
        if !voided.is_empty() {
            claims::void_steps(self.tx, self.row.id, voided, at)?;
            if kind != StepKind::CorrectFacts {
                // An officer's own sum of the round before counts no more.
                let facts = self.row.sheet()?;
                let again = assess::keep(self.app, self.tx, self.row.id, &self.row.rule, &facts, self.who.id(), at)?;
                self.row.amount = assess::expected(&again).0;
            }
        }
        claims::append_step(self.tx, self.row.id, kind, Some(self.who.id()), &self.who.name, opinion, at)?;
        budget::follow(self.tx, self.who.id(), at, &self.row, &before, &claim)?;
        notice::follow(self.tx, self.at, self.who.id(), &self.row, kind, &before, &claim, opinion)?;
        trail::record(
            self.tx,
            self.at,
            By::who(self.who),
            &format!("claim.{kind}"),
            "claim",
            self.row.id.get(),
            Some(json!({ "state": before.state, "version": self.row.version, "decided": before.amount })),
            Some(json!({ "state": claim.state, "decided": claim.amount, "opinion": opinion })),
        )?;
        tell::tell(self, kind, &before, &claim, opinion)?;
        Ok(claim)
    }
}

/// Refuses a claim made freely for what a register has.
fn beside_registers(app: &App, conn: &mut Conn, row: &ClaimRow) -> Result<(), ServiceError> {
    let beside = registered::faults(conn, row, &list::rule_of(app, &row.rule)?)?;
    if beside.is_empty() {
        return Ok(());
    }
    Err(ServiceError::Invalid(beside.into_iter().map(Fault::of_the_whole).collect()))
}

// keys: conflict-claim-register-changed conflict-claim-register-changed-own
/// Refuses an award that is less by another sum than the register has today, until its organisation has saved
/// it anew: a title under the same rule was withdrawn since, or its own award turned out otherwise. The office gives
/// it back for that.
fn as_registered(conn: &mut Conn, row: &ClaimRow, who: &Who) -> Result<(), ServiceError> {
    let Some(paid) = holdings::paid_before(conn, row.id)? else { return Ok(()) };
    let facts = row.sheet()?;
    let Some(stated) = facts.get("paid_before").and_then(|text| text.parse::<Fen>().ok()) else { return Ok(()) };
    if stated == paid {
        return Ok(());
    }
    let own = who.organisation() == row.organisation_id;
    let code = if own { "claim-register-changed-own" } else { "claim-register-changed" };
    let changed = Fault::conflict(code).with("stated", stated).with("paid", paid);
    Err(ServiceError::Conflict(changed))
}

/// Whether the step brings a claim nearer to its payment: not for a title that was withdrawn.
pub(super) fn leads_to_payment(kind: StepKind) -> bool {
    use StepKind::{Accept, Approve, Confirm, Decide, FirstReview, Pay, Publish, Reopen, SecondReview, Submit};
    matches!(kind, Submit | Accept | FirstReview | SecondReview | Decide | Confirm | Publish | Approve | Pay | Reopen)
}
