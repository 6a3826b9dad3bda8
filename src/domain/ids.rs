//! Row identities as types, so that a claim's number cannot be passed for a user's.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A text or number that is not an id: ids are whole numbers from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an id")]
pub struct NotAnId;

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "i64", into = "i64")]
        pub struct $name(i64);

        impl $name {
            /// Wraps a number known to be an id, such as a column of a row.
            pub const fn new(id: i64) -> $name {
                $name(id)
            }

            pub const fn get(self) -> i64 {
                self.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<$name, NotAnId> {
                // `i64::from_str` would also take "+7", which no link of ours contains.
                let digits = text.bytes().all(|byte| byte.is_ascii_digit());
                let id = if digits { text.parse::<i64>().map_err(|_| NotAnId)? } else { return Err(NotAnId) };
                $name::try_from(id)
            }
        }
        impl TryFrom<i64> for $name {
            type Error = NotAnId;
            fn try_from(id: i64) -> Result<$name, NotAnId> {
                if id > 0 { Ok($name(id)) } else { Err(NotAnId) }
            }
        }
        impl From<$name> for i64 {
            fn from(id: $name) -> i64 {
                id.0
            }
        }
    )+};
}

ids! {
    UserId,
    OrganisationId,
    SessionId,
    PlanId,
    PlanItemId,
    PlanImportId,
    EventId,
    ClaimId,
    AssessmentId,
    EvidenceId,
    NoticeId,
    NoticeLineId,
    ObjectionId,
    BudgetLineId,
    BatchId,
    PaymentId,
    OutboxId,
    ContestId,
    EntrantId,
    MarkId,
    ChangeId,
    AdditionId,
    AppealId,
    CertificateId,
    VenueId,
    RoomId,
    SittingId,
    EventPersonId,
    BaseId,
    BaseApplicationId,
    BasePaperId,
    EvaluationId,
    EvaluationEntryId,
    EvaluationSheetId,
    EvaluationPaperId,
    RoundId,
    NominationId,
    NominationPaperId,
    TitleId,
    EvaluationLineId,
    EvaluationObjectionId,
    EntryId,
    TeamId,
    ParticipantId,
    RosterImportId,
    AttendanceId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_positive_numbers_are_ids() {
        assert_eq!("42".parse::<ClaimId>().map(ClaimId::get), Ok(42));
        for text in ["", "0", "-1", "+7", "1.0", " 1", "99999999999999999999"] {
            assert_eq!(text.parse::<ClaimId>(), Err(NotAnId), "{text}");
        }
        assert_eq!(serde_json::to_string(&UserId::new(7)).ok().as_deref(), Some("7"));
        assert!(serde_json::from_str::<UserId>("0").is_err());
    }
}
