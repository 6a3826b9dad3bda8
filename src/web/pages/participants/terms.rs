//! What an event tells its participants about their data.

use super::list::path_of_event;
use crate::domain::ids::EventId;
use crate::phrase;
use crate::service::participants::terms::{self, TermsForm};
use crate::service::{Fault, ServiceError};
use crate::text::Phrase;
use crate::text::parts::{Control, Field};
use crate::web::answer::{Answer, Result};
use crate::web::forms::Checked;
use crate::web::pages::form_page::{FormPage, with_faults};
use crate::web::pages::notices::id;
use crate::web::shell::View;
use rocket::http::Status;
use rocket::{Route, get, post, routes};

pub fn routes() -> Vec<Route> {
    routes![show, put]
}

/// Days below which it is said that the term is short.
const SHORT: u32 = 30;

fn fields(form: &TermsForm) -> Vec<Field> {
    vec![
        Field::new(Control::Textarea, "purpose", phrase!("participant-purpose"))
            .help(phrase!("participant-purpose-help"))
            .rows(3)
            .value(&form.purpose)
            .required(),
        Field::new(Control::Number, "keep_days", phrase!("participant-keep-days"))
            .help(phrase!("participant-keep-days-help"))
            .unit(phrase!("participant-days"))
            .value(&form.keep_days)
            .required(),
        Field::new(Control::Number, "share", phrase!("participant-share"))
            .help(phrase!("participant-share-help"))
            .unit(phrase!("participant-percent"))
            .value(&form.share)
            .required(),
        Field::new(Control::Checkbox, "one_item", phrase!("participant-one-item")).checked(form.one_item),
    ]
}

async fn page(view: View, event: EventId, typed: Option<(TermsForm, String)>, faults: &[Fault]) -> Result {
    let (row, stored, may) = view.act(move |app, who| terms::show(app, who, event)).await?;
    if !may {
        return Err(ServiceError::conflict("wrong-state").into());
    }
    let (form, version) = typed.unwrap_or_else(|| {
        let version = stored.version.map(|version| version.to_string());
        (TermsForm::of(&stored.terms), version.unwrap_or_else(|| "new".to_owned()))
    });
    let path = path_of_event(event);
    let mut page =
        FormPage::new(phrase!("participant-terms"), format!("{path}/terms"), phrase!("common-save"), Vec::new())
            .crumb(&path, Phrase::typed(row.name))
            .lead(phrase!("participant-terms-lead"))
            .version(version);
    page.form = with_faults(fields(&form), faults);
    let status = if faults.is_empty() { Status::Ok } else { Status::UnprocessableEntity };
    view.page_as(status, &page)
}

#[get("/events/<event>/participants/terms")]
async fn show(view: View, event: i64) -> Result {
    page(view, id(event)?, None, &[]).await
}

#[post("/events/<event>/participants/terms", data = "<form>")]
async fn put(view: View, event: i64, form: Checked) -> Result {
    let event: EventId = id(event)?;
    let text = |name: &str| form.0.text(name).to_owned();
    let typed = TermsForm {
        purpose: text("purpose"),
        keep_days: text("keep_days"),
        share: text("share"),
        one_item: form.0.ticked("one_item"),
    };
    let (sent, version) = (typed.clone(), text("version"));
    let short = typed.keep_days.trim().parse::<u32>().is_ok_and(|days| days < SHORT);
    let stored = version.parse().ok();
    match view.act(move |app, who| terms::put(app, who, event, stored, &sent)).await {
        Ok(()) if short => Ok(Answer::done(path_of_event(event), "odd-short-term")),
        Ok(()) => Ok(Answer::done(path_of_event(event), "saved")),
        Err(ServiceError::Invalid(faults)) => page(view, event, Some((typed, version)), &faults).await,
        Err(error) => Err(error.into()),
    }
}
