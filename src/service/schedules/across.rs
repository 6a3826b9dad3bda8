//! People and rooms that are wanted by two events at once, as the office sees them.

use super::book::{Book, Found, load};
use crate::domain::access::{self, Action, Area, Facts};
use crate::domain::ids::SittingId;
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::storage::{events, schedules};

/// The schedule of an event with what it has against other events'.
#[derive(Clone, Debug)]
pub struct Across {
    pub book: Book,
    pub found: Vec<Found>,
}

/// Conflicts between different events under way from today on, of the events within one's reach.
///
/// # Errors
/// Rights.
pub fn across(app: &App, who: &Who) -> Result<Vec<Across>, ServiceError> {
    access::can(&who.actor, Action::VenueRules, &Facts::NONE)?;
    let visible = access::visibility(&who.actor, Area::Event);
    let (today, calendar) = (app.today().and_time(chrono::NaiveTime::MIN), app.calendar());
    app.store.read(|conn| {
        let mut all = Vec::new();
        for id in schedules::upcoming(conn, today)? {
            let event = events::get(conn, id)?;
            if !visible.covers(Some(event.organisation_id), Some(event.division)) {
                continue;
            }
            let book = load(conn, event, app.now())?;
            let own = |id: i64| book.sitting_row(SittingId::new(id)).is_some();
            let is_across = |found: &Found| {
                let conflict = &found.conflict;
                conflict.second.is_some_and(|second| own(conflict.first.0) != own(second.0))
            };
            let found: Vec<Found> = book.conflicts(&calendar).into_iter().filter(is_across).collect();
            if !found.is_empty() {
                all.push(Across { book, found });
            }
        }
        Ok(all)
    })
}
