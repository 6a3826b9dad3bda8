//! What can go wrong below the use cases.

use super::dialect;
use diesel::result::{DatabaseErrorKind, Error};

/// A failed read or write.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// The row is not there.
    #[error("no such row")]
    NotFound,
    /// Somebody else changed the row since it was read (optimistic version).
    #[error("the row was changed meanwhile")]
    Stale,
    /// A constraint refused the write: the database is the check.
    #[error("refused by {0:?}")]
    Violated(Constraint),
    /// No connection or lock was free in time.
    #[error("the database is busy")]
    Busy,
    #[error("the database cannot be reached: {0}")]
    Unreachable(String),
    /// A stored value does not fit its domain type.
    #[error("stored {what} cannot be read: {value}")]
    Corrupt { what: &'static str, value: String },
    #[error("database: {0}")]
    Database(String),
}

/// The constraints a user can run into, by meaning; [`Constraint::Other`] keeps the name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Constraint {
    EmailTaken,
    OrganisationNameTaken,
    CreditCodeTaken,
    PlanYearTaken,
    PlanItemRepeated,
    EventForItem,
    ClaimForSubject,
    FourPeople,
    BudgetLineTaken,
    BudgetExceeded,
    NoticeLive,
    PaymentLive,
    MessageRepeated,
    PolicyPublished,
    PersonTwice,
    InvoiceTwice,
    ContestNameTaken,
    StationTaken,
    JudgeAssigned,
    Recused,
    /// The judge has marked this line of the contestant.
    MarkTaken,
    /// The second signature, the publication or the approval is another person's.
    TwoPeople,
    CertificateValid,
    VenueTaken,
    RoomTaken,
    /// The person is in the entry already.
    ParticipantTwice,
    /// The person takes part in another item, and the event allows one.
    ParticipantElsewhere,
    EntryNameTaken,
    EntryFull,
    TeamNameTaken,
    ScanRepeated,
    BaseNameTaken,
    EvaluationOfYear,
    /// The base has a line that is proposed, published or approved.
    EvaluationLineLive,
    /// An application of the base is under way.
    BaseApplicationOpen,
    /// The programme has its round of the year.
    RoundOfYear,
    /// The round has this nominee.
    NominatedTwice,
    /// The same title was granted before.
    TitleTwice,
    ReviewedTwice,
    CheckedTwice,
    Other(String),
}

impl From<Error> for StorageError {
    fn from(error: Error) -> StorageError {
        match error {
            Error::NotFound => StorageError::NotFound,
            Error::DatabaseError(DatabaseErrorKind::UniqueViolation | DatabaseErrorKind::CheckViolation, info) => {
                StorageError::Violated(dialect::constraint(info.as_ref()))
            }
            Error::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => StorageError::Busy,
            Error::DatabaseError(_, info) if is_contention(info.message()) => StorageError::Busy,
            other => StorageError::Database(other.to_string()),
        }
    }
}

/// Two writers in each other's way: nothing was changed, and trying again helps.
fn is_contention(message: &str) -> bool {
    ["database is locked", "deadlock detected", "lock timeout"].iter().any(|words| message.contains(words))
}

/// What an update that names the version it was made for came to: nothing changed is [`StorageError::Stale`].
pub(super) fn changed(count: usize) -> Result<(), StorageError> {
    if count == 0 { Err(StorageError::Stale) } else { Ok(()) }
}
