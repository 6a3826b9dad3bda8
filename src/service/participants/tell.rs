//! Mail about registrations: to the participant with a secret link, to the host what waits.

use super::teams::Short;
use crate::domain::identity::EmailAddress;
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
use crate::storage::{Tx, outbox, people};
use chrono::{DateTime, Utc};

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
) -> Mail {
    let kind = match state {
        State::Pending => MessageKind::RegistrationPending,
        State::Waiting => MessageKind::RegistrationWaiting,
        _ => MessageKind::RegistrationAdmitted,
    };
    let mail = about(event, entry, kind, format!("registered:{id}"), path);
    match state {
        State::Waiting => mail.with("place", place.map(|place| place.to_string()).unwrap_or_else(|| "—".to_owned())),
        _ => mail,
    }
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
    let mail = more(about(event, entry, kind, key, format!("/participation/{token}")));
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
        .with("deadline", entry.closes_at);
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
        .with("deadline", entry.closes_at);
    trail::mail_organisation(tx, at, event.organisation_id, &mail)
}
