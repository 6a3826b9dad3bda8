//! What a member of a round's panel sees: the declaration, then marks or the ballot of their own list.

use super::words;
use crate::domain::contest::exact::Exact;
use crate::domain::ids::RoundId;
use crate::domain::recognition::{Programme, Review};
use crate::service::evaluations::DECLARED;
use crate::service::recognition::{self, OwnReview, Reviewed};
use crate::service::{Fault, ServiceError};
use crate::text::parts::{FileRow, Form};
use crate::text::{Page, Phrase, Say};
use crate::web::answer::{Answer, Done, Result};
use crate::web::errors::{FaultFamily, fault_phrase};
use crate::web::forms::Checked;
use crate::web::overtaken;
use crate::web::pages::form_page::with_faults;
use crate::web::pages::notices::id;
use crate::web::shell::View;
use crate::{family, phrase};
use rocket::{get, post};
use serde::Serialize;
use std::collections::BTreeMap;

type Typed = BTreeMap<String, String>;

async fn page(view: View, round: i64, typed: &Typed, faults: &[Fault]) -> Result {
    let of = id::<RoundId>(round)?;
    let own = view.act(move |app, who| recognition::own_review(app, who, of)).await?;
    view.page_as(overtaken::status(faults), &ReviewPage::new(&own, typed, faults))
}

#[get("/recognition/<round>/review")]
pub async fn show(view: View, round: i64) -> Result {
    page(view, round, &Typed::new(), &[]).await
}

async fn sent(
    view: View,
    round: i64,
    typed: &Typed,
    said: Done,
    done: std::result::Result<(), ServiceError>,
) -> Result {
    match done {
        Ok(()) => Ok(Answer::done(format!("/recognition/{round}/review"), said.0)),
        Err(ServiceError::Invalid(faults)) => page(view, round, typed, &faults).await,
        Err(error) => Err(error.into()),
    }
}

#[post("/recognition/<round>/declaration", data = "<form>")]
pub async fn declare(view: View, round: i64, form: Checked) -> Result {
    let (of, typed) = (id::<RoundId>(round)?, form.0.typed());
    let own = typed.clone();
    let done = view.act(move |app, who| recognition::declare(app, who, of, &own)).await;
    sent(view, round, &typed, Done("evaluation-declared"), done).await
}

#[post("/recognition/<round>/marks", data = "<form>")]
pub async fn mark(view: View, round: i64, form: Checked) -> Result {
    let (of, typed) = (id::<RoundId>(round)?, form.0.typed());
    let own = typed.clone();
    let hand_in = typed.get("do").is_some_and(|step| step == "hand-in");
    let said = if hand_in { Done("marks-handed-in") } else { Done("saved") };
    let done = view.act(move |app, who| recognition::mark(app, who, of, &own, hand_in)).await;
    sent(view, round, &typed, said, done).await
}

#[post("/recognition/<round>/ballot", data = "<form>")]
pub async fn vote(view: View, round: i64, form: Checked) -> Result {
    let (of, typed) = (id::<RoundId>(round)?, form.0.typed());
    let own = typed.clone();
    let done = view.act(move |app, who| recognition::vote(app, who, of, &own)).await;
    sent(view, round, &typed, Done("ballot-cast"), done).await
}

#[get("/recognition/<round>/review/<number>/papers/<sha>")]
pub async fn paper(view: View, round: i64, number: usize, sha: String) -> Result {
    let of = id::<RoundId>(round)?;
    let paper = view.act(move |app, who| recognition::own_paper(app, who, of, number, &sha)).await?;
    Ok(Answer::File { name: paper.file_name, media_type: paper.media_type, bytes: paper.bytes })
}

#[derive(Debug, Serialize)]
pub struct ReviewPage {
    pub path: String,
    pub heading: Phrase,
    pub year: String,
    /// The declaration is asked for.
    pub declare: bool,
    pub scored: bool,
    pub voted: bool,
    pub method: Phrase,
    pub errors: Form,
    pub confirmed: bool,
    pub confirm_fault: Option<Phrase>,
    pub rows: Vec<Row>,
}

/// One nominee on the member's list.
#[derive(Debug, Serialize)]
pub struct Row {
    pub number: usize,
    pub name: String,
    pub unit: String,
    pub statement: String,
    pub papers: Vec<FileRow>,
    pub open: bool,
    pub mark: String,
    /// Before the panel met.
    pub first: String,
    pub remark: String,
    /// What the line was filled from.
    pub seen: String,
    /// `yes`, `no`, or nothing yet.
    pub yes: bool,
    pub no: bool,
    /// For the declaration: reason and its name, and whether it was chosen.
    pub reasons: Vec<(String, Phrase, bool)>,
    pub note: String,
    pub fault: Option<Phrase>,
    pub note_fault: Option<Phrase>,
}

impl ReviewPage {
    fn new(own: &OwnReview, typed: &Typed, faults: &[Fault]) -> ReviewPage {
        let path = format!("/recognition/{}", own.round.id);
        let said = |field: &str| {
            faults.iter().find(|fault| fault.field == field).map(|fault| fault_phrase(FaultFamily::Field, fault))
        };
        let row = |one: &Reviewed| row(one, (&own.programme, &path), typed, faults);
        let whole: Vec<Fault> = faults.iter().filter(|fault| fault.field.is_empty()).cloned().collect();
        ReviewPage {
            heading: words::title(&own.programme),
            year: own.round.year.to_string(),
            declare: !own.declared,
            scored: matches!(own.programme.review, Review::Score(_)),
            voted: own.voted,
            method: super::list::review(&own.programme),
            errors: with_faults(Vec::new(), if whole.is_empty() { faults } else { &whole }),
            confirmed: typed.contains_key("true"),
            confirm_fault: said("true"),
            rows: own.list.iter().map(row).collect(),
            path,
        }
    }
}

