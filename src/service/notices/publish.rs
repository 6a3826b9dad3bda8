//! Putting decided claims into a notice.

use crate::domain::access::{self, Action, Area, Facts};
use crate::domain::calendar::WorkingDaysError;
use crate::domain::claim::{State, Step};
use crate::domain::ids::{ClaimId, NoticeId};
use crate::domain::money::Fen;
use crate::domain::notice::LineState;
use crate::domain::reference::Series;
use crate::domain::text::one_line;
use crate::service::app::{App, Who};
use crate::service::claims::{deciding, next_reference};
use crate::service::error::{Fault, ServiceError};
use crate::service::plans::own_division;
use crate::service::trail::{self, By};
use crate::storage::claims::{self, Filter};
use crate::storage::notices::{self, NewLine, NewNotice};
use crate::storage::{Constraint, StorageError, Tx, people};
use chrono::NaiveDate;
use serde_json::json;

/// Longest title, in characters.
pub const TITLE_MAX: usize = 100;
/// The most claims one notice is offered; the rest goes into the next.
const MOST: i64 = 200;

/// The days of a notice, both inclusive and both printed on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    pub first: NaiveDate,
    pub last: NaiveDate,
}

impl Period {
    /// The period of a notice published today.
    ///
    /// # Errors
    /// `Conflict(calendar-not-loaded)` with the year: no date is promised that a schedule can still
    /// move.
    pub fn from_today(app: &App) -> Result<Period, ServiceError> {
        let first = app.today();
        let last = app.calendar().end_of_working_days(first, app.clocks.notice, app.clocks.notice_counting());
        let last = last.map_err(|error| match error {
            WorkingDaysError::NotLoaded(missing) => {
                ServiceError::Conflict(Fault::conflict("calendar-not-loaded").with("year", missing.0.to_string()))
            }
            WorkingDaysError::OutOfRange(days) => {
                ServiceError::Storage(StorageError::Corrupt { what: "length of notices", value: days.to_string() })
            }
        })?;
        Ok(Period { first, last })
    }
}

/// A decided claim that waits for its publication.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub claim: ClaimId,
    pub reference: String,
    pub unit: String,
    pub title: String,
    pub amount: Fen,
}

/// What a clerk chooses from.
#[derive(Debug)]
pub struct Candidates {
    pub claims: Vec<Candidate>,
    /// The days the notice would run if it were published now, or why it cannot be.
    pub period: Result<Period, ServiceError>,
}

/// The decided claims that the clerk may publish, the longest waiting first.
///
/// # Errors
/// Rights.
pub fn candidates(app: &App, who: &Who) -> Result<Candidates, ServiceError> {
    access::can(&who.actor, Action::NoticeCreate, &Facts::NONE)?;
    let filter = Filter { states: vec![State::Decided], ..Filter::default() };
    let visibility = access::visibility(&who.actor, Area::Claim);
    let claims = app.store.read(|conn| {
        let rows = claims::list(conn, visibility, &filter, 0, MOST)?;
        let mut names = people::organisation_names(conn)?;
        let candidate = |row: claims::ClaimRow| Candidate {
            claim: row.id,
            unit: names.entry(row.organisation_id.get()).or_default().clone(),
            amount: Fen(row.decided_amount.unwrap_or(row.amount)),
            reference: row.reference,
            title: row.title,
        };
        Ok::<_, ServiceError>(rows.into_iter().map(candidate).collect())
    })?;
    Ok(Candidates { claims, period: Period::from_today(app) })
}

/// Publishes decided claims in one notice, each with the amount decided.
///
/// # Errors
/// Rights on the notice and on every claim; `Invalid` for title and choice; `Conflict` for a claim
/// that is not decided any more or stands in a notice already, and for a year whose calendar is not
/// loaded. Nothing is published then.
pub fn publish(app: &App, who: &Who, title: &str, chosen: &[ClaimId]) -> Result<NoticeId, ServiceError> {
    access::can(&who.actor, Action::NoticeCreate, &Facts::NONE)?;
    let mut chosen = chosen.to_vec();
    chosen.sort_unstable();
    chosen.dedup();
    let title = &one_line(title);
    check(title, &chosen)?;
    let period = Period::from_today(app)?;
    app.store.write(|tx| publish_in(app, tx, who, title, &chosen, period))
}

fn check(title: &str, chosen: &[ClaimId]) -> Result<(), ServiceError> {
    let mut faults = Vec::new();
    if title.is_empty() {
        faults.push(Fault::new("title", "required"));
    } else if title.chars().count() > TITLE_MAX {
        faults.push(Fault::new("title", "too-long").with("max", TITLE_MAX));
    }
    if chosen.is_empty() {
        faults.push(Fault::new("claim", "choose-claims"));
    }
    if faults.is_empty() { Ok(()) } else { Err(ServiceError::Invalid(faults)) }
}

fn publish_in(
    app: &App,
    tx: &mut Tx,
    who: &Who,
    title: &str,
    chosen: &[ClaimId],
    period: Period,
) -> Result<NoticeId, ServiceError> {
    let at = app.now();
    let division = own_division(who);
    access::can(&who.actor, Action::NoticeCreate, &Facts { division: Some(division), ..Facts::NONE })?;
    // All claims before anything else, in one order for everybody: nobody waits in a circle.
    for claim in chosen {
        claims::lock(tx, *claim)?;
    }
    let units = people::organisation_names(tx)?;
    let reference = next_reference(tx, Series::Notice, at)?;
    let notice = NewNotice {
        reference: &reference,
        division: &division.to_string(),
        title,
        published_on: period.first,
        ends_on: period.last,
        published_at: at.naive_utc(),
        published_by: who.id().get(),
    };
    let id = notices::insert(tx, &notice)?;
    for (seq, claim) in (1..).zip(chosen) {
        let mut claim = deciding::open(app, tx, who, Action::ClaimPublish, *claim, None)?;
        let row = &claim.row;
        let person = crate::service::claims::published_person(app, claim.tx, row, period.first)?;
        let line = NewLine {
            notice_id: id.get(),
            claim_id: row.id.get(),
            seq,
            unit_name: units.get(&row.organisation_id.get()).map_or("", String::as_str),
            title: &row.title,
            rule: &row.rule,
            amount: row.decided_amount.unwrap_or(row.amount),
            state: LineState::Published.as_str(),
            person: person.as_ref().map(|(name, _)| name.as_str()),
            person_tail: person.as_ref().and_then(|(_, tail)| tail.as_deref()),
        };
        notices::insert_line(claim.tx, &line).map_err(|error| match error {
            StorageError::Violated(Constraint::NoticeLive) => ServiceError::conflict("notice-live"),
            other => other.into(),
        })?;
        claim.take(&Step::Publish { last_day: period.last }, &reference)?;
    }
    let after = json!({ "reference": reference, "claims": chosen, "first": period.first, "last": period.last });
    trail::record(tx, at, By::who(who), "notice.publish", "notice", id.get(), None, Some(after))?;
    Ok(id)
}
