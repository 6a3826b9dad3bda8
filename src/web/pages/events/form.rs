//! What the host writes about an event. The form is made from the domain's fields.

use crate::domain::event::{self, Field as EventField, FieldDef, Input, Kind, Stage, fields};
use crate::service::Fault;
use crate::text::parts::{Choice, Control, Field, Form};
use crate::text::{Page, Phrase, Say};
use crate::web::errors::{FaultFamily, fault_phrase};
use crate::{family, phrase};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Debug, Serialize)]
pub struct EventForm {
    pub path: String,
    pub name: String,
    pub reference: String,
    pub kind: Phrase,
    pub stage: Phrase,
    pub version: i64,
    pub form: Form,
}

/// What was typed, or what is stored, by field name.
pub type Values = BTreeMap<String, String>;

/// The form of a stage. Fields of the stage are marked as required from that stage on; saving asks
/// for none of them.
pub fn form(kind: Kind, stage: Stage, values: &Values, faults: &[Fault], measured: &Measured) -> Form {
    let writable = fields(kind).iter().filter(|def| def.stages.contains(&stage));
    let with_measure = |def: &FieldDef| {
        let made = field(def, stage, values, faults);
        match measured.iter().find(|(field, _)| *field == def.field) {
            Some((_, value)) => made.help(phrase!("event-measured", value = value.as_str())),
            None => made,
        }
    };
    Form::new(writable.map(with_measure).collect())
}

/// What attendance and schedule say of fields, as the form has it.
pub type Measured = [(EventField, String)];

/// The name of a field.
pub fn label(field: EventField) -> Phrase {
    family!("event-field", field.as_str())
}

fn field(def: &FieldDef, stage: Stage, values: &Values, faults: &[Fault]) -> Field {
    let name = def.field.as_str();
    let control = match def.input {
        Input::Line(_) | Input::Person => Control::Text,
        Input::Text(_) => Control::Textarea,
        Input::Date => Control::Date,
        Input::Money => Control::Money,
        Input::Count(..) | Input::Hours => Control::Number,
        Input::Flag => Control::Radio,
        Input::Choice(_) => Control::Select,
        Input::Phone => Control::Tel,
    };
    let fault = faults.iter().find(|fault| fault.field == name);
    let mut made = Field::new(control, name, label(def.field))
        .value(values.get(name).cloned().unwrap_or_default())
        .error(fault.map(|fault| fault_phrase(FaultFamily::Field, fault)));
    if let Some(help) = help(def.field) {
        made = made.help(help);
    }
    if def.required.is_some_and(|from| from <= stage) {
        made = made.required();
    }
    match (def.field, def.input) {
        (EventField::Level, _) => made.choices(event_codes("level", def.input)),
        (EventField::Class, _) => made.choices(event_codes("class", def.input)),
        (_, Input::Flag) => {
            made.choices([Choice::new("true", phrase!("common-yes")), Choice::new("false", phrase!("common-no"))])
        }
        (_, Input::Hours) => made.unit(phrase!("event-unit-hours")),
        (EventField::TheoryPct | EventField::PracticePct | EventField::OtherPct, _) => made.unit(Phrase::typed("%")),
        (_, Input::Count(..)) => made.unit(phrase!("plan-people-unit")),
        _ => made,
    }
}

fn event_codes(which: &str, input: Input) -> Vec<Choice> {
    let Input::Choice(codes) = input else { return Vec::new() };
    let name = |code: &str| if which == "level" { family!("event-level", code) } else { family!("event-class", code) };
    codes.iter().map(|code| Choice::new(*code, name(code))).collect()
}

