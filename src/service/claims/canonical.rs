//! What is kept as text.

use crate::service::error::ServiceError;
use crate::storage::StorageError;

/// The one JSON text of a value: struct order, sorted maps, no spaces.
///
/// # Errors
/// Never for the types used here; the signature is serde's.
pub fn canonical(value: &impl serde::Serialize) -> Result<String, ServiceError> {
    serde_json::to_string(value).map_err(|error| ServiceError::Storage(StorageError::Database(error.to_string())))
}
