//! By what evaluators score: a tree of weighted indicators whose weights add to 100, a bonus beside
//! it, and the veto items.

mod check;
mod read;

pub use check::RubricFault;
pub use read::{bonus_cells, read_rubric};

use super::points::Points;
use crate::domain::contest::mark::MarkError;
use serde::{Deserialize, Serialize};

/// One version of a rubric; frozen before the first score, public before the first self-score.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rubric {
    pub items: Vec<Node>,
    pub bonus: Vec<Bonus>,
    pub vetoes: Vec<Veto>,
}

/// A branch or a leaf of the tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Node {
    /// Unique in its rubric: `1`, `1.2`.
    pub code: String,
    pub name: String,
    /// Of a leaf the most it can be given; of a branch the sum of what is under it.
    pub weight: Points,
    pub body: Body,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    Branch(Vec<Node>),
    Indicator(Indicator),
}

/// How one indicator is scored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    pub scale: Scale,
    pub deductions: Vec<Deduction>,
    /// What the base hands in for it, one paper an entry.
    pub evidence: Vec<String>,
}

/// What can be given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// From 0 to the weight, with two decimals.
    #[default]
    Points,
    /// One of these, the best first; the best is the weight.
    Levels(Vec<Level>),
}

/// A graded level: `A` 8, `B` 6.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    pub name: String,
    pub points: Points,
}

/// Why an indicator is not given in full.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deduction {
    pub when: String,
    pub effect: Effect,
}

/// What a deduction does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// The indicator is given 0.
    Nought,
    Less(Points),
    /// So much for each one that lacks.
    LessEach(Points),
    /// As the evaluator sees fit.
    Discretion,
}

/// Something beside the 100.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bonus {
    pub code: String,
    pub name: String,
    /// The most that can be given; without one the rubric cannot be frozen.
    pub max: Option<Points>,
}

/// What makes a base unqualified whatever its score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Veto {
    pub code: String,
    pub name: String,
}

/// A leaf with where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leaf<'r> {
    pub node: &'r Node,
    pub indicator: &'r Indicator,
    /// Right above it.
    pub branch: Option<&'r Node>,
}

impl Rubric {
    /// Every indicator in the order in which it is scored, with the branch right above it.
    #[must_use]
    pub fn leaves(&self) -> Vec<Leaf<'_>> {
        fn walk<'r>(nodes: &'r [Node], branch: Option<&'r Node>, into: &mut Vec<Leaf<'r>>) {
            for node in nodes {
                match &node.body {
                    Body::Branch(items) => walk(items, Some(node), into),
                    Body::Indicator(indicator) => into.push(Leaf { node, indicator, branch }),
                }
            }
        }
        let mut leaves = Vec::new();
        walk(&self.items, None, &mut leaves);
        leaves
    }

    /// What there is one mark for, in order: the most that can be given, by code; indicators, then the bonus.
    #[must_use]
    pub fn lines(&self) -> Vec<(&str, Points)> {
        let leaves = self.leaves().into_iter().map(|leaf| (leaf.node.code.as_str(), leaf.node.weight));
        let bonus = self.bonus.iter().map(|bonus| (bonus.code.as_str(), bonus.max.unwrap_or_default()));
        leaves.chain(bonus).collect()
    }

    /// The lines of the block, indicator or bonus that a tie key means: by its code, or by its name with or without
    /// 得分. None where the rubric has no such thing, or more than one.
    #[must_use]
    pub fn block(&self, code: &str, name: &str) -> Option<Vec<&str>> {
        let compact = crate::domain::text::compact;
        let name = compact(name);
        let name = name.strip_suffix("得分").unwrap_or(&name);
        let is_meant = |node_code: &str, node_name: &str| node_code == code || compact(node_name) == name;
        let mut found: Vec<Vec<&str>> = Vec::new();
        let mut waiting: Vec<&Node> = self.items.iter().rev().collect();
        while let Some(node) = waiting.pop() {
            if is_meant(&node.code, &node.name) {
                found.push(node.lines());
            } else if let Body::Branch(items) = &node.body {
                waiting.extend(items.iter().rev());
            }
        }
        let bonus = self.bonus.iter().filter(|bonus| is_meant(&bonus.code, &bonus.name));
        found.extend(bonus.map(|bonus| vec![bonus.code.as_str()]));
        let only = found.pop();
        only.filter(|_| found.is_empty())
    }

    /// Reads the mark of one line as an evaluator writes it; of graded levels the level's name will do.
    ///
    /// # Errors
    /// See [`MarkError`]; a number that is no level is out of range. `None` for a code that is none.
    pub fn read(&self, code: &str, text: &str) -> Option<Result<Points, MarkError>> {
        if let Some(bonus) = self.bonus.iter().find(|bonus| bonus.code == code) {
            return Some(Points::read(text, bonus.max.unwrap_or_default()));
        }
        let leaf = self.leaves().into_iter().find(|leaf| leaf.node.code == code)?;
        Some(leaf.indicator.scale.read(text, leaf.node.weight))
    }
}

impl Scale {
    fn read(&self, text: &str, weight: Points) -> Result<Points, MarkError> {
        let Scale::Levels(levels) = self else { return Points::read(text, weight) };
        let typed = crate::domain::text::compact(text);
        if let Some(level) = levels.iter().find(|level| level.name.eq_ignore_ascii_case(&typed)) {
            return Ok(level.points);
        }
        let points = Points::read(text, weight)?;
        let is_level = levels.iter().any(|level| level.points == points);
        if is_level { Ok(points) } else { Err(MarkError::OutOfRange(weight.exact())) }
    }
}

impl Node {
    /// The codes of the indicators under it; of an indicator its own.
    fn lines(&self) -> Vec<&str> {
        match &self.body {
            Body::Branch(items) => items.iter().flat_map(Node::lines).collect(),
            Body::Indicator(_) => vec![self.code.as_str()],
        }
    }

    /// What is left of the weight after these deductions, each with how often; never below 0.
    /// Discretion takes nothing by itself, and what is no deduction of this indicator neither.
    #[must_use]
    pub fn after(&self, found: &[(usize, u32)]) -> Points {
        let Body::Indicator(indicator) = &self.body else { return Points::ZERO };
        let taken = |(which, times): &(usize, u32)| match indicator.deductions.get(*which).map(|one| one.effect) {
            _ if *times == 0 => Points::ZERO,
            Some(Effect::Nought) => self.weight,
            Some(Effect::Less(points)) => points,
            Some(Effect::LessEach(points)) => Points(points.0.saturating_mul(i64::from(*times))),
            Some(Effect::Discretion) | None => Points::ZERO,
        };
        let taken: i64 = found.iter().map(|one| taken(one).0).fold(0, i64::saturating_add);
        Points(self.weight.0.saturating_sub(taken).max(0))
    }
}

#[cfg(test)]
mod tests;
