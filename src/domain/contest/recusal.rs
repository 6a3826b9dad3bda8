//! Why a judge is kept from a contestant, and from when.

use crate::domain::code::codes;

/// Why a judge is kept from a contestant: same unit, teacher, relative, anything else.
pub const RECUSALS: [&str; 4] = ["same-unit", "teacher", "relative", "other"];

codes! {
    /// From when a recusal counts. A recusal names a person and marks name a workstation: one that took a mark
    /// away while marks are given would tell everybody who looks whose workstation it is.
    pub enum Effect: "effect of a recusal" {
        /// Entered before anything was marked.
        AtOnce = "at-once",
        /// Entered while marks were given: nothing changes for anybody until the item is decoded.
        AwaitsDecoding = "awaits-decoding",
        /// It waited for the decoding, which withdrew what the judge had marked.
        SinceDecoding = "since-decoding",
    }
}

impl Effect {
    /// From when a recusal counts that is entered now.
    #[must_use]
    pub const fn entered(marked: bool) -> Effect {
        if marked { Effect::AwaitsDecoding } else { Effect::AtOnce }
    }

    /// Whether the judge is kept from the contestant now.
    #[must_use]
    pub const fn counts(self) -> bool {
        !matches!(self, Effect::AwaitsDecoding)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_entered_among_marks_waits() {
        assert!(Effect::entered(false).counts());
        assert!(!Effect::entered(true).counts());
        assert!(Effect::SinceDecoding.counts());
    }
}
