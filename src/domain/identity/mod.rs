//! Who somebody is: parsed identifiers, masking, amounts and dates in capitals.
//!
//! A value of these types is well-formed by construction and kept in one canonical form, so that
//! equal identifiers are equal texts. What must never be printed by accident (resident IDs, bank
//! accounts) has no `Display` and a masked `Debug`; `as_str` is the one way to the full text.

mod bank;
mod capitals;
mod credit_code;
mod email;
mod fault;
mod masking;
mod person_name;
mod phone;
mod resident_id;
mod serial;

pub use bank::{BankAccount, BankCode};
pub use capitals::{date_in_capitals, rmb_in_capitals};
pub use credit_code::{CheckDigitWarning, CreditCode};
pub use email::EmailAddress;
pub use fault::IdentityFault;
pub use masking::{digits_masked, has_long_digit_run, last_four};
pub use person_name::PersonName;
pub use phone::Phone;
pub use resident_id::{ResidentId, Sex};

#[cfg(test)]
mod golden_tests;
