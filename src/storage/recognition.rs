//! Rounds of recognition and their nominations, with papers, checks, marks and objections.

use super::conn::{Conn, Tx};
use super::dialect;
use super::error::{StorageError, changed};
pub use super::nomination_objections::{NominationObjectionRow, answer_objection, insert_objection, objections};
use super::schema::{nomination_checks, nomination_papers, nominations, organisations, recognition_rounds, users};
use crate::domain::access::Visibility;
use crate::domain::ids::{EntrantId, NominationId, NominationPaperId, OrganisationId, RoundId, UserId};
use crate::domain::recognition::eligibility::{RecordAnswer, RecordKind};
use crate::domain::recognition::programme::Nominator;
use crate::domain::recognition::round::{Standing, State};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

/// A round as stored.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = recognition_rounds)]
pub struct RoundRow {
    #[diesel(deserialize_as = i64)]
    pub id: RoundId,
    pub programme: String,
    pub year: i32,
    /// The programme as it was, JSON.
    pub terms: String,
    pub terms_hash: String,
    pub places: Option<i32>,
    /// By county code, a JSON object.
    pub county_places: String,
    pub term_years: Option<i32>,
    pub closes_on: NaiveDate,
    #[diesel(deserialize_as = String)]
    pub state: State,
    pub present: Option<i32>,
    pub minutes: String,
    pub proposer_id: Option<i64>,
    pub decider_id: Option<i64>,
    pub notice_on: Option<NaiveDate>,
    pub notice_ends_on: Option<NaiveDate>,
    pub document: String,
    pub decided_on: Option<NaiveDate>,
    pub waiting_since: NaiveDateTime,
    pub version: i64,
    /// Of the panel's draw; empty before it is published.
    pub seed: String,
    /// What is drawn from, JSON.
    pub draw: String,
    pub drawn_at: Option<NaiveDateTime>,
}

/// A round to be opened.
#[derive(Insertable)]
#[diesel(table_name = recognition_rounds)]
pub struct NewRound<'a> {
    pub programme: &'a str,
    pub year: i32,
    pub terms: &'a str,
    pub terms_hash: &'a str,
    pub places: Option<i32>,
    pub county_places: &'a str,
    pub term_years: Option<i32>,
    pub closes_on: NaiveDate,
    pub state: &'a str,
    pub waiting_since: NaiveDateTime,
    pub opened_by: i64,
    pub created_at: NaiveDateTime,
}

/// What a step changes of a round beside its state; `None` leaves it.
#[derive(Clone, Debug, Default, AsChangeset)]
#[diesel(table_name = recognition_rounds)]
pub struct RoundChange {
    pub present: Option<i32>,
    pub minutes: Option<String>,
    pub proposer_id: Option<i64>,
    pub decider_id: Option<i64>,
    pub notice_on: Option<NaiveDate>,
    pub notice_ends_on: Option<NaiveDate>,
    pub document: Option<String>,
    pub decided_on: Option<NaiveDate>,
}

/// A nomination as stored.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = nominations)]
pub struct NominationRow {
    #[diesel(deserialize_as = i64)]
    pub id: NominationId,
    #[diesel(deserialize_as = i64)]
    pub round_id: RoundId,
    #[diesel(deserialize_as = i64)]
    pub organisation_id: OrganisationId,
    pub division: String,
    #[diesel(deserialize_as = String)]
    pub nominator: Nominator,
    #[diesel(deserialize_as = i64)]
    pub nominated_by: OrganisationId,
    pub name: String,
    /// Once in a round; none before the submission.
    pub identity: Option<String>,
    pub email: String,
    /// JSON.
    pub facts: String,
    pub statement: String,
    #[diesel(deserialize_as = String)]
    pub state: Standing,
    pub direct_source: String,
    pub outcome: Option<String>,
    pub opinion: String,
    pub votes: Option<i32>,
    pub score: Option<String>,
    pub open_objections: i32,
    pub version: i64,
    /// The contestant who stands without review.
    pub entrant_id: Option<i64>,
    /// Of the moderation meeting, which opened the second round of marks.
    pub meeting: String,
    /// While it is a draft: nobody else is kept from nominating the same.
    pub draft_identity: Option<String>,
    pub created_by: i64,
}

impl NominationRow {
    /// The number as it was stated last.
    #[must_use]
    pub fn stated_identity(&self) -> Option<&str> {
        self.identity.as_deref().or(self.draft_identity.as_deref())
    }
}

