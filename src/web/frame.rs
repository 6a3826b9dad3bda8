//! The bar around every page, an error's page too: who is signed in and where they can go.

use super::session::Visitor;
use crate::domain::access::{self, Area as Right, Visibility};
use crate::service::{App, Who};
use crate::text::parts::{Area, NavItem, Shell, Viewer};

/// `path` is the page with its query, to come back to; `here` the page alone, to mark in the menu.
pub fn frame(app: &App, visitor: &Visitor, path: &str, here: &str) -> Shell {
    let mut shell = Shell::public(visitor.lang, path);
    shell.csrf = visitor.form_token.clone();
    shell.demo_day = app.clock.is_demo().then(|| app.today());
    if let Some(who) = &visitor.who {
        let (name, organisation) = (who.name.clone(), who.organisation_name.clone());
        shell.viewer = Some(Viewer { id: who.id().get(), name, organisation });
        shell.nav = navigation(who, here);
    }
    shell
}

fn navigation(who: &Who, here: &str) -> Vec<NavItem> {
    let open = |area: &Area| match right(*area) {
        None => true,
        Some(right) => access::visibility(&who.actor, right) != Visibility::PublicOnly,
    };
    let item = |area: Area| NavItem::new(area, None, is_current(area, here));
    MENU.iter().copied().filter(open).map(item).collect()
}

/// The menu in its order; what a role may not open is left out.
const MENU: &[Area] = &[
    Area::Worklist,
    Area::Plan,
    Area::Events,
    Area::Judging,
    Area::Scoring,
    Area::Claims,
    Area::Bases,
    Area::Recognition,
    Area::Results,
    Area::Notices,
    Area::Venues,
    Area::Budget,
    Area::Payments,
    Area::People,
    Area::Outbox,
    Area::Audit,
    Area::Calendar,
];

/// The right that opens an area; `None` for those everybody may open.
fn right(area: Area) -> Option<Right> {
    match area {
        Area::Plan => Some(Right::Plan),
        Area::Events => Some(Right::Event),
        Area::Judging => Some(Right::Judging),
        Area::Scoring => Some(Right::Scoring),
        Area::Claims => Some(Right::Claim),
        Area::Venues => Some(Right::Venue),
        Area::Budget => Some(Right::Budget),
        Area::Payments => Some(Right::Payment),
        Area::People => Some(Right::People),
        Area::Outbox => Some(Right::Mail),
        Area::Audit => Some(Right::Audit),
        Area::Worklist
        | Area::Registration
        | Area::Results
        | Area::Notices
        | Area::Calendar
        | Area::Bases
        | Area::Recognition => None,
    }
}

fn is_current(area: Area, here: &str) -> bool {
    let under = |path: &str| here.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    match area.path() {
        "/" => here == "/",
        path => under(path) || further(area).iter().any(|path| under(path)),
    }
}

/// Where else the pages of an area are.
const fn further(area: Area) -> &'static [&'static str] {
    match area {
        Area::Events => &["/contests", "/entries", "/participants", "/rosters"],
        Area::Bases => &["/evaluations", "/evaluators", "/self-scores"],
        Area::Recognition => &["/nominations", "/titles", "/honours"],
        Area::Venues => &["/rooms"],
        _ => &[],
    }
}
