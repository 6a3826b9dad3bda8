//! Deleting the personal data of events whose time is over, and finding one person's.

use super::conn::{Conn, Tx};
use super::contest_people::Known;
use super::error::StorageError;
use super::participants::ParticipantRow;
use super::rosters::Listed;
use super::schema::{
    claim_people, claims, contest_entrants, contest_items, contest_run_changes, entries, event_people, event_terms,
    events, participant_changes, participant_links, participant_log, participants, roster_imports, teams,
};
use super::sight::seen_by;
use crate::domain::access::Visibility;
use crate::domain::contest::run::RunFact;
use crate::domain::event::State;
use crate::domain::ids::EventId;
use crate::domain::participant::{Happening, State as Standing, Terms, with_the_year_only};
use crate::domain::time;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

/// An event that is closed or called off and still keeps personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keeping {
    pub event: EventId,
    /// The later of its last day and the day on which it was closed or called off.
    pub last_day: NaiveDate,
    pub keep_days: u32,
}

/// Id, first and last day of an event, since when it is in its state, and how long it keeps what it knows.
type KeptOf = (i64, Option<NaiveDate>, Option<NaiveDate>, NaiveDateTime, Option<i32>);

/// The events that are closed or called off and keep personal data of participants, by id. What still runs keeps
/// its data whatever was said: results, objections and claims rest on it.
///
/// # Errors
/// The database failed.
pub fn keeping(conn: &mut Conn) -> Result<Vec<Keeping>, StorageError> {
    let with_people = participants::table
        .filter(
            participants::resident_id
                .is_not_null()
                .or(participants::phone.ne(""))
                .or(participants::email.ne(""))
                .or(participants::remarks.ne(""))
                .or(participants::titles.ne(""))
                .or(participants::born_on.is_not_null()),
        )
        .select(participants::event_id)
        .distinct();
    let with_rosters = roster_imports::table.filter(roster_imports::content.ne("")).select(roster_imports::event_id);
    // Whom only the list of an item names; of who was deleted the year of birth stays.
    let listed = contest_entrants::table
        .inner_join(contest_items::table)
        .filter(contest_entrants::email.ne("").or(contest_entrants::born_on.is_not_null()))
        .select(contest_items::event_id);
    let written = super::outbox::naming_people(conn)?;
    let rows: Vec<KeptOf> = events::table
        .left_join(event_terms::table.on(event_terms::event_id.eq(events::id)))
        .filter(
            events::id
                .eq_any(with_people)
                .or(events::id.eq_any(with_rosters))
                .or(events::reference.eq_any(written))
                .or(events::id.eq_any(listed).and(event_terms::erased_at.is_null())),
        )
        .filter(events::state.eq_any([State::Closed, State::Cancelled].map(State::as_str)))
        .order(events::id)
        .select((
            events::id,
            events::starts_on,
            events::ends_on,
            events::waiting_since,
            event_terms::keep_days.nullable(),
        ))
        .load(conn)?;
    let keeping = |(event, starts_on, ends_on, since, days): KeptOf| {
        let usual = Terms::usual().keep_days;
        let keep_days = days.map_or(usual, |days| u32::try_from(days).unwrap_or(usual));
        let closed = time::shanghai_date(since.and_utc());
        let last_day = ends_on.or(starts_on).map_or(closed, |day| day.max(closed));
        Keeping { event: EventId::new(event), last_day, keep_days }
    };
    Ok(rows.into_iter().map(keeping).collect())
}

/// What was deleted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    pub participants: usize,
    pub rosters: usize,
    /// Contestants and people of the schedule whose address was deleted.
    pub addresses: usize,
    /// Letters whose recipient or text was deleted.
    pub letters: usize,
}

/// What stands for the name of somebody who never took part, once their data is deleted.
pub const NOBODY: &str = "***";

