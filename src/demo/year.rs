//! Leading the year: everything that happens, in the order of its days, through the use cases that
//! serve the real office.

use super::office::{self, Task};
use super::story::{Do, Story};
use super::{deeds, honours, stories};
use crate::domain::ids::{
    BaseId, BatchId, BudgetLineId, ClaimId, ContestId, EvaluationId, EventId, PlanItemId, RoomId,
};
use crate::domain::time;

use crate::service::{App, ServiceError, Who, accounts};
use crate::sheets::SheetError;
use crate::storage::{StorageError, people};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::HashMap;

/// Why a step of the demonstration was not taken.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    #[error("{0:?}")]
    Service(#[from] ServiceError),
    #[error(transparent)]
    Storage(#[from] StorageError),
    #[error(transparent)]
    Sheet(#[from] SheetError),
    #[error("{0} is not there")]
    Missing(&'static str),
    #[error("its diary is out of order")]
    Order,
}

/// A step that was refused, and when.
#[derive(Debug, thiserror::Error)]
#[error("{at} {what}: {refusal}")]
pub struct Halted {
    at: DateTime<Utc>,
    what: &'static str,
    refusal: Refusal,
}

/// The year under way.
pub(super) struct Year {
    pub app: App,
    people: HashMap<&'static str, Who>,
    /// Items of the plan by name.
    pub items: HashMap<String, PlanItemId>,
    pub lines: HashMap<&'static str, BudgetLineId>,
    /// Events, claims and batches by the key of their story.
    pub events: HashMap<&'static str, EventId>,
    pub claims: HashMap<&'static str, ClaimId>,
    pub batches: HashMap<&'static str, BatchId>,
    pub contests: HashMap<&'static str, ContestId>,
    pub bases: HashMap<&'static str, BaseId>,
    /// By the year they evaluate.
    pub evaluations: HashMap<i32, EvaluationId>,
    /// Of the office's own venue, once there is one.
    pub rooms: Vec<RoomId>,
}

enum Happening {
    Office(&'static Task),
    Story(&'static Story, Do),
    Honours(honours::Deed),
}

/// Leads the office through the year. Its clock stands at the beginning and is moved along.
///
/// # Errors
/// The first step that was refused.
pub(super) fn lead(app: App) -> Result<App, Halted> {
    let mut year = Year {
        app,
        people: HashMap::new(),
        items: HashMap::new(),
        lines: HashMap::new(),
        events: HashMap::new(),
        claims: HashMap::new(),
        batches: HashMap::new(),
        contests: HashMap::new(),
        bases: HashMap::new(),
        evaluations: HashMap::new(),
        rooms: Vec::new(),
    };
    for (at, happening) in happenings() {
        let (what, done) = match happening {
            Happening::Office(task) => ("office", year.reach(at).and_then(|()| office::run(&mut year, task))),
            Happening::Honours(deed) => ("honours", year.reach(at).and_then(|()| honours::run(&mut year, deed))),
            Happening::Story(story, step) => {
                (story.key, year.reach(at).and_then(|()| deeds::run(&mut year, story, step)))
            }
        };
        done.map_err(|refusal| Halted { at, what, refusal })?;
    }
    Ok(year.app)
}

/// Everything of the year in order.
fn happenings() -> Vec<(DateTime<Utc>, Happening)> {
    let mut all: Vec<(DateTime<Utc>, Happening)> =
        office::DIARY.iter().map(|(day, hour, task)| (instant(day, *hour, 5), Happening::Office(task))).collect();
    all.extend(honours::DIARY.iter().map(|(day, hour, deed)| (instant(day, *hour, 50), Happening::Honours(*deed))));
    for (story, minute) in stories::all().zip((8..).step_by(7)) {
        let of = |(day, step): &(&str, Do)| (instant(day, step.hour(), minute % 60), Happening::Story(story, *step));
        all.extend(story.diary.iter().map(of));
    }
    // Stable: what a diary has on one day stays in its order.
    all.sort_by_key(|(at, _)| *at);
    all
}

/// `07-22` at that time in Wenzhou; what is no day is New Year, and a test finds it.
fn instant(day: &str, hour: u32, minute: u32) -> DateTime<Utc> {
    let date: NaiveDate = format!("2019-{day}").parse().unwrap_or_default();
    time::from_shanghai(date.and_hms_opt(hour, minute, 0).unwrap_or_default())
}

impl Year {
    fn reach(&self, at: DateTime<Utc>) -> Result<(), Refusal> {
        self.app.clock.advance(at - self.app.now()).map(|_| ()).map_err(|_| Refusal::Order)
    }

    /// The person with that mail name.
    pub fn who(&mut self, mail_name: &'static str) -> Result<Who, Refusal> {
        if let Some(who) = self.people.get(mail_name) {
            return Ok(who.clone());
        }
        let found = self.app.store.read(|conn| {
            let user = people::user_by_email(conn, &super::people::address(mail_name))?;
            match user {
                Some(user) => accounts::who(conn, user.id),
                None => Ok(None),
            }
        })?;
        let who = found.ok_or(Refusal::Missing(mail_name))?;
        self.people.insert(mail_name, who.clone());
        Ok(who)
    }

    pub fn event(&self, key: &'static str) -> Result<EventId, Refusal> {
        self.events.get(key).copied().ok_or(Refusal::Missing(key))
    }

    pub fn contest(&self, key: &'static str) -> Result<ContestId, Refusal> {
        self.contests.get(key).copied().ok_or(Refusal::Missing(key))
    }

    pub fn claim(&self, key: &'static str) -> Result<ClaimId, Refusal> {
        self.claims.get(key).copied().ok_or(Refusal::Missing(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_work_on_working_days() {
        let calendar = crate::platform::assets::calendar().expect("sound");
        for (at, _) in happenings() {
            let day = time::shanghai_date(at);
            assert_eq!(calendar.is_working_day(day), Ok(true), "{day}");
            assert!((9..18).contains(&chrono::Timelike::hour(&time::in_shanghai(at))), "{at}");
        }
    }

    #[test]
    fn every_diary_is_in_order() {
        for story in stories::all() {
            let times: Vec<_> = story.diary.iter().map(|(day, step)| instant(day, step.hour(), 0)).collect();
            assert!(times.is_sorted(), "{}", story.key);
        }
    }
}
