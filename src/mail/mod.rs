//! Outgoing mail: what a letter looks like on the wire, and the ways it leaves the house.
//!
//! Called by the worker only; the words of a letter are made in [`crate::text::mail`] and passed in as [`Rendered`].

mod files;
mod letter;
mod memory;
mod smtp;

pub use files::Files;
pub use letter::{BuildError, Letter, Rendered, Sender, Wire, message_id};
pub use memory::{Memory, SentMail};
pub use smtp::{Credentials, Security, Smtp, SmtpConfig, SmtpConfigError};

use crate::domain::retry::Outcome;
use std::time::Duration;

/// How mail leaves the house.
#[derive(Debug)]
pub enum Transport {
    /// A real mail server.
    Smtp(Smtp),
    /// One `.eml` file per message: the embedded default, where administrators read them.
    Files(Files),
    /// Kept in memory, for tests.
    Memory(Memory),
}

impl Transport {
    /// Hands one message over and says how that ended. Never fails otherwise, never panics; the
    /// caller decides by [`crate::domain::retry::next`] what becomes of the message.
    pub async fn deliver(&self, wire: &Wire) -> Outcome {
        match self {
            Transport::Smtp(smtp) => smtp.deliver(wire).await,
            Transport::Files(files) => files.deliver(wire).await,
            Transport::Memory(memory) => memory.deliver(wire),
        }
    }

    /// How many messages it makes sense to hand over at the same time.
    #[must_use]
    pub fn parallel(&self) -> usize {
        match self {
            Transport::Smtp(smtp) => smtp.connections(),
            Transport::Files(_) | Transport::Memory(_) => 1,
        }
    }

    /// No delivery takes longer.
    #[must_use]
    pub fn slowest(&self) -> Duration {
        match self {
            Transport::Smtp(smtp) => smtp.timeout(),
            Transport::Files(_) | Transport::Memory(_) => Duration::from_secs(10),
        }
    }

    /// Takes leave of the server; a later message connects again.
    pub async fn close(&self) {
        if let Transport::Smtp(smtp) = self {
            smtp.close().await;
        }
    }
}
