//! Contestants as persons: those whom only the list of an item names, and who competed under a name.

use super::conn::Conn;
use super::contests::EntrantRow;
use super::error::StorageError;
use super::events::EventRow;
use super::schema::{contest_entrants, contest_items, contest_members, events};
use super::sight::seen_by;
use crate::domain::access::Visibility;
use chrono::{Datelike, NaiveDate};
use diesel::prelude::*;

/// What is known of somebody whose full number is not kept.
#[derive(Clone, Copy, Debug)]
pub struct Known<'n> {
    /// The last four of the identity number.
    pub tail: &'n str,
    pub born_on: NaiveDate,
    /// Empty: not said. By it somebody is found whose birth date is no longer kept, or of it the year alone.
    pub name: &'n str,
}

impl Known<'_> {
    /// First and last day of the year of birth.
    pub(super) fn year(&self) -> (NaiveDate, NaiveDate) {
        let day = |month, day| NaiveDate::from_ymd_opt(self.born_on.year(), month, day).unwrap_or(self.born_on);
        (day(1, 1), day(12, 31))
    }
}

/// A contestant of an item whom no registration stands for.
#[derive(Clone, Debug)]
pub struct OnList {
    pub entrant: EntrantRow,
    pub item: String,
    pub event: EventRow,
}

/// The contestants who can only be this person, as far as the reader sees: the same end of the number and birth
/// date; where the date is no longer kept, the same name.
///
/// # Errors
/// The database failed.
pub fn on_lists(conn: &mut Conn, visibility: Visibility, known: Known<'_>) -> Result<Vec<OnList>, StorageError> {
    let (first, last) = known.year();
    let faded = contest_entrants::born_on.is_null().or(contest_entrants::born_on.between(first, last));
    let named = contest_entrants::name.eq(known.name).and(contest_entrants::name.ne("")).and(faded);
    let mut query = contest_entrants::table
        .inner_join(contest_items::table.inner_join(events::table))
        .filter(contest_entrants::participant_id.is_null())
        .filter(contest_entrants::id_tail.eq(known.tail))
        .filter(contest_entrants::born_on.eq(known.born_on).or(named).assume_not_null())
        .into_boxed();
    query = seen_by!(query, visibility, events);
    let rows: Vec<(EntrantRow, String, EventRow)> = query
        .order(contest_entrants::id)
        .select((EntrantRow::as_select(), contest_items::name, EventRow::as_select()))
        .load(conn)?;
    Ok(rows.into_iter().map(|(entrant, item, event)| OnList { entrant, item, event }).collect())
}

/// Who competed in a published item, alone or as one of a team: name, last four, birth date, item.
pub type Laureate = (String, String, Option<NaiveDate>, i64);

/// Who competed in published items under these names.
///
/// # Errors
/// The database failed.
pub fn laureates(conn: &mut Conn, names: &[&str]) -> Result<Vec<Laureate>, StorageError> {
    let mut found: Vec<Laureate> = contest_entrants::table
        .inner_join(contest_items::table)
        .filter(contest_entrants::name.eq_any(names))
        .filter(contest_items::phase.eq("published"))
        .select((
            contest_entrants::name,
            contest_entrants::id_tail,
            contest_entrants::born_on,
            contest_entrants::item_id,
        ))
        .load(conn)?;
    let in_teams: Vec<Laureate> = contest_members::table
        .inner_join(contest_entrants::table.inner_join(contest_items::table))
        .filter(contest_members::name.eq_any(names))
        .filter(contest_items::phase.eq("published"))
        .select((contest_members::name, contest_members::id_tail, contest_members::born_on, contest_entrants::item_id))
        .load(conn)?;
    found.extend(in_teams);
    Ok(found)
}
