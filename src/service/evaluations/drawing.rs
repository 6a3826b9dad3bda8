//! What every panel has in common, of a year's evaluation and of a round of recognition: pool, seats and seed
//! that are published and drawn from, who comes in for whom, and what members declare.

use super::pool::trades;
use crate::domain::evaluation::conflict::Conflict;
use crate::domain::evaluation::draw::{self as drawn, DrawFault, Drawn, Expert, Wanted};
use crate::domain::evaluation::phase::Seat;
use crate::domain::ids::UserId;
use crate::domain::text::{compact, tidy};
use crate::platform::chance;
use crate::service::error::{Fault, ServiceError};
use crate::storage::scoring::pool;
use crate::storage::{Conn, StorageError};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Longest seed, reason and note, in characters.
pub(in crate::service) const LINE_MAX: usize = 200;

/// A public number to come, that will be the seed: whoever fixes the pool cannot know it, nor choose it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub name: String,
    /// The first day on which it can be known; later than the day on which it was named.
    pub from: NaiveDate,
}

/// What a panel is drawn from, fixed and public before the seed is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawBasis {
    /// None: the program made the seed from chance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
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
        let wanted = Wanted { of_trade: self.of_trade.clone(), others: self.others, substitutes: self.substitutes };
        drawn::draw(&self.experts(), &wanted, seed)
    }

    /// Reads what was fixed.
    ///
    /// # Errors
    /// `Corrupt`.
    pub(in crate::service) fn read(text: &str, of: impl ToString) -> Result<DrawBasis, ServiceError> {
        let corrupt = |_| StorageError::Corrupt { what: "draw", value: of.to_string() };
        Ok(serde_json::from_str(text).map_err(corrupt)?)
    }

    /// Reads the number of the source, which is the seed, of what was published so far.
    ///
    /// # Errors
    /// `Conflict(evaluation-seeded)`; `Conflict(evaluation-no-source)`, also before anything was published;
    /// `Conflict(evaluation-seed-early)`; `Invalid(seed)`; `Corrupt`.
    pub(in crate::service) fn number(
        (seed, draw): (&str, &str),
        of: impl ToString,
        typed: &str,
        today: NaiveDate,
    ) -> Result<String, ServiceError> {
        if !seed.is_empty() {
            return Err(ServiceError::conflict("evaluation-seeded"));
        }
        let source = if draw.is_empty() { None } else { DrawBasis::read(draw, of)?.source };
        let source = source.ok_or_else(|| ServiceError::conflict("evaluation-no-source"))?;
        if today < source.from {
            return Err(ServiceError::Conflict(Fault::conflict("evaluation-seed-early").with("day", source.from)));
        }
        line("seed", typed).map_err(|fault| ServiceError::Invalid(vec![fault]))
    }

    /// As [`draw`](Self::draw), with the faults at the fields they are mended in.
    pub(in crate::service) fn drawn(&self, seed: &str) -> Result<Drawn, ServiceError> {
        self.draw(seed).map_err(|faults| ServiceError::Invalid(faults.iter().map(said).collect()))
    }

    /// Who comes in for a seat: of those who wait, in the order drawn, the first that has the seat's trade,
    /// or the first of all where none has it.
    ///
    /// # Errors
    /// `Conflict(evaluation-no-substitute)`.
    pub(in crate::service) fn successor(
        &self,
        trade: &str,
        waiting: impl Iterator<Item = UserId>,
    ) -> Result<UserId, ServiceError> {
        let waiting = Drawn { seats: Vec::new(), substitutes: waiting.map(UserId::get).collect() };
        let (pool, anyone) = (self.experts(), drawn::Seat { trade: None, expert: 0 });
        let of_trade = drawn::Seat { trade: Some(trade.to_owned()).filter(|one| !one.is_empty()), expert: 0 };
        let next = waiting.substitute(&of_trade, &pool, &[]).or_else(|| waiting.substitute(&anyone, &pool, &[]));
        next.map(UserId::new).ok_or_else(|| ServiceError::conflict("evaluation-no-substitute"))
    }

    /// The trade that a seat keeps when this person takes it: none that the person has not.
    pub(in crate::service) fn kept<'t>(&self, trade: &'t str, user: UserId) -> &'t str {
        let has = self.pool.iter().any(|(id, trades)| *id == user.get() && trades.contains(trade));
        if has { trade } else { "" }
    }

    fn experts(&self) -> Vec<Expert> {
        self.pool.iter().map(|(id, trades)| Expert { id: *id, trades: trades.clone() }).collect()
    }

    /// Everybody in the pool by ticket: the order in which they are drawn.
    #[must_use]
    pub fn tickets(&self, seed: &str) -> Vec<(String, i64, &BTreeSet<String>)> {
        let mut all: Vec<_> = self.pool.iter().map(|(id, trades)| (drawn::ticket(seed, *id), *id, trades)).collect();
        all.sort();
        all
    }
}

/// What is typed to publish a draw.
#[derive(Clone, Debug, Default)]
pub struct TypedDraw {
    /// The public number to come and the day on which it will be known; both empty: the seed is made from chance.
    pub source: String,
    pub from: String,
    /// A line each: trade, seats.
    pub of_trade: String,
    pub others: String,
    pub substitutes: String,
}

