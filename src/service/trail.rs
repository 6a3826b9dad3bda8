//! What every change leaves behind in its own transaction: an audit entry, and mail to those
//! concerned.

use super::app::Who;
use super::error::ServiceError;
use crate::domain::identity::{EmailAddress, has_long_digit_run};
use crate::domain::ids::{OrganisationId, UserId};
use crate::domain::lang::{Arg, Lang};
use crate::domain::message::{Content, FORBIDDEN_DIGIT_RUN, Invite, Message, MessageKind};
use crate::domain::people::Role;
use crate::domain::retry;
use crate::storage::outbox::{self, NewMessage};
use crate::storage::{StorageError, Tx, audit, people};
use chrono::{DateTime, Utc};
use serde_json::Value;
use std::collections::BTreeMap;

/// Who did it.
#[derive(Clone, Copy)]
pub enum By<'a> {
    User(UserId, &'a str),
    /// The program itself: a window that closed, a seed that was loaded.
    System,
    /// Somebody not signed in, by the name they gave.
    Public(&'a str),
}

impl<'a> By<'a> {
    pub fn who(who: &'a Who) -> By<'a> {
        By::User(who.id(), &who.name)
    }
}

/// Appends one entry to the chained record. `before` and `after` are what changed, without
/// identity or account numbers.
///
/// # Errors
/// The database failed.
#[expect(clippy::too_many_arguments, reason = "who, when, what, on what, before, after: one entry's columns")]
pub fn record(
    tx: &mut Tx,
    at: DateTime<Utc>,
    by: By,
    action: &str,
    object: &str,
    object_id: i64,
    before: Option<Value>,
    after: Option<Value>,
) -> Result<(), ServiceError> {
    let (actor_id, actor_name) = match by {
        By::User(id, name) => (Some(id.get()), name),
        By::System => (None, "system"),
        By::Public(name) => (None, name),
    };
    let text = |value: Option<Value>| value.map(|value| value.to_string());
    audit::append(
        tx,
        audit::NewEntry {
            at: at.naive_utc(),
            actor_id,
            actor_name,
            action,
            object,
            object_id: Some(object_id),
            before: text(before),
            after: text(after),
        },
    )?;
    Ok(())
}

/// A message to be mailed to one or more people.
#[derive(Clone, Debug)]
pub struct Mail {
    kind: MessageKind,
    key: String,
    reference: String,
    link: String,
    params: BTreeMap<String, Arg>,
    invites: Vec<Invite>,
}

impl Mail {
    /// `key` names the happening: `decide:claim:42:3`. The recipient is added to it, so that one
    /// happening is mailed to one person once.
    pub fn new(kind: MessageKind, key: impl Into<String>) -> Mail {
        Mail {
            kind,
            key: key.into(),
            reference: String::new(),
            link: String::new(),
            params: BTreeMap::new(),
            invites: Vec::new(),
        }
    }

    /// The same happening, told to one of several who share its key.
    #[must_use]
    pub fn of(mut self, whom: &str) -> Mail {
        self.key = format!("{}:{whom}", self.key);
        self
    }

    #[must_use]
    pub fn reference(mut self, reference: &str) -> Mail {
        self.reference = reference.to_owned();
        self
    }

    /// The page it leads to, from the root: `/claims/42`.
    #[must_use]
    pub fn link(mut self, path: impl Into<String>) -> Mail {
        self.link = path.into();
        self
    }

    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Arg>) -> Mail {
        self.params.insert(name.to_owned(), value.into());
        self
    }

    /// Attaches an entry for the recipient's calendar.
    #[must_use]
    pub fn invite(mut self, invite: Invite) -> Mail {
        self.invites.push(invite);
        self
    }
}

/// Queues the message for one user, in their language. Inactive users are not written to.
///
/// # Errors
/// The database failed.
pub fn mail_to(tx: &mut Tx, at: DateTime<Utc>, user: &people::User, mail: Mail) -> Result<(), ServiceError> {
    if !user.active {
        return Ok(());
    }
    let corrupt = |_| StorageError::Corrupt { what: "e-mail address", value: user.id.to_string() };
    let to = user.email.parse().map_err(corrupt)?;
    let key = format!("{}:{}", mail.key, user.id);
    enqueue(tx, at, (to, &user.name), user.lang.parse().unwrap_or_default(), key, mail)
}

/// Queues the message for somebody who has no account here, in Chinese.
///
/// # Errors
/// The database failed.
pub fn mail_outside(
    tx: &mut Tx,
    at: DateTime<Utc>,
    to: EmailAddress,
    name: &str,
    mail: Mail,
) -> Result<(), ServiceError> {
    let key = format!("{}:outside", mail.key);
    enqueue(tx, at, (to, name), Lang::Zh, key, mail)
}

/// Queues messages to people who have no account here, many at once, each in their language. The keys
/// must be unique of themselves.
///
/// # Errors
/// The database failed.
pub fn mail_strangers(
    tx: &mut Tx,
    at: DateTime<Utc>,
    letters: Vec<(EmailAddress, String, Lang, Mail)>,
) -> Result<(), ServiceError> {
    let message = |(to, name, lang, mail): (EmailAddress, String, Lang, Mail)| {
        let key = format!("{}:outside", mail.key);
        message(to, &name, lang, key, mail)
    };
    let messages: Vec<(Message, String)> = letters.into_iter().map(message).collect::<Result<_, _>>()?;
    let rows: Vec<NewMessage> = messages.iter().map(|(message, payload)| row(message, payload, at)).collect();
    outbox::enqueue_all(tx, &rows)?;
    Ok(())
}

/// Titles and opinions are typed by people: numbers in them that may be an identity or an account
/// are masked.
fn message(
    to: EmailAddress,
    name: &str,
    lang: Lang,
    key: String,
    mail: Mail,
) -> Result<(Message, String), ServiceError> {
    let params = mail.params.into_iter().map(|(name, value)| (name, without_numbers(value)));
    let content = Content { path: mail.link, params: params.collect(), invites: mail.invites };
    let message = Message::new(mail.kind, lang, to, name, key, mail.reference, content);
    let message = message.map_err(|error| StorageError::Corrupt { what: "message", value: error.to_string() })?;
    let payload = serde_json::to_string(message.content()).unwrap_or_default();
    Ok((message, payload))
}

fn row<'m>(message: &'m Message, payload: &'m str, at: DateTime<Utc>) -> NewMessage<'m> {
    NewMessage {
        key: message.key(),
        kind: message.kind().as_str(),
        lang: message.lang().as_str(),
        to_address: message.to().as_str(),
        to_name: message.to_name(),
        reference: message.reference(),
        payload,
        state: "queued",
        next_attempt_at: at.naive_utc(),
        deadline_at: (at + retry::PATIENCE).naive_utc(),
        created_at: at.naive_utc(),
    }
}

fn enqueue(
    tx: &mut Tx,
    at: DateTime<Utc>,
    (to, name): (EmailAddress, &str),
    lang: Lang,
    key: String,
    mail: Mail,
) -> Result<(), ServiceError> {
    let (message, payload) = message(to, name, lang, key, mail)?;
    outbox::enqueue(tx, &row(&message, &payload, at))?;
    Ok(())
}

fn without_numbers(value: Arg) -> Arg {
    let Arg::Text(text) = &value else { return value };
    if !has_long_digit_run(text, FORBIDDEN_DIGIT_RUN) {
        return value;
    }
    Arg::Text(crate::domain::text::half_width(text).chars().map(|c| if c.is_ascii_digit() { '*' } else { c }).collect())
}

/// Queues the message for every active user of an organisation.
///
/// # Errors
/// The database failed.
pub fn mail_organisation(
    tx: &mut Tx,
    at: DateTime<Utc>,
    organisation: OrganisationId,
    mail: &Mail,
) -> Result<(), ServiceError> {
    for user in people::members(tx, organisation)? {
        mail_to(tx, at, &user, mail.clone())?;
    }
    Ok(())
}

/// Queues the message for everybody whose office can take the next step: the holders of any of
/// these roles in `division` and in the city above it.
///
/// # Errors
/// The database failed.
pub fn mail_roles(
    tx: &mut Tx,
    at: DateTime<Utc>,
    roles: &[Role],
    division: &str,
    mail: &Mail,
) -> Result<(), ServiceError> {
    for user in people::holders(tx, roles, division)? {
        mail_to(tx, at, &user, mail.clone())?;
    }
    Ok(())
}
