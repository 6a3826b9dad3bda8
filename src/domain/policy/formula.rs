//! The closed set of formulas. Their figures are data; another city is another file.
//!
//! Positions (`usize`) point into the rule's facts.

use super::rule::Row;
use crate::domain::lang::Words;
use crate::domain::money::Fen;
use crate::domain::ratio::Ratio;

/// How a rule comes to its amount.
#[derive(Clone, Debug)]
pub enum Formula {
    CappedCost(CappedCost),
    TierByHours(TierByHours),
    PerHead(PerHead),
    FloorDecision(FloorDecision),
    CeilingDecision(CeilingDecision),
    FixedTable(FixedTable),
    NetAward(NetAward),
    RatioCapped(RatioCapped),
    Monthly(Monthly),
    Uplifted(Uplifted),
    Recorded(Recorded),
    CarryForward(CarryForward),
}

/// min(the office's standard, cost − other money, ceiling); an amount below the row's range is
/// referred, paid or lifted, as the setting says.
#[derive(Clone, Debug)]
pub struct CappedCost {
    pub cost: usize,
    pub less: Vec<usize>,
    pub standard: Option<usize>,
    /// `amount` is the ceiling, `floor` the lower end of the range.
    pub rows: Vec<Row>,
    pub below_band: BelowBand,
}

/// What happens to an amount that the text's range does not reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BelowBand {
    Refer,
    PayActual,
    PayFloor,
}

/// One fixed sum by the lecturers' origin, from the hours taught.
#[derive(Clone, Debug)]
pub struct TierByHours {
    /// Highest first.
    pub tiers: Vec<Tier>,
    /// Hours whose tier the text leaves open.
    pub open_hours: Option<OpenHours>,
    pub cost: usize,
    pub mixed: MixedLecturers,
    pub capped_by_cost: bool,
}

/// A tier and the hours that count for it.
#[derive(Clone, Debug)]
pub struct Tier {
    pub code: String,
    pub label: Words,
    pub amount: Fen,
    /// The `open_hours` are among them where the setting says so.
    pub hours: Vec<usize>,
}

/// Hours that a setting assigns to a tier; the result carries a note.
#[derive(Clone, Debug)]
pub struct OpenHours {
    pub fact: usize,
    pub setting: String,
    pub tier: usize,
}

/// Which tier a class with several origins belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MixedLecturers {
    /// The highest tier that, with those above it, has at least half of all hours.
    MajorityHours,
    /// The highest tier with any hours.
    HighestOrigin,
}

/// min(rate × heads, ceiling, cost).
#[derive(Clone, Debug)]
pub struct PerHead {
    pub heads: usize,
    pub rate: Fen,
    pub ceiling: Fen,
    pub cost: usize,
}

/// A floor without a ceiling: an officer decides, and with what was paid before it must be reached.
#[derive(Clone, Debug)]
pub struct FloorDecision {
    /// `amount` is the floor.
    pub rows: Vec<Row>,
    pub decided: usize,
    pub paid_before: usize,
    /// Whether an officer may decide on a part under the floor, if others follow.
    pub instalments: bool,
}

/// A ceiling: an officer decides, up to it.
#[derive(Clone, Debug)]
pub struct CeilingDecision {
    pub ceiling: Fen,
    pub decided: usize,
}

/// A fixed sum from a table, less what was paid for a lower row where the setting says so.
#[derive(Clone, Debug)]
pub struct FixedTable {
    pub rows: Vec<Row>,
    pub paid_before: Option<usize>,
    pub stacking: Stacking,
}

/// What an earlier, lower award does to a later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stacking {
    /// Only the difference is paid.
    Difference,
    /// Both are paid in full.
    Full,
}

/// A fixed sum that the person keeps after tax.
#[derive(Clone, Debug)]
pub struct NetAward {
    pub amount: Fen,
    pub tax: Tax,
}

/// How an award that is promised after tax is taxed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tax {
    Exempt,
    /// Withheld from the gross sum; below one.
    Ratio(Ratio),
}

/// min(ratio × fee, yearly cap × months / 12).
#[derive(Clone, Debug)]
pub struct RatioCapped {
    pub ratio: Ratio,
    pub base: usize,
    pub cap: Fen,
    pub months: usize,
    pub months_per_cap: i64,
}

/// A monthly sum for a limited number of months.
#[derive(Clone, Debug)]
pub struct Monthly {
    /// `amount` is the sum of one month.
    pub rows: Vec<Row>,
    pub months: usize,
    pub paid_months: usize,
    pub max_months: i64,
}

/// A fixed sum from a table, multiplied once where a fact says so.
#[derive(Clone, Debug)]
pub struct Uplifted {
    pub rows: Vec<Row>,
    pub uplift: Ratio,
    pub uplift_when: usize,
}

/// The text gives no number: the decision is recorded, never computed.
#[derive(Clone, Debug)]
pub struct Recorded {
    pub decided: usize,
    pub reason: usize,
}

/// min(ratio × base, spent + carried in); the rest is carried out without end.
#[derive(Clone, Debug)]
pub struct CarryForward {
    pub ratio: Ratio,
    pub base: usize,
    pub spent: usize,
    pub carried_in: usize,
}
