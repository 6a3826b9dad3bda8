//! What can be registered for.

use super::words;
use crate::service::participants::entries::closes_of;
use crate::service::participants::view::Offered;
use crate::text::parts::{Empty, Tag};
use crate::text::{Page, Phrase, Say};
use crate::{key, phrase};
use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct RegisterList {
    pub events: Vec<Event>,
    pub empty: Empty,
}

#[derive(Debug, Serialize)]
pub struct Event {
    pub id: i64,
    pub name: String,
    pub host: String,
    pub venue: String,
    /// First and last day; the last only where it is another.
    pub first: Option<NaiveDate>,
    pub last: Option<NaiveDate>,
    pub rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
pub struct Row {
    pub name: String,
    pub path: String,
    pub state: Tag,
    pub places: Phrase,
    pub closes_at: NaiveDateTime,
}

impl RegisterList {
    pub fn new(open: &[Offered]) -> RegisterList {
        let mut events: Vec<(i64, Event)> = Vec::new();
        for offered in open {
            let (event, listed) = (&offered.event, &offered.listed);
            let row = Row {
                name: listed.row.name.clone(),
                path: format!("/register/{}", listed.row.id),
                state: words::window(listed.window, &listed.places),
                places: words::places(&listed.places),
                closes_at: closes_of(&listed.row, event).naive_utc(),
            };
            match events.last_mut().filter(|(id, _)| *id == event.id.get()) {
                Some((_, last)) => last.rows.push(row),
                None => events.push((
                    event.id.get(),
                    Event {
                        id: event.id.get(),
                        name: event.name.clone(),
                        host: offered.host.clone(),
                        venue: event.venue.clone(),
                        first: event.starts_on,
                        last: event.ends_on.filter(|last| Some(*last) != event.starts_on),
                        rows: vec![row],
                    },
                )),
            }
        }
        RegisterList {
            events: events.into_iter().map(|(_, event)| event).collect(),
            empty: Empty {
                title: phrase!("registration-none"),
                help: Some(phrase!("registration-none-help")),
                action: Some(("/calendar".to_owned(), phrase!("nav-calendar"))),
            },
        }
    }
}

impl Page for RegisterList {
    const TEMPLATE: &'static str = "pages/register/list";

    fn title(&self, say: Say) -> String {
        say.t(key!("registration-title"))
    }

    fn sample() -> RegisterList {
        use crate::domain::participant::entry::{Places, Window};
        let day = |day| NaiveDate::from_ymd_opt(2019, 12, day);
        let row = |id: i64, name: &str, places: Places| Row {
            name: name.to_owned(),
            path: format!("/register/{id}"),
            state: words::window(Window::Open, &places),
            places: words::places(&places),
            closes_at: day(1).and_then(|day| day.and_hms_opt(9, 0, 0)).unwrap_or_default(),
        };
        let event = Event {
            id: 7,
            name: "样例市职业技能大赛".to_owned(),
            host: "温州示例技师学院".to_owned(),
            venue: "样例实训楼".to_owned(),
            first: day(7),
            last: day(8),
            rows: vec![
                row(1, "砌筑工", Places { capacity: Some(40), taken: 12, waiting: 0 }),
                row(2, "叉车司机", Places { capacity: Some(20), taken: 20, waiting: 6 }),
                row(3, "观摩席", Places::default()),
            ],
        };
        RegisterList { events: vec![event], ..RegisterList::new(&[]) }
    }

    fn samples() -> Vec<RegisterList> {
        vec![RegisterList::sample(), RegisterList::new(&[])]
    }
}
