//! Two yearly evaluations of the demonstration's bases: one is decided, in the other the panel scores
//! and one evaluator has sheets left.

use super::bases::BASES;
use super::papers::{About, paper};
use super::year::{Refusal, Year};
use crate::domain::evaluation::points::Points;
use crate::domain::evaluation::rank::Grade;
use crate::domain::evaluation::rubric::{Rubric, Scale};
use crate::domain::ids::EvaluationId;
use crate::domain::money::Fen;
use crate::service::evaluations::outcome::{self, TypedProposal};
use crate::service::evaluations::{self, Campaign, Handed, Typed, TypedDraw, TypedProfile, scoring};
use crate::service::evidence::Sent;
use crate::service::{App, Who};
use std::collections::BTreeMap;

/// What the diary says of an evaluation.
#[derive(Clone, Copy)]
pub(super) enum Deed {
    /// The pool of evaluators.
    Pool,
    Open {
        self_until: &'static str,
        score_until: &'static str,
    },
    /// The bases score themselves; one of the later year does not.
    SelfScores,
    /// Pool, seats and the number to come are fixed, and the day on which it will be known.
    Fix(&'static str, &'static str),
    /// Self-scoring ends, and the panel is drawn by this number.
    Draw(&'static str),
    /// Everybody declares; in the earlier year one is a relative of somebody at a base.
    Declare,
    Begin,
    /// The panel scores; in the later year one evaluator has not finished.
    Score,
    Propose,
    Decide,
    Approve,
    /// The unqualified base has put things right.
    Mended,
}

const RUBRIC: &str = "demo/rubric-bases.csv";
/// Evaluators with their trades. The first has the seat that needs one.
const POOL: &[(&str, &str)] = &[
    ("evaluator", "砌筑工、镶贴工"),
    ("judge.jiang", "电工"),
    ("judge.shen", "汽车维修工"),
    ("judge.han", "制鞋工"),
    ("judge.yang", "电工、焊工"),
];
/// How many of a hundred points each base deserves; who would have them all differ by an evaluator.
const WORTH: &[(&str, i64)] = &[
    ("建筑", 95),
    ("鞋革", 93),
    ("电气", 91),
    ("制造", 90),
    ("汽修", 88),
    ("汽配", 85),
    ("眼镜", 82),
    ("印刷", 80),
    ("针织", 76),
    ("水产", 70),
    ("泵阀", 54),
];
const SEVERITY: &[(&str, i64)] =
    &[("evaluator", 0), ("judge.jiang", 2), ("judge.shen", -2), ("judge.han", 1), ("judge.yang", -1)];
/// The evaluator with sheets left, the year, and the first number on the list that is open.
const UNFINISHED: (&str, i32, usize) = ("evaluator", 2018, 7);
/// Who takes no part, and in which year.
const ABSENT: (&str, i32) = ("水产", 2018);
const RELATIVE: (&str, &str, i32) = ("judge.han", "汽配", 2017);

pub(super) fn run(year: &mut Year, of: i32, deed: Deed) -> Result<(), Refusal> {
    let clerk = year.who("clerk")?;
    if let Deed::Pool = deed {
        return pool(year, &clerk);
    }
    if let Deed::Open { self_until, score_until } = deed {
        let file = crate::platform::assets::DATA.get_file(RUBRIC).ok_or(Refusal::Missing(RUBRIC))?;
        let typed = Typed {
            year: of.to_string(),
            self_until: self_until.to_owned(),
            score_until: score_until.to_owned(),
            spread: "15".to_owned(),
            bonus_max: String::new(),
        };
        let id = evaluations::open(&year.app, &clerk, &typed, ("评分标准.csv", file.contents()))?;
        year.evaluations.insert(of, id);
        return Ok(());
    }
    let id = *year.evaluations.get(&of).ok_or(Refusal::Missing("an evaluation"))?;
    let campaign = evaluations::follow(&year.app, &clerk, id)?;
    let version = campaign.run.version;
    match deed {
        Deed::Pool | Deed::Open { .. } => Ok(()),
        Deed::SelfScores => self_scores(year, of, &campaign),
        Deed::Fix(source, from) => {
            // Five seats in the first year; three and two substitutes in the next.
            let (others, substitutes) = if of == UNFINISHED.1 { ("2", "2") } else { ("4", "") };
            let typed = TypedDraw {
                source: source.to_owned(),
                from: from.to_owned(),
                of_trade: "砌筑工 1".to_owned(),
                others: others.to_owned(),
                substitutes: substitutes.to_owned(),
            };
            Ok(evaluations::publish_seed(&year.app, &clerk, id, version, &typed)?)
        }
        Deed::Draw(seed) => {
            scoring::close_self_scores(&year.app, &clerk, id, version)?;
            let version = |year: &Year| evaluations::follow(&year.app, &clerk, id).map(|of| of.run.version);
            evaluations::enter_seed(&year.app, &clerk, id, version(year)?, seed)?;
            Ok(evaluations::draw_panel(&year.app, &clerk, id, version(year)?)?)
        }
        Deed::Declare => declare(year, of, &campaign),
        Deed::Begin => Ok(scoring::begin(&year.app, &clerk, id, version)?),
        Deed::Score => {
            score(year, of, &campaign)?;
            if of == UNFINISHED.1 {
                return Ok(());
            }
            Ok(scoring::complete(&year.app, &clerk, id, version)?)
        }
        Deed::Propose => propose(&year.app, &clerk, id),
        Deed::Decide => {
            let decider = year.who("decider")?;
            let minutes = "局务会议审定：同意评审组按评分标准得出的结果，优秀基地奖励按上限执行。";
            Ok(outcome::publish(&year.app, &decider, id, version, minutes)?)
        }
        Deed::Approve => {
            let decider = year.who("decider")?;
            outcome::approve(&year.app, &decider, id, version)?;
            Ok(())
        }
        Deed::Mended => mended(&year.app, &clerk, &campaign),
    }
}

fn pool(year: &mut Year, clerk: &Who) -> Result<(), Refusal> {
    for (name, trades) in POOL {
        let user = year.who(name)?.id();
        let typed = TypedProfile { trades: (*trades).to_owned(), in_pool: true, ..TypedProfile::default() };
        evaluations::put_profile(&year.app, clerk, user, None, &typed)?;
    }
    Ok(())
}

fn self_scores(year: &mut Year, of: i32, campaign: &Campaign) -> Result<(), Refusal> {
    let rubric = &campaign.opened.rubric;
    for entry in &campaign.entries {
        let key = key_of(year, entry.row.base_id.get())?;
        if (key, of) == ABSENT {
            continue;
        }
        let base = BASES.iter().find(|base| base.key == key).ok_or(Refusal::Missing("a base"))?;
        let host = year.who(base.host)?;
        let mut typed = marks(rubric, worth(key) + 3);
        typed.insert("n-1.1".to_owned(), "制度齐全，专职管理人员 3 名。".to_owned());
        let mut handed: Vec<Handed> = Vec::new();
        for leaf in rubric.leaves() {
            for wanted in &leaf.indicator.evidence {
                let about = About { title: wanted, reference: &format!("{key}{wanted}"), cost: Fen::ZERO, people: 0 };
                let sent = paper("evidence", &about)?;
                handed.push((leaf.node.code.clone(), Sent { file_name: format!("{wanted}.pdf"), ..sent }));
            }
        }
        evaluations::put_self_score(&year.app, &host, entry.row.id, entry.row.version, (&typed, &handed), true)?;
    }
    Ok(())
}

/// The members of the panel, by mail name.
fn members(campaign: &Campaign, year: &mut Year) -> Result<Vec<&'static str>, Refusal> {
    let mut names = Vec::new();
    for (name, _) in POOL {
        let user = year.who(name)?.id();
        if campaign.members().any(|one| one.row.user_id == user) {
            names.push(*name);
        }
    }
    Ok(names)
}

