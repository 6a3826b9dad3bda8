//! Yearly evaluations of the city's bases: a year is opened by fixing, once and in public, who is
//! counted, by what is scored and by which rules.

use super::app::{App, Who};
use super::error::{Fault, ServiceError};
use super::files::text_table;
use super::trail::{self, By, Mail};
use crate::domain::access::{self, Action, Denied, Facts};
use crate::domain::evaluation::register::{Counted, counted, hash};
use crate::domain::evaluation::rubric::{Rubric, RubricFault, read_rubric};
use crate::domain::ids::{EvaluationId, OrganisationId};
use crate::domain::message::MessageKind;
use crate::domain::people::Scope;
use crate::domain::policy::{Coded, PolicyRef, TieRule, YearlyEvaluation, sha256_hex};
use crate::domain::text::compact;
use crate::sheets;
use crate::storage::bases;
use crate::storage::evaluations::{self, EvaluationRow, NewEvaluation};
use crate::storage::{Constraint, StorageError};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeSet;

/// The rule of the award, whose policy has the settings of the evaluation.
const RULE: &str = "base.excellent";

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
    let row = app.store.read(|conn| evaluations::get(conn, id))?;
    let corrupt = |_| StorageError::Corrupt { what: "evaluation", value: id.to_string() };
    Ok(Opened {
        register: serde_json::from_str(&row.register).map_err(corrupt)?,
        rubric: serde_json::from_str(&row.rubric).map_err(corrupt)?,
        rules: serde_json::from_str(&row.rules).map_err(corrupt)?,
        row,
    })
}

/// Whether the person may open a year: clerks of the city, whose bases they are.
///
/// # Errors
/// Rights.
pub fn may_open(who: &Who) -> Result<(), ServiceError> {
    access::can(&who.actor, Action::EvaluationOpen, &Facts::NONE)?;
    match who.actor.scope {
        Scope::City => Ok(()),
        Scope::County(_) => Err(Denied::NotYourRole.into()),
    }
}

/// Opens a year from the day after its cut-off day on: the bases counted, the rubric in `file` (its
/// name and bytes) and the rules in force are fixed and public. The units of the bases are written to.
///
/// # Errors
/// Rights; `Invalid` with every fault of year and rubric; `Conflict(evaluation-exists)`,
/// `Conflict(evaluation-no-policy)`.
pub fn open(app: &App, who: &Who, year: &str, file: (&str, &[u8])) -> Result<EvaluationId, ServiceError> {
    may_open(who)?;
    let (at, today) = (app.now(), app.today());
    let mut faults = Vec::new();
    let rubric = read(file.0, file.1, &mut faults);
    let Some(year) = compact(year).parse::<i32>().ok().filter(|year| (2000..=2999).contains(year)) else {
        faults.push(Fault::new("year", "required"));
        return Err(ServiceError::Invalid(faults));
    };
    let (settings, policy) = settings(app, year)?;
    let cut_off = settings.cut_off.of(year).ok_or_else(|| ServiceError::invalid("year", "required"))?;
    if today <= cut_off {
        faults.push(Fault::new("year", "evaluation-too-early").with("last_day", cut_off));
    }
    if !faults.is_empty() {
        return Err(ServiceError::Invalid(faults));
    }
    let level = settings.level.parse().map_err(|_| ServiceError::conflict("evaluation-no-policy"))?;
    let text = |value: serde_json::Result<String>| {
        value.map_err(|error| ServiceError::Storage(StorageError::Database(error.to_string())))
    };
    let (rubric, rules) =
        (text(serde_json::to_string(&rubric))?, text(serde_json::to_string(&FixedRules::of(&settings, &policy)))?);
    app.store.write(|tx| {
        let known: Vec<(OrganisationId, Counted, Vec<_>)> = bases::designated(tx)?
            .into_iter()
            .map(|(id, name, organisation, host, days)| (organisation, Counted { base: id.get(), name, host }, days))
            .collect();
        let with_days: Vec<(Counted, Vec<_>)> =
            known.iter().map(|(_, base, days)| (base.clone(), days.clone())).collect();
        let register = counted(&with_days, level, cut_off);
        let count = u32::try_from(register.len()).unwrap_or(u32::MAX);
        let (population, places) = (count, settings.places(count));
        let (register_hash, rubric_hash) = (hash(&register), sha256_hex(rubric.as_bytes()));
        let number = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
        let new = NewEvaluation {
            year,
            cut_off,
            population: number(population),
            places: number(places),
            register: &text(serde_json::to_string(&register))?,
            register_hash: &register_hash,
            rubric: &rubric,
            rubric_hash: &rubric_hash,
            rules: &rules,
            opened_by: who.id().get(),
            opened_at: at.naive_utc(),
        };
        let id = evaluations::insert(tx, &new).map_err(|error| match error {
            StorageError::Violated(Constraint::EvaluationOfYear) => ServiceError::conflict("evaluation-exists"),
            other => other.into(),
        })?;
        let after = json!({ "year": year, "population": population, "places": places,
            "register": register_hash, "rubric": rubric_hash });
        trail::record(tx, at, By::who(who), "evaluation.open", "evaluation", id.get(), None, Some(after))?;
        let units: BTreeSet<OrganisationId> = known
            .iter()
            .filter(|(_, base, _)| register.contains(base))
            .map(|(organisation, ..)| *organisation)
            .collect();
        let mail = Mail::new(MessageKind::EvaluationOpened, format!("open:evaluation:{id}"));
        let mail = mail.link(format!("/evaluations/{id}")).with("year", year.to_string());
        let mail = mail.with("count", population.to_string());
        for unit in units {
            trail::mail_organisation(tx, at, unit, &mail)?;
        }
        Ok(id)
    })
}

