//! Proving what was computed for a claim: every assessment it ever had, worked out again.

use super::assess::{self, Receipt};
use crate::domain::ids::AssessmentId;
use crate::domain::reference::Reference;
use crate::service::setup::{self, SetupError};
use crate::storage::{StorageError, Store, claims};

/// What a proof came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proven {
    pub reference: Reference,
    /// How many assessments the claim has had.
    pub assessments: usize,
}

/// Why a claim's assessments are not proven.
#[derive(Debug, thiserror::Error)]
pub enum Unproven {
    #[error("there is no claim {0}")]
    NoClaim(String),
    #[error("the claim has no assessment yet")]
    NoneYet,
    #[error("assessment {0}: {1}")]
    Receipt(AssessmentId, Receipt),
    #[error(transparent)]
    Policies(#[from] SetupError),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Works every stored assessment of a claim out again, from its stored facts and the published
/// policy version it names. Each must come out byte for byte.
///
/// # Errors
/// The first assessment that does not.
pub fn verify(store: &Store, reference: &str) -> Result<Proven, Unproven> {
    let no_claim = || Unproven::NoClaim(reference.to_owned());
    let reference: Reference = reference.parse().map_err(|_| no_claim())?;
    let policies = setup::published_policies(store)?;
    let rows = store.read(|conn| {
        let claim = claims::by_reference(conn, &reference.to_string())?.ok_or_else(no_claim)?;
        Ok::<_, Unproven>(claims::assessments(conn, claim)?)
    })?;
    if rows.is_empty() {
        return Err(Unproven::NoneYet);
    }
    for row in &rows {
        assess::recompute(policies.versions(), row).map_err(|receipt| Unproven::Receipt(row.id, receipt))?;
    }
    Ok(Proven { reference, assessments: rows.len() })
}
