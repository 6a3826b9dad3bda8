//! The last day of scoring: reminders before it, and what the bureau does about members who have not
//! signed by then: another last day, a substitute, or going on without what they have not signed.

use super::drawing::reason_of;
use super::load::{Campaign, campaign, hosts, locked};
use super::opened;
use super::self_score::name_of;
use crate::domain::evaluation::deadline::{Refused, Standing};
use crate::domain::evaluation::phase::{Phase, Seat};
use crate::domain::ids::{EvaluationId, UserId};
use crate::domain::message::MessageKind;
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By, Mail};
use crate::storage::scoring::{entries, panel, runs};
use crate::storage::{Tx, outbox, people};
use chrono::{DateTime, Days, NaiveDate, Utc};
use serde_json::json;

/// Evaluators are reminded from so many days before the last one on.
const REMIND_DAYS: u64 = 3;

impl Campaign {
    /// How many of a member's sheets are signed, and how many that are needed now are not.
    #[must_use]
    pub fn sheets_of(&self, user: UserId) -> (usize, usize) {
        let mut counts = (0, 0);
        for entry in self.scored().filter(|entry| !self.is_recused(entry.row.id, user)) {
            for round in 1..=entry.row.round() {
                match self.sheet(entry.row.id, user, round) {
                    Some(sheet) if sheet.signed_at.is_some() => counts.0 += 1,
                    _ => counts.1 += 1,
                }
            }
        }
        counts
    }

    /// How a member stands on this day; none for who is no member.
    #[must_use]
    pub fn standing(&self, user: UserId, today: NaiveDate) -> Option<Standing> {
        let member = self.members().find(|one| one.row.user_id == user)?;
        let (signed, unsigned) = self.sheets_of(user);
        let before = self.too_few();
        Some(Standing {
            phase: self.run.phase,
            declared: self.has_declared(member),
            signed,
            unsigned,
            late: self.is_late(today),
            opened: self.is_opened(),
            substitutes: self.panel.iter().filter(|one| one.row.seat == Seat::Substitute).count(),
            needed: self.too_few_without(Some(user)).iter().any(|base| !before.contains(base)),
        })
    }

    /// Whether the last day of scoring is over: nothing is written on sheets any more.
    #[must_use]
    pub fn is_late(&self, today: NaiveDate) -> bool {
        self.run.phase.is_scoring() && today > self.run.score_until
    }

    /// Sheets that are needed now and are not signed.
    #[must_use]
    pub fn unsigned(&self) -> usize {
        self.members().map(|one| self.sheets_of(one.row.user_id).1).sum()
    }
}

pub(super) fn refused(why: Refused) -> ServiceError {
    match why {
        Refused::WrongPhase => ServiceError::conflict("evaluation-phase"),
        Refused::Scored => ServiceError::conflict("evaluation-scored-already"),
        Refused::NothingMissing => ServiceError::conflict("evaluation-nothing-missing"),
        Refused::NotLate => ServiceError::conflict("evaluation-not-late"),
        Refused::NoSubstitute => ServiceError::conflict("evaluation-no-substitute"),
        Refused::SubstituteFirst => ServiceError::conflict("evaluation-substitute-first"),
    }
}

/// Reads another last day: after today and after the present one.
pub(super) fn later(of: &Campaign, text: &str, today: NaiveDate, faults: &mut Vec<Fault>) -> Option<NaiveDate> {
    let after = today.max(of.run.score_until);
    let day = text.trim().parse::<NaiveDate>().ok().filter(|day| *day > after);
    if day.is_none() {
        faults.push(Fault::new("until", "evaluation-day-after").with("day", after));
    }
    day
}

/// Goes on without what a member has not signed, once the last day is over: what they have signed
/// counts, for the other bases the others' marks do. The member is written to, and sees nothing any more.
///
/// # Errors
/// Rights; a stale version; `NotFound`; `Invalid(reason)`; the conflicts of [`Refused`].
pub fn set_aside(
    app: &App,
    who: &Who,
    id: EvaluationId,
    version: i64,
    user: UserId,
    reason: &str,
) -> Result<(), ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        locked(tx, who, id)?;
        let of = campaign(tx, id)?;
        let standing = of.standing(user, app.today()).ok_or(ServiceError::NotFound)?;
        let reason = reason_of(reason).map_err(|fault| ServiceError::Invalid(vec![fault]))?;
        standing.removable().map_err(refused)?;
        panel::leave(tx, id, user, (Seat::SetAside, &reason), at.naive_utc())?;
        runs::touch(tx, id, version)?;
        tell_left(tx, at, &of, user, &reason)?;
        let before = json!({ "member": user, "signed": standing.signed, "unsigned": standing.unsigned });
        let after = json!({ "seat": Seat::SetAside, "reason": reason });
        trail::record(tx, at, By::who(who), "evaluation.set-aside", "evaluation", id.get(), Some(before), Some(after))
    })
}

/// Tells an evaluator that the panel goes on without them.
pub(super) fn tell_left(
    tx: &mut Tx,
    at: DateTime<Utc>,
    of: &Campaign,
    user: UserId,
    reason: &str,
) -> Result<(), ServiceError> {
    let id = of.run.evaluation_id;
    let mail = Mail::new(MessageKind::PanelLeft, format!("left:evaluation:{id}")).link("/scoring");
    let mail = mail.with("year", of.opened.row.year.to_string()).with("opinion", reason);
    let user = people::user(tx, user)?;
    trail::mail_to(tx, at, &user, mail)
}