fn declare(year: &mut Year, of: i32, campaign: &Campaign) -> Result<(), Refusal> {
    let relative = *year.bases.get(RELATIVE.1).ok_or(Refusal::Missing(RELATIVE.1))?;
    for name in members(campaign, year)? {
        let who = year.who(name)?;
        let open = campaign.scored().filter(|entry| !campaign.is_recused(entry.row.id, who.id()));
        let mut typed: BTreeMap<String, String> = open
            .zip(1..)
            .map(|(entry, number)| {
                let own = (name, of) == (RELATIVE.0, RELATIVE.2) && entry.row.base_id == relative;
                (format!("c-{number}"), if own { "relative" } else { "none" }.to_owned())
            })
            .collect();
        typed.insert("true".to_owned(), "true".to_owned());
        evaluations::declare(&year.app, &who, campaign.run.evaluation_id, &typed)?;
    }
    Ok(())
}

fn score(year: &mut Year, of: i32, campaign: &Campaign) -> Result<(), Refusal> {
    let (id, rubric) = (campaign.run.evaluation_id, &campaign.opened.rubric);
    for name in members(campaign, year)? {
        let who = year.who(name)?;
        let severity = SEVERITY.iter().find(|(known, _)| *known == name).map_or(0, |(_, points)| *points);
        let own: Vec<_> = campaign.scored().filter(|entry| !campaign.is_recused(entry.row.id, who.id())).collect();
        for (number, entry) in (1..).zip(own) {
            let key = key_of(year, entry.row.base_id.get())?;
            let mut typed = marks(rubric, worth(key) + severity);
            typed.insert("n-remarks".to_owned(), remarks(worth(key), severity).to_owned());
            let left = (name, of) == (UNFINISHED.0, UNFINISHED.1) && number >= UNFINISHED.2;
            if left && number > UNFINISHED.2 {
                break;
            }
            if left {
                // A draft: what comes after the first indicators is still to be looked at.
                typed.retain(|field, _| field.starts_with("m-1") || field.starts_with("m-2"));
            }
            evaluations::put_sheet(&year.app, &who, id, number, 0, (&typed, &[]), !left)?;
        }
    }
    Ok(())
}

