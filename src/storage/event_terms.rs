//! What an event says of its participants' data.

use super::conn::{Conn, Tx};
use super::error::StorageError;
use super::schema::{event_terms, participants};
use crate::domain::ids::EventId;
use crate::domain::participant::{Source, Terms};
use crate::domain::ratio::Ratio;
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// The terms as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermsRow {
    pub terms: Terms,
    /// When identity numbers, phones and addresses were deleted.
    pub erased_at: Option<NaiveDateTime>,
    /// None: nothing was ever said.
    pub version: Option<i64>,
}

type Columns = (String, i32, i32, i32, bool, Option<NaiveDateTime>, i64);

/// The terms of an event; the usual ones where nothing was said.
///
/// # Errors
/// The database failed.
pub fn get(conn: &mut Conn, event: EventId) -> Result<TermsRow, StorageError> {
    let row: Option<Columns> = event_terms::table
        .find(event.get())
        .select((
            event_terms::purpose,
            event_terms::keep_days,
            event_terms::share_num,
            event_terms::share_den,
            event_terms::one_item,
            event_terms::erased_at,
            event_terms::version,
        ))
        .first(conn)
        .optional()?;
    let Some((purpose, keep_days, num, den, one_item, erased_at, version)) = row else {
        return Ok(TermsRow { terms: Terms::usual(), erased_at: None, version: None });
    };
    let whole = |number: i32| u32::try_from(number).unwrap_or_default();
    let share = Ratio { num: whole(num), den: whole(den).max(1) };
    let terms = Terms { purpose, keep_days: whole(keep_days), share, one_item };
    Ok(TermsRow { terms, erased_at, version: Some(version) })
}

/// Whether somebody registered under the terms: they were told what they agree to.
///
/// # Errors
/// The database failed.
pub fn agreed(conn: &mut Conn, event: EventId) -> Result<bool, StorageError> {
    let own = participants::table.filter(participants::event_id.eq(event.get()));
    let own = own.filter(participants::source.eq(Source::Public.as_str()));
    Ok(diesel::select(diesel::dsl::exists(own)).get_result(conn)?)
}

/// Writes the terms of an event.
///
/// # Errors
/// `Stale` when another version is stored than the one given.
pub fn put(tx: &mut Tx, event: EventId, version: Option<i64>, terms: &Terms) -> Result<(), StorageError> {
    let number = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
    let values = (
        event_terms::purpose.eq(&terms.purpose),
        event_terms::keep_days.eq(number(terms.keep_days)),
        event_terms::share_num.eq(number(terms.share.num)),
        event_terms::share_den.eq(number(terms.share.den)),
        event_terms::one_item.eq(terms.one_item),
    );
    let stored: Option<i64> =
        event_terms::table.find(event.get()).select(event_terms::version).first(&mut **tx).optional()?;
    if stored != version {
        return Err(StorageError::Stale);
    }
    match stored {
        None => diesel::insert_into(event_terms::table)
            .values((event_terms::event_id.eq(event.get()), values))
            .execute(&mut **tx)?,
        Some(version) => diesel::update(event_terms::table.find(event.get()))
            .set((values, event_terms::version.eq(version + 1)))
            .execute(&mut **tx)?,
    };
    Ok(())
}
