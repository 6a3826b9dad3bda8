//! The result of a year: the office's page and forms, the public notice, each unit's own result.

mod forms;
mod notice;
mod own;
mod result;
mod steps;

pub use notice::NoticePage;
pub use own::{OwnPage, PanelPage};
pub use result::ResultPage;

use crate::domain::evaluation::rank::{Grade, Reason};
use crate::domain::ids::EvaluationId;
use crate::domain::lang::Lang;
use crate::family;
use crate::service::evaluations::outcome;
use crate::text::parts::{Tag, Tone};
use crate::web::answer::Result;
use crate::web::pages::notices::id;
use crate::web::run;
use crate::web::shell::View;
use rocket::{Route, get, routes};

pub fn routes() -> Vec<Route> {
    routes![
        show,
        file,
        public,
        own_result,
        marks,
        forms::facts_form,
        forms::facts,
        forms::meeting_form,
        forms::meeting,
        forms::mended_form,
        forms::mended,
        forms::objection_form,
        forms::object,
        forms::answer_form,
        forms::answer,
        steps::proposal_form,
        steps::propose,
        steps::decision_form,
        steps::decide,
        steps::approve,
        steps::revision_form,
        steps::revise,
        steps::revised_form,
        steps::revised,
    ]
}

/// A grade as a word with its colour.
pub fn grade(grade: Grade) -> Tag {
    let tone = match grade {
        Grade::Excellent => Tone::Done,
        Grade::Qualified => Tone::Going,
        Grade::Unqualified => Tone::Stop,
        Grade::NotGraded => Tone::Plain,
    };
    Tag::new(tone, family!("outcome-grade", grade.as_str()))
}

#[get("/evaluations/<evaluation>/result")]
async fn show(view: View, evaluation: i64) -> Result {
    let id = id::<EvaluationId>(evaluation)?;
    let shown = view.act(move |app, who| outcome::result(app, who, id)).await?;
    let (today, me) = (view.app.today(), view.who()?.id().get());
    view.page(&ResultPage::new(&shown, today, me))
}

#[get("/evaluations/<evaluation>/result/file")]
async fn file(view: View, evaluation: i64) -> Result {
    let id = id::<EvaluationId>(evaluation)?;
    let words = outcome::Words {
        grade: |grade: Grade| family!("outcome-grade", grade.as_str()).say(Lang::Zh).into_owned(),
        reason: |reason: Reason| family!("outcome-reason", reason.as_str()).say(Lang::Zh).into_owned(),
    };
    Ok(view.act(move |app, who| outcome::workbook(app, who, id, words)).await?.into())
}

#[get("/evaluations/<evaluation>/notice")]
async fn public(view: View, evaluation: i64) -> Result {
    let id = id::<EvaluationId>(evaluation)?;
    let who = view.visitor.who.clone();
    let shown = run(&view.app, move |app| outcome::notice(app, who.as_ref(), id)).await?;
    view.page(&NoticePage::new(evaluation, &shown))
}

#[get("/evaluations/<evaluation>/own")]
async fn own_result(view: View, evaluation: i64) -> Result {
    let id = id::<EvaluationId>(evaluation)?;
    let own = view.act(move |app, who| outcome::own(app, who, id)).await?;
    view.page(&OwnPage::new(evaluation, own))
}

#[get("/evaluations/<evaluation>/marks")]
async fn marks(view: View, evaluation: i64) -> Result {
    let id = id::<EvaluationId>(evaluation)?;
    let shown = view.act(move |app, who| outcome::compare(app, who, id)).await?;
    view.page(&PanelPage::new(evaluation, &shown))
}