impl TypedDraw {
    /// Seed, what is drawn from, and its text to be kept, of what was typed and the pool as it is. The seed is empty
    /// where it is a number to come.
    ///
    /// # Errors
    /// `Invalid` with every fault, also of a panel with fewer than `least` seats.
    pub(in crate::service) fn fixed(
        &self,
        conn: &mut Conn,
        least: u32,
        today: NaiveDate,
    ) -> Result<(String, DrawBasis, String), ServiceError> {
        let mut faults = Vec::new();
        let source = self.source(today, &mut faults);
        let basis = DrawBasis { source, ..self.basis(drawable(conn)?, &mut faults) };
        let seed = chance::token();
        // What was typed of the source has nothing to do with the seats.
        if !faults.iter().any(|fault| matches!(fault.field.as_str(), "of_trade" | "others" | "substitutes")) {
            let seats = basis.others + basis.of_trade.values().sum::<usize>();
            if seats < usize::try_from(least).unwrap_or(usize::MAX) {
                faults.push(Fault::new("others", "evaluation-seats-least").with("seats", seats).with("least", least));
            }
            // Whether the seats can be filled follows from the pool alone, whatever the seed will be.
            faults.extend(basis.draw(&seed).err().unwrap_or_default().iter().map(said));
        }
        if !faults.is_empty() {
            return Err(ServiceError::Invalid(faults));
        }
        let text = serde_json::to_string(&basis).map_err(|error| StorageError::Database(error.to_string()))?;
        Ok((if basis.source.is_some() { String::new() } else { seed }, basis, text))
    }

    fn source(&self, today: NaiveDate, faults: &mut Vec<Fault>) -> Option<Source> {
        if tidy(&self.source).is_empty() && self.from.trim().is_empty() {
            return None;
        }
        let name = line("source", &self.source).map_err(|fault| faults.push(fault)).ok();
        let from = match self.from.trim().parse::<NaiveDate>() {
            Ok(day) if day > today => Some(day),
            Ok(day) => {
                faults.push(Fault::new("from", "evaluation-source-known").with("day", day));
                None
            }
            Err(_) if self.from.trim().is_empty() => {
                faults.push(Fault::new("from", "required"));
                None
            }
            Err(_) => {
                faults.push(Fault::new("from", "not-a-date").with("hint", "2019-12-18"));
                None
            }
        };
        Some(Source { name: name?, from: from? })
    }

    /// What is drawn from, of what was typed; every fault of it.
    fn basis(&self, pool: Vec<(i64, BTreeSet<String>)>, faults: &mut Vec<Fault>) -> DrawBasis {
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
        DrawBasis { source: None, pool, of_trade, others, substitutes }
    }
}

/// Everybody who can be drawn: number and trades.
///
/// # Errors
/// The database failed.
fn drawable(conn: &mut Conn) -> Result<Vec<(i64, BTreeSet<String>)>, StorageError> {
    let in_pool = |one: pool::EvaluatorRow| {
        let profile = one.profile.filter(|profile| profile.in_pool)?;
        Some((one.user.get(), trades(&profile.trades).into_iter().collect()))
    };
    Ok(pool::all(conn)?.into_iter().filter_map(in_pool).collect())
}

/// A draw's fault, at the field it is mended in.
fn said(fault: &DrawFault) -> Fault {
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

/// Everybody drawn: place in the order from 1, number, seat, and the trade that it needs.
pub(in crate::service) fn seated(drawn: &Drawn) -> impl Iterator<Item = (i32, UserId, Seat, &str)> {
    let seats = drawn.seats.iter().map(|one| (one.expert, Seat::Member, one.trade.as_deref().unwrap_or_default()));
    let substitutes = drawn.substitutes.iter().map(|expert| (*expert, Seat::Substitute, ""));
    seats.chain(substitutes).zip(1..).map(|((expert, seat, trade), seq)| (seq, UserId::new(expert), seat, trade))
}

/// What is declared; the rest is found.
pub const DECLARED: [Conflict; 3] = [Conflict::Relative, Conflict::OwnNomination, Conflict::Other];

/// Reads a member's declaration about those of their own list, in its order from 1: `c-NUMBER` holds the
/// reason or `none`, `o-NUMBER` what it is, `true` that it is so.
///
/// # Errors
/// `Invalid` with every fault.
pub(in crate::service) fn declared<T>(
    typed: &BTreeMap<String, String>,
    own: impl Iterator<Item = T>,
) -> Result<Vec<(T, Conflict, String)>, ServiceError> {
    let (mut faults, mut declared) = (Vec::new(), Vec::new());
    for (one, number) in own.zip(1..) {
        let text = |kind: &str| tidy(typed.get(&format!("{kind}-{number}")).map_or("", String::as_str));
        let (reason, note) = (text("c"), text("o"));
        if note.chars().count() > LINE_MAX {
            faults.push(Fault::new(format!("o-{number}"), "too-long").with("max", LINE_MAX));
        }
        match reason.parse::<Conflict>().ok().filter(|reason| DECLARED.contains(reason)) {
            Some(Conflict::Other) if note.is_empty() => faults.push(Fault::new(format!("o-{number}"), "required")),
            Some(reason) => declared.push((one, reason, note)),
            None if reason == "none" => {}
            None => faults.push(Fault::new(format!("c-{number}"), "choose")),
        }
    }
    if !typed.contains_key("true") {
        faults.push(Fault::new("true", "evaluation-confirm"));
    }
    if faults.is_empty() { Ok(declared) } else { Err(ServiceError::Invalid(faults)) }
}

/// Reads a reason of one line.
pub(in crate::service) fn reason_of(text: &str) -> Result<String, Fault> {
    line("reason", text)
}

fn line(field: &str, text: &str) -> Result<String, Fault> {
    let read = tidy(text);
    match read.chars().count() {
        0 => Err(Fault::new(field, "required")),
        long if long > LINE_MAX => Err(Fault::new(field, "too-long").with("max", LINE_MAX)),
        _ => Ok(read),
    }
}
