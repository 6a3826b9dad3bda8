//! The steps of an application, each with its mail.

use super::open;
use crate::domain::access::{Action, Denied};
use crate::domain::base::{self, Step};
use crate::domain::ids::BaseId;
use crate::domain::message::MessageKind;
use crate::domain::people::Role;
use crate::domain::text::one_line;
use crate::service::app::{App, Who};
use crate::service::claims::ended;
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By, Mail};
use crate::storage::bases::{self, ApplicationRow, BaseRow, Place};
use crate::storage::{Constraint, StorageError, Tx, people};
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;

/// What is said with a step.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// Of a return or a refusal: everything that has to be mended, or why.
    pub opinion: String,
    /// Of a designation: the document's number.
    pub document: String,
    /// Of a designation: its day, `2019-11-18`.
    pub day: String,
}

/// Takes one step of the application that is under way.
///
/// # Errors
/// Rights, the wrong state, a stale version; `Denied`: who examined does not decide; `Invalid` with
/// every fault; `Conflict(base-no-paper)`.
pub fn take(app: &App, who: &Who, id: BaseId, version: i64, step: Step, verdict: &Verdict) -> Result<(), ServiceError> {
    let (at, today) = (app.now(), app.today());
    app.store.write(|tx| {
        let (base, application) = open(tx, who, Action::of_base_step(step), id)?;
        let application = application.ok_or(ServiceError::NotFound)?;
        let state = base::take(application.state, step).map_err(|_| ServiceError::conflict("wrong-state"))?;
        // What the register said last: the designation held, or the revocation of an earlier one.
        let past = bases::applications(tx, id)?;
        let past = past.iter().filter_map(|one| base::held(one.state, one.level, one.designated_on));
        let since = past.map(|(_, day)| day).chain(base.designated_on).max();
        let (opinion, day) = said(step, verdict, since, today)?;
        if step == Step::Submit && bases::papers(tx, id)?.is_empty() {
            return Err(ServiceError::conflict("base-no-paper"));
        }
        let user = |id: Option<i64>| id.map(crate::domain::ids::UserId::new);
        let document = one_line(&verdict.document);
        let place = Place {
            opinion: &opinion,
            document: &document,
            designated_on: day,
            examiner: if step == Step::Examine { Some(who.id()) } else { user(application.examiner_id) },
            decider: state.is_decided().then(|| who.id()),
        };
        bases::put_place(tx, application.id, version, state, &place, at.naive_utc()).map_err(same_person)?;
        match (step, day) {
            (Step::Designate, Some(day)) => bases::designate(tx, id, Some((application.level, day)))?,
            (Step::Revoke, _) => {
                bases::designate(tx, id, None)?;
                for claim in bases::claims_of(tx, id)? {
                    ended::withdrawn(app, tx, who, claim.id)?;
                }
            }
            _ => {}
        }
        let before = json!({ "state": application.state });
        let after = json!({ "state": state, "level": application.level, "opinion": opinion,
            "document": document, "designated_on": day });
        let verb = format!("base.{step}");
        trail::record(tx, at, By::who(who), &verb, "base", id.get(), Some(before), Some(after))?;
        tell(tx, at, &base, &application, step, &opinion, day)
    })
}

fn same_person(error: StorageError) -> ServiceError {
    match error {
        StorageError::Violated(Constraint::TwoPeople) => ServiceError::Denied(Denied::NotYourself),
        other => other.into(),
    }
}

