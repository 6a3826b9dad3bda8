//! From the published standings of a preliminary into a final: so many places, and all tied at the line.

use super::case::Standing;
use super::judges::recuse_same_unit;
use super::load::load;
use super::origins::{Passage, goes_through, is_same, only_running, passages, ranked, surplus};
use super::{facts_of, locked, visible};
use crate::domain::access::{self, Action};
use crate::domain::contest::phase::{Phase, appeals_open};
use crate::domain::ids::{ContestId, EntrantId};
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By};
use crate::storage::contests::{self, EntrantRow, ItemRow, NewEntrant};
use crate::storage::{contest_corrections, contest_members, events};
use chrono::{DateTime, Duration, Utc};
use serde_json::json;

/// Who would go through at a line, and where they could go.
#[derive(Clone, Debug)]
pub struct Advancement {
    pub item: ItemRow,
    pub event: String,
    pub places: usize,
    /// By rank; official contestants only.
    pub rows: Vec<Through>,
    /// Items of the same competition that are being set up.
    pub finals: Vec<ItemRow>,
    /// Where its contestants went before.
    pub done: Vec<Passage>,
    /// The last moment of the appeal clock, while it runs.
    pub appeals_until: Option<DateTime<Utc>>,
    pub may: bool,
}

/// A contestant and whether they go through.
#[derive(Clone, Debug)]
pub struct Through {
    pub name: String,
    pub unit: String,
    pub rank: usize,
    pub total: String,
    pub advances: bool,
    /// Shares the rank of the last place.
    pub tied_at_the_line: bool,
}

/// Shows who goes through when so many places are given.
///
/// # Errors
/// `NotFound`, also for what the reader may not know of; `Conflict(wrong-state)` before it is published.
pub fn preview(app: &App, who: &Who, id: ContestId, places: Option<usize>) -> Result<Advancement, ServiceError> {
    app.store.read(|conn| {
        let (item, event) = visible(conn, who, id)?;
        if item.phase != Phase::Published {
            return Err(ServiceError::conflict("result-not-published"));
        }
        let may = access::can(&who.actor, Action::ContestAdvance, &facts_of(&item, &event)).is_ok();
        let places = places.unwrap_or_else(|| super::case::count(item.prizes));
        let mut finals = contests::of_event(conn, event.id)?;
        finals.retain(|other| other.id != id && other.phase == Phase::SetUp);
        let mut done = passages(conn, id)?;
        done.retain(|passage| passage.from == id);
        only_running(&mut done, app.now());
        let minutes = u32::try_from(item.appeal_minutes).unwrap_or_default();
        let until = item.published_at.map(|at| at.and_utc());
        let until = until.filter(|at| appeals_open(*at, minutes, app.now()));
        let appeals_until = until.map(|at| at + Duration::minutes(minutes.into()));
        let (item_row, event_name) = (item.clone(), event.name.clone());
        let contest = load(conn, item, event)?;
        let ranked = ranked(&contest.standings);
        let through = goes_through(&contest.standings, places);
        let advances: Vec<bool> = ranked.iter().map(|one| through.contains(&one.entrant.id)).collect();
        // Whoever shares the last rank that goes through with somebody.
        let last = ranked
            .iter()
            .zip(&advances)
            .filter(|(_, goes)| **goes)
            .filter_map(|(one, _)| one.place)
            .max_by_key(|place| place.rank);
        let row = |(one, goes): (&&Standing, &bool)| {
            let rank = one.place.map_or(0, |place| place.rank);
            Through {
                name: one.entrant.name.clone(),
                unit: one.entrant.unit.clone(),
                rank,
                total: one.scores.as_ref().map(|scores| scores.total.fixed(2)).unwrap_or_default(),
                advances: *goes,
                tied_at_the_line: *goes && last.is_some_and(|last| last.joint && last.rank == rank),
            }
        };
        let rows = ranked.iter().zip(&advances).map(row).collect();
        Ok(Advancement { item: item_row, event: event_name, places, rows, finals, done, appeals_until, may })
    })
}

/// Enters those who go through into a final that is being set up, and recuses its judges from their own.
/// Done again, after a correction, it enters who is missing and takes out who no longer goes through, and whoever
/// has no place any more; whom the result of another item brought there stays.
///
/// # Errors
/// Rights in both items; `NotFound` for a final of another competition; `Invalid` for places;
/// `Conflict(objections-stand-advance)` while an objection is open.
pub fn advance(
    app: &App,
    who: &Who,
    id: ContestId,
    into: Option<ContestId>,
    places: Option<usize>,
) -> Result<usize, ServiceError> {
    app.store.write(|tx| {
        let (item, event) = locked(tx, who, Action::ContestAdvance, id)?;
        let mut faults = Vec::new();
        let places = places.filter(|places| (1..=9_999).contains(places));
        if places.is_none() {
            faults.push(Fault::new("places", "out-of-range").with("hint", "1–9999"));
        }
        if into.is_none() {
            faults.push(Fault::new("into", "choose"));
        }
        let (Some(places), Some(into)) = (places, into) else { return Err(ServiceError::Invalid(faults)) };
        let (target, _) = locked(tx, who, Action::ContestSetUp, into)?;
        if target.event_id != item.event_id || target.id == item.id {
            return Err(ServiceError::NotFound);
        }
        let event_row = events::get(tx, event.id)?;
        let contest = load(tx, item, event_row)?;
        if contest.objections.iter().any(|objection| objection.answer.is_none()) {
            return Err(ServiceError::conflict("objections-stand-advance"));
        }
        let through = goes_through(&contest.standings, places);
        let there = contests::entrants(tx, into)?;
        let at = app.now();
        let (goes, others): (Vec<Standing>, Vec<Standing>) =
            contest.standings.into_iter().partition(|one| through.contains(&one.entrant.id));
        let (mut entered, mut left) = (0, 0);
        for one in goes {
            let finalist = match there.iter().find(|other| is_same(other, &one.entrant)) {
                Some(known) => known.id,
                None => {
                    entered += 1;
                    enter(tx, into, &one.entrant, at.naive_utc())?
                }
            };
            // A team goes through with who competed for it.
            if !one.team.is_empty() {
                contest_members::put(tx, finalist, &one.team)?;
            }
        }
        let others: Vec<EntrantRow> = others.into_iter().map(|standing| standing.entrant).collect();
        for other in surplus(tx, id, into, &others)? {
            contests::delete_entrant(tx, other.id)?;
            left += 1;
        }
        recuse_same_unit(tx, into, None)?;
        let line = i32::try_from(places).unwrap_or(i32::MAX);
        contest_corrections::put_advance(tx, id, into, line, who.id(), at.naive_utc())?;
        let after = json!({ "into": into, "places": places, "entered": entered, "taken-out": left });
        trail::record(tx, at, By::who(who), "contest.advance", "contest", id.get(), None, Some(after))?;
        Ok(entered)
    })
}

fn enter(
    tx: &mut crate::storage::Tx,
    into: ContestId,
    of: &EntrantRow,
    at: chrono::NaiveDateTime,
) -> Result<EntrantId, ServiceError> {
    let new = NewEntrant {
        item_id: into.get(),
        participant_id: None,
        name: of.name.clone(),
        id_tail: of.id_tail.clone(),
        born_on: of.born_on,
        sex: of.sex.clone(),
        unit: of.unit.clone(),
        email: of.email.clone(),
        station: String::new(),
        official: true,
        created_at: at,
    };
    Ok(contests::insert_entrant(tx, &new)?)
}
