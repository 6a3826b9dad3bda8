//! The panel of a round: seed, pool and seats are published at once, then drawn from, by the same draw as for
//! the yearly evaluation; substitutes come in while a member has given nothing.

use super::bench::Bench;
use super::{conflicts, step_of, terms};
use crate::domain::access::{self, Action, Facts};
use crate::domain::evaluation::draw::{Expert, Seat as DrawnSeat};
use crate::domain::evaluation::phase::Seat;
use crate::domain::ids::{RoundId, UserId};
use crate::domain::message::MessageKind;
use crate::domain::recognition::round::{State, Step};
use crate::domain::recognition::{Programme, Review};
use crate::domain::text::tidy;
use crate::platform::chance;
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::evaluations::{DrawBasis, TypedDraw, draw_fault, drawable};
use crate::service::trail::{self, By, Mail};
use crate::storage::recognition::{self, RoundRow};
use crate::storage::recognition_panels as rows;
use crate::storage::{StorageError, Tx, people};
use chrono::{DateTime, Utc};
use serde_json::json;

/// Longest seed and reason, in characters.
const LINE_MAX: usize = 200;

/// Fixes and publishes pool, seats and seed: from then on the draw has one outcome.
///
/// # Errors
/// Rights, the wrong state, a stale version; `Conflict(evaluation-seeded)`; `Invalid` with every fault.
pub fn publish_seed(app: &App, who: &Who, id: RoundId, version: i64, typed: &TypedDraw) -> Result<(), ServiceError> {
    let at = app.now();
    let typed_seed = tidy(&typed.seed);
    let seed = if typed_seed.is_empty() { chance::token() } else { typed_seed };
    app.store.write(|tx| {
        let (row, _) = step_of(tx, who, id, Step::Convene)?;
        if !row.seed.is_empty() || row.drawn_at.is_some() {
            return Err(ServiceError::conflict("evaluation-seeded"));
        }
        let mut faults = Vec::new();
        let basis = typed.basis(drawable(tx)?, &mut faults);
        if seed.chars().count() > LINE_MAX {
            faults.push(Fault::new("seed", "too-long").with("max", LINE_MAX));
        }
        let (seats, least) = (basis.others + basis.of_trade.values().sum::<usize>(), least(&terms(&row)?));
        if faults.is_empty() {
            if seats < least {
                faults.push(Fault::new("others", "evaluation-seats-least").with("seats", seats).with("least", least));
            }
            faults.extend(basis.draw(&seed).err().unwrap_or_default().iter().map(draw_fault));
        }
        if !faults.is_empty() {
            return Err(ServiceError::Invalid(faults));
        }
        let text = serde_json::to_string(&basis).map_err(|error| StorageError::Database(error.to_string()))?;
        rows::put_seed(tx, id, version, &seed, &text)?;
        let after = json!({ "seed": seed, "draw": basis });
        trail::record(tx, at, By::who(who), "round.seed", "round", id.get(), None, Some(after))
    })
}

fn least(programme: &Programme) -> usize {
    match programme.review {
        Review::Score(scoring) => usize::try_from(scoring.evaluators_at_least).unwrap_or(usize::MAX),
        Review::Vote(_) => usize::try_from(super::bench::BALLOTS_LEAST).unwrap_or(usize::MAX),
    }
}

/// What was fixed for the draw.
///
/// # Errors
/// `NotFound` before the seed is published; `Corrupt`.
pub fn basis(row: &RoundRow) -> Result<DrawBasis, ServiceError> {
    if row.seed.is_empty() {
        return Err(ServiceError::NotFound);
    }
    let corrupt = |_| StorageError::Corrupt { what: "draw", value: row.id.to_string() };
    Ok(serde_json::from_str(&row.draw).map_err(corrupt)?)
}

/// Draws the panel that seed, pool and seats come to.
///
/// # Errors
/// Rights, the wrong state, a stale version; `Conflict(evaluation-no-seed)`, `Conflict(evaluation-drawn)`.
pub fn draw(app: &App, who: &Who, id: RoundId, version: i64) -> Result<(), ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let (row, _) = step_of(tx, who, id, Step::Convene)?;
        if row.drawn_at.is_some() {
            return Err(ServiceError::conflict("evaluation-drawn"));
        }
        if row.seed.is_empty() {
            return Err(ServiceError::conflict("evaluation-no-seed"));
        }
        let drawn = basis(&row)?.draw(&row.seed);
        let drawn = drawn.map_err(|faults| ServiceError::Invalid(faults.iter().map(draw_fault).collect()))?;
        let seats = drawn.seats.iter().map(|seat| (seat.expert, Seat::Member, seat.trade.clone().unwrap_or_default()));
        let substitutes = drawn.substitutes.iter().map(|expert| (*expert, Seat::Substitute, String::new()));
        for ((expert, seat, trade), seq) in seats.chain(substitutes).zip(1..) {
            rows::insert(tx, id, UserId::new(expert), seq, seat, &trade)?;
        }
        rows::put_drawn(tx, id, version, at.naive_utc())?;
        let members: Vec<i64> = drawn.seats.iter().map(|seat| seat.expert).collect();
        let after = json!({ "members": members, "substitutes": drawn.substitutes });
        trail::record(tx, at, By::who(who), "round.draw", "round", id.get(), None, Some(after))
    })
}

