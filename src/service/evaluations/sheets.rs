//! What a member of the panel sees and writes: the bases of their own list, by its numbers.
//!
//! A base that the member is kept from is not on the list, in no count and behind no address: exactly
//! as if there were none. Hence addresses have the place on the member's own list, and papers the hash
//! of their content, never numbers that others' rows have a part in.

use super::lines;
use super::load::{Campaign, Entry, campaign_for};
use super::panel::membership;
use super::papers::{self, Handed, download};
use super::self_score::evidence;
use crate::domain::access::{self, Action, Facts};
use crate::domain::evaluation::phase::{Phase, Seat};
use crate::domain::ids::EvaluationId;
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::evidence::Download;
use crate::service::trail::{self, By};
use crate::storage::scoring::papers as rows;
use crate::storage::scoring::papers::PaperRow;
use crate::storage::scoring::self_marks::{self, SelfMarkRow};
use crate::storage::scoring::sheets::{self, MarkRow, SheetRow};
use crate::storage::scoring::{entries, panel};
use crate::storage::{Conn, StorageError, Tx};
use chrono::NaiveDate;
use serde_json::json;
use std::collections::BTreeMap;

/// Longest remarks, in characters.
const REMARKS_MAX: usize = 4_000;

/// How far a sheet is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetProgress {
    Nothing,
    Draft,
    Signed,
}

/// A base on a member's list.
#[derive(Clone, Debug)]
pub struct OwnBase {
    /// From 1, on this member's list.
    pub number: usize,
    pub name: String,
    pub host: String,
    /// 2 after the panel has met about it.
    pub round: i32,
    pub progress: SheetProgress,
}

/// A year as one of its members sees it.
#[derive(Clone, Debug)]
pub struct OwnYear {
    pub id: EvaluationId,
    pub year: i32,
    /// As this member may know it.
    pub phase: Phase,
    /// None when the member has nothing to sign by then.
    pub score_until: Option<NaiveDate>,
    pub declared: bool,
    /// Before declaring by name only; sheets are there once scoring has begun.
    pub bases: Vec<OwnBase>,
}

/// A sheet as its evaluator sees it.
#[derive(Clone, Debug)]
pub struct OwnSheet {
    pub of: OwnYear,
    pub base: OwnBase,
    pub rubric: crate::domain::evaluation::rubric::Rubric,
    pub self_marks: Vec<SelfMarkRow>,
    pub evidence: Vec<PaperRow>,
    /// None while nothing is written.
    pub sheet: Option<SheetRow>,
    pub marks: Vec<MarkRow>,
    /// The evaluator's own.
    pub photos: Vec<PaperRow>,
    /// Own marks of the first round, in the second.
    pub first: Vec<MarkRow>,
    pub open: bool,
}

fn own_entries<'c>(of: &'c Campaign, who: &Who) -> Vec<&'c Entry> {
    let user = who.id();
    of.scored().filter(|entry| !of.is_recused(entry.row.id, user)).collect()
}

fn own_year(of: &Campaign, who: &Who, declared: bool) -> OwnYear {
    let base = |(entry, number): (&&Entry, usize)| {
        let round = entry.row.round();
        OwnBase {
            number,
            name: entry.name.clone(),
            host: entry.host.clone(),
            round,
            progress: match of.sheet(entry.row.id, who.id(), round) {
                None => SheetProgress::Nothing,
                Some(sheet) if sheet.signed_at.is_some() => SheetProgress::Signed,
                Some(_) => SheetProgress::Draft,
            },
        }
    };
    // Who has yet to come in before self-scoring ends is nobody's business.
    let visible = of.run.phase != Phase::SelfScoring;
    let bases: Vec<OwnBase> = own_entries(of, who).iter().zip(1..).filter(|_| visible).map(base).collect();
    // A meeting about a base that is not on this list, and a last day that comes with it, are not said.
    let phase = match of.run.phase {
        Phase::Moderation if bases.iter().any(|base| base.round == 2) => Phase::Moderation,
        phase => phase.outside(),
    };
    let ahead = matches!(phase, Phase::SelfScoring | Phase::Panel);
    let open = of.run.phase.is_scoring() && bases.iter().any(|base| base.progress != SheetProgress::Signed);
    OwnYear {
        id: of.run.evaluation_id,
        year: of.opened.row.year,
        phase,
        score_until: (ahead || open).then_some(of.run.score_until),
        // Of nothing there is nothing to declare.
        declared: declared || (visible && bases.is_empty()),
        bases,
    }
}

