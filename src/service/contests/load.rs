//! Everything about one item at once, and what the domain makes of it.

use super::case::{Answered, Contest, Standing, count};
use super::honours::honours_of;
use super::origins::{Passage, Source, passages};
use crate::domain::contest::checks::{self, Assigned, Dossier, Finding, Given, Presence, Sheet};
use crate::domain::contest::exact::{Exact, MAX_DECIMALS};
use crate::domain::contest::medals::{MedalRule, medals};
use crate::domain::contest::panel::TrimFrom;
use crate::domain::contest::recusal::Effect;
use crate::domain::contest::scale::worldskills;
use crate::domain::contest::scheme::Scheme;
use crate::domain::contest::standing::{Contender, Gap, TieKey, field_is_enough, gaps, places};
use crate::domain::contest::total::{Marks, total};
use crate::domain::time;
use crate::service::error::ServiceError;
use crate::storage::attendance::{self, AtTheDoor};
use crate::storage::contest_marks::{self, MarkRow};
use crate::storage::contest_recusals::{self, Recusal};
use crate::storage::contests::{self, EntrantRow, ItemRow, Judge};
use crate::storage::events::EventRow;
use crate::storage::{Conn, StorageError};
use crate::storage::{contest_additions, contest_corrections, contest_members, contest_objections};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What an answer is kept by.
pub fn finding_key(finding: &Finding) -> String {
    format!("{}:{}:{}", finding.check, finding.entrant.unwrap_or_default(), finding.detail)
}

/// Where everybody of an item stands, without all the rest of it.
pub(super) fn standings_of(conn: &mut Conn, item: &ItemRow) -> Result<Vec<Standing>, ServiceError> {
    let entrants = contests::entrants(conn, item.id)?;
    let marks = contest_marks::of_item(conn, item.id)?;
    let recusals = contest_recusals::of_item(conn, item.id)?;
    let sheets: Vec<Sheet> =
        entrants.iter().map(|entrant| sheet_of(entrant, &marks, &recusals)).collect::<Result<_, _>>()?;
    let mut standings = standings(item, &scheme_of(item)?, &chain_of(item)?, entrants, &sheets, trim_of(item))?;
    put_teams(conn, item, &mut standings)?;
    Ok(standings)
}

/// Says of the contestants that are teams who competes.
fn put_teams(conn: &mut Conn, item: &ItemRow, standings: &mut [Standing]) -> Result<(), ServiceError> {
    for (entrant, member) in contest_members::members(conn, item.id)? {
        let own = standings.iter_mut().find(|standing| standing.entrant.id == entrant);
        own.into_iter().for_each(|standing| standing.team.push(member.clone()));
    }
    Ok(())
}

/// Loads the item and works out totals, places, awards and findings.
pub(super) fn load(conn: &mut Conn, item: ItemRow, event: EventRow) -> Result<Contest, ServiceError> {
    let scheme = scheme_of(&item)?;
    let chain = chain_of(&item)?;
    let entrants = contests::entrants(conn, item.id)?;
    let marks = contest_marks::of_item(conn, item.id)?;
    let recusals = contest_recusals::of_item(conn, item.id)?;
    let trim = trim_of(&item);
    let sheets: Vec<Sheet> =
        entrants.iter().map(|entrant| sheet_of(entrant, &marks, &recusals)).collect::<Result<_, _>>()?;
    let mut standings = standings(&item, &scheme, &chain, entrants, &sheets, trim)?;
    put_teams(conn, &item, &mut standings)?;
    let mut contest = Contest {
        scheme,
        chain,
        judges: contests::judges(conn, item.id)?,
        recusals,
        seen_by: contest_recusals::seen_by(conn, item.id)?,
        marks,
        changes: contest_marks::changes(conn, item.id)?,
        run_changes: contest_corrections::run_changes(conn, item.id)?,
        additions: contest_additions::of_item(conn, item.id)?,
        reopenings: contest_corrections::reopenings(conn, item.id)?,
        returns: contest_corrections::returns(conn, item.id)?,
        objections: contest_objections::of(conn, item.id)?,
        passages: passages(conn, item.id)?,
        standings,
        findings: Vec::new(),
        item,
        event,
    };
    let door = attendance::at_the_door(conn, contest.item.id)?;
    let answers = contests::answers(conn, contest.item.id)?;
    let found = find(&contest, sheets, &door, trim);
    let answered = |finding: &Finding| {
        let key = finding_key(finding);
        let found = answers.iter().find(|(finding, ..)| *finding == key);
        found.map(|(_, answer, by)| Answered { answer: answer.clone(), by: by.clone() })
    };
    contest.findings = found.into_iter().map(|finding| (finding.clone(), answered(&finding))).collect();
    Ok(contest)
}