/// Enters every conflict that can be found and writes to the members; when the panel has the nominees.
pub(super) fn begin(app: &App, tx: &mut Tx, row: &RoundRow) -> Result<usize, ServiceError> {
    let (at, bench) = (app.now(), Bench::load(tx, row)?);
    let seats: Vec<_> = bench.panel.iter().collect();
    let found = conflicts::found(tx, &bench, &seats, app.today())?;
    for one in &found {
        rows::put_conflict(tx, one, at.naive_utc())?;
    }
    if !bench.nominees.is_empty() {
        for member in bench.members() {
            invite(tx, at, &bench, member.row.user_id)?;
        }
    }
    Ok(found.len())
}

/// It names nobody: there are those whom the member is kept from.
fn invite(tx: &mut Tx, at: DateTime<Utc>, bench: &Bench, user: UserId) -> Result<(), ServiceError> {
    let id = bench.round.id;
    let mail = Mail::new(MessageKind::RecognitionPanel, format!("panel:round:{id}"));
    let mail = mail.link(format!("/recognition/{id}/review")).with("title", bench.programme.title.zh.clone());
    let user = people::user(tx, user)?;
    trail::mail_to(tx, at, &user, mail.with("year", bench.round.year.to_string()))
}

/// Gives a member's seat to the first substitute who has its trade, for every nominee; while the member has
/// marked nobody and cast no ballot. Nobody has seen a mark by then: they are sealed.
///
/// # Errors
/// Rights, the wrong state, a stale version; `NotFound`; `Invalid(reason)`;
/// `Conflict(evaluation-scored-already)`, `Conflict(evaluation-no-substitute)`.
pub fn replace(
    app: &App,
    who: &Who,
    id: RoundId,
    version: i64,
    user: UserId,
    reason: &str,
) -> Result<(), ServiceError> {
    let (at, reason) = (app.now(), tidy(reason));
    app.store.write(|tx| {
        let row = recognition::lock_round(tx, id)?;
        access::can(&who.actor, Action::RecognitionPropose, &Facts::round(None, None, row.state))?;
        if row.state != State::Panel {
            return Err(ServiceError::conflict("wrong-state"));
        }
        let bench = Bench::load(tx, &row)?;
        let member = bench.member(user).ok_or(ServiceError::NotFound)?;
        if reason.is_empty() {
            return Err(ServiceError::invalid("reason", "required"));
        }
        if reason.chars().count() > LINE_MAX {
            return Err(ServiceError::Invalid(vec![Fault::new("reason", "too-long").with("max", LINE_MAX)]));
        }
        if member.row.voted || bench.marks.iter().any(|mark| mark.user_id == user) {
            return Err(ServiceError::conflict("evaluation-scored-already"));
        }
        let next = substitute(&bench, member.row.trade.as_str(), &row)?;
        rows::put_seat(tx, id, user, Seat::Replaced, "")?;
        rows::put_seat(tx, id, next, Seat::Member, &member.row.trade)?;
        rows::put_drawn(tx, id, version, row.drawn_at.unwrap_or(at.naive_utc()))?;
        invite(tx, at, &bench, next)?;
        let (before, after) = (json!({ "member": user }), json!({ "member": next, "reason": reason }));
        trail::record(tx, at, By::who(who), "round.replace", "round", id.get(), Some(before), Some(after))
    })
}

/// The first substitute with the seat's trade, else the first of all.
fn substitute(bench: &Bench, trade: &str, row: &RoundRow) -> Result<UserId, ServiceError> {
    let none = || ServiceError::conflict("evaluation-no-substitute");
    let basis = basis(row).map_err(|_| none())?;
    let pool: Vec<Expert> = basis.pool.iter().map(|(id, trades)| Expert { id: *id, trades: trades.clone() }).collect();
    let drawn = basis.draw(&row.seed).map_err(|_| none())?;
    let waits = |id: i64| bench.panel.iter().any(|one| one.row.user_id.get() == id && one.row.seat == Seat::Substitute);
    let gone: Vec<i64> = drawn.substitutes.iter().copied().filter(|id| !waits(*id)).collect();
    let seat = |trade: &str| DrawnSeat { trade: Some(trade.to_owned()).filter(|one| !one.is_empty()), expert: 0 };
    let next = drawn.substitute(&seat(trade), &pool, &gone).or_else(|| drawn.substitute(&seat(""), &pool, &gone));
    next.map(UserId::new).ok_or_else(none)
}
