//! People and rooms that two events want at once, for the office.

use super::show::{ConflictLine, line};
use crate::service::schedules::{self, Across};
use crate::text::parts::Empty;
use crate::text::{Page, Say};
use crate::web::answer::Result;
use crate::web::shell::View;
use crate::{key, phrase};
use rocket::{Route, get, routes};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![index]
}

#[get("/schedule-conflicts")]
async fn index(view: View) -> Result {
    let found = view.act(schedules::across).await?;
    view.page(&AcrossView::new(&found))
}

#[derive(Debug, Serialize)]
pub struct AcrossView {
    pub events: Vec<OfEvent>,
    pub empty: Empty,
}

#[derive(Debug, Serialize)]
pub struct OfEvent {
    pub name: String,
    pub path: String,
    pub conflicts: Vec<ConflictLine>,
}

impl AcrossView {
    fn new(found: &[Across]) -> AcrossView {
        let of_event = |of: &Across| OfEvent {
            name: of.book.event.name.clone(),
            path: format!("/events/{}/schedule", of.book.event.id),
            conflicts: of.found.iter().map(|found| line(&of.book, found)).collect(),
        };
        AcrossView {
            events: found.iter().map(of_event).collect(),
            empty: Empty { title: phrase!("across-none"), help: Some(phrase!("across-help")), action: None },
        }
    }
}

impl Page for AcrossView {
    const TEMPLATE: &'static str = "pages/schedule/across";

    fn title(&self, say: Say) -> String {
        say.t(key!("across-title"))
    }

    fn sample() -> AcrossView {
        let shown = super::show::ScheduleView::sample();
        let event = OfEvent { name: shown.name, path: "/events/7/schedule".to_owned(), conflicts: shown.conflicts };
        AcrossView { events: vec![event], ..AcrossView::new(&[]) }
    }

    fn samples() -> Vec<AcrossView> {
        vec![AcrossView::sample(), AcrossView::new(&[])]
    }
}
