//! Certificates of completion (结业证书) of seminars and classes: for whoever attended enough.

use super::app::{App, Who};
use super::attendance::{Line, Register, register};
use super::claims::next_reference;
use super::error::ServiceError;
use super::trail::{self, By};
use crate::domain::access::{self, Action, Facts};
use crate::domain::event::{Kind, State};
use crate::domain::ids::{CertificateId, EventId, ParticipantId};
use crate::domain::participant::attendance::{FlagKind, Share};
use crate::domain::participant::completion::{Due, Held, Tally, due};
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
    /// The number of the good one that was issued in place of this revoked one.
    pub replaced: Option<String>,
    /// The address its QR code leads to.
    pub address: String,
}

/// A certificate that is good although its attendance no longer bears it out.
#[derive(Clone, Debug)]
pub struct Doubtful {
    pub id: CertificateId,
    pub number: String,
    pub name: String,
    pub why: Why,
}

/// What stands against a certificate that is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The person no longer takes part.
    Left,
    /// Too little is attended now.
    Short(Share),
    /// A flag about the person's presence that nobody has answered.
    Doubted(FlagKind),
}

/// Somebody whose certificate was revoked and who could be given another.
#[derive(Clone, Debug)]
pub struct Again {
    pub participant: ParticipantId,
    pub name: String,
    /// Of the one revoked last, and why it was.
    pub number: String,
    pub reason: String,
}

/// The certificates of an event, and what may be done.
#[derive(Clone, Debug)]
pub struct Completions {
    pub event: EventRow,
    pub all: Vec<Completion>,
    /// Who takes part and gets none: name, half-days attended, of those expected.
    pub withheld: Vec<(String, u32, u32)>,
    /// Who attended enough and gets none before a flag is answered, with what it is.
    pub doubted: Vec<(String, FlagKind)>,
    pub doubtful: Vec<Doubtful>,
    pub again: Vec<Again>,
    /// How many are due one, and how many are not and why.
    pub tally: Tally,
    pub asked: Ratio,
    /// May issue and revoke.
    pub may: bool,
    /// Attendance was recorded, the event is over, and it is not a competition.
    pub ready: bool,
}

/// What issuing came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued {
    /// The new certificates' numbers.
    pub numbers: Vec<String>,
    /// Everybody, the new ones as `issue`.
    pub tally: Tally,
}

fn facts_of(event: &EventRow) -> Facts {
    Facts::event(event.organisation_id, Some(event.division), event.state)
}

fn locked(tx: &mut Tx, who: &Who, id: EventId) -> Result<EventRow, ServiceError> {
    let event = events::lock(tx, id)?;
    access::can(&who.actor, Action::ParticipantCertify, &facts_of(&event))?;
    Ok(event)
}

/// Whether certificates of completion can be issued for it now.
fn is_ready(event: &EventRow) -> bool {
    event.kind != Kind::Competition && event.state == State::Held
}

/// The certificates issued so far, and who takes part.
struct Book<'r> {
    known: &'r [CompletionRow],
    register: &'r Register,
}

impl Book<'_> {
    /// Whatever else a person is entered for: what was revoked is not had by another row.
    fn person(&self, id: ParticipantId) -> ParticipantId {
        self.register.firsts.get(&id).copied().unwrap_or(id)
    }

    fn held(&self, line: &Line) -> Held {
        let own = |row: &CompletionRow| row.participant_id == line.row.id && row.revoked_at.is_none();
        if self.known.iter().any(own) {
            return Held::Valid;
        }
        if self.last_revoked(line).is_some() { Held::Revoked } else { Held::Nothing }
    }

    fn last_revoked(&self, line: &Line) -> Option<&CompletionRow> {
        let person = self.person(line.row.id);
        let of_person = |row: &&CompletionRow| self.person(row.participant_id) == person && row.revoked_at.is_some();
        self.known.iter().rev().find(of_person)
    }

    fn due(&self, line: &Line, again: &BTreeSet<ParticipantId>) -> Due {
        let doubted = self.register.doubt(line.row.id).is_some();
        due(self.held(line), line.met, doubted, again.contains(&line.row.id))
    }

    fn doubtful(&self) -> Vec<(&CompletionRow, Why)> {
        let why = |row: &CompletionRow| match self.register.line(row.participant_id) {
            None => Some(Why::Left),
            Some(line) if !line.met => Some(Why::Short(line.attended.share)),
            Some(line) => self.register.doubt(line.row.id).map(Why::Doubted),
        };
        let good = self.known.iter().filter(|row| row.revoked_at.is_none());
        good.filter_map(|row| Some((row, why(row)?))).collect()
    }
}

