//! The list of claims as a file: what the reader may see, and no more than the list shows.

use crate::domain::access::{self, Action, Facts};
use crate::domain::claim::State;
use crate::domain::money::Fen;
use crate::domain::time;
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::service::files::{File, Format, cell};
use crate::service::worklist;
use crate::sheets::Cell;
use crate::storage::claims::{self, ClaimRow, Filter};
use crate::storage::people;

/// The most rows of one file; a city has some thousand claims a year.
const MOST: i64 = 50_000;

/// Headings with the widths of their columns.
const COLUMNS: [(&str, u16); 11] = [
    ("编号", 16),
    ("补助项目", 28),
    ("事项", 40),
    ("单位", 32),
    ("地区代码", 10),
    ("状态", 16),
    ("状态起始日期", 14),
    ("期限", 12),
    ("测算金额（元）", 14),
    ("审定金额（元）", 14),
    ("公示截止日期", 14),
];

/// The claims of a list as a file, narrowed as the list is, with the one rule of what the reader may
/// see. Facts, people and accounts are not in it.
///
/// # Errors
/// Rights.
pub fn export(app: &App, who: &Who, filter: &Filter, format: Format) -> Result<File, ServiceError> {
    access::can(&who.actor, Action::ClaimExport, &Facts::NONE)?;
    let visibility = access::visibility(&who.actor, access::Area::Claim);
    let (rows, names) = app.store.read(|conn| {
        let rows = claims::list(conn, visibility, filter, 0, MOST)?;
        Ok::<_, ServiceError>((rows, people::organisation_names(conn)?))
    })?;
    let policies = app.policies();
    let cells = |row: &ClaimRow| {
        let rule = policies.select(&row.rule, None).map_or(row.rule.as_str(), |(_, rule)| rule.title.zh.as_str());
        let organisation = names.get(&row.organisation_id.get()).map_or("", String::as_str);
        cells(app, row, rule, organisation)
    };
    format.list("补助申领", &COLUMNS, rows.iter().map(cells).collect())
}

fn cells(app: &App, row: &ClaimRow, rule: &str, organisation: &str) -> Vec<Cell> {
    let date = |day: Option<_>| day.map_or(Cell::Blank, Cell::Date);
    vec![
        cell(&row.reference),
        cell(rule),
        cell(&row.title),
        cell(organisation),
        cell(&row.division),
        cell(state(row.state)),
        Cell::Date(time::shanghai_date(row.waiting_since.and_utc())),
        date(worklist::due(app, row.state, row.waiting_since, row.notice_ends_on)),
        row.outcome.as_ref().map_or(Cell::Blank, |_| Cell::Yuan(Fen(row.amount))),
        row.decided_amount.map_or(Cell::Blank, |amount| Cell::Yuan(Fen(amount))),
        date(row.notice_ends_on),
    ]
}

const fn state(state: State) -> &'static str {
    match state {
        State::Draft => "草稿",
        State::Submitted => "待受理",
        State::Returned => "待补正",
        State::Accepted => "待初审",
        State::Declined => "不予受理",
        State::FirstReviewed => "待复核",
        State::SecondReviewed => "待审定",
        State::ToConfirm => "待第二人确认",
        State::Decided => "已审定，待公示",
        State::OnNotice => "公示中",
        State::Held => "异议暂缓",
        State::Approved => "已核准，待拨付",
        State::InPayment => "拨付中",
        State::PaymentFailed => "款项被退回",
        State::Paid => "已拨付",
        State::Archived => "已归档",
        State::Rejected => "未通过",
        State::Withdrawn => "已撤回",
    }
}
