//! The register of titles: the public honours, the office's list, the yearly look.

use super::check::too_long;
use super::{recovery, withdrawal};
use crate::domain::access::{self, Action, Area, Facts, Visibility};
use crate::domain::claim::State;
use crate::domain::identity::digits_masked;
use crate::domain::ids::{ClaimId, TitleId};
use crate::domain::money::Fen;
use crate::domain::recognition::register::{self, Standing};
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::service::holdings::{as_held, still_held};
use crate::service::trail::{self, By};
use crate::storage::claims::ClaimRow;
use crate::storage::titles::{self, ReviewRow, TitleRow};
use crate::storage::{Conn, Constraint, StorageError, title_withdrawals};
use chrono::{Datelike, NaiveDate};
use serde_json::json;

/// A line of the honours, as anyone may read it: no number of identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HonourRow {
    pub number: String,
    pub programme: String,
    pub year: i32,
    pub name: String,
    pub unit: String,
    pub granted_on: NaiveDate,
    pub valid_until: Option<NaiveDate>,
    pub standing: Standing,
}

/// The honours of a year and programme, for everybody; what was withdrawn is said to be.
///
/// # Errors
/// The database failed.
pub fn honours(app: &App, year: Option<i32>, programme: Option<&str>) -> Result<Vec<HonourRow>, ServiceError> {
    let today = app.today();
    let rows = app.store.read(|conn| titles::list(conn, Visibility::All, year, programme))?;
    let row = |title: TitleRow| HonourRow {
        standing: as_held(&title, None).standing(today),
        number: title.number,
        programme: title.programme,
        year: title.year,
        name: title.name,
        unit: title.unit_name,
        granted_on: title.granted_on,
        valid_until: title.valid_until,
    };
    Ok(rows.into_iter().map(row).collect())
}

/// A title as unit and office see it; the number is never shown in full.
#[derive(Clone, Debug)]
pub struct TitleShown {
    pub row: TitleRow,
    pub identity_masked: String,
    pub standing: Standing,
    pub review_due: bool,
    /// The unit reads of a look that did not keep the title once the title is withdrawn.
    pub reviews: Vec<ReviewRow>,
    /// Proposals to withdraw it that were answered by keeping it: the reason and the answer; for the office only.
    pub answers: Vec<(String, String)>,
    pub claim: Option<ClaimRow>,
    /// Paid back of what is to be recovered.
    pub recovered: Fen,
    /// The line of the budget on which it is entered, where a claim paid it; for the office only.
    pub recovery_line: Option<i64>,
    /// Claims for later titles that were decided less by this one, which was withdrawn: number and reference.
    pub lessened: Vec<(ClaimId, String)>,
    /// The reason of a withdrawal that was proposed and is not decided; for the office only.
    pub proposed: Option<String>,
    pub may: Vec<Action>,
}

pub(super) fn facts(row: &TitleRow) -> Facts {
    Facts::new_for(row.organisation_id, row.division.parse().ok())
}

fn shown(conn: &mut Conn, who: &Who, row: TitleRow, today: NaiveDate) -> Result<TitleShown, ServiceError> {
    let claim = titles::claim_of(conn, &row)?;
    let mut reviews = titles::reviews(conn, row.id)?;
    let held = as_held(&row, claim.as_ref());
    let years: Vec<i32> = reviews.iter().map(|(year, ..)| *year).collect();
    let standing = held.standing(today);
    let can = |action: &Action| access::can(&who.actor, *action, &facts(&row)).is_ok();
    let review_due = row.yearly_review && register::review_due(&held, &years, today);
    let open = title_withdrawals::open(conn, row.id)?;
    let now = |action: &Action| match action {
        Action::RecognitionReview => review_due,
        Action::RecognitionRecover => recovery::is_here(&row),
        Action::RecognitionProposeWithdrawal => standing != Standing::Withdrawn && open.is_none(),
        _ => open.as_ref().is_some_and(|one| one.proposed_by != who.id()),
    };
    let may = [
        Action::RecognitionReview,
        Action::RecognitionProposeWithdrawal,
        Action::RecognitionWithdraw,
        Action::RecognitionKeep,
        Action::RecognitionRecover,
    ];
    let may = may.into_iter().filter(can).filter(now).collect();
    let inside = !matches!(access::visibility(&who.actor, Area::Recognition), Visibility::Organisation(_));
    let answers = if inside { title_withdrawals::kept(conn, row.id)? } else { Vec::new() };
    if !inside && row.withdrawn_on.is_none() {
        reviews.retain(|(_, kept, _)| *kept);
    }
    let still = still_held(&row, claim.as_ref()).0;
    let owing = row.to_recover > 0 && still > 0;
    let recovery_line = claim.as_ref().and_then(|claim| claim.budget_line_id).filter(|_| owing && inside);
    let lessened = match row.withdrawn_on {
        Some(_) => titles::later_awards(conn, &row)?.into_iter().filter(is_lessened).collect(),
        None => Vec::new(),
    };
    let seen = |later: &ClaimRow| inside || later.organisation_id == who.organisation();
    let lessened = lessened.into_iter().filter(seen).map(|later| (later.id, later.reference)).collect();
    Ok(TitleShown {
        identity_masked: digits_masked(&row.identity),
        recovered: if row.to_recover > 0 { Fen((row.to_recover - still).max(0)) } else { Fen::ZERO },
        answers,
        proposed: open.filter(|_| inside).map(|one| one.reason),
        recovery_line,
        lessened,
        standing,
        review_due,
        reviews,
        claim,
        may,
        row,
    })
}

