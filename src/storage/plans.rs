//! Annual plans, their items, and the files they were read from.

use super::conn::{Conn, Tx};
use super::dialect;
use super::error::{StorageError, changed};
use super::schema::{events, organisations, plan_imports, plan_items, plans};
use crate::domain::access::Visibility;
use crate::domain::event::Kind;
use crate::domain::ids::{OrganisationId, PlanId, PlanImportId, PlanItemId, UserId};
use crate::domain::people::DivisionCode;
use crate::domain::plan::PlanState;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use std::collections::HashMap;

/// The plan of one year and division. Its version rises with every change of an item, too.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = plans)]
pub struct PlanRow {
    #[diesel(deserialize_as = i64)]
    pub id: PlanId,
    pub year: i32,
    #[diesel(deserialize_as = String)]
    pub division: DivisionCode,
    #[diesel(deserialize_as = String)]
    pub state: PlanState,
    pub version: i64,
    pub created_at: NaiveDateTime,
    pub published_at: Option<NaiveDateTime>,
    pub published_by: Option<i64>,
}

/// Opens a year's plan.
///
/// # Errors
/// `Violated(PlanYearTaken)`.
pub fn insert(tx: &mut Tx, year: i32, division: &str, at: NaiveDateTime) -> Result<PlanId, StorageError> {
    let id: i64 = diesel::insert_into(plans::table)
        .values((
            plans::year.eq(year),
            plans::division.eq(division),
            plans::state.eq(PlanState::Draft.as_str()),
            plans::created_at.eq(at),
        ))
        .returning(plans::id)
        .get_result(&mut **tx)?;
    Ok(PlanId::new(id))
}

/// One plan.
///
/// # Errors
/// [`StorageError::NotFound`].
pub fn get(conn: &mut Conn, id: PlanId) -> Result<PlanRow, StorageError> {
    Ok(plans::table.find(id.get()).select(PlanRow::as_select()).first(conn)?)
}

/// One plan, locked until the transaction ends.
///
/// # Errors
/// [`StorageError::NotFound`].
pub fn lock(tx: &mut Tx, id: PlanId) -> Result<PlanRow, StorageError> {
    dialect::lock_row(tx, "plans", id.get())?;
    get(tx, id)
}

/// The plan of a year and division, if it was opened.
///
/// # Errors
/// The database failed.
pub fn find(conn: &mut Conn, year: i32, division: &str) -> Result<Option<PlanRow>, StorageError> {
    let row = plans::table.filter(plans::year.eq(year)).filter(plans::division.eq(division));
    Ok(row.select(PlanRow::as_select()).first(conn).optional()?)
}

/// The plans the reader may know of, the newest year first. An organisation knows of published ones.
///
/// # Errors
/// The database failed.
pub fn list(conn: &mut Conn, visibility: Visibility) -> Result<Vec<PlanRow>, StorageError> {
    let mut query = plans::table.into_boxed();
    match visibility {
        Visibility::All => {}
        Visibility::Division(division) => query = query.filter(plans::division.eq(division.to_string())),
        Visibility::Organisation(_) => query = query.filter(plans::state.eq(PlanState::Published.as_str())),
        Visibility::PublicOnly => query = query.filter(plans::id.eq(0)),
    }
    Ok(query.order((plans::year.desc(), plans::division)).select(PlanRow::as_select()).load(conn)?)
}

/// Marks the plan as published.
///
/// # Errors
/// [`StorageError::Stale`].
pub fn put_published(tx: &mut Tx, id: PlanId, version: i64, by: UserId, at: NaiveDateTime) -> Result<(), StorageError> {
    let row = plans::table.filter(plans::id.eq(id.get())).filter(plans::version.eq(version));
    changed(
        diesel::update(row)
            .set((
                plans::state.eq(PlanState::Published.as_str()),
                plans::published_at.eq(at),
                plans::published_by.eq(by.get()),
                plans::version.eq(version + 1),
            ))
            .execute(&mut **tx)?,
    )
}

/// Raises the plan's version: one of its items changed.
///
/// # Errors
/// The database failed.
pub fn touch(tx: &mut Tx, id: PlanId) -> Result<(), StorageError> {
    diesel::update(plans::table.find(id.get())).set(plans::version.eq(plans::version + 1)).execute(&mut **tx)?;
    Ok(())
}

