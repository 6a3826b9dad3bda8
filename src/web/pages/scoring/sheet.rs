//! The sheet of one base, for a tablet on site.

use super::handed;
use super::lines::{FileView, Filled, Given, LineView, files};
use super::self_score::sum;
use crate::domain::evaluation::phase::Phase;
use crate::domain::evaluation::points::Points;
use crate::domain::evaluation::rubric::{Body, Bonus, Deduction, Effect, Indicator, Level, Node, Rubric, Scale};
use crate::domain::ids::EvaluationId;
use crate::service::evaluations::{self, OwnBase, OwnSheet, OwnYear, SheetProgress};
use crate::service::{Fault, ServiceError};
use crate::text::parts::{Form, Tag};
use crate::text::{Page, Phrase, Say};
use crate::web::answer::{Answer, Result};
use crate::web::errors::{FaultFamily, fault_phrase};
use crate::web::forms::Checked;
use crate::web::overtaken::{self, is_overtaken};
use crate::web::pages::judging::held;
use crate::web::pages::notices::id;
use crate::web::shell::View;
use chrono::NaiveDate;
use rocket::{get, post};
use serde::Serialize;
use std::collections::BTreeMap;

#[get("/scoring/<evaluation>/bases/<number>")]
pub async fn show(view: View, evaluation: i64, number: usize) -> Result {
    page(view, evaluation, number, &BTreeMap::new(), &[]).await
}

async fn page(
    view: View,
    evaluation: i64,
    number: usize,
    typed: &BTreeMap<String, String>,
    faults: &[Fault],
) -> Result {
    let of = id::<EvaluationId>(evaluation)?;
    let sheet = view.act(move |app, who| evaluations::own_sheet(app, who, of, number)).await?;
    let owner = view.who()?.id().to_string();
    view.page_as(overtaken::status(faults), &SheetPage::new(&sheet, typed, faults, &owner))
}

/// The form again, with what was wrong, or with what something else has saved meanwhile.
async fn again(view: View, evaluation: i64, number: usize, form: &Checked, error: ServiceError) -> Result {
    let mut typed = form.0.typed();
    match error {
        ServiceError::Invalid(faults) => page(view, evaluation, number, &typed, &faults).await,
        stale if is_overtaken(&stale) => {
            let of = id::<EvaluationId>(evaluation)?;
            let sheet = view.act(move |app, who| evaluations::own_sheet(app, who, of, number)).await?;
            let faults = overtaken::merge(&mut typed, &stored(&sheet), !handed(&form.0).is_empty());
            page(view, evaluation, number, &typed, &faults).await
        }
        error => Err(error.into()),
    }
}

/// What is kept of a sheet, by field.
fn stored(sheet: &OwnSheet) -> BTreeMap<String, String> {
    let mut stored = filled(sheet, &BTreeMap::new(), &[]).stored();
    stored.insert("n-remarks".to_owned(), sheet.sheet.as_ref().map(|sheet| sheet.remarks.clone()).unwrap_or_default());
    stored
}

fn filled<'s>(sheet: &'s OwnSheet, typed: &'s BTreeMap<String, String>, faults: &'s [Fault]) -> Filled<'s> {
    let kept = sheet.marks.iter().map(|row| (row.line.as_str(), row.mark.as_str(), row.note.as_str())).collect();
    Filled { rubric: &sheet.rubric, kept, typed, faults, open: sheet.open }
}

#[post("/scoring/<evaluation>/bases/<number>", data = "<form>")]
pub async fn write(view: View, evaluation: i64, number: usize, form: Checked) -> Result {
    let (of, version, sent) = (id::<EvaluationId>(evaluation)?, form.0.version(), form.0.typed());
    let (photos, sign) = (handed(&form.0), form.0.text("do") == "sign");
    let kept = view.act(move |app, who| evaluations::put_sheet(app, who, of, number, version, (&sent, &photos), sign));
    match kept.await {
        Ok(()) if sign => Ok(Answer::done(format!("/scoring/{evaluation}"), "sheet-signed")),
        Ok(()) => Ok(Answer::done(format!("/scoring/{evaluation}/bases/{number}"), "saved")),
        Err(error) => again(view, evaluation, number, &form, error).await,
    }
}

