//! What was decided of one base, from its publication to its approval.

use crate::domain::code::codes;
use crate::domain::notice::{LineState as Notice, NotApprovable};
use chrono::NaiveDate;

codes! {
    /// Where the decision about a base is.
    pub enum LineState: "state of an evaluation's line" {
        /// Put forward anew after an objection was upheld; the decision waits.
        Proposed = "proposed",
        Published = "published",
        /// By a real-name objection not yet answered.
        Held = "held",
        /// Ran its days and was approved.
        Cleared = "cleared",
        /// An objection was upheld, or the proposal sent back: the base is decided anew.
        Superseded = "superseded",
    }
}

impl LineState {
    fn as_notice(self) -> Notice {
        match self {
            LineState::Published => Notice::Published,
            LineState::Held => Notice::Held,
            LineState::Cleared => Notice::Cleared,
            LineState::Proposed | LineState::Superseded => Notice::Superseded,
        }
    }

    /// Whether it may be approved on that day; each base for itself.
    ///
    /// # Errors
    /// What it waits for.
    pub fn approvable(self, last_day: NaiveDate, today: NaiveDate) -> Result<(), NotApprovable> {
        self.as_notice().approvable(last_day, today)
    }

    /// Whether an objection can still be made on that day.
    #[must_use]
    pub fn open_to_objection(self, last_day: NaiveDate, today: NaiveDate) -> bool {
        self.as_notice().open_to_objection(last_day, today)
    }

    /// Whether everybody may read it.
    #[must_use]
    pub const fn is_public(self) -> bool {
        matches!(self, LineState::Published | LineState::Held | LineState::Cleared)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_runs_its_days_and_an_objection_holds_it() {
        let day = |day| NaiveDate::from_ymd_opt(2020, 3, day).unwrap();
        assert!(LineState::Published.approvable(day(6), day(6)).is_err());
        assert_eq!(LineState::Published.approvable(day(6), day(7)), Ok(()));
        assert_eq!(LineState::Held.approvable(day(6), day(9)), Err(NotApprovable::Held));
        assert!(
            LineState::Held.open_to_objection(day(6), day(6)) && !LineState::Held.open_to_objection(day(6), day(7))
        );
        for closed in [LineState::Proposed, LineState::Cleared, LineState::Superseded] {
            assert!(closed.approvable(day(6), day(9)).is_err() && !closed.open_to_objection(day(6), day(2)));
        }
    }
}
