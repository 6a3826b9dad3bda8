//! Public training bases (T2-6): their level, and how they come by it.

use crate::domain::code::codes;
use crate::domain::people::Role;
use chrono::NaiveDate;

codes! {
    /// What a base is designated as, the lower first.
    pub enum Level: "level of a base" {
        City = "city",
        Provincial = "provincial",
    }
}

codes! {
    /// Where an application for a level is, or the revocation of one.
    pub enum State: "state of a base's application" {
        Draft = "draft",
        Submitted = "submitted",
        /// Given back once with everything that has to be mended.
        Returned = "returned",
        /// The office has looked at the papers and the place; the decision waits.
        Examined = "examined",
        Designated = "designated",
        Declined = "declined",
        Withdrawn = "withdrawn",
        /// The office has proposed, with its reason, to revoke the designation; the decision waits.
        Revoking = "revoking",
        /// The designation was revoked: the base holds no level from that day on.
        Revoked = "revoked",
        /// It was proposed to revoke the designation, and it stays.
        Kept = "kept",
    }
}

impl State {
    /// Whether the office has examined it: what it was examined on stays as it was.
    #[must_use]
    pub const fn is_examined(self) -> bool {
        !matches!(self, State::Draft | State::Submitted | State::Returned | State::Withdrawn)
    }

    /// Whether a second person has decided.
    #[must_use]
    pub const fn is_decided(self) -> bool {
        matches!(self, State::Designated | State::Declined | State::Revoked | State::Kept)
    }
}

codes! {
    /// A step of an application.
    pub enum Step: "step of a base's application" {
        Submit = "submit",
        Return = "return",
        Examine = "examine",
        Designate = "designate",
        Decline = "decline",
        Withdraw = "withdraw",
        Revoke = "revoke",
        Keep = "keep",
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

const fn row(from: State, step: Step, to: State, by: Role) -> Transition {
    let by: &[Role] = match by {
        Role::Host => &[Role::Host],
        Role::Clerk => &[Role::Clerk],
        _ => &[Role::Decider],
    };
    Transition { from, step, to, by }
}

/// Every legal step.
pub const TABLE: &[Transition] = &[
    row(State::Draft, Step::Submit, State::Submitted, Role::Host),
    row(State::Draft, Step::Withdraw, State::Withdrawn, Role::Host),
    row(State::Submitted, Step::Return, State::Returned, Role::Clerk),
    row(State::Submitted, Step::Examine, State::Examined, Role::Clerk),
    row(State::Submitted, Step::Withdraw, State::Withdrawn, Role::Host),
    row(State::Returned, Step::Submit, State::Submitted, Role::Host),
    row(State::Returned, Step::Withdraw, State::Withdrawn, Role::Host),
    row(State::Examined, Step::Designate, State::Designated, Role::Decider),
    row(State::Examined, Step::Decline, State::Declined, Role::Decider),
    row(State::Revoking, Step::Revoke, State::Revoked, Role::Decider),
    row(State::Revoking, Step::Keep, State::Kept, Role::Decider),
];

/// The step is not possible in this state. Nothing has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{step}` is not possible while the application is `{state}`")]
pub struct WrongState {
    pub state: State,
    pub step: Step,
}

/// Takes one step.
///
/// # Errors
/// See [`WrongState`].
pub fn take(state: State, step: Step) -> Result<State, WrongState> {
    let row = TABLE.iter().find(|row| row.from == state && row.step == step);
    row.map(|row| row.to).ok_or(WrongState { state, step })
}

/// The step that is waited for, and who takes it; none once it is over.
#[must_use]
pub fn next_step(state: State) -> Option<(Step, Role)> {
    match state {
        State::Draft | State::Returned => Some((Step::Submit, Role::Host)),
        State::Submitted => Some((Step::Examine, Role::Clerk)),
        State::Examined => Some((Step::Designate, Role::Decider)),
        State::Revoking => Some((Step::Revoke, Role::Decider)),
        State::Designated | State::Declined | State::Withdrawn | State::Revoked | State::Kept => None,
    }
}

/// Whether particulars can be written while the latest application is here: not while the office
/// looks at them.
#[must_use]
pub const fn is_open(state: State) -> bool {
    !matches!(state, State::Submitted | State::Examined)
}

/// Whether the unit is writing an application.
#[must_use]
pub const fn is_written(state: State) -> bool {
    matches!(state, State::Draft | State::Returned)
}

/// Whether a base that holds `current` can apply for `wanted`: only for a higher level than it has.
#[must_use]
pub fn may_apply(current: Option<Level>, wanted: Level) -> bool {
    current.is_none_or(|current| wanted > current)
}

/// From a day on (inclusive) a base holds a level; none: its designation was revoked.
pub type Held = (Option<Level>, NaiveDate);

/// The level held on a day, by everything that ever became of a base: what the latest until then says.
/// A revocation on the day of a designation comes after it.
#[must_use]
pub fn level_on(history: &[Held], day: NaiveDate) -> Option<Level> {
    let until = history.iter().filter(|(_, on)| *on <= day);
    until.max_by_key(|(level, on)| (*on, level.is_none(), *level)).and_then(|(level, _)| *level)
}

/// What an application that has ended says of the level held, and from when on.
#[must_use]
pub fn held(state: State, level: Level, day: Option<NaiveDate>) -> Option<Held> {
    match state {
        State::Designated => day.map(|day| (Some(level), day)),
        State::Revoked => day.map(|day| (None, day)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_to_a_designation() {
        let way = [Step::Submit, Step::Return, Step::Submit, Step::Examine, Step::Designate];
        let end = way.iter().try_fold(State::Draft, |state, step| take(state, *step));
        assert_eq!(end, Ok(State::Designated));
        let wrong = WrongState { state: State::Draft, step: Step::Designate };
        assert_eq!(take(State::Draft, Step::Designate), Err(wrong));
        for state in State::ALL {
            let waits = next_step(*state);
            assert_eq!(waits.is_some(), TABLE.iter().any(|row| row.from == *state), "{state}");
            let by = |(step, role)| TABLE.iter().any(|row| row.from == *state && row.step == step && row.by == [role]);
            assert!(waits.is_none_or(by), "{state}");
        }
    }

    #[test]
    fn a_revoked_designation_is_held_no_longer_and_stays_in_the_past() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let city = held(State::Designated, Level::City, Some(day("2018-05-01"))).unwrap();
        let revoked = held(State::Revoked, Level::City, Some(day("2019-07-01"))).unwrap();
        for history in [[city, revoked], [revoked, city]] {
            assert_eq!(level_on(&history, day("2018-12-31")), Some(Level::City));
            assert_eq!(level_on(&history, day("2019-06-30")), Some(Level::City));
            assert_eq!(level_on(&history, day("2019-07-01")), None);
        }
        assert_eq!(held(State::Kept, Level::City, Some(day("2019-07-01"))), None);
        let same_day = [(None, city.1), city];
        assert_eq!(level_on(&same_day, city.1), None);
        assert_eq!(take(State::Revoking, Step::Revoke), Ok(State::Revoked));
        assert_eq!(take(State::Revoking, Step::Keep), Ok(State::Kept));
    }

    #[test]
    fn levels_are_only_climbed() {
        assert!(may_apply(None, Level::City) && may_apply(None, Level::Provincial));
        assert!(may_apply(Some(Level::City), Level::Provincial));
        assert!(!may_apply(Some(Level::City), Level::City) && !may_apply(Some(Level::Provincial), Level::City));
    }
}
