//! The list of events, by what waits and what is under way.

use crate::domain::event::State;
use crate::service::events::{Listed, PAGE};
use crate::storage::events::Filter;
use crate::text::parts::{Empty, Pager, Tab, Tag};
use crate::text::{Page, Phrase, Say};
use crate::web::pages::events::words::state_tag;
use crate::web::pages::plan::show::{Kinds, kinds};
use crate::{family, key, phrase};
use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct EventList {
    pub tabs: Vec<Tab>,
    /// The view now shown, for the filter's form.
    pub view: String,
    pub rows: Vec<Row>,
    pub pager: Pager,
    pub empty: Empty,
    pub text: String,
    pub kinds: Vec<Kinds>,
    pub may_create: bool,
    /// The list as a file, but for the kind of file: `/events/export?view=all`.
    pub export: String,
    /// The reader sees other organisations' events, too.
    pub hosts: bool,
}

#[derive(Debug, Serialize)]
pub struct Row {
    pub name: String,
    pub path: String,
    pub reference: String,
    pub kind: Phrase,
    pub host: String,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub venue: String,
    pub state: Tag,
    pub since: NaiveDateTime,
}

/// The views of the list: what waits for the reader, what is under way, what is over, all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    Mine,
    Going,
    Over,
    All,
}

impl View {
    pub const ALL: [View; 4] = [View::Mine, View::Going, View::Over, View::All];

    pub const fn as_str(self) -> &'static str {
        match self {
            View::Mine => "mine",
            View::Going => "going",
            View::Over => "over",
            View::All => "all",
        }
    }

    pub fn of(code: Option<&str>, default: View) -> View {
        View::ALL.into_iter().find(|view| Some(view.as_str()) == code).unwrap_or(default)
    }

    /// The states of the view; none narrows nothing. `None`: nothing can be in it.
    pub fn states(self, waiting: &[State]) -> Option<Vec<State>> {
        match self {
            View::Mine if waiting.is_empty() => None,
            View::Mine => Some(waiting.to_vec()),
            View::Going => {
                Some(State::ALL.iter().copied().filter(|state| !state.is_final() && *state != State::Draft).collect())
            }
            View::Over => Some(State::ALL.iter().copied().filter(|state| state.is_final()).collect()),
            View::All => Some(Vec::new()),
        }
    }
}

impl EventList {
    pub fn new(
        view: View,
        listed: Listed,
        filter: &Filter,
        page: u64,
        counts: &[(View, i64)],
        may_create: bool,
        hosts: bool,
    ) -> EventList {
        let mut query = String::new();
        if let Some(kind) = filter.kind {
            query.push_str(&format!("&kind={kind}"));
        }
        if let Some(text) = &filter.text {
            query.push_str(&format!("&q={}", rocket::http::RawStr::new(text).percent_encode()));
        }
        let tab = |(code, count): &(View, i64)| Tab {
            path: format!("/events?view={}{query}", code.as_str()),
            label: family!("event-view", code.as_str()),
            count: u64::try_from(*count).ok(),
            current: *code == view,
        };
        let narrowed = filter.kind.is_some() || filter.text.is_some();
        let empty = match (narrowed, may_create) {
            (true, _) => Empty { title: phrase!("common-nothing-found"), help: None, action: None },
            (false, true) => Empty {
                title: phrase!("event-none"),
                help: Some(phrase!("event-none-host")),
                action: Some(("/events/new".to_owned(), phrase!("event-new"))),
            },
            (false, false) => {
                Empty { title: phrase!("event-none"), help: Some(phrase!("event-none-office")), action: None }
            }
        };
        let path = format!("/events?view={}{query}", view.as_str());
        EventList {
            tabs: counts.iter().map(tab).collect(),
            view: view.as_str().to_owned(),
            rows: listed.rows.into_iter().map(Row::from).collect(),
            pager: Pager::new(&path, page, PAGE.unsigned_abs(), listed.total.unsigned_abs()),
            empty,
            text: filter.text.clone().unwrap_or_default(),
            kinds: kinds(filter.kind),
            export: path.replacen("/events?", "/events/export?", 1),
            may_create,
            hosts,
        }
    }
}

impl From<(crate::storage::events::EventRow, String)> for Row {
    fn from((row, host): (crate::storage::events::EventRow, String)) -> Row {
        Row {
            path: format!("/events/{}", row.id),
            kind: family!("event-kind", row.kind.as_str()),
            host,
            from: row.starts_on,
            to: row.ends_on.filter(|to| Some(*to) != row.starts_on),
            state: state_tag(row.state),
            since: row.waiting_since,
            name: row.name,
            reference: row.reference,
            venue: row.venue,
        }
    }
}

impl Page for EventList {
    const TEMPLATE: &'static str = "pages/events/list";

    fn title(&self, say: Say) -> String {
        say.t(key!("nav-events"))
    }

    fn sample() -> EventList {
        let row = |id: i64, name: &str, state: State| Row {
            name: name.to_owned(),
            path: format!("/events/{id}"),
            reference: format!("SJ-2019-{id:04}"),
            kind: family!("event-kind", "competition"),
            host: "样例建筑行业协会".to_owned(),
            from: NaiveDate::from_ymd_opt(2019, 12, 18),
            to: NaiveDate::from_ymd_opt(2019, 12, 19),
            venue: "样例技师学院实训楼".to_owned(),
            state: state_tag(state),
            since: NaiveDate::from_ymd_opt(2019, 11, 18).and_then(|day| day.and_hms_opt(1, 0, 0)).unwrap_or_default(),
        };
        let rows = vec![row(1, "建筑抹灰工技能竞赛", State::Submitted), row(2, "叉车司机技能竞赛", State::Closed)];
        let filter = Filter::default();
        let counts = [(View::Mine, 1), (View::Going, 1), (View::Over, 1), (View::All, 2)];
        let listed = Listed { rows: Vec::new(), total: 2 };
        EventList { rows, ..EventList::new(View::All, listed, &filter, 1, &counts, true, true) }
    }

    fn samples() -> Vec<EventList> {
        let none = || Listed { rows: Vec::new(), total: 0 };
        let counts = [(View::Going, 0), (View::All, 0)];
        vec![
            EventList::sample(),
            EventList::new(View::Going, none(), &Filter::default(), 1, &counts, true, false),
            EventList::new(View::Going, none(), &Filter::default(), 1, &counts, false, true),
        ]
    }
}
