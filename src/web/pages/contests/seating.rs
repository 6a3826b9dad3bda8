//! Whose workstation is whose, for the person who seats the contestants.

use crate::domain::ids::ContestId;
use crate::key;
use crate::service::contests::{self, Seating};
use crate::storage::contests::EntrantRow;
use crate::text::{Page, Say};
use crate::web::answer::{Answer, Result};
use crate::web::forms::Checked;
use crate::web::pages::notices::id;
use crate::web::shell::View;
use rocket::{Route, get, post, routes};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![show, open]
}

#[get("/contests/<contest>/seating")]
async fn show(view: View, contest: i64) -> Result {
    let id = id::<ContestId>(contest)?;
    let found = view.act(move |app, who| contests::seating(app, who, id)).await?;
    view.page(&SeatingView::new(&found))
}

#[post("/contests/<contest>/seating", data = "<_form>")]
async fn open(view: View, contest: i64, _form: Checked) -> Result {
    let id = id::<ContestId>(contest)?;
    view.act(move |app, who| contests::open_seating(app, who, id)).await?;
    Ok(Answer::done(format!("/contests/{id}/seating"), "seating-opened"))
}

/// The lot by name, or what opening it means.
#[derive(Debug, Serialize)]
pub struct SeatingView {
    pub path: String,
    pub item: String,
    pub event: String,
    pub opened: bool,
    pub drawn: bool,
    pub seats: Vec<Seat>,
}

#[derive(Debug, Serialize)]
pub struct Seat {
    pub station: String,
    pub name: String,
    pub tail: String,
    pub unit: String,
}

impl SeatingView {
    fn new(of: &Seating) -> SeatingView {
        let seat = |row: &EntrantRow| Seat {
            station: row.station.clone(),
            name: row.name.clone(),
            tail: row.id_tail.clone(),
            unit: row.unit.clone(),
        };
        SeatingView {
            path: format!("/contests/{}", of.item.id),
            item: of.item.name.clone(),
            event: of.event.clone(),
            opened: of.opened,
            drawn: of.drawn,
            seats: of.seats.iter().map(seat).collect(),
        }
    }
}

impl Page for SeatingView {
    const TEMPLATE: &'static str = "pages/contests/seating";

    fn title(&self, say: Say) -> String {
        say.t(key!("seating-title"))
    }

    fn sample() -> SeatingView {
        let contest = super::sample::contest(crate::domain::contest::phase::Phase::SetUp);
        let seats = contest.standings.into_iter().map(|one| one.entrant).collect();
        let event = contest.event.name;
        SeatingView::new(&Seating { item: contest.item, event, opened: true, drawn: true, seats })
    }

    fn samples() -> Vec<SeatingView> {
        let closed = SeatingView { opened: false, seats: Vec::new(), ..SeatingView::sample() };
        let none = SeatingView { opened: false, drawn: false, seats: Vec::new(), ..SeatingView::sample() };
        vec![SeatingView::sample(), closed, none]
    }
}
