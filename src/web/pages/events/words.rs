//! Names and colours of an event's state.

use super::form::label;
use crate::domain::event::State;
use crate::domain::lang::Lang;
use crate::family;
use crate::service::attendance::Differing;
use crate::text::Phrase;
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

/// “实际参加人数 40 → 36”: as written, and as measured; none where nothing differs.
pub fn measured(differing: &[Differing]) -> Option<Phrase> {
    let each = |lang: Lang, of: &Differing| {
        let written = if of.written.is_empty() { "—" } else { &of.written };
        format!("{} {written} → {}", label(of.field).say(lang), of.measured)
    };
    let all = |lang: Lang| differing.iter().map(|of| each(lang, of)).collect::<Vec<_>>();
    let (zh, en) = (all(Lang::Zh).join("；"), all(Lang::En).join("; "));
    (!zh.is_empty()).then(|| Phrase::both(zh, en))
}
