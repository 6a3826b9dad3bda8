//! The roster of an event: its participants as lists show them, and as files bring them.

use super::conn::{Conn, Tx};
use super::dialect;
use super::error::StorageError;
use super::participants::{NewParticipant, ParticipantRow};
use super::schema::{contest_items, entries, participant_log, participants, roster_imports, teams};
use crate::domain::ids::{EventId, ParticipantId, RosterImportId, UserId};
use crate::domain::participant::roster::{Field, Known, Person};
use crate::domain::participant::{Happening, Source, State};
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// What a roster is narrowed to. Empty narrows nothing.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub state: Option<State>,
    pub entry: Option<i64>,
    /// Part of a name or a unit, or the last four of an identity number where `by_number` is set.
    pub text: Option<String>,
    /// The text may be an identity number's last four. Whoever may not read those finds nobody by them.
    pub by_number: bool,
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
            let pattern = super::convert::containing(text);
            let named = participants::name.like(pattern.clone()).or(participants::unit.like(pattern));
            query = match $filter.by_number {
                true => query.filter(named.or(participants::id_tail.eq(text.to_uppercase()))),
                false => query.filter(named),
            };
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
pub fn one(conn: &mut Conn, id: ParticipantId) -> Result<Listed, StorageError> {
    let (row, entry, team) = participants::table
        .left_join(entries::table)
        .left_join(teams::table)
        .filter(participants::id.eq(id.get()))
        .select((ParticipantRow::as_select(), entries::name.nullable(), teams::name.nullable()))
        .first(conn)?;
    Ok(Listed { row, entry, team })
}

/// A roster read from a file, kept until it is entered.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = roster_imports)]
pub struct ImportRow {
    #[diesel(deserialize_as = i64)]
    pub id: RosterImportId,
    #[diesel(deserialize_as = i64)]
    pub event_id: EventId,
    pub file_name: String,
    /// The table as read, JSON; empty once entered.
    pub content: String,
    /// Which column is which field, JSON.
    pub mapping: String,
    pub imported_at: Option<NaiveDateTime>,
}

/// Keeps a roster to be looked at.
///
/// # Errors
/// The database failed.
pub fn insert_import(
    tx: &mut Tx,
    event: EventId,
    user: UserId,
    file_name: &str,
    content: &str,
    mapping: &str,
    at: NaiveDateTime,
) -> Result<RosterImportId, StorageError> {
    let id: i64 = diesel::insert_into(roster_imports::table)
        .values((
            roster_imports::event_id.eq(event.get()),
            roster_imports::user_id.eq(user.get()),
            roster_imports::file_name.eq(file_name),
            roster_imports::content.eq(content),
            roster_imports::mapping.eq(mapping),
            roster_imports::created_at.eq(at),
        ))
        .returning(roster_imports::id)
        .get_result(&mut **tx)?;
    Ok(RosterImportId::new(id))
}

/// A kept roster.
///
/// # Errors
/// `NotFound`.
pub fn import(conn: &mut Conn, id: RosterImportId) -> Result<ImportRow, StorageError> {
    Ok(roster_imports::table.find(id.get()).select(ImportRow::as_select()).first(conn)?)
}

/// Writes which column is which field.
///
/// # Errors
/// The database failed.
pub fn put_mapping(tx: &mut Tx, id: RosterImportId, mapping: &str) -> Result<(), StorageError> {
    diesel::update(roster_imports::table.find(id.get())).set(roster_imports::mapping.eq(mapping)).execute(&mut **tx)?;
    Ok(())
}

/// Notes that a roster was entered, and drops what was read.
///
/// # Errors
/// The database failed.
pub fn put_entered(tx: &mut Tx, id: RosterImportId, at: NaiveDateTime) -> Result<(), StorageError> {
    diesel::update(roster_imports::table.find(id.get()))
        .set((roster_imports::imported_at.eq(at), roster_imports::content.eq("")))
        .execute(&mut **tx)?;
    Ok(())
}

