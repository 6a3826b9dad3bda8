//! Mail about registrations: to the participant with a secret link, to the host what waits.

use super::teams::Short;
use crate::domain::identity::EmailAddress;
use crate::domain::ids::TeamId;
use crate::domain::lang::Lang;
use crate::domain::message::MessageKind;
use crate::domain::participant::State;
use crate::domain::participant::team::Reminder;
use crate::platform::chance;
use crate::service::accounts::digest;
use crate::service::error::ServiceError;
use crate::service::trail::{self, Mail};
use crate::storage::entries::{self, EntryRow};
use crate::storage::events::EventRow;
use crate::storage::participants::ParticipantRow;
use crate::storage::rosters::{self, Filter, Listed};
use crate::storage::{Tx, outbox, people, roster_people};
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet};

fn about(event: &EventRow, entry: &EntryRow, kind: MessageKind, key: String, path: String) -> Mail {
    let mail = Mail::new(kind, key).reference(&event.reference).link(path);
    mail.with("title", event.name.as_str()).with("entry", entry.name.as_str())
}

/// What a new registration is told.
pub(super) fn registered(
    event: &EventRow,
    entry: &EntryRow,
    id: i64,
    path: String,
    state: State,
    place: Option<u32>,
    team: Option<TeamWaits>,
) -> Mail {
    let kind = match state {
        State::Pending => MessageKind::RegistrationPending,
        State::Waiting => MessageKind::RegistrationWaiting,
        _ => MessageKind::RegistrationAdmitted,
    };
    let mail = about(event, entry, kind, format!("registered:{id}"), path);
    match state {
        State::Waiting => mail.with("place", place.map(|place| place.to_string()).unwrap_or_else(|| "—".to_owned())),
        State::Pending => pending(mail, team),
        _ => mail,
    }
}

/// A team that nobody looks at, and that is admitted as soon as it is complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TeamWaits {
    pub has: u32,
    pub needs: u32,
}

impl TeamWaits {
    /// None where the host looks at registrations, and for who is in no team or in a complete one.
    pub(super) fn of(tx: &mut Tx, entry: &EntryRow, team: Option<TeamId>) -> Result<Option<TeamWaits>, ServiceError> {
        let Some(team) = team.filter(|_| !entry.approval) else { return Ok(None) };
        let has = u32::try_from(entries::members(tx, team)?.len()).unwrap_or(u32::MAX);
        let missing = super::entries::team_size(entry).missing(has);
        Ok((missing > 0).then_some(TeamWaits { has, needs: has.saturating_add(missing) }))
    }
}

/// What a registration waits for: the host, or the rest of the team.
fn pending(mail: Mail, team: Option<TeamWaits>) -> Mail {
    let waits = if team.is_some() { "team" } else { "review" };
    let count = |of: fn(TeamWaits) -> u32| team.map(|team| of(team).to_string()).unwrap_or_default();
    mail.with("waits", waits).with("has", count(|team| team.has)).with("needs", count(|team| team.needs))
}

/// Tells a participant, by a new secret link to their own page; `more` adds what the words need.
/// Who gave no address is not written to.
pub(super) fn participant(
    tx: &mut Tx,
    at: DateTime<Utc>,
    event: &EventRow,
    entry: &EntryRow,
    row: &ParticipantRow,
    kind: MessageKind,
    more: impl FnOnce(Mail) -> Mail,
) -> Result<(), ServiceError> {
    let Ok(email) = row.email.parse::<EmailAddress>() else { return Ok(()) };
    let token = chance::token();
    let hash = digest(&token);
    entries::add_link(tx, &hash, row.id, at.naive_utc())?;
    // A happening of one row: its hash makes the key of the message unique.
    let key = format!("{kind}:{}:{}", row.id, &hash[..16]);
    let mail = about(event, entry, kind, key, format!("/participation/{token}"));
    let mail = more(if kind == MessageKind::RegistrationPending { pending(mail, None) } else { mail });
    trail::mail_strangers(tx, at, vec![(email, row.name.clone(), row.lang.parse().unwrap_or_default(), mail)])
}

