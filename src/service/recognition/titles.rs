//! The register of titles: the public honours, the office's list, the yearly look, withdrawal.

use crate::domain::access::{self, Action, Area, Facts, Visibility};
use crate::domain::identity::digits_masked;
use crate::domain::ids::TitleId;
use crate::domain::message::MessageKind;
use crate::domain::money::Fen;
use crate::domain::people::Role;
use crate::domain::recognition::register::{self, Standing};
use crate::domain::text::tidy;
use crate::service::app::{App, Who};
use crate::service::claims::settle_again;
use crate::service::error::{Fault, ServiceError};
use crate::service::holdings::{as_held, with_holder};
use crate::service::trail::{self, By, Mail};
use crate::storage::claims::ClaimRow;
use crate::storage::titles::{self, ReviewRow, TitleRow};
use crate::storage::{Conn, Constraint, StorageError};
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
    pub reviews: Vec<ReviewRow>,
    pub claim: Option<ClaimRow>,
    /// Paid back of what is to be recovered.
    pub recovered: Fen,
    pub may: Vec<Action>,
}

fn facts(row: &TitleRow) -> Facts {
    Facts::new_for(row.organisation_id, row.division.parse().ok())
}

fn shown(conn: &mut Conn, who: &Who, row: TitleRow, today: NaiveDate) -> Result<TitleShown, ServiceError> {
    let claim = titles::claim_of(conn, &row)?;
    let reviews = titles::reviews(conn, row.id)?;
    let held = as_held(&row, claim.as_ref());
    let years: Vec<i32> = reviews.iter().map(|(year, ..)| *year).collect();
    let standing = held.standing(today);
    let can = |action: &Action| access::can(&who.actor, *action, &facts(&row)).is_ok();
    let review_due = row.yearly_review && register::review_due(&held, &years, today);
    let now = |action: &Action| match action {
        Action::RecognitionReview => review_due,
        _ => standing != Standing::Withdrawn,
    };
    let may = [Action::RecognitionReview, Action::RecognitionWithdraw].into_iter().filter(can).filter(now).collect();
    let still = claim.as_ref().map_or(row.paid_elsewhere, |claim| with_holder(claim).0);
    Ok(TitleShown {
        identity_masked: digits_masked(&row.identity),
        recovered: if row.to_recover > 0 { Fen((row.to_recover - still).max(0)) } else { Fen::ZERO },
        standing,
        review_due,
        reviews,
        claim,
        may,
        row,
    })
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

/// Enters the look of this year.
///
/// # Errors
/// Rights; `Invalid(opinion)`; `Conflict(review-not-due)`.
pub fn review(app: &App, who: &Who, id: TitleId, kept: bool, opinion: &str) -> Result<(), ServiceError> {
    let (at, today) = (app.now(), app.today());
    let opinion = tidy(opinion);
    app.store.write(|tx| {
        let row = titles::lock(tx, id)?;
        access::can(&who.actor, Action::RecognitionReview, &facts(&row))?;
        if opinion.is_empty() {
            return Err(ServiceError::invalid("opinion", "required"));
        }
        if !shown(tx, who, row, today)?.review_due {
            return Err(ServiceError::conflict("review-not-due"));
        }
        let of = (today.year(), kept, opinion.as_str());
        titles::insert_review(tx, id, of, who.id(), at.naive_utc()).map_err(|error| match error {
            StorageError::Violated(Constraint::ReviewedTwice) => ServiceError::conflict("review-not-due"),
            other => other.into(),
        })?;
        let after = json!({ "year": today.year(), "kept": kept, "opinion": opinion });
        trail::record(tx, at, By::who(who), "title.review", "title", id.get(), None, Some(after))
    })
}

/// Withdraws a title, with the reason. What was paid for it is to be paid back; the treasurer enters it on
/// the budget line of the claim, as with every recovery. What is not paid will not be: awards of later titles
/// that were less by it, and are still with their units, are worked out anew.
///
/// # Errors
/// Rights, a stale version; `Invalid(opinion)`; `Conflict(title-withdrawn)`.
pub fn withdraw(app: &App, who: &Who, id: TitleId, version: i64, reason: &str) -> Result<(), ServiceError> {
    let (at, today) = (app.now(), app.today());
    let reason = tidy(reason);
    app.store.write(|tx| {
        let row = titles::lock(tx, id)?;
        access::can(&who.actor, Action::RecognitionWithdraw, &facts(&row))?;
        if row.withdrawn_on.is_some() {
            return Err(ServiceError::conflict("title-withdrawn"));
        }
        if reason.is_empty() {
            return Err(ServiceError::Invalid(vec![Fault::new("reason", "required")]));
        }
        let claim = titles::claim_of(tx, &row)?;
        let back = claim.as_ref().map_or(row.paid_elsewhere, |claim| with_holder(claim).0);
        titles::withdraw(tx, id, version, today, &reason, back)?;
        for later in titles::later_awards(tx, &row)? {
            settle_again(app, tx, who, &later)?;
        }
        let after = json!({ "withdrawn_on": today, "reason": reason, "amount": back });
        trail::record(tx, at, By::who(who), "title.withdraw", "title", id.get(), None, Some(after))?;
        let mail = Mail::new(MessageKind::RecognitionWithdrawn, format!("withdraw:title:{id}"));
        let mail = mail.reference(&row.number).link(format!("/titles/{id}")).with("title", row.number.clone());
        let mail = mail.with("nominee", row.name.clone()).with("opinion", reason.clone()).with("amount", Fen(back));
        trail::mail_organisation(tx, at, row.organisation_id, &mail)?;
        trail::mail_roles(tx, at, &[Role::Treasurer], &row.division, &mail)
    })
}
