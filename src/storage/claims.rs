//! Claims, their assessments and their sign-offs.

use super::conn::{Conn, Tx};
use super::dialect;
use super::error::{StorageError, changed};
use super::kept::Kept;
use super::schema::{assessments, claim_steps, claims, organisations};
use super::sight::seen_by;
use crate::domain::access::Visibility;
use crate::domain::claim::{Assessed, Claim, Seats, State, StepKind};
use crate::domain::ids::{AssessmentId, BudgetLineId, ClaimId, EventId, OrganisationId, UserId};
use crate::domain::money::Fen;
use crate::domain::policy::FactSheet;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

/// A claim as stored. Its place in the chain is [`ClaimRow::chain`].
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = claims)]
pub struct ClaimRow {
    #[diesel(deserialize_as = i64)]
    pub id: ClaimId,
    pub reference: String,
    pub rule: String,
    #[diesel(deserialize_as = i64)]
    pub organisation_id: OrganisationId,
    pub division: String,
    pub event_id: Option<i64>,
    pub title: String,
    pub subject_key: String,
    #[diesel(deserialize_as = String)]
    pub state: State,
    pub returned: bool,
    /// Facts by name as typed, a JSON object of texts.
    pub facts: String,
    /// The account to pay to, JSON.
    pub account: String,
    pub assessment_id: Option<i64>,
    /// Code of the current assessment's outcome.
    pub outcome: Option<String>,
    /// The amount assessed (payable) or proposed (refer), fen.
    pub amount: i64,
    pub budget_line_id: Option<i64>,
    /// What stands reserved or committed for this claim on its line, fen.
    pub held_amount: i64,
    pub submitter_id: Option<i64>,
    pub first_reviewer_id: Option<i64>,
    pub second_reviewer_id: Option<i64>,
    pub decider_id: Option<i64>,
    pub confirmer_id: Option<i64>,
    pub payer_id: Option<i64>,
    pub decided_amount: Option<i64>,
    /// Last day of the notice, inclusive.
    pub notice_ends_on: Option<NaiveDate>,
    pub open_objections: i32,
    pub waiting_since: NaiveDateTime,
    pub version: i64,
    pub created_at: NaiveDateTime,
}

impl ClaimRow {
    /// The facts as its organisation, or the office, has written them.
    ///
    /// # Errors
    /// `Corrupt`: the stored text cannot be read.
    pub fn sheet(&self) -> Result<FactSheet, StorageError> {
        let corrupt = |_| StorageError::Corrupt { what: "facts", value: self.facts.chars().take(80).collect() };
        serde_json::from_str(&self.facts).map_err(corrupt)
    }

    /// The claim as the chain sees it.
    pub fn chain(&self) -> Claim {
        let user = |id: Option<i64>| id.map(UserId::new);
        Claim {
            state: self.state,
            returned: self.returned,
            seats: Seats {
                submitter: user(self.submitter_id),
                first_reviewer: user(self.first_reviewer_id),
                second_reviewer: user(self.second_reviewer_id),
                decider: user(self.decider_id),
                confirmer: user(self.confirmer_id),
                payer: user(self.payer_id),
            },
            assessed: self.outcome.as_deref().map(|outcome| match outcome {
                "payable" => Assessed::Payable(Fen(self.amount)),
                "refer" => Assessed::Refer,
                _ => Assessed::NotPayable,
            }),
            amount: self.decided_amount.map(Fen),
            notice_ends: self.notice_ends_on,
            open_objections: u32::try_from(self.open_objections).unwrap_or(0),
        }
    }
}

/// What a new claim begins with.
#[derive(Insertable)]
#[diesel(table_name = claims, treat_none_as_default_value = false)]
pub struct NewClaim<'a> {
    pub reference: &'a str,
    pub rule: &'a str,
    pub organisation_id: i64,
    pub division: &'a str,
    pub event_id: Option<i64>,
    pub title: &'a str,
    pub subject_key: &'a str,
    pub state: &'static str,
    pub facts: &'a str,
    pub account: &'a str,
    pub budget_line_id: Option<i64>,
    pub waiting_since: NaiveDateTime,
    pub created_at: NaiveDateTime,
}

/// Adds a draft.
///
/// # Errors
/// `Violated(ClaimForSubject)`: the unit already claims for this item under this rule.
pub fn insert(tx: &mut Tx, claim: &NewClaim) -> Result<ClaimId, StorageError> {
    let id: i64 = diesel::insert_into(claims::table).values(claim).returning(claims::id).get_result(&mut **tx)?;
    Ok(ClaimId::new(id))
}

/// One claim.
///
/// # Errors
/// [`StorageError::NotFound`].
pub fn get(conn: &mut Conn, id: ClaimId) -> Result<ClaimRow, StorageError> {
    Ok(claims::table.find(id.get()).select(ClaimRow::as_select()).first(conn)?)
}

