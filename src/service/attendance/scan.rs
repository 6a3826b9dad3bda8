//! At the door: scans of one phone, one by one or after an hour without a connection.

use super::load::oddities;
use super::{facts_of, locked, open};
use crate::domain::access::{self, Action};
use crate::domain::ids::{EventId, ParticipantId};
use crate::domain::participant::State;
use crate::domain::participant::attendance::{Direction, MANUAL, Odd, Refused, clock};
use crate::domain::participant::pass::{masked_name, pass_hash, read_pass};
use crate::platform::chance;
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::service::trail::{self, By};
use crate::storage::attendance::{self, NewScan, ScanRow};
use crate::storage::events::{self, EventRow};
use crate::storage::participants::{self, ParticipantRow};
use crate::storage::{StorageError, Tx};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;

/// Most scans of one request; a phone sends the rest with the next.
pub const MOST: usize = 500;
/// Most people found by a name.
const FOUND: usize = 30;

/// A scan as a phone sends it. Each is answered for itself.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Sent {
    /// The phone's own mark of it.
    #[serde(default)]
    pub mark: String,
    /// Whom the phone took it for, by the list it keeps.
    pub person: Option<i64>,
    /// What was scanned or typed, where the list had nobody.
    #[serde(default)]
    pub code: String,
    #[serde(default)]
    pub direction: String,
    /// By the phone's clock, with its distance from Greenwich.
    #[serde(default)]
    pub at: String,
}

/// Scans of one phone.
#[derive(Clone, Debug)]
pub struct Batch {
    pub device: String,
    /// When the phone sent it by its own clock; says how far that is off.
    pub sent_at: Option<DateTime<Utc>>,
    pub scans: Vec<Sent>,
}

/// What became of a scan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Entered,
    /// It was there already.
    Known,
    Refused(Refused),
}

/// The answer to one scan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    pub mark: String,
    pub outcome: Outcome,
    /// Whom it was taken for.
    pub name: String,
    /// What is odd about it, though it was entered.
    pub odd: Vec<Odd>,
}

/// Enters what a phone sends. Sent again, a scan changes nothing.
///
/// # Errors
/// Rights; `Invalid(scans)`: too many at once; `Invalid(device)`: not a device's name.
pub fn enter(app: &App, who: &Who, id: EventId, batch: &Batch) -> Result<Vec<Answered>, ServiceError> {
    let (at, wall) = (app.now(), app.clock.on_the_wall());
    app.store.write(|tx| {
        let event = locked(tx, who, Action::ParticipantCheckIn, id)?;
        if batch.scans.len() > MOST {
            return Err(ServiceError::invalid("scans", "too-many-scans"));
        }
        if !is_name(&batch.device) || batch.device == MANUAL {
            return Err(ServiceError::invalid("device", "device"));
        }
        let rows: BTreeMap<i64, ParticipantRow> =
            participants::of_event(tx, id)?.into_iter().map(|row| (row.id.get(), row)).collect();
        let mut door = Door { tx, who, event: &event, at, wall, batch, rows, people: Vec::new() };
        let mut answers = batch.scans.iter().map(|sent| door.one(sent)).collect::<Result<Vec<_>, _>>()?;
        let (rows, people) = (std::mem::take(&mut door.rows), std::mem::take(&mut door.people));
        // Judged when all are in: a phone hands in its scans in any order.
        let rows: Vec<&ParticipantRow> = rows.values().collect();
        let of = answers.iter().zip(&people).filter(|(answer, _)| answer.outcome == Outcome::Entered);
        let of: Vec<_> =
            of.filter_map(|(answer, id)| Some(((*id)?, batch.device.as_str(), answer.mark.as_str()))).collect();
        let mut odd = oddities(tx, &event, &rows, &of)?;
        for answer in &mut answers {
            answer.odd = odd.remove(&answer.mark).unwrap_or_default();
        }
        let entered = answers.iter().filter(|answer| answer.outcome == Outcome::Entered).count();
        if entered > 0 {
            let after = json!({ "device": batch.device, "scans": entered });
            trail::record(tx, at, By::who(who), "event.scan", "event", id.get(), None, Some(after))?;
        }
        Ok(answers)
    })
}

