//! XLSX and XLS. Cells become the text that a person reads on the screen.

use super::{MAX_COLUMNS, MAX_TEXT, SheetError, Table};
use crate::domain::text::visible;
use calamine::{Data, DataRef, ExcelDateTime, Reader, Xls, Xlsx};
use std::io::{self, Cursor, Read};
use zip::ZipArchive;

pub(super) fn xlsx(bytes: &[u8]) -> Result<Table, SheetError> {
    let formulas = weigh(bytes)?;
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    for name in book.sheet_names() {
        let mut cells = book.worksheet_cells_reader(&name).map_err(damaged)?;
        let mut rows = Rows::new(&name);
        loop {
            // Reading formulas, too, takes longer: only where there are any.
            let (position, value, formula) = match formulas {
                false => match cells.next_cell().map_err(damaged)? {
                    Some(cell) => (cell.get_position(), cell.get_value().clone(), None),
                    None => break,
                },
                true => match cells.next_cell_with_formula().map_err(damaged)? {
                    Some(cell) => (cell.pos, cell.value, cell.formula),
                    None => break,
                },
            };
            let text = match (value, formula) {
                // Never worked out by the program that wrote it: not blank, but unknown.
                (DataRef::Empty, Some(formula)) => format!("={formula}"),
                (DataRef::SharedString(text), _) => text.to_owned(),
                (other, _) => text(&Data::from(other)),
            };
            rows.put(position, text)?;
        }
        if let Some(table) = rows.finish()? {
            return Ok(table);
        }
    }
    Err(SheetError::Empty)
}

/// Most bytes that a workbook may unpack to: far above any real list. A few kilobytes can be packed
/// so that they unpack to any size.
const MAX_UNPACKED: u64 = 256 << 20;

/// Unpacks everything once, keeping nothing: what the parts say of their own size may be a lie. Says
/// whether any part may hold a formula.
fn weigh(bytes: &[u8]) -> Result<bool, SheetError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let (mut left, mut scale) = (MAX_UNPACKED, Scale::default());
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(damaged)?;
        let read = io::copy(&mut part.take(left + 1), &mut scale).map_err(damaged)?;
        left = left.checked_sub(read).ok_or(SheetError::TooLarge)?;
    }
    Ok(scale.formulas)
}

/// Looks for the opening tag of a formula in what passes, and keeps nothing.
#[derive(Default)]
struct Scale {
    formulas: bool,
    /// The last two bytes seen.
    last: [u8; 2],
}

impl io::Write for Scale {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let opens = |window: &[u8]| window.starts_with(b"<f") && matches!(window.get(2), Some(b'>' | b' ' | b'/'));
        if !self.formulas {
            let border: Vec<u8> = self.last.iter().chain(bytes.iter().take(2)).copied().collect();
            self.formulas = border.windows(3).any(opens) || bytes.windows(3).any(opens);
        }
        for byte in bytes.iter().rev().take(2).rev() {
            self.last = [self.last[1], *byte];
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

pub(super) fn xls(bytes: &[u8]) -> Result<Table, SheetError> {
    let mut book = Xls::new(Cursor::new(bytes)).map_err(damaged)?;
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).map_err(damaged)?;
        let (top, left) = range.start().unwrap_or_default();
        let mut rows = Rows::new(&name);
        for (row, column, cell) in range.used_cells() {
            let offset =
                |start: u32, index: usize| u32::try_from(index).ok().and_then(|index| start.checked_add(index));
            let position = offset(top, row).zip(offset(left, column)).ok_or(SheetError::TooLarge)?;
            rows.put(position, text(cell))?;
        }
        if let Some(table) = rows.finish()? {
            return Ok(table);
        }
    }
    Err(SheetError::Empty)
}

fn damaged(error: impl std::fmt::Display) -> SheetError {
    SheetError::Damaged(error.to_string())
}

