//! Items of a competition: their contestants, judges, answers.

use super::conn::{Conn, Tx};
use super::dialect;
use super::error::StorageError;
use super::events::EventRow;
use super::schema::{
    contest_answers, contest_entrants, contest_items, contest_judges, contest_recusals, events, organisations,
    user_roles, users,
};
use crate::domain::access::Visibility;
use crate::domain::contest::phase::{Phase, Seats};
use crate::domain::ids::{ContestId, EntrantId, EventId, UserId};
use crate::domain::people::Role;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

/// One item as stored.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = contest_items)]
pub struct ItemRow {
    #[diesel(deserialize_as = i64)]
    pub id: ContestId,
    #[diesel(deserialize_as = i64)]
    pub event_id: EventId,
    pub name: String,
    pub tier: Option<i32>,
    /// The scheme's lines as JSON.
    pub scheme: String,
    pub trim_from: i32,
    pub chain: String,
    pub minimum_field: i32,
    pub prizes: i32,
    /// Of the WorldSkills scale; none where there are ranks only.
    pub tolerance: Option<i32>,
    pub appeal_minutes: i32,
    #[diesel(deserialize_as = String)]
    pub phase: Phase,
    pub first_signer_id: Option<i64>,
    pub second_signer_id: Option<i64>,
    pub submitter_id: Option<i64>,
    pub publisher_id: Option<i64>,
    pub published_at: Option<NaiveDateTime>,
    /// When it came into its phase.
    pub waiting_since: NaiveDateTime,
    pub version: i64,
    pub created_at: NaiveDateTime,
    /// Bodies whose honours are given, separated by `;`; `*`: all of the table.
    pub issuers: String,
}

impl ItemRow {
    pub fn seats(&self) -> Seats {
        let user = |id: Option<i64>| id.map(UserId::new);
        Seats {
            first_signer: user(self.first_signer_id),
            second_signer: user(self.second_signer_id),
            submitter: user(self.submitter_id),
            publisher: user(self.publisher_id),
        }
    }
}

/// What an item is marked and ranked by.
#[derive(Clone, Debug, Insertable, AsChangeset)]
#[diesel(table_name = contest_items)]
#[diesel(treat_none_as_null = true)]
pub struct ItemData {
    pub name: String,
    pub tier: Option<i32>,
    pub scheme: String,
    pub trim_from: i32,
    pub chain: String,
    pub minimum_field: i32,
    pub prizes: i32,
    pub tolerance: Option<i32>,
    pub appeal_minutes: i32,
    pub issuers: String,
}

/// A contestant.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = contest_entrants)]
pub struct EntrantRow {
    #[diesel(deserialize_as = i64)]
    pub id: EntrantId,
    #[diesel(deserialize_as = i64)]
    pub item_id: ContestId,
    pub name: String,
    pub id_tail: String,
    pub born_on: Option<NaiveDate>,
    pub sex: Option<String>,
    pub unit: String,
    pub email: String,
    pub station: String,
    pub official: bool,
    pub present: Option<bool>,
    /// A decimal.
    pub deduction: String,
    pub seconds: Option<i32>,
}

/// A contestant to be entered.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = contest_entrants)]
pub struct NewEntrant {
    pub item_id: i64,
    /// Of the roster; none for who was entered by hand.
    pub participant_id: Option<i64>,
    pub name: String,
    pub id_tail: String,
    pub born_on: Option<NaiveDate>,
    pub sex: Option<String>,
    pub unit: String,
    pub email: String,
    pub station: String,
    pub official: bool,
    pub created_at: NaiveDateTime,
}

/// A judge of an item, with name and the organisation they work for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judge {
    pub user: UserId,
    pub name: String,
    pub unit: String,
    pub head: bool,
}

/// Adds an item.
///
/// # Errors
/// `Violated(ContestNameTaken)`.
pub fn insert(tx: &mut Tx, event: EventId, data: &ItemData, at: NaiveDateTime) -> Result<ContestId, StorageError> {
    let new = (
        contest_items::event_id.eq(event.get()),
        contest_items::phase.eq(Phase::SetUp.as_str()),
        contest_items::waiting_since.eq(at),
        contest_items::created_at.eq(at),
    );
    let id: i64 = diesel::insert_into(contest_items::table)
        .values((data, new))
        .returning(contest_items::id)
        .get_result(&mut **tx)?;
    Ok(ContestId::new(id))
}

