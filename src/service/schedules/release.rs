//! Releasing a schedule: the draft becomes what the world is told.

use super::book::{Book, load, open};
use super::feeds::{appointment, uid};
use crate::domain::access::Action;
use crate::domain::event::State;
use crate::domain::identity::EmailAddress;
use crate::domain::ids::{EventId, UserId};
use crate::domain::lang::Lang;
use crate::domain::message::{Invite, MessageKind};
use crate::domain::schedule::ical::{Between, Method, calendar};
use crate::domain::schedule::release::{self, Change, Entry, Notice, Part};
use crate::domain::text::{compact, tidy};
use crate::domain::time;
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By, Mail};
use crate::storage::events::{self, EventRow};
use crate::storage::schedule_gone;
use crate::storage::schedules::{self, PersonRow, ReleaseRow};
use crate::storage::{Conn, StorageError, Tx, people};
use chrono::{DateTime, NaiveDateTime, Utc};
use serde_json::json;
use std::collections::BTreeSet;

/// A release as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Released {
    pub number: i32,
    pub name: String,
    pub by: String,
    pub at: NaiveDateTime,
    pub entries: Vec<Entry>,
    pub changes: Vec<Change>,
}

/// Acknowledges a warning with a reason. It holds as long as nothing about the conflict changes.
///
/// # Errors
/// Rights, a stale version; no such warning; `Invalid(required)` without a reason.
pub fn acknowledge(
    app: &App,
    who: &Who,
    event: EventId,
    version: i64,
    mark: &str,
    reason: &str,
) -> Result<(), ServiceError> {
    let at = app.now();
    let reason = reason.trim();
    app.store.write(|tx| {
        let row = open(tx, who, Action::EventSchedule, event, version)?;
        let book = load(tx, row, at)?;
        let found = book.conflicts(&app.calendar());
        let known = found.iter().any(|found| found.mark == mark);
        if !known {
            return Err(ServiceError::conflict("stale"));
        }
        if reason.is_empty() {
            return Err(ServiceError::invalid("reason", "required"));
        }
        schedules::put_ack(tx, event, mark, reason, &who.name, at.naive_utc())?;
        let after = json!({ "conflict": mark, "reason": reason });
        trail::record(tx, at, By::who(who), "schedule.acknowledge", "event", event.get(), None, Some(after))
    })
}

/// Releases the draft under a name, and mails those whose own session is new, different or called
/// off.
///
/// # Errors
/// Rights, a stale version; `Invalid(required | release-name-taken)` without a name or with that of
/// an earlier release; `Conflict(schedule-held)` while something holds the release,
/// `Conflict(schedule-same)` if nothing has changed.
pub fn release(app: &App, who: &Who, event: EventId, version: i64, name: &str) -> Result<i32, ServiceError> {
    let at = app.now();
    let name = tidy(name);
    app.store.write(|tx| {
        let row = open(tx, who, Action::EventRelease, event, version)?;
        let book = load(tx, row, at)?;
        if book.conflicts(&app.calendar()).iter().any(super::Found::holds_release) {
            return Err(ServiceError::conflict("schedule-held"));
        }
        if name.is_empty() {
            return Err(ServiceError::invalid("name", "required"));
        }
        let earlier = schedules::releases(tx, event)?;
        let last = earlier.first();
        let before = last.map(entries_of).transpose()?.unwrap_or_default();
        let (entries, changes) = release::next(&before, draft(&book));
        if changes.is_empty() {
            return Err(ServiceError::conflict("schedule-same"));
        }
        // The event is locked: nobody releases between this look and the release.
        if let Some(same) = earlier.iter().find(|row| same_name(&row.name, &name)) {
            let day = time::shanghai_date(same.created_at.and_utc());
            let fault = Fault::new("name", "release-name-taken").with("date", day).with("number", same.number);
            return Err(ServiceError::Invalid(vec![fault]));
        }
        let number = last.map_or(1, |last| last.number + 1);
        let texts = (json!(entries).to_string(), json!(changes).to_string());
        schedules::insert_release(tx, event, number, &name, (&texts.0, &texts.1), &who.name, at.naive_utc())?;
        let notices = release::notices(&changes, &entries);
        let mut told = 0;
        for person in addressees(tx, event, &book.people)? {
            if let Some(mut notice) = notices.get(&person.id).cloned() {
                // Whoever was taken out and entered again is still wanted.
                let again = namesakes(&person, &book.people);
                notice.stay_away.retain(|entry| !is_wanted(entry.id, &entries, &again));
                if notice.come.is_empty() && notice.stay_away.is_empty() {
                    continue;
                }
                let letter = Letter::Changed(&notice);
                told += usize::from(tell(app, tx, at, &book.event, &format!("r{number}"), &person, &letter)?);
            }
        }
        schedule_gone::forget(tx, event)?;
        let after = json!({ "release": number, "name": name, "changes": changes.len(), "told": told });
        trail::record(tx, at, By::who(who), "schedule.release", "event", event.get(), None, Some(after))?;
        Ok(number)
    })
}

