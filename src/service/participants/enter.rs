//! Entering a roster that was looked at: entries and teams it needs, its people, its changes.

use super::changes::SEPARATOR;
use crate::domain::identity::{ResidentId, Sex, last_four};
use crate::domain::ids::{EventId, ParticipantId, UserId};
use crate::domain::participant::roster::{Change, Differs, Field, Person, Row};
use crate::domain::participant::{Happening, Source, State};
use crate::service::error::ServiceError;
use crate::storage::participants::{self, Happened, NewParticipant};
use crate::storage::rosters::{self, EntryFacts, Update};
use crate::storage::{Constraint, StorageError, Tx};
use chrono::NaiveDateTime;
use std::collections::{BTreeMap, BTreeSet};

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    pub added: usize,
    pub updated: usize,
    pub same: usize,
    /// Known, and out; stayed out.
    pub ended: usize,
}

/// Who enters a roster, with what is there.
pub(super) struct Desk<'a, 'tx> {
    tx: &'a mut Tx<'tx>,
    event: EventId,
    user: UserId,
    at: NaiveDateTime,
    one_item: bool,
    entries: Vec<EntryFacts>,
    /// By entry and name.
    teams: BTreeMap<(i64, String), i64>,
    /// Teams that have a place.
    placed: BTreeSet<i64>,
    /// Places to be taken, by entry.
    places: BTreeMap<i64, i32>,
}

impl<'a, 'tx> Desk<'a, 'tx> {
    pub(super) fn new(
        tx: &'a mut Tx<'tx>,
        event: EventId,
        user: UserId,
        at: NaiveDateTime,
        one_item: bool,
    ) -> Result<Desk<'a, 'tx>, ServiceError> {
        let entries = rosters::to_enter(tx, event)?;
        let teams = rosters::teams(tx, event)?.into_iter().map(|(id, entry, name)| ((entry, name), id)).collect();
        let placed = rosters::placed_teams(tx, event)?.into_iter().collect();
        Ok(Desk { tx, event, user, at, one_item, entries, teams, placed, places: BTreeMap::new() })
    }

    /// Enters the rows; those of `excepted` are let in against a condition, with a reason.
    ///
    /// # Errors
    /// `Conflict(roster-changed-meanwhile)` where somebody else took a place or registered one of the people
    /// since the roster was looked at.
    pub(super) fn enter(
        &mut self,
        changes: Vec<(Row, Change)>,
        excepted: &BTreeSet<usize>,
        reason: &str,
    ) -> Result<Taken, ServiceError> {
        let mut taken = Taken::default();
        let (mut new, mut updates, mut let_in) = (Vec::new(), Vec::new(), BTreeSet::new());
        for (row, change) in changes {
            let against = excepted.contains(&row.number);
            match change {
                Change::Add => {
                    let one = self.newcomer(&row.person)?;
                    let_in.extend(against.then(|| who(&one.resident_id, &one.name, &one.unit, one.entry_id)));
                    new.push(one);
                }
                Change::Update(id, differs) => {
                    if against {
                        self.except(id, reason)?;
                    }
                    updates.push((id, row.person, differs));
                }
                Change::Same => taken.same += 1,
                Change::Ended => taken.ended += 1,
            }
        }
        taken.added = new.len();
        taken.updated = updates.len();
        for (id, person, differs) in updates {
            self.update(ParticipantId::new(id), &person, &differs)?;
        }
        for (entry, places) in std::mem::take(&mut self.places) {
            rosters::take_places(self.tx, entry, places).map_err(meanwhile)?;
        }
        if !new.is_empty() {
            let last = rosters::insert_many(self.tx, self.event, &new, self.user, self.at).map_err(meanwhile)?;
            if !let_in.is_empty() {
                for (id, number, name, unit, entry) in rosters::newcomers(self.tx, self.event, last)? {
                    if let_in.contains(&who(&number, &name, &unit, entry)) {
                        self.except(id, reason)?;
                    }
                }
            }
        }
        Ok(taken)
    }

    /// Says in somebody's log that they were let in against a condition.
    fn except(&mut self, id: i64, reason: &str) -> Result<(), ServiceError> {
        let what = Happening::Excepted.as_str();
        let happened = Happened { what, reason, user: Some(self.user), ..Happened::default() };
        Ok(participants::log(self.tx, ParticipantId::new(id), self.at, &happened)?)
    }

    fn newcomer(&mut self, person: &Person) -> Result<NewParticipant, ServiceError> {
        let (entry_id, team_id) = self.place(person)?;
        let text = |field| person.get(field).to_owned();
        let identity = Identity::of(person);
        Ok(NewParticipant {
            event_id: self.event.get(),
            entry_id,
            team_id,
            state: State::Admitted.as_str(),
            source: Source::Roster.as_str(),
            name: text(Field::Name),
            sole_key: identity.number.clone().filter(|_| self.one_item),
            resident_id: identity.number,
            id_tail: identity.tail,
            born_on: identity.born_on,
            sex: identity.sex,
            unit: text(Field::Unit),
            division: text(Field::Division),
            phone: text(Field::Phone),
            email: text(Field::Email),
            lang: "zh".to_owned(),
            skill_level: text(Field::Level),
            remarks: text(Field::Remarks),
            employer: text(Field::Employer),
            created_at: self.at,
            ..NewParticipant::default()
        })
    }