/// Writes what an item is marked and ranked by anew.
///
/// # Errors
/// `Stale`; `Violated(ContestNameTaken)`.
pub fn put_data(tx: &mut Tx, item: &ItemRow, data: &ItemData) -> Result<(), StorageError> {
    let row = contest_items::table
        .filter(contest_items::id.eq(item.id.get()))
        .filter(contest_items::version.eq(item.version));
    let changed = diesel::update(row).set((data, contest_items::version.eq(item.version + 1))).execute(&mut **tx)?;
    if changed == 1 { Ok(()) } else { Err(StorageError::Stale) }
}

/// One item.
///
/// # Errors
/// [`StorageError::NotFound`].
pub fn get(conn: &mut Conn, id: ContestId) -> Result<ItemRow, StorageError> {
    Ok(contest_items::table.find(id.get()).select(ItemRow::as_select()).first(conn)?)
}

/// One item, locked until the transaction ends.
///
/// # Errors
/// [`StorageError::NotFound`].
pub fn lock(tx: &mut Tx, id: ContestId) -> Result<ItemRow, StorageError> {
    dialect::lock_row(tx, "contest_items", id.get())?;
    get(tx, id)
}

/// The items of an event, in the order in which they were entered.
///
/// # Errors
/// The database failed.
pub fn of_event(conn: &mut Conn, event: EventId) -> Result<Vec<ItemRow>, StorageError> {
    let rows = contest_items::table.filter(contest_items::event_id.eq(event.get())).order(contest_items::id);
    Ok(rows.select(ItemRow::as_select()).load(conn)?)
}

/// Items the reader may see with their events' names, the latest first.
///
/// # Errors
/// The database failed.
pub fn list(conn: &mut Conn, visibility: Visibility, limit: i64) -> Result<Vec<(ItemRow, String)>, StorageError> {
    let all = contest_items::table
        .inner_join(events::table)
        .order(contest_items::id.desc())
        .limit(limit)
        .select((ItemRow::as_select(), events::name))
        .into_boxed();
    let seen = match visibility {
        Visibility::All => all,
        Visibility::Division(division) => all.filter(events::division.eq(division.to_string())),
        Visibility::Organisation(own) => all.filter(events::organisation_id.eq(own.get())),
        // One that is being corrected stays, and says so.
        Visibility::PublicOnly => all.filter(contest_items::published_at.is_not_null()),
    };
    Ok(seen.load(conn)?)
}

/// Items that are not published yet, with their events, the longest waiting first.
///
/// # Errors
/// The database failed.
pub fn unpublished(
    conn: &mut Conn,
    visibility: Visibility,
    limit: i64,
) -> Result<Vec<(ItemRow, EventRow)>, StorageError> {
    let open = contest_items::table
        .inner_join(events::table)
        .filter(contest_items::phase.ne(Phase::Published.as_str()))
        .order(contest_items::waiting_since)
        .limit(limit)
        .select((ItemRow::as_select(), EventRow::as_select()))
        .into_boxed();
    let seen = match visibility {
        Visibility::All => open,
        Visibility::Division(division) => open.filter(events::division.eq(division.to_string())),
        Visibility::Organisation(own) => open.filter(events::organisation_id.eq(own.get())),
        Visibility::PublicOnly => return Ok(Vec::new()),
    };
    Ok(seen.load(conn)?)
}

/// Events with an item whose result was published.
///
/// # Errors
/// The database failed.
pub fn published_events(conn: &mut Conn) -> Result<std::collections::BTreeSet<EventId>, StorageError> {
    let published = contest_items::table.filter(contest_items::published_at.is_not_null());
    let ids: Vec<i64> = published.select(contest_items::event_id).distinct().load(conn)?;
    Ok(ids.into_iter().map(EventId::new).collect())
}

