//! The office's check of a nominee: eligibility by the papers, and the record with four authorities.

use super::open_nomination;
use crate::domain::access::Action;
use crate::domain::access::Denied;
use crate::domain::code::Code;
use crate::domain::ids::NominationId;
use crate::domain::recognition::eligibility::{RecordAnswer, RecordKind, is_clean};
use crate::domain::recognition::round::{NotChosen, Standing};
use crate::domain::text::tidy;
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By};
use crate::storage::recognition::{self, Fate};
use serde_json::json;
use std::collections::BTreeMap;

/// Longest source of an answer, in characters.
const SOURCE_MAX: usize = 200;
/// Longest remark, opinion or reason, in characters.
const REMARK_MAX: usize = 1_000;

/// A remark that is longer than is kept.
pub(super) fn too_long(field: &str, text: &str) -> Option<Fault> {
    (text.chars().count() > REMARK_MAX).then(|| Fault::new(field, "too-long").with("max", REMARK_MAX))
}

/// What the clerk found, as typed: `eligible` is `true` or `false`; of each kind of record `answer.KIND`
/// and `source.KIND`.
#[derive(Clone, Debug, Default)]
pub struct Checked(pub BTreeMap<String, String>);

/// Enters the check: with a clean record and all conditions borne out by the papers the panel sees the
/// nominee, otherwise not. Until the panel has them it can be entered anew.
///
/// # Errors
/// Rights, the wrong state, a stale version; `Denied(NotYourself)` for whoever put the nominee forward;
/// `Invalid` with every fault.
pub fn check(app: &App, who: &Who, id: NominationId, version: i64, typed: &Checked) -> Result<(), ServiceError> {
    let at = app.now();
    let text = |field: &str| typed.0.get(field).map_or("", |text| text.trim());
    app.store.write(|tx| {
        let (row, _) = open_nomination(tx, who, Action::RecognitionCheck, id)?;
        // Whoever put somebody forward for an office leaves the check to another.
        if row.nominated_by == who.organisation() && row.created_by == who.id().get() {
            return Err(ServiceError::Denied(Denied::NotYourself));
        }
        if !matches!(row.state, Standing::Submitted | Standing::Admitted | Standing::Excluded) {
            return Err(ServiceError::conflict("wrong-state"));
        }
        if row.version != version {
            return Err(ServiceError::conflict("stale"));
        }
        let mut faults = Vec::new();
        let mut answers = Vec::new();
        for kind in RecordKind::ALL {
            let (answer, source) = (format!("answer.{kind}"), format!("source.{kind}"));
            match RecordAnswer::from_code(text(&answer)) {
                Ok(read) => answers.push((*kind, read)),
                Err(_) => faults.push(Fault::new(answer, "required")),
            }
            let given = tidy(text(&source));
            if given.is_empty() {
                faults.push(Fault::new(source, "required"));
            } else if given.chars().count() > SOURCE_MAX {
                faults.push(Fault::new(source, "too-long").with("max", SOURCE_MAX));
            }
        }
        let eligible = match text("eligible") {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        };
        if eligible.is_none() {
            faults.push(Fault::new("eligible", "required"));
        }
        let opinion = text("opinion").trim().to_owned();
        let clean = is_clean(&answers);
        if (eligible == Some(false) || clean == Some(false)) && opinion.is_empty() {
            faults.push(Fault::new("opinion", "required"));
        }
        faults.extend(too_long("opinion", &opinion));
        let (Some(eligible), Some(clean), true) = (eligible, clean, faults.is_empty()) else {
            return Err(ServiceError::Invalid(faults));
        };
        for (kind, answer) in &answers {
            let source = tidy(text(&format!("source.{kind}")));
            recognition::put_check(tx, id, (*kind, *answer), &source, who.id(), at.naive_utc())?;
        }
        let (state, outcome) = match (eligible, clean) {
            (false, _) => (Standing::Excluded, NotChosen::Condition.as_str()),
            (true, false) => (Standing::Excluded, NotChosen::Record.as_str()),
            (true, true) => (Standing::Admitted, ""),
        };
        let fate = Fate {
            state: Some(state.as_str()),
            outcome: Some(outcome),
            opinion: Some(opinion.clone()),
            ..Fate::default()
        };
        recognition::put_fate(tx, id, version, &fate)?;
        let after = json!({ "state": state, "opinion": opinion,
            "checks": answers.iter().map(|(kind, answer)| format!("{kind}={answer}")).collect::<Vec<_>>() });
        trail::record(tx, at, By::who(who), "nomination.check", "nomination", id.get(), None, Some(after))
    })
}
