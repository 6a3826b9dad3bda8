//! The steps of an event: rights, lifecycle, record and mail in one transaction.

use crate::domain::access::{self, Action, Facts};
use crate::domain::event::{self, Event, Sign, State, StepKind, TransitionError};
use crate::domain::ids::EventId;
use crate::domain::message::told::{self, Whom};
use crate::domain::people::Role;
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By, Mail};
use crate::storage::events::{self, EventRow, Place};
use crate::storage::{Tx, people};
use chrono::{DateTime, Utc};
use serde_json::json;

/// Which event, as the person saw it, and what they say to it.
#[derive(Clone, Debug)]
pub struct Signed {
    pub event: EventId,
    /// The version the person saw; another one in the database means somebody was faster.
    pub version: i64,
    pub opinion: String,
}

/// An event under a use case: the locked row.
pub(super) struct Opened<'a, 'tx> {
    pub app: &'a App,
    pub tx: &'a mut Tx<'tx>,
    pub who: &'a Who,
    pub at: DateTime<Utc>,
    pub row: EventRow,
}

/// Locks an event and checks rights and version.
pub(super) fn open<'a, 'tx>(
    app: &'a App,
    tx: &'a mut Tx<'tx>,
    who: &'a Who,
    action: Action,
    id: EventId,
    version: i64,
) -> Result<Opened<'a, 'tx>, ServiceError> {
    let row = events::lock(tx, id)?;
    access::can(&who.actor, action, &facts_of(&row))?;
    if row.version != version {
        return Err(ServiceError::conflict("stale"));
    }
    Ok(Opened { app, tx, who, at: app.now(), row })
}

/// What rights are decided by.
pub(super) fn facts_of(row: &EventRow) -> Facts {
    Facts::event(row.organisation_id, Some(row.division), row.state)
}

/// Takes a step. Submitting, filing and closing ask first whether fields and papers suffice, and
/// say everything that is missing at once.
///
/// # Errors
/// Rights, a stale version, `Invalid` with every fault, or what the lifecycle forbids.
pub fn take(app: &App, who: &Who, step: StepKind, signed: &Signed) -> Result<State, ServiceError> {
    app.store.write(|tx| {
        let mut opened = open(app, tx, who, Action::of_event_step(step), signed.event, signed.version)?;
        opened.take(step, signed.opinion.trim())
    })
}

impl Opened<'_, '_> {
    fn take(&mut self, step: StepKind, opinion: &str) -> Result<State, ServiceError> {
        let row = &self.row;
        let before = Event { state: row.state, returned: row.returned, ends_on: row.ends_on };
        let sign = Sign { by: self.who.id(), on: self.app.today(), opinion };
        let after = event::apply(&before, step, &sign).map_err(refused)?;
        super::complete::check(self.tx, row, step)?;
        let submitter = match step {
            StepKind::Submit => Some(self.who.id()),
            _ => row.submitter_id.map(crate::domain::ids::UserId::new),
        };
        let at = self.at.naive_utc();
        let place = Place { state: after.state, returned: after.returned, submitter, at };
        events::put_place(self.tx, row.id, row.version, &place)?;
        events::append_step(self.tx, row.id, step, self.who.id(), &self.who.name, opinion, at)?;
        trail::record(
            self.tx,
            self.at,
            By::who(self.who),
            &format!("event.{step}"),
            "event",
            row.id.get(),
            Some(json!({ "state": before.state, "version": row.version })),
            Some(json!({ "state": after.state, "opinion": opinion })),
        )?;
        self.tell(step, opinion)?;
        if step == StepKind::Cancel {
            let told = crate::service::schedules::call_off(self.app, self.tx, &self.row, opinion)?;
            crate::service::participants::call_off(self.tx, self.at, &self.row, opinion, &told)?;
        }
        Ok(after.state)
    }

    /// Mails everybody whom the step concerns, as [`told`] has it.
    fn tell(&mut self, step: StepKind, opinion: &str) -> Result<(), ServiceError> {
        let row = &self.row;
        let host = people::organisation(self.tx, row.organisation_id)?.name;
        for (whom, kind) in told::of_event(row.state, step).letters() {
            let mail = Mail::new(*kind, format!("{kind}:event:{}:v{}", row.id, row.version))
                .reference(&row.reference)
                .link(format!("/events/{}", row.id))
                .with("title", &row.name)
                .with("host", &host)
                .with("opinion", opinion);
            match whom {
                Whom::Unit => trail::mail_organisation(self.tx, self.at, row.organisation_id, &mail)?,
                // An event waits for clerks only, and has no seats.
                Whom::Clerks | Whom::Next | Whom::Before | Whom::Signers => {
                    trail::mail_roles(self.tx, self.at, &[Role::Clerk], &row.division.to_string(), &mail)?;
                }
            }
        }
        Ok(())
    }
}

fn refused(error: TransitionError) -> ServiceError {
    match error {
        TransitionError::WrongState { .. } => ServiceError::conflict("wrong-state"),
        TransitionError::NoOpinion => ServiceError::invalid("opinion", "required"),
        TransitionError::ReturnedBefore => ServiceError::conflict("event-returned-before"),
        TransitionError::NoDate => ServiceError::conflict("event-no-date"),
        TransitionError::NotOver { ends_on } => {
            ServiceError::Conflict(Fault::new("", "event-not-over").with("ends_on", ends_on))
        }
    }
}
