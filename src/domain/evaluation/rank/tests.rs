use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn rules() -> Rules {
    Rules {
        share: Ratio { num: 15, den: 100 },
        minimum: Exact::whole(90),
        pass: Exact::whole(60),
        chain: vec![TieKey::Module("quality".into()), TieKey::Module("scale".into())],
        tie: TieRule::Exclude,
    }
}

/// Score in hundredths, keys, veto.
type Drawn = (Option<i64>, i64, i64, bool);

fn base((score, quality, scale, veto): Drawn) -> Candidate {
    let keys = [("quality", quality), ("scale", scale)];
    let modules: BTreeMap<String, Exact> =
        keys.into_iter().map(|(name, value)| (name.to_owned(), Exact::whole(value))).collect();
    Candidate { scores: score.map(|score| Scores { modules, ..Scores::of_total(Exact::hundredths(score)) }), veto }
}

fn bases(drawn: &[Drawn]) -> Vec<Candidate> {
    drawn.iter().map(|one| base(*one)).collect()
}

fn shown(ranking: &Ranking) -> String {
    let line = |one: &Outcome| {
        let rank = one.rank.map_or("-".to_owned(), |rank| rank.to_string());
        format!("{rank} {} {}", one.grade, one.reason)
    };
    ranking.outcomes.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_quota_is_a_ceiling_and_not_the_only_condition() {
    let year = bases(&[
        (Some(9900), 1, 1, true),
        (Some(9500), 1, 1, false),
        (Some(9000), 1, 1, false),
        (Some(8999), 9, 9, false),
        (Some(6000), 1, 1, false),
        (Some(5999), 1, 1, false),
        (None, 0, 0, false),
        (None, 0, 0, true),
    ]);
    let ranking = rank(&year, 20, &rules());
    insta::assert_snapshot!(shown(&ranking), @"
    1 unqualified veto
    2 excellent place
    3 excellent place
    4 qualified below-minimum
    5 qualified below-minimum
    6 unqualified below-pass
    - not_graded no-score
    - not_graded no-score
    ");
    assert_eq!((ranking.places, ranking.taken(), ranking.empty()), (3, 2, 1));
    let six = rank(&year, 6, &rules());
    assert_eq!((six.places, six.outcomes[1].reason, six.outcomes[1].grade), (0, Reason::NoPlaces, Grade::Qualified));
}

#[test]
fn the_keys_decide_in_order_and_whoever_is_still_level_takes_no_place() {
    let year = [
        (Some(9800), 1, 1, false),
        (Some(9600), 5, 1, false),
        (Some(9600), 5, 1, false),
        (Some(9600), 4, 9, false),
        (Some(9500), 9, 9, false),
    ];
    let two = rank(&bases(&year), 14, &rules());
    insta::assert_snapshot!(shown(&two), @"
    1 excellent place
    2 qualified tie-across-line
    2 qualified tie-across-line
    4 qualified beyond-places
    5 qualified beyond-places
    ");
    assert_eq!((two.places, two.taken(), two.empty()), (2, 1, 1));
    let three = rank(&bases(&year), 20, &rules());
    assert_eq!((three.places, three.taken()), (3, 3));
    let mut apart = year;
    apart[2].2 = 2;
    assert_eq!(rank(&bases(&apart), 14, &rules()).outcomes[2].grade, Grade::Excellent, "the second key decides");
}

#[test]
fn the_panel_votes_with_minutes_between_those_across_the_line() {
    let rules = Rules { tie: TieRule::PanelVote, ..rules() };
    let level = (Some(9600), 5, 1, false);
    let due = rank(&bases(&[(Some(9800), 1, 1, false), level, level, level, (Some(9100), 9, 9, false)]), 20, &rules);
    assert_eq!((due.places, due.taken(), due.outcomes[2].reason), (3, 1, Reason::VoteDue));
    let voted = due.with_vote(&[1, 3], "评审组 5 人表决").unwrap();
    insta::assert_snapshot!(shown(&voted), @"
    1 excellent place
    2 excellent voted
    2 qualified not-voted
    2 excellent voted
    5 qualified beyond-places
    ");
    assert_eq!(due.with_vote(&[1, 2, 3], "纪要"), Err(vec![VoteFault::TooMany(2)]));
    assert_eq!(due.with_vote(&[4], "纪要"), Err(vec![VoteFault::NotTied]));
    assert_eq!(due.with_vote(&[1], " "), Err(vec![VoteFault::NoMinutes]));
    assert_eq!(due.with_vote(&[1, 2, 3], ""), Err(vec![VoteFault::NoMinutes, VoteFault::TooMany(2)]), "all at once");
    assert_eq!(voted.with_vote(&[], "纪要"), Err(vec![VoteFault::NothingDue]));
}

#[test]
fn the_exact_score_counts_not_what_is_shown() {
    let third = |num| Candidate { scores: Exact::ratio(num, 3).map(Scores::of_total), veto: false };
    // 89.999… is under 90 though it would be printed as 90.00.
    let near = Candidate { scores: Some(Scores::of_total(Exact::ratio(26_999_999, 300_000).unwrap())), veto: false };
    let ranking = rank(&[third(271), third(272), near], 7, &rules());
    assert_eq!(ranking.outcomes.iter().map(|one| one.rank).collect::<Vec<_>>(), [Some(2), Some(1), Some(3)]);
    assert_eq!(ranking.outcomes[2].reason, Reason::BelowMinimum);
}

fn year() -> impl Strategy<Value = Vec<Drawn>> {
    let score = proptest::option::weighted(0.9, prop_oneof![5_900_i64..6_100, 8_995_i64..9_010]);
    proptest::collection::vec((score, 0_i64..2, 0_i64..2, proptest::bool::weighted(0.1)), 0..40)
}

proptest! {
    #[test]
    fn the_quota_is_never_exceeded(year in year(), population in 0_u32..60) {
        let ranking = rank(&bases(&year), population, &rules());
        prop_assert!(ranking.taken() * 100 <= usize::try_from(population).unwrap() * 15);
        prop_assert_eq!(ranking.outcomes.len(), year.len());
    }

    #[test]
    fn the_order_of_input_changes_nothing(
        (one, other) in year().prop_flat_map(|year| {
            let numbered: Vec<_> = year.into_iter().enumerate().collect();
            (Just(numbered.clone()), Just(numbered).prop_shuffle())
        }),
        population in 0_u32..60,
    ) {
        let outcomes = |year: &[(usize, Drawn)]| {
            let drawn: Vec<Drawn> = year.iter().map(|(_, one)| *one).collect();
            let outcomes = rank(&bases(&drawn), population, &rules()).outcomes;
            year.iter().map(|(id, _)| *id).zip(outcomes.into_iter().map(|one| (one.rank, one.grade, one.reason))).collect::<BTreeMap<_, _>>()
        };
        prop_assert_eq!(outcomes(&one), outcomes(&other));
    }

    #[test]
    fn a_lower_score_is_never_graded_above(year in year(), population in 0_u32..60) {
        let outcomes = rank(&bases(&year), population, &rules()).outcomes;
        let scored = year.iter().zip(&outcomes).filter(|((score, .., veto), _)| score.is_some() && !veto);
        let scored: Vec<_> = scored.collect();
        for ((lower, ..), below) in &scored {
            for ((higher, ..), above) in &scored {
                // Grades are declared from the best down.
                prop_assert!(lower >= higher || below.grade >= above.grade);
                prop_assert!(lower >= higher || below.rank > above.rank);
            }
        }
    }

    #[test]
    fn only_excellent_takes_the_minimum_and_no_veto(year in year(), population in 0_u32..400) {
        for ((score, .., veto), outcome) in year.iter().zip(rank(&bases(&year), population, &rules()).outcomes) {
            prop_assert_eq!(outcome.rank.is_some(), score.is_some());
            prop_assert!(outcome.grade != Grade::Excellent || (score.is_some_and(|score| score >= 9000) && !veto));
        }
    }
}
