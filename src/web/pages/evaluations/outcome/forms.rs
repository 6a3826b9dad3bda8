//! Forms about one base: veto and tie keys, the panel's meeting, what was mended, objections.

use crate::domain::access::Action;
use crate::domain::contest::exact::Exact;
use crate::domain::evaluation::campaign::Block;
use crate::domain::ids::{EvaluationEntryId, EvaluationId, EvaluationObjectionId};
use crate::service::evaluations::outcome::{self, TypedFacts, TypedMended, VetoItem};
use crate::service::notices::{Filed, Ruling};
use crate::service::{Fault, ServiceError};
use crate::text::Phrase;
use crate::text::parts::{Choice, Control, Field};
use crate::web::answer::{Answer, Result};
use crate::web::forms::Checked;
use crate::web::pages::form_page::{FormPage, with_faults};
use crate::web::pages::notices::{Throttle, id};
use crate::web::run;
use crate::web::shell::View;
use crate::{family, phrase};
use rocket::http::Status;
use rocket::{State, get, post};
use std::collections::BTreeMap;
use std::net::IpAddr;

pub(super) type Typed = BTreeMap<String, String>;
pub(super) type Made = std::result::Result<FormPage, ServiceError>;

/// A form about one base, or a whole year, with what was wrong with it. `action` lies under the year's own address.
pub(super) fn form(
    (heading, submit): (Phrase, Phrase),
    (action, back): (&str, &str),
    of: Phrase,
    fields: Vec<Field>,
    faults: &[Fault],
) -> FormPage {
    let page = FormPage::new(heading, action, submit, Vec::new()).crumb(back, of);
    FormPage { form: with_faults(fields, faults), ..page }
}

pub(super) fn value(typed: &Typed, name: &str) -> String {
    typed.get(name).cloned().unwrap_or_default()
}

fn back(evaluation: i64) -> String {
    format!("/evaluations/{evaluation}/result")
}

/// A tie key that is computed from the marks, with how it came about.
pub(super) fn block(of: &Block) -> Phrase {
    let said = |marks: &[Exact]| marks.iter().map(ToString::to_string).collect::<Vec<_>>().join(" / ");
    let mut marks: Vec<Exact> = of.marks.iter().map(|(_, mark)| *mark).collect();
    marks.sort();
    let mean = of.mean.decimal_or_rounded(6);
    if of.dropped.is_empty() {
        return phrase!("outcome-tie-computed", mean = mean, marks = said(&marks));
    }
    phrase!("outcome-tie-dropped", mean = mean, marks = said(&marks), dropped = said(&of.dropped))
}

async fn facts_page(view: &View, (evaluation, entry): (i64, i64), typed: Option<&Typed>, faults: &[Fault]) -> Made {
    let (year, base) = (id::<EvaluationId>(evaluation)?, id::<EvaluationEntryId>(entry)?);
    let (of, found, ties) = view.act(move |app, who| outcome::facts_of(app, who, year, base)).await?;
    let row = &found.row;
    let kept: BTreeMap<String, String> = serde_json::from_str(&row.tie_values).unwrap_or_default();
    let own = |name: &str, stored: String| typed.map_or(stored, |typed| value(typed, name));
    let choice = |item: &VetoItem| {
        let label = match item {
            VetoItem::Policy(coded) => Phrase::both(coded.label.zh.clone(), coded.label.en.clone()),
            VetoItem::Rubric(_, name) => Phrase::typed(name.clone()),
        };
        Choice::new(item.code(), label)
    };
    let mut fields = vec![
        Field::new(Control::Select, "veto", phrase!("outcome-veto"))
            .help(phrase!("outcome-veto-help"))
            .choices(outcome::veto_items(&of).iter().map(choice))
            .value(own("veto", row.veto.clone().unwrap_or_default())),
        Field::new(Control::Textarea, "reason", phrase!("outcome-veto-reason"))
            .value(own("reason", row.veto_reason.clone())),
    ];
    let mut facts = Vec::new();
    for tie in &ties {
        let key = &tie.key;
        let name = format!("tie.{}", key.code);
        let label = Phrase::both(key.label.zh.clone(), key.label.en.clone());
        if let Some(computed) = &tie.computed {
            facts.push((label, computed.as_ref().map_or(phrase!("outcome-tie-later"), block)));
            continue;
        }
        let stored = kept.get(&key.code).cloned().unwrap_or_default();
        let field = Field::new(Control::Number, &name, label).help(phrase!("outcome-tie-help"));
        fields.push(field.value(own(&name, stored)));
    }
    let action = format!("/evaluations/{evaluation}/bases/{entry}/facts");
    let words = (phrase!("outcome-enter"), phrase!("common-save"));
    let page = form(words, (&action, &back(evaluation)), Phrase::typed(&found.name), fields, faults);
    Ok(page.facts(facts).version(row.version))
}

