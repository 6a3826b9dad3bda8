//! The panel: seed, pool and seats are published at once, then drawn from; members declare before they
//! see any base, and substitutes come in while nothing is scored.

use super::deadline::{later, reason_of, refused, tell_left};
use super::finding;
use super::load::{Campaign, campaign};
use super::pool::trades;
use super::{of_city, opened};
use crate::domain::access::{self, Action, Facts};
use crate::domain::evaluation::conflict::Conflict;
use crate::domain::evaluation::draw::{DrawFault, Drawn, Expert, Wanted, draw, ticket};
use crate::domain::evaluation::phase::{Phase, Seat};
use crate::domain::ids::{EvaluationId, UserId};
use crate::domain::message::MessageKind;
use crate::domain::text::{compact, tidy};
use crate::platform::chance;
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By, Mail};
use crate::storage::scoring::runs::{self, RunRow};
use crate::storage::scoring::{conflicts, panel, pool};
use crate::storage::{Conn, StorageError, Tx, people};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Longest seed and reason, in characters.
pub(super) const LINE_MAX: usize = 200;

/// What a panel is drawn from, fixed and public with the seed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawBasis {
    /// Number and trades of everybody in the pool.
    pub pool: Vec<(i64, BTreeSet<String>)>,
    /// Seats that need a trade.
    pub of_trade: BTreeMap<String, usize>,
    /// Seats for anyone.
    pub others: usize,
    pub substitutes: usize,
}

impl DrawBasis {
    /// Draws; the same for whoever does it with the same seed.
    ///
    /// # Errors
    /// Every fault.
    pub fn draw(&self, seed: &str) -> Result<Drawn, Vec<DrawFault>> {
        let pool: Vec<Expert> =
            self.pool.iter().map(|(id, trades)| Expert { id: *id, trades: trades.clone() }).collect();
        let wanted = Wanted { of_trade: self.of_trade.clone(), others: self.others, substitutes: self.substitutes };
        draw(&pool, &wanted, seed)
    }

    /// Everybody in the pool by ticket: the order in which they are drawn.
    #[must_use]
    pub fn tickets(&self, seed: &str) -> Vec<(String, i64, &BTreeSet<String>)> {
        let mut all: Vec<_> = self.pool.iter().map(|(id, trades)| (ticket(seed, *id), *id, trades)).collect();
        all.sort();
        all
    }
}

/// What is typed to publish a draw.
#[derive(Clone, Debug, Default)]
pub struct TypedDraw {
    /// Empty: made from chance.
    pub seed: String,
    /// A line each: trade, seats.
    pub of_trade: String,
    pub others: String,
    pub substitutes: String,
}

impl TypedDraw {
    /// What is drawn from, of what was typed; every fault of it.
    pub(in crate::service) fn basis(&self, pool: Vec<(i64, BTreeSet<String>)>, faults: &mut Vec<Fault>) -> DrawBasis {
        let mut of_trade = BTreeMap::new();
        for (row, line) in self.of_trade.lines().map(tidy).enumerate().filter(|(_, line)| !line.is_empty()) {
            let read = line.rsplit_once([' ', '\u{ff1a}', ':']).and_then(|(trade, seats)| {
                let seats: usize = compact(seats).parse().ok().filter(|seats| (1..=99).contains(seats))?;
                Some((tidy(trade), seats))
            });
            match read {
                Some((trade, seats)) if !trade.is_empty() => *of_trade.entry(trade).or_insert(0) += seats,
                _ => faults.push(Fault::new("of_trade", "evaluation-seats").with("row", row + 1)),
            }
        }
        let mut number = |field: &str, text: &str| {
            let text = compact(text);
            let read = if text.is_empty() { Some(0) } else { text.parse().ok().filter(|number| *number <= 99_usize) };
            if read.is_none() {
                faults.push(Fault::new(field, "whole-number").with("max", 99));
            }
            read.unwrap_or_default()
        };
        let (others, substitutes) = (number("others", &self.others), number("substitutes", &self.substitutes));
        DrawBasis { pool, of_trade, others, substitutes }
    }
}

/// Everybody who can be drawn: number and trades.
///
/// # Errors
/// The database failed.
pub(in crate::service) fn drawable(conn: &mut Conn) -> Result<Vec<(i64, BTreeSet<String>)>, StorageError> {
    let in_pool = |one: pool::EvaluatorRow| {
        let profile = one.profile.filter(|profile| profile.in_pool)?;
        Some((one.user.get(), trades(&profile.trades).into_iter().collect()))
    };
    Ok(pool::all(conn)?.into_iter().filter_map(in_pool).collect())
}

/// A draw's fault, at the field it is mended in.
pub(in crate::service) fn said(fault: &DrawFault) -> Fault {
    match fault {
        DrawFault::NoSeed => Fault::new("seed", "required"),
        DrawFault::Even(seats) => Fault::new("others", "evaluation-even").with("seats", seats),
        DrawFault::TooFewOfTrade { trade, wanted, found } => Fault::new("of_trade", "evaluation-too-few-of-trade")
            .with("trade", trade)
            .with("wanted", wanted)
            .with("found", found),
        DrawFault::TooFew { wanted, found } => {
            Fault::new("substitutes", "evaluation-too-few").with("wanted", wanted).with("found", found)
        }
        DrawFault::Shared => Fault::new("of_trade", "evaluation-shared"),
    }
}

/// Locks the run for a change of the panel.
pub(super) fn locked(tx: &mut Tx, who: &Who, id: EvaluationId) -> Result<RunRow, ServiceError> {
    let run = runs::lock(tx, id)?;
    of_city(who, Action::EvaluationRun)?;
    Ok(run)
}

