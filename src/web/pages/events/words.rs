//! Names and colours of an event's state.

use crate::domain::event::State;
use crate::family;
use crate::text::parts::{Tag, Tone};

/// The state in a word, with its colour.
pub fn state_tag(state: State) -> Tag {
    let tone = match state {
        State::Draft | State::Cancelled => Tone::Plain,
        State::Submitted => Tone::Wait,
        State::Returned => Tone::Stop,
        State::Approved | State::Filed | State::Held => Tone::Going,
        State::Closed => Tone::Done,
    };
    Tag::new(tone, family!("event-state", state.as_str()))
}
