//! The two lists of a claim while its unit still writes it: people and invoices.

use super::fields;
use crate::domain::claim::own_facts;
use crate::domain::fault::RowFault;
use crate::domain::lang::Lang;
use crate::domain::money::Fen;
use crate::domain::policy::{Explainer, Facts, Outcome, Policy, Rule};
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
    /// As the register has it: read, and not written.
    pub fixed: bool,
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
    /// Heading of the column and what stands in it: on a narrow page each cell names itself.
    pub cells: Vec<(Phrase, Phrase)>,
    /// How the person is assessed, with its heading; `—` where there is no tag.
    pub state: Option<(Phrase, Option<Tag>)>,
    /// Who or what is taken off, for whoever does not see the row.
    pub name: String,
}

/// A table that replaces the list.
#[derive(Debug, Default, Serialize)]
pub struct Import {
    pub form: Form,
    /// How many faults, and in which rows.
    pub summary: Option<Phrase>,
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
            fixed: shown.people_fixed,
            lead: match each {
                _ if shown.people_fixed => phrase!("claim-people-fixed"),
                true => phrase!("claim-people-lead-each"),
                false => phrase!("claim-people-lead"),
            },
            columns: people_columns(rule),
            rows: people_rows(policy, rule, shown),
            form: with_faults(fields, faults),
            add: phrase!("claim-person-add"),
            import: Some(Import { form: Form::new(vec![file()]), ..Import::default() }),
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
            fixed: false,
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
        let summary = (!faults.is_empty()).then(|| {
            let mut rows: Vec<usize> = faults.iter().map(|fault| fault.row).collect();
            rows.sort_unstable();
            rows.dedup();
            // Enough to find them; every fault stands below with its row.
            let mut which = rows.iter().take(20).map(usize::to_string).collect::<Vec<_>>().join(" / ");
            if rows.len() > 20 {
                which.push_str(" …");
            }
            phrase!("claim-people-faults", count = faults.len(), rows = rows.len(), which = which)
        });
        let faults = faults.into_iter().map(said).collect();
        self.import = Some(Import { form: with_faults(vec![file()], whole), summary, faults });
        self
    }
}

fn file() -> Field {
    Field::new(Control::File, "file", phrase!("claim-people-file")).help(phrase!("claim-people-file-help")).required()
}

/// Headings of the list of people: with each person's own facts where the rule has them.
pub fn people_columns(rule: &Rule) -> Vec<Phrase> {
    let mut columns = vec![
        phrase!("claim-person-number"),
        phrase!("claim-person-name"),
        phrase!("claim-person-id"),
        phrase!("claim-person-certificate"),
    ];
    let own: Vec<Phrase> = own_facts(rule)
        .iter()
        .filter_map(|fact| rule.facts.get(*fact))
        .map(|fact| Phrase::from(fact.label.clone()))
        .collect();
    let each = !own.is_empty();
    columns.extend(own);
    columns.push(phrase!("claim-person-finished"));
    if each {
        columns.extend([phrase!("claim-person-amount"), phrase!("claim-person-result")]);
    }
    columns
}

/// The people, their numbers masked.
pub fn people_rows(policy: &Policy, rule: &Rule, shown: &ClaimShown) -> Vec<Row> {
    let columns = people_columns(rule);
    let each = !own_facts(rule).is_empty();
    let row = |(number, person): (usize, &crate::service::claims::PersonShown)| {
        let mut cells = vec![
            Phrase::typed(number.to_string()),
            Phrase::typed(&person.name),
            Phrase::typed(&person.id_masked),
            Phrase::typed(if person.certificate.is_empty() { "—" } else { &person.certificate }),
        ];
        let facts = Facts::from_sheet(rule, &person.facts);
        let own = own_facts(rule).iter();
        cells.extend(own.map(|fact| fact_of(policy, rule, &facts, *fact).unwrap_or_else(|| Phrase::typed("—"))));
        cells.push(if person.finished { phrase!("claim-yes") } else { phrase!("claim-no") });
        if each {
            let counts = person.own.as_ref().filter(|_| person.finished).map_or(Fen::ZERO, |own| own.amount);
            cells.push(Phrase::typed(counts.grouped()));
        }
        let tag = person.own.as_ref().filter(|own| person.finished || own.outcome != Outcome::Payable);
        let tag = tag.map(|own| outcome_tag(own.outcome));
        Row {
            id: person.id,
            cells: columns.iter().cloned().zip(cells).collect(),
            state: each.then(|| (phrase!("claim-person-result"), tag)),
            name: person.name.clone(),
        }
    };
    (1..).zip(&shown.people).map(row).collect()
}

/// A fact in both languages; `None` where it is blank.
pub fn fact_of(policy: &Policy, rule: &Rule, facts: &Facts, index: usize) -> Option<Phrase> {
    let (fact, value) = (rule.facts.get(index)?, facts.shown(rule, index)?);
    let say = |lang| Explainer::new(policy, rule, lang).value(fact, &value);
    Some(Phrase::both(say(Lang::Zh), say(Lang::En)))
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
    let row = |invoice: &crate::storage::registers::InvoiceRow| {
        let cells = [
            Phrase::typed(&invoice.number),
            Phrase::typed(&invoice.seller),
            Phrase::typed(invoice.issued_on.to_string()),
            Phrase::typed(Fen(invoice.amount).grouped()),
        ];
        let cells = invoice_columns().into_iter().zip(cells).collect();
        Row { id: invoice.id, cells, state: None, name: invoice.number.clone() }
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
            fixed: false,
            columns: sample_columns(),
            rows: vec![sample_row(7, "测试甲", "6,000"), sample_row(8, "测试乙", "2,400")],
            form: Form::new(vec![Field::new(Control::Text, "name", phrase!("claim-person-name")).required()]),
            add: phrase!("claim-person-add"),
            import: Some(Import {
                form: Form::new(vec![file()]),
                summary: Some(phrase!("claim-people-faults", count = 2, rows = 2, which = "3 / 4")),
                faults: vec![
                    (3, "身份证号".to_owned(), "3303".to_owned(), remedy.clone()),
                    (4, "身份证号".to_owned(), String::new(), remedy),
                ],
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
        let fixed = Register { fixed: true, lead: phrase!("claim-people-fixed"), ..Register::sample() };
        vec![Register::sample(), empty, fixed]
    }
}

/// Headings for the template test.
pub fn sample_columns() -> Vec<Phrase> {
    vec![
        phrase!("claim-person-name"),
        phrase!("claim-person-id"),
        phrase!("claim-person-certificate"),
        phrase!("claim-person-finished"),
        phrase!("claim-person-amount"),
        phrase!("claim-person-result"),
    ]
}

/// A row for the template test, obviously invented.
pub fn sample_row(id: i64, name: &str, amount: &str) -> Row {
    let cells = [name, "**************0019", "SAMPLE-001", "是", amount].map(Phrase::typed);
    let cells = sample_columns().into_iter().zip(cells).collect();
    let state = Some((phrase!("claim-person-result"), Some(outcome_tag(Outcome::Payable))));
    Row { id, cells, state, name: name.to_owned() }
}
