//! The result of a year: what the panel's signed marks, the vetoes and the tie keys come to, with
//! everything that is shown of it. The same input gives the same value, whatever its order.

use super::compare::{Method, differences, severity};
use super::rank::{Candidate, Grade, Ranking, Reason, Rules, VoteFault, rank};
use super::result::{Mark, PanelRules, Result as Panel, Scored, result};
use crate::domain::contest::exact::Exact;
use crate::domain::contest::standing::Scores;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Decimals of a mean that does not end.
const SHOWN: usize = 6;

/// A base of the year with all that counts for its result. Bases and evaluators are numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entered {
    pub base: i64,
    /// The totals of the signed sheets; after a moderation meeting the second round, too.
    pub rounds: Vec<Vec<Mark<i64>>>,
    /// Evaluators whose marks are as if they had never been.
    pub recused: Vec<i64>,
    /// Code of the veto item that was found.
    pub veto: Option<String>,
    /// Values of the tie keys that are entered; more is better.
    pub ties: BTreeMap<String, Exact>,
    /// For the tie keys that are parts of the rubric: what each evaluator gave in that part, by round as above.
    pub blocks: BTreeMap<String, Vec<Vec<Mark<i64>>>>,
    /// Sent no self-score in by the last day.
    pub absent: bool,
}

/// The panel's vote between bases that are level across the line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vote {
    /// Bases that are excellent by it, in ascending order.
    pub chosen: Vec<i64>,
    pub minutes: String,
}

/// The result of a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// N: all bases counted, whether or not they took part.
    pub population: u32,
    /// Most that may be excellent.
    pub places: u32,
    pub taken: usize,
    pub empty: usize,
    pub vote: Option<Vote>,
    /// By base.
    pub lines: Vec<Line>,
    /// By evaluator.
    pub severity: Vec<Severe>,
    pub methods: Vec<Other>,
}

/// The result of one base.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    pub base: i64,
    /// Among all bases with a score; joint where score and tie keys are equal.
    pub rank: Option<usize>,
    pub grade: Grade,
    pub reason: Reason,
    pub veto: Option<String>,
    /// Entered or computed.
    pub ties: BTreeMap<String, Exact>,
    /// How those came about that are computed from the marks.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub blocks: BTreeMap<String, Block>,
    /// How many marks count, and how many it takes.
    pub given: usize,
    pub needed: usize,
    /// Too far apart: the panel has still to meet.
    pub apart: bool,
    /// None with too few marks.
    pub score: Option<Score>,
}

/// What the marks of one base come to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Score {
    /// 1, or 2 after a moderation meeting.
    pub round: u8,
    /// By evaluator.
    pub marks: Vec<Mark<i64>>,
    /// The marks of the first round where the second counts.
    pub first: Vec<Mark<i64>>,
    /// One lowest and one highest mark, or none.
    pub dropped: Vec<Exact>,
    pub mean: Exact,
    /// The exact mean in lowest terms, and as a decimal of six places where it does not end.
    pub fraction: String,
    pub decimal: String,
    pub spread: Exact,
}

/// A tie key that is a part of the rubric: the panel's mark of that part, found as the score is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Block {
    /// By evaluator.
    pub marks: Vec<Mark<i64>>,
    /// One lowest and one highest mark of this part, or none.
    pub dropped: Vec<Exact>,
    pub mean: Exact,
}

/// How severe one evaluator was: below 0 under the others, above it over them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Severe {
    pub evaluator: i64,
    pub bases: usize,
    pub deviation: Exact,
}

/// What another method of counting would change: bases that would be excellent, or would not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Other {
    pub method: Method,
    pub gained: Vec<i64>,
    pub lost: Vec<i64>,
}

impl Outcome {
    /// The line of a base.
    #[must_use]
    pub fn line(&self, base: i64) -> Option<&Line> {
        self.lines.iter().find(|line| line.base == base)
    }

    /// Bases about which the panel has still to meet.
    pub fn apart(&self) -> impl Iterator<Item = i64> {
        self.lines.iter().filter(|line| line.apart).map(|line| line.base)
    }

