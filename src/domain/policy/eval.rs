//! One evaluation under way: the facts as the formulas ask for them, and what is noted on the way.

use super::assessment::{Binding, Limit, Outcome, Reason, ReasonCode, Ruling, SettingUsed, Step, StepCode};
use super::rule::{Need, Row, Rule, find_row};
use super::sink::Sink;
use super::value::{Shown, Slot};
use crate::domain::money::Fen;

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
    pub slots: &'a [Slot],
    pub sink: &'a mut S,
    /// The gravest outcome of what was found so far.
    pub worst: Outcome,
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

    /// What was paid before or otherwise, taken off the sum.
    pub fn less(&mut self, fact: usize, less: Fen) {
        self.step(|rule| Step {
            fact: Some(rule.facts[fact].name.clone()),
            value: Some(Shown::Yuan(less)),
            ..Step::of(StepCode::Less, rule)
        });
    }

    /// What an officer decided, with the reason.
    pub fn decided(&mut self, ruling: &Ruling) {
        self.uses_ruling();
        self.step(|rule| Step {
            name: Some(ruling.decided_by.clone()),
            times: Some(Shown::Text(ruling.reason.clone())),
            value: Some(Shown::Yuan(ruling.amount)),
            ..Step::of(StepCode::Decision, rule)
        });
    }
}

/// The number of a fact, or its default.
#[inline]
pub(super) fn number(rule: &Rule, slots: &[Slot], fact: usize) -> Option<i64> {
    match slots.get(fact)? {
        Slot::Number(number) => Some(*number),
        Slot::Absent => match rule.facts.get(fact)?.need {
            Need::Default(number) => Some(number),
            _ => None,
        },
        Slot::Text(_) | Slot::Bad(_) => None,
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
