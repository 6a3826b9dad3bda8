//! What can be registered for, its places and its waiting list; teams; secret links.

use super::conn::{Conn, Tx};
use super::dialect;
use super::error::StorageError;
use super::events::EventRow;
use super::participants::{NewParticipant, ParticipantRow};
use super::schema::{
    entries, event_terms, events, organisations, participant_changes, participant_links, participant_log, participants,
    teams,
};
use super::sight::seen_by;
use crate::domain::access::Visibility;
use crate::domain::ids::{ContestId, EntryId, EventId, ParticipantId, TeamId, UserId};
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// An entry as stored; times are UTC.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = entries)]
pub struct EntryRow {
    #[diesel(deserialize_as = i64)]
    pub id: EntryId,
    #[diesel(deserialize_as = i64)]
    pub event_id: EventId,
    pub contest_item_id: Option<i64>,
    pub name: String,
    /// None: no limit. In teams a team takes one place.
    pub capacity: Option<i32>,
    pub taken: i32,
    pub approval: bool,
    pub team_least: i32,
    pub team_most: i32,
    pub opens_at: NaiveDateTime,
    /// Exclusive.
    pub closes_at: NaiveDateTime,
    pub offer_hours: i32,
    /// Conditions as JSON.
    pub rules: String,
    /// Released by its host.
    pub open: bool,
    pub version: i64,
    pub created_at: NaiveDateTime,
}

/// What its host decides about an entry.
#[derive(Clone, Debug, PartialEq, Eq, Insertable, AsChangeset)]
#[diesel(table_name = entries, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct EntryData {
    pub name: String,
    pub capacity: Option<i32>,
    pub approval: bool,
    pub team_least: i32,
    pub team_most: i32,
    pub opens_at: NaiveDateTime,
    pub closes_at: NaiveDateTime,
    pub offer_hours: i32,
    pub rules: String,
    pub open: bool,
}

/// What an event says to those who give their data, and whether a person may be in several items.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = event_terms)]
pub struct Terms {
    pub purpose: String,
    pub keep_days: i32,
    pub one_item: bool,
}

/// Adds an entry.
///
/// # Errors
/// `Violated(EntryNameTaken)`.
pub fn insert(
    tx: &mut Tx,
    event: EventId,
    item: Option<ContestId>,
    data: &EntryData,
    at: NaiveDateTime,
) -> Result<EntryId, StorageError> {
    let of = (
        entries::event_id.eq(event.get()),
        entries::contest_item_id.eq(item.map(ContestId::get)),
        entries::created_at.eq(at),
    );
    let id: i64 =
        diesel::insert_into(entries::table).values((of, data)).returning(entries::id).get_result(&mut **tx)?;
    Ok(EntryId::new(id))
}

/// Writes what the host decided.
///
/// # Errors
/// `Stale`; `Violated(EntryNameTaken)`; `Violated(EntryFull)`: fewer places than are taken.
pub fn update(tx: &mut Tx, id: EntryId, version: i64, data: &EntryData) -> Result<(), StorageError> {
    let same = entries::table.find(id.get()).filter(entries::version.eq(version));
    let changed = diesel::update(same).set((data, entries::version.eq(version + 1))).execute(&mut **tx)?;
    if changed == 1 { Ok(()) } else { Err(StorageError::Stale) }
}

/// The entries of an event in the order they were made.
///
/// # Errors
/// The database failed.
pub fn of_event(conn: &mut Conn, event: EventId) -> Result<Vec<EntryRow>, StorageError> {
    let of_event = entries::table.filter(entries::event_id.eq(event.get()));
    Ok(of_event.order(entries::id).select(EntryRow::as_select()).load(conn)?)
}

/// One entry.
///
/// # Errors
/// `NotFound`.
pub fn get(conn: &mut Conn, id: EntryId) -> Result<EntryRow, StorageError> {
    Ok(entries::table.find(id.get()).select(EntryRow::as_select()).first(conn)?)
}

/// One entry, locked until the transaction ends: its places are given out by one at a time.
///
/// # Errors
/// `NotFound`.
pub fn lock(tx: &mut Tx, id: EntryId) -> Result<EntryRow, StorageError> {
    dialect::lock_row(tx, "entries", id.get())?;
    get(tx, id)
}

