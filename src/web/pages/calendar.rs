//! The public calendar: approved events of one month. No personal data.

use crate::domain::event::Kind;
use crate::service::events::{self, OnCalendar};
use crate::storage::events::CalendarEntry;
use crate::text::parts::{Empty, Tag};
use crate::text::{Page, Phrase, Say};
use crate::web::answer::Result;
use crate::web::pages::events::words::state_tag;
use crate::web::pages::plan::show::{Kinds, kinds};
use crate::web::run;
use crate::web::shell::View;
use crate::{family, key, phrase};
use chrono::{Datelike, Months, NaiveDate};
use rocket::{Route, get, routes};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![month]
}

#[derive(Debug, Serialize)]
pub struct Calendar {
    pub heading: Phrase,
    /// `2019-11`.
    pub month: String,
    pub previous: String,
    pub next: String,
    pub days: Vec<Day>,
    pub kinds: Vec<Kinds>,
    pub empty: Empty,
}

/// The events that begin on one day.
#[derive(Debug, Serialize)]
pub struct Day {
    /// None: under way since before this month.
    pub date: Option<NaiveDate>,
    pub entries: Vec<Entry>,
}

#[derive(Debug, Serialize)]
pub struct Entry {
    pub name: String,
    pub kind: Phrase,
    pub host: String,
    pub trade: String,
    pub venue: String,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub state: Tag,
    /// The released schedule and the published results, where there are any.
    pub schedule: Option<String>,
    pub results: Option<String>,
    /// Where one can register, now or soon.
    pub register: Option<String>,
}

impl From<OnCalendar> for Entry {
    fn from(listed: OnCalendar) -> Entry {
        let entry = listed.entry;
        Entry {
            schedule: listed.schedule.then(|| format!("/schedule/{}", entry.id)),
            results: listed.results.then(|| format!("/results?event={}", entry.id)),
            register: listed.registration.then(|| format!("/register#event-{}", entry.id)),
            name: entry.name,
            kind: family!("event-kind", entry.kind.as_str()),
            host: entry.host,
            trade: entry.trade,
            venue: entry.venue,
            from: entry.starts_on,
            to: entry.ends_on.filter(|to| Some(*to) != entry.starts_on),
            state: state_tag(entry.state),
        }
    }
}

impl Calendar {
    fn new(first: NaiveDate, kind: Option<Kind>, entries: Vec<OnCalendar>) -> Calendar {
        let mut days: Vec<Day> = Vec::new();
        for entry in entries {
            let date = entry.entry.starts_on.filter(|start| *start >= first);
            match days.last_mut().filter(|day| day.date == date) {
                Some(day) => day.entries.push(entry.into()),
                None => days.push(Day { date, entries: vec![entry.into()] }),
            }
        }
        let query = kind.map(|kind| format!("&kind={kind}")).unwrap_or_default();
        let link = |month: Option<NaiveDate>| format!("/calendar?month={}{query}", written(month.unwrap_or(first)));
        Calendar {
            heading: phrase!("calendar-month", year = i64::from(first.year()), month = i64::from(first.month())),
            month: written(first),
            previous: link(first.checked_sub_months(Months::new(1))),
            next: link(first.checked_add_months(Months::new(1))),
            days,
            kinds: kinds(kind),
            empty: Empty { title: phrase!("calendar-empty"), help: Some(phrase!("calendar-empty-help")), action: None },
        }
    }
}

fn written(month: NaiveDate) -> String {
    format!("{:04}-{:02}", month.year(), month.month())
}

/// The first day of the month written `2019-11`.
fn first_of(month: &str) -> Option<NaiveDate> {
    let (year, month) = month.split_once('-')?;
    let year = year.parse().ok().filter(|year| (1990..2200).contains(year))?;
    NaiveDate::from_ymd_opt(year, month.parse().ok()?, 1)
}

#[get("/calendar?<month>&<kind>")]
async fn month(view: View, month: Option<&str>, kind: Option<&str>) -> Result {
    let today = view.app.today();
    let first = month.and_then(first_of).or(today.with_day(1)).unwrap_or(today);
    let kind: Option<Kind> = kind.and_then(|kind| kind.parse().ok());
    let entries = run(&view.app, move |app| events::calendar(app, first, kind)).await?;
    view.page(&Calendar::new(first, kind, entries))
}

impl Page for Calendar {
    const TEMPLATE: &'static str = "pages/calendar";

    fn title(&self, say: Say) -> String {
        say.t(key!("nav-calendar"))
    }

    fn sample() -> Calendar {
        let day = |month, day| NaiveDate::from_ymd_opt(2019, month, day);
        let entry = |name: &str, from, to| OnCalendar {
            schedule: true,
            results: true,
            registration: true,
            entry: CalendarEntry {
                id: crate::domain::ids::EventId::new(7),
                kind: Kind::Competition,
                name: name.to_owned(),
                host: "样例技师学院".to_owned(),
                trade: "焊工".to_owned(),
                venue: "样例技师学院实训楼".to_owned(),
                starts_on: from,
                ends_on: to,
                state: crate::domain::event::State::Approved,
            },
        };
        let entries = vec![
            entry("车工技能竞赛", day(10, 28), day(11, 2)),
            entry("焊工技能竞赛", day(11, 18), day(11, 18)),
            entry("电工技能竞赛", day(11, 18), day(11, 20)),
        ];
        Calendar::new(day(11, 1).unwrap_or_default(), None, entries)
    }

    fn samples() -> Vec<Calendar> {
        let first = NaiveDate::from_ymd_opt(2019, 12, 1).unwrap_or_default();
        vec![Calendar::sample(), Calendar::new(first, Some(Kind::Seminar), Vec::new())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_read_or_is_none() {
        assert_eq!(first_of("2019-11"), NaiveDate::from_ymd_opt(2019, 11, 1));
        for text in ["", "2019", "2019-13", "x-1", "9999999999-01"] {
            assert_eq!(first_of(text), None, "{text}");
        }
    }
}
