//! The legal transitions of an event.

use super::state::{State, StepKind};
use crate::domain::ids::UserId;
use crate::domain::people::Role;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One legal transition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transition {
    pub from: State,
    pub step: StepKind,
    pub to: State,
    pub by: &'static [Role],
}

const fn row(from: State, step: StepKind, to: State, by: &'static [Role]) -> Transition {
    Transition { from, step, to, by }
}

const HOST: &[Role] = &[Role::Host];
const CLERK: &[Role] = &[Role::Clerk];
const EITHER: &[Role] = &[Role::Host, Role::Clerk];

/// Every legal transition.
pub const TABLE: &[Transition] = {
    use State::*;
    use StepKind::*;
    &[
        row(Draft, Submit, Submitted, HOST),
        row(Draft, Cancel, Cancelled, HOST),
        row(Submitted, Return, Returned, CLERK),
        row(Submitted, Approve, Approved, CLERK),
        row(Submitted, Cancel, Cancelled, EITHER),
        row(Returned, Submit, Submitted, HOST),
        row(Returned, Cancel, Cancelled, EITHER),
        row(Approved, File, Filed, HOST),
        row(Approved, Cancel, Cancelled, EITHER),
        row(Filed, MarkHeld, Held, HOST),
        row(Filed, Cancel, Cancelled, EITHER),
        row(Held, Close, Closed, HOST),
        row(Held, Cancel, Cancelled, EITHER),
    ]
};

/// All that a step depends on. Whether fields and papers suffice is asked before, with
/// [`super::missing`] and [`super::papers`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    pub state: State,
    pub returned: bool,
    /// The last day of the event, inclusive.
    pub ends_on: Option<NaiveDate>,
}

/// Name, date and opinion of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sign<'a> {
    pub by: UserId,
    pub on: NaiveDate,
    pub opinion: &'a str,
}

/// Why a step cannot be taken. The event is as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransitionError {
    #[error("`{step}` is not possible while the event is `{state}`")]
    WrongState { state: State, step: StepKind },
    #[error("the step needs a reason")]
    NoOpinion,
    #[error("an event is returned once only: approve or cancel it")]
    ReturnedBefore,
    #[error("the event has no last day yet")]
    NoDate,
    #[error("the event lasts until {ends_on}")]
    NotOver { ends_on: NaiveDate },
}

/// The transition by that step.
pub fn transition(from: State, step: StepKind) -> Option<&'static Transition> {
    TABLE.iter().find(|row| row.from == from && row.step == step)
}

/// The steps that are legal in a state.
pub fn steps_from(from: State) -> impl Iterator<Item = StepKind> {
    TABLE.iter().filter(move |row| row.from == from).map(|row| row.step)
}

/// Takes one step.
///
/// # Errors
/// Every reason of [`TransitionError`]; nothing has changed then.
pub fn apply(event: &Event, step: StepKind, sign: &Sign) -> Result<Event, TransitionError> {
    let found = transition(event.state, step);
    let row = found.ok_or(TransitionError::WrongState { state: event.state, step })?;
    let needs_reason = matches!(step, StepKind::Return | StepKind::Cancel);
    if needs_reason && sign.opinion.trim().is_empty() {
        return Err(TransitionError::NoOpinion);
    }
    let mut next = Event { state: row.to, ..*event };
    match step {
        StepKind::Return if event.returned => return Err(TransitionError::ReturnedBefore),
        StepKind::Return => next.returned = true,
        StepKind::MarkHeld => match event.ends_on {
            None => return Err(TransitionError::NoDate),
            Some(ends_on) if ends_on > sign.on => return Err(TransitionError::NotOver { ends_on }),
            Some(_) => {}
        },
        StepKind::Submit | StepKind::Approve | StepKind::File | StepKind::Close | StepKind::Cancel => {}
    }
    Ok(next)
}

/// Usual times in working days. They make work lists and expected dates; none of them decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Clocks {
    /// From the proposal to its answer.
    pub approval: u32,
    /// Of the host, for a proposal that was returned.
    pub supplement: u32,
    /// From the last day of the event to its closing file.
    pub closing: u32,
    /// Calendar days, not working days: an event proposed fewer days ahead is a warning to the approver.
    pub notice_days: u32,
}

impl Default for Clocks {
    fn default() -> Clocks {
        Clocks { approval: 5, supplement: 10, closing: 15, notice_days: 20 }
    }
}

/// When a clock starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// On the day the state was entered.
    Entered,
    /// On the last day of the event.
    EventEnd,
}

/// What an event waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub step: StepKind,
    /// Any of these may do it.
    pub roles: &'static [Role],
    /// Working days from `start`; `None`: no clock.
    pub days: Option<u32>,
    pub start: Start,
}

/// The step that normally comes next; `None` when nothing more is expected.
pub fn next_step(state: State, clocks: &Clocks) -> Option<Waiting> {
    let (step, days, start) = match state {
        State::Draft => (StepKind::Submit, None, Start::Entered),
        State::Returned => (StepKind::Submit, Some(clocks.supplement), Start::Entered),
        State::Submitted => (StepKind::Approve, Some(clocks.approval), Start::Entered),
        State::Approved => (StepKind::File, None, Start::Entered),
        State::Filed => (StepKind::MarkHeld, None, Start::EventEnd),
        State::Held => (StepKind::Close, Some(clocks.closing), Start::EventEnd),
        State::Closed | State::Cancelled => return None,
    };
    transition(state, step).map(|row| Waiting { step, roles: row.by, days, start })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn the_whole_table() {
        let cell = |state: State, step| match transition(state, step) {
            Some(row) => {
                format!("{} ({})", row.to, row.by.iter().map(|role| role.as_str()).collect::<Vec<_>>().join("/"))
            }
            None => "-".to_owned(),
        };
        let lines: Vec<String> = State::ALL
            .iter()
            .map(|state| {
                let legal = StepKind::ALL.iter().filter(|step| transition(*state, **step).is_some());
                let cells: Vec<_> = legal.map(|step| format!("{step} → {}", cell(*state, *step))).collect();
                format!("{state}: {}", if cells.is_empty() { "final".to_owned() } else { cells.join(", ") })
            })
            .collect();
        insta::assert_snapshot!(lines.join("\n"));
    }

    #[test]
    fn returned_once_and_held_when_it_is_over() {
        let sign = Sign { by: UserId::new(1), on: day("2019-09-02"), opinion: "缺应急预案" };
        let event = Event { state: State::Submitted, returned: false, ends_on: Some(day("2019-09-03")) };
        let returned = apply(&event, StepKind::Return, &sign).expect("the first time");
        let again = apply(&returned, StepKind::Submit, &sign).expect("submitted again");
        assert_eq!(apply(&again, StepKind::Return, &sign), Err(TransitionError::ReturnedBefore));
        assert_eq!(apply(&event, StepKind::Return, &Sign { opinion: " ", ..sign }), Err(TransitionError::NoOpinion));
        let filed = Event { state: State::Filed, ..event };
        let not_over = TransitionError::NotOver { ends_on: day("2019-09-03") };
        assert_eq!(apply(&filed, StepKind::MarkHeld, &sign), Err(not_over));
        let last_day = Sign { on: day("2019-09-03"), ..sign };
        assert_eq!(apply(&filed, StepKind::MarkHeld, &last_day).map(|event| event.state), Ok(State::Held));
    }

    #[test]
    fn every_live_event_can_be_cancelled_with_a_reason() {
        for state in State::ALL.iter().copied().filter(|state| !state.is_final()) {
            assert!(transition(state, StepKind::Cancel).is_some(), "{state}");
        }
    }
}