/// One entry with its event and the event's terms.
///
/// # Errors
/// `NotFound`.
pub fn with_event(conn: &mut Conn, id: EntryId) -> Result<(EntryRow, EventRow, Option<Terms>), StorageError> {
    let joined = entries::table
        .inner_join(events::table)
        .left_join(event_terms::table.on(event_terms::event_id.eq(entries::event_id)))
        .filter(entries::id.eq(id.get()));
    let columns = (EntryRow::as_select(), EventRow::as_select(), Option::<Terms>::as_select());
    Ok(joined.select(columns).first(conn)?)
}

/// Released entries whose cut-off is yet to come, of events that take people, with event and host.
///
/// # Errors
/// The database failed.
pub fn released(conn: &mut Conn, now: NaiveDateTime) -> Result<Vec<(EntryRow, EventRow, String)>, StorageError> {
    let joined = entries::table
        .inner_join(events::table.inner_join(organisations::table))
        .filter(entries::open.eq(true))
        .filter(entries::closes_at.gt(now))
        .filter(events::state.eq_any(["approved", "filed"]));
    let columns = (EntryRow::as_select(), EventRow::as_select(), organisations::name);
    Ok(joined.order((events::starts_on, entries::event_id, entries::id)).select(columns).load(conn)?)
}

/// Counts places in or out.
///
/// # Errors
/// `Violated(EntryFull)`.
pub fn take(tx: &mut Tx, id: EntryId, places: i32) -> Result<(), StorageError> {
    if places != 0 {
        diesel::update(entries::table.find(id.get()))
            .set(entries::taken.eq(entries::taken + places))
            .execute(&mut **tx)?;
    }
    Ok(())
}

/// Who waits for a place, as `(participant, team)` in the order of registration.
///
/// # Errors
/// The database failed.
pub fn waiting(conn: &mut Conn, entry: EntryId) -> Result<Vec<(i64, Option<i64>)>, StorageError> {
    Ok(participants::table
        .filter(participants::entry_id.eq(entry.get()))
        .filter(participants::state.eq("waiting"))
        .order(participants::id)
        .select((participants::id, participants::team_id))
        .load(conn)?)
}

/// How many participants an entry has in each state.
///
/// # Errors
/// The database failed.
pub fn counts(conn: &mut Conn, event: EventId) -> Result<Vec<(Option<i64>, String, i64)>, StorageError> {
    Ok(participants::table
        .filter(participants::event_id.eq(event.get()))
        .group_by((participants::entry_id, participants::state))
        .select((participants::entry_id, participants::state, diesel::dsl::count_star()))
        .load(conn)?)
}

/// Participants of an entry in one of these states, in the order of registration.
///
/// # Errors
/// The database failed.
pub fn people(
    conn: &mut Conn,
    entry: EntryId,
    states: &[&str],
    limit: i64,
) -> Result<Vec<ParticipantRow>, StorageError> {
    Ok(participants::table
        .filter(participants::entry_id.eq(entry.get()))
        .filter(participants::state.eq_any(states))
        .order(participants::id)
        .limit(limit)
        .select(ParticipantRow::as_select())
        .load(conn)?)
}

/// A registration that counts: the person's number, entry and the entry's name.
pub type Live = (Option<String>, Option<i64>, Option<String>);

/// Registrations that count, of any of these people in an event.
///
/// # Errors
/// The database failed.
pub fn live(conn: &mut Conn, event: EventId, resident_ids: &[&str]) -> Result<Vec<Live>, StorageError> {
    // By the people alone: a plan that PostgreSQL made when the table was empty would else read every
    // registration of the event for each new one. So would a list of people, where one is asked for.
    let counting = participants::table
        .left_join(entries::table)
        .filter(participants::state.eq_any(["pending", "admitted", "waiting", "offered"]))
        .select((
            participants::event_id,
            (participants::resident_id, participants::entry_id, entries::name.nullable()),
        ));
    let rows: Vec<(i64, Live)> = match resident_ids {
        [one] => counting.filter(participants::resident_id.eq(one)).load(conn)?,
        many => counting.filter(participants::resident_id.eq_any(many)).load(conn)?,
    };
    Ok(rows.into_iter().filter(|(of, _)| *of == event.get()).map(|(_, live)| live).collect())
}

