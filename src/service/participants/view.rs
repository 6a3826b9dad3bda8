//! What anyone sees of what can be registered for, and what a person sees of their own registration.

use super::changes::speaks_for;
use super::entries::{Listed, closes_of, places_of, window_of};
use crate::domain::ids::{EntryId, TeamId};
use crate::domain::participant::entry::{Places, Window};
use crate::domain::participant::step::{self, Step};
use crate::domain::participant::waiting as line;
use crate::domain::participant::{Happening, State, team};
use crate::domain::schedule::release::Entry;
use crate::service::accounts::digest;
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::service::schedules::{own_sessions, participant_token};
use crate::storage::entries::{self, ChangeRow, EntryRow, Terms};
use crate::storage::events::EventRow;
use crate::storage::participants::{self, LogRow, ParticipantRow};
use crate::storage::people;

/// One entry of the public list.
#[derive(Clone, Debug)]
pub struct Offered {
    pub listed: Listed,
    pub event: EventRow,
    pub host: String,
}

/// What can be registered for now, or soon.
///
/// # Errors
/// The database failed.
pub fn offered(app: &App) -> Result<Vec<Offered>, ServiceError> {
    app.store.read(|conn| {
        let mut found = Vec::new();
        for (row, event, host) in entries::released(conn, app.now().naive_utc())? {
            let places = places_of(&row, &entries::waiting(conn, row.id)?);
            let listed = Listed { window: window_of(&row, &event, app.now()), places, pending: 0, row };
            found.push(Offered { listed, event, host });
        }
        Ok(found)
    })
}

/// One entry as anyone sees it who would register.
#[derive(Clone, Debug)]
pub struct Public {
    pub row: EntryRow,
    pub event: EventRow,
    pub host: String,
    /// None: the event has said nothing of its own.
    pub terms: Option<Terms>,
    pub places: Places,
    pub window: Window,
    pub size: team::TeamSize,
}

/// One entry; also after its cut-off, so that a link that was passed on leads somewhere.
///
/// # Errors
/// `NotFound` for one that is not released.
pub fn public(app: &App, id: EntryId) -> Result<Public, ServiceError> {
    app.store.read(|conn| {
        let (row, event, terms) = entries::with_event(conn, id)?;
        let window = window_of(&row, &event, app.now());
        if window == Window::Shut {
            return Err(ServiceError::NotFound);
        }
        let places = places_of(&row, &entries::waiting(conn, id)?);
        let host = people::organisation(conn, event.organisation_id)?.name;
        Ok(Public { size: super::entries::team_size(&row), row, event, host, terms, places, window })
    })
}

/// A registration as the person sees it by their secret link.
#[derive(Clone, Debug)]
pub struct Own {
    pub row: ParticipantRow,
    pub entry: EntryRow,
    pub event: EventRow,
    pub host: String,
    pub terms: Option<Terms>,
    /// On the waiting list, from 1, and how many wait.
    pub place: Option<usize>,
    pub waiting: usize,
    pub log: Vec<LogRow>,
    /// A change that waits for the host.
    pub asked: Option<ChangeRow>,
    pub team: Option<String>,
    /// Of the team, where the person speaks for it.
    pub members: Vec<ParticipantRow>,
    /// How many members the team lacks.
    pub missing: u32,
    /// The event is neither over nor called off.
    pub on: bool,
    /// As `on`, and others can still register.
    pub open: bool,
    /// Who waits can still get a place.
    pub moves_up: bool,
    /// Registering again is possible for who has left.
    pub again: bool,
    /// The state from which the person left, if they did.
    pub left: Option<State>,
    /// Why the office took the person out, if it did; empty where it gave no reason.
    pub taken_out: Option<String>,
    /// The released sessions of whoever has a place, or waits for it; none without a release.
    pub sessions: Option<Vec<Entry>>,
    /// Where their calendar is to be subscribed to.
    pub calendar: String,
    pub may: May,
}

/// What the person can do now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct May {
    pub accept: bool,
    pub change: bool,
    pub substitute: bool,
    pub withdraw: bool,
    /// Ask others into the team.
    pub invite: bool,
}

/// A registration by its secret link.
///
/// # Errors
/// `NotFound` for a link that lets nobody in.
pub fn own(app: &App, token: &str) -> Result<Own, ServiceError> {
    let now = app.now();
    app.store.read(|conn| {
        let link = digest(token);
        let row = entries::by_link(conn, &link)?;
        let entry = row.entry_id.ok_or(ServiceError::NotFound)?;
        let (entry, event, terms) = entries::with_event(conn, EntryId::new(entry))?;
        let list = line::line(&entries::waiting(conn, entry.id)?);
        let team = row.team_id.map(|team| entries::team(conn, TeamId::new(team))).transpose()?;
        let members = if row.state.is_final() { Vec::new() } else { speaks_for(conn, &row)? };
        let on = super::waiting::takes_people(event.state);
        let moves_up = super::waiting::moves_up(&event, now);
        let before = on && now < entry.closes_at.and_utc();
        let can = |kind: Step| step::step(row.state, kind, entry.approval).is_ok();
        let late = matches!(row.state, State::Waiting | State::Offered);
        let in_time = row.offered_until.is_none_or(|until| now < until.and_utc());
        let size = u32::try_from(members.len()).unwrap_or(u32::MAX);
        let may = May {
            accept: moves_up && can(Step::Accept) && in_time,
            change: before && !row.state.is_final() && row.resident_id.is_some(),
            substitute: before && can(Step::Replace),
            withdraw: can(Step::Withdraw) && (before || (on && late)),
            invite: !members.is_empty()
                && window_of(&entry, &event, now) == Window::Open
                && super::entries::team_size(&entry).has_room(size),
        };
        let log = participants::log_of(conn, row.id)?;
        let ways = [Happening::Withdrawn, Happening::Left];
        let leaving = log.iter().rev().find(|line| ways.iter().any(|way| line.what == way.as_str()));
        let leaving = leaving.filter(|_| row.state == State::Withdrawn);
        let left = leaving.and_then(|line| line.before.parse().ok());
        let by_office = |line: &&_| -> bool {
            let line: &participants::LogRow = line;
            line.user.is_some() && line.what == Happening::Withdrawn.as_str()
        };
        let taken_out = leaving.filter(by_office).map(|line| line.reason.clone());
        let sessions = if row.state.is_final() { None } else { own_sessions(conn, &event, &row)? };
        Ok(Own {
            sessions,
            calendar: format!("{}/feeds/person/{}", app.base_url, participant_token(row.id, &link)),
            on,
            open: on && now < closes_of(&entry, &event),
            moves_up,
            again: row.state.is_final() && taken_out.is_none() && window_of(&entry, &event, now) == Window::Open,
            left,
            taken_out,
            log,
            place: (row.state == State::Waiting).then(|| line::place(&list, row.id.get(), row.team_id)).flatten(),
            waiting: list.len(),
            asked: entries::asked_change(conn, row.id)?,
            host: people::organisation(conn, event.organisation_id)?.name,
            missing: if row.state.is_final() { 0 } else { super::moves::missing(conn, &entry, Some(&row))? },
            team: team.map(|team| team.name),
            members,
            may,
            row,
            entry,
            event,
            terms,
        })
    })
}
