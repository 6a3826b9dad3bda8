//! The form that opens a year.

use crate::phrase;
use crate::platform::assets;
use crate::service::evaluations::{self, Typed};
use crate::service::{Fault, ServiceError};
use crate::text::parts::{Control, Field};
use crate::web::answer::{Answer, Result};
use crate::web::forms::Checked;
use crate::web::pages::form_page::{FormPage, with_faults};
use crate::web::shell::View;
use rocket::http::Status;
use rocket::{get, post};

/// The shipped rubric, to be filled in and sent back.
#[get("/evaluations/rubric")]
pub fn rubric() -> Answer {
    // With the mark that tells spreadsheets that it is UTF-8.
    let bytes = ["\u{feff}", assets::RUBRIC].concat().into_bytes();
    Answer::File { name: "评分标准样表.csv".to_owned(), media_type: "text/csv; charset=utf-8".to_owned(), bytes }
}

fn form(typed: &Typed, faults: &[Fault]) -> FormPage {
    let fields = vec![
        Field::new(Control::Number, "year", phrase!("evaluation-year")).value(&typed.year).required(),
        Field::new(Control::Date, "self_until", phrase!("evaluation-self-until"))
            .help(phrase!("evaluation-self-until-help"))
            .value(&typed.self_until)
            .required(),
        Field::new(Control::Date, "score_until", phrase!("evaluation-score-until"))
            .value(&typed.score_until)
            .required(),
        Field::new(Control::Number, "spread", phrase!("evaluation-spread"))
            .help(phrase!("evaluation-spread-help"))
            .value(&typed.spread),
        Field::new(Control::File, "rubric", phrase!("evaluation-rubric"))
            .help(phrase!("evaluation-rubric-help"))
            .accept(".csv,.xlsx,.xls")
            .required(),
        Field::new(Control::Number, "bonus_max", phrase!("evaluation-bonus-max"))
            .help(phrase!("evaluation-bonus-max-help"))
            .value(&typed.bonus_max),
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
pub async fn new(view: View) -> Result {
    evaluations::may_open(&view.who()?)?;
    view.page(&form(&Typed::default(), &[]))
}

#[post("/evaluations/new", data = "<sent>")]
pub async fn open(view: View, sent: Checked) -> Result {
    let text = |field: &str| sent.0.text(field).to_owned();
    let typed = Typed {
        year: text("year"),
        self_until: text("self_until"),
        score_until: text("score_until"),
        spread: text("spread"),
        bonus_max: text("bonus_max"),
    };
    let file = sent.0.file("rubric").filter(|file| !file.too_large);
    let (name, bytes) = file.map(|file| (file.name.clone(), file.bytes.clone())).unwrap_or_default();
    let kept = typed.clone();
    match view.act(move |app, who| evaluations::open(app, who, &typed, (&name, &bytes))).await {
        Ok(id) => Ok(Answer::done(format!("/evaluations/{id}"), "evaluation-opened")),
        Err(ServiceError::Invalid(faults)) => view.page_as(Status::UnprocessableEntity, &form(&kept, &faults)),
        Err(error) => Err(error.into()),
    }
}
