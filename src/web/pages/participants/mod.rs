//! Who takes part in an event: the roster, one participant, and what is done with them.

pub mod entries;
pub mod entry;
pub mod list;
pub mod mapping;
mod personal;
pub mod preview;
mod roster;
pub mod show;
mod terms;

use crate::domain::ids::{EventId, ParticipantId};
use crate::service::files::Format;
use crate::service::participants;
use crate::storage::rosters::Filter;
use crate::web::answer::{Answer, Result};
use crate::web::forms::{Asked, Checked};
use crate::web::pages::notices::id;
use crate::web::shell::View;
use list::ParticipantList;
use rocket::{Route, get, post, routes};
use show::ParticipantView;

pub fn routes() -> Vec<Route> {
    [routes![index, export, generate, show_one], roster::routes(), terms::routes(), personal::routes()].concat()
}

/// The list's narrowing, as its address says it.
fn filter(state: Option<&str>, entry: Option<i64>, q: Option<Asked>) -> Filter {
    Filter { state: state.and_then(|state| state.parse().ok()), entry, text: Asked::text(q), by_number: false }
}

#[get("/events/<event>/participants?<state>&<entry>&<q>&<page>")]
async fn index(
    view: View,
    event: i64,
    state: Option<&str>,
    entry: Option<i64>,
    q: Option<Asked>,
    page: Option<u32>,
) -> Result {
    let (event, filter) = (id::<EventId>(event)?, filter(state, entry, q));
    let page = page.unwrap_or(1).max(1);
    let kept = filter.clone();
    let roster = view.act(move |app, who| participants::list::list(app, who, event, &filter, i64::from(page))).await?;
    view.page(&ParticipantList::new(roster, &kept, u64::from(page)))
}

/// The list as a file: narrowed the same way, with whole identity numbers.
#[get("/events/<event>/participants/export?<state>&<entry>&<q>&<format>")]
async fn export(
    view: View,
    event: i64,
    state: Option<&str>,
    entry: Option<i64>,
    q: Option<Asked>,
    format: Option<&str>,
) -> Result {
    let (event, filter, format) = (id::<EventId>(event)?, filter(state, entry, q), Format::of(format)?);
    Ok(view.act(move |app, who| participants::export::export(app, who, event, &filter, format)).await?.into())
}

/// The contestants of the items and the people of the schedule follow the roster.
#[post("/events/<event>/participants/entrants", data = "<_form>")]
async fn generate(view: View, event: i64, _form: Checked) -> Result {
    let event = id::<EventId>(event)?;
    let followed = view.act(move |app, who| participants::contestants::generate(app, who, event)).await?;
    let path = list::path_of_event(event);
    Ok(match followed.entered + followed.updated + followed.removed {
        _ if followed.items == 0 => Answer::done(path, "odd-no-items"),
        0 => Answer::done(path, "entrants-same"),
        _ => Answer::done(path, "entrants-followed"),
    })
}

#[get("/participants/<participant>", rank = 2)]
async fn show_one(view: View, participant: i64) -> Result {
    let participant = id::<ParticipantId>(participant)?;
    let shown = view.act(move |app, who| participants::list::show(app, who, participant)).await?;
    view.page(&ParticipantView::new(&shown))
}
