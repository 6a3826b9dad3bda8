//! Which facts of a claim the office states itself.

use crate::domain::policy::{Formula, Rule};

/// Facts that only a decision of the office supplies: never typed by anybody, because then no
/// second person would confirm them.
pub fn decision_facts(rule: &Rule) -> Vec<&str> {
    let positions = match &rule.formula {
        Formula::FloorDecision(formula) => vec![formula.decided],
        Formula::CeilingDecision(formula) => vec![formula.decided],
        Formula::Recorded(formula) => vec![formula.decided, formula.reason],
        _ => Vec::new(),
    };
    named(rule, &positions)
}

/// Facts that the office states and the claimant does not: its own standard for the trade, and
/// what only a decision supplies.
pub fn office_facts(rule: &Rule) -> Vec<&str> {
    let mut names = decision_facts(rule);
    if let Formula::CappedCost(formula) = &rule.formula {
        names.extend(named(rule, formula.standard.as_slice()));
    }
    names
}

fn named<'r>(rule: &'r Rule, positions: &[usize]) -> Vec<&'r str> {
    positions.iter().filter_map(|position| rule.facts.get(*position)).map(|fact| fact.name.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::policy::Policy;

    #[test]
    fn nobody_types_a_decision() {
        let text = include_str!("../../../policies/wenzhou-2019.toml");
        let policy = Policy::from_toml("wenzhou-2019.toml", text).unwrap();
        for (rule, names) in [
            ("competition.host", vec!["standard"]),
            ("base.grant", vec!["decided_amount"]),
            ("base.excellent", vec!["decided_amount"]),
            ("team.participation", vec!["decided_amount", "reason"]),
            ("class.away", vec![]),
        ] {
            assert_eq!(office_facts(policy.rule(rule).unwrap()), names, "{rule}");
        }
    }
}
