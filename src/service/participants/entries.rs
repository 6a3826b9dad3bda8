//! What can be registered for (报名项), by the event's host or a clerk.

use super::{moves, visible, waiting};
use crate::domain::access::{self, Action};
use crate::domain::event;
use crate::domain::ids::{ContestId, EntryId, EventId};
use crate::domain::participant::eligibility::{Rule, Rules};
use crate::domain::participant::entry::{self, Places, Window};
use crate::domain::participant::team::TeamSize;
use crate::domain::participant::{State, waiting as line};
use crate::domain::text::{half_width, tidy};
use crate::domain::time;
use crate::platform::assets;
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By};
use crate::storage::contests;
use crate::storage::entries::{self as stored, ChangeRow, EntryData, EntryRow};
use crate::storage::events::EventRow;
use crate::storage::participants::ParticipantRow;
use crate::storage::{Constraint, StorageError};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use serde_json::{Value, json};

/// What a form for an entry says, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntryForm {
    pub name: String,
    /// Empty: no limit.
    pub capacity: String,
    pub approval: bool,
    pub team_least: String,
    pub team_most: String,
    /// `2019-11-20 09:00`, the clock in Wenzhou.
    pub opens_at: String,
    pub closes_at: String,
    pub offer_hours: String,
    pub open: bool,
    pub age_least: String,
    pub age_most: String,
    pub age_on: String,
    pub divisions: Vec<String>,
    /// One a line.
    pub units: String,
    pub skill: String,
    /// One a line.
    pub titles: String,
    pub sex: String,
}

impl EntryForm {
    fn read(&self, event: &EventRow) -> Result<EntryData, ServiceError> {
        let mut faults = Vec::new();
        let name = tidy(&self.name);
        if name.is_empty() {
            faults.push(Fault::new("name", "required"));
        } else if name.chars().count() > 80 {
            faults.push(Fault::new("name", "too-long").with("max", 80));
        }
        let mut number = |field: &str, text: &str, (least, most): (i32, i32)| {
            let text = half_width(text);
            let read = text.trim().parse::<i32>().ok().filter(|number| (least..=most).contains(number));
            if read.is_none() {
                faults.push(Fault::new(field, "out-of-range").with("hint", format!("{least}–{most}")));
            }
            read.unwrap_or(least)
        };
        let capacity = (!self.capacity.trim().is_empty()).then(|| number("capacity", &self.capacity, (1, 1_000_000)));
        let team_least = number("team_least", &self.team_least, (1, 20));
        let team_most = number("team_most", &self.team_most, (1, 20));
        let offer_hours = number("offer_hours", &self.offer_hours, (0, 720));
        if team_most < team_least {
            faults.push(Fault::new("team_most", "out-of-range").with("hint", format!("{team_least}–20")));
        }
        let mut moment = |field: &str, text: &str| {
            let read = moment(text);
            if read.is_none() {
                faults.push(Fault::new(field, "not-a-moment"));
            }
            read
        };
        let (opens, closes) = (moment("opens_at", &self.opens_at), moment("closes_at", &self.closes_at));
        if let (Some(opens), Some(closes)) = (opens, closes)
            && closes <= opens
        {
            faults.push(Fault::new("closes_at", "closes-before-it-opens"));
        }
        let last = event.ends_on.or(event.starts_on);
        if let Some((closes, last)) = closes.zip(last)
            && time::shanghai_date(closes.and_utc()) > last
        {
            faults.push(Fault::new("closes_at", "closes-after-event").with("last", last));
        }
        let rules = self.rules(&mut faults);
        match (opens, closes) {
            (Some(opens_at), Some(closes_at)) if faults.is_empty() => Ok(EntryData {
                name,
                capacity,
                approval: self.approval,
                team_least,
                team_most,
                opens_at,
                closes_at,
                offer_hours,
                rules: serde_json::to_string(&rules).unwrap_or_default(),
                open: self.open,
            }),
            _ => Err(ServiceError::Invalid(faults)),
        }
    }

