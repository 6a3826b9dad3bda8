//! A batch: its payments, the order for the bank, the bank's answers.

use super::list::{batch_tag, example};
use crate::domain::fault::RowFault;
use crate::domain::identity::{digits_masked, rmb_in_capitals};
use crate::domain::money::Fen;
use crate::domain::payment::{BatchState, PaymentState};
use crate::service::Fault;
use crate::service::payments::{Imported, Shown, Typed};
use crate::storage::payments::{Paid, PaymentRow};
use crate::text::parts::{Choice, Control, Field, Form, Tag, Tone};
use crate::text::{Page, Phrase, Say};
use crate::web::errors::{FaultFamily, fault_phrase};
use crate::web::pages::budget::division_name;
use crate::{family, phrase};
use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct BatchView {
    pub path: String,
    pub reference: String,
    pub year: i32,
    pub division: String,
    pub maker: String,
    pub created_at: NaiveDateTime,
    pub sent_at: Option<NaiveDateTime>,
    pub version: i64,
    pub state: Tag,
    pub rows: Vec<Row>,
    pub sum: Fen,
    pub capitals: String,
    pub may_take: bool,
    pub may_send: bool,
    /// The file of answers.
    pub file: Option<Form>,
    /// One answer.
    pub answer: Option<Form>,
    pub faults: Vec<FaultRow>,
}

#[derive(Debug, Serialize)]
pub struct Row {
    pub seq: i32,
    pub payment: String,
    pub claim: String,
    pub path: String,
    pub unit: String,
    pub payee: String,
    pub account: String,
    pub bank: String,
    pub bank_code: String,
    pub amount: Fen,
    pub state: Tag,
    pub on: Option<NaiveDate>,
    pub reason: String,
}

/// A fault of the bank's file.
#[derive(Debug, Serialize)]
pub struct FaultRow {
    pub row: usize,
    pub column: String,
    pub value: String,
    pub remedy: Phrase,
}

fn payment_ref(reference: &str, seq: i32) -> String {
    format!("{reference}-{seq:02}")
}

fn tone(state: PaymentState) -> Tone {
    match state {
        PaymentState::Pending => Tone::Wait,
        PaymentState::Sent => Tone::Going,
        PaymentState::Paid => Tone::Done,
        PaymentState::Rejected => Tone::Stop,
    }
}

impl BatchView {
    pub fn new(
        shown: &Shown,
        today: NaiveDate,
        typed: &Typed,
        faults: &[Fault],
        imported: Option<Imported>,
    ) -> BatchView {
        let batch = &shown.batch;
        let row = |paid: &Paid| {
            let payment = &paid.payment;
            Row {
                seq: payment.seq,
                payment: payment_ref(&batch.reference, payment.seq),
                claim: paid.reference.clone(),
                path: format!("/claims/{}", payment.claim_id),
                unit: paid.unit.clone(),
                payee: payment.payee.clone(),
                account: match shown.whole {
                    true => payment.account_number.clone(),
                    false => digits_masked(&payment.account_number),
                },
                bank: payment.bank_name.clone(),
                bank_code: payment.bank_code.clone(),
                amount: Fen(payment.amount),
                state: Tag::new(tone(payment.state), family!("payment-one", payment.state.as_str())),
                on: payment.settled_on,
                reason: payment.reason.clone(),
            }
        };
        let fault = |fault: RowFault| FaultRow {
            row: fault.row,
            column: fault.column,
            value: fault.value,
            remedy: family!("fault", fault.key.trim_start_matches("fault-"))
                .with("hint", fault.hint.clone())
                .with("max", fault.hint),
        };
        BatchView {
            path: format!("/payments/{}", batch.id),
            reference: batch.reference.clone(),
            year: batch.budget_year,
            division: division_name(&batch.division),
            maker: shown.maker.clone(),
            created_at: batch.created_at,
            sent_at: batch.sent_at,
            version: batch.version,
            state: batch_tag(batch.state),
            rows: shown.payments.iter().map(row).collect(),
            sum: shown.sum(),
            capitals: rmb_in_capitals(shown.sum()),
            may_take: shown.whole,
            may_send: shown.may_send,
            file: shown.may_confirm.then(|| file(faults)),
            answer: shown.may_confirm.then(|| answer(shown, today, typed, faults)),
            faults: imported.into_iter().flat_map(|imported| imported.faults).map(fault).collect(),
        }
    }
}

fn error(faults: &[Fault], name: &str) -> Option<Phrase> {
    faults.iter().find(|fault| fault.field == name).map(|fault| fault_phrase(FaultFamily::Field, fault))
}

