//! Looking at claims: lists, and one claim with all that belongs to it and what its reader may do.

use super::account::{Account, account_of};
use super::floor::Progress;
use super::list::{self, PersonShown};
use super::papers::{PaperLine, checklist};
use super::payer::{self, Paying};
use super::standing::fallen;
use super::steps::leads_to_payment;
use super::{accept, assess, floor};
use crate::domain::access::{self, Action, Facts};
use crate::domain::claim::{Assessed, Cost, Duplicate, Sameness, State, duplicates};
use crate::domain::ids::{AssessmentId, BudgetLineId, ClaimId, EventId};
use crate::domain::money::Fen;
use crate::domain::policy::{Assessment, FactSheet, People, date_from_text};
use crate::service::app::{App, Who};
use crate::service::attendance::Differing;
use crate::service::error::ServiceError;
use crate::service::origin::{self, Fixed};
use crate::service::worklist;
use crate::storage::Conn;
use crate::storage::budgets::{self, LineRow};
use crate::storage::claims::{self, BriefRow, ClaimRow, Filter, StepRow};
use crate::storage::people::{self, Organisation};
use crate::storage::registers::{self, InvoiceRow};
use crate::storage::{bases, titles};
use chrono::NaiveDate;

/// Rows of one page of a list.
pub const PAGE: i64 = 50;

/// A list of claims.
#[derive(Clone, Debug)]
pub struct Listed {
    pub rows: Vec<ListedClaim>,
    pub total: i64,
    /// Whether the reader may make a claim.
    pub may_create: bool,
}

/// A claim on a list.
#[derive(Clone, Debug)]
pub struct ListedClaim {
    pub row: BriefRow,
    pub organisation: String,
    /// The usual last day of its next step; none where no clock runs or the calendar is not loaded.
    pub due: Option<NaiveDate>,
}

/// Claims the reader may see, the longest waiting first.
///
/// # Errors
/// Rights.
pub fn list(app: &App, who: &Who, filter: &Filter, page: i64) -> Result<Listed, ServiceError> {
    access::can(&who.actor, Action::ClaimView, &Facts::NONE)?;
    let visibility = access::visibility(&who.actor, access::Area::Claim);
    let (rows, total) = app.store.read(|conn| {
        let offset = (page.max(1) - 1).saturating_mul(PAGE);
        let rows = claims::brief(conn, visibility, filter, offset, PAGE)?;
        Ok::<_, ServiceError>((rows, claims::count(conn, visibility, filter)?))
    })?;
    let listed = |(row, organisation): (BriefRow, String)| ListedClaim {
        due: worklist::due(app, row.state, row.waiting_since, row.notice_ends_on),
        organisation,
        row,
    };
    let may_create = access::can(&who.actor, Action::ClaimCreate, &Facts::NONE).is_ok();
    Ok(Listed { rows: rows.into_iter().map(listed).collect(), total, may_create })
}

/// One claim with all that belongs to it.
#[derive(Clone, Debug)]
pub struct ClaimShown {
    pub row: ClaimRow,
    pub organisation: Organisation,
    pub account: Account,
    pub facts: FactSheet,
    pub assessment: Option<Assessment>,
    /// Who pays, where the facts settle it.
    pub payer: Option<Paying>,
    /// It was given up, and a later award was worked out without it: it is not opened again.
    pub followed: bool,
    /// A county pays in which nobody enters budget lines: nobody can accept the claim.
    pub lacks_treasurer: bool,
    pub papers: Vec<PaperLine>,
    /// Whether the claim can have a list of people, and who is on it.
    pub has_people: bool,
    /// The list is that of the register: nobody changes it here.
    pub people_fixed: bool,
    pub people: Vec<PersonShown>,
    /// Paid in advance of a class.
    pub advance: Fen,
    pub invoices: Vec<InvoiceRow>,
    pub steps: Vec<StepRow>,
    /// The line it draws on; for the office.
    pub line: Option<LineRow>,
    /// The lines to choose from; for whoever may accept it now, or move it to another.
    pub lines: Vec<LineRow>,
    /// Claims that may be for the same cost; for the office.
    pub duplicates: Vec<(ClaimRow, Duplicate)>,
    pub event: Option<EventId>,
    /// The facts that event and plan fix, as they have them; empty without an event.
    pub fixed: Fixed,
    /// What the host's form holds fast: the facts of the event, or as the office put them right, and those that
    /// a register or a decision settles.
    pub held: Fixed,
    /// The fixed facts that the claim has otherwise, by their positions in the rule.
    pub differing: Vec<usize>,
    /// What the event's host wrote otherwise than attendance and schedule have it.
    pub measured: Vec<Differing>,
    pub due: Option<NaiveDate>,
    /// What keeps the file of an instalment open: the floor that is not reached yet.
    pub instalment: Option<Progress>,
    /// Whether the officer who decides may decide on an instalment.
    pub in_parts: bool,
    /// What the reader may do now.
    pub may: Vec<Action>,
}

