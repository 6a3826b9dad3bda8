//! Reading lines and their ledgers.

use crate::domain::access::{self, Action, Area, Facts, Visibility};
use crate::domain::ids::BudgetLineId;
use crate::domain::money::Fen;
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::service::plans::own_division;
use crate::storage::budgets::{self, EntryRow, LineRow};
use chrono::Datelike;

/// Rows of a list page.
pub const PAGE: i64 = 50;

/// The lines of one year that the reader may know of.
#[derive(Clone, Debug)]
pub struct Lines {
    pub year: i32,
    /// Years that have lines, latest first, and the one shown.
    pub years: Vec<i32>,
    pub lines: Vec<LineRow>,
    /// The reader may make and change lines.
    pub may_edit: bool,
}

/// The lines of a year; of the present one, or the latest that has any, where none is named.
///
/// # Errors
/// Rights.
pub fn lines(app: &App, who: &Who, year: Option<i32>) -> Result<Lines, ServiceError> {
    access::can(&who.actor, Action::BudgetView, &Facts::NONE)?;
    let visibility = access::visibility(&who.actor, Area::Budget);
    app.store.read(|conn| {
        let mut years = budgets::years(conn, visibility)?;
        let today = app.today().year();
        let latest = || years.iter().copied().find(|year| *year <= today).or(years.first().copied());
        let year = year.or_else(latest).unwrap_or(today);
        if !years.contains(&year) {
            years.push(year);
            years.sort_unstable_by(|a, b| b.cmp(a));
        }
        let seen = |line: &LineRow| visibility.covers(None, line.division.parse().ok());
        let lines = budgets::lines(conn, year)?.into_iter().filter(seen).collect();
        let division = Some(own_division(who));
        let may_edit = access::can(&who.actor, Action::BudgetEdit, &Facts { division, ..Facts::NONE }).is_ok();
        Ok(Lines { year, years, lines, may_edit })
    })
}

impl Lines {
    /// Appropriated, reserved, committed, paid and available, of all lines together.
    pub fn totals(&self) -> [Fen; 5] {
        let sum = |of: fn(&LineRow) -> Fen| self.lines.iter().map(of).sum();
        [
            sum(|line| Fen(line.appropriation)),
            sum(|line| Fen(line.reserved)),
            sum(|line| Fen(line.committed)),
            sum(|line| Fen(line.paid)),
            sum(LineRow::available),
        ]
    }
}

/// One line with a page of its entries.
#[derive(Clone, Debug)]
pub struct Entries {
    pub line: LineRow,
    pub entries: Vec<EntryRow>,
    /// How many there are in all.
    pub total: i64,
    pub may_edit: bool,
}

/// A line and its ledger, the latest entry first.
///
/// # Errors
/// `NotFound`, also for what the reader may not know of.
pub fn entries(app: &App, who: &Who, id: BudgetLineId, page: i64) -> Result<Entries, ServiceError> {
    app.store.read(|conn| {
        let line = budgets::line(conn, id)?;
        let facts = Facts { division: line.division.parse().ok(), ..Facts::NONE };
        access::can(&who.actor, Action::BudgetView, &facts)?;
        if access::visibility(&who.actor, Area::Budget) == Visibility::PublicOnly {
            return Err(ServiceError::NotFound);
        }
        let total = budgets::count_entries(conn, id)?;
        let entries = budgets::entries(conn, id, (page.max(1) - 1).saturating_mul(PAGE), PAGE)?;
        let may_edit = access::can(&who.actor, Action::BudgetEdit, &facts).is_ok();
        Ok(Entries { line, entries, total, may_edit })
    })
}
