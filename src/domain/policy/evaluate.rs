//! One evaluation: facts, then validity, then conditions, then the formula, then rounding.
//!
//! Every fault is reported, whatever comes before it; the gravest decides the outcome.

use super::assessment::{
    Assessment, Binding, Limit, Outcome, Reason, ReasonCode, Ruling, SettingUsed, Step, StepCode, Verdict,
};
use super::facts::Facts;
use super::formulas;
use super::rule::{Condition, Failure, Need, Op, Policy, Row, Rule, Test, find_row};
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

/// What a formula found.
pub(super) enum Found {
    /// Facts are lacking or wrong; that has been reported.
    Nothing,
    /// A sum, exact to the fen, before rounding.
    Sum(Fen, Binding),
    /// An officer must decide.
    Refer(Option<Fen>),
}

/// One evaluation under way.
pub(super) struct Eval<'a, S> {
    pub rule: &'a Rule,
    pub ruling: Option<&'a Ruling>,
    pub payer: Option<usize>,
    pub gross: Option<Fen>,
    pub tax: Option<Fen>,
    pub carried_out: Option<Fen>,
    slots: &'a [Slot],
    sink: &'a mut S,
    worst: Outcome,
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
    /// The number of a fact, or its default; none while absent or unusable.
    #[inline]
    pub fn number(&self, fact: usize) -> Option<i64> {
        number(self.rule, self.slots, fact)
    }

    pub fn fen(&self, fact: usize) -> Option<Fen> {
        self.number(fact).map(Fen)
    }

    pub fn text(&self, fact: usize) -> Option<&str> {
        match self.slots.get(fact) {
            Some(Slot::Text(text)) => Some(text),
            _ => None,
        }
    }

    pub fn is_bad(&self, fact: usize) -> bool {
        matches!(self.slots.get(fact), Some(Slot::Bad(_)))
    }

    /// The first row that fits; settles the payer where rows differ in it.
    pub fn row<'r>(&mut self, rows: &'r [Row]) -> Option<&'r Row> {
        let row = find_row(rows, |fact| number(self.rule, self.slots, fact));
        match row {
            Some(row) => self.payer = row.payer.or(self.payer),
            None if rows.iter().any(|row| row.payer.is_some()) => self.payer = None,
            None => {}
        }
        row
    }

    pub fn fault(&mut self, outcome: Outcome, make: impl FnOnce(&Rule) -> Reason) {
        self.worst = self.worst.min(outcome);
        let rule = self.rule;
        self.sink.reason(|| Reason { outcome, ..make(rule) });
    }

    pub fn step(&mut self, make: impl FnOnce(&Rule) -> Step) {
        let rule = self.rule;
        self.sink.step(|| make(rule));
    }

    pub fn uses_setting(&mut self, key: &str) {
        let rule = self.rule;
        self.sink.setting(|| SettingUsed {
            key: key.to_owned(),
            value: rule.setting(key).map_or_else(String::new, |setting| setting.value.clone()),
        });
    }

    pub fn uses_ruling(&mut self) {
        self.sink.ruled();
    }

    /// The grant comes to nothing: `ineligible`.
    pub fn comes_to_nothing(&mut self, seen: Shown) {
        self.fault(Outcome::Ineligible, |rule| Reason {
            seen: Some(seen),
            required: Some(Limit::AboveZero),
            ..Reason::of(ReasonCode::ComesToNothing, rule)
        });
    }

    /// A fact as it goes into the sum, or the default it is taken at.
    pub fn input(&mut self, fact: usize) {
        let (slots, value) = (self.slots, self.number(fact));
        self.step(|rule| {
            let code = if matches!(slots.get(fact), Some(Slot::Absent)) { StepCode::Default } else { StepCode::Fact };
            let shown = value.map(|number| rule.facts[fact].kind.show(number));
            Step { fact: Some(rule.facts[fact].name.clone()), value: shown, ..Step::of(code, rule) }
        });
    }

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

#[inline]
fn number(rule: &Rule, slots: &[Slot], fact: usize) -> Option<i64> {
    match slots.get(fact)? {
        Slot::Number(number) => Some(*number),
        Slot::Absent => match rule.facts.get(fact)?.need {
            Need::Default(number) => Some(number),
            _ => None,
        },
        Slot::Text(_) | Slot::Bad(_) => None,
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

impl Reason {
    /// A reason of this kind under the rule's article; the outcome is set by whoever reports it.
    pub(super) fn of(code: ReasonCode, rule: &Rule) -> Reason {
        Reason {
            code,
            outcome: Outcome::Invalid,
            fact: None,
            seen: None,
            required: None,
            article: Some(rule.article.clone()),
            condition: None,
        }
    }
}

impl Step {
    /// A step of this kind under the rule's article.
    pub(super) fn of(code: StepCode, rule: &Rule) -> Step {
        Step { article: Some(rule.article.clone()), ..Step::bare(code) }
    }

    /// A step under no article.
    pub(super) fn bare(code: StepCode) -> Step {
        Step {
            code,
            fact: None,
            name: None,
            rate: None,
            times: None,
            value: None,
            limit: None,
            article: None,
            person: None,
            reason: None,
        }
    }
}
