//! `jiangxin schedule check FILE`: conflicts of a schedule, needing no database.

use crate::domain::fault::{Problem, RowFault};
use crate::domain::heading::TextTable;
use crate::domain::schedule::exchange::{Index, NotASchedule, Reading, TableFault, moment_text, read_json, read_table};
use crate::domain::schedule::rules::DEFAULT_BUFFER;
use crate::domain::schedule::{Conflict, Facts, Kind, Rules, Sitting, conflicts};
use crate::sheets::{self, SheetError};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Schedules as files
#[derive(clap::Args)]
pub struct ScheduleCommand {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    Check(Check),
}

/// Print one JSON line for every conflict of a schedule
///
/// FILE is a table (CSV, XLSX, XLS) with the columns id, day, room, start, duration (HH:MM) and
/// persons (ids separated by `;`), or the schedule.json of frab or pretalx. A session that cannot be
/// read is reported with row and column on standard error and stops no other.
///
/// Exit status: 0 every session was checked (whatever was found), 1 some sessions could not be read,
/// 2 nothing was checked (the file or the command line is wrong).
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
struct Check {
    /// The schedule
    file: PathBuf,
    /// Minutes a person needs from one room to another
    #[arg(long, value_name = "MINUTES", default_value_t = DEFAULT_BUFFER)]
    buffer: u32,
}

#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("无法读取 {0}：{1}")]
    Read(String, io::Error),
    #[error("{0}：{1}")]
    Sheet(String, SheetError),
    #[error("{0}：缺少列 {1}。标题行须有 id、day、room、start、duration、persons")]
    NoColumns(String, String),
    #[error("{0}：列“{1}”出现了两次，不知以哪一列为准")]
    Twice(String, String),
    #[error("{0}：不是 JSON（{1}）")]
    NotJson(String, String),
    #[error("{0}：没有 schedule.conference.days，不是 frab 或 pretalx 的 schedule.json")]
    NoDays(String),
    #[error(
        "{0}：日期有两种写法，彼此无法比较：{1}写的是第几天，{2}写的是日期。请统一写成日期（如 2019-11-18），或统一写第几天（1、2、3）"
    )]
    MixedDays(String, String, String),
    #[error("无法写出结果：{0}")]
    Write(#[from] io::Error),
}

impl ScheduleCommand {
    pub fn run(&self) -> ExitCode {
        let Command::Check(check) = &self.command;
        let (mut out, mut err) = (io::BufWriter::with_capacity(1 << 16, io::stdout().lock()), io::stderr());
        super::ended(check.check(&mut out, &mut err).and_then(|unread| Ok(out.flush().map(|()| unread)?)))
    }
}

