//! An entry of the record in words: what was done to what, and what changed by it. What has no name
//! here is shown by its code, so that nothing is left out.

use crate::domain::claim;
use crate::domain::code::Code;
use crate::domain::contest::checks::Check;
use crate::domain::contest::phase;
use crate::domain::contest::recusal::{Effect, RECUSALS};
use crate::domain::money::Fen;
use crate::domain::participant;
use crate::domain::participant::attendance::hours::Origin;
use crate::domain::participant::attendance::{Direction, FlagKind, HalfKey};
use crate::domain::recognition::round;
use crate::domain::schedule;
use crate::domain::{base, event, payment, people, plan, time};
use crate::text::Phrase;
use crate::text::families::{RECORD_DEEDS, RECORD_FIELDS, RECORD_OBJECTS, RECORD_VERBS};
use crate::{family, phrase};
use chrono::{DateTime, NaiveDateTime};
use serde::Serialize;
use serde_json::{Map, Value};

/// One thing that is not as it was.
#[derive(Debug, Serialize)]
pub struct Change {
    pub label: Phrase,
    pub before: Option<Phrase>,
    pub after: Option<Phrase>,
}

/// What kind of thing it was done to.
pub fn object(object: &str) -> Phrase {
    match RECORD_OBJECTS.contains(&object) {
        true => family!("record-object", object),
        false => Phrase::typed(object),
    }
}

/// What was done: `claim.first-review` is the claim's first review.
pub fn verb(action: &str) -> Phrase {
    let (area, verb) = action.split_once('.').unwrap_or(("", action));
    if area == "claim" && is::<claim::StepKind>(verb) {
        return family!("claim-step", verb);
    }
    if area == "event" && is::<event::StepKind>(verb) {
        return family!("event-step", verb);
    }
    if area == "base" && is::<base::Step>(verb) {
        return family!("base-step", verb);
    }
    if area == "round" && is::<round::Step>(verb) {
        return family!("recognition-step", verb);
    }
    if area == "contest" && is::<phase::Step>(verb) {
        return family!("contest-do", verb);
    }
    let deed = format!("{area}-{verb}");
    if RECORD_DEEDS.contains(&deed.as_str()) {
        return family!("record-deed", deed.as_str());
    }
    match RECORD_VERBS.contains(&verb) {
        true => family!("record-verb", verb),
        false => Phrase::typed(action),
    }
}

/// What differs between two states of an object, both as the record keeps them. The count of
/// versions says nothing to a reader.
pub fn changes(object: &str, before: Option<&str>, after: Option<&str>) -> Vec<Change> {
    let (before, after) = (read(before), read(after));
    let mut names: Vec<&String> = before.keys().chain(after.keys()).filter(|name| *name != "version").collect();
    names.sort_by_key(|name| (*name != "state", *name));
    names.dedup();
    let change = |name: &String| {
        let (old, new) = (before.get(name), after.get(name));
        let said = |value: Option<&Value>| value.and_then(|value| say(object, name, value));
        let change = Change { label: label(object, name), before: said(old), after: said(new) };
        (old != new && (change.before.is_some() || change.after.is_some())).then_some(change)
    };
    names.into_iter().filter_map(change).collect()
}

fn read(state: Option<&str>) -> Map<String, Value> {
    match state.and_then(|text| serde_json::from_str(text).ok()) {
        Some(Value::Object(map)) => map,
        _ => Map::new(),
    }
}

fn is<T: Code>(code: &str) -> bool {
    T::ALL.iter().any(|value| value.as_str() == code)
}

fn label(object: &str, name: &str) -> Phrase {
    // The same word is another thing of another object.
    let name = match (object, name) {
        ("contest", "places") => "through",
        ("event", "minutes") => "length",
        _ => name,
    };
    if RECORD_FIELDS.contains(&name) {
        family!("record-field", name)
    } else if is::<event::Field>(name) {
        family!("event-field", name)
    } else {
        Phrase::typed(name)
    }
}

/// A value in words; none for what is empty.
fn say(object: &str, name: &str, value: &Value) -> Option<Phrase> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(true) => phrase!("common-yes"),
        Value::Bool(false) => phrase!("common-no"),
        Value::String(text) if text.is_empty() => return None,
        Value::String(text) => match moment(name, text) {
            Some(moment) => Phrase::typed(moment.format("%Y-%m-%d %H:%M").to_string()),
            None => coded(object, name, text),
        },
        Value::Number(number) => match (name, number.as_i64()) {
            ("decided" | "amount" | "sum" | "appropriation", Some(fen)) => phrase!("event-yuan", amount = Fen(fen)),
            _ => Phrase::typed(number.to_string()),
        },
        Value::Array(all) => Phrase::listed(all.iter().filter_map(|one| say(object, name, one)))?,
        other => Phrase::typed(other.to_string()),
    })
}

