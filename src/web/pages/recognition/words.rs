//! Conditions, states and reasons in words.

use crate::domain::lang::Lang;
use crate::domain::recognition::eligibility::Value;
use crate::domain::recognition::programme::{Nominator, Programme, Subject};
use crate::domain::recognition::register;
use crate::domain::recognition::round::{Standing, State};
use crate::domain::recognition::{Condition, Finding, Nominee, Verdict, findings};
use crate::text::Phrase;
use crate::text::parts::{Tag, Tone};
use crate::{family, phrase};
use chrono::NaiveDate;

pub fn title(programme: &Programme) -> Phrase {
    Phrase::both(programme.title.zh.clone(), programme.title.en.clone())
}

/// As what somebody was put forward: an enterprise that does it itself applies.
pub fn nominator(subject: Subject, nominator: Nominator) -> Phrase {
    match (subject, nominator) {
        (Subject::Enterprise, Nominator::SelfNominated) => phrase!("recognition-applied-itself"),
        _ => family!("recognition-nominator", nominator.as_str()),
    }
}

impl From<State> for Tag {
    fn from(state: State) -> Tag {
        let tone = match state {
            State::Open | State::Checking | State::Panel | State::Proposed => Tone::Going,
            State::Notice => Tone::Wait,
            State::Decided => Tone::Done,
            State::Cancelled => Tone::Plain,
        };
        Tag::new(tone, family!("recognition-state", state.as_str()))
    }
}

impl From<Standing> for Tag {
    fn from(state: Standing) -> Tag {
        let tone = match state {
            Standing::Draft | Standing::Withdrawn | Standing::NotChosen => Tone::Plain,
            Standing::Submitted | Standing::Admitted => Tone::Going,
            Standing::Proposed => Tone::Wait,
            Standing::Excluded | Standing::StruckOut => Tone::Stop,
            Standing::Granted => Tone::Done,
        };
        Tag::new(tone, family!("nomination-state", state.as_str()))
    }
}

/// A nomination's state; what was never submitted in time says so.
pub fn standing(state: Standing, out: bool) -> Tag {
    if out { Tag::new(Tone::Plain, phrase!("nomination-out")) } else { state.into() }
}

impl From<register::Standing> for Tag {
    fn from(state: register::Standing) -> Tag {
        let tone = match state {
            register::Standing::Valid => Tone::Done,
            register::Standing::Expired => Tone::Plain,
            register::Standing::Withdrawn => Tone::Stop,
        };
        Tag::new(tone, family!("title-state", state.as_str()))
    }
}

pub fn verdict(verdict: Verdict) -> Tag {
    match verdict {
        Verdict::Met => Tag::new(Tone::Done, phrase!("recognition-met")),
        Verdict::NotMet => Tag::new(Tone::Stop, phrase!("recognition-not-met")),
        Verdict::Lacking => Tag::new(Tone::Wait, phrase!("recognition-lacking")),
    }
}

/// What was seen or is asked for, in the words of the condition's own set.
pub fn value(condition: &str, value: &Value) -> Phrase {
    let word = |code: &str| match condition {
        "employer" => family!("participant-employer", code),
        "skill-level" => family!("participant-level", code),
        _ => family!("recognition-honour", code),
    };
    match value {
        Value::Codes(codes) => {
            let all = |lang: Lang, between: &str| {
                codes.iter().map(|code| word(code).say(lang).into_owned()).collect::<Vec<_>>().join(between)
            };
            Phrase::both(all(Lang::Zh, "、"), all(Lang::En, ", "))
        }
        Value::Number(number) => Phrase::typed(number.to_string()),
        Value::Yes => phrase!("common-yes"),
        Value::No => phrase!("common-no"),
    }
}

/// What a finding is about, and what is asked for.
pub fn asked(finding: &Finding) -> (Phrase, Phrase) {
    (family!("recognition-condition", finding.condition), value(finding.condition, &finding.required))
}

/// The conditions as the call states them.
pub fn conditions(conditions: &[Condition]) -> Vec<(Phrase, Phrase)> {
    findings(conditions, &Nominee::default(), NaiveDate::default()).iter().map(asked).collect()
}
