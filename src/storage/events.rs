//! Events and the steps they took.

use super::conn::{Conn, Tx};
use super::dialect;
use super::error::{StorageError, changed};
use super::schema::{event_steps, events, organisations, plan_items};
use super::sight::seen_by;
use crate::domain::access::Visibility;
use crate::domain::event::{Kind, State, StepKind};
use crate::domain::ids::{EventId, OrganisationId, PlanId, PlanItemId, UserId};
use crate::domain::people::DivisionCode;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use std::collections::HashMap;

/// An event as stored.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = events)]
pub struct EventRow {
    #[diesel(deserialize_as = i64)]
    pub id: EventId,
    pub reference: String,
    #[diesel(deserialize_as = String)]
    pub kind: Kind,
    #[diesel(deserialize_as = i64)]
    pub organisation_id: OrganisationId,
    #[diesel(deserialize_as = String)]
    pub division: DivisionCode,
    pub plan_item_id: Option<i64>,
    #[diesel(deserialize_as = String)]
    pub state: State,
    pub returned: bool,
    pub name: String,
    pub trade: String,
    pub venue: String,
    pub starts_on: Option<NaiveDate>,
    /// Inclusive.
    pub ends_on: Option<NaiveDate>,
    /// Fields by name as typed, a JSON object of texts.
    pub details: String,
    pub submitter_id: Option<i64>,
    pub waiting_since: NaiveDateTime,
    pub version: i64,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
}

impl EventRow {
    pub fn plan_item(&self) -> Option<PlanItemId> {
        self.plan_item_id.map(PlanItemId::new)
    }
}

/// What a new event begins with.
#[derive(Insertable)]
#[diesel(table_name = events)]
pub struct NewEvent<'a> {
    pub reference: &'a str,
    pub kind: &'static str,
    pub organisation_id: i64,
    pub division: &'a str,
    pub plan_item_id: Option<i64>,
    pub state: &'static str,
    pub waiting_since: NaiveDateTime,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
}

/// What the host writes; all but `details` are columns that lists, warnings and the calendar use.
#[derive(Clone, Debug, PartialEq, Eq, Insertable, AsChangeset)]
#[diesel(table_name = events)]
#[diesel(treat_none_as_null = true)]
pub struct Content {
    pub name: String,
    pub trade: String,
    pub venue: String,
    pub starts_on: Option<NaiveDate>,
    pub ends_on: Option<NaiveDate>,
    pub details: String,
}

/// Adds a draft.
///
/// # Errors
/// `Violated(EventForItem)`: the plan item has an event already.
pub fn insert(tx: &mut Tx, event: &NewEvent, content: &Content) -> Result<EventId, StorageError> {
    let id: i64 =
        diesel::insert_into(events::table).values((event, content)).returning(events::id).get_result(&mut **tx)?;
    Ok(EventId::new(id))
}

/// One event.
///
/// # Errors
/// [`StorageError::NotFound`].
pub fn get(conn: &mut Conn, id: EventId) -> Result<EventRow, StorageError> {
    Ok(events::table.find(id.get()).select(EventRow::as_select()).first(conn)?)
}

/// One event, locked until the transaction ends.
///
/// # Errors
/// [`StorageError::NotFound`].
pub fn lock(tx: &mut Tx, id: EventId) -> Result<EventRow, StorageError> {
    dialect::lock_row(tx, "events", id.get())?;
    get(tx, id)
}

/// Where an event is, after a step.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub state: State,
    pub returned: bool,
    pub submitter: Option<UserId>,
    pub at: NaiveDateTime,
}

/// Writes the event's place; it waits anew from then on.
///
/// # Errors
/// [`StorageError::Stale`].
pub fn put_place(tx: &mut Tx, id: EventId, version: i64, place: &Place) -> Result<(), StorageError> {
    changed(
        diesel::update(events::table.filter(events::id.eq(id.get())).filter(events::version.eq(version)))
            .set((
                events::state.eq(place.state.as_str()),
                events::returned.eq(place.returned),
                events::submitter_id.eq(place.submitter.map(UserId::get)),
                events::waiting_since.eq(place.at),
                events::updated_at.eq(place.at),
                events::version.eq(version + 1),
            ))
            .execute(&mut **tx)?,
    )
}

