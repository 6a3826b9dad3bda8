//! Formulas that start from what the event cost.

use super::least;
use crate::domain::money::Fen;
use crate::domain::policy::assessment::{Binding, Limit, Outcome, Reason, ReasonCode, Step, StepCode};
use crate::domain::policy::eval::{Eval, Found};
use crate::domain::policy::formula::{BelowBand, CappedCost, MixedLecturers, PerHead, TierByHours};
use crate::domain::policy::rule::{Row, scaled};
use crate::domain::policy::sink::Sink;
use crate::domain::policy::value::Shown;

pub(super) fn capped_cost<S: Sink>(eval: &mut Eval<'_, S>, formula: &CappedCost) -> Found {
    let row = eval.row(&formula.rows);
    let net = net_cost(eval, formula);
    let standard = formula.standard.and_then(|fact| eval.fen(fact));
    let mut usable = !formula.standard.is_some_and(|fact| eval.is_bad(fact));
    if let (Some(row), Some(standard)) = (row, standard) {
        usable &= standard_fits(eval, formula, row, standard);
    }
    if net == Some(Fen::ZERO) {
        eval.comes_to_nothing(Shown::Yuan(Fen::ZERO));
        return Found::Nothing;
    }
    let (Some(row), true) = (row, usable) else { return Found::Nothing };
    // Said before the cost is known, too: from the plan on a host sees how much it can be.
    match row.floor {
        Some(floor) => eval.step(|rule| Step {
            limit: Some(Limit::Between(Shown::Yuan(floor), Shown::Yuan(row.amount))),
            value: Some(Shown::Yuan(row.amount)),
            ..Step::of(StepCode::Range, rule)
        }),
        None => eval.step(|rule| ceiling_step(rule, row.amount)),
    }
    let Some(net) = net else { return Found::Nothing };
    let candidates =
        [(Binding::Ceiling, Some(row.amount)), (Binding::Standard, standard), (Binding::NetCost, Some(net))];
    let Some((exact, binding)) = least(candidates) else { return Found::Nothing };
    match row.floor {
        Some(floor) if exact < floor => below_band(eval, formula, row, (exact, binding), floor),
        _ => Found::Sum(exact, binding),
    }
}

/// Cost less other money, not below 0.
fn net_cost<S: Sink>(eval: &mut Eval<'_, S>, formula: &CappedCost) -> Option<Fen> {
    let cost = eval.fen(formula.cost)?;
    eval.input(formula.cost);
    let mut net = cost;
    let mut complete = true;
    for &fact in &formula.less {
        match eval.fen(fact) {
            Some(Fen::ZERO) => {}
            Some(less) => {
                net = net - less;
                eval.less(fact, less);
            }
            None => complete = false,
        }
    }
    if !complete {
        return None;
    }
    let net = net.or_zero();
    eval.step(|rule| Step { value: Some(Shown::Yuan(net)), ..Step::of(StepCode::NetCost, rule) });
    Some(net)
}

/// The office's own figure must lie in the text's range, or at or under its ceiling.
fn standard_fits<S: Sink>(eval: &mut Eval<'_, S>, formula: &CappedCost, row: &Row, standard: Fen) -> bool {
    let fits = standard <= row.amount && row.floor.is_none_or(|floor| floor <= standard);
    let limit = || match row.floor {
        Some(floor) => Limit::Between(Shown::Yuan(floor), Shown::Yuan(row.amount)),
        None => Limit::AtMost(Shown::Yuan(row.amount)),
    };
    let fact = |rule: &crate::domain::policy::Rule| {
        formula.standard.and_then(|fact| rule.facts.get(fact)).map(|fact| fact.name.clone())
    };
    if fits {
        eval.step(|rule| Step {
            fact: fact(rule),
            value: Some(Shown::Yuan(standard)),
            limit: Some(limit()),
            ..Step::of(StepCode::Standard, rule)
        });
    } else {
        eval.fault(Outcome::Invalid, |rule| Reason {
            fact: fact(rule),
            seen: Some(Shown::Yuan(standard)),
            required: Some(limit()),
            ..Reason::of(ReasonCode::OutOfRange, rule)
        });
    }
    fits
}

fn below_band<S: Sink>(
    eval: &mut Eval<'_, S>,
    formula: &CappedCost,
    row: &Row,
    (exact, binding): (Fen, Binding),
    floor: Fen,
) -> Found {
    let amount = eval.rule.rounding.apply(exact);
    if amount.is_zero() {
        return Found::Sum(exact, binding);
    }
    eval.uses_setting("below_band");
    match formula.below_band {
        BelowBand::PayActual => Found::Sum(exact, binding),
        BelowBand::PayFloor => {
            eval.step(|rule| Step {
                value: Some(Shown::Yuan(floor)),
                limit: Some(Limit::AtLeast(Shown::Yuan(floor))),
                ..Step::of(StepCode::Lifted, rule)
            });
            Found::Sum(floor, Binding::Floor)
        }
        BelowBand::Refer => match eval.ruling {
            Some(ruling) if eval.rule.rounding.apply(ruling.amount) <= amount => {
                eval.decided(ruling);
                Found::Sum(ruling.amount, Binding::Decision)
            }
            Some(ruling) => {
                eval.uses_ruling();
                let seen = ruling.amount;
                eval.fault(Outcome::Invalid, |rule| Reason {
                    seen: Some(Shown::Yuan(seen)),
                    required: Some(Limit::AtMost(Shown::Yuan(amount))),
                    ..Reason::of(ReasonCode::AboveLimit, rule)
                });
                Found::Nothing
            }
            None => {
                eval.fault(Outcome::Refer, |rule| Reason {
                    seen: Some(Shown::Yuan(amount)),
                    required: Some(Limit::Between(Shown::Yuan(floor), Shown::Yuan(row.amount))),
                    ..Reason::of(ReasonCode::BelowRange, rule)
                });
                Found::Refer(Some(amount))
            }
        },
    }
}

