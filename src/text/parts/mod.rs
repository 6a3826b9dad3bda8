//! What the shared partials show: one struct per partial under `templates/partials/`.

mod explanation;
mod fault;
mod form;
mod lists;
mod sheet;
mod shell;
mod states;

pub use explanation::{Condition, Explanation, Reckoning, Setting};
pub use fault::ErrorStatus;
pub use form::{Choice, Control, ErrorSummary, Fault, Field, Form};
pub use lists::{Check, CheckState, Empty, FileRow, Pager, Tab, Tag, Tone, Upload};
pub use sheet::{Ledger, LedgerRow, RowKind, Step, StepState};
pub use shell::{Area, Flash, NavItem, Shell, Viewer};
