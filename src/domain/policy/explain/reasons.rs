//! Faults in words: what is wrong, what was seen, what is required.

use super::{Explainer, ReasonText};
use crate::domain::policy::assessment::{Limit, Reason, ReasonCode};
use crate::domain::policy::value::Shown;

pub(super) fn reason(say: &Explainer<'_>, reason: &Reason) -> ReasonText {
    let fact = say.fact(reason.fact.as_deref());
    let seen = reason.seen.as_ref().map(|seen| say.shown(fact, seen));
    let required = reason.required.as_ref().map(|limit| say.limit(fact, limit));
    let text = sentence(say, reason, seen.as_deref().unwrap_or_default(), required.as_deref().unwrap_or_default());
    ReasonText { text, seen, required, article: reason.article.clone() }
}

/// How an advance was settled, in one sentence.
pub(super) fn settled(say: &Explainer<'_>, reason: &Reason) -> String {
    let seen = reason.seen.as_ref().map(|seen| say.shown(None, seen)).unwrap_or_default();
    match reason.code {
        ReasonCode::Recovery => say.pick(
            format!("预拨多于应补，应收回 {seen}"),
            format!("More was advanced than earned: {seen} to be paid back"),
        ),
        _ => say.pick("预拨与应补相抵，已结清".into(), "The advance equals what was earned: settled".into()),
    }
}

fn sentence(say: &Explainer<'_>, reason: &Reason, seen: &str, required: &str) -> String {
    let label = say.label(reason.fact.as_deref());
    match reason.code {
        ReasonCode::Unreadable => say
            .pick(format!("{label}填写为“{seen}”，应为{required}"), format!("{label}: “{seen}” should be {required}")),
        ReasonCode::OutOfRange => say.pick(
            format!("{label}为 {seen}，超出允许范围（{required}）"),
            format!("{label} is {seen}, outside what is allowed: {required}"),
        ),
        ReasonCode::ConditionFailed => {
            let message = reason.condition.and_then(|index| say.rule.conditions.get(index));
            let message = message.map_or("", |condition| condition.message.get(say.lang));
            say.pick(
                format!("{message}：{label}为“{seen}”，要求“{required}”"),
                format!("{message}: {label} is “{seen}”, required “{required}”"),
            )
        }
        ReasonCode::OutsideValidity => say.pick(
            format!("{label} {seen} 不在本政策有效期内（{required}）"),
            format!("{label} {seen} lies outside the validity of the policy ({required})"),
        ),
        ReasonCode::Missing => say.pick(format!("缺少：{label}"), format!("Missing: {label}")),
        ReasonCode::NoHours => say.pick("没有填写授课课时".into(), "No teaching hours were given".into()),
        ReasonCode::ComesToNothing => match reason.seen {
            Some(Shown::Months(_)) => say.pick(
                format!("已无可发月数（剩余 {seen}）"),
                format!("No months are left to be paid (remaining: {seen})"),
            ),
            _ => say.pick(
                format!("按规则计算为 {seen}，没有可补助的金额"),
                format!("The rule gives {seen}: nothing to grant"),
            ),
        },
        ReasonCode::BelowFloor => say.pick(
            format!("审定金额 {seen}低于下限，本次须{required}"),
            format!("The decided sum {seen} is under the floor: {required}"),
        ),
        ReasonCode::AboveLimit => say.pick(
            format!("审定金额 {seen}高于上限，须{required}"),
            format!("The decided sum {seen} is above the limit: {required}"),
        ),
        ReasonCode::BelowRange => say.pick(
            format!("按规则计算为 {seen}，不足补助区间 {required}，须由有权人作出决定并说明理由"),
            format!("The rule gives {seen}, under the range {required}: an officer must decide, with a reason"),
        ),
        ReasonCode::NeedsDecision => match &reason.required {
            Some(Limit::Given) | None => {
                say.pick(format!("须由有权人审定：{label}"), format!("An officer must decide: {label}"))
            }
            Some(_) => say.pick(
                format!("须由有权人审定：{label}（{required}）"),
                format!("An officer must decide: {label} ({required})"),
            ),
        },
        ReasonCode::NoRow => {
            say.pick("政策中没有与所填要素对应的金额".into(), "The policy has no sum for these facts".into())
        }
        ReasonCode::Recovery => say.pick(
            format!("下一步：企业与人社部门核对结算，按通知退回 {seen}；本次不再拨付。"),
            format!(
                "Next: the enterprise checks the settlement with the bureau and pays back {seen} when notified; \
                 nothing more is paid on this claim."
            ),
        ),
        ReasonCode::Settled => say.pick("本次不再拨付。".into(), "Nothing more is paid on this claim.".into()),
    }
}
