//! Signing in and out, invitations and resets.

use super::app::{App, Who};
use super::error::{Fault, ServiceError};
use super::trail::{self, By};
use crate::domain::ids::{SessionId, UserId};
use crate::domain::message::MessageKind;
use crate::domain::people::{Actor, Scope};
use crate::platform::chance;
use crate::storage::{Conn, StorageError, Tx, people, sessions};
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::sync::OnceLock;

/// A session ends after this long without a new sign-in.
const SESSION_LIFE: Duration = Duration::hours(12);
/// On the demonstration's clock, which is moved by days.
const DEMO_SESSION_LIFE: Duration = Duration::days(400);
/// A session's token is replaced this often.
const ROTATE_AFTER: Duration = Duration::minutes(30);
/// The replaced token stays good for requests already under way.
const ROTATION_GRACE: Duration = Duration::minutes(1);
const INVITATION_LIFE: Duration = Duration::days(7);
const RESET_LIFE: Duration = Duration::hours(2);
/// Characters; shorter passwords are refused.
pub const PASSWORD_MIN: usize = 10;
const PASSWORD_MAX: usize = 200;

/// A session just opened. The tokens exist only here and in the browser.
pub struct Opened {
    pub token: String,
    pub expires_at: DateTime<Utc>,
}

/// A session found by its token.
pub struct Found {
    pub session: SessionId,
    pub who: Who,
    pub form_token: String,
    /// Time to replace the token ([`rotate`]).
    pub stale: bool,
}

/// Checks address and password and opens a session. Both faults look the same from outside, and
/// take the same time.
///
/// # Errors
/// `Invalid(sign-in-refused)`.
pub fn sign_in(app: &App, email: &str, password: &str) -> Result<Opened, ServiceError> {
    let email = email.trim().to_lowercase();
    let user = app.store.read(|conn| people::user_by_email(conn, &email).map_err(ServiceError::from))?;
    let known = user.as_ref().and_then(|user| user.password_hash.clone());
    let matches = verify(password, known.as_deref().unwrap_or_else(|| nobody()));
    let user = match user {
        Some(user) if matches && known.is_some() && user.active => user,
        _ => return Err(ServiceError::Invalid(vec![Fault::new("email", "sign-in-refused")])),
    };
    let now = app.now();
    let token = chance::token();
    let expires_at = now + if app.clock.is_demo() { DEMO_SESSION_LIFE } else { SESSION_LIFE };
    app.store.write(|tx| {
        sessions::open(tx, user.id, &digest(&token), &chance::token(), now.naive_utc(), expires_at.naive_utc())?;
        trail::record(tx, now, By::User(user.id, &user.name), "sign-in", "user", user.id.get(), None, None)
    })?;
    Ok(Opened { token, expires_at })
}

/// Whose session a token opens, if any. Session, roles and activity are read afresh each time, so
/// that whoever signed out or was deactivated is out at once.
///
/// # Errors
/// The database failed.
pub fn find_session(app: &App, token: &str) -> Result<Option<Found>, ServiceError> {
    app.store.read(|conn| session(app, conn, token))
}

/// As [`find_session`], where that is sure not to wait; `None` where it is not.
pub fn find_session_now(app: &App, token: &str) -> Option<Result<Option<Found>, ServiceError>> {
    app.store.read_now(|conn| session(app, conn, token))
}

fn session(app: &App, conn: &mut Conn, token: &str) -> Result<Option<Found>, ServiceError> {
    let now = app.now().naive_utc();
    let found = sessions::find(conn, &digest(token), now, now - ROTATION_GRACE)?;
    let Some((session, person)) = found.filter(|(_, person)| person.active) else { return Ok(None) };
    let stale = now - session.rotated_at > ROTATE_AFTER;
    Ok(Some(Found { session: session.id, who: Who::from(person), form_token: session.form_token, stale }))
}

/// The person behind a user id; `None` when unknown or deactivated.
///
/// # Errors
/// The database failed.
pub fn who(conn: &mut Conn, id: UserId) -> Result<Option<Who>, ServiceError> {
    Ok(people::person(conn, id)?.filter(|person| person.active).map(Who::from))
}

impl From<people::Person> for Who {
    fn from(person: people::Person) -> Who {
        let actor = Actor {
            user: person.id,
            organisation: person.organisation,
            organisation_kind: person.organisation_kind,
            roles: person.roles,
            scope: Scope::of(person.division),
        };
        Who {
            actor,
            name: person.name,
            organisation_name: person.organisation_name,
            division: person.division,
            lang: person.lang.parse().unwrap_or_default(),
        }
    }
}

/// Replaces the token of a session; `None` when a request beside this one was faster.
///
/// # Errors
/// The database failed.
pub fn rotate(app: &App, session: SessionId, token: &str) -> Result<Option<String>, ServiceError> {
    let fresh = chance::token();
    let now = app.now().naive_utc();
    let rotated = app
        .store
        .write(|tx| sessions::rotate(tx, session, &digest(token), &digest(&fresh), now).map_err(ServiceError::from))?;
    Ok(rotated.then_some(fresh))
}

/// Ends this session.
///
/// # Errors
/// The database failed.
pub fn sign_out(app: &App, who: &Who, session: SessionId) -> Result<(), ServiceError> {
    let now = app.now();
    app.store.write(|tx| {
        sessions::close(tx, session)?;
        trail::record(tx, now, By::who(who), "sign-out", "user", who.id().get(), None, None)
    })
}

