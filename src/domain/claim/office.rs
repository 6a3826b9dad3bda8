//! Which papers a claim needs: those that prove the facts it states.

use crate::domain::policy::{FactDef, Facts, Formula, Need, Rule, Shown};

/// A paper of the rule's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperNeed {
    /// Code of the paper in the policy.
    pub code: String,
    /// Whether the facts stated need it; otherwise it may be handed in.
    pub required: bool,
    /// Names of the facts that it proves.
    pub facts: Vec<String>,
}

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

/// The papers of a claim in the rule's order. A paper is required where a fact that it proves is
/// stated, or must still be: a “no”, a nought and a default prove themselves.
pub fn papers(rule: &Rule, facts: &Facts) -> Vec<PaperNeed> {
    let office = office_facts(rule);
    let own: Vec<(usize, &FactDef)> =
        rule.facts.iter().enumerate().filter(|(_, fact)| !office.contains(&fact.name.as_str())).collect();
    let need = |code: &str| {
        let proves: Vec<&(usize, &FactDef)> =
            own.iter().filter(|(_, fact)| fact.evidence.iter().any(|paper| paper == code)).collect();
        (!proves.is_empty()).then(|| PaperNeed {
            code: code.to_owned(),
            required: proves.iter().any(|(index, fact)| is_stated(fact, facts.shown(rule, *index))),
            facts: proves.iter().map(|(_, fact)| fact.name.clone()).collect(),
        })
    };
    rule.papers().into_iter().filter_map(need).collect()
}

fn is_stated(fact: &FactDef, value: Option<Shown>) -> bool {
    let Some(value) = value else { return fact.need == Need::Required };
    let default = match fact.need {
        Need::Default(number) => Some(fact.kind.show(number)),
        _ => None,
    };
    let nothing = matches!(value, Shown::Yes(false) | Shown::Count(0) | Shown::Hours(0) | Shown::Months(0))
        || matches!(&value, Shown::Yuan(amount) if amount.0 == 0);
    !nothing && Some(value) != default
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
