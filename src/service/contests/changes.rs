//! A mark, a deduction or a time changed after signing, and what is known of a contestant corrected after
//! judging began: a reason, another person's approval, and a trace.

use super::case::{Contest, WITHHELD};
use super::faults::{deduction_fault, mark_fault};
use super::judging::mark_of;
use super::load::load;
use super::{facts_of, locked, seating};
use crate::domain::access::{self, Action};
use crate::domain::contest::run::{self, RunFact};
use crate::domain::ids::{ChangeId, ContestId, EntrantId, MarkId};
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By};
use crate::storage::contest_corrections::RunChangeRow;
use crate::storage::contest_marks::{ChangeRow, MarkRow};
use crate::storage::{Constraint, StorageError, contest_corrections, contest_marks, contests};
use chrono::NaiveDate;
use serde_json::json;

/// What is to be changed: a judge's mark by its number, or `deduction-ID`, `time-ID`, `presence-ID`, `born-ID`,
/// `sex-ID` of a contestant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    Mark(MarkId),
    Run(EntrantId, RunFact),
}

impl Target {
    /// Reads what the form sends; `None` for anything else.
    pub fn read(text: &str) -> Option<Target> {
        match text.split_once('-') {
            Some((fact, entrant)) => Some(Target::Run(entrant.parse().ok()?, fact.parse().ok()?)),
            None => text.parse().ok().map(Target::Mark),
        }
    }
}

/// What it takes to ask for a change, or to answer one.
pub(super) fn needs(fact: RunFact) -> Action {
    if fact.is_of_person() { Action::ContestCorrect } else { Action::ContestChange }
}

/// Asks for a change.
///
/// # Errors
/// Rights; `NotFound`; `Invalid` with every fault.
pub fn ask(app: &App, who: &Who, id: ContestId, target: Target, after: &str, reason: &str) -> Result<(), ServiceError> {
    let reason = reason.trim();
    app.store.write(|tx| {
        let action = match target {
            Target::Mark(_) => Action::ContestChange,
            Target::Run(_, fact) => needs(fact),
        };
        let (item, event) = locked(tx, who, action, id)?;
        let contest = load(tx, item, event)?;
        let (before, new, about) = match target {
            Target::Mark(mark) => of_mark(&contest, mark, after)?,
            Target::Run(entrant, fact) => of_run(&contest, entrant, fact, after)?,
        };
        let waits = |change: &&RunChangeRow| change.waits() && target == Target::Run(change.entrant_id, change.field);
        let asked = |(change, row): &(ChangeRow, MarkRow)| change.waits() && target == Target::Mark(row.id);
        if contest.run_changes.iter().any(|change| waits(&change)) || contest.changes.iter().any(asked) {
            return Err(ServiceError::conflict("change-waits"));
        }
        let mut faults = Vec::new();
        if reason.is_empty() {
            faults.push(Fault::new("reason", "required"));
        }
        if new.as_ref() == Ok(&before) {
            faults.push(Fault::new("after", "unchanged"));
        }
        let new = match new {
            Ok(new) if faults.is_empty() => new,
            Ok(_) => return Err(ServiceError::Invalid(faults)),
            Err(fault) => {
                faults.push(fault);
                return Err(ServiceError::Invalid(faults));
            }
        };
        let at = app.now();
        match target {
            Target::Mark(mark) => {
                let (row, _) = contest_marks::get(tx, mark)?;
                contest_marks::ask_change(tx, &row, &new, reason, who.id(), at.naive_utc())?;
            }
            Target::Run(entrant, fact) => {
                let (by, at) = (who.id(), at.naive_utc());
                contest_corrections::ask_run_change(tx, entrant, fact, &before, &new, reason, by, at)?;
            }
        }
        let (before, mut after) = told(target, &before, &new, &about);
        after["reason"] = json!(reason);
        let verb = if matches!(target, Target::Mark(_)) { "contest.ask-change" } else { "contest.ask-correction" };
        trail::record(tx, at, By::who(who), verb, "contest", id.get(), Some(before), Some(after))
    })
}

/// A change as the record keeps it: a mark as a mark, anything else under its own name. Of a birthday, which is
/// deleted one day as the record never is, only that it changed.
fn told(target: Target, before: &str, after: &str, about: &str) -> (serde_json::Value, serde_json::Value) {
    match target {
        Target::Mark(_) => (json!({ "mark": before }), json!({ "mark": after, "line": about })),
        Target::Run(entrant, RunFact::Born) => (json!({}), json!({ "born": WITHHELD, "entrant": entrant })),
        Target::Run(entrant, fact) => {
            (json!({ fact.as_str(): before }), json!({ fact.as_str(): after, "entrant": entrant }))
        }
    }
}

/// What was, what shall be or what is wrong with it, and the line's code.
type Asked = (String, Result<String, Fault>, String);

fn of_mark(contest: &Contest, mark: MarkId, after: &str) -> Result<Asked, ServiceError> {
    let row = contest.marks.iter().find(|row| row.id == mark).ok_or(ServiceError::NotFound)?;
    let line = contest.scheme.line(&row.line).ok_or(ServiceError::NotFound)?;
    let new = mark_of(line, after).map(|new| new.to_string());
    Ok((row.mark.clone(), new.map_err(|error| mark_fault("after", after, error)), row.line.clone()))
}

