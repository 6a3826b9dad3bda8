//! The two lists of a claim while its unit still writes it: people and invoices.

use super::fields;
use crate::domain::claim::own_facts;
use crate::domain::fault::RowFault;
use crate::domain::money::Fen;
use crate::domain::policy::{Outcome, Policy, Rule};
use crate::family;
use crate::phrase;
use crate::service::Fault;
use crate::service::claims::{ClaimShown, TypedInvoice, TypedPerson};
use crate::text::parts::{Choice, Control, Field, Form, Tag};
use crate::text::{Page, Phrase, Say};
use crate::web::explanation::outcome_tag;
use crate::web::pages::form_page::with_faults;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct Register {
    pub heading: Phrase,
    pub crumb: (String, String),
    pub lead: Phrase,
    /// Where its forms go: `/claims/42/people`.
    pub path: String,
    pub version: String,
    pub columns: Vec<Phrase>,
    pub rows: Vec<Row>,
    pub form: Form,
    pub add: Phrase,
    pub import: Option<Import>,
    /// What was paid in advance of a class.
    pub advance: Option<Form>,
}

#[derive(Debug, Serialize)]
pub struct Row {
    pub id: i64,
    pub cells: Vec<Phrase>,
    pub state: Option<Tag>,
    /// Who or what is taken off, for whoever does not see the row.
    pub name: String,
}

/// A table that replaces the list.
#[derive(Debug, Default, Serialize)]
pub struct Import {
    pub form: Form,
    /// Row, column, value seen, remedy.
    pub faults: Vec<(usize, String, String, Phrase)>,
}

impl Register {
    pub fn people(policy: &Policy, rule: &Rule, shown: &ClaimShown, typed: &TypedPerson, faults: &[Fault]) -> Register {
        let each = !own_facts(rule).is_empty();
        let mut fields = vec![
            Field::new(Control::Text, "name", phrase!("claim-person-name")).value(&typed.name).required(),
            Field::new(Control::Text, "resident_id", phrase!("claim-person-id"))
                .help(phrase!("claim-person-id-help"))
                .value(&typed.resident_id)
                .required(),
            Field::new(Control::Text, "certificate", phrase!("claim-person-certificate")).value(&typed.certificate),
        ];
        for fact in own_facts(rule).iter().filter_map(|fact| rule.facts.get(*fact)) {
            fields.push(fields::of_fact(policy, fact, typed.facts.get(&fact.name).unwrap_or_default(), "person"));
        }
        let yes_no = [Choice::new("是", phrase!("claim-yes")), Choice::new("否", phrase!("claim-no"))];
        let finished = if typed.finished.is_empty() { "是" } else { typed.finished.as_str() };
        fields.push(
            Field::new(Control::Radio, "finished", phrase!("claim-person-finished"))
                .choices(yes_no)
                .value(finished)
                .required(),
        );
        let advance = Field::new(Control::Money, "advance", phrase!("claim-advance"))
            .help(phrase!("claim-advance-help"))
            .value(if shown.advance > Fen::ZERO { shown.advance.to_string() } else { String::new() });
        Register {
            heading: phrase!("claim-people"),
            lead: if each { phrase!("claim-people-lead-each") } else { phrase!("claim-people-lead") },
            columns: people_columns(each),
            rows: people_rows(shown),
            form: with_faults(fields, faults),
            add: phrase!("claim-person-add"),
            import: Some(Import { form: Form::new(vec![file()]), faults: Vec::new() }),
            advance: each.then(|| Form::new(vec![advance])),
            ..Register::of(shown, "people")
        }
    }

    pub fn invoices(shown: &ClaimShown, typed: &TypedInvoice, faults: &[Fault]) -> Register {
        let field =
            |control, name: &str, label: Phrase, value: &str| Field::new(control, name, label).value(value).required();
        let fields = vec![
            field(Control::Text, "number", phrase!("claim-invoice-number"), &typed.number),
            field(Control::Text, "seller", phrase!("claim-invoice-seller"), &typed.seller),
            field(Control::Money, "amount", phrase!("claim-invoice-amount"), &typed.amount),
            field(Control::Date, "issued_on", phrase!("claim-invoice-date"), &typed.issued_on),
        ];
        Register {
            heading: phrase!("claim-invoices"),
            lead: phrase!("claim-invoices-lead"),
            columns: invoice_columns(),
            rows: invoice_rows(shown),
            form: with_faults(fields, faults),
            add: phrase!("claim-invoice-add"),
            import: None,
            advance: None,
            ..Register::of(shown, "invoices")
        }
    }

    fn of(shown: &ClaimShown, list: &str) -> Register {
        Register {
            heading: Phrase::typed(""),
            crumb: (format!("/claims/{}", shown.row.id), shown.row.reference.clone()),
            lead: Phrase::typed(""),
            path: format!("/claims/{}/{list}", shown.row.id),
            version: shown.row.version.to_string(),
            columns: Vec::new(),
            rows: Vec::new(),
            form: Form::default(),
            add: Phrase::typed(""),
            import: None,
            advance: None,
        }
    }

