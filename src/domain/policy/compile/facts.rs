//! Facts and settings of a rule.

use super::names::Desk;
use super::tests_of;
use crate::domain::policy::file::{FactFile, KindFile, RuleFile};
use crate::domain::policy::rule::{FactDef, Need, Setting};
use crate::domain::policy::value::{Choice, Kind};
use std::collections::BTreeSet;

pub(super) fn settings(desk: &mut Desk<'_>, rule: &RuleFile) -> Vec<Setting> {
    let mut settings: Vec<Setting> = Vec::with_capacity(rule.setting.len());
    for setting in &rule.setting {
        let (key, value) = (setting.key.get_ref(), setting.value.get_ref());
        if settings.iter().any(|other| other.key == *key) {
            desk.fault(setting.key.span().start, key, "设定重复".into());
        }
        if !setting.allowed.iter().any(|allowed| allowed.code == *value) {
            let offered: Vec<&str> = setting.allowed.iter().map(|allowed| allowed.code.as_str()).collect();
            let problem = format!("设定 {key} 的取值不在可选范围内。可选：{}", offered.join("、"));
            desk.fault(setting.value.span().start, value, problem);
        }
        settings.push(Setting {
            key: key.clone(),
            value: value.clone(),
            label: setting.label.clone(),
            note: setting.note.clone(),
            allowed: setting.allowed.clone(),
        });
    }
    settings
}

/// A setting that no condition and no formula reads is a key written wrongly.
pub(super) fn unused_settings(desk: &mut Desk<'_>, rule: &RuleFile) {
    for setting in &rule.setting {
        if !desk.is_used(setting.key.get_ref()) {
            desk.fault(setting.key.span().start, setting.key.get_ref(), "本规则的公式和条件都不使用这个设定".into());
        }
    }
}

/// The facts without their needs, which may name other facts ([`needs`]).
pub(super) fn facts(desk: &mut Desk<'_>, rule: &RuleFile) -> Vec<FactDef> {
    let mut names = BTreeSet::new();
    let mut facts = Vec::with_capacity(rule.fact.len());
    for fact in &rule.fact {
        let (name, at) = (fact.name.get_ref(), fact.name.span().start);
        if !names.insert(name.as_str()) {
            desk.fault(at, name, "要素重复".into());
        }
        let kind = kind(desk, fact);
        // Sums, counts and hours are never negative unless the file says so.
        let floor = matches!(kind, Kind::Money | Kind::Count | Kind::Hours).then_some(0);
        let min = fact.min.as_ref().and_then(|value| desk.literal(value, &kind)).or(floor);
        let max = fact.max.as_ref().and_then(|value| desk.literal(value, &kind));
        let evidence = fact.evidence.iter().filter_map(|name| desk.paper(name)).collect();
        facts.push(FactDef {
            name: name.clone(),
            kind,
            label: fact.label.clone(),
            help: fact.help.clone(),
            need: Need::Required,
            min,
            max,
            evidence,
        });
    }
    facts
}

fn kind(desk: &mut Desk<'_>, fact: &FactFile) -> Kind {
    let (name, at) = (fact.name.get_ref(), fact.name.span().start);
    if (fact.kind == KindFile::Choice) == fact.options.is_empty() {
        desk.fault(at, name, "类型 choice 须有 options，其他类型不得有".into());
    }
    match fact.kind {
        KindFile::Choice => {
            let choice = |coded: &crate::domain::policy::rule::Coded| Choice {
                code: coded.code.clone(),
                label: coded.label.clone(),
            };
            Kind::Choice(fact.options.iter().map(choice).collect())
        }
        KindFile::Bool => Kind::Bool,
        KindFile::Money => Kind::Money,
        KindFile::Count => Kind::Count,
        KindFile::Hours => Kind::Hours,
        KindFile::Date => Kind::Date,
        KindFile::Text => Kind::Text,
    }
}

/// When each fact must be given.
pub(super) fn needs(desk: &mut Desk<'_>, rule: &RuleFile, settings: &[Setting]) -> Vec<Need> {
    let need = |fact: &FactFile| {
        let (name, at) = (fact.name.get_ref().clone(), fact.name.span().start);
        let ways =
            usize::from(fact.optional) + usize::from(fact.default.is_some()) + usize::from(fact.needed_when.is_some());
        if ways > 1 {
            desk.fault(at, &name, "optional、default、needed_when 只能写一个".into());
        }
        if let Some(value) = &fact.default {
            let kind = kind(desk, fact);
            return desk.literal(value, &kind).map_or(Need::Optional, Need::Default);
        }
        if let Some(tests) = &fact.needed_when {
            return Need::RequiredWhen(tests_of::tests(desk, tests, settings));
        }
        if fact.optional { Need::Optional } else { Need::Required }
    };
    rule.fact.iter().map(need).collect()
}
