//! The draft: table, what has no place yet, conflicts with their remedies, and what can be done.

use super::table::{Day, Session, Slot, days, of_draft};
use crate::domain::calendar::Calendar;
use crate::domain::ids::SittingId;
use crate::domain::schedule::{Conflict, Kind, Severity, SittingKey};
use crate::service::Fault;
use crate::service::schedules::{Book, Found};
use crate::text::parts::{Control, Empty, Field, Form, Tag, Tone};
use crate::text::{Page, Phrase, Say};
use crate::web::errors::{FaultFamily, fault_phrase};
use crate::web::pages::form_page::with_faults;
use crate::{family, key, phrase};
use chrono::Datelike;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Serialize)]
pub struct ScheduleView {
    pub name: String,
    pub reference: String,
    pub event_path: String,
    pub path: String,
    pub version: i64,
    /// The last release's number; 0: none.
    pub released: i32,
    pub public_path: String,
    pub days: Vec<Day>,
    pub waiting: Vec<Session>,
    /// What placement has just found no time for, whatever else is moved.
    pub unfit: Vec<UnfitLine>,
    pub empty: Empty,
    pub conflicts: Vec<ConflictLine>,
    /// How many stand in the way of a release.
    pub holding: usize,
    pub people: usize,
    pub may_edit: bool,
    /// Faults of the forms below, none of which keeps a page of its own.
    pub errors: Form,
    pub place: Option<Form>,
    pub release: Option<Form>,
    pub import: Option<Form>,
    /// Rows of a file that could not be imported.
    pub faulty: Vec<Faulty>,
}

#[derive(Debug, Serialize)]
pub struct ConflictLine {
    pub severity: Tag,
    pub kind: Phrase,
    /// `title, where it is changed`, one or two; no address for whoever may not, nor of another event's.
    pub sessions: Vec<(String, String)>,
    pub person: String,
    pub place: String,
    pub when: String,
    pub amount: Option<Phrase>,
    pub remedy: Phrase,
    pub reason: Option<String>,
    pub mark: String,
    /// It is a warning that nobody has answered yet.
    pub ask: bool,
}

/// A session that is too long for every day and room, with how long it is and what there is.
#[derive(Debug, Serialize)]
pub struct UnfitLine {
    pub title: String,
    pub path: String,
    pub said: Phrase,
}

#[derive(Debug, Serialize)]
pub struct Faulty {
    pub place: String,
    pub value: String,
    pub fault: Phrase,
}

/// What was typed into the forms of the page, and what was wrong with it.
#[derive(Default)]
pub struct Typed {
    pub values: BTreeMap<String, String>,
    pub faults: Vec<Fault>,
    pub faulty: Vec<crate::domain::fault::RowFault>,
    /// What fitted nowhere, with the minutes of the longest time there was.
    pub unfit: Vec<(SittingId, u32)>,
}

impl ScheduleView {
    pub fn new(book: &Book, calendar: &Calendar, typed: &Typed) -> ScheduleView {
        let found = book.conflicts(calendar);
        let wrong: BTreeSet<SittingKey> = found
            .iter()
            .filter(|f| f.reason.is_none())
            .flat_map(|f| [Some(f.conflict.first), f.conflict.second])
            .flatten()
            .collect();
        let is_wrong = |id: SittingId| wrong.contains(&SittingKey(id.get()));
        let (mut slots, mut waiting) = (Vec::new(), Vec::new());
        for row in &book.sittings {
            let session = of_draft(book, row, is_wrong(row.id));
            match row.starts_at.zip(row.room_id.and_then(|room| book.room_of(room))) {
                Some((start, (room, _))) => slots.push(Slot { start, room: room.name.clone(), session }),
                None => waiting.push(session),
            }
        }
        let path = format!("/events/{}/schedule", book.event.id);
        let homeless: Vec<Fault> = typed.faults.clone();
        ScheduleView {
            name: book.event.name.clone(),
            reference: book.event.reference.clone(),
            event_path: format!("/events/{}", book.event.id),
            public_path: format!("/schedule/{}", book.event.id),
            version: book.version,
            released: book.released,
            days: days(slots),
            waiting,
            unfit: typed.unfit.iter().filter_map(|(id, longest)| unfit(book, *id, *longest)).collect(),
            empty: Empty { title: phrase!("schedule-none"), help: Some(phrase!("schedule-none-help")), action: None },
            holding: found.iter().filter(|found| found.holds_release()).count(),
            conflicts: found.iter().map(|found| line(book, found)).collect(),
            people: book.people.len(),
            may_edit: book.may_edit,
            errors: with_faults(Vec::new(), &[]),
            place: book.may_edit.then(|| with_faults(place_fields(book, &typed.values), &of(&homeless, &PLACE))),
            release: book.may_release.then(|| with_faults(release_fields(&typed.values), &of(&homeless, &["name"]))),
            import: book.may_edit.then(|| with_faults(import_fields(), &of(&homeless, &["file"]))),
            faulty: typed.faulty.iter().map(faulty).collect(),
            path,
        }
        .with_reason(&homeless)
    }

