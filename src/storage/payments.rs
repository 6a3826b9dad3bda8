//! Payment batches and their payments.

use super::conn::{Conn, Tx};
use super::dialect;
use super::error::{StorageError, changed};
use super::schema::{budget_lines, claims, organisations, payment_batches, payments, users};
use crate::domain::access::Visibility;
use crate::domain::ids::{BatchId, ClaimId, PaymentId};
use crate::domain::payment::{BatchState, PaymentState};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

/// A payment batch of one budget year and division.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = payment_batches)]
pub struct BatchRow {
    #[diesel(deserialize_as = i64)]
    pub id: BatchId,
    pub reference: String,
    pub division: String,
    pub budget_year: i32,
    #[diesel(deserialize_as = String)]
    pub state: BatchState,
    pub created_by: i64,
    pub created_at: NaiveDateTime,
    /// When it was ordered.
    pub sent_at: Option<NaiveDateTime>,
    pub version: i64,
}

/// A batch to be made.
#[derive(Insertable)]
#[diesel(table_name = payment_batches)]
pub struct NewBatch<'a> {
    pub reference: &'a str,
    pub division: &'a str,
    pub budget_year: i32,
    pub state: &'static str,
    pub created_by: i64,
    pub created_at: NaiveDateTime,
}

/// One payment to one account.
#[derive(Clone, Queryable, Selectable)]
#[diesel(table_name = payments)]
pub struct PaymentRow {
    #[diesel(deserialize_as = i64)]
    pub id: PaymentId,
    #[diesel(deserialize_as = i64)]
    pub claim_id: ClaimId,
    pub seq: i32,
    /// Fen.
    pub amount: i64,
    /// Name of the account.
    pub payee: String,
    pub account_number: String,
    pub bank_name: String,
    /// 联行号.
    pub bank_code: String,
    #[diesel(deserialize_as = String)]
    pub state: PaymentState,
    /// The bank's words when it sent the payment back.
    pub reason: String,
    pub settled_on: Option<NaiveDate>,
}

/// A payment to be made.
#[derive(Insertable)]
#[diesel(table_name = payments)]
pub struct NewPayment<'a> {
    pub batch_id: i64,
    pub claim_id: i64,
    pub seq: i32,
    pub amount: i64,
    pub payee: &'a str,
    pub account_number: &'a str,
    pub bank_name: &'a str,
    pub bank_code: &'a str,
    pub state: &'static str,
}

/// A payment with its claim's reference and title and its unit's name.
#[derive(Clone, Queryable)]
pub struct Paid {
    pub payment: PaymentRow,
    pub reference: String,
    pub title: String,
    pub unit: String,
}

/// A batch in a list: how many payments it holds, their sum in fen, how many are paid and how many
/// were sent back.
#[derive(Clone, Debug)]
pub struct Listed {
    pub batch: BatchRow,
    pub payments: i64,
    pub sum: i64,
    pub paid: i64,
    pub rejected: i64,
}

/// Makes a batch.
///
/// # Errors
/// The database failed.
pub fn insert(tx: &mut Tx, batch: &NewBatch) -> Result<BatchId, StorageError> {
    let id: i64 = diesel::insert_into(payment_batches::table)
        .values(batch)
        .returning(payment_batches::id)
        .get_result(&mut **tx)?;
    Ok(BatchId::new(id))
}

/// Adds a payment to it.
///
/// # Errors
/// `Violated(PaymentLive)`: the claim is being paid, or was, in another.
pub fn insert_payment(tx: &mut Tx, payment: &NewPayment) -> Result<(), StorageError> {
    diesel::insert_into(payments::table).values(payment).execute(&mut **tx)?;
    Ok(())
}

/// One batch.
///
/// # Errors
/// [`StorageError::NotFound`].
pub fn get(conn: &mut Conn, id: BatchId) -> Result<BatchRow, StorageError> {
    Ok(payment_batches::table.find(id.get()).select(BatchRow::as_select()).first(conn)?)
}

/// One batch, locked until the transaction ends.
///
/// # Errors
/// [`StorageError::NotFound`].
pub fn lock(tx: &mut Tx, id: BatchId) -> Result<BatchRow, StorageError> {
    dialect::lock_row(tx, "payment_batches", id.get())?;
    get(tx, id)
}

/// Who made a batch.
///
/// # Errors
/// [`StorageError::NotFound`].
pub fn maker(conn: &mut Conn, id: BatchId) -> Result<String, StorageError> {
    Ok(payment_batches::table
        .inner_join(users::table)
        .filter(payment_batches::id.eq(id.get()))
        .select(users::name)
        .first(conn)?)
}

/// The payments of a batch, in order.
///
/// # Errors
/// The database failed.
pub fn of_batch(conn: &mut Conn, batch: BatchId) -> Result<Vec<Paid>, StorageError> {
    Ok(payments::table
        .inner_join(claims::table.inner_join(organisations::table))
        .filter(payments::batch_id.eq(batch.get()))
        .order(payments::seq)
        .select((PaymentRow::as_select(), claims::reference, claims::title, organisations::name))
        .load(conn)?)
}

macro_rules! seen {
    ($visibility:expr) => {{
        let query = payment_batches::table.into_boxed();
        match $visibility {
            Visibility::All => query,
            Visibility::Division(division) => query.filter(payment_batches::division.eq(division.to_string())),
            _ => query.filter(payment_batches::id.eq(0)),
        }
    }};
}

