//! The files of a batch: the order that goes to the bank, and the sheet its answers come back on.

use super::answer::payment_ref;
use super::view::{Shown, show};
use crate::domain::access::Denied;
use crate::domain::identity::rmb_in_capitals;
use crate::domain::ids::BatchId;
use crate::domain::money::Fen;
use crate::domain::payment::PaymentState;
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::sheets::{Cell, Column, Sheet};

/// The batch with whole account numbers, amounts in figures and in capitals. For treasurers only.
///
/// # Errors
/// Rights.
pub fn order_sheet(app: &App, who: &Who, id: BatchId) -> Result<Sheet, ServiceError> {
    let shown = whole(app, who, id)?;
    let headings = [
        ("序号", 6),
        ("付款编号", 18),
        ("申领编号", 16),
        ("单位", 30),
        ("户名", 30),
        ("账号", 26),
        ("开户行", 30),
        ("联行号", 16),
        ("金额(元)", 14),
        ("金额大写", 36),
        ("用途", 36),
    ];
    let mut rows = Vec::new();
    for paid in &shown.payments {
        let payment = &paid.payment;
        let amount = Fen(payment.amount);
        rows.push(vec![
            Cell::Whole(payment.seq.into()),
            Cell::text(payment_ref(&shown.batch, payment.seq)?.to_string()),
            Cell::text(&paid.reference),
            Cell::text(&paid.unit),
            Cell::text(&payment.payee),
            Cell::text(&payment.account_number),
            Cell::text(&payment.bank_name),
            Cell::text(&payment.bank_code),
            Cell::Yuan(amount),
            Cell::text(rmb_in_capitals(amount)),
            Cell::text(&paid.title),
        ]);
    }
    let mut sum = vec![Cell::Blank; headings.len()];
    sum[3] = Cell::text(format!("合计 {} 笔", shown.payments.len()));
    sum[8] = Cell::Yuan(shown.sum());
    sum[9] = Cell::text(rmb_in_capitals(shown.sum()));
    rows.push(sum);
    Ok(Sheet {
        name: shown.batch.reference.clone(),
        title: format!("{} 付款清单({}年预算)", shown.batch.reference, shown.batch.budget_year),
        columns: headings.into_iter().map(|(heading, width)| Column::new(heading, width)).collect(),
        rows,
        notes: vec![format!("制单:{}", shown.maker)],
    })
}

/// The sheet to be filled in with the bank's answers: one row for each payment not answered yet,
/// without account numbers.
///
/// # Errors
/// Rights.
pub fn confirmation_sheet(app: &App, who: &Who, id: BatchId) -> Result<Sheet, ServiceError> {
    let shown = whole(app, who, id)?;
    let headings = [("付款编号", 18), ("单位", 30), ("金额(元)", 14), ("结果", 10), ("日期", 14), ("原因", 30)];
    let mut rows = Vec::new();
    for paid in shown.payments.iter().filter(|paid| !paid.payment.state.is_final()) {
        rows.push(vec![
            Cell::text(payment_ref(&shown.batch, paid.payment.seq)?.to_string()),
            Cell::text(&paid.unit),
            Cell::Yuan(Fen(paid.payment.amount)),
            Cell::Blank,
            Cell::Blank,
            Cell::Blank,
        ]);
    }
    Ok(Sheet {
        name: shown.batch.reference.clone(),
        title: String::new(),
        columns: headings.into_iter().map(|(heading, width)| Column::new(heading, width)).collect(),
        rows,
        notes: Vec::new(),
    })
}

fn whole(app: &App, who: &Who, id: BatchId) -> Result<Shown, ServiceError> {
    let shown = show(app, who, id)?;
    debug_assert!(
        shown.payments.iter().all(|paid| paid.payment.state != PaymentState::Pending || paid.payment.amount > 0)
    );
    if shown.whole { Ok(shown) } else { Err(ServiceError::Denied(Denied::NotYourRole)) }
}
