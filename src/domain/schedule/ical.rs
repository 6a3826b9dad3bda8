//! iCalendar (RFC 5545), as calendars of all makes read it: feeds, and invitations (RFC 5546) that
//! update an entry or take it away again.

use crate::domain::code::codes;
use chrono::{DateTime, NaiveDateTime, Utc};
use std::fmt::Write;

codes! {
    /// What a calendar is to do with the entries.
    pub enum Method: "calendar method" {
        /// Show them: a feed.
        Publish = "PUBLISH",
        /// Enter or update one.
        Request = "REQUEST",
        /// Take one away.
        Cancel = "CANCEL",
    }
}

/// One entry. An entry with the same `uid` and a higher `sequence` takes the place of the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appointment<'a> {
    pub uid: &'a str,
    pub sequence: u32,
    /// When this was said.
    pub stamp: DateTime<Utc>,
    /// Wall clock of Asia/Shanghai.
    pub start: NaiveDateTime,
    pub end: NaiveDateTime,
    pub summary: &'a str,
    pub location: &'a str,
    pub description: &'a str,
    pub cancelled: bool,
}

/// From whom to whom, in an invitation.
#[derive(Clone, Copy, Debug)]
pub struct Between<'a> {
    pub organiser: (&'a str, &'a str),
    pub attendee: (&'a str, &'a str),
}

/// Asia/Shanghai has been eight hours east of Greenwich without change since 1991.
const ZONE: &str = "BEGIN:VTIMEZONE\r\nTZID:Asia/Shanghai\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0800\r\nTZOFFSETTO:+0800\r\nTZNAME:CST\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";

/// The whole calendar, ready to be sent as `text/calendar; charset=utf-8`. An invitation holds one
/// entry; `between` says from whom to whom.
#[must_use]
pub fn calendar(method: Method, name: &str, entries: &[Appointment<'_>], between: Option<Between<'_>>) -> String {
    let mut text =
        String::from("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Jiangxin//Schedule//ZH\r\nCALSCALE:GREGORIAN\r\n");
    line(&mut text, "METHOD", method.as_str());
    if !name.is_empty() {
        line(&mut text, "X-WR-CALNAME", &escaped(name));
    }
    if method == Method::Publish {
        text.push_str("REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\n");
    }
    text.push_str(ZONE);
    for entry in entries {
        push(&mut text, entry, between, method == Method::Cancel || entry.cancelled);
    }
    text.push_str("END:VCALENDAR\r\n");
    text
}

fn push(text: &mut String, entry: &Appointment<'_>, between: Option<Between<'_>>, cancelled: bool) {
    let local = |moment: NaiveDateTime| moment.format("%Y%m%dT%H%M%S").to_string();
    text.push_str("BEGIN:VEVENT\r\n");
    line(text, "UID", entry.uid);
    line(text, "DTSTAMP", &entry.stamp.format("%Y%m%dT%H%M%SZ").to_string());
    line(text, "SEQUENCE", &entry.sequence.to_string());
    line(text, "DTSTART;TZID=Asia/Shanghai", &local(entry.start));
    line(text, "DTEND;TZID=Asia/Shanghai", &local(entry.end));
    line(text, "SUMMARY", &escaped(entry.summary));
    for (key, value) in [("LOCATION", entry.location), ("DESCRIPTION", entry.description)] {
        if !value.is_empty() {
            line(text, key, &escaped(value));
        }
    }
    if let Some(between) = between {
        let (organiser, attendee) = (between.organiser, between.attendee);
        line(text, &format!("ORGANIZER;CN={}", quoted(organiser.0)), &format!("mailto:{}", organiser.1));
        let attendee_key = format!("ATTENDEE;CN={};ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION", quoted(attendee.0));
        line(text, &attendee_key, &format!("mailto:{}", attendee.1));
    }
    line(text, "STATUS", if cancelled { "CANCELLED" } else { "CONFIRMED" });
    text.push_str("END:VEVENT\r\n");
}

/// Commas, semicolons, backslashes and line breaks as the standard wants them in a text.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.replace("\r\n", "\n").chars() {
        match character {
            '\\' | ';' | ',' => out.extend(['\\', character]),
            '\n' => out.push_str("\\n"),
            character if character.is_control() => {}
            character => out.push(character),
        }
    }
    out
}