/// One line of a plan.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = plan_items)]
pub struct ItemRow {
    #[diesel(deserialize_as = i64)]
    pub id: PlanItemId,
    #[diesel(deserialize_as = i64)]
    pub plan_id: PlanId,
    pub seq: i32,
    pub natural_key: String,
    #[diesel(deserialize_as = String)]
    pub kind: Kind,
    pub name: String,
    pub level: Option<String>,
    pub class: Option<String>,
    pub trade: String,
    /// 主办.
    pub organiser: String,
    /// 承办: who claims.
    pub host_name: String,
    pub organisation_id: Option<i64>,
    pub budget_line_id: Option<i64>,
    pub planned_from: Option<NaiveDate>,
    pub planned_to: Option<NaiveDate>,
    pub venue: String,
    pub expected_people: Option<i32>,
    pub note: String,
    /// Where the item came from: file and row, or empty when it was typed.
    pub source: String,
    /// Why it was added to or struck from a published plan.
    pub amendment: String,
    pub struck_at: Option<NaiveDateTime>,
    pub version: i64,
    pub created_at: NaiveDateTime,
}

impl ItemRow {
    pub fn host(&self) -> Option<OrganisationId> {
        self.organisation_id.map(OrganisationId::new)
    }
}

/// What is written of an item; everything was parsed before.
#[derive(Clone, Debug, PartialEq, Eq, Insertable, AsChangeset)]
#[diesel(table_name = plan_items)]
#[diesel(treat_none_as_null = true)]
pub struct ItemData {
    pub natural_key: String,
    pub kind: &'static str,
    pub name: String,
    pub level: Option<String>,
    pub class: Option<String>,
    pub trade: String,
    pub organiser: String,
    pub host_name: String,
    pub organisation_id: Option<i64>,
    pub budget_line_id: Option<i64>,
    pub planned_from: Option<NaiveDate>,
    pub planned_to: Option<NaiveDate>,
    pub venue: String,
    pub expected_people: Option<i32>,
    pub note: String,
    pub source: String,
    pub amendment: String,
}

/// Adds an item at the end of its plan.
///
/// # Errors
/// `Violated(PlanItemRepeated)`.
pub fn insert_item(
    tx: &mut Tx,
    plan: PlanId,
    seq: i32,
    data: &ItemData,
    at: NaiveDateTime,
) -> Result<PlanItemId, StorageError> {
    let id: i64 = diesel::insert_into(plan_items::table)
        .values((data, plan_items::plan_id.eq(plan.get()), plan_items::seq.eq(seq), plan_items::created_at.eq(at)))
        .returning(plan_items::id)
        .get_result(&mut **tx)?;
    Ok(PlanItemId::new(id))
}

/// Replaces an item's data if it still is at `version`.
///
/// # Errors
/// [`StorageError::Stale`], `Violated(PlanItemRepeated)`.
pub fn update_item(tx: &mut Tx, id: PlanItemId, version: i64, data: &ItemData) -> Result<(), StorageError> {
    let row = plan_items::table.filter(plan_items::id.eq(id.get())).filter(plan_items::version.eq(version));
    changed(diesel::update(row).set((data, plan_items::version.eq(version + 1))).execute(&mut **tx)?)
}

/// Deletes an item of a draft plan.
///
/// # Errors
/// [`StorageError::Stale`].
pub fn delete_item(tx: &mut Tx, id: PlanItemId, version: i64) -> Result<(), StorageError> {
    let row = plan_items::table.filter(plan_items::id.eq(id.get())).filter(plan_items::version.eq(version));
    if diesel::delete(row).execute(&mut **tx)? == 0 { Err(StorageError::Stale) } else { Ok(()) }
}

/// Strikes an item of a published plan: it stays on the record with the reason.
///
/// # Errors
/// [`StorageError::Stale`].
pub fn strike_item(
    tx: &mut Tx,
    id: PlanItemId,
    version: i64,
    reason: &str,
    at: NaiveDateTime,
) -> Result<(), StorageError> {
    let row = plan_items::table.filter(plan_items::id.eq(id.get())).filter(plan_items::version.eq(version));
    changed(
        diesel::update(row)
            .set((plan_items::amendment.eq(reason), plan_items::struck_at.eq(at), plan_items::version.eq(version + 1)))
            .execute(&mut **tx)?,
    )
}

