//! The letters of one participant: those tied to their own rows, whatever address they had then, and
//! others to their address under their name. Several people may share an address; nobody is handed
//! another's letters.

use crate::domain::message::MessageKind;
use crate::service::error::ServiceError;
use crate::storage::events::EventRow;
use crate::storage::outbox::OutboxRow;
use crate::storage::participants::ParticipantRow;
use crate::storage::{Conn, attendance, contests, outbox, roster_people};
use std::collections::BTreeSet;

/// What stands for a participant elsewhere in the event.
struct Ties<'r> {
    row: &'r ParticipantRow,
    /// Contestants, as `(item, contestant)`.
    entrants: BTreeSet<(i64, i64)>,
    /// People of the schedule.
    people: BTreeSet<i64>,
}

/// The letters of a participant about their event, oldest first.
///
/// # Errors
/// The database failed.
pub(super) fn of(conn: &mut Conn, event: &EventRow, row: &ParticipantRow) -> Result<Vec<OutboxRow>, ServiceError> {
    let ties = Ties { row, entrants: entrants(conn, event, row)?, people: people(conn, event, row)? };
    let letters = outbox::about(conn, &event.reference)?;
    Ok(letters.into_iter().filter(|letter| ties.hold(letter)).collect())
}

/// The letters of somebody whom only the list of an item names: those that say so.
///
/// # Errors
/// The database failed.
pub(super) fn on_list(
    conn: &mut Conn,
    event: &EventRow,
    entrant: &contests::EntrantRow,
) -> Result<Vec<OutboxRow>, ServiceError> {
    let (item, id) = (entrant.item_id.to_string(), entrant.id.to_string());
    let mut letters = outbox::about(conn, &event.reference)?;
    letters.retain(|letter| match letter.key.split(':').collect::<Vec<_>>().as_slice() {
        ["contest-result", of, _, one, ..] => *of == item && *one == id,
        ["contest-reopened", of, _, one, ..] => *of == item && one.strip_prefix('e') == Some(&*id),
        _ => false,
    });
    Ok(letters)
}

fn entrants(conn: &mut Conn, event: &EventRow, row: &ParticipantRow) -> Result<BTreeSet<(i64, i64)>, ServiceError> {
    let mut found = BTreeSet::new();
    for item in contests::of_event(conn, event.id)? {
        let known = attendance::of_entrants(conn, item.id)?;
        for entrant in contests::entrants(conn, item.id)? {
            let own = match known.iter().find(|(id, _)| *id == entrant.id) {
                Some((_, participant)) => *participant == row.id,
                None => !row.id_tail.is_empty() && entrant.name == row.name && entrant.id_tail == row.id_tail,
            };
            if own {
                found.insert((item.id.get(), entrant.id.get()));
            }
        }
    }
    Ok(found)
}

fn people(conn: &mut Conn, event: &EventRow, row: &ParticipantRow) -> Result<BTreeSet<i64>, ServiceError> {
    Ok(roster_people::of_participant(conn, event.id, row.id)?.into_iter().collect())
}

impl Ties<'_> {
    /// Whether a letter is this participant's, by the key of its happening where that names somebody.
    fn hold(&self, letter: &OutboxRow) -> bool {
        let parts: Vec<&str> = letter.key.split(':').collect();
        let number = |text: &str, mark: &str| text.strip_prefix(mark).and_then(|id| id.parse::<i64>().ok());
        let named = letter.to_name == self.row.name;
        match parts.as_slice() {
            ["registered", id, ..] => number(id, "") == Some(self.row.id.get()),
            // To one member of a team.
            ["contest-result" | "contest-reopened", _, _, _, mate, ..] if mate.starts_with('m') => {
                number(mate, "m") == Some(self.row.id.get())
            }
            ["contest-result", item, _, one, ..] => self.entrant(number(item, ""), number(one, "")),
            ["contest-reopened", item, _, one, ..] => self.entrant(number(item, ""), number(one, "e")),
            ["schedule-changed" | "schedule-called-off", "event", _, _, one, ..] => {
                number(one, "p").is_some_and(|id| self.people.contains(&id))
            }
            ["team-incomplete", team, ..] => number(team, "") == self.row.team_id && named,
            [kind, id, ..] if to_participants(kind) => number(id, "") == Some(self.row.id.get()),
            _ => named && !self.row.email.is_empty() && letter.to_address == self.row.email,
        }
    }

    fn entrant(&self, item: Option<i64>, entrant: Option<i64>) -> bool {
        item.zip(entrant).is_some_and(|pair| self.entrants.contains(&pair))
    }
}

fn to_participants(kind: &str) -> bool {
    kind.parse::<MessageKind>().is_ok_and(|kind| MessageKind::TO_PARTICIPANTS.contains(&kind))
}
