//! Papers by indicator: evidence of a base and photos of an evaluator, kept with what is typed.

use super::of_city;
use super::self_score::{evidence, own, writable};
use crate::domain::access::Action;
use crate::domain::evaluation::rubric::Rubric;
use crate::domain::ids::{EvaluationEntryId, EvaluationPaperId};
use crate::domain::media::Media;
use crate::domain::policy::sha256_hex;
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::evidence::{Download, Sent, checked};
use crate::service::trail::{self, By};
use crate::storage::scoring::entries::{self, EntryRow};
use crate::storage::scoring::papers::{self, NewPaper, PaperRow};
use crate::storage::{Conn, StorageError, Tx};
use chrono::{DateTime, Utc};
use serde_json::json;

/// Most papers of a base, and most photos of it by one evaluator.
const MOST: usize = 200;

/// A file with the indicator it is for.
pub type Handed = (String, Sent);

/// A file that was looked at.
pub(super) struct Ready<'s> {
    line: &'s str,
    media: Media,
    file_name: String,
    sha256: String,
    bytes: &'s [u8],
}

/// Looks at files; what is wrong with one is said at `p-CODE`.
pub(super) fn ready<'s>(handed: &'s [Handed], photos: bool, faults: &mut Vec<Fault>) -> Vec<Ready<'s>> {
    let mut all = Vec::new();
    for (line, sent) in handed {
        let field = format!("p-{line}");
        match checked(sent) {
            Ok((media, _)) if photos && !matches!(media, Media::Jpeg | Media::Png) => {
                faults.push(Fault::new(field, "photo-kind"));
            }
            Ok((media, file_name)) => {
                all.push(Ready { line, media, file_name, sha256: sha256_hex(&sent.bytes), bytes: &sent.bytes });
            }
            Err(error) => {
                let at_field = |fault: Fault| Fault { field: field.clone(), ..fault };
                faults.extend(error.into_faults().into_iter().map(at_field));
            }
        }
    }
    all
}

/// Files for indicators that the rubric does not have are a fault of the form.
pub(super) fn of_rubric(rubric: &Rubric, ready: &[Ready<'_>], faults: &mut Vec<Fault>) {
    for one in ready.iter().filter(|one| !rubric.lines().iter().any(|(code, _)| *code == one.line)) {
        faults.push(Fault::new(format!("p-{}", one.line), "choose"));
    }
}

/// Keeps files beside the `standing` ones, as evidence or as the evaluator's photos. The same file sent
/// twice for one indicator is kept once.
pub(super) fn keep(
    tx: &mut Tx,
    who: &Who,
    at: DateTime<Utc>,
    entry: &EntryRow,
    photos: bool,
    standing: &[PaperRow],
    ready: &[Ready<'_>],
) -> Result<(), ServiceError> {
    let same = |one: &&Ready<'_>| standing.iter().any(|paper| paper.line == one.line && paper.sha256 == one.sha256);
    let new: Vec<&Ready<'_>> = ready.iter().filter(|one| !same(one)).collect();
    if standing.len() + new.len() > MOST {
        return Err(ServiceError::Conflict(Fault::conflict("too-many-papers").with("max", MOST)));
    }
    for one in new {
        let paper = NewPaper {
            entry: entry.id,
            line: one.line,
            evaluator: photos.then(|| who.id()),
            file_name: &one.file_name,
            media_type: one.media.as_str(),
            sha256: &one.sha256,
            content: one.bytes,
            by: who.id(),
            at: at.naive_utc(),
        };
        papers::insert(tx, &paper)?;
        let after = json!({ "base": entry.base_id, "line": one.line, "file": one.file_name, "sha256": one.sha256 });
        let year = entry.evaluation_id.get();
        trail::record(tx, at, By::who(who), "evaluation.upload", "evaluation", year, None, Some(after))?;
    }
    Ok(())
}

/// Takes evidence out while the self-score is a draft. It stays on the record.
///
/// # Errors
/// Rights; `NotFound`; `Conflict(self-score-sent)`, `Conflict(self-score-over)`.
pub fn remove_evidence(
    app: &App,
    who: &Who,
    id: EvaluationEntryId,
    paper: EvaluationPaperId,
) -> Result<(), ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let (entry, _) = writable(app, tx, who, id)?;
        let found = evidence(tx, id)?.into_iter().find(|known| known.id == paper).ok_or(ServiceError::NotFound)?;
        take_out(tx, who, at, &entry, &found)
    })
}

pub(super) fn take_out(
    tx: &mut Tx,
    who: &Who,
    at: DateTime<Utc>,
    entry: &EntryRow,
    paper: &PaperRow,
) -> Result<(), ServiceError> {
    papers::remove(tx, paper.id, at.naive_utc())?;
    let before = json!({ "base": entry.base_id, "line": paper.line, "file": paper.file_name });
    let year = entry.evaluation_id.get();
    trail::record(tx, at, By::who(who), "evaluation.remove", "evaluation", year, Some(before), None)
}

/// Evidence to keep, for the unit and the city's office.
///
/// # Errors
/// `NotFound` for everybody else.
pub fn get_evidence(
    app: &App,
    who: &Who,
    id: EvaluationEntryId,
    paper: EvaluationPaperId,
) -> Result<Download, ServiceError> {
    app.store.read(|conn| {
        let entry = entries::get(conn, id)?;
        if own(who, &entry).is_err() && of_city(who, Action::EvaluationFollow).is_err() {
            return Err(ServiceError::NotFound);
        }
        let found = evidence(conn, id)?.into_iter().find(|known| known.id == paper).ok_or(ServiceError::NotFound)?;
        Ok(download(conn, found)?)
    })
}

pub(super) fn download(conn: &mut Conn, paper: PaperRow) -> Result<Download, StorageError> {
    let bytes = crate::storage::evidence::content(conn, &paper.sha256)?;
    Ok(Download { file_name: paper.file_name, media_type: paper.media_type, bytes })
}
