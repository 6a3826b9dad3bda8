//! Marks of the judges, changes to them after signing, and certificates.

use super::conn::{Conn, Tx};
use super::error::StorageError;
use super::schema::{contest_certificates, contest_changes, contest_entrants, contest_items, contest_marks};
use crate::domain::ids::{CertificateId, ChangeId, ContestId, EntrantId, MarkId, UserId};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

/// One mark of one judge.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = contest_marks)]
pub struct MarkRow {
    #[diesel(deserialize_as = i64)]
    pub id: MarkId,
    #[diesel(deserialize_as = i64)]
    pub entrant_id: EntrantId,
    pub line: String,
    #[diesel(deserialize_as = i64)]
    pub judge_id: UserId,
    pub round: i32,
    /// A decimal.
    pub mark: String,
    pub note: String,
    pub sealed_at: Option<NaiveDateTime>,
}

/// A change after signing.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = contest_changes)]
pub struct ChangeRow {
    #[diesel(deserialize_as = i64)]
    pub id: ChangeId,
    #[diesel(deserialize_as = i64)]
    pub mark_id: MarkId,
    pub before: String,
    pub after: String,
    pub reason: String,
    #[diesel(deserialize_as = i64)]
    pub asked_by: UserId,
    pub asked_at: NaiveDateTime,
    pub approved_by: Option<i64>,
    pub approved_at: Option<NaiveDateTime>,
    pub closed_by: Option<i64>,
    pub closed_at: Option<NaiveDateTime>,
    pub closed_reason: String,
}

impl ChangeRow {
    /// Neither approved nor closed.
    pub fn waits(&self) -> bool {
        self.approved_by.is_none() && self.closed_by.is_none()
    }
}

/// A certificate as printed.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = contest_certificates)]
pub struct CertificateRow {
    #[diesel(deserialize_as = i64)]
    pub id: CertificateId,
    #[diesel(deserialize_as = i64)]
    pub entrant_id: EntrantId,
    pub number: String,
    pub code: String,
    pub rank: i32,
    pub award: String,
    pub issued_on: NaiveDate,
    pub revoked_at: Option<NaiveDateTime>,
    pub revoke_reason: String,
    /// JSON, see [`CertificateRow::named`].
    pub members: String,
}

impl CertificateRow {
    /// Of a team, the members it names; `None`: everybody.
    ///
    /// # Errors
    /// `Corrupt`.
    pub fn named(&self) -> Result<Option<Vec<(i64, String)>>, StorageError> {
        if self.members.is_empty() {
            return Ok(None);
        }
        let corrupt = |_| StorageError::Corrupt { what: "members of a certificate", value: self.number.clone() };
        serde_json::from_str(&self.members).map(Some).map_err(corrupt)
    }
}

/// A certificate to be issued.
#[derive(Insertable)]
#[diesel(table_name = contest_certificates)]
pub struct NewCertificate<'a> {
    pub entrant_id: i64,
    pub number: &'a str,
    pub code: &'a str,
    pub rank: i32,
    pub award: &'a str,
    pub issued_on: NaiveDate,
    pub issued_by: i64,
    pub members: String,
}

/// Writes a judge's mark that is not sealed; an earlier draft is replaced, a sealed mark is not.
///
/// # Errors
/// `Stale`: it is sealed.
pub fn put(
    tx: &mut Tx,
    entrant: EntrantId,
    line: &str,
    judge: UserId,
    round: i32,
    mark: &str,
    note: &str,
) -> Result<(), StorageError> {
    let own = contest_marks::table
        .filter(contest_marks::entrant_id.eq(entrant.get()))
        .filter(contest_marks::line.eq(line))
        .filter(contest_marks::judge_id.eq(judge.get()))
        .filter(contest_marks::round.eq(round));
    let known: Option<MarkRow> = own.select(MarkRow::as_select()).first(&mut **tx).optional()?;
    match known {
        Some(row) if row.sealed_at.is_some() => return Err(StorageError::Stale),
        Some(row) => {
            let set = (contest_marks::mark.eq(mark), contest_marks::note.eq(note));
            diesel::update(contest_marks::table.find(row.id.get())).set(set).execute(&mut **tx)?;
        }
        None => {
            diesel::insert_into(contest_marks::table)
                .values((
                    contest_marks::entrant_id.eq(entrant.get()),
                    contest_marks::line.eq(line),
                    contest_marks::judge_id.eq(judge.get()),
                    contest_marks::round.eq(round),
                    contest_marks::mark.eq(mark),
                    contest_marks::note.eq(note),
                ))
                .execute(&mut **tx)?;
        }
    }
    Ok(())
}