/// Writes what the host wrote.
///
/// # Errors
/// [`StorageError::Stale`].
pub fn put_content(
    tx: &mut Tx,
    id: EventId,
    version: i64,
    content: &Content,
    at: NaiveDateTime,
) -> Result<(), StorageError> {
    changed(
        diesel::update(events::table.filter(events::id.eq(id.get())).filter(events::version.eq(version)))
            .set((content, events::updated_at.eq(at), events::version.eq(version + 1)))
            .execute(&mut **tx)?,
    )
}

/// What a list of events is narrowed to. Empty narrows nothing.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub states: Vec<State>,
    pub kind: Option<Kind>,
    /// Part of the reference, the name or the venue.
    pub text: Option<String>,
    pub year: Option<i32>,
}

macro_rules! narrowed {
    ($visibility:expr, $filter:expr) => {{
        let mut query = events::table.inner_join(organisations::table).into_boxed();
        query = seen_by!(query, $visibility, events);
        if !$filter.states.is_empty() {
            let states: Vec<&'static str> = $filter.states.iter().map(|state| state.as_str()).collect();
            query = query.filter(events::state.eq_any(states));
        }
        if let Some(kind) = $filter.kind {
            query = query.filter(events::kind.eq(kind.as_str()));
        }
        if let Some((first, last)) = $filter.year.and_then(bounds) {
            query = query.filter(events::starts_on.between(first, last));
        }
        if let Some(text) = &$filter.text {
            let pattern = super::convert::containing(text);
            query = query.filter(
                events::reference
                    .like(pattern.clone())
                    .or(events::name.like(pattern.clone()))
                    .or(events::venue.like(pattern)),
            );
        }
        query
    }};
}

fn bounds(year: i32) -> Option<(NaiveDate, NaiveDate)> {
    Some((NaiveDate::from_ymd_opt(year, 1, 1)?, NaiveDate::from_ymd_opt(year, 12, 31)?))
}

/// Events the reader may see with their hosts' names, the longest waiting first.
///
/// # Errors
/// The database failed.
pub fn list(
    conn: &mut Conn,
    visibility: Visibility,
    filter: &Filter,
    offset: i64,
    limit: i64,
) -> Result<Vec<(EventRow, String)>, StorageError> {
    Ok(narrowed!(visibility, filter)
        .order((events::waiting_since, events::id))
        .offset(offset)
        .limit(limit)
        .select((EventRow::as_select(), organisations::name))
        .load(conn)?)
}

/// How many events [`list`] would show in all.
///
/// # Errors
/// The database failed.
pub fn count(conn: &mut Conn, visibility: Visibility, filter: &Filter) -> Result<i64, StorageError> {
    Ok(narrowed!(visibility, filter).count().get_result(conn)?)
}

/// The live event of a plan item.
///
/// # Errors
/// The database failed.
pub fn of_item(conn: &mut Conn, item: PlanItemId) -> Result<Option<(EventId, State)>, StorageError> {
    let row: Option<(i64, String)> = events::table
        .filter(events::plan_item_id.eq(item.get()))
        .filter(events::state.ne(State::Cancelled.as_str()))
        .select((events::id, events::state))
        .first(conn)
        .optional()?;
    row.map(|(id, state)| Ok((EventId::new(id), parse_state(state)?))).transpose()
}

/// The live events of a plan's items.
///
/// # Errors
/// The database failed.
pub fn of_plan(conn: &mut Conn, plan: PlanId) -> Result<HashMap<PlanItemId, (EventId, State)>, StorageError> {
    let rows: Vec<(i64, i64, String)> = events::table
        .inner_join(plan_items::table)
        .filter(plan_items::plan_id.eq(plan.get()))
        .filter(events::state.ne(State::Cancelled.as_str()))
        .select((plan_items::id, events::id, events::state))
        .load(conn)?;
    let place = |(item, id, state)| Ok((PlanItemId::new(item), (EventId::new(id), parse_state(state)?)));
    rows.into_iter().map(place).collect()
}