/// The years whose panel the person is a member of, the latest first.
///
/// # Errors
/// Rights.
pub fn own_years(app: &App, who: &Who) -> Result<Vec<OwnYear>, ServiceError> {
    access::can(&who.actor, Action::ScoringMark, &Facts::NONE)?;
    app.store.read(|conn| years(conn, who))
}

/// As [`own_years`], of anybody.
pub(in crate::service) fn years(conn: &mut Conn, who: &Who) -> Result<Vec<OwnYear>, ServiceError> {
    let mut years = Vec::new();
    for (seat, _) in panel::of_user(conn, who.id())? {
        if seat.seat == Seat::Member {
            let of = campaign_for(conn, who, seat.evaluation_id)?;
            years.push(own_year(&of, who, seat.declared_at.is_some()));
        }
    }
    Ok(years)
}

/// One year for one of its members.
///
/// # Errors
/// Rights; `NotFound` for everybody else.
pub fn own(app: &App, who: &Who, id: EvaluationId) -> Result<OwnYear, ServiceError> {
    app.store.read(|conn| {
        let of = campaign_for(conn, who, id)?;
        let seat = membership(&of, who)?;
        Ok(own_year(&of, who, seat.declared_at.is_some()))
    })
}

/// The entry with this number on the member's list, once there are sheets.
fn reach(
    conn: &mut Conn,
    who: &Who,
    id: EvaluationId,
    number: usize,
) -> Result<(Campaign, Entry, OwnYear), ServiceError> {
    let of = campaign_for(conn, who, id)?;
    let seat = membership(&of, who)?;
    let begun = !matches!(of.run.phase, Phase::SelfScoring | Phase::Panel);
    if seat.declared_at.is_none() || !begun {
        return Err(ServiceError::NotFound);
    }
    let entry = number.checked_sub(1).and_then(|at| own_entries(&of, who).get(at).copied().cloned());
    let entry = entry.ok_or(ServiceError::NotFound)?;
    let year = own_year(&of, who, true);
    Ok((of, entry, year))
}

/// The sheet of one base.
///
/// # Errors
/// Rights; `NotFound` for a number that is not on the member's list, whatever the reason.
pub fn own_sheet(app: &App, who: &Who, id: EvaluationId, number: usize) -> Result<OwnSheet, ServiceError> {
    let today = app.today();
    app.store.read(|conn| {
        let (of, entry, year) = reach(conn, who, id, number)?;
        let round = entry.row.round();
        let base = year.bases.iter().find(|base| base.number == number).cloned().ok_or(ServiceError::NotFound)?;
        let sheet = sheets::find(conn, entry.row.id, who.id(), round)?;
        let marks = match &sheet {
            Some(sheet) => sheets::marks(conn, sheet.id)?,
            None => Vec::new(),
        };
        let first = match sheets::find(conn, entry.row.id, who.id(), 1)? {
            Some(first) if round == 2 => sheets::marks(conn, first.id)?,
            _ => Vec::new(),
        };
        let photos = photos(conn, &entry, who)?;
        let signed = sheet.as_ref().is_some_and(|sheet| sheet.signed_at.is_some());
        let open = of.run.phase.is_scoring() && !of.is_late(today) && !signed;
        Ok(OwnSheet {
            base,
            rubric: of.opened.rubric,
            self_marks: self_marks::of(conn, entry.row.id)?,
            evidence: evidence(conn, entry.row.id)?,
            open,
            sheet,
            marks,
            photos,
            first,
            of: year,
        })
    })
}

fn photos(conn: &mut Conn, entry: &Entry, who: &Who) -> Result<Vec<PaperRow>, StorageError> {
    let mut all = rows::of(conn, entry.row.id)?;
    all.retain(|paper| paper.evaluator_id == Some(who.id().get()));
    Ok(all)
}

