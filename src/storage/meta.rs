//! Small facts about the installation, and serial numbers.

use super::conn::{Conn, Tx};
use super::error::StorageError;
use super::schema::{counters, meta};
use diesel::prelude::*;

/// The value kept under `key`.
///
/// # Errors
/// The database failed.
pub fn get(conn: &mut Conn, key: &str) -> Result<Option<String>, StorageError> {
    Ok(meta::table.find(key).select(meta::value).first(conn).optional()?)
}

/// Keeps `value` under `key`, replacing what was there.
///
/// # Errors
/// The database failed.
pub fn put(tx: &mut Tx, key: &str, value: &str) -> Result<(), StorageError> {
    let changed = diesel::update(meta::table.find(key)).set(meta::value.eq(value)).execute(&mut **tx)?;
    if changed == 0 {
        diesel::insert_into(meta::table).values((meta::key.eq(key), meta::value.eq(value))).execute(&mut **tx)?;
    }
    Ok(())
}

/// The next serial number of `kind` in `year`, from 1. Given back when the transaction fails, so
/// that references have no gaps.
///
/// # Errors
/// The database failed; [`StorageError::Violated`] when two instances begin a year's first number
/// at the same instant (the caller's transaction is simply tried again).
pub fn next_serial(tx: &mut Tx, kind: &str, year: i32) -> Result<i64, StorageError> {
    let raised = diesel::update(counters::table.find((kind, year)))
        .set(counters::value.eq(counters::value + 1))
        .returning(counters::value)
        .get_result(&mut **tx)
        .optional()?;
    if let Some(value) = raised {
        return Ok(value);
    }
    diesel::insert_into(counters::table)
        .values((counters::kind.eq(kind), counters::year.eq(year), counters::value.eq(1)))
        .execute(&mut **tx)?;
    Ok(1)
}