/// A time of the clock on the wall, as everywhere. The time of a scan is kept in UTC; those of sessions
/// and rooms are kept as they were typed.
fn moment(name: &str, text: &str) -> Option<NaiveDateTime> {
    if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
        return Some(time::in_shanghai(moment.to_utc()));
    }
    let moment: NaiveDateTime = text.parse().ok()?;
    Some(if name == "at" { time::in_shanghai(moment.and_utc()) } else { moment })
}

fn coded(object: &str, name: &str, text: &str) -> Phrase {
    // What an answer refers to begins with the code of what was found.
    let found = text.split(':').next().unwrap_or_default();
    match (object, name) {
        ("contest", "finding") if is::<Check>(found) => family!("contest-check", found),
        ("event", "flag") if is::<FlagKind>(found) => family!("attendance-flag", found),
        ("event", "conflict") if is::<schedule::Kind>(found) => family!("schedule-kind", found),
        ("contest", "reason") if RECUSALS.contains(&text) => family!("contest-recusal", text),
        ("contest", "effect") if is::<Effect>(text) => family!("record-effect", text),
        ("contest", "chain") => chain(text),
        ("event", "role") if is::<schedule::Role>(text) => family!("schedule-role", text),
        ("event", "origin") if is::<Origin>(text) => family!("schedule-origin", text),
        ("event", "half") => half(text),
        ("entry", "stage") if matches!(text, "soon" | "over") => family!("record-stage", text),
        ("participant" | "entry", "state") if is::<participant::State>(text) => family!("participant-state", text),
        ("claim", "state") if is::<claim::State>(text) => family!("claim-state", text),
        ("event", "state") if is::<event::State>(text) => family!("event-state", text),
        ("plan", "state") if is::<plan::PlanState>(text) => family!("plan-state", text),
        ("payment_batch", "state") if is::<payment::BatchState>(text) => family!("payment-state", text),
        (_, "direction") if is::<Direction>(text) => family!("check-in", text),
        (_, "requirement") if is::<event::Paper>(text) => family!("paper", text),
        ("base", "state") if is::<base::State>(text) => family!("base-state", text),
        ("base", "level") if is::<base::Level>(text) => family!("base-level", text),
        ("event", "kind") if is::<event::Kind>(text) => family!("event-kind", text),
        ("event", "level") if is::<plan::Level>(text) => family!("event-level", text),
        ("organisation", "kind") if is::<people::OrganisationKind>(text) => family!("organisation-kind", text),
        ("contest", "phase") if is::<phase::Phase>(text) => family!("contest-phase", text),
        ("contest", "presence") if text == "yes" => phrase!("contest-present"),
        ("contest", "presence") if text == "no" => phrase!("contest-absent"),
        ("contest", "sex") if matches!(text, "male" | "female") => family!("participant-sex", text),
        ("contest", "line") if matches!(text, "theory" | "practical" | "oral") => family!("contest-part", text),
        ("user", "roles") if is::<people::Role>(text) => family!("role", text),
        (_, _) if text == "true" => phrase!("common-yes"),
        (_, _) if text == "false" => phrase!("common-no"),
        _ => Phrase::typed(text),
    }
}

/// What decides between equals, one after the other.
fn chain(text: &str) -> Phrase {
    let key = |key: &str| match key {
        "practical" | "time" | "theory" => family!("record-tie", key),
        module => Phrase::typed(module.trim_start_matches("module:")),
    };
    let keys = text.split(',').filter(|key| !key.is_empty()).map(key);
    Phrase::listed(keys).unwrap_or_else(|| Phrase::typed(text))
}

