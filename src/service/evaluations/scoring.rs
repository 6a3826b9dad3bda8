//! The bureau's steps from self-scoring until every sheet is signed.

use super::load::{Campaign, Entry, Seated, campaign};
use super::of_city;
use crate::domain::access::Action;
use crate::domain::contest::exact::{Exact, MAX_DECIMALS};
use crate::domain::contest::panel::TrimFrom;
use crate::domain::evaluation::phase::{Phase, Seat, Step, take};
use crate::domain::evaluation::result::{self, Mark, PanelRules};
use crate::domain::ids::{EvaluationEntryId, EvaluationId, UserId};
use crate::domain::message::MessageKind;
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::service::trail::{self, By, Mail};
use crate::storage::scoring::runs;
use crate::storage::{StorageError, people};
use chrono::NaiveDate;
use serde_json::json;

impl Campaign {
    /// How marks are put together, as it was fixed at the opening.
    ///
    /// # Errors
    /// `Corrupt`.
    pub fn panel_rules(&self) -> Result<PanelRules, ServiceError> {
        let rules = &self.opened.rules;
        let count = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        Ok(PanelRules {
            at_least: count(rules.evaluators_at_least),
            trim: TrimFrom::new(count(rules.drop_extremes_from)).unwrap_or(TrimFrom::FIVE),
            spread: self.run.spread.as_deref().map(decimal).transpose()?,
        })
    }

    /// The signed marks of a base. The second round counts once all of its sheets are signed; sheets
    /// of those whose seat a substitute took do not.
    ///
    /// # Errors
    /// `Corrupt`.
    pub fn rounds(&self, entry: &Entry) -> Result<Vec<Vec<Mark<i64>>>, ServiceError> {
        let id = entry.row.id;
        let mut rounds: Vec<Vec<Mark<i64>>> = vec![Vec::new()];
        if entry.row.met_at.is_some() && self.is_signed(id, 2) {
            rounds.push(Vec::new());
        }
        for sheet in self.sheets.iter().filter(|sheet| sheet.entry_id == id) {
            let counts = self.counted().any(|one| one.row.user_id == sheet.user_id);
            let round = usize::try_from(sheet.round - 1).ok().and_then(|round| rounds.get_mut(round));
            if let (true, Some(round), Some(total)) = (counts, round, &sheet.total) {
                round.push((sheet.user_id.get(), decimal(total)?));
            }
        }
        Ok(rounds)
    }

    /// Evaluators kept from a base; their marks are as if they had never been.
    #[must_use]
    pub fn recused(&self, entry: EvaluationEntryId) -> Vec<i64> {
        self.conflicts.iter().filter(|one| one.entry_id == entry).map(|one| one.user_id.get()).collect()
    }

    /// The bases whose marks are too far apart and about which the panel has not met.
    ///
    /// # Errors
    /// `Corrupt`.
    pub fn apart(&self) -> Result<Vec<EvaluationEntryId>, ServiceError> {
        let (mut apart, rules) = (Vec::new(), self.panel_rules()?);
        for entry in self.scored().filter(|entry| entry.row.met_at.is_none()) {
            let found = result::result(&self.rounds(entry)?, &self.recused(entry.row.id), rules);
            if matches!(found, result::Result::Apart(_)) {
                apart.push(entry.row.id);
            }
        }
        Ok(apart)
    }

