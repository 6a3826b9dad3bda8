//! What one evaluation returns. Page, mail, file and API show this same value.

use super::rule::PolicyRef;
use super::value::{KindName, Shown, Unreadable};
use crate::domain::money::Fen;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What becomes of the claim. Of several, the first in this order wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// A fact is malformed, unknown or outside what the policy allows.
    Invalid,
    /// Amount 0: a condition fails.
    Ineligible,
    /// Facts or papers are missing.
    Incomplete,
    /// A named officer must decide, with a reason, and a second person must confirm.
    Refer,
    /// The amount follows from the rule.
    Payable,
}

impl Outcome {
    pub const ALL: [Outcome; 5] =
        [Outcome::Invalid, Outcome::Ineligible, Outcome::Incomplete, Outcome::Refer, Outcome::Payable];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Outcome::Invalid => "invalid",
            Outcome::Ineligible => "ineligible",
            Outcome::Incomplete => "incomplete",
            Outcome::Refer => "refer",
            Outcome::Payable => "payable",
        }
    }
}

/// Which limit bound the amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Binding {
    /// The office's own figure for the trade.
    Standard,
    /// The cost less other money.
    NetCost,
    Ceiling,
    /// The lower end of the text's range.
    Floor,
    Tier,
    ApprovedCost,
    PerHead,
    /// An officer's decision.
    Decision,
    Fixed,
    /// A fixed sum less what was paid for a lower title.
    Difference,
    Ratio,
    Months,
    /// What was spent, including what was carried in.
    Spent,
    /// A list whose people are each bound by a limit of their own, not all by the same kind. The
    /// steps of each person say which.
    Each,
}

impl Binding {
    pub const ALL: [Binding; 14] = [
        Binding::Standard,
        Binding::NetCost,
        Binding::Ceiling,
        Binding::Floor,
        Binding::Tier,
        Binding::ApprovedCost,
        Binding::PerHead,
        Binding::Decision,
        Binding::Fixed,
        Binding::Difference,
        Binding::Ratio,
        Binding::Months,
        Binding::Spent,
        Binding::Each,
    ];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Binding::Standard => "standard",
            Binding::NetCost => "net_cost",
            Binding::Ceiling => "ceiling",
            Binding::Floor => "floor",
            Binding::Tier => "tier",
            Binding::ApprovedCost => "approved_cost",
            Binding::PerHead => "per_head",
            Binding::Decision => "decision",
            Binding::Fixed => "fixed",
            Binding::Difference => "difference",
            Binding::Ratio => "ratio",
            Binding::Months => "months",
            Binding::Spent => "spent",
            Binding::Each => "each",
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Display for Binding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The officer's answer to a `refer`. A second person confirms it before it is used here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ruling {
    pub amount: Fen,
    /// Without a reason it has no effect.
    pub reason: String,
    /// Name of the decider, as shown.
    pub decided_by: String,
    /// Of a grant with a floor: a part, which may stay under it because others follow.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub instalment: bool,
}

/// The figures alone, without explanation: what the fast path returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub outcome: Outcome,
    /// What may be paid (net of tax): 0 unless payable.
    pub amount: Fen,
    /// What a `refer` suggests.
    pub proposed: Option<Fen>,
    /// What the rule gives so far, while payable or merely incomplete.
    pub estimate: Option<Fen>,
    /// Only when payable.
    pub binding: Option<Binding>,
    /// Position of the payer in the policy.
    pub(super) payer: Option<usize>,
    /// Only when payable under a rule that promises a sum after tax.
    pub gross: Option<Fen>,
    pub tax: Option<Fen>,
    /// What a calculator carries to later years.
    pub carried_out: Option<Fen>,
}

/// The whole result, stored as it is: policy, figures, reasons, every step and every setting used.
/// Recomputing it from the stored facts gives the same bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    pub policy: PolicyRef,
    pub rule: String,
    pub outcome: Outcome,
    /// What may be paid (net of tax): 0 unless payable.
    pub amount: Fen,
    /// What a `refer` suggests.
    pub proposed: Option<Fen>,
    /// What the rule gives so far, while payable or merely incomplete: for the live estimate.
    pub estimate: Option<Fen>,
    /// Only when payable.
    pub binding: Option<Binding>,
    /// Code of the payer, where the facts settle it.
    pub payer: Option<String>,
    /// Only when payable under a rule that promises a sum after tax; `amount` is then net.
    pub gross: Option<Fen>,
    pub tax: Option<Fen>,
    /// What a calculator carries to later years.
    pub carried_out: Option<Fen>,
    /// The ruling that was taken into account, also where it was refused as above a limit. One that
    /// answers nothing, or has no reason, is not kept.
    pub ruling: Option<Ruling>,
    /// Why it is not payable; all faults at once, the gravest outcome first.
    pub reasons: Vec<Reason>,
    /// How the amount came about, in order.
    pub steps: Vec<Step>,
    /// Where the text left a choice that mattered here.
    pub settings: Vec<SettingUsed>,
}