/// One item.
///
/// # Errors
/// [`StorageError::NotFound`].
pub fn item(conn: &mut Conn, id: PlanItemId) -> Result<ItemRow, StorageError> {
    Ok(plan_items::table.find(id.get()).select(ItemRow::as_select()).first(conn)?)
}

/// Every item of a plan in order, struck ones included: what an import compares with.
///
/// # Errors
/// The database failed.
pub fn all_items(conn: &mut Conn, plan: PlanId) -> Result<Vec<ItemRow>, StorageError> {
    let rows = plan_items::table.filter(plan_items::plan_id.eq(plan.get())).order((plan_items::seq, plan_items::id));
    Ok(rows.select(ItemRow::as_select()).load(conn)?)
}

/// What a list of items is narrowed to. Empty narrows nothing.
#[derive(Clone, Debug, Default)]
pub struct ItemFilter {
    pub kind: Option<Kind>,
    /// Part of the name, the host's name or the trade.
    pub text: Option<String>,
}

macro_rules! narrowed {
    ($plan:expr, $visibility:expr, $filter:expr) => {{
        let mut query = plan_items::table.filter(plan_items::plan_id.eq($plan.get())).into_boxed();
        match $visibility {
            // The plan itself was checked by its division.
            Visibility::All | Visibility::Division(_) => {}
            Visibility::Organisation(own) => query = query.filter(plan_items::organisation_id.eq(own.get())),
            Visibility::PublicOnly => query = query.filter(plan_items::id.eq(0)),
        }
        if let Some(kind) = $filter.kind {
            query = query.filter(plan_items::kind.eq(kind.as_str()));
        }
        if let Some(text) = &$filter.text {
            let pattern = super::convert::containing(text);
            query = query.filter(
                plan_items::name
                    .like(pattern.clone())
                    .or(plan_items::host_name.like(pattern.clone()))
                    .or(plan_items::trade.like(pattern)),
            );
        }
        query
    }};
}

/// The items of a plan that the reader may see, in the plan's order.
///
/// # Errors
/// The database failed.
pub fn items(
    conn: &mut Conn,
    plan: PlanId,
    visibility: Visibility,
    filter: &ItemFilter,
    offset: i64,
    limit: i64,
) -> Result<Vec<ItemRow>, StorageError> {
    Ok(narrowed!(plan, visibility, filter)
        .order((plan_items::seq, plan_items::id))
        .offset(offset)
        .limit(limit)
        .select(ItemRow::as_select())
        .load(conn)?)
}

/// How many items [`items`] would show in all.
///
/// # Errors
/// The database failed.
pub fn count_items(
    conn: &mut Conn,
    plan: PlanId,
    visibility: Visibility,
    filter: &ItemFilter,
) -> Result<i64, StorageError> {
    Ok(narrowed!(plan, visibility, filter).count().get_result(conn)?)
}

/// How many items of a plan have no registered host.
///
/// # Errors
/// The database failed.
pub fn count_unlinked(conn: &mut Conn, plan: PlanId) -> Result<i64, StorageError> {
    let items = plan_items::table.filter(plan_items::plan_id.eq(plan.get()));
    Ok(items.filter(plan_items::organisation_id.is_null()).count().get_result(conn)?)
}

/// Items of published plans that an organisation hosts and that have no event yet: what it may
/// propose now.
///
/// # Errors
/// The database failed.
pub fn open_items(conn: &mut Conn, host: OrganisationId) -> Result<Vec<ItemRow>, StorageError> {
    let taken = events::table
        .filter(events::organisation_id.eq(host.get()))
        .filter(events::state.ne("cancelled"))
        .filter(events::plan_item_id.is_not_null())
        .select(events::plan_item_id)
        .load::<Option<i64>>(conn)?;
    let taken: Vec<i64> = taken.into_iter().flatten().collect();
    let rows = plan_items::table
        .inner_join(plans::table)
        .filter(plans::state.eq(PlanState::Published.as_str()))
        .filter(plan_items::organisation_id.eq(host.get()))
        .filter(plan_items::struck_at.is_null())
        .order((plans::year.desc(), plan_items::seq))
        .select(ItemRow::as_select())
        .load::<ItemRow>(conn)?;
    Ok(rows.into_iter().filter(|row| !taken.contains(&row.id.get())).collect())
}