/// Whose place in an event the office took from them, of these people.
///
/// # Errors
/// The database failed.
pub fn taken_out(conn: &mut Conn, event: EventId, resident_ids: &[&str]) -> Result<Vec<String>, StorageError> {
    // By the people alone, as in `live`.
    let left = participants::table
        .inner_join(participant_log::table)
        .filter(participants::state.eq("withdrawn"))
        .filter(participant_log::what.eq("withdrawn"))
        .filter(participant_log::user_id.is_not_null())
        .select((participants::event_id, participants::resident_id));
    let rows: Vec<(i64, Option<String>)> = match resident_ids {
        [one] => left.filter(participants::resident_id.eq(one)).load(conn)?,
        many => left.filter(participants::resident_id.eq_any(many)).load(conn)?,
    };
    Ok(rows.into_iter().filter(|(of, _)| *of == event.get()).filter_map(|(_, number)| number).collect())
}

/// Enters many participants at once; gives back their ids in the order given.
///
/// # Errors
/// `Violated(ParticipantTwice)`, `Violated(ParticipantElsewhere)`.
pub fn insert_people(tx: &mut Tx, rows: &[NewParticipant]) -> Result<Vec<i64>, StorageError> {
    dialect::insert_participants(tx, rows)?;
    let hashes: Vec<&str> = rows.iter().filter_map(|row| row.page_hash.as_deref()).collect();
    let found: Vec<(Option<String>, i64)> = participants::table
        .filter(participants::page_hash.eq_any(&hashes))
        .select((participants::page_hash, participants::id))
        .load(&mut **tx)?;
    let ids: std::collections::HashMap<Option<String>, i64> = found.into_iter().collect();
    rows.iter().map(|row| ids.get(&row.page_hash).copied().ok_or(StorageError::NotFound)).collect()
}

