//! What a year's evaluation waits for, for the work list: a unit's self-score, an evaluator's
//! declaration and sheets, the bureau's next step.

use super::load::campaign;
use super::of_city;
use super::opened;
use super::self_score::{is_open, name_of};
use super::sheets::{SheetProgress, years};
use crate::domain::access::{self, Action, Facts};
use crate::domain::evaluation::phase::{Phase, Step};
use crate::domain::ids::{EvaluationEntryId, EvaluationId};
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::storage::Conn;
use crate::storage::scoring::lines::{self, LineRow};
use crate::storage::scoring::{entries, runs};
use chrono::{NaiveDate, NaiveDateTime};

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chore {
    SelfScore(EvaluationEntryId),
    Declare(EvaluationId),
    /// So many sheets of one's own to be signed.
    Sheets(EvaluationId, usize),
    /// The panel is to be drawn.
    Draw(EvaluationId),
    Step(EvaluationId, Step),
    /// So many sheets were not signed by the last day.
    Late(EvaluationId, usize),
    /// So many bases lack members whom somebody can be called in for.
    Call(EvaluationId, usize),
}

/// One thing that waits.
pub(in crate::service) struct Waiting {
    pub chore: Chore,
    pub title: String,
    pub since: NaiveDateTime,
    pub due: Option<NaiveDate>,
}

/// Everything that waits for this person.
pub(in crate::service) fn waiting(app: &App, conn: &mut Conn, who: &Who) -> Result<Vec<Waiting>, ServiceError> {
    let mut all = Vec::new();
    let may = |action| access::can(&who.actor, action, &Facts::NONE).is_ok();
    if may(Action::EvaluationSelfScore) {
        for entry in entries::of_organisation(conn, who.organisation())? {
            let of = opened(conn, entry.evaluation_id)?;
            let Some(run) = of.run.as_ref().filter(|run| is_open(run, &entry, app.today())) else { continue };
            let (chore, due) = (Chore::SelfScore(entry.id), Some(run.self_until));
            all.push(Waiting { chore, title: name_of(&of, &entry), since: run.waiting_since, due });
        }
    }
    if may(Action::ScoringMark) {
        for year in years(conn, who)? {
            let open = year.bases.iter().filter(|base| base.progress != SheetProgress::Signed).count();
            let chore = match (year.declared, year.phase) {
                (false, Phase::Panel | Phase::Scoring) => Chore::Declare(year.id),
                (true, phase)
                    if phase.is_scoring() && open > 0 && year.score_until.is_some_and(|last| app.today() <= last) =>
                {
                    Chore::Sheets(year.id, open)
                }
                _ => continue,
            };
            let since = runs::get(conn, year.id)?.waiting_since;
            all.push(Waiting { chore, title: year.year.to_string(), since, due: year.score_until });
        }
    }
    if of_city(who, Action::EvaluationRun).is_ok() {
        let phases = [Phase::SelfScoring, Phase::Panel, Phase::Scoring, Phase::Moderation];
        for (run, year) in runs::in_phases(conn, &phases)? {
            let of = campaign(conn, run.evaluation_id)?;
            let id = run.evaluation_id;
            let ready = |step| of.check(step, app.today()).is_ok().then_some(Chore::Step(id, step));
            let chore = match run.phase {
                Phase::SelfScoring => ready(Step::CloseSelfScores),
                Phase::Panel if run.drawn_at.is_none() => Some(Chore::Draw(id)),
                _ if of.calls_for() => {
                    Some(Chore::Call(id, of.short().iter().filter(|(_, filling)| filling.is_due()).count()))
                }
                Phase::Panel => ready(Step::BeginScoring),
                _ if of.is_late(app.today()) && of.unsigned() > 0 => Some(Chore::Late(id, of.unsigned())),
                _ => ready(Step::Complete),
            };
            let waiting = |chore| Waiting { chore, title: year.to_string(), since: run.waiting_since, due: None };
            all.extend(chore.map(waiting));
        }
    }
    let results = [
        (Phase::Scored, Step::Propose, Action::EvaluationPropose),
        (Phase::Proposed, Step::Publish, Action::EvaluationDecide),
        (Phase::Published, Step::Approve, Action::EvaluationApprove),
    ];
    for (phase, step, action) in results {
        if of_city(who, action).is_err() {
            continue;
        }
        for (run, year) in runs::in_phases(conn, &[phase])? {
            let (id, own) = (run.evaluation_id, run.submitter_id == Some(who.id().get()));
            let over = |line: &LineRow| {
                line.notice_ends_on.is_some_and(|last| line.state.approvable(last, app.today()).is_ok())
            };
            let now = match step {
                Step::Publish => !own,
                Step::Approve => lines::of(conn, id)?.iter().any(over),
                _ => true,
            };
            if now {
                let chore = Chore::Step(id, step);
                all.push(Waiting { chore, title: year.to_string(), since: run.waiting_since, due: None });
            }
        }
    }
    Ok(all)
}
