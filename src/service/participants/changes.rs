//! What becomes of a registration afterwards: the person corrects, withdraws or names a substitute,
//! by the secret link and until the cut-off; the host looks at it, refuses, approves changes.

use super::entries::places_of;
use super::moves::{self, Case, Why};
use super::register::{self, Member, Registered, Sent, Typed, judge, new_row};
use super::tell::TeamWaits;
use super::{contestants, tell, waiting};
use crate::domain::access::Action;
use crate::domain::identity::ResidentId;
use crate::domain::ids::{EntryId, ParticipantId, TeamId};
use crate::domain::lang::Lang;
use crate::domain::message::MessageKind;
use crate::domain::participant::eligibility;
use crate::domain::participant::roster::Field;
use crate::domain::participant::step::Step;
use crate::domain::participant::{Happening, State};
use crate::service::accounts::digest;
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By, Mail};
use crate::storage::entries::{self, Details};
use crate::storage::participants::{self, Happened, LogRow, ParticipantRow};
use crate::storage::{Conn, Tx};
use chrono::{DateTime, Utc};
use serde_json::json;

/// Stands between the values of a line of the log.
pub const SEPARATOR: &str = " / ";

/// What the host says to a registration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// With the reason, where a team has too few members or somebody is admitted who waits for a place.
    Approve(String),
    /// With the reason.
    Refuse(String),
    /// The host takes somebody out, with the reason: they cannot register again.
    Withdraw(String),
    /// The person has asked to be taken out, with how and why; they can register again.
    Leave(String),
}

/// A registration by its secret link, with entry and event locked.
fn own(tx: &mut Tx, token: &str) -> Result<Case, ServiceError> {
    let row = entries::by_link(tx, &digest(token))?;
    moves::locked_case(tx, row.id)
}

/// The person's own hand reaches until the cut-off.
fn before_cut_off(case: &Case, at: DateTime<Utc>) -> Result<(), ServiceError> {
    if at < case.entry.closes_at.and_utc() { Ok(()) } else { Err(ServiceError::conflict("after-cut-off")) }
}

/// Takes the place that is offered.
///
/// # Errors
/// `NotFound` for a wrong link; `Conflict(wrong-state, offer-over)`.
pub fn accept(app: &App, token: &str) -> Result<(), ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let row = entries::by_link(tx, &digest(token))?;
        waiting::accept(tx, at, row.id)
    })
}

/// Whether the person speaks for a team: its first member that counts.
pub(super) fn speaks_for(conn: &mut Conn, row: &ParticipantRow) -> Result<Vec<ParticipantRow>, ServiceError> {
    let Some(team) = row.team_id else { return Ok(Vec::new()) };
    let members = entries::members(conn, TeamId::new(team))?;
    Ok(if members.first().is_some_and(|first| first.id == row.id) { members } else { Vec::new() })
}

/// The person withdraws; who speaks for a team withdraws all of it. The place goes to the next. After
/// the cut-off only who waits, or was offered a place, may still say no.
///
/// # Errors
/// `NotFound` for a wrong link; `Conflict(wrong-state, after-cut-off)`.
pub fn withdraw(app: &App, token: &str) -> Result<(), ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let case = own(tx, token)?;
        let by_themselves = |line: &LogRow| line.what == Happening::Withdrawn.as_str() && line.user.is_none();
        if case.row.state == State::Withdrawn
            && participants::log_of(tx, case.row.id)?.last().is_some_and(by_themselves)
        {
            return Ok(());
        }
        if !matches!(case.row.state, State::Waiting | State::Offered) {
            before_cut_off(&case, at)?;
        }
        let members = speaks_for(tx, &case.row)?;
        let rows = if members.is_empty() { vec![case.row.clone()] } else { members };
        take_out(tx, at, &case, &rows, Step::Withdraw, Why::default(), By::Public("public"))
    })
}