    /// Whether every sheet that is needed now is signed: each base's by each who scores it, in the
    /// second round too where the panel has met.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        let rounds = |round: i32| 1..=round;
        self.scored().all(|entry| rounds(entry.row.round()).all(|round| self.is_signed(entry.row.id, round)))
    }

    /// The bases that fewer members score than give a result.
    #[must_use]
    pub fn too_few(&self) -> Vec<EvaluationEntryId> {
        self.too_few_without(None)
    }

    /// The same without one of the members, but for what that member has signed.
    pub(super) fn too_few_without(&self, user: Option<UserId>) -> Vec<EvaluationEntryId> {
        let few = |id: &EvaluationEntryId| self.marks_of(*id, user) < self.marks_least();
        self.scored().map(|entry| entry.row.id).filter(few).collect()
    }

    /// How many marks give a result.
    pub(super) fn marks_least(&self) -> usize {
        usize::try_from(self.opened.rules.evaluators_at_least).unwrap_or(usize::MAX)
    }

    /// How many marks a base has, or will have, without those that one member has not signed.
    pub(super) fn marks_of(&self, id: EvaluationEntryId, without: Option<UserId>) -> usize {
        let gives = |one: &&Seated| {
            let (by, seat) = (one.row.user_id, one.row.seat);
            let signed = || self.sheet(id, by, 1).is_some_and(|sheet| sheet.signed_at.is_some());
            !self.is_recused(id, by) && ((seat == Seat::Member && without != Some(by)) || signed())
        };
        self.counted().filter(gives).count()
    }

    /// Whether marks may be looked at: every sheet of the first round is signed, and nobody has to be called in.
    #[must_use]
    pub fn is_opened(&self) -> bool {
        let signed = || self.scored().all(|entry| self.is_signed(entry.row.id, 1));
        self.run.phase > Phase::Panel && signed() && !self.calls_for()
    }

    /// Why the bureau cannot take this step now, if it cannot; `NotFound` for steps that are others'.
    ///
    /// # Errors
    /// The conflict.
    pub fn check(&self, step: Step, today: NaiveDate) -> Result<Phase, ServiceError> {
        let to = take(self.run.phase, step).map_err(|_| ServiceError::conflict("evaluation-phase"))?;
        let refused = match step {
            Step::CloseSelfScores => {
                let waiting = self.entries.iter().any(|entry| entry.row.self_scored_at.is_none());
                (waiting && today <= self.run.self_until).then(|| ServiceError::conflict("self-scoring-runs"))
            }
            Step::BeginScoring if self.run.drawn_at.is_none() => Some(ServiceError::conflict("evaluation-not-drawn")),
            Step::BeginScoring => {
                let declared = self.members().all(|one| self.has_declared(one));
                if !declared {
                    Some(ServiceError::conflict("evaluation-not-declared"))
                } else if self.calls_for() {
                    // Where nobody is left to be called such a base gets no result, as the rules say.
                    Some(ServiceError::conflict("evaluation-few-scorers"))
                } else {
                    None
                }
            }
            Step::Complete if !self.is_complete() => Some(ServiceError::conflict("evaluation-sheets-open")),
            Step::Complete if self.calls_for() => Some(ServiceError::conflict("evaluation-few-scorers")),
            Step::Complete => (!self.apart()?.is_empty()).then(|| ServiceError::conflict("evaluation-apart")),
            Step::Moderate | Step::Propose | Step::SendBack | Step::Publish | Step::Approve => {
                return Err(ServiceError::NotFound);
            }
        };
        refused.map_or(Ok(to), Err)
    }
}

/// A stored decimal.
pub(super) fn decimal(text: &str) -> Result<Exact, ServiceError> {
    let corrupt = |_| StorageError::Corrupt { what: "mark", value: text.to_owned() };
    Ok(Exact::decimal(text, MAX_DECIMALS).map_err(corrupt)?)
}

fn advance(app: &App, who: &Who, id: EvaluationId, version: i64, step: Step) -> Result<(), ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        runs::lock(tx, id)?;
        of_city(who, Action::EvaluationRun)?;
        let of = campaign(tx, id)?;
        let to = of.check(step, app.today())?;
        runs::put_phase(tx, id, version, to, at.naive_utc())?;
        if step == Step::BeginScoring {
            let mail = Mail::new(MessageKind::ScoringOpened, format!("scoring:evaluation:{id}"));
            let mail = mail.link(format!("/scoring/{id}")).with("year", of.opened.row.year.to_string());
            let mail = mail.with("last", of.run.score_until);
            for member in of.members() {
                let user = people::user(tx, member.row.user_id)?;
                trail::mail_to(tx, at, &user, mail.clone())?;
            }
        }
        let (before, after) = (json!({ "state": of.run.phase }), json!({ "state": to }));
        let verb = format!("evaluation.{step}");
        trail::record(tx, at, By::who(who), &verb, "evaluation", id.get(), Some(before), Some(after))
    })
}

/// Ends self-scoring: once every base has sent its self-score in, or its last day is over.
///
/// # Errors
/// Rights; a stale version; `Conflict(evaluation-phase)`, `Conflict(self-scoring-runs)`.
pub fn close_self_scores(app: &App, who: &Who, id: EvaluationId, version: i64) -> Result<(), ServiceError> {
    advance(app, who, id, version, Step::CloseSelfScores)
}

/// Opens the bases to the panel. The members are written to.
///
/// # Errors
/// Rights; a stale version; `Conflict(evaluation-phase)`, `Conflict(evaluation-not-drawn)`,
/// `Conflict(evaluation-not-declared)`, `Conflict(evaluation-few-scorers)`.
pub fn begin(app: &App, who: &Who, id: EvaluationId, version: i64) -> Result<(), ServiceError> {
    advance(app, who, id, version, Step::BeginScoring)
}

/// Ends scoring: every member has signed the sheet of every base they score, in the second round too
/// where it is needed.
///
/// # Errors
/// Rights; a stale version; `Conflict(evaluation-phase)`, `Conflict(evaluation-sheets-open)`;
/// `Conflict(evaluation-apart)` while the panel has yet to meet about a base.
pub fn complete(app: &App, who: &Who, id: EvaluationId, version: i64) -> Result<(), ServiceError> {
    advance(app, who, id, version, Step::Complete)
}