    /// The entry and the team of somebody new, made where they are not there yet; counts the place.
    fn place(&mut self, person: &Person) -> Result<(Option<i64>, Option<i64>), ServiceError> {
        let name = person.get(Field::Entry);
        let Some(entry) = self.entry(name)? else { return Ok((None, None)) };
        let in_teams = self.entries.iter().any(|known| known.id == Some(entry) && known.team_most > 1);
        let (team, new) = match person.get(Field::Team) {
            "" => (None, true),
            team => {
                let team = self.team(entry, team)?;
                (Some(team), self.placed.insert(team))
            }
        };
        if new || !in_teams {
            *self.places.entry(entry).or_default() += 1;
        }
        Ok((Some(entry), team))
    }

    fn entry(&mut self, name: &str) -> Result<Option<i64>, ServiceError> {
        let Some(known) = self.entries.iter_mut().find(|known| known.name == name) else { return Ok(None) };
        if known.id.is_none() {
            known.id = Some(rosters::insert_closed_entry(self.tx, self.event, known.item, name, self.at)?);
        }
        Ok(known.id)
    }

    fn team(&mut self, entry: i64, name: &str) -> Result<i64, ServiceError> {
        let key = (entry, name.to_owned());
        if let Some(team) = self.teams.get(&key) {
            return Ok(*team);
        }
        let team = rosters::insert_team(self.tx, entry, name, self.at)?;
        self.teams.insert(key, team);
        Ok(team)
    }

    fn update(&mut self, id: ParticipantId, person: &Person, differs: &[Differs]) -> Result<(), ServiceError> {
        let after = |field| differs.iter().find(|differs| differs.field == field).map(|differs| differs.after.clone());
        let joins = after(Field::Entry).is_some();
        let (entry_id, team_id) = match joins {
            true => self.place(person)?,
            false => (None, None),
        };
        let team_id = match (team_id, after(Field::Team), self.entry(person.get(Field::Entry))?) {
            (None, Some(team), Some(entry)) => Some(self.team(entry, &team)?),
            (team, ..) => team,
        };
        let identity = after(Field::Id).map(|_| Identity::of(person));
        let number = identity.as_ref().and_then(|identity| identity.number.clone());
        let update = Update {
            entry_id,
            team_id,
            sole_key: number.clone().filter(|_| self.one_item),
            resident_id: number,
            id_tail: identity.as_ref().map(|identity| identity.tail.clone()),
            born_on: identity.as_ref().and_then(|identity| identity.born_on),
            sex: identity.and_then(|identity| identity.sex),
            unit: after(Field::Unit),
            division: after(Field::Division),
            phone: after(Field::Phone),
            email: after(Field::Email),
            skill_level: after(Field::Level),
            remarks: after(Field::Remarks),
            employer: after(Field::Employer),
        };
        rosters::update(self.tx, id, &update).map_err(meanwhile)?;
        let told = |text: fn(&Differs) -> &str| {
            let texts = differs.iter().map(|differs| match differs.field {
                Field::Id => last_four(text(differs)),
                _ => text(differs).to_owned(),
            });
            texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(SEPARATOR)
        };
        let happened = Happened {
            what: Happening::Updated.as_str(),
            before: &told(|differs| &differs.before),
            after: &told(|differs| &differs.after),
            reason: "",
            user: Some(self.user),
        };
        Ok(participants::log(self.tx, id, self.at, &happened)?)
    }
}

/// What an identity number says.
#[derive(Default)]
struct Identity {
    number: Option<String>,
    tail: String,
    born_on: Option<chrono::NaiveDate>,
    sex: Option<String>,
}

impl Identity {
    fn of(person: &Person) -> Identity {
        let Ok(id) = person.get(Field::Id).parse::<ResidentId>() else { return Identity::default() };
        let sex = if id.sex() == Sex::Male { "male" } else { "female" };
        Identity {
            tail: last_four(id.as_str()),
            born_on: Some(id.birth_date()),
            sex: Some(sex.to_owned()),
            number: Some(id.as_str().to_owned()),
        }
    }
}

/// What tells a newcomer from the others.
fn who(number: &Option<String>, name: &str, unit: &str, entry: Option<i64>) -> (String, String, Option<i64>) {
    match number {
        Some(number) => (number.clone(), String::new(), entry),
        None => (name.to_owned(), unit.to_owned(), entry),
    }
}

fn meanwhile(error: StorageError) -> ServiceError {
    match error {
        StorageError::Violated(
            Constraint::ParticipantTwice | Constraint::ParticipantElsewhere | Constraint::EntryFull,
        ) => ServiceError::conflict("roster-changed-meanwhile"),
        other => other.into(),
    }
}
