//! A policy as data, and its evaluation.
//!
//! A [`Policy`] is one version of a city's rules, read from a TOML file. A [`PolicySet`] holds the
//! versions; the fact date of a claim selects one. [`PolicySet::assess`] returns an [`Assessment`]:
//! outcome, amount, the limit that bound it, every reason and every step. [`explain`] says them in
//! Chinese and English. [`Rule::verdict`] gives the figures alone.

mod assessment;
mod boundary;
mod cases;
mod compile;
mod eval;
mod evaluate;
mod evaluation;
mod explain;
mod facts;
mod file;
mod formula;
mod formulas;
mod limits;
mod lint;
pub mod people;
mod rule;
mod set;
mod sink;
#[cfg(test)]
mod tests;
mod value;

pub use assessment::{
    Assessment, Binding, Limit, Outcome, Reason, ReasonCode, Ruling, SettingUsed, Step, StepCode, Verdict,
};
pub use boundary::{Boundary, BrokenLaw, Law, check_limits};
pub use cases::{Case, CaseFault, Expected};
pub use compile::sha256_hex;
pub(in crate::domain) use compile::syntax_fault;
pub use evaluation::{DayOfYear, TieRule, YearlyEvaluation, pass_score};
pub use explain::{Explained, Explainer, ReasonText, StepText, binding_label, explain, outcome_label};
pub use facts::{FactSheet, Facts, date_from_text};
pub use file::{FileFault, FileFaults};
pub use formula::*;
pub use limits::{floor, lower_limit, turning_points, upper_limit};
pub use lint::{Finding, FindingKind, lint};
pub use people::People;
pub use rule::{
    About, Coded, Condition, FactDef, Failure, Need, Op, Policy, PolicyRef, Rounding, Row, Rule, Setting, Target,
    TargetUnit, Test,
};
pub use set::{PolicySet, SetError, settle};
pub use value::{Bad, Choice, Kind, KindName, Shown, Slot, Unreadable};