fn remarks(worth: i64, severity: i64) -> &'static str {
    match (worth, severity) {
        (90.., 2..) => "制度健全，培训质量高，服务企业成效明显。",
        (90.., 0..=1) => "设备完好，台账规范，学员评价好。",
        (90.., _) => "总体优良，高技能人才培训占比还可以提高。",
        (70..=89, 0..) => "运行规范，建议增加高技能人才培训的比例。",
        (70..=89, _) => "场地和师资达到要求，培训台账应更完整。",
        (_, 0..) => "年培训人次不足，须限期整改。",
        (_, _) => "账目不清，工位不足，须限期整改。",
    }
}

fn propose(app: &App, clerk: &Who, id: EvaluationId) -> Result<(), Refusal> {
    let awaited = outcome::awaited(app, clerk, id)?;
    let mut typed = TypedProposal::default();
    for line in &awaited.outcome.lines {
        match line.grade {
            Grade::Excellent => _ = typed.amounts.insert(line.base, "200000".to_owned()),
            Grade::Unqualified => _ = typed.deadlines.insert(line.base, "2019-06-28".to_owned()),
            Grade::Qualified | Grade::NotGraded => {}
        }
    }
    Ok(outcome::propose(app, clerk, id, awaited.campaign.run.version, &typed)?)
}

fn mended(app: &App, clerk: &Who, campaign: &Campaign) -> Result<(), Refusal> {
    for entry in campaign.entries.iter().filter(|entry| entry.row.rectify_until.is_some()) {
        let (id, day) = (campaign.run.evaluation_id, app.today().to_string());
        let note = "补齐了实训设备，重建了台账，已现场复核。".to_owned();
        let typed = outcome::TypedMended { day, note, reason: String::new() };
        outcome::mended(app, clerk, id, entry.row.id, entry.row.version, &typed)?;
    }
    Ok(())
}

fn key_of(year: &Year, base: i64) -> Result<&'static str, Refusal> {
    let found = year.bases.iter().find(|(_, id)| id.get() == base).map(|(key, _)| *key);
    found.ok_or(Refusal::Missing("a base"))
}

fn worth(key: &str) -> i64 {
    WORTH.iter().find(|(known, _)| *known == key).map_or(80, |(_, points)| *points)
}

/// Marks of about so many of a hundred, in halves; of graded levels the one that is nearest.
fn marks(rubric: &Rubric, percent: i64) -> BTreeMap<String, String> {
    let percent = percent.clamp(0, 100);
    let mut marks = BTreeMap::new();
    for leaf in rubric.leaves() {
        let weight = leaf.node.weight;
        // Halves of a point are fifty hundredths.
        let fair = Points((weight.0 * percent / 100 + 25) / 50 * 50);
        let mark = match &leaf.indicator.scale {
            Scale::Points => fair,
            Scale::Levels(levels) => {
                let near = levels.iter().map(|level| level.points).min_by_key(|points| (points.0 - fair.0).abs());
                near.unwrap_or(weight)
            }
        };
        marks.insert(format!("m-{}", leaf.node.code), mark.to_string());
    }
    for bonus in &rubric.bonus {
        marks.insert(format!("m-{}", bonus.code), if percent > 92 { "2" } else { "0" }.to_owned());
    }
    marks
}
