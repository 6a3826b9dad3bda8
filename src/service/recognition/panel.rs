//! The panel: marks by evaluators who are not recused, or the totals of a secret ballot; and the list
//! that follows from them.

use super::{mail_of, step_of, terms};
use crate::domain::access::{self, Action, Facts, Visibility};
use crate::domain::contest::exact::Exact;
use crate::domain::evaluation::ballot::BallotFault;
use crate::domain::evaluation::result::Mark;
use crate::domain::ids::{NominationId, RoundId, UserId};
use crate::domain::message::MessageKind;
use crate::domain::recognition::Review;
use crate::domain::recognition::outcome::{self, Places, Stood};
use crate::domain::recognition::round::{Standing, State, Step};
use crate::domain::text::{compact, tidy};
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By};
use crate::storage::recognition::{self, Fate, MarkRow, NominationRow, RoundChange, RoundRow};
use crate::storage::{Conn, StorageError, people};
use serde_json::json;
use std::collections::BTreeMap;

/// Longest remark and minutes, in characters.
const TEXT_MAX: usize = 4_000;

/// Whether the person is one of the panel, and the panel scores now.
pub(super) fn assigned(conn: &mut Conn, who: &Who, round: &RoundRow) -> Result<bool, ServiceError> {
    if round.state != State::Panel || access::can(&who.actor, Action::ScoringMark, &Facts::NONE).is_err() {
        return Ok(false);
    }
    Ok(recognition::panel(conn, round.id)?.iter().any(|(user, ..)| *user == who.id()))
}

/// Whether an evaluator has no part in this nomination: of their own unit, put forward by it, or
/// themselves.
fn recused(user: UserId, unit: crate::domain::ids::OrganisationId, name: &str, row: &NominationRow) -> bool {
    let _ = user;
    unit == row.organisation_id || unit == row.nominated_by || name == row.name
}

pub(super) fn may_mark(who: &Who, row: &NominationRow) -> bool {
    row.state == Standing::Admitted
        && row.direct_source.is_empty()
        && !recused(who.id(), who.organisation(), &who.name, row)
}

/// A nominee as an evaluator has them: without identity, and never those they are recused from.
#[derive(Clone, Debug)]
pub struct Marked {
    pub row: NominationRow,
    pub unit: String,
    pub papers: Vec<recognition::NominationPaperRow>,
    /// One's own mark so far, in hundredths, with the remark.
    pub own: Option<(i64, String)>,
}

/// What the person has to mark in this round; nothing for anybody else.
///
/// # Errors
/// The database failed.
pub fn to_mark(conn: &mut Conn, who: &Who, round: &RoundRow) -> Result<Vec<Marked>, ServiceError> {
    if !assigned(conn, who, round)? {
        return Ok(Vec::new());
    }
    let marks = recognition::marks(conn, round.id)?;
    let rows = recognition::of_round(conn, Visibility::All, round.id)?;
    let mut found = Vec::new();
    for (row, unit) in rows.into_iter().filter(|(row, _)| may_mark(who, row)) {
        let own = marks.iter().find(|(of, by, ..)| *of == row.id && *by == who.id());
        found.push(Marked {
            papers: recognition::papers(conn, row.id)?,
            own: own.map(|(_, _, mark, remark)| (*mark, remark.clone())),
            unit,
            row,
        });
    }
    Ok(found)
}

/// Marks as typed: `mark.ID` and `remark.ID` of each nominee.
#[derive(Clone, Debug, Default)]
pub struct Marks(pub BTreeMap<String, String>);

/// Keeps one evaluator's marks; those left empty stay as they are.
///
/// # Errors
/// Rights; `NotFound` for who is not of the panel; `Invalid` with every fault.
pub fn mark(app: &App, who: &Who, id: RoundId, typed: &Marks) -> Result<(), ServiceError> {
    access::can(&who.actor, Action::ScoringMark, &Facts::NONE)?;
    let at = app.now();
    app.store.write(|tx| {
        let round = recognition::lock_round(tx, id)?;
        if !assigned(tx, who, &round)? {
            return Err(ServiceError::NotFound);
        }
        let mut faults = Vec::new();
        let mut given = 0;
        for one in to_mark(tx, who, &round)? {
            let field = format!("mark.{}", one.row.id);
            let text = compact(typed.0.get(&field).map_or("", String::as_str));
            if text.is_empty() {
                continue;
            }
            let read = Exact::decimal(&text, 2).ok().filter(|mark| !mark.is_negative() && *mark <= Exact::whole(100));
            let remark = tidy(typed.0.get(&format!("remark.{}", one.row.id)).map_or("", String::as_str));
            match read.and_then(|mark| i64::try_from(mark.round_half_up(2)).ok()) {
                Some(hundredths) if remark.chars().count() <= TEXT_MAX => {
                    recognition::put_mark(tx, one.row.id, who.id(), hundredths, &remark, at.naive_utc())?;
                    given += 1;
                }
                _ => faults.push(Fault::new(field, "mark-range")),
            }
        }
        if !faults.is_empty() {
            return Err(ServiceError::Invalid(faults));
        }
        // How many, never whose or how high: the record is read by the office.
        trail::record(tx, at, By::who(who), "round.mark", "round", id.get(), None, Some(json!({ "count": given })))
    })
}

/// A ballot as the clerk enters it: `present`, `minutes`, and `votes.ID` of each nominee. Only totals.
#[derive(Clone, Debug, Default)]
pub struct Ballot(pub BTreeMap<String, String>);

