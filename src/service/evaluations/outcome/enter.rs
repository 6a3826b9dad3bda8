//! What the office enters beside the marks: vetoes, values of tie keys, meetings of the panel.

use super::{compute, computed_keys};
use crate::domain::access::Action;
use crate::domain::contest::exact::Exact;
use crate::domain::evaluation::campaign::Block;
use crate::domain::evaluation::line::LineState;
use crate::domain::evaluation::phase::{Phase, Step, take};
use crate::domain::ids::{EvaluationEntryId, EvaluationId};
use crate::domain::message::MessageKind;
use crate::domain::policy::{Coded, sha256_hex};
use crate::domain::text::compact;
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::evaluations::deadline::later;
use crate::service::evaluations::load::{Campaign, campaign};
use crate::service::evaluations::{Entry, of_city};
use crate::service::trail::{self, By, Mail};
use crate::storage::scoring::outcomes::{self, Facts};
use crate::storage::scoring::{entries, lines, runs};
use crate::storage::{Tx, people};
use serde_json::json;
use std::collections::BTreeMap;

/// Most decimals of a tie key's value.
const DECIMALS: usize = 6;

/// What is typed of one base.
#[derive(Clone, Debug, Default)]
pub struct TypedFacts {
    /// Code of the veto item; empty for none.
    pub veto: String,
    pub reason: String,
    /// By code of the tie key; empty where there is none.
    pub ties: BTreeMap<String, String>,
}

/// A veto item with its name: of the policy, or of the rubric.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VetoItem {
    Policy(Coded),
    /// Code and name, as the rubric has them.
    Rubric(String, String),
}

impl VetoItem {
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            VetoItem::Policy(coded) => &coded.code,
            VetoItem::Rubric(code, _) => code,
        }
    }
}

/// The veto items of a year.
#[must_use]
pub fn veto_items(of: &Campaign) -> Vec<VetoItem> {
    let policy = of.opened.rules.vetoes.iter().cloned().map(VetoItem::Policy);
    let rubric = of.opened.rubric.vetoes.iter().map(|veto| VetoItem::Rubric(veto.code.clone(), veto.name.clone()));
    policy.chain(rubric).collect()
}

/// The year and one of its bases, the year locked, once the person may do this.
pub(super) fn open(
    tx: &mut Tx,
    who: &Who,
    action: Action,
    id: EvaluationId,
    entry: EvaluationEntryId,
) -> Result<(Campaign, Entry), ServiceError> {
    of_city(who, action)?;
    runs::lock(tx, id)?;
    entries::lock(tx, entry)?;
    let of = campaign(tx, id)?;
    let found = of.entries.iter().find(|one| one.row.id == entry).cloned().ok_or(ServiceError::NotFound)?;
    Ok((of, found))
}

/// A tie key for the form of one base: entered, or computed from the marks.
#[derive(Clone, Debug)]
pub struct TieShown {
    pub key: Coded,
    /// None for a key that is entered; the block once marks are open and enough.
    pub computed: Option<Option<Block>>,
}

/// One base of a year with its tie keys, for the form.
///
/// # Errors
/// Rights; `NotFound`.
pub fn facts_of(
    app: &App,
    who: &Who,
    id: EvaluationId,
    entry: EvaluationEntryId,
) -> Result<(Campaign, Entry, Vec<TieShown>), ServiceError> {
    of_city(who, Action::EvaluationEnter)?;
    app.store.read(|conn| {
        let of = campaign(conn, id)?;
        let found = of.entries.iter().find(|one| one.row.id == entry).cloned().ok_or(ServiceError::NotFound)?;
        let outcome = if of.is_opened() { Some(compute(conn, &of, None)?) } else { None };
        let blocks = outcome.and_then(|outcome| Some(outcome.line(found.row.base_id.get())?.blocks.clone()));
        let blocks = blocks.unwrap_or_default();
        let computed = computed_keys(&of.opened);
        let shown = |key: &Coded| TieShown {
            computed: computed.iter().any(|(other, _)| other.code == key.code).then(|| blocks.get(&key.code).cloned()),
            key: key.clone(),
        };
        let ties = of.opened.rules.tie_keys.iter().map(shown).collect();
        Ok((of, found, ties))
    })
}

