//! The list of events as a file: what the reader may see, and no more than the list shows.

use crate::domain::access::{self, Action, Facts};
use crate::domain::event::State;
use crate::domain::time;
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::service::files::{File, Format, cell};
use crate::service::plans::files::kind;
use crate::sheets::Cell;
use crate::storage::events::{self, EventRow, Filter};

/// The most rows of one file; a city has some hundred events a year.
const MOST: i64 = 20_000;

/// Headings with the widths of their columns.
const COLUMNS: [(&str, u16); 11] = [
    ("编号", 16),
    ("类别", 14),
    ("名称", 40),
    ("承办单位", 32),
    ("职业(工种)或主题", 24),
    ("地点", 28),
    ("开始日期", 12),
    ("结束日期", 12),
    ("列入计划", 10),
    ("状态", 10),
    ("状态起始日期", 14),
];

/// The events of a list as a file, narrowed as the list is, with the one rule of what the reader
/// may see. Contacts and what else the forms hold are not in it.
///
/// # Errors
/// Rights.
pub fn export(app: &App, who: &Who, filter: &Filter, format: Format) -> Result<File, ServiceError> {
    access::can(&who.actor, Action::EventExport, &Facts::NONE)?;
    let visibility = access::visibility(&who.actor, access::Area::Event);
    let rows = app.store.read(|conn| events::list(conn, visibility, filter, 0, MOST))?;
    format.list("赛事与培训", &COLUMNS, rows.iter().map(|(row, host)| cells(row, host)).collect())
}

fn cells(row: &EventRow, host: &str) -> Vec<Cell> {
    vec![
        cell(&row.reference),
        cell(kind(row.kind)),
        cell(&row.name),
        cell(host),
        cell(&row.trade),
        cell(&row.venue),
        row.starts_on.map_or(Cell::Blank, Cell::Date),
        row.ends_on.map_or(Cell::Blank, Cell::Date),
        cell(if row.plan_item_id.is_some() { "是" } else { "否" }),
        cell(state(row.state)),
        Cell::Date(time::shanghai_date(row.waiting_since.and_utc())),
    ]
}

const fn state(state: State) -> &'static str {
    match state {
        State::Draft => "草稿",
        State::Submitted => "待审核",
        State::Returned => "待补正",
        State::Approved => "已通过",
        State::Filed => "已备案",
        State::Held => "已举办",
        State::Closed => "已结项",
        State::Cancelled => "已取消",
    }
}
