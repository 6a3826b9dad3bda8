//! Yearly evaluations of the city's bases: a year is opened by fixing, once and in public, who is
//! counted, by what is scored and by which rules; the bases score themselves, a drawn panel scores
//! them, each member alone.

mod deadline;
mod drawing;
mod filling;
mod finding;
mod lines;
mod load;
mod open;
pub mod outcome;
mod panel;
mod papers;
mod pool;
pub mod scoring;
mod self_score;
mod sheets;
mod waiting;

pub use deadline::{extend, remind_due, set_aside};
pub use drawing::{DECLARED, DrawBasis, Source, TypedDraw};
pub(super) use drawing::{declared, reason_of, seated};
pub use filling::call;
pub(super) use filling::free;
pub(super) use finding::{evaluator, mutual, unit as evaluated};
pub use lines::remark;
pub use load::{Campaign, Entry, Seated, follow};
pub use open::{Typed, may_open, open};
pub use panel::{basis, declare, draw_panel, enter_seed, publish_seed, replace};
pub use papers::{Handed, get_evidence, remove_evidence};
pub use pool::{TypedProfile, pool, profile, put_profile};
pub use self_score::{SelfScore, put_self_score, self_score};
pub use sheets::{
    OwnBase, OwnSheet, OwnYear, SheetProgress, own, own_paper, own_sheet, own_years, put_sheet, remove_photo,
};
pub use waiting::Chore;
pub(super) use waiting::{Waiting, waiting};

use super::app::{App, Who};
use super::error::ServiceError;
use crate::domain::access::{self, Action, Denied, Facts};
use crate::domain::evaluation::phase::Phase;
use crate::domain::evaluation::register::Counted;
use crate::domain::evaluation::rubric::Rubric;
use crate::domain::ids::{EvaluationEntryId, EvaluationId};
use crate::domain::people::Scope;
use crate::domain::policy::{Coded, PolicyRef, TieRule, YearlyEvaluation, pass_score};
use crate::service::sealed::is_sealed;
use crate::storage::evaluations::{self, EvaluationRow};
use crate::storage::scoring::entries;
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
    /// The least score that is not unqualified; years opened before it was a setting have 60.
    #[serde(default = "pass_score")]
    pub pass: u32,
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
            pass: settings.pass_score,
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

/// A year of the list.
#[derive(Clone, Debug)]
pub struct Listed {
    pub row: EvaluationRow,
    /// As the reader may know it; none for a year that an earlier version of the program opened.
    pub phase: Option<Phase>,
    /// The reader does not see its list and numbers.
    pub sealed: bool,
}

/// Every year, for everybody.
///
/// # Errors
/// The database failed.
pub fn list(app: &App, who: Option<&Who>) -> Result<Vec<Listed>, ServiceError> {
    let follows = follows(who);
    app.store.read(|conn| {
        let mut years = Vec::new();
        let sealed = is_sealed(conn, who)?;
        for row in evaluations::all(conn)? {
            let phase = runs::find(conn, row.id)?.map(|run| if follows { run.phase } else { run.phase.outside() });
            years.push(Listed { row, phase, sealed });
        }
        Ok(years)
    })
}

/// Whether the person follows a year from within the bureau.
fn follows(who: Option<&Who>) -> bool {
    who.is_some_and(|who| of_city(who, Action::EvaluationFollow).is_ok())
}

/// One year, for everybody.
///
/// # Errors
/// `NotFound`.
pub fn show(app: &App, who: Option<&Who>, id: EvaluationId) -> Result<Shown, ServiceError> {
    app.store.read(|conn| {
        let opened = opened(conn, id)?;
        let own = |who: &Who| access::can(&who.actor, Action::EvaluationSelfScore, &Facts::NONE).is_ok();
        let own = match who.filter(|who| own(who)) {
            Some(who) => entries::of_organisation(conn, who.organisation())?,
            None => Vec::new(),
        };
        let own = own.into_iter().filter(|entry| entry.evaluation_id == id);
        let has_run = opened.run.is_some();
        Ok(Shown {
            own: own.map(|entry| (entry.id, self_score::name_of(&opened, &entry))).collect(),
            sealed: is_sealed(conn, who)?,
            follows: has_run && follows(who),
            results: outcome::results_for(conn, who, &opened)?,
            opened,
        })
    })
}

/// A year as the reader may see it.
#[derive(Clone, Debug)]
pub struct Shown {
    pub opened: Opened,
    /// Entries of the reader's own unit.
    pub own: Vec<(EvaluationEntryId, String)>,
    /// The reader is on the panel of this year or another: list and numbers of bases are not shown, whether or not they are kept
    /// from one, so that nobody learns from them of what base.
    pub sealed: bool,
    /// The reader may follow the scoring.
    pub follows: bool,
    /// Where the reader finds the result.
    pub results: Vec<outcome::ResultFor>,
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
