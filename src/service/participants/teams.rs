//! Teams: the link by which others join one.

use super::changes::speaks_for;
use super::moves;
use crate::domain::ids::TeamId;
use crate::domain::participant::entry::Window;
use crate::platform::chance;
use crate::service::accounts::digest;
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::service::trail::{self, By};
use crate::storage::entries;

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
