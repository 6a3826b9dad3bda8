//! How many members teams have, and of what they were reminded.

use super::conn::{Conn, Tx};
use super::entries::EntryRow;
use super::error::StorageError;
use super::events::EventRow;
use super::schema::{entries, events, participants, teams};
use crate::domain::ids::{EntryId, TeamId};
use crate::domain::time;
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// A team with how many members of it count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamCount {
    pub id: TeamId,
    pub name: String,
    pub members: i64,
    /// The last reminder, as it was put.
    pub reminded: String,
}

/// The teams of an entry that have members that count, by number.
///
/// # Errors
/// The database failed.
pub fn team_sizes(conn: &mut Conn, entry: EntryId) -> Result<Vec<TeamCount>, StorageError> {
    let rows: Vec<(i64, String, String, i64)> = participants::table
        .inner_join(teams::table)
        .filter(teams::entry_id.eq(entry.get()))
        .filter(participants::state.eq_any(["pending", "admitted", "waiting", "offered"]))
        .group_by((teams::id, teams::name, teams::reminded))
        .order(teams::id)
        .select((teams::id, teams::name, teams::reminded, diesel::dsl::count(participants::id)))
        .load(conn)?;
    let team = |(id, name, reminded, members)| TeamCount { id: TeamId::new(id), name, members, reminded };
    Ok(rows.into_iter().map(team).collect())
}

/// Notes of what a team was reminded.
///
/// # Errors
/// The database failed.
pub fn put_reminded(tx: &mut Tx, team: TeamId, reminded: &str) -> Result<(), StorageError> {
    diesel::update(teams::table.find(team.get())).set(teams::reminded.eq(reminded)).execute(&mut **tx)?;
    Ok(())
}

/// Entries for teams that were released, of events that are still to be held, whose cut-off lies between, or whose
/// event begins before the end.
///
/// # Errors
/// The database failed.
pub fn closing(
    conn: &mut Conn,
    from: NaiveDateTime,
    to: NaiveDateTime,
) -> Result<Vec<(EntryRow, EventRow)>, StorageError> {
    Ok(entries::table
        .inner_join(events::table)
        .filter(entries::open.eq(true))
        .filter(entries::team_least.gt(1))
        .filter(entries::closes_at.ge(from))
        .filter(entries::closes_at.le(to).or(events::starts_on.le(time::shanghai_date(to.and_utc()))))
        .filter(events::state.eq_any(["approved", "filed"]))
        .order(entries::id)
        .select((EntryRow::as_select(), EventRow::as_select()))
        .load(conn)?)
}
