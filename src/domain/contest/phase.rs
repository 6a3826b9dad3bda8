//! Where one item of a contest is, from its setting up to its published result.

use crate::domain::code::codes;
use crate::domain::ids::UserId;
use crate::domain::people::Role;
use chrono::{DateTime, Duration, Utc};

codes! {
    /// Where an item is.
    pub enum Phase: "phase of a contest item" {
        /// Scheme, contestants, judges and workstations are being entered.
        SetUp = "set-up",
        /// Judges mark by workstation; nobody sees whose it is.
        Judging = "judging",
        /// One of two has signed; marks no longer change.
        SignedOnce = "signed-once",
        /// Signed by two: workstations are decoded.
        Signed = "signed",
        /// Handed in for publication.
        Submitted = "submitted",
        /// The result is public; objections can be made while the clock runs.
        Published = "published",
    }
}

codes! {
    /// A step of an item.
    pub enum Step: "step of a contest item" {
        /// Marking begins; scheme, contestants and workstations are fixed.
        Open = "open",
        Sign = "sign",
        Submit = "submit",
        /// Not published: back to those who submitted it.
        SendBack = "send-back",
        Publish = "publish",
        /// The published result no longer counts: marks are corrected, and it is submitted anew.
        Reopen = "reopen",
    }
}

/// One legal step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transition {
    pub from: Phase,
    pub step: Step,
    pub to: Phase,
    /// Besides these the head judge of the item signs.
    pub by: &'static [Role],
}

const fn row(from: Phase, step: Step, to: Phase, by: &'static [Role]) -> Transition {
    Transition { from, step, to, by }
}

const RUNS_IT: &[Role] = &[Role::Host, Role::Clerk];
const PUBLISHES: &[Role] = &[Role::Clerk, Role::Decider];

/// Every legal step.
pub const TABLE: &[Transition] = &[
    row(Phase::SetUp, Step::Open, Phase::Judging, RUNS_IT),
    row(Phase::Judging, Step::Sign, Phase::SignedOnce, RUNS_IT),
    row(Phase::SignedOnce, Step::Sign, Phase::Signed, RUNS_IT),
    row(Phase::Signed, Step::Submit, Phase::Submitted, RUNS_IT),
    row(Phase::Submitted, Step::SendBack, Phase::Signed, PUBLISHES),
    row(Phase::Submitted, Step::Publish, Phase::Published, PUBLISHES),
    // A clerk reopens it by upholding an objection; without one it is the decider's to say.
    row(Phase::Published, Step::Reopen, Phase::Signed, &[Role::Decider]),
];

/// Who did what so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seats {
    pub first_signer: Option<UserId>,
    pub second_signer: Option<UserId>,
    pub submitter: Option<UserId>,
    pub publisher: Option<UserId>,
}

/// Why a step cannot be taken. The item is as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhaseError {
    #[error("`{step}` is not possible while the item is `{phase}`")]
    WrongPhase { phase: Phase, step: Step },
    /// The other signature, or the publication, is another person's.
    #[error("the same person has signed or submitted it")]
    SamePerson,
}

/// Takes one step.
///
/// # Errors
/// See [`PhaseError`].
pub fn take(phase: Phase, seats: Seats, step: Step, by: UserId) -> Result<(Phase, Seats), PhaseError> {
    let row = TABLE.iter().find(|row| row.from == phase && row.step == step);
    let row = row.ok_or(PhaseError::WrongPhase { phase, step })?;
    let mut next = seats;
    match (phase, step) {
        (Phase::Judging, Step::Sign) => next.first_signer = Some(by),
        (_, Step::Sign) if seats.first_signer == Some(by) => return Err(PhaseError::SamePerson),
        (_, Step::Sign) => next.second_signer = Some(by),
        (_, Step::Submit) => next.submitter = Some(by),
        (_, Step::Publish) if seats.submitter == Some(by) => return Err(PhaseError::SamePerson),
        (_, Step::Publish) => next.publisher = Some(by),
        (_, Step::SendBack) => next.submitter = None,
        (_, Step::Reopen) => (next.submitter, next.publisher) = (None, None),
        (_, Step::Open) => {}
    }
    Ok((row.to, next))
}

/// The step that is expected next; `None` once it is published.
#[must_use]
pub fn next_step(phase: Phase) -> Option<Step> {
    let forward = |row: &&Transition| row.from == phase && !matches!(row.step, Step::SendBack | Step::Reopen);
    TABLE.iter().find(forward).map(|row| row.step)
}

impl Phase {
    /// Whether marks are being given or signed, and names and workstations are kept apart.
    #[must_use]
    pub const fn is_blind(self) -> bool {
        matches!(self, Phase::Judging | Phase::SignedOnce)
    }

    /// Whether it is known whose workstation is whose.
    #[must_use]
    pub const fn is_decoded(self) -> bool {
        matches!(self, Phase::Signed | Phase::Submitted | Phase::Published)
    }
}

/// Whether the appeal clock still runs: so many minutes from the publication, the last one included.
#[must_use]
pub fn appeals_open(published_at: DateTime<Utc>, minutes: u32, now: DateTime<Utc>) -> bool {
    now <= published_at + Duration::minutes(minutes.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_sign_and_another_publishes() {
        let [one, two, three] = [1, 2, 3].map(UserId::new);
        let (phase, seats) = take(Phase::SetUp, Seats::default(), Step::Open, one).unwrap();
        let (phase, seats) = take(phase, seats, Step::Sign, one).unwrap();
        assert!(phase == Phase::SignedOnce && !phase.is_decoded());
        assert_eq!(take(phase, seats, Step::Sign, one), Err(PhaseError::SamePerson));
        let (phase, seats) = take(phase, seats, Step::Sign, two).unwrap();
        assert!(phase.is_decoded());
        let early = take(phase, seats, Step::Publish, three);
        assert_eq!(early, Err(PhaseError::WrongPhase { phase: Phase::Signed, step: Step::Publish }));
        let (phase, seats) = take(phase, seats, Step::Submit, two).unwrap();
        assert_eq!(take(phase, seats, Step::Publish, two), Err(PhaseError::SamePerson));
        let (back, _) = take(phase, seats, Step::SendBack, three).unwrap();
        assert_eq!(back, Phase::Signed);
        let (phase, seats) = take(phase, seats, Step::Publish, three).unwrap();
        assert_eq!((next_step(Phase::Submitted), next_step(phase)), (Some(Step::Publish), None));
        assert_eq!((phase, seats.publisher), (Phase::Published, Some(three)));
        for step in Step::ALL.iter().filter(|step| **step != Step::Reopen) {
            assert!(take(phase, seats, *step, one).is_err(), "{step}: the end");
        }
        let (phase, seats) = take(phase, seats, Step::Reopen, three).unwrap();
        assert_eq!((phase, seats.first_signer, seats.second_signer), (Phase::Signed, Some(one), Some(two)));
        assert_eq!((seats.submitter, seats.publisher), (None, None), "submitted and published anew");
    }

    #[test]
    fn the_appeal_clock_runs_by_the_minute() {
        let at: DateTime<Utc> = "2019-11-18T01:00:00Z".parse().unwrap();
        assert!(appeals_open(at, 120, at + Duration::minutes(120)));
        assert!(!appeals_open(at, 120, at + Duration::minutes(121)));
    }
}
