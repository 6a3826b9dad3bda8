//! A plan from a file: choosing it, and looking at what would be done.

use crate::domain::fault::RowFault;
use crate::domain::plan::Change;
use crate::service::Fault;
use crate::service::files::Faulty;
use crate::service::plans::import::{Preview, item};
use crate::sheets::{Cell, Column, Sheet};
use crate::text::parts::{Control, Field, Form, Tag, Tone};
use crate::text::{Page, Phrase, Say};
use crate::web::errors::{FaultFamily, fault_phrase};
use crate::web::pages::plan::show::level;
use crate::{family, key, phrase};
use serde::Serialize;

/// Choosing a file.
#[derive(Debug, Serialize)]
pub struct ImportForm {
    pub year: i32,
    pub form: Form,
}

impl ImportForm {
    pub fn new(year: i32, several: bool, faults: &[Fault]) -> ImportForm {
        let error = faults.first().map(|fault| fault_phrase(FaultFamily::Field, fault));
        let file = Field::new(Control::File, "file", phrase!("plan-file")).help(phrase!("plan-file-help")).error(error);
        let several = Field::new(Control::Checkbox, "several", phrase!("plan-several")).checked(several);
        let form =
            Form::new(vec![file.accept(".xlsx,.xls,.csv").required(), several.help(phrase!("plan-several-help"))]);
        ImportForm { year, form }
    }
}

impl Page for ImportForm {
    const TEMPLATE: &'static str = "pages/plan/import";

    fn title(&self, say: Say) -> String {
        say.t(key!("plan-import"))
    }

    fn sample() -> ImportForm {
        ImportForm::new(2019, false, &[])
    }

    fn samples() -> Vec<ImportForm> {
        vec![ImportForm::sample(), ImportForm::new(2019, true, &[Fault::new("file", "sheet-empty")])]
    }
}

/// What taking the file over would do.
#[derive(Debug, Serialize)]
pub struct ImportPreview {
    /// `/plan/imports/7`.
    pub path: String,
    pub file_name: String,
    /// The year the person came from; none for a file of several years.
    pub year: Option<i32>,
    pub rows: usize,
    pub faults: Vec<FaultRow>,
    /// Faults past those shown; the file of the faulty rows has them all.
    pub faults_more: usize,
    pub faulty_rows: usize,
    pub changes: Vec<ChangeRow>,
    pub changes_more: usize,
    pub added: usize,
    pub replaced: usize,
    pub same: usize,
    pub ignored: String,
    pub published: String,
    pub done: bool,
    pub may_take: bool,
}

/// Faults and items that one page shows: a whole year's plan, and no browser's end.
const SHOWN: usize = 1_000;

#[derive(Debug, Serialize)]
pub struct FaultRow {
    pub row: usize,
    pub column: String,
    pub value: String,
    pub remedy: Phrase,
}

#[derive(Debug, Serialize)]
pub struct ChangeRow {
    pub row: usize,
    pub year: i32,
    pub name: String,
    pub kind: Phrase,
    pub level: Option<Phrase>,
    pub host: String,
    pub what: Tag,
}

impl From<Preview> for ImportPreview {
    fn from(preview: Preview) -> ImportPreview {
        let count = |wanted: fn(&Change) -> bool| preview.changes.iter().filter(|(_, change)| wanted(change)).count();
        let (to_do, faulty_rows) = (preview.to_do(), preview.faulty_rows());
        let published: Vec<String> = preview.published.iter().map(i32::to_string).collect();
        ImportPreview {
            path: format!("/plan/imports/{}", preview.id),
            year: preview.year,
            rows: preview.rows,
            faulty_rows,
            added: count(|change| matches!(change, Change::Add(_))),
            replaced: count(|change| matches!(change, Change::Replace(_))),
            same: count(|change| matches!(change, Change::Same(_))),
            ignored: preview.ignored.join("、"),
            published: published.join("、"),
            done: preview.imported_at.is_some() && to_do == 0,
            may_take: to_do > 0 && preview.published.is_empty(),
            faults_more: preview.faults.len().saturating_sub(SHOWN),
            changes_more: preview.changes.len().saturating_sub(SHOWN),
            faults: preview.faults.into_iter().take(SHOWN).map(FaultRow::from).collect(),
            changes: preview.changes.iter().take(SHOWN).map(ChangeRow::from).collect(),
            file_name: preview.file_name,
        }
    }
}