#[get("/evaluations/<evaluation>/bases/<entry>/facts")]
pub async fn facts_form(view: View, evaluation: i64, entry: i64) -> Result {
    let page = facts_page(&view, (evaluation, entry), None, &[]).await?;
    view.page(&page)
}

#[post("/evaluations/<evaluation>/bases/<entry>/facts", data = "<form>")]
pub async fn facts(view: View, evaluation: i64, entry: i64, form: Checked) -> Result {
    let (year, base) = (id::<EvaluationId>(evaluation)?, id::<EvaluationEntryId>(entry)?);
    let (version, text) = (form.0.version(), |name: &str| form.0.text(name).to_owned());
    let typed = TypedFacts { veto: text("veto"), reason: text("reason"), ties: form.0.prefixed("tie.") };
    match view.act(move |app, who| outcome::enter(app, who, year, base, version, &typed)).await {
        Ok(()) => Ok(Answer::done(back(evaluation), "saved")),
        Err(ServiceError::Invalid(faults)) => {
            let page = facts_page(&view, (evaluation, entry), Some(&form.0.typed()), &faults).await?;
            view.page_as(Status::UnprocessableEntity, &page.version(version))
        }
        Err(error) => Err(error.into()),
    }
}

/// A form of few fields about a base.
async fn single(
    view: &View,
    (evaluation, entry, last): (i64, i64, &str),
    words: (Phrase, Phrase),
    fields: Vec<Field>,
    faults: &[Fault],
) -> Made {
    let (year, base) = (id::<EvaluationId>(evaluation)?, id::<EvaluationEntryId>(entry)?);
    let (_, found) = view.act(move |app, who| outcome::entry_of(app, who, Action::EvaluationEnter, year, base)).await?;
    let action = format!("/evaluations/{evaluation}/bases/{entry}/{last}");
    let page = form(words, (&action, &back(evaluation)), Phrase::typed(&found.name), fields, faults);
    Ok(page.version(found.row.version))
}

fn meeting_fields(typed: &Typed) -> Vec<Field> {
    vec![
        Field::new(Control::Textarea, "minutes", phrase!("outcome-meeting-minutes"))
            .help(phrase!("outcome-meeting-help"))
            .value(value(typed, "minutes"))
            .rows(8)
            .required(),
        Field::new(Control::Date, "until", phrase!("evaluation-score-until"))
            .help(phrase!("outcome-meeting-until-help"))
            .value(value(typed, "until")),
    ]
}

#[get("/evaluations/<evaluation>/bases/<entry>/meeting")]
pub async fn meeting_form(view: View, evaluation: i64, entry: i64) -> Result {
    let words = (phrase!("outcome-meet"), phrase!("outcome-meet-save"));
    let page = single(&view, (evaluation, entry, "meeting"), words, meeting_fields(&Typed::new()), &[]).await?;
    view.page(&page)
}

#[post("/evaluations/<evaluation>/bases/<entry>/meeting", data = "<form>")]
pub async fn meeting(view: View, evaluation: i64, entry: i64, form: Checked) -> Result {
    let (year, base) = (id::<EvaluationId>(evaluation)?, id::<EvaluationEntryId>(entry)?);
    let version = form.0.version();
    let (said, until) = (form.0.text("minutes").to_owned(), form.0.text("until").to_owned());
    match view.act(move |app, who| outcome::meet(app, who, year, base, version, (&said, &until))).await {
        Ok(()) => Ok(Answer::done(back(evaluation), "result-met")),
        Err(ServiceError::Invalid(faults)) => {
            let words = (phrase!("outcome-meet"), phrase!("outcome-meet-save"));
            let page =
                single(&view, (evaluation, entry, "meeting"), words, meeting_fields(&form.0.typed()), &faults).await?;
            view.page_as(Status::UnprocessableEntity, &page)
        }
        Err(error) => Err(error.into()),
    }
}

