//! Medals by points, as at WorldSkills: who is no more than a tolerance behind shares the medal.

use crate::domain::code::codes;

codes! {
    /// What a contestant takes home, the best first.
    pub enum Award: "award" {
        Gold = "gold",
        Silver = "silver",
        Bronze = "bronze",
        /// The medallion for excellence.
        Medallion = "medallion",
    }
}

/// The bureau's choices; [`MedalRule::default`] is WorldSkills'.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MedalRule {
    /// Points within which a medal is shared, the bound included; 0 shares between equals only.
    pub tolerance: i64,
    /// Points from which there is a medallion for whoever has no medal.
    pub medallion_from: i64,
    /// Fewest contestants for a gold, a silver and a bronze medal.
    pub fewest: [usize; 3],
}

impl Default for MedalRule {
    fn default() -> MedalRule {
        MedalRule { tolerance: 2, medallion_from: super::scale::CENTRE, fewest: [4, 5, 6] }
    }
}

/// The awards of official contestants by their points, in the order given.
///
/// A medal goes to the best that is left and to all within the tolerance **of that one**; the tolerance
/// does not run on from each to the next. Two golds: no silver. Three or more golds, or a gold and two
/// or more silvers: bronze only for those within the tolerance of the last of these. A medal for which
/// the field is too small is not given and not passed on; the medallion does not depend on the field.
#[must_use]
pub fn medals(points: &[i64], rule: MedalRule) -> Vec<Option<Award>> {
    let mut sorted = points.to_vec();
    sorted.sort_unstable_by(|one, other| other.cmp(one));
    let lines = Lines::draw(&sorted, rule.tolerance);
    let [gold, silver, bronze] = rule.fewest.map(|fewest| points.len() >= fewest);
    points
        .iter()
        .map(|&points| {
            let medal = match lines.of(points) {
                Some(Award::Gold) => gold.then_some(Award::Gold),
                Some(Award::Silver) => silver.then_some(Award::Silver),
                Some(Award::Bronze) => bronze.then_some(Award::Bronze),
                _ => None,
            };
            medal.or_else(|| (points >= rule.medallion_from).then_some(Award::Medallion))
        })
        .collect()
}

/// The lowest points for each medal, where there is one.
struct Lines {
    gold: Option<i64>,
    silver: Option<i64>,
    bronze: Option<i64>,
}

impl Lines {
    /// `sorted` from the best down.
    fn draw(sorted: &[i64], tolerance: i64) -> Lines {
        let shared = |best: Option<i64>| best.map(|best| best.saturating_sub(tolerance.max(0)));
        let next = |taken: usize| sorted.get(taken).copied();
        let down_to =
            |line: Option<i64>| sorted.iter().filter(|points| line.is_some_and(|line| **points >= line)).count();
        let gold = shared(next(0));
        let golds = down_to(gold);
        let silver = if golds == 1 { shared(next(1)) } else { None };
        let medals = if silver.is_some() { down_to(silver) } else { golds };
        // Three places are taken: only who is as good as tied with the last of them is added.
        let bronze = if medals >= 3 { shared(next(medals - 1)) } else { shared(next(medals)) };
        Lines { gold, silver, bronze }
    }

    fn of(&self, points: i64) -> Option<Award> {
        let above = |line: Option<i64>| line.is_some_and(|line| points >= line);
        if above(self.gold) {
            Some(Award::Gold)
        } else if above(self.silver) {
            Some(Award::Silver)
        } else {
            above(self.bronze).then_some(Award::Bronze)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// One letter a contestant: g, s, b, m or -.
    fn awards(points: &[i64], tolerance: i64) -> String {
        let rule = MedalRule { tolerance, ..MedalRule::default() };
        medals(points, rule).iter().map(|award| award.map_or("-", |award| &award.as_str()[..1])).collect()
    }

    #[test]
    fn medals_are_shared_within_the_tolerance() {
        for (points, expected) in [
            (&[740, 730, 720, 710, 690, 680][..], "gsbm--"),
            // Two golds: no silver, one or more bronze.
            (&[740, 738, 720, 719, 690, 680], "ggbb--"),
            // The tolerance counts from the best, not from each to the next.
            (&[740, 739, 737, 710, 690, 680], "ggbm--"),
            // Three golds: bronze only close to the last of them.
            (&[740, 739, 738, 737, 736, 735], "gggbbm"),
            (&[740, 739, 738, 735, 690, 680], "gggm--"),
            // Two silvers take two places.
            (&[740, 730, 729, 727, 690, 680], "gssb--"),
            (&[740, 730, 729, 726, 690, 680], "gssm--"),
            (&[740, 730, 720, 718, 717, 680], "gsbbm-"),
            // A medal does not need 700 points, a medallion does.
            (&[690, 680, 670, 660, 650, 640], "gsb---"),
        ] {
            assert_eq!(awards(points, 2), expected, "{points:?}");
        }
        assert_eq!(awards(&[740, 739, 738, 738, 710, 700], 0), "gsbbmm");
    }

    #[test]
    fn a_small_field_limits_the_medals() {
        assert_eq!(awards(&[740, 730, 720, 710, 690], 2), "gsmm-");
        assert_eq!(awards(&[740, 739, 720, 710, 690], 2), "ggmm-");
        assert_eq!(awards(&[740, 730, 690, 680], 2), "gm--");
        assert_eq!(awards(&[740, 700, 690], 2), "mm-");
        assert_eq!(awards(&[], 2), "");
    }

    proptest! {
        #[test]
        fn nobody_is_awarded_more_for_less(mut points in proptest::collection::vec(600_i64..800, 0..30), tolerance in 0_i64..6) {
            points.sort_unstable_by(|one, other| other.cmp(one));
            let awards = medals(&points, MedalRule { tolerance, ..MedalRule::default() });
            let worth = |award: &Option<Award>| award.map_or(4, |award| award as usize);
            prop_assert!(awards.windows(2).all(|pair| worth(&pair[0]) <= worth(&pair[1])));
            for (one, other) in points.iter().zip(&awards).zip(points.iter().zip(&awards).skip(1)) {
                prop_assert!(one.0 != other.0 || one.1 == other.1, "equals are treated equally");
            }
        }
    }
}