    /// The page again after a table was refused.
    pub fn refused_table(mut self, faults: Vec<RowFault>, whole: &[Fault]) -> Register {
        let said = |fault: RowFault| {
            let code = fault.key.strip_prefix("fault-").unwrap_or(fault.key);
            let remedy = family!("fault", code).with("hint", fault.hint.clone()).with("max", fault.hint);
            (fault.row, fault.column, fault.value, remedy)
        };
        let faults = faults.into_iter().map(said).collect();
        self.import = Some(Import { form: with_faults(vec![file()], whole), faults });
        self
    }
}

fn file() -> Field {
    Field::new(Control::File, "file", phrase!("claim-people-file")).help(phrase!("claim-people-file-help")).required()
}

/// Headings of the list of people.
pub fn people_columns(each: bool) -> Vec<Phrase> {
    let mut columns = vec![
        phrase!("claim-person-name"),
        phrase!("claim-person-id"),
        phrase!("claim-person-certificate"),
        phrase!("claim-person-finished"),
    ];
    if each {
        columns.push(phrase!("claim-person-amount"));
    }
    columns
}

/// The people, their numbers masked.
pub fn people_rows(shown: &ClaimShown) -> Vec<Row> {
    let row = |person: &crate::service::claims::PersonShown| {
        let finished = if person.finished { phrase!("claim-yes") } else { phrase!("claim-no") };
        let mut cells = vec![
            Phrase::typed(&person.name),
            Phrase::typed(&person.id_masked),
            Phrase::typed(if person.certificate.is_empty() { "—" } else { &person.certificate }),
            finished,
        ];
        if let Some(own) = &person.own {
            let counts = if person.finished { own.amount } else { Fen::ZERO };
            cells.push(Phrase::typed(counts.grouped()));
        }
        let wrong = person.own.as_ref().filter(|own| own.outcome != Outcome::Payable);
        Row { id: person.id, cells, state: wrong.map(|own| outcome_tag(own.outcome)), name: person.name.clone() }
    };
    shown.people.iter().map(row).collect()
}

pub fn invoice_columns() -> Vec<Phrase> {
    vec![
        phrase!("claim-invoice-number"),
        phrase!("claim-invoice-seller"),
        phrase!("claim-invoice-date"),
        phrase!("claim-invoice-amount"),
    ]
}

pub fn invoice_rows(shown: &ClaimShown) -> Vec<Row> {
    let row = |invoice: &crate::storage::registers::InvoiceRow| Row {
        id: invoice.id,
        cells: vec![
            Phrase::typed(&invoice.number),
            Phrase::typed(&invoice.seller),
            Phrase::typed(invoice.issued_on.to_string()),
            Phrase::typed(Fen(invoice.amount).grouped()),
        ],
        state: None,
        name: invoice.number.clone(),
    };
    shown.invoices.iter().map(row).collect()
}

impl Page for Register {
    const TEMPLATE: &'static str = "pages/claims/register";

    fn title(&self, say: Say) -> String {
        format!("{} {}", say.phrase(&self.heading), self.crumb.1)
    }

    fn sample() -> Register {
        let remedy = family!("fault", "resident-id-length").with("hint", "").with("max", "");
        Register {
            heading: phrase!("claim-people"),
            crumb: ("/claims/42".to_owned(), "JX-2019-0042".to_owned()),
            lead: phrase!("claim-people-lead-each"),
            path: "/claims/42/people".to_owned(),
            version: "3".to_owned(),
            columns: people_columns(true),
            rows: vec![sample_row(7, "测试甲", "6,000"), sample_row(8, "测试乙", "2,400")],
            form: Form::new(vec![Field::new(Control::Text, "name", phrase!("claim-person-name")).required()]),
            add: phrase!("claim-person-add"),
            import: Some(Import {
                form: Form::new(vec![file()]),
                faults: vec![(3, "身份证号".to_owned(), "3303".to_owned(), remedy)],
            }),
            advance: Some(Form::new(vec![Field::new(Control::Money, "advance", phrase!("claim-advance"))])),
        }
    }

    fn samples() -> Vec<Register> {
        let empty = Register {
            heading: phrase!("claim-invoices"),
            columns: invoice_columns(),
            rows: Vec::new(),
            import: None,
            advance: None,
            ..Register::sample()
        };
        vec![Register::sample(), empty]
    }
}

/// A row for the template test, obviously invented.
pub fn sample_row(id: i64, name: &str, amount: &str) -> Row {
    let cells = [name, "**************0019", "SAMPLE-001", "是", amount].map(Phrase::typed).into();
    Row { id, cells, state: None, name: name.to_owned() }
}
