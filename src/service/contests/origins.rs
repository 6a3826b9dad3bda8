//! Where contestants of an item came from, and whether the list still follows from that item's result.

use super::case::Standing;
use super::load::standings_of;
use crate::domain::contest::phase::Phase;
use crate::domain::contest::standing::{Contender, advance as through};
use crate::domain::ids::{ContestId, EntrantId};
use crate::service::error::{Fault, ServiceError};
use crate::storage::contest_corrections::{self, AdvanceRow};
use crate::storage::contests::{self, EntrantRow, ItemRow};
use crate::storage::{Conn, contest_objections};
use chrono::{DateTime, Duration, Utc};
use std::collections::BTreeSet;

/// Whether the result that brought contestants into another item can be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Stands,
    /// Withdrawn for correction.
    Withdrawn,
    /// An objection is not answered.
    Disputed,
}

/// Contestants that one item's published result brought into another.
#[derive(Clone, Debug)]
pub struct Passage {
    pub from: ContestId,
    pub from_name: String,
    pub into: ContestId,
    pub into_name: String,
    pub places: i32,
    pub source: Source,
    /// What it cannot be relied on for: the reopening, or the objections, by number. Blank where it stands.
    pub matter: String,
    /// Who goes through by the result as it stands and is not on the list, with their units.
    pub missing: Vec<EntrantRow>,
    /// Who is on the list and does not go through.
    pub surplus: Vec<EntrantRow>,
    /// The last moment of the appeal clock of the result.
    pub appeals_until: Option<DateTime<Utc>>,
    /// Judging of the other item has begun: its list is fixed.
    pub begun: bool,
}

impl Passage {
    /// The list is no longer that of the published result.
    pub fn differs(&self) -> bool {
        !self.missing.is_empty() || !self.surplus.is_empty()
    }

    /// What an answer to the difference is kept by: another difference is another matter.
    pub(super) fn difference(&self) -> String {
        let ids = |rows: &[EntrantRow]| rows.iter().map(|row| row.id.to_string()).collect::<Vec<_>>().join(",");
        format!("{} +{} -{}", self.from, ids(&self.missing), ids(&self.surplus))
    }

    /// What an answer to the result's being in doubt is kept by: the next correction or objection is another matter.
    pub(super) fn doubt(&self) -> String {
        format!("{} {}", self.from, self.matter)
    }

    /// Why judging of the other item cannot begin.
    pub(super) fn stands_against(&self) -> Option<Fault> {
        let fault = match self.source {
            Source::Withdrawn | Source::Disputed => Fault::conflict("source-unsettled"),
            Source::Stands if self.differs() => Fault::conflict("list-differs"),
            Source::Stands => return None,
        };
        Some(fault.with("item", self.from_name.as_str()))
    }
}

/// One person in two items: the same name with the same number; where a number is missing, of the same unit.
pub(super) fn is_same(one: &EntrantRow, other: &EntrantRow) -> bool {
    let known = !one.id_tail.is_empty() && !other.id_tail.is_empty();
    one.name == other.name && if known { one.id_tail == other.id_tail } else { one.unit == other.unit }
}

/// The official contestants who have a place, by it.
pub(super) fn ranked(standings: &[Standing]) -> Vec<&Standing> {
    let mut ranked: Vec<&Standing> =
        standings.iter().filter(|one| one.entrant.official && one.place.is_some()).collect();
    ranked.sort_by_key(|one| (one.place.map(|place| place.rank), one.entrant.id));
    ranked
}

/// Who goes through at a line: official, ranked, and at or above it.
pub(super) fn goes_through(standings: &[Standing], places: usize) -> BTreeSet<EntrantId> {
    let ranked = ranked(standings);
    let scored = ranked.iter().filter_map(|one| Some((one.scores.clone()?, one.place?)));
    let (contenders, at): (Vec<Contender>, Vec<_>) =
        scored.map(|(scores, place)| (Contender { official: true, scores }, place)).unzip();
    let goes = through(&contenders, &at, places);
    ranked.iter().zip(goes).filter(|(_, goes)| *goes).map(|(one, _)| one.entrant.id).collect()
}

/// Who came or should come into an item from one other.
struct List {
    through: Vec<EntrantRow>,
    others: Vec<EntrantRow>,
}

