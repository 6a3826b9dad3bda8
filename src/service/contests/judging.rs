//! What a judge sees and writes: workstations, never names, and none from whom they are recused.
//!
//! A contestant whom the judge must not mark is not among the stations, in no count and behind no
//! address: exactly as if there were none.

use super::faults::mark_fault;
use super::load::{scheme_of, sheet_of};
use crate::domain::access::{self, Action, Facts};
use crate::domain::contest::checks::{highest, rounds};
use crate::domain::contest::exact::Exact;
use crate::domain::contest::judgement::{Judged, Score, judged};
use crate::domain::contest::mark::{self, MarkError};
use crate::domain::contest::phase::{Phase, Step, take};
use crate::domain::contest::scheme::{Line, Method, Scheme};
use crate::domain::contest::writers::writes;
use crate::domain::ids::{ContestId, UserId};
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By};
use crate::storage::contest_marks::{self, MarkRow};
use crate::storage::contest_recusals::{self, Recusal};
use crate::storage::contests::{self, EntrantRow, ItemRow};
use crate::storage::{Conn, StorageError, Tx};
use serde_json::json;
use std::collections::BTreeMap;

/// An item the judge is assigned to.
#[derive(Clone, Debug)]
pub struct Mine {
    pub item: ItemRow,
    pub event: String,
    pub head: bool,
}

/// How far a judge is with a workstation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    Nothing,
    /// Written, not sealed.
    Draft,
    Sealed,
    /// Judges are too far apart: to be judged again.
    Again,
}

/// A workstation of the judge's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Station {
    pub number: String,
    pub progress: Progress,
}

/// One line of a sheet.
#[derive(Clone, Debug)]
pub struct SheetLine {
    pub line: Line,
    /// From 1.
    pub round: u8,
    /// What the judge wrote in this round.
    pub mark: String,
    pub note: String,
    pub sealed: bool,
    /// What all three gave in the round before, when it was too far apart.
    pub apart: Option<Vec<u8>>,
}

/// The sheet of one workstation.
#[derive(Clone, Debug)]
pub struct StationSheet {
    pub item: ItemRow,
    pub number: String,
    pub lines: Vec<SheetLine>,
}

/// The items the judge is assigned to.
///
/// # Errors
/// Rights.
pub fn mine(app: &App, who: &Who) -> Result<Vec<Mine>, ServiceError> {
    access::can(&who.actor, Action::JudgingMark, &Facts::NONE)?;
    app.store.read(|conn| {
        let mut all = Vec::new();
        for (item, event) in contests::of_judge(conn, who.id())? {
            let head = is_head(conn, item.id, who.id())?;
            all.push(Mine { item, event, head });
        }
        Ok(all)
    })
}

fn is_head(conn: &mut Conn, item: ContestId, user: UserId) -> Result<bool, ServiceError> {
    Ok(contests::judges(conn, item)?.iter().any(|judge| judge.user == user && judge.head))
}

/// The item, for one of its judges and while it is judged or has been.
fn assigned(conn: &mut Conn, who: &Who, id: ContestId) -> Result<(ItemRow, bool), ServiceError> {
    access::can(&who.actor, Action::JudgingMark, &Facts::NONE)?;
    let item = contests::get(conn, id)?;
    let judges = contests::judges(conn, id)?;
    let own = judges.iter().find(|judge| judge.user == who.id()).ok_or(ServiceError::NotFound)?;
    if item.phase == Phase::SetUp {
        return Err(ServiceError::NotFound);
    }
    Ok((item, own.head))
}

/// What a judge's sheets are made of.
struct Bench {
    judge: UserId,
    scheme: Scheme,
    /// In their order, the head judge first.
    judges: Vec<i64>,
    recusals: Vec<Recusal>,
    marks: Vec<MarkRow>,
    /// Contestants for whom the judge writes something, by workstation. Who came is known by name and makes no
    /// difference here: else a workstation that is no longer there would tell who had it.
    entrants: Vec<EntrantRow>,
}