fn is_name(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

struct Door<'a, 'tx> {
    tx: &'a mut Tx<'tx>,
    who: &'a Who,
    event: &'a EventRow,
    at: DateTime<Utc>,
    /// What phones should show now.
    wall: DateTime<Utc>,
    batch: &'a Batch,
    rows: BTreeMap<i64, ParticipantRow>,
    /// Of whom each scan is, in their order; none of a refused one.
    people: Vec<Option<ParticipantId>>,
}

impl Door<'_, '_> {
    fn one(&mut self, sent: &Sent) -> Result<Answered, ServiceError> {
        let answered =
            |outcome, name: &str| Answered { mark: sent.mark.clone(), outcome, name: name.to_owned(), odd: Vec::new() };
        let (row, direction, scanned) = match self.read(sent) {
            Ok(read) => read,
            Err(refused) => {
                self.people.push(None);
                return Ok(answered(Outcome::Refused(refused), ""));
            }
        };
        // The demonstration has another day than phones have: that alone makes no clock wrong.
        let skew = clock::skew(self.batch.sent_at, self.wall);
        let scan = NewScan {
            event_id: self.event.id.get(),
            participant_id: row.id.get(),
            direction: direction.as_str(),
            scanned_at: scanned.naive_utc(),
            received_at: self.at.naive_utc(),
            device: &self.batch.device,
            mark: &sent.mark,
            user_id: self.who.id().get(),
            skew_seconds: skew.map(|skew| i32::try_from(skew).unwrap_or(if skew < 0 { i32::MIN } else { i32::MAX })),
            note: "",
        };
        let outcome = match attendance::enter(self.tx, &scan)? {
            true => Outcome::Entered,
            false => self.there_already(&scan)?,
        };
        // Whose name it is when it was entered for somebody else is nobody's to say.
        let refused = matches!(outcome, Outcome::Refused(_));
        self.people.push((!refused).then_some(row.id));
        Ok(answered(outcome, &if refused { String::new() } else { masked_name(&row.name) }))
    }

    /// The same scan sent again, or another one with its mark.
    fn there_already(&mut self, scan: &NewScan) -> Result<Outcome, ServiceError> {
        let (person, direction) = attendance::marked(self.tx, self.event.id, scan.device, scan.mark)?;
        let same = person.get() == scan.participant_id && direction.as_str() == scan.direction;
        Ok(if same { Outcome::Known } else { Outcome::Refused(Refused::Taken) })
    }

    fn read(&self, sent: &Sent) -> Result<(ParticipantRow, Direction, DateTime<Utc>), Refused> {
        if !is_name(&sent.mark) {
            return Err(Refused::Mark);
        }
        let direction: Direction = sent.direction.parse().map_err(|_| Refused::Direction)?;
        let says = DateTime::parse_from_rfc3339(&sent.at).map_err(|_| Refused::Time)?.to_utc();
        let scanned = clock::made_at(says, self.batch.sent_at, self.at)?;
        let code = read_pass(&sent.code);
        let passed = |row: &&ParticipantRow| !code.is_empty() && row.pass_code.as_deref() == Some(code.as_str());
        let row = match sent.person {
            Some(id) => self.rows.get(&id),
            None => self.rows.values().find(passed),
        };
        let row = row.ok_or(Refused::Unknown)?;
        if row.state != State::Admitted {
            return Err(Refused::NotAdmitted);
        }
        Ok((row.clone(), direction, scanned))
    }
}

/// Somebody found at the desk, with their last scan that counts.
#[derive(Clone, Debug)]
pub struct DeskLine {
    pub row: ParticipantRow,
    pub last: Option<(Direction, DateTime<Utc>)>,
}

/// What was scanned last by the person at the desk.
#[derive(Clone, Debug)]
pub struct Recent {
    pub scan: ScanRow,
    pub name: String,
    pub unit: String,
    pub odd: Vec<Odd>,
}

/// The desk at the door.
#[derive(Clone, Debug)]
pub struct Desk {
    pub event: EventRow,
    /// Who take part.
    pub people: usize,
    /// By the name that was searched for.
    pub found: Vec<DeskLine>,
    pub recent: Vec<Recent>,
    /// A new mark for the form, so that a second press enters nothing twice.
    pub mark: String,
}

/// The desk at the door of an event; `search` is part of a name, of a unit, or the last four of an
/// identity number.
///
/// # Errors
/// Rights.
pub fn desk(app: &App, who: &Who, id: EventId, search: &str) -> Result<Desk, ServiceError> {
    app.store.read(|conn| {
        let event = open(conn, who, Action::ParticipantCheckIn, id)?;
        let all = participants::of_event(conn, id)?;
        let recent = attendance::last_of_user(conn, id, who.id(), 8)?;
        let of: Vec<_> =
            recent.iter().map(|(scan, ..)| (scan.participant_id, scan.device.as_str(), scan.mark.as_str())).collect();
        let mut odd = oddities(conn, &event, &all.iter().collect::<Vec<_>>(), &of)?;
        let recent = recent.into_iter().map(|(scan, name, unit)| {
            let odd = odd.remove(&scan.mark).unwrap_or_default();
            Recent { scan, name, unit, odd }
        });
        let recent = recent.collect();
        let mut rows = all;
        rows.retain(|row| row.state == State::Admitted);
        let people = rows.len();
        let search = search.trim().to_lowercase();
        let fits = |row: &ParticipantRow| {
            row.name.to_lowercase().contains(&search)
                || row.unit.to_lowercase().contains(&search)
                || row.id_tail == search
        };
        rows.retain(|row| !search.is_empty() && fits(row));
        rows.truncate(FOUND);
        let scans = if rows.is_empty() { Vec::new() } else { attendance::of_event(conn, id)? };
        let last = |row: &ParticipantRow| {
            let own = scans.iter().rev().map(|(scan, _)| scan);
            let own = own.filter(|scan| scan.participant_id == row.id && scan.struck_reason.is_empty());
            own.map(|scan| (scan.direction, scan.scanned_at.and_utc())).next()
        };
        let found = rows.into_iter().map(|row| DeskLine { last: last(&row), row }).collect();
        Ok(Desk { event, people, found, recent, mark: chance::token() })
    })
}

/// What a phone keeps of a participant: nothing that would tell who it is to whoever finds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Kept {
    pub id: i64,
    pub name: String,
    pub unit: String,
    /// Of the pass; empty where there is none yet.
    pub hash: String,
}