/// The settings in force on the cut-off day; a version that has expired by then never applies.
fn settings(app: &App, year: i32) -> Result<(YearlyEvaluation, PolicyRef), ServiceError> {
    let none = || ServiceError::conflict("evaluation-no-policy");
    let policies = app.policies();
    let last = chrono::NaiveDate::from_ymd_opt(year, 12, 31);
    let (policy, _) = policies.select(RULE, last).map_err(|_| none())?;
    let settings = policy.yearly_evaluation.clone().ok_or_else(none)?;
    let covered = settings.cut_off.of(year).is_some_and(|day| policy.covers(day));
    if covered { Ok((settings, policy.reference.clone())) } else { Err(none()) }
}

/// The rubric in a file; every fault names its row and column, or the indicator.
fn read(name: &str, bytes: &[u8], faults: &mut Vec<Fault>) -> Rubric {
    if bytes.is_empty() {
        faults.push(Fault::new("rubric", "file-missing"));
        return Rubric::default();
    }
    let Ok(table) = sheets::read(bytes, name) else {
        faults.push(Fault::new("rubric", "sheet-damaged"));
        return Rubric::default();
    };
    match read_rubric(&text_table(&table)) {
        Ok(rubric) => {
            faults.extend(rubric.faults().iter().map(said));
            rubric
        }
        Err(found) => {
            faults.extend(found.iter().map(|fault| {
                let fault_at = Fault::new("rubric", "table-cell").with("row", fault.row);
                fault_at.with("column", &fault.column).with("value", &fault.value)
            }));
            Rubric::default()
        }
    }
}

fn said(fault: &RubricFault) -> Fault {
    match fault {
        RubricFault::NotOneHundred(sum) => Fault::new("rubric", "rubric-not-hundred").with("sum", sum),
        RubricFault::BonusWithoutMaximum(code) => Fault::new("rubric", "rubric-bonus").with("code", code),
        RubricFault::Deduction { code, number } => {
            Fault::new("rubric", "rubric-deduction").with("code", code).with("number", number)
        }
        RubricFault::Empty => Fault::new("rubric", "rubric-empty"),
        // A table cannot say these: they come with trees made otherwise.
        RubricFault::Repeated(code)
        | RubricFault::NoName(code)
        | RubricFault::NoWeight(code)
        | RubricFault::EmptyBranch(code)
        | RubricFault::Levels(code)
        | RubricFault::OtherSum { code, .. } => Fault::new("rubric", "rubric-line").with("code", code),
    }
}