/// Says where an item is and who brought it there.
///
/// # Errors
/// `Stale`; `Violated(TwoPeople)`.
pub fn put_phase(
    tx: &mut Tx,
    item: &ItemRow,
    phase: Phase,
    seats: Seats,
    published_at: Option<NaiveDateTime>,
    at: NaiveDateTime,
) -> Result<(), StorageError> {
    let id = |user: Option<UserId>| user.map(UserId::get);
    let row = contest_items::table
        .filter(contest_items::id.eq(item.id.get()))
        .filter(contest_items::version.eq(item.version));
    let changed = diesel::update(row)
        .set((
            contest_items::phase.eq(phase.as_str()),
            contest_items::first_signer_id.eq(id(seats.first_signer)),
            contest_items::second_signer_id.eq(id(seats.second_signer)),
            contest_items::submitter_id.eq(id(seats.submitter)),
            contest_items::publisher_id.eq(id(seats.publisher)),
            contest_items::published_at.eq(published_at),
            contest_items::waiting_since.eq(at),
            contest_items::version.eq(item.version + 1),
        ))
        .execute(&mut **tx)?;
    if changed == 1 { Ok(()) } else { Err(StorageError::Stale) }
}

/// Enters a contestant.
///
/// # Errors
/// `Violated(StationTaken)`.
pub fn insert_entrant(tx: &mut Tx, entrant: &NewEntrant) -> Result<EntrantId, StorageError> {
    let id: i64 = diesel::insert_into(contest_entrants::table)
        .values(entrant)
        .returning(contest_entrants::id)
        .get_result(&mut **tx)?;
    Ok(EntrantId::new(id))
}

