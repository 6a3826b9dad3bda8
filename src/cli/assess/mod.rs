//! `jiangxin assess FILE`: computes the grants of a table, needing no database.

mod lines;
mod output;
mod plan;

use super::policies::{Folder, FolderError};
use crate::domain::lang::Lang;
use crate::sheets::{self, SheetError};
use output::Output;
use plan::{Plan, PlanError};
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Assess every row of a CSV, XLSX or XLS table: columns `case` and `rule`, further columns are facts by name
///
/// Blank is absent. Unknown columns are ignored with a warning. UTF-8 with or without BOM, GB18030,
/// full-width digits and stray spaces are understood. A row that cannot be read is reported with row
/// and column on standard error, and as an `invalid` line if it has a case; it stops no other.
///
/// Exit status: 0 every row was assessed (whatever the outcome), 1 some rows could not be read,
/// 2 nothing was assessed (the file, the policy or the command line is wrong).
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Assess {
    /// The table
    file: PathBuf,
    /// What to print
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// A policy file, or a folder with all its versions; without it the built-in policies
    #[arg(long, value_name = "PATH")]
    policy: Option<PathBuf>,
    /// Language of the texts
    #[arg(long, value_enum, default_value_t = Language::Zh)]
    lang: Language,
}

/// What `jiangxin assess` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// A table for people, with a summary
    Table,
    /// One object a line
    Json,
    /// A table for spreadsheets
    Csv,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Language {
    Zh,
    En,
}

#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("无法读取 {0}：{1}")]
    Read(String, io::Error),
    #[error("{0}：{1}")]
    Sheet(String, SheetError),
    #[error("{0}：{1}")]
    Plan(String, PlanError),
    #[error(transparent)]
    Policy(#[from] FolderError),
    #[error("无法写出结果：{0}")]
    Write(#[from] io::Error),
}

impl Assess {
    pub fn run(&self) -> ExitCode {
        let (mut out, mut err) = (io::BufWriter::with_capacity(1 << 18, io::stdout().lock()), io::stderr());
        super::ended(self.assess(&mut out, &mut err).and_then(|unread| Ok(out.flush().map(|()| unread)?)))
    }

    /// The number of rows that could not be read.
    fn assess(&self, out: &mut impl Write, err: &mut impl Write) -> Result<usize, Failure> {
        let set = match &self.policy {
            Some(path) => Folder::open(path)?.set()?,
            None => Folder::embedded().set()?,
        };
        let name = self.file.to_string_lossy().into_owned();
        let bytes = std::fs::read(&self.file).map_err(|error| Failure::Read(name.clone(), error))?;
        let table = sheets::read(&bytes, &name).map_err(|error| Failure::Sheet(name.clone(), error))?;
        drop(bytes);
        let plan = Plan::new(&set, &table).map_err(|error| Failure::Plan(name, error))?;
        for column in plan.unknown_columns() {
            writeln!(err, "提示：列“{column}”不是任何规则的要素，已忽略")?;
        }
        let lang = match self.lang {
            Language::Zh => Lang::Zh,
            Language::En => Lang::En,
        };
        let mut output = Output::new(self.format, lang, out);
        output.begin()?;
        lines::each_block(&plan, &table, self.format, lang, |mut block| {
            err.write_all(block.messages.as_bytes())?;
            output.block(&mut block)
        })?;
        Ok(output.end()?)
    }
}

#[cfg(test)]
mod tests;
