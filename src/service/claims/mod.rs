//! Claims: drafting, the chain of sign-offs, the decision.

pub mod assess;
mod budget;
mod decide;
mod draft;
mod steps;

pub use decide::{Ruled, correct_facts, decide, submit};
pub use draft::{NewDraft, create, edit};
pub use steps::{Signed, sign};
