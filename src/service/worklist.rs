//! What waits for somebody: each role's first page.

use super::app::{App, Who};
use super::error::ServiceError;
use crate::domain::access::{self, Area};
use crate::domain::claim::{Start, State, StepKind, next_step};
use crate::domain::ids::ClaimId;
use crate::domain::money::Fen;
use crate::domain::people::Role;
use crate::domain::time;
use crate::storage::claims::{self, ClaimRow, Filter};
use crate::storage::{Conn, people};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::HashMap;

/// One claim that waits for the person.
#[derive(Clone, Debug)]
pub struct ClaimTask {
    pub claim: ClaimId,
    pub reference: String,
    pub title: String,
    pub organisation: String,
    pub state: State,
    pub step: StepKind,
    pub since: DateTime<Utc>,
    /// The usual last day; none where no clock runs or the year's calendar is not loaded.
    pub due: Option<NaiveDate>,
    pub amount: Fen,
}

/// The most that one page of work shows; nobody does more in a day.
const MOST: i64 = 200;

/// The claims that wait for this person: a role of theirs takes the next step, and they have not
/// taken one that forbids it. What is due first comes first.
///
/// # Errors
/// The database failed.
pub fn claims(app: &App, who: &Who) -> Result<Vec<ClaimTask>, ServiceError> {
    let states = awaited(app, who);
    if states.is_empty() {
        return Ok(Vec::new());
    }
    let filter = Filter { states, ..Filter::default() };
    let visibility = access::visibility(&who.actor, Area::Claim);
    let (rows, names) = app.store.read(|conn| {
        let rows = claims::list(conn, visibility, &filter, 0, MOST)?;
        let names = organisation_names(conn)?;
        Ok::<_, ServiceError>((rows, names))
    })?;
    let mut tasks: Vec<ClaimTask> = rows.into_iter().filter_map(|row| task(app, who, row, &names)).collect();
    tasks.sort_by_key(|task| (task.due.unwrap_or(NaiveDate::MAX), task.since, task.claim));
    Ok(tasks)
}

/// Names of organisations by id.
///
/// # Errors
/// The database failed.
pub fn organisation_names(conn: &mut Conn) -> Result<HashMap<i64, String>, ServiceError> {
    let all = people::organisations(conn)?;
    Ok(all.into_iter().map(|organisation| (organisation.id.get(), organisation.name)).collect())
}

fn awaited(app: &App, who: &Who) -> Vec<State> {
    let mine = |state: &State| next_step(*state, &app.clocks).is_some_and(|waiting| who.actor.holds_any(waiting.roles));
    State::ALL.iter().copied().filter(mine).collect()
}

fn task(app: &App, who: &Who, row: ClaimRow, names: &HashMap<i64, String>) -> Option<ClaimTask> {
    let waiting = next_step(row.state, &app.clocks)?;
    let action = access::Action::of_claim_step(waiting.step);
    let facts = access::Facts::claim(row.organisation_id, row.division.parse().ok(), &row.chain());
    access::can(&who.actor, action, &facts).ok()?;
    // A claim in its notice waits for the end of the period, not for anybody.
    if row.state == State::OnNotice && row.notice_ends_on.is_some_and(|last| app.today() <= last) {
        return None;
    }
    Some(ClaimTask {
        claim: row.id,
        due: due(app, &row),
        organisation: names.get(&row.organisation_id.get()).cloned().unwrap_or_default(),
        state: row.state,
        step: waiting.step,
        since: row.waiting_since.and_utc(),
        amount: Fen(row.decided_amount.unwrap_or(row.amount)),
        reference: row.reference,
        title: row.title,
    })
}

/// The usual last day of a claim's next step.
pub fn due(app: &App, row: &ClaimRow) -> Option<NaiveDate> {
    let waiting = next_step(row.state, &app.clocks)?;
    let from = match waiting.start {
        Start::Entered => time::shanghai_date(row.waiting_since.and_utc()),
        Start::NoticeEnd => row.notice_ends_on?,
    };
    app.calendar().add(from, waiting.days?).ok()
}

/// Whether the person's roles make claims of their own.
pub fn is_host(who: &Who) -> bool {
    who.actor.holds(Role::Host)
}
