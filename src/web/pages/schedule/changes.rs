//! What each release changed. People are not named.

use crate::domain::schedule::release::{Change, Entry};
use crate::service::schedules::Released;
use crate::storage::events::EventRow;
use crate::text::{Page, Phrase, Say};
use crate::{family, key};
use chrono::NaiveDateTime;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct Changes {
    pub name: String,
    pub schedule_path: String,
    pub releases: Vec<Release>,
}

#[derive(Debug, Serialize)]
pub struct Release {
    pub number: i32,
    pub name: String,
    pub at: NaiveDateTime,
    pub lines: Vec<Line>,
}

#[derive(Debug, Serialize)]
pub struct Line {
    pub title: String,
    pub what: Vec<Phrase>,
    /// When and where; empty for a new one.
    pub before: String,
    /// Empty for one that was called off.
    pub after: String,
}

fn place(entry: &Entry) -> String {
    let when = super::table::span(entry.start, entry.minutes.into());
    format!("{} {when} {}", entry.start.format("%m-%d"), entry.room)
}

fn line(change: &Change) -> Line {
    let last = change.after.as_ref().or(change.before.as_ref());
    Line {
        title: last.map(|entry| entry.title.clone()).unwrap_or_default(),
        what: change.aspects.iter().map(|aspect| family!("schedule-aspect", aspect.as_str())).collect(),
        before: change.before.as_ref().map(place).unwrap_or_default(),
        after: change.after.as_ref().map(place).unwrap_or_default(),
    }
}

impl Changes {
    pub fn new(event: &EventRow, released: &[Released]) -> Changes {
        let release = |released: &Released| Release {
            number: released.number,
            name: released.name.clone(),
            at: released.at,
            lines: released.changes.iter().map(line).collect(),
        };
        Changes {
            name: event.name.clone(),
            schedule_path: format!("/schedule/{}", event.id),
            releases: released.iter().map(release).collect(),
        }
    }
}

impl Page for Changes {
    const TEMPLATE: &'static str = "pages/schedule/changes";

    fn title(&self, say: Say) -> String {
        format!("{} · {}", say.t(key!("schedule-changes")), self.name)
    }

    fn sample() -> Changes {
        Changes::new(&super::sample::event(), &[super::sample::released()])
    }
}
