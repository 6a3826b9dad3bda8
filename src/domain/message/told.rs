//! Who is mailed after each step of a claim and of an event, or why nobody is. Every step is
//! answered for by name: a new one does not compile before somebody has thought of its mail.

use super::kind::MessageKind;
use crate::domain::claim::{self, State, StepKind};
use crate::domain::event;
use MessageKind as M;
use Told::{Nobody, To};
use Whom::{Before, Clerks, Next, Signers, Unit};

/// Whom a step concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    /// Everybody of the unit that claims or hosts.
    Unit,
    /// The office that can take the next step.
    Next,
    /// The office that could have taken the next step, had this one not come first.
    Before,
    /// Those whose sign-offs count no more, but for the person who did it.
    Signers,
    /// The clerks of the division and of the city above it.
    Clerks,
}

/// The mail that a step leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    To(&'static [(Whom, MessageKind)]),
    /// Nobody, for this reason.
    Nobody(&'static str),
}

impl Told {
    /// The letters to be written.
    pub fn letters(self) -> &'static [(Whom, MessageKind)] {
        match self {
            To(letters) => letters,
            Nobody(_) => &[],
        }
    }
}

/// The mail of a claim's step.
pub fn of_claim(from: State, step: StepKind, to: State) -> Told {
    use StepKind as S;
    match step {
        S::Submit => To(&[(Unit, M::ClaimSubmitted), (Next, M::TaskWaiting)]),
        S::Withdraw if claim::State::is_open_to_host(from) => To(&[(Unit, M::ClaimWithdrawn)]),
        S::Withdraw => To(&[(Unit, M::ClaimWithdrawn), (Before, M::ClaimWithdrawn)]),
        S::Reopen => Nobody("it is its unit's own draft again, and nobody waits for it until it is submitted"),
        S::Accept => To(&[(Unit, M::ClaimAccepted), (Next, M::TaskWaiting)]),
        S::Return => To(&[(Unit, M::ClaimReturned)]),
        S::Decline | S::Reject => To(&[(Unit, M::ClaimDeclined)]),
        S::FirstReview => To(&[(Unit, M::ClaimFirstReviewed), (Next, M::TaskWaiting)]),
        S::SecondReview => To(&[(Unit, M::ClaimSecondReviewed), (Next, M::TaskWaiting)]),
        // The unit reads why in the answer to the objection.
        S::SendBack if from == State::Held => To(&[(Signers, M::ReviewsVoided), (Next, M::TaskWaiting)]),
        S::SendBack => To(&[(Unit, M::ClaimSentBack), (Signers, M::ReviewsVoided), (Next, M::TaskWaiting)]),
        S::CorrectFacts => To(&[(Unit, M::ClaimFactsCorrected), (Signers, M::ReviewsVoided), (Next, M::TaskWaiting)]),
        // The unit is told when the second person has agreed.
        S::Decide if to == State::ToConfirm => To(&[(Next, M::ClaimConfirmNeeded)]),
        S::Decide | S::Confirm => To(&[(Unit, M::ClaimDecided), (Next, M::TaskWaiting)]),
        S::Publish => To(&[(Unit, M::NoticePublished), (Next, M::TaskWaiting)]),
        S::Object => To(&[(Unit, M::NoticeObjection), (Next, M::NoticeObjection)]),
        S::Dismiss => To(&[(Unit, M::ObjectionAnswered), (Next, M::TaskWaiting)]),
        S::Approve => To(&[(Unit, M::ClaimApproved), (Next, M::TaskWaiting)]),
        S::Pay => To(&[(Unit, M::PaymentOrdered), (Next, M::TaskWaiting)]),
        S::Settle => To(&[(Unit, M::PaymentSent), (Next, M::TaskWaiting)]),
        S::Fail => To(&[(Unit, M::PaymentRejected)]),
        S::CorrectAccount => To(&[(Unit, M::AccountCorrected), (Next, M::TaskWaiting)]),
        S::Archive => To(&[(Unit, M::ClaimArchived)]),
        S::End => To(&[(Unit, M::ClaimEnded)]),
    }
}

/// The mail of an event's step.
pub fn of_event(from: event::State, step: event::StepKind) -> Told {
    use event::StepKind as S;
    match step {
        S::Submit => To(&[(Unit, M::EventReceived), (Clerks, M::EventSubmitted)]),
        S::Return => To(&[(Unit, M::EventReturned)]),
        S::Approve => To(&[(Unit, M::EventApproved)]),
        S::File => To(&[(Unit, M::EventFiled), (Clerks, M::EventFiled)]),
        S::MarkHeld => To(&[(Unit, M::EventHeld), (Clerks, M::EventHeld)]),
        // The office is told with the claim that follows.
        S::Close => To(&[(Unit, M::EventClosed)]),
        // Nobody but its own unit knew of a draft.
        S::Cancel if from == event::State::Draft => To(&[(Unit, M::EventCancelled)]),
        S::Cancel => To(&[(Unit, M::EventCancelled), (Clerks, M::EventCancelled)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The test that fails when a change has neither recipients nor a reason for none.
    #[test]
    fn every_transition_is_told_or_says_why_not() {
        let claims = claim::TABLE.iter().map(|row| {
            let name = format!("claim {} {} -> {}", row.from, row.step, row.to);
            (name, of_claim(row.from, row.step, row.to))
        });
        let events = event::TABLE.iter().map(|row| {
            let name = format!("event {} {} -> {}", row.from, row.step, row.to);
            (name, of_event(row.from, row.step))
        });
        for (name, told) in claims.chain(events) {
            match told {
                To(letters) => assert!(!letters.is_empty(), "{name} is told to nobody, and does not say why"),
                Nobody(reason) => assert!(reason.len() > 20, "{name}: {reason}"),
            }
        }
    }

    /// A unit whose claim or event moved is told, unless the reason is written here.
    #[test]
    fn the_unit_hears_of_every_step_but_these() {
        let to_unit = |told: Told| told.letters().iter().any(|(whom, _)| *whom == Unit);
        let silent: Vec<String> = claim::TABLE
            .iter()
            .filter(|row| !to_unit(of_claim(row.from, row.step, row.to)))
            .map(|row| format!("{} {} -> {}", row.from, row.step, row.to))
            .collect();
        assert_eq!(
            silent,
            ["second-reviewed decide -> to-confirm", "held send-back -> accepted", "withdrawn reopen -> draft"]
        );
        assert!(event::TABLE.iter().all(|row| to_unit(of_event(row.from, row.step))));
    }

    /// Where somebody in the office is waited for next, they are told.
    #[test]
    fn whoever_is_waited_for_is_told() {
        use crate::domain::people::Role;
        for row in claim::TABLE.iter().filter(|row| row.from != row.to) {
            let waiting = claim::next_step(row.to, &claim::Clocks::default());
            let office = waiting.is_some_and(|waiting| !waiting.roles.contains(&Role::Host));
            let next = of_claim(row.from, row.step, row.to).letters().iter().any(|(whom, _)| *whom == Next);
            assert_eq!(office, next, "{} {} -> {}", row.from, row.step, row.to);
        }
    }
}
