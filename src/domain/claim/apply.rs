//! One step of a claim, decided.

use super::state::{State, StepKind};
use super::table::{TABLE, Transition, needs_opinion, transition};
use crate::domain::ids::UserId;
use crate::domain::money::Fen;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What the rule said of the claim's present facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Assessed {
    /// This amount, not another.
    Payable(Fen),
    /// An officer decides with a reason and a second person confirms.
    Refer,
    /// Ineligible, incomplete or invalid.
    NotPayable,
}

/// Who sits in the seats of the present round. Voided sign-offs have left theirs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seats {
    /// Who last submitted the claim for its organisation. Never voided.
    pub submitter: Option<UserId>,
    pub first_reviewer: Option<UserId>,
    pub second_reviewer: Option<UserId>,
    pub decider: Option<UserId>,
    /// The second person of an officer's own decision.
    pub confirmer: Option<UserId>,
    pub payer: Option<UserId>,
}

impl Seats {
    /// The earlier step of the same person that keeps them from this one: whoever submitted signs
    /// nothing; first reviewer, second reviewer, decider and payer are four people; the one who
    /// confirms is neither the decider nor the payer.
    pub fn conflict(&self, step: StepKind, user: UserId) -> Option<StepKind> {
        use StepKind::*;
        let seats: &[StepKind] = match step {
            Accept | Return | Decline | CorrectFacts | SendBack | Publish | Dismiss | Approve | Archive => &[Submit],
            FirstReview => &[Submit, SecondReview, Decide, Pay],
            SecondReview => &[Submit, FirstReview, Decide, Pay],
            Reject => &[Submit, FirstReview, SecondReview],
            Decide => &[Submit, FirstReview, SecondReview, Confirm, Pay],
            Confirm => &[Submit, Decide, Pay],
            Pay | Settle | Fail => &[Submit, FirstReview, SecondReview, Decide, Confirm],
            Submit | Withdraw | Reopen | Object | CorrectAccount | End => &[],
        };
        seats.iter().copied().find(|seat| self.of(*seat) == Some(user))
    }

    /// Who did that step in the present round, of the steps that have a seat.
    pub fn of(&self, step: StepKind) -> Option<UserId> {
        match step {
            StepKind::Submit => self.submitter,
            StepKind::FirstReview => self.first_reviewer,
            StepKind::SecondReview => self.second_reviewer,
            StepKind::Decide => self.decider,
            StepKind::Confirm => self.confirmer,
            StepKind::Pay => self.payer,
            _ => None,
        }
    }
}

/// All that a step depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    pub state: State,
    /// Returned to its organisation already. Withdrawing and opening again does not clear it.
    pub returned: bool,
    pub seats: Seats,
    /// Of the present facts; `None` until first assessed.
    pub assessed: Option<Assessed>,
    /// The decided amount, in fen.
    pub amount: Option<Fen>,
    /// The last day, inclusive, of the notice that published this decision.
    pub notice_ends: Option<NaiveDate>,
    /// Objections not yet answered.
    pub open_objections: u32,
}

impl Claim {
    /// A new draft.
    pub const DRAFT: Claim = Claim {
        state: State::Draft,
        returned: false,
        seats: Seats {
            submitter: None,
            first_reviewer: None,
            second_reviewer: None,
            decider: None,
            confirmer: None,
            payer: None,
        },
        assessed: None,
        amount: None,
        notice_ends: None,
        open_objections: 0,
    };
}

/// A step with what it brings along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Submit {
        assessed: Assessed,
    },
    Withdraw,
    Reopen,
    Accept,
    Return,
    Decline,
    FirstReview,
    SecondReview,
    SendBack,
    Reject,
    /// The assessment of the corrected facts.
    CorrectFacts {
        assessed: Assessed,
    },
    Decide {
        amount: Fen,
    },
    Confirm,
    /// The last day of the notice, inclusive.
    Publish {
        last_day: NaiveDate,
    },
    Object,
    Dismiss,
    Approve,
    Pay,
    Settle,
    Fail,
    CorrectAccount,
    Archive,
    End,
}