/// What its nominator writes of a nomination.
#[derive(Clone, Debug, Insertable, AsChangeset)]
#[diesel(table_name = nominations)]
#[diesel(treat_none_as_null = true)]
pub struct NominationData {
    pub nominator: &'static str,
    pub name: String,
    #[diesel(column_name = draft_identity)]
    pub identity: Option<String>,
    pub email: String,
    pub facts: String,
    pub statement: String,
}

/// Whose nomination it is.
#[derive(Clone, Copy, Debug)]
pub struct NominationOf {
    pub round: RoundId,
    pub organisation: OrganisationId,
    pub nominated_by: OrganisationId,
    pub by: UserId,
}

/// What became of a nomination; `None` leaves it.
#[derive(Clone, Debug, Default, AsChangeset)]
#[diesel(table_name = nominations)]
pub struct Fate {
    pub state: Option<&'static str>,
    pub outcome: Option<&'static str>,
    pub opinion: Option<String>,
    pub votes: Option<i32>,
    pub score: Option<String>,
}

/// A paper without its content.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = nomination_papers)]
pub struct NominationPaperRow {
    #[diesel(deserialize_as = i64)]
    pub id: NominationPaperId,
    pub material: String,
    pub file_name: String,
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    pub sha256: String,
}

/// A paper handed in.
pub struct NewNominationPaper<'a> {
    pub nomination: NominationId,
    pub material: &'a str,
    pub file_name: &'a str,
    pub media_type: &'a str,
    pub sha256: &'a str,
    pub content: &'a [u8],
    pub by: UserId,
    pub at: NaiveDateTime,
}

/// One answered check: kind, answer, source, by whom, when.
pub type CheckRow = (RecordKind, RecordAnswer, String, String, NaiveDateTime);

/// Opens a round.
///
/// # Errors
/// `Violated(RoundOfYear)`.
pub fn insert_round(tx: &mut Tx, new: &NewRound<'_>) -> Result<RoundId, StorageError> {
    let insert = diesel::insert_into(recognition_rounds::table).values(new).returning(recognition_rounds::id);
    let id: i64 = insert.get_result(&mut **tx)?;
    Ok(RoundId::new(id))
}

/// Every round, the latest year first.
///
/// # Errors
/// The database failed.
pub fn rounds(conn: &mut Conn) -> Result<Vec<RoundRow>, StorageError> {
    let all = recognition_rounds::table.order((recognition_rounds::year.desc(), recognition_rounds::id.desc()));
    Ok(all.select(RoundRow::as_select()).load(conn)?)
}

/// # Errors
/// [`StorageError::NotFound`].
pub fn round(conn: &mut Conn, id: RoundId) -> Result<RoundRow, StorageError> {
    Ok(recognition_rounds::table.find(id.get()).select(RoundRow::as_select()).first(conn)?)
}

/// One round, locked until the transaction ends.
///
/// # Errors
/// [`StorageError::NotFound`].
pub fn lock_round(tx: &mut Tx, id: RoundId) -> Result<RoundRow, StorageError> {
    dialect::lock_row(tx, "recognition_rounds", id.get())?;
    round(tx, id)
}

/// Writes a round's place.
///
/// # Errors
/// [`StorageError::Stale`]; `Violated(TwoPeople)`.
pub fn put_round(
    tx: &mut Tx,
    id: RoundId,
    version: i64,
    state: State,
    change: &RoundChange,
    at: NaiveDateTime,
) -> Result<(), StorageError> {
    let row = recognition_rounds::table
        .filter(recognition_rounds::id.eq(id.get()))
        .filter(recognition_rounds::version.eq(version));
    changed(
        diesel::update(row)
            .set((
                recognition_rounds::state.eq(state.as_str()),
                recognition_rounds::waiting_since.eq(at),
                recognition_rounds::version.eq(version + 1),
                change.clone(),
            ))
            .execute(&mut **tx)?,
    )
}

/// Adds a nomination as a draft.
///
/// # Errors
/// `Violated(NominatedTwice)`.
pub fn insert(
    tx: &mut Tx,
    of: NominationOf,
    division: &str,
    data: &NominationData,
    at: NaiveDateTime,
) -> Result<NominationId, StorageError> {
    let row = (
        nominations::round_id.eq(of.round.get()),
        nominations::organisation_id.eq(of.organisation.get()),
        nominations::division.eq(division),
        nominations::nominated_by.eq(of.nominated_by.get()),
        nominations::state.eq(Standing::Draft.as_str()),
        nominations::created_by.eq(of.by.get()),
        nominations::created_at.eq(at),
        data.clone(),
    );
    let id: i64 =
        diesel::insert_into(nominations::table).values(row).returning(nominations::id).get_result(&mut **tx)?;
    Ok(NominationId::new(id))
}