/// Whether people would take two names for one: blanks and capitals make no difference.
fn same_name(one: &str, other: &str) -> bool {
    compact(one).to_lowercase() == compact(other).to_lowercase()
}

/// Somebody who may be written to about sessions.
struct Addressee {
    /// Among the people of the schedule, now or until they were taken out.
    id: i64,
    name: String,
    email: Option<String>,
    user: Option<i64>,
}

impl From<&PersonRow> for Addressee {
    fn from(row: &PersonRow) -> Addressee {
        Addressee { id: row.id.get(), name: row.name.clone(), email: row.email.clone(), user: row.user_id }
    }
}

/// The people of a schedule, and those who were taken out since the last release.
fn addressees(conn: &mut Conn, event: EventId, people: &[PersonRow]) -> Result<Vec<Addressee>, ServiceError> {
    let gone = schedule_gone::of_event(conn, event)?.into_iter().map(|row| Addressee {
        id: row.person_id,
        name: row.name,
        email: Some(row.email),
        user: row.user_id,
    });
    Ok(people.iter().map(Addressee::from).chain(gone).collect())
}

/// The others with this address in the schedule.
fn sharing<'p>(person: &'p Addressee, people: &'p [PersonRow]) -> impl Iterator<Item = &'p PersonRow> {
    let same = |other: &&PersonRow| {
        let address = person.email.as_deref().zip(other.email.as_deref());
        other.id.get() != person.id && address.is_some_and(|(own, theirs)| own.eq_ignore_ascii_case(theirs))
    };
    people.iter().filter(same)
}

/// The same person once more: another row of the same name and address.
fn namesakes(person: &Addressee, people: &[PersonRow]) -> BTreeSet<i64> {
    sharing(person, people).filter(|other| other.name == person.name).map(|other| other.id.get()).collect()
}

/// Whether a session that takes place wants one of these people.
fn is_wanted(session: i64, entries: &[Entry], people: &BTreeSet<i64>) -> bool {
    let wants = |entry: &Entry| entry.parts.iter().any(|part| people.contains(&part.person));
    entries.iter().any(|entry| entry.id == session && !entry.cancelled && wants(entry))
}

/// What a letter about sessions says.
enum Letter<'n> {
    Changed(&'n Notice),
    /// The event is called off, for this reason.
    CalledOff(&'n Notice, &'n str),
    /// Letters about these sessions go to another address from now on.
    Elsewhere(&'n [Entry]),
}

impl Letter<'_> {
    fn mail(&self, event: EventId, happening: &str, person: i64, lang: Lang) -> Mail {
        let kind = match self {
            Letter::CalledOff(..) => MessageKind::ScheduleCalledOff,
            Letter::Changed(_) | Letter::Elsewhere(_) => MessageKind::ScheduleChanged,
        };
        let mail = Mail::new(kind, format!("{kind}:event:{event}:{happening}:p{person}"));
        match self {
            Letter::Changed(notice) => mail.with("told", "changed").with("sessions", lines(notice, lang)),
            Letter::CalledOff(notice, why) => {
                mail.with("opinion", *why).with("sessions", named(&notice.stay_away, lang))
            }
            Letter::Elsewhere(entries) => mail.with("told", "elsewhere").with("sessions", named(entries, lang)),
        }
    }

    /// What goes into a calendar, and what out of it.
    fn entries(&self) -> (&[Entry], &[Entry]) {
        match self {
            Letter::Changed(notice) | Letter::CalledOff(notice, _) => (&notice.come, &notice.stay_away),
            Letter::Elsewhere(entries) => (&[], entries),
        }
    }
}