/// A half-day: the day with its half.
fn half(text: &str) -> Phrase {
    match HalfKey::read(text) {
        Some(key) => family!("record-half", key.half.as_str()).with("day", key.day),
        None => Phrase::typed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::lang::Lang;
    use std::path::Path;

    #[test]
    fn times_are_those_on_the_wall() {
        let told = |state: &str| {
            let told = changes("event", Some(state), None);
            told.iter().map(|it| it.before.as_ref().map(|it| it.say(Lang::Zh).into_owned())).collect::<Vec<_>>()
        };
        let scan = r#"{"at":"2019-11-18T00:20:00.123","direction":"in"}"#;
        assert_eq!(told(scan), [Some("2019-11-18 08:20".to_owned()), Some("签到".to_owned())]);
        let labels = changes("event", Some(scan), None).into_iter().map(|it| it.label.say(Lang::Zh).into_owned());
        assert!(labels.eq(["时间", "方向"]), "every field has a word");
        assert_eq!(told(r#"{"start":"2019-11-18T09:00:00"}"#), [Some("2019-11-18 09:00".to_owned())]);
        assert_eq!(told(r#"{"until":"2019-11-18T00:20:00Z"}"#), [Some("2019-11-18 08:20".to_owned())]);
    }

    #[test]
    fn a_deed_is_told_in_words() {
        assert_eq!(verb("claim.first-review").say(Lang::Zh), "初审");
        assert_eq!(verb("user.add").say(Lang::Zh), "新增");
        assert_eq!(verb("some.thing").say(Lang::En), "some.thing");
        assert_eq!(object("claim").say(Lang::Zh), "补助申领");
        let (before, after) =
            (r#"{"state":"second-reviewed","version":4}"#, r#"{"state":"decided","decided":3620000}"#);
        let told = changes("claim", Some(before), Some(after));
        let words = |phrase: &Option<Phrase>| phrase.as_ref().map(|phrase| phrase.say(Lang::Zh).into_owned());
        let told: Vec<_> =
            told.iter().map(|it| (it.label.say(Lang::Zh), words(&it.before), words(&it.after))).collect();
        assert_eq!(told.len(), 2);
        assert_eq!((told[0].1.as_deref(), told[0].2.as_deref()), (Some("待审定"), Some("已审定，待公示")));
        assert_eq!(told[1].2.as_deref(), Some("36,200 元"));
    }

    #[test]
    fn an_item_is_told_in_words() {
        let (before, after) = (r#"{"phase":"set-up"}"#, r#"{"phase":"judging","places":3,"taken-out":1}"#);
        let told = changes("contest", Some(before), Some(after));
        let zh = |phrase: &Option<Phrase>| phrase.as_ref().map(|phrase| phrase.say(Lang::Zh).into_owned());
        let told: Vec<_> =
            told.iter().map(|it| (it.label.say(Lang::Zh).into_owned(), zh(&it.before), zh(&it.after))).collect();
        assert_eq!(told.iter().map(|it| it.0.as_str()).collect::<Vec<_>>(), ["环节", "晋级名额", "移出人数"]);
        let raw = |text: &Option<String>| text.as_deref().is_some_and(|text| matches!(text, "set-up" | "judging"));
        assert!(!raw(&told[0].1) && !raw(&told[0].2), "{told:?}");
    }

    #[test]
    fn what_an_event_keeps_is_told_in_words() {
        let told = |object: &str, state: &str| {
            let told = changes(object, None, Some(state));
            let said = |it: &Change| it.after.as_ref().map(|it| it.say(Lang::Zh).into_owned()).unwrap_or_default();
            told.iter().map(said).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(told("contest", r#"{"finding":"present-unseen:12:"}"#), "登记为到场，但没有签到记录");
        assert_eq!(told("contest", r#"{"chain":"practical,time,module:A"}"#), "实操、用时、A");
        assert_eq!(told("contest", r#"{"effect":"awaits-decoding","reason":"same-unit"}"#), "解密后 同一单位");
        assert_eq!(
            told("contest", r#"{"certificates":["ZS-2019-0001","ZS-2019-0002"]}"#),
            "ZS-2019-0001、ZS-2019-0002"
        );
        assert_eq!(told("event", r#"{"conflict":"gap:1:2:3:0::10"}"#), "换房间时间不足");
        assert_eq!(told("event", r#"{"role":"judge"}"#), "裁判");
        assert_eq!(told("event", r#"{"half":"2019-11-28.morning"}"#), "2019年11月28日上午");
        assert_eq!(told("participant", r#"{"state":"admitted"}"#), "已录取");
    }

    /// Every action that contests, participants, schedules and attendance record has a word.
    #[test]
    fn every_deed_has_a_word() {
        const AREAS: [&str; 8] = ["contest", "judging", "entry", "event", "participant", "room", "schedule", "venue"];
        fn sources(folder: &Path, found: &mut String) {
            for entry in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("a file").path()) {
                match entry.is_dir() {
                    true => sources(&entry, found),
                    false => *found += &std::fs::read_to_string(entry).expect("a text"),
                }
            }
        }
        let mut text = String::new();
        for folder in ["contests", "participants", "schedules", "attendance"] {
            sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/service").join(folder), &mut text);
        }
        let is_action = |text: &&str| {
            let parts = text.split_once('.').filter(|(area, _)| AREAS.contains(area));
            parts.is_some_and(|(_, verb)| !verb.is_empty() && verb.chars().all(|c| c.is_ascii_lowercase() || c == '-'))
        };
        let actions: Vec<&str> = text.split('"').filter(is_action).collect();
        assert!(actions.len() > 60, "{}", actions.len());
        let raw: Vec<&&str> = actions.iter().filter(|action| matches!(verb(action), Phrase::Typed(_))).collect();
        assert!(raw.is_empty(), "{raw:?}");
    }

    #[test]
    fn what_is_no_object_changes_nothing() {
        assert!(changes("claim", Some("damaged"), None).is_empty());
    }
}
