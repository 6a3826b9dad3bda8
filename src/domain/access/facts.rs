//! What a decision about rights needs to know of the object.

use crate::domain::base;
use crate::domain::claim::{self, Seats};
use crate::domain::contest::phase::Phase;
use crate::domain::event;
use crate::domain::ids::{OrganisationId, UserId};
use crate::domain::notice::LineState;
use crate::domain::payment::BatchState;
use crate::domain::people::DivisionCode;
use crate::domain::plan::PlanState;
use crate::domain::recognition::round;

/// The state of the object an action is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObjectState {
    Plan(PlanState),
    Event(event::State),
    /// An item of a competition.
    Contest(Phase),
    Claim(claim::State),
    /// A line of a published notice.
    Notice(LineState),
    Batch(BatchState),
    /// A base, by where its latest application is.
    Base(base::State),
    /// A round of recognition, also for what is of it.
    Round(round::State),
}

/// What [`super::can`] needs to know, read in the transaction that will write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Whose object it is, or would be; `None` for the bureau's own.
    pub owner: Option<OrganisationId>,
    /// The division it belongs to; `None`: the city's.
    pub division: Option<DivisionCode>,
    /// `None` while there is no object yet, and for objects without states.
    pub state: Option<ObjectState>,
    /// Who signed the claim so far.
    pub seats: Seats,
    /// The person the action is about, for people and profiles.
    pub subject: Option<UserId>,
}

impl Facts {
    /// No object: a list, or something of the bureau's that has no division.
    pub const NONE: Facts =
        Facts { owner: None, division: None, state: None, seats: claim::Claim::DRAFT.seats, subject: None };

    /// An object that is to be made for an organisation.
    pub fn new_for(owner: OrganisationId, division: Option<DivisionCode>) -> Facts {
        Facts { owner: Some(owner), division, ..Facts::NONE }
    }

    pub fn plan(division: Option<DivisionCode>, state: PlanState) -> Facts {
        Facts { division, state: Some(ObjectState::Plan(state)), ..Facts::NONE }
    }

    /// One item of a plan: its host sees it, too.
    pub fn plan_item(host: Option<OrganisationId>, division: Option<DivisionCode>, state: PlanState) -> Facts {
        Facts { owner: host, ..Facts::plan(division, state) }
    }

    pub fn event(owner: OrganisationId, division: Option<DivisionCode>, state: event::State) -> Facts {
        Facts { state: Some(ObjectState::Event(state)), ..Facts::new_for(owner, division) }
    }

    /// An item of an organisation's competition.
    pub fn contest(owner: OrganisationId, division: Option<DivisionCode>, phase: Phase) -> Facts {
        Facts { state: Some(ObjectState::Contest(phase)), ..Facts::new_for(owner, division) }
    }

    pub fn claim(owner: OrganisationId, division: Option<DivisionCode>, claim: &claim::Claim) -> Facts {
        let state = Some(ObjectState::Claim(claim.state));
        Facts { state, seats: claim.seats, ..Facts::new_for(owner, division) }
    }

    /// A line of a notice, with the seats of its claim.
    pub fn notice_line(owner: OrganisationId, division: Option<DivisionCode>, state: LineState, seats: Seats) -> Facts {
        Facts { state: Some(ObjectState::Notice(state)), seats, ..Facts::new_for(owner, division) }
    }

    /// A base of an organisation, with where its latest application is.
    pub fn base(owner: OrganisationId, division: Option<DivisionCode>, latest: Option<base::State>) -> Facts {
        Facts { state: latest.map(ObjectState::Base), ..Facts::new_for(owner, division) }
    }

    /// A nomination by where its round is; without an owner the round itself, which is the city's.
    pub fn round(owner: Option<OrganisationId>, division: Option<DivisionCode>, state: round::State) -> Facts {
        Facts { owner, division, state: Some(ObjectState::Round(state)), ..Facts::NONE }
    }

    pub fn batch(division: Option<DivisionCode>, state: BatchState) -> Facts {
        Facts { division, state: Some(ObjectState::Batch(state)), ..Facts::NONE }
    }

    /// A user, or an organisation without a user.
    pub fn person(organisation: OrganisationId, division: Option<DivisionCode>, subject: Option<UserId>) -> Facts {
        Facts { subject, ..Facts::new_for(organisation, division) }
    }

    /// Whether there is an object at all that could be hidden from someone.
    pub fn is_object(&self) -> bool {
        self.owner.is_some() || self.division.is_some() || self.state.is_some()
    }
}