    fn rules(&self, faults: &mut Vec<Fault>) -> Rules {
        let mut rules = Vec::new();
        let mut age = |field: &str, text: &str| {
            let text = half_width(text);
            let read = text.trim().parse::<u32>().ok().filter(|age| (1..=120).contains(age));
            if read.is_none() && !text.trim().is_empty() {
                faults.push(Fault::new(field, "out-of-range").with("hint", "1–120"));
            }
            read
        };
        let (least, most) = (age("age_least", &self.age_least), age("age_most", &self.age_most));
        let on: Option<NaiveDate> = self.age_on.trim().parse().ok();
        if on.is_none() && !self.age_on.trim().is_empty() {
            faults.push(Fault::new("age_on", "not-a-date"));
        }
        if least.is_some() || most.is_some() {
            if least > most && most.is_some() {
                faults.push(Fault::new("age_most", "out-of-range").with("hint", format!("{}–120", least.unwrap_or(1))));
            }
            rules.push(Rule::Age { least, most, on });
        }
        let divisions: Vec<_> = self.divisions.iter().filter_map(|code| assets::division(code)).collect();
        if divisions.len() != self.divisions.len() {
            faults.push(Fault::new("divisions", "choose"));
        }
        if !divisions.is_empty() {
            rules.push(Rule::Region { divisions });
        }
        let units = lines(&self.units);
        if !units.is_empty() {
            rules.push(Rule::Employer { units });
        }
        if let Ok(least) = self.skill.parse() {
            rules.push(Rule::Skill { least });
        }
        let titles = lines(&self.titles);
        if !titles.is_empty() {
            rules.push(Rule::Without { titles });
        }
        if let Ok(sex) = self.sex.parse() {
            rules.push(Rule::Sex { sex });
        }
        Rules { rules }
    }

    /// The form of an entry as it is.
    pub fn of(row: &EntryRow) -> EntryForm {
        let wall = |at: NaiveDateTime| time::in_shanghai(at.and_utc()).format(MOMENT).to_string();
        let mut form = EntryForm {
            name: row.name.clone(),
            capacity: row.capacity.map(|capacity| capacity.to_string()).unwrap_or_default(),
            approval: row.approval,
            team_least: row.team_least.to_string(),
            team_most: row.team_most.to_string(),
            opens_at: wall(row.opens_at),
            closes_at: wall(row.closes_at),
            offer_hours: row.offer_hours.to_string(),
            open: row.open,
            ..EntryForm::default()
        };
        let text = |value: &Option<u32>| value.map(|value| value.to_string()).unwrap_or_default();
        for rule in rules_of(row).unwrap_or_default().rules {
            match rule {
                Rule::Age { least, most, on } => {
                    form.age_least = text(&least);
                    form.age_most = text(&most);
                    form.age_on = on.map(|on| on.to_string()).unwrap_or_default();
                }
                Rule::Region { divisions } => form.divisions = divisions.iter().map(ToString::to_string).collect(),
                Rule::Employer { units } => form.units = units.join("\n"),
                Rule::Skill { least } => form.skill = least.to_string(),
                Rule::Without { titles } => form.titles = titles.join("\n"),
                Rule::Sex { sex } => form.sex = sex.to_string(),
            }
        }
        form
    }

    /// What a new entry of an event begins with: from now until the day before the event; where that is over, a
    /// day more, within the event's days.
    pub fn usual(event: &EventRow, now: DateTime<Utc>) -> EntryForm {
        let opens = time::in_shanghai(now).date().and_hms_opt(9, 0, 0).unwrap_or_default();
        let first = event.starts_on.unwrap_or(opens.date() + chrono::Days::new(30));
        let last = first.pred_opt().unwrap_or(first).max(opens.date() + chrono::Days::new(1));
        let last = event.ends_on.or(event.starts_on).map_or(last, |day| day.min(last));
        let opens = last.and_hms_opt(9, 0, 0).map_or(opens, |morning| morning.min(opens));
        let closes = last.and_hms_opt(17, 0, 0).unwrap_or_default();
        EntryForm {
            name: event.name.clone(),
            team_least: "1".to_owned(),
            team_most: "1".to_owned(),
            offer_hours: "48".to_owned(),
            opens_at: opens.format(MOMENT).to_string(),
            closes_at: closes.format(MOMENT).to_string(),
            open: true,
            ..EntryForm::default()
        }
    }
}

/// As a form shows it.
const MOMENT: &str = "%Y-%m-%d %H:%M";

/// `2019-11-20 09:00`, or with a `T` between, by Wenzhou's clock, as UTC.
fn moment(text: &str) -> Option<NaiveDateTime> {
    let text = half_width(text).trim().replacen(' ', "T", 1);
    let wall = NaiveDateTime::parse_from_str(&text, "%Y-%m-%dT%H:%M")
        .or_else(|_| NaiveDateTime::parse_from_str(&text, "%Y-%m-%dT%H:%M:%S"));
    wall.ok().map(|wall| time::from_shanghai(wall).naive_utc())
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(tidy).filter(|line| !line.is_empty()).collect()
}

/// The conditions of an entry.
///
/// # Errors
/// What is stored cannot be read: nobody is let in by mistake.
pub fn rules_of(row: &EntryRow) -> Result<Rules, ServiceError> {
    let corrupt = |_| StorageError::Corrupt { what: "rules of an entry", value: row.id.to_string() };
    Ok(serde_json::from_str(&row.rules).map_err(corrupt)?)
}

