//! Who competes as a team: live from the roster, until the list is fixed.

use super::conn::{Conn, Tx};
use super::error::StorageError;
use super::participants::ParticipantRow;
use super::schema::{contest_entrants, contest_items, contest_members, entries, participants, teams};
use crate::domain::contest::phase::Phase;
use crate::domain::ids::{ContestId, EntrantId, EventId, ParticipantId};
use crate::domain::participant::{State, with_the_year_only};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use std::collections::BTreeSet;

/// Somebody who competes as one of a team.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = contest_members)]
pub struct Member {
    #[diesel(deserialize_as = i64, column_name = participant_id)]
    pub participant: ParticipantId,
    pub name: String,
    pub unit: String,
    pub email: String,
    pub id_tail: String,
    pub born_on: Option<NaiveDate>,
    pub sex: Option<String>,
}

/// The members of an item's contestants that are teams: as they were fixed, else the admitted ones of the roster, in
/// the order in which they registered.
///
/// # Errors
/// The database failed.
pub fn members(conn: &mut Conn, item: ContestId) -> Result<Vec<(EntrantId, Member)>, StorageError> {
    let mut members = kept(conn, item)?;
    let fixed: BTreeSet<EntrantId> = members.iter().map(|(entrant, _)| *entrant).collect();
    let live = on_roster(conn, item)?.into_iter().filter(|(team, _)| !fixed.contains(&team.entrant));
    members.extend(live.map(|(team, member)| (team.entrant, member)));
    Ok(members)
}

fn kept(conn: &mut Conn, item: ContestId) -> Result<Vec<(EntrantId, Member)>, StorageError> {
    let rows: Vec<(i64, Member)> = contest_members::table
        .inner_join(contest_entrants::table)
        .filter(contest_entrants::item_id.eq(item.get()))
        .order(contest_members::id)
        .select((contest_members::entrant_id, Member::as_select()))
        .load(conn)?;
    Ok(rows.into_iter().map(|(entrant, member)| (EntrantId::new(entrant), member)).collect())
}

/// A contestant that is a team on the roster: it stands for somebody of a team and has its name.
#[derive(Clone, Copy)]
struct Team {
    entrant: EntrantId,
    /// Until when its members may have themselves replaced.
    closes_at: NaiveDateTime,
}

fn on_roster(conn: &mut Conn, item: ContestId) -> Result<Vec<(Team, Member)>, StorageError> {
    let of_teams: Vec<(i64, i64, NaiveDateTime)> = contest_entrants::table
        .inner_join(participants::table.on(contest_entrants::participant_id.eq(participants::id.nullable())))
        .inner_join(teams::table.on(participants::team_id.eq(teams::id.nullable())))
        .inner_join(entries::table.on(teams::entry_id.eq(entries::id)))
        .filter(contest_entrants::item_id.eq(item.get()))
        .filter(contest_entrants::name.eq(teams::name))
        .filter(entries::team_most.gt(1))
        .select((contest_entrants::id, teams::id, entries::closes_at))
        .load(conn)?;
    if of_teams.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<i64> = of_teams.iter().map(|(_, team, _)| *team).collect();
    let rows: Vec<(Option<i64>, Member)> = participants::table
        .filter(participants::team_id.eq_any(ids))
        .filter(participants::state.eq(State::Admitted.as_str()))
        .order(participants::id)
        .select((
            participants::team_id,
            (
                participants::id,
                participants::name,
                participants::unit,
                participants::email,
                participants::id_tail,
                participants::born_on,
                participants::sex,
            ),
        ))
        .load(conn)?;
    let member = |(team, member): (Option<i64>, Member)| {
        let (entrant, _, closes_at) = of_teams.iter().find(|(_, known, _)| Some(*known) == team)?;
        Some((Team { entrant: EntrantId::new(*entrant), closes_at: *closes_at }, member))
    };
    Ok(rows.into_iter().filter_map(member).collect())
}

