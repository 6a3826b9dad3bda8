//! What is wrong with policies that can be read: gaps, overlaps, quotes, rows, wording, cases.

use super::cases::Case;
use super::formula::Formula;
use super::rule::{Coded, FactDef, Op, Policy, Row, Rule};
use super::set::PolicySet;
use super::value::Kind;
use crate::domain::lang::Words;
use chrono::{Days, NaiveDate};
use std::collections::BTreeMap;
use std::fmt;

/// Something to be put right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The version concerned.
    pub version: String,
    /// The rule concerned, if one.
    pub rule: Option<String>,
    pub kind: FindingKind,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FindingKind {
    /// Days on which no version holds, both inclusive.
    Gap {
        from: NaiveDate,
        to: NaiveDate,
    },
    /// Two versions hold on these days; the other one.
    Overlap {
        with: String,
        from: NaiveDate,
        to: Option<NaiveDate>,
    },
    NoSource {
        name: String,
    },
    NoQuote,
    /// These words are not in the source text.
    QuoteNotFound {
        words: String,
    },
    /// The row repeats or follows a wider one, or a condition excludes it.
    UnreachableRow {
        row: usize,
    },
    /// Facts for which a claim is eligible but no row gives a sum.
    NoRowFor {
        fact: String,
        option: String,
    },
    /// A wording lacks a language.
    NoWording {
        of: String,
    },
    NoCase,
    /// A case names a rule that does not exist.
    UnknownRule {
        case: String,
    },
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "版本 {}", self.version)?;
        if let Some(rule) = &self.rule {
            write!(f, "，规则 {rule}")?;
        }
        match &self.kind {
            FindingKind::Gap { from, to } => write!(f, "：此后 {from} 至 {to} 没有有效的版本"),
            FindingKind::Overlap { with, from, to: Some(to) } => write!(f, "：与版本 {with} 在 {from} 至 {to} 重叠"),
            FindingKind::Overlap { with, from, to: None } => write!(f, "：与版本 {with} 自 {from} 起重叠"),
            FindingKind::NoSource { name } => write!(f, "：没有原文 sources/{name}，无法核对引文"),
            FindingKind::NoQuote => write!(f, "：缺少引文（quote）"),
            FindingKind::QuoteNotFound { words } => write!(f, "：引文与原文不符，原文中没有“{words}”"),
            FindingKind::UnreachableRow { row } => write!(f, "：表的第 {row} 行永远用不到"),
            FindingKind::NoRowFor { fact, option } => write!(f, "：{fact} 为 {option} 时符合条件，但表中没有对应的行"),
            FindingKind::NoWording { of } => write!(f, "：{of} 缺少中文或英文"),
            FindingKind::NoCase => write!(f, "：没有案例"),
            FindingKind::UnknownRule { case } => write!(f, "：案例“{case}”的规则不存在"),
        }
    }
}

/// All findings about a policy's versions. `sources` are the source texts by name.
#[must_use]
pub fn lint(set: &PolicySet, sources: &BTreeMap<String, String>, cases: &[Case]) -> Vec<Finding> {
    let mut findings = Vec::new();
    dates(set.versions(), &mut findings);
    for policy in set.versions() {
        let mut say = |rule: Option<&Rule>, kind| {
            let (version, rule) = (policy.reference.version.clone(), rule.map(|rule| rule.id.clone()));
            findings.push(Finding { version, rule, kind });
        };
        quotes(policy, sources, &mut say);
        wordings(policy, &mut say);
        for rule in &policy.rules {
            rows(rule, &mut say);
            if !cases.iter().any(|case| case.rule == rule.id) {
                say(Some(rule), FindingKind::NoCase);
            }
        }
    }
    for case in cases {
        if !set.versions().iter().any(|policy| policy.rule(&case.rule).is_some()) {
            let version = set.latest().map_or_else(String::new, |policy| policy.reference.version.clone());
            let kind = FindingKind::UnknownRule { case: case.name.clone() };
            findings.push(Finding { version, rule: Some(case.rule.clone()), kind });
        }
    }
    findings
}

fn dates(versions: &[Policy], findings: &mut Vec<Finding>) {
    for (index, policy) in versions.iter().enumerate() {
        let mut say = |kind| {
            findings.push(Finding { version: policy.reference.version.clone(), rule: None, kind });
        };
        for later in &versions[index + 1..] {
            if policy.valid_to.is_none_or(|end| later.valid_from <= end) {
                let to = match (policy.valid_to, later.valid_to) {
                    (Some(a), Some(b)) => Some(a.min(b)),
                    (a, b) => a.or(b),
                };
                say(FindingKind::Overlap { with: later.reference.version.clone(), from: later.valid_from, to });
            }
        }
        let next = versions.get(index + 1).map(|next| next.valid_from);
        if let (Some(end), Some(next)) = (policy.valid_to, next)
            && let (Some(from), Some(to)) = (end.checked_add_days(Days::new(1)), next.checked_sub_days(Days::new(1)))
            && from <= to
        {
            say(FindingKind::Gap { from, to });
        }
    }
}

