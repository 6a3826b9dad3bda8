//! Who is proposed: the panel's votes or marks, the places of the round and of each county.

use super::programme::{Review, Scoring};
use super::round::NotChosen;
use crate::domain::contest::exact::Exact;
use crate::domain::contest::panel::TrimFrom;
use crate::domain::evaluation::ballot::{BallotFault, Voted, elect};
use crate::domain::evaluation::places::{Seat, fill};
use crate::domain::evaluation::result::{Mark, PanelRules, Result as Scored, result};
use std::collections::BTreeMap;

/// One who stood, as the panel left them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stood {
    /// The county's code.
    pub county: String,
    /// Stands without review: takes a place of the round before all others.
    pub direct: bool,
    /// Votes for, of a ballot; none of too few ballots.
    pub votes: Option<u32>,
    /// Ballots on which this one stood; none for all who were present.
    pub ballots: Option<u32>,
    /// The panel's exact mean, where there were marks enough.
    pub score: Option<Exact>,
}

/// Places of a round.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// Of the round; none for as many as pass.
    pub all: Option<usize>,
    /// Of the counties that have a quota; a county without one is bound by the round's alone.
    pub counties: BTreeMap<String, usize>,
}

/// What one nominee's marks, each out of 100, come to: `rounds` are the first ones and, after a moderation
/// meeting, the second ones.
#[must_use]
pub fn score<E: Ord + Copy>(rounds: &[Vec<Mark<E>>], recused: &[E], scoring: Scoring) -> Scored<E> {
    let trim = TrimFrom::new(usize::try_from(scoring.drop_extremes_from).unwrap_or(0)).unwrap_or(TrimFrom::NEVER);
    let at_least = usize::try_from(scoring.evaluators_at_least).unwrap_or(usize::MAX);
    let spread = scoring.spread.map(|points| Exact::whole(i64::from(points)));
    result(rounds, recused, PanelRules { at_least, trim, spread })
}

/// Who takes a place: `Ok` of a nominee, or the reason against, in the order of `stood`, on which the
/// answers do not depend. First the bar, then the county's places, then the round's; places may stay
/// empty, and those level across a line take none.
///
/// # Errors
/// Votes that cannot be: see [`BallotFault`].
pub fn propose(
    stood: &[Stood],
    review: Review,
    present: u32,
    places: &Places,
) -> Result<Vec<Result<(), NotChosen>>, BallotFault> {
    let mut answers: Vec<Result<(), NotChosen>> = bar(stood, review, present)?;
    let rank = |index: &usize| match stood[*index] {
        Stood { direct: true, .. } => (1, Exact::ZERO),
        // By share: not everybody may vote on everybody.
        Stood { votes: Some(votes), ballots, .. } if matches!(review, Review::Vote(_)) => {
            (0, Exact::ratio(i64::from(votes), i64::from(ballots.unwrap_or(present))).unwrap_or(Exact::ZERO))
        }
        Stood { score, .. } => (0, score.unwrap_or(Exact::ZERO)),
    };
    for (county, quota) in &places.counties {
        let own = |index: &usize| answers[*index].is_ok() && stood[*index].county == *county;
        let own: Vec<usize> = (0..stood.len()).filter(own).collect();
        for (index, seat) in own.iter().zip(fill(&own, *quota, |one, other| rank(other).cmp(&rank(one)))) {
            if seat != Seat::Taken {
                answers[*index] = Err(if seat == Seat::AcrossLine { NotChosen::Tie } else { NotChosen::CountyQuota });
            }
        }
    }
    if let Some(all) = places.all {
        let left: Vec<usize> = (0..stood.len()).filter(|index| answers[*index].is_ok()).collect();
        for (index, seat) in left.iter().zip(fill(&left, all, |one, other| rank(other).cmp(&rank(one)))) {
            match seat {
                Seat::Taken => {}
                Seat::AcrossLine => answers[*index] = Err(NotChosen::Tie),
                Seat::Beyond => answers[*index] = Err(NotChosen::Places),
            }
        }
    }
    Ok(answers)
}

