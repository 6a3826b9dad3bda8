//! What a member of the panel sees and writes: the nominees of their own list, by its numbers.
//!
//! A nominee whom the member is kept from is not on the list, in no count and behind no address: exactly as if
//! there were none. Hence fields and addresses have the place on the member's own list, and papers the hash of
//! their content.

use super::bench::{Bench, Seated};
use crate::domain::access::{self, Action, Facts};
use crate::domain::contest::exact::Exact;
use crate::domain::ids::{NominationId, RoundId};
use crate::domain::recognition::Programme;
use crate::domain::recognition::round::State;
use crate::domain::text::{compact, tidy};
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::evaluations::declared;
use crate::service::evidence::Download;
use crate::service::trail::{self, By};
use crate::storage::recognition::{self, NominationPaperRow, NominationRow, RoundRow};
use crate::storage::recognition_panels::{self as rows, ConflictRow, MarkRow};
use crate::storage::{Conn, evidence};
use serde_json::json;
use std::collections::BTreeMap;

/// Longest remark, in characters.
const TEXT_MAX: usize = 4_000;

/// A nominee as a member has them: without identity.
#[derive(Clone, Debug)]
pub struct Reviewed {
    /// From 1, on this member's list.
    pub number: usize,
    pub row: NominationRow,
    pub unit: String,
    /// None before the member has declared.
    pub papers: Vec<NominationPaperRow>,
    /// One's own mark of the round under way, in hundredths, with the remark.
    pub own: Option<(i64, String)>,
    /// One's own mark before the panel met, in hundredths.
    pub first: Option<i64>,
    /// Whether a mark can be given now.
    pub open: bool,
}

impl Reviewed {
    /// What is kept of one's own mark: what a form shows that was filled from it.
    #[must_use]
    pub fn seen(&self) -> String {
        let (mark, remark) = self.kept();
        format!("{mark}/{remark}")
    }

    fn kept(&self) -> (String, &str) {
        let own = self.own.as_ref();
        own.map_or_else(Default::default, |(mark, remark)| (Exact::hundredths(*mark).to_string(), remark.as_str()))
    }

    /// What another window has saved of the mark since the form was filled: a fault at each field that is another
    /// now. What was left as it was shown, or says the same, is none.
    fn overtaken(&self, typed: &BTreeMap<String, String>) -> Vec<Fault> {
        let seen = typed.get(&format!("w-{}", self.number));
        let Some((mark, remark)) = seen.and_then(|seen| seen.split_once('/')) else { return Vec::new() };
        let kept = self.kept();
        let at = |kind: &str, seen: &str, now: &str| {
            let field = format!("{kind}-{}", self.number);
            let own = tidy(typed.get(&field).map_or("", String::as_str));
            let fault = Fault::new(field, "overtaken-field").with("now", if now.is_empty() { "blank" } else { now });
            (seen != now && own != now).then(|| fault.with("yours", if own == seen { "none" } else { "kept" }))
        };
        [at("m", mark, &kept.0), at("r", remark, kept.1)].into_iter().flatten().collect()
    }
}

/// A round as one of its members sees it.
#[derive(Clone, Debug)]
pub struct OwnReview {
    pub round: RoundRow,
    pub programme: Programme,
    pub declared: bool,
    /// The ballot is cast, or the marks are handed in: nothing changes any more.
    pub voted: bool,
    pub list: Vec<Reviewed>,
}

/// The round for one of its members; for nobody else it exists.
fn membership(conn: &mut Conn, who: &Who, id: RoundId) -> Result<(Bench, Seated), ServiceError> {
    access::can(&who.actor, Action::ScoringMark, &Facts::NONE)?;
    let round = recognition::round(conn, id)?;
    if round.state != State::Panel {
        return Err(ServiceError::NotFound);
    }
    let bench = Bench::load(conn, &round)?;
    let own = bench.member(who.id()).cloned().ok_or(ServiceError::NotFound)?;
    Ok((bench, own))
}

/// Whether the person reviews in this round now.
pub(super) fn reviews(conn: &mut Conn, who: &Who, id: RoundId) -> Result<bool, ServiceError> {
    match membership(conn, who, id) {
        Ok(_) => Ok(true),
        Err(ServiceError::NotFound | ServiceError::Denied(_)) => Ok(false),
        Err(other) => Err(other),
    }
}

