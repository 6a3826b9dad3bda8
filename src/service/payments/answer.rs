//! The bank's answers: a file, or one payment by form.

use crate::domain::access::{self, Action, Facts, ObjectState};
use crate::domain::claim::Step;
use crate::domain::fault::RowFault;
use crate::domain::heading::TextTable;
use crate::domain::ids::BatchId;
use crate::domain::payment::{
    Answer, BatchState, Confirmation, Expected, PaymentRef, PaymentState, read_confirmations,
};
use crate::domain::time::shanghai_date;
use crate::service::app::{App, Who};
use crate::service::claims::{deciding, ended};
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By};
use crate::sheets;
use crate::storage::payments::{self, BatchRow, Paid};
use crate::storage::{StorageError, Tx, claims};
use serde_json::json;

/// What an imported file did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    pub paid: usize,
    pub rejected: usize,
    /// Answered by an earlier file already, with the same answer.
    pub known: usize,
    /// Faults of the file; nothing was taken from it then.
    pub faults: Vec<RowFault>,
}

/// One answer by form, as typed.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    pub payment: String,
    pub result: String,
    pub date: String,
    pub reason: String,
}

/// Takes the bank's answers from a file, all or none. The same file again changes nothing.
///
/// # Errors
/// Rights; `Conflict` before the batch was ordered; `Invalid(file)` when it is no table. Faults of
/// its rows are in [`Imported::faults`].
pub fn import(app: &App, who: &Who, id: BatchId, name: &str, bytes: &[u8]) -> Result<Imported, ServiceError> {
    let table = sheets::read(bytes, name).map_err(|error| {
        ServiceError::Invalid(vec![Fault::new("file", "not-a-table").with("why", error.to_string())])
    })?;
    if table.is_empty() {
        return Err(ServiceError::invalid("file", "file-empty"));
    }
    let rows = table.rows().map(|row| (row.number(), row.cells().map(str::to_owned).collect()));
    let rows = TextTable { heading_row: table.heading_row(), heading: table.headings().to_vec(), rows: rows.collect() };
    let done = app.store.write(|tx| {
        let (batch, payments) = open(app, tx, who, id)?;
        let answers = match read(app, &batch, &payments, &rows) {
            Ok(answers) => answers,
            Err(faults) => return Err(Refused::Faults(faults)),
        };
        Ok(settle(app, tx, who, batch, &payments, &answers)?)
    });
    match done {
        Ok(imported) => Ok(imported),
        Err(Refused::Faults(faults)) => Ok(Imported { faults, ..Imported::default() }),
        Err(Refused::Service(error)) => Err(error),
    }
}

/// Why a file was not taken; the transaction is rolled back.
enum Refused {
    Faults(Vec<RowFault>),
    Service(ServiceError),
}
impl From<ServiceError> for Refused {
    fn from(error: ServiceError) -> Refused {
        Refused::Service(error)
    }
}
impl From<StorageError> for Refused {
    fn from(error: StorageError) -> Refused {
        Refused::Service(error.into())
    }
}

/// Takes one answer from the form.
///
/// # Errors
/// As [`import`], with the form's faults by field.
pub fn answer_one(app: &App, who: &Who, id: BatchId, typed: &Typed) -> Result<Imported, ServiceError> {
    let heading = ["付款编号", "结果", "日期", "原因"].map(str::to_owned).to_vec();
    let row = [&typed.payment, &typed.result, &typed.date, &typed.reason].map(Clone::clone).to_vec();
    // Even a form sent empty is a row, with its faults.
    let table = TextTable { heading_row: 1, heading, rows: vec![(2, row)] };
    let fields = [("付款编号", "payment"), ("结果", "result"), ("日期", "date"), ("原因", "reason")];
    let field = |column: &str| fields.iter().find(|(name, _)| *name == column).map_or("", |(_, field)| *field);
    let fault_of = |fault: &RowFault| Fault {
        field: field(&fault.column).to_owned(),
        code: fault.key.strip_prefix("fault-").unwrap_or(fault.key),
        args: [("hint", fault.hint.clone())].into(),
    };
    app.store.write(|tx| {
        let (batch, payments) = open(app, tx, who, id)?;
        let answers = read(app, &batch, &payments, &table)
            .map_err(|faults| ServiceError::Invalid(faults.iter().map(fault_of).collect()))?;
        settle(app, tx, who, batch, &payments, &answers)
    })
}