/// Gathers cells, which come row by row, into rows of the heading's width.
struct Rows {
    table: Table,
    row: u32,
    cells: Vec<String>,
    /// Of the row being gathered: one text can be referred to by any number of cells.
    bytes: usize,
}

impl Rows {
    fn new(sheet: &str) -> Rows {
        let mut rows = Rows { table: Table::default(), row: 0, cells: Vec::new(), bytes: 0 };
        sheet.clone_into(&mut rows.table.sheet);
        rows
    }

    fn put(&mut self, (row, column): (u32, u32), text: String) -> Result<(), SheetError> {
        if row != self.row {
            self.end_row()?;
            self.row = row;
        }
        let column = usize::try_from(column).map_err(|_| SheetError::TooLarge)?;
        let text = visible(&text);
        if text.trim().is_empty() {
            return Ok(());
        }
        if column >= MAX_COLUMNS {
            return Err(SheetError::TooLarge);
        }
        self.bytes += text.len();
        if self.bytes > MAX_TEXT {
            return Err(SheetError::TooLarge);
        }
        if self.cells.len() <= column {
            self.cells.resize(column + 1, String::new());
        }
        self.cells[column] = text;
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), SheetError> {
        let number = usize::try_from(self.row).unwrap_or(usize::MAX - 1) + 1;
        let width = self.cells.len().max(self.table.headings().len());
        if !self.cells.is_empty() {
            self.cells.resize(width, String::new());
            self.table.push(number, self.cells.iter().map(String::as_str))?;
            self.cells.clear();
            self.bytes = 0;
        }
        Ok(())
    }

    /// `None` for a sheet with nothing in it.
    fn finish(mut self) -> Result<Option<Table>, SheetError> {
        self.end_row()?;
        match self.table.finish() {
            Err(SheetError::Empty) => Ok(None),
            other => other.map(Some),
        }
    }
}

fn text(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        Data::Int(whole) => whole.to_string(),
        Data::Float(number) => number_text(*number),
        Data::Bool(yes) => yes.to_string(),
        Data::DateTime(moment) => moment_text(moment),
        Data::DateTimeIso(text) => {
            text.strip_suffix("T00:00:00").or_else(|| text.strip_suffix("T00:00:00.000")).unwrap_or(text).to_owned()
        }
        Data::DurationIso(text) => text.clone(),
        Data::Error(error) => format!("{error}"),
    }
}

/// As a spreadsheet shows it: 15 significant digits, no artefacts of binary fractions, no `.0`.
/// Numbers of more than 15 digits have lost their end; they are shown as such (`3.30302E+17`).
fn number_text(number: f64) -> String {
    if number == 0.0 {
        return "0".to_owned();
    }
    let rounded = format!("{number:.14e}").parse::<f64>().unwrap_or(number);
    if rounded.abs() < 1e15 && rounded.abs() >= 1e-9 {
        return rounded.to_string();
    }
    format!("{rounded:E}").replacen('E', "E+", 1).replace("E+-", "E-")
}

fn moment_text(moment: &ExcelDateTime) -> String {
    if !moment.is_datetime() {
        return number_text(moment.as_f64());
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    if (hour, minute, second) == (0, 0, 0) {
        return format!("{year:04}-{month:02}-{day:02}");
    }
    let time = format!("{hour:02}:{minute:02}:{second:02}");
    if moment.as_f64() < 1.0 { time } else { format!("{year:04}-{month:02}-{day:02} {time}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_on_the_screen() {
        for (number, expected) in [
            (34567.89, "34567.89"),
            (0.1 + 0.2, "0.3"),
            (50.0, "50"),
            (-12.5, "-12.5"),
            (1.1 * 1.1, "1.21"),
            (123_456_789_012_345.0, "123456789012345"),
            (330_302_199_001_011_234.0, "3.30302199001011E+17"),
            (0.000_000_000_1, "1E-10"),
        ] {
            assert_eq!(number_text(number), expected);
        }
        assert!(crate::domain::text::is_scientific(&number_text(330_302_199_001_011_234.0)));
    }
}