/// Everybody who is or was on an event's roster, as a roster says it.
///
/// # Errors
/// The database failed.
pub fn known(conn: &mut Conn, event: EventId) -> Result<Vec<Known>, StorageError> {
    let rows: Vec<(ParticipantRow, Option<String>, Option<String>)> = participants::table
        .left_join(entries::table)
        .left_join(teams::table)
        .filter(participants::event_id.eq(event.get()))
        .order(participants::id)
        .select((ParticipantRow::as_select(), entries::name.nullable(), teams::name.nullable()))
        .load(conn)?;
    let known = |(row, entry, team): (ParticipantRow, Option<String>, Option<String>)| Known {
        id: row.id.get(),
        ended: row.state.is_final(),
        person: Person::default()
            .with(Field::Name, row.name)
            .with(Field::Id, row.resident_id.unwrap_or_default())
            .with(Field::Unit, row.unit)
            .with(Field::Employer, row.employer)
            .with(Field::Division, row.division)
            .with(Field::Phone, row.phone)
            .with(Field::Email, row.email)
            .with(Field::Level, row.skill_level)
            .with(Field::Entry, entry.unwrap_or_default())
            .with(Field::Team, team.unwrap_or_default())
            .with(Field::Remarks, row.remarks),
    };
    Ok(rows.into_iter().map(known).collect())
}

/// What there is to take part in: an entry, and the item of the competition it stands for.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct EntryFacts {
    /// None: an item that nobody can register for yet.
    pub id: Option<i64>,
    pub item: Option<i64>,
    pub name: String,
    pub capacity: Option<i32>,
    pub taken: i32,
    pub team_most: i32,
    /// Conditions as JSON; empty: none.
    pub rules: String,
}

/// The entries of an event, then the items of the competition that have none.
///
/// # Errors
/// The database failed.
pub fn to_enter(conn: &mut Conn, event: EventId) -> Result<Vec<EntryFacts>, StorageError> {
    let mut all: Vec<EntryFacts> = entries::table
        .filter(entries::event_id.eq(event.get()))
        .order(entries::id)
        .select((
            entries::id.nullable(),
            entries::contest_item_id,
            entries::name,
            entries::capacity,
            entries::taken,
            entries::team_most,
            entries::rules,
        ))
        .load(conn)?;
    let items: Vec<(i64, String)> = contest_items::table
        .filter(contest_items::event_id.eq(event.get()))
        .order(contest_items::id)
        .select((contest_items::id, contest_items::name))
        .load(conn)?;
    for (item, name) in items {
        if !all.iter().any(|known| known.item == Some(item) || known.name == name) {
            all.push(EntryFacts {
                id: None,
                item: Some(item),
                name,
                capacity: None,
                taken: 0,
                team_most: 1,
                rules: String::new(),
            });
        }
    }
    Ok(all)
}

/// Makes an entry of an item, not open to the public.
///
/// # Errors
/// `Violated(EntryNameTaken)`.
pub fn insert_closed_entry(
    tx: &mut Tx,
    event: EventId,
    item: Option<i64>,
    name: &str,
    at: NaiveDateTime,
) -> Result<i64, StorageError> {
    Ok(diesel::insert_into(entries::table)
        .values((
            entries::event_id.eq(event.get()),
            entries::contest_item_id.eq(item),
            entries::name.eq(name),
            entries::opens_at.eq(at),
            entries::closes_at.eq(at + chrono::Duration::seconds(1)),
            entries::created_at.eq(at),
        ))
        .returning(entries::id)
        .get_result(&mut **tx)?)
}

/// Locks an event's entries until the transaction ends, in their order.
///
/// # Errors
/// The database failed.
pub fn lock_entries(tx: &mut Tx, event: EventId) -> Result<(), StorageError> {
    for (id, _) in entry_names(tx, event)? {
        dialect::lock_row(tx, "entries", id)?;
    }
    Ok(())
}

/// Takes so many more places of an entry, whose row stays locked until the transaction ends.
///
/// # Errors
/// `Violated(EntryFull)`.
pub fn take_places(tx: &mut Tx, entry: i64, places: i32) -> Result<(), StorageError> {
    dialect::lock_row(tx, "entries", entry)?;
    diesel::update(entries::table.find(entry)).set(entries::taken.eq(entries::taken + places)).execute(&mut **tx)?;
    Ok(())
}

/// The teams of an event's entries: id, entry, name.
///
/// # Errors
/// The database failed.
pub fn teams(conn: &mut Conn, event: EventId) -> Result<Vec<(i64, i64, String)>, StorageError> {
    let entries = entries::table.filter(entries::event_id.eq(event.get())).select(entries::id);
    let of_event = teams::table.filter(teams::entry_id.eq_any(entries));
    Ok(of_event.select((teams::id, teams::entry_id, teams::name)).load(conn)?)
}