async fn mended_page(view: &View, (evaluation, entry): (i64, i64), typed: Option<&Typed>, faults: &[Fault]) -> Made {
    let (year, base) = (id::<EvaluationId>(evaluation)?, id::<EvaluationEntryId>(entry)?);
    let (_, found) = view.act(move |app, who| outcome::entry_of(app, who, Action::EvaluationEnter, year, base)).await?;
    let row = &found.row;
    let own = |name: &str, stored: String| typed.map_or(stored, |typed| value(typed, name));
    let day = row.rectified_on.map(|day| day.to_string()).unwrap_or_default();
    let mut fields = vec![
        Field::new(Control::Date, "day", phrase!("outcome-mended-on")).value(own("day", day)).required(),
        Field::new(Control::Textarea, "note", phrase!("outcome-mended-note"))
            .value(own("note", row.rectified_note.clone()))
            .rows(4)
            .required(),
    ];
    let heading = match row.rectified_on {
        None => phrase!("outcome-mended-enter"),
        Some(_) => {
            let reason = Field::new(Control::Text, "reason", phrase!("outcome-mended-reason"));
            fields.push(reason.value(own("reason", String::new())).required());
            phrase!("outcome-mended-correct")
        }
    };
    let action = format!("/evaluations/{evaluation}/bases/{entry}/mended");
    let page = form(
        (heading, phrase!("common-save")),
        (&action, &back(evaluation)),
        Phrase::typed(&found.name),
        fields,
        faults,
    );
    Ok(page.version(row.version))
}

#[get("/evaluations/<evaluation>/bases/<entry>/mended")]
pub async fn mended_form(view: View, evaluation: i64, entry: i64) -> Result {
    let page = mended_page(&view, (evaluation, entry), None, &[]).await?;
    view.page(&page)
}

#[post("/evaluations/<evaluation>/bases/<entry>/mended", data = "<form>")]
pub async fn mended(view: View, evaluation: i64, entry: i64, form: Checked) -> Result {
    let (year, base) = (id::<EvaluationId>(evaluation)?, id::<EvaluationEntryId>(entry)?);
    let (version, text) = (form.0.version(), |name: &str| form.0.text(name).to_owned());
    let typed = TypedMended { day: text("day"), note: text("note"), reason: text("reason") };
    match view.act(move |app, who| outcome::mended(app, who, year, base, version, &typed)).await {
        Ok(()) => Ok(Answer::done(back(evaluation), "saved")),
        Err(ServiceError::Invalid(faults)) => {
            let page = mended_page(&view, (evaluation, entry), Some(&form.0.typed()), &faults).await?;
            view.page_as(Status::UnprocessableEntity, &page.version(version))
        }
        Err(error) => Err(error.into()),
    }
}

async fn object_page(view: &View, (evaluation, entry): (i64, i64), filed: &Filed, faults: &[Fault]) -> Made {
    let (year, base) = (id::<EvaluationId>(evaluation)?, id::<EvaluationEntryId>(entry)?);
    let who = view.visitor.who.clone();
    let shown = run(&view.app, move |app| outcome::notice(app, who.as_ref(), year)).await?;
    let line = shown.lines.iter().find(|line| line.entry == base).ok_or(ServiceError::NotFound)?;
    let field = |control, name: &str, label, value: &str| Field::new(control, name, label).value(value).required();
    let fields = vec![
        field(Control::Text, "name", phrase!("notice-object-name"), &filed.name)
            .help(phrase!("notice-object-name-help"))
            .autocomplete("name"),
        field(Control::Text, "contact", phrase!("notice-object-contact"), &filed.contact)
            .help(phrase!("notice-object-contact-help")),
        field(Control::Textarea, "reasons", phrase!("notice-object-reasons"), &filed.reasons)
            .help(phrase!("notice-object-reasons-help")),
    ];
    let action = format!("/evaluations/{evaluation}/bases/{entry}/objections");
    let words = (phrase!("notice-object"), phrase!("notice-object-send"));
    Ok(form(words, (&action, &format!("/evaluations/{evaluation}/notice")), Phrase::typed(&line.name), fields, faults))
}

#[get("/evaluations/<evaluation>/bases/<entry>/objections")]
pub async fn objection_form(view: View, evaluation: i64, entry: i64) -> Result {
    let page = object_page(&view, (evaluation, entry), &Filed::default(), &[]).await?;
    view.page(&page)
}

