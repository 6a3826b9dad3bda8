//! Annual plans: the years, their items, importing, publishing, amending.

mod open;
mod publish;
mod view;

pub use open::{FIRST_YEAR, open_year};
pub use publish::{publish, strike};
pub use view::{ItemPage, ItemShown, PAGE, PlanShown, Rights, editable, export, item, own, plan_of, show, years};
