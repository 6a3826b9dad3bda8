//! Everything of a year at once, and who is told of it.

use super::{Opened, of_city, opened};
use crate::domain::access::Action;
use crate::domain::evaluation::phase::Seat;
use crate::domain::ids::{EvaluationEntryId, EvaluationId, OrganisationId, UserId};
use crate::domain::people::Role;
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::service::trail::{self, Mail};
use crate::storage::scoring::conflicts::{self, ConflictRow};
use crate::storage::scoring::entries::{self, EntryRow};
use crate::storage::scoring::panel::{self, SeatRow};
use crate::storage::scoring::runs::{self, RunRow};
use crate::storage::scoring::sheets::{self, SheetRow};
use crate::storage::{Conn, Tx, people};
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

/// A base in the year, with the names that were fixed at the opening.
#[derive(Clone, Debug)]
pub struct Entry {
    pub row: EntryRow,
    pub name: String,
    pub host: String,
}

/// A drawn evaluator.
#[derive(Clone, Debug)]
pub struct Seated {
    pub row: SeatRow,
    pub name: String,
    pub unit: String,
}

/// A year with everything of it but single marks: for the office and for what is decided; evaluators
/// are shown parts of it only.
#[derive(Clone, Debug)]
pub struct Campaign {
    pub opened: Opened,
    pub run: RunRow,
    /// By base.
    pub entries: Vec<Entry>,
    /// In the order drawn.
    pub panel: Vec<Seated>,
    pub conflicts: Vec<ConflictRow>,
    /// By base, round and evaluator.
    pub sheets: Vec<SheetRow>,
}

/// The year, for the office.
///
/// # Errors
/// Rights; `NotFound`.
pub fn follow(app: &App, who: &Who, id: EvaluationId) -> Result<Campaign, ServiceError> {
    of_city(who, Action::EvaluationFollow)?;
    app.store.read(|conn| campaign(conn, id))
}

/// The year, for a use case that has authorised.
///
/// # Errors
/// `NotFound`, also for a year without a run.
pub(in crate::service) fn campaign(conn: &mut Conn, id: EvaluationId) -> Result<Campaign, ServiceError> {
    let opened = opened(conn, id)?;
    let run = opened.run.clone().ok_or(ServiceError::NotFound)?;
    let entry = |row: EntryRow| {
        let counted = opened.register.iter().find(|one| one.base == row.base_id.get());
        let (name, host) = counted.map(|one| (one.name.clone(), one.host.clone())).unwrap_or_default();
        Entry { row, name, host }
    };
    let entries = entries::of(conn, id)?.into_iter().map(entry).collect();
    let seated = |(row, name, unit)| Seated { row, name, unit };
    let panel = panel::of(conn, id)?.into_iter().map(seated).collect();
    Ok(Campaign { run, entries, panel, conflicts: conflicts::of(conn, id)?, sheets: sheets::of(conn, id)?, opened })
}

/// As [`campaign`], for an evaluator: a year that is over without the bases that they are kept from in one
/// that runs.
pub(super) fn campaign_for(conn: &mut Conn, who: &Who, id: EvaluationId) -> Result<Campaign, ServiceError> {
    let mut of = campaign(conn, id)?;
    if of.run.phase.is_public() {
        let kept = conflicts::hidden_from(conn, who.id())?;
        of.entries.retain(|entry| !kept.contains(&entry.row.base_id));
    }
    Ok(of)
}

impl Campaign {
    /// Those who score, in the order drawn.
    pub fn members(&self) -> impl Iterator<Item = &Seated> {
        self.panel.iter().filter(|one| one.row.seat == Seat::Member)
    }

    /// Those whose signed sheets count: members, and who was set aside after signing some.
    pub fn counted(&self) -> impl Iterator<Item = &Seated> {
        self.panel.iter().filter(|one| one.row.seat.counts())
    }

    /// Whether the evaluator is kept from the base.
    #[must_use]
    pub fn is_recused(&self, entry: EvaluationEntryId, user: UserId) -> bool {
        self.conflicts.iter().any(|one| one.entry_id == entry && one.user_id == user)
    }

    /// The members who score a base.
    pub fn scorers(&self, entry: EvaluationEntryId) -> impl Iterator<Item = &Seated> {
        self.members().filter(move |one| !self.is_recused(entry, one.row.user_id))
    }

    /// Whether the member has declared their conflicts, or has no base to declare about.
    #[must_use]
    pub fn has_declared(&self, one: &Seated) -> bool {
        one.row.declared_at.is_some() || self.scored().all(|entry| self.is_recused(entry.row.id, one.row.user_id))
    }

    /// The bases that are scored: those that sent their self-score in.
    pub fn scored(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.row.self_scored_at.is_some())
    }

    #[must_use]
    pub fn sheet(&self, entry: EvaluationEntryId, user: UserId, round: i32) -> Option<&SheetRow> {
        self.sheets.iter().find(|one| one.entry_id == entry && one.user_id == user && one.round == round)
    }

    /// Whether everybody who scores this base has signed the sheet of this round.
    #[must_use]
    pub fn is_signed(&self, entry: EvaluationEntryId, round: i32) -> bool {
        let signed =
            |one: &Seated| self.sheet(entry, one.row.user_id, round).is_some_and(|sheet| sheet.signed_at.is_some());
        self.scorers(entry).all(signed)
    }
}

/// Those of a unit who look after its bases and are written to. Whoever evaluates as well is not: it could be
/// about a base they are kept from.
pub(super) fn hosts(conn: &mut Conn, unit: OrganisationId) -> Result<Vec<people::User>, ServiceError> {
    let mut hosts = people::members(conn, unit)?;
    let mut told = BTreeSet::new();
    for user in &hosts {
        let roles = people::person(conn, user.id)?.map(|person| person.roles).unwrap_or_default();
        if roles.contains(Role::Host) && !roles.contains(Role::Evaluator) {
            told.insert(user.id);
        }
    }
    hosts.retain(|user| told.contains(&user.id));
    Ok(hosts)
}

/// Queues the message for the [`hosts`] of a unit.
pub(super) fn tell_hosts(
    tx: &mut Tx,
    at: DateTime<Utc>,
    unit: OrganisationId,
    mail: &Mail,
) -> Result<(), ServiceError> {
    for user in hosts(tx, unit)? {
        trail::mail_to(tx, at, &user, mail.clone())?;
    }
    Ok(())
}

/// Locks the run for a change of the panel.
pub(super) fn locked(tx: &mut Tx, who: &Who, id: EvaluationId) -> Result<RunRow, ServiceError> {
    let run = runs::lock(tx, id)?;
    of_city(who, Action::EvaluationRun)?;
    Ok(run)
}