/// What the checks find.
fn find(contest: &Contest, mut sheets: Vec<Sheet>, door: &[AtTheDoor], trim: TrimFrom) -> Vec<Finding> {
    let item = &contest.item;
    let prizes = count(item.prizes);
    let gaps = gaps_of(contest);
    for ((sheet, standing), gap) in sheets.iter_mut().zip(&contest.standings).zip(gaps) {
        sheet.place = standing.place;
        sheet.gap = gap;
        let modules = standing.scores.as_ref().map(|scores| scores.modules.values());
        sheet.gross = modules.map(|worths| worths.fold(Exact::ZERO, |sum, worth| sum + *worth));
        // A team is not scanned, its members are.
        let single = standing.team.is_empty();
        if let Some(known) = door.iter().filter(|_| single).find(|one| one.entrant == standing.entrant.id) {
            sheet.scanned = known.scanned;
            sheet.left = known.state.is_final();
        }
        let within = standing.place.is_some_and(|place| place.rank <= prizes);
        sheet.honour_open =
            item.phase.is_decoded() && within && honours_of(contest, standing).iter().any(|honour| !honour.is_given());
    }
    let judge = |judge: &Judge| Assigned { id: judge.user.get(), name: judge.name.clone(), unit: judge.unit.clone() };
    let judges: Vec<Assigned> = contest.judges.iter().map(judge).collect();
    let changed = changed(contest);
    let approvals = contest.changes.iter().map(|(change, _)| change.approved_at);
    let approvals = approvals.chain(contest.run_changes.iter().map(|change| change.approved_at));
    let last_approved = approvals.chain(contest.additions.iter().map(|row| row.approved_at)).flatten().max();
    let uncorrected = contest.reopenings.last();
    let uncorrected = uncorrected.filter(|reopening| last_approved.is_none_or(|last| last < reopening.at));
    let seats = item.seats();
    let came = contest.passages.iter().filter(|passage| passage.into == item.id && passage.begun);
    let (settled, unsettled): (Vec<&Passage>, Vec<&Passage>) = came.partition(|one| one.source == Source::Stands);
    let differs: Vec<String> = settled.into_iter().filter(|one| one.differs()).map(Passage::difference).collect();
    let unsettled: Vec<String> = unsettled.into_iter().map(Passage::doubt).collect();
    let dossier = Dossier {
        scheme: &contest.scheme,
        trim,
        sheets: &sheets,
        judges: &judges,
        places_that_count: prizes,
        minimum_field: count(item.minimum_field),
        signatures: [seats.first_signer, seats.second_signer].iter().flatten().count(),
        changes: &changed,
        open_objections: contest.objections.iter().filter(|objection| objection.answer.is_none()).count(),
        uncorrected: uncorrected.map(|reopening| reopening.id),
        unscanned: unscanned(contest, door),
        early: early(contest),
        differs: &differs,
        unsettled: &unsettled,
    };
    if contest.is_blind() { checks::blind::findings(&dossier) } else { checks::findings(&dossier) }
}

