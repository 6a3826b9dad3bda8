//! What the host wrote. A draft may be incomplete, but what is in it is well-formed; each stage
//! asks for more.

use super::field::{Field, FieldDef, Input, fields, hundredths};
use super::state::Stage;
use crate::domain::fault::{FieldFault, Problem};
use crate::domain::money::Fen;
use crate::domain::plan::{Class, Kind, Level, PlanItem};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The fields of an event in their stored form; blank ones are absent. Values come in only through
/// [`Details::write`], so that what is inside can be read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Details(BTreeMap<Field, String>);

impl Details {
    /// What an item of the plan already says.
    pub fn from_plan(item: &PlanItem) -> Details {
        let date = |date: Option<NaiveDate>| date.map(|date| date.to_string());
        let given = [
            (Field::Name, Some(item.name.clone())),
            (Field::Level, item.level.map(|level| level.as_str().to_owned())),
            (Field::Class, item.class.map(|class| class.as_str().to_owned())),
            (Field::Trade, Some(item.trade.clone())),
            (Field::Organiser, Some(item.organiser.clone())),
            (Field::Venue, Some(item.venue.clone())),
            (Field::StartsOn, date(item.from)),
            (Field::EndsOn, date(item.to)),
            (Field::ExpectedPeople, item.expected_people.map(|people| people.to_string())),
        ];
        let mut details = Details::default();
        let typed = given.iter().filter_map(|(field, text)| Some((field.as_str(), text.as_deref()?)));
        // What does not fit the form (a name too long, say) is left for the host to write.
        let _ = details.write(item.kind, Stage::Proposal, typed);
        details
    }

    /// Writes what a form sent, as far as the stage allows the host to write it; a blank text
    /// removes the field, an unknown name is ignored. Sound fields are written even where others
    /// have faults, so that a page can show both.
    ///
    /// # Errors
    /// Every malformed field.
    pub fn write<'f>(
        &mut self,
        kind: Kind,
        stage: Stage,
        form: impl IntoIterator<Item = (&'f str, &'f str)>,
    ) -> Result<(), Vec<FieldFault>> {
        let mut faults = Vec::new();
        for (name, text) in form {
            let known = |def: &&FieldDef| def.field.as_str() == name && def.stages.contains(&stage);
            let Some(def) = fields(kind).iter().find(known) else { continue };
            if text.trim().is_empty() {
                self.0.remove(&def.field);
                continue;
            }
            match def.input.canonical(def.field, text) {
                Ok(value) => {
                    self.0.insert(def.field, value);
                }
                Err(fault) => faults.push(fault),
            }
        }
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }

    pub fn text(&self, field: Field) -> Option<&str> {
        self.0.get(&field).map(String::as_str)
    }

    pub fn date(&self, field: Field) -> Option<NaiveDate> {
        self.text(field)?.parse().ok()
    }

    pub fn money(&self, field: Field) -> Option<Fen> {
        self.text(field)?.parse().ok()
    }

    pub fn count(&self, field: Field) -> Option<u32> {
        self.text(field)?.parse().ok()
    }

    pub fn flag(&self, field: Field) -> Option<bool> {
        self.text(field)?.parse().ok()
    }

    pub fn level(&self) -> Option<Level> {
        self.text(Field::Level)?.parse().ok()
    }

    pub fn class(&self) -> Option<Class> {
        self.text(Field::Class)?.parse().ok()
    }

    /// Every field that is given, by name, in the order of declaration.
    pub fn iter(&self) -> impl Iterator<Item = (Field, &str)> {
        self.0.iter().map(|(field, text)| (*field, text.as_str()))
    }

    /// Teaching hours of all origins, in hundredths.
    fn hours(&self) -> u32 {
        const ALL: [Field; 4] = [Field::HoursProvincial, Field::HoursDomestic, Field::HoursHmt, Field::HoursForeign];
        ALL.iter().filter_map(|field| hundredths(self.text(*field)?)).sum()
    }
}

/// Everything that the file still lacks for a stage, with what is wrong between fields: a stage
/// asks for its own fields and for those of the stages before it.
pub fn missing(kind: Kind, stage: Stage, details: &Details) -> Vec<FieldFault> {
    let asked = |def: &&FieldDef| def.required.is_some_and(|from| from <= stage);
    let absent = fields(kind).iter().filter(asked).filter(|def| details.text(def.field).is_none());
    let mut faults: Vec<FieldFault> = absent.map(|def| FieldFault::new(def.field.as_str(), Problem::Missing)).collect();
    if let (Some(starts), Some(ends)) = (details.date(Field::StartsOn), details.date(Field::EndsOn))
        && ends < starts
    {
        faults.push(FieldFault::with(Field::EndsOn.as_str(), Problem::TooEarly, starts));
    }
    if kind == Kind::Competition {
        between_fields(stage, details, &mut faults);
    }
    if kind == Kind::Seminar && stage == Stage::Closing && details.hours() == 0 {
        faults.push(FieldFault::new(Field::HoursProvincial.as_str(), Problem::Missing));
    }
    faults
}

fn between_fields(stage: Stage, details: &Details, faults: &mut Vec<FieldFault>) {
    match (details.level(), details.class()) {
        (Some(Level::Provincial), None) => {
            faults.push(FieldFault::with(Field::Class.as_str(), Problem::Missing, "1 / 2"));
        }
        (Some(Level::City | Level::County | Level::Enterprise), Some(_)) => {
            faults.push(FieldFault::new(Field::Class.as_str(), Problem::NotWanted));
        }
        _ => {}
    }
    let parts = [Field::TheoryPct, Field::PracticePct].map(|field| details.count(field));
    if let [Some(theory), Some(practice)] = parts
        && stage >= Stage::Filing
    {
        let sum = theory + practice + details.count(Field::OtherPct).unwrap_or(0);
        if sum != 100 {
            faults.push(FieldFault::with(Field::PracticePct.as_str(), Problem::NotOneHundred, sum));
        }
    }
}

impl Input {
    /// Whether a form shows it as several lines.
    pub const fn is_long(self) -> bool {
        matches!(self, Input::Text(_))
    }
}
