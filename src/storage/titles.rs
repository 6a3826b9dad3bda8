//! The register of titles.

use super::claims::ClaimRow;
use super::conn::{Conn, Tx};
use super::dialect;
use super::error::{StorageError, changed};
use super::schema::{claims, recognition_reviews, recognition_titles};
use super::sight::seen_by;
use crate::domain::access::Visibility;
use crate::domain::ids::{ClaimId, OrganisationId, TitleId, UserId};
use crate::domain::money::Fen;
use chrono::{Datelike, NaiveDate, NaiveDateTime};
use diesel::prelude::*;

/// A title as stored.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = recognition_titles)]
pub struct TitleRow {
    #[diesel(deserialize_as = i64)]
    pub id: TitleId,
    pub number: String,
    pub programme: String,
    pub year: i32,
    pub subject: String,
    /// Personal data of a person.
    pub identity: String,
    pub name: String,
    pub unit_name: String,
    #[diesel(deserialize_as = i64)]
    pub organisation_id: OrganisationId,
    pub division: String,
    pub rule: String,
    pub yearly_review: bool,
    pub granted_on: NaiveDate,
    pub document: String,
    pub valid_until: Option<NaiveDate>,
    pub withdrawn_on: Option<NaiveDate>,
    pub withdrawal: String,
    /// Fen.
    pub to_recover: i64,
    pub claim_id: Option<i64>,
    pub version: i64,
    /// Paid before the title came into this register and not paid back, fen.
    pub paid_elsewhere: i64,
}

/// A title to be granted.
#[derive(Insertable)]
#[diesel(table_name = recognition_titles)]
pub struct NewTitle<'a> {
    pub number: &'a str,
    pub programme: &'a str,
    pub year: i32,
    pub subject: &'a str,
    pub identity: &'a str,
    pub name: &'a str,
    pub unit_name: &'a str,
    pub organisation_id: i64,
    pub division: &'a str,
    pub nomination_id: Option<i64>,
    pub rule: &'a str,
    pub yearly_review: bool,
    pub granted_on: NaiveDate,
    pub document: &'a str,
    pub valid_until: Option<NaiveDate>,
    pub claim_id: Option<i64>,
    pub created_at: NaiveDateTime,
    pub paid_elsewhere: i64,
}

/// Grants a title.
///
/// # Errors
/// `Violated(TitleTwice)`: the same one was granted before.
pub fn insert(tx: &mut Tx, new: &NewTitle<'_>) -> Result<TitleId, StorageError> {
    let insert = diesel::insert_into(recognition_titles::table).values(new).returning(recognition_titles::id);
    let id: i64 = insert.get_result(&mut **tx)?;
    Ok(TitleId::new(id))
}

/// # Errors
/// [`StorageError::NotFound`].
pub fn get(conn: &mut Conn, id: TitleId) -> Result<TitleRow, StorageError> {
    Ok(recognition_titles::table.find(id.get()).select(TitleRow::as_select()).first(conn)?)
}

/// One title, locked until the transaction ends.
///
/// # Errors
/// [`StorageError::NotFound`].
pub fn lock(tx: &mut Tx, id: TitleId) -> Result<TitleRow, StorageError> {
    dialect::lock_row(tx, "recognition_titles", id.get())?;
    get(tx, id)
}

/// Every title of a person or an enterprise, each with the claim of its award.
///
/// # Errors
/// The database failed.
pub fn of_identity(conn: &mut Conn, identity: &str) -> Result<Vec<(TitleRow, Option<ClaimRow>)>, StorageError> {
    Ok(recognition_titles::table
        .left_join(claims::table)
        .filter(recognition_titles::identity.eq(identity))
        .order(recognition_titles::id)
        .select((TitleRow::as_select(), Option::<ClaimRow>::as_select()))
        .load(conn)?)
}

/// The claim of a title's award.
///
/// # Errors
/// The database failed.
pub fn claim_of(conn: &mut Conn, title: &TitleRow) -> Result<Option<ClaimRow>, StorageError> {
    let Some(claim) = title.claim_id else { return Ok(None) };
    Ok(claims::table.find(claim).select(ClaimRow::as_select()).first(conn).optional()?)
}

