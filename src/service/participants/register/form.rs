//! What somebody typed, and what it is.

use crate::domain::contest::honours::Sex as HonourSex;
use crate::domain::identity::{EmailAddress, IdentityFault, PersonName, Phone, ResidentId, Sex};
use crate::domain::participant::eligibility::Person;
use crate::domain::participant::{Employer, SkillLevel};
use crate::domain::text::tidy;
use crate::platform::assets;
use crate::service::error::Fault;
use chrono::NaiveDate;
use std::collections::BTreeMap;

const LONGEST_UNIT: usize = 80;
const LONGEST_TITLES: usize = 200;

/// One person as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    pub name: String,
    pub resident_id: String,
    pub unit: String,
    pub division: String,
    pub phone: String,
    pub email: String,
    pub skill_level: String,
    pub employer: String,
    /// Separated by `、`, `，`, `;` or line breaks.
    pub titles: String,
}

impl Typed {
    /// Nothing was typed: a member left out.
    pub fn is_blank(&self) -> bool {
        [&self.name, &self.resident_id, &self.unit, &self.phone, &self.email].iter().all(|text| text.trim().is_empty())
    }
}

/// A form as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    pub person: Typed,
    /// Of a team.
    pub team: String,
    /// The other members of a team, by their number on the form.
    pub members: Vec<(usize, Typed)>,
    /// To the purpose for which the data is kept.
    pub agreed: bool,
    /// What the form carries from its page: sent twice, it is one registration.
    pub once: String,
}

/// A person whose data is sound.
#[derive(Clone, Debug)]
pub struct Applicant {
    pub name: PersonName,
    pub id: ResidentId,
    pub unit: String,
    /// Six digits, or empty.
    pub division: String,
    /// Empty where a member of a team gave none.
    pub phone: String,
    pub email: Option<EmailAddress>,
    pub skill: Option<SkillLevel>,
    pub employer: Option<Employer>,
    pub titles: String,
}

/// What could be read, for the conditions.
#[derive(Clone, Debug, Default)]
pub struct Read {
    pub resident_id: Option<String>,
    pub titles: Vec<String>,
    pub other_item: Option<String>,
    person: Person,
}

impl Read {
    pub fn facts(&self) -> Person {
        Person { titles: self.titles.clone(), other_item: self.other_item.clone(), ..self.person.clone() }
    }
}

/// Titles as they were typed in one field.
pub fn titles(text: &str) -> Vec<String> {
    let parts = text.split(['、', '\u{ff0c}', ',', ';', '\u{ff1b}', '\n']);
    parts.map(tidy).filter(|title| !title.is_empty()).collect()
}

/// Reads one person; `prefix` stands before the names of the fields of a team's member, who may leave
/// phone and mail out.
pub fn read(typed: &Typed, prefix: &str, today: NaiveDate) -> (Read, Result<Applicant, Vec<Fault>>) {
    let mut faults = Vec::new();
    let member = !prefix.is_empty();
    let mut wrong = |field: &str, fault: Fault| faults.push(Fault { field: format!("{prefix}{field}"), ..fault });
    let identity = |fault: IdentityFault| code_of(fault);

    let name = typed.name.parse::<PersonName>().map_err(|fault| wrong("name", identity(fault))).ok();
    let id = match typed.resident_id.parse::<ResidentId>() {
        _ if typed.resident_id.trim().is_empty() => Err(Fault::new("", "required")),
        Ok(id) if id.is_plausible_on(today) => Ok(id),
        Ok(_) => Err(code_of(IdentityFault::ResidentIdDate)),
        Err(fault) => Err(identity(fault)),
    };
    let id = id.map_err(|fault| wrong("resident_id", fault)).ok();
    let unit = tidy(&typed.unit);
    if unit.is_empty() {
        wrong("unit", Fault::new("", "required"));
    } else if unit.chars().count() > LONGEST_UNIT {
        wrong("unit", Fault::new("", "too-long").with("max", LONGEST_UNIT));
    }
    let division = assets::division(&typed.division);
    if division.is_none() && !typed.division.trim().is_empty() {
        wrong("division", Fault::new("", "choose"));
    }
    let phone = match typed.phone.parse::<Phone>() {
        _ if typed.phone.trim().is_empty() && member => Some(String::new()),
        _ if typed.phone.trim().is_empty() => {
            wrong("phone", Fault::new("", "required"));
            None
        }
        Ok(phone) => Some(phone.as_str().to_owned()),
        Err(fault) => {
            wrong("phone", identity(fault));
            None
        }
    };
    let email = match typed.email.parse::<EmailAddress>() {
        _ if typed.email.trim().is_empty() && member => Some(None),
        _ if typed.email.trim().is_empty() => {
            wrong("email", Fault::new("", "required"));
            None
        }
        Ok(email) => Some(Some(email)),
        Err(fault) => {
            wrong("email", identity(fault));
            None
        }
    };
    let skill: Option<SkillLevel> = typed.skill_level.parse().ok();
    let employer: Option<Employer> = typed.employer.parse().ok();
    let declared = tidy(&typed.titles);
    if declared.chars().count() > LONGEST_TITLES {
        wrong("titles", Fault::new("", "too-long").with("max", LONGEST_TITLES));
    }
    let read = Read {
        resident_id: id.as_ref().map(|id| id.as_str().to_owned()),
        titles: titles(&typed.titles),
        other_item: None,
        person: Person {
            born_on: id.as_ref().map(ResidentId::birth_date),
            sex: id.as_ref().map(|id| sex(id.sex())),
            unit: unit.clone(),
            division,
            skill,
            ..Person::default()
        },
    };
    match (name, id, phone, email) {
        (Some(name), Some(id), Some(phone), Some(email)) if faults.is_empty() => {
            let division = division.map(|code| code.to_string()).unwrap_or_default();
            (read, Ok(Applicant { name, id, unit, division, phone, email, skill, employer, titles: declared }))
        }
        _ => (read, Err(faults)),
    }
}

pub(super) fn sex(sex: Sex) -> HonourSex {
    if sex == Sex::Male { HonourSex::Male } else { HonourSex::Female }
}

fn code_of(fault: IdentityFault) -> Fault {
    let key = fault.key();
    Fault { field: String::new(), code: key.strip_prefix("fault-").unwrap_or(key), args: BTreeMap::new() }
}
