//! A panel that votes instead of scoring: secret, so that only the totals are known.

use super::places::{Seat, fill};
use crate::domain::code::codes;
use crate::domain::ratio::Ratio;

/// The usual bar: two thirds of those present.
pub const TWO_THIRDS: Ratio = Ratio { num: 2, den: 3 };

codes! {
    /// What the vote came to for one who stood.
    pub enum Voted: "result of a vote" {
        Elected = "elected",
        /// Over the bar, level with others, and fewer places left than they are.
        Tie = "tie-across-line",
        /// Over the bar, and the places went to others.
        Beyond = "beyond-places",
        UnderBar = "under-bar",
    }
}

/// Why totals cannot be those of a vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BallotFault {
    #[error("nobody was present")]
    NobodyPresent,
    #[error("{votes} votes for number {number}, with {present} present")]
    TooMany { number: usize, votes: u32, present: u32 },
}

/// Who is elected: at least the bar's share of those `present`, the bar included; of these the ones with
/// the most votes, to the number of places. Places may stay empty.
///
/// # Errors
/// See [`BallotFault`].
pub fn elect(votes: &[u32], present: u32, bar: Ratio, places: usize) -> Result<Vec<Voted>, BallotFault> {
    if present == 0 {
        return Err(BallotFault::NobodyPresent);
    }
    if let Some((index, &votes)) = votes.iter().enumerate().find(|(_, votes)| **votes > present) {
        return Err(BallotFault::TooMany { number: index + 1, votes, present });
    }
    let over = |votes: u32| u64::from(votes) * u64::from(bar.den) >= u64::from(present) * u64::from(bar.num);
    let standing: Vec<(usize, u32)> = votes.iter().copied().enumerate().filter(|(_, votes)| over(*votes)).collect();
    let mut result = vec![Voted::UnderBar; votes.len()];
    for ((index, _), seat) in standing.iter().zip(fill(&standing, places, |one, other| other.1.cmp(&one.1))) {
        result[*index] = match seat {
            Seat::Taken => Voted::Elected,
            Seat::AcrossLine => Voted::Tie,
            Seat::Beyond => Voted::Beyond,
        };
    }
    Ok(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(result: &[Voted], of: Voted) -> usize {
        result.iter().filter(|one| **one == of).count()
    }

    /// The real round of 112 candidates, 11 judges and 22 elected; the votes themselves were secret.
    #[test]
    fn twenty_two_of_a_hundred_and_twelve_by_eleven_judges() {
        let votes: Vec<u32> = (0..112).map(|at| if at % 5 == 0 && at < 110 { 8 + at % 4 } else { at % 8 }).collect();
        let result = elect(&votes, 11, TWO_THIRDS, 22).unwrap();
        assert_eq!((count(&result, Voted::Elected), count(&result, Voted::UnderBar)), (22, 90));
        // One more over the bar: the least of them are level across the line, and all of these stay out.
        let mut one_more = votes.clone();
        one_more[111] = 8;
        let result = elect(&one_more, 11, TWO_THIRDS, 22).unwrap();
        let least = one_more.iter().filter(|votes| **votes == 8).count();
        assert_eq!((count(&result, Voted::Tie), count(&result, Voted::Elected)), (least, 23 - least));
    }

    #[test]
    fn the_bar_is_of_those_present_and_included() {
        assert_eq!(elect(&[6, 5, 9], 9, TWO_THIRDS, 9), Ok(vec![Voted::Elected, Voted::UnderBar, Voted::Elected]));
        assert_eq!(elect(&[7, 8], 11, TWO_THIRDS, 9), Ok(vec![Voted::UnderBar, Voted::Elected]));
        assert_eq!(elect(&[9, 8, 9], 9, TWO_THIRDS, 2), Ok(vec![Voted::Elected, Voted::Beyond, Voted::Elected]));
        // Of three present one abstains, which is no vote for: two of three are the bar, whoever else was absent.
        assert_eq!(elect(&[2, 1], 3, TWO_THIRDS, 2), Ok(vec![Voted::Elected, Voted::UnderBar]));
        assert_eq!(elect(&[2], 4, TWO_THIRDS, 1), Ok(vec![Voted::UnderBar]), "had the fourth been there");
        assert_eq!(elect(&[1], 0, TWO_THIRDS, 1), Err(BallotFault::NobodyPresent));
        assert_eq!(elect(&[1, 4], 3, TWO_THIRDS, 1), Err(BallotFault::TooMany { number: 2, votes: 4, present: 3 }));
    }
}
