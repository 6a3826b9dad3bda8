//! A whole campaign of 40 bases: five evaluators, the rubric of Hangzhou, ties across the line,
//! vetoes, recusals. The marks are made up; each is what its indicator can be given.

use super::campaign::{Entered, Outcome, outcome};
use super::compare::{differences, severity};
use super::points::Points;
use super::rank::{Candidate, Rules, rank};
use super::result::{Mark, PanelRules, Result, result};
use super::rubric::{Rubric, read_rubric};
use crate::domain::contest::exact::Exact;
use crate::domain::contest::panel::TrimFrom;
use crate::domain::contest::standing::{Scores, TieKey};
use crate::domain::heading::TextTable;
use crate::domain::policy::TieRule;
use crate::domain::ratio::Ratio;
use std::collections::BTreeMap;
use std::fmt::Write;

const EVALUATORS: i64 = 5;
const BASES: i64 = 40;
/// Evaluator, base: kept from it.
const RECUSED: &[(i64, i64)] = &[(2, 1), (4, 7), (1, 12), (2, 12), (3, 12), (5, 30)];
const VETOED: &[i64] = &[2, 33];
/// Did not take part: designated in the year.
const ABSENT: &[i64] = &[40];

fn rubric() -> Rubric {
    let rows: Vec<Vec<String>> = include_str!("../../../data/rubric_hangzhou_master_studio.csv")
        .lines()
        .map(|line| line.replace("\"", "").split(',').map(str::to_owned).collect())
        .filter(|row: &Vec<String>| !row[0].starts_with("加分"))
        // Two criteria hold a comma of their own.
        .map(|mut row: Vec<String>| {
            if row.len() > 4 {
                let rest = row.remove(2);
                row[1] = format!("{}，{rest}", row[1]);
            }
            row
        })
        .collect();
    read_rubric(&TextTable::from_rows(&rows)).expect("the rubric of Hangzhou")
}

/// What an evaluator takes off an indicator, in quarters of a point: the first bases lose little, bases 4
/// to 6, 8 and 9 are marked alike to the last indicator, and evaluator 3 is far from the others at base 20.
fn lost(base: i64, evaluator: i64, indicator: usize) -> i64 {
    let alike = if matches!(base, 4..=6 | 8 | 9) { 4 } else { base };
    let far = if (base, evaluator) == (20, 3) { 5 } else { 0 };
    let strict = [0, 1, 0, 2, 0][usize::try_from(evaluator - 1).unwrap_or(0)];
    let turn = (alike * 7 + evaluator * 3 + i64::try_from(indicator).unwrap_or(0) * 5) % 11;
    far + (alike / 3 + i64::from(turn < strict + 2) * (1 + alike / 9)).min(14)
}

struct Campaign {
    candidates: Vec<Candidate>,
    marks: Vec<Vec<Mark<i64>>>,
    results: Vec<Result<i64>>,
}

fn campaign(recused: &[(i64, i64)], order: &[i64]) -> Campaign {
    let rubric = rubric();
    assert_eq!(rubric.faults(), []);
    let lines = rubric.lines();
    let rules = PanelRules { at_least: 3, trim: TrimFrom::FIVE, spread: Some(Exact::whole(10)) };
    let mut all = Campaign { candidates: Vec::new(), marks: Vec::new(), results: Vec::new() };
    for &base in order {
        let sheet = |evaluator: i64| -> Vec<Points> {
            let of = |(at, (_, max)): (usize, &(&str, Points))| Points((max.0 - 25 * lost(base, evaluator, at)).max(0));
            lines.iter().enumerate().map(of).collect()
        };
        let given: Vec<i64> = (1..=EVALUATORS).filter(|_| !ABSENT.contains(&base)).collect();
        let marks: Vec<Mark<i64>> =
            given.iter().map(|by| (*by, sheet(*by).into_iter().sum::<Points>().exact())).collect();
        let out: Vec<i64> = recused.iter().filter(|(_, of)| *of == base).map(|(by, _)| *by).collect();
        let found = result(std::slice::from_ref(&marks), &out, rules);
        // Tie key: training, the last two indicators, as the same panel marked them.
        let counted: Vec<i64> = given.into_iter().filter(|by| !out.contains(by)).collect();
        let training: Points = counted.iter().flat_map(|by| sheet(*by).into_iter().rev().take(2)).sum();
        let quality = training.exact().over(counted.len()).unwrap_or(Exact::ZERO);
        let scores = found.score().map(|total| Scores {
            modules: BTreeMap::from([("quality".to_owned(), quality)]),
            ..Scores::of_total(total)
        });
        all.candidates.push(Candidate { scores, veto: VETOED.contains(&base) });
        all.marks.push(marks.into_iter().filter(|(by, _)| counted.contains(by)).collect());
        all.results.push(found);
    }
    all
}

fn rules() -> Rules {
    Rules {
        share: Ratio { num: 15, den: 100 },
        minimum: Exact::whole(90),
        pass: Exact::whole(60),
        chain: vec![TieKey::Module("quality".into())],
        tie: TieRule::Exclude,
    }
}