/// A fault: what was seen, what is required, where it says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    pub code: ReasonCode,
    /// What this fault alone would make of the claim.
    pub outcome: Outcome,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fact: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<Shown>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required: Option<Limit>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// Position of the failed condition in the rule, for its wording.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<usize>,
}

/// What kind of fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReasonCode {
    /// The text is no value of the fact.
    Unreadable,
    /// The value is outside what the fact or the policy takes.
    OutOfRange,
    /// A condition of the rule fails.
    ConditionFailed,
    /// The fact date lies outside the validity of the policy.
    OutsideValidity,
    /// A required fact is absent.
    Missing,
    /// No hours were taught at all.
    NoHours,
    /// The grant comes to nothing.
    ComesToNothing,
    /// A decision is below the floor of the text.
    BelowFloor,
    /// A decision is above what may be given.
    AboveLimit,
    /// The amount lies under the text's range.
    BelowRange,
    /// An officer must decide.
    NeedsDecision,
    /// The rule has no row for these facts.
    NoRow,
    /// More was advanced than earned: `seen` is to be paid back. No condition fails.
    Recovery,
    /// What was advanced is just what was earned: nothing is left to pay.
    Settled,
}

/// A requirement, as strict as the text is: ceiling, floor, fixed sum, range, soft number and
/// default ratio are different kinds of limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// A value that the kind reads, and why the one seen is not.
    Readable {
        kind: KindName,
        why: Unreadable,
    },
    Exactly(Shown),
    OneOf(Vec<Shown>),
    /// 不超过/最高.
    AtMost(Shown),
    /// 不少于.
    AtLeast(Shown),
    /// 2-5万; inclusive.
    Between(Shown, Shown),
    Outside(Shown, Shown),
    /// 左右/争取.
    About(Shown),
    /// 一般按.
    Usually(Shown),
    /// From the first day on, without end.
    From(Shown),
    /// On or after another fact's date.
    NotBefore {
        fact: String,
        date: Shown,
    },
    /// At most so many calendar months after another fact's date.
    WithinMonths {
        fact: String,
        date: Shown,
        months: Shown,
    },
    /// Above nothing.
    AboveZero,
    Given,
}

impl Limit {
    /// The requirement for scripts: `provincial|city`, `>=12`, `<=50000`, `20000..50000`, `~10`.
    #[must_use]
    pub fn plain(&self) -> String {
        match self {
            Limit::Readable { kind, .. } => kind.code().to_owned(),
            Limit::Exactly(value) => value.plain().into_owned(),
            Limit::OneOf(values) => values.iter().map(Shown::plain).collect::<Vec<_>>().join("|"),
            Limit::AtMost(value) => format!("<={}", value.plain()),
            Limit::AtLeast(value) | Limit::From(value) => format!(">={}", value.plain()),
            Limit::Between(min, max) => format!("{}..{}", min.plain(), max.plain()),
            Limit::Outside(min, max) => format!("<{} or >{}", min.plain(), max.plain()),
            Limit::About(value) | Limit::Usually(value) => format!("~{}", value.plain()),
            Limit::NotBefore { date, .. } => format!(">={}", date.plain()),
            Limit::WithinMonths { date, months, .. } => format!("<={}+{} months", date.plain(), months.plain()),
            Limit::AboveZero => ">0".to_owned(),
            Limit::Given => "given".to_owned(),
        }
    }
}

/// One step of the computation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    pub code: StepCode,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fact: Option<String>,
    /// Code of a tier, binding or other thing that the step names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `rate × times = value`, where the step multiplies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Shown>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<Shown>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Shown>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// Whose step it is, where a list is assessed person by person: the number of the line, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<i64>,
    /// Why a person gets nothing, or nothing yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Box<Reason>>,
}

