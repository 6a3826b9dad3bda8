//! From the roster to the competition: the contestants of its items and the people of its schedule.

use super::locked_with_entries;
use crate::domain::access::Action;
use crate::domain::contest::phase::Phase;
use crate::domain::event::Kind;
use crate::domain::ids::{ContestId, EntrantId, EventId, EventPersonId, ParticipantId};
use crate::domain::participant::roster::{Follow, Wanted, follow};
use crate::service::app::{App, Who};
use crate::service::contests::recuse_same_unit;
use crate::service::error::ServiceError;
use crate::service::schedules::{put_address, put_addresses};
use crate::service::trail::{self, By};
use crate::storage::contests::{ItemRow, NewEntrant};
use crate::storage::events::EventRow;
use crate::storage::roster_people::{self, Admitted};
use crate::storage::{Tx, contest_corrections, contests, participants, schedules};
use chrono::NaiveDateTime;
use serde_json::json;
use std::collections::BTreeSet;

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Followed {
    /// Items the event has at all.
    pub items: usize,
    /// Contestants of items and people of the schedule, together.
    pub entered: usize,
    pub updated: usize,
    pub removed: usize,
    /// Items whose judging has begun; they stay as they are.
    pub begun: usize,
}

/// Brings the contestants of the event's items and the people of its schedule in line with the
/// roster. Done again it changes nothing. Items whose judging has begun stay as they are.
///
/// # Errors
/// Rights; `Conflict(wrong-state)` for an event that is no competition.
pub fn generate(app: &App, who: &Who, event: EventId) -> Result<Followed, ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let event = locked_with_entries(tx, who, Action::ParticipantEdit, event)?;
        if event.kind != Kind::Competition {
            return Err(ServiceError::conflict("wrong-state"));
        }
        let admitted = roster_people::admitted(tx, event.id)?;
        let mut followed = Followed::default();
        for item in contests::of_event(tx, event.id)? {
            followed.items += 1;
            if item.phase != Phase::SetUp {
                followed.begun += 1;
                continue;
            }
            let item = contests::lock(tx, item.id)?;
            // Whom another item's published result brought there is no roster's to say.
            if contest_corrections::advances(tx, item.id)?.iter().any(|row| row.into == item.id) {
                continue;
            }
            let wanted = contestants(admitted.iter().filter(|one| takes_part(one, &item)));
            let there = roster_people::entrants(tx, item.id)?;
            for step in follow(&wanted, &there) {
                followed.count(&step);
                match step {
                    Follow::Enter(one) => {
                        contests::insert_entrant(tx, &entrant_of(one, item.id, at.naive_utc()))?;
                    }
                    Follow::Put(id, one) => roster_people::put_entrant(tx, id, one)?,
                    Follow::Remove(id) => contests::delete_entrant(tx, EntrantId::new(id))?,
                }
            }
            recuse_same_unit(tx, item.id, None)?;
        }
        schedule(app, tx, &event, &admitted, &mut followed)?;
        let Followed { entered, updated, removed, .. } = followed;
        let after = Some(json!({ "added": entered, "replaced": updated, "removed": removed }));
        trail::record(tx, at, By::who(who), "participant.entrants", "event", event.id.get(), None, after)?;
        Ok(followed)
    })
}

impl Followed {
    fn count(&mut self, step: &Follow) {
        match step {
            Follow::Enter(_) => self.entered += 1,
            Follow::Put(..) => self.updated += 1,
            Follow::Remove(_) => self.removed += 1,
        }
    }
}

/// One for each person, and one for each team: with its name, for the first of its members.
fn contestants<'a>(admitted: impl Iterator<Item = &'a Admitted>) -> Vec<Wanted> {
    let mut teams = BTreeSet::new();
    let one = |one: &Admitted| match &one.team {
        None => Some(one.wanted.clone()),
        Some((team, name)) => teams.insert(*team).then(|| Wanted {
            name: name.clone(),
            id_tail: String::new(),
            born_on: None,
            sex: None,
            ..one.wanted.clone()
        }),
    };
    admitted.filter_map(one).collect()
}

/// By the entry that stands for the item, or has its name.
fn takes_part(one: &Admitted, item: &ItemRow) -> bool {
    match one.item {
        Some(id) => id == item.id.get(),
        None => one.entry.as_deref() == Some(item.name.as_str()),
    }
}