/// Ends every session of the person, on every device.
///
/// # Errors
/// The database failed.
pub fn sign_out_everywhere(app: &App, who: &Who) -> Result<(), ServiceError> {
    let now = app.now();
    app.store.write(|tx| {
        sessions::close_all(tx, who.id())?;
        trail::record(tx, now, By::who(who), "sign-out-everywhere", "user", who.id().get(), None, None)
    })
}

/// Mails a single-use link to choose a first password. Part of the use case that adds the user.
///
/// # Errors
/// The database failed.
pub fn invite(tx: &mut Tx, user: &people::User, at: DateTime<Utc>) -> Result<(), ServiceError> {
    send_token(tx, user, "invitation", MessageKind::Invitation, at, INVITATION_LIFE)
}

/// Mails a single-use link to choose a new password. Says nothing about whether the address is
/// known: an unknown or inactive one simply gets no mail.
///
/// # Errors
/// The database failed.
pub fn request_reset(app: &App, email: &str) -> Result<(), ServiceError> {
    let email = email.trim().to_lowercase();
    let now = app.now();
    app.store.write(|tx| match people::user_by_email(tx, &email)? {
        Some(user) if user.active => send_token(tx, &user, "reset", MessageKind::PasswordReset, now, RESET_LIFE),
        _ => Ok(()),
    })
}

fn send_token(
    tx: &mut Tx,
    user: &people::User,
    purpose: &'static str,
    kind: MessageKind,
    at: DateTime<Utc>,
    life: Duration,
) -> Result<(), ServiceError> {
    let token = chance::token();
    let hash = digest(&token);
    sessions::issue_token(tx, user.id, purpose, &hash, at.naive_utc(), (at + life).naive_utc())?;
    let mail = trail::Mail::new(kind, format!("{purpose}:{}", &hash[..24]))
        .link(format!("/welcome/{token}"))
        .with("until", (at + life).naive_utc());
    trail::mail_to(tx, at, user, mail)
}

/// Whose token this is: the page that asks for the new password greets them.
///
/// # Errors
/// [`ServiceError::NotFound`] when unknown, used or expired.
pub fn token_owner(app: &App, token: &str) -> Result<people::User, ServiceError> {
    let now = app.now().naive_utc();
    app.store.read(|conn| owner(conn, token, now))
}

fn owner(conn: &mut Conn, token: &str, now: NaiveDateTime) -> Result<people::User, ServiceError> {
    let (user, _) = sessions::token_owner(conn, &digest(token), now)?.ok_or(ServiceError::NotFound)?;
    let user = people::user(conn, user)?;
    if user.active { Ok(user) } else { Err(ServiceError::NotFound) }
}

/// Uses a token up to set the password, and ends every session the user had.
///
/// # Errors
/// `Invalid` when the password is too short, too long or typed differently the second time;
/// `NotFound` when the token is no longer good.
pub fn choose_password(app: &App, token: &str, password: &str, again: &str) -> Result<(), ServiceError> {
    let faults = password_faults(password, again);
    if !faults.is_empty() {
        return Err(ServiceError::Invalid(faults));
    }
    let hash = hash(password)?;
    let now = app.now();
    app.store.write(|tx| {
        let user = owner(tx, token, now.naive_utc())?;
        if !sessions::use_token(tx, &digest(token), now.naive_utc())? {
            return Err(ServiceError::NotFound);
        }
        people::set_password(tx, user.id, &hash)?;
        sessions::close_all(tx, user.id)?;
        trail::record(tx, now, By::User(user.id, &user.name), "choose-password", "user", user.id.get(), None, None)
    })
}

/// Every fault of a new password.
pub fn password_faults(password: &str, again: &str) -> Vec<Fault> {
    let length = password.chars().count();
    let mut faults = Vec::new();
    if length < PASSWORD_MIN {
        faults.push(Fault::new("password", "password-short").with("min", PASSWORD_MIN));
    }
    if length > PASSWORD_MAX {
        faults.push(Fault::new("password", "password-long").with("max", PASSWORD_MAX));
    }
    if password != again {
        faults.push(Fault::new("again", "password-differs"));
    }
    faults
}

/// Hashes a password with argon2id and the library's recommended cost (19 MiB, two passes).
///
/// # Errors
/// The library refuses its own defaults, which a test excludes.
pub fn hash(password: &str) -> Result<String, ServiceError> {
    let hashed: Result<PasswordHash, _> =
        Argon2::default().hash_password_with_salt(password.as_bytes(), &chance::bytes::<16>());
    hashed
        .map(|hash| hash.to_string())
        .map_err(|error| ServiceError::Storage(StorageError::Database(error.to_string())))
}

fn verify(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

/// Whether this is the user's password.
pub fn is_password(user: &people::User, password: &str) -> bool {
    user.password_hash.as_deref().is_some_and(|hash| verify(password, hash))
}

/// The hash of a password nobody has: an unknown address costs the same time as a known one.
fn nobody() -> &'static str {
    static NOBODY: OnceLock<String> = OnceLock::new();
    NOBODY.get_or_init(|| hash(&chance::token()).unwrap_or_default())
}

/// The hash of a token, as stored.
pub fn digest(token: &str) -> String {
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(token.as_bytes()) {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests;
