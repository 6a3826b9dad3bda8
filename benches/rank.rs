//! Speed of the yearly evaluation. `cargo bench --bench rank`.
//!
//! Aim on one core: 10,000 bases, each marked by 7 evaluators on 40 indicators, summed, dropped,
//! averaged, ranked and graded in under 100 ms.

use divan::counter::ItemsCount;
use jiangxin::domain::contest::exact::Exact;
use jiangxin::domain::contest::panel::TrimFrom;
use jiangxin::domain::contest::standing::{Scores, TieKey};
use jiangxin::domain::evaluation::points::Points;
use jiangxin::domain::evaluation::rank::{Candidate, Ranking, Rules, rank};
use jiangxin::domain::evaluation::result::{Mark, PanelRules, result};
use jiangxin::domain::policy::TieRule;
use jiangxin::domain::ratio::Ratio;
use std::collections::BTreeMap;

const BASES: usize = 10_000;
const EVALUATORS: usize = 7;
const INDICATORS: usize = 40;

fn main() {
    divan::main();
}

/// Marks of one base, evaluator by evaluator, indicator by indicator: 2.5 points at most each.
fn marks() -> Vec<Vec<Vec<Points>>> {
    let mut seed = 42_u64;
    let mut next = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        Points(150 + i64::try_from(seed >> 33).unwrap_or(0) % 101)
    };
    (0..BASES).map(|_| (0..EVALUATORS).map(|_| (0..INDICATORS).map(|_| next()).collect()).collect()).collect()
}

fn grade(marks: &[Vec<Vec<Points>>], rules: &Rules) -> Ranking {
    let panel = PanelRules { at_least: 3, trim: TrimFrom::FIVE, spread: Some(Exact::whole(50)) };
    let candidate = |of_base: &Vec<Vec<Points>>| {
        let total =
            |(by, sheet): (usize, &Vec<Points>)| -> Mark<usize> { (by, sheet.iter().copied().sum::<Points>().exact()) };
        let round: Vec<Mark<usize>> = of_base.iter().enumerate().map(total).collect();
        let quality: Points = of_base.iter().filter_map(|sheet| sheet.first()).copied().sum();
        let modules = BTreeMap::from([("quality".to_owned(), quality.exact())]);
        let score = result(&[round], &[], panel).score();
        Candidate { scores: score.map(|total| Scores { modules, ..Scores::of_total(total) }), veto: false }
    };
    let candidates: Vec<Candidate> = marks.iter().map(candidate).collect();
    rank(&candidates, u32::try_from(BASES).unwrap_or(u32::MAX), rules)
}

#[divan::bench]
fn ten_thousand_bases(bencher: divan::Bencher<'_, '_>) {
    let marks = marks();
    let rules = Rules {
        share: Ratio { num: 15, den: 100 },
        minimum: Exact::whole(60),
        pass: Exact::whole(60),
        chain: vec![TieKey::Module("quality".into())],
        tie: TieRule::Exclude,
    };
    assert!(grade(&marks, &rules).taken() > 1_000);
    bencher.counter(ItemsCount::new(BASES)).bench(|| grade(&marks, &rules));
}