#[post("/evaluations/<evaluation>/bases/<entry>/objections", data = "<form>")]
pub async fn object(
    view: View,
    throttle: &State<Throttle>,
    address: Option<IpAddr>,
    evaluation: i64,
    entry: i64,
    form: Checked,
) -> Result {
    let (year, base) = (id::<EvaluationId>(evaluation)?, id::<EvaluationEntryId>(entry)?);
    let text = |name: &str| form.0.text(name).to_owned();
    let filed = Filed { name: text("name"), contact: text("contact"), reasons: text("reasons") };
    if !throttle.admits(address) {
        let page = object_page(&view, (evaluation, entry), &filed, &[Fault::new("", "too-many-objections")]).await?;
        return view.page_as(Status::TooManyRequests, &page);
    }
    let sent = filed.clone();
    match run(&view.app, move |app| outcome::object(app, year, base, &sent)).await {
        Ok(_) => Ok(Answer::done(format!("/evaluations/{evaluation}/notice"), "objection-filed")),
        Err(ServiceError::Invalid(faults)) => {
            let page = object_page(&view, (evaluation, entry), &filed, &faults).await?;
            view.page_as(Status::UnprocessableEntity, &page)
        }
        Err(error) => Err(error.into()),
    }
}

async fn answer_page(view: &View, (evaluation, objection): (i64, i64), typed: &Typed, faults: &[Fault]) -> Made {
    let (year, number) = (id::<EvaluationId>(evaluation)?, id::<EvaluationObjectionId>(objection)?);
    let (filed, found) = view.act(move |app, who| outcome::objection(app, who, year, number)).await?;
    let code = if filed.upheld == Some(true) { "upheld" } else { "dismissed" };
    let said = filed.answer.as_ref().map(|answer| {
        let ruling = (phrase!("outcome-ruling"), family!("outcome-ruling", code));
        vec![ruling, (phrase!("notice-answer"), Phrase::typed(answer.clone()))]
    });
    let ruling = ["dismissed", "upheld"].map(|code| Choice::new(code, family!("outcome-ruling", code)));
    let fields = vec![
        Field::new(Control::Textarea, "answer", phrase!("notice-answer"))
            .value(value(typed, "answer"))
            .rows(5)
            .required(),
        Field::new(Control::Radio, "ruling", phrase!("outcome-ruling"))
            .choices(ruling)
            .value(value(typed, "ruling"))
            .required(),
    ];
    let action = format!("/evaluations/{evaluation}/objections/{objection}");
    let words = (phrase!("outcome-objection-to", title = found.name.clone()), phrase!("outcome-answer"));
    let fields = if said.is_some() { Vec::new() } else { fields };
    let page = form(words, (&action, &back(evaluation)), Phrase::typed(&found.name), fields, faults);
    let page = match said {
        Some(said) => FormPage { facts: said, closed: true, ..page },
        None => page,
    };
    let (name, contact, reasons) = (filed.objector_name, filed.contact, filed.reasons);
    Ok(page.lead(phrase!("outcome-objection-lead", name = name, contact = contact, reasons = reasons)))
}

#[get("/evaluations/<evaluation>/objections/<objection>")]
pub async fn answer_form(view: View, evaluation: i64, objection: i64) -> Result {
    let page = answer_page(&view, (evaluation, objection), &Typed::new(), &[]).await?;
    view.page(&page)
}

#[post("/evaluations/<evaluation>/objections/<objection>", data = "<form>")]
pub async fn answer(view: View, evaluation: i64, objection: i64, form: Checked) -> Result {
    let (year, number) = (id::<EvaluationId>(evaluation)?, id::<EvaluationObjectionId>(objection)?);
    let said = form.0.text("answer").to_owned();
    let ruling = match form.0.text("ruling") {
        "dismissed" => Some(Ruling::Dismissed),
        "upheld" => Some(Ruling::Upheld),
        _ => None,
    };
    let done = view.act(move |app, who| match ruling {
        Some(ruling) => outcome::answer(app, who, year, number, ruling, &said),
        // Who may not answer is told that, and not what the form lacks.
        None => outcome::objection(app, who, year, number).and_then(|_| {
            let empty = said.trim().is_empty().then(|| Fault::new("answer", "required"));
            Err(ServiceError::Invalid([Fault::new("ruling", "choose")].into_iter().chain(empty).collect()))
        }),
    });
    match done.await {
        Ok(()) => Ok(Answer::done(back(evaluation), "result-answered")),
        Err(ServiceError::Invalid(faults)) => {
            let page = answer_page(&view, (evaluation, objection), &form.0.typed(), &faults).await?;
            view.page_as(Status::UnprocessableEntity, &page)
        }
        Err(error) => Err(error.into()),
    }
}
