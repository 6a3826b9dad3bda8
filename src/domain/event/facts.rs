//! From an event to the facts of the claim that its host may make.

use super::details::Details;
use super::field::Field;
use super::state::State;
use crate::domain::plan::{Kind, Level, PlanItem};
use crate::domain::policy::FactSheet;
use std::collections::BTreeMap;

/// What the system itself knows of an event, beside what its host wrote.
#[derive(Clone, Copy, Debug)]
pub struct Record<'r> {
    pub state: State,
    /// Its item in a published plan.
    pub planned: Option<&'r PlanItem>,
    /// Whether the cost statement (决算表) is among its papers.
    pub has_cost_statement: bool,
}

/// The facts of [`Kind::rule`], as text. From the plan stage on they make the live estimate: what
/// is not known yet is taken from the proposal (estimated cost, planned hours and people, planned
/// days), so that the host sees tier and ceiling before spending anything.
pub fn claim_facts(kind: Kind, details: &Details, record: &Record) -> FactSheet {
    let closed = matches!(record.state, State::Held | State::Closed);
    let text = |field| details.text(field).unwrap_or_default().to_owned();
    let either = |actual: Field, planned: Field| {
        if closed || details.text(actual).is_some() { text(actual) } else { text(planned) }
    };
    let yes = |flag: bool| flag.to_string();
    let last_day = text(Field::EndsOn);
    let approved_cost = either(Field::FinalCost, Field::EstimatedCost);
    let in_plan = yes(record.planned.is_some());
    match kind {
        Kind::Competition => {
            // The plan says which level and class it is, not the host.
            let level = record.planned.and_then(|item| item.level).or(details.level());
            let class = record.planned.and_then(|item| item.class).or(details.class());
            let class = class.filter(|_| level == Some(Level::Provincial));
            [
                ("level", level.map(|level| level.to_string()).unwrap_or_default()),
                ("class", class.map(|class| class.to_string()).unwrap_or_default()),
                ("role", "host".to_owned()),
                ("in_plan", in_plan),
                ("held_on", last_day),
                ("cost_statement", if closed { yes(record.has_cost_statement) } else { String::new() }),
                ("approved_cost", approved_cost),
                ("sponsorship", text(Field::Sponsorship)),
                ("other_public_money", text(Field::OtherPublicMoney)),
                ("entry_fee_charged", text(Field::EntryFeeCharged)),
            ]
            .into_iter()
            .collect()
        }
        Kind::Seminar => {
            let venue = details.flag(Field::InCity).map(|here| if here { "wenzhou" } else { "elsewhere" });
            [
                ("venue", venue.unwrap_or_default().to_owned()),
                ("in_plan", in_plan),
                ("finished", if closed { yes(true) } else { String::new() }),
                ("finished_on", last_day),
                ("hours_provincial", text(Field::HoursProvincial)),
                ("hours_domestic", text(Field::HoursDomestic)),
                ("hours_hmt", text(Field::HoursHmt)),
                ("hours_foreign", text(Field::HoursForeign)),
                ("approved_cost", approved_cost),
            ]
            .into_iter()
            .collect()
        }
        Kind::ClassAway => [
            ("in_plan", in_plan),
            ("institution_listed", text(Field::InstitutionListed)),
            ("finished_on", last_day),
            ("completed_trainees", either(Field::CompletedTrainees, Field::ExpectedPeople)),
            ("approved_cost", approved_cost),
        ]
        .into_iter()
        .collect(),
    }
}

/// The hours of a seminar, by where its lecturers are from.
const HOURS: [&str; 4] = ["hours_provincial", "hours_domestic", "hours_hmt", "hours_foreign"];

/// The facts that the closed event and the plan fix: its claim cannot state them otherwise. A blank
/// text is a fact that such a claim cannot have: the class of a city competition, hours that were
/// not taught. What the event does not know, and a cost statement that it does not have, the claim
/// may still bring.
pub fn fixed_facts(kind: Kind, details: &Details, record: &Record) -> BTreeMap<String, String> {
    let FactSheet(mut fixed) = claim_facts(kind, details, record);
    if !record.has_cost_statement {
        fixed.remove("cost_statement");
    }
    if fixed.get("level").is_some_and(|level| *level != Level::Provincial.to_string()) {
        fixed.insert("class".to_owned(), String::new());
    }
    if HOURS.iter().any(|hours| fixed.contains_key(*hours)) {
        for hours in HOURS {
            fixed.entry(hours.to_owned()).or_default();
        }
    }
    fixed
}
