//! When, where and who: the sittings (场次, a *session* in files and commands) of an event in the
//! rooms of its venues.
//!
//! Times are wall-clock times of Asia/Shanghai, to the minute; every span is half-open, so that
//! back to back is no overlap. [`conflicts`] finds everything that does not fit, [`place`] finds
//! times and rooms, [`exchange`] reads and writes the schedule files of other programs.

mod check;
mod conflict;
pub mod exchange;
pub mod ical;
mod pairs;
pub mod place;
pub mod release;
pub mod rules;
pub mod sitting;
pub mod span;
#[cfg(test)]
mod tests;

pub use check::{Facts, Frame, conflicts};
pub use conflict::Conflict;
pub use rules::{Kind, Rules, Severity};
pub use sitting::{Hours, Person, PersonKey, Role, Room, RoomKey, Sitting, SittingKey, Wish};
pub use span::{Minutes, Span, SpanFault};
