//! Whether a rubric can be scored by.

use super::{Body, Indicator, Node, Rubric, Scale};
use crate::domain::evaluation::points::Points;

/// Why a rubric cannot be frozen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RubricFault {
    #[error("no indicators")]
    Empty,
    #[error("`{0}` is there twice")]
    Repeated(String),
    #[error("`{0}` has no name")]
    NoName(String),
    #[error("`{0}` can be given nothing")]
    NoWeight(String),
    #[error("`{0}` has nothing under it")]
    EmptyBranch(String),
    #[error("`{code}` is worth {weight}, what is under it {sum}")]
    OtherSum { code: String, weight: Points, sum: Points },
    #[error("the weights add to {0}, not to 100")]
    NotOneHundred(Points),
    #[error("the levels of `{0}` do not go down from its weight")]
    Levels(String),
    #[error("deduction {number} of `{code}` takes nothing, or more than the indicator is worth")]
    Deduction { code: String, number: usize },
    #[error("the bonus `{0}` has no maximum")]
    BonusWithoutMaximum(String),
}

impl Rubric {
    /// Everything that is wrong.
    #[must_use]
    pub fn faults(&self) -> Vec<RubricFault> {
        if self.items.is_empty() {
            return vec![RubricFault::Empty];
        }
        let (mut faults, mut codes) = (Vec::new(), Vec::new());
        for node in &self.items {
            of_node(node, &mut codes, &mut faults);
        }
        for bonus in &self.bonus {
            of_name(&bonus.code, &bonus.name, &mut codes, &mut faults);
            if bonus.max.is_none_or(|max| max <= Points::ZERO) {
                faults.push(RubricFault::BonusWithoutMaximum(bonus.code.clone()));
            }
        }
        for veto in &self.vetoes {
            of_name(&veto.code, &veto.name, &mut codes, &mut faults);
        }
        let total: Points = self.items.iter().map(|node| node.weight).sum();
        if total != Points::whole(100) {
            faults.push(RubricFault::NotOneHundred(total));
        }
        faults
    }
}

fn of_name<'r>(code: &'r str, name: &str, codes: &mut Vec<&'r str>, faults: &mut Vec<RubricFault>) {
    if codes.contains(&code) {
        faults.push(RubricFault::Repeated(code.to_owned()));
    }
    codes.push(code);
    if name.trim().is_empty() {
        faults.push(RubricFault::NoName(code.to_owned()));
    }
}

fn of_node<'r>(node: &'r Node, codes: &mut Vec<&'r str>, faults: &mut Vec<RubricFault>) {
    of_name(&node.code, &node.name, codes, faults);
    if node.weight <= Points::ZERO {
        faults.push(RubricFault::NoWeight(node.code.clone()));
    }
    match &node.body {
        Body::Branch(items) if items.is_empty() => faults.push(RubricFault::EmptyBranch(node.code.clone())),
        Body::Branch(items) => {
            for item in items {
                of_node(item, codes, faults);
            }
            let sum: Points = items.iter().map(|item| item.weight).sum();
            if sum != node.weight {
                faults.push(RubricFault::OtherSum { code: node.code.clone(), weight: node.weight, sum });
            }
        }
        Body::Indicator(indicator) => of_indicator(node, indicator, faults),
    }
}

fn of_indicator(node: &Node, indicator: &Indicator, faults: &mut Vec<RubricFault>) {
    if let Scale::Levels(levels) = &indicator.scale {
        let named = levels.iter().all(|level| !level.name.trim().is_empty());
        let down = levels.windows(2).all(|two| two[0].points > two[1].points && two[0].name != two[1].name);
        let ends = levels.first().is_some_and(|best| best.points == node.weight)
            && levels.last().is_some_and(|worst| worst.points >= Points::ZERO);
        if !(named && down && ends) {
            faults.push(RubricFault::Levels(node.code.clone()));
        }
    }
    for (index, deduction) in indicator.deductions.iter().enumerate() {
        use super::Effect::{Discretion, Less, LessEach, Nought};
        let wrong = match deduction.effect {
            Less(points) | LessEach(points) => points <= Points::ZERO || points > node.weight,
            Nought | Discretion => false,
        };
        if wrong {
            faults.push(RubricFault::Deduction { code: node.code.clone(), number: index + 1 });
        }
    }
}