/// Enters the panel's result; who is proposed follows from it alone.
///
/// # Errors
/// Rights, the wrong state, a stale version; `Invalid` with every fault.
pub fn propose(app: &App, who: &Who, id: RoundId, version: i64, typed: &Ballot) -> Result<(), ServiceError> {
    let at = app.now();
    let text = |field: &str| typed.0.get(field).map_or("", |text| text.trim());
    app.store.write(|tx| {
        let (row, to) = step_of(tx, who, id, Step::Propose)?;
        let programme = terms(&row)?;
        let all = recognition::of_round(tx, Visibility::All, id)?;
        let standing: Vec<NominationRow> =
            all.into_iter().map(|(one, _)| one).filter(|one| one.state == Standing::Admitted).collect();
        let mut faults = Vec::new();
        let minutes = text("minutes").to_owned();
        if minutes.is_empty() {
            faults.push(Fault::new("minutes", "required"));
        } else if minutes.chars().count() > TEXT_MAX {
            faults.push(Fault::new("minutes", "too-long").with("max", TEXT_MAX));
        }
        let voted = matches!(programme.review, Review::Vote(_));
        let present = if voted { count("present", text("present"), &mut faults) } else { None };
        let means = means(tx, &row, &standing, programme.review)?;
        let mut stood = Vec::new();
        for one in &standing {
            let direct = !one.direct_source.is_empty();
            let field = format!("votes.{}", one.id);
            let votes = if voted && !direct { count(&field, text(&field), &mut faults) } else { None };
            if let (Some(votes), Some(present)) = (votes, present)
                && votes > present
            {
                faults.push(Fault::new(field, "more-votes-than-present").with("max", present));
            }
            let score = means.get(&one.id).copied();
            stood.push(Stood { county: one.division.clone(), direct, votes, score });
        }
        if !faults.is_empty() {
            return Err(ServiceError::Invalid(faults));
        }
        let answers = outcome::propose(&stood, programme.review, present.unwrap_or(0), &places(&row)?);
        let answers = answers.map_err(|fault| match fault {
            BallotFault::NobodyPresent => ServiceError::invalid("present", "required"),
            BallotFault::TooMany { .. } => ServiceError::invalid("present", "more-votes-than-present"),
        })?;
        let mut proposed = 0;
        for ((one, stood), answer) in standing.iter().zip(&stood).zip(&answers) {
            let state = if answer.is_ok() { Standing::Proposed } else { Standing::NotChosen };
            proposed += usize::from(answer.is_ok());
            let fate = Fate {
                state: Some(state.as_str()),
                outcome: Some(answer.err().map_or("", |reason| reason.as_str())),
                votes: stood.votes.and_then(|votes| i32::try_from(votes).ok()),
                score: stood.score.map(Exact::fraction),
                ..Fate::default()
            };
            recognition::put_fate(tx, one.id, one.version, &fate)?;
        }
        let change = RoundChange {
            present: present.and_then(|present| i32::try_from(present).ok()),
            minutes: Some(minutes.clone()),
            proposer_id: Some(who.id().get()),
            ..RoundChange::default()
        };
        recognition::put_round(tx, id, version, to, &change, at.naive_utc())?;
        let after = json!({ "state": to, "present": present, "count": proposed, "minutes": minutes });
        trail::record(tx, at, By::who(who), "round.propose", "round", id.get(), None, Some(after))
    })
}

fn count(field: &str, text: &str, faults: &mut Vec<Fault>) -> Option<u32> {
    let read = compact(text).parse::<u32>().ok().filter(|count| *count < 10_000);
    if read.is_none() {
        faults.push(Fault::new(field, "whole-number").with("max", 9_999));
    }
    read
}

/// The exact mean of each nominee who has one.
pub(super) fn means(
    conn: &mut Conn,
    round: &RoundRow,
    standing: &[NominationRow],
    review: Review,
) -> Result<BTreeMap<NominationId, Exact>, ServiceError> {
    let Review::Score(scoring) = review else { return Ok(BTreeMap::new()) };
    let panel = recognition::panel(conn, round.id)?;
    let marks: Vec<MarkRow> = recognition::marks(conn, round.id)?;
    let mean = |one: &NominationRow| {
        let own: Vec<Mark<UserId>> = marks
            .iter()
            .filter(|(of, ..)| *of == one.id)
            .map(|(_, by, mark, _)| (*by, Exact::hundredths(*mark)))
            .collect();
        let out = panel.iter().filter(|(user, unit, name)| recused(*user, *unit, name, one));
        let out: Vec<UserId> = out.map(|(user, ..)| *user).collect();
        Some((one.id, outcome::score(&own, &out, scoring)?))
    };
    Ok(standing.iter().filter_map(mean).collect())
}

/// The places that were published.
pub(super) fn places(row: &RoundRow) -> Result<Places, ServiceError> {
    let corrupt = |_| StorageError::Corrupt { what: "places of a round", value: row.id.to_string() };
    Ok(Places {
        all: row.places.and_then(|places| usize::try_from(places).ok()),
        counties: serde_json::from_str(&row.county_places).map_err(corrupt)?,
    })
}

/// To unit and deciders: the list is public.
pub(super) fn tell_listed(
    tx: &mut crate::storage::Tx,
    app: &App,
    row: &NominationRow,
    programme: &crate::domain::recognition::Programme,
    (first, last): (chrono::NaiveDate, chrono::NaiveDate),
) -> Result<(), ServiceError> {
    let mail = mail_of(MessageKind::RecognitionListed, "listed", row, programme);
    let mail = mail.with("first", first.to_string()).with("last", last.to_string());
    let unit = people::organisation(tx, row.organisation_id)?;
    trail::mail_organisation(tx, app.now(), unit.id, &mail)
}
