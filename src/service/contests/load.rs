//! Everything about one item at once, and what the domain makes of it.

use crate::domain::contest::checks::{self, Dossier, Finding, Given, Presence, Sheet};
use crate::domain::contest::exact::{Exact, MAX_DECIMALS};
use crate::domain::contest::medals::{Award, MedalRule, medals};
use crate::domain::contest::panel::TrimFrom;
use crate::domain::contest::scale::worldskills;
use crate::domain::contest::scheme::Scheme;
use crate::domain::contest::standing::{Contender, Place, Scores, TieKey, field_is_enough, places};
use crate::domain::contest::total::{Marks, total};
use crate::domain::ids::{ChangeId, EntrantId, UserId};
use crate::service::error::ServiceError;
use crate::storage::contest_corrections::{self, Reopening, RunChangeRow};
use crate::storage::contest_marks::{self, ChangeRow, MarkRow};
use crate::storage::contests::{self, EntrantRow, ItemRow, Judge, ObjectionRow};
use crate::storage::events::EventRow;
use crate::storage::{Conn, StorageError};
use std::collections::BTreeMap;

/// One item with everything that belongs to it.
#[derive(Clone, Debug)]
pub struct Contest {
    pub item: ItemRow,
    pub event: EventRow,
    pub scheme: Scheme,
    pub chain: Vec<TieKey>,
    pub judges: Vec<Judge>,
    pub recusals: Vec<(EntrantId, UserId, String)>,
    pub marks: Vec<MarkRow>,
    pub changes: Vec<(ChangeRow, MarkRow)>,
    /// Of deductions and times.
    pub run_changes: Vec<RunChangeRow>,
    pub reopenings: Vec<Reopening>,
    pub objections: Vec<ObjectionRow>,
    /// In the order in which the contestants were entered.
    pub standings: Vec<Standing>,
    pub findings: Vec<(Finding, Option<Answered>)>,
}

/// What was answered to a warning, and by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    pub answer: String,
    pub by: String,
}

/// A contestant and where they stand.
#[derive(Clone, Debug)]
pub struct Standing {
    pub entrant: EntrantRow,
    /// The mark of each line that has one, by its code.
    pub marks: Marks,
    /// None while a mark is missing, and for who did not come.
    pub scores: Option<Scores>,
    pub place: Option<Place>,
    /// On the WorldSkills scale, where the item has one and the field a spread.
    pub points: Option<i64>,
    /// None below the minimum field.
    pub award: Option<Award>,
}

/// What an answer is kept by.
pub fn finding_key(finding: &Finding) -> String {
    format!("{}:{}:{}", finding.check, finding.entrant.unwrap_or_default(), finding.detail)
}

