//! The WorldSkills scale: the field's median becomes 700 points, one standard deviation 30.
//!
//! `points = round(700 + 30 · (raw − median) / (1.4826 · MAD))`, halves upwards, not below 0 nor above
//! 1000. MAD is the median of the distances from the median; 1.4826 is the exact ratio 7413/5000. The
//! whole is done in whole numbers: every mark is brought to one denominator first.

use super::exact::{Exact, round_half_up};

/// Points of the median.
pub const CENTRE: i64 = 700;
/// Highest points; the lowest are 0.
pub const TOP: i64 = 1000;

/// Why a field has no points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScaleError {
    /// Nobody to take a median of.
    #[error("no mark")]
    Empty,
    /// More than half of the field have the same mark: the formula divides by zero.
    #[error("the median absolute deviation is 0")]
    NoSpread,
    /// Marks whose denominators have no common one in reach.
    #[error("fractions too fine")]
    TooFine,
}

/// Points of every mark, in the order given. Only those `counted` make the median and the spread;
/// others (unofficial contestants) are measured by them.
///
/// # Errors
/// See [`ScaleError`]; no points are made up where the formula has none.
pub fn worldskills(marks: &[(Exact, bool)]) -> Result<Vec<i64>, ScaleError> {
    let common = common_denominator(marks.iter().map(|(mark, _)| *mark)).ok_or(ScaleError::TooFine)?;
    let whole = |mark: Exact| mark.num() * (common / mark.den());
    let mut counted: Vec<i128> = marks.iter().filter(|(_, counted)| *counted).map(|(mark, _)| whole(*mark)).collect();
    let twice_median = twice_median(&mut counted).ok_or(ScaleError::Empty)?;
    let twice_distance = |mark: i128| 2 * mark - twice_median;
    let mut distances: Vec<i128> = counted.iter().map(|mark| twice_distance(*mark).abs()).collect();
    let four_mads = self::twice_median(&mut distances).ok_or(ScaleError::Empty)?;
    if four_mads == 0 {
        return Err(ScaleError::NoSpread);
    }
    // 30 / (7413/5000) = 50000/2471, and (distance/2) / (mads/4) = 2 · distance / mads.
    let points = |mark: Exact| {
        let above = round_half_up(100_000 * twice_distance(whole(mark)), 2471 * four_mads);
        let points = above.saturating_add(CENTRE.into()).clamp(0, TOP.into());
        i64::try_from(points).unwrap_or(TOP)
    };
    Ok(marks.iter().map(|(mark, _)| points(*mark)).collect())
}

/// Large enough for any marks with 15 decimals, small enough that nothing overflows.
const FINEST: i128 = 1_000_000_000_000_000_000;

fn common_denominator(marks: impl Iterator<Item = Exact>) -> Option<i128> {
    let mut common = Exact::whole(1).den();
    for mark in marks {
        let (mut one, mut other) = (common, mark.den());
        while other != 0 {
            (one, other) = (other, one % other);
        }
        common = (common / one).checked_mul(mark.den()).filter(|common| *common <= FINEST)?;
    }
    Some(common)
}

/// Twice the median: whole also where it lies between two; `None` of nothing.
fn twice_median(numbers: &mut [i128]) -> Option<i128> {
    numbers.sort_unstable();
    let half = numbers.len() / 2;
    let upper = *numbers.get(half)?;
    Some(if numbers.len().is_multiple_of(2) { upper + numbers.get(half.checked_sub(1)?)? } else { 2 * upper })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn points(texts: &[&str]) -> Result<Vec<i64>, ScaleError> {
        let marks: Vec<_> = texts.iter().map(|text| (Exact::decimal(text, 15).unwrap(), true)).collect();
        worldskills(&marks)
    }

    #[test]
    fn worked_by_hand() {
        // Median 70, MAD 10: 30/14.826 = 2.0234… points a mark.
        assert_eq!(points(&["50", "60", "70", "80", "90"]), Ok(vec![660, 680, 700, 720, 740]));
        // Median 75, distances 15 5 5 15, MAD 10.
        assert_eq!(points(&["60", "70", "80", "90"]), Ok(vec![670, 690, 710, 730]));
        assert_eq!(points(&["0", "69.99", "70", "70.01", "100"]), Ok(vec![0, 680, 700, 720, 1000]));
        assert_eq!(points(&["80", "80", "80", "90"]), Err(ScaleError::NoSpread));
        assert_eq!(points(&["80"]), Err(ScaleError::NoSpread));
        assert_eq!(points(&[]), Err(ScaleError::Empty));
    }

    #[test]
    fn halves_go_up_on_both_sides_of_the_median() {
        let marks = |off: i64| {
            vec![
                (Exact::hundredths(-500_000), true),
                (Exact::ZERO, true),
                (Exact::hundredths(500_000), true),
                (Exact::ratio(off, 1000).unwrap(), false),
            ]
        };
        // One point is 5000·2471/50000 = 247.1 marks: half a point 123.55.
        let of = |off| worldskills(&marks(off)).unwrap()[3];
        assert_eq!((of(123_549), of(123_550), of(123_551)), (700, 701, 701));
        assert_eq!((of(-123_549), of(-123_550), of(-123_551)), (700, 700, 699));
    }

    #[test]
    fn fractions_have_a_common_denominator_or_none() {
        let third = |num| (Exact::ratio(num, 3).unwrap(), true);
        assert_eq!(worldskills(&[third(100), third(200), third(301)]), Ok(vec![680, 700, 720]));
        let primes = [9_999_991, 9_999_973, 9_999_971].map(|den| (Exact::ratio(1, den).unwrap(), true));
        assert_eq!(worldskills(&primes), Err(ScaleError::TooFine));
    }

    proptest! {
        #[test]
        fn the_scale_keeps_the_order_and_ignores_that_of_the_input(
            (one, other) in proptest::collection::vec(0_i64..10_000, 3..40)
                .prop_flat_map(|marks| (Just(marks.clone()), Just(marks).prop_shuffle())),
        ) {
            let of = |marks: &[i64]| worldskills(&marks.iter().map(|mark| (Exact::hundredths(*mark), true)).collect::<Vec<_>>());
            if let Ok(points) = of(&one) {
                let mut pairs: Vec<_> = one.iter().zip(&points).collect();
                pairs.sort_unstable();
                prop_assert!(pairs.windows(2).all(|pair| pair[0].1 <= pair[1].1));
                prop_assert!(points.iter().all(|points| (0..=TOP).contains(points)));
                let shuffled = of(&other).unwrap();
                let mut again: Vec<_> = other.iter().zip(&shuffled).collect();
                again.sort_unstable();
                prop_assert_eq!(pairs, again);
            } else {
                prop_assert!(of(&other).is_err());
            }
        }
    }
}
