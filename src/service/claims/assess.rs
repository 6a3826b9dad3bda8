//! Evaluating a claim and keeping what was found, so that it can be recomputed years later.

use super::canonical::canonical;
use super::list;
use crate::domain::ids::{AssessmentId, ClaimId, UserId};
use crate::domain::money::Fen;
use crate::domain::policy::{Assessment, FactSheet, Outcome, Policy, Ruling};
use crate::service::app::App;
use crate::service::error::{Fault, ServiceError};
use crate::storage::claims::{self, AssessmentRow, NewAssessment};
use crate::storage::{StorageError, Tx};
use chrono::NaiveDateTime;

/// Evaluates facts under a rule of the published policies.
///
/// # Errors
/// `Invalid(unknown-rule)`.
pub fn evaluate(app: &App, rule: &str, facts: &FactSheet, ruling: Option<&Ruling>) -> Result<Assessment, ServiceError> {
    let unknown = |_| ServiceError::Invalid(vec![Fault::new("rule", "unknown-rule").with("rule", rule)]);
    app.policies().assess(rule, facts, ruling).map_err(unknown)
}

/// The stored assessment as the value every page, mail and file shows.
///
/// # Errors
/// The stored text is damaged.
pub fn result_of(row: &AssessmentRow) -> Result<Assessment, ServiceError> {
    let corrupt = |_| StorageError::Corrupt { what: "assessment", value: row.result.chars().take(80).collect() };
    Ok(serde_json::from_str(&row.result).map_err(corrupt)?)
}

/// What stands to be paid: the amount when payable, the proposal when an officer must decide.
pub fn expected(assessment: &Assessment) -> Fen {
    match assessment.outcome {
        Outcome::Refer => assessment.proposed.unwrap_or_default(),
        _ => assessment.amount,
    }
}

/// Evaluates and keeps the result as the claim's current assessment.
///
/// # Errors
/// The rule is unknown, or the database failed.
pub fn keep(
    app: &App,
    tx: &mut Tx,
    claim: ClaimId,
    rule: &str,
    facts: &FactSheet,
    by: UserId,
    at: NaiveDateTime,
) -> Result<Assessment, ServiceError> {
    let facts = list::with_list(tx, claim, &list::rule_of(app, rule)?, facts)?;
    let assessment = evaluate(app, rule, &facts, None)?;
    let id = append(tx, claim, &assessment, &facts, by, at)?;
    claims::put_assessment(tx, claim, id, assessment.outcome.code(), expected(&assessment))?;
    Ok(assessment)
}

/// Keeps the assessment that an officer's own decision gave. The claim goes on being one that was
/// referred: its second person is still to confirm.
///
/// # Errors
/// The database failed.
pub fn keep_ruled(
    tx: &mut Tx,
    claim: ClaimId,
    assessment: &Assessment,
    facts: &FactSheet,
    by: UserId,
    at: NaiveDateTime,
) -> Result<(), ServiceError> {
    let id = append(tx, claim, assessment, facts, by, at)?;
    Ok(claims::put_assessment(tx, claim, id, Outcome::Refer.code(), assessment.amount)?)
}

fn append(
    tx: &mut Tx,
    claim: ClaimId,
    assessment: &Assessment,
    facts: &FactSheet,
    by: UserId,
    at: NaiveDateTime,
) -> Result<AssessmentId, ServiceError> {
    let ruling = assessment.ruling.as_ref().map(canonical).transpose()?;
    let row = NewAssessment {
        claim_id: claim.get(),
        policy: &assessment.policy.id,
        policy_version: &assessment.policy.version,
        policy_hash: &assessment.policy.hash,
        rule: &assessment.rule,
        facts: &canonical(facts)?,
        ruling: ruling.as_deref(),
        result: &canonical(assessment)?,
        created_at: at,
        created_by: by.get(),
    };
    Ok(claims::append_assessment(tx, &row)?)
}

/// Recomputes a stored assessment under exactly its policy version.
///
/// # Errors
/// [`Receipt`] says what does not match.
pub fn recompute(policies: &[Policy], row: &AssessmentRow) -> Result<(), Receipt> {
    let same = |policy: &&Policy| {
        policy.reference.id == row.policy
            && policy.reference.version == row.policy_version
            && policy.reference.hash == row.policy_hash
    };
    let policy = policies.iter().find(same).ok_or_else(|| Receipt::PolicyMissing(row.policy_hash.clone()))?;
    let rule = policy.rule(&row.rule).ok_or_else(|| Receipt::RuleMissing(row.rule.clone()))?;
    let facts: FactSheet = serde_json::from_str(&row.facts).map_err(|_| Receipt::Damaged("facts"))?;
    let ruling: Option<Ruling> = match &row.ruling {
        Some(text) => Some(serde_json::from_str(text).map_err(|_| Receipt::Damaged("ruling"))?),
        None => None,
    };
    let again = serde_json::to_string(&policy.assess_sheet(rule, &facts, ruling.as_ref())).unwrap_or_default();
    if again == row.result { Ok(()) } else { Err(Receipt::Differs { stored: row.result.clone(), again }) }
}

/// Why a stored assessment is not proven.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Receipt {
    #[error("the policy version with hash {0} is not published here")]
    PolicyMissing(String),
    #[error("the policy version has no rule {0}")]
    RuleMissing(String),
    #[error("the stored {0} cannot be read")]
    Damaged(&'static str),
    #[error("recomputing gives another result")]
    Differs { stored: String, again: String },
}
