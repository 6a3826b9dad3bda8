//! Certificates: issued when the appeal clock has run out, verified by anyone who holds one, revocable.

use super::case::{Contest, Standing};
use super::load::load;
use super::{locked, visible};
use crate::domain::access::Action;
use crate::domain::contest::phase::{Phase, appeals_open};
use crate::domain::ids::{CertificateId, ContestId, EntrantId, ParticipantId};
use crate::domain::participant::attendance::Share;
use crate::domain::reference::Series;
use crate::platform::chance;
use crate::service::app::{App, Who};
use crate::service::attendance;
use crate::service::claims::next_reference;
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By};
use crate::storage::contest_marks::{self, CertificateRow, NewCertificate};
use crate::storage::{Conn, Tx, attendance as attendance_rows, contests, events, people};
use chrono::NaiveDate;
use serde_json::json;
use std::collections::BTreeMap;

/// What anyone who has the code may know.
#[derive(Clone, Debug)]
pub struct Certificate {
    pub number: String,
    pub name: String,
    pub event: String,
    pub item: String,
    pub rank: i32,
    /// Code of the award; empty for a place without one.
    pub award: String,
    pub issued_on: NaiveDate,
    /// Why it is no longer good, if so.
    pub revoked: Option<String>,
    /// The result it was issued from is being looked into.
    pub under_review: bool,
}

/// A certificate as it is printed.
#[derive(Clone, Debug)]
pub struct Printed {
    pub id: CertificateId,
    pub certificate: Certificate,
    pub organiser: String,
    /// The address its QR code leads to.
    pub address: String,
}

/// A contestant who attended too little for a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withheld {
    pub name: String,
    /// Half-days attended, of those expected.
    pub share: Share,
}

impl std::fmt::Display for Withheld {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}/{}", self.name, self.share.attended, self.share.of)
    }
}

/// Contestants of the item who attended too little, where the event recorded attendance at all: by
/// the participant they are, or by name and the end of the identity number.
fn too_little(conn: &mut Conn, contest: &Contest) -> Result<BTreeMap<EntrantId, Withheld>, ServiceError> {
    let lines = attendance::too_little(conn, &contest.event)?;
    if lines.is_empty() {
        return Ok(BTreeMap::new());
    }
    let known: BTreeMap<EntrantId, ParticipantId> =
        attendance_rows::of_entrants(conn, contest.item.id)?.into_iter().collect();
    let short = contest.standings.iter().filter_map(|standing| {
        let entrant = &standing.entrant;
        let line = lines.iter().find(|line| match known.get(&entrant.id) {
            Some(participant) => line.row.id == *participant,
            None => line.row.name == entrant.name && line.row.id_tail == entrant.id_tail,
        })?;
        Some((entrant.id, Withheld { name: entrant.name.clone(), share: line.attended.share }))
    });
    Ok(short.collect())
}

/// Who gets no certificate of this item for want of attendance.
///
/// # Errors
/// `NotFound`, also for what the reader may not know of.
pub fn withheld(app: &App, who: &Who, id: ContestId) -> Result<Vec<Withheld>, ServiceError> {
    app.store.read(|conn| {
        let (item, event) = visible(conn, who, id)?;
        let contest = load(conn, item, event)?;
        Ok(too_little(conn, &contest)?.into_values().collect())
    })
}

/// Issues a certificate to every official contestant whose place brings something, who has none that
/// is valid, and who did not attend too little.
///
/// # Errors
/// Rights; `Conflict(appeals-run)` while the clock runs, `Conflict(objections-stand)` while one is
/// open; `Conflict(attendance-short)` with names where only such are left who attended too little.
pub fn issue(app: &App, who: &Who, id: ContestId) -> Result<usize, ServiceError> {
    app.store.write(|tx| {
        let (item, event) = locked(tx, who, Action::ContestCertify, id)?;
        let at = app.now();
        let minutes = u32::try_from(item.appeal_minutes).unwrap_or_default();
        if item.published_at.is_some_and(|published| appeals_open(published.and_utc(), minutes, at)) {
            return Err(ServiceError::conflict("appeals-run"));
        }
        let contest = load(tx, item, event)?;
        if contest.objections.iter().any(|objection| objection.answer.is_none()) {
            return Err(ServiceError::conflict("objections-stand"));
        }
        let known = contest_marks::certificates(tx, id)?;
        let short = too_little(tx, &contest)?;
        let mut issued = Vec::new();
        let mut held = Vec::new();
        for standing in &contest.standings {
            let (Some(place), true) = (standing.place, standing.entrant.official) else { continue };
            let brings = brings(&contest, standing);
            let has = |row: &CertificateRow| row.entrant_id == standing.entrant.id && row.revoked_at.is_none();
            if !brings || known.iter().any(has) {
                continue;
            }
            if let Some(withheld) = short.get(&standing.entrant.id) {
                held.push(withheld.to_string());
                continue;
            }
            let number = next_reference(tx, Series::Certificate, at)?;
            let new = NewCertificate {
                entrant_id: standing.entrant.id.get(),
                number: &number,
                code: &chance::token(),
                rank: i32::try_from(place.rank).unwrap_or(i32::MAX),
                award: standing.award.map_or("", |award| award.as_str()),
                issued_on: app.today(),
                issued_by: who.id().get(),
            };
            contest_marks::insert_certificate(tx, &new)?;
            issued.push(number);
        }
        if issued.is_empty() && !held.is_empty() {
            return Err(ServiceError::Conflict(Fault::conflict("attendance-short").with("people", held.join("、"))));
        }
        if issued.is_empty() {
            return Ok(0);
        }
        let after = json!({ "certificates": issued });
        trail::record(tx, at, By::who(who), "contest.certify", "contest", id.get(), None, Some(after))?;
        Ok(issued.len())
    })
}

