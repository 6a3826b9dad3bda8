//! The small forms of an item's page. Several have fields of one meaning: what was wrong is named after its form
//! before its field, as `assign-judge`.

use crate::domain::contest::recusal::RECUSALS;
use crate::domain::contest::total::clock;
use crate::service::Fault;
use crate::service::contests::Contest;
use crate::storage::contests::Judge;
use crate::text::Phrase;
use crate::text::parts::{self, Choice, Control, ErrorSummary, Field, Form};
use crate::web::errors::{FaultFamily, fault_phrase};
use crate::{family, phrase};
use std::collections::BTreeMap;

/// What was typed into the page's forms, and what was wrong with it.
#[derive(Clone, Copy)]
pub(super) struct Sent<'s> {
    pub typed: &'s BTreeMap<String, String>,
    pub faults: &'s [Fault],
}

/// The faults as they are called when they come from this form.
pub(super) fn of_form(form: &str, faults: Vec<Fault>) -> Vec<Fault> {
    faults.into_iter().map(|fault| Fault { field: format!("{form}-{}", fault.field), ..fault }).collect()
}

impl Sent<'_> {
    pub fn text(&self, name: &str) -> String {
        self.typed.get(name).cloned().unwrap_or_default()
    }

    /// What was wrong with a field that stands alone, in a row of a table.
    pub fn at(&self, field: &str) -> Option<Phrase> {
        self.faults.iter().find(|fault| fault.field == field).map(said)
    }

    /// The form with what was typed and what was wrong, if it was the one that was sent.
    pub fn form(&self, name: &str, fields: Vec<Field>) -> Form {
        let own = |field: &Field| self.at(&format!("{name}-{}", field.name));
        let was_sent = self.faults.iter().any(|fault| fault.field.starts_with(&format!("{name}-")));
        let fields = fields.into_iter().map(|field| match was_sent {
            true => {
                let error = own(&field);
                let value = self.text(&field.name);
                let ticked = !value.is_empty();
                field.value(value).checked(ticked).error(error)
            }
            false => field,
        });
        Form::new(fields.collect())
    }

    /// All that was wrong at once, each with its place on the page where it has one: in a form, or in a row
    /// (its field, and what that is called).
    pub fn summary(&self, forms: &[&Option<Form>], rows: &[(String, Phrase)]) -> Form {
        let fields: Vec<&Field> = forms.iter().filter_map(|form| form.as_ref()).flat_map(|form| &form.fields).collect();
        let mut summary = ErrorSummary::of(fields.iter().copied());
        let mut form = Form::default();
        for (at, fault) in self.faults.iter().enumerate() {
            // A field says the first thing that is wrong with it.
            let is_first = self.faults[..at].iter().all(|other| other.field != fault.field);
            let is_field = |field: &&&Field| {
                let name = fault.field.strip_suffix(&field.name);
                field.error.is_some() && name.is_some_and(|form| form.is_empty() || form.ends_with('-'))
            };
            if let Some((name, label)) = rows.iter().find(|(name, _)| *name == fault.field) {
                let found = parts::Fault { href: format!("#{name}"), label: Some(label.clone()), text: said(fault) };
                summary.get_or_insert_default().faults.push(found);
            } else if !is_first || !fields.iter().any(|field| is_field(&field)) {
                form = form.fault(said(fault));
            }
        }
        let Some(mut all) = summary else { return form };
        if let Some(whole) = form.summary.take() {
            all.whole = whole.whole;
        }
        Form { summary: Some(all), ..form }
    }
}

fn said(fault: &Fault) -> Phrase {
    fault_phrase(FaultFamily::Field, fault)
}

pub(super) fn send_back(sent: Sent<'_>) -> Form {
    let field = Field::new(Control::Textarea, "return", phrase!("contest-return-reason")).rows(2);
    let field = field.help(phrase!("contest-do-help-send-back"));
    Form::new(vec![field.value(sent.text("return")).error(sent.at("return")).required()])
}

