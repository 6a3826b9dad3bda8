//! The demonstration: invented people around real competitions, led through the year by the same
//! use cases that serve the real office.

mod people;

pub use people::{PASSWORD, load as found, users};

use crate::service::ServiceError;
use crate::storage::{Store, meta};

/// Loads the demonstration year into an empty database; one that holds it already is left alone.
///
/// # Errors
/// The database failed, or holds something else.
pub fn prepare(store: &Store) -> Result<(), ServiceError> {
    let loaded = store.read(|conn| meta::get(conn, "demo").map_err(ServiceError::from))?;
    if loaded.is_none() {
        found(store)?;
        store.write(|tx| meta::put(tx, "demo", "2019").map_err(ServiceError::from))?;
    }
    Ok(())
}
