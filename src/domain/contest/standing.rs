//! Who stands where: by the total, then by an ordered chain of further results, then jointly.

use super::exact::Exact;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

/// What decides between equal totals. Which of these, and in which order, the technical document of
/// the contest says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TieKey {
    /// The higher mark of the practical part.
    Practical,
    /// The higher mark of one module, by its name.
    Module(String),
    /// The shorter time.
    Time,
    /// The higher mark of the theory part.
    Theory,
}

/// A text that names no tie key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` decides no tie: practical, module:NAME, time, theory")]
pub struct UnknownTieKey(pub String);

impl fmt::Display for TieKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TieKey::Practical => f.write_str("practical"),
            TieKey::Module(name) => write!(f, "module:{name}"),
            TieKey::Time => f.write_str("time"),
            TieKey::Theory => f.write_str("theory"),
        }
    }
}

impl FromStr for TieKey {
    type Err = UnknownTieKey;
    fn from_str(text: &str) -> Result<TieKey, UnknownTieKey> {
        match text.trim() {
            "practical" => Ok(TieKey::Practical),
            "time" => Ok(TieKey::Time),
            "theory" => Ok(TieKey::Theory),
            other => match other.strip_prefix("module:").map(str::trim) {
                Some(name) if !name.is_empty() => Ok(TieKey::Module(name.to_owned())),
                _ => Err(UnknownTieKey(other.to_owned())),
            },
        }
    }
}

/// The results of one entrant that a standing looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scores {
    pub total: Exact,
    pub practical: Option<Exact>,
    pub theory: Option<Exact>,
    pub modules: BTreeMap<String, Exact>,
    /// Seconds taken; less is better.
    pub seconds: Option<u32>,
}

impl Scores {
    #[must_use]
    pub const fn of_total(total: Exact) -> Scores {
        Scores { total, practical: None, theory: None, modules: BTreeMap::new(), seconds: None }
    }

    /// What a key compares: a mark, or seconds. None where it is not known.
    #[must_use]
    pub fn result(&self, key: &TieKey) -> Option<Exact> {
        match key {
            TieKey::Practical => self.practical,
            TieKey::Theory => self.theory,
            TieKey::Module(name) => self.modules.get(name).copied(),
            TieKey::Time => self.seconds.map(|seconds| Exact::whole(seconds.into())),
        }
    }

    /// What is not known of two with one total when the chain comes to compare it. What an earlier key decides
    /// needs nothing of a later one.
    #[must_use]
    pub fn gap(&self, other: &Scores, chain: &[TieKey]) -> Gap {
        let mut gap = Gap::None;
        if self.total != other.total {
            return gap;
        }
        for key in chain {
            match (self.result(key), other.result(key)) {
                (Some(own), Some(theirs)) if own != theirs => return gap,
                (Some(_), Some(_)) => {}
                // A contest without theory has no marks for it; a time can always be taken.
                (None, None) if *key == TieKey::Time => gap = Gap::Both,
                (None, None) => {}
                _ => return Gap::One,
            }
        }
        gap
    }

    /// Which keys tell this one from others with the same total, in the order of the chain: of each of them the
    /// first that differs.
    #[must_use]
    pub fn decided_by<'c>(&self, others: &[&Scores], chain: &'c [TieKey]) -> Vec<&'c TieKey> {
        let equal: Vec<&&Scores> = others.iter().filter(|other| other.total == self.total).collect();
        let first = |other: &&Scores| chain.iter().position(|key| self.result(key) != other.result(key));
        let deciding: BTreeSet<usize> = equal.into_iter().filter_map(first).collect();
        deciding.into_iter().map(|at| &chain[at]).collect()
    }

    /// `Less` when `self` stands before `other`. Whoever lacks a result that decides stands behind
    /// those who have it.
    #[must_use]
    pub fn against(&self, other: &Scores, chain: &[TieKey]) -> Ordering {
        let higher = |one: Option<Exact>, two: Option<Exact>| two.cmp(&one);
        chain.iter().fold(other.total.cmp(&self.total), |decided, key| {
            decided.then_with(|| match key {
                TieKey::Practical => higher(self.practical, other.practical),
                TieKey::Theory => higher(self.theory, other.theory),
                TieKey::Module(name) => higher(self.modules.get(name).copied(), other.modules.get(name).copied()),
                TieKey::Time => {
                    let slowest = |seconds: Option<u32>| seconds.map_or(u64::MAX, u64::from);
                    slowest(self.seconds).cmp(&slowest(other.seconds))
                }
            })
        })
    }
}

