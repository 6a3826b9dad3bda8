//! One year's plan: the items, what stands for them, what can be done now.

use crate::domain::event::Kind;
use crate::domain::people::DivisionCode;
use crate::domain::plan::PlanState;
use crate::service::plans::{ItemShown, PAGE, PlanShown};
use crate::storage::plans::{ItemFilter, PlanRow};
use crate::text::parts::{Empty, Pager, Tab, Tag, Tone};
use crate::text::{Page, Phrase, Say};
use crate::web::pages::events::words::state_tag;
use crate::{family, key, phrase};
use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct PlanView {
    pub year: i32,
    /// The division's name; the city's own has none beside it.
    pub division: String,
    pub state: Tag,
    pub published_at: Option<NaiveDateTime>,
    pub version: i64,
    /// Other years.
    pub years: Vec<Tab>,
    /// Other divisions of the same year.
    pub divisions: Vec<Tab>,
    pub items: Vec<Row>,
    pub total: i64,
    pub unlinked: i64,
    pub pager: Pager,
    pub empty: Empty,
    /// What was searched for.
    pub text: String,
    pub kinds: Vec<Kinds>,
    /// `/plan/2019`, for the forms.
    pub path: String,
    /// `?division=330300`.
    pub query: String,
    pub may_add: bool,
    pub may_import: bool,
    pub may_publish: bool,
    pub may_export: bool,
    /// The years a clerk may open now.
    pub open_years: Vec<i32>,
}

/// One kind of event in the filter.
#[derive(Debug, Serialize)]
pub struct Kinds {
    pub value: &'static str,
    pub label: Phrase,
    pub chosen: bool,
}

/// One item.
#[derive(Debug, Serialize)]
pub struct Row {
    pub seq: i32,
    pub name: String,
    pub path: String,
    pub kind: Phrase,
    pub level: Option<Phrase>,
    pub trade: String,
    pub host: String,
    /// The host is registered here.
    pub linked: bool,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub line: String,
    pub state: Tag,
    pub struck: bool,
}

impl Row {
    pub fn new(shown: &ItemShown, line: String) -> Row {
        let item = &shown.item;
        let state = match (&shown.event, item.struck_at) {
            (_, Some(_)) => Tag::new(Tone::Plain, phrase!("plan-item-struck")),
            (Some((_, state)), None) => state_tag(*state),
            (None, None) => Tag::new(Tone::Plain, phrase!("plan-item-open")),
        };
        Row {
            seq: item.seq,
            name: item.name.clone(),
            path: format!("/plan/items/{}", item.id),
            kind: family!("event-kind", item.kind.as_str()),
            level: level(item.level.as_deref(), item.class.as_deref()),
            trade: item.trade.clone(),
            host: item.host_name.clone(),
            linked: item.organisation_id.is_some(),
            from: item.planned_from,
            to: item.planned_to.filter(|to| Some(*to) != item.planned_from),
            line,
            state,
            struck: item.struck_at.is_some(),
        }
    }
}

/// `省级一类`: level and class in one word.
pub fn level(level: Option<&str>, class: Option<&str>) -> Option<Phrase> {
    Some(match (level?, class) {
        ("provincial", Some("1")) => phrase!("event-level-provincial-1"),
        ("provincial", Some("2")) => phrase!("event-level-provincial-2"),
        ("provincial", _) => phrase!("event-level-provincial"),
        ("city", _) => phrase!("event-level-city"),
        (other, _) => Phrase::typed(other),
    })
}

/// The state of a plan in a word.
pub fn plan_tag(state: PlanState) -> Tag {
    let tone = match state {
        PlanState::Draft => Tone::Wait,
        PlanState::Published => Tone::Done,
    };
    Tag::new(tone, family!("plan-state", state.as_str()))
}

impl PlanView {
    pub fn new(
        shown: &PlanShown,
        filter: &ItemFilter,
        page: u64,
        name: &dyn Fn(DivisionCode) -> String,
        open_years: Vec<i32>,
    ) -> PlanView {
        let plan = &shown.plan;
        let path = format!("/plan/{}", plan.year);
        let query = format!("?division={}", plan.division);
        let mut list = format!("{path}{query}");
        if let Some(kind) = filter.kind {
            list.push_str(&format!("&kind={kind}"));
        }
        if let Some(text) = &filter.text {
            list.push_str(&format!("&q={}", rocket::http::RawStr::new(text).percent_encode()));
        }
        let line = |row: &ItemShown| {
            let found = shown.lines.iter().find(|line| Some(line.id.get()) == row.item.budget_line_id);
            found.map(|line| line.name.clone()).unwrap_or_default()
        };
        let narrowed = filter.kind.is_some() || filter.text.is_some();
        let empty = match (narrowed, shown.rights.edit) {
            (true, _) => Empty { title: phrase!("common-nothing-found"), help: None, action: None },
            (false, true) => Empty {
                title: phrase!("plan-empty"),
                help: Some(phrase!("plan-empty-help")),
                action: Some((format!("{path}/import"), phrase!("plan-import"))),
            },
            (false, false) => {
                Empty { title: phrase!("plan-empty"), help: Some(phrase!("plan-empty-host")), action: None }
            }
        };
        PlanView {
            year: plan.year,
            division: name(plan.division),
            state: plan_tag(plan.state),
            published_at: plan.published_at,
            version: plan.version,
            years: years(shown),
            divisions: divisions(shown, name),
            items: shown.items.iter().map(|row| Row::new(row, line(row))).collect(),
            total: shown.total,
            unlinked: shown.unlinked,
            pager: Pager::new(&list, page, PAGE.unsigned_abs(), shown.total.unsigned_abs()),
            empty,
            text: filter.text.clone().unwrap_or_default(),
            kinds: kinds(filter.kind),
            path,
            query,
            may_add: shown.rights.edit || shown.rights.amend,
            may_import: shown.rights.import,
            may_publish: shown.rights.publish,
            may_export: shown.rights.export,
            open_years,
        }
    }
}

