//! Formulas that take a share of a sum.

use crate::domain::money::Fen;
use crate::domain::policy::assessment::{Binding, Limit, Step, StepCode};
use crate::domain::policy::eval::{Eval, Found};
use crate::domain::policy::formula::{CarryForward, RatioCapped};
use crate::domain::policy::rule::scaled;
use crate::domain::policy::sink::Sink;
use crate::domain::policy::value::Shown;
use crate::domain::ratio::Ratio;

fn ratio_step<S: Sink>(eval: &mut Eval<'_, S>, ratio: Ratio, base: Fen, value: Fen, limit: fn(Shown) -> Limit) {
    eval.step(|rule| Step {
        rate: Some(Shown::Ratio(ratio.to_string())),
        times: Some(Shown::Yuan(base)),
        value: Some(Shown::Yuan(value)),
        limit: Some(limit(Shown::Ratio(ratio.to_string()))),
        ..Step::of(StepCode::Ratio, rule)
    });
}

pub(super) fn ratio_capped<S: Sink>(eval: &mut Eval<'_, S>, formula: &RatioCapped) -> Found {
    let (Some(fee), Some(months)) = (eval.fen(formula.base), eval.number(formula.months)) else {
        return Found::Nothing;
    };
    let (share, cap) = (formula.ratio.of_floor(fee), scaled(formula.cap, months, formula.months_per_cap));
    eval.input(formula.base);
    ratio_step(eval, formula.ratio, fee, share, Limit::Usually);
    eval.input(formula.months);
    eval.step(|rule| Step {
        fact: Some(rule.facts[formula.months].name.clone()),
        rate: Some(Shown::Yuan(formula.cap)),
        times: Some(Shown::Months(months)),
        value: Some(Shown::Yuan(cap)),
        limit: Some(Limit::AtMost(Shown::Yuan(formula.cap))),
        ..Step::of(StepCode::YearCap, rule)
    });
    // Compared exactly, before any division.
    let exact_share = i128::from(fee.0) * i128::from(formula.ratio.num) * i128::from(formula.months_per_cap);
    let exact_cap = i128::from(formula.cap.0) * i128::from(months) * i128::from(formula.ratio.den);
    if exact_cap <= exact_share { Found::Sum(cap, Binding::Ceiling) } else { Found::Sum(share, Binding::Ratio) }
}

/// In fen, rounded down: allowed = min(ratio × base, spent + carried in).
pub(super) fn carry_forward<S: Sink>(eval: &mut Eval<'_, S>, formula: &CarryForward) -> Found {
    let (base, spent, carried_in) = (eval.fen(formula.base), eval.fen(formula.spent), eval.fen(formula.carried_in));
    let (Some(base), Some(spent), Some(carried_in)) = (base, spent, carried_in) else { return Found::Nothing };
    let (pool, cap) = (spent + carried_in, formula.ratio.of_floor(base));
    eval.input(formula.base);
    ratio_step(eval, formula.ratio, base, cap, Limit::AtMost);
    eval.input(formula.spent);
    eval.input(formula.carried_in);
    eval.step(|rule| Step { value: Some(Shown::Yuan(pool)), ..Step::of(StepCode::Pool, rule) });
    let (allowed, binding) = if cap <= pool { (cap, Binding::Ratio) } else { (pool, Binding::Spent) };
    let carried_out = pool - allowed;
    eval.carried_out = Some(carried_out);
    eval.step(|rule| Step { value: Some(Shown::Yuan(carried_out)), ..Step::of(StepCode::CarriedOut, rule) });
    Found::Sum(allowed, binding)
}
