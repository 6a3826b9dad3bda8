//! The calculation sheet and the course of a thing.

use crate::family;
use crate::text::phrase::Phrase;
use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;

/// A sheet of figures: `{{> ledger ledger}}`.
#[derive(Clone, Debug, Serialize)]
pub struct Ledger {
    /// Read by screen readers.
    pub caption: Phrase,
    pub rows: Vec<LedgerRow>,
}

#[derive(Clone, Debug, Serialize)]
pub struct LedgerRow {
    pub kind: RowKind,
    pub label: Phrase,
    pub note: Option<Phrase>,
    /// The figure as written, with its sign.
    pub value: Phrase,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RowKind {
    Plain,
    /// The limit that decided.
    Bound,
    /// The result under the double rule.
    Sum,
}

impl LedgerRow {
    pub fn new(kind: RowKind, label: impl Into<Phrase>, value: impl Into<Phrase>) -> LedgerRow {
        LedgerRow { kind, label: label.into(), note: None, value: value.into() }
    }

    #[must_use]
    pub fn note(mut self, note: impl Into<Phrase>) -> LedgerRow {
        self.note = Some(note.into());
        self
    }
}

/// One station of a course: `{{> steps steps}}`.
#[derive(Clone, Debug, Serialize)]
pub struct Step {
    pub state: StepState,
    /// The state in words, for those who do not see the mark.
    pub state_words: Phrase,
    pub label: Phrase,
    /// Who did it or has it.
    pub who: Option<String>,
    /// When it was done (UTC).
    pub at: Option<NaiveDateTime>,
    /// When it is due.
    pub due: Option<NaiveDate>,
    /// The opinion given.
    pub note: Option<Phrase>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum StepState {
    Done,
    Now,
    Next,
    Failed,
}

impl StepState {
    pub const ALL: [StepState; 4] = [StepState::Done, StepState::Now, StepState::Next, StepState::Failed];

    pub const fn as_str(self) -> &'static str {
        match self {
            StepState::Done => "done",
            StepState::Now => "now",
            StepState::Next => "next",
            StepState::Failed => "failed",
        }
    }
}

impl Step {
    pub fn new(state: StepState, label: impl Into<Phrase>) -> Step {
        Step {
            state,
            state_words: family!("step", state.as_str()),
            label: label.into(),
            who: None,
            at: None,
            due: None,
            note: None,
        }
    }

    #[must_use]
    pub fn by(mut self, who: impl Into<String>) -> Step {
        self.who = Some(who.into());
        self
    }

    #[must_use]
    pub fn at(mut self, at: NaiveDateTime) -> Step {
        self.at = Some(at);
        self
    }

    #[must_use]
    pub fn due(mut self, day: NaiveDate) -> Step {
        self.due = Some(day);
        self
    }

    #[must_use]
    pub fn note(self, note: impl Into<String>) -> Step {
        self.said(Phrase::typed(note))
    }

    /// As [`note`](Step::note), in words of the catalogues.
    #[must_use]
    pub fn said(mut self, note: Phrase) -> Step {
        self.note = Some(note);
        self
    }
}
