//! Making and editing a draft. Lenient: anything can be saved; submitting is strict.

use super::assess;
use super::steps::open;
use crate::domain::access::{self, Action, Facts};
use crate::domain::claim::State;
use crate::domain::ids::{BudgetLineId, ClaimId, EventId};
use crate::domain::policy::FactSheet;
use crate::domain::reference::{Reference, Series};
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By};
use crate::storage::claims::{self, NewClaim};
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
    /// The closed event it is filled from.
    pub event: Option<EventId>,
    /// The line of the plan item, where there is one.
    pub budget_line: Option<BudgetLineId>,
}

/// Makes a draft for the person's own organisation.
///
/// # Errors
/// Rights; `Invalid` for title or rule; `Conflict(claim-exists)` when the organisation already
/// claims for this item under this rule.
pub fn create(app: &App, who: &Who, draft: &NewDraft) -> Result<ClaimId, ServiceError> {
    app.store.write(|tx| create_in(app, tx, who, draft))
}

/// As [`create`], within a transaction that does more.
pub(in crate::service) fn create_in(
    app: &App,
    tx: &mut Tx,
    who: &Who,
    draft: &NewDraft,
) -> Result<ClaimId, ServiceError> {
    let at = app.now();
    let organisation = people::organisation(tx, who.organisation())?;
    let facts = Facts::new_for(organisation.id, Some(organisation.division));
    access::can(&who.actor, Action::ClaimCreate, &facts)?;
    let title = checked_title(&draft.title)?;
    let subject = subject_key(draft.event, title);
    let account = assess::canonical(&json!({
        "name": organisation.account_name,
        "number": organisation.account_number,
        "bank": organisation.bank_name,
        "bank_code": organisation.bank_code,
    }))?;
    let reference = next_reference(tx, Series::Claim, at)?;
    let row = NewClaim {
        reference: &reference,
        rule: &draft.rule,
        organisation_id: organisation.id.get(),
        division: &organisation.division.to_string(),
        event_id: draft.event.map(EventId::get),
        title,
        subject_key: &subject,
        state: State::Draft.as_str(),
        facts: &assess::canonical(&draft.facts)?,
        account: &account,
        budget_line_id: draft.budget_line.map(BudgetLineId::get),
        waiting_since: at.naive_utc(),
        created_at: at.naive_utc(),
    };
    let id = claims::insert(tx, &row).map_err(|error| match error {
        StorageError::Violated(Constraint::ClaimForSubject) => ServiceError::conflict("claim-exists"),
        other => other.into(),
    })?;
    assess::keep(app, tx, id, &draft.rule, &draft.facts, None, who.id(), at.naive_utc())?;
    let after = json!({ "rule": draft.rule, "title": title, "event": draft.event });
    trail::record(tx, at, By::who(who), "claim.create", "claim", id.get(), None, Some(after))?;
    Ok(id)
}

/// Saves title and facts of a draft or a returned claim and evaluates them anew.
///
/// # Errors
/// Rights, a stale version, `Invalid` for the title.
pub fn edit(
    app: &App,
    who: &Who,
    id: ClaimId,
    version: i64,
    title: &str,
    facts: &FactSheet,
) -> Result<(), ServiceError> {
    let title = checked_title(title)?;
    app.store.write(|tx| {
        let claim = open(app, tx, who, Action::ClaimEditFacts, id, Some(version))?;
        let row = &claim.row;
        let before = json!({ "title": row.title, "facts": assess::facts_of(row)? });
        let after = json!({ "title": title, "facts": facts });
        claims::put_content(claim.tx, id, version, title, &assess::canonical(facts)?, &row.account)?;
        assess::keep(app, claim.tx, id, &row.rule, facts, None, who.id(), claim.at.naive_utc())?;
        trail::record(claim.tx, claim.at, By::who(who), "claim.edit", "claim", id.get(), Some(before), Some(after))
    })
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
