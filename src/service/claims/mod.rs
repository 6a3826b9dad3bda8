//! Claims: drafting, the chain of sign-offs, the decision.

pub mod assess;
pub(in crate::service) mod budget;
mod decide;
mod draft;
pub(in crate::service) mod notice;
pub(in crate::service) mod steps;

pub use decide::{Ruled, correct_facts, decide, submit};
pub use draft::{NewDraft, create, edit};
pub(in crate::service) use draft::{create_in, next_reference};
pub use steps::{Signed, sign};