impl ClaimShown {
    pub fn may(&self, action: Action) -> bool {
        self.may.contains(&action)
    }
}

/// The actions that a claim's own page offers; notice and payment have pages of their own.
const ACTIONS: &[Action] = &[
    Action::ClaimEditFacts,
    Action::ClaimUpload,
    Action::ClaimSubmit,
    Action::ClaimAccept,
    Action::ClaimFirstReview,
    Action::ClaimSecondReview,
    Action::ClaimDecide,
    Action::ClaimConfirm,
    Action::ClaimApprove,
    Action::ClaimArchive,
    Action::ClaimCorrectAccount,
    Action::ClaimReturn,
    Action::ClaimSendBack,
    Action::ClaimCorrectFacts,
    Action::ClaimChangeLine,
    Action::ClaimDecline,
    Action::ClaimReject,
    Action::ClaimReopen,
    Action::ClaimWithdraw,
    Action::ClaimPublish,
    Action::ClaimPay,
];

/// One claim.
///
/// # Errors
/// `NotFound`, also for what the reader may not know of.
pub fn show(app: &App, who: &Who, id: ClaimId) -> Result<ClaimShown, ServiceError> {
    app.store.read(|conn| {
        let row = visible(conn, who, id)?;
        let is_office = who.organisation() != row.organisation_id;
        let mut may = open_actions(app, who, &row);
        if fallen(conn, id)?.is_some() {
            may.retain(|action| !action.claim_step().is_some_and(leads_to_payment));
        }
        let instalment = floor::keeps_open(app, conn, &row)?;
        may.retain(|action| *action != Action::ClaimArchive || instalment.is_none());
        let followed = may.contains(&Action::ClaimReopen) && titles::is_followed(conn, id)?;
        may.retain(|action| !followed || *action != Action::ClaimReopen);
        let chooses = may.contains(&Action::ClaimAccept) || may.contains(&Action::ClaimChangeLine);
        let lines = if chooses { accept::lines(app, conn, &row)? } else { Vec::new() };
        let line = row.budget_line_id.filter(|_| is_office).map(BudgetLineId::new);
        let rule = list::rule_of(app, &row.rule)?;
        let (people_shown, advance) = list::shown(app, conn, &row)?;
        let facts = match rule.people {
            People::Counted(_) => list::with_list(conn, id, &rule, &row.sheet()?)?,
            _ => row.sheet()?,
        };
        let fixed = origin::fixed(conn, &row)?;
        let steps = claims::steps(conn, id)?;
        let mut held = origin::held(&fixed, &facts, &steps);
        held.extend(origin::settled(conn, &row, &facts)?);
        Ok(ClaimShown {
            held,
            differing: origin::differing(&rule, &fixed, &facts),
            fixed,
            measured: origin::measured(app, conn, &row)?,
            has_people: rule.people.has_lines(),
            people_fixed: titles::of_claim(conn, id)?.is_some(),
            people: people_shown,
            advance,
            invoices: registers::invoices(conn, id)?,
            organisation: people::organisation(conn, row.organisation_id)?,
            account: account_of(&row)?,
            facts,
            assessment: current(conn, &row)?,
            payer: payer::paying(conn, &row)?,
            followed,
            lacks_treasurer: payer::lacks_treasurer(conn, &row)?,
            papers: checklist(app, conn, who, &row)?,
            steps,
            line: line.map(|line| budgets::line(conn, line)).transpose()?,
            lines,
            duplicates: if is_office { same_cost(app, conn, who, &row)? } else { Vec::new() },
            event: row.event_id.map(EventId::new),
            due: worklist::due(app, row.state, row.waiting_since, row.notice_ends_on),
            instalment,
            in_parts: may.contains(&Action::ClaimDecide) && rule.is_in_parts() && bases::is_claim(conn, id)?,
            may,
            row,
        })
    })
}

/// One claim, for somebody who may do this to it now: what a form is filled from.
///
/// # Errors
/// `NotFound`, and rights on the action.
pub fn show_for(app: &App, who: &Who, id: ClaimId, action: Action) -> Result<ClaimShown, ServiceError> {
    let shown = show(app, who, id)?;
    let row = &shown.row;
    let facts = Facts::claim(row.organisation_id, row.division.parse().ok(), &row.chain());
    access::can(&who.actor, action, &facts)?;
    Ok(shown)
}

/// Works out a calculator's result for somebody who may make claims; nothing is kept.
///
/// # Errors
/// Rights; `Invalid(unknown-rule)`.
pub fn calculate(app: &App, who: &Who, rule: &str, facts: &FactSheet) -> Result<Assessment, ServiceError> {
    access::can(&who.actor, Action::ClaimCreate, &Facts::NONE)?;
    assess::evaluate(app, rule, facts, None)
}

