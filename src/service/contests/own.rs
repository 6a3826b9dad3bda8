//! The published results of one participant, with the marks by part, and the titles they brought.

use super::case::Standing;
use super::honours::{HonourLine, honours_of};
use super::load::load;
use super::publish::DECIMALS;
use crate::domain::contest::honours::HonourKind;
use crate::domain::contest::phase::Phase;
use crate::domain::ids::{ContestId, EntrantId, ParticipantId};
use crate::service::error::ServiceError;
use crate::storage::contest_marks::{self, CertificateRow};
use crate::storage::contest_members::Member;
use crate::storage::events::{self, EventRow};
use crate::storage::participants::ParticipantRow;
use crate::storage::{Conn, attendance, contests};

/// A published result as its contestant may have it.
#[derive(Clone, Debug)]
pub(in crate::service) struct OwnResult {
    pub item: String,
    pub rank: usize,
    pub total: String,
    /// Code of the award; empty without one.
    pub award: String,
    /// What each part came to, of how much, by its name.
    pub parts: Vec<(String, String)>,
    pub deduction: String,
    /// The revoked ones too.
    pub certificates: Vec<CertificateRow>,
}

/// The published results of a participant: by the participant that the contestant is, or by name and the
/// end of the identity number.
///
/// # Errors
/// The database failed, or what is stored is damaged.
pub(in crate::service) fn own_results(
    conn: &mut Conn,
    event: &EventRow,
    row: &ParticipantRow,
) -> Result<Vec<OwnResult>, ServiceError> {
    results_of(conn, event, |entrant, participant| match participant {
        Some(participant) => participant == row.id,
        None => !row.id_tail.is_empty() && entrant.name == row.name && entrant.id_tail == row.id_tail,
    })
}

/// The published result of somebody whom only the list of an item names.
///
/// # Errors
/// The database failed, or what is stored is damaged.
pub(in crate::service) fn result_on_list(
    conn: &mut Conn,
    event: &EventRow,
    id: EntrantId,
) -> Result<Vec<OwnResult>, ServiceError> {
    results_of(conn, event, |entrant, _| entrant.id == id)
}

fn results_of(
    conn: &mut Conn,
    event: &EventRow,
    is_own: impl Fn(&contests::EntrantRow, Option<ParticipantId>) -> bool,
) -> Result<Vec<OwnResult>, ServiceError> {
    let mut results = Vec::new();
    for item in contests::of_event(conn, event.id)? {
        if item.phase != Phase::Published {
            continue;
        }
        let known = attendance::of_entrants(conn, item.id)?;
        let certificates = contest_marks::certificates(conn, item.id)?;
        let contest = load(conn, item, event.clone())?;
        for standing in &contest.standings {
            let entrant = &standing.entrant;
            let participant = known.iter().find(|(id, _)| *id == entrant.id).map(|(_, participant)| *participant);
            let mate = standing.team.iter().find(|member| is_own(entrant, Some(member.participant)));
            let own = is_own(entrant, participant) || mate.is_some();
            let (Some(place), Some(scores), true) = (standing.place, &standing.scores, own) else { continue };
            let part = |(code, max): (&str, crate::domain::contest::exact::Exact)| {
                let name = contest.scheme.line(code).map_or(code, |line| line.name.as_str());
                Some((name.to_owned(), format!("{}/{max}", scores.modules.get(code)?.fixed(DECIMALS))))
            };
            results.push(OwnResult {
                item: contest.item.name.clone(),
                rank: place.rank,
                total: scores.total.fixed(DECIMALS),
                award: standing.award.map_or("", |award| award.as_str()).to_owned(),
                parts: contest.scheme.by_criterion().into_iter().filter_map(part).collect(),
                deduction: entrant.deduction.clone(),
                certificates: own_certificates(&certificates, entrant.id, mate)?,
            });
        }
    }
    Ok(results)
}

/// A contestant's certificates; of a member of a team those that name them.
fn own_certificates(
    all: &[CertificateRow],
    entrant: EntrantId,
    mate: Option<&Member>,
) -> Result<Vec<CertificateRow>, ServiceError> {
    let mut own = Vec::new();
    for row in all.iter().filter(|row| row.entrant_id == entrant) {
        let named = row.named()?;
        let names = |mate: &Member| {
            named
                .as_ref()
                .is_none_or(|named| named.iter().any(|(participant, _)| *participant == mate.participant.get()))
        };
        if mate.is_none_or(names) {
            own.push(row.clone());
        }
    }
    Ok(own)
}

/// Every contestant of an item with the rank and the honours it brings.
///
/// # Errors
/// The database failed.
pub(in crate::service) fn honours_in(
    conn: &mut Conn,
    item: contests::ItemRow,
    event: EventRow,
) -> Result<Vec<(contests::EntrantRow, usize, Vec<HonourLine>)>, ServiceError> {
    let contest = load(conn, item, event)?;
    let mut found = Vec::new();
    for standing in &contest.standings {
        let Some(place) = standing.place else { continue };
        let lines = honours_of(&contest, standing);
        if standing.team.is_empty() {
            found.push((standing.entrant.clone(), place.rank, lines));
            continue;
        }
        for member in &standing.team {
            let own = lines.iter().filter(|line| line.who == member.name).cloned().collect();
            found.push((as_person(standing, member), place.rank, own));
        }
    }
    Ok(found)
}

/// Titles that the published result of an item brought this contestant, each with who gives it; none
/// before it is published.
///
/// # Errors
/// The database failed.
pub(in crate::service) fn titles_won(
    conn: &mut Conn,
    id: ContestId,
    name: &str,
    id_tail: &str,
) -> Result<Vec<String>, ServiceError> {
    let item = contests::get(conn, id)?;
    if item.phase != Phase::Published {
        return Ok(Vec::new());
    }
    let event = events::get(conn, item.event_id)?;
    let contest = load(conn, item, event)?;
    let same = |one: &&Standing| one.entrant.name == name && one.entrant.id_tail == id_tail;
    let mate = |one: &&Standing| one.team.iter().any(|member| member.name == name && member.id_tail == id_tail);
    let own = contest.standings.iter().filter(|one| same(one) || mate(one));
    let lines = own.flat_map(|one| honours_of(&contest, one)).filter(|line| line.who.is_empty() || line.who == name);
    let titles = lines.filter(|line| line.is_given() && line.kind == HonourKind::Title);
    Ok(titles.map(|line| format!("{}（{}）", line.honour, line.issuer)).collect())
}

/// A member of a team as a contestant would be.
fn as_person(standing: &Standing, member: &Member) -> contests::EntrantRow {
    contests::EntrantRow {
        name: member.name.clone(),
        unit: member.unit.clone(),
        id_tail: member.id_tail.clone(),
        born_on: member.born_on,
        sex: member.sex.clone(),
        email: member.email.clone(),
        ..standing.entrant.clone()
    }
}
