//! The attendance of an event: who was expected when, who came, what is to be looked at.

use super::{facts_of, open};
use crate::domain::access::{self, Action};
use crate::domain::ids::{EventId, ParticipantId};
use crate::domain::participant::State;
use crate::domain::participant::attendance::{
    Attended, Elsewhere, Expected, Flag, FlagKind, HalfDay, HalfKey, Odd, Rule, Scan, attendance as attended_by, flags,
    halves, intervals, odd,
};
use crate::domain::schedule::release::Entry;
use crate::domain::time;
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::storage::attendance::{self, AnswerRow, ScanRow};
use crate::storage::events::{self, EventRow};
use crate::storage::participants::{self, ParticipantRow};
use crate::storage::{Conn, StorageError, event_terms, schedules};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::{BTreeMap, BTreeSet};

/// One participant and what they attended.
#[derive(Clone, Debug)]
pub struct Line {
    pub row: ParticipantRow,
    /// What they registered for; empty where there is only the event.
    pub entry: String,
    pub attended: Attended,
    /// Reaches the share that the event asks for.
    pub met: bool,
}

/// Attendance of an event.
#[derive(Clone, Debug)]
pub struct Register {
    pub event: EventRow,
    pub rule: Rule,
    pub lines: Vec<Line>,
    /// Of everybody, in order.
    pub halves: Vec<HalfDay>,
    /// Every scan, the struck ones too, with who made it.
    pub scans: Vec<(ScanRow, String)>,
    pub flags: Vec<(Flag, Option<AnswerRow>)>,
    /// Anything was scanned or entered at all.
    pub recorded: bool,
    pub may_edit: bool,
    /// May say what counts as present.
    pub may_set: bool,
    /// The schedule's release says when; else the event's days do.
    pub by_schedule: bool,
    /// The first row of each row's person: several rows may be of one.
    pub firsts: BTreeMap<ParticipantId, ParticipantId>,
}

impl Register {
    /// How many different people reach the share.
    pub fn met(&self) -> usize {
        self.people(|line| line.met)
    }

    /// How many different people were there at all.
    pub fn seen(&self) -> usize {
        self.people(|line| !line.attended.intervals.is_empty())
    }

    /// How many different people are expected.
    pub fn expected(&self) -> usize {
        self.people(|_| true)
    }

    /// How many different people have a line that counts.
    pub(super) fn people(&self, counts: impl Fn(&Line) -> bool) -> usize {
        self.lines.iter().filter(|line| counts(line)).map(|line| line.attended.person).collect::<BTreeSet<_>>().len()
    }

    pub fn line(&self, id: ParticipantId) -> Option<&Line> {
        self.lines.iter().find(|line| line.row.id == id)
    }

    /// Whether this half-day has begun: before that nobody is absent from it.
    pub fn begun(&self, key: HalfKey, now: DateTime<Utc>) -> bool {
        let half = self.halves.iter().find(|half| half.key == key);
        half.is_none_or(|half| time::from_shanghai(half.start()) <= now)
    }

    /// Whether the last half-day is over: before that nobody has missed the share.
    pub fn over(&self, now: DateTime<Utc>) -> bool {
        self.halves.iter().all(|half| time::from_shanghai(half.end()) <= now)
    }

    /// What puts this person's presence in doubt and nobody has answered, the earliest first.
    pub fn doubt(&self, id: ParticipantId) -> Option<FlagKind> {
        let person = self.firsts.get(&id).copied().unwrap_or(id);
        let open = self.flags.iter().filter(|(_, answer)| answer.is_none()).map(|(flag, _)| flag);
        let mut own = open.filter(|flag| flag.person == Some(person) && flag.kind.is_doubt_of_presence());
        own.next().map(|flag| flag.kind)
    }

    /// Flags that nobody has answered.
    pub fn open_flags(&self) -> usize {
        self.flags.iter().filter(|(_, answer)| answer.is_none()).count()
    }
}

/// The attendance of an event, for those who may see its participants.
///
/// # Errors
/// Rights.
pub fn show(app: &App, who: &Who, id: EventId) -> Result<Register, ServiceError> {
    app.store.read(|conn| {
        let event = open(conn, who, Action::ParticipantView, id)?;
        let may_edit = access::can(&who.actor, Action::ParticipantCheckIn, &facts_of(&event)).is_ok();
        let may_set = access::can(&who.actor, Action::ParticipantSetUp, &facts_of(&event)).is_ok();
        let all = access::can(&who.actor, Action::ParticipantExport, &facts_of(&event)).is_ok();
        let mut register = register(conn, event)?;
        if !all {
            let lines = register.lines.into_iter();
            register.lines = lines.map(|line| Line { row: line.row.without_particulars(), ..line }).collect();
        }
        Ok(Register { may_edit, may_set, ..register })
    })
}