fn row(one: &Reviewed, (of, path): (&Programme, &str), typed: &Typed, faults: &[Fault]) -> Row {
    let number = one.number;
    let said = |field: &str| {
        faults.iter().find(|fault| fault.field == field).map(|fault| fault_phrase(FaultFamily::Field, fault))
    };
    let theirs = |field: &str| {
        faults.iter().any(|fault| fault.field == field && fault.args.get("yours").is_some_and(|yours| yours == "none"))
    };
    let text = |kind: &str| {
        let field = format!("{kind}-{number}");
        typed.get(&field).filter(|_| !theirs(&field)).cloned().unwrap_or_default()
    };
    let file = |paper: &crate::storage::recognition::NominationPaperRow| FileRow {
        name: paper.file_name.clone(),
        path: format!("{path}/review/{number}/papers/{}", paper.sha256),
        size: u64::try_from(paper.size).ok(),
        note: of.materials.iter().find(|one| one.code == paper.material).map(|one| Phrase::from(one.label.clone())),
        remove: None,
    };
    let shown = |hundredths: i64| Exact::hundredths(hundredths).to_string();
    let (sent, remark, chosen, vote) = (text("m"), text("r"), text("c"), text("v"));
    let reason = |code: &str, words: Phrase| (code.to_owned(), words, chosen == code);
    let mut reasons = vec![reason("none", phrase!("scoring-no-conflict"))];
    let declared = DECLARED.iter().map(|one| reason(one.as_str(), family!("evaluation-conflict", one.as_str())));
    reasons.extend(declared);
    Row {
        number,
        name: one.row.name.clone(),
        unit: one.unit.clone(),
        statement: one.row.statement.clone(),
        papers: one.papers.iter().map(file).collect(),
        open: one.open,
        mark: match &one.own {
            Some((mark, _)) if sent.is_empty() => shown(*mark),
            _ => sent,
        },
        first: one.first.map(shown).unwrap_or_default(),
        remark: match &one.own {
            Some((_, kept)) if remark.is_empty() => kept.clone(),
            _ => remark,
        },
        seen: one.seen(),
        yes: vote == "yes",
        no: vote == "no",
        reasons,
        note: text("o"),
        fault: ["c", "m", "v"].iter().find_map(|kind| said(&format!("{kind}-{number}"))),
        note_fault: said(&format!("o-{number}")).or_else(|| said(&format!("r-{number}"))),
    }
}

impl Page for ReviewPage {
    const TEMPLATE: &'static str = "pages/recognition/review";

    fn title(&self, say: Say) -> String {
        format!("{} {}", self.year, say.phrase(&self.heading))
    }

    fn sample() -> ReviewPage {
        let row = |number: usize, name: &str| Row {
            number,
            name: name.to_owned(),
            unit: "样例机械有限公司".to_owned(),
            statement: "样例业绩：改进工装夹具 12 项。".to_owned(),
            papers: vec![FileRow {
                name: "推荐表.pdf".to_owned(),
                path: "/recognition/2/review/1/papers/0a".to_owned(),
                size: Some(84_000),
                note: Some(Phrase::both("推荐表", "recommendation form")),
                remove: None,
            }],
            open: true,
            mark: "86.5".to_owned(),
            first: String::new(),
            remark: String::new(),
            seen: "86.5/".to_owned(),
            yes: number == 1,
            no: false,
            reasons: vec![
                ("none".to_owned(), phrase!("scoring-no-conflict"), true),
                ("relative".to_owned(), family!("evaluation-conflict", "relative"), false),
            ],
            note: String::new(),
            fault: None,
            note_fault: None,
        };
        ReviewPage {
            path: "/recognition/2".to_owned(),
            heading: Phrase::both("市首席技师", "Chief technicians of the city"),
            year: "2019".to_owned(),
            declare: false,
            scored: true,
            voted: false,
            method: phrase!("recognition-by-score", least = 3, minimum = 80),
            errors: Form::default(),
            confirmed: false,
            confirm_fault: None,
            rows: vec![row(1, "王样例"), row(2, "李样例")],
        }
    }

    fn samples() -> Vec<ReviewPage> {
        let faults = [Fault::new("c-1", "choose"), Fault::new("true", "evaluation-confirm")];
        let errors = with_faults(Vec::new(), &faults);
        let second = |mut page: ReviewPage| {
            if let Some(row) = page.rows.first_mut() {
                row.first = "70".to_owned();
            }
            page
        };
        let said =
            |page: ReviewPage| ReviewPage { confirm_fault: Some(fault_phrase(FaultFamily::Field, &faults[1])), ..page };
        vec![
            ReviewPage::sample(),
            said(ReviewPage { declare: true, errors, ..ReviewPage::sample() }),
            ReviewPage { scored: false, ..ReviewPage::sample() },
            ReviewPage { scored: false, voted: true, ..ReviewPage::sample() },
            ReviewPage { voted: true, ..ReviewPage::sample() },
            second(ReviewPage::sample()),
            ReviewPage { rows: Vec::new(), ..ReviewPage::sample() },
        ]
    }
}