impl Step {
    pub fn kind(&self) -> StepKind {
        match self {
            Step::Submit { .. } => StepKind::Submit,
            Step::Withdraw => StepKind::Withdraw,
            Step::Reopen => StepKind::Reopen,
            Step::Accept => StepKind::Accept,
            Step::Return => StepKind::Return,
            Step::Decline => StepKind::Decline,
            Step::FirstReview => StepKind::FirstReview,
            Step::SecondReview => StepKind::SecondReview,
            Step::SendBack => StepKind::SendBack,
            Step::Reject => StepKind::Reject,
            Step::CorrectFacts { .. } => StepKind::CorrectFacts,
            Step::Decide { .. } => StepKind::Decide,
            Step::Confirm => StepKind::Confirm,
            Step::Publish { .. } => StepKind::Publish,
            Step::Object => StepKind::Object,
            Step::Dismiss => StepKind::Dismiss,
            Step::Approve => StepKind::Approve,
            Step::Pay => StepKind::Pay,
            Step::Settle => StepKind::Settle,
            Step::Fail => StepKind::Fail,
            Step::CorrectAccount => StepKind::CorrectAccount,
            Step::Archive => StepKind::Archive,
            Step::End => StepKind::End,
        }
    }
}

/// Name, date and opinion: what every step leaves in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sign<'a> {
    /// `None` only for an objection, which comes from the public.
    pub by: Option<UserId>,
    pub on: NaiveDate,
    pub opinion: &'a str,
}

/// The steps that a change of facts, or a new round, makes void.
pub const SIGN_OFFS: &[StepKind] = &[
    StepKind::FirstReview,
    StepKind::SecondReview,
    StepKind::Decide,
    StepKind::Confirm,
    StepKind::Publish,
    StepKind::Approve,
];

/// A step taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Applied {
    pub claim: Claim,
    /// Stored sign-offs of these kinds are to be marked void (never deleted): [`SIGN_OFFS`] when
    /// a review counts no more, otherwise none.
    pub voided: &'static [StepKind],
}

/// Why a step cannot be taken. The claim is as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransitionError {
    #[error("`{step}` is not possible while the claim is `{state}`")]
    WrongState { state: State, step: StepKind },
    #[error("the step needs the name of the person")]
    NoName,
    #[error("the step needs an opinion")]
    NoOpinion,
    #[error("the same person has already done `{0}`")]
    SamePerson(StepKind),
    #[error("a claim is returned once only: accept or decline it")]
    ReturnedBefore,
    #[error("the assessment is not payable: reject the claim, or correct the facts")]
    NotPayable,
    #[error("the amount decided, {decided}, is not the amount assessed, {assessed}")]
    NotTheAssessedAmount { decided: Fen, assessed: Fen },
    #[error("the amount must be above zero")]
    NoAmount,
    #[error("the last day of the notice lies before its publication")]
    NoticeEndsBeforeItBegins,
    #[error("the notice runs until {last_day}, that day included")]
    NoticeStillRuns { last_day: NaiveDate },
    #[error("the notice ended on {last_day}")]
    NoticeIsOver { last_day: NaiveDate },
    #[error("the present decision has not been published")]
    NotPublished,
    #[error("{0} objections are not answered yet")]
    OpenObjections(u32),
}

