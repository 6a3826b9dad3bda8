//! The released schedule, for everybody.

use super::changes::Changes;
use super::table::{Day, days, of_release};
use crate::domain::ids::EventId;
use crate::key;
use crate::service::schedules::{self, Released};
use crate::storage::events::EventRow;
use crate::text::{Page, Say};
use crate::web::answer::Result;
use crate::web::pages::notices::id;
use crate::web::run;
use crate::web::shell::View;
use chrono::NaiveDateTime;
use rocket::{Route, get, routes};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![show, changes]
}

#[derive(Debug, Serialize)]
pub struct PublicSchedule {
    pub name: String,
    pub release: String,
    pub released_at: NaiveDateTime,
    pub days: Vec<Day>,
    /// Called off since it was first announced.
    pub cancelled: Vec<String>,
    pub changes_path: String,
    pub feed_path: String,
    pub file_path: String,
}

impl PublicSchedule {
    fn new(event: &EventRow, released: &Released) -> PublicSchedule {
        let live = released.entries.iter().filter(|entry| !entry.cancelled);
        PublicSchedule {
            name: event.name.clone(),
            release: released.name.clone(),
            released_at: released.at,
            days: days(live.map(of_release).collect()),
            cancelled: released
                .entries
                .iter()
                .filter(|entry| entry.cancelled)
                .map(|entry| entry.title.clone())
                .collect(),
            changes_path: format!("/schedule/{}/changes", event.id),
            feed_path: format!("/feeds/schedule/{}", event.id),
            file_path: format!("/schedule/{}/schedule.json", event.id),
        }
    }
}

#[get("/schedule/<event>")]
async fn show(view: View, event: i64) -> Result {
    let event = id::<EventId>(event)?;
    let (row, released) = run(&view.app, move |app| schedules::public(app, event)).await?;
    view.page(&PublicSchedule::new(&row, &released))
}

#[get("/schedule/<event>/changes")]
async fn changes(view: View, event: i64) -> Result {
    let event = id::<EventId>(event)?;
    let (row, released) = run(&view.app, move |app| schedules::releases(app, event)).await?;
    view.page(&Changes::new(&row, &released))
}

impl Page for PublicSchedule {
    const TEMPLATE: &'static str = "pages/schedule/public";

    fn title(&self, say: Say) -> String {
        format!("{} · {}", say.t(key!("schedule-title")), self.name)
    }

    fn sample() -> PublicSchedule {
        let mut page = PublicSchedule::new(&super::sample::event(), &super::sample::released());
        page.cancelled.push("技术点评".to_owned());
        page
    }
}
