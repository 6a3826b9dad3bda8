//! The result as the office, the panel and each base see it.

use super::{Decided, compute, decided};
use crate::domain::access::{self, Action, Denied, Facts};
use crate::domain::contest::exact::Exact;
use crate::domain::evaluation::campaign::{Line, Outcome};
use crate::domain::evaluation::line::LineState;
use crate::domain::evaluation::phase::{Phase, Seat};
use crate::domain::evaluation::rank::{Grade, Reason};
use crate::domain::ids::{EvaluationEntryId, EvaluationId, UserId};
use crate::domain::money::Fen;
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::service::evaluations::load::{Campaign, campaign, campaign_for};
use crate::service::evaluations::{Entry, Opened, of_city};
use crate::service::sealed::is_sealed;
use crate::storage::Conn;
use crate::storage::scoring::lines::{self, LineRow};
use crate::storage::scoring::objections::{self, ObjectionRow};
use crate::storage::scoring::panel::{self, SeatRow};
use crate::storage::scoring::{entries, sheets};
use std::collections::BTreeMap;

/// As whom somebody looks at a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResultFor {
    Office,
    Panel,
    Unit,
    Everybody,
}

/// The pages of a year's result that the reader can open now.
///
/// # Errors
/// The database failed.
pub(in crate::service::evaluations) fn results_for(
    conn: &mut Conn,
    who: Option<&Who>,
    of: &Opened,
) -> Result<Vec<ResultFor>, ServiceError> {
    let Some(run) = of.run.as_ref() else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    if let Some(who) = who {
        let seated = panel::of_user(conn, who.id())?;
        let own = seated.iter().map(|(seat, _)| seat).find(|seat: &&SeatRow| seat.evaluation_id == run.evaluation_id);
        let scored = own.is_some_and(|own| own.seat.counts());
        let member = own.is_some_and(|own| own.seat == Seat::Member);
        let may = |action| access::can(&who.actor, action, &Facts::NONE).is_ok();
        if !scored && of_city(who, Action::EvaluationResult).is_ok() {
            found.push(ResultFor::Office);
        }
        if member && run.phase >= Phase::Scored && may(Action::ScoringCompare) {
            found.push(ResultFor::Panel);
        }
        let evaluates = who.actor.holds(crate::domain::people::Role::Evaluator);
        if run.phase.is_public() && may(Action::EvaluationOwn) && !evaluates {
            let entries = entries::of_organisation(conn, who.organisation())?;
            if entries.iter().any(|entry| entry.evaluation_id == run.evaluation_id) {
                found.push(ResultFor::Unit);
            }
        }
    }
    if run.phase.is_public() && !is_sealed(conn, who)? {
        found.push(ResultFor::Everybody);
    }
    Ok(found)
}

/// What the office sees. Until every sheet of the first round is signed: only how many are.
#[derive(Clone, Debug)]
pub struct ResultView {
    pub campaign: Campaign,
    /// Sheets signed, and sheets there are to sign.
    pub signed: (usize, usize),
    /// As decided, or as it stands; none while marks are sealed.
    pub outcome: Option<Outcome>,
    pub decided: Option<Decided>,
    /// Every line ever put forward, the earliest first.
    pub lines: Vec<LineRow>,
    pub objections: Vec<ObjectionRow>,
    /// What the reader may do, whatever the phase.
    pub may: Vec<Action>,
}

/// What stands of a base: as its latest line has it, else as the result has it that was put forward.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stands {
    pub grade: Grade,
    pub reason: Reason,
    pub award: Option<Fen>,
    /// An objection to it was upheld, and nothing was decided anew yet.
    pub set_aside: bool,
}

impl ResultView {
    /// What stands of the base of this line.
    #[must_use]
    pub fn stands(&self, line: &Line) -> Stands {
        let entry = self.campaign.entries.iter().find(|entry| entry.row.base_id.get() == line.base);
        match entry.and_then(|entry| self.latest(entry.row.id)) {
            Some(latest) => Stands {
                grade: latest.grade,
                reason: latest.reason,
                award: latest.amount.map(Fen),
                set_aside: matches!(latest.state, LineState::Superseded | LineState::Proposed),
            },
            None => Stands {
                grade: line.grade,
                reason: line.reason,
                award: self.decided.as_ref().and_then(|decided| decided.amounts.get(&line.base).copied()),
                set_aside: false,
            },
        }
    }

    /// How many are excellent, and how many places are empty, as it stands now.
    #[must_use]
    pub fn taken(&self, outcome: &Outcome) -> (usize, usize) {
        if self.lines.is_empty() {
            return (outcome.taken, outcome.empty);
        }
        let stands = outcome.lines.iter().map(|line| self.stands(line));
        let taken = stands.filter(|one| one.grade == Grade::Excellent && !one.set_aside).count();
        (taken, usize::try_from(outcome.places).unwrap_or(usize::MAX).saturating_sub(taken))
    }

