//! Steps in words.

use super::{Explainer, StepText, binding_label};
use crate::domain::lang::Lang;
use crate::domain::policy::assessment::{Binding, Step, StepCode};
use crate::domain::policy::formula::Formula;
use crate::domain::policy::value::Shown;

pub(super) fn step(say: &Explainer<'_>, step: &Step) -> StepText {
    let (label, value, limit) = parts(say, step);
    let text = sentence(say, step, label.clone(), value.as_deref(), limit.as_deref());
    StepText { label, value, limit, article: step.article.clone(), text, bound: step.code == StepCode::Bound }
}

/// The sentence alone.
pub(super) fn text(say: &Explainer<'_>, step: &Step) -> String {
    let (label, value, limit) = parts(say, step);
    sentence(say, step, label, value.as_deref(), limit.as_deref())
}

fn parts(say: &Explainer<'_>, step: &Step) -> (String, Option<String>, Option<String>) {
    let fact = say.fact(step.fact.as_deref());
    let show = |value: &Option<Shown>| value.as_ref().map(|value| say.shown(fact, value));
    let mut value = show(&step.value);
    let limit = step.limit.as_ref().map(|limit| say.limit(fact, limit));
    let (rate, times) = (show(&step.rate), show(&step.times));
    let name = fact.map_or(step.fact.as_deref().unwrap_or_default(), |fact| fact.label.get(say.lang));
    let label = label(say, step, name, rate.as_deref().unwrap_or_default(), times.as_deref().unwrap_or_default());
    if step.code == StepCode::Less {
        value = value.map(|value| format!("−{value}"));
    }
    let label = match step.person.filter(|_| step.code != StepCode::Person) {
        Some(number) => say.pick(format!("第 {number} 人 · {label}"), format!("person {number} · {label}")),
        None => label,
    };
    (label, value, limit)
}

