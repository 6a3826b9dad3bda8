//! Yearly evaluations of the city's bases: a year is opened by fixing, once and in public, who is
//! counted, by what is scored and by which rules; the bases score themselves, a drawn panel scores
//! them, each member alone.

mod load;
mod open;
pub mod outcome;

pub use load::{Campaign, Entry, Seated, follow};
pub use open::{Typed, may_open, open};

use super::app::{App, Who};
use super::error::ServiceError;
use crate::domain::access::{self, Action, Denied, Facts};
use crate::domain::evaluation::register::Counted;
use crate::domain::evaluation::rubric::Rubric;
use crate::domain::ids::EvaluationId;
use crate::domain::people::Scope;
use crate::domain::policy::{Coded, PolicyRef, TieRule, YearlyEvaluation};
use crate::storage::evaluations::{self, EvaluationRow};
use crate::storage::scoring::runs::{self, RunRow};
use crate::storage::{Conn, StorageError};
use serde::{Deserialize, Serialize};

/// The rules of a year as they were when it was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FixedRules {
    /// Policy, version and hash of its file.
    pub policy: [String; 3],
    /// `15/100`.
    pub share: String,
    pub minimum: u32,
    pub full: u32,
    pub evaluators_at_least: u32,
    pub drop_extremes_from: u32,
    pub recusal_years: u32,
    pub tie: TieRule,
    pub tie_keys: Vec<Coded>,
    pub vetoes: Vec<Coded>,
}

impl FixedRules {
    fn of(settings: &YearlyEvaluation, policy: &PolicyRef) -> FixedRules {
        FixedRules {
            policy: [policy.id.clone(), policy.version.clone(), policy.hash.clone()],
            share: settings.excellent_at_most.to_string(),
            minimum: settings.minimum_score,
            full: settings.full_score,
            evaluators_at_least: settings.evaluators_at_least,
            drop_extremes_from: settings.drop_extremes_from,
            recusal_years: settings.recusal_years,
            tie: settings.tie,
            tie_keys: settings.tie_key.clone(),
            vetoes: settings.veto.clone(),
        }
    }
}

/// A year with what was fixed.
#[derive(Clone, Debug)]
pub struct Opened {
    pub row: EvaluationRow,
    /// How far it is; none for a year that an earlier version of the program opened.
    pub run: Option<RunRow>,
    pub register: Vec<Counted>,
    pub rubric: Rubric,
    pub rules: FixedRules,
}

/// Every year, for everybody.
///
/// # Errors
/// The database failed.
pub fn list(app: &App) -> Result<Vec<EvaluationRow>, ServiceError> {
    app.store.read(|conn| Ok(evaluations::all(conn)?))
}

/// One year, for everybody.
///
/// # Errors
/// `NotFound`.
pub fn show(app: &App, id: EvaluationId) -> Result<Opened, ServiceError> {
    app.store.read(|conn| opened(conn, id))
}

fn opened(conn: &mut Conn, id: EvaluationId) -> Result<Opened, ServiceError> {
    let row = evaluations::get(conn, id)?;
    let corrupt = |_| StorageError::Corrupt { what: "evaluation", value: id.to_string() };
    Ok(Opened {
        register: serde_json::from_str(&row.register).map_err(corrupt)?,
        rubric: serde_json::from_str(&row.rubric).map_err(corrupt)?,
        rules: serde_json::from_str(&row.rules).map_err(corrupt)?,
        run: runs::find(conn, id)?,
        row,
    })
}

/// Whether the person may do this to a year: the evaluation is the city's.
fn of_city(who: &Who, action: Action) -> Result<(), ServiceError> {
    access::can(&who.actor, action, &Facts::NONE)?;
    match who.actor.scope {
        Scope::City => Ok(()),
        Scope::County(_) => Err(Denied::NotYourRole.into()),
    }
}
