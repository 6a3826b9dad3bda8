//! Several versions of one policy; the fact date selects.

use super::assessment::{Assessment, Ruling};
use super::facts::{FactSheet, Facts, date_from_text};
use super::rule::{Policy, PolicyRef, Rule};
use crate::domain::money::Fen;
use chrono::NaiveDate;

/// The versions of one policy, by first day of validity.
#[derive(Clone, Debug)]
pub struct PolicySet {
    versions: Vec<Policy>,
}

/// What is still to be paid of a claim with one line per person, after an advance: the payable lines
/// less the advance. Negative where the advance was more than those who finished earned (recovery).
#[must_use]
pub fn settle<'a>(lines: impl IntoIterator<Item = &'a Assessment>, advance: Fen) -> Fen {
    lines.into_iter().map(|line| line.amount).sum::<Fen>() - advance
}

/// Why policies cannot form a set, or a set cannot assess.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SetError {
    #[error("no policy was given")]
    Empty,
    #[error("policies of different cities were mixed: {0} and {1}")]
    Mixed(String, String),
    #[error("no version has a rule {0}")]
    UnknownRule(String),
}

impl PolicySet {
    /// A set of versions of one policy. Overlaps and gaps are left to the lint.
    ///
    /// # Errors
    /// No policy, or policies with different ids.
    pub fn new(mut versions: Vec<Policy>) -> Result<PolicySet, SetError> {
        let first = versions.first().ok_or(SetError::Empty)?.reference.id.clone();
        if let Some(other) = versions.iter().find(|policy| policy.reference.id != first) {
            return Err(SetError::Mixed(first, other.reference.id.clone()));
        }
        versions.sort_by(|a, b| (a.valid_from, &a.reference.version).cmp(&(b.valid_from, &b.reference.version)));
        Ok(PolicySet { versions })
    }

    /// All versions, earliest first.
    #[must_use]
    pub fn versions(&self) -> &[Policy] {
        &self.versions
    }

    /// The latest version: what new plans and forms start from.
    #[must_use]
    pub fn latest(&self) -> Option<&Policy> {
        self.versions.last()
    }

    /// The version that covers the date; of overlapping ones the later. Never an expired one.
    #[must_use]
    pub fn on(&self, date: NaiveDate) -> Option<&Policy> {
        self.versions.iter().rev().find(|policy| policy.covers(date))
    }

    /// Exactly the version named, unchanged: same id, version and hash.
    #[must_use]
    pub fn find(&self, reference: &PolicyRef) -> Option<&Policy> {
        self.versions.iter().find(|policy| policy.reference == *reference)
    }

    /// The policy and rule that answer a claim whose fact date is this.
    ///
    /// Without a version for the date, the nearest one that has the rule answers, and says
    /// `ineligible` because the date lies outside its validity; it is never applied. Without a date
    /// the latest version answers (`incomplete`, where the rule has a fact date).
    ///
    /// # Errors
    /// No version has the rule.
    pub fn select(&self, rule: &str, date: Option<NaiveDate>) -> Result<(&Policy, &Rule), SetError> {
        let mut having = self.versions.iter().filter_map(|policy| policy.rule(rule).map(|rule| (policy, rule)));
        let unknown = || SetError::UnknownRule(rule.to_owned());
        let Some(date) = date else { return having.next_back().ok_or_else(unknown) };
        let having: Vec<(&Policy, &Rule)> = having.collect();
        let covering = having.iter().rev().find(|(policy, _)| policy.covers(date));
        let earlier = || having.iter().rev().find(|(policy, _)| policy.valid_from <= date);
        covering.or_else(earlier).or_else(|| having.first()).copied().ok_or_else(unknown)
    }

    /// Selects the version by the sheet's fact date and reads the facts for its rule.
    ///
    /// # Errors
    /// No version has the rule.
    pub fn read(&self, rule: &str, sheet: &FactSheet) -> Result<(&Policy, &Rule, Facts), SetError> {
        let (policy, rule) = self.select(rule, self.fact_date(rule, sheet))?;
        Ok((policy, rule, Facts::from_sheet(rule, sheet)))
    }

    /// The whole result for facts as text.
    ///
    /// # Errors
    /// No version has the rule.
    pub fn assess(&self, rule: &str, sheet: &FactSheet, ruling: Option<&Ruling>) -> Result<Assessment, SetError> {
        let (policy, rule) = self.select(rule, self.fact_date(rule, sheet))?;
        Ok(policy.assess_sheet(rule, sheet, ruling))
    }

    /// Works a stored assessment out again from its stored facts, with exactly the policy it names and
    /// the ruling it kept. `None` if that policy is not among the versions, unchanged. An equal result
    /// (byte for byte as JSON) proves the stored one.
    #[must_use]
    pub fn recompute(&self, stored: &Assessment, facts: &FactSheet) -> Option<Assessment> {
        let policy = self.find(&stored.policy)?;
        let rule = policy.rule(&stored.rule)?;
        Some(policy.assess_sheet(rule, facts, stored.ruling.as_ref()))
    }

    /// The rule's fact date as the latest version that has the rule names it.
    fn fact_date(&self, rule: &str, sheet: &FactSheet) -> Option<NaiveDate> {
        let rule = self.versions.iter().rev().find_map(|policy| policy.rule(rule))?;
        date_from_text(sheet.get(&rule.facts.get(rule.fact_date?)?.name)?)
    }
}
