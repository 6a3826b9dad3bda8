//! Organisations, their users and roles.

use super::conn::{Conn, Tx};
use super::error::{StorageError, changed};
use super::schema::{organisations, user_roles, users};
use crate::domain::ids::{OrganisationId, UserId};
use crate::domain::people::{DivisionCode, OrganisationKind, Role, Roles};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use std::collections::HashMap;

/// An organisation with its bank account, as stored. `version` rises with each change.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = organisations)]
pub struct Organisation {
    #[diesel(deserialize_as = i64)]
    pub id: OrganisationId,
    #[diesel(deserialize_as = String)]
    pub kind: OrganisationKind,
    pub name: String,
    pub credit_code: Option<String>,
    #[diesel(deserialize_as = String)]
    pub division: DivisionCode,
    pub address: String,
    pub contact_name: String,
    pub contact_phone: String,
    pub account_name: String,
    pub account_number: String,
    pub bank_name: String,
    pub bank_code: String,
    pub active: bool,
    pub version: i64,
    pub created_at: NaiveDateTime,
}

/// What is written of an organisation; everything was parsed before.
#[derive(Clone, Debug, Insertable, AsChangeset)]
#[diesel(table_name = organisations)]
#[diesel(treat_none_as_null = true)]
pub struct OrganisationData {
    pub kind: &'static str,
    pub name: String,
    pub credit_code: Option<String>,
    pub division: String,
    pub address: String,
    pub contact_name: String,
    pub contact_phone: String,
    pub account_name: String,
    pub account_number: String,
    pub bank_name: String,
    pub bank_code: String,
    pub active: bool,
}

/// Adds an organisation.
///
/// # Errors
/// `Violated(OrganisationNameTaken | CreditCodeTaken)`.
pub fn insert_organisation(
    tx: &mut Tx,
    data: &OrganisationData,
    at: NaiveDateTime,
) -> Result<OrganisationId, StorageError> {
    let id: i64 = diesel::insert_into(organisations::table)
        .values((data, organisations::created_at.eq(at)))
        .returning(organisations::id)
        .get_result(&mut **tx)?;
    Ok(OrganisationId::new(id))
}

/// Replaces an organisation's data if it still is at `version`.
///
/// # Errors
/// [`StorageError::Stale`], or a taken name or credit code.
pub fn update_organisation(
    tx: &mut Tx,
    id: OrganisationId,
    version: i64,
    data: &OrganisationData,
) -> Result<(), StorageError> {
    let row = organisations::table.filter(organisations::id.eq(id.get())).filter(organisations::version.eq(version));
    changed(diesel::update(row).set((data, organisations::version.eq(version + 1))).execute(&mut **tx)?)
}

/// One organisation.
///
/// # Errors
/// [`StorageError::NotFound`].
pub fn organisation(conn: &mut Conn, id: OrganisationId) -> Result<Organisation, StorageError> {
    Ok(organisations::table.find(id.get()).select(Organisation::as_select()).first(conn)?)
}

/// The organisation of exactly this name.
///
/// # Errors
/// The database failed.
pub fn organisation_named(conn: &mut Conn, name: &str) -> Result<Option<Organisation>, StorageError> {
    let row = organisations::table.filter(organisations::name.eq(name));
    Ok(row.select(Organisation::as_select()).first(conn).optional()?)
}

/// All organisations by id; a city has hundreds, not millions.
///
/// # Errors
/// The database failed.
pub fn organisations(conn: &mut Conn) -> Result<Vec<Organisation>, StorageError> {
    Ok(organisations::table.order(organisations::id).select(Organisation::as_select()).load(conn)?)
}

/// The names of all organisations by id, for lists.
///
/// # Errors
/// The database failed.
pub fn organisation_names(conn: &mut Conn) -> Result<HashMap<i64, String>, StorageError> {
    let names: Vec<(i64, String)> = organisations::table.select((organisations::id, organisations::name)).load(conn)?;
    Ok(names.into_iter().collect())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = users)]
struct UserRow {
    id: i64,
    organisation_id: i64,
    email: String,
    name: String,
    phone: String,
    lang: String,
    password_hash: Option<String>,
    active: bool,
    version: i64,
    created_at: NaiveDateTime,
}

/// A person who signs in. Deactivated, never deleted: the record of what they did stays whole.
#[derive(Clone)]
pub struct User {
    pub id: UserId,
    pub organisation: OrganisationId,
    pub email: String,
    pub name: String,
    pub phone: String,
    /// Code of the language they are written to.
    pub lang: String,
    /// argon2 PHC string; none until the invitation was accepted.
    pub password_hash: Option<String>,
    pub roles: Roles,
    pub active: bool,
    pub version: i64,
    pub created_at: NaiveDateTime,
}