/// The certificates of completion of an event.
///
/// # Errors
/// Rights.
pub fn list(app: &App, who: &Who, id: EventId) -> Result<Completions, ServiceError> {
    app.store.read(|conn| {
        let event = events::get(conn, id)?;
        access::can(&who.actor, Action::ParticipantView, &facts_of(&event))?;
        let may = access::can(&who.actor, Action::ParticipantCertify, &facts_of(&event)).is_ok();
        let known = attendance::completions(conn, id)?;
        let all = known.iter().map(|row| shown(app, conn, row, &known, &event)).collect::<Result<Vec<_>, _>>()?;
        let register = register(conn, event.clone())?;
        let book = Book { known: &known, register: &register };
        let nobody = BTreeSet::new();
        let again = register.lines.iter().filter(|line| book.due(line, &nobody) == Due::Revoked).filter_map(|line| {
            let row = book.last_revoked(line)?;
            let (number, reason) = (row.number.clone(), row.revoke_reason.clone());
            Some(Again { participant: line.row.id, name: line.row.name.clone(), number, reason })
        });
        let again = again.collect();
        let short = register.lines.iter().filter(|line| book.due(line, &nobody) == Due::Short);
        let withheld = short.map(|line| (line.row.name.clone(), line.attended.share.attended, line.attended.share.of));
        let doubted = register.lines.iter().filter(|line| book.due(line, &nobody) == Due::Doubted);
        let doubted = doubted.filter_map(|line| Some((line.row.name.clone(), register.doubt(line.row.id)?)));
        Ok(Completions {
            withheld: withheld.collect(),
            doubted: doubted.collect(),
            doubtful: doubts(conn, &book)?,
            again,
            tally: register.lines.iter().map(|line| book.due(line, &nobody)).collect(),
            asked: register.rule.share,
            ready: is_ready(&event) && register.recorded,
            event,
            all,
            may,
        })
    })
}

fn doubts(conn: &mut Conn, book: &Book) -> Result<Vec<Doubtful>, ServiceError> {
    let mut all = Vec::new();
    for (row, why) in book.doubtful() {
        let name = participants::get(conn, row.participant_id)?.name;
        all.push(Doubtful { id: row.id, number: row.number.clone(), name, why });
    }
    Ok(all)
}

/// The certificates of an event that are good although their attendance no longer bears them out, for a use
/// case that has already authorised.
pub(in crate::service) fn doubtful(conn: &mut Conn, event: &EventRow) -> Result<Vec<Doubtful>, ServiceError> {
    let known = attendance::completions(conn, event.id)?;
    if known.iter().all(|row| row.revoked_at.is_some()) {
        return Ok(Vec::new());
    }
    let register = register(conn, event.clone())?;
    doubts(conn, &Book { known: &known, register: &register })
}

/// `known`: all certificates of the person, others may be among them.
fn shown(
    app: &App,
    conn: &mut Conn,
    row: &CompletionRow,
    known: &[CompletionRow],
    event: &EventRow,
) -> Result<Completion, ServiceError> {
    let name = participants::get(conn, row.participant_id)?.name;
    let later = |other: &&CompletionRow| {
        other.participant_id == row.participant_id && other.id > row.id && other.revoked_at.is_none()
    };
    let replaced = known.iter().find(later).map(|other| other.number.clone());
    Ok(Completion {
        id: row.id,
        number: row.number.clone(),
        name,
        event: event.name.clone(),
        organiser: people::organisation(conn, event.organisation_id)?.name,
        days: event.starts_on.map(|first| (first, event.ends_on.unwrap_or(first))),
        attended: row.attended,
        expected: row.expected,
        issued_on: row.issued_on,
        replaced: replaced.filter(|_| row.revoked_at.is_some()),
        revoked: row.revoked_at.map(|_| row.revoke_reason.clone()),
        address: format!("{}/certificates/{}", app.base_url, row.code),
    })
}

/// Issues a certificate of completion to everybody who reaches the share, of whose presence nothing is in doubt, and
/// who has had none. Whose certificate was revoked gets another, with a new number, only if named in `again`. That
/// there is nobody is no error.
///
/// # Errors
/// Rights; `Conflict(not-for-completion)`: a competition, not over yet, or nothing was recorded.
pub fn issue(app: &App, who: &Who, id: EventId, again: &BTreeSet<ParticipantId>) -> Result<Issued, ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let event = locked(tx, who, id)?;
        let ready = is_ready(&event);
        let register = register(tx, event)?;
        if !ready || !register.recorded {
            return Err(ServiceError::conflict("not-for-completion"));
        }
        let known = attendance::completions(tx, id)?;
        let book = Book { known: &known, register: &register };
        let (mut numbers, mut replaced) = (Vec::new(), Vec::new());
        for line in register.lines.iter().filter(|line| book.due(line, again) == Due::Issue) {
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
            replaced.extend(book.last_revoked(line).map(|row| row.number.as_str()));
            numbers.push(number);
        }
        let tally = register.lines.iter().map(|line| book.due(line, again)).collect();
        if !numbers.is_empty() {
            let after = match replaced.is_empty() {
                true => json!({ "issued": numbers.join("、") }),
                false => json!({ "issued": numbers.join("、"), "instead_of": replaced.join("、") }),
            };
            trail::record(tx, at, By::who(who), "event.certify", "event", id.get(), None, Some(after))?;
        }
        Ok(Issued { numbers, tally })
    })
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
        let known = attendance::completions(conn, event)?;
        let event = events::get(conn, event)?;
        shown(app, conn, &row, &known, &event)
    })
}
