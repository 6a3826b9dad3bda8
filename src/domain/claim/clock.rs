//! Who is waited for, and how long that usually takes.

use super::state::{State, StepKind};
use super::table::transition;
use crate::domain::calendar::Counting;
use crate::domain::people::Role;
use serde::{Deserialize, Serialize};

/// Usual times in working days. They make work lists and expected dates; none of them decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Clocks {
    pub acceptance: u32,
    /// Of the host, for a claim that was returned.
    pub supplement: u32,
    pub first_review: u32,
    pub second_review: u32,
    pub decision: u32,
    /// The second person of an officer's own decision.
    pub confirmation: u32,
    /// From the decision to the publication of its notice.
    pub publication: u32,
    /// The length of the public notice itself.
    pub notice: u32,
    /// Whether the day of its publication is the first of them. The rule is that it is not.
    pub notice_counts_publication_day: bool,
    /// An objection's answer.
    pub answer: u32,
    /// From the end of the notice to the approval.
    pub approval: u32,
    pub payment: u32,
    /// From the order to the bank's confirmation.
    pub confirmation_of_payment: u32,
}

impl Default for Clocks {
    fn default() -> Clocks {
        Clocks {
            acceptance: 5,
            supplement: 10,
            first_review: 5,
            second_review: 5,
            decision: 10,
            confirmation: 5,
            publication: 5,
            notice: 5,
            notice_counts_publication_day: false,
            answer: 5,
            approval: 3,
            payment: 5,
            confirmation_of_payment: 5,
        }
    }
}

impl Clocks {
    /// How the days of a public notice are counted.
    pub fn notice_counting(&self) -> Counting {
        if self.notice_counts_publication_day { Counting::IncludeFirst } else { Counting::ExcludeFirst }
    }
}

/// When a clock starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// On the day the state was entered.
    Entered,
    /// On the last day of the notice, or on the day an objection was dismissed if that is later.
    NoticeEnd,
}

/// What a claim waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub step: StepKind,
    /// Any of these may do it.
    pub roles: &'static [Role],
    /// Working days from `start`; `None`: no clock (the organisation takes its time).
    pub days: Option<u32>,
    pub start: Start,
}

/// The step that normally comes next; `None` when nothing more is expected.
pub fn next_step(state: State, clocks: &Clocks) -> Option<Waiting> {
    let (step, days) = match state {
        State::Draft => (StepKind::Submit, None),
        State::Returned => (StepKind::Submit, Some(clocks.supplement)),
        State::Submitted => (StepKind::Accept, Some(clocks.acceptance)),
        State::Accepted => (StepKind::FirstReview, Some(clocks.first_review)),
        State::FirstReviewed => (StepKind::SecondReview, Some(clocks.second_review)),
        State::SecondReviewed => (StepKind::Decide, Some(clocks.decision)),
        State::ToConfirm => (StepKind::Confirm, Some(clocks.confirmation)),
        State::Decided => (StepKind::Publish, Some(clocks.publication)),
        State::OnNotice => (StepKind::Approve, Some(clocks.approval)),
        State::Held => (StepKind::Dismiss, Some(clocks.answer)),
        State::Approved => (StepKind::Pay, Some(clocks.payment)),
        State::InPayment => (StepKind::Settle, Some(clocks.confirmation_of_payment)),
        State::PaymentFailed => (StepKind::CorrectAccount, None),
        State::Paid => (StepKind::Archive, None),
        State::Declined | State::Archived | State::Rejected | State::Withdrawn => return None,
    };
    let start = if state == State::OnNotice { Start::NoticeEnd } else { Start::Entered };
    transition(state, step).map(|row| Waiting { step, roles: row.by, days, start })
}
