//! Yearly evaluations of bases as everybody sees them, and the opening of a year.

use crate::domain::evaluation::rubric::{Deduction, Effect};
use crate::domain::ids::EvaluationId;
use crate::domain::policy::{Coded, TieRule};
use crate::platform::assets;
use crate::service::evaluations::{self, Opened};
use crate::service::{Fault, ServiceError};
use crate::storage::evaluations::EvaluationRow;
use crate::text::parts::{Control, Empty, Field};
use crate::text::{Page, Phrase, Say};
use crate::web::answer::{Answer, Result};
use crate::web::forms::Checked;
use crate::web::pages::form_page::{FormPage, with_faults};
use crate::web::pages::notices::id;
use crate::web::run;
use crate::web::shell::View;
use crate::{key, phrase};
use chrono::NaiveDate;
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![index, new, open, rubric, display]
}

#[get("/evaluations")]
async fn index(view: View) -> Result {
    let rows = run(&view.app, evaluations::list).await?;
    let may_open = view.who().is_ok_and(|who| evaluations::may_open(&who).is_ok());
    view.page(&EvaluationList::new(rows, may_open))
}

/// The shipped rubric, to be filled in and sent back.
#[get("/evaluations/rubric")]
fn rubric() -> Answer {
    // With the mark that tells spreadsheets that it is UTF-8.
    let bytes = ["\u{feff}", assets::RUBRIC].concat().into_bytes();
    Answer::File { name: "评分标准样表.csv".to_owned(), media_type: "text/csv; charset=utf-8".to_owned(), bytes }
}

fn form(year: &str, faults: &[Fault]) -> FormPage {
    let fields = vec![
        Field::new(Control::Number, "year", phrase!("evaluation-year")).value(year).required(),
        Field::new(Control::File, "rubric", phrase!("evaluation-rubric"))
            .help(phrase!("evaluation-rubric-help"))
            .accept(".csv,.xlsx,.xls")
            .required(),
    ];
    let page = FormPage::new(phrase!("evaluation-open"), "/evaluations/new", phrase!("evaluation-open"), Vec::new());
    let page = page.crumb("/evaluations", phrase!("evaluation-title")).lead(phrase!("evaluation-open-lead"));
    FormPage {
        form: with_faults(fields, faults),
        multipart: true,
        files: vec![("/evaluations/rubric".to_owned(), phrase!("evaluation-rubric-sample"))],
        ..page
    }
}

#[get("/evaluations/new")]
async fn new(view: View) -> Result {
    evaluations::may_open(&view.who()?)?;
    view.page(&form("", &[]))
}

#[post("/evaluations/new", data = "<sent>")]
async fn open(view: View, sent: Checked) -> Result {
    let year = sent.0.text("year").to_owned();
    let file = sent.0.file("rubric").filter(|file| !file.too_large);
    let (name, bytes) = file.map(|file| (file.name.clone(), file.bytes.clone())).unwrap_or_default();
    let typed = year.clone();
    match view.act(move |app, who| evaluations::open(app, who, &year, (&name, &bytes))).await {
        Ok(id) => Ok(Answer::done(format!("/evaluations/{id}"), "evaluation-opened")),
        Err(ServiceError::Invalid(faults)) => view.page_as(Status::UnprocessableEntity, &form(&typed, &faults)),
        Err(error) => Err(error.into()),
    }
}

#[get("/evaluations/<evaluation>")]
async fn display(view: View, evaluation: i64) -> Result {
    let id = id::<EvaluationId>(evaluation)?;
    let opened = run(&view.app, move |app| evaluations::show(app, id)).await?;
    view.page(&EvaluationView::new(&opened))
}

#[derive(Debug, Serialize)]
pub struct EvaluationList {
    pub rows: Vec<Year>,
    pub empty: Empty,
    pub may_open: bool,
}

#[derive(Debug, Serialize)]
pub struct Year {
    pub path: String,
    pub year: String,
    pub population: i32,
    pub places: i32,
    pub cut_off: NaiveDate,
}

impl EvaluationList {
    fn new(rows: Vec<EvaluationRow>, may_open: bool) -> EvaluationList {
        let year = |row: EvaluationRow| Year {
            path: format!("/evaluations/{}", row.id),
            year: row.year.to_string(),
            population: row.population,
            places: row.places,
            cut_off: row.cut_off,
        };
        let empty = Empty { title: phrase!("evaluation-none"), help: None, action: None };
        EvaluationList { rows: rows.into_iter().map(year).collect(), empty, may_open }
    }
}

impl Page for EvaluationList {
    const TEMPLATE: &'static str = "pages/evaluations/list";

    fn title(&self, say: Say) -> String {
        say.t(key!("evaluation-title"))
    }

    fn sample() -> EvaluationList {
        let cut_off = NaiveDate::from_ymd_opt(2019, 12, 31).unwrap_or_default();
        let year =
            Year { path: "/evaluations/1".to_owned(), year: "2019".to_owned(), population: 40, places: 6, cut_off };
        EvaluationList { rows: vec![year], ..EvaluationList::new(Vec::new(), true) }
    }

    fn samples() -> Vec<EvaluationList> {
        vec![EvaluationList::sample(), EvaluationList::new(Vec::new(), false)]
    }
}

/// One year with what was fixed.
#[derive(Debug, Serialize)]
pub struct EvaluationView {
    pub year: String,
    pub population: i32,
    pub places: i32,
    pub cut_off: NaiveDate,
    pub facts: Vec<(Phrase, Phrase)>,
    pub vetoes: Vec<Phrase>,
    pub register: Vec<(i64, String, String)>,
    pub register_hash: String,
    pub rubric: Vec<Line>,
    pub rubric_hash: String,
}

