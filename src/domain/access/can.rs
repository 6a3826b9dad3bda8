//! The decision itself.

use super::action::{Action, Area};
use super::facts::{Facts, ObjectState};
use crate::domain::base;
use crate::domain::claim::{self, StepKind};
use crate::domain::contest::phase::{self, Phase};
use crate::domain::event;
use crate::domain::ids::OrganisationId;
use crate::domain::notice::LineState;
use crate::domain::payment::BatchState;
use crate::domain::people::{Actor, DivisionCode, Role, Roles, Scope};
use crate::domain::plan::PlanState;
use crate::domain::recognition::round;

/// Why somebody may not do something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    #[error("sign in first")]
    NotSignedIn,
    #[error("the object belongs to another organisation")]
    NotYourOrganisation,
    #[error("the object is outside the reach of the office")]
    OutOfScope,
    #[error("the role does not include this")]
    NotYourRole,
    #[error("the same person has already done `{0}`")]
    SamePerson(StepKind),
    #[error("not about oneself")]
    NotYourself,
    #[error("not in this state")]
    WrongState,
}

/// What to say to the outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// 401: not signed in.
    SignIn,
    /// 404: may not know that it exists.
    Unknown,
    /// 403: may know it, may not do it.
    Forbidden,
    /// 409: not in this state.
    Conflict,
}

impl Denied {
    pub fn refusal(self) -> Refusal {
        match self {
            Denied::NotSignedIn => Refusal::SignIn,
            Denied::NotYourOrganisation | Denied::OutOfScope => Refusal::Unknown,
            Denied::NotYourRole | Denied::SamePerson(_) | Denied::NotYourself => Refusal::Forbidden,
            Denied::WrongState => Refusal::Conflict,
        }
    }
}

/// Which objects of an area a person may know of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visibility {
    All,
    /// Those of one county.
    Division(DivisionCode),
    /// Those of one organisation.
    Organisation(OrganisationId),
    /// What is published; in most areas that is nothing.
    PublicOnly,
}

impl Visibility {
    /// Whether an object is among them.
    pub fn covers(self, owner: Option<OrganisationId>, division: Option<DivisionCode>) -> bool {
        match self {
            Visibility::All => true,
            Visibility::Division(own) => division == Some(own),
            Visibility::Organisation(own) => owner == Some(own),
            Visibility::PublicOnly => false,
        }
    }
}

const OFFICE: &[Role] = &[Role::Clerk, Role::Reviewer, Role::Decider, Role::Treasurer, Role::Auditor];

/// The roles that see an area's objects by their office, as far as it reaches.
fn onlookers(area: Area) -> &'static [Role] {
    match area {
        Area::Plan | Area::Event | Area::Contest | Area::Participant | Area::Claim => OFFICE,
        Area::Notice | Area::Budget | Area::Venue | Area::Base | Area::Evaluation | Area::Recognition => OFFICE,
        Area::Judging | Area::Scoring => &[Role::Evaluator],
        Area::Payment => &[Role::Decider, Role::Treasurer, Role::Auditor],
        Area::People | Area::Audit | Area::Mail => &[Role::Administrator, Role::Auditor],
        Area::Profile => &[],
        Area::Policy | Area::Calendar => Role::ALL,
    }
}

/// Which objects of an area the person may know of: the one rule for lists, counts, exports and
/// single objects. Of plans an organisation sees its own items once the plan is published.
pub fn visibility(actor: &Actor, area: Area) -> Visibility {
    if actor.holds_any(onlookers(area)) {
        return match actor.scope {
            _ if matches!(area, Area::Policy | Area::Calendar) => Visibility::All,
            Scope::City => Visibility::All,
            Scope::County(division) => Visibility::Division(division),
        };
    }
    let has_own = matches!(
        area,
        Area::Plan
            | Area::Event
            | Area::Contest
            | Area::Participant
            | Area::Claim
            | Area::Notice
            | Area::Profile
            | Area::Venue
            | Area::Base
            | Area::Recognition
            | Area::Evaluation
    );
    if has_own && (actor.holds(Role::Host) || area == Area::Profile) {
        Visibility::Organisation(actor.organisation)
    } else {
        Visibility::PublicOnly
    }
}

