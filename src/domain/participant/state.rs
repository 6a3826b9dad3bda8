//! Where a participant is.

use crate::domain::code::codes;

codes! {
    /// Where a participant is.
    pub enum State: "participant state" {
        /// Registered; somebody has yet to look at it (待审核). Holds a place.
        Pending = "pending",
        /// Takes part (已录取). Holds a place.
        Admitted = "admitted",
        /// On the waiting list, in the order of registration (候补).
        Waiting = "waiting",
        /// Moved up; the place is held until the deadline (候补待确认).
        Offered = "offered",
        /// Looked at and not admitted, with a reason (未通过). Final.
        Refused = "refused",
        /// Withdrew or was withdrawn (已退出). Final.
        Withdrawn = "withdrawn",
        /// Another person took the place (已更换). Final.
        Replaced = "replaced",
        /// The offered place was not taken in time (逾期未确认). Final.
        Lapsed = "lapsed",
    }
}

codes! {
    /// How a participant came to be there.
    pub enum Source: "source of a participant" {
        Roster = "roster",
        Public = "public",
        Office = "office",
    }
}

codes! {
    /// What happened to a participant: a line of the log.
    pub enum Happening: "happening of a participant" {
        /// Entered by the office or a roster.
        Entered = "entered",
        /// Particulars changed by a later roster.
        Updated = "updated",
        /// Let in by the office against a condition, with a reason.
        Excepted = "excepted",
        Registered = "registered",
        Admitted = "admitted",
        Refused = "refused",
        /// Put on the waiting list.
        Waiting = "waiting",
        /// Moved up from the waiting list.
        Offered = "offered",
        /// Took the offered place.
        Confirmed = "confirmed",
        Withdrawn = "withdrawn",
        /// Withdrawn by the office because the person asked for it; the reason says how.
        Left = "left",
        /// Somebody else takes part instead: from whom to whom.
        Replaced = "replaced",
        /// Takes part in somebody's place: from whom to whom.
        TookOver = "took-over",
        Lapsed = "lapsed",
        ChangeAsked = "change-asked",
        /// Took back what was asked for.
        ChangeDropped = "change-dropped",
        Changed = "changed",
        ChangeRefused = "change-refused",
        /// Identity number, phone, address and remarks were deleted.
        Erased = "erased",
    }
}

impl State {
    /// Whether it takes one of the entry's places.
    pub fn holds_place(self) -> bool {
        matches!(self, State::Pending | State::Admitted | State::Offered)
    }

    /// Nothing can happen to it any more; the same person may register again.
    pub fn is_final(self) -> bool {
        matches!(self, State::Refused | State::Withdrawn | State::Replaced | State::Lapsed)
    }
}
