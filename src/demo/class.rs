//! A class of the demonstration with a roster, passes and scans at two doors: people, numbers and units are
//! invented. One came through both doors, one stayed away for a day.

use super::story::Story;
use super::year::{Refusal, Year};
use crate::domain::ids::EventId;
use crate::domain::time;
use crate::service::attendance::{self, Batch, Sent};
use crate::service::participants::roster;
use crate::storage;
use chrono::{Duration, NaiveDate, NaiveDateTime};

/// Name, identity number, unit.
const STUDENTS: [(&str, &str, &str); 12] = [
    ("学员甲", "999999197801153016", "示范建工集团"),
    ("学员乙", "999999197902153023", "示范建工集团"),
    ("学员丙", "999999198003153032", "示范装饰公司"),
    ("学员丁", "99999919810415304X", "示范装饰公司"),
    ("学员戊", "999999198205153057", "示范安装公司"),
    ("学员己", "999999198306153064", "示范安装公司"),
    ("学员庚", "999999198407153071", "示范路桥公司"),
    ("学员辛", "999999198508153089", "示范路桥公司"),
    ("学员壬", "999999198609153096", "示范园林公司"),
    ("学员癸", "999999198701153101", "示范园林公司"),
    ("学员子", "999999198802153119", "示范监理公司"),
    ("学员丑", "999999198903153126", "示范监理公司"),
];
/// Comes in by both doors on the first morning.
const TWICE: usize = 3;
/// Comes on the first day only.
const AWAY: usize = 7;
/// Goes out at noon without a scan.
const NO_SCAN_OUT: usize = 9;

/// The host enters the roster and makes the passes.
pub(super) fn enrol(year: &mut Year, story: &'static Story) -> Result<(), Refusal> {
    let (host, event) = (year.who(story.host)?, year.event(story.key)?);
    let row = |(number, (name, id, unit)): (usize, &(&str, &str, &str))| {
        format!("{name},{id},{unit},民营企业,鹿城区,138000001{number:02},高级工")
    };
    let heading = "姓名,身份证号,单位,单位性质,所属县(市、区),手机,技能等级".to_owned();
    let lines: Vec<String> = std::iter::once(heading).chain(STUDENTS.iter().enumerate().map(row)).collect();
    let kept = roster::upload(&year.app, &host, event, "学员名册.csv", lines.join("\n").as_bytes())?;
    roster::take(&year.app, &host, kept, "")?;
    attendance::make_passes(&year.app, &host, event)?;
    Ok(())
}

/// Two phones at two doors send what they scanned in both days.
pub(super) fn attend(year: &mut Year, story: &'static Story) -> Result<(), Refusal> {
    let (host, event) = (year.who(story.host)?, year.event(story.key)?);
    let row = year.app.store.read(|conn| storage::events::get(conn, event))?;
    let (Some(first), Some(last)) = (row.starts_on, row.ends_on) else { return Err(Refusal::Missing(story.key)) };
    let mut doors = [("door-east", Vec::new()), ("door-west", Vec::new())];
    for (number, person) in people(year, event)?.into_iter().enumerate() {
        let door = number % 2;
        for day in [first, last].into_iter().filter(|day| number != AWAY || *day == first) {
            doors[door].1.extend(day_of(number, person, day));
        }
        if number == TWICE {
            doors[1 - door].1.push(scan(person, "in", at(first, 8, 41, 0), "b"));
        }
    }
    for (device, scans) in doors {
        let batch = Batch { device: device.to_owned(), sent_at: Some(year.app.now()), scans };
        attendance::enter(&year.app, &host, event, &batch)?;
    }
    Ok(())
}

/// In the order of the roster.
fn people(year: &Year, event: EventId) -> Result<Vec<i64>, Refusal> {
    let rows = year.app.store.read(|conn| storage::participants::of_event(conn, event))?;
    Ok(rows.into_iter().map(|row| row.id.get()).collect())
}

/// In and out, in the morning and in the afternoon, one person after the other.
fn day_of(number: usize, person: i64, day: NaiveDate) -> Vec<Sent> {
    let apart = i64::try_from(number).unwrap_or_default() * 25;
    let mut scans = vec![
        scan(person, "in", at(day, 8, 16, apart), "a"),
        scan(person, "out", at(day, 12, 2, apart), "a"),
        scan(person, "in", at(day, 13, 44, apart), "a"),
        scan(person, "out", at(day, 17, 31, apart), "a"),
    ];
    if number == NO_SCAN_OUT {
        scans.remove(1);
    }
    scans
}

fn at(day: NaiveDate, hour: u32, minute: u32, seconds: i64) -> NaiveDateTime {
    day.and_hms_opt(hour, minute, 0).unwrap_or_default() + Duration::seconds(seconds)
}

fn scan(person: i64, direction: &str, at: NaiveDateTime, mark: &str) -> Sent {
    Sent {
        mark: format!("demo-{mark}-{person}-{direction}-{}", at.format("%d%H%M%S")),
        person: Some(person),
        direction: direction.to_owned(),
        at: time::from_shanghai(at).to_rfc3339(),
        ..Sent::default()
    }
}
