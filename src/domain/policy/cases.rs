//! Worked cases: rows of facts with the result a person worked out.

use super::assessment::{Assessment, Binding, Outcome};
use super::facts::FactSheet;
use super::set::PolicySet;
use crate::domain::money::Fen;
use std::fmt;

/// One worked case.
#[derive(Clone, Debug)]
pub struct Case {
    /// Name of the file it stands in.
    pub file: String,
    /// Row of the table; the heading is row 1.
    pub row: usize,
    pub name: String,
    pub rule: String,
    pub facts: FactSheet,
    pub expected: Expected,
}

/// What a case expects. Figures are compared exactly, to the fen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    pub outcome: Outcome,
    pub amount: Fen,
    pub proposed: Option<Fen>,
    pub binding: Option<Binding>,
}

/// A case that cannot be read, or that comes out differently.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct CaseFault {
    pub file: String,
    pub row: usize,
    pub name: String,
    /// In Chinese.
    pub problem: String,
}

impl fmt::Display for CaseFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} 第 {} 行“{}”：{}", self.file, self.row, self.name, self.problem)
    }
}

impl Case {
    /// Reads one row by its headings: `case`, `rule`, facts by name, `expect_outcome`,
    /// `expect_amount`, `expect_proposed`, `expect_binding`.
    ///
    /// # Errors
    /// The rule is missing or an expectation cannot be read.
    pub fn read(file: &str, row: usize, headings: &[String], cells: &[String]) -> Result<Case, CaseFault> {
        let all: FactSheet = headings.iter().zip(cells).map(|(name, text)| (name.trim(), text.trim())).collect();
        let get = |name: &str| all.get(name).unwrap_or_default();
        let name = get("case").to_owned();
        let fault = |problem: String| CaseFault { file: file.to_owned(), row, name: name.clone(), problem };
        let money = |name: &str| match get(name) {
            "" => Ok(None),
            text => text.parse::<Fen>().map(Some).map_err(|_| fault(format!("{name} 不是金额：{text}"))),
        };
        let outcome = get("expect_outcome");
        let outcome = Outcome::ALL.into_iter().find(|known| known.code() == outcome);
        let binding = match get("expect_binding") {
            "" => None,
            text => match Binding::ALL.into_iter().find(|known| known.code() == text) {
                None => return Err(fault(format!("expect_binding 没有这个取值：{text}"))),
                found => found,
            },
        };
        let expected = Expected {
            outcome: outcome.ok_or_else(|| fault("expect_outcome 缺少或没有这个取值".into()))?,
            amount: money("expect_amount")?.unwrap_or_default(),
            proposed: money("expect_proposed")?,
            binding,
        };
        let rule = get("rule").to_owned();
        if rule.is_empty() {
            return Err(fault("缺少 rule".into()));
        }
        let own = ["case", "rule", "expect_outcome", "expect_amount", "expect_proposed", "expect_binding"];
        let facts = all.0.iter().filter(|(name, _)| !own.contains(&name.as_str()));
        let facts = facts.map(|(name, text)| (name.clone(), text.clone())).collect();
        Ok(Case { file: file.to_owned(), row, name, rule, facts, expected })
    }

    /// Runs the case.
    ///
    /// # Errors
    /// What came out otherwise than expected.
    pub fn run(&self, set: &PolicySet) -> Result<Assessment, CaseFault> {
        let fault = |problem: String| {
            let (file, name) = (self.file.clone(), self.name.clone());
            CaseFault { file, row: self.row, name, problem }
        };
        let result = set.assess(&self.rule, &self.facts, None);
        let result = result.map_err(|_| fault(format!("没有规则 {}", self.rule)))?;
        let got = Expected {
            outcome: result.outcome,
            amount: result.amount,
            proposed: result.proposed,
            binding: result.binding,
        };
        if got == self.expected {
            return Ok(result);
        }
        Err(fault(format!("应为 {}，实为 {got}", self.expected)))
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} 元", self.outcome, self.amount)?;
        if let Some(proposed) = self.proposed {
            write!(f, "（建议 {proposed} 元）")?;
        }
        match self.binding {
            Some(binding) => write!(f, "，限于 {binding}"),
            None => Ok(()),
        }
    }
}
