//! The annual plan: its items, and how they are read from the tables that offices keep.

mod dates;
mod host;
mod import;
mod item;
mod words;

pub use dates::{Period, read_period};
pub use host::{HostFit, host_fit};
pub use import::{Change, Refused, Sound, compare, read_plan};
pub use item::{Class, Kind, Level, PlanItem, PlanState};
pub use words::{read_class, read_kind, read_level};

#[cfg(test)]
mod tests;
