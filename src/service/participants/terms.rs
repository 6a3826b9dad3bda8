//! What an event tells its participants about their data, and what it asks of them.

use super::{locked, visible};
use crate::domain::access::{self, Action};
use crate::domain::ids::EventId;
use crate::domain::participant::Terms;
use crate::domain::ratio::Ratio;
use crate::domain::text::tidy;
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By};
use crate::storage::event_terms::{self, TermsRow};
use crate::storage::events::EventRow;
use serde_json::json;

/// The terms as typed.
#[derive(Clone, Debug, Default)]
pub struct TermsForm {
    pub purpose: String,
    pub keep_days: String,
    /// In percent.
    pub share: String,
    pub one_item: bool,
}

/// Longest purpose, in characters.
const LONGEST: usize = 300;

impl TermsForm {
    /// As stored.
    pub fn of(terms: &Terms) -> TermsForm {
        TermsForm {
            purpose: terms.purpose.clone(),
            keep_days: terms.keep_days.to_string(),
            share: terms.share.percent().map(|percent| percent.to_string()).unwrap_or_default(),
            one_item: terms.one_item,
        }
    }

    /// `usual`: somebody has agreed to the usual purpose, which stands where nothing is said.
    fn read(&self, usual: bool) -> Result<Terms, Vec<Fault>> {
        let mut faults = Vec::new();
        let purpose = tidy(&self.purpose);
        if purpose.is_empty() && !usual {
            faults.push(Fault::new("purpose", "required"));
        } else if purpose.chars().count() > LONGEST {
            faults.push(Fault::new("purpose", "too-long").with("max", LONGEST));
        }
        let keep_days = tidy(&self.keep_days).parse().ok().filter(|days| (1..=Terms::MOST_DAYS).contains(days));
        if keep_days.is_none() {
            let hint = format!("1–{}", Terms::MOST_DAYS);
            faults.push(Fault::new("keep_days", "out-of-range").with("hint", hint));
        }
        let share: Option<u32> = tidy(&self.share).trim_end_matches('%').parse().ok().filter(|share| *share <= 100);
        if share.is_none() {
            faults.push(Fault::new("share", "out-of-range").with("hint", "0–100"));
        }
        match (keep_days, share) {
            (Some(keep_days), Some(share)) if faults.is_empty() => {
                Ok(Terms { purpose, keep_days, share: Ratio { num: share, den: 100 }, one_item: self.one_item })
            }
            _ => Err(faults),
        }
    }
}

/// Of what somebody has agreed to only the time may change, and only to a shorter one.
fn as_agreed(before: &Terms, after: &Terms) -> Result<(), Vec<Fault>> {
    let purpose = (before.purpose != after.purpose).then(|| Fault::new("purpose", "purpose-agreed"));
    let longer = after.keep_days > before.keep_days;
    let longer = longer.then(|| Fault::new("keep_days", "term-agreed").with("max", before.keep_days));
    let faults: Vec<Fault> = purpose.into_iter().chain(longer).collect();
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// An event's terms, and whether the reader may change them now.
///
/// # Errors
/// `NotFound`, also for what the reader may not know of.
pub fn show(app: &App, who: &Who, event: EventId) -> Result<(EventRow, TermsRow, bool), ServiceError> {
    app.store.read(|conn| {
        let event = visible(conn, who, Action::ParticipantView, event)?;
        let terms = event_terms::get(conn, event.id)?;
        let may = access::can(&who.actor, Action::ParticipantSetUp, &super::facts_of(&event)).is_ok();
        Ok((event, terms, may))
    })
}

/// Writes an event's terms. `version` is that of the terms as they were shown.
///
/// # Errors
/// Rights, a stale version; `Invalid` with every fault.
pub fn put(app: &App, who: &Who, event: EventId, version: Option<i64>, form: &TermsForm) -> Result<(), ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let event = locked(tx, who, Action::ParticipantSetUp, event)?;
        let before = event_terms::get(tx, event.id)?.terms;
        let agreed = event_terms::agreed(tx, event.id)?;
        let terms = form.read(agreed && before.purpose.is_empty()).map_err(ServiceError::Invalid)?;
        if agreed {
            as_agreed(&before, &terms).map_err(ServiceError::Invalid)?;
        }
        event_terms::put(tx, event.id, version, &terms)?;
        let said = |terms: &Terms| {
            let Terms { purpose, keep_days, share, one_item } = terms;
            json!({ "purpose": purpose, "keep_days": keep_days, "share": share.to_string(), "one_item": one_item })
        };
        let (before, after) = (Some(said(&before)), Some(said(&terms)));
        trail::record(tx, at, By::who(who), "participant.terms", "event", event.id.get(), before, after)
    })
}
