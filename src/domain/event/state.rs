//! Where an event is, and what can be done to it.

use crate::domain::code::codes;

codes! {
    /// Where an event is.
    pub enum State: "event state" {
        /// Being written by its host.
        Draft = "draft",
        /// Proposed, waits for the bureau.
        Submitted = "submitted",
        /// Back at its host with all faults, once.
        Returned = "returned",
        /// Approved; its host files the plan of work (备案).
        Approved = "approved",
        /// Filed, may be held.
        Filed = "filed",
        /// Held; its host hands in the closing file.
        Held = "held",
        /// Closed with its file; claims may be made. Final.
        Closed = "closed",
        /// Called off with a reason. Final.
        Cancelled = "cancelled",
    }
}

codes! {
    /// A step of an event.
    pub enum StepKind: "event step" {
        Submit = "submit",
        Return = "return",
        Approve = "approve",
        File = "file",
        MarkHeld = "mark-held",
        Close = "close",
        Cancel = "cancel",
    }
}

codes! {
    /// A stage at which the host writes; fields and papers belong to one.
    pub enum Stage: "stage of an event" {
        /// With the proposal, before approval.
        Proposal = "proposal",
        /// With the filing (备案), before it is held.
        Filing = "filing",
        /// With the closing file, after it was held.
        Closing = "closing",
    }
}

/// The stage whose fields and papers the host may write now; those of earlier stages stand.
pub fn open_stage(state: State) -> Option<Stage> {
    match state {
        State::Draft | State::Returned => Some(Stage::Proposal),
        // Dates and venues move after filing, too; the record keeps who moved them.
        State::Approved | State::Filed => Some(Stage::Filing),
        State::Held => Some(Stage::Closing),
        State::Submitted | State::Closed | State::Cancelled => None,
    }
}

impl State {
    /// Nothing can happen to it any more.
    pub fn is_final(self) -> bool {
        matches!(self, State::Closed | State::Cancelled)
    }

    /// Whether it takes up its venue, host and trade at its time.
    pub fn is_live(self) -> bool {
        !matches!(self, State::Draft | State::Cancelled)
    }
}