/// Enters the veto and the values of the tie keys from outside the rubric of one base, in place of what was there: while the
/// panel scores, until the result is put forward; after that only of a base whose line an objection
/// has set aside.
///
/// # Errors
/// Rights; a stale version; `Invalid` with every fault; `Conflict(result-phase)`.
pub fn enter(
    app: &App,
    who: &Who,
    id: EvaluationId,
    entry: EvaluationEntryId,
    version: i64,
    typed: &TypedFacts,
) -> Result<(), ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let (of, found) = open(tx, who, Action::EvaluationEnter, id, entry)?;
        let set_aside = of.run.phase == Phase::Published && {
            let own = lines::of(tx, id)?.into_iter().rfind(|line| line.entry_id == entry);
            own.is_some_and(|line| line.state == LineState::Superseded)
        };
        if !matches!(of.run.phase, Phase::Scoring | Phase::Moderation | Phase::Scored) && !set_aside {
            return Err(ServiceError::conflict("result-phase"));
        }
        let reason = typed.reason.trim();
        let mut faults = Vec::new();
        let veto = Some(typed.veto.trim()).filter(|code| !code.is_empty());
        match veto {
            Some(code) if !veto_items(&of).iter().any(|item| item.code() == code) => {
                faults.push(Fault::new("veto", "choose"));
            }
            Some(_) if reason.is_empty() => faults.push(Fault::new("reason", "required")),
            None if !reason.is_empty() => faults.push(Fault::new("veto", "choose")),
            _ => {}
        }
        let mut ties: BTreeMap<&str, Exact> = BTreeMap::new();
        let computed = computed_keys(&of.opened);
        let is_typed = |key: &&Coded| !computed.iter().any(|(other, _)| other.code == key.code);
        for key in of.opened.rules.tie_keys.iter().filter(is_typed) {
            let text = compact(typed.ties.get(&key.code).map_or("", String::as_str));
            match Exact::decimal(&text, DECIMALS) {
                _ if text.is_empty() => {}
                Ok(value) => _ = ties.insert(&key.code, value),
                Err(_) => faults.push(Fault::new(format!("tie.{}", key.code), "not-a-number")),
            }
        }
        if !faults.is_empty() {
            return Err(ServiceError::Invalid(faults));
        }
        let text = json!(ties).to_string();
        outcomes::put_facts(
            tx,
            entry,
            version,
            Facts { veto: veto.map(|code| (code, reason)), ties: &text },
            who.id(),
        )?;
        let before = json!({ "veto": found.row.veto, "reason": found.row.veto_reason, "ties": found.row.tie_values });
        let after = json!({ "base": found.row.base_id, "veto": veto, "reason": reason, "ties": ties });
        trail::record(tx, at, By::who(who), "evaluation.enter", "evaluation", id.get(), Some(before), Some(after))
    })
}

/// Records the panel's meeting about a base whose marks are too far apart. It is scored a second
/// time then, and its evaluators are written to; both rounds are kept. `until` is another last day of
/// scoring, and can be empty while the present one is not over.
///
/// # Errors
/// Rights; a stale version; `Invalid` without minutes; `Conflict(result-not-open)` while a sheet of
/// the first round is open; `Conflict(result-not-apart)`.
pub fn meet(
    app: &App,
    who: &Who,
    id: EvaluationId,
    entry: EvaluationEntryId,
    version: i64,
    (minutes, until): (&str, &str),
) -> Result<(), ServiceError> {
    let (at, today) = (app.now(), app.today());
    let minutes = minutes.trim();
    app.store.write(|tx| {
        let (of, found) = open(tx, who, Action::EvaluationEnter, id, entry)?;
        if !matches!(of.run.phase, Phase::Scoring | Phase::Moderation) {
            return Err(ServiceError::conflict("result-phase"));
        }
        if !of.is_opened() {
            return Err(ServiceError::conflict("result-not-open"));
        }
        let apart = compute(tx, &of, None)?.apart().any(|base| base == found.row.base_id.get());
        if !apart || found.row.met_at.is_some() {
            return Err(ServiceError::conflict("result-not-apart"));
        }
        let mut faults = Vec::new();
        if minutes.is_empty() {
            faults.push(Fault::new("minutes", "required"));
        }
        let kept = until.trim().is_empty() && today <= of.run.score_until;
        let until = if kept { None } else { later(&of, until, today, &mut faults) };
        if !faults.is_empty() {
            return Err(ServiceError::Invalid(faults));
        }
        entries::open_second_round(tx, entry, version, minutes, at.naive_utc())?;
        if let Ok(to) = take(of.run.phase, Step::Moderate) {
            runs::put_phase(tx, id, of.run.version, to, at.naive_utc())?;
        }
        if let Some(until) = until {
            runs::put_until(tx, id, until)?;
        }
        let mail = Mail::new(MessageKind::SecondRound, format!("meeting:evaluation-entry:{entry}"));
        let mail = mail.link(format!("/scoring/{id}")).with("title", &found.name);
        for member in of.scorers(entry) {
            let user = people::user(tx, member.row.user_id)?;
            trail::mail_to(tx, at, &user, mail.clone())?;
        }
        // The minutes stay with the office; the record holds that they are these.
        let after = json!({ "base": found.row.base_id, "minutes": sha256_hex(minutes.as_bytes()),
            "until": until });
        trail::record(tx, at, By::who(who), "evaluation.meet", "evaluation", id.get(), None, Some(after))
    })
}
