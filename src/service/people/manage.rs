//! What the administrator keeps: organisations, users, who may come in.

use super::found::{NewOrganisation, NewUser, add_organisation, add_user, parse_organisation, parse_user, taken};
use crate::domain::access::{self, Action, Area, Facts, Visibility};
use crate::domain::ids::{OrganisationId, UserId};
use crate::domain::people::{OrganisationKind, Role};
use crate::domain::text::compact;
use crate::service::accounts;
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::service::plans;
use crate::service::trail::{self, By};
use crate::storage::people::{self, Organisation, User, UserData};
use crate::storage::{Conn, sessions};
use serde_json::json;
use std::collections::BTreeSet;

/// Everybody the person may know of, organisations and their users by id.
pub struct Directory {
    pub organisations: Vec<Organisation>,
    pub users: Vec<User>,
}

/// What the directory is narrowed to. Empty narrows nothing.
#[derive(Clone, Debug, Default)]
pub struct DirectoryFilter {
    pub kind: Option<OrganisationKind>,
    /// Part of an organisation's name or credit code, or of a person's name or address.
    pub text: String,
}

/// The directory as far as the person's office reaches. An organisation is in it for its own name
/// with all its people, or for those of its people who are searched for.
///
/// # Errors
/// Rights.
pub fn directory(app: &App, who: &Who, filter: &DirectoryFilter) -> Result<Directory, ServiceError> {
    access::can(&who.actor, Action::PeopleView, &Facts::NONE)?;
    let seen = access::visibility(&who.actor, Area::People);
    app.store.read(|conn| {
        let mut organisations = people::organisations(conn)?;
        organisations.retain(|one| covers(seen, one) && filter.kind.is_none_or(|kind| kind == one.kind));
        let wanted = compact(&filter.text).to_lowercase();
        let says = |text: &str| compact(text).to_lowercase().contains(&wanted);
        let named: BTreeSet<i64> = organisations
            .iter()
            .filter(|one| says(&one.name) || one.credit_code.as_deref().is_some_and(says))
            .map(|one| one.id.get())
            .collect();
        let mut users = people::users(conn)?;
        users.retain(|user| named.contains(&user.organisation.get()) || says(&user.name) || says(&user.email));
        let with_people: BTreeSet<i64> = users.iter().map(|user| user.organisation.get()).collect();
        organisations.retain(|one| named.contains(&one.id.get()) || with_people.contains(&one.id.get()));
        let kept: BTreeSet<i64> = organisations.iter().map(|one| one.id.get()).collect();
        users.retain(|user| kept.contains(&user.organisation.get()));
        Ok(Directory { organisations, users })
    })
}

fn covers(seen: Visibility, organisation: &Organisation) -> bool {
    seen.covers(Some(organisation.id), Some(organisation.division))
}

/// One organisation, to be edited.
///
/// # Errors
/// Rights; not found.
pub fn organisation(app: &App, who: &Who, id: OrganisationId) -> Result<Organisation, ServiceError> {
    app.store.read(|conn| {
        let found = people::organisation(conn, id)?;
        allow_organisation(who, Action::ManageOrganisations, &found)?;
        Ok(found)
    })
}

/// One user with their organisation, to be edited.
///
/// # Errors
/// Rights; not found.
pub fn user(app: &App, who: &Who, id: UserId) -> Result<(User, Organisation), ServiceError> {
    app.store.read(|conn| open_user(conn, who, Action::ManageUsers, id))
}

fn allow_organisation(who: &Who, action: Action, organisation: &Organisation) -> Result<(), ServiceError> {
    Ok(access::can(&who.actor, action, &Facts::person(organisation.id, Some(organisation.division), None))?)
}

fn open_user(conn: &mut Conn, who: &Who, action: Action, id: UserId) -> Result<(User, Organisation), ServiceError> {
    let user = people::user(conn, id)?;
    let organisation = people::organisation(conn, user.organisation)?;
    access::can(&who.actor, action, &Facts::person(organisation.id, Some(organisation.division), Some(id)))?;
    Ok((user, organisation))
}

