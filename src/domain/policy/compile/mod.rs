//! From the file as written to the policy as used: names resolved, values typed, all faults at once.

mod facts;
mod formula;
mod names;
mod tests_of;

use super::file::{FileFault, FileFaults, PeopleFile, PolicyFile, RuleFile};
use super::people::People;
use super::rule::{Policy, PolicyRef, Rule};
use names::Desk;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fmt::Write as _;

impl Policy {
    /// Reads a policy file. `name` is how faults call it.
    ///
    /// # Errors
    /// Every fault of the file, with line and key: syntax, unknown or missing keys, unknown names,
    /// values of the wrong kind, settings that are not offered.
    pub fn from_toml(name: &str, text: &str) -> Result<Policy, FileFaults> {
        let file: PolicyFile = toml::from_str(text).map_err(|error| syntax_fault(name, text, &error))?;
        let mut desk = Desk::new(name, text, &file);
        let rules = rules(&mut desk, &file);
        yearly_evaluation(&mut desk, &file, text);
        desk.finish()?;
        let head = file.policy;
        Ok(Policy {
            reference: PolicyRef { id: head.id, version: head.version, hash: sha256_hex(text.as_bytes()) },
            title: head.title,
            place: head.place,
            source: head.source,
            valid_from: head.valid_from,
            valid_to: head.valid_to,
            payers: file.payer,
            papers: file.paper,
            rules,
            targets: file.target,
            yearly_evaluation: file.yearly_evaluation.map(toml::Spanned::into_inner),
        })
    }
}

fn rules(desk: &mut Desk<'_>, file: &PolicyFile) -> Vec<Rule> {
    if file.policy.valid_to.is_some_and(|end| end < file.policy.valid_from) {
        desk.fault(0, "valid_to", "失效日期早于生效日期".into());
    }
    let mut seen = BTreeSet::new();
    let mut rules = Vec::with_capacity(file.rule.len());
    for written in &file.rule {
        let rule = written.get_ref();
        if !seen.insert(rule.id.get_ref().as_str()) {
            desk.fault(rule.id.span().start, rule.id.get_ref(), "规则编号重复".into());
        }
        rules.extend(self::rule(desk, file, rule, written.span().start));
    }
    rules
}

/// Each fault at the line of its key.
fn yearly_evaluation(desk: &mut Desk<'_>, file: &PolicyFile, text: &str) {
    let Some(written) = &file.yearly_evaluation else { return };
    let rules: Vec<&str> = file.rule.iter().map(|rule| rule.get_ref().id.get_ref().as_str()).collect();
    for (key, problem) in written.get_ref().faults(&rules) {
        let start = text.find("[yearly_evaluation]").unwrap_or(written.span().start);
        let of_key = text[start..].find(&format!("\n{key} ")).or(text[start..].find(&format!(".{key}]]")));
        desk.fault(start + of_key.map_or(0, |at| at + 1), key, problem);
    }
}

/// `None` where a fault was reported.
fn rule(desk: &mut Desk<'_>, file: &PolicyFile, rule: &RuleFile, at: usize) -> Option<Rule> {
    desk.enter(rule.id.get_ref());
    let settings = facts::settings(desk, rule);
    let facts = facts::facts(desk, rule);
    desk.set_facts(&facts);
    let fact_date = rule.fact_date.as_ref().map(|name| desk.fact(name, names::DATE));
    let people = people(desk, rule);
    let payer = rule.payer.as_ref().and_then(|name| desk.payer(name));
    let needs = facts::needs(desk, rule, &settings);
    let conditions = tests_of::conditions(desk, rule, &settings);
    let formula = formula::formula(desk, rule, &settings);
    facts::unused_settings(desk, rule);
    let mut facts = facts;
    for (fact, need) in facts.iter_mut().zip(needs) {
        fact.need = need;
    }
    desk.leave();
    let Some(formula) = formula else {
        desk.expect_fault(at);
        return None;
    };
    Some(Rule {
        id: rule.id.get_ref().clone(),
        title: rule.title.clone(),
        article: rule.article.clone(),
        place: rule.place.clone(),
        quote: rule.quote.clone(),
        note: rule.note.clone(),
        calculator: rule.calculator,
        rounding: rule.rounding.unwrap_or(file.policy.rounding),
        facts,
        people,
        fact_date: fact_date.flatten(),
        conditions,
        settings,
        formula,
        about_yearly: rule.about_yearly,
        payer,
        payers: file.payer.iter().map(|payer| payer.code.clone()).collect(),
        valid_from: file.policy.valid_from,
        valid_to: file.policy.valid_to,
    })
}

