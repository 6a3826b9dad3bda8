//! One evaluation: facts, then validity, then conditions, then the formula, then rounding.
//!
//! Every fault is reported, whatever comes before it; the gravest decides the outcome.

use super::assessment::{Assessment, Limit, Outcome, Reason, ReasonCode, Ruling, Step, StepCode, Verdict};
use super::eval::{Eval, Found, number};
use super::facts::Facts;
use super::formulas;
use super::rule::{Condition, Failure, Need, Op, Policy, Rule, Test};
use super::sink::{Recorder, Silent, Sink};
use super::value::{Shown, Slot};
use crate::domain::money::Fen;

impl Rule {
    /// The figures alone, as fast as can be. The same figures as [`Policy::assess`] gives.
    #[must_use]
    pub fn verdict(&self, facts: &Facts, ruling: Option<&Ruling>) -> Verdict {
        evaluate(self, facts, ruling, &mut Silent)
    }
}

impl Policy {
    /// The whole result for facts that were read for this rule of this policy.
    #[must_use]
    pub fn assess(&self, rule: &Rule, facts: &Facts, ruling: Option<&Ruling>) -> Assessment {
        let mut record = Recorder::new();
        let verdict = evaluate(rule, facts, ruling, &mut record);
        let Recorder { mut reasons, steps, settings, ruled } = record;
        reasons.sort_by_key(|reason| reason.outcome);
        Assessment {
            policy: self.reference.clone(),
            rule: rule.id.clone(),
            outcome: verdict.outcome,
            amount: verdict.amount,
            proposed: verdict.proposed,
            estimate: verdict.estimate,
            binding: verdict.binding,
            payer: verdict.payer.and_then(|index| rule.payers.get(index)).cloned(),
            gross: verdict.gross,
            tax: verdict.tax,
            carried_out: verdict.carried_out,
            ruling: ruling.filter(|_| ruled).cloned(),
            reasons,
            steps,
            settings,
        }
    }
}

fn evaluate<S: Sink>(rule: &Rule, facts: &Facts, ruling: Option<&Ruling>, sink: &mut S) -> Verdict {
    let mut eval = Eval {
        rule,
        ruling: ruling.filter(|ruling| !ruling.reason.trim().is_empty()),
        payer: rule.payer,
        gross: None,
        tax: None,
        carried_out: None,
        slots: &facts.slots,
        sink,
        worst: Outcome::Payable,
    };
    eval.check_readable();
    // An expired or future policy says nothing about the claim: neither conditions nor papers.
    if !eval.check_validity() {
        return eval.verdict(Found::Nothing);
    }
    eval.check_needed();
    for (index, condition) in rule.conditions.iter().enumerate() {
        eval.check_condition(index, condition);
    }
    let found = formulas::run(&mut eval);
    eval.verdict(found)
}