/// Says that somebody stands without review, and from where.
///
/// # Errors
/// The database failed.
pub fn put_direct(tx: &mut Tx, id: NominationId, entrant: EntrantId, source: &str) -> Result<(), StorageError> {
    let won = (nominations::direct_source.eq(source), nominations::entrant_id.eq(entrant.get()));
    diesel::update(nominations::table.find(id.get())).set(won).execute(&mut **tx)?;
    Ok(())
}

/// Forgets the number of a nomination that was taken back: it is needed no more, and somebody else may
/// put the same person forward.
///
/// # Errors
/// The database failed.
pub fn forget_identity(tx: &mut Tx, id: NominationId) -> Result<(), StorageError> {
    let row = nominations::table.find(id.get());
    let none = (nominations::identity.eq(None::<String>), nominations::draft_identity.eq(None::<String>));
    diesel::update(row).set(none).execute(&mut **tx)?;
    Ok(())
}

/// Makes the number of a draft the nomination's own.
///
/// # Errors
/// `Violated(NominatedTwice)`: another nomination of the round has it.
pub fn bind_identity(tx: &mut Tx, id: NominationId) -> Result<(), StorageError> {
    let row = nominations::table.find(id.get()).filter(nominations::draft_identity.is_not_null());
    let bound = (nominations::identity.eq(nominations::draft_identity), nominations::draft_identity.eq(None::<String>));
    diesel::update(row).set(bound).execute(&mut **tx)?;
    Ok(())
}

/// Whether an organisation has put the same forward in the round already, be it as a draft.
///
/// # Errors
/// The database failed.
pub fn is_put_forward(
    conn: &mut Conn,
    round: RoundId,
    by: OrganisationId,
    identity: &str,
    but: Option<NominationId>,
) -> Result<bool, StorageError> {
    let same = nominations::identity.eq(identity).or(nominations::draft_identity.eq(identity));
    let others = nominations::table
        .filter(nominations::round_id.eq(round.get()))
        .filter(nominations::nominated_by.eq(by.get()))
        .filter(same)
        .filter(nominations::id.ne(but.map_or(0, NominationId::get)));
    Ok(others.count().get_result::<i64>(conn)? > 0)
}

/// Writes a draft.
///
/// # Errors
/// [`StorageError::Stale`].
pub fn put(tx: &mut Tx, id: NominationId, version: i64, data: &NominationData) -> Result<(), StorageError> {
    let row = nominations::table.filter(nominations::id.eq(id.get())).filter(nominations::version.eq(version));
    changed(diesel::update(row).set((data.clone(), nominations::version.eq(version + 1))).execute(&mut **tx)?)
}

/// Writes what became of a nomination.
///
/// # Errors
/// [`StorageError::Stale`].
pub fn put_fate(tx: &mut Tx, id: NominationId, version: i64, fate: &Fate) -> Result<(), StorageError> {
    let row = nominations::table.filter(nominations::id.eq(id.get())).filter(nominations::version.eq(version));
    changed(diesel::update(row).set((fate.clone(), nominations::version.eq(version + 1))).execute(&mut **tx)?)
}

/// # Errors
/// [`StorageError::NotFound`].
pub fn get(conn: &mut Conn, id: NominationId) -> Result<NominationRow, StorageError> {
    Ok(nominations::table.find(id.get()).select(NominationRow::as_select()).first(conn)?)
}

/// One nomination, locked until the transaction ends.
///
/// # Errors
/// [`StorageError::NotFound`].
pub fn lock(tx: &mut Tx, id: NominationId) -> Result<NominationRow, StorageError> {
    dialect::lock_row(tx, "nominations", id.get())?;
    get(tx, id)
}

/// The nominations of a round within somebody's sight, in the order they came, each with the unit's
/// name.
///
/// # Errors
/// The database failed.
pub fn of_round(
    conn: &mut Conn,
    visibility: Visibility,
    round: RoundId,
) -> Result<Vec<(NominationRow, String)>, StorageError> {
    let mut query = nominations::table
        .inner_join(organisations::table)
        .filter(nominations::round_id.eq(round.get()))
        .order(nominations::id)
        .into_boxed();
    match visibility {
        Visibility::All => {}
        Visibility::Division(division) => query = query.filter(nominations::division.eq(division.to_string())),
        Visibility::Organisation(own) => {
            query =
                query.filter(nominations::organisation_id.eq(own.get()).or(nominations::nominated_by.eq(own.get())));
        }
        Visibility::PublicOnly => return Ok(Vec::new()),
    }
    Ok(query.select((NominationRow::as_select(), organisations::name)).load(conn)?)
}

