//! What the host may expect, with its explanation: from the plan on.

use crate::domain::policy::{Assessment, Outcome, PolicySet};
use crate::text::Phrase;
use crate::text::parts::Explanation;
use crate::web::explanation::{explanation, outcome_tag};

/// The live estimate of an event or a plan item.
pub fn estimate(policies: &PolicySet, assessment: &Assessment) -> Option<Explanation> {
    explanation(policies, assessment)
}

/// For samples.
pub fn sample() -> Explanation {
    Explanation {
        outcome: outcome_tag(Outcome::Incomplete),
        rule: Phrase::both("技能竞赛承办补助", "Grant for hosting a skill competition"),
        article: Phrase::both("双高-七", "list two, measure 7"),
        quote: None,
        steps: Vec::new(),
        failed: Vec::new(),
        first: None,
        missing: vec![Phrase::both("缺少“核定成本”", "Approved cost is missing")],
        settings: Vec::new(),
        amount: None,
        capitals: None,
        because: Some(Phrase::both("材料不齐", "Incomplete")),
        next: None,
    }
}
