//! Choosing what to claim: a closed event, or a rule.

use crate::domain::policy::PolicySet;
use crate::key;
use crate::storage::events::EventRow;
use crate::text::{Page, Phrase, Say};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct ChooseRule {
    pub events: Vec<Choosable>,
    pub rules: Vec<Choosable>,
    pub calculators: Vec<Choosable>,
}

#[derive(Debug, Serialize)]
pub struct Choosable {
    pub path: String,
    pub title: Phrase,
    pub note: Phrase,
}

impl ChooseRule {
    pub fn new(policies: &PolicySet, events: Vec<EventRow>) -> ChooseRule {
        let event = |row: EventRow| Choosable {
            path: format!("/events/{}", row.id),
            title: Phrase::typed(row.name),
            note: Phrase::typed(row.reference),
        };
        let all = policies.latest().map(|policy| policy.rules.as_slice()).unwrap_or_default();
        let rules = |calculator: bool| {
            let rules = all.iter().filter(move |rule| rule.calculator == calculator);
            let rule = |rule: &crate::domain::policy::Rule| Choosable {
                path: format!("/claims/new?rule={}", rule.id),
                title: rule.title.clone().into(),
                note: rule.place.clone().into(),
            };
            rules.map(rule).collect()
        };
        ChooseRule { events: events.into_iter().map(event).collect(), rules: rules(false), calculators: rules(true) }
    }
}

impl Page for ChooseRule {
    const TEMPLATE: &'static str = "pages/claims/new";

    fn title(&self, say: Say) -> String {
        say.t(key!("claim-new"))
    }

    fn sample() -> ChooseRule {
        let choice = |path: &str, title: &str, note: &str| Choosable {
            path: path.to_owned(),
            title: Phrase::typed(title),
            note: Phrase::typed(note),
        };
        ChooseRule {
            events: vec![choice("/events/7", "建筑抹灰工技能竞赛", "SJ-2019-0007")],
            rules: vec![choice("/claims/new?rule=competition.host", "技能竞赛承办补助", "双高-七")],
            calculators: vec![choice("/claims/new?rule=education.deduction", "职工教育经费税前扣除测算", "双高-二")],
        }
    }

    fn samples() -> Vec<ChooseRule> {
        vec![ChooseRule::sample(), ChooseRule { events: Vec::new(), ..ChooseRule::sample() }]
    }
}
