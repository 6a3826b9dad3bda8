//! What waits to be paid, and the batches.

use crate::domain::money::Fen;
use crate::domain::payment::BatchState;
use crate::service::Fault;
use crate::service::payments::{Desk, Group, PAGE, Waiting};
use crate::storage::budgets::LineRow;
use crate::storage::payments::{BatchRow, Listed, Payable};
use crate::text::parts::{Choice, Control, Empty, Field, Form, Pager, Tag, Tone};
use crate::text::{Page, Phrase, Say};
use crate::web::errors::{FaultFamily, fault_phrase};
use crate::web::pages::budget::division_name;
use crate::{family, key, phrase};
use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct PaymentsView {
    pub groups: Vec<GroupView>,
    /// Placing a claim on a line, for the treasurer.
    pub place: Option<Form>,
    pub unplaced: usize,
    /// What was wrong with the choice of claims.
    pub choice: Form,
    pub batches: Vec<BatchLine>,
    /// What was searched for.
    pub text: String,
    /// There is something to search in.
    pub searched: bool,
    pub pager: Pager,
    pub empty: Empty,
}

/// Claims of one budget year and division.
#[derive(Debug, Serialize)]
pub struct GroupView {
    pub year: i32,
    pub division: String,
    pub sum: Fen,
    pub claims: Vec<ClaimLine>,
}

#[derive(Debug, Serialize)]
pub struct ClaimLine {
    pub id: i64,
    pub path: String,
    pub reference: String,
    pub title: String,
    pub unit: String,
    pub code: String,
    pub amount: Fen,
    pub account_ok: bool,
}

#[derive(Debug, Serialize)]
pub struct BatchLine {
    pub path: String,
    pub reference: String,
    pub year: i32,
    pub division: String,
    pub payments: i64,
    pub sum: Fen,
    pub paid: i64,
    pub rejected: i64,
    pub created_at: NaiveDateTime,
    pub state: Tag,
}

/// The state of a batch in a word.
pub(super) fn batch_tag(state: BatchState) -> Tag {
    let tone = match state {
        BatchState::Pending => Tone::Wait,
        BatchState::Sent => Tone::Going,
        BatchState::Settled => Tone::Done,
    };
    Tag::new(tone, family!("payment-state", state.as_str()))
}

impl PaymentsView {
    pub fn new(
        (batches, total): (Vec<Listed>, i64),
        desk: &Desk,
        text: Option<String>,
        page: u64,
        faults: &[Fault],
    ) -> PaymentsView {
        let path = text.as_ref().map_or("/payments".to_owned(), |text| {
            format!("/payments?q={}", rocket::http::RawStr::new(text).percent_encode())
        });
        let empty = if text.is_some() {
            Empty { title: phrase!("common-nothing-found"), help: None, action: None }
        } else {
            Empty { title: phrase!("payment-none"), help: Some(phrase!("payment-none-help")), action: None }
        };
        let mut choice = Form::default();
        for fault in faults.iter().filter(|fault| fault.field == "claim").rev() {
            choice = choice.fault(fault_phrase(FaultFamily::Field, fault));
        }
        PaymentsView {
            groups: desk.groups.iter().map(group).collect(),
            place: (!desk.lines.is_empty()).then(|| place(desk, faults)),
            unplaced: desk.unplaced.len(),
            choice,
            searched: text.is_some() || !batches.is_empty(),
            text: text.unwrap_or_default(),
            pager: Pager::new(&path, page, PAGE.unsigned_abs(), total.unsigned_abs()),
            empty,
            batches: batches.into_iter().map(batch).collect(),
        }
    }
}

fn group(group: &Group) -> GroupView {
    let claim = |claim: &Waiting| ClaimLine {
        id: claim.payable.claim.get(),
        path: format!("/claims/{}", claim.payable.claim),
        reference: claim.payable.reference.clone(),
        title: claim.payable.title.clone(),
        unit: claim.payable.unit.clone(),
        code: claim.payable.code.clone().unwrap_or_default(),
        amount: Fen(claim.payable.amount.unwrap_or_default()),
        account_ok: claim.account_ok,
    };
    GroupView {
        year: group.year,
        division: division_name(&group.division),
        sum: group.sum(),
        claims: group.claims.iter().map(claim).collect(),
    }
}

