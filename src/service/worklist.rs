//! What waits for somebody: each role's first page.

use super::app::{App, Who};
use super::claims::payer::{self, Unstaffed};
use super::error::ServiceError;
use super::evaluations::{self, Chore};
use super::recognition;
use crate::domain::access::{self, Action, Area, Facts};
use crate::domain::base;
use crate::domain::claim::{self, Start, next_step};
use crate::domain::contest::phase;
use crate::domain::event;
use crate::domain::ids::{BaseId, ClaimId, ContestId, EntryId, EventId, OrganisationId, PlanItemId};
use crate::domain::money::Fen;
use crate::domain::people::Role;
use crate::domain::time;
use crate::storage::claims::{self, ClaimRow};
use crate::storage::events::{self, EventRow};
use crate::storage::{Conn, bases, people, plans};
use crate::storage::{contest_objections, contest_recusals, contests};
use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveDateTime, Utc};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// One thing that waits for the person.
#[derive(Clone, Debug)]
pub struct Task {
    pub of: TaskOf,
    pub reference: String,
    pub title: String,
    pub organisation: String,
    pub since: DateTime<Utc>,
    /// The usual last day; none where no clock runs or the year's calendar is not loaded.
    pub due: Option<NaiveDate>,
}

/// What it is about, and the step that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskOf {
    /// `returned`: to be mended and submitted again.
    Claim {
        id: ClaimId,
        step: claim::StepKind,
        amount: Fen,
        returned: bool,
    },
    Event {
        id: EventId,
        step: event::StepKind,
    },
    /// An item of a competition.
    Contest {
        id: ContestId,
        step: phase::Step,
    },
    /// A final whose list is no longer that of the preliminary's published result.
    Final {
        from: ContestId,
    },
    /// So many objections to the result of an item that nobody has answered.
    Objections {
        id: ContestId,
        count: i64,
    },
    /// Workstations that the person judges.
    Judging(ContestId),
    /// Registrations and changes of an entry that the host has yet to look at.
    Review {
        id: EntryId,
        count: i64,
    },
    /// A base that applies for a level.
    Base {
        id: BaseId,
        step: base::Step,
    },
    /// A base that had a part of its grant, and what it can still claim up to the floor.
    Instalment {
        id: BaseId,
        lacking: Fen,
    },
    /// Of a year's evaluation of bases.
    Evaluation(Chore),
    /// Of a round of recognition, or of the titles.
    Recognition(recognition::Chore),
    /// A county that so many claims wait for, with nobody who enters its budget lines; its bureau, if it is registered.
    Treasurer {
        bureau: Option<OrganisationId>,
        count: usize,
    },
    /// An item of a published plan that the host has not proposed an event of.
    PlanItem(PlanItemId),
}

/// The most that one page of work shows of each kind; nobody does more in a day.
const MOST: i64 = 200;

/// Everything that waits for this person: a role of theirs takes the next step, and they have not
/// taken one that forbids it. What is due first comes first.
///
/// # Errors
/// The database failed.
pub fn tasks(app: &App, who: &Who) -> Result<Vec<Task>, ServiceError> {
    app.store.read(|conn| {
        let mut tasks = claim_tasks(app, conn, who)?;
        tasks.extend(event_tasks(app, conn, who)?);
        tasks.extend(item_tasks(app, conn, who)?);
        tasks.extend(contest_tasks(conn, who)?);
        tasks.extend(objection_tasks(conn, who)?);
        tasks.extend(judging_tasks(conn, who)?);
        tasks.extend(review_tasks(conn, who)?);
        tasks.extend(base_tasks(conn, who)?);
        tasks.extend(instalment_tasks(app, conn, who)?);
        tasks.extend(evaluation_tasks(app, conn, who)?);
        tasks.extend(recognition_tasks(app, conn, who)?);
        tasks.extend(treasurer_tasks(conn, who)?);
        tasks.sort_by(|one, other| {
            let key = |task: &Task| (task.due.unwrap_or(NaiveDate::MAX), task.since);
            key(one).cmp(&key(other)).then_with(|| one.reference.cmp(&other.reference))
        });
        Ok(tasks)
    })
}

