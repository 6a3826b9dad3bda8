//! Says an assessment in Chinese and English. Every sentence about a grant comes from here, so that
//! page, mail, file and API say the same.

mod reasons;
mod steps;
mod values;

use super::assessment::{Assessment, Binding, Outcome, Reason, SettingUsed, Step};
use super::rule::{FactDef, Policy, Rule};
use crate::domain::lang::Lang;

/// An assessment in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// Outcome and sum in one sentence.
    pub headline: String,
    /// One sentence per fault, the gravest first.
    pub reasons: Vec<ReasonText>,
    /// One line per step, in order.
    pub steps: Vec<StepText>,
    /// One sentence per choice that the text left to the office.
    pub settings: Vec<String>,
}

/// A fault in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReasonText {
    pub text: String,
    pub seen: Option<String>,
    pub required: Option<String>,
    pub article: Option<String>,
}

/// A step in words: for a ledger line by its parts, for running text by `text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepText {
    pub label: String,
    pub value: Option<String>,
    pub limit: Option<String>,
    pub article: Option<String>,
    /// The whole step in one sentence.
    pub text: String,
    /// The line that bound the sum.
    pub bound: bool,
}

/// Says the results of one rule in one language.
#[derive(Clone, Copy)]
pub struct Explainer<'p> {
    policy: &'p Policy,
    rule: &'p Rule,
    lang: Lang,
}

/// Says a whole assessment; `None` if the policy is not the one it was made with.
#[must_use]
pub fn explain(policy: &Policy, assessment: &Assessment, lang: Lang) -> Option<Explained> {
    let rule = policy.rule(&assessment.rule)?;
    (policy.reference == assessment.policy).then(|| Explainer::new(policy, rule, lang).all(assessment))
}

impl<'p> Explainer<'p> {
    #[must_use]
    pub fn new(policy: &'p Policy, rule: &'p Rule, lang: Lang) -> Explainer<'p> {
        Explainer { policy, rule, lang }
    }

    /// Everything, for a page.
    #[must_use]
    pub fn all(&self, assessment: &Assessment) -> Explained {
        Explained {
            headline: self.headline(assessment),
            reasons: assessment.reasons.iter().map(|reason| self.reason(reason)).collect(),
            steps: assessment.steps.iter().map(|step| self.step(step)).collect(),
            settings: assessment.settings.iter().map(|used| self.setting(used)).collect(),
        }
    }

    /// Outcome and sum in one sentence.
    #[must_use]
    pub fn headline(&self, assessment: &Assessment) -> String {
        if let Some(settled) = assessment.reasons.iter().find(|reason| reason.code.settles()) {
            return reasons::settled(self, settled);
        }
        let sum = values::yuan(assessment.amount, self.lang);
        let outcome = outcome_label(assessment.outcome, self.lang);
        match (assessment.outcome, assessment.proposed, assessment.binding) {
            (Outcome::Payable, _, Some(Binding::Each)) => self
                .pick(format!("{outcome}：{sum}，各人分别限定"), format!("{outcome}: {sum}, each by their own limit")),
            (Outcome::Payable, _, Some(binding)) => {
                let binding = binding_label(binding, self.lang);
                self.pick(format!("{outcome}：{sum}，由{binding}限定"), format!("{outcome}: {sum}, bound by {binding}"))
            }
            (Outcome::Payable, ..) => self.pick(format!("{outcome}:{sum}"), format!("{outcome}: {sum}")),
            (Outcome::Refer, Some(proposed), _) => {
                let proposed = values::yuan(proposed, self.lang);
                self.pick(format!("{outcome}，建议 {proposed}"), format!("{outcome}, suggested: {proposed}"))
            }
            _ => outcome.to_owned(),
        }
    }

    /// Who pays, where the facts settle it.
    #[must_use]
    pub fn payer(&self, assessment: &Assessment) -> Option<&'p str> {
        let payer = self.policy.payer(assessment.payer.as_deref()?)?;
        Some(payer.label.get(self.lang))
    }

    /// One fault.
    #[must_use]
    pub fn reason(&self, reason: &Reason) -> ReasonText {
        reasons::reason(self, reason)
    }

    /// One step.
    #[must_use]
    pub fn step(&self, step: &Step) -> StepText {
        steps::step(self, step)
    }

    /// One step in one sentence, the same as [`StepText::text`].
    #[must_use]
    pub fn step_text(&self, step: &Step) -> String {
        steps::text(self, step)
    }

    /// A choice that the text left to the office.
    #[must_use]
    pub fn setting(&self, used: &SettingUsed) -> String {
        let Some(setting) = self.rule.setting(&used.key) else { return format!("{} = {}", used.key, used.value) };
        let chosen = setting.allowed.iter().find(|allowed| allowed.code == used.value);
        let chosen = chosen.map_or(used.value.as_str(), |chosen| chosen.label.get(self.lang));
        let (label, note) = (setting.label.get(self.lang), setting.note.get(self.lang));
        self.pick(
            format!("本结果采用设定：{label}——{chosen}。{note}"),
            format!("Setting used: {label}: {chosen}. {note}"),
        )
    }

    /// The value of a fact in words.
    #[must_use]
    pub fn value(&self, fact: &FactDef, value: &super::value::Shown) -> String {
        self.shown(Some(fact), value)
    }

    fn fact(&self, name: Option<&str>) -> Option<&'p FactDef> {
        let index = self.rule.fact_index(name?)?;
        self.rule.facts.get(index)
    }

    /// The label of a fact; its name if the rule does not know it.
    fn label<'n>(&self, name: Option<&'n str>) -> &'n str
    where
        'p: 'n,
    {
        self.fact(name).map_or(name.unwrap_or_default(), |fact| fact.label.get(self.lang))
    }

    fn pick(&self, zh: String, en: String) -> String {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    fn word(&self, zh: &'static str, en: &'static str) -> &'static str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }
}