/// A parameter's value: in quotes, which it cannot contain itself.
fn quoted(text: &str) -> String {
    let safe: String = text.chars().filter(|c| *c != '"' && !c.is_control()).collect();
    format!("\"{safe}\"")
}

/// A content line, folded so that no line is longer than 75 octets and no character is cut.
fn line(text: &mut String, key: &str, value: &str) {
    let mut used = 0;
    let mut piece = String::new();
    let _ = write!(piece, "{key}:{value}");
    for character in piece.chars() {
        if used + character.len_utf8() > 75 {
            text.push_str("\r\n ");
            used = 1;
        }
        text.push(character);
        used += character.len_utf8();
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn appointment<'a>(summary: &'a str, description: &'a str) -> Appointment<'a> {
        let day = chrono::NaiveDate::from_ymd_opt(2019, 11, 28).unwrap();
        Appointment {
            uid: "HD-2019-0001.7@330300.jiangxin",
            sequence: 2,
            stamp: DateTime::from_timestamp(1_574_038_800, 0).unwrap(),
            start: day.and_hms_opt(9, 0, 0).unwrap(),
            end: day.and_hms_opt(10, 30, 0).unwrap(),
            summary,
            location: "A101, 样例技师学院",
            description,
            cancelled: false,
        }
    }

    #[test]
    fn an_invitation_updates_its_entry() {
        let between = Between {
            organiser: ("样例 \"技师\"学院", "noreply@jiangxin.example"),
            attendee: ("示例裁判", "judge@example.com"),
        };
        let entry = appointment("焊工竞赛; 理论考试", "第一组\n请带准考证");
        let text = calendar(Method::Request, "", std::slice::from_ref(&entry), Some(between));
        insta::assert_snapshot!(text.replace("\r\n", "\n"), @r#"
        BEGIN:VCALENDAR
        VERSION:2.0
        PRODID:-//Jiangxin//Schedule//ZH
        CALSCALE:GREGORIAN
        METHOD:REQUEST
        BEGIN:VTIMEZONE
        TZID:Asia/Shanghai
        BEGIN:STANDARD
        DTSTART:19700101T000000
        TZOFFSETFROM:+0800
        TZOFFSETTO:+0800
        TZNAME:CST
        END:STANDARD
        END:VTIMEZONE
        BEGIN:VEVENT
        UID:HD-2019-0001.7@330300.jiangxin
        DTSTAMP:20191118T010000Z
        SEQUENCE:2
        DTSTART;TZID=Asia/Shanghai:20191128T090000
        DTEND;TZID=Asia/Shanghai:20191128T103000
        SUMMARY:焊工竞赛\; 理论考试
        LOCATION:A101\, 样例技师学院
        DESCRIPTION:第一组\n请带准考证
        ORGANIZER;CN="样例 技师学院":mailto:noreply@jiangxin.example
        ATTENDEE;CN="示例裁判";ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION:mailt
         o:judge@example.com
        STATUS:CONFIRMED
        END:VEVENT
        END:VCALENDAR
        "#);
        let cancelled = calendar(Method::Cancel, "", &[entry], Some(between));
        assert!(cancelled.contains("METHOD:CANCEL\r\n") && cancelled.contains("STATUS:CANCELLED\r\n"));
    }

    fn unfolded(text: &str) -> String {
        text.replace("\r\n ", "")
    }

    proptest! {
        #[test]
        fn lines_are_short_and_no_character_is_cut(summary in "\\PC{0,120}", description in "[温州;,\\\\\n a-z]{0,200}") {
            let text = calendar(Method::Publish, "日程", &[appointment(&summary, &description)], None);
            prop_assert!(text.split("\r\n").all(|line| line.len() <= 75));
            prop_assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
            let line = unfolded(&text);
            let read = line.lines().find_map(|line| line.strip_prefix("SUMMARY:")).unwrap().to_owned();
            let back = read.replace("\\;", ";").replace("\\,", ",").replace("\\\\", "\\");
            prop_assert!(summary.contains('\\') || back == summary);
        }
    }
}
