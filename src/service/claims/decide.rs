//! The steps that carry an amount: submission, correction of facts, decision.

use super::account::account_of;
use super::canonical::canonical;
use super::deciding::{Deciding, Signed, open};
use super::standing::standing;
use super::{assess, list, papers, registered};
use crate::domain::access::Action;
use crate::domain::claim::{Assessed, Claim, Step, decision_facts, own_facts};
use crate::domain::money::Fen;
use crate::domain::policy::{Assessment, FactSheet, Limit, Outcome, Reason, ReasonCode, Ruling, Shown};
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By};
use crate::storage::people as organisations;
use crate::storage::{bases, claims};
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
        standing(claim.tx, claim.row.id)?;
        let facts = claim.row.sheet()?;
        let at = claim.at.naive_utc();
        let assessment = assess::keep(app, claim.tx, claim.row.id, &claim.row.rule, &facts, who.id(), at)?;
        claim.row = claims::get(claim.tx, claim.row.id)?;
        let mut faults = fact_faults(&assessment);
        let rule = list::rule_of(app, &claim.row.rule)?;
        let lacking = list::missing(claim.tx, &claim.row, &rule)?;
        if !lacking.is_empty() {
            // What each person has is not missing from the class.
            let own = |fault: &Fault| {
                let fact = fault.field.strip_prefix("fact.").and_then(|name| rule.fact_index(name));
                fact.is_some_and(|fact| own_facts(&rule).contains(&fact))
            };
            faults.retain(|fault| !own(fault));
            faults.extend(lacking);
        }
        faults.extend(registered::faults(claim.tx, &claim.row, &rule)?);
        faults.extend(papers::missing(app, claim.tx, who, &claim.row)?);
        let organisation = organisations::organisation(claim.tx, claim.row.organisation_id)?;
        faults.extend(account_of(&claim.row)?.faults(&organisation.name));
        if !promised {
            faults.push(Fault::new("promise", "promise-missing"));
        }
        if !faults.is_empty() {
            return Err(ServiceError::Invalid(faults));
        }
        claim.take(&Step::Submit { assessed: assessed(&assessment) }, signed.opinion.trim())
    })
}

/// Faults the claimant can mend: missing or unreadable facts. What the office must supply itself
/// (a decision) is not one of them.
fn fact_faults(assessment: &Assessment) -> Vec<Fault> {
    let fault = |reason: &Reason| {
        let fact = reason.fact.clone().unwrap_or_default();
        let field = if fact.is_empty() { String::new() } else { format!("fact.{fact}") };
        match reason.outcome {
            Outcome::Invalid => Some(Fault::new(field, "fact-invalid").with("fact", fact)),
            Outcome::Incomplete => Some(Fault::new(field, "fact-missing").with("fact", fact)),
            Outcome::Ineligible | Outcome::Refer | Outcome::Payable => None,
        }
    };
    assessment.reasons.iter().filter_map(fault).collect()
}

/// An officer puts facts right: the claim is evaluated anew and every review of the old facts is
/// void. A sum that only a decision supplies is no fact to correct.
///
/// # Errors
/// Rights, a stale version, a missing reason; `Invalid(facts-unchanged)`.
pub fn correct_facts(app: &App, who: &Who, signed: &Signed, facts: &FactSheet) -> Result<Claim, ServiceError> {
    app.store.write(|tx| {
        let mut claim = open(app, tx, who, Action::ClaimCorrectFacts, signed.claim, Some(signed.version))?;
        let row = &claim.row;
        let (kept, facts) = (row.sheet()?, correctable(app, &row.rule, facts)?);
        if kept == facts {
            return Err(ServiceError::invalid("", "facts-unchanged"));
        }
        let (text, at) = (canonical(&facts)?, claim.at.naive_utc());
        claims::put_content(claim.tx, row.id, row.version, &row.title, &text, &row.account)?;
        let assessment = assess::keep(app, claim.tx, row.id, &row.rule, &facts, who.id(), at)?;
        let (before, after) = (json!({ "facts": kept }), json!({ "facts": facts }));
        let by = By::who(who);
        trail::record(claim.tx, claim.at, by, "claim.facts", "claim", row.id.get(), Some(before), Some(after))?;
        claim.row = claims::get(claim.tx, claim.row.id)?;
        claim.take(&Step::CorrectFacts { assessed: assessed(&assessment) }, signed.opinion.trim())
    })
}

