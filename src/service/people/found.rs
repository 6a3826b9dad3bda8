//! Adding organisations and users. Everything arrives parsed or is refused with all faults at once.

use crate::domain::identity::{CreditCode, EmailAddress, Phone};
use crate::domain::ids::{OrganisationId, UserId};
use crate::domain::lang::Lang;
use crate::domain::people::{OrganisationKind, Role, Roles};
use crate::domain::text::one_line;
use crate::platform::assets;
use crate::service::accounts;
use crate::service::app::App;
use crate::service::error::{Fault, ServiceError};
use crate::service::plans;
use crate::service::trail::{self, By};
use crate::storage::people::{self, OrganisationData, UserData};
use crate::storage::{Constraint, StorageError, Tx};
use chrono::{DateTime, Utc};
use serde_json::json;

/// Longest name of an organisation or a person, in characters.
const NAME_MAX: usize = 100;

/// An organisation as typed.
#[derive(Clone, Debug, Default)]
pub struct NewOrganisation {
    pub kind: String,
    pub name: String,
    pub credit_code: String,
    pub division: String,
    pub address: String,
    pub contact_name: String,
    pub contact_phone: String,
    pub account_name: String,
    pub account_number: String,
    pub bank_name: String,
    pub bank_code: String,
}

/// A user as typed.
#[derive(Clone, Debug, Default)]
pub struct NewUser {
    pub email: String,
    pub name: String,
    pub phone: String,
    pub lang: String,
    /// Role codes.
    pub roles: Vec<String>,
}

/// Adds an organisation. Items of published plans that name it as their host become its own.
///
/// # Errors
/// `Invalid` with every fault; a taken name or credit code is one of them.
pub fn add_organisation(
    tx: &mut Tx,
    by: By,
    at: DateTime<Utc>,
    new: &NewOrganisation,
) -> Result<OrganisationId, ServiceError> {
    let data = parse_organisation(new)?;
    let id = people::insert_organisation(tx, &data, at.naive_utc()).map_err(taken)?;
    let after = json!({ "kind": data.kind, "name": data.name, "division": data.division });
    trail::record(tx, at, by, "organisation.add", "organisation", id.get(), None, Some(after))?;
    plans::hosts::link_organisation(tx, at, by, id)?;
    Ok(id)
}

/// What is written of an organisation.
///
/// # Errors
/// `Invalid` with every fault.
pub fn parse_organisation(new: &NewOrganisation) -> Result<OrganisationData, ServiceError> {
    let mut faults = Vec::new();
    let kind = new.kind.parse::<OrganisationKind>().ok();
    if kind.is_none() {
        faults.push(Fault::new("kind", "choose"));
    }
    let name = one_line(&new.name);
    if name.is_empty() {
        faults.push(Fault::new("name", "required"));
    }
    if name.chars().count() > NAME_MAX {
        faults.push(Fault::new("name", "too-long").with("hint", NAME_MAX).with("max", NAME_MAX));
    }
    let division = assets::division(&new.division);
    if division.is_none() {
        faults.push(Fault::new("division", "choose"));
    }
    let credit_code = match new.credit_code.trim() {
        "" => None,
        text => match CreditCode::parse(text) {
            Ok((code, _)) => Some(code.as_str().to_owned()),
            Err(_) => {
                faults.push(Fault::new("credit_code", "credit-code"));
                None
            }
        },
    };
    let phone = new.contact_phone.trim();
    if !phone.is_empty() && phone.parse::<Phone>().is_err() {
        faults.push(Fault::new("contact_phone", "phone"));
    }
    let number: String = new.account_number.chars().filter(|c| !c.is_whitespace()).collect();
    if !number.is_empty() && number.parse::<crate::domain::identity::BankAccount>().is_err() {
        faults.push(Fault::new("account_number", "bank-account"));
    }
    match (kind, division) {
        (Some(kind), Some(division)) if faults.is_empty() => Ok(OrganisationData {
            kind: kind.as_str(),
            name,
            credit_code,
            division: division.to_string(),
            address: one_line(&new.address),
            contact_name: one_line(&new.contact_name),
            contact_phone: phone.to_owned(),
            account_name: one_line(&new.account_name),
            account_number: number,
            bank_name: one_line(&new.bank_name),
            bank_code: one_line(&new.bank_code),
            active: true,
        }),
        _ => Err(ServiceError::Invalid(faults)),
    }
}

