//! People and enterprises recognised: programmes as data, who is eligible, how a round goes, who is
//! proposed, and the register of titles (T2-5, T2-8).
//!
//! Scores and votes are those of [`crate::domain::evaluation`]; amounts are those of the policy.

pub mod eligibility;
pub mod outcome;
pub mod programme;
pub mod register;
pub mod round;

pub use eligibility::{Condition, Finding, Nominee, Verdict, findings};
pub use programme::{Programme, Review, Subject, read, unfit};