/// Whoever has an address is mailed, with one attachment a session. `happening` makes the key unique.
fn tell(
    app: &App,
    tx: &mut Tx,
    at: DateTime<Utc>,
    event: &EventRow,
    happening: &str,
    person: &Addressee,
    letter: &Letter<'_>,
) -> Result<bool, ServiceError> {
    let Some(address) = person.email.as_deref().and_then(|email| email.parse::<EmailAddress>().ok()) else {
        return Ok(false);
    };
    let user = match person.user {
        Some(id) => Some(people::user(tx, UserId::new(id))?),
        None => None,
    };
    let lang = user.as_ref().and_then(|user| user.lang.parse().ok()).unwrap_or(Lang::Zh);
    let mut mail = letter
        .mail(event.id, happening, person.id, lang)
        .reference(&event.reference)
        .link(format!("/schedule/{}", event.id))
        .with("title", &event.name);
    let office = format!("noreply@{}", host_of(&app.base_url));
    let between = Between { organiser: (&event.name, &office), attendee: (&person.name, address.as_str()) };
    let (come, stay_away) = letter.entries();
    let kept = match letter {
        Letter::CalledOff(..) => BTreeSet::new(),
        _ => still_wanted(tx, event.id, person, stay_away)?,
    };
    let to_come = come.iter().map(|entry| (Method::Request, entry));
    let gone = stay_away.iter().filter(|entry| !kept.contains(&entry.id)).map(|entry| (Method::Cancel, entry));
    for (method, entry) in to_come.chain(gone) {
        let uid = uid(event, entry.id);
        let place = place_of(entry);
        let appointment = appointment(&uid, at, entry, &place, &event.name);
        let text = calendar(method, "", &[appointment], Some(between));
        mail = mail.invite(Invite { method, text });
    }
    match user {
        Some(user) => trail::mail_to(tx, at, &user, mail)?,
        None => trail::mail_outside(tx, at, address, &person.name, mail)?,
    }
    Ok(true)
}

/// Of these sessions those that somebody else of the same address is wanted at, by the schedule that stands. A
/// calendar has one entry of a session, whoever of its address comes: it stays.
fn still_wanted(
    conn: &mut Conn,
    event: EventId,
    person: &Addressee,
    stay_away: &[Entry],
) -> Result<BTreeSet<i64>, ServiceError> {
    if stay_away.is_empty() {
        return Ok(BTreeSet::new());
    }
    let people = schedules::people(conn, event)?;
    let others: BTreeSet<i64> = sharing(person, &people).map(|other| other.id.get()).collect();
    let last = schedules::last_release(conn, event)?.filter(|_| !others.is_empty());
    let entries = last.as_ref().map(entries_of).transpose()?.unwrap_or_default();
    Ok(stay_away.iter().map(|entry| entry.id).filter(|id| is_wanted(*id, &entries, &others)).collect())
}

/// What was released goes to another address of somebody: the calendar of the old one loses it, that of the new one
/// gets it. `version` is the draft's, which no other change has.
pub(super) fn readdress(
    app: &App,
    tx: &mut Tx,
    event: &EventRow,
    version: i64,
    (before, after): (&PersonRow, &PersonRow),
) -> Result<(), ServiceError> {
    let same = before.email == after.email && before.user_id == after.user_id;
    // Of an event that was called off nothing is in any calendar.
    let silent = same || event.state == State::Cancelled;
    let Some(last) = schedules::last_release(tx, event.id)?.filter(|_| !silent) else { return Ok(()) };
    let mut own = entries_of(&last)?;
    own.retain(|entry| !entry.cancelled && entry.parts.iter().any(|part| part.person == before.id.get()));
    if own.is_empty() {
        return Ok(());
    }
    let at = app.now();
    tell(app, tx, at, event, &format!("a{version}"), &before.into(), &Letter::Elsewhere(&own))?;
    let notice = Notice { come: own, ..Notice::default() };
    tell(app, tx, at, event, &format!("b{version}"), &after.into(), &Letter::Changed(&notice))?;
    Ok(())
}

