//! Recognition: the call of a programme's year, nominations, checks, panel, notice, decision, and the
//! register of titles that follows.

mod bench;
mod check;
mod conflicts;
mod decide;
mod draw;
mod filling;
mod laureates;
mod nominate;
mod notice;
mod panel;
mod papers;
mod recovery;
mod register_file;
mod review;
mod rounds;
mod titles;
mod view;
mod waiting;
mod withdrawal;

pub use bench::{Bench, Seated};
pub use check::{Checked, check};
pub use decide::decide;
pub use draw::{basis, draw, enter_seed, publish_seed, replace};
pub use filling::call;
pub use laureates::{Laureate, NotAPlace, Won, laureates, take_laureate};
pub use nominate::{
    CODE_CONFIRMED, Typed, asked, edit, may_nominate, nominate, nominators, nominee_of, submit, units, withdraw,
};
pub use notice::{answer, object, publish};
pub use panel::{Ballot, meet, propose};
pub use papers::{download, remove as remove_paper, upload};
pub use recovery::recover;
pub use register_file::{export, import, template};
pub use review::{OwnReview, Reviewed, declare, mark, own_paper, own_review, vote};
pub use rounds::{cancel, close, convene, may_open, open};
pub use titles::{HonourRow, TitleShown, honours, register, review, show as title};
pub use view::{Fold, Known, RoundShown, Sheet, follow, nomination, overview, round};
pub use waiting::{Chore, Missing};
pub(super) use waiting::{Waiting, waiting};
pub use withdrawal::{keep as keep_title, propose as propose_withdrawal, withdraw as withdraw_title};

use super::app::Who;
use super::error::ServiceError;
use super::trail::Mail;
use crate::domain::access::{self, Action, Denied, Facts};
use crate::domain::identity::EmailAddress;
use crate::domain::ids::{NominationId, OrganisationId, RoundId};
use crate::domain::message::MessageKind;
use crate::domain::people::{Role, Scope};
use crate::domain::recognition::Programme;
use crate::domain::recognition::round::{self, Refused, State, Step};
use crate::platform::policies;
use crate::service::trail;
use crate::storage::recognition::{self, NominationRow, RoundRow};
use crate::storage::{Conn, StorageError, Tx, people};
use chrono::{DateTime, Utc};

/// A programme by its id or its title.
fn terms_of(text: &str) -> Option<&'static Programme> {
    policies::programmes().iter().find(|one| one.id == text || one.title.zh == text)
}

/// The programme as it was when the call was published.
///
/// # Errors
/// What is stored cannot be read.
pub fn terms(row: &RoundRow) -> Result<Programme, ServiceError> {
    let corrupt = |_| StorageError::Corrupt { what: "terms of a round", value: row.id.to_string() };
    Ok(serde_json::from_str(&row.terms).map_err(corrupt)?)
}

/// What rights look at of a nomination: for the unit and for who put it forward it is their own.
fn facts_of(who: &Who, row: &NominationRow, state: State) -> Facts {
    let own = row.nominated_by == who.organisation();
    let owner = if own { row.nominated_by } else { row.organisation_id };
    Facts::round(Some(owner), row.division.parse().ok(), state)
}

/// The round, locked, once the person may take this step.
fn step_of(tx: &mut Tx, who: &Who, id: RoundId, step: Step) -> Result<(RoundRow, State), ServiceError> {
    let row = recognition::lock_round(tx, id)?;
    access::can(&who.actor, Action::of_round_step(step), &Facts::round(None, None, row.state))?;
    let proposer = row.proposer_id.map(crate::domain::ids::UserId::new);
    let to = round::take(row.state, step, who.id(), proposer).map_err(|refused| match refused {
        Refused::WrongState { .. } => ServiceError::conflict("wrong-state"),
        Refused::SamePerson => ServiceError::Denied(Denied::NotYourself),
    })?;
    Ok((row, to))
}

/// A nomination and its round, locked, once the person may do this.
fn open_nomination(
    tx: &mut Tx,
    who: &Who,
    action: Action,
    id: NominationId,
) -> Result<(NominationRow, RoundRow), ServiceError> {
    let round = recognition::get(tx, id)?.round_id;
    let round = recognition::lock_round(tx, round)?;
    let row = recognition::lock(tx, id)?;
    access::can(&who.actor, action, &facts_of(who, &row, round.state))?;
    // An office checks what a unit put forward; it does not write in it.
    if action == Action::RecognitionNominate && !is_own(who, &row) {
        return Err(ServiceError::Denied(Denied::NotYourOrganisation));
    }
    Ok((row, round))
}

/// Whether the person acts for the nominee's unit, or for who put the nominee forward.
fn is_own(who: &Who, row: &NominationRow) -> bool {
    [row.nominated_by, row.organisation_id].contains(&who.organisation())
}

/// Whether the person's office may answer an objection to the nominee: a county's not to one that it put forward
/// itself; that is the city's.
fn answers(who: &Who, row: &NominationRow) -> bool {
    who.actor.scope == Scope::City || row.nominated_by != who.organisation()
}

/// As [`open_nomination`], to be read only.
fn readable(conn: &mut Conn, who: &Who, id: NominationId) -> Result<(NominationRow, RoundRow), ServiceError> {
    let row = recognition::get(conn, id)?;
    let round = recognition::round(conn, row.round_id)?;
    access::can(&who.actor, Action::RecognitionView, &facts_of(who, &row, round.state))?;
    Ok((row, round))
}

/// A mail about one nominee.
fn mail_of(kind: MessageKind, key: &str, row: &NominationRow, programme: &Programme) -> Mail {
    let mail = Mail::new(kind, format!("{key}:nomination:{}", row.id)).link(format!("/nominations/{}", row.id));
    mail.with("title", inner(&programme.title.zh)).with("nominee", row.name.clone())
}

/// The name of a programme as it stands within quotation marks.
fn inner(title: &str) -> String {
    title.replace('\u{201c}', "\u{2018}").replace('\u{201d}', "\u{2019}")
}

/// To those who act for a unit, or to the clerks of an office. Before the list is public whoever reviews as well is not written to: they
/// are kept from their own unit's nominees.
fn mail_unit(
    tx: &mut Tx,
    at: DateTime<Utc>,
    unit: OrganisationId,
    public: bool,
    mail: &Mail,
) -> Result<(), ServiceError> {
    for user in people::members(tx, unit)? {
        let roles = people::person(tx, user.id)?.map(|person| person.roles).unwrap_or_default();
        let concerned = roles.contains(Role::Host) || roles.contains(Role::Clerk);
        if concerned && (public || !roles.contains(Role::Evaluator)) {
            trail::mail_to(tx, at, &user, mail.clone())?;
        }
    }
    Ok(())
}

/// To the unit, to who put the nominee forward, and to the nominee.
fn tell_all(tx: &mut Tx, at: DateTime<Utc>, row: &NominationRow, mail: &Mail) -> Result<(), ServiceError> {
    let public = recognition::round(tx, row.round_id)?.state.is_public();
    mail_unit(tx, at, row.organisation_id, public, mail)?;
    if row.nominated_by != row.organisation_id {
        mail_unit(tx, at, row.nominated_by, public, mail)?;
    }
    match row.email.parse::<EmailAddress>() {
        // The nominee has no account: the round's public page, not the unit's file.
        Ok(address) => {
            let mail = mail.clone().link(format!("/recognition/{}", row.round_id));
            trail::mail_outside(tx, at, address, &row.name, mail)
        }
        Err(_) => Ok(()),
    }
}
