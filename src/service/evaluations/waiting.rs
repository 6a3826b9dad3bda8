//! What a year's evaluation waits for, for the work list: a unit's self-score, an evaluator's
//! declaration and sheets, the bureau's next step.

use super::load::campaign;
use super::of_city;
use super::opened;
use super::self_score::{is_open, name_of};
use super::sheets::{SheetProgress, years};
use crate::domain::access::{self, Action, Facts};
use crate::domain::evaluation::line::LineState;
use crate::domain::evaluation::phase::{Phase, Step};
use crate::domain::ids::{EvaluationEntryId, EvaluationId};
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::storage::Conn;
use crate::storage::scoring::lines::{self, LineRow};
use crate::storage::scoring::{entries, runs};
use chrono::{NaiveDate, NaiveDateTime};
use std::collections::{BTreeMap, BTreeSet};

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
    /// The panel is to meet about so many bases whose marks are too far apart.
    Meet(EvaluationId, usize),
    /// So many bases are held by objections.
    Answer(EvaluationId, usize),
    /// So many bases are to be put forward anew.
    Revise(EvaluationId, usize),
    /// So many bases were put forward anew.
    DecideAgain(EvaluationId, usize),
    /// So many bases have not mended by their last day what made them unqualified.
    Mend(EvaluationId, usize),
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
    let may = |action| access::can(&who.actor, action, &Facts::NONE).is_ok();
    let mut all = Vec::new();
    if may(Action::EvaluationSelfScore) {
        all.extend(of_unit(app, conn, who)?);
    }
    if may(Action::ScoringMark) {
        all.extend(of_evaluator(app, conn, who)?);
    }
    if of_city(who, Action::EvaluationRun).is_ok() {
        all.extend(of_running(app, conn)?);
    }
    all.extend(of_results(app, conn, who)?);
    if of_city(who, Action::EvaluationEnter).is_ok() {
        all.extend(of_mending(app, conn)?);
    }
    Ok(all)
}

/// The unit's own self-scores.
fn of_unit(app: &App, conn: &mut Conn, who: &Who) -> Result<Vec<Waiting>, ServiceError> {
    let mut all = Vec::new();
    for entry in entries::of_organisation(conn, who.organisation())? {
        let of = opened(conn, entry.evaluation_id)?;
        let Some(run) = of.run.as_ref().filter(|run| is_open(run, &entry, app.today())) else { continue };
        let (chore, due) = (Chore::SelfScore(entry.id), Some(run.self_until));
        all.push(Waiting { chore, title: name_of(&of, &entry), since: run.waiting_since, due });
    }
    Ok(all)
}

/// The evaluator's own declarations and sheets.
fn of_evaluator(app: &App, conn: &mut Conn, who: &Who) -> Result<Vec<Waiting>, ServiceError> {
    let mut all = Vec::new();
    for year in years(conn, who)? {
        let open = year.bases.iter().filter(|base| base.progress != SheetProgress::Signed).count();
        let in_time = year.score_until.is_some_and(|last| app.today() <= last);
        let chore = match (year.declared, year.phase) {
            (false, Phase::Panel | Phase::Scoring) => Chore::Declare(year.id),
            (true, phase) if phase.is_scoring() && open > 0 && in_time => Chore::Sheets(year.id, open),
            _ => continue,
        };
        let since = runs::get(conn, year.id)?.waiting_since;
        all.push(Waiting { chore, title: year.year.to_string(), since, due: year.score_until });
    }
    Ok(all)
}

/// The years that are being scored, for who runs them.
fn of_running(app: &App, conn: &mut Conn) -> Result<Vec<Waiting>, ServiceError> {
    let phases = [Phase::SelfScoring, Phase::Panel, Phase::Scoring, Phase::Moderation];
    let mut all = Vec::new();
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
            _ if of.is_complete() => match of.apart()?.len() {
                0 => ready(Step::Complete),
                apart => Some(Chore::Meet(id, apart)),
            },
            _ => None,
        };
        let waiting = |chore| Waiting { chore, title: year.to_string(), since: run.waiting_since, due: None };
        all.extend(chore.map(waiting));
    }
    Ok(all)
}

/// The results that are to be put forward, decided, defended and approved.
fn of_results(app: &App, conn: &mut Conn, who: &Who) -> Result<Vec<Waiting>, ServiceError> {
    let may = |action| of_city(who, action).is_ok();
    let own = |submitter: Option<i64>| submitter == Some(who.id().get());
    let mut all = Vec::new();
    for (run, year) in runs::in_phases(conn, &[Phase::Scored, Phase::Proposed, Phase::Published])? {
        let id = run.evaluation_id;
        let mut chores = Vec::new();
        match run.phase {
            Phase::Scored if may(Action::EvaluationPropose) => chores.push(Chore::Step(id, Step::Propose)),
            Phase::Proposed if may(Action::EvaluationDecide) && !own(run.submitter_id) => {
                chores.push(Chore::Step(id, Step::Publish));
            }
            Phase::Published => {
                let latest = latest(conn, id)?;
                let count = |state: LineState| latest.iter().filter(|line| line.state == state).count();
                let some = |count: usize, action| count > 0 && may(action);
                let (held, set_aside) = (count(LineState::Held), count(LineState::Superseded));
                if some(held, Action::EvaluationAnswer) {
                    chores.push(Chore::Answer(id, held));
                }
                if some(set_aside, Action::EvaluationPropose) {
                    chores.push(Chore::Revise(id, set_aside));
                }
                let again = |line: &&LineRow| line.state == LineState::Proposed && !own(Some(line.submitter_id));
                let again = latest.iter().filter(again).count();
                if some(again, Action::EvaluationDecide) {
                    chores.push(Chore::DecideAgain(id, again));
                }
                let over = |line: &&LineRow| {
                    line.notice_ends_on.is_some_and(|last| line.state.approvable(last, app.today()).is_ok())
                };
                if some(latest.iter().filter(over).count(), Action::EvaluationApprove) {
                    chores.push(Chore::Step(id, Step::Approve));
                }
            }
            _ => {}
        }
        let waiting = |chore| Waiting { chore, title: year.to_string(), since: run.waiting_since, due: None };
        all.extend(chores.into_iter().map(waiting));
    }
    Ok(all)
}

/// The unqualified bases whose last day for mending is over, and of which nobody has entered that they have.
fn of_mending(app: &App, conn: &mut Conn) -> Result<Vec<Waiting>, ServiceError> {
    let mut all = Vec::new();
    for (run, year) in runs::in_phases(conn, &[Phase::Published, Phase::Approved])? {
        let id = run.evaluation_id;
        let mended: BTreeSet<_> = entries::of(conn, id)?
            .into_iter()
            .filter(|entry| entry.rectified_on.is_some())
            .map(|entry| entry.id)
            .collect();
        let late = |line: &LineRow| {
            let over = line.state == LineState::Cleared && line.rectify_until.is_some_and(|last| last < app.today());
            over && !mended.contains(&line.entry_id)
        };
        let (count, since) = (latest(conn, id)?.iter().filter(|line| late(line)).count(), run.waiting_since);
        if count > 0 {
            all.push(Waiting { chore: Chore::Mend(id, count), title: year.to_string(), since, due: None });
        }
    }
    Ok(all)
}

/// The latest line of every base.
fn latest(conn: &mut Conn, id: EvaluationId) -> Result<Vec<LineRow>, ServiceError> {
    let latest: BTreeMap<_, _> = lines::of(conn, id)?.into_iter().map(|line| (line.entry_id, line)).collect();
    Ok(latest.into_values().collect())
}
