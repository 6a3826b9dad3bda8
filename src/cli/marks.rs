//! What `jiangxin score`, `standings` and `rank` share: columns by name, rows that cannot be used.

use crate::domain::text::{one_line, tidy};
use crate::sheets::{self, Row, SheetError, Table};
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

/// Why nothing was worked out at all.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    #[error("无法读取 {0}：{1}")]
    Read(String, io::Error),
    #[error("{0}：{1}")]
    Sheet(String, SheetError),
    #[error("{0}：缺少列 {1}")]
    NoColumn(String, &'static str),
    #[error("{0}：列“{1}”出现了两次，不知以哪一列为准")]
    Twice(String, String),
    #[error("优秀的最低分 --min-score {0} 低于合格线 --pass {1}")]
    Bounds(String, String),
    #[error("无法写出结果：{0}")]
    Write(#[from] io::Error),
}

/// A table whose wanted columns were found.
pub(super) struct Sheet<const N: usize> {
    table: Table,
    columns: [(usize, &'static str); N],
    further: Vec<(usize, String)>,
}

/// The cells of the wanted columns of one row, tidied: trimmed, full-width letters and digits made ASCII.
pub(super) struct Cells<const N: usize> {
    /// As the spreadsheet counts.
    pub row: usize,
    pub cells: [String; N],
    /// The first of them as it was written, for what is printed.
    pub written: String,
    /// Of the columns that are wanted though not by name, in the order of the file.
    pub further: Vec<String>,
    columns: [(usize, &'static str); N],
    /// How many cells the row has, if not as many as there are headings.
    wrong_width: Option<usize>,
    width: usize,
}

impl<const N: usize> Sheet<N> {
    /// Reads the file; `names` are the names of each wanted column, the first one leading. Others are
    /// ignored, which is said.
    pub fn open(file: &Path, names: [&[&'static str]; N], err: &mut impl Write) -> Result<Sheet<N>, Failure> {
        let mut sheet = Sheet::with_further(file, names)?;
        for (_, heading) in std::mem::take(&mut sheet.further) {
            writeln!(err, "提示：列“{heading}”用不到，已忽略")?;
        }
        Ok(sheet)
    }

    /// As [`Sheet::open`], with every other column that has a heading.
    pub fn with_further(file: &Path, names: [&[&'static str]; N]) -> Result<Sheet<N>, Failure> {
        let name = file.to_string_lossy().into_owned();
        let bytes = std::fs::read(file).map_err(|error| Failure::Read(name.clone(), error))?;
        let table = sheets::read(&bytes, &name).map_err(|error| Failure::Sheet(name.clone(), error))?;
        let mut found = [None; N];
        let mut further: Vec<(usize, String)> = Vec::new();
        for (index, heading) in table.headings().iter().enumerate() {
            let heading_is = |known: &&str| known.eq_ignore_ascii_case(heading);
            match (0..N).find(|wanted| names[*wanted].iter().any(heading_is)) {
                Some(wanted) if found[wanted].is_some() => {
                    return Err(Failure::Twice(name, names[wanted][0].to_owned()));
                }
                Some(wanted) => found[wanted] = Some(index),
                None if heading.is_empty() => {}
                None => further.push((index, heading.clone())),
            }
        }
        let mut columns = [(0, ""); N];
        for (wanted, column) in columns.iter_mut().enumerate() {
            let index = found[wanted].ok_or_else(|| Failure::NoColumn(name.clone(), names[wanted][0]))?;
            *column = (index, names[wanted][0]);
        }
        Ok(Sheet { table, columns, further })
    }

    /// The further columns with their headings, in the order of the file.
    ///
    /// # Errors
    /// Two of one name.
    pub fn further(&self, file: &Path) -> Result<&[(usize, String)], Failure> {
        let known = |at: &usize| self.further[..*at].iter().any(|(_, heading)| *heading == self.further[*at].1);
        match (1..self.further.len()).find(known) {
            Some(at) => Err(Failure::Twice(file.to_string_lossy().into_owned(), self.further[at].1.clone())),
            None => Ok(&self.further),
        }
    }

    pub fn rows(&self) -> impl Iterator<Item = Cells<N>> {
        let width = self.table.headings().len();
        self.table.rows().map(move |row: Row<'_>| Cells {
            row: row.number(),
            written: self.columns.first().map_or_else(String::new, |(column, _)| one_line(row.get(*column))),
            cells: self.columns.map(|(column, _)| tidy(row.get(column))),
            further: self.further.iter().map(|(column, _)| tidy(row.get(*column))).collect(),
            columns: self.columns,
            wrong_width: (row.len() != width).then(|| row.len()),
            width,
        })
    }
}

impl<const N: usize> Cells<N> {
    /// Whether the row has as many cells as the heading; if not, what is wrong.
    pub fn width_fault(&self) -> Option<String> {
        let found = self.wrong_width?;
        let (row, first) = (self.row, self.width.min(found) + 1);
        Some(format!("第 {row} 行，第 {first} 列：应有 {} 列，实有 {found} 列，可能错位，未予计算", self.width))
    }

    /// A sentence that begins with row and column.
    pub fn fault(&self, wanted: usize, problem: &str) -> String {
        let (column, name) = self.columns[wanted];
        self.fault_in(column, name, problem)
    }

    /// The same for a further column.
    pub fn fault_in(&self, column: usize, name: &str, problem: &str) -> String {
        format!("第 {} 行，第 {} 列 {name}：{problem}", self.row, column + 1)
    }
}

/// Runs a command that prints lines: exit 0 all was worked out, 1 some rows could not be used, 2 nothing.
pub(super) fn run(work: impl FnOnce(&mut dyn Write, &mut dyn Write) -> Result<usize, Failure>) -> ExitCode {
    let (mut out, mut err) = (io::BufWriter::new(io::stdout().lock()), io::stderr());
    super::ended(work(&mut out, &mut err).and_then(|faults| Ok(out.flush().map(|()| faults)?)))
}

/// One object as a line.
pub(super) fn print(out: &mut (impl Write + ?Sized), line: &impl serde::Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    writeln!(out)
}

#[cfg(test)]
pub(super) mod tests {
    use std::path::PathBuf;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// Calls `use_it` with a file that has these bytes, which is gone afterwards.
    pub fn with_file<T>(name: &str, bytes: &[u8], use_it: impl FnOnce(PathBuf) -> T) -> T {
        static RUNS: AtomicUsize = AtomicUsize::new(0);
        let run = RUNS.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("jiangxin-marks-{}-{run}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join(name);
        std::fs::write(&file, bytes).unwrap();
        let result = use_it(file);
        std::fs::remove_dir_all(&folder).unwrap();
        result
    }
}
