//! Certificates of completion (结业证书) of seminars and classes: for whoever attended enough.

use super::app::{App, Who};
use super::attendance::{Line, register};
use super::claims::next_reference;
use super::error::{Fault, ServiceError};
use super::trail::{self, By};
use crate::domain::access::{self, Action, Facts};
use crate::domain::event::{Kind, State};
use crate::domain::ids::{CertificateId, EventId};
use crate::domain::ratio::Ratio;
use crate::domain::reference::Series;
use crate::platform::chance;
use crate::storage::attendance::{self, CompletionRow, NewCompletion};
use crate::storage::events::{self, EventRow};
use crate::storage::{Conn, Tx, participants, people};
use chrono::NaiveDate;
use serde_json::json;
use std::collections::BTreeSet;

/// A certificate of completion as anyone with its code may read it.
#[derive(Clone, Debug)]
pub struct Completion {
    pub id: CertificateId,
    pub number: String,
    pub name: String,
    pub event: String,
    pub organiser: String,
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// Half-days attended, of those expected.
    pub attended: i32,
    pub expected: i32,
    pub issued_on: NaiveDate,
    /// Why it is no longer good, if so.
    pub revoked: Option<String>,
    /// The address its QR code leads to.
    pub address: String,
}

/// The certificates of an event, and what may be done.
#[derive(Clone, Debug)]
pub struct Completions {
    pub event: EventRow,
    pub all: Vec<Completion>,
    /// Who takes part and gets none: name, half-days attended, of those expected.
    pub withheld: Vec<(String, u32, u32)>,
    pub asked: Ratio,
    pub may: bool,
    /// Attendance was recorded, the event is over, and it is not a competition.
    pub ready: bool,
}

fn facts_of(event: &EventRow) -> Facts {
    Facts::event(event.organisation_id, Some(event.division), event.state)
}

fn locked(tx: &mut Tx, who: &Who, id: EventId) -> Result<EventRow, ServiceError> {
    let event = events::lock(tx, id)?;
    access::can(&who.actor, Action::ParticipantEdit, &facts_of(&event))?;
    Ok(event)
}

/// Whether certificates of completion can be issued for it now.
fn is_ready(event: &EventRow) -> bool {
    event.kind != Kind::Competition && event.state == State::Held
}

/// The certificates of completion of an event.
///
/// # Errors
/// Rights.
pub fn list(app: &App, who: &Who, id: EventId) -> Result<Completions, ServiceError> {
    app.store.read(|conn| {
        let event = events::get(conn, id)?;
        access::can(&who.actor, Action::ParticipantView, &facts_of(&event))?;
        let may = access::can(&who.actor, Action::ParticipantEdit, &facts_of(&event)).is_ok();
        let all = attendance::completions(conn, id)?;
        let all = all.into_iter().map(|row| shown(app, conn, row, &event)).collect::<Result<Vec<_>, _>>()?;
        let register = register(conn, event.clone())?;
        let short = register.lines.iter().filter(|line| !line.met);
        let withheld = short.map(|line| (line.row.name.clone(), line.attended.share.attended, line.attended.share.of));
        Ok(Completions {
            withheld: withheld.collect(),
            asked: register.rule.share,
            ready: is_ready(&event) && register.recorded,
            event,
            all,
            may,
        })
    })
}

fn shown(app: &App, conn: &mut Conn, row: CompletionRow, event: &EventRow) -> Result<Completion, ServiceError> {
    let name = participants::get(conn, row.participant_id)?.name;
    Ok(Completion {
        id: row.id,
        number: row.number,
        name,
        event: event.name.clone(),
        organiser: people::organisation(conn, event.organisation_id)?.name,
        days: event.starts_on.map(|first| (first, event.ends_on.unwrap_or(first))),
        attended: row.attended,
        expected: row.expected,
        issued_on: row.issued_on,
        revoked: row.revoked_at.map(|_| row.revoke_reason),
        address: format!("{}/certificates/{}", app.base_url, row.code),
    })
}

/// Issues a certificate of completion to everybody who reaches the share and has none that is valid.
///
/// # Errors
/// Rights; `Conflict(not-for-completion)`: a competition, not over yet, or nothing was recorded;
/// `Conflict(attendance-short)`: nobody is left but those who attended too little, and who they are.
pub fn issue(app: &App, who: &Who, id: EventId) -> Result<usize, ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let event = locked(tx, who, id)?;
        let ready = is_ready(&event);
        let register = register(tx, event)?;
        if !ready || !register.recorded {
            return Err(ServiceError::conflict("not-for-completion"));
        }
        let known: BTreeSet<_> = attendance::completions(tx, id)?
            .into_iter()
            .filter(|row| row.revoked_at.is_none())
            .map(|row| row.participant_id)
            .collect();
        let mut issued = Vec::new();
        for line in register.lines.iter().filter(|line| line.met && !known.contains(&line.row.id)) {
            let number = next_reference(tx, Series::Certificate, at)?;
            let count = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
            let new = NewCompletion {
                participant_id: line.row.id.get(),
                number: &number,
                code: &chance::token(),
                attended: count(line.attended.share.attended),
                expected: count(line.attended.share.of),
                issued_on: app.today(),
                issued_by: who.id().get(),
            };
            attendance::insert_completion(tx, &new)?;
            issued.push(number);
        }
        let short: Vec<String> = register.lines.iter().filter(|line| !line.met).map(short).collect();
        match (issued.is_empty(), short.is_empty()) {
            (true, true) => return Ok(0),
            (true, false) => return Err(withheld(&short)),
            _ => {}
        }
        let after = json!({ "certificates": issued });
        trail::record(tx, at, By::who(who), "event.certify", "event", id.get(), None, Some(after))?;
        Ok(issued.len())
    })
}

fn short(line: &Line) -> String {
    format!("{} {}/{}", line.row.name, line.attended.share.attended, line.attended.share.of)
}

/// Nobody gets a certificate for want of attendance: the people with their half-days.
fn withheld(people: &[String]) -> ServiceError {
    ServiceError::Conflict(Fault::conflict("attendance-short").with("people", people.join("、")))
}

/// Revokes a certificate of completion; the page behind its code says so at once.
///
/// # Errors
/// Rights; `NotFound`; `Invalid(reason)`; `Conflict(stale)` when it is revoked already.
pub fn revoke(app: &App, who: &Who, id: EventId, certificate: CertificateId, reason: &str) -> Result<(), ServiceError> {
    let (at, reason) = (app.now(), reason.trim());
    app.store.write(|tx| {
        locked(tx, who, id)?;
        let known = attendance::completions(tx, id)?;
        let row = known.iter().find(|row| row.id == certificate).ok_or(ServiceError::NotFound)?;
        if reason.is_empty() {
            return Err(ServiceError::invalid("reason", "required"));
        }
        attendance::revoke_completion(tx, certificate, reason, who.id(), at.naive_utc())?;
        let after = json!({ "certificate": row.number, "reason": reason });
        trail::record(tx, at, By::who(who), "event.revoke", "event", id.get(), None, Some(after))
    })
}

/// The certificate of completion behind a code, for anyone.
///
/// # Errors
/// `NotFound`.
pub fn verify(app: &App, code: &str) -> Result<Completion, ServiceError> {
    app.store.read(|conn| {
        let row = attendance::completion(conn, code)?;
        let event = participants::get(conn, row.participant_id)?.event_id;
        let event = events::get(conn, event)?;
        shown(app, conn, row, &event)
    })
}
