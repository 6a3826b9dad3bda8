//! Papers of a base: for its unit and the office, never for the public.

use super::{facts, latest, open};
use crate::domain::access::{self, Action};
use crate::domain::ids::{BaseId, BasePaperId};
use crate::domain::policy::sha256_hex;
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::evidence::{Download, MAX_PAPERS, Sent, checked};
use crate::service::trail::{self, By};
use crate::storage::bases::{self, ApplicationRow, BasePaperRow, NewBasePaper};
use crate::storage::evidence;
use serde_json::json;

/// Hands a paper in. The same file sent twice is one paper.
///
/// # Errors
/// Rights; `Invalid(file)`; `Conflict(too-many-papers)`.
pub fn upload(app: &App, who: &Who, id: BaseId, sent: &Sent) -> Result<(), ServiceError> {
    let (media, file_name) = checked(sent)?;
    let (sha256, at) = (sha256_hex(&sent.bytes), app.now());
    app.store.write(|tx| {
        open(tx, who, Action::BaseEdit, id)?;
        let standing = bases::papers(tx, id)?;
        if standing.iter().any(|paper| paper.sha256 == sha256) {
            return Ok(());
        }
        let applications = bases::applications(tx, id)?;
        if standing.iter().filter(|paper| !is_fixed(&applications, paper)).count() >= MAX_PAPERS {
            return Err(ServiceError::Conflict(Fault::conflict("too-many-papers").with("max", MAX_PAPERS)));
        }
        let paper = NewBasePaper {
            base: id,
            file_name: &file_name,
            media_type: media.as_str(),
            sha256: &sha256,
            content: &sent.bytes,
            by: who.id(),
            at: at.naive_utc(),
        };
        let paper = bases::insert_paper(tx, &paper)?;
        let after = json!({ "paper": paper, "file": file_name, "sha256": sha256 });
        trail::record(tx, at, By::who(who), "base.upload", "base", id.get(), None, Some(after))
    })
}

/// Whether an application was examined or decided on this paper: it stays then, and later ones come beside it.
#[must_use]
pub fn is_fixed(applications: &[ApplicationRow], paper: &BasePaperRow) -> bool {
    applications.iter().any(|one| one.state.is_examined() && paper.uploaded_at <= one.waiting_since)
}

/// Takes a paper out that nothing was decided on. It stays on the record.
///
/// # Errors
/// Rights; `NotFound`; `Conflict(base-paper-fixed)`.
pub fn remove(app: &App, who: &Who, id: BaseId, paper: BasePaperId) -> Result<(), ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        open(tx, who, Action::BaseEdit, id)?;
        let found = bases::papers(tx, id)?.into_iter().find(|known| known.id == paper);
        let found = found.ok_or(ServiceError::NotFound)?;
        if is_fixed(&bases::applications(tx, id)?, &found) {
            return Err(ServiceError::conflict("base-paper-fixed"));
        }
        bases::remove_paper(tx, paper, at.naive_utc())?;
        let before = json!({ "paper": paper, "file": found.file_name });
        trail::record(tx, at, By::who(who), "base.remove", "base", id.get(), Some(before), None)
    })
}

/// A paper to keep, for those who may see the base's file.
///
/// # Errors
/// `NotFound` for everybody else.
pub fn download(app: &App, who: &Who, id: BaseId, paper: BasePaperId) -> Result<Download, ServiceError> {
    app.store.read(|conn| {
        let base = bases::get(conn, id)?;
        let state = latest(conn, id)?.map(|one| one.state);
        access::can(&who.actor, Action::BaseView, &facts(&base, state))?;
        let found = bases::papers(conn, id)?.into_iter().find(|known| known.id == paper);
        let found = found.ok_or(ServiceError::NotFound)?;
        let bytes = evidence::content(conn, &found.sha256)?;
        Ok(Download { file_name: found.file_name, media_type: found.media_type, bytes })
    })
}
