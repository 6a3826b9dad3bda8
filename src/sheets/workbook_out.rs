//! XLSX out: printed on paper as often as opened, so widths, heading row and page width are set.

use super::{Cell, Sheet, SheetError};
use chrono::Datelike;
use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet,
    XlsxError, utility::column_number_to_name,
};

/// The sheet as an XLSX file. The same sheet gives the same bytes.
///
/// # Errors
/// More rows or longer texts than the format holds.
pub fn xlsx(sheet: &Sheet) -> Result<Vec<u8>, SheetError> {
    write(sheet).map_err(|error| SheetError::Write(error.to_string()))
}

fn write(sheet: &Sheet) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // A fixed date: the file says nothing about when it was made, and stays the same.
    let created = ExcelDateTime::from_ymd(2019, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let page = book.add_worksheet();
    if !sheet.name.is_empty() {
        page.set_name(tab_name(&sheet.name))?;
    }
    page.set_print_fit_to_pages(1, 0);
    let formats = Formats::new();
    let mut row = 0;
    if !sheet.title.is_empty() {
        page.write_string_with_format(0, 0, &sheet.title, &formats.title)?;
        row = 1;
    }
    for (index, column) in (0u16..).zip(&sheet.columns) {
        page.set_column_width(index, column.width)?;
        page.write_string_with_format(row, index, &column.heading, &formats.heading)?;
        if sheet.rows.is_empty() {
            // Whatever is typed into an empty table stays as it was typed, an identity number above all.
            page.set_column_format(index, &formats.typed)?;
        }
    }
    page.set_freeze_panes(row + 1, 0)?;
    page.set_repeat_rows(row, row)?;
    for cells in &sheet.rows {
        row += 1;
        for (column, cell) in (0u16..).zip(cells) {
            put(page, row, column, cell, &formats)?;
        }
    }
    for note in &sheet.notes {
        row += 1;
        page.write_string(row, 0, note)?;
    }
    if sheet.columns.iter().any(|column| !column.choices.is_empty()) {
        offer(&mut book, sheet, &formats)?;
    }
    book.save_to_buffer()
}

/// Name of the tab that lists what cells offer.
const CHOICES: &str = "可填内容";
/// So many rows have the lists.
const OFFERED_ROWS: u32 = 10_000;

/// A tab with the lists, and cells that offer them. Whoever types another value may.
fn offer(book: &mut Workbook, sheet: &Sheet, formats: &Formats) -> Result<(), XlsxError> {
    let heading_row = u32::from(!sheet.title.is_empty());
    let offering = (0u16..).zip(&sheet.columns).filter(|(_, column)| !column.choices.is_empty());
    let offering: Vec<(u16, &super::Column)> = offering.collect();
    for (list, (index, column)) in (0u16..).zip(&offering) {
        let letter = column_number_to_name(list);
        let last = column.choices.len() + 1;
        let range = Formula::new(format!("='{CHOICES}'!${letter}$2:${letter}${last}"));
        let offered = DataValidation::new().allow_list_formula(range).show_error_message(false);
        let page = book.worksheet_from_index(0)?;
        page.add_data_validation(heading_row + 1, *index, heading_row + OFFERED_ROWS, *index, &offered)?;
    }
    let lists = book.add_worksheet();
    lists.set_name(CHOICES)?;
    for (list, (_, column)) in (0u16..).zip(&offering) {
        lists.set_column_width(list, column.width.max(16))?;
        lists.write_string_with_format(0, list, &column.heading, &formats.heading)?;
        for (row, choice) in (1u32..).zip(&column.choices) {
            lists.write_string_with_format(row, list, choice, &formats.text)?;
        }
    }
    Ok(())
}

struct Formats {
    title: Format,
    heading: Format,
    text: Format,
    /// Of cells that are still to be typed.
    typed: Format,
    whole: Format,
    yuan: Format,
    date: Format,
}

impl Formats {
    fn new() -> Formats {
        let cell = Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter);
        Formats {
            title: Format::new().set_bold().set_font_size(14),
            heading: cell.clone().set_bold().set_text_wrap().set_align(FormatAlign::Center),
            // `@` is the text format: a number typed over it stays text too.
            text: cell.clone().set_num_format("@").set_text_wrap(),
            typed: Format::new().set_num_format("@"),
            whole: cell.clone().set_num_format("0"),
            yuan: cell.clone().set_num_format("#,##0.00"),
            date: cell.set_num_format("yyyy-mm-dd"),
        }
    }
}

fn put(page: &mut Worksheet, row: u32, column: u16, cell: &Cell, formats: &Formats) -> Result<(), XlsxError> {
    match cell {
        Cell::Blank => page.write_blank(row, column, &formats.text)?,
        Cell::Text(text) => page.write_string_with_format(row, column, text, &formats.text)?,
        #[expect(clippy::cast_precision_loss, reason = "spreadsheets know no other numbers; counts are small")]
        Cell::Whole(number) => page.write_number_with_format(row, column, *number as f64, &formats.whole)?,
        #[expect(clippy::cast_precision_loss, reason = "sums are below 10^12 fen, exact as an f64 of fen")]
        Cell::Yuan(amount) => page.write_number_with_format(row, column, amount.0 as f64 / 100.0, &formats.yuan)?,
        Cell::Date(date) => {
            let year = u16::try_from(date.year()).unwrap_or(1900);
            let (month, day) = (u8::try_from(date.month()).unwrap_or(1), u8::try_from(date.day()).unwrap_or(1));
            let date = ExcelDateTime::from_ymd(year, month, day)?;
            page.write_datetime_with_format(row, column, &date, &formats.date)?
        }
    };
    Ok(())
}

/// A tab's name has at most 31 characters and none of `[]:*?/\`.
fn tab_name(name: &str) -> String {
    name.chars().filter(|c| !"[]:*?/\\'".contains(*c)).take(31).collect()
}
