//! One indicator on a form: what is asked, what is given, what is wrong.

use crate::domain::evaluation::rubric::{Leaf, Level, Rubric, Scale};
use crate::phrase;
use crate::service::Fault;
use crate::service::evaluations::remark;
use crate::storage::scoring::papers::PaperRow;
use crate::text::Phrase;
use crate::text::parts::{Control, Field, Form};
use crate::web::errors::{FaultFamily, fault_phrase};
use crate::web::pages::evaluations::deduction;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Debug, Serialize)]
pub struct LineView {
    pub code: String,
    pub branch: String,
    pub name: String,
    pub max: String,
    /// One of these by a press; none for a mark that is typed.
    pub levels: Vec<LevelView>,
    pub deductions: Vec<Phrase>,
    /// Papers the rubric asks for.
    pub wanted: String,
    pub mark: String,
    pub note: String,
    pub files: Vec<FileView>,
    pub mark_fault: Option<Phrase>,
    pub note_fault: Option<Phrase>,
    pub file_fault: Option<Phrase>,
    /// What the base gives itself; none on its own form.
    pub base: Option<Given>,
    /// One's own mark of the first round.
    pub first: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct LevelView {
    pub value: String,
    pub name: String,
    pub chosen: bool,
}

/// A mark with note and papers, to be read.
#[derive(Debug, Serialize)]
pub struct Given {
    pub mark: String,
    pub note: String,
    pub files: Vec<FileView>,
}

#[derive(Debug, Serialize)]
pub struct FileView {
    pub name: String,
    pub path: String,
    pub size: i64,
    /// What takes it out, as a button's value.
    pub remove: Option<String>,
}

/// What is kept, what was typed, what is wrong with it.
pub struct Filled<'f> {
    pub rubric: &'f Rubric,
    /// Code, mark and note.
    pub kept: Vec<(&'f str, &'f str, &'f str)>,
    pub typed: &'f BTreeMap<String, String>,
    pub faults: &'f [Fault],
    /// Something can be written.
    pub open: bool,
}

impl Filled<'_> {
    /// The lines of the form; `files` gives the papers of an indicator.
    pub fn lines(&self, files: impl Fn(&str) -> Vec<FileView>) -> Vec<LineView> {
        let leaves = self.rubric.leaves();
        let indicators = leaves.iter().map(|leaf| LineView {
            branch: leaf.branch.map(|branch| branch.name.clone()).unwrap_or_default(),
            name: leaf.node.name.clone(),
            max: leaf.node.weight.to_string(),
            levels: self.levels(leaf),
            deductions: leaf.indicator.deductions.iter().map(deduction).collect(),
            wanted: leaf.indicator.evidence.join("\u{3001}"),
            ..self.line(&leaf.node.code, &files)
        });
        let bonus = self.rubric.bonus.iter().map(|bonus| LineView {
            name: bonus.name.clone(),
            max: bonus.max.map(|max| max.to_string()).unwrap_or_default(),
            ..self.line(&bonus.code, &files)
        });
        indicators.chain(bonus).collect()
    }

    fn levels(&self, leaf: &Leaf<'_>) -> Vec<LevelView> {
        let mark = self.text("m", &leaf.node.code);
        let view = |level: &Level| {
            let value = level.points.to_string();
            LevelView { chosen: mark == value || mark == level.name, name: level.name.clone(), value }
        };
        match &leaf.indicator.scale {
            Scale::Levels(levels) => levels.iter().map(view).collect(),
            Scale::Points => Vec::new(),
        }
    }

    fn text(&self, kind: &str, code: &str) -> String {
        let kept = self.kept.iter().find(|(line, ..)| *line == code);
        let kept = kept.map_or("", |(_, mark, note)| if kind == "m" { mark } else { note });
        self.typed.get(&format!("{kind}-{code}")).cloned().unwrap_or_else(|| kept.to_owned())
    }

    fn fault(&self, kind: &str, code: &str) -> Option<Phrase> {
        let field = format!("{kind}-{code}");
        let found = self.faults.iter().find(|fault| fault.field == field).cloned();
        // A draft says already what will be refused at the end.
        let found = found.or_else(|| {
            let early = kind == "m" && self.open && self.faults.is_empty();
            if early { remark(self.rubric, code, &self.text("m", code)) } else { None }
        });
        found.map(|fault| fault_phrase(FaultFamily::Field, &fault))
    }

    fn line(&self, code: &str, files: impl Fn(&str) -> Vec<FileView>) -> LineView {
        LineView {
            code: code.to_owned(),
            branch: String::new(),
            name: String::new(),
            max: String::new(),
            levels: Vec::new(),
            deductions: Vec::new(),
            wanted: String::new(),
            mark: self.text("m", code),
            note: self.text("n", code),
            files: files(code),
            mark_fault: self.fault("m", code),
            note_fault: self.fault("n", code),
            file_fault: self.fault("p", code),
            base: None,
            first: None,
        }
    }

    /// What is stored of the lines, by field and as the form shows it.
    pub fn stored(&self) -> BTreeMap<String, String> {
        let typed = BTreeMap::new();
        let kept = Filled { kept: self.kept.clone(), typed: &typed, faults: &[], ..*self };
        let fields = |line: LineView| {
            let level = line.levels.iter().find(|level| level.chosen).map(|level| level.value.clone());
            let mark = if line.levels.is_empty() { line.mark } else { level.unwrap_or_default() };
            [(format!("m-{}", line.code), mark), (format!("n-{}", line.code), line.note)]
        };
        kept.lines(|_| Vec::new()).into_iter().flat_map(fields).collect()
    }

    /// The summary above the form: every fault with its indicator's name.
    pub fn errors(&self) -> Form {
        let leaves = self.rubric.leaves();
        let name = |fault: &Fault| {
            let code = fault.field.get(2..).unwrap_or_default();
            let leaf = leaves.iter().find(|leaf| leaf.node.code == code).map(|leaf| &leaf.node.name);
            let bonus = || self.rubric.bonus.iter().find(|bonus| bonus.code == code).map(|bonus| &bonus.name);
            let name = leaf.or_else(bonus);
            name.map_or(phrase!("scoring-remarks"), |name| Phrase::typed(format!("{code} {name}")))
        };
        let field = |fault: &Fault| {
            let said = fault_phrase(FaultFamily::Field, fault);
            Field::new(Control::Text, &fault.field, name(fault)).error(Some(said))
        };
        let (whole, own): (Vec<&Fault>, Vec<&Fault>) = self.faults.iter().partition(|fault| fault.field.is_empty());
        let form = Form::new(own.into_iter().map(field).collect());
        whole.into_iter().fold(form, |form, fault| form.fault(fault_phrase(FaultFamily::Field, fault)))
    }
}

/// The papers of one indicator, at `path`, each by what `of` says of it: the address and what takes it out.
pub fn files<'p>(
    papers: impl IntoIterator<Item = &'p PaperRow>,
    line: &str,
    of: impl Fn(&PaperRow) -> (String, Option<String>),
) -> Vec<FileView> {
    let view = |paper: &PaperRow| {
        let (path, remove) = of(paper);
        FileView { name: paper.file_name.clone(), path, size: paper.size, remove }
    };
    papers.into_iter().filter(|paper| paper.line == line).map(view).collect()
}
