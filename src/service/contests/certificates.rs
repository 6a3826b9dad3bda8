//! Certificates: issued when the appeal clock has run out, verified by anyone who holds one, revocable.

use super::attended::{Attendance, Withheld};
use super::case::{Contest, Standing};
use super::honours::{has_prize, without_awards};
use super::load::load;
use super::{locked, visible};
use crate::domain::access::Action;
use crate::domain::contest::phase::{Phase, appeals_open};
use crate::domain::ids::{CertificateId, ContestId, EntrantId, ParticipantId};
use crate::domain::participant::attendance::{FlagKind, Recorded, Share};
use crate::domain::participant::completion::{Due, Held, Tally, due};
use crate::domain::reference::Series;
use crate::platform::chance;
use crate::service::app::{App, Who};
use crate::service::claims::next_reference;
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By};
use crate::storage::contest_marks::{self, CertificateRow, NewCertificate};
use crate::storage::{Conn, Tx, contest_members, contests, events, people};
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;
use std::collections::BTreeSet;

/// What anyone who has the code may know.
#[derive(Clone, Debug)]
pub struct Certificate {
    pub number: String,
    pub name: String,
    /// Of a team.
    pub members: Vec<String>,
    pub event: String,
    pub item: String,
    pub rank: i32,
    /// Code of the award; empty for a place without one.
    pub award: String,
    pub issued_on: NaiveDate,
    /// Why it is no longer good, if so.
    pub revoked: Option<String>,
    /// The number of the good one that was issued in place of this revoked one.
    pub replaced: Option<String>,
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

/// A certificate that is good, though its holder would get none now. Revoking it is a decision of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubtful {
    pub name: String,
    pub number: String,
    pub why: Doubt,
}

/// Why somebody would get no certificate now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Half-days attended, of those expected.
    Attendance(Share),
    /// The place brings none, or the field is too small for any.
    NoAward,
    /// A flag about their presence that nobody has answered.
    Flag(FlagKind),
}

/// Somebody whose certificate was revoked for a cause and who could be given another.
#[derive(Clone, Debug)]
pub struct Again {
    pub entrant: EntrantId,
    pub name: String,
    /// Of the one revoked last, and why it was.
    pub number: String,
    pub reason: String,
}

/// The certificates of an item, and what issuing would come to.
#[derive(Clone, Debug)]
pub struct Certificates {
    /// As they are printed; the revoked ones say so.
    pub all: Vec<Printed>,
    /// Whose place brings one, and who gets none for want of attendance; of a team also whom it does not name.
    pub withheld: Vec<Withheld>,
    /// Whose place brings something and who gets none before a flag is answered, with what it is.
    pub doubted: Vec<(String, FlagKind)>,
    pub doubtful: Vec<Doubtful>,
    /// Of how many of the contestants attendance was taken.
    pub taken: Recorded,
    /// The field is too small for any award.
    pub without_awards: bool,
    pub again: Vec<Again>,
    /// Everybody whose place brings something.
    pub tally: Tally,
    /// Why none can be issued now.
    pub not_yet: Option<Fault>,
}

/// What stands against issuing any certificate of a published item.
fn not_yet(contest: &Contest, at: DateTime<Utc>) -> Option<Fault> {
    let minutes = u32::try_from(contest.item.appeal_minutes).unwrap_or_default();
    if contest.item.published_at.is_some_and(|published| appeals_open(published.and_utc(), minutes, at)) {
        return Some(Fault::conflict("appeals-run"));
    }
    let open = contest.objections.iter().any(|objection| objection.answer.is_none());
    open.then(|| Fault::conflict("objections-stand"))
}

/// Whose place brings something, against the certificates issued so far.
struct Book {
    contest: Contest,
    known: Vec<CertificateRow>,
    attendance: Attendance,
}

impl Book {
    fn read(conn: &mut Conn, contest: Contest) -> Result<Book, ServiceError> {
        let known = contest_marks::certificates(conn, contest.item.id)?;
        let attendance = Attendance::of(conn, &contest)?;
        Ok(Book { contest, known, attendance })
    }

    /// With the place that brings something.
    fn lines(&self) -> impl Iterator<Item = (&Standing, usize)> {
        let with = |standing| brings(&self.contest, standing).then_some(standing);
        self.contest.standings.iter().filter_map(with).filter_map(|one| Some((one, one.place?.rank)))
    }

    fn last_revoked(&self, id: EntrantId) -> Option<&CertificateRow> {
        self.known.iter().rev().find(|row| row.entrant_id == id && row.revoked_at.is_some())
    }

