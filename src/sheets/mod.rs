//! Spreadsheets in and out: XLSX, XLS and CSV as tables of text.
//!
//! Bytes in, tables out, and back; files and uploads are the caller's. What a cell means is the
//! domain's: here it is text, rendered as a person would read it on the screen.

mod csv_in;
mod csv_out;
mod table;
#[cfg(test)]
mod tests;
mod workbook_in;
mod workbook_out;

pub use csv_in::decode;
pub use csv_out::csv;
pub use table::{Row, Table};
pub use workbook_out::xlsx;

use crate::domain::money::Fen;
use chrono::NaiveDate;

/// Largest text of a table read, in bytes: far above any real list, far below harm.
pub const MAX_TEXT: usize = 128 << 20;
/// Most columns of a table read; a stray cell far to the right must not cost memory.
pub const MAX_COLUMNS: usize = 1_000;
/// Most cells of a table read.
pub const MAX_CELLS: usize = 12_000_000;

/// Why bytes are no table, or a table could not be written. Said in Chinese to the person at the
/// screen; pages choose their own words by the variant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    #[error("文件是空的，或没有标题行")]
    Empty,
    #[error("文件不是文本：编码既不是 UTF-8，也不是 GB18030（GBK）。请另存为 CSV UTF-8 或 XLSX")]
    Encoding,
    /// What the reader of the format said, for whoever looks into it.
    #[error("表格文件已损坏或有密码，无法读取。请重新另存为 XLSX 后再试")]
    Damaged(String),
    #[error("不能读取 .{0} 文件。请另存为 XLSX 或 CSV")]
    Kind(String),
    #[error("表格太大，请分成几个文件")]
    TooLarge,
    #[error("无法写出表格（{0}）")]
    Write(String),
}

/// Reads the first sheet that has anything in it. The kind is found from the content; the name only
/// serves to say what is wrong. Its first non-blank row is the heading.
///
/// # Errors
/// See [`SheetError`]; a row that is too short or too long is no error here but visible in
/// [`Row::len`].
pub fn read(bytes: &[u8], filename: &str) -> Result<Table, SheetError> {
    if let Some(kind) = other_kind(bytes) {
        return Err(SheetError::Kind(kind.to_owned()));
    }
    let table = match bytes {
        [b'P', b'K', 3, 4, ..] => workbook_in::xlsx(bytes),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => workbook_in::xls(bytes),
        _ => csv_in::read(bytes),
    };
    let extension = filename.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    match (table, extension) {
        (Err(SheetError::Damaged(_) | SheetError::Encoding), Some(extension))
            if !["xlsx", "xlsm", "xls", "et", "csv", "txt", "tsv"].contains(&extension.as_str()) =>
        {
            Err(SheetError::Kind(extension))
        }
        (table, _) => table,
    }
}

/// What a file is whose first bytes say that it is no table. The beginning of a picture is valid in some
/// encodings of text.
fn other_kind(bytes: &[u8]) -> Option<&'static str> {
    const KINDS: &[(&[u8], &str)] = &[
        (b"\x89PNG", "png"),
        (b"\xFF\xD8\xFF", "jpg"),
        (b"GIF8", "gif"),
        (b"II*\0", "tif"),
        (b"MM\0*", "tif"),
        (b"%PDF", "pdf"),
        (b"{\\rtf", "rtf"),
        (b"Rar!", "rar"),
        (b"7z\xBC\xAF", "7z"),
        (b"\x1F\x8B", "gz"),
    ];
    KINDS.iter().find(|(first, _)| bytes.starts_with(first)).map(|(_, kind)| *kind)
}

/// A table to be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Name of the tab.
    pub name: String,
    /// A line above the table, in large letters; none if empty.
    pub title: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
    /// Lines under the table.
    pub notes: Vec<String>,
}

/// A column: its heading and its width in characters (a Chinese character counts two).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub heading: String,
    pub width: u16,
    /// What is offered in its cells, where anything is; other values are taken too.
    pub choices: Vec<String>,
}

impl Column {
    pub fn new(heading: impl Into<String>, width: u16) -> Column {
        Column { heading: heading.into(), width, choices: Vec::new() }
    }

    /// The same column, whose cells offer these.
    #[must_use]
    pub fn offering(self, choices: Vec<String>) -> Column {
        Column { choices, ..self }
    }
}

/// A cell to be written. Text stays text: it never becomes a formula, a number or a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    Blank,
    Text(String),
    Whole(i64),
    /// In yuan with two decimals, as a number.
    Yuan(Fen),
    Date(NaiveDate),
}

impl Cell {
    pub fn text(text: impl Into<String>) -> Cell {
        Cell::Text(text.into())
    }
}
