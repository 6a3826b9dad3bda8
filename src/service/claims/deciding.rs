//! A claim opened for a step: locked, with rights and version checked.

use crate::domain::access::{self, Action, Facts};
use crate::domain::ids::ClaimId;
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::storage::Tx;
use crate::storage::claims::{self, ClaimRow};
use chrono::{DateTime, NaiveDate, Utc};

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
