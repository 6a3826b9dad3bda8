//! The statuses that have a page of their own.

/// Why a page could not be shown, as HTTP counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorStatus {
    /// The request makes no sense (also a form without its token).
    BadRequest,
    /// Not signed in.
    SignedOut,
    /// May know it, may not do it.
    Forbidden,
    /// Not there, or not to be known.
    NotFound,
    /// The state or the version has changed meanwhile.
    Conflict,
    TooLarge,
    Invalid,
    TooMany,
    Internal,
    Busy,
}

impl ErrorStatus {
    pub const ALL: [ErrorStatus; 10] = [
        ErrorStatus::BadRequest,
        ErrorStatus::SignedOut,
        ErrorStatus::Forbidden,
        ErrorStatus::NotFound,
        ErrorStatus::Conflict,
        ErrorStatus::TooLarge,
        ErrorStatus::Invalid,
        ErrorStatus::TooMany,
        ErrorStatus::Internal,
        ErrorStatus::Busy,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            ErrorStatus::BadRequest => "400",
            ErrorStatus::SignedOut => "401",
            ErrorStatus::Forbidden => "403",
            ErrorStatus::NotFound => "404",
            ErrorStatus::Conflict => "409",
            ErrorStatus::TooLarge => "413",
            ErrorStatus::Invalid => "422",
            ErrorStatus::TooMany => "429",
            ErrorStatus::Internal => "500",
            ErrorStatus::Busy => "503",
        }
    }

    /// The page for a status; any other is the program's own fault.
    pub fn of(code: u16) -> ErrorStatus {
        let code = code.to_string();
        ErrorStatus::ALL.into_iter().find(|status| status.as_str() == code).unwrap_or(ErrorStatus::Internal)
    }
}
