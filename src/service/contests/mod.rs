//! Items of a competition: set up, judged blind, signed by two, checked, published, certified.

mod advance;
mod attended;
mod case;
mod certificates;
mod changes;
mod entrants;
mod faults;
mod honours;
mod judges;
mod judging;
mod load;
mod objections;
mod origins;
mod own;
mod publish;
mod requests;
mod run;
mod seating;
mod setup;
mod steps;
mod tell;

pub use advance::{Advancement, Through, advance, preview};
pub use attended::Withheld;
pub use case::{Answered, Contest, Standing, WITHHELD};
pub use certificates::{
    Again, Certificate, Certificates, Doubt, Doubtful, Printed, certificates, issue, revoke, verify,
};
pub use changes::{Target, approve, approve_run, ask};
pub use entrants::{Entered, MAX_BYTES, draw, import, remove_entrant};
pub use honours::{HonourLine, honours_of, issuers_of};
pub(in crate::service) use judges::recuse_same_unit;
pub use judges::{assign, candidates, recuse, remove, take_back_recusal};
pub(in crate::service) use judging::to_judge;
pub use judging::{Mine, Progress, SheetLine, Station, StationSheet, mine, sheet, sign, stations, write};
pub use load::finding_key;
pub use objections::{answer, object, reopen};
pub use origins::{Passage, Source};
pub(in crate::service) use own::{OwnResult, honours_in, own_results, result_on_list, titles_won};
pub(in crate::service) use publish::published_of;
pub use publish::{Decided, PublicItem, PublicRow, file, list_published, published};
pub use requests::{Added, Lack, approve_addition, ask_addition, close, lacks};
pub use run::{as_seen, attend, came};
pub use seating::{Seating, open_seating, seating};
pub use setup::{NewItem, PARTS, add, edit, of_event, settings, show};
pub(in crate::service) use steps::is_marked;
pub use steps::{answer_warning, send_back, take};

use super::app::Who;
use super::error::ServiceError;
use crate::domain::access::{self, Action, Facts};
use crate::domain::ids::ContestId;
use crate::storage::contests::{self, ItemRow};
use crate::storage::events::{self, EventRow};
use crate::storage::{Conn, Tx};

/// What rights are decided by.
fn facts_of(item: &ItemRow, event: &EventRow) -> Facts {
    Facts::contest(event.organisation_id, Some(event.division), item.phase)
}

/// An item that may be looked at.
fn visible(conn: &mut Conn, who: &Who, id: ContestId) -> Result<(ItemRow, EventRow), ServiceError> {
    let item = contests::get(conn, id)?;
    let event = events::get(conn, item.event_id)?;
    access::can(&who.actor, Action::ContestView, &facts_of(&item, &event))?;
    Ok((item, event))
}

/// The item, locked, for somebody who may do this now.
fn locked(tx: &mut Tx, who: &Who, action: Action, id: ContestId) -> Result<(ItemRow, EventRow), ServiceError> {
    let item = contests::lock(tx, id)?;
    let event = events::get(tx, item.event_id)?;
    let facts = facts_of(&item, &event);
    access::can(&who.actor, Action::ContestView, &facts)?;
    access::can(&who.actor, action, &facts)?;
    Ok((item, event))
}
