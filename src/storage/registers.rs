//! People, advances and invoices of claims.

use super::conn::{Conn, Tx};
use super::error::StorageError;
use super::schema::{claim_advances, claim_invoices, claim_people, claims};
use crate::domain::claim::State;
use crate::domain::ids::ClaimId;
use crate::domain::money::Fen;
use chrono::NaiveDate;
use diesel::prelude::*;

/// A person of a claim as stored.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = claim_people)]
pub struct PersonRow {
    pub id: i64,
    pub seq: i32,
    pub name: String,
    pub resident_id: String,
    pub certificate: String,
    /// The person's own facts, JSON.
    pub facts: String,
    pub finished: bool,
}

/// A person to be added.
#[derive(Insertable)]
#[diesel(table_name = claim_people)]
pub struct NewPerson<'a> {
    pub claim_id: i64,
    pub seq: i32,
    pub name: &'a str,
    pub resident_id: &'a str,
    pub certificate: &'a str,
    pub facts: &'a str,
    pub finished: bool,
}

/// The people of a claim, in order.
///
/// # Errors
/// The database failed.
pub fn people(conn: &mut Conn, claim: ClaimId) -> Result<Vec<PersonRow>, StorageError> {
    let of_claim = claim_people::table.filter(claim_people::claim_id.eq(claim.get()));
    Ok(of_claim.order((claim_people::seq, claim_people::id)).select(PersonRow::as_select()).load(conn)?)
}

/// Adds a person.
///
/// # Errors
/// `Violated(PersonTwice)`.
pub fn insert_person(tx: &mut Tx, person: &NewPerson) -> Result<(), StorageError> {
    diesel::insert_into(claim_people::table).values(person).execute(&mut **tx)?;
    Ok(())
}

/// Takes one person, or with `None` all, off a claim's list; says how many.
///
/// # Errors
/// The database failed.
pub fn remove_people(tx: &mut Tx, claim: ClaimId, person: Option<i64>) -> Result<usize, StorageError> {
    let of_claim = claim_people::table.filter(claim_people::claim_id.eq(claim.get()));
    Ok(match person {
        Some(person) => diesel::delete(of_claim.filter(claim_people::id.eq(person))).execute(&mut **tx)?,
        None => diesel::delete(of_claim).execute(&mut **tx)?,
    })
}

/// Live claims under the same rule that have one of this claim's people: their id, and the seq of
/// the person in this claim.
///
/// # Errors
/// The database failed.
pub fn same_people(conn: &mut Conn, claim: ClaimId, rule: &str) -> Result<Vec<(ClaimId, i32)>, StorageError> {
    let here = people(conn, claim)?;
    let numbers: Vec<&str> = here.iter().map(|person| person.resident_id.as_str()).collect();
    let rows: Vec<(i64, String)> = claim_people::table
        .inner_join(claims::table)
        .filter(claim_people::resident_id.eq_any(numbers))
        .filter(claim_people::claim_id.ne(claim.get()))
        .filter(claims::rule.eq(rule))
        .filter(claims::state.eq_any(live()))
        .order((claims::id, claim_people::id))
        .select((claims::id, claim_people::resident_id))
        .load(conn)?;
    let seq = |number: &str| here.iter().find(|person| person.resident_id == number).map_or(0, |person| person.seq);
    Ok(rows.into_iter().map(|(claim, number)| (ClaimId::new(claim), seq(&number))).collect())
}

fn live() -> Vec<&'static str> {
    State::ALL.iter().filter(|state| state.is_live()).map(|state| state.as_str()).collect()
}

/// What was paid in advance of a claim; nothing where nothing is said.
///
/// # Errors
/// The database failed.
pub fn advance(conn: &mut Conn, claim: ClaimId) -> Result<Fen, StorageError> {
    let amount = claim_advances::table.find(claim.get()).select(claim_advances::amount);
    Ok(Fen(amount.first::<i64>(conn).optional()?.unwrap_or_default()))
}

/// Says what was paid in advance of a claim.
///
/// # Errors
/// The database failed.
pub fn put_advance(tx: &mut Tx, claim: ClaimId, amount: Fen) -> Result<(), StorageError> {
    diesel::delete(claim_advances::table.find(claim.get())).execute(&mut **tx)?;
    diesel::insert_into(claim_advances::table)
        .values((claim_advances::claim_id.eq(claim.get()), claim_advances::amount.eq(amount.0)))
        .execute(&mut **tx)?;
    Ok(())
}

/// An invoice of a claim as stored.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = claim_invoices)]
pub struct InvoiceRow {
    pub id: i64,
    pub number: String,
    pub number_key: String,
    pub seller: String,
    pub seller_key: String,
    /// Fen.
    pub amount: i64,
    pub issued_on: NaiveDate,
}

/// An invoice to be entered.
#[derive(Insertable)]
#[diesel(table_name = claim_invoices)]
pub struct NewInvoice<'a> {
    pub claim_id: i64,
    pub number: &'a str,
    pub number_key: &'a str,
    pub seller: &'a str,
    pub seller_key: &'a str,
    pub amount: i64,
    pub issued_on: NaiveDate,
}

/// The invoices of a claim, in the order they were entered.
///
/// # Errors
/// The database failed.
pub fn invoices(conn: &mut Conn, claim: ClaimId) -> Result<Vec<InvoiceRow>, StorageError> {
    let of_claim = claim_invoices::table.filter(claim_invoices::claim_id.eq(claim.get()));
    Ok(of_claim.order(claim_invoices::id).select(InvoiceRow::as_select()).load(conn)?)
}

/// Enters an invoice.
///
/// # Errors
/// `Violated(InvoiceTwice)`.
pub fn insert_invoice(tx: &mut Tx, invoice: &NewInvoice) -> Result<(), StorageError> {
    diesel::insert_into(claim_invoices::table).values(invoice).execute(&mut **tx)?;
    Ok(())
}

/// Takes an invoice off a claim; says whether it was there.
///
/// # Errors
/// The database failed.
pub fn remove_invoice(tx: &mut Tx, claim: ClaimId, invoice: i64) -> Result<bool, StorageError> {
    let of_claim = claim_invoices::table.filter(claim_invoices::claim_id.eq(claim.get()));
    Ok(diesel::delete(of_claim.filter(claim_invoices::id.eq(invoice))).execute(&mut **tx)? > 0)
}

/// Live claims of anybody that have one of this claim's invoices: their id, and its number.
///
/// # Errors
/// The database failed.
pub fn same_invoices(conn: &mut Conn, claim: ClaimId) -> Result<Vec<(ClaimId, String)>, StorageError> {
    let here = invoices(conn, claim)?;
    let numbers: Vec<&str> = here.iter().map(|invoice| invoice.number_key.as_str()).collect();
    let rows: Vec<(i64, String, String)> = claim_invoices::table
        .inner_join(claims::table)
        .filter(claim_invoices::number_key.eq_any(numbers))
        .filter(claim_invoices::claim_id.ne(claim.get()))
        .filter(claims::state.eq_any(live()))
        .order((claims::id, claim_invoices::id))
        .select((claims::id, claim_invoices::number_key, claim_invoices::seller_key))
        .load(conn)?;
    let same = |number: &str, seller: &str| {
        let ours = here.iter().find(|invoice| invoice.number_key == number && invoice.seller_key == seller)?;
        Some(ours.number.clone())
    };
    let found =
        rows.into_iter().filter_map(|(claim, number, seller)| Some((ClaimId::new(claim), same(&number, &seller)?)));
    Ok(found.collect())
}