/// Writes of a contestant what a later list says.
///
/// # Errors
/// The database failed.
pub fn put_entrant(tx: &mut Tx, row: &EntrantRow) -> Result<(), StorageError> {
    diesel::update(contest_entrants::table.find(row.id.get()))
        .set((
            contest_entrants::unit.eq(&row.unit),
            contest_entrants::id_tail.eq(&row.id_tail),
            contest_entrants::born_on.eq(row.born_on),
            contest_entrants::sex.eq(&row.sex),
            contest_entrants::email.eq(&row.email),
            contest_entrants::official.eq(row.official),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// The contestants of an item, in the order in which they were entered.
///
/// # Errors
/// The database failed.
pub fn entrants(conn: &mut Conn, item: ContestId) -> Result<Vec<EntrantRow>, StorageError> {
    let rows = contest_entrants::table.filter(contest_entrants::item_id.eq(item.get())).order(contest_entrants::id);
    Ok(rows.select(EntrantRow::as_select()).load(conn)?)
}

/// One contestant with the name of the item.
///
/// # Errors
/// [`StorageError::NotFound`].
pub fn entrant(conn: &mut Conn, id: EntrantId) -> Result<(EntrantRow, String), StorageError> {
    Ok(contest_entrants::table
        .inner_join(contest_items::table)
        .filter(contest_entrants::id.eq(id.get()))
        .select((EntrantRow::as_select(), contest_items::name))
        .first(conn)?)
}

/// Gives a contestant a workstation.
///
/// # Errors
/// `Violated(StationTaken)`.
pub fn put_station(tx: &mut Tx, id: EntrantId, station: &str) -> Result<(), StorageError> {
    diesel::update(contest_entrants::table.find(id.get()))
        .set(contest_entrants::station.eq(station))
        .execute(&mut **tx)?;
    Ok(())
}

/// Says whether a contestant came, what is deducted and what time was taken.
///
/// # Errors
/// The database failed.
pub fn put_run(
    tx: &mut Tx,
    id: EntrantId,
    present: Option<bool>,
    deduction: &str,
    seconds: Option<i32>,
) -> Result<(), StorageError> {
    diesel::update(contest_entrants::table.find(id.get()))
        .set((
            contest_entrants::present.eq(present),
            contest_entrants::deduction.eq(deduction),
            contest_entrants::seconds.eq(seconds),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Writes what is known of a contestant's person.
///
/// # Errors
/// The database failed.
pub fn put_person(
    tx: &mut Tx,
    id: EntrantId,
    born_on: Option<NaiveDate>,
    sex: Option<&str>,
) -> Result<(), StorageError> {
    diesel::update(contest_entrants::table.find(id.get()))
        .set((contest_entrants::born_on.eq(born_on), contest_entrants::sex.eq(sex)))
        .execute(&mut **tx)?;
    Ok(())
}

/// Assigns a judge.
///
/// # Errors
/// `Violated(JudgeAssigned)`.
pub fn insert_judge(tx: &mut Tx, item: ContestId, user: UserId, head: bool) -> Result<(), StorageError> {
    diesel::insert_into(contest_judges::table)
        .values((
            contest_judges::item_id.eq(item.get()),
            contest_judges::user_id.eq(user.get()),
            contest_judges::head.eq(head),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Takes a judge off an item.
///
/// # Errors
/// The database failed.
pub fn remove_judge(tx: &mut Tx, item: ContestId, user: UserId) -> Result<(), StorageError> {
    let row = contest_judges::table
        .filter(contest_judges::item_id.eq(item.get()))
        .filter(contest_judges::user_id.eq(user.get()));
    diesel::delete(row).execute(&mut **tx)?;
    Ok(())
}

/// The judges of an item, the head first.
///
/// # Errors
/// The database failed.
pub fn judges(conn: &mut Conn, item: ContestId) -> Result<Vec<Judge>, StorageError> {
    let rows: Vec<(i64, String, String, bool)> = contest_judges::table
        .inner_join(users::table.inner_join(organisations::table))
        .filter(contest_judges::item_id.eq(item.get()))
        .order((contest_judges::head.desc(), contest_judges::id))
        .select((users::id, users::name, organisations::name, contest_judges::head))
        .load(conn)?;
    let judge = |(user, name, unit, head)| Judge { user: UserId::new(user), name, unit, head };
    Ok(rows.into_iter().map(judge).collect())
}

/// Everybody who may be a judge: the active evaluators with the organisations they work for.
///
/// # Errors
/// The database failed.
pub fn evaluators(conn: &mut Conn) -> Result<Vec<Judge>, StorageError> {
    let rows: Vec<(i64, String, String)> = users::table
        .inner_join(user_roles::table)
        .inner_join(organisations::table)
        .filter(user_roles::role.eq(Role::Evaluator.as_str()))
        .filter(users::active.eq(true))
        .order(users::id)
        .select((users::id, users::name, organisations::name))
        .load(conn)?;
    let judge = |(user, name, unit)| Judge { user: UserId::new(user), name, unit, head: false };
    Ok(rows.into_iter().map(judge).collect())
}

/// The items a judge is assigned to, those being judged first.
///
/// # Errors
/// The database failed.
pub fn of_judge(conn: &mut Conn, user: UserId) -> Result<Vec<(ItemRow, String)>, StorageError> {
    Ok(contest_judges::table
        .inner_join(contest_items::table.inner_join(events::table))
        .filter(contest_judges::user_id.eq(user.get()))
        .filter(contest_items::phase.ne(Phase::SetUp.as_str()))
        .order(contest_items::id.desc())
        .select((ItemRow::as_select(), events::name))
        .load(conn)?)
}

/// Takes a contestant off an item that is not judged yet.
///
/// # Errors
/// The database failed.
pub fn delete_entrant(tx: &mut Tx, id: EntrantId) -> Result<(), StorageError> {
    diesel::delete(contest_recusals::table.filter(contest_recusals::entrant_id.eq(id.get()))).execute(&mut **tx)?;
    super::contest_members::remove(tx, id)?;
    diesel::delete(contest_entrants::table.find(id.get())).execute(&mut **tx)?;
    Ok(())
}

/// Answers a warning; a later answer takes the place of an earlier one.
///
/// # Errors
/// The database failed.
pub fn put_answer(
    tx: &mut Tx,
    item: ContestId,
    finding: &str,
    answer: &str,
    by: UserId,
    at: NaiveDateTime,
) -> Result<(), StorageError> {
    let row = contest_answers::table
        .filter(contest_answers::item_id.eq(item.get()))
        .filter(contest_answers::finding.eq(finding));
    diesel::delete(row).execute(&mut **tx)?;
    diesel::insert_into(contest_answers::table)
        .values((
            contest_answers::item_id.eq(item.get()),
            contest_answers::finding.eq(finding),
            contest_answers::answer.eq(answer),
            contest_answers::user_id.eq(by.get()),
            contest_answers::at.eq(at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// What was answered, by finding, with the names of who answered.
///
/// # Errors
/// The database failed.
pub fn answers(conn: &mut Conn, item: ContestId) -> Result<Vec<(String, String, String)>, StorageError> {
    Ok(contest_answers::table
        .inner_join(users::table)
        .filter(contest_answers::item_id.eq(item.get()))
        .order(contest_answers::id)
        .select((contest_answers::finding, contest_answers::answer, users::name))
        .load(conn)?)
}
