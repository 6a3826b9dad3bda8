//! What the panel's marks or ballots come to: the list that follows from them, and the meeting where marks are
//! too far apart.

use super::bench::{BALLOTS_LEAST, Bench};
use super::{mail_of, step_of, terms};
use crate::domain::access::Visibility;
use crate::domain::contest::exact::Exact;
use crate::domain::evaluation::ballot::BallotFault;
use crate::domain::ids::{NominationId, RoundId};
use crate::domain::message::MessageKind;
use crate::domain::recognition::Review;
use crate::domain::recognition::outcome::{self, Places, Stood};
use crate::domain::recognition::round::{Standing, Step};
use crate::domain::text::compact;
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By, Mail};
use crate::storage::recognition::{self, Fate, NominationRow, RoundChange, RoundRow};
use crate::storage::{StorageError, people, recognition_panels as rows};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Longest minutes, in characters.
const TEXT_MAX: usize = 4_000;

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
        let bench = Bench::load(tx, &row)?;
        ready(&bench)?;
        let programme = terms(&row)?;
        let tallies = rows::tallies(tx, id)?;
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
        // Ballots on paper are entered as totals; those cast in the program are counted by it.
        let on_paper = matches!(programme.review, Review::Vote(_)) && row.drawn_at.is_none();
        let present = match programme.review {
            Review::Vote(_) if on_paper => {
                let present = count("present", text("present"), &mut faults);
                if present.is_some_and(|present| present < BALLOTS_LEAST) {
                    faults.push(Fault::new("present", "present-few").with("least", BALLOTS_LEAST));
                }
                present
            }
            Review::Vote(_) => u32::try_from(bench.members().filter(|one| one.row.voted).count()).ok(),
            Review::Score(_) => None,
        };
        let mut stood = Vec::new();
        for one in &standing {
            let direct = !one.direct_source.is_empty();
            let field = format!("votes.{}", one.id);
            let tally = tallies.iter().find(|(of, ..)| *of == one.id && !on_paper).copied();
            let tally = tally.filter(|(_, ballots, _)| *ballots >= BALLOTS_LEAST);
            let votes = match tally {
                _ if direct => None,
                None if on_paper => count(&field, text(&field), &mut faults),
                tally => tally.map(|(_, _, votes)| votes),
            };
            let ballots = tally.map(|(_, ballots, _)| ballots);
            if let (Some(votes), Some(present)) = (votes, present)
                && votes > present
            {
                faults.push(Fault::new(field, "more-votes-than-present").with("max", present));
            }
            let score = if direct { None } else { bench.result(one).and_then(|result| result.score()) };
            stood.push(Stood { county: one.division.clone(), direct, votes, ballots, score });
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

// keys: conflict-members-free conflict-marks-open conflict-marks-apart conflict-ballots-few conflict-ballots-silent
/// Refuses a list while something is open that it follows from.
pub(super) fn ready(bench: &Bench) -> Result<(), ServiceError> {
    let conflict = |code, count: usize| Err(ServiceError::Conflict(Fault::conflict(code).with("count", count)));
    if bench.nominees.is_empty() || bench.round.drawn_at.is_none() {
        return Ok(());
    }
    if bench.calls_for() > 0 {
        return conflict("members-free", bench.calls_for());
    }
    if bench.is_scored() {
        return match (bench.missing_marks(), bench.apart().len()) {
            (0, 0) => Ok(()),
            (0, apart) => conflict("marks-apart", apart),
            (open, _) => conflict("marks-open", open),
        };
    }
    let cast = bench.members().filter(|one| one.row.voted).count();
    if u32::try_from(cast).is_ok_and(|cast| cast < BALLOTS_LEAST) {
        return conflict("ballots-few", cast);
    }
    // Whoever does not vote can be replaced: a nominee without a result by that is nobody's fate.
    match bench.silent() {
        0 => Ok(()),
        silent => conflict("ballots-silent", silent),
    }
}

/// Keeps the minutes of the meeting about every nominee whose marks were too far apart; those who mark these
/// do so a second time, and the first marks are kept. The others keep their marks, and are told nothing.
///
/// # Errors
/// Rights, the wrong state, a stale version; `Invalid(meeting)`; `Conflict(marks-not-apart)`.
pub fn meet(app: &App, who: &Who, id: RoundId, version: i64, minutes: &str) -> Result<(), ServiceError> {
    let (at, minutes) = (app.now(), minutes.trim());
    app.store.write(|tx| {
        let (round, _) = step_of(tx, who, id, Step::Propose)?;
        let bench = Bench::load(tx, &round)?;
        if minutes.is_empty() {
            return Err(ServiceError::invalid("meeting", "required"));
        }
        if minutes.chars().count() > TEXT_MAX {
            return Err(ServiceError::Invalid(vec![Fault::new("meeting", "too-long").with("max", TEXT_MAX)]));
        }
        let apart: Vec<&NominationRow> = bench.apart().into_iter().map(|(one, _)| one).collect();
        if apart.is_empty() {
            return Err(ServiceError::conflict("marks-not-apart"));
        }
        let mut again = BTreeSet::new();
        for one in &apart {
            rows::meet(tx, one.id, one.version, minutes)?;
            again.extend(bench.scorers(one).map(|of| of.row.user_id));
        }
        rows::put_drawn(tx, id, version, round.drawn_at.unwrap_or(at.naive_utc()))?;
        let about: Vec<NominationId> = apart.iter().map(|one| one.id).collect();
        let after = json!({ "nominations": about, "minutes": minutes });
        trail::record(tx, at, By::who(who), "round.meet", "round", id.get(), None, Some(after))?;
        let of = Mail::new(MessageKind::RecognitionSecondRound, format!("meet:round:{id}"));
        let of = of.link(format!("/recognition/{id}/review"));
        let of = of.with("title", bench.programme.title.zh.clone()).with("year", round.year.to_string());
        for user in again {
            rows::give_back(tx, id, user)?;
            let user = people::user(tx, user)?;
            trail::mail_to(tx, at, &user, of.clone())?;
        }
        Ok(())
    })
}

fn count(field: &str, text: &str, faults: &mut Vec<Fault>) -> Option<u32> {
    let read = compact(text).parse::<u32>().ok().filter(|count| *count < 10_000);
    if read.is_none() {
        faults.push(Fault::new(field, "whole-number").with("max", 9_999));
    }
    read
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
