//! The steps of the chain, from submission to the file: rights, state machine, ledger, record and
//! mail in one transaction.

use super::{assess, budget, ended, notice, people, registered, tell};
use crate::domain::access::{self, Action, Facts};
use crate::domain::claim::{Applied, Claim, Sign, Step, StepKind, apply};
use crate::domain::ids::ClaimId;
use crate::domain::money::Fen;
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::holdings;
use crate::service::trail::{self, By};
use crate::storage::claims::{self, ClaimRow};
use crate::storage::{Conn, Tx, titles};
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;

/// Which claim, as the person saw it, and what they say to it.
#[derive(Clone, Debug)]
pub struct Signed {
    pub claim: ClaimId,
    /// The version the person saw; another one in the database means somebody was faster.
    pub version: i64,
    pub opinion: String,
}

/// A claim under decision: the locked row and everything a step leaves behind.
pub(in crate::service) struct Deciding<'a, 'tx> {
    pub app: &'a App,
    pub tx: &'a mut Tx<'tx>,
    pub who: &'a Who,
    pub at: DateTime<Utc>,
    /// The day the mail tells: today, but for what happened elsewhere on a day of its own.
    pub day: NaiveDate,
    pub row: ClaimRow,
}

/// Opens a claim for a step: locks it, checks rights and version.
pub(in crate::service) fn open<'a, 'tx>(
    app: &'a App,
    tx: &'a mut Tx<'tx>,
    who: &'a Who,
    action: Action,
    claim: ClaimId,
    version: Option<i64>,
) -> Result<Deciding<'a, 'tx>, ServiceError> {
    let row = claims::lock(tx, claim)?;
    let facts = Facts::claim(row.organisation_id, row.division.parse().ok(), &row.chain());
    access::can(&who.actor, action, &facts).map_err(ServiceError::from)?;
    if version.is_some_and(|version| version != row.version) {
        return Err(ServiceError::conflict("stale"));
    }
    Ok(resume(app, tx, who, row))
}

/// A claim already locked, with rights decided by the caller on another object: the line of a
/// notice that an objection is answered on.
pub(in crate::service) fn resume<'a, 'tx>(
    app: &'a App,
    tx: &'a mut Tx<'tx>,
    who: &'a Who,
    row: ClaimRow,
) -> Deciding<'a, 'tx> {
    Deciding { app, tx, who, at: app.now(), day: app.today(), row }
}

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
                as_registered(self.tx, &self.row)?;
            }
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
                let facts = assess::facts_of(&self.row)?;
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

/// Refuses a claim whose title or designation was withdrawn.
pub(super) fn standing(conn: &mut Conn, id: ClaimId) -> Result<(), ServiceError> {
    ended::fallen(conn, id)?.map_or(Ok(()), |(code, _)| Err(ServiceError::conflict(code)))
}

/// Refuses a claim made freely for what a register has.
fn beside_registers(app: &App, conn: &mut Conn, row: &ClaimRow) -> Result<(), ServiceError> {
    let beside = registered::faults(conn, row, &people::rule_of(app, &row.rule)?)?;
    if beside.is_empty() {
        return Ok(());
    }
    Err(ServiceError::Invalid(beside.into_iter().map(Fault::of_the_whole).collect()))
}

// keys: conflict-claim-register-changed
/// Refuses an award that is less by another sum than the register has today, until its organisation has saved
/// it anew: a title under the same rule was withdrawn since, or its own award turned out otherwise.
fn as_registered(conn: &mut Conn, row: &ClaimRow) -> Result<(), ServiceError> {
    let Some(paid) = holdings::paid_before(conn, row.id)? else { return Ok(()) };
    let facts = assess::facts_of(row)?;
    let Some(stated) = facts.get("paid_before").and_then(|text| text.parse::<Fen>().ok()) else { return Ok(()) };
    if stated == paid {
        return Ok(());
    }
    let changed = Fault::conflict("claim-register-changed").with("stated", stated).with("paid", paid);
    Err(ServiceError::Conflict(changed))
}

/// Whether the step brings a claim nearer to its payment: not for a title that was withdrawn.
pub(super) fn leads_to_payment(kind: StepKind) -> bool {
    use StepKind::{Accept, Approve, Confirm, Decide, FirstReview, Pay, Publish, Reopen, SecondReview, Submit};
    matches!(kind, Submit | Accept | FirstReview | SecondReview | Decide | Confirm | Publish | Approve | Pay | Reopen)
}

/// Takes a step that needs nothing but the signature: return, decline, first and second review,
/// send back, reject, confirm, approve, archive, withdraw, reopen, and accept where the claim has
/// its budget line.
///
/// # Errors
/// Rights, a stale version, or what the chain forbids; `Invalid(budget_line)`.
pub fn sign(app: &App, who: &Who, step: Step, signed: &Signed) -> Result<Claim, ServiceError> {
    if step == Step::Accept {
        return super::accept::accept(app, who, signed, None);
    }
    let action = Action::of_claim_step(step.kind());
    app.store.write(|tx| {
        let mut deciding = open(app, tx, who, action, signed.claim, Some(signed.version))?;
        deciding.take(&step, signed.opinion.trim())
    })
}