/// The kinds of event for a filter.
pub fn kinds(chosen: Option<Kind>) -> Vec<Kinds> {
    let kind = |kind: &Kind| Kinds {
        value: kind.as_str(),
        label: family!("event-kind", kind.as_str()),
        chosen: chosen == Some(*kind),
    };
    Kind::ALL.iter().map(kind).collect()
}

fn years(shown: &PlanShown) -> Vec<Tab> {
    let mut years: Vec<i32> = shown.others.iter().map(|plan| plan.year).collect();
    years.dedup();
    let tab = |year: i32| Tab {
        path: format!("/plan/{year}"),
        label: phrase!("plan-year", year = i64::from(year)),
        count: None,
        current: year == shown.plan.year,
    };
    years.into_iter().map(tab).collect()
}

fn divisions(shown: &PlanShown, name: &dyn Fn(DivisionCode) -> String) -> Vec<Tab> {
    let same: Vec<&PlanRow> = shown.others.iter().filter(|plan| plan.year == shown.plan.year).collect();
    if same.len() < 2 {
        return Vec::new();
    }
    let tab = |plan: &&PlanRow| Tab {
        path: format!("/plan/{}?division={}", plan.year, plan.division),
        label: Phrase::typed(name(plan.division)),
        count: None,
        current: plan.division == shown.plan.division,
    };
    same.iter().map(tab).collect()
}

impl Page for PlanView {
    const TEMPLATE: &'static str = "pages/plan/show";

    fn title(&self, say: Say) -> String {
        say.phrase(&phrase!("plan-title", year = i64::from(self.year)))
    }

    fn sample() -> PlanView {
        let day = |month, day| NaiveDate::from_ymd_opt(2019, month, day);
        let row = |seq: i32, name: &str, kind: Kind, host: &str, linked, state| Row {
            seq,
            name: name.to_owned(),
            path: format!("/plan/items/{seq}"),
            kind: family!("event-kind", kind.as_str()),
            level: level((kind == Kind::Competition).then_some("city"), None),
            trade: "抹灰工".to_owned(),
            host: host.to_owned(),
            linked,
            from: day(6, 18),
            to: day(6, 19),
            line: "技能竞赛补助".to_owned(),
            state,
            struck: false,
        };
        let tab = |year: i64| Tab {
            path: format!("/plan/{year}"),
            label: phrase!("plan-year", year = year),
            count: None,
            current: year == 2019,
        };
        let open = || Tag::new(Tone::Plain, phrase!("plan-item-open"));
        PlanView {
            year: 2019,
            division: "温州市".to_owned(),
            state: plan_tag(PlanState::Draft),
            published_at: None,
            version: 3,
            years: [2020, 2019, 2018].map(tab).into(),
            divisions: Vec::new(),
            items: vec![
                row(1, "建筑抹灰工技能竞赛", Kind::Competition, "样例建筑行业协会", true, open()),
                row(
                    2,
                    "泵阀智能制造高级研修班",
                    Kind::Seminar,
                    "样例技师学院",
                    false,
                    state_tag(crate::domain::event::State::Approved),
                ),
                Row {
                    struck: true,
                    ..row(
                        3,
                        "叉车司机竞赛",
                        Kind::Competition,
                        "样例街道总工会",
                        true,
                        Tag::new(Tone::Plain, phrase!("plan-item-struck")),
                    )
                },
            ],
            total: 3,
            unlinked: 1,
            pager: Pager::new("/plan/2019", 1, 50, 3),
            empty: Empty { title: phrase!("plan-empty"), help: None, action: None },
            text: String::new(),
            kinds: kinds(None),
            path: "/plan/2019".to_owned(),
            query: "?division=330300".to_owned(),
            may_add: true,
            may_import: true,
            may_publish: true,
            may_export: true,
            open_years: vec![2021],
        }
    }

    fn samples() -> Vec<PlanView> {
        let published = PlanView {
            state: plan_tag(PlanState::Published),
            published_at: NaiveDate::from_ymd_opt(2019, 1, 15).and_then(|day| day.and_hms_opt(2, 0, 0)),
            may_import: false,
            may_publish: false,
            may_add: false,
            unlinked: 0,
            items: Vec::new(),
            total: 0,
            open_years: Vec::new(),
            ..PlanView::sample()
        };
        vec![PlanView::sample(), published]
    }
}

/// No plan yet that the reader may know of.
#[derive(Debug, Serialize)]
pub struct NoPlan {
    pub open_years: Vec<i32>,
}

impl Page for NoPlan {
    const TEMPLATE: &'static str = "pages/plan/none";

    fn title(&self, say: Say) -> String {
        say.t(key!("nav-plan"))
    }

    fn sample() -> NoPlan {
        NoPlan { open_years: vec![2019, 2020] }
    }

    fn samples() -> Vec<NoPlan> {
        vec![NoPlan::sample(), NoPlan { open_years: Vec::new() }]
    }
}
