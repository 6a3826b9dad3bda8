//! Which column of a roster is which field.

use crate::domain::participant::roster::Field as RosterField;
use crate::service::Fault;
use crate::service::participants::roster::Mapped;
use crate::text::parts::{Choice, Control, Field, Form};
use crate::text::{Page, Phrase, Say};
use crate::web::pages::form_page::with_faults;
use crate::{family, key, phrase};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct MappingPage {
    pub event: String,
    pub event_path: String,
    /// `/rosters/7/columns`.
    pub action: String,
    pub file_name: String,
    pub rows: usize,
    pub form: Form,
    pub headings: Vec<Heading>,
    /// The first rows of the file, masked, each as wide as the heading.
    pub first: Vec<Vec<String>>,
}

/// A column of the file as it stands there.
#[derive(Debug, Serialize)]
pub struct Heading {
    pub title: String,
    /// The field it is understood as.
    pub field: Option<Phrase>,
}

fn named(field: RosterField) -> Phrase {
    family!("roster-field", field.as_str())
}

impl MappingPage {
    pub fn new(
        path: &str,
        mapped: &Mapped,
        chosen: &[(usize, RosterField)],
        entry: &str,
        faults: &[Fault],
    ) -> MappingPage {
        let of = |index: usize| chosen.iter().find(|(known, _)| *known == index).map(|(_, field)| *field);
        // Where there is but one thing to take part in, nobody needs to say so.
        let asks_entry = mapped.entries.len() > 1;
        let offered = RosterField::ALL.iter().copied();
        let offered = offered.filter(|field| !mapped.entries.is_empty() || *field != RosterField::Entry);
        let choices: Vec<Choice> = offered.map(|field| Choice::new(field.as_str(), named(field))).collect();
        let mut fields: Vec<Field> = mapped
            .heading
            .iter()
            .enumerate()
            .filter(|(_, title)| !title.is_empty())
            .map(|(index, title)| {
                Field::new(Control::Select, &format!("column-{index}"), Phrase::typed(title))
                    .choices(choices.clone())
                    .blank(phrase!("participant-column-unread"))
                    .value(of(index).map_or("", RosterField::as_str))
            })
            .collect();
        if asks_entry {
            let entries = mapped.entries.iter().map(|name| Choice::new(name, Phrase::typed(name)));
            fields.push(
                Field::new(Control::Select, "entry", phrase!("participant-default-entry"))
                    .help(phrase!("participant-default-entry-help"))
                    .choices(entries)
                    .blank(phrase!("participant-default-entry-none"))
                    .value(entry),
            );
        }
        let width = mapped.heading.len();
        let heading = |(index, title): (usize, &String)| Heading { title: title.clone(), field: of(index).map(named) };
        MappingPage {
            event: mapped.event.name.clone(),
            event_path: super::list::path_of_event(mapped.event.id),
            action: format!("{path}/columns"),
            file_name: mapped.file_name.clone(),
            rows: mapped.rows,
            form: with_faults(fields, faults),
            headings: mapped.heading.iter().enumerate().map(heading).collect(),
            first: mapped
                .first
                .iter()
                .map(|row| (0..width).map(|index| row.get(index).cloned().unwrap_or_default()).collect())
                .collect(),
        }
    }
}

impl Page for MappingPage {
    const TEMPLATE: &'static str = "pages/participants/mapping";

    fn title(&self, say: Say) -> String {
        say.t(key!("participant-columns"))
    }

    fn sample() -> MappingPage {
        let texts = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        let select = |index: usize, title: &str, field: RosterField| {
            let choices = RosterField::ALL.iter().map(|field| Choice::new(field.as_str(), named(*field)));
            Field::new(Control::Select, &format!("column-{index}"), Phrase::typed(title))
                .choices(choices)
                .blank(phrase!("participant-column-unread"))
                .value(field.as_str())
        };
        let fields = vec![
            select(0, "选手姓名", RosterField::Name),
            select(1, "证件号码", RosterField::Id),
            select(2, "学校", RosterField::Unit),
        ];
        let heading = |title: &str, field: RosterField| Heading { title: title.to_owned(), field: Some(named(field)) };
        MappingPage {
            event: "样例市职业技能大赛".to_owned(),
            event_path: "/events/7/participants".to_owned(),
            action: "/rosters/7/columns".to_owned(),
            file_name: "选手登记表.xlsx".to_owned(),
            rows: 120,
            form: with_faults(fields, &[Fault::new("column-1", "column-twice"), Fault::new("", "no-name-column")]),
            headings: vec![
                heading("选手姓名", RosterField::Name),
                heading("证件号码", RosterField::Id),
                Heading { title: "学校".to_owned(), field: None },
            ],
            first: vec![texts(&["赵样例", "…0011", "样例技师学院"]), texts(&["钱样例", "…002X", ""])],
        }
    }
}
