//! What every use case has at hand.

use crate::domain::calendar::Calendar;
use crate::domain::claim;
use crate::domain::event;
use crate::domain::ids::{OrganisationId, UserId};
use crate::domain::lang::Lang;
use crate::domain::office::{Contest, Office};
use crate::domain::people::{Actor, DivisionCode};
use crate::domain::policy::PolicySet;
use crate::platform::clock::Clock;
use crate::service::participants::register::Desk;
use crate::storage::Store;
use chrono::{DateTime, NaiveDate, Utc};
use std::sync::{Arc, PoisonError, RwLock};

/// The running office: database, clock, policy and calendar. One per process, shared.
pub struct App {
    pub store: Store,
    pub clock: Clock,
    /// Times of the claim's chain.
    pub clocks: claim::Clocks,
    pub event_clocks: event::Clocks,
    pub contest: Contest,
    /// Where links in mail lead, without a slash at the end.
    pub base_url: String,
    /// Where registrations queue.
    pub registrations: Desk,
    policies: RwLock<Arc<PolicySet>>,
    calendar: RwLock<Arc<Calendar>>,
}

impl App {
    pub fn new(store: Store, clock: Clock, policies: PolicySet, calendar: Calendar, base_url: String) -> App {
        App {
            store,
            clock,
            clocks: claim::Clocks::default(),
            event_clocks: event::Clocks::default(),
            contest: Contest::default(),
            base_url,
            registrations: Desk::default(),
            policies: RwLock::new(Arc::new(policies)),
            calendar: RwLock::new(Arc::new(calendar)),
        }
    }

    /// The same office with times of its own.
    #[must_use]
    pub fn with_times(self, office: Office) -> App {
        App { clocks: office.claim, event_clocks: office.event, contest: office.contest, ..self }
    }

    /// The published policies as they stand now.
    pub fn policies(&self) -> Arc<PolicySet> {
        Arc::clone(&self.policies.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The calendar as loaded now.
    pub fn calendar(&self) -> Arc<Calendar> {
        Arc::clone(&self.calendar.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts a newly loaded calendar in place for everybody.
    pub fn replace_calendar(&self, calendar: Calendar) {
        *self.calendar.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(calendar);
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Today in Wenzhou: the day deadlines and notices count with.
    pub fn today(&self) -> NaiveDate {
        self.clock.today()
    }
}

/// A signed-in person: what rights are decided by, and what pages and the record call them.
#[derive(Clone, Debug)]
pub struct Who {
    pub actor: Actor,
    pub name: String,
    pub organisation_name: String,
    /// Where the organisation is registered.
    pub division: DivisionCode,
    pub lang: Lang,
}

impl Who {
    pub fn id(&self) -> UserId {
        self.actor.user
    }

    pub fn organisation(&self) -> OrganisationId {
        self.actor.organisation
    }
}
