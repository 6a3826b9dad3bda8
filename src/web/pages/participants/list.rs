//! The roster of an event.

use crate::domain::access::Action;
use crate::domain::event::Kind;
use crate::domain::ids::{EventId, ParticipantId};
use crate::domain::participant::State;
use crate::service::participants::list::{PAGE, Roster};
use crate::storage::rosters::{Filter, Listed};
use crate::text::parts::{Empty, Pager, Tab, Tag};
use crate::text::{Page, Phrase, Say};
use crate::{family, key, phrase};
use chrono::NaiveDateTime;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct ParticipantList {
    pub event: String,
    pub event_path: String,
    /// `/events/7/participants`.
    pub path: String,
    /// Other pages about the same people: address and name.
    pub links: Vec<(String, Phrase)>,
    /// When the personal data was deleted.
    pub erased_at: Option<NaiveDateTime>,
    /// The reader may take the list, with whole identity numbers.
    pub exports: bool,
    /// The list as a file, but for the kind of file.
    pub export: String,
    /// Where the form goes that makes contestants of those who take part.
    pub generate: Option<String>,
    pub tabs: Vec<Tab>,
    /// The state now shown, for the filter's form; empty: all.
    pub state: String,
    pub text: String,
    /// The text may be the last four of an identity number.
    pub by_number: bool,
    pub entries: Vec<Entry>,
    pub rows: Vec<Row>,
    pub pager: Pager,
    pub empty: Empty,
}

/// Something to register for, as a choice of the filter.
#[derive(Debug, Serialize)]
pub struct Entry {
    pub id: i64,
    pub name: String,
    pub chosen: bool,
}

#[derive(Debug, Serialize)]
pub struct Row {
    pub path: String,
    pub name: String,
    /// The last four of the identity number.
    pub id_tail: String,
    pub unit: String,
    pub entry: String,
    pub team: String,
    pub source: Phrase,
    pub state: Tag,
}

impl ParticipantList {
    pub fn new(roster: Roster, filter: &Filter, page: u64) -> ParticipantList {
        let path = path_of_event(roster.event.id);
        let mut query = String::new();
        if let Some(entry) = filter.entry {
            query.push_str(&format!("&entry={entry}"));
        }
        if let Some(text) = &filter.text {
            query.push_str(&format!("&q={}", rocket::http::RawStr::new(text).percent_encode()));
        }
        let of = |state: Option<State>| format!("{path}?state={}{query}", state.map_or("", State::as_str));
        let all: i64 = roster.states.iter().map(|(_, count)| count).sum();
        let tab = |state: Option<State>, count: i64| Tab {
            path: of(state),
            label: state.map_or(phrase!("common-all"), |state| family!("participant-state", state.as_str())),
            count: u64::try_from(count).ok(),
            current: filter.state == state,
        };
        let mut tabs = vec![tab(None, all)];
        tabs.extend(roster.states.iter().map(|(state, count)| tab(Some(*state), *count)));
        let narrowed = filter.state.is_some() || filter.entry.is_some() || filter.text.is_some();
        let empty = match narrowed {
            true => phrase!("common-nothing-found"),
            false => phrase!("participant-none"),
        };
        let entry = |(id, name): (i64, String)| Entry { chosen: filter.entry == Some(id), id, name };
        ParticipantList {
            event_path: format!("/events/{}", roster.event.id),
            links: links(&path, &roster.may, roster.erased_at.is_some()),
            erased_at: roster.erased_at,
            generate: (roster.event.kind == Kind::Competition
                && roster.may.contains(&Action::ParticipantEdit)
                && all > 0)
                .then(|| format!("{path}/entrants")),
            exports: roster.may.contains(&Action::ParticipantExport) && all > 0,
            export: of(filter.state).replacen("/participants?", "/participants/export?", 1),
            tabs: if all > 0 { tabs } else { Vec::new() },
            state: filter.state.map_or(String::new(), |state| state.as_str().to_owned()),
            text: filter.text.clone().unwrap_or_default(),
            by_number: roster.may.contains(&Action::ParticipantExport),
            entries: roster.entries.into_iter().map(entry).collect(),
            pager: Pager::new(&of(filter.state), page, PAGE.unsigned_abs(), roster.total.unsigned_abs()),
            rows: roster.rows.into_iter().map(Row::from).collect(),
            empty: Empty { title: empty, help: None, action: None },
            event: roster.event.name,
            path,
        }
    }
}

