//! What entering a roster would do.

use crate::domain::participant::SkillLevel;
use crate::domain::participant::roster::{Change, Differs, Field, Row, shown};
use crate::service::Fault;
use crate::service::participants::roster::Preview;
use crate::text::parts::{Control, Field as TextField, Form, Tag, Tone};
use crate::text::{Page, Phrase, Say};
use crate::web::pages::form_page::with_faults;
use crate::web::pages::plan::import::FaultRow;
use crate::web::pages::register::words;
use crate::{family, key, phrase};
use serde::Serialize;

/// Faults and people that one page shows; the file of the faulty rows has all of them.
const SHOWN: usize = 500;

#[derive(Debug, Serialize)]
pub struct RosterPreview {
    pub event: String,
    pub event_path: String,
    /// `/rosters/7`.
    pub path: String,
    pub file_name: String,
    pub rows: usize,
    pub added: usize,
    pub updated: usize,
    pub same: usize,
    pub faulty_rows: usize,
    pub faults: Vec<FaultRow>,
    pub faults_more: usize,
    /// People who do not meet a condition of what they would take part in.
    pub unmet: Vec<FaultRow>,
    pub unmet_more: usize,
    pub unmet_rows: usize,
    pub warnings: Vec<FaultRow>,
    pub warnings_more: usize,
    pub changes: Vec<ChangeRow>,
    pub changes_more: usize,
    pub ignored: String,
    /// It was entered already.
    pub done: bool,
    pub may_take: bool,
    /// The reason for letting people in against a condition; no field where nobody needs one.
    pub form: Form,
}

#[derive(Debug, Serialize)]
pub struct ChangeRow {
    pub row: usize,
    pub name: String,
    pub id_tail: String,
    pub unit: String,
    pub entry: String,
    pub what: Tag,
    pub differs: Vec<DiffersRow>,
}

/// A value that becomes another one.
#[derive(Debug, Serialize)]
pub struct DiffersRow {
    pub label: Phrase,
    pub before: Phrase,
    pub after: Phrase,
}

impl RosterPreview {
    pub fn new(path: &str, preview: Preview, reason: &str, wrong: &[Fault]) -> RosterPreview {
        let count = |wanted: fn(&Change) -> bool| preview.count(wanted);
        let excepted = preview.unmet_rows();
        // What changes is what one looks at; who is known and the same is but counted, and whoever does not
        // meet a condition stands under it.
        let told = |(row, change): &&(Row, Change)| *change != Change::Same && !excepted.contains(&row.number);
        let asked = (!preview.unmet.is_empty()).then_some(reason);
        let may_take = preview.faults.is_empty() && preview.to_do() > 0;
        let changed = preview.changes.iter().filter(told).count();
        RosterPreview {
            event: preview.event.name.clone(),
            event_path: super::list::path_of_event(preview.event.id),
            path: path.to_owned(),
            rows: preview.rows,
            added: count(|change| *change == Change::Add),
            updated: count(|change| matches!(change, Change::Update(..))),
            same: count(|change| *change == Change::Same),
            faulty_rows: preview.faulty_rows(),
            faults_more: preview.faults.len().saturating_sub(SHOWN),
            unmet_more: preview.unmet.len().saturating_sub(SHOWN),
            unmet_rows: excepted.len(),
            form: with_faults(asked.map(reason_field).into_iter().collect(), wrong),
            unmet: preview.unmet.into_iter().take(SHOWN).map(FaultRow::from).collect(),
            warnings_more: preview.warnings.len().saturating_sub(SHOWN),
            changes: preview.changes.iter().filter(told).take(SHOWN).map(ChangeRow::from).collect(),
            changes_more: changed.saturating_sub(SHOWN),
            ignored: preview.ignored.join("、"),
            done: preview.imported_at.is_some(),
            may_take,
            faults: preview.faults.into_iter().take(SHOWN).map(FaultRow::from).collect(),
            warnings: preview.warnings.into_iter().take(SHOWN).map(FaultRow::from).collect(),
            file_name: preview.file_name,
        }
    }
}

fn reason_field(typed: &str) -> TextField {
    TextField::new(Control::Text, "reason", phrase!("participant-unmet-reason"))
        .help(phrase!("participant-unmet-reason-help"))
        .value(typed)
        .required()
}

