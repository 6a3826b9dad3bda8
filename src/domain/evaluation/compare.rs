//! How sure a result is: how severe each evaluator was, and whether other ways of counting would
//! have put other bases first. None of this changes a score.

use super::places::{Seat, fill};
use super::rank::{Candidate, Grade, Rules, rank};
use super::result::Mark;
use crate::domain::code::codes;
use crate::domain::contest::exact::Exact;
use crate::domain::contest::panel::{TrimFrom, panel};
use crate::domain::contest::standing::Scores;
use std::collections::BTreeMap;

/// How one evaluator's marks stand to those of the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Severity<E> {
    pub evaluator: E,
    pub bases: usize,
    /// Mean of (own mark − plain mean of all marks of that base): below 0 is severe, above lenient.
    pub deviation: Exact,
}

/// The severity of every evaluator, in their order; `marks` holds those of each base.
#[must_use]
pub fn severity<E: Ord + Copy>(marks: &[Vec<Mark<E>>]) -> Vec<Severity<E>> {
    let mut sums: BTreeMap<E, (usize, Exact)> = BTreeMap::new();
    for of_base in marks {
        let values: Vec<Exact> = of_base.iter().map(|(_, mark)| *mark).collect();
        let Some(plain) = panel(&values, TrimFrom::NEVER) else { continue };
        for (evaluator, mark) in of_base {
            let (bases, sum) = sums.entry(*evaluator).or_insert((0, Exact::ZERO));
            // Kept to 12 decimals: means of panels of many sizes have no small common denominator.
            (*bases, *sum) = (*bases + 1, *sum + (*mark - plain.mean).rounded(12));
        }
    }
    sums.into_iter()
        .filter_map(|(evaluator, (bases, sum))| {
            Some(Severity { evaluator, bases, deviation: sum.over(bases)?.rounded(6) })
        })
        .collect()
}

codes! {
    /// Another way to count the same marks.
    pub enum Method: "method of counting" {
        /// The mean of all marks, none dropped.
        PlainMean = "plain-mean",
        /// The middle mark, or the mean of the middle two.
        Median = "median",
        /// By the sum of the evaluators' own rankings; of bases with the minimum score.
        RankSum = "rank-sum",
    }
}

/// Whether the same bases would be excellent under another method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub method: Method,
    /// Bases, by their index, that would be excellent and are not.
    pub gained: Vec<usize>,
    /// Bases that are excellent and would not be.
    pub lost: Vec<usize>,
}

/// What each method would change. `marks` are the counted ones of each candidate, in its order.
#[must_use]
pub fn differences<E: Ord + Copy>(
    candidates: &[Candidate],
    marks: &[Vec<Mark<E>>],
    population: u32,
    rules: &Rules,
) -> Vec<Difference> {
    let excellent = |candidates: &[Candidate]| -> Vec<usize> {
        let outcomes = rank(candidates, population, rules).outcomes;
        outcomes.iter().enumerate().filter(|(_, one)| one.grade == Grade::Excellent).map(|(index, _)| index).collect()
    };
    let official = excellent(candidates);
    let by_score = |score: fn(&[Exact]) -> Option<Exact>| {
        let with = |(one, marks): (&Candidate, &Vec<Mark<E>>)| {
            let values: Vec<Exact> = marks.iter().map(|(_, mark)| *mark).collect();
            let total = one.scores.as_ref().and_then(|_| score(&values));
            let scores = one.scores.as_ref().zip(total).map(|(scores, total)| Scores { total, ..scores.clone() });
            Candidate { scores, veto: one.veto }
        };
        excellent(&candidates.iter().zip(marks).map(with).collect::<Vec<_>>())
    };
    let difference = |method| {
        let other = match method {
            Method::PlainMean => by_score(|marks| panel(marks, TrimFrom::NEVER).map(|panel| panel.mean)),
            Method::Median => by_score(median),
            Method::RankSum => by_rank_sum(candidates, marks, population, rules),
        };
        let only = |one: &[usize], other: &[usize]| one.iter().filter(|id| !other.contains(id)).copied().collect();
        Difference { method, gained: only(&other, &official), lost: only(&official, &other) }
    };
    Method::ALL.iter().copied().map(difference).collect()
}

