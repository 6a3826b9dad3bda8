//! Worked cases, hard combinations and laws.

mod another;
mod explained;
mod hard;
mod laws;
mod worked;

use super::{Assessment, FactSheet, Policy, PolicySet};

pub(super) const WENZHOU: &str = include_str!("../../../../policies/wenzhou-2019.toml");

pub(super) fn policy() -> Policy {
    Policy::from_toml("wenzhou-2019.toml", WENZHOU).unwrap()
}

pub(super) fn set() -> PolicySet {
    PolicySet::new(vec![policy()]).unwrap()
}

/// The policy with one passage of its file replaced.
pub(super) fn set_with(passage: &str, replacement: &str) -> PolicySet {
    assert_eq!(WENZHOU.matches(passage).count(), 1, "{passage}");
    let text = WENZHOU.replace(passage, replacement);
    PolicySet::new(vec![Policy::from_toml("changed.toml", &text).unwrap()]).unwrap()
}

pub(super) fn sheet(facts: &[(&str, &str)]) -> FactSheet {
    facts.iter().copied().collect()
}

pub(super) fn assess(rule: &str, facts: &[(&str, &str)]) -> Assessment {
    set().assess(rule, &sheet(facts), None).unwrap()
}
