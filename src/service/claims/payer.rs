//! Who pays a claim: the city, or the county that the unit is registered in.

use super::assess;
use crate::domain::access::Visibility;
use crate::domain::claim::State;
use crate::domain::ids::{AssessmentId, OrganisationId};
use crate::domain::people::{OrganisationKind, Role};
use crate::service::error::ServiceError;
use crate::storage::claims::{self, ClaimRow};
use crate::storage::people::{self, Organisation};
use crate::storage::{Conn, StorageError};
use chrono::NaiveDateTime;

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

/// The bureau of a division.
///
/// # Errors
/// The database failed.
pub(in crate::service) fn bureau(conn: &mut Conn, division: &str) -> Result<Option<Organisation>, StorageError> {
    let mut all = people::organisations(conn)?.into_iter();
    Ok(all.find(|one| one.active && one.kind == OrganisationKind::Bureau && one.division.to_string() == division))
}

/// The payer that the facts of a claim settle.
///
/// # Errors
/// What is stored cannot be read.
pub(super) fn paying(conn: &mut Conn, row: &ClaimRow) -> Result<Option<Paying>, ServiceError> {
    let Some(id) = row.assessment_id.map(AssessmentId::new) else { return Ok(None) };
    let Some(code) = assess::result_of(&claims::assessment(conn, id)?)?.payer else { return Ok(None) };
    let office = if code == COUNTY && !is_city(&row.division) { bureau(conn, &row.division)? } else { None };
    Ok(Some(Paying { code, office: office.map(|office| office.name) }))
}

/// Whether a county pays the claim: then no line of the city does. A unit of the city itself has no county, and
/// its lines are the city's.
///
/// # Errors
/// What is stored cannot be read.
pub(in crate::service) fn by_county(conn: &mut Conn, row: &ClaimRow) -> Result<bool, ServiceError> {
    Ok(!is_city(&row.division) && paying(conn, row)?.is_some_and(|paying| paying.code == COUNTY))
}

/// Whether a county pays the claim in which nobody enters budget lines: until somebody does, nobody can accept it.
///
/// # Errors
/// What is stored cannot be read.
pub(super) fn lacks_treasurer(conn: &mut Conn, row: &ClaimRow) -> Result<bool, ServiceError> {
    let open = matches!(row.state, State::Draft | State::Returned | State::Submitted) && row.budget_line_id.is_none();
    Ok(open && by_county(conn, row)? && !people::divisions_with(conn, Role::Treasurer)?.contains(&row.division))
}

/// How many of these divisions are counties in which nobody enters budget lines, each counted as often as it comes.
///
/// # Errors
/// The database failed.
pub(in crate::service) fn without_treasurer(conn: &mut Conn, divisions: &[String]) -> Result<usize, StorageError> {
    let known = people::divisions_with(conn, Role::Treasurer)?;
    Ok(divisions.iter().filter(|one| !is_city(one) && !known.contains(one)).count())
}

/// A county that has claims to pay and nobody who enters its budget lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::service) struct Unstaffed {
    pub division: String,
    /// Its bureau, where it is registered.
    pub bureau: Option<(OrganisationId, String)>,
    /// How many claims wait for it.
    pub count: usize,
    pub since: NaiveDateTime,
}

/// The counties within somebody's sight that nobody can accept claims for.
///
/// # Errors
/// What is stored cannot be read.
pub(in crate::service) fn unstaffed(conn: &mut Conn, seen: Visibility) -> Result<Vec<Unstaffed>, ServiceError> {
    const MOST: i64 = 500;
    let known = people::divisions_with(conn, Role::Treasurer)?;
    let mut found: Vec<Unstaffed> = Vec::new();
    for row in claims::without_line(conn, seen, &known, MOST)? {
        if !by_county(conn, &row)? {
            continue;
        }
        match found.iter_mut().find(|one| one.division == row.division) {
            Some(one) => one.count += 1,
            None => found.push(Unstaffed {
                bureau: bureau(conn, &row.division)?.map(|one| (one.id, one.name)),
                division: row.division,
                count: 1,
                since: row.waiting_since,
            }),
        }
    }
    Ok(found)
}

fn is_city(division: &str) -> bool {
    division.ends_with("00")
}
