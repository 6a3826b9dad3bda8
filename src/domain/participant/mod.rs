//! Who takes part in an event: contestants of a competition, trainees of a seminar or a class.
//!
//! One row per person and entry, however it came: from a roster, by public registration, or entered
//! by the office. What becomes of it is a state; what counts takes a place.

pub mod attendance;
pub mod completion;
pub mod eligibility;
mod employer;
pub mod entry;
mod level;
pub mod pass;
pub mod roster;
mod state;
pub mod step;
pub mod team;
mod terms;
pub mod waiting;

pub use employer::Employer;
pub use level::SkillLevel;
pub use state::{Happening, Source, State};
pub use terms::{Terms, with_the_year_only};