fn correctable(app: &App, rule: &str, facts: &FactSheet) -> Result<FactSheet, ServiceError> {
    let policies = app.policies();
    let unknown = |_| ServiceError::Invalid(vec![Fault::new("rule", "unknown-rule").with("rule", rule)]);
    let (_, rule) = policies.select(rule, None).map_err(unknown)?;
    let decided = decision_facts(rule);
    let open = |(name, _): &(&String, &String)| rule.fact_index(name).is_some() && !decided.contains(&name.as_str());
    Ok(facts.0.iter().filter(open).map(|(name, text)| (name.clone(), text.clone())).collect())
}

/// A decision: the amount assessed or, where the rule refers, the officer's own.
#[derive(Clone, Debug)]
pub enum Ruled {
    /// The amount the rule gives, not another.
    AsAssessed,
    /// The officer's own sum, whole or with fen, with the reason as opinion.
    Own(Fen),
    /// Such a sum as a part of the grant of a registered base, under the text's floor: others follow.
    Instalment(Fen),
}

/// Decides a claim. Where the rule refers, the officer's sum goes through the rule once more, so
/// that the amount decided is the amount assessed; it then waits for a second person.
///
/// # Errors
/// Rights, a stale version; `Invalid(amount)` when the rule does not admit the sum, `Invalid(instalment)` for a
/// part of what is not the grant of a registered base: nobody could see that the others follow.
pub fn decide(app: &App, who: &Who, signed: &Signed, ruled: &Ruled) -> Result<Claim, ServiceError> {
    app.store.write(|tx| {
        let mut claim = open(app, tx, who, Action::ClaimDecide, signed.claim, Some(signed.version))?;
        let opinion = signed.opinion.trim();
        let assessed = claim.row.chain().assessed;
        let amount = match (assessed, ruled) {
            (Some(Assessed::Refer), Ruled::AsAssessed) => return Err(ServiceError::invalid("amount", "required")),
            (Some(Assessed::Refer), Ruled::Own(amount) | Ruled::Instalment(amount)) => {
                let instalment = matches!(ruled, Ruled::Instalment(_));
                let reason = opinion.to_owned();
                ruling(&mut claim, Ruling { amount: *amount, reason, decided_by: who.name.clone(), instalment })?
            }
            (Some(Assessed::Payable(assessed)), Ruled::AsAssessed) => assessed,
            // The chain refuses any other sum than the one assessed.
            (_, Ruled::Own(amount) | Ruled::Instalment(amount)) => *amount,
            (_, Ruled::AsAssessed) => Fen(claim.row.amount),
        };
        claim.take(&Step::Decide { amount }, opinion)
    })
}

/// Puts the officer's sum through the rule, and keeps what it gives.
fn ruling(claim: &mut Deciding<'_, '_>, ruling: Ruling) -> Result<Fen, ServiceError> {
    let mut faults = Vec::new();
    if ruling.reason.is_empty() {
        faults.push(Fault::new("opinion", "required"));
    }
    if ruling.instalment && !bases::is_claim(claim.tx, claim.row.id)? {
        faults.push(Fault::new("instalment", "instalment-unregistered"));
    }
    let facts = claim.row.sheet()?;
    let assessment = assess::evaluate(claim.app, &claim.row.rule, &facts, Some(&ruling))?;
    let lacking = assessment.reasons.iter().find(|reason| reason.code == ReasonCode::BelowFloor);
    match (lacking.and_then(|reason| reason.required.as_ref()), assessment.outcome) {
        // Without a reason the ruling has no effect, and the sum was not looked at.
        _ if ruling.reason.is_empty() => {}
        (_, Outcome::Payable) => {}
        (Some(Limit::AtLeast(Shown::Yuan(least))), _) => {
            faults.push(Fault::new("amount", "amount-under-floor").with("least", least.grouped()));
        }
        _ => faults.push(Fault::new("amount", "amount-not-admitted")),
    }
    if !faults.is_empty() {
        return Err(ServiceError::Invalid(faults));
    }
    let at = claim.at.naive_utc();
    assess::keep_ruled(claim.tx, claim.row.id, &assessment, &facts, claim.who.id(), at)?;
    Ok(assessment.amount)
}
