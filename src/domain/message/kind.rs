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
    /// To the host: an item is added to the published plan.
    PlanItemAdded = "plan-item-added",
    /// To the host: its item is struck from the published plan, with the reason.
    PlanItemStruck = "plan-item-struck",
    /// To the host: its proposal has arrived, with its reference number.
    EventReceived = "event-received",
    /// To clerks: a host proposes an event.
    EventSubmitted = "event-submitted",
    /// To the host: returned once with all faults.
    EventReturned = "event-returned",
    /// To the host: approved.
    EventApproved = "event-approved",
    /// To host and clerks: the arrangements are filed (备案).
    EventFiled = "event-filed",
    /// To host and clerks: held; the closing file is next.
    EventHeld = "event-held",
    /// To the host: the closing file is complete, a claim can be made.
    EventClosed = "event-closed",
    /// To all concerned: cancelled, with the reason.
    EventCancelled = "event-cancelled",
    /// To a contestant: the published result, with their own marks by part.
    ContestResult = "contest-result",
    /// To a unit and the host: the published places of its contestants.
    ContestPublished = "contest-published",
    /// To all who were told of a result: it no longer counts and is corrected, with the reason.
    ContestReopened = "contest-reopened",
    /// To those who answer: somebody objects to a published result.
    ContestObjection = "contest-objection",
    /// To who submitted a result: sent back, with the reason.
    ContestSentBack = "contest-sent-back",
    /// To who asked for a change after signing: refused, with the reason.
    ContestChangeRefused = "contest-change-refused",
    /// To whoever takes part: sessions of one's own are new, different or called off.
    ScheduleChanged = "schedule-changed",
    /// To whoever was told of a session: the event is called off, and why.
    ScheduleCalledOff = "schedule-called-off",
    /// To who registered: the host has yet to look at it.
    RegistrationPending = "registration-pending",
    /// To who registered: the place is theirs.
    RegistrationAdmitted = "registration-admitted",
    /// To who registered: on the waiting list, with the place on it.
    RegistrationWaiting = "registration-waiting",
    /// To who waits: a place is held until the deadline.
    RegistrationOffered = "registration-offered",
    /// To who was offered a place: it was not taken in time.
    RegistrationLapsed = "registration-lapsed",
    /// To who has a place or waits: the event is called off, and why.
    RegistrationCalledOff = "registration-called-off",
    /// To who registered: not admitted, with the reason.
    RegistrationRefused = "registration-refused",
    /// To who registered: withdrawn, by themselves or by the host with the reason.
    RegistrationWithdrawn = "registration-withdrawn",
    /// To who registered: taken out by the host, with the reason.
    RegistrationDisqualified = "registration-disqualified",
    /// To who registered: another person has the place.
    RegistrationReplaced = "registration-replaced",
    /// To who registered: the change they asked for counts.
    RegistrationChanged = "registration-changed",
    /// To who registered: the change they asked for does not count, with the reason.
    RegistrationChangeRefused = "registration-change-refused",
    /// To who speaks for a team: it has too few members still, and until when it can be mended.
    TeamIncomplete = "team-incomplete",
    /// To the host: teams with too few members.
    TeamsIncomplete = "teams-incomplete",
    /// To the host, once a day: registrations wait to be looked at.
    RegistrationReview = "registration-review",
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
    /// To the claimant: the reviews are done again, with the reason.
    ClaimSentBack = "claim-sent-back",
    /// To the claimant: an officer has put facts right, with the reason.
    ClaimFactsCorrected = "claim-facts-corrected",
    /// To officers whose sign-offs count no more.
    ReviewsVoided = "reviews-voided",
    /// To the office: the claim draws on another budget line.
    BudgetLineChanged = "budget-line-changed",
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
    /// To the claimant: in a payment batch.
    PaymentOrdered = "payment-ordered",
    /// To the claimant: paid.
    PaymentSent = "payment-sent",
    /// To the claimant: the bank has rejected the transfer; the account must be corrected.
    PaymentRejected = "payment-rejected",
    /// To the claimant: the account was put right, and the payment is made again.
    AccountCorrected = "account-corrected",
    /// To the claimant: money came back and is entered.
    PaymentRecovered = "payment-recovered",
    /// To the claimant: filed away.
    ClaimArchived = "claim-archived",
    /// What it was for was withdrawn.
    ClaimEnded = "claim-ended",
    /// To the claimant and the officers who had it: the claim is withdrawn.
    ClaimWithdrawn = "claim-withdrawn",
    /// To clerks: a unit applies to have its base designated.
    BaseSubmitted = "base-submitted",
    /// To the unit: returned once with everything to be mended.
    BaseReturned = "base-returned",
    /// To deciders: the base was examined, the decision waits.
    BaseExamined = "base-examined",
    /// To the unit: designated, with level and day.
    BaseDesignated = "base-designated",
    /// To the unit: not designated, with the reasons.
    BaseDeclined = "base-declined",
    /// To deciders: it is proposed to revoke a base's designation.
    BaseRevoking = "base-revoking",
    /// To the unit: its designation was revoked, with day and reason.
    BaseRevoked = "base-revoked",
    /// To clerks: the designation stays, with the reason.
    BaseKept = "base-kept",
    /// To the units of the bases counted: the year's evaluation is open, its rubric public.
    EvaluationOpened = "evaluation-opened",
    /// To the evaluators of a base: the panel has met, and it is scored a second time.
    SecondRound = "second-round",
    /// To deciders: a year's result, or one base's anew, is put forward.
    ResultProposed = "result-proposed",
    /// To clerks: it was sent back, with the reason.
    ResultSentBack = "result-sent-back",
    /// To the unit: the grades are on public notice.
    ResultPublished = "result-published",
    /// To those who answer: somebody objects to what was published of a base.
    ResultObjection = "result-objection",
    /// To the unit: an objection was upheld, its base is decided anew.
    ResultSetAside = "result-set-aside",
    /// To the unit: its base's own result with its marks by indicator and the panel's remarks.
    EvaluationResult = "evaluation-result",
    /// To the unit of an unqualified base: by when to mend what was found.
    EvaluationMend = "evaluation-mend",
    /// To an evaluator: drawn as a member of a year's panel; to declare conflicts first.
    PanelInvited = "panel-invited",
    /// To the members of the panel: the sheets are open.
    ScoringOpened = "scoring-opened",
    /// To units and offices that may put somebody forward: a call is public, with its last day.
    RecognitionCalled = "recognition-called",
    /// To an evaluator: drawn as a member of a round's panel; to declare conflicts first.
    RecognitionPanel = "recognition-panel",
    /// To the members concerned: marks were too far apart, the panel has met and marks a second time.
    RecognitionSecondRound = "recognition-second-round",
    /// To a member of the panel: so many sheets are unsigned, and the last day is near or was moved.
    ScoringReminder = "scoring-reminder",
    /// To a base's unit: the self-score is not sent in, and its last day is near.
    SelfScoreReminder = "self-score-reminder",
    /// To an evaluator: the panel goes on without them, with the reason.
    PanelLeft = "panel-left",
    /// To a member of a round's panel: a substitute has their seat, with the reason.
    RecognitionLeft = "recognition-left",
    /// To the unit: its nomination has arrived.
    RecognitionNominated = "recognition-nominated",
    /// To unit and deciders: on the proposed list, with the notice's days.
    RecognitionListed = "recognition-listed",
    /// To clerks: somebody objects to a line.
    RecognitionObjection = "recognition-objection",
    /// To the objector: the answer.
    RecognitionAnswered = "recognition-answered",
    /// To nominee and unit: the title with number and day.
    RecognitionGranted = "recognition-granted",
    /// To nominee and unit: not chosen, with the category of the reason.
    RecognitionNotChosen = "recognition-not-chosen",
    /// To deciders: somebody proposes to withdraw a title.
    RecognitionWithdrawing = "recognition-withdrawing",
    /// To clerks: a title whose withdrawal was proposed is kept, with the reason.
    RecognitionKept = "recognition-kept",
    /// To the unit and the treasurers: a title is withdrawn, with what is to be paid back.
    RecognitionWithdrawn = "recognition-withdrawn",
    /// To an officer: something waits in the work list.
    TaskWaiting = "task-waiting",
    }
}

