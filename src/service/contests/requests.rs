//! A request after signing that is not made: refused by another person, or taken back by whoever asked; and marks
//! that are missing after the decoding, added from the paper.

use super::case::{Contest, Standing};
use super::changes::{another_person, needs};
use super::faults::mark_fault;
use super::judging::mark_of;
use super::load::{load, sheet_of};
use super::{facts_of, locked, tell};
use crate::domain::access::{self, Action};
use crate::domain::contest::checks::{Sheet, missing};
use crate::domain::contest::lacking::{can_give, lacking, marked};
use crate::domain::contest::scheme::{Line, Method};
use crate::domain::ids::{AdditionId, ContestId, EntrantId, UserId};
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By};
use crate::storage::contest_additions::{self, NewAddition, Request};
use crate::storage::contests::{self, Judge};
use crate::storage::{Constraint, StorageError, Tx};
use serde_json::json;

/// Closes a request without a change. By whoever asked it is taken back; by another it is refused, with a reason,
/// and whoever asked is written to.
///
/// # Errors
/// Rights; `NotFound`; `Invalid(refusal)` without a reason; `Conflict(stale)` when it was answered already.
pub fn close(app: &App, who: &Who, id: ContestId, request: Request, reason: &str) -> Result<(), ServiceError> {
    let reason = reason.trim();
    app.store.write(|tx| {
        let (item, event) = locked(tx, who, Action::ContestCorrect, id)?;
        let contest = load(tx, item, event)?;
        let (asked_by, action) = asked(&contest, request).ok_or(ServiceError::NotFound)?;
        access::can(&who.actor, action, &facts_of(&contest.item, &contest.event))?;
        let is_own = asked_by == who.id();
        if !is_own && reason.is_empty() {
            return Err(ServiceError::invalid("refusal", "required"));
        }
        let at = app.now();
        contest_additions::close(tx, request, who.id(), reason, at.naive_utc())?;
        let (kind, number) = match request {
            Request::Mark(id) => ("mark", id.get()),
            Request::Run(id) => ("fact", id.get()),
            Request::Addition(id) => ("addition", id.get()),
        };
        let after = json!({ "request": format!("{kind} {number}"), "reason": reason });
        let verb = if is_own { "contest.take-back-change" } else { "contest.refuse-change" };
        trail::record(tx, at, By::who(who), verb, "contest", id.get(), None, Some(after))?;
        if is_own { Ok(()) } else { tell::refused(app, tx, &contest, &format!("{kind}{number}"), asked_by, reason) }
    })
}

/// Who asked, and what it takes to answer.
fn asked(contest: &Contest, request: Request) -> Option<(UserId, Action)> {
    Some(match request {
        Request::Mark(id) => (contest.change(id)?.0.asked_by, Action::ContestChange),
        Request::Run(id) => {
            let change = contest.run_changes.iter().find(|row| row.id == id)?;
            (change.asked_by, needs(change.field))
        }
        Request::Addition(id) => (contest.additions.iter().find(|row| row.id == id)?.asked_by, Action::ContestChange),
    })
}

/// A line of a contestant that lacks a mark.
#[derive(Clone, Debug)]
pub struct Lack<'c> {
    pub standing: &'c Standing,
    pub line: &'c Line,
    pub round: u8,
    sheet: Sheet,
}

impl Lack<'_> {
    /// Whether this judge could give the mark: one whom nothing keeps from the contestant.
    pub fn can_be_given_by(&self, judge: &Judge) -> bool {
        let same_unit = !judge.unit.is_empty() && judge.unit == self.standing.entrant.unit;
        !same_unit && can_give(&self.sheet, self.line, self.round, judge.user.get())
    }
}

/// Lines that lack a mark, of those who were there.
pub fn lacks(contest: &Contest) -> Result<Vec<Lack<'_>>, ServiceError> {
    let there = || contest.standings.iter().filter(|one| one.entrant.present == Some(true));
    let sheets: Vec<(&Standing, Sheet)> = there()
        .map(|one| Ok((one, sheet_of(&one.entrant, &contest.marks, &contest.recusals)?)))
        .collect::<Result<_, ServiceError>>()?;
    let mut all = Vec::new();
    let most = |line: &Line| sheets.iter().map(|(_, sheet)| marked(sheet, line)).max().unwrap_or_default();
    let lines: Vec<(&Line, usize)> = contest.scheme.0.iter().map(|line| (line, most(line))).collect();
    let all_sheets: Vec<Sheet> = sheets.iter().map(|(_, sheet)| sheet.clone()).collect();
    for (standing, sheet) in &sheets {
        for (line, most) in &lines {
            // A panel in which everybody misses somebody lacks marks although none is smaller than another.
            // A scheme of aspects has many lines and no panels: there it is not looked for.
            let judges = contest.judges.iter().filter(|_| line.method == Method::Panel).map(|one| one.user.get());
            let due = marked(sheet, line) + missing(&all_sheets, judges, sheet, line).count();
            if let Some(round) = lacking(sheet, line, due.max(*most)) {
                all.push(Lack { standing, line, round, sheet: sheet.clone() });
            }
        }
    }
    Ok(all)
}

/// A mark to be added, as typed.
#[derive(Clone, Debug, Default)]
pub struct Added {
    /// `ENTRANT LINE`.
    pub which: String,
    pub judge: Option<UserId>,
    pub mark: String,
    pub reason: String,
}