/// The sessions of the last release that were not called off.
pub(in crate::service) fn released(conn: &mut Conn, id: EventId) -> Result<Vec<Entry>, ServiceError> {
    let Some(release) = schedules::last_release(conn, id)? else { return Ok(Vec::new()) };
    let corrupt = |_| StorageError::Corrupt { what: "schedule release", value: release.id.to_string() };
    let entries: Vec<Entry> = serde_json::from_str(&release.content).map_err(corrupt)?;
    Ok(entries.into_iter().filter(|entry| !entry.cancelled).collect())
}

/// The half-days on which whoever registered for `entry` is expected: its own sessions and those of
/// everybody; where none of them is its own or everybody's, all.
fn halves_of(event: &EventRow, sessions: &[Entry], entry: &str) -> Vec<HalfDay> {
    let spans = |all: bool| {
        let concerns =
            move |session: &&Entry| all || session.item.is_empty() || entry.is_empty() || session.item == entry;
        halves::of_sessions(sessions.iter().filter(concerns).map(|session| (session.start, session.end())))
    };
    let own = spans(false);
    let found = if own.is_empty() { spans(true) } else { own };
    match (found.is_empty(), event.starts_on) {
        (true, Some(first)) => halves::of_days(first, event.ends_on.unwrap_or(first)),
        _ => found,
    }
}

/// The scan as the domain looks at it, of this person.
fn scan_of(row: &ScanRow, person: ParticipantId) -> Scan {
    Scan {
        at: time::in_shanghai(row.scanned_at.and_utc()),
        direction: row.direction,
        person,
        device: row.device.clone(),
        mark: row.mark.clone(),
        skew: row.skew_seconds.map(i64::from),
        struck: !row.struck_reason.is_empty(),
    }
}

/// The same person in several entries is one: the first of their rows stands for all of them.
fn first_rows<'r>(rows: impl IntoIterator<Item = &'r ParticipantRow>) -> BTreeMap<ParticipantId, ParticipantId> {
    let mut known: BTreeMap<&str, ParticipantId> = BTreeMap::new();
    let mut firsts = BTreeMap::new();
    for row in rows {
        let first = match row.resident_id.as_deref() {
            Some(resident) => *known.entry(resident).or_insert(row.id),
            None => row.id,
        };
        firsts.insert(row.id, first);
    }
    firsts
}

pub(super) fn rule_of(conn: &mut Conn, id: EventId) -> Result<Rule, ServiceError> {
    let share = event_terms::get(conn, id)?.terms.share;
    Ok(Rule { share, present: attendance::present(conn, id)?.unwrap_or(Rule::USUAL.present), ..Rule::USUAL })
}

/// As [`show`], for a use case that has already authorised.
pub(in crate::service) fn register(conn: &mut Conn, event: EventRow) -> Result<Register, ServiceError> {
    let id = event.id;
    let rule = rule_of(conn, id)?;
    let sessions = released(conn, id)?;
    let names: BTreeMap<i64, String> = attendance::entry_names(conn, id)?.into_iter().collect();
    let rows = participants::of_event(conn, id)?;
    let scans = attendance::of_event(conn, id)?;
    let firsts = first_rows(&rows);
    let name = |row: &ParticipantRow| row.entry_id.and_then(|entry| names.get(&entry)).cloned().unwrap_or_default();
    let mut by_entry: BTreeMap<String, Vec<HalfDay>> = BTreeMap::new();
    for row in &rows {
        let entry = name(row);
        by_entry.entry(entry.clone()).or_insert_with(|| halves_of(&event, &sessions, &entry));
    }
    let all = halves_of(&event, &sessions, "");
    let lines: Vec<ParticipantRow> = rows.into_iter().filter(|row| row.state == State::Admitted).collect();
    let first = |id: &ParticipantId| firsts.get(id).copied().unwrap_or(*id);
    let domain: Vec<Scan> = scans.iter().map(|(row, _)| scan_of(row, first(&row.participant_id))).collect();
    let expected: Vec<Expected> = lines
        .iter()
        .map(|row| Expected {
            person: first(&row.id),
            halves: by_entry.get(&name(row)).map(Vec::as_slice).unwrap_or_default(),
        })
        .collect();
    let attended = attended_by(&expected, &domain, &rule);
    let everybody: Vec<Expected> = expected.iter().map(|one| Expected { person: one.person, halves: &all }).collect();
    let days = days(&event, &all);
    let elsewhere = elsewhere(conn, &event, &all, &first)?;
    let mut answers: BTreeMap<String, AnswerRow> =
        attendance::answers(conn, id)?.into_iter().map(|row| (row.flag.clone(), row)).collect();
    let found = flags(&everybody, &domain, days, &elsewhere, &rule).into_iter();
    let found = found.map(|flag| {
        let answer = answers.remove(&flag.key());
        (flag, answer)
    });
    let flags = found.collect();
    let line = |(row, attended): (ParticipantRow, Attended)| Line {
        entry: name(&row),
        met: attended.share.meets(rule.share),
        attended,
        row,
    };
    let lines = lines.into_iter().zip(attended).map(line).collect();
    Ok(Register {
        lines,
        firsts,
        halves: all,
        recorded: domain.iter().any(|scan| !scan.struck),
        by_schedule: !sessions.is_empty(),
        scans,
        flags,
        rule,
        event,
        may_edit: false,
        may_set: false,
    })
}

