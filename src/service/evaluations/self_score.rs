//! A base scores itself: by indicator, with its evidence, as a draft and then for good.

use super::papers::{self, Handed};
use super::{Opened, lines, of_city, opened};
use crate::domain::access::{self, Action, Facts};
use crate::domain::evaluation::phase::Phase;
use crate::domain::ids::EvaluationEntryId;
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By};
use crate::storage::scoring::entries::{self, EntryRow};
use crate::storage::scoring::papers as rows;
use crate::storage::scoring::papers::PaperRow;
use crate::storage::scoring::runs::{self, RunRow};
use crate::storage::scoring::self_marks::{self, SelfMarkRow};
use crate::storage::{Conn, StorageError, Tx};
use chrono::NaiveDate;
use serde_json::json;
use std::collections::BTreeMap;

/// A base's self-score, as its unit and the office see it.
#[derive(Clone, Debug)]
pub struct SelfScore {
    pub opened: Opened,
    pub run: RunRow,
    pub entry: EntryRow,
    pub name: String,
    pub marks: Vec<SelfMarkRow>,
    /// The base's evidence; photos of evaluators are not among it.
    pub evidence: Vec<PaperRow>,
    /// The reader may write now.
    pub open: bool,
}

/// Whether self-scores can still be written and sent in.
pub(super) fn is_open(run: &RunRow, entry: &EntryRow, today: NaiveDate) -> bool {
    run.phase == Phase::SelfScoring && today <= run.self_until && entry.self_scored_at.is_none()
}

/// The right of the unit over its own entry; others may not know of it.
pub(super) fn own(who: &Who, entry: &EntryRow) -> Result<(), ServiceError> {
    Ok(access::can(&who.actor, Action::EvaluationSelfScore, &Facts::new_for(entry.organisation_id, None))?)
}

/// The self-score of a base.
///
/// # Errors
/// `NotFound` for everybody but its unit and the city's office.
pub fn self_score(app: &App, who: &Who, id: EvaluationEntryId) -> Result<SelfScore, ServiceError> {
    let today = app.today();
    app.store.read(|conn| {
        let entry = entries::get(conn, id)?;
        let mine = own(who, &entry).is_ok();
        if !mine && of_city(who, Action::EvaluationFollow).is_err() {
            return Err(ServiceError::NotFound);
        }
        let opened = opened(conn, entry.evaluation_id)?;
        let run = opened.run.clone().ok_or(ServiceError::NotFound)?;
        Ok(SelfScore {
            name: name_of(&opened, &entry),
            marks: self_marks::of(conn, id)?,
            evidence: evidence(conn, id)?,
            open: mine && is_open(&run, &entry, today),
            opened,
            run,
            entry,
        })
    })
}

pub(super) fn name_of(opened: &Opened, entry: &EntryRow) -> String {
    let counted = opened.register.iter().find(|one| one.base == entry.base_id.get());
    counted.map(|one| one.name.clone()).unwrap_or_default()
}

/// The base's own papers.
pub(super) fn evidence(conn: &mut Conn, id: EvaluationEntryId) -> Result<Vec<PaperRow>, StorageError> {
    let mut papers = rows::of(conn, id)?;
    papers.retain(|paper| paper.evaluator_id.is_none());
    Ok(papers)
}

/// The entry and its run, locked, once the unit may write.
pub(super) fn writable(
    app: &App,
    tx: &mut Tx,
    who: &Who,
    id: EvaluationEntryId,
) -> Result<(EntryRow, RunRow), ServiceError> {
    let entry = entries::lock(tx, id)?;
    own(who, &entry)?;
    let run = runs::get(tx, entry.evaluation_id)?;
    if entry.self_scored_at.is_some() {
        return Err(ServiceError::conflict("self-score-sent"));
    }
    if !is_open(&run, &entry, app.today()) {
        return Err(ServiceError::conflict("self-score-over"));
    }
    Ok((entry, run))
}

/// Keeps what was typed, marks as `m-CODE` and notes as `n-CODE`, and the evidence handed in. With `send` every indicator must have its
/// mark, and its evidence where the rubric asks for some; then nothing of it changes any more.
///
/// # Errors
/// Rights; a stale version; `Conflict(self-score-sent)`, `Conflict(self-score-over)`; `Invalid` with
/// every fault, and nothing is kept.
pub fn put_self_score(
    app: &App,
    who: &Who,
    id: EvaluationEntryId,
    version: i64,
    (typed, handed): (&BTreeMap<String, String>, &[Handed]),
    send: bool,
) -> Result<(), ServiceError> {
    let at = app.now();
    let mut faults = Vec::new();
    let ready = papers::ready(handed, false, &mut faults);
    app.store.write(|tx| {
        let mut faults = faults.clone();
        let (entry, _) = writable(app, tx, who, id)?;
        if entry.version != version {
            return Err(ServiceError::conflict("stale"));
        }
        let opened = opened(tx, entry.evaluation_id)?;
        papers::of_rubric(&opened.rubric, &ready, &mut faults);
        let standing = evidence(tx, id)?;
        let (written, sum) = lines::read(&opened.rubric, typed, send, &mut faults);
        if send {
            let has = |code: &str| {
                standing.iter().any(|paper| paper.line == code) || handed.iter().any(|(line, _)| line == code)
            };
            for leaf in opened.rubric.leaves().iter().filter(|leaf| !leaf.indicator.evidence.is_empty()) {
                let code = &leaf.node.code;
                let nothing = written.iter().any(|line| line.code == *code && line.mark == "0");
                if !nothing && !has(code) {
                    faults.push(Fault::new(format!("m-{code}"), "evidence-missing"));
                }
            }
        }
        if !faults.is_empty() {
            return Err(ServiceError::Invalid(faults));
        }
        papers::keep(tx, who, at, &entry, false, &standing, &ready)?;
        for line in &written {
            self_marks::put(tx, id, &line.code, &line.mark, &line.note)?;
        }
        let (verb, after) = if send {
            entries::send_self_score(tx, id, version, who.id(), at.naive_utc())?;
            let marks: BTreeMap<_, _> = written.iter().map(|line| (&line.code, &line.mark)).collect();
            ("evaluation.self-score", json!({ "base": entry.base_id, "marks": marks, "sum": sum.to_string() }))
        } else {
            entries::touch(tx, id, version)?;
            ("evaluation.self-draft", json!({ "base": entry.base_id }))
        };
        trail::record(tx, at, By::who(who), verb, "evaluation", entry.evaluation_id.get(), None, Some(after))
    })
}