/// Whether an award was put forward less by something paid before: it is not worked out anew by itself.
fn is_lessened(later: &ClaimRow) -> bool {
    let open = matches!(later.state, State::Draft | State::Returned);
    let paid = later.sheet().ok().and_then(|facts| facts.get("paid_before")?.parse::<Fen>().ok());
    !open && (later.state.is_live()) && paid.is_some_and(|paid| paid > Fen::ZERO)
}

/// The titles of the person's unit or office.
///
/// # Errors
/// Rights.
pub fn register(app: &App, who: &Who) -> Result<Vec<TitleShown>, ServiceError> {
    access::can(&who.actor, Action::RecognitionView, &Facts::NONE)?;
    let today = app.today();
    app.store.read(|conn| {
        let rows = titles::list(conn, access::visibility(&who.actor, Area::Recognition), None, None)?;
        rows.into_iter().map(|row| shown(conn, who, row, today)).collect()
    })
}

/// One title.
///
/// # Errors
/// `NotFound` for what the reader may not know of.
pub fn show(app: &App, who: &Who, id: TitleId) -> Result<TitleShown, ServiceError> {
    app.store.read(|conn| {
        let row = titles::get(conn, id)?;
        access::can(&who.actor, Action::RecognitionView, &facts(&row))?;
        shown(conn, who, row, app.today())
    })
}

/// Enters the look of this year. One that does not keep the title proposes its withdrawal, with the opinion as the
/// reason: the head decides.
///
/// # Errors
/// Rights; `Invalid(opinion)`; `Conflict(review-not-due)`.
pub fn review(app: &App, who: &Who, id: TitleId, kept: bool, opinion: &str) -> Result<(), ServiceError> {
    let (at, today) = (app.now(), app.today());
    let opinion = opinion.trim().to_owned();
    app.store.write(|tx| {
        let row = titles::lock(tx, id)?;
        access::can(&who.actor, Action::RecognitionReview, &facts(&row))?;
        if opinion.is_empty() {
            return Err(ServiceError::invalid("opinion", "required"));
        }
        if let Some(fault) = too_long("opinion", &opinion) {
            return Err(ServiceError::Invalid(vec![fault]));
        }
        if !shown(tx, who, row.clone(), today)?.review_due {
            return Err(ServiceError::conflict("review-not-due"));
        }
        let of = (today.year(), kept, opinion.as_str());
        titles::insert_review(tx, id, of, who.id(), at.naive_utc()).map_err(|error| match error {
            StorageError::Violated(Constraint::ReviewedTwice) => ServiceError::conflict("review-not-due"),
            other => other.into(),
        })?;
        let after = json!({ "year": today.year(), "kept": kept, "opinion": opinion });
        trail::record(tx, at, By::who(who), "title.review", "title", id.get(), None, Some(after))?;
        if kept || title_withdrawals::open(tx, id)?.is_some() {
            return Ok(());
        }
        withdrawal::enter(tx, at, who, &row, &opinion)
    })
}
