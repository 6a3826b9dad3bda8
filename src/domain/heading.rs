//! Headings of tables that people make: which column is which, whatever it is called.

use super::fault::{Problem, RowFault};
use super::text::{compact, tidy};
use serde::{Deserialize, Serialize};

/// A table as text, with the row numbers that people see in their spreadsheet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextTable {
    /// Row number of the heading, from 1.
    pub heading_row: usize,
    pub heading: Vec<String>,
    /// The rows below that are not blank, each with its number.
    pub rows: Vec<(usize, Vec<String>)>,
}

impl TextTable {
    /// From all rows in order; the first that is not blank is the heading.
    pub fn from_rows(rows: &[Vec<String>]) -> TextTable {
        let blank = |row: &[String]| row.iter().all(|cell| cell.trim().is_empty());
        let mut rows = rows.iter().enumerate().map(|(index, row)| (index + 1, row)).filter(|(_, row)| !blank(row));
        let (heading_row, heading) = rows.next().map(|(number, row)| (number, row.clone())).unwrap_or_default();
        TextTable { heading_row, heading, rows: rows.map(|(number, row)| (number, row.clone())).collect() }
    }
}

/// The columns of one table, found by their headings.
#[derive(Clone, Debug)]
pub struct Columns<'t, F> {
    found: Vec<(F, usize)>,
    heading: &'t [String],
    names: &'t [(F, &'t [&'t str])],
    /// Headings that no field has; their columns are ignored, which the importer says.
    pub unknown: Vec<&'t str>,
}

impl<'t, F: Copy + PartialEq> Columns<'t, F> {
    /// Finds each field by any of its names, in either language. Case, width, blanks and what
    /// stands in brackets after the name do not matter: `承办单位（全称）` is `承办单位`.
    pub fn find(heading: &'t [String], names: &'t [(F, &'t [&'t str])]) -> Columns<'t, F> {
        let mut found: Vec<(F, usize)> = Vec::new();
        let mut unknown = Vec::new();
        for (index, title) in heading.iter().enumerate() {
            let wanted = plain(title);
            let field = names.iter().find(|(_, names)| names.iter().any(|name| plain(name) == wanted));
            match field {
                Some((field, _)) if !found.iter().any(|(known, _)| known == field) => found.push((*field, index)),
                _ if wanted.is_empty() => {}
                _ => unknown.push(title.as_str()),
            }
        }
        Columns { found, heading, names, unknown }
    }

    /// The columns as somebody has chosen them, whatever their headings say. One field has one column;
    /// a column that is not there is as good as none.
    pub fn chosen(
        heading: &'t [String],
        names: &'t [(F, &'t [&'t str])],
        chosen: impl IntoIterator<Item = (F, usize)>,
    ) -> Columns<'t, F> {
        let mut found: Vec<(F, usize)> = Vec::new();
        for (field, index) in chosen {
            if index < heading.len() && !found.iter().any(|(known, _)| *known == field) {
                found.push((field, index));
            }
        }
        let used = |index: &usize| found.iter().any(|(_, known)| known == index);
        let unused = heading.iter().enumerate().filter(|(index, title)| !used(index) && !title.trim().is_empty());
        let unknown = unused.map(|(_, title)| title.as_str()).collect();
        Columns { found, heading, names, unknown }
    }

    /// Which column each field has.
    pub fn pairs(&self) -> &[(F, usize)] {
        &self.found
    }

    /// The field's name as the template has it.
    pub fn name(&self, field: F) -> &'t str {
        self.names
            .iter()
            .find(|(known, _)| *known == field)
            .and_then(|(_, names)| names.first())
            .map_or("", |name| name)
    }

    /// A fault in the heading row for each of these columns that is not there.
    pub fn lacking(&self, required: &[F], heading_row: usize) -> Vec<RowFault> {
        let lacking = required.iter().filter(|field| !self.has(**field));
        lacking.map(|field| RowFault::new(heading_row, self.name(*field), "", Problem::NoColumn)).collect()
    }

    /// What the column is called in messages: its heading in the file, or the template's.
    pub fn said(&self, field: F) -> &'t str {
        if self.has(field) { self.title(field) } else { self.name(field) }
    }

    /// Number of columns, unknown ones included.
    pub fn width(&self) -> usize {
        self.heading.len()
    }

    pub fn has(&self, field: F) -> bool {
        self.index(field).is_some()
    }

    /// The cell of a row, trimmed; empty where there is none.
    pub fn cell<'r>(&self, row: &'r [String], field: F) -> &'r str {
        self.index(field).and_then(|index| row.get(index)).map_or("", |cell| cell.trim())
    }

    /// The heading as it stands in the file; empty where the column is missing.
    pub fn title(&self, field: F) -> &'t str {
        self.index(field).and_then(|index| self.heading.get(index)).map_or("", String::as_str)
    }

    fn index(&self, field: F) -> Option<usize> {
        self.found.iter().find(|(known, _)| *known == field).map(|(_, index)| *index)
    }
}

/// One row on the desk, and what was found wrong with it.
#[derive(Debug)]
pub struct Desk<'d, 't, F> {
    pub columns: &'d Columns<'t, F>,
    pub row: &'d [String],
    /// The row's number in the sheet.
    pub number: usize,
    pub faults: Vec<RowFault>,
}

impl<'d, 't, F: Copy + PartialEq> Desk<'d, 't, F> {
    pub fn new(columns: &'d Columns<'t, F>, number: usize, row: &'d [String]) -> Desk<'d, 't, F> {
        Desk { columns, row, number, faults: Vec::new() }
    }

    /// The cell as it stands, trimmed.
    pub fn raw(&self, field: F) -> &'d str {
        self.columns.cell(self.row, field)
    }

    /// The cell's text, tidied.
    pub fn cell(&self, field: F) -> String {
        tidy(self.raw(field))
    }

    pub fn fault(&mut self, field: F, problem: Problem, hint: impl ToString) {
        let fault = RowFault::new(self.number, self.columns.said(field), self.raw(field), problem);
        self.faults.push(fault.hint(hint));
    }

    /// The cell's text; a fault where it is blank.
    pub fn needed(&mut self, field: F) -> String {
        let text = self.cell(field);
        if text.is_empty() {
            self.fault(field, Problem::Missing, "");
        }
        text
    }

    /// A fault where the text has more than so many characters.
    pub fn length(&mut self, field: F, text: &str, most: usize) {
        if text.chars().count() > most {
            self.fault(field, Problem::TooLong, most);
        }
    }
}

fn plain(title: &str) -> String {
    let title = compact(title).to_lowercase().replace(['_', '-', '*'], "");
    title.split('(').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_a_column_whatever_it_is_called() {
        let heading: Vec<String> = ["序号", "承 办 单 位（全称）*", "Place_Dates", ""].map(str::to_owned).into();
        let columns = Columns::find(&heading, &[('h', &["host", "承办单位"]), ('d', &["place dates"])]);
        let row: Vec<String> = ["1", " 某校 "].map(str::to_owned).into();
        assert_eq!((columns.cell(&row, 'h'), columns.cell(&row, 'd')), ("某校", ""));
        assert_eq!((columns.title('d'), columns.unknown.as_slice()), ("Place_Dates", &["序号"][..]));
    }
}
