//! The decision: titles with number and term, a claim of the award for each, and mail to everybody who
//! was put forward.

use super::{mail_of, step_of, tell_all, terms, titles};
use crate::domain::access::Visibility;
use crate::domain::ids::{ClaimId, RoundId};
use crate::domain::message::MessageKind;
use crate::domain::policy::{FactSheet, People};
use crate::domain::recognition::round::{NotChosen, Standing, Step};
use crate::domain::recognition::{Programme, register};
use crate::domain::reference::Series;
use crate::domain::text::tidy;
use crate::service::app::{App, Who};
use crate::service::claims::{NewDraft, create_award, next_reference};
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By};
use crate::storage::recognition::{self, Fate, NominationRow, RoundChange, RoundRow};
use crate::storage::registers::{self, NewPerson};
use crate::storage::titles::{self as store, NewTitle};
use crate::storage::{Constraint, StorageError, Tx};
use chrono::NaiveDate;
use serde_json::json;

/// Decides on the list after its notice: by somebody else than who entered the panel's result.
///
/// # Errors
/// Rights, the wrong state, a stale version; `Denied`: the same person; `Invalid(document)`;
/// `Conflict(notice-runs)`, `Conflict(objections-open)`, `Conflict(title-twice)`.
pub fn decide(app: &App, who: &Who, id: RoundId, version: i64, document: &str) -> Result<(), ServiceError> {
    let (at, today) = (app.now(), app.today());
    let document = tidy(document);
    app.store.write(|tx| {
        let (row, to) = step_of(tx, who, id, Step::Decide)?;
        let all = recognition::of_round(tx, Visibility::All, id)?;
        if let Some(last_day) = row.notice_ends_on.filter(|last| today <= *last) {
            return Err(ServiceError::Conflict(Fault::conflict("notice-runs").with("last_day", last_day)));
        }
        let open: i32 = all.iter().map(|(one, _)| one.open_objections).sum();
        if open > 0 {
            return Err(ServiceError::Conflict(Fault::conflict("objections-open").with("count", open)));
        }
        if document.is_empty() {
            return Err(ServiceError::invalid("document", "required"));
        }
        let programme = terms(&row)?;
        let change = RoundChange {
            decider_id: Some(who.id().get()),
            document: Some(document.clone()),
            decided_on: Some(today),
            ..RoundChange::default()
        };
        recognition::put_round(tx, id, version, to, &change, at.naive_utc()).map_err(|error| match error {
            StorageError::Violated(Constraint::TwoPeople) => {
                ServiceError::Denied(crate::domain::access::Denied::NotYourself)
            }
            other => other.into(),
        })?;
        let mut granted = 0;
        for (one, unit) in &all {
            match one.state {
                Standing::Proposed => {
                    grant(app, tx, who, &row, &programme, (one, unit), today, &document)?;
                    granted += 1;
                }
                Standing::Excluded | Standing::NotChosen | Standing::StruckOut => {
                    let category = one.outcome.clone().filter(|code| !code.is_empty());
                    let category = category.unwrap_or_else(|| NotChosen::Places.as_str().to_owned());
                    let mail = mail_of(MessageKind::RecognitionNotChosen, "not-chosen", one, &programme);
                    tell_all(tx, at, one, &mail.with("category", category))?;
                }
                Standing::Draft | Standing::Submitted | Standing::Withdrawn => {}
                Standing::Admitted | Standing::Granted => {}
            }
        }
        let after = json!({ "state": to, "document": document, "count": granted });
        trail::record(tx, at, By::who(who), "round.decide", "round", id.get(), None, Some(after))
    })
}

#[expect(clippy::too_many_arguments, reason = "a title's own columns")]
fn grant(
    app: &App,
    tx: &mut Tx,
    who: &Who,
    round: &RoundRow,
    programme: &Programme,
    (one, unit): (&NominationRow, &str),
    day: NaiveDate,
    document: &str,
) -> Result<(), ServiceError> {
    let at = app.now();
    let identity = one.identity.clone().ok_or_else(|| ServiceError::conflict("wrong-state"))?;
    let number = next_reference(tx, Series::Title, at)?;
    let years = round.term_years.and_then(|years| u32::try_from(years).ok());
    let new = NewTitle {
        number: &number,
        programme: &programme.id,
        year: round.year,
        subject: programme.subject.as_str(),
        identity: &identity,
        name: &one.name,
        unit_name: unit,
        organisation_id: one.organisation_id.get(),
        division: &one.division,
        nomination_id: Some(one.id.get()),
        rule: &programme.award.rule,
        yearly_review: programme.yearly_review,
        granted_on: day,
        document,
        valid_until: register::valid_until(day, years),
        claim_id: None,
        created_at: at.naive_utc(),
    };
    let held = titles::held(tx, &identity)?;
    let title = store::insert(tx, &new).map_err(|error| match error {
        StorageError::Violated(Constraint::TitleTwice) => {
            ServiceError::Conflict(Fault::conflict("title-twice").with("name", &one.name))
        }
        other => other.into(),
    })?;
    let claim = claim(app, tx, who, programme, one, &number, day, &held)?;
    store::link_claim(tx, title, claim)?;
    let fate = Fate { state: Some(Standing::Granted.as_str()), ..Fate::default() };
    recognition::put_fate(tx, one.id, one.version, &fate)?;
    let after = json!({ "number": number, "name": one.name, "claim": claim });
    trail::record(tx, at, By::who(who), "title.grant", "title", title.get(), None, Some(after))?;
    let mail = mail_of(MessageKind::RecognitionGranted, "granted", one, programme).reference(&number);
    tell_all(tx, at, one, &mail.with("number", number.clone()).with("date", day.to_string()))
}

/// The draft of the award's claim, in the unit's name, with what the register knows.
#[expect(clippy::too_many_arguments, reason = "what the claim says")]
fn claim(
    app: &App,
    tx: &mut Tx,
    who: &Who,
    programme: &Programme,
    one: &NominationRow,
    number: &str,
    day: NaiveDate,
    held: &[register::Held],
) -> Result<ClaimId, ServiceError> {
    let policies = app.policies();
    let unknown = |_| ServiceError::conflict("wrong-state");
    let rule = policies.select(&programme.award.rule, Some(day)).map_err(unknown)?.1;
    let mut facts = FactSheet::default();
    for (name, value) in &programme.award.facts {
        facts.set(name.clone(), value.clone());
    }
    facts.set(programme.award.day.clone(), day.to_string());
    let again = register::granted_before(held, &programme.id);
    let known = [
        ("already_awarded", again.to_string()),
        ("paid_before", register::paid_before(held, &programme.award.rule).to_string()),
    ];
    for (name, value) in known.into_iter().filter(|(name, _)| rule.fact_index(name).is_some()) {
        facts.set(name.to_owned(), value);
    }
    let title = format!("{}奖励：{}（{number}）", programme.title.zh, one.name);
    let title: String = title.chars().take(120).collect();
    let draft = NewDraft { rule: programme.award.rule.clone(), title, facts, event: None, budget_line: None };
    let claim = create_award(app, tx, who, one.organisation_id, &draft)?;
    let one_person = rule.people == People::One;
    if let (true, Some(identity)) = (one_person, &one.identity) {
        let person = NewPerson {
            claim_id: claim.get(),
            seq: 1,
            name: &one.name,
            resident_id: identity,
            certificate: "",
            facts: "{}",
            finished: true,
        };
        registers::insert_person(tx, &person)?;
    }
    Ok(claim)
}
