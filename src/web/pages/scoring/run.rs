//! How far a year is, for the office, with the bureau's next step.

use super::self_score::sent_words;
use crate::domain::evaluation::phase::{Phase, Step};
use crate::domain::ids::EvaluationId;
use crate::service::evaluations::scoring;
use crate::service::evaluations::{self, Campaign};
use crate::service::{App, ServiceError, Who};
use crate::text::parts::Tag;
use crate::text::{Page, Phrase, Say};
use crate::web::answer::{Answer, Result};
use crate::web::errors::{FaultFamily, fault_phrase};
use crate::web::forms::Checked;
use crate::web::pages::notices::id;
use crate::web::shell::View;
use crate::{family, key, phrase};
use chrono::NaiveDate;
use rocket::{get, post};
use serde::Serialize;

#[get("/evaluations/<evaluation>/run")]
pub async fn show(view: View, evaluation: i64) -> Result {
    let of = id::<EvaluationId>(evaluation)?;
    let campaign = view.act(move |app, who| evaluations::follow(app, who, of)).await?;
    let (runs, today) = (evaluations::may_open(&view.who()?).is_ok(), view.app.today());
    view.page(&RunPage::new(&campaign, runs, today))
}

async fn step(
    view: View,
    evaluation: i64,
    form: Checked,
    take: fn(&App, &Who, EvaluationId, i64) -> std::result::Result<(), ServiceError>,
    done: Answer,
) -> Result {
    let (of, version) = (id::<EvaluationId>(evaluation)?, form.0.version());
    view.act(move |app, who| take(app, who, of, version)).await?;
    Ok(done)
}

#[post("/evaluations/<evaluation>/close-self-scores", data = "<form>")]
pub async fn close(view: View, evaluation: i64, form: Checked) -> Result {
    let done = Answer::done(format!("/evaluations/{evaluation}/panel"), "self-scores-closed");
    step(view, evaluation, form, scoring::close_self_scores, done).await
}

#[post("/evaluations/<evaluation>/begin-scoring", data = "<form>")]
pub async fn begin(view: View, evaluation: i64, form: Checked) -> Result {
    let done = Answer::done(format!("/evaluations/{evaluation}/run"), "scoring-begun");
    step(view, evaluation, form, scoring::begin, done).await
}

#[post("/evaluations/<evaluation>/complete", data = "<form>")]
pub async fn complete(view: View, evaluation: i64, form: Checked) -> Result {
    let done = Answer::done(format!("/evaluations/{evaluation}/run"), "scoring-complete");
    step(view, evaluation, form, scoring::complete, done).await
}

#[derive(Debug, Serialize)]
pub struct RunPage {
    pub path: String,
    pub year: String,
    pub phase: Tag,
    pub version: i64,
    pub self_until: NaiveDate,
    pub score_until: NaiveDate,
    /// Self-scores that came in, of all.
    pub sent: usize,
    pub rows: Vec<RunRow>,
    /// Days are over, and sheets are not signed: the panel's page has what can be done.
    pub late: bool,
    /// Marks can be looked at: the way to the result, where meetings are entered, is shown.
    pub opened: bool,
    /// The step the reader may take now.
    pub step: Option<StepView>,
}

#[derive(Debug, Serialize)]
pub struct RunRow {
    pub name: String,
    pub path: String,
    pub host: String,
    pub state: Tag,
    /// Sheets signed, of those that are needed, in the round under way.
    pub signed: usize,
    pub needed: usize,
    pub round: i32,
    /// Members kept from it.
    pub kept: usize,
}

/// A button, or why there is none yet.
#[derive(Debug, Serialize)]
pub struct StepView {
    pub action: String,
    pub words: Phrase,
    pub help: Phrase,
    pub refused: Option<Phrase>,
}

/// The step that ends a phase of scoring; later ones are on other pages.
fn next(phase: Phase) -> Option<Step> {
    match phase {
        Phase::SelfScoring => Some(Step::CloseSelfScores),
        Phase::Panel => Some(Step::BeginScoring),
        Phase::Scoring | Phase::Moderation => Some(Step::Complete),
        Phase::Scored | Phase::Proposed | Phase::Published | Phase::Approved => None,
    }
}

