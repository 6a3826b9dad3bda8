//! Formulas whose sum stands in a table of the text.

use crate::domain::money::Fen;
use crate::domain::policy::assessment::{Binding, Limit, Step, StepCode};
use crate::domain::policy::eval::{Eval, Found};
use crate::domain::policy::formula::{FixedTable, Monthly, NetAward, Stacking, Tax, Uplifted};
use crate::domain::policy::rule::scaled;
use crate::domain::policy::sink::Sink;
use crate::domain::policy::value::Shown;

fn fixed_step<S: Sink>(eval: &mut Eval<'_, S>, amount: Fen) {
    eval.step(|rule| Step {
        value: Some(Shown::Yuan(amount)),
        limit: Some(Limit::Exactly(Shown::Yuan(amount))),
        ..Step::of(StepCode::Fixed, rule)
    });
}

pub(super) fn fixed<S: Sink>(eval: &mut Eval<'_, S>, formula: &FixedTable) -> Found {
    let Some(row) = eval.row(&formula.rows) else { return Found::Nothing };
    fixed_step(eval, row.amount);
    let Some(fact) = formula.paid_before else { return Found::Sum(row.amount, Binding::Fixed) };
    let Some(paid) = eval.fen(fact) else { return Found::Nothing };
    if paid.is_zero() {
        return Found::Sum(row.amount, Binding::Fixed);
    }
    eval.uses_setting("stacking");
    match formula.stacking {
        Stacking::Full => Found::Sum(row.amount, Binding::Fixed),
        Stacking::Difference => {
            eval.less(fact, paid);
            let difference = row.amount - paid;
            eval.step(|rule| Step { value: Some(Shown::Yuan(difference)), ..Step::of(StepCode::Difference, rule) });
            Found::Sum(difference, Binding::Difference)
        }
    }
}

/// gross = net / (1 − ratio), rounded down to the fen; what is not net is tax.
pub(super) fn net_award<S: Sink>(eval: &mut Eval<'_, S>, formula: &NetAward) -> Found {
    let net = formula.amount;
    fixed_step(eval, net);
    eval.uses_setting("tax");
    let (gross, rate) = match formula.tax {
        Tax::Exempt => (net, None),
        Tax::Ratio(ratio) => {
            let kept = i64::from(ratio.den) - i64::from(ratio.num);
            (scaled(net, i64::from(ratio.den), kept), Some(ratio))
        }
    };
    let tax = gross - net;
    (eval.gross, eval.tax) = (Some(gross), Some(tax));
    eval.step(|rule| Step { value: Some(Shown::Yuan(gross)), ..Step::of(StepCode::Gross, rule) });
    eval.step(|rule| Step {
        rate: rate.map(|ratio| Shown::Ratio(ratio.to_string())),
        times: rate.map(|_| Shown::Yuan(gross)),
        value: Some(Shown::Yuan(tax)),
        ..Step::of(StepCode::Tax, rule)
    });
    if let Some(about) = eval.rule.about_yearly {
        eval.step(|rule| Step {
            limit: Some(Limit::About(Shown::Count(about.about))),
            ..Step::of(StepCode::About, rule)
        });
    }
    Found::Sum(net, Binding::Fixed)
}

pub(super) fn monthly<S: Sink>(eval: &mut Eval<'_, S>, formula: &Monthly) -> Found {
    let row = eval.row(&formula.rows);
    let (Some(months), Some(paid)) = (eval.number(formula.months), eval.number(formula.paid_months)) else {
        return Found::Nothing;
    };
    let counted = months.min(formula.max_months);
    let payable = counted - paid;
    eval.input(formula.months);
    if paid > 0 {
        eval.input(formula.paid_months);
    }
    eval.step(|rule| Step {
        value: Some(Shown::Months(payable)),
        limit: Some(Limit::AtMost(Shown::Months(formula.max_months))),
        ..Step::of(StepCode::Months, rule)
    });
    if payable <= 0 {
        eval.comes_to_nothing(Shown::Months(payable));
        return Found::Nothing;
    }
    let Some(row) = row else { return Found::Nothing };
    let amount = scaled(row.amount, payable, 1);
    eval.step(|rule| Step {
        rate: Some(Shown::Yuan(row.amount)),
        times: Some(Shown::Months(payable)),
        value: Some(Shown::Yuan(amount)),
        limit: Some(Limit::Exactly(Shown::Yuan(row.amount))),
        ..Step::of(StepCode::Monthly, rule)
    });
    Found::Sum(amount, if counted == formula.max_months { Binding::Ceiling } else { Binding::Months })
}

pub(super) fn uplifted<S: Sink>(eval: &mut Eval<'_, S>, formula: &Uplifted) -> Found {
    let row = eval.row(&formula.rows);
    let (Some(row), Some(lifted)) = (row, eval.number(formula.uplift_when)) else { return Found::Nothing };
    fixed_step(eval, row.amount);
    if lifted == 0 {
        return Found::Sum(row.amount, Binding::Fixed);
    }
    let amount = formula.uplift.of_floor(row.amount);
    eval.step(|rule| Step {
        fact: Some(rule.facts[formula.uplift_when].name.clone()),
        rate: Some(Shown::Ratio(formula.uplift.to_string())),
        times: Some(Shown::Yuan(row.amount)),
        value: Some(Shown::Yuan(amount)),
        ..Step::of(StepCode::Uplift, rule)
    });
    Found::Sum(amount, Binding::Fixed)
}
