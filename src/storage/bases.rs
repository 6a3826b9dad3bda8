//! The register of training bases: particulars, applications, yearly figures, papers, claims.

use super::claims::ClaimRow;
use super::conn::{Conn, Tx};
use super::dialect;
use super::error::{StorageError, changed};
use super::schema::{base_applications, base_claims, base_figures, base_papers, bases, claims, organisations};
use super::sight::seen_by;
use crate::domain::access::Visibility;
use crate::domain::base::{Held, Level, State, held};
use crate::domain::ids::{BaseApplicationId, BaseId, BasePaperId, ClaimId, OrganisationId, UserId};
use crate::domain::people::DivisionCode;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

/// A base as stored. `level` and `designated_on` come together, with the first designation.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = bases)]
pub struct BaseRow {
    #[diesel(deserialize_as = i64)]
    pub id: BaseId,
    #[diesel(deserialize_as = i64)]
    pub organisation_id: OrganisationId,
    #[diesel(deserialize_as = String)]
    pub division: DivisionCode,
    pub name: String,
    pub industry: String,
    pub address: String,
    /// Separated by `;`.
    pub trades: String,
    /// Square metres.
    pub area: Option<i32>,
    pub workstations: Option<i32>,
    pub teachers: Option<i32>,
    pub equipment: String,
    level: Option<String>,
    pub designated_on: Option<NaiveDate>,
    pub version: i64,
}

impl BaseRow {
    /// The level held now.
    pub fn level(&self) -> Option<Level> {
        self.level.as_deref().and_then(|level| level.parse().ok())
    }
}

/// What is written of a base by its unit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Insertable, AsChangeset, serde::Serialize)]
#[diesel(table_name = bases)]
#[diesel(treat_none_as_null = true)]
pub struct Particulars {
    pub name: String,
    pub industry: String,
    pub address: String,
    pub trades: String,
    pub area: Option<i32>,
    pub workstations: Option<i32>,
    pub teachers: Option<i32>,
    pub equipment: String,
}

/// An application for a level.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = base_applications)]
pub struct ApplicationRow {
    #[diesel(deserialize_as = i64)]
    pub id: BaseApplicationId,
    #[diesel(deserialize_as = i64)]
    pub base_id: BaseId,
    #[diesel(deserialize_as = String)]
    pub level: Level,
    #[diesel(deserialize_as = String)]
    pub state: State,
    pub statement: String,
    /// Of the last return, or of the refusal.
    pub opinion: String,
    /// The designation's number.
    pub document: String,
    pub designated_on: Option<NaiveDate>,
    pub examiner_id: Option<i64>,
    pub decider_id: Option<i64>,
    pub waiting_since: NaiveDateTime,
    pub version: i64,
}

/// One year of a base.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Queryable, Selectable, serde::Serialize)]
#[diesel(table_name = base_figures)]
pub struct FigureRow {
    pub year: i32,
    pub trainees: i32,
    pub certificates: i32,
    pub competitions: i32,
}

/// A paper without its content.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = base_papers)]
pub struct BasePaperRow {
    #[diesel(deserialize_as = i64)]
    pub id: BasePaperId,
    #[diesel(deserialize_as = i64)]
    pub base_id: BaseId,
    pub file_name: String,
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    pub sha256: String,
    pub uploaded_at: NaiveDateTime,
    pub removed_at: Option<NaiveDateTime>,
}

/// A base on a list: its unit's name, its latest application.
#[derive(Clone, Debug)]
pub struct Listed {
    pub base: BaseRow,
    pub host: String,
    pub application: Option<ApplicationRow>,
}

/// What a list holds.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only of this level.
    pub level: Option<Level>,
    /// Only those that are designated.
    pub designated: bool,
    /// In name, unit, industry or trades.
    pub text: Option<String>,
    /// Left out: bases that the reader is kept from while they are evaluated.
    pub without: Vec<BaseId>,
}