/// Takes people out and gives their place to the next.
fn take_out(
    tx: &mut Tx,
    at: DateTime<Utc>,
    case: &Case,
    rows: &[ParticipantRow],
    kind: Step,
    why: Why,
    by: By,
) -> Result<(), ServiceError> {
    let state = moves::go(tx, at, &case.entry, rows, kind, why)?;
    let message = match kind {
        Step::Refuse => MessageKind::RegistrationRefused,
        Step::Withdraw if why.user.is_some() => MessageKind::RegistrationDisqualified,
        _ => MessageKind::RegistrationWithdrawn,
    };
    for row in rows {
        let said = match row.lang.parse() {
            _ if !why.reason.is_empty() => why.reason,
            _ if message != MessageKind::RegistrationWithdrawn => "—",
            Ok(Lang::En) => "at your own request",
            _ => "本人申请退出",
        };
        let more = |mail: Mail| mail.with("opinion", said);
        tell::participant(tx, at, &case.event, &case.entry, row, message, more)?;
    }
    let after = json!({ "state": state, "opinion": why.reason });
    let action = format!("participant.{kind}");
    trail::record(tx, at, by, &action, "participant", case.row.id.get(), None, Some(after))?;
    waiting::promote(tx, at, case.entry.id)
}

/// The host decides about a registration, or takes somebody out.
///
/// # Errors
/// Rights; a stale version; `Conflict(wrong-state)`; `Invalid` without a reason; `Conflict(team-too-small)`
/// where a team with too few members is approved without one.
pub fn decide(app: &App, who: &Who, id: ParticipantId, version: i64, verdict: &Verdict) -> Result<(), ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        if repeated(tx, who, id, version, verdict)? {
            return Ok(());
        }
        let case = moves::case_for(tx, who, id, version)?;
        let (kind, reason) = match verdict {
            Verdict::Approve(reason) => return approve(tx, at, who, &case, reason.trim()),
            Verdict::Refuse(reason) => (Step::Refuse, reason.trim()),
            Verdict::Withdraw(reason) => (Step::Withdraw, reason.trim()),
            Verdict::Leave(reason) => (Step::Leave, reason.trim()),
        };
        if reason.is_empty() {
            return Err(ServiceError::invalid("reason", "required"));
        }
        let rows = moves::together(tx, &case.row)?;
        take_out(tx, at, &case, &rows, kind, Why { reason, user: Some(who.id()) }, By::who(who))
    })
}

/// Whether the same person has just said the same of the registration as it stood then, as a form that is sent
/// twice does.
fn repeated(tx: &mut Tx, who: &Who, id: ParticipantId, version: i64, verdict: &Verdict) -> Result<bool, ServiceError> {
    let now = participants::get(tx, id)?.version;
    if now != version + 1 {
        return Ok(false);
    }
    moves::case_for(tx, who, id, now)?;
    let (kind, reason) = match verdict {
        Verdict::Approve(reason) => (Step::Approve, reason),
        Verdict::Refuse(reason) => (Step::Refuse, reason),
        Verdict::Withdraw(reason) => (Step::Withdraw, reason),
        Verdict::Leave(reason) => (Step::Leave, reason),
    };
    let what = moves::happening(kind).as_str();
    let same = |line: &LogRow| {
        line.what == what && line.reason == reason.trim() && line.user.as_deref() == Some(who.name.as_str())
    };
    Ok(participants::log_of(tx, id)?.last().is_some_and(same))
}

