//! The claim chain: 受理 → 初审 → 复核 → 审定 → 公示 → 核准 → 拨付 → 归档.
//!
//! [`apply`] is the only way from one state to the next. What it needs to know of a claim is in
//! [`Claim`]; what it decides is in [`Applied`], which storage writes down in one transaction.

mod apply;
mod checklist;
mod clock;
mod duplicates;
mod office;
mod people;
mod state;
mod table;

pub use apply::{Applied, Assessed, Claim, SIGN_OFFS, Seats, Sign, Step, TransitionError, apply};
pub use checklist::{BANK_DETAILS, Needed, TRUTH_PROMISE, checklist, missing};
pub use clock::{Clocks, Start, Waiting, next_step};
pub use duplicates::{Cost, Duplicate, Sameness, duplicates, invoice_key, seller_key};
pub use office::{decision_facts, office_facts};
pub use people::{CERTIFICATE_MAX, MOST_PEOPLE, Person, headings, own_facts, read_people};
pub use state::{State, StepKind};
pub use table::{TABLE, Transition, needs_opinion, steps_from, transition};

#[cfg(test)]
mod laws;
#[cfg(test)]
mod tests;