/// Adds a user; their password is set by the invitation, or by the caller.
///
/// # Errors
/// `Invalid` with every fault; a taken e-mail address is one of them.
pub fn add_user(
    tx: &mut Tx,
    by: By,
    at: DateTime<Utc>,
    organisation: OrganisationId,
    new: &NewUser,
) -> Result<UserId, ServiceError> {
    let kind = people::organisation(tx, organisation)?.kind;
    let (data, roles) = parse_user(organisation, kind, new)?;
    let id = people::insert_user(tx, &data, roles, at.naive_utc()).map_err(taken)?;
    let after = json!({ "name": data.name, "organisation": organisation, "roles": roles });
    trail::record(tx, at, by, "user.add", "user", id.get(), None, Some(after))?;
    Ok(id)
}

/// What is written of a user. A role that does not fit the kind of organisation is refused.
///
/// # Errors
/// `Invalid` with every fault.
pub fn parse_user(
    organisation: OrganisationId,
    kind: OrganisationKind,
    new: &NewUser,
) -> Result<(UserData, Roles), ServiceError> {
    let mut faults = Vec::new();
    let email = new.email.parse::<EmailAddress>().ok();
    if email.is_none() {
        faults.push(Fault::new("email", "email"));
    }
    let name = one_line(&new.name);
    if name.is_empty() {
        faults.push(Fault::new("name", "required"));
    }
    if name.chars().count() > NAME_MAX {
        faults.push(Fault::new("name", "too-long").with("hint", NAME_MAX).with("max", NAME_MAX));
    }
    let phone = new.phone.trim();
    if !phone.is_empty() && phone.parse::<Phone>().is_err() {
        faults.push(Fault::new("phone", "phone"));
    }
    let parsed: Vec<Role> = new.roles.iter().filter_map(|code| code.parse().ok()).collect();
    let roles: Roles = parsed.iter().copied().collect();
    if roles.is_empty() || parsed.len() != new.roles.len() || parsed.iter().any(|role| !role.fits(kind)) {
        faults.push(Fault::new("roles", "roles"));
    }
    match email {
        Some(email) if faults.is_empty() => {
            let data = UserData {
                organisation_id: organisation.get(),
                email: email.key(),
                name,
                phone: phone.to_owned(),
                lang: new.lang.parse::<Lang>().unwrap_or_default().as_str().to_owned(),
                active: true,
            };
            Ok((data, roles))
        }
        _ => Err(ServiceError::Invalid(faults)),
    }
}

/// A taken name, code or address is a fault of its field.
pub fn taken(error: StorageError) -> ServiceError {
    match error {
        StorageError::Violated(Constraint::EmailTaken) => ServiceError::invalid("email", "email-taken"),
        StorageError::Violated(Constraint::OrganisationNameTaken) => ServiceError::invalid("name", "name-taken"),
        StorageError::Violated(Constraint::CreditCodeTaken) => {
            ServiceError::invalid("credit_code", "credit-code-taken")
        }
        other => other.into(),
    }
}

/// Founds an office: the bureau, and its administrator with a password.
///
/// # Errors
/// `Invalid` with every fault of bureau, administrator and password.
pub fn create_administrator(
    app: &App,
    bureau: &NewOrganisation,
    administrator: &NewUser,
    password: &str,
) -> Result<UserId, ServiceError> {
    let faults = accounts::password_faults(password, password);
    if !faults.is_empty() {
        return Err(ServiceError::Invalid(faults));
    }
    let hash = accounts::hash(password)?;
    let at = app.now();
    app.store.write(|tx| {
        let organisation = match people::organisation_named(tx, &one_line(&bureau.name))? {
            Some(existing) => existing.id,
            None => add_organisation(tx, By::System, at, bureau)?,
        };
        let id = add_user(tx, By::System, at, organisation, administrator)?;
        people::set_password(tx, id, &hash)?;
        Ok(id)
    })
}
