//! Scoring a year's bases: how far it is, the pool, the panel, self-scores, sheets and papers.

pub mod conflicts;
pub mod entries;
pub mod lines;
pub mod objections;
pub mod outcomes;
pub mod panel;
pub mod papers;
pub mod pool;
pub mod runs;
pub mod self_marks;
pub mod sheets;