    /// What a correction of the result revoked is followed by a new one without being asked for.
    fn held(&self, id: EntrantId) -> Held {
        if self.known.iter().any(|row| row.entrant_id == id && row.revoked_at.is_none()) {
            return Held::Valid;
        }
        match self.last_revoked(id) {
            Some(row) if row.revoke_reason != OUTDATED => Held::Revoked,
            _ => Held::Nothing,
        }
    }

    fn due(&self, standing: &Standing, again: &BTreeSet<EntrantId>) -> Due {
        let id = standing.entrant.id;
        let doubted = self.attendance.doubted.contains_key(&id);
        due(self.held(id), !self.attendance.short.contains_key(&id), doubted, again.contains(&id))
    }

    fn tally(&self, again: &BTreeSet<EntrantId>) -> Tally {
        self.lines().map(|(standing, _)| self.due(standing, again)).collect()
    }

    fn doubted(&self) -> Vec<(String, FlagKind)> {
        let nobody = BTreeSet::new();
        let withheld = self.lines().filter(|(standing, _)| self.due(standing, &nobody) == Due::Doubted);
        withheld.filter_map(|(standing, _)| self.attendance.doubted.get(&standing.entrant.id).cloned()).collect()
    }

    fn withheld(&self) -> Vec<Withheld> {
        let none = BTreeSet::new();
        let short = self.lines().filter(|(standing, _)| self.due(standing, &none) == Due::Short);
        let short = short.filter_map(|(standing, _)| self.attendance.short.get(&standing.entrant.id).cloned());
        let with_team = self.lines().filter_map(|(standing, _)| self.attendance.absent.get(&standing.entrant.id));
        short.chain(with_team.flatten().map(|(_, withheld)| withheld.clone())).collect()
    }

    /// Good certificates whose holders would get none now, while the result stands.
    fn doubtful(&self) -> Vec<Doubtful> {
        if self.contest.item.phase != Phase::Published {
            return Vec::new();
        }
        let good = self.known.iter().filter(|row| row.revoked_at.is_none());
        let doubtful = good.flat_map(|row| {
            let standing = self.contest.standings.iter().find(|one| one.entrant.id == row.entrant_id);
            let whys = match standing.map(|one| (one, self.attendance.short.get(&row.entrant_id))) {
                None => Vec::new(),
                Some((one, _)) if !brings(&self.contest, one) => vec![(one.entrant.name.clone(), Doubt::NoAward)],
                Some((one, Some(short))) => vec![(one.entrant.name.clone(), Doubt::Attendance(short.share))],
                Some((_, None)) => {
                    let doubted = self.attendance.doubted.get(&row.entrant_id);
                    let doubted = doubted.map(|(name, flag)| (name.clone(), Doubt::Flag(*flag)));
                    self.absent_of(row).into_iter().chain(doubted).collect()
                }
            };
            let doubt = |(name, why)| Doubtful { name, number: row.number.clone(), why };
            whys.into_iter().map(doubt).collect::<Vec<_>>()
        });
        doubtful.collect()
    }

    /// Whom a team's certificate names though they attended too little.
    fn absent_of(&self, row: &CertificateRow) -> Vec<(String, Doubt)> {
        let absent = self.attendance.absent.get(&row.entrant_id).map(Vec::as_slice).unwrap_or_default();
        let named = row.named().unwrap_or_default();
        let names = |id: &ParticipantId| {
            named.as_ref().is_none_or(|named| named.iter().any(|(participant, _)| *participant == id.get()))
        };
        let absent = absent.iter().filter(|(id, _)| names(id));
        absent.map(|(_, short)| (short.name.clone(), Doubt::Attendance(short.share))).collect()
    }

    fn again(&self) -> Vec<Again> {
        let revoked = self.lines().filter(|(standing, _)| self.due(standing, &BTreeSet::new()) == Due::Revoked);
        let again = revoked.filter_map(|(standing, _)| {
            let (id, name) = (standing.entrant.id, standing.entrant.name.clone());
            let row = self.last_revoked(id)?;
            Some(Again { entrant: id, name, number: row.number.clone(), reason: row.revoke_reason.clone() })
        });
        again.collect()
    }
}