/// Tells the host once a day that registrations wait to be looked at.
pub(super) fn review_waits(
    tx: &mut Tx,
    at: DateTime<Utc>,
    event: &EventRow,
    entry: &EntryRow,
) -> Result<(), ServiceError> {
    let key = format!("review:{}:{}", entry.id, crate::domain::time::shanghai_date(at));
    let path = format!("/entries/{}", entry.id);
    for user in people::members(tx, event.organisation_id)? {
        if !outbox::has(tx, &format!("{key}:{}", user.id))? {
            let mail = about(event, entry, MessageKind::RegistrationReview, key.clone(), path.clone());
            trail::mail_to(tx, at, &user, mail)?;
        }
    }
    Ok(())
}

/// Tells who speaks for a team that it has too few members, by a new secret link. `mark` says which
/// reminder it is.
pub(super) fn team_incomplete(
    tx: &mut Tx,
    at: DateTime<Utc>,
    (event, entry): (&EventRow, &EntryRow),
    speaker: &ParticipantRow,
    team: &Short,
    (stage, mark): (Reminder, &str),
) -> Result<(), ServiceError> {
    let Ok(email) = speaker.email.parse::<EmailAddress>() else { return Ok(()) };
    let token = chance::token();
    entries::add_link(tx, &digest(&token), speaker.id, at.naive_utc())?;
    let key = format!("team-incomplete:{}:{mark}", team.id);
    let mail = about(event, entry, MessageKind::TeamIncomplete, key, format!("/participation/{token}"))
        .with("stage", stage.as_str())
        .with("team", team.name.as_str())
        .with("missing", team.missing.to_string())
        .with("deadline", super::entries::closes_of(entry, event).naive_utc());
    let lang = speaker.lang.parse().unwrap_or_default();
    trail::mail_strangers(tx, at, vec![(email, speaker.name.clone(), lang, mail)])
}

/// Tells the host which teams have too few members.
pub(super) fn teams_incomplete(
    tx: &mut Tx,
    at: DateTime<Utc>,
    (event, entry): (&EventRow, &EntryRow),
    teams: &str,
    (stage, key): (Reminder, &str),
) -> Result<(), ServiceError> {
    let key = format!("teams-incomplete:{}:{key}", entry.id);
    let mail = about(event, entry, MessageKind::TeamsIncomplete, key, format!("/entries/{}", entry.id))
        .with("stage", stage.as_str())
        .with("teams", teams)
        .with("deadline", super::entries::closes_of(entry, event).naive_utc());
    trail::mail_organisation(tx, at, event.organisation_id, &mail)
}

/// Tells everybody who has a place, waits for one or for an answer, that the event is called off and why; also
/// those of a roster who have an address. One letter for each person, whatever they are entered for; none for
/// those of the schedule who were `told` already.
pub(in crate::service) fn call_off(
    tx: &mut Tx,
    at: DateTime<Utc>,
    event: &EventRow,
    why: &str,
    told: &BTreeSet<i64>,
) -> Result<(), ServiceError> {
    let scheduled = roster_people::scheduled(tx, event.id)?.into_iter();
    let heard: BTreeSet<i64> =
        scheduled.filter(|one| told.contains(&one.id)).filter_map(|one| one.participant).collect();
    let mut people: BTreeMap<(String, String), Vec<Listed>> = BTreeMap::new();
    for listed in rosters::list(tx, event.id, &Filter::default(), 0, i64::MAX)? {
        if !listed.row.state.is_final() {
            let person = (listed.row.email.clone(), listed.row.name.clone());
            people.entry(person).or_default().push(listed);
        }
    }
    let mut letters = Vec::new();
    for ((email, name), rows) in people {
        let (Ok(email), Some(first)) = (email.parse::<EmailAddress>(), rows.first()) else { continue };
        if rows.iter().any(|listed| heard.contains(&listed.row.id.get())) {
            continue;
        }
        let lang: Lang = first.row.lang.parse().unwrap_or_default();
        let entries: Vec<&str> = rows.iter().filter_map(|listed| listed.entry.as_deref()).collect();
        let entries = match entries.is_empty() {
            true => "none".to_owned(),
            false => entries.join(if lang == Lang::Zh { "、" } else { ", " }),
        };
        let kind = MessageKind::RegistrationCalledOff;
        let mail = Mail::new(kind, format!("{kind}:{}:v{}", first.row.id, event.version)).reference(&event.reference);
        let mail = mail.with("title", event.name.as_str()).with("opinion", why).with("entry", entries);
        letters.push((email, name, lang, mail.link("/register")));
    }
    trail::mail_strangers(tx, at, letters)
}
