//! What a rule can never exceed, worked out apart from its formula: the check on the formula.

use super::facts::Facts;
use super::formula::{BelowBand, CappedCost, Formula, Stacking, TierByHours};
use super::rule::{Need, Op, Rule, Test, find_row, scaled};
use super::value::date_of;
use crate::domain::money::Fen;
use chrono::{Datelike, Months, NaiveDate};

/// The least sum that a payable amount of these facts must not exceed; `None` where the text gives
/// no upper limit or facts are missing.
#[must_use]
pub fn upper_limit(rule: &Rule, facts: &Facts) -> Option<Fen> {
    let number = |fact: usize| known(rule, facts, fact);
    let fen = |fact: usize| number(fact).map(Fen);
    let row = |rows| find_row(rows, number).map(|row: &super::rule::Row| row.amount);
    match &rule.formula {
        Formula::CappedCost(formula) => capped_cost(formula, number),
        Formula::TierByHours(formula) => tier(formula, number),
        Formula::PerHead(formula) => {
            Some(scaled(formula.rate, number(formula.heads)?, 1).min(formula.ceiling).min(fen(formula.cost)?))
        }
        Formula::FloorDecision(_) | Formula::Recorded(_) => None,
        Formula::CeilingDecision(formula) => Some(formula.ceiling),
        Formula::FixedTable(formula) => {
            let paid = match (formula.paid_before, formula.stacking) {
                (Some(fact), Stacking::Difference) => fen(fact)?,
                _ => Fen::ZERO,
            };
            Some(row(&formula.rows)? - paid)
        }
        Formula::NetAward(formula) => Some(formula.amount),
        Formula::RatioCapped(formula) => {
            let cap = scaled(formula.cap, number(formula.months)?, formula.months_per_cap);
            Some(formula.ratio.of_floor(fen(formula.base)?).min(cap))
        }
        Formula::Monthly(formula) => {
            let months = number(formula.months)?.min(formula.max_months) - number(formula.paid_months)?;
            Some(scaled(row(&formula.rows)?, months, 1))
        }
        Formula::Uplifted(formula) => {
            let base = row(&formula.rows)?;
            let lifted = number(formula.uplift_when)? != 0;
            Some(if lifted { formula.uplift.of_floor(base) } else { base })
        }
        Formula::CarryForward(formula) => {
            Some(formula.ratio.of_floor(fen(formula.base)?).min(fen(formula.spent)? + fen(formula.carried_in)?))
        }
    }
}

fn capped_cost(formula: &CappedCost, number: impl Fn(usize) -> Option<i64>) -> Option<Fen> {
    let row = find_row(&formula.rows, &number)?;
    let other: i64 = formula.less.iter().filter_map(|&fact| number(fact)).sum();
    let net = Fen(number(formula.cost)? - other).or_zero();
    let standard = formula.standard.and_then(&number).map_or(row.amount, Fen);
    let least = row.amount.min(net).min(standard);
    let lifted = row.floor.filter(|_| formula.below_band == BelowBand::PayFloor);
    Some(lifted.map_or(least, |floor| least.max(floor)))
}

fn tier(formula: &TierByHours, number: impl Fn(usize) -> Option<i64>) -> Option<Fen> {
    let highest = formula.tiers.iter().map(|tier| tier.amount).max()?;
    Some(if formula.capped_by_cost { highest.min(Fen(number(formula.cost)?)) } else { highest })
}

/// The floor that all that is paid of a grant must reach, earlier levels and instalments included, where the text
/// gives one.
#[must_use]
pub fn floor(rule: &Rule, facts: &Facts) -> Option<Fen> {
    match &rule.formula {
        Formula::FloorDecision(formula) => {
            find_row(&formula.rows, |fact| known(rule, facts, fact)).map(|row| row.amount)
        }
        _ => None,
    }
}

/// The floor that a payable amount must reach, less what was paid before; an instalment need not.
#[must_use]
pub fn lower_limit(rule: &Rule, facts: &Facts) -> Option<Fen> {
    match &rule.formula {
        Formula::FloorDecision(formula) => {
            Some((floor(rule, facts)? - Fen(known(rule, facts, formula.paid_before)?)).or_zero())
        }
        _ => None,
    }
}