fn approve(tx: &mut Tx, at: DateTime<Utc>, who: &Who, case: &Case, reason: &str) -> Result<(), ServiceError> {
    let rows = moves::together(tx, &case.row)?;
    let missing = moves::missing(tx, &case.entry, Some(&case.row))?;
    if missing > 0 && reason.is_empty() && case.row.state != State::Waiting {
        return Err(ServiceError::Conflict(Fault::conflict("team-too-small").with("count", missing)));
    }
    let why = Why { reason, user: Some(who.id()) };
    let kind = if case.row.state == State::Waiting { Step::Admit } else { Step::Approve };
    if kind == Step::Admit {
        if reason.is_empty() {
            return Err(ServiceError::invalid("reason", "required"));
        }
        if places_of(&case.entry, &[]).free() == Some(0) {
            return Err(ServiceError::conflict("no-free-place"));
        }
    }
    let state = moves::go(tx, at, &case.entry, &rows, kind, why)?;
    if case.row.team_id.is_some() {
        contestants::joined(tx, case.event.id)?;
    }
    for row in &rows {
        tell::participant(tx, at, &case.event, &case.entry, row, MessageKind::RegistrationAdmitted, |mail| mail)?;
    }
    let after = json!({ "state": state, "opinion": reason });
    trail::record(tx, at, By::who(who), "participant.approve", "participant", case.row.id.get(), None, Some(after))
}

/// Approves those of a page who still wait to be looked at, but no team with too few members; who came
/// after the page was opened waits on.
///
/// # Errors
/// Rights; `Conflict(wrong-state)` where none of them waits, `Conflict(team-too-small)` where only such teams do.
pub fn approve_all(app: &App, who: &Who, entry: EntryId, shown: &[ParticipantId]) -> Result<Approved, ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let (row, event) = moves::locked_entry(tx, who, Action::ParticipantEdit, entry)?;
        let waits = entries::people(tx, entry, &[State::Pending.as_str()], i64::MAX)?;
        let (pending, unseen): (Vec<_>, Vec<_>) = waits.into_iter().partition(|one| shown.contains(&one.id));
        if pending.is_empty() {
            return Err(ServiceError::conflict("wrong-state"));
        }
        let (mut whole, mut least) = (Vec::new(), 0);
        for one in pending {
            match moves::missing(tx, &row, Some(&one))? {
                0 => whole.push(one),
                missing => least = least.max(missing),
            }
        }
        let pending = whole;
        if pending.is_empty() {
            return Err(ServiceError::Conflict(Fault::conflict("team-too-small").with("count", least)));
        }
        let why = Why { reason: "", user: Some(who.id()) };
        for one in &pending {
            moves::go(tx, at, &row, std::slice::from_ref(one), Step::Approve, why)?;
            tell::participant(tx, at, &event, &row, one, MessageKind::RegistrationAdmitted, |mail| mail)?;
        }
        let ids: Vec<i64> = pending.iter().map(|one| one.id.get()).collect();
        let after = json!({ "participants": ids });
        trail::record(tx, at, By::who(who), "entry.approve", "entry", entry.get(), None, Some(after))?;
        Ok(Approved { approved: pending.len(), unseen: unseen.len() })
    })
}

/// What became of the registrations that a page showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Approved {
    pub approved: usize,
    /// That wait and were not on the page.
    pub unseen: usize,
}

/// Whether what was asked for counts already, or waits for the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    Done,
    Asked,
    /// What was asked for before is taken back: everything stays as it counts.
    TakenBack,
}

