//! A judgement aspect: three judges, each 0 to 3, sealed until all three are in.
//!
//! Judges who are more than one apart say why and judge again; both rounds are kept. The mark is the
//! aspect's maximum × sum / 9, halves rounded up to two decimals.

use super::exact::Exact;

/// How many judges an aspect has.
pub const JUDGES: usize = 3;
/// The best a judge can give.
pub const BEST: u8 = 3;
/// Most that the highest and the lowest may be apart.
const FURTHEST: u8 = 1;

/// What one judge gives: 0 to 3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Score(u8);

/// A text that is not 0, 1, 2 or 3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a judgement is 0, 1, 2 or 3")]
pub struct NotAScore;

impl Score {
    /// # Errors
    /// More than 3.
    pub const fn new(score: u8) -> Result<Score, NotAScore> {
        if score > BEST { Err(NotAScore) } else { Ok(Score(score)) }
    }

    /// Reads what a judge typed; full-width digits do not matter.
    ///
    /// # Errors
    /// Anything but one of the four digits; nothing is not 0.
    pub fn read(text: &str) -> Result<Score, NotAScore> {
        match crate::domain::text::compact(text).as_bytes() {
            [digit @ b'0'..=b'3'] => Ok(Score(digit - b'0')),
            _ => Err(NotAScore),
        }
    }

    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }
}

/// One round of one aspect: a score of each judge, in the order of the judges.
pub type Round = [Option<Score>; JUDGES];

/// Where an aspect is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judged {
    /// Not all have given their score; nobody may see another's.
    Sealed { given: usize },
    /// More than one apart: reasons are wanted, then the next round begins.
    Apart,
    /// Done.
    Settled(Exact),
}

/// Where the aspect is after these rounds; each begins when the one before was apart.
#[must_use]
pub fn judged(rounds: &[Round], max: Exact) -> Judged {
    let Some(last) = rounds.last() else { return Judged::Sealed { given: 0 } };
    let given: Vec<u8> = last.iter().flatten().map(|score| score.get()).collect();
    if given.len() < JUDGES {
        return Judged::Sealed { given: given.len() };
    }
    let (lowest, highest) = given.iter().fold((BEST, 0), |(low, high), score| (low.min(*score), high.max(*score)));
    if highest - lowest > FURTHEST {
        return Judged::Apart;
    }
    let sum: i64 = given.iter().copied().map(i64::from).sum();
    Judged::Settled(mark(max, sum))
}

/// `max × sum / 9`, rounded half up to hundredths.
fn mark(max: Exact, sum: i64) -> Exact {
    const OUT_OF: usize = JUDGES * BEST as usize;
    (max * Exact::whole(sum)).over(OUT_OF).unwrap_or(Exact::ZERO).rounded(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(scores: &str) -> Round {
        let mut scores = scores.chars().map(|c| Score::read(&c.to_string()).ok());
        std::array::from_fn(|_| scores.next().flatten())
    }

    fn settled(text: &str) -> Judged {
        Judged::Settled(Exact::decimal(text, 2).unwrap())
    }

    #[test]
    fn sealed_until_all_are_in_and_blocked_while_apart() {
        let one = Exact::whole(1);
        assert_eq!(judged(&[], one), Judged::Sealed { given: 0 });
        assert_eq!(judged(&[round("3-2")], one), Judged::Sealed { given: 2 });
        assert_eq!(judged(&[round("312")], one), Judged::Apart);
        assert_eq!(judged(&[round("312"), round("3--")], one), Judged::Sealed { given: 1 });
        assert_eq!(judged(&[round("312"), round("322")], one), settled("0.78"), "7/9");
        assert_eq!(judged(&[round("333")], one), settled("1"));
        assert_eq!(judged(&[round("000")], one), settled("0"));
    }

    #[test]
    fn half_a_hundredth_goes_up() {
        // 0.75 × 3/9 = 0.25; 0.5 × 5/9 = 0.2777…; 0.45 × 1/9 = 0.05; 0.135 × 3/9 = 0.045.
        for (max, scores, mark) in
            [("0.75", "111", "0.25"), ("0.5", "122", "0.28"), ("0.45", "001", "0.05"), ("0.135", "111", "0.05")]
        {
            assert_eq!(judged(&[round(scores)], Exact::decimal(max, 3).unwrap()), settled(mark), "{max} {scores}");
        }
    }

    #[test]
    fn reads_four_digits_only() {
        assert_eq!(Score::read(" ３ "), Score::new(3));
        for text in ["", "4", "-1", "1.5", "two", "03"] {
            assert_eq!(Score::read(text), Err(NotAScore), "{text}");
        }
    }
}
