//! An assessment as the page part that shows it: every word comes from the policy and the domain's
//! own explanation, so that page, mail and file say the same.

use crate::domain::identity::rmb_in_capitals;
use crate::domain::lang::{Lang, Words};
use crate::domain::money::Fen;
use crate::domain::policy::{
    Assessment, Explained, Outcome, Policy, PolicySet, ReasonCode, Rule, SettingUsed, explain, outcome_label,
};
use crate::text::Phrase;
use crate::text::parts::{Condition, Explanation, Reckoning, Setting, Tag, Tone};

/// The assessment in both languages; `None` if its policy version is not published here.
pub fn explanation(policies: &PolicySet, assessment: &Assessment) -> Option<Explanation> {
    let policy = policies.find(&assessment.policy)?;
    let rule = policy.rule(&assessment.rule)?;
    let zh = explain(policy, assessment, Lang::Zh)?;
    let en = explain(policy, assessment, Lang::En)?;
    let sum = sum(assessment);
    let next = assessment.reasons.iter().zip(zh.reasons.iter().zip(&en.reasons));
    let next =
        next.filter(|(reason, _)| reason.code.settles()).map(|(_, (zh, en))| Phrase::both(&zh.text, &en.text)).next();
    Some(Explanation {
        outcome: settled(assessment).map_or_else(|| outcome_tag(assessment.outcome), settled_tag),
        rule: rule.title.clone().into(),
        article: article(policy, rule),
        quote: Some(rule.quote.clone()),
        steps: steps(rule, &zh, &en),
        failed: failed(assessment, &zh, &en),
        first: None,
        missing: missing(assessment, &zh, &en),
        settings: assessment.settings.iter().filter_map(|used| setting(rule, used)).collect(),
        amount: sum.map(|sum| Phrase::both(format!("{} 元", sum.grouped()), format!("{} yuan", sum.grouped()))),
        capitals: sum.filter(|_| assessment.outcome == Outcome::Payable).map(rmb_in_capitals),
        because: Some(Phrase::both(zh.headline, en.headline)),
        next,
    })
}

/// The outcome in a word, with its colour.
pub fn outcome_tag(outcome: Outcome) -> Tag {
    let tone = match outcome {
        Outcome::Payable => Tone::Done,
        Outcome::Refer | Outcome::Incomplete => Tone::Wait,
        Outcome::Ineligible | Outcome::Invalid => Tone::Stop,
    };
    Tag::new(tone, Phrase::both(outcome_label(outcome, Lang::Zh), outcome_label(outcome, Lang::En)))
}

/// How the advance was settled, where it was all that there is to say.
fn settled(assessment: &Assessment) -> Option<ReasonCode> {
    assessment.reasons.iter().map(|reason| reason.code).find(|code| code.settles())
}

fn settled_tag(code: ReasonCode) -> Tag {
    match code {
        ReasonCode::Recovery => Tag::new(Tone::Wait, Phrase::both("须收回预拨款", "Advance to be paid back")),
        _ => Tag::new(Tone::Done, Phrase::both("已结清", "Settled")),
    }
}

/// What stands under the double rule: the sum payable, proposed or, so far, estimated.
fn sum(assessment: &Assessment) -> Option<Fen> {
    match assessment.outcome {
        Outcome::Payable => Some(assessment.amount),
        Outcome::Refer => assessment.proposed,
        Outcome::Incomplete => assessment.estimate.filter(|estimate| *estimate > Fen(0)),
        Outcome::Ineligible | Outcome::Invalid => None,
    }
}

fn article(policy: &Policy, rule: &Rule) -> Phrase {
    let words = |place: &Words, lang: Lang| format!("{} · {}", place.get(lang), policy.title.get(lang));
    Phrase::both(words(&rule.place, Lang::Zh), words(&rule.place, Lang::En))
}

fn steps(rule: &Rule, zh: &Explained, en: &Explained) -> Vec<Reckoning> {
    let both = |zh: Option<&String>, en: Option<&String>| match (zh, en) {
        (Some(zh), Some(en)) => Some(Phrase::both(zh, en)),
        _ => None,
    };
    let step = |(zh, en): (&crate::domain::policy::StepText, &crate::domain::policy::StepText)| Reckoning {
        label: Phrase::both(&zh.label, &en.label),
        // A limit that says no more than the value is not said twice.
        note: both(zh.limit.as_ref(), en.limit.as_ref()).filter(|_| zh.limit != zh.value),
        value: both(zh.value.as_ref(), en.value.as_ref()).unwrap_or_else(|| Phrase::typed("")),
        bound: zh.bound,
        // The rule's own article stands under its quote already.
        article: zh.article.clone().filter(|article| *article != rule.article),
    };
    zh.steps.iter().zip(&en.steps).map(step).collect()
}

fn failed(assessment: &Assessment, zh: &Explained, en: &Explained) -> Vec<Condition> {
    let texts = zh.reasons.iter().zip(&en.reasons);
    let grave = |outcome: Outcome| matches!(outcome, Outcome::Ineligible | Outcome::Invalid | Outcome::Refer);
    let value = |zh: &Option<String>, en: &Option<String>| match (zh, en) {
        (Some(zh), Some(en)) => Phrase::both(zh, en),
        _ => Phrase::typed("—"),
    };
    assessment
        .reasons
        .iter()
        .zip(texts)
        .filter(|(reason, _)| grave(reason.outcome) && !reason.code.settles())
        .map(|(_, (zh, en))| Condition {
            label: Phrase::both(&zh.text, &en.text),
            seen: value(&zh.seen, &en.seen),
            required: value(&zh.required, &en.required),
            article: zh.article.clone(),
        })
        .collect()
}

fn missing(assessment: &Assessment, zh: &Explained, en: &Explained) -> Vec<Phrase> {
    let texts = zh.reasons.iter().zip(&en.reasons);
    assessment
        .reasons
        .iter()
        .zip(texts)
        .filter(|(reason, _)| reason.outcome == Outcome::Incomplete)
        .map(|(_, (zh, en))| Phrase::both(&zh.text, &en.text))
        .collect()
}

fn setting(rule: &Rule, used: &SettingUsed) -> Option<Setting> {
    let setting = rule.setting(&used.key)?;
    let chosen = setting.allowed.iter().find(|allowed| allowed.code == used.value);
    let value = chosen.map_or_else(|| Phrase::typed(&used.value), |chosen| chosen.label.clone().into());
    Some(Setting { label: setting.label.clone().into(), value })
}
