//! One participant: who it is, where they stand, what happened.

use crate::domain::access::Action;
use crate::domain::lang::Lang;
use crate::domain::participant::roster::Field;
use crate::domain::participant::{Happening, SkillLevel, State};
use crate::service::participants::changes::SEPARATOR;
use crate::service::participants::list::Shown;
use crate::storage::participants::LogRow;
use crate::text::parts::{Step, StepState, Tag};
use crate::text::{Page, Phrase, Say};
use crate::web::pages::register::words;
use crate::{family, phrase};
use chrono::NaiveDateTime;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct ParticipantView {
    pub event: String,
    /// `/events/7/participants`.
    pub list_path: String,
    /// `/participants/3`.
    pub path: String,
    pub name: String,
    pub state: Tag,
    pub version: i64,
    pub facts: Vec<Fact>,
    /// Where it is decided about, for who may.
    pub decide: Option<String>,
    /// When the place offered is held until.
    pub offered_until: Option<NaiveDateTime>,
    pub log: Vec<Step>,
}

/// Something known of the participant.
#[derive(Debug, Serialize)]
pub struct Fact {
    pub label: Phrase,
    pub value: Phrase,
}

impl ParticipantView {
    pub fn new(shown: &Shown) -> ParticipantView {
        let row = &shown.one.row;
        ParticipantView {
            event: shown.event.name.clone(),
            list_path: format!("/events/{}/participants", shown.event.id),
            path: super::list::path_of(row.id),
            name: row.name.clone(),
            state: row.state.into(),
            version: row.version,
            facts: facts(shown),
            decide: decide(shown),
            offered_until: row.offered_until,
            log: shown.log.iter().map(line).collect(),
        }
    }
}

/// The page of the entry, where somebody who waits for it, or a change, is decided about.
fn decide(shown: &Shown) -> Option<String> {
    let row = &shown.one.row;
    let waits = row.state == State::Pending || shown.asked;
    let may = shown.may.contains(&Action::ParticipantEdit);
    row.entry_id.filter(|_| waits && may).map(|entry| format!("/entries/{entry}"))
}

/// What is known, without what is not; of the identity number the last four.
fn facts(shown: &Shown) -> Vec<Fact> {
    let row = &shown.one.row;
    let typed = |text: &str| (!text.is_empty()).then(|| Phrase::typed(text));
    let masked = if row.id_tail.is_empty() { String::new() } else { format!("**************{}", row.id_tail) };
    let level = row.skill_level.parse::<SkillLevel>().ok();
    let all = [
        (phrase!("participant-entry"), shown.one.entry.as_deref().and_then(typed)),
        (phrase!("participant-team"), shown.one.team.as_deref().and_then(typed)),
        (phrase!("participant-id"), typed(&masked)),
        (phrase!("participant-sex"), row.sex.as_deref().map(|sex| family!("participant-sex", sex))),
        (phrase!("participant-born"), row.born_on.map(|day| phrase!("common-day", day = day))),
        (phrase!("participant-unit"), typed(&row.unit)),
        (phrase!("participant-employer"), words::employer(&row.employer)),
        (phrase!("participant-division"), division(&row.division)),
        (phrase!("participant-phone"), typed(&row.phone)),
        (phrase!("participant-email"), typed(&row.email)),
        (phrase!("participant-level"), level.map(|level| family!("participant-level", level.as_str()))),
        (phrase!("participant-titles"), typed(&row.titles)),
        (phrase!("participant-remarks"), typed(&row.remarks)),
        (phrase!("participant-source"), Some(family!("participant-source", row.source.as_str()))),
    ];
    all.into_iter().filter_map(|(label, value)| Some(Fact { label, value: value? })).collect()
}

/// The name of a division of the city.
pub fn division(code: &str) -> Option<Phrase> {
    let code = code.parse().ok()?;
    Some(Phrase::typed(crate::web::pages::plan::division_name(code)))
}

/// A line of the log.
pub fn line(row: &LogRow) -> Step {
    let (state, label) = match row.what.parse::<Happening>() {
        Ok(what) => (StepState::Done, family!("participant-log", what.as_str())),
        Err(_) => (StepState::Done, Phrase::typed(&row.what)),
    };
    let note: Vec<Phrase> = [&row.before, &row.after, &row.reason]
        .into_iter()
        .map(String::as_str)
        // A state is said by what happened.
        .filter(|text| !text.is_empty() && text.parse::<State>().is_err())
        .map(|text| joined(&text.split(SEPARATOR).map(in_words).collect::<Vec<_>>(), SEPARATOR))
        .collect();
    let step = Step::new(state, label).at(row.at);
    let step = match &row.user {
        Some(user) => step.by(user),
        None => step,
    };
    if note.is_empty() { step } else { step.said(joined(&note, " → ")) }
}

/// A value of the log as people say it: a division by its name, a level and a kind of unit in words.
fn in_words(value: &str) -> Phrase {
    let level = || value.parse().ok().map(words::level);
    let field = || value.parse::<Field>().ok().map(|field| family!("roster-field", field.as_str()));
    let place = || division(value).filter(|_| value.len() == 6);
    let known = place().or_else(level).or_else(|| words::employer(value)).or_else(field);
    known.unwrap_or_else(|| Phrase::typed(value))
}

/// Phrases one after the other, in either language.
fn joined(phrases: &[Phrase], between: &str) -> Phrase {
    let say = |lang| phrases.iter().map(|phrase| phrase.say(lang)).collect::<Vec<_>>().join(between);
    Phrase::both(say(Lang::Zh), say(Lang::En))
}

impl Page for ParticipantView {
    const TEMPLATE: &'static str = "pages/participants/show";

    fn title(&self, _: Say) -> String {
        self.name.clone()
    }

    fn sample() -> ParticipantView {
        let fact = |label: Phrase, value: &str| Fact { label, value: Phrase::typed(value) };
        ParticipantView {
            event: "样例市职业技能大赛".to_owned(),
            list_path: "/events/7/participants".to_owned(),
            path: "/participants/3".to_owned(),
            name: "赵样例".to_owned(),
            state: State::Admitted.into(),
            version: 0,
            facts: vec![
                fact(phrase!("participant-entry"), "砌筑工"),
                fact(phrase!("participant-id"), "**************0011"),
                fact(phrase!("participant-unit"), "样例建筑安装公司"),
            ],
            decide: Some("/entries/1".to_owned()),
            offered_until: None,
            log: vec![Step::new(StepState::Done, family!("participant-log", "entered")).by("周承办")],
        }
    }
}