pub fn team_size(row: &EntryRow) -> TeamSize {
    let count = |number: i32| u32::try_from(number).unwrap_or(1);
    TeamSize { least: count(row.team_least), most: count(row.team_most) }
}

/// The places, with those who wait as `(participant, team)`.
pub fn places_of(row: &EntryRow, waiting: &[(i64, Option<i64>)]) -> Places {
    let count = |number: i32| u32::try_from(number).unwrap_or_default();
    Places {
        capacity: row.capacity.map(count),
        taken: count(row.taken),
        waiting: u32::try_from(line::line(waiting).len()).unwrap_or(u32::MAX),
    }
}

/// Whether one can register now: the entry is released, and its event takes people.
pub fn window_of(row: &EntryRow, event: &EventRow, now: DateTime<Utc>) -> Window {
    let takes = matches!(event.state, event::State::Approved | event::State::Filed);
    entry::window(row.open && takes, row.opens_at.and_utc(), closes_of(row, event), now)
}

/// When registration closes: nobody registers for what has begun, whatever the cut-off says.
pub fn closes_of(row: &EntryRow, event: &EventRow) -> DateTime<Utc> {
    let closes = row.closes_at.and_utc();
    event.starts_on.map_or(closes, |first| closes.min(time::start_of_day(first)))
}

/// One entry as its host's list shows it.
#[derive(Clone, Debug)]
pub struct Listed {
    pub row: EntryRow,
    pub places: Places,
    pub window: Window,
    /// Registrations that somebody has yet to look at.
    pub pending: i64,
}

/// The entries of an event.
#[derive(Clone, Debug)]
pub struct Entries {
    pub event: EventRow,
    pub rows: Vec<Listed>,
    /// Items of the competition that have none yet.
    pub items_without: usize,
    pub may_edit: bool,
}

/// The entries of an event.
///
/// # Errors
/// Rights; `NotFound`.
pub fn list(app: &App, who: &Who, event: EventId) -> Result<Entries, ServiceError> {
    app.store.read(|conn| {
        let event = visible(conn, who, Action::ParticipantView, event)?;
        let rows = stored::of_event(conn, event.id)?;
        let items = contests::of_event(conn, event.id)?;
        let has = |item: &contests::ItemRow| rows.iter().any(|row| row.contest_item_id == Some(item.id.get()));
        let items_without = items.iter().filter(|item| !has(item)).count();
        let counts = stored::counts(conn, event.id)?;
        let mut listed = Vec::new();
        for row in rows {
            let places = places_of(&row, &stored::waiting(conn, row.id)?);
            let of = |(entry, state, _): &&(Option<i64>, String, i64)| {
                *entry == Some(row.id.get()) && state == State::Pending.as_str()
            };
            let pending = counts.iter().find(of).map_or(0, |(_, _, count)| *count);
            listed.push(Listed { window: window_of(&row, &event, app.now()), places, pending, row });
        }
        let may_edit = access::can(&who.actor, Action::ParticipantSetUp, &super::facts_of(&event)).is_ok();
        Ok(Entries { rows: listed, items_without, may_edit, event })
    })
}

/// One entry with what waits for its host.
#[derive(Clone, Debug)]
pub struct Shown {
    pub event: EventRow,
    pub listed: Listed,
    /// Registrations to be looked at, oldest first.
    pub pending: Vec<ParticipantRow>,
    /// The waiting list in its order, and offers not answered yet.
    pub waiting: Vec<ParticipantRow>,
    pub offered: Vec<ParticipantRow>,
    pub admitted: Vec<ParticipantRow>,
    pub changes: Vec<(ChangeRow, ParticipantRow)>,
    pub teams: Vec<(i64, String)>,
    /// Teams with too few members: name, members, and how many are missing.
    pub short: Vec<(String, u32, u32)>,
    pub may_edit: bool,
    pub may_decide: bool,
}

/// The most people of one state that the page of an entry shows; the roster shows all.
const MOST: i64 = 200;