impl Check {
    /// The number of faults in sessions that could not be read.
    fn check(&self, out: &mut impl Write, err: &mut impl Write) -> Result<usize, Failure> {
        let reading = self.read()?;
        if let Some(mixed) = reading.mixed_days() {
            let name = self.file.to_string_lossy().into_owned();
            return Err(Failure::MixedDays(name, rows(&mixed.numbered), rows(&mixed.dated)));
        }
        for title in &reading.unknown {
            writeln!(err, "提示：列“{title}”不是日程的列，已忽略")?;
        }
        for fault in &reading.faults {
            writeln!(err, "{}：{}", place(fault), sentence(fault))?;
        }
        let index = Index::of(&reading.entries);
        let none = BTreeSet::new();
        let facts =
            Facts { sittings: &index.sittings, rooms: &[], people: &[], interests: &none, calendar: None, frame: None };
        let rules = Rules { buffer: self.buffer, ..Rules::default() }.only(&[Kind::Room, Kind::Person, Kind::Gap]);
        let rooms = index.sittings.iter().map(|sitting| (sitting.key, sitting)).collect();
        for conflict in conflicts(&facts, &rules) {
            // Writing strings to memory cannot fail; what fails is the output.
            serde_json::to_writer(&mut *out, &Line::of(&conflict, &index, &rooms)).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        Ok(reading.faults.len())
    }

    fn read(&self) -> Result<Reading, Failure> {
        let name = self.file.to_string_lossy().into_owned();
        let bytes = std::fs::read(&self.file).map_err(|error| Failure::Read(name.clone(), error))?;
        if is_json(&bytes, &name) {
            let text = sheets::decode(&bytes).map_err(|error| Failure::Sheet(name.clone(), error))?;
            return read_json(&text).map_err(|fault| match fault {
                NotASchedule::Json(error) => Failure::NotJson(name, error),
                NotASchedule::NoDays => Failure::NoDays(name),
            });
        }
        let table = sheets::read(&bytes, &name).map_err(|error| Failure::Sheet(name.clone(), error))?;
        let rows = table.rows().map(|row| (row.number(), row.cells().map(str::to_owned).collect()));
        let table =
            TextTable { heading_row: table.heading_row(), heading: table.headings().to_vec(), rows: rows.collect() };
        read_table(&table).map_err(|fault| match fault {
            TableFault::NoColumns(columns) => Failure::NoColumns(name, columns.join("、")),
            TableFault::Twice(title) => Failure::Twice(name, title),
        })
    }
}

/// `第 2、4 行`; of many the first.
fn rows(rows: &[usize]) -> String {
    const NAMED: usize = 10;
    let named: Vec<String> = rows.iter().take(NAMED).map(ToString::to_string).collect();
    match rows.len() {
        0..=NAMED => format!("第 {} 行", named.join("、")),
        all => format!("第 {} 等 {all} 行", named.join("、")),
    }
}

/// By its name, else by its first character.
fn is_json(bytes: &[u8], name: &str) -> bool {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    name.to_ascii_lowercase().ends_with(".json") || bytes.trim_ascii_start().starts_with(b"{")
}

/// Row and column of a table; in JSON the path.
fn place(fault: &RowFault) -> String {
    if fault.column.starts_with("days[") {
        fault.column.clone()
    } else if fault.column.bytes().all(|byte| byte.is_ascii_digit()) {
        format!("第 {} 行，第 {} 列", fault.row, fault.column)
    } else {
        format!("第 {} 行，{} 列", fault.row, fault.column)
    }
}

fn sentence(fault: &RowFault) -> String {
    let value = &fault.value;
    let is = |problem: Problem| fault.key == problem.as_str();
    if is(Problem::Missing) {
        "没有填写".to_owned()
    } else if is(Problem::Repeated) {
        match fault.column.starts_with("days[") {
            true => format!("编号“{value}”前面已有，未予检查"),
            false => format!("编号“{value}”与第 {} 行重复，未予检查", fault.hint),
        }
    } else if is(Problem::NotADate) {
        format!("“{value}”不是日期，请写成 2019-11-18 的样子，或写第几天（1、2、3）")
    } else if is(Problem::NotATime) {
        format!("“{value}”不是时间，请写成 09:30 的样子")
    } else if is(Problem::NotALength) {
        format!("“{value}”不是时长，请写成 01:30（1 小时 30 分）的样子，不能为零，最长 7 天")
    } else {
        format!("“{value}”在标题之外，可能错位，未予检查")
    }
}

/// One conflict for scripts; the keys come in this order.
#[derive(Serialize)]
struct Line<'l> {
    kind: &'static str,
    sessions: [&'l str; 2],
    who: Option<&'l str>,
    #[serde(rename = "where")]
    rooms: Vec<&'l str>,
    minutes: u32,
    from: String,
    to: String,
    name: Option<&'l str>,
}

impl<'l> Line<'l> {
    fn of(
        conflict: &Conflict,
        index: &'l Index,
        sittings: &BTreeMap<crate::domain::schedule::SittingKey, &Sitting>,
    ) -> Line<'l> {
        let second = conflict.second.unwrap_or(conflict.first);
        let room = |key| sittings.get(&key).and_then(|sitting| sitting.room).map(|room| index.room(room));
        let mut rooms: Vec<&str> = [conflict.first, second].into_iter().filter_map(room).collect();
        rooms.dedup();
        let who = conflict.person.and_then(|person| index.person(person));
        let (from, to) = conflict.when.map_or_else(Default::default, |(from, to)| (moment_text(from), moment_text(to)));
        Line {
            kind: conflict.kind.as_str(),
            sessions: [index.id(conflict.first), index.id(second)],
            who: who.map(|person| person.id.as_str()),
            rooms,
            minutes: conflict.amount,
            from,
            to,
            name: who.map(|person| person.name.as_str()).filter(|name| !name.is_empty()),
        }
    }
}

#[cfg(test)]
mod tests;