/// The claim with this reference number.
///
/// # Errors
/// The database failed.
pub fn by_reference(conn: &mut Conn, reference: &str) -> Result<Option<ClaimId>, StorageError> {
    let id = claims::table.filter(claims::reference.eq(reference)).select(claims::id);
    Ok(id.first(conn).optional()?.map(ClaimId::new))
}

/// The rules under which other claims draw on a budget line, each once.
///
/// # Errors
/// The database failed.
pub fn rules_on(conn: &mut Conn, line: BudgetLineId, but: ClaimId) -> Result<Vec<String>, StorageError> {
    let others = claims::table.filter(claims::budget_line_id.eq(line.get())).filter(claims::id.ne(but.get()));
    Ok(others.order(claims::rule).select(claims::rule).distinct().load(conn)?)
}

/// One claim, locked until the transaction ends: the row a use case decides on.
///
/// # Errors
/// [`StorageError::NotFound`].
pub fn lock(tx: &mut Tx, id: ClaimId) -> Result<ClaimRow, StorageError> {
    dialect::lock_row(tx, "claims", id.get())?;
    get(tx, id)
}

/// Writes the claim's place in the chain; `waiting_since` moves when the state does.
///
/// # Errors
/// [`StorageError::Stale`], or `Violated(FourPeople)`.
pub fn put_chain(
    tx: &mut Tx,
    id: ClaimId,
    version: i64,
    chain: &Claim,
    waiting_since: NaiveDateTime,
) -> Result<(), StorageError> {
    let user = |id: Option<UserId>| id.map(UserId::get);
    let row = claims::table.filter(claims::id.eq(id.get())).filter(claims::version.eq(version));
    let changed = Kept(diesel::update(row).set((
        claims::state.eq(chain.state.as_str()),
        claims::returned.eq(chain.returned),
        claims::submitter_id.eq(user(chain.seats.submitter)),
        claims::first_reviewer_id.eq(user(chain.seats.first_reviewer)),
        claims::second_reviewer_id.eq(user(chain.seats.second_reviewer)),
        claims::decider_id.eq(user(chain.seats.decider)),
        claims::confirmer_id.eq(user(chain.seats.confirmer)),
        claims::payer_id.eq(user(chain.seats.payer)),
        claims::decided_amount.eq(chain.amount.map(|amount| amount.0)),
        claims::notice_ends_on.eq(chain.notice_ends),
        claims::open_objections.eq(i32::try_from(chain.open_objections).unwrap_or(i32::MAX)),
        claims::waiting_since.eq(waiting_since),
        claims::version.eq(version + 1),
    )))
    .execute(&mut **tx)?;
    if changed == 0 { Err(StorageError::Stale) } else { Ok(()) }
}

/// Writes title, facts and account of a claim (no change of state, same version afterwards + 1).
///
/// # Errors
/// [`StorageError::Stale`].
pub fn put_content(
    tx: &mut Tx,
    id: ClaimId,
    version: i64,
    title: &str,
    facts: &str,
    account: &str,
) -> Result<(), StorageError> {
    changed(
        diesel::update(claims::table.filter(claims::id.eq(id.get())).filter(claims::version.eq(version)))
            .set((
                claims::title.eq(title),
                claims::facts.eq(facts),
                claims::account.eq(account),
                claims::version.eq(version + 1),
            ))
            .execute(&mut **tx)?,
    )
}

/// Says anew what the claim is for.
///
/// # Errors
/// `Violated(ClaimForSubject)`: another claim of the unit under this rule is for that.
pub fn put_subject(tx: &mut Tx, id: ClaimId, subject: &str) -> Result<(), StorageError> {
    diesel::update(claims::table.find(id.get())).set(claims::subject_key.eq(subject)).execute(&mut **tx)?;
    Ok(())
}

/// Points the claim at its current assessment. `amount` is what is payable or proposed.
///
/// # Errors
/// The database failed.
pub fn put_assessment(
    tx: &mut Tx,
    id: ClaimId,
    assessment: AssessmentId,
    outcome: &str,
    amount: Fen,
) -> Result<(), StorageError> {
    let found = (claims::assessment_id.eq(assessment.get()), claims::outcome.eq(outcome), claims::amount.eq(amount.0));
    Kept(diesel::update(claims::table.find(id.get())).set(found)).execute(&mut **tx)?;
    Ok(())
}

/// Says which budget line the claim draws on and how much of it stands held for it.
///
/// # Errors
/// The database failed.
pub fn put_budget(tx: &mut Tx, id: ClaimId, line: Option<BudgetLineId>, held: Fen) -> Result<(), StorageError> {
    let budget = (claims::budget_line_id.eq(line.map(BudgetLineId::get)), claims::held_amount.eq(held.0));
    Kept(diesel::update(claims::table.find(id.get())).set(budget)).execute(&mut **tx)?;
    Ok(())
}

