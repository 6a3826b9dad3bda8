//! Personal data: deleted before its time, or handed to the person it is about.

use super::list::path_of_event;
use crate::domain::access::Action;
use crate::domain::ids::EventId;
use crate::phrase;
use crate::service::participants::{list, personal};
use crate::service::{Fault, ServiceError};
use crate::storage::rosters::Filter;
use crate::text::Phrase;
use crate::text::parts::{Choice, Control, Field};
use crate::web::answer::{Answer, Result};
use crate::web::forms::Checked;
use crate::web::pages::form_page::{FormPage, with_faults};
use crate::web::pages::notices::id;
use crate::web::shell::View;
use rocket::http::Status;
use rocket::{Route, get, post, routes};

pub fn routes() -> Vec<Route> {
    routes![ask_erase, erase, ask_person, person]
}

async fn erase_page(view: View, event: EventId, reason: &str, faults: &[Fault]) -> Result {
    let roster = view.act(move |app, who| list::list(app, who, event, &Filter::default(), 1)).await?;
    if !roster.may.contains(&Action::ParticipantErase) {
        return Err(ServiceError::conflict("wrong-state").into());
    }
    if roster.erased_at.is_some() {
        return Err(ServiceError::conflict("erased-already").into());
    }
    let path = path_of_event(event);
    let field = Field::new(Control::Textarea, "reason", phrase!("participant-erase-reason")).rows(2).required();
    let (heading, button) = (phrase!("participant-erase"), phrase!("participant-erase-now"));
    let mut page = FormPage::new(heading, format!("{path}/erase"), button, Vec::new())
        .crumb(&path, Phrase::typed(roster.event.name))
        .lead(phrase!("participant-erase-lead"));
    page.form = with_faults(vec![field.value(reason)], faults);
    let status = if faults.is_empty() { Status::Ok } else { Status::UnprocessableEntity };
    view.page_as(status, &page)
}

#[get("/events/<event>/participants/erase")]
async fn ask_erase(view: View, event: i64) -> Result {
    erase_page(view, id(event)?, "", &[]).await
}

#[post("/events/<event>/participants/erase", data = "<form>")]
async fn erase(view: View, event: i64, form: Checked) -> Result {
    let event: EventId = id(event)?;
    let reason = form.0.text("reason").to_owned();
    let sent = reason.clone();
    match view.act(move |app, who| personal::erase(app, who, event, &sent)).await {
        Ok(_) => Ok(Answer::done(path_of_event(event), "personal-data-erased")),
        Err(ServiceError::Invalid(faults)) => erase_page(view, event, &reason, &faults).await,
        Err(error) => Err(error.into()),
    }
}

fn person_page(view: View, form: &str, faults: &[Fault]) -> Result {
    view.who()?;
    let forms = [("xlsx", phrase!("participant-person-xlsx")), ("json", phrase!("participant-person-json"))];
    let fields = vec![
        // The number itself is not sent back.
        Field::new(Control::Text, "number", phrase!("participant-id")).autocomplete("off").required(),
        Field::new(Control::Text, "name", phrase!("participant-name"))
            .help(phrase!("participant-person-name-help"))
            .autocomplete("off"),
        Field::new(Control::Radio, "form", phrase!("participant-person-form"))
            .choices(forms.map(|(code, words)| Choice::new(code, words)))
            .value(form)
            .required(),
    ];
    let (heading, button) = (phrase!("participant-person"), phrase!("participant-person-take"));
    let mut page = FormPage::new(heading, "/participants/person", button, Vec::new())
        .crumb("/events", phrase!("nav-events"))
        .lead(phrase!("participant-person-lead"));
    page.form = with_faults(fields, faults);
    let status = if faults.is_empty() { Status::Ok } else { Status::UnprocessableEntity };
    view.page_as(status, &page)
}

#[get("/participants/person")]
async fn ask_person(view: View) -> Result {
    view.act(|_, who| personal::may_ask(who)).await?;
    person_page(view, "xlsx", &[])
}

#[post("/participants/person", data = "<form>")]
async fn person(view: View, form: Checked) -> Result {
    let (number, name) = (form.0.text("number").to_owned(), form.0.text("name").to_owned());
    let json = form.0.text("form") == "json";
    let wanted = if json { personal::Form::Json } else { personal::Form::Xlsx };
    match view.act(move |app, who| personal::person(app, who, &number, &name, wanted)).await {
        Ok(file) => Ok(file.into()),
        Err(ServiceError::Invalid(faults)) => person_page(view, if json { "json" } else { "xlsx" }, &faults),
        Err(error) => Err(error.into()),
    }
}