/// Whether a signed-in person may do this.
///
/// # Errors
/// The first reason against, in the order that tells least: what may not be known of, then the
/// role, then the state, then the person.
pub fn can(actor: &Actor, action: Action, facts: &Facts) -> Result<(), Denied> {
    if can_public(action, facts).is_ok() {
        return Ok(());
    }
    may_know(actor, action.area(), facts)?;
    if for_everyone(action) {
        return about_whom(actor, action, facts);
    }
    let wanted = roles_of(action);
    let own = |role: &Role| actor.holds(*role) && (*role != Role::Host || owns(actor, facts));
    let held: Roles = wanted.iter().filter(own).collect();
    if held.is_empty() {
        return Err(Denied::NotYourRole);
    }
    if let Some(state) = facts.state {
        let now = |roles: Roles| roles.iter().any(|role| in_state(action, state, role));
        if !now(held) {
            // Where another role could do it now, the role is wrong and not the moment.
            return Err(if now(wanted) { Denied::NotYourRole } else { Denied::WrongState });
        }
    }
    match action.claim_step().and_then(|step| facts.seats.conflict(step, actor.user)) {
        Some(step) => Err(Denied::SamePerson(step)),
        None => about_whom(actor, action, facts),
    }
}

fn may_know(actor: &Actor, area: Area, facts: &Facts) -> Result<(), Denied> {
    if !facts.is_object() {
        return Ok(());
    }
    let seen = visibility(actor, area);
    let not_published = facts.state == Some(ObjectState::Plan(PlanState::Draft));
    match seen {
        Visibility::Organisation(_) if not_published || !seen.covers(facts.owner, facts.division) => {
            Err(Denied::NotYourOrganisation)
        }
        _ if !seen.covers(facts.owner, facts.division) => Err(Denied::OutOfScope),
        _ => Ok(()),
    }
}

/// Whether anyone may do this without signing in.
///
/// # Errors
/// [`Denied::NotSignedIn`], or [`Denied::WrongState`] for an objection to a line no longer open to one.
pub fn can_public(action: Action, facts: &Facts) -> Result<(), Denied> {
    match action {
        Action::CalendarView => Ok(()),
        // A notice is published by being made; there is none that is not.
        Action::NoticeView => Ok(()),
        Action::NoticeObject => match facts.state {
            Some(ObjectState::Notice(LineState::Published | LineState::Held)) | None => Ok(()),
            Some(_) => Err(Denied::WrongState),
        },
        _ => Err(Denied::NotSignedIn),
    }
}

/// Without an object nobody's is touched; a list is the person's own.
fn owns(actor: &Actor, facts: &Facts) -> bool {
    facts.owner.is_none_or(|owner| owner == actor.organisation)
}

fn about_whom(actor: &Actor, action: Action, facts: &Facts) -> Result<(), Denied> {
    let subject = facts.subject.filter(|_| action.area() == Area::Profile);
    if subject.is_some_and(|subject| subject != actor.user) {
        return Err(Denied::NotYourself);
    }
    // Nobody locks themselves out, so that there is always an administrator left.
    if action == Action::DeactivateUser && facts.subject == Some(actor.user) {
        return Err(Denied::NotYourself);
    }
    Ok(())
}

/// What every signed-in person may do, whatever their roles.
fn for_everyone(action: Action) -> bool {
    matches!(action, Action::ProfileEdit | Action::PolicyView)
}

