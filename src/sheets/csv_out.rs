//! CSV out: UTF-8 with a mark, so that spreadsheets open it with the right characters.

use super::{Cell, Sheet, SheetError};

/// The sheet as CSV, headings and rows only, all filled up to the longest of them. Text that a spreadsheet
/// would run as a formula gets a leading apostrophe.
///
/// # Errors
/// None in practice; writing to memory does not fail.
pub fn csv(sheet: &Sheet) -> Result<Vec<u8>, SheetError> {
    let mut writer = csv::Writer::from_writer(vec![0xEF, 0xBB, 0xBF]);
    let failed = |error: csv::Error| SheetError::Write(error.to_string());
    let width = sheet.rows.iter().map(Vec::len).max().unwrap_or_default().max(sheet.columns.len());
    let mut write = |cells: &mut dyn Iterator<Item = String>| {
        writer.write_record(cells.chain(std::iter::repeat(String::new())).take(width)).map_err(failed)
    };
    write(&mut sheet.columns.iter().map(|column| column.heading.clone()))?;
    for row in &sheet.rows {
        write(&mut row.iter().map(text))?;
    }
    writer.into_inner().map_err(|error| SheetError::Write(error.to_string()))
}

/// What a spreadsheet would run, blanks before it and full-width signs included.
pub(super) fn is_formula(text: &str) -> bool {
    const SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    text.starts_with(['\t', '\r', '\n']) || text.trim_start().starts_with(SIGNS)
}

fn text(cell: &Cell) -> String {
    match cell {
        Cell::Blank => String::new(),
        Cell::Text(text) if is_formula(text) => format!("'{text}"),
        Cell::Text(text) => text.clone(),
        Cell::Whole(number) => number.to_string(),
        Cell::Yuan(amount) => {
            let (sign, fen) = (if amount.0 < 0 { "-" } else { "" }, amount.0.unsigned_abs());
            format!("{sign}{}.{:02}", fen / 100, fen % 100)
        }
        Cell::Date(date) => date.to_string(),
    }
}