fn own_list(conn: &mut Conn, bench: &Bench, own: &Seated) -> Result<Vec<Reviewed>, ServiceError> {
    let (user, declared) = (own.row.user_id, own.row.declared_at.is_some());
    let open: Vec<_> = bench.to_mark(own).into_iter().map(|one| one.id).collect();
    let mut list = Vec::new();
    for ((row, unit), number) in bench.list_of(own).into_iter().zip(1..) {
        let round = Bench::round_of(row);
        let mark = bench.mark(row.id, user, round);
        let first = if round == 2 { bench.mark(row.id, user, 1) } else { None };
        let papers = if declared { recognition::papers(conn, row.id)? } else { Vec::new() };
        list.push(Reviewed {
            number,
            papers,
            own: mark.map(|mark| (mark.mark, mark.remark.clone())),
            first: first.map(|mark| mark.mark),
            open: declared && open.contains(&row.id),
            unit: unit.clone(),
            row: row.clone(),
        });
    }
    Ok(list)
}

/// The round as the member sees it.
///
/// # Errors
/// `NotFound` for everybody else.
pub fn own_review(app: &App, who: &Who, id: RoundId) -> Result<OwnReview, ServiceError> {
    app.store.read(|conn| {
        let (bench, own) = membership(conn, who, id)?;
        Ok(OwnReview {
            list: own_list(conn, &bench, &own)?,
            declared: own.row.declared_at.is_some(),
            voted: own.row.voted,
            programme: bench.programme,
            round: bench.round,
        })
    })
}

/// A member says of each nominee on their list whether they are in conflict: `c-NUMBER` holds the reason or
/// `none`, `o-NUMBER` what it is. Before that they see names only.
///
/// # Errors
/// Rights; `NotFound`; `Conflict(evaluation-declared)`; `Invalid` with every fault.
pub fn declare(app: &App, who: &Who, id: RoundId, typed: &BTreeMap<String, String>) -> Result<(), ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        recognition::lock_round(tx, id)?;
        let (bench, own) = membership(tx, who, id)?;
        if own.row.declared_at.is_some() {
            return Err(ServiceError::conflict("evaluation-declared"));
        }
        let declared = declared(typed, bench.list_of(&own).into_iter().map(|(row, _)| row.id))?;
        let count = declared.len();
        for (nomination_id, reason, note) in declared {
            let row = ConflictRow { nomination_id, user_id: who.id(), reason, note, found: false };
            rows::put_conflict(tx, &row, at.naive_utc())?;
        }
        rows::declare(tx, id, who.id(), at.naive_utc())?;
        let after = json!({ "declared": count });
        trail::record(tx, at, By::who(who), "round.declare", "round", id.get(), None, Some(after))
    })
}

