//! A released schedule as `schedule.json`.

use crate::domain::schedule::release::Entry;
use chrono::NaiveDate;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The document that frab and pretalx write, with what other programs read of it. `acronym` is the
/// event's reference, `version` the release's name.
#[must_use]
pub fn write_json(acronym: &str, title: &str, version: &str, entries: &[Entry]) -> String {
    let mut days: BTreeMap<NaiveDate, BTreeMap<&str, Vec<&Entry>>> = BTreeMap::new();
    for entry in entries {
        days.entry(entry.start.date()).or_default().entry(&entry.room).or_default().push(entry);
    }
    let (first, last) = (days.keys().next(), days.keys().next_back());
    let day = |(index, (date, rooms)): (usize, (&NaiveDate, &BTreeMap<&str, Vec<&Entry>>))| {
        let sessions = |list: &Vec<&Entry>| list.iter().map(|entry| session(acronym, entry)).collect::<Vec<_>>();
        let rooms: Map<String, Value> =
            rooms.iter().map(|(room, list)| ((*room).to_owned(), json!(sessions(list)))).collect();
        json!({
            "index": index + 1,
            "date": date,
            "day_start": format!("{date}T00:00:00+08:00"),
            "day_end": format!("{date}T23:59:00+08:00"),
            "rooms": rooms,
        })
    };
    let list: Vec<Value> = days.iter().enumerate().map(day).collect();
    let rooms: std::collections::BTreeSet<&str> = entries.iter().map(|entry| entry.room.as_str()).collect();
    let document = json!({
        "schedule": {
            "version": version,
            "conference": {
                "acronym": acronym,
                "title": title,
                "start": first,
                "end": last,
                "daysCount": list.len(),
                "timeslot_duration": "00:05",
                "time_zone_name": "Asia/Shanghai",
                "rooms": rooms.iter().map(|room| json!({ "name": room })).collect::<Vec<_>>(),
                "days": list,
            },
        },
    });
    // Writing to a string cannot fail.
    serde_json::to_string_pretty(&document).unwrap_or_default()
}

fn session(acronym: &str, entry: &Entry) -> Value {
    let person = |part: &crate::domain::schedule::release::Part| json!({ "id": part.person, "public_name": part.name, "name": part.name });
    json!({
        "id": entry.id,
        "guid": format!("{acronym}.{}", entry.id),
        "date": format!("{}+08:00", entry.start.format("%Y-%m-%dT%H:%M:%S")),
        "start": entry.start.format("%H:%M").to_string(),
        "duration": format!("{:02}:{:02}", entry.minutes / 60, entry.minutes % 60),
        "room": entry.room,
        "slug": format!("{acronym}-{}", entry.id),
        "title": entry.title,
        "subtitle": entry.group,
        "track": entry.item,
        "type": "session",
        "language": "zh",
        "abstract": "",
        "description": "",
        "persons": entry.parts.iter().map(person).collect::<Vec<_>>(),
        "links": [],
        "attachments": [],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::schedule::Role;
    use crate::domain::schedule::exchange::read_json;
    use crate::domain::schedule::release::Part;

    #[test]
    fn what_is_written_reads_back() {
        let start = NaiveDate::from_ymd_opt(2019, 11, 28).and_then(|day| day.and_hms_opt(23, 30, 0)).unwrap();
        let entry = Entry {
            id: 7,
            sequence: 1,
            title: "理论考试".into(),
            item: "焊工".into(),
            group: String::new(),
            start,
            minutes: 26 * 60,
            room: "A101".into(),
            place: "样例技师学院".into(),
            parts: vec![Part { person: 3, name: "示例裁判".into(), role: Role::Judge }],
            cancelled: false,
        };
        let text = write_json("HD-2019-0001", "样例竞赛", "第一版", &[entry]);
        let reading = read_json(&text).unwrap();
        assert_eq!(reading.faults, []);
        let back = &reading.entries[0];
        assert_eq!((back.id.as_str(), back.title.as_str(), back.room.as_str()), ("7", "理论考试", "A101"));
        assert_eq!((back.span.start(), back.span.minutes()), (start, 26 * 60));
        assert_eq!((back.persons[0].id.as_str(), back.persons[0].name.as_str()), ("3", "示例裁判"));
    }
}