/// The title whose award a claim is.
///
/// # Errors
/// The database failed.
pub fn of_claim(conn: &mut Conn, claim: ClaimId) -> Result<Option<TitleRow>, StorageError> {
    let own = recognition_titles::table.filter(recognition_titles::claim_id.eq(claim.get()));
    Ok(own.select(TitleRow::as_select()).first(conn).optional()?)
}

/// The awards of the titles that the same holder was granted later under the same rule, and that stand.
///
/// # Errors
/// The database failed.
pub fn later_awards(conn: &mut Conn, title: &TitleRow) -> Result<Vec<ClaimRow>, StorageError> {
    let later = recognition_titles::table
        .inner_join(claims::table)
        .filter(recognition_titles::identity.eq(&title.identity))
        .filter(recognition_titles::rule.eq(&title.rule))
        .filter(recognition_titles::id.gt(title.id.get()))
        .filter(recognition_titles::withdrawn_on.is_null());
    Ok(later.order(recognition_titles::id).select(ClaimRow::as_select()).load(conn)?)
}

/// Whether a claim is the award of a title whose holder was since granted another under the same rule,
/// which stands.
///
/// # Errors
/// The database failed.
pub fn is_followed(conn: &mut Conn, claim: ClaimId) -> Result<bool, StorageError> {
    let Some(title) = of_claim(conn, claim)? else { return Ok(false) };
    Ok(!later_awards(conn, &title)?.is_empty())
}

/// Titles within somebody's sight, the latest year first; of one year or programme only.
///
/// # Errors
/// The database failed.
pub fn list(
    conn: &mut Conn,
    visibility: Visibility,
    year: Option<i32>,
    programme: Option<&str>,
) -> Result<Vec<TitleRow>, StorageError> {
    let mut query = recognition_titles::table
        .order((recognition_titles::year.desc(), recognition_titles::programme, recognition_titles::number))
        .into_boxed();
    query = seen_by!(query, visibility, recognition_titles);
    if let Some(year) = year {
        query = query.filter(recognition_titles::year.eq(year));
    }
    if let Some(programme) = programme {
        query = query.filter(recognition_titles::programme.eq(programme.to_owned()));
    }
    Ok(query.select(TitleRow::as_select()).load(conn)?)
}

/// Whether a number is a title's.
///
/// # Errors
/// The database failed.
pub fn has_number(conn: &mut Conn, number: &str) -> Result<bool, StorageError> {
    let known = recognition_titles::table.filter(recognition_titles::number.eq(number));
    Ok(known.count().get_result::<i64>(conn)? > 0)
}

/// How many titles of a programme were granted and not withdrawn.
///
/// # Errors
/// The database failed.
pub fn count(conn: &mut Conn, programme: &str) -> Result<i64, StorageError> {
    let standing = recognition_titles::table
        .filter(recognition_titles::programme.eq(programme))
        .filter(recognition_titles::withdrawn_on.is_null());
    Ok(standing.count().get_result(conn)?)
}

/// How many titles within somebody's sight are due for the look of this day's year.
///
/// # Errors
/// The database failed.
pub fn to_review(conn: &mut Conn, visibility: Visibility, today: NaiveDate) -> Result<i64, StorageError> {
    let year = today.year();
    let looked = recognition_reviews::table.filter(recognition_reviews::year.eq(year));
    let due = recognition_titles::table
        .filter(recognition_titles::yearly_review.eq(true))
        .filter(recognition_titles::withdrawn_on.is_null())
        .filter(recognition_titles::granted_on.lt(NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(today)))
        .filter(recognition_titles::valid_until.is_null().or(recognition_titles::valid_until.ge(today)))
        .filter(recognition_titles::id.ne_all(looked.select(recognition_reviews::title_id)))
        .count()
        .into_boxed();
    let seen = seen_by!(due, visibility, recognition_titles);
    Ok(seen.get_result(conn)?)
}

