//! Rosters (花名册) from tables: every fault of every row at once, and nothing half-entered.
//!
//! [`check`] reads a table with its columns as mapped, [`compare`] holds what was read against who
//! is on the event's roster already. Neither depends on the order of the rows.

mod check;
mod compare;
mod field;
mod follow;
mod ground;
mod mask;
mod person;
mod places;
#[cfg(test)]
mod tests;
mod words;

pub use check::{Checked, Row, check};
pub use compare::{Change, Compared, Differs, Known, compare};
pub use field::{Field, Mapping, NAMES};
pub use follow::{Follow, There, Wanted, follow};
pub use ground::Ground;
pub use mask::{masked, shown};
pub use person::Person;
pub use places::{Room, without_places};
pub use words::choices;