fn claim_tasks(app: &App, conn: &mut Conn, who: &Who) -> Result<Vec<Task>, ServiceError> {
    let mine =
        |state: &claim::State| next_step(*state, &app.clocks).is_some_and(|waiting| who.actor.holds_any(waiting.roles));
    let states: Vec<claim::State> = claim::State::ALL.iter().copied().filter(mine).collect();
    if states.is_empty() {
        return Ok(Vec::new());
    }
    let filter = claims::Filter { states, ..claims::Filter::default() };
    let rows = claims::list(conn, access::visibility(&who.actor, Area::Claim), &filter, 0, MOST)?;
    let names = people::organisation_names(conn)?;
    let mut tasks = Vec::new();
    for row in rows {
        // The file of an instalment stays open until the floor is reached.
        if super::claims::floor::keeps_open(app, conn, &row)?.is_none() {
            tasks.extend(claim_task(app, who, row, &names));
        }
    }
    Ok(tasks)
}

fn claim_task(app: &App, who: &Who, row: ClaimRow, names: &HashMap<i64, String>) -> Option<Task> {
    let step = next_step(row.state, &app.clocks)?.step;
    let facts = Facts::claim(row.organisation_id, row.division.parse().ok(), &row.chain());
    access::can(&who.actor, Action::of_claim_step(step), &facts).ok()?;
    // A claim in its notice waits for the end of the period, not for anybody.
    if row.state == claim::State::OnNotice && row.notice_ends_on.is_some_and(|last| app.today() <= last) {
        return None;
    }
    Some(Task {
        of: TaskOf::Claim {
            id: row.id,
            step,
            amount: Fen(row.decided_amount.unwrap_or(row.amount)),
            returned: row.state == claim::State::Returned,
        },
        due: due(app, row.state, row.waiting_since, row.notice_ends_on),
        organisation: names.get(&row.organisation_id.get()).cloned().unwrap_or_default(),
        since: row.waiting_since.and_utc(),
        reference: row.reference,
        title: row.title,
    })
}

/// The usual last day of a claim's next step.
pub fn due(
    app: &App,
    state: claim::State,
    waiting_since: NaiveDateTime,
    notice_ends_on: Option<NaiveDate>,
) -> Option<NaiveDate> {
    let waiting = next_step(state, &app.clocks)?;
    let entered = time::shanghai_date(waiting_since.and_utc());
    let from = match waiting.start {
        Start::Entered => entered,
        // An objection may be answered after the notice has run out.
        Start::NoticeEnd => notice_ends_on?.max(entered),
    };
    app.calendar().add(from, waiting.days?).ok()
}

fn event_tasks(app: &App, conn: &mut Conn, who: &Who) -> Result<Vec<Task>, ServiceError> {
    let clocks = app.event_clocks;
    let mine = |state: &event::State| {
        event::next_step(*state, &clocks).is_some_and(|waiting| who.actor.holds_any(waiting.roles))
    };
    let states: Vec<event::State> = event::State::ALL.iter().copied().filter(mine).collect();
    if states.is_empty() {
        return Ok(Vec::new());
    }
    let filter = events::Filter { states, ..events::Filter::default() };
    let rows = events::list(conn, access::visibility(&who.actor, Area::Event), &filter, 0, MOST)?;
    Ok(rows.into_iter().filter_map(|(row, name)| event_task(app, who, row, name)).collect())
}

fn event_task(app: &App, who: &Who, row: EventRow, organisation: String) -> Option<Task> {
    let waiting = event::next_step(row.state, &app.event_clocks)?;
    let facts = Facts::event(row.organisation_id, Some(row.division), row.state);
    access::can(&who.actor, Action::of_event_step(waiting.step), &facts).ok()?;
    // An event that is filed waits for its last day.
    if waiting.step == event::StepKind::MarkHeld && row.ends_on.is_some_and(|last| app.today() < last) {
        return None;
    }
    Some(Task {
        of: TaskOf::Event { id: row.id, step: waiting.step },
        due: super::events::due(app, &row),
        organisation,
        since: row.waiting_since.and_utc(),
        reference: row.reference,
        title: row.name,
    })
}

