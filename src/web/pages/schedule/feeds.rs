//! Calendars to subscribe to, and the release as `schedule.json`.

use crate::domain::ids::EventId;
use crate::service::schedules;
use crate::web::answer::{Answer, Result};
use crate::web::pages::notices::id;
use crate::web::run;
use crate::web::shell::View;
use rocket::http::{ContentType, Status};
use rocket::{Route, get, routes};

pub fn routes() -> Vec<Route> {
    routes![all, one, person, file]
}

fn calendar(text: String) -> Answer {
    let kind = ContentType::new("text", "calendar").with_params(("charset", "utf-8"));
    Answer::Raw(Status::Ok, kind, text.into_bytes())
}

#[get("/feeds/schedule.ics")]
async fn all(view: View) -> Result {
    Ok(calendar(run(&view.app, schedules::public_feed).await?))
}

#[get("/feeds/schedule/<event>")]
async fn one(view: View, event: i64) -> Result {
    let event = id::<EventId>(event)?;
    Ok(calendar(run(&view.app, move |app| schedules::event_feed(app, event)).await?))
}

#[get("/feeds/person/<token>")]
async fn person(view: View, token: String) -> Result {
    Ok(calendar(run(&view.app, move |app| schedules::person_feed(app, &token)).await?))
}

#[get("/schedule/<event>/schedule.json")]
async fn file(view: View, event: i64) -> Result {
    let event = id::<EventId>(event)?;
    let text = run(&view.app, move |app| schedules::export_public(app, event)).await?;
    Ok(Answer::Raw(Status::Ok, ContentType::JSON, text.into_bytes()))
}
