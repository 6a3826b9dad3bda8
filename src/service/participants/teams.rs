//! Teams: the link by which others join one, and those that have too few members.

use super::changes::speaks_for;
use super::entries::{closes_of, team_size};
use super::{moves, tell};
use crate::domain::ids::{EntryId, TeamId};
use crate::domain::participant::entry::Window;
use crate::domain::participant::team::Reminder;
use crate::platform::chance;
use crate::service::accounts::digest;
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::service::trail::{self, By};
use crate::storage::entries::{self, EntryRow};
use crate::storage::events::EventRow;
use crate::storage::{Conn, Tx, events, teams as stored};
use chrono::{DateTime, Duration, Utc};
use serde_json::json;

/// Makes a new link by which others join the team of who speaks for it; the one before lets nobody
/// in any more. Gives back its path.
///
/// # Errors
/// `NotFound` for a wrong link, or one of somebody who speaks for no team;
/// `Conflict(registration-over)`.
pub fn invite(app: &App, token: &str) -> Result<String, ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let row = entries::by_link(tx, &digest(token))?;
        let case = moves::locked_case(tx, row.id)?;
        let Some(team) = case.row.team_id.filter(|_| !case.row.state.is_final()) else {
            return Err(ServiceError::NotFound);
        };
        if speaks_for(tx, &case.row)?.is_empty() {
            return Err(ServiceError::NotFound);
        }
        if super::entries::window_of(&case.entry, &case.event, at) != Window::Open {
            return Err(ServiceError::conflict("registration-over"));
        }
        let secret = chance::token();
        entries::put_join_link(tx, TeamId::new(team), &digest(&secret))?;
        let by = By::Public("public");
        trail::record(tx, at, by, "participant.invite", "participant", case.row.id.get(), None, None)?;
        Ok(join_path(case.entry.id.get(), &secret))
    })
}

/// Where others join a team.
pub fn join_path(entry: i64, secret: &str) -> String {
    format!("/register/{entry}/join/{secret}")
}

/// A team with too few members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Short {
    pub id: TeamId,
    pub name: String,
    pub has: u32,
    pub missing: u32,
    reminded: String,
}

/// The teams of an entry that have too few members.
///
/// # Errors
/// The database failed.
pub(super) fn short(conn: &mut Conn, entry: &EntryRow) -> Result<Vec<Short>, ServiceError> {
    let size = team_size(entry);
    if !size.is_team() {
        return Ok(Vec::new());
    }
    let teams = stored::team_sizes(conn, entry.id)?.into_iter().map(|team| {
        let has = u32::try_from(team.members).unwrap_or(u32::MAX);
        Short { id: team.id, name: team.name, has, missing: size.missing(has), reminded: team.reminded }
    });
    Ok(teams.filter(|team| team.missing > 0).collect())
}

/// Cut-offs longer past than this are not looked at any more.
const LATEST: Duration = Duration::days(14);

/// Tells teams with too few members, and the hosts: once when registration closes within two days, and
/// once when it has closed. Says of how many teams.
///
/// # Errors
/// The database failed.
pub fn remind(app: &App) -> Result<usize, ServiceError> {
    let at = app.now();
    let (from, to) = (at - LATEST, at + Duration::days(Reminder::DAYS));
    let closing = app.store.read(|conn| stored::closing(conn, from.naive_utc(), to.naive_utc()))?;
    let mut told = 0;
    for (entry, event) in closing {
        // Looked at first, so that a round with nothing to say writes nothing.
        let Some((_, mark)) = reminder(&entry, &event, at) else { continue };
        if app.store.read(|conn| short(conn, &entry))?.iter().any(|team| team.reminded != mark) {
            told += app.store.write(|tx| remind_teams(tx, at, entry.id))?;
        }
    }
    Ok(told)
}

/// What is to be said now, and how it is noted: another cut-off is another happening.
fn reminder(entry: &EntryRow, event: &EventRow, at: DateTime<Utc>) -> Option<(Reminder, String)> {
    let closes = closes_of(entry, event);
    let stage = Reminder::due(closes, at)?;
    Some((stage, format!("{}:{}", stage.as_str(), closes.timestamp())))
}

fn remind_teams(tx: &mut Tx, at: DateTime<Utc>, entry: EntryId) -> Result<usize, ServiceError> {
    let entry = entries::lock(tx, entry)?;
    let event = events::get(tx, entry.event_id)?;
    let Some((stage, mark)) = reminder(&entry, &event, at) else { return Ok(0) };
    let mut teams = Vec::new();
    for team in short(tx, &entry)? {
        if team.reminded == mark {
            continue;
        }
        stored::put_reminded(tx, team.id, &mark)?;
        let members = entries::members(tx, team.id)?;
        if let Some(first) = members.first() {
            tell::team_incomplete(tx, at, (&event, &entry), first, &team, (stage, &mark))?;
        }
        teams.push(team);
    }
    if teams.is_empty() {
        return Ok(0);
    }
    let names: Vec<String> =
        teams.iter().map(|team| format!("{}（{}/{}）", team.name, team.has, team.has + team.missing)).collect();
    let key = format!("{}:{mark}", teams[0].id);
    tell::teams_incomplete(tx, at, (&event, &entry), &names.join("、"), (stage, &key))?;
    let after = json!({ "teams": teams.iter().map(|team| team.id).collect::<Vec<_>>(), "stage": stage.as_str() });
    trail::record(tx, at, By::System, "entry.remind", "entry", entry.id.get(), None, Some(after))?;
    Ok(teams.len())
}