/// Every quote must stand in the source text word for word; … stands for an omission.
fn quotes(policy: &Policy, sources: &BTreeMap<String, String>, say: &mut impl FnMut(Option<&Rule>, FindingKind)) {
    let source = sources.get(&policy.source);
    if source.is_none() {
        say(None, FindingKind::NoSource { name: policy.source.clone() });
    }
    let of_rules = policy.rules.iter().map(|rule| (Some(rule), rule.quote.as_str()));
    let evaluation =
        policy.yearly_evaluation.iter().map(|evaluation| (policy.rule(&evaluation.rule), evaluation.quote.as_str()));
    for (rule, quote) in of_rules.chain(evaluation) {
        if quote.trim().is_empty() {
            say(rule, FindingKind::NoQuote);
            continue;
        }
        let Some(mut rest) = source.map(String::as_str) else { continue };
        for words in quote.split('…').filter(|words| !words.is_empty()) {
            match rest.find(words) {
                Some(at) => rest = &rest[at + words.len()..],
                None => {
                    say(rule, FindingKind::QuoteNotFound { words: words.to_owned() });
                    break;
                }
            }
        }
    }
}

fn wordings(policy: &Policy, say: &mut impl FnMut(Option<&Rule>, FindingKind)) {
    let mut check = |rule: Option<&Rule>, of: String, words: &Words| {
        if words.is_incomplete() {
            say(rule, FindingKind::NoWording { of });
        }
    };
    check(None, "title".into(), &policy.title);
    check(None, "place".into(), &policy.place);
    let coded = |what: &str, coded: &Coded| format!("{what} {}", coded.code);
    policy.payers.iter().for_each(|payer| check(None, coded("payer", payer), &payer.label));
    policy.papers.iter().for_each(|paper| check(None, coded("paper", paper), &paper.label));
    policy.targets.iter().for_each(|target| check(None, format!("target {}", target.key), &target.label));
    if let Some(evaluation) = &policy.yearly_evaluation {
        check(None, "yearly_evaluation place".into(), &evaluation.place);
        let named = evaluation.tie_key.iter().chain(&evaluation.veto);
        named.for_each(|one| check(None, coded("yearly_evaluation", one), &one.label));
    }
    for rule in &policy.rules {
        let rule_ref = Some(rule);
        check(rule_ref, "title".into(), &rule.title);
        check(rule_ref, "place".into(), &rule.place);
        rule.note.iter().for_each(|note| check(rule_ref, "note".into(), note));
        for fact in &rule.facts {
            fact_words(fact, |of, words| check(rule_ref, of, words));
        }
        for (index, condition) in rule.conditions.iter().enumerate() {
            check(rule_ref, format!("condition {}", index + 1), &condition.message);
        }
        for setting in &rule.settings {
            check(rule_ref, format!("setting {}", setting.key), &setting.label);
            check(rule_ref, format!("setting {} note", setting.key), &setting.note);
            let options = &setting.allowed;
            options.iter().for_each(|option| check(rule_ref, coded(&setting.key, option), &option.label));
        }
    }
}

fn fact_words(fact: &FactDef, mut check: impl FnMut(String, &Words)) {
    check(format!("fact {}", fact.name), &fact.label);
    check(format!("fact {} help", fact.name), &fact.help);
    if let Kind::Choice(choices) = &fact.kind {
        choices.iter().for_each(|choice| check(format!("fact {} {}", fact.name, choice.code), &choice.label));
    }
}

fn table(rule: &Rule) -> &[Row] {
    match &rule.formula {
        Formula::CappedCost(formula) => &formula.rows,
        Formula::FloorDecision(formula) => &formula.rows,
        Formula::FixedTable(formula) => &formula.rows,
        Formula::Monthly(formula) => &formula.rows,
        Formula::Uplifted(formula) => &formula.rows,
        Formula::TierByHours(_)
        | Formula::PerHead(_)
        | Formula::CeilingDecision(_)
        | Formula::NetAward(_)
        | Formula::RatioCapped(_)
        | Formula::Recorded(_)
        | Formula::CarryForward(_) => &[],
    }
}

fn rows(rule: &Rule, say: &mut impl FnMut(Option<&Rule>, FindingKind)) {
    let rows = table(rule);
    for (index, row) in rows.iter().enumerate() {
        let covered = rows[..index].iter().any(|earlier| earlier.when.iter().all(|test| row.when.contains(test)));
        let excluded = row.when.iter().any(|(fact, value)| !eligible(rule, *fact, *value));
        if covered || excluded {
            say(Some(rule), FindingKind::UnreachableRow { row: index + 1 });
        }
    }
    for (index, fact) in rule.facts.iter().enumerate() {
        let Kind::Choice(choices) = &fact.kind else { continue };
        let named = |row: &Row| row.when.iter().find(|(fact, _)| *fact == index).map(|(_, value)| *value);
        // Only a fact that every row names must have all its eligible options there.
        if rows.is_empty() || rows.iter().any(|row| named(row).is_none()) {
            continue;
        }
        for (value, choice) in (0i64..).zip(choices) {
            if eligible(rule, index, value) && !rows.iter().any(|row| named(row) == Some(value)) {
                let (fact, option) = (fact.name.clone(), choice.code.clone());
                say(Some(rule), FindingKind::NoRowFor { fact, option });
            }
        }
    }
}

/// Whether no unconditional condition excludes this value of the fact.
fn eligible(rule: &Rule, fact: usize, value: i64) -> bool {
    let conditions =
        rule.conditions.iter().filter(|condition| condition.when.is_empty() && condition.test.fact == fact);
    conditions.map(|condition| &condition.test.op).all(|op| match op {
        Op::Equal(expected) => value == *expected,
        Op::OneOf(expected) => expected.contains(&value),
        _ => true,
    })
}