fn of_run(contest: &Contest, entrant: EntrantId, fact: RunFact, after: &str) -> Result<Asked, ServiceError> {
    let found = contest.standings.iter().find(|one| one.entrant.id == entrant).ok_or(ServiceError::NotFound)?;
    let before = match fact {
        RunFact::Deduction => found.entrant.deduction.clone(),
        RunFact::Time => found.entrant.seconds.map(|seconds| seconds.to_string()).unwrap_or_default(),
        RunFact::Presence => match found.entrant.present {
            Some(true) => "yes".to_owned(),
            Some(false) => "no".to_owned(),
            None => String::new(),
        },
        RunFact::Born => found.entrant.born_on.map(|day| day.to_string()).unwrap_or_default(),
        RunFact::Sex => found.entrant.sex.clone().unwrap_or_default(),
    };
    let fault = || match fact {
        RunFact::Deduction => deduction_fault("after", after),
        RunFact::Time => Fault::new("after", "not-a-duration"),
        RunFact::Presence => Fault::new("after", "not-a-choice").with("hint", "到场、缺席"),
        RunFact::Born => Fault::new("after", "not-a-date").with("hint", "1990-01-31"),
        RunFact::Sex => Fault::new("after", "not-a-choice").with("hint", "男、女"),
    };
    let read = run::read(fact, after).ok_or_else(fault);
    // Nobody who takes part is born after the event has begun.
    let day = contest.event.starts_on.unwrap_or_else(|| contest.event.created_at.date());
    let unborn = |read: &String| fact == RunFact::Born && read.parse().is_ok_and(|born: NaiveDate| born >= day);
    let read = match read {
        Ok(read) if unborn(&read) => Err(Fault::new("after", "born-later").with("day", read)),
        other => other,
    };
    Ok((before, read, fact.as_str().to_owned()))
}

pub(super) fn another_person(error: StorageError) -> ServiceError {
    match error {
        StorageError::Violated(Constraint::TwoPeople) => ServiceError::conflict("same-person"),
        other => other.into(),
    }
}

/// Approves a change of a mark that somebody else asked for, and makes it.
///
/// # Errors
/// Rights; `NotFound`; `Conflict(same-person)`, `Conflict(stale)`.
pub fn approve(app: &App, who: &Who, id: ContestId, change: ChangeId) -> Result<(), ServiceError> {
    app.store.write(|tx| {
        let (item, event) = locked(tx, who, Action::ContestChange, id)?;
        let contest = load(tx, item, event)?;
        let (change, mark) = contest.change(change).ok_or(ServiceError::NotFound)?;
        if change.asked_by == who.id() {
            return Err(ServiceError::conflict("same-person"));
        }
        let at = app.now();
        contest_marks::approve_change(tx, change, who.id(), at.naive_utc()).map_err(another_person)?;
        let (before, after) = told(Target::Mark(mark.id), &change.before, &change.after, &mark.line);
        trail::record(tx, at, By::who(who), "contest.approve-change", "contest", id.get(), Some(before), Some(after))
    })
}

/// Approves a change of a deduction or a time, or of what is known of a contestant, that somebody else
/// asked for, and makes it.
///
/// # Errors
/// Rights; `NotFound`; `Conflict(same-person)`; `Conflict(saw-seating)`; `Conflict(stale)`, also if it is another
/// one meanwhile.
pub fn approve_run(app: &App, who: &Who, id: ContestId, change: ChangeId) -> Result<(), ServiceError> {
    app.store.write(|tx| {
        let (item, event) = locked(tx, who, Action::ContestCorrect, id)?;
        let contest = load(tx, item, event)?;
        let change = contest.run_changes.iter().find(|row| row.id == change).ok_or(ServiceError::NotFound)?;
        access::can(&who.actor, needs(change.field), &facts_of(&contest.item, &contest.event))?;
        seating::refuse_who_saw(tx, &contest.item, who.id())?;
        if change.asked_by == who.id() {
            return Err(ServiceError::conflict("same-person"));
        }
        let entrant = contest.standings.iter().find(|one| one.entrant.id == change.entrant_id);
        let entrant = &entrant.ok_or(ServiceError::NotFound)?.entrant;
        let (now, _, _) = of_run(&contest, entrant.id, change.field, "")?;
        if now != change.before {
            return Err(ServiceError::conflict("stale"));
        }
        let at = app.now();
        contest_corrections::approve_run_change(tx, change.id, who.id(), at.naive_utc()).map_err(another_person)?;
        let after = change.after.as_str();
        let (id_of, present, seconds) = (entrant.id, entrant.present, entrant.seconds);
        match change.field {
            RunFact::Deduction => contests::put_run(tx, id_of, present, after, seconds)?,
            RunFact::Time => contests::put_run(tx, id_of, present, &entrant.deduction, after.parse().ok())?,
            RunFact::Presence => contests::put_run(tx, id_of, Some(after == "yes"), &entrant.deduction, seconds)?,
            RunFact::Born => contests::put_person(tx, id_of, after.parse().ok(), entrant.sex.as_deref())?,
            RunFact::Sex => contests::put_person(tx, id_of, entrant.born_on, Some(after))?,
        }
        let target = Target::Run(entrant.id, change.field);
        let (before, after) = told(target, &change.before, &change.after, change.field.as_str());
        trail::record(
            tx,
            at,
            By::who(who),
            "contest.approve-correction",
            "contest",
            id.get(),
            Some(before),
            Some(after),
        )
    })
}
