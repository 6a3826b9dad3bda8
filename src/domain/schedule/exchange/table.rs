//! A table: `id, day, room, start, duration, persons`.

use super::{Entry, Named, Reading, numbered_day};
use crate::domain::fault::{Problem, RowFault};
use crate::domain::heading::{Columns, TextTable};
use crate::domain::schedule::span::{Minutes, Span, SpanFault, number, read_day, read_time};
use crate::domain::text::{compact, tidy};
use chrono::NaiveDate;
use std::collections::BTreeSet;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Id,
    Day,
    Room,
    Start,
    Duration,
    Persons,
    Title,
}

const NAMES: &[(Field, &[&str])] = &[
    (Field::Id, &["id", "编号", "场次编号"]),
    (Field::Day, &["day", "日期", "date"]),
    (Field::Room, &["room", "场地", "房间", "教室"]),
    (Field::Start, &["start", "开始", "开始时间"]),
    (Field::Duration, &["duration", "时长"]),
    (Field::Persons, &["persons", "人员"]),
    (Field::Title, &["title", "名称", "场次"]),
];

/// Why a table as a whole says nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableFault {
    /// These columns are not there.
    NoColumns(Vec<&'static str>),
    /// A heading stands there twice: it is not clear which one counts.
    Twice(String),
}

/// Reads every row by itself; a faulty one stops no other. Full-width characters and stray blanks
/// are understood; a blank room is no room.
///
/// # Errors
/// A column is missing or there twice.
pub fn read_table(table: &TextTable) -> Result<Reading, TableFault> {
    let mut seen = BTreeSet::new();
    if let Some(twice) = table.heading.iter().find(|title| !title.trim().is_empty() && !seen.insert(compact(title))) {
        return Err(TableFault::Twice(twice.clone()));
    }
    let columns = Columns::find(&table.heading, NAMES);
    let required = [Field::Id, Field::Day, Field::Room, Field::Start, Field::Duration];
    let name = |field: Field| NAMES.iter().find(|(known, _)| *known == field).map_or("", |(_, names)| names[0]);
    let missing: Vec<&'static str> = required.into_iter().filter(|f| !columns.has(*f)).map(name).collect();
    if !missing.is_empty() {
        return Err(TableFault::NoColumns(missing));
    }
    let unknown = columns.unknown.iter().map(|title| (*title).to_owned()).collect();
    let mut reading = Reading { unknown, ..Reading::default() };
    for (row, cells) in &table.rows {
        match read_row(*row, cells, &columns) {
            Ok(entry) => reading.take(entry, columns.title(Field::Id)),
            Err(mut faults) => {
                reading.faults.append(&mut faults);
                // The same id further down is said there, whatever else is wrong here.
                reading.note(*row, &tidy(columns.cell(cells, Field::Id)), columns.title(Field::Id));
            }
        }
    }
    Ok(reading)
}

/// Every fault of the row at once.
fn read_row(row: usize, cells: &[String], columns: &Columns<'_, Field>) -> Result<Entry, Vec<RowFault>> {
    let width = columns.width();
    if let Some((at, extra)) = cells.iter().enumerate().skip(width).find(|(_, cell)| !cell.trim().is_empty()) {
        // Most likely a comma inside a cell: whatever stands behind it is under the wrong heading.
        return Err(vec![RowFault::new(row, (at + 1).to_string(), extra.trim(), Problem::NotWanted)]);
    }
    let mut faults = Vec::new();
    let mut required = |field| {
        let cell = columns.cell(cells, field);
        if cell.is_empty() {
            faults.push(RowFault::new(row, columns.title(field), "", Problem::Missing));
        }
        cell
    };
    let [id, day, start, length] = [Field::Id, Field::Day, Field::Start, Field::Duration].map(&mut required);
    let mut read = Cells { row, columns, faults: &mut faults };
    let day = read.checked(Field::Day, day, Problem::NotADate, read_any_day);
    let start = read.checked(Field::Start, start, Problem::NotATime, read_time);
    let minutes = read.checked(Field::Duration, length, Problem::NotALength, Minutes::read);
    let span = match (day, start, minutes) {
        (Some(day), Some(start), Some(minutes)) => Span::new(day.and_time(start), minutes).ok(),
        _ => None,
    };
    let Some(span) = span.filter(|_| faults.is_empty()) else { return Err(faults) };
    Ok(Entry {
        row,
        id: tidy(id),
        guid: tidy(id),
        title: tidy(columns.cell(cells, Field::Title)),
        room: tidy(columns.cell(cells, Field::Room)),
        span,
        persons: read_persons(columns.cell(cells, Field::Persons)),
    })
}

struct Cells<'c> {
    row: usize,
    columns: &'c Columns<'c, Field>,
    faults: &'c mut Vec<RowFault>,
}

impl Cells<'_> {
    /// A cell that was given; a blank one has been reported already.
    fn checked<T>(
        &mut self,
        field: Field,
        cell: &str,
        problem: Problem,
        read: impl Fn(&str) -> Result<T, SpanFault>,
    ) -> Option<T> {
        if cell.is_empty() {
            return None;
        }
        let fault = |_| RowFault::new(self.row, self.columns.title(field), cell, problem);
        read(cell).map_err(|error| self.faults.push(fault(error))).ok()
    }
}

fn read_any_day(text: &str) -> Result<NaiveDate, SpanFault> {
    match number(&compact(text), 3) {
        Some(day @ 1..=365) => numbered_day(day).ok_or(SpanFault::NotADate),
        _ => read_day(text),
    }
}

fn read_persons(cell: &str) -> Vec<Named> {
    // The full-width forms of the separators have become ASCII; the enumeration comma has none.
    let ids = tidy(cell);
    let ids = ids.split([';', ',', '、', '|']).map(str::trim).filter(|id| !id.is_empty());
    ids.map(|id| Named { id: id.to_owned(), name: String::new() }).collect()
}
