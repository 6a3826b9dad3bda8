//! The proposed list in public: working days by the calendar, a real-name objection to a line, its
//! answer.

use super::decide::tell_not_chosen;
use super::{answers, mail_of, open_nomination, panel, step_of, terms};
use crate::domain::access::{Action, Denied, Visibility};
use crate::domain::ids::{NominationId, RoundId};
use crate::domain::message::MessageKind;
use crate::domain::people::{DivisionCode, Role};
use crate::domain::recognition::round::{NotChosen, Standing, State, Step};
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::notices::{Filed, Period, Ruling, check_objection};
use crate::service::trail::{self, By, Mail};
use crate::storage::StorageError;
use crate::storage::recognition::{self, Fate, NominationRow, RoundChange};
use serde_json::json;

/// Publishes the proposed list.
///
/// # Errors
/// Rights, the wrong state, a stale version; `Conflict(calendar-not-loaded)`.
pub fn publish(app: &App, who: &Who, id: RoundId, version: i64) -> Result<(), ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let (row, to) = step_of(tx, who, id, Step::Publish)?;
        let Period { first, last } = Period::from_today(app)?;
        let change = RoundChange { notice_on: Some(first), notice_ends_on: Some(last), ..RoundChange::default() };
        recognition::put_round(tx, id, version, to, &change, at.naive_utc())?;
        let after = json!({ "state": to, "first": first, "last": last });
        trail::record(tx, at, By::who(who), "round.publish", "round", id.get(), None, Some(after))?;
        let programme = terms(&row)?;
        for (one, _) in recognition::of_round(tx, Visibility::All, id)? {
            if one.state == Standing::Proposed {
                panel::tell_listed(tx, app, &one, &programme, (first, last))?;
            }
        }
        let mail = Mail::new(MessageKind::RecognitionListed, format!("decide:round:{id}"));
        let mail = mail.link(format!("/recognition/{id}")).with("title", programme.title.zh.clone());
        let mail = mail.with("nominee", programme.title.zh).with("first", first.to_string());
        let city = DivisionCode::CITY.to_string();
        trail::mail_roles(tx, at, &[Role::Decider], &city, &mail.with("last", last.to_string()))
    })
}

/// Files a real-name objection to one line: it holds that line and no other. Name, contact and reasons
/// are for the office only; the record names none of them.
///
/// # Errors
/// `Invalid` with every fault; `Conflict(notice-over)`; `NotFound` for what is on no list.
pub fn object(app: &App, id: NominationId, filed: &Filed) -> Result<RoundId, ServiceError> {
    let objection = check_objection(filed)?;
    let (at, today) = (app.now(), app.today());
    app.store.write(|tx| {
        let round = recognition::get(tx, id)?.round_id;
        let round = recognition::lock_round(tx, round)?;
        let row = recognition::lock(tx, id)?;
        if row.state != Standing::Proposed || !matches!(round.state, State::Notice) {
            return Err(ServiceError::NotFound);
        }
        if let Some(last) = round.notice_ends_on.filter(|last| today > *last) {
            return Err(ServiceError::Conflict(Fault::conflict("notice-over").with("last_day", last)));
        }
        let same = |other: &recognition::NominationObjectionRow| {
            other.nomination_id == id
                && other.answer.is_none()
                && other.name == objection.name.as_str()
                && other.contact == objection.contact.as_str()
        };
        if recognition::objections(tx, round.id)?.iter().any(same) {
            return Err(ServiceError::conflict("objection-repeated"));
        }
        let number = recognition::insert_objection(tx, id, &objection, at.naive_utc())?;
        let after = json!({ "number": number });
        let by = By::Public("public");
        trail::record(tx, at, by, "nomination.object", "nomination", id.get(), None, Some(after))?;
        let programme = terms(&round)?;
        let mail = mail_of(MessageKind::RecognitionObjection, &format!("objection-{number}"), &row, &programme);
        // One against a county's own nominee is the city's to answer.
        let city = DivisionCode::CITY.to_string();
        let answering = if row.nominated_by == row.organisation_id { &row.division } else { &city };
        trail::mail_roles(tx, at, &[Role::Clerk, Role::Reviewer], answering, &mail)?;
        Ok(round.id)
    })
}

/// Answers an objection. One upheld strikes the line out. A county does not answer for whom it put forward.
///
/// # Errors
/// Rights, the wrong state; `Denied(NotYourself)` for upholding by whoever entered the result; `Invalid(answer)`;
/// `Conflict(objection-answered)`.
pub fn answer(
    app: &App,
    who: &Who,
    id: NominationId,
    objection: i64,
    ruling: Ruling,
    answer: &str,
) -> Result<(), ServiceError> {
    let (at, answer) = (app.now(), answer.trim());
    app.store.write(|tx| {
        let (row, round) = open_nomination(tx, who, Action::RecognitionAnswer, id)?;
        if !answers(who, &row) {
            return Err(ServiceError::Denied(Denied::NotYourself));
        }
        let filed = recognition::objections(tx, round.id)?;
        let filed = filed.into_iter().find(|one| one.id == objection && one.nomination_id == id);
        let filed = filed.ok_or(ServiceError::NotFound)?;
        if answer.is_empty() {
            return Err(ServiceError::invalid("answer", "required"));
        }
        let upheld = ruling == Ruling::Upheld;
        // Whoever entered the result does not change it alone: a line is struck out by another.
        if upheld && round.proposer_id == Some(who.id().get()) {
            return Err(ServiceError::Denied(Denied::NotYourself));
        }
        recognition::answer_objection(tx, objection, id, answer, upheld, who.id(), at.naive_utc()).map_err(
            |error| match error {
                StorageError::Stale => ServiceError::conflict("objection-answered"),
                other => other.into(),
            },
        )?;
        if upheld && row.state == Standing::Proposed {
            let fate = Fate {
                state: Some(Standing::StruckOut.as_str()),
                outcome: Some(NotChosen::Objection.as_str()),
                ..Fate::default()
            };
            recognition::put_fate(tx, id, row.version, &fate)?;
            // The others have been told with the decision.
            if round.decided_on.is_some() {
                let struck = NominationRow { outcome: fate.outcome.map(str::to_owned), ..row.clone() };
                tell_not_chosen(tx, at, &struck, &terms(&round)?)?;
            }
        }
        let after = json!({ "upheld": upheld, "answer": answer });
        trail::record(tx, at, By::who(who), "nomination.answer", "nomination", id.get(), None, Some(after))?;
        if let Ok(address) = filed.contact.parse() {
            let programme = terms(&round)?;
            let mail = mail_of(MessageKind::RecognitionAnswered, &format!("answer-{objection}"), &row, &programme);
            let mail = mail.link(format!("/recognition/{}", round.id)).with("opinion", answer.to_owned());
            trail::mail_outside(tx, at, address, &filed.name, mail)?;
        }
        Ok(())
    })
}
