//! Lists given out as files, in either of the two kinds that offices open, and tables that come in.

use super::error::{Fault, ServiceError};
use crate::domain::fault::RowFault;
use crate::domain::heading::TextTable;
use crate::domain::identity::IdentityFault;
use crate::sheets::{self, Cell, Column, Sheet, SheetError, Table, csv, xlsx};
use crate::storage::StorageError;
use std::collections::BTreeMap;

/// What is wrong with a cell of a table in which a name, a number or an address stands: which, and how to mend
/// it, in the words used wherever such a value is read. `value` must be fit to be shown.
pub fn cell_fault(field: &str, row: usize, column: &str, value: &str, why: IdentityFault) -> Fault {
    let fault = Fault::new(field, "table-cell-because").with("row", row).with("column", column);
    fault.with("value", value).with("because", why.key())
}

/// Kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Xlsx,
    Csv,
}

/// A file to be given out.
#[derive(Debug)]
pub struct File {
    pub name: String,
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
}

impl Format {
    /// By its extension; a workbook where none is asked for.
    ///
    /// # Errors
    /// `Invalid(format)` with those there are.
    pub fn of(extension: Option<&str>) -> Result<Format, ServiceError> {
        match extension.unwrap_or_default() {
            "csv" => Ok(Format::Csv),
            "" | "xlsx" => Ok(Format::Xlsx),
            other => {
                let other: String = other.chars().take(20).collect();
                Err(ServiceError::Invalid(vec![Fault::new("format", "file-format").with("value", other)]))
            }
        }
    }

    /// A list as a file: a sheet of the same name, its headings with the widths of their columns.
    ///
    /// # Errors
    /// The file could not be written.
    pub fn list(self, name: &str, columns: &[(&str, u16)], rows: Vec<Vec<Cell>>) -> Result<File, ServiceError> {
        let columns = columns.iter().map(|(heading, width)| Column::new(*heading, *width)).collect();
        self.write(&Sheet { name: name.to_owned(), columns, rows, ..Sheet::default() }, name)
    }

    /// The sheet as a file of this name.
    ///
    /// # Errors
    /// The file could not be written.
    pub fn write(self, sheet: &Sheet, name: &str) -> Result<File, ServiceError> {
        let failed = |error: SheetError| ServiceError::Storage(StorageError::Database(error.to_string()));
        Ok(match self {
            Format::Csv => File {
                name: format!("{name}.csv"),
                media_type: "text/csv; charset=utf-8",
                bytes: csv(sheet).map_err(failed)?,
            },
            Format::Xlsx => File {
                name: format!("{name}.xlsx"),
                media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                bytes: xlsx(sheet).map_err(failed)?,
            },
        })
    }
}

/// A text as a cell; nothing where it is empty.
pub(in crate::service) fn cell(text: &str) -> Cell {
    if text.is_empty() { Cell::Blank } else { Cell::text(text) }
}

/// A table as the domain reads it.
pub(in crate::service) fn text_table(table: &Table) -> TextTable {
    let rows = table.rows().map(|row| (row.number(), row.cells().map(str::to_owned).collect()));
    TextTable { heading_row: table.heading_row(), heading: table.headings().to_vec(), rows: rows.collect() }
}

/// Reads a table that was sent in the field `file`.
///
/// # Errors
/// `Invalid(file)` when it is none, or larger than `most` bytes.
pub(in crate::service) fn read_table(bytes: &[u8], file_name: &str, most: usize) -> Result<TextTable, ServiceError> {
    if bytes.len() > most {
        return Err(too_large(most));
    }
    let table = sheets::read(bytes, file_name).map_err(|error| match error {
        SheetError::Empty => ServiceError::invalid("file", "sheet-empty"),
        SheetError::Encoding => ServiceError::invalid("file", "sheet-encoding"),
        SheetError::Kind(_) => ServiceError::invalid("file", "sheet-kind"),
        SheetError::TooLarge => ServiceError::invalid("file", "sheet-too-large"),
        SheetError::Damaged(_) | SheetError::Write(_) => ServiceError::invalid("file", "sheet-damaged"),
    })?;
    if table.is_empty() {
        return Err(ServiceError::invalid("file", "sheet-no-rows"));
    }
    Ok(text_table(&table))
}

/// What is said of a file of more than `most` bytes.
pub(in crate::service) fn too_large(most: usize) -> ServiceError {
    ServiceError::Invalid(vec![Fault::new("file", "file-too-large").with("max", most >> 20)])
}

/// The rows of a file that have faults, as they stand there.
#[derive(Clone, Debug)]
pub struct Faulty {
    pub file_name: String,
    pub headings: Vec<String>,
    /// Number, cells, faults; the heading itself where a column is missing.
    pub rows: Vec<(usize, Vec<String>, Vec<RowFault>)>,
}

impl Faulty {
    /// The faulty rows of a table, in its order.
    pub fn new(file_name: String, table: TextTable, faults: Vec<RowFault>) -> Faulty {
        let mut of_row: BTreeMap<usize, Vec<RowFault>> = BTreeMap::new();
        for fault in faults {
            of_row.entry(fault.row).or_default().push(fault);
        }
        let mut cells: BTreeMap<usize, Vec<String>> =
            table.rows.into_iter().filter(|(number, _)| of_row.contains_key(number)).collect();
        let row = |(number, faults)| (number, cells.remove(&number).unwrap_or_default(), faults);
        let rows = of_row.into_iter().map(row).collect();
        Faulty { file_name, headings: table.heading, rows }
    }
}
