//! The items of one event, and the form for a new one.

use crate::domain::contest::phase::Phase;
use crate::service::Fault;
use crate::service::contests::{NewItem, issuers_of};
use crate::storage::contests::ItemRow;
use crate::storage::events::EventRow;
use crate::text::parts::{Choice, Control, Field, Form, Tag};
use crate::text::{Page, Phrase, Say};
use crate::web::pages::form_page::with_faults;
use crate::{key, phrase};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct ContestList {
    pub event: String,
    pub event_path: String,
    pub path: String,
    pub rows: Vec<Row>,
    pub form: Option<Form>,
}

#[derive(Debug, Serialize)]
pub struct Row {
    pub name: String,
    pub path: String,
    pub tier: Option<i32>,
    pub phase: Tag,
}

/// What the form says before anybody has typed.
pub fn usual() -> NewItem {
    NewItem {
        theory: "20".to_owned(),
        practical: "80".to_owned(),
        trim_from: "5".to_owned(),
        chain: "practical,time,theory".to_owned(),
        minimum_field: "0".to_owned(),
        prizes: "3".to_owned(),
        appeal_minutes: "120".to_owned(),
        ..NewItem::default()
    }
}

impl ContestList {
    pub fn new(event: &EventRow, rows: &[ItemRow], may: bool, typed: &NewItem, faults: &[Fault]) -> ContestList {
        let row = |row: &ItemRow| Row {
            name: row.name.clone(),
            path: format!("/contests/{}", row.id),
            tier: row.tier,
            phase: row.phase.into(),
        };
        ContestList {
            event: event.name.clone(),
            event_path: format!("/events/{}", event.id),
            path: format!("/events/{}/contests", event.id),
            rows: rows.iter().map(row).collect(),
            form: may.then(|| form(typed, &issuers_of(event), faults)),
        }
    }
}

/// The fields of an item, with what was typed and what was wrong with it.
pub fn form(typed: &NewItem, issuers: &[String], faults: &[Fault]) -> Form {
    let field = |control, name: &str, label, value: &str| Field::new(control, name, label).value(value);
    let fields = vec![
        field(Control::Text, "name", phrase!("contest-name"), &typed.name).required(),
        field(Control::Number, "tier", phrase!("contest-tier"), &typed.tier).help(phrase!("contest-tier-help")),
        field(Control::Number, "theory", phrase!("contest-theory"), &typed.theory).help(phrase!("contest-theory-help")),
        field(Control::Number, "practical", phrase!("contest-practical"), &typed.practical),
        field(Control::Number, "oral", phrase!("contest-oral"), &typed.oral),
        Field::new(Control::File, "scheme", phrase!("contest-scheme"))
            .help(phrase!("contest-scheme-help"))
            .accept(".csv,.xlsx,.xls"),
        field(Control::Text, "standards", phrase!("contest-standards"), &typed.standards)
            .help(phrase!("contest-standards-help")),
        field(Control::Number, "trim_from", phrase!("contest-trim"), &typed.trim_from)
            .help(phrase!("contest-trim-help"))
            .required(),
        field(Control::Text, "chain", phrase!("contest-chain"), &typed.chain).help(phrase!("contest-chain-help")),
        field(Control::Number, "minimum_field", phrase!("contest-minimum"), &typed.minimum_field)
            .help(phrase!("contest-minimum-help"))
            .required(),
        field(Control::Number, "prizes", phrase!("contest-prizes"), &typed.prizes)
            .help(phrase!("contest-prizes-help"))
            .required(),
        field(Control::Number, "tolerance", phrase!("contest-tolerance"), &typed.tolerance)
            .help(phrase!("contest-tolerance-help")),
        field(Control::Number, "appeal_minutes", phrase!("contest-appeal"), &typed.appeal_minutes)
            .help(phrase!("contest-appeal-help"))
            .required(),
        Field::new(Control::Checks, "issuers", phrase!("contest-issuers")).help(phrase!("contest-issuers-help")).boxes(
            issuers
                .iter()
                .map(|name| (Choice::new(name.as_str(), Phrase::typed(name.as_str())), typed.issuers.contains(name))),
        ),
    ];
    let fields = fields.into_iter().filter(|field| field.name != "issuers" || !issuers.is_empty()).collect();
    with_faults(fields, faults)
}

impl Page for ContestList {
    const TEMPLATE: &'static str = "pages/contests/list";

    fn title(&self, say: Say) -> String {
        say.t(key!("contest-items"))
    }

    fn sample() -> ContestList {
        let row = |id: i64, name: &str, phase: Phase| Row {
            name: name.to_owned(),
            path: format!("/contests/{id}"),
            tier: Some(1),
            phase: phase.into(),
        };
        ContestList {
            event: "样例市职业技能大赛".to_owned(),
            event_path: "/events/7".to_owned(),
            path: "/events/7/contests".to_owned(),
            rows: vec![row(1, "砌筑工", Phase::Judging), row(2, "叉车司机", Phase::Published)],
            form: Some(form(
                &usual(),
                &["样例市总工会".to_owned()],
                &[Fault::new("name", "required"), Fault::new("trim_from", "trim-from")],
            )),
        }
    }

    fn samples() -> Vec<ContestList> {
        vec![ContestList::sample(), ContestList { rows: Vec::new(), form: None, ..ContestList::sample() }]
    }
}