/// Counts a change of what hangs on the claim but is not in its row.
///
/// # Errors
/// [`StorageError::Stale`].
pub fn touch(tx: &mut Tx, id: ClaimId, version: i64) -> Result<(), StorageError> {
    let seen = claims::table.filter(claims::id.eq(id.get())).filter(claims::version.eq(version));
    changed(diesel::update(seen).set(claims::version.eq(version + 1)).execute(&mut **tx)?)
}

/// What a list of claims is narrowed to. Empty narrows nothing.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub states: Vec<State>,
    pub rule: Option<String>,
    pub event: Option<EventId>,
    /// Part of the reference or the title.
    pub text: Option<String>,
    /// The latest first; else the longest waiting.
    pub latest_first: bool,
}

macro_rules! narrowed {
    ($from:expr, $visibility:expr, $filter:expr) => {{
        let mut query = $from.into_boxed();
        query = seen_by!(query, $visibility, claims);
        if !$filter.states.is_empty() {
            let states: Vec<&'static str> = $filter.states.iter().map(|state| state.as_str()).collect();
            query = query.filter(claims::state.eq_any(states));
        }
        if let Some(rule) = &$filter.rule {
            query = query.filter(claims::rule.eq(rule.clone()));
        }
        if let Some(event) = $filter.event {
            query = query.filter(claims::event_id.eq(event.get()));
        }
        if let Some(text) = &$filter.text {
            let pattern = super::convert::containing(text);
            query = query.filter(claims::reference.like(pattern.clone()).or(claims::title.like(pattern)));
        }
        query
    }};
}

/// Claims the reader may see, the longest waiting first.
///
/// # Errors
/// The database failed.
pub fn list(
    conn: &mut Conn,
    visibility: Visibility,
    filter: &Filter,
    offset: i64,
    limit: i64,
) -> Result<Vec<ClaimRow>, StorageError> {
    Ok(narrowed!(claims::table, visibility, filter)
        .order((claims::waiting_since, claims::id))
        .offset(offset)
        .limit(limit)
        .select(ClaimRow::as_select())
        .load(conn)?)
}

/// Claims of units of a county that have no budget line and can still get one, but those of these divisions; the
/// longest waiting first.
///
/// # Errors
/// The database failed.
pub fn without_line(
    conn: &mut Conn,
    visibility: Visibility,
    but: &[String],
    limit: i64,
) -> Result<Vec<ClaimRow>, StorageError> {
    let states = vec![State::Draft, State::Returned, State::Submitted];
    let filter = Filter { states, ..Filter::default() };
    let rows = narrowed!(claims::table, visibility, filter)
        .filter(claims::budget_line_id.is_null())
        .filter(claims::division.not_like("%00"))
        .filter(claims::division.ne_all(but));
    Ok(rows.order((claims::waiting_since, claims::id)).limit(limit).select(ClaimRow::as_select()).load(conn)?)
}

/// A claim as a list shows it.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = claims)]
pub struct BriefRow {
    #[diesel(deserialize_as = i64)]
    pub id: ClaimId,
    pub reference: String,
    pub title: String,
    #[diesel(deserialize_as = String)]
    pub state: State,
    /// As in [`ClaimRow`], fen.
    pub amount: i64,
    pub decided_amount: Option<i64>,
    pub notice_ends_on: Option<NaiveDate>,
    pub waiting_since: NaiveDateTime,
}

/// As [`list`], each with its organisation's name and without what no list shows.
///
/// # Errors
/// The database failed.
pub fn brief(
    conn: &mut Conn,
    visibility: Visibility,
    filter: &Filter,
    offset: i64,
    limit: i64,
) -> Result<Vec<(BriefRow, String)>, StorageError> {
    let found = narrowed!(claims::table.inner_join(organisations::table), visibility, filter);
    let ordered = if filter.latest_first {
        found.order((claims::waiting_since.desc(), claims::id.desc()))
    } else {
        found.order((claims::waiting_since, claims::id))
    };
    Ok(ordered.offset(offset).limit(limit).select((BriefRow::as_select(), organisations::name)).load(conn)?)
}

/// How many claims [`list`] would show in all.
///
/// # Errors
/// The database failed.
pub fn count(conn: &mut Conn, visibility: Visibility, filter: &Filter) -> Result<i64, StorageError> {
    Ok(narrowed!(claims::table, visibility, filter).count().get_result(conn)?)
}

