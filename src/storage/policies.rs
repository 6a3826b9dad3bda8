//! Published policy versions and loaded calendar years. Neither is ever changed: a new version, a
//! new revision of the year.

use super::conn::{Conn, Tx};
use super::error::StorageError;
use super::schema::{calendar_years, policy_versions};
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// A published policy file.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = policy_versions)]
pub struct PolicyRow {
    pub policy: String,
    pub version: String,
    /// SHA-256 of the text, lower-case hexadecimal.
    pub hash: String,
    pub text: String,
    pub published_at: NaiveDateTime,
}

/// Every published version, in order of publication.
///
/// # Errors
/// The database failed.
pub fn published(conn: &mut Conn) -> Result<Vec<PolicyRow>, StorageError> {
    Ok(policy_versions::table.order(policy_versions::id).select(PolicyRow::as_select()).load(conn)?)
}

/// Publishes a version.
///
/// # Errors
/// `Violated(PolicyPublished)` when this version is published already.
pub fn publish(tx: &mut Tx, row: &PolicyRow) -> Result<(), StorageError> {
    diesel::insert_into(policy_versions::table)
        .values((
            policy_versions::policy.eq(&row.policy),
            policy_versions::version.eq(&row.version),
            policy_versions::hash.eq(&row.hash),
            policy_versions::text.eq(&row.text),
            policy_versions::published_at.eq(row.published_at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// A loaded year of the calendar.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = calendar_years)]
pub struct CalendarRow {
    pub year: i32,
    /// Counts the loads of this year, from 1; the highest is in force.
    pub revision: i32,
    pub text: String,
    pub loaded_at: NaiveDateTime,
}

/// Every load of every year, oldest revision first.
///
/// # Errors
/// The database failed.
pub fn calendars(conn: &mut Conn) -> Result<Vec<CalendarRow>, StorageError> {
    let rows = calendar_years::table.order((calendar_years::year, calendar_years::revision));
    Ok(rows.select(CalendarRow::as_select()).load(conn)?)
}

/// Keeps a load of a year as its next revision.
///
/// # Errors
/// The database failed.
pub fn load_calendar(
    tx: &mut Tx,
    year: i32,
    text: &str,
    at: NaiveDateTime,
    by: Option<i64>,
) -> Result<i32, StorageError> {
    let last: Option<i32> = calendar_years::table
        .filter(calendar_years::year.eq(year))
        .select(diesel::dsl::max(calendar_years::revision))
        .first(&mut **tx)?;
    let revision = last.unwrap_or(0) + 1;
    diesel::insert_into(calendar_years::table)
        .values((
            calendar_years::year.eq(year),
            calendar_years::revision.eq(revision),
            calendar_years::text.eq(text),
            calendar_years::loaded_at.eq(at),
            calendar_years::loaded_by.eq(by),
        ))
        .execute(&mut **tx)?;
    Ok(revision)
}