fn list(conn: &mut Conn, from: &ItemRow, places: i32) -> Result<List, ServiceError> {
    let standings = standings_of(conn, from)?;
    let goes = goes_through(&standings, super::case::count(places));
    let all = standings.into_iter().map(|standing| standing.entrant);
    let (through, others) = all.partition(|entrant| goes.contains(&entrant.id));
    Ok(List { through, others })
}

/// Who of an item's list does not go through from it, though somebody on it came from there; whom another
/// result brought stays.
pub(super) fn surplus(
    conn: &mut Conn,
    from: ContestId,
    into: ContestId,
    others: &[EntrantRow],
) -> Result<Vec<EntrantRow>, ServiceError> {
    let mut elsewhere = Vec::new();
    for row in contest_corrections::advances(conn, into)? {
        if row.into == into && row.from != from {
            let source = contests::get(conn, row.from)?;
            elsewhere.extend(list(conn, &source, row.places)?.through);
        }
    }
    let mut there = contests::entrants(conn, into)?;
    there.retain(|one| {
        one.official
            && others.iter().any(|other| is_same(one, other))
            && !elsewhere.iter().any(|other| is_same(one, other))
    });
    Ok(there)
}

/// Leaves the end of an appeal clock only where the clock runs.
pub(super) fn only_running(passages: &mut [Passage], now: DateTime<Utc>) {
    for passage in passages {
        passage.appeals_until = passage.appeals_until.filter(|until| now <= *until);
    }
}

/// The passages into an item and out of it, in the order in which they were made.
pub(super) fn passages(conn: &mut Conn, item: ContestId) -> Result<Vec<Passage>, ServiceError> {
    let rows = contest_corrections::advances(conn, item)?;
    rows.into_iter().map(|row| passage(conn, &row)).collect()
}

/// The item whose published result stands and is no longer what brought contestants into this one.
///
/// # Errors
/// The database failed.
pub(in crate::service) fn stale_source(conn: &mut Conn, into: &ItemRow) -> Result<Option<ItemRow>, ServiceError> {
    let came = passages(conn, into.id)?.into_iter().filter(|passage| passage.into == into.id);
    let stale =
        came.filter(|passage| passage.source == Source::Stands && passage.differs()).map(|passage| passage.from);
    stale.min().map(|from| Ok(contests::get(conn, from)?)).transpose()
}

fn passage(conn: &mut Conn, row: &AdvanceRow) -> Result<Passage, ServiceError> {
    let (from, into) = (contests::get(conn, row.from)?, contests::get(conn, row.into)?);
    let objections = contest_objections::of(conn, row.from)?.into_iter();
    let open: Vec<String> = objections.filter(|one| one.answer.is_none()).map(|one| one.id.to_string()).collect();
    let source = match from.phase {
        Phase::Published if open.is_empty() => Source::Stands,
        Phase::Published => Source::Disputed,
        _ => Source::Withdrawn,
    };
    let matter = match source {
        Source::Stands => String::new(),
        Source::Disputed => format!("o{}", open.join(",")),
        Source::Withdrawn => {
            let last = contest_corrections::reopenings(conn, row.from)?.pop();
            last.map(|reopening| format!("r{}", reopening.id)).unwrap_or_default()
        }
    };
    let (mut missing, mut extra) = (Vec::new(), Vec::new());
    // What a withdrawn result will be nobody knows yet.
    if source != Source::Withdrawn {
        let list = list(conn, &from, row.places)?;
        let there = contests::entrants(conn, row.into)?;
        extra = surplus(conn, row.from, row.into, &list.others)?;
        missing = list.through;
        missing.retain(|one| !there.iter().any(|other| is_same(other, one)));
    }
    let minutes = Duration::minutes(from.appeal_minutes.into());
    Ok(Passage {
        from: row.from,
        from_name: from.name,
        into: row.into,
        into_name: into.name,
        places: row.places,
        source,
        matter,
        missing,
        surplus: extra,
        appeals_until: from.published_at.filter(|_| source != Source::Withdrawn).map(|at| at.and_utc() + minutes),
        begun: into.phase != Phase::SetUp,
    })
}
