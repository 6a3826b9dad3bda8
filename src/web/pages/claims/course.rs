//! The course of a claim: what was done, also what counts no more, and what is expected when.

use crate::domain::claim::{Clocks, State, StepKind, next_step};
use crate::service::claims::ClaimShown;
use crate::storage::claims::StepRow;
use crate::text::Phrase;
use crate::text::parts::{Step, StepState};
use crate::{family, phrase};
use chrono::NaiveDate;

/// The states of the way that most claims go, each with the step that leads on.
const WAY: [State; 9] = [
    State::Submitted,
    State::Accepted,
    State::FirstReviewed,
    State::SecondReviewed,
    State::Decided,
    State::OnNotice,
    State::Approved,
    State::InPayment,
    State::Paid,
];

/// `later` adds working days to a day; none where the year's calendar is not loaded.
pub fn course(shown: &ClaimShown, clocks: &Clocks, later: impl Fn(NaiveDate, u32) -> Option<NaiveDate>) -> Vec<Step> {
    let mut steps: Vec<Step> = shown.steps.iter().map(done).collect();
    let Some(waiting) = next_step(shown.row.state, clocks) else { return steps };
    steps.push(expected(StepState::Now, waiting.step, shown.due));
    let at = WAY.iter().position(|state| *state == shown.row.state);
    let at = at.or_else(|| beside(shown.row.state).and_then(|beside| WAY.iter().position(|state| *state == beside)));
    let mut day = shown.due;
    for state in WAY.iter().skip(at.map_or(0, |at| at + 1)) {
        let Some(waiting) = next_step(*state, clocks) else { continue };
        if *state == State::OnNotice {
            day = day.and_then(|day| later(day, clocks.notice));
        }
        day = day.and_then(|day| later(day, waiting.days?));
        steps.push(expected(StepState::Next, waiting.step, day));
    }
    steps
}

/// The station of the way beside which a claim waits.
fn beside(state: State) -> Option<State> {
    match state {
        State::ToConfirm => Some(State::SecondReviewed),
        State::Held => Some(State::OnNotice),
        State::PaymentFailed => Some(State::Decided),
        _ => None,
    }
}

fn done(row: &StepRow) -> Step {
    let failed = matches!(
        row.step,
        StepKind::Return
            | StepKind::Decline
            | StepKind::Reject
            | StepKind::SendBack
            | StepKind::Fail
            | StepKind::Object
            | StepKind::End
    );
    let voided = row.voided_at.is_some();
    let state = if voided || failed { StepState::Failed } else { StepState::Done };
    let state_words = match row.step {
        _ if voided => phrase!("claim-voided"),
        StepKind::Return | StepKind::SendBack => phrase!("claim-sent-back"),
        StepKind::Fail => phrase!("claim-transfer-failed"),
        StepKind::Object => phrase!("claim-objected"),
        StepKind::End => phrase!("claim-ended"),
        _ => family!("step", state.as_str()),
    };
    Step {
        state,
        state_words,
        label: family!("claim-step", row.step.as_str()),
        who: Some(row.user_name.clone()),
        at: Some(row.at),
        due: None,
        note: (!row.opinion.is_empty()).then(|| Phrase::typed(&row.opinion)),
    }
}

fn expected(state: StepState, step: StepKind, due: Option<NaiveDate>) -> Step {
    Step {
        state,
        state_words: family!("step", state.as_str()),
        label: family!("claim-step", step.as_str()),
        who: None,
        at: None,
        due,
        note: None,
    }
}
