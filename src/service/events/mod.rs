//! Events: drafting, the steps from proposal to closed file, the public calendar.

mod steps;
mod view;

pub use steps::{Signed, take};
pub use view::{EventShown, Listed, PAGE, calendar, claim_of, count, list, open_items, show, waiting_states};