/// Issues a certificate to every official contestant whose place brings something, who has had none, who did
/// not attend too little, and of whose presence nothing is in doubt; also instead of one that a corrected result ended. Whose certificate was revoked
/// for a cause gets another, with a new number, only if named in `again`. A team's names the members who attended
/// enough. Numbers follow the ranks, and of a joint rank the order of the list. That there is nobody is no error.
/// Gives the numbers of the new ones.
///
/// # Errors
/// Rights; `Conflict(appeals-run)` while the clock runs, `Conflict(objections-stand)` while one is open.
pub fn issue(app: &App, who: &Who, id: ContestId, again: &BTreeSet<EntrantId>) -> Result<Vec<String>, ServiceError> {
    app.store.write(|tx| {
        let (item, event) = locked(tx, who, Action::ContestCertify, id)?;
        let at = app.now();
        let contest = load(tx, item, event)?;
        if let Some(fault) = not_yet(&contest, at) {
            return Err(ServiceError::Conflict(fault));
        }
        let book = Book::read(tx, contest)?;
        let (mut issued, mut replaced) = (Vec::new(), Vec::new());
        let mut due: Vec<(&Standing, usize)> =
            book.lines().filter(|(standing, _)| book.due(standing, again) == Due::Issue).collect();
        due.sort_by_key(|(standing, rank)| (*rank, standing.entrant.id));
        for (standing, rank) in due {
            let named = book.attendance.named(standing);
            let named: Vec<(i64, &str)> =
                named.into_iter().map(|member| (member.participant.get(), &*member.name)).collect();
            let number = next_reference(tx, Series::Certificate, at)?;
            let new = NewCertificate {
                entrant_id: standing.entrant.id.get(),
                number: &number,
                code: &chance::token(),
                rank: i32::try_from(rank).unwrap_or(i32::MAX),
                award: standing.award.map_or("", |award| award.as_str()),
                issued_on: app.today(),
                issued_by: who.id().get(),
                members: if named.is_empty() { String::new() } else { json!(named).to_string() },
            };
            contest_marks::insert_certificate(tx, &new)?;
            replaced.extend(book.last_revoked(standing.entrant.id).map(|row| row.number.as_str()));
            issued.push(number);
        }
        if issued.is_empty() {
            return Ok(issued);
        }
        let mut after = json!({ "certificates": issued });
        if !replaced.is_empty() {
            after["instead_of"] = json!(replaced.join("、"));
        }
        trail::record(tx, at, By::who(who), "contest.certify", "contest", id.get(), None, Some(after))?;
        Ok(issued)
    })
}

/// Whether a place brings a certificate; below the minimum field none does.
fn brings(contest: &Contest, standing: &Standing) -> bool {
    standing.entrant.official && !without_awards(contest) && (has_prize(contest, standing) || standing.award.is_some())
}

/// What is written on certificates that a corrected result no longer bears out; by it they are told from those
/// revoked for a cause.
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

/// The certificates of an item, and what issuing would come to.
///
/// # Errors
/// `NotFound`, also for what the reader may not know of.
pub fn certificates(app: &App, who: &Who, id: ContestId) -> Result<Certificates, ServiceError> {
    app.store.read(|conn| {
        let (item, event) = visible(conn, who, id)?;
        let organiser = people::organisation(conn, event.organisation_id)?.name;
        let name = event.name.clone();
        let contest = load(conn, item, event)?;
        let book = Book::read(conn, contest)?;
        let mut all = Vec::new();
        for row in &book.known {
            all.push(Printed {
                id: row.id,
                certificate: shown(conn, row, &book.known, name.clone(), book.contest.item.phase)?,
                organiser: organiser.clone(),
                address: format!("{}/certificates/{}", app.base_url, row.code),
            });
        }
        Ok(Certificates {
            all,
            again: book.again(),
            tally: book.tally(&BTreeSet::new()),
            not_yet: not_yet(&book.contest, app.now()),
            doubted: book.doubted(),
            withheld: book.withheld(),
            doubtful: book.doubtful(),
            taken: book.attendance.taken,
            without_awards: without_awards(&book.contest),
        })
    })
}

/// `known`: all certificates of the contestant, others may be among them.
fn shown(
    conn: &mut Conn,
    row: &CertificateRow,
    known: &[CertificateRow],
    event: String,
    phase: Phase,
) -> Result<Certificate, ServiceError> {
    let (entrant, item) = contests::entrant(conn, row.entrant_id)?;
    let later =
        |other: &&CertificateRow| other.entrant_id == row.entrant_id && other.id > row.id && other.revoked_at.is_none();
    let replaced = known.iter().find(later).map(|other| other.number.clone());
    let members = match row.named()? {
        Some(named) => named.into_iter().map(|(_, name)| name).collect(),
        None => {
            let all = contest_members::members(conn, entrant.item_id)?.into_iter();
            all.filter(|(team, _)| *team == entrant.id).map(|(_, member)| member.name).collect()
        }
    };
    Ok(Certificate {
        number: row.number.clone(),
        members,
        name: entrant.name,
        event,
        item,
        rank: row.rank,
        award: row.award.clone(),
        issued_on: row.issued_on,
        under_review: row.revoked_at.is_none() && phase != Phase::Published,
        replaced: replaced.filter(|_| row.revoked_at.is_some()),
        revoked: row.revoked_at.map(|_| row.revoke_reason.clone()),
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
        let known = contest_marks::certificates(conn, item.id)?;
        shown(conn, &row, &known, event, item.phase)
    })
}