/// Takes one step. Whether the person holds the role is for [`crate::domain::access`]; whether
/// this is the right person and the right moment is decided here.
///
/// # Errors
/// Every reason of [`TransitionError`]; nothing has changed then.
pub fn apply(claim: &Claim, step: &Step, sign: &Sign) -> Result<Applied, TransitionError> {
    let kind = step.kind();
    let found = transition(claim.state, kind);
    let row = found.ok_or(TransitionError::WrongState { state: claim.state, step: kind })?;
    check_sign(claim, kind, sign)?;

    let mut next = *claim;
    next.state = row.to;
    if row.voids {
        void(&mut next);
    }
    match *step {
        Step::Submit { assessed } => {
            next.assessed = Some(assessed);
            next.seats.submitter = sign.by;
        }
        Step::Return if claim.returned => return Err(TransitionError::ReturnedBefore),
        Step::Return => next.returned = true,
        Step::CorrectFacts { assessed } => next.assessed = Some(assessed),
        Step::FirstReview => {
            payable(claim)?;
            next.seats.first_reviewer = sign.by;
        }
        Step::SecondReview => {
            payable(claim)?;
            next.seats.second_reviewer = sign.by;
        }
        Step::Decide { amount } => {
            next.state = decide(claim, amount, sign, row)?;
            next.amount = Some(amount);
            next.seats.decider = sign.by;
        }
        Step::Confirm => next.seats.confirmer = sign.by,
        Step::Publish { last_day } if last_day < sign.on => return Err(TransitionError::NoticeEndsBeforeItBegins),
        Step::Publish { last_day } => next.notice_ends = Some(last_day),
        Step::Object => {
            let last_day = claim.notice_ends.ok_or(TransitionError::NotPublished)?;
            if sign.on > last_day {
                return Err(TransitionError::NoticeIsOver { last_day });
            }
            next.open_objections += 1;
        }
        Step::Dismiss => {
            next.open_objections = next.open_objections.saturating_sub(1);
            next.state = if next.open_objections > 0 { State::Held } else { row.to };
        }
        Step::Approve => notice_is_over(claim, sign.on)?,
        Step::Pay => next.seats.payer = sign.by,
        // Whoever sends the payment again takes the seat again.
        Step::CorrectAccount => next.seats.payer = None,
        Step::Withdraw
        | Step::Reopen
        | Step::Accept
        | Step::Decline
        | Step::SendBack
        | Step::Reject
        | Step::Settle
        | Step::Fail
        | Step::Archive
        | Step::End => {}
    }
    Ok(Applied { claim: next, voided: if row.voids { SIGN_OFFS } else { &[] } })
}

fn check_sign(claim: &Claim, kind: StepKind, sign: &Sign) -> Result<(), TransitionError> {
    match sign.by {
        None if kind != StepKind::Object => return Err(TransitionError::NoName),
        None => {}
        Some(user) => {
            if let Some(step) = claim.seats.conflict(kind, user) {
                return Err(TransitionError::SamePerson(step));
            }
        }
    }
    if needs_opinion(kind) && sign.opinion.trim().is_empty() {
        return Err(TransitionError::NoOpinion);
    }
    Ok(())
}

fn payable(claim: &Claim) -> Result<(), TransitionError> {
    match claim.assessed {
        Some(Assessed::Payable(amount)) if amount > Fen::ZERO => Ok(()),
        Some(Assessed::Refer) => Ok(()),
        _ => Err(TransitionError::NotPayable),
    }
}

/// The amount of the rule as it is, or an officer's own with a reason, which then waits for its
/// second person.
fn decide(claim: &Claim, amount: Fen, sign: &Sign, row: &Transition) -> Result<State, TransitionError> {
    payable(claim)?;
    match claim.assessed {
        Some(Assessed::Payable(assessed)) if assessed != amount => {
            Err(TransitionError::NotTheAssessedAmount { decided: amount, assessed })
        }
        Some(Assessed::Refer) if amount <= Fen::ZERO => Err(TransitionError::NoAmount),
        Some(Assessed::Refer) if sign.opinion.trim().is_empty() => Err(TransitionError::NoOpinion),
        Some(Assessed::Refer) => {
            let own = TABLE.iter().find(|other| other.from == row.from && other.step == row.step && other.to != row.to);
            Ok(own.map_or(row.to, |own| own.to))
        }
        _ => Ok(row.to),
    }
}

fn notice_is_over(claim: &Claim, on: NaiveDate) -> Result<(), TransitionError> {
    let last_day = claim.notice_ends.ok_or(TransitionError::NotPublished)?;
    if on <= last_day {
        return Err(TransitionError::NoticeStillRuns { last_day });
    }
    if claim.open_objections > 0 {
        return Err(TransitionError::OpenObjections(claim.open_objections));
    }
    Ok(())
}

/// The round begins anew: seats, decision and notice count no more, so that every new decision is
/// published again. What was returned stays returned.
fn void(claim: &mut Claim) {
    claim.seats = Seats { submitter: claim.seats.submitter, ..Seats::default() };
    claim.amount = None;
    claim.notice_ends = None;
    claim.open_objections = 0;
}
