//! Annual plans: the years, their items, importing, publishing, amending.

pub mod files;
pub mod hosts;
pub mod import;
pub mod items;
mod open;
mod publish;
mod view;

pub(in crate::service) use open::own_division;
pub use open::{FIRST_YEAR, open_year};
pub use publish::{publish, strike};
pub use view::{ItemPage, ItemShown, PAGE, PlanShown, Rights, editable, item, own, plan_of, show, years};