/// What many participants registered as, for the log that stays.
///
/// # Errors
/// The database failed.
pub fn log_registered(tx: &mut Tx, at: NaiveDateTime, rows: &[(i64, &'static str)]) -> Result<(), StorageError> {
    dialect::log_registered(tx, at, rows)
}

/// Who a secret link lets in, by the hash of its secret.
///
/// # Errors
/// `NotFound`.
pub fn by_link(conn: &mut Conn, hash: &str) -> Result<ParticipantRow, StorageError> {
    let first = participants::table
        .filter(participants::page_hash.eq(hash))
        .select(ParticipantRow::as_select())
        .first(conn)
        .optional()?;
    match first {
        Some(row) => Ok(row),
        None => Ok(participant_links::table
            .find(hash)
            .inner_join(participants::table)
            .select(ParticipantRow::as_select())
            .first(conn)?),
    }
}

/// The hashes of a participant's secret links.
///
/// # Errors
/// The database failed.
pub fn links(conn: &mut Conn, id: ParticipantId) -> Result<Vec<String>, StorageError> {
    let first: Option<Option<String>> =
        participants::table.find(id.get()).select(participants::page_hash).first(conn).optional()?;
    let further = participant_links::table.filter(participant_links::participant_id.eq(id.get()));
    let further: Vec<String> = further.select(participant_links::hash).load(conn)?;
    Ok(first.flatten().into_iter().chain(further).collect())
}

/// Keeps a further secret link of a participant.
///
/// # Errors
/// The database failed.
pub fn add_link(tx: &mut Tx, hash: &str, id: ParticipantId, at: NaiveDateTime) -> Result<(), StorageError> {
    let row = (
        participant_links::hash.eq(hash),
        participant_links::participant_id.eq(id.get()),
        participant_links::created_at.eq(at),
    );
    diesel::insert_into(participant_links::table).values(row).execute(&mut **tx)?;
    Ok(())
}

/// Offers whose time is over, oldest first: participant and entry.
///
/// # Errors
/// The database failed.
pub fn lapsed(conn: &mut Conn, now: NaiveDateTime, limit: i64) -> Result<Vec<(i64, i64)>, StorageError> {
    let due = participants::table
        .filter(participants::state.eq("offered"))
        .filter(participants::offered_until.le(now))
        .filter(participants::entry_id.is_not_null());
    let columns = (participants::id, participants::entry_id.assume_not_null());
    Ok(due.order(participants::id).limit(limit).select(columns).load(conn)?)
}

/// What a participant may correct of themselves, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, AsChangeset)]
#[diesel(table_name = participants)]
pub struct Details {
    pub unit: String,
    pub division: String,
    pub phone: String,
    pub email: String,
    pub skill_level: String,
    pub titles: String,
    pub employer: String,
}

/// Writes corrected details.
///
/// # Errors
/// `Stale`.
pub fn put_details(tx: &mut Tx, row: &ParticipantRow, details: &Details) -> Result<(), StorageError> {
    let same = participants::table.find(row.id.get()).filter(participants::version.eq(row.version));
    let changed = diesel::update(same).set((details, participants::version.eq(row.version + 1))).execute(&mut **tx)?;
    if changed == 1 { Ok(()) } else { Err(StorageError::Stale) }
}

/// A change that a participant asked for.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = participant_changes)]
pub struct ChangeRow {
    pub id: i64,
    #[diesel(deserialize_as = i64)]
    pub participant_id: ParticipantId,
    /// New values by field, JSON.
    pub fields: String,
    pub asked_at: NaiveDateTime,
    pub state: String,
    pub reason: String,
}

/// Asks for a change; one asked for before and not decided is taken back.
///
/// # Errors
/// `Stale`.
pub fn ask_change(tx: &mut Tx, of: &ParticipantRow, fields: &str, at: NaiveDateTime) -> Result<i64, StorageError> {
    let same = participants::table.find(of.id.get()).filter(participants::version.eq(of.version));
    // Another form that was filled before this was asked is stale.
    if diesel::update(same).set(participants::version.eq(of.version + 1)).execute(&mut **tx)? != 1 {
        return Err(StorageError::Stale);
    }
    close_changes(tx, of.id, at)?;
    let row = (
        participant_changes::participant_id.eq(of.id.get()),
        participant_changes::fields.eq(fields),
        participant_changes::asked_at.eq(at),
        participant_changes::state.eq("asked"),
    );
    let new = diesel::insert_into(participant_changes::table).values(row);
    Ok(new.returning(participant_changes::id).get_result(&mut **tx)?)
}

/// What was asked for counts no more: it was asked anew, or the person is out.
///
/// # Errors
/// The database failed.
pub fn close_changes(tx: &mut Tx, id: ParticipantId, at: NaiveDateTime) -> Result<(), StorageError> {
    let asked = participant_changes::table
        .filter(participant_changes::participant_id.eq(id.get()))
        .filter(participant_changes::state.eq("asked"));
    diesel::update(asked)
        .set((participant_changes::state.eq("dropped"), participant_changes::decided_at.eq(at)))
        .execute(&mut **tx)?;
    Ok(())
}

/// The change of a participant that waits for an answer.
///
/// # Errors
/// The database failed.
pub fn asked_change(conn: &mut Conn, id: ParticipantId) -> Result<Option<ChangeRow>, StorageError> {
    Ok(participant_changes::table
        .filter(participant_changes::participant_id.eq(id.get()))
        .filter(participant_changes::state.eq("asked"))
        .select(ChangeRow::as_select())
        .first(conn)
        .optional()?)
}

/// Changes of an entry's participants that wait for an answer, oldest first.
///
/// # Errors
/// The database failed.
pub fn changes_of(conn: &mut Conn, entry: EntryId) -> Result<Vec<(ChangeRow, ParticipantRow)>, StorageError> {
    Ok(participant_changes::table
        .inner_join(participants::table)
        .filter(participants::entry_id.eq(entry.get()))
        .filter(participant_changes::state.eq("asked"))
        .order(participant_changes::id)
        .select((ChangeRow::as_select(), ParticipantRow::as_select()))
        .load(conn)?)
}

/// Answers a change.
///
/// # Errors
/// `Stale`: it was answered or taken back meanwhile.
pub fn decide_change(
    tx: &mut Tx,
    id: i64,
    state: &'static str,
    by: UserId,
    at: NaiveDateTime,
    reason: &str,
) -> Result<(), StorageError> {
    let asked = participant_changes::table.find(id).filter(participant_changes::state.eq("asked"));
    let changed = diesel::update(asked)
        .set((
            participant_changes::state.eq(state),
            participant_changes::decided_by.eq(by.get()),
            participant_changes::decided_at.eq(at),
            participant_changes::reason.eq(reason),
        ))
        .execute(&mut **tx)?;
    if changed == 1 { Ok(()) } else { Err(StorageError::Stale) }
}

/// A team as stored.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = teams)]
pub struct TeamRow {
    #[diesel(deserialize_as = i64)]
    pub id: TeamId,
    #[diesel(deserialize_as = i64)]
    pub entry_id: EntryId,
    pub name: String,
}

/// Adds a team.
///
/// # Errors
/// `Violated(TeamNameTaken)`.
pub fn insert_team(
    tx: &mut Tx,
    entry: EntryId,
    name: &str,
    join_hash: &str,
    at: NaiveDateTime,
) -> Result<TeamId, StorageError> {
    let row = (
        teams::entry_id.eq(entry.get()),
        teams::name.eq(name),
        teams::join_hash.eq(join_hash),
        teams::created_at.eq(at),
    );
    let id: i64 = diesel::insert_into(teams::table).values(row).returning(teams::id).get_result(&mut **tx)?;
    Ok(TeamId::new(id))
}

/// One team.
///
/// # Errors
/// `NotFound`.
pub fn team(conn: &mut Conn, id: TeamId) -> Result<TeamRow, StorageError> {
    Ok(teams::table.find(id.get()).select(TeamRow::as_select()).first(conn)?)
}

/// The team that a link lets people join.
///
/// # Errors
/// `NotFound`.
pub fn team_by_link(conn: &mut Conn, hash: &str) -> Result<TeamRow, StorageError> {
    Ok(teams::table.filter(teams::join_hash.eq(hash)).select(TeamRow::as_select()).first(conn)?)
}

/// Another join link of a team; the one before lets nobody in any more.
///
/// # Errors
/// The database failed.
pub fn put_join_link(tx: &mut Tx, id: TeamId, hash: &str) -> Result<(), StorageError> {
    diesel::update(teams::table.find(id.get())).set(teams::join_hash.eq(hash)).execute(&mut **tx)?;
    Ok(())
}

/// Names of an entry's teams that have members that count.
///
/// # Errors
/// The database failed.
pub fn team_names(conn: &mut Conn, entry: EntryId) -> Result<Vec<(i64, String)>, StorageError> {
    let of_entry = teams::table.filter(teams::entry_id.eq(entry.get()));
    Ok(of_entry.order(teams::id).select((teams::id, teams::name)).load(conn)?)
}

/// Members of a team that count, in the order they came; the first is who speaks for it.
///
/// # Errors
/// The database failed.
pub fn members(conn: &mut Conn, team: TeamId) -> Result<Vec<ParticipantRow>, StorageError> {
    Ok(participants::table
        .filter(participants::team_id.eq(team.get()))
        .filter(participants::state.eq_any(["pending", "admitted", "waiting", "offered"]))
        .order(participants::id)
        .select(ParticipantRow::as_select())
        .load(conn)?)
}

/// What waits for the host: event, entry, how many, since when.
pub type ToReview = (EventRow, EntryRow, i64, Option<NaiveDateTime>);

/// Entries with registrations or changes that wait for the host, of events the reader may see.
///
/// # Errors
/// The database failed.
pub fn to_review(conn: &mut Conn, visibility: Visibility) -> Result<Vec<ToReview>, StorageError> {
    let mut of = entries::table
        .inner_join(events::table)
        .filter(events::state.eq_any(["approved", "filed", "held"]))
        .order(entries::id)
        .select((EntryRow::as_select(), EventRow::as_select()))
        .into_boxed();
    of = seen_by!(of, visibility, events);
    let rows: Vec<(EntryRow, EventRow)> = of.load(conn)?;
    let ids: Vec<i64> = rows.iter().map(|(entry, _)| entry.id.get()).collect();
    let mut waiting: Vec<(i64, NaiveDateTime)> = participants::table
        .filter(participants::entry_id.eq_any(&ids))
        .filter(participants::state.eq("pending"))
        .select((participants::entry_id.assume_not_null(), participants::created_at))
        .load(conn)?;
    let changes: Vec<(i64, NaiveDateTime)> = participant_changes::table
        .inner_join(participants::table)
        .filter(participants::entry_id.eq_any(&ids))
        .filter(participant_changes::state.eq("asked"))
        .select((participants::entry_id.assume_not_null(), participant_changes::asked_at))
        .load(conn)?;
    waiting.extend(changes);
    let with_count = |(entry, event): (EntryRow, EventRow)| {
        let own = || waiting.iter().filter(|(id, _)| *id == entry.id.get()).map(|(_, at)| *at);
        let count = i64::try_from(own().count()).unwrap_or(i64::MAX);
        let since = own().min();
        (count > 0).then_some((event, entry, count, since))
    };
    Ok(rows.into_iter().filter_map(with_count).collect())
}