impl Added {
    fn place(&self) -> Option<(EntrantId, &str)> {
        let (entrant, line) = self.which.split_once(' ')?;
        Some((entrant.parse().ok()?, line))
    }
}

/// Asks for a mark that is missing after the decoding: a stand-in's, from the paper.
///
/// # Errors
/// Rights; `Invalid` with every fault; `Conflict(change-waits)` when one is asked for already.
pub fn ask_addition(app: &App, who: &Who, id: ContestId, typed: &Added) -> Result<(), ServiceError> {
    let reason = typed.reason.trim();
    app.store.write(|tx| {
        let (item, event) = locked(tx, who, Action::ContestChange, id)?;
        let contest = load(tx, item, event)?;
        let lacks = lacks(&contest)?;
        let is_it = |lack: &&Lack<'_>| typed.place() == Some((lack.standing.entrant.id, lack.line.code.as_str()));
        let lack = lacks.iter().find(is_it);
        let mut faults = Vec::new();
        if lack.is_none() {
            faults.push(Fault::new("which", "choose"));
        }
        let judge = typed.judge.map(|user| judge(tx, &contest, user)).transpose()?.flatten();
        match (&judge, lack) {
            (None, _) => faults.push(Fault::new("judge", "choose")),
            (Some(judge), Some(lack)) if !lack.can_be_given_by(judge) => {
                faults.push(Fault::new("judge", "judge-cannot"));
            }
            _ => {}
        }
        let mark = match lack.map(|lack| mark_of(lack.line, &typed.mark)) {
            Some(Err(error)) => {
                faults.push(mark_fault("added", &typed.mark, error));
                None
            }
            Some(Ok(mark)) => Some(mark),
            None => None,
        };
        if reason.is_empty() {
            faults.push(Fault::new("reason", "required"));
        }
        let (Some(lack), Some(judge), Some(mark), true) = (lack, judge, mark, faults.is_empty()) else {
            return Err(ServiceError::Invalid(faults));
        };
        let waits = contest.additions.iter().filter(|row| row.waits());
        let same = |row: &contest_additions::AdditionRow| {
            let one_value = lack.line.method == Method::Measurement;
            row.entrant_id == lack.standing.entrant.id
                && row.line == lack.line.code
                && (one_value || row.judge_id == judge.user)
        };
        if waits.into_iter().any(same) {
            return Err(ServiceError::conflict("change-waits"));
        }
        let (at, text) = (app.now(), mark.to_string());
        let new = NewAddition {
            entrant: lack.standing.entrant.id,
            line: &lack.line.code,
            judge: judge.user,
            round: i32::from(lack.round),
            mark: &text,
            reason,
        };
        contest_additions::ask(tx, &new, who.id(), at.naive_utc())?;
        let after = json!({
            "entrant": new.entrant, "line": new.line, "judge": new.judge, "round": new.round, "mark": text,
            "reason": reason,
        });
        trail::record(tx, at, By::who(who), "contest.ask-addition", "contest", id.get(), None, Some(after))
    })
}

/// A judge of the item, or an evaluator who can become one.
fn judge(tx: &mut Tx, contest: &Contest, user: UserId) -> Result<Option<Judge>, ServiceError> {
    let assigned = contest.judges.iter().find(|judge| judge.user == user).cloned();
    match assigned {
        Some(judge) => Ok(Some(judge)),
        None => Ok(contests::evaluators(tx)?.into_iter().find(|judge| judge.user == user)),
    }
}

/// Approves a mark that somebody else asked to add, and adds it. Who stood in is a judge of the item from then on.
///
/// # Errors
/// Rights; `NotFound`; `Conflict(same-person)`; `Conflict(stale)`, also when nothing is lacking there any more.
pub fn approve_addition(app: &App, who: &Who, id: ContestId, addition: AdditionId) -> Result<(), ServiceError> {
    app.store.write(|tx| {
        let (item, event) = locked(tx, who, Action::ContestChange, id)?;
        let contest = load(tx, item, event)?;
        let row = contest.additions.iter().find(|row| row.id == addition).ok_or(ServiceError::NotFound)?;
        if row.asked_by == who.id() {
            return Err(ServiceError::conflict("same-person"));
        }
        let lacks = lacks(&contest)?;
        let judge = judge(tx, &contest, row.judge_id)?;
        let still = |lack: &Lack<'_>| {
            lack.standing.entrant.id == row.entrant_id
                && lack.line.code == row.line
                && i32::from(lack.round) == row.round
                && judge.as_ref().is_some_and(|judge| lack.can_be_given_by(judge))
        };
        if !lacks.iter().any(still) {
            return Err(ServiceError::conflict("stale"));
        }
        let at = app.now();
        contest_additions::approve(tx, row, who.id(), at.naive_utc()).map_err(|error| match error {
            StorageError::Violated(Constraint::MarkTaken) => ServiceError::conflict("stale"),
            other => another_person(other),
        })?;
        if contest.judges.iter().all(|judge| judge.user != row.judge_id) {
            contests::insert_judge(tx, contest.item.id, row.judge_id, false)?;
        }
        let after = json!({
            "entrant": row.entrant_id, "line": row.line, "judge": row.judge_id, "round": row.round, "mark": row.mark,
        });
        trail::record(tx, at, By::who(who), "contest.approve-addition", "contest", id.get(), None, Some(after))
    })
}