    /// Groups of bases with the same exact score that the line runs through: only some of them are excellent, or they
    /// are level across it. Which of them is better is for the tie keys.
    #[must_use]
    pub fn level_across(&self) -> Vec<Vec<&Line>> {
        use Reason::{Beyond, NotVoted, Place, Tie, VoteDue, Voted};
        let contends = |line: &&Line| matches!(line.reason, Place | Voted | Beyond | Tie | VoteDue | NotVoted);
        let mut groups: BTreeMap<&str, Vec<&Line>> = BTreeMap::new();
        for line in self.lines.iter().filter(contends) {
            groups.entry(line.score.as_ref().map_or("", |score| &score.fraction)).or_default().push(line);
        }
        groups.into_values().filter(|group| is_across(group)).collect()
    }

    /// Bases between which the panel has still to vote.
    pub fn vote_due(&self) -> impl Iterator<Item = i64> {
        self.lines.iter().filter(|line| line.reason == Reason::VoteDue).map(|line| line.base)
    }
}

/// Whether the line runs through these bases, which are level so far.
#[must_use]
pub fn is_across(level: &[&Line]) -> bool {
    use Reason::{NotVoted, Tie, VoteDue, Voted};
    let best = level.iter().filter(|line| line.grade == Grade::Excellent).count();
    let tied = level.iter().any(|line| matches!(line.reason, Tie | VoteDue | Voted | NotVoted));
    level.len() > 1 && (tied || (best > 0 && best < level.len()))
}

/// The result of a year; `population` is N, `vote` the panel's where there was one.
///
/// # Errors
/// Why the vote cannot stand, everything at once.
pub fn outcome(
    entered: &[Entered],
    population: u32,
    (panel, rules): (PanelRules, &Rules),
    vote: Option<&Vote>,
) -> Result<Outcome, Vec<VoteFault>> {
    let mut entered: Vec<&Entered> = entered.iter().collect();
    entered.sort_by_key(|one| one.base);
    let results: Vec<Panel<i64>> = entered.iter().map(|one| result(&one.rounds, &one.recused, panel)).collect();
    let blocks: Vec<BTreeMap<String, Block>> = entered.iter().map(|one| computed(one, panel)).collect();
    let ties: Vec<BTreeMap<String, Exact>> =
        entered.iter().zip(&blocks).map(|(one, blocks)| ties(one, blocks)).collect();
    let candidates: Vec<Candidate> =
        entered.iter().zip(&ties).zip(&results).map(|((one, ties), found)| candidate(one, ties, found)).collect();
    let marks: Vec<Vec<Mark<i64>>> =
        results.iter().map(|found| scored(found).map(|scored| scored.marks.clone()).unwrap_or_default()).collect();
    let ranking = voted(rank(&candidates, population, rules), &entered, vote)?;
    let base = |index: &usize| entered.get(*index).map(|one| one.base);
    let bases = |indices: &[usize]| indices.iter().filter_map(base).collect();
    let lines = entered.iter().zip(ties.into_iter().zip(blocks)).zip(&results).zip(&ranking.outcomes);
    Ok(Outcome {
        population,
        places: ranking.places,
        taken: ranking.taken(),
        empty: ranking.empty(),
        vote: vote.cloned(),
        lines: lines
            .map(|(((one, (ties, blocks)), found), outcome)| Line {
                base: one.base,
                rank: outcome.rank,
                grade: outcome.grade,
                reason: if one.absent && outcome.reason == Reason::NoScore { Reason::Absent } else { outcome.reason },
                veto: one.veto.clone(),
                ties,
                blocks,
                given: given(found),
                needed: panel.at_least,
                apart: matches!(found, Panel::Apart(_)),
                score: scored(found).map(|scored| score(one, scored)),
            })
            .collect(),
        severity: severity(&marks)
            .into_iter()
            .map(|one| Severe { evaluator: one.evaluator, bases: one.bases, deviation: one.deviation })
            .collect(),
        methods: differences(&candidates, &marks, population, rules)
            .into_iter()
            .map(|other| Other { method: other.method, gained: bases(&other.gained), lost: bases(&other.lost) })
            .collect(),
    })
}

