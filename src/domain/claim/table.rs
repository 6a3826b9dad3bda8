//! The legal transitions as one table. Rights, work lists and [`super::apply`] all read it.

use super::state::{State, StepKind};
use crate::domain::people::Role;

/// One legal transition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transition {
    pub from: State,
    pub step: StepKind,
    pub to: State,
    /// Who may do it. Empty: the public, or the system for it.
    pub by: &'static [Role],
    /// Whether the sign-offs given so far count no more. They stay in the file, marked void.
    pub voids: bool,
}

const fn row(from: State, step: StepKind, to: State, by: &'static [Role]) -> Transition {
    Transition { from, step, to, by, voids: false }
}
const fn void(from: State, step: StepKind, to: State, by: &'static [Role]) -> Transition {
    Transition { from, step, to, by, voids: true }
}

const HOST: &[Role] = &[Role::Host];
const CLERK: &[Role] = &[Role::Clerk];
const REVIEWER: &[Role] = &[Role::Reviewer];
const DECIDER: &[Role] = &[Role::Decider];
const SECOND_PERSON: &[Role] = &[Role::Reviewer, Role::Decider];
const ANSWERER: &[Role] = &[Role::Clerk, Role::Reviewer];
const TREASURER: &[Role] = &[Role::Treasurer];
const PUBLIC: &[Role] = &[];
/// With the withdrawal of what the claim is for, which two people decide elsewhere.
const SYSTEM: &[Role] = &[];

/// Every legal transition. `decide` leads to [`State::ToConfirm`] when the amount is the
/// officer's own (see [`super::Assessed::Refer`]); the row for it follows the ordinary one.
pub const TABLE: &[Transition] = {
    use State::*;
    use StepKind::*;
    &[
        row(Draft, Submit, Submitted, HOST),
        row(Draft, Withdraw, Withdrawn, HOST),
        row(Submitted, Accept, Accepted, CLERK),
        row(Submitted, Return, Returned, CLERK),
        row(Submitted, Decline, Declined, CLERK),
        row(Submitted, Withdraw, Withdrawn, HOST),
        row(Returned, Submit, Submitted, HOST),
        row(Returned, Withdraw, Withdrawn, HOST),
        row(Accepted, FirstReview, FirstReviewed, CLERK),
        row(Accepted, Reject, Rejected, CLERK),
        void(Accepted, CorrectFacts, Accepted, CLERK),
        void(Accepted, Withdraw, Withdrawn, HOST),
        row(FirstReviewed, SecondReview, SecondReviewed, REVIEWER),
        row(FirstReviewed, Reject, Rejected, REVIEWER),
        void(FirstReviewed, SendBack, Accepted, REVIEWER),
        void(FirstReviewed, CorrectFacts, Accepted, CLERK),
        void(FirstReviewed, Withdraw, Withdrawn, HOST),
        row(SecondReviewed, Decide, Decided, DECIDER),
        row(SecondReviewed, Decide, ToConfirm, DECIDER),
        row(SecondReviewed, Reject, Rejected, DECIDER),
        void(SecondReviewed, SendBack, Accepted, DECIDER),
        void(SecondReviewed, CorrectFacts, Accepted, CLERK),
        void(SecondReviewed, Withdraw, Withdrawn, HOST),
        row(ToConfirm, Confirm, Decided, SECOND_PERSON),
        void(ToConfirm, SendBack, Accepted, SECOND_PERSON),
        void(ToConfirm, CorrectFacts, Accepted, CLERK),
        void(ToConfirm, Withdraw, Withdrawn, HOST),
        row(Decided, Publish, OnNotice, CLERK),
        void(Decided, CorrectFacts, Accepted, CLERK),
        row(OnNotice, Object, Held, PUBLIC),
        row(OnNotice, Approve, Approved, DECIDER),
        void(OnNotice, CorrectFacts, Accepted, CLERK),
        row(Held, Object, Held, PUBLIC),
        row(Held, Dismiss, OnNotice, ANSWERER),
        void(Held, CorrectFacts, Accepted, CLERK),
        void(Held, SendBack, Accepted, ANSWERER),
        row(Approved, Pay, InPayment, TREASURER),
        void(Approved, CorrectFacts, Accepted, CLERK),
        row(InPayment, Settle, Paid, TREASURER),
        row(InPayment, Fail, PaymentFailed, TREASURER),
        row(PaymentFailed, CorrectAccount, Approved, HOST),
        row(Paid, Archive, Archived, CLERK),
        void(Withdrawn, Reopen, Draft, HOST),
        void(Draft, End, Rejected, SYSTEM),
        void(Submitted, End, Rejected, SYSTEM),
        void(Returned, End, Rejected, SYSTEM),
        void(Accepted, End, Rejected, SYSTEM),
        void(FirstReviewed, End, Rejected, SYSTEM),
        void(SecondReviewed, End, Rejected, SYSTEM),
        void(ToConfirm, End, Rejected, SYSTEM),
        void(Decided, End, Rejected, SYSTEM),
        void(OnNotice, End, Rejected, SYSTEM),
        void(Held, End, Rejected, SYSTEM),
        void(Approved, End, Rejected, SYSTEM),
        void(PaymentFailed, End, Rejected, SYSTEM),
    ]
};

/// The transition by that step; for `decide`, the ordinary one.
pub fn transition(from: State, step: StepKind) -> Option<&'static Transition> {
    TABLE.iter().find(|row| row.from == from && row.step == step)
}

/// The steps that are legal in a state, in the order of the table.
pub fn steps_from(from: State) -> impl Iterator<Item = StepKind> {
    let decide_twice = |row: &&Transition| row.to != State::ToConfirm;
    TABLE.iter().filter(move |row| row.from == from).filter(decide_twice).map(|row| row.step)
}

/// Whether the step has to say why. An officer's own decision must too, which depends on the
/// assessment and is checked by [`super::apply`].
pub fn needs_opinion(step: StepKind) -> bool {
    use StepKind::*;
    matches!(step, Return | Decline | Reject | SendBack | CorrectFacts | Object | Dismiss | Fail | End)
}