/// Takes a photo out; what was typed meanwhile is kept as a draft first.
#[post("/scoring/<evaluation>/bases/<number>/photos/<sha256>/remove", data = "<form>")]
pub async fn remove(view: View, evaluation: i64, number: usize, sha256: &str, form: Checked) -> Result {
    let (of, version, sent) = (id::<EvaluationId>(evaluation)?, form.0.version(), form.0.typed());
    let (photos, line, sha256) = (handed(&form.0), form.0.text("photo").to_owned(), sha256.to_owned());
    let kept = view.act(move |app, who| {
        evaluations::put_sheet(app, who, of, number, version, (&sent, &photos), false)?;
        evaluations::remove_photo(app, who, of, number, &line, &sha256)
    });
    match kept.await {
        Ok(()) => Ok(Answer::done(format!("/scoring/{evaluation}/bases/{number}"), "paper-removed")),
        Err(error) => again(view, evaluation, number, &form, error).await,
    }
}

#[get("/scoring/<evaluation>/bases/<number>/papers/<sha256>")]
pub async fn paper(view: View, evaluation: i64, number: usize, sha256: &str) -> Result {
    let (of, sha256) = (id::<EvaluationId>(evaluation)?, sha256.to_owned());
    let paper = view.act(move |app, who| evaluations::own_paper(app, who, of, number, &sha256)).await?;
    Ok(Answer::File { name: paper.file_name, media_type: paper.media_type, bytes: paper.bytes })
}

#[derive(Debug, Serialize)]
pub struct SheetPage {
    pub path: String,
    pub list_path: String,
    pub year: String,
    pub name: String,
    pub host: String,
    pub state: Tag,
    pub round: i32,
    pub until: Option<NaiveDate>,
    /// Of one's own marks so far, and what the base gives itself.
    pub sum: String,
    pub base_sum: String,
    pub errors: Form,
    pub lines: Vec<LineView>,
    pub remarks: String,
    pub remarks_fault: Option<Phrase>,
    pub version: i64,
    pub owner: String,
    /// What is stored, where the page gives back what was refused.
    pub held: Option<String>,
    /// What the form was filled from, by field.
    pub seen: String,
    pub open: bool,
}

impl SheetPage {
    fn new(sheet: &OwnSheet, typed: &BTreeMap<String, String>, faults: &[Fault], owner: &str) -> SheetPage {
        let list_path = format!("/scoring/{}", sheet.of.id);
        let path = format!("{list_path}/bases/{}", sheet.base.number);
        let (filled, stored) = (filled(sheet, typed, faults), stored(sheet));
        let at = |sha256: &str| format!("{path}/papers/{sha256}");
        let mut lines = filled.lines(|line| {
            files(&sheet.photos, line, |paper| {
                let remove = sheet.open.then(|| format!("{path}/photos/{}/remove", paper.sha256));
                (at(&paper.sha256), remove)
            })
        });
        for line in &mut lines {
            let own = sheet.self_marks.iter().find(|row| row.line == line.code);
            line.base = Some(Given {
                mark: own.map(|row| row.mark.clone()).unwrap_or_default(),
                note: own.map(|row| row.note.clone()).unwrap_or_default(),
                files: files(&sheet.evidence, &line.code, |paper| (at(&paper.sha256), None)),
            });
            line.first = sheet.first.iter().find(|row| row.line == line.code).map(|row| row.mark.clone());
        }
        let fault = faults.iter().find(|fault| fault.field == "n-remarks");
        let marks = |rows: Vec<(&str, &str)>| sum(&sheet.rubric, rows.into_iter());
        SheetPage {
            year: sheet.of.year.to_string(),
            name: sheet.base.name.clone(),
            host: sheet.base.host.clone(),
            state: super::own::progress(sheet.base.progress),
            round: sheet.base.round,
            until: sheet.of.score_until,
            sum: marks(sheet.marks.iter().map(|row| (row.line.as_str(), row.mark.as_str())).collect()),
            base_sum: marks(sheet.self_marks.iter().map(|row| (row.line.as_str(), row.mark.as_str())).collect()),
            errors: filled.errors(),
            lines,
            remarks: typed.get("n-remarks").or(stored.get("n-remarks")).cloned().unwrap_or_default(),
            remarks_fault: fault.map(|fault| fault_phrase(FaultFamily::Field, fault)),
            version: sheet.sheet.as_ref().map_or(0, |sheet| sheet.version),
            owner: format!("{owner}-{}", sheet.base.round),
            seen: overtaken::seen(&stored),
            held: held(faults, stored.into_iter()),
            open: sheet.open,
            path,
            list_path,
        }
    }
}

