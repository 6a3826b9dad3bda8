//! How a round goes, and how a nomination goes within it.

use crate::domain::code::codes;
use crate::domain::ids::UserId;
use crate::domain::people::Role;

codes! {
    /// Where a round is.
    pub enum State: "state of a round" {
        /// The call is public; nominations come in.
        Open = "open",
        /// Nominations are closed; eligibility and records are checked.
        Checking = "checking",
        /// The panel has those who passed.
        Panel = "panel",
        /// The panel's result is entered; the list waits for its publication.
        Proposed = "proposed",
        /// The list is public and may be objected to.
        Notice = "notice",
        /// Titles are granted.
        Decided = "decided",
        Cancelled = "cancelled",
    }
}

impl State {
    /// Whether the panel's list is made; it may not be public yet.
    #[must_use]
    pub const fn is_listed(self) -> bool {
        matches!(self, State::Proposed) || self.is_public()
    }

    /// Whether everybody may read the list.
    #[must_use]
    pub const fn is_public(self) -> bool {
        matches!(self, State::Notice | State::Decided)
    }
}

codes! {
    /// A step of a round.
    pub enum Step: "step of a round" {
        Close = "close",
        Convene = "convene",
        Propose = "propose",
        Publish = "publish",
        Decide = "decide",
        Cancel = "cancel",
    }
}

/// One legal step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transition {
    pub from: State,
    pub step: Step,
    pub to: State,
    pub by: &'static [Role],
}

const fn row(from: State, step: Step, to: State, by: &'static [Role]) -> Transition {
    Transition { from, step, to, by }
}

const CLERK: &[Role] = &[Role::Clerk];
const DECIDER: &[Role] = &[Role::Decider];

/// Every legal step.
pub const TABLE: &[Transition] = &[
    row(State::Open, Step::Close, State::Checking, CLERK),
    row(State::Checking, Step::Convene, State::Panel, CLERK),
    row(State::Panel, Step::Propose, State::Proposed, CLERK),
    row(State::Proposed, Step::Publish, State::Notice, CLERK),
    row(State::Notice, Step::Decide, State::Decided, DECIDER),
    row(State::Open, Step::Cancel, State::Cancelled, DECIDER),
    row(State::Checking, Step::Cancel, State::Cancelled, DECIDER),
    row(State::Panel, Step::Cancel, State::Cancelled, DECIDER),
    row(State::Proposed, Step::Cancel, State::Cancelled, DECIDER),
    row(State::Notice, Step::Cancel, State::Cancelled, DECIDER),
];

/// Why a step is refused. Nothing has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("`{step}` is not possible while the round is `{state}`")]
    WrongState { state: State, step: Step },
    /// Who proposed the list does not decide on it.
    #[error("the same person proposed the list")]
    SamePerson,
}

/// Takes one step; `proposer` entered the panel's result.
///
/// # Errors
/// See [`Refused`].
pub fn take(state: State, step: Step, by: UserId, proposer: Option<UserId>) -> Result<State, Refused> {
    let row = TABLE.iter().find(|row| row.from == state && row.step == step);
    let to = row.map(|row| row.to).ok_or(Refused::WrongState { state, step })?;
    if step == Step::Decide && proposer == Some(by) { Err(Refused::SamePerson) } else { Ok(to) }
}

/// Where a decision leads to: lines that an objection holds wait for a further one.
#[must_use]
pub const fn after_decision(held: usize) -> State {
    if held == 0 { State::Decided } else { State::Notice }
}

/// The step that is waited for, and who takes it; none once it is over.
#[must_use]
pub const fn next_step(state: State) -> Option<(Step, Role)> {
    match state {
        State::Open => Some((Step::Close, Role::Clerk)),
        State::Checking => Some((Step::Convene, Role::Clerk)),
        State::Panel => Some((Step::Propose, Role::Clerk)),
        State::Proposed => Some((Step::Publish, Role::Clerk)),
        State::Notice => Some((Step::Decide, Role::Decider)),
        State::Decided | State::Cancelled => None,
    }
}

codes! {
    /// Where a nomination is.
    pub enum Standing: "state of a nomination" {
        Draft = "draft",
        Submitted = "submitted",
        Withdrawn = "withdrawn",
        /// Eligible with a clean record: the panel may see it.
        Admitted = "admitted",
        /// Not eligible, or something is on record.
        Excluded = "excluded",
        /// On the proposed list.
        Proposed = "proposed",
        NotChosen = "not-chosen",
        /// An objection was upheld.
        StruckOut = "struck-out",
        Granted = "granted",
    }
}

codes! {
    /// Why somebody was not chosen: all that the mail says.
    pub enum NotChosen: "reason category" {
        Condition = "condition",
        Record = "record",
        /// Fewer votes than the bar, or a lower score than the minimum.
        UnderBar = "under-bar",
        /// Good enough, and the places went to others.
        Places = "places",
        /// Level with others across the line.
        Tie = "tie",
        CountyQuota = "county-quota",
        Objection = "objection",
        /// Has the title already, by an earlier round or another register.
        Held = "held",
        /// Not enough marks of the panel.
        NoScore = "no-score",
        Cancelled = "cancelled",
    }
}

impl Standing {
    /// Whether it was never submitted, and can be no more: the round is further, or its last day over.
    #[must_use]
    pub fn is_out(self, round: State, over: bool) -> bool {
        self == Standing::Draft && (over || round != State::Open)
    }

    /// Whether its unit may still change it.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Standing::Draft)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_to_a_title_and_who_takes_each_step() {
        let (clerk, decider) = (UserId::new(1), UserId::new(2));
        let way = [Step::Close, Step::Convene, Step::Propose, Step::Publish];
        let notice = way.iter().try_fold(State::Open, |state, step| take(state, *step, clerk, None));
        assert_eq!(notice, Ok(State::Notice));
        assert_eq!(take(State::Notice, Step::Decide, clerk, Some(clerk)), Err(Refused::SamePerson));
        assert_eq!(take(State::Notice, Step::Decide, decider, Some(clerk)), Ok(State::Decided));
        let wrong = Refused::WrongState { state: State::Open, step: Step::Decide };
        assert_eq!(take(State::Open, Step::Decide, decider, None), Err(wrong));
        for state in State::ALL {
            let by = |(step, role)| TABLE.iter().any(|row| row.from == *state && row.step == step && row.by == [role]);
            assert!(next_step(*state).is_none_or(by), "{state}");
            assert_eq!(next_step(*state).is_some(), TABLE.iter().any(|row| row.from == *state), "{state}");
        }
    }
}
