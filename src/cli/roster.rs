//! `jiangxin roster check FILE`: what is wrong with a roster, needing no database.

use super::width;
use crate::domain::fault::RowFault;
use crate::domain::heading::TextTable;
use crate::domain::lang::Lang;
use crate::domain::participant::roster::{Checked, Ground, Mapping, check};
use crate::family;
use crate::platform::assets;
use crate::platform::clock::Clock;
use crate::sheets::{self, SheetError};
use serde::Serialize;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Rosters as files
#[derive(clap::Args)]
pub struct RosterCommand {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    Check(Check),
}

/// Say everything that is wrong with a roster: all faults of all rows at once
///
/// FILE is a table (CSV in UTF-8 or GB18030, XLSX, XLS). Columns are known by their headings: 姓名
/// (required), 身份证号, 单位, 单位性质, 所属县(市、区), 手机, 邮箱, 技能等级, 参赛项目, 团队, 备注. Identity
/// numbers are shown by their last four.
///
/// Exit status: 0 no fault (warnings are none), 1 some rows have faults, 2 nothing was checked (the
/// file or the command line is wrong).
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
struct Check {
    /// The roster
    file: PathBuf,
    /// A table for people, or one JSON object a fault
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// A person may be in several items
    #[arg(long)]
    several_items: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Table,
    Json,
}

#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("无法读取 {0}：{1}")]
    Read(String, io::Error),
    #[error("{0}：{1}")]
    Sheet(String, SheetError),
    #[error("无法写出结果：{0}")]
    Write(#[from] io::Error),
}

/// One finding for scripts; the keys come in this order.
#[derive(Serialize)]
struct Line {
    severity: &'static str,
    row: usize,
    column: String,
    value: String,
    code: &'static str,
    reason: String,
}

impl Line {
    fn new(severity: &'static str, fault: &RowFault) -> Line {
        let code = fault.key.strip_prefix("fault-").unwrap_or(fault.key);
        let reason = family!("fault", code).with("hint", fault.hint.as_str()).with("max", fault.hint.as_str());
        Line {
            severity,
            row: fault.row,
            column: fault.column.clone(),
            value: fault.value.clone(),
            code,
            reason: reason.say(Lang::Zh).into_owned(),
        }
    }
}

impl RosterCommand {
    pub fn run(&self) -> ExitCode {
        let Command::Check(check) = &self.command;
        let (mut out, mut err) = (io::BufWriter::new(io::stdout().lock()), io::stderr());
        super::ended(check.check(&mut out, &mut err).and_then(|faults| Ok(out.flush().map(|()| faults)?)))
    }
}

impl Check {
    /// The number of faults.
    fn check(&self, out: &mut impl Write, err: &mut impl Write) -> Result<usize, Failure> {
        let table = read(&self.file)?;
        let divisions = assets::divisions().unwrap_or_default();
        let ground = Ground {
            entries: None,
            teams: &[],
            entry: "",
            divisions: &divisions,
            one_item: !self.several_items,
            today: Clock::System.today(),
        };
        let checked = check(&table, &Mapping::of(&table.heading), &ground);
        if !checked.ignored.is_empty() {
            writeln!(err, "提示：没有读取的列：{}", checked.ignored.join("、"))?;
        }
        let faults = checked.faults.iter().map(|fault| Line::new("error", fault));
        let lines: Vec<Line> = faults.chain(checked.warnings.iter().map(|fault| Line::new("warning", fault))).collect();
        match self.format {
            Format::Json => {
                for line in &lines {
                    // Writing strings to memory cannot fail; what fails is the output.
                    serde_json::to_writer(&mut *out, line).map_err(io::Error::from)?;
                    writeln!(out)?;
                }
            }
            Format::Table => print(out, &lines, &table, &checked)?,
        }
        Ok(checked.faults.len())
    }
}