pub(super) fn reopen(sent: Sent<'_>) -> Form {
    let field = Field::new(Control::Textarea, "reopen", phrase!("contest-reopen-reason")).rows(2);
    Form::new(vec![field.value(sent.text("reopen")).error(sent.at("reopen")).required()])
}

pub(super) fn upload(sent: Sent<'_>) -> Form {
    // One fault stands at the field; several stand together above, in the order of the rows.
    let is_one = sent.faults.iter().filter(|fault| fault.field == "file").count() == 1;
    let error = sent.at("file").filter(|_| is_one);
    let field = Field::new(Control::File, "file", phrase!("contest-entrants-file")).error(error);
    Form::new(vec![field.help(phrase!("contest-entrants-help")).accept(".csv,.xlsx,.xls").required()])
}

/// Once marks are given nobody becomes head judge.
pub(super) fn assign(free: &[Judge], set_up: bool, sent: Sent<'_>) -> Form {
    let choice = |judge: &Judge| {
        let label = match judge.unit.as_str() {
            "" => judge.name.clone(),
            unit => format!("{} · {unit}", judge.name),
        };
        Choice::new(judge.user.to_string(), Phrase::typed(label))
    };
    let choices: Vec<Choice> = free.iter().map(choice).collect();
    let judge = Field::new(Control::Select, "judge", phrase!("contest-judge")).choices(choices).required();
    let head = set_up.then(|| Field::new(Control::Checkbox, "head", phrase!("contest-head")));
    sent.form("assign", std::iter::once(judge).chain(head).collect())
}

pub(super) fn recuse(contest: &Contest, sent: Sent<'_>) -> Form {
    let judges = contest.judges.iter();
    let judges = judges.map(|judge| Choice::new(judge.user.to_string(), Phrase::typed(judge.name.as_str())));
    let entrants = contest.standings.iter().map(|one| {
        Choice::new(one.entrant.id.to_string(), Phrase::typed(format!("{} · {}", one.entrant.name, one.entrant.unit)))
    });
    let reasons = RECUSALS.map(|code| Choice::new(code, family!("contest-recusal", code)));
    let select = |name: &str, label, choices: Vec<Choice>| {
        let mut field = Field::new(Control::Select, name, label).choices(choices).required();
        // Two forms of this page have a field for a judge and one for a reason.
        field.id = format!("f-recuse-{name}");
        field.focus.clone_from(&field.id);
        field
    };
    let fields = vec![
        select("judge", phrase!("contest-judge"), judges.collect()),
        select("entrant", phrase!("contest-entrant"), entrants.collect()),
        select("reason", phrase!("contest-recusal-reason"), reasons.into()),
    ];
    sent.form("recuse", fields)
}

/// The form that asks for a change: `marks` are the choices of judges' marks, `who` a contestant as they are
/// called now.
pub(super) fn change(contest: &Contest, marks: Vec<Choice>, who: impl Fn(i64) -> String, sent: Sent<'_>) -> Form {
    let of_run = contest.standings.iter().flat_map(|one| {
        let (id, row) = (one.entrant.id, &one.entrant);
        let who = who(id.get());
        let taken = row.seconds.and_then(|seconds| u32::try_from(seconds).ok()).map_or_else(String::new, clock);
        let (who, now) = (who.as_str(), row.deduction.as_str());
        [
            Choice::new(format!("deduction-{id}"), phrase!("contest-change-deduction", who = who, now = now)),
            Choice::new(format!("time-{id}"), phrase!("contest-change-time", who = who, now = taken)),
        ]
    });
    let choices: Vec<Choice> = marks.into_iter().chain(of_run).collect();
    let fields = vec![
        Field::new(Control::Select, "mark", phrase!("contest-change-mark")).choices(choices).required(),
        Field::new(Control::Text, "after", phrase!("contest-change-after")).required(),
        Field::new(Control::Textarea, "reason", phrase!("contest-change-reason")).rows(2).required(),
    ];
    sent.form("change", fields)
}
