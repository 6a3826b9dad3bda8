//! Keys made of a family and the code of an enum's value, such as `tone-done` (`{{word "tone" tone}}` in a
//! template, `family!("tone", code)` in Rust). Declared here, so that a new value without a name fails
//! a test, and so does a name without a value.

use super::mail::KINDS;
use super::parts::{Area, CheckState, ErrorStatus, StepState};
use crate::domain::fault::Problem;
use crate::domain::people::Role;
use crate::domain::{claim, event, plan};

/// One family: its prefix and the codes of all its values.
pub struct Family {
    pub prefix: &'static str,
    pub values: Vec<String>,
}

fn family<T>(prefix: &'static str, values: impl IntoIterator<Item = T>, code: impl Fn(T) -> &'static str) -> Family {
    Family { prefix, values: values.into_iter().map(|value| code(value).to_owned()).collect() }
}

/// All families. One line per enum whose values are named on a page.
pub fn all() -> Vec<Family> {
    vec![
        family("check", CheckState::ALL, CheckState::as_str),
        family("error-help", ErrorStatus::ALL, ErrorStatus::as_str),
        family("error-title", ErrorStatus::ALL, ErrorStatus::as_str),
        Family {
            prefix: "mail",
            values: KINDS
                .iter()
                .flat_map(|kind| ["subject", "body"].map(|part| format!("{}-{part}", kind.name)))
                .collect(),
        },
        family("event-class", plan::Class::ALL.iter().copied(), plan::Class::as_str),
        family("event-kind", event::Kind::ALL.iter().copied(), event::Kind::as_str),
        family("event-level", plan::Level::ALL.iter().copied(), plan::Level::as_str),
        family("event-state", event::State::ALL.iter().copied(), event::State::as_str),
        family("event-view", ["mine", "going", "over", "all"], |view| view),
        family("fault", Problem::ALL.iter().copied(), |problem| problem.as_str().trim_start_matches("fault-")),
        family("nav", Area::ALL, Area::as_str),
        family("role", Role::ALL.iter().copied(), Role::as_str),
        family("plan-state", plan::PlanState::ALL.iter().copied(), plan::PlanState::as_str),
        family("step", StepState::ALL, StepState::as_str),
        family("task", claim::StepKind::ALL.iter().copied(), claim::StepKind::as_str),
    ]
}
