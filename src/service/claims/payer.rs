//! Who pays a claim: the city, or the county that the unit is registered in.

use super::assess;
use crate::domain::ids::AssessmentId;
use crate::domain::people::OrganisationKind;
use crate::service::error::ServiceError;
use crate::storage::claims::{self, ClaimRow};
use crate::storage::{Conn, StorageError, people};

/// The code of the payer, in a policy, that stands for the unit's own county.
pub(in crate::service) const COUNTY: &str = "county";

/// Who pays a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paying {
    /// A payer of the policy.
    pub code: String,
    /// The bureau of the county that pays; none where the city pays, or no bureau of that county is known.
    pub office: Option<String>,
}

/// The bureau of a division, by name.
///
/// # Errors
/// The database failed.
pub(in crate::service) fn bureau(conn: &mut Conn, division: &str) -> Result<Option<String>, StorageError> {
    let mut all = people::organisations(conn)?.into_iter();
    let of = all.find(|one| one.active && one.kind == OrganisationKind::Bureau && one.division.to_string() == division);
    Ok(of.map(|one| one.name))
}

/// The payer that the facts of a claim settle.
///
/// # Errors
/// What is stored cannot be read.
pub(super) fn paying(conn: &mut Conn, row: &ClaimRow) -> Result<Option<Paying>, ServiceError> {
    let Some(id) = row.assessment_id.map(AssessmentId::new) else { return Ok(None) };
    let Some(code) = assess::result_of(&claims::assessment(conn, id)?)?.payer else { return Ok(None) };
    let office = if code == COUNTY && !is_city(&row.division) { bureau(conn, &row.division)? } else { None };
    Ok(Some(Paying { code, office }))
}

/// Whether a county pays the claim: then no line of the city does. A unit of the city itself has no county, and
/// its lines are the city's.
///
/// # Errors
/// What is stored cannot be read.
pub(in crate::service) fn by_county(conn: &mut Conn, row: &ClaimRow) -> Result<bool, ServiceError> {
    Ok(!is_city(&row.division) && paying(conn, row)?.is_some_and(|paying| paying.code == COUNTY))
}

fn is_city(division: &str) -> bool {
    division.ends_with("00")
}
