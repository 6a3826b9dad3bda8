//! Payment batches and the bank's answers.

use super::code::codes;

codes! {
    /// Where a payment batch is.
    pub enum BatchState: "state of a payment batch" {
        /// Put together, not ordered yet.
        Pending = "pending",
        /// Ordered; waits for the bank's answers.
        Sent = "sent",
        /// Every payment of it is answered.
        Settled = "settled",
    }
}
