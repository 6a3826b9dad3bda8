//! The day itself: who came, what is deducted, how long it took.

use super::faults::deduction_fault;
use super::load::stored;
use super::locked;
use crate::domain::access::Action;
use crate::domain::contest::run::{self, RunFact};
use crate::domain::contest::total::clock;
use crate::domain::ids::{ContestId, EntrantId};
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By};
use crate::storage::contest_corrections;
use crate::storage::contests::{self, EntrantRow};
use serde_json::json;
use std::collections::BTreeMap;

/// What a row of the form was filled from, to be sent back with it as `was-ID`.
#[must_use]
pub fn as_seen(row: &EntrantRow) -> String {
    let present = match row.present {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    };
    let seconds = row.seconds.map(|seconds| seconds.to_string()).unwrap_or_default();
    format!("{present} {} {seconds}", row.deduction)
}

/// The fields that say of a contestant that they came.
#[must_use]
pub fn came(row: &EntrantRow) -> [(String, String); 2] {
    [(format!("p-{}", row.id), "yes".to_owned()), (format!("was-{}", row.id), as_seen(row))]
}

/// Writes presence (`p-ID`: `yes`, `no`), deduction (`d-ID`) and time (`t-ID`) of the contestants that
/// the form names; what is not sent stays. A row that is as its form was filled (`was-ID`) was not touched: two
/// people can write different rows at the same time.
///
/// # Errors
/// Rights; `Invalid` with every fault, and nothing is written. A row that somebody else has written meanwhile is
/// a fault (`written-meanwhile`) at each of its fields that is another now, with what is there.
pub fn attend(app: &App, who: &Who, id: ContestId, typed: &BTreeMap<String, String>) -> Result<(), ServiceError> {
    app.store.write(|tx| {
        let (item, _) = locked(tx, who, Action::ContestRun, id)?;
        let approved: Vec<EntrantId> = contest_corrections::run_changes(tx, item.id)?
            .iter()
            .filter(|change| change.field == RunFact::Presence && change.approved_by.is_some())
            .map(|change| change.entrant_id)
            .collect();
        let (mut faults, mut changed) = (Vec::new(), Vec::new());
        for row in contests::entrants(tx, item.id)? {
            let next = read(&row, typed, &mut faults)?;
            let (seen, now) = (typed.get(&format!("was-{}", row.id)), as_seen(&row));
            let is_touched = as_seen(&next) != now && seen.is_none_or(|seen| *seen != as_seen(&next));
            if !is_touched {
                continue;
            }
            if seen.is_none_or(|seen| *seen != now) {
                faults.extend(meanwhile(&row, seen, &next));
                continue;
            }
            if next.present != row.present && approved.contains(&row.id) {
                faults.push(Fault::new(format!("p-{}", row.id), "presence-approved"));
            }
            changed.push(next);
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

/// What of a row is another than its form was filled from (`seen`): each value with what is there now, and whether
/// the person has typed something else there (`yours`: `kept`) or left it (`none`). Of a form that does not say what
/// it was filled from, everything typed counts.
fn meanwhile(row: &EntrantRow, seen: Option<&String>, next: &EntrantRow) -> Vec<Fault> {
    let parts = |text: &str| -> Vec<String> { text.split(' ').map(str::to_owned).collect() };
    let (now, typed) = (parts(&as_seen(row)), parts(&as_seen(next)));
    let was = seen.map_or_else(|| vec![String::new(); now.len()], |seen| parts(seen));
    let mut faults = Vec::new();
    for (at, kind) in ["p", "d", "t"].into_iter().enumerate() {
        let (now, typed) = (now.get(at).cloned().unwrap_or_default(), typed.get(at).cloned().unwrap_or_default());
        let was = was.get(at).cloned().unwrap_or_default();
        if now == was || (seen.is_none() && typed == now) {
            continue;
        }
        let shown = match (kind, now.as_str()) {
            (_, "") => "blank".to_owned(),
            ("t", seconds) => seconds.parse().map_or_else(|_| now.clone(), clock),
            _ => now.clone(),
        };
        let yours = if typed == was || typed == now { "none" } else { "kept" };
        let fault = Fault::new(format!("{kind}-{}", row.id), "written-meanwhile").with("what", kind);
        faults.push(fault.with("now", shown).with("yours", yours));
    }
    faults
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
        Some(_) => faults.push(Fault::new(field("p"), "not-a-choice").with("hint", "到场、缺席")),
        None => {}
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
