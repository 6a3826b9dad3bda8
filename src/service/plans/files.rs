//! A plan as a file: the same columns as an import reads, so that what was written can be read back.

use super::items::item_of;
use crate::domain::event::Kind;
use crate::domain::people::DivisionCode;
use crate::domain::plan::{Class, Level};
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::service::files::{File, Format, cell as text};
use crate::sheets::{Cell, Column, Sheet};

/// Headings with the widths of their columns; the names an import knows.
const COLUMNS: [(&str, u16); 14] = [
    ("年度", 8),
    ("类别", 14),
    ("项目名称", 40),
    ("级别", 10),
    ("竞赛类别", 10),
    ("职业(工种)", 24),
    ("主办单位", 28),
    ("承办单位", 32),
    ("开始日期", 12),
    ("结束日期", 12),
    ("地点", 28),
    ("预计人数", 10),
    ("预算科目", 14),
    ("备注", 40),
];

fn columns() -> Vec<Column> {
    COLUMNS.iter().map(|(heading, width)| Column::new(*heading, *width)).collect()
}

/// An empty table with the headings that an import knows.
///
/// # Errors
/// The file could not be written.
pub fn template(format: Format) -> Result<File, ServiceError> {
    let sheet = Sheet { name: "年度计划".to_owned(), columns: columns(), ..Sheet::default() };
    format.write(&sheet, "年度计划导入模板")
}

/// The plan as the reader may see it; struck items are left out.
///
/// # Errors
/// Rights; `NotFound`.
pub fn export(
    app: &App,
    who: &Who,
    year: i32,
    division: Option<DivisionCode>,
    format: Format,
) -> Result<File, ServiceError> {
    let (plan, items, lines) = super::view::export(app, who, year, division)?;
    let rows = items.iter().filter(|item| item.struck_at.is_none()).map(|row| {
        let item = item_of(row, &plan, &lines);
        vec![
            Cell::Whole(i64::from(item.year)),
            Cell::text(kind(item.kind)),
            text(&item.name),
            text(item.level.map_or("", level)),
            text(item.class.map_or("", class)),
            text(&item.trade),
            text(&item.organiser),
            text(&item.host),
            item.from.map_or(Cell::Blank, Cell::Date),
            item.to.map_or(Cell::Blank, Cell::Date),
            text(&item.venue),
            item.expected_people.map_or(Cell::Blank, |count| Cell::Whole(i64::from(count))),
            text(&item.budget_line),
            text(&item.note),
        ]
    });
    let name = format!("{year}年度计划");
    let sheet = Sheet { name: name.clone(), columns: columns(), rows: rows.collect(), ..Sheet::default() };
    format.write(&sheet, &name)
}

/// The kind in the words an import reads.
pub(in crate::service) const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Competition => "竞赛",
        Kind::Seminar => "高级研修班",
        Kind::ClassAway => "外出培训班",
    }
}

const fn level(level: Level) -> &'static str {
    match level {
        Level::National => "国家级",
        Level::Provincial => "省级",
        Level::City => "市级",
        Level::County => "县级",
        Level::Enterprise => "企业级",
    }
}

const fn class(class: Class) -> &'static str {
    match class {
        Class::One => "一类",
        Class::Two => "二类",
    }
}
