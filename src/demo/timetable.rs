//! Schedules of the demonstration: where and when a competition takes place, and who is told.

use super::contest::JUDGES;
use super::story::{Do, Story};
use super::year::{Refusal, Year};
use crate::domain::ids::{EventId, EventPersonId, RoomId};
use crate::service::Who;
use crate::service::schedules::{self, PersonForm, RoomForm, SittingForm};
use crate::storage;

/// The office's own venue; every host may use it.
const VENUE: (&str, &str) = ("示范公共实训中心", "温州市示范路 8 号");
const ROOMS: [(&str, &str, &str); 3] =
    [("会议室", "20", "投影"), ("阶梯教室", "120", "投影；音响"), ("实操工位区", "60", "工位；给排水；配电")];

struct Sitting {
    title: &'static str,
    room: usize,
    start: &'static str,
    length: &'static str,
    heads: &'static str,
    /// How many of the judges, the head judge first.
    judges: usize,
}

const fn sitting(
    title: &'static str,
    room: usize,
    start: &'static str,
    length: &'static str,
    heads: &'static str,
    judges: usize,
) -> Sitting {
    Sitting { title, room, start, length, heads, judges }
}

const DAY: [Sitting; 5] = [
    sitting("裁判会议", 0, "08:30", "00:45", "8", 5),
    sitting("理论考试", 1, "09:25", "01:30", "48", 1),
    sitting("实际操作第一组", 2, "13:00", "02:00", "24", 5),
    sitting("实际操作第二组", 2, "15:15", "02:00", "24", 5),
    sitting("技术点评", 1, "17:30", "00:30", "60", 1),
];

/// What a competition to come needs: title, room, length, heads, judges. One follows the other.
const OUTLINE: [(&str, usize, &str, &str, usize); 6] = [
    ("裁判会议", 0, "01:00", "8", 5),
    ("理论考试", 1, "01:30", "44", 1),
    ("编程与调试第一组", 2, "03:00", "15", 3),
    ("编程与调试第二组", 2, "03:00", "15", 3),
    ("编程与调试第三组", 2, "03:00", "14", 3),
    ("技术点评", 1, "00:45", "60", 1),
];

/// Sessions that have neither day nor time yet: the host can have them placed.
pub(super) fn outline(year: &mut Year, story: &'static Story) -> Result<(), Refusal> {
    let (host, event) = (year.who(story.host)?, year.event(story.key)?);
    let rooms = rooms(year)?;
    let people = judges(year, &host, event)?;
    let mut after = Vec::new();
    for (title, at, length, heads, judges) in OUTLINE {
        let form = SittingForm {
            title: title.to_owned(),
            length: length.to_owned(),
            heads: heads.to_owned(),
            people: people.iter().take(judges).map(ToString::to_string).collect(),
            rooms: vec![room(&rooms, at, title)?.to_string()],
            after: std::mem::take(&mut after),
            ..SittingForm::default()
        };
        let added = schedules::add_sitting(&year.app, &host, event, version(year, event)?, &form)?;
        after.push(added.to_string());
    }
    Ok(())
}

fn judges(year: &mut Year, host: &Who, event: EventId) -> Result<Vec<EventPersonId>, Refusal> {
    let mut people = Vec::new();
    for mail_name in JUDGES {
        let judge = year.who(mail_name)?;
        let email = super::people::address(mail_name);
        let form = PersonForm { name: judge.name.clone(), role: "judge".to_owned(), email, ..PersonForm::default() };
        people.push(schedules::add_person(&year.app, host, event, version(year, event)?, &form)?);
    }
    Ok(people)
}

/// Rooms, people and sessions of the day, and the first release.
pub(super) fn draw_up(year: &mut Year, story: &'static Story) -> Result<(), Refusal> {
    let (host, event) = (year.who(story.host)?, year.event(story.key)?);
    let rooms = rooms(year)?;
    let people = judges(year, &host, event)?;
    for of in &DAY {
        let form = SittingForm {
            title: of.title.to_owned(),
            item: story.key.to_owned(),
            room: room(&rooms, of.room, of.title)?.to_string(),
            day: day(story)?,
            start: of.start.to_owned(),
            length: of.length.to_owned(),
            heads: of.heads.to_owned(),
            people: people.iter().take(of.judges).map(ToString::to_string).collect(),
            ..SittingForm::default()
        };
        schedules::add_sitting(&year.app, &host, event, version(year, event)?, &form)?;
    }
    // From the meeting to the examination the head judge has ten minutes: less than the rule, and answered.
    let book = schedules::show(&year.app, &host, event)?;
    for found in book.conflicts(&year.app.calendar()).iter().filter(|found| found.holds_release()) {
        let version = version(year, event)?;
        schedules::acknowledge(&year.app, &host, event, version, &found.mark, "两室同在一层，步行两分钟。")?;
    }
    release(year, &host, event, "第一版")
}

/// The second group begins a quarter of an hour later, and all judges are told.
pub(super) fn move_one(year: &mut Year, story: &'static Story) -> Result<(), Refusal> {
    let (host, event) = (year.who(story.host)?, year.event(story.key)?);
    let book = schedules::show(&year.app, &host, event)?;
    let of = &DAY[3];
    let found = book.sittings.iter().find(|row| row.title == of.title).ok_or(Refusal::Missing(of.title))?;
    let form = SittingForm {
        title: of.title.to_owned(),
        item: story.key.to_owned(),
        room: found.room_id.map(|room| room.to_string()).unwrap_or_default(),
        day: day(story)?,
        start: "15:20".to_owned(),
        length: "01:50".to_owned(),
        heads: of.heads.to_owned(),
        people: book.people.iter().map(|person| person.id.to_string()).collect(),
        ..SittingForm::default()
    };
    schedules::edit_sitting(&year.app, &host, event, book.version, found.id, &form)?;
    release(year, &host, event, "第二版")
}

fn rooms(year: &mut Year) -> Result<Vec<RoomId>, Refusal> {
    if year.rooms.is_empty() {
        let clerk = year.who("clerk")?;
        let venue = schedules::add_venue(&year.app, &clerk, VENUE.0, VENUE.1)?;
        for (name, capacity, equipment) in ROOMS {
            let form = RoomForm {
                name: name.to_owned(),
                capacity: capacity.to_owned(),
                equipment: equipment.to_owned(),
                opens: "08:00".to_owned(),
                closes: "18:00".to_owned(),
                active: true,
            };
            let room = schedules::add_room(&year.app, &clerk, venue, &form)?;
            year.rooms.push(room);
        }
    }
    Ok(year.rooms.clone())
}

fn room(rooms: &[RoomId], number: usize, title: &'static str) -> Result<RoomId, Refusal> {
    rooms.get(number).copied().ok_or(Refusal::Missing(title))
}

/// The day on which the story is judged.
fn day(story: &Story) -> Result<String, Refusal> {
    let judged = story.diary.iter().find(|(_, step)| matches!(step, Do::Judge { .. }));
    judged.map(|(day, _)| format!("2019-{day}")).ok_or(Refusal::Missing(story.key))
}

fn version(year: &Year, event: EventId) -> Result<i64, Refusal> {
    Ok(year.app.store.read(|conn| storage::schedules::version(conn, event))?)
}

fn release(year: &Year, host: &Who, event: EventId, name: &str) -> Result<(), Refusal> {
    schedules::release(&year.app, host, event, version(year, event)?, name)?;
    Ok(())
}
