//! What the host may expect, with its explanation: from the plan on.

use crate::text::Phrase;
use crate::text::parts::Explanation;
use crate::web::explanation::outcome_tag;
use serde::Serialize;

/// The live estimate of an event or a plan item.
#[derive(Debug, Serialize)]
pub struct EstimateView {
    /// The most it can come to, where nothing else is known yet.
    pub ceiling: Option<Phrase>,
    pub explanation: Explanation,
}

impl EstimateView {
    pub fn sample() -> EstimateView {
        let explanation = Explanation {
            outcome: outcome_tag(crate::domain::policy::Outcome::Incomplete),
            rule: Phrase::both("技能竞赛承办补助", "Grant for hosting a skill competition"),
            article: Phrase::both("双高-七", "list two, measure 7"),
            quote: None,
            steps: Vec::new(),
            failed: Vec::new(),
            missing: vec![Phrase::both("缺少“核定成本”", "Approved cost is missing")],
            settings: Vec::new(),
            amount: None,
            capitals: None,
            because: Some(Phrase::both("材料不齐", "Incomplete")),
        };
        EstimateView { ceiling: None, explanation }
    }
}
