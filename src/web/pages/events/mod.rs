//! Events, from the proposal to the closed file.

pub mod estimate;
pub mod list;
pub mod words;