fn label(say: &Explainer<'_>, step: &Step, fact: &str, rate: &str, times: &str) -> String {
    let fixed = |zh, en| say.word(zh, en).to_owned();
    match step.code {
        StepCode::ConditionMet if step.name.is_some() => {
            say.pick(format!("{fact}（未填，按默认值）"), format!("{fact} (blank, default taken)"))
        }
        StepCode::ConditionMet | StepCode::Fact | StepCode::Standard => fact.to_owned(),
        StepCode::Default => say.pick(format!("{fact}（未填，按默认值）"), format!("{fact} (blank, default taken)")),
        StepCode::Less => say.pick(format!("减：{fact}"), format!("less: {fact}")),
        StepCode::NetCost => fixed("净成本", "net cost"),
        StepCode::Ceiling => fixed("上限", "ceiling"),
        StepCode::Floor => fixed("下限", "floor"),
        StepCode::Range => fixed("补助区间上限", "ceiling of the range"),
        StepCode::TierHours => {
            let tier = tier_label(say, step.name.as_deref());
            say.pick(format!("{tier}及以上课时（共 {times}）"), format!("hours of {tier} and above (of {times})"))
        }
        StepCode::OpenHours => {
            let tier = tier_label(say, step.name.as_deref());
            say.pick(
                format!("{fact}按设定归入{tier}，请主管部门明确"),
                format!("{fact} count as {tier} by a setting; the office should rule on it"),
            )
        }
        StepCode::Tier => {
            let tier = tier_label(say, step.name.as_deref());
            say.pick(format!("归入{tier}档"), format!("tier: {tier}"))
        }
        StepCode::PerHead => say.pick(format!("人均 {rate} × {times} 人"), format!("{rate} × {times} people")),
        StepCode::StillNeeded => fixed("距下限尚缺", "still needed to reach the floor"),
        StepCode::StillToCome => fixed("分期拨付，以后各期至少", "an instalment: those to come are at least"),
        StepCode::Decision => match step.name.as_deref() {
            Some(by) => say.pick(format!("审定（{by}：{times}）"), format!("decided by {by}: {times}")),
            None => fact.to_owned(),
        },
        StepCode::Fixed => fixed("规定金额", "fixed sum"),
        StepCode::Difference => fixed("差额", "difference"),
        StepCode::Ratio => format!("{rate} × {times}"),
        StepCode::YearCap => {
            let year = match &say.rule.formula {
                Formula::RatioCapped(formula) => formula.months_per_cap,
                _ => 12,
            };
            say.pick(format!("上限：{rate} × {times}/{year}"), format!("ceiling: {rate} × {times} / {year}"))
        }
        StepCode::Months => fixed("可发月数", "months to be paid"),
        StepCode::Monthly => say.pick(format!("每月 {rate} × {times}"), format!("{rate} a month × {times}")),
        StepCode::Uplift => say.pick(format!("{fact}，上浮：{rate} × {times}"), format!("{fact}: {rate} × {times}")),
        StepCode::Gross => fixed("税前金额", "gross"),
        StepCode::Tax if rate.is_empty() => fixed("个人所得税（免税）", "income tax (exempt)"),
        StepCode::Tax => say.pick(format!("个人所得税：{rate} × {times}"), format!("income tax: {rate} × {times}")),
        StepCode::Pool => fixed("本年支出与以前年度结转合计", "spent plus carried in"),
        StepCode::CarriedOut => fixed("结转以后年度", "carried to later years"),
        StepCode::Lifted => fixed("提至区间下限", "lifted to the lower end of the range"),
        StepCode::Bound => {
            let code = step.name.as_deref().unwrap_or_default();
            let binding = Binding::ALL.into_iter().find(|binding| binding.code() == code);
            let binding = binding.map_or(code, |binding| binding_label(binding, say.lang));
            say.pick(format!("最终由{binding}限定"), format!("bound by {binding}"))
        }
        StepCode::Rounded => fixed("舍去角分", "rounded down to whole yuan"),
        StepCode::About => fixed("每年人数（软指标）", "people a year (soft)"),
        StepCode::Person => {
            let number = step.name.as_deref().unwrap_or_default();
            say.pick(format!("第 {number} 人"), format!("person {number}"))
        }
        StepCode::Failed => step.reason.as_ref().map_or_else(String::new, |reason| say.reason(reason).text),
        StepCode::Unfinished => {
            let number = step.name.as_deref().unwrap_or_default();
            say.pick(format!("第 {number} 人（未结业）"), format!("person {number} (did not finish)"))
        }
        StepCode::Class => say.pick(format!("结业 {times} 人合计"), format!("together, {times} who finished")),
        StepCode::Advance => fixed("减：已预拨", "less: paid in advance"),
        StepCode::Recovery => fixed("预拨多于应补，应收回", "more was advanced than earned: to be paid back"),
    }
}

fn sentence(say: &Explainer<'_>, step: &Step, mut text: String, value: Option<&str>, limit: Option<&str>) -> String {
    let colon = say.word("：", ": ");
    let product = step.rate.is_some() && step.value.is_some();
    if let Some(value) = value {
        text.push_str(if product { " = " } else { colon });
        text.push_str(value);
    }
    // A ceiling or fixed sum is its own value: said once.
    let repeats = matches!(step.code, StepCode::Ceiling | StepCode::Floor | StepCode::Fixed | StepCode::Tier);
    if let Some(limit) = limit.filter(|_| !repeats) {
        let required = say.word("要求", "required: ");
        let lead = if step.code == StepCode::ConditionMet { required } else { "" };
        match (value, say.lang) {
            (None, _) => text.push_str(&format!("{colon}{limit}")),
            (Some(_), Lang::Zh) => text.push_str(&format!("（{lead}{limit}）")),
            (Some(_), Lang::En) => text.push_str(&format!(" ({lead}{limit})")),
        }
    }
    text
}

fn tier_label<'a>(say: &Explainer<'a>, code: Option<&'a str>) -> &'a str {
    let code = code.unwrap_or_default();
    match &say.rule.formula {
        Formula::TierByHours(formula) => {
            formula.tiers.iter().find(|tier| tier.code == code).map_or(code, |tier| tier.label.get(say.lang))
        }
        _ => code,
    }
}
