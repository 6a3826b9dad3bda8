//! What the panel's marks of one base come to.

use crate::domain::contest::exact::Exact;
use crate::domain::contest::panel::{TrimFrom, panel};

/// What was published before the first score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PanelRules {
    /// Fewer marks give no result.
    pub at_least: usize,
    /// From so many marks on one highest and one lowest are dropped.
    pub trim: TrimFrom,
    /// Highest less lowest mark above which the panel meets and scores a second time; none for never.
    pub spread: Option<Exact>,
}

/// One evaluator's mark of a base.
pub type Mark<E> = (E, Exact);

/// Where a base is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Result<E> {
    /// Not enough marks: no score, and no grade.
    TooFew {
        given: usize,
        needed: usize,
    },
    /// Too far apart: the panel meets, says why and scores again. Both rounds are kept.
    Apart(Scored<E>),
    Settled(Scored<E>),
}

/// The marks with what they come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scored<E> {
    /// By evaluator.
    pub marks: Vec<Mark<E>>,
    /// The lowest and the highest mark, in this order; none when all count.
    pub dropped: Vec<Exact>,
    pub mean: Exact,
    /// Highest less lowest of all marks.
    pub spread: Exact,
    /// 1, or 2 after a moderation meeting.
    pub round: u8,
}

/// The result of one base. `rounds` are the first marks and, after a moderation meeting, the second
/// ones, which then count; the marks of those in `recused` are as if they had never been.
#[must_use]
pub fn result<E: Ord + Copy>(rounds: &[Vec<Mark<E>>], recused: &[E], rules: PanelRules) -> Result<E> {
    let marks = |round: &Vec<Mark<E>>| {
        let mut marks: Vec<Mark<E>> = round.iter().filter(|(by, _)| !recused.contains(by)).copied().collect();
        marks.sort();
        marks
    };
    let second = rounds.get(1).map(marks).filter(|marks| !marks.is_empty());
    let (round, marks) = match second {
        Some(marks) => (2, marks),
        None => (1, rounds.first().map(marks).unwrap_or_default()),
    };
    let values: Vec<Exact> = marks.iter().map(|(_, mark)| *mark).collect();
    let too_few = Result::TooFew { given: values.len(), needed: rules.at_least };
    if values.len() < rules.at_least {
        return too_few;
    }
    let (Some(of), Some(lowest), Some(highest)) =
        (panel(&values, rules.trim), values.iter().min(), values.iter().max())
    else {
        return too_few;
    };
    let spread = *highest - *lowest;
    let scored = Scored { marks, dropped: of.dropped, mean: of.mean, spread, round };
    let apart = round == 1 && rules.spread.is_some_and(|most| spread > most);
    if apart { Result::Apart(scored) } else { Result::Settled(scored) }
}

impl<E> Result<E> {
    /// The score, once there is one.
    #[must_use]
    pub fn score(&self) -> Option<Exact> {
        match self {
            Result::Settled(scored) => Some(scored.mean),
            Result::TooFew { .. } | Result::Apart(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const RULES: PanelRules = PanelRules { at_least: 3, trim: TrimFrom::FIVE, spread: None };

    fn marks(numbers: &[i64]) -> Vec<Mark<usize>> {
        numbers.iter().enumerate().map(|(by, number)| (by, Exact::hundredths(*number))).collect()
    }

    #[test]
    fn three_marks_at_least_and_extremes_dropped_from_five_on() {
        let few = result(&[marks(&[9000, 9100])], &[], RULES);
        assert_eq!(few, Result::TooFew { given: 2, needed: 3 });
        assert_eq!(few.score(), None);
        let Result::Settled(five) = result(&[marks(&[9000, 9100, 8000, 9900, 9100])], &[], RULES) else { panic!() };
        assert_eq!((five.mean.fraction(), five.dropped.len(), five.spread), ("272/3".into(), 2, Exact::whole(19)));
        let Result::Settled(four) = result(&[marks(&[9000, 9100, 8000, 9900, 9100])], &[3], RULES) else { panic!() };
        assert_eq!((four.mean.to_string(), four.dropped.len()), ("88".into(), 0), "without the recused one, four");
        assert_eq!(result::<u8>(&[], &[], PanelRules { at_least: 0, ..RULES }), Result::TooFew { given: 0, needed: 0 });
    }

    #[test]
    fn a_wide_spread_calls_a_meeting_and_the_second_round_counts() {
        let rules = PanelRules { spread: Some(Exact::whole(15)), ..RULES };
        let first = marks(&[9500, 9000, 7900]);
        assert!(matches!(result(std::slice::from_ref(&first), &[], rules), Result::Apart(scored) if scored.round == 1));
        assert!(matches!(result(&[marks(&[9500, 9000, 8000])], &[], rules), Result::Settled(_)), "the bound is within");
        let Result::Settled(scored) = result(&[first, marks(&[9300, 9000, 7000])], &[], rules) else { panic!() };
        assert_eq!((scored.round, scored.mean.fraction()), (2, "253/3".into()), "there is no third round");
    }

    proptest! {
        #[test]
        fn a_recused_mark_is_as_if_it_had_never_been(
            numbers in proptest::collection::vec(0_i64..10_000, 0..9), out in proptest::collection::vec(0_usize..9, 0..4),
        ) {
            let rules = PanelRules { spread: Some(Exact::whole(30)), ..RULES };
            let all = marks(&numbers);
            let without: Vec<_> = all.iter().filter(|(by, _)| !out.contains(by)).copied().collect();
            prop_assert_eq!(result(&[all], &out, rules), result(&[without], &[], rules));
        }

        #[test]
        fn the_order_of_marks_changes_nothing(
            (one, other) in proptest::collection::vec(0_i64..10_000, 0..9)
                .prop_flat_map(|numbers| (Just(marks(&numbers)), Just(marks(&numbers)).prop_shuffle())),
        ) {
            prop_assert_eq!(result(&[one], &[], RULES), result(&[other], &[], RULES));
        }
    }
}
