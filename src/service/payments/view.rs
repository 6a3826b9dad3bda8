//! Reading batches and what waits to be paid.

use super::batch::can_be_paid_to;
use crate::domain::access::{self, Action, Area, Facts, Visibility};
use crate::domain::ids::BatchId;
use crate::domain::money::Fen;
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::storage::budgets::{self, LineRow};
use crate::storage::payments::{self, BatchRow, Listed, Paid, Payable};
use chrono::Datelike;

/// Rows of a list page.
pub const PAGE: i64 = 50;
/// The most approved claims offered for a batch at a time.
const MOST: i64 = 200;

/// The batches the reader may know of, the latest first, and how many there are. A text narrows them to
/// those with such a batch or claim number, matter or unit.
///
/// # Errors
/// Rights.
pub fn list(app: &App, who: &Who, text: Option<&str>, page: i64) -> Result<(Vec<Listed>, i64), ServiceError> {
    access::can(&who.actor, Action::PaymentView, &Facts::NONE)?;
    let visibility = access::visibility(&who.actor, Area::Payment);
    app.store.read(|conn| {
        let offset = (page.max(1) - 1).saturating_mul(PAGE);
        Ok((payments::list(conn, visibility, text, offset, PAGE)?, payments::count(conn, visibility, text)?))
    })
}

/// What a treasurer makes batches from.
#[derive(Clone, Debug, Default)]
pub struct Desk {
    /// Claims that can be paid, by budget year and division of their lines.
    pub groups: Vec<Group>,
    /// Approved claims that draw on no line yet.
    pub unplaced: Vec<Payable>,
    /// Lines of this and the next year that a claim can be placed on.
    pub lines: Vec<LineRow>,
}

/// Claims that can stand in one batch.
#[derive(Clone, Debug)]
pub struct Group {
    pub year: i32,
    pub division: String,
    pub claims: Vec<Waiting>,
}

/// One claim that waits for its payment.
#[derive(Clone, Debug)]
pub struct Waiting {
    pub payable: Payable,
    /// Its account is complete.
    pub account_ok: bool,
}

impl Group {
    pub fn sum(&self) -> Fen {
        self.claims.iter().map(|claim| Fen(claim.payable.amount.unwrap_or_default())).sum()
    }
}

/// The treasurer's desk; empty for everybody else.
///
/// # Errors
/// The database failed.
pub fn desk(app: &App, who: &Who) -> Result<Desk, ServiceError> {
    if access::can(&who.actor, Action::PaymentCreateBatch, &Facts::NONE).is_err() {
        return Ok(Desk::default());
    }
    let visibility = access::visibility(&who.actor, Area::Payment);
    let year = app.today().year();
    app.store.read(|conn| {
        let mut desk = Desk::default();
        for payable in payments::payable(conn, visibility, MOST)? {
            let (Some(year), Some(division)) = (payable.year, payable.line_division.clone()) else {
                desk.unplaced.push(payable);
                continue;
            };
            let claim = Waiting { account_ok: can_be_paid_to(&payable.account), payable };
            match desk.groups.iter_mut().find(|group| group.year == year && group.division == division) {
                Some(group) => group.claims.push(claim),
                None => desk.groups.push(Group { year, division, claims: vec![claim] }),
            }
        }
        if !desk.unplaced.is_empty() || !desk.groups.is_empty() {
            for year in [year, year + 1] {
                let seen = |line: &LineRow| visibility.covers(None, line.division.parse().ok());
                desk.lines.extend(budgets::lines(conn, year)?.into_iter().filter(seen));
            }
        }
        Ok(desk)
    })
}

/// A batch with its payments.
#[derive(Clone)]
pub struct Shown {
    pub batch: BatchRow,
    pub payments: Vec<Paid>,
    /// Who made it.
    pub maker: String,
    /// The reader is a treasurer: sees whole account numbers and takes the file.
    pub whole: bool,
    pub may_send: bool,
    pub may_confirm: bool,
}

impl Shown {
    pub fn sum(&self) -> Fen {
        self.payments.iter().map(|paid| Fen(paid.payment.amount)).sum()
    }
}

/// One batch.
///
/// # Errors
/// `NotFound`, also for what the reader may not know of.
pub fn show(app: &App, who: &Who, id: BatchId) -> Result<Shown, ServiceError> {
    // Nobody without the right learns which batches there are.
    access::can(&who.actor, Action::PaymentView, &Facts::NONE)?;
    if access::visibility(&who.actor, Area::Payment) == Visibility::PublicOnly {
        return Err(ServiceError::NotFound);
    }
    app.store.read(|conn| {
        let batch = payments::get(conn, id)?;
        let division = batch.division.parse().ok();
        let facts = Facts::batch(division, batch.state);
        access::can(&who.actor, Action::PaymentView, &facts)?;
        let may = |action| access::can(&who.actor, action, &facts).is_ok();
        Ok(Shown {
            payments: payments::of_batch(conn, id)?,
            maker: payments::maker(conn, id)?,
            whole: may(Action::PaymentCreateBatch),
            may_send: may(Action::PaymentSend),
            may_confirm: may(Action::PaymentConfirm),
            batch,
        })
    })
}
