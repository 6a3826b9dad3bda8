//! The decision: titles with number and term, a claim of the award for each, and mail to everybody who
//! was put forward.

use super::nominate::{BUILT_ON, built_on};
use super::{mail_of, step_of, tell_all, terms};
use crate::domain::access::Visibility;
use crate::domain::ids::{ClaimId, RoundId};
use crate::domain::message::MessageKind;
use crate::domain::policy::{FactSheet, People};
use crate::domain::recognition::round::{self, NotChosen, Standing, Step};
use crate::domain::recognition::{Programme, register};
use crate::domain::reference::Series;
use crate::domain::text::one_line;
use crate::service::app::{App, Who};
use crate::service::claims::{NewDraft, create_award, next_reference, payer};
use crate::service::error::{Fault, ServiceError};
use crate::service::holdings;
use crate::service::trail::{self, By};
use crate::storage::recognition::{self, Fate, NominationRow, RoundChange, RoundRow};
use crate::storage::registers::{self, NewPerson};
use crate::storage::titles::{self as store, NewTitle};
use crate::storage::{Constraint, StorageError, Tx};
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;

/// Decides on the list after its notice: by somebody else than who entered the panel's result. A line with an
/// open objection is held and the others are decided; it follows in a further decision once it is answered.
/// Returns how many titles were granted.
///
/// # Errors
/// Rights, the wrong state, a stale version; `Denied`: the same person; `Invalid(document)`;
/// `Conflict(notice-runs)`; `Conflict(objections-open)` when there is nothing but held lines.
pub fn decide(app: &App, who: &Who, id: RoundId, version: i64, document: &str) -> Result<usize, ServiceError> {
    let (at, today) = (app.now(), app.today());
    let document = one_line(document);
    app.store.write(|tx| {
        let (row, _) = step_of(tx, who, id, Step::Decide)?;
        let all = recognition::of_round(tx, Visibility::All, id)?;
        if let Some(last_day) = row.notice_ends_on.filter(|last| today <= *last) {
            return Err(ServiceError::Conflict(Fault::conflict("notice-runs").with("last_day", last_day)));
        }
        let proposed = all.iter().filter(|(one, _)| one.state == Standing::Proposed);
        let (held, free): (Vec<_>, Vec<_>) = proposed.partition(|(one, _)| one.open_objections > 0);
        if free.is_empty() && !held.is_empty() {
            return Err(ServiceError::Conflict(Fault::conflict("objections-open").with("count", held.len())));
        }
        let first = row.decided_on.is_none();
        if document.is_empty() && (first || !free.is_empty()) {
            return Err(ServiceError::invalid("document", "required"));
        }
        let programme = terms(&row)?;
        let to = round::after_decision(held.len());
        let documents = [row.document.as_str(), document.as_str()];
        let documents = documents.into_iter().filter(|one| !one.is_empty()).collect::<Vec<_>>();
        let change = RoundChange {
            decider_id: Some(who.id().get()),
            document: Some(documents.join("\u{ff1b}")),
            decided_on: first.then_some(today),
            ..RoundChange::default()
        };
        recognition::put_round(tx, id, version, to, &change, at.naive_utc()).map_err(|error| match error {
            StorageError::Violated(Constraint::TwoPeople) => {
                ServiceError::Denied(crate::domain::access::Denied::NotYourself)
            }
            other => other.into(),
        })?;
        let mut granted = 0;
        for (one, unit) in free {
            granted += usize::from(grant(app, tx, who, &row, &programme, (one, unit), today, &document)?);
        }
        if first {
            let lost = |state| matches!(state, Standing::Excluded | Standing::NotChosen | Standing::StruckOut);
            for (one, _) in all.iter().filter(|(one, _)| lost(one.state)) {
                tell_not_chosen(tx, at, one, &programme)?;
            }
        }
        let after = json!({ "state": to, "document": document, "count": granted, "held": held.len() });
        trail::record(tx, at, By::who(who), "round.decide", "round", id.get(), None, Some(after))?;
        Ok(granted)
    })
}

