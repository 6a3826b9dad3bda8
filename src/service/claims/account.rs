//! The account a claim is paid to: read as typed twice, checked before it is submitted, and put
//! right by its organisation after the bank has sent a payment back.

use super::canonical::canonical;
use super::deciding::{Signed, open};
use crate::domain::access::Action;
use crate::domain::claim::{Claim, Step};
use crate::domain::identity::{BankAccount, BankCode, IdentityFault, digits_masked};
use crate::domain::text::{compact, tidy};
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By};
use crate::storage::StorageError;
use crate::storage::claims::{self, ClaimRow};
use crate::storage::people::{self, Organisation};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Longest names, in characters.
const NAME_MAX: usize = 100;

/// The account as stored with the claim.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Account {
    /// 开户名.
    pub name: String,
    /// Digits only, where it could be read.
    pub number: String,
    /// 开户行.
    pub bank: String,
    /// 联行号; blank where unknown.
    pub bank_code: String,
    /// The organisation says that an account in another name is meant.
    pub name_confirmed: bool,
}

impl Account {
    /// The organisation's own account, as new claims begin with.
    pub fn of(organisation: &Organisation) -> Account {
        Account {
            name: organisation.account_name.clone(),
            number: organisation.account_number.clone(),
            bank: organisation.bank_name.clone(),
            bank_code: organisation.bank_code.clone(),
            name_confirmed: false,
        }
    }

    /// The number with all but its last four digits hidden.
    pub fn masked(&self) -> String {
        digits_masked(&self.number)
    }

    /// Whether it stands in the organisation's own name, blanks and full-width forms apart.
    pub fn is_own(&self, organisation: &str) -> bool {
        compact(&self.name) == compact(organisation)
    }

    /// Everything that keeps it from being paid to, all at once.
    pub fn faults(&self, organisation: &str) -> Vec<Fault> {
        let mut faults = Vec::new();
        match (compact(&self.name).is_empty(), self.is_own(organisation) || self.name_confirmed) {
            (true, _) => faults.push(Fault::new("account.name", "required")),
            (false, false) => {
                faults.push(Fault::new("account.name", "account-name").with("organisation", organisation))
            }
            (false, true) => {}
        }
        match self.number.parse::<BankAccount>() {
            _ if self.number.is_empty() => faults.push(Fault::new("account.number", "required")),
            Ok(_) => {}
            Err(IdentityFault::DamagedBySpreadsheet) => {
                faults.push(Fault::new("account.number", "damaged-by-spreadsheet"));
            }
            Err(_) => faults.push(Fault::new("account.number", "bank-account")),
        }
        if compact(&self.bank).is_empty() {
            faults.push(Fault::new("account.bank", "required"));
        }
        if !self.bank_code.is_empty() && self.bank_code.parse::<BankCode>().is_err() {
            faults.push(Fault::new("account.bank_code", "bank-code"));
        }
        for (field, text) in [("account.name", &self.name), ("account.bank", &self.bank)] {
            if text.chars().count() > NAME_MAX {
                faults.push(Fault::new(field, "too-long").with("max", NAME_MAX));
            }
        }
        faults
    }
}

/// An account as typed into the form.
#[derive(Clone, Debug, Default)]
pub struct TypedAccount {
    pub name: String,
    pub number: String,
    /// The number once more.
    pub again: String,
    pub bank: String,
    pub bank_code: String,
    pub name_confirmed: bool,
}

impl TypedAccount {
    /// The account, if a number that differs from the one kept was typed twice alike.
    pub fn read(&self, kept: &Account) -> Result<Account, Fault> {
        // What cannot be read is kept as typed: the draft is lenient, submitting is strict.
        let canonical =
            |text: &str| text.parse().map_or_else(|_| tidy(text), |account: BankAccount| account.as_str().to_owned());
        let number = canonical(&self.number);
        if number != kept.number && number != canonical(&self.again) {
            return Err(Fault::new("account.again", "account-again"));
        }
        Ok(Account {
            name: tidy(&self.name),
            number,
            bank: tidy(&self.bank),
            bank_code: compact(&self.bank_code),
            name_confirmed: self.name_confirmed,
        })
    }
}

