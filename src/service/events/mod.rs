//! Events: drafting, the steps from proposal to closed file, the claim, the public calendar.

mod claim;
mod complete;
mod draft;
mod generated;
mod sheet;
mod steps;
mod view;

pub use claim::{estimate_item, make as make_claim};
pub use complete::Lacking;
pub use draft::{create, edit, propose};
pub use generated::attach as attach_generated;
pub use sheet::export;
pub use steps::{Signed, take};
pub use view::{EventShown, Listed, OnCalendar, PAGE, calendar, count, due, list, open_items, show, waiting_states};
