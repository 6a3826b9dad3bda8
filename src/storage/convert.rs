//! From columns to domain types; the other way is `as_str` and `get`.

use crate::domain::budget::EntryKind;
use crate::domain::claim::{State, StepKind};
use crate::domain::code::UnknownCode;
use crate::domain::contest::phase::Phase;
use crate::domain::event;
use crate::domain::notice::LineState;
use crate::domain::payment::{BatchState, PaymentState};
use crate::domain::people::OrganisationKind;
use crate::domain::plan::PlanState;

/// A LIKE pattern for what holds `text`; its wildcards are left out, as nobody looks for them.
pub fn containing(text: &str) -> String {
    format!("%{}%", text.replace(['%', '_', '\\'], ""))
}

/// A code enum is read from its text column with `#[diesel(deserialize_as = String)]`.
macro_rules! from_text {
    ($($name:ty),+ $(,)?) => {$(
        impl TryFrom<String> for $name {
            type Error = UnknownCode;
            fn try_from(code: String) -> Result<$name, UnknownCode> {
                code.parse()
            }
        }
    )+};
}

from_text!(
    BatchState,
    EntryKind,
    LineState,
    OrganisationKind,
    PaymentState,
    Phase,
    PlanState,
    State,
    StepKind,
    event::Kind,
    event::State,
    event::StepKind,
    crate::domain::base::Level,
    crate::domain::base::State,
    crate::domain::participant::Source,
    crate::domain::participant::State,
    crate::domain::participant::attendance::Direction,
    crate::domain::contest::recusal::Effect,
    crate::domain::contest::run::RunFact,
    crate::domain::evaluation::conflict::Conflict,
    crate::domain::evaluation::line::LineState,
    crate::domain::evaluation::rank::Grade,
    crate::domain::evaluation::rank::Reason,
    crate::domain::evaluation::phase::Phase,
    crate::domain::evaluation::phase::Seat,
    crate::domain::recognition::programme::Nominator,
    crate::domain::recognition::round::Standing,
    crate::domain::recognition::round::State,
    crate::domain::schedule::Role
);
