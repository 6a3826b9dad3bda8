//! One item of a plan: particulars, what stands for it, what its host may expect.

use crate::domain::plan::PlanState;
use crate::service::plans::ItemPage;
use crate::text::parts::{Control, ErrorSummary, Explanation, Field, Tag};
use crate::text::{Page, Phrase, Say};
use crate::web::pages::events::estimate;
use crate::web::pages::events::words::state_tag;
use crate::web::pages::plan::show::{Row, level};
use crate::{family, phrase};
use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct ItemView {
    pub year: i32,
    pub plan_path: String,
    pub path: String,
    pub name: String,
    pub state: Tag,
    pub kind: Phrase,
    pub level: Option<Phrase>,
    pub trade: String,
    pub organiser: String,
    pub host: String,
    pub linked: bool,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub venue: String,
    pub people: Option<i32>,
    pub line: String,
    pub note: String,
    pub source: String,
    pub amendment: String,
    pub struck_at: Option<NaiveDateTime>,
    pub version: i64,
    /// The event that stands for it: path and state.
    pub event: Option<(String, Tag)>,
    pub may_edit: bool,
    pub may_strike: bool,
    pub may_propose: bool,
    pub reason: Field,
    pub errors: ErrorSummary,
    pub estimate: Option<Explanation>,
}

impl ItemView {
    pub fn new(page: &ItemPage, estimate: Option<Explanation>, typed: &str, error: Option<Phrase>) -> ItemView {
        let item = &page.shown.item;
        let row = Row::new(&page.shown, String::new());
        let reason = Field::new(Control::Textarea, "reason", phrase!("plan-reason"))
            .rows(3)
            .required()
            .value(typed)
            .error(error);
        ItemView {
            year: page.plan.year,
            plan_path: format!("/plan/{}?division={}", page.plan.year, page.plan.division),
            path: row.path,
            name: row.name,
            state: row.state,
            kind: row.kind,
            level: level(item.level.as_deref(), item.class.as_deref()),
            trade: item.trade.clone(),
            organiser: item.organiser.clone(),
            host: item.host_name.clone(),
            linked: item.organisation_id.is_some(),
            from: item.planned_from,
            to: item.planned_to,
            venue: item.venue.clone(),
            people: item.expected_people,
            line: page.line.as_ref().map(|line| format!("{} {}", line.code, line.name)).unwrap_or_default(),
            note: item.note.clone(),
            source: item.source.clone(),
            amendment: item.amendment.clone(),
            struck_at: item.struck_at,
            version: item.version,
            event: page.shown.event.map(|(event, state)| (format!("/events/{event}"), state_tag(state))),
            may_edit: page.rights.edit,
            may_strike: page.rights.amend && page.plan.state == PlanState::Published && page.shown.event.is_none(),
            may_propose: page.may_propose,
            errors: ErrorSummary::of([&reason]).unwrap_or_default(),
            reason,
            estimate,
        }
    }
}

impl Page for ItemView {
    const TEMPLATE: &'static str = "pages/plan/item";

    fn title(&self, _: Say) -> String {
        self.name.clone()
    }

    fn sample() -> ItemView {
        let reason = Field::new(Control::Textarea, "reason", phrase!("plan-reason"))
            .rows(3)
            .required()
            .error(Some(family!("fault", "required")));
        ItemView {
            year: 2019,
            plan_path: "/plan/2019".to_owned(),
            path: "/plan/items/1".to_owned(),
            name: "建筑抹灰工技能竞赛".to_owned(),
            state: state_tag(crate::domain::event::State::Approved),
            kind: family!("event-kind", "competition"),
            level: level(Some("city"), None),
            trade: "抹灰工".to_owned(),
            organiser: "样例市总工会".to_owned(),
            host: "样例建筑行业协会".to_owned(),
            linked: true,
            from: NaiveDate::from_ymd_opt(2019, 6, 18),
            to: NaiveDate::from_ymd_opt(2019, 6, 19),
            venue: "样例工地".to_owned(),
            people: Some(99),
            line: "2080799 技能竞赛补助".to_owned(),
            note: "两次合计".to_owned(),
            source: "计划.xlsx #3".to_owned(),
            amendment: "年中增补".to_owned(),
            struck_at: None,
            version: 1,
            event: Some(("/events/7".to_owned(), state_tag(crate::domain::event::State::Approved))),
            may_edit: true,
            may_strike: true,
            may_propose: true,
            errors: ErrorSummary::of([&reason]).unwrap_or_default(),
            reason,
            estimate: Some(estimate::sample()),
        }
    }

    fn samples() -> Vec<ItemView> {
        let struck = ItemView {
            struck_at: NaiveDate::from_ymd_opt(2019, 8, 1).and_then(|day| day.and_hms_opt(2, 0, 0)),
            event: None,
            may_edit: false,
            may_strike: false,
            may_propose: false,
            linked: false,
            level: None,
            from: None,
            to: None,
            people: None,
            estimate: None,
            errors: ErrorSummary::default(),
            ..ItemView::sample()
        };
        vec![ItemView::sample(), struck]
    }
}
