//! A panel's mark: the exact mean of its judges, from a certain size on without one highest and
//! one lowest.

use super::exact::Exact;

/// From how many judges on one highest and one lowest mark are dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrimFrom(usize);

/// A panel must have three judges at least for two to be dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("marks can be dropped from three judges on; 0 means never")]
pub struct TrimError;

impl TrimFrom {
    /// The usual rule: five judges, three count.
    pub const FIVE: TrimFrom = TrimFrom(5);
    /// Every mark counts.
    pub const NEVER: TrimFrom = TrimFrom(0);

    /// From so many judges on; 0 for never.
    ///
    /// # Errors
    /// 1 and 2.
    pub const fn new(judges: usize) -> Result<TrimFrom, TrimError> {
        if matches!(judges, 1 | 2) { Err(TrimError) } else { Ok(TrimFrom(judges)) }
    }

    #[must_use]
    pub const fn judges(self) -> usize {
        self.0
    }

    const fn trims(self, judges: usize) -> bool {
        self.0 > 0 && judges >= self.0
    }
}

/// What a panel came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PanelMark {
    /// The marks that do not count: none, or one lowest and one highest, in this order.
    pub dropped: Vec<Exact>,
    /// The exact mean of the others.
    pub mean: Exact,
}

/// The panel's mark; `None` without a mark.
#[must_use]
pub fn panel(marks: &[Exact], trim: TrimFrom) -> Option<PanelMark> {
    let sum: Exact = marks.iter().copied().sum();
    if !trim.trims(marks.len()) {
        return Some(PanelMark { dropped: Vec::new(), mean: sum.over(marks.len())? });
    }
    let (lowest, highest) = (*marks.iter().min()?, *marks.iter().max()?);
    let mean = (sum - lowest - highest).over(marks.len().checked_sub(2)?)?;
    Some(PanelMark { dropped: vec![lowest, highest], mean })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn marks(numbers: &[i64]) -> Vec<Exact> {
        numbers.iter().map(|number| Exact::hundredths(*number)).collect()
    }

    #[test]
    fn drops_one_highest_and_one_lowest_from_five_on() {
        let five = panel(&marks(&[8000, 9550, 9000, 8500, 9550]), TrimFrom::FIVE).unwrap();
        assert_eq!(five.dropped, marks(&[8000, 9550]));
        assert_eq!(five.mean.fraction(), "541/6");
        let four = panel(&marks(&[8000, 9550, 9000, 8500]), TrimFrom::FIVE).unwrap();
        assert_eq!((four.dropped.len(), four.mean.to_string()), (0, "87.625".to_owned()));
        let same = panel(&marks(&[9000; 5]), TrimFrom::FIVE).unwrap();
        assert_eq!((same.dropped, same.mean), (marks(&[9000, 9000]), Exact::whole(90)));
        assert_eq!(panel(&[], TrimFrom::FIVE), None);
        assert_eq!(panel(&marks(&[1, 2, 3]), TrimFrom::new(3).unwrap()).unwrap().mean, Exact::hundredths(2));
        assert_eq!((TrimFrom::new(2), TrimFrom::new(0)), (Err(TrimError), Ok(TrimFrom::NEVER)));
    }

    proptest! {
        #[test]
        fn order_does_not_matter_and_the_mean_lies_inside(
            (numbers, shuffled) in proptest::collection::vec(0_i64..10_000, 1..12)
                .prop_flat_map(|numbers| (Just(numbers.clone()), Just(numbers).prop_shuffle())),
        ) {
            let (one, other) = (panel(&marks(&numbers), TrimFrom::FIVE), panel(&marks(&shuffled), TrimFrom::FIVE));
            prop_assert_eq!(&one, &other);
            let mean = one.unwrap().mean;
            prop_assert!(marks(&numbers).iter().any(|mark| *mark <= mean));
            prop_assert!(marks(&numbers).iter().any(|mark| *mark >= mean));
        }

        #[test]
        fn a_better_mark_never_lowers_the_mean(
            numbers in proptest::collection::vec(0_i64..10_000, 1..9), at in any::<prop::sample::Index>(), more in 1_i64..500,
        ) {
            let mut better = numbers.clone();
            better[at.index(numbers.len())] += more;
            let mean = |numbers: &[i64]| panel(&marks(numbers), TrimFrom::FIVE).unwrap().mean;
            prop_assert!(mean(&better) >= mean(&numbers));
        }
    }
}
