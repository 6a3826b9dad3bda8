//! The panel of a round: pool and seats are published before the seed is known, then drawn from, by the same draw as for
//! the yearly evaluation; substitutes come in while a member has given nothing.

use super::bench::{Bench, elsewhere, least};
use super::{conflicts, inner, step_of, terms};
use crate::domain::access::{self, Action, Facts};
use crate::domain::evaluation::phase::Seat;
use crate::domain::ids::{RoundId, UserId};
use crate::domain::message::MessageKind;
use crate::domain::recognition::round::{State, Step};
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::service::evaluations::{DrawBasis, TypedDraw, reason_of, seated};
use crate::service::trail::{self, By, Mail};
use crate::storage::recognition::{self, RoundRow};
use crate::storage::recognition_panels as rows;
use crate::storage::{Tx, people};
use chrono::{DateTime, Utc};
use serde_json::json;

/// Fixes and publishes pool and seats, with a seed made from chance or the public number to come that will be it.
///
/// # Errors
/// Rights, the wrong state, a stale version; `Conflict(evaluation-seeded)`; `Invalid` with every fault.
pub fn publish_seed(app: &App, who: &Who, id: RoundId, version: i64, typed: &TypedDraw) -> Result<(), ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let (row, _) = step_of(tx, who, id, Step::Convene)?;
        if !row.draw.is_empty() || row.drawn_at.is_some() {
            return Err(ServiceError::conflict("evaluation-seeded"));
        }
        let (seed, basis, text) = typed.fixed(tx, least(&terms(&row)?), app.today())?;
        rows::put_seed(tx, id, version, &seed, &text)?;
        let after = json!({ "seed": seed, "draw": basis });
        trail::record(tx, at, By::who(who), "round.seed", "round", id.get(), None, Some(after))
    })
}

/// Enters the number that was to come: from then on the draw has one outcome.
///
/// # Errors
/// Rights, the wrong state, a stale version; `Conflict(evaluation-no-source)`, `Conflict(evaluation-seeded)`,
/// `Conflict(evaluation-seed-early)`; `Invalid(seed)`.
pub fn enter_seed(app: &App, who: &Who, id: RoundId, version: i64, typed: &str) -> Result<(), ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let (row, _) = step_of(tx, who, id, Step::Convene)?;
        let seed = DrawBasis::number((&row.seed, &row.draw), id, typed, app.today())?;
        rows::put_seed(tx, id, version, &seed, &row.draw)?;
        let after = json!({ "seed": seed });
        trail::record(tx, at, By::who(who), "round.number", "round", id.get(), None, Some(after))
    })
}

/// What was fixed for the draw.
///
/// # Errors
/// `NotFound` before it is published; `Corrupt`.
pub fn basis(row: &RoundRow) -> Result<DrawBasis, ServiceError> {
    if row.draw.is_empty() {
        return Err(ServiceError::NotFound);
    }
    DrawBasis::read(&row.draw, row.id)
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
        let drawn = basis(&row)?.drawn(&row.seed)?;
        for (seq, user, seat, trade) in seated(&drawn) {
            rows::insert(tx, id, user, seq, seat, trade)?;
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
            invite(tx, at, &bench, member.row.user_id, "panel")?;
        }
    }
    Ok(found.len())
}

/// `key` says by which happening. It names nobody: there are those whom the member is kept from.
pub(super) fn invite(
    tx: &mut Tx,
    at: DateTime<Utc>,
    bench: &Bench,
    user: UserId,
    key: &str,
) -> Result<(), ServiceError> {
    let id = bench.round.id;
    let mail = Mail::new(MessageKind::RecognitionPanel, format!("{key}:round:{id}"));
    let mail = mail.link(format!("/recognition/{id}/review")).with("title", inner(&bench.programme.title.zh));
    let user = people::user(tx, user)?;
    trail::mail_to(tx, at, &user, mail.with("year", bench.round.year.to_string()))
}

/// Locks a round for a change of its panel, while the panel is at work.
///
/// # Errors
/// Rights; `Conflict(wrong-state)`.
pub(super) fn at_work(tx: &mut Tx, who: &Who, id: RoundId) -> Result<RoundRow, ServiceError> {
    let row = recognition::lock_round(tx, id)?;
    access::can(&who.actor, Action::RecognitionPropose, &Facts::round(None, None, row.state))?;
    if row.state == State::Panel { Ok(row) } else { Err(ServiceError::conflict("wrong-state")) }
}

/// Gives a member's seat to the first substitute who has its trade, for every nominee; while the member has
/// handed in no marks and cast no ballot. Nobody has seen a mark by then, and the member's do not count.
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
    let at = app.now();
    app.store.write(|tx| {
        let row = at_work(tx, who, id)?;
        let bench = Bench::load(tx, &row)?;
        let member = bench.member(user).ok_or(ServiceError::NotFound)?;
        let reason = reason_of(reason).map_err(|fault| ServiceError::Invalid(vec![fault]))?;
        if member.row.voted || bench.has_met() {
            return Err(ServiceError::conflict("evaluation-scored-already"));
        }
        let none = |_| ServiceError::conflict("evaluation-no-substitute");
        let waiting = bench.panel.iter().filter(|one| one.row.seat == Seat::Substitute);
        let basis = basis(&row).map_err(none)?;
        let next = basis.successor(&member.row.trade, waiting.map(|one| one.row.user_id))?;
        rows::put_seat(tx, id, user, Seat::Replaced, "")?;
        rows::put_seat(tx, id, next, Seat::Member, basis.kept(&member.row.trade, next))?;
        let own = bench.called_for(user);
        if !own.is_empty() {
            // Whoever was called in for some nominees alone is followed for these alone.
            for (other, _) in bench.nominees.iter().filter(|(one, _)| own.iter().all(|own| own.id != one.id)) {
                rows::put_conflict(tx, &elsewhere(next, other.id), at.naive_utc())?;
            }
        }
        rows::put_drawn(tx, id, version, row.drawn_at.unwrap_or(at.naive_utc()))?;
        invite(tx, at, &bench, next, "panel")?;
        let mail = Mail::new(MessageKind::RecognitionLeft, format!("left:round:{id}")).link("/recognition");
        let mail = mail.with("title", inner(&bench.programme.title.zh)).with("year", row.year.to_string());
        let left = people::user(tx, user)?;
        trail::mail_to(tx, at, &left, mail.with("opinion", reason.clone()))?;
        let (before, after) = (json!({ "member": user }), json!({ "member": next, "reason": reason }));
        trail::record(tx, at, By::who(who), "round.replace", "round", id.get(), Some(before), Some(after))
    })
}
