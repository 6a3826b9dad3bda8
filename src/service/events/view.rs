//! Looking at events: lists, one event with all that belongs to it, the public calendar.

use super::complete::{Lacking, lacking};
use super::steps::facts_of;
use crate::domain::access::{self, Action, Facts};
use crate::domain::event::{self, Details, Kind, Other, Proposal, State, StepKind, Warning, warnings};
use crate::domain::ids::EventId;
use crate::domain::policy::Assessment;
use crate::domain::time;
use crate::service::app::{App, Who};
use crate::service::attendance::{self, Differing, Measured};
use crate::service::claims::assess;
use crate::service::completions::{self, Doubtful};
use crate::service::error::ServiceError;
use crate::service::evidence::{self as papers, Paper};
use crate::service::origin::{self, details_of, planned};
use crate::storage::claims::{self, ClaimRow};
use crate::storage::events::{self, CalendarEntry, EventRow, Filter, StepRow};
use crate::storage::evidence::{self, Owner};
use crate::storage::people::{self, Organisation};
use crate::storage::plans::{self, ItemRow};
use crate::storage::rosters;
use chrono::{Days, NaiveDate};
use std::collections::BTreeSet;

/// Rows of one page of a list.
pub const PAGE: i64 = 50;

/// A list of events.
#[derive(Clone, Debug)]
pub struct Listed {
    /// With their hosts' names.
    pub rows: Vec<(EventRow, String)>,
    pub total: i64,
}

/// Events the reader may see, the longest waiting first.
///
/// # Errors
/// Rights.
pub fn list(app: &App, who: &Who, filter: &Filter, page: i64) -> Result<Listed, ServiceError> {
    access::can(&who.actor, Action::EventView, &Facts::NONE)?;
    let visibility = access::visibility(&who.actor, access::Area::Event);
    app.store.read(|conn| {
        let total = events::count(conn, visibility, filter)?;
        let offset = (page.max(1) - 1).saturating_mul(PAGE);
        Ok(Listed { rows: events::list(conn, visibility, filter, offset, PAGE)?, total })
    })
}

/// How many events the reader sees in these states: for tabs and work lists.
///
/// # Errors
/// Rights.
pub fn count(app: &App, who: &Who, states: &[State]) -> Result<i64, ServiceError> {
    access::can(&who.actor, Action::EventView, &Facts::NONE)?;
    let visibility = access::visibility(&who.actor, access::Area::Event);
    let filter = Filter { states: states.to_vec(), ..Filter::default() };
    app.store.read(|conn| Ok(events::count(conn, visibility, &filter)?))
}

/// The states in which something waits for this person.
pub fn waiting_states(app: &App, who: &Who) -> Vec<State> {
    let clocks = app.event_clocks;
    let next = |state: &State| event::next_step(*state, &clocks).is_some_and(|next| who.actor.holds_any(next.roles));
    State::ALL.iter().copied().filter(next).collect()
}

/// One event with all that belongs to it.
#[derive(Clone, Debug)]
pub struct EventShown {
    pub row: EventRow,
    pub host: Organisation,
    pub item: Option<ItemRow>,
    pub steps: Vec<StepRow>,
    /// The claim made from it.
    pub claim: Option<ClaimRow>,
    /// What the reader may do now.
    pub may: Vec<Action>,
    pub details: Details,
    pub papers: Vec<Paper>,
    /// What the next step of the host asks for and the file does not have yet.
    pub lacking: Lacking,
    /// What the approver should look at twice; empty for the host.
    pub warnings: Vec<Warning>,
    /// Events that warnings are about.
    pub others: Vec<EventRow>,
    /// The reader knows of it by its claim alone: plan item and contests are not theirs to open.
    pub by_claim: bool,
    /// What the closing form asks for and was measured: field, as the form has it.
    pub measured: Vec<(event::Field, String)>,
    /// What the host wrote otherwise, once the event was held.
    pub differing: Vec<Differing>,
    /// What the host may expect, as things stand.
    pub estimate: Assessment,
    /// Certificates of completion that are good although their attendance no longer suffices.
    pub doubtful: Vec<Doubtful>,
    /// How many take part or may; none where there can be none yet.
    pub participants: Option<i64>,
    /// The last day for the next step, if it has one.
    pub due: Option<NaiveDate>,
}

/// The last day for the next step; none where the state has no clock or the calendar is not loaded.
pub fn due(app: &App, row: &EventRow) -> Option<NaiveDate> {
    let waiting = event::next_step(row.state, &event::Clocks::default())?;
    let entered = time::shanghai_date(row.waiting_since.and_utc());
    let from = match waiting.start {
        event::Start::Entered => entered,
        event::Start::EventEnd => row.ends_on.unwrap_or(entered),
    };
    app.calendar().add(from, waiting.days?).ok()
}

impl EventShown {
    pub fn may(&self, action: Action) -> bool {
        self.may.contains(&action)
    }

    /// The steps the reader may take now.
    pub fn steps_open(&self) -> impl Iterator<Item = StepKind> + '_ {
        self.may.iter().filter_map(|action| action.event_step())
    }
}

const ACTIONS: &[Action] = &[
    Action::EventEdit,
    Action::EventUpload,
    Action::EventSubmit,
    Action::EventReturn,
    Action::EventApprove,
    Action::EventFile,
    Action::EventMarkHeld,
    Action::EventClose,
    Action::EventCancel,
];

/// People take part in what was approved.
fn takes_people(state: State) -> bool {
    matches!(state, State::Approved | State::Filed | State::Held | State::Closed)
}

