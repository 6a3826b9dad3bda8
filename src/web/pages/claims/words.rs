//! Names and colours of a claim's state.

use crate::domain::claim::State;
use crate::family;
use crate::text::parts::{Tag, Tone};

/// The state in a word, with its colour.
pub fn state_tag(state: State) -> Tag {
    let tone = match state {
        State::Draft | State::Withdrawn => Tone::Plain,
        State::Returned | State::Declined | State::Rejected | State::Held | State::PaymentFailed => Tone::Stop,
        State::Submitted | State::ToConfirm => Tone::Wait,
        State::Paid | State::Archived => Tone::Done,
        _ => Tone::Going,
    };
    Tag::new(tone, family!("claim-state", state.as_str()))
}