/// The account of a stored claim.
///
/// # Errors
/// The stored text is damaged.
pub fn account_of(row: &ClaimRow) -> Result<Account, ServiceError> {
    let corrupt = |_| ServiceError::Storage(StorageError::Corrupt { what: "account", value: row.id.to_string() });
    serde_json::from_str(&row.account).map_err(corrupt)
}

/// What the record says of a change of account: never the number.
pub(super) fn recorded(account: &Account) -> serde_json::Value {
    json!({ "account": account.masked(), "name": account.name, "bank": account.bank })
}

/// The organisation puts the account right after the bank has sent the payment back; the claim
/// then waits for payment again.
///
/// # Errors
/// Rights, a stale version, `Invalid` with every fault of the account.
pub fn correct_account(app: &App, who: &Who, signed: &Signed, typed: &TypedAccount) -> Result<Claim, ServiceError> {
    app.store.write(|tx| {
        let mut claim = open(app, tx, who, Action::ClaimCorrectAccount, signed.claim, Some(signed.version))?;
        let organisation = people::organisation(claim.tx, claim.row.organisation_id)?;
        let kept = account_of(&claim.row)?;
        let account = typed.read(&kept).map_err(|fault| ServiceError::Invalid(vec![fault]))?;
        let faults = account.faults(&organisation.name);
        if !faults.is_empty() {
            return Err(ServiceError::Invalid(faults));
        }
        let row = &claim.row;
        claims::put_content(claim.tx, row.id, row.version, &row.title, &row.facts, &canonical(&account)?)?;
        let (before, after) = (recorded(&kept), recorded(&account));
        let by = By::who(who);
        trail::record(claim.tx, claim.at, by, "claim.account", "claim", row.id.get(), Some(before), Some(after))?;
        claim.row = claims::get(claim.tx, claim.row.id)?;
        claim.take(&Step::CorrectAccount, signed.opinion.trim())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account() -> Account {
        Account {
            name: "温州市示例协会".into(),
            number: "6222021204020001000".into(),
            bank: "示例银行".into(),
            ..Account::default()
        }
    }

    fn codes(account: &Account) -> Vec<(String, &'static str)> {
        account.faults("温州市示例协会").into_iter().map(|fault| (fault.field, fault.code)).collect()
    }

    #[test]
    fn every_fault_is_said_at_once() {
        assert_eq!(codes(&account()), []);
        let blank = [("account.name", "required"), ("account.number", "required"), ("account.bank", "required")];
        assert_eq!(codes(&Account::default()), blank.map(|(field, code)| (field.to_owned(), code)));
        let other = Account { name: "另一单位".into(), bank_code: "12".into(), ..account() };
        let faults = [("account.name", "account-name"), ("account.bank_code", "bank-code")];
        assert_eq!(codes(&other), faults.map(|(field, code)| (field.to_owned(), code)));
        let confirmed = Account { name_confirmed: true, bank_code: String::new(), ..other };
        assert_eq!(codes(&confirmed), []);
        let damaged = Account { number: "6.22202E+18".into(), ..account() };
        assert_eq!(codes(&damaged), [("account.number".to_owned(), "damaged-by-spreadsheet")]);
    }

    #[test]
    fn a_new_number_is_typed_twice() {
        let typed = |number: &str, again: &str| TypedAccount {
            name: " 温州市示例协会".into(),
            number: number.into(),
            again: again.into(),
            ..TypedAccount::default()
        };
        let kept = account();
        assert_eq!(typed("6222 0212 0402 0001 000", "").read(&kept).unwrap().number, kept.number);
        assert_eq!(typed("62220000", "6222 0000").read(&kept).unwrap().number, "62220000");
        assert_eq!(typed("62220000", "62220001").read(&kept).unwrap_err().code, "account-again");
        assert_eq!(typed("62220000", "").read(&kept).unwrap_err().code, "account-again");
    }
}