/// [`seen!`], narrowed to batches whose number, or one of whose claims' numbers, titles or units, has
/// the text in it.
macro_rules! searched {
    ($visibility:expr, $text:expr) => {{
        let mut query = seen!($visibility);
        if let Some(text) = $text {
            let pattern = super::convert::containing(text);
            let claimed = payments::table
                .inner_join(claims::table.inner_join(organisations::table))
                .filter(
                    claims::reference
                        .like(pattern.clone())
                        .or(claims::title.like(pattern.clone()))
                        .or(organisations::name.like(pattern.clone())),
                )
                .select(payments::batch_id);
            query = query.filter(payment_batches::reference.like(pattern).or(payment_batches::id.eq_any(claimed)));
        }
        query
    }};
}

/// The batches the reader may know of, the latest first; with a text, those it is found in.
///
/// # Errors
/// The database failed.
pub fn list(
    conn: &mut Conn,
    visibility: Visibility,
    text: Option<&str>,
    offset: i64,
    limit: i64,
) -> Result<Vec<Listed>, StorageError> {
    let batches: Vec<BatchRow> = searched!(visibility, text)
        .order(payment_batches::id.desc())
        .offset(offset)
        .limit(limit)
        .select(BatchRow::as_select())
        .load(conn)?;
    let ids: Vec<i64> = batches.iter().map(|batch| batch.id.get()).collect();
    let all: Vec<(i64, i64, String)> = payments::table
        .filter(payments::batch_id.eq_any(ids))
        .select((payments::batch_id, payments::amount, payments::state))
        .load(conn)?;
    let listed = |batch: BatchRow| {
        let mine = || all.iter().filter(|(id, ..)| *id == batch.id.get());
        let in_state = |state: PaymentState| mine().filter(|(.., code)| code == state.as_str()).count() as i64;
        Listed {
            payments: mine().count() as i64,
            sum: mine().map(|(_, amount, _)| amount).sum(),
            paid: in_state(PaymentState::Paid),
            rejected: in_state(PaymentState::Rejected),
            batch,
        }
    };
    Ok(batches.into_iter().map(listed).collect())
}

/// How many batches [`list`] would show in all.
///
/// # Errors
/// The database failed.
pub fn count(conn: &mut Conn, visibility: Visibility, text: Option<&str>) -> Result<i64, StorageError> {
    Ok(searched!(visibility, text).count().get_result(conn)?)
}

/// Moves a batch on if it still is at `version`.
///
/// # Errors
/// [`StorageError::Stale`].
pub fn put_state(
    tx: &mut Tx,
    id: BatchId,
    version: i64,
    state: BatchState,
    sent_at: Option<NaiveDateTime>,
) -> Result<(), StorageError> {
    let row =
        payment_batches::table.filter(payment_batches::id.eq(id.get())).filter(payment_batches::version.eq(version));
    let set = (
        payment_batches::state.eq(state.as_str()),
        payment_batches::sent_at.eq(sent_at),
        payment_batches::version.eq(version + 1),
    );
    changed(diesel::update(row).set(set).execute(&mut **tx)?)
}

/// Marks every payment of a batch as ordered.
///
/// # Errors
/// The database failed.
pub fn send_all(tx: &mut Tx, batch: BatchId) -> Result<(), StorageError> {
    let pending = payments::table
        .filter(payments::batch_id.eq(batch.get()))
        .filter(payments::state.eq(PaymentState::Pending.as_str()));
    diesel::update(pending).set(payments::state.eq(PaymentState::Sent.as_str())).execute(&mut **tx)?;
    Ok(())
}

/// Keeps the bank's answer to a payment that waits for one.
///
/// # Errors
/// [`StorageError::Stale`]: it was answered meanwhile.
pub fn answer(
    tx: &mut Tx,
    id: PaymentId,
    state: PaymentState,
    reason: &str,
    on: NaiveDate,
) -> Result<(), StorageError> {
    let waiting =
        payments::table.filter(payments::id.eq(id.get())).filter(payments::state.eq(PaymentState::Sent.as_str()));
    let set = (payments::state.eq(state.as_str()), payments::reason.eq(reason), payments::settled_on.eq(on));
    changed(diesel::update(waiting).set(set).execute(&mut **tx)?)
}

/// An approved claim that waits for its payment.
#[derive(Clone, Debug, Queryable)]
pub struct Payable {
    #[diesel(deserialize_as = i64)]
    pub claim: ClaimId,
    pub version: i64,
    pub reference: String,
    pub title: String,
    pub unit: String,
    pub division: String,
    pub amount: Option<i64>,
    /// The account, JSON.
    pub account: String,
    pub waiting_since: NaiveDateTime,
    pub line: Option<i64>,
    /// Year, division and code of its budget line; none while it has no line.
    pub year: Option<i32>,
    pub line_division: Option<String>,
    pub code: Option<String>,
}

/// The approved claims the reader may know of, by budget year, division and waiting time.
///
/// # Errors
/// The database failed.
pub fn payable(conn: &mut Conn, visibility: Visibility, limit: i64) -> Result<Vec<Payable>, StorageError> {
    let approved = crate::domain::claim::State::Approved.as_str();
    let mut query = claims::table
        .inner_join(organisations::table)
        .left_join(budget_lines::table)
        .filter(claims::state.eq(approved))
        .into_boxed();
    query = match visibility {
        Visibility::All => query,
        Visibility::Division(division) => query.filter(claims::division.eq(division.to_string())),
        _ => query.filter(claims::id.eq(0)),
    };
    Ok(query
        .order((budget_lines::year, budget_lines::division, claims::waiting_since, claims::id))
        .limit(limit)
        .select((
            claims::id,
            claims::version,
            claims::reference,
            claims::title,
            organisations::name,
            claims::division,
            claims::decided_amount,
            claims::account,
            claims::waiting_since,
            claims::budget_line_id,
            budget_lines::year.nullable(),
            budget_lines::division.nullable(),
            budget_lines::code.nullable(),
        ))
        .load(conn)?)
}