impl RunPage {
    pub fn new(of: &Campaign, runs: bool, today: NaiveDate) -> RunPage {
        let path = format!("/evaluations/{}", of.run.evaluation_id);
        let row = |entry: &evaluations::Entry| {
            let (id, round) = (entry.row.id, entry.row.round());
            let signed = |one: &&evaluations::Seated| {
                of.sheet(id, one.row.user_id, round).is_some_and(|sheet| sheet.signed_at.is_some())
            };
            let sent = entry.row.self_scored_at.is_some();
            let (tone, words) = sent_words(sent, of.run.phase == Phase::SelfScoring);
            RunRow {
                name: entry.name.clone(),
                path: format!("/self-scores/{id}"),
                host: entry.host.clone(),
                state: Tag::new(tone, words),
                signed: of.scorers(id).filter(signed).count(),
                needed: if sent { of.scorers(id).count() } else { 0 },
                round,
                kept: of.members().filter(|one| of.is_recused(id, one.row.user_id)).count(),
            }
        };
        let step = next(of.run.phase).filter(|_| runs).map(|step| StepView {
            action: format!("{path}/{step}"),
            words: family!("evaluation-do", step.as_str()),
            help: family!("evaluation-do-help", step.as_str()),
            refused: match of.check(step, today) {
                Err(ServiceError::Conflict(fault)) => Some(fault_phrase(FaultFamily::Conflict, &fault)),
                _ => None,
            },
        });
        RunPage {
            year: of.opened.row.year.to_string(),
            phase: of.run.phase.into(),
            version: of.run.version,
            self_until: of.run.self_until,
            score_until: of.run.score_until,
            sent: of.scored().count(),
            rows: of.entries.iter().map(row).collect(),
            late: runs && of.is_late(today) && of.unsigned() > 0,
            opened: of.is_opened(),
            step,
            path,
        }
    }
}

impl Page for RunPage {
    const TEMPLATE: &'static str = "pages/scoring/run";

    fn title(&self, say: Say) -> String {
        format!("{} {}", self.year, say.t(key!("scoring-run")))
    }

    fn sample() -> RunPage {
        let day = |month, day| NaiveDate::from_ymd_opt(2020, month, day).unwrap_or_default();
        let row = |name: &str, sent, signed| {
            let (tone, words) = sent_words(sent, false);
            RunRow {
                name: name.to_owned(),
                path: "/self-scores/1".to_owned(),
                host: "样例技师学院".to_owned(),
                state: Tag::new(tone, words),
                signed,
                needed: if sent { 4 } else { 0 },
                round: if signed == 1 { 2 } else { 1 },
                kept: 1,
            }
        };
        RunPage {
            path: "/evaluations/1".to_owned(),
            year: "2019".to_owned(),
            phase: Phase::Scoring.into(),
            version: 4,
            self_until: day(1, 20),
            score_until: day(2, 20),
            sent: 2,
            rows: vec![
                row("样例建筑技能公共实训基地", true, 4),
                row("样例鞋革公共实训基地", true, 1),
                row("样例电气公共实训基地", false, 0),
            ],
            late: true,
            opened: true,
            step: Some(StepView {
                action: "/evaluations/1/complete".to_owned(),
                words: family!("evaluation-do", "complete"),
                help: family!("evaluation-do-help", "complete"),
                refused: Some(phrase!("conflict-evaluation-sheets-open")),
            }),
        }
    }

    fn samples() -> Vec<RunPage> {
        let ready = StepView {
            action: "/evaluations/1/begin-scoring".to_owned(),
            words: family!("evaluation-do", "begin-scoring"),
            help: family!("evaluation-do-help", "begin-scoring"),
            refused: None,
        };
        let onlooker = RunPage { step: None, late: false, opened: false, rows: Vec::new(), ..RunPage::sample() };
        vec![RunPage::sample(), RunPage { step: Some(ready), ..RunPage::sample() }, onlooker]
    }
}
