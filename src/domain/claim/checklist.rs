//! The papers of a claim: those that prove its facts, as the rule says, and those that every
//! payment needs.

use crate::domain::policy::{FactSheet, Need, Rule};

/// Proof of the account: unit, account name, bank, number.
pub const BANK_DETAILS: &str = "bank_details";
/// The signed promise that the file is true.
pub const TRUTH_PROMISE: &str = "truth_promise";

/// Papers of the office's own making: it has them and asks nobody for them.
const OFFICE_OWN: &[&str] = &["plan_notice", "decision", "evaluation"];

/// A paper that a claim asks for; codes of the policy file and the two of this module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needed {
    pub paper: String,
    pub mandatory: bool,
    /// The facts that it proves, by name.
    pub facts: Vec<String>,
}

/// What the claim asks for. A paper is mandatory when a fact that it proves must be given or was
/// given (a sponsorship of 0 needs no agreement); papers of the office's own are never.
pub fn checklist(rule: &Rule, facts: &FactSheet) -> Vec<Needed> {
    let mut needed: Vec<Needed> = Vec::new();
    for fact in &rule.facts {
        let given = facts.get(&fact.name).is_some_and(says_something);
        let required = fact.need == Need::Required;
        for paper in &fact.evidence {
            let mandatory = (given || required) && !OFFICE_OWN.contains(&paper.as_str());
            match needed.iter_mut().find(|known| known.paper == *paper) {
                Some(known) => {
                    known.mandatory |= mandatory;
                    known.facts.push(fact.name.clone());
                }
                None => needed.push(Needed { paper: paper.clone(), mandatory, facts: vec![fact.name.clone()] }),
            }
        }
    }
    if !rule.calculator {
        let always = |paper: &str| Needed { paper: paper.to_owned(), mandatory: true, facts: Vec::new() };
        needed.extend([always(BANK_DETAILS), always(TRUTH_PROMISE)]);
    }
    needed
}

/// The mandatory papers not handed in yet. What the event's closing file has counts: pass its
/// papers with those of the claim.
pub fn missing<'n>(needed: &'n [Needed], have: &[&str]) -> Vec<&'n str> {
    let wanting = needed.iter().filter(|paper| paper.mandatory && !have.contains(&paper.paper.as_str()));
    wanting.map(|paper| paper.paper.as_str()).collect()
}

/// Nothing, no and zero claim nothing.
fn says_something(text: &str) -> bool {
    let text = text.trim();
    let zero = text.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    !zero && !matches!(text.to_lowercase().as_str(), "false" | "no" | "否")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::policy::Policy;

    fn policy() -> Policy {
        Policy::from_toml("wenzhou-2019.toml", include_str!("../../../policies/wenzhou-2019.toml")).expect("the policy")
    }

    fn listed(rule: &str, facts: &[(&str, &str)]) -> String {
        let policy = policy();
        let needed = checklist(policy.rule(rule).expect("the rule"), &facts.iter().copied().collect());
        let papers: Vec<String> =
            needed.iter().map(|paper| format!("{}{}", paper.paper, if paper.mandatory { "*" } else { "" })).collect();
        papers.join(" ")
    }

    #[test]
    fn a_sponsored_competition_proves_its_sponsor() {
        insta::assert_snapshot!(listed("competition.host", &[("sponsorship", "0")]), @"plan_notice host_certificate results* cost_statement* other_money bank_details* truth_promise*");
        insta::assert_snapshot!(listed("competition.host", &[("sponsorship", "2000")]), @"plan_notice host_certificate results* cost_statement* other_money* bank_details* truth_promise*");
    }

    #[test]
    fn every_rule_says_what_it_needs() {
        let policy = policy();
        let lines: Vec<String> =
            policy.rules.iter().map(|rule| format!("{}: {}", rule.id, listed(&rule.id, &[]))).collect();
        insta::assert_snapshot!(lines.join("\n"));
    }

    #[test]
    fn what_the_event_has_is_not_asked_for_again() {
        let policy = policy();
        let needed = checklist(policy.rule("competition.host").expect("the rule"), &FactSheet::default());
        let missing = missing(&needed, &["cost_statement", "results", "host_certificate", TRUTH_PROMISE]);
        assert_eq!(missing, [BANK_DETAILS]);
    }
}
