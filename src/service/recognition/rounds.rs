//! Opening a round and taking it through the steps that need no more than a decision.

use super::{step_of, terms};
use crate::domain::access::{self, Action, Denied, Facts};
use crate::domain::ids::RoundId;
use crate::domain::message::MessageKind;
use crate::domain::people::Scope;
use crate::domain::policy::sha256_hex;
use crate::domain::recognition::Programme;
use crate::domain::recognition::programme::Nominator;
use crate::domain::recognition::round::{NotChosen, Standing, State, Step};
use crate::domain::text::compact;
use crate::platform::{assets, policies};
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By, Mail};
use crate::storage::recognition::{self, Fate, NewRound, RoundChange};
use crate::storage::{Constraint, StorageError, Tx, people};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde_json::json;
use std::collections::BTreeMap;

const PLACES_MAX: i32 = 100_000;
const TERM_MAX: i32 = 50;

/// Whether the person may publish calls: clerks of the city.
///
/// # Errors
/// Rights.
pub fn may_open(who: &Who) -> Result<(), ServiceError> {
    access::can(&who.actor, Action::RecognitionOpen, &Facts::NONE)?;
    match who.actor.scope {
        Scope::City => Ok(()),
        Scope::County(_) => Err(Denied::NotYourRole.into()),
    }
}

fn number(typed: &BTreeMap<String, String>, field: &str, most: i32, faults: &mut Vec<Fault>) -> Option<i32> {
    let text = compact(typed.get(field).map_or("", String::as_str));
    if text.is_empty() {
        return None;
    }
    let read = text.parse().ok().filter(|number| (1..=most).contains(number));
    if read.is_none() {
        faults.push(Fault::new(field, "whole-number").with("max", most));
    }
    read
}

/// `330302=3` lines, or separated by commas: places of counties.
fn counties(text: &str, faults: &mut Vec<Fault>) -> BTreeMap<String, usize> {
    let parts = text.split([',', '\u{ff0c}', ';', '\u{ff1b}', '\n']).map(compact).filter(|part| !part.is_empty());
    let mut places = BTreeMap::new();
    for part in parts {
        let read = part
            .split_once(['=', ':', '\u{ff1a}'])
            .and_then(|(code, count)| Some((assets::division(code)?.to_string(), count.parse::<usize>().ok()?)));
        match read {
            Some((code, _)) if places.contains_key(&code) => {
                faults.push(Fault::new("counties", "county-twice").with("value", code));
            }
            Some((code, count)) => drop(places.insert(code, count)),
            None => faults.push(Fault::new("counties", "county-places").with("value", part)),
        }
    }
    places
}

/// Publishes the call of a programme for a year: terms, places, term and last day are fixed and public.
/// One round a year.
///
/// # Errors
/// Rights; `Invalid` with every fault; `Conflict(round-exists)`.
pub fn open(app: &App, who: &Who, typed: &BTreeMap<String, String>) -> Result<RoundId, ServiceError> {
    may_open(who)?;
    let (at, today) = (app.now(), app.today());
    let text = |field: &str| typed.get(field).map_or("", |text| text.trim());
    let mut faults = Vec::new();
    let programme: Option<&Programme> = policies::programmes().iter().find(|one| one.id == text("programme"));
    if programme.is_none() {
        faults.push(Fault::new("programme", "required"));
    }
    let year = number(typed, "year", 2999, &mut faults);
    let near = app.today().year() - 1..=app.today().year() + 1;
    if let Some(year) = year.filter(|year| !near.contains(year)) {
        let (first, last) = (near.start(), near.end());
        let fault = Fault::new("year", "round-year").with("year", year).with("first", first).with("last", last);
        faults.push(fault);
    }
    if year.is_none() && faults.iter().all(|fault| fault.field != "year") {
        faults.push(Fault::new("year", "required"));
    }
    let places = number(typed, "places", PLACES_MAX, &mut faults);
    let term_years = number(typed, "term", TERM_MAX, &mut faults);
    let counties = counties(text("counties"), &mut faults);
    if programme.is_some_and(|one| !one.county_quotas) && !counties.is_empty() {
        faults.push(Fault::new("counties", "no-county-places"));
    }
    let asked: usize = counties.values().sum();
    if let Some(most) = places.filter(|most| usize::try_from(*most).is_ok_and(|most| asked > most)) {
        faults.push(Fault::new("counties", "county-places-over").with("asked", asked).with("max", most));
    }
    let closes_on = match text("closes_on").parse::<NaiveDate>() {
        Ok(day) if day > today => Some(day),
        Ok(_) => {
            faults.push(Fault::new("closes_on", "round-in-past"));
            None
        }
        Err(_) => {
            faults.push(Fault::new("closes_on", "not-a-date").with("hint", "2019-12-18"));
            None
        }
    };
    let (Some(programme), Some(year), Some(closes_on), true) = (programme, year, closes_on, faults.is_empty()) else {
        return Err(ServiceError::Invalid(faults));
    };
    let corrupt = |error: serde_json::Error| ServiceError::Storage(StorageError::Database(error.to_string()));
    let terms = serde_json::to_string(programme).map_err(corrupt)?;
    let county_places = serde_json::to_string(&counties).map_err(corrupt)?;
    let terms_hash = sha256_hex(terms.as_bytes());
    app.store.write(|tx| {
        let new = NewRound {
            programme: &programme.id,
            year,
            terms: &terms,
            terms_hash: &terms_hash,
            places,
            county_places: &county_places,
            term_years: term_years.or(programme.term_years.and_then(|years| i32::try_from(years).ok())),
            closes_on,
            state: State::Open.as_str(),
            waiting_since: at.naive_utc(),
            opened_by: who.id().get(),
            created_at: at.naive_utc(),
        };
        let id = recognition::insert_round(tx, &new).map_err(|error| match error {
            StorageError::Violated(Constraint::RoundOfYear) => ServiceError::conflict("round-exists"),
            other => other.into(),
        })?;
        let after = json!({ "rule": programme.id, "year": year, "places": places, "hash": terms_hash });
        trail::record(tx, at, By::who(who), "round.open", "round", id.get(), None, Some(after))?;
        let mail = Mail::new(MessageKind::RecognitionCalled, format!("call:round:{id}"));
        let mail = mail.link(format!("/recognition/{id}")).with("title", programme.title.zh.clone());
        let mail = mail.with("year", year.to_string()).with("last", closes_on.to_string());
        announce(tx, at, programme, &mail)?;
        Ok(id)
    })
}

