//! Budget lines: made, raised and lowered by the treasurer; claims placed on them; money that came
//! back.

mod edit;
mod place;
mod sheet;

mod view;

pub use edit::{Appropriation, NewLine, appropriate, create, recover};
pub use place::place;
pub use sheet::sheet;
pub use view::{Entries, Lines, PAGE, entries, lines};
