//! What of a cell may be shown on a page: never a whole identity number, wherever it stands.

use crate::domain::identity::{has_long_digit_run, last_four};
use crate::domain::text::{compact, is_scientific};

/// Digits in a row from which on a cell is taken for an identity number.
const IDENTITY: usize = 13;
/// Digits in a row from which on a cell is taken for a number of some person: a phone.
const PERSONAL: usize = 7;

/// An identity number shortened to its last four: `…1234`. One that a spreadsheet has damaged shows
/// how: `3.3…E+17`.
pub fn shown(number: &str) -> String {
    let number = compact(number);
    if number.is_empty() {
        return String::new();
    }
    match number.split_once(['E', 'e']) {
        Some((_, exponent)) if is_scientific(&number) => {
            format!("{}…E{exponent}", number.chars().take(3).collect::<String>())
        }
        _ => format!("…{}", last_four(&number)),
    }
}

/// A cell of any column as messages show it: one that may hold an identity number is shortened.
pub(super) fn said(text: &str) -> String {
    let hides = has_long_digit_run(text, IDENTITY) || is_scientific(&compact(text));
    if hides { shown(text) } else { text.to_owned() }
}

/// A cell as a preview of the raw file shows it: whatever looks like a number of a person, or like
/// an address, is shortened.
pub fn masked(text: &str) -> String {
    let text = text.trim();
    if has_long_digit_run(text, PERSONAL) || is_scientific(&compact(text)) {
        return shown(text);
    }
    match text.split_once('@') {
        Some((local, domain)) => format!("{}***@{domain}", local.chars().take(1).collect::<String>()),
        None => text.to_owned(),
    }
}
