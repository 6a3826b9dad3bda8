//! Where a claim is, and what can be done to it.

use crate::domain::code::codes;

codes! {
    /// Where a claim is in the chain.
    pub enum State: "claim state" {
        /// Being written by its organisation.
        Draft = "draft",
        /// Waits for acceptance (受理).
        Submitted = "submitted",
        /// Back at its organisation with all faults (补正), once.
        Returned = "returned",
        /// Accepted, waits for the first review (初审).
        Accepted = "accepted",
        /// Not accepted (不予受理). Final.
        Declined = "declined",
        /// Waits for the second review (复核).
        FirstReviewed = "first-reviewed",
        /// Waits for the decision (审定).
        SecondReviewed = "second-reviewed",
        /// An officer's own decision waits for its second person.
        ToConfirm = "to-confirm",
        /// The amount stands and waits to be published.
        Decided = "decided",
        /// In its public notice (公示).
        OnNotice = "on-notice",
        /// Held by a real-name objection until it is answered.
        Held = "held",
        /// Approved after the notice (核准), waits for payment.
        Approved = "approved",
        /// In a payment batch.
        InPayment = "in-payment",
        /// The bank sent it back; the account is to be corrected.
        PaymentFailed = "payment-failed",
        /// The bank has paid.
        Paid = "paid",
        /// Filed away. Final.
        Archived = "archived",
        /// Reviewed and refused, or ended with the title or designation it was for. Final.
        Rejected = "rejected",
        /// Taken back by its organisation, which may open it again.
        Withdrawn = "withdrawn",
    }
}

codes! {
    /// A step along the chain; the timeline stores these.
    pub enum StepKind: "claim step" {
        Submit = "submit",
        Withdraw = "withdraw",
        /// A withdrawn claim becomes a draft again, with its history.
        Reopen = "reopen",
        Accept = "accept",
        Return = "return",
        Decline = "decline",
        FirstReview = "first-review",
        SecondReview = "second-review",
        /// The reviews are to be done again; nothing in the file changes.
        SendBack = "send-back",
        Reject = "reject",
        /// An officer puts a fact right; every review of the old facts is void.
        CorrectFacts = "correct-facts",
        Decide = "decide",
        /// The second person agrees with an officer's own decision.
        Confirm = "confirm",
        Publish = "publish",
        /// A real-name objection came in.
        Object = "object",
        /// The last open objection was answered and the line stands.
        Dismiss = "dismiss",
        Approve = "approve",
        Pay = "pay",
        /// The bank confirmed.
        Settle = "settle",
        /// The bank refused.
        Fail = "fail",
        CorrectAccount = "correct-account",
        Archive = "archive",
        /// What the claim is the award of was withdrawn by two people: it is not paid.
        End = "end",
    }
}

impl State {
    /// Nothing can happen to it any more.
    pub fn is_final(self) -> bool {
        matches!(self, State::Declined | State::Rejected | State::Archived)
    }

    /// Whether its organisation may change facts and papers.
    pub fn is_open_to_host(self) -> bool {
        matches!(self, State::Draft | State::Returned)
    }

    /// Whether the claim still stands for money, so that another for the same cost is a duplicate.
    pub fn is_live(self) -> bool {
        !matches!(self, State::Draft | State::Declined | State::Rejected | State::Withdrawn)
    }

    /// Accepted and not decided yet: its sum is reserved, and nothing is promised.
    pub fn is_under_review(self) -> bool {
        matches!(self, State::Accepted | State::FirstReviewed | State::SecondReviewed | State::ToConfirm)
    }

    /// Whether money of the budget is committed to it.
    pub fn is_committed(self) -> bool {
        matches!(
            self,
            State::Decided | State::OnNotice | State::Held | State::Approved | State::InPayment | State::PaymentFailed
        )
    }
}
