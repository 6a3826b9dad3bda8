//! What attendance and schedule say about an event that was held: head count and hours delivered.

use super::load::{Line, register, released};
use crate::domain::event::{Details, Field, Kind, Stage, fields};
use crate::domain::participant::Employer;
use crate::domain::participant::attendance::hours::{LESSON_MINUTES, Origin, Taught, delivered, written};
use crate::domain::schedule::Role;
use crate::domain::schedule::release::{Entry, Part};
use crate::domain::time;
use crate::service::error::ServiceError;
use crate::storage::Conn;
use crate::storage::events::EventRow;
use crate::storage::{attendance, schedules};
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet};

/// Head count and hours as measured.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Measured {
    /// People who reach the share of half-days; none where nothing was recorded.
    pub people: Option<usize>,
    /// Of them, those of private enterprises; none where nobody's employer was said.
    pub private: Option<usize>,
    /// Of them, those whose kind of employer was not said.
    pub employers_unsaid: usize,
    /// Hundredths of teaching hours by the lecturers' origin; `None`: nobody has said.
    pub hours: BTreeMap<Option<Origin>, u32>,
}

/// What the host wrote, and what was measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Differing {
    pub field: Field,
    /// Empty: nothing was written.
    pub written: String,
    pub measured: String,
}

/// Measures an event. A session counts as taught once it is over and was not called off.
///
/// # Errors
/// The stored schedule is damaged, or the database failed.
pub(in crate::service) fn measured(
    conn: &mut Conn,
    event: &EventRow,
    now: DateTime<Utc>,
) -> Result<Measured, ServiceError> {
    let recorded = attendance::count(conn, event.id)? > 0;
    let (mut people, mut private, mut employers_unsaid) = (None, None, 0);
    if recorded {
        let register = register(conn, event.clone())?;
        people = Some(register.met());
        let of = |line: &Line| line.row.employer.parse::<Employer>().ok();
        let said = register.people(|line| line.met && of(line).is_some());
        private = (said > 0).then(|| register.people(|line| line.met && of(line) == Some(Employer::Private)));
        employers_unsaid = register.met().saturating_sub(said);
    }
    let now = time::in_shanghai(now);
    let origins: BTreeMap<i64, Option<Origin>> =
        schedules::people(conn, event.id)?.iter().map(|row| (row.id.get(), row.origin.parse().ok())).collect();
    let taught = |session: &Entry| {
        let lecturers: BTreeSet<i64> =
            session.parts.iter().filter(|part| part.role == Role::Lecturer).map(|part: &Part| part.person).collect();
        let origin = |person: &i64| origins.get(person).copied().flatten();
        Taught { minutes: session.minutes, lecturers: lecturers.iter().map(origin).collect() }
    };
    let sessions: Vec<Taught> =
        released(conn, event.id)?.iter().filter(|session| session.end() <= now).map(taught).collect();
    Ok(Measured { people, private, employers_unsaid, hours: delivered(&sessions, LESSON_MINUTES) })
}

impl Measured {
    /// Hours of lecturers of whom nobody has said where they come from, in hundredths.
    pub fn unsaid(&self) -> u32 {
        self.hours.get(&None).copied().unwrap_or_default()
    }

    /// What the closing form asks for and was measured. Hours only where every lecturer's origin is
    /// known: what is missing would look like hours not taught.
    pub fn fields(&self, kind: Kind) -> Vec<(Field, String)> {
        let asked = fields(kind).iter().filter(|def| def.stages.contains(&Stage::Closing)).map(|def| def.field);
        let hours = |origin: Origin| {
            let known = !self.hours.is_empty() && self.unsaid() == 0;
            known.then(|| self.hours.get(&Some(origin)).copied().unwrap_or_default()).map(written)
        };
        let people = || self.people.filter(|people| *people > 0).map(|people| people.to_string());
        let measured = |field: Field| match field {
            Field::ActualPeople | Field::CompletedTrainees => people(),
            Field::PrivateEnterprisePeople => self.private.map(|people| people.to_string()),
            Field::HoursProvincial => hours(Origin::Provincial),
            Field::HoursDomestic => hours(Origin::Domestic),
            Field::HoursHmt => hours(Origin::Hmt),
            Field::HoursForeign => hours(Origin::Foreign),
            _ => None,
        };
        asked.filter_map(|field| Some((field, measured(field)?))).collect()
    }

    /// What the host wrote otherwise. No hours measured and none written are the same.
    pub fn differing(&self, kind: Kind, details: &Details) -> Vec<Differing> {
        let differs = |(field, measured): (Field, String)| {
            let written = details.text(field).unwrap_or_default().to_owned();
            // Where not all have said it, the number measured is only the least.
            let open = field == Field::PrivateEnterprisePeople && self.employers_unsaid > 0;
            let same = open || written == measured || (written.is_empty() && measured == "0");
            (!same).then_some(Differing { field, written, measured })
        };
        self.fields(kind).into_iter().filter_map(differs).collect()
    }
}
