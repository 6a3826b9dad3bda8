//! The people of an event, as far as its schedule needs them: a name, what they do, perhaps an
//! address and an account.

use super::book::open;
use crate::domain::access::Action;
use crate::domain::identity::EmailAddress;
use crate::domain::ids::{EventId, EventPersonId};
use crate::domain::participant::attendance::hours::Origin;
use crate::domain::schedule::Role;
use crate::domain::schedule::exchange::read_spans;
use crate::domain::text::tidy;
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::trail::{self, By};
use crate::storage::schedules::{self, PersonData, PersonRow};
use crate::storage::{Conn, people};
use serde_json::json;

/// A person as typed.
#[derive(Clone, Debug, Default)]
pub struct PersonForm {
    pub name: String,
    pub unit: String,
    pub role: String,
    pub email: String,
    /// When not to be counted on, a line each: `2019-11-28 09:00 / 2019-11-28 12:00`.
    pub away: String,
    /// Of a lecturer: where the employer is.
    pub origin: String,
}

impl PersonForm {
    /// `own` is who is written anew: nobody else of the event may be the same person in the same role.
    fn read(&self, conn: &mut Conn, event: EventId, own: Option<EventPersonId>) -> Result<PersonData, ServiceError> {
        let mut faults = Vec::new();
        let name = tidy(&self.name);
        if name.is_empty() {
            faults.push(Fault::new("name", "required"));
        } else if name.chars().count() > 60 {
            faults.push(Fault::new("name", "too-long").with("max", 60));
        }
        let role: Option<Role> = self.role.parse().ok();
        if role.is_none() {
            faults.push(Fault::new("role", "required"));
        }
        let email = self.email.trim();
        let email: Option<EmailAddress> = match email.parse() {
            _ if email.is_empty() => None,
            Ok(email) => Some(email),
            Err(_) => {
                faults.push(Fault::new("email", "email"));
                None
            }
        };
        if let Some(role) = role {
            let others = schedules::people(conn, event)?;
            let mut others = others.iter().filter(|other| Some(other.id) != own && other.role == role);
            let unit = tidy(&self.unit);
            let twin = others.find(|other| match (&email, &other.email) {
                (Some(one), Some(other)) => one.as_str().eq_ignore_ascii_case(other),
                _ => other.name == name && other.unit == unit,
            });
            if let Some(twin) = twin {
                let field = if email.is_some() && twin.email.is_some() { "email" } else { "name" };
                faults.push(Fault::new(field, "here-already").with("name", &twin.name));
            }
        }
        let away = crate::domain::text::half_width(&self.away).trim().to_owned();
        if let Err(wrong) = read_spans(&away) {
            let lines: Vec<String> = wrong.iter().map(usize::to_string).collect();
            faults.push(Fault::new("away", "not-spans").with("lines", lines.join("、")));
        }
        let origin: Option<Origin> = self.origin.parse().ok().filter(|_| role == Some(Role::Lecturer));
        let (Some(role), true) = (role, faults.is_empty()) else { return Err(ServiceError::Invalid(faults)) };
        // An account with this address is the same person: mail then comes in their language.
        let user = match &email {
            Some(email) => people::user_by_email(conn, email.as_str())?.map(|user| user.id.get()),
            None => None,
        };
        let email = email.map(|email| email.as_str().to_owned());
        let origin = origin.map_or("", Origin::as_str).to_owned();
        Ok(PersonData { name, unit: tidy(&self.unit), role: role.as_str(), email, user_id: user, away, origin })
    }
}

fn said(data: &PersonData) -> serde_json::Value {
    json!({ "name": data.name, "unit": data.unit, "role": data.role, "away": data.away, "origin": data.origin })
}

/// Adds somebody.
///
/// # Errors
/// Rights, a stale version; `Invalid` with every fault, also for who is there in this role already: the same
/// address, or the same name and unit where one of the two has none.
pub fn add(
    app: &App,
    who: &Who,
    event: EventId,
    version: i64,
    form: &PersonForm,
) -> Result<EventPersonId, ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        open(tx, who, Action::EventSchedule, event, version)?;
        let data = form.read(tx, event, None)?;
        let id = schedules::insert_person(tx, event, &data, at.naive_utc())?;
        trail::record(tx, at, By::who(who), "schedule.add-person", "event", event.get(), None, Some(said(&data)))?;
        Ok(id)
    })
}

/// Writes somebody anew.
///
/// # Errors
/// Rights, a stale version, nobody of this event; `Invalid` with every fault.
pub fn edit(
    app: &App,
    who: &Who,
    event: EventId,
    version: i64,
    id: EventPersonId,
    form: &PersonForm,
) -> Result<(), ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let row = open(tx, who, Action::EventSchedule, event, version)?;
        let before = one(tx, event, id)?;
        let data = form.read(tx, event, Some(id))?;
        schedules::put_person(tx, id, &data)?;
        let after = one(tx, event, id)?;
        super::release::readdress(app, tx, &row, version, (&before, &after))?;
        let before = json!({ "name": before.name, "unit": before.unit, "role": before.role, "away": before.away, "origin": before.origin });
        let after = Some(said(&data));
        trail::record(tx, at, By::who(who), "schedule.edit-person", "event", event.get(), Some(before), after)
    })
}

/// Takes somebody out of the event and of every session.
///
/// # Errors
/// Rights, a stale version, nobody of this event.
pub fn remove(app: &App, who: &Who, event: EventId, version: i64, id: EventPersonId) -> Result<(), ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        open(tx, who, Action::EventSchedule, event, version)?;
        let before = one(tx, event, id)?;
        schedules::delete_person(tx, id)?;
        let before = json!({ "name": before.name, "unit": before.unit, "role": before.role });
        trail::record(tx, at, By::who(who), "schedule.remove-person", "event", event.get(), Some(before), None)
    })
}

pub(super) fn one(conn: &mut Conn, event: EventId, id: EventPersonId) -> Result<PersonRow, ServiceError> {
    let people = schedules::people(conn, event)?;
    people.into_iter().find(|person| person.id == id).ok_or(ServiceError::NotFound)
}
