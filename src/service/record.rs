//! The chained record, read and proven.

use super::app::{App, Who};
use super::error::ServiceError;
use crate::domain::access::{self, Action, Facts};
use crate::domain::audit::{Broken, Verifier};
use crate::storage::audit::{self, AuditRow, Filter};
use crate::storage::{StorageError, Store};

/// Entries the reader may see, newest first, and the length of the whole chain.
///
/// # Errors
/// Rights.
pub fn list(
    app: &App,
    who: &Who,
    filter: &Filter,
    offset: i64,
    limit: i64,
) -> Result<(Vec<AuditRow>, i64), ServiceError> {
    access::can(&who.actor, Action::AuditView, &Facts::NONE)?;
    let visibility = access::visibility(&who.actor, access::Area::Audit);
    app.store.read(|conn| {
        let rows = audit::search(conn, visibility, filter, offset, limit)?;
        Ok((rows, audit::head(conn)?.0))
    })
}

/// What a proof of the chain came to.
#[derive(Debug, thiserror::Error)]
pub enum Unproven {
    #[error(transparent)]
    Broken(#[from] Broken),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Walks the whole chain. Says how many entries hold.
///
/// # Errors
/// The first place where the chain is broken.
pub fn verify(store: &Store) -> Result<i64, Unproven> {
    const PAGE: i64 = 1_000;
    store.read(|conn| {
        // What is appended while we walk is beyond this head and not looked at.
        let (head, head_hash) = audit::head(conn)?;
        let mut verifier = Verifier::default();
        let mut seq = 0;
        while seq < head {
            let rows = audit::after(conn, seq, PAGE.min(head - seq))?;
            let Some(last) = rows.last() else { break };
            seq = last.seq;
            for row in &rows {
                verifier.check(&row.entry(), &row.hash)?;
            }
        }
        Ok(verifier.finish(head, &head_hash)?)
    })
}