/// What the chain would compare and nobody knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    #[default]
    None,
    /// Neither has a time: what follows in the chain decides, or nothing.
    Both,
    /// One has it and the other has not: nobody can say who is better.
    One,
}

/// The greatest gap between each contender and the official others, in the order given.
#[must_use]
pub fn gaps(contenders: &[Contender], chain: &[TieKey]) -> Vec<Gap> {
    let gap = |at: usize| {
        let others = contenders.iter().enumerate().filter(|(other, one)| *other != at && one.official);
        others.map(|(_, other)| contenders[at].scores.gap(&other.scores, chain)).max().unwrap_or_default()
    };
    (0..contenders.len()).map(|at| if contenders[at].official { gap(at) } else { Gap::None }).collect()
}

/// One who is ranked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contender {
    /// Others are shown beside the standing, at the rank they would have, and take nobody's.
    pub official: bool,
    pub scores: Scores,
}

/// Where a contender stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// From 1: one more than the number of official contenders who are better. Equals share a rank,
    /// and the next ones are skipped.
    pub rank: usize,
    /// Whether an official contender other than oneself has the same rank: the chain has not decided.
    pub joint: bool,
}

/// The places of all, in the order given, on which they do not depend.
#[must_use]
pub fn places(contenders: &[Contender], chain: &[TieKey]) -> Vec<Place> {
    let mut official: Vec<&Scores> = contenders.iter().filter(|one| one.official).map(|one| &one.scores).collect();
    official.sort_by(|one, other| one.against(other, chain));
    contenders
        .iter()
        .map(|one| {
            let better = official.partition_point(|other| other.against(&one.scores, chain) == Ordering::Less);
            let as_good = official.partition_point(|other| other.against(&one.scores, chain) != Ordering::Greater);
            Place { rank: better + 1, joint: as_good - better > usize::from(one.official) }
        })
        .collect()
}

/// Who goes through when a number of places is given: official contenders, and all tied at the line.
#[must_use]
pub fn advance(contenders: &[Contender], places: &[Place], line: usize) -> Vec<bool> {
    contenders.iter().zip(places).map(|(one, place)| one.official && place.rank <= line).collect()
}

