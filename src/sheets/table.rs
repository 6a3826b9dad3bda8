//! A table as read: text cells with the row numbers people see in their spreadsheet.

use super::{MAX_CELLS, MAX_COLUMNS, MAX_TEXT, SheetError};

/// A table of text. All cells lie in one buffer: 100,000 rows of 50 columns take 40 MB.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Name of the sheet; empty for CSV.
    pub sheet: String,
    headings: Vec<String>,
    heading_row: usize,
    text: String,
    ends: Vec<u32>,
    rows: Vec<Span>,
}

#[derive(Clone, Copy, Debug)]
struct Span {
    number: usize,
    first: usize,
    len: usize,
}

/// One row below the heading.
#[derive(Clone, Copy, Debug)]
pub struct Row<'t> {
    table: &'t Table,
    span: Span,
}

impl Table {
    /// The headings, tidied: trimmed, full-width letters made ASCII.
    #[must_use]
    pub fn headings(&self) -> &[String] {
        &self.headings
    }

    /// Row number of the heading, from 1.
    #[must_use]
    pub fn heading_row(&self) -> usize {
        self.heading_row
    }

    /// The column with this heading.
    #[must_use]
    pub fn column(&self, heading: &str) -> Option<usize> {
        self.headings.iter().position(|known| known == heading)
    }

    /// All rows below the heading that are not blank.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> {
        self.rows.iter().map(|span| Row { table: self, span: *span })
    }

    /// Number of rows below the heading.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Adds a row; the first that is not blank becomes the heading. `number` counts from 1.
    pub(super) fn push<'c>(
        &mut self,
        number: usize,
        cells: impl Iterator<Item = &'c str> + Clone,
    ) -> Result<(), SheetError> {
        if cells.clone().all(|cell| cell.trim().is_empty()) {
            return Ok(());
        }
        if self.headings.is_empty() {
            self.headings = cells.map(crate::domain::text::tidy).collect();
            while self.headings.last().is_some_and(String::is_empty) {
                self.headings.pop();
            }
            self.heading_row = number;
            return if self.headings.len() > MAX_COLUMNS { Err(SheetError::TooLarge) } else { Ok(()) };
        }
        let first = self.ends.len();
        for cell in cells {
            self.text.push_str(cell);
            self.ends.push(u32::try_from(self.text.len()).map_err(|_| SheetError::TooLarge)?);
        }
        // Blank cells past the last heading are no fault: spreadsheets save them for nothing.
        while self.ends.len() - first > self.headings.len() && self.last_is_blank() {
            self.ends.pop();
        }
        if self.ends.len() - first > MAX_COLUMNS {
            return Err(SheetError::TooLarge);
        }
        self.rows.push(Span { number, first, len: self.ends.len() - first });
        if self.text.len() > MAX_TEXT || self.ends.len() > MAX_CELLS {
            return Err(SheetError::TooLarge);
        }
        Ok(())
    }

    fn last_is_blank(&self) -> bool {
        self.ends.len().checked_sub(1).is_some_and(|last| self.cell(last).trim().is_empty())
    }

    pub(super) fn finish(self) -> Result<Table, SheetError> {
        if self.headings.is_empty() { Err(SheetError::Empty) } else { Ok(self) }
    }

    fn cell(&self, index: usize) -> &str {
        let at = |index: usize| self.ends.get(index).and_then(|end| usize::try_from(*end).ok());
        let start = index.checked_sub(1).and_then(at).unwrap_or(0);
        at(index).and_then(|end| self.text.get(start..end)).unwrap_or_default()
    }
}

impl<'t> Row<'t> {
    /// Row number as the spreadsheet shows it, from 1.
    #[must_use]
    pub fn number(&self) -> usize {
        self.span.number
    }

    /// Number of cells; a well-formed row has as many as there are headings.
    #[must_use]
    pub fn len(&self) -> usize {
        self.span.len
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.span.len == 0
    }

    /// The cell of a column, trimmed; empty where the row has none.
    #[must_use]
    pub fn get(&self, column: usize) -> &'t str {
        if column < self.span.len { self.table.cell(self.span.first + column).trim() } else { "" }
    }

    /// The cell under this heading, trimmed; empty where there is none.
    #[must_use]
    pub fn by(&self, heading: &str) -> &'t str {
        self.table.column(heading).map_or("", |column| self.get(column))
    }

    /// All cells, trimmed.
    pub fn cells(&self) -> impl Iterator<Item = &'t str> + use<'t> {
        let row = *self;
        (0..row.span.len).map(move |column| row.get(column))
    }
}