/// The panel's marks of the parts of the rubric that are tie keys: each found as the score is.
fn computed(one: &Entered, panel: PanelRules) -> BTreeMap<String, Block> {
    let rules = PanelRules { spread: None, ..panel };
    let block = |(key, rounds): (&String, &Vec<Vec<Mark<i64>>>)| match result(rounds, &one.recused, rules) {
        Panel::Settled(of) => Some((key.clone(), Block { marks: of.marks, dropped: of.dropped, mean: of.mean })),
        Panel::TooFew { .. } | Panel::Apart(_) => None,
    };
    one.blocks.iter().filter_map(block).collect()
}

fn ties(one: &Entered, blocks: &BTreeMap<String, Block>) -> BTreeMap<String, Exact> {
    let entered = one.ties.iter().filter(|(key, _)| !one.blocks.contains_key(*key));
    let entered = entered.map(|(key, value)| (key.clone(), *value));
    entered.chain(blocks.iter().map(|(key, block)| (key.clone(), block.mean))).collect()
}

fn candidate(one: &Entered, ties: &BTreeMap<String, Exact>, found: &Panel<i64>) -> Candidate {
    let scores = found.score().map(|total| Scores { modules: ties.clone(), ..Scores::of_total(total) });
    Candidate { scores, veto: one.veto.is_some() }
}

fn voted(ranking: Ranking, entered: &[&Entered], vote: Option<&Vote>) -> Result<Ranking, Vec<VoteFault>> {
    let Some(vote) = vote else { return Ok(ranking) };
    // A base that is not there is none of those level.
    let index = |base: &i64| entered.iter().position(|one| one.base == *base).unwrap_or(entered.len());
    let chosen: Vec<usize> = vote.chosen.iter().map(index).collect();
    ranking.with_vote(&chosen, &vote.minutes)
}

fn scored(found: &Panel<i64>) -> Option<&Scored<i64>> {
    match found {
        Panel::TooFew { .. } => None,
        Panel::Apart(scored) | Panel::Settled(scored) => Some(scored),
    }
}

fn given(found: &Panel<i64>) -> usize {
    match found {
        Panel::TooFew { given, .. } => *given,
        Panel::Apart(scored) | Panel::Settled(scored) => scored.marks.len(),
    }
}