/// Adds a paper; its content only where no paper has it yet.
///
/// # Errors
/// The database failed.
pub fn insert_paper(tx: &mut Tx, paper: &NewNominationPaper<'_>) -> Result<NominationPaperId, StorageError> {
    dialect::keep_blob(tx, paper.sha256, paper.content)?;
    let row = (
        nomination_papers::nomination_id.eq(paper.nomination.get()),
        nomination_papers::material.eq(paper.material),
        nomination_papers::file_name.eq(paper.file_name),
        nomination_papers::media_type.eq(paper.media_type),
        nomination_papers::size.eq(i64::try_from(paper.content.len()).unwrap_or(i64::MAX)),
        nomination_papers::sha256.eq(paper.sha256),
        nomination_papers::uploaded_by.eq(paper.by.get()),
        nomination_papers::uploaded_at.eq(paper.at),
    );
    let insert = diesel::insert_into(nomination_papers::table).values(row).returning(nomination_papers::id);
    let id: i64 = insert.get_result(&mut **tx)?;
    Ok(NominationPaperId::new(id))
}

/// The papers that were not taken out, in the order they came.
///
/// # Errors
/// The database failed.
pub fn papers(conn: &mut Conn, nomination: NominationId) -> Result<Vec<NominationPaperRow>, StorageError> {
    let standing = nomination_papers::table
        .filter(nomination_papers::nomination_id.eq(nomination.get()))
        .filter(nomination_papers::removed_at.is_null());
    Ok(standing.order(nomination_papers::id).select(NominationPaperRow::as_select()).load(conn)?)
}

/// Takes a paper out; it stays on the record.
///
/// # Errors
/// The database failed.
pub fn remove_paper(tx: &mut Tx, id: NominationPaperId, at: NaiveDateTime) -> Result<(), StorageError> {
    let row = nomination_papers::table.find(id.get());
    diesel::update(row).set(nomination_papers::removed_at.eq(at)).execute(&mut **tx)?;
    Ok(())
}

/// Writes the answer to a check, in place of an earlier one.
///
/// # Errors
/// The database failed.
pub fn put_check(
    tx: &mut Tx,
    nomination: NominationId,
    (kind, answer): (RecordKind, RecordAnswer),
    source: &str,
    by: UserId,
    at: NaiveDateTime,
) -> Result<(), StorageError> {
    let of = nomination_checks::table
        .filter(nomination_checks::nomination_id.eq(nomination.get()))
        .filter(nomination_checks::kind.eq(kind.as_str()));
    diesel::delete(of).execute(&mut **tx)?;
    let row = (
        nomination_checks::nomination_id.eq(nomination.get()),
        nomination_checks::kind.eq(kind.as_str()),
        nomination_checks::answer.eq(answer.as_str()),
        nomination_checks::source.eq(source),
        nomination_checks::checked_by.eq(by.get()),
        nomination_checks::checked_at.eq(at),
    );
    diesel::insert_into(nomination_checks::table).values(row).execute(&mut **tx)?;
    Ok(())
}

/// The checks that were answered.
///
/// # Errors
/// The database failed, or a stored code is unknown.
pub fn checks(conn: &mut Conn, nomination: NominationId) -> Result<Vec<CheckRow>, StorageError> {
    let rows: Vec<(String, String, String, String, NaiveDateTime)> = nomination_checks::table
        .inner_join(users::table)
        .filter(nomination_checks::nomination_id.eq(nomination.get()))
        .order(nomination_checks::id)
        .select((
            nomination_checks::kind,
            nomination_checks::answer,
            nomination_checks::source,
            users::name,
            nomination_checks::checked_at,
        ))
        .load(conn)?;
    let corrupt = |value: &str| StorageError::Corrupt { what: "clean-record check", value: value.to_owned() };
    let read = |(kind, answer, source, by, at): (String, String, String, String, NaiveDateTime)| {
        let kind = kind.parse().map_err(|_| corrupt(&kind))?;
        Ok((kind, answer.parse().map_err(|_| corrupt(&answer))?, source, by, at))
    };
    rows.into_iter().map(read).collect()
}
