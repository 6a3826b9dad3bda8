//! The list of claims.

use super::words::state_tag;
use crate::domain::claim::State;
use crate::domain::money::Fen;
use crate::domain::policy::Policy;
use crate::domain::time;
use crate::service::claims::{Listed, ListedClaim, PAGE};
use crate::storage::claims::Filter;
use crate::text::parts::{Choice, Empty, Pager, Tab, Tag};
use crate::text::{Page, Phrase, Say};
use crate::{family, key, phrase};
use chrono::NaiveDate;
use serde::Serialize;

/// The views of the list: what is under way, what is over, all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    Going,
    Over,
    All,
}

impl View {
    pub const ALL: [View; 3] = [View::Going, View::Over, View::All];

    pub const fn as_str(self) -> &'static str {
        match self {
            View::Going => "going",
            View::Over => "over",
            View::All => "all",
        }
    }

    /// The view asked for; where only a state is, it is looked for among all.
    pub fn of(code: Option<&str>, state: Option<&str>) -> View {
        let default = if state.is_some_and(|state| !state.is_empty()) { View::All } else { View::Going };
        View::ALL.into_iter().find(|view| Some(view.as_str()) == code).unwrap_or(default)
    }

    /// The states of the view; none narrows nothing. A draft is under way for those who write it.
    pub fn states(self, writes: bool) -> Vec<State> {
        let over = |state: State| state.is_final() || state == State::Withdrawn;
        let all = State::ALL.iter().copied();
        match self {
            View::Going => all.filter(|state| !over(*state) && (writes || *state != State::Draft)).collect(),
            View::Over => all.filter(|state| over(*state)).collect(),
            View::All => Vec::new(),
        }
    }
}

#[derive(Debug, Serialize)]
pub struct ClaimList {
    pub tabs: Vec<Tab>,
    /// The view now shown, for the filter's form.
    pub view: &'static str,
    pub rows: Vec<Row>,
    pub pager: Pager,
    pub empty: Empty,
    pub text: String,
    pub states: Vec<Choice>,
    pub rules: Vec<Choice>,
    pub may_create: bool,
    /// The list as a file, but for the kind of file.
    pub export: String,
}

#[derive(Debug, Serialize)]
pub struct Row {
    pub title: String,
    pub path: String,
    pub reference: String,
    pub organisation: String,
    pub state: Tag,
    pub since: Phrase,
    pub due: Phrase,
    pub amount: Phrase,
}

impl ClaimList {
    pub fn new(
        policy: Option<&Policy>,
        listed: Listed,
        view: View,
        state: Option<State>,
        filter: &Filter,
        page: u64,
    ) -> ClaimList {
        let may_create = listed.may_create;
        let encode = |text: &str| rocket::http::RawStr::new(text).percent_encode().to_string();
        let mut query = String::new();
        if let Some(rule) = &filter.rule {
            query.push_str(&format!("rule={}&", encode(rule)));
        }
        if let Some(text) = &filter.text {
            query.push_str(&format!("q={}&", encode(text)));
        }
        let narrowed = state.is_some() || !query.is_empty();
        // A state belongs to one view; another view is looked at without it.
        let tab = |each: View| Tab {
            path: format!("/claims?view={}&{query}", each.as_str()).trim_end_matches('&').to_owned(),
            label: family!("claim-view", each.as_str()),
            count: None,
            current: each == view,
        };
        let tabs = View::ALL.into_iter().map(tab).collect();
        let state_query = state.map(|state| format!("state={state}&")).unwrap_or_default();
        let path = format!("/claims?view={}&{state_query}{query}", view.as_str());
        let export = path.replacen("/claims?", "/claims/export?", 1);
        let chosen = |mut choice: Choice, chosen: bool| {
            choice.chosen = chosen;
            choice
        };
        let states = State::ALL.iter().map(|each| {
            chosen(Choice::new(each.as_str(), family!("claim-state", each.as_str())), Some(*each) == state)
        });
        let rules = policy
            .into_iter()
            .flat_map(|policy| &policy.rules)
            .filter(|rule| !rule.calculator)
            .map(|rule| chosen(Choice::new(&rule.id, rule.title.clone()), filter.rule.as_ref() == Some(&rule.id)));
        let action = may_create.then(|| ("/claims/new".to_owned(), phrase!("claim-new")));
        let empty = if narrowed || view == View::Over {
            Empty { title: phrase!("common-nothing-found"), help: None, action: None }
        } else {
            Empty { title: phrase!("claim-none"), help: Some(phrase!("claim-none-help")), action }
        };
        ClaimList {
            tabs,
            view: view.as_str(),
            pager: Pager::new(
                path.trim_end_matches(['&', '?']),
                page,
                PAGE.unsigned_abs(),
                listed.total.unsigned_abs(),
            ),
            rows: listed.rows.into_iter().map(Row::from).collect(),
            empty,
            text: filter.text.clone().unwrap_or_default(),
            states: states.collect(),
            rules: rules.collect(),
            may_create,
            export,
        }
    }
}

impl From<ListedClaim> for Row {
    fn from(listed: ListedClaim) -> Row {
        let row = listed.row;
        Row {
            path: format!("/claims/{}", row.id),
            organisation: listed.organisation,
            state: state_tag(row.state),
            since: Phrase::value(Some(time::shanghai_date(row.waiting_since.and_utc()))),
            due: Phrase::value(listed.due),
            amount: Phrase::value(Some(Fen(row.decided_amount.unwrap_or(row.amount)))),
            title: row.title,
            reference: row.reference,
        }
    }
}

impl Page for ClaimList {
    const TEMPLATE: &'static str = "pages/claims/list";

    fn title(&self, say: Say) -> String {
        say.t(key!("nav-claims"))
    }

    fn sample() -> ClaimList {
        let row = |id: i64, title: &str, state: State, due: &str| Row {
            title: title.to_owned(),
            path: format!("/claims/{id}"),
            reference: format!("JX-2019-{id:04}"),
            organisation: "温州市示例建筑业协会".to_owned(),
            state: state_tag(state),
            since: Phrase::value(Some(NaiveDate::default())),
            due: Phrase::value(due.parse::<NaiveDate>().ok()),
            amount: Phrase::value(Some(Fen::yuan(50_000))),
        };
        let rows = vec![
            row(42, "建筑抹灰工技能竞赛", State::FirstReviewed, "2019-11-22"),
            row(43, "叉车司机技能竞赛", State::Draft, ""),
        ];
        let listed = Listed { rows: Vec::new(), total: 120, may_create: true };
        ClaimList { rows, ..ClaimList::new(None, listed, View::Going, None, &Filter::default(), 1) }
    }

    fn samples() -> Vec<ClaimList> {
        let none = |may_create| Listed { rows: Vec::new(), total: 0, may_create };
        let filter = Filter { states: vec![State::Paid], text: Some("抹灰".into()), ..Filter::default() };
        vec![
            ClaimList::sample(),
            ClaimList::new(None, none(true), View::Going, None, &Filter::default(), 1),
            ClaimList::new(None, none(false), View::All, Some(State::Paid), &filter, 1),
        ]
    }
}
