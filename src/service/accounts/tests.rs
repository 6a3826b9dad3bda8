use super::*;
use crate::domain::people::{Role, Roles};
use crate::service::testing::{Office, office};
use crate::storage::people::UserData;

fn signed_in(office: &Office, token: &str) {
    let now = office.app.now();
    let opened = office.app.store.write(|tx| {
        sessions::open(tx, office.clerk.id(), &digest(token), "form", now.naive_utc(), (now + SESSION_LIFE).naive_utc())
    });
    opened.unwrap();
}

fn found(office: &Office, token: &str) -> Option<Found> {
    find_session(&office.app, token).unwrap()
}

/// Writes the clerk anew, with other roles or deactivated.
fn change(office: &Office, roles: &[Role], active: bool) {
    let changed = office.app.store.write(|tx| {
        let user = people::user(tx, office.clerk.id())?;
        let data = UserData {
            organisation_id: user.organisation.get(),
            email: user.email,
            name: user.name,
            phone: user.phone,
            lang: user.lang,
            active,
        };
        people::update_user(tx, user.id, user.version, &data, roles.iter().copied().collect())
    });
    changed.unwrap();
}

#[test]
fn a_session_says_who_asks() {
    let office = office();
    signed_in(&office, "one");
    let found = found(&office, "one").unwrap();
    assert_eq!(found.who.id(), office.clerk.id());
    assert_eq!(found.who.name, "张初审");
    assert_eq!(found.who.organisation_name, "温州市人力社保局");
    assert_eq!(found.who.division.to_string(), "330300");
    assert_eq!(found.who.actor.roles, [Role::Clerk].into_iter().collect());
    assert_eq!(found.form_token, "form");
    assert!(!found.stale);
    assert!(super::find_session(&office.app, "another").unwrap().is_none());
}

#[test]
fn roles_and_deactivation_take_effect_with_the_next_request() {
    let office = office();
    signed_in(&office, "one");
    change(&office, &[Role::Auditor, Role::Treasurer], true);
    let both: Roles = [Role::Treasurer, Role::Auditor].into_iter().collect();
    assert_eq!(found(&office, "one").unwrap().who.actor.roles, both);
    change(&office, &[], true);
    assert_eq!(found(&office, "one").unwrap().who.actor.roles, Roles::NONE);
    change(&office, &[Role::Clerk], false);
    assert!(found(&office, "one").is_none());
}

#[test]
fn signing_out_everywhere_ends_every_session_at_once() {
    let office = office();
    signed_in(&office, "here");
    signed_in(&office, "there");
    sign_out_everywhere(&office.app, &office.clerk).unwrap();
    assert!(found(&office, "here").is_none());
    assert!(found(&office, "there").is_none());
}

#[test]
fn a_replaced_token_is_good_for_requests_under_way() {
    let office = office();
    signed_in(&office, "old");
    let session = found(&office, "old").unwrap().session;
    let fresh = rotate(&office.app, session, "old").unwrap().unwrap();
    assert_eq!(found(&office, &fresh).unwrap().session, session);
    assert_eq!(found(&office, "old").unwrap().session, session);
    assert!(rotate(&office.app, session, "old").unwrap().is_none());
}