    fn with_reason(mut self, faults: &[Fault]) -> ScheduleView {
        let others = faults.iter().filter(|fault| fault.field == "reason");
        self.errors = others.fold(self.errors, |form, fault| form.fault(fault_phrase(FaultFamily::Field, fault)));
        self
    }
}

/// None where it has been deleted since.
fn unfit(book: &Book, id: SittingId, longest: u32) -> Option<UnfitLine> {
    let row = book.sitting_row(id)?;
    let length = u32::try_from(row.minutes).unwrap_or_default();
    Some(UnfitLine {
        title: row.title.clone(),
        path: session_path(book, row.id.get()),
        said: unfit_said(length, longest),
    })
}

fn unfit_said(length: u32, longest: u32) -> Phrase {
    let clock = |minutes: u32| format!("{}:{:02}", minutes / 60, minutes % 60);
    match longest {
        0 => phrase!("schedule-unfit-never", length = clock(length)),
        _ => phrase!("schedule-unfit-longest", length = clock(length), longest = clock(longest)),
    }
}

/// Where a session is changed; empty for whoever may not.
pub(super) fn session_path(book: &Book, id: i64) -> String {
    if book.may_edit { format!("/events/{}/schedule/sessions/{id}", book.event.id) } else { String::new() }
}

const PLACE: [&str; 6] = ["first", "last", "from", "to", "break_from", "break_to"];

fn of(faults: &[Fault], names: &[&str]) -> Vec<Fault> {
    faults.iter().filter(|fault| names.contains(&fault.field.as_str())).cloned().collect()
}

fn faulty(fault: &crate::domain::fault::RowFault) -> Faulty {
    let code = fault.key.trim_start_matches("fault-");
    Faulty {
        place: fault.column.clone(),
        value: fault.value.clone(),
        fault: family!("fault", code).given("hint", &fault.hint),
    }
}

pub(super) fn line(book: &Book, found: &Found) -> ConflictLine {
    let conflict = &found.conflict;
    let title = |key: SittingKey| match book.sitting_row(SittingId::new(key.0)) {
        Some(row) => (row.title.clone(), session_path(book, key.0)),
        None => (book.called(key.0).unwrap_or("—").to_owned(), String::new()),
    };
    let person = conflict.person.and_then(|key| book.people.iter().find(|person| person.id.get() == key.0));
    let rooms: Vec<&str> = [Some(conflict.first), conflict.second]
        .into_iter()
        .flatten()
        .filter_map(|key| book.sitting_row(SittingId::new(key.0))?.room_id)
        .filter_map(|room| Some(book.room_of(room)?.0.name.as_str()))
        .collect();
    let place = match rooms.as_slice() {
        [one, other] if one != other => format!("{one} → {other}"),
        [one, ..] => (*one).to_owned(),
        [] => String::new(),
    };
    ConflictLine {
        severity: severity(conflict.severity),
        kind: family!("schedule-kind", conflict.kind.as_str()),
        sessions: [Some(conflict.first), conflict.second].into_iter().flatten().map(title).collect(),
        person: person.map(|person| person.name.clone()).unwrap_or_default(),
        place,
        when: conflict.when.map(|span| when(span, book.event.starts_on)).unwrap_or_default(),
        amount: amount(conflict).or_else(|| why_closed(book, conflict)),
        remedy: family!("schedule-remedy", conflict.kind.as_str()),
        reason: found.reason.clone(),
        ask: book.may_edit && conflict.severity == Severity::Warn && found.reason.is_none(),
        mark: found.mark.clone(),
    }
}