fn file(faults: &[Fault]) -> Form {
    Form::new(vec![
        Field::new(Control::File, "file", phrase!("payment-file"))
            .help(phrase!("payment-file-help"))
            .accept(".xlsx,.xls,.csv")
            .error(error(faults, "file"))
            .required(),
    ])
}

fn answer(shown: &Shown, today: NaiveDate, typed: &Typed, faults: &[Fault]) -> Form {
    let waiting = shown.payments.iter().filter(|paid| !paid.payment.state.is_final());
    let payments = waiting.map(|paid| {
        let reference = payment_ref(&shown.batch.reference, paid.payment.seq);
        let words = format!("{reference} {}", paid.unit);
        Choice::new(reference, Phrase::typed(words))
    });
    let today = today.to_string();
    let date = if typed.date.is_empty() && typed.payment.is_empty() { today.as_str() } else { typed.date.as_str() };
    Form::new(vec![
        Field::new(Control::Select, "payment", phrase!("payment-payment"))
            .choices(payments)
            .value(&typed.payment)
            .error(error(faults, "payment"))
            .required(),
        Field::new(Control::Radio, "result", phrase!("payment-result"))
            .choices([
                Choice::new("成功", phrase!("payment-one-paid")),
                Choice::new("失败", phrase!("payment-one-rejected")),
            ])
            .value(&typed.result)
            .error(error(faults, "result"))
            .required(),
        Field::new(Control::Date, "date", phrase!("payment-date")).value(date).error(error(faults, "date")).required(),
        Field::new(Control::Text, "reason", phrase!("payment-reason"))
            .help(phrase!("payment-reason-help"))
            .value(&typed.reason)
            .error(error(faults, "reason")),
    ])
}

impl Page for BatchView {
    const TEMPLATE: &'static str = "pages/payments/show";

    fn title(&self, _: Say) -> String {
        self.reference.clone()
    }

    fn sample() -> BatchView {
        let fault = RowFault::new(3, "结果", "也许", crate::domain::fault::Problem::NotAChoice).hint("成功 / 失败");
        let imported = Imported { faults: vec![fault], ..Imported::default() };
        let faults = [Fault::new("payment", "required"), Fault::new("result", "required")];
        let today = NaiveDate::from_ymd_opt(2019, 12, 3).unwrap_or_default();
        BatchView::new(&shown(BatchState::Sent), today, &Typed::default(), &faults, Some(imported))
    }

    fn samples() -> Vec<BatchView> {
        let today = NaiveDate::from_ymd_opt(2019, 12, 3).unwrap_or_default();
        let plain = |shown: &Shown| BatchView::new(shown, today, &Typed::default(), &[], None);
        let onlooker = Shown { whole: false, may_send: false, may_confirm: false, ..shown(BatchState::Settled) };
        vec![BatchView::sample(), plain(&shown(BatchState::Pending)), plain(&onlooker)]
    }
}

fn shown(state: BatchState) -> Shown {
    let paid = |seq: i32, unit: &str, yuan, state, reason: &str| Paid {
        payment: PaymentRow {
            id: crate::domain::ids::PaymentId::new(seq.into()),
            claim_id: crate::domain::ids::ClaimId::new(41 + i64::from(seq)),
            seq,
            amount: Fen::yuan(yuan).0,
            payee: unit.to_owned(),
            account_number: "6222021204020001000".to_owned(),
            bank_name: "示例银行温州分行".to_owned(),
            bank_code: "103333000001".to_owned(),
            state,
            reason: reason.to_owned(),
            settled_on: state.is_final().then(|| NaiveDate::from_ymd_opt(2019, 12, 3)).flatten(),
        },
        reference: format!("JX-2019-{:04}", 41 + seq),
        title: "建筑抹灰工技能竞赛承办补助".to_owned(),
        unit: unit.to_owned(),
    };
    let (one, two) = match state {
        BatchState::Pending => (PaymentState::Pending, PaymentState::Pending),
        BatchState::Sent => (PaymentState::Sent, PaymentState::Paid),
        BatchState::Settled => (PaymentState::Rejected, PaymentState::Paid),
    };
    let reason = if one == PaymentState::Rejected { "户名不符" } else { "" };
    Shown {
        batch: example(2, state),
        payments: vec![
            paid(1, "温州市示例建筑业协会", 50_000, one, reason),
            paid(2, "温州示例技师学院", 23_456, two, ""),
        ],
        maker: "孙出纳".to_owned(),
        whole: true,
        may_send: state == BatchState::Pending,
        may_confirm: state == BatchState::Sent,
    }
}
