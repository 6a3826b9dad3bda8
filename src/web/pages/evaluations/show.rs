//! One year with what was fixed, for everybody.

use crate::domain::evaluation::phase::Phase;
use crate::domain::evaluation::rubric::{Deduction, Effect, Scale};
use crate::domain::policy::{Coded, TieRule};
use crate::service::evaluations::Shown;
use crate::service::evaluations::outcome::ResultFor;
use crate::storage::scoring::runs::RunRow;
use crate::text::parts::Tag;
use crate::text::{Page, Phrase, Say};
use crate::{key, phrase};
use chrono::NaiveDate;
use serde::Serialize;

/// One year with what was fixed.
#[derive(Debug, Serialize)]
pub struct EvaluationView {
    pub year: String,
    /// None for a year that an earlier version of the program opened.
    pub phase: Option<Tag>,
    pub timetable: Vec<(Phrase, Phrase)>,
    /// Where the reader goes on from here.
    pub links: Vec<(String, Phrase)>,
    /// The list and the numbers are not for this reader yet.
    pub sealed: bool,
    pub population: i32,
    pub places: i32,
    pub cut_off: NaiveDate,
    pub facts: Vec<(Phrase, Phrase)>,
    pub vetoes: Vec<Phrase>,
    pub register: Vec<(i64, String, String)>,
    pub register_hash: String,
    pub rubric: Vec<Line>,
    pub rubric_hash: String,
}

/// A line of the rubric.
#[derive(Debug, Serialize)]
pub struct Line {
    pub code: String,
    pub branch: String,
    pub name: String,
    pub points: String,
    pub deductions: Vec<Phrase>,
    /// Graded levels with their points; none for marks in points.
    pub levels: String,
    pub evidence: Vec<String>,
}

fn named(one: &Coded) -> Phrase {
    Phrase::both(one.label.zh.clone(), one.label.en.clone())
}

/// `优秀 10、良好 8`.
fn levels(scale: &Scale) -> String {
    let Scale::Levels(levels) = scale else { return String::new() };
    let shown: Vec<String> = levels.iter().map(|level| format!("{} {}", level.name, level.points)).collect();
    shown.join("\u{3001}")
}

pub fn deduction(of: &Deduction) -> Phrase {
    let when = of.when.clone();
    match of.effect {
        Effect::Nought => phrase!("evaluation-nought", reason = when),
        Effect::Less(points) => phrase!("evaluation-less", reason = when, points = points.to_string()),
        Effect::LessEach(points) => phrase!("evaluation-each", reason = when, points = points.to_string()),
        Effect::Discretion => Phrase::typed(when),
    }
}

fn links(shown: &Shown) -> Vec<(String, Phrase)> {
    let id = shown.opened.row.id;
    let own = |(entry, name): &(_, String)| {
        (format!("/self-scores/{entry}"), phrase!("scoring-self-of", name = name.clone()))
    };
    let mut links: Vec<_> = shown.own.iter().map(own).collect();
    if shown.follows {
        links.push((format!("/evaluations/{id}/run"), phrase!("scoring-run")));
        links.push((format!("/evaluations/{id}/panel"), phrase!("scoring-panel")));
    }
    if shown.opened.run.as_ref().is_some_and(|run| !run.draw.is_empty()) {
        links.push((format!("/evaluations/{id}/draw"), phrase!("scoring-draw")));
    }
    links.extend(shown.results.iter().map(|reader| match reader {
        ResultFor::Office => (format!("/evaluations/{id}/result"), phrase!("outcome-office")),
        ResultFor::Panel => (format!("/evaluations/{id}/marks"), phrase!("outcome-panel")),
        ResultFor::Unit => (format!("/evaluations/{id}/own"), phrase!("outcome-own")),
        ResultFor::Everybody => (format!("/evaluations/{id}/notice"), phrase!("outcome-notice")),
    }));
    links
}

fn timetable(run: &RunRow, follows: bool) -> Vec<(Phrase, Phrase)> {
    let mut facts = vec![(phrase!("evaluation-self-until"), phrase!("common-day", day = run.self_until))];
    // Once scoring runs, the day is between the bureau and who has sheets left: a later one would tell that the
    // panel met.
    if follows || matches!(run.phase, Phase::SelfScoring | Phase::Panel) {
        facts.push((phrase!("evaluation-score-until"), phrase!("common-day", day = run.score_until)));
    }
    if let Some(spread) = &run.spread {
        facts.push((phrase!("evaluation-spread"), phrase!("evaluation-spread-is", points = spread.clone())));
    }
    if !run.seed.is_empty() {
        facts.push((phrase!("evaluation-seed"), Phrase::typed(run.seed.clone())));
    }
    facts
}