/// With the year only where it is not the event's.
fn when((from, to): (chrono::NaiveDateTime, chrono::NaiveDateTime), event: Option<chrono::NaiveDate>) -> String {
    let same_year = event.is_none_or(|day| day.year() == from.year());
    let begins = from.format(if same_year { "%m-%d %H:%M" } else { "%Y-%m-%d %H:%M" });
    let form = if from.date() == to.date() { "%H:%M" } else { "%m-%d %H:%M" };
    format!("{begins}–{}", to.format(form))
}

fn amount(conflict: &Conflict) -> Option<Phrase> {
    let count = i64::from(conflict.amount);
    match conflict.kind {
        Kind::Room | Kind::Person => Some(phrase!("schedule-overlap", count = count)),
        Kind::Gap => Some(phrase!("schedule-gap", count = count)),
        Kind::Capacity => Some(phrase!("schedule-over", count = count)),
        Kind::Workload => Some(phrase!("schedule-overload", count = count)),
        Kind::Order => Some(phrase!("schedule-early", count = count)),
        _ => None,
    }
}

/// The hours of a room that is not open, or since when, until when and why it cannot be used.
fn why_closed(book: &Book, conflict: &Conflict) -> Option<Phrase> {
    let row = book.sitting_row(SittingId::new(conflict.first.0)).filter(|_| conflict.kind == Kind::Closed)?;
    let (room, _) = book.room_of(row.room_id?)?;
    let (from, to) = (row.starts_at?, row.starts_at? + chrono::Duration::minutes(row.minutes.into()));
    let mut blocks = book.blocks.iter().filter(|block| block.room_id == room.id);
    if let Some(block) = blocks.find(|block| block.starts_at < to && from < block.ends_at) {
        let time = when((block.starts_at, block.ends_at), book.event.starts_on);
        let reason = block.reason.as_str();
        let why = if reason.is_empty() { "no" } else { "yes" };
        return Some(phrase!("schedule-blocked", time = time, why = why, reason = reason));
    }
    let (opens, closes) = room.opens.as_deref().zip(room.closes.as_deref())?;
    Some(phrase!("schedule-open-hours", opens = opens, closes = closes))
}

fn severity(severity: Severity) -> Tag {
    let tone = match severity {
        Severity::Ignore => Tone::Plain,
        Severity::Warn => Tone::Wait,
        Severity::BlockRelease | Severity::Block => Tone::Stop,
    };
    Tag::new(tone, family!("schedule-severity", severity.as_str()))
}

fn place_fields(book: &Book, typed: &BTreeMap<String, String>) -> Vec<Field> {
    let value = |name: &str, default: String| typed.get(name).cloned().unwrap_or(default);
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    vec![
        Field::new(Control::Date, "first", phrase!("schedule-first"))
            .value(value("first", day(book.event.starts_on)))
            .required(),
        Field::new(Control::Date, "last", phrase!("schedule-last"))
            .value(value("last", day(book.event.ends_on)))
            .required(),
        Field::new(Control::Time, "from", phrase!("schedule-from")).value(value("from", "08:30".to_owned())).required(),
        Field::new(Control::Time, "to", phrase!("schedule-to")).value(value("to", "17:30".to_owned())).required(),
        Field::new(Control::Time, "break_from", phrase!("schedule-break-from"))
            .help(phrase!("schedule-break-help"))
            .value(value("break_from", String::new())),
        Field::new(Control::Time, "break_to", phrase!("schedule-break-to")).value(value("break_to", String::new())),
    ]
}

fn release_fields(typed: &BTreeMap<String, String>) -> Vec<Field> {
    let name = typed.get("name").cloned().unwrap_or_default();
    vec![
        Field::new(Control::Text, "name", phrase!("schedule-release-name"))
            .help(phrase!("schedule-release-name-help"))
            .value(name)
            .required(),
    ]
}

fn import_fields() -> Vec<Field> {
    vec![
        Field::new(Control::File, "file", phrase!("schedule-file"))
            .help(phrase!("schedule-file-help"))
            .accept(".json")
            .required(),
    ]
}

impl Page for ScheduleView {
    const TEMPLATE: &'static str = "pages/schedule/show";

    fn title(&self, say: Say) -> String {
        format!("{} · {}", say.t(key!("schedule-title")), self.name)
    }

    fn sample() -> ScheduleView {
        super::sample::view(true)
    }

    fn samples() -> Vec<ScheduleView> {
        vec![super::sample::view(true), super::sample::view(false)]
    }
}
