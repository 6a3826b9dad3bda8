//! Which years of the calendar are loaded, and loading one.

use super::form_page::with_faults;
use crate::domain::people::Role;
use crate::service::ServiceError;
use crate::service::calendars::{self, Year};
use crate::text::parts::{Control, Field, Form};
use crate::text::{Page, Say};
use crate::web::answer::{Answer, Result};
use crate::web::forms::Checked;
use crate::web::shell::View;
use crate::{key, phrase};
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![index, load]
}

/// The years in force.
#[derive(Debug, Serialize)]
pub struct Years {
    pub years: Vec<Row>,
    /// For who may load one.
    pub form: Option<Form>,
}

#[derive(Debug, Serialize)]
pub struct Row {
    pub year: i32,
    pub days_off: usize,
    pub workdays: usize,
    pub papers: Vec<String>,
}

impl From<Year> for Row {
    fn from(year: Year) -> Row {
        Row { year: year.year, days_off: year.days_off, workdays: year.workdays, papers: year.papers }
    }
}

fn fields() -> Vec<Field> {
    let file = Field::new(Control::File, "file", phrase!("calendar-file")).accept(".json").required();
    vec![file.help(phrase!("calendar-file-help"))]
}

impl Page for Years {
    const TEMPLATE: &'static str = "pages/policy/years";

    fn title(&self, say: Say) -> String {
        say.t(key!("calendar-years"))
    }

    fn sample() -> Years {
        let papers = vec!["http://www.gov.cn/zhengce/zhengceku/2018-12/06/content_5346276.htm".to_owned()];
        let year = Row { year: 2019, days_off: 29, workdays: 6, papers };
        Years { years: vec![year], form: Some(Form::new(fields())) }
    }

    fn samples() -> Vec<Years> {
        vec![Years::sample(), Years { years: Vec::new(), form: None }]
    }
}

fn page(view: &View, form: Form) -> Years {
    let may_load = view.who().is_ok_and(|who| who.actor.holds(Role::Administrator));
    let years = calendars::years(&view.app).into_iter().map(Row::from).collect();
    Years { years, form: may_load.then_some(form) }
}

#[get("/calendar/years")]
fn index(view: View) -> Result {
    let page = page(&view, Form::new(fields()));
    view.page(&page)
}

#[post("/calendar/years", data = "<form>")]
async fn load(view: View, form: Checked) -> Result {
    let bytes = form.0.file("file").map(|file| file.bytes.clone()).unwrap_or_default();
    match view.act(move |app, who| calendars::load(app, who, &bytes)).await {
        Ok(_) => Ok(Answer::done("/calendar/years", "saved")),
        Err(ServiceError::Invalid(faults)) => {
            let page = page(&view, with_faults(fields(), &faults));
            view.page_as(Status::UnprocessableEntity, &page)
        }
        Err(error) => Err(error.into()),
    }
}
