//! Making and editing a draft. Lenient: anything can be saved; submitting is strict.

use super::account::{Account, TypedAccount, account_of, recorded};
use super::assess;
use super::canonical::canonical;
use super::deciding::open;
use crate::domain::access::{self, Action, Facts};
use crate::domain::claim::{State, office_facts};
use crate::domain::ids::{BudgetLineId, ClaimId, EventId, OrganisationId};
use crate::domain::policy::{Assessment, FactSheet};
use crate::domain::reference::{Reference, Series};
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::origin;
use crate::service::trail::{self, By};
use crate::storage::claims::{self, ClaimRow, NewClaim};
use crate::storage::people::Organisation;
use crate::storage::titles::{self, TitleRow};
use crate::storage::{Constraint, StorageError, Tx, meta, people};
use chrono::{DateTime, Datelike, Utc};
use serde_json::json;

/// Longest title, in characters.
pub const TITLE_MAX: usize = 120;

/// What a new claim begins with.
#[derive(Clone, Debug)]
pub struct NewDraft {
    pub rule: String,
    pub title: String,
    pub facts: FactSheet,
    /// The closed event it comes from; set by the use case that makes a claim of an event.
    pub event: Option<EventId>,
    /// The line of the plan item, where there is one.
    pub budget_line: Option<BudgetLineId>,
}

/// What its organisation writes of a claim.
#[derive(Clone, Debug)]
pub struct Content {
    pub title: String,
    pub facts: FactSheet,
    /// Not sent: the account stays as it is.
    pub account: Option<TypedAccount>,
}

/// Makes a draft for the person's own organisation, under a rule and from no event.
///
/// # Errors
/// Rights; `Invalid` for title or rule; `Conflict(claim-exists)` when the organisation already
/// claims for this item under this rule.
pub fn create(app: &App, who: &Who, draft: &NewDraft) -> Result<ClaimId, ServiceError> {
    let draft = NewDraft { event: None, budget_line: None, ..draft.clone() };
    app.store.write(|tx| create_in(app, tx, who, &draft))
}

/// As [`create`], within a transaction that does more.
pub(in crate::service) fn create_in(
    app: &App,
    tx: &mut Tx,
    who: &Who,
    draft: &NewDraft,
) -> Result<ClaimId, ServiceError> {
    let organisation = people::organisation(tx, who.organisation())?;
    let facts = Facts::new_for(organisation.id, Some(organisation.division));
    access::can(&who.actor, Action::ClaimCreate, &facts)?;
    let facts = stated(app, &draft.rule, &draft.facts)?;
    insert(app, tx, who, &organisation, draft, &facts)
}

/// Makes the draft of an award that two people have decided already, for the organisation that is to
/// have it. Its facts are the office's, the sum among them; the person's right was that of the approval.
///
/// # Errors
/// `Conflict(claim-exists)`.
pub(in crate::service) fn create_award(
    app: &App,
    tx: &mut Tx,
    who: &Who,
    organisation: OrganisationId,
    draft: &NewDraft,
) -> Result<ClaimId, ServiceError> {
    let organisation = people::organisation(tx, organisation)?;
    insert(app, tx, who, &organisation, draft, &draft.facts)
}

fn insert(
    app: &App,
    tx: &mut Tx,
    who: &Who,
    organisation: &Organisation,
    draft: &NewDraft,
    facts: &FactSheet,
) -> Result<ClaimId, ServiceError> {
    let at = app.now();
    let title = checked_title(&draft.title)?;
    let reference = next_reference(tx, Series::Claim, at)?;
    let row = NewClaim {
        reference: &reference,
        rule: &draft.rule,
        organisation_id: organisation.id.get(),
        division: &organisation.division.to_string(),
        event_id: draft.event.map(EventId::get),
        title,
        subject_key: &subject_key(draft.event, title),
        state: State::Draft.as_str(),
        facts: &canonical(facts)?,
        account: &canonical(&Account::of(organisation))?,
        budget_line_id: draft.budget_line.map(BudgetLineId::get),
        waiting_since: at.naive_utc(),
        created_at: at.naive_utc(),
    };
    let id = claims::insert(tx, &row).map_err(exists)?;
    assess::keep(app, tx, id, &draft.rule, facts, who.id(), at.naive_utc())?;
    let after = json!({ "rule": draft.rule, "title": title, "event": draft.event });
    trail::record(tx, at, By::who(who), "claim.create", "claim", id.get(), None, Some(after))?;
    Ok(id)
}