/// The stored assessment of a claim, byte for byte.
///
/// # Errors
/// `NotFound`, also where the claim was never assessed.
pub fn assessment_text(app: &App, who: &Who, id: ClaimId) -> Result<String, ServiceError> {
    app.store.read(|conn| {
        let row = visible(conn, who, id)?;
        let current = row.assessment_id.map(AssessmentId::new).ok_or(ServiceError::NotFound)?;
        Ok(claims::assessment(conn, current)?.result)
    })
}

fn visible(conn: &mut Conn, who: &Who, id: ClaimId) -> Result<ClaimRow, ServiceError> {
    let row = claims::get(conn, id)?;
    let facts = Facts::claim(row.organisation_id, row.division.parse().ok(), &row.chain());
    access::can(&who.actor, Action::ClaimView, &facts)?;
    Ok(row)
}

fn current(conn: &mut Conn, row: &ClaimRow) -> Result<Option<Assessment>, ServiceError> {
    let Some(id) = row.assessment_id.map(AssessmentId::new) else { return Ok(None) };
    Ok(Some(assess::result_of(&claims::assessment(conn, id)?)?))
}

/// What the reader may do now: their rights, less what the chain would refuse anyway.
fn open_actions(app: &App, who: &Who, row: &ClaimRow) -> Vec<Action> {
    let chain = row.chain();
    let facts = Facts::claim(row.organisation_id, row.division.parse().ok(), &chain);
    let payable = matches!(chain.assessed, Some(Assessed::Payable(_) | Assessed::Refer));
    let over = chain.notice_ends.is_some_and(|last| app.today() > last) && chain.open_objections == 0;
    let possible = |action: &Action| match action {
        Action::ClaimReturn => !chain.returned,
        Action::ClaimFirstReview | Action::ClaimSecondReview | Action::ClaimDecide => payable,
        Action::ClaimApprove => over,
        _ => true,
    };
    let may = |action: &Action| access::can(&who.actor, *action, &facts).is_ok() && possible(action);
    ACTIONS.iter().copied().filter(may).collect()
}

/// Claims of the same organisation that may be for the same cost.
fn same_cost(
    app: &App,
    conn: &mut Conn,
    who: &Who,
    row: &ClaimRow,
) -> Result<Vec<(ClaimRow, Duplicate)>, ServiceError> {
    const MOST: i64 = 500;
    let live = State::ALL.iter().copied().filter(|state| state.is_live()).collect();
    let filter = Filter { states: live, ..Filter::default() };
    let own = access::Visibility::Organisation(row.organisation_id);
    let others = claims::list(conn, own, &filter, 0, MOST)?;
    let visible = access::visibility(&who.actor, access::Area::Claim);
    let costs: Vec<Cost> = others.iter().map(|other| cost(app, other)).collect();
    let found = duplicates(&cost(app, row), &costs).into_iter().filter_map(|duplicate| {
        let other = others.iter().find(|other| other.id == duplicate.claim)?;
        let known = visible.covers(Some(other.organisation_id), other.division.parse().ok());
        known.then(|| (other.clone(), duplicate))
    });
    let mut all: Vec<(ClaimRow, Duplicate)> = found.collect();
    let people = registers::same_people(conn, row.id, &row.rule)?.into_iter();
    let people = people.map(|(claim, seq)| (claim, Sameness::SamePerson, seq.to_string()));
    let invoices = registers::same_invoices(conn, row.id)?.into_iter();
    let invoices = invoices.map(|(claim, number)| (claim, Sameness::SameInvoice, number));
    for (claim, sameness, what) in people.chain(invoices) {
        let other = claims::get(conn, claim)?;
        if visible.covers(Some(other.organisation_id), other.division.parse().ok()) {
            all.push((other, Duplicate { claim, sameness, what }));
        }
    }
    Ok(all)
}

fn cost(app: &App, row: &ClaimRow) -> Cost {
    let policies = app.policies();
    let facts = row.sheet().unwrap_or_default();
    // The day of somebody's award is not a time that another was spent in as well.
    let rule = policies.select(&row.rule, None).ok().map(|(_, rule)| rule);
    let day = rule.filter(|rule| rule.people != People::One).and_then(|rule| {
        let fact = rule.facts.get(rule.fact_date?)?;
        date_from_text(facts.get(&fact.name)?)
    });
    let item = if row.subject_key.is_empty() { row.title.clone() } else { row.subject_key.clone() };
    Cost { claim: row.id, unit: row.organisation_id, item, days: day.map(|day| (day, day)), invoices: Vec::new() }
}