impl MessageKind {
    /// Told to whoever takes part, of themselves: the letter goes when their personal data goes, whether
    /// they have an account here or not.
    pub const TO_PARTICIPANTS: &[MessageKind] = &[
        MessageKind::ContestResult,
        MessageKind::RegistrationPending,
        MessageKind::RegistrationAdmitted,
        MessageKind::RegistrationWaiting,
        MessageKind::RegistrationOffered,
        MessageKind::RegistrationLapsed,
        MessageKind::RegistrationCalledOff,
        MessageKind::RegistrationRefused,
        MessageKind::RegistrationWithdrawn,
        MessageKind::RegistrationDisqualified,
        MessageKind::RegistrationReplaced,
        MessageKind::RegistrationChanged,
        MessageKind::RegistrationChangeRefused,
        MessageKind::TeamIncomplete,
    ];

    /// Told to units, about people of theirs by name and mark: the text goes with the personal data, who
    /// was written to stays.
    pub const ABOUT_PARTICIPANTS: &[MessageKind] = &[MessageKind::ContestPublished, MessageKind::TeamsIncomplete];

    /// Whether the link lets its bearer in: such a message is worthless, and its text is private,
    /// once the link is used or expired.
    #[must_use]
    pub const fn carries_secret_link(self) -> bool {
        use MessageKind as M;
        matches!(
            self,
            M::Invitation
                | M::PasswordReset
                | M::RegistrationPending
                | M::RegistrationAdmitted
                | M::RegistrationWaiting
                | M::RegistrationOffered
                | M::RegistrationLapsed
                | M::RegistrationRefused
                | M::RegistrationWithdrawn
                | M::RegistrationDisqualified
                | M::RegistrationReplaced
                | M::RegistrationChanged
                | M::RegistrationChangeRefused
                | M::TeamIncomplete
        )
    }
}
