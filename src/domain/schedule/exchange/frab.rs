//! `schedule.json` as frab and pretalx write it: `schedule.conference.days[].rooms{}[]`.

use super::{Entry, Named, Reading, numbered_day};
use crate::domain::fault::{Problem, RowFault};
use crate::domain::schedule::span::{Minutes, Span, number, read_day, read_moment, read_time};
use crate::domain::text::tidy;
use chrono::NaiveDate;
use serde_json::Value;

/// Why a text as a whole is no schedule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotASchedule {
    #[error("not JSON: {0}")]
    Json(String),
    /// There is no `schedule.conference.days`.
    #[error("no days")]
    NoDays,
}

/// Reads every session by itself; a faulty one stops no other. The `row` of a fault is the place in
/// the order of the file, its `column` the path within the document. Times that name their distance
/// from Greenwich become local times of Asia/Shanghai.
///
/// # Errors
/// No JSON, or none that holds days.
pub fn read_json(text: &str) -> Result<Reading, NotASchedule> {
    let document: Value = serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|error| NotASchedule::Json(error.to_string()))?;
    let schedule = document.get("schedule").unwrap_or(&document);
    let conference = schedule.get("conference").unwrap_or(schedule);
    let days = conference.get("days").and_then(Value::as_array).ok_or(NotASchedule::NoDays)?;
    let mut reading = Reading::default();
    let mut row = 0;
    for (index, day) in days.iter().enumerate() {
        let Some(rooms) = day.get("rooms").and_then(Value::as_object) else { continue };
        for (room, sessions) in rooms {
            if !sessions.is_array() && !sessions.is_null() {
                let path = format!("days[{index}].rooms[{room:?}]");
                reading.faults.push(RowFault::new(row + 1, path, sessions.to_string(), Problem::NotAList));
            }
            for (at, session) in sessions.as_array().into_iter().flatten().enumerate() {
                row += 1;
                let place = Place { row, path: format!("days[{index}].rooms[{room:?}][{at}]") };
                match read_session(&place, day, room, session) {
                    Ok(entry) => reading.take(entry, &place.of("id")),
                    Err(mut faults) => reading.faults.append(&mut faults),
                }
            }
        }
    }
    Ok(reading)
}

struct Place {
    row: usize,
    path: String,
}

impl Place {
    fn of(&self, key: &str) -> String {
        format!("{}.{key}", self.path)
    }

    fn fault(&self, key: &str, value: &str, problem: Problem) -> RowFault {
        RowFault::new(self.row, self.of(key), value, problem)
    }
}

fn read_session(place: &Place, day: &Value, room: &str, session: &Value) -> Result<Entry, Vec<RowFault>> {
    let mut faults = Vec::new();
    let id = ["id", "code", "guid"].into_iter().find_map(|key| text(session, key));
    if id.is_none() {
        faults.push(place.fault("id", "", Problem::Missing));
    }
    let start = start(place, day, session).map_err(|fault| faults.push(fault)).ok();
    let length = match text(session, "duration") {
        None => Err(place.fault("duration", "", Problem::Missing)),
        Some(text) => Minutes::read(&text).map_err(|_| place.fault("duration", &text, Problem::NotALength)),
    };
    let length = length.map_err(|fault| faults.push(fault)).ok();
    let persons = read_persons(place, session, &mut faults);
    let span = start.zip(length).and_then(|(start, length)| Span::new(start, length).ok());
    match (id, span) {
        (Some(id), Some(span)) if faults.is_empty() => {
            let title = text(session, "title").unwrap_or_default();
            let guid = text(session, "guid").unwrap_or_else(|| id.clone());
            Ok(Entry { row: place.row, id, guid, title, room: tidy(room), span, persons })
        }
        _ => Err(faults),
    }
}

/// The session's own `date` where it names a time; else its `start` on its day.
fn start(place: &Place, day: &Value, session: &Value) -> Result<chrono::NaiveDateTime, RowFault> {
    let own = text(session, "date");
    if let Some(own) = own.as_deref().filter(|own| own.contains([':'])) {
        return read_moment(own).map_err(|_| place.fault("date", own, Problem::NotATime));
    }
    let date = match own {
        Some(own) => read_day(&own).map_err(|_| place.fault("date", &own, Problem::NotADate))?,
        None => {
            day_of(day).ok_or_else(|| place.fault("date", &text(day, "date").unwrap_or_default(), Problem::NotADate))?
        }
    };
    let time = text(session, "start").ok_or_else(|| place.fault("start", "", Problem::Missing))?;
    let time = read_time(&time).map_err(|_| place.fault("start", &time, Problem::NotATime))?;
    Ok(date.and_time(time))
}

fn day_of(day: &Value) -> Option<NaiveDate> {
    match text(day, "date") {
        Some(date) => read_day(&date).ok(),
        None => text(day, "index").and_then(|index| number(&index, 3)).and_then(numbered_day),
    }
}

fn read_persons(place: &Place, session: &Value, faults: &mut Vec<RowFault>) -> Vec<Named> {
    let persons = session.get("persons").filter(|persons| !persons.is_null());
    if let Some(other) = persons.filter(|persons| !persons.is_array()) {
        faults.push(place.fault("persons", &other.to_string(), Problem::NotAList));
    }
    let persons = persons.and_then(Value::as_array);
    let mut named = Vec::new();
    for (at, person) in persons.into_iter().flatten().enumerate() {
        let name = ["public_name", "full_public_name", "name"].into_iter().find_map(|key| text(person, key));
        let id = ["id", "code", "guid"].into_iter().find_map(|key| text(person, key));
        let id = id.or_else(|| scalar(person)).or_else(|| name.clone());
        match id {
            Some(id) => named.push(Named { id, name: name.unwrap_or_default() }),
            None => faults.push(place.fault(&format!("persons[{at}]"), "", Problem::Missing)),
        }
    }
    named
}

/// A value that is written as text or number; blank counts as absent.
fn text(value: &Value, key: &str) -> Option<String> {
    scalar(value.get(key)?)
}

fn scalar(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => tidy(text),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}
