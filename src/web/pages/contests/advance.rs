//! Who goes from a published preliminary into a final.

use super::passages::PassageView;
use crate::domain::ids::ContestId;
use crate::service::contests::{self, Advancement, Through};
use crate::service::{Fault, ServiceError};
use crate::text::parts::{Choice, Control, Field, Form};
use crate::text::{Page, Phrase, Say};
use crate::web::answer::{Answer, Result};
use crate::web::errors::{FaultFamily, fault_phrase};
use crate::web::forms::{Asked, Checked};
use crate::web::pages::form_page::with_faults;
use crate::web::pages::notices::id;
use crate::web::shell::View;
use crate::{key, phrase};
use chrono::NaiveDateTime;
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![show, advance]
}

async fn page(view: &View, id: ContestId, places: Option<usize>, into: &str, faults: &[Fault]) -> Result<AdvanceView> {
    let found = view.act(move |app, who| contests::preview(app, who, id, places)).await?;
    Ok(AdvanceView::new(&found, into, faults))
}

#[get("/contests/<contest>/advance?<places>")]
async fn show(view: View, contest: i64, places: Option<Asked>) -> Result {
    let id = id(contest)?;
    let typed = Asked::text(places).unwrap_or_default();
    let places = typed.trim().parse::<usize>().ok().filter(|places| (1..=9_999).contains(places));
    if typed.trim().is_empty() || places.is_some() {
        let page = page(&view, id, places, "", &[]).await?;
        return view.page(&page);
    }
    let fault = Fault::new("places", "out-of-range").with("hint", "1–9999");
    let page = AdvanceView {
        fault: Some(fault_phrase(FaultFamily::Field, &fault)),
        typed,
        ..page(&view, id, None, "", &[]).await?
    };
    view.page_as(Status::UnprocessableEntity, &page)
}

#[post("/contests/<contest>/advance", data = "<form>")]
async fn advance(view: View, contest: i64, form: Checked) -> Result {
    let id = id::<ContestId>(contest)?;
    let (places, into) = (form.0.text("places").parse().ok(), form.0.text("into").to_owned());
    let target = into.parse::<ContestId>().ok();
    match view.act(move |app, who| contests::advance(app, who, id, target, places)).await {
        Ok(_) => Ok(Answer::done(format!("/contests/{}", target.map_or(contest, ContestId::get)), "contest-advanced")),
        Err(ServiceError::Invalid(faults)) => {
            let page = page(&view, id, places, &into, &faults).await?;
            view.page_as(Status::UnprocessableEntity, &page)
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Debug, Serialize)]
pub struct AdvanceView {
    pub name: String,
    pub event: String,
    pub path: String,
    pub places: usize,
    /// What stands in the field of the places, and what was wrong with it.
    pub typed: String,
    pub fault: Option<Phrase>,
    pub through: usize,
    pub tied: usize,
    pub rows: Vec<Row>,
    pub done: Vec<PassageView>,
    /// The last moment of the appeal clock, while it runs.
    pub until: Option<NaiveDateTime>,
    pub no_finals: bool,
    pub form: Option<Form>,
}

#[derive(Debug, Serialize)]
pub struct Row {
    pub rank: usize,
    pub name: String,
    pub unit: String,
    pub total: String,
    pub advances: bool,
    pub tied: bool,
}

impl AdvanceView {
    fn new(of: &Advancement, into: &str, faults: &[Fault]) -> AdvanceView {
        let row = |row: &Through| Row {
            rank: row.rank,
            name: row.name.clone(),
            unit: row.unit.clone(),
            total: row.total.clone(),
            advances: row.advances,
            tied: row.tied_at_the_line,
        };
        let finals = of.finals.iter().map(|item| Choice::new(item.id.to_string(), Phrase::typed(&item.name)));
        let field = Field::new(Control::Select, "into", phrase!("advance-into"));
        let form = with_faults(vec![field.choices(finals).value(into).required()], faults);
        AdvanceView {
            name: of.item.name.clone(),
            event: of.event.clone(),
            path: format!("/contests/{}", of.item.id),
            places: of.places,
            typed: of.places.to_string(),
            fault: None,
            through: of.rows.iter().filter(|row| row.advances).count(),
            tied: of.rows.iter().filter(|row| row.tied_at_the_line).count(),
            rows: of.rows.iter().map(row).collect(),
            done: of.done.iter().map(PassageView::out_of).collect(),
            until: of.appeals_until.map(|until| until.naive_utc()),
            no_finals: of.may && of.finals.is_empty(),
            form: (of.may && !of.finals.is_empty()).then_some(form),
        }
    }
}

impl Page for AdvanceView {
    const TEMPLATE: &'static str = "pages/contests/advance";

    fn title(&self, say: Say) -> String {
        say.t(key!("advance-title"))
    }

    fn sample() -> AdvanceView {
        let contest = super::sample::contest(crate::domain::contest::phase::Phase::Published);
        let row = |rank, name: &str, advances, tied_at_the_line| Through {
            name: name.to_owned(),
            unit: "样例建工集团".to_owned(),
            rank,
            total: "86.40".to_owned(),
            advances,
            tied_at_the_line,
        };
        let of = Advancement {
            finals: vec![contest.item.clone()],
            item: contest.item,
            event: contest.event.name,
            places: 2,
            rows: vec![
                row(1, "测试选手甲", true, false),
                row(2, "测试选手乙", true, true),
                row(2, "测试选手丙", true, true),
                row(4, "测试选手丁", false, false),
            ],
            done: contest.passages,
            appeals_until: Some("2019-11-18T03:00:00Z".parse().unwrap_or_default()),
            may: true,
        };
        AdvanceView::new(&of, "", &[Fault::new("into", "choose")])
    }

    fn samples() -> Vec<AdvanceView> {
        vec![
            AdvanceView::sample(),
            AdvanceView { typed: "abc".to_owned(), fault: Some(phrase!("fault-required")), ..AdvanceView::sample() },
            AdvanceView {
                form: None,
                no_finals: true,
                rows: Vec::new(),
                done: Vec::new(),
                until: None,
                ..AdvanceView::sample()
            },
        ]
    }
}