impl Bench {
    fn load(conn: &mut Conn, who: &Who, item: &ItemRow) -> Result<Bench, ServiceError> {
        let mut bench = Bench {
            judge: who.id(),
            scheme: scheme_of(item)?,
            judges: contests::judges(conn, item.id)?.iter().map(|judge| judge.user.get()).collect(),
            recusals: contest_recusals::of_item(conn, item.id)?,
            marks: contest_marks::of_item(conn, item.id)?,
            entrants: Vec::new(),
        };
        let mut entrants = contests::entrants(conn, item.id)?;
        entrants.retain(|entrant| !entrant.station.is_empty() && bench.lines(entrant).next().is_some());
        entrants.sort_by(|one, other| one.station.cmp(&other.station));
        // Once names and workstations are joined a recusal among marks is in effect: a list that gets shorter by
        // it would tell whose workstation it was. There is nothing to write any more.
        if item.phase.is_decoded() {
            entrants.clear();
        }
        bench.entrants = entrants;
        Ok(bench)
    }

    /// The lines that the judge writes for this contestant; none for whom they must not mark.
    fn lines(&self, entrant: &EntrantRow) -> impl Iterator<Item = &Line> {
        let of = self.recusals.iter().filter(|one| one.entrant == entrant.id && one.effect.counts());
        let recused: Vec<i64> = of.map(|one| one.judge.get()).collect();
        let own = move |line: &&Line| writes(line.method, self.judge.get(), &self.judges, &recused);
        self.scheme.0.iter().filter(own)
    }

    fn at(&self, number: &str) -> Result<&EntrantRow, ServiceError> {
        self.entrants.iter().find(|entrant| entrant.station == number).ok_or(ServiceError::NotFound)
    }
}

/// The judge's workstations, by number.
///
/// # Errors
/// Rights; `NotFound` for who is no judge of the item.
pub fn stations(app: &App, who: &Who, id: ContestId) -> Result<(ItemRow, bool, Vec<Station>), ServiceError> {
    app.store.read(|conn| {
        let (item, head) = assigned(conn, who, id)?;
        let stations = progress(&Bench::load(conn, who, &item)?)?;
        Ok((item, head, stations))
    })
}

/// How far the judge is with each workstation.
fn progress(bench: &Bench) -> Result<Vec<Station>, ServiceError> {
    let mut stations = Vec::new();
    for entrant in &bench.entrants {
        let lines = lines_of(bench, entrant)?;
        let written = |line: &SheetLine| !line.mark.is_empty();
        let progress = if lines.iter().any(|line| line.apart.is_some() && !line.sealed) {
            Progress::Again
        } else if lines.iter().all(|line| line.sealed) {
            Progress::Sealed
        } else if lines.iter().any(written) {
            Progress::Draft
        } else {
            Progress::Nothing
        };
        stations.push(Station { number: entrant.station.clone(), progress });
    }
    Ok(stations)
}

/// Items with workstations that the judge has not sealed, with the events' names.
pub(in crate::service) fn to_judge(conn: &mut Conn, who: &Who) -> Result<Vec<(ItemRow, String)>, ServiceError> {
    if access::can(&who.actor, Action::JudgingMark, &Facts::NONE).is_err() {
        return Ok(Vec::new());
    }
    let mut waiting = Vec::new();
    for (item, event) in contests::of_judge(conn, who.id())? {
        if item.phase != Phase::Judging {
            continue;
        }
        let bench = Bench::load(conn, who, &item)?;
        let stations = progress(&bench)?;
        let begun = stations.iter().any(|one| matches!(one.progress, Progress::Draft | Progress::Again));
        // The workstations of those who did not come stay empty.
        let empty = stations.iter().filter(|one| one.progress == Progress::Nothing).count();
        let absent = bench.entrants.iter().filter(|entrant| entrant.present == Some(false)).count();
        if begun || empty > absent {
            waiting.push((item, event));
        }
    }
    Ok(waiting)
}

