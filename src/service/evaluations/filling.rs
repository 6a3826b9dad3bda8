//! Calling one more member in for exactly the base that recusals leave with too few marks.

use super::deadline::later;
use super::finding::elsewhere;
use super::load::{Campaign, Entry, Seated, campaign, locked};
use super::panel::{basis, invite};
use crate::domain::evaluation::conflict::Conflict;
use crate::domain::evaluation::filling::{Filling, filling};
use crate::domain::evaluation::phase::{Phase, Seat};
use crate::domain::ids::{EvaluationEntryId, EvaluationId, UserId};
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::service::trail::{self, By};
use crate::storage::scoring::conflicts::{self, ConflictRow};
use crate::storage::scoring::{panel, runs};
use serde_json::json;

impl Campaign {
    /// The bases that fewer members score than give a result, and who can be called in for each while marks are
    /// sealed: substitutes first, then who was called in for other bases.
    #[must_use]
    pub fn short(&self) -> Vec<(&Entry, Filling<UserId>)> {
        let waiting = |entry: &Entry| -> Vec<UserId> {
            if self.run.drawn_at.is_none() || !matches!(self.run.phase, Phase::Panel | Phase::Scoring) {
                return Vec::new();
            }
            let kept = |user| self.is_kept_but_for_calls(entry.row.id, user);
            let of = |seat| self.panel.iter().filter(move |one: &&Seated| one.row.seat == seat);
            let called = of(Seat::Member).filter(|one| self.is_called_elsewhere(entry.row.id, one.row.user_id));
            let all = of(Seat::Substitute).chain(called).map(|one| one.row.user_id);
            all.filter(|user| !kept(*user)).collect()
        };
        let short = |entry: &'_ Entry| {
            let members = self.marks_of(entry.row.id, None);
            filling(members, self.marks_least(), waiting(entry), |_| false)
        };
        let all = self.scored().map(|entry| (entry, short(entry)));
        all.filter(|(_, filling)| *filling != Filling::Enough).collect()
    }

    /// Whether somebody can, and so must, be called in for some base.
    #[must_use]
    pub fn calls_for(&self) -> bool {
        self.short().iter().any(|(_, filling)| filling.is_due())
    }

    /// The bases that a member was called in for alone; empty for whoever has a seat for all of them.
    #[must_use]
    pub fn called_for(&self, user: UserId) -> Vec<&Entry> {
        let elsewhere = |entry: &&Entry| self.is_called_elsewhere(entry.row.id, user);
        if !self.entries.iter().any(|entry| elsewhere(&entry)) {
            return Vec::new();
        }
        self.entries.iter().filter(|entry| !elsewhere(entry)).collect()
    }

    fn is_called_elsewhere(&self, entry: EvaluationEntryId, user: UserId) -> bool {
        let is = |row: &ConflictRow| row.entry_id == entry && row.user_id == user && row.reason == Conflict::Elsewhere;
        self.conflicts.iter().any(is)
    }

    fn is_kept_but_for_calls(&self, entry: EvaluationEntryId, user: UserId) -> bool {
        let is = |row: &ConflictRow| row.entry_id == entry && row.user_id == user && row.reason != Conflict::Elsewhere;
        self.conflicts.iter().any(is)
    }
}

/// Who can be called in, of what is known of one that may be short of members; at least one.
///
/// # Errors
/// `Conflict(evaluation-enough-scorers)`, `Conflict(evaluation-no-substitute)`.
pub(in crate::service) fn free(of: Option<Filling<UserId>>) -> Result<Vec<UserId>, ServiceError> {
    match of {
        None | Some(Filling::Enough) => Err(ServiceError::conflict("evaluation-enough-scorers")),
        Some(Filling::Nobody) => Err(ServiceError::conflict("evaluation-no-substitute")),
        Some(Filling::Call(free)) => Ok(free),
    }
}

/// Calls in the next who is free for a base that too few members score: for this base alone, with a declaration of
/// their own. Once the last day is over, `until` is a new one.
///
/// # Errors
/// Rights; a stale version; `NotFound`; `Invalid(until)`; `Conflict(evaluation-enough-scorers)`,
/// `Conflict(evaluation-no-substitute)`.
pub fn call(
    app: &App,
    who: &Who,
    id: EvaluationId,
    version: i64,
    entry: EvaluationEntryId,
    until: &str,
) -> Result<(), ServiceError> {
    let (at, today) = (app.now(), app.today());
    app.store.write(|tx| {
        locked(tx, who, id)?;
        let of = campaign(tx, id)?;
        of.entries.iter().find(|one| one.row.id == entry).ok_or(ServiceError::NotFound)?;
        let filling = of.short().into_iter().find(|(one, _)| one.row.id == entry).map(|(_, filling)| filling);
        let free = free(filling)?;
        let mut faults = Vec::new();
        let until = if of.is_late(today) { later(&of, until, today, &mut faults) } else { None };
        if !faults.is_empty() {
            return Err(ServiceError::Invalid(faults));
        }
        // Of the trade of whoever is kept from the base, where there is one.
        let kept = of.members().find(|one| of.is_recused(entry, one.row.user_id) && !one.row.trade.is_empty());
        let trade = kept.map_or("", |one| one.row.trade.as_str());
        let basis = basis(&of.run)?;
        let waits =
            |user: &UserId| of.panel.iter().any(|one| one.row.user_id == *user && one.row.seat == Seat::Substitute);
        let substitutes: Vec<UserId> = free.iter().copied().filter(waits).collect();
        let next = if substitutes.is_empty() {
            let called = *free.first().ok_or_else(|| ServiceError::conflict("evaluation-no-substitute"))?;
            conflicts::lift(tx, &elsewhere(called, entry))?;
            panel::undeclare(tx, id, called)?;
            called
        } else {
            let next = basis.successor(trade, substitutes.into_iter())?;
            panel::put_seat(tx, id, next, Seat::Member, basis.kept(trade, next))?;
            for other in of.entries.iter().filter(|one| one.row.id != entry) {
                conflicts::put(tx, &elsewhere(next, other.row.id), at.naive_utc())?;
            }
            next
        };
        runs::touch(tx, id, version)?;
        if let Some(until) = until {
            runs::put_until(tx, id, until)?;
        }
        let of = campaign(tx, id)?;
        invite(tx, at, &of, next, &format!("call:{entry}"))?;
        let after = json!({ "member": next, "entry": entry, "until": until });
        trail::record(tx, at, By::who(who), "evaluation.call", "evaluation", id.get(), None, Some(after))
    })
}