/// The closed list of rights: who may do it at all. Steps of the chains take their roles from the
/// chains' own tables.
fn roles_of(action: Action) -> Roles {
    if let Some(step) = action.claim_step() {
        return claim::TABLE.iter().filter(|row| row.step == step).flat_map(|row| row.by.iter().copied()).collect();
    }
    if let Some(step) = action.event_step() {
        return event::TABLE.iter().filter(|row| row.step == step).flat_map(|row| row.by.iter().copied()).collect();
    }
    if let Some(step) = action.contest_step() {
        return phase::TABLE.iter().filter(|row| row.step == step).flat_map(|row| row.by.iter().copied()).collect();
    }
    if let Some(step) = action.base_step() {
        return base::TABLE.iter().filter(|row| row.step == step).flat_map(|row| row.by.iter().copied()).collect();
    }
    if let Some(step) = action.round_step() {
        return round::TABLE.iter().filter(|row| row.step == step).flat_map(|row| row.by.iter().copied()).collect();
    }
    let roles: &[Role] = match action {
        Action::RecognitionView => OFFICE_AND_HOST,
        Action::RecognitionNominate => &[Role::Host, Role::Clerk],
        Action::RecognitionAnswer => &[Role::Clerk, Role::Reviewer],
        Action::RecognitionWithdraw | Action::RecognitionKeep => &[Role::Decider],
        Action::RecognitionOpen | Action::RecognitionCheck | Action::RecognitionReview => &[Role::Clerk],
        Action::RecognitionProposeWithdrawal => &[Role::Clerk],
        Action::RecognitionRecover => &[Role::Treasurer],
        Action::BaseView => OFFICE_AND_HOST,
        Action::EvaluationOpen | Action::EvaluationRun | Action::BaseProposeRevocation => &[Role::Clerk],
        Action::EvaluationEnter | Action::EvaluationPropose => &[Role::Clerk],
        Action::EvaluationDecide | Action::EvaluationApprove => &[Role::Decider],
        Action::EvaluationAnswer => &[Role::Clerk, Role::Reviewer],
        Action::EvaluationFollow | Action::EvaluationResult => OFFICE,
        Action::EvaluationSelfScore | Action::EvaluationOwn => &[Role::Host],
        Action::ScoringMark | Action::ScoringCompare => &[Role::Evaluator],
        Action::BaseCreate | Action::BaseEdit | Action::BaseApply | Action::BaseFigures | Action::BaseClaim => {
            &[Role::Host]
        }
        Action::ContestView => OFFICE_AND_HOST,
        Action::ContestSetUp
        | Action::ContestRun
        | Action::ContestChange
        | Action::ContestCorrect
        | Action::ContestCertify
        | Action::ContestAdvance => &[Role::Host, Role::Clerk],
        Action::ContestAnswer => &[Role::Clerk],
        Action::JudgingMark => &[Role::Evaluator],
        Action::ParticipantView => OFFICE_AND_HOST,
        Action::ParticipantSetUp
        | Action::ParticipantEdit
        | Action::ParticipantCheckIn
        | Action::ParticipantCertify => &[Role::Host, Role::Clerk],
        Action::ParticipantErase => &[Role::Host, Role::Clerk],
        Action::ParticipantExport => &[Role::Host, Role::Clerk, Role::Auditor],
        Action::PlanView | Action::PlanExport | Action::EventView | Action::EventExport => OFFICE_AND_HOST,
        Action::ClaimView | Action::ClaimExport | Action::NoticeView => OFFICE_AND_HOST,
        Action::BudgetView | Action::BudgetExport | Action::NoticeReadObjections => OFFICE,
        Action::PlanEdit | Action::PlanImport | Action::NoticeCreate | Action::ClaimChangeLine => &[Role::Clerk],
        Action::PlanPublish | Action::PlanAmend => &[Role::Decider],
        Action::EventCreate | Action::EventEdit | Action::EventUpload => &[Role::Host],
        Action::ClaimCreate | Action::ClaimEditFacts | Action::ClaimUpload => &[Role::Host],
        Action::EventSchedule | Action::EventRelease | Action::VenueEdit => &[Role::Host, Role::Clerk],
        Action::VenueView => OFFICE_AND_HOST,
        Action::VenueRules => &[Role::Clerk],
        Action::OrganisationEditOwn => &[Role::Host],
        Action::NoticeAnswer => &[Role::Clerk, Role::Reviewer],
        Action::PaymentView => onlookers(Area::Payment),
        Action::BudgetEdit | Action::PaymentCreateBatch => &[Role::Treasurer],
        Action::PaymentSend | Action::PaymentConfirm => &[Role::Treasurer],
        Action::ManageOrganisations | Action::ManageUsers | Action::DeactivateUser => &[Role::Administrator],
        Action::MailRedrive | Action::CalendarLoad => &[Role::Administrator],
        Action::PeopleView | Action::AuditView | Action::MailView => onlookers(Area::People),
        // Steps, and what everyone or the public may do, were answered before.
        _ => &[],
    };
    roles.iter().copied().collect()
}

