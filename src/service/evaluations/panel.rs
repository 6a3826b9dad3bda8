//! The panel: pool and seats are published before the seed is known, then drawn from; members declare before they
//! see any base, and substitutes come in while nothing is scored.

use super::deadline::{later, refused, tell_left};
use super::drawing::{DrawBasis, TypedDraw, declared, reason_of, seated};
use super::finding::{self, elsewhere};
use super::load::{Campaign, campaign, locked};
use super::opened;
use crate::domain::access::{self, Action, Facts};
use crate::domain::evaluation::conflict::Conflict;
use crate::domain::evaluation::phase::{Phase, Seat};
use crate::domain::ids::{EvaluationId, UserId};
use crate::domain::message::MessageKind;
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::service::trail::{self, By, Mail};
use crate::storage::scoring::runs::{self, RunRow};
use crate::storage::scoring::{conflicts, panel};
use crate::storage::{Tx, people};
use chrono::{DateTime, Utc};
use serde_json::json;
use std::collections::BTreeMap;

/// Fixes and publishes pool and seats, with a seed made from chance or the public number to come that will be it.
///
/// # Errors
/// Rights; a stale version; `Conflict(evaluation-seeded)`; `Invalid` with every fault.
pub fn publish_seed(
    app: &App,
    who: &Who,
    id: EvaluationId,
    version: i64,
    typed: &TypedDraw,
) -> Result<(), ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let run = locked(tx, who, id)?;
        if !run.draw.is_empty() {
            return Err(ServiceError::conflict("evaluation-seeded"));
        }
        let least = opened(tx, id)?.rules.evaluators_at_least;
        let (seed, basis, text) = typed.fixed(tx, least, app.today())?;
        runs::put_seed(tx, id, version, &seed, &text)?;
        let after = json!({ "seed": seed, "draw": basis });
        trail::record(tx, at, By::who(who), "evaluation.seed", "evaluation", id.get(), None, Some(after))
    })
}

/// Enters the number that was to come: from then on the draw has one outcome.
///
/// # Errors
/// Rights; a stale version; `Conflict(evaluation-no-source)`, `Conflict(evaluation-seeded)`,
/// `Conflict(evaluation-seed-early)`; `Invalid(seed)`.
pub fn enter_seed(app: &App, who: &Who, id: EvaluationId, version: i64, typed: &str) -> Result<(), ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let run = locked(tx, who, id)?;
        let seed = DrawBasis::number((&run.seed, &run.draw), id, typed, app.today())?;
        runs::put_seed(tx, id, version, &seed, &run.draw)?;
        let after = json!({ "seed": seed });
        trail::record(tx, at, By::who(who), "evaluation.number", "evaluation", id.get(), None, Some(after))
    })
}

/// What was fixed for the draw.
///
/// # Errors
/// `Corrupt`.
pub fn basis(run: &RunRow) -> Result<DrawBasis, ServiceError> {
    DrawBasis::read(&run.draw, run.evaluation_id)
}

/// Draws the panel that seed, pool and seats come to, and enters every conflict that can be found. The
/// members are written to.
///
/// # Errors
/// Rights; a stale version; `Conflict(evaluation-no-seed)`, `Conflict(evaluation-drawn)`,
/// `Conflict(evaluation-not-panel)`.
pub fn draw_panel(app: &App, who: &Who, id: EvaluationId, version: i64) -> Result<(), ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let run = locked(tx, who, id)?;
        let refused = match (run.phase, run.seed.is_empty(), run.drawn_at) {
            (_, _, Some(_)) => Some(ServiceError::conflict("evaluation-drawn")),
            (Phase::Panel, false, None) => None,
            (Phase::Panel, true, None) => Some(ServiceError::conflict("evaluation-no-seed")),
            _ => Some(ServiceError::conflict("evaluation-not-panel")),
        };
        if let Some(refused) = refused {
            return Err(refused);
        }
        let drawn = basis(&run)?.drawn(&run.seed)?;
        for (seq, user, seat, trade) in seated(&drawn) {
            panel::insert(tx, id, user, seq, seat, trade)?;
        }
        runs::put_drawn(tx, id, version, at.naive_utc())?;
        let of = campaign(tx, id)?;
        let found = finding::found(tx, &of, app.today())?;
        for row in &found {
            conflicts::put(tx, row, at.naive_utc())?;
        }
        for member in of.members() {
            invite(tx, at, &of, member.row.user_id, "panel")?;
        }
        let members: Vec<UserId> = of.members().map(|one| one.row.user_id).collect();
        let after = json!({ "members": members, "substitutes": drawn.substitutes, "conflicts": found.len() });
        trail::record(tx, at, By::who(who), "evaluation.draw", "evaluation", id.get(), None, Some(after))
    })
}