/// The number after the last of a plan.
///
/// # Errors
/// The database failed.
pub fn next_seq(conn: &mut Conn, plan: PlanId) -> Result<i32, StorageError> {
    let last: Option<i32> = plan_items::table
        .filter(plan_items::plan_id.eq(plan.get()))
        .select(diesel::dsl::max(plan_items::seq))
        .first(conn)?;
    Ok(last.unwrap_or(0) + 1)
}

/// Ids of active organisations by exact name, as far as there are such.
///
/// # Errors
/// The database failed.
pub fn hosts_by_name(conn: &mut Conn, names: &[String]) -> Result<HashMap<String, i64>, StorageError> {
    let rows: Vec<(String, i64)> = organisations::table
        .filter(organisations::name.eq_any(names.to_vec()))
        .filter(organisations::active.eq(true))
        .select((organisations::name, organisations::id))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Items with their plans that are linked to no organisation and not struck, by plan and place.
///
/// # Errors
/// The database failed.
pub fn unlinked(conn: &mut Conn) -> Result<Vec<(ItemRow, PlanRow)>, StorageError> {
    let rows = plan_items::table
        .inner_join(plans::table)
        .filter(plan_items::organisation_id.is_null())
        .filter(plan_items::struck_at.is_null())
        .order((plans::year.desc(), plans::id, plan_items::seq, plan_items::id));
    Ok(rows.select((ItemRow::as_select(), PlanRow::as_select())).load(conn)?)
}

/// Links an item that is linked to nobody yet; whether it was.
///
/// # Errors
/// The database failed.
pub fn link_host(tx: &mut Tx, item: PlanItemId, organisation: OrganisationId) -> Result<bool, StorageError> {
    let row = plan_items::table.find(item.get()).filter(plan_items::organisation_id.is_null());
    Ok(diesel::update(row).set(plan_items::organisation_id.eq(organisation.get())).execute(&mut **tx)? == 1)
}

/// A file read for a plan.
#[derive(Clone, Queryable, Selectable)]
#[diesel(table_name = plan_imports)]
pub struct ImportRow {
    #[diesel(deserialize_as = i64)]
    pub id: PlanImportId,
    #[diesel(deserialize_as = String)]
    pub division: DivisionCode,
    /// None: each row belongs to the plan of its own year.
    pub year: Option<i32>,
    pub file_name: String,
    pub content: Vec<u8>,
    #[diesel(deserialize_as = i64)]
    pub uploaded_by: UserId,
    pub uploaded_at: NaiveDateTime,
    pub imported_at: Option<NaiveDateTime>,
}

/// Keeps a file as it came.
///
/// # Errors
/// The database failed.
pub fn insert_import(
    tx: &mut Tx,
    division: &str,
    year: Option<i32>,
    file_name: &str,
    content: &[u8],
    by: UserId,
    at: NaiveDateTime,
) -> Result<PlanImportId, StorageError> {
    let id: i64 = diesel::insert_into(plan_imports::table)
        .values((
            plan_imports::division.eq(division),
            plan_imports::year.eq(year),
            plan_imports::file_name.eq(file_name),
            plan_imports::content.eq(content),
            plan_imports::uploaded_by.eq(by.get()),
            plan_imports::uploaded_at.eq(at),
        ))
        .returning(plan_imports::id)
        .get_result(&mut **tx)?;
    Ok(PlanImportId::new(id))
}

/// One file.
///
/// # Errors
/// [`StorageError::NotFound`].
pub fn import(conn: &mut Conn, id: PlanImportId) -> Result<ImportRow, StorageError> {
    Ok(plan_imports::table.find(id.get()).select(ImportRow::as_select()).first(conn)?)
}

/// Notes that the file's rows were taken over.
///
/// # Errors
/// The database failed.
pub fn put_imported(tx: &mut Tx, id: PlanImportId, at: NaiveDateTime) -> Result<(), StorageError> {
    diesel::update(plan_imports::table.find(id.get())).set(plan_imports::imported_at.eq(at)).execute(&mut **tx)?;
    Ok(())
}