/// Keeps one evaluator's marks: `m-NUMBER` and `r-NUMBER` of each nominee on their list; those left empty stay
/// as they are. Where `w-NUMBER` says what the form was filled from, what another window saved since is not written
/// over, but said. With `hand_in` every nominee must have a mark, and none of them changes any more.
///
/// # Errors
/// Rights; `NotFound` for who is not of the panel; `Conflict(declare-first)`, `Conflict(marks-sealed)`;
/// `Invalid` with every fault, and nothing is kept.
pub fn mark(
    app: &App,
    who: &Who,
    id: RoundId,
    typed: &BTreeMap<String, String>,
    hand_in: bool,
) -> Result<(), ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        recognition::lock_round(tx, id)?;
        let (bench, own) = membership(tx, who, id)?;
        begun(&bench, &own, true)?;
        if own.row.voted {
            return Err(ServiceError::conflict("marks-sealed"));
        }
        let (mut faults, mut given) = (Vec::new(), 0);
        for one in own_list(tx, &bench, &own)?.into_iter().filter(|one| one.open) {
            let (field, remark) = (format!("m-{}", one.number), format!("r-{}", one.number));
            let overtaken = one.overtaken(typed);
            if !overtaken.is_empty() {
                faults.extend(overtaken);
                continue;
            }
            let text = compact(typed.get(&field).map_or("", String::as_str));
            let remark_text = typed.get(&remark).map_or("", |text| text.trim()).to_owned();
            if remark_text.chars().count() > TEXT_MAX {
                faults.push(Fault::new(remark, "too-long").with("max", TEXT_MAX));
                continue;
            }
            if text.is_empty() {
                if hand_in && one.own.is_none() {
                    faults.push(Fault::new(field, "required"));
                }
                continue;
            }
            let read = Exact::decimal(&text, 2).ok().filter(|mark| !mark.is_negative() && *mark <= Exact::whole(100));
            match read.and_then(|mark| i64::try_from(mark.round_half_up(2)).ok()) {
                Some(mark) => {
                    let round = Bench::round_of(&one.row);
                    let new =
                        MarkRow { nomination_id: one.row.id, user_id: who.id(), mark, remark: remark_text, round };
                    rows::put_mark(tx, &new, at.naive_utc())?;
                    given += 1;
                }
                None => faults.push(Fault::new(field, "mark-range")),
            }
        }
        if !faults.is_empty() {
            return Err(ServiceError::Invalid(faults));
        }
        if hand_in {
            rows::vote(tx, id, who.id())?;
        }
        // How many, never whose or how high: the record is read by the office.
        let verb = if hand_in { "round.hand-in" } else { "round.mark" };
        trail::record(tx, at, By::who(who), verb, "round", id.get(), None, Some(json!({ "count": given })))
    })
}

fn begun(bench: &Bench, own: &Seated, scored: bool) -> Result<(), ServiceError> {
    if bench.is_scored() != scored {
        return Err(ServiceError::NotFound);
    }
    if own.row.declared_at.is_none() { Err(ServiceError::conflict("declare-first")) } else { Ok(()) }
}

/// Casts a member's secret ballot: `v-NUMBER` is `yes` or `no` for each nominee on their list. The totals are
/// kept, and that the member has voted; nothing else, not here and not in the record.
///
/// # Errors
/// Rights; `NotFound`; `Conflict(declare-first)`, `Conflict(ballot-cast)`; `Invalid` with every fault.
pub fn vote(app: &App, who: &Who, id: RoundId, typed: &BTreeMap<String, String>) -> Result<(), ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        recognition::lock_round(tx, id)?;
        let (bench, own) = membership(tx, who, id)?;
        begun(&bench, &own, false)?;
        if own.row.voted {
            return Err(ServiceError::conflict("ballot-cast"));
        }
        let (mut faults, mut votes): (Vec<Fault>, Vec<(NominationId, bool)>) = (Vec::new(), Vec::new());
        for ((row, _), number) in bench.list_of(&own).into_iter().zip(1..) {
            let field = format!("v-{number}");
            match typed.get(&field).map(String::as_str) {
                Some("yes") => votes.push((row.id, true)),
                Some("no") => votes.push((row.id, false)),
                _ => faults.push(Fault::new(field, "choose")),
            }
        }
        if !faults.is_empty() {
            return Err(ServiceError::Invalid(faults));
        }
        for (nominee, in_favour) in votes {
            rows::count(tx, nominee, in_favour)?;
        }
        rows::vote(tx, id, who.id())?;
        // The record dates its entries: named, they would tell whose ballot changed the totals when.
        trail::record(tx, at, By::System, "round.vote", "round", id.get(), None, None)
    })
}

/// A paper of a nominee on the member's own list, by the hash of its content.
///
/// # Errors
/// `NotFound` for everybody else and everything else.
pub fn own_paper(app: &App, who: &Who, id: RoundId, number: usize, sha256: &str) -> Result<Download, ServiceError> {
    app.store.read(|conn| {
        let (bench, own) = membership(conn, who, id)?;
        let list = own_list(conn, &bench, &own)?;
        let one = list.into_iter().find(|one| one.number == number).ok_or(ServiceError::NotFound)?;
        let found = one.papers.into_iter().find(|paper| paper.sha256 == sha256).ok_or(ServiceError::NotFound)?;
        let bytes = evidence::content(conn, &found.sha256)?;
        Ok(Download { file_name: found.file_name, media_type: found.media_type, bytes })
    })
}