/// The events among the claims that the reader may see.
///
/// # Errors
/// The database failed.
pub fn claimed_events(conn: &mut Conn, visibility: Visibility) -> Result<Vec<EventId>, StorageError> {
    let filter = Filter::default();
    let ids: Vec<Option<i64>> = narrowed!(claims::table, visibility, &filter)
        .filter(claims::event_id.is_not_null())
        .select(claims::event_id)
        .load(conn)?;
    Ok(ids.into_iter().flatten().map(EventId::new).collect())
}

/// An assessment that was acted on: with its policy's text it can be recomputed byte for byte.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = assessments)]
pub struct AssessmentRow {
    #[diesel(deserialize_as = i64)]
    pub id: AssessmentId,
    #[diesel(deserialize_as = i64)]
    pub claim_id: ClaimId,
    pub policy: String,
    pub policy_version: String,
    pub policy_hash: String,
    pub rule: String,
    pub facts: String,
    pub ruling: Option<String>,
    pub result: String,
    pub created_at: NaiveDateTime,
    #[diesel(deserialize_as = i64)]
    pub created_by: UserId,
}

/// A new assessment; all texts are JSON except the policy's names.
#[derive(Insertable)]
#[diesel(table_name = assessments, treat_none_as_default_value = false)]
pub struct NewAssessment<'a> {
    pub claim_id: i64,
    pub policy: &'a str,
    pub policy_version: &'a str,
    pub policy_hash: &'a str,
    pub rule: &'a str,
    pub facts: &'a str,
    pub ruling: Option<&'a str>,
    pub result: &'a str,
    pub created_at: NaiveDateTime,
    pub created_by: i64,
}

/// Keeps an assessment for good.
///
/// # Errors
/// The database failed.
pub fn append_assessment(tx: &mut Tx, assessment: &NewAssessment) -> Result<AssessmentId, StorageError> {
    let id: i64 =
        diesel::insert_into(assessments::table).values(assessment).returning(assessments::id).get_result(&mut **tx)?;
    Ok(AssessmentId::new(id))
}

/// One assessment.
///
/// # Errors
/// [`StorageError::NotFound`].
pub fn assessment(conn: &mut Conn, id: AssessmentId) -> Result<AssessmentRow, StorageError> {
    Ok(assessments::table.find(id.get()).select(AssessmentRow::as_select()).first(conn)?)
}

/// Every assessment a claim has had, oldest first.
///
/// # Errors
/// The database failed.
pub fn assessments(conn: &mut Conn, claim: ClaimId) -> Result<Vec<AssessmentRow>, StorageError> {
    let of_claim = assessments::table.filter(assessments::claim_id.eq(claim.get())).order(assessments::id);
    Ok(of_claim.select(AssessmentRow::as_select()).load(conn)?)
}

/// A sign-off: who took which step when, with which opinion.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = claim_steps)]
pub struct StepRow {
    #[diesel(deserialize_as = String)]
    pub step: StepKind,
    /// None for an objection, which comes from the public.
    pub user_id: Option<i64>,
    pub user_name: String,
    pub opinion: String,
    pub at: NaiveDateTime,
    /// The facts changed afterwards: this sign-off no longer counts, and stays on the record.
    pub voided_at: Option<NaiveDateTime>,
}

/// Appends a sign-off to the claim's timeline.
///
/// # Errors
/// The database failed.
pub fn append_step(
    tx: &mut Tx,
    claim: ClaimId,
    step: StepKind,
    user: Option<UserId>,
    user_name: &str,
    opinion: &str,
    at: NaiveDateTime,
) -> Result<(), StorageError> {
    diesel::insert_into(claim_steps::table)
        .values((
            claim_steps::claim_id.eq(claim.get()),
            claim_steps::step.eq(step.as_str()),
            claim_steps::user_id.eq(user.map(UserId::get)),
            claim_steps::user_name.eq(user_name),
            claim_steps::opinion.eq(opinion),
            claim_steps::at.eq(at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Marks the standing sign-offs of these kinds as void; they stay on the record.
///
/// # Errors
/// The database failed.
pub fn void_steps(tx: &mut Tx, claim: ClaimId, kinds: &[StepKind], at: NaiveDateTime) -> Result<(), StorageError> {
    let standing = claim_steps::table
        .filter(claim_steps::claim_id.eq(claim.get()))
        .filter(claim_steps::step.eq_any(kinds.iter().map(|kind| kind.as_str())))
        .filter(claim_steps::voided_at.is_null());
    diesel::update(standing).set(claim_steps::voided_at.eq(at)).execute(&mut **tx)?;
    Ok(())
}

/// The timeline, oldest first.
///
/// # Errors
/// The database failed.
pub fn steps(conn: &mut Conn, claim: ClaimId) -> Result<Vec<StepRow>, StorageError> {
    let rows = claim_steps::table.filter(claim_steps::claim_id.eq(claim.get())).order(claim_steps::id);
    Ok(rows.select(StepRow::as_select()).load(conn)?)
}