/// The list that a phone at the door keeps.
///
/// # Errors
/// Rights.
pub fn kept(app: &App, who: &Who, id: EventId) -> Result<Vec<Kept>, ServiceError> {
    app.store.read(|conn| {
        open(conn, who, Action::ParticipantCheckIn, id)?;
        let rows = participants::of_event(conn, id)?.into_iter().filter(|row| row.state == State::Admitted);
        let keep = |row: ParticipantRow| Kept {
            id: row.id.get(),
            name: masked_name(&row.name),
            unit: row.unit,
            hash: row.pass_code.as_deref().map(pass_hash).unwrap_or_default(),
        };
        Ok(rows.map(keep).collect())
    })
}

/// What is behind a pass.
#[derive(Clone, Debug)]
pub struct PassShown {
    pub event: EventRow,
    pub participant: ParticipantId,
    /// Masked for whoever may not check in.
    pub name: String,
    /// Empty for whoever may not check in.
    pub unit: String,
    pub admitted: bool,
    pub may_check_in: bool,
    /// The last scan that counts, for whoever may check in.
    pub last: Option<(Direction, DateTime<Utc>)>,
    pub mark: String,
}

/// Whose pass it is: with the name for those at the door, masked for anybody else.
///
/// # Errors
/// `NotFound`.
pub fn by_pass(app: &App, who: Option<&Who>, code: &str) -> Result<PassShown, ServiceError> {
    let code = read_pass(code);
    app.store.read(|conn| {
        let row = attendance::by_pass(conn, &code)?;
        let event = events::get(conn, row.event_id)?;
        let facts = facts_of(&event);
        let may = who.is_some_and(|who| access::can(&who.actor, Action::ParticipantCheckIn, &facts).is_ok());
        let last = match may {
            true => last_scan(conn, &row)?,
            false => None,
        };
        Ok(PassShown {
            participant: row.id,
            name: if may { row.name.clone() } else { masked_name(&row.name) },
            unit: if may { row.unit.clone() } else { String::new() },
            admitted: row.state == State::Admitted,
            may_check_in: may,
            last,
            mark: chance::token(),
            event,
        })
    })
}

fn last_scan(
    conn: &mut crate::storage::Conn,
    row: &ParticipantRow,
) -> Result<Option<(Direction, DateTime<Utc>)>, StorageError> {
    let scans = attendance::of_event(conn, row.event_id)?;
    let own = scans.iter().rev().map(|(scan, _)| scan);
    let mut own = own.filter(|scan| scan.participant_id == row.id && scan.struck_reason.is_empty());
    Ok(own.next().map(|scan| (scan.direction, scan.scanned_at.and_utc())))
}