/// What the chain would compare and is not known, of everybody in their order.
fn gaps_of(contest: &Contest) -> Vec<Gap> {
    let ranked = contest
        .standings
        .iter()
        .map(|one| one.scores.clone().map(|scores| Contender { official: one.entrant.official, scores }));
    let ranked: Vec<Option<Contender>> = ranked.collect();
    let mut found = gaps(&ranked.iter().flatten().cloned().collect::<Vec<_>>(), &contest.chain).into_iter();
    ranked.iter().map(|one| one.as_ref().and_then(|_| found.next()).unwrap_or_default()).collect()
}

/// How many on the roster are said to be there, of an event at whose door nobody was ever scanned.
fn unscanned(contest: &Contest, door: &[AtTheDoor]) -> usize {
    let nobody = |entrant: &EntrantRow| door.iter().any(|one| one.entrant == entrant.id && one.scanned.is_none());
    let there = contest.standings.iter().filter(|one| one.entrant.present == Some(true));
    there.filter(|one| nobody(&one.entrant)).count()
}

/// The day of the first sealed mark, where that is before the event begins.
fn early(contest: &Contest) -> Option<NaiveDate> {
    let first = contest.marks.iter().filter_map(|mark| mark.sealed_at).min()?;
    let day = time::shanghai_date(first.and_utc());
    contest.event.starts_on.filter(|starts| day < *starts).map(|_| day)
}

/// Requests that wait or were approved, as the checks see them; what was refused or taken back is none.
fn changed(contest: &Contest) -> Vec<(i64, String, bool)> {
    let of_marks = contest.changes.iter().filter(|(change, _)| change.closed_by.is_none()).map(|(change, mark)| {
        (mark.entrant_id.get(), format!("{} {}", mark.line, change.id), change.approved_by.is_some())
    });
    let of_run = contest.run_changes.iter().filter(|change| change.closed_by.is_none()).map(|change| {
        (change.entrant_id.get(), format!("{} r{}", change.field, change.id), change.approved_by.is_some())
    });
    let added = contest
        .additions
        .iter()
        .filter(|row| row.closed_by.is_none())
        .map(|row| (row.entrant_id.get(), format!("{} a{}", row.line, row.id), row.approved_by.is_some()));
    of_marks.chain(of_run).chain(added).collect()
}

pub(super) fn trim_of(item: &ItemRow) -> TrimFrom {
    TrimFrom::new(count(item.trim_from)).unwrap_or(TrimFrom::FIVE)
}

/// The lines that are marked.
pub(super) fn scheme_of(item: &ItemRow) -> Result<Scheme, ServiceError> {
    let corrupt = |_| StorageError::Corrupt { what: "marking scheme", value: item.id.to_string() };
    Ok(serde_json::from_str(&item.scheme).map_err(corrupt)?)
}

fn chain_of(item: &ItemRow) -> Result<Vec<TieKey>, ServiceError> {
    let corrupt = |_| StorageError::Corrupt { what: "tie chain", value: item.id.to_string() };
    let keys = item.chain.split(',').filter(|key| !key.is_empty());
    Ok(keys.map(str::parse).collect::<Result<_, _>>().map_err(corrupt)?)
}

/// A stored decimal.
pub(super) fn stored(text: &str) -> Result<Exact, ServiceError> {
    let corrupt = |_| StorageError::Corrupt { what: "mark", value: text.to_owned() };
    Ok(Exact::decimal(text, MAX_DECIMALS).map_err(corrupt)?)
}

