//! What is wrong with a mark that was typed, in words that help.

use crate::domain::contest::exact::Exact;
use crate::domain::contest::mark::{self, MARK_DECIMALS, MarkError};
use crate::domain::contest::run;
use crate::service::error::Fault;

/// The fault at this field: nothing there, no number, too many decimals, outside the range. What cannot be read
/// is never taken for 0.
pub(super) fn mark_fault(field: &str, typed: &str, error: MarkError) -> Fault {
    match error {
        MarkError::Missing => Fault::new(field, "required"),
        MarkError::NotANumber => Fault::new(field, "mark-not-a-number").with("typed", typed.trim()),
        MarkError::TooManyDecimals => {
            Fault::new(field, "mark-decimals").with("typed", typed.trim()).with("max", MARK_DECIMALS)
        }
        MarkError::OutOfRange(max) => Fault::new(field, "out-of-range").with("hint", format!("0–{max}")),
        MarkError::NotAGrade => Fault::new(field, "mark-not-a-grade").with("typed", typed.trim()),
    }
}

/// What is wrong with a deduction.
pub(super) fn deduction_fault(field: &str, typed: &str) -> Fault {
    let most = Exact::whole(run::MOST);
    let error = mark::read(typed, most).err().unwrap_or(MarkError::OutOfRange(most));
    mark_fault(field, typed, error)
}