/// A person in several items is one person of the schedule.
fn schedule(
    app: &App,
    tx: &mut Tx,
    event: &EventRow,
    admitted: &[Admitted],
    followed: &mut Followed,
) -> Result<(), ServiceError> {
    let there = roster_people::scheduled(tx, event.id)?;
    let linked: BTreeSet<i64> = there.iter().filter_map(|one| one.participant).collect();
    let mut seen = BTreeSet::new();
    // Of the several rows of a person the one that is on the schedule already stays.
    let mut order: Vec<&Admitted> = admitted.iter().collect();
    order.sort_by_key(|one| !linked.contains(&one.wanted.participant));
    let once = order.into_iter().filter(|one| one.resident_id.as_ref().is_none_or(|id| seen.insert(id.clone())));
    let wanted: Vec<Wanted> = once.map(|one| one.wanted.clone()).collect();
    let steps = follow(&wanted, &there);
    if steps.is_empty() {
        return Ok(());
    }
    let version = schedules::version(tx, event.id)?;
    for step in steps {
        followed.count(&step);
        match step {
            Follow::Enter(one) => roster_people::insert_scheduled(tx, event.id, one, app.now().naive_utc())?,
            Follow::Put(id, one) => {
                roster_people::put_scheduled(tx, id, one)?;
                put_address(app, tx, event, version, EventPersonId::new(id), &one.email)?;
            }
            Follow::Remove(id) => schedules::delete_person(tx, EventPersonId::new(id))?,
        }
    }
    Ok(schedules::raise(tx, event.id, version)?)
}

/// The contestant as the participant is; the workstation is drawn later.
fn entrant_of(one: &Wanted, item: ContestId, at: NaiveDateTime) -> NewEntrant {
    NewEntrant {
        item_id: item.get(),
        participant_id: Some(one.participant),
        name: one.name.clone(),
        id_tail: one.id_tail.clone(),
        born_on: one.born_on,
        sex: one.sex.clone(),
        unit: one.unit.clone(),
        email: one.email.clone(),
        station: String::new(),
        official: true,
        created_at: at,
    }
}

/// The addresses of these participants were written anew: what is released, and letters about items, go there.
///
/// # Errors
/// The database failed.
pub(super) fn readdress(app: &App, tx: &mut Tx, event: &EventRow, ids: &[ParticipantId]) -> Result<(), ServiceError> {
    // Most rosters are entered before anybody is a contestant.
    if ids.is_empty() || !roster_people::are_any(tx, event.id)? {
        return Ok(());
    }
    let mut addresses = Vec::with_capacity(ids.len());
    for id in ids {
        let row = participants::get(tx, *id)?;
        roster_people::readdress(tx, event.id, &row)?;
        addresses.push((row.id, row.email));
    }
    put_addresses(app, tx, event, &addresses)
}

/// Somebody joined a team whose item is being judged: judges of their unit are kept from the team.
///
/// # Errors
/// The database failed.
pub(super) fn joined(tx: &mut Tx, event: EventId) -> Result<(), ServiceError> {
    for item in contests::of_event(tx, event)?.into_iter().filter(|item| item.phase == Phase::Judging) {
        recuse_same_unit(tx, item.id, None)?;
    }
    Ok(())
}

/// Takes somebody who left the roster out of items that are still in set-up and out of the schedule. A team stays in
/// its item as long as somebody of it does: the next of its members stands for it.
///
/// # Errors
/// The database failed.
pub fn leave(tx: &mut Tx, event: EventId, id: ParticipantId) -> Result<(), ServiceError> {
    let mut began = false;
    for (entrant, phase) in roster_people::entrants_of(tx, id)? {
        if phase != Phase::SetUp.as_str() {
            began = true;
            continue;
        }
        match roster_people::next_of_team(tx, entrant, id)? {
            Some(next) => roster_people::put_entrant(tx, entrant, &next)?,
            None => contests::delete_entrant(tx, EntrantId::new(entrant))?,
        }
    }
    // Who is being judged stays on the schedule, too.
    let there = roster_people::scheduled(tx, event)?;
    let own = there.iter().find(|one| one.participant == Some(id.get()));
    if let Some(person) = own.filter(|_| !began) {
        schedules::delete_person(tx, EventPersonId::new(person.id))?;
        let version = schedules::version(tx, event)?;
        schedules::raise(tx, event, version)?;
    }
    Ok(())
}
