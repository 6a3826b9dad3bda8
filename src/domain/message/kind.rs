//! What is mailed.

use crate::domain::code::codes;

codes! {
    /// Every kind of message; each has one subject and one text in each language. Templates and
    /// catalogue keys are named by its code.
    pub enum MessageKind: "kind of message" {
    /// To a new user: the single-use link that sets a password.
    Invitation = "invitation",
    /// To a user who asked: the single-use link that sets a new password.
    PasswordReset = "password-reset",
    /// To hosts: the annual plan with their items is published.
    PlanPublished = "plan-published",
    /// To clerks: a host proposes an event.
    EventSubmitted = "event-submitted",
    /// To the host: returned once with all faults.
    EventReturned = "event-returned",
    /// To the host: approved.
    EventApproved = "event-approved",
    /// To the host: the closing file is complete, a claim can be made.
    EventClosed = "event-closed",
    /// To all concerned: cancelled, with the reason.
    EventCancelled = "event-cancelled",
    /// To the claimant: received, with its reference number.
    ClaimSubmitted = "claim-submitted",
    /// To the claimant: returned once with all faults.
    ClaimReturned = "claim-returned",
    /// To the claimant: accepted for review.
    ClaimAccepted = "claim-accepted",
    /// To the claimant: not granted, with every reason.
    ClaimDeclined = "claim-declined",
    /// To the claimant: the first review is done.
    ClaimFirstReviewed = "claim-first-reviewed",
    /// To the claimant: the second review is done.
    ClaimSecondReviewed = "claim-second-reviewed",
    /// To the claimant: the decision and its amount.
    ClaimDecided = "claim-decided",
    /// To a second officer: a discretionary decision waits for confirmation.
    ClaimConfirmNeeded = "claim-confirm-needed",
    /// To the claimant: the public notice runs, with both dates.
    NoticePublished = "notice-published",
    /// To the clerk and the claimant: an objection holds the claim's line.
    NoticeObjection = "notice-objection",
    /// To the objector and the claimant: the answer.
    ObjectionAnswered = "objection-answered",
    /// To the claimant: approved for payment after the notice.
    ClaimApproved = "claim-approved",
    /// To the claimant: paid.
    PaymentSent = "payment-sent",
    /// To the claimant: the bank has rejected the transfer; the account must be corrected.
    PaymentRejected = "payment-rejected",
    /// To the officers who had it: the claimant has withdrawn the claim.
    ClaimWithdrawn = "claim-withdrawn",
    /// To an officer: something waits in the work list.
    TaskWaiting = "task-waiting",
    }
}

impl MessageKind {
    /// Whether the link lets its bearer in: such a message is worthless, and its text is private,
    /// once the link is used or expired.
    #[must_use]
    pub const fn carries_secret_link(self) -> bool {
        matches!(self, MessageKind::Invitation | MessageKind::PasswordReset)
    }
}