/// What is written of a user, the password apart.
#[derive(Clone, Debug, Insertable, AsChangeset)]
#[diesel(table_name = users)]
pub struct UserData {
    pub organisation_id: i64,
    pub email: String,
    pub name: String,
    pub phone: String,
    pub lang: String,
    pub active: bool,
}

/// Who somebody is, with roles and office: what rights and the frame of every page need.
#[derive(Clone, Debug)]
pub struct Person {
    pub id: UserId,
    pub name: String,
    /// Code of the language they are written to.
    pub lang: String,
    pub roles: Roles,
    pub organisation: OrganisationId,
    pub organisation_kind: OrganisationKind,
    pub organisation_name: String,
    pub division: DivisionCode,
    /// Neither the user nor the organisation was deactivated.
    pub active: bool,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = users)]
pub(super) struct PersonRow {
    id: i64,
    name: String,
    lang: String,
    active: bool,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = organisations)]
pub(super) struct OfficeRow {
    id: i64,
    #[diesel(deserialize_as = String)]
    kind: OrganisationKind,
    #[diesel(deserialize_as = String)]
    division: DivisionCode,
    name: String,
    active: bool,
}

/// One row for each role; without any, one row without a role.
pub(super) fn person_of(
    rows: impl IntoIterator<Item = (PersonRow, OfficeRow, Option<String>)>,
) -> Result<Option<Person>, StorageError> {
    let mut rows = rows.into_iter();
    let Some((user, office, first)) = rows.next() else { return Ok(None) };
    let mut roles = Roles::NONE;
    for code in first.into_iter().chain(rows.filter_map(|(_, _, role)| role)) {
        roles = roles.with(parse_role(code)?);
    }
    Ok(Some(Person {
        id: UserId::new(user.id),
        name: user.name,
        lang: user.lang,
        roles,
        organisation: OrganisationId::new(office.id),
        organisation_kind: office.kind,
        organisation_name: office.name,
        division: office.division,
        active: user.active && office.active,
    }))
}

/// Who a user is.
///
/// # Errors
/// The database failed.
pub fn person(conn: &mut Conn, id: UserId) -> Result<Option<Person>, StorageError> {
    let joined = users::table.inner_join(organisations::table).left_join(user_roles::table);
    let rows = joined.filter(users::id.eq(id.get())).select((
        PersonRow::as_select(),
        OfficeRow::as_select(),
        user_roles::role.nullable(),
    ));
    person_of(rows.load::<(PersonRow, OfficeRow, Option<String>)>(conn)?)
}

/// Adds a user with these roles.
///
/// # Errors
/// `Violated(EmailTaken)`.
pub fn insert_user(tx: &mut Tx, data: &UserData, roles: Roles, at: NaiveDateTime) -> Result<UserId, StorageError> {
    let id: i64 = diesel::insert_into(users::table)
        .values((data, users::created_at.eq(at)))
        .returning(users::id)
        .get_result(&mut **tx)?;
    let id = UserId::new(id);
    put_roles(tx, id, roles)?;
    Ok(id)
}

/// Replaces a user's data and roles if the row still is at `version`.
///
/// # Errors
/// [`StorageError::Stale`], or a taken e-mail address.
pub fn update_user(tx: &mut Tx, id: UserId, version: i64, data: &UserData, roles: Roles) -> Result<(), StorageError> {
    let row = users::table.filter(users::id.eq(id.get())).filter(users::version.eq(version));
    let changed = diesel::update(row).set((data, users::version.eq(version + 1))).execute(&mut **tx)?;
    if changed == 0 {
        return Err(StorageError::Stale);
    }
    put_roles(tx, id, roles)
}

fn put_roles(tx: &mut Tx, id: UserId, roles: Roles) -> Result<(), StorageError> {
    diesel::delete(user_roles::table.filter(user_roles::user_id.eq(id.get()))).execute(&mut **tx)?;
    for role in roles.iter() {
        diesel::insert_into(user_roles::table)
            .values((user_roles::user_id.eq(id.get()), user_roles::role.eq(role.as_str())))
            .execute(&mut **tx)?;
    }
    Ok(())
}

/// Sets the password (argon2 PHC string).
///
/// # Errors
/// The database failed.
pub fn set_password(tx: &mut Tx, id: UserId, hash: &str) -> Result<(), StorageError> {
    diesel::update(users::table.find(id.get())).set(users::password_hash.eq(hash)).execute(&mut **tx)?;
    Ok(())
}

