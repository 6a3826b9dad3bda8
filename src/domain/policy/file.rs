//! A policy file as it is written (TOML). Unknown keys are refused with file, line and key.
//!
//! `docs/policy-file.md` explains every key to the people who write these files.

use super::evaluation::YearlyEvaluation;
use super::rule::{About, Coded, Failure, Rounding, Target};
use crate::domain::lang::Words;
use chrono::NaiveDate;
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use std::fmt;

/// A text with its place in the file.
pub(super) type Name = toml::Spanned<String>;
/// A value with its place in the file.
pub(super) type Literal = toml::Spanned<toml::Value>;

/// A fault of a policy file: where, which key, what and what to do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileFault {
    pub file: String,
    /// First line is 1.
    pub line: usize,
    pub key: String,
    /// In Chinese, for the person who edits the file.
    pub problem: String,
}

impl fmt::Display for FileFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:", self.file, self.line)?;
        if !self.key.is_empty() {
            write!(f, "键 {}：", self.key)?;
        }
        f.write_str(&self.problem)
    }
}

/// All faults of one file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct FileFaults(pub Vec<FileFault>);

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PolicyFile {
    pub policy: Head,
    #[serde(default)]
    pub payer: Vec<Coded>,
    #[serde(default)]
    pub paper: Vec<Coded>,
    pub rule: Vec<toml::Spanned<RuleFile>>,
    #[serde(default)]
    pub target: Vec<Target>,
    pub yearly_evaluation: Option<toml::Spanned<YearlyEvaluation>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Head {
    pub id: String,
    pub version: String,
    pub title: Words,
    pub place: Words,
    pub source: String,
    #[serde(deserialize_with = "date")]
    pub valid_from: NaiveDate,
    #[serde(default, deserialize_with = "optional_date")]
    pub valid_to: Option<NaiveDate>,
    #[serde(default)]
    pub rounding: Rounding,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleFile {
    pub id: Name,
    pub title: Words,
    pub article: String,
    pub place: Words,
    pub quote: String,
    pub note: Option<Words>,
    #[serde(default)]
    pub calculator: bool,
    pub rounding: Option<Rounding>,
    pub payer: Option<Name>,
    pub fact_date: Option<Name>,
    pub about_yearly: Option<About>,
    pub people: Option<PeopleFile>,
    pub fact: Vec<FactFile>,
    #[serde(default)]
    pub condition: Vec<ConditionFile>,
    #[serde(default)]
    pub setting: Vec<SettingFile>,
    pub formula: FormulaFile,
}

/// How a rule counts people: `"one"`, `{ counted_as = "fact" }`, `{ each = ["fact", …] }`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum PeopleFile {
    One,
    CountedAs(Name),
    Each(Vec<Name>),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FactFile {
    pub name: Name,
    #[serde(rename = "type")]
    pub kind: KindFile,
    pub label: Words,
    #[serde(default)]
    pub help: Words,
    #[serde(default)]
    pub options: Vec<Coded>,
    /// Required unless it has a default, is optional, or is needed only sometimes.
    #[serde(default)]
    pub optional: bool,
    pub default: Option<Literal>,
    pub needed_when: Option<Vec<TestFile>>,
    pub min: Option<Literal>,
    pub max: Option<Literal>,
    #[serde(default)]
    pub evidence: Vec<Name>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum KindFile {
    Choice,
    Bool,
    Money,
    Count,
    Hours,
    Date,
    Text,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ConditionFile {
    pub fact: Name,
    pub is: toml::Spanned<OpFile>,
    #[serde(default)]
    pub when: Vec<TestFile>,
    #[serde(default)]
    pub failure: Failure,
    pub article: Option<String>,
    pub message: Words,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TestFile {
    pub fact: Name,
    pub is: toml::Spanned<OpFile>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum OpFile {
    Equal(Literal),
    OneOf(Vec<Literal>),
    AtLeast(Literal),
    AtMost(Literal),
    Between([Literal; 2]),
    Outside([Literal; 2]),
    NotBefore(Name),
    WithinMonths(WithinFile),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WithinFile {
    pub of: Name,
    /// The setting that holds the number of months.
    pub setting: Name,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SettingFile {
    pub key: Name,
    pub value: Name,
    pub label: Words,
    #[serde(default)]
    pub note: Words,
    pub allowed: Vec<Coded>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum FormulaFile {
    CappedCost(CappedCostFile),
    TierByHours(TierByHoursFile),
    PerHead(PerHeadFile),
    FloorDecision(FloorDecisionFile),
    CeilingDecision(CeilingDecisionFile),
    FixedTable(FixedTableFile),
    NetAward(NetAwardFile),
    RatioCapped(RatioCappedFile),
    Monthly(MonthlyFile),
    Uplifted(UpliftedFile),
    Recorded(RecordedFile),
    CarryForward(CarryForwardFile),
}

/// Whole yuan.
pub(super) type Yuan = toml::Spanned<i64>;
pub(super) type When = BTreeMap<String, Literal>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CappedCostFile {
    pub cost: Name,
    #[serde(default)]
    pub less: Vec<Name>,
    pub standard: Option<Name>,
    pub rows: Vec<toml::Spanned<CeilingRow>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CeilingRow {
    #[serde(default)]
    pub when: When,
    pub ceiling: Yuan,
    pub floor: Option<Yuan>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TierByHoursFile {
    pub tiers: Vec<TierFile>,
    pub open_hours: Option<OpenHoursFile>,
    pub cost: Name,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TierFile {
    pub code: Name,
    pub label: Words,
    pub amount: Yuan,
    pub hours: Vec<Name>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OpenHoursFile {
    pub fact: Name,
    /// The setting that holds the code of the tier they count for.
    pub setting: Name,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PerHeadFile {
    pub heads: Name,
    pub rate: Yuan,
    pub ceiling: Yuan,
    pub cost: Name,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FloorDecisionFile {
    pub rows: Vec<toml::Spanned<FloorRow>>,
    pub decided: Name,
    pub paid_before: Name,
    #[serde(default)]
    pub instalments: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FloorRow {
    #[serde(default)]
    pub when: When,
    pub floor: Yuan,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CeilingDecisionFile {
    pub ceiling: Yuan,
    pub decided: Name,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FixedTableFile {
    pub rows: Vec<toml::Spanned<AmountRow>>,
    pub paid_before: Option<Name>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AmountRow {
    #[serde(default)]
    pub when: When,
    pub amount: Yuan,
    pub payer: Option<Name>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NetAwardFile {
    pub amount: Yuan,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RatioCappedFile {
    pub ratio: Name,
    pub base: Name,
    pub cap: Yuan,
    pub months: Name,
    pub months_per_cap: toml::Spanned<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MonthlyFile {
    pub rows: Vec<toml::Spanned<AmountRow>>,
    pub months: Name,
    pub paid_months: Name,
    pub max_months: toml::Spanned<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UpliftedFile {
    pub rows: Vec<toml::Spanned<AmountRow>>,
    pub uplift: Name,
    pub uplift_when: Name,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RecordedFile {
    pub decided: Name,
    pub reason: Name,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CarryForwardFile {
    pub ratio: Name,
    pub base: Name,
    pub spent: Name,
    pub carried_in: Name,
}

/// A TOML date without a time.
pub(super) fn date_of(value: &toml::value::Datetime) -> Option<NaiveDate> {
    let date = value.date.filter(|_| value.time.is_none() && value.offset.is_none())?;
    NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day))
}

fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    let value = toml::value::Datetime::deserialize(deserializer)?;
    date_of(&value).ok_or_else(|| serde::de::Error::custom("expected a date without a time"))
}

fn optional_date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
    date(deserializer).map(Some)
}