/// Saves title, facts and account of a draft or a returned claim and evaluates it anew. What the
/// event and the plan fix is kept as it is, whatever was sent: the host puts that right in the
/// event before it is closed, afterwards the office does.
///
/// # Errors
/// Rights, a stale version; `Invalid` for the title, or an account number not typed twice alike;
/// `Conflict(claim-exists)` for a title that already names another claim.
pub fn edit(app: &App, who: &Who, id: ClaimId, version: i64, content: &Content) -> Result<Assessment, ServiceError> {
    let mut faults = Vec::new();
    let title = checked_title(&content.title).unwrap_or_else(|error| {
        faults.extend(error.into_faults());
        ""
    });
    app.store.write(|tx| {
        let claim = open(app, tx, who, Action::ClaimEditFacts, id, Some(version))?;
        let row = &claim.row;
        let kept = account_of(row)?;
        let account = match content.account.as_ref().map(|typed| typed.read(&kept)) {
            Some(Ok(account)) => account,
            Some(Err(fault)) => {
                faults.push(fault);
                kept.clone()
            }
            None => kept.clone(),
        };
        if !faults.is_empty() {
            return Err(ServiceError::Invalid(faults));
        }
        let fixed = origin::fixed(claim.tx, row)?;
        let fixed = origin::held(&fixed, &row.sheet()?, &claims::steps(claim.tx, id)?);
        let mut facts = content.facts.clone();
        fixed.into_iter().for_each(|(name, text)| facts.set(name, text));
        let mut facts = stated(app, &row.rule, &facts)?;
        // What a register or a decision fixed is nobody's to change here, the sum among it.
        origin::settled(claim.tx, row, &row.sheet()?)?.into_iter().for_each(|(name, text)| facts.set(name, text));
        let before = json!({ "title": row.title, "facts": row.sheet()?, "account": recorded(&kept) });
        let after = json!({ "title": title, "facts": facts, "account": recorded(&account) });
        let (facts_text, account_text) = (canonical(&facts)?, canonical(&account)?);
        claims::put_content(claim.tx, id, version, title, &facts_text, &account_text)?;
        // A claim once submitted stays the claim for what it was submitted for, whatever it is
        // called later: renaming it must not make room for a second one.
        if row.submitter_id.is_none() && row.event_id.is_none() {
            claims::put_subject(claim.tx, id, &subject_key(None, title)).map_err(exists)?;
        }
        let at = claim.at.naive_utc();
        let assessment = assess::keep(app, claim.tx, id, &row.rule, &facts, who.id(), at)?;
        let by = By::who(who);
        trail::record(claim.tx, claim.at, by, "claim.edit", "claim", id.get(), Some(before), Some(after))?;
        Ok(assessment)
    })
}

/// Works out anew the awards of later titles that are less by what was paid for this one, while they are with their
/// organisations: of this one less is with its holder now.
///
/// # Errors
/// The database failed.
pub(in crate::service) fn settle_later(
    app: &App,
    tx: &mut Tx,
    who: &Who,
    title: &TitleRow,
) -> Result<(), ServiceError> {
    titles::later_awards(tx, title)?.iter().try_for_each(|later| settle_again(app, tx, who, later))
}

/// Works out anew what a register settles of an award that is still, or again, with its organisation.
fn settle_again(app: &App, tx: &mut Tx, who: &Who, row: &ClaimRow) -> Result<(), ServiceError> {
    let before = row.sheet()?;
    let mut facts = before.clone();
    origin::settled(tx, row, &before)?.into_iter().for_each(|(name, text)| facts.set(name, text));
    if !matches!(row.state, State::Draft | State::Returned) || facts == before {
        return Ok(());
    }
    let at = app.now();
    claims::put_content(tx, row.id, row.version, &row.title, &canonical(&facts)?, &row.account)?;
    assess::keep(app, tx, row.id, &row.rule, &facts, who.id(), at.naive_utc())?;
    let (before, after) = (json!({ "facts": before }), json!({ "facts": facts }));
    trail::record(tx, at, By::who(who), "claim.settle", "claim", row.id.get(), Some(before), Some(after))
}

fn exists(error: StorageError) -> ServiceError {
    match error {
        StorageError::Violated(Constraint::ClaimForSubject) => ServiceError::conflict("claim-exists"),
        other => other.into(),
    }
}

/// What the claimant may state: facts of the rule, without those that only the office supplies.
fn stated(app: &App, rule: &str, facts: &FactSheet) -> Result<FactSheet, ServiceError> {
    let policies = app.policies();
    let unknown = |_| ServiceError::Invalid(vec![Fault::new("rule", "unknown-rule").with("rule", rule)]);
    let (_, rule) = policies.select(rule, None).map_err(unknown)?;
    if rule.calculator {
        return Err(ServiceError::invalid("rule", "rule-is-calculator"));
    }
    let office = office_facts(rule);
    let own = |(name, _): &(&String, &String)| rule.fact_index(name).is_some() && !office.contains(&name.as_str());
    Ok(facts.0.iter().filter(own).map(|(name, text)| (name.clone(), text.clone())).collect())
}

fn checked_title(title: &str) -> Result<&str, ServiceError> {
    let title = title.trim();
    match title.chars().count() {
        0 => Err(ServiceError::invalid("title", "required")),
        length if length > TITLE_MAX => {
            Err(ServiceError::Invalid(vec![Fault::new("title", "too-long").with("max", TITLE_MAX)]))
        }
        _ => Ok(title),
    }
}

/// What a claim is for, so that nothing is granted twice: the event, or the title without the
/// differences people type.
fn subject_key(event: Option<EventId>, title: &str) -> String {
    match event {
        Some(event) => format!("event:{event}"),
        None => crate::domain::text::compact(title).to_lowercase(),
    }
}

/// The next reference number of a series in the year of `at` (Shanghai).
///
/// # Errors
/// The database failed.
pub(in crate::service) fn next_reference(
    tx: &mut Tx,
    series: Series,
    at: DateTime<Utc>,
) -> Result<String, ServiceError> {
    let year = crate::domain::time::shanghai_date(at).year();
    let serial = meta::next_serial(tx, series.as_str(), year)?;
    Ok(Reference::new(series, year, u32::try_from(serial).unwrap_or(u32::MAX)).to_string())
}