/// The person corrects unit, division, contact, level or titles, as they saw it at this version. Where
/// the entry looks at each registration, what an admitted person changes counts once it is approved too.
///
/// # Errors
/// `NotFound` for a wrong link; `Conflict(wrong-state, after-cut-off, nothing-changed, stale)`; `Invalid`
/// with every fault and every condition that would no longer hold.
pub fn change(app: &App, token: &str, version: i64, typed: &Typed) -> Result<Changed, ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let case = own(tx, token)?;
        if case.row.state.is_final() {
            return Err(ServiceError::conflict("wrong-state"));
        }
        before_cut_off(&case, at)?;
        let details = details_of(app, &case, typed)?;
        let before = stored(&case.row);
        let asked = entries::asked_change(tx, case.row.id)?;
        // Sent twice, it is said the second time that it is there already.
        if asked.as_ref().and_then(|asked| fields_of(&asked.fields)).as_ref().unwrap_or(&before) == &details {
            return Err(ServiceError::conflict("nothing-changed"));
        }
        if case.row.version != version {
            return Err(ServiceError::conflict("stale"));
        }
        if details == before {
            return take_back(tx, at, &case);
        }
        let first_day = case.event.starts_on.unwrap_or_else(|| app.today());
        let person = register::facts(&case.row, &details);
        let unmet = eligibility::unmet(&super::entries::rules_of(&case.entry)?, &person, first_day);
        if !unmet.is_empty() {
            return Err(ServiceError::Invalid(register::refusals("", &unmet)));
        }
        let now = at.naive_utc();
        let looked_at = case.entry.approval && case.row.state == State::Admitted;
        let what = if looked_at { Happening::ChangeAsked } else { Happening::Changed };
        if looked_at {
            entries::ask_change(tx, &case.row, &json_of(&details).to_string(), now)?;
            tell::review_waits(tx, at, &case.event, &case.entry)?;
        } else {
            entries::close_changes(tx, case.row.id, now)?;
            entries::put_details(tx, &case.row, &details)?;
            contestants::readdress(app, tx, &case.event, &[case.row.id])?;
        }
        let (before, after) = said(&before, &details);
        let happened = Happened { what: what.as_str(), before: &before, after: &after, ..Happened::default() };
        participants::log(tx, case.row.id, now, &happened)?;
        let action = format!("participant.{what}");
        trail::record(tx, at, By::Public("public"), &action, "participant", case.row.id.get(), None, None)?;
        Ok(if looked_at { Changed::Asked } else { Changed::Done })
    })
}

/// The person wants what counts already: what they asked for before waits no more.
fn take_back(tx: &mut Tx, at: DateTime<Utc>, case: &Case) -> Result<Changed, ServiceError> {
    let what = Happening::ChangeDropped;
    entries::close_changes(tx, case.row.id, at.naive_utc())?;
    entries::put_details(tx, &case.row, &stored(&case.row))?;
    let happened = Happened { what: what.as_str(), ..Happened::default() };
    participants::log(tx, case.row.id, at.naive_utc(), &happened)?;
    let (action, id) = (format!("participant.{what}"), case.row.id.get());
    trail::record(tx, at, By::Public("public"), &action, "participant", id, None, None)?;
    Ok(Changed::TakenBack)
}

/// What was typed, read as a registration of the same person would be.
fn details_of(app: &App, case: &Case, typed: &Typed) -> Result<Details, ServiceError> {
    let number = case.row.resident_id.clone().ok_or_else(|| ServiceError::conflict("wrong-state"))?;
    let whole = Typed { name: case.row.name.clone(), resident_id: number, ..typed.clone() };
    let applicant = register::read(&whole, "", app.today()).1.map_err(ServiceError::Invalid)?;
    Ok(Details {
        unit: applicant.unit,
        division: applicant.division,
        phone: applicant.phone,
        email: applicant.email.map(|email| email.as_str().to_owned()).unwrap_or_default(),
        skill_level: applicant.skill.map(|level| level.as_str().to_owned()).unwrap_or_default(),
        titles: applicant.titles,
        employer: applicant.employer.map(|kind| kind.as_str().to_owned()).unwrap_or_default(),
    })
}

fn stored(row: &ParticipantRow) -> Details {
    Details {
        unit: row.unit.clone(),
        division: row.division.clone(),
        phone: row.phone.clone(),
        email: row.email.clone(),
        skill_level: row.skill_level.clone(),
        titles: row.titles.clone(),
        employer: row.employer.clone(),
    }
}

