//! Public notices (公示): published by the clerk, read by anyone, objected to in one's real name,
//! answered by the office, and line by line approved when the period is over.

mod answer;
mod approve;
mod object;
mod publish;
mod sheet;

mod view;

pub use answer::{Ruling, answer};
pub use approve::approve;
pub use object::{Filed, check_objection, object};
pub use publish::{Candidate, Candidates, Period, TITLE_MAX, candidates, publish};
pub use sheet::sheet;
pub use view::{Desk, Objected, PAGE, Published, PublishedLine, desk, list, published};
