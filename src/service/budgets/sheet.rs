//! The lines of a year as a file.

use super::view::{Lines, lines};
use crate::domain::access::{self, Action, Facts};
use crate::domain::money::Fen;
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::sheets::{Cell, Column, Sheet};

/// The lines of a year, as the page shows them, with their sum.
///
/// # Errors
/// Rights.
pub fn sheet(app: &App, who: &Who, year: Option<i32>) -> Result<Sheet, ServiceError> {
    access::can(&who.actor, Action::BudgetExport, &Facts::NONE)?;
    Ok(of(&lines(app, who, year)?))
}

fn of(shown: &Lines) -> Sheet {
    let headings = [
        ("地区", 10),
        ("代码", 14),
        ("名称", 40),
        ("预算(元)", 16),
        ("预留(元)", 16),
        ("承诺(元)", 16),
        ("已付(元)", 16),
        ("可用(元)", 16),
    ];
    let mut rows: Vec<Vec<Cell>> = shown
        .lines
        .iter()
        .map(|line| {
            let figures =
                [Fen(line.appropriation), Fen(line.reserved), Fen(line.committed), Fen(line.paid), line.available()];
            let mut row = vec![Cell::text(&line.division), Cell::text(&line.code), Cell::text(&line.name)];
            row.extend(figures.map(Cell::Yuan));
            row
        })
        .collect();
    let mut sum = vec![Cell::Blank, Cell::Blank, Cell::text("合计")];
    sum.extend(shown.totals().map(Cell::Yuan));
    rows.push(sum);
    Sheet {
        name: shown.year.to_string(),
        title: format!("{}年预算执行情况", shown.year),
        columns: headings.into_iter().map(|(heading, width)| Column::new(heading, width)).collect(),
        rows,
        notes: Vec::new(),
    }
}