/// Those of an event's teams that have a place.
///
/// # Errors
/// The database failed.
pub fn placed_teams(conn: &mut Conn, event: EventId) -> Result<Vec<i64>, StorageError> {
    let holding = State::ALL.iter().filter(|state| state.holds_place()).map(|state| state.as_str());
    Ok(participants::table
        .filter(participants::event_id.eq(event.get()))
        .filter(participants::team_id.is_not_null())
        .filter(participants::state.eq_any(holding))
        .select(participants::team_id.assume_not_null())
        .distinct()
        .load(conn)?)
}

/// Makes a team without a way to join it.
///
/// # Errors
/// `Violated(TeamNameTaken)`.
pub fn insert_team(tx: &mut Tx, entry: i64, name: &str, at: NaiveDateTime) -> Result<i64, StorageError> {
    Ok(diesel::insert_into(teams::table)
        .values((teams::entry_id.eq(entry), teams::name.eq(name), teams::created_at.eq(at)))
        .returning(teams::id)
        .get_result(&mut **tx)?)
}

/// Enters many participants with a line each in their logs; says after which participant they come. The
/// event's row must be locked, so that nobody else enters a roster of it meanwhile.
///
/// # Errors
/// `Violated(ParticipantTwice)`, `Violated(ParticipantElsewhere)`.
pub fn insert_many(
    tx: &mut Tx,
    event: EventId,
    people: &[NewParticipant],
    user: UserId,
    at: NaiveDateTime,
) -> Result<i64, StorageError> {
    let of_event = || participants::table.filter(participants::event_id.eq(event.get()));
    let last: Option<i64> = of_event().select(diesel::dsl::max(participants::id)).first(&mut **tx)?;
    dialect::insert_participants(tx, people)?;
    let entered = of_event()
        .filter(participants::source.eq(Source::Roster.as_str()))
        .filter(participants::id.gt(last.unwrap_or(0)))
        .select((
            participants::id,
            at.into_sql::<diesel::sql_types::Timestamp>(),
            Happening::Entered.as_str().into_sql::<diesel::sql_types::Text>(),
            Some(user.get()).into_sql::<diesel::sql_types::Nullable<diesel::sql_types::BigInt>>(),
        ));
    entered
        .insert_into(participant_log::table)
        .into_columns((
            participant_log::participant_id,
            participant_log::at,
            participant_log::what,
            participant_log::user_id,
        ))
        .execute(&mut **tx)?;
    Ok(last.unwrap_or(0))
}

/// Somebody a roster brought: id, identity number, name, unit, entry.
pub type Newcomer = (i64, Option<String>, String, String, Option<i64>);

/// Whom rosters brought to an event after this participant.
///
/// # Errors
/// The database failed.
pub fn newcomers(conn: &mut Conn, event: EventId, after: i64) -> Result<Vec<Newcomer>, StorageError> {
    Ok(participants::table
        .filter(participants::event_id.eq(event.get()))
        .filter(participants::source.eq(Source::Roster.as_str()))
        .filter(participants::id.gt(after))
        .order(participants::id)
        .select((
            participants::id,
            participants::resident_id,
            participants::name,
            participants::unit,
            participants::entry_id,
        ))
        .load(conn)?)
}

/// What a later roster says of somebody known. `None` leaves it as it is.
#[derive(Clone, Debug, Default, AsChangeset)]
#[diesel(table_name = participants)]
pub struct Update {
    pub entry_id: Option<i64>,
    pub team_id: Option<i64>,
    pub resident_id: Option<String>,
    pub id_tail: Option<String>,
    pub born_on: Option<chrono::NaiveDate>,
    pub sex: Option<String>,
    pub sole_key: Option<String>,
    pub unit: Option<String>,
    pub division: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub skill_level: Option<String>,
    pub remarks: Option<String>,
    pub employer: Option<String>,
}

/// Writes it.
///
/// # Errors
/// `Violated(ParticipantTwice)`, `Violated(ParticipantElsewhere)`.
pub fn update(tx: &mut Tx, id: ParticipantId, update: &Update) -> Result<(), StorageError> {
    diesel::update(participants::table.find(id.get()))
        .set((update, participants::version.eq(participants::version + 1)))
        .execute(&mut **tx)?;
    Ok(())
}
