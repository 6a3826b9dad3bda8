//! Tests and conditions of a rule.

use super::names::{ANY, DATE, Desk};
use crate::domain::policy::file::{ConditionFile, Literal, Name, OpFile, RuleFile, TestFile};
use crate::domain::policy::rule::{Condition, Op, Setting, Test};
use crate::domain::policy::value::Kind;

pub(super) fn conditions(desk: &mut Desk<'_>, rule: &RuleFile, settings: &[Setting]) -> Vec<Condition> {
    rule.condition.iter().filter_map(|written| condition(desk, written, settings)).collect()
}

fn condition(desk: &mut Desk<'_>, written: &ConditionFile, settings: &[Setting]) -> Option<Condition> {
    let when = tests(desk, &written.when, settings);
    let (test, setting) = test(desk, &written.fact, written.is.get_ref(), settings)?;
    Some(Condition {
        test,
        when,
        failure: written.failure,
        article: written.article.clone(),
        message: written.message.clone(),
        setting,
    })
}

pub(super) fn tests(desk: &mut Desk<'_>, written: &[TestFile], settings: &[Setting]) -> Vec<Test> {
    let read = |test: &TestFile| self::test(desk, &test.fact, test.is.get_ref(), settings);
    written.iter().filter_map(read).map(|(test, _)| test).collect()
}

fn test(desk: &mut Desk<'_>, fact: &Name, op: &OpFile, settings: &[Setting]) -> Option<(Test, Option<usize>)> {
    let fact =
        desk.fact(fact, if matches!(op, OpFile::NotBefore(_) | OpFile::WithinMonths(_)) { DATE } else { ANY })?;
    let kind = desk.kind(fact)?;
    let mut setting = None;
    let op = match op {
        OpFile::Equal(value) => Op::Equal(desk.literal(value, &kind)?),
        OpFile::OneOf(values) => {
            let read: Vec<Option<i64>> = values.iter().map(|value| desk.literal(value, &kind)).collect();
            Op::OneOf(read.into_iter().collect::<Option<_>>()?)
        }
        OpFile::AtLeast(value) => Op::AtLeast(desk.literal(value, &kind)?),
        OpFile::AtMost(value) => Op::AtMost(desk.literal(value, &kind)?),
        OpFile::Between(ends) => range(desk, ends, &kind).map(|(min, max)| Op::Between(min, max))?,
        OpFile::Outside(ends) => range(desk, ends, &kind).map(|(min, max)| Op::Outside(min, max))?,
        OpFile::NotBefore(other) => Op::NotBefore(desk.fact(other, DATE)?),
        OpFile::WithinMonths(within) => {
            let of = desk.fact(&within.of, DATE)?;
            let (index, months) = months_setting(desk, &within.setting, settings)?;
            setting = Some(index);
            Op::WithinMonths { of, months }
        }
    };
    Some((Test { fact, op }, setting))
}

fn range(desk: &mut Desk<'_>, ends: &[Literal; 2], kind: &Kind) -> Option<(i64, i64)> {
    let (min, max) = (desk.literal(&ends[0], kind), desk.literal(&ends[1], kind));
    let (min, max) = (min?, max?);
    if min > max {
        desk.fault(ends[0].span().start, "between", "区间的下限大于上限".into());
        return None;
    }
    Some((min, max))
}

fn months_setting(desk: &mut Desk<'_>, name: &Name, settings: &[Setting]) -> Option<(usize, u32)> {
    desk.use_setting(name.get_ref());
    let Some(index) = settings.iter().position(|setting| setting.key == *name.get_ref()) else {
        desk.fault(name.span().start, name.get_ref(), "本规则没有这个设定".into());
        return None;
    };
    match settings[index].value.parse::<u32>() {
        Ok(months) if (1..=600).contains(&months) => Some((index, months)),
        _ => {
            desk.fault(name.span().start, name.get_ref(), "设定的取值应为月数".into());
            None
        }
    }
}