    /// Whether a base was decided anew, or is to be.
    #[must_use]
    pub fn is_revised(&self) -> bool {
        let again = self.lines.windows(2).any(|two| two[0].entry_id == two[1].entry_id);
        again || self.lines.iter().any(|line| line.state == LineState::Superseded)
    }

    /// The latest line of a base.
    #[must_use]
    pub fn latest(&self, entry: EvaluationEntryId) -> Option<&LineRow> {
        self.lines.iter().rfind(|line| line.entry_id == entry)
    }
}

/// The result, for the office.
///
/// # Errors
/// Rights; `NotFound`.
pub fn result(app: &App, who: &Who, id: EvaluationId) -> Result<ResultView, ServiceError> {
    of_city(who, Action::EvaluationResult)?;
    app.store.read(|conn| {
        let campaign = campaign(conn, id)?;
        // Whoever scores does not look at all marks by their office, too.
        if campaign.counted().any(|one| one.row.user_id == who.id()) {
            return Err(Denied::NotYourRole.into());
        }
        let decided = decided(&campaign)?;
        let outcome = match &decided {
            Some(decided) => Some(decided.outcome.clone()),
            None if campaign.is_opened() => Some(compute(conn, &campaign, None)?),
            None => None,
        };
        let can = |action: &Action| of_city(who, *action).is_ok();
        Ok(ResultView {
            signed: signed(&campaign),
            outcome,
            decided,
            lines: lines::of(conn, id)?,
            objections: objections::of(conn, id)?,
            may: Action::ALL.iter().copied().filter(can).collect(),
            campaign,
        })
    })
}

/// As [`result`], for whoever may decide on it now.
///
/// # Errors
/// Rights; `NotFound`; `Conflict(result-phase)`.
pub fn to_decide(app: &App, who: &Who, id: EvaluationId) -> Result<ResultView, ServiceError> {
    of_city(who, Action::EvaluationDecide)?;
    let shown = result(app, who, id)?;
    if shown.campaign.run.phase == Phase::Proposed { Ok(shown) } else { Err(ServiceError::conflict("result-phase")) }
}

fn signed(of: &Campaign) -> (usize, usize) {
    let mut counts = (0, 0);
    for entry in of.scored() {
        for round in 1..=entry.row.round() {
            for member in of.scorers(entry.row.id) {
                let sheet = of.sheet(entry.row.id, member.row.user_id, round);
                counts.0 += usize::from(sheet.is_some_and(|sheet| sheet.signed_at.is_some()));
                counts.1 += 1;
            }
        }
    }
    counts
}

/// One base of a year, for the form of whoever may do this to it.
///
/// # Errors
/// Rights; `NotFound`.
pub fn entry_of(
    app: &App,
    who: &Who,
    action: Action,
    id: EvaluationId,
    entry: EvaluationEntryId,
) -> Result<(Campaign, Entry), ServiceError> {
    of_city(who, action)?;
    app.store.read(|conn| {
        let of = campaign(conn, id)?;
        let found = of.entries.iter().find(|one| one.row.id == entry).cloned().ok_or(ServiceError::NotFound)?;
        Ok((of, found))
    })
}

/// A base as the panel compares it: no ranks, from which one could infer others.
#[derive(Clone, Debug)]
pub struct Compared {
    pub name: String,
    pub line: Line,
}

/// What a member of the panel sees once all have signed: marks of the bases they scored.
#[derive(Clone, Debug)]
pub struct PanelView {
    pub year: i32,
    pub bases: Vec<Compared>,
    pub names: BTreeMap<i64, String>,
}

/// The marks beside one another, for a member of the panel, once the scoring is over. Bases that the
/// member is kept from are not there, nor is anything that depends on them.
///
/// # Errors
/// Rights; `NotFound` for who is no member; `Conflict(result-not-open)`.
pub fn compare(app: &App, who: &Who, id: EvaluationId) -> Result<PanelView, ServiceError> {
    access::can(&who.actor, Action::ScoringCompare, &Facts::NONE)?;
    app.store.read(|conn| {
        let of = campaign_for(conn, who, id)?;
        let own = |seat: Seat| seat == Seat::Member;
        if !of.panel.iter().any(|one| one.row.user_id == who.id() && own(one.row.seat)) {
            return Err(ServiceError::NotFound);
        }
        if of.run.phase < Phase::Scored {
            return Err(ServiceError::conflict("result-not-open"));
        }
        let outcome = match decided(&of)? {
            Some(decided) => decided.outcome,
            None => compute(conn, &of, None)?,
        };
        let seen = of.scored().filter(|entry| !of.is_recused(entry.row.id, who.id()));
        let compared = |entry: &Entry| {
            let line = outcome.line(entry.row.base_id.get())?.clone();
            Some(Compared { name: entry.name.clone(), line })
        };
        Ok(PanelView {
            year: of.opened.row.year,
            bases: seen.filter_map(compared).collect(),
            names: of.counted().map(|one| (one.row.user_id.get(), one.name.clone())).collect(),
        })
    })
}

