//! Contestants as persons: those whom only the list of an item names.

use super::conn::Conn;
use super::contests::EntrantRow;
use super::error::StorageError;
use super::events::EventRow;
use super::schema::{contest_entrants, contest_items, entries, events, participants, teams};
use super::sight::seen_by;
use crate::domain::access::Visibility;
use crate::domain::ids::{ContestId, EntrantId, ParticipantId};
use crate::domain::participant::State;
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

/// Somebody who competes as one of a team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub participant: ParticipantId,
    pub name: String,
    pub unit: String,
    pub email: String,
    /// Of who speaks one: the language letters are written in.
    pub lang: String,
    pub id_tail: String,
    pub born_on: Option<NaiveDate>,
    pub sex: Option<String>,
}

type MemberColumns = (i64, Option<i64>, String, String, String, String, String, Option<NaiveDate>, Option<String>);

/// The members of an item's contestants that are teams: the admitted ones, in the order in which they registered.
/// A contestant is a team who stands for somebody of a team and has its name.
///
/// # Errors
/// The database failed.
pub fn members(conn: &mut Conn, item: ContestId) -> Result<Vec<(EntrantId, Member)>, StorageError> {
    let of_teams: Vec<(i64, i64)> = contest_entrants::table
        .inner_join(participants::table.on(contest_entrants::participant_id.eq(participants::id.nullable())))
        .inner_join(teams::table.on(participants::team_id.eq(teams::id.nullable())))
        .inner_join(entries::table.on(teams::entry_id.eq(entries::id)))
        .filter(contest_entrants::item_id.eq(item.get()))
        .filter(contest_entrants::name.eq(teams::name))
        .filter(entries::team_most.gt(1))
        .select((contest_entrants::id, teams::id))
        .load(conn)?;
    if of_teams.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<i64> = of_teams.iter().map(|(_, team)| *team).collect();
    let rows: Vec<MemberColumns> = participants::table
        .filter(participants::team_id.eq_any(ids))
        .filter(participants::state.eq(State::Admitted.as_str()))
        .order(participants::id)
        .select((
            participants::id,
            participants::team_id,
            participants::name,
            participants::unit,
            participants::email,
            participants::lang,
            participants::id_tail,
            participants::born_on,
            participants::sex,
        ))
        .load(conn)?;
    let member = |(id, team, name, unit, email, lang, id_tail, born_on, sex): MemberColumns| {
        let (entrant, _) = of_teams.iter().find(|(_, known)| Some(*known) == team)?;
        let participant = ParticipantId::new(id);
        let member = Member { participant, name, unit, email, lang, id_tail, born_on, sex };
        Some((EntrantId::new(*entrant), member))
    };
    Ok(rows.into_iter().filter_map(member).collect())
}