/// Items of published plans the person's organisation may propose now. Those of a year that is over
/// are not pressed for. What is planned should be proposed so many days ahead as the office asks.
fn item_tasks(app: &App, conn: &mut Conn, who: &Who) -> Result<Vec<Task>, ServiceError> {
    if !is_host(who) {
        return Ok(Vec::new());
    }
    let year = app.today().year();
    let mut tasks = Vec::new();
    let own = people::organisation(conn, who.organisation())?.name;
    let mut plans = HashMap::new();
    for item in plans::open_items(conn, who.organisation())? {
        let plan = match plans.entry(item.plan_id.get()) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(plans::get(conn, item.plan_id)?),
        };
        if plan.year < year {
            continue;
        }
        let notice = Duration::days(i64::from(app.event_clocks.notice_days));
        tasks.push(Task {
            of: TaskOf::PlanItem(item.id),
            reference: String::new(),
            title: item.name,
            organisation: own.clone(),
            since: plan.published_at.unwrap_or(plan.created_at).and_utc(),
            due: item.planned_from.and_then(|day| day.checked_sub_signed(notice)),
        });
    }
    Ok(tasks)
}

/// Items of competitions whose next step is this person's. Nobody is asked to sign twice, or to publish
/// what they submitted.
fn contest_tasks(conn: &mut Conn, who: &Who) -> Result<Vec<Task>, ServiceError> {
    let rows = contests::unpublished(conn, access::visibility(&who.actor, Area::Contest), MOST)?;
    let names = if rows.is_empty() { HashMap::new() } else { people::organisation_names(conn)? };
    let (mut ready, mut tasks) = (Vec::new(), Vec::new());
    for (row, event) in rows {
        if let Some(task) = final_task(conn, who, &row, &event)? {
            tasks.push(task);
            continue;
        }
        // Whoever has seen whose workstation is whose does not sign.
        if row.phase.is_blind() && contest_recusals::has_seen_seating(conn, row.id, who.id())? {
            continue;
        }
        // What judges have not finished is theirs to do.
        if row.phase != phase::Phase::Judging || super::contests::is_marked(conn, &row, &event)? {
            ready.push((row, event));
        }
    }
    let task = |(row, event): (contests::ItemRow, EventRow)| {
        let step = phase::next_step(row.phase)?;
        let facts = Facts::contest(event.organisation_id, Some(event.division), row.phase);
        access::can(&who.actor, Action::of_contest_step(step), &facts).ok()?;
        phase::take(row.phase, row.seats(), step, who.id()).ok()?;
        Some(Task {
            of: TaskOf::Contest { id: row.id, step },
            reference: event.reference,
            title: format!("{} {}", event.name, row.name),
            organisation: names.get(&event.organisation_id.get()).cloned().unwrap_or_default(),
            since: row.waiting_since.and_utc(),
            due: None,
        })
    };
    tasks.extend(ready.into_iter().filter_map(task));
    Ok(tasks)
}

/// A final that is being set up, whose list is another than that of the published result it came from: it cannot
/// begin before it is brought in line.
fn final_task(
    conn: &mut Conn,
    who: &Who,
    row: &contests::ItemRow,
    event: &EventRow,
) -> Result<Option<Task>, ServiceError> {
    if row.phase != phase::Phase::SetUp {
        return Ok(None);
    }
    let facts = Facts::contest(event.organisation_id, Some(event.division), phase::Phase::Published);
    if access::can(&who.actor, Action::ContestAdvance, &facts).is_err() {
        return Ok(None);
    }
    let Some(from) = super::contests::stale_source(conn, row)? else { return Ok(None) };
    Ok(Some(Task {
        of: TaskOf::Final { from: from.id },
        reference: event.reference.clone(),
        title: format!("{} {}", event.name, row.name),
        organisation: people::organisation(conn, event.organisation_id)?.name,
        since: from.published_at.unwrap_or(row.waiting_since).and_utc(),
        due: None,
    }))
}