impl From<RowFault> for FaultRow {
    fn from(fault: RowFault) -> FaultRow {
        let code = fault.key.strip_prefix("fault-").unwrap_or(fault.key);
        let remedy = family!("fault", code).with("hint", fault.hint.clone()).with("max", fault.hint);
        FaultRow {
            row: fault.row,
            column: fault.column,
            value: fault.value,
            remedy: fault.args.iter().fold(remedy, |remedy, (name, value)| remedy.given(name, value)),
        }
    }
}

/// The rows that have faults with their own columns, and before them the row's number and what to mend.
pub fn faulty_sheet(found: &Faulty, say: Say) -> Sheet {
    let own = [(say.t(key!("plan-row")), 8), (say.t(key!("plan-remedy")), 60)];
    let own = own.into_iter().map(|(heading, width)| Column::new(heading, width));
    let columns = own.chain(found.headings.iter().map(|heading| Column::new(heading, 20)));
    let row = |(number, cells, faults): &(usize, Vec<String>, Vec<RowFault>)| {
        let remedy = |fault: &RowFault| {
            let remedy = FaultRow::from(fault.clone()).remedy;
            format!("{}: {}", fault.column, say.phrase(&remedy))
        };
        let remedies = faults.iter().map(remedy).collect::<Vec<_>>().join("\n");
        let own = [Cell::Whole(i64::try_from(*number).unwrap_or(i64::MAX)), Cell::text(remedies)];
        own.into_iter().chain(cells.iter().map(Cell::text)).collect()
    };
    Sheet {
        name: say.t(key!("plan-faulty-file")),
        columns: columns.collect(),
        rows: found.rows.iter().map(row).collect(),
        ..Sheet::default()
    }
}

impl From<&(usize, Change)> for ChangeRow {
    fn from((row, change): &(usize, Change)) -> ChangeRow {
        let what = match change {
            Change::Add(_) => Tag::new(Tone::Going, phrase!("plan-change-add")),
            Change::Replace(_) => Tag::new(Tone::Wait, phrase!("plan-change-replace")),
            Change::Same(_) => Tag::new(Tone::Plain, phrase!("plan-change-same")),
        };
        let item = item(change);
        ChangeRow {
            row: *row,
            year: item.year,
            name: item.name.clone(),
            kind: family!("event-kind", item.kind.as_str()),
            level: level(item.level.map(|level| level.as_str()), item.class.map(|class| class.as_str())),
            host: item.host.clone(),
            what,
        }
    }
}

impl Page for ImportPreview {
    const TEMPLATE: &'static str = "pages/plan/preview";

    fn title(&self, say: Say) -> String {
        say.t(key!("plan-preview"))
    }

    fn sample() -> ImportPreview {
        let fault = |row, column: &str, value: &str, code: &'static str, hint: &str| FaultRow {
            row,
            column: column.to_owned(),
            value: value.to_owned(),
            remedy: family!("fault", code).with("hint", hint).with("max", hint),
        };
        let change = |row, name: &str, what| ChangeRow {
            row,
            year: 2019,
            name: name.to_owned(),
            kind: family!("event-kind", "competition"),
            level: level(Some("provincial"), Some("2")),
            host: "样例技师学院".to_owned(),
            what,
        };
        ImportPreview {
            path: "/plan/imports/7".to_owned(),
            file_name: "2019年竞赛计划.xlsx".to_owned(),
            year: Some(2019),
            rows: 4,
            faults: vec![
                fault(3, "承办单位", "同上", "as-above", ""),
                fault(5, "级别", "街道级", "not-for-plan", "省级 / 市级"),
            ],
            faults_more: 3,
            faulty_rows: 2,
            changes_more: 12,
            changes: vec![
                change(2, "电工技能竞赛", Tag::new(Tone::Going, phrase!("plan-change-add"))),
                change(4, "焊工技能竞赛", Tag::new(Tone::Plain, phrase!("plan-change-same"))),
            ],
            added: 1,
            replaced: 0,
            same: 1,
            ignored: "序号".to_owned(),
            published: String::new(),
            done: false,
            may_take: true,
        }
    }

    fn samples() -> Vec<ImportPreview> {
        let done = ImportPreview {
            faults: Vec::new(),
            faults_more: 0,
            faulty_rows: 0,
            changes: Vec::new(),
            changes_more: 0,
            added: 0,
            year: None,
            ignored: String::new(),
            published: "2018".to_owned(),
            done: true,
            may_take: false,
            ..ImportPreview::sample()
        };
        let sound = ImportPreview { faults: Vec::new(), faulty_rows: 0, ..ImportPreview::sample() };
        vec![ImportPreview::sample(), sound, done]
    }
}