fn place(desk: &Desk, faults: &[Fault]) -> Form {
    let error = |name: &str| {
        let fault = faults.iter().find(|fault| fault.field == name);
        fault.map(|fault| fault_phrase(FaultFamily::Field, fault))
    };
    let claim = |claim: &Payable| {
        let words = format!("{} {} {}", claim.reference, claim.unit, claim.title);
        Choice::new(format!("{}:{}", claim.claim, claim.version), Phrase::typed(words))
    };
    let placed = desk.groups.iter().flat_map(|group| group.claims.iter().map(|claim| &claim.payable));
    let line = |line: &LineRow| {
        let words = format!("{} {} {}", line.year, line.code, line.name);
        Choice::new(line.id.to_string(), Phrase::typed(words))
    };
    Form::new(vec![
        Field::new(Control::Select, "placed", phrase!("payment-claim"))
            .choices(desk.unplaced.iter().chain(placed).map(claim))
            .error(error("placed"))
            .required(),
        Field::new(Control::Select, "line", phrase!("budget-line"))
            .choices(desk.lines.iter().map(line))
            .error(error("line"))
            .required(),
        Field::new(Control::Text, "reason", phrase!("budget-reason"))
            .help(phrase!("payment-place-reason-help"))
            .error(error("reason")),
    ])
}

fn batch(listed: Listed) -> BatchLine {
    BatchLine {
        path: format!("/payments/{}", listed.batch.id),
        year: listed.batch.budget_year,
        division: division_name(&listed.batch.division),
        payments: listed.payments,
        sum: Fen(listed.sum),
        paid: listed.paid,
        rejected: listed.rejected,
        created_at: listed.batch.created_at,
        state: batch_tag(listed.batch.state),
        reference: listed.batch.reference,
    }
}

impl Page for PaymentsView {
    const TEMPLATE: &'static str = "pages/payments/list";

    fn title(&self, say: Say) -> String {
        say.t(key!("nav-payments"))
    }

    fn sample() -> PaymentsView {
        let faults = [Fault::new("claim", "account-incomplete").with("reference", "JX-2019-0057")];
        let batches = vec![listed(2, BatchState::Sent), listed(1, BatchState::Settled)];
        PaymentsView::new((batches, 2), &desk(), None, 1, &faults)
    }

    fn samples() -> Vec<PaymentsView> {
        let unplaced = PaymentsView::new((Vec::new(), 0), &desk(), None, 1, &[Fault::new("placed", "choose")]);
        vec![
            PaymentsView::sample(),
            unplaced,
            PaymentsView::new((Vec::new(), 0), &Desk::default(), Some("FK".to_owned()), 1, &[]),
        ]
    }
}

fn at() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2019, 12, 2).and_then(|day| day.and_hms_opt(1, 30, 0)).unwrap_or_default()
}

fn listed(id: i64, state: BatchState) -> Listed {
    Listed { batch: example(id, state), payments: 3, sum: 10_345_600, paid: 2, rejected: 1 }
}

/// A batch for samples.
pub(super) fn example(id: i64, state: BatchState) -> BatchRow {
    BatchRow {
        id: crate::domain::ids::BatchId::new(id),
        reference: format!("FK-2019-{id:04}"),
        division: "330300".to_owned(),
        budget_year: 2019,
        state,
        created_by: 1,
        created_at: at(),
        sent_at: (state != BatchState::Pending).then(at),
        version: 1,
    }
}

fn desk() -> Desk {
    let payable = |id: i64, title: &str, line: Option<i64>| Payable {
        claim: crate::domain::ids::ClaimId::new(id),
        version: 7,
        reference: format!("JX-2019-{id:04}"),
        title: title.to_owned(),
        unit: "温州市示例建筑业协会".to_owned(),
        division: "330300".to_owned(),
        amount: Some(5_000_000),
        account: "{}".to_owned(),
        waiting_since: at(),
        line,
        year: line.map(|_| 2019),
        line_division: line.map(|_| "330300".to_owned()),
        code: line.map(|_| "2019-JS-01".to_owned()),
    };
    let claims = vec![
        Waiting { payable: payable(42, "建筑抹灰工技能竞赛承办补助", Some(1)), account_ok: true },
        Waiting { payable: payable(57, "泵阀智能制造高级研修班补助", Some(1)), account_ok: false },
    ];
    Desk {
        groups: vec![Group { year: 2019, division: "330300".to_owned(), claims }],
        unplaced: vec![payable(61, "技能大师工作室补助", None)],
        lines: vec![crate::web::pages::budget::list::example(1, "2019-JS-01", "职业技能竞赛补助")],
    }
}