/// The outcome in words.
#[must_use]
pub const fn outcome_label(outcome: Outcome, lang: Lang) -> &'static str {
    match (outcome, lang) {
        (Outcome::Payable, Lang::Zh) => "可以支付",
        (Outcome::Payable, Lang::En) => "Payable",
        (Outcome::Refer, Lang::Zh) => "须报请决定",
        (Outcome::Refer, Lang::En) => "Referred for a decision",
        (Outcome::Ineligible, Lang::Zh) => "不符合条件",
        (Outcome::Ineligible, Lang::En) => "Not eligible",
        (Outcome::Incomplete, Lang::Zh) => "材料不齐",
        (Outcome::Incomplete, Lang::En) => "Incomplete",
        (Outcome::Invalid, Lang::Zh) => "填报有误",
        (Outcome::Invalid, Lang::En) => "Invalid",
    }
}

/// The limit that bound, in words.
#[must_use]
pub const fn binding_label(binding: Binding, lang: Lang) -> &'static str {
    let (zh, en) = match binding {
        Binding::Standard => ("工种补助标准", "the office's standard"),
        Binding::NetCost => ("净成本", "the net cost"),
        Binding::Ceiling => ("上限", "the ceiling"),
        Binding::Floor => ("下限", "the lower end of the range"),
        Binding::Tier => ("分档金额", "the tier"),
        Binding::ApprovedCost => ("核定成本", "the approved cost"),
        Binding::PerHead => ("人均标准", "the rate per head"),
        Binding::Decision => ("审定金额", "the decision"),
        Binding::Fixed => ("规定金额", "the fixed sum"),
        Binding::Difference => ("差额", "the difference"),
        Binding::Ratio => ("比例", "the ratio"),
        Binding::Months => ("可发月数", "the months"),
        Binding::Spent => ("实际支出", "what was spent"),
        Binding::Each => ("各人标准", "each person’s own limit"),
    };
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}
