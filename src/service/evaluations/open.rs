//! The opening of a year.

use super::load::tell_hosts;
use super::{FixedRules, of_city};
use crate::domain::access::Action;
use crate::domain::contest::exact::Exact;
use crate::domain::evaluation::points::Points;
use crate::domain::evaluation::register::{Counted, counted, hash};
use crate::domain::evaluation::rubric::{Rubric, RubricFault, bonus_cells, read_rubric};
use crate::domain::ids::{BaseId, EvaluationId, OrganisationId};
use crate::domain::message::MessageKind;
use crate::domain::policy::{PolicyRef, YearlyEvaluation, sha256_hex};
use crate::domain::text::compact;
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::files::text_table;
use crate::service::trail::{self, By, Mail};
use crate::sheets;
use crate::storage::bases;
use crate::storage::evaluations::{self, NewEvaluation};
use crate::storage::scoring::{entries, runs};
use crate::storage::{Constraint, StorageError};
use chrono::NaiveDate;
use serde_json::json;
use std::collections::BTreeSet;

/// The rule of the award, whose policy has the settings of the evaluation.
const RULE: &str = "base.excellent";

/// What is typed to open a year.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    pub year: String,
    pub self_until: String,
    pub score_until: String,
    /// Points; empty for none.
    pub spread: String,
    /// The most of each bonus whose maximum the rubric leaves open; empty for none.
    pub bonus_max: String,
}

/// The two last days, and the spread.
struct Timetable {
    self_until: NaiveDate,
    score_until: NaiveDate,
    spread: Option<Points>,
}

impl Typed {
    fn timetable(&self, today: NaiveDate, full: u32, faults: &mut Vec<Fault>) -> Option<Timetable> {
        let mut day = |field: &str, text: &str, after: NaiveDate| {
            let read = text.trim().parse::<NaiveDate>().ok();
            match read {
                None => faults.push(Fault::new(field, "required")),
                Some(day) if day <= after => faults.push(Fault::new(field, "evaluation-day-after").with("day", after)),
                Some(_) => return read,
            }
            None
        };
        let self_until = day("self_until", &self.self_until, today);
        let score_until = day("score_until", &self.score_until, self_until.unwrap_or(today));
        let spread = compact(&self.spread);
        let spread = if spread.is_empty() {
            Some(None)
        } else {
            let full = Points::whole(i64::from(full));
            let read = Points::read(&spread, full).ok().filter(|points| points.exact() > Exact::ZERO);
            if read.is_none() {
                faults.push(Fault::new("spread", "out-of-range").with("hint", format!("0.01\u{2013}{full}")));
            }
            read.map(Some)
        };
        Some(Timetable { self_until: self_until?, score_until: score_until?, spread: spread? })
    }
}

/// Whether the person may open a year: clerks of the city, whose bases they are.
///
/// # Errors
/// Rights.
pub fn may_open(who: &Who) -> Result<(), ServiceError> {
    of_city(who, Action::EvaluationOpen)
}

/// Opens a year from the day after its cut-off day on: the bases counted, the rubric in `file` (its
/// name and bytes) and the rules in force are fixed and public, and the timetable is set. The units of
/// the bases are written to, and may score themselves.
///
/// # Errors
/// Rights; `Invalid` with every fault of year, timetable and rubric; `Conflict(evaluation-exists)`,
/// `Conflict(evaluation-no-policy)`.
pub fn open(app: &App, who: &Who, typed: &Typed, file: (&str, &[u8])) -> Result<EvaluationId, ServiceError> {
    may_open(who)?;
    let (at, today) = (app.now(), app.today());
    let mut faults = Vec::new();
    let rubric = read(file, &typed.bonus_max, &mut faults);
    let Some(year) = compact(&typed.year).parse::<i32>().ok().filter(|year| (2000..=2999).contains(year)) else {
        faults.push(Fault::new("year", "required"));
        return Err(ServiceError::Invalid(faults));
    };
    let (settings, policy) = settings(app, year)?;
    let cut_off = settings.cut_off.of(year).ok_or_else(|| ServiceError::invalid("year", "required"))?;
    if today <= cut_off {
        faults.push(Fault::new("year", "evaluation-too-early").with("last_day", cut_off));
    }
    let timetable = typed.timetable(today.max(cut_off), settings.full_score, &mut faults);
    let Some(timetable) = timetable.filter(|_| faults.is_empty()) else {
        return Err(ServiceError::Invalid(faults));
    };
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
        let spread = timetable.spread.map(|points| points.to_string());
        let days = (timetable.self_until, timetable.score_until);
        runs::insert(tx, id, days, spread.as_deref(), at.naive_utc())?;
        for (organisation, base, _) in known.iter().filter(|(_, base, _)| register.contains(base)) {
            entries::insert(tx, id, BaseId::new(base.base), *organisation)?;
        }
        let after = json!({ "year": year, "population": population, "places": places,
            "register": register_hash, "rubric": rubric_hash, "self_until": timetable.self_until,
            "score_until": timetable.score_until, "spread": spread });
        trail::record(tx, at, By::who(who), "evaluation.open", "evaluation", id.get(), None, Some(after))?;
        let units: BTreeSet<OrganisationId> = known
            .iter()
            .filter(|(_, base, _)| register.contains(base))
            .map(|(organisation, ..)| *organisation)
            .collect();
        let mail = Mail::new(MessageKind::EvaluationOpened, format!("open:evaluation:{id}"));
        let mail = mail.link(format!("/evaluations/{id}")).with("year", year.to_string());
        let mail = mail.with("count", population.to_string()).with("last", timetable.self_until);
        for unit in units {
            tell_hosts(tx, at, unit, &mail)?;
        }
        Ok(id)
    })
}

