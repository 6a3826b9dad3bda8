//! Diesel lives here and nowhere else: connection, transactions, schema, one file per aggregate.

mod conn;
mod dialect;
mod error;
pub mod meta;
pub mod outbox;
mod schema;

pub use conn::{Backend, Conn, Store, Tx};
pub use dialect::backup;
pub use error::{Constraint, StorageError};
