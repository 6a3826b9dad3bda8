//! The formulas, one function each.

mod cost;
mod decision;
mod share;
mod table;

use super::assessment::Binding;
use super::eval::{Eval, Found};
use super::formula::Formula;
use super::sink::Sink;
use crate::domain::money::Fen;

/// Runs the rule's formula over facts that may have holes.
pub(super) fn run<S: Sink>(eval: &mut Eval<'_, S>) -> Found {
    let rule = eval.rule;
    match &rule.formula {
        Formula::CappedCost(formula) => cost::capped_cost(eval, formula),
        Formula::TierByHours(formula) => cost::tier_by_hours(eval, formula),
        Formula::PerHead(formula) => cost::per_head(eval, formula),
        Formula::FloorDecision(formula) => decision::floor(eval, formula),
        Formula::CeilingDecision(formula) => decision::ceiling(eval, formula),
        Formula::Recorded(formula) => decision::recorded(eval, formula),
        Formula::FixedTable(formula) => table::fixed(eval, formula),
        Formula::NetAward(formula) => table::net_award(eval, formula),
        Formula::Monthly(formula) => table::monthly(eval, formula),
        Formula::Uplifted(formula) => table::uplifted(eval, formula),
        Formula::RatioCapped(formula) => share::ratio_capped(eval, formula),
        Formula::CarryForward(formula) => share::carry_forward(eval, formula),
    }
}

/// The least; of equals the first, so that the order of the list names the limit that bound.
fn least(candidates: [(Binding, Option<Fen>); 3]) -> Option<(Fen, Binding)> {
    let mut found: Option<(Fen, Binding)> = None;
    for (binding, amount) in candidates {
        if let Some(amount) = amount
            && found.is_none_or(|(least, _)| amount < least)
        {
            found = Some((amount, binding));
        }
    }
    found
}
