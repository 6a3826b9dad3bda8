//! Cases made at the limits: n−1, n and n+1 (fen, hundredth, person, month or day) of each limit,
//! and the laws that every one of them must keep.

use super::assessment::{Outcome, Verdict};
use super::cases::Case;
use super::facts::{FactSheet, Facts};
use super::formula::Formula;
use super::limits::{lower_limit, turning_points, upper_limit};
use super::rule::{Policy, Rounding, Rule};
use super::set::PolicySet;
use crate::domain::money::Fen;
use std::fmt;

/// What the made cases of one rule showed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Boundary {
    /// How many cases were made.
    pub made: usize,
    pub broken: Vec<BrokenLaw>,
}

/// A made case that breaks a law.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokenLaw {
    pub rule: String,
    /// The worked case it was made from.
    pub from: String,
    pub fact: String,
    pub value: String,
    pub law: Law,
}

/// The laws of every rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Law {
    /// Never above a limit.
    Limit,
    /// Never under the floor of the text.
    Floor,
    /// Nothing is paid outside the validity of the policy.
    Validity,
    /// Down to the whole yuan, where the policy rounds so.
    Rounding,
    /// Nothing is paid unless the outcome is `payable`, and then something is, with its binding.
    Outcome,
    /// More cost, hours or months never gives less; more other money never gives more.
    Monotone,
    /// The explained result is the same as the fast one.
    SameResult,
}

impl fmt::Display for BrokenLaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let law = match self.law {
            Law::Limit => "金额超过上限",
            Law::Floor => "金额低于下限",
            Law::Validity => "有效期外仍予支付",
            Law::Rounding => "没有舍去角分",
            Law::Outcome => "结论与金额不一致",
            Law::Monotone => "要素增大而金额反向变化",
            Law::SameResult => "带说明与不带说明的结果不同",
        };
        write!(f, "规则 {}，由“{}”将 {} 改为 {}：{law}", self.rule, self.from, self.fact, self.value)
    }
}

/// Makes cases around every limit of the rules that these worked cases use, and checks the laws.
#[must_use]
pub fn check_limits(set: &PolicySet, rule_id: &str, cases: &[Case]) -> Boundary {
    let mut result = Boundary::default();
    for case in cases.iter().filter(|case| case.rule == rule_id) {
        let Ok((policy, rule, facts)) = set.read(&case.rule, &case.facts) else { continue };
        for (fact, limits) in turning_points(rule, &facts) {
            walk(policy, rule, case, fact, &limits, &mut result);
        }
    }
    result
}

fn walk(policy: &Policy, rule: &Rule, case: &Case, fact: usize, limits: &[i64], result: &mut Boundary) {
    let mut values: Vec<i64> = limits.iter().flat_map(|limit| [limit - 1, *limit, limit + 1]).collect();
    values.sort_unstable();
    values.dedup();
    let name = &rule.facts[fact].name;
    let mut before: Option<Verdict> = None;
    for value in values {
        let text = rule.facts[fact].kind.show(value).plain().into_owned();
        let mut sheet: FactSheet = case.facts.clone();
        sheet.set(name.clone(), text.clone());
        let facts = Facts::from_sheet(rule, &sheet);
        let verdict = rule.verdict(&facts, None);
        result.made += 1;
        let mut laws = broken(policy, rule, &facts, &verdict);
        if let Some(before) = &before
            && !in_order(direction(rule, fact), before, &verdict)
        {
            laws.push(Law::Monotone);
        }
        result.broken.extend(laws.into_iter().map(|law| BrokenLaw {
            rule: rule.id.clone(),
            from: case.name.clone(),
            fact: name.clone(),
            value: text.clone(),
            law,
        }));
        before = Some(verdict);
    }
}

/// Every law that one result breaks.
fn broken(policy: &Policy, rule: &Rule, facts: &Facts, verdict: &Verdict) -> Vec<Law> {
    let mut laws = Vec::new();
    let amount = verdict.amount;
    if upper_limit(rule, facts).is_some_and(|limit| amount > limit.or_zero()) {
        laws.push(Law::Limit);
    }
    let payable = verdict.outcome == Outcome::Payable;
    if payable && lower_limit(rule, facts).is_some_and(|limit| amount < limit) {
        laws.push(Law::Floor);
    }
    if payable && facts.fact_date(rule).is_some_and(|date| !policy.covers(date)) {
        laws.push(Law::Validity);
    }
    if rule.rounding == Rounding::FloorYuan && amount.floor_yuan() != amount {
        laws.push(Law::Rounding);
    }
    let pays = amount > Fen::ZERO || rule.calculator;
    if payable != verdict.binding.is_some() || (payable && !pays) || (!payable && amount != Fen::ZERO) {
        laws.push(Law::Outcome);
    }
    let full = policy.assess(rule, facts, None);
    let same = (full.outcome, full.amount, full.proposed, full.binding, full.gross, full.tax)
        == (verdict.outcome, verdict.amount, verdict.proposed, verdict.binding, verdict.gross, verdict.tax);
    if !same || full.reasons.is_empty() != payable {
        laws.push(Law::SameResult);
    }
    laws
}

/// Which way the amount goes as a fact grows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Up,
    Down,
    Either,
}

fn direction(rule: &Rule, fact: usize) -> Direction {
    let (up, down): (Vec<usize>, Vec<usize>) = match &rule.formula {
        Formula::CappedCost(formula) => {
            (vec![formula.cost].into_iter().chain(formula.standard).collect(), formula.less.clone())
        }
        Formula::TierByHours(formula) => (vec![formula.cost], vec![]),
        Formula::PerHead(formula) => (vec![formula.heads, formula.cost], vec![]),
        Formula::FloorDecision(formula) => (vec![formula.decided], vec![]),
        Formula::CeilingDecision(formula) => (vec![formula.decided], vec![]),
        Formula::Recorded(formula) => (vec![formula.decided], vec![]),
        Formula::FixedTable(formula) => (vec![], formula.paid_before.into_iter().collect()),
        Formula::RatioCapped(formula) => (vec![formula.base, formula.months], vec![]),
        Formula::Monthly(formula) => (vec![formula.months], vec![formula.paid_months]),
        Formula::CarryForward(formula) => (vec![formula.base, formula.spent, formula.carried_in], vec![]),
        Formula::NetAward(_) | Formula::Uplifted(_) => (vec![], vec![]),
    };
    if up.contains(&fact) {
        Direction::Up
    } else if down.contains(&fact) {
        Direction::Down
    } else {
        Direction::Either
    }
}

/// Compared only where both are payable: a fact past its limit may end the claim altogether.
fn in_order(direction: Direction, before: &Verdict, after: &Verdict) -> bool {
    if before.outcome != Outcome::Payable || after.outcome != Outcome::Payable {
        return true;
    }
    match direction {
        Direction::Up => before.amount <= after.amount,
        Direction::Down => before.amount >= after.amount,
        Direction::Either => true,
    }
}
