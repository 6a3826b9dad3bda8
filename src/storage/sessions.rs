//! Sessions and single-use account tokens. Only hashes of tokens are kept.

use super::conn::{Conn, Tx};
use super::error::StorageError;
use super::people::{self, OfficeRow, Person, PersonRow};
use super::schema::{account_tokens, organisations, sessions, user_roles, users};
use crate::domain::ids::{SessionId, UserId};
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// A session found by the hash of its token.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = sessions)]
pub struct Session {
    #[diesel(deserialize_as = i64)]
    pub id: SessionId,
    #[diesel(deserialize_as = i64)]
    pub user_id: UserId,
    /// What the forms of this session carry against cross-site requests.
    pub form_token: String,
    pub rotated_at: NaiveDateTime,
    pub expires_at: NaiveDateTime,
}

/// Opens a session.
///
/// # Errors
/// The database failed.
pub fn open(
    tx: &mut Tx,
    user: UserId,
    token_hash: &str,
    form_token: &str,
    at: NaiveDateTime,
    expires_at: NaiveDateTime,
) -> Result<(), StorageError> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::user_id.eq(user.get()),
            sessions::token_hash.eq(token_hash),
            sessions::form_token.eq(form_token),
            sessions::rotated_at.eq(at),
            sessions::created_at.eq(at),
            sessions::expires_at.eq(expires_at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

type HeldRow = (Session, PersonRow, OfficeRow, Option<String>);

/// Everything asked of a session with each request, in one statement; a row for each role.
macro_rules! held {
    ($token:expr, $now:expr) => {
        sessions::table
            .inner_join(users::table.inner_join(organisations::table).left_join(user_roles::table))
            .filter(sessions::expires_at.gt($now))
            .filter($token)
            .select((Session::as_select(), PersonRow::as_select(), OfficeRow::as_select(), user_roles::role.nullable()))
    };
}

/// The session with this token, if it has not expired by `now`, and the person it is of. The token
/// before the last rotation is good until `grace_from` (rotations later than that still honour it).
///
/// # Errors
/// The database failed.
pub fn find(
    conn: &mut Conn,
    token_hash: &str,
    now: NaiveDateTime,
    grace_from: NaiveDateTime,
) -> Result<Option<(Session, Person)>, StorageError> {
    // Nearly always the current token is sent, and has an index.
    let current = held!(sessions::token_hash.eq(token_hash), now).load(conn)?;
    if !current.is_empty() {
        return session_of(current);
    }
    let previous = sessions::previous_hash.eq(token_hash).assume_not_null();
    session_of(held!(previous.and(sessions::rotated_at.gt(grace_from)), now).load(conn)?)
}

fn session_of(rows: Vec<HeldRow>) -> Result<Option<(Session, Person)>, StorageError> {
    let Some(session) = rows.first().map(|(session, ..)| session.clone()) else { return Ok(None) };
    let person = people::person_of(rows.into_iter().map(|(_, user, office, role)| (user, office, role)))?;
    Ok(person.map(|person| (session, person)))
}

/// Gives the session a new token, if `token_hash` still is its current one.
///
/// # Errors
/// The database failed.
pub fn rotate(
    tx: &mut Tx,
    id: SessionId,
    token_hash: &str,
    new_hash: &str,
    at: NaiveDateTime,
) -> Result<bool, StorageError> {
    let row = sessions::table.filter(sessions::id.eq(id.get())).filter(sessions::token_hash.eq(token_hash));
    let changed = diesel::update(row)
        .set((sessions::token_hash.eq(new_hash), sessions::previous_hash.eq(token_hash), sessions::rotated_at.eq(at)))
        .execute(&mut **tx)?;
    Ok(changed == 1)
}

/// Ends one session.
///
/// # Errors
/// The database failed.
pub fn close(tx: &mut Tx, id: SessionId) -> Result<(), StorageError> {
    diesel::delete(sessions::table.find(id.get())).execute(&mut **tx)?;
    Ok(())
}

/// Ends every session of a user. Says how many there were.
///
/// # Errors
/// The database failed.
pub fn close_all(tx: &mut Tx, user: UserId) -> Result<usize, StorageError> {
    Ok(diesel::delete(sessions::table.filter(sessions::user_id.eq(user.get()))).execute(&mut **tx)?)
}

/// Removes what expired.
///
/// # Errors
/// The database failed.
pub fn sweep(tx: &mut Tx, now: NaiveDateTime) -> Result<usize, StorageError> {
    Ok(diesel::delete(sessions::table.filter(sessions::expires_at.le(now))).execute(&mut **tx)?)
}

/// Keeps a single-use token (an invitation or a reset) until it expires; earlier ones of the same
/// purpose are no longer good.
///
/// # Errors
/// The database failed.
pub fn issue_token(
    tx: &mut Tx,
    user: UserId,
    purpose: &str,
    token_hash: &str,
    at: NaiveDateTime,
    expires_at: NaiveDateTime,
) -> Result<(), StorageError> {
    let earlier = account_tokens::table
        .filter(account_tokens::user_id.eq(user.get()))
        .filter(account_tokens::purpose.eq(purpose))
        .filter(account_tokens::used_at.is_null());
    diesel::update(earlier).set(account_tokens::used_at.eq(at)).execute(&mut **tx)?;
    diesel::insert_into(account_tokens::table)
        .values((
            account_tokens::user_id.eq(user.get()),
            account_tokens::purpose.eq(purpose),
            account_tokens::token_hash.eq(token_hash),
            account_tokens::created_at.eq(at),
            account_tokens::expires_at.eq(expires_at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Whose unused, unexpired token this is, and its purpose.
///
/// # Errors
/// The database failed.
pub fn token_owner(
    conn: &mut Conn,
    token_hash: &str,
    now: NaiveDateTime,
) -> Result<Option<(UserId, String)>, StorageError> {
    let row: Option<(i64, String)> = account_tokens::table
        .filter(account_tokens::token_hash.eq(token_hash))
        .filter(account_tokens::used_at.is_null())
        .filter(account_tokens::expires_at.gt(now))
        .select((account_tokens::user_id, account_tokens::purpose))
        .first(conn)
        .optional()?;
    Ok(row.map(|(user, purpose)| (UserId::new(user), purpose)))
}

/// Uses a token up. `false` when somebody was faster.
///
/// # Errors
/// The database failed.
pub fn use_token(tx: &mut Tx, token_hash: &str, at: NaiveDateTime) -> Result<bool, StorageError> {
    let unused = account_tokens::table
        .filter(account_tokens::token_hash.eq(token_hash))
        .filter(account_tokens::used_at.is_null());
    Ok(diesel::update(unused).set(account_tokens::used_at.eq(at)).execute(&mut **tx)? == 1)
}