/// Where a field needs more than its name.
fn help(field: EventField) -> Option<Phrase> {
    Some(match field {
        EventField::Class => phrase!("plan-class-help"),
        EventField::Trade => phrase!("plan-trade-help"),
        EventField::InCity => phrase!("event-help-in-city"),
        EventField::InstitutionListed => phrase!("event-help-institution"),
        EventField::EstimatedCost => phrase!("event-help-estimated-cost"),
        EventField::OtherPublicMoney => phrase!("event-help-public-money"),
        EventField::EntryFeeCharged => phrase!("event-help-entry-fee"),
        EventField::HoursProvincial => phrase!("event-help-hours"),
        EventField::OtherPct => phrase!("event-help-other-pct"),
        EventField::CompletedTrainees => phrase!("event-help-completed"),
        EventField::FinalCost => phrase!("event-help-final-cost"),
        _ => return None,
    })
}

/// What an event holds, by field name.
pub fn values(details: &event::Details) -> Values {
    details.iter().map(|(field, text)| (field.as_str().to_owned(), text.to_owned())).collect()
}

impl Page for EventForm {
    const TEMPLATE: &'static str = "pages/events/form";

    fn title(&self, say: Say) -> String {
        say.phrase(&self.stage)
    }

    fn sample() -> EventForm {
        let values = [("name", "建筑抹灰工技能竞赛"), ("estimated_cost", "约7万")];
        let values = values.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        let faults = [Fault::new("estimated_cost", "not-money")];
        EventForm {
            path: "/events/7".to_owned(),
            name: "建筑抹灰工技能竞赛".to_owned(),
            reference: "SJ-2019-0007".to_owned(),
            kind: family!("event-kind", "competition"),
            stage: family!("event-write", "proposal"),
            version: 2,
            form: form(Kind::Competition, Stage::Proposal, &values, &faults, &[]),
        }
    }

    fn samples() -> Vec<EventForm> {
        let empty = |kind: Kind, stage: Stage| EventForm {
            kind: family!("event-kind", kind.as_str()),
            stage: family!("event-write", stage.as_str()),
            form: form(kind, stage, &Values::new(), &[], &[(EventField::ActualPeople, "36".to_owned())]),
            name: String::new(),
            ..EventForm::sample()
        };
        let mut samples = vec![EventForm::sample()];
        for kind in Kind::ALL {
            samples.extend(Stage::ALL.iter().map(|stage| empty(*kind, *stage)));
        }
        samples
    }
}

/// Choosing what to propose: an item of the plan, or something outside it.
#[derive(Debug, Serialize)]
pub struct NewEvent {
    pub items: Vec<OpenItem>,
    pub kinds: Vec<(&'static str, Phrase)>,
}

/// An item of the plan that waits for its event.
#[derive(Debug, Serialize)]
pub struct OpenItem {
    pub path: String,
    pub name: String,
    pub kind: Phrase,
    pub trade: String,
    pub from: Option<chrono::NaiveDate>,
}

impl NewEvent {
    pub fn new(items: &[crate::storage::plans::ItemRow]) -> NewEvent {
        let item = |row: &crate::storage::plans::ItemRow| OpenItem {
            path: format!("/plan/items/{}", row.id),
            name: row.name.clone(),
            kind: family!("event-kind", row.kind.as_str()),
            trade: row.trade.clone(),
            from: row.planned_from,
        };
        NewEvent {
            items: items.iter().map(item).collect(),
            kinds: Kind::ALL.iter().map(|kind| (kind.as_str(), family!("event-kind", kind.as_str()))).collect(),
        }
    }
}

impl Page for NewEvent {
    const TEMPLATE: &'static str = "pages/events/new";

    fn title(&self, say: Say) -> String {
        say.t(crate::key!("event-new"))
    }

    fn sample() -> NewEvent {
        let item = OpenItem {
            path: "/plan/items/1".to_owned(),
            name: "建筑抹灰工技能竞赛".to_owned(),
            kind: family!("event-kind", "competition"),
            trade: "抹灰工".to_owned(),
            from: chrono::NaiveDate::from_ymd_opt(2019, 12, 18),
        };
        NewEvent { items: vec![item], ..NewEvent::new(&[]) }
    }

    fn samples() -> Vec<NewEvent> {
        vec![NewEvent::sample(), NewEvent::new(&[])]
    }
}