/// One user.
///
/// # Errors
/// [`StorageError::NotFound`].
pub fn user(conn: &mut Conn, id: UserId) -> Result<User, StorageError> {
    let row = users::table.find(id.get()).select(UserRow::as_select()).first(conn)?;
    with_roles(conn, row)
}

/// The user with this e-mail address (lower case).
///
/// # Errors
/// The database failed.
pub fn user_by_email(conn: &mut Conn, email: &str) -> Result<Option<User>, StorageError> {
    let row = users::table.filter(users::email.eq(email)).select(UserRow::as_select()).first(conn).optional()?;
    row.map(|row| with_roles(conn, row)).transpose()
}

/// All users by id.
///
/// # Errors
/// The database failed.
pub fn users(conn: &mut Conn) -> Result<Vec<User>, StorageError> {
    let roles: Vec<(i64, String)> = user_roles::table.select((user_roles::user_id, user_roles::role)).load(conn)?;
    let mut of: HashMap<i64, Roles> = HashMap::new();
    for (user, role) in roles {
        let entry = of.entry(user).or_insert(Roles::NONE);
        *entry = entry.with(parse_role(role)?);
    }
    let rows = users::table.order(users::id).select(UserRow::as_select()).load(conn)?;
    Ok(rows.into_iter().map(|row| user_from(of.get(&row.id).copied().unwrap_or(Roles::NONE), row)).collect())
}

/// How many users there are: an empty installation asks for its first administrator.
///
/// # Errors
/// The database failed.
pub fn count_users(conn: &mut Conn) -> Result<i64, StorageError> {
    Ok(users::table.count().get_result(conn)?)
}

fn with_roles(conn: &mut Conn, row: UserRow) -> Result<User, StorageError> {
    let codes: Vec<String> =
        user_roles::table.filter(user_roles::user_id.eq(row.id)).select(user_roles::role).load(conn)?;
    let mut roles = Roles::NONE;
    for code in codes {
        roles = roles.with(parse_role(code)?);
    }
    Ok(user_from(roles, row))
}

fn parse_role(code: String) -> Result<Role, StorageError> {
    code.parse().map_err(|_| StorageError::Corrupt { what: "role", value: code })
}

fn user_from(roles: Roles, row: UserRow) -> User {
    User {
        id: UserId::new(row.id),
        organisation: OrganisationId::new(row.organisation_id),
        email: row.email,
        name: row.name,
        phone: row.phone,
        lang: row.lang,
        password_hash: row.password_hash,
        roles,
        active: row.active,
        version: row.version,
        created_at: row.created_at,
    }
}

/// Active users of an organisation, for writing to them: without their roles.
///
/// # Errors
/// The database failed.
pub fn members(conn: &mut Conn, organisation: OrganisationId) -> Result<Vec<User>, StorageError> {
    let rows: Vec<UserRow> = users::table
        .filter(users::organisation_id.eq(organisation.get()))
        .filter(users::active.eq(true))
        .order(users::id)
        .select(UserRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(|row| user_from(Roles::NONE, row)).collect())
}

/// Active users who hold any of these roles in an office of `division` or of the city above it, for
/// writing to them: without their roles.
///
/// # Errors
/// The database failed.
pub fn holders(conn: &mut Conn, roles: &[Role], division: &str) -> Result<Vec<User>, StorageError> {
    let codes: Vec<&'static str> = roles.iter().map(|role| role.as_str()).collect();
    let city = format!("{}00", division.get(..4).unwrap_or_default());
    let rows: Vec<UserRow> = users::table
        .inner_join(organisations::table)
        .inner_join(user_roles::table)
        .filter(user_roles::role.eq_any(codes))
        .filter(users::active.eq(true))
        .filter(organisations::active.eq(true))
        .filter(organisations::kind.eq(OrganisationKind::Bureau.as_str()))
        .filter(organisations::division.eq_any([division, city.as_str()]))
        .order(users::id)
        .select(UserRow::as_select())
        .distinct()
        .load(conn)?;
    Ok(rows.into_iter().map(|row| user_from(Roles::NONE, row)).collect())
}

/// The divisions with an office in which somebody active holds the role.
///
/// # Errors
/// The database failed.
pub fn divisions_with(conn: &mut Conn, role: Role) -> Result<Vec<String>, StorageError> {
    let held = users::table
        .inner_join(organisations::table)
        .inner_join(user_roles::table)
        .filter(user_roles::role.eq(role.as_str()))
        .filter(users::active.eq(true))
        .filter(organisations::active.eq(true))
        .filter(organisations::kind.eq(OrganisationKind::Bureau.as_str()));
    Ok(held.select(organisations::division).distinct().load(conn)?)
}