/// Keeps what was typed, marks as `m-CODE`, notes as `n-CODE`, remarks as `n-remarks`, and the photos
/// taken. With `sign` every
/// indicator must have its mark; then nothing of it changes any more. `version` is that of the sheet, 0
/// while there is none.
///
/// # Errors
/// Rights; `NotFound`; a stale version; `Conflict(evaluation-phase)`, `Conflict(sheet-signed)`,
/// `Conflict(evaluation-late)` once the last day is over; `Invalid`
/// with every fault, and nothing is kept.
pub fn put_sheet(
    app: &App,
    who: &Who,
    id: EvaluationId,
    number: usize,
    version: i64,
    (typed, handed): (&BTreeMap<String, String>, &[Handed]),
    sign: bool,
) -> Result<(), ServiceError> {
    let at = app.now();
    let mut faults = Vec::new();
    let ready = papers::ready(handed, true, &mut faults);
    app.store.write(|tx| {
        let mut faults = faults.clone();
        let (of, entry, known) = writable(app, tx, who, id, number)?;
        let round = entry.row.round();
        if known.as_ref().map_or(0, |sheet| sheet.version) != version {
            return Err(ServiceError::conflict("stale"));
        }
        papers::of_rubric(&of.opened.rubric, &ready, &mut faults);
        let (written, sum) = lines::read(&of.opened.rubric, typed, sign, &mut faults);
        let kept = || known.as_ref().map(|sheet| sheet.remarks.clone()).unwrap_or_default();
        let remarks = typed.get("n-remarks").map_or_else(kept, |text| text.trim().to_owned());
        if remarks.chars().count() > REMARKS_MAX {
            faults.push(Fault::new("n-remarks", "too-long").with("max", REMARKS_MAX));
        }
        if !faults.is_empty() {
            return Err(ServiceError::Invalid(faults));
        }
        let standing = photos(tx, &entry, who)?;
        papers::keep(tx, who, at, &entry.row, true, &standing, &ready)?;
        let sheet = match &known {
            Some(sheet) => sheet.id,
            None => sheets::insert(tx, entry.row.id, who.id(), round)?,
        };
        for line in &written {
            sheets::put_mark(tx, sheet, &line.code, &line.mark, &line.note)?;
        }
        sheets::put(tx, sheet, version, &remarks)?;
        let after = if sign {
            sheets::sign(tx, sheet, version + 1, &sum.to_string(), at.naive_utc())?;
            let marks: BTreeMap<_, _> = written.iter().map(|line| (&line.code, &line.mark)).collect();
            json!({ "base": entry.row.base_id, "round": round, "marks": marks, "sum": sum.to_string() })
        } else {
            json!({ "base": entry.row.base_id, "round": round })
        };
        let verb = if sign { "evaluation.sign" } else { "evaluation.draft" };
        trail::record(tx, at, By::who(who), verb, "evaluation", id.get(), None, Some(after))
    })
}

/// Takes a photo out before signing. It stays on the record.
///
/// # Errors
/// Rights; `NotFound`; the conflicts of [`put_sheet`].
pub fn remove_photo(
    app: &App,
    who: &Who,
    id: EvaluationId,
    number: usize,
    line: &str,
    sha256: &str,
) -> Result<(), ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let (_, entry, _) = writable(app, tx, who, id, number)?;
        let found = photos(tx, &entry, who)?.into_iter().find(|paper| paper.line == line && paper.sha256 == sha256);
        papers::take_out(tx, who, at, &entry.row, &found.ok_or(ServiceError::NotFound)?)
    })
}

/// The entry, locked, with its sheet so far, while that can still be written.
fn writable(
    app: &App,
    tx: &mut Tx,
    who: &Who,
    id: EvaluationId,
    number: usize,
) -> Result<(Campaign, Entry, Option<SheetRow>), ServiceError> {
    let (of, entry, _) = reach(tx, who, id, number)?;
    entries::lock(tx, entry.row.id)?;
    // First of all, so that whoever has signed learns nothing of how far the others are.
    let known = sheets::find(tx, entry.row.id, who.id(), entry.row.round())?;
    if known.as_ref().is_some_and(|sheet| sheet.signed_at.is_some()) {
        return Err(ServiceError::conflict("sheet-signed"));
    }
    if !of.run.phase.is_scoring() {
        return Err(ServiceError::conflict("evaluation-phase"));
    }
    if of.is_late(app.today()) {
        return Err(ServiceError::conflict("evaluation-late"));
    }
    Ok((of, entry, known))
}

/// Evidence of a base on the member's list, or an own photo of it, by the hash of its content.
///
/// # Errors
/// Rights; `NotFound`.
pub fn own_paper(
    app: &App,
    who: &Who,
    id: EvaluationId,
    number: usize,
    sha256: &str,
) -> Result<Download, ServiceError> {
    app.store.read(|conn| {
        let (_, entry, _) = reach(conn, who, id, number)?;
        let mut visible = evidence(conn, entry.row.id)?;
        visible.extend(photos(conn, &entry, who)?);
        let found = visible.into_iter().find(|paper| paper.sha256 == sha256).ok_or(ServiceError::NotFound)?;
        Ok(download(conn, found)?)
    })
}
