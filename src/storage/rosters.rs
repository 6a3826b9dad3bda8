//! The roster of an event: its participants as lists show them.

use super::conn::Conn;
use super::error::StorageError;
use super::participants::ParticipantRow;
use super::schema::{entries, participants, teams};
use crate::domain::ids::EventId;
use crate::domain::participant::State;
use diesel::prelude::*;

/// What a roster is narrowed to. Empty narrows nothing.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub state: Option<State>,
    pub entry: Option<i64>,
    /// Part of a name or a unit, or the last four of an identity number.
    pub text: Option<String>,
}

/// A participant with the names of entry and team.
#[derive(Clone, Debug)]
pub struct Listed {
    pub row: ParticipantRow,
    pub entry: Option<String>,
    pub team: Option<String>,
}

macro_rules! narrowed {
    ($event:expr, $filter:expr) => {{
        let mut query = participants::table
            .left_join(entries::table)
            .left_join(teams::table)
            .filter(participants::event_id.eq($event.get()))
            .into_boxed();
        if let Some(state) = $filter.state {
            query = query.filter(participants::state.eq(state.as_str()));
        }
        if let Some(entry) = $filter.entry {
            query = query.filter(participants::entry_id.eq(entry));
        }
        if let Some(text) = &$filter.text {
            let pattern = format!("%{}%", text.replace(['%', '_', '\\'], ""));
            query = query.filter(
                participants::name
                    .like(pattern.clone())
                    .or(participants::unit.like(pattern))
                    .or(participants::id_tail.eq(text.to_uppercase())),
            );
        }
        query
    }};
}

/// Participants of an event in the order they came.
///
/// # Errors
/// The database failed.
pub fn list(
    conn: &mut Conn,
    event: EventId,
    filter: &Filter,
    offset: i64,
    limit: i64,
) -> Result<Vec<Listed>, StorageError> {
    let rows: Vec<(ParticipantRow, Option<String>, Option<String>)> = narrowed!(event, filter)
        .order(participants::id)
        .offset(offset)
        .limit(limit)
        .select((ParticipantRow::as_select(), entries::name.nullable(), teams::name.nullable()))
        .load(conn)?;
    Ok(rows.into_iter().map(|(row, entry, team)| Listed { row, entry, team }).collect())
}

/// How many [`list`] would show in all.
///
/// # Errors
/// The database failed.
pub fn count(conn: &mut Conn, event: EventId, filter: &Filter) -> Result<i64, StorageError> {
    Ok(narrowed!(event, filter).count().get_result(conn)?)
}

/// How many of an event's participants are in each state; states without any are left out.
///
/// # Errors
/// The database failed; a state nobody knows.
pub fn by_state(conn: &mut Conn, event: EventId) -> Result<Vec<(State, i64)>, StorageError> {
    let rows: Vec<(String, i64)> = participants::table
        .filter(participants::event_id.eq(event.get()))
        .group_by(participants::state)
        .select((participants::state, diesel::dsl::count_star()))
        .load(conn)?;
    let read = |(code, count): (String, i64)| match code.parse() {
        Ok(state) => Ok((state, count)),
        Err(_) => Err(StorageError::Corrupt { what: "participant state", value: code }),
    };
    let mut counts: Vec<(State, i64)> = rows.into_iter().map(read).collect::<Result<_, _>>()?;
    counts.sort_unstable();
    Ok(counts)
}

/// What can be registered for in an event: id and name, in the order they were made.
///
/// # Errors
/// The database failed.
pub fn entry_names(conn: &mut Conn, event: EventId) -> Result<Vec<(i64, String)>, StorageError> {
    let of_event = entries::table.filter(entries::event_id.eq(event.get()));
    Ok(of_event.order(entries::id).select((entries::id, entries::name)).load(conn)?)
}

/// One participant with the names of entry and team.
///
/// # Errors
/// `NotFound`.
pub fn one(conn: &mut Conn, id: crate::domain::ids::ParticipantId) -> Result<Listed, StorageError> {
    let (row, entry, team) = participants::table
        .left_join(entries::table)
        .left_join(teams::table)
        .filter(participants::id.eq(id.get()))
        .select((ParticipantRow::as_select(), entries::name.nullable(), teams::name.nullable()))
        .first(conn)?;
    Ok(Listed { row, entry, team })
}
