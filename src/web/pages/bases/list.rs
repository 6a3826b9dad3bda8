//! The public list of designated bases, and the list of those whose files one may see.

use crate::domain::base::Level;
use crate::service::bases::{List, PAGE};
use crate::storage::bases::Listed;
use crate::text::parts::{Empty, Pager, Tab, Tag};
use crate::text::{Page, Phrase, Say};
use crate::{family, key, phrase};
use chrono::NaiveDate;
use serde::Serialize;

/// Everybody's list.
#[derive(Debug, Serialize)]
pub struct BaseList {
    pub tabs: Vec<Tab>,
    /// The level shown, for the search form; empty: all.
    pub level: String,
    pub text: String,
    pub rows: Vec<Row>,
    pub pager: Pager,
    pub empty: Empty,
    /// The reader may see files.
    pub inside: bool,
}

/// One base.
#[derive(Debug, Serialize)]
pub struct Row {
    pub path: String,
    pub name: String,
    pub host: String,
    pub industry: String,
    pub trades: String,
    pub level: Option<Tag>,
    pub designated_on: Option<NaiveDate>,
    /// Of the latest application.
    pub state: Option<Tag>,
}

fn row(listed: Listed) -> Row {
    let Listed { base, host, application } = listed;
    Row {
        path: format!("/bases/{}", base.id),
        level: base.level().map(Tag::from),
        trades: base.trades.replace(';', "、"),
        name: base.name,
        host,
        industry: base.industry,
        designated_on: base.designated_on,
        state: application.map(|application| application.state.into()),
    }
}

fn asked(text: &Option<String>) -> String {
    let encoded = |text: &String| format!("&q={}", rocket::http::RawStr::new(text).percent_encode());
    text.as_ref().map(encoded).unwrap_or_default()
}

fn nothing(searched: bool, otherwise: Phrase) -> Empty {
    Empty { title: if searched { phrase!("common-nothing-found") } else { otherwise }, help: None, action: None }
}

impl BaseList {
    pub fn new(found: List, level: Option<Level>, text: Option<String>, page: u64, inside: bool) -> BaseList {
        let query = asked(&text);
        let of = |level: Option<Level>| format!("/bases?level={}{query}", level.map_or("", Level::as_str));
        let tab = |which: Option<Level>, count: i64| Tab {
            path: of(which),
            label: which.map_or(phrase!("common-all"), |level| family!("base-level", level.as_str())),
            count: u64::try_from(count).ok(),
            current: which == level,
        };
        let [all, city, provincial] = found.counts;
        BaseList {
            tabs: vec![tab(None, all), tab(Some(Level::City), city), tab(Some(Level::Provincial), provincial)],
            level: level.map_or(String::new(), |level| level.as_str().to_owned()),
            empty: nothing(text.is_some() || level.is_some(), phrase!("base-none")),
            text: text.unwrap_or_default(),
            pager: Pager::new(&of(level), page, PAGE.unsigned_abs(), found.total.unsigned_abs()),
            rows: found.rows.into_iter().map(row).collect(),
            inside,
        }
    }
}

/// Bases with the state of their application.
#[derive(Debug, Serialize)]
pub struct OwnBases {
    pub text: String,
    pub rows: Vec<Row>,
    pub pager: Pager,
    pub empty: Empty,
    pub may_create: bool,
}

impl OwnBases {
    pub fn new(found: List, text: Option<String>, page: u64, may_create: bool) -> OwnBases {
        let path = format!("/bases/applications?{}", asked(&text).trim_start_matches('&'));
        OwnBases {
            empty: nothing(text.is_some(), phrase!("base-no-applications")),
            text: text.unwrap_or_default(),
            pager: Pager::new(&path, page, PAGE.unsigned_abs(), found.total.unsigned_abs()),
            rows: found.rows.into_iter().map(row).collect(),
            may_create,
        }
    }
}

fn sample_rows() -> Vec<Row> {
    let row = |id: i64, name: &str, level: Option<Level>, state: crate::domain::base::State| Row {
        path: format!("/bases/{id}"),
        name: name.to_owned(),
        host: "样例技师学院".to_owned(),
        industry: "智能制造".to_owned(),
        trades: "电工、焊工、数控车工".to_owned(),
        level: level.map(Tag::from),
        designated_on: level.and_then(|_| NaiveDate::from_ymd_opt(2019, 3, 1)),
        state: Some(state.into()),
    };
    use crate::domain::base::State;
    vec![
        row(1, "样例智能制造公共实训基地", Some(Level::Provincial), State::Designated),
        row(2, "样例建筑技能公共实训基地", Some(Level::City), State::Designated),
        row(3, "样例鞋革公共实训基地", None, State::Submitted),
    ]
}

impl Page for BaseList {
    const TEMPLATE: &'static str = "pages/bases/list";

    fn title(&self, say: Say) -> String {
        say.t(key!("nav-bases"))
    }

    fn sample() -> BaseList {
        let found = List { counts: [2, 1, 1], total: 2, rows: Vec::new() };
        let rows = sample_rows().into_iter().take(2).collect();
        BaseList { rows, ..BaseList::new(found, None, None, 1, true) }
    }

    fn samples() -> Vec<BaseList> {
        let none = BaseList::new(List::default(), Some(Level::City), Some("无".to_owned()), 1, false);
        vec![BaseList::sample(), none]
    }
}

impl Page for OwnBases {
    const TEMPLATE: &'static str = "pages/bases/applications";

    fn title(&self, say: Say) -> String {
        say.t(key!("base-applications"))
    }

    fn sample() -> OwnBases {
        let found = List { counts: [3, 1, 1], total: 3, rows: Vec::new() };
        OwnBases { rows: sample_rows(), ..OwnBases::new(found, None, 1, true) }
    }

    fn samples() -> Vec<OwnBases> {
        vec![OwnBases::sample(), OwnBases::new(List::default(), None, 1, false)]
    }
}
