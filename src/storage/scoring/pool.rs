//! The pool that panels are drawn from: evaluators with what is known of them.

use crate::domain::ids::UserId;
use crate::domain::people::Role;
use crate::storage::conn::{Conn, Tx};
use crate::storage::error::StorageError;
use crate::storage::schema::{evaluator_employments, evaluator_profiles, organisations, user_roles, users};
use chrono::NaiveDate;
use diesel::prelude::*;

/// An active evaluator; without a profile nobody has entered anything yet.
#[derive(Clone)]
pub struct EvaluatorRow {
    pub user: UserId,
    pub name: String,
    pub phone: String,
    pub unit: String,
    pub unit_code: Option<String>,
    pub unit_phone: String,
    pub unit_account: String,
    pub profile: Option<ProfileRow>,
}

/// What is known of an evaluator beside the account.
#[derive(Clone, Queryable, Selectable)]
#[diesel(table_name = evaluator_profiles)]
pub struct ProfileRow {
    pub user_id: i64,
    /// Separated by `;`.
    pub trades: String,
    pub account_number: String,
    /// Drawn from now on.
    pub in_pool: bool,
    pub version: i64,
}

/// A former employer: credit code, last day there (inclusive).
pub type Employment = (String, NaiveDate);

/// Every active evaluator, by number.
///
/// # Errors
/// The database failed.
pub fn all(conn: &mut Conn) -> Result<Vec<EvaluatorRow>, StorageError> {
    type Row = (i64, String, String, String, Option<String>, String, String, Option<ProfileRow>);
    let rows: Vec<Row> = users::table
        .inner_join(user_roles::table)
        .inner_join(organisations::table)
        .left_join(evaluator_profiles::table)
        .filter(user_roles::role.eq(Role::Evaluator.as_str()))
        .filter(users::active.eq(true))
        .order(users::id)
        .select((
            users::id,
            users::name,
            users::phone,
            organisations::name,
            organisations::credit_code,
            organisations::contact_phone,
            organisations::account_number,
            Option::<ProfileRow>::as_select(),
        ))
        .load(conn)?;
    let row = |(user, name, phone, unit, unit_code, unit_phone, unit_account, profile): Row| EvaluatorRow {
        user: UserId::new(user),
        name,
        phone,
        unit,
        unit_code,
        unit_phone,
        unit_account,
        profile,
    };
    Ok(rows.into_iter().map(row).collect())
}

/// Former employers of an evaluator, the latest first.
///
/// # Errors
/// The database failed.
pub fn employments(conn: &mut Conn, user: UserId) -> Result<Vec<Employment>, StorageError> {
    Ok(evaluator_employments::table
        .filter(evaluator_employments::user_id.eq(user.get()))
        .order((evaluator_employments::until.desc(), evaluator_employments::credit_code))
        .select((evaluator_employments::credit_code, evaluator_employments::until))
        .load(conn)?)
}

/// What is written of an evaluator.
pub struct Profile<'p> {
    pub trades: &'p str,
    pub account_number: &'p str,
    pub in_pool: bool,
    pub employments: &'p [Employment],
}

/// Writes a profile, in place of what was there; `version` is none for the first one.
///
/// # Errors
/// [`StorageError::Stale`].
pub fn put(tx: &mut Tx, user: UserId, version: Option<i64>, profile: &Profile<'_>) -> Result<(), StorageError> {
    let values = (
        evaluator_profiles::trades.eq(profile.trades),
        evaluator_profiles::account_number.eq(profile.account_number),
        evaluator_profiles::in_pool.eq(profile.in_pool),
    );
    let known: Option<ProfileRow> =
        evaluator_profiles::table.find(user.get()).select(ProfileRow::as_select()).first(&mut **tx).optional()?;
    if known.as_ref().map(|known| known.version) != version {
        return Err(StorageError::Stale);
    }
    match known {
        Some(known) => {
            let row = evaluator_profiles::table.find(user.get());
            let set = (values, evaluator_profiles::version.eq(known.version + 1));
            diesel::update(row).set(set).execute(&mut **tx)?;
        }
        None => {
            let row = (evaluator_profiles::user_id.eq(user.get()), values);
            diesel::insert_into(evaluator_profiles::table).values(row).execute(&mut **tx)?;
        }
    }
    let old = evaluator_employments::table.filter(evaluator_employments::user_id.eq(user.get()));
    diesel::delete(old).execute(&mut **tx)?;
    for (code, until) in profile.employments {
        let row = (
            evaluator_employments::user_id.eq(user.get()),
            evaluator_employments::credit_code.eq(code),
            evaluator_employments::until.eq(until),
        );
        diesel::insert_into(evaluator_employments::table).values(row).execute(&mut **tx)?;
    }
    Ok(())
}