/// The settings in force on the cut-off day. A year that ended before any version was in force goes by
/// that of the day on which it is opened, as the award does (`evaluated_on`); a version that has expired
/// never applies.
fn settings(app: &App, year: i32) -> Result<(YearlyEvaluation, PolicyRef), ServiceError> {
    let policies = app.policies();
    let on = |day: Option<NaiveDate>| {
        let (policy, _) = policies.select(RULE, Some(day?)).ok()?;
        let settings = policy.yearly_evaluation.clone()?;
        let covered = settings.cut_off.of(year).is_some_and(|cut_off| policy.covers(cut_off));
        Some((settings, policy.reference.clone(), covered))
    };
    let then = on(NaiveDate::from_ymd_opt(year, 12, 31)).filter(|(.., covered)| *covered);
    let (settings, policy, _) =
        then.or_else(|| on(Some(app.today()))).ok_or_else(|| ServiceError::conflict("evaluation-no-policy"))?;
    Ok((settings, policy))
}

/// The rubric in a file, with the maximum that was typed for each bonus without one; every fault names its row and
/// column, or the indicator.
fn read((name, bytes): (&str, &[u8]), bonus_max: &str, faults: &mut Vec<Fault>) -> Rubric {
    let typed = compact(bonus_max);
    let most = Points::read(&typed, Points::whole(100)).ok().filter(|most| *most > Points::ZERO);
    if !typed.is_empty() && most.is_none() {
        faults.push(Fault::new("bonus_max", "out-of-range").with("hint", "0.01\u{2013}100"));
    }
    if bytes.is_empty() {
        faults.push(Fault::new("rubric", "file-missing"));
        return Rubric::default();
    }
    let Ok(table) = sheets::read(bytes, name) else {
        faults.push(Fault::new("rubric", "sheet-damaged"));
        return Rubric::default();
    };
    let table = text_table(&table);
    match read_rubric(&table) {
        Ok(mut rubric) => {
            for bonus in &mut rubric.bonus {
                bonus.max = bonus.max.or(most);
            }
            let bonus = bonus_cells(&table);
            let cell = |code: &str| bonus.get(rubric.bonus.iter().position(|one| one.code == code)?);
            faults.extend(rubric.faults().iter().filter_map(|fault| match fault {
                // What was typed is no maximum, and said to be none.
                RubricFault::BonusWithoutMaximum(_) if !typed.is_empty() => None,
                RubricFault::BonusWithoutMaximum(code) => Some(match cell(code) {
                    Some(at) => {
                        let fault = Fault::new("bonus_max", "rubric-bonus-cell").with("row", at.row);
                        fault.with("column", &at.column)
                    }
                    None => said(fault),
                }),
                other => Some(said(other)),
            }));
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
        RubricFault::BonusWithoutMaximum(code) => Fault::new("bonus_max", "rubric-bonus").with("code", code),
        RubricFault::Deduction { code, number } => {
            Fault::new("rubric", "rubric-deduction").with("code", code).with("number", number)
        }
        RubricFault::Empty => Fault::new("rubric", "rubric-empty"),
        RubricFault::Levels(code) => Fault::new("rubric", "rubric-levels").with("code", code),
        // A table cannot say these: they come with trees made otherwise.
        RubricFault::Repeated(code)
        | RubricFault::NoName(code)
        | RubricFault::NoWeight(code)
        | RubricFault::EmptyBranch(code)
        | RubricFault::OtherSum { code, .. } => Fault::new("rubric", "rubric-line").with("code", code),
    }
}