/// Items with a published result that somebody objected to: nothing of them goes on until it is answered.
fn objection_tasks(conn: &mut Conn, who: &Who) -> Result<Vec<Task>, ServiceError> {
    let mut tasks: Vec<Task> = Vec::new();
    for (filed, row, event) in contest_objections::open(conn, access::visibility(&who.actor, Area::Contest), MOST)? {
        let facts = Facts::contest(event.organisation_id, Some(event.division), row.phase);
        if access::can(&who.actor, Action::ContestAnswer, &facts).is_err() {
            continue;
        }
        let of = |task: &Task| matches!(task.of, TaskOf::Objections { id, .. } if id == row.id);
        let known = tasks.iter_mut().find(|task| of(task));
        if let Some(Task { of: TaskOf::Objections { count, .. }, .. }) = known {
            *count += 1;
            continue;
        }
        tasks.push(Task {
            of: TaskOf::Objections { id: row.id, count: 1 },
            title: format!("{} {}", event.name, row.name),
            reference: event.reference,
            organisation: String::new(),
            since: filed.filed_at.and_utc(),
            due: None,
        });
    }
    Ok(tasks)
}

/// Items with workstations that the person has still to mark.
fn judging_tasks(conn: &mut Conn, who: &Who) -> Result<Vec<Task>, ServiceError> {
    let task = |(row, event): (contests::ItemRow, String)| Task {
        of: TaskOf::Judging(row.id),
        reference: String::new(),
        title: format!("{event} {}", row.name),
        organisation: String::new(),
        since: row.waiting_since.and_utc(),
        due: None,
    };
    Ok(super::contests::to_judge(conn, who)?.into_iter().map(task).collect())
}

/// Entries of the person's own unit with registrations or changes to be looked at.
fn review_tasks(conn: &mut Conn, who: &Who) -> Result<Vec<Task>, ServiceError> {
    let may = |event: &EventRow| {
        let facts = Facts::event(event.organisation_id, Some(event.division), event.state);
        access::can(&who.actor, Action::ParticipantEdit, &facts).is_ok()
    };
    let rows = crate::storage::entries::to_review(conn, access::Visibility::Organisation(who.organisation()))?;
    let task =
        |(event, entry, count, since): (EventRow, crate::storage::entries::EntryRow, i64, Option<NaiveDateTime>)| {
            Task {
                of: TaskOf::Review { id: entry.id, count },
                reference: event.reference,
                title: entry.name,
                organisation: String::new(),
                since: since.unwrap_or(entry.created_at).and_utc(),
                due: None,
            }
        };
    Ok(rows.into_iter().filter(|(event, ..)| may(event)).map(task).collect())
}

/// Bases whose application waits for this person's step.
fn base_tasks(conn: &mut Conn, who: &Who) -> Result<Vec<Task>, ServiceError> {
    let mine = |state: &base::State| base::next_step(*state).is_some_and(|(_, role)| who.actor.holds(role));
    let states: Vec<base::State> = base::State::ALL.iter().copied().filter(mine).collect();
    if states.is_empty() {
        return Ok(Vec::new());
    }
    let rows = bases::waiting(conn, access::visibility(&who.actor, Area::Base), &states, MOST)?;
    let task = |(row, application, organisation): (bases::BaseRow, bases::ApplicationRow, String)| {
        let (step, _) = base::next_step(application.state)?;
        let facts = Facts::base(row.organisation_id, Some(row.division), Some(application.state));
        access::can(&who.actor, Action::of_base_step(step), &facts).ok()?;
        // Who examined a base, or proposed its revocation, does not decide on it.
        if matches!(application.state, base::State::Examined | base::State::Revoking)
            && application.examiner_id == Some(who.id().get())
        {
            return None;
        }
        Some(Task {
            of: TaskOf::Base { id: row.id, step },
            reference: String::new(),
            title: row.name,
            organisation,
            since: application.waiting_since.and_utc(),
            due: None,
        })
    };
    Ok(rows.into_iter().filter_map(task).collect())
}

/// Bases of the person's own unit of whose grant only a part was paid.
fn instalment_tasks(app: &App, conn: &mut Conn, who: &Who) -> Result<Vec<Task>, ServiceError> {
    if !is_host(who) {
        return Ok(Vec::new());
    }
    let task = |one: super::bases::Unfinished| Task {
        of: TaskOf::Instalment { id: one.base.id, lacking: one.lacking },
        reference: String::new(),
        title: one.base.name,
        organisation: String::new(),
        since: one.since.and_utc(),
        due: None,
    };
    Ok(super::bases::unfinished(app, conn, who.organisation())?.into_iter().map(task).collect())
}