/// Whether a place brings a certificate.
fn brings(contest: &Contest, standing: &Standing) -> bool {
    let within = standing.place.is_some_and(|place| place.rank <= super::case::count(contest.item.prizes));
    standing.entrant.official && (within || standing.award.is_some())
}

/// What is written on certificates that a corrected result no longer bears out.
const OUTDATED: &str = "成绩更正后，名次或奖项与本证书不符。";

/// Revokes the certificates that say something else than the corrected result; new ones are issued when
/// its appeal time is over. The others stay good.
pub(super) fn revoke_outdated(app: &App, tx: &mut Tx, who: &Who, contest: &Contest) -> Result<(), ServiceError> {
    let (id, at) = (contest.item.id, app.now());
    let known = contest_marks::certificates(tx, id)?;
    let says_so = |row: &CertificateRow| {
        let standing = contest.standings.iter().find(|one| one.entrant.id == row.entrant_id);
        standing.is_some_and(|one| {
            let rank = one.place.and_then(|place| i32::try_from(place.rank).ok());
            brings(contest, one) && rank == Some(row.rank) && one.award.map_or("", |award| award.as_str()) == row.award
        })
    };
    let outdated: Vec<&CertificateRow> = known.iter().filter(|row| row.revoked_at.is_none() && !says_so(row)).collect();
    for row in &outdated {
        contest_marks::revoke(tx, row.id, OUTDATED, who.id(), at.naive_utc())?;
    }
    if outdated.is_empty() {
        return Ok(());
    }
    let numbers: Vec<&str> = outdated.iter().map(|row| row.number.as_str()).collect();
    let after = json!({ "certificates": numbers, "reason": OUTDATED });
    trail::record(tx, at, By::who(who), "contest.revoke", "contest", id.get(), None, Some(after))
}

/// Revokes a certificate; the page behind its code says so at once.
///
/// # Errors
/// Rights; `NotFound`; `Invalid(reason)` without one; `Conflict(stale)` when it is revoked already.
pub fn revoke(
    app: &App,
    who: &Who,
    id: ContestId,
    certificate: CertificateId,
    reason: &str,
) -> Result<(), ServiceError> {
    let reason = reason.trim();
    app.store.write(|tx| {
        let (item, _) = locked(tx, who, Action::ContestCertify, id)?;
        let known = contest_marks::certificates(tx, item.id)?;
        let row = known.iter().find(|row| row.id == certificate).ok_or(ServiceError::NotFound)?;
        if reason.is_empty() {
            return Err(ServiceError::invalid("reason", "required"));
        }
        let at = app.now();
        contest_marks::revoke(tx, certificate, reason, who.id(), at.naive_utc())?;
        let after = json!({ "certificate": row.number, "reason": reason });
        trail::record(tx, at, By::who(who), "contest.revoke", "contest", id.get(), None, Some(after))
    })
}

/// The certificates of an item as they are printed; the revoked ones say so.
///
/// # Errors
/// `NotFound`, also for what the reader may not know of.
pub fn certificates(app: &App, who: &Who, id: ContestId) -> Result<Vec<Printed>, ServiceError> {
    app.store.read(|conn| {
        let (item, event) = visible(conn, who, id)?;
        let organiser = people::organisation(conn, event.organisation_id)?.name;
        let mut printed = Vec::new();
        for row in contest_marks::certificates(conn, id)? {
            let address = format!("{}/certificates/{}", app.base_url, row.code);
            let (id, organiser) = (row.id, organiser.clone());
            printed.push(Printed {
                id,
                certificate: shown(conn, row, event.name.clone(), item.phase)?,
                organiser,
                address,
            });
        }
        Ok(printed)
    })
}

fn shown(conn: &mut Conn, row: CertificateRow, event: String, phase: Phase) -> Result<Certificate, ServiceError> {
    let (entrant, item) = contests::entrant(conn, row.entrant_id)?;
    Ok(Certificate {
        number: row.number,
        name: entrant.name,
        event,
        item,
        rank: row.rank,
        award: row.award,
        issued_on: row.issued_on,
        under_review: row.revoked_at.is_none() && phase != Phase::Published,
        revoked: row.revoked_at.map(|_| row.revoke_reason),
    })
}

/// The certificate behind a code, for anyone.
///
/// # Errors
/// `NotFound`.
pub fn verify(app: &App, code: &str) -> Result<Certificate, ServiceError> {
    app.store.read(|conn| {
        let (row, item) = contest_marks::certificate(conn, code)?;
        let item = contests::get(conn, item)?;
        let event = events::get(conn, item.event_id)?.name;
        shown(conn, row, event, item.phase)
    })
}
