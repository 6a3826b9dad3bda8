//! Events: competitions, seminars and classes away, from the proposal to the closed file.

mod details;
mod facts;
mod field;
mod lifecycle;
mod papers;
mod state;
mod warnings;

pub use super::plan::Kind;
pub use details::{Details, missing};
pub use facts::{Record, claim_facts, fixed_facts};
pub use field::{Field, FieldDef, Input, fields, required_stage};
pub use lifecycle::{
    Clocks, Event, Sign, Start, TABLE, Transition, TransitionError, Waiting, apply, next_step, steps_from, transition,
};
pub use papers::{Paper, Requirement, missing_papers, papers, papers_until};
pub use state::{Stage, State, StepKind, open_stage};
pub use warnings::{Other, Proposal, Warning, WarningCode, warnings};

#[cfg(test)]
mod tests;
