//! The formula of a rule.

use super::names::{ANY, BOOL, COUNT, Desk, HOURS, MONEY, TEXT};
use crate::domain::policy::file::{
    CappedCostFile, FormulaFile, Name, RatioCappedFile, RuleFile, TierByHoursFile, When, Yuan,
};
use crate::domain::policy::formula::{
    BelowBand, CappedCost, CarryForward, CeilingDecision, FixedTable, FloorDecision, Formula, MixedLecturers, Monthly,
    NetAward, OpenHours, PerHead, RatioCapped, Recorded, Stacking, Tax, Tier, TierByHours, Uplifted,
};
use crate::domain::policy::rule::{Row, Setting};
use crate::domain::ratio::Ratio;

pub(super) fn formula(desk: &mut Desk<'_>, rule: &RuleFile, settings: &[Setting]) -> Option<Formula> {
    let at = rule.id.span().start;
    let settings = Settings { settings, at };
    Some(match &rule.formula {
        FormulaFile::CappedCost(file) => Formula::CappedCost(capped_cost(desk, file, &settings)?),
        FormulaFile::TierByHours(file) => Formula::TierByHours(tier_by_hours(desk, file, &settings)?),
        FormulaFile::PerHead(file) => {
            let (heads, cost) = (desk.fact(&file.heads, COUNT), desk.fact(&file.cost, MONEY));
            let (rate, ceiling) = (desk.yuan(&file.rate), desk.yuan(&file.ceiling));
            Formula::PerHead(PerHead { heads: heads?, rate: rate?, ceiling: ceiling?, cost: cost? })
        }
        FormulaFile::FloorDecision(file) => {
            let rows = rows(desk, file.rows.iter().map(|row| (&row.get_ref().when, &row.get_ref().floor, None, None)));
            let (decided, paid) = (desk.fact(&file.decided, MONEY), desk.fact(&file.paid_before, MONEY));
            let instalments = file.instalments;
            Formula::FloorDecision(FloorDecision { rows: rows?, decided: decided?, paid_before: paid?, instalments })
        }
        FormulaFile::CeilingDecision(file) => {
            let (ceiling, decided) = (desk.yuan(&file.ceiling), desk.fact(&file.decided, MONEY));
            Formula::CeilingDecision(CeilingDecision { ceiling: ceiling?, decided: decided? })
        }
        FormulaFile::FixedTable(file) => {
            let rows = amount_rows(desk, &file.rows);
            let stacking = match file.paid_before {
                Some(_) => settings.choose(desk, "stacking", stacking)?,
                None => Stacking::Full,
            };
            let paid_before = match &file.paid_before {
                Some(name) => Some(desk.fact(name, MONEY)?),
                None => None,
            };
            Formula::FixedTable(FixedTable { rows: rows?, paid_before, stacking })
        }
        FormulaFile::NetAward(file) => {
            let (amount, tax) = (desk.yuan(&file.amount), settings.choose(desk, "tax", tax));
            Formula::NetAward(NetAward { amount: amount?, tax: tax? })
        }
        FormulaFile::RatioCapped(file) => Formula::RatioCapped(ratio_capped(desk, file)?),
        FormulaFile::Monthly(file) => {
            let rows = amount_rows(desk, &file.rows);
            let (months, paid) = (desk.fact(&file.months, COUNT), desk.fact(&file.paid_months, COUNT));
            let max_months = desk.positive(&file.max_months);
            Formula::Monthly(Monthly { rows: rows?, months: months?, paid_months: paid?, max_months: max_months? })
        }
        FormulaFile::Uplifted(file) => {
            let rows = amount_rows(desk, &file.rows);
            let (uplift, when) = (desk.ratio(&file.uplift), desk.fact(&file.uplift_when, BOOL));
            Formula::Uplifted(Uplifted { rows: rows?, uplift: uplift?, uplift_when: when? })
        }
        FormulaFile::Recorded(file) => {
            let (decided, reason) = (desk.fact(&file.decided, MONEY), desk.fact(&file.reason, TEXT));
            Formula::Recorded(Recorded { decided: decided?, reason: reason? })
        }
        FormulaFile::CarryForward(file) => {
            let (ratio, base) = (desk.ratio(&file.ratio), desk.fact(&file.base, MONEY));
            let (spent, carried_in) = (desk.fact(&file.spent, MONEY), desk.fact(&file.carried_in, MONEY));
            Formula::CarryForward(CarryForward { ratio: ratio?, base: base?, spent: spent?, carried_in: carried_in? })
        }
    })
}

fn capped_cost(desk: &mut Desk<'_>, file: &CappedCostFile, settings: &Settings<'_>) -> Option<CappedCost> {
    let (cost, less) = (desk.fact(&file.cost, MONEY), desk.facts(&file.less, MONEY));
    let standard = match &file.standard {
        Some(name) => Some(desk.fact(name, MONEY)?),
        None => None,
    };
    let written = file.rows.iter().map(|row| {
        let row = row.get_ref();
        (&row.when, &row.ceiling, row.floor.as_ref(), None)
    });
    let rows = rows(desk, written)?;
    for (row, written) in rows.iter().zip(&file.rows) {
        if row.floor.is_some_and(|floor| floor > row.amount) {
            desk.fault(written.span().start, "floor", "下限高于上限".into());
        }
    }
    let below_band = if rows.iter().any(|row| row.floor.is_some()) {
        settings.choose(desk, "below_band", below_band)?
    } else {
        BelowBand::Refer
    };
    Some(CappedCost { cost: cost?, less: less?, standard, rows, below_band })
}

