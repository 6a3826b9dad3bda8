//! A limited number of places and those who are level across the line.

use std::cmp::Ordering;

/// What became of one who stood for a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seat {
    Taken,
    /// Level with others, and there are fewer places left than they are.
    AcrossLine,
    /// Behind those who took the places, or behind those who are level across the line: a place
    /// that these leave empty passes to nobody.
    Beyond,
}

/// Gives the places to the best; the answers come in the order of `standing`, on which they do not
/// depend. `order` is `Less` where the first stands before the second, `Equal` where nothing decides
/// between them: then they all take places, or none of them does.
pub fn fill<T>(standing: &[T], places: usize, order: impl Fn(&T, &T) -> Ordering) -> Vec<Seat> {
    let mut sorted: Vec<usize> = (0..standing.len()).collect();
    sorted.sort_by(|&one, &other| order(&standing[one], &standing[other]));
    let mut seats = vec![Seat::Beyond; standing.len()];
    let mut left = places;
    for level in sorted.chunk_by(|&one, &other| order(&standing[one], &standing[other]).is_eq()) {
        if left == 0 {
            break;
        }
        let fits = level.len() <= left;
        for &one in level {
            seats[one] = if fits { Seat::Taken } else { Seat::AcrossLine };
        }
        left = if fits { left - level.len() } else { 0 };
    }
    seats
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn seats(scores: &[i32], places: usize) -> String {
        let letter = |seat: Seat| match seat {
            Seat::Taken => '+',
            Seat::AcrossLine => '=',
            Seat::Beyond => '-',
        };
        fill(scores, places, |one, other| other.cmp(one)).into_iter().map(letter).collect()
    }

    #[test]
    fn those_level_across_the_line_take_no_place_and_nobody_moves_up() {
        for (scores, places, expected) in [
            (&[9, 8, 7, 6][..], 2, "++--"),
            (&[9, 8, 8, 6], 2, "+==-"),
            (&[9, 8, 8, 6], 3, "+++-"),
            (&[8, 8, 8, 7], 2, "===-"),
            (&[9, 8], 5, "++"),
            (&[9, 9], 0, "--"),
            (&[], 3, ""),
        ] {
            assert_eq!(seats(scores, places), expected, "{scores:?} for {places}");
        }
    }

    proptest! {
        #[test]
        fn never_more_than_the_places_and_the_better_first(scores in proptest::collection::vec(0_i32..12, 0..30), places in 0_usize..10) {
            let seats = fill(&scores, places, |one: &i32, other| other.cmp(one));
            prop_assert!(seats.iter().filter(|seat| **seat == Seat::Taken).count() <= places);
            for (one, seat) in scores.iter().zip(&seats) {
                for (other, beside) in scores.iter().zip(&seats) {
                    prop_assert!(one != other || seat == beside);
                    prop_assert!(one >= other || *seat != Seat::Taken || *beside == Seat::Taken);
                }
            }
        }
    }
}