/// Notes the claim that was made for a title.
///
/// # Errors
/// The database failed.
pub fn link_claim(tx: &mut Tx, id: TitleId, claim: ClaimId) -> Result<(), StorageError> {
    let row = recognition_titles::table.find(id.get());
    diesel::update(row).set(recognition_titles::claim_id.eq(claim.get())).execute(&mut **tx)?;
    Ok(())
}

/// Withdraws a title.
///
/// # Errors
/// [`StorageError::Stale`].
pub fn withdraw(
    tx: &mut Tx,
    id: TitleId,
    version: i64,
    on: NaiveDate,
    reason: &str,
    to_recover: i64,
) -> Result<(), StorageError> {
    let row = recognition_titles::table
        .filter(recognition_titles::id.eq(id.get()))
        .filter(recognition_titles::version.eq(version));
    changed(
        diesel::update(row)
            .set((
                recognition_titles::withdrawn_on.eq(on),
                recognition_titles::withdrawal.eq(reason),
                recognition_titles::to_recover.eq(to_recover),
                recognition_titles::version.eq(version + 1),
            ))
            .execute(&mut **tx)?,
    )
}

/// Writes what is left with the holder of what was paid before the title came into this register.
///
/// # Errors
/// [`StorageError::Stale`].
pub fn put_paid_elsewhere(tx: &mut Tx, id: TitleId, version: i64, left: Fen) -> Result<(), StorageError> {
    let row = recognition_titles::table
        .filter(recognition_titles::id.eq(id.get()))
        .filter(recognition_titles::version.eq(version));
    let set = (recognition_titles::paid_elsewhere.eq(left.0), recognition_titles::version.eq(version + 1));
    changed(diesel::update(row).set(set).execute(&mut **tx)?)
}

/// Withdrawn titles within somebody's sight of which something is to be paid back, each with the claim of its award.
///
/// # Errors
/// The database failed.
pub fn to_be_recovered(
    conn: &mut Conn,
    visibility: Visibility,
) -> Result<Vec<(TitleRow, Option<ClaimRow>)>, StorageError> {
    let owing = recognition_titles::table
        .left_join(claims::table)
        .filter(recognition_titles::withdrawn_on.is_not_null())
        .filter(recognition_titles::to_recover.gt(0))
        .order(recognition_titles::id)
        .into_boxed();
    let seen = seen_by!(owing, visibility, recognition_titles);
    Ok(seen.select((TitleRow::as_select(), Option::<ClaimRow>::as_select())).load(conn)?)
}

/// Writes what is to be paid back of a withdrawn title.
///
/// # Errors
/// The database failed.
pub fn put_to_recover(tx: &mut Tx, id: TitleId, sum: Fen) -> Result<(), StorageError> {
    let row = recognition_titles::table.find(id.get());
    diesel::update(row).set(recognition_titles::to_recover.eq(sum.0)).execute(&mut **tx)?;
    Ok(())
}

/// A yearly look at a title: year, whether it is kept, opinion.
pub type ReviewRow = (i32, bool, String);

/// Writes the look of a year.
///
/// # Errors
/// `Violated(ReviewedTwice)`.
pub fn insert_review(
    tx: &mut Tx,
    id: TitleId,
    (year, kept, opinion): (i32, bool, &str),
    by: UserId,
    at: NaiveDateTime,
) -> Result<(), StorageError> {
    let row = (
        recognition_reviews::title_id.eq(id.get()),
        recognition_reviews::year.eq(year),
        recognition_reviews::kept.eq(kept),
        recognition_reviews::opinion.eq(opinion),
        recognition_reviews::reviewed_by.eq(by.get()),
        recognition_reviews::reviewed_at.eq(at),
    );
    diesel::insert_into(recognition_reviews::table).values(row).execute(&mut **tx)?;
    Ok(())
}

/// The years a title was looked at, the latest first.
///
/// # Errors
/// The database failed.
pub fn reviews(conn: &mut Conn, id: TitleId) -> Result<Vec<ReviewRow>, StorageError> {
    Ok(recognition_reviews::table
        .filter(recognition_reviews::title_id.eq(id.get()))
        .order(recognition_reviews::year.desc())
        .select((recognition_reviews::year, recognition_reviews::kept, recognition_reviews::opinion))
        .load(conn)?)
}
