//! Diesel lives here and nowhere else: connection, transactions, schema, one file per aggregate.

pub mod attendance;
pub mod audit;
pub mod bases;
pub mod budgets;
pub mod claims;
mod conn;
pub mod contest_corrections;
pub mod contest_marks;
pub mod contests;
mod convert;
mod dialect;
pub mod entries;
mod error;
pub mod event_terms;
pub mod events;
pub mod evidence;
mod kept;
pub mod meta;
pub mod notices;
pub mod outbox;
pub mod participants;
pub mod payments;
pub mod people;
pub mod personal;
pub mod plans;
pub mod policies;
pub mod registers;
pub mod roster_people;
pub mod rosters;
pub mod schedules;
mod schema;
pub mod sessions;
pub mod venues;

pub use conn::{Backend, Conn, Store, Tx};
pub use dialect::backup;
pub use error::{Constraint, StorageError};
