//! The public file of a notice: the same lines, columns and words as the page.

use super::view::{Published, PublishedLine};
use crate::domain::notice::LineState;
use crate::sheets::{Cell, Column, Sheet};
use chrono::{Datelike, NaiveDate};

/// The notice as a sheet, in Chinese, as it is posted. It holds what [`Published`] holds: unit,
/// item, amount and rule; no ID, telephone, account or address is in there to be left out. `state`
/// says a line's state in the page's own words.
pub fn sheet(notice: &Published, state: impl Fn(LineState) -> String) -> Sheet {
    let mut columns =
        vec![("序号", 6), ("编号", 16), ("单位", 32), ("事项", 44), ("政策依据", 36), ("金额(元)", 14), ("状态", 12)];
    let mut rows: Vec<Vec<Cell>> = notice.lines.iter().map(|line| row(line, state(line.state))).collect();
    rows.push(vec![
        Cell::Blank,
        Cell::Blank,
        Cell::Blank,
        Cell::text("合计"),
        Cell::Blank,
        Cell::Yuan(notice.sum()),
        Cell::Blank,
    ]);
    // People have a column of their own where there are any.
    if notice.lines.iter().any(|line| line.row.person.is_some()) {
        columns.insert(3, ("姓名", 18));
        for (at, row) in rows.iter_mut().enumerate() {
            let person = notice.lines.get(at).and_then(|line| line.row.named());
            row.insert(3, person.map_or(Cell::Blank, Cell::text));
        }
    }
    Sheet {
        name: notice.reference.clone(),
        title: notice.title.clone(),
        columns: columns.into_iter().map(|(heading, width)| Column::new(heading, width)).collect(),
        rows,
        notes: vec![
            format!("公示编号:{}", notice.reference),
            format!("公示时间:自{}至{}", month_and_day(notice.first), month_and_day(notice.last)),
            "公示期间如有异议,请以真实姓名、联系方式和具体理由提出;匿名异议不予受理。".to_owned(),
        ],
    }
}

fn row(line: &PublishedLine, state: String) -> Vec<Cell> {
    vec![
        Cell::Whole(line.row.number.into()),
        Cell::text(&line.row.reference),
        Cell::text(&line.row.unit),
        Cell::text(&line.row.title),
        Cell::text(format!("{} {}", line.place.zh, line.rule.zh).trim()),
        Cell::Yuan(line.row.amount),
        Cell::text(state),
    ]
}

fn month_and_day(day: NaiveDate) -> String {
    format!("{}月{}日", day.month(), day.day())
}