/// A line of the rubric.
#[derive(Debug, Serialize)]
pub struct Line {
    pub code: String,
    pub branch: String,
    pub name: String,
    pub points: String,
    pub deductions: Vec<Phrase>,
    pub evidence: Vec<String>,
}

fn named(one: &Coded) -> Phrase {
    Phrase::both(one.label.zh.clone(), one.label.en.clone())
}

fn deduction(of: &Deduction) -> Phrase {
    let when = of.when.clone();
    match of.effect {
        Effect::Nought => phrase!("evaluation-nought", reason = when),
        Effect::Less(points) => phrase!("evaluation-less", reason = when, points = points.to_string()),
        Effect::LessEach(points) => phrase!("evaluation-each", reason = when, points = points.to_string()),
        Effect::Discretion => Phrase::typed(when),
    }
}

impl EvaluationView {
    fn new(opened: &Opened) -> EvaluationView {
        let (row, rules) = (&opened.row, &opened.rules);
        let number = |number: u32| i64::from(number);
        let mut facts = vec![
            (phrase!("evaluation-share"), Phrase::typed(rules.share.clone())),
            (
                phrase!("evaluation-minimum"),
                phrase!("evaluation-minimum-is", score = number(rules.minimum), full = number(rules.full)),
            ),
            (
                phrase!("evaluation-panel"),
                phrase!(
                    "evaluation-panel-is",
                    least = number(rules.evaluators_at_least),
                    from = number(rules.drop_extremes_from)
                ),
            ),
            (phrase!("evaluation-recusal"), phrase!("evaluation-recusal-is", years = number(rules.recusal_years))),
            (
                phrase!("evaluation-tie"),
                match rules.tie {
                    TieRule::Exclude => phrase!("evaluation-tie-exclude"),
                    TieRule::PanelVote => phrase!("evaluation-tie-vote"),
                },
            ),
        ];
        let keys = rules.tie_keys.iter().enumerate();
        facts.extend(keys.map(|(at, key)| (phrase!("evaluation-tie-key", number = at + 1), named(key))));
        let leaves = opened.rubric.leaves();
        let line = |leaf: &crate::domain::evaluation::rubric::Leaf<'_>| Line {
            code: leaf.node.code.clone(),
            branch: leaf.branch.map(|branch| branch.name.clone()).unwrap_or_default(),
            name: leaf.node.name.clone(),
            points: leaf.node.weight.to_string(),
            deductions: leaf.indicator.deductions.iter().map(deduction).collect(),
            evidence: leaf.indicator.evidence.clone(),
        };
        let bonus = opened.rubric.bonus.iter().map(|bonus| Line {
            code: bonus.code.clone(),
            branch: String::new(),
            name: bonus.name.clone(),
            points: bonus.max.map(|max| format!("+{max}")).unwrap_or_default(),
            deductions: Vec::new(),
            evidence: Vec::new(),
        });
        let vetoes = rules.vetoes.iter().map(named);
        EvaluationView {
            year: row.year.to_string(),
            population: row.population,
            places: row.places,
            cut_off: row.cut_off,
            facts,
            vetoes: vetoes.chain(opened.rubric.vetoes.iter().map(|veto| Phrase::typed(veto.name.clone()))).collect(),
            register: opened.register.iter().map(|one| (one.base, one.name.clone(), one.host.clone())).collect(),
            register_hash: row.register_hash.clone(),
            rubric: leaves.iter().map(line).chain(bonus).collect(),
            rubric_hash: row.rubric_hash.clone(),
        }
    }
}

impl Page for EvaluationView {
    const TEMPLATE: &'static str = "pages/evaluations/show";

    fn title(&self, say: Say) -> String {
        format!("{} {}", self.year, say.t(key!("evaluation-title")))
    }

    fn sample() -> EvaluationView {
        let line = |code: &str, name: &str, deductions| Line {
            code: code.to_owned(),
            branch: "基础保障".to_owned(),
            name: name.to_owned(),
            points: "10".to_owned(),
            deductions,
            evidence: vec!["场地照片".to_owned()],
        };
        let site = vec![
            phrase!("evaluation-nought", reason = "无场地".to_owned()),
            phrase!("evaluation-less", reason = "标牌不明显".to_owned(), points = "2".to_owned()),
        ];
        EvaluationView {
            year: "2019".to_owned(),
            population: 40,
            places: 6,
            cut_off: NaiveDate::from_ymd_opt(2019, 12, 31).unwrap_or_default(),
            facts: vec![
                (phrase!("evaluation-share"), Phrase::typed("15/100")),
                (phrase!("evaluation-tie"), phrase!("evaluation-tie-exclude")),
            ],
            vetoes: vec![Phrase::both("发生安全事故", "safety accident")],
            register: vec![(1, "样例建筑技能公共实训基地".to_owned(), "样例技师学院".to_owned())],
            register_hash: "0".repeat(64),
            rubric: vec![line("1.1", "专用工作场地", site), line("1.2", "设备", Vec::new())],
            rubric_hash: "f".repeat(64),
        }
    }

    fn samples() -> Vec<EvaluationView> {
        let none = EvaluationView { population: 6, places: 0, register: Vec::new(), ..EvaluationView::sample() };
        vec![EvaluationView::sample(), none]
    }
}
