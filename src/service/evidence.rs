//! Papers of claims and events: handed in per requirement, taken out, listed, and given out as
//! attachments to those who may see the claim or event, or a claim of the event.

use super::app::{App, Who};
use super::error::{Fault, ServiceError};
use super::files::File;
use super::origin;
use super::trail::{self, By};
use crate::domain::access::{self, Action, Facts, Role};
use crate::domain::event::{self, Kind, Stage};
use crate::domain::ids::EvidenceId;
use crate::domain::media::Media;
use crate::domain::policy::sha256_hex;
use crate::storage::events::{self, EventRow};
use crate::storage::evidence::{self, NewPaper, PaperRow};
use crate::storage::{Conn, Tx, claims};
use chrono::{DateTime, Utc};
use serde_json::json;
use std::collections::BTreeMap;

pub use crate::storage::evidence::Owner;

/// Largest paper, in bytes (inclusive).
pub const MAX_BYTES: usize = 20 * 1024 * 1024;
/// Most papers that stand for one claim or event.
pub const MAX_PAPERS: usize = 200;
/// What a browser's file chooser offers.
pub const ACCEPT: &str = ".pdf,.jpg,.jpeg,.png,.xlsx,.xls,.docx,.doc,.csv,.zip,.ofd";
/// Longest file name that is kept, in characters.
const NAME_MAX: usize = 120;
/// The requirement of a paper that nobody asked for.
pub const OTHER: &str = "other";

/// A file as it was sent.
#[derive(Clone, Debug)]
pub struct Sent {
    /// The sender's name of it; shown, never used as a path.
    pub file_name: String,
    pub bytes: Vec<u8>,
    /// It was longer than [`MAX_BYTES`], and was cut.
    pub cut: bool,
}

/// A paper on the list.
#[derive(Clone, Debug)]
pub struct Paper {
    pub id: EvidenceId,
    pub requirement: String,
    pub file_name: String,
    pub media: Option<Media>,
    /// Bytes.
    pub size: u64,
    pub sha256: String,
    pub uploaded_by: String,
    pub uploaded_at: chrono::NaiveDateTime,
    pub removed_at: Option<chrono::NaiveDateTime>,
}

impl Paper {
    /// Not removed.
    pub fn stands(&self) -> bool {
        self.removed_at.is_none()
    }
}

/// A paper given out.
#[derive(Debug)]
pub struct Download {
    pub file_name: String,
    pub media_type: String,
    pub bytes: Vec<u8>,
}

/// Hands a paper in. The same file sent twice for one requirement is one paper.
///
/// # Errors
/// Rights; `Invalid(file)`: none chosen, empty, too large, a kind not taken; `Invalid(requirement)`;
/// `Conflict(too-many-papers)`.
pub fn upload(app: &App, who: &Who, owner: Owner, requirement: &str, sent: &Sent) -> Result<EvidenceId, ServiceError> {
    let (media, file_name) = checked(sent)?;
    let sha256 = sha256_hex(&sent.bytes);
    app.store.write(|tx| {
        let at = app.now();
        let takes = authorise(app, tx, who, owner)?;
        if !takes.admits(requirement) {
            return Err(ServiceError::invalid("requirement", "unknown-requirement"));
        }
        let standing: Vec<PaperRow> = evidence::of(tx, owner)?.into_iter().filter(PaperRow::stands).collect();
        let same = |paper: &&PaperRow| paper.requirement == requirement && paper.sha256 == sha256;
        if let Some(paper) = standing.iter().find(same) {
            return Ok(paper.id);
        }
        if standing.len() >= MAX_PAPERS {
            return Err(ServiceError::Conflict(Fault::conflict("too-many-papers").with("max", MAX_PAPERS)));
        }
        let (media_type, content) = (media.as_str(), sent.bytes.as_slice());
        let (by, naive) = (who.id(), at.naive_utc());
        let paper =
            NewPaper { owner, requirement, file_name: &file_name, media_type, sha256: &sha256, content, by, at: naive };
        let id = evidence::insert(tx, &paper)?;
        let (object, object_id) = object(owner);
        let after = json!({ "paper": id, "requirement": requirement, "file": file_name, "sha256": sha256 });
        trail::record(tx, at, By::who(who), "evidence.upload", object, object_id, None, Some(after))?;
        Ok(id)
    })
}