/// One contestant's marks as the domain sees them.
pub(super) fn sheet_of(entrant: &EntrantRow, marks: &[MarkRow], recusals: &[Recusal]) -> Result<Sheet, ServiceError> {
    let given = |row: &MarkRow| {
        Ok::<_, ServiceError>(Given {
            line: row.line.clone(),
            judge: row.judge_id.get(),
            round: u8::try_from(row.round).unwrap_or(u8::MAX),
            mark: stored(&row.mark)?,
            sealed: row.sealed_at.is_some(),
        })
    };
    let own = marks.iter().filter(|row| row.entrant_id == entrant.id);
    let kept_from = || recusals.iter().filter(|recusal| recusal.entrant == entrant.id);
    Ok(Sheet {
        entrant: entrant.id.get(),
        name: entrant.name.clone(),
        tail: entrant.id_tail.clone(),
        unit: entrant.unit.clone(),
        station: entrant.station.clone(),
        presence: match entrant.present {
            None => Presence::Unknown,
            Some(true) => Presence::Present,
            Some(false) => Presence::Absent,
        },
        official: entrant.official,
        given: own.map(given).collect::<Result<_, _>>()?,
        recused: kept_from().filter(|one| one.effect.counts()).map(|one| one.judge.get()).collect(),
        withdrawn: kept_from().any(|one| one.effect == Effect::SinceDecoding),
        place: None,
        gap: Gap::None,
        deduction: stored(&entrant.deduction)?,
        gross: None,
        scanned: None,
        left: false,
        honour_open: false,
    })
}

fn standings(
    item: &ItemRow,
    scheme: &Scheme,
    chain: &[TieKey],
    entrants: Vec<EntrantRow>,
    sheets: &[Sheet],
    trim: TrimFrom,
) -> Result<Vec<Standing>, ServiceError> {
    let blind = item.phase.is_blind();
    let mut standings = Vec::with_capacity(entrants.len());
    for (entrant, sheet) in entrants.into_iter().zip(sheets) {
        let line_mark = |line: &crate::domain::contest::scheme::Line| {
            Some((line.code.clone(), checks::line_mark(sheet, line, trim)?))
        };
        let marks: Marks = scheme.0.iter().filter_map(line_mark).collect();
        let seconds = entrant.seconds.and_then(|seconds| u32::try_from(seconds).ok());
        // What is entered by name must not show by workstation who is who: until two have signed the
        // figures are those of the marks alone.
        let deduction = if blind { Exact::ZERO } else { stored(&entrant.deduction)? };
        let seconds = seconds.filter(|_| !blind);
        let there = blind || sheet.presence == Presence::Present;
        let scores = if there { total(scheme, &marks, deduction, seconds) } else { None };
        standings.push(Standing { entrant, team: Vec::new(), marks, scores, place: None, points: None, award: None });
    }
    let ranked: BTreeMap<usize, Contender> = standings
        .iter()
        .enumerate()
        .filter_map(|(at, standing)| {
            Some((at, Contender { official: blind || standing.entrant.official, scores: standing.scores.clone()? }))
        })
        .collect();
    let contenders: Vec<Contender> = ranked.values().cloned().collect();
    for (at, place) in ranked.keys().zip(places(&contenders, chain)) {
        standings[*at].place = Some(place);
    }
    let Some(tolerance) = item.tolerance else { return Ok(standings) };
    let raw: Vec<(Exact, bool)> = contenders.iter().map(|one| (one.scores.total, one.official)).collect();
    let Ok(points) = worldskills(&raw) else { return Ok(standings) };
    for (at, points) in ranked.keys().zip(&points) {
        standings[*at].points = Some(*points);
    }
    let official: Vec<(usize, i64)> = ranked
        .iter()
        .zip(&points)
        .filter(|((_, one), _)| one.official)
        .map(|((at, _), points)| (*at, *points))
        .collect();
    if field_is_enough(official.len(), count(item.minimum_field)) {
        let rule = MedalRule { tolerance: tolerance.into(), ..MedalRule::default() };
        let points: Vec<i64> = official.iter().map(|(_, points)| *points).collect();
        for ((at, _), award) in official.iter().zip(medals(&points, rule)) {
            standings[*at].award = award;
        }
    }
    Ok(standings)
}
