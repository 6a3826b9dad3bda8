//! A policy as the engine uses it: every name resolved, every value checked.

use super::evaluation::YearlyEvaluation;
use super::formula::Formula;
use super::people::People;
use super::value::{Kind, Shown, Slot, date_of};
use crate::domain::lang::Words;
use crate::domain::money::Fen;
use crate::domain::ratio::floor_div;
use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// Which published policy: enough to find the file again and to prove that it is unchanged.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PolicyRef {
    /// The policy across its versions, such as `wenzhou`.
    pub id: String,
    /// The version, such as `2019`.
    pub version: String,
    /// SHA-256 of the file's bytes, lower-case hexadecimal.
    pub hash: String,
}

/// One version of a policy: the rules of one city between two dates.
#[derive(Clone, Debug)]
pub struct Policy {
    pub reference: PolicyRef,
    pub title: Words,
    pub place: Words,
    /// Name of the source text under `sources/`, which every quote is taken from.
    pub source: String,
    /// First day of validity, inclusive.
    pub valid_from: NaiveDate,
    /// Last day of validity, inclusive; none if the text names none.
    pub valid_to: Option<NaiveDate>,
    pub payers: Vec<Coded>,
    /// Papers that the rules' facts ask for as evidence.
    pub papers: Vec<Coded>,
    pub rules: Vec<Rule>,
    pub targets: Vec<Target>,
    /// How training bases are evaluated each year, where the policy says so.
    pub yearly_evaluation: Option<YearlyEvaluation>,
}

impl Policy {
    /// The rule with this id.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// Whether the date lies in the validity, both ends inclusive.
    #[must_use]
    pub fn covers(&self, date: NaiveDate) -> bool {
        self.valid_from <= date && self.valid_to.is_none_or(|end| date <= end)
    }

    /// The wording of a paper's code.
    #[must_use]
    pub fn paper(&self, code: &str) -> Option<&Coded> {
        self.papers.iter().find(|paper| paper.code == code)
    }

    /// The wording of a payer's code.
    #[must_use]
    pub fn payer(&self, code: &str) -> Option<&Coded> {
        self.payers.iter().find(|payer| payer.code == code)
    }
}

/// A code with its wording.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Coded {
    pub code: String,
    pub label: Words,
}

/// A yearly or dated target of the text, for the dashboard; it never changes an amount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    pub key: String,
    pub article: String,
    pub label: Words,
    /// Smallest number that reaches the target.
    pub at_least: i64,
    /// Upper end of a range, where the text gives one.
    pub at_most: Option<i64>,
    pub unit: TargetUnit,
    /// Counted anew each year; otherwise cumulated until the last day of `by_year`, or within so
    /// many years of the policy's first day.
    #[serde(default)]
    pub yearly: bool,
    pub by_year: Option<i32>,
    pub within_years: Option<u32>,
    /// 争取/左右: aimed at, not binding.
    #[serde(default)]
    pub soft: bool,
}

/// What a target counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetUnit {
    People,
    PersonTimes,
    Events,
    Bases,
    Enterprises,
    Percent,
}

/// Rounding of a rule's amount. Always down: never more than the rule gives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    #[default]
    FloorYuan,
    FloorFen,
}

impl Rounding {
    /// The amount, rounded down.
    #[must_use]
    pub const fn apply(self, amount: Fen) -> Fen {
        match self {
            Rounding::FloorYuan => amount.floor_yuan(),
            Rounding::FloorFen => amount,
        }
    }

    /// The least amount that survives this rounding and is not below `amount`: for proposals that
    /// must reach a floor.
    #[must_use]
    pub const fn reach(self, amount: Fen) -> Fen {
        match self {
            Rounding::FloorYuan => Fen(amount.0.saturating_add(99)).floor_yuan(),
            Rounding::FloorFen => amount,
        }
    }
}

/// One rule of a policy.
#[derive(Clone, Debug)]
pub struct Rule {
    pub id: String,
    pub title: Words,
    /// Key of the measure, such as `T2-7`.
    pub article: String,
    /// Where it stands in the text, such as 双高-七.
    pub place: Words,
    /// The words of the text; … stands for an omission.
    pub quote: String,
    /// What the reader must know, such as a figure that is not in the text.
    pub note: Option<Words>,
    /// A calculator answers with a number and grants nothing.
    pub calculator: bool,
    pub rounding: Rounding,
    pub facts: Vec<FactDef>,
    /// Whether its claims have a line per person.
    pub people: People,
    /// The fact whose date selects the policy version; none if the rule has no date.
    pub fact_date: Option<usize>,
    pub conditions: Vec<Condition>,
    pub settings: Vec<Setting>,
    pub formula: Formula,
    /// A soft number a year (about 10), outside which the office is warned.
    pub about_yearly: Option<About>,
    pub(super) payer: Option<usize>,
    pub(super) payers: Vec<String>,
    pub(super) valid_from: NaiveDate,
    pub(super) valid_to: Option<NaiveDate>,
}

impl Rule {
    /// The position of a fact in [`Rule::facts`].
    #[must_use]
    pub fn fact_index(&self, name: &str) -> Option<usize> {
        self.facts.iter().position(|fact| fact.name == name)
    }

    /// Whether an officer may decide on a part under the text's floor.
    #[must_use]
    pub fn is_in_parts(&self) -> bool {
        matches!(&self.formula, Formula::FloorDecision(formula) if formula.instalments)
    }

