//! The schedule's own page and what is done on it.

use super::show::{ScheduleView, Typed};
use crate::domain::ids::{EventId, SittingId};
use crate::domain::schedule::place::Unfit;
use crate::service::ServiceError;
use crate::service::schedules::{self, Asked};
use crate::web::answer::{Answer, Result};
use crate::web::forms::Checked;
use crate::web::pages::notices::id;
use crate::web::shell::View;
use rocket::http::Status;
use rocket::{Route, get, post, routes};

pub fn routes() -> Vec<Route> {
    routes![show, place, answer, release, import, file]
}

async fn page(view: View, event: EventId, typed: Typed) -> Result {
    let book = view.act(move |app, who| schedules::show(app, who, event)).await?;
    let sound = typed.faults.is_empty() && typed.faulty.is_empty();
    let calendar = view.app.calendar();
    let page = ScheduleView::new(&book, &calendar, &typed);
    view.page_as(if sound { Status::Ok } else { Status::UnprocessableEntity }, &page)
}

#[get("/events/<id>/schedule?<unfit>")]
async fn show(view: View, id: i64, unfit: Option<&str>) -> Result {
    let unfit = unfit.map(read_unfit).unwrap_or_default();
    page(view, self::id(id)?, Typed { unfit, ..Typed::default() }).await
}

/// Most sittings that an address names.
const NAMED: usize = 40;

/// What fitted nowhere, for the page that is shown next: `12.600_15.0`, a sitting and the minutes there were.
fn write_unfit(unfit: &[Unfit]) -> String {
    let one = |unfit: &Unfit| format!("{}.{}", unfit.key.0, unfit.longest);
    unfit.iter().take(NAMED).map(one).collect::<Vec<_>>().join("_")
}

fn read_unfit(text: &str) -> Vec<(SittingId, u32)> {
    let one = |part: &str| {
        let (sitting, longest) = part.split_once('.')?;
        Some((SittingId::new(sitting.parse().ok()?), longest.parse().ok()?))
    };
    text.split('_').take(NAMED).filter_map(one).collect()
}

#[post("/events/<id>/schedule/place", data = "<form>")]
async fn place(view: View, id: i64, form: Checked) -> Result {
    let (event, version) = (self::id::<EventId>(id)?, form.0.version());
    let text = |name: &str| form.0.text(name).to_owned();
    let asked = Asked {
        first: text("first"),
        last: text("last"),
        from: text("from"),
        to: text("to"),
        break_from: text("break_from"),
        break_to: text("break_to"),
    };
    let done = view.act(move |app, who| schedules::place(app, who, event, version, &asked)).await;
    match done {
        Ok(placed) if !placed.unfit.is_empty() => {
            let path = format!("/events/{id}/schedule?unfit={}", write_unfit(&placed.unfit));
            Ok(Answer::done(path, "placed-but-unfit"))
        }
        Ok(placed) if placed.violated == 0 => Ok(Answer::done(format!("/events/{id}/schedule"), "placed")),
        Ok(_) => Ok(Answer::done(format!("/events/{id}/schedule"), "placed-in-part")),
        Err(ServiceError::Invalid(faults)) => {
            page(view, event, Typed { values: form.0.typed(), faults, ..Typed::default() }).await
        }
        Err(error) => Err(error.into()),
    }
}

#[post("/events/<id>/schedule/answer", data = "<form>")]
async fn answer(view: View, id: i64, form: Checked) -> Result {
    let (event, version) = (self::id::<EventId>(id)?, form.0.version());
    let (mark, reason) = (form.0.text("mark").to_owned(), form.0.text("reason").to_owned());
    match view.act(move |app, who| schedules::acknowledge(app, who, event, version, &mark, &reason)).await {
        Ok(()) => Ok(Answer::done(format!("/events/{id}/schedule"), "warning-answered")),
        Err(ServiceError::Invalid(faults)) => page(view, event, Typed { faults, ..Typed::default() }).await,
        Err(error) => Err(error.into()),
    }
}

#[post("/events/<id>/schedule/release", data = "<form>")]
async fn release(view: View, id: i64, form: Checked) -> Result {
    let (event, version) = (self::id::<EventId>(id)?, form.0.version());
    let name = form.0.text("name").to_owned();
    match view.act(move |app, who| schedules::release(app, who, event, version, &name)).await {
        Ok(_) => Ok(Answer::done(format!("/events/{id}/schedule"), "schedule-released")),
        Err(ServiceError::Invalid(faults)) => {
            page(view, event, Typed { values: form.0.typed(), faults, ..Typed::default() }).await
        }
        Err(error) => Err(error.into()),
    }
}

#[post("/events/<id>/schedule/import", data = "<form>")]
async fn import(view: View, id: i64, form: Checked) -> Result {
    let (event, version) = (self::id::<EventId>(id)?, form.0.version());
    let bytes = form.0.file("file").map(|file| file.bytes.clone()).unwrap_or_default();
    match view.act(move |app, who| schedules::import(app, who, event, version, &bytes)).await {
        Ok(Ok(_)) => Ok(Answer::done(format!("/events/{id}/schedule"), "schedule-imported")),
        Ok(Err(faulty)) => page(view, event, Typed { faulty, ..Typed::default() }).await,
        Err(ServiceError::Invalid(faults)) => page(view, event, Typed { faults, ..Typed::default() }).await,
        Err(error) => Err(error.into()),
    }
}

#[get("/events/<id>/schedule/file")]
async fn file(view: View, id: i64) -> Result {
    let event = self::id::<EventId>(id)?;
    let (name, text) = view.act(move |app, who| schedules::export_draft(app, who, event)).await?;
    Ok(Answer::File {
        name: format!("{name}-schedule.json"),
        media_type: "application/json".to_owned(),
        bytes: text.into_bytes(),
    })
}
