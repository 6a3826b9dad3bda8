//! What follows for a base once its result is approved: its own marks by mail, the claim of the award,
//! and what an unqualified base has mended.

use super::enter::open;
use super::view::own_line;
use crate::domain::access::Action;
use crate::domain::evaluation::line::LineState;
use crate::domain::evaluation::rank::{Grade, Reason};
use crate::domain::ids::{EvaluationEntryId, EvaluationId};
use crate::domain::message::MessageKind;
use crate::domain::money::Fen;
use crate::domain::policy::FactSheet;
use crate::service::app::{App, Who};
use crate::service::claims::{NewDraft, create_award};
use crate::service::error::{Fault, ServiceError};
use crate::service::evaluations::Entry;
use crate::service::evaluations::load::{Campaign, tell_hosts};
use crate::service::trail::{self, By, Mail};
use crate::storage::Tx;
use crate::storage::scoring::lines::{self, LineRow};
use crate::storage::scoring::outcomes;
use chrono::NaiveDate;
use serde_json::json;

fn none_if(is: bool, text: &str) -> String {
    if is && !text.is_empty() { text.to_owned() } else { "none".to_owned() }
}

/// Longest note of what was mended, in characters.
const NOTE_MAX: usize = 4_000;

/// Writes the base its result and, where it is excellent, makes the claim of its award.
///
/// # Errors
/// The database failed.
pub(super) fn follow(
    app: &App,
    tx: &mut Tx,
    who: &Who,
    of: &Campaign,
    entry: &Entry,
    line: LineRow,
) -> Result<(), ServiceError> {
    let at = app.now();
    if let (Grade::Excellent, Some(amount), Some(day)) = (line.grade, line.amount, line.notice_on) {
        let mut facts = FactSheet::default();
        facts.set("grade".to_owned(), line.grade.as_str().to_owned());
        facts.set("evaluated_on".to_owned(), day.to_string());
        facts.set("decided_amount".to_owned(), Fen(amount).to_string());
        let title = format!("{}{}年度考评优秀奖励", entry.name, of.opened.row.year);
        let rule = super::decide::RULE.to_owned();
        let draft = NewDraft { rule, title, facts, event: None, budget_line: None };
        let claim = create_award(app, tx, who, entry.row.organisation_id, &draft)?;
        outcomes::put_claim(tx, entry.row.id, claim)?;
    }
    let own = own_line(tx, of, entry.clone(), line)?;
    let Some(line) = own.line else { return Ok(()) };
    let none = || "\u{2014}".to_owned();
    let score = own.score.unwrap_or_else(none);
    let marks: Vec<String> =
        own.marks.iter().map(|(code, name, mean, most)| format!("{code} {name}  {mean} / {most}")).collect();
    let or_none = |text: String| if text.is_empty() { none() } else { text };
    let mail = Mail::new(MessageKind::EvaluationResult, format!("result:evaluation-line:{}", line.id))
        .link(format!("/evaluations/{}/own", of.run.evaluation_id))
        .with("title", &entry.name)
        .with("year", of.opened.row.year.to_string())
        .with("grade", line.grade.as_str())
        .with("why", line.reason.as_str())
        .with("score", score.clone())
        .with("found", none_if(line.reason == Reason::Veto, &entry.row.veto_reason))
        .with("last", line.rectify_until.map_or_else(|| "none".to_owned(), |day| day.to_string()))
        .with("amount", line.amount.map_or_else(|| "none".to_owned(), |amount| Fen(amount).to_string()))
        .with("marks", or_none(marks.join("\n")))
        .with("remarks", or_none(own.remarks.join("\n")));
    tell_hosts(tx, at, entry.row.organisation_id, &mail)?;
    if let Some(day) = line.rectify_until {
        let mail = Mail::new(MessageKind::EvaluationMend, format!("mend:evaluation-line:{}", line.id));
        let mail = mail.link(format!("/evaluations/{}/own", of.run.evaluation_id)).with("title", &entry.name);
        let mail = mail.with("last", day).with("why", line.reason.as_str()).with("score", score);
        let found = if line.reason == Reason::Veto { entry.row.veto_reason.clone() } else { String::new() };
        tell_hosts(tx, at, entry.row.organisation_id, &mail.with("opinion", found))?;
    }
    Ok(())
}

/// What is typed of what a base has mended.
#[derive(Clone, Debug, Default)]
pub struct TypedMended {
    /// `2020-06-30`.
    pub day: String,
    pub note: String,
    /// Of a correction: why the first entry was wrong.
    pub reason: String,
}

/// Notes what an unqualified base has mended, and on what day; an earlier note is corrected with a reason.
///
/// # Errors
/// Rights; a stale version; `Invalid` with every fault; `Conflict(result-nothing-to-mend)`.
pub fn mended(
    app: &App,
    who: &Who,
    id: EvaluationId,
    entry: EvaluationEntryId,
    version: i64,
    typed: &TypedMended,
) -> Result<(), ServiceError> {
    let (at, today) = (app.now(), app.today());
    let (note, reason) = (typed.note.trim(), typed.reason.trim());
    app.store.write(|tx| {
        let (_, found) = open(tx, who, Action::EvaluationEnter, id, entry)?;
        let decided = lines::of(tx, id)?.into_iter().rfind(|line| line.entry_id == entry);
        let decided = decided.filter(|line| line.state == LineState::Cleared && line.rectify_until.is_some());
        let decided = decided.ok_or_else(|| ServiceError::conflict("result-nothing-to-mend"))?;
        let mut faults = Vec::new();
        let day = typed.day.trim().parse::<NaiveDate>().ok();
        match (day, decided.notice_on) {
            (None, _) => faults.push(Fault::new("day", "not-a-date").with("hint", "2020-06-30")),
            (Some(day), _) if day > today => faults.push(Fault::new("day", "in-future")),
            (Some(day), Some(since)) if day < since => {
                faults.push(Fault::new("day", "result-before-decision").with("day", since));
            }
            _ => {}
        }
        if note.is_empty() {
            faults.push(Fault::new("note", "required"));
        } else if note.chars().count() > NOTE_MAX {
            faults.push(Fault::new("note", "too-long").with("max", NOTE_MAX));
        }
        let before = found.row.rectified_on.map(|day| json!({ "mended_on": day, "note": found.row.rectified_note }));
        if before.is_some() && reason.is_empty() {
            faults.push(Fault::new("reason", "required"));
        }
        let (Some(day), true) = (day, faults.is_empty()) else { return Err(ServiceError::Invalid(faults)) };
        outcomes::put_mended(tx, entry, version, (day, note))?;
        let mut after = json!({ "base": found.row.base_id, "mended_on": day, "note": note });
        if before.is_some() {
            after["reason"] = json!(reason);
        }
        trail::record(tx, at, By::who(who), "evaluation.mended", "evaluation", id.get(), before, Some(after))
    })
}