/// The name of the machine in `https://name:port`.
fn host_of(base_url: &str) -> &str {
    let after = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
    after.split(['/', ':']).next().unwrap_or("localhost")
}

pub(super) fn place_of(entry: &Entry) -> String {
    [entry.room.as_str(), entry.place.as_str()]
        .iter()
        .filter(|part| !part.is_empty())
        .copied()
        .collect::<Vec<_>>()
        .join("，")
}

/// Days are written so that no long run of digits comes about.
fn when(entry: &Entry, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{} 至 {}", entry.start.format("%-m月%-d日 %H:%M"), entry.end().format("%H:%M")),
        Lang::En => format!("{} to {}", entry.start.format("%-d %B, %H:%M"), entry.end().format("%H:%M")),
    }
}

/// Sessions by time and title, a paragraph each.
fn named(entries: &[Entry], lang: Lang) -> String {
    let one = |entry: &Entry| match lang {
        Lang::Zh => format!("{}：{}", when(entry, lang), entry.title),
        Lang::En => format!("{}: {}", when(entry, lang), entry.title),
    };
    entries.iter().map(one).collect::<Vec<_>>().join("\n\n")
}

/// What of a session was said otherwise before; empty for one that is new to the person.
fn was(notice: &Notice, entry: &Entry, lang: Lang) -> String {
    let Some(before) = notice.before.get(&entry.id) else { return String::new() };
    let differs = [
        (when(before, lang) != when(entry, lang)).then(|| when(before, lang)),
        (before.title != entry.title).then(|| before.title.clone()),
        (place_of(before) != place_of(entry)).then(|| place_of(before)),
    ];
    let differs: Vec<String> = differs.into_iter().flatten().collect();
    match lang {
        _ if differs.is_empty() => String::new(),
        Lang::Zh => format!("（原为 {}）", differs.join("，")),
        Lang::En => format!(" (before: {})", differs.join(", ")),
    }
}

/// A paragraph a session, and one about those that stay as they were.
fn lines(notice: &Notice, lang: Lang) -> String {
    let when = |entry: &Entry| when(entry, lang);
    let come = notice.come.iter().map(|entry| match lang {
        Lang::Zh => format!("{}：{}，{}{}", when(entry), entry.title, place_of(entry), was(notice, entry, lang)),
        Lang::En => format!("{}: {}, {}{}", when(entry), entry.title, place_of(entry), was(notice, entry, lang)),
    });
    let away = notice.stay_away.iter().map(|entry| match lang {
        Lang::Zh => format!("{}：{}（不再需要参加）", when(entry), entry.title),
        Lang::En => format!("{}: {} (you need not come)", when(entry), entry.title),
    });
    // Whoever is told of a schedule for the first time has no others.
    let others = (notice.unchanged > 0).then(|| match (lang, notice.unchanged) {
        (Lang::Zh, others) => format!("您的其他 {others} 个场次不变。"),
        (Lang::En, 1) => "Your other session stays as it was.".to_owned(),
        (Lang::En, others) => format!("Your {others} other sessions stay as they were."),
    });
    come.chain(away).chain(others).collect::<Vec<_>>().join("\n\n")
}