fn lines_of(bench: &Bench, entrant: &EntrantRow) -> Result<Vec<SheetLine>, ServiceError> {
    let (marks, judge) = (&bench.marks, bench.judge);
    let sheet = sheet_of(entrant, marks, &[])?;
    let line_of = |line: &Line| {
        let rounds = rounds_sealed(&sheet, line);
        let again = line.method == Method::Judgement && judged(&rounds, line.max) == Judged::Apart;
        let round = u8::try_from(rounds.len()).unwrap_or(u8::MAX).max(1) + u8::from(again);
        let own = marks.iter().find(|row| {
            row.entrant_id == entrant.id
                && row.line == line.code
                && row.judge_id == judge
                && row.round == i32::from(round)
        });
        let last = if round > 1 { rounds.get(usize::from(round) - 2) } else { None };
        SheetLine {
            line: line.clone(),
            round,
            mark: own.map(|row| row.mark.clone()).unwrap_or_default(),
            note: own.map(|row| row.note.clone()).unwrap_or_default(),
            sealed: own.is_some_and(|row| row.sealed_at.is_some()),
            apart: last.map(|round| round.iter().flatten().map(|score| score.get()).collect()),
        }
    };
    Ok(bench.lines(entrant).map(line_of).collect())
}

/// The rounds as far as they are sealed: what is not sealed is not there yet.
fn rounds_sealed(
    sheet: &crate::domain::contest::checks::Sheet,
    line: &Line,
) -> Vec<crate::domain::contest::judgement::Round> {
    let mut sealed = sheet.clone();
    sealed.given.retain(|given| given.sealed);
    rounds(&sealed, line)
}

/// The sheet of one workstation.
///
/// # Errors
/// Rights; `NotFound` for a workstation that is not the judge's, whatever the reason.
pub fn sheet(app: &App, who: &Who, id: ContestId, number: &str) -> Result<StationSheet, ServiceError> {
    app.store.read(|conn| {
        let (item, _) = assigned(conn, who, id)?;
        let bench = Bench::load(conn, who, &item)?;
        let lines = lines_of(&bench, bench.at(number)?)?;
        Ok(StationSheet { item, number: number.to_owned(), lines })
    })
}

/// Writes what the judge typed: marks as `m-CODE`, reasons as `n-CODE`. Without `seal` a blank field is
/// no fault; with it every line must be there, and nothing of it can be changed by the judge again.
///
/// # Errors
/// Rights; `NotFound`; `Conflict(not-judging)`; `Invalid` with every fault, and nothing is written.
pub fn write(
    app: &App,
    who: &Who,
    id: ContestId,
    number: &str,
    typed: &BTreeMap<String, String>,
    seal: bool,
) -> Result<(), ServiceError> {
    app.store.write(|tx| {
        contests::lock(tx, id)?;
        let (item, head) = assigned(tx, who, id)?;
        if item.phase != Phase::Judging {
            return Err(ServiceError::conflict("not-judging"));
        }
        let bench = Bench::load(tx, who, &item)?;
        let entrant = bench.at(number)?;
        let lines = lines_of(&bench, entrant)?;
        let mut faults = Vec::new();
        let mut written = Vec::new();
        for line in lines.iter().filter(|line| line.sealed) {
            faults.extend(typed_over(line, typed, head));
        }
        for line in lines.iter().filter(|line| !line.sealed) {
            if let Some(read) = read(line, typed, seal, &mut faults) {
                written.push((line, read));
            }
        }
        if !faults.is_empty() {
            return Err(ServiceError::Invalid(faults));
        }
        for (line, (mark, note)) in &written {
            put(tx, entrant, who.id(), line, mark.as_deref(), note)?;
        }
        let at = app.now();
        let sealed = if seal { contest_marks::seal(tx, entrant.id, who.id(), at.naive_utc())? } else { 0 };
        if sealed > 0 {
            let marks: Vec<_> = written.iter().map(|(line, (mark, _))| (&line.line.code, line.round, mark)).collect();
            let after = json!({ "station": number, "marks": marks });
            trail::record(tx, at, By::who(who), "judging.seal", "contest", id.get(), None, Some(after))?;
        }
        Ok(())
    })
}