pub(super) fn per_head<S: Sink>(eval: &mut Eval<'_, S>, formula: &PerHead) -> Found {
    let (Some(heads), Some(cost)) = (eval.number(formula.heads), eval.fen(formula.cost)) else {
        return Found::Nothing;
    };
    let product = scaled(formula.rate, heads, 1);
    eval.step(|rule| Step {
        fact: Some(rule.facts[formula.heads].name.clone()),
        rate: Some(Shown::Yuan(formula.rate)),
        times: Some(Shown::Count(heads)),
        value: Some(Shown::Yuan(product)),
        limit: Some(Limit::AtMost(Shown::Yuan(formula.rate))),
        ..Step::of(StepCode::PerHead, rule)
    });
    eval.step(|rule| ceiling_step(rule, formula.ceiling));
    eval.input(formula.cost);
    let candidates = [
        (Binding::Ceiling, Some(formula.ceiling)),
        (Binding::PerHead, Some(product)),
        (Binding::ApprovedCost, Some(cost)),
    ];
    least(candidates).map_or(Found::Nothing, |(exact, binding)| Found::Sum(exact, binding))
}

fn ceiling_step(rule: &crate::domain::policy::Rule, ceiling: Fen) -> Step {
    Step {
        value: Some(Shown::Yuan(ceiling)),
        limit: Some(Limit::AtMost(Shown::Yuan(ceiling))),
        ..Step::of(StepCode::Ceiling, rule)
    }
}

pub(super) fn tier_by_hours<S: Sink>(eval: &mut Eval<'_, S>, formula: &TierByHours) -> Found {
    let mut total = 0i64;
    let mut origins = 0;
    for tier in &formula.tiers {
        let mut own = 0;
        for &fact in &tier.hours {
            let Some(hours) = eval.number(fact) else { return Found::Nothing };
            own += hours;
        }
        total += own;
        origins += i32::from(own > 0);
    }
    if total == 0 {
        eval.fault(Outcome::Incomplete, |rule| Reason {
            seen: Some(Shown::Hours(0)),
            required: Some(Limit::AboveZero),
            ..Reason::of(ReasonCode::NoHours, rule)
        });
        return Found::Nothing;
    }
    if origins > 1 {
        eval.uses_setting("mixed_lecturers");
    }
    open_hours(eval, formula);
    let Some(found) = find_tier(eval, formula, total) else { return Found::Nothing };
    let tier = &formula.tiers[found];
    eval.step(|rule| Step {
        name: Some(tier.code.clone()),
        value: Some(Shown::Yuan(tier.amount)),
        limit: Some(Limit::Exactly(Shown::Yuan(tier.amount))),
        ..Step::of(StepCode::Tier, rule)
    });
    let Some(cost) = eval.fen(formula.cost) else { return Found::Nothing };
    eval.uses_setting("capped_by_cost");
    if !formula.capped_by_cost {
        return Found::Sum(tier.amount, Binding::Tier);
    }
    eval.input(formula.cost);
    if cost < tier.amount { Found::Sum(cost, Binding::ApprovedCost) } else { Found::Sum(tier.amount, Binding::Tier) }
}

/// Hours whose tier the text leaves open are noted, so that the office rules on it.
fn open_hours<S: Sink>(eval: &mut Eval<'_, S>, formula: &TierByHours) {
    let Some(open) = &formula.open_hours else { return };
    let Some(hours) = eval.number(open.fact).filter(|hours| *hours > 0) else { return };
    eval.uses_setting(&open.setting);
    eval.step(|rule| Step {
        fact: Some(rule.facts[open.fact].name.clone()),
        name: Some(formula.tiers[open.tier].code.clone()),
        value: Some(Shown::Hours(hours)),
        ..Step::of(StepCode::OpenHours, rule)
    });
}

/// The highest tier that the hours reach. The lowest one takes what is left.
fn find_tier<S: Sink>(eval: &mut Eval<'_, S>, formula: &TierByHours, total: i64) -> Option<usize> {
    let mut reached = 0i64;
    for (index, tier) in formula.tiers.iter().enumerate() {
        let own: i64 = tier.hours.iter().filter_map(|&fact| eval.number(fact)).sum();
        reached += own;
        let (taken, limit) = match formula.mixed {
            MixedLecturers::MajorityHours => (reached * 2 >= total, half_of(total)),
            MixedLecturers::HighestOrigin => (own > 0, Limit::AboveZero),
        };
        let shown = if formula.mixed == MixedLecturers::MajorityHours { reached } else { own };
        eval.step(|rule| Step {
            name: Some(tier.code.clone()),
            times: Some(Shown::Hours(total)),
            value: Some(Shown::Hours(shown)),
            limit: Some(limit),
            ..Step::of(StepCode::TierHours, rule)
        });
        if taken {
            return Some(index);
        }
    }
    formula.tiers.len().checked_sub(1)
}

/// Half of the hours, for showing; rounded up to the hundredth, as the comparison is exact.
fn half_of(total: i64) -> Limit {
    Limit::AtLeast(Shown::Hours(total.div_euclid(2) + total % 2))
}