/// To everybody who may put somebody forward: those who act for a unit, and the clerks of the counties where
/// a county nominates.
fn announce(tx: &mut Tx, at: DateTime<Utc>, programme: &Programme, mail: &Mail) -> Result<(), ServiceError> {
    for unit in people::organisations(tx)?.into_iter().filter(|unit| unit.active) {
        for user in people::members(tx, unit.id)? {
            let Some(person) = people::person(tx, user.id)? else { continue };
            let asked = |one: &Nominator| one.fits(person.roles, unit.kind, unit.division);
            if programme.nominators.iter().any(asked) {
                trail::mail_to(tx, at, &user, mail.clone())?;
            }
        }
    }
    Ok(())
}

/// Closes nominations. What was not submitted by then is out.
///
/// # Errors
/// Rights, the wrong state, a stale version; `Conflict(round-not-over)` before the last day is over.
pub fn close(app: &App, who: &Who, id: RoundId, version: i64) -> Result<(), ServiceError> {
    let (at, today) = (app.now(), app.today());
    app.store.write(|tx| {
        let (row, to) = step_of(tx, who, id, Step::Close)?;
        if today <= row.closes_on {
            return Err(ServiceError::Conflict(Fault::conflict("round-not-over").with("last_day", row.closes_on)));
        }
        recognition::put_round(tx, id, version, to, &RoundChange::default(), at.naive_utc())?;
        trail::record(tx, at, By::who(who), "round.close", "round", id.get(), None, Some(json!({ "state": to })))
    })
}

/// Gives the panel those who passed: from now on they are on its members' lists, but for those whom a member
/// is kept from.
///
/// # Errors
/// Rights, the wrong state, a stale version; `Conflict(checks-open)` while a nominee is not checked;
/// `Conflict(panel-not-drawn)` where a programme is scored, or a published draw was not made.
pub fn convene(app: &App, who: &Who, id: RoundId, version: i64) -> Result<(), ServiceError> {
    use crate::domain::access::Visibility;
    use crate::domain::recognition::Review;
    let at = app.now();
    app.store.write(|tx| {
        let (row, to) = step_of(tx, who, id, Step::Convene)?;
        let programme = terms(&row)?;
        let all = recognition::of_round(tx, Visibility::All, id)?;
        let unchecked = all.iter().filter(|(one, _)| one.state == Standing::Submitted).count();
        if unchecked > 0 {
            return Err(ServiceError::Conflict(Fault::conflict("checks-open").with("count", unchecked)));
        }
        let needed = all.iter().any(|(one, _)| one.state == Standing::Admitted && one.direct_source.is_empty());
        let drawn = row.drawn_at.is_some();
        let scored = matches!(programme.review, Review::Score(_));
        if !drawn && ((needed && scored) || !row.draw.is_empty()) {
            return Err(ServiceError::conflict("panel-not-drawn"));
        }
        recognition::put_round(tx, id, version, to, &RoundChange::default(), at.naive_utc())?;
        let conflicts = super::draw::begin(app, tx, &row)?;
        let after = json!({ "state": to, "conflicts": conflicts });
        trail::record(tx, at, By::who(who), "round.convene", "round", id.get(), None, Some(after))
    })
}

/// Calls a round off, with the reason; everybody put forward is told.
///
/// # Errors
/// Rights, the wrong state, a stale version; `Invalid(opinion)`.
pub fn cancel(app: &App, who: &Who, id: RoundId, version: i64, reason: &str) -> Result<(), ServiceError> {
    let at = app.now();
    let reason = reason.trim().to_owned();
    app.store.write(|tx| {
        let (row, to) = step_of(tx, who, id, Step::Cancel)?;
        // Titles of its first decision stand.
        if row.decided_on.is_some() {
            return Err(ServiceError::conflict("wrong-state"));
        }
        if reason.is_empty() {
            return Err(ServiceError::invalid("opinion", "required"));
        }
        let programme = terms(&row)?;
        let change = RoundChange { minutes: Some(reason.clone()), ..RoundChange::default() };
        recognition::put_round(tx, id, version, to, &change, at.naive_utc())?;
        for (one, _) in recognition::of_round(tx, crate::domain::access::Visibility::All, id)? {
            if !matches!(one.state, Standing::Withdrawn | Standing::Draft) {
                let fate = Fate {
                    state: Some(Standing::NotChosen.as_str()),
                    outcome: Some(NotChosen::Cancelled.as_str()),
                    ..Fate::default()
                };
                recognition::put_fate(tx, one.id, one.version, &fate)?;
                let mail = super::mail_of(MessageKind::RecognitionNotChosen, "cancelled", &one, &programme);
                super::tell_all(
                    tx,
                    at,
                    &one,
                    &mail.with("held", "no").with("category", NotChosen::Cancelled.as_str()),
                )?;
            }
        }
        let after = json!({ "state": to, "reason": reason });
        trail::record(tx, at, By::who(who), "round.cancel", "round", id.get(), None, Some(after))
    })
}