/// What differs, before and after. The log stays when the personal data is deleted: of phone and address
/// it says that they changed, not what they are.
fn said(before: &Details, after: &Details) -> (String, String) {
    let pairs = [
        (&before.unit, &after.unit),
        (&before.division, &after.division),
        (&before.skill_level, &after.skill_level),
        (&before.titles, &after.titles),
        (&before.employer, &after.employer),
    ];
    let differing: Vec<_> = pairs.into_iter().filter(|(before, after)| before != after).collect();
    let said = |text: &String| if text.is_empty() { "—".to_owned() } else { text.clone() };
    let was: Vec<String> = differing.iter().map(|(before, _)| said(before)).collect();
    let mut is: Vec<String> = differing.iter().map(|(_, after)| said(after)).collect();
    is.extend((before.phone != after.phone).then(|| Field::Phone.as_str().to_owned()));
    is.extend((before.email != after.email).then(|| Field::Email.as_str().to_owned()));
    (was.join(SEPARATOR), is.join(SEPARATOR))
}

fn json_of(details: &Details) -> serde_json::Value {
    json!({
        "unit": details.unit, "division": details.division, "phone": details.phone, "email": details.email,
        "skill_level": details.skill_level, "titles": details.titles, "employer": details.employer,
    })
}

/// What a change asks for, by field.
pub fn fields_of(text: &str) -> Option<Details> {
    let fields: std::collections::BTreeMap<String, String> = serde_json::from_str(text).ok()?;
    let field = |name: &str| fields.get(name).cloned().unwrap_or_default();
    Some(Details {
        unit: field("unit"),
        division: field("division"),
        phone: field("phone"),
        email: field("email"),
        skill_level: field("skill_level"),
        titles: field("titles"),
        employer: field("employer"),
    })
}

/// The host answers a change; `refused` is the reason of a refusal.
///
/// # Errors
/// Rights; `Conflict(stale)` where it is answered or taken back; `Invalid` without a reason.
pub fn answer_change(
    app: &App,
    who: &Who,
    id: ParticipantId,
    change: i64,
    refused: Option<&str>,
) -> Result<(), ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let seen = participants::get(tx, id)?.version;
        let case = moves::case_for(tx, who, id, seen)?;
        let asked = entries::asked_change(tx, id)?.filter(|asked| asked.id == change);
        let asked = asked.ok_or_else(|| ServiceError::conflict("stale"))?;
        let reason = refused.unwrap_or_default().trim();
        if refused.is_some() && reason.is_empty() {
            return Err(ServiceError::invalid("reason", "required"));
        }
        let (state, what, kind) = match refused {
            Some(_) => ("refused", Happening::ChangeRefused, MessageKind::RegistrationChangeRefused),
            None => ("approved", Happening::Changed, MessageKind::RegistrationChanged),
        };
        entries::decide_change(tx, change, state, who.id(), at.naive_utc(), reason)?;
        let details = fields_of(&asked.fields).ok_or_else(|| ServiceError::conflict("stale"))?;
        let (before, after) = said(&stored(&case.row), &details);
        if refused.is_none() {
            entries::put_details(tx, &case.row, &details)?;
            contestants::readdress(app, tx, &case.event, &[id])?;
        }
        let happened = Happened { what: what.as_str(), before: &before, after: &after, reason, user: Some(who.id()) };
        participants::log(tx, id, at.naive_utc(), &happened)?;
        let row = participants::get(tx, id)?;
        let more = |mail: Mail| if refused.is_some() { mail.with("opinion", reason) } else { mail };
        tell::participant(tx, at, &case.event, &case.entry, &row, kind, more)?;
        let action = format!("participant.{what}");
        trail::record(tx, at, By::who(who), &action, "participant", id.get(), None, Some(json!({ "opinion": reason })))
    })
}

/// The same substitute named once more, as a form that is sent twice does: what was done the first time, without
/// the secret of the substitute's page, which is kept nowhere.
fn substituted(tx: &mut Tx, case: &Case, sent: &Sent) -> Result<Option<Registered>, ServiceError> {
    let Ok(number) = sent.person.resident_id.parse::<ResidentId>() else { return Ok(None) };
    if case.row.state != State::Replaced {
        return Ok(None);
    }
    let standing = ["pending", "admitted", "waiting", "offered"];
    let people = entries::people(tx, case.entry.id, &standing, i64::MAX)?;
    let Some(other) = people.into_iter().find(|row| row.resident_id.as_deref() == Some(number.as_str())) else {
        return Ok(None);
    };
    let took_over = |line: &LogRow| line.what == Happening::TookOver.as_str() && line.before == case.row.name;
    let done = participants::log_of(tx, other.id)?.iter().any(took_over);
    let (participant, state) = (other.id, other.state);
    Ok(done.then_some(Registered { participant, token: String::new(), state, place: None, join_token: None }))
}

