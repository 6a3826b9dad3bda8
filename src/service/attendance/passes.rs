//! Passes: a card with a QR code for everybody who takes part.

use super::{locked, open};
use crate::domain::access::Action;
use crate::domain::ids::EventId;
use crate::domain::participant::State;
use crate::domain::participant::pass::new_pass;
use crate::platform::chance;
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::service::trail::{self, By};
use crate::storage::attendance;
use crate::storage::events::EventRow;
use crate::storage::participants;
use serde_json::json;

/// A pass as it is printed.
#[derive(Clone, Debug)]
pub struct Pass {
    pub name: String,
    pub unit: String,
    pub code: String,
    /// What the QR code holds.
    pub address: String,
}

/// The passes of an event, in the order of the list; how many have none yet; whether the reader may
/// make those.
///
/// # Errors
/// Rights: whoever has the passes can check anybody in.
pub fn passes(app: &App, who: &Who, id: EventId) -> Result<(EventRow, Vec<Pass>, usize), ServiceError> {
    app.store.read(|conn| {
        let event = open(conn, who, Action::ParticipantCheckIn, id)?;
        let missing = attendance::without_pass(conn, id)?.len();
        let rows = participants::of_event(conn, id)?.into_iter().filter(|row| row.state == State::Admitted);
        let pass = |row: participants::ParticipantRow| {
            let code = row.pass_code?;
            let address = format!("{}/pass/{code}", app.base_url);
            Some(Pass { name: row.name, unit: row.unit, code, address })
        };
        Ok((event, rows.filter_map(pass).collect(), missing))
    })
}

/// Gives everybody a pass who takes part and has none; how many those were.
///
/// # Errors
/// Rights.
pub fn make_passes(app: &App, who: &Who, id: EventId) -> Result<usize, ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        locked(tx, who, Action::ParticipantView, id)?;
        locked(tx, who, Action::ParticipantCheckIn, id)?;
        let bare = attendance::without_pass(tx, id)?;
        for participant in &bare {
            attendance::put_pass(tx, *participant, &new_pass(chance::bytes()))?;
        }
        if !bare.is_empty() {
            let after = json!({ "passes": bare.len() });
            trail::record(tx, at, By::who(who), "event.make-passes", "event", id.get(), None, Some(after))?;
        }
        Ok(bare.len())
    })
}
