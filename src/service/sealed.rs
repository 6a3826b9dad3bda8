//! What a panel at work does not read.

use crate::service::app::Who;
use crate::service::error::ServiceError;
use crate::storage::Conn;
use crate::storage::scoring::{panel, runs};

/// Whether the reader sits or sat on the panel of a year whose result is not public yet: then lists and
/// results of every year are closed to them, since a base they are kept from stands in earlier ones, too.
///
/// # Errors
/// The database failed.
pub fn is_sealed(conn: &mut Conn, who: Option<&Who>) -> Result<bool, ServiceError> {
    let Some(who) = who else { return Ok(false) };
    for (seat, _) in panel::of_user(conn, who.id())? {
        if runs::find(conn, seat.evaluation_id)?.is_some_and(|run| !run.phase.is_public()) {
            return Ok(true);
        }
    }
    Ok(false)
}