/// Takes back a draft that is not sealed.
///
/// # Errors
/// The database failed.
pub fn remove(tx: &mut Tx, entrant: EntrantId, line: &str, judge: UserId, round: i32) -> Result<(), StorageError> {
    let draft = contest_marks::table
        .filter(contest_marks::entrant_id.eq(entrant.get()))
        .filter(contest_marks::line.eq(line))
        .filter(contest_marks::judge_id.eq(judge.get()))
        .filter(contest_marks::round.eq(round))
        .filter(contest_marks::sealed_at.is_null());
    diesel::delete(draft).execute(&mut **tx)?;
    Ok(())
}

/// Takes everything a judge has marked about a contestant out of the count, with the later rounds of these lines
/// by whomever: they answered marks that are no longer there. Says how many of the judge's own there were.
///
/// # Errors
/// The database failed.
pub fn withdraw(tx: &mut Tx, entrant: EntrantId, judge: UserId) -> Result<usize, StorageError> {
    let of = contest_marks::entrant_id.eq(entrant.get());
    let own = contest_marks::judge_id.eq(judge.get());
    let lines: Vec<String> =
        contest_marks::table.filter(of).filter(own).select(contest_marks::line).distinct().load(&mut **tx)?;
    let count = diesel::delete(contest_marks::table.filter(of).filter(own)).execute(&mut **tx)?;
    let later = contest_marks::table.filter(of).filter(contest_marks::line.eq_any(lines));
    diesel::delete(later.filter(contest_marks::round.gt(1))).execute(&mut **tx)?;
    Ok(count)
}

/// Seals everything a judge has written about a contestant.
///
/// # Errors
/// The database failed.
pub fn seal(tx: &mut Tx, entrant: EntrantId, judge: UserId, at: NaiveDateTime) -> Result<usize, StorageError> {
    let open = contest_marks::table
        .filter(contest_marks::entrant_id.eq(entrant.get()))
        .filter(contest_marks::judge_id.eq(judge.get()))
        .filter(contest_marks::sealed_at.is_null());
    Ok(diesel::update(open).set(contest_marks::sealed_at.eq(at)).execute(&mut **tx)?)
}

/// Every mark of an item, by contestant, line, round and judge.
///
/// # Errors
/// The database failed.
pub fn of_item(conn: &mut Conn, item: ContestId) -> Result<Vec<MarkRow>, StorageError> {
    Ok(contest_marks::table
        .inner_join(contest_entrants::table)
        .filter(contest_entrants::item_id.eq(item.get()))
        .order((contest_marks::entrant_id, contest_marks::line, contest_marks::round, contest_marks::judge_id))
        .select(MarkRow::as_select())
        .load(conn)?)
}

/// One mark with the item it belongs to.
///
/// # Errors
/// [`StorageError::NotFound`].
pub fn get(conn: &mut Conn, id: MarkId) -> Result<(MarkRow, ContestId), StorageError> {
    let (row, item): (MarkRow, i64) = contest_marks::table
        .inner_join(contest_entrants::table)
        .filter(contest_marks::id.eq(id.get()))
        .select((MarkRow::as_select(), contest_entrants::item_id))
        .first(conn)?;
    Ok((row, ContestId::new(item)))
}

/// Asks for a change of a sealed mark.
///
/// # Errors
/// The database failed.
pub fn ask_change(
    tx: &mut Tx,
    mark: &MarkRow,
    after: &str,
    reason: &str,
    by: UserId,
    at: NaiveDateTime,
) -> Result<ChangeId, StorageError> {
    let id: i64 = diesel::insert_into(contest_changes::table)
        .values((
            contest_changes::mark_id.eq(mark.id.get()),
            contest_changes::before.eq(&mark.mark),
            contest_changes::after.eq(after),
            contest_changes::reason.eq(reason),
            contest_changes::asked_by.eq(by.get()),
            contest_changes::asked_at.eq(at),
        ))
        .returning(contest_changes::id)
        .get_result(&mut **tx)?;
    Ok(ChangeId::new(id))
}