/// Gives the members another last day, with the reason. Who has unsigned sheets is written to.
///
/// # Errors
/// Rights; a stale version; `Invalid` with every fault; `Conflict(evaluation-phase)`.
pub fn extend(
    app: &App,
    who: &Who,
    id: EvaluationId,
    version: i64,
    (until, reason): (&str, &str),
) -> Result<(), ServiceError> {
    let (at, today) = (app.now(), app.today());
    app.store.write(|tx| {
        let run = locked(tx, who, id)?;
        if run.version != version {
            return Err(ServiceError::conflict("stale"));
        }
        let mut of = campaign(tx, id)?;
        if !matches!(run.phase, Phase::SelfScoring | Phase::Panel) && !run.phase.is_scoring() {
            return Err(ServiceError::conflict("evaluation-phase"));
        }
        let mut faults = Vec::new();
        let until = later(&of, until, today, &mut faults);
        let reason = reason_of(reason).map_err(|fault| faults.push(fault)).ok();
        let Some((until, reason)) = until.zip(reason).filter(|_| faults.is_empty()) else {
            return Err(ServiceError::Invalid(faults));
        };
        runs::put_until(tx, id, until)?;
        of.run.score_until = until;
        if of.run.phase.is_scoring() {
            remind(tx, at, &of)?;
        }
        let (before, after) = (json!({ "until": run.score_until }), json!({ "until": until, "reason": reason }));
        trail::record(tx, at, By::who(who), "evaluation.extend", "evaluation", id.get(), Some(before), Some(after))
    })
}

/// Reminds every member with unsigned sheets whose last day is near, once of each last day. Done each
/// day; how many were reminded.
///
/// # Errors
/// The database failed.
pub fn remind_due(app: &App) -> Result<usize, ServiceError> {
    let (at, today) = (app.now(), app.today());
    let near = |last: NaiveDate| today <= last && last <= today + Days::new(REMIND_DAYS);
    let due = app.store.read(|conn| {
        let running = runs::in_phases(conn, &[Phase::Scoring, Phase::Moderation])?;
        Ok::<_, ServiceError>(running.into_iter().map(|(run, _)| run).filter(|run| near(run.score_until)).collect())
    })?;
    let due: Vec<runs::RunRow> = due;
    let mut reminded = remind_bases(app, near)?;
    for run in due {
        let id = run.evaluation_id;
        reminded += app.store.write(|tx| {
            runs::lock(tx, id)?;
            let of = campaign(tx, id)?;
            if !of.run.phase.is_scoring() || !near(of.run.score_until) {
                return Ok(0);
            }
            let count = remind(tx, at, &of)?;
            if count > 0 {
                let after = json!({ "reminded": count, "until": of.run.score_until });
                trail::record(tx, at, By::System, "evaluation.remind", "evaluation", id.get(), None, Some(after))?;
            }
            Ok::<usize, ServiceError>(count)
        })?;
    }
    Ok(reminded)
}

/// Writes to the units of bases whose self-score is not sent in, once for each last day.
fn remind_bases(app: &App, near: impl Fn(NaiveDate) -> bool) -> Result<usize, ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let mut all = 0;
        for (run, year) in
            runs::in_phases(tx, &[Phase::SelfScoring])?.into_iter().filter(|(run, _)| near(run.self_until))
        {
            let (id, last) = (run.evaluation_id, run.self_until);
            let (of, mut count) = (opened(tx, id)?, 0);
            for entry in entries::of(tx, id)?.into_iter().filter(|entry| entry.self_scored_at.is_none()) {
                let key = format!("remind:evaluation-entry:{}:{last}", entry.id);
                let link = format!("/self-scores/{}", entry.id);
                let mail = Mail::new(MessageKind::SelfScoreReminder, key.clone()).link(link);
                let mail = mail.with("title", name_of(&of, &entry)).with("year", year.to_string()).with("last", last);
                for user in hosts(tx, entry.organisation_id)? {
                    if !outbox::has(tx, &format!("{key}:{}", user.id))? {
                        trail::mail_to(tx, at, &user, mail.clone())?;
                        count += 1;
                    }
                }
            }
            if count > 0 {
                let after = json!({ "reminded": count, "until": last });
                trail::record(tx, at, By::System, "evaluation.remind", "evaluation", id.get(), None, Some(after))?;
            }
            all += count;
        }
        Ok(all)
    })
}

/// Writes to members with unsigned sheets, unless they were written to about this last day. The numbers
/// are those of their own lists.
fn remind(tx: &mut Tx, at: DateTime<Utc>, of: &Campaign) -> Result<usize, ServiceError> {
    let (id, last) = (of.run.evaluation_id, of.run.score_until);
    let mut count = 0;
    for member in of.members() {
        let (_, unsigned) = of.sheets_of(member.row.user_id);
        let key = format!("remind:evaluation:{id}:{last}");
        if unsigned == 0 || outbox::has(tx, &format!("{key}:{}", member.row.user_id))? {
            continue;
        }
        let mail = Mail::new(MessageKind::ScoringReminder, key).link(format!("/scoring/{id}"));
        let mail = mail.with("year", of.opened.row.year.to_string()).with("last", last);
        let user = people::user(tx, member.row.user_id)?;
        trail::mail_to(tx, at, &user, mail.with("count", unsigned.to_string()))?;
        count += usize::from(user.active);
    }
    Ok(count)
}