/// One event.
///
/// # Errors
/// `NotFound`, also for what the reader may not know of.
pub fn show(app: &App, who: &Who, id: EventId) -> Result<EventShown, ServiceError> {
    app.store.read(|conn| {
        let row = events::get(conn, id)?;
        let facts = facts_of(&row);
        let by_claim = origin::may_read(conn, who, &row)?;
        let mut may: Vec<Action> =
            ACTIONS.iter().copied().filter(|action| access::can(&who.actor, *action, &facts).is_ok()).collect();
        if row.returned {
            may.retain(|action| *action != Action::EventReturn);
        }
        let host = people::organisation(conn, row.organisation_id)?;
        let item = row.plan_item().map(|item| plans::item(conn, item)).transpose()?;
        let steps = events::steps(conn, id)?;
        let of_event = claims::Filter { event: Some(id), ..claims::Filter::default() };
        let visible = access::visibility(&who.actor, access::Area::Claim);
        let claim = claims::list(conn, visible, &of_event, 0, 1)?.pop();
        let own = row.organisation_id == who.organisation();
        if claim.is_none() && own && row.state == State::Closed {
            let new = Facts::new_for(row.organisation_id, Some(host.division));
            may.extend([Action::ClaimCreate].iter().filter(|action| access::can(&who.actor, **action, &new).is_ok()));
        }
        let details = details_of(&row)?;
        let plan_item = match &item {
            Some(item) => planned(conn, item)?,
            None => None,
        };
        let proposal = Proposal {
            event: id,
            host: row.organisation_id,
            kind: row.kind,
            details: &details,
            planned: plan_item.as_ref(),
        };
        let decides = may.contains(&Action::EventApprove);
        let others = match (row.starts_on, row.ends_on) {
            (Some(from), to) if decides => events::at_the_same_time(conn, id, from, to.unwrap_or(from))?,
            _ => Vec::new(),
        };
        let warnings = match decides {
            true => warnings(
                &proposal,
                &others.iter().filter_map(other).collect::<Vec<_>>(),
                app.today(),
                app.event_clocks.notice_days,
            ),
            false => Vec::new(),
        };
        let evidence = evidence::of(conn, Owner::Event(id))?;
        let sheet = origin::sheet(&row, &details, plan_item.as_ref(), &evidence);
        let estimate = assess::evaluate(app, row.kind.rule(), &sheet, None)?;
        let next = event::next_step(row.state, &app.event_clocks).filter(|_| own);
        let lacking = match next {
            Some(next) => lacking(conn, &row, next.step)?,
            None => Lacking::default(),
        };
        let papers = papers::papers(conn, who, Owner::Event(id))?;
        let participants = match by_claim || !takes_people(row.state) {
            true => None,
            false => {
                let counted = rosters::by_state(conn, id)?.into_iter().filter(|(state, _)| !state.is_final());
                Some(counted.map(|(_, count)| count).sum())
            }
        };
        let due = due(app, &row);
        let held = matches!(row.state, State::Held | State::Closed);
        let measured = if held { attendance::measured(conn, &row, app.now())? } else { Measured::default() };
        let doubtful = match held && participants.is_some() {
            true => completions::doubtful(conn, &row)?,
            false => Vec::new(),
        };
        Ok(EventShown {
            doubtful,
            differing: measured.differing(row.kind, &details),
            measured: measured.fields(row.kind),
            by_claim,
            participants,
            due,
            host,
            item,
            steps,
            claim,
            may,
            details,
            papers,
            lacking,
            warnings,
            others,
            estimate,
            row,
        })
    })
}

fn other(row: &EventRow) -> Option<Other<'_>> {
    Some(Other {
        event: row.id,
        host: row.organisation_id,
        kind: row.kind,
        venue: &row.venue,
        trade: &row.trade,
        starts_on: row.starts_on?,
        ends_on: row.ends_on.or(row.starts_on)?,
    })
}

/// Items of published plans that the person's organisation may propose an event for.
///
/// # Errors
/// Rights.
pub fn open_items(app: &App, who: &Who) -> Result<Vec<ItemRow>, ServiceError> {
    access::can(&who.actor, Action::EventCreate, &Facts::NONE)?;
    app.store.read(|conn| Ok(plans::open_items(conn, who.organisation())?))
}

/// Approved events of one month, for everyone.
///
/// # Errors
/// The database failed.
pub fn calendar(app: &App, first: NaiveDate, kind: Option<Kind>) -> Result<Vec<OnCalendar>, ServiceError> {
    let next = first.checked_add_months(chrono::Months::new(1)).unwrap_or(first);
    let last = next.checked_sub_days(Days::new(1)).unwrap_or(first);
    app.store.read(|conn| {
        let mut entries = events::calendar(conn, first, last)?;
        entries.retain(|entry| kind.is_none_or(|kind| entry.kind == kind));
        let released = crate::storage::schedules::released_events(conn)?;
        let published = crate::storage::contests::published_events(conn)?;
        let open = crate::storage::entries::released(conn, app.now().naive_utc())?;
        let offered: BTreeSet<EventId> = open.into_iter().map(|(_, event, _)| event.id).collect();
        let listed = |entry: CalendarEntry| OnCalendar {
            schedule: released.contains(&entry.id),
            results: published.contains(&entry.id),
            registration: offered.contains(&entry.id),
            entry,
        };
        Ok(entries.into_iter().map(listed).collect())
    })
}

/// An event of the public calendar, and what else is public of it.
#[derive(Clone, Debug)]
pub struct OnCalendar {
    pub entry: CalendarEntry,
    /// A schedule was released.
    pub schedule: bool,
    /// Results of items were published.
    pub results: bool,
    /// One can register for it, now or soon.
    pub registration: bool,
}