/// Loads the item and works out totals, places, awards and findings.
pub(super) fn load(conn: &mut Conn, item: ItemRow, event: EventRow) -> Result<Contest, ServiceError> {
    let scheme = scheme_of(&item)?;
    let chain = chain_of(&item)?;
    let entrants = contests::entrants(conn, item.id)?;
    let marks = contest_marks::of_item(conn, item.id)?;
    let recusals = contests::recusals(conn, item.id)?;
    let judges = contests::judges(conn, item.id)?;
    let changes = contest_marks::changes(conn, item.id)?;
    let run_changes = contest_corrections::run_changes(conn, item.id)?;
    let reopenings = contest_corrections::reopenings(conn, item.id)?;
    let objections = contests::objections(conn, item.id)?;
    let answers = contests::answers(conn, item.id)?;
    let trim = trim_of(&item);
    let mut sheets: Vec<Sheet> =
        entrants.iter().map(|entrant| sheet_of(entrant, &marks, &recusals)).collect::<Result<_, _>>()?;
    let standings = standings(&item, &scheme, &chain, entrants, &sheets, trim)?;
    for (sheet, standing) in sheets.iter_mut().zip(&standings) {
        sheet.place = standing.place;
    }
    let units: Vec<(i64, String)> = judges.iter().map(|judge| (judge.user.get(), judge.unit.clone())).collect();
    let of_marks = changes.iter().map(|(change, mark)| {
        (mark.entrant_id.get(), format!("{} {}", mark.line, change.id), change.approved_by.is_some())
    });
    let of_run = run_changes.iter().map(|change| {
        (change.entrant_id.get(), format!("{} r{}", change.field, change.id), change.approved_by.is_some())
    });
    let changed: Vec<(i64, String, bool)> = of_marks.chain(of_run).collect();
    let approvals = changes.iter().map(|(change, _)| change.approved_at);
    let last_approved = approvals.chain(run_changes.iter().map(|change| change.approved_at)).flatten().max();
    let uncorrected = reopenings.last().filter(|reopening| last_approved.is_none_or(|last| last < reopening.at));
    let seats = item.seats();
    let found = checks::findings(&Dossier {
        scheme: &scheme,
        trim,
        sheets: &sheets,
        judges: &units,
        places_that_count: count(item.prizes),
        minimum_field: count(item.minimum_field),
        signatures: [seats.first_signer, seats.second_signer].iter().flatten().count(),
        changes: &changed,
        open_objections: objections.iter().filter(|objection| objection.answer.is_none()).count(),
        uncorrected: uncorrected.map(|reopening| reopening.id),
    });
    let answered = |finding: &Finding| {
        let key = finding_key(finding);
        let found = answers.iter().find(|(finding, ..)| *finding == key);
        found.map(|(_, answer, by)| Answered { answer: answer.clone(), by: by.clone() })
    };
    let findings = found.into_iter().map(|finding| (finding.clone(), answered(&finding))).collect();
    Ok(Contest {
        item,
        event,
        scheme,
        chain,
        judges,
        recusals,
        marks,
        changes,
        run_changes,
        reopenings,
        objections,
        standings,
        findings,
    })
}

impl Contest {
    /// The change with this number, and the mark it is about.
    pub fn change(&self, id: ChangeId) -> Option<&(ChangeRow, MarkRow)> {
        self.changes.iter().find(|(change, _)| change.id == id)
    }
}

/// A count that cannot be negative; the form has seen to it.
pub(super) fn count(number: i32) -> usize {
    usize::try_from(number).unwrap_or_default()
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
pub(super) fn sheet_of(
    entrant: &EntrantRow,
    marks: &[MarkRow],
    recusals: &[(EntrantId, UserId, String)],
) -> Result<Sheet, ServiceError> {
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
    Ok(Sheet {
        entrant: entrant.id.get(),
        unit: entrant.unit.clone(),
        station: entrant.station.clone(),
        presence: match entrant.present {
            None => Presence::Unknown,
            Some(true) => Presence::Present,
            Some(false) => Presence::Absent,
        },
        official: entrant.official,
        given: own.map(given).collect::<Result<_, _>>()?,
        recused: recusals.iter().filter(|(id, ..)| *id == entrant.id).map(|(_, judge, _)| judge.get()).collect(),
        place: None,
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
    let mut standings = Vec::with_capacity(entrants.len());
    for (entrant, sheet) in entrants.into_iter().zip(sheets) {
        let line_mark = |line: &crate::domain::contest::scheme::Line| {
            Some((line.code.clone(), checks::line_mark(sheet, line, trim)?))
        };
        let marks: Marks = scheme.0.iter().filter_map(line_mark).collect();
        let seconds = entrant.seconds.and_then(|seconds| u32::try_from(seconds).ok());
        let deduction = stored(&entrant.deduction)?;
        let there = sheet.presence == Presence::Present;
        let scores = if there { total(scheme, &marks, deduction, seconds) } else { None };
        standings.push(Standing { entrant, marks, scores, place: None, points: None, award: None });
    }
    let ranked: BTreeMap<usize, Contender> = standings
        .iter()
        .enumerate()
        .filter_map(|(at, standing)| {
            Some((at, Contender { official: standing.entrant.official, scores: standing.scores.clone()? }))
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