    /// A setting by its key.
    #[must_use]
    pub fn setting(&self, key: &str) -> Option<&Setting> {
        self.settings.iter().find(|setting| setting.key == key)
    }

    /// The payer's code where the rule names one for all its rows.
    #[must_use]
    pub fn payer(&self) -> Option<&str> {
        self.payers.get(self.payer?).map(String::as_str)
    }

    /// Codes of all papers its facts ask for, in the order of the facts, each once.
    #[must_use]
    pub fn papers(&self) -> Vec<&str> {
        let mut codes: Vec<&str> = Vec::new();
        for code in self.facts.iter().flat_map(|fact| &fact.evidence) {
            if !codes.contains(&code.as_str()) {
                codes.push(code);
            }
        }
        codes
    }

    pub(super) fn covers(&self, date: NaiveDate) -> bool {
        self.valid_from <= date && self.valid_to.is_none_or(|end| date <= end)
    }
}

/// A soft number: about so many, a warning outside the bounds (inclusive).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    pub about: i64,
    pub at_least: i64,
    pub at_most: i64,
}

/// A fact that a rule asks for.
#[derive(Clone, Debug)]
pub struct FactDef {
    pub name: String,
    pub kind: Kind,
    pub label: Words,
    pub help: Words,
    pub need: Need,
    /// Smallest value taken, in the kind's integer; smaller is `invalid`.
    pub min: Option<i64>,
    /// Largest value taken, in the kind's integer; larger is `invalid`.
    pub max: Option<i64>,
    /// Codes of the papers that prove it.
    pub evidence: Vec<String>,
}

impl FactDef {
    /// The codes offered, for a choice.
    pub(super) fn offered(&self) -> Vec<Shown> {
        match &self.kind {
            Kind::Choice(choices) => choices.iter().map(|choice| Shown::Choice(choice.code.clone())).collect(),
            _ => Vec::new(),
        }
    }

    pub(super) fn admits(&self, number: i64) -> bool {
        self.min.is_none_or(|min| min <= number) && self.max.is_none_or(|max| number <= max)
    }
}

/// When a fact must be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Need {
    /// Absent is `incomplete`.
    Required,
    /// Absent is `incomplete` where all these tests hold.
    RequiredWhen(Vec<Test>),
    /// Absent counts as this value.
    Default(i64),
    Optional,
}

/// What a claim must satisfy, applied where all of `when` hold.
#[derive(Clone, Debug)]
pub struct Condition {
    pub test: Test,
    pub when: Vec<Test>,
    pub failure: Failure,
    /// The article it comes from, if not the rule's own.
    pub article: Option<String>,
    pub message: Words,
    /// The setting its limit comes from, by position.
    pub setting: Option<usize>,
}

/// What a failed condition makes of the claim.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    #[default]
    Ineligible,
    Incomplete,
}

/// One fact compared with something. Numbers are in the integer of the fact's kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Test {
    pub fact: usize,
    pub op: Op,
}

/// How a fact is compared; bounds are inclusive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Op {
    Equal(i64),
    OneOf(Vec<i64>),
    AtLeast(i64),
    AtMost(i64),
    Between(i64, i64),
    Outside(i64, i64),
    /// On or after the date of another fact.
    NotBefore(usize),
    /// At most so many calendar months after the date of another fact.
    WithinMonths {
        of: usize,
        months: u32,
    },
}

impl Test {
    /// Whether it holds; `None` while a fact it needs is missing or unreadable.
    pub(super) fn holds(&self, number: impl Fn(usize) -> Option<i64>) -> Option<bool> {
        let value = number(self.fact)?;
        Some(match &self.op {
            Op::Equal(expected) => value == *expected,
            Op::OneOf(expected) => expected.contains(&value),
            Op::AtLeast(min) => *min <= value,
            Op::AtMost(max) => value <= *max,
            Op::Between(min, max) => *min <= value && value <= *max,
            Op::Outside(min, max) => value < *min || *max < value,
            Op::NotBefore(other) => number(*other)? <= value,
            Op::WithinMonths { of, months } => {
                let last = date_of(number(*of)?).checked_add_months(Months::new(*months));
                last.is_none_or(|last| date_of(value) <= last)
            }
        })
    }
}

/// Where the text leaves a choice: the value chosen, and those that may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    pub key: String,
    pub value: String,
    pub label: Words,
    pub note: Words,
    pub allowed: Vec<Coded>,
}

/// A row of a table: where all of `when` are equal, these figures apply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub when: Vec<(usize, i64)>,
    /// Ceiling, floor, fixed sum or monthly rate, as the formula says.
    pub amount: Fen,
    /// Lower end, where the text gives a range.
    pub floor: Option<Fen>,
    /// Payer, by position, if not the rule's.
    pub payer: Option<usize>,
}

/// The first row that fits.
pub(super) fn find_row(rows: &[Row], number: impl Fn(usize) -> Option<i64>) -> Option<&Row> {
    rows.iter().find(|row| row.when.iter().all(|(fact, value)| number(*fact) == Some(*value)))
}

/// `amount × times / per`, rounded down to the fen.
pub(super) fn scaled(amount: Fen, times: i64, per: i64) -> Fen {
    Fen(floor_div(i128::from(amount.0) * i128::from(times), i128::from(per)))
}

impl Slot {
    pub(super) const fn number(&self) -> Option<i64> {
        match self {
            Slot::Number(number) => Some(*number),
            _ => None,
        }
    }
}