/// Puts a paper that the system made into the file, in place of the one of this name that it made
/// before; the same content again changes nothing. The caller has authorised.
pub(in crate::service) fn keep_generated(
    tx: &mut Tx,
    who: &Who,
    at: DateTime<Utc>,
    owner: Owner,
    requirement: &str,
    file: &File,
) -> Result<(), ServiceError> {
    let sha256 = sha256_hex(&file.bytes);
    let file_name = clean_name(&file.name, Media::Xlsx);
    let standing: Vec<PaperRow> = evidence::of(tx, owner)?.into_iter().filter(PaperRow::stands).collect();
    let before = standing.iter().find(|paper| paper.requirement == requirement && paper.file_name == file_name);
    if before.is_some_and(|paper| paper.sha256 == sha256) {
        return Ok(());
    }
    if before.is_none() && standing.len() >= MAX_PAPERS {
        return Err(ServiceError::Conflict(Fault::conflict("too-many-papers").with("max", MAX_PAPERS)));
    }
    let (object, object_id) = object(owner);
    if let Some(paper) = before {
        evidence::remove(tx, paper.id, at.naive_utc())?;
    }
    let (media_type, content) = (Media::Xlsx.as_str(), file.bytes.as_slice());
    let (by, naive) = (who.id(), at.naive_utc());
    let paper =
        NewPaper { owner, requirement, file_name: &file_name, media_type, sha256: &sha256, content, by, at: naive };
    let id = evidence::insert(tx, &paper)?;
    let before = before.map(|paper| json!({ "paper": paper.id, "requirement": requirement, "file": paper.file_name }));
    let after = json!({ "paper": id, "requirement": requirement, "file": file_name, "sha256": sha256 });
    trail::record(tx, at, By::who(who), "evidence.generate", object, object_id, before, Some(after))
}

/// Takes a paper out of the file. It stays on the record for the auditor.
///
/// # Errors
/// Rights (those of handing in); `NotFound`.
pub fn remove(app: &App, who: &Who, id: EvidenceId) -> Result<Owner, ServiceError> {
    app.store.write(|tx| {
        let paper = evidence::get(tx, id)?;
        let owner = paper.owner().ok_or(ServiceError::NotFound)?;
        authorise(app, tx, who, owner)?;
        let at = app.now();
        if evidence::remove(tx, id, at.naive_utc())? {
            let (object, object_id) = object(owner);
            let before = json!({ "paper": id, "requirement": paper.requirement, "file": paper.file_name });
            trail::record(tx, at, By::who(who), "evidence.remove", object, object_id, Some(before), None)?;
        }
        Ok(owner)
    })
}

/// The papers of a claim or event; the auditor sees those that were removed, too.
///
/// # Errors
/// Rights of seeing the owner.
pub fn list(app: &App, who: &Who, owner: Owner) -> Result<Vec<Paper>, ServiceError> {
    app.store.read(|conn| {
        authorise_view(conn, who, owner)?;
        papers(conn, who, owner)
    })
}

/// As [`list`], for a use case that has already authorised.
pub(in crate::service) fn papers(conn: &mut Conn, who: &Who, owner: Owner) -> Result<Vec<Paper>, ServiceError> {
    let sees_removed = who.actor.holds(Role::Auditor);
    let rows: Vec<PaperRow> =
        evidence::of(conn, owner)?.into_iter().filter(|paper| sees_removed || paper.stands()).collect();
    let names: BTreeMap<_, _> = evidence::uploaders(conn, &rows)?.into_iter().collect();
    Ok(rows
        .into_iter()
        .map(|row| Paper {
            id: row.id,
            media: row.media_type.parse().ok(),
            size: u64::try_from(row.size).unwrap_or(0),
            uploaded_by: names.get(&row.uploaded_by).cloned().unwrap_or_default(),
            requirement: row.requirement,
            file_name: row.file_name,
            sha256: row.sha256,
            uploaded_at: row.uploaded_at,
            removed_at: row.removed_at,
        })
        .collect())
}

/// A paper to keep, for those who may see its claim or event; a removed one for the auditor.
///
/// # Errors
/// `NotFound` for everybody else.
pub fn download(app: &App, who: &Who, id: EvidenceId) -> Result<Download, ServiceError> {
    app.store.read(|conn| {
        let paper = evidence::get(conn, id)?;
        let owner = paper.owner().ok_or(ServiceError::NotFound)?;
        authorise_view(conn, who, owner)?;
        if !paper.stands() && !who.actor.holds(Role::Auditor) {
            return Err(ServiceError::NotFound);
        }
        let bytes = evidence::content(conn, &paper.sha256)?;
        Ok(Download { file_name: paper.file_name, media_type: paper.media_type, bytes })
    })
}

