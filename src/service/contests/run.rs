//! The day itself: who came, what is deducted, how long it took.

use super::faults::deduction_fault;
use super::load::stored;
use super::locked;
use crate::domain::access::Action;
use crate::domain::contest::run::{self, RunFact};
use crate::domain::ids::ContestId;
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By};
use crate::storage::contests::{self, EntrantRow};
use serde_json::json;
use std::collections::BTreeMap;

/// Writes presence (`p-ID`: `yes`, `no`), deduction (`d-ID`) and time (`t-ID`) of the contestants that
/// the form names; what is not sent stays.
///
/// # Errors
/// Rights; `Invalid` with every fault, and nothing is written.
pub fn attend(app: &App, who: &Who, id: ContestId, typed: &BTreeMap<String, String>) -> Result<(), ServiceError> {
    app.store.write(|tx| {
        let (item, _) = locked(tx, who, Action::ContestRun, id)?;
        let (mut faults, mut changed) = (Vec::new(), Vec::new());
        for row in contests::entrants(tx, item.id)? {
            let next = read(&row, typed, &mut faults)?;
            if (next.present, next.deduction.as_str(), next.seconds)
                != (row.present, row.deduction.as_str(), row.seconds)
            {
                changed.push(next);
            }
        }
        if !faults.is_empty() {
            return Err(ServiceError::Invalid(faults));
        }
        for row in &changed {
            contests::put_run(tx, row.id, row.present, &row.deduction, row.seconds)?;
        }
        if changed.is_empty() {
            return Ok(());
        }
        let rows = changed.iter().map(|row| {
            json!({ "entrant": row.id, "present": row.present, "deduction": row.deduction, "seconds": row.seconds })
        });
        let after = json!(rows.collect::<Vec<_>>());
        trail::record(tx, app.now(), By::who(who), "contest.run", "contest", id.get(), None, Some(after))
    })
}

fn read(
    row: &EntrantRow,
    typed: &BTreeMap<String, String>,
    faults: &mut Vec<Fault>,
) -> Result<EntrantRow, ServiceError> {
    let field = |kind: &str| format!("{kind}-{}", row.id);
    let text = |kind: &str| typed.get(&field(kind)).map(|text| text.trim());
    let mut next = row.clone();
    match text("p") {
        Some("yes") => next.present = Some(true),
        Some("no") => next.present = Some(false),
        Some("") => next.present = None,
        _ => {}
    }
    if let Some(typed) = text("d") {
        match run::read(RunFact::Deduction, typed) {
            Some(deduction) => next.deduction = deduction,
            None => faults.push(deduction_fault(&field("d"), typed)),
        }
    }
    if let Some(typed) = text("t") {
        match run::read(RunFact::Time, typed) {
            Some(seconds) => next.seconds = seconds.parse().ok(),
            None => faults.push(Fault::new(field("t"), "not-a-duration")),
        }
    }
    stored(&next.deduction)?;
    Ok(next)
}