/// Deletes the personal data of an event's participants. Of who took part name, unit, the last four of the number
/// and the state stay: the records that grants rest on; of contestants also the year of birth and the sex, which
/// their honours rest on. Of who never took part only that there was somebody.
///
/// # Errors
/// The database failed.
pub fn erase(tx: &mut Tx, event: EventId, at: NaiveDateTime) -> Result<Erased, StorageError> {
    let of_event = || participants::table.filter(participants::event_id.eq(event.get()));
    let ids = || of_event().select(participants::id);
    let told =
        [Happening::Updated, Happening::ChangeAsked, Happening::Changed, Happening::ChangeRefused, Happening::TookOver];
    diesel::update(
        participant_log::table
            .filter(participant_log::participant_id.eq_any(ids()))
            .filter(participant_log::what.eq_any(told.map(Happening::as_str))),
    )
    .set((participant_log::before.eq(""), participant_log::after.eq("")))
    .execute(&mut **tx)?;
    let without = || of_event().filter(participants::state.ne(Standing::Admitted.as_str()));
    diesel::update(
        participant_log::table.filter(participant_log::participant_id.eq_any(without().select(participants::id))),
    )
    .set((participant_log::before.eq(""), participant_log::after.eq(""), participant_log::reason.eq("")))
    .execute(&mut **tx)?;
    diesel::update(participant_changes::table.filter(participant_changes::participant_id.eq_any(ids())))
        .set(participant_changes::fields.eq("{}"))
        .execute(&mut **tx)?;
    diesel::delete(participant_links::table.filter(participant_links::participant_id.eq_any(ids())))
        .execute(&mut **tx)?;
    let holding = || {
        of_event().filter(
            participants::resident_id
                .is_not_null()
                .or(participants::phone.ne(""))
                .or(participants::email.ne(""))
                .or(participants::remarks.ne(""))
                .or(participants::titles.ne(""))
                .or(participants::pass_code.is_not_null())
                .or(participants::born_on.is_not_null()),
        )
    };
    // Letters may outlive what the person gave: who has lost it already is not noted again.
    holding()
        .select((
            participants::id,
            at.into_sql::<diesel::sql_types::Timestamp>(),
            Happening::Erased.as_str().into_sql::<diesel::sql_types::Text>(),
        ))
        .insert_into(participant_log::table)
        .into_columns((participant_log::participant_id, participant_log::at, participant_log::what))
        .execute(&mut **tx)?;
    let erased = diesel::update(holding())
        .set((
            participants::resident_id.eq(None::<String>),
            participants::sole_key.eq(None::<String>),
            participants::phone.eq(""),
            participants::email.eq(""),
            participants::remarks.eq(""),
            participants::titles.eq(""),
            participants::born_on.eq(None::<NaiveDate>),
            participants::sex.eq(None::<String>),
            participants::employer.eq(""),
            participants::division.eq(""),
            participants::skill_level.eq(""),
            participants::page_hash.eq(None::<String>),
            participants::pass_code.eq(None::<String>),
            participants::version.eq(participants::version + 1),
        ))
        .execute(&mut **tx)?;
    diesel::update(without().filter(participants::name.ne(NOBODY)))
        .set((participants::name.eq(NOBODY), participants::unit.eq(""), participants::id_tail.eq("")))
        .execute(&mut **tx)?;
    let rosters = roster_imports::table.filter(roster_imports::event_id.eq(event.get()));
    let rosters = diesel::update(rosters.filter(roster_imports::content.ne("")))
        .set((roster_imports::content.eq(""), roster_imports::imported_at.eq(at)))
        .execute(&mut **tx)?;
    let items = contest_items::table.filter(contest_items::event_id.eq(event.get())).select(contest_items::id);
    let entrants = contest_entrants::table.filter(contest_entrants::item_id.eq_any(items));
    let days: (Option<NaiveDate>, Option<NaiveDate>) =
        events::table.find(event.get()).select((events::starts_on, events::ends_on)).first(&mut **tx)?;
    let days = days.0.map(|first| (first, days.1.unwrap_or(first)));
    let born = entrants.filter(contest_entrants::born_on.is_not_null());
    let born: Vec<(i64, Option<NaiveDate>)> =
        born.select((contest_entrants::id, contest_entrants::born_on)).load(&mut **tx)?;
    for (id, day) in born {
        let year = day.map(|day| with_the_year_only(day, days));
        if year != day {
            diesel::update(contest_entrants::table.find(id))
                .set(contest_entrants::born_on.eq(year))
                .execute(&mut **tx)?;
        }
    }
    let of_items = entrants.select(contest_entrants::id);
    let born = contest_run_changes::table.filter(contest_run_changes::entrant_id.eq_any(of_items));
    diesel::update(born.filter(contest_run_changes::field.eq(RunFact::Born.as_str())))
        .set((contest_run_changes::before.eq(""), contest_run_changes::after.eq("")))
        .execute(&mut **tx)?;
    let entrants = diesel::update(entrants.filter(contest_entrants::email.ne("")))
        .set(contest_entrants::email.eq(""))
        .execute(&mut **tx)?;
    let mates = super::contest_members::forget(tx, event, days)?;
    let people = event_people::table.filter(event_people::event_id.eq(event.get()));
    let people = people.filter(event_people::participant_id.is_not_null());
    let people = diesel::update(people.filter(event_people::email.is_not_null()))
        .set((event_people::email.eq(None::<String>), event_people::feed_hash.eq(None::<String>)))
        .execute(&mut **tx)?;
    super::schedule_gone::forget(tx, event)?;
    let reference: String = events::table.find(event.get()).select(events::reference).first(&mut **tx)?;
    let letters = super::outbox::forget_people(tx, &reference, at)?;
    put_erased(tx, event, at)?;
    Ok(Erased { participants: erased, rosters, addresses: entrants + mates + people, letters })
}

