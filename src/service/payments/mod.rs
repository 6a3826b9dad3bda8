//! Payment batches: made by the treasurer of approved claims, ordered, answered by the bank.

mod answer;
mod batch;
mod sheet;

mod view;

pub use answer::{Imported, Typed, answer_one, import};
pub use batch::{create, send};
pub use sheet::{confirmation_sheet, order_sheet};
pub use view::{Desk, Group, PAGE, Shown, Waiting, desk, list, show};