impl EvaluationView {
    pub(super) fn new(shown: &Shown) -> EvaluationView {
        let opened = &shown.opened;
        let (row, rules) = (&opened.row, &opened.rules);
        let number = |number: u32| i64::from(number);
        let mut facts = vec![
            (phrase!("evaluation-share"), Phrase::typed(rules.share.clone())),
            (
                phrase!("evaluation-minimum"),
                phrase!("evaluation-minimum-is", score = number(rules.minimum), full = number(rules.full)),
            ),
            (phrase!("evaluation-pass"), phrase!("evaluation-pass-is", score = number(rules.pass))),
            (
                phrase!("evaluation-panel"),
                phrase!(
                    "evaluation-panel-is",
                    least = number(rules.evaluators_at_least),
                    from = number(rules.drop_extremes_from)
                ),
            ),
            (phrase!("evaluation-recusal"), phrase!("evaluation-recusal-is", years = number(rules.recusal_years))),
            (
                phrase!("evaluation-tie"),
                match rules.tie {
                    TieRule::Exclude => phrase!("evaluation-tie-exclude"),
                    TieRule::PanelVote => phrase!("evaluation-tie-vote"),
                },
            ),
        ];
        let keys = rules.tie_keys.iter().enumerate();
        facts.extend(keys.map(|(at, key)| (phrase!("evaluation-tie-key", number = at + 1), named(key))));
        let leaves = opened.rubric.leaves();
        let line = |leaf: &crate::domain::evaluation::rubric::Leaf<'_>| Line {
            code: leaf.node.code.clone(),
            branch: leaf.branch.map(|branch| branch.name.clone()).unwrap_or_default(),
            name: leaf.node.name.clone(),
            points: leaf.node.weight.to_string(),
            deductions: leaf.indicator.deductions.iter().map(deduction).collect(),
            levels: levels(&leaf.indicator.scale),
            evidence: leaf.indicator.evidence.clone(),
        };
        let bonus = opened.rubric.bonus.iter().map(|bonus| Line {
            code: bonus.code.clone(),
            branch: String::new(),
            name: bonus.name.clone(),
            points: bonus.max.map(|max| format!("+{max}")).unwrap_or_default(),
            deductions: Vec::new(),
            levels: String::new(),
            evidence: Vec::new(),
        });
        let vetoes = rules.vetoes.iter().map(named);
        EvaluationView {
            year: row.year.to_string(),
            phase: opened.run.as_ref().map(|run| if shown.follows { run.phase } else { run.phase.outside() }.into()),
            timetable: opened.run.as_ref().map(|run| timetable(run, shown.follows)).unwrap_or_default(),
            links: links(shown),
            sealed: shown.sealed,
            population: row.population,
            places: row.places,
            cut_off: row.cut_off,
            facts,
            vetoes: vetoes.chain(opened.rubric.vetoes.iter().map(|veto| Phrase::typed(veto.name.clone()))).collect(),
            register: opened.register.iter().map(|one| (one.base, one.name.clone(), one.host.clone())).collect(),
            register_hash: row.register_hash.clone(),
            rubric: leaves.iter().map(line).chain(bonus).collect(),
            rubric_hash: row.rubric_hash.clone(),
        }
    }
}

impl Page for EvaluationView {
    const TEMPLATE: &'static str = "pages/evaluations/show";

    fn title(&self, say: Say) -> String {
        format!("{} {}", self.year, say.t(key!("evaluation-title")))
    }

    fn sample() -> EvaluationView {
        let line = |code: &str, name: &str, deductions| Line {
            code: code.to_owned(),
            branch: "基础保障".to_owned(),
            name: name.to_owned(),
            points: "10".to_owned(),
            deductions,
            levels: if code == "1.1" { String::new() } else { "好 10、中 6、差 0".to_owned() },
            evidence: vec!["场地照片".to_owned()],
        };
        let site = vec![
            phrase!("evaluation-nought", reason = "无场地".to_owned()),
            phrase!("evaluation-less", reason = "标牌不明显".to_owned(), points = "2".to_owned()),
        ];
        let day = NaiveDate::from_ymd_opt(2020, 1, 20).unwrap_or_default();
        EvaluationView {
            year: "2019".to_owned(),
            phase: Some(Phase::SelfScoring.into()),
            timetable: vec![(phrase!("evaluation-self-until"), phrase!("common-day", day = day))],
            links: vec![("/evaluations/1/run".to_owned(), phrase!("scoring-run"))],
            sealed: false,
            population: 40,
            places: 6,
            cut_off: NaiveDate::from_ymd_opt(2019, 12, 31).unwrap_or_default(),
            facts: vec![
                (phrase!("evaluation-share"), Phrase::typed("15/100")),
                (phrase!("evaluation-tie"), phrase!("evaluation-tie-exclude")),
            ],
            vetoes: vec![Phrase::both("发生安全事故", "safety accident")],
            register: vec![(1, "样例建筑技能公共实训基地".to_owned(), "样例技师学院".to_owned())],
            register_hash: "0".repeat(64),
            rubric: vec![line("1.1", "专用工作场地", site), line("1.2", "设备", Vec::new())],
            rubric_hash: "f".repeat(64),
        }
    }

    fn samples() -> Vec<EvaluationView> {
        let none = EvaluationView { population: 6, places: 0, register: Vec::new(), ..EvaluationView::sample() };
        let sealed = EvaluationView { sealed: true, ..EvaluationView::sample() };
        vec![EvaluationView::sample(), none, sealed]
    }
}