/// Fixes and publishes pool, seats and seed: from then on the draw has one outcome.
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
    let typed_seed = tidy(&typed.seed);
    let seed = if typed_seed.is_empty() { chance::token() } else { typed_seed };
    app.store.write(|tx| {
        let run = locked(tx, who, id)?;
        if !run.seed.is_empty() {
            return Err(ServiceError::conflict("evaluation-seeded"));
        }
        let least = usize::try_from(opened(tx, id)?.rules.evaluators_at_least).unwrap_or(usize::MAX);
        let mut faults = Vec::new();
        let basis = typed.basis(drawable(tx)?, &mut faults);
        if seed.chars().count() > LINE_MAX {
            faults.push(Fault::new("seed", "too-long").with("max", LINE_MAX));
        }
        let seats = basis.others + basis.of_trade.values().sum::<usize>();
        if faults.is_empty() {
            if seats < least {
                faults.push(Fault::new("others", "evaluation-seats-least").with("seats", seats).with("least", least));
            }
            faults.extend(basis.draw(&seed).err().unwrap_or_default().iter().map(said));
        }
        if !faults.is_empty() {
            return Err(ServiceError::Invalid(faults));
        }
        let text = serde_json::to_string(&basis).map_err(|error| StorageError::Database(error.to_string()))?;
        runs::put_seed(tx, id, version, &seed, &text)?;
        let after = json!({ "seed": seed, "draw": basis });
        trail::record(tx, at, By::who(who), "evaluation.seed", "evaluation", id.get(), None, Some(after))
    })
}

/// What was fixed for the draw.
///
/// # Errors
/// `Corrupt`.
pub fn basis(run: &RunRow) -> Result<DrawBasis, ServiceError> {
    let corrupt = |_| StorageError::Corrupt { what: "draw", value: run.evaluation_id.to_string() };
    Ok(serde_json::from_str(&run.draw).map_err(corrupt)?)
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
        let drawn =
            basis(&run)?.draw(&run.seed).map_err(|faults| ServiceError::Invalid(faults.iter().map(said).collect()))?;
        let seats = drawn.seats.iter().map(|seat| (seat.expert, Seat::Member, seat.trade.clone().unwrap_or_default()));
        let substitutes = drawn.substitutes.iter().map(|expert| (*expert, Seat::Substitute, String::new()));
        for ((expert, seat, trade), seq) in seats.chain(substitutes).zip(1..) {
            panel::insert(tx, id, UserId::new(expert), seq, seat, &trade)?;
        }
        runs::put_drawn(tx, id, version, at.naive_utc())?;
        let of = campaign(tx, id)?;
        let found = finding::found(tx, &of, app.today())?;
        for row in &found {
            conflicts::put(tx, row, at.naive_utc())?;
        }
        for member in of.members() {
            invite(tx, at, &of, member.row.user_id)?;
        }
        let members: Vec<UserId> = of.members().map(|one| one.row.user_id).collect();
        let after = json!({ "members": members, "substitutes": drawn.substitutes, "conflicts": found.len() });
        trail::record(tx, at, By::who(who), "evaluation.draw", "evaluation", id.get(), None, Some(after))
    })
}

fn invite(tx: &mut Tx, at: DateTime<Utc>, of: &Campaign, user: UserId) -> Result<(), ServiceError> {
    let (id, year) = (of.run.evaluation_id, of.opened.row.year);
    let mail = Mail::new(MessageKind::PanelInvited, format!("panel:evaluation:{id}"));
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
        let basis = basis(&of.run)?;
        let trade = &member.row.trade;
        let has_trade = |user: UserId| {
            trade.is_empty() || basis.pool.iter().any(|(id, trades)| *id == user.get() && trades.contains(trade))
        };
        let mut waiting = of.panel.iter().filter(|one| one.row.seat == Seat::Substitute);
        let next = waiting.clone().find(|one| has_trade(one.row.user_id)).or_else(|| waiting.next());
        let next = next.ok_or_else(|| ServiceError::conflict("evaluation-no-substitute"))?.row.user_id;
        panel::leave(tx, id, user, (Seat::Replaced, &reason), at.naive_utc())?;
        panel::put_seat(tx, id, next, Seat::Member, trade)?;
        runs::touch(tx, id, version)?;
        if let Some(until) = until {
            runs::put_until(tx, id, until)?;
        }
        tell_left(tx, at, &of, user, &reason)?;
        let of = campaign(tx, id)?;
        invite(tx, at, &of, next)?;
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
        let (mut faults, mut declared) = (Vec::new(), Vec::new());
        let open = of.scored().filter(|entry| !of.is_recused(entry.row.id, who.id()));
        for (entry, number) in open.zip(1..) {
            let text = |kind: &str| tidy(typed.get(&format!("{kind}-{number}")).map_or("", String::as_str));
            let (reason, note) = (text("c"), text("o"));
            if note.chars().count() > LINE_MAX {
                faults.push(Fault::new(format!("o-{number}"), "too-long").with("max", LINE_MAX));
            }
            match reason.parse::<Conflict>().ok().filter(|reason| DECLARED.contains(reason)) {
                Some(Conflict::Other) if note.is_empty() => {
                    faults.push(Fault::new(format!("o-{number}"), "required"));
                }
                Some(reason) => declared.push((entry.row.id, reason, note)),
                None if reason == "none" => {}
                None => faults.push(Fault::new(format!("c-{number}"), "choose")),
            }
        }
        if !typed.contains_key("true") {
            faults.push(Fault::new("true", "evaluation-confirm"));
        }
        if !faults.is_empty() {
            return Err(ServiceError::Invalid(faults));
        }
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

/// What is declared; the rest is found.
pub const DECLARED: [Conflict; 3] = [Conflict::Relative, Conflict::OwnNomination, Conflict::Other];
