//! Materials of a nomination: for the unit and the office; the panel has them by its own list.

use super::{open_nomination, readable, terms};
use crate::domain::access::Action;
use crate::domain::ids::{NominationId, NominationPaperId};
use crate::domain::policy::sha256_hex;
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::evidence::{Download, MAX_PAPERS, Sent, checked};
use crate::service::trail::{self, By};
use crate::storage::evidence;
use crate::storage::recognition::{self, NewNominationPaper};
use serde_json::json;

/// Hands a paper in for a material. The same file sent twice for it is one paper.
///
/// # Errors
/// Rights, the wrong state; `Invalid(file)`, `Invalid(material)`; `Conflict(too-many-papers)`.
pub fn upload(app: &App, who: &Who, id: NominationId, material: &str, sent: &Sent) -> Result<(), ServiceError> {
    let (media, file_name) = checked(sent)?;
    let (sha256, at) = (sha256_hex(&sent.bytes), app.now());
    app.store.write(|tx| {
        let (row, round) = open_nomination(tx, who, Action::RecognitionNominate, id)?;
        if !row.state.is_open() {
            return Err(ServiceError::conflict("wrong-state"));
        }
        if !terms(&round)?.materials.iter().any(|known| known.code == material) {
            return Err(ServiceError::invalid("material", "required"));
        }
        let standing = recognition::papers(tx, id)?;
        if standing.iter().any(|paper| paper.sha256 == sha256 && paper.material == material) {
            return Ok(());
        }
        if standing.len() >= MAX_PAPERS {
            return Err(ServiceError::Conflict(Fault::conflict("too-many-papers").with("max", MAX_PAPERS)));
        }
        let paper = NewNominationPaper {
            nomination: id,
            material,
            file_name: &file_name,
            media_type: media.as_str(),
            sha256: &sha256,
            content: &sent.bytes,
            by: who.id(),
            at: at.naive_utc(),
        };
        let paper = recognition::insert_paper(tx, &paper)?;
        let after = json!({ "paper": paper, "file": file_name, "sha256": sha256 });
        trail::record(tx, at, By::who(who), "nomination.upload", "nomination", id.get(), None, Some(after))
    })
}

/// Takes a paper out. It stays on the record.
///
/// # Errors
/// Rights, the wrong state; `NotFound`.
pub fn remove(app: &App, who: &Who, id: NominationId, paper: NominationPaperId) -> Result<(), ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let (row, _) = open_nomination(tx, who, Action::RecognitionNominate, id)?;
        if !row.state.is_open() {
            return Err(ServiceError::conflict("wrong-state"));
        }
        let found = recognition::papers(tx, id)?.into_iter().find(|known| known.id == paper);
        let found = found.ok_or(ServiceError::NotFound)?;
        recognition::remove_paper(tx, paper, at.naive_utc())?;
        let before = json!({ "paper": paper, "file": found.file_name });
        trail::record(tx, at, By::who(who), "nomination.remove", "nomination", id.get(), Some(before), None)
    })
}

/// A paper to keep, for those who may see the nomination.
///
/// # Errors
/// `NotFound` for everybody else.
pub fn download(app: &App, who: &Who, id: NominationId, paper: NominationPaperId) -> Result<Download, ServiceError> {
    app.store.read(|conn| {
        readable(conn, who, id)?;
        let found = recognition::papers(conn, id)?.into_iter().find(|known| known.id == paper);
        let found = found.ok_or(ServiceError::NotFound)?;
        let bytes = evidence::content(conn, &found.sha256)?;
        Ok(Download { file_name: found.file_name, media_type: found.media_type, bytes })
    })
}
