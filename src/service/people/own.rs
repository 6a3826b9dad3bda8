//! What everybody keeps of their own: name, telephone, language, password.

use super::found::taken;
use crate::domain::access::{self, Action, Facts};
use crate::domain::identity::Phone;
use crate::domain::lang::Lang;
use crate::domain::text::one_line;
use crate::service::accounts;
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By};
use crate::storage::people::{self, User, UserData};
use crate::storage::sessions;
use serde_json::json;

/// One's own row.
///
/// # Errors
/// The database failed.
pub fn profile(app: &App, who: &Who) -> Result<User, ServiceError> {
    app.store.read(|conn| Ok(people::user(conn, who.id())?))
}

/// Changes one's own name, telephone and language.
///
/// # Errors
/// `Invalid` with every fault; a stale version.
pub fn edit_profile(
    app: &App,
    who: &Who,
    version: i64,
    name: &str,
    phone: &str,
    lang: Lang,
) -> Result<(), ServiceError> {
    let (name, phone) = (one_line(name), phone.trim());
    let mut faults = Vec::new();
    if name.is_empty() {
        faults.push(Fault::new("name", "required"));
    }
    if !phone.is_empty() && phone.parse::<Phone>().is_err() {
        faults.push(Fault::new("phone", "phone"));
    }
    if !faults.is_empty() {
        return Err(ServiceError::Invalid(faults));
    }
    let at = app.now();
    app.store.write(|tx| {
        let user = people::user(tx, who.id())?;
        let facts = Facts::person(user.organisation, None, Some(user.id));
        access::can(&who.actor, Action::ProfileEdit, &facts)?;
        let data = UserData {
            organisation_id: user.organisation.get(),
            email: user.email.clone(),
            name: name.clone(),
            phone: phone.to_owned(),
            lang: lang.as_str().to_owned(),
            active: user.active,
        };
        people::update_user(tx, user.id, version, &data, user.roles).map_err(taken)?;
        let (before, after) = (json!({ "name": user.name }), json!({ "name": name }));
        trail::record(tx, at, By::who(who), "profile.edit", "user", user.id.get(), Some(before), Some(after))
    })
}

/// Changes one's own password; every session ends, this one too.
///
/// # Errors
/// `Invalid` when the present password is wrong or the new one does not do.
pub fn change_password(app: &App, who: &Who, present: &str, password: &str, again: &str) -> Result<(), ServiceError> {
    let user = profile(app, who)?;
    let mut faults = accounts::password_faults(password, again);
    if !accounts::is_password(&user, present) {
        faults.insert(0, Fault::new("present", "present-wrong"));
    }
    if !faults.is_empty() {
        return Err(ServiceError::Invalid(faults));
    }
    let hash = accounts::hash(password)?;
    let at = app.now();
    app.store.write(|tx| {
        people::set_password(tx, user.id, &hash)?;
        sessions::close_all(tx, user.id)?;
        trail::record(tx, at, By::who(who), "profile.password", "user", user.id.get(), None, None)
    })
}
