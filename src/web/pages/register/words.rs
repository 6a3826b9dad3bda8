//! What the conditions and places of an entry say in words.

use crate::domain::lang::Lang;
use crate::domain::participant::eligibility::{Rule, Rules};
use crate::domain::participant::entry::{Places, Window};
use crate::domain::participant::{Employer, SkillLevel};
use crate::text::Phrase;
use crate::text::parts::{Tag, Tone};
use crate::web::pages::plan::division_name;
use crate::{family, phrase};

/// A phrase made of phrases: said in both languages at once.
fn both(make: impl Fn(Lang) -> Phrase) -> Phrase {
    Phrase::both(make(Lang::Zh).say(Lang::Zh), make(Lang::En).say(Lang::En))
}

pub fn level(level: SkillLevel) -> Phrase {
    family!("participant-level", level.as_str())
}

/// Kind of an employer, where it was said.
pub fn employer(code: &str) -> Option<Phrase> {
    let kind: Employer = code.parse().ok()?;
    Some(family!("participant-employer", kind.as_str()))
}

/// What a field holds now, beside what was typed there.
pub fn now_registered(value: &Phrase) -> Phrase {
    both(|lang| phrase!("registration-now", value = value.say(lang).into_owned()))
}

/// Each condition in a sentence.
pub fn rules(rules: &Rules, one_item: bool) -> Vec<Phrase> {
    let mut said: Vec<Phrase> = rules.rules.iter().map(rule).collect();
    if one_item {
        said.push(phrase!("registration-rule-one-item"));
    }
    said
}

fn rule(rule: &Rule) -> Phrase {
    match rule {
        Rule::Age { least, most, on } => {
            let sentence = match (least, most) {
                (Some(least), Some(most)) => {
                    phrase!("registration-rule-age-between", min = i64::from(*least), max = i64::from(*most))
                }
                (Some(least), None) => phrase!("registration-rule-age-least", min = i64::from(*least)),
                (None, most) => phrase!("registration-rule-age-most", max = i64::from(most.unwrap_or_default())),
            };
            let day = on.map_or(phrase!("registration-rule-first-day"), |on| phrase!("common-day", day = on));
            both(|lang| sentence.clone().with("day", day.say(lang).into_owned()))
        }
        Rule::Region { divisions } => {
            let names: Vec<String> = divisions.iter().map(|code| division_name(*code)).collect();
            phrase!("registration-rule-region", places = names.join("、"))
        }
        Rule::Employer { units } => phrase!("registration-rule-employer", units = units.join("、")),
        Rule::Skill { least } => {
            both(|lang| phrase!("registration-rule-skill", level = level(*least).say(lang).into_owned()))
        }
        Rule::Without { titles } => phrase!("registration-rule-without", titles = titles.join("、")),
        Rule::Sex { sex } => both(|lang| {
            phrase!("registration-rule-sex", sex = family!("participant-sex", sex.as_str()).say(lang).into_owned())
        }),
    }
}

/// How many places are left, or how many wait.
pub fn places(places: &Places) -> Phrase {
    let waiting = i64::from(places.waiting);
    match (places.free(), places.capacity) {
        (None, _) | (_, None) => phrase!("registration-places-unlimited"),
        (Some(free), Some(capacity)) if free > 0 && waiting == 0 => {
            phrase!("registration-places-left", free = i64::from(free), capacity = i64::from(capacity))
        }
        (_, Some(capacity)) if waiting == 0 => phrase!("registration-places-full", capacity = i64::from(capacity)),
        (_, Some(capacity)) => {
            let free = i64::from(places.free().unwrap_or_default());
            phrase!("registration-places-waiting", capacity = i64::from(capacity), free = free, waiting = waiting)
        }
    }
}

/// Whether one can register, in a word.
pub fn window(window: Window, places: &Places) -> Tag {
    let full = places.waiting > 0 || places.free() == Some(0);
    match window {
        Window::Shut => Tag::new(Tone::Plain, phrase!("registration-shut")),
        Window::NotYet => Tag::new(Tone::Plain, phrase!("registration-not-yet")),
        Window::Over => Tag::new(Tone::Plain, phrase!("registration-over")),
        Window::Open if full => Tag::new(Tone::Wait, phrase!("registration-full")),
        Window::Open => Tag::new(Tone::Going, phrase!("registration-open")),
    }
}
