//! The desk at which a file is compiled: looks names up, collects faults.

use crate::domain::money::Fen;
use crate::domain::policy::file::{FileFault, FileFaults, Literal, Name, PolicyFile, Yuan, date_of};
use crate::domain::policy::rule::{Coded, FactDef};
use crate::domain::policy::value::{Kind, KindName, Slot};
use crate::domain::ratio::Ratio;
use chrono::Datelike;
use std::collections::BTreeMap;

pub(super) const DATE: &[KindName] = &[KindName::Date];
pub(super) const MONEY: &[KindName] = &[KindName::Money];
pub(super) const COUNT: &[KindName] = &[KindName::Count];
pub(super) const HOURS: &[KindName] = &[KindName::Hours];
pub(super) const BOOL: &[KindName] = &[KindName::Bool];
pub(super) const TEXT: &[KindName] = &[KindName::Text];
pub(super) const ANY: &[KindName] =
    &[KindName::Choice, KindName::Bool, KindName::Money, KindName::Count, KindName::Hours, KindName::Date];

/// Where faults are collected while names of one rule are looked up.
pub(super) struct Desk<'f> {
    file: &'f str,
    text: &'f str,
    payers: &'f [Coded],
    papers: &'f [Coded],
    rule: String,
    facts: BTreeMap<String, (usize, Kind)>,
    used_settings: Vec<String>,
    faults: Vec<FileFault>,
}

pub(super) fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}

impl<'f> Desk<'f> {
    pub fn new(file: &'f str, text: &'f str, policy: &'f PolicyFile) -> Desk<'f> {
        let (payers, papers) = (policy.payer.as_slice(), policy.paper.as_slice());
        let (rule, facts) = (String::new(), BTreeMap::new());
        Desk { file, text, payers, papers, rule, facts, used_settings: Vec::new(), faults: Vec::new() }
    }

    pub fn fault(&mut self, at: usize, key: &str, problem: String) {
        let problem = if self.rule.is_empty() { problem } else { format!("{problem}（规则 {}）", self.rule) };
        let line = line_of(self.text, at);
        self.faults.push(FileFault { file: self.file.to_owned(), line, key: key.to_owned(), problem });
    }

    /// A rule without a result must have said why.
    pub fn expect_fault(&mut self, at: usize) {
        if self.faults.is_empty() {
            self.fault(at, "rule", "规则无法读取".into());
        }
    }

    pub fn finish(mut self) -> Result<(), FileFaults> {
        self.faults.sort();
        self.faults.dedup();
        if self.faults.is_empty() { Ok(()) } else { Err(FileFaults(self.faults)) }
    }

    pub fn enter(&mut self, rule: &str) {
        rule.clone_into(&mut self.rule);
        self.facts.clear();
        self.used_settings.clear();
    }

    pub fn leave(&mut self) {
        self.rule.clear();
    }

    pub fn set_facts(&mut self, facts: &[FactDef]) {
        self.facts =
            facts.iter().enumerate().map(|(index, fact)| (fact.name.clone(), (index, fact.kind.clone()))).collect();
    }

    /// The position of a fact of one of these kinds.
    pub fn fact(&mut self, name: &Name, kinds: &[KindName]) -> Option<usize> {
        let Some((index, kind)) = self.facts.get(name.get_ref()) else {
            let known = self.facts.keys().cloned().collect::<Vec<_>>().join("、");
            self.fault(name.span().start, name.get_ref(), format!("本规则没有这个要素。已有要素：{known}"));
            return None;
        };
        if kinds.contains(&kind.name()) {
            return Some(*index);
        }
        let wanted: Vec<&str> = kinds.iter().map(|kind| kind.code()).collect();
        let problem = format!("要素类型不符：此处需要 {}，实为 {}", wanted.join("、"), kind.name().code());
        self.fault(name.span().start, name.get_ref(), problem);
        None
    }

    pub fn facts(&mut self, names: &[Name], kinds: &[KindName]) -> Option<Vec<usize>> {
        let found: Vec<Option<usize>> = names.iter().map(|name| self.fact(name, kinds)).collect();
        found.into_iter().collect()
    }

    pub fn kind(&self, fact: usize) -> Option<Kind> {
        self.facts.values().find(|(index, _)| *index == fact).map(|(_, kind)| kind.clone())
    }

    pub fn payer(&mut self, name: &Name) -> Option<usize> {
        let found = self.payers.iter().position(|payer| payer.code == *name.get_ref());
        if found.is_none() {
            self.fault(name.span().start, name.get_ref(), "没有登记这个支付方（[[payer]]）".into());
        }
        found
    }

    pub fn paper(&mut self, name: &Name) -> Option<String> {
        let known = self.papers.iter().any(|paper| paper.code == *name.get_ref());
        if !known {
            self.fault(name.span().start, name.get_ref(), "没有登记这种材料（[[paper]]）".into());
        }
        known.then(|| name.get_ref().clone())
    }

    pub fn use_setting(&mut self, key: &str) {
        self.used_settings.push(key.to_owned());
    }

    pub fn is_used(&self, key: &str) -> bool {
        self.used_settings.iter().any(|used| used == key)
    }

    /// A value of the kind, as its integer: amounts are whole yuan or a text such as `"0.50"`.
    pub fn literal(&mut self, value: &Literal, kind: &Kind) -> Option<i64> {
        let at = value.span().start;
        let read = |text: &str| match kind.read(text) {
            Ok(Slot::Number(number)) => Some(number),
            _ => None,
        };
        let number = match (value.get_ref(), kind) {
            (toml::Value::String(text), Kind::Choice(_) | Kind::Money | Kind::Hours) => read(text),
            (toml::Value::Integer(whole), Kind::Money | Kind::Count | Kind::Hours) => read(&whole.to_string()),
            (toml::Value::Boolean(yes), Kind::Bool) => Some(i64::from(*yes)),
            (toml::Value::Datetime(date), Kind::Date) => date_of(date).map(|date| i64::from(date.num_days_from_ce())),
            _ => None,
        };
        if number.is_none() {
            let offered = match kind {
                Kind::Choice(choices) => {
                    let codes: Vec<&str> = choices.iter().map(|choice| choice.code.as_str()).collect();
                    format!("，应为 {} 之一", codes.join("、"))
                }
                other => format!("，应为 {}", other.name().code()),
            };
            self.fault(at, &value.get_ref().to_string(), format!("取值不符{offered}"));
        }
        number
    }

    pub fn yuan(&mut self, yuan: &Yuan) -> Option<Fen> {
        let amount = *yuan.get_ref();
        if (1..=Fen::MAX.0 / 100).contains(&amount) {
            return Some(Fen::yuan(amount));
        }
        self.fault(yuan.span().start, &amount.to_string(), "金额应为大于零的整数元".into());
        None
    }

    pub fn positive(&mut self, number: &toml::Spanned<i64>) -> Option<i64> {
        let value = *number.get_ref();
        if (1..=1_000_000).contains(&value) {
            return Some(value);
        }
        self.fault(number.span().start, &value.to_string(), "应为大于零的整数".into());
        None
    }

    pub fn ratio(&mut self, text: &Name) -> Option<Ratio> {
        let ratio = text.get_ref().parse().ok();
        if ratio.is_none() {
            self.fault(text.span().start, text.get_ref(), "比例应写作两个整数，如 60/100".into());
        }
        ratio
    }
}