fn tier_by_hours(desk: &mut Desk<'_>, file: &TierByHoursFile, settings: &Settings<'_>) -> Option<TierByHours> {
    let mixed = settings.choose(desk, "mixed_lecturers", mixed);
    let capped = settings.choose(desk, "capped_by_cost", |text| text.parse().ok());
    let cost = desk.fact(&file.cost, MONEY);
    let mut tiers: Vec<Tier> = Vec::with_capacity(file.tiers.len());
    for tier in &file.tiers {
        let (amount, hours) = (desk.yuan(&tier.amount), desk.facts(&tier.hours, HOURS));
        let (code, label) = (tier.code.get_ref().clone(), tier.label.clone());
        tiers.push(Tier { code, label, amount: amount?, hours: hours? });
    }
    if tiers.is_empty() {
        desk.fault(settings.at, "tiers", "至少要有一档".into());
        return None;
    }
    let open_hours = match &file.open_hours {
        None => None,
        Some(open) => {
            let fact = desk.fact(&open.fact, HOURS)?;
            let setting = open.setting.get_ref().clone();
            let tier = settings.choose(desk, &setting, |code| tiers.iter().position(|tier| tier.code == code))?;
            tiers.get_mut(tier)?.hours.push(fact);
            Some(OpenHours { fact, setting, tier })
        }
    };
    Some(TierByHours { tiers, open_hours, cost: cost?, mixed: mixed?, capped_by_cost: capped? })
}

fn ratio_capped(desk: &mut Desk<'_>, file: &RatioCappedFile) -> Option<RatioCapped> {
    let (ratio, base, cap) = (desk.ratio(&file.ratio), desk.fact(&file.base, MONEY), desk.yuan(&file.cap));
    let (months, per) = (desk.fact(&file.months, COUNT), desk.positive(&file.months_per_cap));
    Some(RatioCapped { ratio: ratio?, base: base?, cap: cap?, months: months?, months_per_cap: per? })
}

type WrittenRow<'r> = (&'r When, &'r Yuan, Option<&'r Yuan>, Option<&'r Name>);

fn amount_rows(
    desk: &mut Desk<'_>,
    written: &[toml::Spanned<crate::domain::policy::file::AmountRow>],
) -> Option<Vec<Row>> {
    rows(
        desk,
        written.iter().map(|row| {
            let row = row.get_ref();
            (&row.when, &row.amount, None, row.payer.as_ref())
        }),
    )
}

fn rows<'r>(desk: &mut Desk<'_>, written: impl Iterator<Item = WrittenRow<'r>>) -> Option<Vec<Row>> {
    let rows: Vec<Option<Row>> = written.map(|row| self::row(desk, row)).collect();
    rows.into_iter().collect()
}

fn row(desk: &mut Desk<'_>, (when, amount, floor, payer): WrittenRow<'_>) -> Option<Row> {
    let (mut tests, mut whole) = (Vec::with_capacity(when.len()), true);
    for (name, value) in when {
        let name = toml::Spanned::new(value.span(), name.clone());
        let test = desk.fact(&name, ANY).and_then(|fact| {
            let kind = desk.kind(fact)?;
            Some((fact, desk.literal(value, &kind)?))
        });
        whole &= test.is_some();
        tests.extend(test);
    }
    let amount = desk.yuan(amount);
    let floor = match floor {
        Some(floor) => Some(desk.yuan(floor)?),
        None => None,
    };
    let payer = match payer {
        Some(payer) => Some(desk.payer(payer)?),
        None => None,
    };
    if whole { Some(Row { when: tests, amount: amount?, floor, payer }) } else { None }
}

/// The settings of a rule, as its formula asks for them.
struct Settings<'s> {
    settings: &'s [Setting],
    at: usize,
}

impl Settings<'_> {
    /// The choice made, in the formula's own terms. Everything offered must be known to the formula.
    fn choose<T>(&self, desk: &mut Desk<'_>, key: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        desk.use_setting(key);
        let Some(setting) = self.settings.iter().find(|setting| setting.key == key) else {
            desk.fault(self.at, key, "公式需要这个设定（[[rule.setting]]）".into());
            return None;
        };
        for offered in &setting.allowed {
            if read(&offered.code).is_none() {
                desk.fault(self.at, &offered.code, format!("公式不支持设定 {key} 的这个取值"));
            }
        }
        read(&setting.value)
    }
}

fn below_band(text: &str) -> Option<BelowBand> {
    match text {
        "refer" => Some(BelowBand::Refer),
        "pay_actual" => Some(BelowBand::PayActual),
        "pay_floor" => Some(BelowBand::PayFloor),
        _ => None,
    }
}

fn mixed(text: &str) -> Option<MixedLecturers> {
    match text {
        "majority_hours" => Some(MixedLecturers::MajorityHours),
        "highest_origin" => Some(MixedLecturers::HighestOrigin),
        _ => None,
    }
}

fn stacking(text: &str) -> Option<Stacking> {
    match text {
        "difference" => Some(Stacking::Difference),
        "full" => Some(Stacking::Full),
        _ => None,
    }
}

fn tax(text: &str) -> Option<Tax> {
    if text == "exempt" {
        return Some(Tax::Exempt);
    }
    text.parse::<Ratio>().ok().filter(|ratio| ratio.is_below_one()).map(Tax::Ratio)
}