/// Another person takes the place, until the cut-off; the same conditions hold for them, and they are
/// looked at anew where the entry asks for it.
///
/// # Errors
/// As a registration; `Conflict(wrong-state)` for who has no place, `Conflict(after-cut-off)`.
pub fn substitute(app: &App, token: &str, lang: Lang, sent: &Sent) -> Result<Registered, ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let case = own(tx, token)?;
        if let Some(done) = substituted(tx, &case, sent)? {
            return Ok(done);
        }
        if !matches!(case.row.state, State::Pending | State::Admitted) {
            return Err(ServiceError::conflict("wrong-state"));
        }
        before_cut_off(&case, at)?;
        let (entry, event, terms) = entries::with_event(tx, case.entry.id)?;
        let typed = std::iter::once((String::new(), &sent.person));
        let (mut people, mut faults) = judge(app, tx, &entry, &event, terms.as_ref(), typed)?;
        if let Some(person) = people.first() {
            let live = entries::live(tx, event.id, &[person.id.as_str()])?;
            if !entries::taken_out(tx, event.id, &[person.id.as_str()])?.is_empty() {
                faults.push(Fault::new("resident_id", "taken-out"));
            } else if live.iter().any(|(_, other, _)| *other == Some(entry.id.get())) {
                faults.push(Fault::new("resident_id", "registered-already"));
            }
        }
        if !sent.agreed {
            faults.push(Fault::new("agreed", "agree"));
        }
        if !faults.is_empty() {
            return Err(ServiceError::Invalid(faults));
        }
        let member = Member::new(people.remove(0));
        let name = member.applicant.name.as_str().to_owned();
        let rows = [case.row.clone()];
        moves::go(tx, at, &entry, &rows, Step::Replace, Why { reason: &name, user: None })?;
        let freed = case.entry.taken - entries::get(tx, entry.id)?.taken;
        let state = if entry.approval { State::Pending } else { case.row.state };
        let team = case.row.team_id.map(TeamId::new);
        let row = new_row(&entry, super::one_item(terms.as_ref()), &member, lang, state, team, at);
        let id = ParticipantId::new(entries::insert_people(tx, &[row])?.remove(0));
        entries::take(tx, entry.id, freed)?;
        let happened = Happened {
            what: Happening::TookOver.as_str(),
            before: &case.row.name,
            after: &name,
            ..Happened::default()
        };
        participants::log(tx, id, at.naive_utc(), &happened)?;
        if team.is_some() && state == State::Admitted {
            contestants::joined(tx, event.id)?;
        }
        if let Some(email) = member.applicant.email.clone() {
            let path = format!("/participation/{}", member.token);
            let waits = TeamWaits::of(tx, &entry, team)?;
            let letter = tell::registered(&event, &entry, id.get(), path, state, None, waits);
            trail::mail_strangers(tx, at, vec![(email, name, lang, letter)])?;
        }
        tell::participant(tx, at, &event, &entry, &case.row, MessageKind::RegistrationReplaced, |mail| mail)?;
        if state == State::Pending {
            tell::review_waits(tx, at, &event, &entry)?;
        }
        let (before, after) = (json!({ "participant": case.row.id }), json!({ "participant": id, "state": state }));
        let (by, old) = (By::Public("public"), case.row.id.get());
        trail::record(tx, at, by, "participant.replace", "participant", old, Some(before), Some(after))?;
        Ok(Registered { participant: id, token: member.token, state, place: None, join_token: None })
    })
}