/// One entry with what waits for its host.
///
/// # Errors
/// Rights; `NotFound`.
pub fn show(app: &App, who: &Who, id: EntryId) -> Result<Shown, ServiceError> {
    app.store.read(|conn| {
        let row = stored::get(conn, id)?;
        let event = visible(conn, who, Action::ParticipantView, row.event_id)?;
        let facts = super::facts_of(&event);
        let waiting = stored::waiting(conn, id)?;
        let all = super::sees_particulars(who, &event);
        let seen = |row: ParticipantRow| if all { row } else { row.without_particulars() };
        let mut people = |state: State| -> Result<Vec<ParticipantRow>, StorageError> {
            Ok(stored::people(conn, id, &[state.as_str()], MOST)?.into_iter().map(seen).collect())
        };
        let (pending, in_line) = (people(State::Pending)?, people(State::Waiting)?);
        let (offered, admitted) = (people(State::Offered)?, people(State::Admitted)?);
        let changes = stored::changes_of(conn, id)?.into_iter();
        let asked = |change: ChangeRow| ChangeRow { fields: if all { change.fields } else { String::new() }, ..change };
        Ok(Shown {
            changes: changes.map(|(change, row)| (asked(change), seen(row))).collect(),
            teams: stored::team_names(conn, id)?,
            short: super::teams::short(conn, &row)?
                .into_iter()
                .map(|team| (team.name, team.has, team.missing))
                .collect(),
            may_edit: access::can(&who.actor, Action::ParticipantSetUp, &facts).is_ok(),
            may_decide: access::can(&who.actor, Action::ParticipantEdit, &facts).is_ok(),
            listed: Listed {
                places: places_of(&row, &waiting),
                window: window_of(&row, &event, app.now()),
                pending: i64::try_from(pending.len()).unwrap_or_default(),
                row,
            },
            event,
            pending,
            waiting: in_line,
            offered,
            admitted,
        })
    })
}

/// Adds an entry for the event itself.
///
/// # Errors
/// Rights; `Invalid` with every fault.
pub fn add(app: &App, who: &Who, event: EventId, form: &EntryForm) -> Result<EntryId, ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let event = super::locked(tx, who, Action::ParticipantSetUp, event)?;
        let data = form.read(&event)?;
        let id = stored::insert(tx, event.id, None, &data, at.naive_utc()).map_err(name_taken)?;
        trail::record(tx, at, By::who(who), "entry.add", "entry", id.get(), None, Some(said(&data)))?;
        Ok(id)
    })
}

/// Adds an entry for each item of the competition that has none, with the usual window; closed until
/// its host releases it.
///
/// # Errors
/// Rights; `Conflict(entries-complete)` where every item has one.
pub fn add_per_item(app: &App, who: &Who, event: EventId) -> Result<usize, ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let event = super::locked(tx, who, Action::ParticipantSetUp, event)?;
        let rows = stored::of_event(tx, event.id)?;
        let items = contests::of_event(tx, event.id)?;
        let has = |item: &contests::ItemRow| rows.iter().any(|row| row.contest_item_id == Some(item.id.get()));
        let mut added = 0;
        for item in items.iter().filter(|item| !has(item)) {
            let form = EntryForm { name: item.name.clone(), open: false, ..EntryForm::usual(&event, at) };
            let data = form.read(&event)?;
            let item = Some(ContestId::new(item.id.get()));
            let id = stored::insert(tx, event.id, item, &data, at.naive_utc()).map_err(name_taken)?;
            trail::record(tx, at, By::who(who), "entry.add", "entry", id.get(), None, Some(said(&data)))?;
            added += 1;
        }
        if added == 0 { Err(ServiceError::conflict("entries-complete")) } else { Ok(added) }
    })
}

/// Changes an entry. More places move those who wait up at once; fewer than are taken is refused.
///
/// # Errors
/// Rights; a stale version; `Invalid` with every fault.
pub fn edit(app: &App, who: &Who, id: EntryId, version: i64, form: &EntryForm) -> Result<(), ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let (row, event) = moves::locked_entry(tx, who, Action::ParticipantSetUp, id)?;
        let data = form.read(&event)?;
        let places = places_of(&row, &[]);
        if !places.allows(data.capacity.map(|capacity| u32::try_from(capacity).unwrap_or_default())) {
            let fault = Fault::new("capacity", "fewer-than-taken").with("min", places.taken);
            return Err(ServiceError::Invalid(vec![fault]));
        }
        // Who registered as one of a team of three must not find themselves in an item for one.
        let sizes = (data.team_least, data.team_most) != (row.team_least, row.team_most);
        if sizes && !stored::people(tx, id, &["pending", "admitted", "waiting", "offered"], 1)?.is_empty() {
            return Err(ServiceError::invalid("team_most", "team-size-fixed"));
        }
        stored::update(tx, id, version, &data).map_err(name_taken)?;
        let before = json!({ "name": row.name, "capacity": row.capacity, "open": row.open });
        trail::record(tx, at, By::who(who), "entry.edit", "entry", id.get(), Some(before), Some(said(&data)))?;
        waiting::promote(tx, at, id)
    })
}

fn name_taken(error: StorageError) -> ServiceError {
    match error {
        StorageError::Violated(Constraint::EntryNameTaken) => ServiceError::invalid("name", "entry-name-taken"),
        other => other.into(),
    }
}

fn said(data: &EntryData) -> Value {
    json!({ "name": data.name, "capacity": data.capacity, "open": data.open })
}