/// To the unit, to who put the nominee forward, and to the nominee: not chosen, by category.
pub(super) fn tell_not_chosen(
    tx: &mut Tx,
    at: DateTime<Utc>,
    one: &NominationRow,
    programme: &Programme,
) -> Result<(), ServiceError> {
    let category = one.outcome.clone().filter(|code| !code.is_empty());
    let category = category.unwrap_or_else(|| NotChosen::Places.as_str().to_owned());
    let mail = mail_of(MessageKind::RecognitionNotChosen, "not-chosen", one, programme);
    tell_all(tx, at, one, &mail.with("held", held_word(&category)).with("category", category))
}

/// Whether somebody was not chosen because they have the title: then no other round helps.
pub(super) fn held_word(category: &str) -> &'static str {
    if category == NotChosen::Held.as_str() { "yes" } else { "no" }
}

/// Grants the title, with its claim. `false`: it came into the register since, and is not given twice.
#[expect(clippy::too_many_arguments, reason = "a title's own columns")]
fn grant(
    app: &App,
    tx: &mut Tx,
    who: &Who,
    of: &RoundRow,
    programme: &Programme,
    (one, unit): (&NominationRow, &str),
    day: NaiveDate,
    document: &str,
) -> Result<bool, ServiceError> {
    let at = app.now();
    let identity = one.identity.clone().ok_or_else(|| ServiceError::conflict("wrong-state"))?;
    let held = holdings::held(tx, &identity)?;
    if register::granted_before(&held, &programme.id) {
        let outcome = Some(NotChosen::Held.as_str());
        let fate = Fate { state: Some(Standing::NotChosen.as_str()), outcome, ..Fate::default() };
        recognition::put_fate(tx, one.id, one.version, &fate)?;
        let one = NominationRow { outcome: outcome.map(str::to_owned), ..one.clone() };
        tell_not_chosen(tx, at, &one, programme)?;
        return Ok(false);
    }
    let number = free_number(tx, at)?;
    let years = of.term_years.and_then(|years| u32::try_from(years).ok());
    let new = NewTitle {
        number: &number,
        programme: &programme.id,
        year: of.year,
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
        paid_elsewhere: 0,
    };
    let title = store::insert(tx, &new).map_err(|error| match error {
        StorageError::Violated(Constraint::TitleTwice) => ServiceError::conflict("stale"),
        other => other.into(),
    })?;
    let claim = claim(app, tx, who, programme, one, &number, day, &held)?;
    store::link_claim(tx, title, claim)?;
    let fate = Fate { state: Some(Standing::Granted.as_str()), ..Fate::default() };
    recognition::put_fate(tx, one.id, one.version, &fate)?;
    let after = json!({ "number": number, "name": one.name, "claim": claim });
    trail::record(tx, at, By::who(who), "title.grant", "title", title.get(), None, Some(after))?;
    let mail = mail_of(MessageKind::RecognitionGranted, "granted", one, programme).reference(&number);
    let payer = match (programme.payer.as_str(), payer::bureau(tx, &one.division)?) {
        (payer::COUNTY, Some(bureau)) if !one.division.ends_with("00") => bureau.name,
        (code, _) => code.to_owned(),
    };
    let mail = mail.with("number", number.clone()).with("date", day.to_string()).with("payer", payer);
    tell_all(tx, at, one, &mail)?;
    Ok(true)
}

/// The next number of the series that no title has: an earlier version let such numbers be imported.
fn free_number(tx: &mut Tx, at: DateTime<Utc>) -> Result<String, ServiceError> {
    loop {
        let number = next_reference(tx, Series::Title, at)?;
        if !store::has_number(tx, &number)? {
            return Ok(number);
        }
    }
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
    // What the award goes by is the day of the title, but of what was built the day on which it was.
    let stated = if programme.award.day == BUILT_ON { built_on(one)? } else { None };
    let day = stated.unwrap_or(day);
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
