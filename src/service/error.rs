//! What a use case answers when it cannot do what was asked.

use crate::domain::access::{Denied, Refusal};
use crate::domain::claim::TransitionError;
use crate::storage::StorageError;
use std::collections::BTreeMap;

/// One fault of one field: the catalogue text `fault-<code>` (of a conflict: `conflict-<code>`) says
/// it, with `args` filled in. A test finds every code written as `Fault::new(…, "code")`,
/// `Fault::conflict("code")`, `ServiceError::invalid(…, "code")`, `ServiceError::conflict("code")`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Name of the form field; empty for the whole form.
    pub field: String,
    pub code: &'static str,
    pub args: BTreeMap<&'static str, String>,
}

impl Fault {
    pub fn new(field: impl Into<String>, code: &'static str) -> Fault {
        Fault { field: field.into(), code, args: BTreeMap::new() }
    }

    /// A conflict, named by its code.
    pub fn conflict(code: &'static str) -> Fault {
        Fault::new("", code)
    }

    /// The same fault of no field: where the form has none for it.
    #[must_use]
    pub fn of_the_whole(mut self) -> Fault {
        self.field.clear();
        self
    }

    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Fault {
        self.args.insert(name, value.to_string());
        self
    }
}

/// Why a use case did nothing. The transaction was rolled back.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// May know that it exists, may not do this.
    #[error("denied: {0:?}")]
    Denied(Denied),
    /// Does not exist, or the actor may not know that it does.
    #[error("not found")]
    NotFound,
    /// The state does not allow it, or somebody was faster. The catalogue text is `fault-<code>`.
    #[error("conflict: {}", .0.code)]
    Conflict(Fault),
    /// Every fault of what was sent, at once.
    #[error("{} faults in what was sent", .0.len())]
    Invalid(Vec<Fault>),
    #[error("busy")]
    Busy,
    #[error(transparent)]
    Storage(StorageError),
}

impl ServiceError {
    /// A conflict named by its code.
    pub fn conflict(code: &'static str) -> ServiceError {
        ServiceError::Conflict(Fault::conflict(code))
    }

    /// The faults of what was sent; none for any other error.
    pub fn into_faults(self) -> Vec<Fault> {
        match self {
            ServiceError::Invalid(faults) => faults,
            _ => Vec::new(),
        }
    }

    /// One fault of one field.
    pub fn invalid(field: &str, code: &'static str) -> ServiceError {
        ServiceError::Invalid(vec![Fault::new(field, code)])
    }
}

impl From<StorageError> for ServiceError {
    fn from(error: StorageError) -> ServiceError {
        match error {
            StorageError::NotFound => ServiceError::NotFound,
            StorageError::Stale => ServiceError::conflict("stale"),
            StorageError::Busy => ServiceError::Busy,
            other => ServiceError::Storage(other),
        }
    }
}

impl From<Denied> for ServiceError {
    fn from(denied: Denied) -> ServiceError {
        match denied.refusal() {
            Refusal::Unknown => ServiceError::NotFound,
            Refusal::Conflict => ServiceError::conflict("wrong-state"),
            Refusal::Forbidden | Refusal::SignIn => ServiceError::Denied(denied),
        }
    }
}

impl From<TransitionError> for ServiceError {
    fn from(error: TransitionError) -> ServiceError {
        use TransitionError as E;
        match error {
            E::NoOpinion => ServiceError::invalid("opinion", "required"),
            E::NoAmount => ServiceError::invalid("amount", "amount-zero"),
            E::SamePerson(step) => ServiceError::Denied(Denied::SamePerson(step)),
            E::WrongState { .. } | E::NoName | E::NoticeEndsBeforeItBegins => ServiceError::conflict("wrong-state"),
            E::ReturnedBefore => ServiceError::conflict("returned-before"),
            E::NotPayable => ServiceError::conflict("not-payable"),
            E::NotTheAssessedAmount { decided, assessed } => ServiceError::Conflict(
                Fault::conflict("not-the-assessed-amount").with("decided", decided).with("assessed", assessed),
            ),
            E::NoticeStillRuns { last_day } => {
                ServiceError::Conflict(Fault::conflict("notice-runs").with("last_day", last_day))
            }
            E::NoticeIsOver { last_day } => {
                ServiceError::Conflict(Fault::conflict("notice-over").with("last_day", last_day))
            }
            E::NotPublished => ServiceError::conflict("not-published"),
            E::OpenObjections(count) => ServiceError::Conflict(Fault::conflict("objections-open").with("count", count)),
        }
    }
}
