//! A page that is one form.

use crate::domain::people::OrganisationKind;
use crate::phrase;
use crate::service::Fault;
use crate::text::parts::{Field, Form};
use crate::text::{Page, Phrase, Say};
use crate::web::errors::{FaultFamily, fault_phrase};
use serde::Serialize;

/// One form, its heading and where it is sent.
#[derive(Debug, Serialize)]
pub struct FormPage {
    pub heading: Phrase,
    /// Where the reader comes from: address and name.
    pub crumb: Option<(String, Phrase)>,
    pub lead: Option<Phrase>,
    /// What is known and not typed: label and value, above the fields.
    pub facts: Vec<(Phrase, Phrase)>,
    pub form: Form,
    pub action: String,
    pub submit: Phrase,
    /// Version of the row the form was filled from; empty for a new one.
    pub version: String,
    /// Further forms of one button: address, words, tone of the button.
    pub others: Vec<(String, Phrase, &'static str)>,
    /// The form sends a file.
    pub multipart: bool,
    /// There is nothing to send any more.
    pub closed: bool,
    /// Files to be had beside the form, such as templates: address and words.
    pub files: Vec<(String, Phrase)>,
}

impl FormPage {
    pub fn new(heading: Phrase, action: impl Into<String>, submit: Phrase, fields: Vec<Field>) -> FormPage {
        FormPage {
            heading,
            crumb: None,
            lead: None,
            facts: Vec::new(),
            form: Form::new(fields),
            action: action.into(),
            submit,
            version: String::new(),
            others: Vec::new(),
            multipart: false,
            closed: false,
            files: Vec::new(),
        }
    }

    #[must_use]
    pub fn crumb(mut self, path: &str, words: Phrase) -> FormPage {
        self.crumb = Some((path.to_owned(), words));
        self
    }

    #[must_use]
    pub fn lead(mut self, lead: Phrase) -> FormPage {
        self.lead = Some(lead);
        self
    }

    #[must_use]
    pub fn facts(mut self, facts: Vec<(Phrase, Phrase)>) -> FormPage {
        self.facts = facts;
        self
    }

    #[must_use]
    pub fn version(mut self, version: impl ToString) -> FormPage {
        self.version = version.to_string();
        self
    }
}

/// Puts each fault at its field, where the first stands and the summary says all in order; those of no field are of the
/// whole form.
pub fn with_faults(fields: Vec<Field>, faults: &[Fault]) -> Form {
    let said = |fault: &Fault| fault_phrase(FaultFamily::Field, fault);
    let mut homeless: Vec<&Fault> = faults.iter().collect();
    let mut more = Vec::new();
    let fields = fields.into_iter().map(|field| {
        let (own, rest): (Vec<&Fault>, Vec<&Fault>) = homeless.iter().partition(|fault| fault.field == field.name);
        homeless = rest;
        match own.split_first() {
            Some((first, others)) => {
                more.extend(others.iter().map(|fault| (field.focus.clone(), field.label.clone(), said(fault))));
                field.error(Some(said(first)))
            }
            None => field,
        }
    });
    let mut form = Form::new(fields.collect());
    for (focus, label, text) in more {
        form = form.also(&focus, label, text);
    }
    homeless.into_iter().fold(form, |form, fault| form.fault(said(fault)))
}

impl Page for FormPage {
    const TEMPLATE: &'static str = "pages/form";

    fn title(&self, say: Say) -> String {
        say.phrase(&self.heading)
    }

    fn sample() -> FormPage {
        let fields = super::people::user_fields(&Default::default(), OrganisationKind::Bureau);
        let page = FormPage::new(phrase!("people-new-user"), "/people/users", phrase!("common-save"), fields);
        FormPage {
            others: vec![("/people/users/7/invite".to_owned(), phrase!("people-invite-again"), "plain")],
            facts: vec![(phrase!("common-state"), Phrase::typed("样例"))],
            files: vec![("/plan/template?format=xlsx".to_owned(), phrase!("plan-template-xlsx"))],
            ..page.crumb("/people", phrase!("nav-people")).lead(phrase!("people-new-user-lead")).version(3)
        }
    }
}