impl<S: Sink> Eval<'_, S> {
    fn check_readable(&mut self) {
        for (index, slot) in self.slots.iter().enumerate() {
            let Slot::Bad(bad) = slot else { continue };
            self.fault(Outcome::Invalid, |rule| {
                let fact = &rule.facts[index];
                let show = |number: Option<i64>| number.map(|number| fact.kind.show(number));
                let required = match (bad.why, show(fact.min), show(fact.max)) {
                    (super::Unreadable::OutOfRange, Some(min), Some(max)) => Limit::Between(min, max),
                    (super::Unreadable::OutOfRange, Some(min), None) => Limit::AtLeast(min),
                    (super::Unreadable::OutOfRange, None, Some(max)) => Limit::AtMost(max),
                    (super::Unreadable::NotOffered, ..) => Limit::OneOf(fact.offered()),
                    (why, ..) => Limit::Readable { kind: fact.kind.name(), why },
                };
                let code = match bad.why {
                    super::Unreadable::OutOfRange => ReasonCode::OutOfRange,
                    _ => ReasonCode::Unreadable,
                };
                Reason {
                    fact: Some(fact.name.clone()),
                    seen: Some(Shown::Text(bad.seen.clone())),
                    required: Some(required),
                    ..Reason::of(code, rule)
                }
            });
        }
    }

    /// False when the fact date is known and lies outside the policy's validity.
    fn check_validity(&mut self) -> bool {
        let Some(fact) = self.rule.fact_date else { return true };
        let Some(days) = self.slots.get(fact).and_then(Slot::number) else { return true };
        let date = super::value::date_of(days);
        if self.rule.covers(date) {
            return true;
        }
        self.fault(Outcome::Ineligible, |rule| {
            let from = Shown::Date(rule.valid_from);
            let required = match rule.valid_to {
                Some(end) => Limit::Between(from, Shown::Date(end)),
                None => Limit::From(from),
            };
            Reason {
                fact: Some(rule.facts[fact].name.clone()),
                seen: Some(Shown::Date(date)),
                required: Some(required),
                ..Reason::of(ReasonCode::OutsideValidity, rule)
            }
        });
        false
    }

    fn check_needed(&mut self) {
        let rule = self.rule;
        for (index, fact) in rule.facts.iter().enumerate() {
            if !matches!(self.slots.get(index), Some(Slot::Absent)) {
                continue;
            }
            let needed = match &fact.need {
                Need::Required => true,
                Need::RequiredWhen(tests) => self.all_hold(tests) == Some(true),
                Need::Default(_) | Need::Optional => false,
            };
            if needed {
                self.fault(Outcome::Incomplete, |rule| Reason {
                    fact: Some(rule.facts[index].name.clone()),
                    required: Some(Limit::Given),
                    ..Reason::of(ReasonCode::Missing, rule)
                });
            }
        }
    }

    fn all_hold(&self, tests: &[Test]) -> Option<bool> {
        let mut known = true;
        for test in tests {
            match test.holds(|fact| self.number(fact)) {
                Some(true) => {}
                Some(false) => return Some(false),
                None => known = false,
            }
        }
        known.then_some(true)
    }

    /// A condition on missing facts says nothing: that they are missing has been reported.
    fn check_condition(&mut self, index: usize, condition: &Condition) {
        if self.all_hold(&condition.when) != Some(true) {
            return;
        }
        let Some(holds) = condition.test.holds(|fact| self.number(fact)) else { return };
        if let Some(key) = condition.setting.and_then(|setting| self.rule.settings.get(setting)).map(|s| &s.key) {
            self.uses_setting(key);
        }
        let fact = condition.test.fact;
        let slots = self.slots;
        let describe = |rule: &Rule| {
            let shown = number(rule, slots, fact).map(|number| rule.facts[fact].kind.show(number));
            let article = condition.article.clone().unwrap_or_else(|| rule.article.clone());
            (rule.facts[fact].name.clone(), shown, limit_of(rule, slots, &condition.test), article)
        };
        if holds {
            self.step(|rule| {
                let (fact, value, limit, article) = describe(rule);
                let defaulted = matches!(slots.get(condition.test.fact), Some(Slot::Absent));
                let name = defaulted.then(|| "default".to_owned());
                let base = Step::of(StepCode::ConditionMet, rule);
                Step { fact: Some(fact), name, value, limit: Some(limit), article: Some(article), ..base }
            });
            return;
        }
        let outcome = match condition.failure {
            Failure::Ineligible => Outcome::Ineligible,
            Failure::Incomplete => Outcome::Incomplete,
        };
        self.fault(outcome, |rule| {
            let (fact, seen, required, article) = describe(rule);
            Reason {
                fact: Some(fact),
                seen,
                required: Some(required),
                article: Some(article),
                condition: Some(index),
                ..Reason::of(ReasonCode::ConditionFailed, rule)
            }
        });
    }

    /// Rounds, refuses what comes to nothing, and lets the gravest fault decide.
    fn verdict(mut self, found: Found) -> Verdict {
        let (mut sum, mut proposed) = (None, None);
        match found {
            Found::Nothing => {
                if self.worst == Outcome::Payable {
                    // A table that does not know these facts must never pay by accident.
                    self.fault(Outcome::Invalid, |rule| Reason::of(ReasonCode::NoRow, rule));
                }
            }
            Found::Sum(exact, binding) => {
                let amount = self.rule.rounding.apply(exact);
                if amount <= Fen::ZERO && !self.rule.calculator {
                    self.comes_to_nothing(Shown::Yuan(exact));
                } else {
                    sum = Some((exact, amount, binding));
                }
            }
            Found::Refer(suggested) => {
                self.worst = self.worst.min(Outcome::Refer);
                proposed = suggested;
            }
        }
        let outcome = self.worst;
        let open = matches!(outcome, Outcome::Payable | Outcome::Incomplete);
        if let Some((exact, amount, binding)) = sum.filter(|_| open) {
            self.step(|rule| Step {
                name: Some(binding.code().to_owned()),
                value: Some(Shown::Yuan(exact)),
                ..Step::of(StepCode::Bound, rule)
            });
            if amount != exact {
                self.step(|rule| Step {
                    times: Some(Shown::Yuan(exact)),
                    value: Some(Shown::Yuan(amount)),
                    ..Step::of(StepCode::Rounded, rule)
                });
            }
        }
        let payable = sum.filter(|_| outcome == Outcome::Payable);
        let if_payable = |figure: Option<Fen>| figure.filter(|_| payable.is_some());
        Verdict {
            outcome,
            amount: payable.map_or(Fen::ZERO, |(_, amount, _)| amount),
            proposed: proposed.filter(|_| outcome == Outcome::Refer),
            estimate: sum.filter(|_| open).map(|(_, amount, _)| amount),
            binding: payable.map(|(_, _, binding)| binding),
            payer: self.payer.filter(|_| outcome >= Outcome::Incomplete),
            gross: if_payable(self.gross),
            tax: if_payable(self.tax),
            carried_out: if_payable(self.carried_out),
        }
    }
}

/// What a test requires, for people.
fn limit_of(rule: &Rule, slots: &[Slot], test: &Test) -> Limit {
    let kind = &rule.facts[test.fact].kind;
    let show = |number: &i64| kind.show(*number);
    let other = |fact: usize| {
        let date = number(rule, slots, fact).map_or(Shown::Text(String::new()), |days| kind.show(days));
        (rule.facts[fact].name.clone(), date)
    };
    match &test.op {
        Op::Equal(value) => Limit::Exactly(show(value)),
        Op::OneOf(values) => Limit::OneOf(values.iter().map(show).collect()),
        Op::AtLeast(min) => Limit::AtLeast(show(min)),
        Op::AtMost(max) => Limit::AtMost(show(max)),
        Op::Between(min, max) => Limit::Between(show(min), show(max)),
        Op::Outside(min, max) => Limit::Outside(show(min), show(max)),
        Op::NotBefore(fact) => {
            let (fact, date) = other(*fact);
            Limit::NotBefore { fact, date }
        }
        Op::WithinMonths { of, months } => {
            let (fact, date) = other(*of);
            Limit::WithinMonths { fact, date, months: Shown::Months(i64::from(*months)) }
        }
    }
}
