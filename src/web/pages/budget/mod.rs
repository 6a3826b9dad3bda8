//! Budget lines and their ledgers.

pub mod line;
pub mod list;

use super::notices::{id, workbook};
use crate::domain::ids::BudgetLineId;
use crate::service::budgets::{self, Appropriation, NewLine};
use crate::service::{Fault, ServiceError};
use crate::web::answer::{Answer, Result};
use crate::web::forms::Checked;
use crate::web::shell::View;
use line::{LineView, Typed};
use list::BudgetView;
use rocket::http::Status;
use rocket::{Route, get, post, routes};

pub fn routes() -> Vec<Route> {
    routes![index, create, export, show, appropriate, recover]
}

/// The name of a division, or its code where it is none we know.
pub fn division_name(code: &str) -> String {
    code.parse().map_or_else(|_| code.to_owned(), super::plan::division_name)
}

#[get("/budget?<year>")]
async fn index(view: View, year: Option<i32>) -> Result {
    let shown = view.act(move |app, who| budgets::lines(app, who, year)).await?;
    view.page(&BudgetView::new(&shown, &NewLine { year: shown.year.to_string(), ..NewLine::default() }, &[]))
}

#[post("/budget", data = "<form>")]
async fn create(view: View, form: Checked) -> Result {
    let text = |name: &str| form.0.text(name).to_owned();
    let new = NewLine { year: text("year"), code: text("code"), name: text("name"), amount: text("amount") };
    let sent = new.clone();
    match view.act(move |app, who| budgets::create(app, who, &sent)).await {
        Ok(id) => Ok(Answer::done(format!("/budget/{id}"), "budget-line-created")),
        Err(ServiceError::Invalid(faults)) => {
            let year = new.year.parse().ok();
            let shown = view.act(move |app, who| budgets::lines(app, who, year)).await?;
            view.page_as(Status::UnprocessableEntity, &BudgetView::new(&shown, &new, &faults))
        }
        Err(error) => Err(error.into()),
    }
}

#[get("/budget/file?<year>")]
async fn export(view: View, year: Option<i32>) -> Result {
    let sheet = view.act(move |app, who| budgets::sheet(app, who, year)).await?;
    Ok(workbook(format!("{}.xlsx", sheet.title), &sheet)?)
}

#[get("/budget/<line>?<page>")]
async fn show(view: View, line: i64, page: Option<u32>) -> Result {
    let page = page.unwrap_or(1).max(1);
    let shown = self::page(&view, id(line)?, page, Typed::default(), &[]).await?;
    view.page(&shown)
}

async fn page(
    view: &View,
    line: BudgetLineId,
    page: u32,
    typed: Typed,
    faults: &[Fault],
) -> std::result::Result<LineView, ServiceError> {
    let shown = view.act(move |app, who| budgets::entries(app, who, line, i64::from(page))).await?;
    Ok(LineView::new(&shown, u64::from(page), &typed, faults))
}

#[post("/budget/<line>/appropriation", data = "<form>")]
async fn appropriate(view: View, line: i64, form: Checked) -> Result {
    let line = id::<BudgetLineId>(line)?;
    let version = form.0.version();
    let wanted = Appropriation { amount: form.0.text("amount").to_owned(), note: form.0.text("note").to_owned() };
    let sent = wanted.clone();
    match view.act(move |app, who| budgets::appropriate(app, who, line, version, &sent)).await {
        Ok(()) => Ok(Answer::done(format!("/budget/{line}"), "budget-changed")),
        Err(ServiceError::Invalid(faults)) => {
            let page = page(&view, line, 1, Typed::Appropriation(wanted), &faults).await?;
            view.page_as(Status::UnprocessableEntity, &page)
        }
        Err(error) => Err(error.into()),
    }
}

#[post("/budget/<line>/recovery", data = "<form>")]
async fn recover(view: View, line: i64, form: Checked) -> Result {
    let line = id::<BudgetLineId>(line)?;
    let [claim, amount, reason] = ["claim", "recovered", "reason"].map(|name| form.0.text(name).to_owned());
    let sent = (claim.clone(), amount.clone(), reason.clone());
    match view.act(move |app, who| budgets::recover(app, who, line, &sent.0, &sent.1, &sent.2)).await {
        Ok(()) => Ok(Answer::done(format!("/budget/{line}"), "budget-recovered")),
        Err(ServiceError::Invalid(mut faults)) => {
            // One page holds both forms: the amounts have names of their own there.
            for fault in faults.iter_mut().filter(|fault| fault.field == "amount") {
                fault.field = "recovered".to_owned();
            }
            let page = page(&view, line, 1, Typed::Recovery { claim, amount, reason }, &faults).await?;
            view.page_as(Status::UnprocessableEntity, &page)
        }
        Err(error) => Err(error.into()),
    }
}
