//! The yearly evaluation of training bases as the policy sets it (T2-6): who is counted, how many
//! may be excellent, what that takes. The evaluation itself computes with it.

use super::rule::Coded;
use crate::domain::lang::Words;
use crate::domain::ratio::Ratio;
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize};

/// The settings of one policy version. Where the text leaves a choice, the note beside the key in
/// the file says so.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YearlyEvaluation {
    /// The rule that pays for an excellent result.
    pub rule: String,
    pub article: String,
    /// The article as the city's people call it.
    pub place: Words,
    /// Word for word from the source text; … stands for an omission.
    pub quote: String,
    /// The level of the bases that are counted and graded; others are out.
    pub level: String,
    /// The bases on the register on this day of the year count.
    pub cut_off: DayOfYear,
    /// The most that may be excellent, of all bases counted; rounded down to whole bases.
    #[serde(deserialize_with = "ratio")]
    pub excellent_at_most: Ratio,
    /// The least exact score for excellent, inclusive, out of `full_score`.
    pub minimum_score: u32,
    pub full_score: u32,
    /// The least exact score that is not unqualified, inclusive; 60 where the file says nothing.
    #[serde(default = "pass_score")]
    pub pass_score: u32,
    /// Fewer independent marks of a base give no result.
    pub evaluators_at_least: u32,
    /// From so many marks on one highest and one lowest are left out.
    pub drop_extremes_from: u32,
    /// What becomes of those who are level across the line after every tie key.
    pub tie: TieRule,
    /// What decides between equal scores, in this order, published beforehand.
    pub tie_key: Vec<Coded>,
    /// What excludes excellent whatever the score.
    pub veto: Vec<Coded>,
    /// An evaluator who worked at a base within so many years has no part in it.
    pub recusal_years: u32,
}

/// Those still level across the line: none of them takes a place, or the panel votes with minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TieRule {
    Exclude,
    PanelVote,
}

/// A day of every year, written `12-31`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayOfYear {
    month: u32,
    day: u32,
}

impl DayOfYear {
    /// The day in a year; none outside the calendar's range.
    #[must_use]
    pub fn of(self, year: i32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(year, self.month, self.day)
    }
}

impl<'de> Deserialize<'de> for DayOfYear {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<DayOfYear, D::Error> {
        let text = String::deserialize(deserializer)?;
        // A year without a 29 February: the day is there in every year.
        let date = NaiveDate::parse_from_str(&format!("2019-{text}"), "%Y-%m-%d");
        let date = date.map_err(|_| serde::de::Error::custom("日期写作 月-日，如 12-31"))?;
        Ok(DayOfYear { month: date.month(), day: date.day() })
    }
}

fn ratio<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Ratio, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
}

/// Of files that do not say it, and of years that were opened by them.
#[must_use]
pub const fn pass_score() -> u32 {
    60
}

impl YearlyEvaluation {
    /// How many of `bases` may be excellent: rounded down, never up.
    #[must_use]
    pub fn places(&self, bases: u32) -> u32 {
        self.excellent_at_most.of_count_floor(bases)
    }

    /// What cannot be meant, as key and sentence; the types exclude the rest.
    pub(super) fn faults(&self, rules: &[&str]) -> Vec<(&'static str, String)> {
        let mut faults = Vec::new();
        if !rules.contains(&self.rule.as_str()) {
            faults.push(("rule", format!("没有规则 {}。已有规则：{}", self.rule, rules.join("、"))));
        }
        let share = self.excellent_at_most;
        if share.num > share.den {
            faults.push(("excellent_at_most", format!("优秀比例 {share} 超过全部。写作 15/100 这样不大于一的比")));
        }
        if self.full_score == 0 || self.minimum_score > self.full_score {
            faults.push(("minimum_score", format!("最低分须在 0 至满分 {} 之间", self.full_score)));
        }
        if self.pass_score > self.minimum_score {
            faults.push(("pass_score", format!("合格分不能高于优秀最低分 {}", self.minimum_score)));
        }
        if self.evaluators_at_least == 0 {
            faults.push(("evaluators_at_least", "至少要有一名评审专家".to_owned()));
        }
        if self.drop_extremes_from < 3 {
            faults.push(("drop_extremes_from", "去掉最高最低各一个后须还有评分：至少为 3".to_owned()));
        }
        for (key, list) in [("tie_key", &self.tie_key), ("veto", &self.veto)] {
            let repeated = (1..list.len()).find(|at| list[..*at].iter().any(|one| one.code == list[*at].code));
            if let Some(at) = repeated {
                faults.push((key, format!("{} 写了两次", list[at].code)));
            }
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use crate::platform::policies::embedded_policies;
    use proptest::prelude::*;

    use super::*;

    fn shipped() -> YearlyEvaluation {
        let set = embedded_policies().unwrap();
        set.versions()[0].yearly_evaluation.clone().expect("settings of the yearly evaluation")
    }

    #[test]
    fn the_settings_of_2019() {
        let settings = shipped();
        for (bases, places) in [(0, 0), (6, 0), (7, 1), (13, 1), (14, 2), (19, 2), (20, 3), (27, 4), (40, 6)] {
            assert_eq!(settings.places(bases), places, "{bases}");
        }
        assert_eq!(settings.cut_off.of(2019), NaiveDate::from_ymd_opt(2019, 12, 31));
        assert_eq!((settings.minimum_score, settings.full_score), (90, 100));
        assert_eq!(settings.pass_score, 60, "the file says nothing");
        assert_eq!((settings.evaluators_at_least, settings.drop_extremes_from, settings.recusal_years), (3, 5, 3));
        assert_eq!((settings.tie, settings.veto.len()), (TieRule::Exclude, 3));
        assert!(settings.faults(&["base.excellent"]).is_empty());
    }

    #[test]
    fn what_cannot_be_meant_is_said_all_at_once() {
        let mut wrong = shipped();
        wrong.excellent_at_most = Ratio { num: 115, den: 100 };
        wrong.minimum_score = 101;
        wrong.pass_score = 102;
        wrong.evaluators_at_least = 0;
        wrong.drop_extremes_from = 2;
        wrong.veto.push(wrong.veto[0].clone());
        let keys: Vec<&str> = wrong.faults(&["other"]).iter().map(|(key, _)| *key).collect();
        let all = [
            "rule",
            "excellent_at_most",
            "minimum_score",
            "pass_score",
            "evaluators_at_least",
            "drop_extremes_from",
            "veto",
        ];
        assert_eq!(keys, all);
    }

    proptest! {
        #[test]
        fn the_quota_is_never_exceeded(bases in 0u32..5_000_000) {
            let places = u64::from(shipped_once().places(bases));
            prop_assert!(places * 100 <= u64::from(bases) * 15);
            prop_assert!((places + 1) * 100 > u64::from(bases) * 15);
        }
    }

    fn shipped_once() -> &'static YearlyEvaluation {
        static SHIPPED: std::sync::LazyLock<YearlyEvaluation> = std::sync::LazyLock::new(shipped);
        &SHIPPED
    }
}
