//! What the bureau may do about a member of the panel who has not signed, so that nobody's silence
//! blocks a year and nobody's marks are set aside once they are known.

use super::phase::Phase;

/// How a member of the panel stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub phase: Phase,
    pub declared: bool,
    /// Own sheets that are signed, and those that are needed now and are not.
    pub signed: usize,
    pub unsigned: usize,
    /// The last day of scoring is over.
    pub late: bool,
    /// Every sheet of the first round is signed: marks are known.
    pub opened: bool,
    /// Substitutes who are still free.
    pub substitutes: usize,
    /// Without this member some base would have fewer marks than give a result.
    pub needed: bool,
}

/// Why it is not possible now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("the evaluation is past that")]
    WrongPhase,
    #[error("marks are known, or this member has given some in time")]
    Scored,
    #[error("nothing is missing of this member")]
    NothingMissing,
    #[error("the last day is not over")]
    NotLate,
    #[error("no substitute is left")]
    NoSubstitute,
    #[error("a substitute has to come in first")]
    SubstituteFirst,
}

impl Standing {
    /// Whether a substitute can take the seat for every base: while marks are sealed, of a member who has
    /// signed nothing, or who has not signed everything in time.
    ///
    /// # Errors
    /// See [`Refused`].
    pub fn replaceable(&self) -> Result<(), Refused> {
        match self.phase {
            Phase::Panel => {}
            Phase::Scoring if self.opened => return Err(Refused::Scored),
            Phase::Scoring if self.signed == 0 || (self.late && self.unsigned > 0) => {}
            Phase::Scoring | Phase::Moderation => return Err(Refused::Scored),
            _ => return Err(Refused::WrongPhase),
        }
        if self.substitutes == 0 { Err(Refused::NoSubstitute) } else { Ok(()) }
    }

    /// Whether the unsigned sheets of this member need not be waited for: after the last day, and where
    /// that leaves a base without a result only when no substitute can come in. What is signed counts.
    ///
    /// # Errors
    /// See [`Refused`].
    pub fn removable(&self) -> Result<(), Refused> {
        match self.phase {
            Phase::Panel if self.declared => Err(Refused::NothingMissing),
            Phase::Panel if self.substitutes > 0 => Err(Refused::SubstituteFirst),
            Phase::Panel => Ok(()),
            Phase::Scoring | Phase::Moderation if self.unsigned == 0 => Err(Refused::NothingMissing),
            Phase::Scoring | Phase::Moderation if !self.late => Err(Refused::NotLate),
            Phase::Scoring if self.needed && self.substitutes > 0 && !self.opened => Err(Refused::SubstituteFirst),
            Phase::Scoring | Phase::Moderation => Ok(()),
            _ => Err(Refused::WrongPhase),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LATE: Standing = Standing {
        phase: Phase::Scoring,
        declared: true,
        signed: 2,
        unsigned: 1,
        late: true,
        opened: false,
        substitutes: 1,
        needed: false,
    };

    #[test]
    fn a_member_who_does_not_sign_in_time_is_replaced_or_set_aside() {
        assert_eq!((LATE.replaceable(), LATE.removable()), (Ok(()), Ok(())));
        let in_time = Standing { late: false, ..LATE };
        assert_eq!((in_time.replaceable(), in_time.removable()), (Err(Refused::Scored), Err(Refused::NotLate)));
        let ill = Standing { signed: 0, unsigned: 3, ..in_time };
        assert_eq!(ill.replaceable(), Ok(()), "has given no mark: no need to wait for the last day");
        let done = Standing { unsigned: 0, ..LATE };
        assert_eq!((done.replaceable(), done.removable()), (Err(Refused::Scored), Err(Refused::NothingMissing)));
        let needed = Standing { needed: true, ..LATE };
        assert_eq!(needed.removable(), Err(Refused::SubstituteFirst));
        let alone = Standing { substitutes: 0, ..needed };
        assert_eq!((alone.replaceable(), alone.removable()), (Err(Refused::NoSubstitute), Ok(())));
    }

    #[test]
    fn nobody_comes_in_once_marks_are_known() {
        let second = Standing { phase: Phase::Moderation, opened: true, needed: true, ..LATE };
        assert_eq!((second.replaceable(), second.removable()), (Err(Refused::Scored), Ok(())));
        assert_eq!(Standing { opened: true, signed: 0, ..LATE }.replaceable(), Err(Refused::Scored));
        for phase in [Phase::SelfScoring, Phase::Scored, Phase::Proposed, Phase::Published, Phase::Approved] {
            let of = Standing { phase, ..LATE };
            assert_eq!((of.replaceable(), of.removable()), (Err(Refused::WrongPhase), Err(Refused::WrongPhase)));
        }
    }

    #[test]
    fn a_member_who_never_declares_does_not_block_the_year() {
        let silent = Standing { phase: Phase::Panel, declared: false, signed: 0, unsigned: 3, late: false, ..LATE };
        assert_eq!((silent.replaceable(), silent.removable()), (Ok(()), Err(Refused::SubstituteFirst)));
        assert_eq!(Standing { substitutes: 0, ..silent }.removable(), Ok(()));
        assert_eq!(Standing { declared: true, ..silent }.removable(), Err(Refused::NothingMissing));
    }

    proptest! {
        #[test]
        fn whoever_is_late_can_be_dealt_with(
            moderation: bool, signed in 0_usize..4, unsigned in 1_usize..4, substitutes in 0_usize..3, needed: bool,
        ) {
            let phase = if moderation { Phase::Moderation } else { Phase::Scoring };
            let of = Standing { phase, signed, unsigned, substitutes, needed, opened: moderation, ..LATE };
            prop_assert!(of.replaceable().is_ok() || of.removable().is_ok());
        }
    }
}