/// Who is good enough, whatever the places.
fn bar(stood: &[Stood], review: Review, present: u32) -> Result<Vec<Result<(), NotChosen>>, BallotFault> {
    let direct = |one: &Stood, other: Result<(), NotChosen>| if one.direct { Ok(()) } else { other };
    match review {
        Review::Vote(ballot) => {
            let answer = |one: &Stood| match one.votes {
                _ if one.direct => Ok(Ok(())),
                None => Ok(Err(NotChosen::NoScore)),
                Some(votes) => {
                    let elected = elect(&[votes], one.ballots.unwrap_or(present), ballot.bar, 1)?;
                    Ok(if elected == [Voted::UnderBar] { Err(NotChosen::UnderBar) } else { Ok(()) })
                }
            };
            stood.iter().map(answer).collect()
        }
        Review::Score(scoring) => {
            let minimum = Exact::whole(i64::from(scoring.minimum));
            let answer = |one: &Stood| match one.score {
                None => Err(NotChosen::NoScore),
                Some(score) if score < minimum => Err(NotChosen::UnderBar),
                Some(_) => Ok(()),
            };
            Ok(stood.iter().map(|one| direct(one, answer(one))).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::evaluation::ballot::TWO_THIRDS;
    use crate::domain::recognition::programme::Ballot;
    use proptest::prelude::*;

    const VOTE: Review = Review::Vote(Ballot { bar: TWO_THIRDS });
    const SCORE: Review =
        Review::Score(Scoring { evaluators_at_least: 3, drop_extremes_from: 5, minimum: 60, spread: Some(20) });

    fn votes(county: &str, votes: u32) -> Stood {
        Stood { county: county.into(), direct: false, votes: Some(votes), ballots: None, score: None }
    }

    fn scored(score: i64) -> Stood {
        Stood {
            county: "330302".into(),
            direct: false,
            votes: None,
            ballots: None,
            score: Some(Exact::hundredths(score)),
        }
    }

    fn chosen(answers: &[Result<(), NotChosen>]) -> usize {
        answers.iter().filter(|one| one.is_ok()).count()
    }

    fn up_to(all: usize) -> Places {
        Places { all: Some(all), counties: BTreeMap::new() }
    }

    /// Dongyang 2017: 17 stood, 5 were elected. Who voted how is not known; the votes are made.
    #[test]
    fn five_of_seventeen_with_places_left_empty() {
        let stood: Vec<Stood> = (0..17).map(|at| votes("330302", if at < 5 { 9 - at % 2 } else { at % 7 })).collect();
        let answers = propose(&stood, VOTE, 11, &up_to(8)).unwrap();
        assert_eq!(chosen(&answers), 5, "three places stay empty");
        assert_eq!(answers[16], Err(NotChosen::UnderBar));
    }

    /// Dezhou 2014: 112 stood before 11 judges, 22 were elected.
    #[test]
    fn twenty_two_of_a_hundred_and_twelve() {
        let stood: Vec<Stood> =
            (0..112).map(|at| votes("330302", if at % 5 == 0 && at < 110 { 8 + at % 4 } else { at % 8 })).collect();
        assert_eq!(chosen(&propose(&stood, VOTE, 11, &up_to(22)).unwrap()), 22);
    }

    /// Hangzhou 2023: of 122 the first 60 by score.
    #[test]
    fn sixty_of_a_hundred_and_twenty_two_by_score() {
        let stood: Vec<Stood> = (0..122).map(|at| scored(6000 + at * 7)).collect();
        let answers = propose(&stood, SCORE, 0, &up_to(60)).unwrap();
        assert_eq!((chosen(&answers), answers[61], answers[62]), (60, Err(NotChosen::Places), Ok(())));
    }

    #[test]
    fn a_county_keeps_to_its_places_and_ties_pass_to_nobody() {
        let stood = [votes("330302", 9), votes("330302", 8), votes("330302", 8), votes("330381", 8)];
        let places = Places { all: Some(4), counties: [("330302".to_owned(), 2)].into() };
        let answers = propose(&stood, VOTE, 9, &places).unwrap();
        assert_eq!(answers, [Ok(()), Err(NotChosen::Tie), Err(NotChosen::Tie), Ok(())]);
        let places = Places { all: Some(4), counties: [("330302".to_owned(), 1)].into() };
        let answers = propose(&stood, VOTE, 9, &places).unwrap();
        assert_eq!(answers[1], Err(NotChosen::CountyQuota));
    }

    #[test]
    fn who_won_a_contest_stands_without_review_and_takes_a_place() {
        let winner = Stood { direct: true, score: None, ..scored(0) };
        let answers = propose(&[scored(9900), winner.clone(), scored(5000)], SCORE, 0, &up_to(1)).unwrap();
        assert_eq!(answers, [Err(NotChosen::Places), Ok(()), Err(NotChosen::UnderBar)]);
        assert_eq!(propose(&[winner], VOTE, 0, &up_to(1)), Ok(vec![Ok(())]), "nobody had to be present");
        assert_eq!(propose(&[votes("330302", 3)], VOTE, 0, &up_to(1)), Err(BallotFault::NobodyPresent));
    }

    #[test]
    fn three_marks_at_least_and_the_mean_is_exact() {
        let marks =
            |of: &[i64]| -> Vec<Mark<i64>> { (1..).zip(of).map(|(by, mark)| (by, Exact::whole(*mark))).collect() };
        let Review::Score(scoring) = SCORE else { panic!() };
        let of = |rounds: &[&[i64]], out: &[i64]| {
            score(&rounds.iter().map(|one| marks(one)).collect::<Vec<_>>(), out, scoring)
        };
        assert_eq!(of(&[&[90, 80]], &[]), Scored::TooFew { given: 2, needed: 3 });
        assert_eq!(of(&[&[90, 80, 81]], &[]).score().unwrap().fraction(), "251/3");
        assert_eq!(of(&[&[90, 80, 81, 82]], &[1]).score(), Some(Exact::whole(81)));
        assert!(matches!(of(&[&[95, 80, 74]], &[]), Scored::Apart(_)), "more than 20 points apart: a second round");
        assert_eq!(of(&[&[95, 80, 74], &[90, 85, 80]], &[]).score(), Some(Exact::whole(85)), "which then counts");
    }

    #[test]
    fn a_ballot_counts_of_those_who_may_vote_on_this_nominee() {
        let kept = |votes, ballots| Stood { votes: Some(votes), ballots: Some(ballots), ..scored(0) };
        // Two are recused from the second: 6 of 9 is the bar, as 8 of 11 is over it and 7 of 11 is not.
        let answers = propose(&[kept(7, 11), kept(6, 9), kept(8, 11)], VOTE, 11, &up_to(3)).unwrap();
        assert_eq!(answers, [Err(NotChosen::UnderBar), Ok(()), Ok(())]);
        let answers = propose(&[kept(9, 11), kept(8, 9)], VOTE, 11, &up_to(1)).unwrap();
        assert_eq!(answers, [Err(NotChosen::Places), Ok(())], "8 of 9 is more than 9 of 11");
        // Three of four seats are there, one of them abstains; of another nominee one is recused.
        let answers = propose(&[kept(2, 3), kept(1, 3), kept(2, 4)], VOTE, 3, &up_to(3)).unwrap();
        assert_eq!(answers, [Ok(()), Err(NotChosen::UnderBar), Err(NotChosen::UnderBar)]);
        let few = Stood { votes: None, ..scored(0) };
        assert_eq!(propose(&[few], VOTE, 11, &up_to(1)), Ok(vec![Err(NotChosen::NoScore)]));
    }

    proptest! {
        #[test]
        fn quotas_hold_and_the_order_of_input_changes_nothing(
            (stood, shuffled) in proptest::collection::vec((0_u32..12, 0_u8..3), 0..25).prop_flat_map(|all| {
                let numbered: Vec<(usize, Stood)> =
                    all.iter().enumerate().map(|(at, (of, county))| (at, votes(&county.to_string(), *of))).collect();
                (Just(numbered.clone()), Just(numbered).prop_shuffle())
            }),
            all in 0_usize..8, quota in 0_usize..4,
        ) {
            let places = Places { all: Some(all), counties: [("1".to_owned(), quota)].into() };
            let of = |list: &[(usize, Stood)]| {
                let stood: Vec<Stood> = list.iter().map(|(_, one)| one.clone()).collect();
                let mut answers: Vec<_> = list.iter().map(|(at, _)| *at).zip(propose(&stood, VOTE, 11, &places).unwrap()).collect();
                answers.sort_by_key(|(at, _)| *at);
                answers
            };
            let answers = of(&stood);
            prop_assert_eq!(&answers, &of(&shuffled));
            prop_assert!(answers.iter().filter(|(_, one)| one.is_ok()).count() <= all);
            let of_county = |(at, one): &&(usize, Result<(), NotChosen>)| one.is_ok() && stood[*at].1.county == "1";
            prop_assert!(answers.iter().filter(of_county).count() <= quota);
            for (at, answer) in &answers {
                prop_assert!(answer.is_err() || stood[*at].1.votes >= Some(8), "two thirds of 11");
            }
        }
    }
}