/// What a year's evaluation of bases waits for.
fn evaluation_tasks(app: &App, conn: &mut Conn, who: &Who) -> Result<Vec<Task>, ServiceError> {
    let task = |waiting: evaluations::Waiting| Task {
        of: TaskOf::Evaluation(waiting.chore),
        reference: String::new(),
        title: waiting.title,
        organisation: String::new(),
        since: waiting.since.and_utc(),
        due: waiting.due,
    };
    Ok(evaluations::waiting(app, conn, who)?.into_iter().map(task).collect())
}

/// What a round of recognition waits for.
fn recognition_tasks(app: &App, conn: &mut Conn, who: &Who) -> Result<Vec<Task>, ServiceError> {
    let task = |waiting: recognition::Waiting| Task {
        of: TaskOf::Recognition(waiting.chore),
        reference: String::new(),
        title: waiting.title,
        organisation: String::new(),
        since: waiting.since.and_utc(),
        due: waiting.due,
    };
    Ok(recognition::waiting(app, conn, who)?.into_iter().map(task).collect())
}

/// Counties that are to pay claims and have nobody in the program who could: for the administrator, who enters them.
fn treasurer_tasks(conn: &mut Conn, who: &Who) -> Result<Vec<Task>, ServiceError> {
    if access::can(&who.actor, Action::ManageOrganisations, &Facts::NONE).is_err() {
        return Ok(Vec::new());
    }
    let task = |found: Unstaffed| Task {
        title: found.bureau.as_ref().map_or_else(|| found.division.clone(), |(_, name)| name.clone()),
        of: TaskOf::Treasurer { bureau: found.bureau.map(|(id, _)| id), count: found.count },
        reference: String::new(),
        organisation: String::new(),
        since: found.since.and_utc(),
        due: None,
    };
    let found = payer::unstaffed(conn, access::visibility(&who.actor, Area::People))?;
    Ok(found.into_iter().map(task).collect())
}

/// What the person's organisation sent on and the office has now.
#[derive(Clone, Debug)]
pub struct SentOn {
    pub of: SentOf,
    pub reference: String,
    pub title: String,
}

/// What was sent on, and how far it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SentOf {
    /// The notice's last day while it runs.
    Claim {
        id: ClaimId,
        state: claim::State,
        notice_ends_on: Option<NaiveDate>,
    },
    Event {
        id: EventId,
        state: event::State,
    },
}

/// Claims and events of a host that wait for the office; nothing for anybody else.
///
/// # Errors
/// The database failed.
pub fn sent_on(app: &App, who: &Who) -> Result<Vec<SentOn>, ServiceError> {
    if !is_host(who) {
        return Ok(Vec::new());
    }
    let office = |roles: &[Role]| !roles.contains(&Role::Host);
    let with_office = |state: &claim::State| next_step(*state, &app.clocks).is_some_and(|next| office(next.roles));
    let states = claim::State::ALL.iter().copied().filter(with_office).collect();
    let of_claims = claims::Filter { states, ..claims::Filter::default() };
    let with_office =
        |state: &event::State| event::next_step(*state, &app.event_clocks).is_some_and(|next| office(next.roles));
    let states = event::State::ALL.iter().copied().filter(with_office).collect();
    let of_events = events::Filter { states, ..events::Filter::default() };
    app.store.read(|conn| {
        let claims = claims::brief(conn, access::visibility(&who.actor, Area::Claim), &of_claims, 0, MOST)?;
        let events = events::list(conn, access::visibility(&who.actor, Area::Event), &of_events, 0, MOST)?;
        let claims = claims.into_iter().map(|(row, _)| SentOn {
            of: SentOf::Claim { id: row.id, state: row.state, notice_ends_on: row.notice_ends_on },
            reference: row.reference,
            title: row.title,
        });
        let events = events.into_iter().map(|(row, _)| SentOn {
            of: SentOf::Event { id: row.id, state: row.state },
            reference: row.reference,
            title: row.name,
        });
        Ok(claims.chain(events).collect())
    })
}

/// Whether the person's roles make claims of their own.
pub fn is_host(who: &Who) -> bool {
    who.actor.holds(Role::Host)
}
