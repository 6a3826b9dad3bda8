//! The register of training bases: the public list, applications and designation, yearly figures,
//! papers, and the claim of the grant.

mod claim;
mod form;
mod papers;
mod steps;
mod view;

pub use claim::make_claim;
pub(in crate::service) use claim::{Unfinished, unfinished};
pub use form::{Typed, apply, create, edit, may_apply, may_create, put_figures, typed};
pub use papers::{download, is_fixed, remove as remove_paper, upload};
pub use steps::{Verdict, propose_revocation, take};
pub use view::{List, PAGE, Shown, list, own, published_file, show};

use super::app::Who;
use super::error::ServiceError;
use crate::domain::access::{self, Action, Facts};
use crate::domain::base::State;
use crate::domain::ids::BaseId;
use crate::storage::bases::{self, ApplicationRow, BaseRow};
use crate::storage::{Conn, Tx};

/// What rights look at: the unit, and where the latest application is.
fn facts(base: &BaseRow, latest: Option<State>) -> Facts {
    Facts::base(base.organisation_id, Some(base.division), latest)
}

fn latest(conn: &mut Conn, id: BaseId) -> Result<Option<ApplicationRow>, ServiceError> {
    Ok(bases::applications(conn, id)?.into_iter().next())
}

/// The base with its latest application, locked, once the person may do this.
fn open(tx: &mut Tx, who: &Who, action: Action, id: BaseId) -> Result<(BaseRow, Option<ApplicationRow>), ServiceError> {
    let base = bases::lock(tx, id)?;
    let application = latest(tx, id)?;
    access::can(&who.actor, action, &facts(&base, application.as_ref().map(|one| one.state)))?;
    Ok((base, application))
}

/// As [`open`], to be read only.
fn readable(
    conn: &mut Conn,
    who: &Who,
    action: Action,
    id: BaseId,
) -> Result<(BaseRow, Option<ApplicationRow>), ServiceError> {
    let base = bases::get(conn, id)?;
    let application = latest(conn, id)?;
    access::can(&who.actor, action, &facts(&base, application.as_ref().map(|one| one.state)))?;
    Ok((base, application))
}