/// Approves a change and makes it.
///
/// # Errors
/// `Stale`: approved already, or the mark is another meanwhile. `Violated(TwoPeople)`: by who asked.
pub fn approve_change(tx: &mut Tx, change: &ChangeRow, by: UserId, at: NaiveDateTime) -> Result<(), StorageError> {
    let open = contest_changes::table
        .filter(contest_changes::id.eq(change.id.get()))
        .filter(contest_changes::approved_by.is_null())
        .filter(contest_changes::closed_by.is_null());
    let set = (contest_changes::approved_by.eq(by.get()), contest_changes::approved_at.eq(at));
    let mark = contest_marks::table
        .filter(contest_marks::id.eq(change.mark_id.get()))
        .filter(contest_marks::mark.eq(&change.before));
    let approved = diesel::update(open).set(set).execute(&mut **tx)?;
    let changed = diesel::update(mark).set(contest_marks::mark.eq(&change.after)).execute(&mut **tx)?;
    if approved == 1 && changed == 1 { Ok(()) } else { Err(StorageError::Stale) }
}

/// The changes of an item with the marks they are about, in order.
///
/// # Errors
/// The database failed.
pub fn changes(conn: &mut Conn, item: ContestId) -> Result<Vec<(ChangeRow, MarkRow)>, StorageError> {
    Ok(contest_changes::table
        .inner_join(contest_marks::table.inner_join(contest_entrants::table))
        .filter(contest_entrants::item_id.eq(item.get()))
        .order(contest_changes::id)
        .select((ChangeRow::as_select(), MarkRow::as_select()))
        .load(conn)?)
}

/// Issues a certificate.
///
/// # Errors
/// `Violated(CertificateValid)`: there is a valid one.
pub fn insert_certificate(tx: &mut Tx, new: &NewCertificate) -> Result<CertificateId, StorageError> {
    let id: i64 = diesel::insert_into(contest_certificates::table)
        .values(new)
        .returning(contest_certificates::id)
        .get_result(&mut **tx)?;
    Ok(CertificateId::new(id))
}

/// The certificates of an item, the revoked ones too.
///
/// # Errors
/// The database failed.
pub fn certificates(conn: &mut Conn, item: ContestId) -> Result<Vec<CertificateRow>, StorageError> {
    Ok(contest_certificates::table
        .inner_join(contest_entrants::table)
        .filter(contest_entrants::item_id.eq(item.get()))
        .order(contest_certificates::id)
        .select(CertificateRow::as_select())
        .load(conn)?)
}

/// The certificate with this code, and the item and contestant it is for.
///
/// # Errors
/// [`StorageError::NotFound`].
pub fn certificate(conn: &mut Conn, code: &str) -> Result<(CertificateRow, ContestId), StorageError> {
    let (row, item): (CertificateRow, i64) = contest_certificates::table
        .inner_join(contest_entrants::table.inner_join(contest_items::table))
        .filter(contest_certificates::code.eq(code))
        .select((CertificateRow::as_select(), contest_entrants::item_id))
        .first(conn)?;
    Ok((row, ContestId::new(item)))
}

/// Revokes a certificate.
///
/// # Errors
/// `Stale`: it is revoked already.
pub fn revoke(tx: &mut Tx, id: CertificateId, reason: &str, by: UserId, at: NaiveDateTime) -> Result<(), StorageError> {
    let valid = contest_certificates::table
        .filter(contest_certificates::id.eq(id.get()))
        .filter(contest_certificates::revoked_at.is_null());
    let changed = diesel::update(valid)
        .set((
            contest_certificates::revoked_at.eq(at),
            contest_certificates::revoked_by.eq(by.get()),
            contest_certificates::revoke_reason.eq(reason),
        ))
        .execute(&mut **tx)?;
    if changed == 1 { Ok(()) } else { Err(StorageError::Stale) }
}
