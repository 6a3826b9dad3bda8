//! What is done with the people of a schedule.

use super::roster::{Roster, fields, stored};
use crate::domain::ids::{EventId, EventPersonId};
use crate::phrase;
use crate::service::schedules::{self, PersonForm};
use crate::service::{Fault, ServiceError};
use crate::web::answer::{Answer, Result};
use crate::web::forms::{Checked, Fields};
use crate::web::pages::form_page::{FormPage, with_faults};
use crate::web::pages::notices::id;
use crate::web::shell::View;
use rocket::http::Status;
use rocket::{Route, get, post, routes};

pub fn routes() -> Vec<Route> {
    routes![index, add, edit, save, remove, link, revoke]
}

fn typed(fields: &Fields) -> PersonForm {
    let text = |name: &str| fields.text(name).to_owned();
    PersonForm {
        name: text("name"),
        unit: text("unit"),
        role: text("role"),
        email: text("email"),
        away: text("away"),
        origin: text("origin"),
    }
}

async fn list(view: View, event: EventId, typed: PersonForm, faults: Vec<Fault>, link: Option<String>) -> Result {
    let book = view.act(move |app, who| schedules::show(app, who, event)).await?;
    let status = if faults.is_empty() { Status::Ok } else { Status::UnprocessableEntity };
    view.page_as(status, &Roster::new(&book, &typed, &faults, link))
}

#[get("/events/<id>/schedule/people")]
async fn index(view: View, id: i64) -> Result {
    list(view, self::id(id)?, PersonForm::default(), Vec::new(), None).await
}

#[post("/events/<id>/schedule/people", data = "<form>")]
async fn add(view: View, id: i64, form: Checked) -> Result {
    let (event, version, form) = (self::id::<EventId>(id)?, form.0.version(), typed(&form.0));
    let sent = form.clone();
    match view.act(move |app, who| schedules::add_person(app, who, event, version, &sent)).await {
        Ok(_) => Ok(Answer::done(format!("/events/{id}/schedule/people"), "saved")),
        Err(ServiceError::Invalid(faults)) => list(view, event, form, faults, None).await,
        Err(error) => Err(error.into()),
    }
}

async fn page(
    view: View,
    event: EventId,
    who: EventPersonId,
    typed: Option<(PersonForm, i64)>,
    faults: Vec<Fault>,
) -> Result {
    let book = view.act(move |app, reader| schedules::show(app, reader, event)).await?;
    if !book.may_edit {
        return Err(ServiceError::conflict("wrong-state").into());
    }
    let person = book.people.iter().find(|person| person.id == who).ok_or(ServiceError::NotFound)?;
    let (form, version) = match typed {
        Some(typed) => typed,
        None => (stored(&book, who).unwrap_or_default(), book.version),
    };
    let path = format!("/events/{event}/schedule/people");
    let action = format!("{path}/{who}");
    let mut page = FormPage::new(phrase!("schedule-person-edit"), action.clone(), phrase!("common-save"), Vec::new())
        .crumb(&path, phrase!("schedule-people"))
        .version(version);
    page.form = with_faults(fields(&form), &faults);
    page.others = vec![(format!("{action}/link"), phrase!("schedule-link-make"), "plain")];
    if person.feed_hash.is_some() {
        page.others.push((format!("{action}/revoke"), phrase!("schedule-link-revoke"), "plain"));
    }
    page.others.push((format!("{action}/remove"), phrase!("schedule-person-remove"), "danger"));
    let status = if faults.is_empty() { Status::Ok } else { Status::UnprocessableEntity };
    view.page_as(status, &page)
}

#[get("/events/<id>/schedule/people/<person>")]
async fn edit(view: View, id: i64, person: i64) -> Result {
    page(view, self::id(id)?, self::id(person)?, None, Vec::new()).await
}

#[post("/events/<id>/schedule/people/<person>", data = "<form>")]
async fn save(view: View, id: i64, person: i64, form: Checked) -> Result {
    let (event, who) = (self::id::<EventId>(id)?, self::id::<EventPersonId>(person)?);
    let (version, form) = (form.0.version(), typed(&form.0));
    let sent = form.clone();
    match view.act(move |app, reader| schedules::edit_person(app, reader, event, version, who, &sent)).await {
        Ok(()) => Ok(Answer::done(format!("/events/{id}/schedule/people"), "saved")),
        Err(ServiceError::Invalid(faults)) => page(view, event, who, Some((form, version)), faults).await,
        Err(error) => Err(error.into()),
    }
}

#[post("/events/<id>/schedule/people/<person>/remove", data = "<form>")]
async fn remove(view: View, id: i64, person: i64, form: Checked) -> Result {
    let (event, who, version) = (self::id::<EventId>(id)?, self::id::<EventPersonId>(person)?, form.0.version());
    view.act(move |app, reader| schedules::remove_person(app, reader, event, version, who)).await?;
    Ok(Answer::done(format!("/events/{id}/schedule/people"), "schedule-removed"))
}

/// The secret is shown once, on the answer itself: it is kept nowhere.
#[post("/events/<id>/schedule/people/<person>/link", data = "<form>")]
async fn link(view: View, id: i64, person: i64, form: Checked) -> Result {
    let (event, who, version) = (self::id::<EventId>(id)?, self::id::<EventPersonId>(person)?, form.0.version());
    let link = view.act(move |app, reader| schedules::make_link(app, reader, event, version, who)).await?;
    list(view, event, PersonForm::default(), Vec::new(), Some(link)).await
}

#[post("/events/<id>/schedule/people/<person>/revoke", data = "<form>")]
async fn revoke(view: View, id: i64, person: i64, form: Checked) -> Result {
    let (event, who, version) = (self::id::<EventId>(id)?, self::id::<EventPersonId>(person)?, form.0.version());
    view.act(move |app, reader| schedules::revoke_link(app, reader, event, version, who)).await?;
    Ok(Answer::done(format!("/events/{id}/schedule/people"), "link-revoked"))
}