fn score(one: &Entered, of: &Scored<i64>) -> Score {
    let kept = |mark: &&Mark<i64>| !one.recused.contains(&mark.0);
    let mut first: Vec<Mark<i64>> = match (of.round, one.rounds.first()) {
        (2, Some(first)) => first.iter().filter(kept).copied().collect(),
        _ => Vec::new(),
    };
    first.sort();
    Score {
        round: of.round,
        marks: of.marks.clone(),
        first,
        dropped: of.dropped.clone(),
        mean: of.mean,
        fraction: of.mean.fraction(),
        decimal: of.mean.decimal_or_rounded(SHOWN),
        spread: of.spread,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::contest::panel::TrimFrom;
    use crate::domain::contest::standing::TieKey;
    use crate::domain::policy::TieRule;
    use crate::domain::ratio::Ratio;
    use proptest::prelude::*;

    fn panel_rules() -> PanelRules {
        PanelRules { at_least: 3, trim: TrimFrom::FIVE, spread: Some(Exact::whole(15)) }
    }

    fn rules(tie: TieRule) -> Rules {
        Rules {
            share: Ratio { num: 15, den: 100 },
            minimum: Exact::whole(90),
            pass: Exact::whole(60),
            chain: vec![TieKey::Module("quality".into())],
            tie,
        }
    }

    fn base(base: i64, marks: &[i64], quality: i64) -> Entered {
        let round = marks.iter().zip(1..).map(|(mark, by)| (by, Exact::whole(*mark))).collect();
        let ties = BTreeMap::from([("quality".to_owned(), Exact::whole(quality))]);
        Entered { base, rounds: vec![round], ties, ..Entered::default() }
    }

    fn shown(outcome: &Outcome) -> String {
        let line = |line: &Line| {
            let rank = line.rank.map_or("-".to_owned(), |rank| rank.to_string());
            let score = line.score.as_ref().map_or(format!("{} of {}", line.given, line.needed), |score| {
                format!("{} = {} (round {}, spread {})", score.fraction, score.decimal, score.round, score.spread)
            });
            let apart = if line.apart { " apart" } else { "" };
            format!("{} {rank} {} {}: {score}{apart}", line.base, line.grade, line.reason)
        };
        outcome.lines.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn every_way_a_base_can_go() {
        let mut vetoed = base(5, &[99, 99, 99], 9);
        vetoed.veto = Some("false_records".to_owned());
        let mut recused = base(6, &[95, 95, 95], 9);
        recused.recused = vec![3];
        let mut again = base(7, &[95, 90, 70], 9);
        again.rounds.push(base(7, &[92, 90, 90], 9).rounds.remove(0));
        let absent = Entered { absent: true, ..base(8, &[], 0) };
        let year = [
            absent,
            base(1, &[96, 97, 98, 99, 90], 1),
            base(2, &[95, 94, 94], 1),
            base(3, &[55, 45, 50], 1),
            base(4, &[95, 90, 70], 1),
            vetoed,
            recused,
            again,
        ];
        let found = outcome(&year, 14, (panel_rules(), &rules(TieRule::Exclude)), None).unwrap();
        insta::assert_snapshot!(shown(&found), @"
        1 2 excellent place: 97/1 = 97 (round 1, spread 9)
        2 3 excellent place: 283/3 = 94.333333 (round 1, spread 1)
        3 5 unqualified below-pass: 50/1 = 50 (round 1, spread 10)
        4 - not_graded no-score: 85/1 = 85 (round 1, spread 25) apart
        5 1 unqualified veto: 99/1 = 99 (round 1, spread 0)
        6 - not_graded no-score: 2 of 3
        7 4 qualified beyond-places: 272/3 = 90.666667 (round 2, spread 2)
        8 - not_graded absent: 0 of 3
        ");
    }

    #[test]
    fn a_tie_key_of_the_rubric_is_the_mean_of_its_own_marks() {
        let part = |marks: &[i64]| base(0, marks, 0).rounds;
        let with = |number, part: Vec<Vec<Mark<i64>>>| {
            let mut one = base(number, &[95, 95, 95, 95, 95], 99);
            one.blocks = BTreeMap::from([("quality".to_owned(), part)]);
            one
        };
        let mut met = with(3, part(&[1, 1, 1, 1, 1]));
        met.rounds.push(met.rounds[0].clone());
        met.blocks.values_mut().for_each(|rounds| rounds.extend(part(&[29, 29, 29, 29, 29])));
        let mut few = with(4, part(&[30, 30, 30, 30, 30]));
        few.recused = vec![1, 2, 3];
        let year = [with(1, part(&[40, 28, 29, 29, 1])), with(2, part(&[28, 28, 29, 28, 28])), met, few];
        let found = outcome(&year, 14, (panel_rules(), &rules(TieRule::Exclude)), None).unwrap();
        let of = |number: i64| found.line(number).unwrap();
        assert_eq!(
            of(1).ties["quality"].fraction(),
            "86/3",
            "without one highest and one lowest; nothing typed counts"
        );
        assert_eq!(of(1).blocks["quality"].dropped, [Exact::whole(1), Exact::whole(40)]);
        assert_eq!(of(3).ties["quality"], Exact::whole(29), "of the round that counts");
        assert_eq!((of(4).ties.len(), of(4).blocks.len()), (0, 0), "too few marks are none");
        let ranks: Vec<_> = found.lines.iter().map(|line| (line.rank, line.grade)).collect();
        let of = |rank, grade| (Some(rank), grade);
        let first = [of(2, Grade::Excellent), of(3, Grade::Qualified), of(1, Grade::Excellent)];
        assert_eq!(ranks[..3], first);
    }

    /// The rules' order: without a score there is no grade, whatever else was found.
    #[test]
    fn a_veto_on_a_base_that_took_no_part_is_kept_and_grades_nothing() {
        let absent = Entered { absent: true, veto: Some("false_records".into()), ..base(1, &[], 0) };
        let found = outcome(&[absent], 14, (panel_rules(), &rules(TieRule::Exclude)), None).unwrap();
        let line = &found.lines[0];
        assert_eq!((line.grade, line.reason, line.rank), (Grade::NotGraded, Reason::Absent, None));
        assert_eq!(line.veto.as_deref(), Some("false_records"));
    }

    #[test]
    fn a_vote_between_those_across_the_line() {
        let year = [base(1, &[95, 95, 95], 1), base(2, &[95, 95, 95], 1), base(3, &[91, 91, 91], 1)];
        let rules = (panel_rules(), &rules(TieRule::PanelVote));
        let due = outcome(&year, 7, rules, None).unwrap();
        assert_eq!(due.vote_due().collect::<Vec<_>>(), [1, 2]);
        let vote = |chosen: &[i64], minutes: &str| Vote { chosen: chosen.to_vec(), minutes: minutes.to_owned() };
        let voted = outcome(&year, 7, rules, Some(&vote(&[2], "样例纪要"))).unwrap();
        assert_eq!((voted.taken, voted.line(2).map(|line| line.reason)), (1, Some(Reason::Voted)));
        assert_eq!(outcome(&year, 7, rules, Some(&vote(&[3], "样例纪要"))), Err(vec![VoteFault::NotTied]));
        assert_eq!(outcome(&year, 7, rules, Some(&vote(&[9], "样例纪要"))), Err(vec![VoteFault::NotTied]));
        assert_eq!(outcome(&year, 7, rules, Some(&vote(&[1, 2], "样例纪要"))), Err(vec![VoteFault::TooMany(1)]));
        assert_eq!(outcome(&year, 7, rules, Some(&vote(&[1], ""))), Err(vec![VoteFault::NoMinutes]));
    }

    fn year() -> impl Strategy<Value = Vec<Entered>> {
        let marks = proptest::collection::vec(prop_oneof![58_i64..62, 88_i64..98], 0..7);
        let one = (marks, 0_i64..2, proptest::bool::weighted(0.1), proptest::option::weighted(0.2, 1_i64..7));
        proptest::collection::vec(one, 0..20).prop_map(|drawn| {
            let entered = |(number, (marks, quality, veto, recused)): (i64, (Vec<i64>, i64, bool, Option<i64>))| {
                let veto = veto.then(|| "safety_accident".to_owned());
                Entered { veto, recused: recused.into_iter().collect(), ..base(number, &marks, quality) }
            };
            (1..).zip(drawn).map(entered).collect()
        })
    }

    proptest! {
        #[test]
        fn the_order_of_bases_and_of_marks_changes_no_byte(
            (one, other, turn) in year().prop_flat_map(|year| (Just(year.clone()), Just(year).prop_shuffle(), 0_usize..7)),
            population in 0_u32..60,
        ) {
            let rules = (panel_rules(), &rules(TieRule::Exclude));
            let turned = |one: &Entered| {
                let mut one = one.clone();
                one.rounds.iter_mut().for_each(|round| { let by = turn.min(round.len()); round.rotate_left(by) });
                one
            };
            let other: Vec<Entered> = other.iter().map(turned).collect();
            let text = |year: &[Entered]| serde_json::to_string(&outcome(year, population, rules, None).unwrap()).unwrap();
            prop_assert_eq!(text(&one), text(&other));
        }

        #[test]
        fn what_was_written_is_read_again(year in year()) {
            let found = outcome(&year, 20, (panel_rules(), &rules(TieRule::Exclude)), None).unwrap();
            let text = serde_json::to_string(&found).unwrap();
            prop_assert_eq!(serde_json::from_str::<Outcome>(&text).unwrap(), found);
        }
    }
}