fn parse_state(state: String) -> Result<State, StorageError> {
    state.parse().map_err(|_| StorageError::Corrupt { what: "event state", value: state })
}

/// Live events, whoever's, that share a day with `from`–`to` (inclusive): what the approver may
/// have to be warned of. At most 500.
///
/// # Errors
/// The database failed.
pub fn at_the_same_time(
    conn: &mut Conn,
    event: EventId,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<EventRow>, StorageError> {
    let live: Vec<&str> = State::ALL.iter().filter(|state| state.is_live()).map(|state| state.as_str()).collect();
    let rows = events::table
        .filter(events::id.ne(event.get()))
        .filter(events::state.eq_any(live))
        .filter(events::starts_on.le(to))
        // Without a last day it is held on its first.
        .filter(events::ends_on.ge(from).or(events::ends_on.is_null().and(events::starts_on.ge(from))))
        .order((events::starts_on, events::id))
        .limit(500);
    Ok(rows.select(EventRow::as_select()).load(conn)?)
}

/// What the public may know of an event.
#[derive(Clone, Debug, Queryable)]
pub struct CalendarEntry {
    #[diesel(deserialize_as = i64)]
    pub id: EventId,
    #[diesel(deserialize_as = String)]
    pub kind: Kind,
    pub name: String,
    pub host: String,
    pub trade: String,
    pub venue: String,
    pub starts_on: Option<NaiveDate>,
    pub ends_on: Option<NaiveDate>,
    #[diesel(deserialize_as = String)]
    pub state: State,
}

/// Approved events with a day between `from` and `to`, inclusive, by date.
///
/// # Errors
/// The database failed.
pub fn calendar(conn: &mut Conn, from: NaiveDate, to: NaiveDate) -> Result<Vec<CalendarEntry>, StorageError> {
    const PUBLIC: [&str; 4] =
        [State::Approved.as_str(), State::Filed.as_str(), State::Held.as_str(), State::Closed.as_str()];
    let rows = events::table
        .inner_join(organisations::table)
        .filter(events::state.eq_any(PUBLIC))
        .filter(events::starts_on.le(to))
        .filter(events::ends_on.ge(from))
        .order((events::starts_on, events::id));
    Ok(rows
        .select((
            events::id,
            events::kind,
            events::name,
            organisations::name,
            events::trade,
            events::venue,
            events::starts_on,
            events::ends_on,
            events::state,
        ))
        .load(conn)?)
}

/// A step somebody took.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = event_steps)]
pub struct StepRow {
    #[diesel(deserialize_as = String)]
    pub step: StepKind,
    pub user_id: i64,
    pub user_name: String,
    pub opinion: String,
    pub at: NaiveDateTime,
}

/// Appends a step to the event's timeline.
///
/// # Errors
/// The database failed.
pub fn append_step(
    tx: &mut Tx,
    event: EventId,
    step: StepKind,
    user: UserId,
    user_name: &str,
    opinion: &str,
    at: NaiveDateTime,
) -> Result<(), StorageError> {
    diesel::insert_into(event_steps::table)
        .values((
            event_steps::event_id.eq(event.get()),
            event_steps::step.eq(step.as_str()),
            event_steps::user_id.eq(user.get()),
            event_steps::user_name.eq(user_name),
            event_steps::opinion.eq(opinion),
            event_steps::at.eq(at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// The timeline, oldest first.
///
/// # Errors
/// The database failed.
pub fn steps(conn: &mut Conn, event: EventId) -> Result<Vec<StepRow>, StorageError> {
    let rows = event_steps::table.filter(event_steps::event_id.eq(event.get())).order(event_steps::id);
    Ok(rows.select(StepRow::as_select()).load(conn)?)
}
