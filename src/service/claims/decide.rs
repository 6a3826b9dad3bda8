//! The steps that carry an amount: submission, correction of facts, decision.

use super::assess;
use super::steps::{Signed, open};
use crate::domain::access::Action;
use crate::domain::claim::{Assessed, Claim, Step};
use crate::domain::money::Fen;
use crate::domain::policy::{Assessment, FactSheet, Outcome, Ruling};
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::storage::claims;
use serde_json::json;

/// What the chain needs to know of an assessment.
pub(super) fn assessed(assessment: &Assessment) -> Assessed {
    match assessment.outcome {
        Outcome::Payable => Assessed::Payable(assessment.amount),
        Outcome::Refer => Assessed::Refer,
        Outcome::Invalid | Outcome::Ineligible | Outcome::Incomplete => Assessed::NotPayable,
    }
}

/// Submits a draft, strictly: facts that are missing or cannot be read are refused, all at once.
/// An ineligible claim may be submitted; the office answers it.
///
/// # Errors
/// Rights, a stale version, `Invalid` with one fault a fact or paper, `Invalid(promise)` when the
/// promise of truth was not given.
pub fn submit(app: &App, who: &Who, signed: &Signed, promised: bool) -> Result<Claim, ServiceError> {
    app.store.write(|tx| {
        let mut claim = open(app, tx, who, Action::ClaimSubmit, signed.claim, Some(signed.version))?;
        let facts = assess::facts_of(&claim.row)?;
        let at = claim.at.naive_utc();
        let assessment = assess::keep(app, claim.tx, claim.row.id, &claim.row.rule, &facts, None, who.id(), at)?;
        let mut faults = fact_faults(&assessment);
        if !promised {
            faults.push(Fault::new("promise", "promise-missing"));
        }
        if !faults.is_empty() {
            return Err(ServiceError::Invalid(faults));
        }
        claim.row = claims::get(claim.tx, claim.row.id)?;
        claim.take(&Step::Submit { assessed: assessed(&assessment) }, signed.opinion.trim())
    })
}

/// Faults the claimant can mend: missing or unreadable facts. What the office must supply itself
/// (a decision) is not one of them.
fn fact_faults(assessment: &Assessment) -> Vec<Fault> {
    let mendable = |outcome| matches!(outcome, Outcome::Invalid | Outcome::Incomplete);
    let reasons = assessment.reasons.iter().filter(|reason| mendable(reason.outcome));
    reasons
        .map(|reason| {
            let field = reason.fact.as_deref().map(|fact| format!("fact.{fact}")).unwrap_or_default();
            // keys: fault-fact-invalid fault-fact-missing
            let code = if reason.outcome == Outcome::Invalid { "fact-invalid" } else { "fact-missing" };
            Fault::new(field, code).with("fact", reason.fact.clone().unwrap_or_default())
        })
        .collect()
}

/// An officer puts facts right: the claim is evaluated anew and every review of the old facts is
/// void.
///
/// # Errors
/// Rights, a stale version, a missing reason.
pub fn correct_facts(app: &App, who: &Who, signed: &Signed, facts: &FactSheet) -> Result<Claim, ServiceError> {
    app.store.write(|tx| {
        let mut claim = open(app, tx, who, Action::ClaimCorrectFacts, signed.claim, Some(signed.version))?;
        let row = &claim.row;
        let before = json!({ "facts": assess::facts_of(row)? });
        let (title, account, version) = (row.title.clone(), row.account.clone(), row.version);
        claims::put_content(claim.tx, row.id, version, &title, &assess::canonical(facts)?, &account)?;
        let at = claim.at.naive_utc();
        let assessment = assess::keep(app, claim.tx, row.id, &row.rule, facts, None, who.id(), at)?;
        let by = crate::service::trail::By::who(who);
        let after = json!({ "facts": facts });
        crate::service::trail::record(
            claim.tx,
            claim.at,
            by,
            "claim.facts",
            "claim",
            row.id.get(),
            Some(before),
            Some(after),
        )?;
        claim.row = claims::get(claim.tx, claim.row.id)?;
        claim.take(&Step::CorrectFacts { assessed: assessed(&assessment) }, signed.opinion.trim())
    })
}

/// A decision: the amount assessed or, where the rule refers, the officer's own.
#[derive(Clone, Debug)]
pub enum Ruled {
    /// The amount the rule gives, not another.
    AsAssessed,
    /// The officer's own sum, whole or with fen, with the reason as opinion.
    Own(Fen),
}

/// Decides a claim. Where the rule refers, the officer's sum goes through the rule once more, so
/// that the amount decided is the amount assessed; it then waits for a second person.
///
/// # Errors
/// Rights, a stale version; `Invalid(amount)` when the rule does not admit the sum.
pub fn decide(app: &App, who: &Who, signed: &Signed, ruled: &Ruled) -> Result<Claim, ServiceError> {
    app.store.write(|tx| {
        let mut claim = open(app, tx, who, Action::ClaimDecide, signed.claim, Some(signed.version))?;
        let opinion = signed.opinion.trim();
        let assessed = claim.row.chain().assessed;
        let amount = match (assessed, ruled) {
            (Some(Assessed::Refer), Ruled::AsAssessed) => return Err(ServiceError::invalid("amount", "required")),
            (Some(Assessed::Refer), Ruled::Own(amount)) => {
                if opinion.is_empty() {
                    return Err(ServiceError::invalid("opinion", "required"));
                }
                let ruling = Ruling { amount: *amount, reason: opinion.to_owned(), decided_by: who.name.clone() };
                let facts = assess::facts_of(&claim.row)?;
                let assessment = assess::evaluate(app, &claim.row.rule, &facts, Some(&ruling))?;
                if assessment.outcome != Outcome::Payable {
                    return Err(ServiceError::invalid("amount", "amount-not-admitted"));
                }
                let at = claim.at.naive_utc();
                assess::keep_ruled(claim.tx, claim.row.id, &assessment, &facts, who.id(), at)?;
                assessment.amount
            }
            (Some(Assessed::Payable(assessed)), Ruled::AsAssessed) => assessed,
            (_, Ruled::Own(amount)) => *amount,
            (_, Ruled::AsAssessed) => Fen(claim.row.amount),
        };
        claim.take(&Step::Decide { amount }, opinion)
    })
}