fn read(file: &Path) -> Result<TextTable, Failure> {
    let name = file.to_string_lossy().into_owned();
    let bytes = std::fs::read(file).map_err(|error| Failure::Read(name.clone(), error))?;
    let table = sheets::read(&bytes, &name).map_err(|error| Failure::Sheet(name, error))?;
    let rows = table.rows().map(|row| (row.number(), row.cells().map(str::to_owned).collect()));
    Ok(TextTable { heading_row: table.heading_row(), heading: table.headings().to_vec(), rows: rows.collect() })
}

fn print(out: &mut impl Write, lines: &[Line], table: &TextTable, checked: &Checked) -> io::Result<()> {
    let longest = |text: fn(&Line) -> &str| lines.iter().map(|line| width::of(text(line))).max().unwrap_or(0);
    let (column, value) = (longest(|line| &line.column).clamp(4, 24), longest(|line| &line.value).clamp(4, 32));
    for line in lines {
        let severity = if line.severity == "error" { "错误" } else { "提示" };
        let place = width::pad(&format!("第 {} 行", line.row), 12);
        let cells = [width::pad(&line.column, column), width::pad(&line.value, value)];
        writeln!(out, "{severity}  {place}  {}  {}", cells.join("  "), line.reason)?;
    }
    let mut rows: Vec<usize> = checked.faults.iter().map(|fault| fault.row).collect();
    rows.dedup();
    let (read, warned) = (table.rows.len(), checked.warnings.len());
    writeln!(out, "共 {read} 行：{} 行有问题，{} 处错误，{warned} 处提示", rows.len(), checked.faults.len())
}

#[cfg(test)]
mod tests {
    use super::super::marks::tests::with_file;
    use super::*;

    fn run(content: &[u8], format: Format) -> (usize, String, String) {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let faults = with_file("名册.csv", content, |file| {
            Check { file, format, several_items: false }.check(&mut out, &mut err)
        });
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (faults.unwrap(), text(out), text(err))
    }

    const ROSTER: &str = "序号,姓名,身份证号,手机\n1,赵样例,3.30302E+17,138\n2,钱样例,,13800000001\n3,钱样例,,\n";

    #[test]
    fn every_fault_is_said() {
        let (faults, out, err) = run(ROSTER.as_bytes(), Format::Table);
        assert_eq!((faults, err.as_str()), (3, "提示：没有读取的列：序号\n"));
        insta::assert_snapshot!(out, @r"
        错误  第 2 行       身份证号  3.3…E+17  这个号码被表格软件改成了科学记数，末几位已丢失。请对照原件重新填写。
        错误  第 2 行       手机      138       电话应为 11 位手机号，或“区号-号码”。
        错误  第 4 行       姓名      钱样例    与第 3 行重复，请删去一行。
        提示  第 3 行       身份证号  钱样例    有 1 人没有身份证号，只按姓名和单位辨认。
        共 3 行：2 行有问题，3 处错误，1 处提示
        ");
        let (_, json, _) = run(ROSTER.as_bytes(), Format::Json);
        insta::assert_snapshot!(json, @r#"
        {"severity":"error","row":2,"column":"身份证号","value":"3.3…E+17","code":"damaged-by-spreadsheet","reason":"这个号码被表格软件改成了科学记数，末几位已丢失。请对照原件重新填写。"}
        {"severity":"error","row":2,"column":"手机","value":"138","code":"phone","reason":"电话应为 11 位手机号，或“区号-号码”。"}
        {"severity":"error","row":4,"column":"姓名","value":"钱样例","code":"repeated","reason":"与第 3 行重复，请删去一行。"}
        {"severity":"warning","row":3,"column":"身份证号","value":"钱样例","code":"no-id","reason":"有 1 人没有身份证号，只按姓名和单位辨认。"}
        "#);
        // 姓名, 赵一 in GB18030.
        let (faults, out, _) = run(b"\xD0\xD5\xC3\xFB\n\xD5\xD4\xD2\xBB\n", Format::Table);
        assert_eq!(faults, 0);
        insta::assert_snapshot!(out, @r"
        提示  第 2 行       身份证号  赵一  有 1 人没有身份证号，只按姓名和单位辨认。
        共 1 行：0 行有问题，0 处错误，1 处提示
        ");
    }
}