/// Pages about the same people, shown at the head of the list.
fn links(path: &str, may: &[Action], erased: bool) -> Vec<(String, Phrase)> {
    let all = [
        (Action::ParticipantEdit, "import", phrase!("participant-import")),
        (Action::ParticipantSetUp, "terms", phrase!("participant-terms")),
        (Action::ParticipantErase, "erase", phrase!("participant-erase")),
    ];
    let open = all.into_iter().filter(|(action, ..)| may.contains(action));
    let open = open.filter(|(action, ..)| !erased || *action != Action::ParticipantErase);
    let entries = (path.replace("/participants", "/entries"), phrase!("registration-entries"));
    std::iter::once(entries).chain(open.map(|(_, page, words)| (format!("{path}/{page}"), words))).collect()
}

/// The page of an event's participants.
pub fn path_of_event(id: EventId) -> String {
    format!("/events/{id}/participants")
}

/// The page of one participant.
pub fn path_of(id: ParticipantId) -> String {
    format!("/participants/{id}")
}

impl From<Listed> for Row {
    fn from(listed: Listed) -> Row {
        let row = listed.row;
        Row {
            path: path_of(row.id),
            name: row.name,
            id_tail: row.id_tail,
            unit: row.unit,
            entry: listed.entry.unwrap_or_default(),
            team: listed.team.unwrap_or_default(),
            source: family!("participant-source", row.source.as_str()),
            state: row.state.into(),
        }
    }
}

impl Page for ParticipantList {
    const TEMPLATE: &'static str = "pages/participants/list";

    fn title(&self, say: Say) -> String {
        say.t(key!("participant-title"))
    }

    fn sample() -> ParticipantList {
        let row = |id: i64, name: &str, tail: &str, state: State| Row {
            path: format!("/participants/{id}"),
            name: name.to_owned(),
            id_tail: tail.to_owned(),
            unit: "样例建筑安装公司".to_owned(),
            entry: "砌筑工".to_owned(),
            team: if id == 2 { "样例一队".to_owned() } else { String::new() },
            source: family!("participant-source", "roster"),
            state: state.into(),
        };
        let tab =
            |label: Phrase, count, current| Tab { path: "/events/7/participants".to_owned(), label, count, current };
        ParticipantList {
            event: "样例市职业技能大赛".to_owned(),
            event_path: "/events/7".to_owned(),
            path: "/events/7/participants".to_owned(),
            links: vec![("/events/7/participants/import".to_owned(), phrase!("participant-import"))],
            erased_at: Some(NaiveDateTime::default()),
            exports: true,
            generate: Some("/events/7/participants/entrants".to_owned()),
            export: "/events/7/participants/export?state=".to_owned(),
            tabs: vec![
                tab(phrase!("common-all"), Some(3), true),
                tab(family!("participant-state", "pending"), Some(1), false),
                tab(family!("participant-state", "admitted"), Some(2), false),
            ],
            state: String::new(),
            text: String::new(),
            by_number: true,
            entries: vec![Entry { id: 1, name: "砌筑工".to_owned(), chosen: false }],
            rows: vec![
                row(1, "赵样例", "0011", State::Admitted),
                row(2, "钱样例", "002X", State::Pending),
                row(3, "孙样例", "", State::Waiting),
            ],
            pager: Pager::new("/events/7/participants", 1, 50, 3),
            empty: Empty { title: phrase!("participant-none"), help: None, action: None },
        }
    }

    fn samples() -> Vec<ParticipantList> {
        let none = ParticipantList {
            rows: Vec::new(),
            tabs: Vec::new(),
            entries: Vec::new(),
            links: Vec::new(),
            exports: false,
            generate: None,
            ..ParticipantList::sample()
        };
        vec![ParticipantList::sample(), none]
    }
}
