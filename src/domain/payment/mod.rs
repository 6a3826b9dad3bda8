//! Payment batches and the bank's answers.

mod confirmation;

pub use confirmation::{Answer, Confirmation, Expected, read_confirmations};

use super::code::codes;
use super::reference::{NotAReference, Reference, Series};
use std::fmt;
use std::str::FromStr;

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

codes! {
    /// Where one payment is.
    pub enum PaymentState: "state of a payment" {
        Pending = "pending",
        Sent = "sent",
        /// Final.
        Paid = "paid",
        /// Sent back by the bank; the claim may be paid anew in another batch. Final.
        Rejected = "rejected",
    }
}

/// Why a batch or payment cannot do that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PaymentError {
    #[error("the batch is `{0}`")]
    Batch(BatchState),
    #[error("the payment is `{0}`")]
    Payment(PaymentState),
    #[error("the batch holds no payment")]
    Empty,
}

impl BatchState {
    /// The batch is ordered: its payments are sent.
    ///
    /// # Errors
    /// It was already, or it holds nothing.
    pub fn send(self, payments: usize) -> Result<BatchState, PaymentError> {
        match self {
            BatchState::Pending if payments == 0 => Err(PaymentError::Empty),
            BatchState::Pending => Ok(BatchState::Sent),
            BatchState::Sent | BatchState::Settled => Err(PaymentError::Batch(self)),
        }
    }

    /// The state of an ordered batch, from those of its payments.
    pub fn after_answers(self, payments: impl IntoIterator<Item = PaymentState>) -> BatchState {
        let answered = payments.into_iter().all(|payment| payment.is_final());
        if self == BatchState::Sent && answered { BatchState::Settled } else { self }
    }
}

impl PaymentState {
    pub fn is_final(self) -> bool {
        matches!(self, PaymentState::Paid | PaymentState::Rejected)
    }

    /// # Errors
    /// Only a pending payment is sent.
    pub fn send(self) -> Result<PaymentState, PaymentError> {
        if self == PaymentState::Pending { Ok(PaymentState::Sent) } else { Err(PaymentError::Payment(self)) }
    }

    /// The bank's answer.
    ///
    /// # Errors
    /// Only a payment that was sent is answered, and once.
    pub fn answer(self, answer: &Answer) -> Result<PaymentState, PaymentError> {
        match (self, answer) {
            (PaymentState::Sent, Answer::Paid) => Ok(PaymentState::Paid),
            (PaymentState::Sent, Answer::Rejected { .. }) => Ok(PaymentState::Rejected),
            _ => Err(PaymentError::Payment(self)),
        }
    }
}

/// The number a payment carries to the bank and back: `FK-2019-0002-03`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PaymentRef {
    pub batch: Reference,
    /// Counts from 1 within the batch.
    pub line: u32,
}

impl fmt::Display for PaymentRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:02}", self.batch, self.line)
    }
}
impl FromStr for PaymentRef {
    type Err = NotAReference;
    fn from_str(text: &str) -> Result<PaymentRef, NotAReference> {
        let (batch, line) = text.trim().rsplit_once('-').ok_or(NotAReference)?;
        let batch: Reference = batch.parse()?;
        let digits = line.len() >= 2 && line.bytes().all(|byte| byte.is_ascii_digit());
        let line = line.parse().ok().filter(|line| digits && *line > 0).ok_or(NotAReference)?;
        if batch.series == Series::Batch { Ok(PaymentRef { batch, line }) } else { Err(NotAReference) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payment_is_answered_once_and_a_batch_settles_when_all_are() {
        let rejected = Answer::Rejected { reason: "户名不符".to_owned() };
        let sent = PaymentState::Pending.send().expect("sent");
        assert_eq!(sent.answer(&Answer::Paid), Ok(PaymentState::Paid));
        assert_eq!(PaymentState::Paid.answer(&rejected), Err(PaymentError::Payment(PaymentState::Paid)));
        assert!(PaymentState::Pending.answer(&Answer::Paid).is_err());
        let after = |payments: &[PaymentState]| BatchState::Sent.after_answers(payments.iter().copied());
        assert_eq!(after(&[PaymentState::Paid, PaymentState::Sent]), BatchState::Sent);
        assert_eq!(after(&[PaymentState::Paid, PaymentState::Rejected]), BatchState::Settled);
        assert_eq!(BatchState::Pending.send(0), Err(PaymentError::Empty));
    }

    #[test]
    fn a_payment_carries_its_batch() {
        let reference = PaymentRef { batch: Reference::new(Series::Batch, 2019, 2), line: 3 };
        assert_eq!(reference.to_string(), "FK-2019-0002-03");
        assert_eq!("fk-2019-0002-03".parse(), Ok(reference));
        for text in ["FK-2019-0002", "JX-2019-0002-03", "FK-2019-0002-00", "FK-2019-0002-x"] {
            assert!(text.parse::<PaymentRef>().is_err(), "{text}");
        }
    }
}
