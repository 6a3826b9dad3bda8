//! The policy in force, rule by rule, with the words of the text.

use crate::domain::policy::{Policy, Rule, Setting};
use crate::key;
use crate::service::ServiceError;
use crate::text::{Page, Phrase, Say};
use crate::web::answer::Result;
use crate::web::shell::View;
use chrono::NaiveDate;
use rocket::{Route, get, routes};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![show]
}

/// One version of a policy.
#[derive(Debug, Serialize)]
pub struct PolicyPage {
    pub name: Phrase,
    pub version: String,
    pub hash: String,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
    pub rules: Vec<RuleCard>,
}

#[derive(Debug, Serialize)]
pub struct RuleCard {
    pub id: String,
    pub name: Phrase,
    pub article: String,
    pub place: Phrase,
    pub quote: String,
    pub note: Option<Phrase>,
    pub settings: Vec<SettingRow>,
}

#[derive(Debug, Serialize)]
pub struct SettingRow {
    pub label: Phrase,
    pub chosen: Phrase,
}

fn words(words: &crate::domain::lang::Words) -> Phrase {
    Phrase::both(&words.zh, &words.en)
}

impl From<&Policy> for PolicyPage {
    fn from(policy: &Policy) -> PolicyPage {
        PolicyPage {
            name: words(&policy.title),
            version: policy.reference.version.clone(),
            hash: policy.reference.hash.chars().take(12).collect(),
            valid_from: policy.valid_from,
            valid_to: policy.valid_to,
            rules: policy.rules.iter().map(rule).collect(),
        }
    }
}

fn rule(rule: &Rule) -> RuleCard {
    RuleCard {
        id: rule.id.clone(),
        name: words(&rule.title),
        article: rule.article.clone(),
        place: words(&rule.place),
        quote: rule.quote.clone(),
        note: rule.note.as_ref().map(words),
        settings: rule.settings.iter().map(setting).collect(),
    }
}

fn setting(setting: &Setting) -> SettingRow {
    let chosen = setting.allowed.iter().find(|allowed| allowed.code == setting.value);
    let chosen = chosen.map_or_else(|| Phrase::typed(&setting.value), |chosen| words(&chosen.label));
    SettingRow { label: words(&setting.label), chosen }
}

impl Page for PolicyPage {
    const TEMPLATE: &'static str = "pages/policy/show";

    fn title(&self, say: Say) -> String {
        say.t(key!("policy-title"))
    }

    fn sample() -> PolicyPage {
        let card = RuleCard {
            id: "competition.host".to_owned(),
            name: Phrase::both("技能竞赛承办补助", "Hosting a skill competition"),
            article: "T2-7".to_owned(),
            place: Phrase::both("双高-七", "List 2, measure 7"),
            quote: "市级比赛补助2-5万元".to_owned(),
            note: Some(Phrase::both("说明", "A note")),
            settings: vec![SettingRow {
                label: Phrase::both("不足 2 万元时", "Below 20,000"),
                chosen: Phrase::both("报请决定", "refer"),
            }],
        };
        PolicyPage {
            name: Phrase::both("温州市政策 2019 版", "Wenzhou policy 2019"),
            version: "2019".to_owned(),
            hash: "0f5e5a0f5e5a".to_owned(),
            valid_from: NaiveDate::default(),
            valid_to: Some(NaiveDate::default()),
            rules: vec![card],
        }
    }

    fn samples() -> Vec<PolicyPage> {
        let bare = RuleCard { note: None, settings: Vec::new(), ..PolicyPage::sample().rules.remove(0) };
        vec![PolicyPage::sample(), PolicyPage { valid_to: None, rules: vec![bare], ..PolicyPage::sample() }]
    }
}

/// The version in force today, else the latest.
#[get("/policy")]
fn show(view: View) -> Result {
    view.who()?;
    let policies = view.app.policies();
    let policy = policies.on(view.app.today()).or_else(|| policies.latest()).ok_or(ServiceError::NotFound)?;
    view.page(&PolicyPage::from(policy))
}