/// Adds a base that is not yet designated.
///
/// # Errors
/// `Violated(BaseNameTaken)`: the unit has one of this name.
pub fn insert(
    tx: &mut Tx,
    owner: OrganisationId,
    division: DivisionCode,
    of: &Particulars,
    at: NaiveDateTime,
) -> Result<BaseId, StorageError> {
    let row = (
        bases::organisation_id.eq(owner.get()),
        bases::division.eq(division.to_string()),
        of.clone(),
        bases::created_at.eq(at),
    );
    let id: i64 = diesel::insert_into(bases::table).values(row).returning(bases::id).get_result(&mut **tx)?;
    Ok(BaseId::new(id))
}

/// Writes what a base is.
///
/// # Errors
/// [`StorageError::Stale`]; `Violated(BaseNameTaken)`.
pub fn put(tx: &mut Tx, id: BaseId, version: i64, of: &Particulars) -> Result<(), StorageError> {
    changed(
        diesel::update(bases::table.filter(bases::id.eq(id.get())).filter(bases::version.eq(version)))
            .set((of, bases::version.eq(version + 1)))
            .execute(&mut **tx)?,
    )
}

/// Gives a base its level, or takes it away.
///
/// # Errors
/// The database failed.
pub fn designate(tx: &mut Tx, id: BaseId, held: Option<(Level, NaiveDate)>) -> Result<(), StorageError> {
    let (level, on) = held.unzip();
    diesel::update(bases::table.find(id.get()))
        .set((
            bases::level.eq(level.map(Level::as_str)),
            bases::designated_on.eq(on),
            bases::version.eq(bases::version + 1),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// # Errors
/// [`StorageError::NotFound`].
pub fn get(conn: &mut Conn, id: BaseId) -> Result<BaseRow, StorageError> {
    Ok(bases::table.find(id.get()).select(BaseRow::as_select()).first(conn)?)
}

/// One base, locked until the transaction ends.
///
/// # Errors
/// [`StorageError::NotFound`].
pub fn lock(tx: &mut Tx, id: BaseId) -> Result<BaseRow, StorageError> {
    dialect::lock_row(tx, "bases", id.get())?;
    get(tx, id)
}

macro_rules! filtered {
    ($visibility:expr, $filter:expr) => {{
        let mut query = bases::table.inner_join(organisations::table).into_boxed();
        query = seen_by!(query, $visibility, bases);
        if $filter.designated {
            query = query.filter(bases::level.is_not_null());
        }
        if !$filter.without.is_empty() {
            let without: Vec<i64> = $filter.without.iter().map(|id| id.get()).collect();
            query = query.filter(bases::id.ne_all(without));
        }
        if let Some(level) = $filter.level {
            query = query.filter(bases::level.eq(level.as_str()));
        }
        if let Some(text) = &$filter.text {
            let pattern = super::convert::containing(text);
            query = query.filter(
                bases::name
                    .like(pattern.clone())
                    .or(organisations::name.like(pattern.clone()))
                    .or(bases::industry.like(pattern.clone()))
                    .or(bases::trades.like(pattern)),
            );
        }
        query
    }};
}

/// Bases by name, each with its latest application.
///
/// # Errors
/// The database failed.
pub fn list(
    conn: &mut Conn,
    visibility: Visibility,
    filter: &Filter,
    offset: i64,
    limit: i64,
) -> Result<Vec<Listed>, StorageError> {
    let rows: Vec<(BaseRow, String)> = filtered!(visibility, filter)
        .order((bases::name, bases::id))
        .offset(offset)
        .limit(limit)
        .select((BaseRow::as_select(), organisations::name))
        .load(conn)?;
    let ids: Vec<i64> = rows.iter().map(|(base, _)| base.id.get()).collect();
    let mut latest = latest(conn, &ids)?;
    let listed = |(base, host): (BaseRow, String)| {
        let at = latest.iter().position(|application| application.base_id == base.id);
        Listed { application: at.map(|at| latest.swap_remove(at)), base, host }
    };
    Ok(rows.into_iter().map(listed).collect())
}

/// How many bases of each level the filter lets through; those of none last.
///
/// # Errors
/// The database failed.
pub fn count(conn: &mut Conn, visibility: Visibility, filter: &Filter) -> Result<i64, StorageError> {
    Ok(filtered!(visibility, filter).count().get_result(conn)?)
}

fn latest(conn: &mut Conn, ids: &[i64]) -> Result<Vec<ApplicationRow>, StorageError> {
    let rows: Vec<ApplicationRow> = base_applications::table
        .filter(base_applications::base_id.eq_any(ids))
        .order(base_applications::id.desc())
        .select(ApplicationRow::as_select())
        .load(conn)?;
    let mut latest: Vec<ApplicationRow> = Vec::new();
    for row in rows {
        if !latest.iter().any(|known| known.base_id == row.base_id) {
            latest.push(row);
        }
    }
    Ok(latest)
}

/// Bases whose application is in one of these states, with the unit's name; who has waited longest first.
///
/// # Errors
/// The database failed.
pub fn waiting(
    conn: &mut Conn,
    visibility: Visibility,
    states: &[State],
    limit: i64,
) -> Result<Vec<(BaseRow, ApplicationRow, String)>, StorageError> {
    let filter = Filter::default();
    let states: Vec<&str> = states.iter().map(|state| state.as_str()).collect();
    let applications: Vec<ApplicationRow> = base_applications::table
        .filter(base_applications::state.eq_any(states))
        .order((base_applications::waiting_since, base_applications::id))
        .limit(limit)
        .select(ApplicationRow::as_select())
        .load(conn)?;
    let ids: Vec<i64> = applications.iter().map(|application| application.base_id.get()).collect();
    let rows: Vec<(BaseRow, String)> = filtered!(visibility, filter)
        .filter(bases::id.eq_any(ids))
        .select((BaseRow::as_select(), organisations::name))
        .load(conn)?;
    let with_base = |application: ApplicationRow| {
        let (base, host) = rows.iter().find(|(base, _)| base.id == application.base_id)?.clone();
        Some((base, application, host))
    };
    Ok(applications.into_iter().filter_map(with_base).collect())
}

/// Proposes to revoke what a base holds, with the reason and who proposes it.
///
/// # Errors
/// The database failed.
pub fn propose_revocation(
    tx: &mut Tx,
    base: BaseId,
    level: Level,
    reason: &str,
    by: UserId,
    at: NaiveDateTime,
) -> Result<BaseApplicationId, StorageError> {
    let row = (
        base_applications::base_id.eq(base.get()),
        base_applications::level.eq(level.as_str()),
        base_applications::state.eq(State::Revoking.as_str()),
        base_applications::statement.eq(reason),
        base_applications::examiner_id.eq(by.get()),
        base_applications::waiting_since.eq(at),
        base_applications::created_at.eq(at),
    );
    let insert = diesel::insert_into(base_applications::table).values(row).returning(base_applications::id);
    let id: i64 = insert.get_result(&mut **tx)?;
    Ok(BaseApplicationId::new(id))
}

/// Begins an application.
///
/// # Errors
/// `Violated(BaseApplicationOpen)`: one is under way.
pub fn apply(
    tx: &mut Tx,
    base: BaseId,
    level: Level,
    statement: &str,
    at: NaiveDateTime,
) -> Result<BaseApplicationId, StorageError> {
    let row = (
        base_applications::base_id.eq(base.get()),
        base_applications::level.eq(level.as_str()),
        base_applications::state.eq(State::Draft.as_str()),
        base_applications::statement.eq(statement),
        base_applications::waiting_since.eq(at),
        base_applications::created_at.eq(at),
    );
    let insert = diesel::insert_into(base_applications::table).values(row).returning(base_applications::id);
    let id: i64 = insert.get_result(&mut **tx)?;
    Ok(BaseApplicationId::new(id))
}

/// Every application of a base, the latest first.
///
/// # Errors
/// The database failed.
pub fn applications(conn: &mut Conn, base: BaseId) -> Result<Vec<ApplicationRow>, StorageError> {
    let of_base = base_applications::table.filter(base_applications::base_id.eq(base.get()));
    Ok(of_base.order(base_applications::id.desc()).select(ApplicationRow::as_select()).load(conn)?)
}

/// Changes the statement of an application that is being written.
///
/// # Errors
/// The database failed.
pub fn put_statement(tx: &mut Tx, id: BaseApplicationId, statement: &str) -> Result<(), StorageError> {
    let row = base_applications::table.find(id.get());
    diesel::update(row).set(base_applications::statement.eq(statement)).execute(&mut **tx)?;
    Ok(())
}

/// Where an application is after a step.
#[derive(Clone, Debug, Default)]
pub struct Place<'p> {
    pub opinion: &'p str,
    pub document: &'p str,
    pub designated_on: Option<NaiveDate>,
    pub examiner: Option<UserId>,
    pub decider: Option<UserId>,
}

/// Writes an application's place; it waits anew from then on.
///
/// # Errors
/// [`StorageError::Stale`]; `Violated(TwoPeople)`.
pub fn put_place(
    tx: &mut Tx,
    id: BaseApplicationId,
    version: i64,
    state: State,
    place: &Place<'_>,
    at: NaiveDateTime,
) -> Result<(), StorageError> {
    let row = base_applications::table
        .filter(base_applications::id.eq(id.get()))
        .filter(base_applications::version.eq(version));
    changed(
        diesel::update(row)
            .set((
                base_applications::state.eq(state.as_str()),
                base_applications::opinion.eq(place.opinion),
                base_applications::document.eq(place.document),
                base_applications::designated_on.eq(place.designated_on),
                base_applications::examiner_id.eq(place.examiner.map(UserId::get)),
                base_applications::decider_id.eq(place.decider.map(UserId::get)),
                base_applications::waiting_since.eq(at),
                base_applications::version.eq(version + 1),
            ))
            .execute(&mut **tx)?,
    )
}

/// The years of a base, the latest first.
///
/// # Errors
/// The database failed.
pub fn figures(conn: &mut Conn, base: BaseId) -> Result<Vec<FigureRow>, StorageError> {
    let of_base = base_figures::table.filter(base_figures::base_id.eq(base.get()));
    Ok(of_base.order(base_figures::year.desc()).select(FigureRow::as_select()).load(conn)?)
}

/// Writes one year, in place of what was there.
///
/// # Errors
/// The database failed.
pub fn put_figures(tx: &mut Tx, base: BaseId, of: FigureRow) -> Result<(), StorageError> {
    let values = (
        base_figures::trainees.eq(of.trainees),
        base_figures::certificates.eq(of.certificates),
        base_figures::competitions.eq(of.competitions),
    );
    let year = base_figures::table.filter(base_figures::base_id.eq(base.get())).filter(base_figures::year.eq(of.year));
    if diesel::update(year).set(values).execute(&mut **tx)? == 0 {
        let row = (base_figures::base_id.eq(base.get()), base_figures::year.eq(of.year), values);
        diesel::insert_into(base_figures::table).values(row).execute(&mut **tx)?;
    }
    Ok(())
}

/// A paper handed in.
pub struct NewBasePaper<'a> {
    pub base: BaseId,
    pub file_name: &'a str,
    pub media_type: &'a str,
    pub sha256: &'a str,
    pub content: &'a [u8],
    pub by: UserId,
    pub at: NaiveDateTime,
}

/// Adds a paper; its content only where no paper has it yet.
///
/// # Errors
/// The database failed.
pub fn insert_paper(tx: &mut Tx, paper: &NewBasePaper<'_>) -> Result<BasePaperId, StorageError> {
    dialect::keep_blob(tx, paper.sha256, paper.content)?;
    let row = (
        base_papers::base_id.eq(paper.base.get()),
        base_papers::file_name.eq(paper.file_name),
        base_papers::media_type.eq(paper.media_type),
        base_papers::size.eq(i64::try_from(paper.content.len()).unwrap_or(i64::MAX)),
        base_papers::sha256.eq(paper.sha256),
        base_papers::uploaded_by.eq(paper.by.get()),
        base_papers::uploaded_at.eq(paper.at),
    );
    let insert = diesel::insert_into(base_papers::table).values(row).returning(base_papers::id);
    let id: i64 = insert.get_result(&mut **tx)?;
    Ok(BasePaperId::new(id))
}

/// The papers of a base that were not taken out, in the order they came.
///
/// # Errors
/// The database failed.
pub fn papers(conn: &mut Conn, base: BaseId) -> Result<Vec<BasePaperRow>, StorageError> {
    let standing =
        base_papers::table.filter(base_papers::base_id.eq(base.get())).filter(base_papers::removed_at.is_null());
    Ok(standing.order(base_papers::id).select(BasePaperRow::as_select()).load(conn)?)
}

/// Takes a paper out; it stays on the record.
///
/// # Errors
/// The database failed.
pub fn remove_paper(tx: &mut Tx, id: BasePaperId, at: NaiveDateTime) -> Result<(), StorageError> {
    diesel::update(base_papers::table.find(id.get())).set(base_papers::removed_at.eq(at)).execute(&mut **tx)?;
    Ok(())
}

/// A base that is or was designated: number, name, unit and its name, every designation and revocation.
pub type Designated = (BaseId, String, OrganisationId, String, Vec<Held>);

/// Every base that was ever designated.
///
/// # Errors
/// The database failed.
pub fn designated(conn: &mut Conn) -> Result<Vec<Designated>, StorageError> {
    let rows: Vec<(i64, String, i64, String)> = bases::table
        .inner_join(organisations::table)
        .order(bases::id)
        .select((bases::id, bases::name, bases::organisation_id, organisations::name))
        .load(conn)?;
    let granted: Vec<ApplicationRow> = base_applications::table
        .filter(base_applications::state.eq_any([State::Designated.as_str(), State::Revoked.as_str()]))
        .select(ApplicationRow::as_select())
        .load(conn)?;
    let of = |(id, name, organisation, host): (i64, String, i64, String)| {
        let own = granted.iter().filter(|one| one.base_id.get() == id);
        let days: Vec<Held> = own.filter_map(|one| held(one.state, one.level, one.designated_on)).collect();
        (BaseId::new(id), name, OrganisationId::new(organisation), host, days)
    };
    Ok(rows.into_iter().map(of).filter(|(.., days)| !days.is_empty()).collect())
}

/// Notes that a claim was made for a base.
///
/// # Errors
/// The database failed.
pub fn link_claim(tx: &mut Tx, base: BaseId, claim: ClaimId) -> Result<(), StorageError> {
    let row = (base_claims::base_id.eq(base.get()), base_claims::claim_id.eq(claim.get()));
    diesel::insert_into(base_claims::table).values(row).execute(&mut **tx)?;
    Ok(())
}

/// Whether the claim was made for a base.
///
/// # Errors
/// The database failed.
pub fn is_claim(conn: &mut Conn, claim: ClaimId) -> Result<bool, StorageError> {
    Ok(base_claims::table.find(claim.get()).count().get_result::<i64>(conn)? > 0)
}

/// The bases of a unit.
///
/// # Errors
/// The database failed.
pub fn of_organisation(conn: &mut Conn, organisation: OrganisationId) -> Result<Vec<BaseRow>, StorageError> {
    let own = bases::table.filter(bases::organisation_id.eq(organisation.get())).order(bases::id);
    Ok(own.select(BaseRow::as_select()).load(conn)?)
}

/// The base that a claim was made for.
///
/// # Errors
/// The database failed.
pub fn of_claim(conn: &mut Conn, claim: ClaimId) -> Result<Option<BaseRow>, StorageError> {
    let of_claim = base_claims::table.find(claim.get()).inner_join(bases::table);
    Ok(of_claim.select(BaseRow::as_select()).first(conn).optional()?)
}

/// The claims made for a base, in their order.
///
/// # Errors
/// The database failed.
pub fn claims_of(conn: &mut Conn, base: BaseId) -> Result<Vec<ClaimRow>, StorageError> {
    let of_base = base_claims::table.filter(base_claims::base_id.eq(base.get())).inner_join(claims::table);
    Ok(of_base.order(claims::id).select(ClaimRow::as_select()).load(conn)?)
}