/// The draft as it would be released; sessions without a time or room are not in it.
pub(super) fn draft(book: &Book) -> Vec<Entry> {
    let entry = |row: &schedules::SittingRow| {
        let (room, venue) = book.room_of(row.room_id?)?;
        let parts = book.parts.iter().filter(|part| part.sitting_id == row.id);
        let named = parts.filter_map(|part| {
            let person = book.people.iter().find(|person| person.id == part.person_id)?;
            Some(Part { person: person.id.get(), name: person.name.clone(), role: part.role })
        });
        Some(Entry {
            id: row.id.get(),
            sequence: 0,
            title: row.title.clone(),
            item: row.item.clone(),
            group: row.grp.clone(),
            start: row.starts_at?,
            minutes: u32::try_from(row.minutes).unwrap_or(1),
            room: room.name.clone(),
            place: [venue.name.as_str(), venue.address.as_str()].join(" ").trim().to_owned(),
            parts: named.collect(),
            cancelled: false,
        })
    };
    book.sittings.iter().filter_map(entry).collect()
}

pub(super) fn entries_of(row: &ReleaseRow) -> Result<Vec<Entry>, ServiceError> {
    let corrupt = |_| StorageError::Corrupt { what: "released schedule", value: row.id.to_string() };
    Ok(serde_json::from_str(&row.content).map_err(corrupt)?)
}

/// What was released, as it stands: of an event that was called off, nothing takes place.
pub(super) fn standing(event: &EventRow, row: &ReleaseRow) -> Result<Vec<Entry>, ServiceError> {
    let mut entries = entries_of(row)?;
    if event.state == State::Cancelled {
        for entry in entries.iter_mut().filter(|entry| !entry.cancelled) {
            (entry.cancelled, entry.sequence) = (true, entry.sequence + 1);
        }
    }
    Ok(entries)
}

/// Tells everybody who was told of a session that the event is called off and why, with the entries that take
/// theirs out of their calendars. Says who of the schedule's people was told.
pub(in crate::service) fn call_off(
    app: &App,
    tx: &mut Tx,
    event: &EventRow,
    why: &str,
) -> Result<BTreeSet<i64>, ServiceError> {
    let mut told = BTreeSet::new();
    let Some(last) = schedules::last_release(tx, event.id)? else { return Ok(told) };
    let (entries, changes) = release::next(&entries_of(&last)?, Vec::new());
    let notices = release::notices(&changes, &entries);
    let people = schedules::people(tx, event.id)?;
    for person in addressees(tx, event.id, &people)? {
        if let Some(notice) = notices.get(&person.id) {
            let letter = Letter::CalledOff(notice, why);
            if tell(app, tx, app.now(), event, &format!("r{}", last.number + 1), &person, &letter)? {
                told.insert(person.id);
            }
        }
    }
    schedule_gone::forget(tx, event.id)?;
    Ok(told)
}

fn shown(row: &ReleaseRow) -> Result<Released, ServiceError> {
    let corrupt = |_| StorageError::Corrupt { what: "changes of a schedule", value: row.id.to_string() };
    Ok(Released {
        number: row.number,
        name: row.name.clone(),
        by: row.user_name.clone(),
        at: row.created_at,
        entries: entries_of(row)?,
        changes: serde_json::from_str(&row.changes).map_err(corrupt)?,
    })
}

/// The event's name and all its releases, the last one first: what was said to the world.
///
/// # Errors
/// `NotFound` for an event without a release.
pub fn releases(app: &App, event: EventId) -> Result<(EventRow, Vec<Released>), ServiceError> {
    app.store.read(|conn| all_of(conn, event))
}

fn all_of(conn: &mut Conn, event: EventId) -> Result<(EventRow, Vec<Released>), ServiceError> {
    let rows = schedules::releases(conn, event)?;
    if rows.is_empty() {
        return Err(ServiceError::NotFound);
    }
    Ok((events::get(conn, event)?, rows.iter().map(shown).collect::<Result<_, _>>()?))
}

/// The last release of an event.
///
/// # Errors
/// `NotFound` for an event without a release.
pub fn public(app: &App, event: EventId) -> Result<(EventRow, Released), ServiceError> {
    app.store.read(|conn| {
        let last = schedules::last_release(conn, event)?.ok_or(ServiceError::NotFound)?;
        let row = events::get(conn, event)?;
        let entries = standing(&row, &last)?;
        Ok((row, Released { entries, ..shown(&last)? }))
    })
}
