//! One line with its ledger, and what the treasurer does with it.

use super::division_name;
use super::list::example;
use crate::domain::budget::EntryKind;
use crate::domain::money::Fen;
use crate::service::Fault;
use crate::service::budgets::{Appropriation, Entries, PAGE};
use crate::storage::budgets::EntryRow;
use crate::text::parts::{Control, Field, Form, Pager};
use crate::text::{Page, Phrase, Say};
use crate::web::errors::{FaultFamily, fault_phrase};
use crate::{family, phrase};
use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;

/// What one of the two forms sent.
#[derive(Default)]
pub enum Typed {
    #[default]
    Nothing,
    Appropriation(Appropriation),
    Recovery {
        claim: String,
        amount: String,
        reason: String,
    },
}

#[derive(Debug, Serialize)]
pub struct LineView {
    pub path: String,
    pub year: i32,
    pub code: String,
    pub name: String,
    pub division: String,
    pub version: i64,
    pub stats: Vec<Figure>,
    pub entries: Vec<Entry>,
    pub pager: Pager,
    pub appropriation: Option<Form>,
    pub recovery: Option<Form>,
}

#[derive(Debug, Serialize)]
pub struct Figure {
    pub label: Phrase,
    pub amount: Fen,
    /// Of the appropriation, 0–100.
    pub share: Option<u8>,
}

#[derive(Debug, Serialize)]
pub struct Entry {
    pub at: NaiveDateTime,
    pub kind: Phrase,
    pub amount: Fen,
    pub claim: Option<String>,
    pub claim_path: String,
    pub user: String,
    pub note: String,
}

impl LineView {
    pub fn new(shown: &Entries, page: u64, typed: &Typed, faults: &[Fault]) -> LineView {
        let line = &shown.line;
        let whole = line.appropriation.max(1);
        let figure = |label, amount: Fen, share: bool| Figure {
            label,
            amount,
            share: share
                .then(|| u8::try_from((i128::from(amount.0) * 100 / i128::from(whole)).clamp(0, 100)).unwrap_or(0)),
        };
        let entry = |row: &EntryRow| Entry {
            at: row.at,
            kind: family!("budget-entry", row.kind.as_str()),
            amount: Fen(row.amount),
            claim: row.claim_reference.clone(),
            claim_path: row.claim_id.map(|id| format!("/claims/{id}")).unwrap_or_default(),
            user: row.user_name.clone(),
            note: row.note.clone(),
        };
        let path = format!("/budget/{}", line.id);
        LineView {
            year: line.year,
            code: line.code.clone(),
            name: line.name.clone(),
            division: division_name(&line.division),
            version: line.version,
            stats: vec![
                figure(phrase!("budget-appropriation"), Fen(line.appropriation), false),
                figure(phrase!("budget-reserved"), Fen(line.reserved), true),
                figure(phrase!("budget-committed"), Fen(line.committed), true),
                figure(phrase!("budget-paid"), Fen(line.paid), true),
                figure(phrase!("budget-available"), line.available(), true),
            ],
            entries: shown.entries.iter().map(entry).collect(),
            pager: Pager::new(&path, page, PAGE.unsigned_abs(), shown.total.unsigned_abs()),
            appropriation: shown.may_edit.then(|| appropriation(shown, typed, faults)),
            recovery: shown.may_edit.then(|| recovery(typed, faults)),
            path,
        }
    }
}

fn field(control: Control, name: &str, label: Phrase, value: &str, faults: &[Fault]) -> Field {
    let fault = faults.iter().find(|fault| fault.field == name);
    let error = fault.map(|fault| fault_phrase(FaultFamily::Field, fault));
    Field::new(control, name, label).value(value).error(error).required()
}

fn appropriation(shown: &Entries, typed: &Typed, faults: &[Fault]) -> Form {
    let now = Fen(shown.line.appropriation).to_string();
    let (amount, note, faults) = match typed {
        Typed::Appropriation(typed) => (typed.amount.as_str(), typed.note.as_str(), faults),
        _ => (now.as_str(), "", &[][..]),
    };
    Form::new(vec![
        field(Control::Money, "amount", phrase!("budget-new-figure"), amount, faults)
            .help(phrase!("budget-new-figure-help")),
        field(Control::Text, "note", phrase!("budget-decision"), note, faults),
    ])
}

fn recovery(typed: &Typed, faults: &[Fault]) -> Form {
    let (claim, amount, reason, faults) = match typed {
        Typed::Recovery { claim, amount, reason } => (claim.as_str(), amount.as_str(), reason.as_str(), faults),
        _ => ("", "", "", &[][..]),
    };
    Form::new(vec![
        field(Control::Text, "claim", phrase!("budget-claim"), claim, faults).help(phrase!("budget-claim-help")),
        field(Control::Money, "recovered", phrase!("budget-recovered"), amount, faults),
        field(Control::Text, "reason", phrase!("budget-reason"), reason, faults),
    ])
}

impl Page for LineView {
    const TEMPLATE: &'static str = "pages/budget/line";

    fn title(&self, _: Say) -> String {
        format!("{} {}", self.code, self.name)
    }

    fn sample() -> LineView {
        let faults = [
            Fault::new("claim", "no-paid-claim"),
            Fault::new("recovered", "amount-zero"),
            Fault::new("reason", "required"),
        ];
        let typed = Typed::Recovery { claim: "JX-2019-0099".to_owned(), amount: "0".to_owned(), reason: String::new() };
        LineView::new(&entries(true), 1, &typed, &faults)
    }

    fn samples() -> Vec<LineView> {
        let empty = Entries { entries: Vec::new(), total: 0, ..entries(false) };
        vec![LineView::sample(), LineView::new(&empty, 1, &Typed::Nothing, &[])]
    }
}

fn entries(may_edit: bool) -> Entries {
    let at = NaiveDate::from_ymd_opt(2019, 11, 18).and_then(|day| day.and_hms_opt(1, 30, 0)).unwrap_or_default();
    let entry = |id, kind, amount: i64, claim: Option<i64>, note: &str| EntryRow {
        id,
        kind,
        amount: amount * 100,
        note: note.to_owned(),
        at,
        user_name: "孙出纳".to_owned(),
        claim_id: claim,
        claim_reference: claim.map(|claim| format!("JX-2019-{claim:04}")),
    };
    let entries = vec![
        entry(3, EntryKind::Commit, 50_000, Some(42), ""),
        entry(2, EntryKind::Reserve, 50_000, Some(42), ""),
        entry(1, EntryKind::Appropriate, 1_200_000, None, "年初预算"),
    ];
    Entries { line: example(1, "2019-JS-01", "职业技能竞赛补助"), entries, total: 3, may_edit }
}