/// What the step needs to be said with it; every fault at once.
fn said(
    step: Step,
    verdict: &Verdict,
    since: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<(String, Option<NaiveDate>), ServiceError> {
    let opinion = verdict.opinion.trim().to_owned();
    let mut faults = Vec::new();
    if matches!(step, Step::Return | Step::Decline | Step::Keep) && opinion.is_empty() {
        faults.push(Fault::new("opinion", "required"));
    }
    let mut day = None;
    if matches!(step, Step::Designate | Step::Revoke) {
        if one_line(&verdict.document).is_empty() {
            faults.push(Fault::new("document", "required"));
        }
        match verdict.day.trim().parse::<NaiveDate>() {
            Ok(read) if since.is_some_and(|since| read < since) => {
                let since = since.unwrap_or_default();
                faults.push(Fault::new("day", "base-before-designation").with("day", since));
            }
            Ok(read) if read <= today => day = Some(read),
            Ok(_) => faults.push(Fault::new("day", "in-future")),
            Err(_) => faults.push(Fault::new("day", "not-a-date").with("hint", "2019-11-18")),
        }
    }
    if faults.is_empty() { Ok((opinion, day)) } else { Err(ServiceError::Invalid(faults)) }
}

/// Whoever waits is written to: the office whose turn it is, or the unit.
fn tell(
    tx: &mut Tx,
    at: DateTime<Utc>,
    base: &BaseRow,
    application: &ApplicationRow,
    step: Step,
    opinion: &str,
    day: Option<NaiveDate>,
) -> Result<(), ServiceError> {
    let key = format!("{step}:base:{}:{}", application.id, application.version);
    let mail = |kind| Mail::new(kind, key.clone()).link(format!("/bases/{}", base.id)).with("title", base.name.clone());
    let division = base.division.to_string();
    let host = people::organisation(tx, base.organisation_id)?.name;
    match step {
        Step::Submit => {
            let mail = mail(MessageKind::BaseSubmitted).with("host", host);
            trail::mail_roles(tx, at, &[Role::Clerk], &division, &mail)
        }
        Step::Examine => {
            let mail = mail(MessageKind::BaseExamined).with("host", host);
            trail::mail_roles(tx, at, &[Role::Decider], &division, &mail)
        }
        Step::Return | Step::Decline => {
            let kind = if step == Step::Return { MessageKind::BaseReturned } else { MessageKind::BaseDeclined };
            trail::mail_organisation(tx, at, base.organisation_id, &mail(kind).with("opinion", opinion.to_owned()))
        }
        Step::Designate => {
            let day = day.map(|day| day.to_string()).unwrap_or_default();
            let mail = mail(MessageKind::BaseDesignated).with("level", application.level.as_str().to_owned());
            trail::mail_organisation(tx, at, base.organisation_id, &mail.with("date", day))
        }
        Step::Revoke => {
            let mail = mail(MessageKind::BaseRevoked).with("reason", application.statement.clone());
            let day = day.map(|day| day.to_string()).unwrap_or_default();
            trail::mail_organisation(tx, at, base.organisation_id, &mail.with("date", day))
        }
        Step::Keep => {
            let mail = mail(MessageKind::BaseKept).with("opinion", opinion.to_owned());
            trail::mail_roles(tx, at, &[Role::Clerk], &division, &mail)
        }
        Step::Withdraw => Ok(()),
    }
}

/// Proposes that a base lose its designation; somebody else decides.
///
/// # Errors
/// Rights; `Conflict(base-not-designated)`; `Invalid` without a reason.
pub fn propose_revocation(app: &App, who: &Who, id: BaseId, reason: &str) -> Result<(), ServiceError> {
    let at = app.now();
    let reason = reason.trim();
    app.store.write(|tx| {
        let (base, _) = open(tx, who, Action::BaseProposeRevocation, id)?;
        let level = base.level().ok_or_else(|| ServiceError::conflict("base-not-designated"))?;
        if reason.is_empty() {
            return Err(ServiceError::invalid("reason", "required"));
        }
        let proposal = bases::propose_revocation(tx, id, level, reason, who.id(), at.naive_utc())?;
        let after = json!({ "state": base::State::Revoking, "level": level, "reason": reason });
        trail::record(tx, at, By::who(who), "base.propose-revocation", "base", id.get(), None, Some(after))?;
        let host = people::organisation(tx, base.organisation_id)?.name;
        let mail = Mail::new(MessageKind::BaseRevoking, format!("revoking:base:{proposal}"));
        let mail = mail.link(format!("/bases/{id}")).with("title", base.name.clone()).with("host", host);
        trail::mail_roles(tx, at, &[Role::Decider], &base.division.to_string(), &mail)
    })
}