/// What a step does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepCode {
    /// A condition that holds: fact, value, limit; `name` is `default` where the fact was blank.
    ConditionMet,
    /// A fact taken as given.
    Fact,
    /// A fact left blank, taken at its default.
    Default,
    /// Taken off: fact, value.
    Less,
    /// The cost less other money, not below 0.
    NetCost,
    /// The ceiling that applies.
    Ceiling,
    /// The floor that applies.
    Floor,
    /// The text's range that applies.
    Range,
    /// The office's own figure.
    Standard,
    /// Hours that count for a tier, and half of all hours as the limit.
    TierHours,
    /// Hours whose tier the text leaves open: the office should rule on it.
    OpenHours,
    /// The tier found, with its sum.
    Tier,
    /// Rate × heads.
    PerHead,
    /// What is still lacking to reach the floor.
    StillNeeded,
    /// What an instalment leaves to the following ones to reach the floor.
    StillToCome,
    /// The officer's decision.
    Decision,
    /// The fixed sum of the text.
    Fixed,
    /// The fixed sum less what was paid before.
    Difference,
    /// Ratio × base.
    Ratio,
    /// Yearly cap × months / 12.
    YearCap,
    /// Months that can be paid.
    Months,
    /// Monthly sum × months.
    Monthly,
    /// Multiplied once.
    Uplift,
    Gross,
    Tax,
    /// Spent plus carried in.
    Pool,
    CarriedOut,
    /// Lifted to the lower end of the range.
    Lifted,
    /// The sum that binds; `name` says which.
    Bound,
    /// Rounded down; `times` is the sum before.
    Rounded,
    /// A soft number a year.
    About,
    /// What one person of a list comes to; `name` is the number of the line.
    Person,
    /// What one person of a list fails or lacks: `reason`.
    Failed,
    /// One who did not finish counts for nothing.
    Unfinished,
    /// All who finished (`times`) together.
    Class,
    /// Taken off: paid in advance.
    Advance,
    /// The advance was more than was earned: to be paid back.
    Recovery,
}

/// A choice that the text leaves to the office, as it was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingUsed {
    pub key: String,
    pub value: String,
}

impl ReasonCode {
    /// It says how an advance was settled; nothing is wrong with the claim.
    #[must_use]
    pub const fn settles(self) -> bool {
        matches!(self, ReasonCode::Recovery | ReasonCode::Settled)
    }

    /// The stable code, as in JSON.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            ReasonCode::Unreadable => "unreadable",
            ReasonCode::OutOfRange => "out_of_range",
            ReasonCode::ConditionFailed => "condition_failed",
            ReasonCode::OutsideValidity => "outside_validity",
            ReasonCode::Missing => "missing",
            ReasonCode::NoHours => "no_hours",
            ReasonCode::ComesToNothing => "comes_to_nothing",
            ReasonCode::BelowFloor => "below_floor",
            ReasonCode::AboveLimit => "above_limit",
            ReasonCode::BelowRange => "below_range",
            ReasonCode::NeedsDecision => "needs_decision",
            ReasonCode::NoRow => "no_row",
            ReasonCode::Recovery => "recovery",
            ReasonCode::Settled => "settled",
        }
    }
}

impl StepCode {
    /// The stable code, as in JSON.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            StepCode::ConditionMet => "condition_met",
            StepCode::Fact => "fact",
            StepCode::Default => "default",
            StepCode::Less => "less",
            StepCode::NetCost => "net_cost",
            StepCode::Ceiling => "ceiling",
            StepCode::Floor => "floor",
            StepCode::Range => "range",
            StepCode::Standard => "standard",
            StepCode::TierHours => "tier_hours",
            StepCode::OpenHours => "open_hours",
            StepCode::Tier => "tier",
            StepCode::PerHead => "per_head",
            StepCode::StillNeeded => "still_needed",
            StepCode::StillToCome => "still_to_come",
            StepCode::Decision => "decision",
            StepCode::Fixed => "fixed",
            StepCode::Difference => "difference",
            StepCode::Ratio => "ratio",
            StepCode::YearCap => "year_cap",
            StepCode::Months => "months",
            StepCode::Monthly => "monthly",
            StepCode::Uplift => "uplift",
            StepCode::Gross => "gross",
            StepCode::Tax => "tax",
            StepCode::Pool => "pool",
            StepCode::CarriedOut => "carried_out",
            StepCode::Lifted => "lifted",
            StepCode::Bound => "bound",
            StepCode::Rounded => "rounded",
            StepCode::About => "about",
            StepCode::Person => "person",
            StepCode::Failed => "failed",
            StepCode::Unfinished => "unfinished",
            StepCode::Class => "class",
            StepCode::Advance => "advance",
            StepCode::Recovery => "recovery",
        }
    }
}
