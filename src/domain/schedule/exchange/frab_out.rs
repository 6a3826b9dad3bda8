//! A released schedule as `schedule.json`.

use crate::domain::schedule::release::Entry;
use chrono::NaiveDate;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The document that frab and pretalx write, with what other programs read of it. `acronym` is the
/// event's reference, `version` the release's name; `guid` the name of a session that stays the same from file to
/// file.
#[must_use]
pub fn write_json(
    acronym: &str,
    title: &str,
    version: &str,
    entries: &[Entry],
    guid: &dyn Fn(&Entry) -> String,
) -> String {
    let mut days: BTreeMap<NaiveDate, BTreeMap<&str, Vec<&Entry>>> = BTreeMap::new();
    for entry in entries {
        days.entry(entry.start.date()).or_default().entry(&entry.room).or_default().push(entry);
    }
    let (first, last) = (days.keys().next(), days.keys().next_back());
    let day = |(index, (date, rooms)): (usize, (&NaiveDate, &BTreeMap<&str, Vec<&Entry>>))| {
        let sessions =
            |list: &Vec<&Entry>| list.iter().map(|entry| session(acronym, guid(entry), entry)).collect::<Vec<_>>();
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

/// The UUID of a name: always the same one, and another for another name (version 8, from its SHA-256).
#[must_use]
pub fn uuid(name: &str) -> String {
    let mut bytes: Vec<u8> = Sha256::digest(name.as_bytes()).into_iter().take(16).collect();
    for (at, kept, set) in [(6, 0x0f, 0x80), (8, 0x3f, 0x80)] {
        if let Some(byte) = bytes.get_mut(at) {
            *byte = (*byte & kept) | set;
        }
    }
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}

/// Whether a text is a UUID as other programs write it.
#[must_use]
pub fn is_uuid(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let hex = |part: &&str| part.bytes().all(|byte| byte.is_ascii_hexdigit());
    parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12]) && parts.iter().all(hex)
}

fn session(acronym: &str, guid: String, entry: &Entry) -> Value {
    let person = |part: &crate::domain::schedule::release::Part| json!({ "id": part.person, "public_name": part.name, "name": part.name });
    json!({
        "id": entry.id,
        "guid": guid,
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
        let named = |entry: &Entry| uuid(&entry.id.to_string());
        let text = write_json("HD-2019-0001", "样例竞赛", "第一版", &[entry], &named);
        let reading = read_json(&text).unwrap();
        assert_eq!(reading.faults, []);
        let back = &reading.entries[0];
        assert_eq!((back.id.as_str(), back.title.as_str(), back.room.as_str()), ("7", "理论考试", "A101"));
        assert_eq!((back.span.start(), back.span.minutes()), (start, 26 * 60));
        assert_eq!(back.guid, "7902699b-e42c-8a8e-86fb-bb4501726517", "always this one");
        assert!(is_uuid(&back.guid) && !is_uuid("HD-2019-0001.7") && uuid("8") != back.guid);
        assert_eq!((back.persons[0].id.as_str(), back.persons[0].name.as_str()), ("3", "示例裁判"));
    }
}