/// One base's own result.
#[derive(Clone, Debug)]
pub struct OwnLine {
    pub entry: Entry,
    /// None until it is published, and while it is decided anew.
    pub line: Option<LineRow>,
    pub score: Option<String>,
    /// Code and name of the indicator, the panel's mean of it, the most there is.
    pub marks: Vec<(String, String, String, String)>,
    /// The panel's remarks, without names.
    pub remarks: Vec<String>,
}

/// What a unit sees of a year: its own bases.
#[derive(Clone, Debug)]
pub struct Own {
    pub year: i32,
    pub bases: Vec<OwnLine>,
}

/// The result of one's own unit's bases, once it is published.
///
/// # Errors
/// Rights; `NotFound`: none of the unit's bases counts in the year.
pub fn own(app: &App, who: &Who, id: EvaluationId) -> Result<Own, ServiceError> {
    access::can(&who.actor, Action::EvaluationOwn, &Facts::NONE)?;
    // Whoever evaluates as well could be kept from the base.
    if who.actor.holds(crate::domain::people::Role::Evaluator) {
        return Err(Denied::NotYourRole.into());
    }
    app.store.read(|conn| {
        let of = campaign(conn, id)?;
        let lines = lines::of(conn, id)?;
        let own: Vec<Entry> =
            of.entries.iter().filter(|entry| entry.row.organisation_id == who.organisation()).cloned().collect();
        if own.is_empty() {
            return Err(ServiceError::NotFound);
        }
        let mut bases = Vec::new();
        for entry in own {
            let line = lines.iter().rfind(|line| line.entry_id == entry.row.id && line.state.is_public()).cloned();
            bases.push(match line {
                Some(line) => own_line(conn, &of, entry, line)?,
                None => OwnLine { entry, line: None, score: None, marks: Vec::new(), remarks: Vec::new() },
            });
        }
        Ok(Own { year: of.opened.row.year, bases })
    })
}

/// One base's marks by indicator and the panel's remarks, from the round that counts.
///
/// # Errors
/// The database failed.
pub(super) fn own_line(conn: &mut Conn, of: &Campaign, entry: Entry, line: LineRow) -> Result<OwnLine, ServiceError> {
    let outcome = decided(of)?.map(|decided| decided.outcome);
    let score = outcome.and_then(|outcome| outcome.line(entry.row.base_id.get())?.score.clone());
    let Some(score) = score else {
        return Ok(OwnLine { entry, line: Some(line), score: None, marks: Vec::new(), remarks: Vec::new() });
    };
    let mut given = score.marks.clone();
    let wrote: Vec<UserId> = given.iter().map(|(by, _)| UserId::new(*by)).collect();
    // Without the marks that were dropped, so that the indicators add up to the score.
    for dropped in &score.dropped {
        if let Some(index) = given.iter().position(|(_, mark)| mark == dropped) {
            given.remove(index);
        }
    }
    let counted: Vec<UserId> = given.iter().map(|(by, _)| UserId::new(*by)).collect();
    let counts = |round: i32, by: UserId| round == i32::from(score.round) && counted.contains(&by);
    // Remarks of the first round stand beside those of the second.
    let remarked = |round: i32, by: UserId| round <= i32::from(score.round) && wrote.contains(&by);
    let mut sums: BTreeMap<String, Vec<Exact>> = BTreeMap::new();
    for (sheet, mark) in sheets::signed_marks(conn, entry.row.id)? {
        if counts(sheet.round, sheet.user_id) {
            sums.entry(mark.line).or_default().push(crate::service::evaluations::scoring::decimal(&mark.mark)?);
        }
    }
    let remarks: Vec<String> = of
        .sheets
        .iter()
        .filter(|sheet| sheet.entry_id == entry.row.id && remarked(sheet.round, sheet.user_id))
        .map(|sheet| sheet.remarks.trim().to_owned())
        .filter(|remarks| !remarks.is_empty())
        .collect();
    let rubric = &of.opened.rubric;
    let name = |code: &str| {
        let leaf = rubric.leaves().into_iter().find(|leaf| leaf.node.code == code).map(|leaf| leaf.node.name.clone());
        let bonus = || rubric.bonus.iter().find(|bonus| bonus.code == code).map(|bonus| bonus.name.clone());
        leaf.or_else(bonus).unwrap_or_default()
    };
    let mark = |(code, most): (&str, crate::domain::evaluation::points::Points)| {
        let given = sums.get(code)?;
        let mean = given.iter().copied().sum::<Exact>().over(given.len())?;
        Some((code.to_owned(), name(code), mean.fixed(2), most.to_string()))
    };
    let marks = rubric.lines().into_iter().filter_map(mark).collect();
    // In an order that says nothing of who wrote what.
    let mut remarks = remarks;
    remarks.sort();
    remarks.dedup();
    Ok(OwnLine { entry, line: Some(line), score: Some(score.decimal), marks, remarks })
}
