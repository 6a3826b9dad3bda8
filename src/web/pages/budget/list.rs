//! The lines of one year.

use super::division_name;
use crate::domain::money::Fen;
use crate::service::Fault;
use crate::service::budgets::{Lines, NewLine};
use crate::storage::budgets::LineRow;
use crate::text::parts::{Control, Empty, Field, Form, Tab};
use crate::text::{Page, Phrase, Say};
use crate::web::errors::{FaultFamily, fault_phrase};
use crate::{key, phrase};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct BudgetView {
    pub year: i32,
    pub tabs: Vec<Tab>,
    pub rows: Vec<Row>,
    pub sum: Row,
    pub file: String,
    /// For a new line, where the reader may make one.
    pub form: Option<Form>,
    pub empty: Empty,
}

#[derive(Debug, Serialize)]
pub struct Row {
    pub path: String,
    pub code: String,
    pub name: String,
    pub division: String,
    pub appropriation: Fen,
    pub reserved: Fen,
    pub committed: Fen,
    pub paid: Fen,
    pub available: Fen,
}

impl BudgetView {
    pub fn new(shown: &Lines, typed: &NewLine, faults: &[Fault]) -> BudgetView {
        let tab = |year: &i32| Tab {
            path: format!("/budget?year={year}"),
            label: Phrase::typed(year.to_string()),
            count: None,
            current: *year == shown.year,
        };
        let row = |line: &LineRow| Row {
            path: format!("/budget/{}", line.id),
            code: line.code.clone(),
            name: line.name.clone(),
            division: division_name(&line.division),
            appropriation: Fen(line.appropriation),
            reserved: Fen(line.reserved),
            committed: Fen(line.committed),
            paid: Fen(line.paid),
            available: line.available(),
        };
        let [appropriation, reserved, committed, paid, available] = shown.totals();
        let text = String::new;
        BudgetView {
            year: shown.year,
            tabs: shown.years.iter().map(tab).collect(),
            rows: shown.lines.iter().map(row).collect(),
            sum: Row {
                path: text(),
                code: text(),
                name: text(),
                division: text(),
                appropriation,
                reserved,
                committed,
                paid,
                available,
            },
            file: format!("/budget/file?year={}", shown.year),
            form: shown.may_edit.then(|| form(typed, faults)),
            empty: Empty {
                title: phrase!("budget-none"),
                help: Some(match shown.may_edit {
                    true => phrase!("budget-none-help"),
                    false => phrase!("budget-none-wait"),
                }),
                action: None,
            },
        }
    }
}

fn form(typed: &NewLine, faults: &[Fault]) -> Form {
    let field = |control, name: &str, label: Phrase, value: &str| {
        let fault = faults.iter().find(|fault| fault.field == name);
        Field::new(control, name, label)
            .value(value)
            .error(fault.map(|fault| fault_phrase(FaultFamily::Field, fault)))
            .required()
    };
    Form::new(vec![
        field(Control::Number, "year", phrase!("budget-year"), &typed.year),
        field(Control::Text, "code", phrase!("budget-code"), &typed.code).help(phrase!("budget-code-help")),
        field(Control::Text, "name", phrase!("budget-name"), &typed.name),
        field(Control::Money, "amount", phrase!("budget-appropriation"), &typed.amount),
    ])
}

impl Page for BudgetView {
    const TEMPLATE: &'static str = "pages/budget/list";

    fn title(&self, say: Say) -> String {
        say.t(key!("nav-budget"))
    }

    fn sample() -> BudgetView {
        let lines = vec![example(1, "2019-JS-01", "职业技能竞赛补助"), example(2, "2019-JS-02", "高级研修班补助")];
        let shown = Lines { year: 2019, years: vec![2020, 2019], lines, may_edit: true };
        let typed = NewLine { year: "2019".to_owned(), amount: "五万".to_owned(), ..NewLine::default() };
        BudgetView::new(&shown, &typed, &[Fault::new("code", "required"), Fault::new("name", "required")])
    }

    fn samples() -> Vec<BudgetView> {
        let none = |may_edit| Lines { year: 2019, years: vec![2019], lines: Vec::new(), may_edit };
        let new = NewLine::default();
        vec![BudgetView::sample(), BudgetView::new(&none(true), &new, &[]), BudgetView::new(&none(false), &new, &[])]
    }
}

/// A line for samples.
pub(in crate::web::pages) fn example(id: i64, code: &str, name: &str) -> LineRow {
    LineRow {
        id: crate::domain::ids::BudgetLineId::new(id),
        year: 2019,
        division: "330300".to_owned(),
        code: code.to_owned(),
        name: name.to_owned(),
        appropriation: 120_000_000,
        reserved: 8_000_000,
        committed: 30_000_000,
        paid: 45_000_000,
        version: 3,
    }
}