impl From<&(Row, Change)> for ChangeRow {
    fn from((row, change): &(Row, Change)) -> ChangeRow {
        let (what, differs) = match change {
            Change::Add => (Tag::new(Tone::Going, phrase!("participant-change-add")), &[][..]),
            Change::Update(_, differs) => {
                (Tag::new(Tone::Wait, phrase!("participant-change-update")), differs.as_slice())
            }
            Change::Same => (Tag::new(Tone::Plain, phrase!("participant-change-same")), &[][..]),
            Change::Ended => (Tag::new(Tone::Plain, phrase!("participant-change-ended")), &[][..]),
        };
        let text = |field| row.person.get(field).to_owned();
        ChangeRow {
            row: row.number,
            name: text(Field::Name),
            id_tail: shown(row.person.get(Field::Id)),
            unit: text(Field::Unit),
            entry: text(Field::Entry),
            what,
            differs: differs.iter().map(DiffersRow::from).collect(),
        }
    }
}

impl From<&Differs> for DiffersRow {
    fn from(differs: &Differs) -> DiffersRow {
        let said = |text: &str| match differs.field {
            _ if text.is_empty() => Phrase::typed("—"),
            Field::Id => Phrase::typed(shown(text)),
            Field::Division => super::show::division(text).unwrap_or_else(|| Phrase::typed(text)),
            Field::Level => match text.parse::<SkillLevel>() {
                Ok(level) => family!("participant-level", level.as_str()),
                Err(_) => Phrase::typed(text),
            },
            Field::Employer => words::employer(text).unwrap_or_else(|| Phrase::typed(text)),
            _ => Phrase::typed(text),
        };
        DiffersRow {
            label: family!("roster-field", differs.field.as_str()),
            before: said(&differs.before),
            after: said(&differs.after),
        }
    }
}

impl Page for RosterPreview {
    const TEMPLATE: &'static str = "pages/participants/preview";

    fn title(&self, say: Say) -> String {
        say.t(key!("participant-preview"))
    }

    fn sample() -> RosterPreview {
        let fault = |row, column: &str, value: &str, code: &'static str, hint: &str| FaultRow {
            row,
            column: column.to_owned(),
            value: value.to_owned(),
            remedy: family!("fault", code).with("hint", hint).with("max", hint),
        };
        let change = |row, name: &str, what, differs| ChangeRow {
            row,
            name: name.to_owned(),
            id_tail: "…0011".to_owned(),
            unit: "样例建筑安装公司".to_owned(),
            entry: "砌筑工".to_owned(),
            what,
            differs,
        };
        let differs =
            Differs {
                field: Field::Unit, before: "样例公司".to_owned(), after: "样例建筑安装公司".to_owned()
            };
        RosterPreview {
            event: "样例市职业技能大赛".to_owned(),
            event_path: "/events/7/participants".to_owned(),
            path: "/rosters/7".to_owned(),
            file_name: "选手登记表.xlsx".to_owned(),
            rows: 120,
            added: 100,
            updated: 1,
            same: 17,
            faulty_rows: 2,
            faults: vec![
                fault(3, "身份证号", "3.3…E+17", "damaged-by-spreadsheet", ""),
                fault(9, "姓名", "钱样", "two-names", "4"),
                fault(12, "参赛项目", "木工", "unknown", "砌筑工 / 焊工"),
            ],
            faults_more: 3,
            warnings: vec![
                fault(4, "手机", "13800000000", "shared-phone", "4、5"),
                fault(6, "身份证号", "孙样例", "no-id", "2"),
                fault(8, "姓名", "李样例", "ended", ""),
            ],
            warnings_more: 0,
            unmet: vec![FaultRow {
                row: 7,
                column: "身份证号".to_owned(),
                value: "吴样例".to_owned(),
                remedy: phrase!("fault-unmet-age-most", max = 45, seen = 47, date = "2019-12-07"),
            }],
            unmet_more: 0,
            unmet_rows: 1,
            form: with_faults(vec![reason_field("")], &[Fault::new("reason", "required")]),
            changes: vec![
                change(2, "赵样例", Tag::new(Tone::Going, phrase!("participant-change-add")), Vec::new()),
                change(
                    5,
                    "周样例",
                    Tag::new(Tone::Wait, phrase!("participant-change-update")),
                    vec![DiffersRow::from(&differs)],
                ),
            ],
            changes_more: 12,
            ignored: "序号、民族".to_owned(),
            done: false,
            may_take: false,
        }
    }

    fn samples() -> Vec<RosterPreview> {
        let sound = RosterPreview { faults: Vec::new(), faulty_rows: 0, may_take: true, ..RosterPreview::sample() };
        let same = || RosterPreview {
            faults: Vec::new(),
            warnings: Vec::new(),
            unmet: Vec::new(),
            unmet_rows: 0,
            form: Form::default(),
            changes: Vec::new(),
            faults_more: 0,
            changes_more: 0,
            faulty_rows: 0,
            added: 0,
            updated: 0,
            ignored: String::new(),
            ..RosterPreview::sample()
        };
        vec![RosterPreview::sample(), sound, same(), RosterPreview { done: true, ..same() }]
    }
}