pub(super) fn sample_rubric() -> Rubric {
    let leaf = |code: &str, name: &str, points: i64, indicator: Indicator| Node {
        code: code.to_owned(),
        name: name.to_owned(),
        weight: Points::whole(points),
        body: Body::Indicator(indicator),
    };
    let deduction = |when: &str, effect| Deduction { when: when.to_owned(), effect };
    let level = |name: &str, points| Level { name: name.to_owned(), points: Points::whole(points) };
    let site = Indicator {
        deductions: vec![deduction("无场地", Effect::Nought), deduction("标牌不明显", Effect::Less(Points::whole(2)))],
        evidence: vec!["场地照片".to_owned()],
        ..Indicator::default()
    };
    let graded = Scale::Levels(vec![level("好", 20), level("中", 12), level("差", 0)]);
    let branch = |code: &str, name: &str, points: i64, items| Node {
        code: code.to_owned(),
        name: name.to_owned(),
        weight: Points::whole(points),
        body: Body::Branch(items),
    };
    Rubric {
        items: vec![
            branch(
                "1",
                "基础保障",
                60,
                vec![
                    leaf("1.1", "专用工作场地", 40, site),
                    leaf("1.2", "设备", 20, Indicator { scale: graded, ..Indicator::default() }),
                ],
            ),
            branch("2", "培训", 40, vec![leaf("2.1", "培训规模", 40, Indicator::default())]),
        ],
        bonus: vec![Bonus { code: "B1".to_owned(), name: "承办竞赛".to_owned(), max: Some(Points::whole(5)) }],
        vetoes: Vec::new(),
    }
}

pub(super) fn sample_files(line: &str) -> Vec<FileView> {
    let file = FileView {
        name: "场地平面图.pdf".to_owned(),
        path: "/self-scores/7/papers/3".to_owned(),
        size: 84_000,
        remove: Some("/self-scores/7/papers/3/remove".to_owned()),
    };
    if line == "1.1" { vec![file] } else { Vec::new() }
}

pub(super) fn sample_year(phase: Phase, declared: bool) -> OwnYear {
    let base = |number, name: &str, round, progress| OwnBase {
        number,
        name: name.to_owned(),
        host: "样例技师学院".to_owned(),
        round,
        progress,
    };
    OwnYear {
        id: EvaluationId::new(1),
        year: 2019,
        phase,
        score_until: NaiveDate::from_ymd_opt(2020, 2, 20),
        declared,
        bases: vec![
            base(1, "样例建筑技能公共实训基地", 1, SheetProgress::Draft),
            base(2, "样例鞋革公共实训基地", 2, SheetProgress::Nothing),
            base(3, "样例电气公共实训基地", 1, SheetProgress::Signed),
        ],
    }
}

impl Page for SheetPage {
    const TEMPLATE: &'static str = "pages/scoring/sheet";

    fn title(&self, _: Say) -> String {
        self.name.clone()
    }

    fn sample() -> SheetPage {
        let of = sample_year(Phase::Moderation, true);
        let sheet = OwnSheet {
            base: of.bases[1].clone(),
            rubric: sample_rubric(),
            self_marks: Vec::new(),
            evidence: Vec::new(),
            sheet: None,
            marks: Vec::new(),
            photos: Vec::new(),
            first: Vec::new(),
            open: true,
            of,
        };
        let faults = [Fault::new("m-1.1", "required"), Fault::new("n-remarks", "too-long").with("max", 4_000)];
        let mut page = SheetPage::new(&sheet, &BTreeMap::new(), &faults, "7");
        for line in &mut page.lines {
            line.first = Some("12".to_owned());
            line.base = Some(Given {
                mark: "20".to_owned(),
                note: "两个专用车间".to_owned(),
                files: sample_files(&line.code).into_iter().map(|file| FileView { remove: None, ..file }).collect(),
            });
            line.files = sample_files(&line.code);
        }
        page
    }

    fn samples() -> Vec<SheetPage> {
        let signed = SheetPage { open: false, errors: Form::default(), held: None, round: 1, ..SheetPage::sample() };
        vec![SheetPage::sample(), signed]
    }
}
