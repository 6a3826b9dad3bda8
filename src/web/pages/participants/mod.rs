//! Who takes part in an event: the roster, one participant, and what is done with them.

pub mod list;
pub mod mapping;
pub mod preview;
mod roster;
pub mod show;
mod terms;

use crate::domain::ids::{EventId, ParticipantId};
use crate::service::files::Format;
use crate::service::participants;
use crate::storage::rosters::Filter;
use crate::web::answer::Result;
use crate::web::forms::Asked;
use crate::web::pages::notices::id;
use crate::web::shell::View;
use list::ParticipantList;
use rocket::{Route, get, routes};
use show::ParticipantView;

pub fn routes() -> Vec<Route> {
    [routes![index, export, show_one], roster::routes(), terms::routes()].concat()
}

/// The list's narrowing, as its address says it.
fn filter(state: Option<&str>, entry: Option<i64>, q: Option<Asked>) -> Filter {
    Filter { state: state.and_then(|state| state.parse().ok()), entry, text: Asked::text(q) }
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
    let (event, filter, format) = (id::<EventId>(event)?, filter(state, entry, q), Format::of(format));
    Ok(view.act(move |app, who| participants::export::export(app, who, event, &filter, format)).await?.into())
}

#[get("/participants/<participant>", rank = 2)]
async fn show_one(view: View, participant: i64) -> Result {
    let participant = id::<ParticipantId>(participant)?;
    let shown = view.act(move |app, who| participants::list::show(app, who, participant)).await?;
    view.page(&ParticipantView::new(&shown))
}