/// For each fact with a limit: the values at which something changes, in the fact's integer.
#[must_use]
pub fn turning_points(rule: &Rule, facts: &Facts) -> Vec<(usize, Vec<i64>)> {
    let number = |fact: usize| known(rule, facts, fact).unwrap_or(0);
    let mut points: Vec<(usize, i64)> = Vec::new();
    let mut at = |fact: usize, value: i64| points.push((fact, value));
    match &rule.formula {
        Formula::CappedCost(formula) => {
            let other: i64 = formula.less.iter().map(|&fact| number(fact)).sum();
            for row in &formula.rows {
                at(formula.cost, row.amount.0 + other);
                formula.standard.into_iter().for_each(|standard| at(standard, row.amount.0));
                if let Some(floor) = row.floor {
                    at(formula.cost, floor.0 + other);
                    formula.standard.into_iter().for_each(|standard| at(standard, floor.0));
                }
            }
            at(formula.cost, other);
            formula.less.iter().for_each(|&fact| at(fact, number(formula.cost)));
        }
        Formula::TierByHours(formula) => {
            let hours: Vec<usize> = formula.tiers.iter().flat_map(|tier| tier.hours.iter().copied()).collect();
            let total: i64 = hours.iter().map(|&fact| number(fact)).sum();
            // The hours with which a fact has exactly half of all.
            hours.iter().for_each(|&fact| at(fact, total - number(fact)));
            formula.tiers.iter().for_each(|tier| at(formula.cost, tier.amount.0));
        }
        Formula::PerHead(formula) => {
            at(formula.heads, formula.ceiling.0 / formula.rate.0);
            at(formula.cost, formula.ceiling.0);
            at(formula.cost, formula.rate.0.saturating_mul(number(formula.heads)));
        }
        Formula::FloorDecision(formula) => {
            let lacking = lower_limit(rule, facts).unwrap_or_default().0;
            at(formula.decided, lacking);
            formula.rows.iter().for_each(|row| at(formula.paid_before, row.amount.0));
        }
        Formula::CeilingDecision(formula) => at(formula.decided, formula.ceiling.0),
        Formula::FixedTable(formula) => {
            let paid = formula.paid_before;
            paid.into_iter().for_each(|fact| formula.rows.iter().for_each(|row| at(fact, row.amount.0)));
        }
        Formula::RatioCapped(formula) => {
            let ratio = formula.ratio;
            at(formula.base, formula.cap.0 / i64::from(ratio.num.max(1)) * i64::from(ratio.den));
            at(formula.months, formula.months_per_cap);
        }
        Formula::Monthly(formula) => {
            at(formula.months, formula.max_months);
            at(formula.months, number(formula.paid_months));
            at(formula.paid_months, number(formula.months).min(formula.max_months));
        }
        Formula::CarryForward(formula) => {
            let allowed = formula.ratio.of_floor(Fen(number(formula.base))).0;
            at(formula.spent, allowed - number(formula.carried_in));
            at(formula.carried_in, allowed - number(formula.spent));
        }
        Formula::Recorded(formula) => at(formula.decided, 100),
        Formula::NetAward(_) | Formula::Uplifted(_) => {}
    }
    let tests = rule.conditions.iter().flat_map(|condition| condition.when.iter().chain([&condition.test]));
    tests.for_each(|test| condition_points(rule, facts, test, &mut points));
    let days = |date: NaiveDate| i64::from(date.num_days_from_ce());
    if let Some(fact) = rule.fact_date {
        points.extend([Some(rule.valid_from), rule.valid_to].into_iter().flatten().map(|date| (fact, days(date))));
    }
    for (index, fact) in rule.facts.iter().enumerate() {
        points.extend(fact.min.into_iter().chain(fact.max).map(|value| (index, value)));
    }
    group(points)
}

fn condition_points(rule: &Rule, facts: &Facts, test: &Test, points: &mut Vec<(usize, i64)>) {
    match &test.op {
        Op::AtLeast(value) | Op::AtMost(value) => points.push((test.fact, *value)),
        Op::Between(min, max) | Op::Outside(min, max) => points.extend([(test.fact, *min), (test.fact, *max)]),
        Op::NotBefore(other) => points.extend(known(rule, facts, *other).map(|value| (test.fact, value))),
        Op::WithinMonths { of, months } => {
            let last = known(rule, facts, *of).and_then(|day| date_of(day).checked_add_months(Months::new(*months)));
            points.extend(last.map(|last| (test.fact, i64::from(last.num_days_from_ce()))));
        }
        Op::Equal(_) | Op::OneOf(_) => {}
    }
}

fn group(mut points: Vec<(usize, i64)>) -> Vec<(usize, Vec<i64>)> {
    points.sort_unstable();
    points.dedup();
    let mut grouped: Vec<(usize, Vec<i64>)> = Vec::new();
    for (fact, value) in points {
        match grouped.last_mut() {
            Some((last, values)) if *last == fact => values.push(value),
            _ => grouped.push((fact, vec![value])),
        }
    }
    grouped
}

/// The number of a fact, or its default.
fn known(rule: &Rule, facts: &Facts, fact: usize) -> Option<i64> {
    match (facts.slots.get(fact)?.number(), &rule.facts.get(fact)?.need) {
        (Some(number), _) => Some(number),
        (None, Need::Default(number)) if facts.slots.get(fact) == Some(&super::value::Slot::Absent) => Some(*number),
        _ => None,
    }
}
