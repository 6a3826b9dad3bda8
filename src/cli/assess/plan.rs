//! Which column holds which fact, for every rule of every version.

use crate::domain::policy::{Facts, Policy, PolicySet, Rule, date_from_text};
use crate::sheets::{Row, Table};
use std::collections::{BTreeMap, BTreeSet};

/// The table as the policies see it.
pub(super) struct Plan<'p> {
    set: &'p PolicySet,
    case: Option<usize>,
    rule: usize,
    width: usize,
    /// Fact columns of each rule, by version and rule.
    columns: BTreeMap<(&'p str, &'p str), Vec<Option<usize>>>,
    /// The column of the fact date, by rule.
    dates: BTreeMap<&'p str, Option<usize>>,
    headings: BTreeMap<String, usize>,
    unknown: Vec<String>,
}

/// Why the table as a whole cannot be assessed.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum PlanError {
    #[error("缺少列 rule。标题行须有 case 和 rule 两列，其余各列是要素")]
    NoRuleColumn,
    #[error("列“{0}”出现了两次，不知以哪一列为准")]
    Twice(String),
}

/// What is wrong with a row itself, before any fact is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RowFault {
    Width { expected: usize, found: usize },
    NoRule,
    UnknownRule(String),
}

impl<'p> Plan<'p> {
    pub fn new(set: &'p PolicySet, table: &Table) -> Result<Plan<'p>, PlanError> {
        let known: BTreeSet<&str> = set
            .versions()
            .iter()
            .flat_map(|policy| &policy.rules)
            .flat_map(|rule| rule.facts.iter().map(|fact| fact.name.as_str()))
            .chain(["case", "rule"])
            .collect();
        let (mut headings, mut unknown) = (BTreeMap::new(), Vec::new());
        for (index, heading) in table.headings().iter().enumerate() {
            if !known.contains(heading.as_str()) {
                unknown.extend((!heading.is_empty()).then(|| heading.clone()));
            } else if headings.insert(heading.clone(), index).is_some() {
                return Err(PlanError::Twice(heading.clone()));
            }
        }
        let column = |name: &str| headings.get(name).copied();
        let rule = column("rule").ok_or(PlanError::NoRuleColumn)?;
        let mut columns = BTreeMap::new();
        let mut dates = BTreeMap::new();
        for policy in set.versions() {
            for rule in &policy.rules {
                let facts = rule.facts.iter().map(|fact| column(&fact.name)).collect();
                columns.insert((policy.reference.version.as_str(), rule.id.as_str()), facts);
                let date = rule.fact_date.and_then(|fact| rule.facts.get(fact)).and_then(|fact| column(&fact.name));
                dates.insert(rule.id.as_str(), date);
            }
        }
        let (case, width) = (column("case"), table.headings().len());
        Ok(Plan { set, case, rule, width, columns, dates, headings, unknown })
    }

    /// Columns that no rule uses.
    pub fn unknown_columns(&self) -> &[String] {
        &self.unknown
    }

    /// The column of a fact, from 1, for messages.
    pub fn column_number(&self, name: &str) -> Option<usize> {
        self.headings.get(name).map(|index| index + 1)
    }

    pub fn case<'t>(&self, row: Row<'t>) -> &'t str {
        self.case.map_or("", |column| row.get(column))
    }

    pub fn rule_id<'t>(&self, row: Row<'t>) -> &'t str {
        row.get(self.rule)
    }

    /// The policy, the rule and the facts of a row.
    pub fn read(&self, row: Row<'_>) -> Result<(&'p Policy, &'p Rule, Facts), RowFault> {
        if row.len() != self.width {
            return Err(RowFault::Width { expected: self.width, found: row.len() });
        }
        let id = self.rule_id(row);
        if id.is_empty() {
            return Err(RowFault::NoRule);
        }
        let date = self.dates.get(id).copied().flatten().and_then(|column| date_from_text(row.get(column)));
        let (policy, rule) = self.set.select(id, date).map_err(|_| RowFault::UnknownRule(id.to_owned()))?;
        let columns = self.columns.get(&(policy.reference.version.as_str(), rule.id.as_str()));
        let facts = Facts::read(rule, |index, _| {
            let column = (*columns?.get(index)?)?;
            Some(row.get(column))
        });
        Ok((policy, rule, facts))
    }
}
