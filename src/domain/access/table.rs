//! The rights as a page that people can check, made by asking [`can`] and nothing else.

use super::{Action, Area, Facts, ObjectState, can, can_public};
use crate::domain::base;
use crate::domain::claim::{self, Claim, Seats, StepKind};
use crate::domain::contest::phase::Phase;
use crate::domain::event;
use crate::domain::ids::{OrganisationId, UserId};
use crate::domain::notice::LineState;
use crate::domain::payment::BatchState;
use crate::domain::people::{Actor, OrganisationKind, Role, Scope};
use crate::domain::plan::PlanState;
use crate::domain::recognition::round;
use std::fmt::Write;

/// The whole table as Markdown: `docs/permissions.md` is this text.
pub fn table() -> String {
    let mut page = String::from(HEAD);
    for area in Area::ALL {
        let _ = write!(page, "\n## {area}\n\n| action |");
        let _ = Role::ALL.iter().try_for_each(|role| write!(page, " {role} |"));
        page.push_str(" public |\n|---|");
        page.push_str(&"---|".repeat(Role::ALL.len() + 1));
        page.push('\n');
        for action in Action::ALL.iter().filter(|action| action.area() == *area) {
            let _ = write!(page, "| {action} |");
            for role in Role::ALL {
                let actor = sample(*role);
                let _ = write!(page, " {} |", cell(*area, |facts| can(&actor, *action, facts).is_ok()));
            }
            let _ = writeln!(page, " {} |", cell(*area, |facts| can_public(*action, facts).is_ok()));
        }
    }
    page.push_str(&people());
    page
}

const HEAD: &str = "# Who may do what

Made from the program's own decision function; a test keeps this file equal to it.

- **yes**: in every state. A list of states: in these only. **–**: never.
- A host acts for its own organisation only. An office of a county acts in its county only.
- What a person may not see does not exist for them (404). What they see and may not do is refused (403). What is not
  possible in the present state is a conflict (409).
- Lists, counts and exports hold what `view` holds, and nothing more.
- Birthdays, identity numbers (their last four, too), telephones and addresses of an event's people are for those who may
  `participant.export`: its host, clerks, auditors. Whoever else may view them reads names, units and states, and finds nobody
  by a number.
";

fn sample(role: Role) -> Actor {
    let kind = if role.fits(OrganisationKind::Bureau) { OrganisationKind::Bureau } else { OrganisationKind::HostUnit };
    Actor {
        user: UserId::new(1),
        organisation: OrganisationId::new(1),
        organisation_kind: kind,
        roles: role.into(),
        scope: Scope::City,
    }
}

/// Every state of an area's objects, with its code; nothing for areas without states.
fn states(area: Area) -> Vec<(&'static str, ObjectState)> {
    match area {
        Area::Plan => PlanState::ALL.iter().map(|state| (state.as_str(), ObjectState::Plan(*state))).collect(),
        Area::Event | Area::Participant => {
            event::State::ALL.iter().map(|state| (state.as_str(), ObjectState::Event(*state))).collect()
        }
        Area::Contest => Phase::ALL.iter().map(|phase| (phase.as_str(), ObjectState::Contest(*phase))).collect(),
        Area::Claim => claim::State::ALL.iter().map(|state| (state.as_str(), ObjectState::Claim(*state))).collect(),
        Area::Notice => LineState::ALL.iter().map(|state| (state.as_str(), ObjectState::Notice(*state))).collect(),
        Area::Payment => BatchState::ALL.iter().map(|state| (state.as_str(), ObjectState::Batch(*state))).collect(),
        Area::Recognition => {
            round::State::ALL.iter().map(|state| (state.as_str(), ObjectState::Round(*state))).collect()
        }
        Area::Base => base::State::ALL.iter().map(|state| (state.as_str(), ObjectState::Base(*state))).collect(),
        _ => Vec::new(),
    }
}

fn cell(area: Area, allowed: impl Fn(&Facts) -> bool) -> String {
    let own = Facts { subject: None, ..Facts::new_for(OrganisationId::new(1), None) };
    let states = states(area);
    if states.is_empty() {
        return if allowed(&own) { "yes".to_owned() } else { "–".to_owned() };
    }
    let with = |state| Facts { state: Some(state), ..own };
    let now: Vec<&str> = states.iter().filter(|(_, state)| allowed(&with(*state))).map(|(code, _)| *code).collect();
    if now.is_empty() {
        "–".to_owned()
    } else if now.len() == states.len() {
        "yes".to_owned()
    } else {
        now.join(", ")
    }
}

/// The separation of duties, by asking for each pair of steps.
fn people() -> String {
    let mut text = String::from(
        "\n## One claim, several people\n\nWhoever did the first may not do the second on the same claim while the first counts.\n\n\
         | did | may not |\n|---|---|\n",
    );
    let user = UserId::new(1);
    for did in [
        StepKind::Submit,
        StepKind::FirstReview,
        StepKind::SecondReview,
        StepKind::Decide,
        StepKind::Confirm,
        StepKind::Pay,
    ] {
        let seats = seat(did, user);
        let barred = StepKind::ALL.iter().filter(|step| seats.conflict(**step, user).is_some());
        let barred: Vec<&str> = barred.map(|step| step.as_str()).collect();
        let _ = writeln!(text, "| {did} | {} |", barred.join(", "));
    }
    text
}

fn seat(step: StepKind, user: UserId) -> Seats {
    let mut seats = Claim::DRAFT.seats;
    let seat = match step {
        StepKind::Submit => &mut seats.submitter,
        StepKind::FirstReview => &mut seats.first_reviewer,
        StepKind::SecondReview => &mut seats.second_reviewer,
        StepKind::Decide => &mut seats.decider,
        StepKind::Confirm => &mut seats.confirmer,
        _ => &mut seats.payer,
    };
    *seat = Some(user);
    seats
}
