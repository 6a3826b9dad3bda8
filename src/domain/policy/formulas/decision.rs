//! Formulas where an officer decides within the text's floor or ceiling.

use crate::domain::money::Fen;
use crate::domain::policy::assessment::{Binding, Limit, Outcome, Reason, ReasonCode, Step, StepCode};
use crate::domain::policy::eval::{Eval, Found};
use crate::domain::policy::formula::{CeilingDecision, FloorDecision, Recorded};
use crate::domain::policy::sink::Sink;
use crate::domain::policy::value::Shown;

/// The decision, from the fact or else from the ruling.
enum Decided {
    Sum(Fen),
    NotYet,
    Unreadable,
}

fn decided<S: Sink>(eval: &mut Eval<'_, S>, fact: usize) -> Decided {
    if let Some(sum) = eval.fen(fact) {
        fact_step(eval, fact, sum);
        return Decided::Sum(sum);
    }
    if eval.is_bad(fact) {
        return Decided::Unreadable;
    }
    match eval.ruling {
        Some(ruling) => {
            eval.decided(ruling);
            Decided::Sum(ruling.amount)
        }
        None => Decided::NotYet,
    }
}

fn fact_step<S: Sink>(eval: &mut Eval<'_, S>, fact: usize, sum: Fen) {
    eval.step(|rule| Step {
        fact: Some(rule.facts[fact].name.clone()),
        value: Some(Shown::Yuan(sum)),
        ..Step::of(StepCode::Decision, rule)
    });
}

fn needs_decision<S: Sink>(eval: &mut Eval<'_, S>, fact: usize, required: Limit) {
    eval.fault(Outcome::Refer, |rule| Reason {
        fact: Some(rule.facts[fact].name.clone()),
        required: Some(required),
        ..Reason::of(ReasonCode::NeedsDecision, rule)
    });
}

pub(super) fn floor<S: Sink>(eval: &mut Eval<'_, S>, formula: &FloorDecision) -> Found {
    let row = eval.row(&formula.rows);
    let (Some(row), Some(paid)) = (row, eval.fen(formula.paid_before)) else { return Found::Nothing };
    eval.step(|rule| Step {
        value: Some(Shown::Yuan(row.amount)),
        limit: Some(Limit::AtLeast(Shown::Yuan(row.amount))),
        ..Step::of(StepCode::Floor, rule)
    });
    let lacking = (row.amount - paid).or_zero();
    // A proposal, and a decision after rounding, must reach the floor: not a fen is missing.
    let least = eval.rule.rounding.reach(lacking);
    if !paid.is_zero() {
        eval.less(formula.paid_before, paid);
        eval.step(|rule| Step { value: Some(Shown::Yuan(lacking)), ..Step::of(StepCode::StillNeeded, rule) });
    }
    match decided(eval, formula.decided) {
        Decided::Unreadable => Found::Nothing,
        Decided::NotYet => {
            needs_decision(eval, formula.decided, Limit::AtLeast(Shown::Yuan(least)));
            Found::Refer(Some(least))
        }
        Decided::Sum(sum) if eval.rule.rounding.apply(sum) < least && is_instalment(eval, formula) => {
            let left = (least - eval.rule.rounding.apply(sum)).or_zero();
            eval.step(|rule| Step { value: Some(Shown::Yuan(left)), ..Step::of(StepCode::StillToCome, rule) });
            Found::Sum(sum, Binding::Decision)
        }
        Decided::Sum(sum) if eval.rule.rounding.apply(sum) < least => {
            eval.fault(Outcome::Invalid, |rule| Reason {
                fact: Some(rule.facts[formula.decided].name.clone()),
                seen: Some(Shown::Yuan(sum)),
                required: Some(Limit::AtLeast(Shown::Yuan(least))),
                ..Reason::of(ReasonCode::BelowFloor, rule)
            });
            Found::Nothing
        }
        Decided::Sum(sum) => Found::Sum(sum, Binding::Decision),
    }
}

/// A part that an officer decided on with a reason. What a fact states alone is never one: under the floor it is
/// `invalid`.
fn is_instalment<S: Sink>(eval: &Eval<'_, S>, formula: &FloorDecision) -> bool {
    let by_fact = eval.fen(formula.decided).is_some();
    formula.instalments && !by_fact && eval.ruling.is_some_and(|ruling| ruling.instalment)
}

pub(super) fn ceiling<S: Sink>(eval: &mut Eval<'_, S>, formula: &CeilingDecision) -> Found {
    let ceiling = formula.ceiling;
    let limit = || Limit::AtMost(Shown::Yuan(ceiling));
    eval.step(|rule| Step {
        value: Some(Shown::Yuan(ceiling)),
        limit: Some(limit()),
        ..Step::of(StepCode::Ceiling, rule)
    });
    match decided(eval, formula.decided) {
        Decided::Unreadable => Found::Nothing,
        Decided::NotYet => {
            needs_decision(eval, formula.decided, limit());
            Found::Refer(Some(eval.rule.rounding.apply(ceiling)))
        }
        Decided::Sum(sum) if sum > ceiling => {
            eval.fault(Outcome::Invalid, |rule| Reason {
                fact: Some(rule.facts[formula.decided].name.clone()),
                seen: Some(Shown::Yuan(sum)),
                required: Some(limit()),
                ..Reason::of(ReasonCode::AboveLimit, rule)
            });
            Found::Nothing
        }
        Decided::Sum(sum) => Found::Sum(sum, Binding::Decision),
    }
}

/// Recorded, never computed: both the sum and its reason are needed, or else a ruling, which has both.
pub(super) fn recorded<S: Sink>(eval: &mut Eval<'_, S>, formula: &Recorded) -> Found {
    if eval.is_bad(formula.decided) {
        return Found::Nothing;
    }
    let (sum, reason_given) = (eval.fen(formula.decided), eval.text(formula.reason).is_some());
    if let (Some(sum), true) = (sum, reason_given) {
        fact_step(eval, formula.decided, sum);
        return Found::Sum(sum, Binding::Decision);
    }
    if let Some(ruling) = eval.ruling {
        eval.decided(ruling);
        return Found::Sum(ruling.amount, Binding::Decision);
    }
    if sum.is_none() {
        needs_decision(eval, formula.decided, Limit::Given);
    }
    if !reason_given {
        needs_decision(eval, formula.reason, Limit::Given);
    }
    Found::Refer(None)
}