/// Kind and name of what was sent, or every fault of it.
pub(in crate::service) fn checked(sent: &Sent) -> Result<(Media, String), ServiceError> {
    if sent.cut || sent.bytes.len() > MAX_BYTES {
        let max = MAX_BYTES / (1024 * 1024);
        return Err(ServiceError::Invalid(vec![Fault::new("file", "file-too-large").with("max", max)]));
    }
    if sent.bytes.is_empty() && sent.file_name.is_empty() {
        return Err(ServiceError::invalid("file", "file-missing"));
    }
    if sent.bytes.is_empty() {
        return Err(ServiceError::invalid("file", "file-empty"));
    }
    let media = Media::of(&sent.bytes).ok_or_else(|| ServiceError::invalid("file", "file-kind"))?;
    Ok((media, clean_name(&sent.file_name, media)))
}

/// The last part of whatever path was sent, without control and direction marks, ending as its
/// content says: a name that pretends to be another kind gets the true ending added.
fn clean_name(name: &str, media: Media) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = crate::domain::text::tidy(last).chars().filter(|c| !c.is_control()).collect();
    let stem = clean.trim_matches(['.', ' ']);
    let stem = if stem.is_empty() { "file" } else { stem };
    let ending = stem.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    let fits = ending == media.extension() || (media == Media::Jpeg && ending == "jpeg");
    let fits = fits || (media == Media::Csv && ending == "txt");
    let kept = |text: &str, max: usize| text.chars().take(max).collect::<String>();
    if fits && stem.chars().count() <= NAME_MAX {
        return stem.to_owned();
    }
    let base = if fits { stem.rsplit_once('.').map_or(stem, |(base, _)| base) } else { stem };
    format!("{}.{}", kept(base, NAME_MAX), media.extension())
}

fn object(owner: Owner) -> (&'static str, i64) {
    match owner {
        Owner::Claim(id) => ("claim", id.get()),
        Owner::Event(id) => ("event", id.get()),
    }
}

/// What papers an owner takes.
enum Takes {
    /// Papers of the claim's rule.
    Rule(Vec<String>),
    /// Papers of the event's kind, at any of its stages.
    Event(Kind),
}

impl Takes {
    fn admits(&self, requirement: &str) -> bool {
        match self {
            Takes::Rule(papers) => requirement == OTHER || papers.iter().any(|paper| paper == requirement),
            Takes::Event(kind) => Stage::ALL
                .iter()
                .flat_map(|stage| event::papers(*kind, *stage))
                .any(|known| known.paper.as_str() == requirement),
        }
    }
}

/// Locks the owner and checks that the person may hand papers in.
fn authorise(app: &App, tx: &mut Tx, who: &Who, owner: Owner) -> Result<Takes, ServiceError> {
    match owner {
        Owner::Claim(id) => {
            let row = claims::lock(tx, id)?;
            let facts = Facts::claim(row.organisation_id, row.division.parse().ok(), &row.chain());
            access::can(&who.actor, Action::ClaimUpload, &facts)?;
            let policies = app.policies();
            let papers = policies.select(&row.rule, None).map(|(_, rule)| rule.papers());
            let papers = papers.unwrap_or_default();
            Ok(Takes::Rule(papers.into_iter().map(str::to_owned).collect()))
        }
        Owner::Event(id) => {
            let event = events::lock(tx, id)?;
            access::can(&who.actor, Action::EventUpload, &event_facts(&event))?;
            Ok(Takes::Event(event.kind))
        }
    }
}

fn authorise_view(conn: &mut Conn, who: &Who, owner: Owner) -> Result<(), ServiceError> {
    match owner {
        Owner::Claim(id) => {
            let row = claims::get(conn, id)?;
            let facts = Facts::claim(row.organisation_id, row.division.parse().ok(), &row.chain());
            access::can(&who.actor, Action::ClaimView, &facts)?;
        }
        Owner::Event(id) => {
            let event = events::get(conn, id)?;
            origin::may_read(conn, who, &event)?;
        }
    }
    Ok(())
}

fn event_facts(event: &EventRow) -> Facts {
    Facts::event(event.organisation_id, Some(event.division), event.state)
}

#[cfg(test)]
mod tests;