/// Invites an evaluator to the panel; `key` says by which happening.
pub(super) fn invite(
    tx: &mut Tx,
    at: DateTime<Utc>,
    of: &Campaign,
    user: UserId,
    key: &str,
) -> Result<(), ServiceError> {
    let (id, year) = (of.run.evaluation_id, of.opened.row.year);
    let mail = Mail::new(MessageKind::PanelInvited, format!("{key}:evaluation:{id}"));
    let mail = mail.link(format!("/scoring/{id}")).with("year", year.to_string()).with("last", of.run.score_until);
    let user = people::user(tx, user)?;
    trail::mail_to(tx, at, &user, mail)
}

/// Gives a member's seat to the next substitute: the first that has the seat's trade, or the first of
/// all where none has it. It is for every base, and only while marks are sealed: of who has signed
/// nothing, or has not signed everything by the last day; nothing the member wrote counts then. Once the
/// last day is over, `until` is a new one.
///
/// # Errors
/// Rights; a stale version; `NotFound`; `Invalid` with every fault; the conflicts of
/// [`crate::domain::evaluation::deadline::Refused`].
pub fn replace(
    app: &App,
    who: &Who,
    id: EvaluationId,
    version: i64,
    user: UserId,
    (reason, until): (&str, &str),
) -> Result<(), ServiceError> {
    let (at, today) = (app.now(), app.today());
    app.store.write(|tx| {
        locked(tx, who, id)?;
        let of = campaign(tx, id)?;
        let member = of.members().find(|one| one.row.user_id == user).ok_or(ServiceError::NotFound)?;
        let mut faults = Vec::new();
        let reason = reason_of(reason).map_err(|fault| faults.push(fault)).unwrap_or_default();
        let until = if of.is_late(today) { later(&of, until, today, &mut faults) } else { None };
        if !faults.is_empty() {
            return Err(ServiceError::Invalid(faults));
        }
        of.standing(user, today).ok_or(ServiceError::NotFound)?.replaceable().map_err(refused)?;
        let trade = &member.row.trade;
        let waiting = of.panel.iter().filter(|one| one.row.seat == Seat::Substitute);
        let basis = basis(&of.run)?;
        let next = basis.successor(trade, waiting.map(|one| one.row.user_id))?;
        panel::leave(tx, id, user, (Seat::Replaced, &reason), at.naive_utc())?;
        panel::put_seat(tx, id, next, Seat::Member, basis.kept(trade, next))?;
        if !of.called_for(user).is_empty() {
            // Whoever was called in for some bases alone is followed for these alone.
            let own = of.called_for(user);
            for other in of.entries.iter().filter(|one| own.iter().all(|own| own.row.id != one.row.id)) {
                conflicts::put(tx, &elsewhere(next, other.row.id), at.naive_utc())?;
            }
        }
        runs::touch(tx, id, version)?;
        if let Some(until) = until {
            runs::put_until(tx, id, until)?;
        }
        tell_left(tx, at, &of, user, &reason)?;
        let of = campaign(tx, id)?;
        invite(tx, at, &of, next, "panel")?;
        let (before, after) = (json!({ "member": user }), json!({ "member": next, "reason": reason, "until": until }));
        trail::record(tx, at, By::who(who), "evaluation.replace", "evaluation", id.get(), Some(before), Some(after))
    })
}

/// The year for one of its members; for nobody else it exists.
pub(super) fn membership(of: &Campaign, who: &Who) -> Result<panel::SeatRow, ServiceError> {
    access::can(&who.actor, Action::ScoringMark, &Facts::NONE)?;
    let own = of.members().find(|one| one.row.user_id == who.id());
    own.map(|one| one.row.clone()).ok_or(ServiceError::NotFound)
}

/// A member says of each base on their list whether they are in conflict: `c-NUMBER` holds the reason or
/// `none`, `o-NUMBER` what it is. Before that they see names of bases only, and none of those that the
/// program keeps them from.
///
/// # Errors
/// Rights; `NotFound`; `Conflict(evaluation-declared)`; `Invalid` with every fault.
pub fn declare(app: &App, who: &Who, id: EvaluationId, typed: &BTreeMap<String, String>) -> Result<(), ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        runs::lock(tx, id)?;
        let of = campaign(tx, id)?;
        if membership(&of, who)?.declared_at.is_some() {
            return Err(ServiceError::conflict("evaluation-declared"));
        }
        let open = of.scored().filter(|entry| !of.is_recused(entry.row.id, who.id()));
        let declared = declared(typed, open.map(|entry| entry.row.id))?;
        let row = |(entry_id, reason, note): (_, Conflict, String)| conflicts::ConflictRow {
            entry_id,
            user_id: who.id(),
            reason,
            note,
            found: false,
        };
        let count = declared.len();
        for one in declared.into_iter().map(row) {
            conflicts::put(tx, &one, at.naive_utc())?;
        }
        panel::declare(tx, id, who.id(), at.naive_utc())?;
        let after = json!({ "declared": count });
        trail::record(tx, at, By::who(who), "evaluation.declare", "evaluation", id.get(), None, Some(after))
    })
}
