//! Events: competitions, seminars and classes away, from the proposal to the closed file.

mod lifecycle;
mod state;

pub use super::plan::Kind;
pub use lifecycle::{Event, Sign, TABLE, Transition, TransitionError, apply, next_step, steps_from, transition};
pub use state::{Stage, State, StepKind, open_stage};
