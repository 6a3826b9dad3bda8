//! What surrounds every page: the bar, the navigation, the banner and what was just done.

use super::lists::Tone;
use crate::domain::lang::Lang;
use crate::text::phrase::Phrase;
use crate::{family, phrase};
use chrono::NaiveDate;
use serde::Serialize;

/// What the layout needs, beside the page itself.
#[derive(Clone, Debug, Serialize)]
pub struct Shell {
    pub lang: Lang,
    /// The one who is signed in.
    pub viewer: Option<Viewer>,
    /// What this viewer's role may open, in the order shown.
    pub nav: Vec<NavItem>,
    /// The session's token for `{{csrf}}`; empty where there is no session.
    pub csrf: String,
    /// The demonstration's day, when the clock is not the real one.
    pub demo_day: Option<NaiveDate>,
    pub flash: Option<Flash>,
    /// Path and query of this page, to come back to after changing the language.
    pub path: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct Viewer {
    pub id: i64,
    pub name: String,
    pub organisation: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct NavItem {
    pub label: Phrase,
    pub path: &'static str,
    /// How many things wait there; nothing is shown for `None`.
    pub count: Option<u32>,
    pub current: bool,
}

/// One message shown once, after a redirect.
#[derive(Clone, Debug, Serialize)]
pub struct Flash {
    pub tone: Tone,
    pub text: Phrase,
}

/// The parts of the product one can go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    Worklist,
    Plan,
    Events,
    Judging,
    Registration,
    Scoring,
    Results,
    Claims,
    Bases,
    Recognition,
    Notices,
    Calendar,
    Venues,
    Budget,
    Payments,
    People,
    Outbox,
    Audit,
}

impl Area {
    pub const ALL: [Area; 18] = [
        Area::Worklist,
        Area::Plan,
        Area::Events,
        Area::Judging,
        Area::Registration,
        Area::Scoring,
        Area::Results,
        Area::Claims,
        Area::Bases,
        Area::Recognition,
        Area::Notices,
        Area::Calendar,
        Area::Venues,
        Area::Budget,
        Area::Payments,
        Area::People,
        Area::Outbox,
        Area::Audit,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Area::Worklist => "worklist",
            Area::Plan => "plan",
            Area::Events => "events",
            Area::Judging => "judging",
            Area::Registration => "registration",
            Area::Scoring => "scoring",
            Area::Results => "results",
            Area::Claims => "claims",
            Area::Bases => "bases",
            Area::Recognition => "recognition",
            Area::Notices => "notices",
            Area::Calendar => "calendar",
            Area::Venues => "venues",
            Area::Budget => "budget",
            Area::Payments => "payments",
            Area::People => "people",
            Area::Outbox => "outbox",
            Area::Audit => "audit",
        }
    }

    /// The address of the area's first page.
    pub const fn path(self) -> &'static str {
        match self {
            Area::Worklist => "/",
            Area::Plan => "/plan",
            Area::Events => "/events",
            Area::Judging => "/judging",
            Area::Registration => "/register",
            Area::Scoring => "/scoring",
            Area::Results => "/results",
            Area::Claims => "/claims",
            Area::Bases => "/bases",
            Area::Recognition => "/recognition",
            Area::Notices => "/notices",
            Area::Calendar => "/calendar",
            Area::Venues => "/venues",
            Area::Budget => "/budget",
            Area::Payments => "/payments",
            Area::People => "/people",
            Area::Outbox => "/outbox",
            Area::Audit => "/audit",
        }
    }

    pub fn name(self) -> Phrase {
        family!("nav", self.as_str())
    }
}

impl NavItem {
    pub fn new(area: Area, count: Option<u32>, current: bool) -> NavItem {
        NavItem { label: area.name(), path: area.path(), count: count.filter(|count| *count > 0), current }
    }
}

impl Shell {
    /// For somebody who is not signed in.
    pub fn public(lang: Lang, path: &str) -> Shell {
        Shell {
            lang,
            viewer: None,
            nav: [Area::Calendar, Area::Registration, Area::Results, Area::Bases, Area::Recognition, Area::Notices]
                .map(|area| NavItem::new(area, None, path.starts_with(area.path())))
                .into(),
            csrf: String::new(),
            demo_day: None,
            flash: None,
            path: path.to_owned(),
        }
    }

    /// A signed-in reviewer on a demonstration day, for samples and tests.
    pub fn sample(lang: Lang) -> Shell {
        let nav = [
            (Area::Worklist, Some(3)),
            (Area::Plan, None),
            (Area::Events, None),
            (Area::Claims, Some(12)),
            (Area::Bases, None),
            (Area::Recognition, None),
            (Area::Notices, None),
            (Area::Budget, None),
        ];
        Shell {
            viewer: Some(Viewer { id: 4, name: "李复核".to_owned(), organisation: "市人力社保局".to_owned() }),
            nav: nav.map(|(area, count)| NavItem::new(area, count, area == Area::Claims)).into(),
            csrf: "sample-token".to_owned(),
            demo_day: NaiveDate::from_ymd_opt(2019, 11, 18),
            flash: Some(Flash { tone: Tone::Done, text: phrase!("common-saved") }),
            ..Shell::public(lang, "/claims?state=second&page=2")
        }
    }
}
