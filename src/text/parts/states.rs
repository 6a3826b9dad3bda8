//! The tag of every state: the same word and colour wherever it is shown.

use super::lists::{Tag, Tone};
use crate::domain::contest::phase;
use crate::domain::{base, claim, evaluation, event, notice, participant, payment, plan};
use crate::family;

impl From<claim::State> for Tag {
    fn from(state: claim::State) -> Tag {
        use claim::State as S;
        let tone = match state {
            S::Draft | S::Withdrawn | S::Archived => Tone::Plain,
            S::Submitted | S::Accepted | S::FirstReviewed | S::SecondReviewed | S::Decided | S::OnNotice => Tone::Going,
            S::ToConfirm | S::Returned => Tone::Wait,
            S::Held | S::PaymentFailed | S::Declined | S::Rejected => Tone::Stop,
            S::Approved | S::InPayment | S::Paid => Tone::Done,
        };
        Tag::new(tone, family!("claim-state", state.as_str()))
    }
}

impl From<event::State> for Tag {
    fn from(state: event::State) -> Tag {
        use event::State as S;
        let tone = match state {
            S::Draft | S::Cancelled => Tone::Plain,
            S::Submitted | S::Approved | S::Filed | S::Held => Tone::Going,
            S::Returned => Tone::Wait,
            S::Closed => Tone::Done,
        };
        Tag::new(tone, family!("event-state", state.as_str()))
    }
}

impl From<phase::Phase> for Tag {
    fn from(phase: phase::Phase) -> Tag {
        let tone = match phase {
            phase::Phase::SetUp => Tone::Plain,
            phase::Phase::Judging | phase::Phase::SignedOnce | phase::Phase::Signed => Tone::Going,
            phase::Phase::Submitted => Tone::Wait,
            phase::Phase::Published => Tone::Done,
        };
        Tag::new(tone, family!("contest-phase", phase.as_str()))
    }
}

impl From<participant::State> for Tag {
    fn from(state: participant::State) -> Tag {
        use participant::State as S;
        let tone = match state {
            S::Admitted => Tone::Done,
            S::Pending | S::Offered => Tone::Wait,
            S::Waiting => Tone::Going,
            S::Refused => Tone::Stop,
            S::Withdrawn | S::Replaced | S::Lapsed => Tone::Plain,
        };
        Tag::new(tone, family!("participant-state", state.as_str()))
    }
}

impl From<base::State> for Tag {
    fn from(state: base::State) -> Tag {
        use base::State as S;
        let tone = match state {
            S::Draft | S::Withdrawn => Tone::Plain,
            S::Submitted | S::Examined => Tone::Going,
            S::Returned | S::Revoking => Tone::Wait,
            S::Designated | S::Kept => Tone::Done,
            S::Declined | S::Revoked => Tone::Stop,
        };
        Tag::new(tone, family!("base-state", state.as_str()))
    }
}

impl From<evaluation::phase::Phase> for Tag {
    fn from(phase: evaluation::phase::Phase) -> Tag {
        use evaluation::phase::Phase as P;
        let tone = match phase {
            P::SelfScoring | P::Panel | P::Scoring | P::Published => Tone::Going,
            P::Moderation => Tone::Stop,
            P::Scored | P::Proposed => Tone::Wait,
            P::Approved => Tone::Done,
        };
        Tag::new(tone, family!("evaluation-phase", phase.as_str()))
    }
}

impl From<base::Level> for Tag {
    fn from(level: base::Level) -> Tag {
        let tone = if level == base::Level::Provincial { Tone::Done } else { Tone::Going };
        Tag::new(tone, family!("base-level", level.as_str()))
    }
}

impl From<plan::PlanState> for Tag {
    fn from(state: plan::PlanState) -> Tag {
        let tone = if state == plan::PlanState::Published { Tone::Done } else { Tone::Plain };
        Tag::new(tone, family!("plan-state", state.as_str()))
    }
}

impl From<payment::BatchState> for Tag {
    fn from(state: payment::BatchState) -> Tag {
        let tone = match state {
            payment::BatchState::Pending => Tone::Wait,
            payment::BatchState::Sent => Tone::Going,
            payment::BatchState::Settled => Tone::Done,
        };
        Tag::new(tone, family!("payment-state", state.as_str()))
    }
}

impl From<notice::LineState> for Tag {
    fn from(state: notice::LineState) -> Tag {
        let tone = match state {
            notice::LineState::Published => Tone::Going,
            notice::LineState::Held => Tone::Stop,
            notice::LineState::Cleared => Tone::Done,
            notice::LineState::Superseded | notice::LineState::TakenOff => Tone::Plain,
        };
        Tag::new(tone, family!("notice-line", state.as_str()))
    }
}

impl From<evaluation::line::LineState> for Tag {
    fn from(state: evaluation::line::LineState) -> Tag {
        use evaluation::line::LineState as S;
        let tone = match state {
            S::Proposed => Tone::Wait,
            S::Published => Tone::Going,
            S::Held | S::Superseded => Tone::Stop,
            S::Cleared => Tone::Done,
        };
        Tag::new(tone, family!("outcome-line", state.as_str()))
    }
}