/// Whether the role may do it in this state of the object.
fn in_state(action: Action, state: ObjectState, role: Role) -> bool {
    if let Some(step) = action.claim_step() {
        let now = |row: &claim::Transition| ObjectState::Claim(row.from) == state && row.step == step;
        return claim::TABLE.iter().any(|row| now(row) && row.by.contains(&role));
    }
    if let Some(step) = action.event_step() {
        let now = |row: &event::Transition| ObjectState::Event(row.from) == state && row.step == step;
        return event::TABLE.iter().any(|row| now(row) && row.by.contains(&role));
    }
    if let Some(step) = action.contest_step() {
        let now = |row: &phase::Transition| ObjectState::Contest(row.from) == state && row.step == step;
        return phase::TABLE.iter().any(|row| now(row) && row.by.contains(&role));
    }
    if let Some(step) = action.base_step() {
        let now = |row: &base::Transition| ObjectState::Base(row.from) == state && row.step == step;
        return base::TABLE.iter().any(|row| now(row) && row.by.contains(&role));
    }
    if let Some(step) = action.round_step() {
        let now = |row: &round::Transition| ObjectState::Round(row.from) == state && row.step == step;
        return round::TABLE.iter().any(|row| now(row) && row.by.contains(&role));
    }
    match (action, state) {
        (Action::RecognitionNominate, state) => state == ObjectState::Round(round::State::Open),
        (Action::RecognitionCheck, state) => state == ObjectState::Round(round::State::Checking),
        (Action::RecognitionAnswer, state) => state == ObjectState::Round(round::State::Notice),
        (Action::BaseEdit, ObjectState::Base(state)) => base::is_open(state),
        (Action::BaseApply | Action::BaseProposeRevocation, ObjectState::Base(state)) => {
            base::next_step(state).is_none()
        }
        (Action::ContestSetUp, state) => state == ObjectState::Contest(Phase::SetUp),
        (Action::ContestRun, ObjectState::Contest(phase)) => matches!(phase, Phase::SetUp | Phase::Judging),
        (Action::ContestChange, state) => state == ObjectState::Contest(Phase::Signed),
        (Action::ContestCorrect, ObjectState::Contest(phase)) => {
            matches!(phase, Phase::Judging | Phase::SignedOnce | Phase::Signed)
        }
        (Action::ContestCertify | Action::ContestAdvance, state) => state == ObjectState::Contest(Phase::Published),
        // Objections are only ever made to what was published; one may be open while another is corrected.
        (Action::ContestAnswer, ObjectState::Contest(phase)) => phase.is_decoded(),
        (Action::PlanEdit | Action::PlanImport | Action::PlanPublish, state) => {
            state == ObjectState::Plan(PlanState::Draft)
        }
        (Action::PlanAmend, state) => state == ObjectState::Plan(PlanState::Published),
        (Action::EventEdit | Action::EventUpload, ObjectState::Event(state)) => event::open_stage(state).is_some(),
        (Action::EventSchedule | Action::EventRelease, state) => {
            matches!(state, ObjectState::Event(event::State::Approved | event::State::Filed))
        }
        (Action::ParticipantSetUp | Action::ParticipantEdit, ObjectState::Event(state)) => {
            matches!(state, event::State::Approved | event::State::Filed | event::State::Held)
        }
        // Devices that were offline hand in what they scanned after the event, too.
        (Action::ParticipantCheckIn, ObjectState::Event(state)) => {
            matches!(state, event::State::Filed | event::State::Held)
        }
        // What is wrong with a certificate may come out long after the event.
        (Action::ParticipantCertify, ObjectState::Event(state)) => {
            matches!(state, event::State::Held | event::State::Closed)
        }
        (Action::ParticipantErase, ObjectState::Event(state)) => state.is_final(),
        (Action::ClaimEditFacts | Action::ClaimUpload, ObjectState::Claim(state)) => state.is_open_to_host(),
        (Action::ClaimChangeLine, ObjectState::Claim(state)) => state.is_under_review(),
        (Action::NoticeAnswer, state) => state == ObjectState::Notice(LineState::Held),
        (Action::PaymentSend, state) => state == ObjectState::Batch(BatchState::Pending),
        (Action::PaymentConfirm, state) => state == ObjectState::Batch(BatchState::Sent),
        _ => true,
    }
}

const OFFICE_AND_HOST: &[Role] =
    &[Role::Clerk, Role::Reviewer, Role::Decider, Role::Treasurer, Role::Auditor, Role::Host];