fn people(desk: &mut Desk<'_>, rule: &RuleFile) -> People {
    match &rule.people {
        None => People::None,
        Some(PeopleFile::One) => People::One,
        Some(PeopleFile::CountedAs(name)) => desk.fact(name, names::COUNT).map_or(People::None, People::Counted),
        Some(PeopleFile::Each(each)) => {
            People::Each(each.iter().filter_map(|name| desk.fact(name, names::ANY)).collect())
        }
    }
}

/// SHA-256 in lower-case hexadecimal.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The key of the line on which something stands; nothing where it has none.
fn key_at(text: &str, at: usize) -> String {
    let before = text.get(..at).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    line.rsplit_once('=')
        .map_or_else(String::new, |(key, _)| key.trim().rsplit(['{', ',']).next().unwrap_or_default().trim().to_owned())
}

/// What the parser would have taken, where it says so.
fn expected(message: &str) -> Option<&'static str> {
    let says = |any: &[&str]| any.iter().any(|part| message.contains(part));
    if says(&["invalid date", "expected month", "expected day", "a TOML datetime", "expected a date"]) {
        Some("日期，如 2019-01-01")
    } else if says(&["expected i64", "expected u32", "expected u64", "expected an integer", "expected i32"]) {
        Some("整数")
    } else if says(&["expected a boolean"]) {
        Some("true 或 false")
    } else if says(&["expected a string"]) {
        Some("带引号的文字")
    } else {
        None
    }
}

/// The parser's fault, said in Chinese where it is one of the usual ones.
pub(in crate::domain) fn syntax_fault(name: &str, text: &str, error: &toml::de::Error) -> FileFaults {
    let span = error.span().unwrap_or(0..0);
    let message = error.message();
    let ticked = |text: &str| text.split('`').nth(1).unwrap_or_default().to_owned();
    let written = || text.get(span.clone()).unwrap_or_default().lines().next().unwrap_or_default().trim().to_owned();
    let (key, problem) = if message.starts_with("unknown field") {
        let offered = message.split_once("expected").map_or("", |(_, rest)| rest.trim_start_matches(" one of").trim());
        (ticked(message), format!("没有这个键。可用的键：{}", offered.replace('`', "")))
    } else if message.starts_with("unknown variant") {
        let offered = message.split_once("expected").map_or("", |(_, rest)| rest.trim_start_matches(" one of").trim());
        let (seen, offered) = (ticked(message), offered.replace('`', "").replace(" or ", ", "));
        (key_at(text, span.start), format!("没有“{seen}”这个取值。可用的取值：{offered}"))
    } else if message.starts_with("missing field") {
        (ticked(message), "缺少这个键".to_owned())
    } else if message.starts_with("duplicate key") {
        (written(), "这个键写了两次".to_owned())
    } else {
        let (key, seen) = (key_at(text, span.start), written());
        match (expected(message), key.is_empty()) {
            (Some(expected), false) => (key, format!("“{seen}”无法读取，应为{expected}")),
            _ => (seen, format!("无法读取（{message}）")),
        }
    };
    FileFaults(vec![FileFault { file: name.to_owned(), line: names::line_of(text, span.start), key, problem }])
}
