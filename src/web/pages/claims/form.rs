//! A form about a claim, with what it comes to beside it.

use crate::domain::policy::Outcome;
use crate::phrase;
use crate::text::parts::{Control, Explanation, Field, Form};
use crate::text::{Page, Phrase, Say};
use crate::web::explanation::outcome_tag;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct ClaimForm {
    pub heading: Phrase,
    pub crumb: (String, Phrase),
    pub lead: Phrase,
    /// What the event and the plan fix: label and value, not to be written here.
    pub fixed: Vec<(Phrase, Phrase)>,
    pub form: Form,
    pub action: String,
    pub submit: Phrase,
    pub version: String,
    /// What the facts come to so far.
    pub explanation: Option<Explanation>,
}

impl Page for ClaimForm {
    const TEMPLATE: &'static str = "pages/claims/form";

    fn title(&self, say: Say) -> String {
        say.phrase(&self.heading)
    }

    fn sample() -> ClaimForm {
        let explanation = Explanation {
            outcome: outcome_tag(Outcome::Incomplete),
            rule: Phrase::typed("技能竞赛承办补助"),
            article: Phrase::typed("双高-七"),
            quote: None,
            steps: Vec::new(),
            failed: Vec::new(),
            first: None,
            missing: vec![Phrase::typed("缺少：核定成本")],
            settings: Vec::new(),
            amount: None,
            capitals: None,
            because: None,
            next: None,
        };
        ClaimForm {
            heading: Phrase::typed("技能竞赛承办补助"),
            crumb: ("/claims/42".to_owned(), Phrase::typed("JX-2019-0042")),
            lead: phrase!("claim-form-lead"),
            fixed: vec![(Phrase::typed("竞赛级别"), Phrase::typed("市级"))],
            form: Form::new(vec![
                Field::new(Control::Text, "title", phrase!("claim-title")).value("建筑抹灰工技能竞赛").required(),
                Field::new(Control::Money, "fact.approved_cost", Phrase::typed("核定成本"))
                    .help(Phrase::typed("审核后认可的支出合计。"))
                    .value("86400"),
            ]),
            action: "/claims/42/edit".to_owned(),
            submit: phrase!("common-save"),
            version: "3".to_owned(),
            explanation: Some(explanation),
        }
    }

    fn samples() -> Vec<ClaimForm> {
        let wrong = Field::new(Control::Text, "title", phrase!("claim-title")).error(Some(Phrase::typed("必填")));
        let form = Form::new(vec![wrong]);
        vec![ClaimForm::sample(), ClaimForm { explanation: None, fixed: Vec::new(), form, ..ClaimForm::sample() }]
    }
}