/// Fixes the members of the teams of an item: from now on the roster changes them no more. With a moment, only of
/// those whose registration is over then.
///
/// # Errors
/// The database failed.
pub fn fix(tx: &mut Tx, item: ContestId, over_by: Option<NaiveDateTime>) -> Result<(), StorageError> {
    let fixed: BTreeSet<EntrantId> = kept(tx, item)?.into_iter().map(|(entrant, _)| entrant).collect();
    for (team, member) in on_roster(tx, item)? {
        if !fixed.contains(&team.entrant) && over_by.is_none_or(|moment| team.closes_at <= moment) {
            insert(tx, team.entrant, &member)?;
        }
    }
    Ok(())
}

/// Letters to a member go to the address they have now. What was not known of them when the list was fixed is filled
/// in, until the result is submitted.
///
/// # Errors
/// The database failed.
pub fn readdress(tx: &mut Tx, one: &ParticipantRow) -> Result<(), StorageError> {
    let own = || contest_members::table.filter(contest_members::participant_id.eq(one.id.get()));
    diesel::update(own()).set(contest_members::email.eq(&one.email)).execute(&mut **tx)?;
    let settled = [Phase::Submitted, Phase::Published].map(Phase::as_str);
    let open = contest_entrants::table
        .inner_join(contest_items::table)
        .filter(contest_items::phase.ne_all(settled))
        .select(contest_entrants::id);
    let unknown = own().filter(contest_members::id_tail.eq("")).filter(contest_members::entrant_id.eq_any(open));
    diesel::update(unknown)
        .set((
            contest_members::id_tail.eq(&one.id_tail),
            contest_members::born_on.eq(one.born_on),
            contest_members::sex.eq(&one.sex),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Makes these the members of a contestant, for good.
///
/// # Errors
/// The database failed.
pub fn put(tx: &mut Tx, entrant: EntrantId, members: &[Member]) -> Result<(), StorageError> {
    remove(tx, entrant)?;
    members.iter().try_for_each(|member| insert(tx, entrant, member))
}

/// Takes the members of a contestant away, with the contestant.
pub(super) fn remove(tx: &mut Tx, entrant: EntrantId) -> Result<(), StorageError> {
    diesel::delete(contest_members::table.filter(contest_members::entrant_id.eq(entrant.get()))).execute(&mut **tx)?;
    Ok(())
}

fn insert(tx: &mut Tx, entrant: EntrantId, member: &Member) -> Result<(), StorageError> {
    diesel::insert_into(contest_members::table)
        .values((
            contest_members::entrant_id.eq(entrant.get()),
            contest_members::participant_id.eq(member.participant.get()),
            contest_members::name.eq(&member.name),
            contest_members::unit.eq(&member.unit),
            contest_members::email.eq(&member.email),
            contest_members::id_tail.eq(&member.id_tail),
            contest_members::born_on.eq(member.born_on),
            contest_members::sex.eq(&member.sex),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Deletes the addresses of the members of an event's teams, and of their birthdays all but the year, as far as it
/// says the same of their age on the event's days. Says how many addresses.
pub(super) fn forget(tx: &mut Tx, event: EventId, days: Option<(NaiveDate, NaiveDate)>) -> Result<usize, StorageError> {
    let of_event = contest_entrants::table
        .inner_join(contest_items::table)
        .filter(contest_items::event_id.eq(event.get()))
        .select(contest_entrants::id);
    let mates = contest_members::table.filter(contest_members::entrant_id.eq_any(of_event));
    let born = mates.filter(contest_members::born_on.is_not_null());
    let born: Vec<(i64, Option<NaiveDate>)> =
        born.select((contest_members::id, contest_members::born_on)).load(&mut **tx)?;
    for (id, day) in born {
        let year = day.map(|day| with_the_year_only(day, days));
        if year != day {
            diesel::update(contest_members::table.find(id))
                .set(contest_members::born_on.eq(year))
                .execute(&mut **tx)?;
        }
    }
    Ok(diesel::update(mates.filter(contest_members::email.ne("")))
        .set(contest_members::email.eq(""))
        .execute(&mut **tx)?)
}