/// Adds an organisation.
///
/// # Errors
/// Rights; `Invalid` with every fault.
pub fn create_organisation(app: &App, who: &Who, new: &NewOrganisation) -> Result<OrganisationId, ServiceError> {
    access::can(&who.actor, Action::ManageOrganisations, &Facts::NONE)?;
    let at = app.now();
    app.store.write(|tx| add_organisation(tx, By::who(who), at, new))
}

/// Replaces an organisation's data. Items of published plans that name it by its new name or code
/// become its own.
///
/// # Errors
/// Rights, a stale version, `Invalid` with every fault.
pub fn edit_organisation(
    app: &App,
    who: &Who,
    id: OrganisationId,
    version: i64,
    new: &NewOrganisation,
    active: bool,
) -> Result<(), ServiceError> {
    let mut data = parse_organisation(new)?;
    data.active = active;
    let at = app.now();
    app.store.write(|tx| {
        let before = people::organisation(tx, id)?;
        allow_organisation(who, Action::ManageOrganisations, &before)?;
        people::update_organisation(tx, id, version, &data).map_err(taken)?;
        let before = json!({ "name": before.name, "division": before.division, "active": before.active });
        let after = json!({ "name": data.name, "division": data.division, "active": data.active });
        trail::record(tx, at, By::who(who), "organisation.edit", "organisation", id.get(), Some(before), Some(after))?;
        plans::hosts::link_organisation(tx, at, By::who(who), id)?;
        Ok(())
    })
}

/// Adds a user and mails the invitation.
///
/// # Errors
/// Rights; `Invalid` with every fault.
pub fn create_user(app: &App, who: &Who, organisation: OrganisationId, new: &NewUser) -> Result<UserId, ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let owner = people::organisation(tx, organisation)?;
        allow_organisation(who, Action::ManageUsers, &owner)?;
        let id = add_user(tx, By::who(who), at, organisation, new)?;
        let user = people::user(tx, id)?;
        accounts::invite(tx, &user, at)?;
        if user.roles.contains(Role::Host) {
            plans::hosts::tell_member(tx, at, &user)?;
        }
        Ok(id)
    })
}

/// Replaces a user's data and roles. Their sessions end, so that a role taken away is gone at once.
///
/// # Errors
/// Rights, a stale version, `Invalid` with every fault.
pub fn edit_user(app: &App, who: &Who, id: UserId, version: i64, new: &NewUser) -> Result<(), ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let (before, organisation) = open_user(tx, who, Action::ManageUsers, id)?;
        let (data, roles) = parse_user(organisation.id, organisation.kind, new)?;
        let data = UserData { active: before.active, ..data };
        people::update_user(tx, id, version, &data, roles).map_err(taken)?;
        let old = json!({ "name": before.name, "roles": before.roles });
        let after = json!({ "name": data.name, "roles": roles });
        trail::record(tx, at, By::who(who), "user.edit", "user", id.get(), Some(old), Some(after))
    })
}

/// Lets a user in or keeps them out. Nobody is ever deleted: what they did stays theirs.
///
/// # Errors
/// Rights (nobody locks themselves out), a stale version.
pub fn set_active(app: &App, who: &Who, id: UserId, version: i64, active: bool) -> Result<(), ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let (user, organisation) = open_user(tx, who, Action::DeactivateUser, id)?;
        let data = UserData {
            organisation_id: organisation.id.get(),
            email: user.email.clone(),
            name: user.name.clone(),
            phone: user.phone.clone(),
            lang: user.lang.clone(),
            active,
        };
        people::update_user(tx, id, version, &data, user.roles)?;
        sessions::close_all(tx, id)?;
        let (before, after) = (json!({ "active": user.active }), json!({ "active": active }));
        trail::record(tx, at, By::who(who), "user.active", "user", id.get(), Some(before), Some(after))
    })
}

/// Mails a fresh invitation; the earlier link is no longer good.
///
/// # Errors
/// Rights.
pub fn invite_again(app: &App, who: &Who, id: UserId) -> Result<(), ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let (user, _) = open_user(tx, who, Action::ManageUsers, id)?;
        accounts::invite(tx, &user, at)?;
        trail::record(tx, at, By::who(who), "user.invite", "user", id.get(), None, None)
    })
}