fn shown(campaign: &Campaign, order: &[i64]) -> String {
    let ranking = rank(&campaign.candidates, 40, &rules());
    let mut text = format!("places {}, taken {}, empty {}\n", ranking.places, ranking.taken(), ranking.empty());
    let mut lines = Vec::new();
    for (((base, result), outcome), candidate) in
        order.iter().zip(&campaign.results).zip(&ranking.outcomes).zip(&campaign.candidates)
    {
        let score = match result {
            Result::Settled(scored) => {
                format!("{} of {} marks, spread {}", scored.mean.fraction(), scored.marks.len(), scored.spread)
            }
            Result::Apart(scored) => format!("apart by {}", scored.spread),
            Result::TooFew { given, .. } => format!("only {given} marks"),
        };
        let veto = if candidate.veto { " veto" } else { "" };
        let rank = outcome.rank.map_or("-".to_owned(), |rank| rank.to_string());
        lines.push((
            outcome.rank.unwrap_or(usize::MAX),
            *base,
            format!("{rank:>2} base {base:>2}: {score}{veto}: {} ({})", outcome.grade, outcome.reason),
        ));
    }
    lines.sort();
    for (.., line) in lines {
        let _ = writeln!(text, "{line}");
    }
    for one in severity(&campaign.marks) {
        let _ = writeln!(text, "evaluator {}: {} bases, {}", one.evaluator, one.bases, one.deviation.fixed(4));
    }
    for one in differences(&campaign.candidates, &campaign.marks, 40, &rules()) {
        let name = |ids: &[usize]| {
            let mut ids: Vec<i64> = ids.iter().map(|id| order[*id]).collect();
            ids.sort_unstable();
            ids
        };
        let _ = writeln!(text, "{}: gained {:?}, lost {:?}", one.method, name(&one.gained), name(&one.lost));
    }
    text
}

#[test]
fn a_campaign_of_forty_bases() {
    let order: Vec<i64> = (1..=BASES).collect();
    let text = shown(&campaign(RECUSED, &order), &order);
    insta::assert_snapshot!(text);
    let mut shuffled = order.clone();
    shuffled.reverse();
    shuffled.rotate_left(13);
    assert_eq!(shown(&campaign(RECUSED, &shuffled), &shuffled), text, "byte for byte, in whatever order");
}

/// The real round of 17 candidates and 5 elected, by score.
#[test]
fn five_of_seventeen() {
    let order: Vec<i64> = (1..=17).collect();
    let seventeen = campaign(&[], &order);
    let rules = Rules { share: Ratio { num: 5, den: 17 }, minimum: Exact::whole(60), ..rules() };
    let ranking = rank(&seventeen.candidates, 17, &rules);
    assert_eq!(ranking.places, 5);
    assert!(ranking.taken() <= 5);
    let mut apart = seventeen.candidates.clone();
    for (index, one) in apart.iter_mut().enumerate() {
        one.veto = false;
        let total = Exact::hundredths(9900 - 7 * i64::try_from(index).unwrap_or(0));
        one.scores = Some(Scores::of_total(total));
    }
    assert_eq!(rank(&apart, 17, &rules).taken(), 5);
}

/// The same campaign as one value: its bytes are the same on every machine and in whatever order.
#[test]
fn the_campaign_as_it_is_kept() {
    let order: Vec<i64> = (1..=BASES).collect();
    let found = campaign(RECUSED, &order);
    let of = |order: &[i64]| -> Outcome {
        let entered = |base: &i64| {
            let index = usize::try_from(base - 1).unwrap_or(0);
            // With the marks of the recused: what is kept of them must not matter.
            let marks = match &found.results[index] {
                Result::Settled(scored) | Result::Apart(scored) => scored.marks.clone(),
                Result::TooFew { .. } => found.marks[index].clone(),
            };
            let ties = found.candidates[index].scores.as_ref().map(|scores| scores.modules.clone());
            Entered {
                base: *base,
                rounds: vec![marks],
                veto: VETOED.contains(base).then(|| "false_records".to_owned()),
                ties: ties.unwrap_or_default(),
                recused: RECUSED.iter().filter(|(_, of)| of == base).map(|(by, _)| *by).collect(),
                ..Entered::default()
            }
        };
        let panel = PanelRules { at_least: 3, trim: TrimFrom::FIVE, spread: Some(Exact::whole(10)) };
        outcome(&order.iter().map(entered).collect::<Vec<_>>(), 40, (panel, &rules()), None).expect("no vote")
    };
    let kept = of(&order);
    let ranking = rank(&found.candidates, 40, &rules());
    for (line, official) in kept.lines.iter().zip(&ranking.outcomes) {
        assert_eq!((line.rank, line.grade, line.reason), (official.rank, official.grade, official.reason));
    }
    assert_eq!((kept.places, kept.taken), (ranking.places, ranking.taken()));
    let text = serde_json::to_string(&kept).expect("JSON");
    let mut shuffled = order.clone();
    shuffled.reverse();
    shuffled.rotate_left(7);
    assert_eq!(serde_json::to_string(&of(&shuffled)).expect("JSON"), text);
    insta::assert_snapshot!(crate::domain::policy::sha256_hex(text.as_bytes()), @"0f6ae9c09a449db4e466b62c3a314e343635ca155582ef94df73a3fee211df2a");
}
