//! Public notices, their lines and the objections to them.

use super::code::codes;

codes! {
    /// Where one line of a notice is. A notice itself has no state: it is published by being made.
    pub enum LineState: "state of a notice line" {
        Published = "published",
        /// By a real-name objection not yet answered.
        Held = "held",
        /// Ran its days and was approved.
        Cleared = "cleared",
        /// Its claim goes a new round and will be published again.
        Superseded = "superseded",
    }
}