/// Notes when it was, with the usual terms where nothing was said.
fn put_erased(tx: &mut Tx, event: EventId, at: NaiveDateTime) -> Result<(), StorageError> {
    if super::event_terms::get(tx, event)?.version.is_none() {
        super::event_terms::put(tx, event, None, &Terms::usual())?;
    }
    diesel::update(event_terms::table.find(event.get()))
        .set((event_terms::erased_at.eq(at), event_terms::version.eq(event_terms::version + 1)))
        .execute(&mut **tx)?;
    Ok(())
}

/// A participation of somebody, with its event's reference, name and days.
#[derive(Clone, Debug)]
pub struct Participation {
    pub listed: Listed,
    pub reference: String,
    pub event: String,
    pub starts_on: Option<NaiveDate>,
    pub ends_on: Option<NaiveDate>,
}

type Joined = (ParticipantRow, Option<String>, Option<String>, (String, String, Option<NaiveDate>, Option<NaiveDate>));

/// Everything somebody with this identity number takes or took part in, as far as the reader sees; where the
/// number is deleted already, by its end with the birth date, or with the name where of the date no more is left
/// than the year.
///
/// # Errors
/// The database failed.
pub fn participations(
    conn: &mut Conn,
    visibility: Visibility,
    resident_id: &str,
    known: Known<'_>,
) -> Result<Vec<Participation>, StorageError> {
    let (first, last) = known.year();
    let faded = participants::born_on.is_null().or(participants::born_on.between(first, last));
    let named = participants::name.eq(known.name).and(participants::name.ne("")).and(faded);
    let deleted = participants::resident_id.is_null().and(participants::id_tail.eq(known.tail));
    let deleted = deleted.and(participants::born_on.eq(known.born_on).or(named));
    let mut query = participants::table
        .inner_join(events::table)
        .left_join(entries::table.on(participants::entry_id.eq(entries::id.nullable())))
        .left_join(teams::table.on(participants::team_id.eq(teams::id.nullable())))
        .filter(participants::resident_id.eq(resident_id).or(deleted).assume_not_null())
        .into_boxed();
    query = seen_by!(query, visibility, events);
    let rows: Vec<Joined> = query
        .order(participants::id)
        .select((
            ParticipantRow::as_select(),
            entries::name.nullable(),
            teams::name.nullable(),
            (events::reference, events::name, events::starts_on, events::ends_on),
        ))
        .load(conn)?;
    let participation = |(row, entry, team, (reference, event, starts_on, ends_on))| Participation {
        listed: Listed { row, entry, team },
        reference,
        event,
        starts_on,
        ends_on,
    };
    Ok(rows.into_iter().map(participation).collect())
}

/// Claims that name somebody with this identity number: reference, title, certificate.
///
/// # Errors
/// The database failed.
pub fn in_claims(
    conn: &mut Conn,
    visibility: Visibility,
    resident_id: &str,
) -> Result<Vec<(String, String, String)>, StorageError> {
    let mut query =
        claim_people::table.inner_join(claims::table).filter(claim_people::resident_id.eq(resident_id)).into_boxed();
    query = seen_by!(query, visibility, claims);
    Ok(query
        .order(claim_people::id)
        .select((claims::reference, claims::title, claim_people::certificate))
        .load(conn)?)
}
