//! Where a year's evaluation is, from its opening to its approval.

use crate::domain::code::codes;
use crate::domain::people::Role;

codes! {
    /// Where a year is.
    pub enum Phase: "phase of an evaluation" {
        /// The bases score themselves and hand in their evidence.
        SelfScoring = "self-scoring",
        /// The panel is drawn, and its members say whether there are conflicts.
        Panel = "panel",
        /// The members score on their own; nobody sees another's marks.
        Scoring = "scoring",
        /// Marks of a base were too far apart: the panel has met, and scores it a second time.
        Moderation = "moderation",
        /// Every sheet is signed; vetoes and the values of the tie keys are entered.
        Scored = "scored",
        /// The result waits for the decision, with the minutes.
        Proposed = "proposed",
        /// Decided and on public notice.
        Published = "published",
        /// The notice has run out, and the result stands.
        Approved = "approved",
    }
}

codes! {
    /// What moves a year on.
    pub enum Step: "step of an evaluation" {
        /// When all bases have sent their self-score in, or its last day is over.
        CloseSelfScores = "close-self-scores",
        /// When every member has declared.
        BeginScoring = "begin-scoring",
        /// When the first round is signed and some base's marks are too far apart.
        Moderate = "moderate",
        /// When every sheet that is needed is signed.
        Complete = "complete",
        /// With the result and its minutes.
        Propose = "propose",
        /// Not so: back to the bureau.
        SendBack = "send-back",
        /// The decision, by somebody else than who proposed, opens the public notice.
        Publish = "publish",
        /// After the notice.
        Approve = "approve",
    }
}

/// One legal step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transition {
    pub from: Phase,
    pub step: Step,
    pub to: Phase,
    pub by: &'static [Role],
}

const fn row(from: Phase, step: Step, to: Phase, by: &'static [Role]) -> Transition {
    Transition { from, step, to, by }
}

const CLERK: &[Role] = &[Role::Clerk];
const DECIDER: &[Role] = &[Role::Decider];

/// Every legal step.
pub const TABLE: &[Transition] = &[
    row(Phase::SelfScoring, Step::CloseSelfScores, Phase::Panel, CLERK),
    row(Phase::Panel, Step::BeginScoring, Phase::Scoring, CLERK),
    row(Phase::Scoring, Step::Moderate, Phase::Moderation, CLERK),
    row(Phase::Scoring, Step::Complete, Phase::Scored, CLERK),
    row(Phase::Moderation, Step::Complete, Phase::Scored, CLERK),
    row(Phase::Scored, Step::Propose, Phase::Proposed, CLERK),
    row(Phase::Proposed, Step::SendBack, Phase::Scored, DECIDER),
    row(Phase::Proposed, Step::Publish, Phase::Published, DECIDER),
    row(Phase::Published, Step::Approve, Phase::Approved, DECIDER),
];

/// The step is not possible in this phase. Nothing has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{step}` is not possible while the evaluation is in `{phase}`")]
pub struct WrongPhase {
    pub phase: Phase,
    pub step: Step,
}

/// Takes one step.
///
/// # Errors
/// See [`WrongPhase`].
pub fn take(phase: Phase, step: Step) -> Result<Phase, WrongPhase> {
    let row = TABLE.iter().find(|row| row.from == phase && row.step == step);
    row.map(|row| row.to).ok_or(WrongPhase { phase, step })
}

impl Phase {
    /// Whether members write sheets now.
    #[must_use]
    pub const fn is_scoring(self) -> bool {
        matches!(self, Phase::Scoring | Phase::Moderation)
    }

    /// As everybody but the bureau is told it: a meeting, or how far the result is, is not said before it is
    /// public. Else whoever is kept from a base could tell from it that the panel met about just that one.
    #[must_use]
    pub const fn outside(self) -> Phase {
        match self {
            Phase::Moderation | Phase::Scored | Phase::Proposed => Phase::Scoring,
            other => other,
        }
    }

    /// Whether the result is public; until then a recused evaluator learns nothing of a base.
    #[must_use]
    pub const fn is_public(self) -> bool {
        matches!(self, Phase::Published | Phase::Approved)
    }
}

codes! {
    /// What a drawn evaluator is.
    pub enum Seat: "seat of a panel" {
        Member = "member",
        /// Comes in for a member, in the order drawn, while marks are sealed.
        Substitute = "substitute",
        /// Gave the seat up to a substitute; sees nothing any more, and nothing of theirs counts.
        Replaced = "replaced",
        /// Did not sign in time; sees nothing any more, but what was signed counts.
        SetAside = "set-aside",
    }
}

impl Seat {
    /// Whether the sheets that were signed count.
    #[must_use]
    pub const fn counts(self) -> bool {
        matches!(self, Seat::Member | Seat::SetAside)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_to_an_approved_result() {
        let way = [
            Step::CloseSelfScores,
            Step::BeginScoring,
            Step::Moderate,
            Step::Complete,
            Step::Propose,
            Step::SendBack,
            Step::Propose,
            Step::Publish,
            Step::Approve,
        ];
        let end = way.iter().try_fold(Phase::SelfScoring, |phase, step| take(phase, *step));
        assert_eq!(end, Ok(Phase::Approved));
        let wrong = WrongPhase { phase: Phase::Panel, step: Step::Complete };
        assert_eq!(take(Phase::Panel, Step::Complete), Err(wrong));
    }

    #[test]
    fn every_phase_is_left_by_one_way_forward_and_every_step_is_somebodys() {
        for phase in Phase::ALL {
            let out = TABLE.iter().filter(|row| row.from == *phase);
            assert_eq!(out.clone().any(|row| row.to > *phase), *phase != Phase::Approved, "{phase}");
            assert!(out.clone().all(|row| !row.by.is_empty()), "{phase}");
        }
        for step in Step::ALL {
            assert!(TABLE.iter().any(|row| row.step == *step), "{step}");
        }
    }
}
