//! Mail kept in memory, for tests.

use super::{Rendered, Wire};
use crate::domain::retry::Outcome;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A letter as the transport was given it.
#[derive(Clone, Debug)]
pub struct SentMail {
    pub to: String,
    pub message_id: String,
    /// Subject and texts as they were before encoding.
    pub rendered: Rendered,
    /// The whole message.
    pub eml: String,
}

/// Cloned handles share one box.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    inner: Arc<Mutex<Inner>>,
}

#[derive(Debug, Default)]
struct Inner {
    sent: Vec<SentMail>,
    scripted: VecDeque<Outcome>,
}

impl Memory {
    /// The letters delivered so far, oldest first.
    #[must_use]
    pub fn sent(&self) -> Vec<SentMail> {
        self.lock().sent.clone()
    }

    /// The next deliveries end so, in order; those after them succeed.
    pub fn script(&self, outcomes: impl IntoIterator<Item = Outcome>) {
        self.lock().scripted.extend(outcomes);
    }

    pub(super) fn deliver(&self, wire: &Wire) -> Outcome {
        let mut inner = self.lock();
        let outcome = inner.scripted.pop_front().unwrap_or(Outcome::Sent);
        if outcome == Outcome::Sent {
            inner.sent.push(SentMail {
                to: wire.envelope.to().iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
                message_id: wire.message_id.clone(),
                rendered: wire.rendered.clone(),
                eml: String::from_utf8_lossy(&wire.bytes).into_owned(),
            });
        }
        outcome
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
