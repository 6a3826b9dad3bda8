//! Lists given out as files, in either of the two kinds that offices open.

use super::error::ServiceError;
use crate::sheets::{Cell, Column, Sheet, SheetError, csv, xlsx};
use crate::storage::StorageError;

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
    /// By its extension; a workbook unless CSV is asked for.
    pub fn of(extension: Option<&str>) -> Format {
        if extension == Some("csv") { Format::Csv } else { Format::Xlsx }
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