/// The middle of the marks; between two their mean.
#[must_use]
pub fn median(marks: &[Exact]) -> Option<Exact> {
    let mut sorted = marks.to_vec();
    sorted.sort();
    let upper = *sorted.get(sorted.len() / 2)?;
    if sorted.len() % 2 == 1 { Some(upper) } else { (upper + *sorted.get(sorted.len() / 2 - 1)?).over(2) }
}

/// Each evaluator ranks the bases they marked; a base's place is its mean rank, as a share of how many
/// each had, so that recusals neither help nor harm.
fn by_rank_sum<E: Ord + Copy>(
    candidates: &[Candidate],
    marks: &[Vec<Mark<E>>],
    population: u32,
    rules: &Rules,
) -> Vec<usize> {
    let mut own: BTreeMap<E, Vec<Exact>> = BTreeMap::new();
    for (evaluator, mark) in marks.iter().flatten() {
        own.entry(*evaluator).or_default().push(*mark);
    }
    for marks in own.values_mut() {
        marks.sort_by(|one, other| other.cmp(one));
    }
    let share = |(evaluator, mark): &Mark<E>| {
        let own = own.get(evaluator)?;
        let better = own.partition_point(|other| other > mark);
        Some(Exact::whole(i64::try_from(better).ok()? + 1).over(own.len())?.rounded(12))
    };
    let mean = |marks: &Vec<Mark<E>>| marks.iter().filter_map(share).sum::<Exact>().over(marks.len());
    let stands = |one: &Candidate| !one.veto && one.scores.as_ref().is_some_and(|scores| scores.total >= rules.minimum);
    let standing: Vec<(usize, Exact)> = candidates
        .iter()
        .zip(marks)
        .enumerate()
        .filter(|(_, (one, _))| stands(one))
        .filter_map(|(index, (_, marks))| Some((index, mean(marks)?)))
        .collect();
    let places = usize::try_from(rules.share.of_count_floor(population)).unwrap_or(usize::MAX);
    let seats = fill(&standing, places, |(_, one), (_, other)| one.cmp(other));
    standing.iter().zip(seats).filter(|(_, seat)| *seat == Seat::Taken).map(|((index, _), _)| *index).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::policy::TieRule;
    use crate::domain::ratio::Ratio;

    fn marks(rows: &[[i64; 5]]) -> Vec<Vec<Mark<usize>>> {
        let row = |row: &[i64; 5]| row.iter().enumerate().map(|(by, mark)| (by, Exact::whole(*mark))).collect();
        rows.iter().map(row).collect()
    }

    #[test]
    fn severity_is_the_mean_distance_from_the_panel() {
        let found = severity(&marks(&[[80, 85, 90, 85, 85], [70, 75, 80, 75, 75]]));
        assert_eq!(found[0], Severity { evaluator: 0, bases: 2, deviation: Exact::whole(-5) });
        assert_eq!((found[1].deviation, found[2].deviation), (Exact::ZERO, Exact::whole(5)));
        assert_eq!(severity::<u8>(&[Vec::new()]), []);
    }

    #[test]
    fn says_whether_another_method_would_put_others_first() {
        // The second base has one very low mark that the official way drops.
        let marks = marks(&[[94, 94, 94, 94, 94], [95, 95, 95, 95, 80], [91, 91, 99, 91, 91]]);
        let candidates: Vec<Candidate> = marks
            .iter()
            .map(|marks| {
                let values: Vec<Exact> = marks.iter().map(|(_, mark)| *mark).collect();
                Candidate { scores: panel(&values, TrimFrom::FIVE).map(|of| Scores::of_total(of.mean)), veto: false }
            })
            .collect();
        let rules = Rules {
            share: Ratio { num: 15, den: 100 },
            minimum: Exact::whole(90),
            pass: Exact::whole(60),
            chain: Vec::new(),
            tie: TieRule::Exclude,
        };
        let found = differences(&candidates, &marks, 7, &rules);
        assert_eq!(found[0], Difference { method: Method::PlainMean, gained: vec![0], lost: vec![1] });
        assert_eq!(found[1], Difference { method: Method::Median, gained: vec![], lost: vec![] });
        assert_eq!(found[2], Difference { method: Method::RankSum, gained: vec![], lost: vec![] });
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[Exact::whole(1), Exact::whole(4)]), Some(Exact::hundredths(250)));
    }
}
