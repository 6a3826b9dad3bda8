//! How grave each bureau holds which conflict to be.

use crate::domain::access::{self, Action, Facts};
use crate::domain::schedule::{Kind, Rules};
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By};
use crate::storage::{Conn, meta, people};
use serde_json::json;
use std::collections::BTreeMap;

fn key(division: &str) -> String {
    format!("schedule.rules.{division}")
}

/// The rules in force in a division; what it was before anybody set them, where nobody has.
pub(super) fn of(conn: &mut Conn, division: &str) -> Result<Rules, ServiceError> {
    let text = meta::get(conn, &key(division))?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

/// The rules of one's own bureau.
///
/// # Errors
/// Rights.
pub fn show(app: &App, who: &Who) -> Result<Rules, ServiceError> {
    access::can(&who.actor, Action::VenueRules, &Facts::NONE)?;
    app.store.read(|conn| {
        let bureau = people::organisation(conn, who.organisation())?;
        of(conn, &bureau.division.to_string())
    })
}

/// Sets the rules of one's own bureau: `buffer`, `limit` (of a judge's day) and a severity for each kind.
///
/// # Errors
/// Rights; `Invalid` with every fault.
pub fn edit(app: &App, who: &Who, typed: &BTreeMap<String, String>) -> Result<(), ServiceError> {
    access::can(&who.actor, Action::VenueRules, &Facts::NONE)?;
    let mut faults = Vec::new();
    let mut number = |name: &str, most: u32| {
        let text = typed.get(name).map(|text| crate::domain::text::compact(text)).unwrap_or_default();
        text.parse().ok().filter(|number| *number <= most).unwrap_or_else(|| {
            faults.push(Fault::new(name, "whole-number").with("max", most));
            0
        })
    };
    let mut rules = Rules { buffer: number("buffer", 24 * 60), workload: number("limit", 24 * 60), ..Rules::default() };
    for kind in Kind::ALL {
        match typed.get(kind.as_str()).and_then(|text| text.parse().ok()) {
            Some(severity) if severity != kind.default_severity() => {
                rules.severities.insert(*kind, severity);
            }
            Some(_) => {}
            None => faults.push(Fault::new(kind.as_str(), "required")),
        }
    }
    if !faults.is_empty() {
        return Err(ServiceError::Invalid(faults));
    }
    let at = app.now();
    app.store.write(|tx| {
        let bureau = people::organisation(tx, who.organisation())?;
        let division = bureau.division.to_string();
        let before = of(tx, &division)?;
        meta::put(tx, &key(&division), &json!(rules).to_string())?;
        let (before, after) = (Some(json!(before)), Some(json!(rules)));
        trail::record(tx, at, By::who(who), "schedule.rules", "organisation", bureau.id.get(), before, after)
    })
}