/// Whether there are awards at all: below the minimum field the contest selects only.
#[must_use]
pub const fn field_is_enough(official: usize, minimum: usize) -> bool {
    official >= minimum
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn contender(total: i64, practical: i64, seconds: Option<u32>, theory: i64, official: bool) -> Contender {
        let scores = Scores {
            practical: Some(Exact::hundredths(practical)),
            theory: Some(Exact::hundredths(theory)),
            seconds,
            ..Scores::of_total(Exact::hundredths(total))
        };
        Contender { official, scores }
    }

    fn ranks(contenders: &[Contender], chain: &[TieKey]) -> Vec<usize> {
        places(contenders, chain).iter().map(|place| place.rank).collect()
    }

    #[test]
    fn the_chain_decides_in_its_order() {
        let field = [
            contender(9000, 90, Some(600), 90, true),
            contender(9000, 95, Some(700), 80, true),
            contender(9000, 90, Some(500), 90, true),
            contender(9000, 90, None, 99, true),
            contender(8000, 99, Some(1), 99, true),
        ];
        assert_eq!(ranks(&field, &[]), [1, 1, 1, 1, 5], "joint, and the next ranks skipped");
        assert_eq!(ranks(&field, &[TieKey::Practical]), [2, 1, 2, 2, 5]);
        assert_eq!(ranks(&field, &[TieKey::Practical, TieKey::Time]), [3, 1, 2, 4, 5]);
        assert_eq!(ranks(&field, &[TieKey::Time, TieKey::Practical]), [2, 3, 1, 4, 5]);
        assert_eq!(ranks(&field, &[TieKey::Theory]), [2, 4, 2, 1, 5]);
        let module = TieKey::Module("B".into());
        let mut modules = field.clone();
        modules[3].scores.modules.insert("B".into(), Exact::ZERO);
        assert_eq!(ranks(&modules, std::slice::from_ref(&module)), [2, 2, 2, 1, 5], "no mark is behind a mark of 0");
        assert_eq!("module: B".parse(), Ok(module));
        assert_eq!("age".parse::<TieKey>(), Err(UnknownTieKey("age".into())));
    }

    #[test]
    fn a_tie_wants_only_what_its_chain_comes_to() {
        let chain = [TieKey::Practical, TieKey::Time, TieKey::Theory];
        let gaps = |field: &[Contender]| gaps(field, &chain);
        let settled = [contender(9000, 6720, None, 10, true), contender(9000, 6300, None, 20, true)];
        assert_eq!(gaps(&settled), [Gap::None; 2], "settled before the time is looked at");
        let [one, two] = [&settled[0].scores, &settled[1].scores];
        assert_eq!(one.decided_by(&[one, two], &chain), [&TieKey::Practical]);
        assert!(one.decided_by(&[one], &chain).is_empty());
        let mut field = vec![
            contender(9000, 6720, Some(600), 10, true),
            contender(9000, 6720, None, 10, true),
            contender(9000, 6720, Some(500), 10, true),
            contender(8000, 6720, None, 10, true),
            contender(9000, 6720, None, 10, false),
        ];
        assert_eq!(gaps(&field), [Gap::One, Gap::One, Gap::One, Gap::None, Gap::None]);
        field[0].scores.seconds = None;
        field[2].scores.seconds = None;
        assert_eq!(gaps(&field), [Gap::Both, Gap::Both, Gap::Both, Gap::None, Gap::None]);
        let all: Vec<&Scores> = settled.iter().map(|one| &one.scores).chain([&field[3].scores]).collect();
        assert_eq!(all[2].decided_by(&all, &chain), Vec::<&TieKey>::new(), "nobody else has its total");
    }

    #[test]
    fn unofficial_entrants_stand_beside() {
        let field = [(9500, false), (9000, true), (9000, false), (8500, true), (8500, true), (8000, true)]
            .map(|(total, official)| contender(total, 0, None, 0, official));
        let places = places(&field, &[]);
        assert_eq!(places.iter().map(|place| place.rank).collect::<Vec<_>>(), [1, 1, 1, 2, 2, 4]);
        assert_eq!(places.iter().map(|place| place.joint).collect::<Vec<_>>(), [false, false, true, true, true, false]);
        assert_eq!(advance(&field, &places, 2), [false, true, false, true, true, false], "all tied at the line");
        assert!(field_is_enough(4, 4) && !field_is_enough(3, 4));
    }

    /// Total, practical mark, seconds, official.
    type Drawn = (i64, i64, Option<u32>, bool);

    fn field() -> impl Strategy<Value = Vec<Drawn>> {
        let seconds = proptest::option::of(0_u32..3);
        proptest::collection::vec((0_i64..4, 0_i64..3, seconds, any::<bool>()), 0..20)
    }

    proptest! {
        #[test]
        fn the_order_of_input_never_changes_a_standing(
            (one, other) in field().prop_flat_map(|field| {
                let numbered: Vec<_> = field.into_iter().enumerate().collect();
                (Just(numbered.clone()), Just(numbered).prop_shuffle())
            }),
        ) {
            let chain = [TieKey::Practical, TieKey::Time];
            let stand = |field: &[(usize, Drawn)]| {
                let contenders: Vec<_> = field.iter().map(|(_, (total, practical, seconds, official))| contender(*total, *practical, *seconds, 0, *official)).collect();
                field.iter().map(|(id, _)| *id).zip(places(&contenders, &chain).into_iter().map(|place| (place.rank, place.joint))).collect::<BTreeMap<_, _>>()
            };
            prop_assert_eq!(stand(&one), stand(&other));
        }

        #[test]
        fn nobody_outranks_a_better_score_and_the_unofficial_take_no_place(field in field()) {
            let all: Vec<_> = field.iter().map(|(total, practical, seconds, official)| contender(*total, *practical, *seconds, 0, *official)).collect();
            let chain = [TieKey::Practical, TieKey::Time];
            let places = places(&all, &chain);
            for (one, at) in all.iter().zip(&places) {
                for (other, beside) in all.iter().zip(&places) {
                    let order = one.scores.against(&other.scores, &chain);
                    prop_assert!(order != Ordering::Less || at.rank <= beside.rank);
                    prop_assert!(order != Ordering::Less || !one.official || at.rank < beside.rank);
                    prop_assert!(order != Ordering::Equal || at.rank == beside.rank);
                }
            }
            let official: Vec<_> = all.iter().filter(|one| one.official).cloned().collect();
            let alone = super::places(&official, &chain);
            let among: Vec<_> = all.iter().zip(places).filter(|(one, _)| one.official).map(|(_, place)| place).collect();
            prop_assert_eq!(alone, among);
        }
    }
}
