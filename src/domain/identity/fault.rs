//! What can be wrong with a typed identifier.

/// Why a text is not the identifier asked for. Carries no value: a mistyped ID number is as
/// private as a right one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum IdentityFault {
    #[error("a spreadsheet has turned the number into a float; its last digits are lost")]
    DamagedBySpreadsheet,
    #[error("a resident ID has 18 characters")]
    ResidentIdLength,
    #[error("a resident ID has 17 digits and a digit or X")]
    ResidentIdCharacter,
    #[error("the birth date in the resident ID does not exist")]
    ResidentIdDate,
    #[error("the check digit of the resident ID does not match")]
    ResidentIdCheckDigit,
    #[error("a unified social credit code has 18 characters")]
    CreditCodeLength,
    #[error("a unified social credit code has digits and capitals without I, O, S, V, Z")]
    CreditCodeCharacter,
    #[error("neither a mobile number nor a fixed line with its area code")]
    Phone,
    #[error("not an e-mail address")]
    Email,
    #[error("a bank account has 8 to 30 digits")]
    BankAccount,
    #[error("a bank code has 12 digits")]
    BankCode,
    #[error("a name is missing")]
    NameEmpty,
    #[error("a name is longer than 64 characters")]
    NameLength,
    #[error("a name holds a character no name has")]
    NameCharacter,
    #[error("a part of the name is missing before or after its dot")]
    NameDot,
}

impl IdentityFault {
    pub const ALL: [IdentityFault; 15] = [
        IdentityFault::DamagedBySpreadsheet,
        IdentityFault::ResidentIdLength,
        IdentityFault::ResidentIdCharacter,
        IdentityFault::ResidentIdDate,
        IdentityFault::ResidentIdCheckDigit,
        IdentityFault::CreditCodeLength,
        IdentityFault::CreditCodeCharacter,
        IdentityFault::Phone,
        IdentityFault::Email,
        IdentityFault::BankAccount,
        IdentityFault::BankCode,
        IdentityFault::NameEmpty,
        IdentityFault::NameLength,
        IdentityFault::NameCharacter,
        IdentityFault::NameDot,
    ];

    /// The key of the sentence that says so to people, in both catalogues.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            IdentityFault::DamagedBySpreadsheet => "fault-damaged-by-spreadsheet",
            IdentityFault::ResidentIdLength => "fault-resident-id-length",
            IdentityFault::ResidentIdCharacter => "fault-resident-id-character",
            IdentityFault::ResidentIdDate => "fault-resident-id-date",
            IdentityFault::ResidentIdCheckDigit => "fault-resident-id-check-digit",
            IdentityFault::CreditCodeLength => "fault-credit-code-length",
            IdentityFault::CreditCodeCharacter => "fault-credit-code-character",
            IdentityFault::Phone => "fault-phone",
            IdentityFault::Email => "fault-email",
            IdentityFault::BankAccount => "fault-bank-account",
            IdentityFault::BankCode => "fault-bank-code",
            IdentityFault::NameEmpty => "fault-name-empty",
            IdentityFault::NameLength => "fault-name-length",
            IdentityFault::NameCharacter => "fault-name-character",
            IdentityFault::NameDot => "fault-name-dot",
        }
    }
}