/// What is odd about these scans of an event's people, by mark: with all scans of each person, in the order
/// in which they were made. `rows` are the event's participants.
pub(super) fn oddities(
    conn: &mut Conn,
    event: &EventRow,
    rows: &[&ParticipantRow],
    of: &[(ParticipantId, &str, &str)],
) -> Result<BTreeMap<String, Vec<Odd>>, ServiceError> {
    if of.is_empty() {
        return Ok(BTreeMap::new());
    }
    let sessions = released(conn, event.id)?;
    let names: BTreeMap<i64, String> = attendance::entry_names(conn, event.id)?.into_iter().collect();
    let firsts = first_rows(rows.iter().copied());
    let first = |id: ParticipantId| firsts.get(&id).copied().unwrap_or(id);
    let people: BTreeSet<ParticipantId> = of.iter().map(|(id, ..)| first(*id)).collect();
    // The same person may stand in several items.
    let ids: Vec<i64> =
        rows.iter().map(|row| row.id).filter(|id| people.contains(&first(*id))).map(Into::into).collect();
    let mut scans: BTreeMap<ParticipantId, Vec<Scan>> = BTreeMap::new();
    for row in attendance::of_people(conn, event.id, &ids)? {
        let person = first(row.participant_id);
        scans.entry(person).or_default().push(scan_of(&row, person));
    }
    let days = days(event, &halves_of(event, &sessions, ""));
    let mut found = BTreeMap::new();
    for (id, device, mark) in of {
        let own = rows.iter().filter(|row| first(row.id) == first(*id));
        let halves: Vec<HalfDay> = own
            .map(|row| row.entry_id.and_then(|entry| names.get(&entry)).map_or("", String::as_str))
            .collect::<BTreeSet<_>>()
            .into_iter()
            .flat_map(|entry| halves_of(event, &sessions, entry))
            .collect();
        let scans = scans.get(&first(*id)).map(Vec::as_slice).unwrap_or_default();
        found.insert((*mark).to_owned(), odd(device, mark, scans, &halves, days));
    }
    Ok(found)
}

/// The event's first and last day, its sessions' included.
fn days(event: &EventRow, halves: &[HalfDay]) -> Option<(NaiveDate, NaiveDate)> {
    let own = [event.starts_on, event.ends_on].into_iter().flatten();
    let all: BTreeSet<NaiveDate> = own.chain(halves.iter().map(|half| half.key.day)).collect();
    Some((*all.first()?, *all.last()?))
}

/// What the same people did in other events on these days.
fn elsewhere(
    conn: &mut Conn,
    event: &EventRow,
    halves: &[HalfDay],
    first: &dyn Fn(&ParticipantId) -> ParticipantId,
) -> Result<Vec<Elsewhere>, ServiceError> {
    let Some((from, to)) = days(event, halves) else { return Ok(Vec::new()) };
    let (from, to) = (time::start_of_day(from), time::start_of_day(to) + chrono::Duration::days(1));
    let mut found: BTreeMap<(ParticipantId, EventId), (String, Vec<Scan>)> = BTreeMap::new();
    for (person, other, name, row) in attendance::elsewhere(conn, event.id, from.naive_utc(), to.naive_utc())? {
        let person = first(&person);
        let scan = scan_of(&row, person);
        found.entry((person, other)).or_insert((name, Vec::new())).1.push(scan);
    }
    let mut halves: BTreeMap<EventId, Vec<HalfDay>> = BTreeMap::new();
    for (_, other) in found.keys() {
        if !halves.contains_key(other) {
            let row = events::get(conn, *other)?;
            let sessions = released(conn, *other)?;
            halves.insert(*other, halves_of(&row, &sessions, ""));
        }
    }
    let of = |((person, other), (event, scans)): ((ParticipantId, EventId), (String, Vec<Scan>))| {
        let mut scans: Vec<&Scan> = scans.iter().collect();
        scans.sort();
        let intervals = intervals(&scans, halves.get(&other).map(Vec::as_slice).unwrap_or_default());
        Elsewhere { person, event, intervals }
    };
    Ok(found.into_iter().map(of).collect())
}

/// What certificates rest on; none where nothing was recorded.
pub(in crate::service) fn recorded(conn: &mut Conn, event: &EventRow) -> Result<Option<Register>, ServiceError> {
    if attendance::count(conn, event.id)? == 0 {
        return Ok(None);
    }
    register(conn, event.clone()).map(Some)
}

/// The half-day with this name.
pub(super) fn half(register: &Register, code: &str) -> Option<HalfDay> {
    let key = HalfKey::read(code)?;
    register.halves.iter().find(|half| half.key == key).cloned()
}
