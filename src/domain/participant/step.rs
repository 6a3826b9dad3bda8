//! What can happen to a registration, as a table.

use super::State;
use crate::domain::code::codes;

codes! {
    /// What happens to a registration.
    pub enum Step: "step of a participant" {
        /// The host takes it.
        Approve = "approve",
        /// The host does not, with a reason.
        Refuse = "refuse",
        /// A place has become free and is held for the next on the list.
        Offer = "offer",
        /// A place has become free and is given at once.
        Promote = "promote",
        /// The host gives a free place to somebody who waits, with a reason: where nobody moves up any more.
        Admit = "admit",
        /// The person takes the place offered.
        Accept = "accept",
        /// The place offered was not taken in time.
        Lapse = "lapse",
        Withdraw = "withdraw",
        /// The person asked the office to be taken out, by telephone or in writing: no verdict on them, and they
        /// may register again.
        Leave = "leave",
        /// Another person comes instead.
        Replace = "replace",
    }
}

/// The step is not one of this state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no `{step}` from `{from}`")]
pub struct NoSuchStep {
    pub from: State,
    pub step: Step,
}

/// The state after a step. `approval`: the entry asks somebody to look at each registration, also at
/// one that moved up.
///
/// # Errors
/// The step is none of this state; nothing happens to what is final.
pub fn step(from: State, step: Step, approval: bool) -> Result<State, NoSuchStep> {
    use State as S;
    let in_line = if approval { S::Pending } else { S::Admitted };
    match (from, step) {
        (S::Pending, Step::Approve) | (S::Waiting, Step::Admit) => Ok(S::Admitted),
        (S::Pending | S::Waiting, Step::Refuse) => Ok(S::Refused),
        (S::Waiting, Step::Offer) => Ok(S::Offered),
        (S::Waiting, Step::Promote) | (S::Offered, Step::Accept) => Ok(in_line),
        (S::Offered, Step::Lapse) => Ok(S::Lapsed),
        (S::Pending | S::Admitted | S::Waiting | S::Offered, Step::Withdraw | Step::Leave) => Ok(S::Withdrawn),
        (S::Pending | S::Admitted, Step::Replace) => Ok(S::Replaced),
        _ => Err(NoSuchStep { from, step }),
    }
}

/// Whether a place becomes free by it.
#[must_use]
pub fn frees(from: State, to: State) -> bool {
    from.holds_place() && !to.holds_place()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_whole_table() {
        let mut rows = Vec::new();
        for from in State::ALL {
            for kind in Step::ALL {
                if let Ok(to) = step(*from, *kind, true) {
                    let other = step(*from, *kind, false).ok().filter(|other| *other != to);
                    let other = other.map(|other| format!(" | {other}")).unwrap_or_default();
                    let free = if frees(*from, to) { ", frees a place" } else { "" };
                    rows.push(format!("{from} {kind} -> {to}{other}{free}"));
                }
            }
        }
        insta::assert_snapshot!(rows.join("\n"), @r"
        pending approve -> admitted
        pending refuse -> refused, frees a place
        pending withdraw -> withdrawn, frees a place
        pending leave -> withdrawn, frees a place
        pending replace -> replaced, frees a place
        admitted withdraw -> withdrawn, frees a place
        admitted leave -> withdrawn, frees a place
        admitted replace -> replaced, frees a place
        waiting refuse -> refused
        waiting offer -> offered
        waiting promote -> pending | admitted
        waiting admit -> admitted
        waiting withdraw -> withdrawn
        waiting leave -> withdrawn
        offered accept -> pending | admitted
        offered lapse -> lapsed, frees a place
        offered withdraw -> withdrawn, frees a place
        offered leave -> withdrawn, frees a place
        ");
    }

    proptest! {
        #[test]
        fn what_is_final_stays(from in prop::sample::select(State::ALL), kind in prop::sample::select(Step::ALL), approval: bool) {
            prop_assert!(!from.is_final() || step(from, kind, approval).is_err());
        }
    }
}
