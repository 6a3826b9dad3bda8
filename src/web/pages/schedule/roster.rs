//! The people of an event's schedule, and their calendar links.

use crate::domain::ids::EventPersonId;
use crate::domain::participant::attendance::hours::Origin;
use crate::domain::schedule::Role;
use crate::service::Fault;
use crate::service::schedules::{Book, PersonForm};
use crate::text::parts::{Choice, Control, Empty, Field, Form};
use crate::text::{Page, Phrase, Say};
use crate::web::pages::form_page::with_faults;
use crate::{family, key, phrase};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct Roster {
    pub name: String,
    pub path: String,
    pub schedule_path: String,
    pub version: i64,
    /// The reader may see addresses.
    pub addresses: bool,
    pub people: Vec<Line>,
    pub empty: Empty,
    pub form: Option<Form>,
    /// A link just made: shown this once.
    pub link: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct Line {
    pub path: String,
    pub name: String,
    pub unit: String,
    pub role: Phrase,
    pub email: String,
    pub sessions: usize,
    pub has_link: bool,
}

pub fn fields(typed: &PersonForm) -> Vec<Field> {
    let roles = Role::ALL.iter().map(|role| Choice::new(role.as_str(), family!("schedule-role", role.as_str())));
    let origins = Origin::ALL.iter().map(|at| Choice::new(at.as_str(), family!("schedule-origin", at.as_str())));
    vec![
        Field::new(Control::Text, "name", phrase!("schedule-person")).value(&typed.name).required(),
        Field::new(Control::Select, "role", phrase!("schedule-role")).choices(roles).value(&typed.role).required(),
        Field::new(Control::Text, "unit", phrase!("common-organisation"))
            .help(phrase!("schedule-unit-help"))
            .value(&typed.unit),
        Field::new(Control::Select, "origin", phrase!("schedule-origin"))
            .help(phrase!("schedule-origin-help"))
            .choices(origins)
            .value(&typed.origin),
        Field::new(Control::Email, "email", phrase!("schedule-email"))
            .help(phrase!("schedule-email-help"))
            .value(&typed.email),
        Field::new(Control::Textarea, "away", phrase!("schedule-away"))
            .help(phrase!("schedule-away-help"))
            .rows(2)
            .value(&typed.away),
    ]
}

pub fn stored(book: &Book, id: EventPersonId) -> Option<PersonForm> {
    let person = book.people.iter().find(|person| person.id == id)?;
    Some(PersonForm {
        name: person.name.clone(),
        unit: person.unit.clone(),
        role: person.role.as_str().to_owned(),
        email: person.email.clone().unwrap_or_default(),
        away: person.away.clone(),
        origin: person.origin.clone(),
    })
}

impl Roster {
    pub fn new(book: &Book, typed: &PersonForm, faults: &[Fault], link: Option<String>) -> Roster {
        let schedule_path = format!("/events/{}/schedule", book.event.id);
        let people = book.people.iter().map(|person| Line {
            path: format!("{schedule_path}/people/{}", person.id),
            name: person.name.clone(),
            unit: person.unit.clone(),
            role: family!("schedule-role", person.role.as_str()),
            email: person.email.clone().filter(|_| book.sees_addresses).unwrap_or_default(),
            sessions: book.parts.iter().filter(|part| part.person_id == person.id).count(),
            has_link: person.feed_hash.is_some(),
        });
        Roster {
            name: book.event.name.clone(),
            path: format!("{schedule_path}/people"),
            version: book.version,
            addresses: book.sees_addresses,
            people: people.collect(),
            empty: Empty { title: phrase!("schedule-nobody"), help: None, action: None },
            form: book.may_edit.then(|| with_faults(fields(typed), faults)),
            link,
            schedule_path,
        }
    }
}

impl Page for Roster {
    const TEMPLATE: &'static str = "pages/schedule/people";

    fn title(&self, say: Say) -> String {
        say.t(key!("schedule-people"))
    }

    fn sample() -> Roster {
        let faults = [Fault::new("name", "required"), Fault::new("away", "not-spans").with("lines", 2)];
        Roster::new(
            &super::sample::book(),
            &PersonForm::default(),
            &faults,
            Some("http://127.0.0.1:8000/feeds/person/x".into()),
        )
    }

    fn samples() -> Vec<Roster> {
        let nobody = Book {
            people: Vec::new(),
            parts: Vec::new(),
            may_edit: false,
            sees_addresses: false,
            ..super::sample::book()
        };
        vec![Roster::sample(), Roster::new(&nobody, &PersonForm::default(), &[], None)]
    }
}