/// A sheet of another tab, or from before the connection broke, must not seem saved when the line is
/// sealed with another mark. The same mark sent twice is no fault.
fn typed_over(line: &SheetLine, typed: &BTreeMap<String, String>, head: bool) -> Option<Fault> {
    let field = format!("m-{}", line.line.code);
    let text = typed.get(&field).map(|text| text.trim()).filter(|text| !text.is_empty())?;
    let same = mark::read(text, highest(&line.line)).is_ok_and(|mark| mark.to_string() == line.mark);
    // Others turn to the head judge; the head judge is told what comes next.
    let fault = if head { Fault::new(field, "mark-sealed-head") } else { Fault::new(field, "mark-sealed") };
    let fault = fault.with("mark", &line.mark).with("typed", text);
    (!same).then_some(fault)
}

fn put(
    tx: &mut Tx,
    entrant: &EntrantRow,
    judge: UserId,
    line: &SheetLine,
    mark: Option<&str>,
    note: &str,
) -> Result<(), StorageError> {
    let (code, round) = (&line.line.code, i32::from(line.round));
    match mark {
        Some(mark) => contest_marks::put(tx, entrant.id, code, judge, round, mark, note),
        None => contest_marks::remove(tx, entrant.id, code, judge, round),
    }
}

/// What is typed into a line.
///
/// # Errors
/// It is no mark of this line.
pub(super) fn mark_of(line: &Line, text: &str) -> Result<Exact, MarkError> {
    let mark = mark::read(text, highest(line))?;
    match line.method {
        Method::Judgement => {
            Score::read(text).map(|score| Exact::whole(score.get().into())).map_err(|_| MarkError::NotAGrade)
        }
        Method::Measurement | Method::Panel => Ok(mark),
    }
}

/// The mark and the note of one line; `None` where nothing was sent.
fn read(
    line: &SheetLine,
    typed: &BTreeMap<String, String>,
    seal: bool,
    faults: &mut Vec<Fault>,
) -> Option<(Option<String>, String)> {
    let code = &line.line.code;
    let (mark_field, note_field) = (format!("m-{code}"), format!("n-{code}"));
    let text = typed.get(&mark_field).map_or("", |text| text.trim());
    let note = typed.get(&note_field).map_or("", |text| text.trim()).to_owned();
    if !typed.contains_key(&mark_field) && !seal {
        return None;
    }
    if seal && line.round > 1 && note.is_empty() {
        faults.push(Fault::new(note_field, "required"));
    }
    match mark_of(&line.line, text) {
        Ok(mark) => Some((Some(mark.to_string()), note)),
        Err(MarkError::Missing) if !seal => Some((None, note)),
        Err(error) => {
            faults.push(mark_fault(&mark_field, text, error));
            None
        }
    }
}

/// The head judge signs, as one of two.
///
/// # Errors
/// Rights; `NotFound` for who is not the head judge; what the step asks for.
pub fn sign(app: &App, who: &Who, id: ContestId, version: i64) -> Result<(), ServiceError> {
    app.store.write(|tx| {
        contests::lock(tx, id)?;
        let (item, head) = assigned(tx, who, id)?;
        if !head {
            return Err(ServiceError::NotFound);
        }
        // Whether it is possible at all is said before what is missing.
        take(item.phase, item.seats(), Step::Sign, who.id()).map_err(super::steps::refused)?;
        super::steps::advance(app, tx, who, item, version, Step::Sign)
    })
}
