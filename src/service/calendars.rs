//! The State Council's calendar, loaded by year: a new year when it is published, the same year
//! again when it is amended.

use super::app::{App, Who};
use super::error::{Fault, ServiceError};
use super::trail::{self, By};
use crate::domain::access::{self, Action, Facts};
use crate::domain::calendar::{CalendarYear, DayKind};
use crate::storage::policies;
use serde_json::json;

/// A year in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Year {
    pub year: i32,
    /// Days off and make-up workdays of its notice.
    pub days_off: usize,
    pub workdays: usize,
    /// Addresses of the notices it was made from.
    pub papers: Vec<String>,
}

/// The years in force, latest first.
pub fn years(app: &App) -> Vec<Year> {
    let calendar = app.calendar();
    let mut years: Vec<Year> = calendar.years().map(summary).collect();
    years.reverse();
    years
}

fn summary(year: &CalendarYear) -> Year {
    let of = |kind| year.days().filter(|(_, known, _)| *known == kind).count();
    Year { year: year.year(), days_off: of(DayKind::Off), workdays: of(DayKind::Work), papers: year.papers().to_vec() }
}

/// Loads a year (JSON in the shape of holiday-cn). It replaces the year in force at once, for
/// everybody; earlier loads are kept. Dates already promised stay as they were printed.
///
/// # Errors
/// Rights; `Invalid(calendar-file)` when the file is no year's schedule.
pub fn load(app: &App, who: &Who, bytes: &[u8]) -> Result<i32, ServiceError> {
    access::can(&who.actor, Action::CalendarLoad, &Facts::NONE)?;
    let unreadable = || ServiceError::invalid("file", "calendar-file");
    let text = std::str::from_utf8(bytes).map_err(|_| unreadable())?.trim_start_matches('\u{feff}');
    let parsed = CalendarYear::from_json(text)
        .map_err(|error| ServiceError::Invalid(vec![Fault::new("file", "calendar-damaged").with("reason", error)]))?;
    let at = app.now();
    let year = parsed.year();
    app.store.write(|tx| {
        let revision = policies::load_calendar(tx, year, text, at.naive_utc(), Some(who.id().get()))?;
        let after = json!({ "year": year, "revision": revision });
        trail::record(tx, at, By::who(who), "calendar.load", "calendar", i64::from(year), None, Some(after))
    })?;
    let mut calendar = app.calendar().as_ref().clone();
    calendar.load(parsed);
    app.replace_calendar(calendar);
    Ok(year)
}