/// The batch, locked, with its payments and their claims. A settled batch is opened, too: a file
/// sent a second time is no error.
fn open(app: &App, tx: &mut Tx, who: &Who, id: BatchId) -> Result<(BatchRow, Vec<Paid>), ServiceError> {
    let division = payments::get(tx, id)?.division.parse().ok();
    let facts = Facts { division, ..Facts::NONE };
    access::can(&who.actor, Action::PaymentConfirm, &facts)?;
    let payments = payments::of_batch(tx, id)?;
    let mut ids: Vec<_> = payments.iter().map(|paid| paid.payment.claim_id).collect();
    ids.sort_unstable();
    for claim in ids {
        claims::lock(tx, claim)?;
    }
    let batch = payments::lock(tx, id)?;
    let state = match batch.state {
        BatchState::Settled => BatchState::Sent,
        state => state,
    };
    let facts = Facts { state: Some(ObjectState::Batch(state)), ..facts };
    access::can(&who.actor, Action::PaymentConfirm, &facts)?;
    debug_assert!(batch.sent_at.is_some_and(|at| at <= app.now().naive_utc()));
    // Read again under the lock: another answer may have come in between.
    Ok((batch, payments::of_batch(tx, id)?))
}

/// What each payment is called at the bank.
pub(super) fn payment_ref(batch: &BatchRow, seq: i32) -> Result<PaymentRef, ServiceError> {
    let corrupt = || StorageError::Corrupt { what: "reference of a batch", value: batch.reference.clone() };
    let reference = batch.reference.parse().map_err(|_| corrupt())?;
    Ok(PaymentRef { batch: reference, line: u32::try_from(seq).map_err(|_| corrupt())? })
}

fn read(app: &App, batch: &BatchRow, payments: &[Paid], rows: &TextTable) -> Result<Vec<Confirmation>, Vec<RowFault>> {
    let sent_on = batch.sent_at.map_or(app.today(), |at| shanghai_date(at.and_utc()));
    let expected = |paid: &Paid| {
        let payment = payment_ref(batch, paid.payment.seq).ok()?;
        let claim = paid.reference.parse().ok()?;
        Some(Expected { payment, claim, amount: crate::domain::money::Fen(paid.payment.amount), sent_on })
    };
    let expected: Vec<Expected> = payments.iter().filter_map(expected).collect();
    read_confirmations(rows, &expected, app.today())
}

fn settle(
    app: &App,
    tx: &mut Tx,
    who: &Who,
    batch: BatchRow,
    payments: &[Paid],
    answers: &[Confirmation],
) -> Result<Imported, ServiceError> {
    let mut done = Imported::default();
    let mut states: Vec<PaymentState> = payments.iter().map(|paid| paid.payment.state).collect();
    for confirmation in answers {
        let at_seq = |paid: &Paid| u32::try_from(paid.payment.seq) == Ok(confirmation.payment.line);
        let Some(index) = payments.iter().position(at_seq) else { continue };
        let payment = &payments[index].payment;
        if says_the_same(payment, confirmation) {
            done.known += 1;
            continue;
        }
        let differs = |_| {
            let fault = Fault::conflict("payment-answered").with("payment", confirmation.payment.to_string());
            ServiceError::Conflict(fault)
        };
        let state = payment.state.answer(&confirmation.answer).map_err(differs)?;
        let (step, action, reason) = match &confirmation.answer {
            Answer::Paid => (Step::Settle, Action::ClaimSettle, ""),
            Answer::Rejected { reason } => (Step::Fail, Action::ClaimFail, reason.as_str()),
        };
        payments::answer(tx, payment.id, state, reason, confirmation.on)?;
        let mut claim = deciding::open(app, tx, who, action, payment.claim_id, None)?;
        claim.day = confirmation.on;
        claim.take(&step, reason)?;
        ended::answered(app, tx, who, payment.claim_id)?;
        states[index] = state;
        match state {
            PaymentState::Rejected => done.rejected += 1,
            _ => done.paid += 1,
        }
    }
    if done.paid + done.rejected > 0 {
        let state = batch.state.after_answers(states);
        payments::put_state(tx, batch.id, batch.version, state, batch.sent_at)?;
        let before = json!({ "state": batch.state });
        let after = json!({ "state": state, "paid": done.paid, "rejected": done.rejected });
        let by = By::who(who);
        trail::record(
            tx,
            app.now(),
            by,
            "payment.confirm",
            "payment_batch",
            batch.id.get(),
            Some(before),
            Some(after),
        )?;
    }
    Ok(done)
}

fn says_the_same(payment: &payments::PaymentRow, confirmation: &Confirmation) -> bool {
    let same_result = match &confirmation.answer {
        Answer::Paid => payment.state == PaymentState::Paid,
        Answer::Rejected { reason } => payment.state == PaymentState::Rejected && payment.reason == *reason,
    };
    same_result && payment.settled_on == Some(confirmation.on)
}
